package rtnl

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"time"

	"github.com/eb30ede5/netlink/internal/nlmsg"
	"github.com/eb30ede5/netlink/internal/nlsock"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/netns"
	"github.com/eb30ede5/netlink/nlattr"
)

// Transport opens the sockets of a Conn. It is for tests, and for programs that
// have a netlink connection of another kind; see [Config].
type Transport = nlsock.Transport

// Socket is a netlink socket of a [Transport].
type Socket = nlsock.Socket

// ErrOneSocket is returned by the Open of a Transport that has no further
// socket to give: the Conn then waits for one that is in use.
var ErrOneSocket = nlsock.ErrOneSocket

// ErrOverrun is returned by the Receive of a Socket whose queue has overrun, and
// by calls that lost answers in that way.
var ErrOverrun = nlsock.ErrOverrun

// Config says how to connect. The zero Config connects in the namespace of the
// calling thread.
type Config struct {
	// NetNS is the namespace. It may be closed after Dial.
	NetNS *netns.Handle

	// Timeout bounds each wait for the kernel's answer, whatever the context
	// says. 0 is 30 seconds.
	Timeout time.Duration

	// MaxSockets is how many sockets the Conn opens at most; further calls
	// wait. 0 is 8. A listing holds one while it is ranged over.
	MaxSockets int

	// Kinds adds link kinds, by name, to those of this package, or replaces
	// them. The functions return an empty value to decode into.
	Kinds map[string]func() LinkKind

	// Warn, if set, is called with what the kernel has to say about requests
	// that succeed. Its Errno is 0. It must not block.
	Warn func(*Error)

	// Transport, if set, opens the sockets. NetNS must be nil then.
	Transport Transport
}

// Conn talks to the kernel about one network namespace, whatever thread calls.
// It may be used by several goroutines at once, and inside the loops over its own
// listings. There is no goroutine behind it.
type Conn struct {
	cfg       Config
	pool      *nlsock.Pool
	transport Transport
}

// Dial connects. A nil Config connects in the namespace of the calling thread.
// It fails with errors.ErrUnsupported off Linux.
//
// A Conn that is no longer needed must be closed.
func Dial(cfg *Config) (*Conn, error) {
	c := new(Conn)
	if cfg != nil {
		c.cfg = *cfg
	}
	if c.transport = c.cfg.Transport; c.transport == nil {
		t, err := nlsock.Kernel(c.cfg.NetNS)
		if err != nil {
			return nil, failed("dial", err)
		}
		c.transport = t
	} else if c.cfg.NetNS != nil {
		return nil, failed("dial", errors.New("both a transport and a namespace"))
	}
	c.pool = nlsock.NewPool(c.transport, nlsock.Options{Timeout: c.patience(), MaxSockets: c.cfg.MaxSockets})
	return c, nil
}

// Close closes the sockets. Calls in flight end with ErrClosed. Closing again
// does nothing. A Transport of the caller's own is left alone.
func (c *Conn) Close() error {
	err := c.pool.Close()
	if t, ok := c.transport.(io.Closer); ok && c.cfg.Transport == nil {
		err = errors.Join(err, t.Close())
	}
	return err
}

// in returns a Conn for the namespace that l goes to.
func (c *Conn) in(l *Link) (*Conn, error) {
	cfg := c.cfg
	if cfg.Transport != nil {
		return nil, errors.New("a transport cannot go to another namespace")
	}
	switch {
	case l.NetNS != nil:
		cfg.NetNS = l.NetNS
	case l.NetNSPID != 0:
		ns, err := netns.OpenPID(int(l.NetNSPID))
		if err != nil {
			return nil, err
		}
		defer ns.Close()
		cfg.NetNS = ns
	default:
		return nil, errors.New("a namespace given by its id cannot be entered; give a handle")
	}
	return Dial(&cfg)
}

// index looks up the index of a device.
func (c *Conn) index(ctx context.Context, name string) (int32, error) {
	return c.indexIn(ctx, name, Opt[int32]{})
}

// indexIn is index for another namespace, given by its id.
func (c *Conn) indexIn(ctx context.Context, name string, nsid Opt[int32]) (int32, error) {
	q := linkGet{name: name, mask: uapi.RTEXT_FILTER_SKIP_STATS | uapi.RTEXT_FILTER_NAME_ONLY, netNSID: nsid}
	var index int32
	err := c.get(ctx, q.op, uapi.RTM_GETLINK, &q, func(_ *nlattr.Codec, m nlmsg.Message) {
		if len(m.Body) >= 16 {
			index = int32(binary.NativeEndian.Uint32(m.Body[4:]))
		}
	})
	if err == nil && index <= 0 {
		err = failed(q.op(), errors.New("the kernel's answer has no link in it"))
	}
	return index, err
}

// get sends a request that is answered by one message, and calls reply for it. op
// says what the request is, which only an error needs.
func (c *Conn) get(ctx context.Context, op func() string, typ uint16, q nlattr.Attrser, reply func(k *nlattr.Codec, m nlmsg.Message)) error {
	x := c.session(ctx)
	defer x.done()
	b, err := x.k.Encode(nlmsg.AppendHeader(x.buf[:0], typ, uapi.NLM_F_REQUEST), q)
	if err != nil {
		return refused(op(), err)
	}
	x.buf = nlmsg.Finish(b, 0)
	s, err := c.pool.Get(ctx)
	if err != nil {
		return failed(op(), err)
	}
	defer c.pool.Put(s)
	err = s.Transact(ctx, x.buf, 1, func(i int, m nlmsg.Message) {
		if m.Type == typ-2 { // RTM_NEW* of RTM_GET*
			reply(&x.k, m)
		} else {
			x.onAck(i, m)
		}
	})
	switch {
	case err != nil:
		return failed(op(), err)
	case x.ack.Errno != 0:
		return refusal(op(), x.ack, q, &x.env)
	}
	return nil
}
