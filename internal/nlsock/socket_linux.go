package nlsock

import (
	"context"
	"errors"
	"math"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// socket is a NETLINK_ROUTE socket of the kernel. It lives in the network
// namespace of the thread that opened it, whatever thread uses it.
//
// It is not in the runtime's poller until it has to wait for the first time:
// the kernel answers inside the send, and each answer to a socket that is in
// the poller wakes a thread that has nothing to do.
type socket struct {
	fd      int
	port    uint32
	timeout time.Duration
	users   atomic.Int64 // calls in flight; below 0 once closed

	mu       sync.Mutex
	file     *os.File // fd in the poller, nil if it has never had to wait
	closed   bool
	released bool
}

// openSocket opens a socket in the namespace of the calling thread.
func openSocket() (*socket, error) {
	fd, err := unix.Socket(unix.AF_NETLINK, sockType|unix.SOCK_CLOEXEC, unix.NETLINK_ROUTE)
	if err != nil {
		return nil, os.NewSyscallError("socket", err)
	}
	return newSocket(fd)
}

const sockType = unix.SOCK_RAW | unix.SOCK_NONBLOCK

// newSocket takes over fd.
func newSocket(fd int) (*socket, error) {
	port, err := prepare(fd)
	if err != nil {
		unix.Close(fd)
		return nil, err
	}
	s := &socket{fd: fd, port: port}
	// Package os has started the goroutine for finalizers; that for cleanups is not
	// there yet in a program that has only just begun.
	runtime.SetFinalizer(s, func(s *socket) { unix.Close(s.fd) })
	return s, nil
}

// prepare binds and connects a socket: connected, it gets nothing from other
// processes. It returns the port.
func prepare(fd int) (port uint32, err error) {
	if err := unix.Bind(fd, &unix.SockaddrNetlink{Family: unix.AF_NETLINK}); err != nil {
		return 0, os.NewSyscallError("bind", err)
	}
	if err := unix.Connect(fd, &unix.SockaddrNetlink{Family: unix.AF_NETLINK}); err != nil {
		return 0, os.NewSyscallError("connect", err)
	}
	for _, opt := range []int{unix.NETLINK_EXT_ACK, unix.NETLINK_CAP_ACK, unix.NETLINK_GET_STRICT_CHK} {
		err := unix.SetsockoptInt(fd, unix.SOL_NETLINK, opt, 1)
		if err != nil && !errors.Is(err, unix.ENOPROTOOPT) { // kernels before 4.12, 4.2, 4.20
			return 0, os.NewSyscallError("setsockopt", err)
		}
	}
	sa, err := syscall.Getsockname(fd) // that of package unix knows twenty families, at 20 KB a program
	if err != nil {
		return 0, os.NewSyscallError("getsockname", err)
	}
	nl, ok := sa.(*syscall.SockaddrNetlink)
	if !ok {
		return 0, errors.New("getsockname: not a netlink address")
	}
	return nl.Pid, nil
}

func (s *socket) PortID() uint32             { return s.port }
func (s *socket) SetTimeout(d time.Duration) { s.timeout = d }

func (s *socket) Send(ctx context.Context, b []byte) error {
	_, err := s.do(ctx, &sending, b, 0)
	return err
}

func (s *socket) Receive(ctx context.Context, b []byte) (int, error) {
	return s.do(ctx, &receiving, b, unix.MSG_TRUNC)
}

func (s *socket) Peek(ctx context.Context) (int, error) {
	return s.do(ctx, &receiving, nil, unix.MSG_TRUNC|unix.MSG_PEEK)
}

func (s *socket) Join(group uint32) error {
	return s.control("setsockopt", func(fd int) error {
		return unix.SetsockoptInt(fd, unix.SOL_NETLINK, unix.NETLINK_ADD_MEMBERSHIP, int(group))
	})
}

func (s *socket) ReceiveBuffer() (size int) {
	s.control("getsockopt", func(fd int) (err error) {
		size, err = unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUF)
		return err
	})
	return size
}

// cookie identifies the network namespace of the socket; kernels before 5.14
// have none, ENOPROTOOPT.
func (s *socket) cookie() (cookie uint64, err error) {
	err = s.control("getsockopt", func(fd int) (err error) {
		cookie, err = unix.GetsockoptUint64(fd, unix.SOL_SOCKET, unix.SO_NETNS_COOKIE)
		return err
	})
	return cookie, err
}

func (s *socket) control(name string, f func(fd int) error) error {
	if !s.use() {
		return ErrClosed
	}
	defer s.unuse()
	return os.NewSyscallError(name, f(s.fd))
}

// use keeps fd from being closed, and its number from becoming another file's,
// until unuse. It reports false if the socket is closed.
func (s *socket) use() bool {
	if s.users.Add(1) < 0 {
		s.unuse()
		return false
	}
	return true
}

func (s *socket) unuse() {
	if s.users.Add(-1) == math.MinInt64 {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.release()
	}
}

// Close ends the waits; the last call in flight closes the file.
func (s *socket) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	if s.file != nil {
		s.file.SetDeadline(past)
	}
	if s.users.Add(math.MinInt64) != math.MinInt64 {
		return nil
	}
	return s.release()
}

// release closes the file, once. It needs the lock.
func (s *socket) release() error {
	switch {
	case s.released:
		return nil
	case s.file != nil:
		s.released = true
		return s.file.Close()
	}
	s.released = true
	runtime.SetFinalizer(s, nil)
	return os.NewSyscallError("close", unix.Close(s.fd))
}

// do runs a system call, at once if it can, else when the poller says so.
func (s *socket) do(ctx context.Context, d *direction, b []byte, flags int) (int, error) {
	if !s.use() {
		return 0, ErrClosed
	}
	n, errno := d.try(s.fd, b, flags)
	var err error
	if errno == unix.EAGAIN {
		n, errno, err = s.wait(ctx, d, b, flags)
	}
	s.unuse()
	switch {
	case err != nil:
		return 0, err
	case errno == 0:
		return n, nil
	case errno == unix.ENOBUFS && d == &receiving:
		return 0, ErrOverrun
	}
	return 0, os.NewSyscallError(d.name, errno)
}

// direction is what a socket can do that may have to wait.
type direction struct {
	name     string
	trap     uintptr
	park     func(raw syscall.RawConn, f func(fd uintptr) bool) error
	deadline func(f *os.File, t time.Time) error
}

var (
	sending   = direction{"sendto", unix.SYS_SENDTO, syscall.RawConn.Write, (*os.File).SetWriteDeadline}
	receiving = direction{"recvfrom", unix.SYS_RECVFROM, syscall.RawConn.Read, (*os.File).SetReadDeadline}
)

func (d *direction) try(fd int, b []byte, flags int) (int, syscall.Errno) {
	for {
		n, errno := transfer(d.trap, fd, b, flags)
		if errno != unix.EINTR {
			return n, errno
		}
	}
}

// transfer is sendto and recvfrom without an address. Unlike the functions of
// package unix, this recvfrom tells how long the datagram was.
func transfer(trap uintptr, fd int, b []byte, flags int) (int, syscall.Errno) {
	n, _, errno := unix.Syscall6(trap, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(b))), uintptr(len(b)), uintptr(flags), 0, 0)
	return int(n), errno
}
