package nlattr_test

import (
	"bytes"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/eb30ede5/netlink/nlattr"
)

// boxed has a struct two nests down.
type boxed struct {
	in      nlattr.Attrser
	unknown []nlattr.Attr
}

func (v *boxed) Attrs(c *nlattr.Codec) {
	nlattr.Group(c, 7, "box", true, func(c *nlattr.Codec) {
		nlattr.Object(c, 8, "in", v.in)
		nlattr.Rest(c, &v.unknown)
	})
	nlattr.Rest(c, &v.unknown)
}

func box(b []byte) []byte { return attr(7|nested, attr(8|nested, b)) }

// TestWrongLength: a payload of a length that its form does not have is
// reported with its path, stays in Rest as it was, and is sent again.
func TestWrongLength(t *testing.T) {
	for _, tt := range []struct {
		name string
		v    single
		good []int
		want string
	}{
		{"U8", of(nlattr.U8, some[uint8](1)), []int{1}, "want 1"},
		{"U16", of(nlattr.U16, some[uint16](1)), []int{2}, "want 2"},
		{"U32", of(nlattr.U32, some[uint32](1)), []int{4}, "want 4"},
		{"U64", of(nlattr.U64, some[uint64](1)), []int{8}, "want 8"},
		{"BE16", of(nlattr.BE16, some[uint16](1)), []int{2}, "want 2"},
		{"BE32", of(nlattr.BE32, some[uint32](1)), []int{4}, "want 4"},
		{"BE64", of(nlattr.BE64, some[uint64](1)), []int{8}, "want 8"},
		{"N8", of(nlattr.N8, uint8(1)), []int{1}, "want 1"},
		{"N16", of(nlattr.N16, uint16(1)), []int{2}, "want 2"},
		{"N32", of(nlattr.N32, uint32(1)), []int{4}, "want 4"},
		{"N64", of(nlattr.N64, uint64(1)), []int{8}, "want 8"},
		{"Uint", of(nlattr.Uint, uint64(1)), []int{4, 8}, "want 8"},
		{"Switch", of(nlattr.Switch, nlattr.On), []int{1}, "want 1"},
		{"Switch32", of(nlattr.Switch32, nlattr.On), []int{4}, "want 4"},
		{"Flag", of(nlattr.Flag, true), []int{0}, "want 0"},
		{"FlagU8", of(nlattr.FlagU8, true), []int{0, 1}, "want 1"},
		{"Bits", of(bits, switches{}), []int{8}, "want 8"},
		{"Dur32", dur(nlattr.Dur32, time.Millisecond, 0), []int{4}, "want 4"},
		{"Dur64", dur(nlattr.Dur64, 1, 0), []int{8}, "want 8"},
		{"U16s", of(nlattr.U16s, []uint16{1}), []int{0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32, 34, 36, 38}, "want a multiple of 2"},
		{"U32s", of(nlattr.U32s, []uint32{1}), []int{0, 4, 8, 12, 16, 20, 24, 28, 32, 36}, "want a multiple of 4"},
		{"Addr", addrOf(1, 1, "::"), []int{4, 16}, "want 4 or 16"},
		{"Addr 4", addrOf(1, 2, "::"), []int{4}, "want 4"},
		{"Addr 6", addrOf(2, 1, "::"), []int{16}, "want 16"},
		{"Prefix 4", prefixOf(2, "0.0.0.0/0"), []int{4}, "want 4"},
		{"Prefix 6", prefixOf(10, "::/0"), []int{16}, "want 16"},
		{"LLAddr", of(nlattr.LLAddr, nlattr.HWAddr{}), upTo(32), "at most 32"},
		{"Str", of(nlattr.Str, ""), upTo(39), ""},
		{"Bytes", of(nlattr.Bytes[[]byte], nil), upTo(39), ""},
	} {
		for n := range 40 {
			p := bytes.Repeat([]byte{1}, n)
			b := attr(1, p)
			v := boxed{in: tt.v.fresh()}
			err := nlattr.Parse(box(b), 0, &v)
			if slices.Contains(tt.good, n) {
				if rest := v.in.(single).rest(); err != nil || len(rest) != 0 {
					t.Errorf("%s: Parse(%d bytes) = %v, %v, want nothing unknown, nil", tt.name, n, rest, err)
				}
				continue
			}
			reason := fmt.Sprintf("%d bytes, %s", n, tt.want)
			diff(t, tt.name, reasons(err), []string{"box.in.x: " + reason})
			diff(t, tt.name, v.in.(single).rest(), []nlattr.Attr{{Type: 1, Data: p, Problem: "x: " + reason}})
			diff(t, tt.name, v.in.(single).value(), tt.v.fresh().value())
			if got, err := nlattr.Append(nil, &v); !bytes.Equal(got, box(b)) || err != nil {
				t.Errorf("%s: Append = % x, %v, want % x, nil", tt.name, got, err, box(b))
			}
		}
	}
}

