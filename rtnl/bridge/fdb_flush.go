package bridge

import (
	"fmt"
	"net/netip"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
)

// FDBFlush says which entries of a forwarding database go. What is absent chooses
// all; a switch chooses those that are, or those that are not.
type FDBFlush struct {
	Dev       string // the name of the bridge or, with Master, of a port of it; of the VXLAN link
	DevIndex  int32  // its index
	Master    bool   // of the bridge that Dev is a port of
	Self      bool   // of Dev itself, which is meant where Master is absent too
	Brport    string // the name of the port that the entries are of
	PortIndex int32  // NDA_IFINDEX: its index; of a VXLAN link, the device that is sent through
	VLAN      uint16 // NDA_VLAN

	Permanent   nlattr.OnOff // those of this host
	Static      nlattr.OnOff // those that do not age, which the permanent ones of a bridge are too
	AddedByUser nlattr.OnOff // of bridges
	ExternLearn nlattr.OnOff // those that someone else than the kernel learned
	Sticky      nlattr.OnOff // of bridges
	Offloaded   nlattr.OnOff // those that hardware has
	Router      nlattr.OnOff // of VXLAN links

	// Of VXLAN links (6.7).
	Dst       netip.Addr         // NDA_DST
	Port      nlattr.Opt[uint16] // NDA_PORT
	VNI       nlattr.Opt[uint32] // NDA_VNI
	SrcVNI    nlattr.Opt[uint32] // NDA_SRC_VNI
	NexthopID uint32             // NDA_NH_ID
}

// states and flags are the switches and their bits.
func (f *FDBFlush) states() []flushBit {
	return []flushBit{{uapi.NUD_PERMANENT, "permanent", f.Permanent}, {uapi.NUD_NOARP, "static", f.Static}}
}

func (f *FDBFlush) flags() []flushBit {
	return []flushBit{
		{uapi.NTF_USE, "added_by_user", f.AddedByUser}, {uapi.NTF_EXT_LEARNED, "extern_learn", f.ExternLearn},
		{uapi.NTF_STICKY, "sticky", f.Sticky}, {uapi.NTF_OFFLOADED, "offloaded", f.Offloaded}, {uapi.NTF_ROUTER, "router", f.Router},
	}
}

type flushBit struct {
	bit    uint16
	name   string
	choice nlattr.OnOff
}

// flushBits returns the bits that must be on, and those that are meant.
func flushBits(c *nlattr.Codec, bits []flushBit) (on, mask uint16) {
	for _, b := range bits {
		switch b.choice {
		case 0:
			continue
		case nlattr.On:
			on |= b.bit
		case nlattr.Off:
		default:
			c.Reject(b.name, fmt.Sprintf("%v is neither On nor Off", b.choice))
		}
		mask |= b.bit
	}
	return on, mask
}

// Attrs lists the attributes of the request, behind its ndmsg.
func (f *FDBFlush) Attrs(c *nlattr.Codec) {
	checkDev(c, f.Dev, f.DevIndex)
	checkVLAN(c, "vlan", f.VLAN)
	family, index := uint8(uapi.AF_BRIDGE), rtattr.IndexOf(c, "dev", f.Dev, f.DevIndex)
	state, stateMask := flushBits(c, f.states())
	on, mask := flushBits(c, f.flags())
	flags, flagMask := uint8(on), uint8(mask)
	if f.Master {
		flags |= uapi.NTF_MASTER
	}
	if f.Self || !f.Master {
		flags |= uapi.NTF_SELF
	}
	h := c.Head(12)
	nlattr.At8(h, 0, &family)
	nlattr.At32(h, 4, &index)
	nlattr.At16(h, 8, &state)
	nlattr.At8(h, 10, &flags)
	rtattr.Dev(c, uapi.NDA_IFINDEX, "brport", f.Brport, &f.PortIndex)
	nlattr.N16(c, uapi.NDA_VLAN, "vlan", &f.VLAN)
	nlattr.Addr(c, uapi.NDA_DST, uapi.NDA_DST, "dst", &f.Dst)
	nlattr.BE16(c, uapi.NDA_PORT, "port", &f.Port)
	nlattr.U32(c, uapi.NDA_VNI, "vni", &f.VNI)
	nlattr.U32(c, uapi.NDA_SRC_VNI, "src_vni", &f.SrcVNI)
	nlattr.N32(c, uapi.NDA_NH_ID, "nhid", &f.NexthopID)
	nlattr.N8(c, uapi.NDA_NDM_FLAGS_MASK, "flags", &flagMask)
	nlattr.N16(c, uapi.NDA_NDM_STATE_MASK, "state", &stateMask)
}

// Key implements [rtnl.Object].
func (f *FDBFlush) Key() string { return "dev " + rtattr.DevName(f.Dev, f.DevIndex) }

// Words returns what stands behind "fdb flush".
func (f *FDBFlush) Words() string {
	w := rtattr.Words{f.Key()}
	w.Add("brport", f.Brport != "" || f.PortIndex != 0, rtattr.DevName(f.Brport, f.PortIndex))
	w.Add("vlan", f.VLAN != 0, f.VLAN)
	w.Add("dst", f.Dst.IsValid(), f.Dst)
	w.Add("port", f.Port.Is(), f.Port)
	w.Add("vni", f.VNI.Is(), f.VNI)
	w.Add("src_vni", f.SrcVNI.Is(), f.SrcVNI)
	w.Add("nhid", f.NexthopID != 0, f.NexthopID)
	w.Add("self", f.Self, "")
	w.Add("master", f.Master, "")
	for _, b := range append(f.states(), f.flags()...) {
		w.Add("", b.choice == nlattr.On, b.name)
		w.Add("", b.choice == nlattr.Off, "no"+b.name)
	}
	return w.String()
}

var fdbFlush = rtnl.Verb{Name: "fdb flush", Type: uapi.RTM_DELNEIGH, Flags: uapi.NLM_F_BULK}

// FlushFDB removes all the entries that f chooses, "bridge fdb flush": RTM_DELNEIGH
// with BULK (of bridges 5.19, of VXLAN links 6.7). That there are none is no
// error. Older kernels take the request for a deletion and refuse it.
func FlushFDB(f FDBFlush) rtnl.Request { return rtnl.NewRequest(&fdbFlush, &f) }
