package rtnl_test

import (
	"context"
	"encoding/binary"
	"iter"
	"net/netip"
	"slices"
	"testing"

	"github.com/eb30ede5/netlink/internal/nlmsg"
	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/rtnl"
)

// An ask is what asks in Go for what the command of a golden asks for.
type ask struct {
	name string // of the golden
	do   func(ctx context.Context, c *rtnl.Conn)
	diff string
	why  string
}

func listLinks(f *rtnl.LinkFilter) func(context.Context, *rtnl.Conn) {
	return func(ctx context.Context, c *rtnl.Conn) { drain(c.Links(ctx, f)) }
}

func listAddrs(f *rtnl.AddrFilter) func(context.Context, *rtnl.Conn) {
	return func(ctx context.Context, c *rtnl.Conn) { drain(c.Addrs(ctx, f)) }
}

func listRoutes(f *rtnl.RouteFilter) func(context.Context, *rtnl.Conn) {
	return func(ctx context.Context, c *rtnl.Conn) { drain(c.Routes(ctx, f)) }
}

func listRules(f *rtnl.RuleFilter) func(context.Context, *rtnl.Conn) {
	return func(ctx context.Context, c *rtnl.Conn) { drain(c.Rules(ctx, f)) }
}

func listNeighs(f *rtnl.NeighFilter) func(context.Context, *rtnl.Conn) {
	return func(ctx context.Context, c *rtnl.Conn) { drain(c.Neighs(ctx, f)) }
}

func getNeigh(n rtnl.Neigh) func(context.Context, *rtnl.Conn) {
	return func(ctx context.Context, c *rtnl.Conn) { c.GetNeigh(ctx, n) }
}

func drain[T any](seq iter.Seq2[T, error]) {
	for range seq {
	}
}

func routeTo(dst string, q *rtnl.RouteQuery) func(context.Context, *rtnl.Conn) {
	return func(ctx context.Context, c *rtnl.Conn) { c.RouteTo(ctx, netip.MustParseAddr(dst), q) }
}

// What all requests for links have.
const (
	packet  = "RTM_GETLINK: header:\n\twant 11 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00\n\tgot  00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00\n"
	noStats = "RTM_GETLINK > IFLA_EXT_MASK:\n\twant 01 00 00 00\n\tgot  08 00 00 00\n"
	lean    = "the kernel looks at no family but AF_BRIDGE; statistics and virtual functions are for those who ask for them"
	allMain = "ip(8) shows table main where none is given; here no filter is everything"
)

