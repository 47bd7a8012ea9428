package rtnl

import (
	"fmt"
	"math"
	"net/netip"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl/encap"
	"github.com/eb30ede5/netlink/rtnl/sriov"
)

// sameValue reports whether a and b are deeply equal.
func sameValue(a, b any) bool { return reflect.DeepEqual(a, b) }

// words returns what stands behind "ip link add" and "ip link set DEV".
func (l *Link) words(name string) string {
	w := rtattr.Words{}
	w.Add("", name != "", name)
	w.Add("index", l.Index != 0 && l.Kind != nil, l.Index)
	w.Add("name", l.Name != "" && l.Name != name, l.Name)
	w.Add("link", l.Parent != "" || l.ParentIndex != 0, rtattr.DevName(l.Parent, l.ParentIndex))
	w.Add("link-netnsid", l.ParentNetNSID.Is(), l.ParentNetNSID)
	for _, s := range []struct {
		name string
		v    OnOff
	}{{"promisc", l.Promisc}, {"allmulticast", l.AllMulti}, {"arp", l.ARP}, {"multicast", l.Multicast}, {"dynamic", l.Dynamic}, {"carrier", l.Carrier}, {"protodown", l.ProtoDown}} {
		w.Add(s.name, s.v != 0, s.v)
	}
	w.Add("mtu", l.MTU != 0, l.MTU)
	w.Add("address", !l.Address.IsZero(), l.Address)
	w.Add("broadcast", !l.Broadcast.IsZero(), l.Broadcast)
	w.Add("alias", l.Alias.Is(), strconv.Quote(l.Alias.Or("")))
	w.Add("group", l.Group.Is(), l.Group)
	w.Add("txqueuelen", l.TxQLen.Is(), l.TxQLen)
	w.Add("numtxqueues", l.NumTxQueues != 0, l.NumTxQueues)
	w.Add("numrxqueues", l.NumRxQueues != 0, l.NumRxQueues)
	w.Add("gso_max_size", l.GSOMaxSize != 0, l.GSOMaxSize)
	w.Add("gso_max_segs", l.GSOMaxSegs != 0, l.GSOMaxSegs)
	w.Add("gro_max_size", l.GROMaxSize != 0, l.GROMaxSize)
	w.Add("gso_ipv4_max_size", l.GSOIPv4MaxSize != 0, l.GSOIPv4MaxSize)
	w.Add("gro_ipv4_max_size", l.GROIPv4MaxSize != 0, l.GROIPv4MaxSize)
	w.Add("master", l.Master != "" || l.MasterIndex != 0, rtattr.DevName(l.Master, l.MasterIndex))
	w.Add("nomaster", l.NoMaster, "")
	w.Add("state", l.OperState.Is(), strings.ToLower(l.OperState.String()))
	w.Add("mode", l.LinkMode.Is(), l.LinkMode)
	w.Add("addrgenmode", l.AddrGenMode.Is(), l.AddrGenMode)
	for _, set := range l.SetInet {
		w.Add("inet", true, set)
	}
	w.Add("token", l.Token.IsValid(), l.Token)
	if l.NetNS != nil {
		w.Add("netns", true, l.NetNS)
	}
	w.Add("netns", l.NetNSPID != 0, l.NetNSPID)
	w.Add("netnsid", l.NetNSID.Is(), l.NetNSID)
	w.Add("new_ifindex", l.NewIndex != 0, l.NewIndex)
	if l.Up == On {
		w = append(w, "up")
	} else if l.Up == Off {
		w = append(w, "down")
	}
	l.XDP.words(&w)
	for i := range l.VFs {
		vfWords(&w, &l.VFs[i])
	}
	for i := range l.VFPorts {
		w = append(w, "port")
		w.Fields(&l.VFPorts[i])
	}
	if l.PortSelf != nil {
		w = append(w, "port")
		w.Fields(l.PortSelf)
	}
	for _, n := range l.AltNames {
		w.Add("altname", true, n)
	}
	if l.Kind != nil {
		w.Add("type", true, kindText(l.Kind, l.Peer))
	}
	if l.Port != nil {
		w.Add("type", true, portText(l.Port))
	}
	return w.String()
}

