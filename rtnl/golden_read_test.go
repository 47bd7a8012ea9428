package rtnl_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

// read is what the kernel's answers say, by the golden's name.
var read = map[string][]any{
	"reply-link-lo":   {loRead()},
	"reply-link-dump": {loRead(), vethRead(2, 3, "02:11:22:33:44:66"), vethRead(3, 2, "02:11:22:33:44:55")},
	"reply-link-veth": {with(vethRead(2, 2, "02:00:00:00:01:02"), func(l *rtnl.Link) {
		l.Name, l.MTU, l.TxQLen, l.NumTxQueues = "veth0", 1401, rtnl.U32(1001), 2
		l.ParentNetNSID = rtnl.Some[int32](0)
	})},
	"reply-link-ifb": {rtnl.Link{
		Index: 2, Name: "ifb7", Type: rtnl.Ethernet, Flags: rtnl.FlagBroadcast | rtnl.FlagNoARP,
		Up: rtnl.Off, Promisc: rtnl.Off, AllMulti: rtnl.Off, ARP: rtnl.Off, Multicast: rtnl.Off, Dynamic: rtnl.Off,
		Address: hw("02:11:22:33:44:55"), Broadcast: hw("ff:ff:ff:ff:ff:ff"), MTU: 1487,
		Group: rtnl.U32(0), TxQLen: rtnl.U32(32), Qdisc: "noop", NumTxQueues: 1,
		GSOMaxSize: 65536, GSOMaxSegs: 65535, GROMaxSize: 65536, TSOMaxSize: 65536, TSOMaxSegs: 65535,
		OperState: rtnl.Some(rtnl.OperDown), LinkMode: rtnl.Some(rtnl.LinkModeDefault), Carrier: rtnl.On, ProtoDown: rtnl.Off,
		AddrGenMode: rtnl.Some(rtnl.AddrGenEUI64), Token: ip("::"), Kind: &kind.IFB{}, Stats: &rtnl.LinkStats{},
	}},
	"reply-addr-ip4": {
		rtnl.Addr{
			DevIndex: 2, Prefix: pfx("192.0.2.5/25"), Broadcast: ip("192.0.2.99"), Label: "eth0:web", Scope: rtnl.ScopeLink, Metric: 303,
			ValidLft: seconds(3601), PreferredLft: seconds(1802), Created: ticks(0x217), Updated: ticks(0x217),
		},
		rtnl.Addr{
			DevIndex: 2, Prefix: pfx("192.0.2.6/30"), Peer: ip("198.51.100.6"), Label: "eth0", Flags: rtnl.AddrPermanent | rtnl.AddrNoPrefixRoute,
			ValidLft: rtnl.Some(rtnl.Forever), PreferredLft: rtnl.Some(rtnl.Forever), Created: ticks(0x220), Updated: ticks(0x220),
		},
		rtnl.Addr{
			DevIndex: 2, Prefix: pfx("203.0.113.7/25"), Label: "eth0", Flags: rtnl.AddrPermanent,
			ValidLft: rtnl.Some(rtnl.Forever), PreferredLft: rtnl.Some(rtnl.Forever), Created: ticks(0x229), Updated: ticks(0x229),
		},
	},
	"reply-addr-ip6": {
		rtnl.Addr{
			DevIndex: 2, Prefix: pfx("2001:db8:2::7/64"), Flags: rtnl.AddrPermanent | rtnl.AddrDeprecated | rtnl.AddrNoDAD,
			ValidLft: rtnl.Some(rtnl.Forever), PreferredLft: seconds(0), Created: ticks(0x31d2), Updated: ticks(0x31d2),
		},
		rtnl.Addr{
			DevIndex: 2, Prefix: pfx("2001:db8::6/127"), Peer: ip("2001:db8:1::6"), Flags: rtnl.AddrPermanent | rtnl.AddrNoDAD,
			ValidLft: rtnl.Some(rtnl.Forever), PreferredLft: rtnl.Some(rtnl.Forever), Created: ticks(0x31c6), Updated: ticks(0x31c6),
		},
		rtnl.Addr{
			DevIndex: 2, Prefix: pfx("2001:db8::5/61"), Metric: 303, Flags: rtnl.AddrNoDAD | rtnl.AddrHome | rtnl.AddrNoPrefixRoute,
			ValidLft: seconds(3601), PreferredLft: seconds(1802), Created: ticks(0x31ba), Updated: ticks(0x31ba),
		},
	},
	"reply-route-get-ip4": {rtnl.Route{
		Family: rtnl.IPv4, Dst: pfx("198.51.100.77/32"), Table: rtnl.TableMain, Type: rtnl.RouteUnicast, Scope: global, DevIndex: 2,
		PrefSrc: ip("198.51.100.9"), Flags: rtnl.RouteCloned,
		More: &rtnl.RouteMore{Mark: rtnl.U32(0x1234), UID: rtnl.U32(0), CacheInfo: &rtnl.RouteCacheInfo{ClntRef: 2}},
	}},
	"reply-route-get-ip6": {rtnl.Route{
		Family: rtnl.IPv6, Dst: pfx("2001:db8:5::77/128"), Table: rtnl.TableMain, Type: rtnl.RouteUnicast, Protocol: rtnl.ProtoKernel,
		Scope: global, DevIndex: 2, PrefSrc: ip("2001:db8:5::9"), Metric: 256, Pref: rtnl.Some(rtnl.PrefMedium),
		More: &rtnl.RouteMore{Src: pfx("::/128"), CacheInfo: &rtnl.RouteCacheInfo{ClntRef: 2}},
	}},
	"reply-route-ip4-local": {
		rtnl.Route{
			Family: rtnl.IPv4, Dst: pfx("198.51.100.9/32"), PrefSrc: ip("198.51.100.9"), DevIndex: 2, Table: rtnl.TableLocal,
			Type: rtnl.RouteLocal, Protocol: rtnl.ProtoKernel, Scope: rtnl.Some(rtnl.ScopeHost),
		},
		rtnl.Route{
			Family: rtnl.IPv4, Dst: pfx("198.51.100.255/32"), PrefSrc: ip("198.51.100.9"), DevIndex: 2, Table: rtnl.TableLocal,
			Type: rtnl.RouteBroadcast, Protocol: rtnl.ProtoKernel, Scope: rtnl.Some(rtnl.ScopeLink),
		},
	},
	"reply-route-ip4-metrics": {with(routeRead("192.0.2.0/25"), func(r *rtnl.Route) {
		r.DevIndex, r.Scope = 2, rtnl.Some(rtnl.ScopeLink)
		r.More = &rtnl.RouteMore{Metrics: allMetrics(rtnl.LockMTU | rtnl.LockRTOMin)}
	})},
	"reply-route-ip4-multipath": {with(routeRead("192.0.2.0/25"), func(r *rtnl.Route) {
		r.Protocol, r.Metric = rtnl.ProtoStatic, 300
		r.Hops = []rtnl.Hop{
			{Via: ip("198.51.100.7"), DevIndex: 2, Weight: 3}, {Via: ip("203.0.113.8"), DevIndex: 3, Weight: 200, Flags: rtnl.RouteOnLink},
			{Via: ip("fe80::7"), DevIndex: 3, Weight: 7},
		}
	})},
	"reply-route-ip4-nhid": {
		with(routeRead("192.0.2.0/25"), func(r *rtnl.Route) { r.NexthopID, r.Via, r.DevIndex = 777, ip("198.51.100.7"), 2 }),
		with(routeRead("192.0.2.128/25"), func(r *rtnl.Route) {
			r.NexthopID = 779
			r.Hops = []rtnl.Hop{{Via: ip("198.51.100.7"), DevIndex: 2, Weight: 3}, {Via: ip("198.51.100.8"), DevIndex: 2, Weight: 5}}
		}),
	},
	"reply-route-ip4": {
		with(routeRead("192.0.2.0/25"), func(r *rtnl.Route) {
			r.Via, r.PrefSrc, r.DevIndex, r.Metric, r.Protocol, r.TOS = ip("198.51.100.7"), ip("198.51.100.9"), 2, 300, 77, 0x10
			r.Flags = rtnl.RouteOnLink
		}),
		with(routeRead("192.0.2.128/26"), func(r *rtnl.Route) {
			r.DevIndex, r.Scope, r.More = 2, rtnl.Some(rtnl.ScopeLink), &rtnl.RouteMore{Realms: rtnl.U32(37<<16 | 91)}
		}),
		with(routeRead("192.0.2.192/27"), func(r *rtnl.Route) { r.DevIndex, r.Via = 2, ip("fe80::7") }),
		with(routeRead("192.0.2.224/28"), func(r *rtnl.Route) { r.Type = rtnl.RouteBlackhole }),
	},
	"reply-route-ip6-multipath": {with(routeRead("2001:db8::/61"), func(r *rtnl.Route) {
		r.Metric, r.Pref = 300, rtnl.Some(rtnl.PrefMedium)
		r.Hops = []rtnl.Hop{{Via: ip("fe80::7"), DevIndex: 2, Weight: 3}, {Via: ip("fe80::8"), DevIndex: 3, Weight: 200}}
	})},
	"reply-route-ip6": {
		with(routeRead("2001:db8::/61"), func(r *rtnl.Route) {
			r.Via, r.DevIndex, r.Metric, r.Protocol, r.Flags, r.Pref = ip("fe80::7"), 2, 300, 77, rtnl.RouteOnLink, rtnl.Some(rtnl.PrefHigh)
			r.More = &rtnl.RouteMore{
				Metrics: rtnl.RouteMetrics{MTU: rtnl.U32(1401)}, Expires: seconds(3600), // what of it is left
				CacheInfo: &rtnl.RouteCacheInfo{Expires: 360047},
			}
		}),
		with(routeRead("2001:db8:1::/48"), func(r *rtnl.Route) {
			r.DevIndex, r.PrefSrc, r.Metric, r.Pref = 2, ip("2001:db8:5::9"), 1024, rtnl.Some(rtnl.PrefMedium)
		}),
		with(routeRead("2001:db8:2::/47"), func(r *rtnl.Route) {
			r.Type, r.DevIndex, r.Metric, r.Pref = rtnl.RouteProhibit, 1, 7, rtnl.Some(rtnl.PrefMedium)
		}),
	},
}

