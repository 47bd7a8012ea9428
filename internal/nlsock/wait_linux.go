package nlsock

import (
	"context"
	"os"
	"runtime"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// past is a deadline that ends a wait at once.
var past = time.Unix(1, 0)

// wait tries again whenever the socket may be ready, until ctx, the timeout or
// Close ends that.
func (s *socket) wait(ctx context.Context, d *direction, b []byte, flags int) (n int, errno syscall.Errno, err error) {
	if ctx.Err() != nil {
		return 0, 0, ctx.Err()
	}
	w := waiting{s: s, d: d}
	raw, err := w.begin()
	if err != nil {
		return 0, 0, err
	}
	stop := context.AfterFunc(ctx, w.cancel)
	err = d.park(raw, func(fd uintptr) bool {
		n, errno = d.try(int(fd), b, flags)
		return errno != unix.EAGAIN
	})
	stop()
	closed := w.end()
	switch {
	case err == nil:
		return n, errno, nil
	case closed:
		return 0, 0, ErrClosed
	case ctx.Err() != nil:
		return 0, 0, ctx.Err()
	}
	return 0, 0, err
}

// waiting is one wait. What ends it is a deadline of the file, and must not end
// the next wait: all that sets one holds the lock and looks whether it still may.
type waiting struct {
	s     *socket
	d     *direction
	ended bool
}

func (w *waiting) begin() (syscall.RawConn, error) {
	s := w.s
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, ErrClosed
	}
	if s.file == nil {
		runtime.SetFinalizer(s, nil) // the file has its own
		s.file = os.NewFile(uintptr(s.fd), "netlink")
	}
	if s.timeout > 0 {
		w.d.deadline(s.file, time.Now().Add(s.timeout))
	}
	return s.file.SyscallConn()
}

func (w *waiting) cancel() {
	w.s.mu.Lock()
	defer w.s.mu.Unlock()
	if !w.ended {
		w.d.deadline(w.s.file, past)
	}
}

func (w *waiting) end() (closed bool) {
	w.s.mu.Lock()
	defer w.s.mu.Unlock()
	w.ended = true
	if !w.s.closed {
		w.d.deadline(w.s.file, time.Time{})
	}
	return w.s.closed
}
