package rtnl_test

import (
	"strings"
	"testing"

	"github.com/eb30ede5/netlink/internal/complete"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
)

// fullRule4 has all that a rule of IPv4 can have, but for what is of newer
// kernels than iproute2 6.1.
func fullRule4() rtnl.Rule {
	return rtnl.Rule{
		Priority: rtnl.U32(303), Flags: rtnl.RuleNot, Src: pfx("192.0.2.0/25"), Dst: pfx("198.51.100.64/26"), IIF: "eth0", OIF: "eth1",
		Mark: rtnl.U32(0x1234), Mask: rtnl.U32(0xfff0), TOS: 0x10, TunID: rtnl.U64(77), UIDs: rtnl.Some(rtnl.UIDRange{Start: 1001, End: 1007}),
		IPProto: 17, SPort: rtnl.PortRange{Start: 5001, End: 5007}, DPort: rtnl.Port(53), Table: 1000, Protocol: 77,
		SuppressPrefixLen: rtnl.U32(0), SuppressIfGroup: rtnl.U32(9), Realms: rtnl.U32(37<<16 | 91),
	}
}

func fullRule6() rtnl.Rule {
	return rtnl.Rule{
		Priority: rtnl.U32(0), Src: pfx("2001:db8::/61"), Dst: pfx("2001:db8:1::/48"), Mark: rtnl.U32(7), TOS: 0x20, IPProto: 6,
		DPort: rtnl.PortRange{Start: 80, End: 443}, Table: 77,
	}
}

// rulesSent is for goldens of rules. iproute2 6.1 knows neither DSCP nor flow
// labels nor masks of ports: see reply-rule-new.
func rulesSent() []sent {
	delete303 := rtnl.Rule{Src: pfx("192.0.2.0/25"), Mark: rtnl.U32(0x1234), Mask: rtnl.U32(0xfff0), Priority: rtnl.U32(303), Table: 1000}
	return []sent{
		{name: "rule-add-ip4", req: rtnl.AddRule(fullRule4())},
		{name: "rule-add-ip6", req: rtnl.AddRule(fullRule6())},
		{name: "rule-add-plain", req: rtnl.AddRule(rtnl.Rule{Family: rtnl.IPv4, Table: 1000})},
		{name: "rule-add-from-all", diff: "RTM_NEWRULE > FRA_SRC:\n\twant present, empty\n\tgot  absent\n", why: "an address of no bytes says nothing", req: rtnl.AddRule(rtnl.Rule{Src: pfx("0.0.0.0/0"), Priority: rtnl.U32(9)})},
		{name: "rule-add-goto", req: rtnl.AddRule(rtnl.Rule{Src: pfx("192.0.2.5/32"), Priority: rtnl.U32(100), Goto: 200})},
		{name: "rule-add-nop", req: rtnl.AddRule(rtnl.Rule{Family: rtnl.IPv4, Priority: rtnl.U32(101), Action: rtnl.RuleNop})},
		{name: "rule-add-blackhole", req: rtnl.AddRule(rtnl.Rule{Dst: pfx("192.0.2.5/32"), Priority: rtnl.U32(102), Action: rtnl.RuleBlackhole})},
		{name: "rule-add-unreachable", req: rtnl.AddRule(rtnl.Rule{Dst: pfx("192.0.2.6/32"), Priority: rtnl.U32(103), Action: rtnl.RuleUnreachable})},
		{name: "rule-add-prohibit", req: rtnl.AddRule(rtnl.Rule{Dst: pfx("2001:db8::6/128"), Priority: rtnl.U32(104), Action: rtnl.RuleProhibit})},
		{name: "rule-add-l3mdev", req: rtnl.AddRule(rtnl.Rule{Family: rtnl.IPv4, Priority: rtnl.U32(1001), L3MDev: true, Protocol: rtnl.ProtoKernel})},
		{name: "rule-delete", req: rtnl.DeleteFirstRule(delete303)},
		{name: "rule-delete-priority", req: rtnl.DeleteFirstRule(rtnl.Rule{Family: rtnl.IPv6, Priority: rtnl.U32(32766)})},
	}
}

// ruleRead is a rule as a listing has it.
func ruleRead(f rtnl.Family, priority uint32, edit func(*rtnl.Rule)) any {
	r := rtnl.Rule{Family: f, Priority: rtnl.U32(priority), Action: rtnl.RuleToTable}
	edit(&r)
	return r
}

func kernelTable(t uint32) func(*rtnl.Rule) {
	return func(r *rtnl.Rule) { r.Table, r.Protocol = t, rtnl.ProtoKernel }
}

