package bridge

import (
	"context"
	"iter"

	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
)

// FDBFilter chooses entries. Absent fields choose all.
type FDBFilter struct {
	Dev         string // of this device; the kernel filters (4.20)
	DevIndex    int32  // likewise
	Bridge      string // of this bridge and of the devices that are its ports; the kernel filters (4.20)
	BridgeIndex int32  // likewise
	VLAN        uint16 // of this VLAN
	State       State  // of this state
	Flags       Flags  // with all of these flags; reported entries have no Master, but a MasterIndex
}

func (f *FDBFilter) keep(e *FDB) bool {
	return (f.DevIndex == 0 || e.DevIndex == f.DevIndex) &&
		(f.BridgeIndex == 0 || e.MasterIndex == 0 || e.MasterIndex == f.BridgeIndex) &&
		(f.VLAN == 0 || e.VLAN == f.VLAN) &&
		(f.State == 0 || e.State == f.State) &&
		e.Flags&f.Flags == f.Flags
}

// fdbGet is the body of RTM_GETNEIGH.
type fdbGet struct {
	index, master int32
	flags         uint8
	address       nlattr.HWAddr
	vlan          uint16
	vni           nlattr.Opt[uint32]
}

// Attrs lists the attributes.
func (q *fdbGet) Attrs(c *nlattr.Codec) {
	family := uint8(uapi.AF_BRIDGE)
	h := c.Head(12)
	nlattr.At8(h, 0, &family)
	nlattr.At32(h, 4, &q.index)
	nlattr.At8(h, 10, &q.flags)
	nlattr.LLAddr(c, uapi.NDA_LLADDR, "mac", &q.address)
	nlattr.N16(c, uapi.NDA_VLAN, "vlan", &q.vlan)
	nlattr.U32(c, uapi.NDA_VNI, "vni", &q.vni)
	nlattr.N32(c, uapi.NDA_MASTER, "master", &q.master)
}

// FDBs lists entries, "bridge fdb show". A nil filter is everything. An entry that
// is in the database of a bridge has its MasterIndex; one of a device's own has
// the flag Self.
//
// The kernel does not tell when the database changes meanwhile: entries may then
// be missing, or come twice, which [rtnl.Collect] puts right.
func FDBs(ctx context.Context, c *rtnl.Conn, f *FDBFilter) iter.Seq2[FDB, error] {
	if f == nil {
		f = new(FDBFilter)
	}
	const op = "fdb show"
	return func(yield func(FDB, error) bool) {
		f := *f
		var err error
		if f.DevIndex, err = c.FilterIndex(ctx, op, "dev", f.Dev, f.DevIndex); err == nil {
			f.BridgeIndex, err = c.FilterIndex(ctx, op, "br", f.Bridge, f.BridgeIndex)
		}
		if err != nil {
			yield(FDB{}, err)
			return
		}
		q := rtnl.Query{Op: op, Type: uapi.RTM_GETNEIGH, Reply: uapi.RTM_NEWNEIGH, Head: 12, Body: &fdbGet{index: f.DevIndex, master: f.BridgeIndex}}
		rtnl.List(ctx, c, q, f.keep)(yield)
	}
}

// FDBQuery says which entry [GetFDB] is to get: the address, the bridge or the
// device, and what else is in the key.
type FDBQuery struct {
	Address     nlattr.HWAddr      // six bytes
	Bridge      string             // the bridge whose database it is in
	BridgeIndex int32              // likewise
	Dev         string             // instead: a VXLAN link, or a port, whose bridge is meant unless Flags has Self
	DevIndex    int32              // likewise
	Flags       Flags              // Self or Master, with Dev
	VLAN        uint16             // of a bridge
	VNI         nlattr.Opt[uint32] // of a VXLAN link that is External: the source VNI
}

// GetFDB gets one entry, "bridge fdb get" (5.0). It fails with fs.ErrNotExist where
// there is none.
func GetFDB(ctx context.Context, c *rtnl.Conn, q FDBQuery) (FDB, error) {
	op := "fdb get " + q.Address.String()
	index, err := c.FilterIndex(ctx, op, "dev", q.Dev, q.DevIndex)
	if err != nil {
		return FDB{}, err
	}
	master, err := c.FilterIndex(ctx, op, "br", q.Bridge, q.BridgeIndex)
	if err != nil {
		return FDB{}, err
	}
	body := &fdbGet{index, master, uint8(q.Flags), q.Address, q.VLAN, q.VNI}
	return rtnl.Get[FDB](ctx, c, rtnl.Query{Op: op, Type: uapi.RTM_GETNEIGH, Reply: uapi.RTM_NEWNEIGH, Head: 12, Body: body})
}
