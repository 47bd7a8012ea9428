package nlattr

import (
	"encoding/binary"
	"fmt"
	"time"
)

// The functions named by wire form are all alike: c, the attribute's type, its
// name, the field. Presence is tested inline, everything else once, out of
// line: an absent attribute costs about a nanosecond. The tests are written so
// that the compiler does inline them, and only just; TestInlined says where it
// does not.

// U8 carries v as one byte.
func U8[T ~uint8 | ~int8](c *Codec, t Type, name string, v *Opt[T]) {
	if v.ok || c.at[t] != 0 {
		u8(c, t, name, v)
	}
}

// U16 carries v as a u16 in host byte order.
func U16[T ~uint16 | ~int16](c *Codec, t Type, name string, v *Opt[T]) {
	if v.ok || c.at[t] != 0 {
		u16(c, t, name, v)
	}
}

// U32 carries v as a u32 or s32 in host byte order.
func U32[T ~uint32 | ~int32](c *Codec, t Type, name string, v *Opt[T]) {
	if v.ok || c.at[t] != 0 {
		u32(c, t, name, v)
	}
}

// U64 carries v as a u64 or s64 in host byte order.
func U64[T ~uint64 | ~int64](c *Codec, t Type, name string, v *Opt[T]) {
	if v.ok || c.at[t] != 0 {
		u64(c, t, name, v)
	}
}

// BE16 carries v as a u16 in network byte order.
func BE16[T ~uint16](c *Codec, t Type, name string, v *Opt[T]) {
	if v.ok || c.at[t] != 0 {
		be16(c, t, name, v)
	}
}

// BE32 carries v as a u32 in network byte order.
func BE32[T ~uint32](c *Codec, t Type, name string, v *Opt[T]) {
	if v.ok || c.at[t] != 0 {
		be32(c, t, name, v)
	}
}

// BE64 carries v as a u64 in network byte order.
func BE64[T ~uint64](c *Codec, t Type, name string, v *Opt[T]) {
	if v.ok || c.at[t] != 0 {
		be64(c, t, name, v)
	}
}

// N8 carries v as one byte; zero means absent.
func N8[T ~uint8](c *Codec, t Type, name string, v *T) {
	if *v != 0 || c.at[t] != 0 {
		n8(c, t, name, v)
	}
}

// N32 carries v as a u32 or s32 in host byte order; zero means absent.
func N32[T ~uint32 | ~int32](c *Codec, t Type, name string, v *T) {
	if *v != 0 || c.at[t] != 0 {
		n32(c, t, name, v)
	}
}

// N64 carries v as a u64 in host byte order; zero means absent.
func N64[T ~uint64](c *Codec, t Type, name string, v *T) {
	if *v != 0 || c.at[t] != 0 {
		n64(c, t, name, v)
	}
}

// Switch carries v as one byte, 0 or 1.
func Switch(c *Codec, t Type, name string, v *OnOff) {
	if *v != 0 || c.at[t] != 0 {
		onOff(c, t, name, v)
	}
}

// Switch32 carries v as a u32, 0 or 1.
func Switch32(c *Codec, t Type, name string, v *OnOff) {
	if *v != 0 || c.at[t] != 0 {
		onOff32(c, t, name, v)
	}
}

// Flag carries v as an attribute without payload, which is there or not.
func Flag(c *Codec, t Type, name string, v *bool) {
	if *v || c.at[t] != 0 {
		flag(c, t, name, v)
	}
}

// Dur32 carries v as a u32 in host byte order that counts units.
func Dur32(c *Codec, t Type, name string, unit time.Duration, v *Opt[time.Duration]) {
	if v.ok || c.at[t] != 0 {
		dur32(c, t, name, unit, v)
	}
}

// Dur64 carries v as a u64 in host byte order that counts units.
func Dur64(c *Codec, t Type, name string, unit time.Duration, v *Opt[time.Duration]) {
	if v.ok || c.at[t] != 0 {
		dur64(c, t, name, unit, v)
	}
}