var rulesRead = map[string][]any{
	"reply-rule-ip4": {
		ruleRead(rtnl.IPv4, 0, kernelTable(rtnl.TableLocal)),
		ruleRead(rtnl.IPv4, 100, func(r *rtnl.Rule) {
			r.Mark, r.Mask, r.Action, r.Goto, r.Flags = rtnl.U32(0), rtnl.U32(0xff), rtnl.RuleGoto, 200, rtnl.RuleUnresolved
		}),
		ruleRead(rtnl.IPv4, 102, func(r *rtnl.Rule) { r.Dst, r.Action = pfx("192.0.2.5/32"), rtnl.RuleBlackhole }),
		ruleRead(rtnl.IPv4, 303, func(r *rtnl.Rule) {
			*r = fullRule4()
			r.Family, r.Action, r.UIDs, r.DPortMask = rtnl.IPv4, rtnl.RuleToTable, rtnl.Some(rtnl.UIDRange{}), 0xffff
			r.Flags |= rtnl.RuleOIFDetached
		}),
		ruleRead(rtnl.IPv4, 1001, func(r *rtnl.Rule) { r.L3MDev = true }),
		ruleRead(rtnl.IPv4, 1002, func(r *rtnl.Rule) { r.Action = rtnl.RuleNop }),
		ruleRead(rtnl.IPv4, 32766, kernelTable(rtnl.TableMain)),
		ruleRead(rtnl.IPv4, 32767, kernelTable(rtnl.TableDefault)),
	},
	"reply-rule-new-ip4": {
		ruleRead(rtnl.IPv4, 0, kernelTable(rtnl.TableLocal)),
		ruleRead(rtnl.IPv4, 303, func(r *rtnl.Rule) {
			r.Table, r.DSCP, r.DSCPMask = 1000, rtnl.U8(8), 0x38
			r.SPort, r.SPortMask, r.DPort, r.DPortMask = rtnl.Port(0x100), 0xff00, rtnl.Port(0x230), 0xfff0
		}),
		ruleRead(rtnl.IPv4, 32766, kernelTable(rtnl.TableMain)),
		ruleRead(rtnl.IPv4, 32767, kernelTable(rtnl.TableDefault)),
	},
	"reply-rule-new-ip6": {
		ruleRead(rtnl.IPv6, 0, kernelTable(rtnl.TableLocal)),
		ruleRead(rtnl.IPv6, 304, func(r *rtnl.Rule) {
			r.Table, r.DSCP, r.DSCPMask, r.FlowLabel, r.FlowLabelMask = 1000, rtnl.U8(0), 63, rtnl.U32(0x12300), rtnl.U32(0xfff00)
		}),
		ruleRead(rtnl.IPv6, 32766, kernelTable(rtnl.TableMain)),
	},
	"reply-rule-uid": {
		ruleRead(rtnl.IPv4, 0, kernelTable(rtnl.TableLocal)),
		ruleRead(rtnl.IPv4, 303, func(r *rtnl.Rule) { r.Table, r.UIDs = 1000, rtnl.Some(rtnl.UIDRange{Start: 1001, End: 1007}) }),
		ruleRead(rtnl.IPv4, 32766, kernelTable(rtnl.TableMain)),
		ruleRead(rtnl.IPv4, 32767, kernelTable(rtnl.TableDefault)),
	},
	"reply-rule-ip6": {
		ruleRead(rtnl.IPv6, 0, kernelTable(rtnl.TableLocal)),
		ruleRead(rtnl.IPv6, 7, func(r *rtnl.Rule) {
			*r = fullRule6()
			r.Family, r.Priority, r.Action, r.Mask = rtnl.IPv6, rtnl.U32(7), rtnl.RuleToTable, rtnl.U32(1<<32-1)
		}),
		ruleRead(rtnl.IPv6, 104, func(r *rtnl.Rule) { r.Dst, r.Action = pfx("2001:db8::6/128"), rtnl.RuleProhibit }),
		ruleRead(rtnl.IPv6, 32766, kernelTable(rtnl.TableMain)),
	},
}

func TestRuleComplete(t *testing.T) {
	const header = "it is in the fixed header"
	unused := "the kernel does not use it"
	complete.Set{
		Prefix: "FRA_",
		But:    map[string]string{"FRA_UNUSED2": unused, "FRA_UNUSED3": unused, "FRA_UNUSED4": unused, "FRA_UNUSED5": unused},
		NoLine: map[string]string{"family": header, "flags": header, "tos": header, "action": header},
	}.Check(t, new(rtnl.Rule))
}

