//go:build linux

package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/rtnl"
)

// asProgram in the environment makes the test binary the program itself.
const asProgram = "LOADROUTES_TEST"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) == "1" {
		main()
		return
	}
	nltest.Main(m)
}

func command(args ...string) *exec.Cmd {
	cmd := exec.Command("/proc/self/exe", args...)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	return cmd
}

// load runs the program and returns what it prints, and its exit status.
func load(p *place.Place, t *testing.T, stdin string, args ...string) (out string, status int) {
	t.Helper()
	var b bytes.Buffer
	cmd := command(args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(stdin), &b, &b
	err := p.NS.Do(cmd.Run)
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return b.String(), cmd.ProcessState.ExitCode()
}

func newPlace(t *testing.T) *place.Place {
	p := place.New(t)
	p.Must(rtnl.SetLink("lo", rtnl.Link{Up: rtnl.On}), rtnl.AddAddr(rtnl.Addr{Dev: "lo", Prefix: netip.MustParsePrefix("192.0.2.1/24")}))
	return p
}

// table1000 returns what ip says of the table, a line a route.
func table1000(p *place.Place, t *testing.T) string {
	t.Helper()
	var lines []string
	for _, f := range []string{"-4", "-6"} {
		for _, r := range p.JSON(f, "route", "show", "table", "all") {
			if r["table"] != "1000" {
				continue
			}
			lines = append(lines, strings.TrimSpace(fmt.Sprint(r["dst"], " ", or(r["gateway"]), " ", or(r["protocol"]), " ", or(r["metric"]))))
		}
	}
	return strings.Join(lines, "\n")
}

func or(v any) any {
	if v == nil {
		return "-"
	}
	return v
}

func TestLoad(t *testing.T) {
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	fmt.Fprint(w, text)
	w.Close()
	file := filepath.Join(t.TempDir(), "routes") // known by its contents, not by its name
	if err := os.WriteFile(file, zipped.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	const want = "198.51.100.0/25 192.0.2.2 77 -\n198.51.100.128/25 - 77 7\n2001:db8:5::/48 - 77 1024"
	for name, tt := range map[string]struct{ stdin, arg string }{"standard input": {text, "-"}, "gzip": {"", file}} {
		t.Run(name, func(t *testing.T) {
			p := newPlace(t)
			out, status := load(p, t, tt.stdin, "-table", "1000", tt.arg)
			if out != "3 routes added, 0 lines bad or refused\n" || status != 0 {
				t.Errorf("status %d: %s", status, out)
			}
			if got := table1000(p, t); got != want {
				t.Errorf("table:\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// The last line has no end.
const text = `# prefixes
198.51.100.0/25 via 192.0.2.2

198.51.100.128/25 dev lo metric 7
2001:db8:5::/48 dev lo`

const spoiled = `198.51.100.0/25 via 192.0.2.2
198.51.100.128/25 over 192.0.2.2
198.51.101.0/24 via 203.0.113.7
198.51.102.0/24 via 192.0.2.2
198.51.102.0/24 via 192.0.2.3
`

// Bad and refused lines have their numbers; without -k the first one ends it.
func TestBadLines(t *testing.T) {
	const bad = `standard input:2: "over" is not known here; a line is PREFIX [via ADDRESS] [dev NAME] [metric NUMBER]` + "\n"
	p := newPlace(t)
	out, status := load(p, t, spoiled, "-table", "1000", "-")
	if want := bad + "1 routes added, 1 lines bad or refused\n"; out != want || status != 1 {
		t.Errorf("status %d: %s\nwant 1: %s", status, out, want)
	}
	if got := table1000(p, t); got != "198.51.100.0/25 192.0.2.2 77 -" {
		t.Errorf("table: %s", got)
	}
	p = newPlace(t)
	out, status = load(p, t, spoiled, "-table", "1000", "-k", "-")
	want := bad + `standard input:3: rtnl: route add 198.51.101.0/24 table 1000: network is unreachable: Nexthop has invalid gateway
standard input:5: rtnl: route add 198.51.102.0/24 table 1000: file exists
2 routes added, 3 lines bad or refused
`
	if out != want || status != 1 {
		t.Errorf("status %d: %s\nwant 1: %s", status, out, want)
	}
	if got := table1000(p, t); got != "198.51.100.0/25 192.0.2.2 77 -\n198.51.102.0/24 192.0.2.2 77 -" {
		t.Errorf("table: %s", got)
	}
}

func TestBadFiles(t *testing.T) {
	p := newPlace(t)
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	cut, long := write("cut", "\x1f\x8b\x08\x00\x00"), write("long", "\n"+strings.Repeat("x", 1<<20))
	for _, tt := range []struct {
		args   []string
		want   string
		status int
	}{
		{[]string{dir}, dir + " is a directory", 1},
		{[]string{filepath.Join(dir, "absent")}, "no such file or directory", 1},
		{[]string{cut}, cut + ": unexpected EOF", 1},
		{[]string{long}, long + ":2: a line of more than 65536 bytes", 1},
		{nil, "usage:", 2},
		{[]string{"-table", "0", "-"}, `"0" is not a table`, 2},
		{[]string{"-proto", "256", "-"}, "usage:", 2},
	} {
		if out, status := load(p, t, "", tt.args...); !strings.Contains(out, tt.want) || status != tt.status {
			t.Errorf("loadroutes %v: %d, %s, want %d, %s", tt.args, status, out, tt.status, tt.want)
		}
	}
}

// -sync makes as few requests as it can, and leaves other protocols alone.
func TestSync(t *testing.T) {
	p := newPlace(t)
	p.IP("route", "add", "203.0.113.0/24", "via", "192.0.2.9", "table", "1000", "proto", "static")
	for _, tt := range []struct{ text, says string }{
		{"198.51.100.0/24 via 192.0.2.2\n198.51.101.0/24 via 192.0.2.2\n2001:db8:5::/48 dev lo\n", "3 requests done, of 3 additions, 0 replacements and 0 deletions; 0 routes were as they should be"},
		{"198.51.100.0/24 via 192.0.2.2\n198.51.101.0/24 via 192.0.2.3\n198.51.102.0/24 dev lo\n", "3 requests done, of 1 additions, 1 replacements and 1 deletions; 1 routes were as they should be"},
		{"198.51.100.0/24 via 192.0.2.2\n198.51.101.0/24 via 192.0.2.3\n198.51.102.0/24 dev lo\n", "0 requests done, of 0 additions, 0 replacements and 0 deletions; 3 routes were as they should be"},
	} {
		out, status := load(p, t, tt.text, "-table", "1000", "-sync", "-")
		if want := tt.says + "; 0 lines bad or refused\n"; out != want || status != 0 {
			t.Errorf("status %d: %s\nwant 0: %s", status, out, want)
		}
	}
	const want = "198.51.100.0/24 192.0.2.2 77 -\n198.51.101.0/24 192.0.2.3 77 -\n198.51.102.0/24 - 77 -\n203.0.113.0/24 192.0.2.9 static -"
	if got := table1000(p, t); got != want {
		t.Errorf("table:\n%s\nwant\n%s", got, want)
	}
	out, status := load(p, t, "198.51.100.0/24 dev lo\n198.51.100.0/24 via 192.0.2.3\n", "-table", "1000", "-sync", "-")
	if !strings.Contains(out, "standard input:2: 198.51.100.0/24 is in line 1 already\n") || !strings.Contains(out, "nothing is changed") || status != 1 {
		t.Errorf("status %d: %s", status, out)
	}
	if got := table1000(p, t); got != want {
		t.Errorf("table:\n%s\nwant it unchanged:\n%s", got, want)
	}
}

// An interrupt says how many routes there are, even if the input has not ended.
func TestInterrupt(t *testing.T) {
	p := newPlace(t)
	cmd := command("-table", "1000", "-")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	cmd.Stdout, cmd.Stderr = &b, &b
	if err := p.NS.Do(cmd.Start); err != nil {
		t.Fatal(err)
	}
	for i := range 5000 {
		fmt.Fprintf(in, "11.0.%d.%d/32 via 192.0.2.2\n", i>>8, i&255)
	}
	p.Wait("some routes are there", func() bool { return table1000(p, t) != "" })
	began := time.Now()
	cmd.Process.Signal(os.Interrupt)
	err = cmd.Wait()
	in.Close()
	if took := time.Since(began); cmd.ProcessState.ExitCode() != 1 || took > 5*time.Second {
		t.Errorf("%v after %v, want status 1: %s", err, took, &b)
	}
	n := len(strings.Split(table1000(p, t), "\n"))
	if want := fmt.Sprintf("interrupted: %d done, up to line %d\n", n, n); n == 0 || !strings.Contains(b.String(), want) {
		t.Errorf("%s\nwant %s", &b, want)
	}
}
