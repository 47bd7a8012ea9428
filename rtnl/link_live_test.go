package rtnl_test

import (
	"errors"
	"io/fs"
	"slices"
	"testing"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

// A linkAttr is something that a link can have, and what ip(8) says then.
type linkAttr struct {
	name   string
	set    rtnl.Link
	json   map[string]any
	kind   string // default dummy
	up     bool   // only a link that is up shows it
	create bool   // only when the link is made
}

var linkAttrs = []linkAttr{
	{name: "index", set: rtnl.Link{Index: 77}, json: map[string]any{"ifindex": 77.}, create: true},
	{name: "up", set: rtnl.Link{Up: rtnl.On}, json: flags("UP")},
	{name: "promisc", set: rtnl.Link{Promisc: rtnl.On}, json: map[string]any{"flags": []any{"PROMISC"}, "promiscuity": 1.}},
	{name: "allmulti", set: rtnl.Link{AllMulti: rtnl.On}, json: flags("ALLMULTI")},
	{name: "arp", set: rtnl.Link{ARP: rtnl.On}, json: noFlag("NOARP")},
	{name: "noarp", kind: "bridge", set: rtnl.Link{ARP: rtnl.Off}, json: flags("NOARP")},
	{name: "multicast", set: rtnl.Link{Multicast: rtnl.On}, json: flags("MULTICAST")},
	{name: "dynamic", set: rtnl.Link{Dynamic: rtnl.On}, json: flags("DYNAMIC")},
	{name: "address", set: rtnl.Link{Address: hw("02:11:22:33:44:55")}, json: map[string]any{"address": "02:11:22:33:44:55"}},
	{name: "broadcast", set: rtnl.Link{Broadcast: hw("02:ff:ee:dd:cc:bb")}, json: map[string]any{"broadcast": "02:ff:ee:dd:cc:bb"}},
	{name: "mtu", set: rtnl.Link{MTU: 1487}, json: map[string]any{"mtu": 1487.}},
	{name: "alias", set: rtnl.Link{Alias: rtnl.Some("up link, 7")}, json: map[string]any{"ifalias": "up link, 7"}},
	{name: "altnames", set: rtnl.Link{AltNames: []string{"alt0", "a-name-longer-than-sixteen-bytes"}},
		json: map[string]any{"altnames": []any{"alt0", "a-name-longer-than-sixteen-bytes"}}},
	{name: "group", set: rtnl.Link{Group: rtnl.U32(9)}, json: map[string]any{"group": "9"}},
	{name: "txqlen", set: rtnl.Link{TxQLen: rtnl.U32(1234)}, json: map[string]any{"txqlen": 1234.}},
	// PITFALLS 9: another library made every ifb with a queue of 0, this one only those that ask for it.
	{name: "txqlen default", kind: "ifb", set: rtnl.Link{MTU: 1400}, json: map[string]any{"txqlen": 32.}},
	{name: "txqlen 0", kind: "ifb", set: rtnl.Link{TxQLen: rtnl.U32(0)}, json: map[string]any{"txqlen": nil}},
	{name: "queues", kind: "ifb", set: rtnl.Link{NumTxQueues: 3}, json: map[string]any{"num_tx_queues": 3.}, create: true},
	{name: "gso", set: rtnl.Link{GSOMaxSize: 60001, GSOMaxSegs: 33}, json: map[string]any{"gso_max_size": 60001., "gso_max_segs": 33.}},
	{name: "gro", set: rtnl.Link{GROMaxSize: 70002}, json: map[string]any{"gro_max_size": 70002.}},
	{name: "linkmode", set: rtnl.Link{LinkMode: rtnl.Some(rtnl.LinkModeDormant)}, json: map[string]any{"linkmode": "DORMANT"}},
	{name: "operstate", up: true, set: rtnl.Link{OperState: rtnl.Some(rtnl.OperDormant), LinkMode: rtnl.Some(rtnl.LinkModeDormant)},
		json: map[string]any{"operstate": "DORMANT"}},
	{name: "carrier", up: true, set: rtnl.Link{Carrier: rtnl.Off}, json: noFlag("LOWER_UP")},
	{name: "proto down", kind: "vxlan", set: rtnl.Link{ProtoDown: rtnl.On}, json: map[string]any{"proto_down": true}},
	{name: "proto down reason", kind: "vxlan", set: rtnl.Link{ProtoDown: rtnl.On, ProtoDownReason: rtnl.U32(1 << 5)},
		json: map[string]any{"proto_down": true, "proto_down_reason": []any{"5"}}},
	{name: "addrgenmode", set: rtnl.Link{AddrGenMode: rtnl.Some(rtnl.AddrGenNone)}, json: map[string]any{"inet6_addr_gen_mode": "none"}},
	{name: "addrgenmode random", set: rtnl.Link{AddrGenMode: rtnl.Some(rtnl.AddrGenRandom)}, json: map[string]any{"inet6_addr_gen_mode": "random"}},
	{name: "all at once", up: true, set: rtnl.Link{
		Promisc: rtnl.On, Multicast: rtnl.On, ARP: rtnl.On, Address: hw("02:11:22:33:44:66"), Broadcast: hw("02:ff:ff:ff:ff:fe"), MTU: 1401,
		Alias: rtnl.Some("x"), AltNames: []string{"y"}, Group: rtnl.U32(7), TxQLen: rtnl.U32(11), GSOMaxSize: 50002,
		Carrier: rtnl.Off, AddrGenMode: rtnl.Some(rtnl.AddrGenNone),
	}, json: map[string]any{
		"flags": []any{"PROMISC", "MULTICAST", "UP"}, "-flags": "LOWER_UP", "address": "02:11:22:33:44:66", "broadcast": "02:ff:ff:ff:ff:fe",
		"mtu": 1401., "ifalias": "x", "altnames": []any{"y"}, "group": "7", "txqlen": 11., "gso_max_size": 50002., "inet6_addr_gen_mode": "none",
	}},
}

func flags(f ...any) map[string]any { return map[string]any{"flags": f} }

func noFlag(f string) map[string]any { return map[string]any{"-flags": f} }

// TestLinkAttrs has each attribute of a link on its creation, set afterwards,
// and changed, and reads it back in two ways.
func TestLinkAttrs(t *testing.T) {
	nltest.HaveKind(t, "dummy")
	ways := map[string]func(p *place.Place, base, want rtnl.Link){
		"add": func(p *place.Place, base, want rtnl.Link) {
			place.Merge(&base, want)
			p.Must(rtnl.AddLink(base))
		},
		"create": func(p *place.Place, base, want rtnl.Link) {
			place.Merge(&base, want)
			l, err := p.CreateLink(p.T.Context(), base)
			if err != nil {
				p.T.Fatal(err)
			}
			place.SameFields(p.T, l, want)
		},
		"set": func(p *place.Place, base, want rtnl.Link) {
			p.Must(rtnl.AddLink(base), rtnl.SetLink("x0", want))
		},
		"set by index": func(p *place.Place, base, want rtnl.Link) {
			base.Index = 4711
			p.Must(rtnl.AddLink(base), rtnl.SetLink(4711, want))
		},
		"change": func(p *place.Place, base, want rtnl.Link) {
			p.Must(rtnl.AddLink(base))
			for range 2 { // the second time nothing is different
				if err := rtnl.ChangeLink(p.T.Context(), p.Conn, "x0", func(l *rtnl.Link) { place.Merge(l, want) }); err != nil {
					p.T.Fatal(err)
				}
			}
		},
	}
	shared := place.New(t)
	for _, tt := range linkAttrs {
		for way, do := range ways {
			if tt.create && way != "add" && way != "create" {
				continue
			}
			t.Run(tt.name+"/"+way, func(t *testing.T) {
				p := shared.In(t)
				defer p.Do(t.Context(), rtnl.DeleteLink("x0"))
				base := rtnl.Link{Name: "x0", Kind: &kind.Dummy{}}
				if tt.kind != "" {
					nltest.HaveKind(t, tt.kind)
					base.Kind = rawKind(tt.kind)
				}
				if tt.up {
					base.Up = rtnl.On
				}
				do(p, base, tt.set)
				place.SameFields(t, p.Link("x0"), tt.set)
				place.Says(t, p.One("link", "show", "dev", "x0"), tt.json)
			})
		}
	}
}

// rawKind is a kind with what the kernel demands of it.
func rawKind(name string) rtnl.LinkKind {
	k := &kind.Raw{Name: name}
	if name == "vxlan" {
		k.Data = append(k.Data, at(1, "2a 00 00 00"), at(15, "12 b5"))
	}
	return k
}

// TestLinkFlags switches each flag on, off, and on with others left as they are.
func TestLinkFlags(t *testing.T) {
	p := place.New(t)
	p.Must(rtnl.AddLink(rtnl.Link{Name: "x0", Kind: rawKind("bridge")}))
	shown := func() []any { return p.One("link", "show", "dev", "x0")["flags"].([]any) }
	for _, f := range []struct {
		name string
		on   rtnl.Link
		off  rtnl.Link
	}{
		{"UP", rtnl.Link{Up: rtnl.On}, rtnl.Link{Up: rtnl.Off}},
		{"PROMISC", rtnl.Link{Promisc: rtnl.On}, rtnl.Link{Promisc: rtnl.Off}},
		{"ALLMULTI", rtnl.Link{AllMulti: rtnl.On}, rtnl.Link{AllMulti: rtnl.Off}},
		{"NOARP", rtnl.Link{ARP: rtnl.Off}, rtnl.Link{ARP: rtnl.On}},
		{"MULTICAST", rtnl.Link{Multicast: rtnl.On}, rtnl.Link{Multicast: rtnl.Off}},
		{"DYNAMIC", rtnl.Link{Dynamic: rtnl.On}, rtnl.Link{Dynamic: rtnl.Off}},
	} {
		before := slices.DeleteFunc(shown(), func(x any) bool { return x == f.name || x == "NO-CARRIER" || x == "LOWER_UP" })
		for _, step := range []struct {
			l    rtnl.Link
			want bool
		}{{f.on, true}, {f.off, false}, {rtnl.Link{MTU: 1400}, false}, {f.on, true}, {rtnl.Link{MTU: 1500}, true}} {
			p.Must(rtnl.SetLink("x0", step.l))
			got := shown()
			if slices.Contains(got, any(f.name)) != step.want {
				t.Errorf("%v: flags are %v, want %s: %v", rtnl.SetLink("x0", step.l), got, f.name, step.want)
			}
			for _, b := range before {
				if !slices.Contains(got, b) {
					t.Errorf("%v: flags are %v, without %v", rtnl.SetLink("x0", step.l), got, b)
				}
			}
			place.SameFields(t, p.Link("x0"), rtnl.Link{Up: step.l.Up, Promisc: step.l.Promisc, ARP: step.l.ARP, Dynamic: step.l.Dynamic})
		}
	}
}

// A link that is made up keeps the flags that its kind gives it.
func TestLinkUpKeepsMulticast(t *testing.T) {
	p := place.New(t)
	p.Must(rtnl.AddLink(rtnl.Link{Name: "x0", Kind: rawKind("bridge"), Up: rtnl.On}))
	place.Says(t, p.One("link", "show", "dev", "x0"), flags("UP", "BROADCAST", "MULTICAST"))
}

func TestLinkRename(t *testing.T) {
	p := place.New(t)
	index := p.Dummies("old0")[0]
	p.Must(rtnl.SetLink("old0", rtnl.Link{Up: rtnl.Off}), rtnl.SetLink("old0", rtnl.Link{Name: "new0", Up: rtnl.On, MTU: 1400}))
	place.Says(t, p.One("link", "show", "dev", "new0"), map[string]any{"ifindex": float64(index), "mtu": 1400., "flags": []any{"UP"}})
	if _, err := p.LinkByName(t.Context(), "old0"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("old0: %v", err)
	}
	p.Must(rtnl.SetLink("new0", rtnl.Link{Up: rtnl.Off}))
	if err := rtnl.ChangeLink(t.Context(), p.Conn, index, func(l *rtnl.Link) { l.Name = "third0" }); err != nil {
		t.Fatal(err)
	}
	place.Says(t, p.One("link", "show", "dev", "third0"), map[string]any{"ifindex": float64(index)})
}

func TestLinkAltNames(t *testing.T) {
	const long = "an-alternative-name-that-is-rather-longer-than-any-other-name-of-a-link-can-be-which-has-fifteen-bytes"
	p := place.New(t)
	index := p.Dummies("x0")[0]
	p.Must(rtnl.AddAltNames("x0", "one", long), rtnl.AddAltNames(index, "two"), rtnl.AddAltNames(long, "three"))
	place.Says(t, p.One("link", "show", "dev", "x0"), map[string]any{"altnames": []any{"one", long, "two", "three"}})
	for _, name := range []string{"x0", "one", long, "two"} {
		if l := p.Link(name); l.Index != index {
			t.Errorf("LinkByName(%q).Index = %d, want %d", name, l.Index, index)
		}
		p.Must(rtnl.SetLink(name, rtnl.Link{MTU: 1400}), rtnl.AddAddr(rtnl.Addr{Dev: name, Prefix: pfx("192.0.2.1/32")}),
			rtnl.DeleteAddr(rtnl.Addr{Dev: name, Prefix: pfx("192.0.2.1/32")}))
	}
	p.Must(rtnl.DeleteAltNames("x0", "one"), rtnl.DeleteAltNames(long, "two"))
	if got := p.Link("x0").AltNames; !slices.Equal(got, []string{long, "three"}) {
		t.Errorf("AltNames = %q", got)
	}
	err := rtnl.ChangeLink(t.Context(), p.Conn, "x0", func(l *rtnl.Link) { l.AltNames = []string{"three", "four"} })
	if err != nil {
		t.Fatal(err)
	}
	if got := p.Link("x0").AltNames; !slices.Equal(got, []string{"three", "four"}) {
		t.Errorf("AltNames = %q", got)
	}
	p.Must(rtnl.DeleteLink("four"))
	if got := p.JSON("link", "show", "type", "dummy"); len(got) != 0 {
		t.Errorf("there still is %v", got)
	}
}

func TestLinkAlias(t *testing.T) {
	p := place.New(t)
	p.Dummies("x0")
	p.Must(rtnl.SetLink("x0", rtnl.Link{Alias: rtnl.Some("one")}))
	place.Says(t, p.One("link", "show", "dev", "x0"), map[string]any{"ifalias": "one"})
	p.Must(rtnl.SetLink("x0", rtnl.Link{MTU: 1400}))
	place.Says(t, p.One("link", "show", "dev", "x0"), map[string]any{"ifalias": "one"})
	p.Must(rtnl.SetLink("x0", rtnl.Link{Alias: rtnl.Some("")}))
	place.Says(t, p.One("link", "show", "dev", "x0"), map[string]any{"ifalias": nil})
	if l := p.Link("x0"); l.Alias.Is() {
		t.Errorf("Alias = %q, want none", l.Alias.Or(""))
	}
}

// A link that is not to have a link-local address does not have one for a while.
func TestLinkAddrGenModeBeforeUp(t *testing.T) {
	p := place.New(t)
	none := rtnl.Link{Up: rtnl.On, AddrGenMode: rtnl.Some(rtnl.AddrGenNone)}
	named := func(name string, k rtnl.LinkKind) rtnl.Link {
		l := none
		l.Name, l.Kind = name, k
		return l
	}
	peer, pair := named("v1", nil), named("v0", &kind.Veth{})
	pair.Peer = &peer
	p.Must(rtnl.AddLink(named("x0", &kind.Dummy{})), rtnl.AddLink(rtnl.Link{Name: "x1", Kind: &kind.Dummy{}}), rtnl.SetLink("x1", none),
		rtnl.AddLink(pair))
	for _, name := range []string{"x0", "x1", "v0", "v1"} {
		place.Says(t, p.One("link", "show", "dev", name), map[string]any{"inet6_addr_gen_mode": "none", "flags": []any{"UP"}})
		if got := p.JSON("-6", "addr", "show", "dev", name); len(got) != 0 {
			t.Errorf("%s has %v", name, got[0]["addr_info"])
		}
	}
}
