package kind_test

import (
	"encoding/json"
	"maps"
	"reflect"
	"strings"
	"testing"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

// index returns the index of a device as tunnels have it.
func index(i int32) rtnl.Opt[int32] { return rtnl.Some(i) }

// encap is what tunnels have for none: ip(8) sends it always.
func encap(flags kind.TunnelEncapFlags) (rtnl.Opt[kind.TunnelEncap], rtnl.Opt[kind.TunnelEncapFlags], rtnl.Opt[uint16], rtnl.Opt[uint16]) {
	return rtnl.Some(kind.TunnelEncapNone), rtnl.Some(flags), rtnl.U16(0), rtnl.U16(0)
}

var (
	noType, noFlags, noSport, noDport     = encap(0)
	noType6, noFlags6, noSport6, noDport6 = encap(kind.TunnelEncapCsum6)
)

// ipv6Can is among the flags that are read of a tunnel over IPv6: the kernel finds
// out that it can send, and receive, and takes the flags back.
const ipv6Can kind.IP6TunnelFlags = 0x30000

// allSaid is why a change says more than that of ip(8).
const allSaid = "a change has to say all, what is off or 0 too"

// without is what DiffMessages says of an attribute that ip(8) does not send.
func without(attr, got string) string {
	return "RTM_NEWLINK > IFLA_LINKINFO > IFLA_INFO_DATA > " + attr + ":\n\twant absent\n\tgot  " + got + "\n"
}

// A tunnelTest is a tunnel whose change message replaces all parameters.
type tunnelTest[T any, P interface {
	*T
	kind.Whole
}] struct {
	add     T              // what is made, with the device "base"
	says    map[string]any // what ip(8) says of it
	part    T              // what SetLink refuses, since it is not all
	missing string         // the beginning of why
	change  func(P)        // a change
	changed map[string]any // what ip(8) says otherwise afterwards
	other   T              // all parameters, each another one than in add, where it can be
	others  map[string]any // what ip(8) says of it
}

// run makes the tunnel, reads it, refuses to change a part of it, changes a part
// of it, which keeps all else, and makes another one like it.
func (tt tunnelTest[T, P]) run(t *testing.T) *place.Place {
	t.Helper()
	name := P(&tt.add).Kind()
	nltest.HaveKind(t, name)
	p := place.New(t)
	base := p.Dummies("base")[0]
	p.Must(rtnl.AddLink(rtnl.Link{Name: "t0", Kind: P(&tt.add)}))

	place.Says(t, place.InfoData(p.One("link", "show", "dev", "t0")), tt.says)
	read := *place.ReadKind[P](p, "t0")
	want := reflect.ValueOf(&tt.add).Elem()
	if dev := want.FieldByName("Dev"); dev.Len() > 0 {
		dev.SetZero()
		want.FieldByName("DevIndex").Set(reflect.ValueOf(index(base)))
	}
	place.SameFields(t, read, tt.add)
	if u := reflect.ValueOf(read).FieldByName("Unknown"); u.Len() > 0 {
		t.Errorf("unknown: %v", u)
	}

	err := p.Do(t.Context(), rtnl.SetLink("t0", rtnl.Link{Kind: P(&tt.part)}))
	if want := "rtnl: link set t0: " + tt.missing + ": missing; "; err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("a part: %v, want %q", err, want)
	}
	if diff := place.Diff(&read, place.ReadKind[P](p, "t0")); diff != "" {
		t.Errorf("a part that was refused: -want +got\n%s", diff)
	}
	p.Must(rtnl.SetLink("t0", rtnl.Link{Kind: P(&read)}))
	if diff := place.Diff(&read, place.ReadKind[P](p, "t0")); diff != "" {
		t.Errorf("what was read, sent back: -want +got\n%s", diff)
	}

	now := read
	tt.change(&now)
	if err := rtnl.ChangeLink(t.Context(), p.Conn, "t0", func(l *rtnl.Link) { tt.change(l.Kind.(P)) }); err != nil {
		t.Fatal(err)
	}
	if diff := place.Diff(&now, place.ReadKind[P](p, "t0")); diff != "" {
		t.Errorf("changed: -want +got\n%s", diff)
	}
	says := maps.Clone(tt.says)
	maps.Copy(says, tt.changed)
	place.Says(t, place.InfoData(p.One("link", "show", "dev", "t0")), says)

	p.Must(rtnl.SetLink("t0", rtnl.Link{Kind: P(&tt.other)}))
	place.SameFields(t, *place.ReadKind[P](p, "t0"), tt.other)
	place.Says(t, place.InfoData(p.One("link", "show", "dev", "t0")), tt.others)

	p.Must(rtnl.DeleteLink("t0"), rtnl.AddLink(rtnl.Link{Name: "t0", Kind: P(&now)}))
	if diff := place.Diff(&now, place.ReadKind[P](p, "t0")); diff != "" {
		t.Errorf("made from what was read: -want +got\n%s", diff)
	}
	return p
}

