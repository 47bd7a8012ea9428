package nlattr_test

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/eb30ede5/netlink/nlattr"
)

// A schema says what is inside an attribute.
type schema struct {
	name string
	head int               // bytes before the attributes inside
	in   map[uint16]schema // attributes inside, nil for none
	each bool              // they are elements: numbered, and without a name
	hops bool              // what is inside is a row of records
}

func names(s ...string) map[uint16]schema {
	m := map[uint16]schema{}
	for i, s := range s {
		if s != "" {
			m[uint16(i)] = schema{name: s}
		}
	}
	return m
}

func elements(t uint16, head int, in map[uint16]schema) map[uint16]schema {
	return map[uint16]schema{t: {head: head, in: in, each: true}}
}

// everySchema is what the list of every says, without that list.
func everySchema(depth int) map[uint16]schema {
	m := names("", "u8", "u16", "u32", "u64", "be16", "be32", "be64", "n8", "n16", "n32", "n64", "uint", "switch", "switch32",
		"flag", "dur32", "dur64", "str", "optstr", "bytes", "u32s", "addr", "addr46", "addr46", "prefix", "lladdr", "flagu8", "bits", "",
		"", "", "struct", "packed", "kind")
	aLeaf := names("", "n", "s")
	m[30] = schema{name: "nest", in: aLeaf}
	m[31] = schema{name: "headnest", head: headLen, in: names("", "n")}
	m[35] = schema{name: "object", in: map[uint16]schema{1: {name: "id"}, 7: {name: "learning"}, 23: {name: "gbp"}}}
	m[36] = schema{name: "group", in: map[uint16]schema{1: {name: "a"}, 2: {name: "inner", in: names("", "b")}}}
	m[37] = schema{name: "list", in: elements(1, 0, aLeaf)}
	m[38] = schema{name: "structs", in: elements(1, 6, nil)}
	m[39] = schema{name: "strs", in: elements(53, 0, nil)}
	m[40] = schema{name: "lladdrs", in: elements(1, 0, nil)}
	m[41] = schema{name: "indexed", in: map[uint16]schema{0: {each: true}, 1: {each: true}}}
	m[42] = schema{name: "records", head: 8, in: map[uint16]schema{5: {name: "via"}}, hops: true}
	m[46] = schema{name: "payload"}
	m[47] = schema{name: "repeat", in: aLeaf, each: true}
	m[48] = schema{name: "repeats", head: 6, each: true}
	m[49] = schema{name: "headrepeat", head: headLen, in: names("", "n"), each: true}
	if depth > 0 {
		m[45] = schema{name: "sub", head: everyLen, in: everySchema(depth - 1)}
	}
	return m
}

// paths fills in, for each byte of b, the path of the attribute it is in.
func paths(b []byte, out []string, path string, in map[uint16]schema) {
	n := map[string]int{}
	for len(b) > 0 {
		l := int(binary.NativeEndian.Uint16(b))
		t := binary.NativeEndian.Uint16(b[2:]) & 0x3fff
		whole := (l + 3) &^ 3
		s, known := in[t]
		p := path
		switch {
		case known && s.each:
			if s.name != "" {
				p = join(p, s.name)
			}
			p += fmt.Sprintf("[%d]", n[s.name])
			n[s.name]++
		case known:
			p = join(p, s.name)
		default:
			p = join(p, fmt.Sprint(t))
		}
		for i := range whole {
			out[i] = p
		}
		switch {
		case s.hops:
			rows(b[4:l], out[4:], p, s)
		case s.in != nil:
			paths(b[4+s.head:l], out[4+s.head:], p, s.in)
		}
		b, out = b[whole:], out[whole:]
	}
}

// rows is paths for a row of records.
func rows(b []byte, out []string, path string, s schema) {
	for n := 0; len(b) > 0; n++ {
		l := int(binary.NativeEndian.Uint16(b))
		p := fmt.Sprintf("%s[%d]", path, n)
		for i := range l {
			out[i] = p
		}
		paths(b[s.head:l], out[s.head:], p, s.in)
		b, out = b[l:], out[l:]
	}
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + "." + b
}

