// Package nlsock moves netlink messages: it opens sockets in a network
// namespace, keeps them in a small pool, and runs requests and dumps on them.
//
// A [Pool] gives out a [Conn] to one user at a time, who runs one exchange after
// the other on it. The kernel answers rtnetlink requests before the system call
// that sends them returns, so an exchange reads straight away, waits in the
// runtime's poller only where there is nothing to read, and needs no goroutine.
package nlsock

import (
	"context"
	"time"
)

// Transport opens sockets that talk to one kernel in one network namespace. It
// may be used by several goroutines at a time.
type Transport interface {
	// Open opens another socket. An error that matches [ErrOneSocket] or
	// fs.ErrPermission lets a pool wait for a socket that is open already.
	Open(context.Context) (Socket, error)
}

// Socket is one netlink socket.
//
//   - One goroutine may send while another receives; two may not do the same.
//   - What ctx ends returns an error that matches ctx.Err().
//   - Close may be called at any time, once. It ends what is in flight with an
//     error.
//   - The slices belong to the caller; the socket keeps none of them.
//   - Sequence numbers begin anew with each Socket that is opened: one that is
//     lent out again must not have answers to earlier requests in it.
type Socket interface {
	// Send sends b, one or more requests back to back, as one datagram.
	Send(ctx context.Context, b []byte) error

	// Receive waits for the next datagram and copies it to b. It returns the
	// datagram's length; if that is more than len(b), the rest is lost. An error
	// that matches ErrOverrun tells that the kernel dropped answers before it.
	Receive(ctx context.Context, b []byte) (n int, err error)

	// Join subscribes to a multicast group, a number and not a bit mask.
	Join(group uint32) error

	// PortID returns the address of the socket, which answers to its requests
	// carry; 0 if it is not known.
	PortID() uint32

	Close() error
}

// What a [Socket] may have besides; it is used if present.
type (
	// Peeker lets no datagram be lost because a buffer is too short for it.
	Peeker interface {
		// Peek waits like Receive, and returns the length of the next datagram
		// without taking it.
		Peek(ctx context.Context) (n int, err error)
	}

	// Sized is for sockets that know how much the kernel queues for them.
	Sized interface {
		// ReceiveBuffer returns the size of the receive buffer in bytes as the
		// kernel accounts for it (SO_RCVBUF).
		ReceiveBuffer() int
	}

	// Timed is for sockets that bound their own waiting, which is cheaper than a
	// context for each wait.
	Timed interface {
		// SetTimeout bounds each later wait, or none if d is 0. A wait that takes
		// longer ends with an error that matches os.ErrDeadlineExceeded. It is
		// called before the socket is used.
		SetTimeout(d time.Duration)
	}
)
