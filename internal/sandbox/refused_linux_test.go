package sandbox

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

func TestRefused(t *testing.T) {
	const (
		clone    = "kernel.unprivileged_userns_clone"
		apparmor = "kernel.apparmor_restrict_unprivileged_userns"
		max      = "user.max_user_namespaces"
	)
	tests := []struct {
		name     string
		refusals []error
		sysctl   map[string]string
		want     []string
	}{
		{"limit", []error{unix.ENOSPC}, map[string]string{max: "0"}, []string{max + "=0", "raise"}},
		{"limit, another", []error{unix.ENOSPC}, map[string]string{max: "99"}, []string{max, "user.max_net_namespaces"}},
		{"Debian", []error{unix.EPERM}, map[string]string{clone: "0"}, []string{clone + "=1", "run as root"}},
		{"Ubuntu", []error{unix.EACCES}, map[string]string{clone: "1", apparmor: "1"}, []string{apparmor + "=0", "run as root"}},
		{"container", []error{unix.EPERM}, nil, []string{clone, apparmor, "seccomp", "run as root"}},
		{"root", []error{unix.ENOSPC, unix.EPERM}, map[string]string{max: "0"}, []string{max + "=0", "without a user namespace: operation not permitted"}},
		{"kernel", []error{unix.EINVAL}, nil, []string{"CONFIG_USER_NS"}},
		{"other", []error{unix.ENOMEM}, nil, []string{"cannot allocate memory"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := refused(tt.refusals, func(name string) string { return tt.sysctl[name] })
			for _, want := range append(tt.want, "sandbox: cannot make namespaces: ") {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error %q lacks %q", err, want)
				}
			}
			for _, cause := range tt.refusals {
				if !errors.Is(err, cause) {
					t.Errorf("error %q is not %v", err, cause)
				}
			}
		})
	}
}

func TestRefusedMount(t *testing.T) {
	err := refusedMount("mount tmpfs on /run", unix.EACCES)
	if !errors.Is(err, unix.EACCES) || !strings.Contains(err.Error(), "run as root") {
		t.Errorf("refusedMount(EACCES) = %v, want a hint", err)
	}
	err = refusedMount("make mounts private", unix.EINVAL)
	if got, want := err.Error(), "sandbox: make mounts private: invalid argument"; got != want {
		t.Errorf("refusedMount(EINVAL) = %q, want %q", got, want)
	}
}

// fakeTB records how a test would have ended.
type fakeTB struct{ skipped, failed string }

func (f *fakeTB) Helper()                   {}
func (f *fakeTB) Skipf(s string, a ...any)  { f.skipped = fmt.Sprintf(s, a...); panic(f) }
func (f *fakeTB) Fatalf(s string, a ...any) { f.failed = fmt.Sprintf(s, a...); panic(f) }

func TestRequireSkips(t *testing.T) {
	for _, never := range []string{"", "1"} {
		t.Setenv("NETLINK_NO_SKIP", never)
		f := new(fakeTB)
		func() {
			defer func() { recover() }()
			Require(f, "ip")
		}()
		const why = "did not call Enter"
		if skip := strings.Contains(f.skipped, why); skip != (never == "") {
			t.Errorf("NETLINK_NO_SKIP=%s: skipped with %q", never, f.skipped)
		}
		if fail := strings.Contains(f.failed, why); fail != (never == "1") {
			t.Errorf("NETLINK_NO_SKIP=%s: failed with %q", never, f.failed)
		}
	}
}

func TestRequireProgram(t *testing.T) {
	t.Setenv("NETLINK_NO_SKIP", "")
	state.Lock()
	state.tried, state.err = true, nil
	state.Unlock()
	defer func() { state.tried = false }()
	f := new(fakeTB)
	func() {
		defer func() { recover() }()
		Require(f, "no-such-program")
	}()
	if !strings.Contains(f.skipped, "no-such-program") {
		t.Errorf("skipped with %q, want the program's name", f.skipped)
	}
}
