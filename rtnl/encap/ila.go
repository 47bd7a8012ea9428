package encap

import (
	"fmt"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

// ILA replaces the upper half of a packet's destination, "encap ila LOCATOR":
// identifier-locator addressing for IPv6.
type ILA struct {
	Locator   Locator                  `json:"locator,omitzero"`    // ILA_ATTR_LOCATOR, required
	CsumMode  nlattr.Opt[ILACsumMode]  `json:"csum-mode,omitzero"`  // ILA_ATTR_CSUM_MODE; absent is no-action
	IdentType nlattr.Opt[ILAIdentType] `json:"ident-type,omitzero"` // ILA_ATTR_IDENT_TYPE; absent is use-format
	HookType  nlattr.Opt[ILAHookType]  `json:"hook-type,omitzero"`  // ILA_ATTR_HOOK_TYPE; absent is output

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Type implements [Encap].
func (*ILA) Type() Type { return TypeILA }

// Attrs implements [Encap].
func (e *ILA) Attrs(c *nlattr.Codec) {
	locator := nlattr.Some(e.Locator)
	if e.Locator == 0 {
		locator = nlattr.Opt[Locator]{}
		if !c.Reporting() {
			c.Reject("locator", "missing")
		}
	}
	nlattr.BE64(c, uapi.ILA_ATTR_LOCATOR, "locator", &locator)
	if c.Decoding() {
		e.Locator = locator.Or(e.Locator)
	}
	nlattr.U8(c, uapi.ILA_ATTR_CSUM_MODE, "csum-mode", &e.CsumMode)
	nlattr.U8(c, uapi.ILA_ATTR_IDENT_TYPE, "ident-type", &e.IdentType)
	nlattr.U8(c, uapi.ILA_ATTR_HOOK_TYPE, "hook-type", &e.HookType)
	nlattr.Skip(c, uapi.ILA_ATTR_PAD, "pad")
	nlattr.Rest(c, &e.Unknown)
}

func (e *ILA) words(w *rtattr.Words) {
	w.Add("", true, e.Locator)
	w.Add("csum-mode", e.CsumMode.Is(), e.CsumMode)
	w.Add("ident-type", e.IdentType.Is(), e.IdentType)
	w.Add("hook-type", e.HookType.Is(), e.HookType)
}

// Locator is the upper half of an IPv6 address.
type Locator uint64

// String returns the locator as ip(8) prints it: "2001:db8:0:7".
func (l Locator) String() string {
	return fmt.Sprintf("%x:%x:%x:%x", uint16(l>>48), uint16(l>>32), uint16(l>>16), uint16(l))
}

// ILACsumMode says how checksums are kept right, of ILA_CSUM_*.
type ILACsumMode uint8

// The modes.
const (
	ILACsumAdjustTransport ILACsumMode = uapi.ILA_CSUM_ADJUST_TRANSPORT
	ILACsumNeutralMap      ILACsumMode = uapi.ILA_CSUM_NEUTRAL_MAP
	ILACsumNoAction        ILACsumMode = uapi.ILA_CSUM_NO_ACTION
	ILACsumNeutralMapAuto  ILACsumMode = uapi.ILA_CSUM_NEUTRAL_MAP_AUTO
)

// String returns the mode as ip(8) prints it.
func (m ILACsumMode) String() string {
	return rtattr.Enum(m, []string{
		ILACsumAdjustTransport: "adj-transport", ILACsumNeutralMap: "neutral-map", ILACsumNoAction: "no-action",
		ILACsumNeutralMapAuto: "neutral-map-auto",
	})
}

// ILAIdentType is the type of identifiers, of ILA_ATYPE_*.
type ILAIdentType uint8

// The types that the kernel takes.
const (
	ILALUID      ILAIdentType = uapi.ILA_ATYPE_LUID
	ILAUseFormat ILAIdentType = uapi.ILA_ATYPE_USE_FORMAT // what is in the identifier
)

// String returns the type as ip(8) prints it.
func (t ILAIdentType) String() string {
	return rtattr.Enum(t, []string{ILALUID: "luid", ILAUseFormat: "use-format"})
}

// ILAHookType says which packets are changed, of ILA_HOOK_*.
type ILAHookType uint8

// The types.
const (
	ILAOutput ILAHookType = uapi.ILA_HOOK_ROUTE_OUTPUT
	ILAInput  ILAHookType = uapi.ILA_HOOK_ROUTE_INPUT
)

// String returns the type as ip(8) prints it.
func (t ILAHookType) String() string {
	return rtattr.Enum(t, []string{ILAOutput: "output", ILAInput: "input"})
}
