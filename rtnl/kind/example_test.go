package kind_test

import (
	"encoding/binary"
	"fmt"

	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

// A kind that this package does not have is its name and its attributes.
func ExampleRaw() {
	table := binary.NativeEndian.AppendUint32(nil, 1000)
	r := rtnl.AddLink(rtnl.Link{Name: "blue", Kind: &kind.Raw{
		Name: "vrf",
		Data: []nlattr.Attr{{Type: 1, Data: table}}, // IFLA_VRF_TABLE
	}})
	fmt.Println("ip", r)
	// Output:
	// ip link add blue type vrf
}
