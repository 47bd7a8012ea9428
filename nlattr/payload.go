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
		b, err := put(v, c.scratch[:0])
		if err != nil {
			c.Reject(name, err.Error())
		}
		copy(c.put(t, name, len(b)), b)
		c.scratch = b
	case c.mode == decode && c.at[t&127] != 0:
		var zero T
		old, p := *v, c.payload(t)
		*v = zero // in place, since get's argument would be allocated
		reason := ""
		if err := get(v, p); err != nil {
			reason = err.Error()
		} else {
			b, err := put(v, c.scratch[:0])
			if err != nil || !bytes.Equal(b, p) {
				reason = "more than is known of it"
			}
			c.scratch = b
		}
		if reason != "" {
			*v = old
			c.complain(t, name, reason)
			return
		}
		c.taken(t)
	}
}
