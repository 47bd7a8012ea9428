package nlattr_test

import (
	"bytes"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/eb30ede5/netlink/nlattr"
)

// seeds are messages of every: whole, in part, and with something wrong.
func seeds(f *testing.F) {
	add := func(parts ...any) { f.Add(wire(make([]byte, everyLen), wire(parts...))) }
	all := encoded(f, everything())
	f.Add(all)
	f.Add([]byte{})
	f.Add(all[:7])
	f.Add(all[:len(all)-3])
	f.Add(wire(all, all[everyLen:]))
	add(attr(1, uint8(1)), attr(1, uint8(2)), attr(43), attr(44), attr(43), attr(44))
	add(attr(12, uint32(5)), attr(13, uint8(7)), attr(15|netOrder), attr(17, uint64(1)<<62), attr(18, "a\x00b"), attr(19))
	add(attr(20), attr(21), attr(21, "abc"), attr(22, "abc"), attr(23, uint32(1)), attr(24, make([]byte, 16)), attr(25, uint32(1)))
	add(attr(30|nested, attr(1, uint32(1)), attr(1, uint32(2)), "abc"), attr(31, "ab"), attr(32, "abc"), attr(33, make([]byte, 9)))
	add(attr(34, "leaf\x00"), attr(35, attr(1, uint32(1))), attr(36, attr(2, attr(1, uint16(5)), attr(9)), attr(9)))
	add(attr(37, attr(1, attr(2, "a"), "b"), attr(2), attr(1)), attr(38, attr(1), attr(1, "abc"), attr(3)))
	add(attr(39, attr(53), attr(53, "ab"), attr(54)), attr(40, attr(1, make([]byte, 33)), attr(1), attr(2)))
	add(attr(41, attr(0, uint32(1)), attr(1, make([]byte, 16)), attr(1, uint32(1)), attr(3, uint32(1)), attr(127, uint32(2))))
	add(attr(42, uint16(9), make([]byte, 6), "a", uint16(0), "a"), attr(42, uint16(16), make([]byte, 6), attr(5, uint32(1)), uint16(8), make([]byte, 6)))
	add(attr(28, uint32(0x43), uint32(0x71)), attr(27, uint8(0)), attr(27))
	deep := attr(39|nested, attr(53, "x"))
	for range 14 {
		deep = attr(45, make([]byte, everyLen), deep, attr(30, attr(1, uint32(7))))
	}
	add(deep)
}

// resent compares structs without what is not sent again.
var resent = cmp.Options{same, cmp.FilterValues(
	func(a, b []nlattr.Attr) bool { return len(a)+len(b) > 0 },
	cmp.Comparer(func(a, b []nlattr.Attr) bool { return cmp.Equal(sent(a), sent(b), same) }),
)}

func sent(a []nlattr.Attr) []nlattr.Attr {
	return slices.DeleteFunc(slices.Clone(a), func(a nlattr.Attr) bool { return a.Problem == tail || a.Problem == replaced })
}

// checkDecode decodes b, encodes what came of it, and so on: after the first
// time, nothing changes.
func checkDecode(t *testing.T, b []byte) {
	t.Helper()
	if len(b) > 4096 {
		b = b[:4096] // strings get NULs, structs get longer: more might not fit any more
	}
	c := new(nlattr.Codec)
	v1 := read(t, c, b)
	b2, err := c.EncodeReport(dirty(), v1)
	if err != nil && strings.HasSuffix(err.Error(), "nested too deeply") {
		return // a group is entered before it is found to be empty
	}
	if err != nil {
		t.Fatalf("EncodeReport of what was decoded = %v, want nil", err)
	}
	b2 = bytes.Clone(b2)
	v2 := read(t, c, b2)
	if !reflect.DeepEqual(v1, v2) { // which is faster, but stricter
		if d := cmp.Diff(v1, v2, resent); d != "" {
			t.Errorf("% x\nis decoded, encoded\n% x\nand decoded: -first +second\n%s", b, b2, d)
		}
	}
	b3, err := c.EncodeReport(nil, v2)
	if !bytes.Equal(b3, b2) || err != nil {
		t.Errorf("EncodeReport again = % x, %v, want % x, nil", b3, err, b2)
	}
}

func FuzzDecode(f *testing.F) {
	seeds(f)
	f.Fuzz(checkDecode)
}

// grow makes up attributes: most of the types of every, of lengths that their
// forms have, and others.
func grow(r *rand.Rand, depth int) []byte {
	var b []byte
	for range r.IntN(6) {
		t := uint16(r.IntN(48))
		if r.IntN(3) == 0 {
			t = uint16(r.IntN(6))
		}
		for range 1 + r.IntN(8)/7 { // now and then another one of the same type
			switch n := r.IntN(20); {
			case n < 10 && depth > 0:
				heads := []int{0, 0, 0, 4, 6, 8, headLen, everyLen}
				b = append(b, attr(t|nested, make([]byte, heads[r.IntN(len(heads))]), grow(r, depth-1))...)
			case n == 19:
				b = append(b, make([]byte, r.IntN(7))...)
			case n == 18:
				b = append(b, attr(t, uint16(8), make([]byte, 6), uint16(16), make([]byte, 6), attr(5, uint32(1)))...)
			default:
				sizes := []int{0, 1, 2, 3, 4, 4, 4, 6, 8, 8, 16, 33}
				b = append(b, attr(t|uint16(r.IntN(4))<<14, bytes.Repeat([]byte{byte(r.IntN(3))}, sizes[r.IntN(len(sizes))]))...)
			}
		}
	}
	return b
}

func TestDecodeRandom(t *testing.T) {
	for i := range uint64(3000) {
		r := rand.New(rand.NewPCG(i, 1))
		b := wire(uint8(r.IntN(12)), uint8(r.IntN(40)), make([]byte, everyLen-2), attr(34, "leaf\x00")[:12*r.IntN(2)], grow(r, 3+r.IntN(12)/11*10))
		if checkDecode(t, b); t.Failed() {
			t.Fatalf("with seed %d", i)
		}
	}
}

// TestDecodeAgain has what fuzzing found.
func TestDecodeAgain(t *testing.T) {
	for _, tt := range []struct {
		name string
		b    []byte
	}{
		{"nothing", nil},
	} {
		t.Run(tt.name, func(t *testing.T) { checkDecode(t, tt.b) })
	}
}
