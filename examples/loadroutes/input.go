//go:build linux

package main

import (
	"bufio"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync/atomic"
	"syscall"
)

const longest = 64 << 10 // of a line

var errLong = fmt.Errorf("longer than %d bytes", longest-1)

// input is a file of lines, of which it never has more than a few blocks.
type input struct {
	name string
	line uint32 // number of the line that next returned
	r    *bufio.Reader
	size int64        // of the file, 0 if that is not known
	read atomic.Int64 // bytes of the file, before decompression
}

// open opens a file, or standard input for "-".
//
// Another goroutine reads it: decompression goes on beside the kernel's work,
// and what waits for a pipe or a terminal ends when ctx does.
func open(ctx context.Context, name string) (*input, error) {
	f := os.Stdin
	if name != "-" {
		var err error
		if f, err = os.Open(name); err != nil {
			return nil, err
		}
	} else {
		name = "standard input"
	}
	st, err := f.Stat()
	if err == nil && st.IsDir() {
		err = &os.PathError{Op: "read", Path: name, Err: syscall.EISDIR}
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	in := &input{name: name}
	if st.Mode().IsRegular() {
		in.size = st.Size()
	}
	pr, pw := io.Pipe()
	context.AfterFunc(ctx, func() { pw.CloseWithError(ctx.Err()) })
	go func() {
		defer f.Close()
		pw.CloseWithError(in.pump(pw, f))
	}()
	in.r = bufio.NewReaderSize(pr, longest)
	return in, nil
}

// pump copies the file, decompressed if it begins as what gzip makes.
func (in *input) pump(w io.Writer, f *os.File) error {
	b := bufio.NewReaderSize(counter{f, &in.read}, longest)
	if magic, _ := b.Peek(2); string(magic) != "\x1f\x8b" {
		_, err := io.Copy(w, b)
		return err
	}
	z, err := gzip.NewReader(b)
	if err == nil {
		_, err = io.Copy(w, z)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("gzip: the file is cut short")
	}
	return err
}

type counter struct {
	io.Reader
	n *atomic.Int64
}

func (c counter) Read(b []byte) (int, error) {
	n, err := c.Reader.Read(b)
	c.n.Add(int64(n))
	return n, err
}

// next returns the next line, until the next call, and io.EOF behind the last.
// After errLong there may be more, after other errors not. What is there of a
// line in which reading failed is not returned: it might mean something else.
func (in *input) next() ([]byte, error) {
	b, err := in.r.ReadSlice('\n')
	if len(b) == 0 && err == io.EOF {
		return nil, io.EOF
	}
	in.line++
	switch {
	case err == nil:
		return b[:len(b)-1], nil
	case err == io.EOF:
		return b, nil
	case err != bufio.ErrBufferFull:
		return nil, err
	}
	for err == bufio.ErrBufferFull {
		_, err = in.r.ReadSlice('\n')
	}
	if err == nil || err == io.EOF {
		err = errLong
	}
	return nil, err
}
