package kind

import (
	"strings"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

var (
	_ = register((*MACVLAN)(nil))
	_ = register((*MACVTAP)(nil))
)

// MACVLAN is a link with a link-layer address of its own on a parent, as made by
// "ip link add link DEV type macvlan".
//
// An absent field leaves the kernel's default when the link is made, and the
// current value when it is changed.
type MACVLAN struct {
	Mode  nlattr.Opt[MACVLANMode]  `json:"mode,omitzero"`  // IFLA_MACVLAN_MODE, vepa by default; to or from passthru it cannot be changed
	Flags nlattr.Opt[MACVLANFlags] `json:"flags,omitzero"` // IFLA_MACVLAN_FLAGS: all of them; whether there is MACVLANNoPromisc is fixed when the link is made

	// What mode source receives. A list in MACAddrData alone is what the sources
	// are to be. Leaving mode source clears it.
	MACAddrMode nlattr.Opt[MACVLANMACAddr] `json:"macaddr_mode,omitzero"`  // IFLA_MACVLAN_MACADDR_MODE: what to do with MACAddr or MACAddrData; never reported
	MACAddr     nlattr.HWAddr              `json:"macaddr,omitzero"`       // IFLA_MACVLAN_MACADDR: the one to add or to delete; never reported
	MACAddrData []nlattr.HWAddr            `json:"macaddr_data,omitzero"`  // IFLA_MACVLAN_MACADDR_DATA: sources, reported in no order
	MACAddrs    nlattr.Opt[uint32]         `json:"macaddr_count,omitzero"` // IFLA_MACVLAN_MACADDR_COUNT: the number of sources, reported

	// Of a queue that a parent's links share.
	BCQueueLen     nlattr.Opt[uint32] `json:"bcqueuelen,omitzero"`     // IFLA_MACVLAN_BC_QUEUE_LEN: broadcasts to queue, 1000 by default (5.11)
	UsedBCQueueLen nlattr.Opt[uint32] `json:"usedbcqueuelen,omitzero"` // IFLA_MACVLAN_BC_QUEUE_LEN_USED: the most that a link asked for, reported (5.11)
	BCCutoff       nlattr.Opt[int32]  `json:"bclim,omitzero"`          // IFLA_MACVLAN_BC_CUTOFF: up to so many receivers of a multicast address it is not queued; negative queues none, reported only if not 1 (6.4)

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Kind implements [Kind].
func (*MACVLAN) Kind() string { return "macvlan" }

// Attrs implements [Kind].
func (v *MACVLAN) Attrs(c *nlattr.Codec) {
	nlattr.U32(c, uapi.IFLA_MACVLAN_MODE, "mode", &v.Mode)
	nlattr.U16(c, uapi.IFLA_MACVLAN_FLAGS, "flags", &v.Flags)
	v.sources(c)
	nlattr.U32(c, uapi.IFLA_MACVLAN_BC_QUEUE_LEN, "bcqueuelen", &v.BCQueueLen)
	nlattr.U32(c, uapi.IFLA_MACVLAN_BC_CUTOFF, "bclim", &v.BCCutoff)
	if c.Reporting() {
		nlattr.U32(c, uapi.IFLA_MACVLAN_MACADDR_COUNT, "macaddr_count", &v.MACAddrs)
		nlattr.U32(c, uapi.IFLA_MACVLAN_BC_QUEUE_LEN_USED, "usedbcqueuelen", &v.UsedBCQueueLen)
	}
	nlattr.Rest(c, &v.Unknown)
}

// sources lists the source addresses. The kernel ignores them where the mode
// is missing that says what to do with them.
func (v *MACVLAN) sources(c *nlattr.Codec) {
	mode := v.MACAddrMode
	if !c.Reporting() && !mode.Is() {
		if len(v.MACAddrData) > 0 {
			mode = nlattr.Some(MACVLANMACAddrSet)
		}
		if !v.MACAddr.IsZero() {
			c.Reject("macaddr", "without a macaddr_mode that says what to do with it")
		}
	}
	nlattr.U32(c, uapi.IFLA_MACVLAN_MACADDR_MODE, "macaddr_mode", &mode)
	if c.Decoding() {
		v.MACAddrMode = mode
	}
	nlattr.LLAddr(c, uapi.IFLA_MACVLAN_MACADDR, "macaddr", &v.MACAddr)
	nlattr.LLAddrs(c, uapi.IFLA_MACVLAN_MACADDR_DATA, uapi.IFLA_MACVLAN_MACADDR, "macaddr_data", &v.MACAddrData, &v.Unknown)
}

// MACVTAP is a [MACVLAN] whose packets a program reads from a character device,
// as made by "ip link add link DEV type macvtap".
type MACVTAP MACVLAN

// Kind implements [Kind].
func (*MACVTAP) Kind() string { return "macvtap" }

// Attrs implements [Kind].
func (v *MACVTAP) Attrs(c *nlattr.Codec) { (*MACVLAN)(v).Attrs(c) }

// MACVLANMode says how links of one parent reach each other.
type MACVLANMode uint32

// The modes, MACVLAN_MODE_*.
const (
	MACVLANPrivate  MACVLANMode = uapi.MACVLAN_MODE_PRIVATE  // not at all
	MACVLANVEPA     MACVLANMode = uapi.MACVLAN_MODE_VEPA     // through a switch outside
	MACVLANBridge   MACVLANMode = uapi.MACVLAN_MODE_BRIDGE   // directly
	MACVLANPassthru MACVLANMode = uapi.MACVLAN_MODE_PASSTHRU // there is only one
	MACVLANSource   MACVLANMode = uapi.MACVLAN_MODE_SOURCE   // by the source address of a packet
)

// String returns the mode as ip(8) prints it.
func (m MACVLANMode) String() string {
	return rtattr.Enum(m, []string{
		MACVLANPrivate: "private", MACVLANVEPA: "vepa", MACVLANBridge: "bridge", MACVLANPassthru: "passthru", MACVLANSource: "source",
	})
}

// MACVLANFlags is a set of flags.
type MACVLANFlags uint16

// The flags, MACVLAN_FLAG_*.
const (
	MACVLANNoPromisc MACVLANFlags = uapi.MACVLAN_FLAG_NOPROMISC // mode passthru: leave the parent's promiscuous mode alone
	MACVLANNoDst     MACVLANFlags = uapi.MACVLAN_FLAG_NODST     // mode source: receive by source addresses only (5.10)
)

var macvlanFlagNames = rtattr.Flags{{uapi.MACVLAN_FLAG_NOPROMISC, "nopromisc"}, {uapi.MACVLAN_FLAG_NODST, "nodst"}}

// String returns the flags in the words of ip(8), with spaces.
func (f MACVLANFlags) String() string {
	return strings.Join(rtattr.FlagNames(uint32(f), macvlanFlagNames), " ")
}

// MACVLANMACAddr says what to do with source addresses.
type MACVLANMACAddr uint32

// What can be done, MACVLAN_MACADDR_*.
const (
	MACVLANMACAddrAdd   MACVLANMACAddr = uapi.MACVLAN_MACADDR_ADD   // add MACAddr
	MACVLANMACAddrDel   MACVLANMACAddr = uapi.MACVLAN_MACADDR_DEL   // delete MACAddr
	MACVLANMACAddrFlush MACVLANMACAddr = uapi.MACVLAN_MACADDR_FLUSH // delete all
	MACVLANMACAddrSet   MACVLANMACAddr = uapi.MACVLAN_MACADDR_SET   // replace all by MACAddrData
)

// String returns the word of ip(8).
func (m MACVLANMACAddr) String() string {
	return rtattr.Enum(m, []string{
		MACVLANMACAddrAdd: "add", MACVLANMACAddrDel: "del", MACVLANMACAddrFlush: "flush", MACVLANMACAddrSet: "set",
	})
}
