package nlattr

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"net/netip"
	"strings"

	"github.com/eb30ede5/netlink/internal/uapi"
)

// Str carries v as a string that ends with a NUL.
func Str(c *Codec, t Type, name string, v *string) {
	if *v != "" || c.at[t] != 0 {
		str(c, t, name, v)
	}
}

// OptStr carries v as a string that ends with a NUL and may be empty.
func OptStr(c *Codec, t Type, name string, v *Opt[string]) {
	if v.ok || c.at[t] != 0 {
		optStr(c, t, name, v)
	}
}

// Bytes carries v as it is.
func Bytes[B ~[]byte](c *Codec, t Type, name string, v *B) {
	if len(*v)|int(c.at[t]) != 0 {
		blob(c, t, name, v)
	}
}

// U16s carries v as an array of u16 in host byte order.
func U16s[T ~uint16](c *Codec, t Type, name string, v *[]T) {
	if len(*v)|int(c.at[t]) != 0 {
		u16s(c, t, name, v)
	}
}

// U32s carries v as an array of u32 or s32 in host byte order. While decoding, a
// v that is empty and has room is filled; else a new one is made.
func U32s[T ~uint32 | ~int32](c *Codec, t Type, name string, v *[]T) {
	if len(*v)|int(c.at[t]) != 0 {
		u32s(c, t, name, v)
	}
}

// Addr carries an IP address: 4 bytes in attribute t4, or 16 in t6, which may
// be the same.
func Addr(c *Codec, t4, t6 Type, name string, v *netip.Addr) {
	if c.left != 0 || *v != (netip.Addr{}) { // looking for both here is more than is inlined
		addr(c, t4, t6, name, v)
	}
}

// Prefix carries an address whose family and prefix length are in the fixed
// header. While decoding, an absent attribute gives the unspecified address;
// while encoding, that address with a prefix of length 0 is left out, as the
// kernel does it.
func Prefix(c *Codec, t Type, name string, v *netip.Prefix, family, bits uint8) {
	if c.mode == decode || v.IsValid() || c.at[t] != 0 {
		prefix(c, t, name, v, family, bits)
	}
}

// LLAddr carries a link-layer address.
func LLAddr(c *Codec, t Type, name string, v *HWAddr) {
	if v.n != 0 || c.at[t] != 0 {
		llAddr(c, t, name, v)
	}
}

//go:noinline
func optStr(c *Codec, t Type, name string, v *Opt[string]) {
	str(c, t, name, &v.v)
	if !v.ok { // never while encoding: others may be doing that too
		v.ok = true
	}
}

//go:noinline
func str(c *Codec, t Type, name string, v *string) {
	if c.lacks(t) {
		return
	}
	if c.mode == decode {
		*v = c.text(t, c.payload(t))
		c.taken(t)
		return
	}
	if strings.IndexByte(*v, 0) >= 0 {
		c.Reject(name, fmt.Sprintf("%q has a NUL in it", *v))
	}
	copy(c.put(t, name, len(*v)+1), *v)
}

// text returns p up to its first NUL. Messages of one dump repeat themselves,
// a queueing discipline or a congestion control in each: the string of the last
// message serves again.
func (c *Codec) text(t Type, p []byte) string {
	if i := bytes.IndexByte(p, 0); i >= 0 {
		p = p[:i]
	}
	r := &c.recent[t&15]
	if string(p) != *r {
		*r = string(p)
	}
	return *r
}

//go:noinline
func blob[B ~[]byte](c *Codec, t Type, name string, v *B) {
	if c.lacks(t) {
		return
	}
	if c.mode == decode {
		*v = append(B{}, c.payload(t)...)
		c.taken(t)
		return
	}
	copy(c.put(t, name, len(*v)), *v)
}

