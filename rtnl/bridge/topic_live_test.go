package bridge_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/bridge"
	"github.com/eb30ede5/netlink/rtnl/kind"
	"github.com/eb30ede5/netlink/rtnl/watch"
)

// TestFDBTopic watches what bridge(8) does to entries.
func TestFDBTopic(t *testing.T) {
	nltest.HaveKind(t, "vxlan")
	p := place.New(t)
	p.Must(rtnl.AddLink(rtnl.Link{Name: "br0", Kind: &kind.Bridge{VLANDefaultPVID: rtnl.U16(0)}, Up: rtnl.On}),
		rtnl.AddLink(rtnl.Link{Name: "vx0", Kind: &kind.VXLAN{ID: rtnl.U32(42), Port: rtnl.U16(4789)}, Master: "br0"}))
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	const mac, all = "02:00:00:00:00:07", "00:00:00:00:00:00" // which alone has several destinations
	steps := []struct{ do, want string }{
		{"add " + all + " dev vx0 dst 192.0.2.1", "added 192.0.2.1"},
		{"append " + all + " dev vx0 dst 192.0.2.2", "added 192.0.2.2"},
		{"add " + mac + " dev vx0 master static", "added master"},
		{"replace " + mac + " dev vx0 master sticky static", "changed master"},
		{"del " + all + " dev vx0 dst 192.0.2.1", "removed 192.0.2.1"},
		{"del " + mac + " dev vx0 master", "removed master"},
	}
	var got []string
	step := -1 // which is under way
	next := func() {
		if step++; step < len(steps) {
			p.Bridge(append([]string{"fdb"}, strings.Fields(steps[step].do)...)...)
		}
	}
	for ch, err := range watch.Changes(ctx, p.Conn, &watch.ChangesConfig{NoInitial: true}, bridge.FDBTopic) {
		if err != nil {
			t.Fatalf("%v; told was %q", err, got)
		}
		if ch.Kind == watch.Synced && step < 0 {
			next()
		}
		f, ok := ch.New.(*bridge.FDB)
		if !ok {
			f, ok = ch.Old.(*bridge.FDB)
		}
		if !ok || f.Address.String() != mac && f.Address.String() != all {
			continue
		}
		where := "master"
		if f.Flags&bridge.Self != 0 {
			where = f.Dst.String()
		}
		got = append(got, fmt.Sprint(ch.Kind, " ", where))
		if got[len(got)-1] == steps[step].want {
			if next(); step == len(steps) {
				break
			}
		}
	}
	var want []string
	for _, s := range steps {
		want = append(want, s.want)
	}
	if !slices.Equal(got, want) {
		t.Errorf("told was %q, want %q", got, want)
	}
}

// hear returns the first event whose object is a T that want takes, after do.
func hear[T any](t *testing.T, p *place.Place, topic *watch.Topic, do func(), want func(watch.Event, *T) bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	var seen []string
	for e, err := range watch.Events(ctx, p.Conn, nil, topic) {
		if err != nil {
			t.Fatalf("%v; heard was %q", err, seen)
		}
		if e.Kind == watch.Listening {
			do()
		}
		seen = append(seen, fmt.Sprintf("%v %+v", e.Kind, e.Object))
		if o, ok := e.Object.(*T); ok && want(e, o) {
			return
		}
	}
}

// TestTopics hears of what bridge(8) does to groups, VLANs and VNIs.
func TestTopics(t *testing.T) {
	nltest.HaveBridgeVLANs(t)
	nltest.HaveKind(t, "vxlan")
	p := place.New(t)
	p.Must(rtnl.AddLink(rtnl.Link{Name: "br0", Kind: &kind.Bridge{VLANFiltering: rtnl.On, MCastSnooping: rtnl.On}, Up: rtnl.On}),
		rtnl.AddLink(rtnl.Link{Name: "v0", Kind: &kind.Veth{}, Peer: &rtnl.Link{Name: "v1", Up: rtnl.On}, Master: "br0", Up: rtnl.On}),
		rtnl.AddLink(rtnl.Link{Name: "vx0", Kind: &kind.VXLAN{External: rtnl.On, VNIFilter: rtnl.On, Port: rtnl.U16(4790)}}))
	v0 := p.Link("v0").Index
	hear(t, p, bridge.MDBTopic, func() { p.Bridge("mdb", "add", "dev", "br0", "port", "v0", "grp", "239.1.2.3", "permanent") },
		func(e watch.Event, m *bridge.MDB) bool {
			return e.Kind == watch.New && m.PortIndex == v0 && m.Group.String() == "239.1.2.3"
		})
	hear(t, p, bridge.MDBTopic, func() { p.Bridge("mdb", "del", "dev", "br0", "port", "v0", "grp", "239.1.2.3") },
		func(e watch.Event, m *bridge.MDB) bool { return e.Kind == watch.Deleted && m.PortIndex == v0 })
	hear(t, p, bridge.VLANTopic, func() { p.Bridge("vlan", "add", "dev", "v0", "vid", "7") },
		func(e watch.Event, o *bridge.VLANOptions) bool { return e.Kind == watch.New && o.VID == 7 })
	hear(t, p, bridge.VNITopic, func() { p.Bridge("vni", "add", "vni", "77", "dev", "vx0") },
		func(e watch.Event, v *bridge.VNI) bool { return e.Kind == watch.New && v.VNI == 77 })
}
