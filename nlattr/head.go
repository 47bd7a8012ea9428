package nlattr

import (
	"encoding/binary"
	"slices"
)

// Header is the fixed header of a message or of a nest, or a C struct. The
// functions At8 to AtBytes move a field of it, in either direction.
type Header struct {
	b   []byte
	dec bool
}

// Head returns the fixed header of n bytes, which comes before all lines. It
// must not be used after the first of them.
func (c *Codec) Head(n int) Header {
	f := &c.f[c.d]
	if c.mode == decode {
		if have := f.start - f.head; have < n {
			b := make([]byte, n)
			copy(b, c.buf[f.head:f.start])
			return Header{b, true}
		}
		return Header{c.buf[f.head : f.head+n : f.head+n], true}
	}
	l := len(c.buf)
	c.buf = slices.Grow(c.buf, n)[:l+n]
	clear(c.buf[l:])
	return Header{c.buf[l:], false}
}

// At8 moves the byte at off.
func At8[T ~uint8 | ~int8](h Header, off int, v *T) {
	if h.dec {
		*v = T(h.b[off])
	} else {
		h.b[off] = byte(*v)
	}
}

// At16 moves the u16 at off, in host byte order.
func At16[T ~uint16](h Header, off int, v *T) {
	if h.dec {
		*v = T(binary.NativeEndian.Uint16(h.b[off:]))
	} else {
		binary.NativeEndian.PutUint16(h.b[off:], uint16(*v))
	}
}

// AtBE16 moves the u16 at off, in network byte order.
func AtBE16[T ~uint16](h Header, off int, v *T) {
	if h.dec {
		*v = T(binary.BigEndian.Uint16(h.b[off:]))
	} else {
		binary.BigEndian.PutUint16(h.b[off:], uint16(*v))
	}
}

// At32 moves the u32 or s32 at off, in host byte order.
func At32[T ~uint32 | ~int32](h Header, off int, v *T) {
	if h.dec {
		*v = T(binary.NativeEndian.Uint32(h.b[off:]))
	} else {
		binary.NativeEndian.PutUint32(h.b[off:], uint32(*v))
	}
}

// At64 moves the u64 at off, in host byte order.
func At64[T ~uint64](h Header, off int, v *T) {
	if h.dec {
		*v = T(binary.NativeEndian.Uint64(h.b[off:]))
	} else {
		binary.NativeEndian.PutUint64(h.b[off:], uint64(*v))
	}
}

// AtBytes moves the bytes at off into, or from, the array behind v.
func AtBytes(h Header, off int, v []byte) {
	if h.dec {
		copy(v, h.b[off:])
	} else {
		copy(h.b[off:], v)
	}
}
