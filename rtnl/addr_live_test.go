package rtnl_test

import (
	"errors"
	"io/fs"
	"slices"
	"testing"
	"time"

	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

// An addrCase is an address of the link x0, and what "ip -j -d addr" says of it.
type addrCase struct {
	name string
	addr rtnl.Addr
	json map[string]any
}

const forever = 4294967295.

var addrCases = []addrCase{
	{"plain", rtnl.Addr{Prefix: pfx("192.0.2.5/25")}, map[string]any{
		"family": "inet", "local": "192.0.2.5", "prefixlen": 25., "address": nil, "broadcast": nil, "scope": "global",
		"valid_life_time": forever, "preferred_life_time": forever, "label": "x0",
	}},
	{"peer", rtnl.Addr{Prefix: pfx("192.0.2.5/30"), Peer: ip("198.51.100.6")}, map[string]any{"address": "198.51.100.6", "prefixlen": 30.}},
	{"broadcast", rtnl.Addr{Prefix: pfx("192.0.2.5/25"), Broadcast: ip("192.0.2.99")}, map[string]any{"broadcast": "192.0.2.99"}},
	{"label", rtnl.Addr{Prefix: pfx("192.0.2.5/25"), Label: "x0:web"}, map[string]any{"label": "x0:web"}},
	{"scope host", rtnl.Addr{Prefix: pfx("192.0.2.5/32"), Scope: rtnl.ScopeHost}, map[string]any{"scope": "host"}},
	{"own scope", rtnl.Addr{Prefix: pfx("192.0.2.5/32"), Scope: 99}, map[string]any{"scope": "99"}},
	{"metric", rtnl.Addr{Prefix: pfx("192.0.2.5/25"), Metric: 303}, map[string]any{"metric": 303.}},
	{"noprefixroute", rtnl.Addr{Prefix: pfx("192.0.2.5/25"), Flags: rtnl.AddrNoPrefixRoute}, map[string]any{"noprefixroute": true}},
	{"autojoin", rtnl.Addr{Prefix: pfx("239.1.2.3/32"), Flags: rtnl.AddrAutoJoin}, map[string]any{"autojoin": true}},
	{"lifetimes", rtnl.Addr{Prefix: pfx("192.0.2.5/25"), ValidLft: seconds(7200), PreferredLft: seconds(3600)}, map[string]any{"dynamic": true}},
	{"forever", rtnl.Addr{Prefix: pfx("192.0.2.5/25"), ValidLft: rtnl.Some(rtnl.Forever), PreferredLft: rtnl.Some(rtnl.Forever)},
		map[string]any{"dynamic": nil, "valid_life_time": forever}},
	{"deprecated", rtnl.Addr{Prefix: pfx("192.0.2.5/25"), PreferredLft: seconds(0)}, map[string]any{
		"valid_life_time": forever, "deprecated": true,
	}},
	{"proto", rtnl.Addr{Prefix: pfx("192.0.2.5/25"), Protocol: 77}, nil}, // which ip(8) does not show yet
	{"ip6", rtnl.Addr{Prefix: pfx("2001:db8::5/61")}, map[string]any{
		"family": "inet6", "local": "2001:db8::5", "prefixlen": 61., "scope": "global", "valid_life_time": forever, "address": nil,
	}},
	{"ip6 peer", rtnl.Addr{Prefix: pfx("2001:db8::5/127"), Peer: ip("2001:db8:1::6")}, map[string]any{"address": "2001:db8:1::6", "prefixlen": 127.}},
	{"ip6 flags", rtnl.Addr{Prefix: pfx("2001:db8::5/64"), Flags: rtnl.AddrNoDAD | rtnl.AddrHome | rtnl.AddrNoPrefixRoute | rtnl.AddrManageTemp},
		map[string]any{"nodad": true, "home": true, "noprefixroute": true, "mngtmpaddr": true}},
	{"ip6 autojoin", rtnl.Addr{Prefix: pfx("ff05::115/128"), Flags: rtnl.AddrAutoJoin}, map[string]any{"autojoin": true}},
	{"ip6 lifetimes", rtnl.Addr{Prefix: pfx("2001:db8::5/61"), ValidLft: seconds(7200), PreferredLft: seconds(0), Metric: 303},
		map[string]any{"preferred_life_time": 0., "deprecated": true, "dynamic": true, "metric": 303.}},
	{"ip6 proto", rtnl.Addr{Prefix: pfx("2001:db8::5/61"), Protocol: 78}, nil},
	{"ip6 host", rtnl.Addr{Prefix: pfx("::ffff:192.0.2.5/128")}, map[string]any{"family": "inet6", "local": "::ffff:192.0.2.5"}},
	{"ip6 link-local", rtnl.Addr{Prefix: pfx("fe80::5/64")}, map[string]any{"scope": "link"}},
}

// own returns the one address of x0 that was not made by the kernel.
func own(t testing.TB, p *place.Place) rtnl.Addr {
	t.Helper()
	all, err := rtnl.Collect(p.Addrs(t.Context(), &rtnl.AddrFilter{Dev: "x0"}))
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 1 {
		t.Fatalf("%d addresses, want 1: %v", len(all), all)
	}
	return all[0]
}

// TestAddrs adds each kind of address, reads it back in two ways, and deletes
// it and adds it again as it was read.
func TestAddrs(t *testing.T) {
	shared := place.New(t)
	shared.Must(rtnl.AddLink(rtnl.Link{Name: "x0", Kind: &kind.Dummy{}, Up: rtnl.On, AddrGenMode: rtnl.Some(rtnl.AddrGenNone), Multicast: rtnl.On}))
	index := shared.Link("x0").Index
	for _, tt := range addrCases {
		for name, add := range map[string]func(rtnl.Addr) rtnl.Request{"add": rtnl.AddAddr, "replace": rtnl.ReplaceAddr} {
			t.Run(tt.name+"/"+name, func(t *testing.T) {
				p := shared.In(t)
				a := tt.addr
				a.Dev = "x0"
				p.Must(add(a))
				read := own(t, p)
				want := a
				want.Dev, want.DevIndex, want.Label = "", index, read.Label
				if want.Prefix.Addr().Is6() {
					want.Scope = read.Scope // which follows from the address
				}
				if a.Label != "" && read.Label != a.Label {
					t.Errorf("Label = %q, want %q", read.Label, a.Label)
				}
				if !read.SameKey(want) || !read.SameConfig(want) {
					t.Errorf("-want +read\n%s", place.Diff(want, read))
				}
				for _, lft := range [][2]rtnl.Opt[time.Duration]{{a.ValidLft, read.ValidLft}, {a.PreferredLft, read.PreferredLft}} {
					if want, got := lft[0].Or(lft[1].Or(0)), lft[1].Or(-1); got > want || got < want-time.Minute {
						t.Errorf("lifetime %v, want %v", got, want)
					}
				}
				place.Says(t, p.One("addr", "show", "dev", "x0")["addr_info"].([]any)[0].(map[string]any), tt.json)
				if err := p.Do(t.Context(), rtnl.AddAddr(a)); !errors.Is(err, fs.ErrExist) {
					t.Errorf("adding it again: %v, want %v", err, fs.ErrExist)
				}
				p.Must(rtnl.ReplaceAddr(a), rtnl.DeleteAddr(read), rtnl.AddAddr(read))
				if again := own(t, p); !again.SameConfig(read) {
					t.Errorf("read, deleted and added again: -before +after\n%s", place.Diff(read, again))
				}
				p.Must(rtnl.DeleteAddr(a))
				if err := p.Do(t.Context(), rtnl.DeleteAddr(a)); !errors.Is(err, fs.ErrNotExist) {
					t.Errorf("deleting it again: %v, want %v", err, fs.ErrNotExist)
				}
			})
		}
	}
}

// TestReplaceAddr changes what the documentation says can be changed.
func TestReplaceAddr(t *testing.T) {
	p := place.New(t)
	p.Must(rtnl.AddLink(rtnl.Link{Name: "x0", Kind: &kind.Dummy{}, Up: rtnl.On, AddrGenMode: rtnl.Some(rtnl.AddrGenNone)}))
	info := func() map[string]any {
		return p.One("addr", "show", "dev", "x0")["addr_info"].([]any)[0].(map[string]any)
	}
	a := rtnl.Addr{Dev: "x0", Prefix: pfx("192.0.2.5/25"), Metric: 7}
	p.Must(rtnl.ReplaceAddr(a))
	a.Metric, a.ValidLft, a.PreferredLft = 8, seconds(600), seconds(0)
	p.Must(rtnl.ReplaceAddr(a))
	place.Says(t, info(), map[string]any{"metric": 8., "preferred_life_time": 0., "dynamic": true})
	p.Must(rtnl.DeleteAddr(a))
	six := rtnl.Addr{Dev: "x0", Prefix: pfx("2001:db8::5/64"), Flags: rtnl.AddrNoDAD}
	p.Must(rtnl.ReplaceAddr(six))
	six.Flags, six.Metric, six.Peer = rtnl.AddrHome|rtnl.AddrNoDAD, 9, ip("2001:db8::6")
	p.Must(rtnl.ReplaceAddr(six))
	place.Says(t, info(), map[string]any{"home": true, "metric": 9., "address": "2001:db8::6"})
}

// A deletion has a full key: it takes the one address that is meant.
func TestDeleteAddr(t *testing.T) {
	p := place.New(t)
	p.Dummies("x0", "x1")
	add := []rtnl.Addr{
		{Dev: "x0", Prefix: pfx("192.0.2.5/24")}, {Dev: "x0", Prefix: pfx("192.0.2.5/25")}, {Dev: "x0", Prefix: pfx("192.0.2.5/25"), Peer: ip("198.51.100.6")},
		{Dev: "x0", Prefix: pfx("192.0.2.5/25"), Peer: ip("198.51.101.6"), Label: "x0:b"}, {Dev: "x1", Prefix: pfx("192.0.2.5/25")},
	}
	for _, a := range add {
		p.Must(rtnl.AddAddr(a))
	}
	left := func() []string {
		t.Helper()
		var s []string
		for a, err := range p.Addrs(t.Context(), &rtnl.AddrFilter{Family: rtnl.IPv4}) {
			if err != nil {
				t.Fatal(err)
			}
			peer := ""
			if a.Peer.IsValid() {
				peer = " " + a.Peer.String()
			}
			s = append(s, p.NameOf(a.DevIndex)+" "+a.Prefix.String()+peer)
		}
		slices.Sort(s)
		return s
	}
	all := left()
	if len(all) != len(add) {
		t.Fatalf("%d addresses: %q", len(all), all)
	}
	for _, i := range []int{1, 3, 0, 4, 2} {
		for name, none := range map[string]rtnl.Addr{
			"length": {Dev: "x0", Prefix: pfx("192.0.2.5/26")}, "label": {Dev: "x0", Prefix: pfx("192.0.2.5/24"), Label: "x0:c"},
			"peer": {Dev: "x0", Prefix: pfx("192.0.2.5/25"), Peer: ip("198.51.102.6")}, "address": {Dev: "x0", Prefix: pfx("192.0.2.6/25")},
		} {
			if err := p.Do(t.Context(), rtnl.DeleteAddr(none)); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("another %s: %v, want %v", name, err, fs.ErrNotExist)
			}
		}
		before := left()
		p.Must(rtnl.DeleteAddr(add[i]))
		after := left()
		want := add[i].Dev + " " + add[i].Prefix.String()
		if add[i].Peer.IsValid() {
			want += " " + add[i].Peer.String()
		}
		gone := slices.DeleteFunc(before, func(s string) bool { return slices.Contains(after, s) })
		if !slices.Equal(gone, []string{want}) {
			t.Errorf("deleting %v removed %q", add[i], gone)
		}
	}
}

