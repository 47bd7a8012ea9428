package nlattr_test

import (
	"bytes"
	"testing"

	"github.com/eb30ede5/netlink/nlattr"
)

// mixed has lines enough for everything that Rest has to do.
type mixed struct {
	N        nlattr.Opt[uint32]
	S        string
	Leaf     *leaf
	List     []leaf
	Names    []string
	unknown  []nlattr.Attr
	noRest   bool
	skipLast bool
}

func (v *mixed) Attrs(c *nlattr.Codec) {
	nlattr.U32(c, 1, "n", &v.N)
	nlattr.Str(c, 2, "s", &v.S)
	nlattr.Nest(c, 3, "leaf", &v.Leaf)
	nlattr.List(c, 4, 1, "list", &v.List, &v.unknown)
	nlattr.Strs(c, 5, 1, "names", &v.Names, &v.unknown)
	nlattr.Skip(c, 6, "pad")
	nlattr.Skip(c, 7, "old")
	if v.skipLast {
		nlattr.Skip(c, 9, "last")
	}
	if !v.noRest {
		nlattr.Rest(c, &v.unknown)
	}
}

const (
	tail     = "no whole attribute"
	replaced = "another one follows"
)

func TestRest(t *testing.T) {
	n := func(n uint32) []byte { return attr(1, n) }
	for _, tt := range []struct {
		name  string
		b     []byte
		want  mixed
		errs  []string
		again []byte // nil: b
	}{
		{"unknown", wire(attr(9, "a"), n(1), attr(9|netOrder, "b"), attr(300)),
			mixed{N: some[uint32](1), unknown: []nlattr.Attr{{Type: 9, Data: []byte("a")}, {Type: 9, Flags: netOrder, Data: []byte("b")}, {Type: 300}}},
			nil, wire(n(1), attr(9, "a"), attr(9|netOrder, "b"), attr(300))},
		{"twice", wire(n(1), n(2)),
			mixed{N: some[uint32](2), unknown: []nlattr.Attr{{Type: 1, Data: wire(uint32(1)), Problem: replaced}}}, nil, n(2)},
		{"three times, with others", wire(n(1), attr(9), n(2), attr(2, "a\x00"), n(3), attr(2, "b\x00")),
			mixed{N: some[uint32](3), S: "b", unknown: []nlattr.Attr{
				{Type: 1, Data: wire(uint32(1)), Problem: replaced}, {Type: 9},
				{Type: 1, Data: wire(uint32(2)), Problem: replaced}, {Type: 2, Data: []byte("a\x00"), Problem: replaced},
			}}, nil, wire(n(3), attr(2, "b\x00"), attr(9))},
		{"first of two malformed", wire(attr(1), n(2)),
			mixed{N: some[uint32](2), unknown: []nlattr.Attr{{Type: 1, Problem: replaced}}}, nil, n(2)},
		{"last of two malformed", wire(n(2), attr(1)),
			mixed{unknown: []nlattr.Attr{{Type: 1, Data: wire(uint32(2))}, {Type: 1, Problem: "n: 0 bytes, want 4"}}},
			[]string{"n: 0 bytes, want 4"}, nil},
		{"nest twice", wire(attr(3|nested, n(1)), attr(3|nested, n(2))),
			mixed{Leaf: &leaf{N: some[uint32](2)}, unknown: []nlattr.Attr{{Type: 3, Flags: nested, Data: n(1), Problem: replaced}}},
			nil, attr(3|nested, n(2))},
		{"list twice", wire(attr(4|nested, attr(1|nested)), attr(4|nested, attr(1|nested), attr(1|nested))),
			mixed{List: []leaf{{}, {}}, unknown: []nlattr.Attr{{Type: 4, Flags: nested, Data: attr(1 | nested), Problem: replaced}}},
			nil, attr(4|nested, attr(1|nested), attr(1|nested))},
		{"twice in a nest", attr(3|nested, n(1), n(2)),
			mixed{Leaf: &leaf{N: some[uint32](2), Unknown: []nlattr.Attr{{Type: 1, Data: wire(uint32(1)), Problem: replaced}}}},
			nil, attr(3|nested, n(2))},
		{"skipped", attr(6, "abc"), mixed{}, nil, []byte{}},
		{"skipped often", wire(attr(6), attr(7), attr(6), attr(7), n(1), attr(6), attr(7), attr(9)),
			mixed{N: some[uint32](1), unknown: []nlattr.Attr{{Type: 9}}}, nil, wire(n(1), attr(9))},
		{"names often", attr(5|nested, attr(1, "a"), attr(2), attr(1, "b"), attr(2, "c")),
			mixed{Names: []string{"a", "b"}, unknown: []nlattr.Attr{{Nest: "names", Type: 2}, {Nest: "names", Type: 2, Data: []byte("c")}}},
			nil, attr(5|nested, attr(1, "a\x00"), attr(1, "b\x00"), attr(2), attr(2, "c"))},
		{"bytes at the start", []byte{1}, mixed{unknown: []nlattr.Attr{{Data: []byte{1}, Problem: tail}}},
			[]string{"*: 1 bytes that are " + tail}, []byte{}},
		{"length 0 at the start", make([]byte, 4), mixed{unknown: []nlattr.Attr{{Data: make([]byte, 4), Problem: tail}}},
			[]string{"*: 4 bytes that are " + tail}, []byte{}},
		{"length 3", wire(n(1), uint16(3), uint16(2), n(2)),
			mixed{N: some[uint32](1), unknown: []nlattr.Attr{{Data: wire(uint16(3), uint16(2), n(2)), Problem: tail}}},
			[]string{"*: 12 bytes that are " + tail}, n(1)},
		{"longer than the message", wire(n(1), uint16(9), uint16(2), "abcd"),
			mixed{N: some[uint32](1), unknown: []nlattr.Attr{{Data: wire(uint16(9), uint16(2), "abcd"), Problem: tail}}},
			[]string{"*: 8 bytes that are " + tail}, n(1)},
		{"half a header", wire(n(1), "abc"), mixed{N: some[uint32](1), unknown: []nlattr.Attr{{Data: []byte("abc"), Problem: tail}}},
			[]string{"*: 3 bytes that are " + tail}, n(1)},
		{"no padding", wire(n(1), bare(2, "a")), mixed{N: some[uint32](1), S: "a"}, nil, wire(n(1), attr(2, "a\x00"))},
		{"longer than its nest", wire(attr(3|nested, n(1), uint16(16), uint16(1)), n(2)),
			mixed{N: some[uint32](2), Leaf: &leaf{N: some[uint32](1), Unknown: []nlattr.Attr{{Data: wire(uint16(16), uint16(1)), Problem: tail}}}},
			[]string{"leaf.*: 4 bytes that are " + tail}, wire(n(2), attr(3|nested, n(1)))},
		{"in lists", wire(attr(4|nested, attr(1|nested), attr(1|nested, "x"), "y"), attr(5|nested, "zz")),
			mixed{List: []leaf{{}, {Unknown: []nlattr.Attr{{Data: []byte("x"), Problem: tail}}}},
				unknown: []nlattr.Attr{{Nest: "list", Data: []byte("y"), Problem: tail}, {Nest: "names", Data: []byte("zz"), Problem: tail}}},
			[]string{"list[1].*: 1 bytes that are " + tail, "list.*: 1 bytes that are " + tail, "names.*: 2 bytes that are " + tail},
			attr(4|nested, attr(1|nested), attr(1|nested))},
		{"list without Rest", wire(attr(9), attr(300), n(1)), mixed{N: some[uint32](1), noRest: true},
			[]string{"*: 2 attributes that no line took"}, n(1)},
		{"three skips", wire(attr(9), attr(6), attr(9), attr(6)), mixed{skipLast: true}, nil, []byte{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := new(nlattr.Codec)
			got := mixed{noRest: tt.want.noRest, skipLast: tt.want.skipLast}
			err := c.Decode(tt.b, 0, &got)
			diff(t, "Decode", got, tt.want)
			diff(t, "errors", reasons(err), tt.errs)
			if tt.again == nil {
				tt.again = tt.b
			}
			if b, err := c.Encode(dirty(), &got); !bytes.Equal(b, tt.again) || err != nil {
				t.Errorf("Encode = % x, %v, want % x, nil", b, err, tt.again)
			}
			var next mixed
			diff(t, "Decode of the next message", c.Decode(attr(1, uint32(5)), 0, &next), nil)
			diff(t, "Decode of the next message", next, mixed{N: some[uint32](5)})
		})
	}
}

