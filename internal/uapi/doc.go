// Package uapi has the kernel's constants under the kernel's names.
//
// uapi.go is generated from uapi.tsv, which lists the rtnetlink headers of
// Linux 7.1; this file adds the few that are spread over other headers. They
// are plain numbers that build on every operating system, which those of
// golang.org/x/sys/unix do not, and complete, which those are not.
package uapi

//go:generate go run gen.go

// socket.h
const (
	AF_UNSPEC = 0
	AF_INET   = 2
	AF_BRIDGE = 7
	AF_INET6  = 10
	AF_MPLS   = 28
)

// net/if.h
const (
	IFF_UP          = 1 << 0
	IFF_BROADCAST   = 1 << 1
	IFF_DEBUG       = 1 << 2
	IFF_LOOPBACK    = 1 << 3
	IFF_POINTOPOINT = 1 << 4
	IFF_NOTRAILERS  = 1 << 5
	IFF_RUNNING     = 1 << 6
	IFF_NOARP       = 1 << 7
	IFF_PROMISC     = 1 << 8
	IFF_ALLMULTI    = 1 << 9
	IFF_MASTER      = 1 << 10
	IFF_SLAVE       = 1 << 11
	IFF_MULTICAST   = 1 << 12
	IFF_PORTSEL     = 1 << 13
	IFF_AUTOMEDIA   = 1 << 14
	IFF_DYNAMIC     = 1 << 15
	IFF_LOWER_UP    = 1 << 16
	IFF_DORMANT     = 1 << 17
	IFF_ECHO        = 1 << 18

	IF_OPER_UNKNOWN        = 0
	IF_OPER_NOTPRESENT     = 1
	IF_OPER_DOWN           = 2
	IF_OPER_LOWERLAYERDOWN = 3
	IF_OPER_TESTING        = 4
	IF_OPER_DORMANT        = 5
	IF_OPER_UP             = 6

	IFNAMSIZ    = 16
	ALTIFNAMSIZ = 128
	IFALIASZ    = 256
)

// if_arp.h
const (
	ARPHRD_NETROM     = 0
	ARPHRD_ETHER      = 1
	ARPHRD_INFINIBAND = 32
	ARPHRD_CAN        = 280
	ARPHRD_PPP        = 512
	ARPHRD_TUNNEL     = 768
	ARPHRD_TUNNEL6    = 769
	ARPHRD_LOOPBACK   = 772
	ARPHRD_SIT        = 776
	ARPHRD_IPGRE      = 778
	ARPHRD_IEEE80211  = 801
	ARPHRD_IP6GRE     = 823
	ARPHRD_NETLINK    = 824
	ARPHRD_RAWIP      = 519
	ARPHRD_NONE       = 0xfffe
)

// if_ether.h
const (
	ETH_P_MPLS_UC = 0x8847
	ETH_P_IP      = 0x0800
	ETH_P_8021Q   = 0x8100
	ETH_P_8021AD  = 0x88a8
	ETH_P_IPV6    = 0x86dd
)

// fib_rules.h
const (
	FIB_RULE_PERMANENT    = 0x1
	FIB_RULE_INVERT       = 0x2
	FIB_RULE_UNRESOLVED   = 0x4
	FIB_RULE_IIF_DETACHED = 0x8
	FIB_RULE_OIF_DETACHED = 0x10
	FIB_RULE_FIND_SADDR   = 0x10000
)

// if_tunnel.h: in network byte order, but for SIT_ISATAP
const (
	GRE_CSUM   = 0x8000
	GRE_KEY    = 0x2000
	GRE_SEQ    = 0x1000
	SIT_ISATAP = 1
)

// ip6_tunnel.h
const (
	IP6_TNL_F_IGN_ENCAP_LIMIT    = 0x1
	IP6_TNL_F_USE_ORIG_TCLASS    = 0x2
	IP6_TNL_F_USE_ORIG_FLOWLABEL = 0x4
	IP6_TNL_F_MIP6_DEV           = 0x8
	IP6_TNL_F_RCV_DSCP_COPY      = 0x10
	IP6_TNL_F_USE_ORIG_FWMARK    = 0x20
	IP6_TNL_F_ALLOW_LOCAL_REMOTE = 0x40
)

// in.h
const (
	IPPROTO_IPIP = 4
	IPPROTO_IPV6 = 41
	IPPROTO_MPLS = 137
)

// icmpv6.h: router preference
const (
	ICMPV6_ROUTER_PREF_LOW    = 3
	ICMPV6_ROUTER_PREF_MEDIUM = 0
	ICMPV6_ROUTER_PREF_HIGH   = 1
)

// if_vlan.h
const (
	VLAN_FLAG_REORDER_HDR    = 1
	VLAN_FLAG_GVRP           = 2
	VLAN_FLAG_LOOSE_BINDING  = 4
	VLAN_FLAG_MVRP           = 8
	VLAN_FLAG_BRIDGE_BINDING = 16
)

// nexthop.h: NHA_OP_FLAGS
const (
	NHA_OP_FLAG_DUMP_STATS       = 1 << 0
	NHA_OP_FLAG_DUMP_HW_STATS    = 1 << 1
	NHA_OP_FLAG_RESP_GRP_RESVD_0 = 1 << 31
)

// Errno values that the library itself compares with, on every system.
const (
	EPERM         = 1
	ENOENT        = 2
	ESRCH         = 3
	EBUSY         = 16
	EEXIST        = 17
	ENODEV        = 19
	EINVAL        = 22
	ERANGE        = 34
	EOPNOTSUPP    = 95
	EADDRNOTAVAIL = 99
	ENETUNREACH   = 101
)

// veth.h
const VETH_INFO_PEER = 1

// vxcan.h
const VXCAN_INFO_PEER = 1

// batman_adv.h
const IFLA_BATADV_ALGO_NAME = 1

// if_link.h, netlink.h of can: attributes that are called like the ends of their enums
const (
	IFLA_BR_MCAST_HASH_MAX = 27
	IFLA_BOND_MISSED_MAX   = 30
	IFLA_CAN_BITRATE_MAX   = 15
	IFLA_CAN_TDC_TDCV_MAX  = 2
	IFLA_CAN_TDC_TDCO_MAX  = 4
	IFLA_CAN_TDC_TDCF_MAX  = 6
	IFLA_CAN_PWM_PWMS_MAX  = 2
	IFLA_CAN_PWM_PWML_MAX  = 4
	IFLA_CAN_PWM_PWMO_MAX  = 6
)
