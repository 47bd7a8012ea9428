package kind

import (
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

var _ = register((*Batadv)(nil))

// Batadv is a link into a B.A.T.M.A.N. advanced mesh, as made by "ip link add type
// batadv". The links that the mesh uses are its ports.
type Batadv struct {
	Algo string `json:"algo_name,omitzero"` // IFLA_BATADV_ALGO_NAME: the routing algorithm, BATMAN_IV or BATMAN_V; fixed when the link is made; never reported (5.8)

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Kind implements [Kind].
func (*Batadv) Kind() string { return "batadv" }

// Attrs implements [Kind].
func (b *Batadv) Attrs(c *nlattr.Codec) {
	nlattr.Str(c, uapi.IFLA_BATADV_ALGO_NAME, "algo_name", &b.Algo)
	nlattr.Rest(c, &b.Unknown)
}
