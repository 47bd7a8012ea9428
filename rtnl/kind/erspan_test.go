package kind_test

import (
	"testing"

	"github.com/eb30ede5/netlink/internal/complete"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

func init() {
	kindsCovered["erspan"] = complete.Set{Prefix: "IFLA_GRE_", But: map[string]string{
		"IFLA_GRE_ENCAP_LIMIT": only6, "IFLA_GRE_FLOWINFO": only6, "IFLA_GRE_FLAGS": only6,
	}}
	kindsCovered["ip6erspan"] = complete.Set{Prefix: "IFLA_GRE_", But: map[string]string{
		"IFLA_GRE_TOS": only4, "IFLA_GRE_PMTUDISC": only4, "IFLA_GRE_IGNORE_DF": only4,
	}}
	er := func(v kind.ERSPAN) rtnl.Link { return rtnl.Link{Name: "er0", Kind: &v} }
	er6 := func(v kind.IP6ERSPAN) rtnl.Link { return rtnl.Link{Name: "er0", Kind: &v} }
	seq := rtnl.Some(kind.GRESeq)
	kindsSent = append(kindsSent,
		kindSent{golden: "erspan-add", link: er(kind.ERSPAN{
			DevIndex: index(11), Local: ip("192.0.2.1"), Remote: ip("198.51.100.2"), IFlags: seq, OFlags: seq, IKey: rtnl.U32(77), OKey: rtnl.U32(77),
			Version: rtnl.U8(1), Index: rtnl.U32(123456), TTL: rtnl.U8(62), TOS: rtnl.U8(0x48), PMTUDisc: rtnl.On, FwMark: rtnl.U32(0x23456),
			EncapType: noType, EncapFlags: noFlags, EncapSport: noSport, EncapDport: noDport,
		})},
		kindSent{golden: "erspan-add-v2", link: er(kind.ERSPAN{
			Local: ip("192.0.2.1"), Remote: ip("198.51.100.2"), IFlags: seq, OFlags: seq, IKey: rtnl.U32(77), OKey: rtnl.U32(88),
			Version: rtnl.U8(2), Dir: rtnl.Some(kind.ERSPANEgress), HWID: rtnl.U16(0x2f), TTL: rtnl.U8(0), TOS: rtnl.U8(0), PMTUDisc: rtnl.On, FwMark: rtnl.U32(0),
			EncapType: noType, EncapFlags: noFlags, EncapSport: noSport, EncapDport: noDport,
		})},
		kindSent{golden: "erspan-add-external", link: er(kind.ERSPAN{External: true})},
		kindSent{golden: "ip6erspan-add", link: er6(kind.IP6ERSPAN{
			DevIndex: index(11), Local: ip("2001:db8::1"), Remote: ip("2001:db8::2"), IFlags: seq, OFlags: seq, IKey: rtnl.U32(77), OKey: rtnl.U32(77),
			Version: rtnl.U8(1), Index: rtnl.U32(123456), TTL: rtnl.U8(62), EncapLimit: rtnl.U8(6), FlowInfo: rtnl.U32(0x4823456),
			Flags: rtnl.Some(kind.IP6TunnelFlags(0)), FwMark: rtnl.U32(0x23456),
			EncapType: noType6, EncapFlags: noFlags6, EncapSport: noSport6, EncapDport: noDport6,
		})},
		kindSent{golden: "ip6erspan-add-v2", link: er6(kind.IP6ERSPAN{
			Local: ip("2001:db8::1"), Remote: ip("2001:db8::2"), IFlags: seq, OFlags: seq, IKey: rtnl.U32(77), OKey: rtnl.U32(88),
			Version: rtnl.U8(2), Dir: rtnl.Some(kind.ERSPANEgress), HWID: rtnl.U16(0x2f), TTL: rtnl.U8(64), EncapLimit: rtnl.U8(4), FlowInfo: rtnl.U32(0),
			Flags: rtnl.Some(kind.IP6TunnelFlags(0)), FwMark: rtnl.U32(0),
			EncapType: noType6, EncapFlags: noFlags6, EncapSport: noSport6, EncapDport: noDport6,
		})},
	)
	read := kind.ERSPAN{
		DevIndex: index(0), Local: ip("192.0.2.1"), Remote: ip("198.51.100.2"), IFlags: seq, OFlags: seq, IKey: rtnl.U32(77), OKey: rtnl.U32(77),
		Version: rtnl.U8(1), Index: rtnl.U32(123456), TTL: rtnl.U8(0), TOS: rtnl.U8(0), PMTUDisc: rtnl.On, IgnoreDF: rtnl.Off, FwMark: rtnl.U32(0),
		EncapType: noType, EncapFlags: noFlags, EncapSport: noSport, EncapDport: noDport,
	}
	read2 := read
	read2.Version, read2.Index, read2.Dir, read2.HWID = rtnl.U8(2), rtnl.Opt[uint32]{}, rtnl.Some(kind.ERSPANEgress), rtnl.U16(0x2f)
	kindsRead = append(kindsRead,
		kindRead{golden: "reply-link-erspan", want: &read},
		kindRead{golden: "reply-link-erspan-v2", want: &read2},
		kindRead{golden: "reply-link-ip6erspan", want: &kind.IP6ERSPAN{
			DevIndex: index(0), Local: ip("2001:db8::1"), Remote: ip("2001:db8::2"), IFlags: seq, OFlags: seq, IKey: rtnl.U32(77), OKey: rtnl.U32(77),
			Version: rtnl.U8(2), Dir: rtnl.Some(kind.ERSPANEgress), HWID: rtnl.U16(0x2f), TTL: rtnl.U8(64), EncapLimit: rtnl.U8(4), FlowInfo: rtnl.U32(0),
			Flags: rtnl.Some(ipv6Can), FwMark: rtnl.U32(0), EncapType: noType6, EncapFlags: noFlags6, EncapSport: noSport6, EncapDport: noDport6,
		}},
	)
}

func fullERSPAN() kind.ERSPAN {
	seq := rtnl.Some(kind.GRESeq)
	return kind.ERSPAN{
		DevIndex: index(11), Local: ip("192.0.2.1"), Remote: ip("198.51.100.2"), IFlags: seq, OFlags: seq, IKey: rtnl.U32(77), OKey: rtnl.U32(88),
		Version: rtnl.U8(2), Dir: rtnl.Some(kind.ERSPANEgress), HWID: rtnl.U16(0x2f), TTL: rtnl.U8(62), TOS: rtnl.U8(0x48),
		PMTUDisc: rtnl.Off, IgnoreDF: rtnl.On, FwMark: rtnl.U32(0x23456),
		EncapType: noType, EncapFlags: rtnl.Some(kind.TunnelEncapCsum), EncapSport: rtnl.U16(5557), EncapDport: rtnl.U16(6668),
	}
}

func fullIP6ERSPAN() kind.IP6ERSPAN {
	seq := rtnl.Some(kind.GRESeq)
	return kind.IP6ERSPAN{
		DevIndex: index(11), Local: ip("2001:db8::1"), Remote: ip("2001:db8::2"), IFlags: seq, OFlags: seq, IKey: rtnl.U32(77), OKey: rtnl.U32(88),
		Version: rtnl.U8(2), Dir: rtnl.Some(kind.ERSPANEgress), HWID: rtnl.U16(0x2f), TTL: rtnl.U8(62), EncapLimit: rtnl.U8(6), FlowInfo: rtnl.U32(0x4823456),
		Flags: rtnl.Some(kind.IP6TunnelCopyDSCP | ipv6Can), FwMark: rtnl.U32(0x23456),
		EncapType: noType, EncapFlags: rtnl.Some(kind.TunnelEncapCsum), EncapSport: rtnl.U16(5557), EncapDport: rtnl.U16(6668),
	}
}

func TestERSPANAllocs(t *testing.T) {
	v, v6 := fullERSPAN(), fullIP6ERSPAN()
	v.Index, v6.Index = rtnl.U32(9), rtnl.U32(9)
	kindAllocs(t, &v, 0)
	kindAllocs(t, &v6, 0)
}

func TestERSPANRejected(t *testing.T) {
	l := func(change func(*kind.ERSPAN)) rtnl.Link {
		v := fullERSPAN()
		change(&v)
		return rtnl.Link{Kind: &v}
	}
	l6 := func(change func(*kind.IP6ERSPAN)) rtnl.Link {
		v := fullIP6ERSPAN()
		change(&v)
		return rtnl.Link{Kind: &v}
	}
	testRejected(t, []rejected{
		{"local", l(func(v *kind.ERSPAN) { v.Local = ip("2001:db8::1") }), "local: 2001:db8::1 is no IPv4 address"},
		{"local of ip6erspan", l6(func(v *kind.IP6ERSPAN) { v.Local = ip("192.0.2.1") }), "local: 192.0.2.1 is no IPv6 address"},
		{"version", l(func(v *kind.ERSPAN) { v.Version = rtnl.U8(3) }), "erspan_ver: 3 is not 0, 1 or 2"},
		{"version of ip6erspan", l6(func(v *kind.IP6ERSPAN) { v.Version = rtnl.U8(0) }), "erspan_ver: 0 is of erspan over IPv4 only"},
		{"index", l(func(v *kind.ERSPAN) { v.Index = rtnl.U32(1 << 20) }), "erspan_index: 1048576 is not below 1<<20"},
		{"direction", l(func(v *kind.ERSPAN) { v.Dir = rtnl.Some(kind.ERSPANDir(2)) }), "erspan_dir: 2 is neither ingress nor egress"},
		{"hwid", l(func(v *kind.ERSPAN) { v.HWID = rtnl.U16(64) }), "erspan_hwid: 64 is not below 1<<6"},
		{"ikey", l(func(v *kind.ERSPAN) { v.IKey = rtnl.U32(1024) }), "ikey: 1024 is not below 1<<10"},
		{"okey", l6(func(v *kind.IP6ERSPAN) { v.OKey = rtnl.U32(1024) }), "okey: 1024 is not below 1<<10"},
		{"no key", l(func(v *kind.ERSPAN) { v.IKey, v.OKey = rtnl.Opt[uint32]{}, rtnl.Opt[uint32]{} }), "oflags: erspan has a key and sequence numbers, and no more"},
		{"no sequence numbers", l(func(v *kind.ERSPAN) { v.IFlags, v.OFlags = rtnl.Some(kind.GREFlags(0)), rtnl.Some(kind.GREFlags(0)) }), "oflags: erspan has a key and"},
		{"checksums", l6(func(v *kind.IP6ERSPAN) { v.IFlags = rtnl.Some(kind.GRECsum) }), "oflags: erspan has a key and"},
		{"ignore_df", l(func(v *kind.ERSPAN) { v.PMTUDisc = rtnl.On }), "ignore_df: pmtudisc is not off"},
		{"flowinfo", l6(func(v *kind.IP6ERSPAN) { v.FlowInfo = rtnl.U32(1 << 28) }), "flowinfo: 0x10000000 is not below 1<<28"},
	})
	testWhole(t, fullERSPAN(), "link", "local", "remote", "iflags", "oflags", "ttl", "tos", "pmtudisc", "ignore_df", "fwmark", "encap_type", "encap_flags", "encap_sport", "encap_dport")
	testWhole(t, fullIP6ERSPAN(), "link", "local", "remote", "iflags", "oflags", "ttl", "encap_limit", "flowinfo", "flags", "fwmark", "encap_type", "encap_flags", "encap_sport", "encap_dport",
		"erspan_dir", "erspan_hwid")
	v1 := fullIP6ERSPAN()
	v1.Version, v1.Index, v1.Dir, v1.HWID = rtnl.U8(1), rtnl.U32(7), rtnl.Opt[kind.ERSPANDir]{}, rtnl.Opt[uint16]{}
	testWhole(t, v1, "erspan_ver", "erspan_index")
}

func TestERSPAN(t *testing.T) {
	full := fullERSPAN()
	full.Dev, full.DevIndex = "base", rtnl.Opt[int32]{}
	p := tunnelTest[kind.ERSPAN, *kind.ERSPAN]{
		add: full,
		says: map[string]any{
			"remote": "198.51.100.2", "local": "192.0.2.1", "link": "base", "ttl": 62., "tos": "0x48", "pmtudisc": false, "ignore_df": true,
			"ikey": "0.0.0.77", "okey": "0.0.0.88", "iseq": true, "oseq": true, "fwmark": "0x23456",
			"erspan_ver": 2., "erspan_dir": "egress", "erspan_hwid": "0x2f",
		},
		part:    kind.ERSPAN{TTL: rtnl.U8(33), Version: rtnl.U8(1), Index: rtnl.U32(7)},
		missing: "link, local, remote, iflags, oflags, tos, pmtudisc, ignore_df, fwmark",
		change:  func(v *kind.ERSPAN) { v.TTL = rtnl.U8(33) },
		changed: map[string]any{"ttl": 33.},
		other: kind.ERSPAN{
			DevIndex: index(0), Local: ip("192.0.2.11"), Remote: ip("198.51.100.12"), IFlags: rtnl.Some(kind.GRESeq), OFlags: rtnl.Some(kind.GRESeq),
			IKey: rtnl.U32(1), OKey: rtnl.U32(1023), Version: rtnl.U8(1), Index: rtnl.U32(0xfffff), TTL: rtnl.U8(0), TOS: rtnl.U8(1),
			PMTUDisc: rtnl.Off, IgnoreDF: rtnl.Off, FwMark: rtnl.U32(0x54321),
		},
		others: map[string]any{
			"remote": "198.51.100.12", "local": "192.0.2.11", "link": nil, "ttl": 0., "tos": "0x1", "pmtudisc": false, "ignore_df": nil,
			"ikey": "0.0.0.1", "okey": "0.0.3.255", "erspan_ver": 1., "erspan_index": 1048575., "fwmark": "0x54321",
		},
	}.run(t)

	full.Version, full.Index, full.Dir, full.HWID, full.Remote = rtnl.U8(1), rtnl.U32(123456), rtnl.Opt[kind.ERSPANDir]{}, rtnl.Opt[uint16]{}, ip("198.51.100.3")
	p.Must(rtnl.AddLink(rtnl.Link{Name: "x0", Kind: &full}))
	place.Says(t, place.InfoData(p.One("link", "show", "dev", "x0")), map[string]any{"erspan_ver": 1., "erspan_index": 123456.})
	place.SameFields(t, *place.ReadKind[*kind.ERSPAN](p, "x0"), kind.ERSPAN{Version: rtnl.U8(1), Index: rtnl.U32(123456)})
	// Version 0 has no key.
	p.Must(rtnl.AddLink(rtnl.Link{Name: "x1", Kind: &kind.ERSPAN{Remote: ip("198.51.100.4"), Version: rtnl.U8(0)}}))
	place.SameFields(t, *place.ReadKind[*kind.ERSPAN](p, "x1"), kind.ERSPAN{Version: rtnl.U8(0), Remote: ip("198.51.100.4")})
	if err := rtnl.ChangeLink(t.Context(), p.Conn, "x1", func(l *rtnl.Link) { l.Kind.(*kind.ERSPAN).TTL = rtnl.U8(9) }); err != nil {
		t.Error(err)
	}
	place.SameFields(t, *place.ReadKind[*kind.ERSPAN](p, "x1"), kind.ERSPAN{Version: rtnl.U8(0), Remote: ip("198.51.100.4"), TTL: rtnl.U8(9)})
}

func TestIP6ERSPAN(t *testing.T) {
	full := fullIP6ERSPAN()
	full.Dev, full.DevIndex = "base", rtnl.Opt[int32]{}
	tunnelTest[kind.IP6ERSPAN, *kind.IP6ERSPAN]{
		add: full,
		says: map[string]any{
			"remote": "2001:db8::2", "local": "2001:db8::1", "link": "base", "ttl": 62., "encap_limit": 6., "tclass": "0x48", "flowlabel": "0x23456",
			"ikey": "0.0.0.77", "okey": "0.0.0.88", "iseq": true, "oseq": true, "fwmark": "0x23456", "ip6_tnl_f_rcv_dscp_copy": true,
			"erspan_ver": 2., "erspan_dir": "egress", "erspan_hwid": "0x2f",
		},
		part:    kind.IP6ERSPAN{TTL: rtnl.U8(33)},
		missing: "link, local, remote, iflags, oflags, encap_limit, flowinfo, flags, fwmark, erspan_ver, erspan_index",
		change:  func(v *kind.IP6ERSPAN) { v.TTL = rtnl.U8(33) },
		changed: map[string]any{"ttl": 33.},
		other: kind.IP6ERSPAN{
			DevIndex: index(0), Local: ip("2001:db8::11"), Remote: ip("2001:db8::12"), IFlags: rtnl.Some(kind.GRESeq), OFlags: rtnl.Some(kind.GRESeq),
			IKey: rtnl.U32(1), OKey: rtnl.U32(1023), Version: rtnl.U8(1), Index: rtnl.U32(0xfffff), TTL: rtnl.U8(4), EncapLimit: rtnl.U8(3),
			FlowInfo: rtnl.U32(0x5554321), Flags: rtnl.Some(ipv6Can), FwMark: rtnl.U32(0x54321),
		},
		others: map[string]any{
			"remote": "2001:db8::12", "local": "2001:db8::11", "link": nil, "ttl": 4., "encap_limit": 3., "tclass": "0x55", "flowlabel": "0x54321",
			"ikey": "0.0.0.1", "okey": "0.0.3.255", "erspan_ver": 1., "erspan_index": 1048575., "fwmark": "0x54321",
		},
	}.run(t)
}
