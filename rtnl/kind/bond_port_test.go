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
	portsCovered["bond"] = complete.Set{Prefix: "IFLA_BOND_SLAVE_"}
	kindsSent = append(kindsSent, kindSent{golden: "bond-port", set: 2, link: rtnl.Link{Port: &kind.BondPort{
		QueueID: rtnl.U16(513), Prio: rtnl.Some[int32](-7),
	}}})
}

func bondPort() *kind.BondPort {
	return &kind.BondPort{
		QueueID: rtnl.U16(513), Prio: rtnl.Some[int32](-7), ActorPrio: rtnl.U16(258), State: rtnl.Some(kind.BondPortBackup),
		MIIStatus: rtnl.Some(kind.BondPortGoingBack), LinkFailures: rtnl.U32(77), PermAddress: hw("02:00:00:00:00:01"),
		ADAggregatorID: rtnl.U16(3), ADActorState: rtnl.Some(kind.LACPActive | kind.LACPInSync),
		ADPartnerState: rtnl.Some(kind.LACPShortTimeout | kind.LACPExpired), ADActorChurn: rtnl.Some(kind.BondPortChurned),
		ADPartnerChurn: rtnl.Some(kind.BondPortNoChurn),
	}
}

func TestBondPortAllocs(t *testing.T) { kindAllocs(t, bondPort(), 0) }

// The state of the actor is one byte, that of the partner two; neither is sent.
func TestBondPortStates(t *testing.T) {
	b, err := new(nlattr.Codec).EncodeReport(nil, bondPort())
	if err != nil {
		t.Fatal(err)
	}
	nltest.LittleEndianOnly(t)
	if p := nltest.Payload(b, uapi.IFLA_BOND_SLAVE_AD_ACTOR_OPER_PORT_STATE); string(p) != "\x09" {
		t.Errorf("the actor's state is % x, want 09", p)
	}
	if p := nltest.Payload(b, uapi.IFLA_BOND_SLAVE_AD_PARTNER_OPER_PORT_STATE); string(p) != "\x82\x00" {
		t.Errorf("the partner's state is % x, want 82 00", p)
	}
	b, err = nlattr.Append(nil, bondPort())
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for typ := range nltest.Attrs(b) {
		switch typ {
		case uapi.IFLA_BOND_SLAVE_QUEUE_ID, uapi.IFLA_BOND_SLAVE_PRIO, uapi.IFLA_BOND_SLAVE_ACTOR_PORT_PRIO:
			n++
		default:
			t.Errorf("attribute %d is sent", typ)
		}
	}
	if n != 3 {
		t.Errorf("%d attributes are sent, want 3", n)
	}
}

func TestBondPortWords(t *testing.T) {
	for got, want := range map[string]string{
		kind.BondPortActive.String(): "ACTIVE", kind.BondPortBackup.String(): "BACKUP", kind.BondPortGoingDown.String(): "GOING_DOWN",
		kind.BondPortMII(9).String(): "9", (kind.LACPActive | kind.LACPDefaulted).String(): "active,defaulted", kind.BondPortChurned.String(): "churned",
	} {
		if got != want {
			t.Errorf("String() = %q, want %q", got, want)
		}
	}
}

