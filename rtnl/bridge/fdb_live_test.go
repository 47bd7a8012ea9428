package bridge_test

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"testing"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/bridge"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

// bridged makes a bridge br0 with the ports p0 and p1, in no VLAN: kernels whose
// bridges have VLANs would add entries to each.
func bridged(t *testing.T, br kind.Bridge) *place.Place {
	t.Helper()
	nltest.HaveKind(t, "bridge")
	nltest.HaveKind(t, "veth")
	p := place.New(t)
	br.VLANDefaultPVID = rtnl.U16(0)
	p.Must(rtnl.AddLink(rtnl.Link{Name: "br0", Up: rtnl.On, Kind: &br}))
	for i := range 2 {
		p.Must(rtnl.AddLink(rtnl.Link{
			Name: fmt.Sprint("p", i), Master: "br0", Up: rtnl.On, Kind: &kind.Veth{}, Peer: &rtnl.Link{Name: fmt.Sprint("q", i), Up: rtnl.On},
		}))
	}
	return p
}

func fdbs(p *place.Place, f *bridge.FDBFilter) []bridge.FDB {
	p.T.Helper()
	list, err := rtnl.Collect(bridge.FDBs(p.T.Context(), p.Conn, f))
	if err != nil {
		p.T.Fatal(err)
	}
	return list
}

// theFDB returns the one entry for an address, and what bridge(8) says of it.
func theFDB(p *place.Place, mac string) (bridge.FDB, map[string]any) {
	p.T.Helper()
	var got []bridge.FDB
	for _, f := range fdbs(p, nil) {
		if f.Address == hw(mac) {
			got = append(got, f)
		}
	}
	said := slices.DeleteFunc(p.BridgeJSON("fdb", "show"), func(o map[string]any) bool { return o["mac"] != mac })
	if len(got) != 1 || len(said) != 1 {
		p.T.Fatalf("%s: %d entries, and bridge(8) shows %d, want 1: %+v, %v", mac, len(got), len(said), got, said)
	}
	return got[0], said[0]
}

func TestFDBOfPort(t *testing.T) {
	p := bridged(t, kind.Bridge{})
	br, port := p.Link("br0").Index, p.Link("p0").Index
	for _, tt := range []struct {
		name string
		fdb  bridge.FDB
		want bridge.FDB
		json map[string]any
	}{
		{"permanent", bridge.FDB{}, bridge.FDB{State: bridge.Permanent}, map[string]any{"state": "permanent", "ifname": "p0", "master": "br0"}},
		{"static", bridge.FDB{State: bridge.Static}, bridge.FDB{}, map[string]any{"state": "static", "flags": []any{}}},
		{"sticky", bridge.FDB{State: bridge.Static, Flags: bridge.Sticky}, bridge.FDB{}, map[string]any{"flags": []any{"sticky"}}},
		{"dynamic", bridge.FDB{State: bridge.Dynamic}, bridge.FDB{}, map[string]any{"state": ""}},
		{"extern_learn", bridge.FDB{State: bridge.Dynamic, Flags: bridge.ExternLearn}, bridge.FDB{}, map[string]any{"flags": []any{"extern_learn"}}},
		{"activity", bridge.FDB{State: bridge.Static, Notify: rtnl.U8(1)}, bridge.FDB{}, map[string]any{"state": "static"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := p.In(t)
			e := tt.fdb
			e.Address, e.Dev, e.Flags = hw(mac1), "p0", e.Flags|bridge.Master
			p.Must(bridge.AddFDB(e))
			if err := p.Do(t.Context(), bridge.AddFDB(e)); !errors.Is(err, fs.ErrExist) && e.Flags&bridge.ExternLearn == 0 {
				t.Errorf("adding it again: %v, want %v", err, fs.ErrExist)
			}
			want := tt.fdb
			place.Merge(&want, tt.want)
			want.Address, want.DevIndex, want.MasterIndex = e.Address, port, br
			got, said := theFDB(p, mac1)
			place.Says(t, said, tt.json)
			one, err := bridge.GetFDB(t.Context(), p.Conn, bridge.FDBQuery{Address: e.Address, Bridge: "br0"})
			if err != nil {
				t.Fatal(err)
			}
			for _, got := range []bridge.FDB{got, one} {
				got.Used, got.Updated = 0, 0
				if diff := place.Diff(want, got); diff != "" {
					t.Errorf("-want +got\n%s", diff)
				}
			}
			p.Must(bridge.DeleteFDB(e))
			if err := p.Do(t.Context(), bridge.DeleteFDB(e)); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("deleting it again: %v, want %v", err, fs.ErrNotExist)
			}
			if _, err := bridge.GetFDB(t.Context(), p.Conn, bridge.FDBQuery{Address: e.Address, DevIndex: port}); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("getting what is gone: %v, want %v", err, fs.ErrNotExist)
			}
		})
	}
}

