package rtnl_test

import (
	"context"
	"encoding/binary"
	"slices"
	"testing"
	"time"
	"unsafe"

	"github.com/eb30ede5/netlink/internal/nlmsg"
	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
)

func TestSizeOfRoute(t *testing.T) {
	if got := unsafe.Sizeof(rtnl.Route{}); unsafe.Sizeof(uintptr(0)) == 8 && got > 160 {
		t.Errorf("Sizeof(Route{}) = %d, want at most 160", got)
	}
}

// A coded is a message to decode and an object to encode again and again. What
// it may allocate is one for each string, slice and nested object.
type coded struct {
	name   string
	golden string
	nth    int // message of the golden
	decode float64
	what   string // is allocated
}

var codedMessages = []coded{
	{"lo", "reply-link-lo", 0, 4, "statistics, inet and inet6 in one, and the two statistics of that; a name as short as this is free"},
	{"veth", "reply-link-veth", 0, 6, "the same, name and kind"},
	{"ip4", "reply-addr-ip4", 0, 1, "label"},
	{"ip6", "reply-addr-ip6", 2, 0, "nothing"},
	{"ip6 peer", "reply-addr-ip6", 1, 0, "nothing"},
	{"ip4 route", "reply-route-ip4", 0, 0, "nothing"},
	{"ip4 route via ip6", "reply-route-ip4", 2, 0, "nothing"},
	{"ip4 local route", "reply-route-ip4-local", 0, 0, "nothing"},
	{"ip4 realms", "reply-route-ip4", 1, 1, "More"},
	{"ip4 metrics", "reply-route-ip4-metrics", 0, 2, "More, congestion control"},
	{"ip4 nexthop object", "reply-route-ip4-nhid", 0, 0, "nothing"},
	{"ip4 multipath", "reply-route-ip4-multipath", 0, 1, "hops"},
	{"ip6 route", "reply-route-ip6", 1, 0, "nothing"},
	{"ip6 metrics", "reply-route-ip6", 0, 2, "More, cacheinfo"},
	{"ip6 multipath", "reply-route-ip6-multipath", 0, 1, "hops"},
}

func TestAllocsOfMessages(t *testing.T) {
	nltest.LittleEndianOnly(t)
	for _, tt := range codedMessages {
		t.Run(tt.name, func(t *testing.T) {
			m := nltest.Goldens(t, tt.golden)[0].Messages()[tt.nth]
			switch uint16(m[4]) {
			case uapi.RTM_NEWLINK:
				testAllocs[rtnl.Link](t, m[16:], 16, tt)
			case uapi.RTM_NEWADDR:
				testAllocs[rtnl.Addr](t, m[16:], 8, tt)
			case uapi.RTM_NEWROUTE:
				testAllocs[rtnl.Route](t, m[16:], 12, tt)
			}
		})
	}
}

func testAllocs[T any, P interface {
	*T
	nlattr.Attrser
}](t *testing.T, b []byte, head int, tt coded) {
	var c nlattr.Codec
	var v, zero T
	var err error
	got := testing.AllocsPerRun(100, func() {
		v = zero
		err = c.Decode(b, head, P(&v))
	})
	if err != nil {
		t.Fatal(err)
	}
	if got > tt.decode {
		t.Errorf("decoding allocates %v times, want at most %v: %s", got, tt.decode, tt.what)
	}
	buf := make([]byte, 0, 64<<10)
	for name, encode := range map[string]func([]byte, nlattr.Attrser) ([]byte, error){"request": c.Encode, "report": c.EncodeReport} {
		var err error
		if got := testing.AllocsPerRun(100, func() { _, err = encode(buf, P(&v)) }); got != 0 {
			t.Errorf("encoding the %s allocates %v times, want 0", name, got)
		}
		if err != nil {
			t.Errorf("encoding the %s: %v", name, err)
		}
	}
}

// echoes is a Transport that answers the last message of each send with the same
// datagrams, and allocates nothing for that.
type echoes struct {
	answers [][]byte
	next    int
	seq     uint32
}

func (e *echoes) Open(context.Context) (rtnl.Socket, error) { return e, nil }
func (e *echoes) Join(uint32) error                         { return nil }
func (e *echoes) PortID() uint32                            { return fakePort }
func (e *echoes) Close() error                              { return nil }
func (e *echoes) SetTimeout(time.Duration)                  {} // never waits, so nobody has to see to it

func (e *echoes) Send(_ context.Context, b []byte) error {
	for ; len(b) > 0; b = b[(binary.NativeEndian.Uint32(b)+3)&^3:] {
		e.seq = binary.NativeEndian.Uint32(b[8:])
	}
	e.next = 0
	return nil
}

func (e *echoes) Receive(_ context.Context, b []byte) (int, error) {
	d := e.answers[e.next]
	e.next++
	for at := 0; at < len(d); at += int(binary.NativeEndian.Uint32(d[at:])+3) &^ 3 {
		binary.NativeEndian.PutUint32(d[at+8:], e.seq)
	}
	copy(b, d)
	return len(d), nil
}

