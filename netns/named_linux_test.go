package netns

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"
)

// Either side makes the directory first; both see what the other does.
func TestNamesBesideIP(t *testing.T) {
	ours := func(t *testing.T, name string) {
		h, err := Create(name)
		must(t, h, err)
		if h.String() != name {
			t.Errorf("String() = %q, want %q", h, name)
		}
	}
	theirs := func(t *testing.T, name string) { ip(t, "netns", "add", name) }
	for first, create := range map[string][]func(*testing.T, string){"ours": {ours, theirs}, "theirs": {theirs, ours}} {
		t.Run(first, func(t *testing.T) {
			unharmed(t)
			fresh(t)
			create[0](t, "blue")
			create[1](t, "green")
			if got, err := List(); err != nil || !slices.Equal(got, []string{"blue", "green"}) {
				t.Errorf("List() = %q, %v", got, err)
			}
			listed := strings.Split(ip(t, "netns", "list"), "\n")
			slices.Sort(listed)
			if !slices.Equal(listed, []string{"blue", "green"}) {
				t.Errorf("ip netns list = %q", listed)
			}
			for _, name := range []string{"blue", "green"} {
				h, err := Open(name)
				must(t, h, err)
				if got := ip(t, "netns", "exec", name, "readlink", "/proc/self/ns/net"); got != h.id.String() {
					t.Errorf("ip enters %s, this %v", got, h.id)
				}
				if links := ip(t, "-n", name, "-o", "link"); !strings.Contains(links, "lo:") {
					t.Errorf("ip -n %s link = %q", name, links)
				}
			}
			if n := count(mounts(), "/run/netns"); n != 1 {
				t.Errorf("/run/netns is mounted %d times, want once", n)
			}
			if err := Remove("green"); err != nil {
				t.Error(err)
			}
			ip(t, "netns", "delete", "blue")
			if got, err := List(); err != nil || len(got) != 0 || ip(t, "netns", "list") != "" {
				t.Errorf("List() = %q, %v after removing all", got, err)
			}
		})
	}
}

func count(list []string, s string) (n int) {
	for _, e := range list {
		if e == s {
			n++
		}
	}
	return n
}

// The directory and the name are as ip(8) makes them.
func TestCreateAsIP(t *testing.T) {
	look := func(make func()) (view []string) {
		fresh(t)
		make()
		for _, p := range []string{"/run/netns", "/run/netns/blue"} {
			info, err := os.Stat(p)
			if err != nil {
				t.Fatal(err)
			}
			view = append(view, info.Mode().String())
		}
		b, _ := os.ReadFile("/proc/self/mountinfo")
		for line := range strings.Lines(string(b)) {
			// 64 63 0:39 /netns /run/netns rw,relatime shared:1 - tmpfs t rw
			if f := strings.Fields(line); strings.HasPrefix(f[4], "/run/netns") {
				kind, _, _ := strings.Cut(f[6], ":")
				root, _, _ := strings.Cut(f[3], ":")
				view = append(view, strings.Join([]string{root, f[4], f[5], kind, f[8]}, " "))
			}
		}
		return view
	}
	theirs := look(func() { ip(t, "netns", "add", "blue") })
	ours := look(func() {
		h, err := Create("blue")
		must(t, h, err)
	})
	if d := cmp.Diff(theirs, ours); d != "" || len(ours) != 4 {
		t.Errorf("ip netns add, Create: %s\n%q", d, ours)
	}
}

func TestCreateTaken(t *testing.T) {
	unharmed(t)
	fresh(t)
	h, err := Create("blue")
	must(t, h, err)
	_, err = Create("blue")
	if !errors.Is(err, fs.ErrExist) || err.Error() != "netns: create blue: file exists" {
		t.Errorf("Create again: %v", err)
	}
	if o, err := Open("blue"); err != nil || !o.Equal(h) {
		t.Errorf("Open() = %v, %v, want the first one", o, err)
	}
}

func TestMissing(t *testing.T) {
	unharmed(t)
	fresh(t)
	if got, err := List(); got != nil || err != nil {
		t.Errorf("List() = %q, %v without a directory", got, err)
	}
	_, err := Open("blue")
	for op, err := range map[string]error{"open": err, "remove": Remove("blue")} {
		if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "blue") {
			t.Errorf("%s: %v, want one that is ErrNotExist", op, err)
		}
	}
}