//go:noinline
func u16s[T ~uint16](c *Codec, t Type, name string, v *[]T) {
	if c.lacks(t) {
		return
	}
	if c.mode == decode {
		p := c.payload(t)
		if len(p)%2 != 0 {
			c.complain(t, name, fmt.Sprintf("%d bytes, want a multiple of 2", len(p)))
			return
		}
		s := make([]T, len(p)/2)
		for i := range s {
			s[i] = T(binary.NativeEndian.Uint16(p[2*i:]))
		}
		*v = s
		c.taken(t)
		return
	}
	p := c.put(t, name, 2*len(*v))
	for i := range min(len(*v), len(p)/2) {
		binary.NativeEndian.PutUint16(p[2*i:], uint16((*v)[i]))
	}
}

//go:noinline
func u32s[T ~uint32 | ~int32](c *Codec, t Type, name string, v *[]T) {
	if c.lacks(t) {
		return
	}
	if c.mode == decode {
		p := c.payload(t)
		if len(p)%4 != 0 {
			c.complain(t, name, fmt.Sprintf("%d bytes, want a multiple of 4", len(p)))
			return
		}
		s := *v
		if n := len(p) / 4; len(s) == 0 && cap(s) >= n {
			s = s[:n]
		} else {
			s = make([]T, n)
		}
		*v = s
		for ; len(s) >= 4 && len(p) >= 16; s, p = s[4:], p[16:] { // twice as fast as one by one
			s[0], s[1] = T(binary.NativeEndian.Uint32(p)), T(binary.NativeEndian.Uint32(p[4:]))
			s[2], s[3] = T(binary.NativeEndian.Uint32(p[8:])), T(binary.NativeEndian.Uint32(p[12:]))
		}
		for i := range s {
			s[i] = T(binary.NativeEndian.Uint32(p[4*i:]))
		}
		c.taken(t)
		return
	}
	p := c.put(t, name, 4*len(*v))
	for i := range min(len(*v), len(p)/4) {
		binary.NativeEndian.PutUint32(p[4*i:], uint32((*v)[i]))
	}
}

//go:noinline
func addr(c *Codec, t4, t6 Type, name string, v *netip.Addr) {
	if c.mode == decode {
		// The one that is not taken goes to Rest.
		if c.at[t6&127] != 0 && ip(c, t6, name, v, t4 == t6, true) || t4 == t6 {
			return
		}
		if c.at[t4&127] != 0 {
			ip(c, t4, name, v, true, false)
		}
		return
	}
	if v.Zone() != "" {
		c.Reject(name, v.String()+" has a zone, which the kernel takes as a device")
	}
	switch {
	case c.mode == describe:
		c.put(t4, name, 4)
		if t6 != t4 {
			c.put(t6, name, 16)
		}
	case v.Is4():
		a := v.As4()
		copy(c.put(t4, name, 4), a[:])
	default:
		a := v.As16()
		copy(c.put(t6, name, 16), a[:])
	}
}

// ip reads an address of 4 bytes, if v4 says that it may be, or of 16, if v6
// does.
func ip(c *Codec, t Type, name string, v *netip.Addr, v4, v6 bool) bool {
	p := c.payload(t)
	a := addrFrom(p, v4, v6)
	if !a.IsValid() {
		c.notAddr(t, name, len(p), v4, v6)
		return false
	}
	*v = a
	c.taken(t)
	return true
}

// addrFrom returns the zero Addr where p is of no length that may be.
func addrFrom(p []byte, v4, v6 bool) (a netip.Addr) {
	switch {
	case v4 && len(p) == 4:
		a = netip.AddrFrom4([4]byte(p))
	case v6 && len(p) == 16:
		a = netip.AddrFrom16([16]byte(p))
	}
	return a
}

func (c *Codec) notAddr(t Type, name string, n int, v4, v6 bool) {
	want := "4 or 16"
	if !v6 {
		want = "4"
	} else if !v4 {
		want = "16"
	}
	c.complain(t, name, fmt.Sprintf("%d bytes, want %s", n, want))
}

