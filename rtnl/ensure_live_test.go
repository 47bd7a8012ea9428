package rtnl_test

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

// An ensured is what Ensure has to say of a request where something is there
// already.
type ensured struct {
	name string
	req  rtnl.Request
	want string // behind "file exists: ", with {NAME} for a link's index; "" if nothing is different
}

func testEnsured(t *testing.T, p *place.Place, all []ensured) {
	t.Helper()
	for _, tt := range all {
		t.Run(tt.name, func(t *testing.T) {
			err := p.Ensure(t.Context(), tt.req)
			if tt.want == "" {
				if err != nil {
					t.Errorf("%v: %v", tt.req, err)
				}
				return
			}
			if !errors.Is(err, fs.ErrExist) {
				t.Fatalf("%v: %v, want fs.ErrExist", tt.req, err)
			}
			want := regexp.MustCompile(`{\w+}`).ReplaceAllStringFunc(tt.want, func(s string) string {
				return fmt.Sprint(p.Link(strings.Trim(s, "{}")).Index)
			})
			// Time passes.
			got := strings.NewReplacer("29m59s", "30m0s", "29m58s", "30m0s", "59m59s", "1h0m0s", "59m58s", "1h0m0s").Replace(err.Error())
			if !strings.HasSuffix(got, ": "+want) {
				t.Errorf("%v:\n%v, want\n... %s", tt.req, err, want)
			}
			if err := p.Ensure(t.Context(), tt.req.Allow(fs.ErrExist)); err != nil {
				t.Errorf("allowed: %v", err)
			}
		})
	}
}

