package rtnl_test

import (
	"crypto/rand"
	"errors"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/netns"
	"github.com/eb30ede5/netlink/rtnl"
)

// A place is a network namespace of a test's own, with a connection to it.
type place struct {
	*rtnl.Conn
	t    testing.TB
	name string // for "ip -n"
	ns   *netns.Handle
}

func newPlace(t testing.TB) *place { return newPlaceWith(t, rtnl.Config{}) }

func newPlaceWith(t testing.TB, cfg rtnl.Config) *place {
	t.Helper()
	nltest.Live(t)
	p := &place{t: t, name: "test-" + rand.Text()[:8]}
	var err error
	if p.ns, err = netns.Create(p.name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := netns.Remove(p.name); err != nil {
			t.Error(err)
		}
		p.ns.Close()
	})
	cfg.NetNS = p.ns
	if p.Conn, err = rtnl.Dial(&cfg); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	return p
}

// in returns the place for another test.
func (p *place) in(t testing.TB) *place {
	q := *p
	q.t = t
	return &q
}

// do executes requests that must succeed.
func (p *place) do(reqs ...rtnl.Request) {
	p.t.Helper()
	if err := p.Do(p.t.Context(), reqs...); err != nil {
		p.lacking(err, reqs)
		p.t.Fatal(err)
	}
}

// lacking skips the test if err says that the kernel does not have the kind of a
// link.
func (p *place) lacking(err error, reqs []rtnl.Request) {
	p.t.Helper()
	var e *rtnl.Error
	if errors.As(err, &e) && strings.Contains(e.Msg, "Unknown device type") {
		_, kind, _ := strings.Cut(reqs[e.Index].String(), " type ")
		kind, _, _ = strings.Cut(kind, " ")
		nltest.Skip(p.t, "link kind "+kind)
	}
}

// ip runs ip(8) here.
func (p *place) ip(args ...string) string {
	p.t.Helper()
	if i := slices.Index(args, "type"); i > 0 && slices.Contains(args, "add") && slices.Contains(args, "link") {
		nltest.HaveKind(p.t, args[i+1])
	}
	return nltest.Command(p.t, "ip", append([]string{"-n", p.name}, args...)...)
}

// json returns what ip(8) says of objects here.
func (p *place) json(args ...string) []map[string]any {
	p.t.Helper()
	return nltest.IPJSON(p.t, append([]string{"-n", p.name}, args...)...)
}

// one returns what ip(8) says of the one object that there is.
func (p *place) one(args ...string) map[string]any {
	p.t.Helper()
	all := p.json(args...)
	if len(all) != 1 {
		p.t.Fatalf("ip %v shows %d objects, want 1: %v", args, len(all), all)
	}
	return all[0]
}

// link returns a link that must be there.
func (p *place) link(name string) rtnl.Link {
	p.t.Helper()
	l, err := p.LinkByName(p.t.Context(), name)
	if err != nil {
		p.t.Fatal(err)
	}
	return l
}

// dummies makes links of kind dummy that are up, and returns their indexes.
func (p *place) dummies(names ...string) []int32 {
	p.t.Helper()
	nltest.HaveKind(p.t, "dummy")
	var index []int32
	for _, n := range names {
		p.do(rtnl.AddLink(rtnl.Link{Name: n, Kind: &rtnl.Dummy{}, Up: rtnl.On}))
		index = append(index, p.link(n).Index)
	}
	return index
}

// sysctl sets a parameter of the namespace.
func (p *place) sysctl(path, value string) {
	p.t.Helper()
	err := p.ns.Do(func() error { return os.WriteFile("/proc/sys/net/"+path, []byte(value), 0) })
	if err != nil {
		p.t.Fatal(err)
	}
}

// says checks fields of an object of "ip -j". A number is a float64; a slice
// must hold all of a wanted slice, and that of "-field" not hold the value; a
// wanted nil is for fields that are absent.
func says(t testing.TB, got map[string]any, want map[string]any) {
	t.Helper()
	for field, w := range want {
		name, without := strings.CutPrefix(field, "-")
		g := got[name]
		if without {
			if all, ok := g.([]any); ok && !slices.Contains(all, w) {
				continue
			}
		} else if list, ok := w.([]any); ok {
			all, _ := g.([]any)
			if !slices.ContainsFunc(list, func(x any) bool { return !holds(all, x) }) {
				continue
			}
		} else if reflect.DeepEqual(g, w) {
			continue
		}
		t.Errorf("ip says %s %v, want %v", field, g, w)
	}
}

func holds(list []any, x any) bool {
	return slices.ContainsFunc(list, func(y any) bool { return reflect.DeepEqual(x, y) })
}

// sameFields checks that got has what is set in want.
func sameFields[T any](t testing.TB, got, want T) {
	t.Helper()
	g, w := reflect.ValueOf(got), reflect.ValueOf(want)
	for i := range w.NumField() {
		f := w.Type().Field(i)
		if !f.IsExported() || w.Field(i).IsZero() {
			continue
		}
		if diff := diffValues(w.Field(i).Interface(), g.Field(i).Interface()); diff != "" {
			t.Errorf("%s: -want +got\n%s", f.Name, diff)
		}
	}
}

// merge sets in v what is set in from.
func merge[T any](v *T, from T) {
	to, f := reflect.ValueOf(v).Elem(), reflect.ValueOf(from)
	for i := range f.NumField() {
		if f.Type().Field(i).IsExported() && !f.Field(i).IsZero() {
			to.Field(i).Set(f.Field(i))
		}
	}
}
