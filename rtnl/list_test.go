package rtnl_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/eb30ede5/netlink/internal/nlmsg"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/rtnl"
)

const (
	multi = uapi.NLM_F_MULTI
	intr  = uapi.NLM_F_DUMP_INTR
)

// dumped is a dump of links 1 and so on, with flags for each message and DONE.
func dumped(m nlmsg.Message, flags ...uint16) [][]byte {
	var d []byte
	for i, f := range flags[:len(flags)-1] {
		d = append(d, reply(m, uapi.RTM_NEWLINK, multi|f, linkBody(int32(i+1), fmt.Sprintf("x%d", i+1)))...)
	}
	return [][]byte{append(d, done(m, 0, flags[len(flags)-1])...)}
}

// TestInterruptedAnywhere has the flag on each message of a listing in turn.
func TestInterruptedAnywhere(t *testing.T) {
	for at := range 4 {
		c, _ := dialFake(t, rtnl.Config{}, func(_ int, m nlmsg.Message) [][]byte {
			f := make([]uint16, 4)
			f[at] = intr
			return dumped(m, f...)
		})
		var got []int32
		var last error
		pairs := 0
		for l, err := range c.Links(t.Context(), nil) {
			pairs++
			if last = err; err == nil {
				got = append(got, l.Index)
			}
		}
		if !slices.Equal(got, []int32{1, 2, 3}) || pairs != 4 || !errors.Is(last, rtnl.ErrDumpInterrupted) {
			t.Errorf("flag on message %d: links %d in %d pairs, the last with %v; want 1 to 3 and %v", at, got, pairs, last, rtnl.ErrDumpInterrupted)
		}
		var e *rtnl.Error
		if !errors.As(last, &e) || e.Op != "link show" {
			t.Errorf("%v is no *Error of link show", last)
		}
	}
}

// Collect asks again, with pauses that grow, until nothing has changed.
func TestCollectAsksAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked []time.Duration
		began := time.Now()
		c, _ := dialFake(t, rtnl.Config{}, func(n int, m nlmsg.Message) [][]byte {
			asked = append(asked, time.Since(began))
			if n < 9 {
				return dumped(m, 0, intr, 0)
			}
			return dumped(m, 0, 0, 0)
		})
		list, err := rtnl.Collect(c.Links(t.Context(), nil))
		if err != nil || len(list) != 2 || len(asked) != 10 {
			t.Errorf("%d links, %v, after asking %d times; want 2, after 10", len(list), err, len(asked))
		}
		for i := 2; i < len(asked); i++ {
			if before, now := asked[i-1]-asked[i-2], asked[i]-asked[i-1]; now < before || now > 100*time.Millisecond {
				t.Errorf("pauses of %v and %v", before, now)
			}
		}
	})
}

// It ends with the Conn's timeout, and with the context; the data and the error
// are both there.
func TestCollectEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		always := func(_ int, m nlmsg.Message) [][]byte { return dumped(m, 0, intr, 0) }
		for name, tt := range map[string]struct {
			cfg  rtnl.Config
			ctx  time.Duration
			want time.Duration
			is   error
		}{
			"default": {rtnl.Config{}, 0, 30 * time.Second, rtnl.ErrDumpInterrupted},
			"config":  {rtnl.Config{Timeout: 2 * time.Second}, 0, 2 * time.Second, rtnl.ErrDumpInterrupted},
			"context": {rtnl.Config{}, 3 * time.Second, 3 * time.Second, context.DeadlineExceeded},
		} {
			c, _ := dialFake(t, tt.cfg, always)
			ctx := t.Context()
			if tt.ctx != 0 {
				var cancel context.CancelFunc
				ctx, cancel = context.WithTimeout(ctx, tt.ctx)
				defer cancel()
			}
			began := time.Now()
			list, err := rtnl.Collect(c.Links(ctx, nil))
			if len(list) != 2 || !errors.Is(err, rtnl.ErrDumpInterrupted) || !errors.Is(err, tt.is) {
				t.Errorf("%s: %d links, %v, want 2 and %v", name, len(list), err, tt.is)
			}
			if took := time.Since(began); took > tt.want || took < tt.want-time.Second {
				t.Errorf("%s: after %v, want %v", name, took, tt.want)
			}
		}
	})
}

