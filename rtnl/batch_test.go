package rtnl_test

import (
	"fmt"
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
