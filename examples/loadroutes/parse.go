package main

import (
	"bytes"
	"errors"
	"fmt"
	"net/netip"
	"strconv"

	"github.com/eb30ede5/netlink/rtnl"
)

// words is what a line says.
type words struct {
	dst    netip.Prefix
	via    netip.Addr
	dev    []byte // part of the line
	metric rtnl.Opt[uint32]
}

// parse reads a line: "PREFIX [via [inet|inet6] ADDRESS] [dev NAME] [metric N]",
// where # begins a comment. It returns false for a line that says nothing.
//
// What is right it reads without allocating; a million lines are quick to read.
func parse(b []byte) (w words, ok bool, err error) {
	if i := bytes.IndexByte(b, '#'); i >= 0 {
		b = b[:i]
	}
	dst, b := cut(b)
	if len(dst) == 0 {
		return w, false, nil
	}
	if string(dst) != "default" { // which family it is of depends on what follows
		if w.dst, err = parsePrefix(dst); err != nil {
			return w, true, err
		}
	}
	family := 0
	for key, b := cut(b); len(key) > 0; key, b = cut(b) {
		value, rest := cut(b)
		if string(key) == "via" && (string(value) == "inet" || string(value) == "inet6") {
			family = 4
			if string(value) == "inet6" {
				family = 6
			}
			value, rest = cut(rest)
		}
		if err = w.set(key, value); err != nil {
			return w, true, err
		}
		b = rest
	}
	return w, true, w.check(family)
}

// set takes a word and what follows it.
func (w *words) set(key, value []byte) (err error) {
	switch string(key) {
	case "via", "dev", "metric":
		if len(value) == 0 {
			return fmt.Errorf("nothing follows %q", key)
		}
	}
	switch string(key) {
	case "via":
		if w.via.IsValid() {
			return errors.New(`"via" twice; a route with several next hops is none for this program`)
		}
		w.via, err = parseAddr(value)
	case "dev":
		if w.dev != nil {
			return errors.New(`"dev" twice`)
		}
		w.dev = value
	case "metric":
		if w.metric.Is() {
			return errors.New(`"metric" twice`)
		}
		n, err := strconv.ParseUint(string(value), 0, 32)
		if err != nil {
			return fmt.Errorf("%s is not a metric: a number below 1<<32", quote(value))
		}
		w.metric = rtnl.U32(uint32(n))
	default:
		return fmt.Errorf("%s where via, dev or metric could be", quote(key))
	}
	return err
}

// check looks at what goes together; family is what the line says of via.
func (w *words) check(family int) error {
	if family == 4 && !w.via.Is4() || family == 6 && !w.via.Is6() {
		return fmt.Errorf("%v is of the other family than the word before it says", w.via)
	}
	if !w.dst.IsValid() { // default
		w.dst = netip.PrefixFrom(netip.IPv4Unspecified(), 0)
		if w.via.Is6() {
			w.dst = netip.PrefixFrom(netip.IPv6Unspecified(), 0)
		}
	}
	if w.dst.Addr().Is6() && w.via.Is4() { // the reverse is fine
		return fmt.Errorf("an IPv6 prefix cannot go via %v, an IPv4 address", w.via)
	}
	return nil
}

// cut returns the first word of b, and what is behind it.
func cut(b []byte) (word, rest []byte) {
	i := 0
	for i < len(b) && isSpace(b[i]) {
		i++
	}
	j := i
	for j < len(b) && !isSpace(b[j]) {
		j++
	}
	return b[i:j], b[j:]
}

func isSpace(c byte) bool { return c == ' ' || '\t' <= c && c <= '\r' }

