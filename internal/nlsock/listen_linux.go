package nlsock

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

func (s *socket) SetReceiveBuffer(bytes int) error {
	return s.control("setsockopt", func(fd int) error {
		err := unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUFFORCE, bytes)
		if errors.Is(err, fs.ErrPermission) {
			err = unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUF, bytes)
		}
		return err
	})
}

func (s *socket) SetFilter(f []BPF) error {
	if len(f) == 0 {
		return errors.New("an empty filter")
	}
	prog := unix.SockFprog{Len: uint16(len(f)), Filter: (*unix.SockFilter)(unsafe.Pointer(&f[0]))}
	return s.control("setsockopt", func(fd int) error {
		return unix.SetsockoptSockFprog(fd, unix.SOL_SOCKET, unix.SO_ATTACH_FILTER, &prog)
	})
}

func (s *socket) ListenAllNSID() error {
	return s.control("setsockopt", func(fd int) error {
		return unix.SetsockoptInt(fd, unix.SOL_NETLINK, unix.NETLINK_LISTEN_ALL_NSID, 1)
	})
}

func (s *socket) ReceiveNSID(ctx context.Context, b []byte) (n int, nsid int32, err error) {
	// A wait that takes nothing, and then the datagram with what is beside it.
	if _, err := s.Peek(ctx); err != nil {
		return 0, -1, err
	}
	var oob [64]byte
	var oobn int
	err = s.control("recvmsg", func(fd int) (err error) {
		for {
			n, oobn, _, _, err = unix.Recvmsg(fd, b, oob[:], unix.MSG_TRUNC)
			if err != unix.EINTR {
				return err
			}
		}
	})
	switch sys, ok := errors.AsType[*os.SyscallError](err); {
	case ok && sys.Err == unix.ENOBUFS:
		return 0, -1, ErrOverrun
	case err != nil:
		return 0, -1, err
	}
	nsid, err = nsidOf(oob[:oobn])
	return n, nsid, err
}

// nsidOf returns the id of a namespace in control messages, -1 if there is none.
func nsidOf(oob []byte) (int32, error) {
	msgs, err := syscall.ParseSocketControlMessage(oob)
	if err != nil {
		return -1, err
	}
	for _, m := range msgs {
		if m.Header.Level == unix.SOL_NETLINK && m.Header.Type == unix.NETLINK_LISTEN_ALL_NSID && len(m.Data) >= 4 {
			return *(*int32)(unsafe.Pointer(&m.Data[0])), nil
		}
	}
	return -1, nil
}
