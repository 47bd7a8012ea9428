package sandbox

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// refused explains why no namespace could be made: refusals are the errors with
// a user namespace and, for root, without one; sysctl reads a setting.
func refused(refusals []error, sysctl func(string) string) error {
	err := refusals[0]
	if len(refusals) > 1 {
		err = fmt.Errorf("%w; without a user namespace: %w", err, refusals[1])
	}
	if h := hint(refusals, sysctl); h != "" {
		return fmt.Errorf("sandbox: cannot make namespaces: %w (%s)", err, h)
	}
	return fmt.Errorf("sandbox: cannot make namespaces: %w", err)
}

// hint names what to change. Only the first refusal decides: getting a user
// namespace is enough for everybody.
func hint(refusals []error, sysctl func(string) string) string {
	switch first := refusals[0]; {
	case errors.Is(first, unix.ENOSPC), errors.Is(first, unix.EUSERS):
		return "a limit of " + limits(sysctl) + " is reached, or namespaces are nested too deeply: raise it"
	case errors.Is(first, fs.ErrPermission):
		return forbidden(sysctl) + ", or run as root"
	case errors.Is(first, unix.EINVAL), errors.Is(first, unix.ENOSYS):
		return "the kernel needs CONFIG_USER_NS and CONFIG_NET_NS"
	}
	return ""
}

// limits names the limits on namespaces: those that are 0, or all.
func limits(sysctl func(string) string) string {
	names := []string{"user.max_user_namespaces", "user.max_net_namespaces", "user.max_mnt_namespaces"}
	var zero []string
	for _, n := range names {
		if sysctl(n) == "0" {
			zero = append(zero, n+"=0")
		}
	}
	if zero != nil {
		names = zero
	}
	return strings.Join(names, ", ")
}

// forbidden names the settings that forbid user namespaces to ordinary users,
// and what else does if none is set.
func forbidden(sysctl func(string) string) string {
	switch {
	case sysctl("kernel.unprivileged_userns_clone") == "0":
		return "set kernel.unprivileged_userns_clone=1"
	case sysctl("kernel.apparmor_restrict_unprivileged_userns") == "1":
		return "set kernel.apparmor_restrict_unprivileged_userns=0, or give the program an AppArmor profile with userns"
	}
	return "user namespaces are forbidden: check kernel.unprivileged_userns_clone and" +
		" kernel.apparmor_restrict_unprivileged_userns; in a container, allow them in its seccomp profile"
}

// refusedMount explains a refusal in namespaces that could be made. AppArmor
// works that way: it grants a user namespace without any right in it.
func refusedMount(op string, err error) error {
	if !errors.Is(err, fs.ErrPermission) {
		return fmt.Errorf("sandbox: %s: %w", op, err)
	}
	return fmt.Errorf("sandbox: %s: %w (%s, or run as root)", op, err, forbidden(sysctl))
}

// sysctl reads a kernel setting; one that does not exist is "".
func sysctl(name string) string {
	b, err := os.ReadFile("/proc/sys/" + strings.ReplaceAll(name, ".", "/"))
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(b))
}
