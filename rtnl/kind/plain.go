package kind

import "github.com/eb30ede5/netlink/nlattr"

func init() {
	register("dummy", func() Kind { return new(Dummy) })
	register("ifb", func() Kind { return new(IFB) })
	register("netdevsim", func() Kind { return new(Netdevsim) })
	register("pfcp", func() Kind { return new(PFCP) })
	register("virt_wifi", func() Kind { return new(VirtWiFi) })
	register("wireguard", func() Kind { return new(WireGuard) })
}

// Dummy is a link that drops what is sent, as made by "ip link add type dummy".
// It has no parameters.
type Dummy struct {
	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Kind implements [Kind].
func (*Dummy) Kind() string { return "dummy" }

// Attrs implements [Kind].
func (d *Dummy) Attrs(c *nlattr.Codec) { nlattr.Rest(c, &d.Unknown) }

// IFB is a link to queue received packets on, as made by "ip link add type ifb".
// It has no parameters.
type IFB struct {
	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Kind implements [Kind].
func (*IFB) Kind() string { return "ifb" }

// Attrs implements [Kind].
func (d *IFB) Attrs(c *nlattr.Codec) { nlattr.Rest(c, &d.Unknown) }

// Netdevsim is a simulated network device. It has no parameters. Since 5.1 the
// kernel refuses to make one by rtnetlink, in words that say what makes it:
// /sys/bus/netdevsim/new_device.
type Netdevsim struct {
	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Kind implements [Kind].
func (*Netdevsim) Kind() string { return "netdevsim" }

// Attrs implements [Kind].
func (d *Netdevsim) Attrs(c *nlattr.Codec) { nlattr.Rest(c, &d.Unknown) }

// PFCP receives packets of the packet forwarding control protocol for filters, as
// made by "ip link add type pfcp" (6.10). It has no parameters.
type PFCP struct {
	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Kind implements [Kind].
func (*PFCP) Kind() string { return "pfcp" }

// Attrs implements [Kind].
func (d *PFCP) Attrs(c *nlattr.Codec) { nlattr.Rest(c, &d.Unknown) }

// VirtWiFi looks like a Wi-Fi device in front of its parent, as made by "ip link
// add link DEV type virt_wifi" (5.0). It has no parameters.
type VirtWiFi struct {
	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Kind implements [Kind].
func (*VirtWiFi) Kind() string { return "virt_wifi" }

// Attrs implements [Kind].
func (d *VirtWiFi) Attrs(c *nlattr.Codec) { nlattr.Rest(c, &d.Unknown) }

// WireGuard is a WireGuard tunnel, as made by "ip link add type wireguard" (5.6).
// It has no parameters here: keys and peers are a matter of generic netlink.
type WireGuard struct {
	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Kind implements [Kind].
func (*WireGuard) Kind() string { return "wireguard" }

// Attrs implements [Kind].
func (d *WireGuard) Attrs(c *nlattr.Codec) { nlattr.Rest(c, &d.Unknown) }