// TestSameRule compares rules as they are asked for with what the kernel makes of them.
func TestSameRule(t *testing.T) {
	four := rtnl.Rule{Family: rtnl.IPv4, Priority: rtnl.U32(7)}
	for _, tt := range []struct {
		name string
		edit func(a, b *rtnl.Rule)
		same bool
	}{
		{"itself", func(a, b *rtnl.Rule) {}, true},
		{"action and table absent", func(a, b *rtnl.Rule) { b.Action, b.Table = rtnl.RuleToTable, rtnl.TableMain }, true},
		{"goto", func(a, b *rtnl.Rule) { a.Goto, b.Goto, b.Action = 9, 9, rtnl.RuleGoto }, true},
		{"from all", func(a, b *rtnl.Rule) { b.Src = pfx("0.0.0.0/0") }, true},
		{"kernel's flags", func(a, b *rtnl.Rule) { b.Flags = rtnl.RuleIIFDetached | rtnl.RulePermanent }, true},
		{"not", func(a, b *rtnl.Rule) { b.Flags = rtnl.RuleNot }, false},
		{"mask absent and full", func(a, b *rtnl.Rule) { a.Mark, b.Mark, b.Mask = rtnl.U32(5), rtnl.U32(5), rtnl.U32(1<<32-1) }, true},
		{"mask", func(a, b *rtnl.Rule) { a.Mark, b.Mark, b.Mask = rtnl.U32(5), rtnl.U32(5), rtnl.U32(7) }, false},
		{"mark 0", func(a, b *rtnl.Rule) { b.Mark, b.Mask = rtnl.U32(0), rtnl.U32(7) }, false},
		{"port mask absent and full", func(a, b *rtnl.Rule) { a.SPort, b.SPort, b.SPortMask = rtnl.Port(5), rtnl.Port(5), 0xffff }, true},
		{"port mask", func(a, b *rtnl.Rule) { a.DPort, b.DPort, b.DPortMask = rtnl.Port(5), rtnl.Port(5), 0xfff }, false},
		{"dscp 0", func(a, b *rtnl.Rule) { b.DSCP = rtnl.U8(0) }, false},
		{"dscp mask absent and full", func(a, b *rtnl.Rule) { a.DSCP, b.DSCP, b.DSCPMask = rtnl.U8(0), rtnl.U8(0), 63 }, true},
		{"flow label mask absent and full", func(a, b *rtnl.Rule) {
			a.FlowLabel, b.FlowLabel, b.FlowLabelMask = rtnl.U32(0), rtnl.U32(0), rtnl.U32(1<<20-1)
		}, true},
		{"tunnel 0 and none", func(a, b *rtnl.Rule) { b.TunID = rtnl.U64(0) }, true},
		{"user 0", func(a, b *rtnl.Rule) { b.UIDs = rtnl.Some(rtnl.UIDRange{}) }, false},
		{"suppressor 0", func(a, b *rtnl.Rule) { b.SuppressPrefixLen = rtnl.U32(0) }, false},
		{"group 0", func(a, b *rtnl.Rule) { b.SuppressIfGroup = rtnl.U32(0) }, false},
		{"priority 0 and absent", func(a, b *rtnl.Rule) { a.Priority, b.Priority = rtnl.U32(0), rtnl.Opt[uint32]{} }, false},
		{"family", func(a, b *rtnl.Rule) { b.Family = rtnl.IPv6 }, false},
		{"protocol", func(a, b *rtnl.Rule) { b.Protocol = 7 }, false},
		{"realms", func(a, b *rtnl.Rule) { b.Realms = rtnl.U32(7) }, false},
		{"unknown", func(a, b *rtnl.Rule) { b.Unknown = []nlattr.Attr{{Type: 99}} }, false},
	} {
		a, b := four, four
		tt.edit(&a, &b)
		before := a
		if got := a.SameConfig(b); got != tt.same || b.SameConfig(a) != got {
			t.Errorf("%s: SameConfig = %v, want %v", tt.name, got, tt.same)
		}
		if diff := place.Diff(before, a); diff != "" {
			t.Errorf("%s: comparing changed it: %s", tt.name, diff)
		}
	}
}

