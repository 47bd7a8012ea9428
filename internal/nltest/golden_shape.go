package nltest

import (
	"bytes"
	"strings"

	"github.com/eb30ede5/netlink/internal/uapi"
)

// A nest says how the bytes of a message body or of a nested attribute are
// laid out. Content does not tell: an IPv4 address can look like an empty
// attribute.
type nest struct {
	prefix  string           // of its attributes' names: "IFLA_INFO_"
	head    int              // bytes of a fixed header before the attributes
	index   bool             // attribute types are indexes or address families and have no names
	records bool             // rtnexthop records, each with attributes of its own
	kids    map[uint16]*nest // which attributes are nests
	pick    map[uint16]func(siblings []attr) *nest
}

// kid returns the layout of attribute t, nil if it is not a nest. Siblings are
// the other attributes of the same nest.
func (n *nest) kid(t uint16, siblings []attr) *nest {
	if f := n.pick[t]; f != nil {
		return f(siblings)
	}
	return n.kids[t]
}

// by picks a layout by the string in the sibling key.
func by(key uint16, layouts map[string]*nest) func([]attr) *nest {
	return func(siblings []attr) *nest {
		for _, a := range siblings {
			if a.typ == key {
				return layouts[string(bytes.TrimRight(a.payload, "\x00"))]
			}
		}
		return nil
	}
}

// portData picks the layout of IFLA_INFO_SLAVE_DATA. iproute2 says the kind as
// IFLA_INFO_KIND "bridge_slave", the kernel as IFLA_INFO_SLAVE_KIND "bridge".
func portData(siblings []attr) *nest {
	if n := by(uapi.IFLA_INFO_SLAVE_KIND, ports)(siblings); n != nil {
		return n
	}
	for _, a := range siblings {
		if a.typ == uapi.IFLA_INFO_KIND {
			kind := string(bytes.TrimRight(a.payload, "\x00"))
			return ports[strings.TrimSuffix(kind, "_slave")]
		}
	}
	return nil
}

// byEncap picks the layout of a lightweight tunnel by the u16 in the sibling key.
func byEncap(key uint16) func([]attr) *nest {
	return func(siblings []attr) *nest {
		for _, a := range siblings {
			if a.typ == key && len(a.payload) >= 1 {
				return encaps[a.payload[0]]
			}
		}
		return nil
	}
}

// bodyOf returns the layout of a message's body, nil if unknown. Of the fixed
// header only the family matters, in its first byte.
func bodyOf(msgType uint16, body []byte) *nest {
	if msgType == uapi.RTM_NEWLINK || msgType == uapi.RTM_DELLINK || msgType == uapi.RTM_GETLINK || msgType == uapi.RTM_SETLINK {
		if len(body) > 0 && body[0] == afBridge {
			return bridgePort
		}
	}
	n := bodies[msgType]
	if n == nil || len(body) < n.head {
		return nil
	}
	return n
}

const (
	afInet   = 2
	afBridge = 7
	afInet6  = 10
	afMCTP   = 45

	vethInfoPeer = 1 // VETH_INFO_PEER, VXCAN_INFO_PEER
)

func plain(prefix string) *nest { return &nest{prefix: prefix} }

// with says which attributes of n are nests, and returns n.
func (n *nest) with(kids map[uint16]*nest) *nest {
	n.kids = kids
	return n
}

// indexed is a nest whose attribute types count up from 0 or 1.
var indexed = &nest{index: true}

// bodies is filled by init, since links contain links.
var bodies map[uint16]*nest

var (
	link  = linkBody(16)
	route = &nest{
		prefix: "RTA_",
		head:   12,
		kids:   map[uint16]*nest{uapi.RTA_METRICS: plain("RTAX_")},
	}
	hop        = &nest{prefix: "RTA_", head: 8, pick: map[uint16]func([]attr) *nest{uapi.RTA_ENCAP: byEncap(uapi.RTA_ENCAP_TYPE)}}
	hops       = &nest{records: true}
	bridgePort = &nest{
		prefix: "IFLA_",
		head:   16,
		kids: map[uint16]*nest{
			uapi.IFLA_PROTINFO: plain("IFLA_BRPORT_"),
			uapi.IFLA_AF_SPEC: plain("IFLA_BRIDGE_").with(map[uint16]*nest{
				uapi.IFLA_BRIDGE_VLAN_TUNNEL_INFO: plain("IFLA_BRIDGE_VLAN_TUNNEL_"),
				uapi.IFLA_BRIDGE_MST: plain("IFLA_BRIDGE_MST_").with(map[uint16]*nest{
					uapi.IFLA_BRIDGE_MST_ENTRY: plain("IFLA_BRIDGE_MST_ENTRY_"),
				}),
			}),
		},
	}
)

