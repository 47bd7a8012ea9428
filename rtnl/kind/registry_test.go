package kind_test

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

// TestRegistry fails for a kind of link or of port without bytes from outside,
// which are also what FuzzKinds starts from, and without a live test, which is
// called after its type.
func TestRegistry(t *testing.T) {
	tests := testFunctions(t)
	var captured bytes.Buffer
	for _, g := range nltest.Goldens(t, "*") {
		captured.Write(g.Bytes)
	}
	check := func(name string, v any, golden []byte) {
		t.Run(name, func(t *testing.T) {
			if f := "Test" + reflect.TypeOf(v).Elem().Name(); !tests[f] {
				t.Errorf("there is no %s", f)
			}
			reply := infoKind(1, name+"\x00") // of what ip(8) cannot send
			if !bytes.Contains(captured.Bytes(), golden) && !bytes.Contains(captured.Bytes(), reply) {
				t.Errorf("no golden has %q", golden)
			}
		})
	}
	for _, name := range kind.Names() {
		check(name, kind.New(name), infoKind(1, name))
	}
	for _, name := range kind.PortNames() {
		check(name+" port", kind.NewPort(name), infoKind(1, name+"_slave"))
	}
}

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
