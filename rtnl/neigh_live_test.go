package rtnl_test

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

// A neighCase is a neighbour that is added, and what "ip -j" says of it.
type neighCase struct {
	name  string
	neigh rtnl.Neigh
	json  map[string]any
}

var neighCases = []neighCase{
	{"plain", rtnl.Neigh{Dst: ip("192.0.2.5"), Address: hw("02:11:22:33:44:55")}, map[string]any{
		"dst": "192.0.2.5", "lladdr": "02:11:22:33:44:55", "state": []any{"PERMANENT"}, "protocol": nil,
	}},
	{"reachable", rtnl.Neigh{Dst: ip("192.0.2.5"), Address: hw("02:11:22:33:44:55"), State: rtnl.Some(rtnl.NeighReachable)}, map[string]any{"state": []any{"REACHABLE"}}},
	{"stale", rtnl.Neigh{Dst: ip("192.0.2.5"), Address: hw("02:11:22:33:44:55"), State: rtnl.Some(rtnl.NeighStale)}, map[string]any{"state": []any{"STALE"}}},
	{"noarp", rtnl.Neigh{Dst: ip("192.0.2.5"), Address: hw("02:11:22:33:44:55"), State: rtnl.Some(rtnl.NeighNoARP)}, map[string]any{"state": []any{"NOARP"}}},
	{"extern", rtnl.Neigh{Dst: ip("192.0.2.5"), Address: hw("02:11:22:33:44:55"), State: rtnl.Some(rtnl.NeighReachable), Flags: rtnl.NeighExtLearned, Protocol: rtnl.ProtoZebra},
		map[string]any{"protocol": "zebra"}},
	{"managed", rtnl.Neigh{Dst: ip("192.0.2.5"), Flags: rtnl.NeighManaged | rtnl.NeighExtLearned}, nil},
	{"managed with address", rtnl.Neigh{Dst: ip("192.0.2.5"), Address: hw("02:11:22:33:44:55"), State: rtnl.Some(rtnl.NeighReachable), Flags: rtnl.NeighManaged}, nil},
	{"ip6", rtnl.Neigh{Dst: ip("2001:db8::5"), Address: hw("02:11:22:33:44:55"), Protocol: 97}, map[string]any{
		"dst": "2001:db8::5", "lladdr": "02:11:22:33:44:55", "state": []any{"PERMANENT"}, "protocol": "97",
	}},
	{"ip6 router", rtnl.Neigh{Dst: ip("fe80::5"), Address: hw("02:11:22:33:44:55"), State: rtnl.Some(rtnl.NeighStale), Flags: rtnl.NeighRouter},
		map[string]any{"state": []any{"STALE"}}},
	{"proxy", rtnl.Neigh{Dst: ip("192.0.2.5"), Flags: rtnl.NeighProxy, Protocol: 98}, map[string]any{"lladdr": nil, "protocol": "98"}},
	{"ip6 proxy", rtnl.Neigh{Dst: ip("2001:db8::5"), Flags: rtnl.NeighProxy}, nil},
}

// neighPlace has a pair of links, x0 and x1, and addresses on x0, without
// neighbours of the kernel's own.
func neighPlace(t testing.TB) *place.Place {
	t.Helper()
	p := place.New(t)
	p.Sysctl("ipv6/conf/default/addr_gen_mode", "1")
	p.Sysctl("ipv6/conf/default/router_solicitations", "0")
	p.Must(rtnl.AddLink(rtnl.Link{Name: "x0", Kind: &kind.Veth{}, Peer: &rtnl.Link{Name: "x1", Up: rtnl.On, Multicast: rtnl.Off}, Up: rtnl.On, Multicast: rtnl.Off}),
		rtnl.AddAddr(rtnl.Addr{Dev: "x0", Prefix: pfx("192.0.2.1/24")}), rtnl.AddAddr(rtnl.Addr{Dev: "x0", Prefix: pfx("2001:db8::1/64"), Flags: rtnl.AddrNoDAD}))
	return p
}

