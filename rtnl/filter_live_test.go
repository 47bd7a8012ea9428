package rtnl_test

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

// names collects what list yields, sorted.
func names[T any](t testing.TB, seq func(func(T, error) bool), name func(T) string) []string {
	t.Helper()
	list, err := rtnl.Collect(seq)
	if err != nil {
		t.Error(err)
	}
	var s []string
	for _, v := range list {
		s = append(s, name(v))
	}
	slices.Sort(s)
	return s
}

func TestRouteFilters(t *testing.T) {
	p := routed(t)
	d1, d2, d6 := pfx("192.0.2.0/25"), pfx("192.0.2.128/25"), pfx("2001:db8:7::/61")
	p.Must(
		rtnl.AddRoute(rtnl.Route{Dst: d1, Dev: "eth0", Metric: 1, Table: 1000}),
		rtnl.AddRoute(rtnl.Route{Dst: d1, Dev: "eth1", Metric: 2, Table: 1000, Protocol: rtnl.ProtoBGP}),
		rtnl.AddRoute(rtnl.Route{Dst: d2, Type: rtnl.RouteBlackhole, Metric: 3, Table: 1000}),
		rtnl.AddRoute(rtnl.Route{Dst: d2, Hops: []rtnl.Hop{{Via: viaHop}, {Dev: "eth1"}}, Metric: 4, Table: 77}),
		rtnl.AddRoute(rtnl.Route{Dst: d1, NexthopID: 777, Metric: 5, Table: 77}),
		rtnl.AddRoute(rtnl.Route{Dst: d6, Dev: "eth1", Metric: 6, Table: 1000, Protocol: rtnl.ProtoBGP}),
		rtnl.AddRoute(rtnl.Route{Dst: d6, Type: rtnl.RouteProhibit, Metric: 7, Table: 77}),
	)
	ours := func(r rtnl.Route) string { return string('0' + rune(r.Metric)) }
	for name, tt := range map[string]struct {
		f    rtnl.RouteFilter
		want string
	}{
		"table":               {rtnl.RouteFilter{Table: 1000}, "1 2 3 6"},
		"table and family":    {rtnl.RouteFilter{Table: 1000, Family: rtnl.IPv4}, "1 2 3"},
		"ip6 table":           {rtnl.RouteFilter{Table: 77, Family: rtnl.IPv6}, "7"},
		"protocol":            {rtnl.RouteFilter{Protocol: rtnl.ProtoBGP}, "2 6"},
		"type":                {rtnl.RouteFilter{Type: rtnl.RouteBlackhole}, "3"},
		"dev in table":        {rtnl.RouteFilter{Dev: "eth0", Table: 1000}, "1"},
		"dev of hops":         {rtnl.RouteFilter{Dev: "eth1", Table: 77}, "4"},
		"dev of first hop":    {rtnl.RouteFilter{Dev: "eth0", Table: 77}, "4 5"},
		"index":               {rtnl.RouteFilter{DevIndex: p.Link("eth1").Index, Table: 1000}, "2 6"},
		"dst":                 {rtnl.RouteFilter{Dst: d1}, "1 2 5"},
		"dst6":                {rtnl.RouteFilter{Dst: d6}, "6 7"},
		"dst and protocol":    {rtnl.RouteFilter{Dst: d1, Protocol: rtnl.ProtoBGP}, "2"}, // PITFALLS 9: another library looked at one of them
		"dst with host bits":  {rtnl.RouteFilter{Dst: pfx("192.0.2.9/25"), Table: 1000}, "1 2"},
		"dst within another":  {rtnl.RouteFilter{Dst: pfx("192.0.2.0/26")}, ""},
		"dst around":          {rtnl.RouteFilter{Dst: pfx("192.0.2.0/24")}, ""},
		"all of them":         {rtnl.RouteFilter{Family: rtnl.IPv4, Table: 1000, Protocol: rtnl.ProtoBoot, Type: rtnl.RouteUnicast, Dev: "eth0", Dst: d1}, "1"},
		"missing table":       {rtnl.RouteFilter{Table: 4711}, ""}, // of no family: the kernel says nothing
		"all but one matches": {rtnl.RouteFilter{Family: rtnl.IPv4, Table: 1000, Protocol: rtnl.ProtoBGP, Type: rtnl.RouteUnicast, Dev: "eth0", Dst: d1}, ""},
	} {
		before := tt.f
		got := names(t, p.Routes(t.Context(), &tt.f), ours)
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("%s: %q, want %q", name, s, tt.want)
		}
		if tt.f != before {
			t.Errorf("%s: the filter has become %+v", name, tt.f)
		}
	}
	// Nothing is left out unless a filter says so.
	tables := map[uint32]bool{}
	for r, err := range p.Routes(t.Context(), nil) {
		if err != nil {
			t.Fatal(err)
		}
		tables[r.Table] = true
	}
	for _, table := range []uint32{rtnl.TableMain, rtnl.TableLocal, 77, 1000} {
		if !tables[table] {
			t.Errorf("no route of table %d", table)
		}
	}
	for name, f := range map[string]rtnl.RouteFilter{
		"table": {Family: rtnl.IPv4, Table: 4711}, "ip6 table": {Family: rtnl.IPv6, Table: 4711},
		"dev": {Dev: "absent"}, "index": {Family: rtnl.IPv4, DevIndex: 4711},
	} {
		if list, err := rtnl.Collect(p.Routes(t.Context(), &f)); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("missing %s: %v, %v, want %v", name, list, err, fs.ErrNotExist)
		}
	}
}

