package kind

import (
	"fmt"
	"time"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

var _ = registerPort((*BridgePort)(nil))

// BridgePort is a port of a [Bridge], as set by "ip link set DEV type
// bridge_slave".
//
// An absent field leaves the current value.
type BridgePort struct {
	State            nlattr.Opt[BridgePortState] `json:"state,omitzero"`                 // IFLA_BRPORT_STATE; settable on a link that is up where the kernel runs no STP; without STP it makes BridgePortForwarding of BridgePortBlocking
	Priority         nlattr.Opt[uint16]          `json:"priority,omitzero"`              // IFLA_BRPORT_PRIORITY, of STP, 0 to 63; 32 by default
	Cost             nlattr.Opt[uint32]          `json:"cost,omitzero"`                  // IFLA_BRPORT_COST, of STP, 1 to 65535
	Hairpin          nlattr.OnOff                `json:"hairpin,omitzero"`               // IFLA_BRPORT_MODE: send frames back out of the port they came from
	Guard            nlattr.OnOff                `json:"guard,omitzero"`                 // IFLA_BRPORT_GUARD: disable the port when an STP frame comes in
	RootBlock        nlattr.OnOff                `json:"root_block,omitzero"`            // IFLA_BRPORT_PROTECT: do not let it become the port to the root
	FastLeave        nlattr.OnOff                `json:"fastleave,omitzero"`             // IFLA_BRPORT_FAST_LEAVE: leave multicast groups at once
	Learning         nlattr.OnOff                `json:"learning,omitzero"`              // IFLA_BRPORT_LEARNING: learn addresses; on by default
	LearningSync     nlattr.OnOff                `json:"learning_sync,omitzero"`         // IFLA_BRPORT_LEARNING_SYNC: of hardware; the software bridge ignores it
	Flood            nlattr.OnOff                `json:"flood,omitzero"`                 // IFLA_BRPORT_UNICAST_FLOOD: send frames to unknown addresses; on by default
	MCastFlood       nlattr.OnOff                `json:"mcast_flood,omitzero"`           // IFLA_BRPORT_MCAST_FLOOD: send multicast that nobody asked for; on by default
	BCastFlood       nlattr.OnOff                `json:"bcast_flood,omitzero"`           // IFLA_BRPORT_BCAST_FLOOD: send broadcasts; on by default
	MCastToUnicast   nlattr.OnOff                `json:"mcast_to_unicast,omitzero"`      // IFLA_BRPORT_MCAST_TO_UCAST: send multicast to each receiver by itself
	MCastRouter      nlattr.Opt[MCastRouter]     `json:"mcast_router,omitzero"`          // IFLA_BRPORT_MULTICAST_ROUTER
	MCastMaxGroups   nlattr.Opt[uint32]          `json:"mcast_max_groups,omitzero"`      // IFLA_BRPORT_MCAST_MAX_GROUPS; 0 is no limit (6.3)
	MCastEHTLimit    nlattr.Opt[uint32]          `json:"mcast_eht_hosts_limit,omitzero"` // IFLA_BRPORT_MCAST_EHT_HOSTS_LIMIT: hosts to track, from 1; 512 by default (5.12)
	ProxyARP         nlattr.OnOff                `json:"proxy_arp,omitzero"`             // IFLA_BRPORT_PROXYARP: answer for what is behind it
	ProxyARPWifi     nlattr.OnOff                `json:"proxy_arp_wifi,omitzero"`        // IFLA_BRPORT_PROXYARP_WIFI: as 802.11 wants it
	NeighSuppress    nlattr.OnOff                `json:"neigh_suppress,omitzero"`        // IFLA_BRPORT_NEIGH_SUPPRESS: send no requests that the bridge can answer (4.15)
	NeighVLAN        nlattr.OnOff                `json:"neigh_vlan_suppress,omitzero"`   // IFLA_BRPORT_NEIGH_VLAN_SUPPRESS: that by VLAN (6.4)
	NeighForwardGrat nlattr.OnOff                `json:"neigh_forward_grat,omitzero"`    // IFLA_BRPORT_NEIGH_FORWARD_GRAT: send gratuitous announcements all the same (7.2)
	GroupFwdMask     nlattr.Opt[uint16]          `json:"group_fwd_mask,omitzero"`        // IFLA_BRPORT_GROUP_FWD_MASK: the bit n has frames to 01:80:c2:00:00:0n forwarded; not 1 (4.15)
	VLANTunnel       nlattr.OnOff                `json:"vlan_tunnel,omitzero"`           // IFLA_BRPORT_VLAN_TUNNEL: map VLANs to tunnel ids
	Isolated         nlattr.OnOff                `json:"isolated,omitzero"`              // IFLA_BRPORT_ISOLATED: nothing to and from other isolated ports (4.18)
	Locked           nlattr.OnOff                `json:"locked,omitzero"`                // IFLA_BRPORT_LOCKED: nothing from addresses that are not in the FDB (5.18)
	MAB              nlattr.OnOff                `json:"mab,omitzero"`                   // IFLA_BRPORT_MAB: note these as locked entries; needs Learning and Locked (6.2)
	BackupPort       string                      `json:"-"`                              // the name of the port that takes over without carrier
	BackupPortIndex  nlattr.Opt[int32]           `json:"backup_port,omitzero"`           // IFLA_BRPORT_BACKUP_PORT: its index; 0 is none, not reported (4.19)
	BackupNHID       nlattr.Opt[uint32]          `json:"backup_nhid,omitzero"`           // IFLA_BRPORT_BACKUP_NHID: the nexthop for what goes there, a tunnel; 0 is none, not reported (6.6)
	Flush            bool                        `json:"fdb_flush,omitzero"`             // IFLA_BRPORT_FLUSH: forget addresses learned here; an order, never reported

	// The rest is reported.
	RootID            BridgeID                  `json:"root_id,omitzero"`             // IFLA_BRPORT_ROOT_ID: the designated root
	BridgeID          BridgeID                  `json:"bridge_id,omitzero"`           // IFLA_BRPORT_BRIDGE_ID: the designated bridge
	DesignatedPort    nlattr.Opt[uint16]        `json:"designated_port,omitzero"`     // IFLA_BRPORT_DESIGNATED_PORT
	DesignatedCost    nlattr.Opt[uint16]        `json:"designated_cost,omitzero"`     // IFLA_BRPORT_DESIGNATED_COST
	ID                nlattr.Opt[uint16]        `json:"id,omitzero"`                  // IFLA_BRPORT_ID: priority and number
	Number            nlattr.Opt[uint16]        `json:"no,omitzero"`                  // IFLA_BRPORT_NO
	TopologyChangeAck nlattr.OnOff              `json:"topology_change_ack,omitzero"` // IFLA_BRPORT_TOPOLOGY_CHANGE_ACK
	ConfigPending     nlattr.OnOff              `json:"config_pending,omitzero"`      // IFLA_BRPORT_CONFIG_PENDING
	MessageAgeTimer   nlattr.Opt[time.Duration] `json:"message_age_timer,omitzero"`   // IFLA_BRPORT_MESSAGE_AGE_TIMER: what is left; 0 if it does not run
	ForwardDelayTimer nlattr.Opt[time.Duration] `json:"forward_delay_timer,omitzero"` // IFLA_BRPORT_FORWARD_DELAY_TIMER
	HoldTimer         nlattr.Opt[time.Duration] `json:"hold_timer,omitzero"`          // IFLA_BRPORT_HOLD_TIMER
	MRPRingOpen       nlattr.OnOff              `json:"mrp_ring_open,omitzero"`       // IFLA_BRPORT_MRP_RING_OPEN (5.8)
	MRPInOpen         nlattr.OnOff              `json:"mrp_in_open,omitzero"`         // IFLA_BRPORT_MRP_IN_OPEN (5.9)
	MCastGroups       nlattr.Opt[uint32]        `json:"mcast_n_groups,omitzero"`      // IFLA_BRPORT_MCAST_N_GROUPS (6.3)
	MCastEHTHosts     nlattr.Opt[uint32]        `json:"mcast_eht_hosts_cnt,omitzero"` // IFLA_BRPORT_MCAST_EHT_HOSTS_CNT (5.12)

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// PortKind implements [Port].
func (*BridgePort) PortKind() string { return "bridge" }

// Attrs implements [Port].
func (p *BridgePort) Attrs(c *nlattr.Codec) {
	if !c.Reporting() {
		p.check(c)
	}
	nlattr.U8(c, uapi.IFLA_BRPORT_STATE, "state", &p.State)
	nlattr.U16(c, uapi.IFLA_BRPORT_PRIORITY, "priority", &p.Priority)
	nlattr.U32(c, uapi.IFLA_BRPORT_COST, "cost", &p.Cost)
	nlattr.Switch(c, uapi.IFLA_BRPORT_MODE, "hairpin", &p.Hairpin)
	nlattr.Switch(c, uapi.IFLA_BRPORT_GUARD, "guard", &p.Guard)
	nlattr.Switch(c, uapi.IFLA_BRPORT_PROTECT, "root_block", &p.RootBlock)
	nlattr.Switch(c, uapi.IFLA_BRPORT_FAST_LEAVE, "fastleave", &p.FastLeave)
	nlattr.Switch(c, uapi.IFLA_BRPORT_LEARNING, "learning", &p.Learning)
	nlattr.Switch(c, uapi.IFLA_BRPORT_LEARNING_SYNC, "learning_sync", &p.LearningSync)
	nlattr.Switch(c, uapi.IFLA_BRPORT_UNICAST_FLOOD, "flood", &p.Flood)
	nlattr.Switch(c, uapi.IFLA_BRPORT_MCAST_FLOOD, "mcast_flood", &p.MCastFlood)
	nlattr.Switch(c, uapi.IFLA_BRPORT_BCAST_FLOOD, "bcast_flood", &p.BCastFlood)
	nlattr.Switch(c, uapi.IFLA_BRPORT_MCAST_TO_UCAST, "mcast_to_unicast", &p.MCastToUnicast)
	nlattr.U8(c, uapi.IFLA_BRPORT_MULTICAST_ROUTER, "mcast_router", &p.MCastRouter)
	nlattr.U32(c, uapi.IFLA_BRPORT_MCAST_MAX_GROUPS, "mcast_max_groups", &p.MCastMaxGroups)
	nlattr.U32(c, uapi.IFLA_BRPORT_MCAST_EHT_HOSTS_LIMIT, "mcast_eht_hosts_limit", &p.MCastEHTLimit)
	nlattr.Switch(c, uapi.IFLA_BRPORT_PROXYARP, "proxy_arp", &p.ProxyARP)
	nlattr.Switch(c, uapi.IFLA_BRPORT_PROXYARP_WIFI, "proxy_arp_wifi", &p.ProxyARPWifi)
	nlattr.Switch(c, uapi.IFLA_BRPORT_NEIGH_SUPPRESS, "neigh_suppress", &p.NeighSuppress)
	nlattr.Switch(c, uapi.IFLA_BRPORT_NEIGH_VLAN_SUPPRESS, "neigh_vlan_suppress", &p.NeighVLAN)
	nlattr.Switch(c, uapi.IFLA_BRPORT_NEIGH_FORWARD_GRAT, "neigh_forward_grat", &p.NeighForwardGrat)
	nlattr.U16(c, uapi.IFLA_BRPORT_GROUP_FWD_MASK, "group_fwd_mask", &p.GroupFwdMask)
	nlattr.Switch(c, uapi.IFLA_BRPORT_VLAN_TUNNEL, "vlan_tunnel", &p.VLANTunnel)
	nlattr.Switch(c, uapi.IFLA_BRPORT_ISOLATED, "isolated", &p.Isolated)
	nlattr.Switch(c, uapi.IFLA_BRPORT_LOCKED, "locked", &p.Locked)
	nlattr.Switch(c, uapi.IFLA_BRPORT_MAB, "mab", &p.MAB)
	p.backupPort(c)
	nlattr.U32(c, uapi.IFLA_BRPORT_BACKUP_NHID, "backup_nhid", &p.BackupNHID)
	nlattr.Flag(c, uapi.IFLA_BRPORT_FLUSH, "fdb_flush", &p.Flush)
	if c.Reporting() {
		p.reported(c)
	}
	nlattr.Rest(c, &p.Unknown)
}

// reported lists what only the kernel sends.
func (p *BridgePort) reported(c *nlattr.Codec) {
	bridgeID(c, uapi.IFLA_BRPORT_ROOT_ID, "root_id", &p.RootID)
	bridgeID(c, uapi.IFLA_BRPORT_BRIDGE_ID, "bridge_id", &p.BridgeID)
	nlattr.U16(c, uapi.IFLA_BRPORT_DESIGNATED_PORT, "designated_port", &p.DesignatedPort)
	nlattr.U16(c, uapi.IFLA_BRPORT_DESIGNATED_COST, "designated_cost", &p.DesignatedCost)
	nlattr.U16(c, uapi.IFLA_BRPORT_ID, "id", &p.ID)
	nlattr.U16(c, uapi.IFLA_BRPORT_NO, "no", &p.Number)
	nlattr.Switch(c, uapi.IFLA_BRPORT_TOPOLOGY_CHANGE_ACK, "topology_change_ack", &p.TopologyChangeAck)
	nlattr.Switch(c, uapi.IFLA_BRPORT_CONFIG_PENDING, "config_pending", &p.ConfigPending)
	nlattr.Dur64(c, uapi.IFLA_BRPORT_MESSAGE_AGE_TIMER, "message_age_timer", rtattr.Tick, &p.MessageAgeTimer)
	nlattr.Dur64(c, uapi.IFLA_BRPORT_FORWARD_DELAY_TIMER, "forward_delay_timer", rtattr.Tick, &p.ForwardDelayTimer)
	nlattr.Dur64(c, uapi.IFLA_BRPORT_HOLD_TIMER, "hold_timer", rtattr.Tick, &p.HoldTimer)
	nlattr.Switch(c, uapi.IFLA_BRPORT_MRP_RING_OPEN, "mrp_ring_open", &p.MRPRingOpen)
	nlattr.Switch(c, uapi.IFLA_BRPORT_MRP_IN_OPEN, "mrp_in_open", &p.MRPInOpen)
	nlattr.U32(c, uapi.IFLA_BRPORT_MCAST_N_GROUPS, "mcast_n_groups", &p.MCastGroups)
	nlattr.U32(c, uapi.IFLA_BRPORT_MCAST_EHT_HOSTS_CNT, "mcast_eht_hosts_cnt", &p.MCastEHTHosts)
	nlattr.Skip(c, uapi.IFLA_BRPORT_PAD, "pad")
}

// backupPort carries an index that can be 0.
func (p *BridgePort) backupPort(c *nlattr.Codec) {
	i := p.BackupPortIndex
	if p.BackupPort != "" && !c.Decoding() {
		i = nlattr.Some(rtattr.IndexOf(c, "backup_port", p.BackupPort, i.Or(0)))
	}
	nlattr.U32(c, uapi.IFLA_BRPORT_BACKUP_PORT, "backup_port", &i)
	if c.Decoding() {
		p.BackupPortIndex = i
	}
}

// check refuses what the kernel would refuse without naming the attribute.
func (p *BridgePort) check(c *nlattr.Codec) {
	if s := p.State.Or(0); s > BridgePortBlocking {
		c.Reject("state", s.String()+" is no state")
	}
	if v := p.Priority.Or(0); v > 63 {
		c.Reject("priority", fmt.Sprintf("%d is not 0 to 63", v))
	}
	if v := p.Cost.Or(1); v == 0 || v > 65535 {
		c.Reject("cost", fmt.Sprintf("%d is not 1 to 65535", v))
	}
	if v := p.MCastRouter.Or(0); v > MCastRouterTemp {
		c.Reject("mcast_router", fmt.Sprintf("%d is not 0 to 3", v))
	}
	if m := p.GroupFwdMask.Or(0); m&2 != 0 {
		c.Reject("group_fwd_mask", fmt.Sprintf("%#x has bit 1, whose frames are never forwarded", m))
	}
}

// BridgePortState is a state of the spanning tree protocol.
type BridgePortState uint8

// The states, BR_STATE_*.
const (
	BridgePortDisabled   BridgePortState = uapi.BR_STATE_DISABLED
	BridgePortListening  BridgePortState = uapi.BR_STATE_LISTENING
	BridgePortLearning   BridgePortState = uapi.BR_STATE_LEARNING
	BridgePortForwarding BridgePortState = uapi.BR_STATE_FORWARDING
	BridgePortBlocking   BridgePortState = uapi.BR_STATE_BLOCKING
)

// String returns the state as ip(8) prints it.
func (s BridgePortState) String() string {
	return rtattr.Enum(s, []string{
		BridgePortDisabled: "disabled", BridgePortListening: "listening", BridgePortLearning: "learning",
		BridgePortForwarding: "forwarding", BridgePortBlocking: "blocking",
	})
}
