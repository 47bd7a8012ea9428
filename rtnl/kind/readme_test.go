package kind_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

var update = flag.Bool("update", false, "write README.md's table of kinds")

// TestReadmeKinds compares README.md's table of kinds with those that there are.
func TestReadmeKinds(t *testing.T) {
	const begin, end = "<!-- kinds -->\n", "<!-- end of kinds -->\n"
	root, err := nltest.ModuleRoot()
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(root, "README.md")
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(b), begin)
	got, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("README.md has no %q with %q behind it", begin, end)
	}
	want := kindsTable(t, root)
	if got == want {
		return
	}
	if !*update {
		t.Fatalf("README.md has another table of kinds; with -update this test writes it:\n%s", want)
	}
	if err := os.WriteFile(name, []byte(before+begin+want+end+after), 0o666); err != nil {
		t.Fatal(err)
	}
}

// kindsTable returns the table. Kinds that the matrix kernel lacks, other
// kernels of the tests lack too.
func kindsTable(t *testing.T, root string) string {
	t.Helper()
	lacks, err := os.ReadFile(filepath.Join(root, ".ci", "lacks"))
	if err != nil {
		t.Fatal(err)
	}
	var w strings.Builder
	w.WriteString("| kind or port | type | |\n|---|---|---|\n")
	for _, name := range kind.Names() {
		note := ""
		if strings.Contains(string(lacks), "\nlink kind "+name+" ") {
			note = "not run live"
		}
		fmt.Fprintf(&w, "| %s | `kind.%s` | %s |\n", name, reflect.TypeOf(kind.New(name)).Elem().Name(), note)
	}
	for _, name := range kind.PortNames() {
		fmt.Fprintf(&w, "| port of a %s | `kind.%s` | |\n", name, reflect.TypeOf(kind.NewPort(name)).Elem().Name())
	}
	return w.String()
}
