//go:build linux

package main

import (
	"hash/maphash"
	"net/netip"

	"github.com/eb30ede5/netlink/rtnl"
)

// key is what the kernel tells routes of one table apart by, but for what no
// line can say: an IPv4 TOS and an IPv6 source are none here.
type key struct {
	addr   [16]byte
	metric uint32
	bits   uint8
	is4    bool
}

func keyOf(dst netip.Prefix, metric uint32) key {
	if dst.Addr().Is6() && metric == 0 {
		metric = 1024 // as the kernel has it
	}
	return key{dst.Addr().As16(), metric, uint8(dst.Bits()), dst.Addr().Is4()}
}

func (k key) dst() netip.Prefix {
	a := netip.AddrFrom16(k.addr)
	if k.is4 {
		a = a.Unmap()
	}
	return netip.PrefixFrom(a, int(k.bits))
}

// hop is where a route goes.
type hop struct {
	via netip.Addr
	dev int32 // 0: the kernel finds it out
}

// entry is a route in 36 bytes: there may be a million.
type entry struct {
	key
	hop   uint32 // where in routes.hops
	line  uint32 // the line that it is from
	state state  // what a listing has found
}

// state says what is there with the key of a route.
type state uint8

const (
	absent  state = iota
	same          // the route itself
	ours          // another route of our protocol
	foreign       // a route of another protocol, before any of ours
)

// routes is a set of routes in the order in which they came.
type routes struct {
	list  []entry
	index []uint32 // where in list, and 1 more; at most half full
	seed  maphash.Seed
	again []entry // of load: lines that say the same as one in list
	hops  []hop
	ids   map[hop]uint32
}

func newRoutes() *routes { return &routes{seed: maphash.MakeSeed(), ids: map[hop]uint32{}} }

// add adds a route, unless there is one of that key: then it returns that.
func (t *routes) add(r *route) *entry {
	k := keyOf(r.dst, r.metric)
	if 2*len(t.list) >= len(t.index) {
		t.grow()
	}
	at := t.slot(k)
	if *at != 0 {
		return &t.list[*at-1]
	}
	t.list = append(t.list, entry{key: k, hop: t.id(r.hop), line: r.line})
	*at = uint32(len(t.list))
	return nil
}

// find returns the route of that key, or nil.
func (t *routes) find(k key) *entry {
	if len(t.index) == 0 {
		return nil
	}
	if at := t.slot(k); *at != 0 {
		return &t.list[*at-1]
	}
	return nil
}

func (t *routes) slot(k key) *uint32 {
	mask := len(t.index) - 1
	for i := int(maphash.Comparable(t.seed, k)) & mask; ; i = (i + 1) & mask {
		if at := &t.index[i]; *at == 0 || t.list[*at-1].key == k {
			return at
		}
	}
}

func (t *routes) grow() {
	t.index = make([]uint32, max(1<<10, 2*len(t.index)))
	for i := range t.list {
		*t.slot(t.list[i].key) = uint32(i + 1)
	}
}

// id returns the number of a next hop: there are few.
func (t *routes) id(h hop) uint32 {
	id, ok := t.ids[h]
	if !ok {
		id = uint32(len(t.hops))
		t.hops, t.ids[h] = append(t.hops, h), id
	}
	return id
}

// route returns the route of an entry in full.
func (o *options) route(k key, h hop) rtnl.Route {
	return rtnl.Route{Dst: k.dst(), Metric: k.metric, Via: h.via, DevIndex: h.dev, Table: o.table, Protocol: o.proto}
}

// plain reports whether r is a route that a line can say.
func plain(r *rtnl.Route) bool {
	scope := rtnl.ScopeGlobal
	if r.Family == rtnl.IPv4 && !r.Via.IsValid() {
		scope = rtnl.ScopeLink
	}
	return r.Type == rtnl.RouteUnicast && r.TOS == 0 && r.Scope == rtnl.Some(scope) && r.Pref.Or(rtnl.PrefMedium) == rtnl.PrefMedium &&
		!r.PrefSrc.IsValid() && r.NexthopID == 0 && r.Flags&rtnl.RouteOnLink == 0 && len(r.Hops) == 0 && (r.More == nil || !odd(r.More))
}

// odd reports whether m has more than what every route may have in a listing.
func odd(m *rtnl.RouteMore) bool {
	var none rtnl.Route
	return !none.SameConfig(rtnl.Route{More: m})
}

// matches reports whether r, of a listing, is what a line says. What the line
// leaves to the kernel may be anything.
func (o *options) matches(r *rtnl.Route, h hop) bool {
	return r.Protocol == o.proto && plain(r) && r.Via == h.via && (h.dev == 0 || r.DevIndex == h.dev)
}
