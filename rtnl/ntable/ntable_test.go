package ntable_test

import (
	"errors"
	"io/fs"
	"slices"
	"testing"
	"time"

	"github.com/eb30ede5/netlink/internal/complete"
	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
	"github.com/eb30ede5/netlink/rtnl/ntable"
)

func TestMain(m *testing.M) { nltest.Main(m) }

func ms(n int) nlattr.Opt[time.Duration] { return nlattr.Some(time.Duration(n) * time.Millisecond) }

func u32(n uint32) nlattr.Opt[uint32] { return nlattr.Some(n) }

// parms has all of a link's parameters that can be set, but for what iproute2
// 6.1 cannot say: the length of the queue in bytes, questions after those to an
// address, and the time between questions for managed entries.
func parms(dev string) *ntable.Parms {
	return &ntable.Parms{
		Dev: dev, QueueLen: u32(77), BaseReachableTime: ms(31000), RetransTime: ms(1100), GCStaleTime: ms(61000), DelayProbeTime: ms(5100),
		AppProbes: u32(2), UcastProbes: u32(4), McastProbes: u32(5), AnycastDelay: ms(1200), ProxyDelay: ms(900), ProxyQLen: u32(65), LockTime: ms(1300),
	}
}

func TestGoldens(t *testing.T) {
	nltest.LittleEndianOnly(t)
	sent := map[string]ntable.Table{
		"ntable-set":            {Name: ntable.ARP, Parms: parms("eth0")},
		"ntable-set-thresholds": {Name: ntable.NDisc, Thresh1: u32(129), Thresh2: u32(513), Thresh3: u32(1025), GCInterval: ms(31000)},
	}
	for _, g := range nltest.Goldens(t, "ntable-*") {
		want, ok := sent[g.Name]
		if !ok {
			t.Errorf("no test uses %s", g.Name)
			continue
		}
		got, err := ntable.Set(want).AppendMessage(nil, func(string) (int32, error) { return 2, nil })
		if err != nil {
			t.Fatal(err)
		}
		if diff := nltest.DiffMessages(g.Bytes, got, nil); diff != "" {
			t.Errorf("%s: %s", g.Name, diff)
		}
		var back ntable.Table
		if err := nlattr.Parse(g.Bytes[16:], 4, &back); err != nil {
			t.Error(err)
		}
		if p := want.Parms; p != nil {
			p.Dev, p.DevIndex = "", 2
		}
		if diff := place.Diff(want, back); diff != "" {
			t.Errorf("%s: -want +read\n%s", g.Name, diff)
		}
	}
}

