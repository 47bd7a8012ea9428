package rtnl_test

import (
	"errors"
	"io/fs"
	"testing"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/rtnl"
)

func TestDummy(t *testing.T) { testPlain(t, "dummy", &rtnl.Dummy{}) }
func TestIFB(t *testing.T)   { testPlain(t, "ifb", &rtnl.IFB{}) }

// testPlain makes, reads, changes and deletes a link of a kind without
// parameters.
func testPlain(t *testing.T, kind string, k rtnl.LinkKind) {
	nltest.HaveKind(t, kind)
	p := newPlace(t)
	p.do(rtnl.AddLink(rtnl.Link{Name: "x0", Kind: k, MTU: 1400, Up: rtnl.On}))
	l := p.link("x0")
	if got := l.Kind.Kind(); got != kind || l.MTU != 1400 || l.Up != rtnl.On || len(l.Unknown) != 0 {
		t.Errorf("read back: kind %s, mtu %d, up %v, unknown %v", got, l.MTU, l.Up, l.Unknown)
	}
	ip := p.one("link", "show", "x0")
	if info, _ := ip["linkinfo"].(map[string]any); info["info_kind"] != kind || ip["mtu"] != 1400. {
		t.Errorf("ip says %v", ip)
	}
	p.do(rtnl.SetLink("x0", rtnl.Link{MTU: 1300, Up: rtnl.Off}))
	if ip := p.one("link", "show", "x0"); ip["mtu"] != 1300. || ip["operstate"] != "DOWN" {
		t.Errorf("changed: ip says %v", ip)
	}
	p.do(rtnl.DeleteLink("x0"))
	if _, err := p.LinkByName(t.Context(), "x0"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("deleted: %v", err)
	}
}
