package nltest

import (
	"os"
	"runtime"
	"syscall"
	"testing"
)

// TestLeak leaks what NETLINK_LEAK names; TestMainModes expects Main to see it.
func TestLeak(t *testing.T) {
	switch os.Getenv("NETLINK_LEAK") {
	case "file":
		if _, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_DGRAM, 0); err != nil {
			t.Fatal(err)
		}
	case "goroutine":
		go func() { select {} }()
	case "thread":
		Live(t)
		stray := make(chan error)
		go func() {
			runtime.LockOSThread()
			stray <- syscall.Unshare(syscall.CLONE_NEWNET)
			runtime.UnlockOSThread() // back to the others, in the wrong namespace
		}()
		if err := <-stray; err != nil {
			t.Fatal(err)
		}
	}
}