func init() {
	maps.Copy(read, rulesRead)
	maps.Copy(read, neighsRead)
}

var global = rtnl.Some(rtnl.ScopeGlobal)

func with[T any](v T, f func(*T)) T { f(&v); return v }

func seconds(n int) rtnl.Opt[time.Duration] { return rtnl.Some(time.Duration(n) * time.Second) }

func ticks(n int) time.Duration { return time.Duration(n) * 10 * time.Millisecond }

func loRead() rtnl.Link {
	return rtnl.Link{
		Index: 1, Name: "lo", Type: rtnl.Loopback, Flags: rtnl.FlagLoopback,
		Up: rtnl.Off, Promisc: rtnl.Off, AllMulti: rtnl.Off, ARP: rtnl.On, Multicast: rtnl.Off, Dynamic: rtnl.Off,
		Address: hw("00:00:00:00:00:00"), Broadcast: hw("00:00:00:00:00:00"), MTU: 65536,
		Group: rtnl.U32(0), TxQLen: rtnl.U32(1000), Qdisc: "noop", NumTxQueues: 1,
		GSOMaxSize: 65536, GSOMaxSegs: 65535, GROMaxSize: 65536, TSOMaxSize: 524280, TSOMaxSegs: 65535,
		OperState: rtnl.Some(rtnl.OperDown), LinkMode: rtnl.Some(rtnl.LinkModeDefault), Carrier: rtnl.On, ProtoDown: rtnl.Off,
		AddrGenMode: rtnl.Some(rtnl.AddrGenEUI64), Token: ip("::"), Stats: &rtnl.LinkStats{},
	}
}