func TestReplaceFDB(t *testing.T) {
	p := bridged(t, kind.Bridge{})
	e := bridge.FDB{Address: hw(mac1), Dev: "p0", Flags: bridge.Master, State: bridge.Static}
	p.Must(bridge.ReplaceFDB(e))
	e.Dev, e.State = "p1", bridge.Dynamic
	p.Must(bridge.ReplaceFDB(e))
	got, said := theFDB(p, mac1)
	if got.DevIndex != p.Link("p1").Index || got.State != bridge.Dynamic {
		t.Errorf("replaced, it is %+v", got)
	}
	place.Says(t, said, map[string]any{"ifname": "p1", "state": ""})

	self := bridge.FDB{Address: hw(mac2), Dev: "br0"}
	p.Must(bridge.AddFDB(self))
	got, said = theFDB(p, mac2)
	place.SameFields(t, got, bridge.FDB{DevIndex: p.Link("br0").Index, State: bridge.Permanent, MasterIndex: p.Link("br0").Index})
	place.Says(t, said, map[string]any{"ifname": "br0", "state": "permanent"})
	p.Must(bridge.DeleteFDB(self))
}

// Of VLANs: only where bridges have them.
func TestFDBVLAN(t *testing.T) {
	nltest.HaveBridgeVLANs(t)
	p := bridged(t, kind.Bridge{VLANFiltering: rtnl.On})
	p.Bridge("vlan", "add", "dev", "p0", "vid", "7")
	e := bridge.FDB{Address: hw(mac1), Dev: "p0", Flags: bridge.Master, State: bridge.Static, VLAN: 7}
	p.Must(bridge.AddFDB(e))
	got, said := theFDB(p, mac1)
	if got.VLAN != 7 {
		t.Errorf("VLAN = %d, want 7", got.VLAN)
	}
	place.Says(t, said, map[string]any{"vlan": 7.})
	if list := fdbs(p, &bridge.FDBFilter{Dev: "p0", VLAN: 7}); !slices.ContainsFunc(list, func(f bridge.FDB) bool { return f.Address == e.Address }) {
		t.Errorf("with a filter for the VLAN: %+v", list)
	}
	if one, err := bridge.GetFDB(t.Context(), p.Conn, bridge.FDBQuery{Address: e.Address, Bridge: "br0", VLAN: 7}); err != nil || one.VLAN != 7 {
		t.Errorf("GetFDB = %+v, %v", one, err)
	}
	none := e
	none.VLAN = 8
	if err := p.Do(t.Context(), bridge.AddFDB(none)); err == nil {
		t.Error("an entry of a VLAN that the port does not have: no error")
	}
	p.Must(bridge.DeleteFDB(e))
}

