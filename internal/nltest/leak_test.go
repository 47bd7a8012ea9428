package nltest

import (
	"strings"
	"testing"
)

func TestSince(t *testing.T) {
	before := stock{
		files:      map[string]string{"/proc/self/fd/1": "pipe:[1]", "/proc/self/fd/2": "pipe:[2]"},
		goroutines: map[string]string{"goroutine 1": "goroutine 1 [running]"},
		home:       "net:[1]",
	}
	for name, tt := range map[string]struct {
		now  stock
		want string
	}{
		"same":      {before, ""},
		"closed":    {stock{files: map[string]string{"/proc/self/fd/1": "pipe:[1]"}}, ""},
		"poller":    {stock{files: map[string]string{"/proc/self/fd/3": "anon_inode:[eventpoll]"}}, ""},
		"opened":    {stock{files: map[string]string{"/proc/self/fd/3": "socket:[3]"}}, "file 3: socket:[3]"},
		"reopened":  {stock{files: map[string]string{"/proc/self/fd/2": "socket:[3]"}}, "file 2: socket:[3]"},
		"goroutine": {stock{goroutines: map[string]string{"goroutine 2": "goroutine 2 [select]:\nf()"}}, "goroutine 2 [select]:\nf()"},
		"signals":   {stock{goroutines: map[string]string{"goroutine 2": "goroutine 2 [syscall]:\nos/signal.loop()"}}, ""},
		"at home":   {stock{threads: map[string]string{"/proc/self/task/8": "net:[1]"}}, ""},
		"stray":     {stock{threads: map[string]string{"/proc/self/task/8": "net:[2]"}}, "thread /proc/self/task/8 is in net:[2], the process in net:[1]"},
	} {
		if got := strings.Join(before.since(tt.now), ","); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}