// vf appends what is set on a virtual function.
func vfWords(w *rtattr.Words, v *sriov.VF) {
	w.Add("vf", true, v.VF)
	w.Add("mac", !v.Address.IsZero(), v.Address)
	if v.VLAN != nil {
		vfVLANWords(w, v.VLAN)
	}
	for i := range v.VLANs {
		vfVLANWords(w, &v.VLANs[i])
	}
	w.Add("rate", v.MaxTxRate.Is(), v.MaxTxRate)
	if v.Rate != nil {
		w.Add("max_tx_rate", true, v.Rate.Max)
		w.Add("min_tx_rate", true, v.Rate.Min)
	}
	w.Add("spoofchk", v.SpoofChk != 0, v.SpoofChk)
	w.Add("query_rss", v.RSSQuery != 0, v.RSSQuery)
	w.Add("state", v.State.Is(), v.State)
	w.Add("trust", v.Trust != 0, v.Trust)
	guidWords(w, "node_guid", v.NodeGUID)
	guidWords(w, "port_guid", v.PortGUID)
}

func vfVLANWords(w *rtattr.Words, v *sriov.VLAN) {
	w.Add("vlan", true, v.ID)
	w.Add("qos", v.QoS != 0, v.QoS)
	w.Add("proto", v.Protocol != 0, v.Protocol)
}

func guidWords(w *rtattr.Words, name string, v Opt[uint64]) {
	if x, ok := v.Get(); ok {
		var b [8]byte
		for i := range b {
			b[i] = byte(x >> (56 - 8*i))
		}
		a, _ := nlattr.HWAddrFrom(b[:])
		w.Add(name, true, a)
	}
}

// kindText returns what stands behind "type".
func kindText(k LinkKind, peer *Link) string {
	w := rtattr.Words{k.Kind()}
	w.Fields(k)
	if peer != nil {
		w = append(w, "peer")
		w.Add("name", peer.Name != "", peer.Name)
		w.Add("", true, strings.TrimSpace(strings.TrimPrefix(peer.words(peer.Name), peer.Name)))
	}
	return w.String()
}

// portText is kindText for a port.
func portText(p LinkPort) string {
	w := rtattr.Words{p.PortKind() + "_slave"}
	w.Fields(p)
	return w.String()
}

// String returns the link in one line like "ip -o link".
func (l Link) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d: %s", l.Index, l.Name)
	if l.ParentIndex != 0 {
		fmt.Fprintf(&b, "@if%d", l.ParentIndex)
	}
	fmt.Fprintf(&b, ": <%s>", l.Flags)
	w := rtattr.Words{}
	w.Add("mtu", true, l.MTU)
	w.Add("qdisc", l.Qdisc != "", l.Qdisc)
	w.Add("master", l.MasterIndex != 0, rtattr.DevName(l.Master, l.MasterIndex))
	w.Add("state", l.OperState.Is(), l.OperState)
	w.Add("mode", l.LinkMode.Is(), strings.ToUpper(l.LinkMode.String()))
	if g, ok := l.Group.Get(); ok && g == 0 {
		w.Add("group", true, "default")
	} else {
		w.Add("group", ok, g)
	}
	w.Add("qlen", l.TxQLen.Or(0) != 0, l.TxQLen)
	fmt.Fprintf(&b, " %s\\    link/%s", w, l.Type)
	w = rtattr.Words{}
	w.Add("", !l.Address.IsZero(), l.Address)
	w.Add("brd", !l.Broadcast.IsZero(), l.Broadcast)
	w.Add("link-netnsid", l.ParentNetNSID.Is(), l.ParentNetNSID)
	w.Add("alias", l.Alias.Is(), l.Alias)
	for i := range l.VFPorts {
		w = append(w, "port")
		w.Fields(&l.VFPorts[i])
	}
	if l.PortSelf != nil {
		w = append(w, "port")
		w.Fields(l.PortSelf)
	}
	for _, n := range l.AltNames {
		w.Add("altname", true, n)
	}
	if l.Kind != nil {
		w.Add("\\   ", true, kindText(l.Kind, l.Peer))
	}
	if l.Port != nil {
		w.Add("\\   ", true, portText(l.Port))
	}
	if len(w) > 0 {
		b.WriteString(" " + w.String())
	}
	return b.String()
}

// words returns what stands behind "ip route add", without what a request has
// filled in.
func (r *Route) words() string {
	typed := *r
	deletion := r.Type == 0 || r.Protocol == 0 || r.Scope == Some(ScopeNowhere)
	if r.Scope == Some(r.defaultScope(deletion)) {
		typed.Scope = Opt[Scope]{}
	}
	if !deletion && r.Protocol == ProtoBoot {
		typed.Protocol = 0
	}
	return typed.String()
}

