package nlattr_test

import (
	"bytes"
	"net/netip"
	"testing"
	"time"

	"github.com/eb30ede5/netlink/nlattr"
)

func some[T any](v T) nlattr.Opt[T] { return nlattr.Some(v) }

type color uint32

// numbers are the forms with numbers in them.
var numbers = []form{
	{"U8", of(nlattr.U8, some[uint8](0xfe)), attr(1, uint8(0xfe))},
	{"U8 zero", of(nlattr.U8, some[uint8](0)), attr(1, uint8(0))},
	{"U8 signed", of(nlattr.U8, some[int8](-3)), attr(1, uint8(0xfd))},
	{"U16", of(nlattr.U16, some[uint16](0x1234)), attr(1, uint16(0x1234))},
	{"U16 zero", of(nlattr.U16, some[uint16](0)), attr(1, uint16(0))},
	{"U16 signed", of(nlattr.U16, some[int16](-3)), attr(1, int16(-3))},
	{"U32", of(nlattr.U32, some[uint32](0x87654321)), attr(1, uint32(0x87654321))},
	{"U32 zero", of(nlattr.U32, some[uint32](0)), attr(1, uint32(0))},
	{"U32 signed", of(nlattr.U32, some[int32](-5)), attr(1, int32(-5))},
	{"U32 named", of(nlattr.U32, some[color](7)), attr(1, uint32(7))},
	{"U64", of(nlattr.U64, some[uint64](0x8765432112345678)), attr(1, uint64(0x8765432112345678))},
	{"U64 zero", of(nlattr.U64, some[uint64](0)), attr(1, uint64(0))},
	{"U64 signed", of(nlattr.U64, some[int64](-6)), attr(1, int64(-6))},
	{"BE16", of(nlattr.BE16, some[uint16](0x1234)), attr(1, be16(0x1234))},
	{"BE32", of(nlattr.BE32, some[uint32](0x12345678)), attr(1, be32(0x12345678))},
	{"BE64", of(nlattr.BE64, some[uint64](0x8765432112345678)), attr(1, be64(0x8765432112345678))},
	{"BE16 zero", of(nlattr.BE16, some[uint16](0)), attr(1, be16(0))},
	{"BE32 zero", of(nlattr.BE32, some[uint32](0)), attr(1, be32(0))},
	{"BE64 zero", of(nlattr.BE64, some[uint64](0)), attr(1, be64(0))},
	{"N8", of(nlattr.N8, uint8(0x81)), attr(1, uint8(0x81))},
	{"N16", of(nlattr.N16, uint16(0x8001)), attr(1, uint16(0x8001))},
	{"N32", of(nlattr.N32, uint32(0x80000001)), attr(1, uint32(0x80000001))},
	{"N32 signed", of(nlattr.N32, int32(-7)), attr(1, int32(-7))},
	{"N64", of(nlattr.N64, uint64(0x8000000000000001)), attr(1, uint64(0x8000000000000001))},
	{"Uint short", of(nlattr.Uint, uint64(0xffffffff)), attr(1, uint32(0xffffffff))},
	{"Uint long", of(nlattr.Uint, uint64(0x100000000)), attr(1, uint64(0x100000000))},
	{"Uint signed", of(nlattr.Uint, int64(-2)), attr(1, int64(-2))},
	{"Switch on", of(nlattr.Switch, nlattr.On), attr(1, uint8(1))},
	{"Switch off", of(nlattr.Switch, nlattr.Off), attr(1, uint8(0))},
	{"Switch32 on", of(nlattr.Switch32, nlattr.On), attr(1, uint32(1))},
	{"Switch32 off", of(nlattr.Switch32, nlattr.Off), attr(1, uint32(0))},
	{"Flag", of(nlattr.Flag, true), attr(1)},
	{"Dur32", dur(nlattr.Dur32, 10*time.Millisecond, 2*time.Second), attr(1, uint32(200))},
	{"Dur32 zero", dur(nlattr.Dur32, time.Second, 0), attr(1, uint32(0))},
	{"Dur32 most", dur(nlattr.Dur32, time.Second, (1<<32-1)*time.Second), attr(1, uint32(1<<32-1))},
	{"Dur64", dur(nlattr.Dur64, time.Microsecond, 1<<40*time.Microsecond), attr(1, uint64(1<<40))},
	{"Dur64 zero", dur(nlattr.Dur64, time.Second, 0), attr(1, uint64(0))},
	{"Dur64 most", dur(nlattr.Dur64, time.Nanosecond, 1<<63-1), attr(1, uint64(1<<63-1))},
	{"FlagU8", of(nlattr.FlagU8, true), attr(1)},
	{"Bits", of(bits, switches{nlattr.On, nlattr.Off, 0x40}), attr(1, uint32(0x41), uint32(0x43))},
	{"Bits off", of(bits, switches{B: nlattr.Off}), attr(1, uint32(0), uint32(2))},
	{"U16s", of(nlattr.U16s, []uint16{1, 0, 0xfffe}), attr(1, uint16(1), uint16(0), uint16(0xfffe))},
	{"U32s", of(nlattr.U32s, []uint32{1, 0, 0xfffffffe}), attr(1, uint32(1), uint32(0), uint32(0xfffffffe))},
	{"U32s signed", of(nlattr.U32s, []int32{-1}), attr(1, int32(-1))},
}

