package watch_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/rtnltest"
	"github.com/eb30ede5/netlink/rtnl/watch"
)

func multicast(t *testing.T, k *rtnltest.Kernel, typ uint16, l rtnl.Link) {
	t.Helper()
	m, err := rtnltest.Event(typ, &l)
	if err != nil {
		t.Error(err)
	}
	k.Multicast(uapi.RTNLGRP_LINK, m)
}

// TestChangesScripted loses events, gets some that cannot be read, and lists
// while the table changes. Each step happens when the one before was told.
func TestChangesScripted(t *testing.T) {
	k := new(rtnltest.Kernel)
	links := []*rtnl.Link{{Index: 1, Name: "lo"}, {Index: 2, Name: "eth0", MTU: 1500}}
	serve := func(flags uint16) {
		k.Answer(uapi.RTM_GETLINK, func(rtnltest.Message) (all []rtnltest.Message) {
			for _, l := range links {
				m, err := rtnltest.Event(uapi.RTM_NEWLINK, l)
				if err != nil {
					t.Error(err)
				}
				m.Flags = flags
				all = append(all, m)
			}
			return all
		})
	}
	serve(0)
	k.Inject(1, rtnltest.Interrupt()) // the first listing is not to be relied on
	c := k.Dial(t, nil)
	steps := []struct {
		do   func()
		want string // what is told then
	}{
		{func() {}, "added lo, added eth0, synced"},
		{func() { multicast(t, k, uapi.RTM_NEWLINK, rtnl.Link{Index: 2, Name: "eth0", MTU: 1400}) }, "changed eth0 1500 1400"},
		{func() { multicast(t, k, uapi.RTM_NEWLINK, rtnl.Link{Index: 3, Name: "eth1"}) }, "added eth1"},
		{func() { // the same again, which changes nothing, and one that goes
			multicast(t, k, uapi.RTM_NEWLINK, rtnl.Link{Index: 3, Name: "eth1"})
			multicast(t, k, uapi.RTM_DELLINK, rtnl.Link{Index: 3, Name: "eth1"})
		}, "removed eth1"},
		{func() { // eth0 goes and eth2 comes, and nobody hears of it
			links = []*rtnl.Link{{Index: 1, Name: "lo", MTU: 9}, {Index: 4, Name: "eth2"}}
			k.OverrunListeners()
			multicast(t, k, uapi.RTM_NEWLINK, rtnl.Link{Index: 77, Name: "old"}) // to be thrown away
		}, "removed eth0, changed lo 0 9, added eth2, synced lost"},
		{func() { // too short for a link: looked at again
			links = links[:1]
			k.Multicast(uapi.RTNLGRP_LINK, rtnltest.Message{Type: uapi.RTM_NEWLINK, Body: []byte{0, 0, 0}})
		}, "removed eth2, synced"},
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	var told []string
	step := 0
	for ch, err := range watch.Changes(ctx, c, nil, watch.Links) {
		if err != nil {
			t.Fatalf("step %d: %v; told was %q, want %q", step, err, told, steps[step].want)
		}
		told = append(told, told1(ch))
		if strings.Join(told, ", ") == steps[step].want || len(told) == len(strings.Split(steps[step].want, ", ")) && sameSet(told, steps[step].want) {
			if step++; step == len(steps) {
				break
			}
			told = nil
			steps[step].do()
		}
	}
}

func told1(ch watch.Change) string {
	s := ch.Kind.String()
	old, _ := ch.Old.(*rtnl.Link)
	now, _ := ch.New.(*rtnl.Link)
	switch {
	case old != nil && now != nil:
		s += fmt.Sprintf(" %s %d %d", now.Name, old.MTU, now.MTU)
	case old != nil:
		s += " " + old.Name
	case now != nil:
		s += " " + now.Name
	case ch.Lost > 0:
		s += " lost"
	}
	return s
}

// sameSet compares but for the order.
func sameSet(told []string, want string) bool {
	for _, w := range strings.Split(want, ", ") {
		found := false
		for _, s := range told {
			found = found || s == w
		}
		if !found {
			return false
		}
	}
	return true
}

// TestEventsScripted has what a kernel does seldom.
func TestEventsScripted(t *testing.T) {
	k := new(rtnltest.Kernel)
	c := k.Dial(t, nil)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var kinds []string
	for e, err := range watch.Events(ctx, c, nil, watch.Links) {
		if err != nil {
			if !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
			break
		}
		kinds = append(kinds, e.Kind.String())
		switch e.Kind {
		case watch.Listening:
			multicast(t, k, uapi.RTM_NEWLINK, rtnl.Link{Index: 3, Name: "eth1"})
			k.Multicast(uapi.RTNLGRP_LINK, rtnltest.Message{Type: uapi.RTM_NEWLINK, Body: []byte{0, 0, 0}})
			k.OverrunListeners()
			k.Multicast(uapi.RTNLGRP_LINK, rtnltest.Message{Type: uapi.RTM_NEWADDR, Body: make([]byte, 8)}) // of another topic
			multicast(t, k, uapi.RTM_DELLINK, rtnl.Link{Index: 3, Name: "eth1"})
		case watch.Malformed:
			if e.Err == nil || len(e.Raw) != 19 || e.Topic != watch.Links {
				t.Errorf("malformed: %+v", e)
			}
		case watch.Deleted:
			cancel()
		}
	}
	if got, want := strings.Join(kinds, " "), "listening new malformed overrun deleted"; got != want {
		t.Errorf("told was %q, want %q", got, want)
	}
}

func TestChangesRefused(t *testing.T) {
	c := new(rtnltest.Kernel).Dial(t, nil)
	only := watch.NewTopic[rtnl.Link](watch.TopicConfig{Name: "mine", New: uapi.RTM_NEWLINK, Head: 16})
	for name, tt := range map[string]struct {
		cfg    *watch.ChangesConfig
		topics []*watch.Topic
		want   string
	}{
		"none":       {nil, nil, "no topic"},
		"no mirror":  {nil, []*watch.Topic{only}, "mine has events, and no changes"},
		"everywhere": {&watch.ChangesConfig{EventsConfig: watch.EventsConfig{AllNSID: true}}, []*watch.Topic{watch.Links}, "one namespace"},
	} {
		for _, err := range watch.Changes(t.Context(), c, tt.cfg, tt.topics...) {
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%s: %v, want %q", name, err, tt.want)
			}
		}
	}
	for _, err := range watch.Events(t.Context(), c, &watch.EventsConfig{ReceiveBuffer: 1}, watch.Links) {
		if err == nil {
			t.Error("a transport without buffers: no error")
		}
	}
}
