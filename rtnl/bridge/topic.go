package bridge

import (
	"context"
	"iter"
	"net/netip"

	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/watch"
)

// FDBTopic is the forwarding entries, *[FDB], to watch.
var FDBTopic = watch.NewMirroredTopic(watch.TopicConfig{
	Name: "fdb", Groups: []uint32{uapi.RTNLGRP_NEIGH}, New: uapi.RTM_NEWNEIGH, Deleted: uapi.RTM_DELNEIGH, Head: 12,
	Match: func(b []byte) bool { return len(b) > 0 && b[0] == uapi.AF_BRIDGE },
}, watch.Mirror[FDB]{
	List: func(ctx context.Context, c *rtnl.Conn) iter.Seq2[FDB, error] { return FDBs(ctx, c, nil) },
	Key:  func(f *FDB) any { return f.watchKey() },
	Same: func(a, b *FDB) bool {
		return a.State == b.State && a.Flags == b.Flags && a.NexthopID == b.NexthopID && a.ViaIndex == b.ViaIndex && a.Notify == b.Notify
	},
})

// watchKey is what entries are told apart by: of a VXLAN link each destination
// is one. Self and Master say whose database it is.
func (f *FDB) watchKey() any {
	return struct {
		address     nlattr.HWAddr
		dev         int32
		vlan        uint16
		self        bool
		dst         netip.Addr
		port        nlattr.Opt[uint16]
		vni, srcVNI nlattr.Opt[uint32]
	}{f.Address, f.DevIndex, f.VLAN, f.Flags&Self != 0, f.Dst, f.Port, f.VNI, f.SrcVNI}
}
