package kind

import (
	"strings"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

var (
	_ = register((*IPVLAN)(nil))
	_ = register((*IPVTAP)(nil))
)

// IPVLAN is a link with IP addresses of its own and the link-layer address of its
// parent, as made by "ip link add link DEV type ipvlan".
//
// Both parameters belong to the parent: to set them, when a link is made too,
// sets them for all links of that parent. An absent Mode of a link that is made
// is l3, and that counts as set; absent flags are those of the parent.
type IPVLAN struct {
	Mode  nlattr.Opt[IPVLANMode]  `json:"mode,omitzero"`  // IFLA_IPVLAN_MODE
	Flags nlattr.Opt[IPVLANFlags] `json:"flags,omitzero"` // IFLA_IPVLAN_FLAGS: one of them or none

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Kind implements [Kind].
func (*IPVLAN) Kind() string { return "ipvlan" }

// Attrs implements [Kind].
func (v *IPVLAN) Attrs(c *nlattr.Codec) {
	nlattr.U16(c, uapi.IFLA_IPVLAN_MODE, "mode", &v.Mode)
	nlattr.U16(c, uapi.IFLA_IPVLAN_FLAGS, "flags", &v.Flags)
	nlattr.Rest(c, &v.Unknown)
}

// IPVTAP is an [IPVLAN] whose packets a program reads from a character device, as
// made by "ip link add link DEV type ipvtap".
type IPVTAP IPVLAN

// Kind implements [Kind].
func (*IPVTAP) Kind() string { return "ipvtap" }

// Attrs implements [Kind].
func (v *IPVTAP) Attrs(c *nlattr.Codec) { (*IPVLAN)(v).Attrs(c) }

// IPVLANMode says at which layer links of one parent are told apart.
type IPVLANMode uint16

// The modes, IPVLAN_MODE_*.
const (
	IPVLANL2  IPVLANMode = uapi.IPVLAN_MODE_L2  // as on a common Ethernet
	IPVLANL3  IPVLANMode = uapi.IPVLAN_MODE_L3  // the parent's namespace routes; no broadcasts
	IPVLANL3S IPVLANMode = uapi.IPVLAN_MODE_L3S // the same, through the parent's netfilter too
)

// String returns the mode as ip(8) prints it.
func (m IPVLANMode) String() string {
	return rtattr.Enum(m, []string{IPVLANL2: "l2", IPVLANL3: "l3", IPVLANL3S: "l3s"})
}

// IPVLANFlags say whether links of one parent reach each other. None is "bridge":
// they do.
type IPVLANFlags uint16

// The flags, IPVLAN_F_*.
const (
	IPVLANPrivate IPVLANFlags = uapi.IPVLAN_F_PRIVATE // not at all
	IPVLANVEPA    IPVLANFlags = uapi.IPVLAN_F_VEPA    // through a switch outside
)

var ipvlanFlagNames = rtattr.Flags{{uapi.IPVLAN_F_PRIVATE, "private"}, {uapi.IPVLAN_F_VEPA, "vepa"}}

// String returns the flags in the words of ip(8), with spaces, or "bridge" for
// none.
func (f IPVLANFlags) String() string {
	if f == 0 {
		return "bridge"
	}
	return strings.Join(rtattr.FlagNames(uint32(f), ipvlanFlagNames), " ")
}
