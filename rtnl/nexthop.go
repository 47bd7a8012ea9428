package rtnl

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl/encap"
)

// Nexthop is a nexthop object (5.3): where packets go next, or a group of such
// objects. Routes refer to it by their NexthopID, and FDB entries, if it has FDB.
//
// The kernel's key is the ID.
type Nexthop struct {
	ID       uint32        `json:"id,omitzero"`       // NHA_ID; absent in AddNexthop the kernel chooses one, see [Conn.CreateNexthop]
	Family   Family        `json:"family,omitzero"`   // nh_family; absent in a request it is that of Via, without one IPv4, of a group none
	Protocol RouteProtocol `json:"protocol,omitzero"` // nh_protocol
	Scope    Scope         `json:"scope,omitzero"`    // nh_scope, reported
	Flags    RouteFlags    `json:"flags,omitzero"`    // nh_flags; a user can set RouteOnLink

	Via       netip.Addr  `json:"gateway,omitzero"`   // NHA_GATEWAY
	Dev       string      `json:"-"`                  // the name of the device to leave by, which must be up
	DevIndex  int32       `json:"oif,omitzero"`       // NHA_OIF
	Blackhole bool        `json:"blackhole,omitzero"` // NHA_BLACKHOLE: drop
	FDB       bool        `json:"fdb,omitzero"`       // NHA_FDB: for entries of an FDB, with Via and no device (5.8)
	Encap     encap.Encap `json:"encap,omitzero"`     // NHA_ENCAP: how packets are encapsulated

	Group     []NexthopMember   `json:"group,omitzero"`         // NHA_GROUP: the objects of a group, in place of all that is above but ID, Protocol and FDB
	GroupType Opt[GroupType]    `json:"group_type,omitzero"`    // NHA_GROUP_TYPE; absent in a request it is resilient if Resilient is there, else mpath
	Resilient *NexthopResilient `json:"res_group,omitzero"`     // NHA_RES_GROUP: of a resilient group (5.13)
	HWStats   OnOff             `json:"hw_stats,omitzero"`      // NHA_HW_STATS_ENABLE: of a group, have hardware count too; reported beside Stats (6.9)
	HWCounts  OnOff             `json:"hw_stats_used,omitzero"` // NHA_HW_STATS_USED: whether some hardware does, reported where it may
	Stats     []NexthopStats    `json:"group_stats,omitzero"`   // NHA_GROUP_STATS: of a group, reported where asked for (6.9)
	OpFlags   uint32            `json:"op_flags,omitzero"`      // NHA_OP_FLAGS: of the report of a group, NHA_OP_FLAG_RESP_GRP_RESVD_0 if its weights have 16 bits

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// NexthopMember is a nexthop of a group.
type NexthopMember struct {
	ID     uint32 `json:"id"`     // of an object that is not a group
	Weight uint16 `json:"weight"` // its share, 1 to 65535; absent in a request it is 1. Before 6.12 at most 255
}

// GroupType says how a group of nexthops shares packets, of NEXTHOP_GRP_TYPE_*.
type GroupType uint16

// The types.
const (
	GroupMultipath GroupType = uapi.NEXTHOP_GRP_TYPE_MPATH // by a hash, which moves flows when the group changes
	GroupResilient GroupType = uapi.NEXTHOP_GRP_TYPE_RES   // by buckets, which move when they are idle
)

// String returns the type as ip(8) prints it.
func (t GroupType) String() string {
	return rtattr.Enum(t, []string{GroupMultipath: "mpath", GroupResilient: "resilient"})
}

// NexthopResilient are the parameters of a resilient group.
type NexthopResilient struct {
	Buckets         uint16             `json:"buckets,omitzero"`          // NHA_RES_GROUP_BUCKETS: how many; required in AddNexthop, and cannot be changed
	IdleTimer       Opt[time.Duration] `json:"idle_timer,omitzero"`       // NHA_RES_GROUP_IDLE_TIMER: how long without packets makes a bucket idle, in hundredths of a second; absent is 2 minutes
	UnbalancedTimer Opt[time.Duration] `json:"unbalanced_timer,omitzero"` // NHA_RES_GROUP_UNBALANCED_TIMER: after how long out of balance buckets move anyway, in hundredths of a second; 0, and absent, is never
	UnbalancedTime  Opt[time.Duration] `json:"unbalanced_time,omitzero"`  // NHA_RES_GROUP_UNBALANCED_TIME: for how long the group has been out of balance, reported

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Attrs lists the attributes.
func (r *NexthopResilient) Attrs(c *nlattr.Codec) {
	nlattr.N16(c, uapi.NHA_RES_GROUP_BUCKETS, "buckets", &r.Buckets)
	nlattr.Dur32(c, uapi.NHA_RES_GROUP_IDLE_TIMER, "idle_timer", rtattr.Tick, &r.IdleTimer)
	nlattr.Dur32(c, uapi.NHA_RES_GROUP_UNBALANCED_TIMER, "unbalanced_timer", rtattr.Tick, &r.UnbalancedTimer)
	if c.Reporting() {
		nlattr.Dur64(c, uapi.NHA_RES_GROUP_UNBALANCED_TIME, "unbalanced_time", rtattr.Tick, &r.UnbalancedTime)
	}
	nlattr.Skip(c, uapi.NHA_RES_GROUP_PAD, "pad")
	nlattr.Rest(c, &r.Unknown)
}

// NexthopStats counts what a nexthop of a group was given.
type NexthopStats struct {
	ID        uint32 `json:"id,omitzero"`         // NHA_GROUP_STATS_ENTRY_ID
	Packets   uint64 `json:"packets,omitzero"`    // NHA_GROUP_STATS_ENTRY_PACKETS, hardware's too if that was asked for
	PacketsHW uint64 `json:"packets_hw,omitzero"` // NHA_GROUP_STATS_ENTRY_PACKETS_HW, if asked for

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Attrs lists the attributes.
func (s *NexthopStats) Attrs(c *nlattr.Codec) {
	nlattr.N32(c, uapi.NHA_GROUP_STATS_ENTRY_ID, "id", &s.ID)
	nlattr.Uint(c, uapi.NHA_GROUP_STATS_ENTRY_PACKETS, "packets", &s.Packets)
	nlattr.Uint(c, uapi.NHA_GROUP_STATS_ENTRY_PACKETS_HW, "packets_hw", &s.PacketsHW)
	nlattr.Rest(c, &s.Unknown)
}

// Attrs lists the attributes of a nexthop message, behind its nhmsg.
func (n *Nexthop) Attrs(c *nlattr.Codec) {
	family, scope, flags := n.Family, n.Scope, n.Flags
	if !c.Reporting() {
		n.check(c)
		family, scope, flags = n.family(), 0, n.Flags&^routeFlagsReported
	}
	h := c.Head(8)
	nlattr.At8(h, 0, &family)
	nlattr.At8(h, 1, &scope)
	nlattr.At8(h, 2, &n.Protocol)
	nlattr.At32(h, 4, &flags)
	if c.Decoding() {
		n.Family, n.Scope, n.Flags = family, scope, flags
	}
	nlattr.N32(c, uapi.NHA_ID, "id", &n.ID)
	nlattr.Addr(c, uapi.NHA_GATEWAY, uapi.NHA_GATEWAY, "gateway", &n.Via)
	rtattr.Dev(c, uapi.NHA_OIF, "oif", n.Dev, &n.DevIndex)
	nlattr.Flag(c, uapi.NHA_BLACKHOLE, "blackhole", &n.Blackhole)
	nlattr.Flag(c, uapi.NHA_FDB, "fdb", &n.FDB)
	encap.Carry(c, uapi.NHA_ENCAP_TYPE, uapi.NHA_ENCAP, &n.Encap)
	n.group(c)
	nlattr.Rest(c, &n.Unknown)
}

// group lists what only groups have.
func (n *Nexthop) group(c *nlattr.Codec) {
	nlattr.Payload(c, uapi.NHA_GROUP, "group", len(n.Group) > 0, &n.Group, putMembers, getMembers)
	typ := n.GroupType
	if !c.Reporting() && !typ.Is() && n.Resilient != nil {
		typ = Some(GroupResilient)
	}
	nlattr.U16(c, uapi.NHA_GROUP_TYPE, "group_type", &typ)
	if c.Decoding() {
		n.GroupType = typ
	}
	nlattr.Nest(c, uapi.NHA_RES_GROUP, "res_group", &n.Resilient)
	nlattr.Switch32(c, uapi.NHA_HW_STATS_ENABLE, "hw_stats", &n.HWStats)
	if c.Reporting() {
		nlattr.Switch32(c, uapi.NHA_HW_STATS_USED, "hw_stats_used", &n.HWCounts)
		nlattr.List(c, uapi.NHA_GROUP_STATS, uapi.NHA_GROUP_STATS_ENTRY, "group_stats", &n.Stats, &n.Unknown)
		nlattr.N32(c, uapi.NHA_OP_FLAGS, "op_flags", &n.OpFlags)
	}
}

const memberLen = 8 // struct nexthop_grp

func putMembers(m *[]NexthopMember, b []byte) ([]byte, error) {
	for _, p := range *m {
		if p.ID == 0 {
			return b, errors.New("a nexthop without an id")
		}
		w := max(p.Weight, 1) - 1
		b = binary.NativeEndian.AppendUint32(b, p.ID)
		b = append(b, byte(w), byte(w>>8), 0, 0)
	}
	return b, nil
}

func getMembers(m *[]NexthopMember, b []byte) error {
	if len(b)%memberLen != 0 {
		return fmt.Errorf("%d bytes, want a multiple of %d", len(b), memberLen)
	}
	*m = make([]NexthopMember, 0, len(b)/memberLen)
	for ; len(b) > 0; b = b[memberLen:] {
		*m = append(*m, NexthopMember{binary.NativeEndian.Uint32(b), uint16(b[4]) + uint16(b[5])<<8 + 1})
	}
	return nil
}

// family returns the family of a request.
func (n *Nexthop) family() Family {
	switch {
	case n.Family != 0:
		return n.Family
	case n.Via.IsValid():
		return familyOf(n.Via)
	case n.single():
		return IPv4
	}
	return 0
}

// single reports whether anything is there that a group cannot have.
func (n *Nexthop) single() bool {
	return n.Via.IsValid() || n.Dev != "" || n.DevIndex != 0 || n.Blackhole || n.Encap != nil
}

// check refuses what the kernel would refuse without saying of what.
func (n *Nexthop) check(c *nlattr.Codec) {
	if len(n.Group) > 0 && (n.single() || n.Family != 0) {
		c.Reject("group", "beside what a single nexthop has; a group has ID, Protocol and FDB at most")
	}
	if len(n.Group) == 0 && (n.GroupType.Is() || n.Resilient != nil || n.HWStats != 0) {
		c.Reject("group", "no nexthop in it")
	}
	if n.Resilient != nil && n.GroupType.Or(GroupResilient) != GroupResilient {
		c.Reject("res_group", "the group is "+n.GroupType.String())
	}
	if n.Via.IsValid() && n.Family != 0 && familyOf(n.Via) != n.Family {
		c.Reject("gateway", n.Via.String()+" is not of the family "+n.Family.String())
	}
	dev := n.Dev != "" || n.DevIndex != 0
	if n.Blackhole && (n.Via.IsValid() || dev || n.Encap != nil || n.FDB) {
		c.Reject("blackhole", "beside where packets go")
	}
	if n.FDB && (dev || n.Encap != nil || len(n.Group) == 0 && !n.Via.IsValid()) {
		c.Reject("fdb", "it needs a gateway, and takes no device and no encapsulation")
	}
	if n.Via.IsValid() && !dev && !n.FDB {
		c.Reject("oif", "a gateway without a device")
	}
}

// AddNexthop makes a nexthop object, "ip nexthop add": RTM_NEWNEXTHOP with
// CREATE and EXCL. It fails with fs.ErrExist where the id is taken. Which id
// the kernel chose, where none is given, tells [Conn.CreateNexthop].
func AddNexthop(n Nexthop) Request { return Request{verb: &nexthopAdd, obj: &n} }

// ReplaceNexthop makes a nexthop object, or changes one that is there, "ip
// nexthop replace": RTM_NEWNEXTHOP with CREATE and REPLACE. What is absent is
// reset, but for the parameters of a resilient group. A group stays a group of
// its type, and a single nexthop a single one. The ID is required. Routes that
// refer to the object use it at once as it is then.
func ReplaceNexthop(n Nexthop) Request { return Request{verb: &nexthopReplace, obj: &n} }

// DeleteNexthop removes a nexthop object, "ip nexthop del": RTM_DELNEXTHOP. It
// fails with fs.ErrNotExist where there is none.
//
// Routes that refer to the object go with it, and groups lose it, and go when it
// was the last. The kernel says so only of IPv6 routes and of groups: IPv4
// routes go without an event.
func DeleteNexthop(id uint32) Request {
	return Request{verb: &nexthopDelete, obj: &nexthopKey{id}}
}

// nexthopKey is the body of a request about a nexthop that is there.
type nexthopKey struct{ id uint32 }

// Attrs lists the attributes.
func (n *nexthopKey) Attrs(c *nlattr.Codec) {
	c.Head(8)
	if n.id == 0 {
		c.Reject("id", "missing")
	}
	nlattr.N32(c, uapi.NHA_ID, "id", &n.id)
}

func (n *nexthopKey) key() string           { return "id " + strconv.FormatUint(uint64(n.id), 10) }
func (n *nexthopKey) words() string         { return n.key() }
func (n *nexthopKey) fresh() nlattr.Attrser { return new(nexthopKey) }

func (n *Nexthop) key() string {
	if n.ID == 0 {
		return n.words()
	}
	return "id " + strconv.FormatUint(uint64(n.ID), 10)
}

func (n *Nexthop) fresh() nlattr.Attrser { return new(Nexthop) }

func (n *Nexthop) words() string {
	w := rtattr.Words{}
	w.Add("id", n.ID != 0, n.ID)
	if n.Encap != nil {
		w.Add("encap", true, encap.Text(n.Encap))
	}
	w.Add("via", n.Via.IsValid(), n.Via)
	w.Add("dev", n.Dev != "" || n.DevIndex != 0, rtattr.DevName(n.Dev, n.DevIndex))
	w.Add("blackhole", n.Blackhole, "")
	if len(n.Group) > 0 {
		s := make([]string, len(n.Group))
		for i, m := range n.Group {
			if s[i] = strconv.FormatUint(uint64(m.ID), 10); m.Weight > 1 {
				s[i] += fmt.Sprintf(",%d", m.Weight)
			}
		}
		w.Add("group", true, strings.Join(s, "/"))
	}
	if r := n.Resilient; r != nil || n.GroupType.Or(GroupMultipath) != GroupMultipath {
		w.Add("type", true, n.GroupType.Or(GroupResilient))
	}
	if r := n.Resilient; r != nil {
		w.Add("buckets", r.Buckets != 0, r.Buckets)
		w.Add("idle_timer", r.IdleTimer.Is(), inSeconds(r.IdleTimer))
		w.Add("unbalanced_timer", r.UnbalancedTimer.Is(), inSeconds(r.UnbalancedTimer))
	}
	w.Add("hw_stats", n.HWStats != 0, n.HWStats)
	w.Add("scope", n.Scope != 0, n.Scope)
	w.Add("proto", n.Protocol != 0, n.Protocol)
	w.Add("", n.Flags != 0, n.Flags)
	w.Add("fdb", n.FDB, "")
	return w.String()
}

func inSeconds(d Opt[time.Duration]) string {
	return strconv.FormatFloat(d.Or(0).Seconds(), 'f', -1, 64)
}

// String returns the nexthop in one line like "ip nexthop".
func (n Nexthop) String() string { return n.words() }

func (n *Nexthop) keyOf() any { return n.ID }

// SameKey reports whether n and o have the same key in the kernel, the ID.
func (n Nexthop) SameKey(o Nexthop) bool { return n.ID == o.ID }

// SameConfig reports whether n and o are configured alike: what a user can
// set. Absent fields count as what they are in a request, but for HWStats, which
// is looked at if both have it.
func (n Nexthop) SameConfig(o Nexthop) bool {
	if n.HWStats == 0 || o.HWStats == 0 {
		n.HWStats, o.HWStats = 0, 0
	}
	return sameValue(n.config(), o.config())
}

func (n *Nexthop) config() Nexthop {
	cfg := *n
	cfg.Family, cfg.Flags = n.family(), n.Flags&RouteOnLink
	cfg.Scope, cfg.HWCounts, cfg.Stats, cfg.OpFlags, cfg.Unknown = 0, 0, nil, 0, nil
	if cfg.DevIndex != 0 {
		cfg.Dev = ""
	}
	cfg.Group = nil
	for _, m := range n.Group {
		cfg.Group = append(cfg.Group, NexthopMember{m.ID, max(m.Weight, 1)})
	}
	if len(n.Group) > 0 {
		typ := GroupMultipath
		if n.Resilient != nil {
			typ = GroupResilient
		}
		cfg.GroupType, cfg.Family = Some(n.GroupType.Or(typ)), 0
	}
	if cfg.GroupType.Or(GroupMultipath) == GroupResilient {
		r := NexthopResilient{}
		if n.Resilient != nil {
			r = *n.Resilient
		}
		r.IdleTimer = Some(r.IdleTimer.Or(2 * time.Minute))
		r.UnbalancedTimer, r.UnbalancedTime = Some(r.UnbalancedTimer.Or(0)), Opt[time.Duration]{}
		cfg.Resilient = &r
	}
	return cfg
}
