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

// centi returns n hundredths of a second, in which ip(8) has the bridge's times.
func centi(n int) rtnl.Opt[time.Duration] { return rtnl.Some(ticks(n)) }

func init() {
	const bit = "it is a bit of multi_boolopt"
	kindsCovered["bridge"] = complete.Set{
		Prefix: "IFLA_BR_",
		Extra:  map[string]string{"mcast_hash_max": "the table takes IFLA_BR_MCAST_HASH_MAX for the end of the enum"},
		NoLine: map[string]string{
			"no_linklocal_learn": bit, "mcast_vlan_snooping": bit, "mst_enabled": bit, "mdb_offload_fail_notification": bit, "fdb_local_vlan_0": bit,
		},
		Nests: map[string]complete.Set{"mcast_querier_state": {Prefix: "BRIDGE_QUERIER_"}},
	}
	br := func(b kind.Bridge) rtnl.Link { return rtnl.Link{Name: "br0", Kind: &b} }
	withAddress := br(kind.Bridge{
		ForwardDelay: centi(1501), HelloTime: centi(202), MaxAge: centi(1903), AgeingTime: centi(30104), STP: rtnl.Some(kind.BridgeSTPOn),
		Priority: rtnl.U16(4096), GroupFwdMask: rtnl.U16(0x4008), GroupAddr: hw("01:80:c2:00:00:0d"), NoLinkLocalLearn: rtnl.On,
		VLANFiltering: rtnl.On, VLANProtocol: rtnl.Some(kind.EtherType8021AD), VLANDefaultPVID: rtnl.U16(101), VLANStats: rtnl.On, VLANStatsPerPort: rtnl.On,
	})
	withAddress.Address = hw("02:11:22:33:44:55")
	mcast := kind.Bridge{
		MCastSnooping: rtnl.On, MCastVLANSnooping: rtnl.On, MCastRouter: rtnl.Some(kind.MCastRouterPerm), MCastQueryUseIfAddr: rtnl.On,
		MCastQuerier: rtnl.On, MCastHashElasticity: rtnl.U32(17), MCastHashMax: rtnl.U32(8192), MCastLastMember: rtnl.U32(3),
		MCastStartupQueries: rtnl.U32(4), MCastLastMemberTime: centi(105), MCastMembership: centi(26006), MCastQuerierTime: centi(25507),
		MCastQueryTime: centi(12508), MCastResponseTime: centi(1009), MCastStartupTime: centi(3110), MCastStats: rtnl.On,
		MCastIGMPVersion: rtnl.U8(3), MCastMLDVersion: rtnl.U8(2), NFCallIPTables: rtnl.On, NFCallIP6Tables: rtnl.On, NFCallARPTables: rtnl.On,
	}
	kindsSent = append(kindsSent,
		kindSent{golden: "bridge-add-plain", link: br(kind.Bridge{})},
		kindSent{golden: "bridge-add", link: withAddress},
		kindSent{golden: "bridge-add-mcast", link: br(mcast)},
		kindSent{golden: "bridge-add-off", link: br(kind.Bridge{
			STP: rtnl.Some(kind.BridgeSTPOff), NoLinkLocalLearn: rtnl.Off, VLANFiltering: rtnl.Off, VLANProtocol: rtnl.Some(kind.EtherType8021Q),
			VLANDefaultPVID: rtnl.U16(0), VLANStats: rtnl.Off, VLANStatsPerPort: rtnl.Off, MCastSnooping: rtnl.Off, MCastVLANSnooping: rtnl.Off,
			MCastRouter: rtnl.Some(kind.MCastRouterOff), MCastQueryUseIfAddr: rtnl.Off, MCastQuerier: rtnl.Off, MCastStats: rtnl.Off,
			NFCallIPTables: rtnl.Off, NFCallIP6Tables: rtnl.Off, NFCallARPTables: rtnl.Off,
		})},
		kindSent{golden: "bridge-set", set: 2, link: rtnl.Link{Kind: &kind.Bridge{AgeingTime: centi(7001), VLANFiltering: rtnl.On}}},
		kindSent{golden: "bridge-set-flush", set: 2, link: rtnl.Link{Kind: &kind.Bridge{FDBFlush: true}}},
		kindSent{golden: "bridge-set-boolopt", set: 2, link: rtnl.Link{Kind: &kind.Bridge{MCastVLANSnooping: rtnl.On}}},
	)
	replied := mcast
	replied.ForwardDelay, replied.HelloTime, replied.MaxAge, replied.AgeingTime = centi(1501), centi(202), centi(1903), centi(30104)
	replied.STP, replied.Priority, replied.GroupFwdMask = rtnl.Some(kind.BridgeSTPOff), rtnl.U16(4096), rtnl.U16(0x4008)
	replied.GroupAddr, replied.NoLinkLocalLearn, replied.MST = hw("01:80:c2:00:00:0d"), rtnl.On, rtnl.Off
	replied.VLANFiltering, replied.VLANProtocol, replied.VLANDefaultPVID = rtnl.On, rtnl.Some(kind.EtherType8021AD), rtnl.U16(101)
	replied.VLANStats, replied.VLANStatsPerPort, replied.MCastHashElasticity = rtnl.On, rtnl.On, rtnl.U32(16)
	replied.NFCallIP6Tables = rtnl.Off
	id := kind.BridgeID{Priority: 0x1000, Address: hw("02:11:22:33:44:55")}
	replied.RootID, replied.ID, replied.RootPort, replied.RootPathCost = id, id, rtnl.U16(0), rtnl.U32(0)
	replied.TopologyChange, replied.TopologyFound = rtnl.Off, rtnl.Off
	replied.HelloTimer, replied.TCNTimer, replied.TopologyTimer = centi(0), centi(0), centi(0)
	replied.Querier = &kind.MCastQuerierState{Addr: ip("0.0.0.0"), Addr6: ip("::")} // itself
	kindsRead = append(kindsRead, kindRead{golden: "reply-link-bridge", want: &replied, clear: func(v nlattr.Attrser) {
		if b := v.(*kind.Bridge); b.GCTimer.Or(0) > 0 {
			b.GCTimer = rtnl.Opt[time.Duration]{}
		}
	}})
}