func TestCreateRemoveRepeated(t *testing.T) {
	unharmed(t)
	fresh(t)
	keep, err := Create("keep")
	must(t, keep, err)
	before := mounts()
	for range 50 {
		h, err := Create("blue")
		if err != nil {
			t.Fatal(err)
		}
		h.Close()
		if err := Remove("blue"); err != nil {
			t.Fatal(err)
		}
	}
	if d := cmp.Diff(before, mounts()); d != "" {
		t.Errorf("mounts: %s", d)
	}
}

// An open handle keeps a namespace whose name is gone.
func TestRemoveWhileOpen(t *testing.T) {
	fresh(t)
	h, err := Create("blue")
	must(t, h, err)
	if err := Remove("blue"); err != nil {
		t.Fatal(err)
	}
	if err := h.Do(func() error { return wrong(h) }); err != nil {
		t.Error(err)
	}
}

// Files that a crash has left, and names mounted twice.
func TestRemoveLeftOvers(t *testing.T) {
	unharmed(t)
	fresh(t)
	h, err := Create("blue")
	must(t, h, err)
	if err := os.WriteFile("/run/netns/left", nil, 0); err != nil {
		t.Fatal(err)
	}
	if _, err := Open("left"); err == nil || !strings.Contains(err.Error(), "/run/netns/left: not a namespace") {
		t.Errorf("Open(left) = %v", err)
	}
	if err := unix.Mount("/proc/self/ns/net", "/run/netns/blue", "", unix.MS_BIND, ""); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"left", "blue"} {
		if err := Remove(name); err != nil {
			t.Error(err)
		}
	}
}

// Whatever fails, nothing is left.
func TestCreateRollsBack(t *testing.T) {
	fresh(t)
	real := sys
	defer func() { sys = real }()
	// The calls of mount are: share, share, bind, share the directory; bind.
	for fail := range 6 {
		t.Run(fmt.Sprint(fail), func(t *testing.T) {
			unharmed(t)
			fresh(t)
			calls := 0
			sys.mount = func(source, target string, flags uintptr) error {
				if calls++; calls == fail {
					return unix.EPERM
				}
				return real.mount(source, target, flags)
			}
			if fail == 0 {
				sys.unshare = func() error { return unix.EPERM }
			}
			_, err := Create("blue")
			sys = real
			if !errors.Is(err, fs.ErrPermission) || !strings.HasPrefix(err.Error(), "netns: create blue: ") ||
				!strings.Contains(err.Error(), "(needs root") {
				t.Errorf("Create() = %v, want a permission error with a hint", err)
			}
			_, err = os.Stat("/run/netns")
			if made := err == nil; made != (fail == 0 || fail == 5) {
				t.Errorf("/run/netns is there: %v", made)
			}
			if names, _ := List(); len(names) != 0 {
				t.Errorf("names %q are left", names)
			}
			h, err := Create("blue")
			must(t, h, err)
		})
	}
}

func TestCreateRace(t *testing.T) {
	unharmed(t)
	fresh(t)
	for range 50 {
		var won atomic.Int32
		var wg sync.WaitGroup
		for range 2 {
			wg.Go(func() {
				h, err := Create("blue")
				switch {
				case err == nil:
					won.Add(1)
					h.Close()
				case !errors.Is(err, fs.ErrExist):
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if n := won.Load(); n != 1 {
			t.Fatalf("%d of 2 made it, want 1", n)
		}
		h, err := Open("blue")
		must(t, h, err)
		if err := Remove("blue"); err != nil {
			t.Fatal(err)
		}
	}
}

// The directory becomes a mount point once, whoever comes first.
func TestPrepareRace(t *testing.T) {
	unharmed(t)
	for range 10 {
		fresh(t)
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				h, err := Create(fmt.Sprint("ns", i))
				must(t, h, err)
			})
		}
		wg.Wait()
		if n := count(mounts(), "/run/netns"); n != 1 {
			t.Fatalf("/run/netns is mounted %d times, want once", n)
		}
	}
}

func TestExisting(t *testing.T) {
	dir := t.TempDir()
	a, b := filepath.Join(dir, "a"), filepath.Join(dir, "b")
	steps := []struct{ make, want string }{{"", a}, {b, b}, {a, a}}
	for _, s := range steps {
		if s.make != "" {
			if err := os.Mkdir(s.make, 0o755); err != nil {
				t.Fatal(err)
			}
		}
		if got := existing(a, b); got != s.want {
			t.Errorf("after making %q: existing() = %q, want %q", s.make, got, s.want)
		}
	}
}
