package netns

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// Handle is an open network namespace, which exists at least as long as the
// handle is open. Handles may be used by several goroutines at once, and must
// not be copied.
//
// A nil or zero Handle is no namespace, and a closed one no longer: their
// methods return errors.
type Handle struct {
	file *os.File
	id   ID
	name string // a name, a path, or nothing
}

// ID says which namespace a handle is of. IDs are comparable; the kernel may
// give the ID of a namespace that is gone to a new one.
type ID struct {
	Dev uint64 // of the kernel's namespace file system
	Ino uint64 // as in "net:[4026531840]"
}

// String returns the form "net:[4026531840]" that /proc/PID/ns/net shows.
func (id ID) String() string { return fmt.Sprintf("net:[%d]", id.Ino) }

// Open opens a namespace by its name, or by a path if nameOrPath has a slash,
// as the NETNS of "ip -n NETNS" does.
//
// The error matches [fs.ErrNotExist] where there is none.
func Open(nameOrPath string) (*Handle, error) { return open(nameOrPath) }

// OpenPID opens the namespace of a process, that is of its main thread, as the
// PID of "ip link set dev DEV netns PID" does. It needs the right to trace the
// process.
func OpenPID(pid int) (*Handle, error) { return openPID(pid) }

// FromFD makes a handle from a file descriptor of a namespace. It duplicates
// fd, which stays the caller's.
func FromFD(fd int) (*Handle, error) { return fromFD(fd) }

// Current opens the namespace of the calling thread. Unless the goroutine is
// locked to its thread, that is the program's own.
func Current() (*Handle, error) { return current() }

// New makes a namespace without a name, which ends with its last handle,
// process, socket and mount. Its loopback device is down.
func New() (*Handle, error) { return create() }

// Create makes a namespace with a name, as "ip netns add NAME" does. Closing
// the handle leaves it there until [Remove].
//
// The error matches [fs.ErrExist] where the name is taken. On error nothing is
// left behind.
func Create(name string) (*Handle, error) { return createNamed(name) }

// Remove removes a name, as "ip netns delete NAME" does. The namespace itself
// lives on while anything uses it, such as an open handle.
//
// The error matches [fs.ErrNotExist] where there is no such name. A file that
// no namespace is mounted on, which a crash can leave, is removed too.
func Remove(name string) error { return removeNamed(name) }

// List returns the names in use, sorted, as "ip netns list" does. A name being
// created or left by a crash is among them; [Open] fails for those.
func List() ([]string, error) { return listNamed() }

// Do runs fn in the namespace and returns what fn returned, or why the
// namespace could not be entered; fn is not called then.
//
// fn runs on another goroutine, locked to a thread, and Do waits for it. What
// fn opens (sockets, files below /proc/thread-self/net) stays in the namespace;
// so do the processes that it starts. The goroutines that fn starts are not in
// it, nor is what such goroutines open on fn's behalf: the happy-eyeballs
// dialler of package net is an example. fn must keep runtime.LockOSThread and
// UnlockOSThread balanced.
//
// A panic of fn is raised again in the calling goroutine with the same value;
// if nothing recovers it, the program's last words include the stack of fn. If
// fn calls [runtime.Goexit], as t.FailNow does, the calling goroutine exits.
//
// If the thread cannot be put back into its own namespace, Do still returns
// what fn returned, and the thread ends. A child process that fn started with
// Pdeathsig is killed when that happens.
//
// Entering needs CAP_SYS_ADMIN, except into the namespace one is in.
func (h *Handle) Do(fn func() error) error { return h.do(fn) }

// Socket opens a socket in the namespace, as socket(2) does in the caller's own,
// and returns its descriptor, which no child process inherits. The socket stays
// in the namespace, whoever uses it.
//
// It does with fewer goroutines and threads than [Handle.Do]: the calling thread
// itself enters the namespace for a moment, unless it is the main one or the kernel
// would not let it come back. A thread that can come back no more, since the program has
// lost its rights in that moment, is an error, and is no other goroutine's: the
// calling one stays locked to it.
func (h *Handle) Socket(domain, typ, proto int) (int, error) { return h.socket(domain, typ, proto) }

// NSID returns the number by which the kernel refers to the namespace of inside
// h, in attributes such as IFLA_LINK_NETNSID, and whether it has one there, as
// "ip -n H netns list-id" shows. It enters h like [Handle.Do].
func (h *Handle) NSID(of *Handle) (int32, bool, error) { return h.nsid(of) }

// SetNSID gives the namespace of the number id inside h, as "ip -n H netns set
// OF ID" does; -1 lets the kernel choose, and [Handle.NSID] tells what. It
// enters h like [Handle.Do].
//
// The error matches [fs.ErrExist] if the number is taken or of has one already:
// numbers cannot be changed.
func (h *Handle) SetNSID(of *Handle, id int32) error { return h.setNSID(of, id) }

// FD returns the file descriptor, or -1 once closed. It stays the handle's:
// keep the handle open and reachable ([runtime.KeepAlive]) while using it.
func (h *Handle) FD() int {
	fd := -1
	h.control("", func(n int) error {
		fd = n
		return nil
	})
	return fd
}

// Dup returns another handle on the namespace, to be closed by itself.
func (h *Handle) Dup() (*Handle, error) { return h.dup() }

// Close closes the handle. It may be called again, and waits for no Do: what
// has entered the namespace stays there. A handle that is forgotten is closed
// when the garbage collector finds it.
func (h *Handle) Close() error {
	if h == nil || h.file == nil {
		return errNoHandle("close")
	}
	if err := h.file.Close(); err != nil && !errors.Is(err, os.ErrClosed) {
		return fmt.Errorf("netns: close %v: %w", h, err)
	}
	return nil
}

// ID returns which namespace this is.
func (h *Handle) ID() (ID, error) {
	if err := h.check("identify"); err != nil {
		return ID{}, err
	}
	return h.id, nil
}

// Equal reports whether both handles are open and of the same namespace.
func (h *Handle) Equal(o *Handle) bool {
	a, err := h.ID()
	if err != nil {
		return false
	}
	b, err := o.ID()
	return err == nil && a == b
}

// String returns the name or path that the namespace was opened by, or else
// "netns:[4026531840]".
func (h *Handle) String() string {
	switch {
	case h == nil || h.file == nil:
		return "netns:[]"
	case h.name != "":
		return h.name
	}
	return fmt.Sprintf("netns:[%d]", h.id.Ino)
}

// check returns an error unless the handle is open.
func (h *Handle) check(op string) error {
	return h.control(op, func(int) error { return nil })
}

// control calls f with the descriptor, which cannot be closed meanwhile, and so
// cannot become that of another file. Errors of f are returned as they are.
func (h *Handle) control(op string, f func(fd int) error) error {
	if h == nil || h.file == nil {
		return errNoHandle(op)
	}
	c, err := h.file.SyscallConn()
	if err != nil {
		return fmt.Errorf("netns: %s %v: %w", op, h, err)
	}
	var ferr error
	err = c.Control(func(fd uintptr) { ferr = f(int(fd)) })
	if err != nil { // the handle is closed; f was not called
		return fmt.Errorf("netns: %s %v: %w", op, h, os.ErrClosed)
	}
	return ferr
}

// errNoHandle is the error of a nil or zero handle.
func errNoHandle(op string) error {
	return fmt.Errorf("netns: %s: nil or zero Handle: %w", op, fs.ErrInvalid)
}
