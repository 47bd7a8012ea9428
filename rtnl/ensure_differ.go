package rtnl

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/nlattr"
)

// differ compares what is set in want, a pointer to a struct, with have.
func differ(path string, want, have any) differences {
	return differStruct(nil, path, reflect.ValueOf(want).Elem(), reflect.ValueOf(have).Elem())
}

// differBoth compares what is set in either.
func differBoth(want, have any) differences {
	d := differ("", want, have)
	w, h := reflect.ValueOf(want).Elem(), reflect.ValueOf(have).Elem()
	for i := range w.NumField() {
		if f := w.Type().Field(i); f.IsExported() && rtattr.IsZero(w.Field(i)) && !rtattr.IsZero(h.Field(i)) {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			d = d.add(name, text(h.Field(i)), "absent")
		}
	}
	return d
}

func differStruct(d differences, path string, want, have reflect.Value) differences {
	for i := range want.NumField() {
		f := want.Type().Field(i)
		if !f.IsExported() || rtattr.IsZero(want.Field(i)) {
			continue
		}
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch name {
		case "", "-":
			name = strings.ToLower(f.Name)
		case "more": // of a route, for no more than to save memory
			d = differStruct(d, path, want.Field(i).Elem(), orZero(have.Field(i)))
			continue
		}
		d = differValue(d, path+name, want.Field(i), have.Field(i))
	}
	return d
}

// differValue compares a value that is set.
func differValue(d differences, path string, want, have reflect.Value) differences {
	switch want.Interface().(type) {
	case []nlattr.Attr:
		return differAttrs(d, path, want.Interface().([]nlattr.Attr), have.Interface().([]nlattr.Attr))
	case AddrFlags, RouteFlags, NeighFlags: // those that are not set may be anything
		if missing := want.Uint() &^ have.Uint(); missing != 0 {
			return d.add(path, text(have), text(want))
		}
		return d
	case Opt[time.Duration]:
		if isLifetime(path) && lasts(want.Interface().(Opt[time.Duration]), have.Interface().(Opt[time.Duration])) {
			return d
		}
	}
	switch want.Kind() {
	case reflect.Interface:
		w, h := want.Elem(), have.Elem()
		if have.IsNil() || w.Type() != h.Type() || typeName(want) != typeName(have) {
			return d.add(path, typeName(have), typeName(want))
		}
		return differValue(d, path, w, h)
	case reflect.Pointer:
		return differValue(d, path, want.Elem(), orZero(have))
	case reflect.Slice:
		return differSlice(d, path, want, have)
	case reflect.Struct:
		if isPlain(want.Type()) {
			return differStruct(d, path+".", want, have)
		}
	}
	if !reflect.DeepEqual(want.Interface(), have.Interface()) {
		return d.add(path, text(have), text(want))
	}
	return d
}

// orZero returns what a pointer points to, or a zero value.
func orZero(p reflect.Value) reflect.Value {
	if p.IsNil() {
		return reflect.New(p.Type().Elem()).Elem()
	}
	return p.Elem()
}

// differSlice compares lists whose order means nothing: the kernel has its own.
// Names may be among others.
func differSlice(d differences, path string, want, have reflect.Value) differences {
	more := want.Type().Elem().Kind() == reflect.String
	if _, ok := want.Interface().([]byte); ok {
		if !bytes.Equal(want.Bytes(), have.Bytes()) {
			return d.add(path, text(have), text(want))
		}
		return d
	}
	used := make([]bool, have.Len())
	found := 0
	for i := range want.Len() {
		for j := range have.Len() {
			if !used[j] && differValue(nil, "", want.Index(i), have.Index(j)) == nil {
				used[j] = true
				found++
				break
			}
		}
	}
	if found < want.Len() || !more && want.Len() != have.Len() {
		return d.add(path, text(have), text(want))
	}
	return d
}

// differAttrs looks for attributes that have no field.
func differAttrs(d differences, path string, want, have []nlattr.Attr) differences {
	for _, w := range want {
		if !slices.ContainsFunc(have, func(h nlattr.Attr) bool { return h.Type == w.Type && bytes.Equal(h.Data, w.Data) }) {
			d = d.add(path+" attribute "+strconv.Itoa(int(w.Type)), "another or none", w.Data)
		}
	}
	return d
}

// isPlain reports whether a struct is one of fields, and not a value like a
// netip.Addr.
func isPlain(t reflect.Type) bool { return t.NumField() > 0 && t.Field(0).IsExported() }

// isLifetime reports whether a field is a time that passes.
func isLifetime(path string) bool {
	name := path[strings.LastIndexByte(path, '.')+1:]
	return name == "valid_lft" || name == "preferred_lft" || name == "expires"
}

// lasts reports whether have can be what is left of want.
func lasts(want, have Opt[time.Duration]) bool {
	w, h := want.Or(0), have.Or(Forever)
	return (w == Forever) == (h == Forever) && h <= w
}

// typeName returns the name of a kind, or of the kind of a port's master.
func typeName(v reflect.Value) string {
	switch k := v.Interface().(type) {
	case LinkKind:
		return k.Kind()
	case LinkPort:
		return k.PortKind()
	}
	return "none"
}

// text returns a value in words.
func text(v reflect.Value) string {
	if v.Kind() != reflect.Bool && rtattr.IsZero(v) {
		return "absent"
	}
	if d, ok := v.Interface().(Opt[time.Duration]); ok && d.Or(0) == Forever {
		return "forever"
	}
	if s, ok := v.Interface().(fmt.Stringer); ok {
		return s.String()
	}
	switch {
	case v.Kind() == reflect.Slice:
		var all []string
		for i := range v.Len() {
			all = append(all, text(v.Index(i)))
		}
		return "[" + strings.Join(all, ", ") + "]"
	case v.Kind() == reflect.Struct && isPlain(v.Type()) && v.CanAddr():
		w := rtattr.Words{}
		w.Fields(v.Addr().Interface())
		return w.String()
	}
	return fmt.Sprint(v.Interface())
}
