package main

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/eb30ede5/netlink/netns"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
	"github.com/eb30ede5/netlink/rtnl/sriov"
)

// changeLink is "ip link add", "set", "delete" and "property".
func (p *program) changeLink(verb string, w *words) error {
	if verb == "property" {
		return p.altNames(w)
	}
	name := ""
	if verb != "add" {
		w.accept("dev")
		name = w.next()
	}
	l := rtnl.Link{}
	readLink(w, &l, verb == "add")
	if l.NetNS != nil {
		defer l.NetNS.Close()
	}
	switch {
	case w.err != nil:
		return w.err
	case verb == "add":
		return p.Do(p.ctx, rtnl.AddLink(l))
	case verb == "set":
		return p.Do(p.ctx, rtnl.SetLink(name, l))
	}
	return p.Do(p.ctx, rtnl.DeleteLink(name))
}

// altNames is "ip link property".
func (p *program) altNames(w *words) error {
	verb := w.verb()
	w.accept("dev")
	dev := w.next()
	var names []string
	for w.accept("altname") {
		names = append(names, w.next())
	}
	switch {
	case w.more():
		return fmt.Errorf("%q is not altname", w.next())
	case w.err != nil:
		return w.err
	case verb == "add":
		return p.Do(p.ctx, rtnl.AddAltNames(dev, names...))
	}
	return p.Do(p.ctx, rtnl.DeleteAltNames(dev, names...))
}

// readLink reads what a link is to be like, up to the end or, for the peer of one, "type".
func readLink(w *words, l *rtnl.Link, create bool) {
	for w.more() {
		word := w.next()
		if s := linkSwitch(l, word); s != nil {
			*s = w.onOff()
			continue
		}
		switch word {
		case "up":
			l.Up = rtnl.On
		case "down":
			l.Up = rtnl.Off
		case "name":
			l.Name = w.next()
		case "dev":
			l.Name = w.next()
		case "link":
			l.Parent = w.next()
		case "index":
			l.Index = int32(w.number(31))
		case "master", "vrf":
			l.Master = w.next()
		case "nomaster":
			l.NoMaster = true
		case "mtu":
			l.MTU = w.u32()
		case "address":
			l.Address = w.hwAddr()
		case "broadcast", "brd":
			l.Broadcast = w.hwAddr()
		case "alias":
			l.Alias = rtnl.Some(w.next())
		case "group":
			l.Group = rtnl.U32(w.group())
		case "txqueuelen", "txqlen", "qlen":
			l.TxQLen = rtnl.U32(w.u32())
		case "numtxqueues":
			l.NumTxQueues = w.u32()
		case "numrxqueues":
			l.NumRxQueues = w.u32()
		case "gso_max_size":
			l.GSOMaxSize = w.u32()
		case "gso_max_segs":
			l.GSOMaxSegs = w.u32()
		case "gro_max_size":
			l.GROMaxSize = w.u32()
		case "addrgenmode":
			l.AddrGenMode = rtnl.Some(enum[rtnl.AddrGenMode](w, 4))
		case "mode":
			l.LinkMode = rtnl.Some(enum[rtnl.LinkMode](w, 3))
		case "netns":
			readNetNS(w, l)
		case "vf":
			readVF(w, l)
		case "type":
			readType(w, l, create)
		default:
			if !create || l.Name != "" {
				w.fail("there is nothing of a link called %q here", word)
			}
			l.Name = word
		}
	}
}

// linkSwitch returns the switch that a word is about.
func linkSwitch(l *rtnl.Link, word string) *rtnl.OnOff {
	switch word {
	case "promisc":
		return &l.Promisc
	case "allmulticast":
		return &l.AllMulti
	case "arp":
		return &l.ARP
	case "multicast":
		return &l.Multicast
	case "dynamic":
		return &l.Dynamic
	case "carrier":
		return &l.Carrier
	case "protodown":
		return &l.ProtoDown
	}
	return nil
}

// readNetNS reads the namespace to move a link to. The caller closes it.
func readNetNS(w *words, l *rtnl.Link) {
	ns, err := netns.Open(w.next())
	if err != nil {
		w.fail("%w", err)
	}
	l.NetNS = ns
}

func readVF(w *words, l *rtnl.Link) {
	v := sriov.VF{VF: w.u32()}
	for w.more() {
		switch {
		case w.accept("mac"):
			v.Address = w.hwAddr()
		case w.accept("vlan"):
			v.VLAN = &sriov.VLAN{ID: w.u32()}
		case w.accept("spoofchk"):
			v.SpoofChk = w.onOff()
		case w.accept("trust"):
			v.Trust = w.onOff()
		case w.accept("query_rss"):
			v.RSSQuery = w.onOff()
		default:
			l.VFs = append(l.VFs, v)
			return
		}
	}
	l.VFs = append(l.VFs, v)
}

// readType reads what stands behind "type": a kind, or a port of one, and its parameters by the names of
// their attributes or by other words that ip(8) has for them.
func readType(w *words, l *rtnl.Link, create bool) {
	name := w.next()
	if k, port := splitPortKind(name); port != "" && !create {
		l.Port = kind.NewPort(port)
		readParameters(w, name, reflect.ValueOf(l.Port).Elem())
	} else {
		l.Kind = kind.New(k)
		readParameters(w, name, reflect.ValueOf(l.Kind).Elem())
	}
	if _, pair := l.Kind.(kind.Pair); pair && w.accept("peer") {
		l.Peer = &rtnl.Link{}
		readLink(w, l.Peer, true)
	}
}

func readParameters(w *words, kind string, s reflect.Value) {
	for w.more() && w.left[0] != "peer" {
		word := w.left[0]
		if !readParameter(w, manners[kind], s) {
			w.fail("%s has no parameter %q", kind, word)
		}
	}
}

// readParameter reads one parameter, if it is one of those of s.
func readParameter(w *words, m manner, s reflect.Value) bool {
	if more, ok := m.words[w.left[0]]; ok {
		w.left = append(strings.Fields(more), w.left[1:]...)
	}
	for i := range s.NumField() {
		f := s.Type().Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "-" && i+1 < s.NumField() && s.Type().Field(i+1).Name == f.Name+"Index" {
			name, _, _ = strings.Cut(s.Type().Field(i+1).Tag.Get("json"), ",")
		}
		if name == w.left[0] && name != "unknown" {
			w.next()
			w.set(s.Field(i), m.unit)
			return true
		}
	}
	return false
}
