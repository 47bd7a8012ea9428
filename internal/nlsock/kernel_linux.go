package nlsock

import (
	"context"
	"errors"
	"runtime"
	"sync/atomic"

	"github.com/eb30ede5/netlink/netns"
	"golang.org/x/sys/unix"
)

// KernelTransport opens the sockets of one network namespace of this machine.
// It keeps a handle on the namespace until Close.
type KernelTransport struct {
	ns     *netns.Handle
	id     netns.ID
	cookie uint64 // 0 where the kernel has none
	spare  atomic.Pointer[socket]
}

func kernel(ns *netns.Handle) (*KernelTransport, error) {
	own, s, err := ownHandle(ns)
	if err != nil {
		return nil, err
	}
	t := &KernelTransport{ns: own}
	if err := t.identify(s); err != nil {
		own.Close()
		return nil, err
	}
	return t, nil
}

// ownHandle returns a handle to keep, and a socket in the namespace if that is
// where the calling thread is.
func ownHandle(ns *netns.Handle) (own *netns.Handle, s *socket, err error) {
	if ns != nil {
		own, err = ns.Dup()
		return own, nil, err
	}
	// Locked, the goroutine would stay on its thread, but the first lock of a program
	// makes the runtime start a thread for that.
	thread := unix.Gettid()
	own, s, err = ofThread()
	if unix.Gettid() == thread {
		return own, s, err
	}
	if err == nil {
		own.Close()
		s.Close()
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	return ofThread()
}

// ofThread returns a handle on the namespace of the calling thread, and a socket in
// it.
func ofThread() (own *netns.Handle, s *socket, err error) {
	if own, err = netns.Current(); err != nil {
		return nil, nil, err
	}
	if s, err = openSocket(); err != nil {
		own.Close()
		return nil, nil, err
	}
	return own, s, nil
}

// identify learns by which cookie a socket tells that it is in the namespace. It
// takes s, or opens one.
func (t *KernelTransport) identify(s *socket) (err error) {
	t.id, err = t.ns.ID()
	if err == nil && s == nil {
		s, err = t.openInside()
	}
	if err == nil {
		t.cookie, err = s.cookie()
	}
	if err != nil && !errors.Is(err, unix.ENOPROTOOPT) {
		if s != nil {
			s.Close()
		}
		return err
	}
	t.spare.Store(s) // the first request needs one
	return nil
}

// Open opens a socket in the namespace, whatever namespace the calling thread
// is in. If that needs rights that the program does not have, the error matches
// fs.ErrPermission.
func (t *KernelTransport) Open(context.Context) (Socket, error) {
	s, err := t.spare.Swap(nil), error(nil)
	if s == nil {
		s, err = t.openHere()
	}
	if s == nil && err == nil {
		s, err = t.openInside()
	}
	if err != nil {
		return nil, err
	}
	return s, nil
}

// openHere opens a socket without entering the namespace, which takes long and
// is not allowed to everybody. It returns nil if this is another namespace.
func (t *KernelTransport) openHere() (*socket, error) {
	if t.cookie == 0 {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
	}
	s, err := openSocket()
	if err != nil {
		return nil, err
	}
	same, err := t.holds(s)
	if same && err == nil {
		return s, nil
	}
	s.Close()
	return nil, err
}

// holds tells whether s is in the namespace. Before kernel 5.14 only the thread
// that has opened it can tell.
func (t *KernelTransport) holds(s *socket) (bool, error) {
	if t.cookie != 0 {
		cookie, err := s.cookie()
		return cookie == t.cookie, err
	}
	return t.isHere()
}

// isHere tells whether the calling thread is in the namespace.
func (t *KernelTransport) isHere() (bool, error) {
	here, err := netns.Current()
	if err != nil {
		return false, err
	}
	defer here.Close()
	id, err := here.ID()
	return id == t.id, err
}

func (t *KernelTransport) openInside() (*socket, error) {
	fd, err := t.ns.Socket(unix.AF_NETLINK, sockType, unix.NETLINK_ROUTE)
	if err != nil {
		return nil, err
	}
	return newSocket(fd)
}

// Do runs fn in the namespace, as the Do of a handle does.
func (t *KernelTransport) Do(fn func() error) error { return t.ns.Do(fn) }

// Close gives the handle on the namespace back. Sockets that are open stay open.
func (t *KernelTransport) Close() error {
	if s := t.spare.Swap(nil); s != nil {
		s.Close()
	}
	return t.ns.Close()
}
