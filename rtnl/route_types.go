package rtnl

import (
	"strings"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
)

// The kernel's routing tables.
const (
	TableDefault uint32 = uapi.RT_TABLE_DEFAULT
	TableMain    uint32 = uapi.RT_TABLE_MAIN
	TableLocal   uint32 = uapi.RT_TABLE_LOCAL
)

// RouteType says what is done with packets, of RTN_*.
type RouteType uint8

// The types of routes.
const (
	RouteUnicast     RouteType = uapi.RTN_UNICAST
	RouteLocal       RouteType = uapi.RTN_LOCAL
	RouteBroadcast   RouteType = uapi.RTN_BROADCAST
	RouteAnycast     RouteType = uapi.RTN_ANYCAST
	RouteMulticast   RouteType = uapi.RTN_MULTICAST
	RouteBlackhole   RouteType = uapi.RTN_BLACKHOLE   // drop
	RouteUnreachable RouteType = uapi.RTN_UNREACHABLE // drop, and say so
	RouteProhibit    RouteType = uapi.RTN_PROHIBIT    // drop, and say that it is forbidden
	RouteThrow       RouteType = uapi.RTN_THROW       // go on with the next rule
	RouteNAT         RouteType = uapi.RTN_NAT
	RouteXResolve    RouteType = uapi.RTN_XRESOLVE
)

var routeTypes = [...]string{"unspec", "unicast", "local", "broadcast", "anycast", "multicast", "blackhole", "unreachable", "prohibit", "throw", "nat", "xresolve"}

// String returns the type as ip(8) prints it.
func (t RouteType) String() string {
	if int(t) < len(routeTypes) {
		return routeTypes[t]
	}
	return rtattr.Enum(t, nil)
}

// RouteProtocol says who made a route, of RTPROT_* or a number of one's own.
type RouteProtocol uint8

// Some makers of routes.
const (
	ProtoRedirect RouteProtocol = uapi.RTPROT_REDIRECT
	ProtoKernel   RouteProtocol = uapi.RTPROT_KERNEL
	ProtoBoot     RouteProtocol = uapi.RTPROT_BOOT
	ProtoStatic   RouteProtocol = uapi.RTPROT_STATIC
	ProtoRA       RouteProtocol = uapi.RTPROT_RA
	ProtoZebra    RouteProtocol = uapi.RTPROT_ZEBRA
	ProtoBird     RouteProtocol = uapi.RTPROT_BIRD
	ProtoDHCP     RouteProtocol = uapi.RTPROT_DHCP
	ProtoBGP      RouteProtocol = uapi.RTPROT_BGP
	ProtoOSPF     RouteProtocol = uapi.RTPROT_OSPF
)

var routeProtocols = [...]string{
	0: "unspec", uapi.RTPROT_REDIRECT: "redirect", uapi.RTPROT_KERNEL: "kernel", uapi.RTPROT_BOOT: "boot",
	uapi.RTPROT_STATIC: "static", uapi.RTPROT_GATED: "gated", uapi.RTPROT_RA: "ra", uapi.RTPROT_MRT: "mrt",
	uapi.RTPROT_ZEBRA: "zebra", uapi.RTPROT_BIRD: "bird", uapi.RTPROT_DNROUTED: "dnrouted", uapi.RTPROT_XORP: "xorp",
	uapi.RTPROT_NTK: "ntk", uapi.RTPROT_DHCP: "dhcp", uapi.RTPROT_MROUTED: "mrouted", uapi.RTPROT_KEEPALIVED: "keepalived",
	uapi.RTPROT_BABEL: "babel", uapi.RTPROT_OPENR: "openr", uapi.RTPROT_BGP: "bgp", uapi.RTPROT_ISIS: "isis",
	uapi.RTPROT_OSPF: "ospf", uapi.RTPROT_RIP: "rip", uapi.RTPROT_EIGRP: "eigrp",
}

// String returns the protocol as ip(8) prints it.
func (p RouteProtocol) String() string { return rtattr.Enum(p, routeProtocols[:]) }

// RouteFlags are the flags of a route or a next hop, RTNH_F_* and RTM_F_*.
type RouteFlags uint32

// The flags of routes. All but RouteOnLink are the kernel's to set.
const (
	RouteDead          RouteFlags = uapi.RTNH_F_DEAD
	RoutePervasive     RouteFlags = uapi.RTNH_F_PERVASIVE
	RouteOnLink        RouteFlags = uapi.RTNH_F_ONLINK // the gateway is on the link, whatever its address says
	RouteOffload       RouteFlags = uapi.RTNH_F_OFFLOAD
	RouteLinkDown      RouteFlags = uapi.RTNH_F_LINKDOWN
	RouteUnresolved    RouteFlags = uapi.RTNH_F_UNRESOLVED
	RouteTrap          RouteFlags = uapi.RTNH_F_TRAP
	RouteNotify        RouteFlags = uapi.RTM_F_NOTIFY
	RouteCloned        RouteFlags = uapi.RTM_F_CLONED
	RouteInOffload     RouteFlags = uapi.RTM_F_OFFLOAD
	RouteInTrap        RouteFlags = uapi.RTM_F_TRAP
	RouteOffloadFailed RouteFlags = uapi.RTM_F_OFFLOAD_FAILED
)

// routeFlagsReported are the flags that are the state of a route. The kernel
// refuses some of them; without them a route that was read can be sent.
const routeFlagsReported = RouteDead | RouteOffload | RouteLinkDown | RouteUnresolved | RouteTrap |
	RouteInOffload | RouteInTrap | RouteOffloadFailed

var routeFlagNames = rtattr.Flags{
	{uapi.RTNH_F_DEAD, "dead"}, {uapi.RTNH_F_ONLINK, "onlink"}, {uapi.RTNH_F_PERVASIVE, "pervasive"},
	{uapi.RTNH_F_OFFLOAD, "offload"}, {uapi.RTNH_F_TRAP, "trap"}, {uapi.RTM_F_NOTIFY, "notify"},
	{uapi.RTNH_F_LINKDOWN, "linkdown"}, {uapi.RTNH_F_UNRESOLVED, "unresolved"}, {uapi.RTM_F_CLONED, "cache"},
	{uapi.RTM_F_OFFLOAD, "rt_offload"}, {uapi.RTM_F_TRAP, "rt_trap"}, {uapi.RTM_F_OFFLOAD_FAILED, "rt_offload_failed"},
}

// String returns the flags in the words of ip(8), with spaces.
func (f RouteFlags) String() string {
	return strings.Join(rtattr.FlagNames(uint32(f), routeFlagNames), " ")
}

// Pref is the preference of a router, RFC 4191.
type Pref uint8

// The preferences, ICMPV6_ROUTER_PREF_*.
const (
	PrefMedium Pref = uapi.ICMPV6_ROUTER_PREF_MEDIUM
	PrefHigh   Pref = uapi.ICMPV6_ROUTER_PREF_HIGH
	PrefLow    Pref = uapi.ICMPV6_ROUTER_PREF_LOW
)

// String returns the preference as ip(8) prints it.
func (p Pref) String() string {
	return rtattr.Enum(p, []string{PrefMedium: "medium", PrefHigh: "high", PrefLow: "low"})
}
