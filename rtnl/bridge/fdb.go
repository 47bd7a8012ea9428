package bridge

import (
	"fmt"
	"net/netip"
	"strings"
	"time"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
)

// Flags are the flags of a forwarding entry: NTF_*, and eight bits up NTF_EXT_*.
type Flags uint32

// The flags. Offloaded and Locked are the kernel's to set.
const (
	Use         Flags = uapi.NTF_USE         // as if it had just been used; the entry counts as added by a user
	Self        Flags = uapi.NTF_SELF        // of the device's own database: that of a VXLAN link, of a bridge, or what a card receives
	Master      Flags = uapi.NTF_MASTER      // of the database of the bridge that the device is a port of
	ExternLearn Flags = uapi.NTF_EXT_LEARNED // learned by someone else than the kernel, which does not age it
	Offloaded   Flags = uapi.NTF_OFFLOADED   // hardware has it
	Sticky      Flags = uapi.NTF_STICKY      // does not move to another port (4.20)
	Router      Flags = uapi.NTF_ROUTER      // of VXLAN: a router's, for route short circuit
	Locked      Flags = uapi.NTF_EXT_LOCKED << extShift
)

const extShift = 8 // of NTF_EXT_* in Flags

var flagNames = rtattr.Flags{
	{uapi.NTF_SELF, "self"}, {uapi.NTF_MASTER, "master"}, {uapi.NTF_USE, "use"}, {uapi.NTF_ROUTER, "router"},
	{uapi.NTF_EXT_LEARNED, "extern_learn"}, {uapi.NTF_OFFLOADED, "offload"}, {uapi.NTF_STICKY, "sticky"},
	{uapi.NTF_EXT_LOCKED << extShift, "locked"},
}

// String returns the flags in the words of bridge(8), with spaces.
func (f Flags) String() string { return strings.Join(rtattr.FlagNames(uint32(f), flagNames), " ") }

// State says how long a forwarding entry stays, of NUD_*.
type State uint16

// The states of forwarding entries.
const (
	Permanent State = uapi.NUD_PERMANENT // for this host, "local": frames to it are not forwarded; of VXLAN: until it is deleted
	Static    State = uapi.NUD_NOARP     // until it is deleted
	Dynamic   State = uapi.NUD_REACHABLE // until it has not been used for the ageing time
	Stale     State = uapi.NUD_STALE     // dynamic, and older than that; reported
)

// String returns the state as bridge(8) prints it, but for "dynamic", of which
// it prints nothing.
func (s State) String() string {
	return rtattr.Enum(s, []string{Permanent: "permanent", Static: "static", Dynamic: "dynamic", Stale: "stale"})
}

// wire returns what bridge(8) sends for s: VXLAN takes only what is permanent or
// reachable.
func (s State) wire() State {
	switch s {
	case Permanent:
		return uapi.NUD_PERMANENT | uapi.NUD_NOARP
	case Static:
		return uapi.NUD_NOARP | uapi.NUD_REACHABLE
	}
	return s
}

// stateOf is the inverse of wire. VXLAN reports what was sent.
func stateOf(s State) State {
	for _, known := range []State{Permanent, Static} {
		if s == known.wire() {
			return known
		}
	}
	return s
}