func TestEnsureLink(t *testing.T) {
	p, far := place.New(t), place.New(t)
	bridge := func(f func(l *rtnl.Link, b *kind.Bridge)) rtnl.Request {
		b := &kind.Bridge{ForwardDelay: rtnl.Some(7 * time.Second), Priority: rtnl.U16(0x1234), NoLinkLocalLearn: rtnl.On, MCastSnooping: rtnl.Off}
		l := rtnl.Link{Name: "br0", Kind: b, MTU: 1400, Up: rtnl.On, Address: hw("02:11:22:33:44:55"), Alias: rtnl.Some("front"), AltNames: []string{"bridge-0", "bridge-zero"}}
		if f != nil {
			f(&l, b)
		}
		return rtnl.AddLink(l)
	}
	vxlan := kind.VXLAN{ID: rtnl.U32(42), Local: ip("192.0.2.1"), Port: rtnl.U16(4790), Dev: "low"}
	pair := rtnl.Link{Name: "host", Kind: &kind.Veth{}, Master: "br0", Port: &kind.BridgePort{Cost: rtnl.U32(7)}, Peer: &rtnl.Link{Name: "guest", NetNS: far.NS, MTU: 1401, Up: rtnl.On}}
	with := func(f func(l *rtnl.Link)) rtnl.Request {
		l, peer := pair, *pair.Peer
		l.Peer = &peer
		f(&l)
		return rtnl.AddLink(l)
	}
	all := []rtnl.Request{
		bridge(nil), rtnl.AddLink(rtnl.Link{Name: "low", Kind: &kind.IFB{}}), rtnl.AddLink(rtnl.Link{Name: "vx0", Kind: &vxlan, Master: "br0", MTU: 1400}), rtnl.AddLink(pair),
		rtnl.AddLink(rtnl.Link{Name: "away", Kind: &kind.IFB{}, NetNS: far.NS, TxQLen: rtnl.U32(0)}),
	}
	for _, when := range []string{"made", "made again"} {
		if err := p.Ensure(t.Context(), all...); err != nil {
			t.Fatalf("%s: %v", when, err)
		}
	}
	before, err := rtnl.Collect(p.Links(t.Context(), nil))
	if err != nil {
		t.Fatal(err)
	}
	testEnsured(t, p, []ensured{
		{"nothing set", rtnl.AddLink(rtnl.Link{Name: "br0", Kind: &kind.Bridge{}}), ""},
		{"raw kind", rtnl.AddLink(rtnl.Link{Name: "br0", Kind: &kind.Raw{Name: "bridge"}}), ""},
		{"MTU", bridge(func(l *rtnl.Link, _ *kind.Bridge) { l.MTU = 1300 }), "mtu is 1400, want 1300"},
		{"two", bridge(func(l *rtnl.Link, b *kind.Bridge) { l.Up, b.Priority = rtnl.Off, rtnl.U16(0) }), "up is on, want off; kind.priority is 4660, want 0"},
		{"time", bridge(func(l *rtnl.Link, b *kind.Bridge) { b.ForwardDelay = rtnl.Some(8 * time.Second) }), "kind.forward_delay is 7s, want 8s"},
		{"switch", bridge(func(l *rtnl.Link, b *kind.Bridge) { b.NoLinkLocalLearn = rtnl.Off }), "kind.no_linklocal_learn is on, want off"},
		{"alias", bridge(func(l *rtnl.Link, _ *kind.Bridge) { l.Alias = rtnl.Some("") }), "ifalias is front, want "},
		{"altname", bridge(func(l *rtnl.Link, _ *kind.Bridge) { l.AltNames = []string{"bridge-zero", "x"} }), "altnames is [bridge-0, bridge-zero], want [bridge-zero, x]"},
		{"by altname", bridge(func(l *rtnl.Link, _ *kind.Bridge) { l.Name = "bridge-0" }), "ifname is br0, want bridge-0"},
		{"kind", rtnl.AddLink(rtnl.Link{Name: "br0", Kind: &kind.IFB{}}), "kind is bridge, want ifb"},
		{"no master", rtnl.AddLink(rtnl.Link{Name: "vx0", Kind: &kind.VXLAN{ID: rtnl.U32(42)}, NoMaster: true}), "master is {br0}, want none"},
		{"device in a kind", rtnl.AddLink(rtnl.Link{Name: "vx0", Kind: &kind.VXLAN{ID: rtnl.U32(41), Dev: "host"}}), "kind.id is 42, want 41; kind.link is {low}, want {host}"},
		{"port", with(func(l *rtnl.Link) { l.Port = &kind.BridgePort{Cost: rtnl.U32(8)} }), "port.cost is 7, want 8"},
		{"peer", with(func(l *rtnl.Link) { l.Peer.MTU = 1402 }), "peer.mtu is 1401, want 1402"},
		{"peer here", with(func(l *rtnl.Link) { l.Peer.NetNS = nil }), "peer is elsewhere, want where it was to be"},
		{"away", rtnl.AddLink(rtnl.Link{Name: "away", Kind: &kind.IFB{}, NetNS: far.NS, TxQLen: rtnl.U32(1)}), "txqlen is 0, want 1"},
	})
	after, err := rtnl.Collect(p.Links(t.Context(), nil))
	if err != nil || len(after) != len(before) {
		t.Errorf("%d links are %d (%v)", len(before), len(after), err)
	}
	for i := range after {
		if !after[i].SameConfig(before[i]) {
			t.Errorf("Ensure changed something: -before +after\n%s", place.Diff(before[i], after[i]))
		}
	}
	var e *rtnl.Error
	if err := p.Ensure(t.Context(), bridge(nil), rtnl.DeleteLink("br0")); !errors.As(err, &e) || e.Index != 1 || !strings.Contains(err.Error(), "Ensure is for") {
		t.Errorf("a deletion: %v", err)
	}
	if err := p.Ensure(t.Context(), bridge(nil), rtnl.Request{}); !errors.As(err, &e) || e.Index != 1 {
		t.Errorf("the zero Request: %v", err)
	}
	p.Link("br0") // is still there
}

