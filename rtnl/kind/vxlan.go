package kind

import (
	"fmt"
	"net/netip"
	"time"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

var _ = register((*VXLAN)(nil)) // init only fills the kind map

// VXLAN is a VXLAN tunnel endpoint, as made by "ip link add type vxlan".
//
// An absent field leaves the kernel's default when the link is made, and the
// current value when it is changed. The kernel refuses to set a field that is
// fixed when the link is made even to what it is, and, in the same message as any
// of these, a link's MTU.
type VXLAN struct {
	ID          nlattr.Opt[uint32]        `json:"id,omitzero"`                // IFLA_VXLAN_ID: the VNI, below 1<<24; required unless External; fixed when the link is made
	Local       netip.Addr                `json:"local,omitzero"`             // IFLA_VXLAN_LOCAL, LOCAL6: source address of the outer header, no multicast one
	Group       netip.Addr                `json:"group,omitzero"`             // IFLA_VXLAN_GROUP, GROUP6: multicast group, which needs a Dev, or unicast "remote"; same family as Local
	Dev         string                    `json:"-"`                          // the name of the device to send and to join the group on
	DevIndex    int32                     `json:"link,omitzero"`              // IFLA_VXLAN_LINK: its index
	TTL         nlattr.Opt[uint8]         `json:"ttl,omitzero"`               // IFLA_VXLAN_TTL of the outer header; 0 is the kernel's choice
	TTLInherit  bool                      `json:"ttl_inherit,omitzero"`       // IFLA_VXLAN_TTL_INHERIT: that of the inner header (4.18); fixed when the link is made
	TOS         nlattr.Opt[uint8]         `json:"tos,omitzero"`               // IFLA_VXLAN_TOS of the outer header; 1 is that of the inner one
	DF          nlattr.Opt[VXLANDF]       `json:"df,omitzero"`                // IFLA_VXLAN_DF: the don't-fragment bit (5.0)
	Label       nlattr.Opt[uint32]        `json:"label,omitzero"`             // IFLA_VXLAN_LABEL: IPv6 flow label, below 1<<20
	LabelPolicy nlattr.Opt[VXLANLabel]    `json:"label_policy,omitzero"`      // IFLA_VXLAN_LABEL_POLICY: where the flow label comes from (6.8)
	Port        nlattr.Opt[uint16]        `json:"port,omitzero"`              // IFLA_VXLAN_PORT: UDP destination port; the default is 8472, and 4790 with GPE; fixed when the link is made
	PortRange   VXLANPortRange            `json:"port_range,omitzero"`        // IFLA_VXLAN_PORT_RANGE: UDP source ports; zero is the kernel's choice; fixed when the link is made
	Learn       nlattr.OnOff              `json:"learning,omitzero"`          // IFLA_VXLAN_LEARNING: learn forwarding entries from traffic; on by default
	Ageing      nlattr.Opt[time.Duration] `json:"ageing,omitzero"`            // IFLA_VXLAN_AGEING: lifetime of learned entries, whole seconds; the kernel makes 5 minutes of 0
	Limit       nlattr.Opt[uint32]        `json:"limit,omitzero"`             // IFLA_VXLAN_LIMIT: most forwarding entries; 0 is no limit; fixed when the link is made
	Proxy       nlattr.OnOff              `json:"proxy,omitzero"`             // IFLA_VXLAN_PROXY: answer for known neighbours; fixed when the link is made
	RSC         nlattr.OnOff              `json:"rsc,omitzero"`               // IFLA_VXLAN_RSC: route short circuit; fixed when the link is made
	L2Miss      nlattr.OnOff              `json:"l2miss,omitzero"`            // IFLA_VXLAN_L2MISS: tell user space of unknown link-layer addresses; fixed when the link is made
	L3Miss      nlattr.OnOff              `json:"l3miss,omitzero"`            // IFLA_VXLAN_L3MISS: tell user space of unknown IP addresses; fixed when the link is made
	UDPCsum     nlattr.OnOff              `json:"udp_csum,omitzero"`          // IFLA_VXLAN_UDP_CSUM: send checksums over IPv4; fixed when the link is made
	ZeroCsum6Tx nlattr.OnOff              `json:"udp_zero_csum6_tx,omitzero"` // IFLA_VXLAN_UDP_ZERO_CSUM6_TX: send none over IPv6; fixed when the link is made
	ZeroCsum6Rx nlattr.OnOff              `json:"udp_zero_csum6_rx,omitzero"` // IFLA_VXLAN_UDP_ZERO_CSUM6_RX: accept none over IPv6; fixed when the link is made
	RemCsumTx   nlattr.OnOff              `json:"remcsum_tx,omitzero"`        // IFLA_VXLAN_REMCSUM_TX: leave the inner checksum to the receiver; fixed when the link is made
	RemCsumRx   nlattr.OnOff              `json:"remcsum_rx,omitzero"`        // IFLA_VXLAN_REMCSUM_RX: fill in inner checksums; fixed when the link is made

	RemCsumNoPartial bool               `json:"remcsum_nopartial,omitzero"` // IFLA_VXLAN_REMCSUM_NOPARTIAL: at once, not later; fixed when the link is made
	GBP              bool               `json:"gbp,omitzero"`               // IFLA_VXLAN_GBP: group policy extension; fixed when the link is made
	GPE              bool               `json:"gpe,omitzero"`               // IFLA_VXLAN_GPE: generic protocol extension, no Ethernet; needs External, and Learn off; fixed when the link is made
	External         nlattr.OnOff       `json:"external,omitzero"`          // IFLA_VXLAN_COLLECT_METADATA: routes and filters say where to; fixed when the link is made
	VNIFilter        nlattr.OnOff       `json:"vnifilter,omitzero"`         // IFLA_VXLAN_VNIFILTER: only VNIs that are listed; needs External; reported only if on (5.18); fixed when the link is made
	LocalBypass      nlattr.OnOff       `json:"localbypass,omitzero"`       // IFLA_VXLAN_LOCALBYPASS: short cut to links of this host; on by default (6.5)
	ReservedBits     nlattr.Opt[uint64] `json:"reserved_bits,omitzero"`     // IFLA_VXLAN_RESERVED_BITS of the VXLAN header that must be 0 in what is received (6.14); the default that is reported is refused beside options that use some of them; fixed when the link is made
	MCRoute          nlattr.OnOff       `json:"mc_route,omitzero"`          // IFLA_VXLAN_MC_ROUTE: multicast by the routing table, not by Dev (6.17)

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Kind implements [Kind].
func (*VXLAN) Kind() string { return "vxlan" }

// Attrs implements [Kind].
func (v *VXLAN) Attrs(c *nlattr.Codec) {
	if !c.Reporting() {
		v.check(c)
	}
	nlattr.U32(c, uapi.IFLA_VXLAN_ID, "id", &v.ID)
	nlattr.Addr(c, uapi.IFLA_VXLAN_LOCAL, uapi.IFLA_VXLAN_LOCAL6, "local", &v.Local)
	nlattr.Addr(c, uapi.IFLA_VXLAN_GROUP, uapi.IFLA_VXLAN_GROUP6, "group", &v.Group)
	rtattr.Dev(c, uapi.IFLA_VXLAN_LINK, "link", v.Dev, &v.DevIndex)
	nlattr.U8(c, uapi.IFLA_VXLAN_TTL, "ttl", &v.TTL)
	nlattr.FlagU8(c, uapi.IFLA_VXLAN_TTL_INHERIT, "ttl_inherit", &v.TTLInherit) // the kernel refuses the u8 that it reports
	nlattr.U8(c, uapi.IFLA_VXLAN_TOS, "tos", &v.TOS)
	nlattr.U8(c, uapi.IFLA_VXLAN_DF, "df", &v.DF)
	nlattr.BE32(c, uapi.IFLA_VXLAN_LABEL, "label", &v.Label) // be32, though the kernel's policy says only u32
	nlattr.U32(c, uapi.IFLA_VXLAN_LABEL_POLICY, "label_policy", &v.LabelPolicy)
	nlattr.BE16(c, uapi.IFLA_VXLAN_PORT, "port", &v.Port)
	nlattr.Packed(c, uapi.IFLA_VXLAN_PORT_RANGE, "port_range", v.PortRange != VXLANPortRange{}, v.PortRange.Attrs)
	nlattr.Switch(c, uapi.IFLA_VXLAN_LEARNING, "learning", &v.Learn)
	nlattr.Dur32(c, uapi.IFLA_VXLAN_AGEING, "ageing", time.Second, &v.Ageing)
	nlattr.U32(c, uapi.IFLA_VXLAN_LIMIT, "limit", &v.Limit)
	nlattr.Switch(c, uapi.IFLA_VXLAN_PROXY, "proxy", &v.Proxy)
	nlattr.Switch(c, uapi.IFLA_VXLAN_RSC, "rsc", &v.RSC)
	nlattr.Switch(c, uapi.IFLA_VXLAN_L2MISS, "l2miss", &v.L2Miss)
	nlattr.Switch(c, uapi.IFLA_VXLAN_L3MISS, "l3miss", &v.L3Miss)
	nlattr.Switch(c, uapi.IFLA_VXLAN_UDP_CSUM, "udp_csum", &v.UDPCsum)
	nlattr.Switch(c, uapi.IFLA_VXLAN_UDP_ZERO_CSUM6_TX, "udp_zero_csum6_tx", &v.ZeroCsum6Tx)
	nlattr.Switch(c, uapi.IFLA_VXLAN_UDP_ZERO_CSUM6_RX, "udp_zero_csum6_rx", &v.ZeroCsum6Rx)
	nlattr.Switch(c, uapi.IFLA_VXLAN_REMCSUM_TX, "remcsum_tx", &v.RemCsumTx)
	nlattr.Switch(c, uapi.IFLA_VXLAN_REMCSUM_RX, "remcsum_rx", &v.RemCsumRx)
	nlattr.Flag(c, uapi.IFLA_VXLAN_REMCSUM_NOPARTIAL, "remcsum_nopartial", &v.RemCsumNoPartial)
	nlattr.Flag(c, uapi.IFLA_VXLAN_GBP, "gbp", &v.GBP)
	nlattr.Flag(c, uapi.IFLA_VXLAN_GPE, "gpe", &v.GPE)
	nlattr.Switch(c, uapi.IFLA_VXLAN_COLLECT_METADATA, "external", &v.External)
	nlattr.Switch(c, uapi.IFLA_VXLAN_VNIFILTER, "vnifilter", &v.VNIFilter)
	nlattr.Switch(c, uapi.IFLA_VXLAN_LOCALBYPASS, "localbypass", &v.LocalBypass)
	nlattr.BE64(c, uapi.IFLA_VXLAN_RESERVED_BITS, "reserved_bits", &v.ReservedBits)
	nlattr.Switch(c, uapi.IFLA_VXLAN_MC_ROUTE, "mc_route", &v.MCRoute)
	nlattr.Rest(c, &v.Unknown)
}

// check refuses what the kernel would cut short, or refuse without naming the
// attribute.
func (v *VXLAN) check(c *nlattr.Codec) {
	if id := v.ID.Or(0); id >= 1<<24 {
		c.Reject("id", fmt.Sprintf("%d is not below 1<<24", id))
	}
	if l := v.Label.Or(0); l >= 1<<20 {
		c.Reject("label", fmt.Sprintf("%#x is not below 1<<20", l))
	}
	if r := v.PortRange; r.High < r.Low {
		c.Reject("port_range", fmt.Sprintf("%d is above %d", r.Low, r.High))
	}
	if v.Local.IsValid() && v.Group.IsValid() && v.Local.Is4() != v.Group.Is4() {
		c.Reject("group", fmt.Sprintf("%v is not of the family of %v", v.Group, v.Local))
	}
	if v.Local.IsMulticast() {
		c.Reject("local", v.Local.String()+" is a multicast address")
	}
}

// VXLANPortRange is a range of UDP ports, both ends included.
type VXLANPortRange struct {
	Low  uint16 `json:"low"`  // the first port
	High uint16 `json:"high"` // the last port
}

// Attrs lists the members of struct ifla_vxlan_port_range.
func (r *VXLANPortRange) Attrs(c *nlattr.Codec) {
	h := c.Head(4)
	nlattr.AtBE16(h, 0, &r.Low)
	nlattr.AtBE16(h, 2, &r.High)
}

// String returns both ends as behind "srcport".
func (r VXLANPortRange) String() string { return fmt.Sprintf("%d %d", r.Low, r.High) }

// VXLANDF says what the don't-fragment bit of the outer header is.
type VXLANDF uint8

// The values, VXLAN_DF_*.
const (
	VXLANDFUnset   VXLANDF = uapi.VXLAN_DF_UNSET
	VXLANDFSet     VXLANDF = uapi.VXLAN_DF_SET
	VXLANDFInherit VXLANDF = uapi.VXLAN_DF_INHERIT // that of the inner header
)

// String returns the value as ip(8) prints it.
func (d VXLANDF) String() string {
	return rtattr.Enum(d, []string{VXLANDFUnset: "unset", VXLANDFSet: "set", VXLANDFInherit: "inherit"})
}

// VXLANLabel says where the IPv6 flow label of the outer header comes from.
type VXLANLabel uint32

// The values, VXLAN_LABEL_*.
const (
	VXLANLabelFixed   VXLANLabel = uapi.VXLAN_LABEL_FIXED   // from the link
	VXLANLabelInherit VXLANLabel = uapi.VXLAN_LABEL_INHERIT // from the inner header
)

// String returns the value as ip(8) prints it.
func (p VXLANLabel) String() string {
	return rtattr.Enum(p, []string{VXLANLabelFixed: "fixed", VXLANLabelInherit: "inherit"})
}