func fullBridge() *kind.Bridge {
	return &kind.Bridge{
		ForwardDelay: centi(1501), HelloTime: centi(202), MaxAge: centi(1903), AgeingTime: centi(30104), STP: rtnl.Some(kind.BridgeSTPUser),
		STPMode: rtnl.Some(kind.BridgeSTPModeUser), Priority: rtnl.U16(4096), GroupFwdMask: rtnl.U16(0x4008), GroupAddr: hw("01:80:c2:00:00:0d"),
		NoLinkLocalLearn: rtnl.On, FDBMaxLearned: rtnl.U32(777), FDBFlush: true, VLANFiltering: rtnl.On, VLANProtocol: rtnl.Some(kind.EtherType8021AD),
		VLANDefaultPVID: rtnl.U16(101), VLANStats: rtnl.On, VLANStatsPerPort: rtnl.Off, FDBLocalVLAN0: rtnl.Off, MST: rtnl.On,
		MCastSnooping: rtnl.Off, MCastVLANSnooping: rtnl.Off, MCastRouter: rtnl.Some(kind.MCastRouterPerm), MCastQueryUseIfAddr: rtnl.On,
		MCastQuerier: rtnl.On, MCastHashElasticity: rtnl.U32(17), MCastHashMax: rtnl.U32(8192), MCastLastMember: rtnl.U32(3),
		MCastStartupQueries: rtnl.U32(4), MCastLastMemberTime: centi(105), MCastMembership: centi(26006), MCastQuerierTime: centi(25507),
		MCastQueryTime: centi(12508), MCastResponseTime: centi(1009), MCastStartupTime: centi(3110), MCastStats: rtnl.On,
		MCastIGMPVersion: rtnl.U8(3), MCastMLDVersion: rtnl.U8(2), MDBOffloadFail: rtnl.On, NFCallIPTables: rtnl.On, NFCallIP6Tables: rtnl.Off,
		NFCallARPTables: rtnl.On, OtherOptions: 1 << 20,
		RootID: kind.BridgeID{Priority: 0x1234, Address: hw("02:11:22:33:44:66")}, ID: kind.BridgeID{Priority: 0x4321, Address: hw("02:11:22:33:44:55")},
		RootPort: rtnl.U16(3), RootPathCost: rtnl.U32(100), TopologyChange: rtnl.On, TopologyFound: rtnl.Off, HelloTimer: centi(1), TCNTimer: centi(2),
		TopologyTimer: centi(3), GCTimer: centi(4), FDBLearned: rtnl.U32(5),
	}
}

