package watch_test

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/netns"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
	"github.com/eb30ede5/netlink/rtnl/watch"
)

// watched runs a Watch in the background and takes down what it tells.
type watched struct {
	t       *testing.T
	changes chan string
	done    chan error
	cancel  context.CancelFunc
}

func follow(t *testing.T, p *place.Place, cfg *watch.ChangesConfig, topics ...*watch.Topic) *watched {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	w := &watched{t, make(chan string, 1000), make(chan error, 1), cancel}
	go func() {
		for ch, err := range watch.Changes(ctx, p.Conn, cfg, topics...) {
			if err != nil {
				w.done <- err
				return
			}
			w.changes <- changeText(ch)
		}
	}()
	t.Cleanup(w.stop)
	w.until("synced")
	return w
}

func (w *watched) stop() {
	w.cancel()
	if err := <-w.done; !errors.Is(err, context.Canceled) {
		w.t.Errorf("Watch ended with %v", err)
	}
	w.done <- context.Canceled
}

// until takes down what is told until something begins with last, and returns
// it.
func (w *watched) until(last string) (all []string) {
	w.t.Helper()
	timeout := time.After(10 * time.Second)
	for {
		select {
		case s := <-w.changes:
			if s == "synced" && last != s {
				continue // how often is not what the tests are about
			}
			if all = append(all, s); strings.HasPrefix(s, last) {
				return all
			}
		case <-timeout:
			w.t.Fatalf("waited 10s for %q, and had only\n%s", last, strings.Join(all, "\n"))
		}
	}
}

// changeText says in one line what tests are about.
func changeText(ch watch.Change) string {
	o := ch.New
	if o == nil {
		o = ch.Old
	}
	switch o := o.(type) {
	case *rtnl.Link:
		s := fmt.Sprintf("%v link %s", ch.Kind, o.Name)
		if old, ok := ch.Old.(*rtnl.Link); ok && ch.New != nil {
			if old.Name != o.Name {
				s += " was " + old.Name
			}
			if !slices.Equal(old.AltNames, o.AltNames) {
				s += fmt.Sprint(" altnames ", o.AltNames)
			}
			if old.MasterIndex != o.MasterIndex {
				s += fmt.Sprint(" master ", o.MasterIndex != 0)
			}
		}
		return s
	case *rtnl.Addr:
		s := fmt.Sprintf("%v addr %v", ch.Kind, o.Prefix)
		if o.Flags&rtnl.AddrTentative != 0 {
			s += " tentative"
		}
		return s
	case *rtnl.Neigh:
		return strings.ToLower(fmt.Sprintf("%v neigh %v %v", ch.Kind, o.Dst, o.State))
	case *rtnl.Nexthop:
		return fmt.Sprintf("%v nexthop %d", ch.Kind, o.ID)
	case *rtnl.Rule:
		return fmt.Sprintf("%v rule %d %v", ch.Kind, o.Priority.Or(0), o.Src)
	case *rtnl.Route:
		return fmt.Sprintf("%v route %v via %v table %d", ch.Kind, o.Dst, o.Via, o.Table)
	}
	return ch.Kind.String()
}

// ours leaves out what the kernel makes by itself: link-local and multicast
// routes and addresses.
func ours(all []string) (left []string) {
	for _, s := range all {
		if !strings.Contains(s, "fe80:") && !strings.Contains(s, "ff00:") && !strings.Contains(s, "table 255") {
			left = append(left, s)
		}
	}
	return left
}

