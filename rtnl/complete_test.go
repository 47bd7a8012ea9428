package rtnl_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/eb30ede5/netlink/internal/complete"
	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/addrlabel"
	"github.com/eb30ede5/netlink/rtnl/bridge"
	"github.com/eb30ede5/netlink/rtnl/encap"
	"github.com/eb30ede5/netlink/rtnl/kind"
	"github.com/eb30ede5/netlink/rtnl/netconf"
	"github.com/eb30ede5/netlink/rtnl/nsid"
	"github.com/eb30ede5/netlink/rtnl/ntable"
	"github.com/eb30ede5/netlink/rtnl/stats"
)

var update = flag.Bool("update", false, "write README.md's table of attributes")

// A set is one of the kernel's sets of attributes, and where the lists are that
// have them.
type set struct {
	name   string
	prefix string
	in     []where
	not    []string // prefixes of constants that are none of the set, beside those of other sets
	also   []string // constants of it that begin like those of another one
}

// A where is a list, and the path of a nest in it, as complete.Types takes it.
type where struct {
	v    nlattr.Attrser
	path string
}

func in(v nlattr.Attrser, paths ...string) (all []where) {
	if len(paths) == 0 {
		paths = []string{""}
	}
	for _, p := range paths {
		all = append(all, where{v, p})
	}
	return all
}

// kindPrefixes has the prefix of the constants of each kind for which it is not
// made of the kind's name; where kinds share one, each one's own test says which
// are whose.
var kindPrefixes = map[string]string{
	"bridge": "IFLA_BR_", "erspan": "IFLA_GRE_", "gretap": "IFLA_GRE_", "ip6erspan": "IFLA_GRE_", "ip6gre": "IFLA_GRE_", "ip6gretap": "IFLA_GRE_",
	"ip6tnl": "IFLA_IPTUN_", "ipip": "IFLA_IPTUN_", "sit": "IFLA_IPTUN_", "ipvtap": "IFLA_IPVLAN_", "macvtap": "IFLA_MACVLAN_", "vti6": "IFLA_VTI_",
}

var portPrefixes = map[string]string{"bridge": "IFLA_BRPORT_", "bond": "IFLA_BOND_SLAVE_", "vrf": "IFLA_VRF_PORT_"}

// kindPrefix returns the prefix of a kind's constants, "" if there are none.
func kindPrefix(t *testing.T, name string) string {
	if p := kindPrefixes[name]; p != "" {
		return p
	}
	if p := "IFLA_" + strings.ToUpper(name) + "_"; complete.Exists(t, p) {
		return p
	}
	return ""
}

