package rtnl_test

import (
	"net/netip"
	"time"

	"github.com/eb30ede5/netlink/rtnl"
)

var (
	ip  = netip.MustParseAddr
	pfx = netip.MustParsePrefix
)

// addrsSent is for goldens of addresses.
func addrsSent() []sent {
	const low = "the lower flags are in the header too, where the kernel looks if there is no IFA_FLAGS"
	sec := func(n int) rtnl.Opt[time.Duration] { return rtnl.Some(time.Duration(n) * time.Second) }
	ip4 := rtnl.Addr{Dev: "eth0", Prefix: pfx("192.0.2.5/25")}
	ip6 := rtnl.Addr{Dev: "eth0", Prefix: pfx("2001:db8::5/61")}
	with := func(a rtnl.Addr, f func(*rtnl.Addr)) rtnl.Addr { f(&a); return a }
	return []sent{
		{name: "addr-add-ip4-plain", req: rtnl.AddAddr(ip4)},
		{name: "addr-add-ip4-host", req: rtnl.AddAddr(rtnl.Addr{Dev: "eth0", Prefix: pfx("192.0.2.5/32")})},
		{name: "addr-add-ip4", req: rtnl.AddAddr(with(ip4, func(a *rtnl.Addr) {
			a.Broadcast, a.Label, a.Scope, a.Metric = ip("192.0.2.99"), "eth0:web", rtnl.ScopeLink, 303
			a.ValidLft, a.PreferredLft = sec(3601), sec(1802)
		}))},
		// Unlike ip(8), this package does not calculate.
		{name: "addr-add-ip4-broadcast-plus", req: rtnl.AddAddr(with(ip4, func(a *rtnl.Addr) { a.Broadcast = ip("192.0.2.127") }))},
		{name: "addr-add-ip4-broadcast-minus", req: rtnl.AddAddr(with(ip4, func(a *rtnl.Addr) { a.Broadcast = ip("192.0.2.0") }))},
		{name: "addr-add-ip4-flags", req: rtnl.AddAddr(rtnl.Addr{
			Dev: "eth0", Prefix: pfx("239.1.2.3/32"), Flags: rtnl.AddrNoPrefixRoute | rtnl.AddrAutoJoin,
		})},
		{name: "addr-add-ip4-forever", req: rtnl.AddAddr(with(ip4, func(a *rtnl.Addr) {
			a.ValidLft, a.PreferredLft = rtnl.Some(rtnl.Forever), sec(600)
		}))},
		{name: "addr-add-ip4-peer", req: rtnl.AddAddr(rtnl.Addr{
			Dev: "eth0", Prefix: pfx("192.0.2.5/30"), Peer: ip("198.51.100.6"), Scope: rtnl.ScopeHost,
		})},
		{name: "addr-add-ip6-plain", req: rtnl.AddAddr(ip6)},
		{name: "addr-add-ip6", diff: "RTM_NEWADDR: header:\n\twant 0a 3d 00 00 02 00 00 00\n\tgot  0a 3d 12 00 02 00 00 00\n", why: low, req: rtnl.AddAddr(with(ip6, func(a *rtnl.Addr) {
			a.Metric, a.Flags = 303, rtnl.AddrNoDAD|rtnl.AddrHome|rtnl.AddrManageTemp|rtnl.AddrNoPrefixRoute
			a.ValidLft, a.PreferredLft = sec(3601), sec(1802)
		}))},
		{name: "addr-add-ip6-anycast", req: rtnl.AddAddr(with(ip6, func(a *rtnl.Addr) { a.Anycast = ip("2001:db8::7") }))},
		{name: "addr-add-ip6-autojoin", req: rtnl.AddAddr(rtnl.Addr{Dev: "eth0", Prefix: pfx("ff05::115/128"), Flags: rtnl.AddrAutoJoin})},
		{name: "addr-add-ip6-optimistic", req: rtnl.AddAddr(with(ip6, func(a *rtnl.Addr) { a.Flags = rtnl.AddrOptimistic }))},
		{name: "addr-add-ip6-peer", req: rtnl.AddAddr(rtnl.Addr{Dev: "eth0", Prefix: pfx("2001:db8::5/127"), Peer: ip("2001:db8:1::6")})},
		{name: "addr-change-ip4", diff: "RTM_NEWADDR: flags: want 0x0105, got 0x0505\n", req: rtnl.ReplaceAddr(with(ip4, func(a *rtnl.Addr) {
			a.ValidLft, a.PreferredLft = sec(3601), sec(1802)
		})), why: "there is no verb that only changes; replacing adds what is not there"},
		{name: "addr-change-ip6", diff: "RTM_NEWADDR: flags: want 0x0105, got 0x0505\n", req: rtnl.ReplaceAddr(with(ip6, func(a *rtnl.Addr) { a.PreferredLft = sec(0) })),
			why: "there is no verb that only changes; replacing adds what is not there"},
		{name: "addr-replace-ip4", req: rtnl.ReplaceAddr(with(ip4, func(a *rtnl.Addr) { a.Metric = 303 }))},
		{name: "addr-replace-ip6", req: rtnl.ReplaceAddr(with(ip6, func(a *rtnl.Addr) { a.Flags = rtnl.AddrManageTemp }))},
		{name: "addr-delete-ip4", req: rtnl.DeleteAddr(ip4)},
		{name: "addr-delete-ip4-label", req: rtnl.DeleteAddr(with(ip4, func(a *rtnl.Addr) { a.Label = "eth0:web" }))},
		{name: "addr-delete-ip6", req: rtnl.DeleteAddr(ip6)},
	}
}
