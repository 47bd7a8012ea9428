package rtnl_test

import (
	"errors"
	"io/fs"
	"testing"

	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/encap"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

// hops is a place with devices that are up and have addresses.
func hops(t *testing.T) *place.Place {
	p := place.New(t)
	p.Must(rtnl.SetLink("lo", rtnl.Link{Up: rtnl.On}),
		rtnl.AddLink(rtnl.Link{Name: "br0", Kind: &kind.Bridge{}, Up: rtnl.On}),
		rtnl.AddLink(rtnl.Link{Name: "eth0", Kind: &kind.IFB{}, Up: rtnl.On}), rtnl.AddLink(rtnl.Link{Name: "eth1", Kind: &kind.IFB{}, Up: rtnl.On}),
		rtnl.AddAddr(rtnl.Addr{Dev: "eth0", Prefix: pfx("198.51.100.9/24")}), rtnl.AddAddr(rtnl.Addr{Dev: "eth1", Prefix: pfx("203.0.113.9/24")}))
	return p
}

func nexthop(t *testing.T, p *place.Place, id uint32) rtnl.Nexthop {
	t.Helper()
	n, err := p.Nexthop(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestNexthops adds each kind of nexthop, reads it back in three ways, replaces
// it by what was read, and deletes it and adds it again as it was read.
func TestNexthops(t *testing.T) {
	p := hops(t)
	eth0 := p.Link("eth0").Index
	p.Must(rtnl.AddNexthop(rtnl.Nexthop{ID: 21, Via: ip("198.51.100.7"), DevIndex: eth0}),
		rtnl.AddNexthop(rtnl.Nexthop{ID: 22, Via: ip("198.51.100.8"), DevIndex: eth0}),
		rtnl.AddNexthop(rtnl.Nexthop{ID: 23, Via: ip("192.0.2.3"), FDB: true}))
	for _, tt := range []struct {
		name string
		n    rtnl.Nexthop
		json map[string]any
	}{
		{"via", rtnl.Nexthop{Via: ip("198.51.100.6"), DevIndex: eth0, Protocol: 77}, map[string]any{"gateway": "198.51.100.6", "dev": "eth0", "protocol": "77", "scope": "link"}},
		{"onlink", rtnl.Nexthop{Via: ip("192.0.2.77"), DevIndex: eth0, Flags: rtnl.RouteOnLink}, map[string]any{"gateway": "192.0.2.77", "flags": []any{"onlink"}}},
		{"via inet6", rtnl.Nexthop{Via: ip("fe80::7"), DevIndex: eth0, Protocol: rtnl.ProtoBGP}, map[string]any{"gateway": "fe80::7", "protocol": "bgp"}},
		{"dev", rtnl.Nexthop{DevIndex: eth0}, map[string]any{"dev": "eth0", "gateway": nil}},
		{"dev inet6", rtnl.Nexthop{DevIndex: eth0, Family: rtnl.IPv6}, map[string]any{"dev": "eth0", "gateway": nil}},
		{"blackhole", rtnl.Nexthop{Blackhole: true}, map[string]any{"dev": nil}},
		{"fdb", rtnl.Nexthop{Via: ip("192.0.2.1"), FDB: true}, map[string]any{"gateway": "192.0.2.1"}},
		{"encap", rtnl.Nexthop{DevIndex: eth0, Encap: &encap.IP{ID: 300, Dst: ip("198.51.100.7"), TTL: 61}}, map[string]any{"encap": "ip", "id": 300., "ttl": 61.}},
		{"group", rtnl.Nexthop{Group: []rtnl.NexthopMember{{ID: 21, Weight: 3}, {ID: 22, Weight: 200}}, Protocol: rtnl.ProtoStatic},
			map[string]any{"group": []any{map[string]any{"id": 21., "weight": 3.}, map[string]any{"id": 22., "weight": 200.}}, "protocol": "static"}},
		{"fdb group", rtnl.Nexthop{Group: []rtnl.NexthopMember{{ID: 23}}, FDB: true}, map[string]any{"group": []any{map[string]any{"id": 23.}}}},
		{"resilient group", rtnl.Nexthop{Group: []rtnl.NexthopMember{{ID: 21, Weight: 3}, {ID: 22, Weight: 5}}, Resilient: &rtnl.NexthopResilient{
			Buckets: 12, IdleTimer: seconds(33), UnbalancedTimer: seconds(44),
		}}, map[string]any{"type": "resilient", "resilient_args": map[string]any{"buckets": 12., "idle_timer": 33., "unbalanced_timer": 44., "unbalanced_time": 0.}}},
		{"resilient group, plain", rtnl.Nexthop{Group: []rtnl.NexthopMember{{ID: 21}}, Resilient: &rtnl.NexthopResilient{Buckets: 128}},
			map[string]any{"type": "resilient", "resilient_args": map[string]any{"buckets": 128., "idle_timer": 120., "unbalanced_timer": 0., "unbalanced_time": 0.}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := p.In(t)
			n := tt.n
			n.ID = 777
			p.Must(rtnl.AddNexthop(n))
			if tt.json["id"] == nil { // an encapsulation has one too
				tt.json["id"] = 777.
			}
			place.Says(t, p.One("nexthop", "get", "id", "777"), tt.json)
			read := nexthop(t, p, 777)
			if !read.SameKey(n) || !read.SameConfig(n) {
				t.Errorf("SameConfig(%v, %v) = false: -want +read\n%s", n, read, place.Diff(n, read))
			}
			all, err := rtnl.Collect(p.Nexthops(t.Context(), nil))
			if err != nil || len(all) != 4 || place.Diff(read, all[3]) != "" {
				t.Errorf("Nexthops() = %v, %v; want the last one to be %v", all, err, read)
			}
			if err := p.Do(t.Context(), rtnl.AddNexthop(n)); !errors.Is(err, fs.ErrExist) {
				t.Errorf("added twice: %v", err)
			}
			p.Must(rtnl.ReplaceNexthop(read))
			p.Must(rtnl.DeleteNexthop(777), rtnl.AddNexthop(read))
			if again := nexthop(t, p, 777); !again.SameConfig(read) {
				t.Errorf("read, deleted and added again: -before +after\n%s", place.Diff(read, again))
			}
			p.Must(rtnl.DeleteNexthop(777))
			if _, err := p.Nexthop(t.Context(), 777); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("deleted: %v", err)
			}
			if err := p.Do(t.Context(), rtnl.DeleteNexthop(777)); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("deleted twice: %v", err)
			}
		})
	}
}

// What a filter chooses.
func TestNexthopFilter(t *testing.T) {
	p := hops(t)
	p.Must(rtnl.SetLink("eth1", rtnl.Link{Master: "br0"}), rtnl.AddNexthop(rtnl.Nexthop{ID: 1, Via: ip("198.51.100.7"), Dev: "eth0"}),
		rtnl.AddNexthop(rtnl.Nexthop{ID: 2, Via: ip("fe80::7"), Dev: "eth0"}), rtnl.AddNexthop(rtnl.Nexthop{ID: 3, Via: ip("192.0.2.1"), FDB: true}),
		rtnl.AddNexthop(rtnl.Nexthop{ID: 4, Dev: "eth1"}), rtnl.AddNexthop(rtnl.Nexthop{ID: 5, Group: []rtnl.NexthopMember{{ID: 1}, {ID: 4}}}),
		rtnl.AddNexthop(rtnl.Nexthop{ID: 6, FDB: true, Group: []rtnl.NexthopMember{{ID: 3}}}), rtnl.AddNexthop(rtnl.Nexthop{ID: 7, Blackhole: true}))
	for name, tt := range map[string]struct {
		f    *rtnl.NexthopFilter
		want []uint32
	}{
		"all":    {nil, []uint32{1, 2, 3, 4, 5, 6, 7}},
		"inet":   {&rtnl.NexthopFilter{Family: rtnl.IPv4}, []uint32{1, 3, 4, 7}},
		"inet6":  {&rtnl.NexthopFilter{Family: rtnl.IPv6}, []uint32{2}},
		"dev":    {&rtnl.NexthopFilter{Dev: "eth0"}, []uint32{1, 2}},
		"index":  {&rtnl.NexthopFilter{DevIndex: p.Link("eth1").Index}, []uint32{4}},
		"master": {&rtnl.NexthopFilter{Master: "br0"}, []uint32{4}},
		"groups": {&rtnl.NexthopFilter{Groups: true}, []uint32{5, 6}},
		"fdb":    {&rtnl.NexthopFilter{FDB: true}, []uint32{3, 6}},
		"both":   {&rtnl.NexthopFilter{FDB: true, Groups: true}, []uint32{6}},
		"none":   {&rtnl.NexthopFilter{Family: rtnl.IPv6, Dev: "eth1"}, nil},
	} {
		all, err := rtnl.Collect(p.Nexthops(t.Context(), tt.f))
		var got []uint32
		for _, n := range all {
			got = append(got, n.ID)
		}
		if err != nil || place.Diff(tt.want, got) != "" {
			t.Errorf("%s: %v, %v; want %v", name, got, err, tt.want)
		}
	}
	for _, err := range p.Nexthops(t.Context(), &rtnl.NexthopFilter{Dev: "nope0"}) {
		if !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("a device that is not there: %v", err)
		}
	}
}

