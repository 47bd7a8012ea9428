package rtnl_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/eb30ede5/netlink/internal/nlsock"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/netns"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

// wire is a place and another one, joined by the link that is called host here
// and guest there. Duplicates are detected in a tenth of the usual second.
func wire(t *testing.T) (p, far *place.Place) {
	t.Helper()
	p, far = place.New(t), place.New(t)
	p.Must(rtnl.AddLink(rtnl.Link{Name: "host", Kind: &kind.Veth{}, Peer: &rtnl.Link{Name: "guest", NetNS: far.NS}}))
	p.Sysctl("ipv6/neigh/host/retrans_time_ms", "100")
	return p, far
}

// meanwhile does something a little after wait has begun, and returns what wait
// does.
func meanwhile(f func(), wait func() error) error {
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Go(func() {
		time.Sleep(50 * time.Millisecond)
		f()
	})
	return wait()
}

func TestWaitUp(t *testing.T) {
	p, far := wire(t)
	ctx := t.Context()
	p.Must(rtnl.SetLink("host", rtnl.Link{Up: rtnl.On}))
	place.Says(t, p.One("link", "show", "dev", "host"), map[string]any{"flags": []any{"UP"}, "-flags": "LOWER_UP"})
	wait := func(name string) func() error { return func() error { return rtnl.WaitUp(ctx, p.Conn, name) } }
	if err := meanwhile(func() { far.Must(rtnl.SetLink("guest", rtnl.Link{Up: rtnl.On})) }, wait("host")); err != nil {
		t.Fatal(err)
	}
	place.Says(t, p.One("link", "show", "dev", "host"), map[string]any{"operstate": "UP", "flags": []any{"UP", "LOWER_UP"}})
	if err := rtnl.WaitUp(ctx, p.Conn, p.Link("host").Index); err != nil {
		t.Errorf("by index, and up already: %v", err)
	}

	// It is the same link by another name.
	far.Must(rtnl.SetLink("guest", rtnl.Link{Up: rtnl.Off}))
	p.Must(rtnl.SetLink("host", rtnl.Link{Up: rtnl.Off}))
	if err := meanwhile(func() {
		p.Must(rtnl.SetLink("host", rtnl.Link{Name: "h0st"}), rtnl.SetLink("h0st", rtnl.Link{Up: rtnl.On}))
		far.Must(rtnl.SetLink("guest", rtnl.Link{Up: rtnl.On}))
	}, wait("host")); err != nil {
		t.Error(err)
	}

	// A link without a notion of its state.
	if err := meanwhile(func() { p.Must(rtnl.SetLink("lo", rtnl.Link{Up: rtnl.On})) }, wait("lo")); err != nil {
		t.Error(err)
	}
	place.Says(t, p.One("link", "show", "dev", "lo"), map[string]any{"operstate": "UNKNOWN", "flags": []any{"UP", "LOWER_UP"}})

	far.Must(rtnl.SetLink("guest", rtnl.Link{Up: rtnl.Off}))
	p.Must(rtnl.SetLink("h0st", rtnl.Link{Up: rtnl.Off}))
	if err := meanwhile(func() { p.Must(rtnl.DeleteLink("h0st")) }, wait("h0st")); !errors.Is(err, fs.ErrNotExist) || !strings.HasPrefix(err.Error(), "rtnl: link wait h0st: ") {
		t.Errorf("deleted meanwhile: %v", err)
	}
	if err := rtnl.WaitUp(ctx, p.Conn, "h0st"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("not there: %v", err)
	}
}

