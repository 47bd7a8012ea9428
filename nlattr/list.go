package nlattr

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"slices"
)

// List carries a nest t of attributes et, each a nest. What else is in t goes
// to rest.
func List[T any, P ptr[T]](c *Codec, t, et Type, name string, v *[]T, rest *[]Attr) {
	if len(*v) != 0 || c.at[t] != 0 || *rest != nil {
		list[T, P](c, t, et, name, 0, v, rest)
	}
}

// Repeat carries the attributes et of the current nest, which are nests and of
// which there can be several.
func Repeat[T any, P ptr[T]](c *Codec, et Type, name string, v *[]T) {
	if len(*v) != 0 && c.mode != decode || c.at[et&127] != 0 {
		repeat[T, P](c, et, name, 0, v)
	}
}

// RepeatStructs carries the attributes et of the current nest, which are C
// structs as in [Struct] and of which there can be several.
func RepeatStructs[T any, P ptr[T]](c *Codec, et Type, name string, v *[]T) {
	if len(*v) != 0 && c.mode != decode || c.at[et&127] != 0 {
		repeat[T, P](c, et, name, whole, v)
	}
}

// Structs carries a nest t of attributes et, each a C struct as in [Struct].
// What else is in t goes to rest.
func Structs[T any, P ptr[T]](c *Codec, t, et Type, name string, v *[]T, rest *[]Attr) {
	if len(*v) != 0 || c.at[t] != 0 || *rest != nil {
		list[T, P](c, t, et, name, whole, v, rest)
	}
}

// HeadRepeat is [Repeat] for elements that begin with a fixed header of head
// bytes.
func HeadRepeat[T any, P ptr[T]](c *Codec, et Type, name string, head int, v *[]T) {
	if len(*v) != 0 && c.mode != decode || c.at[et&127] != 0 {
		repeat[T, P](c, et, name, head, v)
	}
}

// Strs carries a nest t of attributes et, each a string. What else is in t goes
// to rest.
func Strs(c *Codec, t, et Type, name string, v *[]string, rest *[]Attr) {
	if len(*v) != 0 || c.at[t] != 0 || *rest != nil {
		elements(c, t, et, name, v, rest, func(e *string) { str(c, et, "", e) }, func(p []byte) (string, error) { return c.text(et, p), nil })
	}
}

// LLAddrs carries a nest t of attributes et, each a link-layer address. What
// else is in t goes to rest.
func LLAddrs(c *Codec, t, et Type, name string, v *[]HWAddr, rest *[]Attr) {
	if len(*v) != 0 || c.at[t] != 0 || *rest != nil {
		elements(c, t, et, name, v, rest, func(e *HWAddr) { llAddr(c, et, "", e) }, HWAddrFrom)
	}
}

// Indexed carries a nest t of addresses, the type of each being its index. Only
// a nil v is absent: an empty one is an empty nest.
func Indexed(c *Codec, t Type, name string, v *[]netip.Addr, rest *[]Attr) {
	if *v != nil || c.at[t] != 0 || *rest != nil {
		indexed(c, t, name, v, rest)
	}
}

// Records carries t as a row of records: a header of n bytes that begins with
// the record's length as a u16, then attributes (RTA_MULTIPATH). list is run for
// each record.
func Records[T any](c *Codec, t Type, name string, n int, v *[]T, list func(*Codec, *T)) {
	if len(*v) != 0 || c.at[t] != 0 {
		records(c, t, name, n, v, list)
	}
}

//go:noinline
func list[T any, P ptr[T]](c *Codec, t, et Type, name string, head int, v *[]T, rest *[]Attr) {
	if !c.enterList(t, name, len(*v), rest) {
		return
	}
	repeat[T, P](c, et, "", head, v)
	if c.mode == decode && len(*v) == 0 {
		*v = nil
	}
	Rest(c, rest)
	c.leave(false)
}

// repeat carries the attributes et of the current frame, which have a name
// of their own, or are elements of the frame.
func repeat[T any, P ptr[T]](c *Codec, et Type, name string, head int, v *[]T) {
	switch c.mode {
	case decode:
		*v = room[T](c.left)
	case describe:
		*v = make([]T, 1)
	}
	c.repeat(et, name, head, len(*v), func(i int) Attrser {
		if i == len(*v) {
			*v = append(*v, *new(T))
		}
		return P(&(*v)[i])
	})
}

// repeat is what all elements have in common: there are n of them, or as many as
// there are attributes. at returns one, and makes it if it is the next.
func (c *Codec) repeat(et Type, name string, head, n int, at func(i int) Attrser) {
	f := &c.f[c.d]
	switch c.mode {
	case decode:
		for i, h := range c.each(f) {
			if Type(h>>16&typeMask) != et {
				continue
			}
			if name == "" {
				f.idx = n
			}
			if c.d+1 == maxDepth {
				c.complainAt(i+hdrLen, name, deep)
				continue
			}
			l := int(h & 0xffff)
			c.push(name, i+hdrLen)
			if name != "" {
				c.f[c.d].idx = n
			}
			c.index(&c.f[c.d], min(i+hdrLen+head, i+l), i+l)
			at(n).Attrs(c)
			c.leave(true)
			c.left--
			n++
		}
		if c.d+1 != maxDepth {
			c.tookAll(f, et)
		}
	default:
		for i := range n {
			if name == "" {
				f.idx = i
			}
			numbered := name
			if name != "" && c.watch && c.mode == encode { // for Locate, of the element's header too
				numbered = fmt.Sprintf("%s[%d]", name, i)
			}
			if c.enter(et, numbered, head) {
				if name != "" && numbered == name {
					c.f[c.d].idx = i
				}
				at(i).Attrs(c)
				c.leave(true)
			}
		}
	}
	if name == "" {
		f.idx = -1
	}
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
		*v = room[T](c.left)
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
	if c.mode == decode && len(*v) == 0 {
		*v = nil
	}
	Rest(c, rest)
	c.leave(false)
}

//go:noinline
func indexed(c *Codec, t Type, name string, v *[]netip.Addr, rest *[]Attr) {
	n := len(*v)
	if *v != nil {
		n = max(n, 1) // an empty row is one to send
	}
	if !c.enterList(t, name, n, rest) {
		return
	}
	f := &c.f[c.d]
	switch c.mode {
	case decode:
		*v = make([]netip.Addr, 0, c.left)
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
	c.leave(*v != nil)
}

//go:noinline
func records[T any](c *Codec, t Type, name string, n int, v *[]T, list func(*Codec, *T)) {
	if c.lacks(t) {
		return
	}
	if c.d+2 >= maxDepth {
		c.tooDeep(t, name)
		return
	}
	if c.mode == decode {
		p := c.payload(t)
		count, ok := countRecords(p, n)
		if !ok {
			c.complain(t, name, fmt.Sprintf("%d bytes that are no row of records", len(p)))
			return
		}
		i := int(c.at[t&127])
		end := i + len(p)
		c.taken(t)
		c.push(name, i)
		c.left = 0
		f := &c.f[c.d]
		*v = room[T](count)
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

func countRecords(p []byte, n int) (count int, ok bool) {
	for ; len(p) > 0; count++ {
		if len(p) < n {
			return 0, false
		}
		l := int(binary.NativeEndian.Uint16(p))
		if l < n || l > len(p) {
			return 0, false
		}
		p = p[min((l+3)&^3, len(p)):]
	}
	return count, true
}

// room returns an empty slice for n elements, nil for none: a list costs one
// allocation.
func room[T any](n int) []T {
	if n == 0 {
		return nil
	}
	return make([]T, 0, n)
}