// What comes twice in a listing is there once, in its first place.
func TestCollectDropsDuplicates(t *testing.T) {
	c, _ := dialFake(t, rtnl.Config{}, func(_ int, m nlmsg.Message) [][]byte {
		var d []byte
		for _, i := range []int32{5, 3, 5, 5, 7, 3} {
			d = append(d, reply(m, uapi.RTM_NEWLINK, multi, linkBody(i, fmt.Sprintf("x%d", i)))...)
		}
		return [][]byte{append(d, done(m, 0, 0)...)}
	})
	got := names(t, c.Links(t.Context(), nil), func(l rtnl.Link) string { return l.Name })
	if !slices.Equal(got, []string{"x3", "x5", "x7"}) {
		t.Errorf("Collect = %q", got)
	}
	n := 0
	for range c.Links(t.Context(), nil) {
		n++
	}
	if n != 6 {
		t.Errorf("the sequence has %d, want all 6", n)
	}
}

// TestCollectRoutes keeps IPv6 routes apart that differ in their next hop only,
// and never drops an IPv4 route.
func TestCollectRoutes(t *testing.T) {
	c, _ := dialFake(t, rtnl.Config{}, func(_ int, m nlmsg.Message) [][]byte {
		var d []byte
		six := func(dev uint32) {
			d = append(d, reply(m, uapi.RTM_NEWROUTE, multi, []byte{uapi.AF_INET6, 0, 0, 0, 254, 3, 0, 1, 0, 0, 0, 0}, nla(uapi.RTA_OIF, u32(dev)))...)
		}
		four := func() {
			d = append(d, reply(m, uapi.RTM_NEWROUTE, multi, []byte{uapi.AF_INET, 0, 0, 0, 254, 3, 0, 1, 0, 0, 0, 0}, nla(uapi.RTA_OIF, u32(2)))...)
		}
		six(2)
		six(3)
		six(2)
		four()
		four()
		return [][]byte{append(d, done(m, 0, 0)...)}
	})
	list, err := rtnl.Collect(c.Routes(t.Context(), nil))
	if err != nil || len(list) != 4 {
		t.Errorf("%d routes, %v, want 2 of each family: %v", len(list), err, list)
	}
}

// The error is in the last pair only, wherever the kernel has it.
func TestErrorIsLast(t *testing.T) {
	links := func(m nlmsg.Message) []byte {
		return append(reply(m, uapi.RTM_NEWLINK, multi, linkBody(1, "x1")), reply(m, uapi.RTM_NEWLINK, multi, linkBody(2, "x2"))...)
	}
	text := nla(uapi.NLMSGERR_ATTR_MSG, []byte("so what\x00"))
	for name, tt := range map[string]struct {
		answer func(m nlmsg.Message) [][]byte
		links  int
		want   string
	}{
		"refused":       {func(m nlmsg.Message) [][]byte { return [][]byte{ack(m, uapi.EPERM, text)} }, 0, "rtnl: link show: operation not permitted: so what"},
		"refused later": {func(m nlmsg.Message) [][]byte { return [][]byte{links(m), ack(m, uapi.EPERM, text)} }, 2, "rtnl: link show: operation not permitted: so what"},
		"done":          {func(m nlmsg.Message) [][]byte { return [][]byte{links(m), done(m, uapi.ENOENT, 0, text)} }, 2, "rtnl: link show: no such file or directory: so what"},
		"done at once":  {func(m nlmsg.Message) [][]byte { return [][]byte{done(m, uapi.ENODEV, 0)} }, 0, "rtnl: link show: no such device"},
		"cut off":       {func(m nlmsg.Message) [][]byte { return [][]byte{append(links(m), 99, 0, 0, 0, 1)} }, 2, "rtnl: link show: nlmsg: 5 bytes left, a message header has 16"},
	} {
		c, _ := dialFake(t, rtnl.Config{}, func(_ int, m nlmsg.Message) [][]byte { return tt.answer(m) })
		var errs []error
		got := 0
		for l, err := range c.Links(t.Context(), nil) {
			if len(errs) > 0 {
				t.Errorf("%s: another pair behind the error: %v, %v", name, l, err)
			}
			if err != nil {
				errs = append(errs, err)
			} else {
				got++
			}
		}
		if got != tt.links || len(errs) != 1 || errs[0].Error() != tt.want {
			t.Errorf("%s: %d links, %q, want %d and %q", name, got, errs, tt.links, tt.want)
		}
		list, err := rtnl.Collect(c.Links(t.Context(), nil))
		if len(list) != tt.links || err == nil {
			t.Errorf("%s: Collect = %d links, %v", name, len(list), err)
		}
	}
}

