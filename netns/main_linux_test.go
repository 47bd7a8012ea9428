package netns

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/eb30ede5/netlink/internal/sandbox"
)

// role in the environment makes the test binary a program that a test starts.
const role = "NETNS_TEST_ROLE"

func TestMain(m *testing.M) {
	switch r := os.Getenv(role); r {
	case "":
	case "panic":
		panicInDo()
	default:
		report()
		os.Exit(0)
	}
	if os.Getenv("NETLINK_CODEC_ONLY") != "1" {
		sandbox.Enter()
	}
	warmUp()
	before := descriptors()
	code := m.Run()
	if after, ok := settle(before, descriptors); !ok && code == 0 {
		fmt.Fprintf(os.Stderr, "descriptors leaked: %s\n", cmp.Diff(before, after))
		code = 1
	}
	os.Exit(code)
}

// warmUp makes the runtime open what it keeps open.
func warmUp() {
	r, w, err := os.Pipe()
	if err != nil {
		panic(err)
	}
	r.Close()
	w.Close()
	exec.Command("true").Run()
}

// settle asks until the answer is what is wanted: forgotten handles wait for the
// garbage collector, and threads need a moment to end.
func settle(want []string, ask func() []string) (got []string, ok bool) {
	for range 200 {
		runtime.GC()
		if got = ask(); slices.Equal(got, want) {
			return got, true
		}
		time.Sleep(10 * time.Millisecond)
	}
	return got, false
}

// descriptors lists the open files.
func descriptors() []string {
	entries, _ := os.ReadDir("/proc/self/fd")
	var list []string
	for _, e := range entries {
		if link, err := os.Readlink("/proc/self/fd/" + e.Name()); err == nil && !strings.HasSuffix(link, "/fd") {
			list = append(list, link)
		}
	}
	slices.Sort(list)
	return list
}

// mounts lists where something is mounted.
func mounts() []string {
	b, _ := os.ReadFile("/proc/self/mountinfo")
	var list []string
	for line := range strings.Lines(string(b)) {
		list = append(list, strings.Fields(line)[4])
	}
	slices.Sort(list)
	return list
}

// threads lists the namespaces that threads of this process are in.
func threads() []string {
	tasks, _ := filepath.Glob("/proc/self/task/*/ns/net")
	var list []string
	for _, t := range tasks {
		if link, err := os.Readlink(t); err == nil {
			list = append(list, link)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// unharmed checks at the end of the test that all threads are where they were,
// nothing is open that was not, and nothing mounted.
func unharmed(t *testing.T) {
	t.Helper()
	settle(nil, func() []string { return threads()[1:] }) // those of the test before that are still ending
	for what, ask := range map[string]func() []string{"threads": threads, "descriptors": descriptors, "mounts": mounts} {
		before := ask()
		t.Cleanup(func() {
			if after, ok := settle(before, ask); !ok {
				t.Errorf("%s: %s", what, cmp.Diff(before, after))
			}
		})
	}
}

// fresh takes away the directory of names, as on a system that has just
// started.
func fresh(t *testing.T) {
	t.Helper()
	sandbox.Require(t)
	clear := func() {
		names, err := List()
		if err != nil {
			t.Error(err)
		}
		for _, n := range names {
			if err := Remove(n); err != nil {
				t.Error(err)
			}
		}
		for unix.Unmount("/run/netns", unix.MNT_DETACH) == nil {
		}
		os.Remove("/run/netns")
	}
	clear()
	t.Cleanup(clear)
}

// ip runs ip(8), the second observer.
func ip(t *testing.T, args ...string) string {
	t.Helper()
	sandbox.Require(t, "ip")
	out, err := exec.Command("ip", args...).CombinedOutput()
	if err != nil {
		t.Fatalf("ip %s: %v: %s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

// must returns a new handle, closed when the test ends.
func must(t *testing.T, h *Handle, err error) *Handle {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.Close() })
	return h
}

// newNS makes a namespace without a name.
func newNS(t *testing.T) *Handle {
	t.Helper()
	sandbox.Require(t)
	h, err := New()
	return must(t, h, err)
}

// here returns the ID of the calling thread's namespace.
func here() (ID, error) {
	h, err := Current()
	if err != nil {
		return ID{}, err
	}
	defer h.Close()
	return h.ID()
}
