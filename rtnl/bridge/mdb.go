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

// MDBFlags are the flags of a multicast entry, MDB_FLAGS_*, all of them reported.
type MDBFlags uint8

// The flags.
const (
	MDBOffload       MDBFlags = uapi.MDB_FLAGS_OFFLOAD        // hardware has it
	MDBFastLeave     MDBFlags = uapi.MDB_FLAGS_FAST_LEAVE     // the port has left on the first leave
	MDBStarExcl      MDBFlags = uapi.MDB_FLAGS_STAR_EXCL      // added since the port is in the group but for some sources
	MDBBlocked       MDBFlags = uapi.MDB_FLAGS_BLOCKED        // not forwarded
	MDBOffloadFailed MDBFlags = uapi.MDB_FLAGS_OFFLOAD_FAILED // hardware has not taken it (6.16)
)

var mdbFlagNames = rtattr.Flags{
	{uapi.MDB_FLAGS_OFFLOAD, "offload"}, {uapi.MDB_FLAGS_FAST_LEAVE, "fast_leave"}, {uapi.MDB_FLAGS_STAR_EXCL, "added_by_star_ex"},
	{uapi.MDB_FLAGS_BLOCKED, "blocked"}, {uapi.MDB_FLAGS_OFFLOAD_FAILED, "offload_failed"},
}

// String returns the flags in the words of bridge(8), with spaces.
func (f MDBFlags) String() string {
	return strings.Join(rtattr.FlagNames(uint32(f), mdbFlagNames), " ")
}

// MDBMode says which sources the sources of a multicast entry are.
type MDBMode uint8

// The modes.
const (
	MDBExclude MDBMode = 0 // all but those
	MDBInclude MDBMode = 1 // those
)

// String returns the mode as bridge(8) prints it.
func (m MDBMode) String() string {
	return rtattr.Enum(m, []string{MDBExclude: "exclude", MDBInclude: "include"})
}

