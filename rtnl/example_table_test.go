package rtnl_test

import (
	"context"
	"fmt"
	"iter"
	"net/netip"
	"strings"
	"time"

	"github.com/eb30ede5/netlink/netns"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/bridge"
	"github.com/eb30ede5/netlink/rtnl/encap"
	"github.com/eb30ede5/netlink/rtnl/kind"
	"github.com/eb30ede5/netlink/rtnl/sriov"
)

// A tableRow is a line of the table in README.md: a command, and what says the
// same in Go, which is what stands in the call of sayDo, or what the function in
// the call of another say returns.
type tableRow struct {
	ip    string   // the command
	setup []string // commands that come before it
	says  tableSaying
	print string // where String of the request is not the command: what it is
}

// A tableSaying is what a row says in Go.
type tableSaying struct {
	req  *rtnl.Request
	read func(context.Context, *rtnl.Conn) ([]string, error) // what is read, as objectKey has it
	act  func() error
}

func sayDo(r rtnl.Request) tableSaying { return tableSaying{req: &r} }

func sayList[T any](f func(ctx context.Context, c *rtnl.Conn) iter.Seq2[T, error]) tableSaying {
	return tableSaying{read: func(ctx context.Context, c *rtnl.Conn) (keys []string, err error) {
		all, err := rtnl.Collect(f(ctx, c))
		for _, v := range all {
			keys = append(keys, objectKey(v))
		}
		return keys, err
	}}
}

func sayGet[T any](f func(ctx context.Context, c *rtnl.Conn) (T, error)) tableSaying {
	return tableSaying{read: func(ctx context.Context, c *rtnl.Conn) ([]string, error) {
		v, err := f(ctx, c)
		return []string{objectKey(v)}, err
	}}
}

func sayAct(f func() error) tableSaying { return tableSaying{act: f} }

func sayOpen(f func() (*netns.Handle, error)) tableSaying {
	return tableSaying{act: func() error {
		h, err := f()
		if err != nil {
			return err
		}
		return h.Close()
	}}
}

// objectKey says which object v is, in the words that ip(8) has for it.
func objectKey(v any) string {
	switch v := v.(type) {
	case rtnl.Link:
		return v.Name
	case rtnl.Addr:
		return v.Prefix.String()
	case rtnl.Route:
		if v.Dst.Bits() == 0 {
			return "default"
		}
		if v.Dst.IsSingleIP() {
			return v.Dst.Addr().String()
		}
		return v.Dst.String()
	case rtnl.Nexthop:
		return fmt.Sprint("nexthop ", v.ID)
	case rtnl.NexthopBucket:
		return fmt.Sprintf("nexthop %d bucket %d", v.Group, v.Index)
	case rtnl.Neigh:
		return v.Dst.String()
	case rtnl.Rule:
		return fmt.Sprint("rule ", v.Priority)
	case string:
		return v
	}
	panic("no key")
}

const (
	addEth0   = "ip link add eth0 type ifb"
	addEth1   = "ip link add eth1 type ifb"
	addBr0    = "ip link add br0 type bridge"
	addPort   = "ip link add eth0 master br0 type ifb"
	upEth0    = "ip link set eth0 up"
	addrEth0  = "ip addr add 198.51.100.9/24 dev eth0"
	neighEth0 = "ip neigh add 192.0.2.5 dev eth0 lladdr 02:11:22:33:44:55"
	addBlue   = "ip netns add blue"
)

