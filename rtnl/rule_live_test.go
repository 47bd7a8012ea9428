package rtnl_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/rtnl"
)

// A ruleCase is a rule that is added, and what ip(8) prints of it.
type ruleCase struct {
	name string
	rule rtnl.Rule
	line string // of "ip -d rule", without the priority
}

func rule4(edit func(*rtnl.Rule)) rtnl.Rule {
	r := rtnl.Rule{Family: rtnl.IPv4, Priority: rtnl.U32(303), Table: 1000}
	edit(&r)
	return r
}

func rule6(edit func(*rtnl.Rule)) rtnl.Rule {
	r := rule4(edit)
	r.Family = rtnl.IPv6
	return r
}

var ruleCases = []ruleCase{
	{"plain", rule4(func(r *rtnl.Rule) {}), "from all lookup 1000 proto unspec"},
	{"small table", rule4(func(r *rtnl.Rule) { r.Table = 77 }), "from all lookup 77 proto unspec"},
	{"absent table", rule4(func(r *rtnl.Rule) { r.Table = 0 }), "from all lookup main proto unspec"},
	{"priority 0", rule4(func(r *rtnl.Rule) { r.Priority = rtnl.U32(0) }), "from all lookup 1000 proto unspec"},
	{"not", rule4(func(r *rtnl.Rule) { r.Flags, r.Src = rtnl.RuleNot, pfx("192.0.2.0/25") }), "not from 192.0.2.0/25 lookup 1000 proto unspec"},
	{"addresses", rule4(func(r *rtnl.Rule) { r.Src, r.Dst = pfx("192.0.2.5/32"), pfx("198.51.100.64/26") }),
		"from 192.0.2.5 to 198.51.100.64/26 lookup 1000 proto unspec"},
	{"devices", rule4(func(r *rtnl.Rule) { r.IIF, r.OIF = "lo", "gone" }), "from all iif lo oif gone [detached] lookup 1000 proto unspec"},
	{"mark", rule4(func(r *rtnl.Rule) { r.Mark = rtnl.U32(0x5050) }), "from all fwmark 0x5050 lookup 1000 proto unspec"},
	{"mark and mask", rule4(func(r *rtnl.Rule) { r.Mark, r.Mask = rtnl.U32(0x1230), rtnl.U32(0xfff0) }), "from all fwmark 0x1230/0xfff0 lookup 1000 proto unspec"},
	{"mark 0", rule4(func(r *rtnl.Rule) { r.Mark, r.Mask = rtnl.U32(0), rtnl.U32(0xff) }), "from all fwmark 0/0xff lookup 1000 proto unspec"},
	{"tos", rule4(func(r *rtnl.Rule) { r.TOS = 0x10 }), "from all tos 0x10 lookup 1000 proto unspec"},
	{"tunnel", rule4(func(r *rtnl.Rule) { r.TunID = rtnl.U64(0x1_0000_0007) }), "from all tun_id 4294967303 lookup 1000 proto unspec"},
	{"user", rule4(func(r *rtnl.Rule) { r.UIDs = rtnl.Some(rtnl.UIDRange{}) }), "from all uidrange 0-0 lookup 1000 proto unspec"},
	{"ports", rule4(func(r *rtnl.Rule) {
		r.IPProto, r.SPort, r.DPort = 17, rtnl.PortRange{Start: 5001, End: 5007}, rtnl.Port(53)
	}),
		"from all ipproto udp sport 5001-5007 dport 53 lookup 1000 proto unspec"},
	{"suppressed default", rule4(func(r *rtnl.Rule) { r.SuppressPrefixLen = rtnl.U32(0) }), "from all lookup 1000 suppress_prefixlength 0 proto unspec"},
	{"suppressed", rule4(func(r *rtnl.Rule) { r.SuppressPrefixLen, r.SuppressIfGroup = rtnl.U32(24), rtnl.U32(0) }),
		"from all lookup 1000 suppress_prefixlength 24 suppress_ifgroup default proto unspec"},
	{"realms", rule4(func(r *rtnl.Rule) { r.Realms = rtnl.U32(37<<16 | 91) }), "from all lookup 1000 realms 37/91 proto unspec"},
	{"l3mdev", rule4(func(r *rtnl.Rule) { r.Table, r.L3MDev = 0, true }), "from all lookup [l3mdev-table] proto unspec"},
	{"goto", rule4(func(r *rtnl.Rule) { r.Table, r.Goto = 0, 32766 }), "from all goto 32766 proto unspec"},
	{"goto nowhere", rule4(func(r *rtnl.Rule) { r.Table, r.Goto = 0, 400 }), "from all goto 400 [unresolved] proto unspec"},
	{"nop", rule4(func(r *rtnl.Rule) { r.Table, r.Action = 0, rtnl.RuleNop }), "from all nop proto unspec"},
	{"blackhole", rule4(func(r *rtnl.Rule) { r.Table, r.Action = 0, rtnl.RuleBlackhole }), "from all blackhole proto unspec"},
	{"unreachable", rule4(func(r *rtnl.Rule) { r.Table, r.Action = 0, rtnl.RuleUnreachable }), "from all unreachable proto unspec"},
	{"prohibit", rule4(func(r *rtnl.Rule) { r.Table, r.Action = 0, rtnl.RuleProhibit }), "from all prohibit proto unspec"},
	{"protocol", rule4(func(r *rtnl.Rule) { r.Protocol = rtnl.ProtoStatic }), "from all lookup 1000 proto static"},
	{"ip6", rule6(func(r *rtnl.Rule) {
		r.Src, r.Dst, r.Flags, r.Mark, r.SuppressPrefixLen = pfx("2001:db8::/61"), pfx("2001:db8:1::7/128"), rtnl.RuleNot, rtnl.U32(7), rtnl.U32(0)
	}), "not from 2001:db8::/61 to 2001:db8:1::7 fwmark 0x7 lookup 1000 suppress_prefixlength 0 proto unspec"},
	{"ip6 find source", rule6(func(r *rtnl.Rule) { r.Src, r.Flags = pfx("2001:db8::/61"), rtnl.RuleFindSrc }), "from 2001:db8::/61 lookup 1000 proto unspec"},
	{"ip6 prohibit", rule6(func(r *rtnl.Rule) { r.Table, r.Action = 0, rtnl.RuleProhibit }), "from all prohibit proto unspec"},
}

