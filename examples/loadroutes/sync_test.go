//go:build linux

package main

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/watch"
)

// listen returns a function that returns what the kernel has told of routes
// since, a line a change.
func listen(t *testing.T, p *place.Place) func() []string {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	began, ended := make(chan bool), make(chan []string, 1)
	go func() {
		var told []string
		defer func() { ended <- told }()
		for e, err := range watch.Events(ctx, p.Conn, nil, watch.Routes) {
			r, _ := e.Object.(*rtnl.Route)
			switch {
			case err != nil:
				return
			case e.Kind == watch.Listening:
				close(began)
			case r == nil:
				told = append(told, e.Kind.String())
			case r.Table == 999: // the end
				return
			default:
				told = append(told, fmt.Sprint(e.Kind, " ", r.Dst))
			}
		}
	}()
	<-began
	return func() []string {
		defer cancel()
		p.IP("route", "replace", "blackhole", "10.0.0.0/8", "table", "999")
		told := <-ended
		p.IP("route", "del", "10.0.0.0/8", "table", "999")
		return told
	}
}

// Each run makes as few requests as there can be, those that delete last, and
// leaves the routes of others alone.
func TestSync(t *testing.T) {
	p := newPlace(t)
	p.IP("route", "add", "203.0.113.0/24", "via", "192.0.2.9", "table", "1000", "proto", "static")
	p.IP("-6", "route", "add", "2001:db8:7::/48", "via", "2001:db8::9", "table", "1000", "proto", "static")
	p.IP("route", "add", "203.0.113.0/24", "via", "192.0.2.9", "table", "1001", "proto", "77")
	others := p.JSON("route", "show", "table", "all")
	for _, tt := range []struct{ name, text, says, told, has string }{
		{"all is new", "10.0.0.0/24 via 192.0.2.2\n10.0.1.0/24 via 192.0.2.2\n2001:db8:5::/48 dev eth0\n2001:db8:6::/48 via 2001:db8::2 metric 7\n",
			"4 added, 0 replaced, 0 deleted, 0 there already",
			"new 10.0.0.0/24, new 10.0.1.0/24, new 2001:db8:5::/48, new 2001:db8:6::/48",
			"10.0.0.0/24 192.0.2.2 eth0 77, 10.0.1.0/24 192.0.2.2 eth0 77, 2001:db8:5::/48 eth0 1024 77, 2001:db8:6::/48 2001:db8::2 eth0 7 77"},
		{"some are", "10.0.2.0/24 dev eth1\n10.0.1.0/24 via 192.0.2.3\n10.0.0.0/24 via 192.0.2.2 dev eth0\n2001:db8:5::/48 via 2001:db8::3\n2001:db8:6::/48 via 2001:db8::2 metric 8",
			"2 added, 2 replaced, 1 deleted, 1 there already",
			"new 10.0.2.0/24, changed 10.0.1.0/24, changed 2001:db8:5::/48, new 2001:db8:6::/48, deleted 2001:db8:6::/48",
			"10.0.0.0/24 192.0.2.2 eth0 77, 10.0.1.0/24 192.0.2.3 eth0 77, 10.0.2.0/24 eth1 77, 2001:db8:5::/48 2001:db8::3 eth0 1024 77, 2001:db8:6::/48 2001:db8::2 eth0 8 77"},
		{"none is", "10.0.2.0/24 dev eth1\n10.0.1.0/24 via 192.0.2.3\n10.0.0.0/24 via 192.0.2.2\n2001:db8:5::/48 via 2001:db8::3\n2001:db8:6::/48 via 2001:db8::2 metric 8",
			"0 added, 0 replaced, 0 deleted, 5 there already", "",
			"10.0.0.0/24 192.0.2.2 eth0 77, 10.0.1.0/24 192.0.2.3 eth0 77, 10.0.2.0/24 eth1 77, 2001:db8:5::/48 2001:db8::3 eth0 1024 77, 2001:db8:6::/48 2001:db8::2 eth0 8 77"},
		{"nothing is wanted", "", "0 added, 0 replaced, 5 deleted, 0 there already",
			"deleted 10.0.0.0/24, deleted 10.0.1.0/24, deleted 10.0.2.0/24, deleted 2001:db8:5::/48, deleted 2001:db8:6::/48", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			told := listen(t, p)
			prints(t, load(t, p, 0, tt.text, "-sync", "-table", "1000", "-"), "loadroutes: standard input: "+tt.says+", 0 refused, 0 bad")
			if got := strings.Join(told(), ", "); got != tt.told {
				t.Errorf("the kernel told\n%s\nwant\n%s", got, tt.told)
			}
			var want []string
			if tt.has != "" {
				want = strings.Split(tt.has, ", ")
			}
			at := 0
			for at < len(want) && !strings.Contains(want[at], "::") {
				at++
			}
			want = append(want[:at:at], append([]string{"203.0.113.0/24 192.0.2.9 eth0 static"}, want[at:]...)...)
			has(t, p, append(want, "2001:db8:7::/48 2001:db8::9 eth0 1024 static")...)
		})
	}
	if now := p.JSON("route", "show", "table", "all"); fmt.Sprint(now) != fmt.Sprint(others) {
		t.Errorf("the routes of others were\n%v\nand are\n%v", others, now)
	}
}

