//go:build linux

package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// A bar shows on a terminal how far the program is, below what else is written
// there through it. Where there is no terminal it only passes that on.
type bar struct {
	w     io.Writer
	width int // 0: no terminal
	what  string
	drawn bool
	began time.Time // what is shown
	last  time.Time // it was drawn
}

func newBar(f *os.File, quiet bool) *bar {
	b := &bar{w: f}
	if ws, err := unix.IoctlGetWinsize(int(f.Fd()), unix.TIOCGWINSZ); err == nil && !quiet {
		if b.width = int(ws.Col); b.width == 0 {
			b.width = 80
		}
	}
	return b
}

// show draws the bar, ten times a second at most. done of total is how much is
// done, where total is known; n is how many routes that are.
func (b *bar) show(what string, n int, done, total int64) {
	if b.width == 0 {
		return
	}
	now := time.Now()
	if what != b.what {
		b.what, b.began = what, now
	}
	if now.Sub(b.last) < 100*time.Millisecond {
		return
	}
	b.last, b.drawn = now, true
	text := fmt.Sprintf(" %s: %d routes, %d/s", what, n, rate(n, now.Sub(b.began)))
	if room := b.width - len(text) - 8; total > 0 && room >= 10 {
		part := min(float64(done)/float64(total), 1)
		full := int(part * float64(room))
		text = fmt.Sprintf("%3.0f%% [%s%s]%s", 100*part, strings.Repeat("=", full), strings.Repeat(" ", room-full), text)
	}
	fmt.Fprintf(b.w, "\r%.*s\x1b[K", b.width-1, text)
}

// Write writes something else, in place of the bar.
func (b *bar) Write(p []byte) (int, error) {
	if b.drawn {
		b.drawn, b.last = false, time.Time{}
		var all bytes.Buffer
		fmt.Fprintf(&all, "\r\x1b[K%s", p)
		_, err := b.w.Write(all.Bytes())
		return len(p), err
	}
	return b.w.Write(p)
}

// rate is how many a second n are, which can be more than an int of 32 bits has.
func rate(n int, took time.Duration) int64 {
	return int64(float64(n) / max(took.Seconds(), 1e-9))
}