// TestLocate compares each byte of a message with a walk over the bytes.
func TestLocate(t *testing.T) {
	v := everything()
	b := encoded(t, v)
	const prefix = 16
	want := make([]string, prefix+len(b)+8)
	paths(b[everyLen:], want[prefix+everyLen:], "", everySchema(2))
	c := new(nlattr.Codec)
	for i := range want {
		if got := c.Locate(prefix, i, v); got != want[i] {
			t.Errorf("Locate(%d, %d) = %q, want %q", prefix, i, got, want[i])
		}
	}
	for _, i := range []int{-1, math.MinInt, math.MaxInt} {
		if got := c.Locate(prefix, i, v); got != "" {
			t.Errorf("Locate(%d, %d) = %q, want nothing", prefix, i, got)
		}
	}
	for _, name := range []string{"records[1].90", "sub.sub.n8", "list[2].s", "list[1]", "structs[1]", "group.inner.b", "strs[2]", "strs.7", "headnest", "packed"} {
		if !slices.Contains(want, name) {
			t.Errorf("the walk finds no %s", name)
		}
	}
}

// TestLocateDropped: a nest that is left out in the end is at no byte.
func TestLocateDropped(t *testing.T) {
	v := &mixed{N: some[uint32](1), unknown: []nlattr.Attr{{Nest: "elsewhere"}, {Type: 9}}}
	b := encoded(t, v)
	want := make([]string, len(b)+8)
	paths(b, want, "", map[uint16]schema{1: {name: "n"}})
	for i := range want {
		if got := new(nlattr.Codec).Locate(0, i, v); got != want[i] {
			t.Errorf("Locate(0, %d) = %q, want %q", i, got, want[i])
		}
	}
	w := &boxed{in: new(leaf)}
	for i := range 16 {
		if got := new(nlattr.Codec).Locate(0, i, w); got != "" {
			t.Errorf("Locate(0, %d) in nothing = %q, want nothing", i, got)
		}
	}
}

func TestDescribe(t *testing.T) {
	var got []string
	for _, l := range nlattr.Describe(&boxed{in: new(flat)}) {
		got = append(got, fmt.Sprint(l.Path, " ", l.Type))
	}
	diff(t, "Describe", got, []string{
		"box 7", "box.in 8", "box.in.addr 1", "box.in.addr 2",
		"box.in.nest 3", "box.in.nest.n 1", "box.in.nest.s 2",
		"box.in.list 4", "box.in.list[0] 1", "box.in.list[0].n 1", "box.in.list[0].s 2",
		"box.in.structs 5", "box.in.structs[0] 1", "box.in.strs 6", "box.in.strs[0] 7",
		"box.in.indexed 8", "box.in.records 9", "box.in.records[0].via 5",
		"box.in.group 10", "box.in.group.x 1", "box.in.packed 11", "box.in.pad 12",
		"box.in.head 13", "box.in.head.n 1", "box.in.prefix 14", "box.in.report 15",
		"box.in.lladdrs 16", "box.in.lladdrs[0] 1",
	})
	// The codec that was used has forgotten it all.
	for range 10 {
		if b := encoded(t, new(flat)); len(b) != 0 {
			t.Fatalf("Append(nothing) = % x, want nothing", b)
		}
	}
}

// flat has lines for TestDescribe.
type flat struct {
	mixed
	every
	x nlattr.Opt[uint32]
}

func (v *flat) Attrs(c *nlattr.Codec) {
	nlattr.Addr(c, 1, 2, "addr", &v.Addr)
	nlattr.Nest(c, 3, "nest", &v.Nest)
	nlattr.List(c, 4, 1, "list", &v.mixed.List, &v.unknown)
	nlattr.Structs(c, 5, 1, "structs", &v.Structs, &v.unknown)
	nlattr.Strs(c, 6, 7, "strs", &v.Strs, &v.unknown)
	nlattr.Indexed(c, 8, "indexed", &v.Indexed, &v.unknown)
	nlattr.Records(c, 9, "records", 8, &v.Records, hopAttrs)
	nlattr.Group(c, 10, "group", v.x.Is(), func(c *nlattr.Codec) {
		nlattr.U32(c, 1, "x", &v.x)
		nlattr.Rest(c, &v.unknown)
	})
	nlattr.Packed(c, 11, "packed", v.Packed != qos{}, v.Packed.Attrs)
	nlattr.Skip(c, 12, "pad")
	nlattr.HeadNest(c, 13, "head", headLen, &v.HeadNest)
	nlattr.Prefix(c, 14, "prefix", &v.Prefix, 2, 0)
	if c.Reporting() {
		nlattr.N32(c, 15, "report", &v.every.N32)
	}
	nlattr.LLAddrs(c, 16, 1, "lladdrs", &v.LLAddrs, &v.unknown)
	nlattr.Rest(c, &v.unknown)
}
