package kind

import (
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

var _ = register((*PPP)(nil))

// PPP is a link of the point-to-point protocol, which a program such as pppd
// speaks on a file of /dev/ppp. Closing the file deletes the link. ip(8) cannot
// make one.
type PPP struct {
	DevFD nlattr.Opt[int32] `json:"dev_fd,omitzero"` // IFLA_PPP_DEV_FD: the open file of /dev/ppp; required, fixed when the link is made, and never reported

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Kind implements [Kind].
func (*PPP) Kind() string { return "ppp" }

// Attrs implements [Kind].
func (v *PPP) Attrs(c *nlattr.Codec) {
	nlattr.U32(c, uapi.IFLA_PPP_DEV_FD, "dev_fd", &v.DevFD)
	nlattr.Rest(c, &v.Unknown)
}