// vethRead is one of a pair of default veths whose indexes are 2 and 3.
func vethRead(index, peer int32, address string) rtnl.Link {
	return rtnl.Link{
		Index: index, Name: fmt.Sprintf("veth%d", 3-index), Type: rtnl.Ethernet, Flags: rtnl.FlagBroadcast | rtnl.FlagMulticast,
		Up: rtnl.Off, Promisc: rtnl.Off, AllMulti: rtnl.Off, ARP: rtnl.On, Multicast: rtnl.On, Dynamic: rtnl.Off,
		Address: hw(address), Broadcast: hw("ff:ff:ff:ff:ff:ff"), MTU: 1500, MinMTU: 68, MaxMTU: 65535, ParentIndex: peer,
		Group: rtnl.U32(0), TxQLen: rtnl.U32(1000), Qdisc: "noop", NumTxQueues: 1,
		GSOMaxSize: 65536, GSOMaxSegs: 65535, GROMaxSize: 65536, TSOMaxSize: 524280, TSOMaxSegs: 65535,
		OperState: rtnl.Some(rtnl.OperDown), LinkMode: rtnl.Some(rtnl.LinkModeDefault), Carrier: rtnl.Off, ProtoDown: rtnl.Off,
		CarrierChanges: 1, CarrierDownCount: 1, AddrGenMode: rtnl.Some(rtnl.AddrGenEUI64), Token: ip("::"), Kind: &kind.Veth{}, Stats: &rtnl.LinkStats{},
	}
}