// The kernel chooses an id where none is given.
func TestCreateNexthop(t *testing.T) {
	p := hops(t)
	n := rtnl.Nexthop{Via: ip("198.51.100.7"), Dev: "eth0", Protocol: 77}
	first, err := p.CreateNexthop(t.Context(), n)
	if err != nil {
		t.Fatal(err)
	}
	second, err := p.CreateNexthop(t.Context(), n)
	if err != nil {
		t.Fatal(err)
	}
	n.DevIndex, n.Dev = p.Link("eth0").Index, ""
	for _, got := range []rtnl.Nexthop{first, second} {
		n.ID = got.ID
		if got.ID == 0 || !got.SameConfig(n) {
			t.Errorf("CreateNexthop(%v) = %v", n, got)
		}
		if read := nexthop(t, p, got.ID); place.Diff(got, read) != "" {
			t.Errorf("-made +read\n%s", place.Diff(got, read))
		}
	}
	if first.ID == second.ID {
		t.Errorf("both have the id %d", first.ID)
	}
	n.ID = 4711
	if got, err := p.CreateNexthop(t.Context(), n); err != nil || got.ID != 4711 {
		t.Errorf("with an id: %v, %v", got, err)
	}
	if _, err := p.CreateNexthop(t.Context(), n); !errors.Is(err, fs.ErrExist) || err.Error()[:24] != "rtnl: nexthop add id 471" {
		t.Errorf("again: %v", err)
	}
	if _, err := p.CreateNexthop(t.Context(), rtnl.Nexthop{Via: n.Via}); err == nil {
		t.Error("without a device: no error")
	}
}

