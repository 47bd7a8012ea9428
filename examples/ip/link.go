package main

import (
	"encoding/hex"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/sriov"
)

// link is "ip link".
func (p *program) link(verb string, w *words) error {
	switch verb {
	case "add", "set", "delete", "property":
		return p.changeLink(verb, w)
	case "show":
		return p.showLinks(w)
	}
	return fmt.Errorf("ip link %s is not here", verb)
}

// names reads all links once, since objects refer to them by their indexes.
func (p *program) names(f *rtnl.LinkFilter) ([]rtnl.Link, error) {
	all, err := rtnl.Collect(p.Links(p.ctx, f))
	if p.links == nil {
		p.links = map[int32]rtnl.Link{}
	}
	for _, l := range all {
		p.links[l.Index] = l
	}
	return all, err
}

// name returns the name of the link with that index.
func (p *program) name(index int32) string {
	if l, ok := p.links[index]; ok {
		return l.Name
	}
	return fmt.Sprintf("if%d", index)
}

func (p *program) showLinks(w *words) error {
	f := rtnl.LinkFilter{}
	dev, portKind := "", ""
	for w.more() {
		switch word := w.next(); word {
		case "up":
			f.Up = rtnl.On
		case "type":
			f.Kind = w.next()
			f.Kind, portKind = splitPortKind(f.Kind)
		case "master":
			f.Master = w.next()
		case "vrf":
			f.Master = w.next()
		case "group":
			f.Group = rtnl.U32(w.group())
		case "dev":
			dev = w.next()
		default:
			dev = word
		}
	}
	if w.err != nil {
		return w.err
	}
	all, err := p.names(&rtnl.LinkFilter{Stats: p.stats > 0, VFs: true})
	if err != nil {
		return err
	}
	switch {
	case dev != "":
		l, err := p.LinkWith(p.ctx, dev, rtnl.LinkFilter{Stats: p.stats > 0, VFs: true})
		if err != nil {
			return err
		}
		all = []rtnl.Link{l}
	case f != rtnl.LinkFilter{}:
		f.Stats, f.VFs = p.stats > 0, true
		if all, err = rtnl.Collect(p.Links(p.ctx, &f)); err != nil {
			return err
		}
	}
	if portKind != "" {
		all = slices.DeleteFunc(all, func(l rtnl.Link) bool { return l.Port == nil || l.Port.PortKind() != portKind })
	}
	return p.print(len(all), func(i int) (*object, error) { return p.linkJSON(&all[i]), nil }, func(t *table) {
		t.row("LINK", "STATE", "KIND", "MTU", "MASTER", "ADDRESS", "FLAGS")
		for i := range all {
			p.linkRow(t, &all[i])
		}
	})
}

// splitPortKind tells "bridge_slave", ports of bridges, from "bridge".
func splitPortKind(s string) (kind, portKind string) {
	if k, ok := strings.CutSuffix(s, "_slave"); ok {
		return "", k
	}
	return s, ""
}

// linkRow is what people see of a link.
func (p *program) linkRow(t *table, l *rtnl.Link) {
	name, kind, master, mtu := l.Name, "", "", strconv.Itoa(int(l.MTU))
	if l.ParentIndex != 0 && !l.ParentNetNSID.Is() {
		name += "@" + p.name(l.ParentIndex)
	}
	if l.Kind != nil {
		kind = l.Kind.Kind()
	}
	if l.MasterIndex != 0 {
		master = p.name(l.MasterIndex)
	}
	t.row(name, l.OperState.String(), kind, mtu, master, linkAddress(l, l.Address), l.Flags.String())
	if p.detail && l.Kind != nil {
		t.note(kind + ": " + flat(p.parameters(kind, l.Kind)))
	}
	if p.detail && l.Port != nil {
		t.note("port of " + master + ": " + flat(p.parameters(l.Port.PortKind()+"_slave", l.Port)))
	}
	if s := l.Stats; p.stats > 0 && s != nil {
		t.note(fmt.Sprintf("received %d packets, %d bytes, %d errors, %d dropped", s.RxPackets, s.RxBytes, s.RxErrors, s.RxDropped))
		t.note(fmt.Sprintf("sent %d packets, %d bytes, %d errors, %d dropped", s.TxPackets, s.TxBytes, s.TxErrors, s.TxDropped))
	}
}