//go:noinline
func prefix(c *Codec, t Type, name string, v *netip.Prefix, family, bits uint8) {
	if c.mode != decode {
		if a := v.Addr(); v.Bits() > 0 || !a.IsUnspecified() {
			addr(c, t, t, name, &a)
		}
		return
	}
	v4, v6 := family != uapi.AF_INET6, family != uapi.AF_INET
	if c.at[t&127] == 0 {
		switch family {
		case uapi.AF_INET:
			*v = netip.PrefixFrom(netip.IPv4Unspecified(), int(bits))
		case uapi.AF_INET6:
			*v = netip.PrefixFrom(netip.IPv6Unspecified(), int(bits))
		}
		return
	}
	p := c.payload(t)
	switch a := addrFrom(p, v4, v6); {
	case int(bits) > len(p)*8:
		c.complain(t, name, fmt.Sprintf("prefix length %d of an address of %d bits", bits, len(p)*8))
	case !a.IsValid():
		c.notAddr(t, name, len(p), v4, v6)
	default:
		*v = netip.PrefixFrom(a, int(bits))
		c.taken(t)
	}
}

// HWAddr is a link-layer address of up to 32 bytes, such as an Ethernet MAC
// address. It is a value: comparable, and never shared. The zero HWAddr is
// absent.
type HWAddr struct {
	b [32]byte
	n uint8
}

// HWAddrFrom returns b as a HWAddr. It fails for more than 32 bytes.
func HWAddrFrom(b []byte) (HWAddr, error) {
	var a HWAddr
	if len(b) > len(a.b) {
		return a, fmt.Errorf("nlattr: link-layer address of %d bytes, at most %d", len(b), len(a.b))
	}
	a.n = uint8(copy(a.b[:], b))
	return a, nil
}

// ParseHWAddr reads an address in the form of String. It fails for more than
// 32 bytes.
func ParseHWAddr(s string) (HWAddr, error) {
	b, err := hex.DecodeString(strings.ReplaceAll(s, ":", ""))
	if err != nil || len(s) != 3*len(b)-1 {
		return HWAddr{}, fmt.Errorf("nlattr: %q is not a link-layer address, such as 02:00:5e:00:53:01", s)
	}
	for i := 2; i < len(s); i += 3 {
		if s[i] != ':' {
			return HWAddr{}, fmt.Errorf("nlattr: %q is not a link-layer address, such as 02:00:5e:00:53:01", s)
		}
	}
	return HWAddrFrom(b)
}

// MustParseHWAddr is ParseHWAddr for constants. It panics on errors.
func MustParseHWAddr(s string) HWAddr {
	a, err := ParseHWAddr(s)
	if err != nil {
		panic(err)
	}
	return a
}

// Len returns the number of bytes.
func (a HWAddr) Len() int { return int(a.n) }

// IsZero reports whether there is no address.
func (a HWAddr) IsZero() bool { return a.n == 0 }

// AppendTo appends the bytes of the address to b.
func (a HWAddr) AppendTo(b []byte) []byte { return append(b, a.b[:a.n]...) }

// String returns the address as pairs of hexadecimal digits with colons.
func (a HWAddr) String() string {
	s := make([]byte, 0, 3*len(a.b))
	for i, x := range a.b[:a.n] {
		if i > 0 {
			s = append(s, ':')
		}
		s = hex.AppendEncode(s, []byte{x})
	}
	return string(s)
}

// MarshalText returns what String does.
func (a HWAddr) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText reads what String returns, or nothing for no address.
func (a *HWAddr) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*a = HWAddr{}
		return nil
	}
	v, err := ParseHWAddr(string(b))
	if err == nil {
		*a = v
	}
	return err
}

//go:noinline
func llAddr(c *Codec, t Type, name string, v *HWAddr) {
	if c.lacks(t) {
		return
	}
	if c.mode != decode {
		copy(c.put(t, name, int(v.n)), v.b[:v.n])
		return
	}
	a, err := HWAddrFrom(c.payload(t))
	if err != nil {
		c.complain(t, name, fmt.Sprintf("%d bytes, at most %d", len(c.payload(t)), len(a.b)))
		return
	}
	*v = a
	c.taken(t)
}