func TestWaitUpEnds(t *testing.T) {
	p, _ := wire(t)
	p.Must(rtnl.SetLink("host", rtnl.Link{Up: rtnl.On}))
	ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
	defer cancel()
	err := rtnl.WaitUp(ctx, p.Conn, "host")
	if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "; it is <") {
		t.Errorf("with a deadline: %v", err)
	}
	if err := meanwhile(func() { p.Close() }, func() error { return rtnl.WaitUp(t.Context(), p.Conn, "host") }); !errors.Is(err, rtnl.ErrClosed) {
		t.Errorf("closed meanwhile: %v", err)
	}
	if err := p.WaitDAD(t.Context(), nil); !errors.Is(err, rtnl.ErrClosed) {
		t.Errorf("closed before: %v", err)
	}
}

// A forgetful transport has the sockets that hear events lose the first one.
type forgetful struct {
	rtnl.Transport
	lose func() // is done first
}

func (f *forgetful) Open(ctx context.Context) (rtnl.Socket, error) {
	s, err := f.Transport.Open(ctx)
	return &forgetfulSocket{Socket: s, f: f}, err
}

type forgetfulSocket struct {
	rtnl.Socket
	f      *forgetful
	joined bool
}

func (s *forgetfulSocket) Join(group uint32) error {
	s.joined = true
	return s.Socket.Join(group)
}

func (s *forgetfulSocket) Receive(ctx context.Context, b []byte) (int, error) {
	if s.joined && s.f.lose != nil {
		s.f.lose()
		s.f.lose = nil
		return 0, rtnl.ErrOverrun
	}
	return s.Socket.Receive(ctx, b)
}

// dialForgetful connects to a place by a transport that loses the events of
// what lose does.
func dialForgetful(t *testing.T, ns *netns.Handle, lose func()) *rtnl.Conn {
	t.Helper()
	kernel, err := nlsock.Kernel(ns)
	if err != nil {
		t.Fatal(err)
	}
	c, err := rtnl.Dial(&rtnl.Config{Transport: &forgetful{kernel, lose}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		c.Close()
		kernel.Close()
	})
	return c
}

// After an overrun the events are lost, and it has to be looked again.
func TestWaitOverrun(t *testing.T) {
	p, far := wire(t)
	p.Must(rtnl.SetLink("host", rtnl.Link{Up: rtnl.On}))
	c := dialForgetful(t, p.NS, func() {
		far.Must(rtnl.SetLink("guest", rtnl.Link{Up: rtnl.On}))
		p.Wait("host is up", func() bool { return p.Link("host").OperState == rtnl.Some(rtnl.OperUp) })
	})
	if err := rtnl.WaitUp(t.Context(), c, "host"); err != nil {
		t.Error(err)
	}
	p.Must(rtnl.AddAddr(rtnl.Addr{Dev: "host", Prefix: pfx("2001:db8::1/64")}))
	c = dialForgetful(t, p.NS, func() { p.Wait("nothing is tentative", func() bool { return !tentative(p) }) })
	if err := c.WaitDAD(t.Context(), nil); err != nil {
		t.Error(err)
	}
}

// tentative reports whether ip(8) shows a tentative address.
func tentative(p *place.Place) bool {
	return strings.Contains(p.IP("-6", "addr", "show", "tentative"), "inet6")
}

