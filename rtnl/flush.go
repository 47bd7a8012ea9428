package rtnl

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"net/netip"
	"slices"
	"time"
)

// FlushAddrs removes the addresses that f chooses, "ip addr flush", and returns
// how many. A nil filter is those of all links. What is gone already counts as
// removed.
//
// The addresses that the kernel makes by itself stay, unless the filter gives
// their Scope: 127.0.0.1/8 and ::1 (ScopeHost), link-local IPv6 addresses
// (ScopeLink), those of router advertisements and temporary ones (ScopeGlobal).
// On a kernel that does not say who made an address (before 5.18), those of
// router advertisements are taken for a user's.
//
// One that cannot be removed is an error, and the others are removed all the
// same. Where addresses change meanwhile, they are listed again.
func (c *Conn) FlushAddrs(ctx context.Context, f *AddrFilter) (int, error) {
	const op = "addr flush"
	if f == nil {
		f = new(AddrFilter)
	}
	if f.NetNSID.Is() {
		return 0, failed(op, errors.New("target_netnsid: the kernel deletes in the Conn's own namespace only"))
	}
	return flush(ctx, c, op, func() ([][]Addr, error) { return pieces(c.Addrs(ctx, f)) }, func(a *Addr) (Request, bool) {
		if !f.Scope.Is() && a.byKernel() {
			return Request{}, false
		}
		return DeleteAddr(Addr{DevIndex: a.DevIndex, Prefix: a.Prefix, Peer: a.Peer, Label: a.Label}), true
	})
}

// byKernel reports whether the kernel made the address by itself.
func (a *Addr) byKernel() bool {
	ip := a.Prefix.Addr()
	switch {
	case a.Protocol == AddrKernelLo || a.Protocol == AddrKernelRA || a.Protocol == AddrKernelLL:
		return true
	case ip.Is6():
		return ip == netip.IPv6Loopback() || ip.IsLinkLocalUnicast() || a.Flags&AddrSecondary != 0 // which is a temporary one
	}
	return a.Prefix == netip.PrefixFrom(netip.AddrFrom4([4]byte{127, 0, 0, 1}), 8) && a.Scope == ScopeHost
}

// FlushRules removes the rules that f chooses, "ip rule flush", and returns how
// many. A nil filter is those of all families. What is gone already counts as
// removed.
//
// The rules that the kernel makes by itself stay, unless the filter gives their
// Protocol: those that each family begins with, and that of VRFs.
//
// One that cannot be removed is an error, and the others are removed all the
// same. So is one in whose place the kernel would remove another rule, as
// [DeleteRule] says. What comes meanwhile may stay, and so may, where much
// changes, a rule that the kernel leaves out of a listing.
func (c *Conn) FlushRules(ctx context.Context, f *RuleFilter) (int, error) {
	const op = "rule flush"
	if f == nil {
		f = new(RuleFilter)
	}
	all, err := gather(c.Rules(ctx, &RuleFilter{Family: f.family()}))
	if e, ok := err.(*Error); ok {
		e.Op = op
		return 0, e
	}
	var reqs []Request
	var kept []Rule
	for i := range all {
		r := &all[i]
		if !f.flushes(r) {
			kept = append(kept, *r)
			continue
		}
		// In the order of the list each request removes its own rule: those before
		// it that are chosen are gone then.
		if j := slices.IndexFunc(kept, func(o Rule) bool { return o.Family == r.Family && o.Priority == r.Priority && r.takes(&o) }); j >= 0 {
			if err == nil {
				err = failed(op+" "+r.words(), fmt.Errorf("the kernel would delete another rule, which comes before it: %s", kept[j].words()))
			}
			continue
		}
		reqs = append(reqs, ruleRequest(&ruleDeleteFirst, *r))
	}
	n, failure := c.remove(ctx, slices.Values(reqs))
	if failure != nil {
		err = failure
	}
	return n, err
}