func TestReadGolden(t *testing.T) {
	nltest.LittleEndianOnly(t)
	defaults := ntable.Parms{
		Refs: 1, QueueLenBytes: u32(212992), QueueLen: u32(101), ProxyQLen: u32(64), AppProbes: u32(0), UcastProbes: u32(3), McastProbes: u32(3),
		McastReprobes: u32(0), BaseReachableTime: ms(30000), GCStaleTime: ms(60000), DelayProbeTime: ms(5000), RetransTime: ms(1000),
		AnycastDelay: ms(1000), ProxyDelay: ms(800), LockTime: ms(1000), IntervalProbeTime: ms(5000),
	}
	table, lo := defaults, defaults
	table.ReachableTime = ms(0x415c)
	lo.DevIndex, lo.ReachableTime = 1, ms(0xad9c)
	want := []ntable.Table{
		{
			Family: rtnl.IPv4, Name: ntable.ARP, Thresh1: u32(128), Thresh2: u32(512), Thresh3: u32(1024), GCInterval: ms(30000), Parms: &table,
			Config: &ntable.Config{
				KeyLen: 4, EntrySize: 336, Entries: 2, LastFlush: 0x3c299c * time.Millisecond, LastRand: 0x15d08 * time.Millisecond,
				HashRnd: 0xc1cd81df, HashMask: 7,
			},
			Stats: &ntable.Stats{Allocs: 0x311, Destroys: 0x30f, ResFailed: 0x20, Lookups: 0x36a2, Hits: 0x12a, PeriodicGCRuns: 0x102},
		},
		{Family: rtnl.IPv4, Name: ntable.ARP, Parms: &lo},
	}
	var got []ntable.Table
	for _, m := range nltest.Goldens(t, "reply-ntable")[0].Messages() {
		var v ntable.Table
		if err := nlattr.Parse(m[16:], 4, &v); err != nil {
			t.Error(err)
		}
		got = append(got, v)
	}
	if diff := place.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestComplete(t *testing.T) {
	complete.Set{
		Prefix: "NDTA_", NoLine: map[string]string{"family": "it is in the fixed header"},
		Nests: map[string]complete.Set{"parms": {Prefix: "NDTPA_"}},
	}.Check(t, new(ntable.Table))
}

func FuzzTable(f *testing.F) {
	for _, g := range nltest.Goldens(f, "*ntable*") {
		for _, m := range g.Messages() {
			f.Add(m[16:])
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var c nlattr.Codec
		var v, w ntable.Table
		if c.Decode(b, 4, &v) != nil {
			return
		}
		again, err := c.EncodeReport(nil, &v)
		if err != nil {
			return
		}
		if err := c.Decode(again, 4, &w); err != nil {
			t.Fatal(err)
		}
		if third, err := c.EncodeReport(nil, &w); err != nil || string(third) != string(again) {
			t.Fatalf("%v: % x\n% x", err, again, third)
		}
	})
}

// TestTables changes all parameters of a link and reads them back in two ways.
func TestTables(t *testing.T) {
	p := place.New(t)
	p.Must(rtnl.AddLink(rtnl.Link{Name: "x0", Kind: &kind.Veth{}, Peer: &rtnl.Link{Name: "x1"}}))
	for _, name := range []string{ntable.ARP, ntable.NDisc} {
		set := parms("x0")
		set.McastReprobes, set.IntervalProbeTime = u32(6), ms(5200)
		p.Must(ntable.Set(ntable.Table{Name: name, Parms: set}))
		all, err := rtnl.Collect(ntable.Tables(t.Context(), p.Conn, &ntable.Filter{Name: name, Dev: "x0"}))
		if err != nil || len(all) != 1 {
			t.Fatalf("%d tables, %v", len(all), err)
		}
		want := *set
		want.Dev, want.DevIndex = "", p.Link("x0").Index
		place.SameFields(t, *all[0].Parms, want)
		family := "-4"
		if name == ntable.NDisc {
			family = "-6"
		}
		place.Says(t, p.One(family, "-s", "ntable", "show", "dev", "x0"), map[string]any{
			"name": name, "dev": "x0", "queue": 77., "base_reachable": 31000., "retrans": 1100., "gc_stale": 61000., "delay_probe": 5100.,
			"app_probes": 2., "ucast_probes": 4., "mcast_probes": 5., "anycast_delay": 1200., "proxy_delay": 900., "proxy_queue": 65., "locktime": 1300.,
		})
		p.Must(ntable.Set(ntable.Table{Name: name, Parms: &ntable.Parms{Dev: "x0", QueueLenBytes: u32(100000), AppProbes: u32(0)}}))
		for got, err := range ntable.Tables(t.Context(), p.Conn, &ntable.Filter{Name: name, DevIndex: want.DevIndex}) {
			if err != nil || got.Parms.QueueLenBytes != u32(100000) || got.Parms.AppProbes != u32(0) || got.Parms.UcastProbes != u32(4) {
				t.Errorf("%+v, %v", got.Parms, err)
			}
			p.Must(ntable.Set(got)) // as it was read
		}
	}
	for _, absent := range []ntable.Table{
		{Name: "absent"}, {Name: ntable.ARP, Parms: &ntable.Parms{DevIndex: 4711, AppProbes: u32(1)}}, {Name: ntable.ARP, Parms: &ntable.Parms{Dev: "absent"}},
		{Name: ntable.ARP, Thresh3: u32(1025)}, // of a namespace that is not the first one
	} {
		if err := p.Do(t.Context(), ntable.Set(absent)); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%v: %v, want %v", ntable.Set(absent), err, fs.ErrNotExist)
		}
	}
	const want = "rtnl: ntable change name : name: missing"
	if err := p.Do(t.Context(), ntable.Set(ntable.Table{})); err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
}

// What is the same in all namespaces is what ip(8) says before and after.
func TestTableItself(t *testing.T) {
	p := place.New(t)
	for family, name := range map[rtnl.Family]string{rtnl.IPv4: ntable.ARP, rtnl.IPv6: ntable.NDisc} {
		show := func() map[string]any {
			for _, o := range p.JSON("-s", "ntable", "show", "name", name) {
				if o["dev"] == nil {
					return o
				}
			}
			t.Fatalf("ip has no %s", name)
			return nil
		}
		before := show()
		all, err := rtnl.Collect(ntable.Tables(t.Context(), p.Conn, &ntable.Filter{Family: family}))
		after := show()
		if err != nil || len(all) < 2 || all[0].Config == nil || all[0].Stats == nil ||
			!slices.ContainsFunc(all, func(t ntable.Table) bool { return t.Parms.DevIndex == 1 }) {
			t.Fatalf("%+v, %v", all, err)
		}
		got := all[0]
		for field, v := range map[string]float64{
			"thresh1": float64(got.Thresh1.Or(0)), "thresh2": float64(got.Thresh2.Or(0)), "thresh3": float64(got.Thresh3.Or(0)),
			"gc_interval": float64(got.GCInterval.Or(0).Milliseconds()), "key_length": float64(got.Config.KeyLen), "entry_size": float64(got.Config.EntrySize),
			"allocs": float64(got.Stats.Allocs), "destroys": float64(got.Stats.Destroys), "lookups": float64(got.Stats.Lookups), "hits": float64(got.Stats.Hits),
			"periodic_gc_runs": float64(got.Stats.PeriodicGCRuns), "res_failed": float64(got.Stats.ResFailed), "hash_grows": float64(got.Stats.HashGrows),
			"reachable": float64(got.Parms.ReachableTime.Or(0).Milliseconds()), "queue": float64(got.Parms.QueueLen.Or(0)),
		} {
			if b, a := before[field].(float64), after[field].(float64); v < b || v > a {
				t.Errorf("%s: %s is %v, ip says %v and then %v", name, field, v, b, a)
			}
		}
	}
}
