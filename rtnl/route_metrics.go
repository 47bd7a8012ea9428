package rtnl

import (
	"strings"
	"time"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

// RouteMetrics are the metrics of a route, RTAX_*.
type RouteMetrics struct {
	Lock             RouteLock          `json:"lock,omitzero"`               // RTAX_LOCK: metrics that the kernel must not adapt
	MTU              Opt[uint32]        `json:"mtu,omitzero"`                // RTAX_MTU, bytes
	Window           Opt[uint32]        `json:"window,omitzero"`             // RTAX_WINDOW, bytes
	RTT              Opt[time.Duration] `json:"rtt,omitzero"`                // RTAX_RTT, eighths of a millisecond
	RTTVar           Opt[time.Duration] `json:"rttvar,omitzero"`             // RTAX_RTTVAR, quarters of a millisecond
	SSThresh         Opt[uint32]        `json:"ssthresh,omitzero"`           // RTAX_SSTHRESH, segments
	CWnd             Opt[uint32]        `json:"cwnd,omitzero"`               // RTAX_CWND, segments; needs LockCWnd to have effect
	AdvMSS           Opt[uint32]        `json:"advmss,omitzero"`             // RTAX_ADVMSS, bytes
	Reordering       Opt[uint32]        `json:"reordering,omitzero"`         // RTAX_REORDERING, segments
	HopLimit         Opt[uint32]        `json:"hoplimit,omitzero"`           // RTAX_HOPLIMIT, 1 to 255
	InitCWnd         Opt[uint32]        `json:"initcwnd,omitzero"`           // RTAX_INITCWND, segments
	Features         Opt[RouteFeatures] `json:"features,omitzero"`           // RTAX_FEATURES
	RTOMin           Opt[time.Duration] `json:"rto_min,omitzero"`            // RTAX_RTO_MIN, milliseconds
	InitRWnd         Opt[uint32]        `json:"initrwnd,omitzero"`           // RTAX_INITRWND, segments
	QuickAck         OnOff              `json:"quickack,omitzero"`           // RTAX_QUICKACK
	CongCtl          string             `json:"congctl,omitzero"`            // RTAX_CC_ALGO: name of a TCP congestion control
	FastOpenNoCookie OnOff              `json:"fastopen_no_cookie,omitzero"` // RTAX_FASTOPEN_NO_COOKIE
}

// RouteLock is a set of metrics that the kernel must not adapt, a bit
// 1<<RTAX_* each. There is one of it, however many metrics are locked.
type RouteLock uint32

// The metrics that can be locked.
const (
	LockMTU        RouteLock = 1 << uapi.RTAX_MTU
	LockWindow     RouteLock = 1 << uapi.RTAX_WINDOW
	LockRTT        RouteLock = 1 << uapi.RTAX_RTT
	LockRTTVar     RouteLock = 1 << uapi.RTAX_RTTVAR
	LockSSThresh   RouteLock = 1 << uapi.RTAX_SSTHRESH
	LockCWnd       RouteLock = 1 << uapi.RTAX_CWND
	LockAdvMSS     RouteLock = 1 << uapi.RTAX_ADVMSS
	LockReordering RouteLock = 1 << uapi.RTAX_REORDERING
	LockHopLimit   RouteLock = 1 << uapi.RTAX_HOPLIMIT
	LockInitCWnd   RouteLock = 1 << uapi.RTAX_INITCWND
	LockRTOMin     RouteLock = 1 << uapi.RTAX_RTO_MIN
	LockInitRWnd   RouteLock = 1 << uapi.RTAX_INITRWND
	LockQuickAck   RouteLock = 1 << uapi.RTAX_QUICKACK
	LockCongCtl    RouteLock = 1 << uapi.RTAX_CC_ALGO
)

var routeLocks = map[string]RouteLock{
	"mtu": LockMTU, "window": LockWindow, "rtt": LockRTT, "rttvar": LockRTTVar, "ssthresh": LockSSThresh, "cwnd": LockCWnd,
	"advmss": LockAdvMSS, "reordering": LockReordering, "hoplimit": LockHopLimit, "initcwnd": LockInitCWnd,
	"rto_min": LockRTOMin, "initrwnd": LockInitRWnd, "quickack": LockQuickAck, "congctl": LockCongCtl,
}

// RouteFeatures are RTAX_FEATURE_* bits.
type RouteFeatures uint32

// The features.
const (
	FeatureECN    RouteFeatures = uapi.RTAX_FEATURE_ECN
	FeatureUsecTS RouteFeatures = uapi.RTAX_FEATURE_TCP_USEC_TS // microsecond TCP timestamps (6.7)
)

// String returns the features in the words of ip(8), with spaces.
func (f RouteFeatures) String() string {
	return strings.Join(rtattr.FlagNames(uint32(f), rtattr.Flags{{uapi.RTAX_FEATURE_ECN, "ecn"}, {uapi.RTAX_FEATURE_TCP_USEC_TS, "tcp_usec_ts"}}), " ")
}

func (m *RouteMetrics) send() bool { return *m != RouteMetrics{} }

// metrics is RTA_METRICS.
func (r *RouteMore) metrics(c *nlattr.Codec) {
	m := &r.Metrics
	nlattr.N32(c, uapi.RTAX_LOCK, "lock", &m.Lock)
	nlattr.U32(c, uapi.RTAX_MTU, "mtu", &m.MTU)
	nlattr.U32(c, uapi.RTAX_WINDOW, "window", &m.Window)
	nlattr.Dur32(c, uapi.RTAX_RTT, "rtt", time.Millisecond/8, &m.RTT)
	nlattr.Dur32(c, uapi.RTAX_RTTVAR, "rttvar", time.Millisecond/4, &m.RTTVar)
	nlattr.U32(c, uapi.RTAX_SSTHRESH, "ssthresh", &m.SSThresh)
	nlattr.U32(c, uapi.RTAX_CWND, "cwnd", &m.CWnd)
	nlattr.U32(c, uapi.RTAX_ADVMSS, "advmss", &m.AdvMSS)
	nlattr.U32(c, uapi.RTAX_REORDERING, "reordering", &m.Reordering)
	nlattr.U32(c, uapi.RTAX_HOPLIMIT, "hoplimit", &m.HopLimit)
	nlattr.U32(c, uapi.RTAX_INITCWND, "initcwnd", &m.InitCWnd)
	nlattr.U32(c, uapi.RTAX_FEATURES, "features", &m.Features)
	nlattr.Dur32(c, uapi.RTAX_RTO_MIN, "rto_min", time.Millisecond, &m.RTOMin)
	nlattr.U32(c, uapi.RTAX_INITRWND, "initrwnd", &m.InitRWnd)
	nlattr.Switch32(c, uapi.RTAX_QUICKACK, "quickack", &m.QuickAck)
	nlattr.Str(c, uapi.RTAX_CC_ALGO, "congctl", &m.CongCtl)
	nlattr.Switch32(c, uapi.RTAX_FASTOPEN_NO_COOKIE, "fastopen_no_cookie", &m.FastOpenNoCookie)
	nlattr.Rest(c, &r.Unknown)
}
