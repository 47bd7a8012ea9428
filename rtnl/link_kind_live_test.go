package rtnl_test

import (
	"errors"
	"io/fs"
	"net"
	"strings"
	"testing"
	"time"

	"syscall"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

func TestVethPeers(t *testing.T) {
	p, far := place.New(t), place.New(t)
	for name, peer := range map[string]*rtnl.Link{
		"none": nil, "empty": {}, "named": {Name: "b"}, "by pid": {Name: "b", NetNSPID: uint32(sleeper(t, far))},
	} {
		t.Run(name, func(t *testing.T) {
			p := p.In(t)
			p.Must(rtnl.AddLink(rtnl.Link{Name: "a", Kind: &kind.Veth{}, Peer: peer}))
			if name == "by pid" {
				far.Link("b")
			} else if all := p.JSON("link", "show", "type", "veth"); len(all) != 2 {
				t.Errorf("%d veths, want 2", len(all))
			}
			p.Must(rtnl.DeleteLink("a"))
		})
	}
	for name, tt := range map[string]struct {
		peer rtnl.Link
		want string
	}{
		"index alone": {rtnl.Link{Index: 88}, "rtnl: link add a: peer: ifindex: the kernel ignores it unless the first link has one too"},
		"nsid":        {rtnl.Link{NetNSID: rtnl.Some[int32](3)}, "rtnl: link add a: peer: if_netnsid: the kernel ignores it in a peer; give the namespace by handle or by process"},
		"kind":        {rtnl.Link{Kind: &kind.Dummy{}}, "rtnl: link add a: peer: kind: it is that of the first link"},
		"alias alone": {rtnl.Link{Alias: rtnl.Some("x")}, "rtnl: link add a: peer: ifname: missing; alias, altnames, port parameters and other things that the kernel takes in a second message need it"},
	} {
		err := p.Do(t.Context(), rtnl.AddLink(rtnl.Link{Name: "a", Kind: &kind.Veth{}, Peer: &tt.peer}))
		if err == nil || err.Error() != tt.want {
			t.Errorf("%s: %v, want %s", name, err, tt.want)
		}
	}
	if got := p.JSON("link", "show", "type", "veth"); len(got) != 0 {
		t.Errorf("there is %v", got)
	}
}

// A link is not left half made: where a later message is refused, it is removed.
func TestLinkRollBack(t *testing.T) {
	p, far := place.New(t), place.New(t)
	p.Dummies("taken", "base")
	far.Dummies("taken")
	for name, l := range map[string]rtnl.Link{
		"altname":        {AltNames: []string{"fine", "taken"}, Kind: &kind.Dummy{}},
		"after an alias": {Alias: rtnl.Some("a"), AltNames: []string{"taken"}, Kind: &kind.Dummy{}},
		"proto down":     {ProtoDown: rtnl.On, Kind: &kind.Dummy{}},
		"elsewhere":      {NetNS: far.NS, AltNames: []string{"taken"}, Kind: &kind.Dummy{}},
		"peer":           {Kind: &kind.Veth{}, Peer: &rtnl.Link{Name: "x1", AltNames: []string{"taken"}}},
		"far peer":       {Kind: &kind.Veth{}, Peer: &rtnl.Link{Name: "x1", NetNS: far.NS, AltNames: []string{"taken"}}},
		"peer's master":  {Kind: &kind.Veth{}, Peer: &rtnl.Link{Name: "x1", Master: "absent"}},
	} {
		t.Run(name, func(t *testing.T) {
			l.Name = "x0"
			err := p.Do(t.Context(), rtnl.DeleteLink("absent").Allow(fs.ErrNotExist), rtnl.AddLink(l), rtnl.DeleteLink("base"))
			var e *rtnl.Error
			if !errors.As(err, &e) || e.Index != 1 || !strings.HasPrefix(err.Error(), "rtnl: link add x0: ") {
				t.Fatalf("error %v, want one of request 1, link add x0", err)
			}
			if strings.Contains(err.Error(), "could not be removed") {
				t.Error(err)
			}
			for _, at := range []*place.Place{p, far} {
				for _, x := range []string{"x0", "x1"} {
					if l, err := at.LinkByName(t.Context(), x); !errors.Is(err, fs.ErrNotExist) {
						t.Errorf("%s is there: %v, %v", x, l, err)
					}
				}
			}
			p.Link("base")
		})
	}
}

// ownBridge is a link kind of a user's own: it knows three parameters.
type ownBridge struct {
	Ageing  nlattr.Opt[uint32]
	STP     nlattr.Opt[uint32]
	Unknown []nlattr.Attr
}

func (*ownBridge) Kind() string { return "bridge" }

func (b *ownBridge) Attrs(c *nlattr.Codec) {
	nlattr.U32(c, uapi.IFLA_BR_AGEING_TIME, "ageing", &b.Ageing)
	nlattr.U32(c, uapi.IFLA_BR_STP_STATE, "stp", &b.STP)
	nlattr.Rest(c, &b.Unknown)
}

func TestOwnKind(t *testing.T) {
	p := place.NewWith(t, rtnl.Config{Kinds: map[string]func() rtnl.LinkKind{"bridge": func() rtnl.LinkKind { return new(ownBridge) }}})
	nltest.HaveKind(t, "bridge")
	p.Must(rtnl.AddLink(rtnl.Link{Name: "br0", Kind: &ownBridge{Ageing: rtnl.U32(12300)}}))
	place.Says(t, p.One("link", "show", "dev", "br0")["linkinfo"].(map[string]any)["info_data"].(map[string]any), map[string]any{"ageing_time": 12300.})
	own, ok := p.Link("br0").Kind.(*ownBridge)
	if !ok || own.Ageing != rtnl.U32(12300) || own.STP != rtnl.U32(0) || len(own.Unknown) < 20 {
		t.Fatalf("Kind = %#v", p.Link("br0").Kind)
	}
	err := rtnl.ChangeLink(t.Context(), p.Conn, "br0", func(l *rtnl.Link) { l.Kind.(*ownBridge).STP = rtnl.U32(1) })
	if err != nil {
		t.Fatal(err)
	}
	own = p.Link("br0").Kind.(*ownBridge)
	if own.Ageing != rtnl.U32(12300) || own.STP != rtnl.U32(1) {
		t.Errorf("ageing %v, stp %v, want 12300 and 1", own.Ageing, own.STP)
	}
	// Where the own kind objects, its names are in the error.
	err = p.Do(t.Context(), rtnl.SetLink("br0", rtnl.Link{Kind: &ownBridge{Unknown: []nlattr.Attr{{Type: 1, Data: []byte{1}}}}}))
	var e *rtnl.Error
	if !errors.As(err, &e) || e.Errno != syscall.ERANGE && e.Errno != syscall.EINVAL {
		t.Errorf("a forward delay of one byte: %v", err)
	}
}

// A link of a kind that this package does not know, or that the configuration
// keeps from it, is read, made again from that, and is the same.
func TestRawKind(t *testing.T) {
	raw := func(name string) func() rtnl.LinkKind { return func() rtnl.LinkKind { return &kind.Raw{Name: name} } }
	p := place.NewWith(t, rtnl.Config{Kinds: map[string]func() rtnl.LinkKind{"geneve": raw("geneve"), "gre": raw("gre"), "ipvlan": raw("ipvlan")}})
	for _, tt := range []struct{ kind, args string }{
		{"geneve", "id 77 remote 192.0.2.1 tos 4 dstport 6082"},
		{"gre", "remote 192.0.2.1 local 192.0.2.2 ttl 9 key 5"},
		{"ipvlan", "mode l3"},
	} {
		t.Run(tt.kind, func(t *testing.T) {
			nltest.HaveKind(t, tt.kind)
			p := p.In(t)
			p.IP("link", "add", "base", "type", "dummy")
			args := append([]string{"link", "add", "link", "base", "name", "x0", "type", tt.kind}, strings.Fields(tt.args)...)
			p.IP(args...)
			want := p.One("link", "show", "dev", "x0")["linkinfo"]
			read := p.Link("x0")
			raw, ok := read.Kind.(*kind.Raw)
			if !ok || raw.Name != tt.kind || len(raw.Data) == 0 {
				t.Fatalf("Kind = %#v, want a RawKind with data", read.Kind)
			}
			p.Must(rtnl.DeleteLink("x0"), rtnl.AddLink(rtnl.Link{Name: "x0", ParentIndex: read.ParentIndex, Kind: read.Kind}))
			if diff := place.Diff(want, p.One("link", "show", "dev", "x0")["linkinfo"]); diff != "" {
				t.Errorf("-read +made\n%s", diff)
			}
			if again := p.Link("x0"); place.Diff(read.Kind, again.Kind) != "" {
				t.Error(place.Diff(read.Kind, again.Kind))
			}
			p.Must(rtnl.DeleteLink("x0"), rtnl.DeleteLink("base"))
		})
	}
}

// TestLinkOnRequest reads what has to be asked for.
func TestLinkOnRequest(t *testing.T) {
	p := place.New(t)
	p.Must(rtnl.SetLink("lo", rtnl.Link{Up: rtnl.On}))
	if err := p.NS.Do(talk); err != nil {
		t.Fatal(err)
	}
	if l := p.Link("lo"); l.Stats != nil {
		t.Errorf("statistics that nobody asked for: %+v", l.Stats)
	}
	l, err := p.LinkWith(t.Context(), "lo", rtnl.LinkFilter{Stats: true, VFs: true})
	if err != nil {
		t.Fatal(err)
	}
	tx := p.One("-s", "link", "show", "dev", "lo")["stats64"].(map[string]any)["tx"].(map[string]any)
	if l.Stats == nil || l.Stats.TxPackets == 0 || float64(l.Stats.TxPackets) != tx["packets"] || float64(l.Stats.TxBytes) != tx["bytes"] {
		t.Errorf("Stats = %+v, want %v", l.Stats, tx)
	}
	for l, err := range p.Links(t.Context(), &rtnl.LinkFilter{Stats: true}) {
		if err != nil || l.Stats == nil {
			t.Errorf("%v: no statistics; %v", l, err)
		}
	}
}

// talk sends a packet over the loopback device.
func talk() error {
	c, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer c.Close()
	if _, err := c.WriteTo(make([]byte, 100), c.LocalAddr()); err != nil {
		return err
	}
	// Without a reader an answer would follow, at some time.
	if err := c.SetDeadline(time.Now().Add(5 * time.Second)); err != nil {
		return err
	}
	_, _, err = c.ReadFrom(make([]byte, 100))
	return err
}
