package rtnl_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

// crowd is a place with so many links and routes that a listing takes several
// datagrams.
func crowd(t testing.TB, cfg rtnl.Config) *place.Place {
	t.Helper()
	p := place.NewWith(t, cfg)
	for i, err := range p.Batch(t.Context(), func(yield func(rtnl.Request) bool) {
		for i := range 100 {
			if !yield(rtnl.AddLink(rtnl.Link{Name: fmt.Sprintf("x%d", i), Kind: &kind.IFB{}})) {
				return
			}
		}
		for i := range 2000 {
			yield(rtnl.AddRoute(rtnl.Route{Dst: pfx("192.0.2.0/24"), Type: rtnl.RouteBlackhole, Table: 1000, Metric: uint32(i + 1)}))
		}
	}) {
		t.Fatal(i, err)
	}
	return p
}

// Requests and listings on the Conn whose listing is being ranged over.
func TestRequestsInLoop(t *testing.T) {
	for name, sockets := range map[string]int{"default": 0, "two sockets": 2} {
		t.Run(name, func(t *testing.T) {
			p := crowd(t, rtnl.Config{MaxSockets: sockets})
			n := 0
			for l, err := range p.Links(t.Context(), &rtnl.LinkFilter{Kind: "ifb"}) {
				if err != nil {
					t.Fatal(err)
				}
				if n++; n%10 == 0 {
					p.Must(rtnl.AddAddr(rtnl.Addr{DevIndex: l.Index, Prefix: pfx("192.0.2.1/32")}))
					for a, err := range p.Addrs(t.Context(), &rtnl.AddrFilter{DevIndex: l.Index}) {
						if err != nil || a.DevIndex != l.Index {
							t.Errorf("%v, %v", a, err)
						}
					}
				}
				if again, err := p.LinkByIndex(t.Context(), l.Index); err != nil || again.Name != l.Name {
					t.Errorf("%v, %v, want %s", again, err, l.Name)
				}
			}
			if n != 100 {
				t.Errorf("%d links, want 100", n)
			}
		})
	}
}

// After a break in the middle the Conn works as before, however often.
func TestBreakInLoop(t *testing.T) {
	p := crowd(t, rtnl.Config{MaxSockets: 1})
	for i := range 20 {
		n := 0
		for _, err := range p.Routes(t.Context(), &rtnl.RouteFilter{Table: 1000, Family: rtnl.IPv4}) {
			if err != nil {
				t.Fatal(err)
			}
			if n++; n == 1+i*90 {
				break
			}
		}
		p.Link("x7")
		p.Must(rtnl.SetLink("x7", rtnl.Link{MTU: uint32(1400 + i)}))
	}
	list, err := rtnl.Collect(p.Routes(t.Context(), &rtnl.RouteFilter{Table: 1000, Family: rtnl.IPv4}))
	if err != nil || len(list) != 2000 {
		t.Errorf("%d routes, %v, want 2000", len(list), err)
	}
}

// What ends with its context says so, and leaves the Conn usable.
func TestCancelInLoop(t *testing.T) {
	p := crowd(t, rtnl.Config{})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	n, errs := 0, []error{}
	for _, err := range p.Routes(ctx, nil) {
		if err != nil {
			errs = append(errs, err)
		}
		if n++; n == 10 {
			cancel()
		}
	}
	if len(errs) != 1 || !errors.Is(errs[0], context.Canceled) || n > 1500 {
		t.Errorf("after %d routes: %v, want %v", n, errs, context.Canceled)
	}
	if err := p.Do(ctx, rtnl.SetLink("x1", rtnl.Link{MTU: 1400})); !errors.Is(err, context.Canceled) {
		t.Errorf("Do = %v, want %v", err, context.Canceled)
	}
	if l := p.Link("x1"); l.MTU != 1500 {
		t.Errorf("MTU %d: a request with a context that is done was sent", l.MTU)
	}
}

