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
	kindsCovered["netkit"] = complete.Set{Prefix: "IFLA_NETKIT_", But: map[string]string{"IFLA_NETKIT_PEER_INFO": "it is the link's Peer"}}
	kindsSent = append(kindsSent, kindSent{golden: "netkit-add-plain", link: rtnl.Link{Name: "nk0", Kind: &kind.Netkit{}}})
}

// allNetkit has every field that a request can have.
func allNetkit() *kind.Netkit {
	return &kind.Netkit{
		Mode: rtnl.Some(kind.NetkitL2), Policy: rtnl.Some(kind.NetkitDrop), PeerPolicy: rtnl.Some(kind.NetkitPass),
		Scrub: rtnl.Some(kind.NetkitScrubNone), PeerScrub: rtnl.Some(kind.NetkitScrubDefault),
		Headroom: rtnl.U16(101), Tailroom: rtnl.U16(202), Pairing: rtnl.Some(kind.NetkitPair),
	}
}

// TestNetkitMessage has what ip(8) 6.1 cannot send, by hand.
func TestNetkitMessage(t *testing.T) {
	nltest.LittleEndianOnly(t)
	l := rtnl.Link{Name: "nk0", Kind: allNetkit(), Peer: &rtnl.Link{Name: "nk1", MTU: 1402}}
	l.Kind.(*kind.Netkit).Primary = rtnl.On // reported, so it is not sent
	b, err := rtnl.AddLink(l).AppendMessage(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	data := nltest.Payload(b[32:], uapi.IFLA_LINKINFO, uapi.IFLA_INFO_DATA)
	want := map[nlattr.Type][]byte{
		1: append(make([]byte, 16), 8, 0, 3, 0, 'n', 'k', '1', 0, 8, 0, 4, 0, 0x7a, 5, 0, 0), // an ifinfomsg, and attributes
		3: {2, 0, 0, 0}, 4: {0, 0, 0, 0}, 5: {0, 0, 0, 0}, 6: {0, 0, 0, 0}, 7: {1, 0, 0, 0}, 8: {101, 0}, 9: {202, 0}, 10: {0, 0, 0, 0},
	}
	got := map[nlattr.Type][]byte{}
	for typ, p := range nltest.Attrs(data) {
		got[typ] = p
	}
	if diff := place.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	var back rtnl.Link
	if err := nlattr.Parse(b[16:], 16, &back); err != nil {
		t.Error(err)
	}
	if diff := place.Diff(rtnl.LinkKind(allNetkit()), back.Kind); diff != "" || back.Peer == nil || back.Peer.Name != "nk1" || back.Peer.MTU != 1402 {
		t.Errorf("read: the peer is %+v, -want +got\n%s", back.Peer, diff)
	}
	kindAllocs(t, allNetkit(), 0)
}

// TestNetkit makes a pair whose ends are in two namespaces.
func TestNetkit(t *testing.T) {
	nltest.HaveKind(t, "netkit")
	p, far := place.New(t), place.New(t)
	p.Must(rtnl.AddLink(rtnl.Link{Name: "nk0", Kind: &kind.Netkit{
		Mode: rtnl.Some(kind.NetkitL2), Policy: rtnl.Some(kind.NetkitDrop), PeerPolicy: rtnl.Some(kind.NetkitPass),
	}, Peer: &rtnl.Link{Name: "nk1", MTU: 1402, NetNS: far.NS}}))
	k := place.ReadKind[*kind.Netkit](p, "nk0")
	if k.Mode != rtnl.Some(kind.NetkitL2) || k.Policy != rtnl.Some(kind.NetkitDrop) || k.PeerPolicy != rtnl.Some(kind.NetkitPass) || k.Primary != rtnl.On {
		t.Errorf("read back %+v", k)
	}
	k = place.ReadKind[*kind.Netkit](far, "nk1")
	if k.Policy != rtnl.Some(kind.NetkitPass) || k.Primary != rtnl.Off || far.Link("nk1").MTU != 1402 {
		t.Errorf("the other end: %+v", k)
	}
	p.Must(rtnl.SetLink("nk0", rtnl.Link{Kind: &kind.Netkit{Policy: rtnl.Some(kind.NetkitPass), PeerPolicy: rtnl.Some(kind.NetkitDrop)}}))
	k = place.ReadKind[*kind.Netkit](p, "nk0")
	if k.Policy != rtnl.Some(kind.NetkitPass) || k.PeerPolicy != rtnl.Some(kind.NetkitDrop) {
		t.Errorf("changed: %+v", k)
	}
	p.Must(rtnl.DeleteLink("nk0"))
}