func TestAddrFilters(t *testing.T) {
	p, far := place.New(t), place.New(t)
	p.Sysctl("ipv6/conf/default/addr_gen_mode", "1")
	p.Dummies("x0", "x1")
	p.Must(rtnl.AddAddr(rtnl.Addr{Dev: "x0", Prefix: pfx("192.0.2.1/25")}), rtnl.AddAddr(rtnl.Addr{Dev: "x1", Prefix: pfx("192.0.2.2/25"), Scope: rtnl.ScopeLink}),
		rtnl.AddAddr(rtnl.Addr{Dev: "x0", Prefix: pfx("2001:db8::3/64")}), rtnl.AddAddr(rtnl.Addr{Dev: "x1", Prefix: pfx("fe80::4/64")}))
	far.Dummies("y0")
	far.Must(rtnl.AddAddr(rtnl.Addr{Dev: "y0", Prefix: pfx("192.0.2.5/25")}))
	p.IP("netns", "set", far.Name, "33")
	x1 := p.Link("x1").Index
	for name, tt := range map[string]struct {
		f    *rtnl.AddrFilter
		want []string
	}{
		"all":             {nil, []string{"192.0.2.1/25", "192.0.2.2/25", "2001:db8::3/64", "fe80::4/64"}},
		"ip4":             {&rtnl.AddrFilter{Family: rtnl.IPv4}, []string{"192.0.2.1/25", "192.0.2.2/25"}},
		"ip6":             {&rtnl.AddrFilter{Family: rtnl.IPv6}, []string{"2001:db8::3/64", "fe80::4/64"}},
		"dev":             {&rtnl.AddrFilter{Dev: "x0"}, []string{"192.0.2.1/25", "2001:db8::3/64"}},
		"index":           {&rtnl.AddrFilter{DevIndex: x1}, []string{"192.0.2.2/25", "fe80::4/64"}},
		"scope":           {&rtnl.AddrFilter{Scope: rtnl.Some(rtnl.ScopeLink)}, []string{"192.0.2.2/25", "fe80::4/64"}},
		"scope global":    {&rtnl.AddrFilter{Scope: rtnl.Some(rtnl.ScopeGlobal)}, []string{"192.0.2.1/25", "2001:db8::3/64"}},
		"three":           {&rtnl.AddrFilter{Dev: "x1", Family: rtnl.IPv6, Scope: rtnl.Some(rtnl.ScopeLink)}, []string{"fe80::4/64"}},
		"none":            {&rtnl.AddrFilter{Dev: "lo"}, nil},
		"other namespace": {&rtnl.AddrFilter{NetNSID: rtnl.Some[int32](33), Family: rtnl.IPv4}, []string{"192.0.2.5/25"}},
	} {
		var got []string
		list, err := rtnl.Collect(p.Addrs(t.Context(), tt.f))
		for _, a := range list {
			got = append(got, a.Prefix.String())
		}
		slices.Sort(got)
		if err != nil || !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, %v, want %q", name, got, err, tt.want)
		}
	}
	for name, f := range map[string]rtnl.AddrFilter{"name": {Dev: "absent"}, "index": {DevIndex: 4711}} {
		if _, err := rtnl.Collect(p.Addrs(t.Context(), &f)); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("missing %s: %v, want %v", name, err, fs.ErrNotExist)
		}
	}
}

// PITFALLS 9: another library wrote the broadcast address that it had worked out
// into the address, which the next link then got.
func TestAddrIsNotChanged(t *testing.T) {
	p := place.New(t)
	p.Dummies("x0", "x1")
	a := rtnl.Addr{Prefix: pfx("192.0.2.5/25")}
	for _, dev := range []string{"x0", "x1"} {
		a.Dev = dev
		p.Must(rtnl.AddAddr(a))
		if place.Diff(a, rtnl.Addr{Dev: dev, Prefix: pfx("192.0.2.5/25")}) != "" {
			t.Errorf("it has become %+v", a)
		}
		place.Says(t, p.One("-4", "addr", "show", "dev", dev)["addr_info"].([]any)[0].(map[string]any), map[string]any{"broadcast": nil})
	}
}
