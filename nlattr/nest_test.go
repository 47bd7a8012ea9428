package nlattr_test

import (
	"net/netip"
	"testing"

	"github.com/eb30ede5/netlink/nlattr"
)

// leaf is a nest with a number, a string and what is unknown.
type leaf struct {
	N       nlattr.Opt[uint32]
	S       string
	Unknown []nlattr.Attr
}

func (v *leaf) Attrs(c *nlattr.Codec) {
	nlattr.U32(c, 1, "n", &v.N)
	nlattr.Str(c, 2, "s", &v.S)
	nlattr.Rest(c, &v.Unknown)
}

// headed is a nest behind a header of all kinds of fields.
type headed struct {
	A       uint8
	B       int8
	C       uint16
	D       uint16 // in network byte order
	E       [2]byte
	F       int32
	G       uint64
	N       nlattr.Opt[uint32]
	Unknown []nlattr.Attr
}

const headLen = 20

func (v *headed) at(h nlattr.Header, off int) {
	nlattr.At8(h, off, &v.A)
	nlattr.At8(h, off+1, &v.B)
	nlattr.At16(h, off+2, &v.C)
	nlattr.AtBE16(h, off+4, &v.D)
	nlattr.AtBytes(h, off+6, v.E[:])
	nlattr.At32(h, off+8, &v.F)
	nlattr.At64(h, off+12, &v.G)
}

func (v *headed) Attrs(c *nlattr.Codec) {
	v.at(c.Head(headLen), 0)
	nlattr.U32(c, 1, "n", &v.N)
	nlattr.Rest(c, &v.Unknown)
}

var aHead = headed{A: 0x81, B: -2, C: 0x1234, D: 0x5678, E: [2]byte{9, 8}, F: -7, G: 0x1122334455667788}

func (v *headed) wire() []byte {
	return wire(v.A, v.B, v.C, be16(v.D), v.E, v.F, v.G)
}

// qos is a C struct of 6 bytes, so that padding comes behind it.
type qos struct {
	From uint32
	To   uint16
}

func (v *qos) Attrs(c *nlattr.Codec) {
	h := c.Head(6)
	nlattr.At32(h, 0, &v.From)
	nlattr.At16(h, 4, &v.To)
}

// hop is a record.
type hop struct {
	Flags, Weight uint8
	Index         int32
	Via           netip.Addr
	Unknown       []nlattr.Attr
}

func hopAttrs(c *nlattr.Codec, v *hop) {
	h := c.Head(8)
	nlattr.At8(h, 2, &v.Flags)
	nlattr.At8(h, 3, &v.Weight)
	nlattr.At32(h, 4, &v.Index)
	nlattr.Addr(c, 5, 5, "via", &v.Via)
	nlattr.Rest(c, &v.Unknown)
}

// pair are fields that a nest of their own carries.
type pair struct {
	A, B    nlattr.Opt[uint16]
	Unknown []nlattr.Attr
}

func (v *pair) Attrs(c *nlattr.Codec) {
	nlattr.Group(c, 1, "x", true, func(c *nlattr.Codec) {
		nlattr.U16(c, 1, "a", &v.A)
		nlattr.Group(c, 2, "y", true, func(c *nlattr.Codec) {
			nlattr.U16(c, 1, "b", &v.B)
			nlattr.Rest(c, &v.Unknown)
		})
		nlattr.Rest(c, &v.Unknown)
	})
	nlattr.Rest(c, &v.Unknown)
}

func groupOf(v pair) *one[pair] {
	return &one[pair]{v: v, line: func(c *nlattr.Codec, o *one[pair]) { o.v.Attrs(c) }}
}

func objectOf(c *nlattr.Codec, t nlattr.Type, name string, v *leaf) { nlattr.Object(c, t, name, v) }

func headNest(c *nlattr.Codec, t nlattr.Type, name string, v **headed) {
	nlattr.HeadNest(c, t, name, headLen, v)
}

