package bridge

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
)

// VLANFlags are the flags of a VLAN of a port, BRIDGE_VLAN_INFO_*.
type VLANFlags uint16

// The flags. BridgeEntry is the kernel's to set.
const (
	PVID        VLANFlags = uapi.BRIDGE_VLAN_INFO_PVID     // what comes in without a tag is of it; one VLAN of a port can have it
	Untagged    VLANFlags = uapi.BRIDGE_VLAN_INFO_UNTAGGED // what goes out has no tag
	BridgeEntry VLANFlags = uapi.BRIDGE_VLAN_INFO_BRENTRY  // of a bridge: it has the VLAN itself, not only a port of it

	rangeBegin VLANFlags = uapi.BRIDGE_VLAN_INFO_RANGE_BEGIN
	rangeEnd   VLANFlags = uapi.BRIDGE_VLAN_INFO_RANGE_END
	onlyOpts   VLANFlags = uapi.BRIDGE_VLAN_INFO_ONLY_OPTS
)

var vlanFlagNames = rtattr.Flags{
	{uapi.BRIDGE_VLAN_INFO_PVID, "pvid"}, {uapi.BRIDGE_VLAN_INFO_UNTAGGED, "untagged"}, {uapi.BRIDGE_VLAN_INFO_BRENTRY, "brentry"},
}

// String returns the flags as one types them behind "bridge vlan add", with
// spaces.
func (f VLANFlags) String() string {
	return strings.Join(rtattr.FlagNames(uint32(f), vlanFlagNames), " ")
}

// VLAN is a VLAN of a port or of a bridge itself, or a range of them.
type VLAN struct {
	Dev      string    `json:"-"`                // the device's name
	DevIndex int32     `json:"ifindex,omitzero"` // its index
	VID      uint16    `json:"vlan,omitzero"`    // the number, 1 to 4094
	End      uint16    `json:"vlanEnd,omitzero"` // the last one of a range; absent for one VLAN
	Flags    VLANFlags `json:"flags,omitzero"`   // PVID is refused for a range

	// Of requests: to whom, BRIDGE_FLAGS_*. Neither is Master.
	Master bool `json:"master,omitzero"` // to the bridge that Dev is a port of
	Self   bool `json:"self,omitzero"`   // to Dev itself: a bridge, or a card that has one
}

// vlanInfo is struct bridge_vlan_info.
type vlanInfo struct {
	flags VLANFlags
	vid   uint16
}

// Attrs lists the members.
func (i *vlanInfo) Attrs(c *nlattr.Codec) {
	h := c.Head(4)
	nlattr.At16(h, 0, &i.flags)
	nlattr.At16(h, 2, &i.vid)
}

// put sends one by itself: a list of them would be allocated.
func (i vlanInfo) put(c *nlattr.Codec) {
	nlattr.Packed(c, uapi.IFLA_BRIDGE_VLAN_INFO, "vlan", true, i.Attrs)
}

// vlanInfos returns VLANs as the kernel has them, where a range is its first and
// its last one.
func vlanInfos(vlans []VLAN) (infos []vlanInfo) {
	for _, v := range vlans {
		if v.End == 0 {
			infos = append(infos, vlanInfo{v.Flags, v.VID})
		} else {
			infos = append(infos, vlanInfo{v.Flags | rangeBegin, v.VID}, vlanInfo{v.Flags | rangeEnd, v.End})
		}
	}
	return infos
}

// vlansOf is the inverse of vlanInfos.
func vlansOf(index int32, infos []vlanInfo) (vlans []VLAN) {
	if len(infos) > 0 {
		vlans = make([]VLAN, 0, len(infos))
	}
	for i := 0; i < len(infos); i++ {
		v := VLAN{DevIndex: index, VID: infos[i].vid, Flags: infos[i].flags}
		if i+1 < len(infos) && isRange(v.Flags, infos[i+1].flags, v.VID, infos[i+1].vid) {
			i++
			v.End, v.Flags = infos[i].vid, v.Flags&^rangeBegin
		}
		vlans = append(vlans, v)
	}
	return vlans
}

// isRange reports whether two entries are the ends of a range.
func isRange(begin, end VLANFlags, first, last uint16) bool {
	return begin&rangeBegin != 0 && begin&rangeEnd == 0 && end == begin&^rangeBegin|rangeEnd && first < last
}

