package rtnl_test

import (
	"errors"
	"io/fs"
	"maps"
	"testing"
	"time"

	"syscall"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/encap"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

// A routeCase is a route, and what "ip -j -d route show table all" says of it.
// The devices are eth0 and eth1.
type routeCase struct {
	name  string
	route rtnl.Route
	json  map[string]any
}

var viaHop = ip("198.51.100.7")

var routeCases = []routeCase{
	{"dev", rtnl.Route{Dev: "eth0"}, map[string]any{"dev": "eth0", "scope": "link", "protocol": "boot", "type": "unicast", "metric": nil}},
	{"via", rtnl.Route{Via: viaHop}, map[string]any{"gateway": "198.51.100.7", "dev": "eth0", "scope": "global"}},
	{"via inet6", rtnl.Route{Via: ip("fe80::7"), Dev: "eth1"}, map[string]any{"via": map[string]any{"family": "inet6", "host": "fe80::7"}, "dev": "eth1"}},
	{"onlink", rtnl.Route{Via: ip("10.9.8.7"), Dev: "eth1", Flags: rtnl.RouteOnLink},
		map[string]any{"gateway": "10.9.8.7", "flags": []any{"onlink"}}},
	{"table", rtnl.Route{Dev: "eth0", Table: 77}, map[string]any{"table": "77"}},
	{"table above 255", rtnl.Route{Dev: "eth0", Table: 1<<32 - 2}, map[string]any{"table": "4294967294"}},
	{"metric", rtnl.Route{Dev: "eth0", Metric: 1<<32 - 3}, map[string]any{"metric": 4294967293.}},
	{"proto", rtnl.Route{Dev: "eth0", Protocol: rtnl.ProtoBGP}, map[string]any{"protocol": "bgp"}},
	{"own proto", rtnl.Route{Dev: "eth0", Protocol: 201}, map[string]any{"protocol": "201"}},
	{"prefsrc", rtnl.Route{Dev: "eth0", PrefSrc: ip("198.51.100.9")}, map[string]any{"prefsrc": "198.51.100.9"}},
	{"tos", rtnl.Route{Dev: "eth0", TOS: 0x10}, map[string]any{"tos": "0x10"}},
	{"scope host", rtnl.Route{Dev: "eth0", Scope: rtnl.Some(rtnl.ScopeHost)}, map[string]any{"scope": "host"}},
	{"scope site", rtnl.Route{Dev: "eth0", Scope: rtnl.Some(rtnl.ScopeSite)}, map[string]any{"scope": "site"}},
	{"own scope", rtnl.Route{Dev: "eth0", Scope: rtnl.Some(rtnl.Scope(99))}, map[string]any{"scope": "99"}},
	{"local", rtnl.Route{Type: rtnl.RouteLocal, Dev: "eth0", Table: rtnl.TableLocal}, map[string]any{"type": "local", "table": "local", "scope": "host"}},
	{"broadcast", rtnl.Route{Type: rtnl.RouteBroadcast, Dev: "eth0", Table: rtnl.TableLocal}, map[string]any{"type": "broadcast", "scope": "link"}},
	{"anycast", rtnl.Route{Type: rtnl.RouteAnycast, Dev: "eth0"}, map[string]any{"type": "anycast", "scope": "link"}},
	{"multicast", rtnl.Route{Type: rtnl.RouteMulticast, Dev: "eth0"}, map[string]any{"type": "multicast", "scope": "link"}},
	{"blackhole", rtnl.Route{Type: rtnl.RouteBlackhole}, map[string]any{"type": "blackhole"}},
	{"unreachable", rtnl.Route{Type: rtnl.RouteUnreachable, Metric: 5}, map[string]any{"type": "unreachable", "metric": 5.}},
	{"prohibit", rtnl.Route{Type: rtnl.RouteProhibit}, map[string]any{"type": "prohibit"}},
	{"throw", rtnl.Route{Type: rtnl.RouteThrow, Table: 99}, map[string]any{"type": "throw"}},
	{"multipath", rtnl.Route{Hops: []rtnl.Hop{
		{Via: viaHop, Dev: "eth0"}, {Via: ip("203.0.113.8"), Dev: "eth1", Weight: 256, Flags: rtnl.RouteOnLink}, {Dev: "eth1", Weight: 7},
		{Via: ip("fe80::7"), Dev: "eth1", Weight: 2},
	}}, map[string]any{"nexthops": []any{
		map[string]any{"gateway": "198.51.100.7", "dev": "eth0", "weight": 1., "flags": []any{}},
		map[string]any{"gateway": "203.0.113.8", "dev": "eth1", "weight": 256., "flags": []any{"onlink"}},
		map[string]any{"dev": "eth1", "weight": 7., "flags": []any{}},
		map[string]any{"via": map[string]any{"family": "inet6", "host": "fe80::7"}, "dev": "eth1", "weight": 2., "flags": []any{}},
	}}},
	{"metrics", rtnl.Route{Dev: "eth0", More: &rtnl.RouteMore{Metrics: allMetrics(rtnl.LockMTU | rtnl.LockRTOMin)}}, map[string]any{"metrics": []any{map[string]any{
		"mtu": 1401., "window": 2002., "rtt": 103., "rttvar": 54., "ssthresh": 5., "cwnd": 6., "advmss": 1007., "reordering": 8.,
		"hoplimit": 9., "initcwnd": 10., "ecn": nil, "rto_min": 211., "initrwnd": 12., "quickack": 1., "congestion": "cubic", "fastopen_no_cookie": 1.,
	}}}},
	{"realms", rtnl.Route{Dev: "eth0", More: &rtnl.RouteMore{Realms: rtnl.U32(37<<16 | 91)}}, map[string]any{"flow": map[string]any{"from": "37", "to": "91"}}},
	{"nexthop object", rtnl.Route{NexthopID: 777}, map[string]any{"nhid": 777., "gateway": "198.51.100.8", "dev": "eth0"}},
	{"nexthop group", rtnl.Route{NexthopID: 779}, map[string]any{"nhid": 779.}},
	{"encap", rtnl.Route{Via: viaHop, Dev: "eth0", More: &rtnl.RouteMore{Encap: &encap.MPLS{Labels: encap.Labels{100, 200}, TTL: rtnl.U8(61)}}},
		map[string]any{"encap": "mpls", "dst": "100/200"}},
}

var routeCases6 = []routeCase{
	{"dev", rtnl.Route{Dev: "eth0"}, map[string]any{"dev": "eth0", "metric": 1024., "type": "unicast", "pref": "medium"}},
	{"via", rtnl.Route{Via: ip("fe80::7"), Dev: "eth0"}, map[string]any{"gateway": "fe80::7"}},
	{"onlink", rtnl.Route{Via: ip("2001:db8:77::7"), Dev: "eth0", Flags: rtnl.RouteOnLink}, map[string]any{"flags": []any{"onlink"}}},
	{"table above 255", rtnl.Route{Dev: "eth0", Table: 1000}, map[string]any{"table": "1000"}},
	{"metric", rtnl.Route{Dev: "eth0", Metric: 7, Protocol: rtnl.ProtoStatic}, map[string]any{"metric": 7., "protocol": "static"}},
	{"prefsrc", rtnl.Route{Dev: "eth0", PrefSrc: ip("2001:db8:5::9")}, map[string]any{"prefsrc": "2001:db8:5::9"}},
	{"pref", rtnl.Route{Via: ip("fe80::7"), Dev: "eth0", Pref: rtnl.Some(rtnl.PrefHigh)}, map[string]any{"pref": "high"}},
	{"pref low", rtnl.Route{Via: ip("fe80::7"), Dev: "eth0", Pref: rtnl.Some(rtnl.PrefLow)}, map[string]any{"pref": "low"}},
	{"expires", rtnl.Route{Dev: "eth0", More: &rtnl.RouteMore{Expires: rtnl.Some(time.Hour)}}, nil},
	{"from", rtnl.Route{Dev: "eth0", More: &rtnl.RouteMore{Src: pfx("2001:db8:2::/47")}}, map[string]any{"from": "2001:db8:2::/47"}},
	{"metrics", rtnl.Route{Dev: "eth0", More: &rtnl.RouteMore{Metrics: allMetrics(rtnl.LockMTU)}}, nil},
	{"multipath", rtnl.Route{Hops: []rtnl.Hop{{Via: ip("fe80::7"), Dev: "eth0"}, {Via: ip("fe80::8"), Dev: "eth1", Weight: 256}}}, map[string]any{"nexthops": []any{
		map[string]any{"gateway": "fe80::7", "dev": "eth0", "weight": 1., "flags": []any{}},
		map[string]any{"gateway": "fe80::8", "dev": "eth1", "weight": 256., "flags": []any{}},
	}}},
	{"local", rtnl.Route{Type: rtnl.RouteLocal, Dev: "eth0"}, map[string]any{"type": "local"}},
	{"anycast", rtnl.Route{Type: rtnl.RouteAnycast, Dev: "eth0"}, map[string]any{"type": "anycast"}},
	{"blackhole", rtnl.Route{Type: rtnl.RouteBlackhole}, map[string]any{"type": "blackhole"}},
	{"unreachable", rtnl.Route{Type: rtnl.RouteUnreachable}, map[string]any{"type": "unreachable"}},
	{"prohibit", rtnl.Route{Type: rtnl.RouteProhibit}, map[string]any{"type": "prohibit"}},
	{"throw", rtnl.Route{Type: rtnl.RouteThrow}, map[string]any{"type": "throw"}},
	{"nexthop object", rtnl.Route{NexthopID: 778}, map[string]any{"nhid": 778., "gateway": "fe80::9"}},
}

// routed is a place with devices, addresses and nexthops.
func routed(t testing.TB) *place.Place {
	t.Helper()
	p := place.New(t)
	p.Dummies("eth0", "eth1")
	p.Must(rtnl.SetLink("lo", rtnl.Link{Up: rtnl.On}),
		rtnl.AddAddr(rtnl.Addr{Dev: "eth0", Prefix: pfx("198.51.100.9/24")}), rtnl.AddAddr(rtnl.Addr{Dev: "eth1", Prefix: pfx("203.0.113.9/24")}),
		rtnl.AddAddr(rtnl.Addr{Dev: "eth0", Prefix: pfx("2001:db8:5::9/64"), Flags: rtnl.AddrNoDAD}))
	p.IP("nexthop", "add", "id", "777", "via", "198.51.100.8", "dev", "eth0")
	p.IP("nexthop", "add", "id", "776", "via", "198.51.100.6", "dev", "eth0")
	p.IP("nexthop", "add", "id", "779", "group", "777,3/776,5")
	p.IP("-6", "nexthop", "add", "id", "778", "via", "fe80::9", "dev", "eth0")
	return p
}

// find returns the one route to dst, from a list of them all.
func find(t testing.TB, p *place.Place, dst rtnl.Route) rtnl.Route {
	t.Helper()
	all, err := rtnl.Collect(p.Routes(t.Context(), &rtnl.RouteFilter{Dst: dst.Dst}))
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 1 {
		t.Fatalf("%d routes to %v, want 1: %v", len(all), dst.Dst, all)
	}
	return all[0]
}

// TestRoutes adds each kind of route, reads it back in two ways, and deletes it
// and adds it again as it was read.
func TestRoutes(t *testing.T) {
	p := routed(t)
	for family, cases := range map[string][]routeCase{"-4": routeCases, "-6": routeCases6} {
		dst := pfx("192.0.2.0/25")
		if family == "-6" {
			dst = pfx("2001:db8::/61")
		}
		for _, tt := range cases {
			t.Run(family+"/"+tt.name, func(t *testing.T) {
				p := p.In(t)
				r := tt.route
				r.Dst = dst
				p.Must(rtnl.AddRoute(r))
				read := find(t, p, r)
				sameRoute(t, p, read, r)
				want := map[string]any{"dst": dst.String()}
				maps.Copy(want, tt.json) // which may have the destination of an encapsulation
				place.Says(t, p.One(family, "route", "show", "table", "all", "exact", dst.String()), want)
				p.Must(rtnl.DeleteRoute(read), rtnl.AddRoute(read))
				if again := find(t, p, r); !again.SameConfig(read) || !again.SameKey(read) {
					t.Errorf("read, deleted and added again: -before +after\n%s", place.Diff(read, again))
				}
				p.Must(rtnl.DeleteRoute(r), rtnl.AddRoute(r))
				f := &rtnl.RouteFilter{Dst: dst, Table: read.Table, Protocol: read.Protocol}
				if n, err := p.FlushRoutes(t.Context(), f); n != 1 || err != nil {
					t.Errorf("FlushRoutes() = %d, %v; want 1", n, err)
				}
				if got := p.JSON(family, "route", "show", "table", "all", "exact", dst.String()); len(got) != 0 {
					t.Errorf("flushed, and still there: %v", got)
				}
			})
		}
	}
}

// sameRoute checks that read is what was asked for.
func sameRoute(t *testing.T, p *place.Place, read, want rtnl.Route) {
	t.Helper()
	hops := append([]rtnl.Hop(nil), want.Hops...)
	for i := range hops {
		hops[i].DevIndex, hops[i].Dev, hops[i].Weight = p.Link(hops[i].Dev).Index, "", max(hops[i].Weight, 1)
	}
	if len(hops) > 0 {
		want.Hops = hops
	}
	if want.Dev != "" {
		want.DevIndex, want.Dev = p.Link(want.Dev).Index, ""
	}
	if !read.SameKey(want) {
		t.Errorf("the key of %v is not that of %v", read, want)
	}
	if want.NexthopID == 0 && want.DevIndex == 0 && len(want.Hops) == 0 {
		want.DevIndex = read.DevIndex // the kernel finds the device of a gateway
	}
	if !read.SameConfig(want) {
		t.Errorf("SameConfig(%v, %v) = false: -want +read\n%s", want, read, place.Diff(want, read))
	}
	if want.More != nil && want.More.Expires.Is() {
		if left := read.More.Expires.Or(0); left > time.Hour || left < time.Hour-time.Minute {
			t.Errorf("expires in %v, want an hour", left)
		}
	}
	if want.More != nil {
		m := want.More.Metrics
		if diff := place.Diff(m, read.More.Metrics); diff != "" {
			t.Errorf("metrics: -want +got\n%s", diff)
		}
	}
}

// TestRouteVerbs is what the verbs do with a route that is there.
func TestRouteVerbs(t *testing.T) {
	p := routed(t)
	r := rtnl.Route{Dst: pfx("192.0.2.0/25"), Dev: "eth0", Metric: 7}
	other := r
	other.Dev, other.More = "eth1", &rtnl.RouteMore{Metrics: rtnl.RouteMetrics{MTU: rtnl.U32(1401)}}
	try := func(req rtnl.Request, want error) {
		t.Helper()
		if err := p.Do(t.Context(), req); !errors.Is(err, want) {
			t.Errorf("%v: %v, want %v", req, err, want)
		}
	}
	count := func(want int) {
		t.Helper()
		if got := p.JSON("route", "show", "exact", "192.0.2.0/25"); len(got) != want {
			t.Errorf("%d routes, want %d: %v", len(got), want, got)
		}
	}
	try(rtnl.ChangeRoute(r), fs.ErrNotExist)
	try(rtnl.DeleteRoute(r), fs.ErrNotExist)
	try(rtnl.AddRoute(r), nil)
	try(rtnl.AddRoute(r), fs.ErrExist)
	try(rtnl.AddRoute(other), fs.ErrExist)
	try(rtnl.ChangeRoute(other), nil)
	count(1)
	place.Says(t, p.One("route", "show", "exact", "192.0.2.0/25"), map[string]any{"dev": "eth1", "metrics": []any{}})
	try(rtnl.ReplaceRoute(r), nil)
	count(1)
	place.Says(t, p.One("route", "show", "exact", "192.0.2.0/25"), map[string]any{"dev": "eth0"})
	try(rtnl.AppendRoute(other), nil)
	count(2)
	another := r
	another.Metric = 8
	try(rtnl.ReplaceRoute(another), nil) // the metric is part of the key
	count(3)
	try(rtnl.DeleteRoute(other), nil)
	try(rtnl.DeleteRoute(rtnl.Route{Dst: r.Dst}), nil) // the first that matches
	count(1)
	try(rtnl.DeleteRoute(rtnl.Route{Dst: r.Dst, Protocol: rtnl.ProtoBGP}), fs.ErrNotExist)
	try(rtnl.DeleteRoute(rtnl.Route{Dst: r.Dst, Type: rtnl.RouteBlackhole}), fs.ErrNotExist)
	try(rtnl.DeleteRoute(rtnl.Route{Dst: r.Dst, Metric: 9}), fs.ErrNotExist)
	count(1)
	// Of IPv6 appending makes a multipath route.
	six := rtnl.Route{Dst: pfx("2001:db8::/61"), Via: ip("fe80::7"), Dev: "eth0"}
	try(rtnl.AddRoute(six), nil)
	six.Via = ip("fe80::8")
	try(rtnl.AppendRoute(six), nil)
	if got := find(t, p, six); len(got.Hops) != 2 {
		t.Errorf("%v has %d hops, want 2", got, len(got.Hops))
	}
}

// Default routes have a family and a prefix, both ways.
func TestDefaultRoutes(t *testing.T) {
	p := routed(t)
	p.Must(rtnl.AddRoute(rtnl.Route{Dst: pfx("0.0.0.0/0"), Via: viaHop}), rtnl.AddRoute(rtnl.Route{Dst: pfx("::/0"), Via: ip("fe80::7"), Dev: "eth0"}))
	place.Says(t, p.One("-4", "route", "show", "default"), map[string]any{"dst": "default", "gateway": "198.51.100.7"})
	place.Says(t, p.One("-6", "route", "show", "default"), map[string]any{"dst": "default", "gateway": "fe80::7"})
	for _, tt := range []struct {
		dst    string
		family rtnl.Family
	}{{"0.0.0.0/0", rtnl.IPv4}, {"::/0", rtnl.IPv6}} {
		r := find(t, p, rtnl.Route{Dst: pfx(tt.dst)})
		if r.Dst != pfx(tt.dst) || r.Family != tt.family {
			t.Errorf("read %v of family %v, want %s", r.Dst, r.Family, tt.dst)
		}
		if got := r.String(); got[:8] != "default " {
			t.Errorf("String() = %q", got)
		}
		p.Must(rtnl.DeleteRoute(r))
	}
	if got := p.JSON("-4", "route", "show", "default"); len(got) != 0 {
		t.Errorf("still there: %v", got)
	}
	err := p.Do(t.Context(), rtnl.AddRoute(rtnl.Route{Via: viaHop}))
	if err == nil || err.Error() != "rtnl: route add 0: dst: no valid prefix; the default route is 0.0.0.0/0 or ::/0" {
		t.Errorf("no destination: %v", err)
	}
}

// A route whose device has no carrier is read, deleted and added as it was.
func TestRouteLinkDown(t *testing.T) {
	p := routed(t)
	p.Must(rtnl.AddRoute(rtnl.Route{Dst: pfx("192.0.2.0/25"), Hops: []rtnl.Hop{{Dev: "eth0"}, {Via: ip("203.0.113.8"), Dev: "eth1"}}}),
		rtnl.SetLink("eth1", rtnl.Link{Carrier: rtnl.Off}))
	deadline := time.Now().Add(5 * time.Second)
	for {
		r := find(t, p, rtnl.Route{Dst: pfx("192.0.2.0/25")})
		if r.Hops[1].Flags&rtnl.RouteLinkDown != 0 {
			before := r
			p.Must(rtnl.DeleteRoute(r), rtnl.AddRoute(r))
			if after := find(t, p, r); !after.SameConfig(before) {
				t.Errorf("-before +after\n%s", place.Diff(before, after))
			}
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%v has no linkdown", r)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func TestRouteTo(t *testing.T) {
	p := routed(t)
	nltest.HaveKind(t, "vrf")
	p.Must(rtnl.AddLink(rtnl.Link{Name: "red", Up: rtnl.On, Kind: &kind.Raw{Name: "vrf", Data: []nlattr.Attr{at(1, "4d 00 00 00")}}}),
		rtnl.AddRoute(rtnl.Route{Dst: pfx("192.0.2.0/25"), Via: viaHop, Metric: 5, More: &rtnl.RouteMore{Metrics: rtnl.RouteMetrics{MTU: rtnl.U32(1401)}}}),
		rtnl.AddRoute(rtnl.Route{Dst: pfx("192.0.2.0/25"), Dev: "eth1", Table: 99}),
		rtnl.AddRoute(rtnl.Route{Dst: pfx("192.0.2.0/25"), Dev: "eth1", Table: 77}),
		rtnl.AddRoute(rtnl.Route{Dst: pfx("192.0.2.128/25"), Type: rtnl.RouteUnreachable}),
		rtnl.AddRoute(rtnl.Route{Dst: pfx("192.0.3.0/25"), Type: rtnl.RouteProhibit}),
		rtnl.AddRoute(rtnl.Route{Dst: pfx("2001:db8::/61"), Via: ip("fe80::7"), Dev: "eth0"}))
	p.IP("rule", "add", "fwmark", "0x1234", "lookup", "99")
	p.IP("rule", "add", "ipproto", "tcp", "dport", "443", "lookup", "99")
	p.IP("rule", "add", "from", "203.0.113.0/24", "iif", "eth1", "lookup", "99")
	p.Sysctl("ipv4/ip_forward", "1")
	p.Sysctl("ipv4/conf/all/rp_filter", "0")
	eth0, eth1 := p.Link("eth0").Index, p.Link("eth1").Index
	for name, tt := range map[string]struct {
		dst   string
		q     *rtnl.RouteQuery
		dev   int32
		table uint32
		via   string
	}{
		"plain":   {"192.0.2.1", nil, eth0, rtnl.TableMain, "198.51.100.7"},
		"oif":     {"192.0.2.1", &rtnl.RouteQuery{OIF: "eth0"}, eth0, rtnl.TableMain, "198.51.100.7"},
		"mark":    {"192.0.2.1", &rtnl.RouteQuery{Mark: rtnl.U32(0x1234)}, eth1, 99, ""},
		"uid":     {"192.0.2.1", &rtnl.RouteQuery{UID: rtnl.U32(0)}, eth0, rtnl.TableMain, "198.51.100.7"},
		"dport":   {"192.0.2.1", &rtnl.RouteQuery{IPProto: rtnl.U8(6), DPort: rtnl.U16(443), SPort: rtnl.U16(5001)}, eth1, 99, ""},
		"from":    {"192.0.2.1", &rtnl.RouteQuery{From: ip("198.51.100.9")}, eth0, rtnl.TableMain, "198.51.100.7"},
		"iif":     {"192.0.2.1", &rtnl.RouteQuery{From: ip("203.0.113.77"), IIF: "eth1"}, eth1, 99, ""},
		"vrf":     {"192.0.2.1", &rtnl.RouteQuery{VRF: "red"}, eth1, 77, ""},
		"ip6":     {"2001:db8::1", nil, eth0, rtnl.TableMain, "fe80::7"},
		"ip6 oif": {"2001:db8::1", &rtnl.RouteQuery{OIFIndex: eth0, From: ip("2001:db8:5::9")}, eth0, rtnl.TableMain, "fe80::7"},
	} {
		r, err := p.RouteTo(t.Context(), ip(tt.dst), tt.q)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		via := ""
		if r.Via.IsValid() {
			via = r.Via.String()
		}
		if r.DevIndex != tt.dev || r.Table != tt.table || via != tt.via || r.Dst.Addr() != ip(tt.dst) || !r.Dst.IsSingleIP() {
			t.Errorf("%s: %v, in table %d; want dev if%d, table %d, via %q", name, r, r.Table, tt.dev, tt.table, tt.via)
		}
	}
	fib, err := p.RouteTo(t.Context(), ip("192.0.2.1"), &rtnl.RouteQuery{FIBMatch: true})
	if err != nil {
		t.Fatal(err)
	}
	all, err := rtnl.Collect(p.Routes(t.Context(), &rtnl.RouteFilter{Dst: pfx("192.0.2.0/25"), Table: rtnl.TableMain}))
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	if want := all[0]; !fib.SameConfig(want) || !fib.SameKey(want) {
		t.Errorf("FIBMatch: -want +got\n%s", place.Diff(want, fib))
	}
	if r, err := p.RouteTo(t.Context(), ip("192.0.2.1"), &rtnl.RouteQuery{UID: rtnl.U32(0), Mark: rtnl.U32(7)}); err != nil || r.More.UID != rtnl.U32(0) || r.More.Mark != rtnl.U32(7) {
		t.Errorf("RouteTo = %+v, %v, want the uid and the mark in it", r.More, err)
	}
	for name, tt := range map[string]struct {
		dst   string
		errno syscall.Errno
		is    error
	}{
		"none":        {"10.1.2.3", syscall.ENETUNREACH, fs.ErrNotExist},
		"none of ip6": {"2001:db8:ffff::1", syscall.ENETUNREACH, fs.ErrNotExist},
		"unreachable": {"192.0.2.129", syscall.EHOSTUNREACH, nil},
		"prohibit":    {"192.0.3.1", syscall.EACCES, fs.ErrPermission},
	} {
		_, err := p.RouteTo(t.Context(), ip(tt.dst), nil)
		if !errors.Is(err, tt.errno) || tt.is != nil && !errors.Is(err, tt.is) || tt.is == nil && errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v, want %v that is %v", name, err, tt.errno, tt.is)
		}
	}
}