//go:noinline
func u8[T ~uint8 | ~int8](c *Codec, t Type, name string, v *Opt[T]) {
	if c.mode != decode {
		c.put(t, name, 1)[0] = byte(v.v)
	} else if p := c.take(t, name, 1); p != nil {
		v.v, v.ok = T(p[0]), true
	}
}

//go:noinline
func u16[T ~uint16 | ~int16](c *Codec, t Type, name string, v *Opt[T]) {
	if c.mode != decode {
		binary.NativeEndian.PutUint16(c.put(t, name, 2), uint16(v.v))
	} else if p := c.take(t, name, 2); p != nil {
		v.v, v.ok = T(binary.NativeEndian.Uint16(p)), true
	}
}

//go:noinline
func u32[T ~uint32 | ~int32](c *Codec, t Type, name string, v *Opt[T]) {
	if c.mode != decode {
		binary.NativeEndian.PutUint32(c.put(t, name, 4), uint32(v.v))
	} else if p := c.take(t, name, 4); p != nil {
		v.v, v.ok = T(binary.NativeEndian.Uint32(p)), true
	}
}

//go:noinline
func u64[T ~uint64 | ~int64](c *Codec, t Type, name string, v *Opt[T]) {
	if c.mode != decode {
		binary.NativeEndian.PutUint64(c.put(t, name, 8), uint64(v.v))
	} else if p := c.take(t, name, 8); p != nil {
		v.v, v.ok = T(binary.NativeEndian.Uint64(p)), true
	}
}

//go:noinline
func be16[T ~uint16](c *Codec, t Type, name string, v *Opt[T]) {
	if c.mode != decode {
		binary.BigEndian.PutUint16(c.put(t, name, 2), uint16(v.v))
	} else if p := c.take(t, name, 2); p != nil {
		v.v, v.ok = T(binary.BigEndian.Uint16(p)), true
	}
}

//go:noinline
func be32[T ~uint32](c *Codec, t Type, name string, v *Opt[T]) {
	if c.mode != decode {
		binary.BigEndian.PutUint32(c.put(t, name, 4), uint32(v.v))
	} else if p := c.take(t, name, 4); p != nil {
		v.v, v.ok = T(binary.BigEndian.Uint32(p)), true
	}
}

//go:noinline
func be64[T ~uint64](c *Codec, t Type, name string, v *Opt[T]) {
	if c.mode != decode {
		binary.BigEndian.PutUint64(c.put(t, name, 8), uint64(v.v))
	} else if p := c.take(t, name, 8); p != nil {
		v.v, v.ok = T(binary.BigEndian.Uint64(p)), true
	}
}

//go:noinline
func n8[T ~uint8](c *Codec, t Type, name string, v *T) {
	if c.mode != decode {
		c.put(t, name, 1)[0] = byte(*v)
	} else if p := c.take(t, name, 1); p != nil {
		*v = T(p[0])
	}
}

//go:noinline
func n32[T ~uint32 | ~int32](c *Codec, t Type, name string, v *T) {
	if c.mode != decode {
		binary.NativeEndian.PutUint32(c.put(t, name, 4), uint32(*v))
	} else if p := c.take(t, name, 4); p != nil {
		*v = T(binary.NativeEndian.Uint32(p))
	}
}

//go:noinline
func n64[T ~uint64](c *Codec, t Type, name string, v *T) {
	if c.mode != decode {
		binary.NativeEndian.PutUint64(c.put(t, name, 8), uint64(*v))
	} else if p := c.take(t, name, 8); p != nil {
		*v = T(binary.NativeEndian.Uint64(p))
	}
}

//go:noinline
func onOff(c *Codec, t Type, name string, v *OnOff) {
	if c.mode != decode {
		c.put(t, name, 1)[0] = byte(v.wire(c, name))
	} else if p := c.take(t, name, 1); p != nil {
		*v = Bool(p[0] != 0)
	}
}

//go:noinline
func onOff32(c *Codec, t Type, name string, v *OnOff) {
	if c.mode != decode {
		binary.NativeEndian.PutUint32(c.put(t, name, 4), v.wire(c, name))
	} else if p := c.take(t, name, 4); p != nil {
		*v = Bool(binary.NativeEndian.Uint32(p) != 0)
	}
}

