package nlattr

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/eb30ede5/netlink/internal/uapi"
)

// Type is the type of an attribute, without the two flag bits.
type Type = uint16

// Attrser is a struct that lists its attributes.
type Attrser interface {
	// Attrs runs the list. It must not keep c, and it must run the same
	// lines whatever c does, but for what c itself answers.
	Attrs(c *Codec)
}

const (
	hdrLen   = 4     // nla_len and nla_type
	maxLen   = 65535 // nla_len is a u16
	typeMask = 0x3fff
	maxDepth = 12
)

type mode uint8

const (
	decode mode = iota
	encode
	describe
)

// A frame is a nest, or the message itself.
type frame struct {
	// While decoding: where the payload of each type begins in buf, 0 for
	// absent or taken. All zero while encoding, all one while describing.
	at         [128]uint32
	start, end int       // decode: the attributes are buf[start:end]; encode: start is the nest's header
	left       int       // attributes not taken yet, while inside an inner nest
	head       int       // where the fixed header begins
	name       string    // of the nest
	part       bool      // a Group: it belongs to the struct around it
	dup        bool      // some type comes more than once
	gone       [2]uint64 // types that List, Skip and the like took all of
	idx        int       // of a list: the element being run, else -1
	tail       int       // decode: where attributes cease to be readable, at most end
}

// A Codec runs the list of a struct in one direction.
//
// The zero value is ready. A Codec may be used again and again, by one
// goroutine at a time.
type Codec struct {
	at     *[128]uint32 // f[d].at
	buf    []byte
	mode   mode
	report bool
	left   int // attributes of this frame that no line has taken yet
	d      int
	f      [maxDepth]frame

	// User belongs to whoever runs the codec: lists of one package find
	// there what they need to know.
	User any

	errs   []error
	bad    []problem
	watch  bool // put has to look
	target int  // locate: the byte to look for, else -1
	path   string
	lines  []Line // describe
	recent [16]string

	scratch []byte // for payloads of a form of their own
}

// A problem is a line's complaint about an attribute, until Rest picks it up.
type problem struct {
	at   int
	text string
}

// Error is a malformed attribute, or a value that an attribute cannot carry.
type Error struct {
	Path   string // names of the nests and of the attribute, joined by dots
	Reason string // what is wrong with it
}

// Error returns the path and the reason.
func (e *Error) Error() string { return e.Path + ": " + e.Reason }

var pool = sync.Pool{New: func() any { return new(Codec) }}

// Get returns a Codec from a pool.
func Get() *Codec { return pool.Get().(*Codec) }

// Put gives c back. The caller must not use it, or anything it returned as a
// view of its buffer, afterwards.
func Put(c *Codec) {
	c.buf, c.User = nil, nil
	pool.Put(c)
}

// Decode reads b, a fixed header of head bytes and attributes, into v. Every
// attribute that can be read is read; the error names those that cannot, which
// are kept by [Rest] too. v owns everything it holds afterwards. A header
// shorter than head is filled up with zeros.
func (c *Codec) Decode(b []byte, head int, v Attrser) error {
	c.begin(decode, b)
	c.report = true
	c.index(&c.f[0], min(head, len(b)), len(b))
	v.Attrs(c)
	c.finish(&c.f[0])
	return c.err()
}

// Encode appends v to b and returns the longer slice. The error names the
// fields that cannot be sent; nothing of the result should be used then.
func (c *Codec) Encode(b []byte, v Attrser) ([]byte, error) {
	c.begin(encode, b)
	c.report = false
	v.Attrs(c)
	return c.buf, c.err()
}

// EncodeReport is Encode, including what only a kernel sends and a request has
// no use for, such as statistics.
func (c *Codec) EncodeReport(b []byte, v Attrser) ([]byte, error) {
	c.begin(encode, b)
	c.report = true
	v.Attrs(c)
	return c.buf, c.err()
}

// Locate returns the path of the attribute that byte target belongs to when v
// is encoded behind a prefix of the given length, or "".
func (c *Codec) Locate(prefix, target int, v Attrser) string {
	c.begin(encode, make([]byte, prefix, prefix+512))
	c.report, c.watch, c.target, c.path = false, true, target, ""
	v.Attrs(c)
	return c.path
}