// FDB is an entry of a forwarding database: where frames for a link-layer
// address go.
//
// The kernel's key is the database, the address, and the VLAN of a bridge or the
// source VNI of a VXLAN link. Of a VXLAN link several entries of one key are one
// with several destinations.
type FDB struct {
	Address  nlattr.HWAddr `json:"mac,omitzero"`     // NDA_LLADDR, six bytes; all zero is where VXLAN sends what has no entry
	Dev      string        `json:"-"`                // the device's name: a port, a bridge, a VXLAN link
	DevIndex int32         `json:"ifindex,omitzero"` // ndm_ifindex
	Flags    Flags         `json:"flags,omitzero"`   // ndm_flags and NDA_FLAGS_EXT; neither Self nor Master is Self
	State    State         `json:"state,omitzero"`   // ndm_state; absent is Permanent
	VLAN     uint16        `json:"vlan,omitzero"`    // NDA_VLAN, 1 to 4094; absent is none, and in requests each that the port has as well

	// Of VXLAN. A NexthopID takes the place of Dst, Port, VNI and Via.
	Dst       netip.Addr         `json:"dst,omitzero"`     // NDA_DST: the other end
	Port      nlattr.Opt[uint16] `json:"port,omitzero"`    // NDA_PORT: UDP destination port; absent is the link's
	VNI       nlattr.Opt[uint32] `json:"vni,omitzero"`     // NDA_VNI to send with, below 1<<24; absent is the link's
	SrcVNI    nlattr.Opt[uint32] `json:"src_vni,omitzero"` // NDA_SRC_VNI to look up by, of links that are External
	Via       string             `json:"-"`                // the name of the device to send through
	ViaIndex  int32              `json:"via,omitzero"`     // NDA_IFINDEX: its index
	NexthopID uint32             `json:"nhid,omitzero"`    // NDA_NH_ID: a nexthop group of kind fdb (5.8)

	// NDA_FDB_EXT_ATTRS, of bridges (5.14).
	Notify      nlattr.Opt[uint8] `json:"activity_notify,omitzero"` // NFEA_ACTIVITY_NOTIFY: 1 tells of activity, 2 is for an entry that has none
	DontRefresh bool              `json:"dont_refresh,omitzero"`    // NFEA_DONT_REFRESH: replacing is no use; never reported

	MasterIndex int32             `json:"master,omitzero"`       // NDA_MASTER: the bridge whose database it is; reported
	NetNSID     nlattr.Opt[int32] `json:"link_netnsid,omitzero"` // NDA_LINK_NETNSID: the namespace that a VXLAN link sends in; reported
	Used        time.Duration     `json:"used,omitzero"`         // NDA_CACHEINFO: for how long it was not used, in hundredths of a second; reported
	Updated     time.Duration     `json:"updated,omitzero"`      // NDA_CACHEINFO: for how long it was not changed; reported

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Attrs lists the attributes of a message about an entry, behind its ndmsg.
func (f *FDB) Attrs(c *nlattr.Codec) {
	ext := uint32(f.Flags >> extShift)
	f.head(c)
	nlattr.LLAddr(c, uapi.NDA_LLADDR, "mac", &f.Address)
	nlattr.N16(c, uapi.NDA_VLAN, "vlan", &f.VLAN)
	nlattr.Addr(c, uapi.NDA_DST, uapi.NDA_DST, "dst", &f.Dst)
	nlattr.BE16(c, uapi.NDA_PORT, "port", &f.Port)
	nlattr.U32(c, uapi.NDA_VNI, "vni", &f.VNI)
	nlattr.U32(c, uapi.NDA_SRC_VNI, "src_vni", &f.SrcVNI)
	rtattr.Dev(c, uapi.NDA_IFINDEX, "via", f.Via, &f.ViaIndex)
	nlattr.N32(c, uapi.NDA_NH_ID, "nhid", &f.NexthopID)
	nlattr.N32(c, uapi.NDA_FLAGS_EXT, "flags", &ext)
	if c.Decoding() {
		f.Flags |= Flags(ext << extShift)
	}
	nlattr.Group(c, uapi.NDA_FDB_EXT_ATTRS, "ext", f.Notify.Is() || f.DontRefresh || f.Unknown != nil, func(c *nlattr.Codec) {
		nlattr.U8(c, uapi.NFEA_ACTIVITY_NOTIFY, "activity_notify", &f.Notify)
		nlattr.Flag(c, uapi.NFEA_DONT_REFRESH, "dont_refresh", &f.DontRefresh)
		nlattr.Rest(c, &f.Unknown)
	})
	if c.Reporting() {
		nlattr.N32(c, uapi.NDA_MASTER, "master", &f.MasterIndex)
		nlattr.U32(c, uapi.NDA_LINK_NETNSID, "link_netnsid", &f.NetNSID)
		nlattr.Packed(c, uapi.NDA_CACHEINFO, "cacheinfo", f.Used != 0 || f.Updated != 0, f.cacheInfo)
	}
	nlattr.Rest(c, &f.Unknown)
}

// head carries struct ndmsg.
func (f *FDB) head(c *nlattr.Codec) {
	family, index, state, flags := uint8(uapi.AF_BRIDGE), f.DevIndex, f.State.wire(), uint8(f.Flags)
	if !c.Decoding() {
		index = rtattr.IndexOf(c, "dev", f.Dev, f.DevIndex)
		f.check(c)
	}
	h := c.Head(12)
	nlattr.At8(h, 0, &family)
	nlattr.At32(h, 4, &index)
	nlattr.At16(h, 8, &state)
	nlattr.At8(h, 10, &flags)
	if c.Decoding() {
		f.DevIndex, f.State, f.Flags = index, stateOf(state), Flags(flags)
	}
}

// cacheInfo carries struct nda_cacheinfo.
func (f *FDB) cacheInfo(c *nlattr.Codec) {
	used, updated := uint32(f.Used/rtattr.Tick), uint32(f.Updated/rtattr.Tick)
	h := c.Head(16)
	nlattr.At32(h, 4, &used)
	nlattr.At32(h, 8, &updated)
	if c.Decoding() {
		f.Used, f.Updated = time.Duration(used)*rtattr.Tick, time.Duration(updated)*rtattr.Tick
	}
}

func (f *FDB) check(c *nlattr.Codec) {
	if c.Reporting() {
		return
	}
	if f.Address.Len() != 6 {
		c.Reject("mac", fmt.Sprintf("%d bytes, want 6", f.Address.Len()))
	}
	checkDev(c, f.Dev, f.DevIndex)
	checkVLAN(c, "vlan", f.VLAN)
	checkVNI(c, "vni", f.VNI.Or(0))
	checkVNI(c, "src_vni", f.SrcVNI.Or(0))
	if f.NexthopID != 0 && (f.Dst.IsValid() || f.Port.Is() || f.VNI.Is() || f.Via != "" || f.ViaIndex != 0) {
		c.Reject("nhid", "a nexthop, and dst, port, vni or via too")
	}
}

// Key implements [rtnl.Object].
func (f *FDB) Key() string { return f.Address.String() + " dev " + rtattr.DevName(f.Dev, f.DevIndex) }

// Words returns what stands behind "fdb add".
func (f *FDB) Words() string {
	w := rtattr.Words{f.Key()}
	w.Add("", f.Flags != 0, f.Flags)
	w.Add("", f.State != 0, f.State)
	w.Add("vlan", f.VLAN != 0, f.VLAN)
	w.Add("dst", f.Dst.IsValid(), f.Dst)
	w.Add("port", f.Port.Is(), f.Port)
	w.Add("vni", f.VNI.Is(), f.VNI)
	w.Add("src_vni", f.SrcVNI.Is(), f.SrcVNI)
	w.Add("via", f.Via != "" || f.ViaIndex != 0, rtattr.DevName(f.Via, f.ViaIndex))
	w.Add("nhid", f.NexthopID != 0, f.NexthopID)
	w.Add("activity_notify", f.Notify.Is(), f.Notify)
	w.Add("dont_refresh", f.DontRefresh, "")
	return w.String()
}

type fdbKey struct {
	address          nlattr.HWAddr
	dev, via, master int32
	flags            Flags
	vlan             uint16
	dst              netip.Addr
	port             nlattr.Opt[uint16]
	vni, src         nlattr.Opt[uint32]
	nexthop          uint32
}

// DumpKey is what [rtnl.Collect] tells entries apart by.
func (f *FDB) DumpKey() any {
	return fdbKey{f.Address, f.DevIndex, f.ViaIndex, f.MasterIndex, f.Flags & (Self | Master), f.VLAN, f.Dst, f.Port, f.VNI, f.SrcVNI, f.NexthopID}
}

var (
	fdbAdd     = rtnl.Verb{Name: "fdb add", Type: uapi.RTM_NEWNEIGH, Flags: uapi.NLM_F_CREATE | uapi.NLM_F_EXCL}
	fdbReplace = rtnl.Verb{Name: "fdb replace", Type: uapi.RTM_NEWNEIGH, Flags: uapi.NLM_F_CREATE | uapi.NLM_F_REPLACE}
	fdbAppend  = rtnl.Verb{Name: "fdb append", Type: uapi.RTM_NEWNEIGH, Flags: uapi.NLM_F_CREATE | uapi.NLM_F_APPEND}
	fdbDelete  = rtnl.Verb{Name: "fdb del", Type: uapi.RTM_DELNEIGH}
)

// AddFDB adds an entry, "bridge fdb add": RTM_NEWNEIGH with CREATE and EXCL. It
// fails with fs.ErrExist where there is one of the same key, but for ExternLearn of
// a bridge, which replaces it.
//
// Self and Permanent are what is meant where the flags and the state say nothing
// of that, as in bridge(8): an entry of a bridge port needs Master, and Static or
// Dynamic to be forwarded.
func AddFDB(f FDB) rtnl.Request { return fdbRequest(&fdbAdd, f) }

// ReplaceFDB adds an entry, or changes one that is there, "bridge fdb replace":
// RTM_NEWNEIGH with CREATE and REPLACE. Of a VXLAN link it takes the place of the
// only destination; the kernel refuses it where there are several.
func ReplaceFDB(f FDB) rtnl.Request { return fdbRequest(&fdbReplace, f) }

// AppendFDB adds a destination to an entry of a VXLAN link, "bridge fdb append":
// RTM_NEWNEIGH with CREATE and APPEND. Only the addresses that are all zero or
// multicast can have several.
func AppendFDB(f FDB) rtnl.Request { return fdbRequest(&fdbAppend, f) }

// DeleteFDB removes an entry, "bridge fdb del": RTM_DELNEIGH. Of a VXLAN link it
// removes the destination that is given, or all of them. It fails with
// fs.ErrNotExist where there is none.
func DeleteFDB(f FDB) rtnl.Request { return fdbRequest(&fdbDelete, f) }

// fdbRequest fills in what bridge(8) does.
func fdbRequest(v *rtnl.Verb, f FDB) rtnl.Request {
	if f.Flags&(Self|Master) == 0 {
		f.Flags |= Self
	}
	if f.State == 0 {
		f.State = Permanent
	}
	return rtnl.NewRequest(v, &f)
}
