package main

import (
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/eb30ede5/netlink/nlattr"
)

// A style says how a parameter of a kind is printed by "ip -j": by which name, and in which form. What has
// no style is printed by the attribute's name, in the form that Go has for it.
type style struct {
	key  string
	form form
}

// A form puts a value into an object.
type form func(o *object, key string, v any)

// A manner is how "ip -j" prints a kind: forms for all switches and all times, and styles for single
// parameters, by the name of the attribute.
type manner struct {
	onOff, duration form
	styles          map[string]style
	more            func(k any, o *object) // what has no field of its own
	words           map[string]string      // words of a command for others: attributes, and what they are set to
	unit            time.Duration          // what times in commands are counted in
}

// parameters is info_data: what a kind, or a port, has set.
func (p *program) parameters(name string, v any) *object {
	o := &object{}
	m := manners[name]
	p.fields(o, &m, reflect.ValueOf(v).Elem())
	if m.more != nil {
		m.more(v, o)
	}
	return o
}

// fields puts the fields of a struct. A device stands in it twice: by its name, which is for requests, and
// behind that by its index.
func (p *program) fields(o *object, m *manner, s reflect.Value) {
	for i := range s.NumField() {
		f := s.Type().Field(i)
		key, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if key == "" || key == "-" || key == "unknown" || isZero(s.Field(i)) {
			continue
		}
		v := value(s.Field(i))
		if i > 0 && s.Type().Field(i-1).Tag.Get("json") == "-" && s.Type().Field(i-1).Name+"Index" == f.Name {
			index := int32(reflect.ValueOf(v).Int())
			if index == 0 {
				continue
			}
			v = p.name(index)
		}
		st := m.styles[key]
		if st.key != "" {
			key = st.key
		}
		switch {
		case st.form != nil:
			st.form(o, key, v)
		default:
			p.field(o, m, key, v)
		}
	}
}

// field puts what has no style.
func (p *program) field(o *object, m *manner, key string, v any) {
	switch x := v.(type) {
	case nlattr.OnOff:
		or(m.onOff, boolean)(o, key, x)
	case time.Duration:
		or(m.duration, seconds)(o, key, x)
	case fmt.Stringer:
		o.put(key, x.String())
	default:
		r := reflect.Indirect(reflect.ValueOf(v))
		switch r.Kind() {
		case reflect.Struct:
			n := &object{}
			p.fields(n, m, r)
			o.put(key, n)
		case reflect.Slice:
			for i := range r.Len() {
				if e := r.Index(i); e.Kind() == reflect.Struct && e.NumField() > 0 && e.Type().Field(0).IsExported() {
					n := &object{}
					p.fields(n, m, e)
					o.add(key, n)
				} else {
					o.add(key, plainOf(e.Interface()))
				}
			}
		default:
			o.put(key, v)
		}
	}
}

func or(f, otherwise form) form {
	if f != nil {
		return f
	}
	return otherwise
}

// isZero reports whether a field is absent; an Opt knows that itself.
func isZero(v reflect.Value) bool {
	if z, ok := v.Interface().(interface{ IsZero() bool }); ok {
		return z.IsZero()
	}
	return v.IsZero()
}

// value returns what is in an Opt, or v.
func value(v reflect.Value) any {
	if get := v.MethodByName("Get"); get.IsValid() && get.Type().NumOut() == 2 {
		return get.Call(nil)[0].Interface()
	}
	return v.Interface()
}

func plainOf(v any) any {
	if s, ok := v.(fmt.Stringer); ok {
		return s.String()
	}
	return v
}

// integer returns a switch or any number as a number.
func integer(v any) int64 {
	switch x := v.(type) {
	case nlattr.OnOff:
		return int64(x & 1)
	case bool:
		return 1
	}
	r := reflect.ValueOf(v)
	if r.CanUint() {
		return int64(r.Uint())
	}
	return r.Int()
}

// The forms.

func hide(*object, string, any) {}

func boolean(o *object, key string, v any) { o.put(key, integer(v) != 0) }

// onlyOn leaves out what is off.
func onlyOn(o *object, key string, v any) { o.putIf(integer(v) != 0, key, true) }

func number(o *object, key string, v any) { o.put(key, integer(v)) }

// notZero leaves out 0.
func notZero(o *object, key string, v any) { o.putIf(integer(v) != 0, key, integer(v)) }

// hexadecimal is C's %#x, which has no 0x in front of 0.
func hexadecimal(o *object, key string, v any) {
	if n := integer(v); n != 0 {
		o.put(key, fmt.Sprintf("%#x", n))
	} else {
		o.put(key, "0")
	}
}

func hexNotZero(o *object, key string, v any) {
	if integer(v) != 0 {
		hexadecimal(o, key, v)
	}
}

// onOffWord is "on" or "off".
func onOffWord(o *object, key string, v any) { o.put(key, nlattr.Bool(integer(v) != 0).String()) }

// nullIf is a word, but null for one of them.
func nullIf(none string) form {
	return func(o *object, key string, v any) {
		if s := fmt.Sprint(v); s != none {
			o.put(key, s)
		} else {
			o.put(key, nil)
		}
	}
}

// flagged makes true of each word.
func flagged(o *object, key string, v any) {
	for _, s := range strings.Fields(fmt.Sprint(v)) {
		o.put(s, true)
	}
}

// inList puts a switch that is on, in capitals, into a list of that name.
func inList(to string) form {
	return func(o *object, key string, v any) {
		if integer(v) != 0 {
			o.add(to, strings.ToUpper(key))
		}
	}
}

func unit(u time.Duration) form {
	return func(o *object, key string, v any) { o.put(key, int64(v.(time.Duration)/u)) }
}

var (
	seconds = unit(time.Second)
	ticks   = unit(10 * time.Millisecond)
	millis  = unit(time.Millisecond)
)

// decimal is seconds with two decimals.
func decimal(o *object, key string, v any) { o.put(key, v.(time.Duration).Seconds()) }

// byFamily puts an IPv4 address by one name and an IPv6 address by another.
func byFamily(of string, of6 string) form {
	return func(o *object, _ string, v any) {
		if s := fmt.Sprint(v); strings.Contains(s, ":") {
			o.put(of6, s)
		} else {
			o.put(of, s)
		}
	}
}
