package rtnl_test

import (
	"errors"
	"syscall"
	"testing"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
)

func init() {
	const bit = "it is a bit of flags"
	kindsCovered["vlan"] = covered{
		prefix: "IFLA_VLAN_",
		noLine: map[string]string{"reorder_hdr": bit, "gvrp": bit, "mvrp": bit, "loose_binding": bit, "bridge_binding": bit},
		elements: map[string]string{
			"ingress_qos": "IFLA_VLAN_QOS_MAPPING", "egress_qos": "IFLA_VLAN_QOS_MAPPING",
		},
	}
	vlan := func(name string, v rtnl.VLAN) rtnl.Link { return rtnl.Link{Name: name, ParentIndex: 2, Kind: &v} }
	kindsSent = append(kindsSent,
		kindSent{golden: "vlan-add-plain", link: vlan("eth0.7", rtnl.VLAN{ID: rtnl.U16(7)})},
		kindSent{golden: "vlan-add", link: vlan("eth0.1042", rtnl.VLAN{
			Protocol: rtnl.Some(rtnl.EtherType8021AD), ID: rtnl.U16(1042), ReorderHdr: rtnl.Off, GVRP: rtnl.On, MVRP: rtnl.On,
			LooseBinding: rtnl.On, BridgeBinding: rtnl.On,
			Ingress: []rtnl.VLANQoS{{From: 1, To: 7}, {From: 2, To: 6}, {From: 3, To: 5}}, Egress: []rtnl.VLANQoS{{From: 10, To: 4}, {From: 11, To: 3}},
		})},
		kindSent{golden: "vlan-add-flags-off", link: vlan("eth0.7", rtnl.VLAN{
			Protocol: rtnl.Some(rtnl.EtherType8021Q), ID: rtnl.U16(7), ReorderHdr: rtnl.On, GVRP: rtnl.Off, MVRP: rtnl.Off,
			LooseBinding: rtnl.Off, BridgeBinding: rtnl.Off,
		})},
		kindSent{golden: "vlan-set", set: 2, link: rtnl.Link{Kind: &rtnl.VLAN{GVRP: rtnl.On, Egress: []rtnl.VLANQoS{{From: 5, To: 6}}}}},
	)
	kindsRead = append(kindsRead, kindRead{golden: "reply-link-vlan", want: &rtnl.VLAN{
		Protocol: rtnl.Some(rtnl.EtherType8021AD), ID: rtnl.U16(1042), ReorderHdr: rtnl.Off, GVRP: rtnl.On, MVRP: rtnl.Off,
		LooseBinding: rtnl.On, BridgeBinding: rtnl.Off,
		Ingress: []rtnl.VLANQoS{{From: 1, To: 7}, {From: 2, To: 6}, {From: 3, To: 5}}, Egress: []rtnl.VLANQoS{{From: 10, To: 4}, {From: 11, To: 3}},
	}})
}

func FuzzVLAN(f *testing.F) {
	fuzzKind(f, func() nlattr.Attrser { return new(rtnl.VLAN) })
}

func TestVLANAllocs(t *testing.T) {
	kindAllocs(t, &rtnl.VLAN{
		Protocol: rtnl.Some(rtnl.EtherType8021AD), ID: rtnl.U16(1042), ReorderHdr: rtnl.Off, GVRP: rtnl.On, MVRP: rtnl.Off,
		LooseBinding: rtnl.On, BridgeBinding: rtnl.Off, OtherFlags: 1 << 20,
	}, 0)
	kindAllocs(t, &rtnl.VLAN{Ingress: []rtnl.VLANQoS{{From: 1, To: 7}}, Egress: []rtnl.VLANQoS{{From: 10, To: 4}}}, 2)
	kindAllocs(t, &rtnl.VLAN{Egress: []rtnl.VLANQoS{{From: 10, To: 4}, {From: 11, To: 3}, {From: 12, To: 2}, {From: 13, To: 1}, {From: 14, To: 6}}}, 4) // 1, 2, 4 and 8 elements
}

func TestVLANRejected(t *testing.T) {
	l := func(v rtnl.VLAN) rtnl.Link { return rtnl.Link{Kind: &v} }
	testRejected(t, []rejected{
		{"id", l(rtnl.VLAN{ID: rtnl.U16(4095)}), "linkinfo.data.id: 4095 is not 0 to 4094"},
		{"ingress", l(rtnl.VLAN{Ingress: []rtnl.VLANQoS{{From: 8, To: 1}}}), "ingress_qos: 8:1: 8 is not 0 to 7"},
		{"egress", l(rtnl.VLAN{Egress: []rtnl.VLANQoS{{From: 1, To: 8}}}), "egress_qos: 1:8: 8 is not 0 to 7"},
	})
}