func TestEnsureAddr(t *testing.T) {
	p := twoLinks(t)
	v4 := rtnl.Addr{Dev: "eth0", Prefix: pfx("192.0.2.1/24"), Peer: ip("192.0.2.9"), Label: "eth0:x", Metric: 7, Flags: rtnl.AddrNoPrefixRoute, ValidLft: seconds(3600), PreferredLft: seconds(1800)}
	v6 := rtnl.Addr{Dev: "eth0", Prefix: pfx("2001:db8::1/64"), Metric: 7, Flags: rtnl.AddrNoDAD}
	for _, when := range []string{"made", "made again"} {
		if err := p.Ensure(t.Context(), rtnl.AddAddr(v4), rtnl.AddAddr(v6)); err != nil {
			t.Fatalf("%s: %v", when, err)
		}
	}
	testEnsured(t, p, []ensured{
		{"nothing set", rtnl.AddAddr(rtnl.Addr{DevIndex: p.Link("eth0").Index, Prefix: v6.Prefix}), ""},
		{"label", rtnl.AddAddr(with(v4, func(a *rtnl.Addr) { a.Label = "eth0:y" })), "label is eth0:x, want eth0:y"},
		{"broadcast", rtnl.AddAddr(with(v4, func(a *rtnl.Addr) { a.Broadcast = ip("192.0.2.255") })), "broadcast is absent, want 192.0.2.255"},
		{"scope", rtnl.AddAddr(with(v4, func(a *rtnl.Addr) { a.Scope = rtnl.ScopeLink })), "scope is absent, want link"},
		{"flags", rtnl.AddAddr(with(v6, func(a *rtnl.Addr) { a.Flags |= rtnl.AddrHome })), "flags is nodad permanent, want nodad home"},
		{"prefix length", rtnl.AddAddr(with(v6, func(a *rtnl.Addr) { a.Prefix = pfx("2001:db8::1/61") })), "local is 2001:db8::1/64, want 2001:db8::1/61"},
		{"longer", rtnl.AddAddr(with(v4, func(a *rtnl.Addr) { a.ValidLft = seconds(7200) })), ""},
		{"shorter", rtnl.AddAddr(with(v4, func(a *rtnl.Addr) { a.PreferredLft = seconds(60) })), "preferred_lft is 30m0s, want 1m0s"},
		{"for ever", rtnl.AddAddr(with(v4, func(a *rtnl.Addr) { a.ValidLft, a.PreferredLft = rtnl.Some(rtnl.Forever), seconds(1800) })), "valid_lft is 1h0m0s, want forever"},
		{"for a time", rtnl.AddAddr(with(v6, func(a *rtnl.Addr) { a.ValidLft = seconds(60) })), "valid_lft is forever, want 1m0s; preferred_lft is forever, want 1m0s"},
	})
	err := p.Ensure(t.Context(), rtnl.AddAddr(rtnl.Addr{Dev: "absent", Prefix: v6.Prefix}))
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("on a link that is not there: %v", err)
	}
}

