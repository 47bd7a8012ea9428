package nlattr

// A Line is a line of a list.
type Line struct {
	Path string // names of the nests and of the attribute, joined by dots
	Type Type   // without the flag bits
}

// Describe returns the lines of v's list, those of nests behind the line that
// opens them. It serves to name an attribute that is missing from a message,
// and to check lists against the kernel's headers. Lines that depend on the
// value, such as the data of a link kind, are there as far as v has them. The
// nests of v are filled in on the way, so pass a value made for it.
func Describe(v Attrser) []Line {
	c := Get()
	c.begin(encode, nil)
	c.mode, c.report, c.watch, c.left = describe, true, true, 1
	f := &c.f[0]
	for i := range f.at {
		f.at[i] = 1
	}
	v.Attrs(c)
	clear(f.at[:])
	c.left = 0
	lines := c.lines
	c.lines = nil
	Put(c)
	return lines
}
