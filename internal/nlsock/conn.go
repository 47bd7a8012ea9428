package nlsock

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/eb30ede5/netlink/internal/nlmsg"
	"github.com/eb30ede5/netlink/internal/uapi"
)

// maxIdleBuf is the longest send buffer that an idle Conn keeps.
const maxIdleBuf = 256 << 10

// Conn is a socket that was checked out of a [Pool]. It has one user, who runs
// one exchange at a time: neither another goroutine nor a callback of its own
// exchange may use it. After an error of [Conn.Transact] or [Conn.Dump], and
// after a dump that was stopped early, it can only be put back.
type Conn struct {
	// Buf is a send buffer that stays with the Conn, for whoever has it to build
	// requests in: c.Buf = append(c.Buf[:0], ...).
	Buf []byte

	pool  *Pool
	sock  Socket
	peek  Peeker // nil if sock is none
	timed bool   // sock bounds its own waiting
	port  uint32
	seq   uint32 // of the next request, never 0: that is what events carry

	out   bool // pool.mu guards it
	dirty bool // an exchange has begun and not come to its end

	buf   *[]byte   // borrowed for the exchange
	since time.Time // when the strangers began, zero while there are none
}

func newConn(p *Pool, s Socket) *Conn {
	c := &Conn{pool: p, sock: s, port: s.PortID(), seq: 1}
	c.peek, _ = s.(Peeker)
	if t, ok := s.(Timed); ok {
		t.SetTimeout(p.timeout)
		c.timed = true
	}
	return c
}

// ReceiveBuffer returns how many bytes of answers the kernel queues before it
// drops them, as it accounts for them, or 0 if that is not known.
func (c *Conn) ReceiveBuffer() int {
	if s, ok := c.sock.(Sized); ok {
		return s.ReceiveBuffer()
	}
	return 0
}

func (c *Conn) trim() {
	if cap(c.Buf) > maxIdleBuf {
		c.Buf = nil
	}
}

// batch is n requests under way, and how their answers are read.
type batch struct {
	first  uint32 // sequence number of the first request
	n      uint32
	single bool // the last one is a GET without NLM_F_ACK: its reply is the end
	long   bool // answers may be of any length
	link   bool // the last one is RTM_GETLINK, the only one whose dump outgrows minBuffer
	get    bool // the requests change nothing, so they can be sent again
	heard  bool // an answer has come
}

// stamp checks that b holds n requests, and numbers them.
func (c *Conn) stamp(b []byte, n int) (batch, error) {
	if c.seq+uint32(n) < c.seq {
		c.seq = 1
	}
	x := batch{first: c.seq, get: true}
	for rest := b; len(rest) > 0; {
		start := len(b) - len(rest)
		m, next, err := nlmsg.Split(rest)
		if err != nil {
			return batch{}, fmt.Errorf("request %d: %w", x.n, err)
		}
		rest = next
		nlmsg.SetSeq(b, start, c.seq+x.n)
		x.n++
		x.add(m.Type(), m.Flags())
		if len(rest) == 0 && !x.single {
			nlmsg.SetFlags(b, start, m.Flags()|uapi.NLM_F_ACK)
		}
	}
	if x.n == 0 || x.n != uint32(n) {
		return batch{}, fmt.Errorf("buffer holds %d requests, not %d", x.n, n)
	}
	c.seq += x.n
	return x, nil
}

func (x *batch) add(typ, flags uint16) {
	get := isGet(typ)
	x.get = x.get && get
	x.link = typ == uapi.RTM_GETLINK
	x.single = get && flags&uapi.NLM_F_ACK == 0
	x.long = x.long || get || flags&uapi.NLM_F_ECHO != 0
}

// isGet tells whether a message changes nothing: rtnetlink numbers its messages
// NEW, DEL, GET, SET, from a multiple of 4.
func isGet(typ uint16) bool {
	return typ >= uapi.NLMSG_MIN_TYPE && typ&3 == uapi.RTM_GETLINK&3
}

// begin marks the exchange as under way until end.
func (c *Conn) begin(ctx context.Context) error {
	if c.dirty {
		return errUnfinished
	}
	if ctx.Err() != nil {
		return errContext(ctx, "before sending")
	}
	c.dirty = true
	c.since = time.Time{}
	return nil
}

// end gives back what the exchange has borrowed.
func (c *Conn) end(clean bool) {
	if c.buf != nil {
		c.pool.buffers.put(c.buf)
		c.buf = nil
	}
	c.dirty = !clean
}

func (c *Conn) send(ctx context.Context, b []byte) error {
	wait, cancel := c.bound(ctx)
	err := c.sock.Send(wait, b)
	cancel()
	if err != nil {
		return c.pool.explain(ctx, err, "sending to the kernel")
	}
	return nil
}

// receive returns the next datagram, which is valid until the next one. With
// peek it is never truncated, if the socket can tell its length before. That ctx
// has ended matters only if it would have to wait.
func (c *Conn) receive(ctx context.Context, peek bool) ([]byte, error) {
	if c.buf == nil {
		c.buf = c.pool.buffers.get()
	}
	wait, cancel := c.bound(ctx)
	n, err := c.read(wait, peek)
	cancel()
	switch {
	case err != nil:
		return nil, c.pool.explain(ctx, err, "waiting for the kernel")
	case n > len(*c.buf):
		c.pool.buffers.remember(n)
		return nil, ErrTruncated
	case n <= 0:
		return nil, errors.New("datagram without a message")
	}
	return (*c.buf)[:n], nil
}

func (c *Conn) read(ctx context.Context, peek bool) (int, error) {
	if peek && c.peek != nil {
		n, err := c.peek.Peek(ctx)
		if err != nil {
			return 0, err
		}
		if n > len(*c.buf) {
			c.grow(n)
		}
	}
	return c.sock.Receive(ctx, *c.buf)
}

func (c *Conn) grow(n int) {
	b := make([]byte, roundUp(n))
	c.buf = &b
}

// bound returns the context for one wait.
func (c *Conn) bound(ctx context.Context) (context.Context, context.CancelFunc) {
	if c.timed || c.pool.timeout == 0 {
		return ctx, func() {}
	}
	return context.WithTimeout(ctx, c.pool.timeout)
}

func isTimeout(err error) bool {
	return errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, context.DeadlineExceeded)
}

// mine tells whether m answers the request first, or one of the n-1 after it,
// and which. NLMSG_OVERRUN is everybody's.
func (c *Conn) mine(m nlmsg.Raw, first, n uint32) (i uint32, ok bool) {
	i = m.Seq() - first
	if i < n && (m.Port() == c.port || c.port == 0) || m.Type() == uapi.NLMSG_OVERRUN {
		return i, true
	}
	c.pool.skipped.Add(1)
	return 0, false
}

// strangers is called after each datagram, and keeps those that answer nothing
// from being waited on for ever: each one ends a wait before its time is over.
func (c *Conn) strangers(answered bool) error {
	switch {
	case answered:
		c.since = time.Time{}
	case c.since.IsZero():
		c.since = time.Now()
	case c.pool.timeout > 0 && time.Since(c.since) > c.pool.timeout:
		return errSilent(c.pool.timeout)
	}
	return nil
}
