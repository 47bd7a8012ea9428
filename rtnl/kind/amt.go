package kind

import (
	"net/netip"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

var _ = register((*AMT)(nil))

// AMT is a tunnel of multicast over a network without, as made by "ip link add
// type amt" (5.16). All fields are fixed when the link is made. The addresses are
// IPv4 ones.
type AMT struct {
	Mode        nlattr.Opt[AMTMode] `json:"mode,omitzero"`         // IFLA_AMT_MODE; required
	Local       netip.Addr          `json:"local,omitzero"`        // IFLA_AMT_LOCAL_IP: address of this end; required
	Discovery   netip.Addr          `json:"discovery,omitzero"`    // IFLA_AMT_DISCOVERY_IP: where a gateway looks for a relay; required of one
	Remote      netip.Addr          `json:"remote,omitzero"`       // IFLA_AMT_REMOTE_IP, reported: the relay that a gateway found
	Dev         string              `json:"-"`                     // the name of the device to send through
	DevIndex    int32               `json:"link,omitzero"`         // IFLA_AMT_LINK: its index; required
	RelayPort   nlattr.Opt[uint16]  `json:"relay_port,omitzero"`   // IFLA_AMT_RELAY_PORT: UDP port of the relay; 2268 by default
	GatewayPort nlattr.Opt[uint16]  `json:"gateway_port,omitzero"` // IFLA_AMT_GATEWAY_PORT: UDP port of a gateway; 2268 by default
	MaxTunnels  nlattr.Opt[uint32]  `json:"max_tunnels,omitzero"`  // IFLA_AMT_MAX_TUNNELS: most gateways of a relay; 128 by default

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Kind implements [Kind].
func (*AMT) Kind() string { return "amt" }

// Attrs implements [Kind].
func (v *AMT) Attrs(c *nlattr.Codec) {
	if !c.Reporting() {
		inFamily(c, false, "local", v.Local)
		inFamily(c, false, "discovery", v.Discovery)
	}
	nlattr.U32(c, uapi.IFLA_AMT_MODE, "mode", &v.Mode)
	nlattr.Addr(c, uapi.IFLA_AMT_LOCAL_IP, uapi.IFLA_AMT_LOCAL_IP, "local", &v.Local)
	nlattr.Addr(c, uapi.IFLA_AMT_DISCOVERY_IP, uapi.IFLA_AMT_DISCOVERY_IP, "discovery", &v.Discovery)
	if c.Reporting() {
		nlattr.Addr(c, uapi.IFLA_AMT_REMOTE_IP, uapi.IFLA_AMT_REMOTE_IP, "remote", &v.Remote)
	}
	rtattr.Dev(c, uapi.IFLA_AMT_LINK, "link", v.Dev, &v.DevIndex)
	nlattr.BE16(c, uapi.IFLA_AMT_RELAY_PORT, "relay_port", &v.RelayPort)
	nlattr.BE16(c, uapi.IFLA_AMT_GATEWAY_PORT, "gateway_port", &v.GatewayPort)
	nlattr.U32(c, uapi.IFLA_AMT_MAX_TUNNELS, "max_tunnels", &v.MaxTunnels)
	nlattr.Rest(c, &v.Unknown)
}

// AMTMode says which end of the tunnel it is.
type AMTMode uint32

// The modes, AMT_MODE_*.
const (
	AMTGateway AMTMode = uapi.AMT_MODE_GATEWAY // asks for multicast
	AMTRelay   AMTMode = uapi.AMT_MODE_RELAY   // has it
)

// String returns the mode as ip(8) prints it.
func (m AMTMode) String() string {
	return rtattr.Enum(m, []string{AMTGateway: "gateway", AMTRelay: "relay"})
}
