package rtnl_test

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/encap"
)

// mplsRoute is a route for packets that come with the label.
func mplsRoute(label uint32, newDst ...uint32) rtnl.Route {
	return rtnl.Route{Family: rtnl.MPLS, More: &rtnl.RouteMore{Label: rtnl.U32(label), NewDst: newDst}}
}

// mplsVia is one with a gateway.
func mplsVia(r rtnl.Route, via, dev string) rtnl.Route {
	r.Via, r.Dev = ip(via), dev
	return r
}

func mplsHops(r rtnl.Route) rtnl.Route {
	r.Hops = []rtnl.Hop{
		{Via: ip("198.51.100.7"), Dev: "eth0", More: &rtnl.HopMore{NewDst: encap.Labels{200}}},
		{Via: ip("2001:db8:5::7"), Dev: "eth1", More: &rtnl.HopMore{NewDst: encap.Labels{300, 400}}},
	}
	return r
}

func mplsPop() rtnl.Route {
	r := mplsVia(mplsRoute(101), "2001:db8:5::7", "eth0")
	r.Protocol, r.More.TTL = rtnl.ProtoStatic, rtnl.Off
	return r
}

// mplsSent is for goldens of MPLS routes.
func mplsSent() []sent {
	dev := mplsRoute(102)
	dev.Dev = "eth0"
	return []sent{
		{name: "mpls-add", req: rtnl.AddRoute(mplsVia(mplsRoute(100, 200, 300), "198.51.100.7", "eth0"))},
		{name: "mpls-add-pop", req: rtnl.AddRoute(mplsPop())},
		{name: "mpls-add-dev", req: rtnl.AddRoute(dev)},
		{name: "mpls-add-multipath", req: rtnl.AddRoute(mplsHops(mplsRoute(103)))},
		{name: "mpls-replace", req: rtnl.ReplaceRoute(mplsVia(mplsRoute(100, 201), "198.51.100.7", "eth0"))},
		{name: "mpls-delete", req: rtnl.DeleteRoute(mplsRoute(100))},
	}
}

var mplsAsked = []ask{{name: "mpls-dump", do: listRoutes(&rtnl.RouteFilter{Family: rtnl.MPLS, Table: rtnl.TableMain})}}

// mplsRead is what a kernel answered. Its eth0 has index 11.
var mplsRead = map[string][]any{"reply-mpls": {
	mplsReply(mplsVia(mplsRoute(100, 200, 300), "198.51.100.7", ""), 11, rtnl.ProtoBoot),
	mplsReply(with(mplsVia(mplsRoute(101), "2001:db8:5::7", ""), func(r *rtnl.Route) { r.More.TTL = rtnl.Off }), 12, rtnl.ProtoStatic),
	mplsReply(with(mplsRoute(103), func(r *rtnl.Route) {
		r.Hops = []rtnl.Hop{
			{Via: ip("198.51.100.7"), DevIndex: 11, Weight: 1, More: &rtnl.HopMore{NewDst: encap.Labels{200}}},
			{Via: ip("2001:db8:5::7"), DevIndex: 12, Weight: 1, More: &rtnl.HopMore{NewDst: encap.Labels{300, 400}}},
		}
	}), 0, rtnl.ProtoBoot),
}}

func mplsReply(r rtnl.Route, dev int32, p rtnl.RouteProtocol) rtnl.Route {
	r.Table, r.Type, r.Scope, r.DevIndex, r.Protocol = rtnl.TableMain, rtnl.RouteUnicast, global, dev, p
	return r
}

