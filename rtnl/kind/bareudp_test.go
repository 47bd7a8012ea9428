package kind_test

import (
	"testing"

	"github.com/eb30ede5/netlink/internal/complete"
	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

func init() {
	kindsCovered["bareudp"] = complete.Set{Prefix: "IFLA_BAREUDP_"}
	kindsSent = append(kindsSent,
		kindSent{golden: "bareudp-add", link: rtnl.Link{Name: "bu0", Kind: &kind.BareUDP{
			Port: rtnl.U16(6635), EtherType: rtnl.Some(kind.EtherType(0x8847)), SrcPortMin: rtnl.U16(12345), MultiProto: true,
		}}},
		kindSent{golden: "bareudp-add-plain", link: rtnl.Link{Name: "bu0", Kind: &kind.BareUDP{
			Port: rtnl.U16(6634), EtherType: rtnl.Some(kind.EtherType(0x0800)),
		}}},
	)
	// There is no reply: no kernel at hand has the kind.
}

func TestBareUDPAllocs(t *testing.T) {
	kindAllocs(t, &kind.BareUDP{Port: rtnl.U16(6635), EtherType: rtnl.Some(kind.EtherType(0x8847)), SrcPortMin: rtnl.U16(12345), MultiProto: true}, 0)
}

func TestBareUDPRejected(t *testing.T) {
	testRejected(t, []rejected{
		{"multiproto", rtnl.Link{Kind: &kind.BareUDP{EtherType: rtnl.Some(kind.EtherType(0x86dd)), MultiProto: true}}, "linkinfo.data.multiproto: the ethertype is neither"},
	})
}

func TestBareUDP(t *testing.T) {
	nltest.HaveKind(t, "bareudp")
	p := place.New(t)
	want := kind.BareUDP{Port: rtnl.U16(6635), EtherType: rtnl.Some(kind.EtherType(0x8847)), SrcPortMin: rtnl.U16(12345), MultiProto: true}
	p.Must(rtnl.AddLink(rtnl.Link{Name: "bu0", Kind: &want}))
	place.Says(t, place.InfoData(p.One("link", "show", "dev", "bu0")), map[string]any{"dstport": 6635., "ethertype": "mpls_uc", "srcportmin": 12345., "multiproto": true})
	if diff := place.Diff(&want, place.ReadKind[*kind.BareUDP](p, "bu0")); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	p.Must(rtnl.DeleteLink("bu0"))
}
