package nlattr_test

import (
	"bytes"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/eb30ede5/netlink/nlattr"
)

func encoded(t testing.TB, v nlattr.Attrser) []byte {
	t.Helper()
	b, err := nlattr.Append(nil, v)
	if err != nil {
		t.Fatalf("Append = %v, want nil", err)
	}
	return b
}

func TestEverything(t *testing.T) {
	want := everything()
	b := encoded(t, want)
	got := new(every)
	diff(t, "Parse", reasons(nlattr.Parse(b, everyLen, got)), nil)
	diff(t, "Parse", got, want)
	if again := encoded(t, got); !bytes.Equal(again, b) {
		t.Errorf("Append = % x, want % x", again, b)
	}
}

// read decodes b, which may be anything. It must not change b, nor may what it
// returns change with b, nor may it differ from what a codec with another past
// reads.
func read(t testing.TB, c *nlattr.Codec, b []byte) *every {
	t.Helper()
	in := bytes.Clone(b)[:len(b):len(b)] // whoever reads behind the end panics
	v := new(every)
	err := c.Decode(in, everyLen, v)
	if !bytes.Equal(in, b) {
		t.Errorf("Decode(% x) changed its input to % x", b, in)
	}
	for i := range in {
		in[i] = 0x5a
	}
	pristine := new(every)
	err2 := new(nlattr.Codec).Decode(b, everyLen, pristine)
	if !reflect.DeepEqual(v, pristine) {
		t.Errorf("Decode(% x) shares memory with its input, or depends on what was decoded before:\n%s", b, cmp.Diff(pristine, v, same))
	}
	if got, want := reasons(err), reasons(err2); !slices.Equal(got, want) {
		t.Errorf("Decode(% x) = %q after other messages, want %q", b, got, want)
	}
	return v
}

func TestTruncated(t *testing.T) {
	c := new(nlattr.Codec)
	b := encoded(t, everything())
	for n := range b {
		read(t, c, b[:n])
	}
}

func TestFlipped(t *testing.T) {
	c := new(nlattr.Codec)
	b := encoded(t, everything())
	for i := range b {
		old := b[i]
		for _, x := range []byte{0, 0xff, old ^ 1, old ^ 4, old ^ 0x80, old + 1, old - 1} {
			b[i] = x
			v := read(t, c, b)
			if _, err := c.Encode(nil, v); err != nil {
				t.Errorf("byte %d is %#x: Encode of what was decoded = %v, want nil", i, x, err)
			}
		}
		b[i] = old
	}
}

// TestOwnBytes: what encoding returns belongs to the caller, too.
func TestOwnBytes(t *testing.T) {
	c := new(nlattr.Codec)
	v := everything()
	b, err := c.Encode(nil, v)
	diff(t, "Encode", err, nil)
	want := bytes.Clone(b)
	c.Locate(0, 1, v)
	nlattr.Describe(new(tunnel))
	_, err = c.Encode(nil, new(every))
	diff(t, "Encode", err, nil)
	if !bytes.Equal(b, want) {
		t.Errorf("Encode = % x after other calls, want % x", b, want)
	}
	diff(t, "Encode changed its argument", v, everything())
}
