package rtnl_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/eb30ede5/netlink/internal/nltest"
)

// goTool runs the go tool for linux/amd64, whatever runs the tests.
func goTool(t *testing.T, args ...string) string {
	t.Helper()
	tool, err := exec.LookPath("go")
	if err != nil {
		nltest.Skip(t, "command go")
	}
	cmd := exec.Command(tool, args...)
	cmd.Env = append(os.Environ(), "GOOS=linux", "GOARCH=amd64", "GOAMD64=v1", "CGO_ENABLED=0", "GOFLAGS=", "GOEXPERIMENT=")
	out, err := cmd.Output()
	if err != nil {
		if e, ok := err.(*exec.ExitError); ok {
			out = e.Stderr
		}
		t.Fatalf("%v: %v\n%s", cmd, err, out)
	}
	return string(out)
}

// built builds a program as one would to have it small.
func built(t *testing.T, dir string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), filepath.Base(dir))
	goTool(t, "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", name, dir)
	return name
}

// TestProgramSize pins how large programs are. The limits are what they were with
// Go 1.26.8, 2,896,034 and 2,642,082 bytes, and 2 % for other compilers of Go
// 1.26; a later one may need new limits. What makes a program larger is told by
//
//	go build -ldflags=-dumpdep
//
// which says by what each function comes in, and by go tool nm -size -sort size:
// each byte of code takes another one in the tables behind it.
func TestProgramSize(t *testing.T) {
	for dir, most := range map[string]int64{
		"../examples/quickstart": 2_955_000,
		"./testdata/links":       2_695_000,
	} {
		info, err := os.Stat(built(t, dir))
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s has %d bytes", dir, info.Size())
		if info.Size() > most {
			t.Errorf("%s has %d bytes, at most %d", dir, info.Size(), most)
		}
	}
}

// TestProgramInit pins what our packages do before main: next to nothing, and
// without memory.
func TestProgramInit(t *testing.T) {
	cmd := exec.Command(built(t, "./testdata/links"))
	cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	var trace strings.Builder
	cmd.Stderr = &trace
	if err := cmd.Start(); err != nil {
		nltest.Skip(t, "programs for linux/amd64")
	}
	cmd.Wait() // main may fail where there is no netlink; that comes later
	line := regexp.MustCompile(`(?m)^init (\S+) @.*, (\d+) bytes, (\d+) allocs$`)
	packages := 0
	for _, m := range line.FindAllStringSubmatch(trace.String(), -1) {
		packages++
		if !strings.HasPrefix(m[1], "github.com/eb30ede5/netlink") {
			continue
		}
		t.Logf("%s: %s bytes, %s allocations", m[1], m[2], m[3])
		if n, _ := strconv.Atoi(m[3]); n != 0 {
			t.Errorf("%s makes %s allocations of %s bytes before main, want none", m[1], m[3], m[2])
		}
		if name := strings.TrimPrefix(m[1], "github.com/eb30ede5/netlink/"); !slices.Contains([]string{"internal/nlsock", "rtnl", "rtnl/kind"}, name) {
			t.Errorf("%s does something before main", name)
		}
	}
	if packages < 10 {
		t.Fatalf("the trace has %d packages:\n%s", packages, &trace)
	}
}

// TestImports holds what DESIGN says of dependencies, and that the library does
// not bring what few programs need: each of these is 50 to 500 KB of a program, a
// thing done before main, or a flag in somebody's command line.
func TestImports(t *testing.T) {
	module := strings.TrimSpace(goTool(t, "list", "-m"))
	var packages []string
	for p := range strings.Lines(goTool(t, "list", "../nlattr/...", "../netns/...", "./...")) {
		if p = strings.TrimSpace(p); p != module+"/rtnl/rtnltest" { // which is for tests
			packages = append(packages, p)
		}
	}
	if len(packages) < 10 {
		t.Fatalf("found the packages %q", packages)
	}
	alien := regexp.MustCompile(`^(net|net/http|regexp|flag|log|os/exec|testing|expvar|html/template|text/template|database/sql|crypto/tls)$`)
	known := regexp.MustCompile(`^(` + regexp.QuoteMeta(module) + `|golang\.org/x/sys|github\.com/josharian/native)(/|$)`)
	for l := range strings.Lines(goTool(t, append([]string{"list", "-deps", "-f", "{{.Standard}} {{.ImportPath}}"}, packages...)...)) {
		standard, name, _ := strings.Cut(strings.TrimSpace(l), " ")
		if standard == "true" && alien.MatchString(name) || standard != "true" && !known.MatchString(name) {
			t.Errorf("the library depends on %s", name)
		}
	}
}
