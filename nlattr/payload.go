package nlattr

import (
	"bytes"
	"sync"
)

// Payload carries v in a form of its own, such as a routing header. While
// encoding, send says whether it is to be sent; put appends it, or says what is
// wrong with it. get reads it into a zero T, and must copy what it keeps. What
// get fails for, and what put would not append again as it was, is kept as it
// is.
func Payload[T any](c *Codec, t Type, name string, send bool, v *T, put func(v *T, b []byte) ([]byte, error), get func(v *T, b []byte) error) {
	switch {
	case c.mode == describe:
		c.put(t, name, 0)
	case c.mode == encode && send:
		putPayload(c, t, name, v, put)
	case c.mode == decode && c.at[t&127] != 0:
		var zero T
		old, p := *v, c.payload(t)
		*v = zero // in place, since get's argument would be allocated
		reason := ""
		if err := get(v, p); err != nil {
			reason = err.Error()
		} else if !putsAgain(v, p, put) {
			reason = "more than is known of it"
		}
		if reason != "" {
			*v = old
			c.complain(t, name, reason)
			return
		}
		c.taken(t)
	}
}

// putPayload appends the payload where it will be, and then the attribute around
// it.
func putPayload[T any](c *Codec, t Type, name string, v *T, put func(v *T, b []byte) ([]byte, error)) {
	l := len(c.buf)
	b, err := put(v, append(c.buf, make([]byte, hdrLen)...))
	if err != nil {
		c.Reject(name, err.Error())
		c.put(t, name, 0)
		return
	}
	n := len(b) - l - hdrLen
	b = append(b, make([]byte, hdrLen-1)...) // so that c.put has room for the padding, and moves nothing
	var last [hdrLen]byte
	k := copy(last[:], b[l+hdrLen+max(0, n-len(last)):l+hdrLen+n])
	c.buf = b[:l]
	if p := c.put(t, name, n); len(p) == n { // else it was too long
		copy(p[n-k:], last[:k]) // which c.put has cleared
	}
}

// scratch are buffers for what is put only to be compared.
var scratch = sync.Pool{New: func() any { return new([]byte) }}

func putsAgain[T any](v *T, p []byte, put func(v *T, b []byte) ([]byte, error)) bool {
	s := scratch.Get().(*[]byte)
	b, err := put(v, (*s)[:0])
	same := err == nil && bytes.Equal(b, p)
	*s = b
	scratch.Put(s)
	return same
}
