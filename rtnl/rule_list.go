package rtnl

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"net/netip"

	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

// RuleFilter chooses rules by what they have. Absent fields choose all: of all
// families, those of multicast routing too. The kernel filters by the family
// only.
type RuleFilter struct {
	Family   Family        // the kernel filters
	Priority Opt[uint32]   // FRA_PRIORITY
	Table    uint32        // FRA_TABLE
	Action   RuleAction    // FR_ACT_*
	Protocol RouteProtocol // FRA_PROTOCOL
	Src      netip.Prefix  // exactly this; one of length 0 is no source
	Dst      netip.Prefix  // likewise
	IIF      string        // FRA_IIFNAME
	OIF      string        // FRA_OIFNAME
	Mark     Opt[uint32]   // FRA_FWMARK, whatever its mask; a rule without one has none
}

// ruleGet is the body of RTM_GETRULE: a strict kernel wants nothing but the
// family.
type ruleGet struct{ family Family }

// Attrs lists the attributes.
func (q *ruleGet) Attrs(c *nlattr.Codec) {
	h := c.Head(12)
	nlattr.At8(h, 0, &q.family)
}

// Rules lists rules, "ip rule show", in the order in which they are asked. A nil
// filter is everything.
//
// The kernel does not say when rules change while they are being listed. Some
// can be missed, or come twice, when many others change meanwhile.
func (c *Conn) Rules(ctx context.Context, f *RuleFilter) iter.Seq2[Rule, error] {
	q := new(ruleGet)
	var keep func(*Rule) bool
	if f != nil {
		q.family, keep = f.family(), f.match
	}
	return dump(ctx, c, Query{"rule show", uapi.RTM_GETRULE, uapi.RTM_NEWRULE, 12, q, false}, keep)
}

func (f *RuleFilter) family() Family {
	r := Rule{Family: f.Family, Src: f.Src, Dst: f.Dst}
	return r.family()
}

func (f *RuleFilter) match(r *Rule) bool {
	family := f.family()
	return (family == 0 || r.Family == family) &&
		(!f.Priority.Is() || r.Priority == f.Priority) &&
		(f.Table == 0 || r.Table == f.Table) &&
		(f.Action == 0 || r.Action == f.Action) &&
		(f.Protocol == 0 || r.Protocol == f.Protocol) &&
		(!f.Src.IsValid() || shorten(r.Src) == shorten(f.Src)) &&
		(!f.Dst.IsValid() || shorten(r.Dst) == shorten(f.Dst)) &&
		(f.IIF == "" || r.IIF == f.IIF) &&
		(f.OIF == "" || r.OIF == f.OIF) &&
		(!f.Mark.Is() || r.Mark == f.Mark)
}

// shorten returns p without host bits, and one of length 0 as none.
func shorten(p netip.Prefix) netip.Prefix {
	if p.Bits() <= 0 {
		return netip.Prefix{}
	}
	return p.Masked()
}

// SameConfig reports whether r and o are the same rule: alike in all that can be
// set. What the kernel reports beside that is left aside; absent fields count
// as what they are in AddRule.
func (r Rule) SameConfig(o Rule) bool { return sameValue(r.config(), o.config()) }

// config returns the rule with absent and zero fields as the kernel has them.
func (r *Rule) config() Rule {
	n := *ruleRequest(&ruleAdd, *r).obj.(*Rule)
	n.Flags &^= ruleFlagsReported
	n.Src, n.Dst = shorten(n.Src), shorten(n.Dst)
	if n.Mark.Or(0) != 0 && !n.Mask.Is() {
		n.Mask = Some[uint32](1<<32 - 1)
	} else if n.Mark.Or(0) == 0 && n.Mask.Or(0) == 0 {
		n.Mark, n.Mask = Opt[uint32]{}, Opt[uint32]{}
	}
	if n.TunID.Or(0) == 0 {
		n.TunID = Opt[uint64]{}
	}
	if n.Realms.Or(0) == 0 {
		n.Realms = Opt[uint32]{}
	}
	if p := n.SPort; p.Start != 0 && p.Start == p.End && n.SPortMask == 0 {
		n.SPortMask = 1<<16 - 1
	}
	if p := n.DPort; p.Start != 0 && p.Start == p.End && n.DPortMask == 0 {
		n.DPortMask = 1<<16 - 1
	}
	if n.DSCP.Is() && n.DSCPMask == 0 {
		n.DSCPMask = 63
	}
	if len(n.Unknown) == 0 {
		n.Unknown = nil
	}
	return n
}

