package kind

import (
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

var _ = register((*VXCAN)(nil))

// VXCAN is one end of a virtual CAN cable, as made by "ip link add type vxcan".
//
// Both ends are made at once and deleted at once. The other end is the link's
// Peer when it is made. A link that was read does not tell its peer's
// parameters; its ParentIndex is the peer's index, in the namespace
// ParentNetNSID if that is set.
type VXCAN struct {
	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Kind implements [Kind].
func (*VXCAN) Kind() string { return "vxcan" }

// PeerAttr implements [Pair].
func (*VXCAN) PeerAttr() nlattr.Type { return uapi.VXCAN_INFO_PEER }

// Attrs implements [Kind].
func (v *VXCAN) Attrs(c *nlattr.Codec) { nlattr.Rest(c, &v.Unknown) }
