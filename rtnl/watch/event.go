package watch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/rtnl"
)

// EventKind says what an [Event] is about.
type EventKind uint8

// The kinds of events.
const (
	Listening EventKind = iota + 1 // the first one: from here on nothing is missed unsaid
	New                            // the object is there now: it was made or changed, which most messages do not tell apart
	Replaced                       // the message says that it replaces one that was there
	Deleted                        // the object is gone
	Overrun                        // events were lost, and more are until what is queued has been read
	Malformed                      // a message that cannot be read; Raw and Err have it
)

// String returns the kind in one word.
func (k EventKind) String() string {
	names := [...]string{Listening: "listening", New: "new", Replaced: "changed", Deleted: "deleted", Overrun: "overrun", Malformed: "malformed"}
	if int(k) < len(names) && names[k] != "" {
		return names[k]
	}
	return fmt.Sprintf("EventKind(%d)", k)
}

// Event is what the kernel tells about one object. It owns what it refers to.
type Event struct {
	Kind   EventKind // what happened
	Topic  *Topic    // what Object is
	Object any       // a *[rtnl.Link], *[rtnl.Addr] and so on, as a listing would have it; nil where there is none

	Type  uint16 // RTM_*
	Flags uint16 // NLM_F_*
	Port  uint32 // who asked for the change; 0 where the kernel does not say
	Seq   uint32 // of the request, likewise

	NSID rtnl.Opt[int32] // with AllNSID: the id of the namespace, absent for the Conn's own

	// Raw is the message, header included, and Err what is wrong with it: of a
	// Malformed one, and of objects with attributes that are malformed.
	Raw []byte
	Err error

	// ReceiveBuffer is, in a Listening, how many bytes of events the kernel
	// queues before it drops them.
	ReceiveBuffer int
}

// Topic is a kind of object whose events can be heard, such as [Links].
type Topic struct {
	name     string
	groups   []uint32
	new      uint16
	deleted  uint16
	families []uint8 // whose messages are of the topic; none is all
	match    func(body []byte) bool
	decode   func(m *rtnl.Message) (any, error)
	split    func(message any) []any // the objects of a message, where there are several in one
	mirror   *mirror                 // how to watch it, nil if it cannot be
}

// String returns the topic's name, such as "link".
func (t *Topic) String() string { return t.name }

// TopicConfig describes a topic, for [NewTopic].
type TopicConfig struct {
	Name    string   // in one word
	Groups  []uint32 // RTNLGRP_*, also above 32
	New     uint16   // RTM_NEW*
	Deleted uint16   // RTM_DEL*, or 0
	Head    int      // size of the fixed header, bytes

	// Families are the address families whose messages are of the topic, by the
	// first byte of the fixed header; none is all. The kernel drops the others
	// before they are queued.
	Families []uint8

	// Match says whether a message is of the topic, fixed header first; nil is all
	// of the two types.
	Match func(body []byte) bool
}

// NewTopic returns a topic whose objects are *T. Packages around this one have
// topics of theirs; a caller's own can be made for what no package has.
func NewTopic[T any, P rtnl.Decoded[T]](cfg TopicConfig) *Topic {
	return &Topic{
		name: cfg.Name, groups: cfg.Groups, new: cfg.New, deleted: cfg.Deleted, families: cfg.Families, match: cfg.Match,
		decode: func(m *rtnl.Message) (any, error) {
			v := new(T)
			if len(m.Body) < cfg.Head {
				return nil, fmt.Errorf("%d bytes, the header of a %s has %d", len(m.Body), cfg.Name, cfg.Head)
			}
			err := m.Decode(cfg.Head, P(v)) // what is malformed is kept in v, too
			return v, err
		},
	}
}

// NewSplitTopic returns a topic whose messages, *M, have several objects in them,
// which split returns. Each is an event of its own.
func NewSplitTopic[M any, P rtnl.Decoded[M]](cfg TopicConfig, split func(*M) []any) *Topic {
	t := NewTopic[M, P](cfg)
	t.split = func(m any) []any { return split(m.(*M)) }
	return t
}

// EventsConfig says how to listen. The zero value listens to everything of
// the topics in the Conn's namespace.
type EventsConfig struct {
	// ReceiveBuffer is how many bytes of events the kernel is to queue. Without
	// CAP_NET_ADMIN in the first user namespace at most net.core.rmem_max can be
	// had. 0 leaves the default. Listening tells what it is.
	ReceiveBuffer int

	// AllNSID listens to all namespaces that have an id in the Conn's
	// (NETLINK_LISTEN_ALL_NSID), which needs CAP_NET_BROADCAST there. Only
	// [rtnl.Conn.Subscribe] can.
	AllNSID bool

	// The kernel drops what is not asked for before it is queued, so that foreign
	// events cost nothing. Absent fields choose everything.
	DevIndex int32              // links, addresses and neighbours of this device
	Table    uint32             // routes and rules of this table
	Protocol rtnl.RouteProtocol // routes of this protocol
}

