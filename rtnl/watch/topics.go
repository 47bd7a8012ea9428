package watch

import (
	"context"
	"iter"
	"net/netip"

	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/rtnl"
)

// The topics of this package that have changes, and what their objects are.
var (
	Links    = topicOfLinks()    // *[rtnl.Link]; flags, operational state and carrier count beside what is configured
	Addrs    = topicOfAddrs()    // *[rtnl.Addr]; flags count, such as tentative
	Routes   = topicOfRoutes()   // *[rtnl.Route]; aliases of one key too
	Rules    = topicOfRules()    // *[rtnl.Rule]
	Nexthops = topicOfNexthops() // *[rtnl.Nexthop]
	Neighs   = topicOfNeighs()   // *[rtnl.Neigh], without proxies; the state counts
)

func topicOfLinks() *Topic {
	return NewMirroredTopic(TopicConfig{
		Name: "link", Groups: []uint32{uapi.RTNLGRP_LINK}, New: uapi.RTM_NEWLINK, Deleted: uapi.RTM_DELLINK, Head: 16,
		Match: func(b []byte) bool { return len(b) == 0 || b[0] != uapi.AF_BRIDGE }, // which is about a port
	}, Mirror[rtnl.Link]{
		List: func(ctx context.Context, c *rtnl.Conn) iter.Seq2[rtnl.Link, error] { return c.Links(ctx, nil) },
		Key:  func(l *rtnl.Link) any { return l.Index },
		Same: func(a, b *rtnl.Link) bool {
			return a.Flags == b.Flags && a.OperState == b.OperState && a.Carrier == b.Carrier && a.SameConfig(*b)
		},
		Flagged: true,
	})
}

func topicOfAddrs() *Topic {
	return NewMirroredTopic(TopicConfig{
		Name: "addr", Groups: []uint32{uapi.RTNLGRP_IPV4_IFADDR, uapi.RTNLGRP_IPV6_IFADDR}, New: uapi.RTM_NEWADDR, Deleted: uapi.RTM_DELADDR, Head: 8,
	}, Mirror[rtnl.Addr]{
		List:    func(ctx context.Context, c *rtnl.Conn) iter.Seq2[rtnl.Addr, error] { return c.Addrs(ctx, nil) },
		Key:     func(a *rtnl.Addr) any { return addrKey(a) },
		Same:    func(a, b *rtnl.Addr) bool { return a.Flags == b.Flags && a.SameConfig(*b) },
		Flagged: true,
	})
}

func topicOfRoutes() *Topic {
	return NewMirroredTopic(TopicConfig{
		Name: "route", Groups: []uint32{uapi.RTNLGRP_IPV4_ROUTE, uapi.RTNLGRP_IPV6_ROUTE, uapi.RTNLGRP_MPLS_ROUTE},
		New: uapi.RTM_NEWROUTE, Deleted: uapi.RTM_DELROUTE, Head: 12,
		Families: []uint8{uapi.AF_INET, uapi.AF_INET6, uapi.AF_MPLS}, // and not of multicast routing, which has the same types
	}, Mirror[rtnl.Route]{
		List:   func(ctx context.Context, c *rtnl.Conn) iter.Seq2[rtnl.Route, error] { return c.Routes(ctx, nil) },
		Key:    func(r *rtnl.Route) any { return routeKey(r) },
		Same:   func(a, b *rtnl.Route) bool { return a.SameConfig(*b) },
		Alias:  sameAlias,
		Ignore: func(r *rtnl.Route) bool { return r.Flags&rtnl.RouteCloned != 0 || r.Family >= uapi.RTNL_FAMILY_IPMR },
	})
}

func topicOfRules() *Topic {
	return NewMirroredTopic(TopicConfig{
		Name: "rule", Groups: []uint32{uapi.RTNLGRP_IPV4_RULE, uapi.RTNLGRP_IPV6_RULE}, New: uapi.RTM_NEWRULE, Deleted: uapi.RTM_DELRULE, Head: 12,
		Families: isIP,
	}, Mirror[rtnl.Rule]{
		List:   func(ctx context.Context, c *rtnl.Conn) iter.Seq2[rtnl.Rule, error] { return c.Rules(ctx, nil) },
		Key:    func(r *rtnl.Rule) any { return [2]uint32{uint32(r.Family), r.Priority.Or(0)} },
		Same:   sameRule,
		Alias:  sameRule, // of one priority there may be several, and none can be changed
		Ignore: func(r *rtnl.Rule) bool { return r.Family != rtnl.IPv4 && r.Family != rtnl.IPv6 },
	})
}