// ownRule returns the one rule that is not the kernel's.
func ownRule(t testing.TB, p *place.Place, f rtnl.Family) rtnl.Rule {
	t.Helper()
	all, err := rtnl.Collect(p.Rules(t.Context(), &rtnl.RuleFilter{Family: f}))
	if err != nil {
		t.Fatal(err)
	}
	all = slices.DeleteFunc(all, func(r rtnl.Rule) bool { return r.Protocol == rtnl.ProtoKernel })
	if len(all) != 1 {
		t.Fatalf("%d rules, want 1: %v", len(all), all)
	}
	return all[0]
}

// TestRules adds each kind of rule, reads it back in two ways, and deletes it
// and adds it again as it was read.
func TestRules(t *testing.T) {
	shared := place.New(t)
	for _, tt := range ruleCases {
		t.Run(tt.name, func(t *testing.T) {
			p := shared.In(t)
			family := "-4"
			if tt.rule.Family == rtnl.IPv6 {
				family = "-6"
			}
			p.Must(rtnl.AddRule(tt.rule))
			read := ownRule(t, p, tt.rule.Family)
			if !read.SameConfig(tt.rule) || len(read.Unknown) > 0 {
				t.Errorf("-want +read\n%s", place.Diff(tt.rule, read))
			}
			line := fmt.Sprintf("%v:\t%s", tt.rule.Priority, tt.line)
			text := p.IP(family, "-d", "rule", "show")
			if !slices.ContainsFunc(strings.Split(text, "\n"), func(l string) bool {
				return strings.Join(strings.Fields(l), " ") == strings.Replace(line, "\t", " ", 1)
			}) {
				t.Errorf("ip has no %q in\n%s", line, text)
			}
			if got := read.String(); got != line {
				t.Errorf("String() = %q, want %q", got, line)
			}
			if err := p.Do(t.Context(), rtnl.AddRule(tt.rule)); !errors.Is(err, fs.ErrExist) {
				t.Errorf("adding it again: %v, want %v", err, fs.ErrExist)
			}
			p.Must(rtnl.DeleteRule(read), rtnl.AddRule(read))
			if again := ownRule(t, p, tt.rule.Family); !again.SameConfig(read) {
				t.Errorf("read, deleted and added again: -before +after\n%s", place.Diff(read, again))
			}
			p.Must(rtnl.DeleteRule(tt.rule))
			if err := p.Do(t.Context(), rtnl.DeleteRule(tt.rule)); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("deleting it again: %v, want %v", err, fs.ErrNotExist)
			}
			if err := p.Do(t.Context(), rtnl.DeleteFirstRule(tt.rule)); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("deleting one like it: %v, want %v", err, fs.ErrNotExist)
			}
		})
	}
}

