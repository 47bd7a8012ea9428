package nlattr

import (
	"fmt"
	"slices"
	"strings"
)

// An Attr is an attribute that no line of its list took: unknown to the
// library, or malformed.
type Attr struct {
	Nest    string `json:"nest,omitzero"`    // the group it was in, "" for the struct itself
	Type    Type   `json:"type"`             // without the flag bits
	Flags   uint16 `json:"flags,omitzero"`   // NLA_F_NESTED and NLA_F_NET_BYTEORDER
	Data    []byte `json:"data"`             // the payload
	Problem string `json:"problem,omitzero"` // what is wrong with it, "" if it is only unknown
}

// Problems of what is not sent again: bytes at the end of a nest, and an
// attribute whose line took a later one of the same type, which it would
// override.
const (
	truncated  = "no whole attribute"
	superseded = "another one follows"
)

// Rest must be the last line of every list. While decoding it collects what no
// line took, in the order of the message; while encoding it sends that again,
// but for bytes that never were a whole attribute, and for attributes that a
// later one of the same type took the place of.
func Rest(c *Codec, v *[]Attr) {
	if c.left != 0 || *v != nil {
		c.rest(v)
	}
}

//go:noinline
func (c *Codec) rest(v *[]Attr) {
	switch c.mode {
	case decode:
		if c.left != 0 {
			c.collect(c.nestPath(), v)
		}
	case encode:
		for _, a := range *v {
			if c.inNest(a.Nest) && a.Problem != truncated && a.Problem != superseded {
				name := ""
				if c.watch || len(a.Data) > maxLen-hdrLen { // else nobody asks for it
					name = fmt.Sprint(a.Type)
				}
				copy(c.put(a.Type&typeMask|a.Flags&^typeMask, name, len(a.Data)), a.Data)
			}
		}
	}
}

// inNest reports whether path is what nestPath returns, without making that.
func (c *Codec) inNest(path string) bool {
	i := c.d
	for i > 0 && c.f[i].part {
		i--
	}
	for i++; i <= c.d; i++ {
		var name, dot bool
		path, name = strings.CutPrefix(path, c.f[i].name)
		dot = true
		if i < c.d {
			path, dot = strings.CutPrefix(path, ".")
		}
		if !name || !dot {
			return false
		}
	}
	return path == ""
}

func (c *Codec) collect(nest string, v *[]Attr) {
	f := &c.f[c.d]
	if *v == nil {
		*v = room[Attr](c.left)
	}
	for i, h := range c.each(f) {
		t := Type(h >> 16 & typeMask)
		p := i + hdrLen
		var problem string
		if t < 128 {
			switch last := int(f.at[t]); {
			case f.gone[t>>6]>>(t&63)&1 != 0:
				continue
			case last == p:
				f.at[t] = 0
			case last == 0 && !(f.dup && c.comesAgain(f, t, i)):
				continue
			case last == 0:
				problem = superseded
			}
		}
		a := Attr{Problem: problem, Nest: nest, Type: t, Flags: uint16(h>>16) &^ typeMask, Data: slices.Clone(c.buf[p : i+int(h&0xffff)])}
		for _, b := range c.bad {
			if b.at == p {
				a.Problem = b.text
			}
		}
		*v = append(*v, a)
	}
	if f.tail != f.end {
		*v = append(*v, Attr{Nest: nest, Data: slices.Clone(c.buf[f.tail:f.end]), Problem: truncated})
		c.errs = append(c.errs, &Error{c.pathOf("*"), fmt.Sprintf("%d bytes that are %s", f.end-f.tail, truncated)})
	}
	c.left = 0
}

// comesAgain reports whether an attribute of type t follows the one at i: then
// no line can have seen the one at i.
func (c *Codec) comesAgain(f *frame, t Type, i int) bool {
	for j, h := range c.each(f) {
		if j > i && Type(h>>16&typeMask) == t {
			return true
		}
	}
	return false
}

// each yields the offset and the header of each whole attribute of f.
func (c *Codec) each(f *frame) func(func(int, uint32) bool) {
	return func(yield func(int, uint32) bool) {
		for i := f.start; i < f.tail; {
			h := header(c.buf[i:])
			if !yield(i, h) {
				return
			}
			i += (int(h&0xffff) + 3) &^ 3
		}
	}
}