// setsOfObjects are those of everything but kinds, and of nests within kinds.
var setsOfObjects = []set{
	{name: "bond 802.3ad info", prefix: "IFLA_BOND_AD_INFO_", in: in(new(kind.Bond), "ad_info")},
	{name: "bridge querier", prefix: "BRIDGE_QUERIER_", in: in(new(kind.Bridge), "mcast_querier_state")},
	{name: "can TDC", prefix: "IFLA_CAN_TDC_", in: in(new(kind.CAN), "tdc")},
	{name: "can PWM", prefix: "IFLA_CAN_PWM_", in: in(new(kind.CAN), "xl_pwm")},
	{name: "can control modes", prefix: "IFLA_CAN_CTRLMODE_", in: in(new(kind.CAN), "ctrlmode_ext"), not: []string{"IFLA_CAN_CTRLMODE_EXT"}},

	{name: "link IFLA_*", prefix: "IFLA_", in: in(new(rtnl.Link), "", "altnames[0]"), not: []string{
		"IFLA_EVENT_", "IFLA_MCTP_", "IFLA_VF_INFO", "IFLA_VF_PORT", "IFLA_OFFLOAD_", "IFLA_STATS_",
	}},
	{name: "link info", prefix: "IFLA_INFO_", in: in(linkWithKind(), "linkinfo")},
	{name: "VF", prefix: "IFLA_VF_", in: in(new(rtnl.Link), "vfinfo_list[0]"), not: []string{"IFLA_VF_INFO", "IFLA_VF_PORT", "IFLA_VF_LINK_STATE_", "IFLA_VF_VLAN_INFO"}},
	{name: "VF statistics", prefix: "IFLA_VF_STATS_", in: in(new(rtnl.Link), "vfinfo_list[0].stats")},
	{name: "port profiles", prefix: "IFLA_PORT_", in: in(new(rtnl.Link), "port_self"), not: []string{"IFLA_PORT_SELF"}},
	{name: "XDP", prefix: "IFLA_XDP_", in: in(new(rtnl.Link), "xdp")},
	{name: "proto down reason", prefix: "IFLA_PROTO_DOWN_REASON_", in: in(new(rtnl.Link), "proto_down_reason")},
	{name: "AF_SPEC inet", prefix: "IFLA_INET_", in: in(new(rtnl.Link), "af_spec.inet")},
	{name: "AF_SPEC inet6", prefix: "IFLA_INET6_", in: in(new(rtnl.Link), "af_spec.inet6"), not: []string{"IFLA_INET6_ADDR_GEN_MODE_"}},
	{name: "AF_SPEC bridge", prefix: "IFLA_BRIDGE_", in: in(new(bridge.Port), "af_spec"), not: []string{"IFLA_BRIDGE_VLAN_TUNNEL_INFO_"}},
	{name: "bridge VLAN tunnel", prefix: "IFLA_BRIDGE_VLAN_TUNNEL_", in: in(new(bridge.VLANTunnel), "af_spec.tunnel[0]")},
	{name: "bridge MST entry", prefix: "IFLA_BRIDGE_MST_ENTRY_", in: in(new(bridge.MST))},
	{name: "bridge MST", prefix: "IFLA_BRIDGE_MST_", in: in(new(bridge.Port), "af_spec.mst[0]")},
	{name: "bridge MRP", prefix: "IFLA_BRIDGE_MRP_", in: in(new(bridge.Port), "af_spec.mrp[]"), also: []string{"IFLA_BRIDGE_MRP_INFO"}},
	{name: "bridge MRP info", prefix: "IFLA_BRIDGE_MRP_INFO_", in: in(new(bridge.MRP))},
	{name: "bridge CFM MEP created", prefix: "IFLA_BRIDGE_CFM_MEP_CREATE_", in: in(new(bridge.CFM), "mep_create[0]"), not: []string{"IFLA_BRIDGE_CFM_MEP_CREATE_INFO"}},
	{name: "bridge CFM MEP", prefix: "IFLA_BRIDGE_CFM_MEP_CONFIG_", in: in(new(bridge.CFM), "mep_config[0]"), not: []string{"IFLA_BRIDGE_CFM_MEP_CONFIG_INFO"}},
	{name: "bridge CFM MEP status", prefix: "IFLA_BRIDGE_CFM_MEP_STATUS_", in: in(new(bridge.CFM), "mep_status[0]"), not: []string{"IFLA_BRIDGE_CFM_MEP_STATUS_INFO"}},
	{name: "bridge CFM check", prefix: "IFLA_BRIDGE_CFM_CC_CONFIG_", in: in(new(bridge.CFM), "cc_config[0]"), not: []string{"IFLA_BRIDGE_CFM_CC_CONFIG_INFO"}},
	{name: "bridge CFM RDI", prefix: "IFLA_BRIDGE_CFM_CC_RDI_", in: in(new(bridge.CFM), "cc_rdi[0]"), not: []string{"IFLA_BRIDGE_CFM_CC_RDI_INFO"}},
	{name: "bridge CFM sent", prefix: "IFLA_BRIDGE_CFM_CC_CCM_TX_", in: in(new(bridge.CFM), "cc_ccm_tx[0]"), not: []string{"IFLA_BRIDGE_CFM_CC_CCM_TX_INFO"}},
	{name: "bridge CFM peer", prefix: "IFLA_BRIDGE_CFM_CC_PEER_MEP_", in: in(new(bridge.CFM), "cc_peer_mep[0]"), not: []string{"IFLA_BRIDGE_CFM_CC_PEER_MEP_INFO", "IFLA_BRIDGE_CFM_CC_PEER_MEP_ADD", "IFLA_BRIDGE_CFM_CC_PEER_MEP_REMOVE"}},
	{name: "bridge CFM peer status", prefix: "IFLA_BRIDGE_CFM_CC_PEER_STATUS_", in: in(new(bridge.CFM), "cc_peer_status[0]"), not: []string{"IFLA_BRIDGE_CFM_CC_PEER_STATUS_INFO"}},
	{name: "bridge CFM", prefix: "IFLA_BRIDGE_CFM_", in: in(new(bridge.CFM)), also: []string{
		"IFLA_BRIDGE_CFM_MEP_CREATE_INFO", "IFLA_BRIDGE_CFM_MEP_CONFIG_INFO", "IFLA_BRIDGE_CFM_CC_CONFIG_INFO", "IFLA_BRIDGE_CFM_CC_RDI_INFO",
		"IFLA_BRIDGE_CFM_CC_CCM_TX_INFO", "IFLA_BRIDGE_CFM_CC_PEER_MEP_INFO", "IFLA_BRIDGE_CFM_MEP_STATUS_INFO", "IFLA_BRIDGE_CFM_CC_PEER_STATUS_INFO",
		"IFLA_BRIDGE_CFM_CC_PEER_MEP_ADD", "IFLA_BRIDGE_CFM_CC_PEER_MEP_REMOVE",
	}},

	{name: "address IFA_*", prefix: "IFA_", in: in(new(rtnl.Addr))},
	{name: "address label IFAL_*", prefix: "IFAL_", in: in(new(addrlabel.Label))},
	{name: "prefix PREFIX_*", prefix: "PREFIX_", in: in(new(rtnl.RAPrefix))},
	{name: "route RTA_*", prefix: "RTA_", in: in(new(rtnl.Route))},
	{name: "route metrics RTAX_*", prefix: "RTAX_", in: in(new(rtnl.Route), "metrics")},
	{name: "rule FRA_*", prefix: "FRA_", in: in(new(rtnl.Rule))},
	{name: "neighbour NDA_*", prefix: "NDA_", in: append(in(new(rtnl.Neigh)), in(new(bridge.FDB))...)},
	{name: "forwarding entry NFEA_*", prefix: "NFEA_", in: in(new(bridge.FDB), "ext")},
	{name: "neighbour table NDTA_*", prefix: "NDTA_", in: in(new(ntable.Table))},
	{name: "neighbour table NDTPA_*", prefix: "NDTPA_", in: in(new(ntable.Table), "parms")},
	{name: "nexthop NHA_*", prefix: "NHA_", in: append(in(new(rtnl.Nexthop)), in(new(rtnl.NexthopBucket))...)},
	{name: "nexthop group NHA_RES_GROUP_*", prefix: "NHA_RES_GROUP_", in: in(new(rtnl.Nexthop), "res_group")},
	{name: "nexthop bucket NHA_RES_BUCKET_*", prefix: "NHA_RES_BUCKET_", in: in(new(rtnl.NexthopBucket), "res_bucket")},
	{name: "nexthop statistics NHA_GROUP_STATS_*", prefix: "NHA_GROUP_STATS_", in: in(new(rtnl.Nexthop), "group_stats[0]")},
	{name: "netconf NETCONFA_*", prefix: "NETCONFA_", in: in(new(netconf.Conf))},
	{name: "nsid NETNSA_*", prefix: "NETNSA_", in: in(new(nsid.NSID))},
	{name: "statistics IFLA_STATS_*", prefix: "IFLA_STATS_", in: in(new(stats.Stats)), not: []string{"IFLA_STATS_GET_", "IFLA_STATS_SET_", "IFLA_STATS_GETSET_"}},
	{name: "offload statistics", prefix: "IFLA_OFFLOAD_XSTATS_", in: in(new(stats.Stats), "offload"), not: []string{"IFLA_OFFLOAD_XSTATS_HW_S_INFO_"}},
	{name: "offload statistics, use", prefix: "IFLA_OFFLOAD_XSTATS_HW_S_INFO_", in: in(new(stats.Stats), "offload.hw_stats_info.l3_stats")},
	{name: "bridge statistics", prefix: "BRIDGE_XSTATS_", in: in(new(stats.Stats), "xstats.bridge")},
	{name: "bond statistics", prefix: "BOND_XSTATS_", in: in(new(stats.Stats), "xstats.bond.802")},
	{name: "bond 802.3ad statistics", prefix: "BOND_3AD_STAT_", in: in(new(stats.Stats), "xstats.bond.802.3ad")},
	{name: "MPLS statistics", prefix: "MPLS_STATS_", in: in(new(stats.Stats), "af_spec.mpls")},

	{name: "MDB entry", prefix: "MDBA_MDB_EATTR_", in: in(new(bridge.MDB)), not: []string{"MDBA_MDB_EATTR_MAX"}},
	{name: "MDB source", prefix: "MDBA_MDB_SRCATTR_", in: in(new(bridge.MDB), "source_list[0]")},
	{name: "MDB router port", prefix: "MDBA_ROUTER_PATTR_", in: in(new(bridge.RouterPort))},
	{name: "VLAN entry", prefix: "BRIDGE_VLANDB_ENTRY_", in: in(new(bridge.VLANOptions))},
	{name: "VLAN tunnel", prefix: "BRIDGE_VLANDB_TINFO_", in: in(new(bridge.VLANOptions), "tunnel_info")},
	{name: "VLAN statistics", prefix: "BRIDGE_VLANDB_STATS_", in: in(new(bridge.VLANOptions), "stats")},
	{name: "global VLAN options", prefix: "BRIDGE_VLANDB_GOPTS_", in: in(new(bridge.VLANGlobal))},
	{name: "VNI entry", prefix: "VXLAN_VNIFILTER_ENTRY_", in: in(new(bridge.VNI))},
	{name: "VNI statistics", prefix: "VNIFILTER_ENTRY_STATS_", in: in(new(bridge.VNI), "stats")},

	{name: "encap mpls", prefix: "MPLS_IPTUNNEL_", in: in(new(encap.MPLS))},
	{name: "encap ip", prefix: "LWTUNNEL_IP_", in: in(new(encap.IP)), not: []string{"LWTUNNEL_IP_OPT_", "LWTUNNEL_IP_OPTS_"}},
	{name: "encap ip6", prefix: "LWTUNNEL_IP6_", in: in(new(encap.IP6))},
	{name: "encap ip options", prefix: "LWTUNNEL_IP_OPTS_", in: in(new(encap.IP), "opts")},
	{name: "encap ip geneve", prefix: "LWTUNNEL_IP_OPT_GENEVE_", in: in(new(encap.GeneveOption))},
	{name: "encap ip vxlan", prefix: "LWTUNNEL_IP_OPT_VXLAN_", in: in(new(encap.IP), "opts.vxlan_opts")},
	{name: "encap ip erspan", prefix: "LWTUNNEL_IP_OPT_ERSPAN_", in: in(new(encap.IP), "opts.erspan_opts")},
	{name: "encap seg6", prefix: "SEG6_IPTUNNEL_", in: in(new(encap.SEG6))},
	{name: "encap seg6local", prefix: "SEG6_LOCAL_", in: in(new(encap.SEG6Local)), not: []string{"SEG6_LOCAL_ACTION_", "SEG6_LOCAL_FLV_OP_"}},
	{name: "encap seg6local bpf", prefix: "SEG6_LOCAL_BPF_", in: in(new(encap.SEG6Local), "bpf")},
	{name: "encap seg6local counters", prefix: "SEG6_LOCAL_CNT_", in: in(new(encap.SEG6Local), "count")},
	{name: "encap seg6local flavours", prefix: "SEG6_LOCAL_FLV_", in: in(new(encap.SEG6Local), "flavors"), not: []string{"SEG6_LOCAL_FLV_OP_"}},
	{name: "encap bpf", prefix: "LWT_BPF_", in: in(new(encap.BPF)), not: []string{"LWT_BPF_PROG_"}},
	{name: "encap bpf program", prefix: "LWT_BPF_PROG_", in: in(new(encap.BPF), "in")},
	{name: "encap ila", prefix: "ILA_ATTR_", in: in(new(encap.ILA))},
	{name: "encap ioam6", prefix: "IOAM6_IPTUNNEL_", in: in(new(encap.IOAM6)), not: []string{"IOAM6_IPTUNNEL_MODE_", "IOAM6_IPTUNNEL_FREQ_"}},
	{name: "encap rpl", prefix: "RPL_IPTUNNEL_", in: in(new(encap.RPL))},
	{name: "encap xfrm", prefix: "LWT_XFRM_", in: in(new(encap.XFRM))},
}