// Append appends v to b with a Codec from the pool. See [Codec.Encode].
func Append(b []byte, v Attrser) ([]byte, error) {
	c := Get()
	b, err := c.Encode(b, v)
	Put(c) // not deferred: a list that panics leaves c as it must not be used again
	return b, err
}

// Parse reads b into v with a Codec from the pool. See [Codec.Decode].
func Parse(b []byte, head int, v Attrser) error {
	c := Get()
	err := c.Decode(b, head, v)
	Put(c)
	return err
}

// Decoding reports whether the list is being decoded, for lines whose form
// depends on it.
func (c *Codec) Decoding() bool { return c.mode == decode }

// Reporting reports whether the message is one from the kernel: while decoding,
// and in [Codec.EncodeReport]. Lines that a request must not have are run only
// then.
func (c *Codec) Reporting() bool { return c.report }

// Has reports whether an attribute of type t waits to be taken by a line.
func (c *Codec) Has(t Type) bool { return c.at[t&127] != 0 }

// Left reports whether attributes wait to be taken; false while encoding. A
// list may skip rare lines when none does.
func (c *Codec) Left() bool { return c.left != 0 }

// Reject refuses a value that a line is about to send: the encoding ends with
// an error that has the name and the reason. While decoding it does nothing.
//
//go:noinline
func (c *Codec) Reject(name, reason string) {
	if c.mode == encode {
		c.errs = append(c.errs, &Error{c.pathOf(name), reason})
	}
}

// Fail is Reject with an error that may be something to test for.
func (c *Codec) Fail(name string, err error) {
	if c.mode == encode {
		c.errs = append(c.errs, fmt.Errorf("%s: %w", c.pathOf(name), err))
	}
}

func (c *Codec) begin(m mode, b []byte) {
	c.mode, c.d, c.left, c.buf, c.watch = m, 0, 0, b, false
	if c.errs != nil || c.bad != nil {
		c.errs, c.bad = nil, nil
	}
	f := &c.f[0] // which has no name, and is part of nothing
	c.at = &f.at
	f.head, f.idx = 0, -1
	if m == encode {
		f.head = len(b)
	}
}

func (c *Codec) err() error {
	switch len(c.errs) {
	case 0:
		return nil
	case 1:
		return c.errs[0]
	}
	return errors.Join(c.errs...)
}

// index notes where each attribute of buf[i:end] is.
func (c *Codec) index(f *frame, i, end int) {
	f.start, f.end, f.tail = i, end, end
	n := 0
	b := c.buf[i:end]
	at := c.at
	o := uint32(i + hdrLen)
	for len(b) >= hdrLen {
		h := header(b)
		l := uint32(h & 0xffff)
		t := h >> 16 & typeMask
		if l < hdrLen || int(l) > len(b) {
			break
		}
		if t < 128 {
			if at[t] != 0 {
				f.dup = true
			}
			at[t] = o
		}
		n++
		l = (l + 3) &^ 3
		if int(l) >= len(b) {
			b = nil
			break
		}
		o += l
		b = b[l:]
	}
	if len(b) != 0 {
		f.tail = int(o) - hdrLen
		n++ // so that Rest comes to see it
	}
	c.left = n
}

// finish leaves a decoded frame clean. What its list did not even pass to Rest
// is an error: the list lacks that line.
func (c *Codec) finish(f *frame) {
	if c.left != 0 {
		c.errs = append(c.errs, &Error{c.pathOf("*"), fmt.Sprintf("%d attributes that no line took", c.left)})
		clear(f.at[:])
		c.left = 0
	}
	if f.dup || f.gone != [2]uint64{} {
		f.dup, f.gone = false, [2]uint64{}
	}
}

// take returns the payload of t, which must have the given size; or nil, with
// the attribute left to Rest.
func (c *Codec) take(t Type, name string, size int) []byte {
	i := int(c.at[t&127])
	if i == 0 {
		return nil // the field was set before
	}
	l := int(binary.NativeEndian.Uint16(c.buf[i-4:])) - hdrLen
	if l != size {
		c.wrong(t, name, l, size)
		return nil
	}
	c.at[t&127] = 0
	c.left--
	return c.buf[i : i+l : i+l]
}

