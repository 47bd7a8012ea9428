// Code generated from uapi.tsv by gen.go. DO NOT EDIT.

package uapi

// netlink.h, enum nlmsgerr_attrs
const (
	NLMSGERR_ATTR_UNUSED    = 0
	NLMSGERR_ATTR_MSG       = 1
	NLMSGERR_ATTR_OFFS      = 2
	NLMSGERR_ATTR_COOKIE    = 3
	NLMSGERR_ATTR_POLICY    = 4
	NLMSGERR_ATTR_MISS_TYPE = 5
	NLMSGERR_ATTR_MISS_NEST = 6
)

// netlink.h
const (
	NETLINK_UNCONNECTED = 0
	NETLINK_CONNECTED   = 1
)

// netlink.h, enum netlink_policy_type_attr
const (
	NL_POLICY_TYPE_ATTR_UNSPEC          = 0
	NL_POLICY_TYPE_ATTR_TYPE            = 1
	NL_POLICY_TYPE_ATTR_MIN_VALUE_S     = 2
	NL_POLICY_TYPE_ATTR_MAX_VALUE_S     = 3
	NL_POLICY_TYPE_ATTR_MIN_VALUE_U     = 4
	NL_POLICY_TYPE_ATTR_MAX_VALUE_U     = 5
	NL_POLICY_TYPE_ATTR_MIN_LENGTH      = 6
	NL_POLICY_TYPE_ATTR_MAX_LENGTH      = 7
	NL_POLICY_TYPE_ATTR_POLICY_IDX      = 8
	NL_POLICY_TYPE_ATTR_POLICY_MAXTYPE  = 9
	NL_POLICY_TYPE_ATTR_BITFIELD32_MASK = 10
	NL_POLICY_TYPE_ATTR_PAD             = 11
	NL_POLICY_TYPE_ATTR_MASK            = 12
)

// netlink.h
const (
	NETLINK_ROUTE            = 0
	NETLINK_UNUSED           = 1
	NETLINK_USERSOCK         = 2
	NETLINK_FIREWALL         = 3
	NETLINK_SOCK_DIAG        = 4
	NETLINK_NFLOG            = 5
	NETLINK_XFRM             = 6
	NETLINK_SELINUX          = 7
	NETLINK_ISCSI            = 8
	NETLINK_AUDIT            = 9
	NETLINK_FIB_LOOKUP       = 10
	NETLINK_CONNECTOR        = 11
	NETLINK_NETFILTER        = 12
	NETLINK_IP6_FW           = 13
	NETLINK_DNRTMSG          = 14
	NETLINK_KOBJECT_UEVENT   = 15
	NETLINK_GENERIC          = 16
	NETLINK_SCSITRANSPORT    = 18
	NETLINK_ECRYPTFS         = 19
	NETLINK_RDMA             = 20
	NETLINK_CRYPTO           = 21
	NETLINK_SMC              = 22
	NLM_F_REQUEST            = 1
	NLM_F_MULTI              = 2
	NLM_F_ACK                = 4
	NLM_F_ECHO               = 8
	NLM_F_DUMP_INTR          = 16
	NLM_F_DUMP_FILTERED      = 32
	NLM_F_ROOT               = 256
	NLM_F_MATCH              = 512
	NLM_F_ATOMIC             = 1024
	NLM_F_DUMP               = 768
	NLM_F_REPLACE            = 256
	NLM_F_EXCL               = 512
	NLM_F_CREATE             = 1024
	NLM_F_APPEND             = 2048
	NLM_F_NONREC             = 256
	NLM_F_BULK               = 512
	NLM_F_CAPPED             = 256
	NLM_F_ACK_TLVS           = 512
	NLMSG_ALIGNTO            = 4
	NLMSG_HDRLEN             = 16
	NLMSG_NOOP               = 1
	NLMSG_ERROR              = 2
	NLMSG_DONE               = 3
	NLMSG_OVERRUN            = 4
	NLMSG_MIN_TYPE           = 16
	NETLINK_ADD_MEMBERSHIP   = 1
	NETLINK_DROP_MEMBERSHIP  = 2
	NETLINK_PKTINFO          = 3
	NETLINK_BROADCAST_ERROR  = 4
	NETLINK_NO_ENOBUFS       = 5
	NETLINK_RX_RING          = 6
	NETLINK_TX_RING          = 7
	NETLINK_LISTEN_ALL_NSID  = 8
	NETLINK_LIST_MEMBERSHIPS = 9
	NETLINK_CAP_ACK          = 10
	NETLINK_EXT_ACK          = 11
	NETLINK_GET_STRICT_CHK   = 12
	NLA_F_NESTED             = 32768
	NLA_F_NET_BYTEORDER      = 16384
	NLA_ALIGNTO              = 4
	NLA_HDRLEN               = 4
)

// rtnetlink.h
const (
	RTM_BASE             = 16
	RTM_NEWLINK          = 16
	RTM_DELLINK          = 17
	RTM_GETLINK          = 18
	RTM_SETLINK          = 19
	RTM_NEWADDR          = 20
	RTM_DELADDR          = 21
	RTM_GETADDR          = 22
	RTM_NEWROUTE         = 24
	RTM_DELROUTE         = 25
	RTM_GETROUTE         = 26
	RTM_NEWNEIGH         = 28
	RTM_DELNEIGH         = 29
	RTM_GETNEIGH         = 30
	RTM_NEWRULE          = 32
	RTM_DELRULE          = 33
	RTM_GETRULE          = 34
	RTM_NEWQDISC         = 36
	RTM_DELQDISC         = 37
	RTM_GETQDISC         = 38
	RTM_NEWTCLASS        = 40
	RTM_DELTCLASS        = 41
	RTM_GETTCLASS        = 42
	RTM_NEWTFILTER       = 44
	RTM_DELTFILTER       = 45
	RTM_GETTFILTER       = 46
	RTM_NEWACTION        = 48
	RTM_DELACTION        = 49
	RTM_GETACTION        = 50
	RTM_NEWPREFIX        = 52
	RTM_NEWMULTICAST     = 56
	RTM_DELMULTICAST     = 57
	RTM_GETMULTICAST     = 58
	RTM_NEWANYCAST       = 60
	RTM_DELANYCAST       = 61
	RTM_GETANYCAST       = 62
	RTM_NEWNEIGHTBL      = 64
	RTM_GETNEIGHTBL      = 66
	RTM_SETNEIGHTBL      = 67
	RTM_NEWNDUSEROPT     = 68
	RTM_NEWADDRLABEL     = 72
	RTM_DELADDRLABEL     = 73
	RTM_GETADDRLABEL     = 74
	RTM_GETDCB           = 78
	RTM_SETDCB           = 79
	RTM_NEWNETCONF       = 80
	RTM_DELNETCONF       = 81
	RTM_GETNETCONF       = 82
	RTM_NEWMDB           = 84
	RTM_DELMDB           = 85
	RTM_GETMDB           = 86
	RTM_NEWNSID          = 88
	RTM_DELNSID          = 89
	RTM_GETNSID          = 90
	RTM_NEWSTATS         = 92
	RTM_GETSTATS         = 94
	RTM_SETSTATS         = 95
	RTM_NEWCACHEREPORT   = 96
	RTM_NEWCHAIN         = 100
	RTM_DELCHAIN         = 101
	RTM_GETCHAIN         = 102
	RTM_NEWNEXTHOP       = 104
	RTM_DELNEXTHOP       = 105
	RTM_GETNEXTHOP       = 106
	RTM_NEWLINKPROP      = 108
	RTM_DELLINKPROP      = 109
	RTM_GETLINKPROP      = 110
	RTM_NEWVLAN          = 112
	RTM_DELVLAN          = 113
	RTM_GETVLAN          = 114
	RTM_NEWNEXTHOPBUCKET = 116
	RTM_DELNEXTHOPBUCKET = 117
	RTM_GETNEXTHOPBUCKET = 118
	RTM_NEWTUNNEL        = 120
	RTM_DELTUNNEL        = 121
	RTM_GETTUNNEL        = 122
	RTN_UNSPEC           = 0
	RTN_UNICAST          = 1
	RTN_LOCAL            = 2
	RTN_BROADCAST        = 3
	RTN_ANYCAST          = 4
	RTN_MULTICAST        = 5
	RTN_BLACKHOLE        = 6
	RTN_UNREACHABLE      = 7
	RTN_PROHIBIT         = 8
	RTN_THROW            = 9
	RTN_NAT              = 10
	RTN_XRESOLVE         = 11
)

// rtnetlink.h, enum rt_scope_t
const (
	RT_SCOPE_UNIVERSE = 0
	RT_SCOPE_SITE     = 200
	RT_SCOPE_LINK     = 253
	RT_SCOPE_HOST     = 254
	RT_SCOPE_NOWHERE  = 255
)

// rtnetlink.h, enum rt_class_t
const (
	RT_TABLE_UNSPEC  = 0
	RT_TABLE_COMPAT  = 252
	RT_TABLE_DEFAULT = 253
	RT_TABLE_MAIN    = 254
	RT_TABLE_LOCAL   = 255
)

// rtnetlink.h, enum rtattr_type_t
const (
	RTA_UNSPEC        = 0
	RTA_DST           = 1
	RTA_SRC           = 2
	RTA_IIF           = 3
	RTA_OIF           = 4
	RTA_GATEWAY       = 5
	RTA_PRIORITY      = 6
	RTA_PREFSRC       = 7
	RTA_METRICS       = 8
	RTA_MULTIPATH     = 9
	RTA_PROTOINFO     = 10
	RTA_FLOW          = 11
	RTA_CACHEINFO     = 12
	RTA_SESSION       = 13
	RTA_MP_ALGO       = 14
	RTA_TABLE         = 15
	RTA_MARK          = 16
	RTA_MFC_STATS     = 17
	RTA_VIA           = 18
	RTA_NEWDST        = 19
	RTA_PREF          = 20
	RTA_ENCAP_TYPE    = 21
	RTA_ENCAP         = 22
	RTA_EXPIRES       = 23
	RTA_PAD           = 24
	RTA_UID           = 25
	RTA_TTL_PROPAGATE = 26
	RTA_IP_PROTO      = 27
	RTA_SPORT         = 28
	RTA_DPORT         = 29
	RTA_NH_ID         = 30
	RTA_FLOWLABEL     = 31
)

// rtnetlink.h
const (
	RTAX_UNSPEC             = 0
	RTAX_LOCK               = 1
	RTAX_MTU                = 2
	RTAX_WINDOW             = 3
	RTAX_RTT                = 4
	RTAX_RTTVAR             = 5
	RTAX_SSTHRESH           = 6
	RTAX_CWND               = 7
	RTAX_ADVMSS             = 8
	RTAX_REORDERING         = 9
	RTAX_HOPLIMIT           = 10
	RTAX_INITCWND           = 11
	RTAX_FEATURES           = 12
	RTAX_RTO_MIN            = 13
	RTAX_INITRWND           = 14
	RTAX_QUICKACK           = 15
	RTAX_CC_ALGO            = 16
	RTAX_FASTOPEN_NO_COOKIE = 17
	PREFIX_UNSPEC           = 0
	PREFIX_ADDRESS          = 1
	PREFIX_CACHEINFO        = 2
)

// rtnetlink.h, enum rtnetlink_groups
const (
	RTNLGRP_NONE          = 0
	RTNLGRP_LINK          = 1
	RTNLGRP_NOTIFY        = 2
	RTNLGRP_NEIGH         = 3
	RTNLGRP_TC            = 4
	RTNLGRP_IPV4_IFADDR   = 5
	RTNLGRP_IPV4_MROUTE   = 6
	RTNLGRP_IPV4_ROUTE    = 7
	RTNLGRP_IPV4_RULE     = 8
	RTNLGRP_IPV6_IFADDR   = 9
	RTNLGRP_IPV6_MROUTE   = 10
	RTNLGRP_IPV6_ROUTE    = 11
	RTNLGRP_IPV6_IFINFO   = 12
	RTNLGRP_DECnet_IFADDR = 13
	RTNLGRP_NOP2          = 14
	RTNLGRP_DECnet_ROUTE  = 15
	RTNLGRP_DECnet_RULE   = 16
	RTNLGRP_NOP4          = 17
	RTNLGRP_IPV6_PREFIX   = 18
	RTNLGRP_IPV6_RULE     = 19
	RTNLGRP_ND_USEROPT    = 20
	RTNLGRP_PHONET_IFADDR = 21
	RTNLGRP_PHONET_ROUTE  = 22
	RTNLGRP_DCB           = 23
	RTNLGRP_IPV4_NETCONF  = 24
	RTNLGRP_IPV6_NETCONF  = 25
	RTNLGRP_MDB           = 26
	RTNLGRP_MPLS_ROUTE    = 27
	RTNLGRP_NSID          = 28
	RTNLGRP_MPLS_NETCONF  = 29
	RTNLGRP_IPV4_MROUTE_R = 30
	RTNLGRP_IPV6_MROUTE_R = 31
	RTNLGRP_NEXTHOP       = 32
	RTNLGRP_BRVLAN        = 33
	RTNLGRP_MCTP_IFADDR   = 34
	RTNLGRP_TUNNEL        = 35
	RTNLGRP_STATS         = 36
	RTNLGRP_IPV4_MCADDR   = 37
	RTNLGRP_IPV6_MCADDR   = 38
	RTNLGRP_IPV6_ACADDR   = 39
)

// rtnetlink.h
const (
	RTNL_FAMILY_IPMR               = 128
	RTNL_FAMILY_IP6MR              = 129
	RTM_NR_MSGTYPES                = 108
	RTM_NR_FAMILIES                = 27
	RTA_ALIGNTO                    = 4
	RTPROT_UNSPEC                  = 0
	RTPROT_REDIRECT                = 1
	RTPROT_KERNEL                  = 2
	RTPROT_BOOT                    = 3
	RTPROT_STATIC                  = 4
	RTPROT_GATED                   = 8
	RTPROT_RA                      = 9
	RTPROT_MRT                     = 10
	RTPROT_ZEBRA                   = 11
	RTPROT_BIRD                    = 12
	RTPROT_DNROUTED                = 13
	RTPROT_XORP                    = 14
	RTPROT_NTK                     = 15
	RTPROT_DHCP                    = 16
	RTPROT_MROUTED                 = 17
	RTPROT_KEEPALIVED              = 18
	RTPROT_BABEL                   = 42
	RTPROT_OVN                     = 84
	RTPROT_OPENR                   = 99
	RTPROT_BGP                     = 186
	RTPROT_ISIS                    = 187
	RTPROT_OSPF                    = 188
	RTPROT_RIP                     = 189
	RTPROT_EIGRP                   = 192
	RTM_F_NOTIFY                   = 256
	RTM_F_CLONED                   = 512
	RTM_F_EQUALIZE                 = 1024
	RTM_F_PREFIX                   = 2048
	RTM_F_LOOKUP_TABLE             = 4096
	RTM_F_FIB_MATCH                = 8192
	RTM_F_OFFLOAD                  = 16384
	RTM_F_TRAP                     = 32768
	RTM_F_OFFLOAD_FAILED           = 536870912
	RTNH_F_DEAD                    = 1
	RTNH_F_PERVASIVE               = 2
	RTNH_F_ONLINK                  = 4
	RTNH_F_OFFLOAD                 = 8
	RTNH_F_LINKDOWN                = 16
	RTNH_F_UNRESOLVED              = 32
	RTNH_F_TRAP                    = 64
	RTNH_COMPARE_MASK              = 89
	RTNH_ALIGNTO                   = 4
	RTAX_FEATURE_ECN               = 1
	RTAX_FEATURE_SACK              = 2
	RTAX_FEATURE_TIMESTAMP         = 4
	RTAX_FEATURE_ALLFRAG           = 8
	RTAX_FEATURE_TCP_USEC_TS       = 16
	RTAX_FEATURE_MASK              = 31
	RTEXT_FILTER_VF                = 1
	RTEXT_FILTER_BRVLAN            = 2
	RTEXT_FILTER_BRVLAN_COMPRESSED = 4
	RTEXT_FILTER_SKIP_STATS        = 8
	RTEXT_FILTER_MRP               = 16
	RTEXT_FILTER_CFM_CONFIG        = 32
	RTEXT_FILTER_CFM_STATUS        = 64
	RTEXT_FILTER_MST               = 128
	RTEXT_FILTER_NAME_ONLY         = 256
)

