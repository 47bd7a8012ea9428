//go:build linux

package main

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"sync"

	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
	vnl "github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
)

// pairs makes n veth pairs, "v0" and "w0" and so on.
func (t team) pairs(n int) error {
	return refusals(t.ours.Batch(ctx, func(yield func(rtnl.Request) bool) {
		for i := range n {
			if !yield(rtnl.AddLink(rtnl.Link{Name: fmt.Sprint("v", i), Kind: &kind.Veth{}, Peer: &rtnl.Link{Name: fmt.Sprint("w", i)}})) {
				return
			}
		}
	}))
}

// linkSuite lists and looks up links, and lists their addresses.
func linkSuite(l *lab) error {
	t, err := newTeam()
	if err != nil {
		return err
	}
	const n, asks = 4000, 1000
	l.setup(func() error { return t.pairs(n / 2) })
	if err := l.measure(t.listLinks("list-links", n)); err != nil {
		return err
	}
	index := 2 + n/2
	name := "v1000"
	alt := "a-further-name-of-v1000"
	l.setup(func() error { return t.ours.Do(ctx, rtnl.AddAltNames(name, alt)) })
	for _, m := range []measure{
		{name: "link-by-index", contestants: t.ask(asks, getLink(index),
			func() error { _, err := t.ours.LinkByIndex(ctx, int32(index)); return err },
			func() error { _, err := t.vish.LinkByIndex(index); return err },
			func() error { _, err := t.jsim.Link.Get(uint32(index)); return err })},
		{name: "link-by-name", contestants: append(t.ask(asks, getLinkByName(unix.IFLA_IFNAME, name),
			func() error { _, err := t.ours.LinkByName(ctx, name); return err },
			func() error { _, err := t.vish.LinkByName(name); return err }, nil),
			contestant{name: "vishvananda_pkg", rounds: 3, run: each(asks, func(int) error { _, err := vnl.LinkByName(name); return err })})},
		{name: "link-by-altname", contestants: t.ask(asks, getLinkByName(unix.IFLA_ALT_IFNAME, alt),
			func() error { _, err := t.ours.LinkByName(ctx, alt); return err },
			func() error { _, err := t.vish.LinkByName(alt); return err }, nil)},
	} {
		m.unit, m.items, m.rounds = "request", asks, 15
		if err := l.measure(m); err != nil {
			return err
		}
	}
	if err := l.measure(t.shared(index)); err != nil {
		return err
	}
	const addrs = 20_000
	l.setup(func() error {
		return refusals(t.ours.Batch(ctx, func(yield func(rtnl.Request) bool) {
			for i := range addrs {
				a := netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)})
				if !yield(rtnl.AddAddr(rtnl.Addr{DevIndex: int32(2 + i%(n/2)), Prefix: netip.PrefixFrom(a, 32)})) {
					return
				}
			}
		}))
	})
	return l.measure(t.listAddrs(addrs))
}

func (t team) listLinks(name string, n int) measure {
	return measure{name: name, unit: "link", items: n, rounds: 11, memory: true, contestants: slices.Concat(t.lists(n, 5, listLinks(),
		func() error { return count(n, t.ours.Links(ctx, nil)) },
		holding(n, t.vish.LinkList), holding(n, t.jsim.Link.List)), []contestant{
		{name: "ours_collect", run: holding(n, func() ([]rtnl.Link, error) { return rtnl.Collect(t.ours.Links(ctx, nil)) })},
	}, rarely(3, 0, process("ip", "ip", "link", "show")), rarely(1, 0, python("links")), rarely(1, 0, selfTimed("libnl", "libnl", "links")))}
}

