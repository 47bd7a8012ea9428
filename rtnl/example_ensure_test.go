package rtnl_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log"
	"net/netip"

	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

func Example_ensure() {
	ctx := context.Background()
	c, err := rtnl.Dial(nil)
	if err != nil {
		log.Fatal(err)
	}
	defer c.Close()

	err = c.Ensure(ctx,
		rtnl.AddLink(rtnl.Link{Name: "br0", Kind: &kind.Bridge{}}),
		rtnl.AddAddr(rtnl.Addr{Dev: "br0", Prefix: netip.MustParsePrefix("10.9.0.1/24"), Label: "br0:front"}),
	)
	if errors.Is(err, fs.ErrExist) {
		fmt.Println(err) // and nothing is changed
	}

	n, err := c.FlushRoutes(ctx, &rtnl.RouteFilter{Table: 1000}) // ip route flush table 1000
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(n, "routes")

	err = c.Do(ctx, rtnl.SetLink("lo", rtnl.Link{Up: rtnl.On}))
	if err != nil {
		log.Fatal(err)
	}
	err = rtnl.WaitUp(ctx, c, "lo")
	if err != nil {
		log.Fatal(err)
	}
	err = c.WaitDAD(ctx, &rtnl.AddrFilter{Dev: "lo"})
	if errors.Is(err, rtnl.ErrDuplicate) {
		log.Fatal(err) // another host has an address
	}
}

const ensureOutput = `rtnl: addr add 10.9.0.1/24 dev br0: file exists: label is br0, want br0:front
1 routes
`
