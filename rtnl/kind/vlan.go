package kind

import (
	"fmt"
	"strconv"

	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

var _ = register((*VLAN)(nil))

// VLAN is the part of its parent's traffic that has a VLAN tag, as made by "ip
// link add link DEV type vlan".
//
// An absent field leaves the kernel's default when the link is made, and the
// current value when it is changed.
type VLAN struct {
	Protocol nlattr.Opt[EtherType] `json:"protocol,omitzero"` // IFLA_VLAN_PROTOCOL: of the tag, 802.1Q by default; fixed when the link is made, a change is ignored
	ID       nlattr.Opt[uint16]    `json:"id,omitzero"`       // IFLA_VLAN_ID, 0 to 4094; required; fixed when the link is made, a change is ignored

	ReorderHdr    nlattr.OnOff `json:"reorder_hdr,omitzero"`    // VLAN_FLAG_REORDER_HDR: hide the tag from what reads packets; on by default
	GVRP          nlattr.OnOff `json:"gvrp,omitzero"`           // VLAN_FLAG_GVRP: register with GVRP
	MVRP          nlattr.OnOff `json:"mvrp,omitzero"`           // VLAN_FLAG_MVRP: register with MVRP
	LooseBinding  nlattr.OnOff `json:"loose_binding,omitzero"`  // VLAN_FLAG_LOOSE_BINDING: stay up where the parent goes down
	BridgeBinding nlattr.OnOff `json:"bridge_binding,omitzero"` // VLAN_FLAG_BRIDGE_BINDING: carrier is that of the bridge's ports in the VLAN (5.2)

	OtherFlags uint32 `json:"flags,omitzero"` // IFLA_VLAN_FLAGS: bits that are on and that this package does not know

	// Maps between the priority of a packet in the host and that in its tag.
	// Sent, their entries are set and others stay; an entry that maps to 0
	// goes away.
	Ingress []VLANQoS `json:"ingress_qos,omitzero"` // IFLA_VLAN_INGRESS_QOS: from the tag, 0 to 7, to the host
	Egress  []VLANQoS `json:"egress_qos,omitzero"`  // IFLA_VLAN_EGRESS_QOS: from the host to the tag, 0 to 7

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// VLANQoS maps a priority to another one, struct ifla_vlan_qos_mapping.
type VLANQoS struct {
	From uint32 `json:"from"` // the packet priority, or, of ingress, the tag's
	To   uint32 `json:"to"`   // the tag's priority, or, of ingress, the packet's
}

// Kind implements [Kind].
func (*VLAN) Kind() string { return "vlan" }

// Attrs implements [Kind].
func (v *VLAN) Attrs(c *nlattr.Codec) {
	if !c.Reporting() {
		v.check(c)
	}
	nlattr.BE16(c, uapi.IFLA_VLAN_PROTOCOL, "protocol", &v.Protocol)
	nlattr.U16(c, uapi.IFLA_VLAN_ID, "id", &v.ID)
	nlattr.Bits(c, uapi.IFLA_VLAN_FLAGS, "flags", &v.OtherFlags,
		nlattr.Bit{Mask: uapi.VLAN_FLAG_REORDER_HDR, Switch: &v.ReorderHdr},
		nlattr.Bit{Mask: uapi.VLAN_FLAG_GVRP, Switch: &v.GVRP},
		nlattr.Bit{Mask: uapi.VLAN_FLAG_MVRP, Switch: &v.MVRP},
		nlattr.Bit{Mask: uapi.VLAN_FLAG_LOOSE_BINDING, Switch: &v.LooseBinding},
		nlattr.Bit{Mask: uapi.VLAN_FLAG_BRIDGE_BINDING, Switch: &v.BridgeBinding})
	nlattr.Structs(c, uapi.IFLA_VLAN_INGRESS_QOS, uapi.IFLA_VLAN_QOS_MAPPING, "ingress_qos", &v.Ingress, &v.Unknown)
	nlattr.Structs(c, uapi.IFLA_VLAN_EGRESS_QOS, uapi.IFLA_VLAN_QOS_MAPPING, "egress_qos", &v.Egress, &v.Unknown)
	nlattr.Rest(c, &v.Unknown)
}

// check refuses what the kernel would cut to three bits, or refuse without
// naming the attribute.
func (v *VLAN) check(c *nlattr.Codec) {
	if id := v.ID.Or(0); id > 4094 {
		c.Reject("id", fmt.Sprintf("%d is not 0 to 4094", id))
	}
	for _, q := range v.Ingress {
		if q.From > 7 {
			c.Reject("ingress_qos", fmt.Sprintf("%v: %d is not 0 to 7", q, q.From))
		}
	}
	for _, q := range v.Egress {
		if q.To > 7 {
			c.Reject("egress_qos", fmt.Sprintf("%v: %d is not 0 to 7", q, q.To))
		}
	}
}

// Attrs lists the members.
func (q *VLANQoS) Attrs(c *nlattr.Codec) {
	h := c.Head(8)
	nlattr.At32(h, 0, &q.From)
	nlattr.At32(h, 4, &q.To)
}

// String returns the entry as ip(8) writes it, FROM:TO.
func (q VLANQoS) String() string { return fmt.Sprintf("%d:%d", q.From, q.To) }

// EtherType is an Ethernet protocol number, such as that of a VLAN tag.
type EtherType uint16

// The protocols of VLAN tags.
const (
	EtherType8021Q  EtherType = uapi.ETH_P_8021Q
	EtherType8021AD EtherType = uapi.ETH_P_8021AD
)

// String returns "802.1Q", "802.1ad", or the number.
func (t EtherType) String() string {
	switch t {
	case EtherType8021Q:
		return "802.1Q"
	case EtherType8021AD:
		return "802.1ad"
	}
	return "0x" + strconv.FormatUint(uint64(t), 16)
}
