package watch

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/eb30ede5/netlink/rtnl"
)

// ChangeKind says what a [Change] is.
type ChangeKind uint8

// The kinds of changes.
const (
	Synced  ChangeKind = iota + 1 // what was told until here is what there is
	Added                         // New is there
	Changed                       // Old has become New
	Removed                       // Old is gone
)

// String returns the kind in one word.
func (k ChangeKind) String() string {
	names := [...]string{Synced: "synced", Added: "added", Changed: "changed", Removed: "removed"}
	if int(k) < len(names) && names[k] != "" {
		return names[k]
	}
	return fmt.Sprintf("ChangeKind(%d)", k)
}

// Change is a difference between what there was and what there is.
type Change struct {
	Kind  ChangeKind // what happened
	Topic *Topic     // what Old and New are
	Old   any        // a *[rtnl.Link] and so on, which must not be changed; nil where there is none
	New   any        // likewise

	// Lost is, in a Synced, how often events had been lost since the last one. The
	// changes between are computed from a listing then, and what came and went
	// is not among them.
	Lost int
}

// ChangesConfig says how to watch. The zero value watches everything of the
// topics, beginning with what there is.
type ChangesConfig struct {
	EventsConfig

	// NoInitial leaves out what is there at the beginning: the first Change is
	// the Synced behind it.
	NoInitial bool

	// Recheck is how often to list everything anew, for what the kernel never
	// announces; 0 is never.
	Recheck time.Duration
}

// Mirror is how a topic is watched, for [NewMirroredTopic].
type Mirror[T any] struct {
	List    func(ctx context.Context, c *rtnl.Conn) iter.Seq2[T, error] // all there is
	Key     func(*T) any                                                // what the kernel tells objects apart by, comparable
	Same    func(a, b *T) bool                                          // whether two of the same key are configured alike
	Flagged bool                                                        // whether the kernel says that a listing was interrupted
	Alias   func(a, b *T) bool                                          // where there may be several of one key: whether a and b are the same one
	Ignore  func(o *T) bool                                             // what is neither listed nor told
	Unsure  func(o *T) bool                                             // an event about it that cannot be relied on: everything is listed again
}

// mirror is a Mirror without its type.
type mirror struct {
	list    func(ctx context.Context, c *rtnl.Conn, yield func(any) bool) error
	key     func(any) any
	same    func(a, b any) bool
	alias   func(a, b any) bool // nil: there is one object of a key
	ignore  func(any) bool      // nil: none
	unsure  func(any) bool      // nil: none
	flagged bool
	needs   []*Topic // topics whose events say what this one's do not
}

// NewMirroredTopic is [NewTopic] for a topic that [Changes] takes.
func NewMirroredTopic[T any, P rtnl.Decoded[T]](cfg TopicConfig, m Mirror[T]) *Topic {
	t := NewTopic[T, P](cfg)
	t.mirror = &mirror{
		list: func(ctx context.Context, c *rtnl.Conn, yield func(any) bool) error {
			for v, err := range m.List(ctx, c) {
				if err != nil {
					return err
				}
				if !yield(&v) {
					return nil
				}
			}
			return nil
		},
		key:     func(o any) any { return m.Key(o.(*T)) },
		same:    func(a, b any) bool { return m.Same(a.(*T), b.(*T)) },
		flagged: m.Flagged,
	}
	if m.Alias != nil {
		t.mirror.alias = func(a, b any) bool { return m.Alias(a.(*T), b.(*T)) }
	}
	if m.Ignore != nil {
		t.mirror.ignore = func(o any) bool { return m.Ignore(o.(*T)) }
	}
	if m.Unsure != nil {
		t.mirror.unsure = func(o any) bool { return m.Unsure(o.(*T)) }
	}
	return t
}

