package main

import (
	"errors"
	"net/netip"
	"strings"
	"testing"

	"github.com/eb30ede5/netlink/rtnl"
)

func TestParse(t *testing.T) {
	for _, tt := range []struct {
		line, dst, via, dev string
		metric              rtnl.Opt[uint32]
	}{
		{line: "192.0.2.0/24 via 198.51.100.7", dst: "192.0.2.0/24", via: "198.51.100.7"},
		{line: "192.0.2.0/24 via 198.51.100.7 dev eth0 metric 300", dst: "192.0.2.0/24", via: "198.51.100.7", dev: "eth0", metric: rtnl.U32(300)},
		{line: "192.0.2.0/24 metric 0 dev eth0", dst: "192.0.2.0/24", dev: "eth0", metric: rtnl.U32(0)},
		{line: "192.0.2.0/24 dev eth0 metric 0x10", dst: "192.0.2.0/24", dev: "eth0", metric: rtnl.U32(16)},
		{line: " \t192.0.2.0/24\tvia  198.51.100.7 \r", dst: "192.0.2.0/24", via: "198.51.100.7"},
		{line: "192.0.2.0/24 via 198.51.100.7# dev x", dst: "192.0.2.0/24", via: "198.51.100.7"},
		{line: "192.0.2.1 dev eth0", dst: "192.0.2.1/32", dev: "eth0"},
		{line: "0.0.0.0/0 dev eth0", dst: "0.0.0.0/0", dev: "eth0"},
		{line: "192.0.2.0/24 via fe80::7 dev eth0", dst: "192.0.2.0/24", via: "fe80::7", dev: "eth0"},
		{line: "192.0.2.0/24 via inet6 fe80::7 dev eth0", dst: "192.0.2.0/24", via: "fe80::7", dev: "eth0"},
		{line: "192.0.2.0/24 via inet 198.51.100.7", dst: "192.0.2.0/24", via: "198.51.100.7"},
		{line: "192.0.2.0/24 dev inet6", dst: "192.0.2.0/24", dev: "inet6"},
		{line: "2001:db8::/61 via fe80::7 dev eth0", dst: "2001:db8::/61", via: "fe80::7", dev: "eth0"},
		{line: "2001:DB8:1:2:3:4:5:6 via 2001:db8::7", dst: "2001:db8:1:2:3:4:5:6/128", via: "2001:db8::7"},
		{line: "64:ff9b::192.0.2.0/120 dev eth0", dst: "64:ff9b::c000:200/120", dev: "eth0"},
		{line: "default via 198.51.100.7", dst: "0.0.0.0/0", via: "198.51.100.7"},
		{line: "default via fe80::7 dev eth0", dst: "::/0", via: "fe80::7", dev: "eth0"},
		{line: "default dev eth0", dst: "0.0.0.0/0", dev: "eth0"},
		{line: "::/0 dev eth0", dst: "::/0", dev: "eth0"},
	} {
		w, ok, err := parse([]byte(tt.line))
		via := ""
		if w.via.IsValid() {
			via = w.via.String()
		}
		if err != nil || !ok || w.dst.String() != tt.dst || via != tt.via || string(w.dev) != tt.dev || w.metric != tt.metric {
			t.Errorf("parse(%q) = %v via %q dev %q metric %v, %v, %v", tt.line, w.dst, via, w.dev, w.metric, ok, err)
		}
	}
	for _, line := range []string{"", " ", "\t\r", "#", "# 192.0.2.0/24 dev eth0", "  # x"} {
		if w, ok, err := parse([]byte(line)); ok || err != nil {
			t.Errorf("parse(%q) = %v, %v, %v, want nothing", line, w, ok, err)
		}
	}
}