func TestFDBOfVXLAN(t *testing.T) {
	nltest.HaveKind(t, "vxlan")
	nltest.HaveKind(t, "veth")
	p := place.New(t)
	p.Must(rtnl.AddLink(rtnl.Link{Name: "v0", Kind: &kind.Veth{}, Peer: &rtnl.Link{Name: "v1"}}),
		rtnl.AddLink(rtnl.Link{Name: "vx0", Kind: &kind.VXLAN{External: rtnl.On, Port: rtnl.U16(4789)}}),
		rtnl.AddLink(rtnl.Link{Name: "vx6", Kind: &kind.VXLAN{ID: rtnl.U32(42), Port: rtnl.U16(4789), Local: ip("2001:db8::1")}}))
	p.IP("nexthop", "add", "id", "4711", "via", "192.0.2.9", "fdb")
	p.IP("nexthop", "add", "id", "4712", "group", "4711", "fdb")
	vx, v0 := p.Link("vx0").Index, p.Link("v0").Index
	for _, tt := range []struct {
		name string
		fdb  bridge.FDB
		json map[string]any
	}{
		{"all", bridge.FDB{
			Flags: bridge.Self | bridge.Router | bridge.ExternLearn, State: bridge.Static, Dst: ip("192.0.2.7"), Port: rtnl.U16(4790),
			VNI: rtnl.U32(4242), SrcVNI: rtnl.U32(77), ViaIndex: v0,
		}, map[string]any{"dst": "192.0.2.7", "port": 4790., "vni": 4242., "src_vni": 77., "viaIf": "v0", "flags": []any{"self", "router", "extern_learn"}, "state": "static"}},
		{"ip6", bridge.FDB{DevIndex: p.Link("vx6").Index, State: bridge.Permanent, Flags: bridge.Self, Dst: ip("2001:db8::7")}, map[string]any{"dst": "2001:db8::7"}},
		{"nexthop", bridge.FDB{State: bridge.Dynamic, Flags: bridge.Self, NexthopID: 4712, SrcVNI: rtnl.U32(79)}, map[string]any{"nhid": 4712., "state": ""}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := p.In(t)
			want := tt.fdb
			want.Address = hw(mac1)
			if want.DevIndex == 0 {
				want.DevIndex = vx
			}
			p.Must(bridge.AddFDB(want))
			got, said := theFDB(p, mac1)
			one, err := bridge.GetFDB(t.Context(), p.Conn, bridge.FDBQuery{Address: want.Address, DevIndex: want.DevIndex, Flags: bridge.Self, VNI: want.SrcVNI})
			if err != nil {
				t.Fatal(err)
			}
			for _, got := range []bridge.FDB{got, one} {
				got.Used, got.Updated = 0, 0
				if diff := place.Diff(want, got); diff != "" {
					t.Errorf("-want +got\n%s", diff)
				}
			}
			place.Says(t, said, tt.json)
			if n := len(p.JSON("neigh", "show")); n != 0 {
				t.Errorf("%d neighbours, want none", n) // PITFALLS: without AF_BRIDGE that is what it became
			}
			p.Must(bridge.DeleteFDB(want))
		})
	}
}

func TestAppendFDB(t *testing.T) {
	nltest.HaveKind(t, "vxlan")
	p := place.New(t)
	p.Must(rtnl.AddLink(rtnl.Link{Name: "vx0", Kind: &kind.VXLAN{ID: rtnl.U32(42), Port: rtnl.U16(4789)}}))
	all := hw("00:00:00:00:00:00")
	to := func(dst string) bridge.FDB { return bridge.FDB{Address: all, Dev: "vx0", Dst: ip(dst)} }
	p.Must(bridge.AppendFDB(to("192.0.2.7")), bridge.AppendFDB(to("192.0.2.8")), bridge.AppendFDB(to("192.0.2.9")))
	dsts := func() (list []string) {
		for _, f := range fdbs(p, &bridge.FDBFilter{Dev: "vx0"}) {
			list = append(list, f.Dst.String())
		}
		slices.Sort(list)
		return list
	}
	if got, want := dsts(), []string{"192.0.2.7", "192.0.2.8", "192.0.2.9"}; !slices.Equal(got, want) {
		t.Errorf("destinations %q, want %q", got, want)
	}
	if n := len(p.BridgeJSON("fdb", "show", "dev", "vx0")); n != 3 {
		t.Errorf("bridge(8) shows %d entries, want 3", n)
	}
	p.Must(bridge.DeleteFDB(to("192.0.2.8")))
	if got, want := dsts(), []string{"192.0.2.7", "192.0.2.9"}; !slices.Equal(got, want) {
		t.Errorf("after one was deleted: %q, want %q", got, want)
	}
}

