package rtnl_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"slices"
	"testing"
	"time"

	"syscall"

	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

// mixed yields n requests of several kinds, of which every 17th fails.
func mixed(n int) (iter.Seq[rtnl.Request], []int) {
	var reqs []rtnl.Request
	var bad []int
	for i := range n {
		dst := pfx(fmt.Sprintf("10.%d.%d.0/24", i/200, i%200))
		switch {
		case i%17 == 5:
			bad = append(bad, i)
			reqs = append(reqs, []rtnl.Request{
				rtnl.DeleteRoute(rtnl.Route{Dst: dst, Metric: 4711}), rtnl.DeleteLink("absent"),
				rtnl.AddAddr(rtnl.Addr{Dev: "absent", Prefix: dst}), rtnl.AddRoute(rtnl.Route{Dst: pfx("192.0.2.1/24"), Dev: "eth0"}),
				rtnl.AddLink(rtnl.Link{Name: "x", Kind: &kind.Dummy{}, Alias: rtnl.Some("two messages")}), {},
			}[i/17%6])
		case i%17 == 6:
			reqs = append(reqs, rtnl.DeleteLink("absent").Allow(fs.ErrNotExist))
		case i%3 == 0:
			reqs = append(reqs, rtnl.AddAddr(rtnl.Addr{Dev: "eth1", Prefix: pfx(fmt.Sprintf("10.%d.%d.1/32", i/200, i%200))}))
		default:
			reqs = append(reqs, rtnl.AddRoute(rtnl.Route{Dst: dst, Dev: "eth0", Table: 1000}))
		}
	}
	return slices.Values(reqs), bad
}

// TestBatch has the failures of 3,000 requests under their numbers, and the rest
// done, with and without an acknowledgement of each.
func TestBatch(t *testing.T) {
	for name, cfg := range map[string]rtnl.Config{"last ack": {}, "every ack": {Warn: func(*rtnl.Error) {}}} {
		t.Run(name, func(t *testing.T) {
			p := place.NewWith(t, cfg)
			p.Dummies("eth0", "eth1")
			reqs, bad := mixed(3000)
			var got []int
			for i, err := range p.Batch(t.Context(), reqs) {
				got = append(got, i)
				var e *rtnl.Error
				if !errors.As(err, &e) || e.Index != i {
					t.Errorf("%d: %v, whose Index is not that", i, err)
				}
			}
			if !slices.Equal(got, bad) {
				t.Errorf("failures %v, want %v", got, bad)
			}
			routes, err := rtnl.Collect(p.Routes(t.Context(), &rtnl.RouteFilter{Family: rtnl.IPv4, Table: 1000}))
			addrs, err2 := rtnl.Collect(p.Addrs(t.Context(), &rtnl.AddrFilter{Family: rtnl.IPv4, Dev: "eth1"}))
			allowed := 0
			for i := range 3000 {
				if i%17 == 6 {
					allowed++
				}
			}
			if n := len(routes) + len(addrs) + len(bad) + allowed; n != 3000 || err != nil || err2 != nil {
				t.Errorf("%d routes, %d addresses, %d failures, %d allowed: %d of 3000; %v, %v", len(routes), len(addrs), len(bad), allowed, n, err, err2)
			}
		})
	}
}

// All fail: more refusals than a receive buffer holds.
func TestBatchOfFailures(t *testing.T) {
	p := place.New(t)
	p.Dummies("eth0")
	want := 0
	for i, err := range p.Batch(t.Context(), func(yield func(rtnl.Request) bool) {
		for i := range 3000 {
			if !yield(rtnl.DeleteRoute(rtnl.Route{Dst: pfx("192.0.2.0/24"), Metric: uint32(i + 1)})) {
				return
			}
		}
	}) {
		if i != want || !errors.Is(err, syscall.ESRCH) {
			t.Fatalf("%d: %v, want %d with %v", i, err, want, syscall.ESRCH)
		}
		want++
	}
	if want != 3000 {
		t.Errorf("%d failures, want 3000", want)
	}
}

// Who stops to listen leaves the Conn usable, and so does a context that ends.
func TestBatchStops(t *testing.T) {
	p := place.New(t)
	p.Dummies("eth0")
	count := func() int {
		list, err := rtnl.Collect(p.Routes(t.Context(), &rtnl.RouteFilter{Dst: pfx("192.0.2.0/24")}))
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	some := func(bad int, then func()) iter.Seq[rtnl.Request] {
		return func(yield func(rtnl.Request) bool) {
			for i := range 2000 {
				r := rtnl.ReplaceRoute(rtnl.Route{Dst: pfx("192.0.2.0/24"), Type: rtnl.RouteBlackhole, Metric: uint32(i + 1)})
				if i == bad {
					r = rtnl.DeleteLink("absent")
				}
				if i == 1000 && then != nil {
					then()
				}
				if !yield(r) {
					return
				}
			}
		}
	}
	for i, err := range p.Batch(t.Context(), some(3, nil)) {
		if i != 3 {
			t.Errorf("%d: %v", i, err)
		}
		break
	}
	if n := count(); n < 2 || n > 1100 {
		t.Errorf("%d routes after a break at the first failure", n)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var last int
	var errs []error
	for i, err := range p.Batch(ctx, some(-1, cancel)) {
		last, errs = i, append(errs, err)
	}
	if len(errs) != 1 || !errors.Is(errs[0], context.Canceled) || last > 1000 {
		t.Fatalf("request %d: %v, want %v", last, errs, context.Canceled)
	}
	if n := count(); n != last { // the first that was not executed
		t.Errorf("%d routes, want %d", n, last)
	}
	p.Must(rtnl.SetLink("eth0", rtnl.Link{MTU: 1400}))
}

// A context that ends while the kernel is at work: what was sent is executed and
// answered by then, and the number is exact.
func TestBatchCutOff(t *testing.T) {
	p := place.New(t)
	f := &rtnl.RouteFilter{Family: rtnl.IPv4, Table: 1000}
	reqs := func(yield func(rtnl.Request) bool) {
		for i := range 5000 {
			if !yield(rtnl.AddRoute(rtnl.Route{Dst: pfx("192.0.2.0/24"), Type: rtnl.RouteBlackhole, Table: 1000, Metric: uint32(i + 1)})) {
				return
			}
		}
	}
	middle := 0
	for try := range 50 {
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(try)*97*time.Microsecond)
		first := 5000
		for i, err := range p.Batch(ctx, reqs) {
			if first != 5000 || !errors.Is(err, context.DeadlineExceeded) {
				t.Fatalf("try %d: request %d: %v", try, i, err)
			}
			first = i
		}
		cancel()
		list, err := rtnl.Collect(p.Routes(t.Context(), f))
		if len(list) != first && !(first == 0 && errors.Is(err, fs.ErrNotExist)) {
			t.Fatalf("try %d: request %d is the first not executed, but there are %d routes; %v", try, first, len(list), err)
		}
		if first > 0 && first < 5000 {
			middle++
		}
		if _, err := p.FlushRoutes(t.Context(), f); err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
	}
	if middle == 0 {
		t.Error("no batch was cut off in its middle")
	}
}
