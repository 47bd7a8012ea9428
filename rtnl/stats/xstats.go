package stats

import (
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

// XStatsOf is what a bridge or a bond counts, of itself or of a port.
type XStatsOf struct {
	Bridge *Bridge `json:"bridge,omitzero"` // LINK_XSTATS_TYPE_BRIDGE
	Bond   *Bond   `json:"bond,omitzero"`   // LINK_XSTATS_TYPE_BOND (5.0)

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Attrs lists the attributes.
func (x *XStatsOf) Attrs(c *nlattr.Codec) {
	nlattr.Nest(c, uapi.LINK_XSTATS_TYPE_BRIDGE, "bridge", &x.Bridge)
	nlattr.Nest(c, uapi.LINK_XSTATS_TYPE_BOND, "bond", &x.Bond)
	nlattr.Rest(c, &x.Unknown)
}

// merge adds what the next message has: the VLANs of a bridge may not fit in one.
func (x *XStatsOf) merge(o *XStatsOf) *XStatsOf {
	if x == nil || o == nil {
		if x == nil {
			return o
		}
		return x
	}
	switch {
	case x.Bridge == nil:
		x.Bridge = o.Bridge
	case o.Bridge != nil:
		x.Bridge.merge(o.Bridge)
	}
	if x.Bond == nil {
		x.Bond = o.Bond
	}
	x.Unknown = append(x.Unknown, o.Unknown...)
	return x
}

// Bridge is what a bridge counts, if its options say so: VLANStats for the VLANs,
// MCastStats for multicast.
type Bridge struct {
	VLANs []BridgeVLAN `json:"vlan,omitzero"`  // BRIDGE_XSTATS_VLAN
	MCast *BridgeMCast `json:"mcast,omitzero"` // BRIDGE_XSTATS_MCAST
	STP   *BridgeSTP   `json:"stp,omitzero"`   // BRIDGE_XSTATS_STP, of a port (5.5)

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Attrs lists the attributes.
func (b *Bridge) Attrs(c *nlattr.Codec) {
	nlattr.RepeatStructs(c, uapi.BRIDGE_XSTATS_VLAN, "vlan", &b.VLANs)
	nlattr.Struct(c, uapi.BRIDGE_XSTATS_MCAST, "mcast", &b.MCast)
	nlattr.Skip(c, uapi.BRIDGE_XSTATS_PAD, "pad")
	nlattr.Struct(c, uapi.BRIDGE_XSTATS_STP, "stp", &b.STP)
	nlattr.Rest(c, &b.Unknown)
}

func (b *Bridge) merge(o *Bridge) {
	b.VLANs = append(b.VLANs, o.VLANs...)
	if o.MCast != nil {
		b.MCast = o.MCast
	}
	if o.STP != nil {
		b.STP = o.STP
	}
	b.Unknown = append(b.Unknown, o.Unknown...)
}

// BridgeVLAN is struct bridge_vlan_xstats.
type BridgeVLAN struct {
	RxBytes   uint64 `json:"rx_bytes"`   // received
	RxPackets uint64 `json:"rx_packets"` // received
	TxBytes   uint64 `json:"tx_bytes"`   // sent
	TxPackets uint64 `json:"tx_packets"` // sent
	VID       uint16 `json:"vid"`        // the VLAN
	Flags     uint16 `json:"flags"`      // BRIDGE_VLAN_INFO_*
}

// Attrs lists the members.
func (v *BridgeVLAN) Attrs(c *nlattr.Codec) {
	h := counters(c, 40, &v.RxBytes, &v.RxPackets, &v.TxBytes, &v.TxPackets)
	nlattr.At16(h, 32, &v.VID)
	nlattr.At16(h, 34, &v.Flags)
}

// RxTx counts what was received and what was sent.
type RxTx struct {
	Rx uint64 `json:"rx"` // received
	Tx uint64 `json:"tx"` // sent
}

// BridgeMCast is struct br_mcast_stats.
type BridgeMCast struct {
	IGMPv1Queries   RxTx   `json:"igmp_v1queries"`    // IGMP version 1
	IGMPv2Queries   RxTx   `json:"igmp_v2queries"`    // version 2
	IGMPv3Queries   RxTx   `json:"igmp_v3queries"`    // version 3
	IGMPLeaves      RxTx   `json:"igmp_leaves"`       // of version 2
	IGMPv1Reports   RxTx   `json:"igmp_v1reports"`    // version 1
	IGMPv2Reports   RxTx   `json:"igmp_v2reports"`    // version 2
	IGMPv3Reports   RxTx   `json:"igmp_v3reports"`    // version 3
	IGMPParseErrors uint64 `json:"igmp_parse_errors"` // received, and malformed
	MLDv1Queries    RxTx   `json:"mld_v1queries"`     // MLD version 1
	MLDv2Queries    RxTx   `json:"mld_v2queries"`     // version 2
	MLDLeaves       RxTx   `json:"mld_leaves"`        // of version 1
	MLDv1Reports    RxTx   `json:"mld_v1reports"`     // version 1
	MLDv2Reports    RxTx   `json:"mld_v2reports"`     // version 2
	MLDParseErrors  uint64 `json:"mld_parse_errors"`  // received, and malformed
	Bytes           RxTx   `json:"mcast_bytes"`       // of multicast
	Packets         RxTx   `json:"mcast_packets"`     // of multicast
}

// Attrs lists the members.
func (m *BridgeMCast) Attrs(c *nlattr.Codec) {
	counters(c, 30*8,
		&m.IGMPv1Queries.Rx, &m.IGMPv1Queries.Tx, &m.IGMPv2Queries.Rx, &m.IGMPv2Queries.Tx, &m.IGMPv3Queries.Rx, &m.IGMPv3Queries.Tx,
		&m.IGMPLeaves.Rx, &m.IGMPLeaves.Tx, &m.IGMPv1Reports.Rx, &m.IGMPv1Reports.Tx, &m.IGMPv2Reports.Rx, &m.IGMPv2Reports.Tx,
		&m.IGMPv3Reports.Rx, &m.IGMPv3Reports.Tx, &m.IGMPParseErrors,
		&m.MLDv1Queries.Rx, &m.MLDv1Queries.Tx, &m.MLDv2Queries.Rx, &m.MLDv2Queries.Tx, &m.MLDLeaves.Rx, &m.MLDLeaves.Tx,
		&m.MLDv1Reports.Rx, &m.MLDv1Reports.Tx, &m.MLDv2Reports.Rx, &m.MLDv2Reports.Tx, &m.MLDParseErrors,
		&m.Bytes.Rx, &m.Bytes.Tx, &m.Packets.Rx, &m.Packets.Tx)
}

// BridgeSTP is struct bridge_stp_xstats.
type BridgeSTP struct {
	ToBlocking   uint64 `json:"transition_blk"` // how often the port became blocking
	ToForwarding uint64 `json:"transition_fwd"` // how often it became forwarding
	RxBPDU       uint64 `json:"rx_bpdu"`        // configuration messages received
	TxBPDU       uint64 `json:"tx_bpdu"`        // and sent
	RxTCN        uint64 `json:"rx_tcn"`         // notices of topology changes received
	TxTCN        uint64 `json:"tx_tcn"`         // and sent
}

// Attrs lists the members.
func (s *BridgeSTP) Attrs(c *nlattr.Codec) {
	counters(c, 48, &s.ToBlocking, &s.ToForwarding, &s.RxBPDU, &s.TxBPDU, &s.RxTCN, &s.TxTCN)
}

// Bond is what a bond counts of 802.3ad, BOND_3AD_STAT_* in BOND_XSTATS_3AD.
type Bond struct {
	LACPDURx        nlattr.Opt[uint64] `json:"lacpdu_rx,omitzero"`         // BOND_3AD_STAT_LACPDU_RX: received
	LACPDUTx        nlattr.Opt[uint64] `json:"lacpdu_tx,omitzero"`         // BOND_3AD_STAT_LACPDU_TX: sent
	LACPDUUnknownRx nlattr.Opt[uint64] `json:"lacpdu_unknown_rx,omitzero"` // BOND_3AD_STAT_LACPDU_UNKNOWN_RX: of an unknown type
	LACPDUIllegalRx nlattr.Opt[uint64] `json:"lacpdu_illegal_rx,omitzero"` // BOND_3AD_STAT_LACPDU_ILLEGAL_RX: malformed
	MarkerRx        nlattr.Opt[uint64] `json:"marker_rx,omitzero"`         // BOND_3AD_STAT_MARKER_RX
	MarkerTx        nlattr.Opt[uint64] `json:"marker_tx,omitzero"`         // BOND_3AD_STAT_MARKER_TX
	MarkerRespRx    nlattr.Opt[uint64] `json:"marker_resp_rx,omitzero"`    // BOND_3AD_STAT_MARKER_RESP_RX
	MarkerRespTx    nlattr.Opt[uint64] `json:"marker_resp_tx,omitzero"`    // BOND_3AD_STAT_MARKER_RESP_TX
	MarkerUnknownRx nlattr.Opt[uint64] `json:"marker_unknown_rx,omitzero"` // BOND_3AD_STAT_MARKER_UNKNOWN_RX

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Attrs lists the attributes.
func (b *Bond) Attrs(c *nlattr.Codec) {
	nlattr.Group(c, uapi.BOND_XSTATS_3AD, "802.3ad", true, func(c *nlattr.Codec) {
		nlattr.U64(c, uapi.BOND_3AD_STAT_LACPDU_RX, "lacpdu_rx", &b.LACPDURx)
		nlattr.U64(c, uapi.BOND_3AD_STAT_LACPDU_TX, "lacpdu_tx", &b.LACPDUTx)
		nlattr.U64(c, uapi.BOND_3AD_STAT_LACPDU_UNKNOWN_RX, "lacpdu_unknown_rx", &b.LACPDUUnknownRx)
		nlattr.U64(c, uapi.BOND_3AD_STAT_LACPDU_ILLEGAL_RX, "lacpdu_illegal_rx", &b.LACPDUIllegalRx)
		nlattr.U64(c, uapi.BOND_3AD_STAT_MARKER_RX, "marker_rx", &b.MarkerRx)
		nlattr.U64(c, uapi.BOND_3AD_STAT_MARKER_TX, "marker_tx", &b.MarkerTx)
		nlattr.U64(c, uapi.BOND_3AD_STAT_MARKER_RESP_RX, "marker_resp_rx", &b.MarkerRespRx)
		nlattr.U64(c, uapi.BOND_3AD_STAT_MARKER_RESP_TX, "marker_resp_tx", &b.MarkerRespTx)
		nlattr.U64(c, uapi.BOND_3AD_STAT_MARKER_UNKNOWN_RX, "marker_unknown_rx", &b.MarkerUnknownRx)
		nlattr.Skip(c, uapi.BOND_3AD_STAT_PAD, "pad")
		nlattr.Rest(c, &b.Unknown)
	})
	nlattr.Rest(c, &b.Unknown)
}

// MPLSLink is struct mpls_link_stats.
type MPLSLink struct {
	RxPackets uint64 `json:"rx_packets"` // received
	TxPackets uint64 `json:"tx_packets"` // sent
	RxBytes   uint64 `json:"rx_bytes"`   // received
	TxBytes   uint64 `json:"tx_bytes"`   // sent
	RxErrors  uint64 `json:"rx_errors"`  // bad packets received
	TxErrors  uint64 `json:"tx_errors"`  // not sent for trouble
	RxDropped uint64 `json:"rx_dropped"` // received, and dropped
	TxDropped uint64 `json:"tx_dropped"` // dropped on the way out
	RxNoRoute uint64 `json:"rx_noroute"` // received with a label that has no route
}

// Attrs lists the members.
func (m *MPLSLink) Attrs(c *nlattr.Codec) {
	counters(c, 72, &m.RxPackets, &m.TxPackets, &m.RxBytes, &m.TxBytes, &m.RxErrors, &m.TxErrors, &m.RxDropped, &m.TxDropped, &m.RxNoRoute)
}

// counters lists the counters that a C struct of n bytes begins with.
func counters(c *nlattr.Codec, n int, v ...*uint64) nlattr.Header {
	h := c.Head(n)
	for i, p := range v {
		nlattr.At64(h, 8*i, p)
	}
	return h
}
