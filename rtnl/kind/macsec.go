package kind

import (
	"fmt"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

var _ = register((*MACsec)(nil))

// MACsec is a link that protects what its parent carries, IEEE 802.1AE, as made
// by "ip link add link DEV type macsec". Keys and receive channels are not the
// link's: "ip macsec" gives them by generic netlink.
//
// An absent field leaves the kernel's default when the link is made, and the
// current value when it is changed. The kernel refuses to set a field that is
// fixed when the link is made even to what it is. Of IncSCI, EndStation and SCB
// only one can be on.
type MACsec struct {
	SCI           nlattr.Opt[MACsecSCI]      `json:"sci,omitzero"`            // IFLA_MACSEC_SCI of the transmit channel; by default the link's address and port 1; fixed when the link is made
	Port          nlattr.Opt[uint16]         `json:"port,omitzero"`           // IFLA_MACSEC_PORT: instead of SCI, the port beside the link's address; never reported; fixed when the link is made
	Cipher        nlattr.Opt[MACsecCipher]   `json:"cipher_suite,omitzero"`   // IFLA_MACSEC_CIPHER_SUITE; fixed when the link is made
	ICVLen        nlattr.Opt[uint8]          `json:"icv_len,omitzero"`        // IFLA_MACSEC_ICV_LEN: bytes of the integrity check value, 8 to 16; 16 by default; fixed when the link is made
	EncodingSA    nlattr.Opt[uint8]          `json:"encoding_sa,omitzero"`    // IFLA_MACSEC_ENCODING_SA: the association to send with, 0 to 3
	Protect       nlattr.OnOff               `json:"protect,omitzero"`        // IFLA_MACSEC_PROTECT: protect what is sent; on by default
	Encrypt       nlattr.OnOff               `json:"encrypt,omitzero"`        // IFLA_MACSEC_ENCRYPT: and encrypt it
	IncSCI        nlattr.OnOff               `json:"inc_sci,omitzero"`        // IFLA_MACSEC_INC_SCI: send the SCI in each packet, "send_sci" of ip(8); on by default
	EndStation    nlattr.OnOff               `json:"es,omitzero"`             // IFLA_MACSEC_ES: say that the address tells the SCI, "end_station" of ip(8)
	SCB           nlattr.OnOff               `json:"scb,omitzero"`            // IFLA_MACSEC_SCB: single copy broadcast
	ReplayProtect nlattr.OnOff               `json:"replay_protect,omitzero"` // IFLA_MACSEC_REPLAY_PROTECT: drop what comes late; on, it needs Window too
	Window        nlattr.Opt[uint32]         `json:"window,omitzero"`         // IFLA_MACSEC_WINDOW: packets that may come late; reported if ReplayProtect is on
	Validate      nlattr.Opt[MACsecValidate] `json:"validation,omitzero"`     // IFLA_MACSEC_VALIDATION: what to do with packets that are not valid; strict by default
	Offload       nlattr.Opt[MACsecOffload]  `json:"offload,omitzero"`        // IFLA_MACSEC_OFFLOAD: what does the work (5.7); before 6.3 ignored in a change

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Kind implements [Kind].
func (*MACsec) Kind() string { return "macsec" }

// Attrs implements [Kind].
func (m *MACsec) Attrs(c *nlattr.Codec) {
	if !c.Reporting() {
		m.check(c)
	}
	nlattr.BE64(c, uapi.IFLA_MACSEC_SCI, "sci", &m.SCI)
	nlattr.BE16(c, uapi.IFLA_MACSEC_PORT, "port", &m.Port)
	nlattr.U8(c, uapi.IFLA_MACSEC_ICV_LEN, "icv_len", &m.ICVLen)
	nlattr.U64(c, uapi.IFLA_MACSEC_CIPHER_SUITE, "cipher_suite", &m.Cipher)
	nlattr.U32(c, uapi.IFLA_MACSEC_WINDOW, "window", &m.Window)
	nlattr.U8(c, uapi.IFLA_MACSEC_ENCODING_SA, "encoding_sa", &m.EncodingSA)
	nlattr.Switch(c, uapi.IFLA_MACSEC_ENCRYPT, "encrypt", &m.Encrypt)
	nlattr.Switch(c, uapi.IFLA_MACSEC_PROTECT, "protect", &m.Protect)
	nlattr.Switch(c, uapi.IFLA_MACSEC_INC_SCI, "inc_sci", &m.IncSCI)
	nlattr.Switch(c, uapi.IFLA_MACSEC_ES, "es", &m.EndStation)
	nlattr.Switch(c, uapi.IFLA_MACSEC_SCB, "scb", &m.SCB)
	nlattr.Switch(c, uapi.IFLA_MACSEC_REPLAY_PROTECT, "replay_protect", &m.ReplayProtect)
	nlattr.U8(c, uapi.IFLA_MACSEC_VALIDATION, "validation", &m.Validate)
	nlattr.U8(c, uapi.IFLA_MACSEC_OFFLOAD, "offload", &m.Offload)
	if c.Reporting() {
		nlattr.Skip(c, uapi.IFLA_MACSEC_PAD, "pad")
	}
	nlattr.Rest(c, &m.Unknown)
}

// check refuses what the kernel would refuse without naming the attribute, or
// ignore.
func (m *MACsec) check(c *nlattr.Codec) {
	if m.SCI.Is() && m.Port.Is() {
		c.Reject("port", "with sci")
	}
	if v, ok := m.ICVLen.Get(); ok && (v < uapi.MACSEC_MIN_ICV_LEN || v > uapi.MACSEC_STD_ICV_LEN) {
		c.Reject("icv_len", fmt.Sprintf("%d is not between %d and %d", v, uapi.MACSEC_MIN_ICV_LEN, uapi.MACSEC_STD_ICV_LEN))
	}
	if v := m.EncodingSA.Or(0); v > 3 {
		c.Reject("encoding_sa", fmt.Sprintf("%d is above 3", v))
	}
	if m.IncSCI == nlattr.On && (m.EndStation == nlattr.On || m.SCB == nlattr.On) {
		c.Reject("inc_sci", "with es or scb")
	}
	if m.EndStation == nlattr.On && m.SCB == nlattr.On {
		c.Reject("es", "with scb")
	}
	if m.ReplayProtect == nlattr.On && !m.Window.Is() {
		c.Reject("replay_protect", "without a window")
	}
}

// MACsecSCI is a secure channel identifier: a link-layer address in the upper six
// bytes, and a port.
type MACsecSCI uint64

// MACsecSCIFrom returns the identifier of an Ethernet address and a port.
func MACsecSCIFrom(address nlattr.HWAddr, port uint16) MACsecSCI {
	var sci MACsecSCI
	for _, b := range address.AppendTo(nil) {
		sci = sci<<8 | MACsecSCI(b)
	}
	return sci<<16 | MACsecSCI(port)
}

// String returns the identifier as ip(8) prints it, 16 hexadecimal digits.
func (s MACsecSCI) String() string { return fmt.Sprintf("%016x", uint64(s)) }

// MACsecCipher is a cipher suite of 802.1AE.
type MACsecCipher uint64

// The cipher suites, MACSEC_CIPHER_ID_*.
const (
	MACsecGCMAES128    MACsecCipher = uapi.MACSEC_DEFAULT_CIPHER_ID // as the kernel reports it
	MACsecGCMAES256    MACsecCipher = uapi.MACSEC_CIPHER_ID_GCM_AES_256
	MACsecGCMAESXPN128 MACsecCipher = uapi.MACSEC_CIPHER_ID_GCM_AES_XPN_128 // with packet numbers of 64 bits (5.7)
	MACsecGCMAESXPN256 MACsecCipher = uapi.MACSEC_CIPHER_ID_GCM_AES_XPN_256
)

// String returns the suite as ip(8) prints it.
func (s MACsecCipher) String() string {
	switch s {
	case MACsecGCMAES128, uapi.MACSEC_CIPHER_ID_GCM_AES_128: // another number for the same
		return "GCM-AES-128"
	case MACsecGCMAES256:
		return "GCM-AES-256"
	case MACsecGCMAESXPN128:
		return "GCM-AES-XPN-128"
	case MACsecGCMAESXPN256:
		return "GCM-AES-XPN-256"
	}
	return fmt.Sprintf("%#x", uint64(s))
}

// MACsecValidate says what to do with packets that are received.
type MACsecValidate uint8

// What to do, MACSEC_VALIDATE_*.
const (
	MACsecValidateDisabled MACsecValidate = uapi.MACSEC_VALIDATE_DISABLED // take them unchecked
	MACsecValidateCheck    MACsecValidate = uapi.MACSEC_VALIDATE_CHECK    // count those that are not valid
	MACsecValidateStrict   MACsecValidate = uapi.MACSEC_VALIDATE_STRICT   // drop those
)

// String returns the value as ip(8) prints it.
func (v MACsecValidate) String() string {
	return rtattr.Enum(v, []string{
		MACsecValidateDisabled: "disabled", MACsecValidateCheck: "check", MACsecValidateStrict: "strict",
	})
}

// MACsecOffload says what encrypts and checks.
type MACsecOffload uint8

// What does, MACSEC_OFFLOAD_*.
const (
	MACsecOffloadOff MACsecOffload = uapi.MACSEC_OFFLOAD_OFF // the kernel
	MACsecOffloadPHY MACsecOffload = uapi.MACSEC_OFFLOAD_PHY // the transceiver
	MACsecOffloadMAC MACsecOffload = uapi.MACSEC_OFFLOAD_MAC // the network card (5.13)
)

// String returns the value as ip(8) prints it.
func (o MACsecOffload) String() string {
	return rtattr.Enum(o, []string{MACsecOffloadOff: "off", MACsecOffloadPHY: "phy", MACsecOffloadMAC: "mac"})
}
