package nlattr_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/eb30ede5/netlink/nlattr"
)

// TestRefuse: what an attribute cannot carry is refused with its path.
func TestRefuse(t *testing.T) {
	zoned, long := netip.MustParseAddr("fe80::1%eth0"), strings.Repeat("a", 65531)
	size := "65532 bytes, at most 65531"
	uneven := "%v is not 0 to %d times %v"
	for _, tt := range []struct {
		name string
		v    nlattr.Attrser
		want []string
	}{
		{"no switch", of(nlattr.Switch, nlattr.OnOff(3)), []string{"x: OnOff(3) is neither On nor Off"}},
		{"no switch of 32 bits", of(nlattr.Switch32, nlattr.OnOff(255)), []string{"x: OnOff(255) is neither On nor Off"}},
		{"no switch in bits", of(bits, switches{A: 3}), []string{"x: OnOff(3) is neither On nor Off"}},
		{"string with a NUL", of(nlattr.Str, "a\x00b"), []string{`x: "a\x00b" has a NUL in it`}},
		{"string with a NUL at the end", of(nlattr.OptStr, some("a\x00")), []string{`x: "a\x00" has a NUL in it`}},
		{"NUL in a list", within(strs, []string{"a", "b\x00"}), []string{`x[1]: "b\x00" has a NUL in it`}},
		{"zone", of(func(c *nlattr.Codec, _ nlattr.Type, name string, v *netip.Addr) { nlattr.Addr(c, 1, 2, name, v) }, zoned),
			[]string{"x: fe80::1%eth0 has a zone, which the kernel takes as a device"}},
		{"zone in a row", within(indexed, []netip.Addr{netip.IPv6Unspecified(), zoned}),
			[]string{"x[1]: fe80::1%eth0 has a zone, which the kernel takes as a device"}},
		{"hole in a row", within(indexed, []netip.Addr{{}, netip.IPv6Unspecified()}), []string{"x[0]: no address"}},
		{"zone in a record", of(hops, []hop{{}, {Via: zoned}}), []string{"x[1].via: fe80::1%eth0 has a zone, which the kernel takes as a device"}},
		{"uneven", dur(nlattr.Dur32, time.Second, 1500*time.Millisecond), []string{"x: " + fmt.Sprintf(uneven, "1.5s", uint32(1<<32-1), "1s")}},
		{"negative", dur(nlattr.Dur32, time.Second, -time.Second), []string{"x: " + fmt.Sprintf(uneven, "-1s", uint32(1<<32-1), "1s")}},
		{"too long", dur(nlattr.Dur32, 1, 1<<32), []string{"x: " + fmt.Sprintf(uneven, "4.294967296s", uint32(1<<32-1), "1ns")}},
		{"uneven of 64 bits", dur(nlattr.Dur64, time.Microsecond, 1), []string{"x: " + fmt.Sprintf(uneven, "1ns", uint64(1<<63-1), "1µs")}},
		{"negative of 64 bits", dur(nlattr.Dur64, 1, -1), []string{"x: " + fmt.Sprintf(uneven, "-1ns", uint64(1<<63-1), "1ns")}},
		{"long string", of(nlattr.Str, long), []string{"x: " + size}},
		{"long bytes", of(nlattr.Bytes, make([]byte, 65532)), []string{"x: " + size}},
		{"long array", of(nlattr.U32s, make([]uint32, 16383)), []string{"x: " + size}},
		{"long string in a list", within(strs, []string{"", long}), []string{"x[1]: " + size}},
		{"long unknown", &boxed{in: &leaf{Unknown: []nlattr.Attr{{Type: 300, Data: make([]byte, 65532)}}}}, []string{"box.in.300: " + size}},
		{"long nest", of(nlattr.Nest, &leaf{S: long[:65522], N: some[uint32](1)}), []string{"x: 65536 bytes, at most 65531"}},
		{"nest that is just too long", of(nlattr.Nest, &leaf{S: long[:65524]}), []string{"x: 65532 bytes, at most 65531"}},
		{"long nests", &boxed{in: &leaf{S: long[:65520], N: some[uint32](1)}}, []string{"box.in: 65536 bytes, at most 65531", "box: 65540 bytes, at most 65531"}},
		{"long list", within(strs, repeat(strings.Repeat("a", 999), 66)), []string{"x: 66264 bytes, at most 65531"}},
		{"long records", of(hops, repeat(hop{}, 8192)), []string{"x: 65536 bytes, at most 65531"}},
		{"long record", of(hops, []hop{{Unknown: repeat(nlattr.Attr{Type: 300, Data: make([]byte, 32760)}, 2)}}), []string{"x: 65536 bytes, at most 65531"}},
		{"several", &boxed{in: &several{"a\x00", "b\x00"}}, []string{`box.in.a: "a\x00" has a NUL in it`, `box.in.b: "b\x00" has a NUL in it`}},
	} {
		c := new(nlattr.Codec)
		_, err := c.Encode(nil, tt.v)
		diff(t, tt.name, reasons(err), tt.want)
		if b, err := c.Encode(nil, of(nlattr.U8, some[uint8](1))); !bytes.Equal(b, attr(1, uint8(1))) || err != nil {
			t.Errorf("%s: Encode of the next message = % x, %v, want % x, nil", tt.name, b, err, attr(1, uint8(1)))
		}
	}
}