// String returns the route in one line like "ip -o route".
func (r Route) String() string {
	w := rtattr.Words{}
	w.Add("", r.Type > RouteUnicast, r.Type)
	w.Add("", true, r.target())
	if r.More != nil {
		w.Add("from", r.More.Src.IsValid(), r.More.Src)
	}
	w.Add("tos", r.TOS != 0, fmt.Sprintf("%#x", r.TOS))
	w.Add("nhid", r.NexthopID != 0, r.NexthopID)
	if r.More != nil {
		labelWords(&w, r.More.NewDst, r.More.Encap)
	}
	hopWords(&w, r.family(), Hop{Via: r.Via, Dev: r.Dev, DevIndex: r.DevIndex})
	w.Add("table", r.Table != 0 && r.Table != TableMain, tableName(r.Table))
	w.Add("proto", r.Protocol != 0, r.Protocol)
	w.Add("scope", r.Scope.Or(0) != 0, r.Scope)
	w.Add("src", r.PrefSrc.IsValid(), r.PrefSrc)
	w.Add("metric", r.Metric != 0, r.Metric)
	if r.More != nil {
		moreWords(&w, r.More)
	}
	w.Add("", r.Flags != 0, r.Flags)
	w.Add("pref", r.Pref.Is(), r.Pref)
	for _, p := range r.Hops {
		w = append(w, "nexthop")
		if p.More != nil {
			labelWords(&w, p.More.NewDst, p.More.Encap)
		}
		hopWords(&w, r.family(), p)
		w.Add("weight", true, max(p.Weight, 1))
		w.Add("", p.Flags != 0, p.Flags)
	}
	return w.String()
}

func (r *Route) target() string {
	switch {
	case r.Dst.IsValid() && r.Dst.Bits() > 0:
		return r.Dst.String()
	case r.Dst.IsValid():
		return "default"
	case r.More != nil && r.More.Label.Is():
		return r.More.Label.String()
	}
	return r.Family.String()
}

func labelWords(w *rtattr.Words, newDst encap.Labels, e encap.Encap) {
	w.Add("as", len(newDst) > 0, newDst)
	if e != nil {
		w.Add("encap", true, encap.Text(e))
	}
}

func hopWords(w *rtattr.Words, f Family, p Hop) {
	if p.Via.IsValid() {
		*w = append(*w, "via")
		w.Add("", familyOf(p.Via) != f, familyOf(p.Via))
		w.Add("", true, p.Via)
	}
	w.Add("dev", p.Dev != "" || p.DevIndex != 0, rtattr.DevName(p.Dev, p.DevIndex))
}

func moreWords(w *rtattr.Words, m *RouteMore) {
	if x, ok := m.Realms.Get(); ok {
		w.Add("realms", true, fmt.Sprintf("%d/%d", x>>16, x&0xffff))
	}
	w.Add("mark", m.Mark.Is(), m.Mark)
	metrics, lock := m.Metrics, m.Metrics.Lock
	metrics.Lock = 0
	t := rtattr.Words{}
	t.Fields(&metrics)
	for _, word := range t {
		*w = append(*w, word)
		w.Add("", lock&routeLocks[word] != 0, "lock")
	}
	if d, ok := m.Expires.Get(); ok {
		w.Add("expires", true, int64(d/time.Second))
	}
	w.Add("ttl-propagate", m.TTL != 0, map[OnOff]string{On: "enabled", Off: "disabled"}[m.TTL])
}

func tableName(t uint32) string {
	switch t {
	case TableDefault:
		return "default"
	case TableMain:
		return "main"
	case TableLocal:
		return "local"
	}
	return strconv.FormatUint(uint64(t), 10)
}

// words returns what stands behind "ip rule add", which ip(8) takes in any order.
func (r *Rule) words() string {
	w := rtattr.Words{}
	w.Add("not", r.Flags&RuleNot != 0, "")
	r.selectorWords(&w, "l3mdev")
	w.Add("priority", r.Priority.Is(), r.Priority)
	r.tableWords(&w, "table")
	r.actionWords(&w)
	w.Add("protocol", r.Protocol != 0, r.Protocol)
	return w.String()
}

