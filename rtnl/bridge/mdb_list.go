package bridge

import (
	"context"
	"iter"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
)

// mdbMsg is what the kernel says of the multicast database of a device.
type mdbMsg struct {
	index   int32
	groups  []mdbGroup
	routers []RouterPort
	unknown []nlattr.Attr
}

// mdbGroup are the entries of one group.
type mdbGroup struct {
	entries []MDB
	unknown []nlattr.Attr
}

// Attrs lists the attributes of MDBA_MDB_ENTRY.
func (g *mdbGroup) Attrs(c *nlattr.Codec) {
	nlattr.HeadRepeat(c, uapi.MDBA_MDB_ENTRY_INFO, "info", mdbEntryLen, &g.entries)
	nlattr.Rest(c, &g.unknown)
}

// Attrs lists the attributes behind the br_port_msg.
func (m *mdbMsg) Attrs(c *nlattr.Codec) {
	mdbHead(c, &m.index)
	nlattr.List(c, uapi.MDBA_MDB, uapi.MDBA_MDB_ENTRY, "mdb", &m.groups, &m.unknown)
	routerPorts(c, uapi.MDBA_ROUTER, "router", &m.routers, &m.unknown)
	if c.Decoding() {
		for _, g := range m.groups {
			for i := range g.entries {
				g.entries[i].DevIndex = m.index
			}
		}
		for i := range m.routers {
			m.routers[i].Bridge = m.index
		}
	}
	nlattr.Rest(c, &m.unknown)
}

// mdbHead carries struct br_port_msg.
func mdbHead(c *nlattr.Codec, index *int32) {
	family := uint8(uapi.AF_BRIDGE)
	h := c.Head(8)
	nlattr.At8(h, 0, &family)
	nlattr.At32(h, 4, index)
}

func (m *mdbMsg) entries() (all []MDB) {
	for _, g := range m.groups {
		all = append(all, g.entries...)
	}
	return all
}

// mdbSet is a request, or the question for one group.
type mdbSet struct {
	MDB
	get bool
}

// Attrs lists the attributes behind the br_port_msg.
func (s *mdbSet) Attrs(c *nlattr.Codec) {
	if !s.get && !c.Reporting() {
		s.check(c)
	}
	index := rtattr.IndexOf(c, "dev", s.Dev, s.DevIndex)
	mdbHead(c, &index)
	if c.Decoding() {
		s.DevIndex = index
	}
	entry, attrs := nlattr.Type(uapi.MDBA_SET_ENTRY), nlattr.Type(uapi.MDBA_SET_ENTRY_ATTRS)
	if s.get {
		entry, attrs = uapi.MDBA_GET_ENTRY, uapi.MDBA_GET_ENTRY_ATTRS
	}
	nlattr.Packed(c, entry, "entry", true, s.entry)
	nlattr.Group(c, attrs, "attrs", true, s.set)
}

var (
	mdbAdd     = rtnl.Verb{Name: "mdb add", Type: uapi.RTM_NEWMDB, Flags: uapi.NLM_F_CREATE | uapi.NLM_F_EXCL}
	mdbReplace = rtnl.Verb{Name: "mdb replace", Type: uapi.RTM_NEWMDB, Flags: uapi.NLM_F_CREATE | uapi.NLM_F_REPLACE}
	mdbDelete  = rtnl.Verb{Name: "mdb del", Type: uapi.RTM_DELMDB}
)

// AddMDB adds an entry, "bridge mdb add": RTM_NEWMDB with CREATE and EXCL. The
// bridge and the port have to be up. It fails with fs.ErrExist where there is one of
// the same key.
func AddMDB(m MDB) rtnl.Request { return rtnl.NewRequest(&mdbAdd, &mdbSet{MDB: m}) }

// ReplaceMDB adds an entry, or replaces the sources, the mode, the protocol and
// the lifetime of one that is there, "bridge mdb replace": RTM_NEWMDB with CREATE
// and REPLACE (6.3).
func ReplaceMDB(m MDB) rtnl.Request { return rtnl.NewRequest(&mdbReplace, &mdbSet{MDB: m}) }

