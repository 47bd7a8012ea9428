package main

import (
	"os"
	"path"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// A listed is a line of a file in testdata: a kernel, a state, for testdata/differences a path, and the reason.
// It is used up by what it explains: one that explains nothing any more has to go.
type listed struct {
	text          string
	kernel, state string
	path          string
	used, could   bool // it explained something; it could have
}

// readListed reads a file of testdata: what is about the running kernel, or about any.
func readListed(t *testing.T, name string, withPath, any bool) (all []*listed) {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		f := strings.Fields(line)
		if len(f) == 0 || f[0][0] == '#' {
			continue
		}
		l := &listed{text: strings.TrimSpace(line), kernel: f[0], state: f[1]}
		if f = f[2:]; withPath {
			l.path = f[0]
			f = f[1:]
		}
		if len(f) == 0 {
			t.Fatalf("testdata/%s: no reason in %q", name, line)
		}
		if any || kernelIs(l.kernel) {
			all = append(all, l)
		}
	}
	return all
}

// explains reports whether the line is about something in a state.
func (l *listed) explains(state, p string) bool {
	s, _ := path.Match(l.state, state)
	q := l.path == p || strings.HasSuffix(l.path, "*") && strings.HasPrefix(p, strings.TrimSuffix(l.path, "*"))
	return s && q
}

// kernel is the running kernel's version, "6.1".
var kernel = sync.OnceValue(func() string {
	b, _ := os.ReadFile("/proc/sys/kernel/osrelease")
	major, rest, _ := strings.Cut(string(b), ".")
	n := strings.IndexFunc(rest, func(r rune) bool { return r < '0' || r > '9' })
	return major + "." + rest[:n]
})

// knownKernel reports whether the lists were made on this kernel. On another one they are not complete.
func knownKernel() bool { return kernel() == "6.1" || kernel() == "6.18" }

// kernelIs reports whether the running kernel is "*" (any), "6.1" (that one), "6.3+" (that one or later) or
// "6.3-" (an earlier one).
func kernelIs(s string) bool {
	version, later := strings.CutSuffix(s, "+")
	version, earlier := strings.CutSuffix(version, "-")
	switch {
	case s == "*":
		return true
	case later:
		return compareVersions(kernel(), version) >= 0
	case earlier:
		return compareVersions(kernel(), version) < 0
	}
	return kernel() == version
}

func compareVersions(a, b string) int {
	number := func(s string) int {
		major, minor, _ := strings.Cut(s, ".")
		x, _ := strconv.Atoi(major)
		y, _ := strconv.Atoi(minor)
		return x*1000 + y
	}
	return number(a) - number(b)
}
