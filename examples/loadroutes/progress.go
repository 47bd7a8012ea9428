package main

import (
	"fmt"
	"os"
	"strings"
	"time"
)

// A bar shows how far the file is read, where that is a terminal.
type bar struct {
	w     *os.File // nil: not at all
	file  *file
	began time.Time
	drawn time.Time
	shown bool
}

func newBar(w *os.File, f *file) *bar {
	b := &bar{file: f, began: time.Now()}
	if isTerminal(w) {
		b.w = w
	}
	return b
}

func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// step draws the bar anew, ten times a second.
func (b *bar) step() {
	if b.w == nil || b.file.line%512 != 0 || time.Since(b.drawn) < 100*time.Millisecond {
		return
	}
	b.drawn, b.shown = time.Now(), true
	rate := float64(b.file.line) / time.Since(b.began).Seconds()
	if b.file.size == 0 {
		fmt.Fprintf(b.w, "\r\x1b[K%d lines, %.0f a second", b.file.line, rate)
		return
	}
	const width = 40
	done := int(width * b.file.read / b.file.size)
	fmt.Fprintf(b.w, "\r\x1b[K[%s%s] %d lines, %.0f a second", strings.Repeat("=", done), strings.Repeat(" ", width-done), b.file.line, rate)
}

// clear makes room for other output.
func (b *bar) clear() {
	if b != nil && b.shown {
		fmt.Fprint(b.w, "\r\x1b[K")
		b.shown = false
	}
}