// Without a priority the kernel chooses one, another each time.
func TestRuleWithoutPriority(t *testing.T) {
	p := place.New(t)
	r := rtnl.Rule{Src: pfx("192.0.2.0/25"), Table: 77}
	p.Must(rtnl.AddRule(r), rtnl.AddRule(r))
	var got []uint32
	for r, err := range p.Rules(t.Context(), &rtnl.RuleFilter{Table: 77}) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, r.Priority.Or(0))
	}
	if want := []uint32{32764, 32765}; !slices.Equal(got, want) {
		t.Errorf("priorities %v, want %v", got, want)
	}
}

// kernelAtLeast reports whether the kernel is of that version or newer.
func kernelAtLeast(t testing.TB, major, minor int) bool {
	t.Helper()
	b, err := os.ReadFile("/proc/sys/kernel/osrelease")
	var x, y int
	if _, scan := fmt.Sscanf(string(b), "%d.%d", &x, &y); err != nil || scan != nil {
		t.Fatal(err, scan)
	}
	return x > major || x == major && y >= minor
}

// Selectors that a kernel does not know it ignores: the rule selects more.
func TestNewSelectors(t *testing.T) {
	shared := place.New(t)
	for _, tt := range []struct {
		name         string
		major, minor int // of the first kernel that knows it
		rule         rtnl.Rule
		ignored      func(*rtnl.Rule) // what older ones do with it
	}{
		{"dscp", 6, 13, rule4(func(r *rtnl.Rule) { r.DSCP = rtnl.U8(46) }), func(r *rtnl.Rule) { r.DSCP = rtnl.Opt[uint8]{} }},
		{"dscp 0", 6, 13, rule6(func(r *rtnl.Rule) { r.DSCP = rtnl.U8(0) }), func(r *rtnl.Rule) { r.DSCP = rtnl.Opt[uint8]{} }},
		{"dscp mask", 6, 15, rule4(func(r *rtnl.Rule) { r.DSCP, r.DSCPMask = rtnl.U8(8), 0x38 }), func(r *rtnl.Rule) { r.DSCP, r.DSCPMask = rtnl.Opt[uint8]{}, 0 }},
		{"flow label", 6, 14, rule6(func(r *rtnl.Rule) { r.FlowLabel = rtnl.U32(0x12345) }), func(r *rtnl.Rule) { r.FlowLabel = rtnl.Opt[uint32]{} }},
		{"flow label mask", 6, 14, rule6(func(r *rtnl.Rule) { r.FlowLabel, r.FlowLabelMask = rtnl.U32(0x12300), rtnl.U32(0xfff00) }),
			func(r *rtnl.Rule) { r.FlowLabel, r.FlowLabelMask = rtnl.Opt[uint32]{}, rtnl.Opt[uint32]{} }},
		{"port masks", 6, 15, rule4(func(r *rtnl.Rule) {
			r.SPort, r.SPortMask, r.DPort, r.DPortMask = rtnl.Port(0x100), 0xff00, rtnl.Port(0x230), 0xfff0
		}), func(r *rtnl.Rule) { r.SPortMask, r.DPortMask = 0, 0 }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := shared.In(t)
			want := tt.rule
			known := kernelAtLeast(t, tt.major, tt.minor)
			if !known {
				tt.ignored(&want)
			}
			p.Must(rtnl.AddRule(tt.rule))
			read := ownRule(t, p, tt.rule.Family)
			if !read.SameConfig(want) {
				t.Errorf("-want +read\n%s", place.Diff(want, read))
			}
			if err := p.Do(t.Context(), rtnl.DeleteRule(tt.rule)); known != (err == nil) || !known && !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("deleting it: %v; the kernel knows it: %v", err, known)
			}
			if !known {
				p.Must(rtnl.DeleteRule(read))
			}
		})
	}
}

