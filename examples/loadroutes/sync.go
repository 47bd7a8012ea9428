//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/eb30ede5/netlink/rtnl"
)

// plan is what is to be done to make a table what a file says.
type plan struct {
	*options
	want  *routes
	stale []stale
	odd   []rtnl.Route // those that are more than a line can say
}

// stale is a route of ours in the table that no line says.
type stale struct {
	key
	hop      uint32 // where in want.hops, or in odd
	odd      bool
	replaced bool   // a request for the line of the same key replaces this one
	want     *entry // the line of the same key, or nil
}

// makeSame reads the file, lists the table, and makes the difference.
func (j *job) makeSame(ctx context.Context) error {
	p := &plan{options: j.options, want: newRoutes()}
	for r := range j.lines(ctx) {
		if first := p.want.add(&r); first != nil {
			j.malformed(r.line, fmt.Sprintf("the prefix and metric of line %d", first.line))
		}
		j.bar.show("reading", len(p.want.list), j.in.read.Load(), j.in.size)
	}
	if j.ended = false; j.stopped != "" {
		return nil
	}
	n := 0
	for r, err := range j.conn.Routes(ctx, &rtnl.RouteFilter{Table: j.table}) {
		if ctx.Err() != nil {
			j.stop("interrupted")
			return nil
		} else if err != nil {
			return err
		}
		p.found(&r)
		n++
		j.bar.show("listing", n, 0, 0)
	}
	for i := range p.want.list {
		if p.want.list[i].state == same {
			j.there++
		}
	}
	return j.perform(ctx, p)
}

// found notes a route that is there.
func (p *plan) found(r *rtnl.Route) {
	own := r.Protocol == p.proto
	if r.Family != rtnl.IPv4 && r.Family != rtnl.IPv6 {
		return
	}
	s := stale{key: keyOf(r.Dst, r.Metric)}
	if e := p.want.find(s.key); e != nil && r.TOS == 0 && (r.More == nil || !r.More.Src.IsValid()) {
		switch {
		case p.matches(r, p.want.hops[e.hop]) && e.state != same:
			e.state = same
			return
		case !own && e.state == absent:
			e.state = foreign
		case own && e.state == absent:
			e.state, s.replaced = ours, true
		}
		s.want = e
	}
	if !own {
		return
	}
	if plain(r) {
		s.hop = p.want.id(hop{r.Via, r.DevIndex})
	} else {
		s.odd, s.hop = true, uint32(len(p.odd))
		p.odd = append(p.odd, *r)
	}
	p.stale = append(p.stale, s)
}

// perform does what there is to do: what is missing and what is different comes
// first, so that packets find their way all the while. Only what would be in the
// way of a replacement goes before it: the kernel replaces the first route that
// has the key, whoever made it.
func (j *job) perform(ctx context.Context, p *plan) error {
	before := func(s *stale) bool { return s.want != nil && s.want.state != same && !s.replaced }
	after := func(s *stale) bool { return s.want == nil || s.want.state == same }
	err := j.delete(ctx, p, before)
	if err == nil {
		err = j.change(ctx, p)
	}
	if err != nil || j.over(ctx) {
		return err
	}
	if j.bad > 0 { // who knows what they were to say
		for i := range p.stale {
			if after(&p.stale[i]) {
				j.undeleted++
			}
		}
		return nil
	}
	j.deleting = true
	return j.delete(ctx, p, after)
}

// change adds and replaces routes, in the order of the lines, as one may be the
// way to the next hop of another.
func (j *job) change(ctx context.Context, p *plan) error {
	count := func(e *entry) *int {
		if e.state == ours {
			return &j.replaced
		}
		return &j.added
	}
	items := func(yield func(*entry, rtnl.Request) bool) {
		for i := range p.want.list {
			e := &p.want.list[i]
			if e.state == same {
				continue
			}
			if j.over(ctx) {
				return
			}
			request := rtnl.AddRoute
			if e.state == ours {
				request = rtnl.ReplaceRoute
			}
			j.through = e.line
			*count(e)++
			if !yield(e, request(p.route(e.key, p.want.hops[e.hop]))) {
				return
			}
			j.bar.show("adding and replacing", j.added+j.replaced, int64(i), int64(len(p.want.list)))
		}
	}
	return ask(j, items, func(e *entry, err *rtnl.Error) {
		*count(e)--
		if err != nil {
			j.refuse(e.line, reason(err))
		} else {
			j.through = min(j.through, e.line-1)
		}
	})
}

// delete deletes some of the routes that no line says.
func (j *job) delete(ctx context.Context, p *plan, which func(*stale) bool) error {
	items := func(yield func(*stale, rtnl.Request) bool) {
		for i := range p.stale {
			s := &p.stale[i]
			if !which(s) {
				continue
			}
			if j.over(ctx) {
				return
			}
			r := rtnl.Route{}
			if s.odd {
				r = p.odd[s.hop]
			} else {
				r = p.route(s.key, p.want.hops[s.hop])
			}
			j.deleted++
			if !yield(s, rtnl.DeleteRoute(r)) {
				return
			}
			j.bar.show("deleting", j.deleted, int64(i), int64(len(p.stale)))
		}
	}
	return ask(j, items, func(s *stale, err *rtnl.Error) {
		j.deleted--
		if err == nil || errors.Is(err, fs.ErrNotExist) { // somebody else was quicker
			return
		}
		line := uint32(0)
		if s.want != nil {
			line = s.want.line
		}
		j.refuse(line, reason(err))
	})
}