func TestEnsureRoute(t *testing.T) {
	p := twoLinks(t)
	p.Must(rtnl.AddAddr(rtnl.Addr{Dev: "eth0", Prefix: pfx("192.0.2.1/24")}), rtnl.AddAddr(rtnl.Addr{Dev: "eth0", Prefix: pfx("2001:db8::1/64")}))
	v4 := rtnl.Route{Dst: pfx("10.0.0.0/8"), Via: ip("192.0.2.7"), Dev: "eth0", PrefSrc: ip("192.0.2.1"), Protocol: rtnl.ProtoStatic, Table: 1000,
		More: &rtnl.RouteMore{Metrics: rtnl.RouteMetrics{MTU: rtnl.U32(1400), Lock: rtnl.LockMTU}, Realms: rtnl.U32(7)}}
	hops := rtnl.Route{Dst: pfx("10.0.0.0/8"), Metric: 9, Hops: []rtnl.Hop{{Dev: "eth0", Via: ip("192.0.2.7"), Weight: 3}, {Dev: "eth1"}}}
	v6 := rtnl.Route{Dst: pfx("fd00::/8"), Hops: []rtnl.Hop{{Dev: "eth0", Via: ip("2001:db8::7"), Weight: 3}, {Dev: "eth0", Via: ip("2001:db8::8")}}, Pref: rtnl.Some(rtnl.PrefHigh)}
	gone := rtnl.Route{Dst: pfx("fd01::/16"), Dev: "eth0", More: &rtnl.RouteMore{Expires: seconds(3600)}}
	for _, when := range []string{"made", "made again"} {
		if err := p.Ensure(t.Context(), rtnl.AddRoute(v4), rtnl.AddRoute(hops), rtnl.AddRoute(v6), rtnl.AddRoute(gone)); err != nil {
			t.Fatalf("%s: %v", when, err)
		}
	}
	p.Must(rtnl.AppendRoute(rtnl.Route{Dst: pfx("10.0.0.0/8"), Dev: "eth1", Table: 1000}))
	testEnsured(t, p, []ensured{
		{"protocol not set", rtnl.AddRoute(with(v4, func(r *rtnl.Route) { r.Protocol = 0 })), ""},
		{"protocol", rtnl.AddRoute(with(v4, func(r *rtnl.Route) { r.Protocol = rtnl.ProtoBoot })), "protocol is static, want boot"},
		{"scope", rtnl.AddRoute(with(v4, func(r *rtnl.Route) { r.Scope = rtnl.Some(rtnl.ScopeSite) })), "scope is global, want site"},
		{"gateway", rtnl.AddRoute(with(v4, func(r *rtnl.Route) { r.Via = ip("192.0.2.8") })), "gateway is 192.0.2.7, want 192.0.2.8"},
		{"the second of the key", rtnl.AddRoute(rtnl.Route{Dst: pfx("10.0.0.0/8"), Dev: "eth1", Table: 1000}), ""},
		{"metrics", rtnl.AddRoute(with(v4, func(r *rtnl.Route) {
			r.More = &rtnl.RouteMore{Metrics: rtnl.RouteMetrics{MTU: rtnl.U32(1300), AdvMSS: rtnl.U32(7)}}
		})), "metrics.mtu is 1400, want 1300; metrics.advmss is absent, want 7"},
		{"type", rtnl.AddRoute(rtnl.Route{Dst: pfx("10.0.0.0/8"), Type: rtnl.RouteBlackhole, Metric: 9}), "type is unicast, want blackhole"},
		{"weight", rtnl.AddRoute(with(hops, func(r *rtnl.Route) { r.Hops = []rtnl.Hop{{Dev: "eth1"}, {Dev: "eth0", Via: ip("192.0.2.7")}} })),
			"multipath is [gateway 192.0.2.7 ifindex {eth0} weight 3, ifindex {eth1} weight 1], want [ifindex {eth1} weight 1, gateway 192.0.2.7 ifindex {eth0} weight 1]"},
		{"order of hops", rtnl.AddRoute(with(hops, func(r *rtnl.Route) { r.Hops = []rtnl.Hop{r.Hops[1], r.Hops[0]} })), ""},
		{"IPv6 of one hop", rtnl.AddRoute(rtnl.Route{Dst: pfx("fd00::/8"), Via: ip("2001:db8::7")}), "gateway is absent, want 2001:db8::7"},
		{"preference", rtnl.AddRoute(with(v6, func(r *rtnl.Route) { r.Pref = rtnl.Some(rtnl.PrefLow) })), "pref is high, want low"},
		{"shorter", rtnl.AddRoute(with(gone, func(r *rtnl.Route) { r.More = &rtnl.RouteMore{Expires: seconds(60)} })), "expires is 1h0m0s, want 1m0s"},
	})
}

func TestEnsureRule(t *testing.T) {
	p := place.New(t)
	for _, tt := range ruleCases {
		t.Run(tt.name, func(t *testing.T) {
			for _, when := range []string{"made", "made again"} {
				if err := p.Ensure(t.Context(), rtnl.AddRule(tt.rule)); err != nil {
					t.Fatalf("%s: %v", when, err)
				}
			}
			n, err := p.FlushRules(t.Context(), nil)
			if n != 1 || err != nil {
				t.Errorf("FlushRules() = %d, %v; want 1", n, err)
			}
		})
	}
	from := rule4(func(r *rtnl.Rule) { r.Src, r.Mark, r.Protocol = pfx("192.0.2.0/24"), rtnl.U32(7), rtnl.ProtoStatic })
	p.Must(rtnl.AddRule(from))
	testEnsured(t, p, []ensured{
		{"protocol not set", rtnl.AddRule(with(from, func(r *rtnl.Rule) { r.Protocol = 0 })), ""},
		{"not", rtnl.AddRule(with(from, func(r *rtnl.Rule) { r.Flags = rtnl.RuleNot })), "flags is absent, want not"},
		{"any source", rtnl.AddRule(with(from, func(r *rtnl.Rule) { r.Src = pfx("0.0.0.0/0") })), "src is 192.0.2.0/24, want absent"},
	})
	err := p.Ensure(t.Context(), rtnl.AddRule(rtnl.Rule{Family: rtnl.IPv4, Table: 1000}))
	if err == nil || !strings.Contains(err.Error(), "priority: missing") {
		t.Errorf("without a priority: %v", err)
	}
}

