package kind

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

var _ = register((*SIT)(nil))

// SIT is a tunnel of IPv6, IPv4 or MPLS packets in IPv4, as made by "ip link add
// type sit".
//
// An absent field leaves the kernel's default when the link is made. A change
// replaces all parameters: use ChangeLink, which sends back what it read. Those
// of the encapsulation, and those of 6rd, stay if none of them is given.
type SIT struct {
	Dev      string                  `json:"-"`                 // the name of the device to send through
	DevIndex nlattr.Opt[int32]       `json:"link,omitzero"`     // IFLA_IPTUN_LINK: its index; 0 is as the route says
	Local    netip.Addr              `json:"local,omitzero"`    // IFLA_IPTUN_LOCAL: IPv4 source address of the outer header; 0.0.0.0 is none
	Remote   netip.Addr              `json:"remote,omitzero"`   // IFLA_IPTUN_REMOTE: IPv4 address of the other end; 0.0.0.0 is none
	Proto    nlattr.Opt[TunnelProto] `json:"proto,omitzero"`    // IFLA_IPTUN_PROTO: what packets are inside; IPv6 by default; fixed when the link is made, a change is ignored
	TTL      nlattr.Opt[uint8]       `json:"ttl,omitzero"`      // IFLA_IPTUN_TTL of the outer header; 0 is that of the inner one; the default is 64
	TOS      nlattr.Opt[uint8]       `json:"tos,omitzero"`      // IFLA_IPTUN_TOS of the outer header; 1 is that of the inner one
	PMTUDisc nlattr.OnOff            `json:"pmtudisc,omitzero"` // IFLA_IPTUN_PMTUDISC: set the don't-fragment bit; on by default; off needs a TTL of 0
	Flags    nlattr.Opt[SITFlags]    `json:"flags,omitzero"`    // IFLA_IPTUN_FLAGS: whether it is an ISATAP tunnel; fixed when the link is made, a change is ignored
	FwMark   nlattr.Opt[uint32]      `json:"fwmark,omitzero"`   // IFLA_IPTUN_FWMARK: firewall mark for the route to the other end

	EncapType  nlattr.Opt[TunnelEncap]      `json:"encap_type,omitzero"`  // IFLA_IPTUN_ENCAP_TYPE: what the packets are put into
	EncapFlags nlattr.Opt[TunnelEncapFlags] `json:"encap_flags,omitzero"` // IFLA_IPTUN_ENCAP_FLAGS: what the UDP header has
	EncapSport nlattr.Opt[uint16]           `json:"encap_sport,omitzero"` // IFLA_IPTUN_ENCAP_SPORT: UDP source port; 0 is one for each flow
	EncapDport nlattr.Opt[uint16]           `json:"encap_dport,omitzero"` // IFLA_IPTUN_ENCAP_DPORT: UDP destination port

	// 6rd: the other end is in the IPv6 address, behind a prefix, as the part of
	// its IPv4 address that is behind another one. A kernel without
	// CONFIG_IPV6_SIT_6RD ignores it. The default is 2002::/16 and 0.0.0.0/0.
	SixRDPrefix         netip.Addr         `json:"6rd_prefix,omitzero"`          // IFLA_IPTUN_6RD_PREFIX, IPv6
	SixRDPrefixLen      nlattr.Opt[uint16] `json:"6rd_prefixlen,omitzero"`       // IFLA_IPTUN_6RD_PREFIXLEN: its length in bits
	SixRDRelayPrefix    netip.Addr         `json:"6rd_relay_prefix,omitzero"`    // IFLA_IPTUN_6RD_RELAY_PREFIX, IPv4
	SixRDRelayPrefixLen nlattr.Opt[uint16] `json:"6rd_relay_prefixlen,omitzero"` // IFLA_IPTUN_6RD_RELAY_PREFIXLEN: its length in bits

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Kind implements [Kind].
func (*SIT) Kind() string { return "sit" }

// Whole implements [Whole].
func (v *SIT) Whole() error {
	return whole("sit", append(append(
		wholeGroup(encapGiven(v.EncapType, v.EncapFlags, v.EncapSport, v.EncapDport)...),
		wholeGroup(given{"6rd_prefix", v.SixRDPrefix.IsValid()}, given{"6rd_prefixlen", v.SixRDPrefixLen.Is()},
			given{"6rd_relay_prefix", v.SixRDRelayPrefix.IsValid()}, given{"6rd_relay_prefixlen", v.SixRDRelayPrefixLen.Is()})...),
		linkGiven(v.Dev, v.DevIndex), given{"local", v.Local.IsValid()}, given{"remote", v.Remote.IsValid()},
		given{"proto", v.Proto.Is()}, given{"ttl", v.TTL.Is()}, given{"tos", v.TOS.Is()},
		given{"pmtudisc", v.PMTUDisc != 0}, given{"flags", v.Flags.Is()}, given{"fwmark", v.FwMark.Is()}))
}

// Attrs implements [Kind].
func (v *SIT) Attrs(c *nlattr.Codec) {
	if !c.Reporting() {
		v.check(c)
	}
	tunnelDev(c, uapi.IFLA_IPTUN_LINK, v.Dev, &v.DevIndex)
	tunnelAddr(c, uapi.IFLA_IPTUN_LOCAL, "local", &v.Local)
	tunnelAddr(c, uapi.IFLA_IPTUN_REMOTE, "remote", &v.Remote)
	nlattr.U8(c, uapi.IFLA_IPTUN_PROTO, "proto", &v.Proto)
	nlattr.U8(c, uapi.IFLA_IPTUN_TTL, "ttl", &v.TTL)
	nlattr.U8(c, uapi.IFLA_IPTUN_TOS, "tos", &v.TOS)
	nlattr.Switch(c, uapi.IFLA_IPTUN_PMTUDISC, "pmtudisc", &v.PMTUDisc)
	nlattr.U16(c, uapi.IFLA_IPTUN_FLAGS, "flags", &v.Flags) // in host byte order, though the kernel calls it be16
	nlattr.U32(c, uapi.IFLA_IPTUN_FWMARK, "fwmark", &v.FwMark)
	ipEncap(c, &v.EncapType, &v.EncapFlags, &v.EncapSport, &v.EncapDport)
	nlattr.Addr(c, uapi.IFLA_IPTUN_6RD_PREFIX, uapi.IFLA_IPTUN_6RD_PREFIX, "6rd_prefix", &v.SixRDPrefix)
	nlattr.U16(c, uapi.IFLA_IPTUN_6RD_PREFIXLEN, "6rd_prefixlen", &v.SixRDPrefixLen)
	nlattr.Addr(c, uapi.IFLA_IPTUN_6RD_RELAY_PREFIX, uapi.IFLA_IPTUN_6RD_RELAY_PREFIX, "6rd_relay_prefix", &v.SixRDRelayPrefix)
	nlattr.U16(c, uapi.IFLA_IPTUN_6RD_RELAY_PREFIXLEN, "6rd_relay_prefixlen", &v.SixRDRelayPrefixLen)
	nlattr.Rest(c, &v.Unknown)
}

// check refuses what the kernel would misread, or refuse without naming the
// attribute.
func (v *SIT) check(c *nlattr.Codec) {
	family(c, false, v.Local, v.Remote)
	pmtuDisc(c, v.PMTUDisc, v.TTL)
	protoOf(c, v.Proto, TunnelAny, TunnelIPIP, TunnelIP6IP, TunnelMPLSIP)
	inFamily(c, true, "6rd_prefix", v.SixRDPrefix)
	inFamily(c, false, "6rd_relay_prefix", v.SixRDRelayPrefix)
	relay := v.SixRDRelayPrefixLen.Or(0)
	if relay > 32 {
		c.Reject("6rd_relay_prefixlen", fmt.Sprintf("%d is above 32", relay))
	} else if n := v.SixRDPrefixLen.Or(0); n > 32+relay {
		c.Reject("6rd_prefixlen", fmt.Sprintf("%d is more than 32 and the %d of the relay's", n, relay))
	}
}

// SITFlags are flags of a SIT.
type SITFlags uint16

// SITISATAP is SIT_ISATAP: the intra-site automatic tunnel addressing protocol.
const SITISATAP SITFlags = uapi.SIT_ISATAP

var sitFlagNames = rtattr.Flags{{uapi.SIT_ISATAP, "isatap"}}

// String returns the flags in the words of ip(8), with spaces.
func (f SITFlags) String() string {
	return strings.Join(rtattr.FlagNames(uint32(f), sitFlagNames), " ")
}
