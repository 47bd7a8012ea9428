package kind

import (
	"fmt"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

var _ = register((*IPoIB)(nil))

// IPoIB carries IP over a partition of an InfiniBand network, as made by "ip
// link add link DEV type ipoib". The parent is an IPoIB link too, that of the
// port.
//
// An absent field leaves the kernel's default when the link is made, and the
// current value when it is changed.
type IPoIB struct {
	PKey   nlattr.Opt[uint16]    `json:"pkey,omitzero"`   // IFLA_IPOIB_PKEY: the partition, that of the parent by default; the kernel sets the top bit; fixed when the link is made
	Mode   nlattr.Opt[IPoIBMode] `json:"mode,omitzero"`   // IFLA_IPOIB_MODE
	UMCast nlattr.Opt[uint16]    `json:"umcast,omitzero"` // IFLA_IPOIB_UMCAST: not 0 leaves multicast groups to user space

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Kind implements [Kind].
func (*IPoIB) Kind() string { return "ipoib" }

// Attrs implements [Kind].
func (v *IPoIB) Attrs(c *nlattr.Codec) {
	if k := v.PKey.Or(1); !c.Reporting() && k&0x7fff == 0 {
		c.Reject("pkey", fmt.Sprintf("%#x is no partition", k)) // which the kernel refuses in fewer words
	}
	nlattr.U16(c, uapi.IFLA_IPOIB_PKEY, "pkey", &v.PKey)
	nlattr.U16(c, uapi.IFLA_IPOIB_MODE, "mode", &v.Mode)
	nlattr.U16(c, uapi.IFLA_IPOIB_UMCAST, "umcast", &v.UMCast)
	nlattr.Rest(c, &v.Unknown)
}

// IPoIBMode says how packets travel.
type IPoIBMode uint16

// The modes, IPOIB_MODE_*.
const (
	IPoIBDatagram  IPoIBMode = uapi.IPOIB_MODE_DATAGRAM  // as unreliable datagrams
	IPoIBConnected IPoIBMode = uapi.IPOIB_MODE_CONNECTED // on connections, with a larger MTU
)

// String returns the mode as ip(8) prints it.
func (m IPoIBMode) String() string {
	return rtattr.Enum(m, []string{IPoIBDatagram: "datagram", IPoIBConnected: "connected"})
}