// routeRead is a route of table 1000.
func routeRead(dst string) rtnl.Route {
	r := rtnl.Route{Dst: pfx(dst), Table: 1000, Type: rtnl.RouteUnicast, Protocol: rtnl.ProtoBoot, Scope: global, Family: rtnl.IPv4}
	if r.Dst.Addr().Is6() {
		r.Family = rtnl.IPv6
	}
	return r
}

func allMetrics(lock rtnl.RouteLock) rtnl.RouteMetrics {
	ms := func(n int) rtnl.Opt[time.Duration] { return rtnl.Some(time.Duration(n) * time.Millisecond) }
	return rtnl.RouteMetrics{
		MTU: rtnl.U32(1401), Window: rtnl.U32(2002), RTT: ms(103), RTTVar: ms(54), SSThresh: rtnl.U32(5), CWnd: rtnl.U32(6),
		AdvMSS: rtnl.U32(1007), Reordering: rtnl.U32(8), HopLimit: rtnl.U32(9), InitCWnd: rtnl.U32(10),
		Features: rtnl.Some(rtnl.FeatureECN), RTOMin: ms(211), InitRWnd: rtnl.U32(12), QuickAck: rtnl.On, CongCtl: "cubic",
		FastOpenNoCookie: rtnl.On, Lock: lock,
	}
}

