package rtnl

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

// Rule says which table, or what else, decides on packets that have all that it
// selects by. An absent selector is every packet. Rules are asked in the order
// of their priorities, the lowest first.
//
// The kernel has no key for rules and cannot change one: add the new rule and
// delete the old one.
type Rule struct {
	Family   Family      `json:"family,omitzero"`   // family of fib_rule_hdr; absent in a request it is that of Src or Dst
	Priority Opt[uint32] `json:"priority,omitzero"` // FRA_PRIORITY; absent, AddRule lets the kernel choose
	Flags    RuleFlags   `json:"flags,omitzero"`    // flags of fib_rule_hdr

	Src     netip.Prefix  `json:"src,omitzero"`       // FRA_SRC
	Dst     netip.Prefix  `json:"dst,omitzero"`       // FRA_DST
	IIF     string        `json:"iifname,omitzero"`   // FRA_IIFNAME: came in by the device of this name, "lo" for this host's own; it need not exist
	OIF     string        `json:"oifname,omitzero"`   // FRA_OIFNAME: from a socket bound to the device of this name
	Mark    Opt[uint32]   `json:"fwmark,omitzero"`    // FRA_FWMARK; 0 needs a Mask
	Mask    Opt[uint32]   `json:"fwmask,omitzero"`    // FRA_FWMASK: the bits of Mark that count; absent is all
	TOS     uint8         `json:"tos,omitzero"`       // tos of fib_rule_hdr; 0 is any
	TunID   Opt[uint64]   `json:"tun_id,omitzero"`    // FRA_TUN_ID: the key of the tunnel it came in by; 0 is any
	UIDs    Opt[UIDRange] `json:"uid_range,omitzero"` // FRA_UID_RANGE: whose socket it is
	IPProto uint8         `json:"ip_proto,omitzero"`  // FRA_IP_PROTO: IPPROTO_*; 0 is any

	SPort     PortRange `json:"sport_range,omitzero"` // FRA_SPORT_RANGE
	DPort     PortRange `json:"dport_range,omitzero"` // FRA_DPORT_RANGE
	SPortMask uint16    `json:"sport_mask,omitzero"`  // FRA_SPORT_MASK (6.15): the bits of SPort, which is one port, that count; absent is all
	DPortMask uint16    `json:"dport_mask,omitzero"`  // FRA_DPORT_MASK (6.15): likewise of DPort

	DSCP          Opt[uint8]  `json:"dscp,omitzero"`           // FRA_DSCP (6.13), up to 63; in place of TOS
	DSCPMask      uint8       `json:"dscp_mask,omitzero"`      // FRA_DSCP_MASK (6.15): the bits of DSCP that count; absent is all
	FlowLabel     Opt[uint32] `json:"flowlabel,omitzero"`      // FRA_FLOWLABEL (6.14), IPv6, below 1<<20
	FlowLabelMask Opt[uint32] `json:"flowlabel_mask,omitzero"` // FRA_FLOWLABEL_MASK (6.14): the bits of FlowLabel that count; absent is all

	Action RuleAction  `json:"action,omitzero"` // action of fib_rule_hdr; absent in a request it is RuleGoto with Goto, else RuleToTable
	Table  uint32      `json:"table,omitzero"`  // FRA_TABLE, of RuleToTable; absent in a request it is TableMain
	L3MDev bool        `json:"l3mdev,omitzero"` // FRA_L3MDEV: the table is that of the VRF that the packet belongs to
	Goto   uint32      `json:"goto,omitzero"`   // FRA_GOTO, of RuleGoto: the priority of the rule to go on with, above Priority
	Realms Opt[uint32] `json:"flow,omitzero"`   // FRA_FLOW: from << 16 | to, IPv4; 0 is none

	SuppressPrefixLen Opt[uint32] `json:"suppress_prefixlength,omitzero"` // FRA_SUPPRESS_PREFIXLEN: routes with this or a shorter prefix do not count; 0 is the default route
	SuppressIfGroup   Opt[uint32] `json:"suppress_ifgroup,omitzero"`      // FRA_SUPPRESS_IFGROUP: routes by a device of this group do not count; 0 is a group

	Protocol RouteProtocol `json:"protocol,omitzero"` // FRA_PROTOCOL: who made it

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// UIDRange is a range of users, both ends in it.
type UIDRange struct {
	Start uint32 `json:"start"` // the first one
	End   uint32 `json:"end"`   // the last one, not below Start
}

// PortRange is a range of ports, both ends in it. The zero PortRange is any port.
type PortRange struct {
	Start uint16 `json:"start"` // the first one, from 1
	End   uint16 `json:"end"`   // the last one, up to 65534, not below Start
}

// Port returns the range of one port.
func Port(p uint16) PortRange { return PortRange{p, p} }

// RuleAction is what a rule does, of FR_ACT_*. It is no [RouteType], though
// some have the same words.
type RuleAction uint8

// The actions.
const (
	RuleToTable     RuleAction = uapi.FR_ACT_TO_TBL      // look into a table; if that has no route, go on
	RuleGoto        RuleAction = uapi.FR_ACT_GOTO        // go on with the rule of another priority
	RuleNop         RuleAction = uapi.FR_ACT_NOP         // go on
	RuleBlackhole   RuleAction = uapi.FR_ACT_BLACKHOLE   // drop
	RuleUnreachable RuleAction = uapi.FR_ACT_UNREACHABLE // drop, and say so
	RuleProhibit    RuleAction = uapi.FR_ACT_PROHIBIT    // drop, and say that it is forbidden
)

var ruleActions = [...]string{
	RuleToTable: "lookup", RuleGoto: "goto", RuleNop: "nop",
	RuleBlackhole: "blackhole", RuleUnreachable: "unreachable", RuleProhibit: "prohibit",
}

// String returns the action as ip(8) prints it.
func (a RuleAction) String() string { return rtattr.Enum(a, ruleActions[:]) }

// RuleFlags are the flags of a rule, FIB_RULE_*.
type RuleFlags uint32

// The flags of a rule. All but RuleNot and RuleFindSrc are the kernel's to set.
const (
	RulePermanent   RuleFlags = uapi.FIB_RULE_PERMANENT    // it cannot be deleted
	RuleNot         RuleFlags = uapi.FIB_RULE_INVERT       // packets that do not have all that is selected
	RuleUnresolved  RuleFlags = uapi.FIB_RULE_UNRESOLVED   // there is no rule with the priority Goto
	RuleIIFDetached RuleFlags = uapi.FIB_RULE_IIF_DETACHED // there is no device IIF
	RuleOIFDetached RuleFlags = uapi.FIB_RULE_OIF_DETACHED // there is no device OIF
	RuleFindSrc     RuleFlags = uapi.FIB_RULE_FIND_SADDR   // IPv6: Src is compared with the address that the route gives
)

const ruleFlagsReported = RulePermanent | RuleUnresolved | RuleIIFDetached | RuleOIFDetached

var ruleFlagNames = rtattr.Flags{
	{uapi.FIB_RULE_PERMANENT, "permanent"}, {uapi.FIB_RULE_INVERT, "not"}, {uapi.FIB_RULE_UNRESOLVED, "unresolved"},
	{uapi.FIB_RULE_IIF_DETACHED, "iif_detached"}, {uapi.FIB_RULE_OIF_DETACHED, "oif_detached"}, {uapi.FIB_RULE_FIND_SADDR, "find_saddr"},
}

// String returns the flags in the words of ip(8), with spaces.
func (f RuleFlags) String() string {
	return strings.Join(rtattr.FlagNames(uint32(f), ruleFlagNames), " ")
}

// Attrs lists the attributes of a rule message, behind its fib_rule_hdr.
func (r *Rule) Attrs(c *nlattr.Codec) {
	bits := r.head(c)
	if r.Dst.IsValid() || bits.dst != 0 || c.Has(uapi.FRA_DST) {
		nlattr.Prefix(c, uapi.FRA_DST, "dst", &r.Dst, uint8(r.Family), bits.dst)
	}
	if r.Src.IsValid() || bits.src != 0 || c.Has(uapi.FRA_SRC) {
		nlattr.Prefix(c, uapi.FRA_SRC, "src", &r.Src, uint8(r.Family), bits.src)
	}
	nlattr.Str(c, uapi.FRA_IIFNAME, "iifname", &r.IIF)
	nlattr.N32(c, uapi.FRA_GOTO, "goto", &r.Goto)
	nlattr.U32(c, uapi.FRA_PRIORITY, "priority", &r.Priority)
	nlattr.U32(c, uapi.FRA_FWMARK, "fwmark", &r.Mark)
	nlattr.U32(c, uapi.FRA_FLOW, "flow", &r.Realms)
	nlattr.BE64(c, uapi.FRA_TUN_ID, "tun_id", &r.TunID)
	nlattr.U32(c, uapi.FRA_SUPPRESS_IFGROUP, "suppress_ifgroup", &r.SuppressIfGroup)
	nlattr.U32(c, uapi.FRA_SUPPRESS_PREFIXLEN, "suppress_prefixlength", &r.SuppressPrefixLen)
	if c.Has(uapi.FRA_TABLE) || !c.Decoding() && r.Table > 255 {
		nlattr.N32(c, uapi.FRA_TABLE, "table", &r.Table)
	}
	nlattr.U32(c, uapi.FRA_FWMASK, "fwmask", &r.Mask)
	nlattr.Str(c, uapi.FRA_OIFNAME, "oifname", &r.OIF)
	var l3mdev uint8
	if r.L3MDev {
		l3mdev = 1
	}
	nlattr.N8(c, uapi.FRA_L3MDEV, "l3mdev", &l3mdev)
	nlattr.Packed(c, uapi.FRA_UID_RANGE, "uid_range", r.UIDs.Is(), r.uids)
	nlattr.N8(c, uapi.FRA_PROTOCOL, "protocol", &r.Protocol)
	nlattr.N8(c, uapi.FRA_IP_PROTO, "ip_proto", &r.IPProto)
	nlattr.Packed(c, uapi.FRA_SPORT_RANGE, "sport_range", r.SPort != PortRange{}, r.SPort.list)
	nlattr.Packed(c, uapi.FRA_DPORT_RANGE, "dport_range", r.DPort != PortRange{}, r.DPort.list)
	nlattr.U8(c, uapi.FRA_DSCP, "dscp", &r.DSCP)
	nlattr.BE32(c, uapi.FRA_FLOWLABEL, "flowlabel", &r.FlowLabel)
	nlattr.BE32(c, uapi.FRA_FLOWLABEL_MASK, "flowlabel_mask", &r.FlowLabelMask)
	nlattr.N16(c, uapi.FRA_SPORT_MASK, "sport_mask", &r.SPortMask)
	nlattr.N16(c, uapi.FRA_DPORT_MASK, "dport_mask", &r.DPortMask)
	nlattr.N8(c, uapi.FRA_DSCP_MASK, "dscp_mask", &r.DSCPMask)
	nlattr.Skip(c, uapi.FRA_PAD, "pad")
	nlattr.Rest(c, &r.Unknown)
	if c.Decoding() {
		r.L3MDev = l3mdev != 0
		r.readZeros()
	}
}

// head is the fib_rule_hdr.
func (r *Rule) head(c *nlattr.Codec) (b routeBits) {
	family, table, flags := r.family(), uint8(r.Table), r.Flags
	if !c.Decoding() {
		r.check(c)
		b = routeBits{uint8(max(0, r.Dst.Bits())), uint8(max(0, r.Src.Bits()))}
		if r.Table > 255 {
			table = uapi.RT_TABLE_UNSPEC
		}
		if !c.Reporting() {
			flags &^= ruleFlagsReported
		}
	}
	h := c.Head(12)
	nlattr.At8(h, 0, &family)
	nlattr.At8(h, 1, &b.dst)
	nlattr.At8(h, 2, &b.src)
	nlattr.At8(h, 3, &r.TOS)
	nlattr.At8(h, 4, &table)
	nlattr.At8(h, 7, &r.Action)
	nlattr.At32(h, 8, &flags)
	if c.Decoding() {
		r.Family, r.Table, r.Flags = family, uint32(table), flags
	}
	return b
}

// readZeros sets what the kernel leaves out where it is zero, and takes away the
// suppressors that it reports where there are none.
func (r *Rule) readZeros() {
	const none = 1<<32 - 1
	if !r.Priority.Is() {
		r.Priority = Some[uint32](0)
	}
	if r.Mask.Is() && !r.Mark.Is() {
		r.Mark = Some[uint32](0)
	}
	if r.SuppressPrefixLen == Some[uint32](none) {
		r.SuppressPrefixLen = Opt[uint32]{}
	}
	if r.SuppressIfGroup == Some[uint32](none) {
		r.SuppressIfGroup = Opt[uint32]{}
	}
}

func (r *Rule) uids(c *nlattr.Codec) {
	u := r.UIDs.Or(UIDRange{})
	h := c.Head(8)
	nlattr.At32(h, 0, &u.Start)
	nlattr.At32(h, 4, &u.End)
	if c.Decoding() {
		r.UIDs = Some(u)
	}
}

func (p *PortRange) list(c *nlattr.Codec) {
	h := c.Head(4)
	nlattr.At16(h, 0, &p.Start)
	nlattr.At16(h, 2, &p.End)
}

// family returns Family, or that of an address.
func (r *Rule) family() Family {
	for _, f := range []Family{r.Family, familyOf(r.Src.Addr())} {
		if f != 0 {
			return f
		}
	}
	return familyOf(r.Dst.Addr())
}

// check refuses what the kernel would refuse without a word, or bend.
func (r *Rule) check(c *nlattr.Codec) {
	if c.Reporting() {
		return
	}
	f := r.family()
	if f == 0 {
		c.Reject("family", "missing: neither family nor src nor dst says which rules are meant")
	}
	checkPrefix(c, "src", r.Src, f)
	checkPrefix(c, "dst", r.Dst, f)
	checkDevName(c, "iifname", r.IIF)
	checkDevName(c, "oifname", r.OIF)
	r.checkSelectors(c, f)
	r.checkAction(c, f)
}

func checkPrefix(c *nlattr.Codec, name string, p netip.Prefix, f Family) {
	switch {
	case !p.IsValid():
	case familyOf(p.Addr()) != f:
		c.Reject(name, fmt.Sprintf("%v is not of the family %v", p, f))
	case p != p.Masked():
		c.Reject(name, fmt.Sprintf("%v has host bits; the prefix is %v", p, p.Masked()))
	}
}

func checkDevName(c *nlattr.Codec, field, name string) {
	if len(name) >= uapi.IFNAMSIZ {
		c.Reject(field, fmt.Sprintf("%q has %d bytes, at most %d", name, len(name), uapi.IFNAMSIZ-1))
	}
}

func (r *Rule) checkSelectors(c *nlattr.Codec, f Family) {
	refuse := func(bad bool, name, reason string) {
		if bad {
			c.Reject(name, reason)
		}
	}
	above := func(v, most uint32, name string) { // the text is made for what is refused only
		if v > most {
			c.Reject(name, fmt.Sprintf("%d is above %d", v, most))
		}
	}
	refuse(r.Mark == Some[uint32](0) && !r.Mask.Is(), "fwmark", "0 without fwmask is every packet")
	refuse(r.Mask.Is() && !r.Mark.Is(), "fwmask", "without fwmark")
	if u, ok := r.UIDs.Get(); ok {
		above(u.Start, u.End, "uid_range")
	}
	r.SPort.check(c, "sport", r.SPortMask)
	r.DPort.check(c, "dport", r.DPortMask)
	above(uint32(r.DSCP.Or(0)), 63, "dscp")
	refuse(r.DSCP.Is() && r.TOS != 0, "dscp", "beside tos")
	refuse(r.DSCPMask != 0 && !r.DSCP.Is(), "dscp_mask", "without dscp")
	above(uint32(r.DSCPMask), 63, "dscp_mask")
	refuse(r.FlowLabel.Is() && f != IPv6, "flowlabel", "IPv6 only")
	refuse(r.FlowLabelMask.Is() && !r.FlowLabel.Is(), "flowlabel_mask", "without flowlabel")
	for _, l := range [...]struct {
		name string
		v    uint32
	}{{"flowlabel", r.FlowLabel.Or(0)}, {"flowlabel_mask", r.FlowLabelMask.Or(0)}} {
		if l.v>>20 != 0 {
			c.Reject(l.name, fmt.Sprintf("%d is not below 1<<20", l.v))
		}
	}
}

// check refuses what is no range, and a mask without a port to go with.
func (p PortRange) check(c *nlattr.Codec, name string, mask uint16) {
	none := p == PortRange{}
	if !none && (p.Start == 0 || p.Start > p.End || p.End == 1<<16-1) {
		c.Reject(name+"_range", fmt.Sprintf("%d to %d is no range of 1 to 65534", p.Start, p.End))
	}
	if mask != 0 && (none || p.Start != p.End) {
		c.Reject(name+"_mask", "goes with one port")
	}
}

func (r *Rule) checkAction(c *nlattr.Codec, f Family) {
	const none = "is how the kernel says that there is none"
	if r.L3MDev && r.Table != 0 {
		c.Reject("table", "beside l3mdev")
	}
	switch {
	case r.Goto != 0 && r.Action != RuleGoto && r.Action != 0:
		c.Reject("goto", fmt.Sprintf("beside the action %v", r.Action))
	case r.Goto == 0 && r.Action == RuleGoto:
		c.Reject("goto", "missing")
	case r.Goto != 0 && r.Goto <= r.Priority.Or(0):
		c.Reject("goto", fmt.Sprintf("%d is not above the priority %v", r.Goto, r.Priority))
	}
	if r.SuppressPrefixLen == Some[uint32](1<<32-1) {
		c.Reject("suppress_prefixlength", none)
	}
	if r.SuppressIfGroup == Some[uint32](1<<32-1) {
		c.Reject("suppress_ifgroup", none)
	}
	if r.Realms.Is() && f != IPv4 {
		c.Reject("flow", "IPv4 only")
	}
}

func (r *Rule) fresh() nlattr.Attrser { return new(Rule) }

// AddRule adds a rule, "ip rule add": RTM_NEWRULE with CREATE and EXCL. It fails
// with fs.ErrExist where there is one like it.
//
// Without a Priority the kernel takes one: that below the second rule's of the
// family. It differs each time, so that such a rule can be added over and over.
//
// What is alike to EXCL is not all that a rule has: the kernel compares neither
// RuleNot nor Goto nor Realms, and takes addresses, TOS and DSCP that are absent
// in r as any. So "not from 192.0.2.0/24" and "from all" are both refused where
// there is "from 192.0.2.0/24", with the rest and the priority alike.
//
// A kernel that does not know a selector, such as DSCP, FlowLabel or a mask of
// ports, ignores it, and the rule then selects more packets than it should.
// There is no error; reading the rule back shows it.
func AddRule(r Rule) Request { return ruleRequest(&ruleAdd, r) }

// DeleteRule removes the rule that is r and no other, "ip rule delete" with
// everything that a rule has: RTM_DELRULE. Priority is required. It fails with
// fs.ErrNotExist where no rule is equal to r, as [Rule.SameConfig] compares.
//
// The kernel takes the first rule that has all that is given, also one that
// has more. So the rules are listed first, and where that first one is not r,
// DeleteRule fails and says which one it is; nothing is deleted then. Between
// the listing and the deletion others can change the rules.
//
// [Request.AppendMessage] gives the deletion alone.
func DeleteRule(r Rule) Request { return ruleRequest(&ruleDelete, r) }

// DeleteFirstRule removes the first rule that has all that is given, "ip rule
// delete": RTM_DELRULE. It fails with fs.ErrNotExist where there is none. Of
// what is absent a rule may have any; RuleNot and Goto are not compared.
func DeleteFirstRule(r Rule) Request { return ruleRequest(&ruleDeleteFirst, r) }

// ruleRequest fills in what has to be in the message as ip(8) does.
func ruleRequest(v *Verb, r Rule) Request {
	r.Family = r.family()
	if r.Action == 0 && r.Goto != 0 {
		r.Action = RuleGoto
	}
	if r.FlowLabel.Is() && !r.FlowLabelMask.Is() {
		r.FlowLabelMask = Some[uint32](1<<20 - 1) // which the kernel wants, unlike other masks
	}
	if v == &ruleDeleteFirst {
		return Request{verb: v, obj: &r}
	}
	if r.Action == 0 {
		r.Action = RuleToTable
	}
	if r.Action == RuleToTable && r.Table == 0 && !r.L3MDev {
		r.Table = TableMain // the kernel would take one that is not used
	}
	return Request{verb: v, obj: &r}
}

func (r *Rule) key() string { return r.words() }
