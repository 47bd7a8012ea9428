package nlsock

import (
	"context"
	"errors"
	"slices"

	"github.com/eb30ede5/netlink/internal/nlmsg"
)

// Watch is a socket that hears multicast groups. It has one user, and no request
// is sent on it. It does not count among the sockets of its [Pool], whose Close
// ends it too.
type Watch struct{ c *Conn }

// Watch opens a socket and joins the groups: what happens from its return on is
// heard.
func (p *Pool) Watch(ctx context.Context, groups ...uint32) (*Watch, error) {
	s, err := p.openSocket(ctx)
	if err != nil {
		return nil, err
	}
	for _, g := range groups {
		if err := s.Join(g); err != nil {
			s.Close()
			return nil, err
		}
	}
	c := newConn(p, s)
	if t, ok := s.(Timed); ok {
		t.SetTimeout(0)
	}
	c.timed = true // silence is no failure
	p.mu.Lock()
	closed := p.closed
	if !closed {
		p.conns = append(p.conns, c)
	}
	p.mu.Unlock()
	if closed {
		s.Close()
		return nil, ErrClosed
	}
	return &Watch{c}, nil
}

// Next waits for the next datagram, and calls fn for each message in it. m.Body
// is valid during the call.
//
// Where the kernel had more to tell than the queue could hold, the error matches
// [ErrOverrun]. The queue is empty then, and the Watch hears on.
func (w *Watch) Next(ctx context.Context, fn func(m nlmsg.Message)) error {
	b, err := w.c.receive(ctx, true)
	if err != nil {
		if errors.Is(err, ErrOverrun) {
			w.drain()
		}
		return err
	}
	for len(b) > 0 {
		m, rest, err := nlmsg.Split(b)
		if err != nil {
			return err
		}
		b = rest
		fn(m.Message())
	}
	return nil
}

// drain takes what is queued: until the queue was empty once, the kernel drops
// everything without another word.
func (w *Watch) drain() {
	ctx, cancel := context.WithCancel(context.Background())
	cancel() // a socket that would have to wait looks at it
	for {
		_, err := w.c.sock.Receive(ctx, *w.c.buf)
		if err != nil && !errors.Is(err, ErrOverrun) {
			return
		}
	}
}

// Close closes the socket.
func (w *Watch) Close() error {
	p := w.c.pool
	w.c.end(true)
	p.mu.Lock()
	n := len(p.conns)
	p.conns = slices.DeleteFunc(p.conns, func(o *Conn) bool { return o == w.c })
	mine := len(p.conns) < n
	p.mu.Unlock()
	if !mine {
		return nil // the pool has closed it
	}
	return w.c.sock.Close()
}
