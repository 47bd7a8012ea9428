// Package rtattr holds what the lists of package rtnl and of the packages
// around it share beside the forms of nlattr: devices that are given by name,
// and the words for what is set.
package rtattr

import (
	"errors"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/eb30ede5/netlink/nlattr"
)

// ErrUnresolved is for a device's name where there is nothing to look it up with.
var ErrUnresolved = errors.New("a device is given by name, and there is no resolver")

// Tick is a clock tick as user space sees it, USER_HZ a second.
const Tick = 10 * time.Millisecond

// A Resolver looks devices up. It travels in the codec's User field.
type Resolver interface {
	// DeviceIndex returns the index of a device.
	DeviceIndex(name string) (int32, error)
}

// Dev carries the index of a device that is given by name or by index.
func Dev(c *nlattr.Codec, t nlattr.Type, field, name string, index *int32) {
	if name == "" || c.Decoding() {
		nlattr.N32(c, t, field, index)
		return
	}
	i := IndexOf(c, field, name, *index)
	nlattr.N32(c, t, field, &i)
}

// OptDev is Dev for an index of which 0 means something: that there is none.
func OptDev(c *nlattr.Codec, t nlattr.Type, field, name string, index *nlattr.Opt[int32]) {
	if name == "" || c.Decoding() {
		nlattr.U32(c, t, field, index)
		return
	}
	if index.Is() {
		c.Reject(field, "given by name, "+name+", and by index too")
	}
	i := nlattr.Some(IndexOf(c, field, name, 0))
	nlattr.U32(c, t, field, &i)
}

// IndexOf returns the index of a device that is given by name or by index.
func IndexOf(c *nlattr.Codec, field, name string, index int32) int32 {
	if name == "" {
		return index
	}
	if index != 0 {
		c.Reject(field, "given by name, "+name+", and by index too")
		return index
	}
	r, ok := c.User.(Resolver)
	if !ok {
		c.Fail(field+" "+name, ErrUnresolved)
		return index
	}
	i, err := r.DeviceIndex(name)
	if err != nil {
		c.Fail(field+" "+name, err)
	}
	return i
}

// SplitDev splits a device's name or index. An index out of range becomes -1,
// which no device has.
func SplitDev[D ~string | ~int32 | ~int](d D) (name string, index int32) {
	v := reflect.ValueOf(d)
	if v.Kind() == reflect.String {
		return v.String(), 0
	}
	if i := v.Int(); i > 0 && i <= math.MaxInt32 {
		return "", int32(i)
	}
	return "", -1
}

// DevName returns a device's name for messages.
func DevName(name string, index int32) string {
	if name != "" {
		return name
	}
	return fmt.Sprintf("if%d", index)
}

// Enum returns the name of v, which is its index in names, or its number.
func Enum[T ~uint8 | ~uint16 | ~uint32 | ~int32](v T, names []string) string {
	return enum(int64(v), names)
}

func enum(v int64, names []string) string {
	if v >= 0 && v < int64(len(names)) && names[v] != "" {
		return names[v]
	}
	return strconv.FormatInt(v, 10)
}

// Flags are bits and what they are called.
type Flags []struct {
	Bit  uint32
	Name string
}

// FlagNames returns the names of the bits in v, and what is left as a number.
func FlagNames(v uint32, names Flags) []string {
	var s []string
	for _, n := range names {
		if v&n.Bit != 0 {
			s = append(s, n.Name)
			v &^= n.Bit
		}
	}
	if v != 0 {
		s = append(s, "0x"+strconv.FormatUint(uint64(v), 16))
	}
	return s
}

// Words are the words of a command line.
type Words []string

// Add appends a name and a value, if they are there.
func (w *Words) Add(name string, there bool, v any) {
	if !there {
		return
	}
	if name != "" {
		*w = append(*w, name)
	}
	if s := fmt.Sprint(v); s != "" {
		*w = append(*w, s)
	}
}

// String returns the words with spaces between them.
func (w Words) String() string { return strings.Join(w, " ") }

// Fields appends the name and the value of each field of the struct behind v
// that is set, the name being that of its JSON tag, which is that of its
// attribute.
func (w *Words) Fields(v any) {
	s := reflect.ValueOf(v).Elem()
	if s.Kind() != reflect.Struct {
		return
	}
	for i := range s.NumField() {
		f := s.Type().Field(i)
		name := jsonName(f.Tag)
		if name == "-" && i+1 < s.NumField() && s.Type().Field(i+1).Name == f.Name+"Index" {
			// A device by its name, in front of the same one by its index.
			name = jsonName(s.Type().Field(i + 1).Tag)
		}
		if !f.IsExported() || name == "" || name == "-" || name == "unknown" || IsZero(s.Field(i)) {
			continue
		}
		w.field(name, s.Field(i))
	}
}

// jsonName is the name in a JSON tag. No name has a quote or a backslash in it, so
// there is no need for what Tag.Get has to read those.
func jsonName(tag reflect.StructTag) string {
	_, name, _ := strings.Cut(string(tag), `json:"`)
	name, _, _ = strings.Cut(name, `"`)
	name, _, _ = strings.Cut(name, ",")
	return name
}

func (w *Words) field(name string, v reflect.Value) {
	switch x := v.Interface().(type) {
	case bool:
		*w = append(*w, name)
	case fmt.Stringer:
		w.Add(name, true, x)
	default:
		switch v.Kind() {
		case reflect.Pointer:
			if v.Elem().Kind() == reflect.Struct {
				*w = append(*w, name)
				w.Fields(x)
			}
		case reflect.Slice:
			for i := range v.Len() {
				w.field(name, v.Index(i))
			}
		case reflect.Struct:
			w.Fields(v.Addr().Interface())
		default:
			w.Add(name, true, x)
		}
	}
}

// IsZero reports whether v is absent. An empty slice is not, but in a struct it
// is as good as none. No method IsZero is asked: each program would have those
// of all types.
func IsZero(v reflect.Value) bool {
	if v.Kind() != reflect.Struct {
		return v.IsZero()
	}
	for i := range v.NumField() {
		f := v.Field(i)
		if !IsZero(f) && !(f.Kind() == reflect.Slice && f.Len() == 0) {
			return false
		}
	}
	return true
}
