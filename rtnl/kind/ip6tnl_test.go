package kind_test

import (
	"errors"
	"syscall"
	"testing"

	"github.com/eb30ede5/netlink/internal/complete"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

func init() {
	kindsCovered["ip6tnl"] = complete.Set{Prefix: "IFLA_IPTUN_", But: map[string]string{
		"IFLA_IPTUN_TOS": only4, "IFLA_IPTUN_PMTUDISC": only4,
		"IFLA_IPTUN_6RD_PREFIX": onlySIT, "IFLA_IPTUN_6RD_PREFIXLEN": onlySIT,
		"IFLA_IPTUN_6RD_RELAY_PREFIX": onlySIT, "IFLA_IPTUN_6RD_RELAY_PREFIXLEN": onlySIT,
	}}
	tu := func(v kind.IP6TNL) rtnl.Link { return rtnl.Link{Name: "tu0", Kind: &v} }
	none := rtnl.Some(kind.IP6TunnelFlags(0))
	kindsSent = append(kindsSent,
		kindSent{golden: "ip6tnl-add", link: tu(kind.IP6TNL{
			DevIndex: index(11), Local: ip("2001:db8::1"), Remote: ip("2001:db8::2"), Proto: rtnl.Some(kind.TunnelIPIP6), TTL: rtnl.U8(61), EncapLimit: rtnl.U8(5),
			FlowInfo: rtnl.U32(0x4412345), Flags: rtnl.Some(kind.IP6TunnelCopyDSCP | kind.IP6TunnelAllowLocalRemote), FwMark: rtnl.U32(0x12345),
			EncapType: rtnl.Some(kind.TunnelEncapFOU), EncapFlags: rtnl.Some(kind.TunnelEncapCsum6 | kind.TunnelEncapRemCsum),
			EncapSport: rtnl.U16(5556), EncapDport: rtnl.U16(6667),
		})},
		kindSent{golden: "ip6tnl-add-plain", link: tu(kind.IP6TNL{
			DevIndex: index(0), Remote: ip("2001:db8::2"), Proto: rtnl.Some(kind.Tunnel6Any), TTL: rtnl.U8(64), EncapLimit: rtnl.U8(4), FlowInfo: rtnl.U32(0),
			Flags: none, FwMark: rtnl.U32(0), EncapType: noType6, EncapFlags: noFlags6, EncapSport: noSport6, EncapDport: noDport6,
		})},
		kindSent{golden: "ip6tnl-add-inherit", link: tu(kind.IP6TNL{
			DevIndex: index(0), Remote: ip("2001:db8::2"), Proto: rtnl.Some(kind.Tunnel6Any), TTL: rtnl.U8(0), EncapLimit: rtnl.U8(4), FlowInfo: rtnl.U32(0),
			Flags:  rtnl.Some(kind.IP6TunnelIgnoreEncapLimit | kind.IP6TunnelInheritTClass | kind.IP6TunnelInheritLabel | kind.IP6TunnelInheritFwMark),
			FwMark: rtnl.U32(0), EncapType: noType6, EncapFlags: noFlags6, EncapSport: noSport6, EncapDport: noDport6,
		})},
		kindSent{golden: "ip6tnl-add-external", link: tu(kind.IP6TNL{Proto: rtnl.Some(kind.Tunnel6Any), External: true})},
		kindSent{golden: "ip6tnl-set", set: 11, link: rtnl.Link{Kind: &kind.IP6TNL{
			DevIndex: index(0), Local: ip("2001:db8::1"), Remote: ip("2001:db8::2"), Proto: rtnl.Some(kind.Tunnel6Any), TTL: rtnl.U8(33), EncapLimit: rtnl.U8(4),
			FlowInfo: rtnl.U32(0x12345), Flags: rtnl.Some(ipv6Can), FwMark: rtnl.U32(0),
			EncapType: noType6, EncapFlags: noFlags6, EncapSport: noSport6, EncapDport: noDport6,
		}}},
	)
	kindsRead = append(kindsRead,
		kindRead{golden: "reply-link-ip6tnl", want: &kind.IP6TNL{
			DevIndex: index(11), Local: ip("2001:db8::1"), Remote: ip("2001:db8::2"), Proto: rtnl.Some(kind.TunnelIPIP6), TTL: rtnl.U8(61), EncapLimit: rtnl.U8(5),
			FlowInfo: rtnl.U32(0x4412345), Flags: rtnl.Some(kind.IP6TunnelCopyDSCP | kind.IP6TunnelAllowLocalRemote | ipv6Can), FwMark: rtnl.U32(0x12345),
			EncapType: noType, EncapFlags: rtnl.Some(kind.TunnelEncapCsum6 | kind.TunnelEncapRemCsum), EncapSport: rtnl.U16(5556), EncapDport: rtnl.U16(6667),
		}},
		kindRead{golden: "reply-link-ip6tnl-external", want: &kind.IP6TNL{
			DevIndex: index(0), Local: ip("::"), Remote: ip("::"), Proto: rtnl.Some(kind.Tunnel6Any), TTL: rtnl.U8(0), EncapLimit: rtnl.U8(0),
			FlowInfo: rtnl.U32(0), Flags: rtnl.Some(kind.IP6TunnelFlags(0x40000)), // the kernel's own: it depends on the packet
			FwMark: rtnl.U32(0), EncapType: noType, EncapFlags: noFlags, EncapSport: noSport, EncapDport: noDport, External: true,
		}},
	)
}

func fullIP6TNL() kind.IP6TNL {
	return kind.IP6TNL{
		DevIndex: index(11), Local: ip("2001:db8::1"), Remote: ip("2001:db8::2"), Proto: rtnl.Some(kind.TunnelIP6IP6), TTL: rtnl.U8(61), EncapLimit: rtnl.U8(5),
		FlowInfo: rtnl.U32(0x4412345), Flags: rtnl.Some(kind.IP6TunnelCopyDSCP | kind.IP6TunnelMIP6), FwMark: rtnl.U32(0x12345),
		EncapType: rtnl.Some(kind.TunnelEncapGUE), EncapFlags: rtnl.Some(kind.TunnelEncapCsum6 | kind.TunnelEncapRemCsum),
		EncapSport: rtnl.U16(5556), EncapDport: rtnl.U16(6667),
	}
}

func TestIP6TNLAllocs(t *testing.T) {
	v := fullIP6TNL()
	kindAllocs(t, &v, 0)
}

func TestIP6TNLRejected(t *testing.T) {
	l := func(change func(*kind.IP6TNL)) rtnl.Link {
		v := fullIP6TNL()
		change(&v)
		return rtnl.Link{Kind: &v}
	}
	testRejected(t, []rejected{
		{"local", l(func(v *kind.IP6TNL) { v.Local = ip("192.0.2.1") }), "linkinfo.data.local: 192.0.2.1 is no IPv6 address"},
		{"proto", l(func(v *kind.IP6TNL) { v.Proto = rtnl.Some(kind.TunnelProto6(137)) }), "proto: 137 is not what it can carry"},
		{"flowinfo", l(func(v *kind.IP6TNL) { v.FlowInfo = rtnl.U32(1 << 28) }), "flowinfo: 0x10000000 is not below 1<<28"},
		{"external", l(func(v *kind.IP6TNL) { v.External = true }), "encap_type: gue, and external"},
	})
	testWhole(t, fullIP6TNL(), "link", "local", "remote", "proto", "ttl", "encap_limit", "flowinfo", "flags", "fwmark", "encap_type", "encap_flags", "encap_sport", "encap_dport")
}

func TestIP6TNL(t *testing.T) {
	full := fullIP6TNL()
	full.Dev, full.DevIndex = "base", rtnl.Opt[int32]{}
	full.EncapType = noType
	full.Flags = rtnl.Some(kind.IP6TunnelCopyDSCP | kind.IP6TunnelMIP6 | ipv6Can)
	p := tunnelTest[kind.IP6TNL, *kind.IP6TNL]{
		add: full,
		says: map[string]any{
			"proto": "ip6ip6", "remote": "2001:db8::2", "local": "2001:db8::1", "link": "base", "ttl": 61., "encap_limit": 5., "tclass": "0x44", "flowlabel": "0x12345",
			"ip6_tnl_f_rcv_dscp_copy": true, "ip6_tnl_f_mip6_dev": true, "fwmark": "0x12345",
		},
		part:    kind.IP6TNL{TTL: rtnl.U8(33)},
		missing: "link, local, remote, proto, encap_limit, flowinfo, flags, fwmark",
		change:  func(v *kind.IP6TNL) { v.TTL = rtnl.U8(33) },
		changed: map[string]any{"ttl": 33.},
		other: kind.IP6TNL{
			DevIndex: index(0), Local: ip("2001:db8::11"), Remote: ip("2001:db8::12"), Proto: rtnl.Some(kind.TunnelIPIP6), TTL: rtnl.U8(7), EncapLimit: rtnl.U8(8),
			FlowInfo: rtnl.U32(0x5554321), Flags: rtnl.Some(kind.IP6TunnelAllowLocalRemote | kind.IP6TunnelInheritFwMark | ipv6Can), FwMark: rtnl.U32(0x54321),
			EncapType: noType, EncapFlags: rtnl.Some(kind.TunnelEncapCsum), EncapSport: rtnl.U16(1), EncapDport: rtnl.U16(258),
		},
		others: map[string]any{
			"proto": "ipip6", "remote": "2001:db8::12", "local": "2001:db8::11", "link": nil, "ttl": 7., "encap_limit": 8., "tclass": "0x55", "flowlabel": "0x54321",
			"ip6_tnl_f_allow_local_remote": true, "ip6_tnl_f_use_orig_fwmark": true,
		},
	}.run(t)

	p.Must(rtnl.AddLink(rtnl.Link{Name: "x0", Kind: &kind.IP6TNL{External: true}}))
	place.Says(t, place.InfoData(p.One("link", "show", "dev", "x0")), map[string]any{"external": true})
	x := place.ReadKind[*kind.IP6TNL](p, "x0")
	if err := rtnl.ChangeLink(t.Context(), p.Conn, "x0", func(l *rtnl.Link) { l.Kind.(*kind.IP6TNL).TTL = rtnl.U8(9) }); !errors.Is(err, syscall.EINVAL) {
		t.Errorf("an external one is fixed: %v", err)
	}
	p.Must(rtnl.DeleteLink("x0"), rtnl.AddLink(rtnl.Link{Name: "x0", Kind: x}))
	if diff := place.Diff(x, place.ReadKind[*kind.IP6TNL](p, "x0")); diff != "" {
		t.Errorf("made from what was read: -want +got\n%s", diff)
	}
}
