package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/eb30ede5/netlink/rtnl"
)

// neigh is "ip neigh".
func (p *program) neigh(verb string, w *words) error {
	if verb == "show" {
		return p.showNeighs(w)
	}
	n := p.readNeigh(w)
	if verb == "get" && w.err == nil {
		return p.getNeigh(&n)
	}
	requests := map[string]func(rtnl.Neigh) rtnl.Request{
		"add": rtnl.AddNeigh, "change": rtnl.ChangeNeigh, "replace": rtnl.ReplaceNeigh, "delete": rtnl.DeleteNeigh,
	}
	switch f := requests[verb]; {
	case w.err != nil:
		return w.err
	case f != nil:
		return p.Do(p.ctx, f(n))
	}
	return fmt.Errorf("ip neigh %s is not here", verb)
}

// readNeigh reads a neighbour.
func (p *program) readNeigh(w *words) (n rtnl.Neigh) {
	for w.more() {
		switch {
		case w.accept("dev"):
			n.Dev = w.next()
		case w.accept("lladdr"):
			n.Address = w.hwAddr()
		case w.accept("nud"):
			n.State = rtnl.Some(w.neighState())
		case w.accept("proxy"):
			n.Flags |= rtnl.NeighProxy
			n.Dst = w.addr()
		case w.accept("router"):
			n.Flags |= rtnl.NeighRouter
		case w.accept("extern_learn"):
			n.Flags |= rtnl.NeighExtLearned
		case w.accept("managed"):
			n.Flags |= rtnl.NeighManaged
		case w.accept("use"):
			n.Flags |= rtnl.NeighUse
		case w.accept("protocol"):
			n.Protocol = enum[rtnl.RouteProtocol](w, 256)
		default:
			w.accept("to")
			n.Dst = w.addr()
		}
	}
	return n
}

// neighState reads a state, in small letters.
func (w *words) neighState() rtnl.NeighState {
	s := w.next()
	for _, n := range []rtnl.NeighState{
		rtnl.NeighNone, rtnl.NeighIncomplete, rtnl.NeighReachable, rtnl.NeighStale, rtnl.NeighDelay,
		rtnl.NeighProbe, rtnl.NeighFailed, rtnl.NeighNoARP, rtnl.NeighPermanent,
	} {
		if strings.EqualFold(n.String(), s) {
			return n
		}
	}
	w.fail("%q is no state of a neighbour", s)
	return 0
}

func (p *program) showNeighs(w *words) error {
	f := rtnl.NeighFilter{Family: p.family}
	hidden := rtnl.NeighNoARP // and those without a state
	for w.more() {
		switch word := w.next(); word {
		case "dev":
			f.Dev = w.next()
		case "master", "vrf":
			f.Master = w.next()
		case "proxy":
			f.Proxy, hidden = true, 0
		case "nud":
			if hidden = 0; !w.accept("all") {
				f.State |= w.neighState()
			}
		case "to":
			f.Dst = w.prefix(p.family)
		default:
			w.left = append([]string{word}, w.left...)
			f.Dst = w.prefix(p.family)
		}
	}
	if w.err != nil {
		return w.err
	}
	if _, err := p.names(nil); err != nil {
		return err
	}
	all, err := rtnl.Collect(p.Neighs(p.ctx, &f))
	if err != nil {
		return err
	}
	if hidden != 0 {
		all = slices.DeleteFunc(all, func(n rtnl.Neigh) bool {
			return n.Flags&rtnl.NeighExtLearned == 0 && (n.State.Or(0) == 0 || n.State.Or(0)&hidden != 0)
		})
	}
	return p.printNeighs(all, f.Dev != "")
}

func (p *program) getNeigh(n *rtnl.Neigh) error {
	if _, err := p.names(nil); err != nil {
		return err
	}
	found, err := p.GetNeigh(p.ctx, *n)
	if err != nil {
		return err
	}
	return p.printNeighs([]rtnl.Neigh{found}, false)
}

func (p *program) printNeighs(all []rtnl.Neigh, devKnown bool) error {
	return p.print(len(all), func(i int) (*object, error) { return p.neighJSON(&all[i], devKnown), nil }, func(t *table) {
		for _, n := range all {
			t.row(n.Dst.String(), p.devName(n.DevIndex), n.Address.String(), n.State.String(), n.Flags.String())
		}
	})
}

// neighJSON is what "ip -j neigh" says of a neighbour.
func (p *program) neighJSON(n *rtnl.Neigh, devKnown bool) *object {
	o := &object{}
	o.put("dst", n.Dst)
	o.putIf(!devKnown && n.DevIndex != 0, "dev", p.name(n.DevIndex))
	o.putIf(!n.Address.IsZero(), "lladdr", n.Address)
	for _, s := range strings.Fields(n.Flags.String()) {
		o.put(s, nil)
	}
	if p.stats > 0 && n.Flags&rtnl.NeighProxy == 0 {
		o.putIf(n.Refs != 0, "refcnt", n.Refs)
		o.put("used", int64(n.Used/time.Second))
		o.put("confirmed", int64(n.Confirmed/time.Second))
		o.put("updated", int64(n.Updated/time.Second))
		o.put("probes", n.Probes)
	}
	if s := n.State.Or(0); s != 0 {
		o.put("state", list(strings.Fields(s.String())))
	}
	o.putIf(n.Protocol != 0, "protocol", n.Protocol.String())
	return o
}
