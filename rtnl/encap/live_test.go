package encap_test

import (
	"testing"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/encap"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

// A liveCase is an encapsulation, and what "ip -j -d route" says of it. The
// devices are eth0 and eth1.
type liveCase struct {
	name string
	dst  string
	e    encap.Encap
	json map[string]any
}

// ways is a place with devices that are up.
func ways(t *testing.T) *place.Place {
	p := place.New(t)
	for _, name := range []string{"eth0", "eth1"} {
		p.Must(rtnl.AddLink(rtnl.Link{Name: name, Kind: &kind.IFB{}}),
			rtnl.SetLink(name, rtnl.Link{Up: rtnl.On, AddrGenMode: rtnl.Some(rtnl.AddrGenNone)}))
	}
	return p
}

// check adds the route, reads it in two ways, and deletes it and adds it again
// as it was read.
func (tt liveCase) check(t *testing.T, p *place.Place) {
	p = p.In(t)
	r := route(tt.dst, tt.e)
	r.Dev = "eth0"
	p.Must(rtnl.AddRoute(r))
	read := readRoute(t, p, r)
	if diff := place.Diff(tt.e, read.More.Encap); diff != "" {
		t.Errorf("-want +read\n%s", diff)
	}
	r.DevIndex, r.Dev = p.Link("eth0").Index, ""
	if !read.SameConfig(r) {
		t.Errorf("SameConfig(%v, %v) = false", read, r)
	}
	family := "-4"
	if r.Dst.Addr().Is6() {
		family = "-6"
	}
	place.Says(t, p.One(family, "route", "show", "exact", tt.dst), tt.json)
	p.Must(rtnl.DeleteRoute(read), rtnl.AddRoute(read))
	if again := readRoute(t, p, r); !again.SameConfig(read) {
		t.Errorf("read, deleted and added again: -before +after\n%s", place.Diff(read, again))
	}
	p.Must(rtnl.DeleteRoute(r))
}

func readRoute(t *testing.T, p *place.Place, r rtnl.Route) rtnl.Route {
	t.Helper()
	all, err := rtnl.Collect(p.Routes(t.Context(), &rtnl.RouteFilter{Dst: r.Dst}))
	if err != nil || len(all) != 1 || all[0].More == nil {
		t.Fatalf("routes to %v: %v, %v", r.Dst, all, err)
	}
	return all[0]
}

const (
	net4 = "192.0.2.0/25"
	net6 = "2001:db8::/61"
)

func TestIPLive(t *testing.T) {
	p := ways(t)
	flags := encap.TunnelKey | encap.TunnelCsum | encap.TunnelSeq
	for _, tt := range []liveCase{
		{"ip", net4, &encap.IP{ID: 1<<40 + 7, Dst: ip("198.51.100.7"), Src: ip("198.51.100.8"), TOS: 4, TTL: 61, Flags: flags},
			map[string]any{"encap": "ip", "id": 1<<40 + 7., "dst": "198.51.100.7", "src": "198.51.100.8", "tos": 4., "ttl": 61., "key": true, "csum": true, "seq": true}},
		{"ip, plain", net4, &encap.IP{ID: 300, Dst: ip("198.51.100.7")}, map[string]any{"encap": "ip", "id": 300., "src": "0.0.0.0", "tos": 0., "ttl": 0.}},
		{"ip6", net6, &encap.IP6{ID: 301, Dst: ip("2001:db8:1::7"), Src: ip("2001:db8:1::8"), TC: 4, HopLimit: 61, Flags: flags},
			map[string]any{"encap": "ip6", "id": 301., "dst": "2001:db8:1::7", "src": "2001:db8:1::8", "tc": 4., "hoplimit": 61., "key": true, "csum": true, "seq": true}},
		{"ip6 in ip4", net6, &encap.IP{ID: 302, Dst: ip("198.51.100.7")}, map[string]any{"encap": "ip", "id": 302.}},
	} {
		t.Run(tt.name, func(t *testing.T) { tt.check(t, p) })
	}
}

// Kernels since 6.2 must not be given these.
func TestTunnelOptionsLive(t *testing.T) {
	nltest.HaveTunnelOptions(t)
	p := ways(t)
	geneve := encap.TunnelOptions{Geneve: []encap.GeneveOption{
		{Class: rtnl.U16(6699), Kind: rtnl.U8(7), Data: []byte{0x11, 0x22, 0x33, 0x44}},
		{Class: rtnl.U16(15437), Kind: rtnl.U8(85), Data: []byte{0x55, 0x66, 0x77, 0x88, 0x99, 0xaa, 0xbb, 0xcc}},
	}}
	vxlan := encap.TunnelOptions{VXLAN: &encap.VXLANOption{GBP: rtnl.U32(456)}}
	erspan1 := encap.TunnelOptions{ERSPAN: &encap.ERSPANOption{Version: rtnl.U8(1), Index: rtnl.U32(789)}}
	erspan2 := encap.TunnelOptions{ERSPAN: &encap.ERSPANOption{Version: rtnl.U8(2), Dir: rtnl.U8(1), HWID: rtnl.U8(45)}}
	saysGeneve := map[string]any{"geneve_opts": []any{
		map[string]any{"class": 6699., "type": 7., "data": "11223344"}, map[string]any{"class": 15437., "type": 85., "data": "5566778899aabbcc"},
	}}
	saysVXLAN := map[string]any{"vxlan_opts": []any{map[string]any{"gbp": 456.}}}
	says1 := map[string]any{"erspan_opts": []any{map[string]any{"ver": 1., "index": 789., "dir": 0., "hwid": 0.}}}
	says2 := map[string]any{"erspan_opts": []any{map[string]any{"ver": 2., "index": 0., "dir": 1., "hwid": 45.}}}
	four := func(o encap.TunnelOptions) encap.Encap {
		return &encap.IP{ID: 300, Dst: ip("198.51.100.7"), Options: o}
	}
	six := func(o encap.TunnelOptions) encap.Encap {
		return &encap.IP6{ID: 300, Dst: ip("2001:db8:1::7"), Options: o}
	}
	for _, tt := range []liveCase{
		{"ip geneve", net4, four(geneve), saysGeneve}, {"ip vxlan", net4, four(vxlan), saysVXLAN},
		{"ip erspan 1", net4, four(erspan1), says1}, {"ip erspan 2", net4, four(erspan2), says2},
		{"ip6 geneve", net6, six(geneve), saysGeneve}, {"ip6 vxlan", net6, six(vxlan), saysVXLAN},
		{"ip6 erspan 1", net6, six(erspan1), says1}, {"ip6 erspan 2", net6, six(erspan2), says2},
	} {
		t.Run(tt.name, func(t *testing.T) { tt.check(t, p) })
	}
}

func TestMPLSLive(t *testing.T) {
	p := ways(t)
	for _, tt := range []liveCase{
		{"two labels", net4, &encap.MPLS{Labels: encap.Labels{100, 1<<20 - 1}}, map[string]any{"encap": "mpls", "dst": "100/1048575", "ttl": nil}},
		{"ttl", net6, &encap.MPLS{Labels: encap.Labels{16}, TTL: rtnl.U8(61)}, map[string]any{"encap": "mpls", "dst": "16", "ttl": 61.}},
	} {
		t.Run(tt.name, func(t *testing.T) { tt.check(t, p) })
	}
}

func TestSEG6Live(t *testing.T) {
	p := ways(t)
	says := func(mode string, n ...any) map[string]any {
		return map[string]any{"encap": "seg6", "mode": mode, "segs": n}
	}
	for _, tt := range []liveCase{
		{"inline", net6, &encap.SEG6{Segments: segs(1, 2)}, says("inline", "2001:db8:1::1", "2001:db8:2::2", "::")},
		{"encap", net6, &encap.SEG6{Mode: encap.SEG6Encap, Segments: segs(1, 2, 3)}, says("encap", "2001:db8:1::1", "2001:db8:2::2", "2001:db8:3::3")},
		{"encap of IPv4", net4, &encap.SEG6{Mode: encap.SEG6Encap, Segments: segs(1)}, says("encap", "2001:db8:1::1")},
		{"l2encap", net6, &encap.SEG6{Mode: encap.SEG6L2Encap, Segments: segs(4)}, says("l2encap", "2001:db8:4::4")},
		{"encap.red", net6, &encap.SEG6{Mode: encap.SEG6EncapRed, Segments: segs(1, 2)}, says("encap.red", "2001:db8:1::1", "2001:db8:2::2")},
		{"l2encap.red", net6, &encap.SEG6{Mode: encap.SEG6L2EncapRed, Segments: segs(1, 2), Tag: 0x1234}, says("l2encap.red", "2001:db8:1::1", "2001:db8:2::2")},
	} {
		t.Run(tt.name, func(t *testing.T) { tt.check(t, p) })
	}
}

func TestSEG6LocalLive(t *testing.T) {
	p := ways(t)
	eth1 := p.Link("eth1").Index
	act := func(a encap.SEG6Action) encap.SEG6Local { return encap.SEG6Local{Action: a} }
	with := func(e encap.SEG6Local, f func(*encap.SEG6Local)) *encap.SEG6Local { f(&e); return &e }
	for _, tt := range []liveCase{
		{"End", local, with(act(encap.SEG6End), func(*encap.SEG6Local) {}), map[string]any{"encap": "seg6local", "action": "End"}},
		{"End psp", local, &encap.SEG6Local{Action: encap.SEG6End, Flavors: &encap.SEG6Flavors{Ops: encap.SEG6PSP}}, map[string]any{"flavors": []any{"psp"}}},
		{"End next-csid", local, &encap.SEG6Local{Action: encap.SEG6End, Flavors: &encap.SEG6Flavors{Ops: encap.SEG6NextCSID, BlockBits: 48, NodeBits: 24}},
			map[string]any{"flavors": []any{"next-csid"}, "lblen": 48., "nflen": 24.}},
		{"End.X", local, &encap.SEG6Local{Action: encap.SEG6EndX, NH6: ip("2001:db8:5::7")}, map[string]any{"action": "End.X", "nh6": "2001:db8:5::7"}},
		{"End.T", local, &encap.SEG6Local{Action: encap.SEG6EndT, Table: rtnl.U32(1000)}, map[string]any{"action": "End.T", "table": "1000"}},
		{"End.DX2", local, &encap.SEG6Local{Action: encap.SEG6EndDX2, OIFIndex: eth1}, map[string]any{"action": "End.DX2", "oif": "eth1"}},
		{"End.DX6", local, &encap.SEG6Local{Action: encap.SEG6EndDX6, NH6: ip("2001:db8:5::7")}, map[string]any{"action": "End.DX6", "nh6": "2001:db8:5::7"}},
		{"End.DX4", local, &encap.SEG6Local{Action: encap.SEG6EndDX4, NH4: ip("198.51.100.7")}, map[string]any{"action": "End.DX4", "nh4": "198.51.100.7"}},
		{"End.DT6", local, &encap.SEG6Local{Action: encap.SEG6EndDT6, Table: rtnl.U32(1000)}, map[string]any{"action": "End.DT6", "table": "1000"}},
		{"End.B6", local, &encap.SEG6Local{Action: encap.SEG6EndB6, Segments: segs(1, 2)},
			map[string]any{"action": "End.B6", "srh": map[string]any{"segs": []any{"2001:db8:1::1", "2001:db8:2::2", "::"}}}},
		{"End.B6.Encaps", local, &encap.SEG6Local{Action: encap.SEG6EndB6Encap, Segments: segs(1, 2), Tag: 7},
			map[string]any{"action": "End.B6.Encaps", "srh": map[string]any{"segs": []any{"2001:db8:1::1", "2001:db8:2::2"}}}},
	} {
		t.Run(tt.name, func(t *testing.T) { tt.check(t, p) })
	}
	t.Run("count", func(t *testing.T) {
		p := p.In(t)
		r := route(local, &encap.SEG6Local{Action: encap.SEG6End, Count: true})
		r.Dev = "eth0"
		p.Must(rtnl.AddRoute(r))
		e := readRoute(t, p, r).More.Encap.(*encap.SEG6Local)
		if !e.Count || place.Diff(none(), e.Counters) != "" {
			t.Errorf("read %+v with counters %+v, want three of 0", e, e.Counters)
		}
	})
	t.Run("oif by name", func(t *testing.T) {
		p := p.In(t)
		r := route("2001:db8::2/128", &encap.SEG6Local{Action: encap.SEG6EndDX2, OIF: "eth1"})
		r.Dev = "eth0"
		p.Must(rtnl.AddRoute(r))
		if e := readRoute(t, p, r).More.Encap.(*encap.SEG6Local); e.OIFIndex != eth1 {
			t.Errorf("oif %d, want %d", e.OIFIndex, eth1)
		}
	})
	for _, a := range []encap.SEG6Action{encap.SEG6EndBM, encap.SEG6EndS, encap.SEG6EndAS, encap.SEG6EndAM} {
		r := route(local, &encap.SEG6Local{Action: a})
		r.Dev = "eth0"
		if err := p.Do(t.Context(), rtnl.AddRoute(r)); err == nil {
			t.Errorf("%v: no error", a)
		}
	}
}

// TestOthersLive is for types that few kernels have.
func TestOthersLive(t *testing.T) {
	for _, tt := range []liveCase{
		{"ila", "2001:db8::/72", &encap.ILA{
			Locator: 0x20010db800000007, CsumMode: rtnl.Some(encap.ILACsumNoAction), IdentType: rtnl.Some(encap.ILALUID), HookType: rtnl.Some(encap.ILAInput),
		}, map[string]any{"encap": "ila", "locator": "2001:db8:0:7", "csum_mode": "no-action", "ident_type": "luid", "hook_type": "input"}},
		{"ioam6", net6, &encap.IOAM6{
			FreqK: 2, FreqN: 5, Mode: encap.IOAM6Encap, Dst: ip("2001:db8:1::7"), Trace: encap.IOAM6Trace{Type: 0xc00000, Namespace: 77, Size: 48, NodeLen: 2},
		}, map[string]any{"encap": "ioam6", "mode": "encap", "tundst": "2001:db8:1::7"}},
		{"rpl", net6, &encap.RPL{Segments: segs(1, 2)}, map[string]any{"encap": "rpl"}},
		{"xfrm", net4, &encap.XFRM{IfID: 0x1234}, map[string]any{"encap": "xfrm"}},
	} {
		t.Run(tt.name, func(t *testing.T) { tt.check(t, ways(t)) })
	}
}
