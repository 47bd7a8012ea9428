package nlattr

import (
	"encoding/json"
	"fmt"
)

// Opt is a value that may be absent, where the zero value of T means
// something. The zero Opt is absent. Opts of comparable types are comparable.
type Opt[T any] struct {
	v  T
	ok bool
}

// Some returns v as an Opt.
func Some[T any](v T) Opt[T] { return Opt[T]{v, true} }

// Get returns the value and whether there is one.
func (o Opt[T]) Get() (T, bool) { return o.v, o.ok }

// Or returns the value, or d if there is none.
func (o Opt[T]) Or(d T) T {
	if o.ok {
		return o.v
	}
	return d
}

// Is reports whether there is a value.
func (o Opt[T]) Is() bool { return o.ok }

// IsZero reports whether there is no value, for the omitzero option of JSON
// tags.
func (o Opt[T]) IsZero() bool { return !o.ok }

// String formats the value as fmt.Sprint does, or returns "".
func (o Opt[T]) String() string {
	if !o.ok {
		return ""
	}
	return fmt.Sprint(o.v)
}

// MarshalJSON returns the value's JSON, or null.
func (o Opt[T]) MarshalJSON() ([]byte, error) {
	if !o.ok {
		return []byte("null"), nil
	}
	return json.Marshal(o.v)
}

// UnmarshalJSON reads a value, or null for absent.
func (o *Opt[T]) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*o = Opt[T]{}
		return nil
	}
	var v T
	if err := json.Unmarshal(b, &v); err != nil {
		return err
	}
	*o = Some(v)
	return nil
}

// OnOff is a switch: [On], [Off], or absent.
type OnOff uint8

// The values of a switch; zero is absent.
const (
	On  OnOff = 1
	Off OnOff = 2
)

// Bool returns On for true and Off for false.
func Bool(b bool) OnOff {
	if b {
		return On
	}
	return Off
}

// String returns "on", "off" or "".
func (o OnOff) String() string {
	switch o {
	case 0:
		return ""
	case On:
		return "on"
	case Off:
		return "off"
	}
	return fmt.Sprintf("OnOff(%d)", uint8(o))
}

// MarshalJSON returns true, false or null.
func (o OnOff) MarshalJSON() ([]byte, error) {
	switch o {
	case On:
		return []byte("true"), nil
	case Off:
		return []byte("false"), nil
	}
	return []byte("null"), nil
}

// UnmarshalJSON reads true, false or null.
func (o *OnOff) UnmarshalJSON(b []byte) error {
	switch string(b) {
	case "true":
		*o = On
	case "false":
		*o = Off
	case "null":
		*o = 0
	default:
		return fmt.Errorf("nlattr: %s is neither true nor false", b)
	}
	return nil
}

func (o OnOff) wire(c *Codec, name string) uint32 {
	if o > Off {
		c.Reject(name, fmt.Sprintf("%v is neither On nor Off", o))
	}
	return uint32(o & 1)
}