func dur(f func(*nlattr.Codec, nlattr.Type, string, time.Duration, *nlattr.Opt[time.Duration]), unit, d time.Duration) *one[nlattr.Opt[time.Duration]] {
	return of(func(c *nlattr.Codec, t nlattr.Type, name string, v *nlattr.Opt[time.Duration]) {
		f(c, t, name, unit, v)
	}, some(d))
}

// switches are two with a bit each, and the other bits that are on.
type switches struct {
	A, B nlattr.OnOff
	More uint32
}

func bits(c *nlattr.Codec, t nlattr.Type, name string, v *switches) {
	nlattr.Bits(c, t, name, &v.More, nlattr.Bit{Mask: 1, Switch: &v.A}, nlattr.Bit{Mask: 2, Switch: &v.B})
}

// others are the forms with bytes in them.
var others = []form{
	{"Str", of(nlattr.Str, "eth0"), attr(1, "eth0\x00")},
	{"Str padded", of(nlattr.Str, "lo"), wire(uint16(7), uint16(1), "lo\x00\x00")},
	{"OptStr", of(nlattr.OptStr, some("uplink")), attr(1, "uplink\x00")},
	{"OptStr empty", of(nlattr.OptStr, some("")), wire(uint16(5), uint16(1), "\x00\x00\x00\x00")},
	{"Bytes", of(nlattr.Bytes[[]byte], []byte{1, 0, 2, 0, 3}), attr(1, "\x01\x00\x02\x00\x03")},
	{"Addr 4", addrOf(1, 1, "192.0.2.1"), attr(1, "\xc0\x00\x02\x01")},
	{"Addr 6", addrOf(1, 1, "2001:db8::7"), attr(1, "\x20\x01\x0d\xb8\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x07")},
	{"Addr 4 in 6", addrOf(1, 1, "::ffff:192.0.2.1"), attr(1, make([]byte, 10), "\xff\xff\xc0\x00\x02\x01")},
	{"Addr 0.0.0.0", addrOf(1, 1, "0.0.0.0"), attr(1, uint32(0))},
	{"Addr 4 of two types", addrOf(1, 2, "192.0.2.1"), attr(1, "\xc0\x00\x02\x01")},
	{"Addr 6 of two types", addrOf(1, 2, "2001:db8::7"), attr(2, "\x20\x01\x0d\xb8\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x07")},
	{"Prefix 4", prefixOf(2, "192.0.2.0/25"), attr(1, "\xc0\x00\x02\x00")},
	{"Prefix 6", prefixOf(10, "2001:db8::/61"), attr(1, "\x20\x01\x0d\xb8", make([]byte, 12))},
	{"Prefix 0 with a host part", prefixOf(2, "192.0.2.1/0"), attr(1, "\xc0\x00\x02\x01")},
	{"LLAddr", of(nlattr.LLAddr, nlattr.MustParseHWAddr("02:00:5e:00:53:01")), attr(1, "\x02\x00\x5e\x00\x53\x01")},
	{"LLAddr of zeros", of(nlattr.LLAddr, nlattr.MustParseHWAddr("00:00:00:00:00:00")), attr(1, make([]byte, 6))},
	{"LLAddr longest", of(nlattr.LLAddr, hwAddr(bytes.Repeat([]byte{7}, 32))), attr(1, bytes.Repeat([]byte{7}, 32))},
}

func addrOf(t4, t6 nlattr.Type, s string) *one[netip.Addr] {
	return of(func(c *nlattr.Codec, _ nlattr.Type, name string, v *netip.Addr) { nlattr.Addr(c, t4, t6, name, v) }, netip.MustParseAddr(s))
}