// DeleteMDB removes an entry, "bridge mdb del": RTM_DELMDB. For one that is not
// there a bridge fails with EINVAL, as for much else, and a VXLAN link with
// fs.ErrNotExist.
func DeleteMDB(m MDB) rtnl.Request { return rtnl.NewRequest(&mdbDelete, &mdbSet{MDB: m}) }

// MDBFilter chooses entries. Absent fields choose all.
type MDBFilter struct {
	Dev       string // of this bridge or VXLAN link
	DevIndex  int32  // likewise
	Port      string // of this port
	PortIndex int32  // likewise
	VLAN      uint16 // of this VLAN
}

func (f *MDBFilter) keep(m *MDB) bool {
	return (f.DevIndex == 0 || m.DevIndex == f.DevIndex) && (f.PortIndex == 0 || m.PortIndex == f.PortIndex) && (f.VLAN == 0 || m.VLAN == f.VLAN)
}

// MDBs lists entries, "bridge mdb show". A nil filter is everything; the kernel
// always sends that.
func MDBs(ctx context.Context, c *rtnl.Conn, f *MDBFilter) iter.Seq2[MDB, error] {
	if f == nil {
		f = new(MDBFilter)
	}
	return func(yield func(MDB, error) bool) {
		f := *f
		const op = "mdb show"
		var err error
		if f.DevIndex, err = c.FilterIndex(ctx, op, "dev", f.Dev, f.DevIndex); err == nil {
			f.PortIndex, err = c.FilterIndex(ctx, op, "port", f.Port, f.PortIndex)
		}
		if err != nil {
			yield(MDB{}, err)
			return
		}
		within(mdbMsgs(ctx, c, op), (*mdbMsg).entries, f.keep)(yield)
	}
}

func mdbMsgs(ctx context.Context, c *rtnl.Conn, op string) iter.Seq2[mdbMsg, error] {
	return rtnl.List[mdbMsg](ctx, c, rtnl.Query{Op: op, Type: uapi.RTM_GETMDB, Reply: uapi.RTM_NEWMDB, Head: 8, Body: &mdbMsg{}}, nil)
}

// RouterPorts lists the ports of bridges that have multicast routers behind them,
// as "bridge mdb show" does. An empty dev is all bridges.
func RouterPorts[D rtnl.Dev](ctx context.Context, c *rtnl.Conn, dev D) iter.Seq2[RouterPort, error] {
	const op = "mdb show"
	return func(yield func(RouterPort, error) bool) {
		var none D
		var index int32
		if dev != none {
			var name string
			var err error
			name, index = rtattr.SplitDev(dev)
			if index, err = c.FilterIndex(ctx, op, "dev", name, index); err != nil {
				yield(RouterPort{}, err)
				return
			}
		}
		within(mdbMsgs(ctx, c, op), func(m *mdbMsg) []RouterPort { return m.routers }, func(r *RouterPort) bool {
			return index == 0 || r.Bridge == index
		})(yield)
	}
}

// GetMDB gets the entries of a group, one for each port or other end, "bridge mdb
// get" (6.8). Of m it looks at the bridge or the VXLAN link, the group, the source,
// the VLAN and the source VNI. It fails with fs.ErrNotExist where there is none.
func GetMDB(ctx context.Context, c *rtnl.Conn, m MDB) ([]MDB, error) {
	q := &mdbSet{get: true, MDB: MDB{
		Dev: m.Dev, DevIndex: m.DevIndex, Group: m.Group, GroupMAC: m.GroupMAC, Source: m.Source, VLAN: m.VLAN, SrcVNI: m.SrcVNI,
	}}
	msg, err := rtnl.Get[mdbMsg](ctx, c, rtnl.Query{Op: "mdb get " + q.Key(), Type: uapi.RTM_GETMDB, Reply: uapi.RTM_NEWMDB, Head: 8, Body: q})
	return msg.entries(), err
}