func TestVLAN(t *testing.T) {
	nltest.HaveKind(t, "vlan")
	p := newPlace(t)
	p.do(
		rtnl.AddLink(rtnl.Link{Name: "ifb0", Kind: &rtnl.IFB{}}),
		rtnl.AddLink(rtnl.Link{Name: "v1042", Parent: "ifb0", Kind: &rtnl.VLAN{
			Protocol: rtnl.Some(rtnl.EtherType8021AD), ID: rtnl.U16(1042), ReorderHdr: rtnl.Off, LooseBinding: rtnl.On, BridgeBinding: rtnl.On,
			Ingress: []rtnl.VLANQoS{{From: 1, To: 7}, {From: 2, To: 6}, {From: 3, To: 5}}, Egress: []rtnl.VLANQoS{{From: 10, To: 4}, {From: 11, To: 3}},
		}}),
	)
	says(t, infoData(p.one("link", "show", "dev", "v1042")), map[string]any{
		"protocol": "802.1ad", "id": 1042., "flags": []any{"LOOSE_BINDING", "BRIDGE_BINDING"}, "-flags": "REORDER_HDR",
		"ingress_qos": []any{map[string]any{"from": 1., "to": 7.}, map[string]any{"from": 2., "to": 6.}, map[string]any{"from": 3., "to": 5.}},
		"egress_qos":  []any{map[string]any{"from": 10., "to": 4.}, map[string]any{"from": 11., "to": 3.}},
	})
	want := &rtnl.VLAN{
		Protocol: rtnl.Some(rtnl.EtherType8021AD), ID: rtnl.U16(1042), ReorderHdr: rtnl.Off, GVRP: rtnl.Off, MVRP: rtnl.Off,
		LooseBinding: rtnl.On, BridgeBinding: rtnl.On,
		Ingress: []rtnl.VLANQoS{{From: 1, To: 7}, {From: 2, To: 6}, {From: 3, To: 5}}, Egress: []rtnl.VLANQoS{{From: 10, To: 4}, {From: 11, To: 3}},
	}
	if diff := diffValues(want, readKind[*rtnl.VLAN](p, "v1042")); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if l := p.link("v1042"); l.ParentIndex != p.link("ifb0").Index {
		t.Errorf("ParentIndex = %d", l.ParentIndex)
	}
	// A flag is changed, an entry added, one changed and one taken away; the
	// others stay.
	p.do(rtnl.SetLink("v1042", rtnl.Link{Kind: &rtnl.VLAN{
		LooseBinding: rtnl.Off, Ingress: []rtnl.VLANQoS{{From: 2, To: 0}, {From: 3, To: 9}, {From: 4, To: 8}}, Egress: []rtnl.VLANQoS{{From: 10, To: 0}},
	}}))
	want.LooseBinding = rtnl.Off
	want.Ingress = []rtnl.VLANQoS{{From: 1, To: 7}, {From: 3, To: 9}, {From: 4, To: 8}}
	want.Egress = []rtnl.VLANQoS{{From: 11, To: 3}}
	if diff := diffValues(want, readKind[*rtnl.VLAN](p, "v1042")); diff != "" {
		t.Errorf("after the change: -want +got\n%s", diff)
	}
	err := rtnl.ChangeLink(t.Context(), p.Conn, "v1042", func(l *rtnl.Link) { l.Kind.(*rtnl.VLAN).ReorderHdr = rtnl.On })
	if err != nil {
		t.Fatal(err)
	}
	says(t, infoData(p.one("link", "show", "dev", "v1042")), map[string]any{"flags": []any{"REORDER_HDR", "BRIDGE_BINDING"}, "-flags": "LOOSE_BINDING"})

	p.do(rtnl.SetLink("v1042", rtnl.Link{Kind: &rtnl.VLAN{ID: rtnl.U16(7), Protocol: rtnl.Some(rtnl.EtherType8021Q)}}))
	sameFields(t, *readKind[*rtnl.VLAN](p, "v1042"), rtnl.VLAN{ID: rtnl.U16(1042), Protocol: rtnl.Some(rtnl.EtherType8021AD)})
	err = p.Do(t.Context(), rtnl.SetLink("v1042", rtnl.Link{Kind: &rtnl.VLAN{OtherFlags: 1 << 20}}))
	if !errors.Is(err, syscall.EINVAL) {
		t.Errorf("a flag that there is not: %v", err)
	}
	p.do(rtnl.DeleteLink("v1042"))
}
