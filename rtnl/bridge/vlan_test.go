package bridge_test

import (
	"context"
	"iter"
	"strings"
	"testing"

	"github.com/eb30ede5/netlink/internal/complete"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/bridge"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

func listVLANs(f *bridge.VLANFilter) func(context.Context, *rtnl.Conn) iter.Seq2[bridge.VLAN, error] {
	return func(ctx context.Context, c *rtnl.Conn) iter.Seq2[bridge.VLAN, error] { return bridge.VLANs(ctx, c, f) }
}

func listTunnels(f *bridge.VLANFilter) func(context.Context, *rtnl.Conn) iter.Seq2[bridge.VLANTunnel, error] {
	return func(ctx context.Context, c *rtnl.Conn) iter.Seq2[bridge.VLANTunnel, error] {
		return bridge.VLANTunnels(ctx, c, f)
	}
}

func init() {
	o := object{family: "brvlan", head: 16, fresh: func() nlattr.Attrser { return new(bridge.Port) }}
	for _, tt := range []struct {
		name string
		verb func(bridge.VLAN) rtnl.Request
		vlan bridge.VLAN
	}{
		{"brvlan-add", bridge.AddVLAN, bridge.VLAN{Dev: "eth0", VID: 7}},
		{"brvlan-add-flags", bridge.AddVLAN, bridge.VLAN{Dev: "eth0", VID: 77, Flags: bridge.PVID | bridge.Untagged, Master: true}},
		{"brvlan-add-range", bridge.AddVLAN, bridge.VLAN{Dev: "br0", VID: 100, End: 203, Flags: bridge.Untagged, Self: true}},
		{"brvlan-delete", bridge.DeleteVLAN, bridge.VLAN{Dev: "eth0", VID: 7}},
		{"brvlan-delete-range", bridge.DeleteVLAN, bridge.VLAN{Dev: "br0", VID: 100, End: 203, Self: true}},
	} {
		o.sent = append(o.sent, sent{name: tt.name, req: tt.verb(tt.vlan)})
		back := tt.vlan
		back.Dev, back.DevIndex, back.Self, back.Master = "", 2, false, false
		o.listed = append(o.listed, listed{tt.name, collect(listVLANs(nil)), uapi.RTM_NEWLINK, []bridge.VLAN{back}})
	}
	for _, tt := range []struct {
		name   string
		verb   func(bridge.VLANTunnel) rtnl.Request
		tunnel bridge.VLANTunnel
	}{
		{"brvlan-tunnel-add", bridge.AddVLANTunnel, bridge.VLANTunnel{VID: 7, ID: 4242}},
		{"brvlan-tunnel-add-range", bridge.AddVLANTunnel, bridge.VLANTunnel{VID: 100, End: 103, ID: 5100}},
		{"brvlan-tunnel-delete-range", bridge.DeleteVLANTunnel, bridge.VLANTunnel{VID: 100, End: 103, ID: 5100}},
	} {
		back := tt.tunnel
		tt.tunnel.Dev, back.DevIndex = "eth0", 2
		o.sent = append(o.sent, sent{name: tt.name, req: tt.verb(tt.tunnel)})
		o.listed = append(o.listed, listed{tt.name, collect(listTunnels(nil)), uapi.RTM_NEWLINK, []bridge.VLANTunnel{back}})
	}
	o.asked = []ask{
		{name: "brvlan-dump", do: func(ctx context.Context, c *rtnl.Conn) { drain(bridge.VLANs(ctx, c, nil)) }},
		{name: "brvlan-tunnel-dump", do: func(ctx context.Context, c *rtnl.Conn) { drain(bridge.VLANTunnels(ctx, c, nil)) },
			diff: "RTM_GETLINK > IFLA_EXT_MASK:\n\twant 02 00 00 00\n\tgot  04 00 00 00\n", why: "ranges of VLANs come as ranges"},
	}
	const br, port = 11, 12 // the links with lower indexes are those that come with the kernel's modules
	o.listed = append(o.listed,
		listed{"reply-brvlan", collect(listVLANs(nil)), 0, []bridge.VLAN{
			{DevIndex: br, VID: 1, Flags: bridge.PVID | bridge.Untagged}, {DevIndex: br, VID: 8},
			{DevIndex: port, VID: 1, Flags: bridge.Untagged}, {DevIndex: port, VID: 7, Flags: bridge.PVID},
			{DevIndex: port, VID: 100, End: 103}, {DevIndex: port, VID: 300, End: 301, Flags: bridge.Untagged},
		}},
		listed{"reply-brvlan-tunnel", collect(listTunnels(&bridge.VLANFilter{DevIndex: port})), 0, []bridge.VLANTunnel{
			{DevIndex: port, VID: 7, ID: 4242}, {DevIndex: port, VID: 100, End: 103, ID: 5100},
		}},
		listed{"reply-brvlan", collect(listVLANs(&bridge.VLANFilter{DevIndex: port, VID: 102})), 0, []bridge.VLAN{{DevIndex: port, VID: 100, End: 103}}},
		listed{"reply-brvlan", collect(listVLANs(&bridge.VLANFilter{VID: 7})), 0, []bridge.VLAN{{DevIndex: port, VID: 7, Flags: bridge.PVID}}},
		listed{"reply-brvlan", collect(func(ctx context.Context, c *rtnl.Conn) iter.Seq2[bridge.Port, error] {
			return withoutOptions(bridge.Ports(ctx, c, nil))
		}), 0, []bridge.Port{
			{
				DevIndex: br, Name: "br0", MasterIndex: br, Flags: rtnl.FlagBroadcast | rtnl.FlagMulticast, MTU: 1500, OperState: rtnl.Some(rtnl.OperDown),
				Address: hw("02:00:00:00:00:99"), VLANs: []bridge.VLAN{{DevIndex: br, VID: 1, Flags: bridge.PVID | bridge.Untagged}, {DevIndex: br, VID: 8}},
			},
			{
				DevIndex: port, Name: "eth1", MasterIndex: br, Flags: rtnl.FlagBroadcast | rtnl.FlagNoARP, MTU: 1500, OperState: rtnl.Some(rtnl.OperDown),
				Address: hw("02:00:00:00:00:01"), Options: &kind.BridgePort{}, VLANs: []bridge.VLAN{
					{DevIndex: port, VID: 1, Flags: bridge.Untagged}, {DevIndex: port, VID: 7, Flags: bridge.PVID},
					{DevIndex: port, VID: 100, End: 103}, {DevIndex: port, VID: 300, End: 301, Flags: bridge.Untagged},
				},
			},
		}},
	)
	objects = append(objects, o)
}

// withoutOptions empties what package kind has its tests for, after a look.
func withoutOptions(seq iter.Seq2[bridge.Port, error]) iter.Seq2[bridge.Port, error] {
	return func(yield func(bridge.Port, error) bool) {
		for p, err := range seq {
			if o := p.Options; o != nil && o.Cost == rtnl.U32(100) && o.Unknown == nil {
				p.Options = &kind.BridgePort{}
			}
			if !yield(p, err) {
				return
			}
		}
	}
}

func FuzzPort(f *testing.F) { fuzz(f, "brvlan") }

// covers checks that the lines within a nest of v's list have all constants of a
// set.
func covers(t *testing.T, v nlattr.Attrser, nest string, set complete.Set) {
	t.Helper()
	lines := map[nlattr.Type]string{}
	for _, l := range nlattr.Describe(v) {
		if rest, ok := strings.CutPrefix(l.Path, nest); ok && !strings.ContainsAny(rest, ".[") {
			lines[l.Type] = rest
		}
	}
	for name, typ := range set.Constants(t) {
		if lines[typ] == "" && set.But[name] == "" {
			t.Errorf("no line of %s has %s", nest, name)
		} else if lines[typ] != "" && set.But[name] != "" {
			t.Errorf("%s%s is a line, though %s", nest, lines[typ], set.But[name])
		}
	}
}

func TestPortComplete(t *testing.T) {
	nests := []string{"IFLA_BRIDGE_VLAN_TUNNEL_", "IFLA_BRIDGE_MST_", "IFLA_BRIDGE_MRP_", "IFLA_BRIDGE_CFM_"}
	port := new(bridge.Port)
	covers(t, port, "af_spec.", complete.Set{Prefix: "IFLA_BRIDGE_", Not: nests})
	covers(t, port, "af_spec.tunnel[0].", complete.Set{Prefix: "IFLA_BRIDGE_VLAN_TUNNEL_"})
	covers(t, port, "af_spec.mst[0].", complete.Set{Prefix: "IFLA_BRIDGE_MST_ENTRY_"})
}

func TestVLANRejected(t *testing.T) {
	add := func(v bridge.VLAN) rtnl.Request { v.Dev = "eth0"; return bridge.AddVLAN(v) }
	tunnel := func(v bridge.VLANTunnel) rtnl.Request { v.Dev = "eth0"; return bridge.AddVLANTunnel(v) }
	testRejected(t, map[string]rtnl.Request{
		"vlan: 0 is not 1 to 4094":         add(bridge.VLAN{}),
		"vlan: 4095 is not":                add(bridge.VLAN{VID: 4095}),
		"vlanEnd: 6 is not 8 to 4094":      add(bridge.VLAN{VID: 7, End: 6}),
		"vlanEnd: 4095 is not":             add(bridge.VLAN{VID: 7, End: 4095}),
		"flags: one VLAN can be the PVID":  add(bridge.VLAN{VID: 7, End: 9, Flags: bridge.PVID}),
		"flags: 0x8":                       add(bridge.VLAN{VID: 7, Flags: 8}),
		"dev: missing":                     bridge.AddVLAN(bridge.VLAN{VID: 7}),
		"tunid: 16777216 is not":           tunnel(bridge.VLANTunnel{VID: 7, ID: 1 << 24}),
		"tunid: 16777217 is not":           tunnel(bridge.VLANTunnel{VID: 7, End: 9, ID: 1<<24 - 1}),
		"flags: pvid":                      tunnel(bridge.VLANTunnel{VID: 7, ID: 1, Flags: bridge.PVID}),
		`msti: "" is not`:                  bridge.SetMST(bridge.MST{Dev: "eth0", State: rtnl.Some(kind.BridgePortBlocking)}),
		`state: "" is none`:                bridge.SetMST(bridge.MST{Dev: "eth0", MSTI: rtnl.U16(7)}),
		"state: 5 is none":                 bridge.SetVLAN(bridge.VLANOptions{Dev: "eth0", VID: 7, State: rtnl.Some(kind.BridgePortState(5))}),
		"mcast_igmp_version: 1 is neither": bridge.SetVLANGlobal(bridge.VLANGlobal{Dev: "br0", VID: 7, IGMPVersion: rtnl.U8(1)}),
		"mcast_mld_version: 3 is neither":  bridge.SetVLANGlobal(bridge.VLANGlobal{Dev: "br0", VID: 7, MLDVersion: rtnl.U8(3)}),
		"msti: 4095 is not":                bridge.SetVLANGlobal(bridge.VLANGlobal{Dev: "br0", VID: 7, MSTI: rtnl.U16(4095)}),
		"tunnel_info: 16777216 is":         bridge.SetVLAN(bridge.VLANOptions{Dev: "eth0", VID: 7, Tunnel: &bridge.VLANTunnelOption{ID: rtnl.U32(1 << 24)}}),
	})
}

func TestVLANWords(t *testing.T) {
	for want, req := range map[string]rtnl.Request{
		"vlan add dev eth0 vid 7 pvid untagged":                     bridge.AddVLAN(bridge.VLAN{Dev: "eth0", VID: 7, Flags: bridge.PVID | bridge.Untagged}),
		"vlan add dev br0 vid 7-9 self":                             bridge.AddVLAN(bridge.VLAN{Dev: "br0", VID: 7, End: 9, Self: true}),
		"vlan del dev eth0 vid 7-9":                                 bridge.DeleteVLAN(bridge.VLAN{Dev: "eth0", VID: 7, End: 9, Flags: bridge.PVID}),
		"vlan add dev eth0 vid 7-9 tunnel_info id 4242-4244":        bridge.AddVLANTunnel(bridge.VLANTunnel{Dev: "eth0", VID: 7, End: 9, ID: 4242}),
		"mst set dev eth0 msti 3 state blocking":                    bridge.SetMST(bridge.MST{Dev: "eth0", MSTI: rtnl.U16(3), State: rtnl.Some(kind.BridgePortBlocking)}),
		"vlan set dev eth0 vid 7 state learning neigh_suppress on":  bridge.SetVLAN(bridge.VLANOptions{Dev: "eth0", VID: 7, State: rtnl.Some(kind.BridgePortLearning), NeighSuppress: rtnl.On}),
		"vlan global set dev br0 vid 7-9 mcast_snooping off msti 3": bridge.SetVLANGlobal(bridge.VLANGlobal{Dev: "br0", VID: 7, End: 9, MCastSnooping: rtnl.Off, MSTI: rtnl.U16(3)}),
	} {
		if got := req.String(); got != want {
			t.Errorf("String() = %q, want %q", got, want)
		}
	}
}
