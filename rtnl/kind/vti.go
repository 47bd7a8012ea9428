package kind

import (
	"net/netip"

	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

var (
	_ = register((*VTI)(nil))
	_ = register((*VTI6)(nil))
)

// VTI is a device whose packets go through IPsec over IPv4, as made by "ip link
// add type vti".
//
// An absent field leaves the kernel's default when the link is made. A change
// replaces all parameters: use ChangeLink, which sends back what it read.
type VTI struct {
	Dev      string             `json:"-"`               // the name of the device to send through
	DevIndex nlattr.Opt[int32]  `json:"link,omitzero"`   // IFLA_VTI_LINK: its index; 0 is as the route says
	Local    netip.Addr         `json:"local,omitzero"`  // IFLA_VTI_LOCAL: source address of the outer header; the unspecified one is none
	Remote   netip.Addr         `json:"remote,omitzero"` // IFLA_VTI_REMOTE: address of the other end; the unspecified one is none
	IKey     nlattr.Opt[uint32] `json:"ikey,omitzero"`   // IFLA_VTI_IKEY: mark of the policy for what comes in; ip(8) prints it like an IPv4 address
	OKey     nlattr.Opt[uint32] `json:"okey,omitzero"`   // IFLA_VTI_OKEY: mark of the policy for what goes out
	FwMark   nlattr.Opt[uint32] `json:"fwmark,omitzero"` // IFLA_VTI_FWMARK: firewall mark for the route to the other end

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// VTI6 is a device whose packets go through IPsec over IPv6, as made by "ip link
// add type vti6". The fields are those of a [VTI].
type VTI6 VTI

// Kind implements [Kind].
func (*VTI) Kind() string { return "vti" }

// Kind implements [Kind].
func (*VTI6) Kind() string { return "vti6" }

// Whole implements [Whole].
func (v *VTI) Whole() error { return v.whole("vti") }

// Whole implements [Whole].
func (v *VTI6) Whole() error { return (*VTI)(v).whole("vti6") }

// Attrs implements [Kind].
func (v *VTI) Attrs(c *nlattr.Codec) { v.attrs(c, false) }

// Attrs implements [Kind].
func (v *VTI6) Attrs(c *nlattr.Codec) { (*VTI)(v).attrs(c, true) }

func (v *VTI) attrs(c *nlattr.Codec, is6 bool) {
	if !c.Reporting() {
		family(c, is6, v.Local, v.Remote)
	}
	tunnelDev(c, uapi.IFLA_VTI_LINK, v.Dev, &v.DevIndex)
	nlattr.BE32(c, uapi.IFLA_VTI_IKEY, "ikey", &v.IKey)
	nlattr.BE32(c, uapi.IFLA_VTI_OKEY, "okey", &v.OKey)
	tunnelAddr(c, uapi.IFLA_VTI_LOCAL, "local", &v.Local)
	tunnelAddr(c, uapi.IFLA_VTI_REMOTE, "remote", &v.Remote)
	nlattr.U32(c, uapi.IFLA_VTI_FWMARK, "fwmark", &v.FwMark)
	nlattr.Rest(c, &v.Unknown)
}

func (v *VTI) whole(kind string) error {
	return whole(kind, []given{
		linkGiven(v.Dev, v.DevIndex), {"local", v.Local.IsValid()}, {"remote", v.Remote.IsValid()},
		{"ikey", v.IKey.Is()}, {"okey", v.OKey.Is()}, {"fwmark", v.FwMark.Is()},
	})
}