// modes notes what a codec says of itself.
type modes struct{ decoding, reporting, has, left bool }

func (v *modes) Attrs(c *nlattr.Codec) {
	*v = modes{c.Decoding(), c.Reporting(), c.Has(1), c.Left()}
	c.Reject("x", "only while encoding")
	nlattr.Skip(c, 1, "x")
}

func TestModes(t *testing.T) {
	c := new(nlattr.Codec)
	var v modes
	err := c.Decode(attr(1), 0, &v)
	diff(t, "Decode", reasons(err), nil)
	diff(t, "Decode", v, modes{true, true, true, true})
	diff(t, "Decode(nothing)", c.Decode(nil, 0, &v), nil)
	diff(t, "Decode(nothing)", v, modes{true, true, false, false})
	_, err = c.Encode(nil, &v)
	diff(t, "Encode", reasons(err), []string{"x: only while encoding"})
	diff(t, "Encode", v, modes{})
	_, err = c.EncodeReport(nil, &v)
	diff(t, "EncodeReport", reasons(err), []string{"x: only while encoding"})
	diff(t, "EncodeReport", v, modes{reporting: true})
	c.Locate(0, 0, &v)
	diff(t, "Locate", v, modes{})
	nlattr.Describe(&v)
	diff(t, "Describe", v, modes{false, true, true, true})
}
