//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

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

// holding checks the length of what f lists, and keeps it.
func holding[T any](n int, f func() ([]T, error)) func() error {
	return func() error {
		list, err := f()
		if err != nil {
			return err
		}
		keep = list
		return atLeast(n, len(list))
	}
}

// request makes a message of mdlayher's from one that is encoded already.
func request(b []byte) mdl.Message {
	return mdl.Message{
		Header: mdl.Header{Type: mdl.HeaderType(ne.Uint16(b[4:])), Flags: mdl.HeaderFlags(ne.Uint16(b[6:]))},
		Data:   b[16:],
	}
}

// lists are those who list the n objects that req asks for. The floor in C and
// the others do so in a few rounds.
func (t team) lists(n, rounds int, req []byte, ours, vish, jsim func() error) []contestant {
	return slices.Concat([]contestant{
		{name: "floor", run: func() error { return t.raw.dump(req) }},
		{name: "ours", run: ours},
	}, rarely(rounds, 0, slices.Concat(cfloor(req, "dump"), []contestant{
		{name: "vishvananda", run: vish},
		{name: "jsimonetti", run: jsim},
		{name: "mdlayher", run: t.list(n, req)},
	})))
}

// list is a dump by mdlayher, which decodes nothing either.
func (t team) list(n int, req []byte) func() error {
	return holding(n, func() ([]mdl.Message, error) { return t.mdl.Execute(request(req)) })
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