func linkBody(head int) *nest {
	n := &nest{prefix: "IFLA_", head: head}
	n.kids = map[uint16]*nest{
		uapi.IFLA_LINKINFO: {prefix: "IFLA_INFO_", pick: map[uint16]func([]attr) *nest{
			uapi.IFLA_INFO_DATA:       by(uapi.IFLA_INFO_KIND, kinds),
			uapi.IFLA_INFO_SLAVE_DATA: portData,
		}},
		uapi.IFLA_AF_SPEC: {index: true, kids: map[uint16]*nest{
			afInet:   plain("IFLA_INET_"),
			afInet6:  plain("IFLA_INET6_"),
			afMCTP:   plain("IFLA_MCTP_"),
			afBridge: plain("IFLA_BRIDGE_"),
		}},
		uapi.IFLA_PROP_LIST:         plain("IFLA_"),
		uapi.IFLA_XDP:               plain("IFLA_XDP_"),
		uapi.IFLA_PROTO_DOWN_REASON: plain("IFLA_PROTO_DOWN_REASON_"),
		uapi.IFLA_VFINFO_LIST: plain("IFLA_VF_INFO_").with(map[uint16]*nest{
			uapi.IFLA_VF_INFO: plain("IFLA_VF_").with(map[uint16]*nest{
				uapi.IFLA_VF_STATS:     plain("IFLA_VF_STATS_"),
				uapi.IFLA_VF_VLAN_LIST: plain("IFLA_VF_VLAN_INFO_"),
			}),
		}),
		uapi.IFLA_VF_PORTS: plain("IFLA_VF_PORT_").with(map[uint16]*nest{
			uapi.IFLA_VF_PORT: plain("IFLA_PORT_"),
		}),
		uapi.IFLA_PORT_SELF: plain("IFLA_PORT_"),
	}
	return n
}

// kinds are the layouts of IFLA_INFO_DATA by IFLA_INFO_KIND.
var kinds = map[string]*nest{
	"amt":     plain("IFLA_AMT_"),
	"bareudp": plain("IFLA_BAREUDP_"),
	"batadv":  plain("IFLA_BATADV_"),
	"bond": plain("IFLA_BOND_").with(map[uint16]*nest{
		uapi.IFLA_BOND_ARP_IP_TARGET: indexed,
		uapi.IFLA_BOND_AD_INFO:       plain("IFLA_BOND_AD_INFO_"),
		uapi.IFLA_BOND_NS_IP6_TARGET: indexed,
	}),
	"bridge": plain("IFLA_BR_").with(map[uint16]*nest{uapi.IFLA_BR_MCAST_QUERIER_STATE: plain("BRIDGE_QUERIER_")}),
	"can": plain("IFLA_CAN_").with(map[uint16]*nest{
		uapi.IFLA_CAN_TDC:          plain("IFLA_CAN_TDC_"),
		uapi.IFLA_CAN_CTRLMODE_EXT: plain("IFLA_CAN_CTRLMODE_"),
		uapi.IFLA_CAN_XL_TDC:       plain("IFLA_CAN_TDC_"),
		uapi.IFLA_CAN_XL_PWM:       plain("IFLA_CAN_PWM_"),
	}),
	"erspan":    plain("IFLA_GRE_"),
	"geneve":    plain("IFLA_GENEVE_"),
	"gre":       plain("IFLA_GRE_"),
	"gretap":    plain("IFLA_GRE_"),
	"gtp":       plain("IFLA_GTP_"),
	"hsr":       plain("IFLA_HSR_"),
	"ip6erspan": plain("IFLA_GRE_"),
	"ip6gre":    plain("IFLA_GRE_"),
	"ip6gretap": plain("IFLA_GRE_"),
	"ip6tnl":    plain("IFLA_IPTUN_"),
	"ipip":      plain("IFLA_IPTUN_"),
	"ipoib":     plain("IFLA_IPOIB_"),
	"ipvlan":    plain("IFLA_IPVLAN_"),
	"ipvtap":    plain("IFLA_IPVLAN_"),
	"macsec":    plain("IFLA_MACSEC_"),
	"macvlan":   plain("IFLA_MACVLAN_").with(map[uint16]*nest{uapi.IFLA_MACVLAN_MACADDR_DATA: plain("IFLA_MACVLAN_")}),
	"macvtap":   plain("IFLA_MACVLAN_").with(map[uint16]*nest{uapi.IFLA_MACVLAN_MACADDR_DATA: plain("IFLA_MACVLAN_")}),
	"netkit":    plain("IFLA_NETKIT_"), // and a peer, added by init
	"ppp":       plain("IFLA_PPP_"),
	"rmnet":     plain("IFLA_RMNET_"),
	"sit":       plain("IFLA_IPTUN_"),
	"tun":       plain("IFLA_TUN_"),
	"veth":      plain("VETH_INFO_"),
	"vlan": plain("IFLA_VLAN_").with(map[uint16]*nest{
		uapi.IFLA_VLAN_EGRESS_QOS:  plain("IFLA_VLAN_QOS_"),
		uapi.IFLA_VLAN_INGRESS_QOS: plain("IFLA_VLAN_QOS_"),
	}),
	"vrf":   plain("IFLA_VRF_"),
	"vti":   plain("IFLA_VTI_"),
	"vti6":  plain("IFLA_VTI_"),
	"vxcan": plain("VXCAN_INFO_"),
	"vxlan": plain("IFLA_VXLAN_"),
	"xfrm":  plain("IFLA_XFRM_"),
}