// lacks reports whether a line has nothing to decode. It was run all the same if
// its field was set before: that field stays as it is.
func (c *Codec) lacks(t Type) bool { return c.mode == decode && c.at[t&127] == 0 }

// payload returns the payload of t, which is there, without taking it.
func (c *Codec) payload(t Type) []byte {
	i := int(c.at[t&127])
	l := int(binary.NativeEndian.Uint16(c.buf[i-4:])) - hdrLen
	return c.buf[i : i+l : i+l]
}

// taken marks t as done with.
func (c *Codec) taken(t Type) {
	c.at[t&127] = 0
	c.left--
}

//go:noinline
func (c *Codec) wrong(t Type, name string, got, want int) {
	c.complain(t, name, fmt.Sprintf("%d bytes, want %d", got, want))
}

// complain reports the attribute t, which stays for Rest.
func (c *Codec) complain(t Type, name, reason string) {
	c.complainAt(int(c.at[t&127]), name, reason)
}

// complainAt reports the attribute whose payload is at i.
func (c *Codec) complainAt(i int, name, reason string) {
	c.errs = append(c.errs, &Error{c.pathOf(name), reason})
	if name != "" {
		reason = name + ": " + reason
	}
	c.bad = append(c.bad, problem{i, reason})
}

//go:noinline
func (c *Codec) grow(n int) { c.buf = slices.Grow(c.buf, n) }

// put appends an attribute with n bytes of payload, for the caller to write, and
// returns the payload.
func (c *Codec) put(t Type, name string, n int) []byte {
	if c.watch || n > maxLen-hdrLen {
		n = c.look(t, name, n)
	}
	l := len(c.buf)
	m := l + hdrLen + (n+3)&^3
	if m > cap(c.buf) {
		c.grow(m - l)
	}
	b := c.buf[:m]
	c.buf = b
	clear(b[m-4:]) // the padding; the caller writes the rest
	putHeader(b[l:], uint32(n+hdrLen)|uint32(t)<<16)
	return b[l+hdrLen : l+hdrLen+n]
}

// look watches for the byte that Locate is after, collects lines, and refuses
// payloads that are too long. It returns the length to go on with.
//
//go:noinline
func (c *Codec) look(t Type, name string, n int) int {
	switch l := len(c.buf); {
	case c.mode == describe:
		c.lines = append(c.lines, Line{c.pathOf(name), t & typeMask})
	case n > maxLen-hdrLen:
		c.Reject(name, fmt.Sprintf("%d bytes, at most %d", n, maxLen-hdrLen))
		return 0
	case c.target >= l && c.target < l+hdrLen+(n+3)&^3:
		c.path = c.pathOf(name)
	}
	return n
}

// pathOf returns the path of an attribute of the current frame.
func (c *Codec) pathOf(name string) string {
	var b strings.Builder
	for i := 1; i <= c.d; i++ {
		f := &c.f[i]
		if f.name != "" {
			dot(&b)
			b.WriteString(f.name)
		}
		if f.idx >= 0 {
			fmt.Fprintf(&b, "[%d]", f.idx)
		}
	}
	if name != "" {
		dot(&b)
		b.WriteString(name)
	}
	return b.String()
}

func dot(b *strings.Builder) {
	if b.Len() > 0 {
		b.WriteByte('.')
	}
}

// nestPath returns the names of the groups between the struct being run and
// the current frame, so that its Unknown field can tell them apart.
func (c *Codec) nestPath() string {
	i := c.d
	for i > 0 && c.f[i].part {
		i--
	}
	var s []string
	for i++; i <= c.d; i++ {
		s = append(s, c.f[i].name)
	}
	return strings.Join(s, ".")
}

const _ = uint(typeMask^0xffff) - (uapi.NLA_F_NESTED | uapi.NLA_F_NET_BYTEORDER) // the mask is what the flags leave
