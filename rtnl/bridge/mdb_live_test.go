package bridge_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"syscall"
	"testing"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/bridge"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

// older reports whether the running kernel is older than a version.
func older(t *testing.T, major, minor int) bool {
	t.Helper()
	b, err := os.ReadFile("/proc/sys/kernel/osrelease")
	if err != nil {
		t.Fatal(err)
	}
	var x, y int
	if _, err := fmt.Sscanf(string(b), "%d.%d", &x, &y); err != nil {
		t.Fatal(err)
	}
	return x < major || x == major && y < minor
}

// refused checks that the kernel refuses a request, as one that is older than
// what it asks for does.
func refused(t *testing.T, err error) {
	t.Helper()
	var e *rtnl.Error
	if !errors.As(err, &e) || e.Errno == 0 {
		t.Errorf("%v, want a refusal by an older kernel", err)
	}
}

// mdb lists the entries of a device but for those that the kernel made itself.
func mdb(p *place.Place, dev string) (list []bridge.MDB) {
	p.T.Helper()
	all, err := rtnl.Collect(bridge.MDBs(p.T.Context(), p.Conn, &bridge.MDBFilter{Dev: dev}))
	if err != nil {
		p.T.Fatal(err)
	}
	for _, m := range all {
		if m.Protocol != rtnl.ProtoKernel && m.Protocol != 0 {
			list = append(list, m)
		}
	}
	return list
}

// saidMDB returns what bridge(8) says of the group.
func saidMDB(p *place.Place, group string) map[string]any {
	p.T.Helper()
	for _, o := range p.BridgeJSON("mdb", "show") {
		list, _ := o["mdb"].([]any)
		for _, e := range list {
			if m := e.(map[string]any); m["grp"] == group {
				return m
			}
		}
	}
	p.T.Fatalf("bridge(8) shows no group %s", group)
	return nil
}

// snooping is a bridge that takes entries at once.
func snooping(t *testing.T) *place.Place {
	t.Helper()
	p := bridged(t, kind.Bridge{MCastSnooping: rtnl.On, MCastIGMPVersion: rtnl.U8(3), MCastMLDVersion: rtnl.U8(2)})
	p.Wait("p0 and p1 forward", func() bool {
		for _, name := range []string{"p0", "p1"} {
			if place.ReadPort[*kind.BridgePort](p, name).State != rtnl.Some(kind.BridgePortForwarding) {
				return false
			}
		}
		return true
	})
	return p
}

