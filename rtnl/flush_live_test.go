package rtnl_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

// twoLinks is a place with two links that are up, eth0 and eth1, and no
// duplicate address detection.
func twoLinks(t *testing.T) *place.Place {
	t.Helper()
	p := place.New(t)
	for _, name := range []string{"all", "default"} {
		p.Sysctl("ipv6/conf/"+name+"/accept_dad", "0")
	}
	p.Must(rtnl.SetLink("lo", rtnl.Link{Up: rtnl.On}))
	for _, name := range []string{"eth0", "eth1"} {
		p.Must(rtnl.AddLink(rtnl.Link{Name: name, Kind: &kind.IFB{}, Up: rtnl.On, ARP: rtnl.On}))
	}
	return p
}

// addrsOf returns the addresses of a place as ip(8) says them, without what is
// random.
func addrsOf(p *place.Place) []string {
	p.T.Helper()
	var all []string
	for _, l := range p.JSON("addr", "show") {
		for _, a := range l["addr_info"].([]any) {
			local := a.(map[string]any)["local"].(string)
			if strings.HasPrefix(local, "fe80::") {
				local = "LL"
			}
			all = append(all, l["ifname"].(string)+" "+local)
		}
	}
	slices.Sort(all)
	return all
}

func TestFlushAddrs(t *testing.T) {
	p := twoLinks(t)
	fill := func() {
		t.Helper()
		for _, a := range []rtnl.Addr{
			{Dev: "eth0", Prefix: pfx("192.0.2.1/24")}, {Dev: "eth0", Prefix: pfx("192.0.2.2/24")}, // the second goes with the first
			{Dev: "eth0", Prefix: pfx("192.0.2.1/25"), Label: "eth0:x"},
			{Dev: "eth0", Prefix: pfx("192.0.2.9/24"), Peer: ip("192.0.2.10")}, {Dev: "eth0", Prefix: pfx("192.0.2.9/24"), Peer: ip("198.51.100.10")},
			{Dev: "eth0", Prefix: pfx("2001:db8::1/64")}, {Dev: "eth0", Prefix: pfx("2001:db8::2/61"), Peer: ip("2001:db8:1::2")},
			{Dev: "eth1", Prefix: pfx("192.0.2.1/24")}, {Dev: "eth1", Prefix: pfx("2001:db8::1/64")},
			{Dev: "eth1", Prefix: pfx("198.51.100.1/24"), Scope: rtnl.ScopeLink},
			{Dev: "lo", Prefix: pfx("127.0.0.2/8"), Scope: rtnl.ScopeHost}, {Dev: "lo", Prefix: pfx("203.0.113.1/32")},
		} {
			p.Must(rtnl.AddAddr(a).Allow(fs.ErrExist))
		}
	}
	for _, tt := range []struct {
		name string
		f    *rtnl.AddrFilter
		n    int
		left []string
	}{
		{"eth0", &rtnl.AddrFilter{Dev: "eth0"}, 7, []string{
			"eth0 LL", "eth1 192.0.2.1", "eth1 198.51.100.1", "eth1 2001:db8::1", "eth1 LL", "lo 127.0.0.1", "lo 127.0.0.2", "lo 203.0.113.1", "lo ::1"}},
		{"IPv4 of eth1", &rtnl.AddrFilter{Dev: "eth1", Family: rtnl.IPv4}, 2, []string{
			"eth0 192.0.2.1", "eth0 192.0.2.1", "eth0 192.0.2.2", "eth0 192.0.2.9", "eth0 192.0.2.9", "eth0 2001:db8::1", "eth0 2001:db8::2", "eth0 LL",
			"eth1 2001:db8::1", "eth1 LL", "lo 127.0.0.1", "lo 127.0.0.2", "lo 203.0.113.1", "lo ::1"}},
		{"all", nil, 12, []string{"eth0 LL", "eth1 LL", "lo 127.0.0.1", "lo ::1"}},
		{"again", nil, 12, []string{"eth0 LL", "eth1 LL", "lo 127.0.0.1", "lo ::1"}},
		{"of the link", &rtnl.AddrFilter{Scope: rtnl.Some(rtnl.ScopeLink), Dev: "eth1"}, 2, []string{
			"eth0 192.0.2.1", "eth0 192.0.2.1", "eth0 192.0.2.2", "eth0 192.0.2.9", "eth0 192.0.2.9", "eth0 2001:db8::1", "eth0 2001:db8::2", "eth0 LL",
			"eth1 192.0.2.1", "eth1 2001:db8::1", "lo 127.0.0.1", "lo 127.0.0.2", "lo 203.0.113.1", "lo ::1"}},
		{"of the host", &rtnl.AddrFilter{Scope: rtnl.Some(rtnl.ScopeHost)}, 3, []string{
			"eth0 192.0.2.1", "eth0 192.0.2.1", "eth0 192.0.2.2", "eth0 192.0.2.9", "eth0 192.0.2.9", "eth0 2001:db8::1", "eth0 2001:db8::2", "eth0 LL",
			"eth1 192.0.2.1", "eth1 198.51.100.1", "eth1 2001:db8::1", "lo 203.0.113.1"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			fill()
			n, err := p.FlushAddrs(t.Context(), tt.f)
			if n != tt.n || err != nil {
				t.Errorf("FlushAddrs() = %d, %v; want %d", n, err, tt.n)
			}
			if diff := place.Diff(tt.left, addrsOf(p)); diff != "" {
				t.Errorf("left: -want +got\n%s", diff)
			}
		})
	}
	if n, err := p.FlushAddrs(t.Context(), &rtnl.AddrFilter{Dev: "absent"}); n != 0 || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("of a link that is not there: %d, %v", n, err)
	}
	if n, err := p.FlushAddrs(t.Context(), &rtnl.AddrFilter{NetNSID: rtnl.Some[int32](3)}); n != 0 || err == nil {
		t.Errorf("of another namespace: %d, %v; want an error", n, err)
	}
}

