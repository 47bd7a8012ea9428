//go:build linux

package main

import (
	"context"
	"fmt"
	"io"

	"github.com/eb30ede5/netlink/rtnl/watch"
	"github.com/jsimonetti/rtnetlink/v2"
	mdl "github.com/mdlayher/netlink"
	vnl "github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
)

// eventSuite counts events of routes that are added and deleted. The time is from
// the first request to the last event: each send waits for the events of the one
// before, so that none is lost.
func eventSuite(l *lab) error {
	t, err := newTeam()
	if err != nil {
		return err
	}
	l.setup(t.up)
	const n = 20_000
	listeners := []struct {
		name   string
		listen func(ctx context.Context, ready func(), event func()) error
	}{
		{"floor", rawEvents},
		{"ours", func(ctx context.Context, ready, event func()) error {
			for e, err := range watch.Events(ctx, t.ours, nil, watch.Routes) {
				switch {
				case err != nil:
					return err
				case e.Kind == watch.Listening:
					ready()
				case e.Kind == watch.Overrun:
					return fmt.Errorf("events were lost")
				default:
					event()
				}
			}
			return nil
		}},
		{"ours_changes", func(ctx context.Context, ready, event func()) error {
			synced := false
			for c, err := range watch.Changes(ctx, t.ours, nil, watch.Routes) {
				switch {
				case err != nil:
					return err
				case c.Kind == watch.Synced && !synced:
					synced = true
					ready()
				case c.Kind == watch.Synced:
					return fmt.Errorf("events were lost")
				case synced:
					event()
				}
			}
			return nil
		}},
		{"vishvananda", func(ctx context.Context, ready, event func()) error {
			ch, failed := make(chan vnl.RouteUpdate, 256), make(chan error, 1)
			if err := vnl.RouteSubscribeWithOptions(ch, ctx.Done(), vnl.RouteSubscribeOptions{ErrorCallback: func(err error) {
				select {
				case failed <- err:
				default:
				}
			}}); err != nil {
				return err
			}
			ready()
			for {
				select {
				case _, ok := <-ch:
					if !ok {
						return ctx.Err()
					}
					event()
				case err := <-failed:
					return err
				case <-ctx.Done():
					return ctx.Err()
				}
			}
		}},
		{"jsimonetti", func(ctx context.Context, ready, event func()) error {
			c, err := rtnetlink.Dial(group)
			if err != nil {
				return err
			}
			return receiveAll(ctx, c, func() (int, error) { msgs, _, err := c.Receive(); return len(msgs), err }, ready, event)
		}},
		{"mdlayher", func(ctx context.Context, ready, event func()) error {
			c, err := mdl.Dial(unix.NETLINK_ROUTE, group)
			if err != nil {
				return err
			}
			return receiveAll(ctx, c, func() (int, error) { msgs, err := c.Receive(); return len(msgs), err }, ready, event)
		}},
	}
	var all []contestant
	for _, who := range listeners {
		all = append(all, t.hears(who.name, n, who.listen))
	}
	return l.measure(measure{name: "events", unit: "event", items: n, rounds: 9, contestants: all})
}

// group is that of the events, for those who take a mask.
var group = &mdl.Config{Groups: 1 << (unix.RTNLGRP_IPV4_ROUTE - 1)}

// receiveAll receives until ctx ends, which closes c.
func receiveAll(ctx context.Context, c io.Closer, receive func() (int, error), ready, event func()) error {
	stop := context.AfterFunc(ctx, func() { c.Close() })
	defer stop()
	ready()
	for {
		n, err := receive()
		if err != nil {
			return err
		}
		for range n {
			event()
		}
	}
}

func rawEvents(ctx context.Context, ready, event func()) error {
	r, err := dialRaw(unix.RTNLGRP_IPV4_ROUTE)
	if err != nil {
		return err
	}
	defer r.close()
	// A blocking receive knows no context: it ends between two of them.
	tv := unix.NsecToTimeval(50e6)
	if err := unix.SetsockoptTimeval(r.fd, unix.SOL_SOCKET, unix.SO_RCVTIMEO, &tv); err != nil {
		return err
	}
	ready()
	for ctx.Err() == nil {
		if _, err := r.receive(); err == nil {
			event()
		}
	}
	return ctx.Err()
}

// hears makes n changes, window by window, and waits each time until all of them
// were heard of.
func (t team) hears(name string, n int, listen func(ctx context.Context, ready func(), event func()) error) contestant {
	const window = 100
	var heard chan bool
	var stop func() error
	return contestant{name: name, before: func() error {
		ctx, cancel := context.WithCancel(ctx)
		ready, ended := make(chan bool, 1), make(chan error, 1)
		heard = make(chan bool, 1)
		got := 0
		go func() {
			ended <- listen(ctx, func() { ready <- true }, func() {
				if got++; got%window == 0 {
					heard <- true
				}
			})
			close(heard)
		}()
		select {
		case <-ready:
		case err := <-ended:
			cancel()
			return err
		}
		stop = func() error { cancel(); <-ended; return nil }
		return nil
	}, run: func() error {
		q := routes{unix.RTM_NEWROUTE, unix.NLM_F_CREATE, loadTable, lo, firstDst, window, window}
		for i := 0; i < n; i += window {
			if err := t.raw.routes(q); err != nil {
				return err
			}
			if !<-heard {
				return fmt.Errorf("the listener ended")
			}
			if q.typ == unix.RTM_NEWROUTE {
				q.typ, q.flags = unix.RTM_DELROUTE, 0
			} else {
				q.typ, q.flags = unix.RTM_NEWROUTE, unix.NLM_F_CREATE
			}
		}
		return nil
	}, after: func() error { return stop() }}
}
