package main

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"github.com/eb30ede5/netlink/rtnl"
)

// rule is "ip rule".
func (p *program) rule(verb string, w *words) error {
	r := p.readRule(w)
	switch {
	case w.err != nil:
		return w.err
	case verb == "add":
		return p.Do(p.ctx, rtnl.AddRule(r))
	case verb == "delete":
		return p.Do(p.ctx, rtnl.DeleteFirstRule(r))
	case verb != "show":
		return fmt.Errorf("ip rule %s is not here", verb)
	}
	all, err := rtnl.Collect(p.Rules(p.ctx, &rtnl.RuleFilter{
		Family: r.Family, Priority: r.Priority, Table: r.Table, Protocol: r.Protocol, Src: r.Src, Dst: r.Dst, IIF: r.IIF, OIF: r.OIF, Mark: r.Mark,
	}))
	if err != nil {
		return err
	}
	return p.print(len(all), func(i int) (*object, error) { return p.ruleJSON(&all[i]), nil }, func(t *table) {
		for _, r := range all {
			t.line(r.String())
		}
	})
}

// readRule reads a rule, or what to show of them.
func (p *program) readRule(w *words) (r rtnl.Rule) {
	if r.Family = p.family; r.Family == 0 {
		r.Family = rtnl.IPv4
	}
	for w.more() {
		switch word := w.next(); word {
		case "not":
			r.Flags |= rtnl.RuleNot
		case "from":
			r.Src = w.selector(p.family)
		case "to":
			r.Dst = w.selector(p.family)
		case "iif", "dev":
			r.IIF = w.next()
		case "oif":
			r.OIF = w.next()
		case "fwmark":
			mark, mask, masked := strings.Cut(w.next(), "/")
			r.Mark = rtnl.U32(w.parse(mark))
			if masked {
				r.Mask = rtnl.U32(w.parse(mask))
			}
		case "tos", "dsfield":
			r.TOS = uint8(w.number(8))
		case "ipproto":
			r.IPProto = w.ipProto()
		case "sport":
			r.SPort = w.ports()
		case "dport":
			r.DPort = w.ports()
		case "uidrange":
			start, end, _ := strings.Cut(w.next(), "-")
			r.UIDs = rtnl.Some(rtnl.UIDRange{Start: w.parse(start), End: w.parse(end)})
		case "tun_id":
			r.TunID = rtnl.U64(w.number(64))
		case "priority", "preference", "pref", "order":
			r.Priority = rtnl.U32(w.u32())
		case "table", "lookup":
			r.Table = w.table()
		case "protocol":
			r.Protocol = enum[rtnl.RouteProtocol](w, 256)
		case "suppress_prefixlength", "sup_pl":
			r.SuppressPrefixLen = rtnl.U32(w.u32())
		case "suppress_ifgroup", "sup_group":
			r.SuppressIfGroup = rtnl.U32(w.group())
		case "l3mdev":
			r.L3MDev = true
		case "goto":
			r.Goto = w.u32()
		case "nop", "blackhole", "unreachable", "prohibit":
			w.left = append([]string{word}, w.left...)
			r.Action = enum[rtnl.RuleAction](w, 16)
		default:
			w.fail("there is nothing of a rule called %q here", word)
		}
	}
	if f := r.Src.Addr(); f.Is6() || r.Dst.Addr().Is6() {
		r.Family = rtnl.IPv6
	}
	return r
}

// selector reads a prefix, or "all".
func (w *words) selector(f rtnl.Family) netip.Prefix {
	if w.accept("all", "any", "default") {
		return netip.Prefix{}
	}
	return w.prefix(f)
}

// parse reads a number that is part of a word.
func (w *words) parse(s string) uint32 {
	w.left = append([]string{s}, w.left...)
	return w.u32()
}

// ports reads a port or a range of ports.
func (w *words) ports() rtnl.PortRange {
	start, end, isRange := strings.Cut(w.next(), "-")
	r := rtnl.Port(uint16(w.parse(start)))
	if isRange {
		r.End = uint16(w.parse(end))
	}
	return r
}

