package kind_test

import (
	"net/netip"
	"testing"

	"github.com/eb30ede5/netlink/internal/complete"
	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

func init() {
	kindsCovered["amt"] = complete.Set{Prefix: "IFLA_AMT_"}
	kindsSent = append(kindsSent,
		kindSent{golden: "amt-add-gateway", link: rtnl.Link{Name: "am0", Kind: &kind.AMT{
			Mode: rtnl.Some(kind.AMTGateway), Local: ip("192.0.2.1"), Discovery: ip("198.51.100.2"), DevIndex: 11,
			GatewayPort: rtnl.U16(2268), RelayPort: rtnl.U16(2269),
		}}},
		kindSent{golden: "amt-add-relay", link: rtnl.Link{Name: "am0", Kind: &kind.AMT{
			Mode: rtnl.Some(kind.AMTRelay), Local: ip("192.0.2.1"), DevIndex: 11, RelayPort: rtnl.U16(2269), MaxTunnels: rtnl.U32(1234),
		}}},
	)
	// There is no reply: no kernel at hand has the kind.
}

func fullAMT() kind.AMT {
	return kind.AMT{
		Mode: rtnl.Some(kind.AMTRelay), Local: ip("192.0.2.1"), Discovery: ip("198.51.100.2"), Remote: ip("203.0.113.3"), DevIndex: 11,
		RelayPort: rtnl.U16(2269), GatewayPort: rtnl.U16(2268), MaxTunnels: rtnl.U32(1234),
	}
}

func TestAMTAllocs(t *testing.T) {
	v := fullAMT()
	kindAllocs(t, &v, 0)
}

func TestAMTRejected(t *testing.T) {
	testRejected(t, []rejected{
		{"local", rtnl.Link{Kind: &kind.AMT{Local: ip("2001:db8::1")}}, "linkinfo.data.local: 2001:db8::1 is no IPv4 address"},
		{"discovery", rtnl.Link{Kind: &kind.AMT{Discovery: ip("2001:db8::1")}}, "discovery: 2001:db8::1 is no IPv4 address"},
	})
}

func TestAMT(t *testing.T) {
	nltest.HaveKind(t, "amt")
	p := place.New(t)
	base := p.Dummies("base")[0]
	p.Must(
		rtnl.AddAddr(rtnl.Addr{Dev: "base", Prefix: netip.MustParsePrefix("192.0.2.1/24")}),
		rtnl.AddLink(rtnl.Link{Name: "am0", Kind: &kind.AMT{
			Mode: rtnl.Some(kind.AMTRelay), Local: ip("192.0.2.1"), Dev: "base", RelayPort: rtnl.U16(2269), MaxTunnels: rtnl.U32(1234),
		}}),
	)
	place.Says(t, place.InfoData(p.One("link", "show", "dev", "am0")), map[string]any{
		"mode": "relay", "relay_port": 2269., "local": "192.0.2.1", "max_tunnels": 1234., "link": "base",
	})
	place.SameFields(t, *place.ReadKind[*kind.AMT](p, "am0"), kind.AMT{
		Mode: rtnl.Some(kind.AMTRelay), Local: ip("192.0.2.1"), DevIndex: base, RelayPort: rtnl.U16(2269), MaxTunnels: rtnl.U32(1234),
	})
	p.Must(rtnl.DeleteLink("am0"))
}