// ports are the layouts of IFLA_INFO_SLAVE_DATA by IFLA_INFO_SLAVE_KIND.
var ports = map[string]*nest{
	"bond":   plain("IFLA_BOND_SLAVE_"),
	"bridge": plain("IFLA_BRPORT_"),
	"vrf":    plain("IFLA_VRF_PORT_"),
}

// encaps are the layouts of RTA_ENCAP and NHA_ENCAP by their type.
var encaps = map[byte]*nest{
	uapi.LWTUNNEL_ENCAP_MPLS: plain("MPLS_IPTUNNEL_"),
	uapi.LWTUNNEL_ENCAP_IP:   plain("LWTUNNEL_IP_").with(map[uint16]*nest{uapi.LWTUNNEL_IP_OPTS: tunnelOpts}),
	uapi.LWTUNNEL_ENCAP_IP6:  plain("LWTUNNEL_IP6_").with(map[uint16]*nest{uapi.LWTUNNEL_IP6_OPTS: tunnelOpts}),
	uapi.LWTUNNEL_ENCAP_ILA:  plain("ILA_ATTR_"),
	uapi.LWTUNNEL_ENCAP_SEG6: plain("SEG6_IPTUNNEL_"),
	uapi.LWTUNNEL_ENCAP_BPF: plain("LWT_BPF_").with(map[uint16]*nest{
		uapi.LWT_BPF_IN:   plain("LWT_BPF_PROG_"),
		uapi.LWT_BPF_OUT:  plain("LWT_BPF_PROG_"),
		uapi.LWT_BPF_XMIT: plain("LWT_BPF_PROG_"),
	}),
	uapi.LWTUNNEL_ENCAP_SEG6_LOCAL: plain("SEG6_LOCAL_").with(map[uint16]*nest{
		uapi.SEG6_LOCAL_BPF:      plain("SEG6_LOCAL_BPF_PROG_"),
		uapi.SEG6_LOCAL_COUNTERS: plain("SEG6_LOCAL_CNT_"),
		uapi.SEG6_LOCAL_FLAVORS:  plain("SEG6_LOCAL_FLV_"),
	}),
	uapi.LWTUNNEL_ENCAP_RPL:   plain("RPL_IPTUNNEL_"),
	uapi.LWTUNNEL_ENCAP_IOAM6: plain("IOAM6_IPTUNNEL_"),
	uapi.LWTUNNEL_ENCAP_XFRM:  plain("LWT_XFRM_"),
}

var tunnelOpts = plain("LWTUNNEL_IP_OPTS_").with(map[uint16]*nest{
	uapi.LWTUNNEL_IP_OPTS_GENEVE: plain("LWTUNNEL_IP_OPT_GENEVE_"),
	uapi.LWTUNNEL_IP_OPTS_VXLAN:  plain("LWTUNNEL_IP_OPT_VXLAN_"),
	uapi.LWTUNNEL_IP_OPTS_ERSPAN: plain("LWTUNNEL_IP_OPT_ERSPAN_"),
})

