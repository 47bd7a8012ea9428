package rtnl

import (
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

func init() { registerKind("veth", func() LinkKind { return new(Veth) }) }

// Veth is one end of a virtual cable, as made by "ip link add type veth".
//
// Both ends are made at once and deleted at once. A link that was read does not
// tell its peer's parameters; its ParentIndex is the peer's index, in the
// namespace ParentNetNSID if that is set.
type Veth struct {
	// Peer is the other end, when making a link: with a name, a namespace, and
	// whatever else a link can have. Absent, the kernel chooses.
	Peer *Link `json:"peer,omitzero"`

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Kind implements [LinkKind].
func (*Veth) Kind() string { return "veth" }

// Attrs implements [LinkKind].
func (v *Veth) Attrs(c *nlattr.Codec) {
	nlattr.HeadNest(c, uapi.VETH_INFO_PEER, "peer", 16, &v.Peer)
	nlattr.Rest(c, &v.Unknown)
}

func (v *Veth) pair() *Link { return v.Peer }

func (v *Veth) withPair(p *Link) LinkKind { return &Veth{p, v.Unknown} }

func (v *Veth) text() string {
	if v.Peer == nil {
		return "veth"
	}
	w := words{"veth", "peer"}
	w.add("name", v.Peer.Name != "", v.Peer.Name)
	if s := v.Peer.words(v.Peer.Name); len(s) > len(v.Peer.Name) {
		w.add("", true, s[len(v.Peer.Name)+1:])
	}
	return w.String()
}
