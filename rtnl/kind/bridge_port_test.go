package kind_test

import (
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
	portsCovered["bridge"] = complete.Set{Prefix: "IFLA_BRPORT_"}
	port := func(p kind.BridgePort) rtnl.Link { return rtnl.Link{Port: &p} }
	kindsSent = append(kindsSent,
		kindSent{golden: "bridge-port", set: 3, link: port(kind.BridgePort{
			State: rtnl.Some(kind.BridgePortForwarding), Priority: rtnl.U16(33), Cost: rtnl.U32(1002), Guard: rtnl.On, Hairpin: rtnl.On,
			FastLeave: rtnl.On, RootBlock: rtnl.On, Learning: rtnl.On, Flood: rtnl.On, ProxyARP: rtnl.On, ProxyARPWifi: rtnl.On,
			MCastRouter: rtnl.Some(kind.MCastRouterPerm), MCastFlood: rtnl.On, BCastFlood: rtnl.On, MCastToUnicast: rtnl.On,
			GroupFwdMask: rtnl.U16(0x4008), NeighSuppress: rtnl.On, VLANTunnel: rtnl.On, Isolated: rtnl.On, Locked: rtnl.On,
			BackupPortIndex: rtnl.Some[int32](4),
		})},
		kindSent{golden: "bridge-port-off", set: 3, link: port(kind.BridgePort{
			State: rtnl.Some(kind.BridgePortDisabled), Priority: rtnl.U16(0), Guard: rtnl.Off, Hairpin: rtnl.Off, FastLeave: rtnl.Off,
			RootBlock: rtnl.Off, Learning: rtnl.Off, Flood: rtnl.Off, ProxyARP: rtnl.Off, ProxyARPWifi: rtnl.Off,
			MCastRouter: rtnl.Some(kind.MCastRouterOff), MCastFlood: rtnl.Off, BCastFlood: rtnl.Off, MCastToUnicast: rtnl.Off,
			NeighSuppress: rtnl.Off, VLANTunnel: rtnl.Off, Isolated: rtnl.Off, Locked: rtnl.Off, BackupPortIndex: rtnl.Some[int32](0),
		})},
		kindSent{golden: "bridge-port-flush", set: 3, link: port(kind.BridgePort{Flush: true})},
	)
	id := kind.BridgeID{Priority: 0x8000, Address: hw("02:11:22:33:44:55")}
	kindsRead = append(kindsRead, kindRead{golden: "reply-link-bridge-port", want: &kind.BridgePort{
		State: rtnl.Some(kind.BridgePortDisabled), Priority: rtnl.U16(33), Cost: rtnl.U32(1002), Hairpin: rtnl.On, Guard: rtnl.On,
		RootBlock: rtnl.On, FastLeave: rtnl.Off, Learning: rtnl.Off, Flood: rtnl.On, MCastFlood: rtnl.Off, BCastFlood: rtnl.On,
		MCastToUnicast: rtnl.On, MCastRouter: rtnl.Some(kind.MCastRouterPerm), MCastEHTLimit: rtnl.U32(512), ProxyARP: rtnl.On,
		ProxyARPWifi: rtnl.On, NeighSuppress: rtnl.On, GroupFwdMask: rtnl.U16(0x4008), VLANTunnel: rtnl.On, Isolated: rtnl.On,
		Locked: rtnl.On, BackupPortIndex: rtnl.Some[int32](3), RootID: id, BridgeID: id, DesignatedPort: rtnl.U16(0x8401),
		DesignatedCost: rtnl.U16(0), ID: rtnl.U16(0x8401), Number: rtnl.U16(1), TopologyChangeAck: rtnl.Off, ConfigPending: rtnl.Off,
		MessageAgeTimer: centi(0), ForwardDelayTimer: centi(0), HoldTimer: centi(0), MRPRingOpen: rtnl.Off, MRPInOpen: rtnl.Off,
		MCastEHTHosts: rtnl.U32(0),
	}})
}

