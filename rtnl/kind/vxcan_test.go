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
	kindsCovered["vcan"] = complete.Set{}
	kindsCovered["vxcan"] = complete.Set{} // VXCAN_INFO_PEER is the link's Peer
	kindsSent = append(kindsSent,
		kindSent{golden: "vcan-add", link: rtnl.Link{Name: "vcan0", Kind: &kind.VCAN{}}},
		kindSent{golden: "vxcan-add", link: rtnl.Link{Name: "vxcan0", Kind: &kind.VXCAN{}, Peer: &rtnl.Link{Name: "vxcan1"}}},
	)
	kindsRead = append(kindsRead,
		kindRead{golden: "reply-link-vcan", want: &kind.VCAN{}},
		kindRead{golden: "reply-link-vxcan", want: &kind.VXCAN{}},
	)
}

// canFD is the MTU of a bus with frames of up to 64 bytes.
const canFD = 72

func TestVCAN(t *testing.T) {
	nltest.HaveKind(t, "vcan")
	p := place.New(t)
	p.Must(rtnl.AddLink(rtnl.Link{Name: "vcan0", Kind: &kind.VCAN{}, MTU: canFD, Up: rtnl.On}))
	if l := p.Link("vcan0"); l.MTU != canFD || l.Up != rtnl.On || l.Type != 280 {
		t.Errorf("read back: MTU %d, up %v, type %v", l.MTU, l.Up, l.Type)
	}
	place.ReadKind[*kind.VCAN](p, "vcan0")
	place.Says(t, p.One("link", "show", "vcan0"), map[string]any{"link_type": "can", "mtu": float64(canFD)})
	p.Must(rtnl.SetLink("vcan0", rtnl.Link{Up: rtnl.Off}), rtnl.SetLink("vcan0", rtnl.Link{MTU: 16}), rtnl.DeleteLink("vcan0"))
}

// TestVXCAN makes a pair in two namespaces.
func TestVXCAN(t *testing.T) {
	nltest.HaveKind(t, "vxcan")
	p, far := place.New(t), place.New(t)
	p.Must(rtnl.AddLink(rtnl.Link{
		Name: "vxcan0", Index: 4701, Kind: &kind.VXCAN{}, MTU: canFD, Up: rtnl.On, Alias: rtnl.Some("near"),
		Peer: &rtnl.Link{Name: "vxcan1", Index: 4702, NetNS: far.NS, MTU: canFD, Up: rtnl.On, Alias: rtnl.Some("far")},
	}))
	place.Says(t, p.One("link", "show", "vxcan0"), map[string]any{
		"ifindex": 4701., "link_index": 4702., "mtu": float64(canFD), "ifalias": "near", "link_type": "can", "flags": []any{"UP"},
	})
	place.Says(t, far.One("link", "show", "vxcan1"), map[string]any{
		"ifindex": 4702., "link_index": 4701., "mtu": float64(canFD), "ifalias": "far", "link_type": "can", "flags": []any{"UP"},
	})
	got := p.Link("vxcan0")
	if _, ok := got.Kind.(*kind.VXCAN); !ok || got.ParentIndex != 4702 || !got.ParentNetNSID.Is() {
		t.Errorf("vxcan0 is %T with the peer %d in %v", got.Kind, got.ParentIndex, got.ParentNetNSID)
	}
	p.Must(rtnl.DeleteLink("vxcan0"))
	if got := far.JSON("link", "show", "type", "vxcan"); len(got) != 0 {
		t.Errorf("the peer is still there: %v", got)
	}
}
