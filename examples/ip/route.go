package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/eb30ede5/netlink/rtnl"
)

// route is "ip route".
func (p *program) route(verb string, w *words) error {
	switch verb {
	case "show":
		return p.showRoutes(w)
	case "get":
		return p.getRoute(w)
	}
	r := p.readRoute(w)
	requests := map[string]func(rtnl.Route) rtnl.Request{
		"add": rtnl.AddRoute, "change": rtnl.ChangeRoute, "replace": rtnl.ReplaceRoute, "append": rtnl.AppendRoute, "delete": rtnl.DeleteRoute,
	}
	switch f := requests[verb]; {
	case w.err != nil:
		return w.err
	case f != nil:
		return p.Do(p.ctx, f(r))
	}
	return fmt.Errorf("ip route %s is not here", verb)
}

func (p *program) showRoutes(w *words) error {
	f := rtnl.RouteFilter{Family: p.family, Table: rtnl.TableMain}
	if f.Family == 0 {
		f.Family = rtnl.IPv4
	}
	cache := false
	for w.more() {
		switch word := w.next(); word {
		case "cache":
			cache, f.Table = true, 0
		case "table":
			if w.accept("all") {
				f.Table, f.Family = 0, p.family
			} else {
				f.Table = w.table()
			}
		case "proto", "protocol":
			f.Protocol = enum[rtnl.RouteProtocol](w, 256)
		case "type":
			f.Type = enum[rtnl.RouteType](w, 16)
		case "dev", "oif":
			f.Dev = w.next()
		case "exact":
			f.Dst = w.prefix(p.family)
		default:
			w.left = append([]string{word}, w.left...)
			f.Dst = w.prefix(p.family)
			f.Family = 0
		}
	}
	if w.err != nil {
		return w.err
	}
	if _, err := p.names(nil); err != nil {
		return err
	}
	all, err := rtnl.Collect(p.Routes(p.ctx, &f))
	if err != nil && !errors.Is(err, fs.ErrNotExist) { // a table without routes may not be there
		return err
	}
	all = slices.DeleteFunc(all, func(r rtnl.Route) bool { return (r.Flags&rtnl.RouteCloned != 0) != cache })
	return p.printRoutes(all, f.Table != 0)
}

// readNexthops reads the nexthops that routes refer to, which -d shows.
func (p *program) readNexthops(all []rtnl.Route) error {
	p.nexthops = map[uint32]rtnl.Nexthop{}
	if !p.detail || !slices.ContainsFunc(all, func(r rtnl.Route) bool { return r.NexthopID != 0 }) {
		return nil
	}
	for n, err := range p.Nexthops(p.ctx, nil) {
		if err != nil {
			return err
		}
		p.nexthops[n.ID] = n
	}
	return nil
}

// printRoutes prints routes, whose table need not be said if it was asked for.
func (p *program) printRoutes(all []rtnl.Route, tableKnown bool) error {
	if err := p.readNexthops(all); err != nil {
		return err
	}
	return p.print(len(all), func(i int) (*object, error) { return p.routeJSON(&all[i], tableKnown), nil }, func(t *table) {
		for _, r := range all {
			r.Dev, r.DevIndex = p.devName(r.DevIndex), 0
			for i := range r.Hops {
				r.Hops[i].Dev, r.Hops[i].DevIndex = p.devName(r.Hops[i].DevIndex), 0
			}
			if tableKnown {
				r.Table = 0
			}
			if !p.detail && r.More != nil {
				r.More.CacheInfo = nil
			}
			t.line(r.String())
		}
	})
}

// devName is name, and "" for no device.
func (p *program) devName(index int32) string {
	if index == 0 {
		return ""
	}
	return p.name(index)
}

func (p *program) getRoute(w *words) error {
	var q rtnl.RouteQuery
	var dst netip.Addr
	for w.more() {
		switch word := w.next(); word {
		case "to":
			dst = w.addr()
		case "from":
			q.From = w.addr()
		case "iif":
			q.IIF = w.next()
		case "oif", "dev":
			q.OIF = w.next()
		case "vrf":
			q.VRF = w.next()
		case "mark":
			q.Mark = rtnl.U32(w.u32())
		case "uid":
			q.UID = rtnl.U32(w.u32())
		case "tos", "dsfield":
			q.TOS = uint8(w.number(8))
		case "ipproto":
			q.IPProto = rtnl.U8(w.ipProto())
		case "sport":
			q.SPort = rtnl.U16(uint16(w.number(16)))
		case "dport":
			q.DPort = rtnl.U16(uint16(w.number(16)))
		case "fibmatch":
			q.FIBMatch = true
		default:
			w.left = append([]string{word}, w.left...)
			dst = w.addr()
		}
	}
	if w.err != nil {
		return w.err
	}
	if _, err := p.names(nil); err != nil {
		return err
	}
	r, err := p.RouteTo(p.ctx, dst, &q)
	if err != nil {
		return err
	}
	return p.printRoutes([]rtnl.Route{r}, false)
}

// ipProto reads a protocol of IP.
func (w *words) ipProto() uint8 {
	for n, s := range ipProtos {
		if w.accept(s) {
			return n
		}
	}
	return uint8(w.number(8))
}