// keyOf tells the rules of one listing apart. The kernel has no key for them,
// and no two alike are of use.
func (r *Rule) keyOf() any {
	type fields Rule // without the method String
	return fmt.Sprintf("%+v", fields(*r))
}

// selectsNothing reports whether r, given to DeleteFirstRule, would take any rule.
func (r *Rule) selectsNothing() bool {
	n := *r
	n.Family, n.Flags, n.Goto = 0, 0, 0
	n.Src, n.Dst = shorten(n.Src), shorten(n.Dst)
	return sameValue(n, Rule{})
}

func (r *Rule) steps(v *Verb, _ string, _ int32) ([]step, error) {
	switch {
	case v == &ruleDelete && !r.Priority.Is():
		return nil, &nlattr.Error{Path: "priority", Reason: "missing; DeleteFirstRule does without"}
	case v == &ruleDelete:
		return []step{{verb: &ruleDelete, obj: r, before: r.onlyDeletes}}, nil
	case v == &ruleDeleteFirst && r.selectsNothing():
		return nil, errors.New("nothing is given that says which rule")
	}
	return nil, nil
}

// onlyDeletes fails where a deletion of r would delete nothing or another rule.
func (r *Rule) onlyDeletes(ctx context.Context, c *Conn) error {
	var first *Rule
	there := false
	for o, err := range c.Rules(ctx, &RuleFilter{Family: r.Family, Priority: r.Priority}) {
		if err != nil {
			return err
		}
		if first == nil && r.takes(&o) {
			first = &o
		}
		there = there || o.SameConfig(*r)
	}
	switch {
	case !there:
		return fmt.Errorf("no rule is equal to it: %w", fs.ErrNotExist)
	case first != nil && !first.SameConfig(*r):
		return fmt.Errorf("the kernel would delete another rule, which comes before it: %s", first.words())
	}
	return nil
}

// takes reports whether the kernel takes o for what a deletion of r means: it
// compares what r has, and of that neither flags nor the target of a goto.
func (r *Rule) takes(o *Rule) bool {
	a, b := r.config(), o.config()
	for _, f := range []struct{ absent, same bool }{
		{a.Action == 0, a.Action == b.Action}, {a.Table == 0, a.Table == b.Table}, {!a.Priority.Is(), a.Priority == b.Priority},
		{!a.Src.IsValid(), a.Src == b.Src}, {!a.Dst.IsValid(), a.Dst == b.Dst}, {a.IIF == "", a.IIF == b.IIF}, {a.OIF == "", a.OIF == b.OIF},
		{a.Mark.Or(0) == 0, a.Mark == b.Mark}, {a.Mask.Or(0) == 0, a.Mask == b.Mask}, {a.TOS == 0, a.TOS == b.TOS},
		{!a.TunID.Is(), a.TunID == b.TunID}, {!a.UIDs.Is(), a.UIDs == b.UIDs}, {a.IPProto == 0, a.IPProto == b.IPProto},
		{a.SPort.Start == 0, a.SPort == b.SPort && a.SPortMask == b.SPortMask}, {a.DPort.Start == 0, a.DPort == b.DPort && a.DPortMask == b.DPortMask},
		{!a.DSCP.Is(), a.DSCP == b.DSCP && a.DSCPMask == b.DSCPMask}, {!a.FlowLabel.Is(), a.FlowLabel == b.FlowLabel && a.FlowLabelMask == b.FlowLabelMask},
		{!a.L3MDev, b.L3MDev}, {!a.Realms.Is(), a.Realms == b.Realms}, {a.Protocol == 0, a.Protocol == b.Protocol},
		{!a.SuppressPrefixLen.Is(), a.SuppressPrefixLen == b.SuppressPrefixLen}, {!a.SuppressIfGroup.Is(), a.SuppressIfGroup == b.SuppressIfGroup},
	} {
		if !f.absent && !f.same {
			return false
		}
	}
	return true
}
