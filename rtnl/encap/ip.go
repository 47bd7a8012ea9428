package encap

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"
	"strings"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

// TunnelFlags are flags of [IP] and [IP6], TUNNEL_* of if_tunnel.h.
type TunnelFlags uint16

// The flags that a user can set.
const (
	TunnelCsum TunnelFlags = 1 << 0
	TunnelKey  TunnelFlags = 1 << 2
	TunnelSeq  TunnelFlags = 1 << 3

	// tunnelOptions say which options there are; the kernel sets them.
	tunnelOptions TunnelFlags = 1<<11 | 1<<12 | 1<<14
)

// String returns the flags in the words of ip(8), with spaces.
func (f TunnelFlags) String() string {
	return strings.Join(rtattr.FlagNames(uint32(f), rtattr.Flags{{Bit: uint32(TunnelKey), Name: "key"}, {Bit: uint32(TunnelCsum), Name: "csum"}, {Bit: uint32(TunnelSeq), Name: "seq"}}), " ")
}

// IP sends packets through an external tunnel device, over IPv4, "encap ip id ID
// dst ADDRESS". The route's device is the tunnel.
type IP struct {
	ID    uint64      `json:"id,omitzero"`    // LWTUNNEL_IP_ID: the key or VNI
	Dst   netip.Addr  `json:"dst,omitzero"`   // LWTUNNEL_IP_DST
	Src   netip.Addr  `json:"src,omitzero"`   // LWTUNNEL_IP_SRC
	TTL   uint8       `json:"ttl,omitzero"`   // LWTUNNEL_IP_TTL; absent is the default of the host
	TOS   uint8       `json:"tos,omitzero"`   // LWTUNNEL_IP_TOS
	Flags TunnelFlags `json:"flags,omitzero"` // LWTUNNEL_IP_FLAGS

	Options TunnelOptions `json:"opts,omitzero"` // LWTUNNEL_IP_OPTS (5.6)

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Type implements [Encap].
func (*IP) Type() Type { return TypeIP }

// Attrs implements [Encap].
func (e *IP) Attrs(c *nlattr.Codec) {
	plain64(c, uapi.LWTUNNEL_IP_ID, "id", &e.ID)
	plainAddr(c, uapi.LWTUNNEL_IP_DST, "dst", false, &e.Dst)
	plainAddr(c, uapi.LWTUNNEL_IP_SRC, "src", false, &e.Src)
	nlattr.N8(c, uapi.LWTUNNEL_IP_TTL, "ttl", &e.TTL)
	nlattr.N8(c, uapi.LWTUNNEL_IP_TOS, "tos", &e.TOS)
	tunnelFlags(c, uapi.LWTUNNEL_IP_FLAGS, &e.Flags)
	e.Options.carry(c, uapi.LWTUNNEL_IP_OPTS, &e.Unknown)
	nlattr.Skip(c, uapi.LWTUNNEL_IP_PAD, "pad")
	nlattr.Rest(c, &e.Unknown)
}

// IP6 sends packets through an external tunnel device, over IPv6, "encap ip6 id
// ID dst ADDRESS". The route's device is the tunnel.
type IP6 struct {
	ID       uint64      `json:"id,omitzero"`       // LWTUNNEL_IP6_ID: the key or VNI
	Dst      netip.Addr  `json:"dst,omitzero"`      // LWTUNNEL_IP6_DST
	Src      netip.Addr  `json:"src,omitzero"`      // LWTUNNEL_IP6_SRC
	HopLimit uint8       `json:"hoplimit,omitzero"` // LWTUNNEL_IP6_HOPLIMIT; absent is the default of the host
	TC       uint8       `json:"tc,omitzero"`       // LWTUNNEL_IP6_TC: traffic class
	Flags    TunnelFlags `json:"flags,omitzero"`    // LWTUNNEL_IP6_FLAGS

	Options TunnelOptions `json:"opts,omitzero"` // LWTUNNEL_IP6_OPTS (5.6)

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Type implements [Encap].
func (*IP6) Type() Type { return TypeIP6 }

// Attrs implements [Encap].
func (e *IP6) Attrs(c *nlattr.Codec) {
	plain64(c, uapi.LWTUNNEL_IP6_ID, "id", &e.ID)
	plainAddr(c, uapi.LWTUNNEL_IP6_DST, "dst", true, &e.Dst)
	plainAddr(c, uapi.LWTUNNEL_IP6_SRC, "src", true, &e.Src)
	nlattr.N8(c, uapi.LWTUNNEL_IP6_HOPLIMIT, "hoplimit", &e.HopLimit)
	nlattr.N8(c, uapi.LWTUNNEL_IP6_TC, "tc", &e.TC)
	tunnelFlags(c, uapi.LWTUNNEL_IP6_FLAGS, &e.Flags)
	e.Options.carry(c, uapi.LWTUNNEL_IP6_OPTS, &e.Unknown)
	nlattr.Skip(c, uapi.LWTUNNEL_IP6_PAD, "pad")
	nlattr.Rest(c, &e.Unknown)
}

func tunnelFlags(c *nlattr.Codec, t nlattr.Type, v *TunnelFlags) {
	f := *v &^ tunnelOptions
	o := nlattr.Some(f)
	if f == 0 {
		o = nlattr.Opt[TunnelFlags]{}
	}
	nlattr.BE16(c, t, "flags", &o)
	if c.Decoding() {
		*v = o.Or(f) &^ tunnelOptions // Options says that
	}
}

// TunnelOptions are options in the headers of a tunnel, of one of three kinds.
//
// From 6.2 to at least 6.18 the kernel crashes when it is given options of any
// kind with a route, so rtnl refuses nothing here and leaves it to the caller
// to know the kernel.
type TunnelOptions struct {
	Geneve []GeneveOption `json:"geneve_opts,omitzero"` // LWTUNNEL_IP_OPTS_GENEVE
	VXLAN  *VXLANOption   `json:"vxlan_opts,omitzero"`  // LWTUNNEL_IP_OPTS_VXLAN
	ERSPAN *ERSPANOption  `json:"erspan_opts,omitzero"` // LWTUNNEL_IP_OPTS_ERSPAN
}

// IsZero reports whether there are no options.
func (o TunnelOptions) IsZero() bool {
	return len(o.Geneve) == 0 && o.VXLAN == nil && o.ERSPAN == nil
}

func (o *TunnelOptions) carry(c *nlattr.Codec, t nlattr.Type, rest *[]nlattr.Attr) {
	kinds := 0
	for _, there := range []bool{len(o.Geneve) > 0, o.VXLAN != nil, o.ERSPAN != nil} {
		if there {
			kinds++
		}
	}
	if kinds > 1 && !c.Reporting() {
		c.Reject("opts", "options of more than one kind")
	}
	nlattr.Group(c, t, "opts", kinds > 0 || *rest != nil, func(c *nlattr.Codec) {
		if c.Reporting() { // the kernel puts all options into one nest, and takes one of each
			nlattr.Payload(c, uapi.LWTUNNEL_IP_OPTS_GENEVE, "geneve_opts", len(o.Geneve) > 0, &o.Geneve, putGeneve, getGeneve)
		} else {
			nlattr.Repeat(c, uapi.LWTUNNEL_IP_OPTS_GENEVE, "geneve_opts", &o.Geneve)
		}
		nlattr.Nest(c, uapi.LWTUNNEL_IP_OPTS_VXLAN, "vxlan_opts", &o.VXLAN)
		nlattr.Nest(c, uapi.LWTUNNEL_IP_OPTS_ERSPAN, "erspan_opts", &o.ERSPAN)
		nlattr.Rest(c, rest)
	})
}

// GeneveOption is an option of a Geneve header.
type GeneveOption struct {
	Class nlattr.Opt[uint16] `json:"class,omitzero"` // LWTUNNEL_IP_OPT_GENEVE_CLASS, required
	Kind  nlattr.Opt[uint8]  `json:"type,omitzero"`  // LWTUNNEL_IP_OPT_GENEVE_TYPE, required
	Data  []byte             `json:"data,omitzero"`  // LWTUNNEL_IP_OPT_GENEVE_DATA: 4 to 124 bytes, a multiple of 4; required

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Attrs lists the attributes.
func (o *GeneveOption) Attrs(c *nlattr.Codec) {
	if !c.Reporting() {
		if n := len(o.Data); n == 0 || n > 124 || n%4 != 0 {
			c.Reject("data", fmt.Sprintf("%d bytes, want 4 to 124 and a multiple of 4", n))
		}
		need(c, "class", o.Class.Is())
		need(c, "type", o.Kind.Is())
	}
	nlattr.BE16(c, uapi.LWTUNNEL_IP_OPT_GENEVE_CLASS, "class", &o.Class)
	nlattr.U8(c, uapi.LWTUNNEL_IP_OPT_GENEVE_TYPE, "type", &o.Kind)
	nlattr.Bytes(c, uapi.LWTUNNEL_IP_OPT_GENEVE_DATA, "data", &o.Data)
	nlattr.Rest(c, &o.Unknown)
}

// String returns the option as ip(8) prints it: "6699:7:11223344".
func (o GeneveOption) String() string {
	return fmt.Sprintf("%d:%d:%x", o.Class.Or(0), o.Kind.Or(0), o.Data)
}

func putGeneve(all *[]GeneveOption, b []byte) ([]byte, error) {
	for i := range *all {
		o := &(*all)[i]
		b = appendAttr(b, uapi.LWTUNNEL_IP_OPT_GENEVE_CLASS, byte(o.Class.Or(0)>>8), byte(o.Class.Or(0)))
		b = appendAttr(b, uapi.LWTUNNEL_IP_OPT_GENEVE_TYPE, o.Kind.Or(0))
		b = appendAttr(b, uapi.LWTUNNEL_IP_OPT_GENEVE_DATA, o.Data...)
	}
	return b, nil
}

// getGeneve reads options, each of which begins with its class.
func getGeneve(all *[]GeneveOption, b []byte) error {
	const least = 3 * 8 // bytes of an option: class, type and data
	*all = make([]GeneveOption, 0, len(b)/least)
	for len(b) >= 4 {
		n, t := int(binary.NativeEndian.Uint16(b)), binary.NativeEndian.Uint16(b[2:])
		if n < 4 || n > len(b) {
			return errors.New("no attributes")
		}
		if t == uapi.LWTUNNEL_IP_OPT_GENEVE_CLASS {
			*all = append(*all, GeneveOption{})
		} else if len(*all) == 0 {
			return errors.New("an option without a class")
		}
		switch o, p := &(*all)[len(*all)-1], b[4:n]; {
		case t == uapi.LWTUNNEL_IP_OPT_GENEVE_CLASS && len(p) == 2:
			o.Class = nlattr.Some(binary.BigEndian.Uint16(p))
		case t == uapi.LWTUNNEL_IP_OPT_GENEVE_TYPE && len(p) == 1:
			o.Kind = nlattr.Some(p[0])
		case t == uapi.LWTUNNEL_IP_OPT_GENEVE_DATA:
			o.Data = bytes.Clone(p)
		}
		b = b[min((n+3)&^3, len(b)):]
	}
	return nil
}

func appendAttr(b []byte, t nlattr.Type, p ...byte) []byte {
	b = binary.NativeEndian.AppendUint16(b, uint16(4+len(p)))
	b = append(binary.NativeEndian.AppendUint16(b, t), p...)
	return append(b, make([]byte, -len(p)&3)...)
}

// VXLANOption is the group policy of a VXLAN header.
type VXLANOption struct {
	GBP nlattr.Opt[uint32] `json:"gbp,omitzero"` // LWTUNNEL_IP_OPT_VXLAN_GBP, required

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Attrs lists the attributes.
func (o *VXLANOption) Attrs(c *nlattr.Codec) {
	if !c.Reporting() {
		need(c, "gbp", o.GBP.Is())
	}
	nlattr.U32(c, uapi.LWTUNNEL_IP_OPT_VXLAN_GBP, "gbp", &o.GBP)
	nlattr.Rest(c, &o.Unknown)
}

// ERSPANOption is what is in an ERSPAN header.
type ERSPANOption struct {
	Version nlattr.Opt[uint8]  `json:"ver,omitzero"`   // LWTUNNEL_IP_OPT_ERSPAN_VER: 1 or 2, required
	Index   nlattr.Opt[uint32] `json:"index,omitzero"` // LWTUNNEL_IP_OPT_ERSPAN_INDEX, required for version 1
	Dir     nlattr.Opt[uint8]  `json:"dir,omitzero"`   // LWTUNNEL_IP_OPT_ERSPAN_DIR: 0 ingress, 1 egress; required for version 2
	HWID    nlattr.Opt[uint8]  `json:"hwid,omitzero"`  // LWTUNNEL_IP_OPT_ERSPAN_HWID: below 64, required for version 2

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Attrs lists the attributes.
func (o *ERSPANOption) Attrs(c *nlattr.Codec) {
	if !c.Reporting() {
		need(c, "ver", o.Version.Is())
		need(c, "index", o.Version.Or(1) != 1 || o.Index.Is())
		need(c, "dir", o.Version.Or(1) != 2 || o.Dir.Is())
		need(c, "hwid", o.Version.Or(1) != 2 || o.HWID.Is())
	}
	nlattr.U8(c, uapi.LWTUNNEL_IP_OPT_ERSPAN_VER, "ver", &o.Version)
	nlattr.BE32(c, uapi.LWTUNNEL_IP_OPT_ERSPAN_INDEX, "index", &o.Index)
	nlattr.U8(c, uapi.LWTUNNEL_IP_OPT_ERSPAN_DIR, "dir", &o.Dir)
	nlattr.U8(c, uapi.LWTUNNEL_IP_OPT_ERSPAN_HWID, "hwid", &o.HWID)
	nlattr.Rest(c, &o.Unknown)
}

// need refuses the field where it has to be there and is not.
func need(c *nlattr.Codec, name string, there bool) {
	if !there {
		c.Reject(name, "missing")
	}
}
