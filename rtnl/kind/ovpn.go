package kind

import (
	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

var _ = register((*OVPN)(nil))

// OVPN is an OpenVPN tunnel of the kernel's, as made by "ip link add type ovpn"
// (6.16). Its peers and keys are a matter of generic netlink.
type OVPN struct {
	Mode nlattr.Opt[OVPNMode] `json:"mode,omitzero"` // IFLA_OVPN_MODE, p2p by default; fixed when the link is made

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Kind implements [Kind].
func (*OVPN) Kind() string { return "ovpn" }

// Attrs implements [Kind].
func (v *OVPN) Attrs(c *nlattr.Codec) {
	nlattr.U8(c, uapi.IFLA_OVPN_MODE, "mode", &v.Mode)
	nlattr.Rest(c, &v.Unknown)
}

// OVPNMode says how many peers an [OVPN] has.
type OVPNMode uint8

// The modes, OVPN_MODE_*.
const (
	OVPNP2P OVPNMode = uapi.OVPN_MODE_P2P // one
	OVPNMP  OVPNMode = uapi.OVPN_MODE_MP  // several, as a server has
)

// String returns the mode as ip(8) prints it.
func (m OVPNMode) String() string {
	return rtattr.Enum(m, []string{OVPNP2P: "p2p", OVPNMP: "mp"})
}
