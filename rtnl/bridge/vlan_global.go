package bridge

import (
	"context"
	"fmt"
	"iter"
	"time"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

// VLANGlobal are the options that a bridge has for a VLAN, or for a range of
// VLANs, whichever port they are of, BRIDGE_VLANDB_GOPTS_* (5.15). An absent field
// leaves the current value. The bridge has MCastVLANSnooping on where those of
// multicast matter. Times count hundredths of a second.
type VLANGlobal struct {
	Dev      string `json:"-"`                // the bridge's name
	DevIndex int32  `json:"ifindex,omitzero"` // its index
	VID      uint16 `json:"vlan,omitzero"`    // BRIDGE_VLANDB_GOPTS_ID: the number, 1 to 4094
	End      uint16 `json:"vlanEnd,omitzero"` // BRIDGE_VLANDB_GOPTS_RANGE: the last one of a range; absent for one VLAN

	MCastSnooping     nlattr.OnOff              `json:"mcast_snooping,omitzero"`                // BRIDGE_VLANDB_GOPTS_MCAST_SNOOPING
	MCastQuerier      nlattr.OnOff              `json:"mcast_querier,omitzero"`                 // BRIDGE_VLANDB_GOPTS_MCAST_QUERIER: send queries
	IGMPVersion       nlattr.Opt[uint8]         `json:"mcast_igmp_version,omitzero"`            // BRIDGE_VLANDB_GOPTS_MCAST_IGMP_VERSION, 2 or 3
	MLDVersion        nlattr.Opt[uint8]         `json:"mcast_mld_version,omitzero"`             // BRIDGE_VLANDB_GOPTS_MCAST_MLD_VERSION, 1 or 2
	LastMemberCount   nlattr.Opt[uint32]        `json:"mcast_last_member_count,omitzero"`       // BRIDGE_VLANDB_GOPTS_MCAST_LAST_MEMBER_CNT: queries after a leave
	LastMemberTime    nlattr.Opt[time.Duration] `json:"mcast_last_member_interval,omitzero"`    // BRIDGE_VLANDB_GOPTS_MCAST_LAST_MEMBER_INTVL between them
	StartupQueryCount nlattr.Opt[uint32]        `json:"mcast_startup_query_count,omitzero"`     // BRIDGE_VLANDB_GOPTS_MCAST_STARTUP_QUERY_CNT: queries at first
	StartupQueryTime  nlattr.Opt[time.Duration] `json:"mcast_startup_query_interval,omitzero"`  // BRIDGE_VLANDB_GOPTS_MCAST_STARTUP_QUERY_INTVL between them
	MembershipTime    nlattr.Opt[time.Duration] `json:"mcast_membership_interval,omitzero"`     // BRIDGE_VLANDB_GOPTS_MCAST_MEMBERSHIP_INTVL: after which a member is gone
	QuerierTime       nlattr.Opt[time.Duration] `json:"mcast_querier_interval,omitzero"`        // BRIDGE_VLANDB_GOPTS_MCAST_QUERIER_INTVL: after which another querier is gone
	QueryTime         nlattr.Opt[time.Duration] `json:"mcast_query_interval,omitzero"`          // BRIDGE_VLANDB_GOPTS_MCAST_QUERY_INTVL between queries
	QueryResponseTime nlattr.Opt[time.Duration] `json:"mcast_query_response_interval,omitzero"` // BRIDGE_VLANDB_GOPTS_MCAST_QUERY_RESPONSE_INTVL: in which to answer a query
	MSTI              nlattr.Opt[uint16]        `json:"msti,omitzero"`                          // BRIDGE_VLANDB_GOPTS_MSTI: the spanning tree, 0 to 4094 (5.18)

	Querier *kind.MCastQuerierState `json:"mcast_querier_state,omitzero"` // BRIDGE_VLANDB_GOPTS_MCAST_QUERIER_STATE; reported
	Routers []RouterPort            `json:"router_ports,omitzero"`        // BRIDGE_VLANDB_GOPTS_MCAST_ROUTER_PORTS; reported

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Attrs lists the attributes of BRIDGE_VLANDB_GLOBAL_OPTIONS.
func (g *VLANGlobal) Attrs(c *nlattr.Codec) {
	if !c.Reporting() {
		g.check(c)
	}
	nlattr.N16(c, uapi.BRIDGE_VLANDB_GOPTS_ID, "vlan", &g.VID)
	nlattr.N16(c, uapi.BRIDGE_VLANDB_GOPTS_RANGE, "vlanEnd", &g.End)
	nlattr.Switch(c, uapi.BRIDGE_VLANDB_GOPTS_MCAST_SNOOPING, "mcast_snooping", &g.MCastSnooping)
	nlattr.Switch(c, uapi.BRIDGE_VLANDB_GOPTS_MCAST_QUERIER, "mcast_querier", &g.MCastQuerier)
	nlattr.U8(c, uapi.BRIDGE_VLANDB_GOPTS_MCAST_IGMP_VERSION, "mcast_igmp_version", &g.IGMPVersion)
	nlattr.U8(c, uapi.BRIDGE_VLANDB_GOPTS_MCAST_MLD_VERSION, "mcast_mld_version", &g.MLDVersion)
	nlattr.U32(c, uapi.BRIDGE_VLANDB_GOPTS_MCAST_LAST_MEMBER_CNT, "mcast_last_member_count", &g.LastMemberCount)
	nlattr.Dur64(c, uapi.BRIDGE_VLANDB_GOPTS_MCAST_LAST_MEMBER_INTVL, "mcast_last_member_interval", rtattr.Tick, &g.LastMemberTime)
	nlattr.U32(c, uapi.BRIDGE_VLANDB_GOPTS_MCAST_STARTUP_QUERY_CNT, "mcast_startup_query_count", &g.StartupQueryCount)
	nlattr.Dur64(c, uapi.BRIDGE_VLANDB_GOPTS_MCAST_STARTUP_QUERY_INTVL, "mcast_startup_query_interval", rtattr.Tick, &g.StartupQueryTime)
	nlattr.Dur64(c, uapi.BRIDGE_VLANDB_GOPTS_MCAST_MEMBERSHIP_INTVL, "mcast_membership_interval", rtattr.Tick, &g.MembershipTime)
	nlattr.Dur64(c, uapi.BRIDGE_VLANDB_GOPTS_MCAST_QUERIER_INTVL, "mcast_querier_interval", rtattr.Tick, &g.QuerierTime)
	nlattr.Dur64(c, uapi.BRIDGE_VLANDB_GOPTS_MCAST_QUERY_INTVL, "mcast_query_interval", rtattr.Tick, &g.QueryTime)
	nlattr.Dur64(c, uapi.BRIDGE_VLANDB_GOPTS_MCAST_QUERY_RESPONSE_INTVL, "mcast_query_response_interval", rtattr.Tick, &g.QueryResponseTime)
	nlattr.U16(c, uapi.BRIDGE_VLANDB_GOPTS_MSTI, "msti", &g.MSTI)
	if c.Reporting() {
		nlattr.Nest(c, uapi.BRIDGE_VLANDB_GOPTS_MCAST_QUERIER_STATE, "mcast_querier_state", &g.Querier)
		routerPorts(c, uapi.BRIDGE_VLANDB_GOPTS_MCAST_ROUTER_PORTS, "router_ports", &g.Routers, &g.Unknown)
	}
	nlattr.Skip(c, uapi.BRIDGE_VLANDB_GOPTS_PAD, "pad")
	nlattr.Rest(c, &g.Unknown)
}

func (g *VLANGlobal) check(c *nlattr.Codec) {
	checkRange(c, g.VID, g.End)
	if v := g.IGMPVersion.Or(2); v != 2 && v != 3 {
		c.Reject("mcast_igmp_version", fmt.Sprintf("%d is neither 2 nor 3", v))
	}
	if v := g.MLDVersion.Or(1); v != 1 && v != 2 {
		c.Reject("mcast_mld_version", fmt.Sprintf("%d is neither 1 nor 2", v))
	}
	checkVLAN(c, "msti", g.MSTI.Or(0))
}

// RouterPort is a port that has multicast routers behind it.
type RouterPort struct {
	Bridge   int32                        `json:"-"`                // the index of the bridge
	DevIndex int32                        `json:"ifindex,omitzero"` // the index of the port
	Timer    nlattr.Opt[time.Duration]    `json:"timer,omitzero"`   // MDBA_ROUTER_PATTR_TIMER: until it is none, the longer of the next two; 0 is for good
	Type     nlattr.Opt[kind.MCastRouter] `json:"type,omitzero"`    // MDBA_ROUTER_PATTR_TYPE
	Timer4   nlattr.Opt[time.Duration]    `json:"timer4,omitzero"`  // MDBA_ROUTER_PATTR_INET_TIMER: for IPv4 (5.14)
	Timer6   nlattr.Opt[time.Duration]    `json:"timer6,omitzero"`  // MDBA_ROUTER_PATTR_INET6_TIMER: for IPv6 (5.14)
	VLAN     uint16                       `json:"vid,omitzero"`     // MDBA_ROUTER_PATTR_VID, where the bridge knows it by VLAN (5.15)
	Unknown  []nlattr.Attr                `json:"unknown,omitzero"` // attributes that this package does not know
}

// Attrs lists the attributes behind the port's index.
func (r *RouterPort) Attrs(c *nlattr.Codec) {
	nlattr.At32(c.Head(4), 0, &r.DevIndex)
	nlattr.Dur32(c, uapi.MDBA_ROUTER_PATTR_TIMER, "timer", rtattr.Tick, &r.Timer)
	nlattr.U8(c, uapi.MDBA_ROUTER_PATTR_TYPE, "type", &r.Type)
	nlattr.Dur32(c, uapi.MDBA_ROUTER_PATTR_INET_TIMER, "timer4", rtattr.Tick, &r.Timer4)
	nlattr.Dur32(c, uapi.MDBA_ROUTER_PATTR_INET6_TIMER, "timer6", rtattr.Tick, &r.Timer6)
	nlattr.N16(c, uapi.MDBA_ROUTER_PATTR_VID, "vid", &r.VLAN)
	nlattr.Rest(c, &r.Unknown)
}

// DumpKey is what [rtnl.Collect] tells router ports apart by.
func (r *RouterPort) DumpKey() any { return [3]int32{r.Bridge, r.DevIndex, int32(r.VLAN)} }

// routerPorts carries a nest of router ports.
func routerPorts(c *nlattr.Codec, t nlattr.Type, name string, v *[]RouterPort, rest *[]nlattr.Attr) {
	nlattr.Group(c, t, name, len(*v) != 0 || *rest != nil, func(c *nlattr.Codec) {
		nlattr.HeadRepeat(c, uapi.MDBA_ROUTER_PORT, "port", 4, v)
		nlattr.Rest(c, rest)
	})
}

var vlanGlobalSet = rtnl.Verb{Name: "vlan global set", Type: uapi.RTM_NEWVLAN}

// SetVLANGlobal changes options that a bridge has for a VLAN, or for a range:
// "bridge vlan global set", RTM_NEWVLAN (5.15).
func SetVLANGlobal(g VLANGlobal) rtnl.Request {
	return rtnl.NewRequest(&vlanGlobalSet, &vlanMsg{dev: g.Dev, index: g.DevIndex, globals: []VLANGlobal{g}})
}

// VLANGlobals lists the options that bridges have for VLANs, "bridge vlan global
// show" (5.15). A nil filter is everything; the kernel filters by bridge.
func VLANGlobals(ctx context.Context, c *rtnl.Conn, f *VLANFilter) iter.Seq2[VLANGlobal, error] {
	if f == nil {
		f = new(VLANFilter)
	}
	all := vlanMsgs(ctx, c, "vlan global show", f.Dev, f.DevIndex, uapi.BRIDGE_VLANDB_DUMPF_GLOBAL)
	return within(all, func(m *vlanMsg) []VLANGlobal { return m.globals }, func(g *VLANGlobal) bool { return f.keep(g.VID, g.End) })
}