// if_link.h
const (
	IFLA_UNSPEC                     = 0
	IFLA_ADDRESS                    = 1
	IFLA_BROADCAST                  = 2
	IFLA_IFNAME                     = 3
	IFLA_MTU                        = 4
	IFLA_LINK                       = 5
	IFLA_QDISC                      = 6
	IFLA_STATS                      = 7
	IFLA_COST                       = 8
	IFLA_PRIORITY                   = 9
	IFLA_MASTER                     = 10
	IFLA_WIRELESS                   = 11
	IFLA_PROTINFO                   = 12
	IFLA_TXQLEN                     = 13
	IFLA_MAP                        = 14
	IFLA_WEIGHT                     = 15
	IFLA_OPERSTATE                  = 16
	IFLA_LINKMODE                   = 17
	IFLA_LINKINFO                   = 18
	IFLA_NET_NS_PID                 = 19
	IFLA_IFALIAS                    = 20
	IFLA_NUM_VF                     = 21
	IFLA_VFINFO_LIST                = 22
	IFLA_STATS64                    = 23
	IFLA_VF_PORTS                   = 24
	IFLA_PORT_SELF                  = 25
	IFLA_AF_SPEC                    = 26
	IFLA_GROUP                      = 27
	IFLA_NET_NS_FD                  = 28
	IFLA_EXT_MASK                   = 29
	IFLA_PROMISCUITY                = 30
	IFLA_NUM_TX_QUEUES              = 31
	IFLA_NUM_RX_QUEUES              = 32
	IFLA_CARRIER                    = 33
	IFLA_PHYS_PORT_ID               = 34
	IFLA_CARRIER_CHANGES            = 35
	IFLA_PHYS_SWITCH_ID             = 36
	IFLA_LINK_NETNSID               = 37
	IFLA_PHYS_PORT_NAME             = 38
	IFLA_PROTO_DOWN                 = 39
	IFLA_GSO_MAX_SEGS               = 40
	IFLA_GSO_MAX_SIZE               = 41
	IFLA_PAD                        = 42
	IFLA_XDP                        = 43
	IFLA_EVENT                      = 44
	IFLA_NEW_NETNSID                = 45
	IFLA_IF_NETNSID                 = 46
	IFLA_TARGET_NETNSID             = 46
	IFLA_CARRIER_UP_COUNT           = 47
	IFLA_CARRIER_DOWN_COUNT         = 48
	IFLA_NEW_IFINDEX                = 49
	IFLA_MIN_MTU                    = 50
	IFLA_MAX_MTU                    = 51
	IFLA_PROP_LIST                  = 52
	IFLA_ALT_IFNAME                 = 53
	IFLA_PERM_ADDRESS               = 54
	IFLA_PROTO_DOWN_REASON          = 55
	IFLA_PARENT_DEV_NAME            = 56
	IFLA_PARENT_DEV_BUS_NAME        = 57
	IFLA_GRO_MAX_SIZE               = 58
	IFLA_TSO_MAX_SIZE               = 59
	IFLA_TSO_MAX_SEGS               = 60
	IFLA_ALLMULTI                   = 61
	IFLA_DEVLINK_PORT               = 62
	IFLA_GSO_IPV4_MAX_SIZE          = 63
	IFLA_GRO_IPV4_MAX_SIZE          = 64
	IFLA_DPLL_PIN                   = 65
	IFLA_MAX_PACING_OFFLOAD_HORIZON = 66
	IFLA_NETNS_IMMUTABLE            = 67
	IFLA_HEADROOM                   = 68
	IFLA_TAILROOM                   = 69
	IFLA_PROTO_DOWN_REASON_UNSPEC   = 0
	IFLA_PROTO_DOWN_REASON_MASK     = 1
	IFLA_PROTO_DOWN_REASON_VALUE    = 2
	IFLA_INET_UNSPEC                = 0
	IFLA_INET_CONF                  = 1
	IFLA_INET6_UNSPEC               = 0
	IFLA_INET6_FLAGS                = 1
	IFLA_INET6_CONF                 = 2
	IFLA_INET6_STATS                = 3
	IFLA_INET6_MCAST                = 4
	IFLA_INET6_CACHEINFO            = 5
	IFLA_INET6_ICMP6STATS           = 6
	IFLA_INET6_TOKEN                = 7
	IFLA_INET6_ADDR_GEN_MODE        = 8
	IFLA_INET6_RA_MTU               = 9
)

// if_link.h, enum in6_addr_gen_mode
const (
	IN6_ADDR_GEN_MODE_EUI64          = 0
	IN6_ADDR_GEN_MODE_NONE           = 1
	IN6_ADDR_GEN_MODE_STABLE_PRIVACY = 2
	IN6_ADDR_GEN_MODE_RANDOM         = 3
)

// if_link.h
const (
	IFLA_BR_UNSPEC                     = 0
	IFLA_BR_FORWARD_DELAY              = 1
	IFLA_BR_HELLO_TIME                 = 2
	IFLA_BR_MAX_AGE                    = 3
	IFLA_BR_AGEING_TIME                = 4
	IFLA_BR_STP_STATE                  = 5
	IFLA_BR_PRIORITY                   = 6
	IFLA_BR_VLAN_FILTERING             = 7
	IFLA_BR_VLAN_PROTOCOL              = 8
	IFLA_BR_GROUP_FWD_MASK             = 9
	IFLA_BR_ROOT_ID                    = 10
	IFLA_BR_BRIDGE_ID                  = 11
	IFLA_BR_ROOT_PORT                  = 12
	IFLA_BR_ROOT_PATH_COST             = 13
	IFLA_BR_TOPOLOGY_CHANGE            = 14
	IFLA_BR_TOPOLOGY_CHANGE_DETECTED   = 15
	IFLA_BR_HELLO_TIMER                = 16
	IFLA_BR_TCN_TIMER                  = 17
	IFLA_BR_TOPOLOGY_CHANGE_TIMER      = 18
	IFLA_BR_GC_TIMER                   = 19
	IFLA_BR_GROUP_ADDR                 = 20
	IFLA_BR_FDB_FLUSH                  = 21
	IFLA_BR_MCAST_ROUTER               = 22
	IFLA_BR_MCAST_SNOOPING             = 23
	IFLA_BR_MCAST_QUERY_USE_IFADDR     = 24
	IFLA_BR_MCAST_QUERIER              = 25
	IFLA_BR_MCAST_HASH_ELASTICITY      = 26
	IFLA_BR_MCAST_LAST_MEMBER_CNT      = 28
	IFLA_BR_MCAST_STARTUP_QUERY_CNT    = 29
	IFLA_BR_MCAST_LAST_MEMBER_INTVL    = 30
	IFLA_BR_MCAST_MEMBERSHIP_INTVL     = 31
	IFLA_BR_MCAST_QUERIER_INTVL        = 32
	IFLA_BR_MCAST_QUERY_INTVL          = 33
	IFLA_BR_MCAST_QUERY_RESPONSE_INTVL = 34
	IFLA_BR_MCAST_STARTUP_QUERY_INTVL  = 35
	IFLA_BR_NF_CALL_IPTABLES           = 36
	IFLA_BR_NF_CALL_IP6TABLES          = 37
	IFLA_BR_NF_CALL_ARPTABLES          = 38
	IFLA_BR_VLAN_DEFAULT_PVID          = 39
	IFLA_BR_PAD                        = 40
	IFLA_BR_VLAN_STATS_ENABLED         = 41
	IFLA_BR_MCAST_STATS_ENABLED        = 42
	IFLA_BR_MCAST_IGMP_VERSION         = 43
	IFLA_BR_MCAST_MLD_VERSION          = 44
	IFLA_BR_VLAN_STATS_PER_PORT        = 45
	IFLA_BR_MULTI_BOOLOPT              = 46
	IFLA_BR_MCAST_QUERIER_STATE        = 47
	IFLA_BR_FDB_N_LEARNED              = 48
	IFLA_BR_FDB_MAX_LEARNED            = 49
	IFLA_BR_STP_MODE                   = 50
)

// if_link.h, enum br_stp_mode
const (
	BR_STP_MODE_AUTO   = 0
	BR_STP_MODE_USER   = 1
	BR_STP_MODE_KERNEL = 2
)

// if_link.h
const (
	BRIDGE_MODE_UNSPEC                = 0
	BRIDGE_MODE_HAIRPIN               = 1
	IFLA_BRPORT_UNSPEC                = 0
	IFLA_BRPORT_STATE                 = 1
	IFLA_BRPORT_PRIORITY              = 2
	IFLA_BRPORT_COST                  = 3
	IFLA_BRPORT_MODE                  = 4
	IFLA_BRPORT_GUARD                 = 5
	IFLA_BRPORT_PROTECT               = 6
	IFLA_BRPORT_FAST_LEAVE            = 7
	IFLA_BRPORT_LEARNING              = 8
	IFLA_BRPORT_UNICAST_FLOOD         = 9
	IFLA_BRPORT_PROXYARP              = 10
	IFLA_BRPORT_LEARNING_SYNC         = 11
	IFLA_BRPORT_PROXYARP_WIFI         = 12
	IFLA_BRPORT_ROOT_ID               = 13
	IFLA_BRPORT_BRIDGE_ID             = 14
	IFLA_BRPORT_DESIGNATED_PORT       = 15
	IFLA_BRPORT_DESIGNATED_COST       = 16
	IFLA_BRPORT_ID                    = 17
	IFLA_BRPORT_NO                    = 18
	IFLA_BRPORT_TOPOLOGY_CHANGE_ACK   = 19
	IFLA_BRPORT_CONFIG_PENDING        = 20
	IFLA_BRPORT_MESSAGE_AGE_TIMER     = 21
	IFLA_BRPORT_FORWARD_DELAY_TIMER   = 22
	IFLA_BRPORT_HOLD_TIMER            = 23
	IFLA_BRPORT_FLUSH                 = 24
	IFLA_BRPORT_MULTICAST_ROUTER      = 25
	IFLA_BRPORT_PAD                   = 26
	IFLA_BRPORT_MCAST_FLOOD           = 27
	IFLA_BRPORT_MCAST_TO_UCAST        = 28
	IFLA_BRPORT_VLAN_TUNNEL           = 29
	IFLA_BRPORT_BCAST_FLOOD           = 30
	IFLA_BRPORT_GROUP_FWD_MASK        = 31
	IFLA_BRPORT_NEIGH_SUPPRESS        = 32
	IFLA_BRPORT_ISOLATED              = 33
	IFLA_BRPORT_BACKUP_PORT           = 34
	IFLA_BRPORT_MRP_RING_OPEN         = 35
	IFLA_BRPORT_MRP_IN_OPEN           = 36
	IFLA_BRPORT_MCAST_EHT_HOSTS_LIMIT = 37
	IFLA_BRPORT_MCAST_EHT_HOSTS_CNT   = 38
	IFLA_BRPORT_LOCKED                = 39
	IFLA_BRPORT_MAB                   = 40
	IFLA_BRPORT_MCAST_N_GROUPS        = 41
	IFLA_BRPORT_MCAST_MAX_GROUPS      = 42
	IFLA_BRPORT_NEIGH_VLAN_SUPPRESS   = 43
	IFLA_BRPORT_BACKUP_NHID           = 44
	IFLA_BRPORT_NEIGH_FORWARD_GRAT    = 45
	IFLA_INFO_UNSPEC                  = 0
	IFLA_INFO_KIND                    = 1
	IFLA_INFO_DATA                    = 2
	IFLA_INFO_XSTATS                  = 3
	IFLA_INFO_SLAVE_KIND              = 4
	IFLA_INFO_SLAVE_DATA              = 5
	IFLA_VLAN_UNSPEC                  = 0
	IFLA_VLAN_ID                      = 1
	IFLA_VLAN_FLAGS                   = 2
	IFLA_VLAN_EGRESS_QOS              = 3
	IFLA_VLAN_INGRESS_QOS             = 4
	IFLA_VLAN_PROTOCOL                = 5
	IFLA_VLAN_QOS_UNSPEC              = 0
	IFLA_VLAN_QOS_MAPPING             = 1
	IFLA_MACVLAN_UNSPEC               = 0
	IFLA_MACVLAN_MODE                 = 1
	IFLA_MACVLAN_FLAGS                = 2
	IFLA_MACVLAN_MACADDR_MODE         = 3
	IFLA_MACVLAN_MACADDR              = 4
	IFLA_MACVLAN_MACADDR_DATA         = 5
	IFLA_MACVLAN_MACADDR_COUNT        = 6
	IFLA_MACVLAN_BC_QUEUE_LEN         = 7
	IFLA_MACVLAN_BC_QUEUE_LEN_USED    = 8
	IFLA_MACVLAN_BC_CUTOFF            = 9
)

// if_link.h, enum macvlan_mode
const (
	MACVLAN_MODE_PRIVATE  = 1
	MACVLAN_MODE_VEPA     = 2
	MACVLAN_MODE_BRIDGE   = 4
	MACVLAN_MODE_PASSTHRU = 8
	MACVLAN_MODE_SOURCE   = 16
)

// if_link.h, enum macvlan_macaddr_mode
const (
	MACVLAN_MACADDR_ADD   = 0
	MACVLAN_MACADDR_DEL   = 1
	MACVLAN_MACADDR_FLUSH = 2
	MACVLAN_MACADDR_SET   = 3
)

// if_link.h
const (
	IFLA_VRF_UNSPEC            = 0
	IFLA_VRF_TABLE             = 1
	IFLA_VRF_PORT_UNSPEC       = 0
	IFLA_VRF_PORT_TABLE        = 1
	IFLA_MACSEC_UNSPEC         = 0
	IFLA_MACSEC_SCI            = 1
	IFLA_MACSEC_PORT           = 2
	IFLA_MACSEC_ICV_LEN        = 3
	IFLA_MACSEC_CIPHER_SUITE   = 4
	IFLA_MACSEC_WINDOW         = 5
	IFLA_MACSEC_ENCODING_SA    = 6
	IFLA_MACSEC_ENCRYPT        = 7
	IFLA_MACSEC_PROTECT        = 8
	IFLA_MACSEC_INC_SCI        = 9
	IFLA_MACSEC_ES             = 10
	IFLA_MACSEC_SCB            = 11
	IFLA_MACSEC_REPLAY_PROTECT = 12
	IFLA_MACSEC_VALIDATION     = 13
	IFLA_MACSEC_PAD            = 14
	IFLA_MACSEC_OFFLOAD        = 15
	IFLA_XFRM_UNSPEC           = 0
	IFLA_XFRM_LINK             = 1
	IFLA_XFRM_IF_ID            = 2
	IFLA_XFRM_COLLECT_METADATA = 3
)

