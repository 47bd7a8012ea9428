// Package sriov has what a link with SR-IOV says of its virtual functions, and
// what can be set on them: the field VFs of
// [github.com/eb30ede5/netlink/rtnl.Link].
package sriov

import (
	"fmt"
	"slices"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

// VF is a virtual function of a link, or what to set on one: "ip link set DEV
// vf N ...". The kernel applies each of its attributes by itself.
type VF struct {
	VF        uint32             `json:"vf"`                  // its number, which each attribute carries
	Address   nlattr.HWAddr      `json:"mac,omitzero"`        // IFLA_VF_MAC
	Broadcast nlattr.HWAddr      `json:"broadcast,omitzero"`  // IFLA_VF_BROADCAST, reported
	VLAN      *VLAN              `json:"vlan,omitzero"`       // IFLA_VF_VLAN: VLAN 0 removes the tag
	VLANs     []VLAN             `json:"vlan_list,omitzero"`  // IFLA_VF_VLAN_LIST: the same with a protocol
	MaxTxRate nlattr.Opt[uint32] `json:"tx_rate,omitzero"`    // IFLA_VF_TX_RATE, Mbit/s; Rate is its successor
	Rate      *Rate              `json:"rate,omitzero"`       // IFLA_VF_RATE
	SpoofChk  nlattr.OnOff       `json:"spoofchk,omitzero"`   // IFLA_VF_SPOOFCHK
	State     nlattr.Opt[State]  `json:"link_state,omitzero"` // IFLA_VF_LINK_STATE
	RSSQuery  nlattr.OnOff       `json:"query_rss,omitzero"`  // IFLA_VF_RSS_QUERY_EN
	Trust     nlattr.OnOff       `json:"trust,omitzero"`      // IFLA_VF_TRUST
	NodeGUID  nlattr.Opt[uint64] `json:"node_guid,omitzero"`  // IFLA_VF_IB_NODE_GUID
	PortGUID  nlattr.Opt[uint64] `json:"port_guid,omitzero"`  // IFLA_VF_IB_PORT_GUID
	Stats     *Stats             `json:"stats,omitzero"`      // IFLA_VF_STATS, reported
	Unknown   []nlattr.Attr      `json:"unknown,omitzero"`    // attributes that this package does not know
}

// VLAN is the VLAN that a virtual function is in.
type VLAN struct {
	VF       uint32         `json:"-"`                 // as in the VF around it
	ID       uint32         `json:"vlan"`              // 0 to 4095
	QoS      uint32         `json:"qos,omitzero"`      // 0 to 7
	Protocol kind.EtherType `json:"protocol,omitzero"` // 802.1Q or 802.1ad; only in VLANs
}

// Rate bounds what a virtual function sends.
type Rate struct {
	Min uint32 `json:"min_tx_rate"` // Mbit/s
	Max uint32 `json:"max_tx_rate"` // Mbit/s; 0 is no bound
}

// State says whose carrier a virtual function has.
type State uint32

// The states, IFLA_VF_LINK_STATE_*.
const (
	StateAuto    State = uapi.IFLA_VF_LINK_STATE_AUTO // that of the port
	StateEnable  State = uapi.IFLA_VF_LINK_STATE_ENABLE
	StateDisable State = uapi.IFLA_VF_LINK_STATE_DISABLE
)

// String returns the state as ip(8) prints it.
func (s State) String() string {
	return rtattr.Enum(s, []string{0: "auto", 1: "enable", 2: "disable"})
}

// Attrs lists the attributes. Most are C structs that begin with the number of
// the function.
func (v *VF) Attrs(c *nlattr.Codec) {
	if !c.Reporting() {
		v.check(c)
	}
	nlattr.Packed(c, uapi.IFLA_VF_MAC, "mac", !v.Address.IsZero(), func(c *nlattr.Codec) { v.hw(c, &v.Address, 4) })
	nlattr.Packed(c, uapi.IFLA_VF_VLAN, "vlan", v.VLAN != nil, func(c *nlattr.Codec) {
		if v.VLAN == nil {
			v.VLAN = new(VLAN)
		}
		h := v.head(c, 12)
		nlattr.At32(h, 4, &v.VLAN.ID)
		nlattr.At32(h, 8, &v.VLAN.QoS)
	})
	v.vlanList(c)
	vfU32(c, v, uapi.IFLA_VF_TX_RATE, "tx_rate", &v.MaxTxRate)
	v.onOff(c, uapi.IFLA_VF_SPOOFCHK, "spoofchk", &v.SpoofChk)
	vfU32(c, v, uapi.IFLA_VF_LINK_STATE, "link_state", &v.State)
	nlattr.Packed(c, uapi.IFLA_VF_RATE, "rate", v.Rate != nil, func(c *nlattr.Codec) {
		if v.Rate == nil {
			v.Rate = new(Rate)
		}
		h := v.head(c, 12)
		nlattr.At32(h, 4, &v.Rate.Min)
		nlattr.At32(h, 8, &v.Rate.Max)
	})
	v.onOff(c, uapi.IFLA_VF_RSS_QUERY_EN, "query_rss", &v.RSSQuery)
	v.onOff(c, uapi.IFLA_VF_TRUST, "trust", &v.Trust)
	v.guid(c, uapi.IFLA_VF_IB_NODE_GUID, "node_guid", &v.NodeGUID)
	v.guid(c, uapi.IFLA_VF_IB_PORT_GUID, "port_guid", &v.PortGUID)
	if c.Reporting() {
		// struct ifla_vf_broadcast alone has no number.
		nlattr.Packed(c, uapi.IFLA_VF_BROADCAST, "broadcast", !v.Broadcast.IsZero(), func(c *nlattr.Codec) { v.hw(c, &v.Broadcast, 0) })
		nlattr.Nest(c, uapi.IFLA_VF_STATS, "stats", &v.Stats)
	}
	nlattr.Rest(c, &v.Unknown)
}

// vlanList carries the list of VLANs, each of which has the number of the
// function too.
func (v *VF) vlanList(c *nlattr.Codec) {
	if c.Decoding() || !slices.ContainsFunc(v.VLANs, func(l VLAN) bool { return l.VF != v.VF }) {
		nlattr.Structs(c, uapi.IFLA_VF_VLAN_LIST, uapi.IFLA_VF_VLAN_INFO, "vlan_list", &v.VLANs, &v.Unknown)
		if c.Decoding() && len(v.VLANs) > 0 {
			v.VF = v.VLANs[0].VF // which may be all that there is of the function
		}
		return
	}
	vlans := slices.Clone(v.VLANs)
	for i := range vlans {
		vlans[i].VF = v.VF
	}
	nlattr.Structs(c, uapi.IFLA_VF_VLAN_LIST, uapi.IFLA_VF_VLAN_INFO, "vlan_list", &vlans, &v.Unknown)
}

// check refuses what drivers would refuse without a word, and what is cut off.
func (v *VF) check(c *nlattr.Codec) {
	for i := range v.VLANs {
		v.VLANs[i].check(c, "vlan_list")
	}
	if v.VLAN == nil {
		return
	}
	v.VLAN.check(c, "vlan")
	if v.VLAN.Protocol != 0 {
		c.Reject("vlan", "a protocol; only what is in vlan_list can have one")
	}
}

func (v *VLAN) check(c *nlattr.Codec, name string) {
	if v.ID > 4095 {
		c.Reject(name, fmt.Sprintf("%d is not 0 to 4095", v.ID))
	}
	if v.QoS > 7 {
		c.Reject(name, fmt.Sprintf("qos %d is not 0 to 7", v.QoS))
	}
}

// head is the beginning of each struct: the number of the function.
func (v *VF) head(c *nlattr.Codec, n int) nlattr.Header {
	h := c.Head(n)
	nlattr.At32(h, 0, &v.VF)
	return h
}

// hw carries an address in an array of 32 bytes. The kernel does not say how
// long it is; Ethernet is what there is.
func (v *VF) hw(c *nlattr.Codec, a *nlattr.HWAddr, off int) {
	var b [32]byte
	a.AppendTo(b[:0])
	h := c.Head(off + len(b))
	if off != 0 {
		nlattr.At32(h, 0, &v.VF)
	}
	nlattr.AtBytes(h, off, b[:])
	if c.Decoding() {
		n := 6
		for i, x := range b {
			if x != 0 && i >= n {
				n = i + 1 // InfiniBand has more
			}
		}
		*a, _ = nlattr.HWAddrFrom(b[:n])
	}
}

func vfU32[T ~uint32](c *nlattr.Codec, v *VF, t nlattr.Type, name string, o *nlattr.Opt[T]) {
	nlattr.Packed(c, t, name, o.Is(), func(c *nlattr.Codec) {
		x := o.Or(0)
		nlattr.At32(v.head(c, 8), 4, &x)
		if c.Decoding() {
			*o = nlattr.Some(x)
		}
	})
}

// onOff carries a switch. Drivers that have no answer report -1.
func (v *VF) onOff(c *nlattr.Codec, t nlattr.Type, name string, o *nlattr.OnOff) {
	nlattr.Packed(c, t, name, *o != 0, func(c *nlattr.Codec) {
		x := int32(*o & 1)
		nlattr.At32(v.head(c, 8), 4, &x)
		if c.Decoding() && x >= 0 {
			*o = nlattr.Bool(x != 0)
		}
	})
}

func (v *VF) guid(c *nlattr.Codec, t nlattr.Type, name string, o *nlattr.Opt[uint64]) {
	nlattr.Packed(c, t, name, o.Is(), func(c *nlattr.Codec) {
		x := o.Or(0)
		nlattr.At64(v.head(c, 16), 8, &x)
		if c.Decoding() {
			*o = nlattr.Some(x)
		}
	})
}

// Attrs lists the members of struct ifla_vf_vlan_info.
func (v *VLAN) Attrs(c *nlattr.Codec) {
	h := c.Head(16)
	nlattr.At32(h, 0, &v.VF)
	nlattr.At32(h, 4, &v.ID)
	nlattr.At32(h, 8, &v.QoS)
	nlattr.AtBE16(h, 12, &v.Protocol)
}

// Stats counts what a virtual function did.
type Stats struct {
	RxPackets uint64        `json:"rx_packets,omitzero"` // received
	TxPackets uint64        `json:"tx_packets,omitzero"` // sent
	RxBytes   uint64        `json:"rx_bytes,omitzero"`   // received
	TxBytes   uint64        `json:"tx_bytes,omitzero"`   // sent
	Broadcast uint64        `json:"broadcast,omitzero"`  // packets received
	Multicast uint64        `json:"multicast,omitzero"`  // packets received
	RxDropped uint64        `json:"rx_dropped,omitzero"` // received, and dropped
	TxDropped uint64        `json:"tx_dropped,omitzero"` // dropped on the way out
	Unknown   []nlattr.Attr `json:"unknown,omitzero"`    // attributes that this package does not know
}

// Attrs lists the attributes.
func (s *Stats) Attrs(c *nlattr.Codec) {
	nlattr.N64(c, uapi.IFLA_VF_STATS_RX_PACKETS, "rx_packets", &s.RxPackets)
	nlattr.N64(c, uapi.IFLA_VF_STATS_TX_PACKETS, "tx_packets", &s.TxPackets)
	nlattr.N64(c, uapi.IFLA_VF_STATS_RX_BYTES, "rx_bytes", &s.RxBytes)
	nlattr.N64(c, uapi.IFLA_VF_STATS_TX_BYTES, "tx_bytes", &s.TxBytes)
	nlattr.N64(c, uapi.IFLA_VF_STATS_BROADCAST, "broadcast", &s.Broadcast)
	nlattr.N64(c, uapi.IFLA_VF_STATS_MULTICAST, "multicast", &s.Multicast)
	nlattr.N64(c, uapi.IFLA_VF_STATS_RX_DROPPED, "rx_dropped", &s.RxDropped)
	nlattr.N64(c, uapi.IFLA_VF_STATS_TX_DROPPED, "tx_dropped", &s.TxDropped)
	nlattr.Skip(c, uapi.IFLA_VF_STATS_PAD, "pad")
	nlattr.Rest(c, &s.Unknown)
}
