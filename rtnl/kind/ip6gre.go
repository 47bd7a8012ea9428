package kind

import (
	"net/netip"

	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

var (
	_ = register((*IP6GRE)(nil))
	_ = register((*IP6GRETAP)(nil))
)

// IP6GRE is a tunnel of IP packets in GRE over IPv6, as made by "ip link add type
// ip6gre".
//
// An absent field leaves the kernel's default when the link is made. A change
// replaces all parameters: use ChangeLink, which sends back what it read. Those
// of the encapsulation stay if none of them is given.
type IP6GRE struct {
	Dev      string               `json:"-"`               // the name of the device to send through
	DevIndex nlattr.Opt[int32]    `json:"link,omitzero"`   // IFLA_GRE_LINK: its index; 0 is as the route says
	Local    netip.Addr           `json:"local,omitzero"`  // IFLA_GRE_LOCAL: IPv6 source address of the outer header; :: is none
	Remote   netip.Addr           `json:"remote,omitzero"` // IFLA_GRE_REMOTE: IPv6 address of the other end; :: is none
	IFlags   nlattr.Opt[GREFlags] `json:"iflags,omitzero"` // IFLA_GRE_IFLAGS: what packets that come in have; without an IKey, they have no key
	OFlags   nlattr.Opt[GREFlags] `json:"oflags,omitzero"` // IFLA_GRE_OFLAGS: what packets that go out get; without an OKey, they get no key
	IKey     nlattr.Opt[uint32]   `json:"ikey,omitzero"`   // IFLA_GRE_IKEY, and the flag that there is one: the key of packets that come in; ip(8) prints it like an IPv4 address
	OKey     nlattr.Opt[uint32]   `json:"okey,omitzero"`   // IFLA_GRE_OKEY, and the flag: the key of packets that go out

	TTL        nlattr.Opt[uint8]          `json:"ttl,omitzero"`         // IFLA_GRE_TTL: hop limit of the outer header; 0, the default, is that of the inner one; ip(8) gives 64
	EncapLimit nlattr.Opt[uint8]          `json:"encap_limit,omitzero"` // IFLA_GRE_ENCAP_LIMIT: how many tunnels may follow in this one; 0 by default; ip(8) gives 4
	FlowInfo   nlattr.Opt[uint32]         `json:"flowinfo,omitzero"`    // IFLA_GRE_FLOWINFO of the outer header: traffic class << 20 | flow label
	Flags      nlattr.Opt[IP6TunnelFlags] `json:"flags,omitzero"`       // IFLA_GRE_FLAGS: what is inherited, and more
	FwMark     nlattr.Opt[uint32]         `json:"fwmark,omitzero"`      // IFLA_GRE_FWMARK: firewall mark for the route to the other end

	EncapType  nlattr.Opt[TunnelEncap]      `json:"encap_type,omitzero"`  // IFLA_GRE_ENCAP_TYPE: what the packets are put into
	EncapFlags nlattr.Opt[TunnelEncapFlags] `json:"encap_flags,omitzero"` // IFLA_GRE_ENCAP_FLAGS: what the UDP header has
	EncapSport nlattr.Opt[uint16]           `json:"encap_sport,omitzero"` // IFLA_GRE_ENCAP_SPORT: UDP source port; 0 is one for each flow
	EncapDport nlattr.Opt[uint16]           `json:"encap_dport,omitzero"` // IFLA_GRE_ENCAP_DPORT: UDP destination port

	External bool `json:"external,omitzero"` // IFLA_GRE_COLLECT_METADATA: routes and filters say where to; fixed when the link is made, a change is ignored

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// IP6GRETAP is a tunnel of Ethernet frames in GRE over IPv6, as made by "ip link
// add type ip6gretap". The fields are those of an [IP6GRE].
type IP6GRETAP IP6GRE

// Kind implements [Kind].
func (*IP6GRE) Kind() string { return "ip6gre" }

// Kind implements [Kind].
func (*IP6GRETAP) Kind() string { return "ip6gretap" }

// Whole implements [Whole].
func (v *IP6GRE) Whole() error { return v.whole("ip6gre") }

// Whole implements [Whole].
func (v *IP6GRETAP) Whole() error { return (*IP6GRE)(v).whole("ip6gretap") }

// Attrs implements [Kind].
func (v *IP6GRETAP) Attrs(c *nlattr.Codec) { (*IP6GRE)(v).Attrs(c) }

// Attrs implements [Kind].
func (v *IP6GRE) Attrs(c *nlattr.Codec) {
	if !c.Reporting() {
		family(c, true, v.Local, v.Remote)
		greFlags(c, v.IFlags, v.OFlags)
		flowInfo(c, v.FlowInfo)
		encapExternal(c, v.External, v.EncapType)
	}
	tunnelDev(c, uapi.IFLA_GRE_LINK, v.Dev, &v.DevIndex)
	greKeys(c, &v.IFlags, &v.OFlags, &v.IKey, &v.OKey)
	tunnelAddr(c, uapi.IFLA_GRE_LOCAL, "local", &v.Local)
	tunnelAddr(c, uapi.IFLA_GRE_REMOTE, "remote", &v.Remote)
	nlattr.U8(c, uapi.IFLA_GRE_TTL, "ttl", &v.TTL)
	nlattr.U8(c, uapi.IFLA_GRE_ENCAP_LIMIT, "encap_limit", &v.EncapLimit)
	nlattr.BE32(c, uapi.IFLA_GRE_FLOWINFO, "flowinfo", &v.FlowInfo)
	nlattr.U32(c, uapi.IFLA_GRE_FLAGS, "flags", &v.Flags)
	nlattr.U32(c, uapi.IFLA_GRE_FWMARK, "fwmark", &v.FwMark)
	greEncap(c, &v.EncapType, &v.EncapFlags, &v.EncapSport, &v.EncapDport)
	nlattr.Flag(c, uapi.IFLA_GRE_COLLECT_METADATA, "external", &v.External)
	nlattr.Rest(c, &v.Unknown)
}

func (v *IP6GRE) whole(kind string) error {
	return whole(kind, append(
		wholeGroup(encapGiven(v.EncapType, v.EncapFlags, v.EncapSport, v.EncapDport)...),
		linkGiven(v.Dev, v.DevIndex), given{"local", v.Local.IsValid()}, given{"remote", v.Remote.IsValid()},
		given{"iflags", v.IFlags.Is()}, given{"oflags", v.OFlags.Is()}, given{"ttl", v.TTL.Is()}, given{"encap_limit", v.EncapLimit.Is()},
		given{"flowinfo", v.FlowInfo.Is()}, given{"flags", v.Flags.Is()}, given{"fwmark", v.FwMark.Is()}))
}
