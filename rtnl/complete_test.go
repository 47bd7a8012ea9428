package rtnl_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
)

// A covered says which of the kernel's constants a list has to have.
type covered struct {
	prefix string             // of the constants, such as IFLA_VXLAN_; "" if there are none
	but    map[string]string  // constants that have no line, and why
	extra  map[string]string  // names of lines whose type is no constant of the table, and why
	noTag  map[string]string  // names of lines that are no JSON tag, and why
	noLine map[string]string  // JSON tags that are no line's name, and why
	nests  map[string]covered // lists within, by the name of the line

	elements map[string]string // constants of the elements of lists, by the name of the line
}

// kindsCovered has an entry for each link kind, and portsCovered one for each
// kind of port. The test file of a kind adds to it in an init function.
var (
	kindsCovered = map[string]covered{
		"dummy": {},
		"ifb":   {},
		"veth": {
			extra: map[string]string{"peer": "VETH_INFO_PEER is in a header of its own"},
		},
	}
	portsCovered = map[string]covered{}
)

// TestComplete fails for constants of the kernel's headers that no line of the
// list of a link kind has, and for JSON tags that are not a line's name.
func TestComplete(t *testing.T) {
	for kind, fresh := range rtnl.RegisteredKinds() {
		t.Run(kind, func(t *testing.T) {
			c, ok := kindsCovered[kind]
			if !ok {
				t.Fatal("kindsCovered has no entry for it")
			}
			if got := fresh().Kind(); got != kind {
				t.Errorf("Kind() = %q", got)
			}
			c.check(t, fresh())
		})
	}
	for kind, fresh := range rtnl.RegisteredPorts() {
		t.Run(kind+" port", func(t *testing.T) {
			c, ok := portsCovered[kind]
			if !ok {
				t.Fatal("portsCovered has no entry for it")
			}
			if got := fresh().PortKind(); got != kind {
				t.Errorf("PortKind() = %q", got)
			}
			c.check(t, fresh())
		})
	}
	for kind := range kindsCovered {
		if rtnl.RegisteredKinds()[kind] == nil {
			t.Errorf("kindsCovered has an entry for %s, which is no kind", kind)
		}
	}
	for kind := range portsCovered {
		if rtnl.RegisteredPorts()[kind] == nil {
			t.Errorf("portsCovered has an entry for %s, which is no kind of port", kind)
		}
	}
}

func (c covered) check(t *testing.T, v nlattr.Attrser) {
	t.Helper()
	c.lines(t, nlattr.Describe(v))
	tags := c.tags(t, reflect.TypeOf(v).Elem(), nlattr.Describe(v))
	for name, nest := range c.nests {
		inner, ok := reflect.New(tags[name]).Interface().(nlattr.Attrser)
		if !ok {
			t.Errorf("%s: %v has no list", name, tags[name])
			continue
		}
		t.Run(name, func(t *testing.T) { nest.check(t, inner) })
	}
}

// lines compares the types in a list with the kernel's constants.
func (c covered) lines(t *testing.T, lines []nlattr.Line) {
	t.Helper()
	named := map[nlattr.Type]string{}
	for name, types := range c.outer(t, lines) {
		for _, typ := range types {
			if n := named[typ]; n != "" {
				t.Errorf("both %s and %s have type %d", n, name, typ)
			}
			named[typ] = name
		}
	}
	all := constants(t, c.prefix)
	for constant, typ := range all {
		reason := c.but[constant]
		if name := named[typ]; name == "" && reason == "" && !slices.Contains(slices.Collect(maps.Values(c.elements)), constant) {
			t.Errorf("no line has %s", constant)
		} else if name != "" && reason != "" {
			t.Errorf("%s has a line, %s, though %s", constant, name, reason)
		}
	}
	for constant := range c.but {
		if _, ok := all[constant]; !ok {
			t.Errorf("%s is no constant", constant)
		}
	}
	for typ, name := range named {
		if c.extra[name] == "" && name != "pad" && !slices.Contains(slices.Collect(maps.Values(all)), typ) {
			t.Errorf("%s has type %d, which is none of %s*", name, typ, c.prefix)
		}
	}
}