// Without an address, or a key, and through another device, which is given by its
// name.
func TestTunnelTakeAway(t *testing.T) {
	nltest.HaveKind(t, "gre")
	p := place.New(t)
	base := p.Dummies("base", "other")
	p.Must(rtnl.AddLink(rtnl.Link{Name: "t0", Kind: &kind.GRE{
		Dev: "base", Local: ip("192.0.2.1"), Remote: ip("198.51.100.2"), IKey: rtnl.U32(5), OKey: rtnl.U32(6), OFlags: rtnl.Some(kind.GRESeq),
	}}))
	for name, change := range map[string]func(*kind.GRE){
		"a key":       func(k *kind.GRE) { k.IKey = rtnl.Opt[uint32]{} },
		"both keys":   func(k *kind.GRE) { k.IKey, k.OKey = rtnl.Opt[uint32]{}, rtnl.Opt[uint32]{} },
		"keys of 0":   func(k *kind.GRE) { k.IKey, k.OKey = rtnl.U32(0), rtnl.U32(0) },
		"the address": func(k *kind.GRE) { k.Local = ip("0.0.0.0") },
		"the device":  func(k *kind.GRE) { k.DevIndex = index(0) },
	} {
		t.Run(name, func(t *testing.T) {
			p := p.In(t)
			before := place.ReadKind[*kind.GRE](p, "t0")
			want := *before
			change(&want)
			if err := rtnl.ChangeLink(t.Context(), p.Conn, "t0", func(l *rtnl.Link) { change(l.Kind.(*kind.GRE)) }); err != nil {
				t.Fatal(err)
			}
			if diff := place.Diff(&want, place.ReadKind[*kind.GRE](p, "t0")); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			p.Must(rtnl.SetLink("t0", rtnl.Link{Kind: before}))
		})
	}
	if err := rtnl.ChangeLink(t.Context(), p.Conn, "t0", func(l *rtnl.Link) { l.Kind.(*kind.GRE).Dev = "other" }); err != nil {
		t.Fatal(err)
	}
	place.SameFields(t, *place.ReadKind[*kind.GRE](p, "t0"), kind.GRE{DevIndex: index(base[1]), IKey: rtnl.U32(5), OKey: rtnl.U32(6)})
	err := rtnl.ChangeLink(t.Context(), p.Conn, "t0", func(l *rtnl.Link) { l.Kind.(*kind.GRE).TTL = rtnl.Opt[uint8]{} })
	if want := "rtnl: link set t0: ttl: missing; "; err == nil || !strings.Contains(err.Error(), ": ttl: missing; ") {
		t.Errorf("without a ttl: %v, want %q", err, want)
	}
	// What is the link's own is changed without a word of the kind.
	p.Must(rtnl.SetLink("t0", rtnl.Link{MTU: 1300}))
	place.SameFields(t, *place.ReadKind[*kind.GRE](p, "t0"), kind.GRE{Local: ip("192.0.2.1"), IKey: rtnl.U32(5)})
}

