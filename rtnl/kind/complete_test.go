package kind_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/eb30ede5/netlink/internal/complete"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

// kindsCovered has an entry for each link kind, and portsCovered one for each
// kind of port. The test file of a kind adds to it in an init function.
var (
	kindsCovered = map[string]complete.Set{
		"dummy": {},
		"ifb":   {},
		"veth":  {}, // VETH_INFO_PEER is the link's Peer
	}
	portsCovered = map[string]complete.Set{}
)

// TestComplete fails for constants of the kernel's headers that no line of the
// list of a link kind has, and for JSON tags that are not a line's name.
func TestComplete(t *testing.T) {
	var prefixes []string
	for _, sets := range []map[string]complete.Set{kindsCovered, portsCovered} {
		for _, s := range sets {
			if s.Prefix != "" {
				prefixes = append(prefixes, s.Prefix)
			}
			for _, n := range s.Nests {
				prefixes = append(prefixes, n.Prefix)
			}
		}
	}
	check := func(name, own string, s complete.Set, ok bool, v nlattr.Attrser) {
		t.Run(name, func(t *testing.T) {
			if !ok {
				t.Fatal("no set of constants is given for it")
			}
			if name, _, _ := strings.Cut(name, " "); own != name {
				t.Errorf("it is called %q", own)
			}
			s.Not = append(slices.Clone(s.Not), prefixes...)
			s.Check(t, v)
		})
	}
	for _, name := range kind.Names() {
		k := kind.New(name)
		s, ok := kindsCovered[name]
		check(name, k.Kind(), s, ok, k)
	}
	for _, name := range kind.PortNames() {
		p := kind.NewPort(name)
		s, ok := portsCovered[name]
		check(name+" port", p.PortKind(), s, ok, p)
	}
	for name := range kindsCovered {
		if !slices.Contains(kind.Names(), name) {
			t.Errorf("kindsCovered has an entry for %s, which is no kind", name)
		}
	}
	for name := range portsCovered {
		if !slices.Contains(kind.PortNames(), name) {
			t.Errorf("portsCovered has an entry for %s, which is no kind of port", name)
		}
	}
}