func TestLinkFilters(t *testing.T) {
	p := place.New(t)
	p.Must(
		rtnl.AddLink(rtnl.Link{Name: "br0", Kind: rawKind("bridge")}), rtnl.AddLink(rtnl.Link{Name: "br1", Kind: rawKind("bridge"), Up: rtnl.On}),
		rtnl.AddLink(rtnl.Link{Name: "d0", Kind: &kind.Dummy{}, Master: "br0", Group: rtnl.U32(9)}),
		rtnl.AddLink(rtnl.Link{Name: "d1", Kind: &kind.Dummy{}, Master: "br0", Up: rtnl.On}),
		rtnl.AddLink(rtnl.Link{Name: "d2", Kind: &kind.Dummy{}, Master: "br1", Group: rtnl.U32(9), Up: rtnl.On}),
		rtnl.AddLink(rtnl.Link{Name: "i0", Kind: &kind.IFB{}, Group: rtnl.U32(9)}),
	)
	for name, tt := range map[string]struct {
		f    rtnl.LinkFilter
		want string
	}{
		"kind":             {rtnl.LinkFilter{Kind: "dummy"}, "d0 d1 d2"},
		"kind unknown":     {rtnl.LinkFilter{Kind: "no-such-kind"}, ""}, // where the kernel lists everything
		"master":           {rtnl.LinkFilter{Master: "br0"}, "d0 d1"},
		"master index":     {rtnl.LinkFilter{MasterIndex: p.Link("br1").Index}, "d2"},
		"up":               {rtnl.LinkFilter{Up: rtnl.On}, "br1 d1 d2"},
		"down of kind":     {rtnl.LinkFilter{Up: rtnl.Off, Kind: "dummy"}, "d0"},
		"group":            {rtnl.LinkFilter{Group: rtnl.U32(9)}, "d0 d2 i0"},
		"group 0 of kind":  {rtnl.LinkFilter{Group: rtnl.U32(0), Kind: "dummy"}, "d1"},
		"kind and master":  {rtnl.LinkFilter{Kind: "dummy", Master: "br1", Up: rtnl.On, Group: rtnl.U32(9)}, "d2"},
		"master of nobody": {rtnl.LinkFilter{Master: "d0"}, ""},
	} {
		got := names(t, p.Links(t.Context(), &tt.f), func(l rtnl.Link) string { return l.Name })
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("%s: %q, want %q", name, s, tt.want)
		}
	}
	var all []string
	for _, l := range p.JSON("link", "show") {
		all = append(all, l["ifname"].(string))
	}
	slices.Sort(all)
	if got := names(t, p.Links(t.Context(), nil), func(l rtnl.Link) string { return l.Name }); !slices.Equal(got, all) {
		t.Errorf("Links(nil) = %q, want %q", got, all)
	}
	for name, f := range map[string]rtnl.LinkFilter{"name": {Master: "absent"}} {
		if _, err := rtnl.Collect(p.Links(t.Context(), &f)); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("missing master by %s: %v, want %v", name, err, fs.ErrNotExist)
		}
	}
	for _, err := range []error{
		one(p.LinkByName(t.Context(), "absent")), one(p.LinkByIndex(t.Context(), 4711)), one(p.LinkByName(t.Context(), strings.Repeat("a", 100))),
	} {
		if !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%v, want %v", err, fs.ErrNotExist)
		}
	}
	for _, err := range []error{one(p.LinkByName(t.Context(), "")), one(p.LinkByIndex(t.Context(), 0)), one(p.LinkByIndex(context.Background(), -1))} {
		if err == nil {
			t.Error("no error for what cannot be")
		}
	}
}

func one[T any](_ T, err error) error { return err }

// PITFALLS 9: another library sent one lock attribute a metric, of which the
// last one counts.
func TestRouteLocks(t *testing.T) {
	p := routed(t)
	p.Must(rtnl.AddRoute(rtnl.Route{Dst: pfx("192.0.2.0/25"), Dev: "eth0", More: &rtnl.RouteMore{Metrics: rtnl.RouteMetrics{
		MTU: rtnl.U32(1401), RTOMin: allMetrics(0).RTOMin, Window: rtnl.U32(2000), Lock: rtnl.LockMTU | rtnl.LockRTOMin,
	}}}))
	if got, want := p.IP("route", "show", "192.0.2.0/25"), "mtu lock 1401 window 2000 rto_min lock 211ms"; !strings.Contains(got, want) {
		t.Errorf("ip says %s, want %s", got, want)
	}
}