// TestReadGoldens decodes what a kernel answered.
func TestReadGoldens(t *testing.T) {
	nltest.LittleEndianOnly(t)
	all := maps.Clone(read)
	maps.Copy(all, nexthopsRead)
	maps.Copy(all, mplsRead)
	for name, want := range all {
		t.Run(name, func(t *testing.T) {
			g := nltest.Goldens(t, name)[0]
			var got []any
			for _, m := range g.Messages() {
				got = append(got, decode(t, m))
			}
			if diff := place.Diff(want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// decode reads a message. It fails for attributes that are not known, and
// leaves out of links what has its test in TestReadIPv6OfLink.
func decode(t *testing.T, m []byte) any {
	t.Helper()
	var v any
	var err error
	switch typ := uint16(m[4]); typ {
	case uapi.RTM_NEWLINK:
		var l rtnl.Link
		err = nlattr.Parse(m[16:], 16, &l)
		if l.Inet == nil || l.Inet6 == nil {
			t.Errorf("%s has nothing of IP", l.Name)
		}
		l.Inet, l.Inet6 = nil, nil
		v = l
	case uapi.RTM_NEWADDR:
		var a rtnl.Addr
		err = nlattr.Parse(m[16:], 8, &a)
		v = a
	case uapi.RTM_NEWROUTE:
		var r rtnl.Route
		err = nlattr.Parse(m[16:], 12, &r)
		v = r
	case uapi.RTM_NEWRULE:
		var r rtnl.Rule
		err = nlattr.Parse(m[16:], 12, &r)
		v = r
	case uapi.RTM_NEWNEXTHOP:
		var n rtnl.Nexthop
		err = nlattr.Parse(m[16:], 8, &n)
		v = n
	case uapi.RTM_NEWNEXTHOPBUCKET:
		var b rtnl.NexthopBucket
		err = nlattr.Parse(m[16:], 8, &b)
		v = b
	case uapi.RTM_NEWNEIGH:
		var n rtnl.Neigh
		err = nlattr.Parse(m[16:], 12, &n)
		v = n
	default:
		t.Fatalf("message type %d", typ)
	}
	if err != nil {
		t.Error(err)
	}
	if s := fmt.Sprintf("%+v", v); strings.Contains(s, "Problem:") {
		t.Errorf("something is unknown: %s", s)
	}
	return v
}

func TestReadIPv6OfLink(t *testing.T) {
	nltest.LittleEndianOnly(t)
	var l rtnl.Link
	if err := nlattr.Parse(nltest.Goldens(t, "reply-link-lo")[0].Bytes[16:], 16, &l); err != nil {
		t.Fatal(err)
	}
	if got, want := l.Inet6.CacheInfo, (rtnl.Inet6CacheInfo{MaxReasmLen: 0xffff, Tstamp: 0x2dc1, ReachableTime: 0x7508, RetransTime: 1000}); got != want {
		t.Errorf("CacheInfo = %+v, want %+v", got, want)
	}
	if got := l.Inet6.Conf; len(got) != 59 || got[1] != 64 || got[2] != 65536 {
		t.Errorf("Conf = %d, want 59 with a hop limit of 64 and an MTU of 65536", got)
	}
	if got := l.Inet; len(got) != 33 || got[4] != 1 {
		t.Errorf("Inet = %d, want 33 items", got)
	}
	if got := len(l.Inet6.Stats); got != 37*8 {
		t.Errorf("Stats have %d bytes, want %d", got, 37*8)
	}
	if got := len(l.Inet6.ICMP6); got != 7*8 {
		t.Errorf("ICMP6 has %d bytes, want %d", got, 7*8)
	}
}

// What is in the fixed header and in an attribute too is read from the header
// where the attribute is missing.
func TestReadHeaders(t *testing.T) {
	nltest.LittleEndianOnly(t)
	var r rtnl.Route
	if err := nlattr.Parse([]byte{uapi.AF_INET, 24, 0, 0, 254, 4, 0, 1, 0, 0, 0, 0, 8, 0, uapi.RTA_DST, 0, 192, 0, 2, 0}, 12, &r); err != nil {
		t.Fatal(err)
	}
	if r.Table != rtnl.TableMain || r.Dst != pfx("192.0.2.0/24") || r.Protocol != rtnl.ProtoStatic {
		t.Errorf("%+v", r)
	}
	var a rtnl.Addr
	if err := nlattr.Parse([]byte{uapi.AF_INET, 24, 0x80, 253, 3, 0, 0, 0, 8, 0, uapi.IFA_LOCAL, 0, 192, 0, 2, 1}, 8, &a); err != nil {
		t.Fatal(err)
	}
	if a.Flags != rtnl.AddrPermanent || a.Prefix != pfx("192.0.2.1/24") || a.Scope != rtnl.ScopeLink || a.DevIndex != 3 {
		t.Errorf("%+v", a)
	}
}