// TestRefuseRules has what is refused before it is sent, and why.
func TestRefuseRules(t *testing.T) {
	for want, r := range map[string]rtnl.Rule{
		"family: missing: neither family nor src nor dst says which rules are meant": {Priority: rtnl.U32(7)},
		"dst: 2001:db8::/61 is not of the family inet":                               {Src: pfx("192.0.2.0/25"), Dst: pfx("2001:db8::/61")},
		"src: 192.0.2.1/25 has host bits; the prefix is 192.0.2.0/25":                {Src: pfx("192.0.2.1/25")},
		`iifname: "sixteen-bytes-00" has 16 bytes, at most 15`:                       {Family: rtnl.IPv4, IIF: "sixteen-bytes-00"},
		`oifname: "sixteen-bytes-00" has 16 bytes, at most 15`:                       {Family: rtnl.IPv4, OIF: "sixteen-bytes-00"},
		"fwmark: 0 without fwmask is every packet":                                   {Family: rtnl.IPv4, Mark: rtnl.U32(0)},
		"fwmask: without fwmark":                                                     {Family: rtnl.IPv4, Mask: rtnl.U32(7)},
		"uid_range: 8 is above 7":                                                    {Family: rtnl.IPv4, UIDs: rtnl.Some(rtnl.UIDRange{Start: 8, End: 7})},
		"sport_range: 0 to 7 is no range of 1 to 65534":                              {Family: rtnl.IPv4, SPort: rtnl.PortRange{End: 7}},
		"dport_range: 8 to 7 is no range of 1 to 65534":                              {Family: rtnl.IPv4, DPort: rtnl.PortRange{Start: 8, End: 7}},
		"dport_range: 8 to 65535 is no range of 1 to 65534":                          {Family: rtnl.IPv4, DPort: rtnl.PortRange{Start: 8, End: 65535}},
		"sport_mask: goes with one port":                                             {Family: rtnl.IPv4, SPort: rtnl.PortRange{Start: 8, End: 9}, SPortMask: 7},
		"dport_mask: goes with one port":                                             {Family: rtnl.IPv4, DPortMask: 7},
		"dscp: 64 is above 63":                                                       {Family: rtnl.IPv4, DSCP: rtnl.U8(64)},
		"dscp: beside tos":                                                           {Family: rtnl.IPv4, DSCP: rtnl.U8(4), TOS: 16},
		"dscp_mask: without dscp":                                                    {Family: rtnl.IPv4, DSCPMask: 4},
		"dscp_mask: 64 is above 63":                                                  {Family: rtnl.IPv4, DSCP: rtnl.U8(4), DSCPMask: 64},
		"flowlabel: IPv6 only":                                                       {Family: rtnl.IPv4, FlowLabel: rtnl.U32(7)},
		"flowlabel: 1048576 is not below 1<<20":                                      {Family: rtnl.IPv6, FlowLabel: rtnl.U32(1 << 20)},
		"flowlabel_mask: without flowlabel":                                          {Family: rtnl.IPv6, FlowLabelMask: rtnl.U32(7)},
		"flowlabel_mask: 1048576 is not below 1<<20":                                 {Family: rtnl.IPv6, FlowLabel: rtnl.U32(7), FlowLabelMask: rtnl.U32(1 << 20)},
		"table: beside l3mdev":                                                       {Family: rtnl.IPv4, Table: 7, L3MDev: true},
		"goto: beside the action nop":                                                {Family: rtnl.IPv4, Goto: 7, Action: rtnl.RuleNop},
		"goto: missing":                                                              {Family: rtnl.IPv4, Action: rtnl.RuleGoto},
		"goto: 7 is not above the priority 7":                                        {Family: rtnl.IPv4, Priority: rtnl.U32(7), Goto: 7},
		"suppress_prefixlength: is how the kernel says that there is none":           {Family: rtnl.IPv4, SuppressPrefixLen: rtnl.U32(1<<32 - 1)},
		"suppress_ifgroup: is how the kernel says that there is none":                {Family: rtnl.IPv4, SuppressIfGroup: rtnl.U32(1<<32 - 1)},
		"flow: IPv4 only":                                                            {Family: rtnl.IPv6, Realms: rtnl.U32(7)},
	} {
		_, err := rtnl.AddRule(r).AppendMessage(nil, nil)
		if err == nil || !strings.HasSuffix(err.Error(), ": "+want) {
			t.Errorf("%+v: %v, want %s", r, err, want)
		}
	}
	for want, req := range map[string]rtnl.Request{
		"priority: missing; DeleteFirstRule does without": rtnl.DeleteRule(rtnl.Rule{Family: rtnl.IPv4, Table: 7}),
		"nothing is given that says which rule":           rtnl.DeleteFirstRule(rtnl.Rule{Src: pfx("0.0.0.0/0")}),
	} {
		if _, err := req.AppendMessage(nil, nil); err == nil || !strings.HasSuffix(err.Error(), ": "+want) {
			t.Errorf("%v: %v, want %s", req, err, want)
		}
	}
}
