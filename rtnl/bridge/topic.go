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
	Families: []uint8{uapi.AF_BRIDGE},
}, watch.Mirror[FDB]{
	List: func(ctx context.Context, c *rtnl.Conn) iter.Seq2[FDB, error] { return FDBs(ctx, c, nil) },
	Key:  func(f *FDB) any { return f.watchKey() },
	// Some kernels tell of a VXLAN entry a second time, without where it leads.
	Unsure: func(f *FDB) bool { return f.Flags&Self != 0 && !f.Dst.IsValid() && f.NexthopID == 0 },
	Same: func(a, b *FDB) bool {
		return a.State == b.State && a.Flags == b.Flags && a.NexthopID == b.NexthopID && a.ViaIndex == b.ViaIndex && a.Notify == b.Notify
	},
})

// MDBTopic is the multicast groups of bridges and VXLAN links, *[MDB], and the
// ports that have a multicast router behind them, *[RouterPort]: events only.
var MDBTopic = watch.NewSplitTopic(watch.TopicConfig{
	Name: "mdb", Groups: []uint32{uapi.RTNLGRP_MDB}, New: uapi.RTM_NEWMDB, Deleted: uapi.RTM_DELMDB, Head: 8,
}, func(m *mdbMsg) (all []any) {
	for _, e := range m.entries() {
		all = append(all, &e)
	}
	for _, r := range m.routers {
		all = append(all, &r)
	}
	return all
})

// VLANTopic is the options of VLANs, *[VLANOptions] of ports and *[VLANGlobal] of
// bridges: events only (5.6).
var VLANTopic = watch.NewSplitTopic(watch.TopicConfig{
	Name: "vlan", Groups: []uint32{uapi.RTNLGRP_BRVLAN}, New: uapi.RTM_NEWVLAN, Deleted: uapi.RTM_DELVLAN, Head: 8,
}, func(m *vlanMsg) (all []any) {
	for _, e := range m.entries {
		all = append(all, &e)
	}
	for _, g := range m.globals {
		all = append(all, &g)
	}
	return all
})

// VNITopic is the VNIs of VXLAN links, *[VNI]: events only (5.18).
var VNITopic = watch.NewSplitTopic(watch.TopicConfig{
	Name: "vni", Groups: []uint32{uapi.RTNLGRP_TUNNEL}, New: uapi.RTM_NEWTUNNEL, Deleted: uapi.RTM_DELTUNNEL, Head: 8,
}, func(m *vniMsg) (all []any) {
	for _, e := range m.entries {
		all = append(all, &e)
	}
	return all
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
