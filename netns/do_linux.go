package netns

import (
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"runtime/debug"

	"golang.org/x/sys/unix"
)

// sys has the system calls that tests make fail.
var sys = struct {
	enter   func(fd int) error // into the namespace fd
	restore func(fd int) error // back into it
	unshare func() error       // into a new one
	mount   func(source, target string, flags uintptr) error
}{
	enter:   setns,
	restore: setns,
	unshare: func() error { return unix.Unshare(unix.CLONE_NEWNET) },
	mount: func(source, target string, flags uintptr) error {
		return unix.Mount(source, target, "none", flags, "")
	},
}

func setns(fd int) error { return unix.Setns(fd, unix.CLONE_NEWNET) }

// onThread runs f on a thread that nothing else uses meanwhile, and waits. The
// thread is used again only if f returns true; it ends if f returns false, or
// does not return because its goroutine exits.
func onThread(f func() bool) {
	done := make(chan struct{})
	go setAside(f, done, nil)
	<-done
}

// setAside closes taken when it has a thread, and done when it has no more use
// for it.
func setAside(f func() bool, done, taken chan struct{}) {
	runtime.LockOSThread()
	if taken != nil {
		close(taken)
	}
	if onMain() {
		// The main thread cannot end: the runtime would park it in the wrong
		// namespace for good, and /proc/PID/ns/net would show that one. While this
		// goroutine holds it, the next gets another, from where the caller goes on:
		// it is not on the main thread the next time.
		taken := make(chan struct{})
		go setAside(f, done, taken)
		<-taken
		runtime.UnlockOSThread()
		return
	}
	defer close(done)
	if f() {
		runtime.UnlockOSThread()
	}
}

func onMain() bool { return unix.Gettid() == unix.Getpid() }

func (h *Handle) do(fn func() error) error {
	if err := h.check("enter"); err != nil {
		return err
	}
	c := call{fn: fn}
	onThread(func() bool { return c.in(h) })
	switch {
	case c.stack != nil:
		repanic(c.panicked, c.stack)
	case !c.ended:
		runtime.Goexit()
	}
	return c.err
}

// call is a function that runs on another goroutine.
type call struct {
	fn       func() error
	err      error  // what it returned, or why it was not called
	ended    bool   // it returned, or was not called
	panicked any    // what it panicked with, if there is a stack
	stack    []byte // where it panicked
}

// in runs the function in h, and reports whether the thread is where it was.
func (c *call) in(h *Handle) (restored bool) {
	own, same, err := h.enter(false)
	if err != nil {
		c.err, c.ended = err, true
		return true
	}
	defer unix.Close(own)
	if same {
		c.run()
		return true
	}
	defer func() { restored = sys.restore(own) == nil }()
	c.run()
	return
}

// enter puts the thread into h and returns the namespace that it came from. The
// kernel allows an ordinary user not even to enter the namespace they are in;
// then, same is true and nothing has to be restored. If the thread has to come
// back and the kernel would not allow it, the error is errNoReturn.
func (h *Handle) enter(back bool) (own int, same bool, err error) {
	own, err = openThread()
	if err != nil {
		return -1, false, fmt.Errorf("netns: enter %v: open this thread's namespace: %w", h, err)
	}
	id, err := stat(own)
	switch {
	case err != nil:
	case id == h.id:
		return own, true, nil
	case back && sys.restore(own) != nil:
		err = errNoReturn
	default:
		err = h.control("enter", sys.enter)
	}
	if err == nil {
		return own, false, nil
	}
	unix.Close(own)
	if err == errNoReturn || errors.Is(err, fs.ErrClosed) { // complete already
		return -1, false, err
	}
	return -1, false, fmt.Errorf("netns: enter %v: %w%s", h, err,
		hint(err, "needs CAP_SYS_ADMIN, also in the user namespace that owns it"))
}

// run calls the function and notes how it ended.
func (c *call) run() {
	defer func() {
		if c.ended {
			return
		}
		// Nil means that the goroutine exits: panic(nil) does not give nil.
		if c.panicked = recover(); c.panicked != nil {
			c.stack = debug.Stack()
		}
	}()
	c.err = c.fn()
	c.ended = true
}

// repanic panics with value. If nothing recovers that, Go prints also the panic
// that it interrupts, and so the stack of where value comes from.
func repanic(value any, stack []byte) {
	defer func() { panic(value) }()
	panic("netns: panic in Handle.Do, in\n" + string(stack))
}

// hint is what to add to an error that is about rights.
func hint(err error, what string) string {
	if !errors.Is(err, fs.ErrPermission) {
		return ""
	}
	return " (" + what + ")"
}