func dialEchoes(t testing.TB, answers ...[]byte) *rtnl.Conn {
	t.Helper()
	c, err := rtnl.Dial(&rtnl.Config{Transport: &echoes{answers: answers}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// routesOf returns datagrams with n routes of both families, and the end.
func routesOf(t testing.TB, n int) [][]byte {
	var of [][]byte
	for _, name := range []string{"reply-route-ip4-local", "reply-route-ip6"} {
		msgs := nltest.Goldens(t, name)[0].Messages()
		of = append(of, msgs[1]) // none with metrics
	}
	var all [][]byte
	for i := range n {
		if i%100 == 0 {
			all = append(all, nil)
		}
		m := slices.Clone(of[i%2])
		binary.NativeEndian.PutUint32(m[12:], fakePort)
		all[i/100] = append(all[i/100], m...)
	}
	return append(all, done(nlmsg.Message{}, 0, 0))
}

// A listing of routes allocates nothing for a route.
func TestAllocsOfRouteDump(t *testing.T) {
	nltest.LittleEndianOnly(t)
	allocs := func(n int, f *rtnl.RouteFilter) float64 {
		c := dialEchoes(t, routesOf(t, n)...)
		got := 0
		a := testing.AllocsPerRun(20, func() {
			got = 0
			for _, err := range c.Routes(t.Context(), f) {
				if err != nil {
					t.Fatal(err)
				}
				got++
			}
		})
		if got != n {
			t.Fatalf("%d routes, want %d", got, n)
		}
		return a
	}
	for name, f := range map[string]*rtnl.RouteFilter{"all": nil, "filtered": {Type: 0, Table: 0, DevIndex: 2}} {
		few, many := allocs(100, f), allocs(10_000, f)
		if many-few > 20 { // the race detector makes pools forget things
			t.Errorf("%s: 100 routes take %v allocations, 10,000 take %v", name, few, many)
		}
		if few > 12 {
			t.Errorf("%s: a listing takes %v allocations, want at most 12", name, few)
		}
	}
}

func TestAllocsOfDo(t *testing.T) {
	c := dialEchoes(t, ack(nlmsg.Message{}, 0))
	route := rtnl.Route{Dst: pfx("192.0.2.0/25"), Via: ip("198.51.100.7"), DevIndex: 2, Metric: 7}
	ctx := t.Context()
	for name, tt := range map[string]struct {
		most float64
		do   func() error
	}{
		"AddRoute":    {4, func() error { return c.Do(ctx, rtnl.AddRoute(route)) }},
		"DeleteRoute": {4, func() error { return c.Do(ctx, rtnl.DeleteRoute(route)) }},
		"AddAddr":     {4, func() error { return c.Do(ctx, rtnl.AddAddr(rtnl.Addr{DevIndex: 2, Prefix: pfx("192.0.2.1/24")})) }},
		"SetLink":     {4, func() error { return c.Do(ctx, rtnl.SetLink(2, rtnl.Link{Up: rtnl.On})) }},
	} {
		var err error
		if got := testing.AllocsPerRun(100, func() { err = tt.do() }); got > tt.most {
			t.Errorf("%s takes %v allocations, want at most %v", name, got, tt.most)
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A look-up takes what the link itself does and two more; the race detector makes
// pools forget things, for which there are two.
func TestAllocsOfLinkByName(t *testing.T) {
	nltest.LittleEndianOnly(t)
	m := slices.Clone(nltest.Goldens(t, "reply-link-veth")[0].Messages()[0])
	binary.NativeEndian.PutUint16(m[6:], 0)
	binary.NativeEndian.PutUint32(m[12:], fakePort)
	c := dialEchoes(t, m)
	var err error
	if got := testing.AllocsPerRun(100, func() { _, err = c.LinkByName(t.Context(), "veth0") }); got > 10 || err != nil {
		t.Errorf("LinkByName takes %v allocations, want at most 10; %v", got, err)
	}
}

// A request is encoded without allocations but its own.
func TestAllocsOfRequest(t *testing.T) {
	req := rtnl.AddRoute(rtnl.Route{Dst: pfx("192.0.2.0/25"), Dev: "eth0", Metric: 7})
	buf := make([]byte, 0, 4096)
	var err error
	if got := testing.AllocsPerRun(100, func() { _, err = req.AppendMessage(buf, device) }); got > 2 || err != nil {
		t.Errorf("AppendMessage takes %v allocations, want at most 2; %v", got, err)
	}
}

// TestAllocsOfBatch holds the promise of one allocation a route.
func TestAllocsOfBatch(t *testing.T) {
	c := dialEchoes(t, ack(nlmsg.Message{}, 0))
	run := func(n int) float64 {
		return testing.AllocsPerRun(10, func() {
			for i, err := range c.Batch(t.Context(), func(yield func(rtnl.Request) bool) {
				for i := range n {
					if !yield(rtnl.AddRoute(rtnl.Route{Dst: pfx("192.0.2.0/25"), DevIndex: 2, Metric: uint32(i)})) {
						return
					}
				}
			}) {
				t.Fatal(i, err)
			}
		})
	}
	if few, many := run(2000), run(4000); many-few > 2000*1.02 {
		t.Errorf("2,000 more routes take %v allocations, want 2,000", many-few)
	}
}
