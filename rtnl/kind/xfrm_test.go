package kind_test

import (
	"errors"
	"syscall"
	"testing"

	"github.com/eb30ede5/netlink/internal/complete"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

func init() {
	kindsCovered["xfrm"] = complete.Set{Prefix: "IFLA_XFRM_"}
	kindsSent = append(kindsSent,
		kindSent{golden: "xfrm-add", link: rtnl.Link{Name: "xf0", Kind: &kind.XFRM{DevIndex: index(11), IfID: rtnl.U32(0x12345678)}}},
		kindSent{golden: "xfrm-add-external", link: rtnl.Link{Name: "xf0", Kind: &kind.XFRM{External: true}}},
	)
	// There is no reply: no kernel at hand has the kind.
}

func TestXFRMAllocs(t *testing.T) {
	kindAllocs(t, &kind.XFRM{DevIndex: index(11), IfID: rtnl.U32(0x12345678)}, 0)
	kindAllocs(t, &kind.XFRM{External: true}, 0)
}

func TestXFRMRejected(t *testing.T) {
	testRejected(t, []rejected{
		{"if_id", rtnl.Link{Kind: &kind.XFRM{DevIndex: index(11), IfID: rtnl.U32(0)}}, "linkinfo.data.if_id: 0 is none"},
		{"external, if_id", rtnl.Link{Kind: &kind.XFRM{DevIndex: index(0), IfID: rtnl.U32(7), External: true}}, "external: with a link or an if_id"},
		{"external, link", rtnl.Link{Kind: &kind.XFRM{DevIndex: index(11), IfID: rtnl.U32(0), External: true}}, "external: with a link or an if_id"},
	})
	testWhole(t, kind.XFRM{DevIndex: index(11), IfID: rtnl.U32(7)}, "link", "if_id")
}

func TestXFRM(t *testing.T) {
	p := tunnelTest[kind.XFRM, *kind.XFRM]{
		add:     kind.XFRM{Dev: "base", IfID: rtnl.U32(0x12345678)},
		says:    map[string]any{"link": "base", "if_id": "0x12345678"},
		part:    kind.XFRM{IfID: rtnl.U32(7)},
		missing: "link",
		change:  func(v *kind.XFRM) { v.IfID = rtnl.U32(7) },
		changed: map[string]any{"if_id": "0x7"},
		other:   kind.XFRM{Dev: "base", IfID: rtnl.U32(9)},
		others:  map[string]any{"link": "base", "if_id": "0x9"},
	}.run(t)
	err := rtnl.ChangeLink(t.Context(), p.Conn, "t0", func(l *rtnl.Link) { l.Kind.(*kind.XFRM).DevIndex = index(0) })
	if !errors.Is(err, syscall.EINVAL) {
		t.Errorf("without the device: %v", err)
	}
}
