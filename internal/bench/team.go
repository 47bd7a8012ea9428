//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/eb30ede5/netlink/rtnl"
	"github.com/jsimonetti/rtnetlink/v2"
	mdl "github.com/mdlayher/netlink"
	vnl "github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
)

var ctx = context.Background()

// A team has a connection of each library, to the namespace of the process.
type team struct {
	raw  *raw
	ours *rtnl.Conn
	vish *vnl.Handle
	jsim *rtnetlink.Conn
	mdl  *mdl.Conn
}

func newTeam() (t team, err error) {
	if t.raw, err = dialRaw(); err != nil {
		return t, err
	}
	if t.ours, err = rtnl.Dial(nil); err != nil {
		return t, err
	}
	if t.vish, err = vnl.NewHandle(unix.NETLINK_ROUTE); err != nil {
		return t, err
	}
	if err = t.vish.SetStrictCheck(true); err != nil {
		return t, err
	}
	if t.jsim, err = rtnetlink.Dial(&mdl.Config{Strict: true}); err != nil {
		return t, err
	}
	t.mdl, err = mdl.Dial(unix.NETLINK_ROUTE, &mdl.Config{Strict: true})
	return t, err
}

// up sets the loopback device up: whatever needs a device uses it.
func (t team) up() error { return t.ours.Do(ctx, rtnl.SetLink(lo, rtnl.Link{Up: rtnl.On})) }

const lo = 1

// count ranges over a listing and expects at least n items.
func count[T any](n int, seq iter.Seq2[T, error]) error {
	got := 0
	for _, err := range seq {
		if err != nil {
			return err
		}
		got++
	}
	return atLeast(n, got)
}

func atLeast(n, got int) error {
	if got < n {
		return fmt.Errorf("%d items, want at least %d", got, n)
	}
	return nil
}

// hold checks the length of a list and keeps it.
func hold[T any](n int, list []T, err error) error {
	if err != nil {
		return err
	}
	keep = list
	return atLeast(n, len(list))
}

// request makes a message of mdlayher's from one that is encoded already.
func request(b []byte) mdl.Message {
	return mdl.Message{
		Header: mdl.Header{Type: mdl.HeaderType(ne.Uint16(b[4:])), Flags: mdl.HeaderFlags(ne.Uint16(b[6:]))},
		Data:   b[16:],
	}
}

// list is a dump by mdlayher, which decodes nothing either.
func (t team) list(n int, req []byte) func() error {
	return func() error {
		msgs, err := t.mdl.Execute(request(req))
		return hold(n, msgs, err)
	}
}

// refusals makes an error of those that a batch yields.
func refusals(seq iter.Seq2[int, error]) error {
	var errs []error
	for i, err := range seq {
		if len(errs) < 3 {
			errs = append(errs, fmt.Errorf("%d: %w", i, err))
		}
	}
	return errors.Join(errs...)
}

// each calls f for 0 to n-1.
func each(n int, f func(i int) error) func() error {
	return func() error {
		for i := range n {
			if err := f(i); err != nil {
				return fmt.Errorf("%d: %w", i, err)
			}
		}
		return nil
	}
}