func linkWithKind() *rtnl.Link {
	return &rtnl.Link{Kind: &kind.Raw{Name: "x", Data: []nlattr.Attr{{Type: 1}}}, Port: &kind.RawPort{Name: "x", Data: []nlattr.Attr{{Type: 1}}}}
}

// allSets returns every set, those of kinds first.
func allSets(t *testing.T) []set {
	t.Helper()
	var all []set
	for _, name := range kind.Names() {
		p := kindPrefix(t, name)
		i := slices.IndexFunc(all, func(s set) bool { return s.prefix == p })
		switch {
		case p == "":
		case i >= 0:
			all[i].name += ", " + name
			all[i].in = append(all[i].in, in(kind.New(name))...)
		default:
			all = append(all, set{name: name, prefix: p, in: in(kind.New(name))})
		}
	}
	for _, name := range kind.PortNames() {
		all = append(all, set{name: "port of a " + name, prefix: portPrefixes[name], in: in(kind.NewPort(name))})
	}
	return slices.Concat(all, setsOfObjects)
}

// exceptions are the constants of testdata/exceptions, and why no list has them;
// a name that ends in * is all that begin like it.
type exceptions map[string]*exception

type exception struct {
	why  string
	used bool
}

func readExceptions(t *testing.T) exceptions {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "exceptions"))
	if err != nil {
		t.Fatal(err)
	}
	all := exceptions{}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, why, _ := strings.Cut(line, " ")
		if why = strings.TrimSpace(why); why == "" || all[name] != nil {
			t.Errorf("exceptions: %q has no reason, or is there twice", name)
		}
		all[name] = &exception{why: why}
	}
	return all
}

