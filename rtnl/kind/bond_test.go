package kind_test

import (
	"encoding/json"
	"errors"
	"net/netip"
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

func millis(n int) rtnl.Opt[time.Duration] { return rtnl.Some(time.Duration(n) * time.Millisecond) }

func init() {
	kindsCovered["bond"] = complete.Set{
		Prefix: "IFLA_BOND_",
		Extra:  map[string]string{"arp_missed_max": "the table takes IFLA_BOND_MISSED_MAX for the end of the enum"},
		Nests:  map[string]complete.Set{"ad_info": {Prefix: "IFLA_BOND_AD_INFO_"}},
	}
	bond := func(b kind.Bond) rtnl.Link { return rtnl.Link{Name: "bond0", Kind: &b} }
	set := func(b kind.Bond) rtnl.Link { return rtnl.Link{Kind: &b} }
	kindsSent = append(kindsSent,
		kindSent{golden: "bond-add", link: bond(kind.Bond{
			Mode: rtnl.Some(kind.BondActiveBackup), ActiveIndex: rtnl.Some[int32](11), MIIMon: millis(103), UpDelay: millis(206), DownDelay: millis(309),
			PeerNotifyDelay: millis(412), UseCarrier: rtnl.Off, PrimaryIndex: rtnl.Some[int32](12), PrimaryReselect: rtnl.Some(kind.BondReselectBetter),
			FailOverMAC: rtnl.Some(kind.BondMACFollow), XmitHash: rtnl.Some(kind.BondHashEncap23), ResendIGMP: rtnl.U32(7), PeerNotify: rtnl.U8(9),
			AllPortsActive: rtnl.On, MinLinks: rtnl.U32(3), LPInterval: seconds(11),
		})},
		kindSent{golden: "bond-add-arp", link: bond(kind.Bond{
			Mode: rtnl.Some(kind.BondBalanceXOR), ARPInterval: millis(515), ARPValidate: rtnl.Some(kind.BondARPValidateFilterBackup),
			ARPAllTargets: rtnl.Some(kind.BondARPTargetsAll), ARPTargets: []netip.Addr{ip("192.0.2.1"), ip("198.51.100.2"), ip("203.0.113.3")},
			NSTargets: []netip.Addr{ip("2001:db8::1"), ip("2001:db8::2")}, ARPMissedMax: rtnl.U8(5),
		})},
		kindSent{golden: "bond-add-8023ad", link: bond(kind.Bond{
			Mode: rtnl.Some(kind.Bond8023AD), XmitHash: rtnl.Some(kind.BondHashLayer34), LACPRate: rtnl.Some(kind.BondRateFast), LACPActive: rtnl.Off,
			ADSelect: rtnl.Some(kind.BondSelectBandwidth), ADPortKey: rtnl.U16(770), ADSysPrio: rtnl.U16(1284), ADSystem: hw("02:00:00:00:0a:0b"),
		})},
		kindSent{golden: "bond-add-rr", link: bond(kind.Bond{
			Mode: rtnl.Some(kind.BondBalanceRR), PacketsPerPort: rtnl.U32(258), ARPValidate: rtnl.Some(kind.BondARPValidateNone),
			FailOverMAC: rtnl.Some(kind.BondMACNone), PrimaryReselect: rtnl.Some(kind.BondReselectAlways),
		})},
		kindSent{golden: "bond-add-tlb", link: bond(kind.Bond{
			Mode: rtnl.Some(kind.BondBalanceTLB), TLBDynamic: rtnl.Off, PeerNotify: rtnl.U8(4), UseCarrier: rtnl.On, AllPortsActive: rtnl.Off,
		})},
		kindSent{golden: "bond-add-plain", link: bond(kind.Bond{})},
		kindSent{golden: "bond-set", set: 11, link: set(kind.Bond{
			MIIMon: millis(55), XmitHash: rtnl.Some(kind.BondHashVLANSrcMAC), ARPTargets: []netip.Addr{},
		})},
		kindSent{golden: "bond-set-clear-active", set: 11, link: set(kind.Bond{ActiveIndex: rtnl.Some[int32](0)})},
	)
	plain := func(mode kind.BondMode) kind.Bond {
		return kind.Bond{
			Mode: rtnl.Some(mode), MIIMon: millis(0), UpDelay: millis(0), DownDelay: millis(0), PeerNotifyDelay: millis(0), UseCarrier: rtnl.On,
			ARPInterval: millis(0), ARPValidate: rtnl.Some(kind.BondARPValidateNone), ARPAllTargets: rtnl.Some(kind.BondARPTargetsAny),
			ARPMissedMax: rtnl.U8(2), PrimaryReselect: rtnl.Some(kind.BondReselectAlways), FailOverMAC: rtnl.Some(kind.BondMACNone),
			XmitHash: rtnl.Some(kind.BondHashLayer2), ResendIGMP: rtnl.U32(1), PeerNotify: rtnl.U8(1), AllPortsActive: rtnl.Off, MinLinks: rtnl.U32(0),
			LPInterval: seconds(1), PacketsPerPort: rtnl.U32(1), TLBDynamic: rtnl.On, LACPActive: rtnl.On, LACPRate: rtnl.Some(kind.BondRateSlow),
			ADSelect: rtnl.Some(kind.BondSelectStable), Coupled: rtnl.On,
		}
	}
	read := func(mode kind.BondMode, b kind.Bond) *kind.Bond {
		p := plain(mode)
		place.Merge(&p, b)
		return &p
	}
	kindsRead = append(kindsRead,
		kindRead{golden: "reply-link-bond", want: read(kind.BondActiveBackup, kind.Bond{
			ActiveIndex: rtnl.Some[int32](11), MIIMon: millis(103), UpDelay: millis(206), DownDelay: millis(309), PeerNotifyDelay: millis(412),
			UseCarrier: rtnl.Off, PrimaryIndex: rtnl.Some[int32](12), PrimaryReselect: rtnl.Some(kind.BondReselectBetter),
			FailOverMAC: rtnl.Some(kind.BondMACActive), XmitHash: rtnl.Some(kind.BondHashEncap23), ResendIGMP: rtnl.U32(7), PeerNotify: rtnl.U8(9),
			AllPortsActive: rtnl.On, MinLinks: rtnl.U32(3), LPInterval: seconds(11),
		})},
		kindRead{golden: "reply-link-bond-arp", want: read(kind.BondActiveBackup, kind.Bond{
			ARPInterval: millis(515), ARPValidate: rtnl.Some(kind.BondARPValidateFilterBackup), ARPAllTargets: rtnl.Some(kind.BondARPTargetsAll),
			ARPTargets: []netip.Addr{ip("192.0.2.1"), ip("198.51.100.2"), ip("203.0.113.3")},
			NSTargets:  []netip.Addr{ip("2001:db8::1"), ip("2001:db8::2")}, ARPMissedMax: rtnl.U8(5),
		})},
		kindRead{golden: "reply-link-bond-8023ad", want: read(kind.Bond8023AD, kind.Bond{
			MIIMon: millis(100), XmitHash: rtnl.Some(kind.BondHashLayer34), LACPRate: rtnl.Some(kind.BondRateFast), LACPActive: rtnl.Off,
			ADSelect: rtnl.Some(kind.BondSelectBandwidth), ADPortKey: rtnl.U16(770), ADSysPrio: rtnl.U16(1284), ADSystem: hw("02:00:00:00:0a:0b"),
			ADInfo: &kind.BondADInfo{
				Aggregator: rtnl.U16(1), Ports: rtnl.U16(1), ActorKey: rtnl.U16(770<<6 + 0), PartnerKey: rtnl.U16(1), PartnerMAC: hw("00:00:00:00:00:00"),
			},
		})},
		kindRead{golden: "reply-link-bond-rr", want: read(kind.BondBalanceRR, kind.Bond{PacketsPerPort: rtnl.U32(258)})},
	)
}

// everyBond has every field that can be sent.
func everyBond() *kind.Bond {
	return &kind.Bond{
		Mode: rtnl.Some(kind.BondBalanceALB), PrimaryIndex: rtnl.Some[int32](7), PrimaryReselect: rtnl.Some(kind.BondReselectFailure),
		ActiveIndex: rtnl.Some[int32](8), AllPortsActive: rtnl.On, FailOverMAC: rtnl.Some(kind.BondMACFollow), MinLinks: rtnl.U32(3),
		XmitHash: rtnl.Some(kind.BondHashLayer23), PacketsPerPort: rtnl.U32(258), TLBDynamic: rtnl.Off, LPInterval: seconds(11),
		ResendIGMP: rtnl.U32(12), PeerNotify: rtnl.U8(13), PeerNotifyDelay: millis(1400), MIIMon: millis(0), UpDelay: millis(1600),
		DownDelay: millis(1700), UseCarrier: rtnl.Off, ARPInterval: millis(1800), ARPTargets: []netip.Addr{ip("192.0.2.1"), ip("198.51.100.2")},
		NSTargets: []netip.Addr{ip("2001:db8::1")}, ARPValidate: rtnl.Some(kind.BondARPValidateBackup), ARPAllTargets: rtnl.Some(kind.BondARPTargetsAll),
		ARPMissedMax: rtnl.U8(19), LACPActive: rtnl.Off, LACPRate: rtnl.Some(kind.BondRateFast), LACPStrict: rtnl.On,
		ADSelect: rtnl.Some(kind.BondSelectPrio), ADSysPrio: rtnl.U16(514), ADSystem: hw("02:00:00:00:0a:0b"), ADPortKey: rtnl.U16(772),
		Coupled: rtnl.Off, BroadcastNeigh: rtnl.On,
	}
}

func TestBondAllocs(t *testing.T) {
	b := everyBond()
	b.ADInfo = &kind.BondADInfo{Aggregator: rtnl.U16(513), Ports: rtnl.U16(2), ActorKey: rtnl.U16(515), PartnerKey: rtnl.U16(516), PartnerMAC: hw("02:00:00:00:00:01")}
	kindAllocs(t, b, 3)
}

// No golden has these: ip(8) 6.1 does not know them. The forms are those of the
// kernel's policy.
func TestBondNewer(t *testing.T) {
	got, err := nlattr.Append(nil, everyBond())
	if err != nil {
		t.Fatal(err)
	}
	nltest.LittleEndianOnly(t)
	for typ, want := range map[nlattr.Type]string{
		uapi.IFLA_BOND_COUPLED_CONTROL: "\x00", uapi.IFLA_BOND_BROADCAST_NEIGH: "\x01", uapi.IFLA_BOND_LACP_STRICT: "\x01", uapi.IFLA_BOND_AD_SELECT: "\x03",
	} {
		if p := nltest.Payload(got, typ); string(p) != want {
			t.Errorf("attribute %d is % x, want % x", typ, p, want)
		}
	}
}

func TestBondRejected(t *testing.T) {
	l := func(b kind.Bond) rtnl.Link { return rtnl.Link{Kind: &b} }
	var many []netip.Addr
	for a := ip("192.0.2.1"); len(many) < 17; a = a.Next() {
		many = append(many, a)
	}
	testRejected(t, []rejected{
		{"IPv6 ARP", l(kind.Bond{ARPTargets: []netip.Addr{ip("2001:db8::1")}}), "arp_ip_target: 2001:db8::1 is not an IPv4 address"},
		{"IPv4 neighbours", l(kind.Bond{NSTargets: []netip.Addr{ip("192.0.2.1")}}), "ns_ip6_target: 192.0.2.1 is not an IPv6 address"},
		{"many", l(kind.Bond{ARPTargets: many}), "arp_ip_target: 17 addresses, at most 16"},
		{"two monitors", l(kind.Bond{MIIMon: millis(1), ARPInterval: millis(1)}), "miimon: with arp_interval or arp_validate"},
		{"address", l(kind.Bond{ADSystem: hw("02:00")}), "ad_actor_system: 2 bytes, not 6"},
	})
	both := rtnl.SetLink(7, l(kind.Bond{Active: "eth0", ActiveIndex: rtnl.Some[int32](0)}))
	if _, err := both.AppendMessage(nil, func(string) (int32, error) { return 2, nil }); err == nil {
		t.Error("a port by name and by index: no error")
	}
	nltest.LittleEndianOnly(t)
	named := rtnl.SetLink(7, l(kind.Bond{Primary: "eth0"}))
	b, err := named.AppendMessage(nil, func(string) (int32, error) { return 2, nil })
	if p := nltest.Payload(b[32:], uapi.IFLA_LINKINFO, uapi.IFLA_INFO_DATA, uapi.IFLA_BOND_PRIMARY); err != nil || len(p) != 4 {
		t.Errorf("a port by name: % x, %v", p, err)
	}
}

func TestBondJSON(t *testing.T) {
	b, err := json.Marshal(everyBond())
	if err != nil {
		t.Fatal(err)
	}
	var back kind.Bond
	if err := json.Unmarshal(b, &back); err != nil || place.Diff(everyBond(), &back) != "" {
		t.Errorf("back: %v %s", err, place.Diff(everyBond(), &back))
	}
}

func TestBondWords(t *testing.T) {
	for got, want := range map[string]string{
		kind.Bond8023AD.String(): "802.3ad", kind.BondMode(9).String(): "9", kind.BondHashVLANSrcMAC.String(): "vlan+srcmac",
		kind.BondARPValidateFilterActive.String(): "filter_active", kind.BondSelectPrio.String(): "actor_port_prio", kind.BondMACFollow.String(): "follow",
		kind.BondReselectFailure.String(): "failure", kind.BondRateFast.String(): "fast", kind.BondARPTargetsAll.String(): "all",
	} {
		if got != want {
			t.Errorf("String() = %q, want %q", got, want)
		}
	}
}

func TestBond(t *testing.T) {
	nltest.HaveKind(t, "bond")
	nltest.HaveKind(t, "dummy")
	p := place.New(t)
	p.Must(
		rtnl.AddLink(rtnl.Link{Name: "eth0", Address: hw("02:00:00:00:00:01"), Kind: &kind.Dummy{}}),
		rtnl.AddLink(rtnl.Link{Name: "eth1", Address: hw("02:00:00:00:00:02"), Kind: &kind.Dummy{}}),
		rtnl.AddLink(rtnl.Link{Name: "bond0", Kind: &kind.Bond{
			Mode: rtnl.Some(kind.BondActiveBackup), MIIMon: millis(103), UpDelay: millis(206), DownDelay: millis(309), PeerNotifyDelay: millis(412),
			UseCarrier: rtnl.On, PrimaryReselect: rtnl.Some(kind.BondReselectFailure), FailOverMAC: rtnl.Some(kind.BondMACActive),
			XmitHash: rtnl.Some(kind.BondHashEncap34), ResendIGMP: rtnl.U32(7), PeerNotify: rtnl.U8(9), AllPortsActive: rtnl.On, MinLinks: rtnl.U32(3),
			LPInterval: seconds(11),
		}}),
		rtnl.AddLink(rtnl.Link{Name: "arp0", Kind: &kind.Bond{
			Mode: rtnl.Some(kind.BondActiveBackup), ARPInterval: millis(515), ARPValidate: rtnl.Some(kind.BondARPValidateFilter),
			ARPAllTargets: rtnl.Some(kind.BondARPTargetsAll), ARPTargets: []netip.Addr{ip("192.0.2.1"), ip("198.51.100.2")},
			NSTargets: []netip.Addr{ip("2001:db8::1"), ip("2001:db8::2")}, ARPMissedMax: rtnl.U8(5),
		}}),
		rtnl.AddLink(rtnl.Link{Name: "rr0", Kind: &kind.Bond{PacketsPerPort: rtnl.U32(258)}}),
		rtnl.AddLink(rtnl.Link{Name: "tlb0", Kind: &kind.Bond{Mode: rtnl.Some(kind.BondBalanceTLB), TLBDynamic: rtnl.Off}}),
		rtnl.AddLink(rtnl.Link{Name: "lacp0", Kind: &kind.Bond{
			Mode: rtnl.Some(kind.Bond8023AD), LACPRate: rtnl.Some(kind.BondRateFast), LACPActive: rtnl.Off, ADSelect: rtnl.Some(kind.BondSelectCount),
			ADPortKey: rtnl.U16(770), ADSysPrio: rtnl.U16(1284), ADSystem: hw("02:00:00:00:0a:0b"),
		}}),
		rtnl.SetLink("bond0", rtnl.Link{Up: rtnl.On}),
		rtnl.SetLink("eth0", rtnl.Link{Master: "bond0"}),
	)
	p.Wait("eth0 is active", func() bool { return place.ReadKind[*kind.Bond](p, "bond0").ActiveIndex.Is() })
	p.Must(
		rtnl.SetLink("eth1", rtnl.Link{Master: "bond0"}),
		rtnl.SetLink("bond0", rtnl.Link{Kind: &kind.Bond{Primary: "eth1"}}),
	)
	testBondRead(t, p)
	testBondChange(t, p)

	// What was read makes others like them.
	for _, name := range []string{"bond0", "arp0", "rr0", "tlb0", "lacp0"} {
		old := place.ReadKind[*kind.Bond](p, name).Template()
		p.Must(rtnl.AddLink(rtnl.Link{Name: "again", Kind: old}))
		if diff := place.Diff(old, place.ReadKind[*kind.Bond](p, "again").Template()); diff != "" {
			t.Errorf("made from what was read of %s: -want +got\n%s", name, diff)
		}
		p.Must(rtnl.DeleteLink("again"), rtnl.DeleteLink(name))
	}
}

func testBondRead(t *testing.T, p *place.Place) {
	t.Helper()
	eth1 := p.Link("eth1").Index
	place.Says(t, place.InfoData(p.One("link", "show", "dev", "bond0")), map[string]any{
		"mode": "active-backup", "miimon": 103., "updelay": 206., "downdelay": 309., "peer_notify_delay": 412., "use_carrier": 1., "primary": "eth1",
		"primary_reselect": "failure", "fail_over_mac": "active", "xmit_hash_policy": "encap3+4", "resend_igmp": 7., "num_peer_notif": 9.,
		"all_slaves_active": 1., "min_links": 3., "lp_interval": 11., // which port is active, time tells: eth1 becomes it when its delay is over
	})
	place.SameFields(t, *place.ReadKind[*kind.Bond](p, "bond0"), kind.Bond{
		Mode: rtnl.Some(kind.BondActiveBackup), MIIMon: millis(103), UpDelay: millis(206), DownDelay: millis(309), PeerNotifyDelay: millis(412),
		UseCarrier: rtnl.On, PrimaryReselect: rtnl.Some(kind.BondReselectFailure), FailOverMAC: rtnl.Some(kind.BondMACActive),
		XmitHash: rtnl.Some(kind.BondHashEncap34), ResendIGMP: rtnl.U32(7), PeerNotify: rtnl.U8(9), AllPortsActive: rtnl.On, MinLinks: rtnl.U32(3),
		LPInterval: seconds(11), PrimaryIndex: rtnl.Some(eth1),
	})
	place.Says(t, place.InfoData(p.One("link", "show", "dev", "arp0")), map[string]any{
		"arp_interval": 515., "arp_validate": "filter", "arp_all_targets": "all", "arp_missed_max": 5.,
		"arp_ip_target": []any{"192.0.2.1", "198.51.100.2"}, "ns_ip6_target": []any{"2001:db8::1", "2001:db8::2"},
	})
	place.SameFields(t, *place.ReadKind[*kind.Bond](p, "arp0"), kind.Bond{
		ARPInterval: millis(515), ARPValidate: rtnl.Some(kind.BondARPValidateFilter), ARPAllTargets: rtnl.Some(kind.BondARPTargetsAll),
		ARPTargets: []netip.Addr{ip("192.0.2.1"), ip("198.51.100.2")}, NSTargets: []netip.Addr{ip("2001:db8::1"), ip("2001:db8::2")},
		ARPMissedMax: rtnl.U8(5),
	})
	place.Says(t, place.InfoData(p.One("link", "show", "dev", "rr0")), map[string]any{"mode": "balance-rr", "packets_per_slave": 258.})
	place.SameFields(t, *place.ReadKind[*kind.Bond](p, "rr0"), kind.Bond{PacketsPerPort: rtnl.U32(258), Mode: rtnl.Some(kind.BondBalanceRR)})
	place.Says(t, place.InfoData(p.One("link", "show", "dev", "tlb0")), map[string]any{"mode": "balance-tlb", "tlb_dynamic_lb": 0.})
	place.SameFields(t, *place.ReadKind[*kind.Bond](p, "tlb0"), kind.Bond{TLBDynamic: rtnl.Off})
	// A program in a user namespace of its own is not told of the actor.
	place.Says(t, place.InfoData(p.One("link", "show", "dev", "lacp0")), map[string]any{
		"mode": "802.3ad", "ad_lacp_rate": "fast", "ad_lacp_active": "off", "ad_select": "count",
	})
	place.SameFields(t, *place.ReadKind[*kind.Bond](p, "lacp0"), kind.Bond{
		LACPRate: rtnl.Some(kind.BondRateFast), LACPActive: rtnl.Off, ADSelect: rtnl.Some(kind.BondSelectCount),
	})
}

func testBondChange(t *testing.T, p *place.Place) {
	t.Helper()
	eth0, eth1 := p.Link("eth0").Index, p.Link("eth1").Index
	p.Wait("eth1 can be active", func() bool { return place.ReadPort[*kind.BondPort](p, "eth1").MIIStatus == rtnl.Some(kind.BondPortUp) })
	p.Must(rtnl.SetLink("bond0", rtnl.Link{Kind: &kind.Bond{Active: "eth1", MIIMon: millis(50), PeerNotify: rtnl.U8(3), XmitHash: rtnl.Some(kind.BondHashLayer23)}}))
	place.SameFields(t, *place.ReadKind[*kind.Bond](p, "bond0"), kind.Bond{
		ActiveIndex: rtnl.Some(eth1), MIIMon: millis(50), PeerNotify: rtnl.U8(3), XmitHash: rtnl.Some(kind.BondHashLayer23),
		UpDelay: millis(100), // twice the other, as before
	})
	place.Says(t, place.InfoData(p.One("link", "show", "dev", "bond0")), map[string]any{"active_slave": "eth1", "updelay": 100.})
	p.Must(rtnl.SetLink("bond0", rtnl.Link{Kind: &kind.Bond{PrimaryIndex: rtnl.Some[int32](0)}}))
	if got := place.ReadKind[*kind.Bond](p, "bond0").PrimaryIndex; got.Is() {
		t.Errorf("the primary port that was taken away is %v", got)
	}
	err := rtnl.ChangeLink(t.Context(), p.Conn, "bond0", func(l *rtnl.Link) {
		b := l.Kind.(*kind.Bond)
		b.Active, b.Primary, b.ResendIGMP = "eth0", "eth0", rtnl.U32(8)
	})
	if err != nil {
		t.Error(err)
	}
	place.SameFields(t, *place.ReadKind[*kind.Bond](p, "bond0"), kind.Bond{ActiveIndex: rtnl.Some(eth0), PrimaryIndex: rtnl.Some(eth0), ResendIGMP: rtnl.U32(8)})

	p.Must(rtnl.SetLink("arp0", rtnl.Link{Kind: &kind.Bond{ARPTargets: []netip.Addr{ip("203.0.113.3")}, NSTargets: []netip.Addr{}}}))
	if got := place.ReadKind[*kind.Bond](p, "arp0"); len(got.ARPTargets) != 1 || got.ARPTargets[0] != ip("203.0.113.3") || len(got.NSTargets) != 0 {
		t.Errorf("targets %v and %v", got.ARPTargets, got.NSTargets)
	}

	// The mode can only be set while the bond is down, without ports.
	for name, b := range map[string]kind.Bond{
		"mode": {Mode: rtnl.Some(kind.BondActiveBackup)}, "fail_over_mac": {FailOverMAC: rtnl.Some(kind.BondMACNone)},
		"ad_lacp_rate": {LACPRate: rtnl.Some(kind.BondRateFast)}, "packets_per_slave": {PacketsPerPort: rtnl.U32(1)},
	} {
		if err := p.Do(t.Context(), rtnl.SetLink("bond0", rtnl.Link{Kind: &b})); err == nil {
			t.Errorf("%s was set", name)
		}
	}
	p.Must(rtnl.SetLink("rr0", rtnl.Link{Up: rtnl.On}))
	if err := p.Do(t.Context(), rtnl.SetLink("rr0", rtnl.Link{Kind: &kind.Bond{Mode: rtnl.Some(kind.BondBalanceRR)}})); !errors.Is(err, syscall.EBUSY) {
		t.Errorf("the mode of a bond that is up: %v, want EBUSY", err)
	}
	p.Must(
		rtnl.SetLink("rr0", rtnl.Link{Up: rtnl.Off}),
		rtnl.SetLink("rr0", rtnl.Link{Kind: &kind.Bond{Mode: rtnl.Some(kind.BondBroadcast)}}),
		rtnl.SetLink("lacp0", rtnl.Link{Kind: &kind.Bond{LACPRate: rtnl.Some(kind.BondRateSlow), LACPActive: rtnl.On}}),
	)
	place.SameFields(t, *place.ReadKind[*kind.Bond](p, "rr0"), kind.Bond{Mode: rtnl.Some(kind.BondBroadcast)})
	place.SameFields(t, *place.ReadKind[*kind.Bond](p, "lacp0"), kind.Bond{LACPRate: rtnl.Some(kind.BondRateSlow), LACPActive: rtnl.On})
}
