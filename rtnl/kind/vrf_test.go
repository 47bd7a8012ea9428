package kind_test

import (
	"errors"
	"syscall"
	"testing"

	"github.com/eb30ede5/netlink/internal/complete"
	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

func init() {
	kindsCovered["vrf"] = complete.Set{Prefix: "IFLA_VRF_"}
	portsCovered["vrf"] = complete.Set{Prefix: "IFLA_VRF_PORT_"}
	kindsSent = append(kindsSent,
		kindSent{golden: "vrf-add", link: rtnl.Link{Name: "vrf0", Kind: &kind.VRF{Table: 66051}}},
		kindSent{golden: "vrf-port", set: 2, link: rtnl.Link{Port: &kind.VRFPort{}}},
	)
	kindsRead = append(kindsRead,
		kindRead{golden: "reply-link-vrf", want: &kind.VRF{Table: 66051}},
		kindRead{golden: "reply-link-vrf-port", want: &kind.VRFPort{Table: 66051}},
	)
}

func TestVRFAllocs(t *testing.T) {
	kindAllocs(t, &kind.VRF{Table: 66051}, 0)
	kindAllocs(t, &kind.VRFPort{Table: 66051}, 0)
	if b, err := nlattr.Append(nil, &kind.VRFPort{Table: 66051}); len(b) != 0 || err != nil {
		t.Errorf("of a port % x is sent, %v", b, err)
	}
}

func TestVRF(t *testing.T) {
	nltest.HaveKind(t, "vrf")
	p := place.New(t)
	p.Must(rtnl.AddLink(rtnl.Link{Name: "vrf0", Up: rtnl.On, Kind: &kind.VRF{Table: 66051}}))
	place.Says(t, place.InfoData(p.One("link", "show", "vrf0")), map[string]any{"table": 66051.})
	read := place.ReadKind[*kind.VRF](p, "vrf0")
	if diff := place.Diff(&kind.VRF{Table: 66051}, read); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	for _, table := range []uint32{66051, 7} {
		if err := p.Do(t.Context(), rtnl.SetLink("vrf0", rtnl.Link{Kind: &kind.VRF{Table: table}})); !errors.Is(err, syscall.EOPNOTSUPP) {
			t.Errorf("table %d: %v, want EOPNOTSUPP", table, err)
		}
	}
	if err := p.Do(t.Context(), rtnl.AddLink(rtnl.Link{Name: "vrf1", Kind: &kind.VRF{}})); !errors.Is(err, syscall.EINVAL) {
		t.Errorf("without a table: %v, want EINVAL", err)
	}
	p.Must(rtnl.AddLink(rtnl.Link{Name: "vrf1", Kind: read}), rtnl.DeleteLink("vrf1"), rtnl.SetLink("vrf0", rtnl.Link{MTU: 1400}), rtnl.DeleteLink("vrf0"))
}

// TestVRFPort makes ports, one of them together with what is to be set of it as
// a port.
func TestVRFPort(t *testing.T) {
	nltest.HaveKind(t, "vrf")
	p := place.New(t)
	p.Must(
		rtnl.AddLink(rtnl.Link{Name: "vrf0", Kind: &kind.VRF{Table: 66051}}),
		rtnl.AddLink(rtnl.Link{Name: "vrf1", Kind: &kind.VRF{Table: 77}}),
		rtnl.AddLink(rtnl.Link{Name: "eth0", Kind: &kind.Veth{}, Peer: &rtnl.Link{Name: "eth1"}, Up: rtnl.On, Master: "vrf0", Port: &kind.VRFPort{}}),
		rtnl.SetLink("eth1", rtnl.Link{Master: "vrf1", Port: &kind.VRFPort{}, Up: rtnl.On}),
	)
	for name, want := range map[string]kind.VRFPort{"eth0": {Table: 66051}, "eth1": {Table: 77}} {
		if diff := place.Diff(&want, place.ReadPort[*kind.VRFPort](p, name)); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
		place.Says(t, place.SlaveData(p.One("link", "show", name)), map[string]any{"table": float64(want.Table)})
	}
	p.Must(rtnl.SetLink("eth1", rtnl.Link{Master: "vrf0"}), rtnl.SetLink("eth0", rtnl.Link{NoMaster: true}))
	if got := place.ReadPort[*kind.VRFPort](p, "eth1"); got.Table != 66051 {
		t.Errorf("in another VRF the table is %d", got.Table)
	}
	if l := p.Link("eth0"); l.Port != nil || l.MasterIndex != 0 {
		t.Errorf("released, it is a port of %d: %v", l.MasterIndex, l.Port)
	}
}