var asked = []ask{
	{name: "link-dump", do: listLinks(nil), diff: packet + noStats, why: lean},
	{name: "link-dump-stats", do: listLinks(&rtnl.LinkFilter{Stats: true, VFs: true}), diff: packet, why: lean},
	{name: "link-dump-group", do: listLinks(&rtnl.LinkFilter{Group: rtnl.U32(5)}), diff: packet + noStats, why: lean},
	{name: "link-dump-kind", do: listLinks(&rtnl.LinkFilter{Kind: "vxlan"}), diff: packet + noStats +
		"RTM_GETLINK > IFLA_LINKINFO > IFLA_INFO_KIND:\n\twant 76 78 6c 61 6e\n\tgot  76 78 6c 61 6e 00\n", why: lean},
	{name: "link-dump-master", do: listLinks(&rtnl.LinkFilter{MasterIndex: 2}), diff: packet + noStats, why: lean},
	{name: "link-dump-port-kind", do: listLinks(nil), diff: packet + noStats, why: lean},
	{name: "link-get", do: func(ctx context.Context, c *rtnl.Conn) { c.LinkByName(ctx, "eth0") }, diff: packet + noStats, why: lean},
	{name: "link-get-long-name", do: func(ctx context.Context, c *rtnl.Conn) { c.LinkByName(ctx, "a-name-longer-than-sixteen-bytes") },
		diff: "RTM_GETLINK > IFLA_EXT_MASK:\n\twant 09 00 00 00\n\tgot  08 00 00 00\n", why: lean},
	{name: "addr-dump", do: listAddrs(nil)},
	{name: "addr-dump-dev", do: listAddrs(&rtnl.AddrFilter{Dev: "eth0"})},
	{name: "addr-dump-ip6", do: listAddrs(&rtnl.AddrFilter{Family: rtnl.IPv6})},
	{name: "addr-dump-scope", do: listAddrs(&rtnl.AddrFilter{Family: rtnl.IPv4, Scope: rtnl.Some(rtnl.ScopeLink)})},
	{name: "route-dump-all", do: listRoutes(&rtnl.RouteFilter{Family: rtnl.IPv4})},
	{name: "route-dump-ip4", do: listRoutes(&rtnl.RouteFilter{Family: rtnl.IPv4, Table: rtnl.TableMain})},
	{name: "route-dump-ip6", do: listRoutes(&rtnl.RouteFilter{Family: rtnl.IPv6, Table: rtnl.TableMain})},
	{name: "route-dump-cache", do: listRoutes(&rtnl.RouteFilter{Family: rtnl.IPv4, Table: rtnl.TableMain}),
		diff: "RTM_GETROUTE: header:\n\twant 02 00 00 00 00 00 00 00 00 02 00 00\n\tgot  02 00 00 00 00 00 00 00 00 00 00 00\n",
		why:  "there is no listing of cached routes"},
	{name: "route-dump-filter", do: listRoutes(&rtnl.RouteFilter{Family: rtnl.IPv4, Table: 1000, Protocol: 77, Type: rtnl.RouteBlackhole, Dev: "eth0"}),
		diff: "RTM_GETROUTE: header:\n\twant 02 00 00 00 00 4d 00 00 00 00 00 00\n\tgot  02 00 00 00 00 4d 00 06 00 00 00 00\n",
		why:  "the kernel filters by type too; ip(8) leaves that to itself"},
	{name: "route-dump-filter-ip6", do: listRoutes(&rtnl.RouteFilter{Family: rtnl.IPv6, Table: 1000, Protocol: rtnl.ProtoStatic, Dev: "eth0"})},
	{name: "route-get-ip4-plain", do: routeTo("198.51.100.77", nil)},
	{name: "route-get-ip4-oif", do: routeTo("198.51.100.77", &rtnl.RouteQuery{OIF: "eth0"})},
	{name: "route-get-ip4-fibmatch", do: routeTo("198.51.100.77", &rtnl.RouteQuery{FIBMatch: true})},
	{name: "route-get-ip4", do: routeTo("198.51.100.77", &rtnl.RouteQuery{
		From: ip("203.0.113.10"), IIF: "eth1", Mark: rtnl.U32(0x1234), UID: rtnl.U32(1001), IPProto: rtnl.U8(17),
		SPort: rtnl.U16(5001), DPort: rtnl.U16(53), TOS: 0x10,
	})},
	{name: "route-get-ip6", do: routeTo("2001:db8:5::77", &rtnl.RouteQuery{
		From: ip("2001:db8:5::9"), OIF: "eth0", Mark: rtnl.U32(0x1234), UID: rtnl.U32(1001), IPProto: rtnl.U8(6),
		SPort: rtnl.U16(5001), DPort: rtnl.U16(80),
	})},
	{name: "rule-dump", do: listRules(&rtnl.RuleFilter{Family: rtnl.IPv4})},
	{name: "rule-dump-ip6", do: listRules(&rtnl.RuleFilter{Family: rtnl.IPv6})},
	{name: "neigh-dump", do: listNeighs(nil)},
	{name: "neigh-dump-filter", do: listNeighs(&rtnl.NeighFilter{Family: rtnl.IPv6, Dev: "eth0", Master: "br0"})},
	{name: "neigh-dump-proxy", do: listNeighs(&rtnl.NeighFilter{Proxy: true, Dev: "eth0"})},
	{name: "neigh-get", do: getNeigh(rtnl.Neigh{Dev: "eth0", Dst: ip("192.0.2.5")})},
	{name: "neigh-get-proxy", do: getNeigh(rtnl.Neigh{Dev: "eth0", Dst: ip("2001:db8::7"), Flags: rtnl.NeighProxy})},
}

// TestAskGoldens compares what this package asks for with what ip(8) asked for.
func TestAskGoldens(t *testing.T) {
	nltest.LittleEndianOnly(t)
	for _, tt := range slices.Concat(asked, nexthopsAsked, mplsAsked) {
		t.Run(tt.name, func(t *testing.T) {
			c, k := dialFake(t, rtnl.Config{}, func(_ int, m nlmsg.Message) [][]byte {
				name := linkName(m)
				switch {
				case m.Flags&uapi.NLM_F_DUMP == uapi.NLM_F_DUMP:
					return [][]byte{done(m, 0, 0)}
				case devices[name] != 0 && m.Type == uapi.RTM_GETLINK:
					return [][]byte{reply(m, uapi.RTM_NEWLINK, 0, linkBody(devices[name], name))}
				}
				return [][]byte{ack(m, uapi.ENODEV)}
			})
			tt.do(t.Context(), c)
			// What comes before are questions for indexes.
			sent := k.requests()
			g := nltest.Goldens(t, tt.name)[0]
			if diff := nltest.DiffMessages(g.Bytes, sent[len(sent)-1], nil); diff != tt.diff {
				t.Errorf("%q, but for\n%s\nwant, because %s:\n%s", g.Command, diff, tt.why, tt.diff)
			}
		})
	}
}

// linkName returns the name in a message about a link.
func linkName(m nlmsg.Message) string {
	for b := m.Body[min(16, len(m.Body)):]; len(b) >= 4; {
		n := min(int(binary.NativeEndian.Uint16(b)), len(b))
		if typ := binary.NativeEndian.Uint16(b[2:]); typ == uapi.IFLA_IFNAME {
			return string(b[4 : 4+max(0, slices.Index(b[4:n], 0))])
		}
		b = b[min((n+3)&^3, len(b)):]
	}
	return ""
}
