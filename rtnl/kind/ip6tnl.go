package kind

import (
	"net/netip"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

var _ = register((*IP6TNL)(nil))

// IP6TNL is a tunnel of IPv6, IPv4 or MPLS packets in IPv6, as made by "ip link
// add type ip6tnl".
//
// An absent field leaves the kernel's default when the link is made. A change
// replaces all parameters: use ChangeLink, which sends back what it read. Those
// of the encapsulation stay if none of them is given.
type IP6TNL struct {
	Dev        string                     `json:"-"`                    // the name of the device to send through
	DevIndex   nlattr.Opt[int32]          `json:"link,omitzero"`        // IFLA_IPTUN_LINK: its index; 0 is as the route says
	Local      netip.Addr                 `json:"local,omitzero"`       // IFLA_IPTUN_LOCAL: IPv6 source address of the outer header; :: is none
	Remote     netip.Addr                 `json:"remote,omitzero"`      // IFLA_IPTUN_REMOTE: IPv6 address of the other end; :: is none
	Proto      nlattr.Opt[TunnelProto6]   `json:"proto,omitzero"`       // IFLA_IPTUN_PROTO: what packets are inside; any by default
	TTL        nlattr.Opt[uint8]          `json:"ttl,omitzero"`         // IFLA_IPTUN_TTL: hop limit of the outer header; 0, the default, is that of the inner one; ip(8) gives 64
	EncapLimit nlattr.Opt[uint8]          `json:"encap_limit,omitzero"` // IFLA_IPTUN_ENCAP_LIMIT: how many tunnels may follow in this one; 0 by default; ip(8) gives 4
	FlowInfo   nlattr.Opt[uint32]         `json:"flowinfo,omitzero"`    // IFLA_IPTUN_FLOWINFO of the outer header: traffic class << 20 | flow label
	Flags      nlattr.Opt[IP6TunnelFlags] `json:"flags,omitzero"`       // IFLA_IPTUN_FLAGS: what is inherited, and more
	FwMark     nlattr.Opt[uint32]         `json:"fwmark,omitzero"`      // IFLA_IPTUN_FWMARK: firewall mark for the route to the other end

	EncapType  nlattr.Opt[TunnelEncap]      `json:"encap_type,omitzero"`  // IFLA_IPTUN_ENCAP_TYPE: what the packets are put into
	EncapFlags nlattr.Opt[TunnelEncapFlags] `json:"encap_flags,omitzero"` // IFLA_IPTUN_ENCAP_FLAGS: what the UDP header has
	EncapSport nlattr.Opt[uint16]           `json:"encap_sport,omitzero"` // IFLA_IPTUN_ENCAP_SPORT: UDP source port; 0 is one for each flow
	EncapDport nlattr.Opt[uint16]           `json:"encap_dport,omitzero"` // IFLA_IPTUN_ENCAP_DPORT: UDP destination port

	External bool `json:"external,omitzero"` // IFLA_IPTUN_COLLECT_METADATA: routes and filters say where to; fixed when the link is made, and so is all else then

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Kind implements [Kind].
func (*IP6TNL) Kind() string { return "ip6tnl" }

// Whole implements [Whole].
func (v *IP6TNL) Whole() error {
	return whole("ip6tnl", append(
		wholeGroup(encapGiven(v.EncapType, v.EncapFlags, v.EncapSport, v.EncapDport)...),
		linkGiven(v.Dev, v.DevIndex), given{"local", v.Local.IsValid()}, given{"remote", v.Remote.IsValid()},
		given{"proto", v.Proto.Is()}, given{"ttl", v.TTL.Is()}, given{"encap_limit", v.EncapLimit.Is()},
		given{"flowinfo", v.FlowInfo.Is()}, given{"flags", v.Flags.Is()}, given{"fwmark", v.FwMark.Is()}))
}

// Attrs implements [Kind].
func (v *IP6TNL) Attrs(c *nlattr.Codec) {
	if !c.Reporting() {
		family(c, true, v.Local, v.Remote)
		flowInfo(c, v.FlowInfo)
		protoOf(c, v.Proto, Tunnel6Any, TunnelIPIP6, TunnelIP6IP6)
		encapExternal(c, v.External, v.EncapType)
	}
	tunnelDev(c, uapi.IFLA_IPTUN_LINK, v.Dev, &v.DevIndex)
	tunnelAddr(c, uapi.IFLA_IPTUN_LOCAL, "local", &v.Local)
	tunnelAddr(c, uapi.IFLA_IPTUN_REMOTE, "remote", &v.Remote)
	nlattr.U8(c, uapi.IFLA_IPTUN_PROTO, "proto", &v.Proto)
	nlattr.U8(c, uapi.IFLA_IPTUN_TTL, "ttl", &v.TTL)
	nlattr.U8(c, uapi.IFLA_IPTUN_ENCAP_LIMIT, "encap_limit", &v.EncapLimit)
	nlattr.BE32(c, uapi.IFLA_IPTUN_FLOWINFO, "flowinfo", &v.FlowInfo)
	nlattr.U32(c, uapi.IFLA_IPTUN_FLAGS, "flags", &v.Flags) // of a sit it is a u16
	nlattr.U32(c, uapi.IFLA_IPTUN_FWMARK, "fwmark", &v.FwMark)
	ipEncap(c, &v.EncapType, &v.EncapFlags, &v.EncapSport, &v.EncapDport)
	nlattr.Flag(c, uapi.IFLA_IPTUN_COLLECT_METADATA, "external", &v.External)
	nlattr.Rest(c, &v.Unknown)
}

// TunnelProto6 says what packets a tunnel over IPv6 has inside.
type TunnelProto6 uint8

// The values, IPPROTO_*.
const (
	Tunnel6Any   TunnelProto6 = 0                 // IPv4, IPv6 and MPLS
	TunnelIPIP6  TunnelProto6 = uapi.IPPROTO_IPIP // IPv4
	TunnelIP6IP6 TunnelProto6 = uapi.IPPROTO_IPV6 // IPv6
)

// String returns the value as ip(8) prints it.
func (p TunnelProto6) String() string {
	switch p {
	case Tunnel6Any:
		return "any"
	case TunnelIPIP6:
		return "ipip6"
	case TunnelIP6IP6:
		return "ip6ip6"
	}
	return rtattr.Enum(p, nil)
}
