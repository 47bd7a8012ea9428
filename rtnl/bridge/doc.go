// Package bridge has what bridge(8) says: the forwarding database, VLANs and
// their options, multicast groups, and the VNIs of a VXLAN link.
//
// Requests are done by the Do of an [rtnl.Conn], listings and questions are
// functions that take one:
//
//	err := c.Do(ctx, bridge.AddFDB(bridge.FDB{
//		Address: mac, Dev: "vx0", Dst: remote, Flags: bridge.Self,
//	}))
//	for e, err := range bridge.FDBs(ctx, c, &bridge.FDBFilter{Bridge: "br0"}) {
//		...
//	}
//
// The parameters of a bridge and of its ports are in package kind: [kind.Bridge]
// and [kind.BridgePort].
//
// [kind.Bridge]: https://pkg.go.dev/github.com/eb30ede5/netlink/rtnl/kind#Bridge
// [kind.BridgePort]: https://pkg.go.dev/github.com/eb30ede5/netlink/rtnl/kind#BridgePort
package bridge

import (
	"fmt"

	"github.com/eb30ede5/netlink/nlattr"
)

const maxVLAN = 4094

// checkVLAN refuses what is no number of a VLAN; 0 is none.
func checkVLAN(c *nlattr.Codec, name string, vid uint16) {
	if vid > maxVLAN {
		c.Reject(name, fmt.Sprintf("%d is not 1 to %d", vid, maxVLAN))
	}
}

// checkVNI refuses what is too large for a VNI.
func checkVNI(c *nlattr.Codec, name string, vni uint32) {
	if vni >= 1<<24 {
		c.Reject(name, fmt.Sprintf("%d is not below 1<<24", vni))
	}
}

// checkDev refuses an object of no device.
func checkDev(c *nlattr.Codec, name string, index int32) {
	if name == "" && index == 0 {
		c.Reject("dev", "missing")
	}
}
