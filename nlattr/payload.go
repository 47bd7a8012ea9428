package nlattr

import "bytes"

// Payload carries v in a form of its own, such as a routing header. While
// encoding, send says whether it is to be sent; put appends it, or says what is
// wrong with it. get reads it into a zero T, and must copy what it keeps. What
// get fails for, and what put would not append again as it was, is kept as it
// is.
func Payload[T any](c *Codec, t Type, name string, send bool, v *T, put func(v *T, b []byte) ([]byte, error), get func(v *T, b []byte) error) {
	switch {
	case c.mode == describe:
		c.put(t, name, 0)
	case c.mode == encode && send:
		b, err := put(v, nil)
		if err != nil {
			c.Reject(name, err.Error())
		}
		copy(c.put(t, name, len(b)), b)
	case c.mode == decode && c.at[t&127] != 0:
		var n T
		p := c.payload(t)
		if err := get(&n, p); err != nil {
			c.complain(t, name, err.Error())
			return
		}
		if b, err := put(&n, nil); err != nil || !bytes.Equal(b, p) {
			c.complain(t, name, "more than is known of it")
			return
		}
		*v = n
		c.taken(t)
	}
}
