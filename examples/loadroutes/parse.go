package main

import (
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"github.com/eb30ede5/netlink/rtnl"
)

// parse reads a line. What it does not say is as in r. ok is false for a line that says nothing.
func parse(line string, r rtnl.Route) (_ rtnl.Route, ok bool, err error) {
	line, _, _ = strings.Cut(line, "#")
	dst, line := word(line)
	if dst == "" {
		return r, false, nil
	}
	for {
		var what, value string
		if what, line = word(line); what == "" {
			break
		}
		if value, line = word(line); value == "" {
			return r, false, fmt.Errorf("nothing behind %q", what)
		}
		if err := set(&r, what, value); err != nil {
			return r, false, err
		}
	}
	if r.Dst, err = prefix(dst, r.Via); err != nil {
		return r, false, err
	}
	switch {
	case !r.Via.IsValid() && r.Dev == "":
		return r, false, errors.New("neither via nor dev")
	case r.Dst.Addr().Is6() && r.Via.Is4():
		return r, false, fmt.Errorf("%v via %v: IPv6 cannot go by an IPv4 next hop", r.Dst, r.Via)
	}
	return r, true, nil
}

func set(r *rtnl.Route, what, value string) (err error) {
	switch what {
	case "via":
		if r.Via.IsValid() {
			return errors.New("via comes twice")
		}
		if r.Via, err = netip.ParseAddr(value); err == nil && r.Via.Zone() != "" {
			err = fmt.Errorf("%v has a zone; say dev %s", r.Via, r.Via.Zone())
		}
	case "dev":
		r.Dev = strings.Clone(value)
	case "metric":
		var n uint64
		if n, err = strconv.ParseUint(value, 10, 32); err != nil {
			err = fmt.Errorf("metric %q is not a number below 1<<32", value)
		}
		r.Metric = uint32(n)
	default:
		err = fmt.Errorf("%q is not known here; a line is PREFIX [via ADDRESS] [dev NAME] [metric NUMBER]", what)
	}
	return err
}

// prefix reads a destination. An address alone is all of its bits, and default is of via's family.
func prefix(s string, via netip.Addr) (netip.Prefix, error) {
	if s == "default" {
		if via.Is6() {
			return netip.PrefixFrom(netip.IPv6Unspecified(), 0), nil
		}
		return netip.PrefixFrom(netip.IPv4Unspecified(), 0), nil
	}
	if !strings.Contains(s, "/") {
		a, err := netip.ParseAddr(s)
		return netip.PrefixFrom(a, a.BitLen()), err
	}
	p, err := netip.ParsePrefix(s)
	if err == nil && p != p.Masked() {
		err = fmt.Errorf("%v has host bits; the prefix is %v", p, p.Masked())
	}
	return p, err
}

// word cuts a word off.
func word(s string) (w, rest string) {
	i := 0
	for i < len(s) && (s[i] == ' ' || s[i] == '\t' || s[i] == '\r') {
		i++
	}
	j := i
	for j < len(s) && s[j] != ' ' && s[j] != '\t' && s[j] != '\r' {
		j++
	}
	return s[i:j], s[j:]
}
