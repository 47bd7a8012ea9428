package rtnl_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"testing"

	"github.com/eb30ede5/netlink/internal/nltest"
)

// proven has the objects of this package and of those below it: the directory,
// the beginning of the goldens' names, the live test and the fuzz target.
// Package kind has a registry of its own.
var proven = []struct{ dir, golden, live, fuzz string }{
	{".", "link", "TestLinkAttrs", "FuzzLink"}, {".", "addr", "TestAddrs", "FuzzAddr"}, {".", "route", "TestRoutes", "FuzzRoute"},
	{".", "rule", "TestRules", "FuzzRule"}, {".", "neigh", "TestNeighs", "FuzzNeigh"}, {".", "raprefix", "TestRAPrefix", "FuzzRAPrefix"},
	{".", "nexthop", "TestNexthops", "FuzzNexthop"},
	{"addrlabel", "addrlabel", "TestLabels", "FuzzLabel"},
	{"bridge", "fdb", "TestFDBOfPort", "FuzzFDB"}, {"bridge", "brvlan", "TestVLANs", "FuzzPort"}, {"bridge", "vlandb", "TestSetVLAN", "FuzzVLANMsg"},
	{"bridge", "mdb", "TestMDB", "FuzzMDB"}, {"bridge", "vni", "TestVNIs", "FuzzVNI"},
	{"encap", "encap", "TestIPLive", "FuzzEncap"},
	{"mroute", "mroute", "TestRoutes", "FuzzRoute"},
	{"netconf", "netconf", "TestNetconf", "FuzzConf"},
	{"nsid", "nsid", "TestNSIDs", "FuzzNSID"},
	{"ntable", "ntable", "TestTables", "FuzzTable"},
	{"stats", "stats", "TestStats", "FuzzStats"},
}

// noMessages are the packages below this one that have no message of their own,
// and why.
var noMessages = map[string]string{
	"kind": "it has a registry of its own", "inet": "it is a part of links", "port": "it is a part of links", "sriov": "it is a part of links",
	"watch": "its objects are those of the others", "rtnltest": "it is for tests",
}

// measured are the packages with objects that are parts of other packages'
// messages, and have benchmarks of their own all the same.
var measured = []string{"kind", "port", "sriov"}

// TestRegistry fails for a message without bytes from outside, fuzz target, live
// test and benchmarks, and for a package that has none in the list. What the
// benchmarks of a package measure follows from the goldens.
func TestRegistry(t *testing.T) {
	listed := map[string]bool{}
	for _, m := range proven {
		listed[m.dir] = true
		t.Run(m.golden, func(t *testing.T) {
			tests := testFunctions(t, m.dir)
			for _, f := range []string{m.live, m.fuzz, "BenchmarkDecode", "BenchmarkEncode"} {
				if !tests[f] {
					t.Errorf("there is no %s in %s", f, m.dir)
				}
			}
			nltest.Goldens(t, m.golden+"-*")
		})
	}
	for _, dir := range measured {
		if tests := testFunctions(t, dir); !tests["BenchmarkDecode"] || !tests["BenchmarkEncode"] {
			t.Errorf("there is no BenchmarkDecode or no BenchmarkEncode in %s", dir)
		}
	}
	files, err := filepath.Glob("*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if dir := filepath.Dir(f); listed[dir] == (noMessages[dir] != "") {
			t.Errorf("package %s has to be in one of the lists of this test", dir)
			listed[dir] = noMessages[dir] == ""
		}
	}
}

// testFunctions returns the names of the tests of a directory.
func testFunctions(t *testing.T, dir string) map[string]bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*_test.go"))
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
