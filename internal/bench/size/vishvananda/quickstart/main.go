//go:build linux

// Command quickstart joins a named namespace to a bridge.
package main

import (
	"fmt"
	"os"
	"runtime"

	"github.com/vishvananda/netlink"
	"github.com/vishvananda/netns"
	"golang.org/x/sys/unix"
)

func main() {
	if err := join(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func join() error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	here, err := netns.Get()
	if err != nil {
		return err
	}
	defer here.Close()
	ns, err := netns.NewNamed("test-ns")
	if err != nil {
		return err
	}
	defer ns.Close()
	if err := netns.Set(here); err != nil {
		return err
	}
	host, err := netlink.NewHandleAt(here, unix.NETLINK_ROUTE)
	if err != nil {
		return err
	}
	defer host.Close()
	guest, err := netlink.NewHandleAt(ns, unix.NETLINK_ROUTE)
	if err != nil {
		return err
	}
	defer guest.Close()
	br := &netlink.Bridge{LinkAttrs: netlink.LinkAttrs{Name: "br0"}}
	if err := host.LinkAdd(br); err != nil {
		return err
	}
	if err := host.LinkSetUp(br); err != nil {
		return err
	}
	v := netlink.NewVeth(netlink.LinkAttrs{Name: "veth-host"})
	v.PeerName, v.PeerNamespace = "veth-ns", netlink.NsFd(int(ns))
	if err := host.LinkAdd(v); err != nil {
		return err
	}
	if err := host.LinkSetMaster(v, br); err != nil {
		return err
	}
	if err := host.LinkSetUp(v); err != nil {
		return err
	}
	a, err := netlink.ParseAddr("10.0.0.1/24")
	if err != nil {
		return err
	}
	if err := host.AddrAdd(br, a); err != nil {
		return err
	}
	for _, name := range []string{"lo", "veth-ns"} {
		l, err := guest.LinkByName(name)
		if err != nil {
			return err
		}
		if err := guest.LinkSetUp(l); err != nil {
			return err
		}
	}
	peer, err := guest.LinkByName("veth-ns")
	if err != nil {
		return err
	}
	if a, err = netlink.ParseAddr("10.0.0.2/24"); err != nil {
		return err
	}
	if err := guest.AddrAdd(peer, a); err != nil {
		return err
	}
	addrs, err := guest.AddrList(nil, netlink.FAMILY_V4)
	if err != nil {
		return err
	}
	for _, a := range addrs {
		link, err := guest.LinkByIndex(a.LinkIndex)
		if err != nil {
			return err
		}
		fmt.Println(link.Attrs().Name, a.IPNet)
	}
	return nil
}
