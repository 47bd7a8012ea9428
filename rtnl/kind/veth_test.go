package kind_test

import (
	"testing"

	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

// TestVeth makes a pair with everything that both ends can have.
func TestVeth(t *testing.T) {
	p, far := place.New(t), place.New(t)
	p.Must(rtnl.AddLink(rtnl.Link{Name: "br0", Kind: &kind.Bridge{}}))
	far.Must(rtnl.AddLink(rtnl.Link{Name: "br1", Kind: &kind.Bridge{}}))
	end := func(name string, n uint32, l rtnl.Link) rtnl.Link {
		place.Merge(&l, rtnl.Link{
			Name: name, Index: int32(4700 + n), MTU: 1400 + n, TxQLen: rtnl.U32(1000 + n), Group: rtnl.U32(n), NumTxQueues: 1 + n,
			Alias: rtnl.Some("alias of " + name), AltNames: []string{"alt-" + name}, AddrGenMode: rtnl.Some(rtnl.AddrGenNone), Up: rtnl.On,
		})
		return l
	}
	peer := end("veth1", 2, rtnl.Link{Address: hw("02:00:00:00:03:04"), Broadcast: hw("02:ff:ff:ff:ff:01"), NetNS: far.NS, Master: "br1"})
	l := end("veth0", 1, rtnl.Link{Address: hw("02:00:00:00:01:02"), Master: "br0", Kind: &kind.Veth{}, Peer: &peer})
	p.Must(rtnl.AddLink(l))

	place.Says(t, p.One("link", "show", "dev", "veth0"), map[string]any{
		"ifindex": 4701., "mtu": 1401., "txqlen": 1001., "group": "1", "num_tx_queues": 2., "ifalias": "alias of veth0",
		"altnames": []any{"alt-veth0"}, "inet6_addr_gen_mode": "none", "address": "02:00:00:00:01:02", "master": "br0",
		"flags": []any{"UP"}, "link_index": 4702.,
	})
	place.Says(t, far.One("link", "show", "dev", "veth1"), map[string]any{
		"ifindex": 4702., "mtu": 1402., "txqlen": 1002., "group": "2", "num_tx_queues": 3., "ifalias": "alias of veth1",
		"altnames": []any{"alt-veth1"}, "inet6_addr_gen_mode": "none", "address": "02:00:00:00:03:04", "broadcast": "02:ff:ff:ff:ff:01",
		"master": "br1", "flags": []any{"UP"}, "link_index": 4701.,
	})
	got := p.Link("veth0")
	if _, ok := got.Kind.(*kind.Veth); !ok || got.ParentIndex != 4702 || !got.ParentNetNSID.Is() {
		t.Errorf("veth0 is %T with the peer %d in %v", got.Kind, got.ParentIndex, got.ParentNetNSID)
	}
	p.Must(rtnl.DeleteLink("veth0"))
	if got := far.JSON("link", "show", "type", "veth"); len(got) != 0 {
		t.Errorf("the peer is still there: %v", got)
	}
}
