package inet

import "github.com/eb30ede5/netlink/internal/uapi"

// V6Item is a setting of IPv6, DEVCONF_*.
type V6Item uint16

// The settings of IPv6. Where nothing else is said, 0 is no and 1 is yes.
const (
	V6Forwarding               V6Item = uapi.DEVCONF_FORWARDING                        // be a router
	V6HopLimit                 V6Item = uapi.DEVCONF_HOPLIMIT                          // of packets that are sent
	V6MTU                      V6Item = uapi.DEVCONF_MTU6                              // bytes
	V6AcceptRA                 V6Item = uapi.DEVCONF_ACCEPT_RA                         // take router advertisements: 0 no, 1 unless forwarding, 2 always
	V6AcceptRedirects          V6Item = uapi.DEVCONF_ACCEPT_REDIRECTS                  // take redirects
	V6Autoconf                 V6Item = uapi.DEVCONF_AUTOCONF                          // make addresses from router advertisements
	V6DADTransmits             V6Item = uapi.DEVCONF_DAD_TRANSMITS                     // probes of an address before it is used
	V6RtrSolicits              V6Item = uapi.DEVCONF_RTR_SOLICITS                      // how often to ask for routers; -1 always
	V6RtrSolicitInterval       V6Item = uapi.DEVCONF_RTR_SOLICIT_INTERVAL              // milliseconds between them
	V6RtrSolicitDelay          V6Item = uapi.DEVCONF_RTR_SOLICIT_DELAY                 // milliseconds before the first one
	V6UseTempAddr              V6Item = uapi.DEVCONF_USE_TEMPADDR                      // temporary addresses: 0 no, 1 made, 2 preferred
	V6TempValidLft             V6Item = uapi.DEVCONF_TEMP_VALID_LFT                    // how long they are valid, seconds
	V6TempPreferedLft          V6Item = uapi.DEVCONF_TEMP_PREFERED_LFT                 // how long they are preferred, seconds
	V6RegenMaxRetry            V6Item = uapi.DEVCONF_REGEN_MAX_RETRY                   // tries to make one
	V6MaxDesyncFactor          V6Item = uapi.DEVCONF_MAX_DESYNC_FACTOR                 // most seconds to take off at random
	V6MaxAddresses             V6Item = uapi.DEVCONF_MAX_ADDRESSES                     // most addresses made from advertisements; 0 is no limit
	V6ForceMLDVersion          V6Item = uapi.DEVCONF_FORCE_MLD_VERSION                 // MLD version, 0 is that of the querier
	V6AcceptRADefRtr           V6Item = uapi.DEVCONF_ACCEPT_RA_DEFRTR                  // take default routers from advertisements
	V6AcceptRAPInfo            V6Item = uapi.DEVCONF_ACCEPT_RA_PINFO                   // take prefixes from advertisements
	V6AcceptRARtrPref          V6Item = uapi.DEVCONF_ACCEPT_RA_RTR_PREF                // take preferences of routers
	V6RtrProbeInterval         V6Item = uapi.DEVCONF_RTR_PROBE_INTERVAL                // milliseconds between probes of a router
	V6AcceptRARtInfoMaxPLen    V6Item = uapi.DEVCONF_ACCEPT_RA_RT_INFO_MAX_PLEN        // longest prefix of routes in advertisements
	V6ProxyNDP                 V6Item = uapi.DEVCONF_PROXY_NDP                         // answer for the neighbours of a list
	V6OptimisticDAD            V6Item = uapi.DEVCONF_OPTIMISTIC_DAD                    // use addresses while they are probed
	V6AcceptSourceRoute        V6Item = uapi.DEVCONF_ACCEPT_SOURCE_ROUTE               // take routing headers
	V6MCForwarding             V6Item = uapi.DEVCONF_MC_FORWARDING                     // pass multicast packets on; the kernel sets it for multicast routing
	V6DisableIPv6              V6Item = uapi.DEVCONF_DISABLE_IPV6                      // no IPv6
	V6AcceptDAD                V6Item = uapi.DEVCONF_ACCEPT_DAD                        // probe addresses: 0 no, 1 yes, 2 and give IPv6 up where the link-local one is taken
	V6ForceTLLAO               V6Item = uapi.DEVCONF_FORCE_TLLAO                       // have the link-layer address in unicast answers
	V6NDISCNotify              V6Item = uapi.DEVCONF_NDISC_NOTIFY                      // advertise when the link comes up or its address changes
	V6MLDv1Interval            V6Item = uapi.DEVCONF_MLDV1_UNSOLICITED_REPORT_INTERVAL // of MLDv1 reports, milliseconds
	V6MLDv2Interval            V6Item = uapi.DEVCONF_MLDV2_UNSOLICITED_REPORT_INTERVAL // of MLDv2 reports, milliseconds
	V6SuppressFragNDISC        V6Item = uapi.DEVCONF_SUPPRESS_FRAG_NDISC               // drop neighbour discovery in fragments
	V6AcceptRAFromLocal        V6Item = uapi.DEVCONF_ACCEPT_RA_FROM_LOCAL              // take advertisements of this host
	V6UseOptimistic            V6Item = uapi.DEVCONF_USE_OPTIMISTIC                    // send from addresses while they are probed
	V6AcceptRAMTU              V6Item = uapi.DEVCONF_ACCEPT_RA_MTU                     // take the MTU from advertisements
	V6StableSecret             V6Item = uapi.DEVCONF_STABLE_SECRET                     // reported as 0 always
	V6UseOIFAddrsOnly          V6Item = uapi.DEVCONF_USE_OIF_ADDRS_ONLY                // send from addresses of the link only
	V6AcceptRAMinHopLimit      V6Item = uapi.DEVCONF_ACCEPT_RA_MIN_HOP_LIMIT           // least hop limit to take from advertisements
	V6IgnoreRoutesWithLinkdown V6Item = uapi.DEVCONF_IGNORE_ROUTES_WITH_LINKDOWN       // no routes over a link without carrier
	V6DropUnicastInL2Multicast V6Item = uapi.DEVCONF_DROP_UNICAST_IN_L2_MULTICAST      // drop unicast packets in multicast frames
	V6DropUnsolicitedNA        V6Item = uapi.DEVCONF_DROP_UNSOLICITED_NA               // drop advertisements of neighbours that were not asked for
	V6KeepAddrOnDown           V6Item = uapi.DEVCONF_KEEP_ADDR_ON_DOWN                 // keep addresses when the link goes down
	V6RtrSolicitMaxInterval    V6Item = uapi.DEVCONF_RTR_SOLICIT_MAX_INTERVAL          // most milliseconds between questions for routers
	V6Seg6Enabled              V6Item = uapi.DEVCONF_SEG6_ENABLED                      // take segment routing headers
	V6Seg6RequireHMAC          V6Item = uapi.DEVCONF_SEG6_REQUIRE_HMAC                 // of segment routing: -1 ignore HMAC, 0 check one that is there, 1 want one
	V6EnhancedDAD              V6Item = uapi.DEVCONF_ENHANCED_DAD                      // have a nonce in probes
	V6AddrGenMode              V6Item = uapi.DEVCONF_ADDR_GEN_MODE                     // how link-local addresses are made, as rtnl.AddrGenMode
	V6NoPolicy                 V6Item = uapi.DEVCONF_DISABLE_POLICY                    // no IPsec policy
	V6AcceptRARtInfoMinPLen    V6Item = uapi.DEVCONF_ACCEPT_RA_RT_INFO_MIN_PLEN        // shortest prefix of routes in advertisements
	V6NDISCTClass              V6Item = uapi.DEVCONF_NDISC_TCLASS                      // traffic class of neighbour discovery
	V6RPLSegEnabled            V6Item = uapi.DEVCONF_RPL_SEG_ENABLED                   // take RPL source routing headers (5.7)
	V6RADefRtrMetric           V6Item = uapi.DEVCONF_RA_DEFRTR_METRIC                  // metric of default routes from advertisements (5.12)
	V6IOAM6Enabled             V6Item = uapi.DEVCONF_IOAM6_ENABLED                     // take part in IOAM (5.15)
	V6IOAM6ID                  V6Item = uapi.DEVCONF_IOAM6_ID                          // the link's id in IOAM (5.15)
	V6IOAM6IDWide              V6Item = uapi.DEVCONF_IOAM6_ID_WIDE                     // its wide id (5.15)
	V6NDISCEvictNocarrier      V6Item = uapi.DEVCONF_NDISC_EVICT_NOCARRIER             // forget neighbours when carrier is lost (5.16)
	V6AcceptUntrackedNA        V6Item = uapi.DEVCONF_ACCEPT_UNTRACKED_NA               // learn from advertisements of unknown neighbours: 0 no, 1 yes, 2 of the subnet (5.19)
	V6AcceptRAMinLft           V6Item = uapi.DEVCONF_ACCEPT_RA_MIN_LFT                 // least lifetime to take from advertisements, seconds (6.6)
	V6ForceForwarding          V6Item = uapi.DEVCONF_FORCE_FORWARDING                  // be a router on this link, whatever the others are (6.17)
)