// of returns why no list has the constant, or "".
func (all exceptions) of(name string) string {
	for pattern, e := range all {
		prefix, star := strings.CutSuffix(pattern, "*")
		if pattern == name || star && strings.HasPrefix(name, prefix) {
			e.used = true
			return e.why
		}
	}
	return ""
}

// TestComplete fails for an attribute of the kernel's headers (internal/uapi)
// that no list has, if testdata/exceptions does not say why. README.md's table
// is what it counts.
func TestComplete(t *testing.T) {
	sets, but := allSets(t), readExceptions(t)
	var table strings.Builder
	table.WriteString("| set | here | with a reason not | kernel |\n|---|--:|--:|--:|\n")
	for _, s := range sets {
		c := complete.Set{Prefix: s.prefix, Not: slices.Clone(s.not)}
		for _, o := range sets {
			c.Not = append(c.Not, o.prefix)
		}
		have := map[nlattr.Type]bool{}
		for _, w := range s.in {
			types := complete.Types(w.v, w.path)
			if len(types) == 0 {
				t.Errorf("%s: %T has no lines under %q", s.name, w.v, w.path)
			}
			for _, typ := range types {
				have[typ] = true
			}
		}
		all := c.Constants(t)
		for _, name := range s.also {
			all[name] = complete.Set{Prefix: name}.Constants(t)[name]
		}
		here, without := 0, 0
		for name, typ := range all {
			why := but.of(name)
			switch {
			case have[typ] && why != "":
				t.Errorf("%s is in a list, though testdata/exceptions says: %s", name, why)
			case have[typ]:
				here++
			case why != "":
				without++
			default:
				t.Errorf("%s: no list has %s", s.name, name)
			}
		}
		fmt.Fprintf(&table, "| %s | %d | %d | %d |\n", s.name, here, without, len(all))
	}
	for name, e := range but {
		if !e.used {
			t.Errorf("testdata/exceptions has %s, which is in no set", name)
		}
	}
	compareTable(t, "sets", table.String())
}

// compareTable compares a part of README.md, between comments, with what it has
// to be, or writes it.
func compareTable(t *testing.T, name, want string) {
	t.Helper()
	root, err := nltest.ModuleRoot()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(root, "README.md")
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	begin, end := "<!-- "+name+" -->\n", "<!-- end of "+name+" -->\n"
	before, rest, ok := strings.Cut(string(b), begin)
	got, after, ok2 := strings.Cut(rest, end)
	switch {
	case !ok || !ok2:
		t.Errorf("README.md has no %q with %q behind it", begin, end)
	case got == want:
	case !*update:
		t.Errorf("README.md has another table of %s; with -update this test writes it:\n%s", name, want)
	default:
		if err := os.WriteFile(file, []byte(before+begin+want+end+after), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}
