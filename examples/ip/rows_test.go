package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/netns"
	"github.com/google/go-cmp/cmp"
)

// A row is one of the README's table of commands, with the commands that come before it.
type row struct {
	command string
	setup   []string
}

// readRows reads the table where it is tested.
func readRows(t *testing.T) (rows []row) {
	t.Helper()
	file := parse(t, "../../rtnl/example_table_test.go")
	text := constants(file)
	ast.Inspect(file, func(n ast.Node) bool {
		lit, ok := n.(*ast.CompositeLit)
		if !ok {
			return true
		}
		var r row
		for _, e := range lit.Elts {
			kv, _ := e.(*ast.KeyValueExpr)
			if kv == nil {
				continue
			}
			switch key, _ := kv.Key.(*ast.Ident); {
			case key == nil:
			case key.Name == "ip":
				r.command = stringOf(kv.Value, text)
			case key.Name == "setup":
				for _, s := range kv.Value.(*ast.CompositeLit).Elts {
					r.setup = append(r.setup, stringOf(s, text))
				}
			}
		}
		if strings.HasPrefix(r.command, "ip ") {
			rows = append(rows, r)
		}
		return r.command == ""
	})
	if len(rows) < 50 {
		t.Fatalf("found %d rows", len(rows))
	}
	return rows
}

func parse(t *testing.T, name string) *ast.File {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// constants returns the string constants of a file.
func constants(file *ast.File) map[string]string {
	text := map[string]string{}
	for _, d := range file.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.CONST {
			continue
		}
		for _, s := range g.Specs {
			v := s.(*ast.ValueSpec)
			for i, n := range v.Names {
				if i < len(v.Values) {
					text[n.Name] = stringOf(v.Values[i], text)
				}
			}
		}
	}
	return text
}

func stringOf(e ast.Expr, constants map[string]string) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, _ := strconv.Unquote(e.Value)
		return s
	case *ast.Ident:
		return constants[e.Name]
	}
	return ""
}

// Each row of the table is understood by this program, and does what it does by ip(8).
func TestRows(t *testing.T) {
	nltest.Live(t)
	for _, r := range readRows(t) {
		if _, read := asked(r.command); read || r.command == "ip netns list" {
			continue // TestStates asks the same
		}
		t.Run(r.command, func(t *testing.T) { sameOutcome(t, r.setup, r.command) })
	}
}

// The commands of the quickstart do by this program what they do by ip(8).
func TestQuickstart(t *testing.T) {
	nltest.Live(t)
	var commands []string
	for line := range strings.Lines(constants(parse(t, "../quickstart/main_test.go"))["steps"]) {
		if strings.HasPrefix(line, "ip ") {
			commands = append(commands, strings.TrimSpace(line))
		}
	}
	if len(commands) < 10 {
		t.Fatalf("found %d commands", len(commands))
	}
	sameOutcome(t, nil, commands...)
}

// sameOutcome checks that ip(8) finds the same after commands, whoever executes them. What the kernel does by itself,
// and some time later, can make a difference once, but not each time.
func sameOutcome(t *testing.T, setup []string, commands ...string) {
	t.Helper()
	needs(t, slices.Concat(setup, commands)...)
	var problems []string
	for range 3 {
		if problems = differingOutcome(t, setup, commands); problems == nil {
			return
		}
	}
	t.Error(strings.Join(problems, "\n"))
}

