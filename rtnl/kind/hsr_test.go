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
	kindsCovered["hsr"] = complete.Set{Prefix: "IFLA_HSR_"}
	kindsSent = append(kindsSent,
		kindSent{golden: "hsr-add", link: rtnl.Link{Name: "hsr0", Kind: &kind.HSR{
			Port1Index: 11, Port2Index: 12, MulticastSpec: rtnl.U8(45), Version: rtnl.U8(1),
		}}},
		kindSent{golden: "hsr-add-prp", link: rtnl.Link{Name: "prp0", Kind: &kind.HSR{
			Port1Index: 12, Port2Index: 11, MulticastSpec: rtnl.U8(200), Protocol: rtnl.Some(kind.HSRProtocolPRP),
		}}},
		kindSent{golden: "hsr-add-hsr", link: rtnl.Link{Name: "hsr0", Kind: &kind.HSR{
			Port1Index: 11, Port2Index: 12, Version: rtnl.U8(0), Protocol: rtnl.Some(kind.HSRProtocolHSR),
		}}},
	)
	kindsRead = append(kindsRead,
		kindRead{golden: "reply-link-hsr", want: &kind.HSR{
			Port1Index: 11, Port2Index: 12, Protocol: rtnl.Some(kind.HSRProtocolHSR), Supervision: hw("01:15:4e:00:01:2d"), SeqNr: rtnl.U16(64511),
		}},
		kindRead{golden: "reply-link-hsr-prp", want: &kind.HSR{
			Port1Index: 11, Port2Index: 12, Protocol: rtnl.Some(kind.HSRProtocolPRP), Supervision: hw("01:15:4e:00:01:c8"), SeqNr: rtnl.U16(64511),
		}},
	)
}

func TestHSRAllocs(t *testing.T) {
	h := &kind.HSR{
		Port1Index: 11, Port2Index: 12, InterlinkIndex: 13, MulticastSpec: rtnl.U8(45), Version: rtnl.U8(1), Protocol: rtnl.Some(kind.HSRProtocolPRP),
		Supervision: hw("01:15:4e:00:01:2d"), SeqNr: rtnl.U16(513),
	}
	kindAllocs(t, h, 0)
	// No golden has an interlink: ip(8) 6.1 does not know it.
	b, err := nlattr.Append(nil, h)
	if err != nil {
		t.Fatal(err)
	}
	nltest.LittleEndianOnly(t)
	if p := nltest.Payload(b, uapi.IFLA_HSR_INTERLINK); string(p) != "\x0d\x00\x00\x00" {
		t.Errorf("the interlink is % x", p)
	}
	if nltest.Payload(b, uapi.IFLA_HSR_SEQ_NR) != nil || nltest.Payload(b, uapi.IFLA_HSR_SUPERVISION_ADDR) != nil {
		t.Error("what is reported is sent")
	}
}

func TestHSR(t *testing.T) {
	nltest.HaveKind(t, "hsr")
	p := place.New(t)
	p.Must(
		rtnl.AddLink(rtnl.Link{Name: "eth0", Kind: &kind.Veth{}, Peer: &rtnl.Link{Name: "eth1"}}),
		rtnl.AddLink(rtnl.Link{Name: "eth2", Kind: &kind.Veth{}, Peer: &rtnl.Link{Name: "eth3"}}),
		rtnl.AddLink(rtnl.Link{Name: "hsr0", Kind: &kind.HSR{Port1: "eth0", Port2: "eth2", MulticastSpec: rtnl.U8(45), Version: rtnl.U8(1)}}),
		rtnl.AddLink(rtnl.Link{Name: "prp0", Kind: &kind.HSR{Port1: "eth3", Port2: "eth1", MulticastSpec: rtnl.U8(200), Protocol: rtnl.Some(kind.HSRProtocolPRP)}}),
	)
	for name, want := range map[string]kind.HSR{
		"hsr0": {
			Port1Index: p.Link("eth0").Index, Port2Index: p.Link("eth2").Index, Protocol: rtnl.Some(kind.HSRProtocolHSR),
			Supervision: hw("01:15:4e:00:01:2d"),
		},
		"prp0": {
			Port1Index: p.Link("eth3").Index, Port2Index: p.Link("eth1").Index, Protocol: rtnl.Some(kind.HSRProtocolPRP),
			Supervision: hw("01:15:4e:00:01:c8"),
		},
	} {
		got := place.ReadKind[*kind.HSR](p, name)
		place.Says(t, place.InfoData(p.One("link", "show", name)), map[string]any{
			"slave1": p.NameOf(want.Port1Index), "slave2": p.NameOf(want.Port2Index), "supervision_addr": want.Supervision.String(),
			"proto": float64(want.Protocol.Or(9)),
		})
		if !got.SeqNr.Is() {
			t.Errorf("%s: no sequence number", name)
		}
		got.SeqNr = rtnl.Opt[uint16]{}
		if diff := place.Diff(&want, got); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
		err := p.Do(t.Context(), rtnl.SetLink(name, rtnl.Link{Kind: &kind.HSR{MulticastSpec: rtnl.U8(1)}}))
		if !errors.Is(err, syscall.EOPNOTSUPP) {
			t.Errorf("%s: a change: %v, want EOPNOTSUPP", name, err)
		}
		// What was read makes another one.
		p.Must(rtnl.DeleteLink(name), rtnl.AddLink(rtnl.Link{Name: name, Kind: got}), rtnl.DeleteLink(name))
	}
}
