package kind

import (
	"fmt"
	"net/netip"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

var (
	_ = register((*ERSPAN)(nil))
	_ = register((*IP6ERSPAN)(nil))
)

// ERSPAN sends copies of Ethernet frames in GRE over IPv4, as made by "ip link add
// type erspan".
//
// An absent field leaves the kernel's default when the link is made. A change
// replaces all parameters: use ChangeLink, which sends back what it read. Those
// of the encapsulation, and those of ERSPAN, stay if they are not given.
type ERSPAN struct {
	Dev      string               `json:"-"`               // the name of the device to send through
	DevIndex nlattr.Opt[int32]    `json:"link,omitzero"`   // IFLA_GRE_LINK: its index; 0 is as the route says
	Local    netip.Addr           `json:"local,omitzero"`  // IFLA_GRE_LOCAL: IPv4 source address of the outer header; 0.0.0.0 is none
	Remote   netip.Addr           `json:"remote,omitzero"` // IFLA_GRE_REMOTE: IPv4 address of the other end
	IFlags   nlattr.Opt[GREFlags] `json:"iflags,omitzero"` // IFLA_GRE_IFLAGS: GRESeq, but for version 0
	OFlags   nlattr.Opt[GREFlags] `json:"oflags,omitzero"` // IFLA_GRE_OFLAGS: GRESeq, but for version 0
	IKey     nlattr.Opt[uint32]   `json:"ikey,omitzero"`   // IFLA_GRE_IKEY, and the flag that there is one: the session that comes in, below 1<<10
	OKey     nlattr.Opt[uint32]   `json:"okey,omitzero"`   // IFLA_GRE_OKEY, and the flag: the session that goes out, below 1<<10

	Version nlattr.Opt[uint8]     `json:"erspan_ver,omitzero"`   // IFLA_GRE_ERSPAN_VER: 0 (5.8), 1, which is the default, or 2
	Index   nlattr.Opt[uint32]    `json:"erspan_index,omitzero"` // IFLA_GRE_ERSPAN_INDEX: version 1: the port, below 1<<20
	Dir     nlattr.Opt[ERSPANDir] `json:"erspan_dir,omitzero"`   // IFLA_GRE_ERSPAN_DIR: version 2: which way the frames went
	HWID    nlattr.Opt[uint16]    `json:"erspan_hwid,omitzero"`  // IFLA_GRE_ERSPAN_HWID: version 2: the engine, below 1<<6

	TTL      nlattr.Opt[uint8]  `json:"ttl,omitzero"`       // IFLA_GRE_TTL of the outer header; 0 is that of the inner one
	TOS      nlattr.Opt[uint8]  `json:"tos,omitzero"`       // IFLA_GRE_TOS of the outer header; 1 is that of the inner one
	PMTUDisc nlattr.OnOff       `json:"pmtudisc,omitzero"`  // IFLA_GRE_PMTUDISC: set the don't-fragment bit; on by default
	IgnoreDF nlattr.OnOff       `json:"ignore_df,omitzero"` // IFLA_GRE_IGNORE_DF: fragment even if the inner header has the bit; needs PMTUDisc off
	FwMark   nlattr.Opt[uint32] `json:"fwmark,omitzero"`    // IFLA_GRE_FWMARK: firewall mark for the route to the other end

	EncapType  nlattr.Opt[TunnelEncap]      `json:"encap_type,omitzero"`  // IFLA_GRE_ENCAP_TYPE: what the packets are put into
	EncapFlags nlattr.Opt[TunnelEncapFlags] `json:"encap_flags,omitzero"` // IFLA_GRE_ENCAP_FLAGS: what the UDP header has
	EncapSport nlattr.Opt[uint16]           `json:"encap_sport,omitzero"` // IFLA_GRE_ENCAP_SPORT: UDP source port; 0 is one for each flow
	EncapDport nlattr.Opt[uint16]           `json:"encap_dport,omitzero"` // IFLA_GRE_ENCAP_DPORT: UDP destination port

	External bool `json:"external,omitzero"` // IFLA_GRE_COLLECT_METADATA: routes and filters say where to; a change can turn it on, and not off again

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Kind implements [Kind].
func (*ERSPAN) Kind() string { return "erspan" }

// Whole implements [Whole].
func (v *ERSPAN) Whole() error {
	return whole("erspan", append(
		wholeGroup(encapGiven(v.EncapType, v.EncapFlags, v.EncapSport, v.EncapDport)...),
		linkGiven(v.Dev, v.DevIndex), given{"local", v.Local.IsValid()}, given{"remote", v.Remote.IsValid()},
		given{"iflags", v.IFlags.Is()}, given{"oflags", v.OFlags.Is()}, given{"ttl", v.TTL.Is()}, given{"tos", v.TOS.Is()},
		given{"pmtudisc", v.PMTUDisc != 0}, given{"ignore_df", v.IgnoreDF != 0}, given{"fwmark", v.FwMark.Is()}))
}

// Attrs implements [Kind].
func (v *ERSPAN) Attrs(c *nlattr.Codec) {
	if !c.Reporting() {
		family(c, false, v.Local, v.Remote)
		greFlags(c, v.IFlags, v.OFlags)
		ignoreDF(c, v.IgnoreDF, v.PMTUDisc)
		encapExternal(c, v.External, v.EncapType)
		erspanKeys(c, v.External, v.Version, v.IFlags, v.OFlags, v.IKey, v.OKey)
	}
	erspan(c, &v.Version, &v.Index, &v.Dir, &v.HWID)
	tunnelDev(c, uapi.IFLA_GRE_LINK, v.Dev, &v.DevIndex)
	greKeys(c, &v.IFlags, &v.OFlags, &v.IKey, &v.OKey)
	tunnelAddr(c, uapi.IFLA_GRE_LOCAL, "local", &v.Local)
	tunnelAddr(c, uapi.IFLA_GRE_REMOTE, "remote", &v.Remote)
	nlattr.U8(c, uapi.IFLA_GRE_TTL, "ttl", &v.TTL)
	nlattr.U8(c, uapi.IFLA_GRE_TOS, "tos", &v.TOS)
	nlattr.Switch(c, uapi.IFLA_GRE_PMTUDISC, "pmtudisc", &v.PMTUDisc)
	nlattr.Switch(c, uapi.IFLA_GRE_IGNORE_DF, "ignore_df", &v.IgnoreDF)
	nlattr.U32(c, uapi.IFLA_GRE_FWMARK, "fwmark", &v.FwMark)
	greEncap(c, &v.EncapType, &v.EncapFlags, &v.EncapSport, &v.EncapDport)
	nlattr.Flag(c, uapi.IFLA_GRE_COLLECT_METADATA, "external", &v.External)
	nlattr.Rest(c, &v.Unknown)
}

// IP6ERSPAN sends copies of Ethernet frames in GRE over IPv6, as made by "ip link
// add type ip6erspan".
//
// An absent field leaves the kernel's default when the link is made. A change
// replaces all parameters: use ChangeLink, which sends back what it read. Those
// of the encapsulation stay if none of them is given.
type IP6ERSPAN struct {
	Dev      string               `json:"-"`               // the name of the device to send through
	DevIndex nlattr.Opt[int32]    `json:"link,omitzero"`   // IFLA_GRE_LINK: its index; 0 is as the route says
	Local    netip.Addr           `json:"local,omitzero"`  // IFLA_GRE_LOCAL: IPv6 source address of the outer header; :: is none
	Remote   netip.Addr           `json:"remote,omitzero"` // IFLA_GRE_REMOTE: IPv6 address of the other end
	IFlags   nlattr.Opt[GREFlags] `json:"iflags,omitzero"` // IFLA_GRE_IFLAGS: GRESeq
	OFlags   nlattr.Opt[GREFlags] `json:"oflags,omitzero"` // IFLA_GRE_OFLAGS: GRESeq
	IKey     nlattr.Opt[uint32]   `json:"ikey,omitzero"`   // IFLA_GRE_IKEY, and the flag that there is one: the session that comes in, below 1<<10
	OKey     nlattr.Opt[uint32]   `json:"okey,omitzero"`   // IFLA_GRE_OKEY, and the flag: the session that goes out, below 1<<10

	Version nlattr.Opt[uint8]     `json:"erspan_ver,omitzero"`   // IFLA_GRE_ERSPAN_VER: 1, which is the default, or 2
	Index   nlattr.Opt[uint32]    `json:"erspan_index,omitzero"` // IFLA_GRE_ERSPAN_INDEX: version 1: the port, below 1<<20
	Dir     nlattr.Opt[ERSPANDir] `json:"erspan_dir,omitzero"`   // IFLA_GRE_ERSPAN_DIR: version 2: which way the frames went
	HWID    nlattr.Opt[uint16]    `json:"erspan_hwid,omitzero"`  // IFLA_GRE_ERSPAN_HWID: version 2: the engine, below 1<<6

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

// Kind implements [Kind].
func (*IP6ERSPAN) Kind() string { return "ip6erspan" }

// Whole implements [Whole].
func (v *IP6ERSPAN) Whole() error {
	return whole("ip6erspan", append(
		wholeGroup(encapGiven(v.EncapType, v.EncapFlags, v.EncapSport, v.EncapDport)...),
		linkGiven(v.Dev, v.DevIndex), given{"local", v.Local.IsValid()}, given{"remote", v.Remote.IsValid()},
		given{"iflags", v.IFlags.Is()}, given{"oflags", v.OFlags.Is()}, given{"ttl", v.TTL.Is()}, given{"encap_limit", v.EncapLimit.Is()},
		given{"flowinfo", v.FlowInfo.Is()}, given{"flags", v.Flags.Is()}, given{"fwmark", v.FwMark.Is()}, given{"erspan_ver", v.Version.Is()},
		given{"erspan_index", v.Index.Is() || v.Version.Or(1) != 1},
		given{"erspan_dir", v.Dir.Is() || v.Version.Or(1) != 2}, given{"erspan_hwid", v.HWID.Is() || v.Version.Or(1) != 2}))
}

// Attrs implements [Kind].
func (v *IP6ERSPAN) Attrs(c *nlattr.Codec) {
	if !c.Reporting() {
		family(c, true, v.Local, v.Remote)
		greFlags(c, v.IFlags, v.OFlags)
		flowInfo(c, v.FlowInfo)
		encapExternal(c, v.External, v.EncapType)
		if v.Version == nlattr.Some[uint8](0) {
			c.Reject("erspan_ver", "0 is of erspan over IPv4 only")
		}
		erspanKeys(c, v.External, v.Version, v.IFlags, v.OFlags, v.IKey, v.OKey)
	}
	erspan(c, &v.Version, &v.Index, &v.Dir, &v.HWID)
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

// erspan carries what an ERSPAN header has.
func erspan(c *nlattr.Codec, version *nlattr.Opt[uint8], index *nlattr.Opt[uint32], dir *nlattr.Opt[ERSPANDir], hwid *nlattr.Opt[uint16]) {
	if !c.Reporting() {
		if v := version.Or(0); v > 2 {
			c.Reject("erspan_ver", fmt.Sprintf("%d is not 0, 1 or 2", v))
		}
		if i := index.Or(0); i >= 1<<20 {
			c.Reject("erspan_index", fmt.Sprintf("%d is not below 1<<20", i))
		}
		if d := dir.Or(0); d > ERSPANEgress {
			c.Reject("erspan_dir", fmt.Sprintf("%d is neither ingress nor egress", d))
		}
		if h := hwid.Or(0); h >= 1<<6 {
			c.Reject("erspan_hwid", fmt.Sprintf("%d is not below 1<<6", h))
		}
	}
	nlattr.U8(c, uapi.IFLA_GRE_ERSPAN_VER, "erspan_ver", version)
	nlattr.U32(c, uapi.IFLA_GRE_ERSPAN_INDEX, "erspan_index", index)
	nlattr.U8(c, uapi.IFLA_GRE_ERSPAN_DIR, "erspan_dir", dir)
	nlattr.U16(c, uapi.IFLA_GRE_ERSPAN_HWID, "erspan_hwid", hwid)
}

// erspanKeys refuses what the kernel refuses without a word of why.
func erspanKeys(c *nlattr.Codec, external bool, version nlattr.Opt[uint8], iflags, oflags nlattr.Opt[GREFlags], ikey, okey nlattr.Opt[uint32]) {
	if version.Or(1) == 0 {
		return
	}
	if !external && (iflags.Or(0)|oflags.Or(0) != GRESeq || !ikey.Is() && !okey.Is()) {
		c.Reject("oflags", "erspan has a key and sequence numbers, and no more")
	}
	if k := ikey.Or(0); k >= 1<<10 {
		c.Reject("ikey", fmt.Sprintf("%d is not below 1<<10", k))
	}
	if k := okey.Or(0); k >= 1<<10 {
		c.Reject("okey", fmt.Sprintf("%d is not below 1<<10", k))
	}
}

// ERSPANDir says which way the frames went that are copied.
type ERSPANDir uint8

// The ways.
const (
	ERSPANIngress ERSPANDir = 0 // in
	ERSPANEgress  ERSPANDir = 1 // out
)

// String returns the way as ip(8) prints it.
func (d ERSPANDir) String() string {
	return rtattr.Enum(d, []string{ERSPANIngress: "ingress", ERSPANEgress: "egress"})
}
