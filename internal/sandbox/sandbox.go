// Package sandbox re-executes the running program in a throw-away user,
// network and mount namespace, where it may do everything and the host sees
// nothing of it: examples and live tests then need no root.
//
// The namespaces live as long as the program. Inside, the program is user 0 of
// its own user namespace; the network has only a loopback device that is down;
// /run is an empty tmpfs, so that named network namespaces stay inside; /sys
// shows the new network namespace where the system allows that.
//
// An example calls [Enter] first thing in main:
//
//	if err := sandbox.Enter(); err != nil {
//		log.Fatal(err)
//	}
//
// A test package calls it in TestMain and leaves the error to [Require], so
// that tests which need no namespace run everywhere:
//
//	func TestMain(m *testing.M) {
//		sandbox.Enter()
//		os.Exit(m.Run())
//	}
//
//	func TestLive(t *testing.T) {
//		sandbox.Require(t, "ip")
//		...
//	}
package sandbox

import (
	"errors"
	"os"
	"os/exec"
	"sync"
)

// state is what Enter found out: it acts once per process.
var state struct {
	sync.Mutex
	tried  bool
	inside bool
	err    error
}

// Enter moves the program into a sandbox.
//
// Called outside, it starts the program again in new namespaces, with the same
// arguments, environment, directory and standard streams, passes signals on to
// it, and exits with its exit status, or with 128 plus the number of the signal
// that ended it; so it returns only on error. Called inside, it prepares the
// mounts and returns nil. Call it before anything that must not happen twice.
//
// An error says which right is missing and how to get it; nothing has happened
// to the process then. The exception is a system that grants the namespaces but
// not the mounts: Enter returns that error inside the half-made sandbox, and
// [Inside] is false. Later calls return what the first one did.
//
// The namespaces of another sandbox do not count: a program that is started
// from inside and calls Enter gets its own.
func Enter() error {
	state.Lock()
	defer state.Unlock()
	if !state.tried {
		state.tried = true
		state.err = enter()
		state.inside = state.err == nil
	}
	return state.err
}

// Inside reports whether [Enter] has put this process into a sandbox.
func Inside() bool {
	state.Lock()
	defer state.Unlock()
	return state.inside
}

// TB is the part of [testing.TB] that [Require] and [Skip] use: examples that
// import this package need no testing package.
type TB interface {
	Helper()
	Skipf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// Require skips a test that runs outside a sandbox, or on a system that lacks
// one of the named programs, and says why; see [Skip].
func Require(tb TB, programs ...string) {
	tb.Helper()
	if err := reason(); err != nil {
		Skip(tb, "%v", err)
	}
	for _, p := range programs {
		if _, err := exec.LookPath(p); err != nil {
			Skip(tb, "sandbox: %v", err)
		}
	}
}

// Skip skips a test for something that the system lacks. With NETLINK_NO_SKIP=1
// in the environment, which is for systems that lack nothing, the test fails.
func Skip(tb TB, format string, args ...any) {
	tb.Helper()
	if os.Getenv("NETLINK_NO_SKIP") == "1" {
		tb.Fatalf("skipped with NETLINK_NO_SKIP=1: "+format, args...)
	}
	tb.Skipf(format, args...)
}

// reason tells why this process is not in a sandbox.
func reason() error {
	state.Lock()
	defer state.Unlock()
	if !state.tried {
		return errors.New("sandbox: the program did not call Enter")
	}
	return state.err
}
