package rtnl_test

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/eb30ede5/netlink/internal/complete"
	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
	"github.com/eb30ede5/netlink/rtnl/port"
	"github.com/eb30ede5/netlink/rtnl/sriov"
)

// constantsFrom returns the constants of the header's enum that begins with
// first.
func constantsFrom(t *testing.T, first string) map[string]nlattr.Type {
	t.Helper()
	root, err := nltest.ModuleRoot()
	if err != nil {
		t.Fatal(err)
	}
	tsv, err := os.ReadFile(filepath.Join(root, "internal", "uapi", "uapi.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]nlattr.Type{}
	prefix := strings.TrimSuffix(first, "UNSPEC")
	_, rest, _ := strings.Cut(string(tsv), "\t"+first+"\t")
	for line := range strings.Lines(rest) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) == 1 {
			continue // the rest of the line of first
		}
		v, err := strconv.ParseUint(f[3], 0, 16)
		if err != nil || !strings.HasPrefix(f[2], prefix) || strings.HasSuffix(f[2], "_UNSPEC") {
			break
		}
		if len(all) > 0 && v == 0 {
			break // another enum
		}
		all[f[2]] = nlattr.Type(v)
	}
	if len(all) == 0 {
		t.Fatalf("no constants behind %s", first)
	}
	return all
}

// TestLinkComplete fails for constants of the kernel's headers that no line of a
// link's list has.
func TestLinkComplete(t *testing.T) {
	none := map[string]string{}
	for _, tt := range []struct {
		in    string // the path of the nest
		first string // of the enum
		but   map[string]string
		v     nlattr.Attrser
	}{
		{"", "IFLA_UNSPEC", map[string]string{
			"IFLA_COST": "no kernel looks at it", "IFLA_PRIORITY": "no kernel looks at it", "IFLA_WEIGHT": "no kernel looks at it",
			"IFLA_WIRELESS":   "wireless extensions, which Linux gave up",
			"IFLA_PROTINFO":   "messages of another family, bridge or IPv6",
			"IFLA_NET_NS_FD":  "a line of what has a namespace",
			"IFLA_EXT_MASK":   "questions only, see LinkFilter",
			"IFLA_ALT_IFNAME": "an element of IFLA_PROP_LIST",
		}, new(rtnl.Link)},
		{"linkinfo.", "IFLA_INFO_UNSPEC", none, &rtnl.Link{Kind: &kind.Dummy{}, Port: &kind.BridgePort{}}},
		{"xdp.", "IFLA_XDP_UNSPEC", none, new(rtnl.Link)},
		{"proto_down_reason.", "IFLA_PROTO_DOWN_REASON_UNSPEC", none, new(rtnl.Link)},
		{"af_spec.inet.", "IFLA_INET_UNSPEC", none, new(rtnl.Link)},
		{"af_spec.inet6.", "IFLA_INET6_UNSPEC", map[string]string{"IFLA_INET6_MCAST": "no kernel sends it, or looks at it"}, new(rtnl.Link)},
		{"", "IFLA_VF_UNSPEC", none, new(sriov.VF)},
		{"", "IFLA_PORT_UNSPEC", none, new(port.Profile)},
	} {
		t.Run(tt.first, func(t *testing.T) {
			var types []nlattr.Type
			for _, l := range nlattr.Describe(tt.v) {
				if rest, ok := strings.CutPrefix(l.Path, tt.in); ok && !strings.ContainsAny(rest, ".[") {
					types = append(types, l.Type)
				}
			}
			all := constantsFrom(t, tt.first)
			for constant, typ := range all {
				have, why := slices.Contains(types, typ), tt.but[constant]
				if !have && why == "" {
					t.Errorf("no line has %s", constant)
				} else if have && why != "" {
					t.Errorf("%s has a line, though %s", constant, why)
				}
			}
			for constant := range tt.but {
				if _, ok := all[constant]; !ok {
					t.Errorf("%s is no constant", constant)
				}
			}
		})
	}
	complete.Set{Prefix: "IFLA_VF_STATS_"}.Check(t, new(sriov.Stats))
	complete.Set{Prefix: "IFLA_PORT_", But: map[string]string{"IFLA_PORT_SELF": "a line of the link"}}.Check(t, new(port.Profile))
}