// Where there are several routes of one key, the kernel replaces the first,
// whoever made it, and deletes the first that is as the request says.
func TestSyncSeveral(t *testing.T) {
	const line = "10.0.0.0/24 via 192.0.2.2"
	for _, tt := range []struct {
		name, there string // next hops, and whose they are
		status      int
		says, has   string
	}{
		{"another's is first", "3 static, 4 77", 1, "0 added, 0 replaced, 1 deleted, 0 there already, 1 refused", "3 static"},
		{"another's is first, ours is right", "3 static, 2 77", 0, "0 added, 0 replaced, 0 deleted, 1 there already, 0 refused", "3 static, 2 77"},
		{"another's is second", "4 77, 3 static", 0, "0 added, 1 replaced, 0 deleted, 0 there already, 0 refused", "2 77, 3 static"},
		{"another's is right", "2 static", 1, "0 added, 0 replaced, 0 deleted, 0 there already, 1 refused", "2 static"},
		{"the second of ours is right", "3 77, 2 77", 0, "0 added, 0 replaced, 1 deleted, 1 there already, 0 refused", "2 77"},
		{"the first of ours is right", "2 77, 3 77", 0, "0 added, 0 replaced, 1 deleted, 1 there already, 0 refused", "2 77"},
		{"none of ours is right", "3 77, 4 77, 5 77", 0, "0 added, 1 replaced, 2 deleted, 0 there already, 0 refused", "2 77"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := newPlace(t)
			for _, r := range strings.Split(tt.there, ", ") {
				via, proto, _ := strings.Cut(r, " ")
				p.IP("route", "append", "10.0.0.0/24", "via", "192.0.2."+via, "proto", proto, "table", "1000")
			}
			out := load(t, p, tt.status, line, "-k", "-sync", "-table", "1000", "-")
			if want := "loadroutes: standard input: " + tt.says + ", 0 bad\n"; !strings.HasSuffix(out, want) {
				t.Errorf("it prints %swant %s", out, want)
			}
			if refused := "standard input:1: route add 10.0.0.0/24 table 1000: file exists\n"; strings.HasPrefix(out, refused) != (tt.status == 1) {
				t.Errorf("it prints %s", out)
			}
			var want []string
			for _, r := range strings.Split(tt.has, ", ") {
				via, proto, _ := strings.Cut(r, " ")
				want = append(want, fmt.Sprintf("10.0.0.0/24 192.0.2.%s eth0 %s", via, proto))
			}
			has(t, p, want...)
		})
	}
}

