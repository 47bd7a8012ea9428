package kind

import (
	"errors"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

var _ = register((*DSA)(nil))

// DSA is a port of an Ethernet switch that a link of this machine, the conduit,
// is wired to: "ip link set DEV type dsa" (6.1). The switch's driver makes such
// links; rtnl.AddLink does not.
type DSA struct {
	Conduit      string `json:"-"`                // the name of the link to the switch
	ConduitIndex int32  `json:"conduit,omitzero"` // IFLA_DSA_CONDUIT: its index

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Kind implements [Kind].
func (*DSA) Kind() string { return "dsa" }

// Attrs implements [Kind].
func (v *DSA) Attrs(c *nlattr.Codec) {
	rtattr.Dev(c, uapi.IFLA_DSA_CONDUIT, "conduit", v.Conduit, &v.ConduitIndex)
	nlattr.Rest(c, &v.Unknown)
}

// CanAdd implements [Limited].
func (*DSA) CanAdd() error {
	return errors.New("rtnetlink does not make ports of switches; their drivers do")
}

// CanSet implements [Limited].
func (*DSA) CanSet() error { return nil }