func packed(c *nlattr.Codec, t nlattr.Type, name string, v *qos) {
	nlattr.Packed(c, t, name, *v != qos{}, v.Attrs)
}

func leaves(c *nlattr.Codec, v *[]leaf, rest *[]nlattr.Attr) { nlattr.List(c, 1, 3, "x", v, rest) }
func structs(c *nlattr.Codec, v *[]qos, rest *[]nlattr.Attr) { nlattr.Structs(c, 1, 3, "x", v, rest) }
func strs(c *nlattr.Codec, v *[]string, rest *[]nlattr.Attr) { nlattr.Strs(c, 1, 3, "x", v, rest) }
func lladdrs(c *nlattr.Codec, v *[]nlattr.HWAddr, rest *[]nlattr.Attr) {
	nlattr.LLAddrs(c, 1, 3, "x", v, rest)
}
func indexed(c *nlattr.Codec, v *[]netip.Addr, rest *[]nlattr.Attr) {
	nlattr.Indexed(c, 1, "x", v, rest)
}
func hops(c *nlattr.Codec, t nlattr.Type, name string, v *[]hop) {
	nlattr.Records(c, t, name, 8, v, hopAttrs)
}

// nests are the forms with something inside: NLA_F_NESTED is on those that
// have nothing but attributes.
var nests = []form{
	{"Nest", of(nlattr.Nest, &leaf{N: some[uint32](5), S: "a"}), attr(1|nested, attr(1, uint32(5)), attr(2, "a\x00"))},
	{"Nest empty", of(nlattr.Nest, &leaf{}), attr(1 | nested)},
	{"Nest unknown", of(nlattr.Nest, &leaf{Unknown: []nlattr.Attr{{Type: 300, Flags: netOrder, Data: []byte{7}}}}), attr(1|nested, attr(300|netOrder, uint8(7)))},
	{"HeadNest", of(headNest, withN(aHead, 6)), attr(1, aHead.wire(), attr(1, uint32(6)))},
	{"HeadNest without attributes", of(headNest, &headed{}), attr(1, make([]byte, headLen))},
	{"Struct", of(nlattr.Struct, &qos{1, 2}), attr(1, uint32(1), uint16(2))},
	{"Struct of zeros", of(nlattr.Struct, &qos{}), attr(1, make([]byte, 6))},
	{"Packed", of(packed, qos{3, 4}), attr(1, uint32(3), uint16(4))},
	{"Object", of(objectOf, leaf{N: some[uint32](5)}), attr(1|nested, attr(1, uint32(5)))},
	{"Group", groupOf(pair{A: some[uint16](1)}), attr(1|nested, attr(1, uint16(1)))},
	{"Group inner", groupOf(pair{B: some[uint16](2)}), attr(1|nested, attr(2|nested, attr(1, uint16(2))))},
	{"Group both", groupOf(pair{A: some[uint16](1), B: some[uint16](2), Unknown: []nlattr.Attr{
		{Nest: "x.y", Type: 9, Data: []byte{1}}, {Nest: "x", Type: 9, Data: []byte{2}}, {Type: 9, Data: []byte{3}},
	}}), wire(
		attr(1|nested, attr(1, uint16(1)), attr(2|nested, attr(1, uint16(2)), attr(9, uint8(1))), attr(9, uint8(2))),
		attr(9, uint8(3)))},
	{"List", within(leaves, []leaf{{N: some[uint32](5)}, {}, {S: "b"}}), attr(1|nested,
		attr(3|nested, attr(1, uint32(5))), attr(3|nested), attr(3|nested, attr(2, "b\x00")))},
	{"Structs", within(structs, []qos{{1, 2}, {}}), attr(1|nested, attr(3, uint32(1), uint16(2)), attr(3, make([]byte, 6)))},
	{"Strs", within(strs, []string{"enp3s0", "", "up"}), attr(1|nested, attr(3, "enp3s0\x00"), attr(3, "\x00"), attr(3, "up\x00"))},
	{"LLAddrs", within(lladdrs, []nlattr.HWAddr{hwAddr([]byte{2, 3}), {}}), attr(1|nested, attr(3, "\x02\x03"), attr(3))},
	{"Indexed", within(indexed, []netip.Addr{netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("::1")}), attr(1|nested,
		attr(0, "\xc0\x00\x02\x01"), attr(1, make([]byte, 15), "\x01"))},
	{"Indexed empty", within(indexed, []netip.Addr{}), attr(1 | nested)},
	{"Records", of(hops, []hop{
		{Flags: 4, Weight: 9, Index: -3},
		{Weight: 1, Index: 7, Via: netip.MustParseAddr("192.0.2.1"), Unknown: []nlattr.Attr{{Type: 8, Data: []byte{1, 2, 3}}}},
	}), attr(1,
		uint16(8), uint8(4), uint8(9), int32(-3),
		uint16(24), uint8(0), uint8(1), int32(7), attr(5, "\xc0\x00\x02\x01"), attr(8, "\x01\x02\x03"))},
}

