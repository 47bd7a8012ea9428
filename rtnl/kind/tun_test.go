package kind_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"

	"github.com/eb30ede5/netlink/internal/complete"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

func init() {
	kindsCovered["tun"] = complete.Set{Prefix: "IFLA_TUN_"}
	kindsRead = append(kindsRead,
		kindRead{golden: "reply-link-tun", want: &kind.TUN{
			Type: kind.TUNIP, Owner: rtnl.U32(0), Group: rtnl.U32(0), PI: rtnl.On, VNetHdr: rtnl.Off, Persist: rtnl.On,
			MultiQueue: rtnl.On, NumQueues: rtnl.U32(0), NumDisabledQueues: rtnl.U32(0),
		}},
		kindRead{golden: "reply-link-tun-tap", want: &kind.TUN{
			Type: kind.TUNTAP, Owner: rtnl.U32(1001), Group: rtnl.U32(1002), PI: rtnl.Off, VNetHdr: rtnl.On, Persist: rtnl.On, MultiQueue: rtnl.Off,
		}},
	)
}

// TestTUN reads what CreateTun made, and what ip(8) did.
func TestTUN(t *testing.T) {
	p := place.New(t)
	p.HaveTun()
	for _, tt := range []struct {
		name string
		tun  rtnl.Tun
		want kind.TUN
		ip   map[string]any
	}{
		{"tun", rtnl.Tun{Owner: rtnl.U32(0), PI: true, MultiQueue: true},
			kind.TUN{Type: kind.TUNIP, Owner: rtnl.U32(0), PI: rtnl.On, VNetHdr: rtnl.Off, Persist: rtnl.On, MultiQueue: rtnl.On, NumQueues: rtnl.U32(0), NumDisabledQueues: rtnl.U32(0)},
			map[string]any{"type": "tun", "pi": true, "vnet_hdr": false, "multi_queue": true, "persist": true, "user": "root", "group": nil}},
		{"tap", rtnl.Tun{Type: kind.TUNTAP, Group: rtnl.U32(0), VNetHdr: true},
			kind.TUN{Type: kind.TUNTAP, Group: rtnl.U32(0), PI: rtnl.Off, VNetHdr: rtnl.On, Persist: rtnl.On, MultiQueue: rtnl.Off},
			map[string]any{"type": "tap", "pi": false, "vnet_hdr": true, "multi_queue": false, "persist": true, "user": nil, "group": "root"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := p.In(t)
			tt.tun.Name = "x0"
			l, err := p.CreateTun(t.Context(), tt.tun)
			if err != nil {
				t.Fatal(err)
			}
			if diff := place.Diff(rtnl.LinkKind(&tt.want), l.Kind); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			place.Says(t, place.InfoData(p.One("link", "show", "x0")), tt.ip)
			p.Must(rtnl.SetLink("x0", rtnl.Link{MTU: 1400, Up: rtnl.On}))
			place.Says(t, p.One("link", "show", "x0"), map[string]any{"mtu": 1400., "flags": []any{"UP"}})
			if err := rtnl.ChangeLink(t.Context(), p.Conn, "x0", func(l *rtnl.Link) { l.TxQLen = rtnl.U32(77) }); err != nil {
				t.Error(err)
			}
			err = rtnl.ChangeLink(t.Context(), p.Conn, "x0", func(l *rtnl.Link) { l.Kind.(*kind.TUN).Owner = rtnl.U32(7) })
			if err == nil || !strings.Contains(err.Error(), "does not change the parameters of tun") {
				t.Errorf("another owner: %v", err)
			}
			if now := p.Link("x0"); now.TxQLen != rtnl.U32(77) || !now.SameConfig(p.Link("x0")) || now.SameConfig(l) {
				t.Errorf("changed: %+v", now)
			}
			p.Must(rtnl.DeleteLink("x0"))
			if _, err := p.LinkByName(t.Context(), "x0"); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("deleted: %v", err)
			}
		})
	}
}

// rtnetlink has no parameters of tun devices to take.
func TestTUNLimited(t *testing.T) {
	for _, tt := range []struct {
		req  rtnl.Request
		want string
	}{
		{rtnl.AddLink(rtnl.Link{Name: "x0", Kind: &kind.TUN{}}), "rtnl: link add x0: rtnetlink does not make tun and tap devices; Conn.CreateTun does"},
		{rtnl.SetLink("x0", rtnl.Link{Kind: &kind.TUN{}}), "rtnl: link set x0: rtnetlink does not change the parameters of tun and tap devices, and takes no kind for them"},
	} {
		if _, err := tt.req.AppendMessage(nil, nil); err == nil || err.Error() != tt.want {
			t.Errorf("%v: %v, want %s", tt.req, err, tt.want)
		}
	}
	kindAllocs(t, &kind.TUN{Type: kind.TUNTAP, Owner: rtnl.U32(1001), Group: rtnl.U32(1002), PI: rtnl.Off, VNetHdr: rtnl.On}, 0)
}
