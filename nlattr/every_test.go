package nlattr_test

import (
	"errors"
	"net/netip"
	"time"

	"github.com/eb30ede5/netlink/nlattr"
)

// every has a line of each form, behind a header.
type every struct {
	Family, Len uint8
	Headed      headed // only its header

	U8       nlattr.Opt[uint8]
	U16      nlattr.Opt[int16]
	U32      nlattr.Opt[uint32]
	U64      nlattr.Opt[uint64]
	BE16     nlattr.Opt[uint16]
	BE32     nlattr.Opt[uint32]
	BE64     nlattr.Opt[uint64]
	N8       uint8
	N16      uint16
	N32      int32
	N64      uint64
	Uint     uint64
	Switch   nlattr.OnOff
	Switch32 nlattr.OnOff
	Flag     bool
	Dur32    nlattr.Opt[time.Duration]
	Dur64    nlattr.Opt[time.Duration]
	Str      string
	OptStr   nlattr.Opt[string]
	Bytes    []byte
	U32s     []uint32
	Addr     netip.Addr
	Addr46   netip.Addr
	Prefix   netip.Prefix
	LLAddr   nlattr.HWAddr
	FlagU8   bool
	Bits     switches
	Nest     *leaf
	HeadNest *headed
	Struct   *qos
	Packed   qos
	Kind     string
	Object   nlattr.Attrser // of a type that Kind names
	Group    pair
	List     []leaf
	Structs  []qos
	Strs     []string
	LLAddrs  []nlattr.HWAddr
	Indexed  []netip.Addr
	Records  []hop
	Sub      *every
	Payload  word
	Repeat   []leaf
	Repeats  []qos
	HeadReps []headed
	Unknown  []nlattr.Attr
}

// everyLen is the length of the header of every.
const everyLen = 4 + headLen

func (v *every) Attrs(c *nlattr.Codec) {
	h := c.Head(everyLen)
	nlattr.At8(h, 0, &v.Family)
	nlattr.At8(h, 1, &v.Len)
	v.Headed.at(h, 4)
	nlattr.U8(c, 1, "u8", &v.U8)
	nlattr.U16(c, 2, "u16", &v.U16)
	nlattr.U32(c, 3, "u32", &v.U32)
	nlattr.U64(c, 4, "u64", &v.U64)
	nlattr.BE16(c, 5, "be16", &v.BE16)
	nlattr.BE32(c, 6, "be32", &v.BE32)
	nlattr.BE64(c, 7, "be64", &v.BE64)
	nlattr.N8(c, 8, "n8", &v.N8)
	nlattr.N16(c, 9, "n16", &v.N16)
	nlattr.N32(c, 10, "n32", &v.N32)
	nlattr.N64(c, 11, "n64", &v.N64)
	nlattr.Uint(c, 12, "uint", &v.Uint)
	nlattr.Switch(c, 13, "switch", &v.Switch)
	nlattr.Switch32(c, 14, "switch32", &v.Switch32)
	nlattr.Flag(c, 15, "flag", &v.Flag)
	nlattr.Dur32(c, 16, "dur32", 10*time.Millisecond, &v.Dur32)
	nlattr.Dur64(c, 17, "dur64", time.Microsecond, &v.Dur64)
	nlattr.Str(c, 18, "str", &v.Str)
	nlattr.OptStr(c, 19, "optstr", &v.OptStr)
	nlattr.Bytes(c, 20, "bytes", &v.Bytes)
	nlattr.U32s(c, 21, "u32s", &v.U32s)
	nlattr.Addr(c, 22, 22, "addr", &v.Addr)
	nlattr.Addr(c, 23, 24, "addr46", &v.Addr46)
	nlattr.Prefix(c, 25, "prefix", &v.Prefix, v.family(), v.Len)
	nlattr.LLAddr(c, 26, "lladdr", &v.LLAddr)
	nlattr.FlagU8(c, 27, "flagu8", &v.FlagU8)
	bits(c, 28, "bits", &v.Bits)
	v.nests(c)
	nlattr.Rest(c, &v.Unknown)
}

func (v *every) nests(c *nlattr.Codec) {
	nlattr.Nest(c, 30, "nest", &v.Nest)
	nlattr.HeadNest(c, 31, "headnest", headLen, &v.HeadNest)
	nlattr.Struct(c, 32, "struct", &v.Struct)
	nlattr.Packed(c, 33, "packed", v.Packed != qos{}, v.Packed.Attrs)
	nlattr.Str(c, 34, "kind", &v.Kind)
	if c.Decoding() && v.Object == nil {
		v.Object = object(v.Kind)
	}
	if v.Object != nil {
		nlattr.Object(c, 35, "object", v.Object)
	}
	nlattr.Group(c, 36, "group", true, func(c *nlattr.Codec) {
		nlattr.U16(c, 1, "a", &v.Group.A)
		nlattr.Group(c, 2, "inner", true, func(c *nlattr.Codec) {
			nlattr.U16(c, 1, "b", &v.Group.B)
			nlattr.Rest(c, &v.Unknown)
		})
		nlattr.Rest(c, &v.Unknown)
	})
	nlattr.List(c, 37, 1, "list", &v.List, &v.Unknown)
	nlattr.Structs(c, 38, 1, "structs", &v.Structs, &v.Unknown)
	nlattr.Strs(c, 39, 53, "strs", &v.Strs, &v.Unknown)
	nlattr.LLAddrs(c, 40, 1, "lladdrs", &v.LLAddrs, &v.Unknown)
	nlattr.Indexed(c, 41, "indexed", &v.Indexed, &v.Unknown)
	nlattr.Records(c, 42, "records", 8, &v.Records, hopAttrs)
	nlattr.Skip(c, 43, "pad")
	nlattr.Skip(c, 44, "old")
	nlattr.HeadNest(c, 45, "sub", everyLen, &v.Sub)
	nlattr.Payload(c, 46, "payload", v.Payload != "", &v.Payload, putWord, getWord)
	nlattr.Repeat(c, 47, "repeat", &v.Repeat)
	nlattr.RepeatStructs(c, 48, "repeats", &v.Repeats)
	nlattr.HeadRepeat(c, 49, "headrepeat", headLen, &v.HeadReps)
}

