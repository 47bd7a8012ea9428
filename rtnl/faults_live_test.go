package rtnl_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/bridge"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

// A fault is one that other programs of this kind have or had: what was asked
// for is lost on the way, or something else comes beside it. The kernel says
// nothing, so ip(8) or bridge(8) is asked.
type fault struct {
	name string
	kind string // of links, that it takes
	reqs func() []rtnl.Request
	ask  string // a command, without the namespace
	want []string
	not  []string // what must not be there
}

var faults = []fault{
	{
		name: "the suppressor of a rule for a large table is lost",
		reqs: func() []rtnl.Request {
			return []rtnl.Request{rtnl.AddRule(rtnl.Rule{Family: rtnl.IPv4, Priority: rtnl.U32(500), Table: 1000, SuppressPrefixLen: rtnl.U32(0)})}
		},
		ask: "ip rule show", want: []string{"500:\tfrom all lookup 1000 suppress_prefixlength 0"},
	},
	{
		name: "a group of 0 to suppress is none",
		reqs: func() []rtnl.Request {
			return []rtnl.Request{rtnl.AddRule(rtnl.Rule{Family: rtnl.IPv6, Priority: rtnl.U32(500), Table: 1000, SuppressIfGroup: rtnl.U32(0)})}
		},
		ask: "ip -6 rule show", want: []string{"500:\tfrom all lookup 1000 suppress_ifgroup default"},
	},
	{
		name: "a rule has the action of a route",
		reqs: func() []rtnl.Request {
			return []rtnl.Request{
				rtnl.AddRule(rtnl.Rule{Family: rtnl.IPv4, Priority: rtnl.U32(500), Action: rtnl.RuleUnreachable}),
				rtnl.AddRule(rtnl.Rule{Family: rtnl.IPv4, Priority: rtnl.U32(501), Action: rtnl.RuleProhibit}),
				rtnl.AddRule(rtnl.Rule{Family: rtnl.IPv4, Priority: rtnl.U32(502), Action: rtnl.RuleBlackhole}),
			}
		},
		ask: "ip rule show", want: []string{"500:\tfrom all unreachable", "501:\tfrom all prohibit", "502:\tfrom all blackhole"},
	},
	{
		name: "a rule with a mark goes to the rule 0",
		reqs: func() []rtnl.Request {
			return []rtnl.Request{rtnl.AddRule(rtnl.Rule{Family: rtnl.IPv4, Priority: rtnl.U32(500), Mark: rtnl.U32(0x5050), Table: 200})}
		},
		ask: "ip rule show", want: []string{"500:\tfrom all fwmark 0x5050 lookup 200"}, not: []string{"goto", "0x5050/"},
	},
	{
		name: "of two locks of metrics the first is lost",
		reqs: func() []rtnl.Request {
			return []rtnl.Request{rtnl.AddRoute(rtnl.Route{Dst: pfx("10.0.0.0/8"), Dev: "eth0", More: &rtnl.RouteMore{Metrics: rtnl.RouteMetrics{
				MTU: rtnl.U32(1400), RTOMin: rtnl.Some(ticks(4)), Lock: rtnl.LockMTU | rtnl.LockRTOMin,
			}}})}
		},
		ask: "ip route show 10.0.0.0/8", want: []string{"mtu lock 1400", "rto_min lock 40ms"},
	},
	{
		name: "the weight of a hop is one less", // on the wire it is
		reqs: func() []rtnl.Request {
			return []rtnl.Request{rtnl.AddRoute(rtnl.Route{Dst: pfx("10.0.0.0/8"), Hops: []rtnl.Hop{{Dev: "eth0", Weight: 256}, {Dev: "eth1", Weight: 2}}})}
		},
		ask: "ip route show 10.0.0.0/8", want: []string{"dev eth0 weight 256", "dev eth1 weight 2"},
	},
	{
		name: "the numbers of a group of nexthops are others",
		reqs: func() []rtnl.Request {
			return []rtnl.Request{
				rtnl.AddNexthop(rtnl.Nexthop{ID: 0x01020304, Dev: "eth0"}), rtnl.AddNexthop(rtnl.Nexthop{ID: 7, Dev: "eth1"}),
				rtnl.AddNexthop(rtnl.Nexthop{ID: 9, Group: []rtnl.NexthopMember{{ID: 0x01020304, Weight: 200}, {ID: 7}}}),
				rtnl.AddRoute(rtnl.Route{Dst: pfx("10.0.0.0/8"), NexthopID: 9}),
			}
		},
		ask: "ip nexthop show id 9", want: []string{"id 9 group 16909060,200/7"},
	},
	{
		name: "the keys of a GRE tunnel are swapped", kind: "gre",
		reqs: func() []rtnl.Request {
			return []rtnl.Request{rtnl.AddLink(rtnl.Link{Name: "t0", Kind: &kind.GRE{Local: ip("192.0.2.1"), Remote: ip("192.0.2.2"), IKey: rtnl.U32(0x01020304), OKey: rtnl.U32(0x05060708)}})}
		},
		ask: "ip -d link show dev t0", want: []string{"ikey 1.2.3.4", "okey 5.6.7.8"},
	},
	{
		name: "flags of a VLAN take each other away", kind: "vlan",
		reqs: func() []rtnl.Request {
			return []rtnl.Request{rtnl.AddLink(rtnl.Link{Name: "v0", Parent: "eth0", Kind: &kind.VLAN{ID: rtnl.U16(7), GVRP: rtnl.On, ReorderHdr: rtnl.Off}}),
				rtnl.SetLink("v0", rtnl.Link{Kind: &kind.VLAN{LooseBinding: rtnl.On}})}
		},
		ask: "ip -d link show dev v0", want: []string{"id 7 <GVRP,LOOSE_BINDING>"},
	},
	{
		name: "the flow label of a VXLAN is in the wrong order, and learning off", kind: "vxlan",
		reqs: func() []rtnl.Request {
			return []rtnl.Request{rtnl.AddLink(rtnl.Link{Name: "vx0", Kind: &kind.VXLAN{ID: rtnl.U32(42), Local: ip("2001:db8::1"), Label: rtnl.U32(0x12345), Port: rtnl.U16(4790)}})}
		},
		ask: "ip -d link show dev vx0", want: []string{"flowlabel 0x12345", "dstport 4790"}, not: []string{"nolearning"},
	},
	{
		name: "an absent queue length is 0",
		reqs: func() []rtnl.Request {
			return []rtnl.Request{rtnl.AddLink(rtnl.Link{Name: "i0", Kind: &kind.IFB{}})}
		},
		ask: "ip link show dev i0", want: []string{"qlen 32"},
	},
	{
		name: "a queue length of 0 is absent",
		reqs: func() []rtnl.Request {
			return []rtnl.Request{rtnl.AddLink(rtnl.Link{Name: "i0", Kind: &kind.IFB{}, TxQLen: rtnl.U32(0), Group: rtnl.U32(0)})}
		},
		ask: "ip link show dev i0", want: []string{"i0: "}, not: []string{"qlen"},
	},
	{
		name: "an address gets a broadcast that was not asked for",
		reqs: func() []rtnl.Request {
			a := rtnl.Addr{Prefix: pfx("192.0.2.1/24")}
			one, two := a, a
			one.Dev, two.Dev = "eth0", "eth1"
			return []rtnl.Request{rtnl.AddAddr(one), rtnl.AddAddr(two)}
		},
		ask: "ip -4 addr show", want: []string{"inet 192.0.2.1/24 scope global eth0", "inet 192.0.2.1/24 scope global eth1"}, not: []string{"brd 192"},
	},
	{
		name: "a forwarding entry becomes a neighbour", kind: "vxlan",
		reqs: func() []rtnl.Request {
			return []rtnl.Request{
				rtnl.AddLink(rtnl.Link{Name: "vx0", Kind: &kind.VXLAN{ID: rtnl.U32(42), Port: rtnl.U16(4790)}, Up: rtnl.On}),
				bridge.AppendFDB(bridge.FDB{Dev: "vx0", Address: hw("00:00:00:00:00:00"), Dst: ip("192.0.2.7")}),
			}
		},
		ask: "bridge fdb show dev vx0", want: []string{"00:00:00:00:00:00 dst 192.0.2.7 self permanent"},
	},
	{
		name: "and is among the neighbours", kind: "vxlan",
		reqs: func() []rtnl.Request {
			return []rtnl.Request{
				rtnl.AddLink(rtnl.Link{Name: "vx0", Kind: &kind.VXLAN{ID: rtnl.U32(42), Port: rtnl.U16(4790)}, Up: rtnl.On}),
				bridge.AppendFDB(bridge.FDB{Dev: "vx0", Address: hw("00:00:00:00:00:00"), Dst: ip("192.0.2.7")}),
			}
		},
		ask: "ip neigh show nud all dev vx0", not: []string{"192.0.2.7"},
	},
}

