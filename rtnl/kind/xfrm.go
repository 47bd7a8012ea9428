package kind

import (
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

var _ = register((*XFRM)(nil))

// XFRM is a device whose packets go through the IPsec policies that have its
// number, as made by "ip link add type xfrm" (4.19).
//
// A change replaces all parameters: use ChangeLink, which sends back what it
// read.
type XFRM struct {
	Dev      string             `json:"-"`                 // the name of the device to send through
	DevIndex nlattr.Opt[int32]  `json:"link,omitzero"`     // IFLA_XFRM_LINK: its index; 0 is as the route says; fixed when the link is made
	IfID     nlattr.Opt[uint32] `json:"if_id,omitzero"`    // IFLA_XFRM_IF_ID: the number, not 0; required unless External
	External bool               `json:"external,omitzero"` // IFLA_XFRM_COLLECT_METADATA: routes say which policies; neither Dev nor IfID then (6.2); fixed when the link is made, and so is all else then

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Kind implements [Kind].
func (*XFRM) Kind() string { return "xfrm" }

// Whole implements [Whole].
func (v *XFRM) Whole() error {
	return whole("xfrm", []given{linkGiven(v.Dev, v.DevIndex), {"if_id", v.IfID.Is()}})
}

// Attrs implements [Kind].
func (v *XFRM) Attrs(c *nlattr.Codec) {
	if !c.Reporting() {
		v.check(c)
	}
	tunnelDev(c, uapi.IFLA_XFRM_LINK, v.Dev, &v.DevIndex)
	nlattr.U32(c, uapi.IFLA_XFRM_IF_ID, "if_id", &v.IfID)
	nlattr.Flag(c, uapi.IFLA_XFRM_COLLECT_METADATA, "external", &v.External)
	nlattr.Rest(c, &v.Unknown)
}

// check refuses what the kernel refuses without naming the attribute, or, before
// 5.12, makes.
func (v *XFRM) check(c *nlattr.Codec) {
	switch {
	case v.External && (v.IfID.Or(0) != 0 || v.Dev != "" || v.DevIndex.Or(0) != 0):
		c.Reject("external", "with a link or an if_id")
	case !v.External && v.IfID == nlattr.Some[uint32](0):
		c.Reject("if_id", "0 is none")
	}
}
