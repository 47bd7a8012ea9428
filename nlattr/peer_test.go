package nlattr_test

import (
	"bytes"
	"encoding/binary"
	"net/netip"
	"slices"
	"testing"

	"github.com/mdlayher/netlink"

	"github.com/eb30ede5/netlink/nlattr"
)

// raw knows no attribute.
type raw struct{ unknown []nlattr.Attr }

func (v *raw) Attrs(c *nlattr.Codec) { nlattr.Rest(c, &v.unknown) }

// shared has what package netlink of mdlayher has words for.
type shared struct {
	U8   nlattr.Opt[uint8]
	U16  nlattr.Opt[uint16]
	U32  nlattr.Opt[uint32]
	U64  nlattr.Opt[uint64]
	I8   nlattr.Opt[int8]
	I16  nlattr.Opt[int16]
	I32  nlattr.Opt[int32]
	I64  nlattr.Opt[int64]
	BE16 nlattr.Opt[uint16]
	BE32 nlattr.Opt[uint32]
	BE64 nlattr.Opt[uint64]
	Flag bool
	Str  string
	Blob []byte
	Addr netip.Addr
	List []leaf
	Nest *shared
	Rest []nlattr.Attr
}

func (v *shared) Attrs(c *nlattr.Codec) {
	nlattr.U8(c, 1, "u8", &v.U8)
	nlattr.U16(c, 2, "u16", &v.U16)
	nlattr.U32(c, 3, "u32", &v.U32)
	nlattr.U64(c, 4, "u64", &v.U64)
	nlattr.U8(c, 5, "i8", &v.I8)
	nlattr.U16(c, 6, "i16", &v.I16)
	nlattr.U32(c, 7, "i32", &v.I32)
	nlattr.U64(c, 8, "i64", &v.I64)
	nlattr.BE16(c, 9, "be16", &v.BE16)
	nlattr.BE32(c, 10, "be32", &v.BE32)
	nlattr.BE64(c, 11, "be64", &v.BE64)
	nlattr.Flag(c, 12, "flag", &v.Flag)
	nlattr.Str(c, 13, "str", &v.Str)
	nlattr.Bytes(c, 14, "blob", &v.Blob)
	nlattr.Addr(c, 15, 16, "addr", &v.Addr)
	nlattr.List(c, 17, 1, "list", &v.List, &v.Rest)
	nlattr.Nest(c, 18, "nest", &v.Nest)
	nlattr.Rest(c, &v.Rest)
}

// put calls f with what is in o, if there is something.
func put[T any](t uint16, o nlattr.Opt[T], f func(uint16, T)) {
	if v, ok := o.Get(); ok {
		f(t, v)
	}
}

// peerEncode writes v with the peer's encoder.
func peerEncode(e *netlink.AttributeEncoder, v *shared) {
	put(1, v.U8, e.Uint8)
	put(2, v.U16, e.Uint16)
	put(3, v.U32, e.Uint32)
	put(4, v.U64, e.Uint64)
	put(5, v.I8, e.Int8)
	put(6, v.I16, e.Int16)
	put(7, v.I32, e.Int32)
	put(8, v.I64, e.Int64)
	e.ByteOrder = binary.BigEndian
	put(9, v.BE16, e.Uint16)
	put(10, v.BE32, e.Uint32)
	put(11, v.BE64, e.Uint64)
	e.ByteOrder = binary.NativeEndian
	e.Flag(12, v.Flag)
	if v.Str != "" {
		e.String(13, v.Str)
	}
	if len(v.Blob) != 0 {
		e.Bytes(14, v.Blob)
	}
	if v.Addr.Is4() {
		e.Bytes(15, v.Addr.AsSlice())
	} else if v.Addr.IsValid() {
		e.Bytes(16, v.Addr.AsSlice())
	}
	if len(v.List) != 0 {
		e.Nested(17, func(e *netlink.AttributeEncoder) error {
			for _, l := range v.List {
				e.Nested(1, func(e *netlink.AttributeEncoder) error {
					put(1, l.N, e.Uint32)
					if l.S != "" {
						e.String(2, l.S)
					}
					return nil
				})
			}
			return nil
		})
	}
	if v.Nest != nil {
		e.Nested(18, func(e *netlink.AttributeEncoder) error {
			peerEncode(e, v.Nest)
			return nil
		})
	}
}

// peerDecode reads v with the peer's decoder.
func peerDecode(d *netlink.AttributeDecoder, v *shared) error {
	for d.Next() {
		switch d.ByteOrder = binary.NativeEndian; d.Type() {
		case 1:
			v.U8 = some(d.Uint8())
		case 2:
			v.U16 = some(d.Uint16())
		case 3:
			v.U32 = some(d.Uint32())
		case 4:
			v.U64 = some(d.Uint64())
		case 5:
			v.I8 = some(d.Int8())
		case 6:
			v.I16 = some(d.Int16())
		case 7:
			v.I32 = some(d.Int32())
		case 8:
			v.I64 = some(d.Int64())
		case 9:
			d.ByteOrder = binary.BigEndian
			v.BE16 = some(d.Uint16())
		case 10:
			d.ByteOrder = binary.BigEndian
			v.BE32 = some(d.Uint32())
		case 11:
			d.ByteOrder = binary.BigEndian
			v.BE64 = some(d.Uint64())
		case 12:
			v.Flag = d.Flag()
		case 13:
			v.Str = d.String()
		case 14:
			v.Blob = d.Bytes()
		case 15, 16:
			v.Addr, _ = netip.AddrFromSlice(d.Bytes())
		case 17:
			d.Nested(func(d *netlink.AttributeDecoder) error { return peerList(d, &v.List) })
		case 18:
			v.Nest = new(shared)
			d.Nested(func(d *netlink.AttributeDecoder) error { return peerDecode(d, v.Nest) })
		}
	}
	return d.Err()
}

