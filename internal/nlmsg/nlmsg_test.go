package nlmsg

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// capture reads a message that a little-endian kernel sent: hexadecimal, with
// comments from "#" to the end of the line.
func capture(tb testing.TB, name string) []byte {
	tb.Helper()
	if binary.NativeEndian.Uint16([]byte{1, 0}) != 1 {
		tb.Skip("the capture is little-endian, this machine is not")
	}
	return readCapture(tb, filepath.Join("testdata", name+".hex"))
}

func readCapture(tb testing.TB, path string) []byte {
	tb.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	var digits strings.Builder
	for line := range strings.Lines(string(text)) {
		line, _, _ = strings.Cut(line, "#")
		digits.WriteString(strings.Join(strings.Fields(line), ""))
	}
	b, err := hex.DecodeString(digits.String())
	if err != nil {
		tb.Fatalf("%s: %v", path, err)
	}
	return b
}

// message builds a message by hand, without the functions under test.
func message(typ, flags uint16, seq, port uint32, body ...byte) []byte {
	b := binary.NativeEndian.AppendUint32(nil, uint32(16+len(body)))
	b = binary.NativeEndian.AppendUint16(b, typ)
	b = binary.NativeEndian.AppendUint16(b, flags)
	b = binary.NativeEndian.AppendUint32(b, seq)
	b = binary.NativeEndian.AppendUint32(b, port)
	return append(b, body...)
}

func TestNext(t *testing.T) {
	first := message(16, 0x605, 7, 9, 'a', 'b', 'c', 'd', 'e')
	second := message(3, 2, 8, 9, 1, 2) // the last one has no padding
	b := append(append(bytes.Clone(first), 0xff, 0xff, 0xff), second...)

	m, rest, err := Next(b)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := m.Header, (Header{Len: 21, Type: 16, Flags: 0x605, Seq: 7, Port: 9}); got != want {
		t.Errorf("header = %+v, want %+v", got, want)
	}
	if got := string(m.Body); got != "abcde" || cap(m.Body) != 5 {
		t.Errorf("body = %q with capacity %d, want abcde with 5", got, cap(m.Body))
	}
	m, rest, err = Next(rest)
	if err != nil {
		t.Fatal(err)
	}
	if m.Type != 3 || m.Seq != 8 || !bytes.Equal(m.Body, []byte{1, 2}) || len(rest) != 0 {
		t.Errorf("second message = %+v with %d bytes left, want type 3, body 1 2, none left", m, len(rest))
	}
}

func TestNextErrors(t *testing.T) {
	long := message(16, 0, 0, 0, 1, 2, 3, 4)
	binary.NativeEndian.PutUint32(long, 4000)
	short := message(16, 0, 0, 0)
	binary.NativeEndian.PutUint32(short, 15)
	huge := message(16, 0, 0, 0)
	binary.NativeEndian.PutUint32(huge, 0xffffffff)

	for _, tt := range []struct {
		name string
		b    []byte
		want []string // numbers that the error has to name
	}{
		{"nothing", nil, []string{"0 bytes left", "16"}},
		{"half a header", long[:15], []string{"15 bytes left", "16"}},
		{"longer than the datagram", long, []string{"4000", "20 left"}},
		{"shorter than the header", short, []string{"15 bytes", "16"}},
		{"length that overflows when aligned", huge, []string{"4294967295", "16 left"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m, rest, err := Next(tt.b)
			if err == nil {
				t.Fatalf("Next = %+v, %d left; want an error", m, len(rest))
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error %q does not name %q", err, want)
				}
			}
		})
	}
}

func TestAppendHeader(t *testing.T) {
	b := []byte("xyz!") // what is before a message is left alone
	b = AppendHeader(b, 16, 0x605)
	b = append(b, 'a', 'b', 'c', 'd', 'e')
	b = Finish(b, 4)
	second := len(b)
	b = AppendHeader(b, 18, 1)
	SetFlags(b, second, 5)
	b = Finish(b, second)
	SetSeq(b, 4, 7)
	SetSeq(b, second, 8)

	want := append([]byte("xyz!"), message(16, 0x605, 7, 0, 'a', 'b', 'c', 'd', 'e')...)
	want = append(want, 0, 0, 0)
	want = append(want, message(18, 5, 8, 0)...)
	if !bytes.Equal(b, want) {
		t.Errorf("got  % x\nwant % x", b, want)
	}
}

func TestBuildingDoesNotAllocate(t *testing.T) {
	buf := make([]byte, 0, 256)
	if n := testing.AllocsPerRun(100, func() {
		b := AppendHeader(buf, 16, 5)
		b = Finish(append(b, 1), 0)
		SetSeq(b, 0, 3)
		m, _, err := Next(b)
		if err != nil || m.Seq != 3 {
			t.Fatal(m, err)
		}
	}); n != 0 {
		t.Errorf("%v allocations, want 0", n)
	}
}

func FuzzNext(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		before := bytes.Clone(b)
		for rest := b; len(rest) > 0; {
			m, next, err := Next(rest)
			if err != nil {
				break
			}
			if int(m.Len) != HeaderLen+len(m.Body) || cap(m.Body) != len(m.Body) {
				t.Fatalf("length %d, body %d with capacity %d", m.Len, len(m.Body), cap(m.Body))
			}
			if len(next) >= len(rest) {
				t.Fatalf("%d bytes left after a message, %d before", len(next), len(rest))
			}
			rest = next
		}
		if !bytes.Equal(b, before) {
			t.Fatal("the input was changed")
		}
	})
}

func seeds(f *testing.F) {
	paths, err := filepath.Glob("testdata/*.hex")
	if err != nil || len(paths) == 0 {
		f.Fatal("no captures", err)
	}
	var all []byte
	for _, path := range paths {
		b := readCapture(f, path)
		f.Add(b)
		all = append(all, b...)
	}
	f.Add(all)
	f.Add(message(2, 0x200, 1, 2, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff))
	f.Add(message(3, 0x202, 1, 2, 0, 0, 0, 0x80))
}
