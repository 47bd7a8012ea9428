package rtnl_test

import (
	"errors"
	"io/fs"
	"os/exec"
	"testing"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/netns"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
)

func TestLinkMaster(t *testing.T) {
	p := newPlace(t)
	p.do(rtnl.AddLink(rtnl.Link{Name: "br0", Kind: rawKind("bridge")}), rtnl.AddLink(rtnl.Link{Name: "br1", Kind: rawKind("bridge")}),
		rtnl.AddLink(rtnl.Link{Name: "x0", Kind: &rtnl.Dummy{}, Master: "br0"}))
	br0, br1 := p.link("br0").Index, p.link("br1").Index
	check := func(what string, index int32, name any) {
		t.Helper()
		if got := p.link("x0").MasterIndex; got != index {
			t.Errorf("%s: MasterIndex = %d, want %d", what, got, index)
		}
		says(t, p.one("link", "show", "dev", "x0"), map[string]any{"master": name})
	}
	check("made", br0, "br0")
	p.do(rtnl.SetLink("x0", rtnl.Link{NoMaster: true}))
	check("released", 0, nil)
	p.do(rtnl.SetLink("x0", rtnl.Link{MasterIndex: br1}))
	check("by index", br1, "br1")
	change := func(f func(*rtnl.Link)) {
		t.Helper()
		if err := rtnl.ChangeLink(t.Context(), p.Conn, "x0", f); err != nil {
			t.Fatal(err)
		}
	}
	change(func(l *rtnl.Link) { l.MasterIndex = br0 })
	check("changed", br0, "br0")
	change(func(l *rtnl.Link) { l.MasterIndex = 0 })
	check("changed to none", 0, nil)
	change(func(l *rtnl.Link) { l.Master = "br1" })
	check("changed by name", br1, "br1")
	change(func(l *rtnl.Link) { l.MTU = 1400 })
	check("changed elsewhere", br1, "br1")
	change(func(l *rtnl.Link) { l.NoMaster = true })
	check("changed to no master", 0, nil)
}

func TestLinkParent(t *testing.T) {
	p, far := newPlace(t), newPlace(t)
	vlan := func(name string, l rtnl.Link) rtnl.Request {
		l.Name, l.Kind = name, &rtnl.RawKind{Name: "vlan", Data: []nlattr.Attr{at(1, "07 00")}}
		return rtnl.AddLink(l)
	}
	base := p.dummies("base")[0]
	p.do(vlan("v1", rtnl.Link{Parent: "base"}))
	says(t, p.one("link", "show", "dev", "v1"), map[string]any{"link": "base"})
	if got := p.link("v1").ParentIndex; got != base {
		t.Errorf("ParentIndex = %d, want %d", got, base)
	}
	p.do(rtnl.DeleteLink("v1"), vlan("v1", rtnl.Link{ParentIndex: base}))
	says(t, p.one("link", "show", "dev", "v1"), map[string]any{"link": "base"})

	// A vlan here whose parent is in another namespace.
	p.ip("netns", "set", far.name, "33")
	farBase := far.dummies("far")[0]
	p.do(vlan("v2", rtnl.Link{ParentIndex: farBase, ParentNetNSID: rtnl.Some[int32](33)}))
	sameFields(t, p.link("v2"), rtnl.Link{ParentIndex: farBase, ParentNetNSID: rtnl.Some[int32](33)})
	says(t, p.one("link", "show", "dev", "v2"), map[string]any{"link_netnsid": 33., "link_index": float64(farBase)})
}

// TestLinkMove moves a link, in each way to name a namespace, with everything
// that can go along.
func TestLinkMove(t *testing.T) {
	for name, to := range map[string]func(t *testing.T, p, far *place) rtnl.Link{
		"handle": func(_ *testing.T, _, far *place) rtnl.Link { return rtnl.Link{NetNS: far.ns} },
		"pid": func(t *testing.T, _, far *place) rtnl.Link {
			return rtnl.Link{NetNSPID: uint32(sleeper(t, far))}
		},
		"nsid": func(t *testing.T, p, far *place) rtnl.Link {
			p.ip("netns", "set", far.name, "33")
			return rtnl.Link{NetNSID: rtnl.Some[int32](33)}
		},
	} {
		t.Run(name, func(t *testing.T) {
			p, far := newPlace(t), newPlace(t)
			far.do(rtnl.AddLink(rtnl.Link{Name: "br0", Kind: rawKind("bridge")}))
			p.dummies("one", "two", "three", "four")
			target := to(t, p, far)

			p.do(rtnl.SetLink("one", target))
			says(t, far.one("link", "show", "dev", "one"), map[string]any{"-flags": "UP"})

			l := target
			l.Name, l.Up, l.NewIndex, l.MTU = "zwei", rtnl.On, 4711, 1400
			p.do(rtnl.SetLink("two", l))
			says(t, far.one("link", "show", "dev", "zwei"), map[string]any{"ifindex": 4711., "mtu": 1400., "flags": []any{"UP"}})

			l = target
			l.MasterIndex, l.Up = far.link("br0").Index, rtnl.On
			p.do(rtnl.SetLink("three", l))
			says(t, far.one("link", "show", "dev", "three"), map[string]any{"master": "br0", "flags": []any{"UP"}})

			if name != "nsid" { // which cannot be entered to look the name up
				l = target
				l.Master, l.AltNames = "br0", []string{"vier"}
				p.do(rtnl.SetLink("four", l))
				says(t, far.one("link", "show", "dev", "vier"), map[string]any{"master": "br0", "altnames": []any{"vier"}})
			}
			for _, gone := range []string{"one", "two", "three"} {
				if _, err := p.LinkByName(t.Context(), gone); !errors.Is(err, fs.ErrNotExist) {
					t.Errorf("%s is still here: %v", gone, err)
				}
			}
		})
	}
}

