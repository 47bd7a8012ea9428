package kind

import (
	"errors"

	"github.com/eb30ede5/netlink/nlattr"
)

var (
	_ = register((*Dummy)(nil))
	_ = register((*IFB)(nil))
	_ = register((*NLMon)(nil))
	_ = register((*OpenVSwitch)(nil))
	_ = register((*Team)(nil))
	_ = register((*VCAN)(nil))
	_ = register((*Netdevsim)(nil))
	_ = register((*PFCP)(nil))
	_ = register((*VirtWiFi)(nil))
	_ = register((*WireGuard)(nil))
)

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

// NLMon is a link that receives what passes over netlink sockets of its
// namespace, for programs that capture packets, as made by "ip link add type
// nlmon". It has no parameters.
type NLMon struct {
	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Kind implements [Kind].
func (*NLMon) Kind() string { return "nlmon" }

// Attrs implements [Kind].
func (n *NLMon) Attrs(c *nlattr.Codec) { nlattr.Rest(c, &n.Unknown) }

// OpenVSwitch is a port of the host on an Open vSwitch. It has no parameters, and
// can be read only: generic netlink makes it, and the kernel refuses to make or
// delete one by rtnetlink.
type OpenVSwitch struct {
	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Kind implements [Kind].
func (*OpenVSwitch) Kind() string { return "openvswitch" }

// CanAdd implements [Limited].
func (*OpenVSwitch) CanAdd() error {
	return errors.New("rtnetlink does not make links of Open vSwitches; generic netlink does")
}

// CanSet implements [Limited].
func (*OpenVSwitch) CanSet() error { return nil }

// Attrs implements [Kind].
func (o *OpenVSwitch) Attrs(c *nlattr.Codec) { nlattr.Rest(c, &o.Unknown) }

// Team is a link that joins others, its ports, as made by "ip link add type
// team". It has no parameters here: a program gives it a mode and options by
// generic netlink. Links must be down to become its ports.
type Team struct {
	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Kind implements [Kind].
func (*Team) Kind() string { return "team" }

// Attrs implements [Kind].
func (t *Team) Attrs(c *nlattr.Codec) { nlattr.Rest(c, &t.Unknown) }

// VCAN is a CAN bus within the kernel, as made by "ip link add type vcan". It has
// no parameters.
type VCAN struct {
	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Kind implements [Kind].
func (*VCAN) Kind() string { return "vcan" }

// Attrs implements [Kind].
func (v *VCAN) Attrs(c *nlattr.Codec) { nlattr.Rest(c, &v.Unknown) }
