package main

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
)

// Words are a command line that is being read. The first thing that is wrong with it is kept in err, and after
// that there are no more words.
type words struct {
	left []string
	err  error
}

func (w *words) fail(format string, args ...any) {
	if w.err == nil {
		w.err = fmt.Errorf(format, args...)
	}
	w.left = nil
}

func (w *words) more() bool { return len(w.left) > 0 }

// next returns the next word, which must be there.
func (w *words) next() string {
	if len(w.left) == 0 {
		w.fail("the command ends too early")
		return ""
	}
	s := w.left[0]
	w.left = w.left[1:]
	return s
}

// accept reads one of some words, if it comes next.
func (w *words) accept(some ...string) bool {
	for _, s := range some {
		if len(w.left) > 0 && w.left[0] == s {
			w.left = w.left[1:]
			return true
		}
	}
	return false
}

// verbs are what can be done to objects, in the order in which abbreviations are tried.
var verbs = []string{"add", "append", "change", "set", "delete", "show", "list", "lst", "replace", "get", "property", "bucket"}

// verb reads what is to be done. Nothing is to show everything.
func (w *words) verb() string {
	if !w.more() {
		return "show"
	}
	word := w.next()
	for _, v := range verbs {
		if strings.HasPrefix(v, word) {
			if v == "list" || v == "lst" {
				return "show"
			}
			return v
		}
	}
	w.fail("there is no command %q", word)
	return ""
}

// number reads a number of at most so many bits, in C's notation.
func (w *words) number(bits int) uint64 {
	s := w.next()
	n, err := strconv.ParseUint(s, 0, bits)
	if err != nil && w.err == nil {
		w.fail("%q is not a number of %d bits", s, bits)
	}
	return n
}

func (w *words) u32() uint32 { return uint32(w.number(32)) }

func (w *words) onOff() rtnl.OnOff {
	switch s := w.next(); s {
	case "on", "1":
		return rtnl.On
	case "off", "0":
		return rtnl.Off
	default:
		w.fail("%q is neither on nor off", s)
		return 0
	}
}

func (w *words) addr() netip.Addr {
	s := w.next()
	a, err := netip.ParseAddr(s)
	if err != nil {
		w.fail("%q is not an IP address", s)
	}
	return a
}

// prefix reads an address with or without a prefix length, or "default".
func (w *words) prefix(family rtnl.Family) netip.Prefix {
	s := w.next()
	switch {
	case s == "default" && family == rtnl.IPv6:
		return netip.MustParsePrefix("::/0")
	case s == "default":
		return netip.MustParsePrefix("0.0.0.0/0")
	case strings.Contains(s, "/"):
		p, err := netip.ParsePrefix(s)
		if err != nil {
			w.fail("%q is not a prefix", s)
		}
		return p
	}
	w.left = append([]string{s}, w.left...)
	a := w.addr()
	return netip.PrefixFrom(a, a.BitLen())
}

func (w *words) hwAddr() nlattr.HWAddr {
	s := w.next()
	a, err := rtnl.ParseHWAddr(s)
	if err != nil {
		w.fail("%q is not a link-layer address", s)
	}
	return a
}

// enum reads a number or the word that its String gives for one.
func enum[T ~uint8 | ~uint16 | ~uint32](w *words, most int) T {
	s := w.next()
	if n, err := strconv.ParseUint(s, 0, 32); err == nil {
		return T(n)
	}
	for n := range most {
		if fmt.Sprint(T(n)) == s {
			return T(n)
		}
	}
	w.fail("%q is none of the words that are possible here", s)
	return 0
}

// set reads the value of a field, which JSON can be read into. Times are counted in units.
func (w *words) set(field reflect.Value, unit time.Duration) {
	switch f := field.Addr().Interface().(type) {
	case *bool:
		*f = true
		return
	case *rtnl.OnOff:
		*f = w.onOff()
		return
	case *string:
		*f = w.next()
		return
	}
	s := w.next()
	text := strconv.Quote(s)
	if n, err := strconv.ParseUint(s, 0, 64); err == nil {
		if _, times := value(field).(time.Duration); times {
			n *= uint64(unit)
		}
		text = strconv.FormatUint(n, 10)
	} else {
		v := reflect.New(reflect.TypeOf(value(field))).Elem()
		for n := uint64(0); v.CanUint() && n < 1<<16 && !v.OverflowUint(n); n++ {
			if v.SetUint(n); fmt.Sprint(v) == s {
				text = strconv.FormatUint(n, 10)
				break
			}
		}
	}
	if err := json.Unmarshal([]byte(text), field.Addr().Interface()); err != nil {
		w.fail("%q: %w", s, err)
	}
}
