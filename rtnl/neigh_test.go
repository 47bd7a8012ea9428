package rtnl_test

import (
	"strings"
	"testing"

	"github.com/eb30ede5/netlink/internal/complete"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/rtnl"
)

// neighsSent is for goldens of neighbours.
func neighsSent() []sent {
	const state = "the kernel does not look at the state"
	four := rtnl.Neigh{Dev: "eth0", Dst: ip("192.0.2.5"), Address: hw("02:11:22:33:44:55")}
	bare := rtnl.Neigh{Dev: "eth0", Dst: ip("192.0.2.5")}
	header := func(family, flags string) string {
		return "header:\n\twant " + family + " 00 00 00 02 00 00 00 80 00 " + flags + " 00\n\tgot  " + family + " 00 00 00 02 00 00 00 00 00 " + flags + " 00\n"
	}
	return []sent{
		{name: "neigh-add-ip4", req: rtnl.AddNeigh(four)},
		{name: "neigh-add-ip6", req: rtnl.AddNeigh(rtnl.Neigh{
			Dev: "eth0", Dst: ip("2001:db8::5"), Address: hw("02:11:22:33:44:55"), State: rtnl.Some(rtnl.NeighStale), Flags: rtnl.NeighRouter, Protocol: 77,
		})},
		{name: "neigh-add-extern", req: rtnl.AddNeigh(with(four, func(n *rtnl.Neigh) { n.State, n.Flags = rtnl.Some(rtnl.NeighReachable), rtnl.NeighExtLearned }))},
		{name: "neigh-add-use", req: rtnl.AddNeigh(with(bare, func(n *rtnl.Neigh) { n.Flags = rtnl.NeighUse }))},
		{name: "neigh-add-managed", req: rtnl.AddNeigh(with(bare, func(n *rtnl.Neigh) { n.Flags = rtnl.NeighManaged | rtnl.NeighExtLearned }))},
		{name: "neigh-add-noarp", req: rtnl.AddNeigh(with(bare, func(n *rtnl.Neigh) { n.State = rtnl.Some(rtnl.NeighNoARP) }))},
		{name: "neigh-add-proxy", diff: "RTM_NEWNEIGH: " + header("0a", "08"), why: state, req: rtnl.AddNeigh(rtnl.Neigh{
			Dev: "eth0", Dst: ip("2001:db8::7"), Flags: rtnl.NeighProxy, Protocol: 78,
		})},
		{name: "neigh-change", req: rtnl.ChangeNeigh(with(four, func(n *rtnl.Neigh) {
			n.Address, n.State = hw("02:11:22:33:44:66"), rtnl.Some(rtnl.NeighDelay)
		}))},
		{name: "neigh-replace", req: rtnl.ReplaceNeigh(with(four, func(n *rtnl.Neigh) {
			n.Address, n.State = hw("02:11:22:33:44:66"), rtnl.Some(rtnl.NeighProbe)
		}))},
		{name: "neigh-delete", diff: "RTM_DELNEIGH: " + header("02", "00"), why: state, req: rtnl.DeleteNeigh(four)},
		{name: "neigh-delete-proxy", diff: "RTM_DELNEIGH: " + header("02", "08"), why: state,
			req: rtnl.DeleteNeigh(with(bare, func(n *rtnl.Neigh) { n.Flags = rtnl.NeighProxy }))},
	}
}

var neighsRead = map[string][]any{
	"reply-neigh": {
		rtnl.Neigh{DevIndex: 3, Dst: ip("192.0.2.5"), Address: hw("02:11:22:33:44:55"), State: rtnl.Some(rtnl.NeighPermanent), Type: rtnl.RouteBroadcast,
			Confirmed: ticks(7), Used: ticks(7), Updated: ticks(7)},
		rtnl.Neigh{DevIndex: 3, Dst: ip("192.0.2.6"), Address: hw("02:11:22:33:44:77"), State: rtnl.Some(rtnl.NeighReachable), Type: rtnl.RouteBroadcast,
			Flags: rtnl.NeighExtLearned, Confirmed: ticks(5), Used: ticks(5), Updated: ticks(5), Refs: 1},
		rtnl.Neigh{DevIndex: 3, Dst: ip("2001:db8::5"), Address: hw("02:11:22:33:44:66"), State: rtnl.Some(rtnl.NeighStale), Type: rtnl.RouteUnicast,
			Flags: rtnl.NeighRouter, Protocol: 77, Confirmed: ticks(0x1776), Used: ticks(6), Updated: ticks(6)},
	},
	"reply-neigh-proxy": {
		rtnl.Neigh{DevIndex: 2, Dst: ip("192.0.2.5"), State: rtnl.Some(rtnl.NeighNone), Type: rtnl.RouteUnicast, Flags: rtnl.NeighProxy, Protocol: 78},
		rtnl.Neigh{DevIndex: 2, Dst: ip("2001:db8::7"), State: rtnl.Some(rtnl.NeighNone), Type: rtnl.RouteUnicast, Flags: rtnl.NeighProxy},
	},
	"reply-neigh-managed": {rtnl.Neigh{
		DevIndex: 3, Dst: ip("192.0.2.7"), State: rtnl.Some(rtnl.NeighIncomplete), Type: rtnl.RouteUnicast, Flags: rtnl.NeighManaged | rtnl.NeighExtLearned,
		Probes: 4, Confirmed: ticks(0x1771), Used: ticks(1), Updated: ticks(1), Refs: 1,
	}},
	"reply-neigh-get": {rtnl.Neigh{
		DevIndex: 3, Dst: ip("2001:db8::5"), Address: hw("02:11:22:33:44:66"), State: rtnl.Some(rtnl.NeighNoARP), Type: rtnl.RouteUnicast,
		Flags: rtnl.NeighRouter, Protocol: 77, Confirmed: ticks(2), Used: ticks(2), Updated: ticks(2), Refs: 1,
	}},
}

