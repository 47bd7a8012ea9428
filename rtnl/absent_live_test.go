package rtnl_test

import (
	"errors"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"testing"

	"github.com/eb30ede5/netlink/rtnl"
)

// An absent is a deletion of what is not there: the object, what it is on, or
// what it belongs to.
type absent struct {
	fn   string // that builds the request
	name string
	req  rtnl.Request
}

var allAbsent = []absent{
	{"DeleteLink", "name", rtnl.DeleteLink("absent")},
	{"DeleteLink", "index", rtnl.DeleteLink(4711)},
	{"DeleteLink", "long name", rtnl.DeleteLink("an-altname-that-is-not-there")},
	{"DeleteLinkIn", "name", rtnl.DeleteLinkIn(33, "absent")},
	{"DeleteLinkIn", "index", rtnl.DeleteLinkIn(33, 4711)},
	{"DeleteLinkIn", "long name", rtnl.DeleteLinkIn(33, "an-altname-that-is-not-there")},
	{"DeleteAltNames", "name", rtnl.DeleteAltNames("eth0", "absent")},
	{"DeleteAltNames", "link", rtnl.DeleteAltNames("absent", "x")},
	{"DeleteAltNames", "index", rtnl.DeleteAltNames(4711, "x")},
	{"DeleteAddr", "IPv4", rtnl.DeleteAddr(rtnl.Addr{Dev: "eth0", Prefix: pfx("192.0.2.1/24")})},
	{"DeleteAddr", "IPv6", rtnl.DeleteAddr(rtnl.Addr{Dev: "eth0", Prefix: pfx("2001:db8::1/64")})},
	{"DeleteAddr", "IPv4 link", rtnl.DeleteAddr(rtnl.Addr{Dev: "absent", Prefix: pfx("192.0.2.1/24")})},
	{"DeleteAddr", "IPv4 index", rtnl.DeleteAddr(rtnl.Addr{DevIndex: 4711, Prefix: pfx("192.0.2.1/24")})},
	{"DeleteAddr", "IPv6 index", rtnl.DeleteAddr(rtnl.Addr{DevIndex: 4711, Prefix: pfx("2001:db8::1/64")})},
	{"DeleteRoute", "IPv4", rtnl.DeleteRoute(rtnl.Route{Dst: pfx("10.0.0.0/8")})},
	{"DeleteRoute", "IPv6", rtnl.DeleteRoute(rtnl.Route{Dst: pfx("fd00::/8")})},
	{"DeleteRoute", "IPv4 table", rtnl.DeleteRoute(rtnl.Route{Dst: pfx("10.0.0.0/8"), Table: 4711})},
	{"DeleteRoute", "IPv6 table", rtnl.DeleteRoute(rtnl.Route{Dst: pfx("fd00::/8"), Table: 4711})},
	{"DeleteRoute", "IPv4 link", rtnl.DeleteRoute(rtnl.Route{Dst: pfx("10.0.0.0/8"), Dev: "absent"})},
	{"DeleteRoute", "IPv4 index", rtnl.DeleteRoute(rtnl.Route{Dst: pfx("10.0.0.0/8"), DevIndex: 4711})},
	{"DeleteRoute", "IPv6 index", rtnl.DeleteRoute(rtnl.Route{Dst: pfx("fd00::/8"), DevIndex: 4711})},
	{"DeleteRoute", "IPv4 gateway", rtnl.DeleteRoute(rtnl.Route{Dst: pfx("10.0.0.0/8"), Via: ip("192.0.2.7")})},
	{"DeleteRoute", "IPv4 nexthop", rtnl.DeleteRoute(rtnl.Route{Dst: pfx("10.0.0.0/8"), NexthopID: 4711})},
	{"DeleteRule", "IPv4", rtnl.DeleteRule(rtnl.Rule{Family: rtnl.IPv4, Priority: rtnl.U32(7), Table: 1000})},
	{"DeleteRule", "IPv6", rtnl.DeleteRule(rtnl.Rule{Family: rtnl.IPv6, Priority: rtnl.U32(7), Table: 1000})},
	{"DeleteFirstRule", "IPv4", rtnl.DeleteFirstRule(rtnl.Rule{Family: rtnl.IPv4, Table: 1000})},
	{"DeleteFirstRule", "IPv6", rtnl.DeleteFirstRule(rtnl.Rule{Family: rtnl.IPv6, Table: 1000})},
	{"DeleteNexthop", "id", rtnl.DeleteNexthop(4711)},
	{"DeleteNeigh", "IPv4", rtnl.DeleteNeigh(rtnl.Neigh{Dev: "eth0", Dst: ip("192.0.2.1")})},
	{"DeleteNeigh", "IPv6", rtnl.DeleteNeigh(rtnl.Neigh{Dev: "eth0", Dst: ip("2001:db8::1")})},
	{"DeleteNeigh", "IPv4 link", rtnl.DeleteNeigh(rtnl.Neigh{Dev: "absent", Dst: ip("192.0.2.1")})},
	{"DeleteNeigh", "IPv4 index", rtnl.DeleteNeigh(rtnl.Neigh{DevIndex: 4711, Dst: ip("192.0.2.1")})},
	{"DeleteNeigh", "IPv4 proxy", rtnl.DeleteNeigh(rtnl.Neigh{Dev: "eth0", Dst: ip("192.0.2.1"), Flags: rtnl.NeighProxy})},
	{"DeleteNeigh", "IPv6 proxy", rtnl.DeleteNeigh(rtnl.Neigh{Dev: "eth0", Dst: ip("2001:db8::1"), Flags: rtnl.NeighProxy})},
	{"DeleteRoute", "IPv6 nexthop", rtnl.DeleteRoute(rtnl.Route{Dst: pfx("fd00::/8"), NexthopID: 4711})},
}

// TestDeleteAbsent deletes what is not there: that matches fs.ErrNotExist, and is
// no error where the request allows it.
func TestDeleteAbsent(t *testing.T) {
	p := twoLinks(t)
	p.IP("netns", "set", p.Name, "33") // itself
	for _, tt := range allAbsent {
		t.Run(tt.fn+"/"+tt.name, func(t *testing.T) {
			if err := p.Do(t.Context(), tt.req); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("%v: %v, want fs.ErrNotExist", tt.req, err)
			}
			if err := p.Do(t.Context(), tt.req.Allow(fs.ErrNotExist)); err != nil {
				t.Errorf("allowed: %v: %v", tt.req, err)
			}
			if tt.fn == "DeleteRule" {
				return // of two messages
			}
			for _, err := range p.Batch(t.Context(), slices.Values([]rtnl.Request{tt.req.Allow(fs.ErrNotExist)})) {
				t.Errorf("allowed in a batch: %v: %v", tt.req, err)
			}
		})
	}
	api, err := os.ReadFile("api.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`(?m)^func (Delete\w+)`).FindAllSubmatch(api, -1) {
		if !slices.ContainsFunc(allAbsent, func(a absent) bool { return a.fn == string(m[1]) }) {
			t.Errorf("no row for %s", m[1])
		}
	}
}