var ipProtos = map[uint8]string{1: "icmp", 6: "tcp", 17: "udp", 58: "ipv6-icmp", 132: "sctp"}

// table reads a routing table.
func (w *words) table() uint32 {
	for t, s := range tables {
		if w.accept(s) {
			return t
		}
	}
	return w.u32()
}

var tables = map[uint32]string{rtnl.TableMain: "main", rtnl.TableLocal: "local", rtnl.TableDefault: "default"}

func tableName(t uint32) string {
	if s, ok := tables[t]; ok {
		return s
	}
	return strconv.FormatUint(uint64(t), 10)
}

// dstName is a prefix as ip(8) prints it.
func dstName(p netip.Prefix) string {
	switch {
	case p.Bits() <= 0:
		return "default"
	case p.IsSingleIP():
		return p.Addr().String()
	}
	return p.String()
}

// routeJSON is what "ip -j route" says of a route.
func (p *program) routeJSON(r *rtnl.Route, tableKnown bool) *object {
	o := &object{}
	more := r.More
	if more == nil {
		more = new(rtnl.RouteMore)
	}
	o.putIf(p.detail || r.Type != rtnl.RouteUnicast, "type", r.Type.String())
	o.put("dst", dstName(r.Dst))
	if more.Src.IsValid() {
		o.put("from", dstName(more.Src))
	}
	o.putIf(r.TOS != 0, "tos", dsField(r.TOS))
	o.putIf(r.NexthopID != 0, "nhid", r.NexthopID)
	p.encapJSON(o, more.Encap)
	p.hopJSON(o, r.Via, r.Dst.Addr(), r.DevIndex)
	cloned := r.Flags&rtnl.RouteCloned != 0
	if !tableKnown && (r.Table != rtnl.TableMain || p.detail) {
		o.also("table", tableName(r.Table))
	}
	if !cloned {
		o.putIf(p.detail || r.Protocol != rtnl.ProtoBoot, "protocol", r.Protocol.String())
		o.putIf(p.detail || r.Scope.Or(0) != 0, "scope", r.Scope.String())
	}
	o.putIf(r.PrefSrc.IsValid(), "prefsrc", r.PrefSrc)
	o.putIf(r.Metric != 0 || r.Family == rtnl.IPv6, "metric", r.Metric)
	o.put("flags", routeFlags(r.Flags&^rtnl.RouteCloned))
	if x, ok := more.Realms.Get(); ok {
		o.put("flow", realmsJSON(x))
	}
	o.putIf(more.Mark.Is(), "mark", more.Mark)
	o.putIf(more.UID.Is(), "uid", more.UID)
	if cloned && r.Dst.Addr().Is4() {
		o.put("cache", []any{})
	}
	if d, ok := more.Expires.Get(); ok {
		o.put("expires", int64(d/time.Second))
	}
	if n, ok := p.nexthops[r.NexthopID]; ok && p.detail {
		o.put("nh_info", p.nexthopJSON(&n))
	}
	if m := p.metricsJSON(&more.Metrics); len(m.members) > 0 {
		o.put("metrics", []any{m})
	}
	o.putIf(r.Pref.Is(), "pref", r.Pref.String())
	if more.TTL != 0 {
		o.put("ttl-propogate", map[rtnl.OnOff]string{rtnl.On: "enabled", rtnl.Off: "disabled"}[more.TTL])
	}
	for _, h := range r.Hops {
		o.add("nexthops", p.hopsJSON(&h, r.Dst.Addr()))
	}
	return o
}

// hopJSON puts where a route of the family of dst goes.
func (p *program) hopJSON(o *object, via, dst netip.Addr, dev int32) {
	switch {
	case via.IsValid() && via.Is4() == dst.Is4():
		o.put("gateway", via)
	case via.IsValid():
		v := &object{}
		v.put("family", familyName(via))
		v.put("host", via)
		o.put("via", v)
	}
	o.putIf(dev != 0, "dev", p.name(dev))
}

func (p *program) hopsJSON(h *rtnl.Hop, dst netip.Addr) *object {
	o := &object{}
	if h.More != nil {
		p.encapJSON(o, h.More.Encap)
	}
	p.hopJSON(o, h.Via, dst, h.DevIndex)
	o.put("weight", h.Weight)
	o.put("flags", routeFlags(h.Flags))
	if h.More != nil {
		if x, ok := h.More.Realms.Get(); ok {
			o.put("flow", realmsJSON(x))
		}
	}
	return o
}

func realmsJSON(x uint32) *object {
	o := &object{}
	o.putIf(x>>16 != 0, "from", strconv.Itoa(int(x>>16)))
	o.put("to", strconv.Itoa(int(x&0xffff)))
	return o
}

func routeFlags(f rtnl.RouteFlags) []any { return list(strings.Fields(f.String())) }

// metricsJSON is the metrics of a route, and "lock" in front of those that are locked.
func (p *program) metricsJSON(m *rtnl.RouteMetrics) *object {
	o := &object{}
	metrics := *m
	metrics.Lock = 0
	set := p.parameters("metrics", &metrics)
	for _, x := range set.members {
		o.put(x.key, x.value)
	}
	return o
}
