package rtnl_test

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func readmeText(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// readmeBlock returns the only block of README.md that begins with fence.
func readmeBlock(t *testing.T, fence, what string) string {
	t.Helper()
	parts := strings.Split(readmeText(t), fence)
	if len(parts) != 2 {
		t.Fatalf("README.md has %d blocks for %s, want 1", len(parts)-1, what)
	}
	b, _, _ := strings.Cut(parts[1], "```")
	return b
}

// The table of README.md is that of tableRows.
func TestReadmeTable(t *testing.T) {
	line := regexp.MustCompile("(?m)^\\| `((?:ip|bridge) [^`]*)` \\| `([^`]*)` \\|$")
	var got []string
	for _, m := range line.FindAllStringSubmatch(readmeText(t), -1) {
		got = append(got, m[0])
	}
	want := rowsInSource(t)
	if len(want) != len(tableRows(nil)) {
		t.Fatalf("%d rows in the source, %d in the table", len(want), len(tableRows(nil)))
	}
	if !slices.Equal(got, want) {
		t.Errorf("README.md has another table than example_table_test.go, which says:\n%s", strings.Join(want, "\n"))
	}
}

// rowsInSource returns the rows as lines of a table.
func rowsInSource(t *testing.T) (lines []string) {
	t.Helper()
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "example_table_test.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(f, func(n ast.Node) bool {
		lit, ok := n.(*ast.CompositeLit)
		if !ok || lit.Type != nil || len(lit.Elts) == 0 {
			return true
		}
		var command string
		var says ast.Expr
		for _, e := range lit.Elts {
			kv, ok := e.(*ast.KeyValueExpr)
			if !ok {
				return true
			}
			switch kv.Key.(*ast.Ident).Name {
			case "ip":
				command, _ = strconv.Unquote(kv.Value.(*ast.BasicLit).Value)
			case "says":
				says = kv.Value.(*ast.CallExpr).Args[0]
			}
		}
		if command == "" {
			return true
		}
		if fn, ok := says.(*ast.FuncLit); ok {
			says = fn.Body.List[0].(*ast.ReturnStmt).Results[0]
		}
		var text bytes.Buffer
		if err := format.Node(&text, fset, says); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, fmt.Sprintf("| `%s` | `%s` |", command, text.String()))
		return false
	})
	return lines
}

// Each piece of Go in README.md is out of an example, the script's the whole of
// one.
func TestReadmeCode(t *testing.T) {
	bodies := exampleBodies(t)
	blocks := regexp.MustCompile("(?s)```go\n(.*?)```").FindAllStringSubmatch(readmeText(t), -1)
	if len(blocks) == 0 {
		t.Fatal("no Go in README.md")
	}
	whole := false
	for _, b := range blocks {
		code := "\n" + b[1]
		found := false
		for name, body := range bodies {
			found = found || strings.Contains("\n"+body, code)
			whole = whole || name == "Example_script" && body == b[1]
		}
		if !found {
			t.Errorf("not out of an example:\n%s", b[1])
		}
	}
	if !whole {
		t.Errorf("README.md does not have the whole of Example_script:\n%s", bodies["Example_script"])
	}
}

// exampleBodies returns the bodies of the examples, and of the types that they
// use, as if at the left margin.
func exampleBodies(t *testing.T) map[string]string {
	t.Helper()
	var files []string
	for _, dir := range []string{".", "watch", "rtnltest"} {
		more, err := filepath.Glob(filepath.Join(dir, "example*_test.go"))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, more...)
	}
	bodies := map[string]string{}
	for _, name := range files {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, name, src, 0)
		if err != nil {
			t.Fatal(err)
		}
		bodies[name] = string(src) // declarations
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || !strings.HasPrefix(fn.Name.Name, "Example") {
				continue
			}
			from, to := fset.Position(fn.Body.Lbrace).Offset, fset.Position(fn.Body.Rbrace).Offset
			body, _, _ := strings.Cut(string(src[from+2:to]), "\t// Output:")
			bodies[fn.Name.Name] = regexp.MustCompile("(?m)^\t").ReplaceAllString(body, "")
		}
	}
	return bodies
}

