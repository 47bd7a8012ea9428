package stats_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"net/netip"
	"strings"
	"testing"

	"github.com/eb30ede5/netlink/internal/complete"
	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
	"github.com/eb30ede5/netlink/rtnl/stats"
)

const every = stats.Link | stats.XStats | stats.XStatsSlave | stats.Offload | stats.Protocols

var zero = rtnl.U64(0)

var read = map[string]stats.Stats{
	"reply-stats-port": {
		Index: 12, Group: every, Link: &rtnl.LinkStats{TxPackets: 1, TxBytes: 54},
		XStatsSlave: &stats.XStatsOf{Bridge: &stats.Bridge{
			VLANs: []stats.BridgeVLAN{{TxBytes: 40, TxPackets: 1, VID: 1, Flags: 6}, {VID: 77}},
			MCast: &stats.BridgeMCast{IGMPv3Reports: stats.RxTx{Tx: 1}}, STP: &stats.BridgeSTP{},
		}},
		Offload: &stats.OffloadOf{HWInfo: &stats.HWInfoOf{L3: &stats.HWUse{Request: rtnl.Off, Used: rtnl.Off}}},
		MPLS:    &stats.MPLSLink{},
	},
	"reply-stats-bond": {
		Index: 12, Group: stats.XStatsSlave,
		XStatsSlave: &stats.XStatsOf{Bond: &stats.Bond{
			LACPDURx: zero, LACPDUTx: zero, LACPDUUnknownRx: zero, LACPDUIllegalRx: zero, MarkerRx: zero, MarkerTx: zero,
			MarkerRespRx: zero, MarkerRespTx: zero, MarkerUnknownRx: zero,
		}},
	},
}

func TestReadGoldens(t *testing.T) {
	nltest.LittleEndianOnly(t)
	for name, want := range read {
		g := nltest.Goldens(t, name)[0]
		var got, again stats.Stats
		if err := nlattr.Parse(g.Bytes[16:], 12, &got); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := place.Diff(want, got); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
		b, err := new(nlattr.Codec).EncodeReport(nil, &got)
		if err != nil {
			t.Error(err)
		}
		if err := nlattr.Parse(b, 12, &again); err != nil || place.Diff(got, again) != "" {
			t.Errorf("%s, written and read again: %v\n%s", name, err, place.Diff(got, again))
		}
	}
}

// A caught is the transport's end of a question: it keeps what is sent.
type caught struct{ sent []byte }

func (c *caught) Open(context.Context) (rtnl.Socket, error) { return c, nil }
func (c *caught) Send(_ context.Context, b []byte) error {
	c.sent = bytes.Clone(b)
	clear(c.sent[8:12])
	return errors.New("caught")
}
func (c *caught) Receive(context.Context, []byte) (int, error) { return 0, errors.New("caught") }
func (c *caught) Join(uint32) error                            { return nil }
func (c *caught) PortID() uint32                               { return 1 }
func (c *caught) Close() error                                 { return nil }

func TestSentGoldens(t *testing.T) {
	nltest.LittleEndianOnly(t)
	for name, do := range map[string]func(context.Context, *rtnl.Conn){
		"stats-dump": func(ctx context.Context, c *rtnl.Conn) {
			for range stats.List(ctx, c, nil) {
			}
		},
		"stats-get-all": func(ctx context.Context, c *rtnl.Conn) { stats.Get(ctx, c, stats.Filter{DevIndex: 2, Group: every}) },
		"stats-offload": func(ctx context.Context, c *rtnl.Conn) {
			stats.Get(ctx, c, stats.Filter{DevIndex: 2, Group: stats.Offload, Offload: stats.HWInfo | stats.L3})
		},
		"stats-set": func(ctx context.Context, c *rtnl.Conn) {
			c.Do(ctx, stats.SetStats(stats.Set{DevIndex: 2, L3: rtnl.On}))
		},
	} {
		k := new(caught)
		c, err := rtnl.Dial(&rtnl.Config{Transport: k})
		if err != nil {
			t.Fatal(err)
		}
		do(t.Context(), c)
		c.Close()
		g := nltest.Goldens(t, name)[0]
		if diff := nltest.DiffMessages(g.Bytes, k.sent, nil); diff != "" {
			t.Errorf("%q: %s", g.Command, diff)
		}
	}
}

func TestComplete(t *testing.T) {
	complete.Set{
		Prefix: "IFLA_STATS_LINK_",
		Extra:  map[string]string{"af_spec": "IFLA_STATS_AF_SPEC"},
		NoTag:  map[string]string{"af_spec": "it is a nest a family"},
		NoLine: map[string]string{"ifindex": "it is in the header", "group": "it is in the header", "mpls": "it is in af_spec"},
	}.Check(t, new(stats.Stats))
	complete.Set{Prefix: "LINK_XSTATS_TYPE_"}.Check(t, new(stats.XStatsOf))
	complete.Set{Prefix: "BRIDGE_XSTATS_"}.Check(t, new(stats.Bridge))
	complete.Set{Prefix: "IFLA_OFFLOAD_XSTATS_", Not: []string{"IFLA_OFFLOAD_XSTATS_HW_S_INFO_"}}.Check(t, new(stats.OffloadOf))
	complete.Set{Prefix: "IFLA_OFFLOAD_XSTATS_HW_S_INFO_"}.Check(t, new(stats.HWUse))
}

