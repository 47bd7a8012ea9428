package netns

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"golang.org/x/sys/unix"
)

func open(nameOrPath string) (*Handle, error) {
	if strings.Contains(nameOrPath, "/") {
		return openPath(nameOrPath, nameOrPath)
	}
	if err := checkName("open", nameOrPath); err != nil {
		return nil, err
	}
	return openPath(nameOrPath, filepath.Join(directory(), nameOrPath))
}

func openPID(pid int) (*Handle, error) {
	if pid <= 0 {
		return nil, fmt.Errorf("netns: open process %d: %w", pid, fs.ErrInvalid)
	}
	h, err := openPath("", fmt.Sprintf("/proc/%d/ns/net", pid))
	if err != nil {
		return nil, fmt.Errorf("%w%s", err, hint(err, "needs the right to trace the process: the same user, or CAP_SYS_PTRACE"))
	}
	return h, nil
}

func (h *Handle) dup() (*Handle, error) {
	fd := -1
	err := h.control("duplicate", func(n int) (err error) {
		if fd, err = dupFD(n); err != nil {
			err = fmt.Errorf("netns: duplicate %v: %w", h, err)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return handle(fd, h.id, h.name), nil
}

// dupFD duplicates a descriptor; no child process inherits it.
func dupFD(fd int) (int, error) {
	return unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, 3)
}

func fromFD(fd int) (*Handle, error) {
	dup, err := dupFD(fd)
	if err != nil {
		return nil, fmt.Errorf("netns: open descriptor %d: %w", fd, err)
	}
	h, err := newHandle(dup, "")
	if err != nil {
		return nil, fmt.Errorf("netns: open descriptor %d: %w", fd, err)
	}
	return h, nil
}

func current() (*Handle, error) {
	h, err := ofThread()
	if err != nil {
		return nil, fmt.Errorf("netns: open this thread's namespace: %w", err)
	}
	return h, nil
}

// ofThread opens the namespace of the thread that calls it. What kind of file that
// is need not be found out.
func ofThread() (*Handle, error) {
	fd, err := openThread()
	if err != nil {
		return nil, err
	}
	id, err := stat(fd)
	if err != nil {
		unix.Close(fd)
		return nil, err
	}
	return handle(fd, id, ""), nil
}

// openPath opens the namespace at path; name is what the handle prints.
func openPath(name, path string) (*Handle, error) {
	// Non-blocking, because the path may be a FIFO's.
	fd, err := openFile(path, unix.O_RDONLY|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, fmt.Errorf("netns: open %s: %w", path, err)
	}
	h, err := newHandle(fd, name)
	if err != nil {
		return nil, fmt.Errorf("netns: open %s: %w", path, err)
	}
	return h, nil
}

// newHandle takes over fd, if it is of a network namespace, and closes it
// otherwise.
func newHandle(fd int, name string) (*Handle, error) {
	id, err := identify(fd)
	if err != nil {
		unix.Close(fd)
		return nil, err
	}
	return handle(fd, id, name), nil
}

// handle is a handle with the descriptor fd of the namespace id.
func handle(fd int, id ID, name string) *Handle {
	file := "net namespace"
	if name != "" {
		file = name
	}
	return &Handle{file: os.NewFile(uintptr(fd), file), id: id, name: name}
}

// identify checks that fd is of a network namespace, and says which.
func identify(fd int) (ID, error) {
	var fsys unix.Statfs_t
	if err := retry(func() error { return unix.Fstatfs(fd, &fsys) }); err != nil {
		return ID{}, err
	}
	// The ioctl's number may mean something else to another kind of file.
	if fsys.Type != unix.NSFS_MAGIC {
		return ID{}, fmt.Errorf("not a namespace: %w", fs.ErrInvalid)
	}
	kind, err := unix.IoctlRetInt(fd, unix.NS_GET_NSTYPE)
	if err != nil {
		return ID{}, fmt.Errorf("kind of namespace: %w", err)
	}
	if kind != unix.CLONE_NEWNET {
		return ID{}, fmt.Errorf("a namespace, but not a network namespace: %w", fs.ErrInvalid)
	}
	return stat(fd)
}

func stat(fd int) (ID, error) {
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		return ID{}, err
	}
	return ID{Dev: uint64(st.Dev), Ino: st.Ino}, nil
}

// openThread opens the namespace of the thread that calls it. /proc/self would be
// the main thread. One system call needs no lock, the first of which in a program
// makes the runtime start a thread.
func openThread() (int, error) {
	fd, err := openFile("/proc/thread-self/ns/net", unix.O_RDONLY, 0)
	if err == unix.ENOENT { // before Linux 3.17
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		return openFile(fmt.Sprintf("/proc/self/task/%d/ns/net", unix.Gettid()), unix.O_RDONLY, 0)
	}
	return fd, err
}

// openFile opens a file that no child process inherits.
func openFile(path string, flags int, mode uint32) (fd int, err error) {
	err = retry(func() error {
		fd, err = unix.Open(path, flags|unix.O_CLOEXEC, mode)
		return err
	})
	return fd, err
}

// retry repeats a call that a signal interrupts: the Go runtime sends them.
func retry(f func() error) error {
	for {
		if err := f(); err != unix.EINTR {
			return err
		}
	}
}
