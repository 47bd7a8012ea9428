package rtnl_test

import (
	"encoding/hex"
	"strings"
	"time"

	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/encap"
)

// at is an attribute made of hexadecimal digits.
func at(t nlattr.Type, digits string) nlattr.Attr {
	b, err := hex.DecodeString(strings.ReplaceAll(digits, " ", ""))
	if err != nil {
		panic(err)
	}
	return nlattr.Attr{Type: t, Data: b}
}

// routesSent is for goldens of routes.
func routesSent() []sent {
	const prepend = "there is no verb for it"
	const default6 = "a destination of no bits says nothing, and the kernel leaves it out too"
	ip4 := rtnl.Route{Dst: pfx("192.0.2.0/25"), Dev: "eth0"}
	ip6 := rtnl.Route{Dst: pfx("2001:db8::/61"), Dev: "eth0"}
	with := func(r rtnl.Route, f func(*rtnl.Route)) rtnl.Route { f(&r); return r }
	more := func(r rtnl.Route, m rtnl.RouteMore) rtnl.Route { r.More = &m; return r }
	typed := func(t rtnl.RouteType, dst string) rtnl.Route { return rtnl.Route{Type: t, Dst: pfx(dst)} }
	metric := func(r rtnl.Route) rtnl.Route { r.Metric = 300; return r }
	ms := func(n float64) rtnl.Opt[time.Duration] {
		return rtnl.Some(time.Duration(n * float64(time.Millisecond)))
	}
	return []sent{
		{name: "route-add-ip4-plain", req: rtnl.AddRoute(rtnl.Route{Dst: ip4.Dst, Via: ip("198.51.100.7")})},
		{name: "route-add-ip4-dev", req: rtnl.AddRoute(ip4)},
		{name: "route-add-ip4-default", req: rtnl.AddRoute(rtnl.Route{Dst: pfx("0.0.0.0/0"), Via: ip("198.51.100.7"), Dev: "eth0", Flags: rtnl.RouteOnLink})},
		{name: "route-add-ip4-default-dev", req: rtnl.AddRoute(rtnl.Route{Dst: pfx("0.0.0.0/0"), Dev: "eth0"})},
		{name: "route-add-ip4-host", req: rtnl.AddRoute(rtnl.Route{Dst: pfx("192.0.2.3/32"), Dev: "eth0", Table: 200})},
		{name: "route-add-ip4", req: rtnl.AddRoute(rtnl.Route{
			Dst: ip4.Dst, Via: ip("198.51.100.7"), Dev: "eth0", Flags: rtnl.RouteOnLink, PrefSrc: ip("198.51.100.9"), Table: 1000,
			Protocol: 77, Metric: 300, TOS: 0x10, Scope: rtnl.Some(rtnl.ScopeSite),
		})},
		{name: "route-add-ip4-via-ip6", req: rtnl.AddRoute(rtnl.Route{Dst: ip4.Dst, Via: ip("fe80::7"), Dev: "eth0"})},
		{name: "route-add-ip4-nhid", req: rtnl.AddRoute(rtnl.Route{Dst: ip4.Dst, NexthopID: 777, PrefSrc: ip("127.0.0.1")})},
		{name: "route-add-ip4-realms", req: rtnl.AddRoute(more(ip4, rtnl.RouteMore{Realms: rtnl.U32(37<<16 | 91)}))},
		{name: "route-add-ip4-metrics", diff: "RTM_NEWROUTE > RTA_METRICS > RTAX_CC_ALGO:\n\twant 63 75 62 69 63\n\tgot  63 75 62 69 63 00\n", req: rtnl.AddRoute(more(ip4, rtnl.RouteMore{Metrics: rtnl.RouteMetrics{
			MTU: rtnl.U32(1401), Window: rtnl.U32(2002), RTT: ms(103), RTTVar: ms(54), SSThresh: rtnl.U32(5), CWnd: rtnl.U32(6),
			AdvMSS: rtnl.U32(1007), Reordering: rtnl.U32(8), HopLimit: rtnl.U32(9), InitCWnd: rtnl.U32(10),
			Features: rtnl.Some(rtnl.FeatureECN), RTOMin: ms(211), InitRWnd: rtnl.U32(12), QuickAck: rtnl.On, CongCtl: "cubic",
			FastOpenNoCookie: rtnl.On,
			Lock:             rtnl.LockRTOMin, // ip(8) adds it unasked
		}})), why: noNul},
		{name: "route-add-ip4-metrics-lock", diff: "RTM_NEWROUTE > RTA_METRICS > RTAX_CC_ALGO:\n\twant 72 65 6e 6f\n\tgot  72 65 6e 6f 00\n", req: rtnl.AddRoute(more(ip4, rtnl.RouteMore{Metrics: rtnl.RouteMetrics{
			MTU: rtnl.U32(1401), Window: rtnl.U32(2002), RTT: ms(103), RTTVar: ms(54), SSThresh: rtnl.U32(5), CWnd: rtnl.U32(6),
			AdvMSS: rtnl.U32(1007), Reordering: rtnl.U32(8), HopLimit: rtnl.U32(9), CongCtl: "reno",
			Lock: rtnl.LockMTU | rtnl.LockWindow | rtnl.LockRTT | rtnl.LockRTTVar | rtnl.LockSSThresh | rtnl.LockCWnd |
				rtnl.LockAdvMSS | rtnl.LockReordering | rtnl.LockHopLimit | rtnl.LockCongCtl,
		}})), why: noNul},
		{name: "route-add-ip4-rto", req: rtnl.AddRoute(more(ip4, rtnl.RouteMore{Metrics: rtnl.RouteMetrics{
			RTT: ms(2000), RTTVar: ms(333.0 / 4), RTOMin: ms(1000), Lock: rtnl.LockRTOMin,
		}}))},
		{name: "route-add-ip4-multipath", req: rtnl.AddRoute(rtnl.Route{Dst: ip4.Dst, Protocol: rtnl.ProtoStatic, Metric: 300, Hops: []rtnl.Hop{
			{Via: ip("198.51.100.7"), Dev: "eth0", Weight: 3},
			{Via: ip("203.0.113.8"), Dev: "eth1", Weight: 200, Flags: rtnl.RouteOnLink},
			{Dev: "eth1", Weight: 7},
		}})},
		{name: "route-add-ip4-multipath-realms", req: rtnl.AddRoute(rtnl.Route{Dst: ip4.Dst, Hops: []rtnl.Hop{
			{Via: ip("198.51.100.7"), More: &rtnl.HopMore{Realms: rtnl.U32(3<<16 | 4)}},
			{Via: ip("198.51.100.8"), More: &rtnl.HopMore{Realms: rtnl.U32(5)}},
			{Via: ip("fe80::7"), Dev: "eth0"},
		}})},
		{name: "route-add-ip4-encap-ip", req: rtnl.AddRoute(more(ip4, rtnl.RouteMore{Encap: &encap.IP{
			ID: 300, Dst: ip("198.51.100.7"), Src: ip("198.51.100.8"), TOS: 4, TTL: 61, Flags: encap.TunnelKey | encap.TunnelCsum | encap.TunnelSeq,
		}}))},
		{name: "route-add-ip4-encap-ip-vxlan", req: rtnl.AddRoute(more(ip4, rtnl.RouteMore{Encap: &encap.IP{
			ID: 300, Dst: ip("198.51.100.7"), Options: encap.TunnelOptions{VXLAN: &encap.VXLANOption{GBP: rtnl.U32(456)}},
		}}))},
		{name: "route-add-ip4-encap-mpls", req: rtnl.AddRoute(rtnl.Route{Dst: ip4.Dst, Dev: "eth0", Via: ip("198.51.100.7"), More: &rtnl.RouteMore{
			Encap: &encap.MPLS{Labels: encap.Labels{100, 200}, TTL: rtnl.U8(61)}, TTL: rtnl.Off,
		}})},
		{name: "route-add-ip6-encap-ip6", req: rtnl.AddRoute(more(ip6, rtnl.RouteMore{Encap: &encap.IP6{
			ID: 300, Dst: ip("2001:db8:1::7"), Src: ip("2001:db8:1::8"), TC: 4, HopLimit: 61,
		}}))},
		{name: "route-add-ip6-encap-seg6", req: rtnl.AddRoute(more(ip6, rtnl.RouteMore{Encap: &encap.SEG6{
			Mode: encap.SEG6Encap, Segments: encap.Segments{ip("2001:db8:1::1"), ip("2001:db8:2::2")},
		}}))},
		{name: "route-add-ip4-type-blackhole", req: rtnl.AddRoute(typed(rtnl.RouteBlackhole, "192.0.2.5/32"))},
		{name: "route-add-ip4-type-unreachable", req: rtnl.AddRoute(typed(rtnl.RouteUnreachable, "192.0.2.6/32"))},
		{name: "route-add-ip4-type-prohibit", req: rtnl.AddRoute(typed(rtnl.RouteProhibit, "192.0.2.7/32"))},
		{name: "route-add-ip4-type-throw", req: rtnl.AddRoute(with(typed(rtnl.RouteThrow, "192.0.2.8/32"), func(r *rtnl.Route) { r.Table = 1000 }))},
		{name: "route-add-ip4-type-unicast", req: rtnl.AddRoute(rtnl.Route{Dst: pfx("192.0.2.1/32"), Dev: "eth0", Scope: rtnl.Some(rtnl.ScopeHost)})},
		// ip(8) chooses the table by the type.
		{name: "route-add-ip4-type-local", req: rtnl.AddRoute(rtnl.Route{Type: rtnl.RouteLocal, Dst: pfx("192.0.2.2/32"), Dev: "eth0", Table: rtnl.TableLocal})},
		{name: "route-add-ip4-type-broadcast", req: rtnl.AddRoute(rtnl.Route{Type: rtnl.RouteBroadcast, Dst: pfx("192.0.2.3/32"), Dev: "eth0", Table: rtnl.TableLocal})},
		{name: "route-add-ip4-type-nat", req: rtnl.AddRoute(rtnl.Route{Type: rtnl.RouteNAT, Dst: pfx("192.0.2.9/32"), Via: ip("198.51.100.7"), Table: rtnl.TableLocal})},
		{name: "route-add-ip4-type-multicast", req: rtnl.AddRoute(rtnl.Route{Type: rtnl.RouteMulticast, Dst: pfx("239.0.0.0/8"), Dev: "eth0", Scope: rtnl.Some(rtnl.Scope(200))})},
		{name: "route-add-ip6-type-anycast", req: rtnl.AddRoute(rtnl.Route{Type: rtnl.RouteAnycast, Dst: pfx("2001:db8::a/128"), Dev: "eth0", Table: rtnl.TableLocal})},
		{name: "route-add-ip6-type-blackhole", req: rtnl.AddRoute(typed(rtnl.RouteBlackhole, "2001:db8::b/128"))},
		{name: "route-add-ip6-type-prohibit", req: rtnl.AddRoute(with(typed(rtnl.RouteProhibit, "2001:db8::c/127"), func(r *rtnl.Route) { r.Metric = 7 }))},
		{name: "route-add-ip6-default", diff: "RTM_NEWROUTE > RTA_DST:\n\twant 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00\n\tgot  absent\n", why: default6, req: rtnl.AddRoute(rtnl.Route{Dst: pfx("::/0"), Via: ip("fe80::7"), Dev: "eth0", Pref: rtnl.Some(rtnl.PrefMedium)})},
		{name: "route-add-ip6", req: rtnl.AddRoute(rtnl.Route{
			Dst: ip6.Dst, Via: ip("fe80::7"), Dev: "eth0", Flags: rtnl.RouteOnLink, Table: 1000, Protocol: 77, Metric: 300, Pref: rtnl.Some(rtnl.PrefHigh),
			More: &rtnl.RouteMore{Expires: rtnl.Some(3601 * time.Second), Metrics: rtnl.RouteMetrics{MTU: rtnl.U32(1401)}},
		})},
		{name: "route-add-ip6-from", req: rtnl.AddRoute(rtnl.Route{
			Dst: ip6.Dst, Via: ip("2001:db8:5::7"), PrefSrc: ip("2001:db8:5::9"), Pref: rtnl.Some(rtnl.PrefLow),
			More: &rtnl.RouteMore{Src: pfx("2001:db8:2::/47")},
		})},
		{name: "route-add-ip6-multipath", req: rtnl.AddRoute(rtnl.Route{Dst: ip6.Dst, Metric: 300, Hops: []rtnl.Hop{
			{Via: ip("fe80::7"), Dev: "eth0", Weight: 3}, {Via: ip("fe80::8"), Dev: "eth1", Weight: 200, Flags: rtnl.RouteOnLink},
		}})},
		{name: "route-add-ip6-nhid", req: rtnl.AddRoute(rtnl.Route{Dst: ip6.Dst, NexthopID: 777})},
		{name: "route-append-ip4", req: rtnl.AppendRoute(metric(ip4))},
		{name: "route-append-ip6", req: rtnl.AppendRoute(with(ip6, func(r *rtnl.Route) { r.Via = ip("fe80::9") }))},
		{name: "route-prepend-ip4", diff: "RTM_NEWROUTE: flags: want 0x0405, got 0x0c05\n", why: prepend, req: rtnl.AppendRoute(metric(ip4))},
		{name: "route-change-ip4", req: rtnl.ChangeRoute(more(ip4, rtnl.RouteMore{Metrics: rtnl.RouteMetrics{MTU: rtnl.U32(1401)}}))},
		{name: "route-replace-ip4", req: rtnl.ReplaceRoute(metric(ip4))},
		{name: "route-replace-ip6", req: rtnl.ReplaceRoute(ip6)},
		{name: "route-delete-ip4", req: rtnl.DeleteRoute(rtnl.Route{
			Dst: ip4.Dst, Via: ip("198.51.100.7"), Dev: "eth0", Table: 1000, Protocol: 77, Metric: 300,
		})},
		{name: "route-delete-ip4-plain", req: rtnl.DeleteRoute(rtnl.Route{Dst: ip4.Dst})},
		{name: "route-delete-ip4-blackhole", req: rtnl.DeleteRoute(typed(rtnl.RouteBlackhole, "192.0.2.5/32"))},
		{name: "route-delete-ip6", req: rtnl.DeleteRoute(metric(ip6))},
	}
}
