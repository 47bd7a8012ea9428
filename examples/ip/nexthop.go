package main

import (
	"fmt"
	"strings"

	"github.com/eb30ede5/netlink/rtnl"
)

// nexthop is "ip nexthop".
func (p *program) nexthop(verb string, w *words) error {
	switch verb {
	case "show":
		return p.showNexthops(w)
	case "get":
		w.accept("id")
		id := w.u32()
		if w.err != nil {
			return w.err
		}
		if _, err := p.names(nil); err != nil {
			return err
		}
		n, err := p.Nexthop(p.ctx, id)
		if err != nil {
			return err
		}
		return p.printNexthops([]rtnl.Nexthop{n})
	}
	if verb == "bucket" {
		return p.showBuckets(w)
	}
	n := p.readNexthop(w)
	switch {
	case w.err != nil:
		return w.err
	case verb == "add":
		return p.Do(p.ctx, rtnl.AddNexthop(n))
	case verb == "replace":
		return p.Do(p.ctx, rtnl.ReplaceNexthop(n))
	case verb == "delete":
		return p.Do(p.ctx, rtnl.DeleteNexthop(n.ID))
	}
	return fmt.Errorf("ip nexthop %s is not here", verb)
}

func (p *program) showNexthops(w *words) error {
	f := rtnl.NexthopFilter{Family: p.family}
	for w.more() {
		switch word := w.next(); word {
		case "dev":
			f.Dev = w.next()
		case "master", "vrf":
			f.Master = w.next()
		case "groups":
			f.Groups = true
		case "fdb":
			f.FDB = true
		default:
			w.fail("nexthops are not shown by %q", word)
		}
	}
	if w.err != nil {
		return w.err
	}
	if _, err := p.names(nil); err != nil {
		return err
	}
	all, err := rtnl.Collect(p.Nexthops(p.ctx, &f))
	if err != nil {
		return err
	}
	return p.printNexthops(all)
}

func (p *program) printNexthops(all []rtnl.Nexthop) error {
	return p.print(len(all), func(i int) (*object, error) { return p.nexthopJSON(&all[i]), nil }, func(t *table) {
		for _, n := range all {
			n.Dev, n.DevIndex = p.devName(n.DevIndex), 0
			t.line(n.String())
		}
	})
}

// showBuckets is "ip nexthop bucket show".
func (p *program) showBuckets(w *words) error {
	f := rtnl.NexthopBucketFilter{}
	w.accept("show", "list")
	for w.more() {
		switch word := w.next(); word {
		case "id":
			f.Group = w.u32()
		case "nhid":
			f.NexthopID = w.u32()
		default:
			w.fail("buckets are not shown by %q", word)
		}
	}
	if w.err != nil {
		return w.err
	}
	all, err := rtnl.Collect(p.NexthopBuckets(p.ctx, &f))
	if err != nil {
		return err
	}
	return p.print(len(all), func(i int) (*object, error) { return bucketJSON(&all[i]), nil }, func(t *table) {
		t.row("GROUP", "BUCKET", "NEXTHOP", "IDLE")
		for _, b := range all {
			t.row(fmt.Sprint(b.Group), fmt.Sprint(b.Index), fmt.Sprint(b.NexthopID), fmt.Sprint(b.IdleTime))
		}
	})
}

// bucketJSON is what "ip -j nexthop bucket" says of a bucket.
func bucketJSON(b *rtnl.NexthopBucket) *object {
	o, in := &object{}, &object{}
	o.put("id", b.Group)
	in.put("index", b.Index)
	in.put("idle_time", b.IdleTime.Seconds())
	in.put("nhid", b.NexthopID)
	o.put("bucket", in)
	o.put("flags", routeFlags(b.Flags))
	return o
}

// readNexthop reads a nexthop object.
func (p *program) readNexthop(w *words) (n rtnl.Nexthop) {
	n.Family = p.family
	for w.more() {
		switch {
		case readHop(w, &n.Via, &n.Dev, &n.Flags):
		case w.accept("id"):
			n.ID = w.u32()
		case w.accept("blackhole"):
			n.Blackhole = true
		case w.accept("fdb"):
			n.FDB = true
		case w.accept("proto", "protocol"):
			n.Protocol = enum[rtnl.RouteProtocol](w, 256)
		case w.accept("group"):
			n.Group = w.members()
		case w.accept("type"):
			n.GroupType = rtnl.Some(enum[rtnl.GroupType](w, 16))
		case w.accept("buckets"):
			resilient(&n).Buckets = uint16(w.number(16))
		case w.accept("idle_timer"):
			resilient(&n).IdleTimer = rtnl.Some(w.lifetime())
		case w.accept("unbalanced_timer"):
			resilient(&n).UnbalancedTimer = rtnl.Some(w.lifetime())
		default:
			w.fail("there is nothing of a nexthop called %q here", w.left[0])
		}
	}
	return n
}

// resilient returns the parameters of a resilient group, which n then is.
func resilient(n *rtnl.Nexthop) *rtnl.NexthopResilient {
	if n.Resilient == nil {
		n.Resilient = new(rtnl.NexthopResilient)
	}
	return n.Resilient
}

// members reads a group: ids and weights, "1,3/2".
func (w *words) members() (all []rtnl.NexthopMember) {
	for s := range strings.SplitSeq(w.next(), "/") {
		id, weight, weighted := strings.Cut(s, ",")
		m := rtnl.NexthopMember{ID: w.parse(id)}
		if weighted {
			m.Weight = uint16(w.parse(weight))
		}
		all = append(all, m)
	}
	return all
}

// nexthopJSON is what "ip -j nexthop" says of an object.
func (p *program) nexthopJSON(n *rtnl.Nexthop) *object {
	o := &object{}
	o.put("id", n.ID)
	for _, m := range n.Group {
		g := &object{}
		g.put("id", m.ID)
		g.putIf(m.Weight > 1, "weight", m.Weight)
		o.add("group", g)
	}
	if n.GroupType.Or(rtnl.GroupMultipath) != rtnl.GroupMultipath {
		o.put("type", n.GroupType.String())
	}
	if r := n.Resilient; r != nil {
		a := &object{}
		a.put("buckets", r.Buckets)
		a.put("idle_timer", r.IdleTimer.Or(0).Seconds())
		a.put("unbalanced_timer", r.UnbalancedTimer.Or(0).Seconds())
		a.put("unbalanced_time", r.UnbalancedTime.Or(0).Seconds())
		o.put("resilient_args", a)
	}
	p.encapJSON(o, n.Encap)
	o.putIf(n.Via.IsValid(), "gateway", n.Via)
	o.putIf(n.DevIndex != 0, "dev", p.name(n.DevIndex))
	o.putIf(n.Scope != 0 || p.detail, "scope", n.Scope.String())
	o.putIf(n.Blackhole, "blackhole", nil)
	o.putIf(n.Protocol != 0 || p.detail, "protocol", n.Protocol.String())
	o.put("flags", routeFlags(n.Flags))
	o.putIf(n.FDB, "fdb", nil)
	return o
}