// MDB is an entry of a multicast database: a port of a bridge that gets a
// multicast group, or where a VXLAN link sends it (6.4).
//
// The kernel's key is the bridge or link, the group, the source, the VLAN or the
// source VNI; and the port, or Dst, DstPort, VNI and Via.
type MDB struct {
	Dev       string        `json:"-"`                // the name of the bridge, or of the VXLAN link
	DevIndex  int32         `json:"ifindex,omitzero"` // br_port_msg.ifindex: its index
	Port      string        `json:"-"`                // the name of the port, or of the bridge itself; of the VXLAN link again
	PortIndex int32         `json:"port,omitzero"`    // br_mdb_entry.ifindex: its index
	Group     netip.Addr    `json:"grp,omitzero"`     // br_mdb_entry.addr: the group; of VXLAN 0.0.0.0 and :: are all that have no entry
	GroupMAC  nlattr.HWAddr `json:"mac,omitzero"`     // instead: a group of link-layer addresses, which has to be Permanent (5.10)
	VLAN      uint16        `json:"vid,omitzero"`     // br_mdb_entry.vid, 1 to 4094
	Permanent bool          `json:"state,omitzero"`   // br_mdb_entry.state: does not time out; VXLAN has no others

	Source   netip.Addr          `json:"src,omitzero"`         // only from this source (5.10)
	Sources  []MDBSource         `json:"source_list,omitzero"` // sources, of entries for any source (6.3 in requests)
	Mode     nlattr.Opt[MDBMode] `json:"filter_mode,omitzero"` // which sources those are (6.3 in requests)
	Protocol rtnl.RouteProtocol  `json:"protocol,omitzero"`    // who made it; absent is ProtoStatic (6.3 in requests)

	// Of VXLAN.
	Dst      netip.Addr         `json:"dst,omitzero"`      // the other end; required
	DstPort  nlattr.Opt[uint16] `json:"dst_port,omitzero"` // UDP destination port; absent is the link's
	VNI      nlattr.Opt[uint32] `json:"vni,omitzero"`      // to send with, below 1<<24; absent is the source VNI
	Via      string             `json:"-"`                 // the name of the device to send through
	ViaIndex int32              `json:"via,omitzero"`      // its index
	SrcVNI   nlattr.Opt[uint32] `json:"src_vni,omitzero"`  // VNI to look up by, of links that are External; absent is the link's

	Flags MDBFlags                  `json:"flags,omitzero"` // br_mdb_entry.flags; reported
	Timer nlattr.Opt[time.Duration] `json:"timer,omitzero"` // until it times out, in hundredths of a second; reported

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// MDBSource is a source of a multicast group.
type MDBSource struct {
	Address netip.Addr                `json:"address,omitzero"` // MDBA_MDB_SRCATTR_ADDRESS, MDBE_SRCATTR_ADDRESS
	Timer   nlattr.Opt[time.Duration] `json:"timer,omitzero"`   // MDBA_MDB_SRCATTR_TIMER: until it times out; reported
	Unknown []nlattr.Attr             `json:"unknown,omitzero"` // attributes that this package does not know
}

// Attrs lists the attributes.
func (s *MDBSource) Attrs(c *nlattr.Codec) {
	nlattr.Addr(c, uapi.MDBA_MDB_SRCATTR_ADDRESS, uapi.MDBA_MDB_SRCATTR_ADDRESS, "address", &s.Address)
	if c.Reporting() {
		nlattr.Dur32(c, uapi.MDBA_MDB_SRCATTR_TIMER, "timer", rtattr.Tick, &s.Timer)
	}
	nlattr.Rest(c, &s.Unknown)
}

const mdbEntryLen = 28 // of struct br_mdb_entry

// Attrs lists the attributes of a report, MDBA_MDB_EATTR_*, behind its
// br_mdb_entry. Requests have another list.
func (m *MDB) Attrs(c *nlattr.Codec) {
	m.entry(c)
	nlattr.Dur32(c, uapi.MDBA_MDB_EATTR_TIMER, "timer", rtattr.Tick, &m.Timer)
	nlattr.List(c, uapi.MDBA_MDB_EATTR_SRC_LIST, uapi.MDBA_MDB_SRCLIST_ENTRY, "source_list", &m.Sources, &m.Unknown)
	nlattr.U8(c, uapi.MDBA_MDB_EATTR_GROUP_MODE, "filter_mode", &m.Mode)
	nlattr.Addr(c, uapi.MDBA_MDB_EATTR_SOURCE, uapi.MDBA_MDB_EATTR_SOURCE, "src", &m.Source)
	nlattr.N8(c, uapi.MDBA_MDB_EATTR_RTPROT, "protocol", &m.Protocol)
	nlattr.Addr(c, uapi.MDBA_MDB_EATTR_DST, uapi.MDBA_MDB_EATTR_DST, "dst", &m.Dst)
	nlattr.U16(c, uapi.MDBA_MDB_EATTR_DST_PORT, "dst_port", &m.DstPort)
	nlattr.U32(c, uapi.MDBA_MDB_EATTR_VNI, "vni", &m.VNI)
	nlattr.N32(c, uapi.MDBA_MDB_EATTR_IFINDEX, "via", &m.ViaIndex)
	nlattr.U32(c, uapi.MDBA_MDB_EATTR_SRC_VNI, "src_vni", &m.SrcVNI)
	nlattr.Rest(c, &m.Unknown)
}

// set lists the attributes of a request, MDBE_ATTR_*.
func (m *MDB) set(c *nlattr.Codec) {
	nlattr.Addr(c, uapi.MDBE_ATTR_SOURCE, uapi.MDBE_ATTR_SOURCE, "src", &m.Source)
	nlattr.List(c, uapi.MDBE_ATTR_SRC_LIST, uapi.MDBE_SRC_LIST_ENTRY, "source_list", &m.Sources, &m.Unknown)
	nlattr.U8(c, uapi.MDBE_ATTR_GROUP_MODE, "filter_mode", &m.Mode)
	nlattr.N8(c, uapi.MDBE_ATTR_RTPROT, "protocol", &m.Protocol)
	nlattr.Addr(c, uapi.MDBE_ATTR_DST, uapi.MDBE_ATTR_DST, "dst", &m.Dst)
	nlattr.U16(c, uapi.MDBE_ATTR_DST_PORT, "dst_port", &m.DstPort)
	nlattr.U32(c, uapi.MDBE_ATTR_VNI, "vni", &m.VNI)
	rtattr.Dev(c, uapi.MDBE_ATTR_IFINDEX, "via", m.Via, &m.ViaIndex)
	nlattr.U32(c, uapi.MDBE_ATTR_SRC_VNI, "src_vni", &m.SrcVNI)
	nlattr.Rest(c, &m.Unknown)
}

// entry carries struct br_mdb_entry.
func (m *MDB) entry(c *nlattr.Codec) {
	var addr [16]byte
	var state uint8
	if m.Permanent {
		state = uapi.MDB_PERMANENT
	}
	proto := groupBytes(&addr, m.Group, m.GroupMAC)
	index := m.PortIndex
	if !c.Decoding() {
		index = rtattr.IndexOf(c, "port", m.Port, m.PortIndex)
	}
	h := c.Head(mdbEntryLen)
	nlattr.At32(h, 0, &index)
	nlattr.At8(h, 4, &state)
	nlattr.At8(h, 5, &m.Flags)
	nlattr.At16(h, 6, &m.VLAN)
	nlattr.AtBytes(h, 8, addr[:])
	nlattr.AtBE16(h, 24, &proto)
	if c.Decoding() {
		m.PortIndex, m.Permanent = index, state == uapi.MDB_PERMANENT
		m.Group, m.GroupMAC = groupOf(addr, proto)
	}
}

// groupBytes writes a group and returns what tells its kind.
func groupBytes(b *[16]byte, group netip.Addr, mac nlattr.HWAddr) (proto uint16) {
	switch {
	case group.Is4():
		a := group.As4()
		copy(b[:], a[:])
		return uapi.ETH_P_IP
	case group.IsValid():
		*b = group.As16()
		return uapi.ETH_P_IPV6
	}
	var buf [32]byte
	copy(b[:6], mac.AppendTo(buf[:0]))
	return 0
}

func groupOf(b [16]byte, proto uint16) (group netip.Addr, mac nlattr.HWAddr) {
	switch proto {
	case uapi.ETH_P_IP:
		return netip.AddrFrom4([4]byte(b[:4])), mac
	case uapi.ETH_P_IPV6:
		return netip.AddrFrom16(b), mac
	}
	mac, _ = nlattr.HWAddrFrom(b[:6])
	return group, mac
}

func (m *MDB) check(c *nlattr.Codec) {
	checkDev(c, m.Dev, m.DevIndex)
	if m.Port == "" && m.PortIndex == 0 {
		c.Reject("port", "missing")
	}
	switch {
	case m.Group.IsValid() && !m.GroupMAC.IsZero():
		c.Reject("grp", "an IP address and a link-layer address too")
	case !m.Group.IsValid() && m.GroupMAC.Len() != 6:
		c.Reject("grp", "missing")
	case m.Group.Zone() != "":
		c.Reject("grp", m.Group.String()+" has a zone")
	}
	checkVLAN(c, "vid", m.VLAN)
	checkVNI(c, "vni", m.VNI.Or(0))
	checkVNI(c, "src_vni", m.SrcVNI.Or(0))
	for _, a := range append([]MDBSource{{Address: m.Source}}, m.Sources...) {
		if a.Address.IsValid() && a.Address.Is4() != m.Group.Is4() {
			c.Reject("src", fmt.Sprintf("%v is not of the family of %v", a.Address, m.Group))
		}
	}
	if m.Flags != 0 {
		c.Reject("flags", m.Flags.String()+" is for the kernel to say")
	}
}

// Key returns which entry it is.
func (m *MDB) Key() string {
	s := "dev " + rtattr.DevName(m.Dev, m.DevIndex) + " port " + rtattr.DevName(m.Port, m.PortIndex) + " grp "
	if m.Group.IsValid() {
		return s + m.Group.String()
	}
	return s + m.GroupMAC.String()
}

// Words returns what stands behind "mdb add".
func (m *MDB) Words() string {
	w := rtattr.Words{m.Key()}
	w.Add("src", m.Source.IsValid(), m.Source)
	w.Add("permanent", m.Permanent, "")
	w.Add("vid", m.VLAN != 0, m.VLAN)
	w.Add("filter_mode", m.Mode.Is(), m.Mode)
	var sources []string
	for _, s := range m.Sources {
		sources = append(sources, s.Address.String())
	}
	w.Add("source_list", sources != nil, strings.Join(sources, ","))
	w.Add("proto", m.Protocol != 0, m.Protocol)
	w.Add("dst", m.Dst.IsValid(), m.Dst)
	w.Add("dst_port", m.DstPort.Is(), m.DstPort)
	w.Add("vni", m.VNI.Is(), m.VNI)
	w.Add("src_vni", m.SrcVNI.Is(), m.SrcVNI)
	w.Add("via", m.Via != "" || m.ViaIndex != 0, rtattr.DevName(m.Via, m.ViaIndex))
	return w.String()
}

type mdbKey struct {
	dev, port, via int32
	group, src     netip.Addr
	mac            nlattr.HWAddr
	vlan           uint16
	dst            netip.Addr
	dstPort        nlattr.Opt[uint16]
	vni, srcVNI    nlattr.Opt[uint32]
}

// DumpKey is what [rtnl.Collect] tells entries apart by.
func (m *MDB) DumpKey() any {
	return mdbKey{m.DevIndex, m.PortIndex, m.ViaIndex, m.Group, m.Source, m.GroupMAC, m.VLAN, m.Dst, m.DstPort, m.VNI, m.SrcVNI}
}