// An external tunnel stays one.
func TestTunnelExternal(t *testing.T) {
	nltest.HaveKind(t, "gre")
	p := place.New(t)
	p.Must(rtnl.AddLink(rtnl.Link{Name: "t0", Kind: &kind.GRE{Local: ip("192.0.2.1"), Remote: ip("198.51.100.2")}}))
	external := func(on bool) func(*rtnl.Link) {
		return func(l *rtnl.Link) { l.Kind.(*kind.GRE).External = on }
	}
	if err := rtnl.ChangeLink(t.Context(), p.Conn, "t0", external(true)); err != nil {
		t.Fatal(err)
	}
	if !place.ReadKind[*kind.GRE](p, "t0").External {
		t.Error("turned on: it is not")
	}
	const want = "rtnl: link change t0: kind.external: cannot be taken away, only set to something else"
	if err := rtnl.ChangeLink(t.Context(), p.Conn, "t0", external(false)); err == nil || err.Error() != want {
		t.Errorf("turned off: %v, want %s", err, want)
	}
}

// What the kernel makes of what is not given.
func TestTunnelDefaults(t *testing.T) {
	nltest.HaveKind(t, "gre")
	p := place.New(t)
	seq := rtnl.Some(kind.GRESeq)
	p.Must(
		rtnl.AddLink(rtnl.Link{Name: "t0", Kind: &kind.GRE{Remote: ip("198.51.100.2")}}),
		rtnl.AddLink(rtnl.Link{Name: "t1", Kind: &kind.IPIP{Remote: ip("198.51.100.2")}}),
		rtnl.AddLink(rtnl.Link{Name: "t2", Kind: &kind.SIT{Remote: ip("198.51.100.2")}}),
		rtnl.AddLink(rtnl.Link{Name: "t3", Kind: &kind.IP6TNL{Remote: ip("2001:db8::2")}}),
		rtnl.AddLink(rtnl.Link{Name: "t4", Kind: &kind.IP6GRE{Remote: ip("2001:db8::2")}}),
		rtnl.AddLink(rtnl.Link{Name: "t5", Kind: &kind.ERSPAN{Remote: ip("198.51.100.2"), IFlags: seq, OFlags: seq, OKey: rtnl.U32(1)}}),
		rtnl.AddLink(rtnl.Link{Name: "t6", Kind: &kind.IP6ERSPAN{Remote: ip("2001:db8::2"), IFlags: seq, OFlags: seq, OKey: rtnl.U32(1)}}),
	)
	place.SameFields(t, *place.ReadKind[*kind.GRE](p, "t0"), kind.GRE{
		Local: ip("0.0.0.0"), IFlags: rtnl.Some(kind.GREFlags(0)), OFlags: rtnl.Some(kind.GREFlags(0)), TTL: rtnl.U8(0), TOS: rtnl.U8(0),
		PMTUDisc: rtnl.On, IgnoreDF: rtnl.Off,
	})
	place.SameFields(t, *place.ReadKind[*kind.IPIP](p, "t1"), kind.IPIP{Proto: rtnl.Some(kind.TunnelIPIP), TTL: rtnl.U8(0), PMTUDisc: rtnl.On})
	place.SameFields(t, *place.ReadKind[*kind.SIT](p, "t2"), kind.SIT{Proto: rtnl.Some(kind.TunnelIP6IP), TTL: rtnl.U8(64), PMTUDisc: rtnl.On})
	place.SameFields(t, *place.ReadKind[*kind.IP6TNL](p, "t3"), kind.IP6TNL{Proto: rtnl.Some(kind.Tunnel6Any), TTL: rtnl.U8(0), EncapLimit: rtnl.U8(0)})
	place.SameFields(t, *place.ReadKind[*kind.IP6GRE](p, "t4"), kind.IP6GRE{TTL: rtnl.U8(0), EncapLimit: rtnl.U8(0)})
	place.SameFields(t, *place.ReadKind[*kind.ERSPAN](p, "t5"), kind.ERSPAN{Version: rtnl.U8(1), Index: rtnl.U32(0)})
	place.SameFields(t, *place.ReadKind[*kind.IP6ERSPAN](p, "t6"), kind.IP6ERSPAN{Version: rtnl.U8(1), Index: rtnl.U32(0)})
}