// What goes with a nexthop that goes, and what a replaced one changes.
func TestNexthopRoutes(t *testing.T) {
	p := hops(t)
	p.Must(rtnl.AddNexthop(rtnl.Nexthop{ID: 1, Via: ip("198.51.100.7"), Dev: "eth0"}), rtnl.AddNexthop(rtnl.Nexthop{ID: 2, Via: ip("203.0.113.7"), Dev: "eth1"}),
		rtnl.AddNexthop(rtnl.Nexthop{ID: 3, Group: []rtnl.NexthopMember{{ID: 1}, {ID: 2, Weight: 7}}}),
		rtnl.AddRoute(rtnl.Route{Dst: pfx("192.0.2.0/25"), NexthopID: 1}), rtnl.AddRoute(rtnl.Route{Dst: pfx("192.0.2.128/25"), NexthopID: 3}))
	p.Must(rtnl.ReplaceNexthop(rtnl.Nexthop{ID: 1, Via: ip("198.51.100.8"), Dev: "eth0"}))
	place.Says(t, p.One("route", "show", "exact", "192.0.2.0/25"), map[string]any{"nhid": 1., "gateway": "198.51.100.8"})
	if err := p.Do(t.Context(), rtnl.ReplaceNexthop(rtnl.Nexthop{ID: 1, Group: []rtnl.NexthopMember{{ID: 2}}})); err == nil {
		t.Error("a single nexthop made a group: no error")
	}
	p.Must(rtnl.DeleteNexthop(1))
	if got := p.JSON("route", "show", "exact", "192.0.2.0/25"); len(got) != 0 {
		t.Errorf("still there: %v", got)
	}
	if got := nexthop(t, p, 3).Group; len(got) != 1 || got[0] != (rtnl.NexthopMember{ID: 2, Weight: 7}) {
		t.Errorf("the group has %v", got)
	}
	p.Must(rtnl.DeleteNexthop(2))
	if _, err := p.Nexthop(t.Context(), 3); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the empty group: %v", err)
	}
	if got := p.JSON("route", "show", "exact", "192.0.2.128/25"); len(got) != 0 {
		t.Errorf("still there: %v", got)
	}
}

