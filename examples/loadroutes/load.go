//go:build linux

package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"log"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/eb30ede5/netlink/rtnl"
)

// job is one run of the program.
type job struct {
	*options
	conn *rtnl.Conn
	in   *input
	bar  *bar
	out  *bufio.Writer
	devs map[string]device

	counts
	stopped string // why nothing more is to be done, such as "interrupted"
	through uint32 // the last line of which the route was asked for
	ended   bool   // there was nothing more to do

	deleting bool // is what is being done
}

// counts is what became of the lines, and of routes that are in none.
type counts struct {
	added, there, replaced, deleted, refused, bad int

	uncompared int // there, as the line says or not
	undeleted  int // because of bad lines
}

// route is a line that is right.
type route struct {
	dst    netip.Prefix
	metric uint32
	line   uint32
	hop    hop
}

type device struct {
	index int32
	err   error
}

// run does it all, and returns the exit status.
func (j *job) run(ctx context.Context) int {
	began := time.Now()
	do := j.load
	if j.sync {
		do = j.makeSame
	}
	err := do(ctx)
	if err == nil {
		err = j.out.Flush()
	}
	if err != nil {
		log.Print(reason(err))
		j.stop("stopped")
	}
	if j.ended && j.stopped == "stopped" { // by what was to be done last
		j.stopped = ""
	}
	if j.stopped != "" || !j.quiet {
		log.Print(j.summary(time.Since(began)))
	}
	if j.stopped != "" || j.refused+j.bad > 0 {
		return 1
	}
	return 0
}

// stop ends the work for a reason, of which the first counts.
func (j *job) stop(why string) {
	if j.stopped == "" {
		j.stopped = why
	}
}

// over reports whether nothing more is to be done.
func (j *job) over(ctx context.Context) bool {
	if ctx.Err() != nil {
		j.stop("interrupted")
	}
	return j.stopped != ""
}

func (j *job) summary(took time.Duration) string {
	var w []string
	add := func(always bool, n int, what string) {
		if always || n > 0 {
			w = append(w, fmt.Sprintf("%d %s", n, what))
		}
	}
	add(true, j.added, "added")
	add(j.sync, j.replaced, "replaced")
	add(j.sync, j.deleted, "deleted")
	add(true, j.there, "there already")
	add(false, j.uncompared, "there already, or others in their place")
	add(true, j.refused, "refused")
	add(true, j.bad, "bad")
	add(false, j.undeleted, "not deleted because of bad lines")
	s := strings.Join(w, ", ")
	switch {
	case j.stopped == "":
	case j.deleting:
		s = j.stopped + " while deleting: " + s
	case j.through > 0:
		s = fmt.Sprintf("%s behind line %d: %s", j.stopped, j.through, s)
	default:
		s = j.stopped + " before anything was done: " + s
	}
	if j.dry {
		return fmt.Sprintf("%s: nothing was done, but would be: %s", j.in.name, s)
	}
	n := j.added + j.there + j.replaced + j.deleted + j.refused
	return fmt.Sprintf("%s: %s, in %.2fs (%d/s)", j.in.name, s, took.Seconds(), rate(n, took))
}

// malformed reports a line, and ends the work unless it is to go on.
func (j *job) malformed(line uint32, why string) {
	j.bad++
	j.report(line, why)
}

// refuse reports a line likewise that the kernel does not want.
func (j *job) refuse(line uint32, why string) {
	j.refused++
	j.report(line, why)
}

func (j *job) report(line uint32, why string) {
	where := j.in.name
	if line > 0 { // else it is about a route that no line says
		where = fmt.Sprintf("%s:%d", where, line)
	}
	fmt.Fprintf(j.bar, "%s: %s\n", where, why)
	if !j.keepGoing {
		j.stop("stopped")
	}
}

// lines yields the routes that the file has, and reports lines that are bad.
func (j *job) lines(ctx context.Context) iter.Seq[route] {
	return func(yield func(route) bool) {
		for !j.over(ctx) {
			b, err := j.in.next()
			if ctx.Err() != nil {
				continue
			}
			if err == io.EOF {
				j.ended = true
				return
			}
			var r route
			if err == nil {
				var ok bool
				if r, ok, err = j.route(ctx, b); !ok {
					continue
				}
			} else if err != errLong { // there is nothing behind it
				j.stop("stopped")
			}
			if err != nil {
				j.malformed(j.in.line, err.Error())
			} else if !yield(r) {
				return
			}
		}
	}
}