// TestFaults has a row a fault.
func TestFaults(t *testing.T) {
	for _, tt := range faults {
		t.Run(tt.name, func(t *testing.T) {
			if tt.kind != "" {
				nltest.HaveKind(t, tt.kind)
			}
			p := twoLinks(t)
			reqs, same := tt.reqs(), tt.reqs()
			p.Must(reqs...)
			words := strings.Fields(tt.ask)
			said := nltest.Command(t, words[0], append([]string{"-n", p.Name}, words[1:]...)...)
			for _, w := range tt.want {
				if !strings.Contains(said, w) {
					t.Errorf("%s does not say %q:\n%s", tt.ask, w, said)
				}
			}
			for _, w := range tt.not {
				if strings.Contains(said, w) {
					t.Errorf("%s says %q:\n%s", tt.ask, w, said)
				}
			}
			// What was executed is as it was.
			index := func(name string) (int32, error) { return p.LinkIndex(t.Context(), name) }
			for i := range reqs {
				before, err := same[i].AppendMessage(nil, index)
				if err != nil {
					t.Fatal(err)
				}
				after, err := reqs[i].AppendMessage(nil, index)
				if err != nil || !slices.Equal(before, after) || reqs[i].String() != same[i].String() {
					t.Errorf("%v became %v (%v)", same[i], reqs[i], err)
				}
			}
		})
	}
}