// if_link.h, enum macsec_validation_type
const (
	MACSEC_VALIDATE_DISABLED = 0
	MACSEC_VALIDATE_CHECK    = 1
	MACSEC_VALIDATE_STRICT   = 2
)

// if_link.h, enum macsec_offload
const (
	MACSEC_OFFLOAD_OFF = 0
	MACSEC_OFFLOAD_PHY = 1
	MACSEC_OFFLOAD_MAC = 2
)

// if_link.h
const (
	IFLA_IPVLAN_UNSPEC = 0
	IFLA_IPVLAN_MODE   = 1
	IFLA_IPVLAN_FLAGS  = 2
)

// if_link.h, enum ipvlan_mode
const (
	IPVLAN_MODE_L2  = 0
	IPVLAN_MODE_L3  = 1
	IPVLAN_MODE_L3S = 2
)

// if_link.h, enum netkit_action
const (
	NETKIT_NEXT     = -1
	NETKIT_PASS     = 0
	NETKIT_DROP     = 2
	NETKIT_REDIRECT = 7
)

// if_link.h, enum netkit_mode
const (
	NETKIT_L2 = 0
	NETKIT_L3 = 1
)

// if_link.h, enum netkit_pairing
const (
	NETKIT_DEVICE_PAIR   = 0
	NETKIT_DEVICE_SINGLE = 1
)

// if_link.h, enum netkit_scrub
const (
	NETKIT_SCRUB_NONE    = 0
	NETKIT_SCRUB_DEFAULT = 1
)

// if_link.h
const (
	IFLA_NETKIT_UNSPEC              = 0
	IFLA_NETKIT_PEER_INFO           = 1
	IFLA_NETKIT_PRIMARY             = 2
	IFLA_NETKIT_POLICY              = 3
	IFLA_NETKIT_PEER_POLICY         = 4
	IFLA_NETKIT_MODE                = 5
	IFLA_NETKIT_SCRUB               = 6
	IFLA_NETKIT_PEER_SCRUB          = 7
	IFLA_NETKIT_HEADROOM            = 8
	IFLA_NETKIT_TAILROOM            = 9
	IFLA_NETKIT_PAIRING             = 10
	VNIFILTER_ENTRY_STATS_UNSPEC    = 0
	VNIFILTER_ENTRY_STATS_RX_BYTES  = 1
	VNIFILTER_ENTRY_STATS_RX_PKTS   = 2
	VNIFILTER_ENTRY_STATS_RX_DROPS  = 3
	VNIFILTER_ENTRY_STATS_RX_ERRORS = 4
	VNIFILTER_ENTRY_STATS_TX_BYTES  = 5
	VNIFILTER_ENTRY_STATS_TX_PKTS   = 6
	VNIFILTER_ENTRY_STATS_TX_DROPS  = 7
	VNIFILTER_ENTRY_STATS_TX_ERRORS = 8
	VNIFILTER_ENTRY_STATS_PAD       = 9
	VXLAN_VNIFILTER_ENTRY_UNSPEC    = 0
	VXLAN_VNIFILTER_ENTRY_START     = 1
	VXLAN_VNIFILTER_ENTRY_END       = 2
	VXLAN_VNIFILTER_ENTRY_GROUP     = 3
	VXLAN_VNIFILTER_ENTRY_GROUP6    = 4
	VXLAN_VNIFILTER_ENTRY_STATS     = 5
	VXLAN_VNIFILTER_UNSPEC          = 0
	VXLAN_VNIFILTER_ENTRY           = 1
	IFLA_VXLAN_UNSPEC               = 0
	IFLA_VXLAN_ID                   = 1
	IFLA_VXLAN_GROUP                = 2
	IFLA_VXLAN_LINK                 = 3
	IFLA_VXLAN_LOCAL                = 4
	IFLA_VXLAN_TTL                  = 5
	IFLA_VXLAN_TOS                  = 6
	IFLA_VXLAN_LEARNING             = 7
	IFLA_VXLAN_AGEING               = 8
	IFLA_VXLAN_LIMIT                = 9
	IFLA_VXLAN_PORT_RANGE           = 10
	IFLA_VXLAN_PROXY                = 11
	IFLA_VXLAN_RSC                  = 12
	IFLA_VXLAN_L2MISS               = 13
	IFLA_VXLAN_L3MISS               = 14
	IFLA_VXLAN_PORT                 = 15
	IFLA_VXLAN_GROUP6               = 16
	IFLA_VXLAN_LOCAL6               = 17
	IFLA_VXLAN_UDP_CSUM             = 18
	IFLA_VXLAN_UDP_ZERO_CSUM6_TX    = 19
	IFLA_VXLAN_UDP_ZERO_CSUM6_RX    = 20
	IFLA_VXLAN_REMCSUM_TX           = 21
	IFLA_VXLAN_REMCSUM_RX           = 22
	IFLA_VXLAN_GBP                  = 23
	IFLA_VXLAN_REMCSUM_NOPARTIAL    = 24
	IFLA_VXLAN_COLLECT_METADATA     = 25
	IFLA_VXLAN_LABEL                = 26
	IFLA_VXLAN_GPE                  = 27
	IFLA_VXLAN_TTL_INHERIT          = 28
	IFLA_VXLAN_DF                   = 29
	IFLA_VXLAN_VNIFILTER            = 30
	IFLA_VXLAN_LOCALBYPASS          = 31
	IFLA_VXLAN_LABEL_POLICY         = 32
	IFLA_VXLAN_RESERVED_BITS        = 33
	IFLA_VXLAN_MC_ROUTE             = 34
)

// if_link.h, enum ifla_vxlan_df
const (
	VXLAN_DF_UNSET   = 0
	VXLAN_DF_SET     = 1
	VXLAN_DF_INHERIT = 2
)

// if_link.h, enum ifla_vxlan_label_policy
const (
	VXLAN_LABEL_FIXED   = 0
	VXLAN_LABEL_INHERIT = 1
)

// if_link.h
const (
	IFLA_GENEVE_UNSPEC              = 0
	IFLA_GENEVE_ID                  = 1
	IFLA_GENEVE_REMOTE              = 2
	IFLA_GENEVE_TTL                 = 3
	IFLA_GENEVE_TOS                 = 4
	IFLA_GENEVE_PORT                = 5
	IFLA_GENEVE_COLLECT_METADATA    = 6
	IFLA_GENEVE_REMOTE6             = 7
	IFLA_GENEVE_UDP_CSUM            = 8
	IFLA_GENEVE_UDP_ZERO_CSUM6_TX   = 9
	IFLA_GENEVE_UDP_ZERO_CSUM6_RX   = 10
	IFLA_GENEVE_LABEL               = 11
	IFLA_GENEVE_TTL_INHERIT         = 12
	IFLA_GENEVE_DF                  = 13
	IFLA_GENEVE_INNER_PROTO_INHERIT = 14
	IFLA_GENEVE_PORT_RANGE          = 15
	IFLA_GENEVE_GRO_HINT            = 16
	IFLA_GENEVE_LOCAL               = 17
	IFLA_GENEVE_LOCAL6              = 18
)

// if_link.h, enum ifla_geneve_df
const (
	GENEVE_DF_UNSET   = 0
	GENEVE_DF_SET     = 1
	GENEVE_DF_INHERIT = 2
)

// if_link.h
const (
	IFLA_BAREUDP_UNSPEC          = 0
	IFLA_BAREUDP_PORT            = 1
	IFLA_BAREUDP_ETHERTYPE       = 2
	IFLA_BAREUDP_SRCPORT_MIN     = 3
	IFLA_BAREUDP_MULTIPROTO_MODE = 4
	IFLA_PPP_UNSPEC              = 0
	IFLA_PPP_DEV_FD              = 1
)

// if_link.h, enum ifla_gtp_role
const (
	GTP_ROLE_GGSN = 0
	GTP_ROLE_SGSN = 1
)

// if_link.h
const (
	IFLA_GTP_UNSPEC                              = 0
	IFLA_GTP_FD0                                 = 1
	IFLA_GTP_FD1                                 = 2
	IFLA_GTP_PDP_HASHSIZE                        = 3
	IFLA_GTP_ROLE                                = 4
	IFLA_GTP_CREATE_SOCKETS                      = 5
	IFLA_GTP_RESTART_COUNT                       = 6
	IFLA_GTP_LOCAL                               = 7
	IFLA_GTP_LOCAL6                              = 8
	IFLA_BOND_UNSPEC                             = 0
	IFLA_BOND_MODE                               = 1
	IFLA_BOND_ACTIVE_SLAVE                       = 2
	IFLA_BOND_MIIMON                             = 3
	IFLA_BOND_UPDELAY                            = 4
	IFLA_BOND_DOWNDELAY                          = 5
	IFLA_BOND_USE_CARRIER                        = 6
	IFLA_BOND_ARP_INTERVAL                       = 7
	IFLA_BOND_ARP_IP_TARGET                      = 8
	IFLA_BOND_ARP_VALIDATE                       = 9
	IFLA_BOND_ARP_ALL_TARGETS                    = 10
	IFLA_BOND_PRIMARY                            = 11
	IFLA_BOND_PRIMARY_RESELECT                   = 12
	IFLA_BOND_FAIL_OVER_MAC                      = 13
	IFLA_BOND_XMIT_HASH_POLICY                   = 14
	IFLA_BOND_RESEND_IGMP                        = 15
	IFLA_BOND_NUM_PEER_NOTIF                     = 16
	IFLA_BOND_ALL_SLAVES_ACTIVE                  = 17
	IFLA_BOND_MIN_LINKS                          = 18
	IFLA_BOND_LP_INTERVAL                        = 19
	IFLA_BOND_PACKETS_PER_SLAVE                  = 20
	IFLA_BOND_AD_LACP_RATE                       = 21
	IFLA_BOND_AD_SELECT                          = 22
	IFLA_BOND_AD_INFO                            = 23
	IFLA_BOND_AD_ACTOR_SYS_PRIO                  = 24
	IFLA_BOND_AD_USER_PORT_KEY                   = 25
	IFLA_BOND_AD_ACTOR_SYSTEM                    = 26
	IFLA_BOND_TLB_DYNAMIC_LB                     = 27
	IFLA_BOND_PEER_NOTIF_DELAY                   = 28
	IFLA_BOND_AD_LACP_ACTIVE                     = 29
	IFLA_BOND_NS_IP6_TARGET                      = 31
	IFLA_BOND_COUPLED_CONTROL                    = 32
	IFLA_BOND_BROADCAST_NEIGH                    = 33
	IFLA_BOND_LACP_STRICT                        = 34
	IFLA_BOND_AD_INFO_UNSPEC                     = 0
	IFLA_BOND_AD_INFO_AGGREGATOR                 = 1
	IFLA_BOND_AD_INFO_NUM_PORTS                  = 2
	IFLA_BOND_AD_INFO_ACTOR_KEY                  = 3
	IFLA_BOND_AD_INFO_PARTNER_KEY                = 4
	IFLA_BOND_AD_INFO_PARTNER_MAC                = 5
	IFLA_BOND_SLAVE_UNSPEC                       = 0
	IFLA_BOND_SLAVE_STATE                        = 1
	IFLA_BOND_SLAVE_MII_STATUS                   = 2
	IFLA_BOND_SLAVE_LINK_FAILURE_COUNT           = 3
	IFLA_BOND_SLAVE_PERM_HWADDR                  = 4
	IFLA_BOND_SLAVE_QUEUE_ID                     = 5
	IFLA_BOND_SLAVE_AD_AGGREGATOR_ID             = 6
	IFLA_BOND_SLAVE_AD_ACTOR_OPER_PORT_STATE     = 7
	IFLA_BOND_SLAVE_AD_PARTNER_OPER_PORT_STATE   = 8
	IFLA_BOND_SLAVE_PRIO                         = 9
	IFLA_BOND_SLAVE_ACTOR_PORT_PRIO              = 10
	IFLA_BOND_SLAVE_AD_CHURN_ACTOR_STATE         = 11
	IFLA_BOND_SLAVE_AD_CHURN_PARTNER_STATE       = 12
	IFLA_VF_INFO_UNSPEC                          = 0
	IFLA_VF_INFO                                 = 1
	IFLA_VF_UNSPEC                               = 0
	IFLA_VF_MAC                                  = 1
	IFLA_VF_VLAN                                 = 2
	IFLA_VF_TX_RATE                              = 3
	IFLA_VF_SPOOFCHK                             = 4
	IFLA_VF_LINK_STATE                           = 5
	IFLA_VF_RATE                                 = 6
	IFLA_VF_RSS_QUERY_EN                         = 7
	IFLA_VF_STATS                                = 8
	IFLA_VF_TRUST                                = 9
	IFLA_VF_IB_NODE_GUID                         = 10
	IFLA_VF_IB_PORT_GUID                         = 11
	IFLA_VF_VLAN_LIST                            = 12
	IFLA_VF_BROADCAST                            = 13
	IFLA_VF_VLAN_INFO_UNSPEC                     = 0
	IFLA_VF_VLAN_INFO                            = 1
	IFLA_VF_LINK_STATE_AUTO                      = 0
	IFLA_VF_LINK_STATE_ENABLE                    = 1
	IFLA_VF_LINK_STATE_DISABLE                   = 2
	IFLA_VF_STATS_RX_PACKETS                     = 0
	IFLA_VF_STATS_TX_PACKETS                     = 1
	IFLA_VF_STATS_RX_BYTES                       = 2
	IFLA_VF_STATS_TX_BYTES                       = 3
	IFLA_VF_STATS_BROADCAST                      = 4
	IFLA_VF_STATS_MULTICAST                      = 5
	IFLA_VF_STATS_PAD                            = 6
	IFLA_VF_STATS_RX_DROPPED                     = 7
	IFLA_VF_STATS_TX_DROPPED                     = 8
	IFLA_VF_PORT_UNSPEC                          = 0
	IFLA_VF_PORT                                 = 1
	IFLA_PORT_UNSPEC                             = 0
	IFLA_PORT_VF                                 = 1
	IFLA_PORT_PROFILE                            = 2
	IFLA_PORT_VSI_TYPE                           = 3
	IFLA_PORT_INSTANCE_UUID                      = 4
	IFLA_PORT_HOST_UUID                          = 5
	IFLA_PORT_REQUEST                            = 6
	IFLA_PORT_RESPONSE                           = 7
	PORT_REQUEST_PREASSOCIATE                    = 0
	PORT_REQUEST_PREASSOCIATE_RR                 = 1
	PORT_REQUEST_ASSOCIATE                       = 2
	PORT_REQUEST_DISASSOCIATE                    = 3
	PORT_VDP_RESPONSE_SUCCESS                    = 0
	PORT_VDP_RESPONSE_INVALID_FORMAT             = 1
	PORT_VDP_RESPONSE_INSUFFICIENT_RESOURCES     = 2
	PORT_VDP_RESPONSE_UNUSED_VTID                = 3
	PORT_VDP_RESPONSE_VTID_VIOLATION             = 4
	PORT_VDP_RESPONSE_VTID_VERSION_VIOALTION     = 5
	PORT_VDP_RESPONSE_OUT_OF_SYNC                = 6
	PORT_PROFILE_RESPONSE_SUCCESS                = 256
	PORT_PROFILE_RESPONSE_INPROGRESS             = 257
	PORT_PROFILE_RESPONSE_INVALID                = 258
	PORT_PROFILE_RESPONSE_BADSTATE               = 259
	PORT_PROFILE_RESPONSE_INSUFFICIENT_RESOURCES = 260
	PORT_PROFILE_RESPONSE_ERROR                  = 261
	IFLA_IPOIB_UNSPEC                            = 0
	IFLA_IPOIB_PKEY                              = 1
	IFLA_IPOIB_MODE                              = 2
	IFLA_IPOIB_UMCAST                            = 3
	IPOIB_MODE_DATAGRAM                          = 0
	IPOIB_MODE_CONNECTED                         = 1
	HSR_PROTOCOL_HSR                             = 0
	HSR_PROTOCOL_PRP                             = 1
	IFLA_HSR_UNSPEC                              = 0
	IFLA_HSR_SLAVE1                              = 1
	IFLA_HSR_SLAVE2                              = 2
	IFLA_HSR_MULTICAST_SPEC                      = 3
	IFLA_HSR_SUPERVISION_ADDR                    = 4
	IFLA_HSR_SEQ_NR                              = 5
	IFLA_HSR_VERSION                             = 6
	IFLA_HSR_PROTOCOL                            = 7
	IFLA_HSR_INTERLINK                           = 8
	IFLA_STATS_UNSPEC                            = 0
	IFLA_STATS_LINK_64                           = 1
	IFLA_STATS_LINK_XSTATS                       = 2
	IFLA_STATS_LINK_XSTATS_SLAVE                 = 3
	IFLA_STATS_LINK_OFFLOAD_XSTATS               = 4
	IFLA_STATS_AF_SPEC                           = 5
	IFLA_STATS_GETSET_UNSPEC                     = 0
	IFLA_STATS_GET_FILTERS                       = 1
	IFLA_STATS_SET_OFFLOAD_XSTATS_L3_STATS       = 2
	LINK_XSTATS_TYPE_UNSPEC                      = 0
	LINK_XSTATS_TYPE_BRIDGE                      = 1
	LINK_XSTATS_TYPE_BOND                        = 2
	IFLA_OFFLOAD_XSTATS_UNSPEC                   = 0
	IFLA_OFFLOAD_XSTATS_CPU_HIT                  = 1
	IFLA_OFFLOAD_XSTATS_HW_S_INFO                = 2
	IFLA_OFFLOAD_XSTATS_L3_STATS                 = 3
	IFLA_OFFLOAD_XSTATS_HW_S_INFO_UNSPEC         = 0
	IFLA_OFFLOAD_XSTATS_HW_S_INFO_REQUEST        = 1
	IFLA_OFFLOAD_XSTATS_HW_S_INFO_USED           = 2
	XDP_ATTACHED_NONE                            = 0
	XDP_ATTACHED_DRV                             = 1
	XDP_ATTACHED_SKB                             = 2
	XDP_ATTACHED_HW                              = 3
	XDP_ATTACHED_MULTI                           = 4
	IFLA_XDP_UNSPEC                              = 0
	IFLA_XDP_FD                                  = 1
	IFLA_XDP_ATTACHED                            = 2
	IFLA_XDP_FLAGS                               = 3
	IFLA_XDP_PROG_ID                             = 4
	IFLA_XDP_DRV_PROG_ID                         = 5
	IFLA_XDP_SKB_PROG_ID                         = 6
	IFLA_XDP_HW_PROG_ID                          = 7
	IFLA_XDP_EXPECTED_FD                         = 8
	IFLA_EVENT_NONE                              = 0
	IFLA_EVENT_REBOOT                            = 1
	IFLA_EVENT_FEATURES                          = 2
	IFLA_EVENT_BONDING_FAILOVER                  = 3
	IFLA_EVENT_NOTIFY_PEERS                      = 4
	IFLA_EVENT_IGMP_RESEND                       = 5
	IFLA_EVENT_BONDING_OPTIONS                   = 6
	IFLA_TUN_UNSPEC                              = 0
	IFLA_TUN_OWNER                               = 1
	IFLA_TUN_GROUP                               = 2
	IFLA_TUN_TYPE                                = 3
	IFLA_TUN_PI                                  = 4
	IFLA_TUN_VNET_HDR                            = 5
	IFLA_TUN_PERSIST                             = 6
	IFLA_TUN_MULTI_QUEUE                         = 7
	IFLA_TUN_NUM_QUEUES                          = 8
	IFLA_TUN_NUM_DISABLED_QUEUES                 = 9
	IFLA_RMNET_UNSPEC                            = 0
	IFLA_RMNET_MUX_ID                            = 1
	IFLA_RMNET_FLAGS                             = 2
	IFLA_MCTP_UNSPEC                             = 0
	IFLA_MCTP_NET                                = 1
	IFLA_MCTP_PHYS_BINDING                       = 2
	IFLA_DSA_UNSPEC                              = 0
	IFLA_DSA_CONDUIT                             = 1
	IFLA_DSA_MASTER                              = 1
)