// sleeper returns the number of a process in the place.
func sleeper(t *testing.T, p *place) int {
	t.Helper()
	cmd := exec.Command("sleep", "600")
	if err := p.ns.Do(cmd.Start); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
	})
	return cmd.Process.Pid
}

// TestLinkCreateElsewhere makes links in another namespace.
func TestLinkCreateElsewhere(t *testing.T) {
	p, far := newPlace(t), newPlace(t)
	far.do(rtnl.AddLink(rtnl.Link{Name: "br0", Kind: rawKind("bridge")}))
	p.do(rtnl.AddLink(rtnl.Link{
		Name: "x0", Kind: &rtnl.Dummy{}, NetNS: far.ns, Master: "br0", Up: rtnl.On, Alias: rtnl.Some("far"), AltNames: []string{"x-alt"},
	}))
	says(t, far.one("link", "show", "dev", "x0"), map[string]any{
		"master": "br0", "ifalias": "far", "altnames": []any{"x-alt"}, "flags": []any{"UP"},
	})
	p.ip("netns", "set", far.name, "33")
	for name, l := range map[string]rtnl.Link{
		"c0": {NetNS: far.ns}, "c1": {NetNSPID: uint32(sleeper(t, far))}, "c2": {NetNSID: rtnl.Some[int32](33)}, "c3": {NetNS: far.ns, Alias: rtnl.Some("a")},
	} {
		l.Name, l.Kind, l.MTU = name, &rtnl.Dummy{}, 1400
		got, err := p.CreateLink(t.Context(), l)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		says(t, far.one("link", "show", "dev", name), map[string]any{"ifindex": float64(got.Index), "mtu": 1400.})
		sameFields(t, got, rtnl.Link{Name: name, MTU: 1400, Alias: l.Alias})
		if _, err := p.CreateLink(t.Context(), l); !errors.Is(err, fs.ErrExist) {
			t.Errorf("%s again: %v", name, err)
		}
	}
	got, err := p.LinkWith(t.Context(), "x0", rtnl.LinkFilter{NetNSID: rtnl.Some[int32](33)})
	if err != nil || got.Alias.Or("") != "far" || got.NetNSID != rtnl.Some[int32](33) {
		t.Errorf("LinkWith = %v, %v", got, err)
	}
	var names []string
	for l, err := range p.Links(t.Context(), &rtnl.LinkFilter{NetNSID: rtnl.Some[int32](33), Kind: "dummy"}) {
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, l.Name)
	}
	if len(names) != 5 {
		t.Errorf("Links there = %q, want x0 and c0 to c3", names)
	}
}

func TestCreateLink(t *testing.T) {
	nltest.HaveKind(t, "dummy")
	p := newPlace(t)
	ctx := t.Context()
	first, err := p.CreateLink(ctx, rtnl.Link{Name: "x0", Kind: &rtnl.Dummy{}, MTU: 1400})
	if err != nil {
		t.Fatal(err)
	}
	if again := p.link("x0"); again.Index != first.Index {
		t.Errorf("index %d, want %d", first.Index, again.Index)
	}
	// What is there is not what was made.
	got, err := p.CreateLink(ctx, rtnl.Link{Name: "x0", Kind: &rtnl.Dummy{}, MTU: 1300})
	if !errors.Is(err, fs.ErrExist) || got.Index != 0 {
		t.Errorf("CreateLink = %v, %v, want no link and %v", got, err, fs.ErrExist)
	}
	if l := p.link("x0"); l.MTU != 1400 {
		t.Errorf("MTU = %d, want 1400", l.MTU)
	}
	for _, tt := range []struct{ name, want string }{{"x%d", "x1"}, {"x%d", "x2"}, {"new%d", "new0"}} {
		l, err := p.CreateLink(ctx, rtnl.Link{Name: tt.name, Kind: &rtnl.Dummy{}})
		if err != nil || l.Name != tt.want || p.link(tt.want).Index != l.Index {
			t.Errorf("CreateLink(%q) = %v, %v, want %s", tt.name, l, err, tt.want)
		}
	}
	l, err := p.CreateLink(ctx, rtnl.Link{Kind: &rtnl.RawKind{Name: "nlmon"}, Alias: rtnl.Some("a")})
	if err != nil || l.Name != "nlmon0" || l.Alias.Or("") != "a" {
		t.Errorf("CreateLink without a name = %v, %v, want nlmon0", l, err)
	}
	// The kernel numbers links as well.
	p.do(rtnl.AddLink(rtnl.Link{Name: "k%d", Kind: &rtnl.Dummy{}}), rtnl.AddLink(rtnl.Link{Name: "k%d", Kind: &rtnl.Dummy{}}))
	p.link("k1")
}

// A namespace handle that is closed is an error, not namespace -1.
func TestLinkClosedNamespace(t *testing.T) {
	p := newPlace(t)
	p.dummies("x0")
	ns, err := netns.New()
	if err != nil {
		t.Fatal(err)
	}
	ns.Close()
	for _, r := range []rtnl.Request{
		rtnl.SetLink("x0", rtnl.Link{NetNS: ns}), rtnl.AddLink(rtnl.Link{Name: "x1", Kind: &rtnl.Dummy{}, NetNS: ns}),
		rtnl.AddLink(rtnl.Link{Name: "x1", Kind: &rtnl.Veth{Peer: &rtnl.Link{Name: "x2", NetNS: ns}}}),
	} {
		if err := p.Do(t.Context(), r); err == nil {
			t.Errorf("%v: no error", r)
		}
	}
	if got := p.json("link", "show", "type", "dummy"); len(got) != 1 {
		t.Errorf("%v", got)
	}
}
