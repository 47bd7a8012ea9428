package rtnl_test

import (
	"testing"

	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

func TestSameRoute(t *testing.T) {
	four := rtnl.Route{Dst: pfx("192.0.2.0/25"), Dev: "eth0", DevIndex: 0}
	six := rtnl.Route{Dst: pfx("2001:db8::/61"), DevIndex: 2}
	read := rtnl.Route{
		Dst: six.Dst, DevIndex: 2, Table: rtnl.TableMain, Metric: 1024, Type: rtnl.RouteUnicast, Protocol: rtnl.ProtoBoot, Family: rtnl.IPv6,
		Scope: global, Pref: rtnl.Some(rtnl.PrefMedium), Flags: rtnl.RouteLinkDown, More: &rtnl.RouteMore{CacheInfo: &rtnl.RouteCacheInfo{ClntRef: 3}},
	}
	multi := rtnl.Route{Dst: four.Dst, Hops: []rtnl.Hop{{DevIndex: 2}, {DevIndex: 3}}}
	for _, tt := range []struct {
		name        string
		a, b        rtnl.Route
		key, config bool
	}{
		{"itself", four, four, true, true},
		{"table absent and main", four, with(four, func(r *rtnl.Route) { r.Table = rtnl.TableMain }), true, true},
		{"type absent and unicast", four, with(four, func(r *rtnl.Route) { r.Type, r.Protocol = rtnl.RouteUnicast, rtnl.ProtoBoot }), true, true},
		{"scope absent and link", four, with(four, func(r *rtnl.Route) { r.Scope = rtnl.Some(rtnl.ScopeLink) }), true, true},
		{"scope", four, with(four, func(r *rtnl.Route) { r.Scope = global }), true, false},
		{"table", four, with(four, func(r *rtnl.Route) { r.Table = 7 }), false, false},
		{"metric", four, with(four, func(r *rtnl.Route) { r.Metric = 7 }), false, false},
		{"tos", four, with(four, func(r *rtnl.Route) { r.TOS = 4 }), false, false},
		{"dst", four, with(four, func(r *rtnl.Route) { r.Dst = pfx("192.0.2.0/26") }), false, false},
		{"via", four, with(four, func(r *rtnl.Route) { r.Via = viaHop }), true, false},
		{"onlink", four, with(four, func(r *rtnl.Route) { r.Flags = rtnl.RouteOnLink }), true, false},
		{"kernel's flags", four, with(four, func(r *rtnl.Route) { r.Flags = rtnl.RouteLinkDown | rtnl.RouteDead | rtnl.RouteOffload }), true, true},
		{"asked for and read", six, read, true, true},
		{"ip6 metric absent and 1024", six, with(six, func(r *rtnl.Route) { r.Metric = 1024 }), true, true},
		{"ip6 scope", six, with(six, func(r *rtnl.Route) { r.Scope = rtnl.Some(rtnl.ScopeLink) }), true, true},
		{"ip6 source", six, with(six, func(r *rtnl.Route) { r.More = &rtnl.RouteMore{Src: pfx("2001:db8:2::/47")} }), false, false},
		{"pref absent and medium", six, with(six, func(r *rtnl.Route) { r.Pref = rtnl.Some(rtnl.PrefMedium) }), true, true},
		{"pref", six, with(six, func(r *rtnl.Route) { r.Pref = rtnl.Some(rtnl.PrefHigh) }), true, false},
		{"expires and expires later", with(six, func(r *rtnl.Route) { r.More = &rtnl.RouteMore{Expires: seconds(7)} }),
			with(six, func(r *rtnl.Route) { r.More = &rtnl.RouteMore{Expires: seconds(5)} }), true, true},
		{"expires and does not", with(six, func(r *rtnl.Route) { r.More = &rtnl.RouteMore{Expires: seconds(7)} }), six, true, false},
		{"metrics", four, with(four, func(r *rtnl.Route) { r.More = &rtnl.RouteMore{Metrics: allMetrics(0)} }), true, false},
		{"weight absent and 1", multi, with(multi, func(r *rtnl.Route) {
			r.Hops = []rtnl.Hop{{DevIndex: 2, Weight: 1}, {DevIndex: 3, Flags: rtnl.RouteDead}}
		}), true, true},
		{"weight", multi, with(multi, func(r *rtnl.Route) { r.Hops = []rtnl.Hop{{DevIndex: 2, Weight: 2}, {DevIndex: 3}} }), true, false},
		{"one hop less", multi, with(multi, func(r *rtnl.Route) { r.Hops = r.Hops[:1] }), true, false},
		{"nexthop and what it is", rtnl.Route{Dst: four.Dst, NexthopID: 7}, rtnl.Route{Dst: four.Dst, NexthopID: 7, Via: viaHop, DevIndex: 3}, true, true},
		{"default routes of two families", rtnl.Route{Dst: pfx("0.0.0.0/0"), DevIndex: 2}, rtnl.Route{Dst: pfx("::/0"), DevIndex: 2}, false, false},
	} {
		before := tt.a
		if got := tt.a.SameKey(tt.b); got != tt.key || tt.b.SameKey(tt.a) != got {
			t.Errorf("%s: SameKey = %v, want %v", tt.name, got, tt.key)
		}
		if got := tt.a.SameConfig(tt.b); got != tt.config || tt.b.SameConfig(tt.a) != got {
			t.Errorf("%s: SameConfig = %v, want %v", tt.name, got, tt.config)
		}
		if diff := place.Diff(before, tt.a); diff != "" {
			t.Errorf("%s: comparing changed it: %s", tt.name, diff)
		}
	}
}

func TestSameAddr(t *testing.T) {
	four, six := rtnl.Addr{DevIndex: 2, Prefix: pfx("192.0.2.5/25")}, rtnl.Addr{DevIndex: 2, Prefix: pfx("2001:db8::5/64")}
	for _, tt := range []struct {
		name        string
		a, b        rtnl.Addr
		key, config bool
	}{
		{"itself", four, four, true, true},
		{"dev", four, with(four, func(a *rtnl.Addr) { a.DevIndex = 3 }), false, false},
		{"name too", four, with(four, func(a *rtnl.Addr) { a.Dev = "eth0" }), true, true},
		{"length", four, with(four, func(a *rtnl.Addr) { a.Prefix = pfx("192.0.2.5/24") }), false, false},
		{"peer", four, with(four, func(a *rtnl.Addr) { a.Peer = ip("192.0.2.6") }), false, false},
		{"label", four, with(four, func(a *rtnl.Addr) { a.Label = "x" }), true, false},
		{"broadcast", four, with(four, func(a *rtnl.Addr) { a.Broadcast = ip("192.0.2.127") }), true, false},
		{"scope", four, with(four, func(a *rtnl.Addr) { a.Scope = rtnl.ScopeLink }), true, false},
		{"metric", four, with(four, func(a *rtnl.Addr) { a.Metric = 7 }), true, false},
		{"user's flag", four, with(four, func(a *rtnl.Addr) { a.Flags = rtnl.AddrNoPrefixRoute }), true, false},
		{"kernel's flags", four, with(four, func(a *rtnl.Addr) { a.Flags = rtnl.AddrPermanent | rtnl.AddrSecondary | rtnl.AddrTentative }), true, true},
		{"times", four, with(four, func(a *rtnl.Addr) { a.Created, a.Updated = 1, 2 }), true, true},
		{"forever and absent", four, with(four, func(a *rtnl.Addr) { a.ValidLft, a.PreferredLft = rtnl.Some(rtnl.Forever), rtnl.Some(rtnl.Forever) }), true, true},
		{"lifetime that passes", with(four, func(a *rtnl.Addr) { a.ValidLft = seconds(9) }), with(four, func(a *rtnl.Addr) { a.ValidLft = seconds(7) }), true, true},
		{"lifetime", four, with(four, func(a *rtnl.Addr) { a.ValidLft = seconds(7) }), true, false},
		{"ip6 length", six, with(six, func(a *rtnl.Addr) { a.Prefix = pfx("2001:db8::5/61") }), true, false},
		{"ip6 peer", six, with(six, func(a *rtnl.Addr) { a.Peer = ip("2001:db8::6") }), true, false},
		{"mapped", rtnl.Addr{DevIndex: 2, Prefix: pfx("::ffff:192.0.2.5/121")}, four, false, false},
	} {
		if got := tt.a.SameKey(tt.b); got != tt.key || tt.b.SameKey(tt.a) != got {
			t.Errorf("%s: SameKey = %v, want %v", tt.name, got, tt.key)
		}
		if got := tt.a.SameConfig(tt.b); got != tt.config || tt.b.SameConfig(tt.a) != got {
			t.Errorf("%s: SameConfig = %v, want %v", tt.name, got, tt.config)
		}
	}
}

func TestSameLink(t *testing.T) {
	l := vethRead(2, 3, "02:11:22:33:44:55")
	for _, tt := range []struct {
		name        string
		b           rtnl.Link
		key, config bool
	}{
		{"itself", l, true, true},
		{"statistics", with(l, func(l *rtnl.Link) { l.Stats = &rtnl.LinkStats{RxBytes: 7} }), true, true},
		{"carrier", with(l, func(l *rtnl.Link) {
			l.Carrier, l.CarrierChanges, l.OperState, l.Flags = rtnl.On, 7, rtnl.Some(rtnl.OperUp), l.Flags|rtnl.FlagLowerUp|rtnl.FlagRunning
		}), true, true},
		{"qdisc", with(l, func(l *rtnl.Link) { l.Qdisc = "noqueue" }), true, true},
		{"unknown", with(l, func(l *rtnl.Link) { l.Unknown = []nlattr.Attr{{Type: 200, Data: []byte{1}}} }), true, true},
		{"index", with(l, func(l *rtnl.Link) { l.Index = 9 }), false, true},
		{"no index", with(l, func(l *rtnl.Link) { l.Index = 0 }), true, true},
		{"up", with(l, func(l *rtnl.Link) { l.Up = rtnl.On }), true, false},
		{"mtu", with(l, func(l *rtnl.Link) { l.MTU = 1400 }), true, false},
		{"name", with(l, func(l *rtnl.Link) { l.Name = "x" }), true, false},
		{"master", with(l, func(l *rtnl.Link) { l.MasterIndex = 7 }), true, false},
		{"alias", with(l, func(l *rtnl.Link) { l.Alias = rtnl.Some("x") }), true, false},
		{"kind", with(l, func(l *rtnl.Link) { l.Kind = &kind.Dummy{} }), true, false},
	} {
		if got := l.SameKey(tt.b); got != tt.key || tt.b.SameKey(l) != got {
			t.Errorf("%s: SameKey = %v, want %v", tt.name, got, tt.key)
		}
		if got := l.SameConfig(tt.b); got != tt.config || tt.b.SameConfig(l) != got {
			t.Errorf("%s: SameConfig = %v, want %v", tt.name, got, tt.config)
		}
	}
}