// word is its length and itself, in one attribute.
type word string

func putWord(w *word, b []byte) ([]byte, error) {
	if len(*w) > 255 {
		return nil, errors.New("a long word")
	}
	return append(append(b, byte(len(*w))), *w...), nil
}

func getWord(w *word, b []byte) error {
	if len(b) < 2 || len(b) < int(b[0])+1 {
		return errors.New("no word")
	}
	*w = word(b[1 : 1+b[0]])
	return nil
}

// family is one of the two that a prefix can have.
func (v *every) family() uint8 {
	if v.Family == 10 {
		return 10
	}
	return 2
}

func object(kind string) nlattr.Attrser {
	switch kind {
	case "tunnel":
		return new(tunnel)
	case "leaf":
		return new(leaf)
	}
	return nil
}

// everything has a value in each field of every, all of them different.
func everything() *every {
	return &every{
		Family: 2, Len: 25, Headed: aHead,
		U8: some[uint8](0x81), U16: some[int16](-0x102), U32: some[uint32](0x83020304), U64: some[uint64](0x8402030405060708),
		BE16: some[uint16](0x8502), BE32: some[uint32](0x86020304), BE64: some[uint64](0x8702030405060708),
		N8: 0x88, N16: 0x8902, N32: -0x10203, N64: 0x8b02030405060708, Uint: 0x8c02030405060708,
		Switch: nlattr.Off, Switch32: nlattr.On, Flag: true,
		Dur32: some(170 * time.Millisecond), Dur64: some(18 * time.Microsecond),
		Str: "nineteen", OptStr: some(""), Bytes: []byte{21, 0, 22}, U32s: []uint32{23, 0, 24},
		Addr: netip.MustParseAddr("192.0.2.25"), Addr46: netip.MustParseAddr("2001:db8::26"),
		Prefix: netip.MustParsePrefix("198.51.100.128/25"), LLAddr: nlattr.MustParseHWAddr("02:00:5e:00:53:27"),
		FlagU8: true, Bits: switches{nlattr.On, nlattr.Off, 0x40},
		Nest:     &leaf{N: some[uint32](28), S: "twenty-nine", Unknown: []nlattr.Attr{{Type: 300, Flags: nested, Data: []byte{30}}}},
		HeadNest: withN(headed{A: 31, B: -32, C: 33, D: 34, E: [2]byte{35, 36}, F: -37, G: 38}, 39),
		Struct:   &qos{40, 41}, Packed: qos{42, 43}, Kind: "tunnel", Object: &tunnel{ID: some[uint32](44), Learn: nlattr.Off, GBP: true},
		Group: pair{A: some[uint16](45), B: some[uint16](46)},
		List:  []leaf{{N: some[uint32](47)}, {}, {S: "forty-eight"}}, Structs: []qos{{49, 50}, {51, 52}},
		Strs: []string{"fifty-three", "", "55"}, LLAddrs: []nlattr.HWAddr{hwAddr([]byte{56, 57}), hwAddr(make([]byte, 32))},
		Indexed: []netip.Addr{netip.MustParseAddr("203.0.113.58"), netip.MustParseAddr("2001:db8::59")},
		Records: []hop{{60, 61, 62, netip.MustParseAddr("2001:db8::63"), nil}, {Flags: 64, Unknown: []nlattr.Attr{{Type: 90, Data: []byte{65}}}}},
		Sub:     &every{Family: 10, Len: 64, Prefix: netip.MustParsePrefix("2001:db8:0:66::/64"), Sub: &every{Prefix: netip.MustParsePrefix("0.0.0.0/0"), N8: 67}},
		Payload: "seventy-four", Repeat: []leaf{{N: some[uint32](75)}, {S: "seventy-six"}}, Repeats: []qos{{77, 78}, {79, 80}}, HeadReps: []headed{*withN(aHead, 81), {A: 82}},
		Unknown: []nlattr.Attr{
			{Nest: "group.inner", Type: 3, Data: []byte{68}}, {Nest: "group", Type: 4, Data: []byte{69, 70}},
			{Nest: "list", Type: 5, Data: []byte{71}}, {Nest: "structs", Type: 6}, {Nest: "strs", Type: 7, Flags: netOrder},
			{Nest: "lladdrs", Type: 8}, {Nest: "indexed", Type: 100, Data: []byte{72}}, {Type: 127, Data: []byte("seventy-three")},
		},
	}
}
