package nlsock

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

const (
	defaultTimeout    = 30 * time.Second
	defaultMaxSockets = 8
	maxIdle           = 2
)

// Options are the settings of a [Pool]; the zero value is the defaults.
type Options struct {
	// Timeout bounds each single wait: for the kernel to answer, and for a socket
	// to become free. 0 is 30 seconds, less than 0 is no bound.
	Timeout time.Duration

	// MaxSockets bounds how many sockets are open at a time; 0 is 8.
	MaxSockets int
}

// Pool holds the sockets of one transport. It may be used by several goroutines
// at a time, and from inside the callbacks of an exchange.
type Pool struct {
	transport Transport
	timeout   time.Duration // 0: none
	max       int
	buffers   buffers
	skipped   atomic.Uint64

	done chan struct{} // closed by Close

	mu      sync.Mutex
	closed  bool
	slots   int     // sockets that are open or being opened, at most max
	conns   []*Conn // those that are open, idle or not
	idle    []*Conn // the last one was used last
	waiters []*waiter

	listeners []*Listener
}

// waiter waits for what another user gives back: a Conn, or nil for the right
// to open one, whose slot is counted already.
type waiter struct {
	grant chan *Conn // has room for one, so that granting never blocks
}

// NewPool returns an empty pool. The transport stays the caller's to close.
func NewPool(t Transport, o Options) *Pool {
	p := &Pool{transport: t, timeout: o.Timeout, max: o.MaxSockets, done: make(chan struct{})}
	if p.timeout == 0 {
		p.timeout = defaultTimeout
	}
	p.timeout = max(p.timeout, 0)
	if p.max <= 0 {
		p.max = defaultMaxSockets
	}
	return p
}

// Close closes all sockets, those in use included: calls in flight and later
// ones end with [ErrClosed]. It returns the first error of closing a socket, and
// nil when called again.
func (p *Pool) Close() error {
	p.mu.Lock()
	conns, listeners := p.conns, p.listeners
	if !p.closed {
		p.closed = true
		close(p.done)
	}
	p.conns, p.idle, p.listeners = nil, nil, nil
	p.mu.Unlock()

	var errs []error
	for _, c := range conns {
		errs = append(errs, c.sock.Close())
	}
	for _, l := range listeners {
		errs = append(errs, l.close())
	}
	return errors.Join(errs...)
}

// Skipped counts the messages that answered no request of the exchange they came
// in: late answers to an earlier one, or answers that were meant for others.
func (p *Pool) Skipped() uint64 { return p.skipped.Load() }

// Get returns a Conn for the caller alone, to be given back with [Pool.Put]. If
// all sockets are in use it waits, in turn, for one to be given back, at most
// Timeout.
func (p *Pool) Get(ctx context.Context) (*Conn, error) {
	if ctx.Err() != nil {
		return nil, errContext(ctx, "waiting for a socket")
	}
	p.mu.Lock()
	if c, err := p.takeIdle(); c != nil || err != nil {
		p.mu.Unlock()
		return c, err
	}
	if p.slots >= p.max {
		return p.wait(ctx, p.enqueue(), nil)
	}
	p.slots++
	p.mu.Unlock()
	return p.open(ctx)
}

// takeIdle returns neither if no socket is idle. It needs the lock.
func (p *Pool) takeIdle() (*Conn, error) {
	if p.closed {
		return nil, ErrClosed
	}
	n := len(p.idle)
	if n == 0 {
		return nil, nil
	}
	c := p.idle[n-1]
	p.idle = p.idle[:n-1]
	c.out = true
	return c, nil
}

// open opens a socket, for which the caller has counted a slot.
func (p *Pool) open(ctx context.Context) (*Conn, error) {
	for retried := false; ; retried = true {
		s, err := p.openSocket(ctx)
		if err == nil {
			return p.add(s)
		}
		if !errors.Is(err, ErrOneSocket) && !errors.Is(err, fs.ErrPermission) {
			p.mu.Lock()
			p.freeSlot()
			p.mu.Unlock()
			return nil, err
		}
		// The sockets that are out come back, and one of them will do. Nobody is
		// granted this slot: whoever waits would fail to open just the same.
		p.mu.Lock()
		if c, err := p.takeIdle(); c != nil || err != nil {
			p.slots--
			p.mu.Unlock()
			return c, err
		}
		if p.slots > 1 {
			p.slots--
			return p.wait(ctx, p.enqueue(), err)
		}
		// None is out any more. The last one may have been closed only just now,
		// and have been in the way.
		if retried {
			p.freeSlot()
			p.mu.Unlock()
			return nil, err
		}
		p.mu.Unlock()
	}
}