func TestFDBFilters(t *testing.T) {
	p := bridged(t, kind.Bridge{})
	p.Must(rtnl.AddLink(rtnl.Link{Name: "br1", Kind: &kind.Bridge{VLANDefaultPVID: rtnl.U16(0)}}),
		bridge.AddFDB(bridge.FDB{Address: hw(mac1), Dev: "p0", Flags: bridge.Master | bridge.Sticky, State: bridge.Static}),
		bridge.AddFDB(bridge.FDB{Address: hw(mac2), Dev: "p1", Flags: bridge.Master, State: bridge.Dynamic}),
		bridge.AddFDB(bridge.FDB{Address: hw(mac3), Dev: "br1"}))
	for name, tt := range map[string]struct {
		f    *bridge.FDBFilter
		want []string
	}{
		"all":    {nil, []string{mac1, mac2, mac3}},
		"port":   {&bridge.FDBFilter{Dev: "p0"}, []string{mac1}},
		"index":  {&bridge.FDBFilter{DevIndex: p.Link("p1").Index}, []string{mac2}},
		"bridge": {&bridge.FDBFilter{Bridge: "br0"}, []string{mac1, mac2}},
		"other":  {&bridge.FDBFilter{BridgeIndex: p.Link("br1").Index}, []string{mac3}},
		"state":  {&bridge.FDBFilter{State: bridge.Dynamic}, []string{mac2}},
		"flags":  {&bridge.FDBFilter{Flags: bridge.Sticky}, []string{mac1}},
		"both":   {&bridge.FDBFilter{Bridge: "br0", Dev: "p1"}, []string{mac2}},
		"none":   {&bridge.FDBFilter{Dev: "lo"}, nil},
	} {
		var got []string
		for _, f := range fdbs(p, tt.f) {
			if m := f.Address.String(); m == mac1 || m == mac2 || m == mac3 {
				got = append(got, m)
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
	for name, f := range map[string]bridge.FDBFilter{"dev": {Dev: "absent"}, "bridge": {Bridge: "absent"}} {
		if _, err := rtnl.Collect(bridge.FDBs(t.Context(), p.Conn, &f)); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("missing %s: %v, want %v", name, err, fs.ErrNotExist)
		}
	}
}

func TestFlushFDB(t *testing.T) {
	p := bridged(t, kind.Bridge{})
	add := func() {
		p.Must(bridge.FlushFDB(bridge.FDBFlush{Dev: "br0"}),
			bridge.AddFDB(bridge.FDB{Address: hw(mac1), Dev: "p0", Flags: bridge.Master | bridge.Sticky, State: bridge.Static}),
			bridge.AddFDB(bridge.FDB{Address: hw(mac2), Dev: "p1", Flags: bridge.Master | bridge.ExternLearn, State: bridge.Dynamic}),
			bridge.AddFDB(bridge.FDB{Address: hw(mac3), Dev: "p1", Flags: bridge.Master, State: bridge.Permanent}))
	}
	for name, tt := range map[string]struct {
		f    bridge.FDBFlush
		left []string
	}{
		"all":          {bridge.FDBFlush{Dev: "br0"}, nil},
		"by port":      {bridge.FDBFlush{Dev: "br0", Brport: "p1"}, []string{mac1}},
		"of port":      {bridge.FDBFlush{Dev: "p0", Master: true}, []string{mac2, mac3}},
		"permanent":    {bridge.FDBFlush{Dev: "br0", Permanent: rtnl.On}, []string{mac1, mac2}},
		"nopermanent":  {bridge.FDBFlush{Dev: "br0", Permanent: rtnl.Off}, []string{mac3}},
		"static":       {bridge.FDBFlush{Dev: "br0", Static: rtnl.On, Permanent: rtnl.Off}, []string{mac2, mac3}},
		"sticky":       {bridge.FDBFlush{Dev: "br0", Sticky: rtnl.On}, []string{mac2, mac3}},
		"extern_learn": {bridge.FDBFlush{Dev: "br0", ExternLearn: rtnl.On}, []string{mac1, mac3}},
		"by user":      {bridge.FDBFlush{Dev: "br0", AddedByUser: rtnl.On}, nil},
		"not by user":  {bridge.FDBFlush{Dev: "br0", AddedByUser: rtnl.Off}, []string{mac1, mac2, mac3}},
		"offloaded":    {bridge.FDBFlush{Dev: "br0", Offloaded: rtnl.On}, []string{mac1, mac2, mac3}},
	} {
		add()
		p.Must(bridge.FlushFDB(tt.f))
		var got []string
		for _, f := range fdbs(p, &bridge.FDBFilter{Bridge: "br0"}) {
			if m := f.Address.String(); m == mac1 || m == mac2 || m == mac3 {
				got = append(got, m)
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, tt.left) {
			t.Errorf("%s: %v leaves %q, want %q", name, tt.f, got, tt.left)
		}
	}
	if err := p.Do(t.Context(), bridge.FlushFDB(bridge.FDBFlush{Dev: "q0", Master: true})); err == nil {
		t.Error("flushing what is no port: no error")
	}
}