func differingOutcome(t *testing.T, setup, commands []string) (problems []string) {
	t.Helper()
	var theirs, ours result
	t.Run("ip", func(t *testing.T) {
		theirs = outcome(t, setup, commands, func(p *place.Place, command string) error { return execute(p.NS, command) })
	})
	t.Run("here", func(t *testing.T) {
		ours = outcome(t, setup, commands, func(p *place.Place, command string) error {
			args := strings.Fields(command)[1:]
			if args[0] != "-n" {
				args = slices.Concat([]string{"-n", p.Name}, args)
			}
			return run(t.Context(), io.Discard, args)
		})
	})
	if diff := cmp.Diff(theirs.names, ours.names); diff != "" {
		problems = append(problems, "names of namespaces: -ip(8) +this:\n"+diff)
	}
	const lacks = "encapsulation type not supported"
	if theirs.err != nil && ours.err != nil && strings.Contains(theirs.err.Error(), lacks) && strings.Contains(ours.err.Error(), lacks) {
		return nil // both were told so by a kernel without it
	}
	if theirs.err != nil || ours.err != nil {
		why := errnoText(theirs.err)
		if ours.err == nil || why == "" || !strings.Contains(strings.ToLower(ours.err.Error()), why) {
			problems = append(problems, fmt.Sprintf("ip(8) says %v, this program %v", theirs.err, ours.err))
		}
	}
	for _, d := range compare(theirs.found, ours.found).found {
		if !byChance(d) {
			problems = append(problems, d.String())
		}
	}
	return problems
}

func errnoText(err error) string {
	if err == nil {
		return ""
	}
	text := strings.ToLower(err.Error())
	_, why, found := strings.Cut(text, "answers: ")
	if !found {
		_, why, _ = strings.Cut(text, "error: ")
	}
	why, _, _ = strings.Cut(why, "\n")
	return strings.Trim(why, " .")
}

// A result is what came of commands.
type result struct {
	err   error
	names []string // of namespaces
	found []answer // in all of them
}

func outcome(t *testing.T, setup, commands []string, by func(p *place.Place, command string) error) (r result) {
	t.Helper()
	p := place.New(t)
	defer forgetNames(t, p.Name)
	if err := execute(p.NS, setup...); err != nil {
		t.Fatal(err)
	}
	for _, c := range commands {
		if err := by(p, c); err != nil {
			r.err = err
			break
		}
	}
	names, err := netns.List()
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range append([]string{p.Name}, names...) {
		if n != p.Name {
			r.names = append(r.names, n)
		} else if len(r.found) > 0 {
			continue
		}
		for _, q := range questions(commands...) {
			found, err := theirs(t, n, q)
			if err != nil {
				t.Fatal(err)
			}
			r.found = append(r.found, settled(found)...)
		}
	}
	return r
}

// settled leaves out what IPv6 does by itself, some time after a link is up.
func settled(found []answer) []answer {
	own := func(o any, key string) bool {
		m, _ := o.(map[string]any)
		s, _ := m[key].(string)
		return strings.HasPrefix(s, "fe80::") || strings.HasPrefix(s, "ff0")
	}
	for i, a := range found {
		found[i].all = slices.DeleteFunc(a.all, func(o any) bool { return own(o, "dst") || othersProxy(o) })
		for _, o := range found[i].all {
			m := o.(map[string]any)
			if addrs, ok := m["addr_info"].([]any); ok {
				m["addr_info"] = slices.DeleteFunc(addrs, func(o any) bool { return own(o, "local") })
			}
		}
	}
	return found
}

// othersProxy reports whether a neighbour is a proxy on no link: the kernel lists those of all namespaces.
func othersProxy(o any) bool {
	m, _ := o.(map[string]any)
	_, proxy := m["proxy"]
	return proxy && m["dev"] == nil
}

// byChance reports whether a difference is none between two namespaces that are alike: the kernel chose addresses, or
// has not come round to something yet.
func byChance(d difference) bool {
	for _, s := range []string{".ifindex", ".link_index", ".operstate", ".tentative", ".optimistic", ".permaddr"} {
		if strings.HasSuffix(d.path, s) {
			return true
		}
	}
	a, b := asJSON(d.theirs), asJSON(d.ours)
	const own = `"02:11:`
	mac := strings.Count(a, ":") == 5 && strings.Count(b, ":") == 5 && !strings.HasPrefix(a, own) && !strings.HasPrefix(b, own)
	return mac || strings.HasSuffix(d.path, ".flags[]") && strings.Contains(a+b, "NO-CARRIER")
}