func TestBridgeAllocs(t *testing.T) {
	kindAllocs(t, fullBridge(), 0)
	b := fullBridge()
	b.Querier = &kind.MCastQuerierState{
		Addr: ip("192.0.2.1"), Port: 7, Timer: centi(25501), Addr6: ip("fe80::1"), Port6: 8, Timer6: centi(25502),
	}
	kindAllocs(t, b, 1)
}

// A request has nothing of what only a kernel says, some of which it refuses.
func TestBridgeRequest(t *testing.T) {
	b := fullBridge()
	b.Querier = new(kind.MCastQuerierState)
	got, err := nlattr.Append(nil, b)
	if err != nil {
		t.Fatal(err)
	}
	nltest.LittleEndianOnly(t)
	for typ := range nltest.Attrs(got) {
		switch typ {
		case uapi.IFLA_BR_ROOT_ID, uapi.IFLA_BR_BRIDGE_ID, uapi.IFLA_BR_ROOT_PORT, uapi.IFLA_BR_ROOT_PATH_COST, uapi.IFLA_BR_TOPOLOGY_CHANGE,
			uapi.IFLA_BR_TOPOLOGY_CHANGE_DETECTED, uapi.IFLA_BR_HELLO_TIMER, uapi.IFLA_BR_TCN_TIMER, uapi.IFLA_BR_TOPOLOGY_CHANGE_TIMER,
			uapi.IFLA_BR_GC_TIMER, uapi.IFLA_BR_FDB_N_LEARNED, uapi.IFLA_BR_MCAST_QUERIER_STATE, uapi.IFLA_BR_PAD:
			t.Errorf("attribute %d is sent", typ)
		}
	}
	// These no golden has: ip(8) 6.1 does not know them.
	for typ, want := range map[nlattr.Type]string{
		uapi.IFLA_BR_STP_MODE: "\x01\x00\x00\x00", uapi.IFLA_BR_FDB_MAX_LEARNED: "\x09\x03\x00\x00",
		uapi.IFLA_BR_MULTI_BOOLOPT: "\x0d\x00\x10\x00\x1f\x00\x10\x00",
	} {
		if p := nltest.Payload(got, typ); string(p) != want {
			t.Errorf("attribute %d is % x, want % x", typ, p, want)
		}
	}
}

