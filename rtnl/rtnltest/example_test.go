package rtnltest_test

import (
	"context"
	"fmt"
	"net/netip"
	"os"
	"syscall"

	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
	"github.com/eb30ede5/netlink/rtnl/rtnltest"
)

// setUpPair is a function to test: it makes a pair of links, and leaves nothing
// behind if it cannot.
func setUpPair(ctx context.Context, c *rtnl.Conn) error {
	err := c.Do(ctx,
		rtnl.AddLink(rtnl.Link{Name: "host0", Kind: &kind.Veth{}, Peer: &rtnl.Link{Name: "guest0"}}),
		rtnl.SetLink("host0", rtnl.Link{Up: rtnl.On}),
		rtnl.AddAddr(rtnl.Addr{DevIndex: 7, Prefix: netip.MustParsePrefix("192.0.2.1/31")}),
	)
	if err != nil {
		c.Do(ctx, rtnl.DeleteLink("host0"))
	}
	return err
}

// What does it do when the third request is refused? No privilege is needed to
// see that.
func ExampleKernel_Inject() {
	k := new(rtnltest.Kernel)
	c, err := rtnl.Dial(&rtnl.Config{Transport: k})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer c.Close()
	k.Inject(3, rtnltest.Refuse(syscall.EPERM, ""))

	err = setUpPair(context.Background(), c)
	fmt.Println(err)
	fmt.Println("no permission:", os.IsPermission(syscall.EPERM))
	last := k.Requests()[3]
	var l rtnl.Link
	if err := last.Decode(16, &l); err != nil {
		fmt.Println(err)
	}
	const delLink = 17 // RTM_DELLINK
	fmt.Println("then it deletes", l.Name, last.Type == delLink)
	// Output:
	// rtnl: addr add 192.0.2.1/31 dev if7: operation not permitted
	// no permission: true
	// then it deletes host0 true
}
