package sandbox

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// setUp prepares the mounts of a new sandbox.
func setUp() error {
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return refusedMount("make mounts private", err)
	}
	if err := mountRun(); err != nil {
		return err
	}
	mountSys()
	return nil
}

// mountRun gives the sandbox its own /run. Without one, names of network
// namespaces would land in the host's /run/netns, or be refused.
func mountRun() error {
	run, err := os.Stat("/run")
	if errors.Is(err, fs.ErrNotExist) {
		err = os.Mkdir("/run", 0o755)
	}
	if err != nil {
		return fmt.Errorf("sandbox: %w", err)
	}
	dirs := []string{"/run"}
	// /var/run is another place for the names where it is not the same place.
	if v, err := os.Stat("/var/run"); err == nil && !os.SameFile(run, v) {
		dirs = append(dirs, "/var/run")
	}
	for _, dir := range dirs {
		if err := unix.Mount("tmpfs", dir, "tmpfs", unix.MS_NOSUID|unix.MS_NODEV, "mode=755"); err != nil {
			return refusedMount("mount tmpfs on "+dir, err)
		}
	}
	return nil
}

// mountSys shows the new network namespace in /sys, for programs that look
// there. Containers that hide parts of /sys do not allow that, and nothing here
// depends on it.
func mountSys() {
	const flags = unix.MS_NOSUID | unix.MS_NODEV | unix.MS_NOEXEC
	if unix.Mount("sysfs", "/sys", "sysfs", flags, "") != nil {
		// A read-only /sys may only be covered by another one.
		unix.Mount("sysfs", "/sys", "sysfs", flags|unix.MS_RDONLY, "")
	}
}