// linkJSON is what "ip -j link" says of a link.
func (p *program) linkJSON(l *rtnl.Link) *object {
	o := p.linkHead(l)
	if p.detail {
		p.linkDetail(o, l)
	}
	o.putIf(l.PhysPortName != "", "phys_port_name", l.PhysPortName)
	o.putIf(l.PhysPortID != nil, "phys_port_id", hex.EncodeToString(l.PhysPortID))
	o.putIf(l.PhysSwitchID != nil, "phys_switch_id", hex.EncodeToString(l.PhysSwitchID))
	if p.detail {
		o.putIf(l.ParentDevBus != "", "parentbus", l.ParentDevBus)
		o.putIf(l.ParentDevName != "", "parentdev", l.ParentDevName)
	}
	if p.stats > 0 && l.Stats != nil {
		o.put("stats64", statsJSON(l, p.stats > 1))
	}
	o.putIf(l.Alias.Is(), "ifalias", l.Alias.Or(""))
	for i := range l.VFs {
		o.add("vfinfo_list", vfJSON(&l.VFs[i]))
	}
	o.putIf(l.AltNames != nil, "altnames", l.AltNames)
	return o
}

// linkHead is what each form of printing begins with.
func (p *program) linkHead(l *rtnl.Link) *object {
	o := &object{}
	o.put("ifindex", l.Index)
	flags := list(strings.Split(l.Flags.String(), ","))
	if l.Flags == 0 {
		flags = []any{}
	}
	switch parent, here := p.links[l.ParentIndex]; {
	case l.ParentNetNSID.Is():
		o.put("link_index", l.ParentIndex)
	case here:
		o.put("link", parent.Name)
		if parent.Flags&rtnl.FlagUp == 0 {
			flags = append(flags, "M-DOWN")
		}
	case l.ParentIndex != 0:
		o.put("link", p.name(l.ParentIndex))
	}
	o.put("ifname", l.Name)
	o.put("flags", flags)
	o.put("mtu", l.MTU)
	o.putIf(l.Qdisc != "", "qdisc", l.Qdisc)
	o.putIf(l.MasterIndex != 0, "master", p.name(l.MasterIndex))
	o.putIf(l.OperState.Is(), "operstate", l.OperState.String())
	o.putIf(l.LinkMode.Is(), "linkmode", strings.ToUpper(l.LinkMode.String()))
	o.putIf(l.Group.Is(), "group", groupName(l.Group.Or(0)))
	o.putIf(l.TxQLen.Or(0) != 0, "txqlen", l.TxQLen)
	o.put("link_type", l.Type.String())
	o.putIf(!l.Address.IsZero(), "address", linkAddress(l, l.Address))
	o.putIf(!l.Address.IsZero() && l.Flags&rtnl.FlagPointToPoint != 0, "link_pointtopoint", true)
	o.putIf(!l.Broadcast.IsZero(), "broadcast", linkAddress(l, l.Broadcast))
	o.putIf(!l.PermAddress.IsZero() && l.PermAddress != l.Address, "permaddr", linkAddress(l, l.PermAddress))
	if l.ParentNetNSID.Or(-1) >= 0 {
		o.put("link_netnsid", l.ParentNetNSID)
	}
	if l.ProtoDown == rtnl.On {
		o.put("proto_down", true)
		for bit := range 32 {
			if l.ProtoDownReason.Or(0)>>bit&1 != 0 {
				o.add("proto_down_reason", strconv.Itoa(bit))
			}
		}
	}
	return o
}

// linkDetail is what -d adds.
func (p *program) linkDetail(o *object, l *rtnl.Link) {
	o.put("promiscuity", l.Promiscuity)
	o.put("allmulti", l.AllMultiCount)
	o.put("min_mtu", l.MinMTU)
	o.put("max_mtu", l.MaxMTU)
	if info := p.infoJSON(l); len(info.members) > 0 {
		o.put("linkinfo", info)
	}
	o.putIf(l.AddrGenMode.Is(), "inet6_addr_gen_mode", l.AddrGenMode.String())
	for _, n := range []struct {
		key string
		v   uint32
	}{
		{"num_tx_queues", l.NumTxQueues}, {"num_rx_queues", l.NumRxQueues},
		{"gso_max_size", l.GSOMaxSize}, {"gso_max_segs", l.GSOMaxSegs}, {"tso_max_size", l.TSOMaxSize}, {"tso_max_segs", l.TSOMaxSegs},
		{"gro_max_size", l.GROMaxSize}, {"gso_ipv4_max_size", l.GSOIPv4MaxSize}, {"gro_ipv4_max_size", l.GROIPv4MaxSize},
	} {
		o.putIf(n.v != 0, n.key, n.v)
	}
	o.putIf(l.Headroom != 0, "headroom", l.Headroom)
	o.putIf(l.Tailroom != 0, "tailroom", l.Tailroom)
	o.putIf(l.NetNSImmutable == rtnl.On, "netns-immutable", true)
	o.putIf(l.MaxPacing != 0, "max_pacing_offload_horizon", l.MaxPacing)
}