// TestDeleteRule has rules that the kernel takes for each other.
func TestDeleteRule(t *testing.T) {
	p := place.New(t)
	add := []rtnl.Rule{
		rule4(func(r *rtnl.Rule) {}),
		rule4(func(r *rtnl.Rule) { r.Mark = rtnl.U32(7) }),
		rule4(func(r *rtnl.Rule) { r.Mark, r.Src = rtnl.U32(7), pfx("192.0.2.0/25") }),
		rule4(func(r *rtnl.Rule) { r.Table = 1001 }),
		rule4(func(r *rtnl.Rule) { r.Priority = rtnl.U32(304) }),
	}
	left := func() (s []string) {
		t.Helper()
		for r, err := range p.Rules(t.Context(), &rtnl.RuleFilter{Family: rtnl.IPv4}) {
			if err != nil {
				t.Fatal(err)
			}
			if r.Protocol != rtnl.ProtoKernel {
				s = append(s, r.String())
			}
		}
		return s
	}
	for _, r := range add {
		p.Must(rtnl.AddRule(r))
	}
	all := left()
	if len(all) != len(add) {
		t.Fatalf("%d rules: %q", len(all), all)
	}
	for name, none := range map[string]rtnl.Rule{
		"narrower": rule4(func(r *rtnl.Rule) { r.Src = pfx("192.0.2.0/25") }), "priority": rule4(func(r *rtnl.Rule) { r.Priority = rtnl.U32(305) }),
		"suppressed": rule4(func(r *rtnl.Rule) { r.SuppressPrefixLen = rtnl.U32(0) }), "not": rule4(func(r *rtnl.Rule) { r.Flags = rtnl.RuleNot }),
		"protocol": rule4(func(r *rtnl.Rule) { r.Protocol = 7 }),
	} {
		if err := p.Do(t.Context(), rtnl.DeleteRule(none)); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("another %s: %v, want %v", name, err, fs.ErrNotExist)
		}
	}
	for i := range all { // the first of them are what those behind have too
		p.Must(rtnl.DeleteRule(add[i]))
		if got := left(); !slices.Equal(got, all[i+1:]) {
			t.Fatalf("deleting %v leaves %q", add[i], got)
		}
	}

	// Behind a rule that has more the kernel cannot be told which one is meant.
	p.Must(rtnl.AddRule(add[1]), rtnl.AddRule(add[0]))
	all = left()
	err := p.Do(t.Context(), rtnl.DeleteRule(add[0]))
	const why = "the kernel would delete another rule, which comes before it: fwmark 0x7 priority 303 table 1000"
	if err == nil || !strings.HasSuffix(err.Error(), why) {
		t.Errorf("%v, want %s", err, why)
	}
	if got := left(); !slices.Equal(got, all) {
		t.Errorf("a refused deletion leaves %q of %q", got, all)
	}
	p.Must(rtnl.DeleteFirstRule(add[0])) // takes that one
	if got := left(); !slices.Equal(got, all[1:]) {
		t.Errorf("DeleteFirstRule leaves %q of %q", got, all)
	}
	p.Must(rtnl.DeleteFirstRule(rtnl.Rule{Family: rtnl.IPv4, Priority: rtnl.U32(303)}))
	if got := left(); len(got) != 0 {
		t.Errorf("%q are left", got)
	}
}