func TestTunnelWords(t *testing.T) {
	for got, want := range map[string]string{
		kind.TunnelEncapFOU.String(): "fou", kind.TunnelEncapGUE.String(): "gue", kind.TunnelEncapMPLS.String(): "mpls",
		kind.TunnelEncapNone.String(): "none", kind.TunnelEncap(9).String(): "9",
		(kind.TunnelEncapCsum | kind.TunnelEncapCsum6 | kind.TunnelEncapRemCsum | 16).String(): "encap-csum encap-udp6-csum encap-remcsum 0x10",
		(kind.GRECsum | kind.GRESeq | 1).String():                                              "seq csum 0x1",
		(kind.IP6TunnelCopyDSCP | kind.IP6TunnelMIP6 | 0x30000).String():                       "ip6_tnl_f_mip6_dev ip6_tnl_f_rcv_dscp_copy 0x30000",
		kind.TunnelIPIP.String(): "ipip", kind.TunnelIP6IP.String(): "ip6ip", kind.TunnelMPLSIP.String(): "mplsip", kind.TunnelAny.String(): "any",
		kind.TunnelIPIP6.String(): "ipip6", kind.TunnelIP6IP6.String(): "ip6ip6", kind.TunnelProto6(7).String(): "7",
		(kind.SITISATAP | 2).String(): "isatap 0x2", kind.ERSPANEgress.String(): "egress", kind.ERSPANIngress.String(): "ingress",
		kind.GeneveDFInherit.String(): "inherit", kind.GeneveDFSet.String(): "set", kind.GenevePortRange{Low: 1, High: 2}.String(): "1 2",
		kind.AMTRelay.String(): "relay", kind.AMTGateway.String(): "gateway", kind.GTPSGSN.String(): "sgsn", kind.GTPGGSN.String(): "ggsn",
	} {
		if got != want {
			t.Errorf("String() = %q, want %q", got, want)
		}
	}
}

// testWhole checks that each of the parameters is missed, and that nothing is
// where all are there.
func testWhole[T any, P interface {
	*T
	kind.Whole
}](t *testing.T, full T, names ...string) {
	t.Helper()
	if err := P(&full).Whole(); err != nil {
		t.Errorf("all are there: %v", err)
	}
	fields := map[string]int{}
	for i := range reflect.TypeFor[T]().NumField() {
		tag, _, _ := strings.Cut(reflect.TypeFor[T]().Field(i).Tag.Get("json"), ",")
		fields[tag] = i
	}
	for _, name := range names {
		v := full
		reflect.ValueOf(&v).Elem().Field(fields[name]).SetZero()
		if err := P(&v).Whole(); err == nil || !strings.HasPrefix(err.Error(), name+": missing; ") {
			t.Errorf("without %s: %v", name, err)
		}
	}
}

func TestTunnelJSON(t *testing.T) {
	gre, ip6gre, erspan, ip6erspan, ipip, sit, ip6tnl, vti, amt := fullGRE(), fullIP6GRE(), fullERSPAN(), fullIP6ERSPAN(), fullIPIP(), fullSIT(), fullIP6TNL(), fullVTI(), fullAMT()
	for _, v := range []rtnl.LinkKind{&gre, &ip6gre, &erspan, &ip6erspan, &ipip, &sit, &ip6tnl, &vti, &amt} {
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		back := kind.New(v.Kind())
		if err := json.Unmarshal(b, back); err != nil || place.Diff(v, back) != "" {
			t.Errorf("%s: back: %v %s", b, err, place.Diff(v, back))
		}
	}
	b, err := json.Marshal(kind.SIT{Local: ip("192.0.2.1"), Flags: rtnl.Some(kind.SITISATAP), SixRDPrefix: ip("2001:db8::"), SixRDPrefixLen: rtnl.U16(32)})
	if want := `{"local":"192.0.2.1","flags":1,"6rd_prefix":"2001:db8::","6rd_prefixlen":32}`; err != nil || string(b) != want {
		t.Errorf("JSON = %s, %v, want %s", b, err, want)
	}
}