func sameLines(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("told was\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

func TestWatchLinks(t *testing.T) {
	p, far := place.New(t), place.New(t)
	w := follow(t, p, &watch.ChangesConfig{NoInitial: true}, watch.Links)
	br := func(name string) rtnl.Request { return rtnl.AddLink(rtnl.Link{Name: name, Kind: &kind.Bridge{}}) }
	p.Must(br("br0"))
	sameLines(t, w.until("added link br0"), "added link br0")
	p.Must(rtnl.SetLink("br0", rtnl.Link{Name: "br1"}))
	sameLines(t, w.until("changed link br1 was br0"), "changed link br1 was br0")
	p.Must(rtnl.SetLink("br1", rtnl.Link{Up: rtnl.On}), rtnl.AddAltNames("br1", "a-long-name"))
	got := w.until("changed link br1 altnames")
	sameLines(t, got[len(got)-1:], "changed link br1 altnames [a-long-name]")
	p.Must(rtnl.DeleteAltNames("br1", "a-long-name"))
	sameLines(t, w.until("changed link br1 altnames"), "changed link br1 altnames []")
	p.Must(rtnl.AddLink(rtnl.Link{Name: "v0", Kind: &kind.Veth{}, Peer: &rtnl.Link{Name: "v1"}}))
	w.until("added link v0")
	p.Must(rtnl.SetLink("v0", rtnl.Link{Master: "br1"}))
	got = w.until("changed link v0")
	sameLines(t, got[len(got)-1:], "changed link v0 master true")
	p.Must(rtnl.SetLink("v1", rtnl.Link{NetNS: far.NS}))
	got = w.until("removed link v1")
	sameLines(t, got[len(got)-1:], "removed link v1")
	p.Must(rtnl.DeleteLink("br1"))
	got = w.until("removed link br1")
	if !slices.Contains(got, "changed link v0 master false") {
		t.Errorf("told was %q, and not that v0 is released", got)
	}
}

// What the kernel does not announce is found by listing again, also while
// something else is heard all the time.
func TestWatchRecheck(t *testing.T) {
	p := place.New(t)
	p.Must(rtnl.AddLink(rtnl.Link{Name: "br0", Kind: &kind.Bridge{}}), rtnl.AddLink(rtnl.Link{Name: "br1", Kind: &kind.Bridge{}, Up: rtnl.On}))
	w := follow(t, p, &watch.ChangesConfig{NoInitial: true, Recheck: 300 * time.Millisecond}, watch.Links)
	busy, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := uint32(0); busy.Err() == nil; i++ {
			p.Do(busy, rtnl.SetLink("br1", rtnl.Link{MTU: 1300 + i%2}))
			time.Sleep(20 * time.Millisecond)
		}
	}()
	p.IP("link", "property", "add", "dev", "br0", "altname", "another-name") // of a link that is down
	w.until("changed link br0 altnames [another-name]")
	stop()
	<-done
}

// An IPv6 address is told when it is made, and again when no other host has it.
func TestWatchDAD(t *testing.T) {
	p := place.New(t)
	p.Must(rtnl.AddLink(rtnl.Link{Name: "v0", Kind: &kind.Veth{}, Up: rtnl.On, Peer: &rtnl.Link{Name: "v1", Up: rtnl.On}}))
	w := follow(t, p, &watch.ChangesConfig{NoInitial: true}, watch.Addrs)
	p.Must(rtnl.AddAddr(rtnl.Addr{Dev: "v0", Prefix: netip.MustParsePrefix("2001:db8::1/64")}))
	sameLines(t, ours(w.until("changed addr 2001:db8::1")), "added addr 2001:db8::1/64 tentative", "changed addr 2001:db8::1/64")
}

func TestWatchRoutes(t *testing.T) {
	p := place.New(t)
	p.Must(rtnl.AddLink(rtnl.Link{Name: "v0", Kind: &kind.Veth{}, Up: rtnl.On, Peer: &rtnl.Link{Name: "v1", Up: rtnl.On}}),
		rtnl.AddAddr(rtnl.Addr{Dev: "v0", Prefix: netip.MustParsePrefix("192.0.2.1/24")}))
	via := func(s string) rtnl.Route {
		return rtnl.Route{Dst: netip.MustParsePrefix("0.0.0.0/0"), Via: netip.MustParseAddr(s)}
	}
	w := follow(t, p, &watch.ChangesConfig{NoInitial: true}, watch.Routes)
	p.Must(rtnl.AddRoute(via("192.0.2.7")), rtnl.ReplaceRoute(via("192.0.2.8")))
	sameLines(t, ours(w.until("changed route")),
		"added route 0.0.0.0/0 via 192.0.2.7 table 254", "changed route 0.0.0.0/0 via 192.0.2.8 table 254")
	// With the link the kernel takes the route away, and does not say so.
	p.Must(rtnl.SetLink("v0", rtnl.Link{Up: rtnl.Off}))
	if got := ours(w.until("removed route 0.0.0.0/0")); len(got) == 0 {
		t.Error("nothing was told of a route that went with its link")
	}
	p.Must(rtnl.SetLink("v0", rtnl.Link{Up: rtnl.On}), rtnl.AddRoute(via("192.0.2.9")))
	w.until("added route 0.0.0.0/0")
	// Nor with the address.
	p.Must(rtnl.DeleteAddr(rtnl.Addr{Dev: "v0", Prefix: netip.MustParsePrefix("192.0.2.1/24")}))
	w.until("removed route 0.0.0.0/0")
}

// Enslaved to a VRF, a link's routes leave their table without a word.
func TestWatchVRF(t *testing.T) {
	nltest.HaveKind(t, "vrf")
	p := place.New(t)
	p.IP("link", "add", "blue", "type", "vrf", "table", "1000")
	p.IP("link", "set", "blue", "up")
	p.Must(rtnl.AddLink(rtnl.Link{Name: "v0", Kind: &kind.Veth{}, Up: rtnl.On, Peer: &rtnl.Link{Name: "v1", Up: rtnl.On}}),
		rtnl.AddAddr(rtnl.Addr{Dev: "v0", Prefix: netip.MustParsePrefix("192.0.2.1/24")}),
		rtnl.AddRoute(rtnl.Route{Dst: netip.MustParsePrefix("198.51.100.0/24"), Via: netip.MustParseAddr("192.0.2.7")}))
	w := follow(t, p, &watch.ChangesConfig{NoInitial: true}, watch.Routes)
	p.Must(rtnl.SetLink("v0", rtnl.Link{Master: "blue"}))
	w.until("removed route 198.51.100.0/24 via 192.0.2.7 table 254")
}

// Routes go with their nexthop object, and nexthop objects with their link,
// without a word.
func TestWatchNexthops(t *testing.T) {
	p := place.New(t)
	p.Must(rtnl.AddLink(rtnl.Link{Name: "v0", Kind: &kind.Veth{}, Up: rtnl.On, Peer: &rtnl.Link{Name: "v1", Up: rtnl.On}}),
		rtnl.AddAddr(rtnl.Addr{Dev: "v0", Prefix: netip.MustParsePrefix("192.0.2.1/24")}))
	w := follow(t, p, &watch.ChangesConfig{NoInitial: true}, watch.Routes, watch.Nexthops)
	p.IP("nexthop", "add", "id", "7", "via", "192.0.2.7", "dev", "v0")
	w.until("added nexthop 7")
	p.IP("route", "add", "198.51.100.0/24", "nhid", "7")
	w.until("added route 198.51.100.0/24")
	p.IP("nexthop", "del", "id", "7")
	got := w.until("removed route 198.51.100.0/24")
	if !slices.Contains(got, "removed nexthop 7") {
		t.Errorf("told was %q", got)
	}
	p.IP("nexthop", "add", "id", "8", "via", "192.0.2.8", "dev", "v0")
	w.until("added nexthop 8")
	p.IP("link", "set", "v0", "down")
	w.until("removed nexthop 8")
}

func TestWatchRules(t *testing.T) {
	p := place.New(t)
	w := follow(t, p, &watch.ChangesConfig{NoInitial: true}, watch.Rules)
	p.IP("rule", "add", "pref", "100", "from", "192.0.2.0/24", "table", "77")
	p.IP("rule", "add", "pref", "100", "from", "198.51.100.0/24", "table", "77")
	p.IP("rule", "del", "pref", "100", "from", "192.0.2.0/24", "table", "77")
	sameLines(t, w.until("removed rule"), "added rule 100 192.0.2.0/24", "added rule 100 198.51.100.0/24", "removed rule 100 192.0.2.0/24")
}

func TestWatchNeighs(t *testing.T) {
	p := place.New(t)
	p.Must(rtnl.AddLink(rtnl.Link{Name: "v0", Kind: &kind.Veth{}, Up: rtnl.On, Peer: &rtnl.Link{Name: "v1", Up: rtnl.On}}))
	w := follow(t, p, &watch.ChangesConfig{NoInitial: true}, watch.Neighs)
	p.IP("neigh", "add", "192.0.2.7", "lladdr", "02:00:00:00:00:07", "dev", "v0", "nud", "permanent")
	w.until("added neigh 192.0.2.7 permanent")
	p.IP("neigh", "replace", "192.0.2.7", "lladdr", "02:00:00:00:00:07", "dev", "v0", "nud", "stale")
	w.until("changed neigh 192.0.2.7 stale")
	p.IP("link", "del", "v0")
	w.until("removed neigh 192.0.2.7")
}

// A namespace lives as long as it is watched, with all that is in it.
func TestWatchNamespaceDeleted(t *testing.T) {
	nltest.Live(t)
	ns, err := netns.New()
	if err != nil {
		t.Fatal(err)
	}
	c, err := rtnl.Dial(&rtnl.Config{NetNS: ns})
	if err != nil {
		t.Fatal(err)
	}
	p := &place.Place{Conn: c, T: t}
	w := follow(t, p, nil, watch.Links)
	ns.Close()
	p.Must(rtnl.AddLink(rtnl.Link{Name: "br0", Kind: &kind.Bridge{}}))
	sameLines(t, w.until("added link br0"), "added link br0")
	if err := c.Close(); err != nil {
		t.Error(err)
	}
	if err := <-w.done; !errors.Is(err, rtnl.ErrClosed) {
		t.Errorf("closed, Watch ended with %v", err)
	}
	w.done <- context.Canceled
}

// TestEvents takes down raw events.
func TestEvents(t *testing.T) {
	p := place.New(t)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	var got []string
	for e, err := range watch.Events(ctx, p.Conn, nil, watch.Links, watch.Addrs, watch.Routes) {
		if err != nil {
			t.Fatal(err)
		}
		switch o := e.Object.(type) {
		case *rtnl.Link:
			got = append(got, fmt.Sprintf("%v link %s", e.Kind, o.Name))
		case *rtnl.Addr:
			got = append(got, fmt.Sprintf("%v addr %v", e.Kind, o.Prefix))
			if e.Kind == watch.New && o.Prefix.Addr().Is4() && (e.Seq == 0 || e.Port == 0) {
				t.Errorf("an IPv4 address of port %d, sequence number %d", e.Port, e.Seq)
			}
		case *rtnl.Route:
			got = append(got, fmt.Sprintf("%v route %v", e.Kind, o.Dst))
		default:
			if e.Kind != watch.Listening || e.ReceiveBuffer == 0 {
				t.Errorf("%v, %v, a buffer of %d bytes", e.Kind, e.Err, e.ReceiveBuffer)
			}
			p.Must(rtnl.AddLink(rtnl.Link{Name: "br0", Kind: &kind.Bridge{}}), rtnl.AddAddr(rtnl.Addr{Dev: "br0", Prefix: netip.MustParsePrefix("192.0.2.1/32")}),
				rtnl.DeleteLink("br0"))
		}
		if e.Type == uapi.RTM_DELLINK {
			break
		}
	}
	for _, want := range []string{"new link br0", "new addr 192.0.2.1/32", "deleted addr 192.0.2.1/32", "deleted link br0"} {
		if !slices.Contains(got, want) {
			t.Errorf("told was %q, and not %q", got, want)
		}
	}
}

// What is not asked for, the kernel drops.
func TestEventsFilter(t *testing.T) {
	p := place.New(t)
	p.Must(rtnl.AddLink(rtnl.Link{Name: "br0", Kind: &kind.Bridge{}, Up: rtnl.On}), rtnl.AddLink(rtnl.Link{Name: "br1", Kind: &kind.Bridge{}, Up: rtnl.On}))
	index := p.Link("br1").Index
	for name, tt := range map[string]struct {
		cfg  watch.EventsConfig
		want string
	}{
		"device":              {watch.EventsConfig{DevIndex: index}, "link br1 addr 192.0.2.2/32 route 100 route 100 route 1000"},
		"table":               {watch.EventsConfig{Table: 100}, "link br0 addr 192.0.2.1/32 link br1 addr 192.0.2.2/32 route 100 route 100"},
		"long table":          {watch.EventsConfig{Table: 1000}, "link br0 addr 192.0.2.1/32 link br1 addr 192.0.2.2/32 route 1000"},
		"protocol":            {watch.EventsConfig{Protocol: rtnl.ProtoBGP}, "link br0 addr 192.0.2.1/32 link br1 addr 192.0.2.2/32 route 100"},
		"protocol and device": {watch.EventsConfig{Protocol: rtnl.ProtoBGP, DevIndex: index}, "link br1 addr 192.0.2.2/32 route 100"},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			defer cancel()
			var got []string
			for e, err := range watch.Events(ctx, p.Conn, &tt.cfg, watch.Links, watch.Addrs, watch.Routes) {
				if err != nil {
					t.Fatal(err)
				}
				done := false
				switch o := e.Object.(type) {
				case *rtnl.Link:
					if s := "link " + o.Name; o.MTU == 1300 && !slices.Contains(got, s) {
						got = append(got, s)
					}
					done = o.MTU == 1500 && o.Name == "br1"
				case *rtnl.Addr:
					if e.Kind == watch.New {
						got = append(got, "addr "+o.Prefix.String())
					}
				case *rtnl.Route:
					if e.Kind == watch.New && o.Table != rtnl.TableLocal && o.Table != rtnl.TableMain {
						got = append(got, fmt.Sprint("route ", o.Table))
					}
				default:
					p.Must(rtnl.SetLink("br0", rtnl.Link{MTU: 1300}), rtnl.AddAddr(rtnl.Addr{Dev: "br0", Prefix: netip.MustParsePrefix("192.0.2.1/32")}),
						rtnl.SetLink("br1", rtnl.Link{MTU: 1300}), rtnl.AddAddr(rtnl.Addr{Dev: "br1", Prefix: netip.MustParsePrefix("192.0.2.2/32")}))
					for _, r := range []rtnl.Route{{Table: 100, Dst: netip.MustParsePrefix("198.51.100.0/32"), Type: rtnl.RouteBlackhole}, {Table: 100, Dst: netip.MustParsePrefix("198.51.100.1/32"), Type: rtnl.RouteBlackhole, Protocol: rtnl.ProtoBGP}, {Table: 1000, Dst: netip.MustParsePrefix("198.51.100.2/32"), Type: rtnl.RouteBlackhole}} {
						p.Must(rtnl.AddRoute(r), rtnl.DeleteRoute(r))
					}
					p.Must(rtnl.DeleteAddr(rtnl.Addr{Dev: "br0", Prefix: netip.MustParsePrefix("192.0.2.1/32")}), rtnl.DeleteAddr(rtnl.Addr{Dev: "br1", Prefix: netip.MustParsePrefix("192.0.2.2/32")}),
						rtnl.SetLink("br0", rtnl.Link{MTU: 1500}), rtnl.SetLink("br1", rtnl.Link{MTU: 1500}))
				}
				if done {
					break
				}
			}
			if s := strings.Join(got, " "); s != tt.want {
				t.Errorf("told was %q, want %q", s, tt.want)
			}
		})
	}
}

