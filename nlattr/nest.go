package nlattr

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"slices"

	"github.com/eb30ede5/netlink/internal/uapi"
)

// ptr is a pointer to T that lists T's attributes.
type ptr[T any] interface {
	*T
	Attrser
}

// Nest carries a struct of its own, behind a pointer: nil is absent.
func Nest[T any, P ptr[T]](c *Codec, t Type, name string, v **T) {
	if *v != nil || c.at[t&127] != 0 {
		nest[T, P](c, t, name, 0, v)
	}
}

// HeadNest is [Nest] for a struct that begins with a fixed header of head
// bytes, such as a whole link inside a veth's data.
func HeadNest[T any, P ptr[T]](c *Codec, t Type, name string, head int, v **T) {
	if *v != nil || c.at[t&127] != 0 {
		nest[T, P](c, t, name, head, v)
	}
}

// Struct carries a C struct, whose Attrs calls Head and nothing else, behind a
// pointer: nil is absent. What the kernel sends beyond the known size is
// ignored, what it does not send is zero.
func Struct[T any, P ptr[T]](c *Codec, t Type, name string, v **T) {
	if *v != nil || c.at[t&127] != 0 {
		nest[T, P](c, t, name, whole, v)
	}
}

// whole as the size of a header means the whole payload.
const whole = maxLen

// Packed carries a C struct whose members are fields of the struct around it.
// While encoding, send says whether it is to be sent.
func Packed(c *Codec, t Type, name string, send bool, list func(*Codec)) {
	if !c.entering(t, send) || !c.enter(t, name, whole) {
		return
	}
	c.f[c.d].part = true
	list(c)
	c.leave(true)
}

// Object carries the attributes of v, whose type the caller knows: the data of
// a link kind. While encoding, a v without attributes is left out.
func Object(c *Codec, t Type, name string, v Attrser) {
	if c.entering(t, true) && c.enter(t, name, 0) {
		v.Attrs(c)
		c.leave(false)
	}
}

// Group carries a nest that belongs to the struct around it. Its list ends
// with Rest to the same field as the list around it. While encoding, send says
// whether to look inside at all, and an empty group is left out.
func Group(c *Codec, t Type, name string, send bool, list func(*Codec)) {
	if !c.entering(t, send) || !c.enter(t, name, 0) {
		return
	}
	c.f[c.d].part = true
	list(c)
	c.leave(false)
}

// List carries a nest t of attributes et, each a nest. What else is in t goes
// to rest.
func List[T any, P ptr[T]](c *Codec, t, et Type, name string, v *[]T, rest *[]Attr) {
	if len(*v) != 0 || c.at[t&127] != 0 || *rest != nil {
		list[T, P](c, t, et, name, 0, v, rest)
	}
}

// Structs carries a nest t of attributes et, each a C struct as in [Struct].
// What else is in t goes to rest.
func Structs[T any, P ptr[T]](c *Codec, t, et Type, name string, v *[]T, rest *[]Attr) {
	if len(*v) != 0 || c.at[t&127] != 0 || *rest != nil {
		list[T, P](c, t, et, name, whole, v, rest)
	}
}

// Strs carries a nest t of attributes et, each a string. What else is in t goes
// to rest.
func Strs(c *Codec, t, et Type, name string, v *[]string, rest *[]Attr) {
	if len(*v) != 0 || c.at[t&127] != 0 || *rest != nil {
		elements(c, t, et, name, v, rest, func(e *string) { str(c, et, "", e) }, func(p []byte) (string, error) { return c.text(et, p), nil })
	}
}

// LLAddrs carries a nest t of attributes et, each a link-layer address. What
// else is in t goes to rest.
func LLAddrs(c *Codec, t, et Type, name string, v *[]HWAddr, rest *[]Attr) {
	if len(*v) != 0 || c.at[t&127] != 0 || *rest != nil {
		elements(c, t, et, name, v, rest, func(e *HWAddr) { llAddr(c, et, "", e) }, HWAddrFrom)
	}
}

// Indexed carries a nest t of addresses, the type of each being its index.
func Indexed(c *Codec, t Type, name string, v *[]netip.Addr, rest *[]Attr) {
	if len(*v) != 0 || c.at[t&127] != 0 || *rest != nil {
		indexed(c, t, name, v, rest)
	}
}

// Records carries t as a row of records: a header of n bytes that begins with
// the record's length as a u16, then attributes (RTA_MULTIPATH). list is run for
// each record.
func Records[T any](c *Codec, t Type, name string, n int, v *[]T, list func(*Codec, *T)) {
	if len(*v) != 0 || c.at[t&127] != 0 {
		records(c, t, name, n, v, list)
	}
}

