package kind

import (
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

var _ = register((*WWAN)(nil))

// WWAN is a data connection of a modem, as made by "ip link add parentdev DEV
// type wwan" (5.14). The modem is the link's ParentDevName: it is no link.
type WWAN struct {
	LinkID nlattr.Opt[uint32] `json:"linkid,omitzero"` // IFLA_WWAN_LINK_ID: which connection; required, and fixed when the link is made

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Kind implements [Kind].
func (*WWAN) Kind() string { return "wwan" }

// Attrs implements [Kind].
func (v *WWAN) Attrs(c *nlattr.Codec) {
	nlattr.U32(c, uapi.IFLA_WWAN_LINK_ID, "linkid", &v.LinkID)
	nlattr.Rest(c, &v.Unknown)
}
