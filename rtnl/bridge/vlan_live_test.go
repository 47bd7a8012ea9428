package bridge_test

import (
	"errors"
	"io/fs"
	"slices"
	"testing"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/bridge"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

// filtering makes a bridge br0 that filters VLANs, of which it has none, and the
// ports p0 and p1, after a look whether the kernel's bridges can do that.
func filtering(t *testing.T, br kind.Bridge) *place.Place {
	t.Helper()
	nltest.HaveBridgeVLANs(t)
	br.VLANFiltering = rtnl.On
	return bridged(t, br)
}

func vlans(p *place.Place, f *bridge.VLANFilter) []bridge.VLAN {
	p.T.Helper()
	list, err := rtnl.Collect(bridge.VLANs(p.T.Context(), p.Conn, f))
	if err != nil {
		p.T.Fatal(err)
	}
	return list
}

// saidVLANs returns what bridge(8) says of the VLANs of a device.
func saidVLANs(p *place.Place, dev string, args ...string) []any {
	p.T.Helper()
	for _, o := range p.BridgeJSON(append(args, "dev", dev)...) {
		if o["ifname"] == dev {
			for _, name := range []string{"vlans", "tunnels"} {
				if list, ok := o[name].([]any); ok {
					return list
				}
			}
		}
	}
	return nil
}

// saidVLAN returns what bridge(8) says of one VLAN of a device, or of the range
// that begins with it.
func saidVLAN(p *place.Place, dev string, vid int, args ...string) map[string]any {
	p.T.Helper()
	for _, v := range saidVLANs(p, dev, args...) {
		if m := v.(map[string]any); m["vlan"] == float64(vid) {
			return m
		}
	}
	p.T.Fatalf("bridge %v shows no VLAN %d of %s", args, vid, dev)
	return nil
}

func TestVLANs(t *testing.T) {
	p := filtering(t, kind.Bridge{})
	br, p0 := p.Link("br0").Index, p.Link("p0").Index
	p.Must(
		bridge.AddVLAN(bridge.VLAN{Dev: "p0", VID: 7, Flags: bridge.PVID | bridge.Untagged}),
		bridge.AddVLAN(bridge.VLAN{DevIndex: p0, VID: 100, End: 203, Master: true}),
		bridge.AddVLAN(bridge.VLAN{Dev: "p0", VID: 300, End: 301, Flags: bridge.Untagged}),
		bridge.AddVLAN(bridge.VLAN{Dev: "br0", VID: 8, Self: true}))
	want := []bridge.VLAN{
		{DevIndex: p0, VID: 7, Flags: bridge.PVID | bridge.Untagged}, {DevIndex: p0, VID: 100, End: 203}, {DevIndex: p0, VID: 300, End: 301, Flags: bridge.Untagged},
	}
	if diff := place.Diff(want, vlans(p, &bridge.VLANFilter{Dev: "p0"})); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if diff := place.Diff(append([]bridge.VLAN{{DevIndex: br, VID: 8}}, want...), vlans(p, nil)); diff != "" {
		t.Errorf("all: -want +got\n%s", diff)
	}
	if got := saidVLANs(p, "p0", "vlan", "show"); len(got) != 3 && len(got) != 1+104+2 {
		t.Errorf("bridge(8) shows %d VLANs: %v", len(got), got)
	}
	place.Says(t, saidVLAN(p, "p0", 7, "vlan", "show"), map[string]any{"flags": []any{"PVID", "Egress Untagged"}})
	place.Says(t, saidVLAN(p, "p0", 300, "vlan", "show"), map[string]any{"flags": []any{"Egress Untagged"}})

	// Another PVID takes its place; a VLAN that is there loses its flags.
	p.Must(bridge.AddVLAN(bridge.VLAN{Dev: "p0", VID: 301, Flags: bridge.PVID}), bridge.DeleteVLAN(bridge.VLAN{Dev: "p0", VID: 100, End: 202}),
		bridge.DeleteVLAN(bridge.VLAN{Dev: "br0", VID: 8, Self: true}), bridge.DeleteVLAN(bridge.VLAN{Dev: "p0", VID: 4000}))
	want = []bridge.VLAN{
		{DevIndex: p0, VID: 7, Flags: bridge.Untagged}, {DevIndex: p0, VID: 203}, {DevIndex: p0, VID: 300, Flags: bridge.Untagged}, {DevIndex: p0, VID: 301, Flags: bridge.PVID},
	}
	if diff := place.Diff(want, vlans(p, nil)); diff != "" {
		t.Errorf("changed: -want +got\n%s", diff)
	}
	for name, req := range map[string]rtnl.Request{
		"no port":         bridge.AddVLAN(bridge.VLAN{Dev: "q0", VID: 7}),
		"bridge, no Self": bridge.AddVLAN(bridge.VLAN{Dev: "br0", VID: 7}),
	} {
		var e *rtnl.Error
		if err := p.Do(t.Context(), req); !errors.As(err, &e) || e.Errno == 0 {
			t.Errorf("%s: %v, want a refusal", name, err)
		}
	}
	if _, err := rtnl.Collect(bridge.VLANs(t.Context(), p.Conn, &bridge.VLANFilter{Dev: "absent"})); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("missing device: %v, want %v", err, fs.ErrNotExist)
	}
}