func withN(v headed, n uint32) *headed {
	v.N = some(n)
	return &v
}

// TestHead has a message that begins with a fixed header.
func TestHead(t *testing.T) {
	v := aHead
	v.N = some[uint32](3)
	whole := wire(aHead.wire(), attr(1, uint32(3)))
	b, err := nlattr.Append(dirty(), &v)
	diff(t, "Append", b, whole)
	diff(t, "Append", err, nil)
	for _, tt := range []struct {
		name string
		b    []byte
		head int
		want headed
	}{
		{"whole", whole, headLen, v},
		{"only the header", whole[:headLen], headLen, aHead},
		{"half the header", whole[:8], headLen, headed{A: 0x81, B: -2, C: 0x1234, D: 0x5678, E: [2]byte{9, 8}}},
		{"nothing", nil, headLen, headed{}},
		{"a longer header", wire(aHead.wire(), uint32(0x01010101), attr(1, uint32(3))), headLen + 4, v},
	} {
		var got headed
		if err := nlattr.Parse(tt.b, tt.head, &got); err != nil {
			t.Errorf("%s: Parse = %v, want nil", tt.name, err)
		}
		diff(t, tt.name, got, tt.want)
	}
}

// TestStructLength: kernels have structs that are longer than we know, and
// shorter ones.
func TestStructLength(t *testing.T) {
	for n, want := range map[int]qos{
		0: {}, 2: {}, 4: {From: 0x01010101}, 5: {From: 0x01010101}, 6: {0x01010101, 0x0101}, 7: {0x01010101, 0x0101}, 300: {0x01010101, 0x0101},
	} {
		p := make([]byte, n)
		for i := range p {
			p[i] = 1
		}
		if n == 2 {
			want.From = 0x0101
			if wire(uint16(1))[0] == 0 { // big endian
				want.From = 0x01010000
			}
		} else if n == 5 {
			want.To = 0x01
			if wire(uint16(1))[0] == 0 {
				want.To = 0x0100
			}
		}
		v, w, l := of(nlattr.Struct, (*qos)(nil)), of(packed, qos{}), within(structs, nil)
		for _, x := range []struct {
			v single
			b []byte
		}{{v, attr(1, p)}, {w, attr(1, p)}, {l, attr(1|nested, attr(3, p), attr(3, p))}} {
			if err := nlattr.Parse(x.b, 0, x.v); err != nil || len(x.v.rest()) != 0 {
				t.Errorf("%d bytes: Parse = %v, %v, want nothing unknown, nil", n, x.v.rest(), err)
			}
		}
		diff(t, "Struct", v.v, &want)
		diff(t, "Packed", w.v, want)
		diff(t, "Structs", l.v, []qos{want, want})
	}
}