func TestStats(t *testing.T) {
	p := place.New(t)
	ctx := t.Context()
	p.Must(
		rtnl.AddLink(rtnl.Link{Name: "br0", Kind: &kind.Bridge{MCastStats: rtnl.On}, Up: rtnl.On}),
		rtnl.AddLink(rtnl.Link{Name: "eth0", Kind: &kind.IFB{}, Master: "br0", Up: rtnl.On}), rtnl.SetLink("lo", rtnl.Link{Up: rtnl.On}),
		rtnl.AddAddr(rtnl.Addr{Dev: "br0", Prefix: netip.MustParsePrefix("192.0.2.1/24")}),
	)
	var have []stats.Stats
	p.Wait("lo has counted as much for both", func() bool {
		var err error
		have, err = rtnl.Collect(stats.List(ctx, p.Conn, &stats.Filter{Group: every}))
		return err == nil && len(have) >= 3
	})
	for _, s := range have {
		name := p.NameOf(s.Index)
		one, err := stats.Get(ctx, p.Conn, stats.Filter{Dev: name, Group: every})
		if err != nil || one.Index != s.Index || one.Link == nil {
			t.Errorf("Get(%s) = %+v, %v", name, one, err)
		}
		if (one.XStats == nil) != (s.XStats == nil) || (one.XStatsSlave == nil) != (s.XStatsSlave == nil) {
			t.Errorf("%s: one link has %+v, listed it has %+v", name, one, s)
		}
		if name == "br0" && (s.XStats == nil || s.XStats.Bridge == nil || s.XStats.Bridge.MCast == nil) {
			t.Errorf("br0 has no counters of multicast: %+v", s.XStats)
		}
		if name == "eth0" && (s.XStatsSlave == nil || s.XStatsSlave.Bridge == nil || s.XStatsSlave.Bridge.STP == nil) {
			t.Errorf("eth0 has no counters of a port: %+v", s.XStatsSlave)
		}
		if len(one.Unknown) != 0 {
			t.Errorf("unknown: %+v", one.Unknown)
		}
	}
	// Nothing passes lo meanwhile, so that ip(8) can be asked, too.
	lo, err := stats.Get(ctx, p.Conn, stats.Filter{Dev: "lo"})
	if err != nil || lo.Link == nil || lo.XStats != nil {
		t.Fatalf("%+v, %v; want the group Link", lo, err)
	}
	said := p.One("stats", "show", "dev", "lo", "group", "link")["stats64"].(map[string]any)
	rx := said["rx"].(map[string]any)
	if rx["packets"] != float64(lo.Link.RxPackets) || rx["bytes"] != float64(lo.Link.RxBytes) {
		t.Errorf("ip says %v, want %+v", said, lo.Link)
	}
	if _, err := stats.Get(ctx, p.Conn, stats.Filter{Dev: "absent"}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("of a link that is not there: %v", err)
	}
	for f, want := range map[stats.Filter]string{
		{Group: 1 << 9}: "group: ", {Offload: stats.L3}: "offload: without the group",
	} {
		if _, err := rtnl.Collect(stats.List(ctx, p.Conn, &f)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want %q", f, err, want)
		}
	}
}

// Many links and VLANs do not fit in one message each.
func TestListMerges(t *testing.T) {
	p := place.New(t)
	const n = 60
	for i := range n {
		p.Must(rtnl.AddLink(rtnl.Link{Name: "x" + string(rune('A'+i)), Kind: &kind.IFB{}}))
	}
	seen := map[int32]int{}
	for s, err := range stats.List(t.Context(), p.Conn, &stats.Filter{Group: every}) {
		if err != nil {
			t.Fatal(err)
		}
		if seen[s.Index]++; s.Link == nil || s.Link.RxPackets != 0 || s.Offload == nil || s.Group != every {
			t.Errorf("of %d: %+v", s.Index, s)
		}
	}
	if len(seen) < n+1 {
		t.Errorf("%d links, want %d and more", len(seen), n+1)
	}
	for i, times := range seen {
		if times != 1 {
			t.Errorf("link %d came %d times", i, times)
		}
	}
}

// Hardware that counts is not to be had: what can be seen is that it was asked
// for, and what the kernel refuses.
func TestSet(t *testing.T) {
	p := place.New(t)
	p.Must(rtnl.AddLink(rtnl.Link{Name: "eth0", Kind: &kind.IFB{}}))
	for _, sw := range []rtnl.OnOff{rtnl.On, rtnl.Off} {
		p.Must(stats.SetStats(stats.Set{Dev: "eth0", L3: sw}))
		s, err := stats.Get(t.Context(), p.Conn, stats.Filter{Dev: "eth0", Group: stats.Offload, Offload: stats.HWInfo})
		if err != nil || s.Offload == nil || s.Offload.HWInfo == nil || s.Offload.HWInfo.L3 == nil || s.Offload.HWInfo.L3.Request != sw {
			t.Errorf("after %v: %+v, %v", sw, s.Offload, err)
		}
		said := p.One("stats", "show", "dev", "eth0", "group", "offload", "subgroup", "l3_stats")["info"].(map[string]any)
		if said["request"] != (sw == rtnl.On) {
			t.Errorf("after %v ip says %v", sw, said)
		}
	}
	for s, want := range map[string]stats.Set{"dev: missing": {L3: rtnl.On}, "no such device": {Dev: "absent", L3: rtnl.On}} {
		if err := p.Do(t.Context(), stats.SetStats(want)); err == nil || !strings.Contains(err.Error(), s) {
			t.Errorf("%+v: %v, want %q", want, err, s)
		}
	}
	if got, want := stats.SetStats(stats.Set{Dev: "eth0", L3: rtnl.On}).String(), "stats set dev eth0 l3_stats on"; got != want {
		t.Errorf("String() = %q, want %q", got, want)
	}
}

func FuzzStats(f *testing.F) {
	for _, g := range nltest.Goldens(f, "reply-stats-*") {
		f.Add(g.Bytes[16:])
	}
	f.Fuzz(func(t *testing.T, b []byte) { place.RoundTrip[stats.Stats](t, b, 12) })
}
