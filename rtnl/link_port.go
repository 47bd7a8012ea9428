package rtnl

import (
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl/port"
)

// devlinkPort is IFLA_DEVLINK_PORT. The kernel sends it empty for most links.
func (l *Link) devlinkPort(c *nlattr.Codec) {
	if c.Reporting() && (c.Left() || l.DevlinkPort != nil) {
		if l.DevlinkPort == nil {
			l.DevlinkPort = new(port.Devlink)
		}
		l.DevlinkPort.Attrs(c)
	}
	nlattr.Rest(c, &l.Unknown)
}

// dpllPin is IFLA_DPLL_PIN. The kernel sends it empty for most links.
func (l *Link) dpllPin(c *nlattr.Codec) {
	if c.Reporting() {
		nlattr.U32(c, uapi.DPLL_A_PIN_ID, "dpll_pin", &l.DPLLPin)
	}
	nlattr.Rest(c, &l.Unknown)
}