func topicOfNexthops() *Topic {
	return NewMirroredTopic(TopicConfig{
		Name: "nexthop", Groups: []uint32{uapi.RTNLGRP_NEXTHOP}, New: uapi.RTM_NEWNEXTHOP, Deleted: uapi.RTM_DELNEXTHOP, Head: 8,
	}, Mirror[rtnl.Nexthop]{
		List:    func(ctx context.Context, c *rtnl.Conn) iter.Seq2[rtnl.Nexthop, error] { return c.Nexthops(ctx, nil) },
		Key:     func(n *rtnl.Nexthop) any { return n.ID },
		Same:    func(a, b *rtnl.Nexthop) bool { return a.SameConfig(*b) },
		Flagged: true,
	})
}

func topicOfNeighs() *Topic {
	return NewMirroredTopic(TopicConfig{
		Name: "neigh", Groups: []uint32{uapi.RTNLGRP_NEIGH}, New: uapi.RTM_NEWNEIGH, Deleted: uapi.RTM_DELNEIGH, Head: 12,
		Families: isIP, // and not a forwarding entry of a bridge
	}, Mirror[rtnl.Neigh]{
		List: func(ctx context.Context, c *rtnl.Conn) iter.Seq2[rtnl.Neigh, error] { return c.Neighs(ctx, nil) },
		Key: func(n *rtnl.Neigh) any {
			return struct {
				dev int32
				dst netip.Addr
			}{n.DevIndex, n.Dst}
		},
		Same:   func(a, b *rtnl.Neigh) bool { return a.State == b.State && a.Address == b.Address && a.SameConfig(*b) },
		Ignore: func(n *rtnl.Neigh) bool { return n.Flags&rtnl.NeighProxy != 0 }, // the kernel never tells of those
	})
}

// Prefixes is the IPv6 prefixes that routers advertise, *[rtnl.RAPrefix]: events
// only, since the kernel keeps none.
var Prefixes = NewTopic[rtnl.RAPrefix](TopicConfig{
	Name: "prefix", Groups: []uint32{uapi.RTNLGRP_IPV6_PREFIX}, New: uapi.RTM_NEWPREFIX, Head: 12,
})

// bridgeLinks tells of a link as a port of a bridge.
var bridgeLinks = NewTopic[rtnl.Link](TopicConfig{
	Name: "bridge port", Groups: []uint32{uapi.RTNLGRP_LINK}, New: uapi.RTM_NEWLINK, Deleted: uapi.RTM_DELLINK, Head: 16,
	Families: []uint8{uapi.AF_BRIDGE},
})

func init() {
	Links.mirror.needs = []*Topic{bridgeLinks}
	Nexthops.mirror.needs = []*Topic{Links} // nexthops go with their link, without a word
	Routes.mirror.needs = []*Topic{Links, Addrs, Nexthops}
}

func sameRule(a, b *rtnl.Rule) bool { return a.SameConfig(*b) }

var isIP = []uint8{uapi.AF_INET, uapi.AF_INET6}

// sameAlias reports whether two routes of one key are the same one. IPv4 has
// several that differ in anything; of rtnl.IPv6 those with a gateway are one
// multipath route, and the others differ in the device or the type.
func sameAlias(a, b *rtnl.Route) bool {
	if a.Family != rtnl.IPv6 {
		return a.SameConfig(*b)
	}
	if gateways(a) != gateways(b) {
		return false
	}
	return gateways(a) || a.DevIndex == b.DevIndex && a.Type == b.Type && a.NexthopID == b.NexthopID
}

func gateways(r *rtnl.Route) bool { return r.Via.IsValid() || len(r.Hops) > 0 }

// partOf reports whether an object is a leg of a multipath route, which is left
// when the leg is gone.
func partOf(part, whole any) bool {
	p, ok := part.(*rtnl.Route)
	w, ok2 := whole.(*rtnl.Route)
	return ok && ok2 && p.Family == rtnl.IPv6 && len(w.Hops) > 0 && len(p.Hops) < len(w.Hops)
}

// addrKey is what the kernel tells addresses apart by: of IPv6 neither the prefix
// length nor the peer is part of it.
func addrKey(a *rtnl.Addr) any {
	type key struct {
		dev    int32
		prefix netip.Prefix
		peer   netip.Addr
	}
	if a.Prefix.Addr().Is4() {
		return key{a.DevIndex, a.Prefix, a.Peer}
	}
	return key{a.DevIndex, netip.PrefixFrom(a.Prefix.Addr(), 0), netip.Addr{}}
}

// routeKey is what the kernel tells routes apart by, but for aliases.
func routeKey(r *rtnl.Route) any {
	type key struct {
		family   rtnl.Family
		dst, src netip.Prefix
		table    uint32
		metric   uint32
		tos      uint8
	}
	k := key{family: r.Family, dst: r.Dst, table: r.Table, metric: r.Metric, tos: r.TOS}
	if r.More != nil && r.More.Src.Bits() > 0 {
		k.src = r.More.Src
	}
	return k
}
