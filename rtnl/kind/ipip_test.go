package kind_test

import (
	"errors"
	"syscall"
	"testing"

	"github.com/eb30ede5/netlink/internal/complete"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

const onlySIT = "only of sit"

func init() {
	kindsCovered["ipip"] = complete.Set{Prefix: "IFLA_IPTUN_", But: map[string]string{
		"IFLA_IPTUN_ENCAP_LIMIT": only6, "IFLA_IPTUN_FLOWINFO": only6, "IFLA_IPTUN_FLAGS": "only of sit and ip6tnl",
		"IFLA_IPTUN_6RD_PREFIX": onlySIT, "IFLA_IPTUN_6RD_PREFIXLEN": onlySIT,
		"IFLA_IPTUN_6RD_RELAY_PREFIX": onlySIT, "IFLA_IPTUN_6RD_RELAY_PREFIXLEN": onlySIT,
	}}
	tu := func(v kind.IPIP) rtnl.Link { return rtnl.Link{Name: "tu0", Kind: &v} }
	kindsSent = append(kindsSent,
		kindSent{golden: "ipip-add", link: tu(kind.IPIP{
			DevIndex: index(11), Local: ip("192.0.2.1"), Remote: ip("198.51.100.2"), Proto: rtnl.Some(kind.TunnelMPLSIP), TTL: rtnl.U8(61), TOS: rtnl.U8(0x44),
			PMTUDisc: rtnl.On, FwMark: rtnl.U32(0x12345), EncapType: rtnl.Some(kind.TunnelEncapFOU),
			EncapFlags: rtnl.Some(kind.TunnelEncapCsum | kind.TunnelEncapRemCsum), EncapSport: rtnl.U16(5556), EncapDport: rtnl.U16(6667),
		})},
		kindSent{golden: "ipip-add-plain", link: tu(kind.IPIP{
			DevIndex: index(0), Remote: ip("198.51.100.2"), Proto: rtnl.Some(kind.TunnelAny), TTL: rtnl.U8(0), TOS: rtnl.U8(0), PMTUDisc: rtnl.On, FwMark: rtnl.U32(0),
			EncapType: noType, EncapFlags: noFlags, EncapSport: noSport, EncapDport: noDport,
		})},
		kindSent{golden: "ipip-add-off", link: tu(kind.IPIP{
			DevIndex: index(0), Remote: ip("198.51.100.2"), Proto: rtnl.Some(kind.TunnelAny), TTL: rtnl.U8(0), TOS: rtnl.U8(1), PMTUDisc: rtnl.Off, FwMark: rtnl.U32(0),
			EncapType: noType, EncapFlags: noFlags, EncapSport: noSport, EncapDport: noDport,
		})},
		kindSent{golden: "ipip-add-external", link: tu(kind.IPIP{Proto: rtnl.Some(kind.TunnelAny), External: true})},
		kindSent{golden: "ipip-set", set: 11, link: rtnl.Link{Kind: &kind.IPIP{
			DevIndex: index(0), Local: ip("192.0.2.1"), Remote: ip("198.51.100.2"), Proto: rtnl.Some(kind.TunnelAny), TTL: rtnl.U8(33), TOS: rtnl.U8(0x44),
			PMTUDisc: rtnl.On, FwMark: rtnl.U32(0), EncapType: noType, EncapFlags: noFlags, EncapSport: noSport, EncapDport: noDport,
		}}},
	)
	kindsRead = append(kindsRead,
		kindRead{golden: "reply-link-ipip", want: &kind.IPIP{
			DevIndex: index(11), Local: ip("192.0.2.1"), Remote: ip("198.51.100.2"), Proto: rtnl.Some(kind.TunnelMPLSIP), TTL: rtnl.U8(61), TOS: rtnl.U8(0x44),
			PMTUDisc: rtnl.On, FwMark: rtnl.U32(0x12345), EncapType: noType, EncapFlags: rtnl.Some(kind.TunnelEncapCsum | kind.TunnelEncapRemCsum),
			EncapSport: rtnl.U16(5556), EncapDport: rtnl.U16(6667),
		}},
	)
}

func fullIPIP() kind.IPIP {
	return kind.IPIP{
		DevIndex: index(11), Local: ip("192.0.2.1"), Remote: ip("198.51.100.2"), Proto: rtnl.Some(kind.TunnelMPLSIP), TTL: rtnl.U8(61), TOS: rtnl.U8(0x44),
		PMTUDisc: rtnl.On, FwMark: rtnl.U32(0x12345), EncapType: rtnl.Some(kind.TunnelEncapGUE),
		EncapFlags: rtnl.Some(kind.TunnelEncapCsum | kind.TunnelEncapRemCsum), EncapSport: rtnl.U16(5556), EncapDport: rtnl.U16(6667),
	}
}

func TestIPIPAllocs(t *testing.T) {
	v := fullIPIP()
	kindAllocs(t, &v, 0)
}

func TestIPIPRejected(t *testing.T) {
	l := func(change func(*kind.IPIP)) rtnl.Link {
		v := fullIPIP()
		change(&v)
		return rtnl.Link{Kind: &v}
	}
	testRejected(t, []rejected{
		{"local", l(func(v *kind.IPIP) { v.Local = ip("2001:db8::1") }), "linkinfo.data.local: 2001:db8::1 is no IPv4 address"},
		{"proto", l(func(v *kind.IPIP) { v.Proto = rtnl.Some(kind.TunnelIP6IP) }), "proto: ip6ip is not what it can carry"},
		{"pmtudisc", l(func(v *kind.IPIP) { v.PMTUDisc = rtnl.Off }), "pmtudisc: off, and the ttl is not 0"},
		{"external", l(func(v *kind.IPIP) { v.External = true }), "encap_type: gue, and external"},
	})
	testWhole(t, fullIPIP(), "link", "local", "remote", "proto", "ttl", "tos", "pmtudisc", "fwmark", "encap_type", "encap_flags", "encap_sport", "encap_dport")
}

func TestIPIP(t *testing.T) {
	full := fullIPIP()
	full.Dev, full.DevIndex = "base", rtnl.Opt[int32]{}
	full.EncapType = noType
	p := tunnelTest[kind.IPIP, *kind.IPIP]{
		add: full,
		says: map[string]any{
			"proto": "mplsip", "remote": "198.51.100.2", "local": "192.0.2.1", "link": "base", "ttl": 61., "tos": "0x44", "pmtudisc": true, "fwmark": "0x12345",
		},
		part:    kind.IPIP{TTL: rtnl.U8(33)},
		missing: "link, local, remote, proto, tos, pmtudisc, fwmark",
		change:  func(v *kind.IPIP) { v.TTL = rtnl.U8(33) },
		changed: map[string]any{"ttl": 33.},
		other: kind.IPIP{
			DevIndex: index(0), Local: ip("192.0.2.11"), Remote: ip("198.51.100.12"), Proto: rtnl.Some(kind.TunnelMPLSIP), TTL: rtnl.U8(0), TOS: rtnl.U8(1),
			PMTUDisc: rtnl.Off, FwMark: rtnl.U32(0x54321), EncapType: noType, EncapFlags: rtnl.Some(kind.TunnelEncapCsum6), EncapSport: rtnl.U16(1), EncapDport: rtnl.U16(258),
		},
		others: map[string]any{
			"remote": "198.51.100.12", "local": "192.0.2.11", "link": nil, "ttl": 0., "tos": "0x1", "pmtudisc": false, "fwmark": "0x54321",
		},
	}.run(t)

	p.Must(rtnl.AddLink(rtnl.Link{Name: "x0", Kind: &kind.IPIP{Local: ip("192.0.2.7"), Remote: ip("192.0.2.8"), Proto: rtnl.Some(kind.TunnelIPIP), PMTUDisc: rtnl.Off, TOS: rtnl.U8(1)}}))
	place.Says(t, place.InfoData(p.One("link", "show", "dev", "x0")), map[string]any{"proto": "ipip", "pmtudisc": false, "tos": "0x1", "ttl": 0.})
	place.SameFields(t, *place.ReadKind[*kind.IPIP](p, "x0"), kind.IPIP{Proto: rtnl.Some(kind.TunnelIPIP), PMTUDisc: rtnl.Off, TTL: rtnl.U8(0), TOS: rtnl.U8(1)})
	// What is refused beside a fixed TTL, the kernel would not do, and not say so.
	for name, k := range map[string]rtnl.LinkKind{
		"x2": &kind.IPIP{Local: ip("192.0.2.9"), Remote: ip("192.0.2.8"), PMTUDisc: rtnl.Off, Unknown: []nlattr.Attr{{Type: uapi.IFLA_IPTUN_TTL, Data: []byte{9}}}},
		"x3": &kind.SIT{Local: ip("192.0.2.9"), Remote: ip("192.0.2.8"), PMTUDisc: rtnl.Off, Unknown: []nlattr.Attr{{Type: uapi.IFLA_IPTUN_TTL, Data: []byte{9}}}},
	} {
		p.Must(rtnl.AddLink(rtnl.Link{Name: name, Kind: k}))
		place.Says(t, place.InfoData(p.One("link", "show", "dev", name)), map[string]any{"pmtudisc": true, "ttl": 9.})
	}
	// Another protocol is ignored.
	err := rtnl.ChangeLink(t.Context(), p.Conn, "x0", func(l *rtnl.Link) { l.Kind.(*kind.IPIP).Proto = rtnl.Some(kind.TunnelMPLSIP) })
	if err != nil {
		t.Error(err)
	}
	place.SameFields(t, *place.ReadKind[*kind.IPIP](p, "x0"), kind.IPIP{Proto: rtnl.Some(kind.TunnelIPIP)})
	// From one end that is known to none.
	err = rtnl.ChangeLink(t.Context(), p.Conn, "x0", func(l *rtnl.Link) { l.Kind.(*kind.IPIP).Remote = ip("0.0.0.0") })
	if !errors.Is(err, syscall.EINVAL) {
		t.Errorf("without a remote: %v", err)
	}

	p.Must(rtnl.AddLink(rtnl.Link{Name: "x1", Kind: &kind.IPIP{External: true}}))
	place.Says(t, place.InfoData(p.One("link", "show", "dev", "x1")), map[string]any{"external": true})
	x := place.ReadKind[*kind.IPIP](p, "x1")
	if err := rtnl.ChangeLink(t.Context(), p.Conn, "x1", func(l *rtnl.Link) { l.Kind.(*kind.IPIP).TTL = rtnl.U8(9) }); !errors.Is(err, syscall.EINVAL) {
		t.Errorf("an external one is fixed: %v", err)
	}
	p.Must(rtnl.DeleteLink("x1"), rtnl.AddLink(rtnl.Link{Name: "x1", Kind: x}))
	if diff := place.Diff(x, place.ReadKind[*kind.IPIP](p, "x1")); diff != "" {
		t.Errorf("made from what was read: -want +got\n%s", diff)
	}
}