// tableRows is the table. p and a stand for netip.MustParsePrefix and
// netip.MustParseAddr, blue for a handle on the namespace of that name.
func tableRows(blue *netns.Handle) []tableRow {
	p, a := netip.MustParsePrefix, netip.MustParseAddr
	return []tableRow{
		// Links.
		{ip: "ip link add br0 type bridge",
			says: sayDo(rtnl.AddLink(rtnl.Link{Name: "br0", Kind: &kind.Bridge{}}))},
		{ip: "ip link add br0 type bridge vlan_filtering 1",
			says:  sayDo(rtnl.AddLink(rtnl.Link{Name: "br0", Kind: &kind.Bridge{VLANFiltering: rtnl.On}})),
			print: "link add br0 type bridge vlan_filtering on"},
		{ip: "ip link add veth0 type veth peer name veth1",
			says: sayDo(rtnl.AddLink(rtnl.Link{Name: "veth0", Kind: &kind.Veth{}, Peer: &rtnl.Link{Name: "veth1"}}))},
		{ip: "ip link add veth0 mtu 1400 type veth peer name veth1 mtu 1400 netns blue", setup: []string{addBlue},
			says: sayDo(rtnl.AddLink(rtnl.Link{Name: "veth0", MTU: 1400, Kind: &kind.Veth{}, Peer: &rtnl.Link{Name: "veth1", MTU: 1400, NetNS: blue}}))},
		{ip: "ip link add eth0.7 link eth0 type vlan id 7", setup: []string{addEth0},
			says: sayDo(rtnl.AddLink(rtnl.Link{Name: "eth0.7", Parent: "eth0", Kind: &kind.VLAN{ID: rtnl.U16(7)}}))},
		{ip: "ip link add vx0 type vxlan id 42 local 192.0.2.1 remote 192.0.2.2 dstport 4789 nolearning",
			says:  sayDo(rtnl.AddLink(rtnl.Link{Name: "vx0", Kind: &kind.VXLAN{ID: rtnl.U32(42), Local: a("192.0.2.1"), Group: a("192.0.2.2"), Port: rtnl.U16(4789), Learn: rtnl.Off}})),
			print: "link add vx0 type vxlan id 42 local 192.0.2.1 group 192.0.2.2 port 4789 learning off"},
		{ip: "ip link add mv0 link eth0 type macvlan mode bridge", setup: []string{addEth0},
			says: sayDo(rtnl.AddLink(rtnl.Link{Name: "mv0", Parent: "eth0", Kind: &kind.MACVLAN{Mode: rtnl.Some(kind.MACVLANBridge)}}))},
		{ip: "ip link add tap0 link eth0 type macvtap mode vepa", setup: []string{addEth0},
			says: sayDo(rtnl.AddLink(rtnl.Link{Name: "tap0", Parent: "eth0", Kind: &kind.MACVTAP{Mode: rtnl.Some(kind.MACVLANVEPA)}}))},
		{ip: "ip link add dm0 type dummy",
			says: sayDo(rtnl.AddLink(rtnl.Link{Name: "dm0", Kind: &kind.Dummy{}}))},
		{ip: "ip link add ifb7 numtxqueues 3 type ifb",
			says: sayDo(rtnl.AddLink(rtnl.Link{Name: "ifb7", NumTxQueues: 3, Kind: &kind.IFB{}}))},
		{ip: "ip link add nl0 type nlmon",
			says: sayDo(rtnl.AddLink(rtnl.Link{Name: "nl0", Kind: &kind.Raw{Name: "nlmon"}}))},
		{ip: "ip link set eth0 up", setup: []string{addEth0},
			says: sayDo(rtnl.SetLink("eth0", rtnl.Link{Up: rtnl.On}))},
		{ip: "ip link set eth0 down", setup: []string{addEth0, upEth0},
			says: sayDo(rtnl.SetLink("eth0", rtnl.Link{Up: rtnl.Off}))},
		{ip: "ip link set eth0 mtu 1400", setup: []string{addEth0},
			says: sayDo(rtnl.SetLink("eth0", rtnl.Link{MTU: 1400}))},
		{ip: "ip link set eth0 address 02:11:22:33:44:55", setup: []string{addEth0},
			says: sayDo(rtnl.SetLink("eth0", rtnl.Link{Address: nlattr.MustParseHWAddr("02:11:22:33:44:55")}))},
		{ip: "ip link set eth0 name net1", setup: []string{addEth0},
			says: sayDo(rtnl.SetLink("eth0", rtnl.Link{Name: "net1"}))},
		{ip: "ip link set eth0 name net1 netns blue up", setup: []string{addBlue, addEth0},
			says: sayDo(rtnl.SetLink("eth0", rtnl.Link{NetNS: blue, Name: "net1", Up: rtnl.On}))},
		{ip: "ip link set eth0 netns blue", setup: []string{addBlue, addEth0},
			says: sayDo(rtnl.SetLink("eth0", rtnl.Link{NetNS: blue}))},
		{ip: "ip link set eth0 master br0", setup: []string{addEth0, addBr0},
			says: sayDo(rtnl.SetLink("eth0", rtnl.Link{Master: "br0"}))},
		{ip: "ip link set eth0 nomaster", setup: []string{addBr0, "ip link add eth0 master br0 type ifb"},
			says: sayDo(rtnl.SetLink("eth0", rtnl.Link{NoMaster: true}))},
		{ip: "ip link set eth0 promisc on arp off", setup: []string{addEth0},
			says: sayDo(rtnl.SetLink("eth0", rtnl.Link{Promisc: rtnl.On, ARP: rtnl.Off}))},
		{ip: "ip link set eth0 alias uplink", setup: []string{addEth0},
			says:  sayDo(rtnl.SetLink("eth0", rtnl.Link{Alias: rtnl.Some("uplink")})),
			print: `link set eth0 alias "uplink"`},
		{ip: "ip link set eth0 group 9 txqueuelen 500", setup: []string{addEth0},
			says: sayDo(rtnl.SetLink("eth0", rtnl.Link{Group: rtnl.U32(9), TxQLen: rtnl.U32(500)}))},
		{ip: "ip link set eth0 addrgenmode none", setup: []string{addEth0},
			says: sayDo(rtnl.SetLink("eth0", rtnl.Link{AddrGenMode: rtnl.Some(rtnl.AddrGenNone)}))},
		{ip: "ip link set br0 type bridge ageing_time 7000", setup: []string{addBr0},
			says:  sayDo(rtnl.SetLink("br0", rtnl.Link{Kind: &kind.Bridge{AgeingTime: rtnl.Some(70 * time.Second)}})),
			print: "link set br0 type bridge ageing_time 1m10s"},
		{ip: "ip link set eth0 type bridge_slave hairpin on", setup: []string{addBr0, "ip link add eth0 master br0 type ifb"},
			says: sayDo(rtnl.SetLink("eth0", rtnl.Link{Port: &kind.BridgePort{Hairpin: rtnl.On}}))},
		{ip: "ip link set eth0 vf 3 mac 02:11:22:33:44:55 spoofchk off", setup: []string{addEth0},
			says: sayDo(rtnl.SetLink("eth0", rtnl.Link{VFs: []sriov.VF{{VF: 3, Address: nlattr.MustParseHWAddr("02:11:22:33:44:55"), SpoofChk: rtnl.Off}}}))},
		{ip: "ip link property add eth0 altname uplink", setup: []string{addEth0},
			says: sayDo(rtnl.AddAltNames("eth0", "uplink"))},
		{ip: "ip link property del eth0 altname uplink", setup: []string{addEth0, "ip link property add eth0 altname uplink"},
			says: sayDo(rtnl.DeleteAltNames("eth0", "uplink"))},
		{ip: "ip link delete eth0", setup: []string{addEth0},
			says: sayDo(rtnl.DeleteLink("eth0"))},
		{ip: "ip link show", setup: []string{addEth0, addBr0},
			says: sayList(func(ctx context.Context, c *rtnl.Conn) iter.Seq2[rtnl.Link, error] { return c.Links(ctx, nil) })},
		{ip: "ip -s link show", setup: []string{addEth0, addBr0},
			says: sayList(func(ctx context.Context, c *rtnl.Conn) iter.Seq2[rtnl.Link, error] {
				return c.Links(ctx, &rtnl.LinkFilter{Stats: true})
			})},
		{ip: "ip link show up", setup: []string{addEth0, upEth0, addBr0},
			says: sayList(func(ctx context.Context, c *rtnl.Conn) iter.Seq2[rtnl.Link, error] {
				return c.Links(ctx, &rtnl.LinkFilter{Up: rtnl.On})
			})},
		{ip: "ip link show type bridge", setup: []string{addEth0, addBr0},
			says: sayList(func(ctx context.Context, c *rtnl.Conn) iter.Seq2[rtnl.Link, error] {
				return c.Links(ctx, &rtnl.LinkFilter{Kind: "bridge"})
			})},
		{ip: "ip link show master br0", setup: []string{addBr0, "ip link add eth0 master br0 type ifb"},
			says: sayList(func(ctx context.Context, c *rtnl.Conn) iter.Seq2[rtnl.Link, error] {
				return c.Links(ctx, &rtnl.LinkFilter{Master: "br0"})
			})},
		{ip: "ip link show group 9", setup: []string{addEth0, addEth1, "ip link set eth1 group 9"},
			says: sayList(func(ctx context.Context, c *rtnl.Conn) iter.Seq2[rtnl.Link, error] {
				return c.Links(ctx, &rtnl.LinkFilter{Group: rtnl.U32(9)})
			})},
		{ip: "ip link show eth0", setup: []string{addEth0, addBr0},
			says: sayGet(func(ctx context.Context, c *rtnl.Conn) (rtnl.Link, error) { return c.LinkByName(ctx, "eth0") })},

		// Addresses.
		{ip: "ip addr add 192.0.2.5/24 dev eth0", setup: []string{addEth0},
			says: sayDo(rtnl.AddAddr(rtnl.Addr{Dev: "eth0", Prefix: p("192.0.2.5/24")}))},
		{ip: "ip addr add 192.0.2.5/24 broadcast 192.0.2.255 label eth0:web dev eth0", setup: []string{addEth0},
			says: sayDo(rtnl.AddAddr(rtnl.Addr{Dev: "eth0", Prefix: p("192.0.2.5/24"), Broadcast: a("192.0.2.255"), Label: "eth0:web"}))},
		{ip: "ip addr add 192.0.2.5 peer 192.0.2.6/32 scope link dev eth0", setup: []string{addEth0},
			says: sayDo(rtnl.AddAddr(rtnl.Addr{Dev: "eth0", Prefix: p("192.0.2.5/32"), Peer: a("192.0.2.6"), Scope: rtnl.ScopeLink}))},
		{ip: "ip addr add 2001:db8::5/64 dev eth0 nodad", setup: []string{addEth0},
			says: sayDo(rtnl.AddAddr(rtnl.Addr{Dev: "eth0", Prefix: p("2001:db8::5/64"), Flags: rtnl.AddrNoDAD}))},
		{ip: "ip addr add 192.0.2.5/24 dev eth0 valid_lft 3600 preferred_lft 1800", setup: []string{addEth0},
			says: sayDo(rtnl.AddAddr(rtnl.Addr{Dev: "eth0", Prefix: p("192.0.2.5/24"), ValidLft: rtnl.Some(time.Hour), PreferredLft: rtnl.Some(30 * time.Minute)}))},
		{ip: "ip addr replace 192.0.2.5/24 metric 300 dev eth0", setup: []string{addEth0, "ip addr add 192.0.2.5/24 dev eth0"},
			says: sayDo(rtnl.ReplaceAddr(rtnl.Addr{Dev: "eth0", Prefix: p("192.0.2.5/24"), Metric: 300}))},
		{ip: "ip addr delete 192.0.2.5/24 dev eth0", setup: []string{addEth0, "ip addr add 192.0.2.5/24 dev eth0"},
			says: sayDo(rtnl.DeleteAddr(rtnl.Addr{Dev: "eth0", Prefix: p("192.0.2.5/24")}))},
		{ip: "ip addr show", setup: []string{addEth0, "ip link set eth0 addrgenmode none", upEth0, addrEth0, "ip addr add 2001:db8::9/64 dev eth0"},
			says: sayList(func(ctx context.Context, c *rtnl.Conn) iter.Seq2[rtnl.Addr, error] { return c.Addrs(ctx, nil) })},
		{ip: "ip -4 addr show dev eth0", setup: []string{addEth0, upEth0, addrEth0, "ip link set lo up"},
			says: sayList(func(ctx context.Context, c *rtnl.Conn) iter.Seq2[rtnl.Addr, error] {
				return c.Addrs(ctx, &rtnl.AddrFilter{Family: rtnl.IPv4, Dev: "eth0"})
			})},
		{ip: "ip addr show scope host", setup: []string{addEth0, upEth0, addrEth0, "ip link set lo up"},
			says: sayList(func(ctx context.Context, c *rtnl.Conn) iter.Seq2[rtnl.Addr, error] {
				return c.Addrs(ctx, &rtnl.AddrFilter{Scope: rtnl.Some(rtnl.ScopeHost)})
			})},

		// Routes.
		{ip: "ip route add default via 198.51.100.7", setup: []string{addEth0, upEth0, addrEth0},
			says: sayDo(rtnl.AddRoute(rtnl.Route{Dst: p("0.0.0.0/0"), Via: a("198.51.100.7")}))},
		{ip: "ip route add 192.0.2.0/24 dev eth0", setup: []string{addEth0, upEth0},
			says: sayDo(rtnl.AddRoute(rtnl.Route{Dst: p("192.0.2.0/24"), Dev: "eth0"}))},
		{ip: "ip route add 192.0.2.0/24 via 203.0.113.7 dev eth0 table 1000 proto static src 198.51.100.9 metric 300 onlink", setup: []string{addEth0, upEth0, addrEth0},
			says: sayDo(rtnl.AddRoute(rtnl.Route{Dst: p("192.0.2.0/24"), Via: a("203.0.113.7"), Dev: "eth0", Table: 1000, Protocol: rtnl.ProtoStatic, PrefSrc: a("198.51.100.9"), Metric: 300, Flags: rtnl.RouteOnLink}))},
		{ip: "ip route add 192.0.2.0/24 via inet6 fe80::7 dev eth0", setup: []string{addEth0, upEth0},
			says: sayDo(rtnl.AddRoute(rtnl.Route{Dst: p("192.0.2.0/24"), Via: a("fe80::7"), Dev: "eth0"}))},
		{ip: "ip route add 192.0.2.0/24 nexthop via 198.51.100.7 weight 1 nexthop via 198.51.100.8 weight 3", setup: []string{addEth0, upEth0, addrEth0},
			says: sayDo(rtnl.AddRoute(rtnl.Route{Dst: p("192.0.2.0/24"), Hops: []rtnl.Hop{{Via: a("198.51.100.7")}, {Via: a("198.51.100.8"), Weight: 3}}}))},
		{ip: "ip route add 192.0.2.0/24 dev eth0 mtu lock 1400", setup: []string{addEth0, upEth0},
			says: sayDo(rtnl.AddRoute(rtnl.Route{Dst: p("192.0.2.0/24"), Dev: "eth0", More: &rtnl.RouteMore{Metrics: rtnl.RouteMetrics{MTU: rtnl.U32(1400), Lock: rtnl.LockMTU}}}))},
		{ip: "ip route add 192.0.2.0/24 nhid 777", setup: []string{addEth0, upEth0, "ip nexthop add id 777 dev eth0"},
			says: sayDo(rtnl.AddRoute(rtnl.Route{Dst: p("192.0.2.0/24"), NexthopID: 777}))},
		{ip: "ip route add 192.0.2.0/24 encap ip id 300 dst 198.51.100.7 dev vx0", setup: []string{"ip link add vx0 type vxlan external", "ip link set vx0 up"},
			says: sayDo(rtnl.AddRoute(rtnl.Route{Dst: p("192.0.2.0/24"), Dev: "vx0", More: &rtnl.RouteMore{Encap: &encap.IP{ID: 300, Dst: a("198.51.100.7")}}}))},
		{ip: "ip route add 2001:db8::/61 encap seg6 mode encap segs 2001:db8:1::1,2001:db8:2::2 dev eth0", setup: []string{addEth0, upEth0},
			says: sayDo(rtnl.AddRoute(rtnl.Route{Dst: p("2001:db8::/61"), Dev: "eth0", More: &rtnl.RouteMore{Encap: &encap.SEG6{Mode: encap.SEG6Encap, Segments: encap.Segments{a("2001:db8:1::1"), a("2001:db8:2::2")}}}}))},
		{ip: "ip route add blackhole 192.0.2.5/32",
			says: sayDo(rtnl.AddRoute(rtnl.Route{Dst: p("192.0.2.5/32"), Type: rtnl.RouteBlackhole}))},
		{ip: "ip -6 route add default via fe80::7 dev eth0 metric 300", setup: []string{addEth0, upEth0},
			says: sayDo(rtnl.AddRoute(rtnl.Route{Dst: p("::/0"), Via: a("fe80::7"), Dev: "eth0", Metric: 300}))},
		{ip: "ip route change 192.0.2.0/24 dev eth0 src 198.51.100.9", setup: []string{addEth0, upEth0, addrEth0, "ip route add 192.0.2.0/24 dev eth0"},
			says: sayDo(rtnl.ChangeRoute(rtnl.Route{Dst: p("192.0.2.0/24"), Dev: "eth0", PrefSrc: a("198.51.100.9")}))},
		{ip: "ip route replace 192.0.2.0/24 via 198.51.100.7", setup: []string{addEth0, upEth0, addrEth0, "ip route add 192.0.2.0/24 dev eth0"},
			says: sayDo(rtnl.ReplaceRoute(rtnl.Route{Dst: p("192.0.2.0/24"), Via: a("198.51.100.7")}))},
		{ip: "ip route append 192.0.2.0/24 via 198.51.100.7", setup: []string{addEth0, upEth0, addrEth0, "ip route add 192.0.2.0/24 dev eth0"},
			says: sayDo(rtnl.AppendRoute(rtnl.Route{Dst: p("192.0.2.0/24"), Via: a("198.51.100.7")}))},
		{ip: "ip route delete 192.0.2.0/24 table 1000", setup: []string{addEth0, upEth0, "ip route add 192.0.2.0/24 dev eth0 table 1000"},
			says: sayDo(rtnl.DeleteRoute(rtnl.Route{Dst: p("192.0.2.0/24"), Table: 1000}))},
		{ip: "ip route show", setup: []string{addEth0, upEth0, addrEth0, "ip route add default via 198.51.100.7"},
			says: sayList(func(ctx context.Context, c *rtnl.Conn) iter.Seq2[rtnl.Route, error] {
				return c.Routes(ctx, &rtnl.RouteFilter{Family: rtnl.IPv4, Table: rtnl.TableMain})
			})},
		{ip: "ip -4 route show table all", setup: []string{addEth0, upEth0, addrEth0, "ip route add 192.0.2.0/24 dev eth0 table 1000"},
			says: sayList(func(ctx context.Context, c *rtnl.Conn) iter.Seq2[rtnl.Route, error] {
				return c.Routes(ctx, &rtnl.RouteFilter{Family: rtnl.IPv4})
			})},
		{ip: "ip -4 route show table 1000 proto static dev eth0", setup: []string{addEth0, upEth0, "ip route add 192.0.2.0/24 dev eth0 table 1000 proto static", "ip route add 192.0.3.0/24 dev eth0 table 1000"},
			says: sayList(func(ctx context.Context, c *rtnl.Conn) iter.Seq2[rtnl.Route, error] {
				return c.Routes(ctx, &rtnl.RouteFilter{Family: rtnl.IPv4, Table: 1000, Protocol: rtnl.ProtoStatic, Dev: "eth0"})
			})},
		{ip: "ip route get 198.51.100.77", setup: []string{addEth0, upEth0, addrEth0},
			says: sayGet(func(ctx context.Context, c *rtnl.Conn) (rtnl.Route, error) {
				return c.RouteTo(ctx, a("198.51.100.77"), nil)
			})},
		{ip: "ip route get 198.51.100.77 oif eth0 mark 0x12 uid 0", setup: []string{addEth0, upEth0, addrEth0},
			says: sayGet(func(ctx context.Context, c *rtnl.Conn) (rtnl.Route, error) {
				return c.RouteTo(ctx, a("198.51.100.77"), &rtnl.RouteQuery{OIF: "eth0", Mark: rtnl.U32(0x12), UID: rtnl.U32(0)})
			})},

		// Nexthops.
		{ip: "ip nexthop add id 777 via 198.51.100.7 dev eth0", setup: []string{addEth0, upEth0, addrEth0},
			says: sayDo(rtnl.AddNexthop(rtnl.Nexthop{ID: 777, Via: a("198.51.100.7"), Dev: "eth0"}))},
		{ip: "ip nexthop add id 780 blackhole", setup: []string{"ip link set lo up"},
			says: sayDo(rtnl.AddNexthop(rtnl.Nexthop{ID: 780, Blackhole: true}))},
		{ip: "ip nexthop add id 779 group 777,3/778", setup: []string{addEth0, upEth0, "ip nexthop add id 777 dev eth0", "ip nexthop add id 778 dev eth0"},
			says: sayDo(rtnl.AddNexthop(rtnl.Nexthop{ID: 779, Group: []rtnl.NexthopMember{{ID: 777, Weight: 3}, {ID: 778}}}))},
		{ip: "ip nexthop add id 779 group 777/778 type resilient buckets 8 idle_timer 60", setup: []string{addEth0, upEth0, "ip nexthop add id 777 dev eth0", "ip nexthop add id 778 dev eth0"},
			says: sayDo(rtnl.AddNexthop(rtnl.Nexthop{ID: 779, Group: []rtnl.NexthopMember{{ID: 777}, {ID: 778}}, Resilient: &rtnl.NexthopResilient{Buckets: 8, IdleTimer: rtnl.Some(time.Minute)}}))},
		{ip: "ip nexthop replace id 777 via 198.51.100.8 dev eth0", setup: []string{addEth0, upEth0, addrEth0, "ip nexthop add id 777 dev eth0"},
			says: sayDo(rtnl.ReplaceNexthop(rtnl.Nexthop{ID: 777, Via: a("198.51.100.8"), Dev: "eth0"}))},
		{ip: "ip nexthop del id 777", setup: []string{addEth0, upEth0, "ip nexthop add id 777 dev eth0"},
			says: sayDo(rtnl.DeleteNexthop(777))},
		{ip: "ip nexthop show", setup: []string{addEth0, upEth0, "ip nexthop add id 777 dev eth0", "ip nexthop add id 779 group 777"},
			says: sayList(func(ctx context.Context, c *rtnl.Conn) iter.Seq2[rtnl.Nexthop, error] { return c.Nexthops(ctx, nil) })},
		{ip: "ip nexthop show dev eth0", setup: []string{addEth0, upEth0, "ip nexthop add id 777 dev eth0", "ip nexthop add id 779 group 777"},
			says: sayList(func(ctx context.Context, c *rtnl.Conn) iter.Seq2[rtnl.Nexthop, error] {
				return c.Nexthops(ctx, &rtnl.NexthopFilter{Dev: "eth0"})
			})},
		{ip: "ip nexthop bucket show", setup: []string{addEth0, upEth0, "ip nexthop add id 777 dev eth0", "ip nexthop add id 779 group 777 type resilient buckets 2"},
			says: sayList(func(ctx context.Context, c *rtnl.Conn) iter.Seq2[rtnl.NexthopBucket, error] {
				return c.NexthopBuckets(ctx, nil)
			})},
		{ip: "ip nexthop get id 777", setup: []string{addEth0, upEth0, "ip nexthop add id 777 dev eth0"},
			says: sayGet(func(ctx context.Context, c *rtnl.Conn) (rtnl.Nexthop, error) { return c.Nexthop(ctx, 777) })},

		// Rules.
		{ip: "ip rule add from 192.0.2.0/24 priority 100 table 1000",
			says: sayDo(rtnl.AddRule(rtnl.Rule{Src: p("192.0.2.0/24"), Priority: rtnl.U32(100), Table: 1000}))},
		{ip: "ip rule add not to 192.0.2.0/24 fwmark 0x10/0xff iif eth0 priority 100 table main suppress_prefixlength 0",
			says: sayDo(rtnl.AddRule(rtnl.Rule{Flags: rtnl.RuleNot, Dst: p("192.0.2.0/24"), Mark: rtnl.U32(0x10), Mask: rtnl.U32(0xff), IIF: "eth0", Priority: rtnl.U32(100), Table: rtnl.TableMain, SuppressPrefixLen: rtnl.U32(0)}))},
		{ip: "ip rule add ipproto udp dport 53 priority 100 table 1000",
			says: sayDo(rtnl.AddRule(rtnl.Rule{Family: rtnl.IPv4, IPProto: 17, DPort: rtnl.Port(53), Priority: rtnl.U32(100), Table: 1000}))},
		{ip: "ip -6 rule add from 2001:db8::/64 priority 100 unreachable",
			says: sayDo(rtnl.AddRule(rtnl.Rule{Src: p("2001:db8::/64"), Priority: rtnl.U32(100), Action: rtnl.RuleUnreachable}))},
		{ip: "ip rule add l3mdev priority 1000",
			says: sayDo(rtnl.AddRule(rtnl.Rule{Family: rtnl.IPv4, L3MDev: true, Priority: rtnl.U32(1000)}))},
		{ip: "ip rule delete from 192.0.2.0/24 priority 100 table 1000", setup: []string{"ip rule add from 192.0.2.0/24 priority 100 table 1000"},
			says: sayDo(rtnl.DeleteRule(rtnl.Rule{Src: p("192.0.2.0/24"), Priority: rtnl.U32(100), Table: 1000}))},
		{ip: "ip rule delete priority 100", setup: []string{"ip rule add from 192.0.2.0/24 priority 100 table 1000"},
			says: sayDo(rtnl.DeleteFirstRule(rtnl.Rule{Family: rtnl.IPv4, Priority: rtnl.U32(100)}))},
		{ip: "ip rule show", setup: []string{"ip rule add from 192.0.2.0/24 priority 100 table 1000"},
			says: sayList(func(ctx context.Context, c *rtnl.Conn) iter.Seq2[rtnl.Rule, error] {
				return c.Rules(ctx, &rtnl.RuleFilter{Family: rtnl.IPv4})
			})},
		{ip: "ip rule show table 1000", setup: []string{"ip rule add from 192.0.2.0/24 priority 100 table 1000"},
			says: sayList(func(ctx context.Context, c *rtnl.Conn) iter.Seq2[rtnl.Rule, error] {
				return c.Rules(ctx, &rtnl.RuleFilter{Family: rtnl.IPv4, Table: 1000})
			})},

		// Neighbours.
		{ip: "ip neigh add 192.0.2.5 dev eth0 lladdr 02:11:22:33:44:55", setup: []string{addEth0, upEth0},
			says: sayDo(rtnl.AddNeigh(rtnl.Neigh{Dev: "eth0", Dst: a("192.0.2.5"), Address: nlattr.MustParseHWAddr("02:11:22:33:44:55")}))},
		{ip: "ip neigh add 2001:db8::5 dev eth0 lladdr 02:11:22:33:44:55 nud stale router", setup: []string{addEth0, upEth0},
			says: sayDo(rtnl.AddNeigh(rtnl.Neigh{Dev: "eth0", Dst: a("2001:db8::5"), Address: nlattr.MustParseHWAddr("02:11:22:33:44:55"), State: rtnl.Some(rtnl.NeighStale), Flags: rtnl.NeighRouter}))},
		{ip: "ip neigh add proxy 192.0.2.5 dev eth0", setup: []string{addEth0, upEth0},
			says: sayDo(rtnl.AddNeigh(rtnl.Neigh{Dev: "eth0", Dst: a("192.0.2.5"), Flags: rtnl.NeighProxy}))},
		{ip: "ip neigh change 192.0.2.5 dev eth0 lladdr 02:11:22:33:44:66", setup: []string{addEth0, upEth0, neighEth0},
			says: sayDo(rtnl.ChangeNeigh(rtnl.Neigh{Dev: "eth0", Dst: a("192.0.2.5"), Address: nlattr.MustParseHWAddr("02:11:22:33:44:66")}))},
		{ip: "ip neigh replace 192.0.2.5 dev eth0 lladdr 02:11:22:33:44:66 nud noarp", setup: []string{addEth0, upEth0, neighEth0},
			says: sayDo(rtnl.ReplaceNeigh(rtnl.Neigh{Dev: "eth0", Dst: a("192.0.2.5"), Address: nlattr.MustParseHWAddr("02:11:22:33:44:66"), State: rtnl.Some(rtnl.NeighNoARP)}))},
		{ip: "ip neigh delete 192.0.2.5 dev eth0", setup: []string{addEth0, upEth0, neighEth0},
			says: sayDo(rtnl.DeleteNeigh(rtnl.Neigh{Dev: "eth0", Dst: a("192.0.2.5")}))},
		{ip: "ip neigh show nud permanent", setup: []string{addEth0, upEth0, neighEth0},
			says: sayList(func(ctx context.Context, c *rtnl.Conn) iter.Seq2[rtnl.Neigh, error] {
				return c.Neighs(ctx, &rtnl.NeighFilter{State: rtnl.NeighPermanent})
			})},
		{ip: "ip -4 neigh show dev eth0", setup: []string{addEth0, upEth0, neighEth0},
			says: sayList(func(ctx context.Context, c *rtnl.Conn) iter.Seq2[rtnl.Neigh, error] {
				return c.Neighs(ctx, &rtnl.NeighFilter{Family: rtnl.IPv4, Dev: "eth0"})
			})},
		{ip: "ip neigh show proxy dev eth0", setup: []string{addEth0, upEth0, "ip neigh add proxy 192.0.2.5 dev eth0"},
			says: sayList(func(ctx context.Context, c *rtnl.Conn) iter.Seq2[rtnl.Neigh, error] {
				return c.Neighs(ctx, &rtnl.NeighFilter{Proxy: true, Dev: "eth0"})
			})},
		{ip: "ip neigh get 192.0.2.5 dev eth0", setup: []string{addEth0, upEth0, neighEth0},
			says: sayGet(func(ctx context.Context, c *rtnl.Conn) (rtnl.Neigh, error) {
				return c.GetNeigh(ctx, rtnl.Neigh{Dev: "eth0", Dst: a("192.0.2.5")})
			})},

		// Bridges.
		{ip: "bridge fdb add 02:11:22:33:44:55 dev eth0 master static", setup: []string{addBr0, addPort},
			says: sayDo(bridge.AddFDB(bridge.FDB{Address: nlattr.MustParseHWAddr("02:11:22:33:44:55"), Dev: "eth0", Flags: bridge.Master, State: bridge.Static}))},
		{ip: "bridge fdb append 00:00:00:00:00:00 dev vx0 self permanent dst 192.0.2.7", setup: []string{"ip link add vx0 type vxlan id 42 dstport 4789"},
			says: sayDo(bridge.AppendFDB(bridge.FDB{Address: nlattr.MustParseHWAddr("00:00:00:00:00:00"), Dev: "vx0", Dst: a("192.0.2.7")}))},
		{ip: "bridge fdb del 02:11:22:33:44:55 dev eth0 master permanent", setup: []string{addBr0, "ip link add eth0 address 02:11:22:33:44:55 master br0 type ifb"},
			says: sayDo(bridge.DeleteFDB(bridge.FDB{Address: nlattr.MustParseHWAddr("02:11:22:33:44:55"), Dev: "eth0", Flags: bridge.Master}))},
		{ip: "bridge vlan add dev eth0 vid 7 pvid untagged", setup: []string{addBr0, addPort},
			says: sayDo(bridge.AddVLAN(bridge.VLAN{Dev: "eth0", VID: 7, Flags: bridge.PVID | bridge.Untagged}))},
		{ip: "bridge vlan add dev br0 vid 100-103 self", setup: []string{addBr0},
			says: sayDo(bridge.AddVLAN(bridge.VLAN{Dev: "br0", VID: 100, End: 103, Self: true}))},
		{ip: "bridge vlan del dev eth0 vid 1", setup: []string{addBr0, addPort},
			says: sayDo(bridge.DeleteVLAN(bridge.VLAN{Dev: "eth0", VID: 1}))},

		// Namespaces.
		{ip: "ip netns add red",
			says: sayOpen(func() (*netns.Handle, error) { return netns.Create("red") })},
		{ip: "ip netns delete blue", setup: []string{addBlue},
			says: sayAct(func() error { return netns.Remove("blue") })},
		{ip: "ip netns list", setup: []string{addBlue},
			says: sayNames(func() ([]string, error) { return netns.List() })},
	}
}

func sayNames(f func() ([]string, error)) tableSaying {
	return tableSaying{read: func(context.Context, *rtnl.Conn) ([]string, error) { return f() }}
}

// kindInCommand returns the kind of link that a command needs, or "".
func kindInCommand(command string) string {
	if !strings.Contains(command, " link ") {
		return ""
	}
	_, kind, _ := strings.Cut(command, " type ")
	kind, _, _ = strings.Cut(kind, " ")
	if strings.HasSuffix(kind, "_slave") {
		return ""
	}
	return kind
}
