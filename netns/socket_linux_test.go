package netns

import (
	"errors"
	"io/fs"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/eb30ede5/netlink/internal/sandbox"
)

// elsewhere returns an error unless the socket s is in h, as the kernel says.
func elsewhere(h *Handle, s int) error {
	fd, err := unix.IoctlRetInt(s, unix.SIOCGSKNS)
	if err != nil {
		return err
	}
	of, err := newHandle(fd, "")
	if err != nil {
		return err
	}
	defer of.Close()
	if of.id != h.id { // h may be closed by now
		return errors.New("socket of " + of.String() + ", want " + h.String())
	}
	return nil
}

// openIn opens a socket in h and closes it.
func openIn(h *Handle) error {
	s, err := h.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_NONBLOCK, 0)
	if err != nil {
		return err
	}
	defer unix.Close(s)
	return elsewhere(h, s)
}

func TestSocket(t *testing.T) {
	unharmed(t)
	h := newNS(t)
	s, err := h.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_NONBLOCK, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(s)
	if err := elsewhere(h, s); err != nil {
		t.Error(err)
	}
	if flags, err := unix.FcntlInt(uintptr(s), unix.F_GETFD, 0); err != nil || flags&unix.FD_CLOEXEC == 0 {
		t.Errorf("descriptor flags %#x, %v; want FD_CLOEXEC", flags, err)
	}
	if flags, err := unix.FcntlInt(uintptr(s), unix.F_GETFL, 0); err != nil || flags&unix.O_NONBLOCK == 0 {
		t.Errorf("file flags %#x, %v; want O_NONBLOCK", flags, err)
	}
	if s, err := h.Socket(-1, 0, 0); s != -1 || !errors.Is(err, unix.EAFNOSUPPORT) || !strings.Contains(err.Error(), h.String()) {
		t.Errorf("Socket(-1) = %d, %v; want EAFNOSUPPORT and the namespace", s, err)
	}
}

// From many goroutines into many namespaces, never on the main thread.
func TestSocketStorm(t *testing.T) {
	sandbox.Require(t)
	unharmed(t)
	defer func() { sys.enter = setns }()
	sys.enter = func(fd int) error {
		if onMain() {
			t.Error("the main thread enters")
		}
		return setns(fd)
	}
	storm(t, openIn)
}

// Where the kernel does not let a thread come back, another one goes, and ends.
func TestSocketNoReturn(t *testing.T) {
	unharmed(t)
	h := newNS(t)
	restoring(t, func(int) error { return unix.EPERM })
	for range 20 {
		if err := openIn(h); err != nil {
			t.Error(err)
		}
	}
}

func TestSocketComesBackLater(t *testing.T) {
	unharmed(t)
	h := newNS(t)
	calls := 0
	restoring(t, func(fd int) error {
		if calls++; calls == 2 || calls == 3 {
			return unix.ENOMEM
		}
		return setns(fd)
	})
	onThread(func() bool {
		outside, err := here()
		if err != nil {
			t.Error(err)
		}
		if err := openIn(h); err != nil || calls != 4 {
			t.Errorf("%v, %d times back; want 4", err, calls)
		}
		if now, err := here(); err != nil || now != outside {
			t.Errorf("afterwards in %v, %v; want %v", now, err, outside)
		}
		return true
	})
}

// A thread that is stuck in the namespace becomes no other goroutine's: it ends
// with the one that it is stuck with.
func TestSocketStuck(t *testing.T) {
	unharmed(t)
	h := newNS(t)
	calls := 0
	restoring(t, func(fd int) error {
		if calls++; calls == 1 {
			return setns(fd)
		}
		return unix.EPERM
	})
	onThread(func() bool {
		s, err := h.Socket(unix.AF_INET, unix.SOCK_DGRAM, 0)
		if s != -1 || !errors.Is(err, fs.ErrPermission) || !strings.Contains(err.Error(), "stays there") {
			t.Errorf("Socket() = %d, %v; want that the thread stays there", s, err)
		}
		runtime.UnlockOSThread() // that of onThread; the lock of Socket is left
		if err := wrong(h); err != nil {
			t.Error(err)
		}
		return false
	})
}

func BenchmarkSocket(b *testing.B) {
	sandbox.Require(b)
	h, err := New()
	if err != nil {
		b.Fatal(err)
	}
	defer h.Close()
	for b.Loop() {
		s, err := h.Socket(unix.AF_NETLINK, unix.SOCK_RAW, unix.NETLINK_ROUTE)
		if err != nil {
			b.Fatal(err)
		}
		unix.Close(s)
	}
}