// parsePrefix reads a prefix, or an address that stands for one of full length.
func parsePrefix(b []byte) (netip.Prefix, error) {
	addr, length := b, []byte(nil)
	slash := bytes.IndexByte(b, '/')
	if slash >= 0 {
		addr, length = b[:slash], b[slash+1:]
	}
	a, err := parseAddr(addr)
	if err != nil {
		return netip.Prefix{}, fmt.Errorf("%s is not a prefix", quote(b))
	}
	bits := a.BitLen()
	if slash >= 0 {
		bits = parseLength(length)
	}
	p := netip.PrefixFrom(a, bits)
	if !p.IsValid() {
		return p, fmt.Errorf("%s is not a prefix: no length from 0 to %d", quote(b), a.BitLen())
	}
	if m := p.Masked(); m != p {
		return p, fmt.Errorf("%v has bits set behind its length; %v has not", p, m)
	}
	return p, nil
}

// parseLength reads the length of a prefix, and returns -1 for what is none.
func parseLength(b []byte) int {
	if len(b) == 0 || len(b) > 3 || b[0] == '0' && len(b) > 1 {
		return -1
	}
	n := 0
	for _, c := range b {
		if c < '0' || c > '9' {
			return -1
		}
		n = 10*n + int(c-'0')
	}
	return n
}

// parseAddr reads an address. What is not of the two usual forms it leaves to
// netip, which wants a string, and so an allocation.
func parseAddr(b []byte) (netip.Addr, error) {
	if a, ok := parse4(b); ok {
		return a, nil
	}
	if a, ok := parse6(b); ok {
		return a, nil
	}
	a, err := netip.ParseAddr(string(b))
	if err != nil || a.Zone() != "" { // a device is said with dev
		return netip.Addr{}, fmt.Errorf("%s is not an address", quote(b))
	}
	return a, nil
}

// parse4 reads four numbers.
func parse4(b []byte) (_ netip.Addr, ok bool) {
	var a [4]byte
	n, digits, octet := 0, 0, uint(0)
	for _, c := range b {
		switch {
		case '0' <= c && c <= '9':
			if digits > 0 && octet == 0 {
				return netip.Addr{}, false
			}
			if octet = 10*octet + uint(c-'0'); octet > 255 {
				return netip.Addr{}, false
			}
			digits++
		case c == '.' && digits > 0 && n < 3:
			a[n] = byte(octet)
			n, digits, octet = n+1, 0, 0
		default:
			return netip.Addr{}, false
		}
	}
	a[3] = byte(octet)
	return netip.AddrFrom4(a), n == 3 && digits > 0
}

// parse6 reads groups of hexadecimal digits.
func parse6(b []byte) (_ netip.Addr, ok bool) {
	var a [16]byte
	n, gap := 0, -1 // bytes read, and how many before "::"
	if len(b) >= 2 && b[0] == ':' && b[1] == ':' {
		gap, b = 0, b[2:]
	}
	for len(b) > 0 {
		group, i := uint(0), 0
		for ; i < len(b) && i < 4 && hex[b[i]] > 0; i++ {
			group = group<<4 | uint(hex[b[i]]-1)
		}
		if i == 0 || n == len(a) {
			return netip.Addr{}, false
		}
		a[n], a[n+1] = byte(group>>8), byte(group)
		n += 2
		if b = b[i:]; len(b) == 0 {
			break
		}
		if b[0] != ':' || len(b) == 1 {
			return netip.Addr{}, false
		}
		if b = b[1:]; b[0] == ':' {
			if gap >= 0 {
				return netip.Addr{}, false
			}
			gap, b = n, b[1:]
		}
	}
	if gap < 0 {
		return netip.AddrFrom16(a), n == len(a)
	}
	if n == len(a) { // "::" is at least one group
		return netip.Addr{}, false
	}
	copy(a[len(a)-(n-gap):], a[gap:n])
	clear(a[gap : len(a)-(n-gap)])
	return netip.AddrFrom16(a), true
}

// hex is the value of a digit, and 1 more.
var hex = func() (t [256]byte) {
	for i := range byte(10) {
		t['0'+i] = i + 1
	}
	for i := range byte(6) {
		t['a'+i], t['A'+i] = i+11, i+11
	}
	return t
}()

// quote quotes what may be anything, and of any length.
func quote(b []byte) string {
	const most = 60
	if len(b) > most {
		return fmt.Sprintf("%q...", b[:most])
	}
	return strconv.Quote(string(b))
}
