package nlsock

import (
	"context"
	"fmt"
	"os"
	"time"
)

// The texts have no prefix: they end up in errors that say what was tried.
var (
	// ErrClosed is returned when the pool is closed, or was closed during the
	// call. It matches os.ErrClosed.
	ErrClosed error = &sentinel{"use of closed connection", os.ErrClosed}

	// ErrOneSocket is returned by a transport that has no more than one socket,
	// or no more than those it has given out.
	ErrOneSocket error = &sentinel{text: "the transport has no further socket"}

	// ErrTruncated is returned when a datagram was longer than the buffer for
	// it, and its end is lost. The next call has a larger buffer.
	ErrTruncated error = &sentinel{text: "answer was longer than the receive buffer"}

	// ErrOverrun is returned when the kernel had more answers than its receive
	// queue could hold, and dropped some. Which requests they belonged to cannot
	// be told: each of them was executed, with success or without.
	ErrOverrun error = &sentinel{text: "receive queue overrun, answers are lost"}

	// ErrDumpInterrupted is returned when what was listed changed meanwhile, so
	// that entries may be missing or doubled. This package reports it as
	// [Result.Interrupted].
	ErrDumpInterrupted error = &sentinel{text: "table changed while it was listed"}

	errUnfinished = &sentinel{text: "the socket has an unfinished exchange"}
)

// sentinel is an error with a text of its own that also matches another one.
type sentinel struct {
	text string
	also error
}

func (e *sentinel) Error() string { return e.text }
func (e *sentinel) Unwrap() error { return e.also }

func errSilent(d time.Duration) error {
	return &sentinel{fmt.Sprintf("no reply from the kernel for %v", d), os.ErrDeadlineExceeded}
}

// errBusy tells why no socket could be had: cause is nil, or why the transport
// did not open another one.
func errBusy(n int, d time.Duration, cause error) error {
	text := fmt.Sprintf("all %d sockets are in use", n)
	if n == 1 {
		text = "the only socket is in use"
	}
	if cause != nil {
		return fmt.Errorf("%s for %v, and opening another failed: %w (%w)", text, d, cause, os.ErrDeadlineExceeded)
	}
	return &sentinel{fmt.Sprintf("%s for %v", text, d), os.ErrDeadlineExceeded}
}

// errContext keeps what the caller can match and says what it was doing.
func errContext(ctx context.Context, doing string) error {
	return fmt.Errorf("%s: %w", doing, ctx.Err())
}
