package nlattr_test

import (
	"net/netip"
	"slices"
	"testing"
	"time"

	"github.com/eb30ede5/netlink/nlattr"
)

// allocs counts what encoding v and decoding it again allocates, once the
// codec and the buffer are there.
func allocs(t *testing.T, v single) (encode, decode float64) {
	t.Helper()
	c := new(nlattr.Codec)
	buf := make([]byte, 0, 4096)
	b := encoded(t, v)
	encode = testing.AllocsPerRun(100, func() {
		if _, err := c.Encode(buf, v); err != nil {
			t.Fatal(err)
		}
	})
	decode = testing.AllocsPerRun(100, func() {
		v.clear()
		if err := c.Decode(b, 0, v); err != nil {
			t.Fatal(err)
		}
	})
	return encode, decode
}

// TestAllocs: nothing for attributes of a fixed size, one for a string, a slice
// or a nested object.
func TestAllocs(t *testing.T) {
	ip4, ip6 := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("2001:db8::1")
	for _, tt := range []struct {
		name           string
		v              single
		encode, decode float64
	}{
		{"U8", of(nlattr.U8, some[uint8](1)), 0, 0},
		{"U16", of(nlattr.U16, some[uint16](1)), 0, 0},
		{"U32", of(nlattr.U32, some[uint32](1)), 0, 0},
		{"U64", of(nlattr.U64, some[uint64](1)), 0, 0},
		{"BE16", of(nlattr.BE16, some[uint16](1)), 0, 0},
		{"BE32", of(nlattr.BE32, some[uint32](1)), 0, 0},
		{"BE64", of(nlattr.BE64, some[uint64](1)), 0, 0},
		{"N8", of(nlattr.N8, uint8(1)), 0, 0},
		{"N16", of(nlattr.N16, uint16(1)), 0, 0},
		{"N32", of(nlattr.N32, uint32(1)), 0, 0},
		{"N64", of(nlattr.N64, uint64(1)), 0, 0},
		{"Uint", of(nlattr.Uint, uint64(1)), 0, 0},
		{"Switch", of(nlattr.Switch, nlattr.Off), 0, 0},
		{"Switch32", of(nlattr.Switch32, nlattr.Off), 0, 0},
		{"Flag", of(nlattr.Flag, true), 0, 0},
		{"FlagU8", of(nlattr.FlagU8, true), 0, 0},
		{"Bits", of(bits, switches{A: nlattr.On}), 0, 0},
		{"Dur32", dur(nlattr.Dur32, time.Second, time.Minute), 0, 0},
		{"Dur64", dur(nlattr.Dur64, time.Second, time.Minute), 0, 0},
		{"Addr 4", addrOf(1, 2, ip4.String()), 0, 0},
		{"Addr 6", addrOf(1, 2, ip6.String()), 0, 0},
		{"Prefix", prefixOf(2, "192.0.2.0/24"), 0, 0},
		{"LLAddr", of(nlattr.LLAddr, hwAddr([]byte{2, 0})), 0, 0},
		{"Packed", of(packed, qos{1, 2}), 0, 0},
		{"Object", of(objectOf, leaf{N: some[uint32](1)}), 0, 0},
		{"Group", groupOf(pair{A: some[uint16](1), B: some[uint16](2)}), 0, 0},
		{"Bytes", of(nlattr.Bytes[[]byte], []byte{1, 2, 3}), 0, 1},
		{"U16s", of(nlattr.U16s, []uint16{1, 2}), 0, 1},
		{"U32s", of(nlattr.U32s, []uint32{1, 2}), 0, 1},
		{"Nest", of(nlattr.Nest, &leaf{N: some[uint32](1)}), 0, 1},
		{"HeadNest", of(headNest, withN(aHead, 1)), 0, 1},
		{"Struct", of(nlattr.Struct, &qos{1, 2}), 0, 1},
		{"List", within(leaves, []leaf{{N: some[uint32](1)}}), 0, 1},
		{"Structs", within(structs, []qos{{1, 2}}), 0, 1},
		{"LLAddrs", within(lladdrs, []nlattr.HWAddr{{}}), 0, 1},
		{"Indexed", within(indexed, []netip.Addr{ip4}), 0, 1},
		{"Payload", of(payload, stack{1, 2}), 0, 1},
		{"Records", of(hops, []hop{{Index: 1, Via: ip4}}), 0, 1},
		{"Str as in the last message", of(nlattr.Str, "eth0"), 0, 0},
	} {
		if encode, decode := allocs(t, tt.v); encode != tt.encode || decode != tt.decode {
			t.Errorf("%s: %v allocations to encode and %v to decode, want %v and %v", tt.name, encode, decode, tt.encode, tt.decode)
		}
	}
}