func TestWaitDAD(t *testing.T) {
	p, far := wire(t)
	p.Must(rtnl.AddLink(rtnl.Link{Name: "other", Kind: &kind.Veth{}}))
	p.Must(rtnl.SetLink("host", rtnl.Link{Up: rtnl.On}))
	far.Must(rtnl.SetLink("guest", rtnl.Link{Up: rtnl.On}), rtnl.AddAddr(rtnl.Addr{Dev: "guest", Prefix: pfx("2001:db8::bad/64"), Flags: rtnl.AddrNoDAD}))
	ctx := t.Context()
	if err := rtnl.WaitUp(ctx, p.Conn, "host"); err != nil {
		t.Fatal(err)
	}
	host := &rtnl.AddrFilter{Dev: "host"}
	p.Must(rtnl.AddAddr(rtnl.Addr{Dev: "host", Prefix: pfx("2001:db8::1/64")}), rtnl.AddAddr(rtnl.Addr{Dev: "host", Prefix: pfx("2001:db8::2/64"), Peer: ip("2001:db8:1::2")}))
	if !tentative(p) {
		t.Error("no address is tentative to begin with")
	}
	if err := p.WaitDAD(ctx, host); err != nil {
		t.Error(err)
	}
	if tentative(p) {
		t.Error("an address is still tentative")
	}
	if err := p.WaitDAD(ctx, nil); err != nil {
		t.Errorf("with nothing to wait for: %v", err)
	}

	// One that another host has: the kernel keeps it, or, if it has a lifetime,
	// removes it.
	for name, lft := range map[string]rtnl.Opt[time.Duration]{"permanent": {}, "with a lifetime": seconds(3600)} {
		dup := rtnl.Addr{Dev: "host", Prefix: pfx("2001:db8::bad/64"), ValidLft: lft}
		p.Must(rtnl.AddAddr(dup))
		err := p.WaitDAD(ctx, host)
		if !errors.Is(err, rtnl.ErrDuplicate) || !strings.Contains(err.Error(), "2001:db8::bad/64 dev ") {
			t.Errorf("%s: %v, want ErrDuplicate and the address", name, err)
		}
		if err := p.WaitDAD(ctx, host); errors.Is(err, rtnl.ErrDuplicate) == lft.Is() {
			t.Errorf("%s, again: %v", name, err)
		}
		p.Must(rtnl.DeleteAddr(dup).Allow(fs.ErrNotExist))
	}

	// An address of a link that is down is not tried.
	p.Must(rtnl.AddAddr(rtnl.Addr{Dev: "other", Prefix: pfx("2001:db8::3/64")}))
	if err := p.WaitDAD(ctx, host); err != nil {
		t.Errorf("another link: %v", err)
	}
	short, cancel := context.WithTimeout(ctx, 500*time.Millisecond)
	defer cancel()
	if err := p.WaitDAD(short, nil); !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "tentative: 2001:db8::3/64 dev ") {
		t.Errorf("of a link that is down: %v", err)
	}
	if err := meanwhile(func() { p.Must(rtnl.DeleteAddr(rtnl.Addr{Dev: "other", Prefix: pfx("2001:db8::3/64")})) },
		func() error { return p.WaitDAD(ctx, nil) }); err != nil {
		t.Errorf("deleted meanwhile: %v", err)
	}
}

// Other addresses change all the time, which interrupts each listing.
func TestWaitDADBusy(t *testing.T) {
	p, far := wire(t)
	p.Must(rtnl.AddLink(rtnl.Link{Name: "other", Kind: &kind.IFB{}, Up: rtnl.On}))
	p.Must(rtnl.SetLink("host", rtnl.Link{Up: rtnl.On}))
	far.Must(rtnl.SetLink("guest", rtnl.Link{Up: rtnl.On}))
	if err := rtnl.WaitUp(t.Context(), p.Conn, "host"); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	stop := make(chan struct{})
	wg.Go(func() {
		for i := 0; ; i = (i + 1) % 1000 {
			select {
			case <-stop:
				return
			default:
			}
			a := rtnl.Addr{Dev: "other", Prefix: pfx(fmt.Sprintf("2001:db8:7::%d/64", i))}
			p.Must(rtnl.AddAddr(a), rtnl.DeleteAddr(a))
		}
	})
	for i := range 20 {
		p.Must(rtnl.AddAddr(rtnl.Addr{Dev: "host", Prefix: pfx(fmt.Sprintf("2001:db8::%d/64", i+1))}))
	}
	if err := p.WaitDAD(t.Context(), &rtnl.AddrFilter{Dev: "host"}); err != nil {
		t.Error(err)
	}
	close(stop)
	wg.Wait()
	if n := strings.Count(p.IP("-6", "addr", "show", "dev", "host", "-tentative", "scope", "global"), "inet6"); n != 20 {
		t.Errorf("%d addresses are not tentative, want 20", n)
	}
}
