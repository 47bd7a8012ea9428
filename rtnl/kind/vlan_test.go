package kind_test

import (
	"errors"
	"syscall"
	"testing"

	"github.com/eb30ede5/netlink/internal/complete"
	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

func init() {
	const bit = "it is a bit of flags"
	kindsCovered["vlan"] = complete.Set{
		Prefix: "IFLA_VLAN_",
		NoLine: map[string]string{"reorder_hdr": bit, "gvrp": bit, "mvrp": bit, "loose_binding": bit, "bridge_binding": bit},
		Elements: map[string]string{
			"ingress_qos": "IFLA_VLAN_QOS_MAPPING", "egress_qos": "IFLA_VLAN_QOS_MAPPING",
		},
	}
	vlan := func(name string, v kind.VLAN) rtnl.Link { return rtnl.Link{Name: name, ParentIndex: 2, Kind: &v} }
	kindsSent = append(kindsSent,
		kindSent{golden: "vlan-add-plain", link: vlan("eth0.7", kind.VLAN{ID: rtnl.U16(7)})},
		kindSent{golden: "vlan-add", link: vlan("eth0.1042", kind.VLAN{
			Protocol: rtnl.Some(kind.EtherType8021AD), ID: rtnl.U16(1042), ReorderHdr: rtnl.Off, GVRP: rtnl.On, MVRP: rtnl.On,
			LooseBinding: rtnl.On, BridgeBinding: rtnl.On,
			Ingress: []kind.VLANQoS{{From: 1, To: 7}, {From: 2, To: 6}, {From: 3, To: 5}}, Egress: []kind.VLANQoS{{From: 10, To: 4}, {From: 11, To: 3}},
		})},
		kindSent{golden: "vlan-add-flags-off", link: vlan("eth0.7", kind.VLAN{
			Protocol: rtnl.Some(kind.EtherType8021Q), ID: rtnl.U16(7), ReorderHdr: rtnl.On, GVRP: rtnl.Off, MVRP: rtnl.Off,
			LooseBinding: rtnl.Off, BridgeBinding: rtnl.Off,
		})},
		kindSent{golden: "vlan-set", set: 2, link: rtnl.Link{Kind: &kind.VLAN{GVRP: rtnl.On, Egress: []kind.VLANQoS{{From: 5, To: 6}}}}},
	)
	kindsRead = append(kindsRead, kindRead{golden: "reply-link-vlan", want: &kind.VLAN{
		Protocol: rtnl.Some(kind.EtherType8021AD), ID: rtnl.U16(1042), ReorderHdr: rtnl.Off, GVRP: rtnl.On, MVRP: rtnl.Off,
		LooseBinding: rtnl.On, BridgeBinding: rtnl.Off,
		Ingress: []kind.VLANQoS{{From: 1, To: 7}, {From: 2, To: 6}, {From: 3, To: 5}}, Egress: []kind.VLANQoS{{From: 10, To: 4}, {From: 11, To: 3}},
	}})
}

func TestVLANAllocs(t *testing.T) {
	kindAllocs(t, &kind.VLAN{
		Protocol: rtnl.Some(kind.EtherType8021AD), ID: rtnl.U16(1042), ReorderHdr: rtnl.Off, GVRP: rtnl.On, MVRP: rtnl.Off,
		LooseBinding: rtnl.On, BridgeBinding: rtnl.Off, OtherFlags: 1 << 20,
	}, 0)
	kindAllocs(t, &kind.VLAN{Ingress: []kind.VLANQoS{{From: 1, To: 7}}, Egress: []kind.VLANQoS{{From: 10, To: 4}}}, 2)
	kindAllocs(t, &kind.VLAN{Egress: []kind.VLANQoS{{From: 10, To: 4}, {From: 11, To: 3}, {From: 12, To: 2}, {From: 13, To: 1}, {From: 14, To: 6}}}, 4) // 1, 2, 4 and 8 elements
}

func TestVLANRejected(t *testing.T) {
	l := func(v kind.VLAN) rtnl.Link { return rtnl.Link{Kind: &v} }
	testRejected(t, []rejected{
		{"id", l(kind.VLAN{ID: rtnl.U16(4095)}), "linkinfo.data.id: 4095 is not 0 to 4094"},
		{"ingress", l(kind.VLAN{Ingress: []kind.VLANQoS{{From: 8, To: 1}}}), "ingress_qos: 8:1: 8 is not 0 to 7"},
		{"egress", l(kind.VLAN{Egress: []kind.VLANQoS{{From: 1, To: 8}}}), "egress_qos: 1:8: 8 is not 0 to 7"},
	})
}

func TestVLAN(t *testing.T) {
	nltest.HaveKind(t, "vlan")
	p := place.New(t)
	p.Must(
		rtnl.AddLink(rtnl.Link{Name: "ifb0", Kind: &kind.IFB{}}),
		rtnl.AddLink(rtnl.Link{Name: "v1042", Parent: "ifb0", Kind: &kind.VLAN{
			Protocol: rtnl.Some(kind.EtherType8021AD), ID: rtnl.U16(1042), ReorderHdr: rtnl.Off, LooseBinding: rtnl.On, BridgeBinding: rtnl.On,
			Ingress: []kind.VLANQoS{{From: 1, To: 7}, {From: 2, To: 6}, {From: 3, To: 5}}, Egress: []kind.VLANQoS{{From: 10, To: 4}, {From: 11, To: 3}},
		}}),
	)
	place.Says(t, place.InfoData(p.One("link", "show", "dev", "v1042")), map[string]any{
		"protocol": "802.1ad", "id": 1042., "flags": []any{"LOOSE_BINDING", "BRIDGE_BINDING"}, "-flags": "REORDER_HDR",
		"ingress_qos": []any{map[string]any{"from": 1., "to": 7.}, map[string]any{"from": 2., "to": 6.}, map[string]any{"from": 3., "to": 5.}},
		"egress_qos":  []any{map[string]any{"from": 10., "to": 4.}, map[string]any{"from": 11., "to": 3.}},
	})
	want := &kind.VLAN{
		Protocol: rtnl.Some(kind.EtherType8021AD), ID: rtnl.U16(1042), ReorderHdr: rtnl.Off, GVRP: rtnl.Off, MVRP: rtnl.Off,
		LooseBinding: rtnl.On, BridgeBinding: rtnl.On,
		Ingress: []kind.VLANQoS{{From: 1, To: 7}, {From: 2, To: 6}, {From: 3, To: 5}}, Egress: []kind.VLANQoS{{From: 10, To: 4}, {From: 11, To: 3}},
	}
	if diff := place.Diff(want, place.ReadKind[*kind.VLAN](p, "v1042")); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if l := p.Link("v1042"); l.ParentIndex != p.Link("ifb0").Index {
		t.Errorf("ParentIndex = %d", l.ParentIndex)
	}
	// A flag is changed, an entry added, one changed and one taken away; the
	// others stay.
	p.Must(rtnl.SetLink("v1042", rtnl.Link{Kind: &kind.VLAN{
		LooseBinding: rtnl.Off, Ingress: []kind.VLANQoS{{From: 2, To: 0}, {From: 3, To: 9}, {From: 4, To: 8}}, Egress: []kind.VLANQoS{{From: 10, To: 0}},
	}}))
	want.LooseBinding = rtnl.Off
	want.Ingress = []kind.VLANQoS{{From: 1, To: 7}, {From: 3, To: 9}, {From: 4, To: 8}}
	want.Egress = []kind.VLANQoS{{From: 11, To: 3}}
	if diff := place.Diff(want, place.ReadKind[*kind.VLAN](p, "v1042")); diff != "" {
		t.Errorf("after the change: -want +got\n%s", diff)
	}
	err := rtnl.ChangeLink(t.Context(), p.Conn, "v1042", func(l *rtnl.Link) { l.Kind.(*kind.VLAN).ReorderHdr = rtnl.On })
	if err != nil {
		t.Fatal(err)
	}
	place.Says(t, place.InfoData(p.One("link", "show", "dev", "v1042")), map[string]any{"flags": []any{"REORDER_HDR", "BRIDGE_BINDING"}, "-flags": "LOOSE_BINDING"})

	p.Must(rtnl.SetLink("v1042", rtnl.Link{Kind: &kind.VLAN{ID: rtnl.U16(7), Protocol: rtnl.Some(kind.EtherType8021Q)}}))
	place.SameFields(t, *place.ReadKind[*kind.VLAN](p, "v1042"), kind.VLAN{ID: rtnl.U16(1042), Protocol: rtnl.Some(kind.EtherType8021AD)})
	err = p.Do(t.Context(), rtnl.SetLink("v1042", rtnl.Link{Kind: &kind.VLAN{OtherFlags: 1 << 20}}))
	if !errors.Is(err, syscall.EINVAL) {
		t.Errorf("a flag that there is not: %v", err)
	}
	p.Must(rtnl.DeleteLink("v1042"))
}
