package nsid_test

import (
	"context"
	"testing"
	"time"

	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/nsid"
	"github.com/eb30ede5/netlink/rtnl/watch"
)

// TestTopic hears of a number that ip(8) gives.
func TestTopic(t *testing.T) {
	p, far := place.New(t), place.New(t)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	for ch, err := range watch.Changes(ctx, p.Conn, nil, nsid.Topic) {
		if err != nil {
			t.Fatal(err)
		}
		if ch.Kind == watch.Synced {
			p.IP("netns", "set", far.Name, "33")
		}
		if n, ok := ch.New.(*nsid.NSID); ok {
			if n.ID != rtnl.Some[int32](33) {
				t.Errorf("%v, want 33", n.ID)
			}
			return
		}
	}
}
