package addrlabel_test

import (
	"errors"
	"io/fs"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/eb30ede5/netlink/internal/complete"
	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/addrlabel"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

func TestMain(m *testing.M) { nltest.Main(m) }

var pfx = netip.MustParsePrefix

func label(prefix string, n uint32) addrlabel.Label {
	return addrlabel.Label{Prefix: pfx(prefix), Label: nlattr.Some(n)}
}

func TestGoldens(t *testing.T) {
	nltest.LittleEndianOnly(t)
	on := label("2001:db8::/61", 77)
	on.Dev = "eth0"
	sent := map[string]rtnl.Request{
		"addrlabel-add": addrlabel.Add(on), "addrlabel-add-all": addrlabel.Add(label("::/0", 0)), "addrlabel-delete": addrlabel.Delete(label("2001:db8::/61", 77)),
	}
	for _, g := range nltest.Goldens(t, "addrlabel-*") {
		req, ok := sent[g.Name]
		if !ok {
			t.Errorf("no test uses %s", g.Name)
			continue
		}
		got, err := req.AppendMessage(nil, func(string) (int32, error) { return 2, nil })
		if err != nil {
			t.Fatal(err)
		}
		if diff := nltest.DiffMessages(g.Bytes, got, nil); diff != "" {
			t.Errorf("%s: %s", g.Name, diff)
		}
	}
}

func TestReadGolden(t *testing.T) {
	nltest.LittleEndianOnly(t)
	on := label("2001:db8::/61", 77)
	on.DevIndex = 2
	want := []addrlabel.Label{
		label("::1/128", 0), label("::/96", 3), label("::ffff:0:0/96", 4), on, label("2001::/32", 6), label("2001:10::/28", 7), label("3ffe::/16", 12),
		label("2002::/16", 2), label("fec0::/10", 11), label("fc00::/7", 5), label("::/0", 1),
	}
	var got []addrlabel.Label
	for _, m := range nltest.Goldens(t, "reply-addrlabel")[0].Messages() {
		var l addrlabel.Label
		if err := nlattr.Parse(m[16:], 12, &l); err != nil {
			t.Error(err)
		}
		got = append(got, l)
	}
	if diff := place.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestComplete(t *testing.T) {
	complete.Set{Prefix: "IFAL_", NoLine: map[string]string{"ifindex": "it is in the fixed header"}}.Check(t, new(addrlabel.Label))
}

func FuzzLabel(f *testing.F) {
	for _, g := range nltest.Goldens(f, "*addrlabel*") {
		for _, m := range g.Messages() {
			f.Add(m[16:])
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var l addrlabel.Label
		if nlattr.Parse(b, 12, &l) == nil && l.Prefix.IsValid() { // else the message contradicts itself, or is of another family
			place.RoundTrip[addrlabel.Label](t, b, 12)
		}
	})
}

func TestRefused(t *testing.T) {
	for want, l := range map[string]addrlabel.Label{
		"address: no valid prefix": {Label: nlattr.Some[uint32](7)},
		"address: 192.0.2.0/24 is not of IPv6; IPv4 has one label, that of ::ffff:0.0.0.0/96": label("192.0.2.0/24", 7),
		"address: 2001:db8::1/61 has host bits; the prefix is 2001:db8::/61":                  label("2001:db8::1/61", 7),
		"label: is how the kernel says that there is none":                                    label("2001:db8::/61", 1<<32-1),
	} {
		if _, err := addrlabel.Add(l).AppendMessage(nil, nil); err == nil || !strings.HasSuffix(err.Error(), ": "+want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

func TestLabels(t *testing.T) {
	p := place.New(t)
	p.Must(rtnl.AddLink(rtnl.Link{Name: "x0", Kind: &kind.Veth{}, Peer: &rtnl.Link{Name: "x1"}}))
	on := label("2001:db8::/61", 78)
	on.Dev = "x0"
	for _, l := range []addrlabel.Label{label("2001:db8::/61", 0), on, label("2001:db8:1::7/128", 79)} {
		p.Must(addrlabel.Add(l))
		want := l
		if want.Dev != "" {
			want.Dev, want.DevIndex = "", p.Link("x0").Index
		}
		find := func() []addrlabel.Label {
			t.Helper()
			all, err := rtnl.Collect(addrlabel.Labels(t.Context(), p.Conn, &addrlabel.Filter{Prefix: l.Prefix}))
			if err != nil {
				t.Fatal(err)
			}
			return slices.DeleteFunc(all, func(g addrlabel.Label) bool { return g.DevIndex != want.DevIndex })
		}
		if got := find(); len(got) != 1 || place.Diff(want, got[0]) != "" {
			t.Errorf("%v, want %v", got, want)
		}
		text := p.IP("addrlabel", "list")
		if line := strings.TrimSpace(l.String()); !slices.ContainsFunc(strings.Split(text, "\n"), func(s string) bool { return strings.Join(strings.Fields(s), " ") == line }) {
			t.Errorf("ip has no %q in\n%s", line, text)
		}
		if err := p.Do(t.Context(), addrlabel.Add(l)); !errors.Is(err, fs.ErrExist) {
			t.Errorf("adding it again: %v, want %v", err, fs.ErrExist)
		}
		l.Label, want.Label = nlattr.Some[uint32](99), nlattr.Some[uint32](99)
		p.Must(addrlabel.Replace(l))
		if got := find(); len(got) != 1 || place.Diff(want, got[0]) != "" {
			t.Errorf("replaced: %v, want %v", got, want)
		}
		l.Label = nlattr.Opt[uint32]{}
		p.Must(addrlabel.Delete(l))
		if err := p.Do(t.Context(), addrlabel.Delete(l)); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("deleting it again: %v, want %v", err, fs.ErrNotExist)
		}
		if got := find(); len(got) != 0 {
			t.Errorf("deleted: %v", got)
		}
	}
	all, err := rtnl.Collect(addrlabel.Labels(t.Context(), p.Conn, nil))
	if n := len(p.JSON("addrlabel", "list")); err != nil || len(all) != n || n < 8 {
		t.Errorf("%d labels, %v; ip has %d", len(all), err, n)
	}
	p.Must(addrlabel.Add(on))
	for name, f := range map[string]addrlabel.Filter{"dev": {Dev: "x0"}, "label": {Label: on.Label}} {
		got, err := rtnl.Collect(addrlabel.Labels(t.Context(), p.Conn, &f))
		if err != nil || len(got) != 1 || got[0].Prefix != on.Prefix {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}