// Changes yields what there is of the topics, as Added, then a Synced,
// and then every change, until ctx ends or the rtnl.Conn is closed; the error is
// non-nil only in the last pair, and tells which.
//
// What has been told adds up to what there is, whatever happens: where events
// were lost, a listing was interrupted, or the kernel removes without telling (IPv4
// routes of a link or an address that goes, routes of a nexthop that goes), it
// lists again, tells the difference, and then Synced. Events that change nothing
// in what is configured are not told: statistics, timers, a change back and
// forth that was overtaken by a listing.
//
// Slow consumers do not make memory grow: the kernel drops events then, and the
// next listing makes up for it. What is watched is held in memory.
//
// The kernel never announces some changes of a link that is down: alias,
// altnames, group, link mode, address generation mode, options of bridges, VXLANs
// and ports. They are told with the link's next event. Nor does it announce flags
// of routes and nexthops whose link loses its carrier. Recheck finds both.
func Changes(ctx context.Context, c *rtnl.Conn, cfg *ChangesConfig, topics ...*Topic) iter.Seq2[Change, error] {
	if cfg == nil {
		cfg = new(ChangesConfig)
	}
	return func(yield func(Change, error) bool) {
		w := watcher{c: c, ctx: ctx, cfg: cfg, topics: topics, yield: func(ch Change) bool { return yield(ch, nil) }}
		if err := w.run(); err != nil && !w.stopped {
			yield(Change{}, err)
		}
	}
}

// watcher is one run of Changes.
type watcher struct {
	c      *rtnl.Conn
	ctx    context.Context
	cfg    *ChangesConfig
	topics []*Topic // to tell of
	heard  []*Topic // to listen to: also what those need
	l      *rtnl.Listener
	yield  func(Change) bool

	state   map[*Topic]state
	links   map[int32]linkMark // what the links were like, for what follows from a change
	remark  bool               // links is to be filled anew
	stale   map[*Topic]bool    // have to be listed
	again   time.Time          // when to list everything anew; zero is never
	reread  map[int32]bool     // links to read again
	losses  int                // how often events were lost
	told    int                // how often by the last Synced
	quiet   bool               // nothing is to be told: the beginning, with NoInitial
	stopped bool               // yield does not want more
}

// state is the objects of a topic by their keys. There is nearly always one.
type state map[any][]any

type linkMark struct {
	up     bool // and has a carrier
	master int32
}

func markOf(l *rtnl.Link) linkMark {
	return linkMark{l.Flags&rtnl.FlagUp != 0 && l.Flags&rtnl.FlagLowerUp != 0, l.MasterIndex}
}

// now is a context that has ended: a receive with it takes what is queued and
// does not wait.
var now = func() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}()

func (w *watcher) run() error {
	if err := w.prepare(); err != nil {
		return err
	}
	l, err := listen(w.ctx, w.c, w.listenConfig())
	if err != nil {
		return err
	}
	w.l = l
	defer l.Close()
	w.quiet = w.cfg.NoInitial
	w.staleAll()
	for !w.stopped {
		if err := w.settle(); err != nil || w.stopped {
			return err
		}
		if err := w.wait(); err != nil {
			return err
		}
	}
	return nil
}

func (w *watcher) prepare() error {
	if len(w.topics) == 0 {
		return errNoTopic
	}
	if w.cfg.AllNSID {
		return errors.New("watch: changes are of one namespace; of all there are events")
	}
	w.state, w.stale, w.reread = map[*Topic]state{}, map[*Topic]bool{}, map[int32]bool{}
	w.links = map[int32]linkMark{}
	for _, t := range w.topics {
		if t.mirror == nil {
			return fmt.Errorf("watch: %s has events, and no changes", t)
		}
		w.state[t] = state{}
		for _, n := range append([]*Topic{t}, t.mirror.needs...) {
			if !slices.Contains(w.heard, n) {
				w.heard = append(w.heard, n)
			}
		}
	}
	return nil
}

// listenConfig filters nothing of what is needed beside the topics.
func (w *watcher) listenConfig() rtnl.ListenConfig {
	needed := map[uint16]bool{}
	for _, t := range w.topics {
		for _, n := range t.mirror.needs {
			needed[n.new], needed[n.deleted] = true, true
		}
	}
	own := slices.DeleteFunc(slices.Clone(w.topics), func(t *Topic) bool { return needed[t.new] })
	return rtnl.ListenConfig{Groups: groups(w.heard), ReceiveBuffer: w.cfg.ReceiveBuffer, Filter: w.cfg.program(own, w.heard)}
}

func (w *watcher) staleAll() {
	w.remark = slices.Contains(w.heard, Links) && !slices.Contains(w.topics, Links)
	for _, t := range w.topics {
		w.stale[t] = true
	}
}