// entering reports whether there is something to enter.
func (c *Codec) entering(t Type, send bool) bool {
	return c.at[t&127] != 0 || send && c.mode != decode
}

// enter points the codec at what is inside t, or opens t. It returns false,
// having complained, where nests are too deep.
func (c *Codec) enter(t Type, name string, head int) bool {
	if c.d+1 == maxDepth {
		c.tooDeep(t, name)
		return false
	}
	if c.mode == decode {
		p := c.payload(t)
		i := int(c.at[t&127])
		c.taken(t)
		c.push(name, i)
		c.index(&c.f[c.d], i+min(head, len(p)), i+len(p))
		return true
	}
	l := len(c.buf)
	if head == 0 {
		t |= uapi.NLA_F_NESTED
	}
	c.put(t, name, 0)
	c.push(name, l)
	return true
}

const deep = "nested too deeply"

// tooDeep refuses to enter t.
func (c *Codec) tooDeep(t Type, name string) {
	if c.mode == decode {
		c.complain(t, name, deep)
	}
	c.Reject(name, deep)
}

// push makes a frame for a nest that begins, decoding, with its header at byte
// start, or, encoding, with its attribute there.
func (c *Codec) push(name string, start int) {
	c.f[c.d].left = c.left
	c.d++
	f := &c.f[c.d]
	f.name, f.head, f.start, f.part, f.idx = name, start, start, false, -1
	c.at = &f.at
	if c.mode == describe {
		for i := range f.at {
			f.at[i] = 1
		}
	}
}

// leave closes what enter opened; an empty nest is dropped unless keep.
func (c *Codec) leave(keep bool) {
	f := &c.f[c.d]
	switch n := len(c.buf) - f.start; {
	case c.mode == decode:
		c.finish(f)
	case n == hdrLen && !keep:
		c.buf = c.buf[:f.start]
		if c.target >= f.start {
			c.path = ""
		}
	case n > maxLen:
		c.Reject("", fmt.Sprintf("%d bytes, at most %d", n-hdrLen, maxLen-hdrLen))
	default:
		binary.NativeEndian.PutUint16(c.buf[f.start:], uint16(n))
		c.pad(f)
	}
	c.pop()
}

// pad fills up what was appended in f, of which only a C struct can need it,
// and looks whether Locate is after a byte that no line has put there.
func (c *Codec) pad(f *frame) {
	for n := len(c.buf) - f.start; n&3 != 0; n++ {
		c.buf = append(c.buf, 0)
	}
	if c.watch && c.path == "" && c.target >= f.start && c.target < len(c.buf) {
		c.path = c.pathOf("")
	}
}

func (c *Codec) pop() {
	if c.mode == describe {
		clear(c.f[c.d].at[:])
	}
	c.d--
	c.left = c.f[c.d].left
	c.at = &c.f[c.d].at
}

//go:noinline
func nest[T any, P ptr[T]](c *Codec, t Type, name string, head int, v **T) {
	if c.enter(t, name, head) {
		if *v == nil || c.mode == decode {
			*v = new(T)
		}
		P(*v).Attrs(c)
		c.leave(true)
	}
}

//go:noinline
func list[T any, P ptr[T]](c *Codec, t, et Type, name string, head int, v *[]T, rest *[]Attr) {
	if !c.enterList(t, name, len(*v), rest) {
		return
	}
	f := &c.f[c.d]
	switch c.mode {
	case decode:
		*v = nil
		for i, h := range c.each(f) {
			if Type(h>>16&typeMask) != et {
				continue
			}
			f.idx = len(*v)
			if c.d+1 == maxDepth {
				c.complainAt(i+hdrLen, "", deep)
				continue
			}
			n := int(h & 0xffff)
			c.push("", i+hdrLen)
			c.index(&c.f[c.d], min(i+hdrLen+head, i+n), i+n)
			*v = append(*v, *new(T))
			P(&(*v)[len(*v)-1]).Attrs(c)
			c.leave(true)
			c.left--
		}
		if c.d+1 != maxDepth {
			c.tookAll(f, et)
		}
	default:
		if c.mode == describe {
			*v = make([]T, 1)
		}
		for i := range *v {
			f.idx = i
			if c.enter(et, "", head) {
				P(&(*v)[i]).Attrs(c)
				c.leave(true)
			}
		}
	}
	f.idx = -1
	Rest(c, rest)
	c.leave(false)
}

