package rtnl_test

import (
	"fmt"
	"runtime"
	"slices"
	"testing"

	"github.com/eb30ede5/netlink/internal/nlmsg"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/rtnl"
)

// A batch looks each name up once, and asks for one acknowledgement a send.
func TestBatchSends(t *testing.T) {
	lookups, acks, msgs := 0, 0, 0
	c, k := dialFake(t, rtnl.Config{}, func(_ int, m nlmsg.Message) [][]byte {
		if m.Type == uapi.RTM_GETLINK {
			lookups++
			return known(0, m)
		}
		msgs++
		if m.Flags&uapi.NLM_F_ACK == 0 {
			return nil
		}
		acks++
		return [][]byte{ack(m, 0)}
	})
	var reqs []rtnl.Request
	for i := range 2000 {
		reqs = append(reqs, rtnl.AddRoute(rtnl.Route{Dst: pfx("192.0.2.0/24"), Dev: fmt.Sprintf("eth%d", i%3), Metric: uint32(i)}))
	}
	for i, err := range c.Batch(t.Context(), slices.Values(reqs)) {
		t.Errorf("%d: %v", i, err)
	}
	sends := len(k.requests()) - lookups
	if lookups != 3 || msgs != 2000 || acks != sends || sends > 20 {
		t.Errorf("%d lookups, %d messages in %d sends with %d acks; want 3, 2000, at most 20, one each", lookups, msgs, sends, acks)
	}
}

// An empty batch sends nothing, and a name that does not resolve is asked for
// each time, since another request may make it.
func TestBatchNames(t *testing.T) {
	c, k := dialFake(t, rtnl.Config{}, answer(uapi.ENODEV))
	for i, err := range c.Batch(t.Context(), func(func(rtnl.Request) bool) {}) {
		t.Errorf("%d: %v", i, err)
	}
	if got := k.requests(); len(got) != 0 {
		t.Errorf("%d requests of an empty batch", len(got))
	}
	var failed []int
	for i := range c.Batch(t.Context(), slices.Values([]rtnl.Request{
		rtnl.AddAddr(rtnl.Addr{Dev: "absent", Prefix: pfx("192.0.2.1/24")}), rtnl.DeleteLink("absent"),
		rtnl.AddAddr(rtnl.Addr{Dev: "absent", Prefix: pfx("192.0.2.1/24")}),
	})) {
		failed = append(failed, i)
	}
	slices.Sort(failed)
	if !slices.Equal(failed, []int{0, 1, 2}) {
		t.Errorf("failed %v, want all three", failed)
	}
}

// What may take the kernel long goes in small sends: one cannot be interrupted.
func TestBatchSlow(t *testing.T) {
	most := 0
	c, k := dialFake(t, rtnl.Config{}, func(_ int, m nlmsg.Message) [][]byte {
		if m.Flags&uapi.NLM_F_ACK == 0 {
			return nil
		}
		return [][]byte{ack(m, 0)}
	})
	for i, err := range c.Batch(t.Context(), func(yield func(rtnl.Request) bool) {
		for i := range 1000 {
			if !yield(rtnl.DeleteLink(i + 1)) {
				return
			}
		}
	}) {
		t.Errorf("%d: %v", i, err)
	}
	sent := 0
	for _, b := range k.requests() {
		n := 0
		for len(b) > 0 {
			_, rest, err := nlmsg.Split(b)
			if err != nil {
				t.Fatal(err)
			}
			b = rest
			n++
		}
		most, sent = max(most, n), sent+n
	}
	if most > 16 || sent != 1000 {
		t.Errorf("%d deletions of links in sends of up to %d, want 1000 in sends of at most 16", sent, most)
	}
}

// A batch keeps no more than one send of requests, however long it is.
func TestBatchMemory(t *testing.T) {
	c := dialEchoes(t, ack(nlmsg.Message{}, 0))
	live := func() int64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	before, most := live(), int64(0)
	for i, err := range c.Batch(t.Context(), func(yield func(rtnl.Request) bool) {
		for i := range 1_000_000 {
			if i%250_000 == 100_000 {
				most = max(most, live()-before)
			}
			if !yield(rtnl.AddRoute(rtnl.Route{Dst: pfx("192.0.2.0/25"), DevIndex: 2, Metric: uint32(i)})) {
				return
			}
		}
	}) {
		t.Fatal(i, err)
	}
	if most == 0 || most > 4<<20 {
		t.Errorf("%d bytes are live in a batch of 1,000,000 requests, want at most 4 MiB", most)
	}
}