// if_link.h, enum ovpn_mode
const (
	OVPN_MODE_P2P = 0
	OVPN_MODE_MP  = 1
)

// if_link.h
const (
	IFLA_OVPN_UNSPEC = 0
	IFLA_OVPN_MODE   = 1
)

// if_link.h
const (
	MACVLAN_FLAG_NOPROMISC      = 1
	MACVLAN_FLAG_NODST          = 2
	IPVLAN_F_PRIVATE            = 1
	IPVLAN_F_VEPA               = 2
	TUNNEL_MSG_FLAG_STATS       = 1
	XDP_FLAGS_UPDATE_IF_NOEXIST = 1
	XDP_FLAGS_SKB_MODE          = 2
	XDP_FLAGS_DRV_MODE          = 4
	XDP_FLAGS_HW_MODE           = 8
	XDP_FLAGS_REPLACE           = 16
	XDP_FLAGS_MODES             = 14
	XDP_FLAGS_MASK              = 31
)

// if_addr.h
const (
	IFA_UNSPEC         = 0
	IFA_ADDRESS        = 1
	IFA_LOCAL          = 2
	IFA_LABEL          = 3
	IFA_BROADCAST      = 4
	IFA_ANYCAST        = 5
	IFA_CACHEINFO      = 6
	IFA_MULTICAST      = 7
	IFA_FLAGS          = 8
	IFA_RT_PRIORITY    = 9
	IFA_TARGET_NETNSID = 10
	IFA_PROTO          = 11
)

// if_addr.h
const (
	IFA_F_SECONDARY      = 1
	IFA_F_NODAD          = 2
	IFA_F_OPTIMISTIC     = 4
	IFA_F_DADFAILED      = 8
	IFA_F_HOMEADDRESS    = 16
	IFA_F_DEPRECATED     = 32
	IFA_F_TENTATIVE      = 64
	IFA_F_PERMANENT      = 128
	IFA_F_MANAGETEMPADDR = 256
	IFA_F_NOPREFIXROUTE  = 512
	IFA_F_MCAUTOJOIN     = 1024
	IFA_F_STABLE_PRIVACY = 2048
	IFAPROT_UNSPEC       = 0
	IFAPROT_KERNEL_LO    = 1
	IFAPROT_KERNEL_RA    = 2
	IFAPROT_KERNEL_LL    = 3
)

// if_addrlabel.h
const (
	IFAL_ADDRESS = 1
	IFAL_LABEL   = 2
)

// neighbour.h
const (
	NDA_UNSPEC                   = 0
	NDA_DST                      = 1
	NDA_LLADDR                   = 2
	NDA_CACHEINFO                = 3
	NDA_PROBES                   = 4
	NDA_VLAN                     = 5
	NDA_PORT                     = 6
	NDA_VNI                      = 7
	NDA_IFINDEX                  = 8
	NDA_MASTER                   = 9
	NDA_LINK_NETNSID             = 10
	NDA_SRC_VNI                  = 11
	NDA_PROTOCOL                 = 12
	NDA_NH_ID                    = 13
	NDA_FDB_EXT_ATTRS            = 14
	NDA_FLAGS_EXT                = 15
	NDA_NDM_STATE_MASK           = 16
	NDA_NDM_FLAGS_MASK           = 17
	NDTPA_UNSPEC                 = 0
	NDTPA_IFINDEX                = 1
	NDTPA_REFCNT                 = 2
	NDTPA_REACHABLE_TIME         = 3
	NDTPA_BASE_REACHABLE_TIME    = 4
	NDTPA_RETRANS_TIME           = 5
	NDTPA_GC_STALETIME           = 6
	NDTPA_DELAY_PROBE_TIME       = 7
	NDTPA_QUEUE_LEN              = 8
	NDTPA_APP_PROBES             = 9
	NDTPA_UCAST_PROBES           = 10
	NDTPA_MCAST_PROBES           = 11
	NDTPA_ANYCAST_DELAY          = 12
	NDTPA_PROXY_DELAY            = 13
	NDTPA_PROXY_QLEN             = 14
	NDTPA_LOCKTIME               = 15
	NDTPA_QUEUE_LENBYTES         = 16
	NDTPA_MCAST_REPROBES         = 17
	NDTPA_PAD                    = 18
	NDTPA_INTERVAL_PROBE_TIME_MS = 19
	NDTA_UNSPEC                  = 0
	NDTA_NAME                    = 1
	NDTA_THRESH1                 = 2
	NDTA_THRESH2                 = 3
	NDTA_THRESH3                 = 4
	NDTA_CONFIG                  = 5
	NDTA_PARMS                   = 6
	NDTA_STATS                   = 7
	NDTA_GC_INTERVAL             = 8
	NDTA_PAD                     = 9
	NFEA_UNSPEC                  = 0
	NFEA_ACTIVITY_NOTIFY         = 1
	NFEA_DONT_REFRESH            = 2
)

// neighbour.h
const (
	NTF_USE               = 1
	NTF_SELF              = 2
	NTF_MASTER            = 4
	NTF_PROXY             = 8
	NTF_EXT_LEARNED       = 16
	NTF_OFFLOADED         = 32
	NTF_STICKY            = 64
	NTF_ROUTER            = 128
	NTF_EXT_MANAGED       = 1
	NTF_EXT_LOCKED        = 2
	NTF_EXT_EXT_VALIDATED = 4
	NUD_INCOMPLETE        = 1
	NUD_REACHABLE         = 2
	NUD_STALE             = 4
	NUD_DELAY             = 8
	NUD_PROBE             = 16
	NUD_FAILED            = 32
	NUD_NOARP             = 64
	NUD_PERMANENT         = 128
	NUD_NONE              = 0
)

// nexthop.h
const (
	NEXTHOP_GRP_TYPE_MPATH           = 0
	NEXTHOP_GRP_TYPE_RES             = 1
	NHA_UNSPEC                       = 0
	NHA_ID                           = 1
	NHA_GROUP                        = 2
	NHA_GROUP_TYPE                   = 3
	NHA_BLACKHOLE                    = 4
	NHA_OIF                          = 5
	NHA_GATEWAY                      = 6
	NHA_ENCAP_TYPE                   = 7
	NHA_ENCAP                        = 8
	NHA_GROUPS                       = 9
	NHA_MASTER                       = 10
	NHA_FDB                          = 11
	NHA_RES_GROUP                    = 12
	NHA_RES_BUCKET                   = 13
	NHA_OP_FLAGS                     = 14
	NHA_GROUP_STATS                  = 15
	NHA_HW_STATS_ENABLE              = 16
	NHA_HW_STATS_USED                = 17
	NHA_RES_GROUP_UNSPEC             = 0
	NHA_RES_GROUP_PAD                = 0
	NHA_RES_GROUP_BUCKETS            = 1
	NHA_RES_GROUP_IDLE_TIMER         = 2
	NHA_RES_GROUP_UNBALANCED_TIMER   = 3
	NHA_RES_GROUP_UNBALANCED_TIME    = 4
	NHA_RES_BUCKET_UNSPEC            = 0
	NHA_RES_BUCKET_PAD               = 0
	NHA_RES_BUCKET_INDEX             = 1
	NHA_RES_BUCKET_IDLE_TIME         = 2
	NHA_RES_BUCKET_NH_ID             = 3
	NHA_GROUP_STATS_UNSPEC           = 0
	NHA_GROUP_STATS_ENTRY            = 1
	NHA_GROUP_STATS_ENTRY_UNSPEC     = 0
	NHA_GROUP_STATS_ENTRY_ID         = 1
	NHA_GROUP_STATS_ENTRY_PACKETS    = 2
	NHA_GROUP_STATS_ENTRY_PACKETS_HW = 3
)

// fib_rules.h
const (
	FRA_UNSPEC             = 0
	FRA_DST                = 1
	FRA_SRC                = 2
	FRA_IIFNAME            = 3
	FRA_GOTO               = 4
	FRA_UNUSED2            = 5
	FRA_PRIORITY           = 6
	FRA_UNUSED3            = 7
	FRA_UNUSED4            = 8
	FRA_UNUSED5            = 9
	FRA_FWMARK             = 10
	FRA_FLOW               = 11
	FRA_TUN_ID             = 12
	FRA_SUPPRESS_IFGROUP   = 13
	FRA_SUPPRESS_PREFIXLEN = 14
	FRA_TABLE              = 15
	FRA_FWMASK             = 16
	FRA_OIFNAME            = 17
	FRA_PAD                = 18
	FRA_L3MDEV             = 19
	FRA_UID_RANGE          = 20
	FRA_PROTOCOL           = 21
	FRA_IP_PROTO           = 22
	FRA_SPORT_RANGE        = 23
	FRA_DPORT_RANGE        = 24
	FRA_DSCP               = 25
	FRA_FLOWLABEL          = 26
	FRA_FLOWLABEL_MASK     = 27
	FRA_SPORT_MASK         = 28
	FRA_DPORT_MASK         = 29
	FRA_DSCP_MASK          = 30
	FR_ACT_UNSPEC          = 0
	FR_ACT_TO_TBL          = 1
	FR_ACT_GOTO            = 2
	FR_ACT_NOP             = 3
	FR_ACT_RES3            = 4
	FR_ACT_RES4            = 5
	FR_ACT_BLACKHOLE       = 6
	FR_ACT_UNREACHABLE     = 7
	FR_ACT_PROHIBIT        = 8
)

// netconf.h
const (
	NETCONFA_UNSPEC                      = 0
	NETCONFA_IFINDEX                     = 1
	NETCONFA_FORWARDING                  = 2
	NETCONFA_RP_FILTER                   = 3
	NETCONFA_MC_FORWARDING               = 4
	NETCONFA_PROXY_NEIGH                 = 5
	NETCONFA_IGNORE_ROUTES_WITH_LINKDOWN = 6
	NETCONFA_INPUT                       = 7
	NETCONFA_BC_FORWARDING               = 8
	NETCONFA_FORCE_FORWARDING            = 9
)