func TestNeighComplete(t *testing.T) {
	const fdb, filter, header = "of forwarding entries", "of the filter of a listing", "it is in the fixed header"
	complete.Set{
		Prefix: "NDA_",
		But: map[string]string{
			"NDA_VLAN": fdb, "NDA_PORT": fdb, "NDA_VNI": fdb, "NDA_IFINDEX": fdb + " and " + filter, "NDA_MASTER": filter, "NDA_LINK_NETNSID": fdb, "NDA_SRC_VNI": fdb,
			"NDA_NH_ID": fdb, "NDA_FDB_EXT_ATTRS": fdb, "NDA_NDM_STATE_MASK": fdb, "NDA_NDM_FLAGS_MASK": fdb,
		},
		NoLine: map[string]string{
			"ifindex": header, "state": header, "flags": header + " and in flags_ext", "type": header,
			"confirmed": "in cacheinfo", "used": "in cacheinfo", "updated": "in cacheinfo", "refcnt": "in cacheinfo",
		},
		NoTag: map[string]string{"flags_ext": "they are in flags", "cacheinfo": "its members are fields"},
	}.Check(t, new(rtnl.Neigh))
}

func TestSameNeigh(t *testing.T) {
	n := rtnl.Neigh{DevIndex: 2, Dst: ip("192.0.2.5"), Address: hw("02:11:22:33:44:55")}
	for _, tt := range []struct {
		name        string
		edit        func(a, b *rtnl.Neigh)
		key, config bool
	}{
		{"itself", func(a, b *rtnl.Neigh) {}, true, true},
		{"name too", func(a, b *rtnl.Neigh) { b.Dev = "eth0" }, true, true},
		{"dev", func(a, b *rtnl.Neigh) { b.DevIndex = 3 }, false, false},
		{"dst", func(a, b *rtnl.Neigh) { b.Dst = ip("192.0.2.6") }, false, false},
		{"proxy", func(a, b *rtnl.Neigh) { b.Flags = rtnl.NeighProxy }, false, false},
		{"address", func(a, b *rtnl.Neigh) { b.Address = hw("02:11:22:33:44:66") }, true, false},
		{"state absent and permanent", func(a, b *rtnl.Neigh) { b.State = rtnl.Some(rtnl.NeighPermanent) }, true, true},
		{"state", func(a, b *rtnl.Neigh) { b.State = rtnl.Some(rtnl.NeighStale) }, true, false},
		{"states that pass", func(a, b *rtnl.Neigh) { a.State, b.State = rtnl.Some(rtnl.NeighReachable), rtnl.Some(rtnl.NeighStale) }, true, true},
		{"router", func(a, b *rtnl.Neigh) { b.Flags = rtnl.NeighRouter }, true, false},
		{"address that the kernel finds out", func(a, b *rtnl.Neigh) {
			a.Flags, b.Flags, b.Address, b.State = rtnl.NeighManaged, rtnl.NeighManaged, hw("02:11:22:33:44:66"), rtnl.Some(rtnl.NeighReachable)
		}, true, true},
		{"kernel's flag", func(a, b *rtnl.Neigh) { b.Flags = rtnl.NeighOffloaded }, true, true},
		{"protocol", func(a, b *rtnl.Neigh) { b.Protocol = 7 }, true, false},
		{"reported", func(a, b *rtnl.Neigh) { b.Probes, b.Used, b.Refs, b.Type = 1, 2, 3, rtnl.RouteUnicast }, true, true},
	} {
		a, b := n, n
		tt.edit(&a, &b)
		before := a
		if got := a.SameKey(b); got != tt.key || b.SameKey(a) != got {
			t.Errorf("%s: SameKey = %v, want %v", tt.name, got, tt.key)
		}
		if got := a.SameConfig(b); got != tt.config || b.SameConfig(a) != got {
			t.Errorf("%s: SameConfig = %v, want %v", tt.name, got, tt.config)
		}
		if diff := place.Diff(before, a); diff != "" {
			t.Errorf("%s: comparing changed it: %s", tt.name, diff)
		}
	}
}

// TestRefuseNeighs has what is refused before it is sent, and why.
func TestRefuseNeighs(t *testing.T) {
	dst := ip("192.0.2.5")
	for want, n := range map[string]rtnl.Neigh{
		"dst: missing, and with it the family":                           {DevIndex: 2, Address: hw("02:11:22:33:44:55")},
		"dev: missing":                                                   {Dst: dst, Flags: rtnl.NeighProxy},
		"flags: self: of forwarding entries, not of neighbours":          {DevIndex: 2, Dst: dst, Flags: rtnl.NeighSelf},
		"flags: sticky locked: of forwarding entries, not of neighbours": {DevIndex: 2, Dst: dst, Flags: rtnl.NeighSticky | rtnl.NeighLocked},
		"lladdr: of a proxy, whose answers have the link's own":          {DevIndex: 2, Dst: dst, Flags: rtnl.NeighProxy, Address: hw("02:11:22:33:44:55")},
		"flags: router: IPv6 only":                                       {DevIndex: 2, Dst: dst, Flags: rtnl.NeighRouter},
	} {
		_, err := rtnl.AddNeigh(n).AppendMessage(nil, nil)
		if err == nil || !strings.HasSuffix(err.Error(), ": "+want) {
			t.Errorf("%+v: %v, want %s", n, err, want)
		}
	}
}
