package rtnl_test

import (
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/netns"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
	"github.com/eb30ede5/netlink/rtnl/sriov"
)

var hw = nlattr.MustParseHWAddr

// noNul is a reason. For kinds TestGoldens knows it.
const noNul = "ip(8) sends the string without the zero at its end"

// nameToo is the difference between what has a name and what has none.
func nameToo(message string) string {
	return message + " > IFLA_IFNAME:\n\twant absent\n\tgot  65 74 68 30 00\n"
}

// linksSent is for goldens of links. ip(8) sends indexes, and so do these.
func linksSent(ns *netns.Handle) []sent {
	eth0 := func(l rtnl.Link) rtnl.Request { return rtnl.SetLink(2, l) }
	dummy := &kind.Dummy{}
	return []sent{
		{name: "link-add-plain", req: rtnl.AddLink(rtnl.Link{Name: "dm0", Kind: dummy})},
		{name: "ifb-add", req: rtnl.AddLink(rtnl.Link{Name: "ifb7", Kind: &kind.IFB{}})},
		{name: "link-add-base", req: rtnl.AddLink(rtnl.Link{
			Index: 77, Name: "dm0", TxQLen: rtnl.U32(1234), Address: hw("02:11:22:33:44:55"), Broadcast: hw("02:ff:ee:dd:cc:bb"),
			MTU: 1487, NumTxQueues: 3, NumRxQueues: 5, Kind: dummy,
		})},
		{name: "link-add-netns", req: rtnl.AddLink(rtnl.Link{Name: "dm0", NetNS: ns, Kind: dummy})},
		// The first message gives the namespace its id; that is package netns's.
		{name: "link-add-link-netns", from: 1, req: rtnl.AddLink(rtnl.Link{
			Name: "vx0", ParentNetNSID: rtnl.Some[int32](0),
			Kind: &kind.Raw{Name: "vxlan", Data: []nlattr.Attr{
				{Type: uapi.IFLA_VXLAN_ID, Data: []byte{7, 0, 0, 0}}, {Type: uapi.IFLA_VXLAN_LEARNING, Data: []byte{1}},
				{Type: uapi.IFLA_VXLAN_PORT, Data: []byte{0x12, 0xb5}},
			}},
		})},
		{name: "link-altname-add", req: rtnl.AddAltNames(2, "uplink", "a-name-longer-than-sixteen-bytes")},
		{name: "link-altname-delete", req: rtnl.DeleteAltNames(2, "uplink")},
		{name: "link-delete", req: rtnl.DeleteLink(2)},
		{name: "link-delete-kind", diff: "RTM_DELLINK > IFLA_LINKINFO:\n\twant 07 00 01 00 69 66 62 00\n\tgot  absent\n", req: rtnl.DeleteLink(2),
			why: "the kernel does not look at the kind"},
		{name: "link-delete-group", diff: "RTM_DELLINK > IFLA_GROUP:\n\twant 05 00 00 00\n\tgot  absent\n" + nameToo("RTM_DELLINK"), req: rtnl.DeleteLink("eth0"),
			why: "a whole group cannot be meant by mistake: there is no request for that"},
		{name: "link-set-group-up", diff: nameToo("RTM_NEWLINK"), req: rtnl.SetLink("eth0", rtnl.Link{Up: rtnl.On, MTU: 1400, Group: rtnl.U32(5)}),
			why: "a whole group cannot be meant by mistake: there is no request for that; this puts eth0 into one"},
		{name: "link-set-base", diff: "RTM_NEWLINK > IFLA_IFALIAS:\n\twant 75 70 6c 69 6e 6b 2d 37\n\tgot  75 70 6c 69 6e 6b 2d 37 00\n", req: eth0(rtnl.Link{
			MTU: 1487, TxQLen: rtnl.U32(1234), Address: hw("02:11:22:33:44:55"), Broadcast: hw("02:ff:ee:dd:cc:bb"),
			Alias: rtnl.Some("uplink-7"), Group: rtnl.U32(9), Carrier: rtnl.Off, LinkMode: rtnl.Some(rtnl.LinkModeDormant),
			OperState: rtnl.Some(rtnl.OperLowerLayerDown),
		}), why: noNul},
		{name: "link-set-addrgenmode-none", req: eth0(rtnl.Link{AddrGenMode: rtnl.Some(rtnl.AddrGenNone)})},
		{name: "link-set-addrgenmode-random", req: eth0(rtnl.Link{AddrGenMode: rtnl.Some(rtnl.AddrGenRandom)})},
		{name: "link-set-addrgenmode-stable", req: eth0(rtnl.Link{AddrGenMode: rtnl.Some(rtnl.AddrGenStablePrivacy)})},
		{name: "link-set-flags-on", diff: "RTM_NEWLINK: header:\n\twant 00 00 00 00 02 00 00 00 01 93 00 00 a1 93 00 00\n\tgot  00 00 00 00 02 00 00 00 01 93 00 00 81 93 00 00\n", req: eth0(rtnl.Link{
			Up: rtnl.On, Promisc: rtnl.On, AllMulti: rtnl.On, Dynamic: rtnl.On, ARP: rtnl.On, Multicast: rtnl.On,
		}), why: "IFF_NOTRAILERS means nothing to the kernel"},
		{name: "link-set-flags-off", diff: "RTM_NEWLINK: header:\n\twant 00 00 00 00 02 00 00 00 a0 00 00 00 a1 93 00 00\n\tgot  00 00 00 00 02 00 00 00 80 00 00 00 81 93 00 00\n", req: eth0(rtnl.Link{
			Up: rtnl.Off, Promisc: rtnl.Off, AllMulti: rtnl.Off, Dynamic: rtnl.Off, ARP: rtnl.Off, Multicast: rtnl.Off,
		}), why: "IFF_NOTRAILERS means nothing to the kernel"},
		{name: "link-set-gso", req: eth0(rtnl.Link{GSOMaxSize: 60001, GSOMaxSegs: 33, GROMaxSize: 70002})},
		{name: "link-set-master", req: eth0(rtnl.Link{Master: "br0"})},
		{name: "link-set-nomaster", req: eth0(rtnl.Link{NoMaster: true})},
		{name: "link-set-name", req: eth0(rtnl.Link{Name: "eth1"})},
		{name: "link-set-netns-name", req: eth0(rtnl.Link{NetNS: ns})},
		{name: "link-set-netns-name-up", req: eth0(rtnl.Link{NetNS: ns, Name: "eth9", Up: rtnl.On})},
		{name: "link-set-netns-pid", req: eth0(rtnl.Link{NetNSPID: 4711})},
		{name: "link-set-netnsid", req: eth0(rtnl.Link{ParentNetNSID: rtnl.Some[int32](7)})},
		{name: "link-set-protodown", req: eth0(rtnl.Link{ProtoDown: rtnl.On, ProtoDownReason: rtnl.U32(1 << 5), ProtoDownReasonMask: rtnl.U32(1 << 5)})},
		{name: "link-set-protodown-off", req: eth0(rtnl.Link{ProtoDown: rtnl.Off, ProtoDownReason: rtnl.U32(0), ProtoDownReasonMask: rtnl.U32(1 << 5)})},
		{name: "link-set-type", req: eth0(rtnl.Link{Kind: dummy})},
		{name: "link-set-xdp-off", req: eth0(rtnl.Link{XDP: rtnl.XDP{FD: rtnl.Some[int32](-1), Flags: rtnl.Some(rtnl.XDPIfNone)}})},
		{name: "link-set-xdpgeneric-off", req: eth0(rtnl.Link{XDP: rtnl.XDP{
			FD: rtnl.Some[int32](-1), Flags: rtnl.Some(rtnl.XDPIfNone | rtnl.XDPGeneric),
		}})},
		{name: "link-set-vf", diff: "RTM_NEWLINK > IFLA_VFINFO_LIST > IFLA_VF_INFO > IFLA_VF_IB_NODE_GUID:\n\twant 03 00 00 00 01 00 00 00 77 66 55 44 33 22 11 00\n\tgot  03 00 00 00 00 00 00 00 77 66 55 44 33 22 11 00\n" +
			"RTM_NEWLINK > IFLA_VFINFO_LIST > IFLA_VF_INFO > IFLA_VF_IB_PORT_GUID:\n\twant 03 00 00 00 01 00 00 00 87 76 65 54 43 32 21 10\n\tgot  03 00 00 00 00 00 00 00 87 76 65 54 43 32 21 10\n", req: eth0(rtnl.Link{VFs: []sriov.VF{{
			VF: 3, Address: hw("02:11:22:33:44:55"), VLANs: []sriov.VLAN{{ID: 101, QoS: 5, Protocol: kind.EtherType8021AD}},
			Rate: &sriov.Rate{Min: 1002, Max: 2003}, SpoofChk: rtnl.On, RSSQuery: rtnl.On, State: rtnl.Some(sriov.StateDisable),
			Trust: rtnl.On, NodeGUID: rtnl.U64(0x0011223344556677), PortGUID: rtnl.U64(0x1021324354657687),
		}}}), why: "ip(8) leaves garbage in the padding before the GUID"},
		{name: "link-set-vf-off", req: eth0(rtnl.Link{VFs: []sriov.VF{{
			VF: 4, VLAN: &sriov.VLAN{}, SpoofChk: rtnl.Off, RSSQuery: rtnl.Off, State: rtnl.Some(sriov.StateEnable), Trust: rtnl.Off,
		}}})},
		{name: "link-set-vf-vlan", req: eth0(rtnl.Link{VFs: []sriov.VF{{
			VF: 5, VLAN: &sriov.VLAN{ID: 77, QoS: 3}, State: rtnl.Some(sriov.StateAuto), Address: hw("02:11:22:33:44:66"),
		}}})},
		{name: "link-set-vf-vlans", req: eth0(rtnl.Link{VFs: []sriov.VF{{
			VF: 258, VLANs: []sriov.VLAN{{ID: 101, QoS: 5, Protocol: kind.EtherType8021AD}, {ID: 202, QoS: 6, Protocol: kind.EtherType8021Q}},
		}}})},
		{name: "link-set-vf-min-rate", req: eth0(rtnl.Link{VFs: []sriov.VF{{
			VF: 6, Rate: &sriov.Rate{Min: 1003, Max: 2004}, Trust: rtnl.Off, SpoofChk: rtnl.On,
		}}})},
		{name: "link-set-vf-rate", req: eth0(rtnl.Link{VFs: []sriov.VF{{VF: 2, MaxTxRate: rtnl.U32(1234)}}})},
		{name: "veth-add-plain", req: rtnl.AddLink(rtnl.Link{Name: "veth0", Kind: &kind.Veth{}})},
		{name: "veth-add", req: rtnl.AddLink(rtnl.Link{Name: "veth0", Kind: &kind.Veth{}, Peer: &rtnl.Link{Name: "veth1"}})},
		{name: "veth-add-peer", req: rtnl.AddLink(rtnl.Link{
			Name: "veth0", MTU: 1401, Address: hw("02:00:00:00:01:02"), TxQLen: rtnl.U32(1001), NumTxQueues: 2, NumRxQueues: 3,
			Kind: &kind.Veth{}, Peer: &rtnl.Link{
				Name: "veth1", MTU: 1502, Address: hw("02:00:00:00:03:04"), TxQLen: rtnl.U32(2002), NumTxQueues: 4, NumRxQueues: 5, NetNS: ns,
			},
		})},
		{name: "veth-add-peer-pid", diff: "RTM_NEWLINK: header:\n\twant 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00\n\tgot  00 00 00 00 4d 00 00 00 00 00 00 00 00 00 00 00\n", req: rtnl.AddLink(rtnl.Link{Name: "veth0", Index: 77, Kind: &kind.Veth{}, Peer: &rtnl.Link{
			Name: "veth1", NetNSPID: 4711, Index: 88, Broadcast: hw("02:ff:ff:ff:ff:01"),
		}}), why: "the kernel gives the peer the index only if the first link has one too, so a request that does not is refused"},
	}
}