func TestEnsureNeigh(t *testing.T) {
	p := twoLinks(t)
	v4 := rtnl.Neigh{Dev: "eth0", Dst: ip("192.0.2.1"), Address: hw("02:00:00:00:00:01"), Protocol: 77}
	v6 := rtnl.Neigh{Dev: "eth0", Dst: ip("2001:db8::1"), Address: hw("02:00:00:00:00:01"), State: rtnl.Some(rtnl.NeighStale), Flags: rtnl.NeighRouter}
	proxy := rtnl.Neigh{Dev: "eth0", Dst: ip("192.0.2.1"), Flags: rtnl.NeighProxy}
	for _, when := range []string{"made", "made again"} {
		if err := p.Ensure(t.Context(), rtnl.AddNeigh(v4), rtnl.AddNeigh(v6), rtnl.AddNeigh(proxy)); err != nil {
			t.Fatalf("%s: %v", when, err)
		}
	}
	testEnsured(t, p, []ensured{
		{"nothing set", rtnl.AddNeigh(rtnl.Neigh{DevIndex: p.Link("eth0").Index, Dst: v4.Dst}), ""},
		{"another state that passes", rtnl.AddNeigh(with(v6, func(n *rtnl.Neigh) { n.State = rtnl.Some(rtnl.NeighReachable) })), ""},
		{"address", rtnl.AddNeigh(with(v4, func(n *rtnl.Neigh) { n.Address = hw("02:00:00:00:00:02") })), "lladdr is 02:00:00:00:00:01, want 02:00:00:00:00:02"},
		{"state", rtnl.AddNeigh(with(v6, func(n *rtnl.Neigh) { n.State = rtnl.Opt[rtnl.NeighState]{} })), "state is STALE, want PERMANENT"},
		{"flags", rtnl.AddNeigh(with(v6, func(n *rtnl.Neigh) { n.Flags |= rtnl.NeighExtLearned })), "flags is router, want router extern_learn"},
		{"protocol", rtnl.AddNeigh(with(v4, func(n *rtnl.Neigh) { n.Protocol = rtnl.ProtoStatic })), "protocol is 77, want static"},
	})
}

func TestEnsureNexthop(t *testing.T) {
	p := twoLinks(t)
	p.Must(rtnl.AddAddr(rtnl.Addr{Dev: "eth0", Prefix: pfx("192.0.2.1/24")}))
	one := rtnl.Nexthop{ID: 7, Via: ip("192.0.2.7"), Dev: "eth0", Protocol: rtnl.ProtoStatic}
	hole := rtnl.Nexthop{ID: 8, Blackhole: true, Family: rtnl.IPv6}
	group := rtnl.Nexthop{ID: 9, Group: []rtnl.NexthopMember{{ID: 7, Weight: 3}, {ID: 10}}}
	for _, when := range []string{"made", "made again"} {
		if err := p.Ensure(t.Context(), rtnl.AddNexthop(one), rtnl.AddNexthop(hole), rtnl.AddNexthop(rtnl.Nexthop{ID: 10, Dev: "eth1"}), rtnl.AddNexthop(group)); err != nil {
			t.Fatalf("%s: %v", when, err)
		}
	}
	testEnsured(t, p, []ensured{
		{"some of it", rtnl.AddNexthop(rtnl.Nexthop{ID: 7, Dev: "eth0"}), ""},
		{"gateway", rtnl.AddNexthop(with(one, func(n *rtnl.Nexthop) { n.Via = ip("192.0.2.8") })), "gateway is 192.0.2.7, want 192.0.2.8"},
		{"device", rtnl.AddNexthop(rtnl.Nexthop{ID: 7, Dev: "eth1"}), "oif is {eth0}, want {eth1}"},
		{"family", rtnl.AddNexthop(rtnl.Nexthop{ID: 8, Blackhole: true}), "family is inet6, want inet"},
		{"weight", rtnl.AddNexthop(with(group, func(n *rtnl.Nexthop) { n.Group = []rtnl.NexthopMember{{ID: 10}, {ID: 7}} })),
			"group is [id 7 weight 3, id 10 weight 1], want [id 10 weight 1, id 7 weight 1]"},
		{"a group of one", rtnl.AddNexthop(with(one, func(n *rtnl.Nexthop) { n.ID = 9 })), "family is absent, want inet; protocol is absent, want static; gateway is absent, want 192.0.2.7; oif is absent, want {eth0}"},
	})
	if err := p.Ensure(t.Context(), rtnl.AddNexthop(rtnl.Nexthop{Dev: "eth0"})); err == nil || !strings.Contains(err.Error(), "id: missing") {
		t.Errorf("without an id: %v", err)
	}
}
