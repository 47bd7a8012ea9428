package kind

import (
	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
)

// BondMode says how a bond uses its ports.
type BondMode uint8

// The modes, BOND_MODE_*.
const (
	BondBalanceRR    BondMode = uapi.BOND_MODE_ROUNDROBIN   // one after the other
	BondActiveBackup BondMode = uapi.BOND_MODE_ACTIVEBACKUP // one at a time
	BondBalanceXOR   BondMode = uapi.BOND_MODE_XOR          // by a hash of what is sent
	BondBroadcast    BondMode = uapi.BOND_MODE_BROADCAST    // all
	Bond8023AD       BondMode = uapi.BOND_MODE_8023AD       // those that LACP finds
	BondBalanceTLB   BondMode = uapi.BOND_MODE_TLB          // by their load; one receives
	BondBalanceALB   BondMode = uapi.BOND_MODE_ALB          // by their load, in both directions
)

// String returns the mode as ip(8) prints it.
func (m BondMode) String() string {
	return rtattr.Enum(m, []string{
		BondBalanceRR: "balance-rr", BondActiveBackup: "active-backup", BondBalanceXOR: "balance-xor", BondBroadcast: "broadcast",
		Bond8023AD: "802.3ad", BondBalanceTLB: "balance-tlb", BondBalanceALB: "balance-alb",
	})
}

// BondReselect says when a bond's primary port takes over from another one.
type BondReselect uint8

// When it does.
const (
	BondReselectAlways  BondReselect = 0 // as soon as it is up
	BondReselectBetter  BondReselect = 1 // if its speed and duplex are better
	BondReselectFailure BondReselect = 2 // when the other one fails
)

// String returns the value as ip(8) prints it.
func (r BondReselect) String() string {
	return rtattr.Enum(r, []string{BondReselectAlways: "always", BondReselectBetter: "better", BondReselectFailure: "failure"})
}

// BondMAC says which link-layer address a bond in mode active-backup has.
type BondMAC uint8

// The addresses.
const (
	BondMACNone   BondMAC = 0 // its own, as have all its ports
	BondMACActive BondMAC = 1 // that of the active port
	BondMACFollow BondMAC = 2 // its own, as has the active port
)

// String returns the value as ip(8) prints it.
func (m BondMAC) String() string {
	return rtattr.Enum(m, []string{BondMACNone: "none", BondMACActive: "active", BondMACFollow: "follow"})
}

// BondHash says what of a packet chooses the port to send it on.
type BondHash uint8

// The policies, BOND_XMIT_POLICY_*.
const (
	BondHashLayer2     BondHash = uapi.BOND_XMIT_POLICY_LAYER2      // link-layer addresses
	BondHashLayer34    BondHash = uapi.BOND_XMIT_POLICY_LAYER34     // IP addresses and ports
	BondHashLayer23    BondHash = uapi.BOND_XMIT_POLICY_LAYER23     // link-layer and IP addresses
	BondHashEncap23    BondHash = uapi.BOND_XMIT_POLICY_ENCAP23     // the same of what is inside of a tunnel
	BondHashEncap34    BondHash = uapi.BOND_XMIT_POLICY_ENCAP34     // IP addresses and ports of what is inside of a tunnel
	BondHashVLANSrcMAC BondHash = uapi.BOND_XMIT_POLICY_VLAN_SRCMAC // VLAN and source address (5.12)
)

// String returns the policy as ip(8) prints it.
func (h BondHash) String() string {
	return rtattr.Enum(h, []string{
		BondHashLayer2: "layer2", BondHashLayer34: "layer3+4", BondHashLayer23: "layer2+3", BondHashEncap23: "encap2+3",
		BondHashEncap34: "encap3+4", BondHashVLANSrcMAC: "vlan+srcmac",
	})
}

// BondARPValidate says on which ports a bond looks whether the answers to its
// ARP monitoring are such, and on which ports it counts nothing else.
type BondARPValidate uint32

// The values.
const (
	BondARPValidateNone         BondARPValidate = 0 // any packet will do
	BondARPValidateActive       BondARPValidate = 1 // on the active port
	BondARPValidateBackup       BondARPValidate = 2 // on the others
	BondARPValidateAll          BondARPValidate = 3 // on all
	BondARPValidateFilter       BondARPValidate = 4 // count nothing else
	BondARPValidateFilterActive BondARPValidate = 5 // count nothing else; on the active port
	BondARPValidateFilterBackup BondARPValidate = 6 // count nothing else; on the others
)

// String returns the value as ip(8) takes it.
func (v BondARPValidate) String() string {
	return rtattr.Enum(v, []string{
		BondARPValidateNone: "none", BondARPValidateActive: "active", BondARPValidateBackup: "backup", BondARPValidateAll: "all",
		BondARPValidateFilter: "filter", BondARPValidateFilterActive: "filter_active", BondARPValidateFilterBackup: "filter_backup",
	})
}

// BondARPTargets says how many of a bond's ARP targets have to answer.
type BondARPTargets uint32

// How many.
const (
	BondARPTargetsAny BondARPTargets = 0 // one of them
	BondARPTargetsAll BondARPTargets = 1 // all of them
)

// String returns the value as ip(8) prints it.
func (t BondARPTargets) String() string {
	return rtattr.Enum(t, []string{BondARPTargetsAny: "any", BondARPTargetsAll: "all"})
}

// BondRate says how often an LACP partner is to send.
type BondRate uint8

// The rates.
const (
	BondRateSlow BondRate = 0 // every 30 seconds
	BondRateFast BondRate = 1 // every second
)

// String returns the rate as ip(8) prints it.
func (r BondRate) String() string {
	return rtattr.Enum(r, []string{BondRateSlow: "slow", BondRateFast: "fast"})
}

// BondSelect says which aggregator a bond in mode 802.3ad uses.
type BondSelect uint8

// What counts.
const (
	BondSelectStable    BondSelect = 0 // bandwidth, looked at when the one that is used has no ports left
	BondSelectBandwidth BondSelect = 1 // bandwidth, looked at with each change
	BondSelectCount     BondSelect = 2 // the number of ports, looked at with each change
	BondSelectPrio      BondSelect = 3 // the sum of the ports' ActorPrio, looked at with each change (6.18)
)

// String returns the value as ip(8) prints it.
func (s BondSelect) String() string {
	return rtattr.Enum(s, []string{
		BondSelectStable: "stable", BondSelectBandwidth: "bandwidth", BondSelectCount: "count", BondSelectPrio: "actor_port_prio",
	})
}