// A port with all VLANs, none like its neighbour, is more than 32 KiB.
func TestManyVLANs(t *testing.T) {
	p := filtering(t, kind.Bridge{})
	p.Must(bridge.AddVLAN(bridge.VLAN{Dev: "p0", VID: 1, End: 4094}))
	var reqs []rtnl.Request
	for vid := uint16(2); vid <= 4094; vid += 2 {
		reqs = append(reqs, bridge.AddVLAN(bridge.VLAN{Dev: "p0", VID: vid, Flags: bridge.Untagged}))
	}
	p.Must(reqs...)
	list := vlans(p, &bridge.VLANFilter{Dev: "p0"})
	if len(list) != 4094 {
		t.Fatalf("%d VLANs, want 4094", len(list))
	}
	for i, v := range list {
		if v.VID != uint16(i+1) || v.End != 0 || (v.Flags == bridge.Untagged) != (v.VID%2 == 0) {
			t.Fatalf("number %d is %+v", i, v)
		}
	}
}

func TestVLANTunnels(t *testing.T) {
	p := filtering(t, kind.Bridge{})
	p.Must(rtnl.AddLink(rtnl.Link{Name: "vx0", Master: "br0", Kind: &kind.VXLAN{External: rtnl.On, Port: rtnl.U16(4789)}, Port: &kind.BridgePort{VLANTunnel: rtnl.On}}),
		bridge.AddVLAN(bridge.VLAN{Dev: "vx0", VID: 7}), bridge.AddVLAN(bridge.VLAN{Dev: "vx0", VID: 100, End: 103}),
		bridge.AddVLANTunnel(bridge.VLANTunnel{Dev: "vx0", VID: 7, ID: 4242}), bridge.AddVLANTunnel(bridge.VLANTunnel{Dev: "vx0", VID: 100, End: 103, ID: 5100}))
	vx := p.Link("vx0").Index
	check := func(want ...bridge.VLANTunnel) {
		t.Helper()
		got, err := rtnl.Collect(bridge.VLANTunnels(t.Context(), p.Conn, &bridge.VLANFilter{Dev: "vx0"}))
		if err != nil {
			t.Fatal(err)
		}
		if diff := place.Diff(want, got); diff != "" {
			t.Errorf("-want +got\n%s", diff)
		}
	}
	check(bridge.VLANTunnel{DevIndex: vx, VID: 7, ID: 4242}, bridge.VLANTunnel{DevIndex: vx, VID: 100, End: 103, ID: 5100})
	place.Says(t, saidVLAN(p, "vx0", 7, "vlan", "tunnelshow"), map[string]any{"tunid": 4242.})
	place.Says(t, saidVLAN(p, "vx0", 100, "vlan", "tunnelshow"), map[string]any{"tunid": 5100., "vlanEnd": 103., "tunidEnd": 5103.})
	p.Must(bridge.DeleteVLANTunnel(bridge.VLANTunnel{Dev: "vx0", VID: 100, End: 102, ID: 5100}))
	check(bridge.VLANTunnel{DevIndex: vx, VID: 7, ID: 4242}, bridge.VLANTunnel{DevIndex: vx, VID: 103, ID: 5103})
	if n := len(vlans(p, &bridge.VLANFilter{Dev: "vx0"})); n != 2 {
		t.Errorf("%d VLANs and ranges are left, want both", n)
	}
}

