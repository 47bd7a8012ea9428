//go:build linux

// Command overmdlayher runs requests of this library over a connection of
// github.com/mdlayher/netlink that a program has already: it makes a link and lists all links, in a
// sandbox, without root.
package main

import (
	"context"
	"fmt"
	"log"

	"github.com/eb30ede5/netlink/internal/sandbox"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
	"github.com/mdlayher/netlink"
	"golang.org/x/sys/unix"
)

func main() {
	log.SetFlags(0)
	if err := sandbox.Enter(); err != nil {
		log.Fatal(err)
	}
	// What the program has. Strict lets the kernel say more about what it refuses, and filter
	// listings; without it the library does the filtering.
	conn, err := netlink.Dial(unix.NETLINK_ROUTE, &netlink.Config{Strict: true})
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()
	if err := run(context.Background(), conn); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *netlink.Conn) error {
	c, err := rtnl.Dial(&rtnl.Config{Transport: &transport{conn: conn}})
	if err != nil {
		return err
	}
	defer c.Close() // leaves conn open
	add := rtnl.AddLink(rtnl.Link{Name: "veth0", Kind: &kind.Veth{}, Peer: &rtnl.Link{Name: "veth1"}})
	fmt.Println("ip", add)
	if err := c.Do(ctx, add); err != nil {
		return err
	}
	fmt.Println("ip link show")
	for l, err := range c.Links(ctx, nil) {
		if err != nil {
			return err
		}
		fmt.Printf("%d: %s mtu %d\n", l.Index, l.Name, l.MTU)
	}
	return nil
}