// net_namespace.h
const (
	NETNSA_NONE         = 0
	NETNSA_NSID         = 1
	NETNSA_PID          = 2
	NETNSA_FD           = 3
	NETNSA_TARGET_NSID  = 4
	NETNSA_CURRENT_NSID = 5
)

// if_bridge.h
const (
	IFLA_BRIDGE_FLAGS                              = 0
	IFLA_BRIDGE_MODE                               = 1
	IFLA_BRIDGE_VLAN_INFO                          = 2
	IFLA_BRIDGE_VLAN_TUNNEL_INFO                   = 3
	IFLA_BRIDGE_MRP                                = 4
	IFLA_BRIDGE_CFM                                = 5
	IFLA_BRIDGE_MST                                = 6
	IFLA_BRIDGE_VLAN_TUNNEL_UNSPEC                 = 0
	IFLA_BRIDGE_VLAN_TUNNEL_ID                     = 1
	IFLA_BRIDGE_VLAN_TUNNEL_VID                    = 2
	IFLA_BRIDGE_VLAN_TUNNEL_FLAGS                  = 3
	IFLA_BRIDGE_MRP_UNSPEC                         = 0
	IFLA_BRIDGE_MRP_INSTANCE                       = 1
	IFLA_BRIDGE_MRP_PORT_STATE                     = 2
	IFLA_BRIDGE_MRP_PORT_ROLE                      = 3
	IFLA_BRIDGE_MRP_RING_STATE                     = 4
	IFLA_BRIDGE_MRP_RING_ROLE                      = 5
	IFLA_BRIDGE_MRP_START_TEST                     = 6
	IFLA_BRIDGE_MRP_INFO                           = 7
	IFLA_BRIDGE_MRP_IN_ROLE                        = 8
	IFLA_BRIDGE_MRP_IN_STATE                       = 9
	IFLA_BRIDGE_MRP_START_IN_TEST                  = 10
	IFLA_BRIDGE_MRP_INSTANCE_UNSPEC                = 0
	IFLA_BRIDGE_MRP_INSTANCE_RING_ID               = 1
	IFLA_BRIDGE_MRP_INSTANCE_P_IFINDEX             = 2
	IFLA_BRIDGE_MRP_INSTANCE_S_IFINDEX             = 3
	IFLA_BRIDGE_MRP_INSTANCE_PRIO                  = 4
	IFLA_BRIDGE_MRP_PORT_STATE_UNSPEC              = 0
	IFLA_BRIDGE_MRP_PORT_STATE_STATE               = 1
	IFLA_BRIDGE_MRP_PORT_ROLE_UNSPEC               = 0
	IFLA_BRIDGE_MRP_PORT_ROLE_ROLE                 = 1
	IFLA_BRIDGE_MRP_RING_STATE_UNSPEC              = 0
	IFLA_BRIDGE_MRP_RING_STATE_RING_ID             = 1
	IFLA_BRIDGE_MRP_RING_STATE_STATE               = 2
	IFLA_BRIDGE_MRP_RING_ROLE_UNSPEC               = 0
	IFLA_BRIDGE_MRP_RING_ROLE_RING_ID              = 1
	IFLA_BRIDGE_MRP_RING_ROLE_ROLE                 = 2
	IFLA_BRIDGE_MRP_START_TEST_UNSPEC              = 0
	IFLA_BRIDGE_MRP_START_TEST_RING_ID             = 1
	IFLA_BRIDGE_MRP_START_TEST_INTERVAL            = 2
	IFLA_BRIDGE_MRP_START_TEST_MAX_MISS            = 3
	IFLA_BRIDGE_MRP_START_TEST_PERIOD              = 4
	IFLA_BRIDGE_MRP_START_TEST_MONITOR             = 5
	IFLA_BRIDGE_MRP_INFO_UNSPEC                    = 0
	IFLA_BRIDGE_MRP_INFO_RING_ID                   = 1
	IFLA_BRIDGE_MRP_INFO_P_IFINDEX                 = 2
	IFLA_BRIDGE_MRP_INFO_S_IFINDEX                 = 3
	IFLA_BRIDGE_MRP_INFO_PRIO                      = 4
	IFLA_BRIDGE_MRP_INFO_RING_STATE                = 5
	IFLA_BRIDGE_MRP_INFO_RING_ROLE                 = 6
	IFLA_BRIDGE_MRP_INFO_TEST_INTERVAL             = 7
	IFLA_BRIDGE_MRP_INFO_TEST_MAX_MISS             = 8
	IFLA_BRIDGE_MRP_INFO_TEST_MONITOR              = 9
	IFLA_BRIDGE_MRP_INFO_I_IFINDEX                 = 10
	IFLA_BRIDGE_MRP_INFO_IN_STATE                  = 11
	IFLA_BRIDGE_MRP_INFO_IN_ROLE                   = 12
	IFLA_BRIDGE_MRP_INFO_IN_TEST_INTERVAL          = 13
	IFLA_BRIDGE_MRP_INFO_IN_TEST_MAX_MISS          = 14
	IFLA_BRIDGE_MRP_IN_STATE_UNSPEC                = 0
	IFLA_BRIDGE_MRP_IN_STATE_IN_ID                 = 1
	IFLA_BRIDGE_MRP_IN_STATE_STATE                 = 2
	IFLA_BRIDGE_MRP_IN_ROLE_UNSPEC                 = 0
	IFLA_BRIDGE_MRP_IN_ROLE_RING_ID                = 1
	IFLA_BRIDGE_MRP_IN_ROLE_IN_ID                  = 2
	IFLA_BRIDGE_MRP_IN_ROLE_ROLE                   = 3
	IFLA_BRIDGE_MRP_IN_ROLE_I_IFINDEX              = 4
	IFLA_BRIDGE_MRP_START_IN_TEST_UNSPEC           = 0
	IFLA_BRIDGE_MRP_START_IN_TEST_IN_ID            = 1
	IFLA_BRIDGE_MRP_START_IN_TEST_INTERVAL         = 2
	IFLA_BRIDGE_MRP_START_IN_TEST_MAX_MISS         = 3
	IFLA_BRIDGE_MRP_START_IN_TEST_PERIOD           = 4
	IFLA_BRIDGE_CFM_UNSPEC                         = 0
	IFLA_BRIDGE_CFM_MEP_CREATE                     = 1
	IFLA_BRIDGE_CFM_MEP_DELETE                     = 2
	IFLA_BRIDGE_CFM_MEP_CONFIG                     = 3
	IFLA_BRIDGE_CFM_CC_CONFIG                      = 4
	IFLA_BRIDGE_CFM_CC_PEER_MEP_ADD                = 5
	IFLA_BRIDGE_CFM_CC_PEER_MEP_REMOVE             = 6
	IFLA_BRIDGE_CFM_CC_RDI                         = 7
	IFLA_BRIDGE_CFM_CC_CCM_TX                      = 8
	IFLA_BRIDGE_CFM_MEP_CREATE_INFO                = 9
	IFLA_BRIDGE_CFM_MEP_CONFIG_INFO                = 10
	IFLA_BRIDGE_CFM_CC_CONFIG_INFO                 = 11
	IFLA_BRIDGE_CFM_CC_RDI_INFO                    = 12
	IFLA_BRIDGE_CFM_CC_CCM_TX_INFO                 = 13
	IFLA_BRIDGE_CFM_CC_PEER_MEP_INFO               = 14
	IFLA_BRIDGE_CFM_MEP_STATUS_INFO                = 15
	IFLA_BRIDGE_CFM_CC_PEER_STATUS_INFO            = 16
	IFLA_BRIDGE_CFM_MEP_CREATE_UNSPEC              = 0
	IFLA_BRIDGE_CFM_MEP_CREATE_INSTANCE            = 1
	IFLA_BRIDGE_CFM_MEP_CREATE_DOMAIN              = 2
	IFLA_BRIDGE_CFM_MEP_CREATE_DIRECTION           = 3
	IFLA_BRIDGE_CFM_MEP_CREATE_IFINDEX             = 4
	IFLA_BRIDGE_CFM_MEP_DELETE_UNSPEC              = 0
	IFLA_BRIDGE_CFM_MEP_DELETE_INSTANCE            = 1
	IFLA_BRIDGE_CFM_MEP_CONFIG_UNSPEC              = 0
	IFLA_BRIDGE_CFM_MEP_CONFIG_INSTANCE            = 1
	IFLA_BRIDGE_CFM_MEP_CONFIG_UNICAST_MAC         = 2
	IFLA_BRIDGE_CFM_MEP_CONFIG_MDLEVEL             = 3
	IFLA_BRIDGE_CFM_MEP_CONFIG_MEPID               = 4
	IFLA_BRIDGE_CFM_CC_CONFIG_UNSPEC               = 0
	IFLA_BRIDGE_CFM_CC_CONFIG_INSTANCE             = 1
	IFLA_BRIDGE_CFM_CC_CONFIG_ENABLE               = 2
	IFLA_BRIDGE_CFM_CC_CONFIG_EXP_INTERVAL         = 3
	IFLA_BRIDGE_CFM_CC_CONFIG_EXP_MAID             = 4
	IFLA_BRIDGE_CFM_CC_PEER_MEP_UNSPEC             = 0
	IFLA_BRIDGE_CFM_CC_PEER_MEP_INSTANCE           = 1
	IFLA_BRIDGE_CFM_CC_PEER_MEPID                  = 2
	IFLA_BRIDGE_CFM_CC_RDI_UNSPEC                  = 0
	IFLA_BRIDGE_CFM_CC_RDI_INSTANCE                = 1
	IFLA_BRIDGE_CFM_CC_RDI_RDI                     = 2
	IFLA_BRIDGE_CFM_CC_CCM_TX_UNSPEC               = 0
	IFLA_BRIDGE_CFM_CC_CCM_TX_INSTANCE             = 1
	IFLA_BRIDGE_CFM_CC_CCM_TX_DMAC                 = 2
	IFLA_BRIDGE_CFM_CC_CCM_TX_SEQ_NO_UPDATE        = 3
	IFLA_BRIDGE_CFM_CC_CCM_TX_PERIOD               = 4
	IFLA_BRIDGE_CFM_CC_CCM_TX_IF_TLV               = 5
	IFLA_BRIDGE_CFM_CC_CCM_TX_IF_TLV_VALUE         = 6
	IFLA_BRIDGE_CFM_CC_CCM_TX_PORT_TLV             = 7
	IFLA_BRIDGE_CFM_CC_CCM_TX_PORT_TLV_VALUE       = 8
	IFLA_BRIDGE_CFM_MEP_STATUS_UNSPEC              = 0
	IFLA_BRIDGE_CFM_MEP_STATUS_INSTANCE            = 1
	IFLA_BRIDGE_CFM_MEP_STATUS_OPCODE_UNEXP_SEEN   = 2
	IFLA_BRIDGE_CFM_MEP_STATUS_VERSION_UNEXP_SEEN  = 3
	IFLA_BRIDGE_CFM_MEP_STATUS_RX_LEVEL_LOW_SEEN   = 4
	IFLA_BRIDGE_CFM_CC_PEER_STATUS_UNSPEC          = 0
	IFLA_BRIDGE_CFM_CC_PEER_STATUS_INSTANCE        = 1
	IFLA_BRIDGE_CFM_CC_PEER_STATUS_PEER_MEPID      = 2
	IFLA_BRIDGE_CFM_CC_PEER_STATUS_CCM_DEFECT      = 3
	IFLA_BRIDGE_CFM_CC_PEER_STATUS_RDI             = 4
	IFLA_BRIDGE_CFM_CC_PEER_STATUS_PORT_TLV_VALUE  = 5
	IFLA_BRIDGE_CFM_CC_PEER_STATUS_IF_TLV_VALUE    = 6
	IFLA_BRIDGE_CFM_CC_PEER_STATUS_SEEN            = 7
	IFLA_BRIDGE_CFM_CC_PEER_STATUS_TLV_SEEN        = 8
	IFLA_BRIDGE_CFM_CC_PEER_STATUS_SEQ_UNEXP_SEEN  = 9
	IFLA_BRIDGE_MST_UNSPEC                         = 0
	IFLA_BRIDGE_MST_ENTRY                          = 1
	IFLA_BRIDGE_MST_ENTRY_UNSPEC                   = 0
	IFLA_BRIDGE_MST_ENTRY_MSTI                     = 1
	IFLA_BRIDGE_MST_ENTRY_STATE                    = 2
	BRIDGE_VLANDB_DUMP_UNSPEC                      = 0
	BRIDGE_VLANDB_DUMP_FLAGS                       = 1
	BRIDGE_VLANDB_UNSPEC                           = 0
	BRIDGE_VLANDB_ENTRY                            = 1
	BRIDGE_VLANDB_GLOBAL_OPTIONS                   = 2
	BRIDGE_VLANDB_ENTRY_UNSPEC                     = 0
	BRIDGE_VLANDB_ENTRY_INFO                       = 1
	BRIDGE_VLANDB_ENTRY_RANGE                      = 2
	BRIDGE_VLANDB_ENTRY_STATE                      = 3
	BRIDGE_VLANDB_ENTRY_TUNNEL_INFO                = 4
	BRIDGE_VLANDB_ENTRY_STATS                      = 5
	BRIDGE_VLANDB_ENTRY_MCAST_ROUTER               = 6
	BRIDGE_VLANDB_ENTRY_MCAST_N_GROUPS             = 7
	BRIDGE_VLANDB_ENTRY_MCAST_MAX_GROUPS           = 8
	BRIDGE_VLANDB_ENTRY_NEIGH_SUPPRESS             = 9
	BRIDGE_VLANDB_ENTRY_NEIGH_FORWARD_GRAT         = 10
	BRIDGE_VLANDB_TINFO_UNSPEC                     = 0
	BRIDGE_VLANDB_TINFO_ID                         = 1
	BRIDGE_VLANDB_TINFO_CMD                        = 2
	BRIDGE_VLANDB_STATS_UNSPEC                     = 0
	BRIDGE_VLANDB_STATS_RX_BYTES                   = 1
	BRIDGE_VLANDB_STATS_RX_PACKETS                 = 2
	BRIDGE_VLANDB_STATS_TX_BYTES                   = 3
	BRIDGE_VLANDB_STATS_TX_PACKETS                 = 4
	BRIDGE_VLANDB_STATS_PAD                        = 5
	BRIDGE_VLANDB_GOPTS_UNSPEC                     = 0
	BRIDGE_VLANDB_GOPTS_ID                         = 1
	BRIDGE_VLANDB_GOPTS_RANGE                      = 2
	BRIDGE_VLANDB_GOPTS_MCAST_SNOOPING             = 3
	BRIDGE_VLANDB_GOPTS_MCAST_IGMP_VERSION         = 4
	BRIDGE_VLANDB_GOPTS_MCAST_MLD_VERSION          = 5
	BRIDGE_VLANDB_GOPTS_MCAST_LAST_MEMBER_CNT      = 6
	BRIDGE_VLANDB_GOPTS_MCAST_STARTUP_QUERY_CNT    = 7
	BRIDGE_VLANDB_GOPTS_MCAST_LAST_MEMBER_INTVL    = 8
	BRIDGE_VLANDB_GOPTS_PAD                        = 9
	BRIDGE_VLANDB_GOPTS_MCAST_MEMBERSHIP_INTVL     = 10
	BRIDGE_VLANDB_GOPTS_MCAST_QUERIER_INTVL        = 11
	BRIDGE_VLANDB_GOPTS_MCAST_QUERY_INTVL          = 12
	BRIDGE_VLANDB_GOPTS_MCAST_QUERY_RESPONSE_INTVL = 13
	BRIDGE_VLANDB_GOPTS_MCAST_STARTUP_QUERY_INTVL  = 14
	BRIDGE_VLANDB_GOPTS_MCAST_QUERIER              = 15
	BRIDGE_VLANDB_GOPTS_MCAST_ROUTER_PORTS         = 16
	BRIDGE_VLANDB_GOPTS_MCAST_QUERIER_STATE        = 17
	BRIDGE_VLANDB_GOPTS_MSTI                       = 18
	MDBA_UNSPEC                                    = 0
	MDBA_MDB                                       = 1
	MDBA_ROUTER                                    = 2
	MDBA_MDB_UNSPEC                                = 0
	MDBA_MDB_ENTRY                                 = 1
	MDBA_MDB_ENTRY_UNSPEC                          = 0
	MDBA_MDB_ENTRY_INFO                            = 1
	MDBA_MDB_EATTR_UNSPEC                          = 0
	MDBA_MDB_EATTR_TIMER                           = 1
	MDBA_MDB_EATTR_SRC_LIST                        = 2
	MDBA_MDB_EATTR_GROUP_MODE                      = 3
	MDBA_MDB_EATTR_SOURCE                          = 4
	MDBA_MDB_EATTR_RTPROT                          = 5
	MDBA_MDB_EATTR_DST                             = 6
	MDBA_MDB_EATTR_DST_PORT                        = 7
	MDBA_MDB_EATTR_VNI                             = 8
	MDBA_MDB_EATTR_IFINDEX                         = 9
	MDBA_MDB_EATTR_SRC_VNI                         = 10
	MDBA_MDB_SRCLIST_UNSPEC                        = 0
	MDBA_MDB_SRCLIST_ENTRY                         = 1
	MDBA_MDB_SRCATTR_UNSPEC                        = 0
	MDBA_MDB_SRCATTR_ADDRESS                       = 1
	MDBA_MDB_SRCATTR_TIMER                         = 2
	MDB_RTR_TYPE_DISABLED                          = 0
	MDB_RTR_TYPE_TEMP_QUERY                        = 1
	MDB_RTR_TYPE_PERM                              = 2
	MDB_RTR_TYPE_TEMP                              = 3
	MDBA_ROUTER_UNSPEC                             = 0
	MDBA_ROUTER_PORT                               = 1
	MDBA_ROUTER_PATTR_UNSPEC                       = 0
	MDBA_ROUTER_PATTR_TIMER                        = 1
	MDBA_ROUTER_PATTR_TYPE                         = 2
	MDBA_ROUTER_PATTR_INET_TIMER                   = 3
	MDBA_ROUTER_PATTR_INET6_TIMER                  = 4
	MDBA_ROUTER_PATTR_VID                          = 5
	MDBA_SET_ENTRY_UNSPEC                          = 0
	MDBA_SET_ENTRY                                 = 1
	MDBA_SET_ENTRY_ATTRS                           = 2
	MDBA_GET_ENTRY_UNSPEC                          = 0
	MDBA_GET_ENTRY                                 = 1
	MDBA_GET_ENTRY_ATTRS                           = 2
	MDBE_ATTR_UNSPEC                               = 0
	MDBE_ATTR_SOURCE                               = 1
	MDBE_ATTR_SRC_LIST                             = 2
	MDBE_ATTR_GROUP_MODE                           = 3
	MDBE_ATTR_RTPROT                               = 4
	MDBE_ATTR_DST                                  = 5
	MDBE_ATTR_DST_PORT                             = 6
	MDBE_ATTR_VNI                                  = 7
	MDBE_ATTR_IFINDEX                              = 8
	MDBE_ATTR_SRC_VNI                              = 9
	MDBE_ATTR_STATE_MASK                           = 10
	MDBE_SRC_LIST_UNSPEC                           = 0
	MDBE_SRC_LIST_ENTRY                            = 1
	MDBE_SRCATTR_UNSPEC                            = 0
	MDBE_SRCATTR_ADDRESS                           = 1
	BRIDGE_XSTATS_UNSPEC                           = 0
	BRIDGE_XSTATS_VLAN                             = 1
	BRIDGE_XSTATS_MCAST                            = 2
	BRIDGE_XSTATS_PAD                              = 3
	BRIDGE_XSTATS_STP                              = 4
	BR_MCAST_DIR_RX                                = 0
	BR_MCAST_DIR_TX                                = 1
	BR_MCAST_DIR_SIZE                              = 2
)

