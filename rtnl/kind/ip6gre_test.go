package kind_test

import (
	"testing"

	"github.com/eb30ede5/netlink/internal/complete"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

// ip(8) sends a version of ERSPAN for each GRE over IPv6. The kernel ignores it.
var erspanOfOthers = []nlattr.Attr{{Type: uapi.IFLA_GRE_ERSPAN_VER, Data: []byte{1}}}

func init() {
	c := complete.Set{Prefix: "IFLA_GRE_", But: map[string]string{
		"IFLA_GRE_TOS": only4, "IFLA_GRE_PMTUDISC": only4, "IFLA_GRE_IGNORE_DF": only4,
		"IFLA_GRE_ERSPAN_INDEX": onlyERSPAN, "IFLA_GRE_ERSPAN_VER": onlyERSPAN, "IFLA_GRE_ERSPAN_DIR": onlyERSPAN, "IFLA_GRE_ERSPAN_HWID": onlyERSPAN,
	}}
	kindsCovered["ip6gre"], kindsCovered["ip6gretap"] = c, c
	gr := func(v kind.IP6GRE) rtnl.Link { return rtnl.Link{Name: "gr0", Kind: &v} }
	set := kind.IP6GRE{
		Local: ip("2001:db8::1"), Remote: ip("2001:db8::2"), IFlags: rtnl.Some(kind.GREFlags(0)), OFlags: rtnl.Some(kind.GREFlags(0)),
		IKey: rtnl.U32(7), OKey: rtnl.U32(8), TTL: rtnl.U8(33), EncapLimit: rtnl.U8(4), FlowInfo: rtnl.U32(0x12345),
		Flags: rtnl.Some(kind.IP6TunnelFlags(0x30000)), FwMark: rtnl.U32(0), EncapType: noType6, EncapFlags: noFlags6, EncapSport: noSport6, EncapDport: noDport6,
		Unknown: erspanOfOthers,
	}
	all := set
	all.DevIndex = index(0)
	kindsSent = append(kindsSent,
		kindSent{golden: "ip6gre-add", link: gr(kind.IP6GRE{
			DevIndex: index(11), Local: ip("2001:db8::1"), Remote: ip("2001:db8::2"), IFlags: rtnl.Some(kind.GRESeq), OFlags: rtnl.Some(kind.GRECsum),
			IKey: rtnl.U32(0x01020304), OKey: rtnl.U32(0x05060709), TTL: rtnl.U8(61), EncapLimit: rtnl.U8(5), FlowInfo: rtnl.U32(0x4412345),
			Flags: rtnl.Some(kind.IP6TunnelCopyDSCP | kind.IP6TunnelAllowLocalRemote), FwMark: rtnl.U32(0x12345),
			EncapType: rtnl.Some(kind.TunnelEncapFOU), EncapFlags: rtnl.Some(kind.TunnelEncapCsum6 | kind.TunnelEncapRemCsum),
			EncapSport: rtnl.U16(5556), EncapDport: rtnl.U16(6667), Unknown: erspanOfOthers,
		})},
		kindSent{golden: "ip6gre-add-plain", link: gr(kind.IP6GRE{
			Remote: ip("2001:db8::2"), IFlags: rtnl.Some(kind.GREFlags(0)), OFlags: rtnl.Some(kind.GREFlags(0)), TTL: rtnl.U8(64), EncapLimit: rtnl.U8(4),
			FlowInfo: rtnl.U32(0), Flags: rtnl.Some(kind.IP6TunnelFlags(0)), FwMark: rtnl.U32(0),
			EncapType: noType6, EncapFlags: noFlags6, EncapSport: noSport6, EncapDport: noDport6, Unknown: erspanOfOthers,
		})},
		kindSent{golden: "ip6gre-add-inherit", link: gr(kind.IP6GRE{
			Remote: ip("2001:db8::2"), IFlags: rtnl.Some(kind.GREFlags(0)), OFlags: rtnl.Some(kind.GREFlags(0)), TTL: rtnl.U8(0), EncapLimit: rtnl.U8(4),
			FlowInfo:  rtnl.U32(0),
			Flags:     rtnl.Some(kind.IP6TunnelIgnoreEncapLimit | kind.IP6TunnelInheritTClass | kind.IP6TunnelInheritLabel | kind.IP6TunnelInheritFwMark),
			FwMark:    rtnl.U32(0),
			EncapType: noType6, EncapFlags: noFlags6, EncapSport: noSport6, EncapDport: noDport6, Unknown: erspanOfOthers,
		})},
		kindSent{golden: "ip6gre-add-external", link: gr(kind.IP6GRE{External: true})},
		kindSent{golden: "ip6gre-set", set: 11, link: rtnl.Link{Kind: &all}, read: &set, why: allSaid, diff: without("IFLA_GRE_LINK", "00 00 00 00")},
		kindSent{golden: "ip6gretap-add", link: rtnl.Link{Name: "gr0", Kind: &kind.IP6GRETAP{
			DevIndex: index(11), Local: ip("2001:db8::1"), Remote: ip("2001:db8::2"), IFlags: rtnl.Some(kind.GRECsum), OFlags: rtnl.Some(kind.GRESeq),
			IKey: rtnl.U32(77), OKey: rtnl.U32(0x05060709), TTL: rtnl.U8(62), EncapLimit: rtnl.U8(6), FlowInfo: rtnl.U32(0x4823456),
			Flags: rtnl.Some(kind.IP6TunnelFlags(0)), FwMark: rtnl.U32(0x23456),
			EncapType: rtnl.Some(kind.TunnelEncapGUE), EncapFlags: rtnl.Some(kind.TunnelEncapCsum | kind.TunnelEncapCsum6),
			EncapSport: rtnl.U16(0), EncapDport: rtnl.U16(6668), Unknown: erspanOfOthers,
		}}},
	)
	kindsRead = append(kindsRead,
		kindRead{golden: "reply-link-ip6gre", want: &kind.IP6GRE{
			DevIndex: index(11), Local: ip("2001:db8::1"), Remote: ip("2001:db8::2"), IFlags: rtnl.Some(kind.GRESeq), OFlags: rtnl.Some(kind.GRECsum),
			IKey: rtnl.U32(0x01020304), OKey: rtnl.U32(0x05060709), TTL: rtnl.U8(61), EncapLimit: rtnl.U8(5), FlowInfo: rtnl.U32(0x4412345),
			Flags:     rtnl.Some(kind.IP6TunnelCopyDSCP | kind.IP6TunnelAllowLocalRemote | 0x30000), // the kernel's own: it can send, and receive
			FwMark:    rtnl.U32(0x12345),
			EncapType: noType, EncapFlags: rtnl.Some(kind.TunnelEncapCsum6 | kind.TunnelEncapRemCsum), EncapSport: rtnl.U16(5556), EncapDport: rtnl.U16(6667),
		}},
		kindRead{golden: "reply-link-ip6gretap", want: &kind.IP6GRETAP{
			DevIndex: index(0), Local: ip("2001:db8::1"), Remote: ip("2001:db8::2"), IFlags: rtnl.Some(kind.GREFlags(0)), OFlags: rtnl.Some(kind.GRESeq),
			OKey: rtnl.U32(77), TTL: rtnl.U8(64), EncapLimit: rtnl.U8(4), FlowInfo: rtnl.U32(0), Flags: rtnl.Some(kind.IP6TunnelFlags(0x30000)), FwMark: rtnl.U32(0),
			EncapType: noType6, EncapFlags: noFlags6, EncapSport: noSport6, EncapDport: noDport6,
		}},
	)
}

func fullIP6GRE() kind.IP6GRE {
	return kind.IP6GRE{
		DevIndex: index(11), Local: ip("2001:db8::1"), Remote: ip("2001:db8::2"), IFlags: rtnl.Some(kind.GRESeq), OFlags: rtnl.Some(kind.GRECsum),
		IKey: rtnl.U32(0x01020304), OKey: rtnl.U32(0x05060709), TTL: rtnl.U8(61), EncapLimit: rtnl.U8(5), FlowInfo: rtnl.U32(0x4412345),
		Flags: rtnl.Some(kind.IP6TunnelCopyDSCP | kind.IP6TunnelAllowLocalRemote), FwMark: rtnl.U32(0x12345),
		EncapType: rtnl.Some(kind.TunnelEncapFOU), EncapFlags: rtnl.Some(kind.TunnelEncapCsum6 | kind.TunnelEncapRemCsum),
		EncapSport: rtnl.U16(5556), EncapDport: rtnl.U16(6667),
	}
}

func TestIP6GREAllocs(t *testing.T) {
	v := fullIP6GRE()
	kindAllocs(t, &v, 0)
}

func TestIP6GRERejected(t *testing.T) {
	l := func(change func(*kind.IP6GRE)) rtnl.Link {
		v := fullIP6GRE()
		change(&v)
		return rtnl.Link{Kind: &v}
	}
	testRejected(t, []rejected{
		{"local", l(func(v *kind.IP6GRE) { v.Local = ip("192.0.2.1") }), "linkinfo.data.local: 192.0.2.1 is no IPv6 address"},
		{"remote", l(func(v *kind.IP6GRE) { v.Remote = ip("192.0.2.1") }), "remote: 192.0.2.1 is no IPv6 address"},
		{"iflags", l(func(v *kind.IP6GRE) { v.IFlags = rtnl.Some[kind.GREFlags](uapi.GRE_KEY) }), "iflags: 0x2000 is neither csum nor seq"},
		{"flowinfo", l(func(v *kind.IP6GRE) { v.FlowInfo = rtnl.U32(1 << 28) }), "flowinfo: 0x10000000 is not below 1<<28"},
		{"external", l(func(v *kind.IP6GRE) { v.External = true }), "encap_type: fou, and external"},
	})
	names := []string{
		"link", "local", "remote", "iflags", "oflags", "ttl", "encap_limit", "flowinfo", "flags", "fwmark",
		"encap_type", "encap_flags", "encap_sport", "encap_dport",
	}
	testWhole(t, fullIP6GRE(), names...)
	testWhole(t, kind.IP6GRETAP(fullIP6GRE()), names...)
}

func TestIP6GRE(t *testing.T) {
	full := fullIP6GRE()
	full.Dev, full.DevIndex = "base", rtnl.Opt[int32]{}
	full.EncapType = noType
	full.Flags = rtnl.Some(kind.IP6TunnelCopyDSCP | kind.IP6TunnelAllowLocalRemote | ipv6Can)
	tunnelTest[kind.IP6GRE, *kind.IP6GRE]{
		add: full,
		says: map[string]any{
			"remote": "2001:db8::2", "local": "2001:db8::1", "link": "base", "ttl": 61., "encap_limit": 5., "tclass": "0x44", "flowlabel": "0x12345",
			"ip6_tnl_f_rcv_dscp_copy": true, "ip6_tnl_f_allow_local_remote": true,
			"ikey": "1.2.3.4", "okey": "5.6.7.9", "iseq": true, "ocsum": true, "oseq": nil, "icsum": nil, "fwmark": "0x12345",
		},
		part:    kind.IP6GRE{TTL: rtnl.U8(33)},
		missing: "link, local, remote, iflags, oflags, encap_limit, flowinfo, flags, fwmark",
		change:  func(v *kind.IP6GRE) { v.TTL = rtnl.U8(33) },
		changed: map[string]any{"ttl": 33.},
		other: kind.IP6GRE{
			DevIndex: index(0), Local: ip("2001:db8::11"), Remote: ip("2001:db8::12"), IFlags: rtnl.Some(kind.GRECsum), OFlags: rtnl.Some(kind.GRECsum | kind.GRESeq),
			OKey: rtnl.U32(0x0a0b0c0d), TTL: rtnl.U8(7), EncapLimit: rtnl.U8(8), FlowInfo: rtnl.U32(0x5554321), FwMark: rtnl.U32(0x54321),
			Flags:     rtnl.Some(kind.IP6TunnelIgnoreEncapLimit | kind.IP6TunnelInheritLabel | kind.IP6TunnelInheritTClass | ipv6Can),
			EncapType: noType, EncapFlags: rtnl.Some(kind.TunnelEncapCsum), EncapSport: rtnl.U16(1), EncapDport: rtnl.U16(258),
		},
		others: map[string]any{
			"remote": "2001:db8::12", "local": "2001:db8::11", "link": nil, "ttl": 7., "ip6_tnl_f_ign_encap_limit": true, "ip6_tnl_f_use_orig_tclass": true,
			"ip6_tnl_f_use_orig_flowlabel": true, "ikey": nil, "okey": "10.11.12.13", "iseq": nil, "icsum": true, "oseq": true, "ocsum": true, "fwmark": "0x54321",
		},
	}.run(t)
}

func TestIP6GRETAP(t *testing.T) {
	p := tunnelTest[kind.IP6GRETAP, *kind.IP6GRETAP]{
		add: kind.IP6GRETAP{
			Dev: "base", Local: ip("2001:db8::1"), Remote: ip("2001:db8::2"), IFlags: rtnl.Some(kind.GRECsum), OFlags: rtnl.Some(kind.GRESeq),
			IKey: rtnl.U32(77), OKey: rtnl.U32(88), TTL: rtnl.U8(62), EncapLimit: rtnl.U8(6), FlowInfo: rtnl.U32(0x4823456),
			Flags:  rtnl.Some(kind.IP6TunnelIgnoreEncapLimit | kind.IP6TunnelInheritFwMark | ipv6Can),
			FwMark: rtnl.U32(0x23456), EncapFlags: rtnl.Some(kind.TunnelEncapCsum), EncapSport: rtnl.U16(5557), EncapDport: rtnl.U16(6668),
		},
		says: map[string]any{
			"remote": "2001:db8::2", "local": "2001:db8::1", "link": "base", "ttl": 62., "encap_limit": nil, "ip6_tnl_f_ign_encap_limit": true,
			"tclass": "0x48", "flowlabel": "0x23456", "ip6_tnl_f_use_orig_fwmark": true,
			"ikey": "0.0.0.77", "okey": "0.0.0.88", "icsum": true, "oseq": true,
		},
		part:    kind.IP6GRETAP{OKey: rtnl.U32(9), Local: ip("2001:db8::1")},
		missing: "link, remote, iflags, oflags, ttl, encap_limit, flowinfo, flags, fwmark",
		change:  func(v *kind.IP6GRETAP) { v.OKey, v.Remote = rtnl.U32(99), ip("2001:db8::3") },
		changed: map[string]any{"okey": "0.0.0.99", "remote": "2001:db8::3"},
		other: kind.IP6GRETAP{
			DevIndex: index(0), Local: ip("2001:db8::11"), Remote: ip("2001:db8::12"), IFlags: rtnl.Some(kind.GRESeq), OFlags: rtnl.Some(kind.GREFlags(0)),
			IKey: rtnl.U32(9), TTL: rtnl.U8(4), EncapLimit: rtnl.U8(3), FlowInfo: rtnl.U32(0x5554321), FwMark: rtnl.U32(0x54321), Flags: rtnl.Some(ipv6Can),
		},
		others: map[string]any{
			"remote": "2001:db8::12", "local": "2001:db8::11", "link": nil, "ttl": 4., "encap_limit": 3., "tclass": "0x55", "flowlabel": "0x54321",
			"ikey": "0.0.0.9", "okey": nil, "iseq": true, "icsum": nil, "oseq": nil, "fwmark": "0x54321",
		},
	}.run(t)

	p.Must(rtnl.AddLink(rtnl.Link{Name: "x0", Kind: &kind.IP6GRETAP{External: true}}))
	place.Says(t, place.InfoData(p.One("link", "show", "dev", "x0")), map[string]any{"external": true, "remote": "any"})
	x := place.ReadKind[*kind.IP6GRETAP](p, "x0")
	p.Must(rtnl.DeleteLink("x0"), rtnl.AddLink(rtnl.Link{Name: "x0", Kind: x}))
	if diff := place.Diff(x, place.ReadKind[*kind.IP6GRETAP](p, "x0")); diff != "" {
		t.Errorf("made from what was read: -want +got\n%s", diff)
	}
}
