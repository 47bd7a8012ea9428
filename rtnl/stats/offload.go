package stats

import (
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
)

// OffloadOf is what hardware counts of a link.
type OffloadOf struct {
	CPUHit *rtnl.LinkStats `json:"cpu_hit,omitzero"`       // IFLA_OFFLOAD_XSTATS_CPU_HIT: what the CPU has handled
	HWInfo *HWInfoOf       `json:"hw_stats_info,omitzero"` // IFLA_OFFLOAD_XSTATS_HW_S_INFO: which are counted (5.19)
	L3     *HWStats        `json:"l3_stats,omitzero"`      // IFLA_OFFLOAD_XSTATS_L3_STATS: what hardware has routed (5.19)

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Attrs lists the attributes.
func (o *OffloadOf) Attrs(c *nlattr.Codec) {
	nlattr.Struct(c, uapi.IFLA_OFFLOAD_XSTATS_CPU_HIT, "cpu_hit", &o.CPUHit)
	nlattr.Nest(c, uapi.IFLA_OFFLOAD_XSTATS_HW_S_INFO, "hw_stats_info", &o.HWInfo)
	nlattr.Struct(c, uapi.IFLA_OFFLOAD_XSTATS_L3_STATS, "l3_stats", &o.L3)
	nlattr.Rest(c, &o.Unknown)
}

func (o *OffloadOf) merge(n *OffloadOf) *OffloadOf {
	if o == nil || n == nil {
		if o == nil {
			return n
		}
		return o
	}
	if n.CPUHit != nil {
		o.CPUHit = n.CPUHit
	}
	if n.HWInfo != nil {
		o.HWInfo = n.HWInfo
	}
	if n.L3 != nil {
		o.L3 = n.L3
	}
	o.Unknown = append(o.Unknown, n.Unknown...)
	return o
}

// HWInfoOf says which counters hardware has for a link.
type HWInfoOf struct {
	L3 *HWUse `json:"l3_stats,omitzero"` // IFLA_OFFLOAD_XSTATS_L3_STATS

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Attrs lists the attributes.
func (i *HWInfoOf) Attrs(c *nlattr.Codec) {
	nlattr.Nest(c, uapi.IFLA_OFFLOAD_XSTATS_L3_STATS, "l3_stats", &i.L3)
	nlattr.Rest(c, &i.Unknown)
}

// HWUse is a kind of counters.
type HWUse struct {
	Request nlattr.OnOff `json:"request,omitzero"` // IFLA_OFFLOAD_XSTATS_HW_S_INFO_REQUEST: asked for by SetStats
	Used    nlattr.OnOff `json:"used,omitzero"`    // IFLA_OFFLOAD_XSTATS_HW_S_INFO_USED: hardware counts

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Attrs lists the attributes.
func (u *HWUse) Attrs(c *nlattr.Codec) {
	nlattr.Switch(c, uapi.IFLA_OFFLOAD_XSTATS_HW_S_INFO_REQUEST, "request", &u.Request)
	nlattr.Switch(c, uapi.IFLA_OFFLOAD_XSTATS_HW_S_INFO_USED, "used", &u.Used)
	nlattr.Rest(c, &u.Unknown)
}

// HWStats is struct rtnl_hw_stats64.
type HWStats struct {
	RxPackets uint64 `json:"rx_packets"` // received
	TxPackets uint64 `json:"tx_packets"` // sent
	RxBytes   uint64 `json:"rx_bytes"`   // received
	TxBytes   uint64 `json:"tx_bytes"`   // sent
	RxErrors  uint64 `json:"rx_errors"`  // bad packets received
	TxErrors  uint64 `json:"tx_errors"`  // not sent for trouble
	RxDropped uint64 `json:"rx_dropped"` // received, and dropped
	TxDropped uint64 `json:"tx_dropped"` // dropped on the way out
	Multicast uint64 `json:"multicast"`  // multicast packets received
}

// Attrs lists the members.
func (s *HWStats) Attrs(c *nlattr.Codec) {
	counters(c, 72, &s.RxPackets, &s.TxPackets, &s.RxBytes, &s.TxBytes, &s.RxErrors, &s.TxErrors, &s.RxDropped, &s.TxDropped, &s.Multicast)
}