// if_bridge.h, enum br_boolopt_id
const (
	BR_BOOLOPT_NO_LL_LEARN                   = 0
	BR_BOOLOPT_MCAST_VLAN_SNOOPING           = 1
	BR_BOOLOPT_MST_ENABLE                    = 2
	BR_BOOLOPT_MDB_OFFLOAD_FAIL_NOTIFICATION = 3
	BR_BOOLOPT_FDB_LOCAL_VLAN_0              = 4
)

// if_bridge.h
const (
	BRIDGE_QUERIER_UNSPEC           = 0
	BRIDGE_QUERIER_IP_ADDRESS       = 1
	BRIDGE_QUERIER_IP_PORT          = 2
	BRIDGE_QUERIER_IP_OTHER_TIMER   = 3
	BRIDGE_QUERIER_PAD              = 4
	BRIDGE_QUERIER_IPV6_ADDRESS     = 5
	BRIDGE_QUERIER_IPV6_PORT        = 6
	BRIDGE_QUERIER_IPV6_OTHER_TIMER = 7
)

// if_bridge.h
const (
	BR_STATE_DISABLED            = 0
	BR_STATE_LISTENING           = 1
	BR_STATE_LEARNING            = 2
	BR_STATE_FORWARDING          = 3
	BR_STATE_BLOCKING            = 4
	BRIDGE_FLAGS_MASTER          = 1
	BRIDGE_FLAGS_SELF            = 2
	BRIDGE_MODE_VEB              = 0
	BRIDGE_MODE_VEPA             = 1
	BRIDGE_MODE_UNDEF            = 65535
	BRIDGE_VLAN_INFO_MASTER      = 1
	BRIDGE_VLAN_INFO_PVID        = 2
	BRIDGE_VLAN_INFO_UNTAGGED    = 4
	BRIDGE_VLAN_INFO_RANGE_BEGIN = 8
	BRIDGE_VLAN_INFO_RANGE_END   = 16
	BRIDGE_VLAN_INFO_BRENTRY     = 32
	BRIDGE_VLAN_INFO_ONLY_OPTS   = 64
	BRIDGE_VLANDB_DUMPF_STATS    = 1
	BRIDGE_VLANDB_DUMPF_GLOBAL   = 2
	MDB_TEMPORARY                = 0
	MDB_PERMANENT                = 1
	MDB_FLAGS_OFFLOAD            = 1
	MDB_FLAGS_FAST_LEAVE         = 2
	MDB_FLAGS_STAR_EXCL          = 4
	MDB_FLAGS_BLOCKED            = 8
	MDB_FLAGS_OFFLOAD_FAILED     = 16
)

// if_tunnel.h
const (
	IFLA_IPTUN_UNSPEC              = 0
	IFLA_IPTUN_LINK                = 1
	IFLA_IPTUN_LOCAL               = 2
	IFLA_IPTUN_REMOTE              = 3
	IFLA_IPTUN_TTL                 = 4
	IFLA_IPTUN_TOS                 = 5
	IFLA_IPTUN_ENCAP_LIMIT         = 6
	IFLA_IPTUN_FLOWINFO            = 7
	IFLA_IPTUN_FLAGS               = 8
	IFLA_IPTUN_PROTO               = 9
	IFLA_IPTUN_PMTUDISC            = 10
	IFLA_IPTUN_6RD_PREFIX          = 11
	IFLA_IPTUN_6RD_RELAY_PREFIX    = 12
	IFLA_IPTUN_6RD_PREFIXLEN       = 13
	IFLA_IPTUN_6RD_RELAY_PREFIXLEN = 14
	IFLA_IPTUN_ENCAP_TYPE          = 15
	IFLA_IPTUN_ENCAP_FLAGS         = 16
	IFLA_IPTUN_ENCAP_SPORT         = 17
	IFLA_IPTUN_ENCAP_DPORT         = 18
	IFLA_IPTUN_COLLECT_METADATA    = 19
	IFLA_IPTUN_FWMARK              = 20
)

// if_tunnel.h, enum tunnel_encap_types
const (
	TUNNEL_ENCAP_NONE = 0
	TUNNEL_ENCAP_FOU  = 1
	TUNNEL_ENCAP_GUE  = 2
	TUNNEL_ENCAP_MPLS = 3
)

// if_tunnel.h
const (
	IFLA_GRE_UNSPEC             = 0
	IFLA_GRE_LINK               = 1
	IFLA_GRE_IFLAGS             = 2
	IFLA_GRE_OFLAGS             = 3
	IFLA_GRE_IKEY               = 4
	IFLA_GRE_OKEY               = 5
	IFLA_GRE_LOCAL              = 6
	IFLA_GRE_REMOTE             = 7
	IFLA_GRE_TTL                = 8
	IFLA_GRE_TOS                = 9
	IFLA_GRE_PMTUDISC           = 10
	IFLA_GRE_ENCAP_LIMIT        = 11
	IFLA_GRE_FLOWINFO           = 12
	IFLA_GRE_FLAGS              = 13
	IFLA_GRE_ENCAP_TYPE         = 14
	IFLA_GRE_ENCAP_FLAGS        = 15
	IFLA_GRE_ENCAP_SPORT        = 16
	IFLA_GRE_ENCAP_DPORT        = 17
	IFLA_GRE_COLLECT_METADATA   = 18
	IFLA_GRE_IGNORE_DF          = 19
	IFLA_GRE_FWMARK             = 20
	IFLA_GRE_ERSPAN_INDEX       = 21
	IFLA_GRE_ERSPAN_VER         = 22
	IFLA_GRE_ERSPAN_DIR         = 23
	IFLA_GRE_ERSPAN_HWID        = 24
	IFLA_VTI_UNSPEC             = 0
	IFLA_VTI_LINK               = 1
	IFLA_VTI_IKEY               = 2
	IFLA_VTI_OKEY               = 3
	IFLA_VTI_LOCAL              = 4
	IFLA_VTI_REMOTE             = 5
	IFLA_VTI_FWMARK             = 6
	IP_TUNNEL_CSUM_BIT          = 0
	IP_TUNNEL_ROUTING_BIT       = 1
	IP_TUNNEL_KEY_BIT           = 2
	IP_TUNNEL_SEQ_BIT           = 3
	IP_TUNNEL_STRICT_BIT        = 4
	IP_TUNNEL_REC_BIT           = 5
	IP_TUNNEL_VERSION_BIT       = 6
	IP_TUNNEL_NO_KEY_BIT        = 7
	IP_TUNNEL_DONT_FRAGMENT_BIT = 8
	IP_TUNNEL_OAM_BIT           = 9
	IP_TUNNEL_CRIT_OPT_BIT      = 10
	IP_TUNNEL_GENEVE_OPT_BIT    = 11
	IP_TUNNEL_VXLAN_OPT_BIT     = 12
	IP_TUNNEL_NOCACHE_BIT       = 13
	IP_TUNNEL_ERSPAN_OPT_BIT    = 14
	IP_TUNNEL_GTP_OPT_BIT       = 15
	IP_TUNNEL_VTI_BIT           = 16
	IP_TUNNEL_SIT_ISATAP_BIT    = 16
	IP_TUNNEL_PFCP_OPT_BIT      = 17
)

// if_tunnel.h
const (
	TUNNEL_ENCAP_FLAG_CSUM    = 1
	TUNNEL_ENCAP_FLAG_CSUM6   = 2
	TUNNEL_ENCAP_FLAG_REMCSUM = 4
)

// amt.h, enum ifla_amt_mode
const (
	AMT_MODE_GATEWAY = 0
	AMT_MODE_RELAY   = 1
)

// amt.h
const (
	IFLA_AMT_UNSPEC       = 0
	IFLA_AMT_MODE         = 1
	IFLA_AMT_RELAY_PORT   = 2
	IFLA_AMT_GATEWAY_PORT = 3
	IFLA_AMT_LINK         = 4
	IFLA_AMT_LOCAL_IP     = 5
	IFLA_AMT_REMOTE_IP    = 6
	IFLA_AMT_DISCOVERY_IP = 7
	IFLA_AMT_MAX_TUNNELS  = 8
)

// lwtunnel.h, enum lwtunnel_encap_types
const (
	LWTUNNEL_ENCAP_NONE       = 0
	LWTUNNEL_ENCAP_MPLS       = 1
	LWTUNNEL_ENCAP_IP         = 2
	LWTUNNEL_ENCAP_ILA        = 3
	LWTUNNEL_ENCAP_IP6        = 4
	LWTUNNEL_ENCAP_SEG6       = 5
	LWTUNNEL_ENCAP_BPF        = 6
	LWTUNNEL_ENCAP_SEG6_LOCAL = 7
	LWTUNNEL_ENCAP_RPL        = 8
	LWTUNNEL_ENCAP_IOAM6      = 9
	LWTUNNEL_ENCAP_XFRM       = 10
)

// lwtunnel.h, enum lwtunnel_ip_t
const (
	LWTUNNEL_IP_UNSPEC = 0
	LWTUNNEL_IP_ID     = 1
	LWTUNNEL_IP_DST    = 2
	LWTUNNEL_IP_SRC    = 3
	LWTUNNEL_IP_TTL    = 4
	LWTUNNEL_IP_TOS    = 5
	LWTUNNEL_IP_FLAGS  = 6
	LWTUNNEL_IP_PAD    = 7
	LWTUNNEL_IP_OPTS   = 8
)

// lwtunnel.h, enum lwtunnel_ip6_t
const (
	LWTUNNEL_IP6_UNSPEC   = 0
	LWTUNNEL_IP6_ID       = 1
	LWTUNNEL_IP6_DST      = 2
	LWTUNNEL_IP6_SRC      = 3
	LWTUNNEL_IP6_HOPLIMIT = 4
	LWTUNNEL_IP6_TC       = 5
	LWTUNNEL_IP6_FLAGS    = 6
	LWTUNNEL_IP6_PAD      = 7
	LWTUNNEL_IP6_OPTS     = 8
)

// lwtunnel.h
const (
	LWTUNNEL_IP_OPTS_UNSPEC       = 0
	LWTUNNEL_IP_OPTS_GENEVE       = 1
	LWTUNNEL_IP_OPTS_VXLAN        = 2
	LWTUNNEL_IP_OPTS_ERSPAN       = 3
	LWTUNNEL_IP_OPT_GENEVE_UNSPEC = 0
	LWTUNNEL_IP_OPT_GENEVE_CLASS  = 1
	LWTUNNEL_IP_OPT_GENEVE_TYPE   = 2
	LWTUNNEL_IP_OPT_GENEVE_DATA   = 3
	LWTUNNEL_IP_OPT_VXLAN_UNSPEC  = 0
	LWTUNNEL_IP_OPT_VXLAN_GBP     = 1
	LWTUNNEL_IP_OPT_ERSPAN_UNSPEC = 0
	LWTUNNEL_IP_OPT_ERSPAN_VER    = 1
	LWTUNNEL_IP_OPT_ERSPAN_INDEX  = 2
	LWTUNNEL_IP_OPT_ERSPAN_DIR    = 3
	LWTUNNEL_IP_OPT_ERSPAN_HWID   = 4
	LWT_BPF_PROG_UNSPEC           = 0
	LWT_BPF_PROG_FD               = 1
	LWT_BPF_PROG_NAME             = 2
	LWT_BPF_UNSPEC                = 0
	LWT_BPF_IN                    = 1
	LWT_BPF_OUT                   = 2
	LWT_BPF_XMIT                  = 3
	LWT_BPF_XMIT_HEADROOM         = 4
	LWT_XFRM_UNSPEC               = 0
	LWT_XFRM_IF_ID                = 1
	LWT_XFRM_LINK                 = 2
)

