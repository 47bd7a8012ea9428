package inet

import "github.com/eb30ede5/netlink/internal/uapi"

// V4Item is a setting of IPv4, IPV4_DEVCONF_*.
type V4Item uint16

// The settings of IPv4. Where nothing else is said, 0 is no and 1 is yes.
const (
	V4Forwarding               V4Item = uapi.IPV4_DEVCONF_FORWARDING                         // pass packets on
	V4MCForwarding             V4Item = uapi.IPV4_DEVCONF_MC_FORWARDING                      // pass multicast packets on; the kernel sets it for multicast routing
	V4ProxyARP                 V4Item = uapi.IPV4_DEVCONF_PROXY_ARP                          // answer ARP for what is reached by another link
	V4AcceptRedirects          V4Item = uapi.IPV4_DEVCONF_ACCEPT_REDIRECTS                   // take ICMP redirects
	V4SecureRedirects          V4Item = uapi.IPV4_DEVCONF_SECURE_REDIRECTS                   // take redirects only to gateways that are known
	V4SendRedirects            V4Item = uapi.IPV4_DEVCONF_SEND_REDIRECTS                     // send redirects
	V4SharedMedia              V4Item = uapi.IPV4_DEVCONF_SHARED_MEDIA                       // redirect to other subnets on the same medium
	V4RPFilter                 V4Item = uapi.IPV4_DEVCONF_RP_FILTER                          // check source addresses: 0 no, 1 by the route back, 2 by any route
	V4AcceptSourceRoute        V4Item = uapi.IPV4_DEVCONF_ACCEPT_SOURCE_ROUTE                // take packets with a source route option
	V4BootpRelay               V4Item = uapi.IPV4_DEVCONF_BOOTP_RELAY                        // take packets from 0.0.0.0/8 for a relay; not implemented
	V4LogMartians              V4Item = uapi.IPV4_DEVCONF_LOG_MARTIANS                       // log packets with impossible addresses
	V4Tag                      V4Item = uapi.IPV4_DEVCONF_TAG                                // a number for programs to use
	V4ARPFilter                V4Item = uapi.IPV4_DEVCONF_ARPFILTER                          // answer ARP only where the route to the asker is
	V4MediumID                 V4Item = uapi.IPV4_DEVCONF_MEDIUM_ID                          // which medium this is, for proxy ARP; -1 none, 0 one of its own
	V4NoXfrm                   V4Item = uapi.IPV4_DEVCONF_NOXFRM                             // no IPsec
	V4NoPolicy                 V4Item = uapi.IPV4_DEVCONF_NOPOLICY                           // no IPsec policy
	V4ForceIGMPVersion         V4Item = uapi.IPV4_DEVCONF_FORCE_IGMP_VERSION                 // IGMP version, 0 is that of the querier
	V4ARPAnnounce              V4Item = uapi.IPV4_DEVCONF_ARP_ANNOUNCE                       // which address to ask ARP from: 0 any, 1 of the subnet, 2 the best
	V4ARPIgnore                V4Item = uapi.IPV4_DEVCONF_ARP_IGNORE                         // which ARP requests not to answer, 0 to 8
	V4PromoteSecondaries       V4Item = uapi.IPV4_DEVCONF_PROMOTE_SECONDARIES                // a secondary address takes the place of a primary one that goes
	V4ARPAccept                V4Item = uapi.IPV4_DEVCONF_ARP_ACCEPT                         // learn from gratuitous ARP: 0 no, 1 yes, 2 of the subnet
	V4ARPNotify                V4Item = uapi.IPV4_DEVCONF_ARP_NOTIFY                         // send gratuitous ARP when the link comes up or its address changes
	V4AcceptLocal              V4Item = uapi.IPV4_DEVCONF_ACCEPT_LOCAL                       // take packets from addresses of this host
	V4SrcVMark                 V4Item = uapi.IPV4_DEVCONF_SRC_VMARK                          // the mark counts for the check of source addresses
	V4ProxyARPPVLAN            V4Item = uapi.IPV4_DEVCONF_PROXY_ARP_PVLAN                    // proxy ARP back to the link that asked
	V4RouteLocalnet            V4Item = uapi.IPV4_DEVCONF_ROUTE_LOCALNET                     // route 127.0.0.0/8
	V4IGMPv2Interval           V4Item = uapi.IPV4_DEVCONF_IGMPV2_UNSOLICITED_REPORT_INTERVAL // of IGMPv2 reports, milliseconds
	V4IGMPv3Interval           V4Item = uapi.IPV4_DEVCONF_IGMPV3_UNSOLICITED_REPORT_INTERVAL // of IGMPv3 reports, milliseconds
	V4IgnoreRoutesWithLinkdown V4Item = uapi.IPV4_DEVCONF_IGNORE_ROUTES_WITH_LINKDOWN        // no routes over a link without carrier
	V4DropUnicastInL2Multicast V4Item = uapi.IPV4_DEVCONF_DROP_UNICAST_IN_L2_MULTICAST       // drop unicast packets in multicast frames
	V4DropGratuitousARP        V4Item = uapi.IPV4_DEVCONF_DROP_GRATUITOUS_ARP                // drop gratuitous ARP
	V4BCForwarding             V4Item = uapi.IPV4_DEVCONF_BC_FORWARDING                      // pass directed broadcasts on (5.0)
	V4ARPEvictNocarrier        V4Item = uapi.IPV4_DEVCONF_ARP_EVICT_NOCARRIER                // forget neighbours when carrier is lost (5.16)
)

var v4Names = [...]string{
	V4Forwarding:               "forwarding",
	V4MCForwarding:             "mc_forwarding",
	V4ProxyARP:                 "proxy_arp",
	V4AcceptRedirects:          "accept_redirects",
	V4SecureRedirects:          "secure_redirects",
	V4SendRedirects:            "send_redirects",
	V4SharedMedia:              "shared_media",
	V4RPFilter:                 "rp_filter",
	V4AcceptSourceRoute:        "accept_source_route",
	V4BootpRelay:               "bootp_relay",
	V4LogMartians:              "log_martians",
	V4Tag:                      "tag",
	V4ARPFilter:                "arp_filter",
	V4MediumID:                 "medium_id",
	V4NoXfrm:                   "disable_xfrm",
	V4NoPolicy:                 "disable_policy",
	V4ForceIGMPVersion:         "force_igmp_version",
	V4ARPAnnounce:              "arp_announce",
	V4ARPIgnore:                "arp_ignore",
	V4PromoteSecondaries:       "promote_secondaries",
	V4ARPAccept:                "arp_accept",
	V4ARPNotify:                "arp_notify",
	V4AcceptLocal:              "accept_local",
	V4SrcVMark:                 "src_valid_mark",
	V4ProxyARPPVLAN:            "proxy_arp_pvlan",
	V4RouteLocalnet:            "route_localnet",
	V4IGMPv2Interval:           "igmpv2_unsolicited_report_interval",
	V4IGMPv3Interval:           "igmpv3_unsolicited_report_interval",
	V4IgnoreRoutesWithLinkdown: "ignore_routes_with_linkdown",
	V4DropUnicastInL2Multicast: "drop_unicast_in_l2_multicast",
	V4DropGratuitousARP:        "drop_gratuitous_arp",
	V4BCForwarding:             "bc_forwarding",
	V4ARPEvictNocarrier:        "arp_evict_nocarrier",
}
