package rtnl_test

import (
	"errors"
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"syscall"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

// refusals are what people do wrong, and what they are told.
var refusals = []struct {
	name string
	req  rtnl.Request
	text string // without "rtnl: "; a * is for words of the kernel's that not all kernels say
	is   []error
	attr string
}{
	{"long name", rtnl.AddLink(rtnl.Link{Name: "a-name-too-long-for-it", Kind: &kind.Dummy{}}),
		`link add a-name-too-long-for-it: ifname: "a-name-too-long-for-it" has 22 bytes, at most 15`, nil, "ifname"},
	{"name with a slash", rtnl.AddLink(rtnl.Link{Name: "a/b", Kind: &kind.Dummy{}}), `link add a/b: ifname: "a/b" has '/' in it`, nil, "ifname"},
	{"no kind", rtnl.AddLink(rtnl.Link{Name: "x0"}), "link add x0: no kind of link is given", nil, ""},
	{"kind that there is not", rtnl.AddLink(rtnl.Link{Name: "x0", Kind: &kind.Raw{Name: "nonsense"}}),
		"link add x0: operation not supported: Unknown device type", []error{syscall.EOPNOTSUPP, errors.ErrUnsupported}, ""},
	{"duplicate link", rtnl.AddLink(rtnl.Link{Name: "base", Kind: &kind.Dummy{}}), "link add base: file exists", []error{syscall.EEXIST, fs.ErrExist}, ""},
	{"vxlan id", rtnl.AddLink(rtnl.Link{Name: "vx0", Kind: &kind.Raw{Name: "vxlan", Data: []nlattr.Attr{at(1, "00 00 00 01")}}}),
		"link add vx0: numerical result out of range: VXLAN ID must be lower than 16777216 (linkinfo.data.1)", []error{syscall.ERANGE}, "linkinfo.data.1"},
	{"vlan on a missing parent", rtnl.AddLink(rtnl.Link{Name: "v0", Parent: "absent", Kind: vlan7}),
		"link add v0: link absent: no such device", []error{syscall.ENODEV, fs.ErrNotExist}, ""},
	{"vlan on a missing index", rtnl.AddLink(rtnl.Link{Name: "v0", ParentIndex: 4711, Kind: vlan7}),
		"link add v0: no such device*", []error{syscall.ENODEV, fs.ErrNotExist}, ""},
	{"vlan without a parent", rtnl.AddLink(rtnl.Link{Name: "v0", Kind: vlan7}), "link add v0: invalid argument: *link not specified", []error{syscall.EINVAL}, ""},
	{"missing master", rtnl.SetLink("base", rtnl.Link{Master: "absent"}),
		"link set base: master absent: no such device", []error{syscall.ENODEV, fs.ErrNotExist}, ""},
	{"missing master index", rtnl.SetLink("base", rtnl.Link{MasterIndex: 4711}), "link set base: invalid argument", []error{syscall.EINVAL}, ""},
	{"master that is none", rtnl.SetLink("base", rtnl.Link{Master: "lo"}), "link set base: operation not supported", []error{syscall.EOPNOTSUPP}, ""},
	{"missing link", rtnl.SetLink("absent", rtnl.Link{Up: rtnl.On}), "link set absent: no such device", []error{syscall.ENODEV, fs.ErrNotExist}, ""},
	{"missing index", rtnl.SetLink(4711, rtnl.Link{Up: rtnl.On}), "link set if4711: no such device", []error{syscall.ENODEV, fs.ErrNotExist}, ""},
	{"delete a missing link", rtnl.DeleteLink("absent"), "link delete absent: no such device", []error{syscall.ENODEV, fs.ErrNotExist}, ""},
	{"rename a missing link", rtnl.SetLink("absent", rtnl.Link{Name: "x1"}), "link set absent: dev absent: no such device", []error{fs.ErrNotExist}, ""},
	{"index 0", rtnl.DeleteLink(0), "link delete if-1: no device has that index", nil, ""},
	{"no name", rtnl.DeleteLink(""), `link delete: no device has the name ""`, nil, ""},
	{"no name to set", rtnl.SetLink("", rtnl.Link{Up: rtnl.Off, Group: rtnl.U32(0)}), `link set: no device has the name ""`, nil, ""},
	{"mtu", rtnl.SetLink("base", rtnl.Link{MTU: 1<<31 + 1}), "link set base: invalid argument: mtu less than device minimum", []error{syscall.EINVAL}, ""},
	{"address length", rtnl.SetLink("base", rtnl.Link{Address: hw("02:11")}), "link set base: invalid argument", []error{syscall.EINVAL}, ""},
	{"altname that is taken", rtnl.AddAltNames("base", "lo"), "link property add base: file exists", []error{fs.ErrExist}, ""},
	{"altname that is not there", rtnl.DeleteAltNames("base", "x"), "link property del base: no such file or directory", []error{fs.ErrNotExist}, ""},
	{"both name and index", rtnl.AddAddr(rtnl.Addr{Dev: "base", DevIndex: 1, Prefix: pfx("192.0.2.1/24")}),
		"addr add 192.0.2.1/24 dev base: dev: given by name, base, and by index too", nil, "dev"},
	{"address on a missing device", rtnl.AddAddr(rtnl.Addr{Dev: "absent", Prefix: pfx("192.0.2.1/24")}),
		"addr add 192.0.2.1/24 dev absent: dev absent: no such device", []error{syscall.ENODEV, fs.ErrNotExist}, ""},
	{"address on a missing index", rtnl.AddAddr(rtnl.Addr{DevIndex: 4711, Prefix: pfx("192.0.2.1/24")}),
		"addr add 192.0.2.1/24 dev if4711: no such device*", []error{syscall.ENODEV, fs.ErrNotExist}, ""},
	{"address without a device", rtnl.AddAddr(rtnl.Addr{Prefix: pfx("192.0.2.1/24")}), "addr add 192.0.2.1/24 dev if0: dev: missing", nil, "dev"},
	{"address without an address", rtnl.AddAddr(rtnl.Addr{Dev: "base"}), "addr add invalid Prefix dev base: local: no valid prefix", nil, "local"},
	{"delete an address", rtnl.DeleteAddr(rtnl.Addr{Dev: "base", Prefix: pfx("192.0.2.77/24")}),
		"addr delete 192.0.2.77/24 dev base: cannot assign requested address*", []error{syscall.EADDRNOTAVAIL, fs.ErrNotExist}, ""},
	{"preferred too long", rtnl.AddAddr(rtnl.Addr{Dev: "base", Prefix: pfx("192.0.2.1/24"), ValidLft: seconds(5), PreferredLft: seconds(6)}),
		"addr add 192.0.2.1/24 dev base: cacheinfo.preferred_lft: 6s is longer than the valid lifetime 5s", nil, "cacheinfo.preferred_lft"},
	{"peer of another family", rtnl.AddAddr(rtnl.Addr{Dev: "base", Prefix: pfx("192.0.2.1/24"), Peer: ip("::1")}),
		"addr add 192.0.2.1/24 dev base: address: ::1 is not of the family of 192.0.2.1/24", nil, "address"},
	{"long label", rtnl.AddAddr(rtnl.Addr{Dev: "base", Prefix: pfx("192.0.2.1/24"), Label: "base:0123456789a"}),
		`addr add 192.0.2.1/24 dev base: label: "base:0123456789a" has 16 bytes, at most 15`, nil, "label"},
	{"gateway that is not reached", rtnl.AddRoute(rtnl.Route{Dst: pfx("192.0.2.0/25"), Via: ip("10.9.8.7")}),
		"route add 192.0.2.0/25: network is unreachable: *Nexthop has invalid gateway", []error{syscall.ENETUNREACH}, ""},
	{"route on a missing device", rtnl.AddRoute(rtnl.Route{Dst: pfx("192.0.2.0/25"), Dev: "absent"}),
		"route add 192.0.2.0/25: oif absent: no such device", []error{fs.ErrNotExist}, ""},
	{"hop on a missing device", rtnl.AddRoute(rtnl.Route{Dst: pfx("192.0.2.0/25"), Hops: []rtnl.Hop{{Dev: "base"}, {Dev: "absent"}}}),
		"route add 192.0.2.0/25: multipath[1].dev absent: no such device", []error{fs.ErrNotExist}, ""},
	{"host bits", rtnl.AddRoute(rtnl.Route{Dst: pfx("192.0.2.1/25"), Dev: "base"}),
		"route add 192.0.2.1/25: dst: 192.0.2.1/25 has host bits; the prefix is 192.0.2.0/25", nil, "dst"},
	{"weight", rtnl.AddRoute(rtnl.Route{Dst: pfx("192.0.2.0/25"), Hops: []rtnl.Hop{{Dev: "base", Weight: 257}}}),
		"route add 192.0.2.0/25: multipath[0].weight: 257, at most 256", nil, "multipath[0].weight"},
	{"hops and via", rtnl.AddRoute(rtnl.Route{Dst: pfx("192.0.2.0/25"), Via: viaHop, Hops: []rtnl.Hop{{Dev: "base"}}}),
		"route add 192.0.2.0/25: multipath: hops beside via or dev", nil, "multipath"},
	{"nexthop that is not there", rtnl.AddRoute(rtnl.Route{Dst: pfx("192.0.2.0/25"), NexthopID: 4711}),
		"route add 192.0.2.0/25: invalid argument: *Nexthop id does not exist", []error{syscall.EINVAL, fs.ErrNotExist}, ""},
	{"prefsrc that is not there", rtnl.AddRoute(rtnl.Route{Dst: pfx("192.0.2.0/25"), Dev: "base", PrefSrc: ip("10.9.8.7"), Metric: 7, Table: 99}),
		"route add 192.0.2.0/25 table 99 metric 7: invalid argument*", []error{syscall.EINVAL}, ""},
	{"delete a route", rtnl.DeleteRoute(rtnl.Route{Dst: pfx("192.0.2.0/25")}), "route delete 192.0.2.0/25: no such process", []error{syscall.ESRCH, fs.ErrNotExist}, ""},
	{"ip6 route with a tos", rtnl.AddRoute(rtnl.Route{Dst: pfx("2001:db8::/61"), Dev: "base", TOS: 4}),
		"route add 2001:db8::/61: invalid argument: *Invalid dsfield (tos): option not available for IPv6", []error{syscall.EINVAL}, ""},
	{"zero request", rtnl.Request{}, "empty request: the zero Request", nil, ""},
}

var vlan7 = &kind.Raw{Name: "vlan", Data: []nlattr.Attr{at(1, "07 00")}}

// TestRefusals makes each of them and reads what it is told, in full.
func TestRefusals(t *testing.T) {
	p := place.New(t)
	p.Dummies("base")
	for _, tt := range refusals {
		err := p.Do(t.Context(), tt.req)
		if err == nil || !like(tt.text).MatchString(err.Error()) {
			t.Errorf("%s:\n%v, want\nrtnl: %s", tt.name, err, tt.text)
			continue
		}
		for _, is := range tt.is {
			if !errors.Is(err, is) {
				t.Errorf("%s: is not %v", tt.name, is)
			}
		}
		for _, other := range []error{fs.ErrExist, fs.ErrNotExist, fs.ErrPermission} {
			if is := errors.Is(err, other); is != contains(tt.is, other) {
				t.Errorf("%s: errors.Is(err, %v) = %v", tt.name, other, is)
			}
		}
		var e *rtnl.Error
		if !errors.As(err, &e) || e.Attr != tt.attr {
			t.Errorf("%s: Attr = %q, want %q", tt.name, e.Attr, tt.attr)
		}
	}
	if got := p.JSON("link", "show", "type", "dummy"); len(got) != 1 {
		t.Errorf("%d dummies, want 1", len(got))
	}
}

func like(text string) *regexp.Regexp {
	return regexp.MustCompile("^rtnl: " + strings.ReplaceAll(regexp.QuoteMeta(text), `\*`, ".*") + "$")
}

func contains(errs []error, err error) bool {
	for _, e := range errs {
		if e == err {
			return true
		}
	}
	return false
}

// The kernel's own limit is in the error, with the attribute that it is about.
func TestKernelLimit(t *testing.T) {
	p := place.New(t)
	nltest.HaveKind(t, "bridge")
	for name, tt := range map[string]struct {
		req         rtnl.Request
		attr, limit string
	}{
		// A request is a value that another kernel may take: only what is sure to be wrong is refused here.
		"length": {rtnl.AddLink(rtnl.Link{Name: "br0", Kind: &kind.Raw{Name: "bridge", Data: []nlattr.Attr{at(1, "01")}}}),
			"linkinfo.data.1", "an unsigned number of 32 bits"},
		"name": {rtnl.AddLink(rtnl.Link{Kind: &kind.Dummy{}, Unknown: []nlattr.Attr{{Type: 3, Data: []byte("a-name-too-long-for-it\x00")}}}),
			"3", "at most 15 bytes"},
	} {
		err := p.Do(t.Context(), tt.req)
		var e *rtnl.Error
		if !errors.As(err, &e) || e.Errno == 0 || e.Attr != tt.attr || e.Limit != tt.limit {
			t.Errorf("%s: %v, Attr %q, Limit %q, want %q and %q", name, err, e.Attr, e.Limit, tt.attr, tt.limit)
		}
	}
}

func TestDoIndex(t *testing.T) {
	nltest.HaveKind(t, "dummy")
	p := place.New(t)
	add := func(name string) rtnl.Request { return rtnl.AddLink(rtnl.Link{Name: name, Kind: &kind.Dummy{}}) }
	err := p.Do(t.Context(), add("a"), add("b"), rtnl.SetLink("b", rtnl.Link{Name: "c"}), rtnl.SetLink("b", rtnl.Link{Up: rtnl.On}), add("d"))
	var e *rtnl.Error
	if !errors.As(err, &e) || e.Index != 3 || e.Op != "link set b" {
		t.Errorf("%+v, want one of request 3", e)
	}
	// Those before it are done, those behind it are not.
	got := names(t, p.Links(t.Context(), &rtnl.LinkFilter{Kind: "dummy"}), func(l rtnl.Link) string { return l.Name })
	if len(got) != 2 || got[0] != "a" || got[1] != "c" {
		t.Errorf("links %q, want a and c", got)
	}
	if err := p.Do(t.Context()); err != nil {
		t.Errorf("nothing to do: %v", err)
	}
}

func TestAllow(t *testing.T) {
	p := place.New(t)
	x := rtnl.AddLink(rtnl.Link{Name: "x0", Kind: &kind.Dummy{}})
	gone := rtnl.DeleteLink("absent")
	p.Must(x, x.Allow(fs.ErrExist), x.Allow(fs.ErrNotExist).Allow(fs.ErrExist), gone.Allow(syscall.ENODEV), gone.Allow(fs.ErrNotExist),
		rtnl.SetLink("absent", rtnl.Link{Name: "y"}).Allow(fs.ErrNotExist), // a name that does not resolve counts too
		rtnl.AddLink(rtnl.Link{Name: "x0", Alias: rtnl.Some("a"), Kind: &kind.Dummy{}}).Allow(fs.ErrExist))
	if l := p.Link("x0"); l.Alias.Is() {
		t.Error("a request whose first message was refused went on")
	}
	for _, r := range []rtnl.Request{x, x.Allow(fs.ErrNotExist), gone, gone.Allow(fs.ErrExist)} {
		if err := p.Do(t.Context(), r); err == nil {
			t.Errorf("%v: no error", r)
		}
	}
}