// vishvananda are the functions of vishvananda/netlink that make up 99 % of its
// use for links, addresses, routes, rules, neighbours and bridge VLANs, the most
// used first.
const vishvananda = `
LinkByName LinkSetUp AddrList LinkAdd LinkDel LinkList LinkByIndex
RouteDel RouteAdd RouteList RouteReplace LinkSetMTU RouteListFiltered AddrAdd LinkSetDown AddrDel RuleAdd RuleDel LinkSetNsFd LinkSetName Close
LinkSetHardwareAddr RuleList NewHandleAt NeighList NeighDel NeighSet NewHandle LinkSetMaster AddrReplace RouteGet LinkSetAlias LinkSetNoMaster
RuleListFiltered LinkSubscribe LinkSetVfHardwareAddr LinkSubscribeWithOptions NeighAdd BridgeVlanAdd RouteSubscribe LinkGetProtinfo LinkSetTxQLen
BridgeVlanDel LinkSetARPOff LinkSetMasterByIndex BridgeVlanList AddrSubscribeWithOptions AddrSubscribe LinkSetVfVlan
RouteSubscribeWithOptions LinkSetVfSpoofchk LinkSetVfTrust LinkSetHairpin VethPeerIndex LinkSetLearning SetSocketTimeout LinkSetVfNodeGUID
LinkSetVfPortGUID SetPromiscOn LinkDelAltName RouteListFilteredIter LinkAddAltName LinkSetVfRate LinkSetNsPid RouteGetWithOptions
LinkSetBondSlave LinkSetIsolated NeighListExecute NeighSubscribe LinkSetVfState NeighAppend LinkSetAllmulticastOff LinkSetAllmulticastOn
SetStrictCheck LinkModify NeighSubscribeWithOptions LinkSetGROIPv4MaxSize LinkSetGROMaxSize LinkSetGSOIPv4MaxSize LinkSetGSOMaxSize
LinkSetVfVlanQosProto LinkSetXdpFdWithFlags BridgeSetVlanFiltering LinkSetGroup NeighProxyList`

// README.md says of each what stands in its place, in names that exist.
func TestReadmeFunctions(t *testing.T) {
	want := strings.Fields(vishvananda)
	if len(want) != 85 {
		t.Fatalf("%d functions", len(want))
	}
	known := exportedNames(t)
	line := regexp.MustCompile("(?m)^\\| `([A-Z]\\w+)` \\| (.*) \\|$")
	var got []string
	for _, m := range line.FindAllStringSubmatch(readmeSection(t, "## Coming from vishvananda/netlink"), -1) {
		name, ours := m[1], m[2]
		got = append(got, name)
		words := regexp.MustCompile(`\b[A-Z]\w*`).FindAllString(strings.Join(regexp.MustCompile("`[^`]*`").FindAllString(ours, -1), " "), -1)
		for _, w := range words {
			if !known[w] {
				t.Errorf("%s: %s: there is no %s", name, ours, w)
			}
		}
		if len(words) == 0 {
			t.Errorf("%s: %s names nothing", name, ours)
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("README.md has the functions %v, want %v", got, want)
	}
}

// readmeSection returns the part of README.md below a heading.
func readmeSection(t *testing.T, heading string) string {
	t.Helper()
	_, s, ok := strings.Cut(readmeText(t), "\n"+heading+"\n")
	if !ok {
		t.Fatalf("README.md has no %q", heading)
	}
	s, _, _ = strings.Cut(s, "\n## ")
	return s
}

// exportedNames returns the exported names of rtnl and netns, fields and methods too.
func exportedNames(t *testing.T) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	for _, f := range sourceFiles(t, ".", "kind", "sriov", "watch", "bridge", "../netns") {
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				names[n.Name.Name] = true
				return false
			case *ast.TypeSpec:
				names[n.Name.Name] = true
			case *ast.ValueSpec:
				for _, id := range n.Names {
					names[id.Name] = true
				}
			case *ast.Field:
				for _, id := range n.Names {
					names[id.Name] = true
				}
			}
			return true
		})
	}
	maps.DeleteFunc(names, func(name string, _ bool) bool { return !ast.IsExported(name) })
	return names
}

// sourceFiles parses the packages in dirs, without their tests.
func sourceFiles(t *testing.T, dirs ...string) (files []*ast.File) {
	t.Helper()
	for _, dir := range dirs {
		names, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, f)
		}
	}
	return files
}
