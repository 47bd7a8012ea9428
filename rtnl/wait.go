package rtnl

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"net/netip"
	"strings"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
)

// WaitUp waits until a link passes packets, as far as the kernel knows: it is
// up, and its OperState is up, or unknown while its lower layer is up. It fails
// with fs.ErrNotExist where there is no such link, or none any more.
//
// It hears of changes as they happen, on a socket of its own.
func WaitUp[D Dev](ctx context.Context, c *Conn, dev D) error {
	name, index := rtattr.SplitDev(dev)
	op := "link wait " + rtattr.DevName(name, index)
	w, err := c.Listen(ctx, ListenConfig{Groups: []uint32{uapi.RTNLGRP_LINK}})
	if err != nil {
		return failed(op, cause(err))
	}
	defer w.Close()
	for {
		var l Link
		if index == 0 {
			l, err = c.LinkByName(ctx, name)
		} else {
			l, err = c.LinkByIndex(ctx, index)
		}
		if e, ok := err.(*Error); ok {
			e.Op = op
			return e
		}
		if l.isUp() {
			return nil
		}
		index = l.Index // which it keeps, whatever it is called
		for changed := false; !changed; {
			lost, err := w.next(ctx, func(m *Message) {
				changed = changed || len(m.Body) >= 16 && int32(binary.NativeEndian.Uint32(m.Body[4:])) == index
			})
			if err != nil {
				return failed(op, fmt.Errorf("%w; it is <%v>, state %v", err, l.Flags, l.OperState))
			}
			changed = changed || lost
		}
	}
}

// next waits for messages and calls f for each. lost says that there were more,
// which are gone, and that the queue is empty now.
func (l *Listener) next(ctx context.Context, f func(*Message)) (lost bool, err error) {
	each := func(m *Message) bool {
		if lost = lost || m.Err != nil; m.Err == nil {
			f(m)
		}
		return true
	}
	err = l.Receive(ctx, each)
	if !errors.Is(err, ErrOverrun) {
		return lost, cause(err)
	}
	return true, cause(l.Drain(ctx))
}

// isUp reports whether packets can pass. What has no notion of an operational
// state is unknown, and some of it lets RUNNING stand before there is a carrier.
func (l *Link) isUp() bool {
	switch l.OperState.Or(OperUnknown) {
	case OperUp:
		return l.Flags&FlagUp != 0
	case OperUnknown:
		return l.Flags&FlagUp != 0 && l.Flags&FlagLowerUp != 0
	}
	return false
}

// WaitDAD waits until none of the IPv6 addresses that f chooses is tentative: until
// the detection of duplicates is through with those that there are and those that
// come meanwhile. A nil filter is those of all links. The detection begins when a
// link is up, so an address of a link that is down is waited for until ctx ends.
//
// Where another host has an address, also from before, WaitDAD fails with an error
// that matches [ErrDuplicate] and names it.
//
// It hears of changes as they happen, on a socket of its own.
func (c *Conn) WaitDAD(ctx context.Context, f *AddrFilter) error {
	d := &dad{c: c, ctx: ctx, op: "addr wait"}
	if f != nil {
		d.f = *f
	}
	if d.f.NetNSID.Is() {
		return failed(d.op, errors.New("target_netnsid: changes are heard in the Conn's own namespace only"))
	}
	index, err := c.FilterIndex(ctx, d.op, "dev", d.f.Dev, d.f.DevIndex)
	if err != nil {
		return err
	}
	if d.f.Dev != "" || index != 0 {
		d.op += " dev " + rtattr.DevName(d.f.Dev, index)
	}
	d.f.Family, d.f.Dev, d.f.DevIndex = IPv6, "", index
	w, err := c.Listen(ctx, ListenConfig{Groups: []uint32{uapi.RTNLGRP_IPV6_IFADDR}})
	if err != nil {
		return failed(d.op, cause(err))
	}
	defer w.Close()
	if err := d.list(); err != nil {
		return err
	}
	for len(d.pending) > 0 {
		var changed []Addr
		lost, err := w.next(ctx, func(m *Message) {
			var a Addr
			if m.Decode(8, &a); a.Prefix.IsValid() {
				changed = append(changed, a)
			}
		})
		if err != nil {
			return failed(d.op, fmt.Errorf("%w; tentative: %s", err, d.waiting()))
		}
		if lost {
			if err := d.list(); err != nil {
				return err
			}
		}
		for i := range changed {
			if err := d.ask(&changed[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// dad is what is known of the detection of duplicates.
type dad struct {
	c       *Conn
	ctx     context.Context
	op      string
	f       AddrFilter
	pending map[addrKey]string
}

// list finds out what there is.
func (d *dad) list() error {
	d.pending = map[addrKey]string{}
	all, err := Collect(d.c.Addrs(d.ctx, &d.f))
	if e, ok := err.(*Error); ok {
		e.Op = d.op
		return e
	}
	for i := range all {
		if err := d.note(&all[i]); err != nil {
			return err
		}
	}
	return err
}

// note keeps what an address is like.
func (d *dad) note(a *Addr) error {
	if !d.f.match(a, d.f.DevIndex) {
		return nil
	}
	switch {
	case a.Flags&AddrDADFailed != 0:
		return failed(d.op, fmt.Errorf("%s: %w", a.key(), ErrDuplicate))
	case a.Flags&AddrTentative != 0:
		d.pending[a.mapKey()] = a.key()
	default:
		delete(d.pending, a.mapKey())
	}
	return nil
}

// ask looks at an address that has changed: the event may be older than what is
// known.
func (d *dad) ask(a *Addr) error {
	have, err := d.c.addr6(d.ctx, a.DevIndex, a.Prefix.Addr())
	switch {
	case err == nil:
		return d.note(&have)
	case !errors.Is(err, fs.ErrNotExist):
		return failed(d.op, cause(err))
	case a.Flags&AddrDADFailed != 0: // the kernel removes what has a lifetime
		return d.note(a)
	}
	delete(d.pending, a.mapKey())
	return nil
}

func (d *dad) waiting() string {
	var all []string
	for _, a := range d.pending {
		all = append(all, a)
	}
	return strings.Join(all, ", ")
}

// addr6 returns an IPv6 address of a link. It lists nothing.
func (c *Conn) addr6(ctx context.Context, index int32, ip netip.Addr) (Addr, error) {
	op := "addr show " + ip.String() + " dev " + rtattr.DevName("", index)
	return Get[Addr](ctx, c, Query{op, uapi.RTM_GETADDR, uapi.RTM_NEWADDR, 8, &addrGet{family: IPv6, index: index, addr: ip}, false})
}