func fullBridgePort() *kind.BridgePort {
	return &kind.BridgePort{
		State: rtnl.Some(kind.BridgePortForwarding), Priority: rtnl.U16(33), Cost: rtnl.U32(1002), Guard: rtnl.On, Hairpin: rtnl.On,
		FastLeave: rtnl.On, RootBlock: rtnl.On, Learning: rtnl.On, LearningSync: rtnl.Off, Flood: rtnl.On, ProxyARP: rtnl.On, ProxyARPWifi: rtnl.On,
		MCastRouter: rtnl.Some(kind.MCastRouterTemp), MCastFlood: rtnl.On, BCastFlood: rtnl.On, MCastToUnicast: rtnl.On,
		MCastMaxGroups: rtnl.U32(44), MCastEHTLimit: rtnl.U32(333), GroupFwdMask: rtnl.U16(0x4008), NeighSuppress: rtnl.On, NeighVLAN: rtnl.Off,
		NeighForwardGrat: rtnl.On, VLANTunnel: rtnl.On, Isolated: rtnl.On, Locked: rtnl.On, MAB: rtnl.On, BackupPortIndex: rtnl.Some[int32](4),
		BackupNHID: rtnl.U32(77), Flush: true, RootID: kind.BridgeID{Priority: 1, Address: hw("02:11:22:33:44:55")},
		BridgeID: kind.BridgeID{Priority: 2, Address: hw("02:11:22:33:44:66")}, DesignatedPort: rtnl.U16(0x8401), DesignatedCost: rtnl.U16(5),
		ID: rtnl.U16(0x8402), Number: rtnl.U16(2), TopologyChangeAck: rtnl.On, ConfigPending: rtnl.Off, MessageAgeTimer: centi(1),
		ForwardDelayTimer: centi(2), HoldTimer: centi(3), MRPRingOpen: rtnl.On, MRPInOpen: rtnl.Off, MCastGroups: rtnl.U32(6), MCastEHTHosts: rtnl.U32(7),
	}
}

func TestBridgePortAllocs(t *testing.T) { kindAllocs(t, fullBridgePort(), 0) }

// A request has nothing of what only a kernel says.
func TestBridgePortRequest(t *testing.T) {
	got, err := nlattr.Append(nil, fullBridgePort())
	if err != nil {
		t.Fatal(err)
	}
	nltest.LittleEndianOnly(t)
	for typ := range nltest.Attrs(got) {
		switch typ {
		case uapi.IFLA_BRPORT_ROOT_ID, uapi.IFLA_BRPORT_BRIDGE_ID, uapi.IFLA_BRPORT_DESIGNATED_PORT, uapi.IFLA_BRPORT_DESIGNATED_COST,
			uapi.IFLA_BRPORT_ID, uapi.IFLA_BRPORT_NO, uapi.IFLA_BRPORT_TOPOLOGY_CHANGE_ACK, uapi.IFLA_BRPORT_CONFIG_PENDING,
			uapi.IFLA_BRPORT_MESSAGE_AGE_TIMER, uapi.IFLA_BRPORT_FORWARD_DELAY_TIMER, uapi.IFLA_BRPORT_HOLD_TIMER,
			uapi.IFLA_BRPORT_MRP_RING_OPEN, uapi.IFLA_BRPORT_MRP_IN_OPEN, uapi.IFLA_BRPORT_MCAST_N_GROUPS, uapi.IFLA_BRPORT_MCAST_EHT_HOSTS_CNT:
			t.Errorf("attribute %d is sent", typ)
		}
	}
	// These no golden has: ip(8) 6.1 does not know them.
	for typ, want := range map[nlattr.Type]string{
		uapi.IFLA_BRPORT_MAB: "\x01", uapi.IFLA_BRPORT_MCAST_MAX_GROUPS: "\x2c\x00\x00\x00", uapi.IFLA_BRPORT_MCAST_EHT_HOSTS_LIMIT: "\x4d\x01\x00\x00",
		uapi.IFLA_BRPORT_NEIGH_VLAN_SUPPRESS: "\x00", uapi.IFLA_BRPORT_NEIGH_FORWARD_GRAT: "\x01", uapi.IFLA_BRPORT_BACKUP_NHID: "\x4d\x00\x00\x00",
	} {
		if p := nltest.Payload(got, typ); string(p) != want {
			t.Errorf("attribute %d is % x, want % x", typ, p, want)
		}
	}
}

