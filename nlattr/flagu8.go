package nlattr

// FlagU8 carries v as [Flag] does in a request, and as one byte, 0 or 1, in a
// report. Either can be read.
func FlagU8(c *Codec, t Type, name string, v *bool) {
	if *v || c.at[t&127] != 0 {
		flagU8(c, t, name, v)
	}
}

//go:noinline
func flagU8(c *Codec, t Type, name string, v *bool) {
	if c.lacks(t) {
		return
	}
	switch {
	case c.mode == decode && len(c.payload(t)) == 0:
		c.taken(t)
		*v = true
	case c.mode == decode:
		if p := c.take(t, name, 1); p != nil {
			*v = p[0] != 0
		}
	case c.report:
		c.put(t, name, 1)[0] = 1
	default:
		c.put(t, name, 0)
	}
}
