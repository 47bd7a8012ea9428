package bridge

import (
	"net/netip"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
)

// MDBFlush says which entries of a multicast database go. What is absent chooses
// all.
type MDBFlush struct {
	Dev       string             // the name of the bridge or of the VXLAN link
	DevIndex  int32              // its index
	Port      string             // the name of the port that the entries are of
	PortIndex int32              // its index
	VLAN      uint16             // of this VLAN
	Permanent nlattr.OnOff       // those that are permanent, or those that are not; a VXLAN link has the former alone
	Protocol  rtnl.RouteProtocol // MDBE_ATTR_RTPROT

	// Of VXLAN links.
	Dst     netip.Addr         // MDBE_ATTR_DST
	DstPort nlattr.Opt[uint16] // MDBE_ATTR_DST_PORT
	VNI     nlattr.Opt[uint32] // MDBE_ATTR_VNI
	SrcVNI  nlattr.Opt[uint32] // MDBE_ATTR_SRC_VNI
}

// Attrs lists the attributes behind the br_port_msg.
func (f *MDBFlush) Attrs(c *nlattr.Codec) {
	checkDev(c, f.Dev, f.DevIndex)
	checkVLAN(c, "vid", f.VLAN)
	index := rtattr.IndexOf(c, "dev", f.Dev, f.DevIndex)
	mdbHead(c, &index)
	nlattr.Packed(c, uapi.MDBA_SET_ENTRY, "entry", true, func(c *nlattr.Codec) {
		port, state := rtattr.IndexOf(c, "port", f.Port, f.PortIndex), uint8(0)
		if f.Permanent == nlattr.On {
			state = uapi.MDB_PERMANENT
		}
		h := c.Head(mdbEntryLen)
		nlattr.At32(h, 0, &port)
		nlattr.At8(h, 4, &state)
		nlattr.At16(h, 6, &f.VLAN)
	})
	var mask uint8
	if f.Permanent != 0 {
		mask = uapi.MDB_PERMANENT
	}
	nlattr.Group(c, uapi.MDBA_SET_ENTRY_ATTRS, "attrs", true, func(c *nlattr.Codec) {
		nlattr.N8(c, uapi.MDBE_ATTR_RTPROT, "protocol", &f.Protocol)
		nlattr.Addr(c, uapi.MDBE_ATTR_DST, uapi.MDBE_ATTR_DST, "dst", &f.Dst)
		nlattr.U16(c, uapi.MDBE_ATTR_DST_PORT, "dst_port", &f.DstPort)
		nlattr.U32(c, uapi.MDBE_ATTR_VNI, "vni", &f.VNI)
		nlattr.U32(c, uapi.MDBE_ATTR_SRC_VNI, "src_vni", &f.SrcVNI)
		nlattr.N8(c, uapi.MDBE_ATTR_STATE_MASK, "state", &mask)
	})
}

// Key implements [rtnl.Object].
func (f *MDBFlush) Key() string { return "dev " + rtattr.DevName(f.Dev, f.DevIndex) }

// Words returns what stands behind "mdb flush".
func (f *MDBFlush) Words() string {
	w := rtattr.Words{f.Key()}
	w.Add("port", f.Port != "" || f.PortIndex != 0, rtattr.DevName(f.Port, f.PortIndex))
	w.Add("vid", f.VLAN != 0, f.VLAN)
	w.Add("permanent", f.Permanent == nlattr.On, "")
	w.Add("nopermanent", f.Permanent == nlattr.Off, "")
	w.Add("proto", f.Protocol != 0, f.Protocol)
	w.Add("dst", f.Dst.IsValid(), f.Dst)
	w.Add("dst_port", f.DstPort.Is(), f.DstPort)
	w.Add("vni", f.VNI.Is(), f.VNI)
	w.Add("src_vni", f.SrcVNI.Is(), f.SrcVNI)
	return w.String()
}

var mdbFlush = rtnl.Verb{Name: "mdb flush", Type: uapi.RTM_DELMDB, Flags: uapi.NLM_F_BULK}

// FlushMDB removes all the entries that f chooses, "bridge mdb flush": RTM_DELMDB
// with BULK (6.8). That there are none is no error. Older kernels refuse it.
func FlushMDB(f MDBFlush) rtnl.Request { return rtnl.NewRequest(&mdbFlush, &f) }
