//go:build linux

package main

import (
	"fmt"
	"slices"
	"sync/atomic"

	"github.com/eb30ede5/netlink/rtnl"
	"github.com/jsimonetti/rtnetlink/v2"
	vnl "github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
)

const million = 1_000_000

// firstDst is 11.0.0.0, the destination of the first route.
const firstDst = 11 << 24

// routeSuite lists routes of a table that grows.
func routeSuite(l *lab) error {
	t, err := newTeam()
	if err != nil {
		return err
	}
	l.setup(t.up)
	have := 0
	for _, s := range []struct {
		name      string
		n, rounds int
		others    []contestant
	}{
		{"1k", 1_000, 21, nil},
		{"10k", 10_000, 15, nil},
		{"100k", 100_000, 9, slices.Concat(
			rarely(2, 0, process("ip", "ip", "-4", "route", "show", "table", "all")),
			rarely(1, 0, python("routes")),
			rarely(1, 0, selfTimed("libnl", "libnl", "routes")))},
		{"1M", million, 9, nil},
	} {
		more := routes{unix.RTM_NEWROUTE, unix.NLM_F_CREATE, unix.RT_TABLE_MAIN, lo, uint32(firstDst + have), s.n - have, 128}
		have = s.n
		l.setup(func() error { return t.raw.routes(more) })
		if err := l.measure(measure{
			name: "stream-routes-" + s.name, unit: "route", items: s.n, rounds: s.rounds, memory: s.n == million,
			contestants: append(t.listRoutes(s.n, unix.AF_INET, 0), s.others...),
		}); err != nil {
			return err
		}
	}
	if err := l.measure(measure{
		name: "collect-routes-1M", unit: "route", items: million, rounds: 5, memory: true,
		contestants: t.collectRoutes(million),
	}); err != nil {
		return err
	}
	const table, few = 1001, 10_000
	l.setup(func() error {
		return t.raw.routes(routes{unix.RTM_NEWROUTE, unix.NLM_F_CREATE, table, lo, firstDst, few, 128})
	})
	if err := l.measure(measure{
		name: "filter-table-10k-of-1M", unit: "route", items: few, rounds: 9,
		contestants: append(t.listRoutes(few, unix.AF_INET, table), rarely(3, 0, process("ip", "ip", "route", "show", "table", fmt.Sprint(table)))...),
	}); err != nil {
		return err
	}
	return l.measure(t.requestDuringDump())
}

// listRoutes are those who list the n routes of a family, of one table or, with
// 0, of all.
func (t team) listRoutes(n int, family byte, table int) []contestant {
	v, of := int(family), &vnl.Route{Table: table}
	one := &rtnetlink.RouteMessage{Family: family, Attributes: rtnetlink.RouteAttributes{Table: uint32(table)}}
	all := t.lists(n, peerRounds(n), listRoutes(family, table),
		func() error {
			return count(n, t.ours.Routes(ctx, &rtnl.RouteFilter{Family: rtnl.Family(family), Table: uint32(table)}))
		},
		holding(n, func() ([]vnl.Route, error) { return t.vish.RouteListFiltered(v, of, vnl.RT_FILTER_TABLE) }),
		holding(n, func() ([]rtnetlink.RouteMessage, error) {
			if table == 0 {
				return t.jsim.Route.List()
			}
			return t.jsim.Route.ListMatch(one)
		}))
	return append(all, contestant{name: "vishvananda_iter", rounds: peerRounds(n), run: func() error {
		got := 0
		err := t.vish.RouteListFilteredIter(v, of, vnl.RT_FILTER_TABLE, func(vnl.Route) bool { got++; return true })
		if err != nil {
			return err
		}
		return atLeast(n, got)
	}})
}

// peerRounds is how often those run who take long.
func peerRounds(n int) int {
	if n >= million {
		return 1
	}
	return 3
}

// collectRoutes are those who make one list of all IPv4 routes.
func (t team) collectRoutes(n int) []contestant {
	all := t.listRoutes(n, unix.AF_INET, 0)
	for i := range all {
		if all[i].name == "ours" {
			all[i].run = holding(n, func() ([]rtnl.Route, error) {
				return rtnl.Collect(t.ours.Routes(ctx, &rtnl.RouteFilter{Family: rtnl.IPv4}))
			})
		}
	}
	return slices.DeleteFunc(all, func(c contestant) bool { return c.name == "vishvananda_iter" || c.name == "mdlayher" })
}

// requestDuringDump asks for a link while another goroutine lists a million
// routes, again and again, by the same connection.
func (t team) requestDuringDump() measure {
	const many, few = 2000, 2
	var stop atomic.Bool
	ended := make(chan error)
	// beside returns a contestant that asks while list is running.
	beside := func(name string, n int, list, ask func() error) contestant {
		return contestant{name: name, items: n,
			before: func() error {
				stop.Store(false)
				began := make(chan bool)
				go func() {
					close(began)
					var err error
					for err == nil && !stop.Load() {
						err = list()
					}
					ended <- err
				}()
				<-began
				return nil
			},
			run:   each(n, func(int) error { return ask() }),
			after: func() error { stop.Store(true); return <-ended },
		}
	}
	one, all := getLink(lo), listRoutes(unix.AF_INET, 0)
	var second *raw
	return measure{name: "request-during-dump", unit: "request", items: many, rounds: 5, contestants: []contestant{
		beside("floor", many, func() (err error) {
			if second == nil {
				if second, err = dialRaw(); err != nil {
					return err
				}
			}
			return second.dump(all)
		}, func() error { return t.raw.ask(one) }),
		beside("ours", many, func() error { return count(million, t.ours.Routes(ctx, &rtnl.RouteFilter{Family: rtnl.IPv4})) },
			func() error { _, err := t.ours.LinkByIndex(ctx, lo); return err }),
		rarely(1, few, []contestant{beside("vishvananda", few, func() error {
			return t.vish.RouteListFilteredIter(unix.AF_INET, &vnl.Route{}, vnl.RT_FILTER_TABLE, func(vnl.Route) bool { return true })
		}, func() error { _, err := t.vish.LinkByIndex(lo); return err })})[0],
		rarely(1, few, []contestant{beside("jsimonetti", few, func() error { _, err := t.jsim.Route.List(); return err },
			func() error { _, err := t.jsim.Link.Get(lo); return err })})[0],
		rarely(1, few, []contestant{beside("mdlayher", few, t.list(million, all),
			func() error { _, err := t.mdl.Execute(request(one)); return err })})[0],
	}}
}
