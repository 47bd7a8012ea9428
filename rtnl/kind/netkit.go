package kind

import (
	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

var _ = register((*Netkit)(nil))

// Netkit is one end of a pair that is made for BPF programs, as made by "ip link
// add type netkit" (6.7): what is sent on one end arrives at the other, if the
// program of this end, or the policy where there is none, lets it.
//
// Both ends are made at once and deleted at once. The end that is made is the
// primary one; the other one, which cannot be changed, is the link's Peer.
//
// An absent field leaves the kernel's default when the link is made, and the
// current value when it is changed.
type Netkit struct {
	Mode       nlattr.Opt[NetkitMode]   `json:"mode,omitzero"`        // IFLA_NETKIT_MODE: of both ends, L3 by default; fixed when the link is made
	Policy     nlattr.Opt[NetkitPolicy] `json:"policy,omitzero"`      // IFLA_NETKIT_POLICY: of what this end sends, where it has no program; pass by default
	PeerPolicy nlattr.Opt[NetkitPolicy] `json:"peer_policy,omitzero"` // IFLA_NETKIT_PEER_POLICY: likewise of the other end
	Scrub      nlattr.Opt[NetkitScrub]  `json:"scrub,omitzero"`       // IFLA_NETKIT_SCRUB: what is cleared of what this end sends; fixed when the link is made (6.13)
	PeerScrub  nlattr.Opt[NetkitScrub]  `json:"peer_scrub,omitzero"`  // IFLA_NETKIT_PEER_SCRUB: likewise of the other end (6.13)
	Headroom   nlattr.Opt[uint16]       `json:"headroom,omitzero"`    // IFLA_NETKIT_HEADROOM: room in front of packets, bytes; fixed when the link is made (6.14)
	Tailroom   nlattr.Opt[uint16]       `json:"tailroom,omitzero"`    // IFLA_NETKIT_TAILROOM: room behind packets, bytes; fixed when the link is made (6.14)
	Pairing    nlattr.Opt[NetkitPairs]  `json:"pairing,omitzero"`     // IFLA_NETKIT_PAIRING: whether there is another end; fixed when the link is made (7.1)
	Primary    nlattr.OnOff             `json:"primary,omitzero"`     // IFLA_NETKIT_PRIMARY: this is the end that can be changed, reported

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Kind implements [Kind].
func (*Netkit) Kind() string { return "netkit" }

// PeerAttr implements [Pair].
func (*Netkit) PeerAttr() nlattr.Type { return uapi.IFLA_NETKIT_PEER_INFO }

// Attrs implements [Kind].
func (v *Netkit) Attrs(c *nlattr.Codec) {
	nlattr.U32(c, uapi.IFLA_NETKIT_MODE, "mode", &v.Mode)
	nlattr.U32(c, uapi.IFLA_NETKIT_POLICY, "policy", &v.Policy)
	nlattr.U32(c, uapi.IFLA_NETKIT_PEER_POLICY, "peer_policy", &v.PeerPolicy)
	nlattr.U32(c, uapi.IFLA_NETKIT_SCRUB, "scrub", &v.Scrub)
	nlattr.U32(c, uapi.IFLA_NETKIT_PEER_SCRUB, "peer_scrub", &v.PeerScrub)
	nlattr.U16(c, uapi.IFLA_NETKIT_HEADROOM, "headroom", &v.Headroom)
	nlattr.U16(c, uapi.IFLA_NETKIT_TAILROOM, "tailroom", &v.Tailroom)
	nlattr.U32(c, uapi.IFLA_NETKIT_PAIRING, "pairing", &v.Pairing)
	if c.Reporting() {
		nlattr.Switch(c, uapi.IFLA_NETKIT_PRIMARY, "primary", &v.Primary) // the kernel refuses it in a request
	}
	nlattr.Rest(c, &v.Unknown)
}

// NetkitMode says what a [Netkit] carries.
type NetkitMode uint32

// The modes, NETKIT_L*.
const (
	NetkitL2 NetkitMode = uapi.NETKIT_L2 // Ethernet frames
	NetkitL3 NetkitMode = uapi.NETKIT_L3 // IP packets; link-layer addresses are zero
)

// String returns the mode as ip(8) prints it.
func (m NetkitMode) String() string {
	return rtattr.Enum(m, []string{NetkitL2: "l2", NetkitL3: "l3"})
}

// NetkitPolicy says what becomes of packets that no program looks at.
type NetkitPolicy uint32

// The policies, of NETKIT_*.
const (
	NetkitPass NetkitPolicy = uapi.NETKIT_PASS // they go on
	NetkitDrop NetkitPolicy = uapi.NETKIT_DROP // they do not
)

// String returns the policy as ip(8) prints it.
func (p NetkitPolicy) String() string {
	return rtattr.Enum(p, []string{NetkitPass: "forward", NetkitDrop: "blackhole"})
}

// NetkitScrub says what of a packet's meta data is cleared on the way into
// another namespace.
type NetkitScrub uint32

// What is cleared, NETKIT_SCRUB_*.
const (
	NetkitScrubNone    NetkitScrub = uapi.NETKIT_SCRUB_NONE    // nothing
	NetkitScrubDefault NetkitScrub = uapi.NETKIT_SCRUB_DEFAULT // mark and priority
)

// String returns the word of ip(8).
func (s NetkitScrub) String() string {
	return rtattr.Enum(s, []string{NetkitScrubNone: "none", NetkitScrubDefault: "default"})
}

// NetkitPairs says how many ends there are.
type NetkitPairs uint32

// The numbers of ends, NETKIT_DEVICE_*.
const (
	NetkitPair   NetkitPairs = uapi.NETKIT_DEVICE_PAIR   // two
	NetkitSingle NetkitPairs = uapi.NETKIT_DEVICE_SINGLE // one, the queues of a physical device being behind it
)

// String returns the number as a word.
func (p NetkitPairs) String() string {
	return rtattr.Enum(p, []string{NetkitPair: "pair", NetkitSingle: "single"})
}
