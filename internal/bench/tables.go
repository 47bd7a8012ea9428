//go:build linux

package main

import (
	"encoding/binary"
	"fmt"
	"net/netip"

	"github.com/eb30ede5/netlink/rtnl"
	vnl "github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
)

// tableSuite lists larger objects, and neighbours.
func tableSuite(l *lab) error {
	t, err := newTeam()
	if err != nil {
		return err
	}
	l.setup(t.up)
	const six, multi, neighs, table = 200_000, 100_000, 100_000, 1003
	l.setup(func() error {
		return refusals(t.ours.Batch(ctx, func(yield func(rtnl.Request) bool) {
			for i := range six {
				a := [16]byte{0x20, 0x01, 0x0d, 0xb8}
				binary.BigEndian.PutUint32(a[4:], uint32(i))
				if !yield(rtnl.AddRoute(rtnl.Route{Dst: netip.PrefixFrom(netip.AddrFrom16(a), 64), DevIndex: lo})) {
					return
				}
			}
		}))
	})
	if err := l.measure(measure{name: "stream-routes-ip6", unit: "route", items: six, rounds: 9, memory: true,
		contestants: t.listRoutes(six, unix.AF_INET6, 0)}); err != nil {
		return err
	}
	l.setup(func() error { return t.multipath(multi, table) })
	if err := l.measure(measure{name: "stream-routes-4-hops", unit: "route", items: multi, rounds: 9, memory: true,
		contestants: t.listRoutes(multi, unix.AF_INET, table)}); err != nil {
		return err
	}
	l.setup(func() error {
		return refusals(t.ours.Batch(ctx, func(yield func(rtnl.Request) bool) {
			for i := range neighs {
				n := rtnl.Neigh{Dst: dst(10<<24 + 1<<20 + uint32(i)).Addr(), Dev: "v0", Address: hwaddr(i)}
				if !yield(rtnl.AddNeigh(n)) {
					return
				}
			}
		}))
	})
	return l.measure(t.listNeighs(neighs))
}

func hwaddr(i int) rtnl.HWAddr {
	a, err := rtnl.HWAddrFrom([]byte{2, 0, byte(i >> 24), byte(i >> 16), byte(i >> 8), byte(i)})
	if err != nil {
		panic(err)
	}
	return a
}

// multipath adds n routes of 4 hops.
func (t team) multipath(n, table int) error {
	if err := t.pairs(4); err != nil {
		return err
	}
	var hops []rtnl.Hop
	for i := range 4 {
		a := netip.AddrFrom4([4]byte{10, 0, byte(i), 1})
		v := fmt.Sprint("v", i)
		if err := t.ours.Do(ctx, rtnl.AddAddr(rtnl.Addr{Dev: v, Prefix: netip.PrefixFrom(a, 24)}),
			rtnl.SetLink(v, rtnl.Link{Up: rtnl.On}), rtnl.SetLink(fmt.Sprint("w", i), rtnl.Link{Up: rtnl.On})); err != nil {
			return err
		}
		link, err := t.ours.LinkByName(ctx, v)
		if err != nil {
			return err
		}
		hops = append(hops, rtnl.Hop{Via: a.Next(), DevIndex: link.Index, Weight: uint16(i + 1)})
	}
	return refusals(t.ours.Batch(ctx, func(yield func(rtnl.Request) bool) {
		for i := range n {
			if !yield(rtnl.AddRoute(rtnl.Route{Dst: dst(firstDst + uint32(i)), Table: uint32(table), Hops: hops})) {
				return
			}
		}
	}))
}

func (t team) listNeighs(n int) measure {
	return measure{name: "list-neighs", unit: "neighbour", items: n, rounds: 9, memory: true, contestants: append(t.lists(n, 3, listNeighs(unix.AF_INET),
		func() error { return count(n, t.ours.Neighs(ctx, &rtnl.NeighFilter{Family: rtnl.IPv4})) },
		holding(n, func() ([]vnl.Neigh, error) { return vnl.NeighList(0, unix.AF_INET) }),
		holding(n, t.jsim.Neigh.List)), rarely(2, 0, process("ip", "ip", "-4", "neigh", "show", "nud", "all"))...)}
}
