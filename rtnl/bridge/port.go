package bridge

import (
	"context"
	"iter"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

// Port is a port of a bridge, or a bridge as a port of itself, with what only
// the links of family AF_BRIDGE say: all of it is reported.
type Port struct {
	DevIndex    int32                      `json:"ifindex,omitzero"`   // ifi_index
	Name        string                     `json:"ifname,omitzero"`    // IFLA_IFNAME
	MasterIndex int32                      `json:"master,omitzero"`    // IFLA_MASTER: the bridge
	Flags       rtnl.LinkFlags             `json:"flags,omitzero"`     // ifi_flags
	MTU         uint32                     `json:"mtu,omitzero"`       // IFLA_MTU, bytes
	OperState   nlattr.Opt[rtnl.OperState] `json:"operstate,omitzero"` // IFLA_OPERSTATE
	Address     nlattr.HWAddr              `json:"address,omitzero"`   // IFLA_ADDRESS
	ParentIndex int32                      `json:"link,omitzero"`      // IFLA_LINK: the link it stands on
	Options     *kind.BridgePort           `json:"protinfo,omitzero"`  // IFLA_PROTINFO; nil for a bridge
	Mode        nlattr.Opt[uint16]         `json:"mode,omitzero"`      // IFLA_BRIDGE_MODE of a card's own bridge: 0 VEB, 1 VEPA
	Hardware    bool                       `json:"self,omitzero"`      // IFLA_BRIDGE_FLAGS has BRIDGE_FLAGS_SELF: a card's own bridge
	VLANs       []VLAN                     `json:"vlan,omitzero"`      // IFLA_BRIDGE_VLAN_INFO, if asked for
	Tunnels     []VLANTunnel               `json:"tunnel,omitzero"`    // IFLA_BRIDGE_VLAN_TUNNEL_INFO, likewise
	MST         []MST                      `json:"mst,omitzero"`       // IFLA_BRIDGE_MST, if asked for
	MRP         []MRP                      `json:"mrp,omitzero"`       // IFLA_BRIDGE_MRP of a bridge, if asked for (5.8)
	CFM         *CFM                       `json:"cfm,omitzero"`       // IFLA_BRIDGE_CFM of a bridge, if asked for (5.11)

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Attrs lists the attributes of a message about a port, behind its ifinfomsg.
func (p *Port) Attrs(c *nlattr.Codec) {
	family := uint8(uapi.AF_BRIDGE)
	h := c.Head(16)
	nlattr.At8(h, 0, &family)
	nlattr.At32(h, 4, &p.DevIndex)
	nlattr.At32(h, 8, &p.Flags)
	nlattr.Str(c, uapi.IFLA_IFNAME, "ifname", &p.Name)
	nlattr.N32(c, uapi.IFLA_MASTER, "master", &p.MasterIndex)
	nlattr.N32(c, uapi.IFLA_MTU, "mtu", &p.MTU)
	nlattr.U8(c, uapi.IFLA_OPERSTATE, "operstate", &p.OperState)
	nlattr.LLAddr(c, uapi.IFLA_ADDRESS, "address", &p.Address)
	nlattr.N32(c, uapi.IFLA_LINK, "link", &p.ParentIndex)
	nlattr.Nest(c, uapi.IFLA_PROTINFO, "protinfo", &p.Options)
	nlattr.Group(c, uapi.IFLA_AF_SPEC, "af_spec", true, p.spec)
	nlattr.Rest(c, &p.Unknown)
}

func (p *Port) spec(c *nlattr.Codec) {
	var flags uint16
	if p.Hardware {
		flags = uapi.BRIDGE_FLAGS_SELF
	}
	nlattr.N16(c, uapi.IFLA_BRIDGE_FLAGS, "flags", &flags)
	nlattr.U16(c, uapi.IFLA_BRIDGE_MODE, "mode", &p.Mode)
	infos, tunnels := vlanInfos(p.VLANs), tunnelInfos(p.Tunnels)
	nlattr.RepeatStructs(c, uapi.IFLA_BRIDGE_VLAN_INFO, "vlan", &infos)
	nlattr.Repeat(c, uapi.IFLA_BRIDGE_VLAN_TUNNEL_INFO, "tunnel", &tunnels)
	nlattr.List(c, uapi.IFLA_BRIDGE_MST, uapi.IFLA_BRIDGE_MST_ENTRY, "mst", &p.MST, &p.Unknown)
	nlattr.List(c, uapi.IFLA_BRIDGE_MRP, uapi.IFLA_BRIDGE_MRP_INFO, "mrp", &p.MRP, &p.Unknown)
	nlattr.Nest(c, uapi.IFLA_BRIDGE_CFM, "cfm", &p.CFM)
	if c.Decoding() {
		p.Hardware = flags&uapi.BRIDGE_FLAGS_SELF != 0
		p.VLANs, p.Tunnels = vlansOf(p.DevIndex, infos), tunnelsOf(p.DevIndex, tunnels)
		for i := range p.MST {
			p.MST[i].DevIndex = p.DevIndex
		}
	}
	nlattr.Rest(c, &p.Unknown)
}

// PortFilter chooses ports, and what is said of them.
type PortFilter struct {
	Dev         string // the port, or the bridge, of this name
	DevIndex    int32  // of this index
	Bridge      string // the ports of this bridge, and itself where bridges are listed
	BridgeIndex int32  // likewise
	VLANs       bool   // with their VLANs and tunnels: RTEXT_FILTER_BRVLAN_COMPRESSED
	MST         bool   // with their states in spanning trees: RTEXT_FILTER_MST (5.18)
	MRP         bool   // with the rings of bridges: RTEXT_FILTER_MRP (5.8)
	CFM         bool   // with the fault management of bridges: RTEXT_FILTER_CFM_CONFIG and RTEXT_FILTER_CFM_STATUS (5.11)
}

// portGet is the body of RTM_GETLINK.
type portGet struct{ mask uint32 }

// Attrs lists the attributes.
func (q *portGet) Attrs(c *nlattr.Codec) {
	family := uint8(uapi.AF_BRIDGE)
	nlattr.At8(c.Head(16), 0, &family)
	nlattr.N32(c, uapi.IFLA_EXT_MASK, "ext_mask", &q.mask)
}

// Ports lists the ports of bridges, and with VLANs, MRP or CFM the bridges too, "bridge link
// show": RTM_GETLINK of AF_BRIDGE. A nil filter is all ports, with what need not be
// asked for. The kernel sends all of them, whatever the filter chooses.
func Ports(ctx context.Context, c *rtnl.Conn, f *PortFilter) iter.Seq2[Port, error] {
	return ports(ctx, c, "link show", f)
}

func ports(ctx context.Context, c *rtnl.Conn, op string, f *PortFilter) iter.Seq2[Port, error] {
	if f == nil {
		f = new(PortFilter)
	}
	return func(yield func(Port, error) bool) {
		dev, err := c.FilterIndex(ctx, op, "dev", f.Dev, f.DevIndex)
		var bridge int32
		if err == nil {
			bridge, err = c.FilterIndex(ctx, op, "br", f.Bridge, f.BridgeIndex)
		}
		if err != nil {
			yield(Port{}, err)
			return
		}
		var mask uint32
		if f.VLANs {
			mask |= uapi.RTEXT_FILTER_BRVLAN_COMPRESSED
		}
		if f.MST {
			mask |= uapi.RTEXT_FILTER_MST
		}
		if f.MRP {
			mask |= uapi.RTEXT_FILTER_MRP
		}
		if f.CFM {
			mask |= uapi.RTEXT_FILTER_CFM_CONFIG | uapi.RTEXT_FILTER_CFM_STATUS
		}
		if mask == 0 {
			mask = uapi.RTEXT_FILTER_SKIP_STATS // without any, the kernel ends the listing at the first link over 32 KiB
		}
		q := rtnl.Query{Op: op, Type: uapi.RTM_GETLINK, Reply: uapi.RTM_NEWLINK, Head: 16, Body: &portGet{mask}}
		rtnl.List(ctx, c, q, func(p *Port) bool {
			return (dev == 0 || p.DevIndex == dev) && (bridge == 0 || p.MasterIndex == bridge)
		})(yield)
	}
}

// target says whose bridge a request is to: that of which the device is a port,
// or the device itself.
func target(c *nlattr.Codec, self, master bool) {
	var flags uint16
	if master {
		flags |= uapi.BRIDGE_FLAGS_MASTER
	}
	if self {
		flags |= uapi.BRIDGE_FLAGS_SELF
	}
	nlattr.N16(c, uapi.IFLA_BRIDGE_FLAGS, "flags", &flags)
}

// portHead writes the ifinfomsg of a request.
func portHead(c *nlattr.Codec, dev string, index int32) {
	checkDev(c, dev, index)
	family, i := uint8(uapi.AF_BRIDGE), rtattr.IndexOf(c, "dev", dev, index)
	h := c.Head(16)
	nlattr.At8(h, 0, &family)
	nlattr.At32(h, 4, &i)
}
