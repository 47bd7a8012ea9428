package bridge_test

import (
	"context"
	"iter"
	"testing"
	"time"

	"github.com/eb30ede5/netlink/internal/complete"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/bridge"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

func centi(n int) rtnl.Opt[time.Duration] { return rtnl.Some(ticks(n)) }

func listOptions(f *bridge.VLANOptionsFilter) func(context.Context, *rtnl.Conn) iter.Seq2[bridge.VLANOptions, error] {
	return func(ctx context.Context, c *rtnl.Conn) iter.Seq2[bridge.VLANOptions, error] {
		return bridge.VLANsOptions(ctx, c, f)
	}
}

func listGlobals(f *bridge.VLANFilter) func(context.Context, *rtnl.Conn) iter.Seq2[bridge.VLANGlobal, error] {
	return func(ctx context.Context, c *rtnl.Conn) iter.Seq2[bridge.VLANGlobal, error] {
		return bridge.VLANGlobals(ctx, c, f)
	}
}

func init() {
	o := object{family: "vlandb", head: 8, fresh: bridge.NewVLANMsg}
	one := bridge.VLANOptions{VID: 7, State: rtnl.Some(kind.BridgePortBlocking)}
	several := bridge.VLANOptions{VID: 100, End: 203, State: rtnl.Some(kind.BridgePortLearning), MCastRouter: rtnl.Some(kind.MCastRouterPerm)}
	for name, v := range map[string]bridge.VLANOptions{"vlandb-set": one, "vlandb-set-range": several} {
		back := v
		v.Dev, back.DevIndex = "eth0", 2
		back.Flags = 0x40 // BRIDGE_VLAN_INFO_ONLY_OPTS
		o.sent = append(o.sent, sent{name: name, req: bridge.SetVLAN(v)})
		o.listed = append(o.listed, listed{name, collect(listOptions(nil)), 0, []bridge.VLANOptions{back}})
	}
	all := bridge.VLANGlobal{
		VID: 100, End: 203, MCastSnooping: rtnl.Off, MCastQuerier: rtnl.On, IGMPVersion: rtnl.U8(3), MLDVersion: rtnl.U8(2),
		LastMemberCount: rtnl.U32(4), LastMemberTime: centi(105), StartupQueryCount: rtnl.U32(6), StartupQueryTime: centi(1007),
		MembershipTime: centi(2008), QuerierTime: centi(3009), QueryTime: centi(4010), QueryResponseTime: centi(511),
	}
	set, back := all, all
	set.Dev, back.DevIndex = "br0", 2
	o.sent = append(o.sent, sent{name: "vlandb-global-set", req: bridge.SetVLANGlobal(set)})
	o.asked = []ask{
		{name: "vlandb-dump", do: func(ctx context.Context, c *rtnl.Conn) {
			drain(bridge.VLANsOptions(ctx, c, &bridge.VLANOptionsFilter{Stats: true}))
		}},
		{name: "vlandb-global-dump", do: func(ctx context.Context, c *rtnl.Conn) { drain(bridge.VLANGlobals(ctx, c, nil)) }},
	}
	const br, port = 11, 12
	defaults := func(vid uint16) bridge.VLANGlobal {
		return bridge.VLANGlobal{
			DevIndex: br, VID: vid, MCastSnooping: rtnl.On, MCastQuerier: rtnl.Off, IGMPVersion: rtnl.U8(2), MLDVersion: rtnl.U8(1),
			LastMemberCount: rtnl.U32(2), LastMemberTime: centi(100), StartupQueryCount: rtnl.U32(2), StartupQueryTime: centi(3125),
			MembershipTime: centi(26000), QuerierTime: centi(25500), QueryTime: centi(12500), QueryResponseTime: centi(1000), MSTI: rtnl.U16(0),
		}
	}
	read := all
	read.DevIndex, read.End, read.MSTI = br, 103, rtnl.U16(0)
	options := func(vid uint16, state kind.BridgePortState) bridge.VLANOptions {
		return bridge.VLANOptions{DevIndex: port, VID: vid, State: rtnl.Some(state), MCastRouter: rtnl.Some(kind.MCastRouterQuery), Stats: &bridge.VLANStats{
			RxBytes: rtnl.U64(0), RxPackets: rtnl.U64(0), TxBytes: rtnl.U64(0), TxPackets: rtnl.U64(0),
		}}
	}
	first, seventh := options(1, kind.BridgePortForwarding), options(7, kind.BridgePortLearning)
	ofBridge := options(1, kind.BridgePortForwarding)
	ofBridge.DevIndex, ofBridge.Flags, first.Flags = br, bridge.PVID|bridge.Untagged, bridge.Untagged
	seventh.Flags, seventh.MCastRouter, seventh.Tunnel = bridge.PVID|bridge.Untagged, rtnl.Some(kind.MCastRouterPerm), &bridge.VLANTunnelOption{ID: rtnl.U32(4242)}
	o.listed = append(o.listed,
		listed{"vlandb-global-set", collect(listGlobals(nil)), 0, []bridge.VLANGlobal{back}},
		listed{"reply-vlandb-global", collect(listGlobals(nil)), 0, []bridge.VLANGlobal{defaults(1), defaults(7), read}},
		listed{"reply-vlandb", collect(listOptions(nil)), 0, []bridge.VLANOptions{
			ofBridge, first, seventh, options(100, kind.BridgePortBlocking), options(101, kind.BridgePortBlocking),
			options(102, kind.BridgePortBlocking), options(103, kind.BridgePortBlocking),
		}},
		listed{"reply-vlandb", collect(listOptions(&bridge.VLANOptionsFilter{VID: 102})), 0, []bridge.VLANOptions{options(102, kind.BridgePortBlocking)}},
	)
	objects = append(objects, o)
}

func FuzzVLANMsg(f *testing.F) { fuzz(f, "vlandb") }

func TestVLANMsgComplete(t *testing.T) {
	const inHead = "in the header"
	complete.Set{
		Prefix: "BRIDGE_VLANDB_ENTRY_",
		NoLine: map[string]string{"ifindex": inHead, "flags": "of the line vlan"},
		Nests: map[string]complete.Set{
			"tunnel_info": {Prefix: "BRIDGE_VLANDB_TINFO_"},
			"stats":       {Prefix: "BRIDGE_VLANDB_STATS_"},
		},
	}.Check(t, new(bridge.VLANOptions))
	complete.Set{
		Prefix: "BRIDGE_VLANDB_GOPTS_",
		NoLine: map[string]string{"ifindex": inHead},
		Nests:  map[string]complete.Set{"router_ports": {Prefix: "MDBA_ROUTER_PATTR_", NoLine: map[string]string{"ifindex": inHead}}},
	}.Check(t, new(bridge.VLANGlobal))
	covers(t, bridge.NewVLANMsg(), "", complete.Set{Prefix: "BRIDGE_VLANDB_", Not: []string{
		"BRIDGE_VLANDB_DUMP_", "BRIDGE_VLANDB_ENTRY_", "BRIDGE_VLANDB_TINFO_", "BRIDGE_VLANDB_STATS_", "BRIDGE_VLANDB_GOPTS_",
	}})
	var _ nlattr.Attrser = new(bridge.VLANStats)
}
