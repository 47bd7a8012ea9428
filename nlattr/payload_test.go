package nlattr_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/eb30ede5/netlink/nlattr"
)

// stack is a payload of bytes that begins with how many there are.
type stack []byte

func putStack(s *stack, b []byte) ([]byte, error) {
	if slices.Contains(*s, 0) {
		return nil, errors.New("a zero")
	}
	return append(append(b, byte(len(*s))), *s...), nil
}

func getStack(s *stack, b []byte) error {
	if len(*s) != 0 {
		return errors.New("called with something in it")
	}
	if len(b) == 0 || int(b[0]) >= len(b)+1 {
		return errors.New("no stack")
	}
	*s = make(stack, 0, len(b)-1)
	*s = append(*s, b[1:]...)
	return nil
}

func payload(c *nlattr.Codec, t nlattr.Type, name string, v *stack) {
	nlattr.Payload(c, t, name, len(*v) > 0, v, putStack, getStack)
}

// Payloads of all lengths are padded with zeros, wherever the buffer ends.
func TestPayload(t *testing.T) {
	for n := 1; n <= 9; n++ {
		v := of(payload, bytes.Repeat(stack{7}, n))
		want := attr(1, string(rune(n)), strings.Repeat("\a", n))
		for room := range 2 * len(want) {
			buf := slices.Clip(dirty()[:3+room])[:3]
			b, err := new(nlattr.Codec).Encode(buf, v)
			if err != nil || !bytes.Equal(b[3:], want) || !bytes.Equal(b[:3], buf) {
				t.Fatalf("%d bytes, room for %d: % x, %v, want % x", n, room, b[3:], err, want)
			}
		}
		got := v.fresh()
		if err := nlattr.Parse(want, 0, got); err != nil {
			t.Error(err)
		}
		diff(t, fmt.Sprintf("%d bytes", n), got.value(), v.value())
	}
}

func TestPayloadRefused(t *testing.T) {
	for want, s := range map[string]stack{"x: a zero": {0}, "x: 65536 bytes, at most 65531": bytes.Repeat(stack{1}, 65535)} {
		if _, err := nlattr.Append(make([]byte, 5, 64), of(payload, s)); err == nil || err.Error() != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

// What cannot be read, and what is not put again as it was, is kept; a field that
// was set before stays as it is.
func TestPayloadMalformed(t *testing.T) {
	for b, want := range map[string]string{"\x09\x01": "x: no stack", "\x01\x01\x01": "x: more than is known of it", "\x01\x00": "x: more than is known of it"} {
		v := of(payload, stack{5})
		if err := nlattr.Parse(attr(1, b), 0, v); err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", b, err, want)
		}
		if got := v.value().(stack); !bytes.Equal(got, stack{5}) {
			t.Errorf("%q: the field is %v, want [5]", b, got)
		}
		if len(v.unknown) != 1 || string(v.unknown[0].Data) != b {
			t.Errorf("%q: kept is %v", b, v.unknown)
		}
	}
}