// A filter with several conditions has all of them, and is not changed; none
// hides nothing.
func TestFaultsOfFilters(t *testing.T) {
	p := twoLinks(t)
	for _, r := range []rtnl.Route{
		{Dst: pfx("10.0.0.0/8"), Dev: "eth0", Table: 1000, Protocol: 77},
		{Dst: pfx("10.0.0.0/8"), Dev: "eth1", Table: 1000, Protocol: 77, Metric: 1},
		{Dst: pfx("10.0.0.0/8"), Dev: "eth0", Table: 1000, Protocol: 78, Metric: 2},
		{Dst: pfx("10.0.0.0/9"), Dev: "eth0", Table: 1000, Protocol: 77},
		{Dst: pfx("10.0.0.0/8"), Dev: "eth0", Table: 1001, Protocol: 77},
		{Dst: pfx("10.0.0.0/8"), Table: 1000, Protocol: 77, Metric: 3, Type: rtnl.RouteBlackhole},
	} {
		p.Must(rtnl.AddRoute(r))
	}
	f := rtnl.RouteFilter{Dst: pfx("10.0.0.0/8"), Dev: "eth0", Table: 1000, Protocol: 77, Type: rtnl.RouteUnicast}
	before := f
	got, err := rtnl.Collect(p.Routes(t.Context(), &f))
	if err != nil || len(got) != 1 || got[0].Metric != 0 {
		t.Errorf("%v, %v; want the first route alone", got, err)
	}
	if f != before {
		t.Errorf("the filter became %+v, was %+v", f, before)
	}
	if n := strings.Count(p.IP("route", "show", "table", "1000", "10.0.0.0/8", "dev", "eth0", "proto", "77", "type", "unicast"), "\n"); n != 1 {
		t.Errorf("ip shows %d routes, want 1", n)
	}
	all, err := rtnl.Collect(p.Routes(t.Context(), nil))
	if err != nil {
		t.Fatal(err)
	}
	tables := map[uint32]bool{}
	for _, r := range all {
		tables[r.Table] = true
	}
	if diff := place.Diff(map[uint32]bool{1000: true, 1001: true, rtnl.TableLocal: true, rtnl.TableMain: true}, tables); diff != "" {
		t.Errorf("tables without a filter: -want +got\n%s", diff)
	}
}