func TestBridgeRejected(t *testing.T) {
	l := func(b kind.Bridge) rtnl.Link { return rtnl.Link{Kind: &b} }
	testRejected(t, []rejected{
		{"hello time", l(kind.Bridge{HelloTime: centi(99)}), "linkinfo.data.hello_time: 990ms is not 1s to 10s"},
		{"max age", l(kind.Bridge{MaxAge: centi(4001)}), "max_age: 40.01s is not 6s to 40s"},
		{"query", l(kind.Bridge{MCastQueryTime: centi(99)}), "mcast_query_intvl: 990ms is not 1s to 24h0m0s"},
		{"startup", l(kind.Bridge{MCastStartupTime: rtnl.Some(25 * time.Hour)}), "mcast_startup_query_intvl: 25h0m0s is not"},
		{"mask", l(kind.Bridge{GroupFwdMask: rtnl.U16(12)}), "group_fwd_mask: 0xc has bits 0, 1 or 2"},
		{"group", l(kind.Bridge{GroupAddr: hw("01:80:c2:00:00:03")}), "group_addr: 01:80:c2:00:00:03 is not"},
		{"no group", l(kind.Bridge{GroupAddr: hw("01:80:c2:00:00")}), "group_addr: 01:80:c2:00:00 is not"},
		{"pvid", l(kind.Bridge{VLANDefaultPVID: rtnl.U16(4095)}), "vlan_default_pvid: 4095 is not 0 to 4094"},
		{"router", l(kind.Bridge{MCastRouter: rtnl.Some(kind.MCastRouterTemp)}), "mcast_router: 3 is for ports only"},
		{"igmp", l(kind.Bridge{MCastIGMPVersion: rtnl.U8(1)}), "mcast_igmp_version: 1 is not 2 or 3"},
		{"mld", l(kind.Bridge{MCastMLDVersion: rtnl.U8(3)}), "mcast_mld_version: 3 is not 1 or 2"},
	})
	odd := rtnl.SetLink(7, l(kind.Bridge{AgeingTime: rtnl.Some(15 * time.Millisecond)}))
	if _, err := odd.AppendMessage(nil, nil); err == nil {
		t.Error("half a tick: no error")
	}
}

func TestBridgeID(t *testing.T) {
	id := kind.BridgeID{Priority: 0x8000, Address: hw("02:00:5e:00:53:01")}
	if got := id.String(); got != "8000.2:0:5e:0:53:1" {
		t.Errorf("String() = %q", got)
	}
	b, err := json.Marshal(struct{ ID, None kind.BridgeID }{ID: id})
	if err != nil || string(b) != `{"ID":"8000.2:0:5e:0:53:1","None":""}` {
		t.Errorf("JSON = %s, %v", b, err)
	}
	var back struct{ ID, None kind.BridgeID }
	if err := json.Unmarshal(b, &back); err != nil || back.ID != id || back.None != (kind.BridgeID{}) {
		t.Errorf("back: %v, %v", back, err)
	}
	for _, s := range []string{"8000", "8000.2:0:5e:0:53", "80.2:0:5e:0:53:1", "8000.2:0:5e:0:53:100", "8000.2:0:5e:0:53:1:2", "xxxx.2:0:5e:0:53:1"} {
		if err := new(kind.BridgeID).UnmarshalText([]byte(s)); err == nil {
			t.Errorf("UnmarshalText(%q): no error", s)
		}
	}
}

