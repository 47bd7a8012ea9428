package kind_test

import (
	"errors"
	"syscall"
	"testing"

	"github.com/eb30ede5/netlink/internal/complete"
	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

func init() {
	kindsCovered["geneve"] = complete.Set{Prefix: "IFLA_GENEVE_"}
	gn := func(v kind.Geneve) rtnl.Link { return rtnl.Link{Name: "gn0", Kind: &v} }
	kindsSent = append(kindsSent,
		kindSent{golden: "geneve-add-ip4", link: gn(kind.Geneve{
			ID: rtnl.U32(123456), Remote: ip("198.51.100.2"), TTL: rtnl.U8(61), TOS: rtnl.U8(0x44), DF: rtnl.Some(kind.GeneveDFSet), Label: rtnl.U32(0),
			Port: rtnl.U16(6082), UDPCsum: rtnl.On, ZeroCsum6Tx: rtnl.On, ZeroCsum6Rx: rtnl.On,
		})},
		kindSent{golden: "geneve-add-ip6", link: gn(kind.Geneve{
			ID: rtnl.U32(42), Remote: ip("2001:db8::2"), TTL: rtnl.U8(0), TTLInherit: rtnl.On, TOS: rtnl.U8(1), DF: rtnl.Some(kind.GeneveDFInherit),
			Label: rtnl.U32(0x12345), Port: rtnl.U16(6083), UDPCsum: rtnl.Off, ZeroCsum6Tx: rtnl.Off, ZeroCsum6Rx: rtnl.Off,
		})},
		kindSent{golden: "geneve-add-external", link: gn(kind.Geneve{
			ID: rtnl.U32(0), Label: rtnl.U32(0), TTL: rtnl.U8(0), TOS: rtnl.U8(0), External: true, InnerProtoInherit: true,
		})},
		kindSent{golden: "geneve-add-external-off", link: gn(kind.Geneve{
			ID: rtnl.U32(42), Remote: ip("192.0.2.1"), TTL: rtnl.U8(0), TOS: rtnl.U8(0), DF: rtnl.Some(kind.GeneveDFUnset), Label: rtnl.U32(0),
		})},
		kindSent{golden: "geneve-set", set: 11, link: rtnl.Link{Kind: &kind.Geneve{
			ID: rtnl.U32(42), Remote: ip("192.0.2.99"), TTL: rtnl.U8(33), DF: rtnl.Some(kind.GeneveDFSet),
		}}},
	)
	kindsRead = append(kindsRead,
		kindRead{golden: "reply-link-geneve-ip4", want: &kind.Geneve{
			ID: rtnl.U32(123456), Remote: ip("198.51.100.2"), TTL: rtnl.U8(61), TTLInherit: rtnl.Off, TOS: rtnl.U8(0x44), DF: rtnl.Some(kind.GeneveDFSet),
			Label: rtnl.U32(0), Port: rtnl.U16(6082), UDPCsum: rtnl.Off, ZeroCsum6Rx: rtnl.On,
		}},
		kindRead{golden: "reply-link-geneve-ip6", want: &kind.Geneve{
			ID: rtnl.U32(42), Remote: ip("2001:db8::2"), TTL: rtnl.U8(0), TTLInherit: rtnl.On, TOS: rtnl.U8(1), DF: rtnl.Some(kind.GeneveDFInherit),
			Label: rtnl.U32(0x12345), Port: rtnl.U16(6083), ZeroCsum6Tx: rtnl.On, ZeroCsum6Rx: rtnl.On,
		}},
		kindRead{golden: "reply-link-geneve-external", want: &kind.Geneve{
			ID: rtnl.U32(0), TTL: rtnl.U8(0), TTLInherit: rtnl.Off, TOS: rtnl.U8(0), DF: rtnl.Some(kind.GeneveDFUnset), Label: rtnl.U32(0), Port: rtnl.U16(6081),
			ZeroCsum6Rx: rtnl.On, InnerProtoInherit: true, External: true,
		}},
	)
}

func TestGeneveAllocs(t *testing.T) {
	kindAllocs(t, &kind.Geneve{
		ID: rtnl.U32(123456), Remote: ip("2001:db8::2"), Local: ip("2001:db8::1"), TTL: rtnl.U8(61), TTLInherit: rtnl.On, TOS: rtnl.U8(0x44),
		DF: rtnl.Some(kind.GeneveDFSet), Label: rtnl.U32(0x12345), Port: rtnl.U16(6082), PortRange: kind.GenevePortRange{Low: 32001, High: 48002},
		UDPCsum: rtnl.On, ZeroCsum6Tx: rtnl.Off, ZeroCsum6Rx: rtnl.On, InnerProtoInherit: true, GROHint: true, External: true,
	}, 0)
}

// No golden has these: ip(8) 6.1 does not know them. The forms are those of the
// kernel's policy.
func TestGeneveNewer(t *testing.T) {
	for typ, tt := range map[nlattr.Type]struct {
		v    kind.Geneve
		want string
	}{
		uapi.IFLA_GENEVE_PORT_RANGE: {kind.Geneve{PortRange: kind.GenevePortRange{Low: 0x1234, High: 0x5678}}, "\x12\x34\x56\x78"},
		uapi.IFLA_GENEVE_LOCAL:      {kind.Geneve{Local: ip("192.0.2.1")}, "\xc0\x00\x02\x01"},
		uapi.IFLA_GENEVE_LOCAL6:     {kind.Geneve{Local: ip("2001:db8::1")}, "\x20\x01\x0d\xb8\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01"},
		uapi.IFLA_GENEVE_GRO_HINT:   {kind.Geneve{GROHint: true}, ""},
		// The kernel does not look at a TTL beside this one, on or off.
		uapi.IFLA_GENEVE_TTL:         {kind.Geneve{TTL: rtnl.U8(9), TTLInherit: rtnl.Off}, "\x09"},
		uapi.IFLA_GENEVE_TTL_INHERIT: {kind.Geneve{TTLInherit: rtnl.Off}, "\x00"},
	} {
		nltest.LittleEndianOnly(t)
		got, err := nlattr.Append(nil, &tt.v)
		if err != nil {
			t.Fatal(err)
		}
		if want := nltest.Attribute(typ, []byte(tt.want)); string(got) != string(want) {
			t.Errorf("%+v is % x, want % x", tt.v, got, want)
		}
	}
}

func TestGeneveRejected(t *testing.T) {
	l := func(v kind.Geneve) rtnl.Link { return rtnl.Link{Kind: &v} }
	testRejected(t, []rejected{
		{"id", l(kind.Geneve{ID: rtnl.U32(1 << 24)}), "linkinfo.data.id: 16777216 is not below 1<<24"},
		{"label", l(kind.Geneve{Label: rtnl.U32(1 << 20)}), "label: 0x100000 is not below 1<<20"},
		{"port range", l(kind.Geneve{PortRange: kind.GenevePortRange{Low: 2, High: 1}}), "port_range: 2 is above 1"},
		{"families", l(kind.Geneve{Local: ip("192.0.2.1"), Remote: ip("2001:db8::1")}), "local: 192.0.2.1 is not of the family of 2001:db8::1"},
		{"multicast", l(kind.Geneve{Remote: ip("239.1.2.3")}), "remote: 239.1.2.3 is a multicast address"},
	})
}

func TestGeneve(t *testing.T) {
	nltest.HaveKind(t, "geneve")
	p := place.New(t)
	p.Must(
		rtnl.AddLink(rtnl.Link{Name: "gn0", Kind: &kind.Geneve{
			ID: rtnl.U32(123456), Remote: ip("198.51.100.2"), TTL: rtnl.U8(61), TTLInherit: rtnl.Off, TOS: rtnl.U8(0x44), DF: rtnl.Some(kind.GeneveDFSet),
			Port: rtnl.U16(6082), UDPCsum: rtnl.On, ZeroCsum6Rx: rtnl.Off, // which is ignored
		}}),
		rtnl.AddLink(rtnl.Link{Name: "gn6", Kind: &kind.Geneve{
			ID: rtnl.U32(42), Remote: ip("2001:db8::2"), TTLInherit: rtnl.On, TOS: rtnl.U8(1), DF: rtnl.Some(kind.GeneveDFInherit), Label: rtnl.U32(0x12345),
			Port: rtnl.U16(6083), ZeroCsum6Tx: rtnl.On, ZeroCsum6Rx: rtnl.On,
		}}),
		rtnl.AddLink(rtnl.Link{Name: "gnx", Kind: &kind.Geneve{External: true, InnerProtoInherit: true, Port: rtnl.U16(6084)}}),
	)
	place.Says(t, place.InfoData(p.One("link", "show", "dev", "gn0")), map[string]any{
		"id": 123456., "remote": "198.51.100.2", "ttl": 61., "tos": "0x44", "df": "set", "port": 6082., "udp_csum": true, "udp_zero_csum6_rx": true,
	})
	place.SameFields(t, *place.ReadKind[*kind.Geneve](p, "gn0"), kind.Geneve{
		ID: rtnl.U32(123456), Remote: ip("198.51.100.2"), TTL: rtnl.U8(61), TTLInherit: rtnl.Off, TOS: rtnl.U8(0x44), DF: rtnl.Some(kind.GeneveDFSet),
		Port: rtnl.U16(6082), UDPCsum: rtnl.On, ZeroCsum6Rx: rtnl.On,
	})
	place.Says(t, place.InfoData(p.One("link", "show", "dev", "gn6")), map[string]any{
		"id": 42., "remote6": "2001:db8::2", "tos": "0x1", "df": "inherit", "label": "0x12345", "port": 6083., "udp_zero_csum6_tx": true, "udp_zero_csum6_rx": true,
	})
	place.SameFields(t, *place.ReadKind[*kind.Geneve](p, "gn6"), kind.Geneve{
		ID: rtnl.U32(42), Remote: ip("2001:db8::2"), TTLInherit: rtnl.On, TOS: rtnl.U8(1), DF: rtnl.Some(kind.GeneveDFInherit), Label: rtnl.U32(0x12345),
		Port: rtnl.U16(6083), ZeroCsum6Tx: rtnl.On, ZeroCsum6Rx: rtnl.On,
	})
	place.Says(t, place.InfoData(p.One("link", "show", "dev", "gnx")), map[string]any{"external": true, "inner_proto_inherit": true, "port": 6084.})
	place.SameFields(t, *place.ReadKind[*kind.Geneve](p, "gnx"), kind.Geneve{External: true, InnerProtoInherit: true, Port: rtnl.U16(6084)})

	// A part is changed, the rest stays.
	p.Must(rtnl.SetLink("gn0", rtnl.Link{Kind: &kind.Geneve{Remote: ip("198.51.100.3"), DF: rtnl.Some(kind.GeneveDFUnset), TOS: rtnl.U8(8)}}))
	place.SameFields(t, *place.ReadKind[*kind.Geneve](p, "gn0"), kind.Geneve{
		ID: rtnl.U32(123456), Remote: ip("198.51.100.3"), TTL: rtnl.U8(61), TOS: rtnl.U8(8), DF: rtnl.Some(kind.GeneveDFUnset), Port: rtnl.U16(6082), UDPCsum: rtnl.On,
	})
	for _, tt := range []struct {
		change func(*kind.Geneve)
		want   kind.Geneve
	}{
		{func(v *kind.Geneve) { v.TTL = rtnl.U8(33) }, kind.Geneve{TTL: rtnl.U8(33), TTLInherit: rtnl.Off, TOS: rtnl.U8(8)}},
		{func(v *kind.Geneve) { v.TTLInherit = rtnl.On }, kind.Geneve{TTLInherit: rtnl.On, TOS: rtnl.U8(8)}},
		{func(v *kind.Geneve) { v.TTL, v.TTLInherit = rtnl.U8(7), rtnl.Off }, kind.Geneve{TTL: rtnl.U8(7), TTLInherit: rtnl.Off, TOS: rtnl.U8(8)}},
	} {
		if err := rtnl.ChangeLink(t.Context(), p.Conn, "gn0", func(l *rtnl.Link) { tt.change(l.Kind.(*kind.Geneve)) }); err != nil {
			t.Fatal(err)
		}
		place.SameFields(t, *place.ReadKind[*kind.Geneve](p, "gn0"), tt.want)
	}

	err := rtnl.ChangeLink(t.Context(), p.Conn, "gn6", func(l *rtnl.Link) { l.Kind.(*kind.Geneve).Label = rtnl.U32(0x54321) })
	if err != nil {
		t.Error(err)
	}
	place.SameFields(t, *place.ReadKind[*kind.Geneve](p, "gn6"), kind.Geneve{Label: rtnl.U32(0x54321), TTLInherit: rtnl.On, Remote: ip("2001:db8::2")})

	// What is fixed is refused, but for an ID that is the same.
	for name, v := range map[string]kind.Geneve{
		"id": {ID: rtnl.U32(7)}, "port": {Port: rtnl.U16(6082)}, "udp_csum": {UDPCsum: rtnl.On}, "family": {Remote: ip("2001:db8::9")},
		"udp_zero_csum6_rx": {ZeroCsum6Rx: rtnl.Off}, "external": {External: true}, "inner_proto_inherit": {InnerProtoInherit: true},
	} {
		if err := p.Do(t.Context(), rtnl.SetLink("gn0", rtnl.Link{Kind: &v})); !errors.Is(err, syscall.EOPNOTSUPP) {
			t.Errorf("%s cannot be changed: %v", name, err)
		}
	}
	p.Must(rtnl.SetLink("gn0", rtnl.Link{Kind: &kind.Geneve{ID: rtnl.U32(123456)}}))
	if err := p.Do(t.Context(), rtnl.SetLink("gnx", rtnl.Link{Kind: &kind.Geneve{TTL: rtnl.U8(9)}})); !errors.Is(err, syscall.EOPNOTSUPP) {
		t.Errorf("an external one is fixed: %v", err)
	}

	// What was read makes another one like it.
	for _, name := range []string{"gn0", "gn6", "gnx"} {
		v := place.ReadKind[*kind.Geneve](p, name)
		p.Must(rtnl.DeleteLink(name), rtnl.AddLink(rtnl.Link{Name: name, Kind: v}))
		if diff := place.Diff(v, place.ReadKind[*kind.Geneve](p, name)); diff != "" {
			t.Errorf("%s made from what was read: -want +got\n%s", name, diff)
		}
		p.Must(rtnl.DeleteLink(name))
	}
}
