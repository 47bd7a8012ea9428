package watch_test

import (
	"context"
	"fmt"
	"log"

	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/rtnltest"
	"github.com/eb30ede5/netlink/rtnl/watch"
)

// scripted returns a connection to a kernel with two links, one of which gets
// another MTU soon.
func scripted() *rtnl.Conn {
	k := new(rtnltest.Kernel)
	k.Serve(uapi.RTM_GETLINK, &rtnl.Link{Index: 1, Name: "lo", MTU: 65536}, &rtnl.Link{Index: 2, Name: "eth0", MTU: 1500})
	c, err := rtnl.Dial(&rtnl.Config{Transport: k})
	if err != nil {
		log.Fatal(err)
	}
	k.OnJoin(func() {
		m, err := rtnltest.Event(uapi.RTM_NEWLINK, &rtnl.Link{Index: 2, Name: "eth0", MTU: 1400})
		if err != nil {
			log.Fatal(err)
		}
		k.Multicast(uapi.RTNLGRP_LINK, m)
	})
	return c
}

func ExampleChanges() {
	c := scripted()
	defer c.Close()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()

	for ch, err := range watch.Changes(ctx, c, nil, watch.Links, watch.Addrs, watch.Routes) {
		if err != nil {
			log.Fatal(err) // ctx has ended, or c is closed
		}
		switch o := ch.New.(type) {
		case *rtnl.Link:
			fmt.Println(ch.Kind, o.Name, o.MTU)
		case *rtnl.Addr:
			fmt.Println(ch.Kind, o.Prefix)
		}
		if ch.Kind == watch.Synced {
			break // what was told is what there is
		}
	}
	// Output:
	// added lo 65536
	// added eth0 1400
}
