// Package complete compares the lists of attributes with the constants of the
// kernel's headers.
package complete

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

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/nlattr"
)

// A Set says which of the kernel's constants a list has to have.
type Set struct {
	Prefix string            // of the constants, such as IFLA_VXLAN_; "" if there are none
	But    map[string]string // constants that have no line, and why
	Extra  map[string]string // names of lines whose type is no constant of the table, and why
	NoTag  map[string]string // names of lines that are no JSON tag, and why
	NoLine map[string]string // JSON tags that are no line's name, and why
	Nests  map[string]Set    // lists within, by the name of the line
	Not    []string          // prefixes of other sets that begin like this one

	Elements map[string]string // constants of the elements of lists, by the name of the line
}

// Check fails for constants of the set that no line of v's list has, and for
// JSON tags that are not a line's name.
func (c Set) Check(t *testing.T, v nlattr.Attrser) {
	t.Helper()
	c.lines(t, nlattr.Describe(v))
	tags := c.tags(t, reflect.TypeOf(v).Elem(), nlattr.Describe(v))
	for name, nest := range c.Nests {
		inner, ok := reflect.New(tags[name]).Interface().(nlattr.Attrser)
		if !ok {
			t.Errorf("%s: %v has no list", name, tags[name])
			continue
		}
		t.Run(name, func(t *testing.T) { nest.Check(t, inner) })
	}
}

// Types returns the types of the lines of v's list, without what is in nests.
// path leads to a nest whose lines are wanted instead, such as "xdp" or
// "vfinfo_list[0]", which has the type of the list's elements beside their lines;
// "vfinfo_list[]" has that type alone.
func Types(v nlattr.Attrser, path string) (types []nlattr.Type) {
	list, elements := strings.CutSuffix(path, "[]")
	for _, l := range nlattr.Describe(v) {
		if elements {
			if l.Path == list+"[0]" {
				types = append(types, l.Type)
			}
			continue
		}
		name, ok := l.Path, true
		if path != "" {
			name, ok = strings.CutPrefix(l.Path, path+".")
		}
		if ok && !strings.ContainsAny(name, ".[") || l.Path == path && strings.HasSuffix(path, "]") {
			types = append(types, l.Type)
		}
	}
	return types
}

// lines compares the types in a list with the kernel's constants.
func (c Set) lines(t *testing.T, lines []nlattr.Line) {
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
	all := c.Constants(t)
	for constant, typ := range all {
		reason := c.But[constant]
		if name := named[typ]; name == "" && reason == "" && !slices.Contains(slices.Collect(maps.Values(c.Elements)), constant) {
			t.Errorf("no line has %s", constant)
		} else if name != "" && reason != "" {
			t.Errorf("%s has a line, %s, though %s", constant, name, reason)
		}
	}
	for constant := range c.But {
		if _, ok := all[constant]; !ok {
			t.Errorf("%s is no constant", constant)
		}
	}
	for typ, name := range named {
		if c.Extra[name] == "" && name != "pad" && !slices.Contains(slices.Collect(maps.Values(all)), typ) {
			t.Errorf("%s has type %d, which is none of %s*", name, typ, c.Prefix)
		}
	}
}

// tags compares the names in a list with the JSON tags of the struct's fields.
// It returns the types of structs by tag.
func (c Set) tags(t *testing.T, s reflect.Type, lines []nlattr.Line) map[string]reflect.Type {
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
		if why := c.NoLine[tag]; !isName && why == "" {
			t.Errorf("%s has the JSON tag %s, which no line is called", f.Name, tag)
		} else if isName && why != "" {
			t.Errorf("%s is a line's name, though %s", tag, why)
		}
	}
	for name := range names {
		if why := c.NoTag[name]; tags[name] == nil && why == "" && name != "pad" {
			t.Errorf("a line is called %s, but no field has that JSON tag", name)
		} else if tags[name] != nil && why != "" {
			t.Errorf("%s is a JSON tag, though %s", name, why)
		}
	}
	return tags
}

// outer returns the types of the lines by name, without what is in nests.
func (c Set) outer(t *testing.T, lines []nlattr.Line) map[string][]nlattr.Type {
	t.Helper()
	all := map[string][]nlattr.Type{}
	for _, l := range lines {
		element := c.Elements[l.Path]
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

// Constants returns the kernel's attribute types that are of the set.
func (c Set) Constants(t testing.TB) map[string]nlattr.Type {
	t.Helper()
	table, err := constantTable()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]nlattr.Type{}
	if c.Prefix == "" {
		return all
	}
	for name, typ := range table {
		rest, ok := strings.CutPrefix(name, c.Prefix)
		if ok && !strings.HasSuffix(name, "_UNSPEC") && rest != "PAD" && rest != "MAX" && c.own(name) {
			all[name] = typ
		}
	}
	if len(all) == 0 {
		t.Errorf("no constant begins with %s", c.Prefix)
	}
	return all
}

// Exists reports whether a constant begins with prefix.
func Exists(t testing.TB, prefix string) bool {
	t.Helper()
	table, err := constantTable()
	if err != nil {
		t.Fatal(err)
	}
	for name := range table {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// own reports whether name belongs to this set and to none of Not:
// IFLA_BOND_SLAVE_PRIO is none of IFLA_BOND_*.
func (c Set) own(name string) bool {
	return !slices.ContainsFunc(c.Not, func(p string) bool {
		return len(p) > len(c.Prefix) && strings.HasPrefix(name, p)
	})
}

var attributeEnums = []string{"rtattr_type_t", "lwtunnel_ip_t", "lwtunnel_ip6_t"}

var constantTable = sync.OnceValues(func() (map[string]nlattr.Type, error) {
	root, err := nltest.ModuleRoot()
	if err != nil {
		return nil, err
	}
	tsv, err := os.ReadFile(filepath.Join(root, "internal", "uapi", "uapi.tsv"))
	if err != nil {
		return nil, err
	}
	all := map[string]nlattr.Type{}
	for line := range strings.Lines(string(tsv)) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if strings.HasPrefix(line, "#") || len(f) != 4 || f[1] != "-" && !slices.Contains(attributeEnums, f[1]) {
			continue // enums with a name are values, not attributes, but for some
		}
		v, err := strconv.ParseUint(f[3], 0, 16)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f[2], err)
		}
		all[f[2]] = nlattr.Type(v)
	}
	return all, nil
})