var v6Names = [...]string{
	V6Forwarding:               "forwarding",
	V6HopLimit:                 "hop_limit",
	V6MTU:                      "mtu",
	V6AcceptRA:                 "accept_ra",
	V6AcceptRedirects:          "accept_redirects",
	V6Autoconf:                 "autoconf",
	V6DADTransmits:             "dad_transmits",
	V6RtrSolicits:              "router_solicitations",
	V6RtrSolicitInterval:       "router_solicitation_interval",
	V6RtrSolicitDelay:          "router_solicitation_delay",
	V6UseTempAddr:              "use_tempaddr",
	V6TempValidLft:             "temp_valid_lft",
	V6TempPreferedLft:          "temp_prefered_lft",
	V6RegenMaxRetry:            "regen_max_retry",
	V6MaxDesyncFactor:          "max_desync_factor",
	V6MaxAddresses:             "max_addresses",
	V6ForceMLDVersion:          "force_mld_version",
	V6AcceptRADefRtr:           "accept_ra_defrtr",
	V6AcceptRAPInfo:            "accept_ra_pinfo",
	V6AcceptRARtrPref:          "accept_ra_rtr_pref",
	V6RtrProbeInterval:         "router_probe_interval",
	V6AcceptRARtInfoMaxPLen:    "accept_ra_rt_info_max_plen",
	V6ProxyNDP:                 "proxy_ndp",
	V6OptimisticDAD:            "optimistic_dad",
	V6AcceptSourceRoute:        "accept_source_route",
	V6MCForwarding:             "mc_forwarding",
	V6DisableIPv6:              "disable_ipv6",
	V6AcceptDAD:                "accept_dad",
	V6ForceTLLAO:               "force_tllao",
	V6NDISCNotify:              "ndisc_notify",
	V6MLDv1Interval:            "mldv1_unsolicited_report_interval",
	V6MLDv2Interval:            "mldv2_unsolicited_report_interval",
	V6SuppressFragNDISC:        "suppress_frag_ndisc",
	V6AcceptRAFromLocal:        "accept_ra_from_local",
	V6UseOptimistic:            "use_optimistic",
	V6AcceptRAMTU:              "accept_ra_mtu",
	V6StableSecret:             "stable_secret",
	V6UseOIFAddrsOnly:          "use_oif_addrs_only",
	V6AcceptRAMinHopLimit:      "accept_ra_min_hop_limit",
	V6IgnoreRoutesWithLinkdown: "ignore_routes_with_linkdown",
	V6DropUnicastInL2Multicast: "drop_unicast_in_l2_multicast",
	V6DropUnsolicitedNA:        "drop_unsolicited_na",
	V6KeepAddrOnDown:           "keep_addr_on_down",
	V6RtrSolicitMaxInterval:    "router_solicitation_max_interval",
	V6Seg6Enabled:              "seg6_enabled",
	V6Seg6RequireHMAC:          "seg6_require_hmac",
	V6EnhancedDAD:              "enhanced_dad",
	V6AddrGenMode:              "addr_gen_mode",
	V6NoPolicy:                 "disable_policy",
	V6AcceptRARtInfoMinPLen:    "accept_ra_rt_info_min_plen",
	V6NDISCTClass:              "ndisc_tclass",
	V6RPLSegEnabled:            "rpl_seg_enabled",
	V6RADefRtrMetric:           "ra_defrtr_metric",
	V6IOAM6Enabled:             "ioam6_enabled",
	V6IOAM6ID:                  "ioam6_id",
	V6IOAM6IDWide:              "ioam6_id_wide",
	V6NDISCEvictNocarrier:      "ndisc_evict_nocarrier",
	V6AcceptUntrackedNA:        "accept_untracked_na",
	V6AcceptRAMinLft:           "accept_ra_min_lft",
	V6ForceForwarding:          "force_forwarding",
}
