//go:build linux

package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"iter"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"github.com/eb30ede5/netlink/rtnl"
	"github.com/jsimonetti/rtnetlink/v2"
	vnl "github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
)

// window is how many requests Batch has in a send, with the receive buffer that
// a socket has by default.
const window = 166

// loadTable is the table that routes are added to and deleted from.
const loadTable = 1002

// loadSuite changes routes.
func loadSuite(l *lab) error {
	t, err := newTeam()
	if err != nil {
		return err
	}
	l.setup(t.up)
	const n, few = 100_000, 20_000
	fewer := func(q routes) routes { q.n = few; return q }
	add := routes{unix.RTM_NEWROUTE, unix.NLM_F_CREATE | unix.NLM_F_EXCL, loadTable, lo, firstDst, n, window}
	replace, del := add, add
	replace.flags = unix.NLM_F_CREATE | unix.NLM_F_REPLACE
	del.typ, del.flags = unix.RTM_DELROUTE, 0
	do := func(q routes) func() error { return func() error { return t.raw.routes(q) } }
	fill, empty := do(add), do(del)

	for _, m := range []measure{
		{name: "add-routes", contestants: slices.Concat(surround(nil, empty, t.bulk(add, rtnl.AddRoute)),
			surround(nil, do(fewer(del)), slices.Concat(t.oneByOne(few, peers{t.vish.RouteAdd, t.jsim.Route.Add}, add), rarely(2, few, ipBatch("add", few)))),
			rarely(1, 2000, python("add", "2000", fmt.Sprint(loadTable), fmt.Sprint(lo))))},
		{name: "delete-routes", contestants: slices.Concat(surround(fill, nil, t.bulk(del, rtnl.DeleteRoute)),
			surround(do(fewer(add)), nil, slices.Concat(t.oneByOne(few, peers{t.vish.RouteDel, t.jsim.Route.Delete}, del), rarely(2, few, ipBatch("delete", few)))))},
	} {
		m.unit, m.items, m.rounds = "route", n, 9
		if err := l.measure(m); err != nil {
			return err
		}
	}
	if err := l.measure(t.single("add-route", routes{add.typ, add.flags, loadTable, lo, firstDst, 2000, 1}, rtnl.AddRoute,
		peers{t.vish.RouteAdd, t.jsim.Route.Add}, nil, func() error { return t.raw.routes(routes{del.typ, 0, loadTable, lo, firstDst, 2000, window}) })); err != nil {
		return err
	}
	if err := l.measure(t.single("delete-route", routes{del.typ, 0, loadTable, lo, firstDst, 2000, 1}, rtnl.DeleteRoute,
		peers{t.vish.RouteDel, t.jsim.Route.Delete}, func() error {
			return t.raw.routes(routes{add.typ, add.flags, loadTable, lo, firstDst, 2000, window})
		}, nil)); err != nil {
		return err
	}
	l.setup(fill)
	if err := l.measure(measure{name: "replace-routes", unit: "route", items: n, rounds: 9, contestants: slices.Concat(
		t.bulk(replace, rtnl.ReplaceRoute), t.oneByOne(few, peers{t.vish.RouteReplace, t.jsim.Route.Replace}, replace), rarely(2, few, ipBatch("replace", few)))}); err != nil {
		return err
	}
	l.setup(empty)
	if err := l.measure(t.flush(n, fill, del)); err != nil {
		return err
	}
	return l.measure(t.loadMillion(add, del))
}

// surround has f and g done around each contestant.
func surround(f, g func() error, cs []contestant) []contestant {
	for i := range cs {
		cs[i].before, cs[i].after = f, g
	}
	return cs
}

// bulk does q, by Batch.
func (t team) bulk(q routes, verb func(rtnl.Route) rtnl.Request) []contestant {
	return slices.Concat([]contestant{
		{name: "floor", run: func() error { return t.raw.routes(q) }},
		{name: "ours", run: func() error { return refusals(t.ours.Batch(ctx, q.requests(verb))) }},
	}, q.cfloor())
}

func dst(i uint32) netip.Prefix {
	return netip.PrefixFrom(netip.AddrFrom4([4]byte(binary.BigEndian.AppendUint32(nil, i))), 32)
}

func (q routes) route(i int) rtnl.Route {
	return rtnl.Route{Dst: dst(q.first + uint32(i)), DevIndex: int32(q.dev), Table: uint32(q.table)}
}

func (q routes) requests(verb func(rtnl.Route) rtnl.Request) iter.Seq[rtnl.Request] {
	return func(yield func(rtnl.Request) bool) {
		for i := range q.n {
			if !yield(verb(q.route(i))) {
				return
			}
		}
	}
}

// peers are the functions that do the same for one route.
type peers struct {
	vish func(*vnl.Route) error
	jsim func(*rtnetlink.RouteMessage) error
}

