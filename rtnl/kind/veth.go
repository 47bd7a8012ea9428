package kind

import (
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

var _ = register((*Veth)(nil))

// Veth is one end of a virtual cable, as made by "ip link add type veth".
//
// Both ends are made at once and deleted at once. The other end is the link's
// Peer when it is made. A link that was read does not tell its peer's
// parameters; its ParentIndex is the peer's index, in the namespace
// ParentNetNSID if that is set.
type Veth struct {
	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Kind implements [Kind].
func (*Veth) Kind() string { return "veth" }

// PeerAttr implements [Pair].
func (*Veth) PeerAttr() nlattr.Type { return uapi.VETH_INFO_PEER }

// Attrs implements [Kind].
func (v *Veth) Attrs(c *nlattr.Codec) { nlattr.Rest(c, &v.Unknown) }
