package nlattr_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/eb30ede5/netlink/nlattr"
)

// tower is as deep as its message, by each kind of nest.
type tower struct {
	Nest    *tower
	Head    *tower
	List    []tower
	Strs    []string
	Hops    []tower
	Unknown []nlattr.Attr
}

func (v *tower) Attrs(c *nlattr.Codec) {
	nlattr.Nest(c, 1, "x", &v.Nest)
	nlattr.HeadNest(c, 2, "head", 4, &v.Head)
	nlattr.Strs(c, 3, 4, "strs", &v.Strs, &v.Unknown)
	nlattr.List(c, 5, 6, "list", &v.List, &v.Unknown)
	nlattr.Records(c, 7, "hops", 4, &v.Hops, func(c *nlattr.Codec, v *tower) {
		c.Head(4)
		v.Attrs(c)
	})
	nlattr.Rest(c, &v.Unknown)
}

func towerOf(n int) *one[*tower] {
	return of(nlattr.Nest, nestsOf(n))
}

func nestsOf(n int) *tower {
	var v *tower
	for range n {
		v = &tower{Nest: v}
	}
	return v
}

func towerWire(n int) []byte {
	var b []byte
	for range n {
		b = attr(1|nested, b)
	}
	return b
}

// TestTooDeep: beyond 12 frames, encoding refuses and decoding keeps the bytes.
func TestTooDeep(t *testing.T) {
	path := strings.Repeat("x.", 11)
	for _, tt := range []struct {
		name string
		top  tower // what is in the deepest nest
		wire []byte
		path string // of what is refused, "" if nothing is
	}{
		{"strings", tower{Strs: []string{"a", "b"}}, attr(3|nested, attr(4, "a\x00"), attr(4, "b\x00")), "strs"},
		{"list", tower{List: []tower{{}}}, attr(5|nested, attr(6|nested)), "list"},
		{"records", tower{Hops: []tower{{}}}, attr(7, uint16(4), uint16(0)), "hops"},
		{"nest", tower{Nest: &tower{}}, attr(1 | nested), "x"},
	} {
		for n := range 13 {
			v, b, deep := &tt.top, tt.wire, false
			for range n {
				v, b = &tower{Nest: v}, attr(1|nested, b)
			}
			// The frames that n nests leave to what is in them.
			switch left := 11 - n; tt.name {
			case "list", "records":
				deep = left < 2
			default:
				deep = left < 1
			}
			if n > 11 {
				continue // the nests themselves are too deep
			}
			got, err := nlattr.Append(nil, v)
			if deep != (err != nil) || !deep && !bytes.Equal(got, b) {
				t.Errorf("%s in %d nests: Append = % x, %v, want % x, too deep %v", tt.name, n, got, err, b, deep)
			}
			in := new(tower)
			err = nlattr.Parse(b, 0, in)
			if !deep {
				diff(t, tt.name, in, v)
				diff(t, tt.name, err, nil)
				continue
			}
			want := path[:2*n] + tt.path + ": nested too deeply"
			if tt.name == "list" && n == 10 {
				want = path[:2*n] + "list[0]: nested too deeply"
			}
			diff(t, tt.name, reasons(err), []string{want})
			if again, err := nlattr.Append(nil, in); !bytes.Equal(again, b) || err != nil {
				t.Errorf("%s in %d nests: Append = % x, %v, want % x, nil", tt.name, n, again, err, b)
			}
		}
	}
}

// TestAfterTooDeep: what was too deep for one message leaves nothing in the
// codec that the next one could read.
func TestAfterTooDeep(t *testing.T) {
	c := new(nlattr.Codec)
	inner := [][]byte{
		attr(3|nested, attr(4, "a\x00"), attr(4, "b\x00"), attr(9)),
		attr(5|nested, attr(6|nested, attr(9)), attr(6|nested), attr(9)),
		attr(7, uint16(4), uint16(0)),
		attr(1|nested, attr(9)),
	}
	for _, b := range inner {
		for range 14 {
			b = attr(1|nested, b)
			_ = c.Decode(b, 0, new(tower)) // the errors are in TestTooDeep
			v := new(tower)
			if err := c.Decode(towerWire(11), 0, v); err != nil {
				t.Fatalf("Decode after % x = %v, want nil", b, err)
			}
			diff(t, "Decode", v, nestsOf(12))
			if got, err := c.Encode(nil, v); !bytes.Equal(got, towerWire(11)) || err != nil {
				t.Fatalf("Encode after % x = % x, %v, want % x, nil", b, got, err, towerWire(11))
			}
		}
	}
}