// tookAll notes that the attributes of type t of f are done with; their number
// is off c.left already.
func (c *Codec) tookAll(f *frame, t Type) {
	f.at[t&127] = 0
	f.gone[t>>6&1] |= 1 << (t & 63)
}

// enterList enters t if it is there, or if it has to be sent.
func (c *Codec) enterList(t Type, name string, n int, rest *[]Attr) bool {
	send := n != 0 || c.mode == describe
	for _, a := range *rest {
		send = send || a.Nest != "" && c.mode == encode
	}
	if !c.entering(t, send) || !c.enter(t, name, 0) {
		return false
	}
	c.f[c.d].part = true
	return true
}

//go:noinline
func elements[T any](c *Codec, t, et Type, name string, v *[]T, rest *[]Attr, put func(*T), get func([]byte) (T, error)) {
	if !c.enterList(t, name, len(*v), rest) {
		return
	}
	f := &c.f[c.d]
	switch c.mode {
	case decode:
		*v = nil
		for i, h := range c.each(f) {
			if Type(h>>16&typeMask) != et {
				continue
			}
			f.idx = len(*v)
			p := c.buf[i+hdrLen : i+int(h&0xffff)]
			if e, err := get(p); err == nil {
				*v = append(*v, e)
			} else {
				a := Attr{c.nestPath(), et, uint16(h>>16) &^ typeMask, slices.Clone(p), err.Error()}
				*rest = append(*rest, a)
				c.errs = append(c.errs, &Error{c.pathOf(""), a.Problem})
			}
			c.left--
		}
		c.tookAll(f, et)
	case describe:
		f.idx = 0
		c.put(et, "", 0)
	default:
		for i := range *v {
			f.idx = i
			put(&(*v)[i])
		}
	}
	f.idx = -1
	Rest(c, rest)
	c.leave(false)
}

//go:noinline
func indexed(c *Codec, t Type, name string, v *[]netip.Addr, rest *[]Attr) {
	if !c.enterList(t, name, len(*v), rest) {
		return
	}
	f := &c.f[c.d]
	switch c.mode {
	case decode:
		*v = nil
		for i := range Type(128) {
			// Only an unbroken row can be sent again as it was.
			if c.at[i] != 0 && len(*v) == int(i) {
				f.idx = int(i)
				var a netip.Addr
				if addr(c, i, i, "", &a); a.IsValid() {
					*v = append(*v, a)
				}
			}
		}
	case encode:
		for i := range *v {
			f.idx = i
			if !(*v)[i].IsValid() {
				c.Reject("", "no address")
			}
			addr(c, Type(i), Type(i), "", &(*v)[i])
		}
	}
	f.idx = -1
	Rest(c, rest)
	c.leave(false)
}

//go:noinline
func records[T any](c *Codec, t Type, name string, n int, v *[]T, list func(*Codec, *T)) {
	if c.d+2 >= maxDepth {
		c.tooDeep(t, name)
		return
	}
	if c.mode == decode {
		p := c.payload(t)
		if !validRecords(p, n) {
			c.complain(t, name, fmt.Sprintf("%d bytes that are no row of records", len(p)))
			return
		}
		i := int(c.at[t&127])
		end := i + len(p)
		c.taken(t)
		c.push(name, i)
		c.left = 0
		f := &c.f[c.d]
		*v = nil
		for i < end {
			l := int(binary.NativeEndian.Uint16(c.buf[i:]))
			f.idx = len(*v)
			c.push("", i)
			c.index(&c.f[c.d], i+n, i+l)
			*v = append(*v, *new(T))
			list(c, &(*v)[len(*v)-1])
			c.leave(true)
			i += (l + 3) &^ 3
		}
		c.pop()
		return
	}
	if c.mode == describe {
		*v = make([]T, 1)
	}
	l := len(c.buf)
	c.put(t, name, 0)
	c.push(name, l)
	for i := range *v {
		c.f[c.d].idx = i
		c.push("", len(c.buf))
		list(c, &(*v)[i])
		f := &c.f[c.d]
		if m := len(c.buf) - f.start; m <= maxLen && c.mode == encode {
			binary.NativeEndian.PutUint16(c.buf[f.start:], uint16(m))
		}
		c.pad(f)
		c.pop()
	}
	c.f[c.d].idx = -1
	c.leave(true)
}

func validRecords(p []byte, n int) bool {
	for len(p) > 0 {
		if len(p) < n {
			return false
		}
		l := int(binary.NativeEndian.Uint16(p))
		if l < n || l > len(p) {
			return false
		}
		p = p[min((l+3)&^3, len(p)):]
	}
	return true
}

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
