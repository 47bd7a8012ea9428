package rtnl_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/eb30ede5/netlink/internal/nlmsg"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/rtnl"
)

// Plain routes are deleted by what the kernel listed, and others as DeleteRoute
// does: what the kernel lists of a nexthop object is not what it takes.
func TestFlushRoutesSent(t *testing.T) {
	route := func(net byte, more ...[]byte) []byte {
		head := []byte{2, 24, 0, 0, 254, 3, 0, 1, 0, 0, 0, 0} // of table main, proto boot
		return slices.Concat(head, nla(uapi.RTA_DST, []byte{198, 51, net, 0}), nla(uapi.RTA_OIF, u32(2)), slices.Concat(more...))
	}
	gone, plain, object, stuck := route(1), route(2), route(3, nla(uapi.RTA_NH_ID, u32(7))), route(4)
	var asked [][]byte
	c, _ := dialFake(t, rtnl.Config{}, func(_ int, m nlmsg.Message) [][]byte {
		if m.Type == uapi.RTM_GETROUTE {
			var all [][]byte
			for _, b := range [][]byte{gone, plain, object, stuck} {
				all = append(all, reply(m, uapi.RTM_NEWROUTE, uapi.NLM_F_MULTI, b))
			}
			return append(all, done(m, 0, 0))
		}
		if m.Type != uapi.RTM_DELROUTE {
			t.Errorf("asked for %d", m.Type)
		}
		asked = append(asked, slices.Clone(m.Body))
		switch {
		case slices.Equal(m.Body, gone):
			return [][]byte{ack(m, uapi.ESRCH)}
		case slices.Equal(m.Body, stuck):
			return [][]byte{ack(m, uapi.EPERM, nla(uapi.NLMSGERR_ATTR_OFFS, u32(uint32(nlmsg.HeaderLen+12))))}
		case m.Flags&uapi.NLM_F_ACK != 0:
			return [][]byte{ack(m, 0)}
		}
		return nil
	})
	n, err := c.FlushRoutes(t.Context(), nil)
	var e *rtnl.Error
	if n != 3 || !errors.As(err, &e) || e.Errno != uapi.EPERM || e.Op != "route delete 198.51.4.0/24" || e.Attr != "" {
		t.Errorf("FlushRoutes() = %d, %v; want 3, and that 198.51.4.0/24 is refused", n, err)
	}
	// Without RTA_OIF, which may not be there beside RTA_NH_ID.
	object = slices.Concat(object[:12], nla(uapi.RTA_DST, []byte{198, 51, 3, 0}), nla(uapi.RTA_NH_ID, u32(7)))
	if want := [][]byte{gone, plain, object, stuck}; !slices.EqualFunc(asked, want, slices.Equal[[]byte]) {
		t.Errorf("asked for %x, want %x", asked, want)
	}
}
