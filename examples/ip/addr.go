package main

import (
	"fmt"
	"net/netip"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/eb30ede5/netlink/rtnl"
)

// addr is "ip addr".
func (p *program) addr(verb string, w *words) error {
	if verb == "show" {
		return p.showAddrs(w)
	}
	a := p.readAddr(w)
	switch {
	case w.err != nil:
		return w.err
	case verb == "add":
		return p.Do(p.ctx, rtnl.AddAddr(a))
	case verb == "replace" || verb == "change":
		return p.Do(p.ctx, rtnl.ReplaceAddr(a))
	case verb == "delete":
		return p.Do(p.ctx, rtnl.DeleteAddr(a))
	}
	return fmt.Errorf("ip addr %s is not here", verb)
}

// readAddr reads an address and what belongs to it.
func (p *program) readAddr(w *words) (a rtnl.Addr) {
	for w.more() {
		switch {
		case w.accept("dev"):
			a.Dev = w.next()
		case w.accept("peer", "remote"):
			peer := w.prefix(0)
			a.Peer, a.Prefix = peer.Addr(), netip.PrefixFrom(a.Prefix.Addr(), peer.Bits())
		case w.accept("broadcast", "brd"):
			a.Broadcast = w.addr()
		case w.accept("label"):
			a.Label = w.next()
		case w.accept("scope"):
			a.Scope = enum[rtnl.Scope](w, 256)
		case w.accept("metric", "priority"):
			a.Metric = w.u32()
		case w.accept("proto"):
			a.Protocol = enum[rtnl.AddrProtocol](w, 256)
		case w.accept("valid_lft"):
			a.ValidLft = rtnl.Some(w.lifetime())
		case w.accept("preferred_lft"):
			a.PreferredLft = rtnl.Some(w.lifetime())
		default:
			if f := addrFlag(w.left[0]); f != 0 {
				w.next()
				a.Flags |= f
				continue
			}
			w.accept("local")
			a.Prefix = w.prefix(0)
		}
	}
	return a
}

// addrFlag returns the flag with that name, if there is one.
func addrFlag(s string) rtnl.AddrFlags {
	for bit := range 32 {
		if f := rtnl.AddrFlags(1) << bit; f.String() == s {
			return f
		}
	}
	return 0
}

func (w *words) lifetime() time.Duration {
	if w.accept("forever") {
		return rtnl.Forever
	}
	return time.Duration(w.u32()) * time.Second
}

// An addrShow says which addresses to show.
type addrShow struct {
	rtnl.AddrFilter
	link  rtnl.LinkFilter
	to    netip.Prefix
	label string
}

func (f *addrShow) matches(a *rtnl.Addr) bool {
	if ok, _ := path.Match(f.label, a.Label); f.label != "" && !ok {
		return false
	}
	return !f.to.IsValid() || f.to.Contains(a.Prefix.Addr()) && a.Prefix.Bits() >= f.to.Bits()
}

func (p *program) showAddrs(w *words) error {
	f := addrShow{AddrFilter: rtnl.AddrFilter{Family: p.family}}
	for w.more() {
		switch word := w.next(); word {
		case "dev":
			f.Dev = w.next()
		case "scope":
			f.Scope = rtnl.Some(enum[rtnl.Scope](w, 256))
		case "to":
			f.to = w.prefix(p.family)
		case "label":
			f.label = w.next()
		case "up":
			f.link.Up = rtnl.On
		case "master":
			f.link.Master = w.next()
		case "type":
			f.link.Kind = w.next()
		default:
			f.Dev = word
		}
	}
	if w.err != nil {
		return w.err
	}
	filtered := f.AddrFilter != rtnl.AddrFilter{Dev: f.Dev} || f.to.IsValid() || f.label != ""
	f.link.Stats = p.stats > 0
	all, err := p.names(&rtnl.LinkFilter{Stats: p.stats > 0})
	if err != nil {
		return err
	}
	links, err := p.linksOf(all, &f)
	if err != nil {
		return err
	}
	of := map[int32][]rtnl.Addr{}
	for a, err := range p.Addrs(p.ctx, &f.AddrFilter) {
		if err != nil {
			return err
		}
		if f.matches(&a) {
			of[a.DevIndex] = append(of[a.DevIndex], a)
		}
	}
	var shown []rtnl.Link
	for _, l := range links {
		if !filtered || len(of[l.Index]) > 0 {
			shown = append(shown, l)
		}
	}
	return p.print(len(shown), func(i int) (*object, error) { return p.addrsJSON(&shown[i], of[shown[i].Index]), nil }, func(t *table) {
		for _, l := range shown {
			p.addrRows(t, &l, of[l.Index])
		}
	})
}

