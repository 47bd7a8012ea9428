package watch_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/netip"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
	"github.com/eb30ede5/netlink/rtnl/watch"
)

// TestWatchSoak changes links, addresses and routes from several sides at once
// while a slow consumer with a tiny buffer watches. What it was told adds up to
// what there is in the end. SOAK in the environment is how long to go on, such
// as 60s.
func TestWatchSoak(t *testing.T) {
	p := place.New(t)
	length := 3 * time.Second
	if s := os.Getenv("SOAK"); s != "" {
		var err error
		if length, err = time.ParseDuration(s); err != nil {
			t.Fatal(err)
		}
	}
	churn, stop := context.WithTimeout(t.Context(), length)
	defer stop()
	before := liveHeap()
	var wg sync.WaitGroup
	for n := range 4 {
		wg.Go(func() { churnLinks(churn, p, n) })
	}
	ctx, cancel := context.WithCancel(t.Context())
	m := newMirrored()
	ended := make(chan error, 1)
	go func() { ended <- m.follow(ctx, p, churn.Done()) }()
	wg.Wait()
	least := 1 + int(length/time.Minute)*100
	var diff []string
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
		if diff = m.compare(t, p); len(diff) == 0 && m.lost() >= least {
			break // and has been told that it is so
		}
	}
	if len(diff) > 0 {
		t.Errorf("20s after the last change:\n%s", strings.Join(diff, "\n"))
	}
	if after := liveHeap(); after > before+8<<20 {
		t.Errorf("%d KiB are in use, %d KiB were before", after>>10, before>>10)
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	t.Logf("%d changes, %d overruns", m.changes, m.overruns)
	if m.overruns < least {
		t.Errorf("%d overruns, want %d at least: the test tests too little", m.overruns, least)
	}
}

func liveHeap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// lost returns how many overruns were told of.
func (m *mirrored) lost() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.overruns
}

// follow takes what is told, slowly until fast is closed.
func (m *mirrored) follow(ctx context.Context, p *place.Place, fast <-chan struct{}) error {
	cfg := &watch.ChangesConfig{EventsConfig: watch.EventsConfig{ReceiveBuffer: 1}}
	for ch, err := range watch.Changes(ctx, p.Conn, cfg, watch.Links, watch.Addrs, watch.Routes) {
		if err != nil {
			return err
		}
		m.mu.Lock()
		err = m.apply(ch)
		m.mu.Unlock()
		if err != nil {
			return err
		}
		select {
		case <-fast:
		default:
			time.Sleep(50 * time.Microsecond)
		}
	}
	return nil
}

func churnLinks(ctx context.Context, p *place.Place, n int) {
	name, peer := fmt.Sprintf("a%d", n), fmt.Sprintf("b%d", n)
	for i := 0; ctx.Err() == nil; i++ {
		dst := netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(n), byte(i), 0}), 24)
		addr := netip.PrefixFrom(netip.AddrFrom4([4]byte{192, 0, byte(n), byte(i%250 + 1)}), 24)
		addr6 := netip.MustParsePrefix(fmt.Sprintf("2001:db8:%d::%x/64", n, i%1000+1))
		if i%40 == 0 {
			p.Do(ctx, rtnl.DeleteLink(name))
			p.Do(ctx, rtnl.AddLink(rtnl.Link{Name: name, Kind: &kind.Veth{}, Up: rtnl.On, Peer: &rtnl.Link{Name: peer, Up: rtnl.On}}))
		}
		p.Do(ctx, rtnl.AddAddr(rtnl.Addr{Dev: name, Prefix: addr}))
		p.Do(ctx, rtnl.AddAddr(rtnl.Addr{Dev: name, Prefix: addr6}))
		p.Do(ctx, rtnl.ReplaceRoute(rtnl.Route{Dst: dst, Dev: name, Metric: uint32(i % 3)}))
		p.Do(ctx, rtnl.SetLink(name, rtnl.Link{MTU: uint32(1300 + i%50)}))
		p.Do(ctx, rtnl.AppendRoute(rtnl.Route{Dst: netip.PrefixFrom(netip.AddrFrom4([4]byte{10, 99, 0, 0}), 16), Via: addr.Addr().Prev(), Dev: name}))
		if i%7 == 0 {
			p.Do(ctx, rtnl.SetLink(peer, rtnl.Link{Up: rtnl.Off}))
			p.Do(ctx, rtnl.SetLink(peer, rtnl.Link{Up: rtnl.On}))
		}
		if i%5 == 0 {
			p.Do(ctx, rtnl.DeleteAddr(rtnl.Addr{Dev: name, Prefix: addr}))
		}
		if i%11 == 0 {
			p.Do(ctx, rtnl.SetLink(name, rtnl.Link{Up: rtnl.Off}))
			p.Do(ctx, rtnl.SetLink(name, rtnl.Link{Up: rtnl.On}))
		}
	}
}

