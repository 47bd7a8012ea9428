package kind

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

var _ = register((*Bridge)(nil))

// Bridge is an Ethernet bridge, as made by "ip link add type bridge".
//
// An absent field leaves the kernel's default when the link is made, and the
// current value when it is changed. Times are multiples of 10ms. The kernel sets
// one field after the other, in its own order, and leaves those set that come
// before one that it refuses. Options (BR_BOOLOPT_*) that it does not know it
// refuses since 6.17, and ignores before.
type Bridge struct {
	ForwardDelay nlattr.Opt[time.Duration] `json:"forward_delay,omitzero"`  // IFLA_BR_FORWARD_DELAY, 2s to 30s where STP is on
	HelloTime    nlattr.Opt[time.Duration] `json:"hello_time,omitzero"`     // IFLA_BR_HELLO_TIME, 1s to 10s
	MaxAge       nlattr.Opt[time.Duration] `json:"max_age,omitzero"`        // IFLA_BR_MAX_AGE, 6s to 40s
	AgeingTime   nlattr.Opt[time.Duration] `json:"ageing_time,omitzero"`    // IFLA_BR_AGEING_TIME: lifetime of learned addresses
	STP          nlattr.Opt[BridgeSTP]     `json:"stp_state,omitzero"`      // IFLA_BR_STP_STATE
	STPMode      nlattr.Opt[BridgeSTPMode] `json:"stp_mode,omitzero"`       // IFLA_BR_STP_MODE: who runs it, settable while it is off (7.1)
	Priority     nlattr.Opt[uint16]        `json:"priority,omitzero"`       // IFLA_BR_PRIORITY, of STP: the lowest becomes root
	GroupFwdMask nlattr.Opt[uint16]        `json:"group_fwd_mask,omitzero"` // IFLA_BR_GROUP_FWD_MASK: the bit n has frames to 01:80:c2:00:00:0n forwarded; not 0, 1 and 2
	GroupAddr    nlattr.HWAddr             `json:"group_addr,omitzero"`     // IFLA_BR_GROUP_ADDR: where STP frames go, 01:80:c2:00:00:0x with x 0 or 4 to f

	NoLinkLocalLearn nlattr.OnOff       `json:"no_linklocal_learn,omitzero"` // BR_BOOLOPT_NO_LL_LEARN: learn nothing from frames to 01:80:c2:00:00:0x (5.0)
	FDBMaxLearned    nlattr.Opt[uint32] `json:"fdb_max_learned,omitzero"`    // IFLA_BR_FDB_MAX_LEARNED: most learned addresses; 0 is no limit (6.7)
	FDBFlush         bool               `json:"fdb_flush,omitzero"`          // IFLA_BR_FDB_FLUSH: forget learned addresses; an order, never reported

	VLANFiltering    nlattr.OnOff          `json:"vlan_filtering,omitzero"`      // IFLA_BR_VLAN_FILTERING
	VLANProtocol     nlattr.Opt[EtherType] `json:"vlan_protocol,omitzero"`       // IFLA_BR_VLAN_PROTOCOL, 802.1Q by default
	VLANDefaultPVID  nlattr.Opt[uint16]    `json:"vlan_default_pvid,omitzero"`   // IFLA_BR_VLAN_DEFAULT_PVID, 1 to 4094, or 0 for none; 1 by default
	VLANStats        nlattr.OnOff          `json:"vlan_stats_enabled,omitzero"`  // IFLA_BR_VLAN_STATS_ENABLED: count by VLAN
	VLANStatsPerPort nlattr.OnOff          `json:"vlan_stats_per_port,omitzero"` // IFLA_BR_VLAN_STATS_PER_PORT: and by port; settable while no port has a VLAN (4.20)
	FDBLocalVLAN0    nlattr.OnOff          `json:"fdb_local_vlan_0,omitzero"`    // BR_BOOLOPT_FDB_LOCAL_VLAN_0: the bridge's own addresses are in VLAN 0 only (6.18)
	MST              nlattr.OnOff          `json:"mst_enabled,omitzero"`         // BR_BOOLOPT_MST_ENABLE: states of ports by VLAN; settable while there is none (5.18)

	MCastSnooping       nlattr.OnOff              `json:"mcast_snooping,omitzero"`                // IFLA_BR_MCAST_SNOOPING
	MCastVLANSnooping   nlattr.OnOff              `json:"mcast_vlan_snooping,omitzero"`           // BR_BOOLOPT_MCAST_VLAN_SNOOPING: by VLAN; needs VLANFiltering (5.15)
	MCastRouter         nlattr.Opt[MCastRouter]   `json:"mcast_router,omitzero"`                  // IFLA_BR_MCAST_ROUTER: whether the bridge itself gets all multicast; not MCastRouterTemp
	MCastQueryUseIfAddr nlattr.OnOff              `json:"mcast_query_use_ifaddr,omitzero"`        // IFLA_BR_MCAST_QUERY_USE_IFADDR: queries come from the bridge's address, not from 0.0.0.0
	MCastQuerier        nlattr.OnOff              `json:"mcast_querier,omitzero"`                 // IFLA_BR_MCAST_QUERIER: send queries
	MCastHashElasticity nlattr.Opt[uint32]        `json:"mcast_hash_elasticity,omitzero"`         // IFLA_BR_MCAST_HASH_ELASTICITY: ignored, and reported as 16, since 5.0
	MCastHashMax        nlattr.Opt[uint32]        `json:"mcast_hash_max,omitzero"`                // IFLA_BR_MCAST_HASH_MAX: most groups; a power of 2 before 5.0
	MCastLastMember     nlattr.Opt[uint32]        `json:"mcast_last_member_cnt,omitzero"`         // IFLA_BR_MCAST_LAST_MEMBER_CNT: queries after somebody left a group
	MCastStartupQueries nlattr.Opt[uint32]        `json:"mcast_startup_query_cnt,omitzero"`       // IFLA_BR_MCAST_STARTUP_QUERY_CNT: queries to begin with
	MCastLastMemberTime nlattr.Opt[time.Duration] `json:"mcast_last_member_intvl,omitzero"`       // IFLA_BR_MCAST_LAST_MEMBER_INTVL: between queries after somebody left
	MCastMembership     nlattr.Opt[time.Duration] `json:"mcast_membership_intvl,omitzero"`        // IFLA_BR_MCAST_MEMBERSHIP_INTVL: lifetime of a membership
	MCastQuerierTime    nlattr.Opt[time.Duration] `json:"mcast_querier_intvl,omitzero"`           // IFLA_BR_MCAST_QUERIER_INTVL: after which another querier is gone
	MCastQueryTime      nlattr.Opt[time.Duration] `json:"mcast_query_intvl,omitzero"`             // IFLA_BR_MCAST_QUERY_INTVL: between queries, from 1s
	MCastResponseTime   nlattr.Opt[time.Duration] `json:"mcast_query_response_intvl,omitzero"`    // IFLA_BR_MCAST_QUERY_RESPONSE_INTVL: to answer a query in
	MCastStartupTime    nlattr.Opt[time.Duration] `json:"mcast_startup_query_intvl,omitzero"`     // IFLA_BR_MCAST_STARTUP_QUERY_INTVL: between queries to begin with, from 1s
	MCastStats          nlattr.OnOff              `json:"mcast_stats_enabled,omitzero"`           // IFLA_BR_MCAST_STATS_ENABLED: count IGMP and MLD
	MCastIGMPVersion    nlattr.Opt[uint8]         `json:"mcast_igmp_version,omitzero"`            // IFLA_BR_MCAST_IGMP_VERSION, 2 or 3
	MCastMLDVersion     nlattr.Opt[uint8]         `json:"mcast_mld_version,omitzero"`             // IFLA_BR_MCAST_MLD_VERSION, 1 or 2
	MDBOffloadFail      nlattr.OnOff              `json:"mdb_offload_fail_notification,omitzero"` // BR_BOOLOPT_MDB_OFFLOAD_FAIL_NOTIFICATION: tell of groups that hardware did not take (6.16)

	NFCallIPTables  nlattr.OnOff `json:"nf_call_iptables,omitzero"`  // IFLA_BR_NF_CALL_IPTABLES: bridged IPv4 goes through iptables
	NFCallIP6Tables nlattr.OnOff `json:"nf_call_ip6tables,omitzero"` // IFLA_BR_NF_CALL_IP6TABLES: bridged IPv6 goes through ip6tables
	NFCallARPTables nlattr.OnOff `json:"nf_call_arptables,omitzero"` // IFLA_BR_NF_CALL_ARPTABLES: bridged ARP goes through arptables

	OtherOptions uint32 `json:"multi_boolopt,omitzero"` // IFLA_BR_MULTI_BOOLOPT: bits that are on and that this package does not know (5.0)

	// The rest is reported.
	RootID         BridgeID                  `json:"root_id,omitzero"`                  // IFLA_BR_ROOT_ID
	ID             BridgeID                  `json:"bridge_id,omitzero"`                // IFLA_BR_BRIDGE_ID
	RootPort       nlattr.Opt[uint16]        `json:"root_port,omitzero"`                // IFLA_BR_ROOT_PORT: the number of the port to the root; 0 for the root itself
	RootPathCost   nlattr.Opt[uint32]        `json:"root_path_cost,omitzero"`           // IFLA_BR_ROOT_PATH_COST
	TopologyChange nlattr.OnOff              `json:"topology_change,omitzero"`          // IFLA_BR_TOPOLOGY_CHANGE
	TopologyFound  nlattr.OnOff              `json:"topology_change_detected,omitzero"` // IFLA_BR_TOPOLOGY_CHANGE_DETECTED
	HelloTimer     nlattr.Opt[time.Duration] `json:"hello_timer,omitzero"`              // IFLA_BR_HELLO_TIMER: what is left; 0 if it does not run
	TCNTimer       nlattr.Opt[time.Duration] `json:"tcn_timer,omitzero"`                // IFLA_BR_TCN_TIMER
	TopologyTimer  nlattr.Opt[time.Duration] `json:"topology_change_timer,omitzero"`    // IFLA_BR_TOPOLOGY_CHANGE_TIMER
	GCTimer        nlattr.Opt[time.Duration] `json:"gc_timer,omitzero"`                 // IFLA_BR_GC_TIMER
	FDBLearned     nlattr.Opt[uint32]        `json:"fdb_n_learned,omitzero"`            // IFLA_BR_FDB_N_LEARNED: the number of learned addresses (6.7)
	Querier        *MCastQuerierState        `json:"mcast_querier_state,omitzero"`      // IFLA_BR_MCAST_QUERIER_STATE, if there is a querier (5.15)

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Kind implements [Kind].
func (*Bridge) Kind() string { return "bridge" }

// Attrs implements [Kind].
func (b *Bridge) Attrs(c *nlattr.Codec) {
	if !c.Reporting() {
		b.check(c)
	}
	nlattr.Dur32(c, uapi.IFLA_BR_FORWARD_DELAY, "forward_delay", rtattr.Tick, &b.ForwardDelay)
	nlattr.Dur32(c, uapi.IFLA_BR_HELLO_TIME, "hello_time", rtattr.Tick, &b.HelloTime)
	nlattr.Dur32(c, uapi.IFLA_BR_MAX_AGE, "max_age", rtattr.Tick, &b.MaxAge)
	nlattr.Dur32(c, uapi.IFLA_BR_AGEING_TIME, "ageing_time", rtattr.Tick, &b.AgeingTime)
	nlattr.U32(c, uapi.IFLA_BR_STP_STATE, "stp_state", &b.STP)
	nlattr.U32(c, uapi.IFLA_BR_STP_MODE, "stp_mode", &b.STPMode)
	nlattr.U16(c, uapi.IFLA_BR_PRIORITY, "priority", &b.Priority)
	nlattr.U16(c, uapi.IFLA_BR_GROUP_FWD_MASK, "group_fwd_mask", &b.GroupFwdMask)
	nlattr.LLAddr(c, uapi.IFLA_BR_GROUP_ADDR, "group_addr", &b.GroupAddr)
	nlattr.U32(c, uapi.IFLA_BR_FDB_MAX_LEARNED, "fdb_max_learned", &b.FDBMaxLearned)
	nlattr.Flag(c, uapi.IFLA_BR_FDB_FLUSH, "fdb_flush", &b.FDBFlush)
	nlattr.Switch(c, uapi.IFLA_BR_VLAN_FILTERING, "vlan_filtering", &b.VLANFiltering)
	nlattr.BE16(c, uapi.IFLA_BR_VLAN_PROTOCOL, "vlan_protocol", &b.VLANProtocol)
	nlattr.U16(c, uapi.IFLA_BR_VLAN_DEFAULT_PVID, "vlan_default_pvid", &b.VLANDefaultPVID)
	nlattr.Switch(c, uapi.IFLA_BR_VLAN_STATS_ENABLED, "vlan_stats_enabled", &b.VLANStats)
	nlattr.Switch(c, uapi.IFLA_BR_VLAN_STATS_PER_PORT, "vlan_stats_per_port", &b.VLANStatsPerPort)
	b.multicast(c)
	nlattr.Switch(c, uapi.IFLA_BR_NF_CALL_IPTABLES, "nf_call_iptables", &b.NFCallIPTables)
	nlattr.Switch(c, uapi.IFLA_BR_NF_CALL_IP6TABLES, "nf_call_ip6tables", &b.NFCallIP6Tables)
	nlattr.Switch(c, uapi.IFLA_BR_NF_CALL_ARPTABLES, "nf_call_arptables", &b.NFCallARPTables)
	nlattr.Bits(c, uapi.IFLA_BR_MULTI_BOOLOPT, "multi_boolopt", &b.OtherOptions,
		nlattr.Bit{Mask: 1 << uapi.BR_BOOLOPT_NO_LL_LEARN, Switch: &b.NoLinkLocalLearn},
		nlattr.Bit{Mask: 1 << uapi.BR_BOOLOPT_MCAST_VLAN_SNOOPING, Switch: &b.MCastVLANSnooping},
		nlattr.Bit{Mask: 1 << uapi.BR_BOOLOPT_MST_ENABLE, Switch: &b.MST},
		nlattr.Bit{Mask: 1 << uapi.BR_BOOLOPT_MDB_OFFLOAD_FAIL_NOTIFICATION, Switch: &b.MDBOffloadFail},
		nlattr.Bit{Mask: 1 << uapi.BR_BOOLOPT_FDB_LOCAL_VLAN_0, Switch: &b.FDBLocalVLAN0})
	if c.Reporting() {
		b.reported(c)
	}
	nlattr.Rest(c, &b.Unknown)
}

func (b *Bridge) multicast(c *nlattr.Codec) {
	nlattr.Switch(c, uapi.IFLA_BR_MCAST_SNOOPING, "mcast_snooping", &b.MCastSnooping)
	nlattr.U8(c, uapi.IFLA_BR_MCAST_ROUTER, "mcast_router", &b.MCastRouter)
	nlattr.Switch(c, uapi.IFLA_BR_MCAST_QUERY_USE_IFADDR, "mcast_query_use_ifaddr", &b.MCastQueryUseIfAddr)
	nlattr.Switch(c, uapi.IFLA_BR_MCAST_QUERIER, "mcast_querier", &b.MCastQuerier)
	nlattr.U32(c, uapi.IFLA_BR_MCAST_HASH_ELASTICITY, "mcast_hash_elasticity", &b.MCastHashElasticity)
	nlattr.U32(c, uapi.IFLA_BR_MCAST_HASH_MAX, "mcast_hash_max", &b.MCastHashMax)
	nlattr.U32(c, uapi.IFLA_BR_MCAST_LAST_MEMBER_CNT, "mcast_last_member_cnt", &b.MCastLastMember)
	nlattr.U32(c, uapi.IFLA_BR_MCAST_STARTUP_QUERY_CNT, "mcast_startup_query_cnt", &b.MCastStartupQueries)
	nlattr.Dur64(c, uapi.IFLA_BR_MCAST_LAST_MEMBER_INTVL, "mcast_last_member_intvl", rtattr.Tick, &b.MCastLastMemberTime)
	nlattr.Dur64(c, uapi.IFLA_BR_MCAST_MEMBERSHIP_INTVL, "mcast_membership_intvl", rtattr.Tick, &b.MCastMembership)
	nlattr.Dur64(c, uapi.IFLA_BR_MCAST_QUERIER_INTVL, "mcast_querier_intvl", rtattr.Tick, &b.MCastQuerierTime)
	nlattr.Dur64(c, uapi.IFLA_BR_MCAST_QUERY_INTVL, "mcast_query_intvl", rtattr.Tick, &b.MCastQueryTime)
	nlattr.Dur64(c, uapi.IFLA_BR_MCAST_QUERY_RESPONSE_INTVL, "mcast_query_response_intvl", rtattr.Tick, &b.MCastResponseTime)
	nlattr.Dur64(c, uapi.IFLA_BR_MCAST_STARTUP_QUERY_INTVL, "mcast_startup_query_intvl", rtattr.Tick, &b.MCastStartupTime)
	nlattr.Switch(c, uapi.IFLA_BR_MCAST_STATS_ENABLED, "mcast_stats_enabled", &b.MCastStats)
	nlattr.U8(c, uapi.IFLA_BR_MCAST_IGMP_VERSION, "mcast_igmp_version", &b.MCastIGMPVersion)
	nlattr.U8(c, uapi.IFLA_BR_MCAST_MLD_VERSION, "mcast_mld_version", &b.MCastMLDVersion)
}

// reported lists what only the kernel sends.
func (b *Bridge) reported(c *nlattr.Codec) {
	bridgeID(c, uapi.IFLA_BR_ROOT_ID, "root_id", &b.RootID)
	bridgeID(c, uapi.IFLA_BR_BRIDGE_ID, "bridge_id", &b.ID)
	nlattr.U16(c, uapi.IFLA_BR_ROOT_PORT, "root_port", &b.RootPort)
	nlattr.U32(c, uapi.IFLA_BR_ROOT_PATH_COST, "root_path_cost", &b.RootPathCost)
	nlattr.Switch(c, uapi.IFLA_BR_TOPOLOGY_CHANGE, "topology_change", &b.TopologyChange)
	nlattr.Switch(c, uapi.IFLA_BR_TOPOLOGY_CHANGE_DETECTED, "topology_change_detected", &b.TopologyFound)
	nlattr.Dur64(c, uapi.IFLA_BR_HELLO_TIMER, "hello_timer", rtattr.Tick, &b.HelloTimer)
	nlattr.Dur64(c, uapi.IFLA_BR_TCN_TIMER, "tcn_timer", rtattr.Tick, &b.TCNTimer)
	nlattr.Dur64(c, uapi.IFLA_BR_TOPOLOGY_CHANGE_TIMER, "topology_change_timer", rtattr.Tick, &b.TopologyTimer)
	nlattr.Dur64(c, uapi.IFLA_BR_GC_TIMER, "gc_timer", rtattr.Tick, &b.GCTimer)
	nlattr.U32(c, uapi.IFLA_BR_FDB_N_LEARNED, "fdb_n_learned", &b.FDBLearned)
	nlattr.Nest(c, uapi.IFLA_BR_MCAST_QUERIER_STATE, "mcast_querier_state", &b.Querier)
	nlattr.Skip(c, uapi.IFLA_BR_PAD, "pad")
}

// check refuses what the kernel would silently make something else of, or
// refuse without naming the attribute.
func (b *Bridge) check(c *nlattr.Codec) {
	within(c, "hello_time", b.HelloTime, 1*time.Second, 10*time.Second)
	within(c, "max_age", b.MaxAge, 6*time.Second, 40*time.Second)
	within(c, "mcast_query_intvl", b.MCastQueryTime, 1*time.Second, 24*time.Hour)
	within(c, "mcast_startup_query_intvl", b.MCastStartupTime, 1*time.Second, 24*time.Hour)
	if m := b.GroupFwdMask.Or(0); m&7 != 0 {
		c.Reject("group_fwd_mask", fmt.Sprintf("%#x has bits 0, 1 or 2, whose frames are never forwarded", m))
	}
	if !b.GroupAddr.IsZero() && !stpGroup(b.GroupAddr) {
		c.Reject("group_addr", b.GroupAddr.String()+" is not 01:80:c2:00:00:0x with x 0 or 4 to f")
	}
	if v := b.VLANDefaultPVID.Or(0); v > 4094 {
		c.Reject("vlan_default_pvid", fmt.Sprintf("%d is not 0 to 4094", v))
	}
	if v := b.MCastRouter.Or(0); v > MCastRouterPerm {
		c.Reject("mcast_router", fmt.Sprintf("%v is for ports only", v))
	}
	if v := b.MCastIGMPVersion.Or(2); v != 2 && v != 3 {
		c.Reject("mcast_igmp_version", fmt.Sprintf("%d is not 2 or 3", v))
	}
	if v := b.MCastMLDVersion.Or(1); v != 1 && v != 2 {
		c.Reject("mcast_mld_version", fmt.Sprintf("%d is not 1 or 2", v))
	}
}

func within(c *nlattr.Codec, name string, v nlattr.Opt[time.Duration], least, most time.Duration) {
	if d, ok := v.Get(); ok && (d < least || d > most) {
		c.Reject(name, fmt.Sprintf("%v is not %v to %v", d, least, most))
	}
}

// stpGroup reports whether STP frames can go to a.
func stpGroup(a nlattr.HWAddr) bool {
	var buf [32]byte
	b := a.AppendTo(buf[:0])
	return len(b) == 6 && bytes.HasPrefix(b, []byte{0x01, 0x80, 0xc2, 0, 0}) && b[5] < 16 && (b[5] == 0 || b[5] > 3)
}

// BridgeSTP says whether a bridge takes part in the spanning tree protocol.
type BridgeSTP uint32

// The states of STP. It is turned on with BridgeSTPOn; what is then reported
// depends on the mode, and on whether there is an /sbin/bridge-stp.
const (
	BridgeSTPOff  BridgeSTP = 0
	BridgeSTPOn   BridgeSTP = 1 // by the kernel
	BridgeSTPUser BridgeSTP = 2 // by a program
)

// BridgeSTPMode says who is to run the spanning tree protocol.
type BridgeSTPMode uint32

// The modes, BR_STP_MODE_*.
const (
	BridgeSTPModeAuto   BridgeSTPMode = uapi.BR_STP_MODE_AUTO // /sbin/bridge-stp in the first namespace, else the kernel
	BridgeSTPModeUser   BridgeSTPMode = uapi.BR_STP_MODE_USER
	BridgeSTPModeKernel BridgeSTPMode = uapi.BR_STP_MODE_KERNEL
)

// String returns the mode as ip(8) prints it.
func (m BridgeSTPMode) String() string {
	return rtattr.Enum(m, []string{BridgeSTPModeAuto: "auto", BridgeSTPModeUser: "user", BridgeSTPModeKernel: "kernel"})
}

// MCastRouter says whether there are multicast routers behind a port, which get
// all multicast. ip(8) has numbers for it.
type MCastRouter uint8

// The values, MDB_RTR_TYPE_*.
const (
	MCastRouterOff   MCastRouter = 0 // no
	MCastRouterQuery MCastRouter = 1 // where queries come from
	MCastRouterPerm  MCastRouter = 2 // yes
	MCastRouterTemp  MCastRouter = 3 // yes, for a while that this value begins again; ports only
)

// MCastQuerierState says which querier a bridge listens to.
type MCastQuerierState struct {
	Addr    netip.Addr                `json:"mcast_querier_ipv4_addr,omitzero"`        // BRIDGE_QUERIER_IP_ADDRESS
	Port    int32                     `json:"mcast_querier_ipv4_port,omitzero"`        // BRIDGE_QUERIER_IP_PORT: the index of the port it is behind; 0 for the bridge itself
	Timer   nlattr.Opt[time.Duration] `json:"mcast_querier_ipv4_other_timer,omitzero"` // BRIDGE_QUERIER_IP_OTHER_TIMER: until it is given up
	Addr6   netip.Addr                `json:"mcast_querier_ipv6_addr,omitzero"`        // BRIDGE_QUERIER_IPV6_ADDRESS
	Port6   int32                     `json:"mcast_querier_ipv6_port,omitzero"`        // BRIDGE_QUERIER_IPV6_PORT
	Timer6  nlattr.Opt[time.Duration] `json:"mcast_querier_ipv6_other_timer,omitzero"` // BRIDGE_QUERIER_IPV6_OTHER_TIMER
	Unknown []nlattr.Attr             `json:"unknown,omitzero"`                        // attributes that this package does not know
}

// Attrs lists the attributes.
func (q *MCastQuerierState) Attrs(c *nlattr.Codec) {
	nlattr.Addr(c, uapi.BRIDGE_QUERIER_IP_ADDRESS, uapi.BRIDGE_QUERIER_IP_ADDRESS, "mcast_querier_ipv4_addr", &q.Addr)
	nlattr.N32(c, uapi.BRIDGE_QUERIER_IP_PORT, "mcast_querier_ipv4_port", &q.Port)
	nlattr.Dur64(c, uapi.BRIDGE_QUERIER_IP_OTHER_TIMER, "mcast_querier_ipv4_other_timer", rtattr.Tick, &q.Timer)
	nlattr.Addr(c, uapi.BRIDGE_QUERIER_IPV6_ADDRESS, uapi.BRIDGE_QUERIER_IPV6_ADDRESS, "mcast_querier_ipv6_addr", &q.Addr6)
	nlattr.N32(c, uapi.BRIDGE_QUERIER_IPV6_PORT, "mcast_querier_ipv6_port", &q.Port6)
	nlattr.Dur64(c, uapi.BRIDGE_QUERIER_IPV6_OTHER_TIMER, "mcast_querier_ipv6_other_timer", rtattr.Tick, &q.Timer6)
	nlattr.Skip(c, uapi.BRIDGE_QUERIER_PAD, "pad")
	nlattr.Rest(c, &q.Unknown)
}

// BridgeID names a bridge in the spanning tree protocol, struct ifla_bridge_id.
// The zero BridgeID is absent.
type BridgeID struct {
	Priority uint16        // the lower, the likelier the root
	Address  nlattr.HWAddr // 6 bytes
}

// bridgeID carries a bridge id.
func bridgeID(c *nlattr.Codec, t nlattr.Type, name string, id *BridgeID) {
	nlattr.Packed(c, t, name, *id != BridgeID{}, id.Attrs)
}

// Attrs lists the members.
func (i *BridgeID) Attrs(c *nlattr.Codec) {
	var buf [32]byte
	i.Address.AppendTo(buf[:0])
	h := c.Head(8)
	nlattr.AtBE16(h, 0, &i.Priority)
	nlattr.AtBytes(h, 2, buf[:6])
	if c.Decoding() {
		i.Address, _ = nlattr.HWAddrFrom(buf[:6])
	}
}

// String returns the id as ip(8) prints it: 8000.2:0:5e:0:53:1.
func (i BridgeID) String() string {
	if i == (BridgeID{}) {
		return ""
	}
	var buf [32]byte
	b := fmt.Appendf(nil, "%04x.", i.Priority)
	for n, x := range i.Address.AppendTo(buf[:0]) {
		if n > 0 {
			b = append(b, ':')
		}
		b = strconv.AppendUint(b, uint64(x), 16)
	}
	return string(b)
}

// MarshalText returns what String does.
func (i BridgeID) MarshalText() ([]byte, error) { return []byte(i.String()), nil }

// UnmarshalText reads what String returns.
func (i *BridgeID) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*i = BridgeID{}
		return nil
	}
	prio, addr, _ := strings.Cut(string(text), ".")
	var id BridgeID
	p, err := hex.DecodeString(prio)
	var a []byte
	for s := range strings.SplitSeq(addr, ":") {
		x, e := strconv.ParseUint(s, 16, 8)
		if e != nil {
			err = e
		}
		a = append(a, byte(x))
	}
	if err != nil || len(p) != 2 || len(a) != 6 {
		return fmt.Errorf("rtnl: %q is not a bridge id, such as 8000.2:0:5e:0:53:1", text)
	}
	id.Priority = uint16(p[0])<<8 | uint16(p[1])
	if id.Address, err = nlattr.HWAddrFrom(a); err != nil {
		return err
	}
	*i = id
	return nil
}
