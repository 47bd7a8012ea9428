// Package encap has the encapsulations that routes and nexthops give to packets,
// "ip route add ... encap TYPE ...": lightweight tunnels, which need no device.
//
// Each is a struct with the parameters of its type, for the Encap fields of
// rtnl.Route, rtnl.Hop and rtnl.Nexthop. A field at its zero value is not sent,
// and the kernel has no other value for what is not sent.
package encap

import (
	"net/netip"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

// Encap is an encapsulation. The types that implement it are those of this
// package, and *[Raw] for what it does not know.
type Encap interface {
	nlattr.Attrser
	// Type is the number by which the kernel knows it.
	Type() Type
}

// Type is the kind of an encapsulation, of LWTUNNEL_ENCAP_*.
type Type uint16

// The types.
const (
	TypeMPLS      Type = uapi.LWTUNNEL_ENCAP_MPLS
	TypeIP        Type = uapi.LWTUNNEL_ENCAP_IP
	TypeILA       Type = uapi.LWTUNNEL_ENCAP_ILA
	TypeIP6       Type = uapi.LWTUNNEL_ENCAP_IP6
	TypeSEG6      Type = uapi.LWTUNNEL_ENCAP_SEG6
	TypeBPF       Type = uapi.LWTUNNEL_ENCAP_BPF
	TypeSEG6Local Type = uapi.LWTUNNEL_ENCAP_SEG6_LOCAL
	TypeRPL       Type = uapi.LWTUNNEL_ENCAP_RPL   // 5.7
	TypeIOAM6     Type = uapi.LWTUNNEL_ENCAP_IOAM6 // 5.15
	TypeXFRM      Type = uapi.LWTUNNEL_ENCAP_XFRM  // 6.1
)

// String returns the type as ip(8) prints it.
func (t Type) String() string {
	return rtattr.Enum(t, []string{
		TypeMPLS: "mpls", TypeIP: "ip", TypeILA: "ila", TypeIP6: "ip6", TypeSEG6: "seg6", TypeBPF: "bpf",
		TypeSEG6Local: "seg6local", TypeRPL: "rpl", TypeIOAM6: "ioam6", TypeXFRM: "xfrm",
	})
}

// New returns an empty encapsulation of the type, a *[Raw] if it is not one of
// this package.
func New(t Type) Encap {
	switch t {
	case TypeMPLS:
		return new(MPLS)
	case TypeIP:
		return new(IP)
	case TypeILA:
		return new(ILA)
	case TypeIP6:
		return new(IP6)
	case TypeSEG6:
		return new(SEG6)
	case TypeBPF:
		return new(BPF)
	case TypeSEG6Local:
		return new(SEG6Local)
	case TypeRPL:
		return new(RPL)
	case TypeIOAM6:
		return new(IOAM6)
	case TypeXFRM:
		return new(XFRM)
	}
	return &Raw{Number: t}
}

// Carry carries e as two attributes: typ has its type, data what is in it.
func Carry(c *nlattr.Codec, typ, data nlattr.Type, e *Encap) {
	if *e == nil && !c.Has(typ) {
		return
	}
	var t nlattr.Opt[Type]
	if *e != nil {
		t = nlattr.Some((*e).Type())
	}
	nlattr.U16(c, typ, "encap_type", &t)
	if c.Decoding() {
		if !t.Is() {
			return
		}
		*e = New(t.Or(0))
	}
	if *e != nil {
		nlattr.Object(c, data, "encap", *e)
	}
}

// Text returns e in the words of ip(8): "mpls 100/200 ttl 61".
func Text(e Encap) string {
	w := rtattr.Words{e.Type().String()}
	if v, ok := e.(interface{ words(w *rtattr.Words) }); ok {
		v.words(&w)
	} else {
		w.Fields(e)
	}
	return w.String()
}

// Raw is an encapsulation that this package does not know. It keeps the
// attributes as they are, so that a route that was read can be made again.
type Raw struct {
	Number Type          // the type
	Data   []nlattr.Attr // the attributes of RTA_ENCAP
}

// Type implements [Encap].
func (e *Raw) Type() Type { return e.Number }

// Attrs implements [Encap].
func (e *Raw) Attrs(c *nlattr.Codec) { nlattr.Rest(c, &e.Data) }

// plain64 carries v as a u64 in network byte order; zero means absent.
func plain64(c *nlattr.Codec, t nlattr.Type, name string, v *uint64) {
	o := nlattr.Some(*v)
	if *v == 0 {
		o = nlattr.Opt[uint64]{}
	}
	nlattr.BE64(c, t, name, &o)
	if c.Decoding() {
		*v = o.Or(*v)
	}
}

// plainAddr carries an address of one family; the unspecified one means absent.
func plainAddr(c *nlattr.Codec, t nlattr.Type, name string, six bool, v *netip.Addr) {
	if !c.Decoding() && v.IsValid() && v.Is6() != six {
		c.Reject(name, v.String()+" is of the other family")
	}
	nlattr.Addr(c, t, t, name, v)
	if c.Decoding() && v.IsUnspecified() {
		*v = netip.Addr{}
	}
}
