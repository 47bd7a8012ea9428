package kind

import (
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

var _ = register((*BareUDP)(nil))

// BareUDP is a device that sends packets of one protocol in UDP, without more of a
// header, as made by "ip link add type bareudp" (5.7). Routes and filters say
// where to. All fields are fixed when the link is made.
type BareUDP struct {
	Port       nlattr.Opt[uint16]    `json:"port,omitzero"`        // IFLA_BAREUDP_PORT: UDP destination port; required
	EtherType  nlattr.Opt[EtherType] `json:"ethertype,omitzero"`   // IFLA_BAREUDP_ETHERTYPE: the protocol, such as 0x8847 for MPLS; required
	SrcPortMin nlattr.Opt[uint16]    `json:"srcport_min,omitzero"` // IFLA_BAREUDP_SRCPORT_MIN: least UDP source port
	MultiProto bool                  `json:"multiproto,omitzero"`  // IFLA_BAREUDP_MULTIPROTO_MODE: with IPv4 also IPv6, with MPLS also multicast

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Kind implements [Kind].
func (*BareUDP) Kind() string { return "bareudp" }

// Attrs implements [Kind].
func (v *BareUDP) Attrs(c *nlattr.Codec) {
	if e := v.EtherType.Or(0); !c.Reporting() && v.MultiProto && e != uapi.ETH_P_IP && e != uapi.ETH_P_MPLS_UC {
		c.Reject("multiproto", "the ethertype is neither that of IPv4 nor that of MPLS")
	}
	nlattr.BE16(c, uapi.IFLA_BAREUDP_PORT, "port", &v.Port)
	nlattr.BE16(c, uapi.IFLA_BAREUDP_ETHERTYPE, "ethertype", &v.EtherType)
	nlattr.U16(c, uapi.IFLA_BAREUDP_SRCPORT_MIN, "srcport_min", &v.SrcPortMin) // unlike the other port, in host byte order
	nlattr.Flag(c, uapi.IFLA_BAREUDP_MULTIPROTO_MODE, "multiproto", &v.MultiProto)
	nlattr.Rest(c, &v.Unknown)
}
