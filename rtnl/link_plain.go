package rtnl

import "github.com/eb30ede5/netlink/nlattr"

func init() {
	registerKind("dummy", func() LinkKind { return new(Dummy) })
	registerKind("ifb", func() LinkKind { return new(IFB) })
}

// Dummy is a link that drops what is sent, as made by "ip link add type dummy".
// It has no parameters.
type Dummy struct {
	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Kind implements [LinkKind].
func (*Dummy) Kind() string { return "dummy" }

// Attrs implements [LinkKind].
func (d *Dummy) Attrs(c *nlattr.Codec) { nlattr.Rest(c, &d.Unknown) }

// IFB is a link to queue received packets on, as made by "ip link add type ifb".
// It has no parameters.
type IFB struct {
	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Kind implements [LinkKind].
func (*IFB) Kind() string { return "ifb" }

// Attrs implements [LinkKind].
func (d *IFB) Attrs(c *nlattr.Codec) { nlattr.Rest(c, &d.Unknown) }
