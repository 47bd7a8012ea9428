package bridge_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/bridge"
	"github.com/eb30ede5/netlink/rtnl/kind"
	"github.com/eb30ede5/netlink/rtnl/watch"
)

// TestFDBTopic watches what bridge(8) does to entries.
func TestFDBTopic(t *testing.T) {
	nltest.HaveKind(t, "vxlan")
	p := place.New(t)
	p.Must(rtnl.AddLink(rtnl.Link{Name: "br0", Kind: &kind.Bridge{}, Up: rtnl.On}),
		rtnl.AddLink(rtnl.Link{Name: "vx0", Kind: &kind.VXLAN{ID: rtnl.U32(42), Port: rtnl.U16(4789)}, Master: "br0"}))
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	const mac, all = "02:00:00:00:00:07", "00:00:00:00:00:00" // which alone has several destinations
	var got []string
	for ch, err := range watch.Changes(ctx, p.Conn, &watch.ChangesConfig{NoInitial: true}, bridge.FDBTopic) {
		if err != nil {
			t.Fatalf("%v; told was %q", err, got)
		}
		if ch.Kind == watch.Synced && len(got) == 0 {
			for _, args := range []string{"add " + all + " dev vx0 dst 192.0.2.1", "append " + all + " dev vx0 dst 192.0.2.2", "add " + mac + " dev vx0 master static",
				"replace " + mac + " dev vx0 master sticky static", "del " + all + " dev vx0 dst 192.0.2.1", "del " + mac + " dev vx0 master"} {
				nltest.Command(t, "bridge", append([]string{"-n", p.Name, "fdb"}, strings.Fields(args)...)...)
			}
			continue
		}
		f, ok := ch.New.(*bridge.FDB)
		if !ok {
			f, ok = ch.Old.(*bridge.FDB)
		}
		if !ok || f.Address.String() != mac && f.Address.String() != all {
			continue
		}
		where := "master"
		if f.Dst.IsValid() {
			where = f.Dst.String()
		}
		got = append(got, fmt.Sprint(ch.Kind, " ", where))
		if ch.Kind == watch.Removed && where == "master" {
			break
		}
	}
	want := []string{"added 192.0.2.1", "added 192.0.2.2", "added master", "changed master", "removed 192.0.2.1", "removed master"}
	if !slices.Equal(got, want) {
		t.Errorf("told was %q, want %q", got, want)
	}
}