func TestBridgePortRejected(t *testing.T) {
	l := func(p kind.BridgePort) rtnl.Link { return rtnl.Link{Port: &p} }
	testRejected(t, []rejected{
		{"state", l(kind.BridgePort{State: rtnl.Some(kind.BridgePortState(5))}), "linkinfo.slave_data.state: 5 is no state"},
		{"priority", l(kind.BridgePort{Priority: rtnl.U16(64)}), "priority: 64 is not 0 to 63"},
		{"cost 0", l(kind.BridgePort{Cost: rtnl.U32(0)}), "cost: 0 is not 1 to 65535"},
		{"cost", l(kind.BridgePort{Cost: rtnl.U32(65536)}), "cost: 65536 is not 1 to 65535"},
		{"router", l(kind.BridgePort{MCastRouter: rtnl.Some(kind.MCastRouter(4))}), "mcast_router: 4 is not 0 to 3"},
		{"mask", l(kind.BridgePort{GroupFwdMask: rtnl.U16(2)}), "group_fwd_mask: 0x2 has bit 1"},
	})
	named := rtnl.SetLink(7, l(kind.BridgePort{BackupPort: "eth1"}))
	b, err := named.AppendMessage(nil, func(string) (int32, error) { return 3, nil })
	if err != nil {
		t.Fatal(err)
	}
	want, err := rtnl.SetLink(7, l(kind.BridgePort{BackupPortIndex: rtnl.Some[int32](3)})).AppendMessage(nil, nil)
	if err != nil || string(b) != string(want) {
		t.Errorf("% x, want % x (%v)", b, want, err)
	}
	both := rtnl.SetLink(7, l(kind.BridgePort{BackupPort: "eth1", BackupPortIndex: rtnl.Some[int32](3)}))
	if _, err := both.AppendMessage(nil, func(string) (int32, error) { return 3, nil }); err == nil {
		t.Error("a port by name and by index: no error")
	}
}

