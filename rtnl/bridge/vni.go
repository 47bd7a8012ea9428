package bridge

import (
	"context"
	"fmt"
	"iter"
	"net/netip"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
)

// VNI is a VNI, or a range of them, that a VXLAN link with VNIFilter takes, as
// made by "bridge vni add" (5.18).
type VNI struct {
	Dev      string     `json:"-"`                // the link's name
	DevIndex int32      `json:"ifindex,omitzero"` // its index
	VNI      uint32     `json:"vni,omitzero"`     // VXLAN_VNIFILTER_ENTRY_START: the number, below 1<<24
	End      uint32     `json:"vniEnd,omitzero"`  // VXLAN_VNIFILTER_ENTRY_END: the last one of a range; absent for one VNI
	Group    netip.Addr `json:"group,omitzero"`   // VXLAN_VNIFILTER_ENTRY_GROUP, GROUP6: multicast group, or unicast "remote", for what has no entry; absent is the link's

	Stats *VNIStats `json:"stats,omitzero"` // VXLAN_VNIFILTER_ENTRY_STATS; reported, if asked for

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Attrs lists the attributes of VXLAN_VNIFILTER_ENTRY.
func (v *VNI) Attrs(c *nlattr.Codec) {
	if !c.Reporting() {
		v.check(c)
	}
	start := nlattr.Some(v.VNI) // 0 is one
	nlattr.U32(c, uapi.VXLAN_VNIFILTER_ENTRY_START, "vni", &start)
	if c.Decoding() {
		v.VNI = start.Or(0)
	}
	nlattr.N32(c, uapi.VXLAN_VNIFILTER_ENTRY_END, "vniEnd", &v.End)
	nlattr.Addr(c, uapi.VXLAN_VNIFILTER_ENTRY_GROUP, uapi.VXLAN_VNIFILTER_ENTRY_GROUP6, "group", &v.Group)
	if c.Reporting() {
		nlattr.Nest(c, uapi.VXLAN_VNIFILTER_ENTRY_STATS, "stats", &v.Stats)
	}
	nlattr.Rest(c, &v.Unknown)
}

func (v *VNI) check(c *nlattr.Codec) {
	checkVNI(c, "vni", v.VNI)
	checkVNI(c, "vniEnd", v.End)
	if v.End != 0 && v.End <= v.VNI {
		c.Reject("vniEnd", fmt.Sprintf("%d is not above %d", v.End, v.VNI))
	}
}

// VNIStats counts the traffic of a VNI.
type VNIStats struct {
	RxBytes   nlattr.Opt[uint64] `json:"rx_bytes,omitzero"`  // VNIFILTER_ENTRY_STATS_RX_BYTES
	RxPackets nlattr.Opt[uint64] `json:"rx_pkts,omitzero"`   // VNIFILTER_ENTRY_STATS_RX_PKTS
	RxDrops   nlattr.Opt[uint64] `json:"rx_drops,omitzero"`  // VNIFILTER_ENTRY_STATS_RX_DROPS
	RxErrors  nlattr.Opt[uint64] `json:"rx_errors,omitzero"` // VNIFILTER_ENTRY_STATS_RX_ERRORS
	TxBytes   nlattr.Opt[uint64] `json:"tx_bytes,omitzero"`  // VNIFILTER_ENTRY_STATS_TX_BYTES
	TxPackets nlattr.Opt[uint64] `json:"tx_pkts,omitzero"`   // VNIFILTER_ENTRY_STATS_TX_PKTS
	TxDrops   nlattr.Opt[uint64] `json:"tx_drops,omitzero"`  // VNIFILTER_ENTRY_STATS_TX_DROPS
	TxErrors  nlattr.Opt[uint64] `json:"tx_errors,omitzero"` // VNIFILTER_ENTRY_STATS_TX_ERRORS
	Unknown   []nlattr.Attr      `json:"unknown,omitzero"`   // attributes that this package does not know
}

// Attrs lists the attributes.
func (s *VNIStats) Attrs(c *nlattr.Codec) {
	nlattr.U64(c, uapi.VNIFILTER_ENTRY_STATS_RX_BYTES, "rx_bytes", &s.RxBytes)
	nlattr.U64(c, uapi.VNIFILTER_ENTRY_STATS_RX_PKTS, "rx_pkts", &s.RxPackets)
	nlattr.U64(c, uapi.VNIFILTER_ENTRY_STATS_RX_DROPS, "rx_drops", &s.RxDrops)
	nlattr.U64(c, uapi.VNIFILTER_ENTRY_STATS_RX_ERRORS, "rx_errors", &s.RxErrors)
	nlattr.U64(c, uapi.VNIFILTER_ENTRY_STATS_TX_BYTES, "tx_bytes", &s.TxBytes)
	nlattr.U64(c, uapi.VNIFILTER_ENTRY_STATS_TX_PKTS, "tx_pkts", &s.TxPackets)
	nlattr.U64(c, uapi.VNIFILTER_ENTRY_STATS_TX_DROPS, "tx_drops", &s.TxDrops)
	nlattr.U64(c, uapi.VNIFILTER_ENTRY_STATS_TX_ERRORS, "tx_errors", &s.TxErrors)
	nlattr.Skip(c, uapi.VNIFILTER_ENTRY_STATS_PAD, "pad")
	nlattr.Rest(c, &s.Unknown)
}

// vniMsg is a message about VNIs of a link, RTM_*TUNNEL.
type vniMsg struct {
	dev     string
	index   int32
	flags   uint8
	entries []VNI
	unknown []nlattr.Attr
}

// Attrs lists the attributes behind the tunnel_msg.
func (m *vniMsg) Attrs(c *nlattr.Codec) {
	index := m.index
	if !c.Decoding() {
		index = rtattr.IndexOf(c, "dev", m.dev, m.index)
	}
	family := uint8(uapi.AF_BRIDGE)
	h := c.Head(8)
	nlattr.At8(h, 0, &family)
	nlattr.At8(h, 1, &m.flags)
	nlattr.At32(h, 4, &index)
	nlattr.Repeat(c, uapi.VXLAN_VNIFILTER_ENTRY, "entry", &m.entries)
	if c.Decoding() {
		m.index = index
		for i := range m.entries {
			m.entries[i].DevIndex = index
		}
	}
	nlattr.Rest(c, &m.unknown)
}

// vniSet is a request.
type vniSet struct{ vniMsg }

// Attrs lists the attributes.
func (s *vniSet) Attrs(c *nlattr.Codec) {
	checkDev(c, s.dev, s.index)
	s.vniMsg.Attrs(c)
}

// Key implements [rtnl.Object].
func (s *vniSet) Key() string {
	v := &s.entries[0]
	return "dev " + rtattr.DevName(s.dev, s.index) + " vni " + rangeWord(v.VNI, v.End)
}

// Words returns what stands behind "vni add".
func (s *vniSet) Words() string {
	w := rtattr.Words{s.Key()}
	w.Add("group", s.entries[0].Group.IsMulticast(), s.entries[0].Group)
	w.Add("remote", s.entries[0].Group.IsValid() && !s.entries[0].Group.IsMulticast(), s.entries[0].Group)
	return w.String()
}

var (
	vniAdd    = rtnl.Verb{Name: "vni add", Type: uapi.RTM_NEWTUNNEL}
	vniDelete = rtnl.Verb{Name: "vni delete", Type: uapi.RTM_DELTUNNEL}
)

func vniRequest(verb *rtnl.Verb, v VNI) rtnl.Request {
	return rtnl.NewRequest(verb, &vniSet{vniMsg{dev: v.Dev, index: v.DevIndex, entries: []VNI{v}}})
}

// AddVNI adds a VNI, or a range, to those that a VXLAN link takes, "bridge vni
// add": RTM_NEWTUNNEL (5.18). One that is there gets the group.
func AddVNI(v VNI) rtnl.Request { return vniRequest(&vniAdd, v) }

// DeleteVNI removes a VNI, or a range, "bridge vni delete": RTM_DELTUNNEL (5.18).
// It fails with fs.ErrNotExist for one that is not there; those of a range that
// come before it are gone then.
func DeleteVNI(v VNI) rtnl.Request { return vniRequest(&vniDelete, v) }

// VNIFilter chooses VNIs, and whether statistics are listed.
type VNIFilter struct {
	Dev      string             // of this link; the kernel filters
	DevIndex int32              // likewise
	VNI      nlattr.Opt[uint32] // this one, or the range that it is in
	Stats    bool               // with statistics, which makes each VNI one of its own
}

// VNIs lists the VNIs that VXLAN links take, "bridge vni show" (5.18). A nil filter
// is everything.
func VNIs(ctx context.Context, c *rtnl.Conn, f *VNIFilter) iter.Seq2[VNI, error] {
	if f == nil {
		f = new(VNIFilter)
	}
	var flags uint8
	if f.Stats {
		flags = uapi.TUNNEL_MSG_FLAG_STATS
	}
	all := listOf[vniMsg](ctx, c, f.Dev, f.DevIndex, func(index int32) rtnl.Query {
		return rtnl.Query{Op: "vni show", Type: uapi.RTM_GETTUNNEL, Reply: uapi.RTM_NEWTUNNEL, Head: 8, Body: &vniMsg{index: index, flags: flags}}
	})
	return within(all, func(m *vniMsg) []VNI { return m.entries }, func(v *VNI) bool {
		n, ok := f.VNI.Get()
		return !ok || n == v.VNI || v.VNI < n && n <= v.End
	})
}