func TestSetVLAN(t *testing.T) {
	p := filtering(t, kind.Bridge{MCastVLANSnooping: rtnl.On, MCastSnooping: rtnl.On})
	p0 := p.Link("p0").Index
	p.Must(bridge.AddVLAN(bridge.VLAN{Dev: "p0", VID: 100, End: 103}), bridge.AddVLAN(bridge.VLAN{Dev: "p0", VID: 7, Flags: bridge.PVID}),
		bridge.SetVLAN(bridge.VLANOptions{
			Dev: "p0", VID: 100, End: 102, State: rtnl.Some(kind.BridgePortLearning), MCastRouter: rtnl.Some(kind.MCastRouterPerm),
		}))
	list := func(f *bridge.VLANOptionsFilter) []bridge.VLANOptions {
		got, err := rtnl.Collect(bridge.VLANsOptions(t.Context(), p.Conn, f))
		if err != nil {
			t.Fatal(err)
		}
		for i := range got {
			got[i].MCastGroups, got[i].MCastMaxGroups, got[i].NeighSuppress, got[i].NeighForwardGrat = rtnl.Opt[uint32]{}, rtnl.Opt[uint32]{}, 0, 0 // of newer kernels
		}
		return got
	}
	forwarding, query := rtnl.Some(kind.BridgePortForwarding), rtnl.Some(kind.MCastRouterQuery)
	want := []bridge.VLANOptions{
		{DevIndex: p0, VID: 7, Flags: bridge.PVID, State: forwarding, MCastRouter: query},
		{DevIndex: p0, VID: 100, End: 102, State: rtnl.Some(kind.BridgePortLearning), MCastRouter: rtnl.Some(kind.MCastRouterPerm)},
		{DevIndex: p0, VID: 103, State: forwarding, MCastRouter: query},
	}
	if diff := place.Diff(want, list(&bridge.VLANOptionsFilter{Dev: "p0"})); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	place.Says(t, saidVLAN(p, "p0", 100, "vlan", "show"), map[string]any{"state": "learning", "mcast_router": 2.})
	stats := list(&bridge.VLANOptionsFilter{DevIndex: p0, VID: 101, Stats: true})
	if len(stats) != 1 || stats[0].VID != 101 || stats[0].Stats == nil || !stats[0].Stats.RxBytes.Is() {
		t.Errorf("with statistics: %+v", stats)
	}
	if err := p.Do(t.Context(), bridge.SetVLAN(bridge.VLANOptions{Dev: "p0", VID: 99, State: forwarding})); err == nil {
		t.Error("options of a VLAN that the port does not have: no error")
	}
}