// lwtunnel.h
const (
	LWT_BPF_MAX_HEADROOM = 256
)

// mpls_iptunnel.h
const (
	MPLS_IPTUNNEL_UNSPEC = 0
	MPLS_IPTUNNEL_DST    = 1
	MPLS_IPTUNNEL_TTL    = 2
)

// seg6_iptunnel.h
const (
	SEG6_IPTUNNEL_UNSPEC        = 0
	SEG6_IPTUNNEL_SRH           = 1
	SEG6_IPTUNNEL_SRC           = 2
	SEG6_IPTUN_MODE_INLINE      = 0
	SEG6_IPTUN_MODE_ENCAP       = 1
	SEG6_IPTUN_MODE_L2ENCAP     = 2
	SEG6_IPTUN_MODE_ENCAP_RED   = 3
	SEG6_IPTUN_MODE_L2ENCAP_RED = 4
)

// seg6_local.h
const (
	SEG6_LOCAL_UNSPEC              = 0
	SEG6_LOCAL_ACTION              = 1
	SEG6_LOCAL_SRH                 = 2
	SEG6_LOCAL_TABLE               = 3
	SEG6_LOCAL_NH4                 = 4
	SEG6_LOCAL_NH6                 = 5
	SEG6_LOCAL_IIF                 = 6
	SEG6_LOCAL_OIF                 = 7
	SEG6_LOCAL_BPF                 = 8
	SEG6_LOCAL_VRFTABLE            = 9
	SEG6_LOCAL_COUNTERS            = 10
	SEG6_LOCAL_FLAVORS             = 11
	SEG6_LOCAL_ACTION_UNSPEC       = 0
	SEG6_LOCAL_ACTION_END          = 1
	SEG6_LOCAL_ACTION_END_X        = 2
	SEG6_LOCAL_ACTION_END_T        = 3
	SEG6_LOCAL_ACTION_END_DX2      = 4
	SEG6_LOCAL_ACTION_END_DX6      = 5
	SEG6_LOCAL_ACTION_END_DX4      = 6
	SEG6_LOCAL_ACTION_END_DT6      = 7
	SEG6_LOCAL_ACTION_END_DT4      = 8
	SEG6_LOCAL_ACTION_END_B6       = 9
	SEG6_LOCAL_ACTION_END_B6_ENCAP = 10
	SEG6_LOCAL_ACTION_END_BM       = 11
	SEG6_LOCAL_ACTION_END_S        = 12
	SEG6_LOCAL_ACTION_END_AS       = 13
	SEG6_LOCAL_ACTION_END_AM       = 14
	SEG6_LOCAL_ACTION_END_BPF      = 15
	SEG6_LOCAL_ACTION_END_DT46     = 16
	SEG6_LOCAL_BPF_PROG_UNSPEC     = 0
	SEG6_LOCAL_BPF_PROG            = 1
	SEG6_LOCAL_BPF_PROG_NAME       = 2
	SEG6_LOCAL_CNT_UNSPEC          = 0
	SEG6_LOCAL_CNT_PAD             = 1
	SEG6_LOCAL_CNT_PACKETS         = 2
	SEG6_LOCAL_CNT_BYTES           = 3
	SEG6_LOCAL_CNT_ERRORS          = 4
	SEG6_LOCAL_FLV_UNSPEC          = 0
	SEG6_LOCAL_FLV_OPERATION       = 1
	SEG6_LOCAL_FLV_LCBLOCK_BITS    = 2
	SEG6_LOCAL_FLV_LCNODE_FN_BITS  = 3
	SEG6_LOCAL_FLV_OP_UNSPEC       = 0
	SEG6_LOCAL_FLV_OP_PSP          = 1
	SEG6_LOCAL_FLV_OP_USP          = 2
	SEG6_LOCAL_FLV_OP_USD          = 3
	SEG6_LOCAL_FLV_OP_NEXT_CSID    = 4
)

// seg6_hmac.h
const (
	SEG6_HMAC_ALGO_SHA1   = 1
	SEG6_HMAC_ALGO_SHA256 = 2
)

// seg6_hmac.h
const (
	SEG6_HMAC_SECRET_LEN = 64
	SEG6_HMAC_FIELD_LEN  = 32
)

// ila.h
const (
	ILA_ATTR_UNSPEC           = 0
	ILA_ATTR_LOCATOR          = 1
	ILA_ATTR_IDENTIFIER       = 2
	ILA_ATTR_LOCATOR_MATCH    = 3
	ILA_ATTR_IFINDEX          = 4
	ILA_ATTR_DIR              = 5
	ILA_ATTR_PAD              = 6
	ILA_ATTR_CSUM_MODE        = 7
	ILA_ATTR_IDENT_TYPE       = 8
	ILA_ATTR_HOOK_TYPE        = 9
	ILA_CMD_UNSPEC            = 0
	ILA_CMD_ADD               = 1
	ILA_CMD_DEL               = 2
	ILA_CMD_GET               = 3
	ILA_CMD_FLUSH             = 4
	ILA_CSUM_ADJUST_TRANSPORT = 0
	ILA_CSUM_NEUTRAL_MAP      = 1
	ILA_CSUM_NO_ACTION        = 2
	ILA_CSUM_NEUTRAL_MAP_AUTO = 3
	ILA_ATYPE_IID             = 0
	ILA_ATYPE_LUID            = 1
	ILA_ATYPE_VIRT_V4         = 2
	ILA_ATYPE_VIRT_UNI_V6     = 3
	ILA_ATYPE_VIRT_MULTI_V6   = 4
	ILA_ATYPE_NONLOCAL_ADDR   = 5
	ILA_ATYPE_RSVD_1          = 6
	ILA_ATYPE_RSVD_2          = 7
	ILA_ATYPE_USE_FORMAT      = 32
	ILA_HOOK_ROUTE_OUTPUT     = 0
	ILA_HOOK_ROUTE_INPUT      = 1
)

// ila.h
const (
	ILA_GENL_VERSION = 1
	ILA_DIR_IN       = 1
	ILA_DIR_OUT      = 2
)

// ioam6_iptunnel.h
const (
	IOAM6_IPTUNNEL_MODE_INLINE = 1
	IOAM6_IPTUNNEL_MODE_ENCAP  = 2
	IOAM6_IPTUNNEL_MODE_AUTO   = 3
	IOAM6_IPTUNNEL_UNSPEC      = 0
	IOAM6_IPTUNNEL_MODE        = 1
	IOAM6_IPTUNNEL_DST         = 2
	IOAM6_IPTUNNEL_TRACE       = 3
	IOAM6_IPTUNNEL_FREQ_K      = 4
	IOAM6_IPTUNNEL_FREQ_N      = 5
	IOAM6_IPTUNNEL_SRC         = 6
)

// ioam6_iptunnel.h
const (
	IOAM6_IPTUNNEL_MODE_MIN = 1
	IOAM6_IPTUNNEL_FREQ_MIN = 1
)

// rpl_iptunnel.h
const (
	RPL_IPTUNNEL_UNSPEC = 0
	RPL_IPTUNNEL_SRH    = 1
)

// if_macsec.h, enum macsec_attrs
const (
	MACSEC_ATTR_UNSPEC      = 0
	MACSEC_ATTR_IFINDEX     = 1
	MACSEC_ATTR_RXSC_CONFIG = 2
	MACSEC_ATTR_SA_CONFIG   = 3
	MACSEC_ATTR_SECY        = 4
	MACSEC_ATTR_TXSA_LIST   = 5
	MACSEC_ATTR_RXSC_LIST   = 6
	MACSEC_ATTR_TXSC_STATS  = 7
	MACSEC_ATTR_SECY_STATS  = 8
	MACSEC_ATTR_OFFLOAD     = 9
)

// if_macsec.h, enum macsec_secy_attrs
const (
	MACSEC_SECY_ATTR_UNSPEC       = 0
	MACSEC_SECY_ATTR_SCI          = 1
	MACSEC_SECY_ATTR_ENCODING_SA  = 2
	MACSEC_SECY_ATTR_WINDOW       = 3
	MACSEC_SECY_ATTR_CIPHER_SUITE = 4
	MACSEC_SECY_ATTR_ICV_LEN      = 5
	MACSEC_SECY_ATTR_PROTECT      = 6
	MACSEC_SECY_ATTR_REPLAY       = 7
	MACSEC_SECY_ATTR_OPER         = 8
	MACSEC_SECY_ATTR_VALIDATE     = 9
	MACSEC_SECY_ATTR_ENCRYPT      = 10
	MACSEC_SECY_ATTR_INC_SCI      = 11
	MACSEC_SECY_ATTR_ES           = 12
	MACSEC_SECY_ATTR_SCB          = 13
	MACSEC_SECY_ATTR_PAD          = 14
)

// if_macsec.h, enum macsec_rxsc_attrs
const (
	MACSEC_RXSC_ATTR_UNSPEC  = 0
	MACSEC_RXSC_ATTR_SCI     = 1
	MACSEC_RXSC_ATTR_ACTIVE  = 2
	MACSEC_RXSC_ATTR_SA_LIST = 3
	MACSEC_RXSC_ATTR_STATS   = 4
	MACSEC_RXSC_ATTR_PAD     = 5
)

// if_macsec.h, enum macsec_sa_attrs
const (
	MACSEC_SA_ATTR_UNSPEC = 0
	MACSEC_SA_ATTR_AN     = 1
	MACSEC_SA_ATTR_ACTIVE = 2
	MACSEC_SA_ATTR_PN     = 3
	MACSEC_SA_ATTR_KEY    = 4
	MACSEC_SA_ATTR_KEYID  = 5
	MACSEC_SA_ATTR_STATS  = 6
	MACSEC_SA_ATTR_PAD    = 7
	MACSEC_SA_ATTR_SSCI   = 8
	MACSEC_SA_ATTR_SALT   = 9
)

// if_macsec.h, enum macsec_offload_attrs
const (
	MACSEC_OFFLOAD_ATTR_UNSPEC = 0
	MACSEC_OFFLOAD_ATTR_TYPE   = 1
	MACSEC_OFFLOAD_ATTR_PAD    = 2
)

// if_macsec.h, enum macsec_nl_commands
const (
	MACSEC_CMD_GET_TXSC    = 0
	MACSEC_CMD_ADD_RXSC    = 1
	MACSEC_CMD_DEL_RXSC    = 2
	MACSEC_CMD_UPD_RXSC    = 3
	MACSEC_CMD_ADD_TXSA    = 4
	MACSEC_CMD_DEL_TXSA    = 5
	MACSEC_CMD_UPD_TXSA    = 6
	MACSEC_CMD_ADD_RXSA    = 7
	MACSEC_CMD_DEL_RXSA    = 8
	MACSEC_CMD_UPD_RXSA    = 9
	MACSEC_CMD_UPD_OFFLOAD = 10
)

// if_macsec.h, enum macsec_rxsc_stats_attr
const (
	MACSEC_RXSC_STATS_ATTR_UNSPEC               = 0
	MACSEC_RXSC_STATS_ATTR_IN_OCTETS_VALIDATED  = 1
	MACSEC_RXSC_STATS_ATTR_IN_OCTETS_DECRYPTED  = 2
	MACSEC_RXSC_STATS_ATTR_IN_PKTS_UNCHECKED    = 3
	MACSEC_RXSC_STATS_ATTR_IN_PKTS_DELAYED      = 4
	MACSEC_RXSC_STATS_ATTR_IN_PKTS_OK           = 5
	MACSEC_RXSC_STATS_ATTR_IN_PKTS_INVALID      = 6
	MACSEC_RXSC_STATS_ATTR_IN_PKTS_LATE         = 7
	MACSEC_RXSC_STATS_ATTR_IN_PKTS_NOT_VALID    = 8
	MACSEC_RXSC_STATS_ATTR_IN_PKTS_NOT_USING_SA = 9
	MACSEC_RXSC_STATS_ATTR_IN_PKTS_UNUSED_SA    = 10
	MACSEC_RXSC_STATS_ATTR_PAD                  = 11
)

// if_macsec.h, enum macsec_sa_stats_attr
const (
	MACSEC_SA_STATS_ATTR_UNSPEC               = 0
	MACSEC_SA_STATS_ATTR_IN_PKTS_OK           = 1
	MACSEC_SA_STATS_ATTR_IN_PKTS_INVALID      = 2
	MACSEC_SA_STATS_ATTR_IN_PKTS_NOT_VALID    = 3
	MACSEC_SA_STATS_ATTR_IN_PKTS_NOT_USING_SA = 4
	MACSEC_SA_STATS_ATTR_IN_PKTS_UNUSED_SA    = 5
	MACSEC_SA_STATS_ATTR_OUT_PKTS_PROTECTED   = 6
	MACSEC_SA_STATS_ATTR_OUT_PKTS_ENCRYPTED   = 7
)

// if_macsec.h, enum macsec_txsc_stats_attr
const (
	MACSEC_TXSC_STATS_ATTR_UNSPEC               = 0
	MACSEC_TXSC_STATS_ATTR_OUT_PKTS_PROTECTED   = 1
	MACSEC_TXSC_STATS_ATTR_OUT_PKTS_ENCRYPTED   = 2
	MACSEC_TXSC_STATS_ATTR_OUT_OCTETS_PROTECTED = 3
	MACSEC_TXSC_STATS_ATTR_OUT_OCTETS_ENCRYPTED = 4
	MACSEC_TXSC_STATS_ATTR_PAD                  = 5
)

// if_macsec.h, enum macsec_secy_stats_attr
const (
	MACSEC_SECY_STATS_ATTR_UNSPEC              = 0
	MACSEC_SECY_STATS_ATTR_OUT_PKTS_UNTAGGED   = 1
	MACSEC_SECY_STATS_ATTR_IN_PKTS_UNTAGGED    = 2
	MACSEC_SECY_STATS_ATTR_OUT_PKTS_TOO_LONG   = 3
	MACSEC_SECY_STATS_ATTR_IN_PKTS_NO_TAG      = 4
	MACSEC_SECY_STATS_ATTR_IN_PKTS_BAD_TAG     = 5
	MACSEC_SECY_STATS_ATTR_IN_PKTS_UNKNOWN_SCI = 6
	MACSEC_SECY_STATS_ATTR_IN_PKTS_NO_SCI      = 7
	MACSEC_SECY_STATS_ATTR_IN_PKTS_OVERRUN     = 8
	MACSEC_SECY_STATS_ATTR_PAD                 = 9
)