// routesLeft returns what "ip route show table all" says but for what the kernel
// made.
func routesLeft(p *place.Place) []string {
	p.T.Helper()
	var all []string
	for _, family := range []string{"-4", "-6"} {
		for line := range strings.Lines(p.IP(family, "route", "show", "table", "all")) {
			if !strings.Contains(line, "table local") {
				all = append(all, strings.TrimSpace(line))
			}
		}
	}
	slices.Sort(all)
	return all
}

func TestFlushRoutes(t *testing.T) {
	p := twoLinks(t)
	p.Must(rtnl.AddAddr(rtnl.Addr{Dev: "eth0", Prefix: pfx("192.0.2.1/24")}), rtnl.AddAddr(rtnl.Addr{Dev: "eth0", Prefix: pfx("2001:db8::1/64")}))
	made := routesLeft(p)
	hops := []rtnl.Hop{{Dev: "eth0", Via: ip("192.0.2.7"), Weight: 3}, {Dev: "eth1"}}
	hops6 := []rtnl.Hop{{Dev: "eth0", Via: ip("2001:db8::7"), Weight: 3}, {Dev: "eth0", Via: ip("2001:db8::8")}}
	p.Must(
		rtnl.AddRoute(rtnl.Route{Dst: pfx("10.0.0.0/8"), Dev: "eth0"}), // one key, four routes
		rtnl.AppendRoute(rtnl.Route{Dst: pfx("10.0.0.0/8"), Dev: "eth0", Protocol: rtnl.ProtoStatic}),
		rtnl.AppendRoute(rtnl.Route{Dst: pfx("10.0.0.0/8"), Type: rtnl.RouteBlackhole}),
		rtnl.AppendRoute(rtnl.Route{Dst: pfx("10.0.0.0/8"), Hops: hops}),
		rtnl.AddRoute(rtnl.Route{Dst: pfx("10.0.0.0/8"), Dev: "eth1", Metric: 7, TOS: 0x10}),
		rtnl.AddRoute(rtnl.Route{Dst: pfx("10.0.0.0/8"), Dev: "eth1", Table: 1000, Protocol: rtnl.ProtoStatic,
			More: &rtnl.RouteMore{Metrics: rtnl.RouteMetrics{MTU: rtnl.U32(1400), Lock: rtnl.LockMTU}, Realms: rtnl.U32(7)}}),
		rtnl.AddRoute(rtnl.Route{Dst: pfx("10.0.0.0/8"), Type: rtnl.RouteLocal, Dev: "eth1", Table: rtnl.TableLocal, Protocol: rtnl.ProtoStatic}),
		rtnl.AddRoute(rtnl.Route{Dst: pfx("fd00::/8"), Dev: "eth0", More: &rtnl.RouteMore{Expires: seconds(3600)}}),
		rtnl.AddRoute(rtnl.Route{Dst: pfx("fd00::/8"), Hops: hops6, Metric: 7}),
		rtnl.AddRoute(rtnl.Route{Dst: pfx("fd00::/8"), Type: rtnl.RouteUnreachable, Table: 1000}),
	)
	flush := func(what string, f *rtnl.RouteFilter, want int) {
		t.Helper()
		if n, err := p.FlushRoutes(t.Context(), f); n != want || err != nil {
			t.Errorf("%s: %d, %v; want %d", what, n, err, want)
		}
	}
	flush("a table", &rtnl.RouteFilter{Table: 1000}, 2)
	flush("the table again", &rtnl.RouteFilter{Table: 1000}, 0)
	flush("a table that is not there", &rtnl.RouteFilter{Table: 4711, Family: rtnl.IPv4}, 0)
	flush("a protocol", &rtnl.RouteFilter{Protocol: rtnl.ProtoStatic, Table: rtnl.TableMain}, 1)
	flush("what goes by eth1", &rtnl.RouteFilter{Dev: "eth1"}, 2)
	if got := p.JSON("route", "show", "10.0.0.0/8"); len(got) != 2 {
		t.Errorf("ip shows %v, want two routes", got)
	}
	flush("all", nil, 4)
	if diff := place.Diff(made, routesLeft(p)); diff != "" {
		t.Errorf("left: -want +got\n%s", diff)
	}
	if got := p.JSON("route", "show", "table", "local", "10.0.0.0/8"); len(got) != 1 {
		t.Errorf("table local: %v, want one route", got)
	}
	flush("a protocol in all tables", &rtnl.RouteFilter{Protocol: rtnl.ProtoStatic}, 1)
	flush("the kernel's of a link", &rtnl.RouteFilter{Protocol: rtnl.ProtoKernel, Family: rtnl.IPv4, Table: rtnl.TableMain, Dev: "eth0"}, 1)
	if got := p.JSON("-4", "route", "show"); len(got) != 0 {
		t.Errorf("ip shows %v, want nothing", got)
	}
	if n, err := p.FlushRoutes(t.Context(), &rtnl.RouteFilter{Dev: "absent"}); n != 0 || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("by a link that is not there: %d, %v", n, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if n, err := p.FlushRoutes(ctx, nil); n != 0 || !errors.Is(err, context.Canceled) {
		t.Errorf("canceled: %d, %v", n, err)
	}
}

func TestFlushMany(t *testing.T) {
	p := crowd(t, rtnl.Config{})
	if n, err := p.FlushRoutes(t.Context(), &rtnl.RouteFilter{Table: 1000}); n != 2000 || err != nil {
		t.Errorf("%d, %v; want 2000", n, err)
	}
}

func TestFlushRules(t *testing.T) {
	p := place.New(t)
	made := p.IP("rule", "show") + p.IP("-6", "rule", "show")
	rule := func(table, mark uint32, src string) rtnl.Rule {
		r := rule4(func(r *rtnl.Rule) { r.Table = table })
		if mark != 0 {
			r.Mark = rtnl.U32(mark)
		}
		if src != "" {
			r.Src = pfx(src)
		}
		return r
	}
	six := rule6(func(r *rtnl.Rule) { r.Protocol = rtnl.ProtoStatic })
	fill := func() {
		t.Helper()
		p.Must(rtnl.AddRule(rule(1000, 7, "192.0.2.0/24")), rtnl.AddRule(rule(1000, 6, "")), rtnl.AddRule(rule(1000, 8, "")), rtnl.AddRule(rule(77, 0, "")), rtnl.AddRule(six))
	}
	fill()
	flush := func(what string, f *rtnl.RuleFilter, want int) {
		t.Helper()
		if n, err := p.FlushRules(t.Context(), f); n != want || err != nil {
			t.Errorf("%s: %d, %v; want %d", what, n, err, want)
		}
	}
	flush("none", &rtnl.RuleFilter{Mark: rtnl.U32(9)}, 0)
	flush("a table of IPv4", &rtnl.RuleFilter{Table: 1000, Family: rtnl.IPv4}, 3)
	flush("a protocol", &rtnl.RuleFilter{Protocol: rtnl.ProtoStatic}, 1)
	flush("all", nil, 1)
	if diff := place.Diff(made, p.IP("rule", "show")+p.IP("-6", "rule", "show")); diff != "" {
		t.Errorf("left: -want +got\n%s", diff)
	}

	// The kernel takes the first rule that has all that a deletion says: here one
	// that has a source, too.
	more, less := rule(1000, 9, "192.0.2.0/24"), rule(1000, 9, "")
	p.Must(rtnl.AddRule(more), rtnl.NewRequest(&rtnl.Verb{Name: "rule add", Type: uapi.RTM_NEWRULE, Flags: uapi.NLM_F_CREATE}, sameAgain{&less}))
	f := &rtnl.RuleFilter{Src: pfx("0.0.0.0/0"), Mark: rtnl.U32(9)}
	n, err := p.FlushRules(t.Context(), f)
	if n != 0 || err == nil || !strings.Contains(err.Error(), "would delete another rule") || !strings.Contains(err.Error(), "192.0.2.0/24") {
		t.Errorf("FlushRules() = %d, %v; want 0 and the rule that comes first", n, err)
	}
	flush("both", &rtnl.RuleFilter{Mark: rtnl.U32(9)}, 2)
}

// sameAgain is a rule that is added even if there is one like it.
type sameAgain struct{ *rtnl.Rule }

func (sameAgain) Key() string { return "" }

func TestFlushNeighs(t *testing.T) {
	p := twoLinks(t)
	fill := func() {
		t.Helper()
		for _, dev := range []string{"eth0", "eth1"} {
			for _, n := range []rtnl.Neigh{
				{Dst: ip("192.0.2.1"), State: rtnl.Some(rtnl.NeighStale)}, {Dst: ip("192.0.2.2"), State: rtnl.Some(rtnl.NeighReachable)},
				{Dst: ip("192.0.2.3")}, {Dst: ip("2001:db8::1"), State: rtnl.Some(rtnl.NeighStale)}, {Dst: ip("2001:db8::3"), State: rtnl.Some(rtnl.NeighNoARP)},
			} {
				n.Dev, n.Address = dev, hw("02:00:00:00:00:01")
				p.Must(rtnl.ReplaceNeigh(n))
			}
			p.Must(rtnl.ReplaceNeigh(rtnl.Neigh{Dev: dev, Dst: ip("192.0.2.1"), Flags: rtnl.NeighProxy}))
		}
	}
	for _, tt := range []struct {
		name            string
		f               *rtnl.NeighFilter
		n               int
		eth0, eth1, all int // what ip(8) shows then; the last one of proxies
	}{
		{"a link", &rtnl.NeighFilter{Dev: "eth0"}, 3, 2, 5, 2},
		{"a family", &rtnl.NeighFilter{Family: rtnl.IPv6}, 2, 4, 4, 2},
		{"all", nil, 6, 2, 2, 2},
		{"a state", &rtnl.NeighFilter{State: rtnl.NeighPermanent}, 2, 4, 4, 2},
		{"addresses", &rtnl.NeighFilter{Dst: pfx("192.0.2.0/31"), Dev: "eth1"}, 1, 5, 4, 2},
		{"proxies", &rtnl.NeighFilter{Proxy: true, Dev: "eth1"}, 1, 5, 5, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			fill()
			n, err := p.FlushNeighs(t.Context(), tt.f)
			if n != tt.n || err != nil {
				t.Errorf("FlushNeighs() = %d, %v; want %d", n, err, tt.n)
			}
			count := func(args ...string) (n int) {
				for line := range strings.Lines(p.IP(append([]string{"neigh", "show"}, args...)...)) {
					if !strings.Contains(line, "ff02::") && !strings.Contains(line, "FAILED") { // which is about to go
						n++
					}
				}
				return n
			}
			if eth0, eth1, proxies := count("nud", "all", "dev", "eth0"), count("nud", "all", "dev", "eth1"), count("proxy"); eth0 != tt.eth0 || eth1 != tt.eth1 || proxies != tt.all {
				t.Errorf("left: %d, %d and %d proxies, want %d, %d and %d", eth0, eth1, proxies, tt.eth0, tt.eth1, tt.all)
			}
		})
	}
}

