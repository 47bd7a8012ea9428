package netns

import (
	"errors"
	"fmt"
	"runtime"
	"time"

	"golang.org/x/sys/unix"
)

// errNoReturn is why a thread does not enter a namespace that it would have to
// come back from.
var errNoReturn = errors.New("netns: this thread could not come back")

func (h *Handle) socket(domain, typ, proto int) (int, error) {
	fd := -1
	open := func() (err error) {
		fd, err = unix.Socket(domain, typ|unix.SOCK_CLOEXEC, proto)
		if err != nil {
			err = fmt.Errorf("netns: open a socket in %v: %w", h, err)
		}
		return err
	}
	err := h.here(open)
	if err == errNoReturn {
		err = h.do(open)
	}
	if err != nil && fd >= 0 {
		unix.Close(fd)
		fd = -1
	}
	return fd, err
}

// here runs fn, which neither takes long nor panics, in h on the caller's thread,
// so that no other has to be woken up. It returns errNoReturn, and has not called
// fn, on the main thread, by which other processes find this one's namespace, and
// where the kernel would not let the thread come back.
func (h *Handle) here(fn func() error) error {
	if err := h.check("enter"); err != nil {
		return err
	}
	runtime.LockOSThread()
	own, same, err := -1, false, errNoReturn
	if !onMain() {
		own, same, err = h.enter(true)
	}
	if err != nil {
		runtime.UnlockOSThread()
		return err
	}
	defer unix.Close(own)
	err = fn()
	if !same {
		// The kernel has just allowed it, but may be short of memory now.
		for try := 0; ; try++ {
			stuck := sys.restore(own)
			if stuck == nil {
				break
			}
			if try == 100 { // the goroutine keeps the thread, so no other one gets it
				return errors.Join(err, fmt.Errorf("netns: leave %v: the thread of this goroutine stays there: %w", h, stuck))
			}
			time.Sleep(time.Millisecond)
		}
	}
	runtime.UnlockOSThread()
	return err
}
