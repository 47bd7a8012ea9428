package kind

import (
	"strings"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

var _ = registerPort((*BondPort)(nil))

// BondPort is a port of a bond, as set by "ip link set DEV type bond_slave".
//
// An absent field leaves the current value.
type BondPort struct {
	QueueID   nlattr.Opt[uint16] `json:"queue_id,omitzero"`        // IFLA_BOND_SLAVE_QUEUE_ID: the transmit queue of the bond that stands for the port; 0 is none
	Prio      nlattr.Opt[int32]  `json:"prio,omitzero"`            // IFLA_BOND_SLAVE_PRIO: the highest is preferred as active port; modes active-backup, balance-tlb and balance-alb (6.0)
	ActorPrio nlattr.Opt[uint16] `json:"actor_port_prio,omitzero"` // IFLA_BOND_SLAVE_ACTOR_PORT_PRIO: LACP port priority; mode 802.3ad (6.18)

	// The rest is reported; what has AD in its name, in mode 802.3ad.
	State          nlattr.Opt[BondPortState] `json:"state,omitzero"`                      // IFLA_BOND_SLAVE_STATE
	MIIStatus      nlattr.Opt[BondPortMII]   `json:"mii_status,omitzero"`                 // IFLA_BOND_SLAVE_MII_STATUS
	LinkFailures   nlattr.Opt[uint32]        `json:"link_failure_count,omitzero"`         // IFLA_BOND_SLAVE_LINK_FAILURE_COUNT
	PermAddress    nlattr.HWAddr             `json:"perm_hwaddr,omitzero"`                // IFLA_BOND_SLAVE_PERM_HWADDR: what the port gets back at release
	ADAggregatorID nlattr.Opt[uint16]        `json:"ad_aggregator_id,omitzero"`           // IFLA_BOND_SLAVE_AD_AGGREGATOR_ID
	ADActorState   nlattr.Opt[LACPState]     `json:"ad_actor_oper_port_state,omitzero"`   // IFLA_BOND_SLAVE_AD_ACTOR_OPER_PORT_STATE
	ADPartnerState nlattr.Opt[LACPState]     `json:"ad_partner_oper_port_state,omitzero"` // IFLA_BOND_SLAVE_AD_PARTNER_OPER_PORT_STATE
	ADActorChurn   nlattr.Opt[BondPortChurn] `json:"ad_churn_actor_state,omitzero"`       // IFLA_BOND_SLAVE_AD_CHURN_ACTOR_STATE (7.1)
	ADPartnerChurn nlattr.Opt[BondPortChurn] `json:"ad_churn_partner_state,omitzero"`     // IFLA_BOND_SLAVE_AD_CHURN_PARTNER_STATE (7.1)

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// PortKind implements [Port].
func (*BondPort) PortKind() string { return "bond" }

// Attrs implements [Port].
func (p *BondPort) Attrs(c *nlattr.Codec) {
	nlattr.U16(c, uapi.IFLA_BOND_SLAVE_QUEUE_ID, "queue_id", &p.QueueID)
	nlattr.U32(c, uapi.IFLA_BOND_SLAVE_PRIO, "prio", &p.Prio)
	nlattr.U16(c, uapi.IFLA_BOND_SLAVE_ACTOR_PORT_PRIO, "actor_port_prio", &p.ActorPrio)
	if c.Reporting() {
		p.reported(c)
	}
	nlattr.Rest(c, &p.Unknown)
}

// reported lists what only the kernel sends.
func (p *BondPort) reported(c *nlattr.Codec) {
	nlattr.U8(c, uapi.IFLA_BOND_SLAVE_STATE, "state", &p.State)
	nlattr.U8(c, uapi.IFLA_BOND_SLAVE_MII_STATUS, "mii_status", &p.MIIStatus)
	nlattr.U32(c, uapi.IFLA_BOND_SLAVE_LINK_FAILURE_COUNT, "link_failure_count", &p.LinkFailures)
	nlattr.LLAddr(c, uapi.IFLA_BOND_SLAVE_PERM_HWADDR, "perm_hwaddr", &p.PermAddress)
	nlattr.U16(c, uapi.IFLA_BOND_SLAVE_AD_AGGREGATOR_ID, "ad_aggregator_id", &p.ADAggregatorID)
	p.actorState(c)
	nlattr.U16(c, uapi.IFLA_BOND_SLAVE_AD_PARTNER_OPER_PORT_STATE, "ad_partner_oper_port_state", &p.ADPartnerState)
	nlattr.U8(c, uapi.IFLA_BOND_SLAVE_AD_CHURN_ACTOR_STATE, "ad_churn_actor_state", &p.ADActorChurn)
	nlattr.U8(c, uapi.IFLA_BOND_SLAVE_AD_CHURN_PARTNER_STATE, "ad_churn_partner_state", &p.ADPartnerChurn)
}

// actorState carries as a u8 what the partner's attribute has as a u16.
func (p *BondPort) actorState(c *nlattr.Codec) {
	var s nlattr.Opt[uint8]
	if v, ok := p.ADActorState.Get(); ok {
		s = nlattr.Some(uint8(v))
	}
	nlattr.U8(c, uapi.IFLA_BOND_SLAVE_AD_ACTOR_OPER_PORT_STATE, "ad_actor_oper_port_state", &s)
	if v, ok := s.Get(); ok {
		p.ADActorState = nlattr.Some(LACPState(v))
	}
}

// BondPortState says whether a port of a bond sends and receives.
type BondPortState uint8

// The states, BOND_STATE_*.
const (
	BondPortActive BondPortState = uapi.BOND_STATE_ACTIVE
	BondPortBackup BondPortState = uapi.BOND_STATE_BACKUP
)

// String returns the state as ip(8) prints it.
func (s BondPortState) String() string {
	return rtattr.Enum(s, []string{BondPortActive: "ACTIVE", BondPortBackup: "BACKUP"})
}

// BondPortMII says what a bond thinks of a port's link.
type BondPortMII uint8

// The states of a link, BOND_LINK_*.
const (
	BondPortUp        BondPortMII = uapi.BOND_LINK_UP
	BondPortGoingDown BondPortMII = uapi.BOND_LINK_FAIL // during the bond's DownDelay
	BondPortDown      BondPortMII = uapi.BOND_LINK_DOWN
	BondPortGoingBack BondPortMII = uapi.BOND_LINK_BACK // during the bond's UpDelay
)

// String returns the state as ip(8) prints it.
func (s BondPortMII) String() string {
	return rtattr.Enum(s, []string{BondPortUp: "UP", BondPortGoingDown: "GOING_DOWN", BondPortDown: "DOWN", BondPortGoingBack: "GOING_BACK"})
}

// BondPortChurn says whether a port failed to join an aggregator, 802.1AX churn
// detection.
type BondPortChurn uint8

// The states of churn detection.
const (
	BondPortChurnMonitoring BondPortChurn = 0
	BondPortChurned         BondPortChurn = 1
	BondPortNoChurn         BondPortChurn = 2
)

// String returns the state in the words of the kernel's /proc/net/bonding.
func (s BondPortChurn) String() string {
	return rtattr.Enum(s, []string{BondPortChurnMonitoring: "monitoring", BondPortChurned: "churned", BondPortNoChurn: "none"})
}

// LACPState is the state octet of an LACP port, 802.1AX.
type LACPState uint16

// The bits of a state.
const (
	LACPActive       LACPState = 1 << 0
	LACPShortTimeout LACPState = 1 << 1
	LACPAggregating  LACPState = 1 << 2
	LACPInSync       LACPState = 1 << 3
	LACPCollecting   LACPState = 1 << 4
	LACPDistributing LACPState = 1 << 5
	LACPDefaulted    LACPState = 1 << 6
	LACPExpired      LACPState = 1 << 7
)

var lacpStateNames = rtattr.Flags{
	{uint32(LACPActive), "active"}, {uint32(LACPShortTimeout), "short_timeout"}, {uint32(LACPAggregating), "aggregating"},
	{uint32(LACPInSync), "in_sync"}, {uint32(LACPCollecting), "collecting"}, {uint32(LACPDistributing), "distributing"},
	{uint32(LACPDefaulted), "defaulted"}, {uint32(LACPExpired), "expired"},
}

// String returns the bits in the words of ip(8), with commas.
func (s LACPState) String() string {
	return strings.Join(rtattr.FlagNames(uint32(s), lacpStateNames), ",")
}
