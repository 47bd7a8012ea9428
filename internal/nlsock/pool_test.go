package nlsock

import (
	"context"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/eb30ede5/netlink/internal/nlmsg"
)

func mustGet(t *testing.T, p *Pool) *Conn {
	t.Helper()
	c, err := p.Get(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestPoolKeepsTwo(t *testing.T) {
	tr := healthy()
	p := NewPool(tr, Options{})
	defer p.Close()
	var conns []*Conn
	for range defaultMaxSockets {
		conns = append(conns, mustGet(t, p))
	}
	for _, c := range conns {
		p.Put(c)
	}
	closed := 0
	for _, c := range conns {
		select {
		case <-c.sock.(*fake).closed:
			closed++
		default:
		}
	}
	if closed != defaultMaxSockets-maxIdle {
		t.Errorf("%d of %d sockets closed, want all but %d", closed, defaultMaxSockets, maxIdle)
	}
	a, b := mustGet(t, p), mustGet(t, p)
	if tr.opened() != defaultMaxSockets {
		t.Errorf("%d sockets opened, want %d: two were idle", tr.opened(), defaultMaxSockets)
	}
	p.Put(a)
	p.Put(a) // does nothing
	p.Put(b)
	if c := mustGet(t, p); c != b {
		t.Error("Get did not return what was used last")
	}
	if c := mustGet(t, p); c != a {
		t.Error("Get did not return the other one")
	}
	if c := mustGet(t, p); c == a || c == b {
		t.Error("a Conn that was put back twice is given out twice")
	}
}

func TestPoolWaitsInTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := NewPool(healthy(), Options{MaxSockets: 2})
		defer p.Close()
		a, b := mustGet(t, p), mustGet(t, p)
		var order []int
		var wg sync.WaitGroup
		for i := range 5 {
			wg.Go(func() {
				time.Sleep(time.Duration(i) * time.Millisecond)
				c := mustGet(t, p)
				order = append(order, i)
				time.Sleep(time.Second)
				p.Put(c)
			})
		}
		time.Sleep(time.Second)
		p.Put(a)
		wg.Wait()
		for i, got := range order {
			if i != got {
				t.Fatalf("served in the order %v", order)
			}
		}
		p.Put(b)
	})
}

// One who gave up waiting is passed over, also if the grant came just then.
func TestPoolWaiterGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, dirty := range []bool{false, true} {
			p := NewPool(healthy(), Options{MaxSockets: 1, Timeout: -1})
			c := mustGet(t, p)
			w := &waiter{grant: make(chan *Conn, 1)}
			p.waiters = append(p.waiters, w)
			got := make(chan error)
			go func() {
				_, err := p.Get(t.Context())
				got <- err
			}()
			synctest.Wait()
			c.dirty = dirty
			p.Put(c)
			p.leave(w)
			if err := <-got; err != nil {
				t.Errorf("dirty %t: %v", dirty, err)
			}
			p.Close()
		}
	})
}

func TestPoolExhausted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, n := range []int{1, 3} {
			p := NewPool(healthy(), Options{MaxSockets: n})
			var conns []*Conn
			for range n {
				conns = append(conns, mustGet(t, p))
			}
			_, err := p.Get(t.Context())
			if !errors.Is(err, os.ErrDeadlineExceeded) {
				t.Errorf("error %v, want os.ErrDeadlineExceeded", err)
			}
			want := map[int]string{1: "the only socket is in use for 30s", 3: "all 3 sockets are in use for 30s"}[n]
			if err.Error() != want {
				t.Errorf("error is %q, want %q", err, want)
			}
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			if _, err := p.Get(ctx); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("error %v, want the context's", err)
			}
			cancel()
			for _, c := range conns {
				p.Put(c)
			}
			usable(t, p)
			p.Close()
		}
	})
}

// A transport with one socket serves nested and concurrent use as far as it can.
func TestOneSocket(t *testing.T) {
	refusals := map[string]error{
		"one socket": ErrOneSocket,
		"permission": &fs.PathError{Op: "enter", Path: "ns", Err: syscall.EPERM},
	}
	for name, refusal := range refusals {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				tr := &fakes{open: func(n int) (Socket, error) {
					if n > 1 {
						return nil, refusal
					}
					return newFake(wellBehaved), nil
				}}
				p := NewPool(tr, Options{})
				defer p.Close()
				c := mustGet(t, p)
				_, err := p.Get(t.Context()) // nested: must not hang
				if !errors.Is(err, os.ErrDeadlineExceeded) || !errors.Is(err, refusal) || !strings.Contains(err.Error(), "the only socket is in use") {
					t.Errorf("nested: %v", err)
				}
				var wg sync.WaitGroup
				for range 10 {
					wg.Go(func() {
						if errno, err := transact(t.Context(), p); errno != 0 || err != nil {
							t.Errorf("errno %d, %v", errno, err)
						}
					})
				}
				time.Sleep(time.Second)
				p.Put(c)
				wg.Wait()

				// When it is gone, the refusal is all there is to say; nobody waits.
				c = mustGet(t, p)
				c.dirty = true
				for range 5 {
					wg.Go(func() {
						if _, err := p.Get(t.Context()); !errors.Is(err, refusal) || errors.Is(err, os.ErrDeadlineExceeded) {
							t.Errorf("without a socket: %v, want %v", err, refusal)
						}
					})
				}
				time.Sleep(time.Second)
				p.Put(c)
				start := time.Now()
				wg.Wait()
				if time.Since(start) != 0 {
					t.Errorf("waited %v for a socket that will never come", time.Since(start))
				}
			})
		})
	}
}