// ownNeigh returns the one neighbour, or proxy, of x0 whose address is not multicast.
func ownNeigh(t testing.TB, p *place.Place, proxy bool) rtnl.Neigh {
	t.Helper()
	all, err := rtnl.Collect(p.Neighs(t.Context(), &rtnl.NeighFilter{Dev: "x0", Proxy: proxy}))
	if err != nil {
		t.Fatal(err)
	}
	all = slices.DeleteFunc(all, func(n rtnl.Neigh) bool { return n.Dst.IsMulticast() })
	if len(all) != 1 {
		t.Fatalf("%d neighbours, want 1: %v", len(all), all)
	}
	return all[0]
}

// TestNeighs adds each kind of neighbour, reads it back in three ways, and
// deletes it and adds it again as it was read.
func TestNeighs(t *testing.T) {
	shared := neighPlace(t)
	index := shared.Link("x0").Index
	for _, tt := range neighCases {
		for name, add := range map[string]func(rtnl.Neigh) rtnl.Request{"add": rtnl.AddNeigh, "replace": rtnl.ReplaceNeigh} {
			t.Run(tt.name+"/"+name, func(t *testing.T) {
				p := shared.In(t)
				n := tt.neigh
				n.Dev = "x0"
				proxy := n.Flags&rtnl.NeighProxy != 0
				p.Must(add(n))
				read := ownNeigh(t, p, proxy)
				want := n
				want.Dev, want.DevIndex = "", index
				if !read.SameKey(want) || !read.SameConfig(want) || len(read.Unknown) > 0 {
					t.Errorf("-want +read\n%s", place.Diff(want, read))
				}
				if got, err := p.GetNeigh(t.Context(), n); err != nil || !got.SameConfig(read) {
					t.Errorf("GetNeigh = %v, %v, want %v", got, err, read)
				}
				show := []string{"neigh", "show", "nud", "all", "dev", "x0", "to", n.Dst.String()}
				if proxy {
					show = []string{"neigh", "show", "proxy", "dev", "x0"}
				}
				place.Says(t, p.One(show...), tt.json)
				text := strings.Join(strings.Fields(p.IP(show...)), " ")
				if got := strings.Replace(read.String(), fmt.Sprintf("dev if%d ", index), "", 1); got != text && !strings.HasPrefix(got, text) {
					t.Errorf("String() = %q, ip says %q", got, text)
				}
				if err := p.Do(t.Context(), rtnl.AddNeigh(n)); errors.Is(err, fs.ErrExist) == proxy {
					t.Errorf("adding it again: %v; is it a proxy: %v", err, proxy)
				}
				p.Must(rtnl.DeleteNeigh(read), rtnl.AddNeigh(read))
				if again := ownNeigh(t, p, proxy); !again.SameConfig(read) {
					t.Errorf("read, deleted and added again: -before +after\n%s", place.Diff(read, again))
				}
				p.Must(rtnl.DeleteNeigh(n))
				if err := p.Do(t.Context(), rtnl.DeleteNeigh(n)); !errors.Is(err, fs.ErrNotExist) {
					t.Errorf("deleting it again: %v, want %v", err, fs.ErrNotExist)
				}
				if _, err := p.GetNeigh(t.Context(), n); !errors.Is(err, fs.ErrNotExist) {
					t.Errorf("reading it then: %v, want %v", err, fs.ErrNotExist)
				}
			})
		}
	}
}