// ruleJSON is what "ip -j rule" says of a rule.
func (p *program) ruleJSON(r *rtnl.Rule) *object {
	o := &object{}
	o.put("priority", r.Priority.Or(0))
	o.putIf(r.Flags&rtnl.RuleNot != 0, "not", nil)
	o.put("src", "all")
	selectorJSON(o, "src", r.Src)
	selectorJSON(o, "dst", r.Dst)
	o.putIf(r.TOS != 0, "tos", dsField(r.TOS))
	if mark, ok := r.Mark.Get(); ok {
		hexadecimal(o, "fwmark", mark)
		if mask := r.Mask.Or(1<<32 - 1); mask != 1<<32-1 {
			hexadecimal(o, "fwmask", mask)
		}
	}
	o.putIf(r.IIF != "", "iif", r.IIF)
	o.putIf(r.Flags&rtnl.RuleIIFDetached != 0, "iif_detached", nil)
	o.putIf(r.OIF != "", "oif", r.OIF)
	o.putIf(r.Flags&rtnl.RuleOIFDetached != 0, "oif_detached", nil)
	o.putIf(r.L3MDev, "l3mdev", nil)
	if u, ok := r.UIDs.Get(); ok {
		o.put("uid_start", u.Start)
		o.put("uid_end", u.End)
	}
	o.putIf(r.IPProto != 0, "ipproto", ipProtoName(r.IPProto))
	portsJSON(o, "sport", r.SPort, r.SPortMask)
	portsJSON(o, "dport", r.DPort, r.DPortMask)
	o.putIf(r.TunID.Or(0) != 0, "tun_id", r.TunID)
	o.putIf(r.DSCP.Is(), "dscp", r.DSCP)
	if x, ok := r.FlowLabel.Get(); ok {
		hexadecimal(o, "flowlabel", x)
		hexadecimal(o, "flowlabel_mask", r.FlowLabelMask.Or(1<<20-1))
	}
	o.putIf(r.Action == rtnl.RuleToTable && !r.L3MDev && r.Table != 0, "table", tableName(r.Table))
	o.putIf(r.SuppressPrefixLen.Is(), "suppress_prefixlen", r.SuppressPrefixLen)
	o.putIf(r.SuppressIfGroup.Is(), "suppress_ifgroup", groupName(r.SuppressIfGroup.Or(0)))
	if x := r.Realms.Or(0); x != 0 {
		o.putIf(x>>16 != 0, "flow_from", strconv.Itoa(int(x>>16)))
		o.put("flow_to", strconv.Itoa(int(x&0xffff)))
	}
	switch r.Action {
	case rtnl.RuleToTable:
	case rtnl.RuleGoto:
		o.put("goto", r.Goto)
		o.putIf(r.Flags&rtnl.RuleUnresolved != 0, "unresolved", nil)
	case rtnl.RuleNop:
		o.put("nop", nil)
	default:
		o.put("action", r.Action.String())
	}
	o.putIf(p.detail || r.Protocol > rtnl.ProtoKernel, "protocol", r.Protocol.String())
	return o
}

// selectorJSON is an address, and the prefix length if it is not a host's.
func selectorJSON(o *object, key string, p netip.Prefix) {
	if p.IsValid() && p.Bits() > 0 {
		o.put(key, p.Addr())
		o.putIf(!p.IsSingleIP(), key+"len", p.Bits())
	}
}

func portsJSON(o *object, key string, r rtnl.PortRange, mask uint16) {
	switch {
	case r == rtnl.PortRange{}:
	case r.Start == r.End:
		o.put(key, r.Start)
		if mask != 0 && mask != 1<<16-1 {
			hexadecimal(o, key+"_mask", mask)
		}
	default:
		o.put(key+"_start", r.Start)
		o.put(key+"_end", r.End)
	}
}

func ipProtoName(n uint8) string {
	if s, ok := ipProtos[n]; ok {
		return s
	}
	return "ipproto-" + strconv.Itoa(int(n))
}

// dsField is a TOS by the names of its first six bits that RFC 2474 and RFC 2597 have for it.
func dsField(tos uint8) string {
	class, drop := tos>>5, tos>>3&3
	switch {
	case tos == 0xb8:
		return "EF"
	case tos&7 == 0 && drop != 0 && class >= 1 && class <= 4 && tos&4 == 0:
		return fmt.Sprintf("AF%d%d", class, drop)
	case tos&0x1f == 0 && tos != 0:
		return fmt.Sprintf("CS%d", class)
	}
	return fmt.Sprintf("%#02x", tos)
}
