package nlsock

import (
	"fmt"
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/eb30ede5/netlink/internal/sandbox"
)

func TestMain(m *testing.M) {
	if os.Getenv("NETLINK_CODEC_ONLY") != "1" {
		sandbox.Enter() // tests that need it say so
	}
	code := m.Run()
	if err := leaks(); err != nil && code == 0 {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

// leaks finds sockets and goroutines that the tests have left behind.
func leaks() (err error) {
	for range 100 { // some are just about to end
		if err = leaked(); err == nil {
			return nil
		}
		time.Sleep(10 * time.Millisecond)
	}
	return err
}

func leaked() error {
	files, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return err
	}
	for _, f := range files {
		if to, err := os.Readlink("/proc/self/fd/" + f.Name()); err == nil && len(to) > 4 && (to[:4] == "sock" || to[:4] == "net:") {
			return fmt.Errorf("leaked file descriptor %s: %s", f.Name(), to)
		}
	}
	stacks := make([]byte, 1<<20)
	stacks = stacks[:runtime.Stack(stacks, true)]
	if n := runtime.NumGoroutine(); n > 1 {
		return fmt.Errorf("%d goroutines left:\n%s", n, stacks)
	}
	return nil
}
