package watch

import (
	"context"
	"iter"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/eb30ede5/netlink/rtnl"
)

// LinkCache holds the links of a namespace, by index and by name, and keeps them
// current. It may be used by several goroutines at once: looking up takes no
// lock, and does not ask the kernel.
//
// The values are shared and must not be changed.
type LinkCache struct {
	byIndex sync.Map // int32 -> *rtnl.Link
	byName  sync.Map // string -> *rtnl.Link; names and altnames
	synced  chan struct{}
	done    chan struct{}
	count   atomic.Int64
	losses  atomic.Int64
	err     error // valid once done is closed
}

// NewLinkCache returns a cache of the links of c's namespace once all of them are
// in it. It is kept current, by one goroutine and [Changes], until ctx ends or
// c is closed; then it stays as it was.
func NewLinkCache(ctx context.Context, c *rtnl.Conn) (*LinkCache, error) {
	lc := &LinkCache{synced: make(chan struct{}), done: make(chan struct{})}
	go lc.follow(ctx, c)
	select {
	case <-lc.synced:
		return lc, nil
	case <-lc.done:
		return nil, lc.err
	}
}

func (lc *LinkCache) follow(ctx context.Context, c *rtnl.Conn) {
	defer close(lc.done)
	synced := false
	for ch, err := range Changes(ctx, c, nil, Links) {
		if err != nil {
			lc.err = err
			return
		}
		lc.apply(ch)
		if ch.Kind == Synced && !synced {
			synced = true
			close(lc.synced)
		}
	}
}

func (lc *LinkCache) apply(ch Change) {
	lc.losses.Add(int64(ch.Lost))
	old, _ := ch.Old.(*rtnl.Link)
	now, _ := ch.New.(*rtnl.Link)
	if now != nil {
		lc.byIndex.Store(now.Index, now)
		for name := range names(now) {
			lc.byName.Store(name, now)
		}
	}
	if old == nil {
		if now != nil {
			lc.count.Add(1)
		}
		return
	}
	for name := range names(old) {
		// Another link may have the name by now.
		if l, ok := lc.byName.Load(name); ok && l.(*rtnl.Link).Index == old.Index && (now == nil || !hasName(now, name)) {
			lc.byName.CompareAndDelete(name, l)
		}
	}
	if now == nil {
		lc.byIndex.Delete(old.Index)
		lc.count.Add(-1)
	}
}

// names yields the name and the altnames.
func names(l *rtnl.Link) iter.Seq[string] {
	return func(yield func(string) bool) {
		if l.Name != "" && !yield(l.Name) {
			return
		}
		for _, n := range l.AltNames {
			if !yield(n) {
				return
			}
		}
	}
}

func hasName(l *rtnl.Link, name string) bool {
	return l.Name == name || slices.Contains(l.AltNames, name)
}

// ByName returns the link with the name or altname.
func (lc *LinkCache) ByName(name string) (*rtnl.Link, bool) {
	v, ok := lc.byName.Load(name)
	if !ok {
		return nil, false
	}
	return v.(*rtnl.Link), true
}

// ByIndex returns the link with the index.
func (lc *LinkCache) ByIndex(index int32) (*rtnl.Link, bool) {
	v, ok := lc.byIndex.Load(index)
	if !ok {
		return nil, false
	}
	return v.(*rtnl.Link), true
}

// All yields every link, in no order. Links that come and go meanwhile may be
// among them or not.
func (lc *LinkCache) All(yield func(*rtnl.Link) bool) {
	lc.byIndex.Range(func(_, l any) bool { return yield(l.(*rtnl.Link)) })
}

// Len returns how many links there are.
func (lc *LinkCache) Len() int { return int(lc.count.Load()) }

// Resyncs returns how often events were lost, so that the links were listed anew.
func (lc *LinkCache) Resyncs() int { return int(lc.losses.Load()) }

// Done is closed when the cache is kept current no longer.
func (lc *LinkCache) Done() <-chan struct{} { return lc.done }

// Err returns why the cache is kept current no longer, nil while it is.
func (lc *LinkCache) Err() error {
	select {
	case <-lc.done:
		return lc.err
	default:
		return nil
	}
}
