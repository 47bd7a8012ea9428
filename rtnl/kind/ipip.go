package kind

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

var _ = register((*IPIP)(nil))

// IPIP is a tunnel of IPv4 or MPLS packets in IPv4, as made by "ip link add type
// ipip".
//
// An absent field leaves the kernel's default when the link is made. A change
// replaces all parameters: use ChangeLink, which sends back what it read. Those
// of the encapsulation stay if none of them is given.
type IPIP struct {
	Dev      string                  `json:"-"`                 // the name of the device to send through
	DevIndex nlattr.Opt[int32]       `json:"link,omitzero"`     // IFLA_IPTUN_LINK: its index; 0 is as the route says
	Local    netip.Addr              `json:"local,omitzero"`    // IFLA_IPTUN_LOCAL: IPv4 source address of the outer header; 0.0.0.0 is none
	Remote   netip.Addr              `json:"remote,omitzero"`   // IFLA_IPTUN_REMOTE: IPv4 address of the other end; 0.0.0.0 is none
	Proto    nlattr.Opt[TunnelProto] `json:"proto,omitzero"`    // IFLA_IPTUN_PROTO: what packets are inside; IPv4 by default; fixed when the link is made, a change is ignored
	TTL      nlattr.Opt[uint8]       `json:"ttl,omitzero"`      // IFLA_IPTUN_TTL of the outer header; 0 is that of the inner one
	TOS      nlattr.Opt[uint8]       `json:"tos,omitzero"`      // IFLA_IPTUN_TOS of the outer header; 1 is that of the inner one
	PMTUDisc nlattr.OnOff            `json:"pmtudisc,omitzero"` // IFLA_IPTUN_PMTUDISC: set the don't-fragment bit; on by default; off needs a TTL of 0
	FwMark   nlattr.Opt[uint32]      `json:"fwmark,omitzero"`   // IFLA_IPTUN_FWMARK: firewall mark for the route to the other end

	EncapType  nlattr.Opt[TunnelEncap]      `json:"encap_type,omitzero"`  // IFLA_IPTUN_ENCAP_TYPE: what the packets are put into
	EncapFlags nlattr.Opt[TunnelEncapFlags] `json:"encap_flags,omitzero"` // IFLA_IPTUN_ENCAP_FLAGS: what the UDP header has
	EncapSport nlattr.Opt[uint16]           `json:"encap_sport,omitzero"` // IFLA_IPTUN_ENCAP_SPORT: UDP source port; 0 is one for each flow
	EncapDport nlattr.Opt[uint16]           `json:"encap_dport,omitzero"` // IFLA_IPTUN_ENCAP_DPORT: UDP destination port

	External bool `json:"external,omitzero"` // IFLA_IPTUN_COLLECT_METADATA: routes and filters say where to; fixed when the link is made, and so is all else then

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Kind implements [Kind].
func (*IPIP) Kind() string { return "ipip" }

// Whole implements [Whole].
func (v *IPIP) Whole() error {
	return whole("ipip", append(
		wholeGroup(encapGiven(v.EncapType, v.EncapFlags, v.EncapSport, v.EncapDport)...),
		linkGiven(v.Dev, v.DevIndex), given{"local", v.Local.IsValid()}, given{"remote", v.Remote.IsValid()},
		given{"proto", v.Proto.Is()}, given{"ttl", v.TTL.Is()}, given{"tos", v.TOS.Is()},
		given{"pmtudisc", v.PMTUDisc != 0}, given{"fwmark", v.FwMark.Is()}))
}

// Attrs implements [Kind].
func (v *IPIP) Attrs(c *nlattr.Codec) {
	if !c.Reporting() {
		family(c, false, v.Local, v.Remote)
		pmtuDisc(c, v.PMTUDisc, v.TTL)
		protoOf(c, v.Proto, TunnelAny, TunnelIPIP, TunnelMPLSIP)
		encapExternal(c, v.External, v.EncapType)
	}
	tunnelDev(c, uapi.IFLA_IPTUN_LINK, v.Dev, &v.DevIndex)
	tunnelAddr(c, uapi.IFLA_IPTUN_LOCAL, "local", &v.Local)
	tunnelAddr(c, uapi.IFLA_IPTUN_REMOTE, "remote", &v.Remote)
	nlattr.U8(c, uapi.IFLA_IPTUN_PROTO, "proto", &v.Proto)
	nlattr.U8(c, uapi.IFLA_IPTUN_TTL, "ttl", &v.TTL)
	nlattr.U8(c, uapi.IFLA_IPTUN_TOS, "tos", &v.TOS)
	nlattr.Switch(c, uapi.IFLA_IPTUN_PMTUDISC, "pmtudisc", &v.PMTUDisc)
	nlattr.U32(c, uapi.IFLA_IPTUN_FWMARK, "fwmark", &v.FwMark)
	ipEncap(c, &v.EncapType, &v.EncapFlags, &v.EncapSport, &v.EncapDport)
	nlattr.Flag(c, uapi.IFLA_IPTUN_COLLECT_METADATA, "external", &v.External)
	nlattr.Rest(c, &v.Unknown)
}

// ipEncap carries what packets are put into.
func ipEncap(c *nlattr.Codec, typ *nlattr.Opt[TunnelEncap], flags *nlattr.Opt[TunnelEncapFlags], sport, dport *nlattr.Opt[uint16]) {
	nlattr.U16(c, uapi.IFLA_IPTUN_ENCAP_TYPE, "encap_type", typ)
	nlattr.U16(c, uapi.IFLA_IPTUN_ENCAP_FLAGS, "encap_flags", flags)
	nlattr.BE16(c, uapi.IFLA_IPTUN_ENCAP_SPORT, "encap_sport", sport)
	nlattr.BE16(c, uapi.IFLA_IPTUN_ENCAP_DPORT, "encap_dport", dport)
}

// pmtuDisc refuses what the kernel makes something else of: with a fixed TTL,
// packets that loop must not be fragmented as well.
func pmtuDisc(c *nlattr.Codec, pmtudisc nlattr.OnOff, ttl nlattr.Opt[uint8]) {
	if pmtudisc == nlattr.Off && ttl.Or(0) != 0 {
		c.Reject("pmtudisc", "off, and the ttl is not 0")
	}
}

// protoOf refuses what a kind of tunnel cannot have inside.
func protoOf[T TunnelProto | TunnelProto6](c *nlattr.Codec, p nlattr.Opt[T], can ...T) {
	if v, ok := p.Get(); ok && !slices.Contains(can, v) {
		c.Reject("proto", fmt.Sprintf("%v is not what it can carry", v))
	}
}

// TunnelProto says what packets a tunnel over IPv4 has inside.
type TunnelProto uint8

// The values, IPPROTO_*.
const (
	TunnelAny    TunnelProto = 0                 // what the kind of tunnel can carry
	TunnelIPIP   TunnelProto = uapi.IPPROTO_IPIP // IPv4
	TunnelIP6IP  TunnelProto = uapi.IPPROTO_IPV6 // IPv6; of a SIT
	TunnelMPLSIP TunnelProto = uapi.IPPROTO_MPLS // MPLS
)

// String returns the value as ip(8) prints it.
func (p TunnelProto) String() string {
	switch p {
	case TunnelAny:
		return "any"
	case TunnelIPIP:
		return "ipip"
	case TunnelIP6IP:
		return "ip6ip"
	case TunnelMPLSIP:
		return "mplsip"
	}
	return rtattr.Enum(p, nil)
}