// Neighbours and forwarding entries of bridges are announced in one group: who
// listens to the former has no place in the queue taken by the latter.
func TestEventsOfOtherFamilies(t *testing.T) {
	p := place.New(t)
	p.Must(rtnl.AddLink(rtnl.Link{Name: "br0", Kind: &kind.Bridge{}, Up: rtnl.On}),
		rtnl.AddLink(rtnl.Link{Name: "v0", Kind: &kind.Veth{}, Up: rtnl.On, Master: "br0", Peer: &rtnl.Link{Name: "v1", Up: rtnl.On}}))
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	for e, err := range watch.Events(ctx, p.Conn, &watch.EventsConfig{ReceiveBuffer: 1}, watch.Neighs) {
		if err != nil {
			t.Fatal(err)
		}
		if e.Kind == watch.Listening {
			var batch strings.Builder
			for i := range 200 {
				fmt.Fprintf(&batch, "fdb add 02:00:00:00:00:%02x dev v0 master static\n", i)
			}
			name := t.TempDir() + "/batch"
			if err := os.WriteFile(name, []byte(batch.String()), 0o600); err != nil {
				t.Fatal(err)
			}
			p.Bridge("-batch", name)
			p.IP("neigh", "add", "192.0.2.7", "lladdr", "02:00:00:00:00:07", "dev", "v1", "nud", "permanent")
		}
		if e.Kind == watch.Overrun {
			t.Fatal("forwarding entries have filled the queue")
		}
		if n, ok := e.Object.(*rtnl.Neigh); ok && n.Dst == netip.MustParseAddr("192.0.2.7") {
			return
		}
	}
}

