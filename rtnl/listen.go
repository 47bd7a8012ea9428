package rtnl

import (
	"bytes"
	"context"
	"errors"

	"github.com/eb30ede5/netlink/internal/nlmsg"
	"github.com/eb30ede5/netlink/internal/nlsock"
	"github.com/eb30ede5/netlink/nlattr"
)

// BPF is an instruction of a classic BPF filter, struct sock_filter.
type BPF = nlsock.BPF

// ListenConfig says what a [Listener] hears.
type ListenConfig struct {
	Groups []uint32 // multicast groups, RTNLGRP_*: numbers, also above 32

	// ReceiveBuffer is how many bytes of events the kernel is to queue. Without
	// CAP_NET_ADMIN in the first user namespace at most net.core.rmem_max can be
	// had. 0 leaves the default.
	ReceiveBuffer int

	// Filter drops what it returns 0 for before it is queued. It sees whole
	// messages, nlmsghdr first.
	Filter []BPF

	// AllNSID hears all namespaces that have an id in the Conn's too, which needs
	// CAP_NET_BROADCAST there (NETLINK_LISTEN_ALL_NSID, 4.2).
	AllNSID bool
}

// Listener hears what the kernel tells of changes, message by message, on a
// socket of its own. Package watch makes events and a mirror of it. One goroutine
// may use it at a time, but for Close, and it must be closed.
type Listener struct {
	c *Conn
	l *nlsock.Listener
}

// Listen joins multicast groups. When it returns the kernel queues what happens.
// Over a Transport of one's own, options may match errors.ErrUnsupported.
func (c *Conn) Listen(ctx context.Context, cfg ListenConfig) (*Listener, error) {
	l, err := c.pool.Listen(ctx, nlsock.ListenOptions{
		Groups: cfg.Groups, ReceiveBuffer: cfg.ReceiveBuffer, Filter: cfg.Filter, AllNSID: cfg.AllNSID,
	})
	if err != nil {
		return nil, failed("listen", err)
	}
	return &Listener{c, l}, nil
}

// Message is what a [Listener] heard. Its slices are valid only during the call
// that hands it out.
type Message struct {
	Type  uint16     // RTM_*
	Flags uint16     // NLM_F_*
	Seq   uint32     // of the request that made the kernel tell; 0 where it does not say
	Port  uint32     // of the socket that asked, likewise
	NSID  Opt[int32] // the id of the namespace, absent for the Conn's own
	Body  []byte     // fixed header and attributes
	Raw   []byte     // the whole message
	Err   error      // Raw, which may be empty, is no message, for this reason

	k *nlattr.Codec
}

// Decode reads the fixed header of head bytes and the attributes into v, which
// owns everything it holds afterwards. Attributes that are malformed are named by
// the error and kept in v.
func (m *Message) Decode(head int, v nlattr.Attrser) error {
	if m.k == nil { // a clone
		return nlattr.Parse(m.Body, head, v)
	}
	return m.k.Decode(m.Body, head, v)
}

// Clone returns the message without an end to its validity. Decode of it does
// not know the kinds of [Config].
func (m *Message) Clone() Message {
	n := *m
	n.Raw, n.k = bytes.Clone(m.Raw), nil
	if m.Err == nil {
		n.Body = n.Raw[nlmsg.HeaderLen:]
	}
	return n
}

// ReceiveBuffer returns how many bytes the kernel queues before it drops what
// comes, as it accounts for them, or 0 if that is not known.
func (l *Listener) ReceiveBuffer() int { return l.l.ReceiveBuffer() }

// Receive waits for the next messages and calls f for each, until f returns
// false. What is queued is taken even if ctx has ended; then Receive does not
// wait.
//
// It can be called again after all errors but ErrClosed. One that matches
// ErrOverrun says that messages are lost, and more are until the queue is empty: the
// kernel does not say so a second time.
func (l *Listener) Receive(ctx context.Context, f func(*Message) bool) error {
	b, nsid, err := l.l.Receive(ctx)
	switch {
	case errors.Is(err, nlsock.ErrTruncated):
		f(&Message{Err: err})
		return nil
	case err != nil:
		return failed("listen", err)
	}
	x := l.c.session(ctx)
	defer x.done()
	m := Message{k: &x.k}
	if nsid >= 0 {
		m.NSID = Some(nsid)
	}
	for len(b) > 0 {
		raw, rest, err := nlmsg.Split(b)
		if err != nil {
			m.Raw, m.Body, m.Err = b, nil, err
			f(&m)
			return nil
		}
		b = rest
		m.Type, m.Flags, m.Seq, m.Port, m.Body, m.Raw = raw.Type(), raw.Flags(), raw.Seq(), raw.Port(), raw.Body(), raw
		if !f(&m) {
			return nil
		}
	}
	return nil
}

// Drain throws away what is queued, without waiting for more. After an overrun it
// makes the kernel queue again what comes.
func (l *Listener) Drain(ctx context.Context) error {
	ended, cancel := context.WithCancel(ctx)
	cancel()
	for {
		err := l.Receive(ended, func(*Message) bool { return false })
		switch {
		case ctx.Err() != nil:
			return failed("listen", ctx.Err())
		case err == nil, errors.Is(err, ErrOverrun):
		case errors.Is(err, context.Canceled):
			return nil
		default:
			return err
		}
	}
}

// Close closes the socket. A call in flight ends with ErrClosed.
func (l *Listener) Close() error { return l.l.Close() }