// TestMPLSRoutes adds MPLS routes, reads them back in two ways, and deletes them
// and adds them again as they were read.
func TestMPLSRoutes(t *testing.T) {
	p := routed(t)
	if err := p.NS.Do(func() error { _, err := os.Stat("/proc/sys/net/mpls/platform_labels"); return err }); err != nil {
		nltest.Skip(t, "MPLS routes")
	}
	p.Sysctl("mpls/platform_labels", "1000")
	for _, tt := range []struct {
		name string
		r    rtnl.Route
		json map[string]any
	}{
		{"swap", mplsVia(mplsRoute(100, 200, 300), "198.51.100.7", "eth0"),
			map[string]any{"dst": "100", "to": "200/300", "via": map[string]any{"family": "inet", "host": "198.51.100.7"}, "dev": "eth0", "protocol": "boot"}},
		{"pop", mplsPop(), map[string]any{"dst": "101", "to": nil, "via": map[string]any{"family": "inet6", "host": "2001:db8:5::7"}, "protocol": "static", "ttl-propogate": false}},
		{"ttl", with(mplsVia(mplsRoute(16, 17), "198.51.100.7", "eth0"), func(r *rtnl.Route) { r.More.TTL = rtnl.On }), map[string]any{"dst": "16", "to": "17", "ttl-propogate": true}},
		{"dev", with(mplsRoute(102), func(r *rtnl.Route) { r.Dev = "eth0" }), map[string]any{"dst": "102", "dev": "eth0"}},
		{"multipath", mplsHops(mplsRoute(999)), map[string]any{"dst": "999", "nexthops": []any{
			map[string]any{"to": "200", "via": map[string]any{"family": "inet", "host": "198.51.100.7"}, "dev": "eth0", "flags": []any{}},
			map[string]any{"to": "300/400", "via": map[string]any{"family": "inet6", "host": "2001:db8:5::7"}, "dev": "eth1", "flags": []any{}},
		}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := p.In(t)
			p.Must(rtnl.AddRoute(tt.r))
			place.Says(t, p.One("-f", "mpls", "route", "show"), tt.json)
			read := mplsOnly(t, p)
			sameRoute(t, p, read, tt.r)
			if err := p.Do(t.Context(), rtnl.AddRoute(tt.r)); !errors.Is(err, fs.ErrExist) {
				t.Errorf("added twice: %v", err)
			}
			p.Must(rtnl.ReplaceRoute(read), rtnl.DeleteRoute(read), rtnl.AddRoute(read))
			if again := mplsOnly(t, p); !again.SameConfig(read) || !again.SameKey(read) {
				t.Errorf("read, deleted and added again: -before +after\n%s", place.Diff(read, again))
			}
			if n, err := p.FlushRoutes(t.Context(), &rtnl.RouteFilter{Family: rtnl.MPLS}); n != 1 || err != nil {
				t.Errorf("FlushRoutes() = %d, %v; want 1", n, err)
			}
			p.Must(rtnl.AddRoute(read), rtnl.DeleteRoute(mplsRoute(tt.r.More.Label.Or(0))))
			if got := p.JSON("-f", "mpls", "route", "show"); len(got) != 0 {
				t.Errorf("deleted, and still there: %v", got)
			}
			p.Must(rtnl.DeleteRoute(tt.r)) // which the kernel does not mind
		})
	}
}

// mplsOnly returns the one MPLS route that there is.
func mplsOnly(t *testing.T, p *place.Place) rtnl.Route {
	t.Helper()
	all, err := rtnl.Collect(p.Routes(t.Context(), &rtnl.RouteFilter{Family: rtnl.MPLS}))
	if err != nil || len(all) != 1 {
		t.Fatalf("MPLS routes: %v, %v; want one", all, err)
	}
	return all[0]
}

func TestMPLSRejected(t *testing.T) {
	for name, tt := range map[string]struct {
		r    rtnl.Route
		want string
	}{
		"no label":         {rtnl.Route{Family: rtnl.MPLS, DevIndex: 2}, "dst: a label is what"},
		"label of IPv4":    {rtnl.Route{Dst: pfx("192.0.2.0/24"), More: &rtnl.RouteMore{Label: rtnl.U32(100)}}, "dst: a label is what"},
		"reserved":         {mplsRoute(15), "dst: label 15 is reserved"},
		"label too large":  {mplsRoute(1 << 20), "dst: label 1048576, at most 1048575"},
		"newdst too large": {mplsRoute(100, 200, 1<<21), "newdst: label 2097152"},
		"weight":           {rtnl.Route{Family: rtnl.MPLS, More: &rtnl.RouteMore{Label: rtnl.U32(100)}, Hops: []rtnl.Hop{{DevIndex: 2, Weight: 2}}}, "multipath[0].weight: MPLS has none"},
	} {
		_, err := rtnl.AddRoute(tt.r).AppendMessage(nil, nil)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want one with %q", name, err, tt.want)
		}
	}
	if got, want := rtnl.AddRoute(mplsHops(mplsRoute(103))).String(),
		"route add 103 nexthop as 200 via inet 198.51.100.7 dev eth0 weight 1 nexthop as 300/400 via inet6 2001:db8:5::7 dev eth1 weight 1"; got != want {
		t.Errorf("String() = %q, want %q", got, want)
	}
	// A link-layer address is kept as it is.
	packet := []byte{28, 20, 0, 0, 254, 3, 0, 1, 0, 0, 0, 0, 8, 0, 1, 0, 0, 6, 0x41, 0, 12, 0, 18, 0, 17, 0, 2, 0x11, 0x22, 0x33, 0x44, 0x55}
	nltest.LittleEndianOnly(t)
	var r rtnl.Route
	err := nlattr.Parse(packet, 12, &r)
	if err == nil || len(r.More.Unknown) != 1 || r.More.Unknown[0].Type != 18 {
		t.Errorf("read %+v, %v; want RTA_VIA in Unknown", r.More, err)
	}
}