// infoJSON is the kind of a link and of its master, with parameters.
func (p *program) infoJSON(l *rtnl.Link) *object {
	o := &object{}
	if l.Kind != nil {
		o.put("info_kind", l.Kind.Kind())
		if d := p.parameters(l.Kind.Kind(), l.Kind); len(d.members) > 0 {
			o.put("info_data", d)
		}
	}
	if l.Port != nil {
		o.put("info_slave_kind", l.Port.PortKind())
		if d := p.parameters(l.Port.PortKind()+"_slave", l.Port); len(d.members) > 0 {
			o.put("info_slave_data", d)
		}
	}
	return o
}

func groupName(g uint32) string {
	if g == 0 {
		return "default"
	}
	return strconv.FormatUint(uint64(g), 10)
}

// group reads the number of a device group.
func (w *words) group() uint32 {
	if w.accept("default") {
		return 0
	}
	return w.u32()
}

// linkAddress is an IP address where a tunnel has one for a link-layer address.
func linkAddress(l *rtnl.Link, a rtnl.HWAddr) string {
	b := a.AppendTo(nil)
	switch l.Type.String() {
	case "ipip", "sit", "gre":
		if ip, ok := netip.AddrFromSlice(b); ok && ip.Is4() {
			return ip.String()
		}
	case "tunnel6", "gre6":
		if ip, ok := netip.AddrFromSlice(b); ok && ip.Is6() {
			return ip.String()
		}
	}
	return a.String()
}

// A counter is one of a link's statistics.
type counter struct {
	to  *object
	key string
	v   uint64
}

// statsJSON is the counters of a link, with -s given twice all of them.
func statsJSON(l *rtnl.Link, all bool) *object {
	s := l.Stats
	rx, tx, o := &object{}, &object{}, &object{}
	counters := []counter{
		{rx, "bytes", s.RxBytes}, {rx, "packets", s.RxPackets}, {rx, "errors", s.RxErrors}, {rx, "dropped", s.RxDropped},
		{rx, "over_errors", s.RxOverErrors}, {rx, "multicast", s.Multicast},
		{tx, "bytes", s.TxBytes}, {tx, "packets", s.TxPackets}, {tx, "errors", s.TxErrors}, {tx, "dropped", s.TxDropped},
		{tx, "carrier_errors", s.TxCarrierErrors}, {tx, "collisions", s.Collisions},
	}
	if all {
		counters = append(counters, []counter{
			{rx, "length_errors", s.RxLengthErrors}, {rx, "crc_errors", s.RxCRCErrors}, {rx, "frame_errors", s.RxFrameErrors},
			{rx, "fifo_errors", s.RxFIFOErrors}, {rx, "missed_errors", s.RxMissedErrors},
			{tx, "aborted_errors", s.TxAbortedErrors}, {tx, "fifo_errors", s.TxFIFOErrors}, {tx, "window_errors", s.TxWindowErrors},
			{tx, "heartbeat_errors", s.TxHeartbeatErrors}, {tx, "carrier_changes", uint64(l.CarrierChanges)},
		}...)
	}
	for _, c := range counters {
		c.to.put(c.key, c.v)
	}
	o.put("rx", rx)
	o.put("tx", tx)
	return o
}

// vfJSON is what "ip -j link" says of a virtual function.
func vfJSON(v *sriov.VF) *object {
	o := &object{}
	o.put("vf", v.VF)
	o.putIf(!v.Address.IsZero(), "address", v.Address)
	o.putIf(!v.Broadcast.IsZero(), "broadcast", v.Broadcast)
	for _, x := range v.VLANs {
		n := &object{}
		n.put("vlan", x.ID)
		n.putIf(x.QoS != 0, "qos", x.QoS)
		n.putIf(x.Protocol != 0, "protocol", x.Protocol.String())
		o.add("vlan_list", n)
	}
	o.putIf(v.State.Is(), "link_state", v.State.String())
	o.putIf(v.SpoofChk != 0, "spoofchk", v.SpoofChk)
	o.putIf(v.Trust != 0, "trust", v.Trust)
	o.putIf(v.RSSQuery != 0, "query_rss_en", v.RSSQuery)
	return o
}