// A transport with one socket at a time opens the next when that is closed.
func TestOneSocketAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var last *fake
		p := NewPool(&fakes{open: func(n int) (Socket, error) {
			if last != nil {
				select {
				case <-last.closed:
				default:
					return nil, ErrOneSocket
				}
			}
			last = newFake(wellBehaved)
			return last, nil
		}}, Options{})
		defer p.Close()
		for range 5 {
			c := mustGet(t, p)
			got := make(chan *Conn)
			go func() { got <- mustGet(t, p) }()
			synctest.Wait()
			c.dirty = true
			p.Put(c)
			p.Put(<-got)
		}
	})
}

func TestOpenFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		errOpen := errors.New("out of everything")
		p := NewPool(&fakes{open: func(n int) (Socket, error) {
			time.Sleep(time.Second)
			if n <= 3 {
				return nil, errOpen
			}
			return newFake(wellBehaved), nil
		}}, Options{MaxSockets: 1})
		defer p.Close()
		errs := make(chan error)
		for range 3 { // one opens, two wait for its slot
			go func() {
				_, err := transact(t.Context(), p)
				errs <- err
			}()
		}
		for range 3 {
			if err := <-errs; !errors.Is(err, errOpen) {
				t.Errorf("error %v, want %v", err, errOpen)
			}
		}
		usable(t, p)
	})
}

func TestPoolClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		silent := func([]nlmsg.Message) []datagram { return nil }
		p := NewPool(&fakes{open: func(int) (Socket, error) { return newFake(silent), nil }}, Options{MaxSockets: 2, Timeout: -1})
		errs := make(chan error)
		for range 2 {
			go func() { // waits for an answer
				_, err := transact(t.Context(), p)
				errs <- err
			}()
		}
		synctest.Wait()
		for range 2 {
			go func() { // waits for a socket
				_, err := p.Get(t.Context())
				errs <- err
			}()
		}
		synctest.Wait()
		if err := p.Close(); err != nil {
			t.Error(err)
		}
		for range 4 {
			if err := <-errs; !errors.Is(err, ErrClosed) || !errors.Is(err, os.ErrClosed) {
				t.Errorf("error %v, want ErrClosed", err)
			}
		}
		if err := p.Close(); err != nil {
			t.Errorf("second Close: %v", err)
		}
		if _, err := p.Get(t.Context()); !errors.Is(err, ErrClosed) {
			t.Errorf("Get after Close: %v, want ErrClosed", err)
		}
	})
}

// What is opened while the pool is closed is closed too.
func TestPoolCloseDuringOpen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(wellBehaved)
		p := NewPool(&fakes{open: func(int) (Socket, error) {
			time.Sleep(time.Second)
			return f, nil
		}}, Options{})
		time.AfterFunc(time.Millisecond, func() { p.Close() })
		if _, err := p.Get(t.Context()); !errors.Is(err, ErrClosed) {
			t.Errorf("error %v, want ErrClosed", err)
		}
		<-f.closed
	})
}

// Many users, sockets that fail in all ways, and nobody hangs or gets the wrong answer.
func TestPoolUnderStress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		rnd := rand.New(rand.NewPCG(1, 2))
		chance := func(n int) bool {
			mu.Lock()
			defer mu.Unlock()
			return rnd.IntN(n) == 0
		}
		script := func(req []nlmsg.Message) []datagram {
			d := one(ack(req[0], int32(req[0].Seq%7)))
			switch {
			case chance(10):
				return nil
			case chance(10):
				return []datagram{{err: ErrOverrun}, d}
			case chance(10):
				return []datagram{one(ack(other(req[0], 3), 99)), d}
			}
			d.after = time.Millisecond
			return []datagram{d}
		}
		p := NewPool(&fakes{open: func(int) (Socket, error) {
			time.Sleep(time.Millisecond)
			switch {
			case chance(4):
				return nil, ErrOneSocket
			case chance(8):
				return nil, syscall.EMFILE
			}
			return newFake(script), nil
		}}, Options{MaxSockets: 4, Timeout: time.Second})

		var wg sync.WaitGroup
		for range 40 {
			wg.Go(func() {
				for range 50 {
					ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
					if chance(5) {
						time.AfterFunc(time.Microsecond, cancel)
					}
					c, err := p.Get(ctx)
					if err == nil {
						seq := c.seq
						err = c.Transact(ctx, requests(change), 1, func(i int, m nlmsg.Message) {
							if a, err := nlmsg.ParseAck(m); err != nil || a.Errno != int32(seq%7) {
								t.Errorf("errno %d for request %d, %v", a.Errno, seq, err)
							}
						})
						p.Put(c)
					}
					cancel()
					switch {
					case err == nil, errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled),
						errors.Is(err, ErrOverrun), errors.Is(err, ErrOneSocket), errors.Is(err, syscall.EMFILE),
						errors.Is(err, os.ErrDeadlineExceeded):
					default:
						t.Errorf("error %v", err)
					}
				}
			})
		}
		wg.Wait()
		p.mu.Lock()
		if len(p.waiters) != 0 || p.slots != len(p.idle) || len(p.conns) != len(p.idle) {
			t.Errorf("at rest: %d wait, %d slots, %d idle, %d open", len(p.waiters), p.slots, len(p.idle), len(p.conns))
		}
		p.mu.Unlock()
		p.Close()
	})
}