func init() {
	peer := linkBody(16)
	kinds["veth"].kids = map[uint16]*nest{vethInfoPeer: peer}
	kinds["vxcan"].kids = map[uint16]*nest{vethInfoPeer: peer}
	kinds["netkit"].kids = map[uint16]*nest{uapi.IFLA_NETKIT_PEER_INFO: peer}

	for _, n := range []*nest{route, hop} {
		n.pick = map[uint16]func([]attr) *nest{uapi.RTA_ENCAP: byEncap(uapi.RTA_ENCAP_TYPE)}
	}
	route.kids[uapi.RTA_MULTIPATH] = hops

	addr := &nest{prefix: "IFA_", head: 8}
	rule := &nest{prefix: "FRA_", head: 12}
	neigh := &nest{prefix: "NDA_", head: 12}
	nexthop := &nest{
		prefix: "NHA_",
		head:   8,
		kids: map[uint16]*nest{
			uapi.NHA_RES_GROUP:  plain("NHA_RES_GROUP_"),
			uapi.NHA_RES_BUCKET: plain("NHA_RES_BUCKET_"),
			uapi.NHA_GROUP_STATS: plain("NHA_GROUP_STATS_").with(map[uint16]*nest{
				uapi.NHA_GROUP_STATS_ENTRY: plain("NHA_GROUP_STATS_ENTRY_"),
			}),
		},
		pick: map[uint16]func([]attr) *nest{uapi.NHA_ENCAP: byEncap(uapi.NHA_ENCAP_TYPE)},
	}
	nsid := &nest{prefix: "NETNSA_", head: 4}
	netconf := &nest{prefix: "NETCONFA_", head: 4}
	xstats := plain("LINK_XSTATS_TYPE_").with(map[uint16]*nest{
		uapi.LINK_XSTATS_TYPE_BRIDGE: plain("BRIDGE_XSTATS_"),
		uapi.LINK_XSTATS_TYPE_BOND:   plain("BOND_XSTATS_").with(map[uint16]*nest{uapi.BOND_XSTATS_3AD: {index: true}}),
	})
	stats := &nest{prefix: "IFLA_STATS_", head: 12, kids: map[uint16]*nest{
		uapi.IFLA_STATS_LINK_XSTATS: xstats, uapi.IFLA_STATS_LINK_XSTATS_SLAVE: xstats,
		uapi.IFLA_STATS_LINK_OFFLOAD_XSTATS: plain("IFLA_OFFLOAD_XSTATS_").with(map[uint16]*nest{
			uapi.IFLA_OFFLOAD_XSTATS_HW_S_INFO: plain("IFLA_OFFLOAD_XSTATS_").with(map[uint16]*nest{
				uapi.IFLA_OFFLOAD_XSTATS_L3_STATS: plain("IFLA_OFFLOAD_XSTATS_HW_S_INFO_"),
			}),
		}),
		uapi.IFLA_STATS_AF_SPEC: {index: true, kids: map[uint16]*nest{uapi.AF_MPLS: plain("MPLS_STATS_")}},
	}}
	statsAsked := &nest{prefix: "IFLA_STATS_", head: 12, kids: map[uint16]*nest{uapi.IFLA_STATS_GET_FILTERS: plain("IFLA_STATS_")}}
	ntable := &nest{prefix: "NDTA_", head: 4, kids: map[uint16]*nest{uapi.NDTA_PARMS: plain("NDTPA_")}}
	label := &nest{prefix: "IFAL_", head: 12}
	vlan := &nest{prefix: "BRIDGE_VLANDB_", head: 8, kids: map[uint16]*nest{
		uapi.BRIDGE_VLANDB_ENTRY:          plain("BRIDGE_VLANDB_ENTRY_"),
		uapi.BRIDGE_VLANDB_GLOBAL_OPTIONS: plain("BRIDGE_VLANDB_GOPTS_"),
	}}
	// Requests; the kernel's answers to a dump have the type of the question.
	mdb := &nest{prefix: "MDBA_SET_ENTRY_", head: 8, kids: map[uint16]*nest{
		uapi.MDBA_SET_ENTRY_ATTRS: plain("MDBE_ATTR_").with(map[uint16]*nest{
			uapi.MDBE_ATTR_SRC_LIST: plain("MDBE_SRC_LIST_").with(map[uint16]*nest{uapi.MDBE_SRC_LIST_ENTRY: plain("MDBE_SRCATTR_")}),
		}),
	}}
	groups := &nest{prefix: "MDBA_", head: 8, kids: map[uint16]*nest{
		uapi.MDBA_MDB: plain("MDBA_MDB_").with(map[uint16]*nest{
			uapi.MDBA_MDB_ENTRY: plain("MDBA_MDB_ENTRY_").with(map[uint16]*nest{
				uapi.MDBA_MDB_ENTRY_INFO: {prefix: "MDBA_MDB_EATTR_", head: 28, kids: map[uint16]*nest{
					uapi.MDBA_MDB_EATTR_SRC_LIST: plain("MDBA_MDB_SRCLIST_").with(map[uint16]*nest{uapi.MDBA_MDB_SRCLIST_ENTRY: plain("MDBA_MDB_SRCATTR_")}),
				}},
			}),
		}),
		uapi.MDBA_ROUTER: plain("MDBA_ROUTER_").with(map[uint16]*nest{uapi.MDBA_ROUTER_PORT: {prefix: "MDBA_ROUTER_PATTR_", head: 4}}),
	}}
	tunnel := &nest{prefix: "VXLAN_VNIFILTER_", head: 8, kids: map[uint16]*nest{
		uapi.VXLAN_VNIFILTER_ENTRY: plain("VXLAN_VNIFILTER_ENTRY_").with(map[uint16]*nest{
			uapi.VXLAN_VNIFILTER_ENTRY_STATS: plain("VNIFILTER_ENTRY_STATS_"),
		}),
	}}
	bodies = map[uint16]*nest{
		uapi.RTM_NEWLINK: link, uapi.RTM_DELLINK: link, uapi.RTM_GETLINK: link, uapi.RTM_SETLINK: link,
		uapi.RTM_NEWLINKPROP: link, uapi.RTM_DELLINKPROP: link,
		uapi.RTM_NEWADDR: addr, uapi.RTM_DELADDR: addr, uapi.RTM_GETADDR: addr,
		uapi.RTM_NEWROUTE: route, uapi.RTM_DELROUTE: route, uapi.RTM_GETROUTE: route,
		uapi.RTM_NEWNEIGH: neigh, uapi.RTM_DELNEIGH: neigh, uapi.RTM_GETNEIGH: neigh,
		uapi.RTM_NEWRULE: rule, uapi.RTM_DELRULE: rule, uapi.RTM_GETRULE: rule,
		uapi.RTM_NEWNEXTHOP: nexthop, uapi.RTM_DELNEXTHOP: nexthop, uapi.RTM_GETNEXTHOP: nexthop,
		uapi.RTM_NEWNEXTHOPBUCKET: nexthop, uapi.RTM_DELNEXTHOPBUCKET: nexthop, uapi.RTM_GETNEXTHOPBUCKET: nexthop,
		uapi.RTM_NEWPREFIX:   {prefix: "PREFIX_", head: 12},
		uapi.RTM_NEWNEIGHTBL: ntable, uapi.RTM_GETNEIGHTBL: ntable, uapi.RTM_SETNEIGHTBL: ntable,
		uapi.RTM_NEWADDRLABEL: label, uapi.RTM_DELADDRLABEL: label, uapi.RTM_GETADDRLABEL: label,
		uapi.RTM_NEWNSID: nsid, uapi.RTM_DELNSID: nsid, uapi.RTM_GETNSID: nsid,
		uapi.RTM_NEWNETCONF: netconf, uapi.RTM_DELNETCONF: netconf, uapi.RTM_GETNETCONF: netconf,
		uapi.RTM_NEWSTATS: stats, uapi.RTM_GETSTATS: statsAsked, uapi.RTM_SETSTATS: statsAsked,
		uapi.RTM_NEWMDB: mdb, uapi.RTM_DELMDB: mdb, uapi.RTM_GETMDB: groups,
		uapi.RTM_NEWTUNNEL: tunnel, uapi.RTM_DELTUNNEL: tunnel, uapi.RTM_GETTUNNEL: tunnel,
		uapi.RTM_NEWVLAN: vlan, uapi.RTM_DELVLAN: vlan, uapi.RTM_GETVLAN: vlan,
	}
}