func TestBridge(t *testing.T) {
	nltest.HaveBridgeVLANs(t)
	p := place.New(t)
	p.Must(rtnl.AddLink(rtnl.Link{Name: "br0", Address: hw("02:11:22:33:44:55"), Kind: &kind.Bridge{
		ForwardDelay: centi(1502), HelloTime: centi(202), MaxAge: centi(1904), AgeingTime: centi(30104), STP: rtnl.Some(kind.BridgeSTPOn),
		Priority: rtnl.U16(4096), GroupFwdMask: rtnl.U16(0x4008), GroupAddr: hw("01:80:c2:00:00:0d"), NoLinkLocalLearn: rtnl.On,
		VLANFiltering: rtnl.On, VLANProtocol: rtnl.Some(kind.EtherType8021AD), VLANDefaultPVID: rtnl.U16(101), VLANStats: rtnl.On,
		VLANStatsPerPort: rtnl.On, MCastVLANSnooping: rtnl.On, MCastRouter: rtnl.Some(kind.MCastRouterPerm), MCastQueryUseIfAddr: rtnl.On,
		MCastQuerier: rtnl.On, MCastHashMax: rtnl.U32(8192), MCastLastMember: rtnl.U32(3), MCastStartupQueries: rtnl.U32(4),
		MCastLastMemberTime: centi(106), MCastMembership: centi(26006), MCastQuerierTime: centi(25508), MCastQueryTime: centi(12508),
		MCastResponseTime: centi(1010), MCastStartupTime: centi(3110), MCastStats: rtnl.On, MCastIGMPVersion: rtnl.U8(3), MCastMLDVersion: rtnl.U8(2),
		NFCallIPTables: rtnl.On, NFCallARPTables: rtnl.On,
	}}))
	place.Says(t, place.InfoData(p.One("link", "show", "dev", "br0")), map[string]any{
		"forward_delay": 1502., "hello_time": 202., "max_age": 1904., "ageing_time": 30104., "stp_state": 1., "priority": 4096.,
		"vlan_filtering": 1., "vlan_protocol": "802.1ad", "bridge_id": "1000.2:11:22:33:44:55", "root_id": "1000.2:11:22:33:44:55",
		"root_port": 0., "root_path_cost": 0., "vlan_default_pvid": 101., "vlan_stats_enabled": 1., "vlan_stats_per_port": 1.,
		"group_fwd_mask": "0x4008", "group_addr": "01:80:c2:00:00:0d", "mcast_snooping": 1., "no_linklocal_learn": 1., "mcast_vlan_snooping": 1.,
		"mcast_router": 2., "mcast_query_use_ifaddr": 1., "mcast_querier": 1., "mcast_hash_max": 8192., "mcast_last_member_cnt": 3.,
		"mcast_startup_query_cnt": 4., "mcast_last_member_intvl": 106., "mcast_membership_intvl": 26006., "mcast_querier_intvl": 25508.,
		"mcast_query_intvl": 12508., "mcast_query_response_intvl": 1010., "mcast_startup_query_intvl": 3110., "mcast_stats_enabled": 1.,
		"mcast_igmp_version": 3., "mcast_mld_version": 2., "nf_call_iptables": 1., "nf_call_ip6tables": 0., "nf_call_arptables": 1.,
	})
	id := kind.BridgeID{Priority: 4096, Address: hw("02:11:22:33:44:55")}
	br0 := place.ReadKind[*kind.Bridge](p, "br0")
	if len(br0.Unknown) != 0 {
		t.Errorf("unknown: %v", br0.Unknown)
	}
	place.SameFields(t, *br0, kind.Bridge{
		ForwardDelay: centi(1502), HelloTime: centi(202), MaxAge: centi(1904), AgeingTime: centi(30104), STP: rtnl.Some(kind.BridgeSTPOn),
		Priority: rtnl.U16(4096), GroupFwdMask: rtnl.U16(0x4008), GroupAddr: hw("01:80:c2:00:00:0d"), NoLinkLocalLearn: rtnl.On,
		VLANFiltering: rtnl.On, VLANProtocol: rtnl.Some(kind.EtherType8021AD), VLANDefaultPVID: rtnl.U16(101), VLANStats: rtnl.On,
		VLANStatsPerPort: rtnl.On, MCastSnooping: rtnl.On, MCastVLANSnooping: rtnl.On, MST: rtnl.Off, MCastRouter: rtnl.Some(kind.MCastRouterPerm),
		MCastQueryUseIfAddr: rtnl.On, MCastQuerier: rtnl.On, MCastHashElasticity: rtnl.U32(16), MCastHashMax: rtnl.U32(8192),
		MCastLastMember: rtnl.U32(3), MCastStartupQueries: rtnl.U32(4), MCastLastMemberTime: centi(106), MCastMembership: centi(26006),
		MCastQuerierTime: centi(25508), MCastQueryTime: centi(12508), MCastResponseTime: centi(1010), MCastStartupTime: centi(3110),
		MCastStats: rtnl.On, MCastIGMPVersion: rtnl.U8(3), MCastMLDVersion: rtnl.U8(2), NFCallIPTables: rtnl.On, NFCallIP6Tables: rtnl.Off,
		NFCallARPTables: rtnl.On, RootID: id, ID: id, RootPort: rtnl.U16(0), RootPathCost: rtnl.U32(0), TopologyChange: rtnl.Off,
	})

	// Only what is given is changed, options in one attribute too.
	p.Must(rtnl.SetLink("br0", rtnl.Link{Kind: &kind.Bridge{
		STP: rtnl.Some(kind.BridgeSTPOff), ForwardDelay: centi(400), AgeingTime: centi(7002), NoLinkLocalLearn: rtnl.Off, VLANStatsPerPort: rtnl.Off,
		MCastQuerier: rtnl.Off, FDBFlush: true,
	}}))
	place.SameFields(t, *place.ReadKind[*kind.Bridge](p, "br0"), kind.Bridge{
		STP: rtnl.Some(kind.BridgeSTPOff), ForwardDelay: centi(400), AgeingTime: centi(7002), NoLinkLocalLearn: rtnl.Off, MCastVLANSnooping: rtnl.On,
		VLANStats: rtnl.On, VLANStatsPerPort: rtnl.Off, MCastQuerier: rtnl.Off, HelloTime: centi(202),
	})
	err := rtnl.ChangeLink(t.Context(), p.Conn, "br0", func(l *rtnl.Link) {
		b := l.Kind.(*kind.Bridge)
		b.MCastVLANSnooping, b.Priority, b.MCastRouter = rtnl.Off, rtnl.U16(0x2222), rtnl.Some(kind.MCastRouterOff)
	})
	if err != nil {
		t.Fatal(err)
	}
	place.Says(t, place.InfoData(p.One("link", "show", "dev", "br0")), map[string]any{
		"priority": 8738., "mcast_router": 0., "mcast_vlan_snooping": 0., "no_linklocal_learn": 0., "ageing_time": 7002.,
	})
	// Where STP is off, the kernel takes any forward delay; where it is on, not.
	p.Must(rtnl.SetLink("br0", rtnl.Link{Kind: &kind.Bridge{ForwardDelay: centi(0)}}))
	p.Must(rtnl.SetLink("br0", rtnl.Link{Kind: &kind.Bridge{STP: rtnl.Some(kind.BridgeSTPOn)}}))
	err = p.Do(t.Context(), rtnl.SetLink("br0", rtnl.Link{Kind: &kind.Bridge{ForwardDelay: centi(3001)}}))
	if !errors.Is(err, syscall.ERANGE) {
		t.Errorf("a forward delay of 30.01s: %v", err)
	}
	err = p.Do(t.Context(), rtnl.SetLink("br0", rtnl.Link{Kind: &kind.Bridge{OtherOptions: 1 << 20}}))
	if got := place.ReadKind[*kind.Bridge](p, "br0").OtherOptions; err != nil && !errors.Is(err, syscall.EINVAL) || got != 0 {
		t.Errorf("an option that there is not: %v, and then %#x", err, got) // kernels since 6.17 refuse it
	}
	// What was read makes another one like it.
	l := p.Link("br0")
	p.Must(rtnl.AddLink(rtnl.Link{Name: "br1", Address: hw("02:11:22:33:44:66"), Kind: l.Kind}))
	again := place.ReadKind[*kind.Bridge](p, "br1")
	want := *l.Kind.(*kind.Bridge)
	for _, b := range []*kind.Bridge{again, &want} {
		b.RootID, b.ID, b.GCTimer, b.HelloTimer, b.TCNTimer, b.TopologyTimer = kind.BridgeID{}, kind.BridgeID{}, centi(0), centi(0), centi(0), centi(0)
	}
	if diff := place.Diff(&want, again); diff != "" {
		t.Errorf("made from what was read: -want +got\n%s", diff)
	}
	p.Must(rtnl.DeleteLink("br0"), rtnl.DeleteLink("br1"))
}