// tags compares the names in a list with the JSON tags of the struct's fields.
// It returns the types of structs by tag.
func (c covered) tags(t *testing.T, s reflect.Type, lines []nlattr.Line) map[string]reflect.Type {
	t.Helper()
	names := c.outer(t, lines)
	tags := map[string]reflect.Type{}
	for i := range s.NumField() {
		f := s.Field(i)
		tag, opts, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case tag == "" || tag != "-" && opts != "omitzero" && f.Type.Kind() != reflect.Struct:
			t.Errorf(`%s has the JSON tag %q, want "NAME,omitzero"`, f.Name, f.Tag.Get("json"))
		case tag == "-" || f.Name == "Unknown":
			continue
		}
		if tags[tag] != nil {
			t.Errorf("two fields have the JSON tag %s", tag)
		}
		typ := f.Type
		for typ.Kind() == reflect.Pointer || typ.Kind() == reflect.Slice {
			typ = typ.Elem()
		}
		tags[tag] = typ
		_, isName := names[tag]
		if why := c.noLine[tag]; !isName && why == "" {
			t.Errorf("%s has the JSON tag %s, which no line is called", f.Name, tag)
		} else if isName && why != "" {
			t.Errorf("%s is a line's name, though %s", tag, why)
		}
	}
	for name := range names {
		if why := c.noTag[name]; tags[name] == nil && why == "" && name != "pad" {
			t.Errorf("a line is called %s, but no field has that JSON tag", name)
		} else if tags[name] != nil && why != "" {
			t.Errorf("%s is a JSON tag, though %s", name, why)
		}
	}
	return tags
}

// outer returns the types of the lines by name, without what is in nests.
func (c covered) outer(t *testing.T, lines []nlattr.Line) map[string][]nlattr.Type {
	t.Helper()
	all := map[string][]nlattr.Type{}
	for _, l := range lines {
		element := c.elements[l.Path]
		switch {
		case strings.ContainsAny(l.Path, ".["):
		case element != "" && len(all[l.Path]) == 1: // an element has the path of its list
			if table, err := constantTable(); err != nil || table[element] != l.Type {
				t.Errorf("the elements of %s have type %d, that of %s is %d (%v)", l.Path, l.Type, element, table[element], err)
			}
		default:
			all[l.Path] = append(all[l.Path], l.Type)
		}
	}
	return all
}

// constants returns the kernel's attribute types whose names begin with prefix.
func constants(t testing.TB, prefix string) map[string]nlattr.Type {
	t.Helper()
	table, err := constantTable()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]nlattr.Type{}
	if prefix == "" {
		return all
	}
	for name, typ := range table {
		rest, ok := strings.CutPrefix(name, prefix)
		if ok && !strings.HasSuffix(name, "_UNSPEC") && rest != "PAD" && rest != "MAX" && ownerOf(name) == prefix {
			all[name] = typ
		}
	}
	if len(all) == 0 {
		t.Errorf("no constant begins with %s", prefix)
	}
	return all
}

// ownerOf returns the longest prefix that name begins with: IFLA_BOND_SLAVE_PRIO
// is none of IFLA_BOND_*.
func ownerOf(name string) string {
	best := ""
	var look func(c covered)
	look = func(c covered) {
		if strings.HasPrefix(name, c.prefix) && len(c.prefix) > len(best) {
			best = c.prefix
		}
		for _, n := range c.nests {
			look(n)
		}
	}
	for _, c := range kindsCovered {
		look(c)
	}
	for _, c := range portsCovered {
		look(c)
	}
	return best
}

var constantTable = sync.OnceValues(func() (map[string]nlattr.Type, error) {
	tsv, err := os.ReadFile(filepath.Join("..", "internal", "uapi", "uapi.tsv"))
	if err != nil {
		return nil, err
	}
	all := map[string]nlattr.Type{}
	for line := range strings.Lines(string(tsv)) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if strings.HasPrefix(line, "#") || len(f) != 4 || f[1] != "-" {
			continue // enums with a name are values, not attributes
		}
		v, err := strconv.ParseUint(f[3], 0, 16)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f[2], err)
		}
		all[f[2]] = nlattr.Type(v)
	}
	return all, nil
})
