package rtnl_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"

	"github.com/eb30ede5/netlink/internal/nltest"
)

// TestRegistry fails for a message without bytes from outside, fuzz target and
// live test.
func TestRegistry(t *testing.T) {
	tests := testFunctions(t)
	for _, m := range []struct{ name, live string }{
		{"Link", "TestLinkAttrs"}, {"Addr", "TestAddrs"}, {"Route", "TestRoutes"}, {"Rule", "TestRules"}, {"Neigh", "TestNeighs"}, {"RAPrefix", "TestRAPrefix"},
		{"Nexthop", "TestNexthops"},
	} {
		t.Run(m.name, func(t *testing.T) {
			for _, f := range []string{m.live, "Fuzz" + m.name} {
				if !tests[f] {
					t.Errorf("there is no %s", f)
				}
			}
			nltest.Goldens(t, strings.ToLower(m.name)+"-*")
		})
	}
}

// testFunctions returns the names of the tests of this directory.
func testFunctions(t *testing.T) map[string]bool {
	t.Helper()
	files, err := filepath.Glob("*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil {
				names[f.Name.Name] = true
			}
		}
	}
	return names
}
