//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/netip"

	"github.com/eb30ede5/netlink/rtnl"
)

// key is what the kernel tells routes of a table apart by.
type key struct {
	dst    netip.Prefix
	metric uint32
}

// wanted is what the file says of a key. A million of them take about 150 MB.
type wanted struct {
	via  netip.Addr
	dev  int32
	line int32
	have bool // it is there already
}

func keyOf(r *rtnl.Route) key {
	k := key{r.Dst, r.Metric}
	if k.metric == 0 && r.Dst.Addr().Is6() {
		k.metric = 1024 // as the kernel has it
	}
	return k
}

// sync makes the table equal to the file. What is new comes first and what is gone last, so that
// nothing is without a route in between.
func (l *loader) sync(ctx context.Context) error {
	want, order, err := l.read(ctx)
	if err != nil || l.stop {
		if err == nil {
			err = errors.New("nothing is changed")
		}
		return err
	}
	replace, gone, err := l.compare(ctx, want)
	if err != nil {
		return err
	}
	deleted := 0
	done, err := l.batch(ctx, func(yield func(int, rtnl.Request) bool) {
		for _, k := range order {
			w := want[k]
			r := l.defaults
			r.Dst, r.Metric, r.Via, r.DevIndex = k.dst, k.metric, w.via, w.dev
			req := rtnl.AddRoute(r)
			if replace[k] {
				req = rtnl.ReplaceRoute(r)
			}
			if !w.have && !yield(int(w.line), req) {
				return
			}
		}
		for _, r := range gone {
			deleted++
			if l.stop || !yield(0, rtnl.DeleteRoute(r)) {
				return
			}
		}
	})
	l.say("%d requests done, of %d additions, %d replacements and %d deletions; %d routes were as they should be; %d lines bad or refused",
		done, len(want)-count(want)-len(replace), len(replace), len(gone), count(want), l.failed)
	return err
}

func count(want map[key]*wanted) (have int) {
	for _, w := range want {
		if w.have {
			have++
		}
	}
	return have
}

// read reads all of the file. A key that comes again is a bad line.
func (l *loader) read(ctx context.Context) (want map[key]*wanted, order []key, err error) {
	want = map[key]*wanted{}
	index := map[string]int32{}
	for line, r := range l.routes() {
		if r.Dev != "" && index[r.Dev] == 0 {
			link, err := l.c.LinkByName(ctx, r.Dev)
			if err != nil {
				l.bad(line, err)
				continue
			}
			index[r.Dev] = link.Index
		}
		k := keyOf(&r)
		if w := want[k]; w != nil {
			l.bad(line, fmt.Errorf("%v is in line %d already", r.Dst, w.line))
			continue
		}
		want[k] = &wanted{via: r.Via, dev: index[r.Dev], line: int32(line)}
		order = append(order, k)
	}
	if l.file.err != nil {
		return nil, nil, l.file.err
	}
	return want, order, ctx.Err()
}

// compare lists the table once. It returns the keys whose route has to be replaced, and the routes
// that have to go, and marks those that are there.
func (l *loader) compare(ctx context.Context, want map[key]*wanted) (replace map[key]bool, gone []rtnl.Route, err error) {
	replace = map[key]bool{}
	for r, err := range l.c.Routes(ctx, &rtnl.RouteFilter{Table: l.defaults.Table, Protocol: l.defaults.Protocol}) {
		if errors.Is(err, fs.ErrNotExist) {
			break // there is no such table yet
		} else if err != nil {
			return nil, nil, err
		}
		k := keyOf(&r)
		w := want[k]
		switch {
		case w == nil || w.have || replace[k] || r.TOS != 0:
			gone = append(gone, r)
		case same(&r, w):
			w.have = true
		default:
			replace[k] = true
		}
	}
	return replace, gone, nil
}

// same reports whether the route is what the file says: that and no more.
func same(r *rtnl.Route, w *wanted) bool {
	return r.Type == rtnl.RouteUnicast && r.Via == w.via && (w.dev == 0 || r.DevIndex == w.dev) &&
		len(r.Hops) == 0 && r.NexthopID == 0 && !r.PrefSrc.IsValid() && (r.More == nil || r.More.Metrics == rtnl.RouteMetrics{})
}
