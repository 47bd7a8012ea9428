package kind

import (
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

var (
	_ = register((*VRF)(nil))
	_ = registerPort((*VRFPort)(nil))
)

// VRF is a routing table with ports of its own, virtual routing and forwarding,
// as made by "ip link add type vrf".
//
// A link that becomes a port loses its IPv4 routes by other routers and its IPv6
// addresses. What the kernel leaves behind when the VRF is deleted are routes of
// its table without a device, such as blackholes, and the rule of priority 1000.
type VRF struct {
	Table uint32 `json:"table,omitzero"` // IFLA_VRF_TABLE: the routing table, not 0; required, and fixed when the link is made

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Kind implements [Kind].
func (*VRF) Kind() string { return "vrf" }

// Attrs implements [Kind].
func (v *VRF) Attrs(c *nlattr.Codec) {
	nlattr.N32(c, uapi.IFLA_VRF_TABLE, "table", &v.Table)
	nlattr.Rest(c, &v.Unknown)
}

// VRFPort is a port of a VRF. It has nothing to set.
type VRFPort struct {
	Table uint32 `json:"table,omitzero"` // IFLA_VRF_PORT_TABLE: the VRF's routing table, reported

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// PortKind implements [Port].
func (*VRFPort) PortKind() string { return "vrf" }

// Attrs implements [Port].
func (p *VRFPort) Attrs(c *nlattr.Codec) {
	if c.Reporting() {
		nlattr.N32(c, uapi.IFLA_VRF_PORT_TABLE, "table", &p.Table)
	}
	nlattr.Rest(c, &p.Unknown)
}
