package rtnl_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/netns"
	"github.com/eb30ede5/netlink/rtnl"
)

// A sent is what says in Go what the command of a golden says.
type sent struct {
	name string // of the golden
	req  rtnl.Request
	from int    // the golden's first message that is the request's
	diff string // what is different, as DiffMessages has it
	why  string // and why that is meant
}

// devices are those of the goldens, as "ip link add" numbered them.
var devices = map[string]int32{"eth0": 2, "eth1": 3, "br0": 3}

func device(name string) (int32, error) {
	if i := devices[name]; i != 0 {
		return i, nil
	}
	return 0, fs.ErrNotExist
}

// sentBy returns what the goldens of requests say in Go.
func sentBy(ns *netns.Handle) []sent {
	return slices.Concat(linksSent(ns), addrsSent(), routesSent(), rulesSent(), neighsSent(), nexthopsSent(), mplsSent())
}

// TestGoldens compares what this package sends with what ip(8) sent.
func TestGoldens(t *testing.T) {
	nltest.LittleEndianOnly(t)
	ns, err := netns.Current()
	if errors.Is(err, errors.ErrUnsupported) {
		nltest.Skip(t, "network namespaces")
	} else if err != nil {
		t.Fatal(err)
	}
	defer ns.Close()
	for _, tt := range sentBy(ns) {
		t.Run(tt.name, func(t *testing.T) {
			g := nltest.Goldens(t, tt.name)[0]
			want := slices.Concat(g.Messages()[tt.from:]...)
			fd := byte(ns.FD())
			want = bytes.ReplaceAll(want, []byte{8, 0, 28, 0, 4, 0, 0, 0}, []byte{8, 0, 28, 0, fd, 0, 0, 0})
			got, err := tt.req.AppendMessage(nil, device)
			if err != nil {
				t.Fatalf("%v: %v", tt.req, err)
			}
			diff := nltest.WithoutKindNul(nltest.DiffMessages(want, got, nil))
			if diff != tt.diff {
				t.Errorf("%v\nsays what %q says, but for\n%s\nwant, because %s:\n%s", tt.req, g.Command, diff, tt.why, tt.diff)
			}
		})
	}
}

// Each golden of the objects of this package is in a table of the tests.
func TestGoldensAreUsed(t *testing.T) {
	used := map[string]bool{}
	for _, tt := range sentBy(nil) {
		used[tt.name] = true
	}
	for _, tt := range slices.Concat(asked, nexthopsAsked, mplsAsked) {
		used[tt.name] = true
	}
	for _, read := range []map[string][]any{read, nexthopsRead, mplsRead} {
		for name := range read {
			used[name] = true
		}
	}
	found := map[string]bool{}
	for _, family := range []string{
		"link-*", "veth-*", "ifb-*", "addr-*", "route-*", "rule-*", "neigh-*",
		"reply-link-lo", "reply-link-veth", "reply-link-ifb", "reply-link-dump", "reply-addr-*", "reply-route-*", "reply-rule-*", "reply-neigh*",
		"nexthop-*", "reply-nexthop*", "mpls-*", "reply-mpls*",
	} {
		files, err := filepath.Glob(filepath.Join("testdata", "golden", family+".golden"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no golden %s: %v", family, err)
		}
		for _, f := range files {
			name := strings.TrimSuffix(filepath.Base(f), ".golden")
			found[name] = true
			if !used[name] {
				t.Errorf("no test uses %s", name)
			}
		}
	}
	for name := range used {
		if _, err := os.Stat(filepath.Join("testdata", "golden", name+".golden")); err != nil {
			t.Error(err)
		} else if !found[name] {
			t.Errorf("%s is not of a family that is listed here", name)
		}
	}
}
