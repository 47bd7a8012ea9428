package kind

import (
	"errors"
	"fmt"

	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

var _ = register((*RMNet)(nil))

// RMNet is one of the data connections that a Qualcomm modem multiplexes on its
// parent, as made by "ip link add link DEV type rmnet".
//
// An absent field leaves the kernel's default when the link is made, and the
// current value when it is changed. The switches are those of the parent, which
// its links share.
type RMNet struct {
	MuxID nlattr.Opt[uint16] `json:"mux_id,omitzero"` // IFLA_RMNET_MUX_ID, 1 to 254; required

	IngressDeaggregation nlattr.OnOff `json:"ingress-deaggregation,omitzero"` // RMNET_FLAGS_INGRESS_DEAGGREGATION: a received frame has several packets; on by default
	IngressCommands      nlattr.OnOff `json:"ingress-commands,omitzero"`      // RMNET_FLAGS_INGRESS_MAP_COMMANDS: obey the modem's flow control
	IngressChksumV4      nlattr.OnOff `json:"ingress-chksumv4,omitzero"`      // RMNET_FLAGS_INGRESS_MAP_CKSUMV4: the modem has looked at checksums, and says so in a trailer
	EgressChksumV4       nlattr.OnOff `json:"egress-chksumv4,omitzero"`       // RMNET_FLAGS_EGRESS_MAP_CKSUMV4: the modem makes checksums
	IngressChksumV5      nlattr.OnOff `json:"ingress-chksumv5,omitzero"`      // RMNET_FLAGS_INGRESS_MAP_CKSUMV5: likewise, in a header (5.14)
	EgressChksumV5       nlattr.OnOff `json:"egress-chksumv5,omitzero"`       // RMNET_FLAGS_EGRESS_MAP_CKSUMV5: likewise (5.14)

	OtherFlags uint32 `json:"flags,omitzero"` // IFLA_RMNET_FLAGS: bits that are on and that this package does not know

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Kind implements [Kind].
func (*RMNet) Kind() string { return "rmnet" }

// Attrs implements [Kind].
func (v *RMNet) Attrs(c *nlattr.Codec) {
	if id := v.MuxID.Or(1); !c.Reporting() && (id < 1 || id > 254) {
		c.Reject("mux_id", fmt.Sprintf("%d is not 1 to 254", id))
	}
	nlattr.U16(c, uapi.IFLA_RMNET_MUX_ID, "mux_id", &v.MuxID)
	nlattr.Bits(c, uapi.IFLA_RMNET_FLAGS, "flags", &v.OtherFlags,
		nlattr.Bit{Mask: uapi.RMNET_FLAGS_INGRESS_DEAGGREGATION, Switch: &v.IngressDeaggregation},
		nlattr.Bit{Mask: uapi.RMNET_FLAGS_INGRESS_MAP_COMMANDS, Switch: &v.IngressCommands},
		nlattr.Bit{Mask: uapi.RMNET_FLAGS_INGRESS_MAP_CKSUMV4, Switch: &v.IngressChksumV4},
		nlattr.Bit{Mask: uapi.RMNET_FLAGS_EGRESS_MAP_CKSUMV4, Switch: &v.EgressChksumV4},
		nlattr.Bit{Mask: uapi.RMNET_FLAGS_INGRESS_MAP_CKSUMV5, Switch: &v.IngressChksumV5},
		nlattr.Bit{Mask: uapi.RMNET_FLAGS_EGRESS_MAP_CKSUMV5, Switch: &v.EgressChksumV5})
	nlattr.Rest(c, &v.Unknown)
}

// Whole implements [Whole]: the kernel refuses a change without the number.
func (v *RMNet) Whole() error {
	if !v.MuxID.Is() {
		return errors.New("kind.mux_id: missing; the kernel takes no change without it")
	}
	return nil
}
