package nlattr

import (
	"encoding/binary"
	"fmt"

	"github.com/eb30ede5/netlink/internal/uapi"
)

// ptr is a pointer to T that lists T's attributes.
type ptr[T any] interface {
	*T
	Attrser
}

// Nest carries a struct of its own, behind a pointer: nil is absent.
func Nest[T any, P ptr[T]](c *Codec, t Type, name string, v **T) {
	if *v != nil || c.at[t] != 0 {
		nest[T, P](c, t, name, v)
	}
}

// HeadNest is [Nest] for a struct that begins with a fixed header of head
// bytes, such as a whole link inside a veth's data.
func HeadNest[T any, P ptr[T]](c *Codec, t Type, name string, head int, v **T) {
	if *v != nil || c.at[t] != 0 {
		headNest[T, P](c, t, name, head, v)
	}
}

// Struct carries a C struct, whose Attrs calls Head and nothing else, behind a
// pointer: nil is absent. What the kernel sends beyond the known size is
// ignored, what it does not send is zero.
func Struct[T any, P ptr[T]](c *Codec, t Type, name string, v **T) {
	if *v != nil || c.at[t] != 0 {
		headNest[T, P](c, t, name, whole, v)
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
	switch {
	case !c.entering(t, send):
		return
	case c.mode == decode && len(c.payload(t)) == 0: // a link has three of them
		c.taken(t)
		return
	case !c.enter(t, name, 0):
		return
	}
	c.f[c.d].part = true
	list(c)
	c.leave(false)
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
func nest[T any, P ptr[T]](c *Codec, t Type, name string, v **T) { headNest[T, P](c, t, name, 0, v) }

//go:noinline
func headNest[T any, P ptr[T]](c *Codec, t Type, name string, head int, v **T) {
	if c.lacks(t) {
		return
	}
	if c.enter(t, name, head) {
		if *v == nil || c.mode == decode {
			*v = new(T)
		}
		P(*v).Attrs(c)
		c.leave(true)
	}
}
