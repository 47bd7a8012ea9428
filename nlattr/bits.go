package nlattr

import "encoding/binary"

// Bit is one of the switches in a [Bits] attribute.
type Bit struct {
	Mask   uint32 // which bit it is
	Switch *OnOff // the field
}

// Bits carries switches as two u32 in host byte order: those that are on, and
// those that are meant. Bits that are on and have no switch are in more.
func Bits(c *Codec, t Type, name string, more *uint32, switches ...Bit) {
	if c.mode == decode {
		if c.at[t&127] != 0 {
			getBits(c, t, name, more, switches)
		}
		return
	}
	on, mask := *more, *more
	for _, s := range switches {
		if *s.Switch == 0 {
			continue
		}
		mask |= s.Mask
		if s.Switch.wire(c, name) != 0 {
			on |= s.Mask
		}
	}
	if mask != 0 || c.at[t&127] != 0 {
		p := c.put(t, name, 8)
		binary.NativeEndian.PutUint32(p, on)
		binary.NativeEndian.PutUint32(p[4:], mask)
	}
}

func getBits(c *Codec, t Type, name string, more *uint32, switches []Bit) {
	p := c.take(t, name, 8)
	if p == nil {
		return
	}
	on, mask := binary.NativeEndian.Uint32(p), binary.NativeEndian.Uint32(p[4:])
	for _, s := range switches {
		if mask&s.Mask != 0 {
			*s.Switch = Bool(on&s.Mask != 0)
			mask &^= s.Mask
		}
	}
	*more = on & mask
}