func TestEventsAllNSID(t *testing.T) {
	p, far := place.New(t), place.New(t)
	p.IP("netns", "set", far.Name, "33")
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	for e, err := range watch.Events(ctx, p.Conn, &watch.EventsConfig{AllNSID: true}, watch.Links) {
		if errors.Is(err, os.ErrPermission) {
			nltest.Skip(t, "the right to listen to all namespaces")
		}
		if err != nil {
			t.Fatal(err)
		}
		if e.Kind == watch.Listening {
			far.Must(rtnl.AddLink(rtnl.Link{Name: "far0", Kind: &kind.Bridge{}}))
		}
		if l, ok := e.Object.(*rtnl.Link); ok && l.Name == "far0" {
			if e.NSID != rtnl.Some[int32](33) {
				t.Errorf("NSID = %v, want 33", e.NSID)
			}
			return
		}
	}
	t.Error("nothing was told")
}

func TestLinkCache(t *testing.T) {
	p := place.New(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	lc, err := watch.NewLinkCache(ctx, p.Conn)
	if err != nil {
		t.Fatal(err)
	}
	if l, ok := lc.ByName("lo"); !ok || l.Index != 1 {
		t.Errorf("lo: %v, %v", l, ok)
	}
	p.Must(rtnl.AddLink(rtnl.Link{Name: "br0", Kind: &kind.Bridge{}, Up: rtnl.On}), rtnl.AddAltNames("br0", "a-long-name-of-it"))
	index := p.Link("br0").Index
	p.Wait("br0 by its altname", func() bool { l, ok := lc.ByName("a-long-name-of-it"); return ok && l.Name == "br0" })
	p.Must(rtnl.SetLink("br0", rtnl.Link{Up: rtnl.Off}), rtnl.SetLink("br0", rtnl.Link{Name: "br1"}))
	p.Wait("br1", func() bool { l, ok := lc.ByName("br1"); return ok && l.Index == index })
	if _, ok := lc.ByName("br0"); ok {
		t.Error("br0 is still there")
	}
	p.Must(rtnl.DeleteLink("br1"))
	p.Wait("br1 gone", func() bool { _, ok := lc.ByIndex(index); return !ok })
	if _, ok := lc.ByName("a-long-name-of-it"); ok {
		t.Error("the altname is still there")
	}
	cancel()
	<-lc.Done()
	if err := lc.Err(); !errors.Is(err, context.Canceled) {
		t.Errorf("Err() = %v", err)
	}
}
