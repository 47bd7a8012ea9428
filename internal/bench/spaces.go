//go:build linux

package main

import (
	"fmt"
	"runtime"
	"slices"

	"github.com/eb30ede5/netlink/netns"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
	"github.com/jsimonetti/rtnetlink/v2"
	"github.com/jsimonetti/rtnetlink/v2/driver"
	mdl "github.com/mdlayher/netlink"
	vnl "github.com/vishvananda/netlink"
	vns "github.com/vishvananda/netns"
	"golang.org/x/sys/unix"
)

// spaceSuite works with other namespaces.
func spaceSuite(l *lab) error {
	t, err := newTeam()
	if err != nil {
		return err
	}
	ns, err := netns.New()
	if err != nil {
		return err
	}
	defer ns.Close()
	if err := l.measure(dialInto(ns)); err != nil {
		return err
	}
	return l.measure(t.vethInto(ns))
}

// dialInto opens a connection in a namespace, asks for one link, and closes it.
func dialInto(ns *netns.Handle) measure {
	const n = 300
	req := getLink(lo)
	return measure{name: "dial-namespace", unit: "connection", items: n, rounds: 11, contestants: []contestant{
		{name: "floor", run: each(n, func(int) error {
			r, err := rawIn(ns)
			if err != nil {
				return err
			}
			defer r.close()
			return r.ask(req)
		})},
		{name: "ours", run: each(n, func(int) error {
			c, err := rtnl.Dial(&rtnl.Config{NetNS: ns})
			if err != nil {
				return err
			}
			defer c.Close()
			_, err = c.LinkByIndex(ctx, lo)
			return err
		})},
		{name: "vishvananda", rounds: 5, run: each(n, func(int) error {
			h, err := vnl.NewHandleAt(vns.NsHandle(ns.FD()), unix.NETLINK_ROUTE)
			if err != nil {
				return err
			}
			defer h.Close()
			_, err = h.LinkByIndex(lo)
			return err
		})},
		{name: "jsimonetti", rounds: 5, run: each(n, func(int) error {
			c, err := rtnetlink.Dial(&mdl.Config{NetNS: ns.FD()})
			if err != nil {
				return err
			}
			defer c.Close()
			_, err = c.Link.Get(lo)
			return err
		})},
		{name: "mdlayher", rounds: 5, run: each(n, func(int) error {
			c, err := mdl.Dial(unix.NETLINK_ROUTE, &mdl.Config{NetNS: ns.FD()})
			if err != nil {
				return err
			}
			defer c.Close()
			_, err = c.Execute(request(req))
			return err
		})},
	}}
}

// rawIn enters a namespace as briefly as can be, on the caller's thread.
func rawIn(ns *netns.Handle) (*raw, error) {
	runtime.LockOSThread()
	here, err := unix.Open("/proc/thread-self/ns/net", unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	defer unix.Close(here)
	if err := unix.Setns(ns.FD(), unix.CLONE_NEWNET); err != nil {
		return nil, err
	}
	r, err := dialRaw()
	if err := unix.Setns(here, unix.CLONE_NEWNET); err != nil {
		return nil, err // and the thread stays locked
	}
	runtime.UnlockOSThread()
	return r, err
}

// vethInto makes veth pairs whose peers are in another namespace, and deletes them.
func (t team) vethInto(ns *netns.Handle) measure {
	const n = 20
	add := rtnl.AddLink(rtnl.Link{Name: "v", Kind: &kind.Veth{}, Peer: &rtnl.Link{Name: "w", NetNS: ns}})
	return measure{name: "veth-into-namespace", unit: "pair", items: n, rounds: 7, contestants: slices.Concat([]contestant{
		{name: "floor", run: each(n, func(int) error {
			a, err := add.AppendMessage(nil, nil)
			if err != nil {
				return err
			}
			d, err := rtnl.DeleteLink("v").AppendMessage(nil, nil)
			if err != nil {
				return err
			}
			for _, m := range [][]byte{a, d} {
				ne.PutUint16(m[6:], ne.Uint16(m[6:])|unix.NLM_F_ACK)
				if err := t.raw.ask(m); err != nil {
					return err
				}
			}
			return nil
		})},
		{name: "ours", run: each(n, func(int) error { return t.ours.Do(ctx, add, rtnl.DeleteLink("v")) })},
		{name: "vishvananda", rounds: 5, run: each(n, func(int) error {
			v := vnl.NewVeth(vnl.LinkAttrs{Name: "v"})
			v.PeerName, v.PeerNamespace = "w", vnl.NsFd(ns.FD())
			if err := t.vish.LinkAdd(v); err != nil {
				return err
			}
			return t.vish.LinkDel(v)
		})},
		{name: "jsimonetti", rounds: 5, run: each(n, func(int) error {
			fd := uint32(ns.FD())
			peer := &rtnetlink.LinkMessage{Attributes: &rtnetlink.LinkAttributes{Name: "w", NetNS: rtnetlink.NetNSForFD(fd)}}
			err := t.jsim.Link.New(&rtnetlink.LinkMessage{Attributes: &rtnetlink.LinkAttributes{
				Name: "v", Info: &rtnetlink.LinkInfo{Kind: "veth", Data: &driver.Veth{PeerInfo: peer}},
			}})
			if err != nil {
				return err
			}
			msgs, err := t.jsim.Link.ListByKind("veth")
			if err != nil || len(msgs) != 1 {
				return fmt.Errorf("%d veths: %w", len(msgs), err)
			}
			return t.jsim.Link.Delete(msgs[0].Index)
		})},
	})}
}
