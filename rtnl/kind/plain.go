package kind

import "github.com/eb30ede5/netlink/nlattr"

func init() {
	register("dummy", func() Kind { return new(Dummy) })
	register("ifb", func() Kind { return new(IFB) })
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
