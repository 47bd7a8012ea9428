package main

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/eb30ede5/netlink/internal/nltest"
)

const source = `package p

// T has a comment.
type T[E any] struct {
	// Documented group.
	A, B int
	C    string

	D bool
	E int // line
	F int
	hidden int
	*U
}

type U struct{}

// M does.
func (t *T[E]) M(f func(e E) error) (int, error) { return 0, nil }
func (t *T[E]) N() {}
func (u U) private() {}
func (l lower) Exported() {}

type lower int

// I is for p only.
type I interface {
	Do(int)
	do()
}

// Group.
const (
	One = iota + 1
	Two
)

var V uint8
func F[D ~string | ~int](d D) {}
`

func TestAPI(t *testing.T) {
	fset, f := parse(t)
	p, err := (&types.Config{Importer: importer.Default()}).Check("p", fset, []*ast.File{f}, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Split(`const One untyped int = 1
const Two untyped int = 2
func F[D ~string | ~int](d D)
method (*T[E]) M(f func(e E) error) (int, error)
method (*T[E]) N()
type I interface with unexported methods
type I interface, Do(int)
type T struct, A int
type T struct, B int
type T struct, C string
type T struct, D bool
type T struct, E int
type T struct, F int
type T struct, embedded *U
type T[E any] struct
type U struct
var V uint8`, "\n")
	if d := cmp.Diff(want, api(p)); d != "" {
		t.Error(d)
	}
}

func TestUndocumented(t *testing.T) {
	fset, f := parse(t)
	var got []string
	for _, c := range undocumented(fset, []*ast.File{f}) {
		got = append(got, strings.Fields(c)[1])
	}
	if d := cmp.Diff(strings.Fields("D F U N Do V F p"), got); d != "" {
		t.Error(d)
	}
}

func parse(t *testing.T) (*token.FileSet, *ast.File) {
	t.Helper()
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "p.go", source, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	return fset, f
}

func TestRun(t *testing.T) {
	nltest.Command(t, "go", "version")
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod":        "module m\n\ngo 1.26\n",
		"p/p.go":        "// Package p is a test.\npackage p\n\nimport \"io\"\n\n// F is one.\nfunc F(io.Reader) {}\n",
		"internal/i.go": "package internal\n\nfunc Undocumented() {}\n",
		"cmd/main.go":   "package main\n\nfunc main() {}\n",
	} {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
	for _, step := range []struct {
		write bool
		want  string
	}{
		{false, filepath.Join(dir, "p/api.txt") + " is not the API; go run ./internal/nltest/apitxt -w writes:\n+func F(io.Reader)\n"},
		{true, ""},
		{false, ""},
	} {
		var out strings.Builder
		ok, err := run(&out, step.write, nil)
		if err != nil || ok != (step.want == "") || out.String() != step.want {
			t.Errorf("run(write=%t) = %t, %v, output %q; want %q", step.write, ok, err, out.String(), step.want)
		}
	}
}