// oneByOne does q with those who have no batch.
func (t team) oneByOne(n int, p peers, q routes) []contestant {
	return rarely(2, n, []contestant{
		{name: "vishvananda", run: each(n, func(i int) error {
			d := dst(q.first + uint32(i))
			return p.vish(&vnl.Route{
				Dst:       &net.IPNet{IP: d.Addr().AsSlice(), Mask: net.CIDRMask(32, 32)},
				LinkIndex: q.dev, Table: q.table, Scope: vnl.SCOPE_LINK, Protocol: unix.RTPROT_BOOT,
			})
		})},
		{name: "jsimonetti", run: each(n, func(i int) error {
			return p.jsim(&rtnetlink.RouteMessage{
				Family: unix.AF_INET, DstLength: 32, Protocol: unix.RTPROT_BOOT, Scope: unix.RT_SCOPE_LINK, Type: unix.RTN_UNICAST,
				Attributes: rtnetlink.RouteAttributes{Dst: dst(q.first + uint32(i)).Addr().AsSlice(), OutIface: uint32(q.dev), Table: uint32(q.table)},
			})
		})},
		{name: "mdlayher", run: each(n, func(i int) error {
			m := q.message()
			binary.BigEndian.PutUint32(m[32:], q.first+uint32(i))
			r := request(m)
			r.Header.Flags |= unix.NLM_F_ACK
			_, err := t.mdl.Execute(r)
			return err
		})},
	})
}

// single does the same one request after the other, each with its answer.
func (t team) single(name string, q routes, verb func(rtnl.Route) rtnl.Request, p peers, before, after func() error) measure {
	return measure{name: name, unit: "request", items: q.n, rounds: 15, contestants: surround(before, after, slices.Concat([]contestant{
		{name: "floor", run: func() error { return t.raw.routes(q) }},
		{name: "ours", run: each(q.n, func(i int) error { return t.ours.Do(ctx, verb(q.route(i))) })},
	}, q.cfloor(), t.oneByOne(q.n, p, q)))}
}

// flush empties a table.
func (t team) flush(n int, fill func() error, del routes) measure {
	list := listRoutes(unix.AF_INET, loadTable)
	return measure{name: "flush-table", unit: "route", items: n, rounds: 9, contestants: surround(fill, nil, slices.Concat([]contestant{
		{name: "floor", run: func() error {
			if err := t.raw.dump(list); err != nil {
				return err
			}
			return t.raw.routes(del)
		}},
		{name: "ours", run: func() error {
			gone, err := t.ours.FlushRoutes(ctx, &rtnl.RouteFilter{Family: rtnl.IPv4, Table: loadTable})
			if err != nil {
				return err
			}
			return atLeast(n, gone)
		}},
		{name: "vishvananda", rounds: 1, run: func() error {
			list, err := t.vish.RouteListFiltered(unix.AF_INET, &vnl.Route{Table: loadTable}, vnl.RT_FILTER_TABLE)
			for i := range list {
				if err != nil {
					break
				}
				err = t.vish.RouteDel(&list[i])
			}
			if err != nil {
				return err
			}
			return atLeast(n, len(list))
		}},
		{name: "jsimonetti", rounds: 1, run: func() error {
			list, err := t.jsim.Route.ListMatch(&rtnetlink.RouteMessage{Family: unix.AF_INET, Attributes: rtnetlink.RouteAttributes{Table: loadTable}})
			for i := range list {
				if err != nil {
					break
				}
				err = t.jsim.Route.Delete(&list[i])
			}
			if err != nil {
				return err
			}
			return atLeast(n, len(list))
		}},
	}, rarely(9, n, process("ip", "ip", "route", "flush", "table", fmt.Sprint(loadTable)))))}
}

// batchFile writes what ip -batch reads, or loadroutes with verb "".
func batchFile(name, verb string, n int) (string, error) {
	path := filepath.Join(os.Getenv(toolsOf), name)
	f, err := os.Create(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	for i := range n {
		if verb == "" {
			fmt.Fprintf(w, "%s dev lo\n", dst(firstDst+uint32(i)))
		} else {
			fmt.Fprintf(w, "route %s %s dev lo table %d\n", verb, dst(firstDst+uint32(i)), loadTable)
		}
	}
	return path, w.Flush()
}

func ipBatch(verb string, n int) []contestant {
	path := tool("ip")
	if path == "" {
		return nil
	}
	return []contestant{{name: "ip", timed: func() (time.Duration, error) {
		file, err := batchFile("batch-"+verb, verb, n)
		if err != nil {
			return 0, err
		}
		began := time.Now()
		_, err = output(exec.Command(path, "-batch", file))
		return time.Since(began), err
	}}}
}

// loadMillion adds a million routes: one send of requests at a time in memory.
func (t team) loadMillion(add, del routes) measure {
	add.n, del.n = million, million
	empty := func() error { return t.raw.routes(del) }
	all := t.bulk(add, rtnl.AddRoute)[:2]
	if path := tool("loadroutes"); path != "" {
		all = append(all, contestant{name: "loadroutes", timed: func() (time.Duration, error) {
			file, err := batchFile("prefixes", "", million)
			if err != nil {
				return 0, err
			}
			began := time.Now()
			_, err = output(exec.Command(path, "-proto", "3", "-table", fmt.Sprint(loadTable), file))
			return time.Since(began), err
		}})
	}
	return measure{name: "add-routes-1M", unit: "route", items: million, rounds: 2, memory: true, contestants: surround(nil, empty, all)}
}
