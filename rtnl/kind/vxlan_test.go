package kind_test

import (
	"encoding/json"
	"errors"
	"syscall"
	"testing"
	"time"

	"github.com/eb30ede5/netlink/internal/complete"
	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

func init() {
	kindsCovered["vxlan"] = complete.Set{Prefix: "IFLA_VXLAN_"}
	vx := func(v kind.VXLAN) rtnl.Link { return rtnl.Link{Name: "vx0", Kind: &v} }
	set := func(v kind.VXLAN) rtnl.Link { return rtnl.Link{Kind: &v} }
	kindsSent = append(kindsSent,
		kindSent{golden: "vxlan-add-plain", link: vx(kind.VXLAN{ID: rtnl.U32(42), Learn: rtnl.On})},
		kindSent{golden: "vxlan-add-ip4", link: vx(kind.VXLAN{
			ID: rtnl.U32(123456), Local: ip("192.0.2.1"), Group: ip("198.51.100.2"), DevIndex: 2, TTL: rtnl.U8(61), TOS: rtnl.U8(0x44),
			DF: rtnl.Some(kind.VXLANDFSet), Port: rtnl.U16(4790), PortRange: kind.VXLANPortRange{Low: 32001, High: 48002},
			Learn: rtnl.On, Ageing: seconds(303), Limit: rtnl.U32(4004), Proxy: rtnl.On, RSC: rtnl.On, L2Miss: rtnl.On, L3Miss: rtnl.On,
			UDPCsum: rtnl.On, ZeroCsum6Tx: rtnl.On, ZeroCsum6Rx: rtnl.On, RemCsumTx: rtnl.On, RemCsumRx: rtnl.On, GBP: true,
		})},
		kindSent{golden: "vxlan-add-ip6", link: vx(kind.VXLAN{
			ID: rtnl.U32(42), Local: ip("2001:db8::1"), Group: ip("ff05::115"), DevIndex: 2, TTLInherit: true, TOS: rtnl.U8(1),
			DF: rtnl.Some(kind.VXLANDFInherit), Label: rtnl.U32(0x12345), Port: rtnl.U16(4790), Learn: rtnl.On, GPE: true,
		})},
		kindSent{golden: "vxlan-add-off", link: vx(kind.VXLAN{
			ID: rtnl.U32(42), Group: ip("239.1.2.3"), DevIndex: 2, TTL: rtnl.U8(0), TOS: rtnl.U8(1), DF: rtnl.Some(kind.VXLANDFUnset),
			Learn: rtnl.Off, Ageing: seconds(0), Limit: rtnl.U32(0), Proxy: rtnl.Off, RSC: rtnl.Off, L2Miss: rtnl.Off, L3Miss: rtnl.Off,
			UDPCsum: rtnl.Off, ZeroCsum6Tx: rtnl.Off, ZeroCsum6Rx: rtnl.Off, RemCsumTx: rtnl.Off, RemCsumRx: rtnl.Off,
		})},
		kindSent{golden: "vxlan-add-external", link: vx(kind.VXLAN{Learn: rtnl.Off, Port: rtnl.U16(4789), External: rtnl.On, VNIFilter: rtnl.On})},
		kindSent{golden: "vxlan-add-external-off", link: vx(kind.VXLAN{
			ID: rtnl.U32(42), Learn: rtnl.On, Port: rtnl.U16(4789), External: rtnl.Off, VNIFilter: rtnl.Off,
		})},
		kindSent{golden: "vxlan-set", set: 2, link: set(kind.VXLAN{TTL: rtnl.U8(33), Ageing: seconds(77), Group: ip("192.0.2.99")})},
		kindSent{golden: "vxlan-set-external", set: 2, link: set(kind.VXLAN{External: rtnl.On, VNIFilter: rtnl.On})},
	)
	kindsRead = append(kindsRead,
		kindRead{golden: "reply-link-vxlan-ip4", want: &kind.VXLAN{
			ID: rtnl.U32(123456), Local: ip("192.0.2.1"), Group: ip("239.1.2.3"), DevIndex: 2, TTL: rtnl.U8(61), TOS: rtnl.U8(0x44),
			DF: rtnl.Some(kind.VXLANDFSet), Label: rtnl.U32(0), Port: rtnl.U16(4790), PortRange: kind.VXLANPortRange{Low: 32001, High: 48002},
			Learn: rtnl.On, Ageing: seconds(303), Limit: rtnl.U32(4004), Proxy: rtnl.On, RSC: rtnl.On, L2Miss: rtnl.On, L3Miss: rtnl.On,
			UDPCsum: rtnl.On, ZeroCsum6Tx: rtnl.On, ZeroCsum6Rx: rtnl.On, RemCsumTx: rtnl.On, RemCsumRx: rtnl.On, GBP: true, External: rtnl.Off,
		}},
		kindRead{golden: "reply-link-vxlan-ip6", want: &kind.VXLAN{
			ID: rtnl.U32(42), Local: ip("2001:db8::1"), Group: ip("2001:db8::2"), DevIndex: 2, TTL: rtnl.U8(0), TTLInherit: true, TOS: rtnl.U8(1),
			DF: rtnl.Some(kind.VXLANDFInherit), Label: rtnl.U32(0x12345), Port: rtnl.U16(4790), Learn: rtnl.On, Ageing: seconds(300),
			Limit: rtnl.U32(0), Proxy: rtnl.Off, RSC: rtnl.Off, L2Miss: rtnl.Off, L3Miss: rtnl.Off, UDPCsum: rtnl.On,
			ZeroCsum6Tx: rtnl.Off, ZeroCsum6Rx: rtnl.Off, RemCsumTx: rtnl.Off, RemCsumRx: rtnl.Off, External: rtnl.Off,
		}},
		kindRead{golden: "reply-link-vxlan-external", want: &kind.VXLAN{
			ID: rtnl.U32(0), TTL: rtnl.U8(0), TOS: rtnl.U8(0), DF: rtnl.Some(kind.VXLANDFUnset), Label: rtnl.U32(0),
			Port: rtnl.U16(4789), Learn: rtnl.Off, Ageing: seconds(300), Limit: rtnl.U32(0), Proxy: rtnl.Off, RSC: rtnl.Off,
			L2Miss: rtnl.Off, L3Miss: rtnl.Off, UDPCsum: rtnl.On, ZeroCsum6Tx: rtnl.Off, ZeroCsum6Rx: rtnl.Off,
			RemCsumTx: rtnl.Off, RemCsumRx: rtnl.Off, GPE: true, External: rtnl.On, VNIFilter: rtnl.On,
		}},
	)
}

func TestVXLANAllocs(t *testing.T) {
	kindAllocs(t, &kind.VXLAN{
		ID: rtnl.U32(123456), Local: ip("2001:db8::1"), Group: ip("2001:db8::2"), DevIndex: 2, TTL: rtnl.U8(61), TTLInherit: true,
		TOS: rtnl.U8(0x44), DF: rtnl.Some(kind.VXLANDFSet), Label: rtnl.U32(0x12345), LabelPolicy: rtnl.Some(kind.VXLANLabelInherit),
		Port: rtnl.U16(4790), PortRange: kind.VXLANPortRange{Low: 32001, High: 48002}, Learn: rtnl.Off, Ageing: seconds(303),
		Limit: rtnl.U32(4004), Proxy: rtnl.On, RSC: rtnl.On, L2Miss: rtnl.On, L3Miss: rtnl.On, UDPCsum: rtnl.On, ZeroCsum6Tx: rtnl.On,
		ZeroCsum6Rx: rtnl.On, RemCsumTx: rtnl.On, RemCsumRx: rtnl.On, RemCsumNoPartial: true, GBP: true, GPE: true, External: rtnl.Off,
		VNIFilter: rtnl.Off, LocalBypass: rtnl.Off, ReservedBits: rtnl.U64(0xf7ffffff000000ff), MCRoute: rtnl.On,
	}, 0)
}

// No golden has these: ip(8) 6.1 does not know them. The forms are those of the
// kernel's policy.
func TestVXLANNewer(t *testing.T) {
	v := kind.VXLAN{
		LabelPolicy: rtnl.Some(kind.VXLANLabelInherit), LocalBypass: rtnl.Off, ReservedBits: rtnl.U64(0x0807060504030201), MCRoute: rtnl.On,
		RemCsumNoPartial: true,
	}
	got, err := nlattr.Append(nil, &v)
	if err != nil {
		t.Fatal(err)
	}
	for typ, want := range map[nlattr.Type]string{
		uapi.IFLA_VXLAN_LABEL_POLICY: "\x01\x00\x00\x00", uapi.IFLA_VXLAN_LOCALBYPASS: "\x00", uapi.IFLA_VXLAN_MC_ROUTE: "\x01",
		uapi.IFLA_VXLAN_RESERVED_BITS: "\x08\x07\x06\x05\x04\x03\x02\x01",
	} {
		nltest.LittleEndianOnly(t)
		if p := nltest.Payload(got, typ); string(p) != want {
			t.Errorf("attribute %d is % x, want % x", typ, p, want)
		}
	}
}

func TestVXLANRejected(t *testing.T) {
	l := func(v kind.VXLAN) rtnl.Link { return rtnl.Link{Kind: &v} }
	testRejected(t, []rejected{
		{"id", l(kind.VXLAN{ID: rtnl.U32(1 << 24)}), "linkinfo.data.id: 16777216 is not below 1<<24"},
		{"label", l(kind.VXLAN{Label: rtnl.U32(1 << 20)}), "label: 0x100000 is not below 1<<20"},
		{"port range", l(kind.VXLAN{PortRange: kind.VXLANPortRange{Low: 2, High: 1}}), "port_range: 2 is above 1"},
		{"families", l(kind.VXLAN{Local: ip("192.0.2.1"), Group: ip("2001:db8::1")}), "group: 2001:db8::1 is not of the family of 192.0.2.1"},
		{"multicast", l(kind.VXLAN{Local: ip("239.1.2.3")}), "local: 239.1.2.3 is a multicast address"},
	})
	half := rtnl.SetLink(7, l(kind.VXLAN{Ageing: rtnl.Some(1500 * time.Millisecond)}))
	if _, err := half.AppendMessage(nil, nil); err == nil {
		t.Error("half a second: no error")
	}
	both := rtnl.AddLink(rtnl.Link{Name: "vx0", Kind: &kind.VXLAN{Dev: "eth0", DevIndex: 2}})
	if _, err := both.AppendMessage(nil, func(string) (int32, error) { return 2, nil }); err == nil {
		t.Error("a device by name and by index: no error")
	}
	unresolved := rtnl.AddLink(rtnl.Link{Name: "vx0", Kind: &kind.VXLAN{Dev: "eth0"}})
	if got, want := unresolved.String(), "link add vx0 type vxlan link eth0"; got != want {
		t.Errorf("String() = %q, want %q", got, want)
	}
	if _, err := unresolved.AppendMessage(nil, nil); !errors.Is(err, rtnl.ErrUnresolved) {
		t.Errorf("a name that nobody resolves: %v", err)
	}
}

func TestVXLANJSON(t *testing.T) {
	v := kind.VXLAN{ID: rtnl.U32(42), Local: ip("192.0.2.1"), PortRange: kind.VXLANPortRange{Low: 1, High: 2}, Learn: rtnl.Off, GBP: true}
	b, err := json.Marshal(v)
	const want = `{"id":42,"local":"192.0.2.1","port_range":{"low":1,"high":2},"learning":false,"gbp":true}`
	if err != nil || string(b) != want {
		t.Errorf("JSON = %s, %v, want %s", b, err, want)
	}
	var back kind.VXLAN
	if err := json.Unmarshal(b, &back); err != nil || place.Diff(v, back) != "" {
		t.Errorf("back: %v %s", err, place.Diff(v, back))
	}
}

func TestVXLAN(t *testing.T) {
	nltest.HaveKind(t, "vxlan")
	p := place.New(t)
	p.Must(
		rtnl.AddLink(rtnl.Link{Name: "br0", Kind: &kind.Bridge{}}),
		rtnl.AddLink(rtnl.Link{Name: "vx0", Kind: &kind.VXLAN{
			ID: rtnl.U32(123456), Local: ip("192.0.2.1"), Group: ip("239.1.2.3"), Dev: "br0", TTL: rtnl.U8(61), TOS: rtnl.U8(0x44),
			DF: rtnl.Some(kind.VXLANDFSet), Port: rtnl.U16(4790), PortRange: kind.VXLANPortRange{Low: 32001, High: 48002}, Learn: rtnl.Off,
			Ageing: seconds(303), Limit: rtnl.U32(4004), Proxy: rtnl.On, RSC: rtnl.On, L2Miss: rtnl.On, L3Miss: rtnl.On, UDPCsum: rtnl.Off,
			ZeroCsum6Tx: rtnl.On, ZeroCsum6Rx: rtnl.On, RemCsumTx: rtnl.On, RemCsumRx: rtnl.On, RemCsumNoPartial: true, GBP: true,
		}}),
		rtnl.AddLink(rtnl.Link{Name: "vx6", Kind: &kind.VXLAN{
			ID: rtnl.U32(42), Local: ip("2001:db8::1"), Group: ip("2001:db8::2"), TTLInherit: true, TOS: rtnl.U8(1), Label: rtnl.U32(0x12345),
			DF: rtnl.Some(kind.VXLANDFInherit), Port: rtnl.U16(4791),
		}}),
		rtnl.AddLink(rtnl.Link{Name: "vxe", Kind: &kind.VXLAN{External: rtnl.On, VNIFilter: rtnl.On, GPE: true, Learn: rtnl.Off, Port: rtnl.U16(4792)}}),
	)
	br0 := p.Link("br0").Index
	place.Says(t, place.InfoData(p.One("link", "show", "dev", "vx0")), map[string]any{
		"id": 123456., "group": "239.1.2.3", "local": "192.0.2.1", "link": "br0", "port_range": map[string]any{"low": 32001., "high": 48002.},
		"port": 4790., "learning": false, "proxy": true, "rsc": true, "l2miss": true, "l3miss": true, "tos": "0x44", "ttl": 61., "df": "set",
		"ageing": 303., "limit": 4004., "udp_csum": false, "udp_zero_csum6_tx": true, "udp_zero_csum6_rx": true, "remcsum_tx": true,
		"remcsum_rx": true, "gbp": true,
	})
	place.SameFields(t, *place.ReadKind[*kind.VXLAN](p, "vx0"), kind.VXLAN{
		ID: rtnl.U32(123456), Local: ip("192.0.2.1"), Group: ip("239.1.2.3"), DevIndex: br0, TTL: rtnl.U8(61), TOS: rtnl.U8(0x44),
		DF: rtnl.Some(kind.VXLANDFSet), Label: rtnl.U32(0), Port: rtnl.U16(4790), PortRange: kind.VXLANPortRange{Low: 32001, High: 48002},
		Learn: rtnl.Off, Ageing: seconds(303), Limit: rtnl.U32(4004), Proxy: rtnl.On, RSC: rtnl.On, L2Miss: rtnl.On, L3Miss: rtnl.On,
		UDPCsum: rtnl.Off, ZeroCsum6Tx: rtnl.On, ZeroCsum6Rx: rtnl.On, RemCsumTx: rtnl.On, RemCsumRx: rtnl.On, RemCsumNoPartial: true,
		GBP: true, External: rtnl.Off,
	})
	place.Says(t, place.InfoData(p.One("link", "show", "dev", "vx6")), map[string]any{
		"id": 42., "remote6": "2001:db8::2", "local6": "2001:db8::1", "tos": "0x1", "df": "inherit", "label": "0x12345", "port": 4791.,
	})
	place.SameFields(t, *place.ReadKind[*kind.VXLAN](p, "vx6"), kind.VXLAN{
		Local: ip("2001:db8::1"), Group: ip("2001:db8::2"), TTLInherit: true, TOS: rtnl.U8(1), Label: rtnl.U32(0x12345),
		DF: rtnl.Some(kind.VXLANDFInherit), Learn: rtnl.On,
	})
	place.Says(t, place.InfoData(p.One("link", "show", "dev", "vxe")), map[string]any{"external": true, "vnifilter": true, "gpe": true})
	place.SameFields(t, *place.ReadKind[*kind.VXLAN](p, "vxe"), kind.VXLAN{External: rtnl.On, VNIFilter: rtnl.On, GPE: true})

	p.Must(rtnl.SetLink("vx0", rtnl.Link{Kind: &kind.VXLAN{
		TTL: rtnl.U8(33), TOS: rtnl.U8(8), Ageing: seconds(77), Group: ip("192.0.2.99"), Local: ip("192.0.2.3"), Learn: rtnl.On,
		DF: rtnl.Some(kind.VXLANDFUnset),
	}}))
	place.SameFields(t, *place.ReadKind[*kind.VXLAN](p, "vx0"), kind.VXLAN{
		TTL: rtnl.U8(33), TOS: rtnl.U8(8), Ageing: seconds(77), Group: ip("192.0.2.99"), Local: ip("192.0.2.3"), Learn: rtnl.On,
		DF: rtnl.Some(kind.VXLANDFUnset), ID: rtnl.U32(123456), Limit: rtnl.U32(4004),
	})
	err := rtnl.ChangeLink(t.Context(), p.Conn, "vx6", func(l *rtnl.Link) {
		v := l.Kind.(*kind.VXLAN)
		v.Group, v.Label, l.MTU = ip("2001:db8::3"), rtnl.U32(0x54321), 0
	})
	if err == nil {
		t.Error("an MTU that was taken away: no error")
	}
	err = rtnl.ChangeLink(t.Context(), p.Conn, "vx6", func(l *rtnl.Link) {
		v := l.Kind.(*kind.VXLAN)
		v.Group, v.Label = ip("2001:db8::3"), rtnl.U32(0x54321)
	})
	if err != nil {
		t.Error(err)
	}
	place.SameFields(t, *place.ReadKind[*kind.VXLAN](p, "vx6"), kind.VXLAN{Group: ip("2001:db8::3"), Label: rtnl.U32(0x54321), TTLInherit: true})

	// What is fixed is refused, and the error names it.
	for name, v := range map[string]kind.VXLAN{
		"id": {ID: rtnl.U32(7)}, "port": {Port: rtnl.U16(4790)}, "gbp": {GBP: true}, "limit": {Limit: rtnl.U32(4004)},
		"ttl_inherit": {TTLInherit: true}, "udp_csum": {UDPCsum: rtnl.Off}, "port_range": {PortRange: kind.VXLANPortRange{Low: 1, High: 2}},
	} {
		if err := p.Do(t.Context(), rtnl.SetLink("vx0", rtnl.Link{Kind: &v})); !errors.Is(err, syscall.EOPNOTSUPP) {
			t.Errorf("%s cannot be changed: %v", name, err)
		}
	}
	// The kernel makes the default of an ageing time of 0.
	p.Must(rtnl.SetLink("vx0", rtnl.Link{Kind: &kind.VXLAN{Ageing: seconds(0)}}))
	place.SameFields(t, *place.ReadKind[*kind.VXLAN](p, "vx0"), kind.VXLAN{Ageing: seconds(300)})

	// What was read makes another one like it.
	l := p.Link("vx6")
	v := l.Kind.(*kind.VXLAN)
	again := *v
	again.Port = rtnl.U16(4799)
	again.ReservedBits = rtnl.Opt[uint64]{} // since 6.14 the kernel refuses, beside other options, its own default
	p.Must(rtnl.AddLink(rtnl.Link{Name: "vx7", Kind: &again}))
	read := place.ReadKind[*kind.VXLAN](p, "vx7")
	read.ReservedBits = rtnl.Opt[uint64]{}
	if diff := place.Diff(&again, read); diff != "" {
		t.Errorf("made from what was read: -want +got\n%s", diff)
	}
	p.Must(rtnl.DeleteLink("vx0"), rtnl.DeleteLink("vx6"), rtnl.DeleteLink("vxe"))
}