// TestAllocsStr has messages with strings that change.
func TestAllocsStr(t *testing.T) {
	c := new(nlattr.Codec)
	v := of(nlattr.Str, "")
	b := attr(1, "eth0\x00")
	n := testing.AllocsPerRun(100, func() {
		b[7] ^= 1
		if err := c.Decode(b, 0, v); err != nil {
			t.Fatal(err)
		}
	})
	if n != 1 {
		t.Errorf("%v allocations to decode another string, want 1", n)
	}
}

func TestAllocsTunnel(t *testing.T) {
	c := new(nlattr.Codec)
	buf := make([]byte, 0, 512)
	b := encoded(t, &full)
	v := new(tunnel)
	for _, tt := range []struct {
		name string
		f    func() error
	}{
		{"Encode", func() error { _, err := c.Encode(buf, &full); return err }},
		{"EncodeReport", func() error { _, err := c.EncodeReport(buf, &full); return err }},
		{"Decode", func() error { *v = tunnel{}; return c.Decode(b, 0, v) }},
	} {
		if n := testing.AllocsPerRun(100, func() {
			if err := tt.f(); err != nil {
				t.Fatal(err)
			}
		}); n != 0 {
			t.Errorf("%s: %v allocations, want 0", tt.name, n)
		}
	}
	diff(t, "Decode", v, &full)

	if n := testing.AllocsPerRun(100, func() {
		if _, err := nlattr.Append(buf, &full); err != nil {
			t.Fatal(err)
		}
	}); n != 0 {
		t.Errorf("Append: %v allocations, want 0", n)
	}
	if n := testing.AllocsPerRun(100, func() {
		if err := nlattr.Parse(b, 0, v); err != nil {
			t.Fatal(err)
		}
	}); n != 0 {
		t.Errorf("Parse: %v allocations, want 0", n)
	}
}

// TestU32sRoom: an array is decoded into the room that an empty slice has, and
// never into what a slice has already, which somebody may keep.
func TestU32sRoom(t *testing.T) {
	b := attr(1, uint32(1), uint32(2), uint32(3), uint32(4), uint32(5))
	var room [6]uint32
	for _, tt := range []struct {
		v    []uint32
		here bool
	}{{room[:0], true}, {room[:0:5], true}, {room[:0:4], false}, {room[:1], false}, {nil, false}} {
		clear(room[:])
		v := of(nlattr.U32s[uint32], tt.v)
		if err := nlattr.Parse(b, 0, v); err != nil || !slices.Equal(v.value().([]uint32), []uint32{1, 2, 3, 4, 5}) {
			t.Errorf("%d of %d: %v, %v", len(tt.v), cap(tt.v), v.value(), err)
		}
		if here := room == [6]uint32{1, 2, 3, 4, 5}; here != tt.here || !here && room != [6]uint32{} {
			t.Errorf("%d of %d: the room has %v", len(tt.v), cap(tt.v), room)
		}
	}
}

// TestAllocsUnknown: attributes that no line takes cost one for the list of
// them, and one for the bytes of each.
func TestAllocsUnknown(t *testing.T) {
	c := new(nlattr.Codec)
	b := wire(attr(90, "a"), attr(91, "b"))
	v := new(leaf)
	n := testing.AllocsPerRun(100, func() {
		*v = leaf{}
		if err := c.Decode(b, 0, v); err != nil {
			t.Fatal(err)
		}
	})
	if n > 3 {
		t.Errorf("%v allocations to decode two unknown attributes, want at most 3", n)
	}
	buf := make([]byte, 0, 64)
	n = testing.AllocsPerRun(100, func() {
		if _, err := c.Encode(buf, v); err != nil {
			t.Fatal(err)
		}
	})
	if n != 0 {
		t.Errorf("%v allocations to encode two unknown attributes, want 0", n)
	}
}
