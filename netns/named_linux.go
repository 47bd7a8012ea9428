package netns

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// directory is where the names are.
func directory() string { return existing("/run/netns", "/var/run/netns") }

// existing returns the first path, unless only the second one exists.
func existing(first, second string) string {
	if _, err := os.Stat(first); errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Stat(second); err == nil {
			return second
		}
	}
	return first
}

func createNamed(name string) (*Handle, error) {
	if err := checkName("create", name); err != nil {
		return nil, err
	}
	h, err := createIn(directory(), name)
	if err != nil {
		return nil, fmt.Errorf("netns: create %s: %w%s", name, err,
			hint(err, "needs root, or a user and mount namespace with a /run of its own"))
	}
	return h, nil
}

func createIn(dir, name string) (*Handle, error) {
	if err := prepare(dir); err != nil {
		return nil, err
	}
	path := filepath.Join(dir, name)
	// The file reserves the name before anything is made.
	fd, err := openFile(path, unix.O_RDONLY|unix.O_CREAT|unix.O_EXCL, 0)
	if err != nil {
		return nil, err
	}
	unix.Close(fd)
	h, err := createAt(path)
	if err != nil {
		unix.Unlink(path)
		return nil, err
	}
	h.name = name
	return h, nil
}

// createAt makes a namespace and mounts it on the file at path.
func createAt(path string) (*Handle, error) {
	h, err := unnamed()
	if err != nil {
		return nil, err
	}
	err = h.control("mount", func(fd int) error {
		return sys.mount(fmt.Sprintf("/proc/thread-self/fd/%d", fd), path, unix.MS_BIND)
	})
	if err != nil {
		h.Close()
		return nil, fmt.Errorf("mount on %s: %w", path, err)
	}
	return h, nil
}

// prepare makes the directory of names, and a shared mount point of it: then a
// name that is removed in one mount namespace goes in all, and with it what
// keeps the namespace alive.
func prepare(dir string) error {
	err := unix.Mkdir(dir, 0o755)
	made := err == nil
	if err != nil && err != unix.EEXIST {
		return fmt.Errorf("make %s: %w", dir, err)
	}
	if err := share(dir); err != nil {
		if made {
			unix.Rmdir(dir) // fails, rightly, if another program uses it already
		}
		return fmt.Errorf("share %s: %w", dir, err)
	}
	return nil
}

func share(dir string) error {
	const shared = unix.MS_SHARED | unix.MS_REC
	if err := sys.mount("", dir, shared); err != unix.EINVAL {
		return err
	}
	// Not a mount point. It must be mounted on itself once only: each time
	// doubles the mounts below. The lock is the one that ip(8) takes.
	lock, err := openFile(dir, unix.O_RDONLY|unix.O_DIRECTORY, 0)
	if err != nil {
		return err
	}
	defer unix.Close(lock)
	if err := retry(func() error { return unix.Flock(lock, unix.LOCK_EX) }); err != nil {
		return err
	}
	if err := sys.mount("", dir, shared); err != unix.EINVAL {
		return err
	}
	if err := sys.mount(dir, dir, unix.MS_BIND|unix.MS_REC); err != nil {
		return err
	}
	if err := sys.mount("", dir, shared); err != nil {
		unix.Unmount(dir, unix.MNT_DETACH)
		return err
	}
	return nil
}

func removeNamed(name string) error {
	if err := checkName("remove", name); err != nil {
		return err
	}
	path := filepath.Join(directory(), name)
	unmounted := unmount(path)
	err := unix.Unlink(path)
	if err == unix.EBUSY && unmounted != unix.EINVAL {
		err = unmounted // why it is busy
	}
	if err != nil {
		return fmt.Errorf("netns: remove %s: %w%s", name, err, hint(err, "needs root"))
	}
	return nil
}

// unmount unmounts what is mounted on path, however often, and returns the
// error that ends it: EINVAL if nothing is left.
func unmount(path string) (err error) {
	for range 64 {
		err = unix.Unmount(path, unix.MNT_DETACH|unix.UMOUNT_NOFOLLOW)
		if err != nil {
			break
		}
	}
	return err
}

func listNamed() ([]string, error) {
	entries, err := os.ReadDir(directory()) // sorted
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("netns: list: %w", err)
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	return names, nil
}
