package nlsock

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
)

// A BPF is an instruction of a classic BPF filter, struct sock_filter.
type BPF struct {
	Code   uint16
	Jt, Jf uint8
	K      uint32
}

// Listening is what a [Socket] may have besides, for [Pool.Listen].
type Listening interface {
	// SetReceiveBuffer asks for that many bytes (SO_RCVBUFFORCE, or SO_RCVBUF
	// where that is not allowed).
	SetReceiveBuffer(bytes int) error
	// SetFilter drops what the filter returns 0 for, before it is queued.
	SetFilter(f []BPF) error
	// ListenAllNSID hears all namespaces that have an id in the socket's.
	ListenAllNSID() error
	// ReceiveNSID is Receive that also returns the id of the namespace that a
	// datagram is about, or -1 for the socket's own.
	ReceiveNSID(ctx context.Context, b []byte) (n int, nsid int32, err error)
}

// ListenOptions say what to listen to.
type ListenOptions struct {
	Groups        []uint32 // multicast groups, numbers and not bits
	ReceiveBuffer int      // bytes; 0 leaves the system's default
	Filter        []BPF
	AllNSID       bool
}

// Listener receives events on a socket of its own, which is none of the pool's
// in number. One goroutine may use it at a time.
type Listener struct {
	pool  *Pool
	sock  Socket
	nsids Listening // nil unless it listens to all namespaces
	buf   []byte

	once sync.Once
	err  error
}

// Listen opens a socket and joins the groups. When it returns, the kernel queues
// events.
func (p *Pool) Listen(ctx context.Context, o ListenOptions) (*Listener, error) {
	s, err := p.openSocket(ctx)
	if err != nil {
		return nil, err
	}
	l := &Listener{pool: p, sock: s, buf: make([]byte, minBuffer)}
	if err := l.prepare(o); err != nil {
		s.Close()
		return nil, err
	}
	p.mu.Lock()
	closed := p.closed
	if !closed {
		p.listeners = append(p.listeners, l)
	}
	p.mu.Unlock()
	if closed {
		s.Close()
		return nil, ErrClosed
	}
	return l, nil
}

func (l *Listener) prepare(o ListenOptions) error {
	s, ok := l.sock.(Listening)
	if !ok && (o.ReceiveBuffer != 0 || o.Filter != nil || o.AllNSID) {
		return fmt.Errorf("options of the transport's sockets: %w", errors.ErrUnsupported)
	}
	if o.ReceiveBuffer != 0 {
		if err := s.SetReceiveBuffer(o.ReceiveBuffer); err != nil {
			return err
		}
	}
	if o.Filter != nil { // before the groups: nothing passes by it
		if err := s.SetFilter(o.Filter); err != nil {
			return err
		}
	}
	if o.AllNSID {
		if err := s.ListenAllNSID(); err != nil {
			return err
		}
		l.nsids = s
	}
	for _, g := range o.Groups {
		if err := l.sock.Join(g); err != nil {
			return fmt.Errorf("multicast group %d: %w", g, err)
		}
	}
	return nil
}

// ReceiveBuffer returns how many bytes of events the kernel queues before it
// drops them, as it accounts for them, or 0 if that is not known.
func (l *Listener) ReceiveBuffer() int {
	if s, ok := l.sock.(Sized); ok {
		return s.ReceiveBuffer()
	}
	return 0
}

// Receive returns the next datagram, which is valid until the next call, and the
// id of the namespace that it is about, -1 for the own. ErrOverrun says that
// events are lost, and ErrTruncated that the end of one is; it can go on after
// both.
func (l *Listener) Receive(ctx context.Context) (b []byte, nsid int32, err error) {
	if p, ok := l.sock.(Peeker); ok {
		n, err := p.Peek(ctx)
		if err != nil {
			return nil, -1, l.explain(ctx, err)
		}
		if n > len(l.buf) {
			l.buf = make([]byte, roundUp(n))
		}
	}
	n, nsid := 0, int32(-1)
	if l.nsids != nil {
		n, nsid, err = l.nsids.ReceiveNSID(ctx, l.buf)
	} else {
		n, err = l.sock.Receive(ctx, l.buf)
	}
	switch {
	case err != nil:
		return nil, -1, l.explain(ctx, err)
	case n > len(l.buf):
		l.buf = make([]byte, roundUp(n))
		return nil, nsid, ErrTruncated
	}
	return l.buf[:n], nsid, nil
}

// explain leaves an overrun what it is even where ctx has ended: a queue is
// emptied with a context that has.
func (l *Listener) explain(ctx context.Context, err error) error {
	if errors.Is(err, ErrOverrun) {
		return err
	}
	return l.pool.explain(ctx, err, "waiting for events")
}

// Close closes the socket. A call in flight ends with ErrClosed.
func (l *Listener) Close() error {
	l.pool.mu.Lock()
	l.pool.listeners = slices.DeleteFunc(l.pool.listeners, func(o *Listener) bool { return o == l })
	l.pool.mu.Unlock()
	return l.close()
}

func (l *Listener) close() error {
	l.once.Do(func() { l.err = l.sock.Close() })
	return l.err
}
