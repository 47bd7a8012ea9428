//go:build linux

// Command quickstart joins a named namespace to a bridge.
package main

import (
	"context"
	"fmt"
	"net/netip"
	"os"

	"github.com/eb30ede5/netlink/netns"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

func main() {
	if err := join(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func join(ctx context.Context) error {
	ns, err := netns.Create("test-ns")
	if err != nil {
		return err
	}
	defer ns.Close()
	host, err := rtnl.Dial(nil)
	if err != nil {
		return err
	}
	defer host.Close()
	guest, err := rtnl.Dial(&rtnl.Config{NetNS: ns})
	if err != nil {
		return err
	}
	defer guest.Close()
	if err := host.Do(ctx,
		rtnl.AddLink(rtnl.Link{Name: "br0", Kind: &kind.Bridge{}, Up: rtnl.On}),
		rtnl.AddLink(rtnl.Link{Name: "veth-host", Kind: &kind.Veth{}, Peer: &rtnl.Link{Name: "veth-ns", NetNS: ns}, Master: "br0", Up: rtnl.On}),
		rtnl.AddAddr(rtnl.Addr{Dev: "br0", Prefix: netip.MustParsePrefix("10.0.0.1/24")}),
	); err != nil {
		return err
	}
	if err := guest.Do(ctx,
		rtnl.SetLink("lo", rtnl.Link{Up: rtnl.On}),
		rtnl.SetLink("veth-ns", rtnl.Link{Up: rtnl.On}),
		rtnl.AddAddr(rtnl.Addr{Dev: "veth-ns", Prefix: netip.MustParsePrefix("10.0.0.2/24")}),
	); err != nil {
		return err
	}
	for addr, err := range guest.Addrs(ctx, &rtnl.AddrFilter{Family: rtnl.IPv4}) {
		if err != nil {
			return err
		}
		link, err := guest.LinkByIndex(ctx, addr.DevIndex)
		if err != nil {
			return err
		}
		fmt.Println(link.Name, addr.Prefix)
	}
	return nil
}