func peerList(d *netlink.AttributeDecoder, v *[]leaf) error {
	for d.Next() {
		d.Nested(func(d *netlink.AttributeDecoder) error {
			var l leaf
			for d.Next() {
				switch d.Type() {
				case 1:
					l.N = some(d.Uint32())
				case 2:
					l.S = d.String()
				}
			}
			*v = append(*v, l)
			return d.Err()
		})
	}
	return d.Err()
}

// known removes what the peer has no line for.
func (v *shared) known() {
	v.Rest = nil
	for i := range v.List {
		v.List[i].Unknown = nil
	}
	if v.Nest != nil {
		v.Nest.known()
	}
}

// checkPeer has both codecs read b, and each read what the other writes.
func checkPeer(t *testing.T, b []byte) {
	t.Helper()
	comparePlain(t, b)
	if len(b) > 4096 {
		b = b[:4096]
	}
	c := new(nlattr.Codec)
	v := new(shared)
	_ = c.Decode(b, 0, v) // any value will do
	v.known()
	ours, err := c.Encode(nil, v)
	if err != nil {
		t.Fatalf("Encode(%+v) = %v, want nil", v, err)
	}
	e := netlink.NewAttributeEncoder()
	peerEncode(e, v)
	theirs, err := e.Encode()
	if err != nil {
		t.Fatalf("the peer refuses %+v: %v", v, err)
	}
	if !bytes.Equal(ours, theirs) {
		t.Errorf("Encode(%+v) =\n% x, the peer has\n% x", v, ours, theirs)
	}
	d, err := netlink.NewAttributeDecoder(ours)
	if err != nil {
		t.Fatalf("the peer cannot read % x: %v", ours, err)
	}
	var w shared
	if err := peerDecode(d, &w); err != nil {
		t.Errorf("the peer cannot read % x: %v", ours, err)
	}
	diff(t, "the peer reads what we wrote", &w, v)
	w = shared{}
	if err := c.Decode(theirs, 0, &w); err != nil {
		t.Errorf("Decode(% x) of the peer = %v, want nil", theirs, err)
	}
	diff(t, "Decode of what the peer wrote", &w, v)
}

// comparePlain has both split b into attributes. They differ over one whose
// length is 0, less than a header: the kernel stops there, and so do we; the
// peer goes on behind it.
func comparePlain(t *testing.T, b []byte) {
	t.Helper()
	var v raw
	err := nlattr.Parse(b, 0, &v)
	theirs, perr := netlink.UnmarshalAttributes(b)
	if n := len(v.unknown); n > 0 && v.unknown[n-1].Problem == tail {
		if data := v.unknown[n-1].Data; perr == nil && binary.NativeEndian.Uint16(data) != 0 {
			t.Errorf("Parse(% x) = %v, the peer reads it", b, err)
		}
		return
	}
	if err != nil || perr != nil {
		t.Fatalf("Parse(% x) = %v, the peer has %v", b, err, perr)
	}
	if !slices.EqualFunc(v.unknown, theirs, func(a nlattr.Attr, b netlink.Attribute) bool {
		return a.Type|a.Flags == b.Type && bytes.Equal(a.Data, b.Data)
	}) {
		t.Errorf("Parse(% x) = %+v, the peer has %+v", b, v.unknown, theirs)
	}
	plain, err := netlink.MarshalAttributes(theirs)
	if ours, err2 := nlattr.Append(nil, &v); !bytes.Equal(ours, plain) || err != nil || err2 != nil {
		t.Errorf("Append(%+v) = % x, %v, the peer has % x, %v", v.unknown, ours, err2, plain, err)
	}
}

func peerSeeds(t testing.TB) [][]byte {
	v := &shared{
		U8: some[uint8](1), U16: some[uint16](0x203), U32: some[uint32](0x4050607), U64: some[uint64](0x8090a0b0c0d0e0f),
		I8: some[int8](-1), I16: some[int16](-0x203), I32: some[int32](-0x4050607), I64: some[int64](-0x8090a0b0c0d0e0f),
		BE16: some[uint16](0x102), BE32: some[uint32](0x3040506), BE64: some[uint64](0x708090a0b0c0d0e), Flag: true,
		Str: "string", Blob: []byte{1, 2, 3}, Addr: netip.MustParseAddr("2001:db8::1"), List: []leaf{{S: "a"}, {N: some[uint32](0)}},
		Nest: &shared{Str: "inner", Addr: netip.MustParseAddr("192.0.2.1"), Nest: new(shared)},
	}
	whole := encoded(t, v)
	return [][]byte{
		nil, whole, whole[:len(whole)-3], wire(whole, attr(300|nested|netOrder, "abc")), encoded(t, everything()),
		attr(1), attr(0x3fff, whole), bare(1, "a"), wire(uint16(4), uint16(1), uint16(0), uint16(0)), make([]byte, 4),
		wire(attr(1, uint8(1)), attr(1, uint8(2))), wire(uint16(3), uint16(1)), wire(uint16(9), uint16(1), uint32(1)), {1}, {1, 2, 3},
	}
}

func FuzzPeer(f *testing.F) {
	for _, b := range peerSeeds(f) {
		f.Add(b)
	}
	f.Fuzz(checkPeer)
}