// route returns what a line says, and what the options say where it does not.
func (j *job) route(ctx context.Context, b []byte) (r route, ok bool, err error) {
	w, ok, err := parse(b)
	if err != nil && bytes.IndexByte(b, 0) >= 0 {
		err = fmt.Errorf("%w (the line has a zero byte; is this a file of text?)", err)
	}
	if !ok || err != nil {
		return r, ok, err
	}
	if w.dev == nil && j.dev != "" {
		w.dev = []byte(j.dev)
	}
	r = route{w.dst, w.metric.Or(j.metric), j.in.line, hop{via: w.via}}
	if w.dev != nil {
		d := j.device(ctx, w.dev)
		r.hop.dev, err = d.index, d.err
	} else if !w.via.IsValid() {
		err = errors.New("neither via nor dev")
	}
	return r, true, err
}

// device looks a device up, once.
func (j *job) device(ctx context.Context, name []byte) device {
	d, ok := j.devs[string(name)]
	if !ok {
		l, err := j.conn.LinkByName(ctx, string(name))
		if d.index = l.Index; errors.Is(err, fs.ErrNotExist) || quote(name) != `"`+string(name)+`"` {
			d.err = fmt.Errorf("dev %s: no such device", quote(name))
		} else if err != nil {
			d.err = fmt.Errorf("dev %s: %s", quote(name), reason(err))
		}
		j.devs[string(name)] = d
	}
	return d
}

const (
	underWay = 4096    // more requests than are under way at once
	unsure   = 1 << 18 // routes of which to find out whether they are as the line says
)

// ask executes requests, or prints them. It calls undone for each of the items
// that they are for where the kernel refuses it, and with nil for those of which
// the request was not sent because the connection failed.
//
// What was taken from items is executed and answered when ask returns: an early
// end is one of items.
func ask[T any](j *job, items iter.Seq2[T, rtnl.Request], undone func(item T, e *rtnl.Error)) error {
	if j.dry {
		for _, r := range items {
			if _, err := fmt.Fprintln(j.out, r); err != nil {
				return err
			}
		}
		return nil
	}
	var recent [underWay]T // an error comes with the number of the request
	sent := 0
	reqs := func(yield func(rtnl.Request) bool) {
		for item, r := range items {
			recent[sent%underWay] = item
			if sent++; !yield(r) {
				return
			}
		}
	}
	for n, err := range j.conn.Batch(context.Background(), reqs) {
		if e, ok := errors.AsType[*rtnl.Error](err); ok && e.Errno != 0 {
			undone(recent[n%underWay], e)
			continue
		}
		for ; n < sent; n++ {
			undone(recent[n%underWay], nil)
		}
		return err
	}
	return nil
}

// load adds the routes as they are read.
func (j *job) load(ctx context.Context) error {
	there := newRoutes()
	items := func(yield func(route, rtnl.Request) bool) {
		for r := range j.lines(ctx) {
			j.through, j.added = r.line, j.added+1
			if !yield(r, rtnl.AddRoute(j.options.route(keyOf(r.dst, r.metric), r.hop))) {
				return
			}
			j.bar.show("loading", j.added, j.in.read.Load(), j.in.size)
		}
	}
	var comparing error
	err := ask(j, items, func(r route, e *rtnl.Error) {
		j.added--
		if e == nil {
			j.through = min(j.through, r.line-1)
		} else if !errors.Is(e, fs.ErrExist) {
			j.refuse(r.line, reason(e))
		} else if first := there.add(&r); first == nil {
		} else if there.hops[first.hop] == r.hop {
			there.again = append(there.again, *first)
			there.again[len(there.again)-1].line = r.line
		} else {
			j.refuse(r.line, fmt.Sprintf("the prefix and metric of line %d", first.line))
		}
		if len(there.list)+len(there.again) >= unsure && comparing == nil {
			comparing, there = j.compare(ctx, there), newRoutes()
		}
	})
	return errors.Join(err, comparing, j.compare(ctx, there))
}

// compare tells routes that are as the line says from others in their place.
// After an interrupt there is no time for that.
func (j *job) compare(ctx context.Context, there *routes) error {
	if len(there.list) == 0 {
		return nil
	}
	if ctx.Err() != nil {
		j.uncompared += len(there.list) + len(there.again)
		return nil
	}
	for r, err := range j.conn.Routes(ctx, &rtnl.RouteFilter{Table: j.table, Protocol: j.proto}) {
		if err != nil {
			return err
		}
		if e := there.find(keyOf(r.Dst, r.Metric)); e != nil && j.matches(&r, there.hops[e.hop]) {
			e.state = same
		}
	}
	for _, e := range there.again {
		e.state = there.find(e.key).state
		there.list = append(there.list, e)
	}
	slices.SortFunc(there.list, func(x, y entry) int { return cmp.Compare(x.line, y.line) })
	for i := range there.list {
		if e := &there.list[i]; e.state == same {
			j.there++
		} else {
			j.refuse(e.line, fmt.Sprintf("route add %v: file exists: it is another route", e.dst()))
		}
	}
	return nil
}
