package netconf_test

import (
	"context"
	"testing"
	"time"

	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl/netconf"
	"github.com/eb30ede5/netlink/rtnl/watch"
)

// TestTopic hears of a setting of the loopback device.
func TestTopic(t *testing.T) {
	p := place.New(t)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	for e, err := range watch.Events(ctx, p.Conn, nil, netconf.Topic) {
		if err != nil {
			t.Fatal(err)
		}
		if e.Kind == watch.Listening {
			p.Sysctl("ipv4/conf/lo/forwarding", "1")
		}
		if c, ok := e.Object.(*netconf.Conf); ok {
			if c.Forwarding != nlattr.On {
				t.Errorf("%+v", c)
			}
			return
		}
	}
}
