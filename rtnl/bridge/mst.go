package bridge

import (
	"context"
	"fmt"
	"iter"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

// MST is the state of a port in one of the spanning trees of its bridge, which has
// MST on (5.18). [SetVLANGlobal] says which VLANs are of which tree.
type MST struct {
	Dev      string                           `json:"-"`                // the port's name
	DevIndex int32                            `json:"ifindex,omitzero"` // its index
	MSTI     nlattr.Opt[uint16]               `json:"msti,omitzero"`    // IFLA_BRIDGE_MST_ENTRY_MSTI: the number of the tree, 1 to 4094; 0 is that of the port
	State    nlattr.Opt[kind.BridgePortState] `json:"state,omitzero"`   // IFLA_BRIDGE_MST_ENTRY_STATE
	Unknown  []nlattr.Attr                    `json:"unknown,omitzero"` // attributes that this package does not know
}

// Attrs lists the attributes of IFLA_BRIDGE_MST_ENTRY.
func (m *MST) Attrs(c *nlattr.Codec) {
	nlattr.U16(c, uapi.IFLA_BRIDGE_MST_ENTRY_MSTI, "msti", &m.MSTI)
	nlattr.U8(c, uapi.IFLA_BRIDGE_MST_ENTRY_STATE, "state", &m.State)
	nlattr.Rest(c, &m.Unknown)
}

// mstSet is a request.
type mstSet struct {
	entries []MST // one
	unknown []nlattr.Attr
}

// Attrs lists the attributes of a request, behind its ifinfomsg.
func (s *mstSet) Attrs(c *nlattr.Codec) {
	m := &MST{}
	if len(s.entries) > 0 {
		m = &s.entries[0]
	}
	if id, ok := m.MSTI.Get(); !ok || id > maxVLAN {
		c.Reject("msti", fmt.Sprintf("%q is not 0 to %d", m.MSTI.String(), maxVLAN))
	}
	if state, ok := m.State.Get(); !ok || state > kind.BridgePortBlocking {
		c.Reject("state", fmt.Sprintf("%q is none", m.State.String()))
	}
	portHead(c, m.Dev, m.DevIndex)
	nlattr.Group(c, uapi.IFLA_AF_SPEC, "af_spec", true, func(c *nlattr.Codec) {
		nlattr.List(c, uapi.IFLA_BRIDGE_MST, uapi.IFLA_BRIDGE_MST_ENTRY, "mst", &s.entries, &s.unknown)
	})
}

// Key implements [rtnl.Object].
func (s *mstSet) Key() string {
	m := &s.entries[0]
	return "dev " + rtattr.DevName(m.Dev, m.DevIndex) + " msti " + m.MSTI.String()
}

// Words returns what stands behind "mst set".
func (s *mstSet) Words() string { return s.Key() + " state " + s.entries[0].State.String() }

var mstVerb = rtnl.Verb{Name: "mst set", Type: uapi.RTM_SETLINK}

// SetMST sets the state of a port in a spanning tree, "bridge mst set": RTM_SETLINK
// (5.18). The kernel says nothing of a tree that none of the port's VLANs is of.
func SetMST(m MST) rtnl.Request { return rtnl.NewRequest(&mstVerb, &mstSet{entries: []MST{m}}) }

// MSTs lists the states of ports in spanning trees, "bridge mst show" (5.18). An
// empty dev is all ports.
func MSTs[D rtnl.Dev](ctx context.Context, c *rtnl.Conn, dev D) iter.Seq2[MST, error] {
	f := &PortFilter{MST: true}
	var none D
	if dev != none {
		f.Dev, f.DevIndex = rtattr.SplitDev(dev)
	}
	return within(ports(ctx, c, "mst show", f), func(p *Port) []MST { return p.MST }, func(*MST) bool { return true })
}