// The bridge adds and removes tunnels as options too.
func TestSetVLANTunnel(t *testing.T) {
	p := filtering(t, kind.Bridge{})
	p.Must(rtnl.AddLink(rtnl.Link{Name: "vx0", Master: "br0", Kind: &kind.VXLAN{External: rtnl.On, Port: rtnl.U16(4789)}, Port: &kind.BridgePort{VLANTunnel: rtnl.On}}),
		bridge.AddVLAN(bridge.VLAN{Dev: "vx0", VID: 7}))
	set := func(id rtnl.Opt[uint32], command uint32) {
		p.Must(bridge.SetVLAN(bridge.VLANOptions{Dev: "vx0", VID: 7, Tunnel: &bridge.VLANTunnelOption{ID: id, Command: rtnl.Some(command)}}))
	}
	tunnels := func() []bridge.VLANTunnel {
		got, err := rtnl.Collect(bridge.VLANTunnels(t.Context(), p.Conn, nil))
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	set(rtnl.U32(4242), bridge.TunnelAdd)
	if got := tunnels(); len(got) != 1 || got[0].ID != 4242 {
		t.Errorf("tunnels %+v, want one to 4242", got)
	}
	options, err := rtnl.Collect(bridge.VLANsOptions(t.Context(), p.Conn, &bridge.VLANOptionsFilter{Dev: "vx0", VID: 7}))
	if err != nil || len(options) != 1 || options[0].Tunnel == nil || options[0].Tunnel.ID != rtnl.U32(4242) {
		t.Errorf("options %+v, %v", options, err)
	}
	set(rtnl.Opt[uint32]{}, bridge.TunnelDelete)
	if got := tunnels(); len(got) != 0 {
		t.Errorf("tunnels %+v are left", got)
	}
}

func TestSetVLANGlobal(t *testing.T) {
	p := filtering(t, kind.Bridge{MCastVLANSnooping: rtnl.On, MCastSnooping: rtnl.On, MST: rtnl.On})
	br := p.Link("br0").Index
	p.Must(bridge.AddVLAN(bridge.VLAN{Dev: "br0", VID: 7, Self: true}), bridge.AddVLAN(bridge.VLAN{Dev: "br0", VID: 100, End: 103, Self: true}))
	want := bridge.VLANGlobal{
		VID: 100, End: 102, MCastSnooping: rtnl.Off, MCastQuerier: rtnl.On, IGMPVersion: rtnl.U8(3), MLDVersion: rtnl.U8(2),
		LastMemberCount: rtnl.U32(4), LastMemberTime: centi(105), StartupQueryCount: rtnl.U32(6), StartupQueryTime: centi(1007),
		MembershipTime: centi(2008), QuerierTime: centi(3009), QueryTime: centi(4010), QueryResponseTime: centi(511), MSTI: rtnl.U16(33),
	}
	set := want
	set.Dev, want.DevIndex = "br0", br
	p.Must(bridge.SetVLANGlobal(set))
	got, err := rtnl.Collect(bridge.VLANGlobals(t.Context(), p.Conn, &bridge.VLANFilter{Dev: "br0", VID: 101}))
	if err != nil {
		t.Fatal(err)
	}
	if diff := place.Diff([]bridge.VLANGlobal{want}, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	place.Says(t, saidVLAN(p, "br0", 100, "vlan", "global", "show"), map[string]any{
		"vlanEnd": 102., "mcast_snooping": 0., "mcast_querier": 1., "mcast_igmp_version": 3., "mcast_mld_version": 2., "mcast_last_member_count": 4.,
		"mcast_last_member_interval": 105., "mcast_startup_query_count": 6., "mcast_startup_query_interval": 1007., "mcast_membership_interval": 2008.,
		"mcast_querier_interval": 3009., "mcast_query_interval": 4010., "mcast_query_response_interval": 511.,
	})
}

// bridge(8) of iproute2 6.1 has no mst; it shows the states of VLANs.
func TestMST(t *testing.T) {
	p := filtering(t, kind.Bridge{MST: rtnl.On})
	p0 := p.Link("p0").Index
	p.Must(bridge.AddVLAN(bridge.VLAN{Dev: "p0", VID: 7}), bridge.AddVLAN(bridge.VLAN{Dev: "p0", VID: 8}),
		bridge.SetVLANGlobal(bridge.VLANGlobal{Dev: "br0", VID: 7, MSTI: rtnl.U16(33)}),
		bridge.SetMST(bridge.MST{Dev: "p0", MSTI: rtnl.U16(33), State: rtnl.Some(kind.BridgePortLearning)}))
	got, err := rtnl.Collect(bridge.MSTs(t.Context(), p.Conn, "p0"))
	if err != nil {
		t.Fatal(err)
	}
	if want := (bridge.MST{DevIndex: p0, MSTI: rtnl.U16(33), State: rtnl.Some(kind.BridgePortLearning)}); !slices.ContainsFunc(got, func(m bridge.MST) bool {
		return place.Diff(want, m) == ""
	}) {
		t.Errorf("%+v, want %+v among them", got, want)
	}
	place.Says(t, saidVLAN(p, "p0", 7, "vlan", "show"), map[string]any{"state": "learning"})
	if all, err := rtnl.Collect(bridge.MSTs(t.Context(), p.Conn, "")); err != nil || len(all) < len(got) {
		t.Errorf("of all ports: %+v, %v", all, err)
	}
}

func TestPorts(t *testing.T) {
	p := bridged(t, kind.Bridge{})
	p.Must(rtnl.AddLink(rtnl.Link{Name: "br1", Kind: &kind.Bridge{}}), rtnl.SetLink("p1", rtnl.Link{Port: &kind.BridgePort{Cost: rtnl.U32(77)}}))
	names := func(f *bridge.PortFilter) (names []string) {
		t.Helper()
		list, err := rtnl.Collect(bridge.Ports(t.Context(), p.Conn, f))
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range list {
			names = append(names, l.Name)
			if l.Name == "p1" && (l.Options == nil || l.Options.Cost != rtnl.U32(77) || l.Address != p.Link("p1").Address || l.Unknown != nil) {
				t.Errorf("%+v", l)
			}
		}
		slices.Sort(names)
		return names
	}
	for _, tt := range []struct {
		f    *bridge.PortFilter
		want []string
	}{
		{nil, []string{"p0", "p1"}}, {&bridge.PortFilter{VLANs: true}, []string{"br0", "br1", "p0", "p1"}},
		{&bridge.PortFilter{VLANs: true, Bridge: "br0"}, []string{"br0", "p0", "p1"}}, {&bridge.PortFilter{Bridge: "br1"}, nil},
		{&bridge.PortFilter{Dev: "p1"}, []string{"p1"}}, {&bridge.PortFilter{VLANs: true, DevIndex: p.Link("br1").Index}, []string{"br1"}},
	} {
		if got := names(tt.f); !slices.Equal(got, tt.want) {
			t.Errorf("%+v: %q, want %q", tt.f, got, tt.want)
		}
	}
	if n := len(p.BridgeJSON("link", "show")); n != 2 {
		t.Errorf("bridge(8) shows %d ports, want 2", n)
	}
}