// What the documentation of AddRule says that the kernel takes for the same rule.
func TestRulesAlikeToKernel(t *testing.T) {
	p := place.New(t)
	from := func(r *rtnl.Rule) { r.Src, r.TOS, r.Realms = pfx("192.0.2.0/25"), 0x10, rtnl.U32(7) }
	p.Must(rtnl.AddRule(rule4(from)), rtnl.AddRule(rule4(func(r *rtnl.Rule) { r.Table, r.Goto = 0, 400 })))
	for _, tt := range []struct {
		name  string
		rule  rtnl.Rule
		alike bool
	}{
		{"not", rule4(func(r *rtnl.Rule) { from(r); r.Flags = rtnl.RuleNot }), true},
		{"goto", rule4(func(r *rtnl.Rule) { r.Table, r.Goto = 0, 401 }), true},
		{"realms", rule4(func(r *rtnl.Rule) { from(r); r.Realms = rtnl.Opt[uint32]{} }), true},
		{"tos", rule4(func(r *rtnl.Rule) { from(r); r.TOS = 0 }), true},
		{"from all", rule4(func(r *rtnl.Rule) {}), true},
		{"mark", rule4(func(r *rtnl.Rule) { from(r); r.Mark = rtnl.U32(7) }), false},
		{"suppressor", rule4(func(r *rtnl.Rule) { from(r); r.SuppressPrefixLen = rtnl.U32(0) }), false},
		{"protocol", rule4(func(r *rtnl.Rule) { from(r); r.Protocol = 7 }), false},
	} {
		if err := p.Do(t.Context(), rtnl.AddRule(tt.rule)); tt.alike != errors.Is(err, fs.ErrExist) || !tt.alike && err != nil {
			t.Errorf("%s: %v; is it alike: %v", tt.name, err, tt.alike)
		}
	}
}

func TestRuleFilters(t *testing.T) {
	p := place.New(t)
	p.Must(
		rtnl.AddRule(rtnl.Rule{Priority: rtnl.U32(1), Src: pfx("192.0.2.0/25"), IIF: "x0", Mark: rtnl.U32(0), Mask: rtnl.U32(7), Table: 77}),
		rtnl.AddRule(rtnl.Rule{Priority: rtnl.U32(2), Dst: pfx("192.0.2.0/25"), OIF: "x1", Mark: rtnl.U32(5), Action: rtnl.RuleProhibit}),
		rtnl.AddRule(rtnl.Rule{Priority: rtnl.U32(3), Src: pfx("2001:db8::/61"), Protocol: 99, Table: 77}),
	)
	const four, six = "0 1 2 32766 32767", "0 3 32766"
	for name, tt := range map[string]struct {
		f    *rtnl.RuleFilter
		want string
	}{
		"all": {nil, four + " " + six}, "ip4": {&rtnl.RuleFilter{Family: rtnl.IPv4}, four}, "ip6": {&rtnl.RuleFilter{Family: rtnl.IPv6}, six},
		"priority": {&rtnl.RuleFilter{Priority: rtnl.U32(0)}, "0 0"}, "table": {&rtnl.RuleFilter{Table: 77}, "1 3"},
		"action": {&rtnl.RuleFilter{Action: rtnl.RuleProhibit}, "2"}, "protocol": {&rtnl.RuleFilter{Protocol: 99}, "3"},
		"src": {&rtnl.RuleFilter{Src: pfx("192.0.2.0/25")}, "1"}, "dst": {&rtnl.RuleFilter{Dst: pfx("192.0.2.0/25")}, "2"},
		"no src": {&rtnl.RuleFilter{Src: pfx("0.0.0.0/0")}, "0 2 32766 32767"}, "iif": {&rtnl.RuleFilter{IIF: "x0"}, "1"}, "oif": {&rtnl.RuleFilter{OIF: "x1"}, "2"},
		"mark 0": {&rtnl.RuleFilter{Mark: rtnl.U32(0)}, "1"}, "mark": {&rtnl.RuleFilter{Mark: rtnl.U32(5)}, "2"},
		"two": {&rtnl.RuleFilter{Table: 77, Family: rtnl.IPv6}, "3"}, "none": {&rtnl.RuleFilter{Table: 78}, ""},
	} {
		var got []string
		list, err := rtnl.Collect(p.Rules(t.Context(), tt.f))
		for _, r := range list {
			if r.Family == rtnl.IPv4 || r.Family == rtnl.IPv6 { // and not those of multicast routing
				got = append(got, r.Priority.String())
			}
		}
		if got := strings.Join(got, " "); err != nil || got != tt.want {
			t.Errorf("%s: %q, %v, want %q", name, got, err, tt.want)
		}
	}
}