func TestMDB(t *testing.T) {
	p := snooping(t)
	br, p0 := p.Link("br0").Index, p.Link("p0").Index
	include, exclude := rtnl.Some(bridge.MDBInclude), rtnl.Some(bridge.MDBExclude)
	for _, tt := range []struct {
		name string
		mdb  bridge.MDB
		want bridge.MDB // what else is read
		json map[string]any
	}{
		{"temporary", bridge.MDB{Group: ip("239.1.2.3")}, bridge.MDB{Mode: exclude}, map[string]any{"grp": "239.1.2.3", "state": "temp", "port": "p0", "dev": "br0"}},
		{"permanent", bridge.MDB{Group: ip("239.1.2.3"), Permanent: true}, bridge.MDB{Mode: exclude}, map[string]any{"state": "permanent", "filter_mode": "exclude"}},
		{"source", bridge.MDB{Group: ip("239.1.2.3"), Source: ip("192.0.2.7"), Permanent: true}, bridge.MDB{Mode: include}, map[string]any{"src": "192.0.2.7", "filter_mode": "include"}},
		{"ip6", bridge.MDB{Group: ip("ff0e::7"), Source: ip("2001:db8::7"), Permanent: true}, bridge.MDB{Mode: include}, map[string]any{"src": "2001:db8::7"}},
		{"mac", bridge.MDB{GroupMAC: hw("01:02:03:04:05:06"), Permanent: true}, bridge.MDB{}, map[string]any{"state": "permanent", "protocol": "static"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := p.In(t)
			m := tt.mdb
			m.Dev, m.Port = "br0", "p0"
			p.Must(bridge.AddMDB(m))
			if err := p.Do(t.Context(), bridge.AddMDB(m)); !errors.Is(err, fs.ErrExist) {
				t.Errorf("adding it again: %v, want %v", err, fs.ErrExist)
			}
			want := tt.mdb
			want.DevIndex, want.PortIndex, want.Protocol, want.Mode = br, p0, rtnl.ProtoStatic, tt.want.Mode
			got := mdb(p, "br0")
			for i := range got {
				if timer, ok := got[i].Timer.Get(); !ok || (timer == 0) != m.Permanent {
					t.Errorf("Timer = %v", got[i].Timer)
				}
				got[i].Timer = want.Timer
			}
			if diff := place.Diff([]bridge.MDB{want}, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			group := m.GroupMAC.String()
			if m.Group.IsValid() {
				group = m.Group.String()
			}
			place.Says(t, saidMDB(p, group), tt.json)
			p.Must(bridge.DeleteMDB(m))
			if err := p.Do(t.Context(), bridge.DeleteMDB(m)); !errors.Is(err, syscall.EINVAL) {
				t.Errorf("deleting it again: %v, want %v", err, syscall.EINVAL)
			}
		})
	}
	host := bridge.MDB{Dev: "br0", PortIndex: br, GroupMAC: hw("01:02:03:04:05:07"), Permanent: true}
	p.Must(bridge.AddMDB(host), bridge.DeleteMDB(host))
}

func TestMDBVLAN(t *testing.T) {
	nltest.HaveBridgeVLANs(t)
	p := snooping(t)
	p.IP("link", "set", "br0", "type", "bridge", "vlan_filtering", "1")
	p.Must(bridge.AddVLAN(bridge.VLAN{Dev: "p0", VID: 7}), bridge.AddMDB(bridge.MDB{Dev: "br0", Port: "p0", Group: ip("239.1.2.3"), Permanent: true, VLAN: 7}))
	if got := mdb(p, "br0"); len(got) != 1 || got[0].VLAN != 7 {
		t.Errorf("%+v, want one entry of VLAN 7", got)
	}
	place.Says(t, saidMDB(p, "239.1.2.3"), map[string]any{"vid": 7.})
}

func TestReplaceMDB(t *testing.T) {
	p := snooping(t)
	m := bridge.MDB{
		Dev: "br0", Port: "p0", Group: ip("239.1.2.3"), Permanent: true, Mode: rtnl.Some(bridge.MDBInclude), Protocol: 77,
		Sources: []bridge.MDBSource{{Address: ip("192.0.2.7")}, {Address: ip("192.0.2.8")}},
	}
	err := p.Do(t.Context(), bridge.ReplaceMDB(m))
	if older(t, 6, 3) {
		refused(t, err)
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	whole := func() bridge.MDB {
		t.Helper()
		for _, e := range mdb(p, "br0") {
			if !e.Source.IsValid() { // the kernel adds one for each source
				return e
			}
		}
		t.Fatal("no entry for any source")
		return m
	}
	got := whole()
	var sources []string
	for _, s := range got.Sources {
		sources = append(sources, s.Address.String())
	}
	slices.Sort(sources)
	if !slices.Equal(sources, []string{"192.0.2.7", "192.0.2.8"}) || got.Mode != m.Mode || got.Protocol != 77 || !got.Permanent {
		t.Errorf("%+v, want what is in %+v", got, m)
	}
	place.Says(t, saidMDB(p, "239.1.2.3"), map[string]any{"filter_mode": "include", "protocol": "77"})
	m.Mode, m.Sources, m.Protocol = rtnl.Some(bridge.MDBExclude), nil, 78
	p.Must(bridge.ReplaceMDB(m))
	if got := whole(); len(got.Sources) != 0 || got.Mode != m.Mode || got.Protocol != 78 {
		t.Errorf("replaced: %+v", got)
	}
}

func TestGetAndFlushMDB(t *testing.T) {
	p := snooping(t)
	br, p0, p1 := p.Link("br0").Index, p.Link("p0").Index, p.Link("p1").Index
	add := func() {
		p.Must(
			bridge.AddMDB(bridge.MDB{Dev: "br0", Port: "p0", Group: ip("239.1.2.3"), Permanent: true}).Allow(fs.ErrExist),
			bridge.AddMDB(bridge.MDB{Dev: "br0", Port: "p1", Group: ip("239.1.2.3"), Permanent: true}).Allow(fs.ErrExist),
			bridge.AddMDB(bridge.MDB{Dev: "br0", Port: "p1", Group: ip("239.1.2.4")}).Allow(fs.ErrExist))
	}
	add()
	got, err := bridge.GetMDB(t.Context(), p.Conn, bridge.MDB{Dev: "br0", Group: ip("239.1.2.3")})
	if older(t, 6, 8) {
		refused(t, err)
		refused(t, p.Do(t.Context(), bridge.FlushMDB(bridge.MDBFlush{Dev: "br0"})))
		if n := len(mdb(p, "br0")); n != 3 {
			t.Errorf("%d entries are left, want 3", n)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(got, func(a, b bridge.MDB) int { return int(a.PortIndex - b.PortIndex) })
	if len(got) != 2 || got[0].PortIndex != p0 || got[1].PortIndex != p1 || got[0].DevIndex != br || got[0].Group != ip("239.1.2.3") || !got[0].Permanent {
		t.Errorf("%+v, want those of p0 and p1", got)
	}
	if _, err := bridge.GetMDB(t.Context(), p.Conn, bridge.MDB{Dev: "br0", Group: ip("239.9.9.9")}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("of a group that is not there: %v, want %v", err, fs.ErrNotExist)
	}
	for name, tt := range map[string]struct {
		f    bridge.MDBFlush
		left []string
	}{
		"all":       {bridge.MDBFlush{Dev: "br0"}, nil},
		"port":      {bridge.MDBFlush{DevIndex: br, Port: "p1"}, []string{"239.1.2.3 p0"}},
		"permanent": {bridge.MDBFlush{Dev: "br0", Permanent: rtnl.On}, []string{"239.1.2.4 p1"}},
		"temporary": {bridge.MDBFlush{Dev: "br0", Permanent: rtnl.Off}, []string{"239.1.2.3 p0", "239.1.2.3 p1"}},
		"protocol":  {bridge.MDBFlush{Dev: "br0", Protocol: 77}, []string{"239.1.2.3 p0", "239.1.2.3 p1", "239.1.2.4 p1"}},
	} {
		add()
		p.Must(bridge.FlushMDB(tt.f))
		var left []string
		for _, m := range mdb(p, "br0") {
			left = append(left, m.Group.String()+" "+p.NameOf(m.PortIndex))
		}
		slices.Sort(left)
		if !slices.Equal(left, tt.left) {
			t.Errorf("%s: %q are left, want %q", name, left, tt.left)
		}
	}
}

func TestMDBOfVXLAN(t *testing.T) {
	nltest.HaveKind(t, "vxlan")
	p := place.New(t)
	p.Must(rtnl.AddLink(rtnl.Link{Name: "v0", Up: rtnl.On, Kind: &kind.Veth{}, Peer: &rtnl.Link{Name: "v1"}}),
		rtnl.AddLink(rtnl.Link{Name: "vx0", Up: rtnl.On, Kind: &kind.VXLAN{External: rtnl.On, Port: rtnl.U16(4789), Local: ip("192.0.2.1")}}))
	vx := p.Link("vx0").Index
	want := bridge.MDB{
		DevIndex: vx, PortIndex: vx, Group: ip("239.1.2.3"), Permanent: true, Mode: rtnl.Some(bridge.MDBInclude), Protocol: 77,
		Sources: []bridge.MDBSource{{Address: ip("192.0.2.7")}}, Dst: ip("198.51.100.7"), DstPort: rtnl.U16(4790), VNI: rtnl.U32(42),
		ViaIndex: p.Link("v0").Index, SrcVNI: rtnl.U32(78),
	}
	err := p.Do(t.Context(), bridge.AddMDB(want))
	if older(t, 6, 4) {
		refused(t, err)
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	got, err := rtnl.Collect(bridge.MDBs(t.Context(), p.Conn, &bridge.MDBFilter{Dev: "vx0"}))
	if err != nil {
		t.Fatal(err)
	}
	for i := range got {
		got[i].Timer = want.Timer
		for j := range got[i].Sources {
			got[i].Sources[j].Timer = want.Timer
		}
	}
	i := slices.IndexFunc(got, func(m bridge.MDB) bool { return !m.Source.IsValid() })
	if len(got) != 2 || i < 0 { // the kernel adds one for the source
		t.Fatalf("%+v", got)
	}
	if diff := place.Diff(want, got[i]); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if !older(t, 6, 8) {
		one, err := bridge.GetMDB(t.Context(), p.Conn, bridge.MDB{Dev: "vx0", Group: want.Group, SrcVNI: want.SrcVNI})
		if err != nil || len(one) != 1 || one[0].Dst != want.Dst {
			t.Errorf("GetMDB = %+v, %v", one, err)
		}
		p.Must(bridge.FlushMDB(bridge.MDBFlush{Dev: "vx0", Dst: ip("198.51.100.8")}))
		if n := len(mdb(p, "vx0")); n != 2 {
			t.Errorf("%d entries after those to another end were flushed, want 2", n)
		}
		p.Must(bridge.FlushMDB(bridge.MDBFlush{Dev: "vx0", Dst: want.Dst, DstPort: want.DstPort, VNI: want.VNI, SrcVNI: want.SrcVNI}))
		if n := len(mdb(p, "vx0")); n != 0 {
			t.Errorf("%d entries are left, want none", n)
		}
		p.Must(bridge.AddMDB(want))
	}
	p.Must(bridge.DeleteMDB(want))
	if err := p.Do(t.Context(), bridge.DeleteMDB(want)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("deleting it again: %v, want %v", err, fs.ErrNotExist)
	}
}

func TestRouterPorts(t *testing.T) {
	p := snooping(t)
	p.Must(rtnl.SetLink("p1", rtnl.Link{Port: &kind.BridgePort{MCastRouter: rtnl.Some(kind.MCastRouterPerm)}}))
	got, err := rtnl.Collect(bridge.RouterPorts(t.Context(), p.Conn, "br0"))
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 1 || got[0].DevIndex != p.Link("p1").Index || got[0].Bridge != p.Link("br0").Index || got[0].Type != rtnl.Some(kind.MCastRouterPerm) {
		t.Errorf("%+v, want p1 for good", got)
	}
	if got, err := rtnl.Collect(bridge.RouterPorts(t.Context(), p.Conn, "p0")); len(got) != 0 || err != nil {
		t.Errorf("of a port: %+v, %v", got, err)
	}
}

func TestVNIs(t *testing.T) {
	nltest.HaveKind(t, "vxlan")
	p := place.New(t)
	p.Must(rtnl.AddLink(rtnl.Link{Name: "v0", Kind: &kind.Veth{}, Peer: &rtnl.Link{Name: "v1"}}),
		rtnl.AddLink(rtnl.Link{Name: "vx0", Kind: &kind.VXLAN{External: rtnl.On, VNIFilter: rtnl.On, Port: rtnl.U16(4789), Dev: "v0"}}),
		bridge.AddVNI(bridge.VNI{Dev: "vx0", VNI: 4242}), bridge.AddVNI(bridge.VNI{Dev: "vx0", VNI: 100, End: 103}),
		bridge.AddVNI(bridge.VNI{Dev: "vx0", VNI: 200, End: 203, Group: ip("239.1.2.3")}), bridge.AddVNI(bridge.VNI{Dev: "vx0", VNI: 300, Group: ip("192.0.2.7")}))
	vx := p.Link("vx0").Index
	list := func(f *bridge.VNIFilter) []bridge.VNI {
		t.Helper()
		got, err := rtnl.Collect(bridge.VNIs(t.Context(), p.Conn, f))
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	want := []bridge.VNI{
		{DevIndex: vx, VNI: 100, End: 103}, {DevIndex: vx, VNI: 200, End: 203, Group: ip("239.1.2.3")},
		{DevIndex: vx, VNI: 300, Group: ip("192.0.2.7")}, {DevIndex: vx, VNI: 4242},
	}
	if diff := place.Diff(want, list(&bridge.VNIFilter{Dev: "vx0"})); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	said, _ := p.BridgeJSON("vni", "show")[0]["vnis"].([]any)
	if len(said) != 4 {
		t.Fatalf("bridge(8) shows %v", said)
	}
	place.Says(t, said[1].(map[string]any), map[string]any{"vni": 200., "vniEnd": 203., "group": "239.1.2.3"})
	place.Says(t, said[2].(map[string]any), map[string]any{"vni": 300., "remote": "192.0.2.7"})

	if s := list(&bridge.VNIFilter{DevIndex: vx, VNI: rtnl.U32(4242), Stats: true}); len(s) != 1 || s[0].Stats == nil || s[0].Stats.TxErrors != rtnl.U64(0) {
		t.Errorf("with statistics: %+v", s)
	}
	p.Must(bridge.AddVNI(bridge.VNI{Dev: "vx0", VNI: 4242, Group: ip("192.0.2.8")}), bridge.DeleteVNI(bridge.VNI{Dev: "vx0", VNI: 100, End: 102}))
	want[0], want[3].Group = bridge.VNI{DevIndex: vx, VNI: 103}, ip("192.0.2.8")
	if diff := place.Diff(want, list(nil)); diff != "" {
		t.Errorf("changed: -want +got\n%s", diff)
	}
	if err := p.Do(t.Context(), bridge.DeleteVNI(bridge.VNI{Dev: "vx0", VNI: 5})); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("deleting what is not there: %v, want %v", err, fs.ErrNotExist)
	}
}
