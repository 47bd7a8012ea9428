//go:build linux

package main

import (
	"context"
	"net"
	"sync"
	"syscall"
	"time"

	"github.com/eb30ede5/netlink/rtnl"
	"github.com/mdlayher/netlink"
	"golang.org/x/sys/unix"
)

// A transport lends the socket of conn to an [rtnl.Conn]. It reads and writes
// datagrams through SyscallConn, since conn's own methods keep acknowledgements
// and the ends of listings to themselves. What to know:
//
//   - The program must not use conn while a call of the rtnl.Conn runs, and
//     gets no multicast messages over it: they are thrown away.
//   - There is one socket. A request in the loop over a listing waits for it, and
//     fails after Config.Timeout: collect the listing first.
//   - A link cannot be made in another namespace with parts that need a message
//     there.
//   - A conn on a socket of another kind (netlink.NewConn) has no SyscallConn.
type transport struct {
	conn *netlink.Conn
	lent sync.Mutex
}

// Open lends the socket to one user at a time.
func (t *transport) Open(context.Context) (rtnl.Socket, error) {
	raw, err := t.conn.SyscallConn()
	if err != nil {
		return nil, err
	}
	if !t.lent.TryLock() {
		return nil, rtnl.ErrOneSocket
	}
	return &socket{t: t, raw: raw}, nil
}

type socket struct {
	t         *transport
	raw       syscall.RawConn
	receiving sync.Mutex // guards closed
	closed    bool
}

func (s *socket) PortID() uint32          { return s.t.conn.PID() }
func (s *socket) Join(group uint32) error { return s.t.conn.JoinGroup(group) }

func (s *socket) Send(ctx context.Context, b []byte) error {
	return s.do(ctx, s.raw.Write, func(fd int) error {
		return unix.Sendto(fd, b, 0, &unix.SockaddrNetlink{Family: unix.AF_NETLINK})
	})
}

func (s *socket) Receive(ctx context.Context, b []byte) (n int, err error) {
	s.receiving.Lock()
	defer s.receiving.Unlock()
	if s.closed {
		return 0, net.ErrClosed
	}
	err = s.do(ctx, s.raw.Read, func(fd int) (err error) {
		n, _, err = unix.Recvfrom(fd, b, unix.MSG_TRUNC)
		return err
	})
	return n, err
}

// do calls f when the socket is ready, until ctx ends.
func (s *socket) do(ctx context.Context, when func(func(uintptr) bool) error, f func(fd int) error) error {
	ended := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		s.t.conn.SetDeadline(time.Unix(1, 0))
		close(ended)
	})
	var err error
	waitErr := when(func(fd uintptr) bool {
		for err = f(int(fd)); err == unix.EINTR; {
			err = f(int(fd))
		}
		return err != unix.EAGAIN
	})
	if !stop() {
		<-ended
		s.t.conn.SetDeadline(time.Time{})
	}
	if waitErr != nil {
		return waitErr
	}
	return err
}

// Close gives the socket back, without the answers that nobody waited for.
func (s *socket) Close() error {
	s.t.conn.SetDeadline(time.Unix(1, 0)) // ends a Receive
	s.receiving.Lock()
	defer s.receiving.Unlock()
	s.closed = true
	s.t.conn.SetDeadline(time.Time{})
	defer s.t.lent.Unlock()
	b := make([]byte, 32<<10)
	return s.raw.Control(func(fd uintptr) {
		for err := error(nil); err == nil || err == unix.ENOBUFS || err == unix.EINTR; {
			_, _, err = unix.Recvfrom(int(fd), b, unix.MSG_DONTWAIT)
		}
	})
}
