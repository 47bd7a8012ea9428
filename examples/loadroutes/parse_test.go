package main

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"github.com/eb30ede5/netlink/rtnl"
)

func TestParse(t *testing.T) {
	for _, tt := range []struct{ line, want string }{
		{"", ""},
		{"  # nothing", ""},
		{"198.51.100.0/24 via 192.0.2.1", "198.51.100.0/24 192.0.2.1  9"},
		{"198.51.100.0/24\tvia 192.0.2.1 metric 7 dev eth0 # why\r", "198.51.100.0/24 192.0.2.1 eth0 7"},
		{"198.51.100.7 dev eth0", "198.51.100.7/32 invalid IP eth0 9"},
		{"2001:db8::/32 via fe80::1 dev eth0", "2001:db8::/32 fe80::1 eth0 9"},
		{"198.51.100.0/24 via fe80::1 dev eth0", "198.51.100.0/24 fe80::1 eth0 9"},
		{"default via 192.0.2.1", "0.0.0.0/0 192.0.2.1  9"},
		{"default via fe80::1", "::/0 fe80::1  9"},
		{"198.51.100.1/24 via 192.0.2.1", "error: 198.51.100.1/24 has host bits; the prefix is 198.51.100.0/24"},
		{"198.51.100.0/33 via 192.0.2.1", `error: netip.ParsePrefix("198.51.100.0/33"): prefix length out of range`},
		{"198.51.100.0/24", "error: neither via nor dev"},
		{"198.51.100.0/24 via", `error: nothing behind "via"`},
		{"198.51.100.0/24 via x", `error: ParseAddr("x"): unable to parse IP`},
		{"198.51.100.0/24 via fe80::1%eth0", "error: fe80::1%eth0 has a zone; say dev eth0"},
		{"198.51.100.0/24 via 192.0.2.1 via 192.0.2.2", "error: via comes twice"},
		{"198.51.100.0/24 nexthop 7", `error: "nexthop" is not known here; a line is PREFIX [via ADDRESS] [dev NAME] [metric NUMBER]`},
		{"198.51.100.0/24 dev eth0 metric -1", `error: metric "-1" is not a number below 1<<32`},
		{"2001:db8::/32 via 192.0.2.1", "error: 2001:db8::/32 via 192.0.2.1: IPv6 cannot go by an IPv4 next hop"},
		{"\x00", `error: ParseAddr("\x00"): unable to parse IP`},
	} {
		if got := parsed(tt.line); got != tt.want {
			t.Errorf("parse(%q) = %s, want %s", tt.line, got, tt.want)
		}
	}
}

func parsed(line string) string {
	r, ok, err := parse(line, rtnl.Route{Metric: 9})
	switch {
	case err != nil:
		return "error: " + err.Error()
	case !ok:
		return ""
	}
	return fmt.Sprintf("%v %v %v %d", r.Dst, r.Via, r.Dev, r.Metric)
}

// FuzzParse holds what a line is read as against package netip and strings.Fields.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"198.51.100.0/24 via 192.0.2.1", "default dev lo", "2001:db8::/32 via fe80::1 dev eth0 metric 7 # x", "1.2.3.4\r"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, line string) {
		r, ok, err := parse(line, rtnl.Route{})
		if !ok || err != nil {
			return
		}
		plain, _, _ := strings.Cut(line, "#")
		words := strings.FieldsFunc(plain, func(r rune) bool { return r == ' ' || r == '\t' || r == '\r' })
		want, perr := netip.ParsePrefix(words[0])
		if perr != nil && words[0] != "default" {
			a := netip.MustParseAddr(words[0])
			want = netip.PrefixFrom(a, a.BitLen())
		}
		if words[0] != "default" && r.Dst != want || r.Dst != r.Dst.Masked() {
			t.Errorf("%q has the destination %v, want %v", line, r.Dst, want)
		}
		for i := 1; i < len(words); i += 2 {
			if words[i] == "via" && r.Via != netip.MustParseAddr(words[i+1]) {
				t.Errorf("%q goes via %v", line, r.Via)
			}
		}
	})
}

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, ok, err := parse("198.51.100.0/24 via 192.0.2.1", rtnl.Route{}); !ok || err != nil {
			b.Fatal(err)
		}
	}
}
