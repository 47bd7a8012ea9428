package nlattr_test

import (
	"encoding/binary"
	"errors"
	"net/netip"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/eb30ede5/netlink/nlattr"
)

// Numbers of network byte order, for wire.
type (
	be16 uint16
	be32 uint32
	be64 uint64
)

const (
	nested   = 0x8000 // NLA_F_NESTED
	netOrder = 0x4000 // NLA_F_NET_BYTEORDER
)

// wire writes its arguments behind each other: numbers in host byte order, bytes
// and strings as they are. It knows nothing of the package under test.
func wire(parts ...any) []byte {
	var b []byte
	for _, p := range parts {
		switch p := p.(type) {
		case string:
			b = append(b, p...)
		case []byte:
			b = append(b, p...)
		case be16:
			b = binary.BigEndian.AppendUint16(b, uint16(p))
		case be32:
			b = binary.BigEndian.AppendUint32(b, uint32(p))
		case be64:
			b = binary.BigEndian.AppendUint64(b, uint64(p))
		default:
			var err error
			if b, err = binary.Append(b, binary.NativeEndian, p); err != nil {
				panic(err)
			}
		}
	}
	return b
}

// bare is an attribute without the padding behind it.
func bare(t uint16, parts ...any) []byte {
	p := wire(parts...)
	return wire(uint16(4+len(p)), t, p)
}

// attr is an attribute, padded with zeros.
func attr(t uint16, parts ...any) []byte {
	b := bare(t, parts...)
	return append(b, make([]byte, -len(b)&3)...)
}

// dirty is a buffer whose free part is not zero.
func dirty() []byte {
	b := make([]byte, 4096)
	for i := range b {
		b[i] = 0xa5
	}
	return b[:0]
}

// same are the options to compare structs with: unexported fields too, an
// empty slice being a nil one.
var same = cmp.Options{
	cmp.Exporter(func(reflect.Type) bool { return true }),
	cmp.Comparer(func(a, b netip.Addr) bool { return a == b }),
	cmp.Comparer(func(a, b netip.Prefix) bool { return a == b }),
	cmpopts.EquateEmpty(),
}

func diff[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if d := cmp.Diff(want, got, same); d != "" {
		t.Errorf("%s: -want +got\n%s", what, d)
	}
}

// reasons are the errors that err joins, as text.
func reasons(err error) []string {
	if err == nil {
		return nil
	}
	errs := []error{err}
	if j, ok := err.(interface{ Unwrap() []error }); ok {
		errs = j.Unwrap()
	}
	var s []string
	for _, err := range errs {
		var e *nlattr.Error
		if !errors.As(err, &e) {
			s = append(s, "not an Error: "+err.Error())
		} else {
			s = append(s, e.Error())
		}
	}
	return s
}

// one is a struct of one attribute.
type one[T any] struct {
	v       T
	line    func(*nlattr.Codec, *one[T])
	unknown []nlattr.Attr
}

func (o *one[T]) Attrs(c *nlattr.Codec) {
	o.line(c, o)
	nlattr.Rest(c, &o.unknown)
}

// of is a struct whose one line is a call of f with type 1 and name "x".
func of[T any](f func(*nlattr.Codec, nlattr.Type, string, *T), v T) *one[T] {
	return &one[T]{v: v, line: func(c *nlattr.Codec, o *one[T]) { f(c, 1, "x", &o.v) }}
}

// within is of, for lines that take what is left of their nest.
func within[T any](f func(*nlattr.Codec, *T, *[]nlattr.Attr), v T) *one[T] {
	return &one[T]{v: v, line: func(c *nlattr.Codec, o *one[T]) { f(c, &o.v, &o.unknown) }}
}

// single is what tables know of a one.
type single interface {
	nlattr.Attrser
	fresh() single // with the same line and nothing in it
	clear()        // make it like fresh
	value() any
	rest() []nlattr.Attr
}

func (o *one[T]) fresh() single       { return &one[T]{line: o.line} }
func (o *one[T]) clear()              { *o = one[T]{line: o.line} }
func (o *one[T]) value() any          { return o.v }
func (o *one[T]) rest() []nlattr.Attr { return o.unknown }

// unpadded is the length of a message less the padding of its last attribute.
func unpadded(b []byte) int {
	for i := 0; ; {
		l := int(binary.NativeEndian.Uint16(b[i:]))
		if next := i + (l+3)&^3; next < len(b) {
			i = next
			continue
		}
		return i + l
	}
}

func typeOf(b []byte) uint16 { return binary.NativeEndian.Uint16(b[2:]) }