// TestSharedConn uses a Conn from several goroutines, for everything.
func TestSharedConn(t *testing.T) {
	p := crowd(t, rtnl.Config{MaxSockets: 4})
	var wg sync.WaitGroup
	for g := range 8 {
		wg.Go(func() {
			dev := fmt.Sprintf("x%d", g)
			for i := range 20 {
				a := rtnl.Addr{Dev: dev, Prefix: pfx(fmt.Sprintf("192.0.2.%d/32", i+1))}
				if err := p.Do(t.Context(), rtnl.AddAddr(a), rtnl.SetLink(dev, rtnl.Link{MTU: uint32(1300 + i)})); err != nil {
					t.Error(err)
				}
				if l, err := p.LinkByName(t.Context(), dev); err != nil || l.MTU != uint32(1300+i) || l.Name != dev {
					t.Errorf("%v, %v", l, err)
				}
				n := 0
				for a, err := range p.Addrs(t.Context(), &rtnl.AddrFilter{Dev: dev}) {
					if err != nil && !errors.Is(err, rtnl.ErrDumpInterrupted) {
						t.Error(err)
					} else if err == nil && a.Label == dev {
						n++
					}
				}
				if n != i+1 {
					t.Errorf("%s has %d addresses, want %d", dev, n, i+1)
				}
			}
		})
	}
	wg.Wait()
}

// Close ends what is under way, and later calls.
func TestCloseInLoop(t *testing.T) {
	p := crowd(t, rtnl.Config{})
	c, err := rtnl.Dial(&rtnl.Config{NetNS: p.NS})
	if err != nil {
		t.Fatal(err)
	}
	var last error
	n := 0
	for _, err := range c.Routes(t.Context(), nil) {
		if last = err; n == 10 {
			if err := c.Close(); err != nil {
				t.Error(err)
			}
		}
		n++
	}
	if !errors.Is(last, rtnl.ErrClosed) || n > 1500 {
		t.Errorf("the listing ended with %v after %d, want %v", last, n, rtnl.ErrClosed)
	}
	if err := c.Do(t.Context(), rtnl.SetLink("x1", rtnl.Link{MTU: 1400})); !errors.Is(err, rtnl.ErrClosed) {
		t.Errorf("Do = %v, want %v", err, rtnl.ErrClosed)
	}
	if err := c.Close(); err != nil {
		t.Errorf("Close again = %v", err)
	}
}

// Links that change while they are listed: Collect's answer has each link once
// that was there all the time.
func TestCollectUnderChurn(t *testing.T) {
	p := crowd(t, rtnl.Config{})
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()
	wg.Go(func() {
		for i := 0; ctx.Err() == nil; i++ {
			name := fmt.Sprintf("churn%d", i%7)
			p.Do(ctx, rtnl.AddLink(rtnl.Link{Name: name, Kind: &kind.IFB{}}))
			time.Sleep(3 * time.Millisecond)
			p.Do(ctx, rtnl.DeleteLink(name))
			time.Sleep(20 * time.Millisecond)
		}
	})
	for range 10 {
		list, err := rtnl.Collect(p.Links(t.Context(), &rtnl.LinkFilter{Kind: "ifb"}))
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, l := range list {
			if strings.HasPrefix(l.Name, "x") {
				n++
			}
		}
		if n != 100 {
			t.Errorf("%d links, want 100", n)
		}
	}
}

// A link with so many altnames that its message is longer than 32 KiB is read,
// alone and among others.
func TestLongLink(t *testing.T) {
	p := place.New(t)
	nltest.HaveKind(t, "dummy")
	p.Dummies("a0", "long", "z0")
	const most = 300
	for i := range most {
		p.Must(rtnl.AddAltNames("long", fmt.Sprintf("%0120d", i)))
	}
	for name, l := range map[string]rtnl.Link{"by name": p.Link("long"), "by altname": p.Link(fmt.Sprintf("%0120d", most-1))} {
		if len(l.AltNames) != most {
			t.Errorf("%s: %d altnames, want %d", name, len(l.AltNames), most)
		}
	}
	got := names(t, p.Links(t.Context(), &rtnl.LinkFilter{Kind: "dummy"}), func(l rtnl.Link) string { return l.Name })
	if len(got) != 3 {
		t.Errorf("Links = %q, want all three", got)
	}
}
