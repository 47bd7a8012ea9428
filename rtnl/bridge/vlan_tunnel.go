package bridge

import (
	"context"
	"fmt"
	"iter"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
)

// VLANTunnel says which tunnel a VLAN of a port goes through: the port is a VXLAN
// link that is External and has VLANTunnel on as a port. A range of VLANs goes
// through as long a range of tunnels.
type VLANTunnel struct {
	Dev      string `json:"-"`                // the port's name
	DevIndex int32  `json:"ifindex,omitzero"` // its index
	VID      uint16 `json:"vlan,omitzero"`    // IFLA_BRIDGE_VLAN_TUNNEL_VID: a VLAN that the port has
	End      uint16 `json:"vlanEnd,omitzero"` // the last one of a range; absent for one VLAN
	ID       uint32 `json:"tunid,omitzero"`   // IFLA_BRIDGE_VLAN_TUNNEL_ID: the VNI, below 1<<24, of the first one

	Flags   VLANFlags     `json:"flags,omitzero"`   // IFLA_BRIDGE_VLAN_TUNNEL_FLAGS, but for what makes a range; reported, and always 0 so far
	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// tunnelInfo is what is in IFLA_BRIDGE_VLAN_TUNNEL_INFO.
type tunnelInfo struct {
	id      nlattr.Opt[uint32]
	vid     nlattr.Opt[uint16]
	flags   nlattr.Opt[VLANFlags]
	unknown []nlattr.Attr
}

// Attrs lists the attributes.
func (i *tunnelInfo) Attrs(c *nlattr.Codec) {
	nlattr.U32(c, uapi.IFLA_BRIDGE_VLAN_TUNNEL_ID, "tunid", &i.id)
	nlattr.U16(c, uapi.IFLA_BRIDGE_VLAN_TUNNEL_VID, "vlan", &i.vid)
	nlattr.U16(c, uapi.IFLA_BRIDGE_VLAN_TUNNEL_FLAGS, "flags", &i.flags)
	nlattr.Rest(c, &i.unknown)
}

// tunnelInfos and tunnelsOf are to tunnels what vlanInfos and vlansOf are to
// VLANs.
func tunnelInfos(tunnels []VLANTunnel) (infos []tunnelInfo) {
	for _, t := range tunnels {
		first := tunnelInfo{nlattr.Some(t.ID), nlattr.Some(t.VID), nlattr.Some(t.Flags), t.Unknown}
		if t.End == 0 {
			infos = append(infos, first)
			continue
		}
		first.flags = nlattr.Some(t.Flags | rangeBegin)
		infos = append(infos, first, tunnelInfo{nlattr.Some(t.ID + uint32(t.End-t.VID)), nlattr.Some(t.End), nlattr.Some(t.Flags | rangeEnd), nil})
	}
	return infos
}

func tunnelsOf(index int32, infos []tunnelInfo) (tunnels []VLANTunnel) {
	if len(infos) > 0 {
		tunnels = make([]VLANTunnel, 0, len(infos))
	}
	for i := 0; i < len(infos); i++ {
		x := &infos[i]
		t := VLANTunnel{DevIndex: index, ID: x.id.Or(0), VID: x.vid.Or(0), Flags: x.flags.Or(0), Unknown: x.unknown}
		if i+1 < len(infos) {
			y := &infos[i+1]
			end := y.vid.Or(0)
			if isRange(t.Flags, y.flags.Or(0), t.VID, end) && y.id.Or(0) == t.ID+uint32(end-t.VID) {
				i++
				t.End, t.Flags, t.Unknown = end, t.Flags&^rangeBegin, append(t.Unknown, y.unknown...)
			}
		}
		tunnels = append(tunnels, t)
	}
	return tunnels
}

// Attrs lists the attributes of a request, behind its ifinfomsg.
func (t *VLANTunnel) Attrs(c *nlattr.Codec) {
	checkRange(c, t.VID, t.End)
	checkVNI(c, "tunid", t.ID)
	if t.End > t.VID {
		checkVNI(c, "tunid", t.ID+uint32(t.End-t.VID))
	}
	if t.Flags != 0 {
		c.Reject("flags", fmt.Sprintf("%v", t.Flags))
	}
	portHead(c, t.Dev, t.DevIndex)
	nlattr.Group(c, uapi.IFLA_AF_SPEC, "af_spec", true, func(c *nlattr.Codec) {
		infos := tunnelInfos([]VLANTunnel{*t})
		nlattr.Repeat(c, uapi.IFLA_BRIDGE_VLAN_TUNNEL_INFO, "tunnel", &infos)
	})
}

// Key implements [rtnl.Object].
func (t *VLANTunnel) Key() string {
	return "dev " + rtattr.DevName(t.Dev, t.DevIndex) + " vid " + rangeWord(t.VID, t.End)
}

// Words returns what stands behind "vlan add".
func (t *VLANTunnel) Words() string {
	var last uint32
	if t.End > t.VID {
		last = t.ID + uint32(t.End-t.VID)
	}
	return t.Key() + " tunnel_info id " + rangeWord(t.ID, last)
}

// AddVLANTunnel maps VLANs of a port, which it has to have, to tunnels: "bridge
// vlan add ... tunnel_info", RTM_SETLINK.
func AddVLANTunnel(t VLANTunnel) rtnl.Request { return rtnl.NewRequest(&vlanAdd, &t) }

// DeleteVLANTunnel removes the mapping and leaves the VLANs: "bridge vlan del ...
// tunnel_info", RTM_DELLINK.
func DeleteVLANTunnel(t VLANTunnel) rtnl.Request { return rtnl.NewRequest(&vlanDelete, &t) }

// VLANTunnels lists which VLANs go through which tunnels, "bridge vlan tunnelshow".
// A nil filter is everything. The kernel sends those of all ports.
func VLANTunnels(ctx context.Context, c *rtnl.Conn, f *VLANFilter) iter.Seq2[VLANTunnel, error] {
	if f == nil {
		f = new(VLANFilter)
	}
	all := ports(ctx, c, "vlan tunnelshow", &PortFilter{Dev: f.Dev, DevIndex: f.DevIndex, VLANs: true})
	return within(all, func(p *Port) []VLANTunnel { return p.Tunnels }, func(t *VLANTunnel) bool { return f.keep(t.VID, t.End) })
}
