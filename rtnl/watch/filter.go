package watch

import (
	"encoding/binary"
	"math/bits"
	"slices"

	"github.com/josharian/native"

	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/rtnl"
)

// keep checks again what the kernel was asked to filter, and what it cannot.
func (cfg *EventsConfig) keep(object any) bool {
	dev := func(i int32) bool { return cfg.DevIndex == 0 || i == cfg.DevIndex }
	switch o := object.(type) {
	case *rtnl.Link:
		return dev(o.Index)
	case *rtnl.Addr:
		return dev(o.DevIndex)
	case *rtnl.Neigh:
		return dev(o.DevIndex)
	case *rtnl.Rule:
		return cfg.Table == 0 || o.Table == cfg.Table
	case *rtnl.Route:
		return (cfg.Table == 0 || o.Table == cfg.Table) && (cfg.Protocol == 0 || o.Protocol == cfg.Protocol)
	}
	return true
}

// Instructions of classic rtnl.BPF.
const (
	bpfLoad16 = 0x28 // A = the two bytes at K, the first one the higher
	bpfLoad8  = 0x30 // A = the byte at K
	bpfLoad32 = 0x20 // A = the four bytes at K, the first one the highest
	bpfEqual  = 0x15 // A == K: skip Jt, else skip Jf
	bpfReturn = 0x06 // take K bytes of the message, none drops it
)

// host16 is what bpfLoad16 makes of a number in the byte order of the machine.
func host16(v uint16) uint32 {
	if native.IsBigEndian {
		return uint32(v)
	}
	return uint32(bits.ReverseBytes16(v))
}

func host32(v uint32) uint32 {
	var b [4]byte
	binary.NativeEndian.PutUint32(b[:], v)
	return binary.BigEndian.Uint32(b[:])
}

// A check is a part of a message that must have a value.
type check struct {
	load uint16 // the instruction
	at   uint32 // from the message's beginning
	want uint32
	or   []uint32
}

// checks returns what messages of the type must have to be wanted.
func (cfg *EventsConfig) checks(typ uint16) (all []check) {
	const body = 16 // behind the nlmsghdr
	switch typ {
	case uapi.RTM_NEWLINK, uapi.RTM_DELLINK, uapi.RTM_NEWADDR, uapi.RTM_DELADDR, uapi.RTM_NEWNEIGH, uapi.RTM_DELNEIGH:
		if cfg.DevIndex != 0 { // at the same place in all three
			all = append(all, check{load: bpfLoad32, at: body + 4, want: host32(uint32(cfg.DevIndex))})
		}
	case uapi.RTM_NEWROUTE, uapi.RTM_DELROUTE, uapi.RTM_NEWRULE, uapi.RTM_DELRULE:
		if cfg.Table != 0 && cfg.Table < 256 {
			all = append(all, check{load: bpfLoad8, at: body + 4, want: cfg.Table})
		} else if cfg.Table != 0 { // the number is in an attribute, which is looked at later
			all = append(all, check{load: bpfLoad8, at: body + 4, want: uapi.RT_TABLE_COMPAT, or: []uint32{0}})
		}
		if cfg.Protocol != 0 && (typ == uapi.RTM_NEWROUTE || typ == uapi.RTM_DELROUTE) {
			all = append(all, check{load: bpfLoad8, at: body + 5, want: uint32(cfg.Protocol)})
		}
	}
	return all
}

// families returns those whose messages of a type are wanted, none for all.
func families(topics []*Topic, typ uint16) (all []uint8) {
	for _, t := range topics {
		if typ != t.new && typ != t.deleted {
			continue
		}
		if len(t.families) == 0 {
			return nil
		}
		all = append(all, t.families...)
	}
	return all
}

// program returns the filter for the topics, nil if there is nothing to filter.
// all are the topics that are listened to, also for others.
func (cfg *EventsConfig) program(topics, all []*Topic) []rtnl.BPF {
	const family = 16 // the first byte behind the nlmsghdr
	var prog []rtnl.BPF
	seen := map[uint16]bool{0: true}
	for _, t := range all {
		for _, typ := range []uint16{t.new, t.deleted} {
			if seen[typ] {
				continue
			}
			seen[typ] = true
			var checks []check
			if slices.ContainsFunc(topics, func(t *Topic) bool { return t.new == typ || t.deleted == typ }) {
				checks = cfg.checks(typ)
			}
			if f := families(all, typ); len(f) > 0 {
				c := check{load: bpfLoad8, at: family, want: uint32(f[0])}
				for _, x := range f[1:] {
					c.or = append(c.or, uint32(x))
				}
				checks = append(checks, c)
			}
			if len(checks) > 0 {
				prog = append(prog, block(typ, checks)...)
			}
		}
	}
	if prog == nil {
		return nil
	}
	return append(prog, rtnl.BPF{Code: bpfReturn, K: 1<<32 - 1})
}

// block returns the instructions that drop messages of a type which lack what
// they are checked for, and takes those that do not; others go on behind it.
func block(typ uint16, checks []check) (prog []rtnl.BPF) {
	for _, c := range checks {
		prog = append(prog, rtnl.BPF{Code: c.load, K: c.at})
		for i, or := range c.or { // any of them skips the drop
			prog = append(prog, rtnl.BPF{Code: bpfEqual, K: or, Jt: uint8(len(c.or) - i + 1)})
		}
		prog = append(prog, rtnl.BPF{Code: bpfEqual, K: c.want, Jt: 1}, rtnl.BPF{Code: bpfReturn, K: 0})
	}
	prog = append(prog, rtnl.BPF{Code: bpfReturn, K: 1<<32 - 1})
	head := []rtnl.BPF{{Code: bpfLoad16, K: 4}, {Code: bpfEqual, K: host16(typ), Jf: uint8(len(prog))}}
	return append(head, prog...)
}