// wait waits for events, takes all that are queued, and applies them.
func (w *watcher) wait() error {
	ctx, cancel := w.ctx, context.CancelFunc(func() {})
	if !w.again.IsZero() {
		ctx, cancel = context.WithDeadline(w.ctx, w.again)
	}
	defer cancel()
	err := w.take(ctx, w.apply)
	if err != nil && w.ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded) {
		w.staleAll()
		return nil
	}
	for err == nil && !w.stopped {
		err = w.take(now, w.apply)
	}
	if w.ctx.Err() == nil && errors.Is(err, context.Canceled) { // nothing more is queued
		if !w.again.IsZero() && time.Now().After(w.again) {
			w.staleAll()
		}
		return nil
	}
	return err
}

// take receives one datagram and hands its events to f. After an overrun
// everything has to be listed again, when the queue is empty.
func (w *watcher) take(ctx context.Context, f func(Event)) error {
	err := w.l.Receive(ctx, func(m *rtnl.Message) bool {
		event(m, w.heard, func(e Event) bool {
			if e.Topic == nil {
				w.loss() // it cannot be read
			} else {
				f(e)
			}
			return !w.stopped
		})
		return !w.stopped
	})
	if errors.Is(err, rtnl.ErrOverrun) { // until it is empty the kernel drops what comes, and does not say so again
		w.loss()
		return w.l.Drain(w.ctx)
	}
	return err
}

func (w *watcher) loss() {
	w.losses++
	w.staleAll()
}

// apply tells what an event changes.
func (w *watcher) apply(e Event) {
	w.follow(e)
	if e.Object == nil { // cannot be read
		if w.state[e.Topic] != nil {
			w.stale[e.Topic] = true
		}
		return
	}
	st := w.state[e.Topic]
	switch {
	case st == nil || w.stale[e.Topic] || !w.wanted(e.Topic, e.Object):
	case e.Topic.mirror.unsure != nil && e.Topic.mirror.unsure(e.Object):
		w.stale[e.Topic] = true
	default:
		w.change(st, e)
	}
}

func (w *watcher) wanted(t *Topic, o any) bool {
	return (t.mirror.ignore == nil || !t.mirror.ignore(o)) && w.cfg.keep(o)
}

// change applies an event to the state.
func (w *watcher) change(st state, e Event) {
	m, key := e.Topic.mirror, e.Topic.mirror.key(e.Object)
	all := st[key]
	i := m.find(all, e.Object)
	if i < 0 && len(all) == 1 && e.Kind != New { // replaced or removed, in other words
		i = 0
	}
	switch {
	case i < 0 && len(all) > 1 && e.Kind != New:
		w.stale[e.Topic] = true // which one of them is it?
	case e.Kind == Deleted && i >= 0:
		if partOf(e.Object, all[i]) {
			w.stale[e.Topic] = true // something of it is left
			return
		}
		w.tell(Change{Kind: Removed, Topic: e.Topic, Old: all[i]})
		if all = slices.Delete(all, i, i+1); len(all) == 0 {
			delete(st, key)
		} else {
			st[key] = all
		}
	case e.Kind == Deleted:
	case i < 0:
		st[key] = append(all, e.Object)
		w.tell(Change{Kind: Added, Topic: e.Topic, New: e.Object})
	default:
		old := all[i]
		all[i] = e.Object
		if !m.same(old, e.Object) {
			w.tell(Change{Kind: Changed, Topic: e.Topic, Old: old, New: e.Object})
		}
	}
}

func (w *watcher) tell(ch Change) {
	if !w.quiet && !w.stopped {
		w.stopped = !w.yield(ch)
	}
}

// follow notes what follows from an event without being announced.
func (w *watcher) follow(e Event) {
	gone := false
	switch o := e.Object.(type) {
	case *rtnl.Link:
		if e.Topic == bridgeLinks { // a port's options, or that it is one no longer
			w.reread[o.Index] = true
			return
		}
		mark := markOf(o)
		old, known := w.links[o.Index]
		gone = e.Kind == Deleted || known && (old.up && !mark.up || old.master != mark.master)
		if w.links[o.Index] = mark; e.Kind == Deleted {
			delete(w.links, o.Index)
		}
	case *rtnl.Addr:
		gone = e.Kind == Deleted && o.Prefix.Addr().Is4()
	}
	for _, t := range w.topics {
		if gone && slices.Contains(t.mirror.needs, e.Topic) || e.Kind == Deleted && t.mirror.goesWith(e.Topic) {
			w.stale[t] = true
		}
	}
}

// goesWith reports whether objects of m go when one of t does, beside links and
// addresses.
func (m *mirror) goesWith(t *Topic) bool {
	return t != Links && t != Addrs && t != bridgeLinks && slices.Contains(m.needs, t)
}