func TestNexthopBuckets(t *testing.T) {
	p := hops(t)
	p.Must(rtnl.AddNexthop(rtnl.Nexthop{ID: 1, Via: ip("198.51.100.7"), Dev: "eth0"}), rtnl.AddNexthop(rtnl.Nexthop{ID: 2, Via: ip("203.0.113.7"), Dev: "eth1"}),
		rtnl.AddNexthop(rtnl.Nexthop{ID: 3, Group: []rtnl.NexthopMember{{ID: 1, Weight: 3}, {ID: 2}}, Resilient: &rtnl.NexthopResilient{Buckets: 8}}),
		rtnl.AddNexthop(rtnl.Nexthop{ID: 4, Group: []rtnl.NexthopMember{{ID: 2}}, Resilient: &rtnl.NexthopResilient{Buckets: 2}}))
	for name, tt := range map[string]struct {
		f    *rtnl.NexthopBucketFilter
		want int
	}{
		"all": {nil, 10}, "group": {&rtnl.NexthopBucketFilter{Group: 3}, 8}, "nexthop": {&rtnl.NexthopBucketFilter{NexthopID: 2}, 4},
		"dev": {&rtnl.NexthopBucketFilter{Dev: "eth0"}, 6}, "master": {&rtnl.NexthopBucketFilter{Master: "br0"}, 0},
	} {
		all, err := rtnl.Collect(p.NexthopBuckets(t.Context(), tt.f))
		if err != nil || len(all) != tt.want {
			t.Errorf("%s: %d buckets, %v; want %d: %v", name, len(all), err, tt.want, all)
		}
	}
	said := p.JSON("nexthop", "bucket", "show", "id", "3")
	all, err := rtnl.Collect(p.NexthopBuckets(t.Context(), &rtnl.NexthopBucketFilter{Group: 3}))
	if err != nil || len(all) != len(said) {
		t.Fatalf("%v, %v; ip says %v", all, err, said)
	}
	for i, b := range all {
		place.Says(t, said[i]["bucket"].(map[string]any), map[string]any{"index": float64(b.Index), "nhid": float64(b.NexthopID)})
		one, err := p.NexthopBucket(t.Context(), 3, b.Index)
		if err != nil || one.Group != 3 || one.Index != b.Index || one.NexthopID != b.NexthopID {
			t.Errorf("NexthopBucket(3, %d) = %v, %v; want %v", b.Index, one, err, b)
		}
	}
	if _, err := p.NexthopBucket(t.Context(), 3, 99); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a bucket that is not there: %v", err)
	}
}

// Counters, 16-bit weights and hardware counters came with 6.9 and 6.12; the
// kernel refuses what it does not have.
func TestNexthopStats(t *testing.T) {
	p := hops(t)
	p.Must(rtnl.AddNexthop(rtnl.Nexthop{ID: 1, Via: ip("198.51.100.7"), Dev: "eth0"}), rtnl.AddNexthop(rtnl.Nexthop{ID: 2, Via: ip("203.0.113.7"), Dev: "eth1"}),
		rtnl.AddNexthop(rtnl.Nexthop{ID: 3, Group: []rtnl.NexthopMember{{ID: 1}, {ID: 2}}}))
	wide := rtnl.Nexthop{ID: 4, Group: []rtnl.NexthopMember{{ID: 1, Weight: 65535}, {ID: 2, Weight: 257}}, HWStats: rtnl.On}
	if nexthop(t, p, 3).OpFlags == 0 {
		if err := p.Do(t.Context(), rtnl.AddNexthop(wide)); err == nil {
			t.Error("wide weights on an old kernel: no error")
		}
		if _, err := p.NexthopWith(t.Context(), 3, rtnl.NexthopFilter{Stats: true}); err == nil {
			t.Error("counters of an old kernel: no error")
		}
		return
	}
	p.Must(rtnl.AddNexthop(wide))
	if read := nexthop(t, p, 4); !read.SameConfig(wide) {
		t.Errorf("-want +read\n%s", place.Diff(wide, read))
	}
	n, err := p.NexthopWith(t.Context(), 4, rtnl.NexthopFilter{HWStats: true})
	if err != nil || len(n.Stats) != 2 || n.Stats[0].ID != 1 || n.Stats[1].ID != 2 || n.HWStats != rtnl.On || n.HWCounts != rtnl.Off {
		t.Errorf("NexthopWith = %+v, %v; want counters of 1 and 2, and whether hardware counts", n, err)
	}
	all, err := rtnl.Collect(p.Nexthops(t.Context(), &rtnl.NexthopFilter{Groups: true, Stats: true}))
	if err != nil || len(all) != 2 || len(all[0].Stats) != 2 {
		t.Errorf("Nexthops = %+v, %v; want two groups with counters", all, err)
	}
}