// mirrored is what a consumer makes of changes.
type mirrored struct {
	mu       sync.Mutex
	links    map[int32]*rtnl.Link
	addrs    []*rtnl.Addr
	routes   []*rtnl.Route
	changes  int
	overruns int
}

func newMirrored() *mirrored { return &mirrored{links: map[int32]*rtnl.Link{}} }

func (m *mirrored) apply(ch watch.Change) error {
	m.changes++
	m.overruns += ch.Lost
	switch ch.Topic {
	case watch.Links:
		if o, ok := ch.Old.(*rtnl.Link); ok {
			if m.links[o.Index] != o && !m.links[o.Index].SameConfig(*o) {
				return fmt.Errorf("%v: Old was never told: %v", ch.Kind, o)
			}
			delete(m.links, o.Index)
		}
		if n, ok := ch.New.(*rtnl.Link); ok {
			if m.links[n.Index] != nil {
				return fmt.Errorf("%v is there already", n)
			}
			m.links[n.Index] = n
		}
	case watch.Addrs:
		return applyTo(&m.addrs, ch, func(a, b *rtnl.Addr) bool { return a.SameKey(*b) })
	case watch.Routes:
		return applyTo(&m.routes, ch, func(a, b *rtnl.Route) bool { return a.SameKey(*b) && a.SameConfig(*b) })
	}
	return nil
}

func applyTo[T any](list *[]*T, ch watch.Change, same func(a, b *T) bool) error {
	if o, ok := ch.Old.(*T); ok {
		i := -1
		for j, x := range *list {
			if same(x, o) {
				i = j
			}
		}
		if i < 0 {
			return fmt.Errorf("%v: Old was never told: %v", ch.Kind, o)
		}
		*list = append((*list)[:i:i], (*list)[i+1:]...)
	}
	if n, ok := ch.New.(*T); ok {
		*list = append(*list, n)
	}
	return nil
}

// compare says in what there is something else than was told.
func (m *mirrored) compare(t *testing.T, p *place.Place) (diff []string) {
	t.Helper()
	links, err := rtnl.Collect(p.Links(t.Context(), nil))
	if err != nil {
		return []string{err.Error()}
	}
	addrs, err := rtnl.Collect(p.Addrs(t.Context(), nil))
	if err != nil {
		return []string{err.Error()}
	}
	routes, err := rtnl.Collect(p.Routes(t.Context(), nil))
	if err != nil {
		return []string{err.Error()}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	told := slices.Collect(maps.Values(m.links))
	return slices.Concat(
		missing(links, told, func(a, b *rtnl.Link) bool { return a.Index == b.Index && a.SameConfig(*b) && a.Flags == b.Flags }),
		missing(addrs, m.addrs, func(a, b *rtnl.Addr) bool { return a.SameKey(*b) && a.SameConfig(*b) && a.Flags == b.Flags }),
		missing(routes, m.routes, func(a, b *rtnl.Route) bool { return a.SameKey(*b) && a.SameConfig(*b) }),
	)
}

func missing[T any](there []T, told []*T, same func(a, b *T) bool) (diff []string) {
	for i := range there {
		if !slices.ContainsFunc(told, func(o *T) bool { return same(&there[i], o) }) {
			diff = append(diff, fmt.Sprintf("not told: %v", there[i]))
		}
	}
	for _, o := range told {
		if !slices.ContainsFunc(there, func(x T) bool { return same(&x, o) }) {
			diff = append(diff, fmt.Sprintf("told, and not there: %v", *o))
		}
	}
	return diff
}
