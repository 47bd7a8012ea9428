package kind

import (
	"fmt"
	"net/netip"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

var _ = register((*Geneve)(nil))

// Geneve is an endpoint of a Geneve tunnel, as made by "ip link add type geneve".
//
// An absent field leaves the kernel's default when the link is made, and the
// current value when it is changed. The kernel refuses to set a field that is
// fixed when the link is made even to what it is; only an ID may be given again.
// Of an External one everything is fixed.
type Geneve struct {
	ID          nlattr.Opt[uint32]   `json:"id,omitzero"`                // IFLA_GENEVE_ID: the VNI, below 1<<24; required unless External; fixed when the link is made
	Remote      netip.Addr           `json:"remote,omitzero"`            // IFLA_GENEVE_REMOTE, REMOTE6: address of the other end, no multicast one; a change is to one of the same family
	Local       netip.Addr           `json:"local,omitzero"`             // IFLA_GENEVE_LOCAL, LOCAL6: address to receive on (7.1); fixed when the link is made
	TTL         nlattr.Opt[uint8]    `json:"ttl,omitzero"`               // IFLA_GENEVE_TTL of the outer header; 0 is the kernel's choice; it does not count if TTLInherit is on
	TTLInherit  nlattr.OnOff         `json:"ttl_inherit,omitzero"`       // IFLA_GENEVE_TTL_INHERIT: that of the inner header (4.20); setting a TTL turns it off
	TOS         nlattr.Opt[uint8]    `json:"tos,omitzero"`               // IFLA_GENEVE_TOS of the outer header; 1 is that of the inner one
	DF          nlattr.Opt[GeneveDF] `json:"df,omitzero"`                // IFLA_GENEVE_DF: the don't-fragment bit (5.0)
	Label       nlattr.Opt[uint32]   `json:"label,omitzero"`             // IFLA_GENEVE_LABEL: IPv6 flow label, below 1<<20
	Port        nlattr.Opt[uint16]   `json:"port,omitzero"`              // IFLA_GENEVE_PORT: UDP destination port; 6081 by default; fixed when the link is made
	PortRange   GenevePortRange      `json:"port_range,omitzero"`        // IFLA_GENEVE_PORT_RANGE: UDP source ports; zero is the kernel's choice (6.15); fixed when the link is made
	UDPCsum     nlattr.OnOff         `json:"udp_csum,omitzero"`          // IFLA_GENEVE_UDP_CSUM: send checksums over IPv4; fixed when the link is made
	ZeroCsum6Tx nlattr.OnOff         `json:"udp_zero_csum6_tx,omitzero"` // IFLA_GENEVE_UDP_ZERO_CSUM6_TX: send none over IPv6; fixed when the link is made
	ZeroCsum6Rx nlattr.OnOff         `json:"udp_zero_csum6_rx,omitzero"` // IFLA_GENEVE_UDP_ZERO_CSUM6_RX: accept none over IPv6; the kernel (6.1) has it on, and ignores off; fixed when the link is made

	InnerProtoInherit bool `json:"inner_proto_inherit,omitzero"` // IFLA_GENEVE_INNER_PROTO_INHERIT: packets of any protocol instead of Ethernet frames (5.18); fixed when the link is made
	GROHint           bool `json:"gro_hint,omitzero"`            // IFLA_GENEVE_GRO_HINT: an option in packets that says how to join them (7.0); fixed when the link is made
	External          bool `json:"external,omitzero"`            // IFLA_GENEVE_COLLECT_METADATA: routes and filters say where to; fixed when the link is made

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Kind implements [Kind].
func (*Geneve) Kind() string { return "geneve" }

// Attrs implements [Kind].
func (v *Geneve) Attrs(c *nlattr.Codec) {
	inherit := v.TTLInherit
	if !c.Reporting() {
		v.check(c)
		if v.TTL.Is() && inherit == nlattr.Off {
			inherit = 0 // beside it, on or off, the kernel does not look at the TTL
		}
	}
	nlattr.U32(c, uapi.IFLA_GENEVE_ID, "id", &v.ID)
	nlattr.Addr(c, uapi.IFLA_GENEVE_REMOTE, uapi.IFLA_GENEVE_REMOTE6, "remote", &v.Remote)
	nlattr.Addr(c, uapi.IFLA_GENEVE_LOCAL, uapi.IFLA_GENEVE_LOCAL6, "local", &v.Local)
	nlattr.U8(c, uapi.IFLA_GENEVE_TTL, "ttl", &v.TTL)
	nlattr.Switch(c, uapi.IFLA_GENEVE_TTL_INHERIT, "ttl_inherit", &inherit)
	nlattr.U8(c, uapi.IFLA_GENEVE_TOS, "tos", &v.TOS)
	nlattr.U8(c, uapi.IFLA_GENEVE_DF, "df", &v.DF)
	nlattr.BE32(c, uapi.IFLA_GENEVE_LABEL, "label", &v.Label)
	nlattr.BE16(c, uapi.IFLA_GENEVE_PORT, "port", &v.Port)
	nlattr.Packed(c, uapi.IFLA_GENEVE_PORT_RANGE, "port_range", v.PortRange != GenevePortRange{}, v.PortRange.Attrs)
	nlattr.Switch(c, uapi.IFLA_GENEVE_UDP_CSUM, "udp_csum", &v.UDPCsum)
	nlattr.Switch(c, uapi.IFLA_GENEVE_UDP_ZERO_CSUM6_TX, "udp_zero_csum6_tx", &v.ZeroCsum6Tx)
	nlattr.Switch(c, uapi.IFLA_GENEVE_UDP_ZERO_CSUM6_RX, "udp_zero_csum6_rx", &v.ZeroCsum6Rx)
	nlattr.Flag(c, uapi.IFLA_GENEVE_INNER_PROTO_INHERIT, "inner_proto_inherit", &v.InnerProtoInherit)
	nlattr.Flag(c, uapi.IFLA_GENEVE_GRO_HINT, "gro_hint", &v.GROHint)
	nlattr.Flag(c, uapi.IFLA_GENEVE_COLLECT_METADATA, "external", &v.External)
	nlattr.Rest(c, &v.Unknown)
	if c.Decoding() {
		v.TTLInherit = inherit
	}
}

// check refuses what the kernel would cut short, or refuse without naming the
// attribute.
func (v *Geneve) check(c *nlattr.Codec) {
	if id := v.ID.Or(0); id >= 1<<24 {
		c.Reject("id", fmt.Sprintf("%d is not below 1<<24", id))
	}
	if l := v.Label.Or(0); l >= 1<<20 {
		c.Reject("label", fmt.Sprintf("%#x is not below 1<<20", l))
	}
	if r := v.PortRange; r.High < r.Low {
		c.Reject("port_range", fmt.Sprintf("%d is above %d", r.Low, r.High))
	}
	if v.Remote.IsMulticast() {
		c.Reject("remote", v.Remote.String()+" is a multicast address")
	}
	if v.Local.IsValid() && v.Remote.IsValid() && v.Local.Is4() != v.Remote.Is4() {
		c.Reject("local", fmt.Sprintf("%v is not of the family of %v", v.Local, v.Remote))
	}
}

// GenevePortRange is a range of UDP ports, both ends included.
type GenevePortRange struct {
	Low  uint16 `json:"low"`  // the first port
	High uint16 `json:"high"` // the last port
}

// Attrs lists the members of struct ifla_geneve_port_range.
func (r *GenevePortRange) Attrs(c *nlattr.Codec) {
	h := c.Head(4)
	nlattr.AtBE16(h, 0, &r.Low)
	nlattr.AtBE16(h, 2, &r.High)
}

// String returns both ends.
func (r GenevePortRange) String() string { return fmt.Sprintf("%d %d", r.Low, r.High) }

// GeneveDF says what the don't-fragment bit of the outer header is.
type GeneveDF uint8

// The values, GENEVE_DF_*.
const (
	GeneveDFUnset   GeneveDF = uapi.GENEVE_DF_UNSET
	GeneveDFSet     GeneveDF = uapi.GENEVE_DF_SET
	GeneveDFInherit GeneveDF = uapi.GENEVE_DF_INHERIT // that of the inner header
)

// String returns the value as ip(8) prints it.
func (d GeneveDF) String() string {
	return rtattr.Enum(d, []string{GeneveDFUnset: "unset", GeneveDFSet: "set", GeneveDFInherit: "inherit"})
}