// Attrs lists the attributes of a request, behind its ifinfomsg.
func (v *VLAN) Attrs(c *nlattr.Codec) {
	checkRange(c, v.VID, v.End)
	if v.End != 0 && v.Flags&PVID != 0 {
		c.Reject("flags", "one VLAN can be the PVID, not a range")
	}
	if v.Flags&^(PVID|Untagged|BridgeEntry) != 0 {
		c.Reject("flags", fmt.Sprintf("%v", v.Flags))
	}
	portHead(c, v.Dev, v.DevIndex)
	nlattr.Group(c, uapi.IFLA_AF_SPEC, "af_spec", true, func(c *nlattr.Codec) {
		target(c, v.Self, v.Master)
		if v.End == 0 {
			vlanInfo{v.Flags, v.VID}.put(c)
			return
		}
		vlanInfo{v.Flags | rangeBegin, v.VID}.put(c)
		vlanInfo{v.Flags | rangeEnd, v.End}.put(c)
	})
}

// checkRange refuses what is no VLAN and no range.
func checkRange(c *nlattr.Codec, vid, end uint16) {
	if vid == 0 || vid > maxVLAN {
		c.Reject("vlan", fmt.Sprintf("%d is not 1 to %d", vid, maxVLAN))
	}
	if end != 0 && end <= vid || end > maxVLAN {
		c.Reject("vlanEnd", fmt.Sprintf("%d is not %d to %d", end, vid+1, maxVLAN))
	}
}

// rangeWord returns a range as bridge(8) takes it.
func rangeWord[T uint16 | uint32](first, last T) string {
	if last == 0 {
		return fmt.Sprint(first)
	}
	return fmt.Sprintf("%d-%d", first, last)
}

// Key implements [rtnl.Object].
func (v *VLAN) Key() string {
	return "dev " + rtattr.DevName(v.Dev, v.DevIndex) + " vid " + rangeWord(v.VID, v.End)
}

// Words returns what stands behind "vlan add".
func (v *VLAN) Words() string {
	w := rtattr.Words{v.Key()}
	w.Add("", v.Flags != 0, v.Flags)
	w.Add("self", v.Self, "")
	w.Add("master", v.Master, "")
	return w.String()
}

var (
	vlanAdd    = rtnl.Verb{Name: "vlan add", Type: uapi.RTM_SETLINK}
	vlanDelete = rtnl.Verb{Name: "vlan del", Type: uapi.RTM_DELLINK}
)

// AddVLAN adds a VLAN, or a range, to a port, or to a bridge itself with Self:
// "bridge vlan add", RTM_SETLINK. One that is there gets the flags that are given
// and loses the others.
func AddVLAN(v VLAN) rtnl.Request { return rtnl.NewRequest(&vlanAdd, &v) }

// DeleteVLAN removes a VLAN, or a range, from a port, or from a bridge itself with
// Self: "bridge vlan del", RTM_DELLINK. The kernel says nothing of those that are
// not there.
func DeleteVLAN(v VLAN) rtnl.Request {
	v.Flags = 0
	return rtnl.NewRequest(&vlanDelete, &v)
}

// VLANFilter chooses VLANs. Absent fields choose all.
type VLANFilter struct {
	Dev      string // of this port or bridge
	DevIndex int32  // likewise
	VID      uint16 // this one, or the range that it is in
}

func (f *VLANFilter) keep(vid, end uint16) bool {
	return f.VID == 0 || f.VID == vid || vid < f.VID && f.VID <= end
}

// VLANs lists the VLANs of ports and of bridges themselves, "bridge vlan show", a
// range of those that are alike as one. A nil filter is everything. The kernel
// sends those of all ports.
func VLANs(ctx context.Context, c *rtnl.Conn, f *VLANFilter) iter.Seq2[VLAN, error] {
	if f == nil {
		f = new(VLANFilter)
	}
	all := ports(ctx, c, "vlan show", &PortFilter{Dev: f.Dev, DevIndex: f.DevIndex, VLANs: true})
	return within(all, func(p *Port) []VLAN { return p.VLANs }, func(v *VLAN) bool { return f.keep(v.VID, v.End) })
}