// TestChangeNeigh changes all of a neighbour that can be changed.
func TestChangeNeigh(t *testing.T) {
	p := neighPlace(t)
	n := rtnl.Neigh{Dev: "x0", Dst: ip("2001:db8::5"), Address: hw("02:11:22:33:44:55")}
	if err := p.Do(t.Context(), rtnl.ChangeNeigh(n)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("changing what is not there: %v, want %v", err, fs.ErrNotExist)
	}
	p.Must(rtnl.AddNeigh(n))
	for name, by := range map[string]func(rtnl.Neigh) rtnl.Request{"change": rtnl.ChangeNeigh, "replace": rtnl.ReplaceNeigh} {
		for _, n := range []rtnl.Neigh{
			{Dev: "x0", Dst: n.Dst, Address: hw("02:11:22:33:44:66"), State: rtnl.Some(rtnl.NeighStale), Flags: rtnl.NeighRouter, Protocol: 77},
			{Dev: "x0", Dst: n.Dst, Address: hw("02:11:22:33:44:55"), State: rtnl.Some(rtnl.NeighPermanent), Protocol: 78},
		} {
			p.Must(by(n))
			want := n
			want.Dev, want.DevIndex = "", p.Link("x0").Index
			if read := ownNeigh(t, p, false); !read.SameConfig(want) {
				t.Errorf("%s: -want +read\n%s", name, place.Diff(want, read))
			}
		}
	}
	// Without an address that which is there stays.
	p.Must(rtnl.ChangeNeigh(rtnl.Neigh{Dev: "x0", Dst: n.Dst, State: rtnl.Some(rtnl.NeighStale)}))
	if read := ownNeigh(t, p, false); read.Address != n.Address || read.State != rtnl.Some(rtnl.NeighStale) {
		t.Errorf("without an address it became %v", read)
	}
}

// NeighUse makes the kernel ask, and it finds out that nobody answers.
func TestUseNeigh(t *testing.T) {
	p := neighPlace(t)
	n := rtnl.Neigh{Dev: "x0", Dst: ip("192.0.2.5"), Flags: rtnl.NeighUse}
	p.Must(rtnl.AddNeigh(n))
	if got := ownNeigh(t, p, false); got.State.Or(0)&(rtnl.NeighIncomplete|rtnl.NeighFailed) == 0 || got.Flags != 0 {
		t.Errorf("it is %v", got)
	}
	p.Wait("a probe", func() bool { n := ownNeigh(t, p, false); return n.Probes > 0 && n.Updated >= 0 })
}

// Entries of a bridge and of a VXLAN are no neighbours, whatever is asked for.
func TestNeighsAreNoForwardingEntries(t *testing.T) {
	p := neighPlace(t)
	nltest.HaveKind(t, "bridge")
	nltest.HaveKind(t, "vxlan")
	p.IP("link", "add", "br0", "up", "type", "bridge")
	p.IP("link", "set", "x1", "master", "br0")
	p.IP("link", "add", "vx0", "up", "type", "vxlan", "id", "42", "dstport", "4789")
	nltest.Command(t, "bridge", "-n", p.Name, "fdb", "add", "02:11:22:33:44:77", "dev", "x1", "master")
	nltest.Command(t, "bridge", "-n", p.Name, "fdb", "add", "02:11:22:33:44:88", "dev", "vx0", "dst", "192.0.2.77")
	for _, f := range []*rtnl.NeighFilter{nil, {Dev: "vx0"}, {Master: "br0"}, {Proxy: true}} {
		for n, err := range p.Neighs(t.Context(), f) {
			if err != nil {
				t.Fatal(err)
			}
			if !n.Dst.IsMulticast() && n.DevIndex != 0 {
				t.Errorf("%+v lists %v", f, n)
			}
		}
	}
	for _, err := range p.Neighs(t.Context(), &rtnl.NeighFilter{Family: 7}) {
		const want = "rtnl: neigh show: family: forwarding entries of a bridge are no neighbours"
		if err == nil || err.Error() != want {
			t.Errorf("of family bridge: %v, want %s", err, want)
		}
	}
}