// A route that has more than a line can say is not the one that the line says.
func TestSyncOther(t *testing.T) {
	for _, there := range []string{
		"10.0.0.0/24 via 192.0.2.2 dev eth0 onlink", "10.0.0.0/24 via 192.0.2.2 src 192.0.2.1", "10.0.0.0/24 via 192.0.2.2 mtu 1400", "blackhole 10.0.0.0/24",
		"10.0.0.0/24 nexthop via 192.0.2.2 nexthop via 192.0.2.3", "10.0.0.0/24 via 192.0.2.2 tos 0x10",
		"2001:db8:5::/48 via 2001:db8::2 pref high", "2001:db8:5::/48 from 2001:db8:6::/48 via 2001:db8::2", "2001:db8:5::/48 nexthop via 2001:db8::2 nexthop via 2001:db8::3",
		"2001:db8:5::/48 via 2001:db8::2 expires 300",
	} {
		t.Run(there, func(t *testing.T) {
			p := newPlace(t)
			family, line, want := "-4", "10.0.0.0/24 via 192.0.2.2", "10.0.0.0/24 192.0.2.2 eth0 77"
			if strings.Contains(there, "::") {
				family, line, want = "-6", "2001:db8:5::/48 via 2001:db8::2", "2001:db8:5::/48 2001:db8::2 eth0 1024 77"
			}
			p.IP(append([]string{family, "route", "add", "proto", "77", "table", "1000"}, strings.Fields(there)...)...)
			load(t, p, 0, line, "-sync", "-table", "1000", "-")
			has(t, p, want)
			prints(t, load(t, p, 0, line, "-sync", "-table", "1000", "-"),
				"loadroutes: standard input: 0 added, 0 replaced, 0 deleted, 1 there already, 0 refused, 0 bad")
		})
	}
}

// What a bad line was to say is not known, and so not what is to be deleted.
func TestSyncBadLines(t *testing.T) {
	p := newPlace(t)
	p.IP("route", "add", "10.0.0.0/24", "via", "192.0.2.2", "table", "1000", "proto", "77")
	const text = "10.0.0.0/24 via 192.0.2.l\n10.0.1.0/24 via 192.0.2.2\n10.0.1.0/24 via 192.0.2.3\n"
	prints(t, load(t, p, 1, text, "-sync", "-table", "1000", "-"), `standard input:1: "192.0.2.l" is not an address`,
		"loadroutes: standard input: stopped before anything was done: 0 added, 0 replaced, 0 deleted, 0 there already, 0 refused, 1 bad")
	has(t, p, "10.0.0.0/24 192.0.2.2 eth0 77")
	prints(t, load(t, p, 1, text, "-k", "-sync", "-table", "1000", "-"), `standard input:1: "192.0.2.l" is not an address`,
		"standard input:3: the prefix and metric of line 2",
		"loadroutes: standard input: 1 added, 0 replaced, 0 deleted, 0 there already, 0 refused, 2 bad, 1 not deleted because of bad lines")
	has(t, p, "10.0.0.0/24 192.0.2.2 eth0 77", "10.0.1.0/24 192.0.2.2 eth0 77")
}

// A refusal ends it, and then nothing is deleted.
func TestSyncRefused(t *testing.T) {
	p := newPlace(t)
	p.IP("route", "add", "10.0.0.0/24", "via", "192.0.2.2", "table", "1000", "proto", "77")
	var text strings.Builder
	for i := range 4000 {
		fmt.Fprintf(&text, "11.0.%d.%d/32 via 203.0.113.7\n", i>>8, i&255)
	}
	out := load(t, p, 1, text.String(), "-sync", "-table", "1000", "-")
	if n := strings.Count(out, "\n"); n < 2 || n > 2000 || !strings.Contains(out, "\nloadroutes: standard input: stopped behind line ") {
		t.Errorf("%d lines of %.200s", n, out)
	}
	has(t, p, "10.0.0.0/24 192.0.2.2 eth0 77")
	out = load(t, p, 1, text.String(), "-k", "-sync", "-table", "1000", "-")
	if !strings.HasSuffix(out, "standard input: 0 added, 0 replaced, 1 deleted, 0 there already, 4000 refused, 0 bad\n") {
		t.Errorf("with -k: %.200s", out)
	}
	has(t, p)
}

// One line can be the way to the next hop of another one, whatever is there.
func TestSyncOrder(t *testing.T) {
	p := newPlace(t)
	prints(t, load(t, p, 0, "10.9.0.0/24 dev eth1\n10.0.0.0/8 via 10.9.0.1\n", "-sync", "-"),
		"loadroutes: standard input: 2 added, 0 replaced, 0 deleted, 0 there already, 0 refused, 0 bad")
	if r := p.One("route", "show", "10.0.0.0/8"); r["gateway"] != "10.9.0.1" || r["dev"] != "eth1" {
		t.Errorf("ip says %v", r)
	}
}
