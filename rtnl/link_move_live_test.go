package rtnl_test

import (
	"context"
	"errors"
	"io/fs"
	"os/exec"
	"testing"

	"github.com/eb30ede5/netlink/internal/nlmsg"
	"github.com/eb30ede5/netlink/internal/nlsock"
	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/netns"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

func TestLinkMaster(t *testing.T) {
	p := place.New(t)
	p.Must(rtnl.AddLink(rtnl.Link{Name: "br0", Kind: rawKind("bridge")}), rtnl.AddLink(rtnl.Link{Name: "br1", Kind: rawKind("bridge")}),
		rtnl.AddLink(rtnl.Link{Name: "x0", Kind: &kind.Dummy{}, Master: "br0"}))
	br0, br1 := p.Link("br0").Index, p.Link("br1").Index
	check := func(what string, index int32, name any) {
		t.Helper()
		if got := p.Link("x0").MasterIndex; got != index {
			t.Errorf("%s: MasterIndex = %d, want %d", what, got, index)
		}
		place.Says(t, p.One("link", "show", "dev", "x0"), map[string]any{"master": name})
	}
	check("made", br0, "br0")
	p.Must(rtnl.SetLink("x0", rtnl.Link{NoMaster: true}))
	check("released", 0, nil)
	p.Must(rtnl.SetLink("x0", rtnl.Link{MasterIndex: br1}))
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
	p, far := place.New(t), place.New(t)
	vlan := func(name string, l rtnl.Link) rtnl.Request {
		l.Name, l.Kind = name, &kind.Raw{Name: "vlan", Data: []nlattr.Attr{at(1, "07 00")}}
		return rtnl.AddLink(l)
	}
	base := p.Dummies("base")[0]
	p.Must(vlan("v1", rtnl.Link{Parent: "base"}))
	place.Says(t, p.One("link", "show", "dev", "v1"), map[string]any{"link": "base"})
	if got := p.Link("v1").ParentIndex; got != base {
		t.Errorf("ParentIndex = %d, want %d", got, base)
	}
	p.Must(rtnl.DeleteLink("v1"), vlan("v1", rtnl.Link{ParentIndex: base}))
	place.Says(t, p.One("link", "show", "dev", "v1"), map[string]any{"link": "base"})

	// A vlan here whose parent is in another namespace.
	p.IP("netns", "set", far.Name, "33")
	farBase := far.Dummies("far")[0]
	p.Must(vlan("v2", rtnl.Link{ParentIndex: farBase, ParentNetNSID: rtnl.Some[int32](33)}))
	place.SameFields(t, p.Link("v2"), rtnl.Link{ParentIndex: farBase, ParentNetNSID: rtnl.Some[int32](33)})
	place.Says(t, p.One("link", "show", "dev", "v2"), map[string]any{"link_netnsid": 33., "link_index": float64(farBase)})
}

// TestLinkMove moves a link, in each way to name a namespace, with everything
// that can go along.
func TestLinkMove(t *testing.T) {
	for name, to := range map[string]func(t *testing.T, p, far *place.Place) rtnl.Link{
		"handle": func(_ *testing.T, _, far *place.Place) rtnl.Link { return rtnl.Link{NetNS: far.NS} },
		"pid": func(t *testing.T, _, far *place.Place) rtnl.Link {
			return rtnl.Link{NetNSPID: uint32(sleeper(t, far))}
		},
		"nsid": func(t *testing.T, p, far *place.Place) rtnl.Link {
			p.IP("netns", "set", far.Name, "33")
			return rtnl.Link{NetNSID: rtnl.Some[int32](33)}
		},
	} {
		t.Run(name, func(t *testing.T) {
			p, far := place.New(t), place.New(t)
			far.Must(rtnl.AddLink(rtnl.Link{Name: "br0", Kind: rawKind("bridge")}))
			p.Dummies("one", "two", "three", "four")
			target := to(t, p, far)

			p.Must(rtnl.SetLink("one", target))
			place.Says(t, far.One("link", "show", "dev", "one"), map[string]any{"-flags": "UP"})

			l := target
			l.Name, l.Up, l.NewIndex, l.MTU = "zwei", rtnl.On, 4711, 1400
			p.Must(rtnl.SetLink("two", l))
			place.Says(t, far.One("link", "show", "dev", "zwei"), map[string]any{"ifindex": 4711., "mtu": 1400., "flags": []any{"UP"}})

			l = target
			l.MasterIndex, l.Up = far.Link("br0").Index, rtnl.On
			p.Must(rtnl.SetLink("three", l))
			place.Says(t, far.One("link", "show", "dev", "three"), map[string]any{"master": "br0", "flags": []any{"UP"}})

			l = target
			l.Master, l.AltNames = "br0", []string{"vier"}
			if name == "nsid" { // which cannot be entered to add altnames
				l.AltNames = nil
			}
			p.Must(rtnl.SetLink("four", l))
			place.Says(t, far.One("link", "show", "dev", "four"), map[string]any{"master": "br0"})
			if name != "nsid" {
				place.Says(t, far.One("link", "show", "dev", "vier"), map[string]any{"altnames": []any{"vier"}})
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
func sleeper(t *testing.T, p *place.Place) int {
	t.Helper()
	cmd := exec.Command("sleep", "600")
	if err := p.NS.Do(cmd.Start); err != nil {
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
	p, far := place.New(t), place.New(t)
	far.Must(rtnl.AddLink(rtnl.Link{Name: "br0", Kind: rawKind("bridge")}))
	p.Must(rtnl.AddLink(rtnl.Link{
		Name: "x0", Kind: &kind.Dummy{}, NetNS: far.NS, Master: "br0", Up: rtnl.On, Alias: rtnl.Some("far"), AltNames: []string{"x-alt"},
	}))
	place.Says(t, far.One("link", "show", "dev", "x0"), map[string]any{
		"master": "br0", "ifalias": "far", "altnames": []any{"x-alt"}, "flags": []any{"UP"},
	})
	p.IP("netns", "set", far.Name, "33")
	for name, l := range map[string]rtnl.Link{
		"c0": {NetNS: far.NS}, "c1": {NetNSPID: uint32(sleeper(t, far))}, "c2": {NetNSID: rtnl.Some[int32](33)}, "c3": {NetNS: far.NS, Alias: rtnl.Some("a")},
	} {
		l.Name, l.Kind, l.MTU = name, &kind.Dummy{}, 1400
		got, err := p.CreateLink(t.Context(), l)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		place.Says(t, far.One("link", "show", "dev", name), map[string]any{"ifindex": float64(got.Index), "mtu": 1400.})
		place.SameFields(t, got, rtnl.Link{Name: name, MTU: 1400, Alias: l.Alias})
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
	p := place.New(t)
	ctx := t.Context()
	first, err := p.CreateLink(ctx, rtnl.Link{Name: "x0", Kind: &kind.Dummy{}, MTU: 1400})
	if err != nil {
		t.Fatal(err)
	}
	if again := p.Link("x0"); again.Index != first.Index {
		t.Errorf("index %d, want %d", first.Index, again.Index)
	}
	// What is there is not what was made.
	got, err := p.CreateLink(ctx, rtnl.Link{Name: "x0", Kind: &kind.Dummy{}, MTU: 1300})
	if !errors.Is(err, fs.ErrExist) || got.Index != 0 {
		t.Errorf("CreateLink = %v, %v, want no link and %v", got, err, fs.ErrExist)
	}
	if l := p.Link("x0"); l.MTU != 1400 {
		t.Errorf("MTU = %d, want 1400", l.MTU)
	}
	for _, tt := range []struct{ name, want string }{{"x%d", "x1"}, {"x%d", "x2"}, {"new%d", "new0"}} {
		l, err := p.CreateLink(ctx, rtnl.Link{Name: tt.name, Kind: &kind.Dummy{}})
		if err != nil || l.Name != tt.want || p.Link(tt.want).Index != l.Index {
			t.Errorf("CreateLink(%q) = %v, %v, want %s", tt.name, l, err, tt.want)
		}
	}
	l, err := p.CreateLink(ctx, rtnl.Link{Kind: &kind.Raw{Name: "nlmon"}, Alias: rtnl.Some("a")})
	if err != nil || l.Name != "nlmon0" || l.Alias.Or("") != "a" {
		t.Errorf("CreateLink without a name = %v, %v, want nlmon0", l, err)
	}
	// The kernel numbers links as well.
	p.Must(rtnl.AddLink(rtnl.Link{Name: "k%d", Kind: &kind.Dummy{}}), rtnl.AddLink(rtnl.Link{Name: "k%d", Kind: &kind.Dummy{}}))
	p.Link("k1")
}

// A namespace handle that is closed is an error, not namespace -1.
func TestLinkClosedNamespace(t *testing.T) {
	p := place.New(t)
	p.Dummies("x0")
	ns, err := netns.New()
	if err != nil {
		t.Fatal(err)
	}
	ns.Close()
	for _, r := range []rtnl.Request{
		rtnl.SetLink("x0", rtnl.Link{NetNS: ns}), rtnl.AddLink(rtnl.Link{Name: "x1", Kind: &kind.Dummy{}, NetNS: ns}),
		rtnl.AddLink(rtnl.Link{Name: "x1", Kind: &kind.Veth{}, Peer: &rtnl.Link{Name: "x2", NetNS: ns}}),
	} {
		if err := p.Do(t.Context(), r); err == nil {
			t.Errorf("%v: no error", r)
		}
	}
	if got := p.JSON("link", "show", "type", "dummy"); len(got) != 1 {
		t.Errorf("%v", got)
	}
}

// A counter is a transport to the kernel that keeps the types of the messages
// that were sent.
type counter struct {
	rtnl.Transport
	sent *[]uint16
}

func (c counter) Open(ctx context.Context) (rtnl.Socket, error) {
	s, err := c.Transport.Open(ctx)
	return countingSocket{s, c.sent}, err
}

type countingSocket struct {
	rtnl.Socket
	sent *[]uint16
}

func (s countingSocket) Send(ctx context.Context, b []byte) error {
	for rest := b; len(rest) > 0; {
		m, next, err := nlmsg.Next(rest)
		if err != nil {
			return err
		}
		*s.sent = append(*s.sent, m.Type)
		rest = next
	}
	return s.Socket.Send(ctx, b)
}

// TestLinkMoveInOneMessage moves a link with its new name, address, MTU, master
// and state, which a program that gives a container its interface does for each.
func TestLinkMoveInOneMessage(t *testing.T) {
	p, far := place.New(t), place.New(t)
	far.Must(rtnl.AddLink(rtnl.Link{Name: "br0", Kind: &kind.Bridge{}}))
	p.Must(rtnl.AddLink(rtnl.Link{Name: "host", Kind: &kind.Veth{}, Peer: &rtnl.Link{Name: "guest"}, Up: rtnl.On}))
	kernel, err := nlsock.Kernel(p.NS)
	if err != nil {
		t.Fatal(err)
	}
	defer kernel.Close()
	var sent []uint16
	c, err := rtnl.Dial(&rtnl.Config{Transport: counter{kernel, &sent}})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()

	want := rtnl.Link{
		Name: "net1", Address: hw("02:11:22:33:44:55"), MTU: 1403, TxQLen: rtnl.U32(77), Group: rtnl.U32(9),
		MasterIndex: far.Link("br0").Index, Up: rtnl.On,
	}
	move := want
	move.NetNS, move.NewIndex = far.NS, 4711
	if err := c.Do(t.Context(), rtnl.SetLink("guest", move)); err != nil {
		t.Fatal(err)
	}
	// The name that is not the one to give has to become an index first.
	if diff := place.Diff([]uint16{uapi.RTM_GETLINK, uapi.RTM_NEWLINK}, sent); diff != "" {
		t.Errorf("messages: -want +got\n%s", diff)
	}
	want.Index = 4711
	place.SameFields(t, far.Link("net1"), want)
	place.Says(t, far.One("link", "show", "dev", "net1"), map[string]any{
		"ifindex": 4711., "address": "02:11:22:33:44:55", "mtu": 1403., "txqlen": 77., "group": "9", "master": "br0", "flags": []any{"UP"},
	})

	// By index it is one message in all.
	far.IP("link", "set", "dev", "net1", "netns", p.Name)
	move.Name, sent = "net2", nil
	if err := c.Do(t.Context(), rtnl.SetLink(p.Link("net1").Index, move)); err != nil {
		t.Fatal(err)
	}
	if diff := place.Diff([]uint16{uapi.RTM_NEWLINK}, sent); diff != "" {
		t.Errorf("messages by index: -want +got\n%s", diff)
	}
	want.Name = "net2"
	place.SameFields(t, far.Link("net2"), want)
}
