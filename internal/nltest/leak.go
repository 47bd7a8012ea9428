package nltest

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

// stock is what a process holds on to. Without /proc it is goroutines only.
type stock struct {
	files      map[string]string // descriptor -> what it is open on
	goroutines map[string]string // "goroutine 7" -> its stack
	threads    map[string]string // thread -> its network namespace
	home       string            // the process's network namespace
}

func takeStock() stock {
	s := stock{
		files:      links("/proc/self/fd/*"),
		goroutines: map[string]string{},
		threads:    links("/proc/self/task/*/ns/net"),
	}
	s.home, _ = os.Readlink("/proc/self/ns/net")
	for _, stack := range strings.Split(stacks(), "\n\n") {
		id, _, _ := strings.Cut(stack, " [")
		s.goroutines[id] = stack
	}
	return s
}

// leaks lists what is left over since s was taken. Whatever is on its way out
// gets some time: a thread ends after the goroutine that was locked to it.
func (s stock) leaks() []string {
	deadline := time.Now().Add(2 * time.Second)
	for {
		left := s.since(takeStock())
		if len(left) == 0 || time.Now().After(deadline) {
			return left
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func (s stock) since(now stock) []string {
	var left []string
	for fd, target := range now.files {
		if s.files[fd] != target && !runtimeFile(target) {
			left = append(left, fmt.Sprintf("file %s: %s", filepath.Base(fd), target))
		}
	}
	for id, stack := range now.goroutines {
		if s.goroutines[id] == "" && !strings.Contains(stack, "os/signal.loop") { // once started, it stays
			left = append(left, stack)
		}
	}
	for thread, ns := range now.threads {
		if ns != s.home {
			left = append(left, fmt.Sprintf("thread %s is in %s, the process in %s", thread, ns, s.home))
		}
	}
	slices.Sort(left)
	return left
}

// runtimeFile reports whether target is opened by Go's poller, when first used.
func runtimeFile(target string) bool {
	return target == "anon_inode:[eventpoll]" || target == "anon_inode:[eventfd]"
}

// links reads the symbolic links that match pattern. One that is gone by then,
// such as the descriptor used to list them, is left out.
func links(pattern string) map[string]string {
	found := map[string]string{}
	paths, _ := filepath.Glob(pattern)
	for _, path := range paths {
		if target, err := os.Readlink(path); err == nil {
			found[path] = target
		}
	}
	return found
}

func stacks() string {
	b := make([]byte, 1<<16)
	for {
		n := runtime.Stack(b, true)
		if n < len(b) {
			return strings.TrimSpace(string(b[:n]))
		}
		b = make([]byte, 2*len(b))
	}
}
