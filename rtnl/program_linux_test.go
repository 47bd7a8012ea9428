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

// minimal is a program that prints the names of links.
const minimal = `package main

import (
	"context"
	"fmt"

	"github.com/eb30ede5/netlink/rtnl"
)

func main() {
	c, err := rtnl.Dial(nil)
	if err != nil {
		panic(err)
	}
	for l, err := range c.Links(context.Background(), nil) {
		fmt.Println(l.Name, err)
	}
}
`

// build makes the minimal program, stripped.
func build(t *testing.T, env ...string) (path string) {
	t.Helper()
	dir := t.TempDir()
	source := filepath.Join(dir, "main.go")
	if err := os.WriteFile(source, []byte(minimal), 0o644); err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(dir, "minimal")
	goTool(t, env, "build", "-trimpath", "-ldflags=-s -w", "-o", path, source)
	return path
}

func goTool(t *testing.T, env []string, args ...string) string {
	t.Helper()
	tool, err := exec.LookPath("go")
	if err != nil {
		nltest.Skip(t, "command go")
	}
	cmd := exec.Command(tool, args...)
	cmd.Env = append(append(os.Environ(), "CGO_ENABLED=0"), env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("go %v: %v\n%s", args, err, out)
	}
	return string(out)
}

// All link kinds are in each program, since any may be in a listing. A dependency that
// nobody noticed would be seen here.
func TestProgramSize(t *testing.T) {
	const most = 2_950_000
	info, err := os.Stat(build(t, "GOOS=linux", "GOARCH=amd64"))
	if err != nil {
		t.Fatal(err)
	}
	if info.Size() > most {
		t.Errorf("a program that lists links has %d bytes, want at most %d", info.Size(), most)
	}
}

// The library needs little of the standard library.
func TestProgramDeps(t *testing.T) {
	deps := strings.Fields(goTool(t, nil, "list", "-deps", ".", "./kind", "./watch", "../nlattr", "../netns"))
	if !slices.Contains(deps, "github.com/eb30ede5/netlink/nlattr") {
		t.Fatalf("go list -deps: %v", deps)
	}
	for _, p := range []string{"net", "net/http", "regexp", "flag", "log", "log/slog", "os/exec", "os/signal", "text/template", "crypto/tls", "testing"} {
		if slices.Contains(deps, p) {
			t.Errorf("the library depends on %s", p)
		}
	}
}

// What happens before main is that maps are filled in: of link kinds, and of names.
func TestProgramInit(t *testing.T) {
	path := build(t)
	cmd := exec.Command(path)
	cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var packages, bytes, allocs int
	for _, m := range regexp.MustCompile(`(?m)^init (\S+) .* (\d+) bytes, (\d+) allocs$`).FindAllStringSubmatch(string(out), -1) {
		if !strings.Contains(m[1], "eb30ede5/netlink") {
			continue
		}
		b, err1 := strconv.Atoi(m[2])
		a, err2 := strconv.Atoi(m[3])
		if err1 != nil || err2 != nil {
			t.Fatal(m[0])
		}
		packages, bytes, allocs = packages+1, bytes+b, allocs+a
	}
	if packages == 0 || bytes > 16<<10 || allocs > 40 {
		t.Errorf("%d packages allocate %d bytes in %d pieces before main, want at most 16 KiB in 40\n%s", packages, bytes, allocs, out)
	}
}