// linksOf returns the links whose addresses are shown.
func (p *program) linksOf(all []rtnl.Link, f *addrShow) ([]rtnl.Link, error) {
	if f.Dev != "" {
		l, err := p.LinkWith(p.ctx, f.Dev, rtnl.LinkFilter{Stats: p.stats > 0})
		return []rtnl.Link{l}, err
	}
	if f.link == (rtnl.LinkFilter{Stats: p.stats > 0}) {
		return all, nil
	}
	return rtnl.Collect(p.Links(p.ctx, &f.link))
}

// addrRows is what people see of a link's addresses.
func (p *program) addrRows(t *table, l *rtnl.Link, addrs []rtnl.Addr) {
	name := l.Name
	for _, a := range addrs {
		where := a.Prefix.String()
		if a.Peer.IsValid() {
			where = fmt.Sprintf("%s peer %s/%d", a.Prefix.Addr(), a.Peer, a.Prefix.Bits())
		}
		about := []string{"scope " + a.Scope.String()}
		if f := a.Flags &^ rtnl.AddrPermanent; f != 0 {
			about = append(about, f.String())
		}
		if a.Label != "" && a.Label != l.Name {
			about = append(about, "label "+a.Label)
		}
		if d := a.ValidLft.Or(rtnl.Forever); d != rtnl.Forever {
			about = append(about, "valid "+d.String())
		}
		if p.detail && a.Metric != 0 {
			about = append(about, "metric "+strconv.Itoa(int(a.Metric)))
		}
		t.row(name, l.OperState.String(), where, strings.Join(about, " "))
		name = " "
	}
	if len(addrs) == 0 {
		t.row(name, l.OperState.String(), "", " ")
	}
}

// addrsJSON is what "ip -j addr" says of a link.
func (p *program) addrsJSON(l *rtnl.Link, addrs []rtnl.Addr) *object {
	o := p.linkHead(l)
	o.drop("linkmode")
	if p.detail {
		p.linkDetail(o, l)
		o.drop("inet6_addr_gen_mode")
	}
	o.putIf(l.Alias.Is(), "ifalias", l.Alias.Or(""))
	if p.stats > 0 && l.Stats != nil {
		o.put("stats64", statsJSON(l, p.stats > 1))
	}
	o.putIf(l.AltNames != nil, "altnames", l.AltNames)
	all := []any{}
	for _, a := range addrs {
		all = append(all, p.addrJSON(&a))
	}
	o.put("addr_info", all)
	return o
}

// addrJSON is what "ip -j addr" says of an address.
func (p *program) addrJSON(a *rtnl.Addr) *object {
	o := &object{}
	o.put("family", familyName(a.Prefix.Addr()))
	o.put("local", a.Prefix.Addr())
	o.putIf(a.Peer.IsValid(), "address", a.Peer)
	o.put("prefixlen", a.Prefix.Bits())
	o.putIf(a.Metric != 0, "metric", a.Metric)
	o.putIf(a.Broadcast.IsValid(), "broadcast", a.Broadcast)
	o.putIf(a.Anycast.IsValid(), "anycast", a.Anycast)
	o.put("scope", a.Scope.String())
	o.putIf(a.Flags&rtnl.AddrPermanent == 0, "dynamic", true)
	for _, s := range strings.Fields((a.Flags &^ rtnl.AddrPermanent).String()) {
		if s == "secondary" && a.Prefix.Addr().Is6() {
			s = "temporary"
		}
		o.put(s, true)
	}
	o.putIf(a.Protocol != 0, "protocol", a.Protocol.String())
	o.putIf(a.Label != "", "label", a.Label)
	o.putIf(a.ValidLft.Is(), "valid_life_time", lifetimeJSON(a.ValidLft.Or(0)))
	o.putIf(a.PreferredLft.Is(), "preferred_life_time", lifetimeJSON(a.PreferredLft.Or(0)))
	return o
}

func lifetimeJSON(d time.Duration) uint32 {
	if d == rtnl.Forever {
		return 1<<32 - 1
	}
	return uint32(d / time.Second)
}

func familyName(a netip.Addr) string {
	if a.Is4() {
		return rtnl.IPv4.String()
	}
	return rtnl.IPv6.String()
}