func (f *RuleFilter) flushes(r *Rule) bool {
	return f.match(r) && (r.Protocol != ProtoKernel || f.Protocol == ProtoKernel)
}

// FlushNeighs removes the neighbours that f chooses, "ip neigh flush", and returns
// how many. A nil filter is those of all links. What is gone already counts as
// removed.
//
// Neighbours in the states NeighPermanent and NeighNoARP stay, unless the filter
// gives a State; proxies are removed where the filter is for them.
//
// One that cannot be removed is an error, and the others are removed all the
// same. What comes meanwhile may stay, and so may, where much changes, a
// neighbour that the kernel leaves out of a listing.
func (c *Conn) FlushNeighs(ctx context.Context, f *NeighFilter) (int, error) {
	if f == nil {
		f = new(NeighFilter)
	}
	return flush(ctx, c, "neigh flush", func() ([][]Neigh, error) { return pieces(c.Neighs(ctx, f)) }, func(n *Neigh) (Request, bool) {
		if f.State == 0 && !f.Proxy && n.State.Or(0)&(NeighPermanent|NeighNoARP) != 0 {
			return Request{}, false
		}
		return DeleteNeigh(Neigh{DevIndex: n.DevIndex, Dst: n.Dst, Flags: n.Flags & NeighProxy}), true
	})
}

// FlushNexthops removes the nexthop objects that f chooses, "ip nexthop flush",
// and returns how many. A nil filter is all. What is gone already counts as
// removed: groups go with the last of their nexthops.
//
// One that cannot be removed is an error, and the others are removed all the
// same. Where objects change meanwhile, they are listed again.
func (c *Conn) FlushNexthops(ctx context.Context, f *NexthopFilter) (int, error) {
	return flush(ctx, c, "nexthop flush", func() ([][]Nexthop, error) { return pieces(c.Nexthops(ctx, f)) }, func(n *Nexthop) (Request, bool) {
		return DeleteNexthop(n.ID), true
	})
}

// flush removes what is listed, each with the request that del returns for it,
// if any. It lists again while the listing says that something changed.
func flush[T any](ctx context.Context, c *Conn, op string, list func() ([][]T, error), del func(*T) (Request, bool)) (n int, err error) {
	deadline := time.Now().Add(c.patience())
	for pause := time.Millisecond; ; pause = min(2*pause, 100*time.Millisecond) {
		all, listed := list()
		if e, ok := listed.(*Error); ok {
			e.Op = op
		}
		if listed != nil && !errors.Is(listed, ErrDumpInterrupted) {
			return n, listed
		}
		removed, err := c.remove(ctx, func(yield func(Request) bool) {
			for _, list := range all {
				for i := range list {
					if r, ok := del(&list[i]); ok && !yield(r) {
						return
					}
				}
			}
		})
		n += removed
		switch {
		case err != nil:
			return n, err
		case listed == nil || time.Now().Add(pause).After(deadline):
			return n, listed
		}
		select {
		case <-ctx.Done():
			return n, failed(op, ctx.Err())
		case <-time.After(pause):
		}
	}
}

// gone is what all deletions here allow.
var gone = []error{fs.ErrNotExist}

// remove executes deletions, and returns how many of them were, and the first
// error. What is gone already counts as removed.
func (c *Conn) remove(ctx context.Context, reqs iter.Seq[Request]) (int, error) {
	asked, last, bad := 0, -1, 0
	var first error
	for i, err := range c.Batch(ctx, func(yield func(Request) bool) {
		for r := range reqs {
			asked++
			if r.allow = gone; !yield(r) {
				return
			}
		}
	}) {
		if first == nil {
			first = err
		}
		bad++
		if e, ok := err.(*Error); ok && e.Errno == 0 {
			last = i // nothing more is executed
		}
	}
	if last >= 0 {
		asked = last + 1
	}
	return asked - bad, first
}