func TestBridgePort(t *testing.T) {
	nltest.HaveKind(t, "bridge")
	p := place.New(t)
	p.Must(
		rtnl.AddLink(rtnl.Link{Name: "br0", Address: hw("02:11:22:33:44:55"), Kind: &kind.Bridge{}}),
		rtnl.AddLink(rtnl.Link{Name: "eth0", Master: "br0", Kind: &kind.Veth{}, Peer: &rtnl.Link{Name: "eth1", Master: "br0"}, Port: &kind.BridgePort{
			Priority: rtnl.U16(33), Cost: rtnl.U32(1002), Guard: rtnl.On, Hairpin: rtnl.On, RootBlock: rtnl.On, Learning: rtnl.Off,
			ProxyARP: rtnl.On, ProxyARPWifi: rtnl.On, MCastRouter: rtnl.Some(kind.MCastRouterPerm), MCastFlood: rtnl.Off, MCastToUnicast: rtnl.On,
			GroupFwdMask: rtnl.U16(0x4008), NeighSuppress: rtnl.On, VLANTunnel: rtnl.On, Isolated: rtnl.On, Locked: rtnl.On, MCastEHTLimit: rtnl.U32(333),
		}}),
		rtnl.SetLink("eth0", rtnl.Link{Port: &kind.BridgePort{BackupPort: "eth1"}}),
	)
	place.Says(t, place.SlaveData(p.One("link", "show", "dev", "eth0")), map[string]any{
		"state": "disabled", "priority": 33., "cost": 1002., "hairpin": true, "guard": true, "root_block": true, "fastleave": false,
		"learning": false, "flood": true, "id": "0x8401", "no": "0x1", "bridge_id": "8000.2:11:22:33:44:55", "root_id": "8000.2:11:22:33:44:55",
		"proxy_arp": true, "proxy_arp_wifi": true, "multicast_router": 2., "mcast_flood": false, "bcast_flood": true, "mcast_to_unicast": true,
		"neigh_suppress": true, "group_fwd_mask": "0x4008", "vlan_tunnel": true, "isolated": true, "locked": true, "backup_port": "eth1",
	})
	id := kind.BridgeID{Priority: 0x8000, Address: hw("02:11:22:33:44:55")}
	got := place.ReadPort[*kind.BridgePort](p, "eth0")
	if len(got.Unknown) != 0 {
		t.Errorf("unknown: %v", got.Unknown)
	}
	place.SameFields(t, *got, kind.BridgePort{
		State: rtnl.Some(kind.BridgePortDisabled), Priority: rtnl.U16(33), Cost: rtnl.U32(1002), Guard: rtnl.On, Hairpin: rtnl.On,
		RootBlock: rtnl.On, FastLeave: rtnl.Off, Learning: rtnl.Off, Flood: rtnl.On, ProxyARP: rtnl.On, ProxyARPWifi: rtnl.On,
		MCastRouter: rtnl.Some(kind.MCastRouterPerm), MCastFlood: rtnl.Off, BCastFlood: rtnl.On, MCastToUnicast: rtnl.On,
		GroupFwdMask: rtnl.U16(0x4008), NeighSuppress: rtnl.On, VLANTunnel: rtnl.On, Isolated: rtnl.On, Locked: rtnl.On, MCastEHTLimit: rtnl.U32(333),
		BackupPortIndex: rtnl.Some(p.Link("eth1").Index), RootID: id, BridgeID: id, ID: rtnl.U16(0x8401), Number: rtnl.U16(1),
	})
	err := rtnl.ChangeLink(t.Context(), p.Conn, "eth0", func(l *rtnl.Link) {
		b := l.Port.(*kind.BridgePort)
		b.Hairpin, b.Learning, b.BackupPortIndex, b.FastLeave = rtnl.Off, rtnl.On, rtnl.Some[int32](0), rtnl.On
	})
	if err != nil {
		t.Fatal(err)
	}
	place.Says(t, place.SlaveData(p.One("link", "show", "dev", "eth0")), map[string]any{
		"hairpin": false, "learning": true, "backup_port": nil, "fastleave": true, "guard": true, "isolated": true,
	})
	if got := place.ReadPort[*kind.BridgePort](p, "eth0"); got.BackupPortIndex.Is() {
		t.Errorf("backup port %v", got.BackupPortIndex)
	}
	p.Must(
		rtnl.SetLink("eth1", rtnl.Link{Up: rtnl.On}), rtnl.SetLink("br0", rtnl.Link{Up: rtnl.On}), rtnl.SetLink("eth0", rtnl.Link{Up: rtnl.On}),
	)
	p.Wait("eth0 is up", func() bool { return p.Link("eth0").OperState.Or(0) == rtnl.OperUp })
	p.Must(rtnl.SetLink("eth0", rtnl.Link{Port: &kind.BridgePort{State: rtnl.Some(kind.BridgePortLearning), Flush: true}}))
	place.SameFields(t, *place.ReadPort[*kind.BridgePort](p, "eth0"), kind.BridgePort{State: rtnl.Some(kind.BridgePortLearning), Hairpin: rtnl.Off})
	// Where there is no STP, nothing is blocked.
	p.Must(rtnl.SetLink("eth0", rtnl.Link{Port: &kind.BridgePort{State: rtnl.Some(kind.BridgePortBlocking)}}))
	place.SameFields(t, *place.ReadPort[*kind.BridgePort](p, "eth0"), kind.BridgePort{State: rtnl.Some(kind.BridgePortForwarding)})
	p.Must(rtnl.SetLink("eth0", rtnl.Link{NoMaster: true}))
	if l := p.Link("eth0"); l.Port != nil {
		t.Errorf("Port = %v", l.Port)
	}
	p.Must(rtnl.DeleteLink("eth0"), rtnl.DeleteLink("br0"))
}