// String returns the rule in one line like "ip -d rule".
func (r Rule) String() string {
	w := rtattr.Words{}
	w.Add("not", r.Flags&RuleNot != 0, "")
	w.Add("from all", r.Src.Bits() <= 0, "")
	r.selectorWords(&w, "lookup [l3mdev-table]")
	r.tableWords(&w, "lookup")
	r.actionWords(&w)
	w.Add("[unresolved]", r.Flags&RuleUnresolved != 0, "")
	w.Add("proto", true, r.Protocol)
	return r.Priority.String() + ":\t" + w.String()
}

func (r *Rule) selectorWords(w *rtattr.Words, l3mdev string) {
	w.Add("from", r.Src.Bits() > 0, prefixText(r.Src))
	w.Add("to", r.Dst.Bits() > 0, prefixText(r.Dst))
	w.Add("tos", r.TOS != 0, fmt.Sprintf("%#x", r.TOS))
	if m, ok := r.Mark.Get(); ok || r.Mask.Is() {
		mask := ""
		if x := r.Mask.Or(math.MaxUint32); x != math.MaxUint32 {
			mask = "/" + hexText(x)
		}
		w.Add("fwmark", true, hexText(m)+mask)
	}
	w.Add("iif", r.IIF != "", r.IIF)
	w.Add("[detached]", r.Flags&RuleIIFDetached != 0, "")
	w.Add("oif", r.OIF != "", r.OIF)
	w.Add("[detached]", r.Flags&RuleOIFDetached != 0, "")
	w.Add(l3mdev, r.L3MDev, "")
	if u, ok := r.UIDs.Get(); ok {
		w.Add("uidrange", true, fmt.Sprintf("%d-%d", u.Start, u.End))
	}
	w.Add("ipproto", r.IPProto != 0, ipProtoText(r.IPProto))
	w.Add("sport", r.SPort != PortRange{}, r.SPort.text(r.SPortMask))
	w.Add("dport", r.DPort != PortRange{}, r.DPort.text(r.DPortMask))
	w.Add("tun_id", r.TunID.Is(), r.TunID)
	if d, ok := r.DSCP.Get(); ok {
		w.Add("dscp", true, fmt.Sprint(d)+maskText(uint32(r.DSCPMask), 63))
	}
	if l, ok := r.FlowLabel.Get(); ok {
		w.Add("flowlabel", true, hexText(l)+maskText(r.FlowLabelMask.Or(0), 1<<20-1))
	}
}

func (r *Rule) tableWords(w *rtattr.Words, word string) {
	w.Add(word, r.Table != 0, tableName(r.Table))
	w.Add("suppress_prefixlength", r.SuppressPrefixLen.Is(), r.SuppressPrefixLen)
	if g, ok := r.SuppressIfGroup.Get(); ok && g == 0 {
		w.Add("suppress_ifgroup", true, "default")
	} else {
		w.Add("suppress_ifgroup", ok, g)
	}
	if x, ok := r.Realms.Get(); ok && x>>16 != 0 {
		w.Add("realms", true, fmt.Sprintf("%d/%d", x>>16, x&0xffff))
	} else {
		w.Add("realms", ok, x)
	}
}

func (r *Rule) actionWords(w *rtattr.Words) {
	if r.Action == RuleGoto {
		w.Add("goto", true, r.Goto)
	} else {
		w.Add("", r.Action > RuleToTable, r.Action)
	}
}

// prefixText returns a prefix as ip(8) prints it: without a length that is full.
func prefixText(p netip.Prefix) string {
	if p.IsSingleIP() {
		return p.Addr().String()
	}
	return p.String()
}

// maskText returns a mask behind a slash, or "" for one that is full or absent.
func maskText(mask, full uint32) string {
	if mask == 0 || mask == full {
		return ""
	}
	return "/" + hexText(mask)
}

// hexText returns a number as C prints it with %#x.
func hexText(x uint32) string {
	if x == 0 {
		return "0"
	}
	return fmt.Sprintf("%#x", x)
}

func ipProtoText(p uint8) string {
	switch p {
	case 1:
		return "icmp"
	case 6:
		return "tcp"
	case 17:
		return "udp"
	case 58:
		return "ipv6-icmp"
	case 132:
		return "sctp"
	}
	return rtattr.Enum(p, nil)
}

// text returns the range as ip(8) prints it.
func (p PortRange) text(mask uint16) string {
	if p.Start != p.End {
		return fmt.Sprintf("%d-%d", p.Start, p.End)
	}
	return fmt.Sprint(p.Start) + maskText(uint32(mask), math.MaxUint16)
}