// if_macsec.h
const (
	MACSEC_GENL_VERSION              = 1
	MACSEC_MAX_KEY_LEN               = 128
	MACSEC_KEYID_LEN                 = 16
	MACSEC_SALT_LEN                  = 12
	MACSEC_CIPHER_ID_GCM_AES_128     = 36242102291529729
	MACSEC_CIPHER_ID_GCM_AES_256     = 36242102291529730
	MACSEC_CIPHER_ID_GCM_AES_XPN_128 = 36242102291529731
	MACSEC_CIPHER_ID_GCM_AES_XPN_256 = 36242102291529732
	MACSEC_DEFAULT_CIPHER_ID         = 36030996058996737
	MACSEC_MIN_ICV_LEN               = 8
	MACSEC_MAX_ICV_LEN               = 32
	MACSEC_STD_ICV_LEN               = 16
)

// can/netlink.h, enum can_state
const (
	CAN_STATE_ERROR_ACTIVE  = 0
	CAN_STATE_ERROR_WARNING = 1
	CAN_STATE_ERROR_PASSIVE = 2
	CAN_STATE_BUS_OFF       = 3
	CAN_STATE_STOPPED       = 4
	CAN_STATE_SLEEPING      = 5
)

// can/netlink.h
const (
	IFLA_CAN_UNSPEC                  = 0
	IFLA_CAN_BITTIMING               = 1
	IFLA_CAN_BITTIMING_CONST         = 2
	IFLA_CAN_CLOCK                   = 3
	IFLA_CAN_STATE                   = 4
	IFLA_CAN_CTRLMODE                = 5
	IFLA_CAN_RESTART_MS              = 6
	IFLA_CAN_RESTART                 = 7
	IFLA_CAN_BERR_COUNTER            = 8
	IFLA_CAN_DATA_BITTIMING          = 9
	IFLA_CAN_DATA_BITTIMING_CONST    = 10
	IFLA_CAN_TERMINATION             = 11
	IFLA_CAN_TERMINATION_CONST       = 12
	IFLA_CAN_BITRATE_CONST           = 13
	IFLA_CAN_DATA_BITRATE_CONST      = 14
	IFLA_CAN_TDC                     = 16
	IFLA_CAN_CTRLMODE_EXT            = 17
	IFLA_CAN_XL_DATA_BITTIMING       = 18
	IFLA_CAN_XL_DATA_BITTIMING_CONST = 19
	IFLA_CAN_XL_DATA_BITRATE_CONST   = 20
	IFLA_CAN_XL_TDC                  = 21
	IFLA_CAN_XL_PWM                  = 22
	IFLA_CAN_TDC_UNSPEC              = 0
	IFLA_CAN_TDC_TDCV_MIN            = 1
	IFLA_CAN_TDC_TDCO_MIN            = 3
	IFLA_CAN_TDC_TDCF_MIN            = 5
	IFLA_CAN_TDC_TDCV                = 7
	IFLA_CAN_TDC_TDCO                = 8
	IFLA_CAN_TDC_TDCF                = 9
	IFLA_CAN_CTRLMODE_UNSPEC         = 0
	IFLA_CAN_CTRLMODE_SUPPORTED      = 1
	IFLA_CAN_PWM_UNSPEC              = 0
	IFLA_CAN_PWM_PWMS_MIN            = 1
	IFLA_CAN_PWM_PWML_MIN            = 3
	IFLA_CAN_PWM_PWMO_MIN            = 5
	IFLA_CAN_PWM_PWMS                = 7
	IFLA_CAN_PWM_PWML                = 8
	IFLA_CAN_PWM_PWMO                = 9
)

// can/netlink.h
const (
	CAN_CTRLMODE_LOOPBACK       = 1
	CAN_CTRLMODE_LISTENONLY     = 2
	CAN_CTRLMODE_3_SAMPLES      = 4
	CAN_CTRLMODE_ONE_SHOT       = 8
	CAN_CTRLMODE_BERR_REPORTING = 16
	CAN_CTRLMODE_FD             = 32
	CAN_CTRLMODE_PRESUME_ACK    = 64
	CAN_CTRLMODE_FD_NON_ISO     = 128
	CAN_CTRLMODE_CC_LEN8_DLC    = 256
	CAN_CTRLMODE_TDC_AUTO       = 512
	CAN_CTRLMODE_TDC_MANUAL     = 1024
	CAN_CTRLMODE_RESTRICTED     = 2048
	CAN_CTRLMODE_XL             = 4096
	CAN_CTRLMODE_XL_TDC_AUTO    = 8192
	CAN_CTRLMODE_XL_TDC_MANUAL  = 16384
	CAN_CTRLMODE_XL_TMS         = 32768
	CAN_TERMINATION_DISABLED    = 0
)

// if_bonding.h
const (
	BOND_XSTATS_UNSPEC              = 0
	BOND_XSTATS_3AD                 = 1
	BOND_3AD_STAT_LACPDU_RX         = 0
	BOND_3AD_STAT_LACPDU_TX         = 1
	BOND_3AD_STAT_LACPDU_UNKNOWN_RX = 2
	BOND_3AD_STAT_LACPDU_ILLEGAL_RX = 3
	BOND_3AD_STAT_MARKER_RX         = 4
	BOND_3AD_STAT_MARKER_TX         = 5
	BOND_3AD_STAT_MARKER_RESP_RX    = 6
	BOND_3AD_STAT_MARKER_RESP_TX    = 7
	BOND_3AD_STAT_MARKER_UNKNOWN_RX = 8
	BOND_3AD_STAT_PAD               = 9
)

// if_bonding.h
const (
	BOND_ABI_VERSION             = 2
	BOND_MODE_ROUNDROBIN         = 0
	BOND_MODE_ACTIVEBACKUP       = 1
	BOND_MODE_XOR                = 2
	BOND_MODE_BROADCAST          = 3
	BOND_MODE_8023AD             = 4
	BOND_MODE_TLB                = 5
	BOND_MODE_ALB                = 6
	BOND_LINK_UP                 = 0
	BOND_LINK_FAIL               = 1
	BOND_LINK_DOWN               = 2
	BOND_LINK_BACK               = 3
	BOND_STATE_ACTIVE            = 0
	BOND_STATE_BACKUP            = 1
	BOND_DEFAULT_MAX_BONDS       = 1
	BOND_DEFAULT_TX_QUEUES       = 16
	BOND_DEFAULT_RESEND_IGMP     = 1
	BOND_XMIT_POLICY_LAYER2      = 0
	BOND_XMIT_POLICY_LAYER34     = 1
	BOND_XMIT_POLICY_LAYER23     = 2
	BOND_XMIT_POLICY_ENCAP23     = 3
	BOND_XMIT_POLICY_ENCAP34     = 4
	BOND_XMIT_POLICY_VLAN_SRCMAC = 5
)

// mpls.h
const (
	MPLS_STATS_UNSPEC = 0
	MPLS_STATS_LINK   = 1
)

// mpls.h
const (
	MPLS_LS_LABEL_MASK          = 4294963200
	MPLS_LS_LABEL_SHIFT         = 12
	MPLS_LS_TC_MASK             = 3584
	MPLS_LS_TC_SHIFT            = 9
	MPLS_LS_S_MASK              = 256
	MPLS_LS_S_SHIFT             = 8
	MPLS_LS_TTL_MASK            = 255
	MPLS_LS_TTL_SHIFT           = 0
	MPLS_LABEL_IPV4NULL         = 0
	MPLS_LABEL_RTALERT          = 1
	MPLS_LABEL_IPV6NULL         = 2
	MPLS_LABEL_IMPLNULL         = 3
	MPLS_LABEL_ENTROPY          = 7
	MPLS_LABEL_GAL              = 13
	MPLS_LABEL_OAMALERT         = 14
	MPLS_LABEL_EXTENSION        = 15
	MPLS_LABEL_FIRST_UNRESERVED = 16
)

// wwan.h
const (
	IFLA_WWAN_UNSPEC  = 0
	IFLA_WWAN_LINK_ID = 1
)

// devlink.h
const (
	DEVLINK_ATTR_BUS_NAME   = 1
	DEVLINK_ATTR_DEV_NAME   = 2
	DEVLINK_ATTR_PORT_INDEX = 3
)

// dpll.h
const (
	DPLL_A_PIN_ID = 1
)

// ip.h
const (
	IPV4_DEVCONF_FORWARDING                         = 1
	IPV4_DEVCONF_MC_FORWARDING                      = 2
	IPV4_DEVCONF_PROXY_ARP                          = 3
	IPV4_DEVCONF_ACCEPT_REDIRECTS                   = 4
	IPV4_DEVCONF_SECURE_REDIRECTS                   = 5
	IPV4_DEVCONF_SEND_REDIRECTS                     = 6
	IPV4_DEVCONF_SHARED_MEDIA                       = 7
	IPV4_DEVCONF_RP_FILTER                          = 8
	IPV4_DEVCONF_ACCEPT_SOURCE_ROUTE                = 9
	IPV4_DEVCONF_BOOTP_RELAY                        = 10
	IPV4_DEVCONF_LOG_MARTIANS                       = 11
	IPV4_DEVCONF_TAG                                = 12
	IPV4_DEVCONF_ARPFILTER                          = 13
	IPV4_DEVCONF_MEDIUM_ID                          = 14
	IPV4_DEVCONF_NOXFRM                             = 15
	IPV4_DEVCONF_NOPOLICY                           = 16
	IPV4_DEVCONF_FORCE_IGMP_VERSION                 = 17
	IPV4_DEVCONF_ARP_ANNOUNCE                       = 18
	IPV4_DEVCONF_ARP_IGNORE                         = 19
	IPV4_DEVCONF_PROMOTE_SECONDARIES                = 20
	IPV4_DEVCONF_ARP_ACCEPT                         = 21
	IPV4_DEVCONF_ARP_NOTIFY                         = 22
	IPV4_DEVCONF_ACCEPT_LOCAL                       = 23
	IPV4_DEVCONF_SRC_VMARK                          = 24
	IPV4_DEVCONF_PROXY_ARP_PVLAN                    = 25
	IPV4_DEVCONF_ROUTE_LOCALNET                     = 26
	IPV4_DEVCONF_IGMPV2_UNSOLICITED_REPORT_INTERVAL = 27
	IPV4_DEVCONF_IGMPV3_UNSOLICITED_REPORT_INTERVAL = 28
	IPV4_DEVCONF_IGNORE_ROUTES_WITH_LINKDOWN        = 29
	IPV4_DEVCONF_DROP_UNICAST_IN_L2_MULTICAST       = 30
	IPV4_DEVCONF_DROP_GRATUITOUS_ARP                = 31
	IPV4_DEVCONF_BC_FORWARDING                      = 32
	IPV4_DEVCONF_ARP_EVICT_NOCARRIER                = 33
)

// ipv6.h
const (
	DEVCONF_FORWARDING                        = 0
	DEVCONF_HOPLIMIT                          = 1
	DEVCONF_MTU6                              = 2
	DEVCONF_ACCEPT_RA                         = 3
	DEVCONF_ACCEPT_REDIRECTS                  = 4
	DEVCONF_AUTOCONF                          = 5
	DEVCONF_DAD_TRANSMITS                     = 6
	DEVCONF_RTR_SOLICITS                      = 7
	DEVCONF_RTR_SOLICIT_INTERVAL              = 8
	DEVCONF_RTR_SOLICIT_DELAY                 = 9
	DEVCONF_USE_TEMPADDR                      = 10
	DEVCONF_TEMP_VALID_LFT                    = 11
	DEVCONF_TEMP_PREFERED_LFT                 = 12
	DEVCONF_REGEN_MAX_RETRY                   = 13
	DEVCONF_MAX_DESYNC_FACTOR                 = 14
	DEVCONF_MAX_ADDRESSES                     = 15
	DEVCONF_FORCE_MLD_VERSION                 = 16
	DEVCONF_ACCEPT_RA_DEFRTR                  = 17
	DEVCONF_ACCEPT_RA_PINFO                   = 18
	DEVCONF_ACCEPT_RA_RTR_PREF                = 19
	DEVCONF_RTR_PROBE_INTERVAL                = 20
	DEVCONF_ACCEPT_RA_RT_INFO_MAX_PLEN        = 21
	DEVCONF_PROXY_NDP                         = 22
	DEVCONF_OPTIMISTIC_DAD                    = 23
	DEVCONF_ACCEPT_SOURCE_ROUTE               = 24
	DEVCONF_MC_FORWARDING                     = 25
	DEVCONF_DISABLE_IPV6                      = 26
	DEVCONF_ACCEPT_DAD                        = 27
	DEVCONF_FORCE_TLLAO                       = 28
	DEVCONF_NDISC_NOTIFY                      = 29
	DEVCONF_MLDV1_UNSOLICITED_REPORT_INTERVAL = 30
	DEVCONF_MLDV2_UNSOLICITED_REPORT_INTERVAL = 31
	DEVCONF_SUPPRESS_FRAG_NDISC               = 32
	DEVCONF_ACCEPT_RA_FROM_LOCAL              = 33
	DEVCONF_USE_OPTIMISTIC                    = 34
	DEVCONF_ACCEPT_RA_MTU                     = 35
	DEVCONF_STABLE_SECRET                     = 36
	DEVCONF_USE_OIF_ADDRS_ONLY                = 37
	DEVCONF_ACCEPT_RA_MIN_HOP_LIMIT           = 38
	DEVCONF_IGNORE_ROUTES_WITH_LINKDOWN       = 39
	DEVCONF_DROP_UNICAST_IN_L2_MULTICAST      = 40
	DEVCONF_DROP_UNSOLICITED_NA               = 41
	DEVCONF_KEEP_ADDR_ON_DOWN                 = 42
	DEVCONF_RTR_SOLICIT_MAX_INTERVAL          = 43
	DEVCONF_SEG6_ENABLED                      = 44
	DEVCONF_SEG6_REQUIRE_HMAC                 = 45
	DEVCONF_ENHANCED_DAD                      = 46
	DEVCONF_ADDR_GEN_MODE                     = 47
	DEVCONF_DISABLE_POLICY                    = 48
	DEVCONF_ACCEPT_RA_RT_INFO_MIN_PLEN        = 49
	DEVCONF_NDISC_TCLASS                      = 50
	DEVCONF_RPL_SEG_ENABLED                   = 51
	DEVCONF_RA_DEFRTR_METRIC                  = 52
	DEVCONF_IOAM6_ENABLED                     = 53
	DEVCONF_IOAM6_ID                          = 54
	DEVCONF_IOAM6_ID_WIDE                     = 55
	DEVCONF_NDISC_EVICT_NOCARRIER             = 56
	DEVCONF_ACCEPT_UNTRACKED_NA               = 57
	DEVCONF_ACCEPT_RA_MIN_LFT                 = 58
	DEVCONF_FORCE_FORWARDING                  = 59
)

// if_link.h
const (
	RMNET_FLAGS_INGRESS_DEAGGREGATION = 1
	RMNET_FLAGS_INGRESS_MAP_COMMANDS  = 2
	RMNET_FLAGS_INGRESS_MAP_CKSUMV4   = 4
	RMNET_FLAGS_EGRESS_MAP_CKSUMV4    = 8
	RMNET_FLAGS_INGRESS_MAP_CKSUMV5   = 16
	RMNET_FLAGS_EGRESS_MAP_CKSUMV5    = 32
)
