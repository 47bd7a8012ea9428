package watch_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
	"github.com/eb30ede5/netlink/rtnl/watch"
)

// pairs makes n pairs of links.
func pairs(tb testing.TB, p *place.Place, n int) {
	tb.Helper()
	reqs := func(yield func(rtnl.Request) bool) {
		for i := range n {
			a, b := fmt.Sprintf("a%d", i), fmt.Sprintf("b%d", i)
			if !yield(rtnl.AddLink(rtnl.Link{Name: a, Kind: &kind.Veth{}, Peer: &rtnl.Link{Name: b}})) {
				return
			}
		}
	}
	for i, err := range p.Batch(tb.Context(), reqs) {
		tb.Fatal(i, err)
	}
}

// While links come, go and change their names, the cache is asked from several
// sides; in the end it has what there is.
func TestLinkCacheUnderChurn(t *testing.T) {
	p := place.New(t)
	pairs(t, p, 100)
	lc, err := watch.NewLinkCache(t.Context(), p.Conn)
	if err != nil {
		t.Fatal(err)
	}
	churn, stop := context.WithTimeout(t.Context(), time.Second)
	defer stop()
	var wg sync.WaitGroup
	for n := range 2 {
		wg.Go(func() {
			for i := 0; churn.Err() == nil; i++ {
				name := fmt.Sprintf("a%d", n*50+i%50)
				p.Do(churn, rtnl.SetLink(name, rtnl.Link{Name: "x-" + name}))
				p.Do(churn, rtnl.SetLink("x-"+name, rtnl.Link{Name: name}))
				p.Do(churn, rtnl.DeleteLink(name))
				p.Do(churn, rtnl.AddLink(rtnl.Link{Name: name, Kind: &kind.Veth{}, Peer: &rtnl.Link{Name: "b" + name[1:]}}))
			}
		})
		wg.Go(func() {
			for churn.Err() == nil {
				for i := range 100 {
					name := fmt.Sprintf("a%d", i)
					if l, ok := lc.ByName(name); ok && l.Name != name {
						t.Errorf("%s is %s", name, l.Name)
					}
				}
			}
		})
	}
	wg.Wait()
	var links []rtnl.Link
	same := func() bool {
		if links, err = rtnl.Collect(p.Links(t.Context(), nil)); err != nil {
			t.Fatal(err)
		}
		for _, l := range links {
			byName, ok := lc.ByName(l.Name)
			byIndex, ok2 := lc.ByIndex(l.Index)
			if !ok || !ok2 || byName.Index != l.Index || byIndex.Name != l.Name {
				return false
			}
		}
		return lc.Len() == len(links)
	}
	p.Wait("the cache has what there is", same)
	n := 0
	for range lc.All {
		n++
	}
	if n != len(links) {
		t.Errorf("All yields %d links, want %d", n, len(links))
	}
}

// BenchmarkLinkCache looks up one of 10,000 links, while all processors do.
func BenchmarkLinkCache(b *testing.B) {
	p := place.New(b)
	pairs(b, p, 5000)
	lc, err := watch.NewLinkCache(b.Context(), p.Conn)
	if err != nil {
		b.Fatal(err)
	}
	index := p.Link("b4999").Index
	b.Run("ByName", func(b *testing.B) {
		b.ReportAllocs()
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				if _, ok := lc.ByName("b4999"); !ok {
					b.Error("it is not there")
				}
			}
		})
	})
	b.Run("ByIndex", func(b *testing.B) {
		b.ReportAllocs()
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				if _, ok := lc.ByIndex(index); !ok {
					b.Error("it is not there")
				}
			}
		})
	})
}