func TestParseMalformed(t *testing.T) {
	for _, tt := range []struct{ line, want string }{
		{"192.0.2.1/24 dev eth0", "192.0.2.1/24 has bits set behind its length; 192.0.2.0/24 has not"},
		{"2001:db8::1/64 dev eth0", "2001:db8::1/64 has bits set behind its length; 2001:db8::/64 has not"},
		{"192.0.2.0/33 dev eth0", `"192.0.2.0/33" is not a prefix: no length from 0 to 32`},
		{"192.0.2.0/ dev eth0", `"192.0.2.0/" is not a prefix: no length from 0 to 32`},
		{"192.0.2.0/024 dev eth0", `"192.0.2.0/024" is not a prefix: no length from 0 to 32`},
		{"192.0.2.0/-1 dev eth0", `"192.0.2.0/-1" is not a prefix: no length from 0 to 32`},
		{"192.0.2.0/18446744073709551640 dev eth0", `"192.0.2.0/18446744073709551640" is not a prefix: no length from 0 to 32`},
		{"2001:db8::/129 dev eth0", `"2001:db8::/129" is not a prefix: no length from 0 to 128`},
		{"192.0.2.0/255.255.255.0 dev eth0", `"192.0.2.0/255.255.255.0" is not a prefix: no length from 0 to 32`},
		{"192.0.2/24 dev eth0", `"192.0.2/24" is not a prefix`},
		{"192.0.2.00/24 dev eth0", `"192.0.2.00/24" is not a prefix`},
		{"fe80::%eth0/64 dev eth0", `"fe80::%eth0/64" is not a prefix`},
		{"/24 dev eth0", `"/24" is not a prefix`},
		{"x", `"x" is not a prefix`},
		{"192.0.2.0/24 via 198.51.100.256", `"198.51.100.256" is not an address`},
		{"2001:db8::/64 via fe80::7%eth0", `"fe80::7%eth0" is not an address`},
		{"192.0.2.0/24 via 198.51.100.7\x00", `"198.51.100.7\x00" is not an address`},
		{"192.0.2.0/24 via", `nothing follows "via"`},
		{"192.0.2.0/24 via inet6", `nothing follows "via"`},
		{"192.0.2.0/24 dev", `nothing follows "dev"`},
		{"192.0.2.0/24 dev eth0 metric", `nothing follows "metric"`},
		{"192.0.2.0/24 dev eth0 metric x", `"x" is not a metric: a number below 1<<32`},
		{"192.0.2.0/24 dev eth0 metric 4294967296", `"4294967296" is not a metric: a number below 1<<32`},
		{"192.0.2.0/24 dev eth0 metric -1", `"-1" is not a metric: a number below 1<<32`},
		{"192.0.2.0/24 via 198.51.100.7 via 198.51.100.8", `"via" twice; a route with several next hops is none for this program`},
		{"192.0.2.0/24 dev eth0 dev eth1", `"dev" twice`},
		{"192.0.2.0/24 dev eth0 metric 1 metric 1", `"metric" twice`},
		{"192.0.2.0/24 198.51.100.7", `"198.51.100.7" where via, dev or metric could be`},
		{"192.0.2.0/24 dev eth0 proto static", `"proto" where via, dev or metric could be`},
		{"192.0.2.0/24 dev eth0 \x00", `"\x00" where via, dev or metric could be`},
		{"2001:db8::/64 via 198.51.100.7", "an IPv6 prefix cannot go via 198.51.100.7, an IPv4 address"},
		{"192.0.2.0/24 via inet6 198.51.100.7", "198.51.100.7 is of the other family than the word before it says"},
		{"192.0.2.0/24 via inet fe80::7", "fe80::7 is of the other family than the word before it says"},
		{strings.Repeat("7", 999), `"` + strings.Repeat("7", 60) + `"... is not a prefix`},
	} {
		if _, ok, err := parse([]byte(tt.line)); !ok || err == nil || err.Error() != tt.want {
			t.Errorf("parse(%.80q) = %v, %v, want %s", tt.line, ok, err, tt.want)
		}
	}
}

// FuzzParse compares with netip, which takes the same time ten times over.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"192.0.2.0/24", "192.0.2.1/24", "255.255.255.255", "0.0.0.0/0", "1.2.3", "1.2.3.4.5", "01.2.3.4", "256.1.1.1", "1..2.3", "1.2.3.", "10.0.0.0/08", "10.0.0.0/+8",
		"::", "::/0", "::1", "1::", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8", "1::2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8:9", "1::2::3", ":1", "1:", ":::", "1:::2", "12345::",
		"fe80::1%eth0", "fe80::1%", "::ffff:192.0.2.1", "::ffff:192.0.2.0/120", "1:2:3:4:5:6:1.2.3.4", "ABCD::efgh", "2001:DB8::/32", "", "/", "x/", "1/2/3",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		a, err := parseAddr([]byte(s))
		want, wantErr := netip.ParseAddr(s)
		if want.Zone() != "" {
			want, wantErr = netip.Addr{}, errNot
		}
		if a != want || (err == nil) != (wantErr == nil) {
			t.Errorf("parseAddr(%q) = %v, %v, but netip has %v, %v", s, a, err, want, wantErr)
		}
		p, err := parsePrefix([]byte(s))
		wantP, wantErr := netip.ParsePrefix(s)
		if wantErr != nil && want.IsValid() { // an address
			wantP, wantErr = netip.PrefixFrom(want, want.BitLen()), nil
		}
		if wantErr == nil && wantP != wantP.Masked() {
			wantErr = errNot
		}
		if err == nil && p != wantP || (err == nil) != (wantErr == nil) {
			t.Errorf("parsePrefix(%q) = %v, %v, but netip has %v, %v", s, p, err, wantP, wantErr)
		}
		w, ok, err := parse([]byte(s)) // whatever it says, it is right or an error
		if err == nil && ok && (!w.dst.IsValid() || w.dst != w.dst.Masked() || w.dst.Addr().Is6() && w.via.Is4()) {
			t.Errorf("parse(%q) = %v via %v", s, w.dst, w.via)
		}
		if word, rest := cut([]byte(s)); string(word) == s && len(rest) == 0 && err == nil && ok && s != "default" && !strings.Contains(s, "#") && w.dst != p {
			t.Errorf("parse(%q) = %v, but parsePrefix has %v", s, w.dst, p)
		}
	})
}

var errNot = errors.New("not here")

var lines = []string{
	"10.11.12.0/24 via 192.168.100.7", "2001:db8:1234:5678::/64 via fe80::1234:5678 dev eth0", "198.51.100.128/25 dev eth0 metric 300", "default via 192.0.2.1",
}

func TestParseAllocates(t *testing.T) {
	for _, line := range lines {
		b := []byte(line)
		if n := testing.AllocsPerRun(100, func() { parse(b) }); n != 0 {
			t.Errorf("parse(%q): %v allocations, want none", line, n)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	for _, line := range lines {
		b.Run(line, func(b *testing.B) {
			text := []byte(line)
			b.ReportAllocs()
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				if _, _, err := parse(text); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