// A malformed attribute spoils itself, not its link, and not the list.
func TestMalformedKeepsTheList(t *testing.T) {
	c, _ := dialFake(t, rtnl.Config{}, func(_ int, m nlmsg.Message) [][]byte {
		bad := append(linkBody(2, "x2"), nla(uapi.IFLA_MTU, []byte{1, 2})...)
		bad = append(bad, nla(uapi.IFLA_TXQLEN, u32(7))...)
		bad = append(bad, 200, 0, 3, 0) // longer than the message
		return [][]byte{
			reply(m, uapi.RTM_NEWLINK, multi, linkBody(1, "x1")), reply(m, uapi.RTM_NEWLINK, multi, bad),
			reply(m, uapi.RTM_NEWLINK, multi, []byte{1, 2, 3}), reply(m, uapi.RTM_NEWLINK, multi, linkBody(4, "x4")), done(m, 0, 0),
		}
	})
	var list []rtnl.Link
	for l, err := range c.Links(t.Context(), nil) {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, l)
	}
	if len(list) != 4 {
		t.Fatalf("%d links, want 4", len(list))
	}
	bad := list[1]
	if bad.Name != "x2" || bad.TxQLen != rtnl.U32(7) || bad.MTU != 0 || len(bad.Unknown) != 2 {
		t.Errorf("%+v", bad)
	}
	for _, a := range bad.Unknown {
		if a.Problem == "" {
			t.Errorf("nothing is said to be wrong with %+v", a)
		}
	}
}

// Sequences can be ranged over again, and ask again.
func TestSequenceAgain(t *testing.T) {
	c, k := dialFake(t, rtnl.Config{}, func(n int, m nlmsg.Message) [][]byte { return dumped(m, make([]uint16, n+2)...) })
	seq := c.Links(t.Context(), nil)
	for want := 1; want < 4; want++ {
		list, err := rtnl.Collect(seq)
		if err != nil || len(list) != want {
			t.Errorf("%d links, %v, want %d", len(list), err, want)
		}
	}
	if got := len(k.requests()); got != 3 {
		t.Errorf("%d requests, want 3", got)
	}
}

// A filter's name that does not resolve is the error of the listing, and nothing
// is listed.
func TestFilterUnresolved(t *testing.T) {
	c, k := dialFake(t, rtnl.Config{}, func(_ int, m nlmsg.Message) [][]byte { return [][]byte{ack(m, uapi.ENODEV)} })
	for name, err := range map[string]error{
		"links":  one(rtnl.Collect(c.Links(t.Context(), &rtnl.LinkFilter{Master: "br0"}))),
		"addrs":  one(rtnl.Collect(c.Addrs(t.Context(), &rtnl.AddrFilter{Dev: "eth0"}))),
		"routes": one(rtnl.Collect(c.Routes(t.Context(), &rtnl.RouteFilter{Dev: "eth0"}))),
		"both":   one(rtnl.Collect(c.Addrs(t.Context(), &rtnl.AddrFilter{Dev: "eth0", DevIndex: 2}))),
	} {
		if err == nil || name != "both" && !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v, want %v", name, err, fs.ErrNotExist)
		}
	}
	if got := len(k.requests()); got != 3 {
		t.Errorf("%d requests, want the 3 that look a name up", got)
	}
}
