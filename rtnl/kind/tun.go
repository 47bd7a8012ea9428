package kind

import (
	"errors"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

var _ = register((*TUN)(nil))

// TUN is a link whose other end is a program: what is sent on it, a file of
// /dev/net/tun reads, and what is written there, the link receives. It is made
// by rtnl's Conn.CreateTun, "ip tuntap add", and by Conn.OpenTun.
//
// All of it is reported: rtnetlink neither makes such a link nor changes its
// parameters. The link itself is set, moved and deleted as others are, without a
// Kind. The kernel tells the parameters since 4.20.
type TUN struct {
	Type              TUNType            `json:"type,omitzero"`                // IFLA_TUN_TYPE: IP packets or Ethernet frames
	Owner             nlattr.Opt[uint32] `json:"owner,omitzero"`               // IFLA_TUN_OWNER: the uid of who may open it, beside who has CAP_NET_ADMIN; absent is anybody who has that
	Group             nlattr.Opt[uint32] `json:"group,omitzero"`               // IFLA_TUN_GROUP: likewise a gid
	PI                nlattr.OnOff       `json:"pi,omitzero"`                  // IFLA_TUN_PI: 4 bytes of flags and EtherType before each packet
	VNetHdr           nlattr.OnOff       `json:"vnet_hdr,omitzero"`            // IFLA_TUN_VNET_HDR: a struct virtio_net_hdr before each packet
	Persist           nlattr.OnOff       `json:"persist,omitzero"`             // IFLA_TUN_PERSIST: it stays when the last file is closed
	MultiQueue        nlattr.OnOff       `json:"multi_queue,omitzero"`         // IFLA_TUN_MULTI_QUEUE: several files can be open, a queue each
	NumQueues         nlattr.Opt[uint32] `json:"num_queues,omitzero"`          // IFLA_TUN_NUM_QUEUES: files that are open; only with MultiQueue
	NumDisabledQueues nlattr.Opt[uint32] `json:"num_disabled_queues,omitzero"` // IFLA_TUN_NUM_DISABLED_QUEUES: of which detached; only with MultiQueue

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Kind implements [Kind].
func (*TUN) Kind() string { return "tun" }

// Attrs implements [Kind].
func (v *TUN) Attrs(c *nlattr.Codec) {
	if c.Reporting() {
		nlattr.N8(c, uapi.IFLA_TUN_TYPE, "type", &v.Type)
		nlattr.U32(c, uapi.IFLA_TUN_OWNER, "owner", &v.Owner)
		nlattr.U32(c, uapi.IFLA_TUN_GROUP, "group", &v.Group)
		nlattr.Switch(c, uapi.IFLA_TUN_PI, "pi", &v.PI)
		nlattr.Switch(c, uapi.IFLA_TUN_VNET_HDR, "vnet_hdr", &v.VNetHdr)
		nlattr.Switch(c, uapi.IFLA_TUN_PERSIST, "persist", &v.Persist)
		nlattr.Switch(c, uapi.IFLA_TUN_MULTI_QUEUE, "multi_queue", &v.MultiQueue)
		nlattr.U32(c, uapi.IFLA_TUN_NUM_QUEUES, "num_queues", &v.NumQueues)
		nlattr.U32(c, uapi.IFLA_TUN_NUM_DISABLED_QUEUES, "num_disabled_queues", &v.NumDisabledQueues)
	}
	nlattr.Rest(c, &v.Unknown)
}

// CanAdd implements [Limited].
func (*TUN) CanAdd() error {
	return errors.New("rtnetlink does not make tun and tap devices; Conn.CreateTun does")
}

// CanSet implements [Limited].
func (*TUN) CanSet() error {
	return errors.New("rtnetlink does not change the parameters of tun and tap devices, and takes no kind for them")
}

// TUNType says what a [TUN] carries.
type TUNType uint8

// The types.
const (
	TUNIP  TUNType = 1 // IFF_TUN: IP packets
	TUNTAP TUNType = 2 // IFF_TAP: Ethernet frames
)

// String returns the type as ip(8) prints it.
func (t TUNType) String() string {
	return rtattr.Enum(t, []string{TUNIP: "tun", TUNTAP: "tap"})
}
