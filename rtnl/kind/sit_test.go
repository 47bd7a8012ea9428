package kind_test

import (
	"net/netip"
	"testing"

	"github.com/eb30ede5/netlink/internal/complete"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

func init() {
	kindsCovered["sit"] = complete.Set{Prefix: "IFLA_IPTUN_", But: map[string]string{
		"IFLA_IPTUN_ENCAP_LIMIT": only6, "IFLA_IPTUN_FLOWINFO": only6,
		"IFLA_IPTUN_COLLECT_METADATA": "of a sit the kernel ignores it",
	}}
	tu := func(v kind.SIT) rtnl.Link { return rtnl.Link{Name: "tu0", Kind: &v} }
	kindsSent = append(kindsSent,
		kindSent{golden: "sit-add", link: tu(kind.SIT{
			DevIndex: index(11), Local: ip("192.0.2.1"), Remote: ip("198.51.100.2"), Proto: rtnl.Some(kind.TunnelAny), TTL: rtnl.U8(61), TOS: rtnl.U8(0x44),
			PMTUDisc: rtnl.On, Flags: rtnl.Some(kind.SITISATAP), FwMark: rtnl.U32(0x12345), EncapType: rtnl.Some(kind.TunnelEncapGUE),
			EncapFlags: rtnl.Some(kind.TunnelEncapCsum6), EncapSport: rtnl.U16(5556), EncapDport: rtnl.U16(6667),
		})},
		kindSent{golden: "sit-add-6rd", link: tu(kind.SIT{
			DevIndex: index(0), Local: ip("192.0.2.1"), Proto: rtnl.Some(kind.TunnelAny), TTL: rtnl.U8(61), TOS: rtnl.U8(0),
			PMTUDisc: rtnl.On, Flags: rtnl.Some(kind.SITFlags(0)), FwMark: rtnl.U32(0), EncapType: noType, EncapFlags: noFlags, EncapSport: noSport, EncapDport: noDport,
			SixRDPrefix: ip("2001:db8::"), SixRDPrefixLen: rtnl.U16(32), SixRDRelayPrefix: ip("192.0.0.0"), SixRDRelayPrefixLen: rtnl.U16(8),
		})},
		kindSent{golden: "sit-set", set: 11, link: rtnl.Link{Kind: &kind.SIT{
			DevIndex: index(0), Local: ip("192.0.2.1"), Remote: ip("198.51.100.2"), Proto: rtnl.Some(kind.TunnelAny), TTL: rtnl.U8(33), TOS: rtnl.U8(0x44),
			PMTUDisc: rtnl.On, Flags: rtnl.Some(kind.SITFlags(0)), FwMark: rtnl.U32(0), EncapType: noType, EncapFlags: noFlags, EncapSport: noSport, EncapDport: noDport,
		}}},
	)
	// No reply has 6rd: the kernel that they are from was built without
	// CONFIG_IPV6_SIT_6RD, and ignores it.
	kindsRead = append(kindsRead,
		kindRead{golden: "reply-link-sit", want: &kind.SIT{
			DevIndex: index(11), Local: ip("192.0.2.1"), Remote: ip("0.0.0.0"), Proto: rtnl.Some(kind.TunnelAny), TTL: rtnl.U8(61), TOS: rtnl.U8(0x44),
			PMTUDisc: rtnl.On, Flags: rtnl.Some(kind.SITISATAP), FwMark: rtnl.U32(0x12345), EncapType: noType,
			EncapFlags: rtnl.Some(kind.TunnelEncapCsum6), EncapSport: rtnl.U16(5556), EncapDport: rtnl.U16(6667),
		}},
		kindRead{golden: "reply-link-sit-6rd", want: &kind.SIT{
			DevIndex: index(0), Local: ip("192.0.2.1"), Remote: ip("0.0.0.0"), Proto: rtnl.Some(kind.TunnelAny), TTL: rtnl.U8(61), TOS: rtnl.U8(0),
			PMTUDisc: rtnl.On, Flags: rtnl.Some(kind.SITFlags(0)), FwMark: rtnl.U32(0), EncapType: noType, EncapFlags: noFlags, EncapSport: noSport, EncapDport: noDport,
		}},
	)
}

func fullSIT() kind.SIT {
	return kind.SIT{
		DevIndex: index(11), Local: ip("192.0.2.1"), Remote: ip("198.51.100.2"), Proto: rtnl.Some(kind.TunnelIP6IP), TTL: rtnl.U8(61), TOS: rtnl.U8(0x44),
		PMTUDisc: rtnl.On, Flags: rtnl.Some(kind.SITISATAP), FwMark: rtnl.U32(0x12345), EncapType: rtnl.Some(kind.TunnelEncapFOU),
		EncapFlags: rtnl.Some(kind.TunnelEncapCsum6), EncapSport: rtnl.U16(5556), EncapDport: rtnl.U16(6667),
		SixRDPrefix: ip("2001:db8::"), SixRDPrefixLen: rtnl.U16(32), SixRDRelayPrefix: ip("192.0.0.0"), SixRDRelayPrefixLen: rtnl.U16(8),
	}
}

func TestSITAllocs(t *testing.T) {
	v := fullSIT()
	kindAllocs(t, &v, 0)
}

func TestSITRejected(t *testing.T) {
	l := func(change func(*kind.SIT)) rtnl.Link {
		v := fullSIT()
		change(&v)
		return rtnl.Link{Kind: &v}
	}
	testRejected(t, []rejected{
		{"remote", l(func(v *kind.SIT) { v.Remote = ip("2001:db8::1") }), "linkinfo.data.remote: 2001:db8::1 is no IPv4 address"},
		{"proto", l(func(v *kind.SIT) { v.Proto = rtnl.Some(kind.TunnelProto(47)) }), "proto: 47 is not what it can carry"},
		{"pmtudisc", l(func(v *kind.SIT) { v.PMTUDisc = rtnl.Off }), "pmtudisc: off, and the ttl is not 0"},
		{"6rd prefix", l(func(v *kind.SIT) { v.SixRDPrefix = ip("192.0.2.1") }), "6rd_prefix: 192.0.2.1 is no IPv6 address"},
		{"6rd relay prefix", l(func(v *kind.SIT) { v.SixRDRelayPrefix = ip("2001:db8::") }), "6rd_relay_prefix: 2001:db8:: is no IPv4 address"},
		{"6rd prefix's length", l(func(v *kind.SIT) { v.SixRDPrefixLen = rtnl.U16(41) }), "6rd_prefixlen: 41 is more than 32 and the 8 of the relay's"},
		{"6rd relay prefix's length", l(func(v *kind.SIT) { v.SixRDRelayPrefixLen = rtnl.U16(33) }), "6rd_relay_prefixlen: 33 is above 32"},
	})
	testWhole(t, fullSIT(), "link", "local", "remote", "proto", "ttl", "tos", "pmtudisc", "flags", "fwmark", "encap_type", "encap_flags", "encap_sport", "encap_dport",
		"6rd_prefix", "6rd_prefixlen", "6rd_relay_prefix", "6rd_relay_prefixlen")
}

func TestSIT(t *testing.T) {
	full := fullSIT()
	full.Dev, full.DevIndex = "base", rtnl.Opt[int32]{}
	full.EncapType, full.Remote, full.Proto = noType, ip("0.0.0.0"), rtnl.Some(kind.TunnelMPLSIP) // ISATAP knows many other ends
	full.SixRDPrefix, full.SixRDRelayPrefix = netip.Addr{}, netip.Addr{}
	full.SixRDPrefixLen, full.SixRDRelayPrefixLen = rtnl.Opt[uint16]{}, rtnl.Opt[uint16]{}
	p := tunnelTest[kind.SIT, *kind.SIT]{
		add: full,
		says: map[string]any{
			"proto": "mplsip", "remote": "any", "local": "192.0.2.1", "link": "base", "ttl": 61., "tos": "0x44", "pmtudisc": true, "isatap": true, "fwmark": "0x12345",
		},
		part:    kind.SIT{TTL: rtnl.U8(33), SixRDPrefixLen: rtnl.U16(16)},
		missing: "6rd_prefix, 6rd_relay_prefix, 6rd_relay_prefixlen, link, local, remote, proto, tos, pmtudisc, flags, fwmark",
		change:  func(v *kind.SIT) { v.TTL = rtnl.U8(33) },
		changed: map[string]any{"ttl": 33.},
		other: kind.SIT{
			DevIndex: index(0), Local: ip("192.0.2.11"), Remote: ip("0.0.0.0"), Proto: rtnl.Some(kind.TunnelMPLSIP), TTL: rtnl.U8(0), TOS: rtnl.U8(1),
			PMTUDisc: rtnl.Off, Flags: rtnl.Some(kind.SITISATAP), FwMark: rtnl.U32(0x54321),
			EncapType: noType, EncapFlags: rtnl.Some(kind.TunnelEncapCsum), EncapSport: rtnl.U16(1), EncapDport: rtnl.U16(258),
		},
		others: map[string]any{
			"remote": "any", "local": "192.0.2.11", "link": nil, "ttl": 0., "tos": "0x1", "pmtudisc": false, "fwmark": "0x54321",
		},
	}.run(t)

	err := rtnl.ChangeLink(t.Context(), p.Conn, "t0", func(l *rtnl.Link) {
		l.Kind.(*kind.SIT).Proto, l.Kind.(*kind.SIT).Flags = rtnl.Some(kind.TunnelIP6IP), rtnl.Some(kind.SITFlags(0))
	})
	if err != nil {
		t.Error(err)
	}
	// This is ignored.
	place.SameFields(t, *place.ReadKind[*kind.SIT](p, "t0"), kind.SIT{Proto: rtnl.Some(kind.TunnelMPLSIP), Flags: rtnl.Some(kind.SITISATAP)})
}
