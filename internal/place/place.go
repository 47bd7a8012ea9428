// Package place gives live tests of package rtnl and of the packages around it a
// network namespace of their own.
package place

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/netns"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
	"github.com/google/go-cmp/cmp"
)

// A Place is a network namespace of a test's own, with a connection to it.
type Place struct {
	*rtnl.Conn
	T    testing.TB
	Name string // for "ip -n"
	NS   *netns.Handle
}

// New returns a place that is removed with t.
func New(t testing.TB) *Place { return NewWith(t, rtnl.Config{}) }

// NewWith is New with a configuration for the connection.
func NewWith(t testing.TB, cfg rtnl.Config) *Place {
	t.Helper()
	nltest.Live(t)
	p := &Place{T: t, Name: "test-" + rand.Text()[:8]}
	var err error
	if p.NS, err = netns.Create(p.Name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := netns.Remove(p.Name); err != nil {
			t.Error(err)
		}
		p.NS.Close()
	})
	cfg.NetNS = p.NS
	if p.Conn, err = rtnl.Dial(&cfg); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	return p
}

// In returns the place for another test.
func (p *Place) In(t testing.TB) *Place {
	q := *p
	q.T = t
	return &q
}

// Must executes requests that must succeed.
func (p *Place) Must(reqs ...rtnl.Request) {
	p.T.Helper()
	if err := p.Do(p.T.Context(), reqs...); err != nil {
		p.lacking(err, reqs)
		p.T.Fatal(err)
	}
}

// lacking skips the test if err Says that the kernel does not have the kind of a
// link, or the type of an encapsulation.
func (p *Place) lacking(err error, reqs []rtnl.Request) {
	p.T.Helper()
	var e *rtnl.Error
	if errors.As(err, &e) && strings.Contains(e.Msg, "Unknown device type") {
		_, kind, _ := strings.Cut(reqs[e.Index].String(), " type ")
		kind, _, _ = strings.Cut(kind, " ")
		nltest.Skip(p.T, "link kind "+kind)
	}
	if errors.As(err, &e) && strings.Contains(e.Msg, "encapsulation type not supported") {
		_, typ, _ := strings.Cut(reqs[e.Index].String(), " encap ")
		typ, _, _ = strings.Cut(typ, " ")
		nltest.Skip(p.T, "route encapsulation "+typ)
	}
}

// IP runs ip(8) here.
func (p *Place) IP(args ...string) string {
	p.T.Helper()
	if i := slices.Index(args, "type"); i > 0 && slices.Contains(args, "add") && slices.Contains(args, "link") {
		nltest.HaveKind(p.T, args[i+1])
	}
	return nltest.Command(p.T, "ip", append([]string{"-n", p.Name}, args...)...)
}

// JSON returns what ip(8) Says of objects here.
func (p *Place) JSON(args ...string) []map[string]any {
	p.T.Helper()
	return nltest.IPJSON(p.T, append([]string{"-n", p.Name}, args...)...)
}

// One returns what ip(8) Says of the one object that there is.
func (p *Place) One(args ...string) map[string]any {
	p.T.Helper()
	all := p.JSON(args...)
	if len(all) != 1 {
		p.T.Fatalf("ip %v shows %d objects, want 1: %v", args, len(all), all)
	}
	return all[0]
}

// Bridge runs bridge(8) here.
func (p *Place) Bridge(args ...string) string {
	p.T.Helper()
	return nltest.Command(p.T, "bridge", append([]string{"-n", p.Name}, args...)...)
}

// BridgeJSON returns what bridge(8) says of objects here.
func (p *Place) BridgeJSON(args ...string) []map[string]any {
	p.T.Helper()
	return nltest.BridgeJSON(p.T, append([]string{"-n", p.Name}, args...)...)
}

// Link returns a link that must be there.
func (p *Place) Link(name string) rtnl.Link {
	p.T.Helper()
	l, err := p.LinkByName(p.T.Context(), name)
	if err != nil {
		p.T.Fatal(err)
	}
	return l
}

// NameOf returns the name of a link.
func (p *Place) NameOf(index int32) string {
	p.T.Helper()
	l, err := p.LinkByIndex(p.T.Context(), index)
	if err != nil {
		p.T.Fatal(err)
	}
	return l.Name
}

