package bridge

import (
	"context"
	"iter"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

// VLANOptions are the options of a VLAN of a port or of a bridge itself, or of a
// range of VLANs, BRIDGE_VLANDB_ENTRY_*. An absent field leaves the current value.
type VLANOptions struct {
	Dev      string    `json:"-"`                // the device's name
	DevIndex int32     `json:"ifindex,omitzero"` // its index
	VID      uint16    `json:"vlan,omitzero"`    // BRIDGE_VLANDB_ENTRY_INFO: the number, 1 to 4094
	End      uint16    `json:"vlanEnd,omitzero"` // BRIDGE_VLANDB_ENTRY_RANGE: the last one of a range; absent for one VLAN
	Flags    VLANFlags `json:"flags,omitzero"`   // BRIDGE_VLANDB_ENTRY_INFO; reported: [AddVLAN] sets them

	State            nlattr.Opt[kind.BridgePortState] `json:"state,omitzero"`              // BRIDGE_VLANDB_ENTRY_STATE; of ports in no spanning tree with MST
	MCastRouter      nlattr.Opt[kind.MCastRouter]     `json:"mcast_router,omitzero"`       // BRIDGE_VLANDB_ENTRY_MCAST_ROUTER (5.15)
	MCastMaxGroups   nlattr.Opt[uint32]               `json:"mcast_max_groups,omitzero"`   // BRIDGE_VLANDB_ENTRY_MCAST_MAX_GROUPS: most multicast groups; 0 is no limit (6.3)
	NeighSuppress    nlattr.OnOff                     `json:"neigh_suppress,omitzero"`     // BRIDGE_VLANDB_ENTRY_NEIGH_SUPPRESS: answer for known neighbours, do not flood; the port has to have NeighVLANSuppress (6.4)
	NeighForwardGrat nlattr.OnOff                     `json:"neigh_forward_grat,omitzero"` // BRIDGE_VLANDB_ENTRY_NEIGH_FORWARD_GRAT: but forward what is gratuitous (7.1)
	Tunnel           *VLANTunnelOption                `json:"tunnel_info,omitzero"`        // BRIDGE_VLANDB_ENTRY_TUNNEL_INFO: of the first VLAN of a range

	MCastGroups nlattr.Opt[uint32] `json:"mcast_n_groups,omitzero"` // BRIDGE_VLANDB_ENTRY_MCAST_N_GROUPS: multicast groups; reported (6.3)
	Stats       *VLANStats         `json:"stats,omitzero"`          // BRIDGE_VLANDB_ENTRY_STATS; reported, if asked for

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Attrs lists the attributes of BRIDGE_VLANDB_ENTRY.
func (o *VLANOptions) Attrs(c *nlattr.Codec) {
	if !c.Reporting() {
		o.check(c)
	}
	info := vlanInfo{o.Flags, o.VID}
	if !c.Reporting() {
		info.flags |= onlyOpts
	}
	nlattr.Packed(c, uapi.BRIDGE_VLANDB_ENTRY_INFO, "vlan", true, info.Attrs)
	if c.Decoding() {
		o.Flags, o.VID = info.flags, info.vid
	}
	nlattr.N16(c, uapi.BRIDGE_VLANDB_ENTRY_RANGE, "vlanEnd", &o.End)
	nlattr.U8(c, uapi.BRIDGE_VLANDB_ENTRY_STATE, "state", &o.State)
	nlattr.Nest(c, uapi.BRIDGE_VLANDB_ENTRY_TUNNEL_INFO, "tunnel_info", &o.Tunnel)
	nlattr.U8(c, uapi.BRIDGE_VLANDB_ENTRY_MCAST_ROUTER, "mcast_router", &o.MCastRouter)
	nlattr.U32(c, uapi.BRIDGE_VLANDB_ENTRY_MCAST_MAX_GROUPS, "mcast_max_groups", &o.MCastMaxGroups)
	nlattr.Switch(c, uapi.BRIDGE_VLANDB_ENTRY_NEIGH_SUPPRESS, "neigh_suppress", &o.NeighSuppress)
	nlattr.Switch(c, uapi.BRIDGE_VLANDB_ENTRY_NEIGH_FORWARD_GRAT, "neigh_forward_grat", &o.NeighForwardGrat)
	if c.Reporting() {
		nlattr.U32(c, uapi.BRIDGE_VLANDB_ENTRY_MCAST_N_GROUPS, "mcast_n_groups", &o.MCastGroups)
		nlattr.Nest(c, uapi.BRIDGE_VLANDB_ENTRY_STATS, "stats", &o.Stats)
	}
	nlattr.Rest(c, &o.Unknown)
}

func (o *VLANOptions) check(c *nlattr.Codec) {
	checkRange(c, o.VID, o.End)
	if o.State.Or(0) > kind.BridgePortBlocking {
		c.Reject("state", o.State.String()+" is none")
	}
	if t := o.Tunnel; t != nil {
		checkVNI(c, "tunnel_info", t.ID.Or(0))
	}
}

// VLANTunnelOption says which tunnel a VLAN goes through, as one of its options.
type VLANTunnelOption struct {
	ID      nlattr.Opt[uint32] `json:"id,omitzero"`      // BRIDGE_VLANDB_TINFO_ID: the VNI, below 1<<24
	Command nlattr.Opt[uint32] `json:"cmd,omitzero"`     // BRIDGE_VLANDB_TINFO_CMD: of requests, which need it: TunnelAdd or TunnelDelete
	Unknown []nlattr.Attr      `json:"unknown,omitzero"` // attributes that this package does not know
}

// The commands of a [VLANTunnelOption].
const (
	TunnelAdd    uint32 = uapi.RTM_SETLINK
	TunnelDelete uint32 = uapi.RTM_DELLINK
)

// Attrs lists the attributes.
func (t *VLANTunnelOption) Attrs(c *nlattr.Codec) {
	nlattr.U32(c, uapi.BRIDGE_VLANDB_TINFO_ID, "id", &t.ID)
	nlattr.U32(c, uapi.BRIDGE_VLANDB_TINFO_CMD, "cmd", &t.Command)
	nlattr.Rest(c, &t.Unknown)
}

// VLANStats counts the traffic of a VLAN: of a port only if its bridge has
// VLANStatsPerPort, else that of the bridge's VLAN.
type VLANStats struct {
	RxBytes   nlattr.Opt[uint64] `json:"rx_bytes,omitzero"`   // BRIDGE_VLANDB_STATS_RX_BYTES
	RxPackets nlattr.Opt[uint64] `json:"rx_packets,omitzero"` // BRIDGE_VLANDB_STATS_RX_PACKETS
	TxBytes   nlattr.Opt[uint64] `json:"tx_bytes,omitzero"`   // BRIDGE_VLANDB_STATS_TX_BYTES
	TxPackets nlattr.Opt[uint64] `json:"tx_packets,omitzero"` // BRIDGE_VLANDB_STATS_TX_PACKETS
	Unknown   []nlattr.Attr      `json:"unknown,omitzero"`    // attributes that this package does not know
}

// Attrs lists the attributes.
func (s *VLANStats) Attrs(c *nlattr.Codec) {
	nlattr.U64(c, uapi.BRIDGE_VLANDB_STATS_RX_BYTES, "rx_bytes", &s.RxBytes)
	nlattr.U64(c, uapi.BRIDGE_VLANDB_STATS_RX_PACKETS, "rx_packets", &s.RxPackets)
	nlattr.U64(c, uapi.BRIDGE_VLANDB_STATS_TX_BYTES, "tx_bytes", &s.TxBytes)
	nlattr.U64(c, uapi.BRIDGE_VLANDB_STATS_TX_PACKETS, "tx_packets", &s.TxPackets)
	nlattr.Skip(c, uapi.BRIDGE_VLANDB_STATS_PAD, "pad")
	nlattr.Rest(c, &s.Unknown)
}

// vlanMsg is a message about VLANs of a device, RTM_*VLAN.
type vlanMsg struct {
	dev     string
	index   int32
	entries []VLANOptions
	globals []VLANGlobal
	unknown []nlattr.Attr
}

// Attrs lists the attributes behind the br_vlan_msg.
func (m *vlanMsg) Attrs(c *nlattr.Codec) {
	index := m.index
	if !c.Decoding() {
		index = rtattr.IndexOf(c, "dev", m.dev, m.index)
		if !c.Reporting() {
			checkDev(c, m.dev, m.index)
		}
	}
	family := uint8(uapi.AF_BRIDGE)
	h := c.Head(8)
	nlattr.At8(h, 0, &family)
	nlattr.At32(h, 4, &index)
	if c.Decoding() {
		m.index = index
	}
	nlattr.Repeat(c, uapi.BRIDGE_VLANDB_ENTRY, "entry", &m.entries)
	nlattr.Repeat(c, uapi.BRIDGE_VLANDB_GLOBAL_OPTIONS, "global", &m.globals)
	if c.Decoding() {
		for i := range m.entries {
			m.entries[i].DevIndex = index
		}
		for i := range m.globals {
			m.globals[i].DevIndex = index
		}
	}
	nlattr.Rest(c, &m.unknown)
}

// Key implements [rtnl.Object].
func (m *vlanMsg) Key() string {
	vid, end := uint16(0), uint16(0)
	switch {
	case len(m.entries) == 1:
		vid, end = m.entries[0].VID, m.entries[0].End
	case len(m.globals) == 1:
		vid, end = m.globals[0].VID, m.globals[0].End
	}
	return "dev " + rtattr.DevName(m.dev, m.index) + " vid " + rangeWord(vid, end)
}

// Words returns what stands behind "vlan set".
func (m *vlanMsg) Words() string {
	w := rtattr.Words{m.Key()}
	for _, e := range m.entries {
		e.Dev, e.DevIndex, e.VID, e.End = "", 0, 0, 0
		w.Fields(&e)
	}
	for _, g := range m.globals {
		g.Dev, g.DevIndex, g.VID, g.End = "", 0, 0, 0
		w.Fields(&g)
	}
	return w.String()
}

var vlanSet = rtnl.Verb{Name: "vlan set", Type: uapi.RTM_NEWVLAN}

// SetVLAN changes options of a VLAN, or of a range, that a port or a bridge has:
// "bridge vlan set", RTM_NEWVLAN (5.6). The kernel executes it VLAN by VLAN, and
// leaves those before one that it refuses changed.
func SetVLAN(o VLANOptions) rtnl.Request {
	return rtnl.NewRequest(&vlanSet, &vlanMsg{dev: o.Dev, index: o.DevIndex, entries: []VLANOptions{o}})
}

// VLANOptionsFilter chooses VLANs whose options are listed, and whether statistics
// are.
type VLANOptionsFilter struct {
	Dev      string // of this port or bridge; the kernel filters
	DevIndex int32  // likewise
	VID      uint16 // this one, or the range that it is in
	Stats    bool   // with statistics, which makes each VLAN one of its own
}

// vlanGet is the body of RTM_GETVLAN.
type vlanGet struct {
	index int32
	flags uint32
}

// Attrs lists the attributes.
func (q *vlanGet) Attrs(c *nlattr.Codec) {
	family := uint8(uapi.AF_BRIDGE)
	h := c.Head(8)
	nlattr.At8(h, 0, &family)
	nlattr.At32(h, 4, &q.index)
	nlattr.N32(c, uapi.BRIDGE_VLANDB_DUMP_FLAGS, "flags", &q.flags)
}

// VLANsOptions lists the VLANs of ports and of bridges with their options, "bridge
// -d vlan show" (5.6). A nil filter is everything. A range is of VLANs that are
// alike.
func VLANsOptions(ctx context.Context, c *rtnl.Conn, f *VLANOptionsFilter) iter.Seq2[VLANOptions, error] {
	if f == nil {
		f = new(VLANOptionsFilter)
	}
	var flags uint32
	if f.Stats {
		flags = uapi.BRIDGE_VLANDB_DUMPF_STATS
	}
	return within(vlanMsgs(ctx, c, "vlan show", f.Dev, f.DevIndex, flags), func(m *vlanMsg) []VLANOptions { return m.entries },
		func(o *VLANOptions) bool { return (&VLANFilter{VID: f.VID}).keep(o.VID, o.End) })
}

func vlanMsgs(ctx context.Context, c *rtnl.Conn, op, dev string, index int32, flags uint32) iter.Seq2[vlanMsg, error] {
	return listOf[vlanMsg](ctx, c, dev, index, func(index int32) rtnl.Query {
		return rtnl.Query{Op: op, Type: uapi.RTM_GETVLAN, Reply: uapi.RTM_NEWVLAN, Head: 8, Body: &vlanGet{index, flags}}
	})
}