type several struct{ a, b string }

func (v *several) Attrs(c *nlattr.Codec) {
	nlattr.Str(c, 1, "a", &v.a)
	nlattr.Str(c, 2, "b", &v.b)
}

func repeat[T any](v T, n int) []T {
	s := make([]T, n)
	for i := range s {
		s[i] = v
	}
	return s
}

// TestLongest has what just fits.
func TestLongest(t *testing.T) {
	long := strings.Repeat("a", 65530)
	for _, tt := range []struct {
		name string
		v    single
		want []byte
	}{
		{"string", of(nlattr.Str, long), attr(1, long, "\x00")},
		{"bytes", of(nlattr.Bytes, []byte(long+"b")), attr(1, long, "b")},
		{"array", of(nlattr.U32s, make([]uint32, 16382)), attr(1, make([]byte, 65528))},
		{"nest", of(nlattr.Nest, &leaf{S: long[:65523]}), attr(1|nested, attr(2, long[:65523], "\x00"))},
		{"records", of(hops, repeat(hop{}, 8191)), attr(1, bytes.Repeat(wire(uint16(8), make([]byte, 6)), 8191))},
	} {
		b, err := nlattr.Append(nil, tt.v)
		if !bytes.Equal(b, tt.want) || err != nil {
			t.Errorf("%s: Append = %d bytes, %v, want %d, nil", tt.name, len(b), err, len(tt.want))
		}
		v := tt.v.fresh()
		diff(t, tt.name, nlattr.Parse(b, 0, v), nil)
		diff(t, tt.name, v.value(), tt.v.value())
	}
}

type failing struct{}

func (failing) Attrs(c *nlattr.Codec) { c.Fail("x", fs.ErrNotExist) }

// TestFail: the error of a line is still that error, in whatever company.
func TestFail(t *testing.T) {
	_, err := nlattr.Append(nil, &boxed{in: failing{}})
	if want := "box.in.x: file does not exist"; !errors.Is(err, fs.ErrNotExist) || err.Error() != want {
		t.Errorf("Append = %v, want %v", err, want)
	}
	if err := nlattr.Parse(nil, 0, failing{}); err != nil {
		t.Errorf("Parse = %v, want nil", err)
	}
}

// TestTypes: a line has a type below 128, whatever the direction.
func TestTypes(t *testing.T) {
	v := of(func(c *nlattr.Codec, _ nlattr.Type, name string, v *nlattr.Opt[uint32]) { nlattr.U32(c, 128, name, v) }, nlattr.Opt[uint32]{})
	for name, f := range map[string]func(){
		"Append":   func() { _, _ = nlattr.Append(nil, v) },
		"Parse":    func() { _ = nlattr.Parse(nil, 0, v) },
		"Describe": func() { nlattr.Describe(v) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s with a line of type 128 returned, want a panic", name)
				}
			}()
			f()
		}()
	}
}

type panicking struct{}

func (panicking) Attrs(*nlattr.Codec) { panic("a bug of the caller") }

// TestPanic: the codec of a list that panicked is not used again, since what it
// was at is still in it.
func TestPanic(t *testing.T) {
	for range 100 {
		func() {
			defer func() {
				if recover() == nil {
					t.Error("Parse returned, want a panic")
				}
			}()
			_ = nlattr.Parse(wire(attr(1, uint32(1)), attr(2)), 0, panicking{})
		}()
		if b, err := nlattr.Append(nil, new(leaf)); len(b) != 0 || err != nil {
			t.Fatalf("Append(nothing) = % x, %v, want nothing, nil", b, err)
		}
	}
}
