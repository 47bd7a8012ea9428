package main

import (
	"bufio"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
)

const longest = 64 << 10 // bytes of a line

// A file is read line by line.
type file struct {
	name string
	size int64 // 0 if nobody knows
	read int64 // bytes of size
	line int   // number of the last line, from 1
	err  error // what ended it, beside its end

	f     *os.File
	lines *bufio.Scanner
}

// open opens a file, or the standard input for "-". Reading ends when ctx does.
func open(ctx context.Context, name string) (*file, error) {
	f := &file{name: name, f: os.Stdin}
	if name == "-" {
		f.name = "standard input"
	} else {
		var err error
		if f.f, err = os.Open(name); err != nil {
			return nil, err
		}
	}
	info, err := f.f.Stat()
	if err == nil && info.IsDir() {
		err = fmt.Errorf("%s is a directory", name)
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	if info.Mode().IsRegular() {
		f.size = info.Size()
	}
	in := bufio.NewReaderSize(&interruptible{ctx: ctx, f: f}, longest)
	var r io.Reader = in
	if magic, _ := in.Peek(2); string(magic) == "\x1f\x8b" {
		if r, err = gzip.NewReader(in); err != nil {
			f.Close()
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	f.lines = bufio.NewScanner(r)
	f.lines.Buffer(make([]byte, longest), longest)
	return f, nil
}

func (f *file) next() bool {
	if f.lines.Scan() {
		f.line++
		return true
	}
	switch err := f.lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		f.err = fmt.Errorf("%s:%d: a line of more than %d bytes", f.name, f.line+1, longest)
	case err != nil:
		f.err = fmt.Errorf("%s: behind line %d: %w", f.name, f.line, err)
	}
	return false
}

func (f *file) text() string { return f.lines.Text() }

// Close closes the file, but not the standard input, which may be being read.
func (f *file) Close() error {
	if f.f == os.Stdin {
		return nil
	}
	return f.f.Close()
}

// interruptible is the file for whoever must not wait for input when ctx has ended. A read that
// goes on then ends with the program.
type interruptible struct {
	ctx  context.Context
	f    *file
	buf  []byte
	done chan result
}

type result struct {
	n   int
	err error
}

func (r *interruptible) Read(b []byte) (int, error) {
	if r.f.size > 0 { // a regular file does not keep one waiting
		n, err := r.f.f.Read(b)
		r.f.read += int64(n)
		return n, err
	}
	if r.buf == nil {
		r.buf, r.done = make([]byte, len(b)), make(chan result, 1)
	}
	go func(buf []byte) {
		n, err := r.f.f.Read(buf)
		r.done <- result{n, err}
	}(r.buf[:min(len(b), len(r.buf))])
	select {
	case d := <-r.done:
		return copy(b, r.buf[:d.n]), d.err
	case <-r.ctx.Done():
		return 0, r.ctx.Err()
	}
}