//go:noinline
func flag(c *Codec, t Type, name string, v *bool) {
	if c.mode != decode {
		c.put(t, name, 0)
	} else if p := c.take(t, name, 0); p != nil {
		*v = true
	}
}

//go:noinline
func dur32(c *Codec, t Type, name string, unit time.Duration, v *Opt[time.Duration]) {
	if c.mode != decode {
		binary.NativeEndian.PutUint32(c.put(t, name, 4), uint32(units(c, name, unit, v.v, 1<<32-1)))
	} else if p := c.take(t, name, 4); p != nil {
		*v = Some(time.Duration(binary.NativeEndian.Uint32(p)) * unit)
	}
}

//go:noinline
func dur64(c *Codec, t Type, name string, unit time.Duration, v *Opt[time.Duration]) {
	if c.lacks(t) {
		return
	}
	if c.mode != decode {
		binary.NativeEndian.PutUint64(c.put(t, name, 8), units(c, name, unit, v.v, 1<<63-1))
		return
	}
	const most = 1<<63 - 1
	if p := c.payload(t); len(p) == 8 && binary.NativeEndian.Uint64(p) > uint64(most/unit) {
		c.complain(t, name, "longer than a time.Duration can say")
	} else if p := c.take(t, name, 8); p != nil {
		*v = Some(time.Duration(binary.NativeEndian.Uint64(p)) * unit)
	}
}

// units returns d in units, which must come out even: a timer that is set
// to something else than what was asked for should not pass in silence.
func units(c *Codec, name string, unit, d time.Duration, most uint64) uint64 {
	if d < 0 || d%unit != 0 || uint64(d/unit) > most {
		c.Reject(name, fmt.Sprintf("%v is not 0 to %d times %v", d, most, unit))
	}
	return uint64(d / unit)
}

// N16 carries v as a u16 in host byte order; zero means absent.
func N16[T ~uint16](c *Codec, t Type, name string, v *T) {
	if *v != 0 || c.at[t] != 0 {
		n16(c, t, name, v)
	}
}

// Uint carries v as the kernel's NLA_UINT, a u32 where that is enough and a u64
// where it is not; zero means absent.
func Uint[T ~uint64 | ~int64](c *Codec, t Type, name string, v *T) {
	if *v != 0 || c.at[t] != 0 {
		nlaUint(c, t, name, v)
	}
}

// Skip takes an attribute that says nothing that others do not say as well,
// such as padding, however often it is there.
func Skip(c *Codec, t Type, name string) {
	if c.at[t] != 0 {
		skip(c, t, name)
	}
}

//go:noinline
func skip(c *Codec, t Type, name string) {
	if c.mode == describe {
		c.put(t, name, 0)
		return
	}
	f := &c.f[c.d]
	if !f.dup {
		c.taken(t)
		return
	}
	for _, h := range c.each(f) {
		if Type(h>>16&typeMask) == t {
			c.left--
		}
	}
	c.tookAll(f, t)
}

//go:noinline
func n16[T ~uint16](c *Codec, t Type, name string, v *T) {
	if c.mode != decode {
		binary.NativeEndian.PutUint16(c.put(t, name, 2), uint16(*v))
	} else if p := c.take(t, name, 2); p != nil {
		*v = T(binary.NativeEndian.Uint16(p))
	}
}

//go:noinline
func nlaUint[T ~uint64 | ~int64](c *Codec, t Type, name string, v *T) {
	if c.lacks(t) {
		return
	}
	switch {
	case c.mode == decode && len(c.payload(t)) == 4:
		*v = T(binary.NativeEndian.Uint32(c.take(t, name, 4)))
	case c.mode == decode:
		if p := c.take(t, name, 8); p != nil {
			*v = T(binary.NativeEndian.Uint64(p))
		}
	case uint64(*v) < 1<<32:
		binary.NativeEndian.PutUint32(c.put(t, name, 4), uint32(*v))
	default:
		binary.NativeEndian.PutUint64(c.put(t, name, 8), uint64(*v))
	}
}
