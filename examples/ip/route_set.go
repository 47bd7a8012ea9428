package main

import (
	"net/netip"
	"reflect"

	"github.com/eb30ede5/netlink/rtnl"
)

// readRoute reads a route.
func (p *program) readRoute(w *words) (r rtnl.Route) {
	if !w.more() {
		w.fail("a route needs a destination")
	}
	for w.more() {
		switch word := w.left[0]; {
		case readHop(w, &r.Via, &r.Dev, &r.Flags):
		case w.accept("table"):
			r.Table = w.table()
		case w.accept("proto", "protocol"):
			r.Protocol = enum[rtnl.RouteProtocol](w, 256)
		case w.accept("scope"):
			r.Scope = rtnl.Some(enum[rtnl.Scope](w, 256))
		case w.accept("src"):
			r.PrefSrc = w.addr()
		case w.accept("metric", "priority", "preference"):
			r.Metric = w.u32()
		case w.accept("tos", "dsfield"):
			r.TOS = uint8(w.number(8))
		case w.accept("nhid"):
			r.NexthopID = w.u32()
		case w.accept("pref"):
			r.Pref = rtnl.Some(enum[rtnl.Pref](w, 4))
		case w.accept("nexthop"):
			readNexthop(w, &r)
		case w.accept("encap"):
			if r.More == nil {
				r.More = new(rtnl.RouteMore)
			}
			r.More.Encap = readEncap(w)
		case readMetric(w, &r):
		case w.accept(routeTypes...):
			w.left = append([]string{word}, w.left...)
			r.Type = enum[rtnl.RouteType](w, 16)
		default:
			w.accept("to")
			r.Dst = w.prefix(p.family)
		}
	}
	return r
}

var routeTypes = []string{"unicast", "local", "broadcast", "anycast", "multicast", "blackhole", "unreachable", "prohibit", "throw", "nat"}

// readHop reads something of where a route goes.
func readHop(w *words, via *netip.Addr, dev *string, flags *rtnl.RouteFlags) bool {
	switch {
	case w.accept("via"):
		w.accept("inet", "inet6") // which can be told from the address
		*via = w.addr()
	case w.accept("dev", "oif"):
		*dev = w.next()
	case w.accept("onlink"):
		*flags |= rtnl.RouteOnLink
	default:
		return false
	}
	return true
}

func readNexthop(w *words, r *rtnl.Route) {
	var h rtnl.Hop
	for w.more() {
		if w.accept("weight") {
			h.Weight = uint16(w.number(16))
		} else if !readHop(w, &h.Via, &h.Dev, &h.Flags) {
			break
		}
	}
	r.Hops = append(r.Hops, h)
}

// readMetric reads a metric of those that are not part of a route's key.
func readMetric(w *words, r *rtnl.Route) bool {
	more := r.More
	if more == nil {
		more = new(rtnl.RouteMore)
	}
	word := w.left[0]
	var locked bool
	if len(w.left) > 1 && w.left[1] == "lock" {
		w.left = append([]string{word}, w.left[2:]...)
		locked = true
	}
	if word == "lock" || !readParameter(w, manners["metrics"], reflect.ValueOf(&more.Metrics).Elem()) {
		return false
	}
	if locked {
		more.Metrics.Lock |= locks[word]
	}
	r.More = more
	return true
}

var locks = map[string]rtnl.RouteLock{
	"mtu": rtnl.LockMTU, "window": rtnl.LockWindow, "rtt": rtnl.LockRTT, "rttvar": rtnl.LockRTTVar, "ssthresh": rtnl.LockSSThresh,
	"cwnd": rtnl.LockCWnd, "advmss": rtnl.LockAdvMSS, "reordering": rtnl.LockReordering, "hoplimit": rtnl.LockHopLimit,
	"rto_min": rtnl.LockRTOMin,
}
