package netns

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/eb30ede5/netlink/internal/sandbox"
)

func TestDo(t *testing.T) {
	unharmed(t)
	h := newNS(t)
	want := errors.New("what fn returns")
	outside, err := here()
	if err != nil {
		t.Fatal(err)
	}
	err = h.Do(func() error {
		inside, err := here()
		if err != nil || inside != h.id || inside == outside {
			t.Errorf("inside: %v, %v; want %v, not %v", inside, err, h.id, outside)
		}
		if unix.Gettid() == unix.Getpid() {
			t.Error("runs on the main thread")
		}
		child, err := exec.Command("readlink", "/proc/self/ns/net").Output()
		if got := strings.TrimSpace(string(child)); err != nil || got != h.id.String() {
			t.Errorf("child process in %s, %v; want %v", got, err, h.id)
		}
		return want
	})
	if err != want {
		t.Errorf("Do() = %v, want %v", err, want)
	}
	if now, _ := here(); now != outside {
		t.Errorf("afterwards in %v, want %v", now, outside)
	}
}

// Nested calls enter from the caller's own namespace and return to it.
func TestDoNested(t *testing.T) {
	unharmed(t)
	a, b := newNS(t), newNS(t)
	err := a.Do(func() error {
		return b.Do(func() error {
			if err := a.Do(func() error { return wrong(a) }); err != nil {
				return err
			}
			return wrong(b)
		})
	})
	if err != nil {
		t.Error(err)
	}
}

// wrong returns an error unless the calling thread is in h.
func wrong(h *Handle) error {
	if id, err := here(); err != nil || id != h.id {
		return fmt.Errorf("in %v, %v; want %v", id, err, h.id)
	}
	return nil
}

// storm calls do 10,000 times from 100 goroutines over 50 namespaces.
func storm(t *testing.T, do func(*Handle) error) {
	t.Helper()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	var spaces [50]*Handle
	for i := range spaces {
		spaces[i] = newNS(t)
	}
	settle(threads(), threads)
	var wg sync.WaitGroup
	for g := range 100 {
		wg.Go(func() {
			for i := range 100 {
				if err := do(spaces[(g*7+i)%len(spaces)]); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
}

// doIn runs a function in h that looks where it is.
func doIn(h *Handle) error { return h.Do(func() error { return wrong(h) }) }

// restoring has f put threads back until the test ends.
func restoring(t *testing.T, f func(fd int) error) {
	sys.restore = f
	t.Cleanup(func() { sys.restore = setns })
}

func TestDoStorm(t *testing.T) {
	sandbox.Require(t)
	unharmed(t)
	storm(t, doIn)
}

// A thread that cannot be restored must not be used again.
func TestDoStormRestoreFails(t *testing.T) {
	sandbox.Require(t)
	unharmed(t)
	var failed atomic.Int32
	restoring(t, func(fd int) error {
		if rand.IntN(3) == 0 {
			failed.Add(1)
			return unix.EPERM
		}
		return setns(fd)
	})
	storm(t, doIn)
	if n := failed.Load(); n < 1000 {
		t.Errorf("%d restores failed, want about 3333", n)
	}
}

func TestDoPanic(t *testing.T) {
	unharmed(t)
	h := newNS(t)
	type value struct{ int }
	defer func() {
		if got := recover(); got != (value{7}) {
			t.Errorf("recover() = %v, want {7}", got)
		}
		if err := h.Do(func() error { return wrong(h) }); err != nil {
			t.Errorf("afterwards: %v", err)
		}
	}()
	h.Do(func() error { panic(value{7}) })
	t.Error("Do returned")
}

// The words that a program dies with name the function that panicked.
func TestDoPanicTrace(t *testing.T) {
	cmd := exec.Command("/proc/self/exe")
	cmd.Env = append(os.Environ(), role+"=panic")
	out, err := cmd.CombinedOutput()
	if err == nil {
		t.Error("the program did not die")
	}
	for _, want := range []string{"the value", "netns.panicInDo.func1", "do_linux_test.go"} {
		if !bytes.Contains(out, []byte(want)) {
			t.Errorf("output lacks %q:\n%s", want, out)
		}
	}
}

func panicInDo() {
	h, err := Current()
	if err != nil {
		panic(err)
	}
	h.Do(func() error { panic("the value") })
}

func TestDoGoexit(t *testing.T) {
	unharmed(t)
	h := newNS(t)
	returned, done := false, make(chan struct{})
	go func() {
		defer close(done)
		h.Do(func() error {
			runtime.Goexit()
			return nil
		})
		returned = true
	}()
	<-done
	if returned {
		t.Error("Do returned")
	}
}

// From the main thread, which is locked to the goroutine in programs that call
// runtime.LockOSThread in init.
func TestOnThreadNeverMain(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for range 1000 {
		onThread(func() bool {
			if unix.Gettid() == unix.Getpid() {
				t.Error("f runs on the main thread")
			}
			return rand.IntN(10) > 0
		})
	}
}

func TestDoRefused(t *testing.T) {
	unharmed(t)
	h := newNS(t)
	defer func() { sys.enter = setns }()
	sys.enter = func(int) error { return unix.EPERM }
	err := h.Do(func() error { panic("called") })
	if !errors.Is(err, fs.ErrPermission) || !strings.Contains(err.Error(), "CAP_SYS_ADMIN") {
		t.Errorf("Do() = %v, want a permission error with a hint", err)
	}
}

// An ordinary user may not enter even the namespace they are in.
func TestDoHere(t *testing.T) {
	h, err := Current()
	must(t, h, err)
	defer func() { sys.enter = setns }()
	sys.enter = func(int) error { return unix.EPERM }
	if err := h.Do(func() error { return wrong(h) }); err != nil {
		t.Errorf("Do() = %v, want nil", err)
	}
}

func TestNewRefused(t *testing.T) {
	unharmed(t)
	unshare := sys.unshare
	defer func() { sys.unshare = unshare }()
	sys.unshare = func() error { return unix.EPERM }
	_, err := New()
	if !errors.Is(err, fs.ErrPermission) || !strings.Contains(err.Error(), "needs root") {
		t.Errorf("New() = %v, want a permission error with a hint", err)
	}
}

func TestCloseDuringDo(t *testing.T) {
	unharmed(t)
	for range 50 {
		h := newNS(t)
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				err := h.Do(func() error { return wrong(&Handle{id: h.id}) })
				if err != nil && !errors.Is(err, fs.ErrClosed) {
					t.Error(err)
				}
				h.FD()
				if err := openIn(h); err != nil && !errors.Is(err, fs.ErrClosed) {
					t.Error(err)
				}
			})
		}
		wg.Go(func() { h.Close() })
		wg.Wait()
	}
}

func TestForgotten(t *testing.T) {
	sandbox.Require(t)
	unharmed(t) // at the end, the descriptors are gone
	for range 10 {
		if _, err := New(); err != nil {
			t.Fatal(err)
		}
	}
}

func BenchmarkDo(b *testing.B) {
	sandbox.Require(b)
	h, err := New()
	if err != nil {
		b.Fatal(err)
	}
	defer h.Close()
	for b.Loop() {
		h.Do(func() error { return nil })
	}
}

func BenchmarkNew(b *testing.B) {
	sandbox.Require(b)
	for b.Loop() {
		h, err := New()
		if err != nil {
			b.Fatal(err)
		}
		h.Close()
	}
}