// ask asks for one link again and again.
func (t team) ask(n int, req []byte, ours, vish, jsim func() error) []contestant {
	all := slices.Concat([]contestant{
		{name: "floor", run: each(n, func(int) error { return t.raw.ask(req) })},
		{name: "ours", run: each(n, func(int) error { return ours() })},
	}, cfloor(req, "ask", fmt.Sprint(n)), rarely(3, 0, []contestant{
		{name: "vishvananda", run: each(n, func(int) error { return vish() })},
		{name: "mdlayher", run: each(n, func(int) error { _, err := t.mdl.Execute(request(req)); return err })},
	}))
	if jsim != nil {
		all = append(all, contestant{name: "jsimonetti", rounds: 3, run: each(n, func(int) error { return jsim() })})
	}
	return all
}

// shared has 8 goroutines that ask by one connection; the floor has a socket for each.
func (t team) shared(index int) measure {
	const goroutines, n = 8, 1000
	req := getLink(index)
	var own [goroutines]*raw
	at := func(f func(g int) error) func() error {
		return func() error {
			var wg sync.WaitGroup
			errs := make([]error, goroutines)
			for g := range goroutines {
				wg.Go(func() { errs[g] = each(n, func(int) error { return f(g) })() })
			}
			wg.Wait()
			return errors.Join(errs...)
		}
	}
	return measure{name: "shared-conn", unit: "request", items: goroutines * n, rounds: 9, contestants: []contestant{
		{name: "floor", before: func() (err error) {
			for g := range own {
				if own[g] == nil && err == nil {
					own[g], err = dialRaw()
				}
			}
			return err
		}, run: at(func(g int) error { return own[g].ask(req) })},
		{name: "ours", run: at(func(int) error { _, err := t.ours.LinkByIndex(ctx, int32(index)); return err })},
		{name: "vishvananda", rounds: 3, run: at(func(int) error { _, err := t.vish.LinkByIndex(index); return err })},
		{name: "jsimonetti", rounds: 3, run: at(func(int) error { _, err := t.jsim.Link.Get(uint32(index)); return err })},
		{name: "mdlayher", rounds: 3, run: at(func(int) error { _, err := t.mdl.Execute(request(req)); return err })},
	}}
}

func (t team) listAddrs(n int) measure {
	return measure{name: "list-addrs", unit: "address", items: n, rounds: 11, memory: true, contestants: append(t.lists(n, 5, listAddrs(unix.AF_INET),
		func() error { return count(n, t.ours.Addrs(ctx, &rtnl.AddrFilter{Family: rtnl.IPv4})) },
		holding(n, func() ([]vnl.Addr, error) { return t.vish.AddrList(nil, unix.AF_INET) }),
		holding(n, t.jsim.Address.List)), rarely(3, 0, process("ip", "ip", "-4", "address", "show"))...)}
}

// mixedSuite lists links of several kinds.
func mixedSuite(l *lab) error {
	t, err := newTeam()
	if err != nil {
		return err
	}
	const n = 4000
	l.setup(func() error {
		if err := t.ours.Do(ctx, rtnl.AddLink(rtnl.Link{Name: "br0", Kind: &kind.Bridge{}})); err != nil {
			return err
		}
		if err := t.pairs(n / 4); err != nil {
			return err
		}
		return refusals(t.ours.Batch(ctx, func(yield func(rtnl.Request) bool) {
			for i := range n / 4 {
				vx := &kind.VXLAN{ID: rtnl.U32(uint32(100 + i)), Local: netip.MustParseAddr("192.0.2.1"), Group: netip.MustParseAddr("192.0.2.2"), Port: rtnl.U16(4789)}
				if !yield(rtnl.SetLink(fmt.Sprint("w", i), rtnl.Link{Master: "br0"})) ||
					!yield(rtnl.AddLink(rtnl.Link{Name: fmt.Sprint("x", i), Kind: vx})) ||
					!yield(rtnl.AddLink(rtnl.Link{Name: fmt.Sprint("m", i), Parent: "v0", Kind: &kind.MACVLAN{Mode: rtnl.Some(kind.MACVLANBridge)}})) {
					return
				}
			}
		}))
	})
	return l.measure(t.listLinks("list-links-mixed", n))
}
