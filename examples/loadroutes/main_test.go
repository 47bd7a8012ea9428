//go:build linux

package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

func TestMain(m *testing.M) { nltest.MainOf(m, main) }

// newPlace is a namespace with next hops in 192.0.2.0/24 and 2001:db8::/64.
func newPlace(t testing.TB) *place.Place {
	t.Helper()
	p := place.New(t)
	p.Sysctl("ipv6/conf/default/addr_gen_mode", "1") // none: such addresses take a second
	p.Must(
		rtnl.AddLink(rtnl.Link{Name: "eth0", Up: rtnl.On, Kind: &kind.Veth{}, Peer: &rtnl.Link{Name: "eth1", Up: rtnl.On}}),
		rtnl.AddAddr(rtnl.Addr{Dev: "eth0", Prefix: netip.MustParsePrefix("192.0.2.1/24")}),
		rtnl.AddAddr(rtnl.Addr{Dev: "eth0", Prefix: netip.MustParsePrefix("2001:db8::1/64"), Flags: rtnl.AddrNoDAD}))
	return p
}

// load runs the program, which is to end with the status, and returns what it
// prints, but for the time.
func load(t testing.TB, p *place.Place, status int, stdin string, args ...string) string {
	t.Helper()
	var b bytes.Buffer
	cmd := nltest.Program(args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(stdin), &b, &b
	var exit *exec.ExitError
	if err := p.NS.Do(cmd.Run); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if got := cmd.ProcessState.ExitCode(); got != status {
		t.Errorf("loadroutes %v: status %d, want %d; it prints\n%s", args, got, status, &b)
	}
	return took.ReplaceAllString(b.String(), "")
}

var took = regexp.MustCompile(`, in [0-9.]+s \([0-9]+/s\)`)

// prints checks what load returned.
func prints(t testing.TB, got string, want ...string) {
	t.Helper()
	if w := strings.Join(want, "\n") + "\n"; got != w {
		t.Errorf("it prints\n%swant\n%s", got, w)
	}
}

// table returns what ip says of table 1000, a line a route.
func table(p *place.Place) []string {
	p.T.Helper()
	var all []string
	for _, family := range []string{"-4", "-6"} {
		for _, r := range p.JSON(family, "route", "show", "table", "all") {
			if r["table"] != "1000" {
				continue
			}
			s := fmt.Sprint(r["dst"])
			if via, ok := r["via"].(map[string]any); ok {
				r["gateway"] = via["host"]
			}
			for _, key := range []string{"from", "gateway", "dev", "metric", "protocol"} {
				if v, ok := r[key]; ok {
					s += fmt.Sprintf(" %v", v)
				}
			}
			all = append(all, s)
		}
	}
	return all
}

// has checks what is in table 1000.
func has(t testing.TB, p *place.Place, want ...string) {
	t.Helper()
	if got := table(p); !slices.Equal(got, want) {
		t.Errorf("the table has\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func write(t testing.TB, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "routes")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func zip(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	io.WriteString(w, text)
	w.Close()
	return b.String()
}

// text has two ends of lines, and the last has none.
const text = "# prefixes\n10.0.0.0/24 via 192.0.2.2\r\n\n  10.0.1.0/24 dev eth1 metric 7 # why\n10.0.2.3 via 2001:db8::2\n" +
	"default via 192.0.2.3\n2001:db8:5::/48 via 2001:db8::2\ndefault via fe80::7 dev eth1 metric 8"

var loaded = []string{
	"default 192.0.2.3 eth0 77", "10.0.0.0/24 192.0.2.2 eth0 77", "10.0.1.0/24 eth1 7 77", "10.0.2.3 2001:db8::2 eth0 77",
	"2001:db8:5::/48 2001:db8::2 eth0 1024 77", "default fe80::7 eth1 8 77",
}

func TestLoad(t *testing.T) {
	for _, tt := range []struct{ name, text string }{{"text", text}, {"gzip", zip(text)}, {"gzip in parts", zip(text[:50]) + zip(text[50:])}} {
		t.Run(tt.name, func(t *testing.T) {
			file := write(t, tt.text)
			p := newPlace(t)
			prints(t, load(t, p, 0, "", "-table", "1000", file), "loadroutes: "+file+": 6 added, 0 there already, 0 refused, 0 bad")
			has(t, p, loaded...)
			p = newPlace(t)
			if out := load(t, p, 0, tt.text, "-q", "-table", "1000", "-"); out != "" {
				t.Errorf("with -q it prints %q", out)
			}
			has(t, p, loaded...)
		})
	}
}

func TestDefaults(t *testing.T) {
	p := newPlace(t)
	load(t, p, 0, "10.0.0.0/24\n10.0.1.0/24 dev eth0 metric 0\n", "-table", "1000", "-proto", "static", "-metric", "9", "-dev", "eth1", "-")
	has(t, p, "10.0.0.0/24 eth1 9 static", "10.0.1.0/24 eth0 static")
	load(t, p, 0, "10.0.0.0/24 dev eth0", "-")
	if r := p.One("route", "show", "10.0.0.0/24"); r["protocol"] != "77" {
		t.Errorf("in the main table: %v", r)
	}
}

// A second run adds what is missing. It does not take another route for the one
// that the line says.
func TestAgain(t *testing.T) {
	p := newPlace(t)
	load(t, p, 0, text, "-table", "1000", "-")
	p.IP("route", "del", "10.0.0.0/24", "table", "1000")
	prints(t, load(t, p, 0, text, "-table", "1000", "-"), "loadroutes: standard input: 1 added, 5 there already, 0 refused, 0 bad")
	has(t, p, loaded...)
	p.IP("route", "replace", "10.0.0.0/24", "via", "192.0.2.2", "table", "1000", "proto", "static")
	p.IP("route", "replace", "default", "via", "192.0.2.9", "table", "1000", "proto", "77")
	prints(t, load(t, p, 1, text+"\n10.0.2.3 via 2001:db8::2\n10.0.2.3 via 2001:db8::3", "-table", "1000", "-"),
		"standard input:10: the prefix and metric of line 5",
		"standard input:2: route add 10.0.0.0/24: file exists: it is another route",
		"standard input:6: route add 0.0.0.0/0: file exists: it is another route",
		"loadroutes: standard input: 0 added, 5 there already, 3 refused, 0 bad")
}

const spoiled = `10.0.0.0/24 via 192.0.2.2
10.0.1.0/24 over 192.0.2.2
10.0.2.0/24 via 203.0.113.7

10.0.3.0/24 dev absent
10.0.4.0/24
10.0.5.0/24 via 192.0.2.2
10.0.6.0/24 dev eth` + "\x00" + `
10.0.7.0/24 via 192.0.2.2
`

func TestBadLines(t *testing.T) {
	const first = `standard input:2: "over" where via, dev or metric could be`
	p := newPlace(t)
	prints(t, load(t, p, 1, spoiled, "-table", "1000", "-"), first,
		"loadroutes: standard input: stopped behind line 1: 1 added, 0 there already, 0 refused, 1 bad")
	has(t, p, "10.0.0.0/24 192.0.2.2 eth0 77")
	p = newPlace(t)
	prints(t, load(t, p, 1, spoiled, "-k", "-table", "1000", "-"), first,
		`standard input:5: dev "absent": no such device`,
		`standard input:6: neither via nor dev`,
		`standard input:8: dev "eth\x00": no such device`,
		"standard input:3: route add 10.0.2.0/24 table 1000: network is unreachable: Nexthop has invalid gateway",
		"loadroutes: standard input: 3 added, 0 there already, 1 refused, 4 bad")
	has(t, p, "10.0.0.0/24 192.0.2.2 eth0 77", "10.0.5.0/24 192.0.2.2 eth0 77", "10.0.7.0/24 192.0.2.2 eth0 77")
}

// What the kernel refuses ends the program where it is, and it says where.
func TestRefused(t *testing.T) {
	var all strings.Builder
	for i := range 5000 {
		via := 2
		if i%1000 == 500 {
			all.WriteString("# not here\n")
			fmt.Fprintf(&all, "11.0.%d.%d/32 via 203.0.113.7\n", i>>8, i&255)
		}
		fmt.Fprintf(&all, "10.0.%d.%d/32 via 192.0.2.%d\n", i>>8, i&255, via)
	}
	p := newPlace(t)
	out := load(t, p, 1, all.String(), "-table", "1000", "-")
	m := regexp.MustCompile(`^standard input:502: route add 11.0.1.244/32 table 1000: network is unreachable: Nexthop has invalid gateway
(?:standard input:1504: .*\n)?loadroutes: standard input: stopped behind line (\d+): (\d+) added, 0 there already, (\d) refused, 0 bad\n$`).FindStringSubmatch(out)
	if m == nil {
		t.Fatalf("it prints %s", out)
	}
	line, added, refused := number(t, m[1]), number(t, m[2]), number(t, m[3])
	if n := len(table(p)); n != added || added+2*refused != line || line > 4000 {
		t.Errorf("%d routes are there, and it says %s", n, out)
	}
	p = newPlace(t)
	out = load(t, p, 1, all.String(), "-k", "-table", "1000", "-")
	if !strings.HasSuffix(out, ": 5000 added, 0 there already, 5 refused, 0 bad\n") || strings.Count(out, "\n") != 6 {
		t.Errorf("with -k it prints %s", out)
	}
	for _, line := range []string{"502", "1504", "2506", "3508", "4510"} {
		if !strings.Contains(out, "standard input:"+line+": route add 11.0.") {
			t.Errorf("line %s is not in %s", line, out)
		}
	}
	if n := len(table(p)); n != 5000 {
		t.Errorf("%d routes are there, want 5000", n)
	}
}

func number(t testing.TB, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestLongLine(t *testing.T) {
	long := strings.Repeat(" ", longest-30)
	p := newPlace(t)
	text := "10.0.0.0/24 " + long + "via 192.0.2.2\n10.0.1.0/24 " + long + long + "via 192.0.2.2\n10.0.2.0/24 via 192.0.2.2\n" + long + long
	prints(t, load(t, p, 1, text, "-k", "-table", "1000", "-"), "standard input:2: longer than 65535 bytes", "standard input:4: longer than 65535 bytes",
		"loadroutes: standard input: 2 added, 0 there already, 0 refused, 2 bad")
	has(t, p, "10.0.0.0/24 192.0.2.2 eth0 77", "10.0.2.0/24 192.0.2.2 eth0 77")
}

// Of a line that is cut off nothing is done: it means something else than the
// whole one. -k does not help.
func TestCutShort(t *testing.T) {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	io.WriteString(w, "10.0.0.0/24 via 192.0.2.2\n10.0.1.0/24 via 192.0.2.2")
	w.Flush() // and not "5\n"
	file := write(t, b.String())
	for _, args := range [][]string{{"-table", "1000", file}, {"-table", "1000", "-k", file}} {
		p := newPlace(t)
		prints(t, load(t, p, 1, "", args...), file+":2: gzip: the file is cut short",
			"loadroutes: "+file+": stopped behind line 1: 1 added, 0 there already, 0 refused, 1 bad")
		has(t, p, "10.0.0.0/24 192.0.2.2 eth0 77")
		p = newPlace(t)
		p.IP("route", "add", "10.0.7.0/24", "dev", "eth0", "table", "1000", "proto", "77")
		prints(t, load(t, p, 1, "", append([]string{"-sync"}, args...)...), file+":2: gzip: the file is cut short",
			"loadroutes: "+file+": stopped before anything was done: 0 added, 0 replaced, 0 deleted, 0 there already, 0 refused, 1 bad")
		has(t, p, "10.0.7.0/24 eth0 77")
	}
}

func TestCannotBegin(t *testing.T) {
	p := newPlace(t)
	dir := t.TempDir()
	for _, tt := range []struct {
		args []string
		want string
	}{
		{[]string{dir}, "loadroutes: read " + dir + ": is a directory\n"},
		{[]string{dir + "/absent"}, "loadroutes: open " + dir + "/absent: no such file or directory\n"},
		{[]string{"-dev", "absent", "-"}, "loadroutes: dev \"absent\": no such device\n"},
		{nil, "usage: loadroutes [flags] FILE\n"},
		{[]string{"-", "-"}, "usage: loadroutes [flags] FILE\n"},
		{[]string{"-table", "0", "-"}, "invalid value \"0\" for flag -table: no table: main, default, local, or a number from 1 on\n"},
		{[]string{"-proto", "kernel", "-"}, "invalid value \"kernel\" for flag -proto: the kernel's own\n"},
		{[]string{"-proto", "2", "-"}, "invalid value \"2\" for flag -proto: the kernel's own\n"},
		{[]string{"-proto", "256", "-"}, "invalid value \"256\" for flag -proto: no protocol: a number below 256, or a name such as static\n"},
		{[]string{"-metric", "-1", "-"}, "invalid value \"-1\" for flag -metric: no number below 1<<32\n"},
	} {
		if out := load(t, p, 2, "", tt.args...); !strings.HasPrefix(out, tt.want) {
			t.Errorf("loadroutes %v prints %s, want %s", tt.args, out, tt.want)
		}
	}
}

// What -n prints does the same, if it is ip(8) that does it.
func TestDry(t *testing.T) {
	p, q := newPlace(t), newPlace(t)
	for _, x := range []*place.Place{p, q} {
		x.IP("route", "add", "10.0.0.0/24", "via", "192.0.2.9", "table", "1000", "proto", "77")
		x.IP("route", "add", "10.0.9.0/24", "via", "192.0.2.9", "table", "1000", "proto", "77")
	}
	before := table(p)
	cmd := nltest.Program("-n", "-sync", "-table", "1000", "-")
	cmd.Stdin = strings.NewReader(text)
	var out []byte
	if err := p.NS.Do(func() (err error) { out, err = cmd.Output(); return err }); err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(out, []byte("\n")); n != 7 {
		t.Errorf("%d requests, want 5 additions, 1 replacement and 1 deletion:\n%s", n, out)
	}
	has(t, p, before...)
	p.IP("-batch", write(t, string(out)))
	load(t, q, 0, text, "-sync", "-table", "1000", "-")
	has(t, p, loaded...)
	has(t, q, loaded...)
}

// interrupted starts the program and interrupts it when there are routes, and
// returns what it prints.
func interrupted(t *testing.T, p *place.Place, sig os.Signal, in func(io.Writer), ready func() bool, args ...string) string {
	t.Helper()
	cmd := nltest.Program(args...)
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	cmd.Stdout, cmd.Stderr = &b, &b
	if err := p.NS.Do(cmd.Start); err != nil {
		t.Fatal(err)
	}
	defer cmd.Process.Kill() // if it is waited for in vain
	written := make(chan bool)
	go func() {
		in(stdin) // and leaves it open
		close(written)
	}()
	p.Wait("the program is under way", ready)
	began := time.Now()
	cmd.Process.Signal(sig)
	cmd.Wait()
	if took := time.Since(began); cmd.ProcessState.ExitCode() != 1 || took > 10*time.Second { // a second, where nothing else runs
		t.Errorf("%v %v after the signal; it prints %s", cmd.ProcessState, took, &b)
	}
	stdin.Close()
	<-written
	return b.String()
}

// many writes lines until nobody reads them, 50,000 a second at most.
func many(w io.Writer) {
	for i := 0; i < 1<<24; i += 256 {
		var b bytes.Buffer
		for j := i; j < i+256; j++ {
			fmt.Fprintf(&b, "10.%d.%d.%d/32 via 192.0.2.2\n", j>>16, j>>8&255, j&255)
		}
		if _, err := w.Write(b.Bytes()); err != nil {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// An interrupt says how many routes there are, and up to which line, whether
// the program has much to do or waits for more.
func TestInterrupt(t *testing.T) {
	some := func(w io.Writer) {
		io.WriteString(w, strings.Repeat("# nothing\n", 7)+"10.0.0.0/24 dev eth0\n10.0.1.0/24 dev eth0\n")
	}
	for name, tt := range map[string]struct {
		in  func(io.Writer)
		sig os.Signal
	}{"busy": {many, os.Interrupt}, "waiting": {some, syscall.SIGTERM}} {
		t.Run(name, func(t *testing.T) {
			p := newPlace(t)
			began := time.Now()
			p.IP("rule", "add", "table", "1000")
			ready := func() bool { // a list takes longer the more there are, and there are ever more
				_, err := p.RouteTo(t.Context(), netip.MustParseAddr("10.0.0.1"), nil)
				return err == nil
			}
			skipped := 0
			if name == "waiting" { // which shows in nothing
				skipped = 7
				ready = func() bool { return time.Since(began) > time.Second }
			}
			out := interrupted(t, p, tt.sig, tt.in, ready, "-table", "1000", "-")
			m := regexp.MustCompile(`interrupted behind line (\d+): (\d+) added, 0 there already, 0 refused, 0 bad`).FindStringSubmatch(out)
			if m == nil {
				t.Fatalf("it prints %s", out)
			}
			if n := len(table(p)); n == 0 || number(t, m[2]) != n || number(t, m[1]) != n+skipped {
				t.Errorf("%d routes are there, and it says %s", n, out)
			}
		})
	}
}

// The file is read and compared before anything is done.
func TestInterruptSync(t *testing.T) {
	p := newPlace(t)
	p.IP("route", "add", "10.0.0.0/24", "via", "192.0.2.2", "table", "1000", "proto", "77")
	began := time.Now()
	out := interrupted(t, p, os.Interrupt, many, func() bool { return time.Since(began) > time.Second/2 }, "-sync", "-table", "1000", "-")
	prints(t, took.ReplaceAllString(out, ""),
		"loadroutes: standard input: interrupted before anything was done: 0 added, 0 replaced, 0 deleted, 0 there already, 0 refused, 0 bad")
	has(t, p, "10.0.0.0/24 192.0.2.2 eth0 77")
}

// However many lines there are, few are in memory.
func TestMemory(t *testing.T) {
	const n = 300_000
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "10.%d.%d.%d/32 via 192.0.2.2\n", i>>16, i>>8&255, i&255)
	}
	file := write(t, zip(b.String()))
	b.Reset()
	in, err := open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	j := &job{options: &options{}, in: in, bar: &bar{}, devs: map[string]device{}}
	lines, before := 0, live()
	for range j.lines(t.Context()) {
		if lines++; lines%(n/3) == 0 {
			if now := live(); now > before+1<<20 {
				t.Errorf("%d bytes at line %d, and %d before", now, lines, before)
			}
		}
	}
	if lines != n || j.bad > 0 {
		t.Errorf("%d lines, %d bad", lines, j.bad)
	}
}

func live() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// A bar is taken away before something else is written.
func TestBar(t *testing.T) {
	var out bytes.Buffer
	b := &bar{w: &out, width: 60}
	b.show("loading", 500, 1, 4)
	b.show("loading", 501, 1, 4) // so soon it is not drawn again
	fmt.Fprintln(b, "x:7: why")
	fmt.Fprintln(b, "x:8: why")
	got := regexp.MustCompile(`, \d+/s`).ReplaceAllString(out.String(), ", N/s")
	got = regexp.MustCompile(` +\] `).ReplaceAllString(got, "] ")
	got = regexp.MustCompile(`=+`).ReplaceAllString(got, "=")
	if want := "\r 25% [=] loading: 500 routes, N/s\x1b[K\r\x1b[Kx:7: why\nx:8: why\n"; got != want {
		t.Errorf("the terminal gets %q, want %q", got, want)
	}
	if line, _, _ := strings.Cut(out.String(), "\x1b"); len(line) > 60 {
		t.Errorf("%d columns: %q", len(line), line)
	}
	out.Reset()
	b = newBar(os.NewFile(^uintptr(0), "none"), false)
	b.w = &out
	b.show("loading", 500, 1, 4)
	if out.Len() > 0 {
		t.Errorf("where there is no terminal it gets %q", &out)
	}
}

// BenchmarkLoad is to be compared with BenchmarkBatch, which does nothing but
// to add the same routes.
func BenchmarkLoad(b *testing.B) {
	p := newPlace(b)
	const n = 100_000
	var text strings.Builder
	for i := range n {
		fmt.Fprintf(&text, "10.%d.%d.%d/32 via 192.0.2.2\n", i>>16, i>>8&255, i&255)
	}
	file := write(b, text.String())
	b.ReportAllocs()
	for b.Loop() {
		in, err := open(b.Context(), file)
		if err != nil {
			b.Fatal(err)
		}
		j := &job{options: &options{table: 1000, proto: ownProtocol}, conn: p.Conn, in: in, bar: &bar{}, devs: map[string]device{}}
		if err := j.load(context.Background()); err != nil || j.added != n {
			b.Fatalf("%d added, %v", j.added, err)
		}
		b.StopTimer()
		p.IP("route", "flush", "table", "1000")
		b.StartTimer()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/route")
}

func BenchmarkBatch(b *testing.B) {
	p := newPlace(b)
	const n = 100_000
	via := netip.MustParseAddr("192.0.2.2")
	b.ReportAllocs()
	for b.Loop() {
		for i, err := range p.Batch(b.Context(), func(yield func(rtnl.Request) bool) {
			for i := range n {
				dst := netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}), 32)
				if !yield(rtnl.AddRoute(rtnl.Route{Dst: dst, Via: via, Table: 1000, Protocol: ownProtocol})) {
					return
				}
			}
		}) {
			b.Fatal(i, err)
		}
		b.StopTimer()
		p.IP("route", "flush", "table", "1000")
		b.StartTimer()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/route")
}