// prefixOf has its family and its length from outside, as from a header.
func prefixOf(family uint8, s string) *one[netip.Prefix] {
	p := netip.MustParsePrefix(s)
	return of(func(c *nlattr.Codec, t nlattr.Type, name string, v *netip.Prefix) {
		if v.IsValid() || c.Has(t) { // "absent" must stay the zero Prefix here, see TestPrefixAbsent
			nlattr.Prefix(c, t, name, v, family, uint8(p.Bits()))
		}
	}, p)
}

func hwAddr(b []byte) nlattr.HWAddr {
	a, err := nlattr.HWAddrFrom(b)
	if err != nil {
		panic(err)
	}
	return a
}

// A form is a struct of one attribute and what it is on the wire.
type form struct {
	name string
	v    single
	wire []byte
}

func (f form) test(t *testing.T) {
	c := new(nlattr.Codec)
	got, err := c.Encode(dirty(), f.v)
	if !bytes.Equal(got, f.wire) || err != nil {
		t.Errorf("Encode(%+v) = % x, %v, want % x, nil", f.v.value(), got, err, f.wire)
	}
	v := f.v.fresh()
	if err := c.Decode(f.wire, 0, v); err != nil {
		t.Errorf("Decode(% x) = %v, want nil", f.wire, err)
	}
	diff(t, "Decode", v.value(), f.v.value())
	diff(t, "Rest", v.rest(), nil)

	if got, err := c.Encode(nil, f.v.fresh()); len(got) != 0 || err != nil {
		t.Errorf("Encode(absent) = % x, %v, want nothing, nil", got, err)
	}
	v = f.v.fresh()
	if err := c.Decode(nil, 0, v); err != nil {
		t.Errorf("Decode(nothing) = %v, want nil", err)
	}
	diff(t, "Decode(nothing)", v.value(), f.v.fresh().value())

	// With flags, and without the padding at the end, it reads the same.
	for _, flags := range []uint16{nested, netOrder, nested | netOrder} {
		b := bytes.Clone(f.wire[:unpadded(f.wire)])
		copy(b[2:], wire(flags|typeOf(b)))
		v := f.v.fresh()
		if err := c.Decode(b, 0, v); err != nil {
			t.Errorf("Decode(% x) = %v, want nil", b, err)
		}
		diff(t, "Decode with flags", v.value(), f.v.value())
	}
	// And once more, whatever the codec was used for: nothing stays in it.
	if got, err := c.Encode(dirty(), f.v); !bytes.Equal(got, f.wire) || err != nil {
		t.Errorf("Encode(%+v) again = % x, %v, want % x, nil", f.v.value(), got, err, f.wire)
	}
}

func TestForms(t *testing.T) {
	for _, table := range [][]form{numbers, others, nests} {
		for _, f := range table {
			t.Run(f.name, f.test)
		}
	}
}

// TestFormsAgree has the package's short way in and out do what a Codec does.
func TestFormsAgree(t *testing.T) {
	for _, f := range numbers {
		b, err := nlattr.Append([]byte{9}, f.v)
		if want := append([]byte{9}, f.wire...); !bytes.Equal(b, want) || err != nil {
			t.Errorf("%s: Append = % x, %v, want % x, nil", f.name, b, err, want)
		}
		v := f.v.fresh()
		if err := nlattr.Parse(f.wire, 0, v); err != nil {
			t.Errorf("%s: Parse = %v, want nil", f.name, err)
		}
		diff(t, f.name, v.value(), f.v.value())
	}
}

// TestPrefixAbsent: no attribute is the unspecified address of the family, and
// the other way round.
func TestPrefixAbsent(t *testing.T) {
	for _, tt := range []struct {
		family, bits uint8
		want         netip.Prefix
	}{
		{2, 0, netip.MustParsePrefix("0.0.0.0/0")},
		{2, 7, netip.MustParsePrefix("0.0.0.0/7")},
		{10, 0, netip.MustParsePrefix("::/0")},
		{28, 20, netip.Prefix{}},
	} {
		v := of(func(c *nlattr.Codec, typ nlattr.Type, name string, v *netip.Prefix) {
			nlattr.Prefix(c, typ, name, v, tt.family, tt.bits)
		}, netip.Prefix{})
		if err := nlattr.Parse(nil, 0, v); err != nil || v.v != tt.want {
			t.Errorf("family %d: Parse(nothing) = %v, %v, want %v, nil", tt.family, v.v, err, tt.want)
		}
		if tt.bits != 0 {
			continue
		}
		if b, err := nlattr.Append(nil, v); len(b) != 0 || err != nil {
			t.Errorf("family %d: Append(%v) = % x, %v, want nothing, nil", tt.family, v.v, b, err)
		}
	}
}
