package main

import (
	"encoding/hex"
	"fmt"
	"maps"
	"net/netip"
	"reflect"
	"slices"
	"strings"

	"github.com/eb30ede5/netlink/rtnl/encap"
)

func init() {
	for _, name := range []string{"ip", "ip6"} {
		manners["encap "+name] = manner{more: lwtunnel, styles: map[string]style{"flags": {form: flagged}, "opts": {form: hide}}}
	}
	manners["encap seg6"] = manner{more: seg6, styles: map[string]style{"segs": {form: split}, "hmac": {form: hexadecimal}}}
	manners["encap rpl"] = manner{styles: map[string]style{"segs": {form: split}}}
	manners["encap seg6local"] = manner{more: seg6local, styles: map[string]style{
		"srh": {form: func(o *object, key string, v any) { split(o.sub(key), "segs", v) }}, "flavors": {form: flavors},
		"hmac":  {form: func(o *object, key string, v any) { hexadecimal(o.sub("srh"), key, v) }},
		"table": {form: table32}, "vrftable": {form: table32},
	}}
}

// encapJSON puts an encapsulation beside what it is of, as ip(8) does: what both have of one name is then there twice.
func (p *program) encapJSON(o *object, e encap.Encap) {
	if e == nil {
		return
	}
	name := e.Type().String()
	o.put("encap", name)
	m := manners["encap "+name]
	n := &object{}
	p.fields(n, &m, reflect.ValueOf(e).Elem())
	if m.more != nil {
		m.more(e, n)
	}
	o.members = append(o.members, n.members...)
}

// readEncap reads an encapsulation: its type, and parameters by the names of their attributes.
func readEncap(w *words) encap.Encap {
	e := encap.New(enum[encap.Type](w, 32))
	s := reflect.ValueOf(e).Elem()
	if _, raw := e.(*encap.Raw); raw {
		w.fail("there is no encapsulation of that type here")
	}
	for w.more() {
		if w.accept("segs") {
			text := w.next()
			for a := range strings.SplitSeq(text, ",") {
				w.left = append([]string{a}, w.left...)
				addSegment(e, w.addr())
			}
		} else if w.left[0] == "dev" || !readParameter(w, manner{}, s) {
			break
		}
	}
	return e
}

func addSegment(e encap.Encap, a netip.Addr) {
	switch e := e.(type) {
	case *encap.SEG6:
		e.Segments = append(e.Segments, a)
	case *encap.SEG6Local:
		e.Segments = append(e.Segments, a)
	case *encap.RPL:
		e.Segments = append(e.Segments, a)
	}
}

// lwtunnel puts what is 0, and options, which stand in lists.
func lwtunnel(e any, o *object) {
	zero := map[string]any{"id": 0, "src": netip.IPv6Unspecified(), "dst": netip.IPv6Unspecified(), "hoplimit": 0, "tc": 0}
	var opts encap.TunnelOptions
	switch e := e.(type) {
	case *encap.IP:
		opts = e.Options
		zero = map[string]any{"id": 0, "src": netip.IPv4Unspecified(), "dst": netip.IPv4Unspecified(), "ttl": 0, "tos": 0}
	case *encap.IP6:
		opts = e.Options
	}
	for _, k := range slices.Sorted(maps.Keys(zero)) {
		o.putIf(!o.there(k), k, zero[k])
	}
	for _, g := range opts.Geneve {
		n := &object{}
		n.put("class", g.Class)
		n.put("type", g.Kind)
		n.put("data", hex.EncodeToString(g.Data))
		o.add("geneve_opts", n)
	}
	if x := opts.VXLAN; x != nil {
		n := &object{}
		n.put("gbp", x.GBP)
		o.add("vxlan_opts", n)
	}
	if x := opts.ERSPAN; x != nil {
		n := &object{}
		n.put("ver", x.Version)
		n.put("index", x.Index.Or(0))
		n.put("dir", x.Dir.Or(0))
		n.put("hwid", x.HWID.Or(0))
		o.add("erspan_opts", n)
	}
}

// split makes a list of what has commas.
func split(o *object, key string, v any) { o.put(key, list(strings.Split(fmt.Sprint(v), ","))) }

// seg6 puts the mode in any case, and at the end of the way of an inline header what the packet's destination comes to.
func seg6(e any, o *object) {
	if s := e.(*encap.SEG6); s.Mode.String() == "inline" {
		o.put("mode", s.Mode.String())
		o.add("segs", "::")
	}
}

// seg6local is like seg6 for the action that puts a header into a packet.
func seg6local(e any, o *object) {
	if s := e.(*encap.SEG6Local); s.Action.String() == "End.B6" {
		o.sub("srh").add("segs", "::")
	}
}

func flavors(o *object, key string, v any) {
	f := v.(*encap.SEG6Flavors)
	o.put(key, list(strings.FieldsFunc(f.Ops.String(), func(r rune) bool { return r == ' ' || r == ',' })))
	o.putIf(f.BlockBits != 0, "lblen", f.BlockBits)
	o.putIf(f.NodeBits != 0, "nflen", f.NodeBits)
}

func table32(o *object, key string, v any) { o.put(key, tableName(uint32(integer(v)))) }
