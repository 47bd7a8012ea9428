package netns

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/eb30ede5/netlink/internal/sandbox"
)

func TestOpenOtherFiles(t *testing.T) {
	unharmed(t)
	dir := t.TempDir()
	fifo := filepath.Join(dir, "fifo")
	if err := unix.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		fifo:                dir + "/fifo: not a namespace",
		dir:                 "not a namespace",
		"/dev/null":         "not a namespace",
		"/proc/self/status": "not a namespace",
		"/proc/self/ns/mnt": "not a network namespace",
		dir + "/none":       "no such file",
		"a/\x00":            "invalid argument",
		"..":                "invalid name",
		"":                  "invalid name",
	} {
		h, err := Open(path)
		if err == nil || !strings.HasPrefix(err.Error(), "netns: open ") || !strings.Contains(err.Error(), want) {
			t.Errorf("Open(%q) = %v, %v; want %q", path, h, err, want)
		}
	}
}

func TestFromOtherFD(t *testing.T) {
	unharmed(t)
	path, err := unix.Open("/proc/self/ns/net", unix.O_PATH|unix.O_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(path)
	null, err := unix.Open("/dev/null", unix.O_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(null)
	for fd, want := range map[int]string{
		-1:   "bad file descriptor",
		path: "bad file descriptor", // the kernel's attributes do not take these either
		null: "not a namespace",
	} {
		h, err := FromFD(fd)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("FromFD(%d) = %v, %v; want %q", fd, h, err, want)
		}
	}
}

func TestFromFD(t *testing.T) {
	unharmed(t)
	h := newNS(t)
	dup, err := FromFD(h.FD())
	must(t, dup, err)
	h.Close()
	if err := dup.Do(func() error { return wrong(dup) }); err != nil {
		t.Errorf("with the other handle closed: %v", err)
	}
	if flags, err := unix.FcntlInt(uintptr(dup.FD()), unix.F_GETFD, 0); err != nil || flags&unix.FD_CLOEXEC == 0 {
		t.Errorf("descriptor flags %#x, %v; want FD_CLOEXEC", flags, err)
	}
}

func TestOpenPID(t *testing.T) {
	h, err := OpenPID(os.Getpid())
	must(t, h, err)
	own, err := here()
	if err != nil || h.id != own {
		t.Errorf("own process in %v, this thread in %v, %v", h.id, own, err)
	}
	for _, pid := range []int{0, -1, 1 << 30} {
		_, err := OpenPID(pid)
		if !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrInvalid) {
			t.Errorf("OpenPID(%d) = %v", pid, err)
		}
	}
}

func TestOpenPIDInside(t *testing.T) {
	unharmed(t)
	h := newNS(t)
	cmd := exec.Command("sleep", "60")
	if err := h.Do(cmd.Start); err != nil {
		t.Fatal(err)
	}
	defer func() {
		cmd.Process.Kill()
		cmd.Wait()
	}()
	got, err := OpenPID(cmd.Process.Pid)
	must(t, got, err)
	if !got.Equal(h) {
		t.Errorf("process in %v, want %v", got.id, h.id)
	}
}

// Without a right to anything: what remains, and what the errors say.
func TestWithoutRights(t *testing.T) {
	fresh(t)
	sandbox.Require(t, "setpriv")
	h, err := Create("blue")
	must(t, h, err)
	cmd := exec.Command("setpriv", "--bounding-set=-all", "--inh-caps=-all", "/proc/self/exe")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Args[len(cmd.Args)-1] = self
	cmd.Env = append(os.Environ(), role+"=report")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	want := "current: <nil>\n" +
		"do here: <nil>\n" +
		"nsid of here in here: <nil>\n" +
		"open: <nil>\n" +
		"do: netns: enter blue: operation not permitted (needs CAP_SYS_ADMIN, also in the user namespace that owns it)\n" +
		"new: netns: new: operation not permitted (needs root, or CAP_SYS_ADMIN in a user namespace)\n" +
		"create: netns: create red: share /run/netns: operation not permitted (needs root, or a user and mount namespace with a /run of its own)\n" +
		"remove: netns: remove blue: operation not permitted (needs root)\n" +
		"list: [blue] <nil>\n"
	if string(out) != want {
		t.Errorf("got:\n%swant:\n%s", out, want)
	}
}

// report tries everything that rights matter for.
func report() {
	print := func(op string, err error) { os.Stdout.WriteString(op + ": " + text(err) + "\n") }
	own, err := Current()
	print("current", err)
	print("do here", own.Do(func() error { return nil }))
	_, _, err = own.NSID(own)
	print("nsid of here in here", err)
	blue, err := Open("blue")
	print("open", err)
	print("do", blue.Do(func() error { return nil }))
	_, err = New()
	print("new", err)
	_, err = Create("red")
	print("create", err)
	print("remove", Remove("blue"))
	names, err := List()
	print("list", errors.New("["+strings.Join(names, " ")+"] "+text(err)))
}

func text(err error) string {
	if err == nil {
		return "<nil>"
	}
	return err.Error()
}