func TestFlushNexthops(t *testing.T) {
	p := twoLinks(t)
	fill := func() {
		t.Helper()
		p.Must(rtnl.ReplaceNexthop(rtnl.Nexthop{ID: 1, Dev: "eth0"}), rtnl.ReplaceNexthop(rtnl.Nexthop{ID: 2, Dev: "eth1"}),
			rtnl.ReplaceNexthop(rtnl.Nexthop{ID: 3, Dev: "eth1", Family: rtnl.IPv6}),
			rtnl.ReplaceNexthop(rtnl.Nexthop{ID: 4, Group: []rtnl.NexthopMember{{ID: 1}, {ID: 2}}}), rtnl.ReplaceNexthop(rtnl.Nexthop{ID: 5, Group: []rtnl.NexthopMember{{ID: 3}}}))
	}
	for _, tt := range []struct {
		name string
		f    *rtnl.NexthopFilter
		n    int
		left []float64
	}{
		{"a link", &rtnl.NexthopFilter{Dev: "eth1"}, 2, []float64{1, 4}}, // and with the last of it a group
		{"a family", &rtnl.NexthopFilter{Family: rtnl.IPv4}, 2, []float64{3, 5}},
		{"groups", &rtnl.NexthopFilter{Groups: true}, 2, []float64{1, 2, 3}},
		{"all", nil, 5, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			fill()
			if n, err := p.FlushNexthops(t.Context(), tt.f); n != tt.n || err != nil {
				t.Errorf("FlushNexthops() = %d, %v; want %d", n, err, tt.n)
			}
			var left []float64
			for _, o := range p.JSON("nexthop", "show") {
				left = append(left, o["id"].(float64))
			}
			if diff := place.Diff(tt.left, left); diff != "" {
				t.Errorf("left: -want +got\n%s", diff)
			}
		})
	}
}