// Dummies makes links of kind dummy that are up, and returns their indexes.
func (p *Place) Dummies(names ...string) []int32 {
	p.T.Helper()
	nltest.HaveKind(p.T, "dummy")
	var index []int32
	for _, n := range names {
		p.Must(rtnl.AddLink(rtnl.Link{Name: n, Kind: &kind.Dummy{}, Up: rtnl.On}))
		index = append(index, p.Link(n).Index)
	}
	return index
}

// Sysctl sets a parameter of the namespace.
func (p *Place) Sysctl(path, value string) {
	p.T.Helper()
	err := p.NS.Do(func() error { return os.WriteFile("/proc/sys/net/"+path, []byte(value), 0) })
	if err != nil {
		p.T.Fatal(err)
	}
}

// Says checks fields of an object of "ip -j". A number is a float64; a slice
// must hold all of a wanted slice, and that of "-field" not hold the value; a
// wanted nil is for fields that are absent.
func Says(t testing.TB, got map[string]any, want map[string]any) {
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
		t.Errorf("ip Says %s %v, want %v", field, g, w)
	}
}

func holds(list []any, x any) bool {
	return slices.ContainsFunc(list, func(y any) bool { return reflect.DeepEqual(x, y) })
}

// SameFields checks that got has what is set in want.
func SameFields[T any](t testing.TB, got, want T) {
	t.Helper()
	g, w := reflect.ValueOf(got), reflect.ValueOf(want)
	for i := range w.NumField() {
		f := w.Type().Field(i)
		if !f.IsExported() || w.Field(i).IsZero() {
			continue
		}
		if diff := Diff(w.Field(i).Interface(), g.Field(i).Interface()); diff != "" {
			t.Errorf("%s: -want +got\n%s", f.Name, diff)
		}
	}
}

// Merge sets in v what is set in from.
func Merge[T any](v *T, from T) {
	to, f := reflect.ValueOf(v).Elem(), reflect.ValueOf(from)
	for i := range f.NumField() {
		if f.Type().Field(i).IsExported() && !f.Field(i).IsZero() {
			to.Field(i).Set(f.Field(i))
		}
	}
}

// Diff compares deeply, unexported fields too.
func Diff(want, got any, opts ...cmp.Option) string {
	return cmp.Diff(want, got, append(opts, cmp.Exporter(func(reflect.Type) bool { return true }),
		cmp.Comparer(func(a, b *netns.Handle) bool { return a == b }))...)
}

// Wait waits until done.
func (p *Place) Wait(what string, done func() bool) {
	p.T.Helper()
	for end := time.Now().Add(10 * time.Second); !done(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			p.T.Fatalf("waited 10s, and still not: %s", what)
		}
	}
}

// ReadKind reads the kind of a link.
func ReadKind[K kind.Kind](p *Place, name string) K {
	p.T.Helper()
	k, ok := p.Link(name).Kind.(K)
	if !ok {
		p.T.Fatalf("%s is %T, want %T", name, p.Link(name).Kind, k)
	}
	return k
}

// ReadPort reads the parameters of a link as a port.
func ReadPort[P kind.Port](p *Place, name string) P {
	p.T.Helper()
	k, ok := p.Link(name).Port.(P)
	if !ok {
		p.T.Fatalf("%s is %T, want %T", name, p.Link(name).Port, k)
	}
	return k
}

// InfoData returns what "ip -j" says of a link's kind.
func InfoData(link map[string]any) map[string]any { return linkInfo(link, "info_data") }

// SlaveData returns what "ip -j" says of a link as a port.
func SlaveData(link map[string]any) map[string]any { return linkInfo(link, "info_slave_data") }

func linkInfo(link map[string]any, part string) map[string]any {
	info, _ := link["linkinfo"].(map[string]any)
	data, _ := info[part].(map[string]any)
	return data
}

// HW returns a link-layer address; the input must be one.
func HW(s string) nlattr.HWAddr { return nlattr.MustParseHWAddr(s) }

// HaveTun skips the test where the user may not open /dev/net/tun.
func (p *Place) HaveTun() {
	p.T.Helper()
	const name = "/dev/net/tun"
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	switch {
	case errors.Is(err, fs.ErrPermission) || errors.Is(err, fs.ErrNotExist):
		nltest.Skip(p.T, name)
	case err != nil:
		p.T.Fatal(err)
	}
	f.Close()
}
