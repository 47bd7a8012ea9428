package kind

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

// tunnelDev carries the index of the device that a tunnel sends through.
func tunnelDev(c *nlattr.Codec, t nlattr.Type, name string, index *nlattr.Opt[int32]) {
	if name == "" || c.Decoding() {
		nlattr.U32(c, t, "link", index)
		return
	}
	i := nlattr.Some(rtattr.IndexOf(c, "link", name, index.Or(0)))
	nlattr.U32(c, t, "link", &i)
}

// tunnelAddr carries an address, for which the kernel reports the unspecified
// one where there is none. It takes an absent one for the same thing; a gretap
// refuses the unspecified remote that it reports.
func tunnelAddr(c *nlattr.Codec, t nlattr.Type, name string, v *netip.Addr) {
	if c.Reporting() || !v.IsUnspecified() {
		nlattr.Addr(c, t, t, name, v)
	}
}

// inFamily refuses an address of the other family, which the kernel would read as
// if it were of its own.
func inFamily(c *nlattr.Codec, is6 bool, name string, a netip.Addr) {
	switch {
	case !a.IsValid() || a.Is6() == is6:
	case is6:
		c.Reject(name, a.String()+" is no IPv6 address")
	default:
		c.Reject(name, a.String()+" is no IPv4 address")
	}
}

// family is inFamily for both ends of a tunnel.
func family(c *nlattr.Codec, is6 bool, local, remote netip.Addr) {
	inFamily(c, is6, "local", local)
	inFamily(c, is6, "remote", remote)
}

// A given is the name of a parameter, and whether there is one.
type given struct {
	name string
	is   bool
}

// whole returns an error that names what is missing of all parameters of a kind
// whose change message replaces them.
func whole(kind string, all []given) error {
	var missing []string
	for _, g := range all {
		if !g.is {
			missing = append(missing, g.name)
		}
	}
	if missing == nil {
		return nil
	}
	return fmt.Errorf("%s: missing; a change resets what it does not say of a link of kind %s; ChangeLink says all", strings.Join(missing, ", "), kind)
}

// wholeGroup is for parameters that are reset together, and only if one of them
// is there.
func wholeGroup(all ...given) []given {
	for _, g := range all {
		if g.is {
			return all
		}
	}
	return nil
}

// linkGiven says whether there is a device to send through.
func linkGiven(name string, index nlattr.Opt[int32]) given {
	return given{"link", name != "" || index.Is()}
}

// TunnelEncap is what a tunnel's packets are put into.
type TunnelEncap uint16

// The values, TUNNEL_ENCAP_*.
const (
	TunnelEncapNone TunnelEncap = uapi.TUNNEL_ENCAP_NONE // nothing
	TunnelEncapFOU  TunnelEncap = uapi.TUNNEL_ENCAP_FOU  // UDP: foo over UDP
	TunnelEncapGUE  TunnelEncap = uapi.TUNNEL_ENCAP_GUE  // UDP: generic UDP encapsulation
	TunnelEncapMPLS TunnelEncap = uapi.TUNNEL_ENCAP_MPLS // nothing: packets are MPLS ones
)

// String returns the value as ip(8) prints it.
func (e TunnelEncap) String() string {
	return rtattr.Enum(e, []string{
		TunnelEncapNone: "none", TunnelEncapFOU: "fou", TunnelEncapGUE: "gue", TunnelEncapMPLS: "mpls",
	})
}

// TunnelEncapFlags says what the UDP header of a tunnel's packets has.
type TunnelEncapFlags uint16

// The flags, TUNNEL_ENCAP_FLAG_*.
const (
	TunnelEncapCsum    TunnelEncapFlags = uapi.TUNNEL_ENCAP_FLAG_CSUM    // a checksum over IPv4
	TunnelEncapCsum6   TunnelEncapFlags = uapi.TUNNEL_ENCAP_FLAG_CSUM6   // a checksum over IPv6
	TunnelEncapRemCsum TunnelEncapFlags = uapi.TUNNEL_ENCAP_FLAG_REMCSUM // the inner checksum is left to the receiver
)

var tunnelEncapFlagNames = rtattr.Flags{
	{uapi.TUNNEL_ENCAP_FLAG_CSUM, "encap-csum"}, {uapi.TUNNEL_ENCAP_FLAG_CSUM6, "encap-udp6-csum"}, {uapi.TUNNEL_ENCAP_FLAG_REMCSUM, "encap-remcsum"},
}

// String returns the flags in the words of ip(8), with spaces.
func (f TunnelEncapFlags) String() string {
	return strings.Join(rtattr.FlagNames(uint32(f), tunnelEncapFlagNames), " ")
}

// IP6TunnelFlags are flags of a tunnel over IPv6.
type IP6TunnelFlags uint32

// The flags, IP6_TNL_F_*. The kernel reports more, which it finds out itself.
const (
	IP6TunnelIgnoreEncapLimit IP6TunnelFlags = uapi.IP6_TNL_F_IGN_ENCAP_LIMIT    // "encaplimit none": EncapLimit does not count
	IP6TunnelInheritTClass    IP6TunnelFlags = uapi.IP6_TNL_F_USE_ORIG_TCLASS    // "tclass inherit": that of the inner packet
	IP6TunnelInheritLabel     IP6TunnelFlags = uapi.IP6_TNL_F_USE_ORIG_FLOWLABEL // "flowlabel inherit": that of the inner packet
	IP6TunnelMIP6             IP6TunnelFlags = uapi.IP6_TNL_F_MIP6_DEV           // for mobile IPv6
	IP6TunnelCopyDSCP         IP6TunnelFlags = uapi.IP6_TNL_F_RCV_DSCP_COPY      // "dscp inherit": into what is received
	IP6TunnelInheritFwMark    IP6TunnelFlags = uapi.IP6_TNL_F_USE_ORIG_FWMARK    // "fwmark inherit": that of the inner packet
	IP6TunnelAllowLocalRemote IP6TunnelFlags = uapi.IP6_TNL_F_ALLOW_LOCAL_REMOTE // the remote end may be an address of this host
)

var ip6TunnelFlagNames = rtattr.Flags{
	{uapi.IP6_TNL_F_IGN_ENCAP_LIMIT, "ip6_tnl_f_ign_encap_limit"}, {uapi.IP6_TNL_F_USE_ORIG_TCLASS, "ip6_tnl_f_use_orig_tclass"},
	{uapi.IP6_TNL_F_USE_ORIG_FLOWLABEL, "ip6_tnl_f_use_orig_flowlabel"}, {uapi.IP6_TNL_F_MIP6_DEV, "ip6_tnl_f_mip6_dev"},
	{uapi.IP6_TNL_F_RCV_DSCP_COPY, "ip6_tnl_f_rcv_dscp_copy"}, {uapi.IP6_TNL_F_USE_ORIG_FWMARK, "ip6_tnl_f_use_orig_fwmark"},
	{uapi.IP6_TNL_F_ALLOW_LOCAL_REMOTE, "ip6_tnl_f_allow_local_remote"},
}

// String returns the flags as ip(8) names them in JSON, with spaces.
func (f IP6TunnelFlags) String() string {
	return strings.Join(rtattr.FlagNames(uint32(f), ip6TunnelFlagNames), " ")
}

// flowInfo refuses what is more than a traffic class and a flow label.
func flowInfo(c *nlattr.Codec, v nlattr.Opt[uint32]) {
	if f := v.Or(0); f >= 1<<28 {
		c.Reject("flowinfo", fmt.Sprintf("%#x is not below 1<<28", f))
	}
}