// The routes of a VRF are those of its table.
func TestVRFRoutes(t *testing.T) {
	p := place.New(t)
	p.Must(rtnl.AddLink(rtnl.Link{Name: "red", Kind: &kind.VRF{Table: 1001}, Up: rtnl.On}), rtnl.AddLink(rtnl.Link{Name: "blue", Kind: &kind.VRF{Table: 77}, Up: rtnl.On}),
		rtnl.AddLink(rtnl.Link{Name: "eth0", Kind: &kind.Dummy{}, Master: "red", Up: rtnl.On}),
		rtnl.AddRoute(rtnl.Route{Dst: pfx("10.0.0.0/8"), Dev: "eth0", Table: 1001}), rtnl.AddRoute(rtnl.Route{Dst: pfx("10.0.0.0/8"), Dev: "blue", Table: 77}),
		rtnl.AddRoute(rtnl.Route{Dst: pfx("fd00::/8"), Dev: "eth0", Table: 1001}))
	list := func(f *rtnl.RouteFilter) (dst []string) {
		t.Helper()
		for r, err := range p.Routes(t.Context(), f) {
			if err != nil {
				t.Fatal(err)
			}
			if r.Protocol == rtnl.ProtoBoot {
				dst = append(dst, r.String())
			}
		}
		return dst
	}
	eth0 := p.Link("eth0").Index
	want := []string{fmt.Sprintf("10.0.0.0/8 dev if%d table 1001 proto boot scope link", eth0), fmt.Sprintf("fd00::/8 dev if%d table 1001 proto boot metric 1024 pref medium", eth0)}
	if diff := place.Diff(want, list(&rtnl.RouteFilter{VRF: "red"})); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if diff := place.Diff(want[:1], list(&rtnl.RouteFilter{VRF: "red", Family: rtnl.IPv4, Dst: pfx("10.0.0.0/8")})); diff != "" {
		t.Errorf("of IPv4: -want +got\n%s", diff)
	}
	if n, err := p.FlushRoutes(t.Context(), &rtnl.RouteFilter{VRF: "red", Family: rtnl.IPv4}); n != 1 || err != nil {
		t.Errorf("FlushRoutes() = %d, %v; want 1", n, err)
	}
	if got := list(&rtnl.RouteFilter{VRF: "blue"}); len(got) != 1 {
		t.Errorf("blue has %v, want one route", got)
	}
	for f, want := range map[rtnl.RouteFilter]string{
		{VRF: "eth0"}: "vrf: eth0 is none", {VRF: "red", Table: 7}: "table: beside vrf", {VRF: "absent"}: "no such device",
	} {
		if _, err := rtnl.Collect(p.Routes(t.Context(), &f)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want %q", f, err, want)
		}
	}
}
