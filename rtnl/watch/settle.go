package watch

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"time"

	"github.com/eb30ede5/netlink/rtnl"
)

// mostListings is how often to list what does not hold still before what is
// known is told all the same.
const mostListings = 20

// settle lists what has to be, until it holds still, and tells the difference.
func (w *watcher) settle() error {
	if err := w.readAgain(); err != nil {
		return err
	}
	pause := time.Millisecond
	for try := 1; len(w.stale) > 0 && !w.stopped; try++ {
		fresh, firm, err := w.listStale()
		if err != nil {
			return err
		}
		if firm || try == mostListings {
			w.settled(fresh, firm)
			return nil
		}
		select {
		case <-w.ctx.Done():
			return w.ctx.Err()
		case <-time.After(pause):
		}
		pause = min(2*pause, 100*time.Millisecond)
	}
	return nil
}

// settled takes over what was listed. What is not firm is listed again in a
// second.
func (w *watcher) settled(fresh map[*Topic]*listing, firm bool) {
	w.listedAll(fresh, firm)
	for _, t := range w.topics {
		if f, ok := fresh[t]; ok {
			delete(w.stale, t)
			w.difference(t, f)
		}
	}
	w.quiet = false
	if firm {
		lost := w.losses - w.told
		w.told = w.losses
		w.tell(Change{Kind: Synced, Lost: lost})
	}
}

// listedAll sets when to list everything anew: in a second if this is not firm,
// and else a Recheck after everything was listed, whatever is heard meanwhile.
func (w *watcher) listedAll(fresh map[*Topic]*listing, firm bool) {
	switch {
	case !firm:
		w.again = time.Now().Add(time.Second)
	case len(fresh) < len(w.topics): // of some only
	case w.cfg.Recheck > 0:
		w.again = time.Now().Add(w.cfg.Recheck)
	default:
		w.again = time.Time{}
	}
}

// listStale lists the topics that are stale and lays over them what events say
// that came meanwhile. firm is whether the result can be relied on.
func (w *watcher) listStale() (fresh map[*Topic]*listing, firm bool, err error) {
	losses := w.losses
	fresh, firm = map[*Topic]*listing{}, true
	if w.remark {
		if _, interrupted, err := w.list(Links); err != nil {
			return nil, false, err
		} else if w.remark = interrupted; interrupted {
			firm = false
		}
	}
	for _, t := range w.topics {
		if !w.stale[t] {
			continue
		}
		delete(w.stale, t) // what makes it stale from here on counts
		st, interrupted, err := w.list(t)
		if err != nil {
			return nil, false, err
		}
		fresh[t] = st
		firm = firm && !interrupted
	}
	for err == nil && !w.stopped {
		err = w.take(now, func(e Event) {
			st := fresh[e.Topic]
			if st == nil || e.Object == nil {
				w.apply(e)
				return
			}
			w.follow(e)
			firm = firm && e.Topic.mirror.flagged // else the kernel may have left out anything
			if w.wanted(e.Topic, e.Object) {
				layOver(st, e)
			}
		})
	}
	if w.ctx.Err() != nil || err != nil && !errors.Is(err, context.Canceled) {
		return nil, false, err
	}
	for t := range fresh {
		firm = firm && !w.stale[t]
	}
	firm = firm && losses == w.losses
	if !firm {
		for t := range fresh {
			w.stale[t] = true
		}
	}
	return fresh, firm, nil
}

// list lists a topic.
func (w *watcher) list(t *Topic) (st *listing, interrupted bool, err error) {
	st = &listing{state: state{}, gone: map[any]bool{}}
	err = t.mirror.list(w.ctx, w.c, func(o any) bool {
		w.mark(t, o)
		if w.wanted(t, o) {
			st.put(t.mirror, o)
		}
		return true
	})
	switch {
	case errors.Is(err, rtnl.ErrDumpInterrupted):
		return st, true, nil
	case errors.Is(err, fs.ErrNotExist): // a table that is not there
		return st, false, nil
	}
	return st, false, err
}

// mark notes what a link is like.
func (w *watcher) mark(t *Topic, o any) {
	if l, ok := o.(*rtnl.Link); ok && t == Links {
		w.links[l.Index] = markOf(l)
	}
}

// listing is what was listed, and the keys in the order of that.
type listing struct {
	state
	order []any
	gone  map[any]bool // keys in order whose objects are gone
}

// put adds an object, or puts it in place of the same one.
func (st *listing) put(m *mirror, o any) {
	key := m.key(o)
	all := st.state[key]
	if i := m.find(all, o); i >= 0 {
		all[i] = o
		return
	}
	if len(all) == 0 && !st.gone[key] {
		st.order = append(st.order, key)
	}
	delete(st.gone, key)
	st.state[key] = append(all, o)
}

// find returns which one of the objects with a key o is, or -1.
func (m *mirror) find(all []any, o any) int {
	return slices.IndexFunc(all, func(x any) bool { return m.alias == nil || m.alias(x, o) })
}

// layOver applies an event to what was listed before it, or after.
func layOver(st *listing, e Event) {
	m := e.Topic.mirror
	if e.Kind != Deleted {
		st.put(m, e.Object)
		return
	}
	key := m.key(e.Object)
	if i := m.find(st.state[key], e.Object); i >= 0 {
		if st.state[key] = slices.Delete(st.state[key], i, i+1); len(st.state[key]) == 0 {
			delete(st.state, key)
			st.gone[key] = true
		}
	}
}

// difference tells in what a listing is different, in its order, and takes it
// over.
func (w *watcher) difference(t *Topic, l *listing) {
	m, old, fresh := t.mirror, w.state[t], l.state
	w.state[t] = fresh
	for key, all := range old {
		for _, o := range all {
			if m.find(fresh[key], o) < 0 && (m.alias == nil || len(fresh[key]) != 1 || len(all) != 1) {
				w.tell(Change{Kind: Removed, Topic: t, Old: o})
			}
		}
	}
	for _, key := range l.order {
		all := fresh[key]
		for _, n := range all {
			i := m.find(old[key], n)
			if i < 0 && len(old[key]) == 1 && len(all) == 1 {
				i = 0 // another one in its place
			}
			switch {
			case i < 0:
				w.tell(Change{Kind: Added, Topic: t, New: n})
			case !m.same(old[key][i], n):
				w.tell(Change{Kind: Changed, Topic: t, Old: old[key][i], New: n})
			}
		}
	}
}

// readAgain reads links anew whose ports' options have changed.
func (w *watcher) readAgain() error {
	for index := range w.reread {
		delete(w.reread, index)
		if w.state[Links] == nil || w.stale[Links] {
			continue
		}
		l, err := w.c.LinkByIndex(w.ctx, index)
		switch {
		case errors.Is(err, fs.ErrNotExist): // its own event says so
		case err != nil:
			return err
		default:
			w.apply(Event{Kind: New, Topic: Links, Object: &l})
		}
	}
	return nil
}
