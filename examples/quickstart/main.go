// Command quickstart joins a network namespace to a bridge and sends a packet across. It prints
// each step as one would type it.
//
// It needs no root and touches nothing: all of it happens in a sandbox that ends with the program.
// With -host it acts on this machine, and cleans up in the end unless there is -keep.
package main

import (
	"context"
	"fmt"
	"net/netip"

	"github.com/eb30ede5/netlink/internal/sandbox"
	"github.com/eb30ede5/netlink/netns"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

func main() {
	options()
	if !onHost {
		check(sandbox.Enter())
	}
	host, err := rtnl.Dial(nil)
	check(err)
	do("ip", host, rtnl.AddLink(rtnl.Link{Name: "br0", Kind: &kind.Bridge{}}))
	atExit(func(ctx context.Context) error { return host.Do(ctx, rtnl.DeleteLink("br0")) })
	do("ip", host, rtnl.SetLink("br0", rtnl.Link{Up: rtnl.On}),
		rtnl.AddLink(rtnl.Link{Name: "veth-host", Kind: &kind.Veth{}, Peer: &rtnl.Link{Name: "veth-ns"}}))
	atExit(func(ctx context.Context) error { return host.Do(ctx, rtnl.DeleteLink("veth-host")) })
	fmt.Println("ip netns add test-ns")
	ns, err := netns.Create("test-ns")
	check(err)
	atExit(func(context.Context) error { return netns.Remove("test-ns") })
	guest, err := rtnl.Dial(&rtnl.Config{NetNS: ns})
	check(err)
	port := rtnl.Addr{Dev: "veth-host", Prefix: netip.MustParsePrefix("10.0.0.1/24")}
	do("ip", host, rtnl.SetLink("veth-ns", rtnl.Link{NetNS: ns}),
		rtnl.SetLink("veth-host", rtnl.Link{Master: "br0"}),
		rtnl.AddAddr(port), rtnl.SetLink("veth-host", rtnl.Link{Up: rtnl.On}))
	do("ip -n test-ns", guest, rtnl.SetLink("lo", rtnl.Link{Up: rtnl.On}),
		rtnl.AddAddr(rtnl.Addr{Dev: "veth-ns", Prefix: netip.MustParsePrefix("10.0.0.2/24")}),
		rtnl.SetLink("veth-ns", rtnl.Link{Up: rtnl.On}))
	fmt.Println("ip -n test-ns -br -4 addr show")
	for addr, err := range guest.Addrs(context.Background(), &rtnl.AddrFilter{Family: rtnl.IPv4}) {
		check(err)
		link, err := guest.LinkByIndex(context.Background(), addr.DevIndex)
		check(err)
		fmt.Printf("%s: %s\n", link.Name, addr.Prefix)
	}
	bridge := port // an address on a port of a bridge does not answer, on the bridge it does
	bridge.Dev = "br0"
	do("ip", host, rtnl.DeleteAddr(port), rtnl.AddAddr(bridge))
	rtt, err := echo(ns, [4]byte{10, 0, 0, 2})
	check(err)
	fmt.Println("a packet to 10.0.0.2 and back took", rtt)
	check(cleanUp())
}