// Events yields what the kernel tells of the topics, in its order, until ctx ends
// or the Conn is closed; the error is non-nil only in the last pair, and tells
// which. It has a socket of its own, opened when the sequence is ranged over. The
// first event is Listening: what happens after it is heard of.
//
// The kernel drops events when they come faster than they are taken. It says so,
// as Overrun, and drops more until the queue is empty: what is known from events
// is wrong then. [Changes] deals with that.
//
// Some changes are not announced: see Changes.
func Events(ctx context.Context, c *rtnl.Conn, cfg *EventsConfig, topics ...*Topic) iter.Seq2[Event, error] {
	if cfg == nil {
		cfg = new(EventsConfig)
	}
	return func(yield func(Event, error) bool) {
		if len(topics) == 0 {
			yield(Event{}, errNoTopic)
			return
		}
		l, err := listen(ctx, c, rtnl.ListenConfig{
			Groups: groups(topics), ReceiveBuffer: cfg.ReceiveBuffer, AllNSID: cfg.AllNSID, Filter: cfg.program(topics, topics),
		})
		if err != nil {
			yield(Event{}, err)
			return
		}
		defer l.Close()
		more := yield(Event{Kind: Listening, ReceiveBuffer: l.ReceiveBuffer()}, nil)
		for more {
			err := l.Receive(ctx, func(m *rtnl.Message) bool {
				event(m, topics, func(e Event) bool {
					if e.Object == nil || cfg.keep(e.Object) {
						more = yield(e, nil)
					}
					return more
				})
				return more
			})
			switch {
			case errors.Is(err, rtnl.ErrOverrun):
				more = yield(Event{Kind: Overrun, Err: err}, nil)
			case err != nil:
				yield(Event{}, err)
				return
			}
		}
	}
}

// listen does without a filter where there can be none: everything is looked at
// again.
func listen(ctx context.Context, c *rtnl.Conn, cfg rtnl.ListenConfig) (*rtnl.Listener, error) {
	l, err := c.Listen(ctx, cfg)
	if errors.Is(err, errors.ErrUnsupported) && cfg.Filter != nil {
		cfg.Filter = nil
		return c.Listen(ctx, cfg)
	}
	return l, err
}

var errNoTopic = errors.New("watch: no topic is given")

// groups returns the multicast groups of topics, each once.
func groups(topics []*Topic) (all []uint32) {
	for _, t := range topics {
		for _, g := range t.groups {
			if !slices.Contains(all, g) {
				all = append(all, g)
			}
		}
	}
	return all
}

// event yields what a message tells, if it is of one of the topics, until yield
// does not want more.
func event(m *rtnl.Message, topics []*Topic, yield func(Event) bool) {
	if m.Err != nil {
		yield(Event{Kind: Malformed, Raw: bytes.Clone(m.Raw), Err: m.Err})
		return
	}
	for _, t := range topics {
		e, ok := t.event(m)
		switch {
		case !ok:
			continue
		case t.split == nil || e.Object == nil:
			yield(e)
		default:
			for _, o := range t.split(e.Object) {
				if e.Object = o; !yield(e) {
					break
				}
			}
		}
		return
	}
}

// event reads a message, if it is of the topic.
func (t *Topic) event(m *rtnl.Message) (e Event, ok bool) {
	if m.Type != t.new && (m.Type != t.deleted || t.deleted == 0) || !t.matches(m.Body) {
		return Event{}, false
	}
	e = Event{Kind: New, Topic: t, Type: m.Type, Flags: m.Flags, Port: m.Port, Seq: m.Seq, NSID: m.NSID}
	switch {
	case m.Type == t.deleted:
		e.Kind = Deleted
	case m.Flags&uapi.NLM_F_REPLACE != 0:
		e.Kind = Replaced
	}
	if e.Object, e.Err = t.decode(m); e.Err != nil {
		e.Raw = bytes.Clone(m.Raw)
		if e.Object == nil {
			e.Kind = Malformed
		}
	}
	return e, true
}

// matches reports whether a message of one of the types is of the topic. One that
// is too short to tell is, so that it is not lost.
func (t *Topic) matches(body []byte) bool {
	if len(t.families) > 0 && len(body) > 0 && !slices.Contains(t.families, body[0]) {
		return false
	}
	return t.match == nil || t.match(body)
}
