package rtnl_test

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/rtnl"
)

// A proof names the tests of a registered kind or message, where they are not
// called after its type.
type proof struct{ live, fuzz string }

// Kinds without attributes of their own, and veth, whose only one is a link,
// are fuzzed as the links that they are.
var proofs = map[string]proof{
	"dummy":   {"TestDummy", "FuzzLink"},
	"ifb":     {"TestIFB", "FuzzLink"},
	"veth":    {"TestVeth", "FuzzLink"},
	"macvtap": {"TestMACVTAP", "FuzzMACVLAN"},
}

// TestRegistry fails for a kind of link or of port, and for a message, without
// bytes from outside, fuzz target and live test.
func TestRegistry(t *testing.T) {
	tests := testFunctions(t)
	var captured bytes.Buffer
	for _, g := range nltest.Goldens(t, "*") {
		captured.Write(g.Bytes)
	}
	check := func(name, typ string, golden []byte) {
		t.Run(name, func(t *testing.T) {
			p := proof{"Test" + typ, "Fuzz" + typ}
			if q, ok := proofs[name]; ok {
				p = q
			}
			for _, f := range []string{p.live, p.fuzz} {
				if !tests[f] {
					t.Errorf("there is no %s", f)
				}
			}
			if !bytes.Contains(captured.Bytes(), golden) {
				t.Errorf("no golden has %q", golden)
			}
		})
	}
	for kind, fresh := range rtnl.RegisteredKinds() {
		check(kind, typeName(fresh()), infoKind(1, kind))
	}
	for kind, fresh := range rtnl.RegisteredPorts() {
		check(kind+" port", typeName(fresh()), infoKind(1, kind+"_slave"))
	}
	for _, m := range []struct {
		name, test string
		golden     []byte
	}{
		{"Link", "TestLinkAttrs", nil}, {"Addr", "TestAddrs", nil}, {"Route", "TestRoutes", nil},
	} {
		proofs[m.name] = proof{m.test, "Fuzz" + m.name}
		check(m.name, m.name, m.golden)
		if len(nltest.Goldens(t, strings.ToLower(m.name)+"-*")) == 0 {
			t.Errorf("no golden of %s", m.name)
		}
	}
}

func typeName(v any) string { return reflect.TypeOf(v).Elem().Name() }

// infoKind returns an attribute of IFLA_LINKINFO as ip(8) sends it, which is
// without a NUL.
func infoKind(t byte, kind string) []byte {
	return append([]byte{byte(4 + len(kind)), 0, t, 0}, kind...)
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
