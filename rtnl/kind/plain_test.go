package kind_test

import (
	"errors"
	"io/fs"
	"testing"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

func TestDummy(t *testing.T) { testPlain(t, "dummy", &kind.Dummy{}) }
func TestIFB(t *testing.T)   { testPlain(t, "ifb", &kind.IFB{}) }

// testPlain makes, reads, changes and deletes a link of a kind without
// parameters.
func testPlain(t *testing.T, kind string, k rtnl.LinkKind) {
	nltest.HaveKind(t, kind)
	p := place.New(t)
	p.Must(rtnl.AddLink(rtnl.Link{Name: "x0", Kind: k, MTU: 1400, Up: rtnl.On}))
	l := p.Link("x0")
	if got := l.Kind.Kind(); got != kind || l.MTU != 1400 || l.Up != rtnl.On || len(l.Unknown) != 0 {
		t.Errorf("read back: kind %s, mtu %d, up %v, unknown %v", got, l.MTU, l.Up, l.Unknown)
	}
	ip := p.One("link", "show", "x0")
	if info, _ := ip["linkinfo"].(map[string]any); info["info_kind"] != kind || ip["mtu"] != 1400. {
		t.Errorf("ip says %v", ip)
	}
	p.Must(rtnl.SetLink("x0", rtnl.Link{MTU: 1300, Up: rtnl.Off}))
	if ip := p.One("link", "show", "x0"); ip["mtu"] != 1300. || ip["operstate"] != "DOWN" {
		t.Errorf("changed: ip says %v", ip)
	}
	p.Must(rtnl.DeleteLink("x0"))
	if _, err := p.LinkByName(t.Context(), "x0"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("deleted: %v", err)
	}
}