func TestNeighFilters(t *testing.T) {
	p := neighPlace(t)
	p.Must(rtnl.AddLink(rtnl.Link{Name: "br0", Kind: &kind.Bridge{}, Up: rtnl.On, Multicast: rtnl.Off}), rtnl.SetLink("x1", rtnl.Link{Master: "br0"}))
	mac := hw("02:11:22:33:44:55")
	for _, n := range []rtnl.Neigh{
		{Dev: "x0", Dst: ip("192.0.2.5"), Address: mac}, {Dev: "x0", Dst: ip("2001:db8::5"), Address: mac, State: rtnl.Some(rtnl.NeighNoARP), Flags: rtnl.NeighRouter},
		{Dev: "x1", Dst: ip("192.0.2.6"), Address: mac, State: rtnl.Some(rtnl.NeighStale)}, {Dev: "br0", Dst: ip("2001:db8::6"), Address: mac},
		{Dev: "x0", Dst: ip("192.0.2.7"), Flags: rtnl.NeighProxy}, {Dev: "br0", Dst: ip("2001:db8::7"), Flags: rtnl.NeighProxy},
	} {
		p.Must(rtnl.AddNeigh(n))
	}
	br0 := p.Link("br0").Index
	for name, tt := range map[string]struct {
		f    *rtnl.NeighFilter
		want string
	}{
		"all": {nil, "192.0.2.5 192.0.2.6 2001:db8::5 2001:db8::6"}, "ip4": {&rtnl.NeighFilter{Family: rtnl.IPv4}, "192.0.2.5 192.0.2.6"},
		"dev": {&rtnl.NeighFilter{Dev: "x0"}, "192.0.2.5 2001:db8::5"}, "index": {&rtnl.NeighFilter{DevIndex: br0}, "2001:db8::6"},
		"master": {&rtnl.NeighFilter{Master: "br0"}, "192.0.2.6"}, "master index": {&rtnl.NeighFilter{MasterIndex: br0}, "192.0.2.6"},
		"proxy": {&rtnl.NeighFilter{Proxy: true}, "192.0.2.7 2001:db8::7"}, "proxy dev": {&rtnl.NeighFilter{Proxy: true, Dev: "br0"}, "2001:db8::7"},
		"proxy ip6": {&rtnl.NeighFilter{Proxy: true, Family: rtnl.IPv6}, "2001:db8::7"},
		"state":     {&rtnl.NeighFilter{State: rtnl.NeighPermanent}, "192.0.2.5 2001:db8::6"}, "states": {&rtnl.NeighFilter{State: rtnl.NeighNoARP | rtnl.NeighStale}, "192.0.2.6 2001:db8::5"},
		"flags": {&rtnl.NeighFilter{Flags: rtnl.NeighRouter}, "2001:db8::5"}, "dst": {&rtnl.NeighFilter{Dst: pfx("2001:db8::4/126")}, "2001:db8::5 2001:db8::6"},
		"three": {&rtnl.NeighFilter{Dev: "x0", Family: rtnl.IPv6, State: rtnl.NeighNoARP}, "2001:db8::5"}, "none": {&rtnl.NeighFilter{Dev: "lo"}, ""},
	} {
		var got []string
		list, err := rtnl.Collect(p.Neighs(t.Context(), tt.f))
		for _, n := range list {
			if !n.Dst.IsMulticast() && n.DevIndex != 0 { // one without a link is what another namespace left
				got = append(got, n.Dst.String())
			}
		}
		slices.Sort(got)
		if got := strings.Join(got, " "); err != nil || got != tt.want {
			t.Errorf("%s: %q, %v, want %q", name, got, err, tt.want)
		}
	}
	if _, err := rtnl.Collect(p.Neighs(t.Context(), &rtnl.NeighFilter{Master: "absent"})); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("missing master: %v, want %v", err, fs.ErrNotExist)
	}
}

// A kernel that does not know a flag of NDA_FLAGS_EXT refuses it.
func TestExtValidatedNeigh(t *testing.T) {
	p := neighPlace(t)
	n := rtnl.Neigh{
		Dev: "x0", Dst: ip("2001:db8::5"), Address: hw("02:11:22:33:44:55"), State: rtnl.Some(rtnl.NeighStale),
		Flags: rtnl.NeighExtValidated | rtnl.NeighExtLearned,
	}
	err := p.Do(t.Context(), rtnl.AddNeigh(n))
	if !kernelAtLeast(t, 6, 18) {
		const want = "rtnl: neigh add 2001:db8::5 dev x0: invalid argument: reserved bit set (flags_ext)"
		if err == nil || err.Error() != want {
			t.Errorf("%v, want %s", err, want)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	if read := ownNeigh(t, p, false); read.Flags != n.Flags || read.Address != n.Address {
		t.Errorf("it is %v", read)
	}
}