func TestBondPort(t *testing.T) {
	nltest.HaveKind(t, "bond")
	nltest.HaveKind(t, "dummy")
	p := place.New(t)
	p.Must(
		rtnl.AddLink(rtnl.Link{Name: "bond0", Kind: &kind.Bond{Mode: rtnl.Some(kind.BondActiveBackup), MIIMon: millis(100)}}),
		rtnl.AddLink(rtnl.Link{Name: "eth0", Address: hw("02:00:00:00:00:01"), Kind: &kind.Dummy{}}),
		rtnl.AddLink(rtnl.Link{Name: "eth1", Address: hw("02:00:00:00:00:02"), Kind: &kind.Dummy{}}),
		rtnl.SetLink("bond0", rtnl.Link{Up: rtnl.On}),
		rtnl.SetLink("eth0", rtnl.Link{Master: "bond0"}),
		rtnl.SetLink("eth1", rtnl.Link{Master: "bond0", Port: &kind.BondPort{QueueID: rtnl.U16(5), Prio: rtnl.Some[int32](-7)}}),
	)
	place.Says(t, place.SlaveData(p.One("link", "show", "dev", "eth0")), map[string]any{
		"state": "ACTIVE", "mii_status": "UP", "link_failure_count": 0., "perm_hwaddr": "02:00:00:00:00:01", "queue_id": 0., "prio": 0.,
	})
	place.Says(t, place.SlaveData(p.One("link", "show", "dev", "eth1")), map[string]any{
		"state": "BACKUP", "perm_hwaddr": "02:00:00:00:00:02", "queue_id": 5., "prio": -7.,
	})
	want := &kind.BondPort{
		QueueID: rtnl.U16(5), Prio: rtnl.Some[int32](-7), State: rtnl.Some(kind.BondPortBackup), MIIStatus: rtnl.Some(kind.BondPortUp),
		LinkFailures: rtnl.U32(0), PermAddress: hw("02:00:00:00:00:02"),
	}
	if diff := place.Diff(want, place.ReadPort[*kind.BondPort](p, "eth1")); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	// A link can be made as a port, with what it is to be as one.
	p.Must(rtnl.AddLink(rtnl.Link{Name: "eth2", Kind: &kind.Dummy{}, Master: "bond0", Port: &kind.BondPort{QueueID: rtnl.U16(7), Prio: rtnl.Some[int32](-8)}}))
	place.Says(t, place.SlaveData(p.One("link", "show", "dev", "eth2")), map[string]any{"state": "BACKUP", "queue_id": 7., "prio": -8.})
	place.SameFields(t, *place.ReadPort[*kind.BondPort](p, "eth2"), kind.BondPort{QueueID: rtnl.U16(7), Prio: rtnl.Some[int32](-8)})
	p.Must(rtnl.DeleteLink("eth2"))
	err := rtnl.ChangeLink(t.Context(), p.Conn, "eth1", func(l *rtnl.Link) { l.Port.(*kind.BondPort).QueueID = rtnl.U16(6) })
	if err != nil {
		t.Fatal(err)
	}
	place.Says(t, place.SlaveData(p.One("link", "show", "dev", "eth1")), map[string]any{"queue_id": 6., "prio": -7.})
	p.Must(rtnl.DeleteLink("bond0"))

	p.Must(rtnl.AddLink(rtnl.Link{Name: "bond1", Kind: &kind.Bond{Mode: rtnl.Some(kind.Bond8023AD)}}), rtnl.SetLink("bond1", rtnl.Link{Up: rtnl.On}), rtnl.SetLink("eth0", rtnl.Link{Up: rtnl.Off}), rtnl.SetLink("eth0", rtnl.Link{Master: "bond1"}))
	p.Wait("eth0 has an aggregator", func() bool { return place.ReadPort[*kind.BondPort](p, "eth0").ADAggregatorID.Is() })
	data := place.SlaveData(p.One("link", "show", "dev", "eth0"))
	got := place.ReadPort[*kind.BondPort](p, "eth0")
	if len(got.Unknown) != 0 {
		t.Errorf("unknown: %v", got.Unknown)
	}
	state := got.ADActorState.Or(0)
	place.Says(t, data, map[string]any{
		"ad_aggregator_id": float64(got.ADAggregatorID.Or(0)), "ad_actor_oper_port_state": float64(state), "ad_partner_oper_port_state": float64(got.ADPartnerState.Or(0)),
	})
	if state&kind.LACPActive == 0 || !got.ADPartnerState.Is() {
		t.Errorf("states %v and %v", got.ADActorState, got.ADPartnerState)
	}
	p.Must(rtnl.DeleteLink("bond1"))
}
