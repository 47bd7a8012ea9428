package kind_test

import (
	"os"
	"testing"

	"github.com/eb30ede5/netlink/internal/complete"
	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

const (
	only6      = "only of tunnels over IPv6"
	only4      = "only of tunnels over IPv4"
	onlyERSPAN = "only of erspan and ip6erspan"
)

func init() {
	c := complete.Set{Prefix: "IFLA_GRE_", But: map[string]string{
		"IFLA_GRE_ENCAP_LIMIT": only6, "IFLA_GRE_FLOWINFO": only6, "IFLA_GRE_FLAGS": only6,
		"IFLA_GRE_ERSPAN_INDEX": onlyERSPAN, "IFLA_GRE_ERSPAN_VER": onlyERSPAN, "IFLA_GRE_ERSPAN_DIR": onlyERSPAN, "IFLA_GRE_ERSPAN_HWID": onlyERSPAN,
	}}
	kindsCovered["gre"], kindsCovered["gretap"] = c, c
	gr := func(v kind.GRE) rtnl.Link { return rtnl.Link{Name: "gr0", Kind: &v} }
	tap := func(v kind.GRETAP) rtnl.Link { return rtnl.Link{Name: "gr0", Kind: &v} }
	said := kind.GRE{
		Local: ip("192.0.2.1"), Remote: ip("198.51.100.2"), IFlags: rtnl.Some(kind.GREFlags(0)), OFlags: rtnl.Some(kind.GRESeq),
		IKey: rtnl.U32(7), OKey: rtnl.U32(8), TTL: rtnl.U8(33), TOS: rtnl.U8(0x44), PMTUDisc: rtnl.On, FwMark: rtnl.U32(0),
		EncapType: noType, EncapFlags: noFlags, EncapSport: noSport, EncapDport: noDport,
	}
	all := said
	all.DevIndex, all.IgnoreDF = index(0), rtnl.Off
	kindsSent = append(kindsSent,
		kindSent{golden: "gre-add", link: gr(kind.GRE{
			DevIndex: index(11), Local: ip("192.0.2.1"), Remote: ip("198.51.100.2"), IFlags: rtnl.Some(kind.GRESeq), OFlags: rtnl.Some(kind.GRECsum),
			IKey: rtnl.U32(0x01020304), OKey: rtnl.U32(0x05060709), TTL: rtnl.U8(61), TOS: rtnl.U8(0x44), PMTUDisc: rtnl.On, FwMark: rtnl.U32(0x12345),
			EncapType: rtnl.Some(kind.TunnelEncapFOU), EncapFlags: rtnl.Some(kind.TunnelEncapCsum | kind.TunnelEncapRemCsum),
			EncapSport: rtnl.U16(5556), EncapDport: rtnl.U16(6667),
		})},
		kindSent{golden: "gre-add-plain", link: gr(kind.GRE{
			Remote: ip("198.51.100.2"), IFlags: rtnl.Some(kind.GREFlags(0)), OFlags: rtnl.Some(kind.GREFlags(0)), TTL: rtnl.U8(0), TOS: rtnl.U8(0),
			PMTUDisc: rtnl.On, FwMark: rtnl.U32(0), EncapType: noType, EncapFlags: noFlags, EncapSport: noSport, EncapDport: noDport,
		})},
		kindSent{golden: "gre-add-off", link: gr(kind.GRE{
			Local: ip("192.0.2.1"), Remote: ip("198.51.100.2"), IFlags: rtnl.Some(kind.GREFlags(0)), OFlags: rtnl.Some(kind.GREFlags(0)), TTL: rtnl.U8(0), TOS: rtnl.U8(1),
			PMTUDisc: rtnl.Off, IgnoreDF: rtnl.On, FwMark: rtnl.U32(0), EncapType: noType, EncapFlags: noFlags, EncapSport: noSport, EncapDport: noDport,
		})},
		kindSent{golden: "gre-add-external", link: gr(kind.GRE{External: true})},
		kindSent{golden: "gre-set", set: 11, link: rtnl.Link{Kind: &all}, read: &said, why: allSaid,
			diff: without("IFLA_GRE_LINK", "00 00 00 00") + without("IFLA_GRE_IGNORE_DF", "00")},
		kindSent{golden: "gretap-add", link: tap(kind.GRETAP{
			DevIndex: index(11), Local: ip("192.0.2.1"), Remote: ip("198.51.100.2"), IFlags: rtnl.Some(kind.GRECsum), OFlags: rtnl.Some(kind.GRESeq),
			IKey: rtnl.U32(77), OKey: rtnl.U32(0x05060709), TTL: rtnl.U8(62), TOS: rtnl.U8(0x48), PMTUDisc: rtnl.Off, IgnoreDF: rtnl.On, FwMark: rtnl.U32(0x23456),
			EncapType: rtnl.Some(kind.TunnelEncapGUE), EncapFlags: rtnl.Some(kind.TunnelEncapCsum6), EncapSport: rtnl.U16(0), EncapDport: rtnl.U16(6668),
		})},
		kindSent{golden: "gretap-add-external", link: tap(kind.GRETAP{External: true})},
	)
	kindsRead = append(kindsRead,
		kindRead{golden: "reply-link-gre", want: &kind.GRE{
			DevIndex: index(11), Local: ip("192.0.2.1"), Remote: ip("198.51.100.2"), IFlags: rtnl.Some(kind.GRESeq), OFlags: rtnl.Some(kind.GRECsum),
			IKey: rtnl.U32(0x01020304), OKey: rtnl.U32(0x05060709), TTL: rtnl.U8(61), TOS: rtnl.U8(0x44), PMTUDisc: rtnl.On, IgnoreDF: rtnl.Off,
			FwMark: rtnl.U32(0x12345), EncapType: noType, EncapFlags: rtnl.Some(kind.TunnelEncapCsum | kind.TunnelEncapRemCsum),
			EncapSport: rtnl.U16(5556), EncapDport: rtnl.U16(6667),
		}},
		kindRead{golden: "reply-link-gre-external", want: &kind.GRE{
			DevIndex: index(0), Local: ip("0.0.0.0"), Remote: ip("0.0.0.0"), IFlags: rtnl.Some(kind.GREFlags(0)), OFlags: rtnl.Some(kind.GREFlags(0)),
			TTL: rtnl.U8(0), TOS: rtnl.U8(0), PMTUDisc: rtnl.On, IgnoreDF: rtnl.Off, FwMark: rtnl.U32(0),
			EncapType: noType, EncapFlags: noFlags, EncapSport: noSport, EncapDport: noDport, External: true,
		}},
		kindRead{golden: "reply-link-gretap", want: &kind.GRETAP{
			DevIndex: index(0), Local: ip("192.0.2.1"), Remote: ip("198.51.100.2"), IFlags: rtnl.Some(kind.GREFlags(0)), OFlags: rtnl.Some(kind.GREFlags(0)),
			IKey: rtnl.U32(77), TTL: rtnl.U8(0), TOS: rtnl.U8(0), PMTUDisc: rtnl.Off, IgnoreDF: rtnl.On, FwMark: rtnl.U32(0),
			EncapType: noType, EncapFlags: noFlags, EncapSport: noSport, EncapDport: noDport,
		}},
	)
}

func fullGRE() kind.GRE {
	return kind.GRE{
		DevIndex: index(11), Local: ip("192.0.2.1"), Remote: ip("198.51.100.2"), IFlags: rtnl.Some(kind.GRESeq), OFlags: rtnl.Some(kind.GRECsum),
		IKey: rtnl.U32(0x01020304), OKey: rtnl.U32(0x05060709), TTL: rtnl.U8(61), TOS: rtnl.U8(0x44), PMTUDisc: rtnl.Off, IgnoreDF: rtnl.On,
		FwMark: rtnl.U32(0x12345), EncapType: rtnl.Some(kind.TunnelEncapFOU), EncapFlags: rtnl.Some(kind.TunnelEncapCsum),
		EncapSport: rtnl.U16(5556), EncapDport: rtnl.U16(6667),
	}
}

func TestGREAllocs(t *testing.T) {
	v := fullGRE()
	kindAllocs(t, &v, 0)
}

// The flag that says that there is a key is there if there is one, and only then.
func TestGREKeys(t *testing.T) {
	nltest.LittleEndianOnly(t)
	for name, tt := range map[string]struct {
		v    kind.GRE
		want map[nlattr.Type]string
	}{
		"one":       {kind.GRE{IKey: rtnl.U32(0x01020304)}, map[nlattr.Type]string{uapi.IFLA_GRE_IFLAGS: "\x20\x00", uapi.IFLA_GRE_IKEY: "\x01\x02\x03\x04", uapi.IFLA_GRE_OFLAGS: "", uapi.IFLA_GRE_OKEY: ""}},
		"the other": {kind.GRE{OKey: rtnl.U32(9)}, map[nlattr.Type]string{uapi.IFLA_GRE_OFLAGS: "\x20\x00", uapi.IFLA_GRE_OKEY: "\x00\x00\x00\x09", uapi.IFLA_GRE_IFLAGS: "", uapi.IFLA_GRE_IKEY: ""}},
		"0":         {kind.GRE{OKey: rtnl.U32(0), OFlags: rtnl.Some(kind.GRESeq)}, map[nlattr.Type]string{uapi.IFLA_GRE_OFLAGS: "\x30\x00", uapi.IFLA_GRE_OKEY: "\x00\x00\x00\x00"}},
		"none":      {kind.GRE{OFlags: rtnl.Some(kind.GRESeq)}, map[nlattr.Type]string{uapi.IFLA_GRE_OFLAGS: "\x10\x00", uapi.IFLA_GRE_OKEY: "\x00\x00\x00\x00"}},
	} {
		b, err := nlattr.Append(nil, &tt.v)
		if err != nil {
			t.Fatal(err)
		}
		for typ, want := range tt.want {
			if got := nltest.Payload(b, typ); string(got) != want {
				t.Errorf("%s: attribute %d is % x, want % x", name, typ, got, want)
			}
		}
		var back kind.GRE
		if err := nlattr.Parse(b, 0, &back); err != nil || back.IKey != tt.v.IKey || back.OKey != tt.v.OKey || back.OFlags.Or(0) != tt.v.OFlags.Or(0) {
			t.Errorf("%s: read again: %+v, %v", name, back, err)
		}
	}
	// A key without its flag is none.
	var v kind.GRE
	if err := nlattr.Parse(nltest.Attribute(uapi.IFLA_GRE_IKEY, []byte{1, 2, 3, 4}), 0, &v); err != nil || v.IKey.Is() {
		t.Errorf("a key without its flag: %v, %v", v.IKey, err)
	}
	if err := nlattr.Parse(nltest.Attribute(uapi.IFLA_GRE_IFLAGS, []byte{0x20, 0}), 0, &v); err != nil || v.IKey != rtnl.U32(0) || v.IFlags != rtnl.Some(kind.GREFlags(0)) {
		t.Errorf("a flag without its key: %v, %v, %v", v.IKey, v.IFlags, err)
	}
}

func TestGRERejected(t *testing.T) {
	l := func(change func(*kind.GRE)) rtnl.Link {
		v := fullGRE()
		change(&v)
		return rtnl.Link{Kind: &v}
	}
	testRejected(t, []rejected{
		{"local", l(func(v *kind.GRE) { v.Local = ip("2001:db8::1") }), "linkinfo.data.local: 2001:db8::1 is no IPv4 address"},
		{"remote", l(func(v *kind.GRE) { v.Remote = ip("2001:db8::1") }), "remote: 2001:db8::1 is no IPv4 address"},
		{"iflags", l(func(v *kind.GRE) { v.IFlags = rtnl.Some[kind.GREFlags](uapi.GRE_KEY) }), "iflags: 0x2000 is neither csum nor seq"},
		{"oflags", l(func(v *kind.GRE) { v.OFlags = rtnl.Some[kind.GREFlags](8) }), "oflags: 0x8 is neither csum nor seq"},
		{"ignore_df", l(func(v *kind.GRE) { v.PMTUDisc = rtnl.On }), "ignore_df: pmtudisc is not off"},
		{"external", l(func(v *kind.GRE) { v.External = true }), "encap_type: fou, and external"},
	})
	testWhole(t, fullGRE(), "link", "local", "remote", "iflags", "oflags", "ttl", "tos", "pmtudisc", "ignore_df", "fwmark", "encap_type", "encap_flags", "encap_sport", "encap_dport")
	testWhole(t, kind.GRETAP(fullGRE()), "link", "local", "remote", "iflags", "oflags", "ttl", "tos", "pmtudisc", "ignore_df", "fwmark", "encap_type", "encap_flags", "encap_sport", "encap_dport")
}

func TestGRE(t *testing.T) {
	full := fullGRE()
	full.Dev, full.DevIndex = "base", rtnl.Opt[int32]{}
	full.EncapType = noType
	if _, err := os.Stat("/proc/sys/net/mpls"); err == nil {
		full.EncapType = rtnl.Some(kind.TunnelEncapMPLS)
	}
	tunnelTest[kind.GRE, *kind.GRE]{
		add: full,
		says: map[string]any{
			"remote": "198.51.100.2", "local": "192.0.2.1", "link": "base", "ttl": 61., "tos": "0x44", "pmtudisc": false, "ignore_df": true,
			"ikey": "1.2.3.4", "okey": "5.6.7.9", "iseq": true, "ocsum": true, "oseq": nil, "icsum": nil, "fwmark": "0x12345",
		},
		part:    kind.GRE{TTL: rtnl.U8(33)},
		missing: "link, local, remote, iflags, oflags, tos, pmtudisc, ignore_df, fwmark",
		change:  func(v *kind.GRE) { v.TTL = rtnl.U8(33) },
		changed: map[string]any{"ttl": 33.},
		other: kind.GRE{
			DevIndex: index(0), Local: ip("192.0.2.11"), Remote: ip("198.51.100.12"), IFlags: rtnl.Some(kind.GRECsum), OFlags: rtnl.Some(kind.GRECsum | kind.GRESeq),
			OKey: rtnl.U32(0x0a0b0c0d), TTL: rtnl.U8(0), TOS: rtnl.U8(1), PMTUDisc: rtnl.Off, IgnoreDF: rtnl.Off, FwMark: rtnl.U32(0x54321),
			EncapType: noType, EncapFlags: rtnl.Some(kind.TunnelEncapCsum6), EncapSport: rtnl.U16(1), EncapDport: rtnl.U16(258),
		},
		others: map[string]any{
			"remote": "198.51.100.12", "local": "192.0.2.11", "link": nil, "ttl": 0., "tos": "0x1", "pmtudisc": false, "ignore_df": nil,
			"ikey": nil, "okey": "10.11.12.13", "iseq": nil, "icsum": true, "oseq": true, "ocsum": true, "fwmark": "0x54321",
		},
	}.run(t)
}

func TestGRETAP(t *testing.T) {
	p := tunnelTest[kind.GRETAP, *kind.GRETAP]{
		add: kind.GRETAP{
			Dev: "base", Local: ip("192.0.2.1"), Remote: ip("198.51.100.2"), IFlags: rtnl.Some(kind.GRECsum), OFlags: rtnl.Some(kind.GRESeq),
			IKey: rtnl.U32(77), OKey: rtnl.U32(88), TTL: rtnl.U8(62), TOS: rtnl.U8(1), PMTUDisc: rtnl.On, FwMark: rtnl.U32(0x23456),
			EncapFlags: rtnl.Some(kind.TunnelEncapCsum6), EncapSport: rtnl.U16(5557), EncapDport: rtnl.U16(6668),
		},
		says: map[string]any{
			"remote": "198.51.100.2", "local": "192.0.2.1", "link": "base", "ttl": 62., "tos": "0x1", "pmtudisc": true, "ignore_df": nil,
			"ikey": "0.0.0.77", "okey": "0.0.0.88", "icsum": true, "oseq": true, "fwmark": "0x23456",
		},
		part:    kind.GRETAP{OKey: rtnl.U32(9), Local: ip("192.0.2.1"), EncapDport: rtnl.U16(1)},
		missing: "encap_type, encap_flags, encap_sport, link, remote, iflags, oflags, ttl, tos, pmtudisc, ignore_df, fwmark",
		change:  func(v *kind.GRETAP) { v.OKey, v.Remote = rtnl.U32(99), ip("198.51.100.3") },
		changed: map[string]any{"okey": "0.0.0.99", "remote": "198.51.100.3"},
		other: kind.GRETAP{
			DevIndex: index(0), Local: ip("192.0.2.11"), Remote: ip("198.51.100.12"), IFlags: rtnl.Some(kind.GRESeq), OFlags: rtnl.Some(kind.GREFlags(0)),
			IKey: rtnl.U32(9), TTL: rtnl.U8(4), TOS: rtnl.U8(0x10), PMTUDisc: rtnl.Off, IgnoreDF: rtnl.On, FwMark: rtnl.U32(0),
		},
		others: map[string]any{
			"remote": "198.51.100.12", "local": "192.0.2.11", "link": nil, "ttl": 4., "tos": "0x10", "pmtudisc": false, "ignore_df": true,
			"ikey": "0.0.0.9", "okey": nil, "iseq": true, "icsum": nil, "oseq": nil, "fwmark": nil,
		},
	}.run(t)

	// The kernel reports a remote that it refuses.
	p.Must(rtnl.AddLink(rtnl.Link{Name: "x0", Kind: &kind.GRETAP{External: true}}))
	place.Says(t, place.InfoData(p.One("link", "show", "dev", "x0")), map[string]any{"external": true, "remote": "any"})
	x := place.ReadKind[*kind.GRETAP](p, "x0")
	if x.Remote != ip("0.0.0.0") || !x.External {
		t.Errorf("%+v", x)
	}
	p.Must(rtnl.SetLink("x0", rtnl.Link{Kind: x}), rtnl.DeleteLink("x0"), rtnl.AddLink(rtnl.Link{Name: "x0", Kind: x}))
	if diff := place.Diff(x, place.ReadKind[*kind.GRETAP](p, "x0")); diff != "" {
		t.Errorf("made from what was read: -want +got\n%s", diff)
	}
}