func (p *Pool) openSocket(ctx context.Context) (Socket, error) {
	wait := ctx
	// The kernel's own does not wait; and the first timer of a program starts the
	// poller, and a thread for it.
	if _, own := p.transport.(*KernelTransport); !own && p.timeout > 0 {
		var cancel context.CancelFunc
		wait, cancel = context.WithTimeout(ctx, p.timeout)
		defer cancel()
	}
	s, err := p.transport.Open(wait)
	if err == nil {
		return s, nil
	}
	return nil, p.explain(ctx, err, "opening a socket")
}

func (p *Pool) add(s Socket) (*Conn, error) {
	c := newConn(p, s)
	p.mu.Lock()
	closed := p.closed
	if !closed {
		c.out = true
		p.conns = append(p.conns, c)
	}
	p.mu.Unlock()
	if closed {
		s.Close()
		return nil, ErrClosed
	}
	return c, nil
}

// enqueue joins the queue. It needs the lock, and gives it back.
func (p *Pool) enqueue() *waiter {
	w := &waiter{grant: make(chan *Conn, 1)}
	p.waiters = append(p.waiters, w)
	p.mu.Unlock()
	return w
}

func (p *Pool) wait(ctx context.Context, w *waiter, cause error) (*Conn, error) {
	var timeout <-chan time.Time
	if p.timeout > 0 {
		t := time.NewTimer(p.timeout)
		defer t.Stop()
		timeout = t.C
	}
	select {
	case c := <-w.grant:
		if c != nil {
			return c, nil
		}
		return p.open(ctx)
	case <-p.done:
		p.leave(w)
		return nil, ErrClosed
	case <-ctx.Done():
		p.leave(w)
		return nil, errContext(ctx, "waiting for a socket")
	case <-timeout:
		n := p.leave(w)
		return nil, errBusy(n, p.timeout, cause)
	}
}

// leave leaves the queue, passes on what it was granted meanwhile, and returns
// how many sockets there are.
func (p *Pool) leave(w *waiter) int {
	p.mu.Lock()
	n := p.slots
	i := slices.Index(p.waiters, w)
	if i >= 0 {
		p.waiters = slices.Delete(p.waiters, i, i+1)
		p.mu.Unlock()
		return n
	}
	c := <-w.grant
	if c == nil {
		p.freeSlot()
	}
	p.mu.Unlock()
	if c != nil {
		p.Put(c)
	}
	return n
}

// Put gives c back; c must not be used after that. A Conn whose last exchange
// did not end, be it by an error, a dump that was stopped early, or a panic in a
// callback, is closed.
func (p *Pool) Put(c *Conn) {
	p.mu.Lock()
	drop := p.put(c)
	p.mu.Unlock()
	if drop {
		c.sock.Close()
	}
}

// put reports whether the socket is to be closed. It needs the lock.
func (p *Pool) put(c *Conn) (drop bool) {
	if !c.out || p.closed {
		return false // given back twice; or Close has closed it
	}
	c.out = false
	keep := !c.dirty && (len(p.waiters) > 0 || len(p.idle) < maxIdle)
	if !keep {
		p.conns = slices.DeleteFunc(p.conns, func(o *Conn) bool { return o == c })
		p.freeSlot()
		return true
	}
	c.trim()
	if w := p.nextWaiter(); w != nil {
		c.out = true
		w.grant <- c
		return false
	}
	p.idle = append(p.idle, c)
	return false
}

// freeSlot gives the right to open a socket to the next who waits. It needs the lock.
func (p *Pool) freeSlot() {
	if w := p.nextWaiter(); w != nil {
		w.grant <- nil
		return
	}
	p.slots--
}

func (p *Pool) nextWaiter() *waiter {
	if len(p.waiters) == 0 {
		return nil
	}
	w := p.waiters[0]
	p.waiters = slices.Delete(p.waiters, 0, 1)
	return w
}

// explain tells the reasons apart for which a wait ends: that of the pool, that
// of the caller, and the timeout.
func (p *Pool) explain(ctx context.Context, err error, doing string) error {
	select {
	case <-p.done:
		return ErrClosed
	default:
	}
	if ctx.Err() != nil {
		return errContext(ctx, doing)
	}
	if isTimeout(err) {
		return errSilent(p.timeout)
	}
	return err
}