func upTo(n int) []int {
	var s []int
	for i := range n + 1 {
		s = append(s, i)
	}
	return s
}

// TestMalformed has messages with something wrong in them: what is said about
// it, what is kept, and what is sent again, "" for the same bytes.
func TestMalformed(t *testing.T) {
	deep := "nested too deeply"
	for _, tt := range []struct {
		name  string
		v     single
		b     []byte
		value any
		errs  []string
		rest  []nlattr.Attr
		again []byte
	}{
		{"Uint of 6 bytes", of(nlattr.Uint, uint64(0)), attr(1, make([]byte, 6)), uint64(0),
			[]string{"x: 6 bytes, want 8"}, []nlattr.Attr{{Type: 1, Data: make([]byte, 6), Problem: "x: 6 bytes, want 8"}}, nil},
		{"duration that is too long", dur(nlattr.Dur64, time.Second, 0), attr(1, uint64(1)<<60), nlattr.Opt[time.Duration]{},
			[]string{"x: longer than a time.Duration can say"},
			[]nlattr.Attr{{Type: 1, Data: wire(uint64(1) << 60), Problem: "x: longer than a time.Duration can say"}}, nil},
		{"prefix longer than its address", prefixOf(10, "::1/64"), attr(1, uint32(0)), netip.Prefix{},
			[]string{"x: prefix length 64 of an address of 32 bits"},
			[]nlattr.Attr{{Type: 1, Data: make([]byte, 4), Problem: "x: prefix length 64 of an address of 32 bits"}}, nil},
		{"string without NUL", of(nlattr.Str, ""), attr(1, "lo"), "lo", nil, nil, attr(1, "lo\x00")},
		{"string with something behind", of(nlattr.Str, ""), attr(1, "lo\x00x\x00"), "lo", nil, nil, attr(1, "lo\x00")},
		{"switch that is 2", of(nlattr.Switch, nlattr.OnOff(0)), attr(1, uint8(2)), nlattr.On, nil, nil, attr(1, uint8(1))},
		{"flag that is a zero", of(nlattr.FlagU8, false), attr(1, uint8(0)), false, nil, nil, []byte{}},
		{"bits that are not meant", of(bits, switches{}), attr(1, uint32(0x83), uint32(0x72)), switches{B: nlattr.On}, nil, nil,
			attr(1, uint32(2), uint32(2))},
		{"number in a list's element", within(leaves, nil), attr(1|nested, attr(3|nested), attr(3|nested, attr(1, uint8(1)))),
			[]leaf{{}, {Unknown: []nlattr.Attr{{Type: 1, Data: []byte{1}, Problem: "n: 1 bytes, want 4"}}}},
			[]string{"x[1].n: 1 bytes, want 4"}, nil, nil},
		{"strangers in a list", within(leaves, nil), attr(1|nested, attr(4, "a"), attr(3|nested), attr(300|netOrder)), []leaf{{}},
			nil, []nlattr.Attr{{Nest: "x", Type: 4, Data: []byte("a")}, {Nest: "x", Type: 300, Flags: netOrder}},
			attr(1|nested, attr(3|nested), attr(4, "a"), attr(300|netOrder))},
		{"strangers in strings", within(strs, nil), attr(1|nested, attr(3, "a"), attr(4, "a")), []string{"a"},
			nil, []nlattr.Attr{{Nest: "x", Type: 4, Data: []byte("a")}}, attr(1|nested, attr(3, "a\x00"), attr(4, "a"))},
		{"only strangers", within(structs, nil), attr(1|nested, attr(4, "a")), []qos(nil),
			nil, []nlattr.Attr{{Nest: "x", Type: 4, Data: []byte("a")}}, nil},
		{"link-layer address too long", within(lladdrs, nil), attr(1|nested, attr(3, "a"), attr(3|netOrder, make([]byte, 33)), attr(3, "b")),
			[]nlattr.HWAddr{hwAddr([]byte("a")), hwAddr([]byte("b"))},
			[]string{"x[1]: nlattr: link-layer address of 33 bytes, at most 32"},
			[]nlattr.Attr{{Nest: "x", Type: 3, Flags: netOrder, Data: make([]byte, 33), Problem: "nlattr: link-layer address of 33 bytes, at most 32"}},
			attr(1|nested, attr(3, "a"), attr(3, "b"), attr(3|netOrder, make([]byte, 33)))},
		{"broken row", within(indexed, nil), attr(1|nested, attr(0, uint32(0)), attr(2, uint32(0))), []netip.Addr{netip.IPv4Unspecified()},
			nil, []nlattr.Attr{{Nest: "x", Type: 2, Data: make([]byte, 4)}}, nil},
		{"bad address in a row", within(indexed, nil), attr(1|nested, attr(0, uint32(0)), attr(1, "abc"), attr(2, uint32(0))), []netip.Addr{netip.IPv4Unspecified()},
			[]string{"x[1]: 3 bytes, want 4 or 16"},
			[]nlattr.Attr{{Nest: "x", Type: 1, Data: []byte("abc"), Problem: "3 bytes, want 4 or 16"}, {Nest: "x", Type: 2, Data: make([]byte, 4)}}, nil},
		{"address in a record", of(hops, nil), attr(1, uint16(16), make([]byte, 6), attr(5, "abc")),
			[]hop{{Unknown: []nlattr.Attr{{Type: 5, Data: []byte("abc"), Problem: "via: 3 bytes, want 4 or 16"}}}},
			[]string{"x[0].via: 3 bytes, want 4 or 16"}, nil, attr(1, uint16(16), make([]byte, 6), attr(5, "abc"))},
		{"last record without padding", of(hops, nil), attr(1, uint16(8), make([]byte, 6), uint16(13), make([]byte, 6), bare(9, "a")),
			[]hop{{}, {Unknown: []nlattr.Attr{{Type: 9, Data: []byte("a")}}}}, nil, nil,
			attr(1, uint16(8), make([]byte, 6), uint16(16), make([]byte, 6), attr(9, "a"))},
		{"record too short", of(hops, nil), attr(1, uint16(7), make([]byte, 6)), []hop(nil),
			[]string{"x: 8 bytes that are no row of records"},
			[]nlattr.Attr{{Type: 1, Data: wire(uint16(7), make([]byte, 6)), Problem: "x: 8 bytes that are no row of records"}}, nil},
		{"record too long", of(hops, nil), attr(1, uint16(12), make([]byte, 6)), []hop(nil),
			[]string{"x: 8 bytes that are no row of records"},
			[]nlattr.Attr{{Type: 1, Data: wire(uint16(12), make([]byte, 6)), Problem: "x: 8 bytes that are no row of records"}}, nil},
		{"something behind the records", of(hops, nil), attr(1, uint16(8), make([]byte, 6), "abc"), []hop(nil),
			[]string{"x: 11 bytes that are no row of records"},
			[]nlattr.Attr{{Type: 1, Data: wire(uint16(8), make([]byte, 6), "abc"), Problem: "x: 11 bytes that are no row of records"}}, nil},
		{"both addresses", addrOf(1, 2, "::"), wire(attr(1, uint32(0)), attr(2, make([]byte, 16))), netip.IPv6Unspecified(),
			nil, []nlattr.Attr{{Type: 1, Data: make([]byte, 4)}}, wire(attr(2, make([]byte, 16)), attr(1, uint32(0)))},
		{"one good address", addrOf(1, 2, "::"), wire(attr(1, uint32(0)), attr(2, make([]byte, 4))), netip.IPv4Unspecified(),
			[]string{"x: 4 bytes, want 16"}, []nlattr.Attr{{Type: 2, Data: make([]byte, 4), Problem: "x: 4 bytes, want 16"}}, nil},
		{"unknown", of(nlattr.Flag, false), wire(attr(2|nested, "abc"), attr(1), attr(0x3fff|netOrder|nested), attr(128)), true, nil,
			[]nlattr.Attr{{Type: 2, Flags: nested, Data: []byte("abc")}, {Type: 0x3fff, Flags: nested | netOrder}, {Type: 128}},
			wire(attr(1), attr(2|nested, "abc"), attr(0x3fff|netOrder|nested), attr(128))},
		{"nest in a nest in a nest", towerOf(11), towerWire(11), nil, nil, nil, nil},
		{"one more", towerOf(12), towerWire(12), nil, []string{strings.Repeat("x.", 11) + "x: " + deep}, nil, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v := tt.v.fresh()
			in := bytes.Clone(tt.b)
			err := nlattr.Parse(in, 0, v)
			diff(t, "input", in, tt.b)
			diff(t, "errors", reasons(err), tt.errs)
			diff(t, "Rest", v.rest(), tt.rest)
			if tt.value != nil {
				diff(t, "value", v.value(), tt.value)
			}
			if tt.again == nil {
				tt.again = tt.b
			}
			if got, err := nlattr.Append(dirty(), v); !bytes.Equal(got, tt.again) || err != nil {
				t.Errorf("Append = % x, %v, want % x, nil", got, err, tt.again)
			}
		})
	}
}
