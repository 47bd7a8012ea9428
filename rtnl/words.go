package rtnl

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/eb30ede5/netlink/nlattr"
)

// words are the words of a command line.
type words []string

// add appends a name and a value, if they are there.
func (w *words) add(name string, there bool, v any) {
	if !there {
		return
	}
	if name != "" {
		*w = append(*w, name)
	}
	if s := fmt.Sprint(v); s != "" {
		*w = append(*w, s)
	}
}

func (w words) String() string { return strings.Join(w, " ") }

// fields appends the name and the value of each field of the struct behind v
// that is set, the name being that of its JSON tag, which is that of its
// attribute.
func (w *words) fields(v any) {
	s := reflect.ValueOf(v).Elem()
	if s.Kind() != reflect.Struct {
		return
	}
	for i := range s.NumField() {
		f := s.Type().Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if !f.IsExported() || name == "" || name == "-" || name == "unknown" || isZero(s.Field(i)) {
			continue
		}
		w.field(name, s.Field(i))
	}
}

func (w *words) field(name string, v reflect.Value) {
	switch x := v.Interface().(type) {
	case bool:
		*w = append(*w, name)
	case fmt.Stringer:
		w.add(name, true, x)
	default:
		switch v.Kind() {
		case reflect.Pointer:
			if v.Elem().Kind() == reflect.Struct {
				*w = append(*w, name)
				w.fields(x)
			}
		case reflect.Slice:
			for i := range v.Len() {
				w.field(name, v.Index(i))
			}
		case reflect.Struct:
			w.fields(v.Addr().Interface())
		default:
			w.add(name, true, x)
		}
	}
}

// isZero reports whether v is absent; an Opt knows that itself.
func isZero(v reflect.Value) bool {
	if z, ok := v.Interface().(interface{ IsZero() bool }); ok {
		return z.IsZero()
	}
	return v.IsZero()
}

// sameValue reports whether a and b are deeply equal.
func sameValue(a, b any) bool { return reflect.DeepEqual(a, b) }

// kindWords returns what stands behind "type".
func kindWords(k LinkKind) string {
	w := words{k.Kind()}
	w.fields(k)
	return w.String()
}

// words returns what stands behind "ip link add" and "ip link set DEV".
func (l *Link) words(name string) string {
	w := words{}
	w.add("", name != "", name)
	w.add("index", l.Index != 0 && l.Kind != nil, l.Index)
	w.add("name", l.Name != "" && l.Name != name, l.Name)
	w.add("link", l.Parent != "" || l.ParentIndex != 0, devName(l.Parent, l.ParentIndex))
	w.add("link-netnsid", l.ParentNetNSID.Is(), l.ParentNetNSID)
	for _, s := range []struct {
		name string
		v    OnOff
	}{{"promisc", l.Promisc}, {"allmulticast", l.AllMulti}, {"arp", l.ARP}, {"multicast", l.Multicast}, {"dynamic", l.Dynamic}, {"carrier", l.Carrier}, {"protodown", l.ProtoDown}} {
		w.add(s.name, s.v != 0, s.v)
	}
	w.add("mtu", l.MTU != 0, l.MTU)
	w.add("address", !l.Address.IsZero(), l.Address)
	w.add("broadcast", !l.Broadcast.IsZero(), l.Broadcast)
	w.add("alias", l.Alias.Is(), strconv.Quote(l.Alias.Or("")))
	w.add("group", l.Group.Is(), l.Group)
	w.add("txqueuelen", l.TxQLen.Is(), l.TxQLen)
	w.add("numtxqueues", l.NumTxQueues != 0, l.NumTxQueues)
	w.add("numrxqueues", l.NumRxQueues != 0, l.NumRxQueues)
	w.add("gso_max_size", l.GSOMaxSize != 0, l.GSOMaxSize)
	w.add("gso_max_segs", l.GSOMaxSegs != 0, l.GSOMaxSegs)
	w.add("gro_max_size", l.GROMaxSize != 0, l.GROMaxSize)
	w.add("gso_ipv4_max_size", l.GSOIPv4MaxSize != 0, l.GSOIPv4MaxSize)
	w.add("gro_ipv4_max_size", l.GROIPv4MaxSize != 0, l.GROIPv4MaxSize)
	w.add("master", l.Master != "" || l.MasterIndex != 0, devName(l.Master, l.MasterIndex))
	w.add("nomaster", l.NoMaster, "")
	w.add("state", l.OperState.Is(), strings.ToLower(l.OperState.String()))
	w.add("mode", l.LinkMode.Is(), l.LinkMode)
	w.add("addrgenmode", l.AddrGenMode.Is(), l.AddrGenMode)
	w.add("token", l.Token.IsValid(), l.Token)
	if l.NetNS != nil {
		w.add("netns", true, l.NetNS)
	}
	w.add("netns", l.NetNSPID != 0, l.NetNSPID)
	w.add("netnsid", l.NetNSID.Is(), l.NetNSID)
	w.add("new_ifindex", l.NewIndex != 0, l.NewIndex)
	if l.Up == On {
		w = append(w, "up")
	} else if l.Up == Off {
		w = append(w, "down")
	}
	for i := range l.VFs {
		w.vf(&l.VFs[i])
	}
	for _, n := range l.AltNames {
		w.add("altname", true, n)
	}
	if l.Kind != nil {
		w.add("type", true, kindText(l.Kind))
	}
	if l.Port != nil {
		p := words{l.Port.PortKind() + "_slave"}
		p.fields(l.Port)
		w.add("type", true, p)
	}
	return w.String()
}

// vf appends what is set on a virtual function.
func (w *words) vf(v *VF) {
	w.add("vf", true, v.VF)
	w.add("mac", !v.Address.IsZero(), v.Address)
	if v.VLAN != nil {
		w.vfVLAN(v.VLAN)
	}
	for i := range v.VLANs {
		w.vfVLAN(&v.VLANs[i])
	}
	w.add("rate", v.MaxTxRate.Is(), v.MaxTxRate)
	if v.Rate != nil {
		w.add("max_tx_rate", true, v.Rate.Max)
		w.add("min_tx_rate", true, v.Rate.Min)
	}
	w.add("spoofchk", v.SpoofChk != 0, v.SpoofChk)
	w.add("query_rss", v.RSSQuery != 0, v.RSSQuery)
	w.add("state", v.State.Is(), v.State)
	w.add("trust", v.Trust != 0, v.Trust)
	w.guid("node_guid", v.NodeGUID)
	w.guid("port_guid", v.PortGUID)
}

func (w *words) vfVLAN(v *VFVLAN) {
	w.add("vlan", true, v.ID)
	w.add("qos", v.QoS != 0, v.QoS)
	w.add("proto", v.Protocol != 0, v.Protocol)
}

func (w *words) guid(name string, v Opt[uint64]) {
	if x, ok := v.Get(); ok {
		var b [8]byte
		for i := range b {
			b[i] = byte(x >> (56 - 8*i))
		}
		a, _ := nlattr.HWAddrFrom(b[:])
		w.add(name, true, a)
	}
}

// kindText returns what stands behind "type". A veth's peer is a link.
func kindText(k LinkKind) string {
	if v, ok := k.(interface{ text() string }); ok {
		return v.text()
	}
	return kindWords(k)
}

// String returns the link in one line like "ip -o link".
func (l Link) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d: %s", l.Index, l.Name)
	if l.ParentIndex != 0 {
		fmt.Fprintf(&b, "@if%d", l.ParentIndex)
	}
	fmt.Fprintf(&b, ": <%s>", l.Flags)
	w := words{}
	w.add("mtu", true, l.MTU)
	w.add("qdisc", l.Qdisc != "", l.Qdisc)
	w.add("master", l.MasterIndex != 0, devName(l.Master, l.MasterIndex))
	w.add("state", l.OperState.Is(), l.OperState)
	w.add("mode", l.LinkMode.Is(), strings.ToUpper(l.LinkMode.String()))
	if g, ok := l.Group.Get(); ok && g == 0 {
		w.add("group", true, "default")
	} else {
		w.add("group", ok, g)
	}
	w.add("qlen", l.TxQLen.Or(0) != 0, l.TxQLen)
	fmt.Fprintf(&b, " %s\\    link/%s", w, l.Type)
	w = words{}
	w.add("", !l.Address.IsZero(), l.Address)
	w.add("brd", !l.Broadcast.IsZero(), l.Broadcast)
	w.add("link-netnsid", l.ParentNetNSID.Is(), l.ParentNetNSID)
	w.add("alias", l.Alias.Is(), l.Alias)
	for _, n := range l.AltNames {
		w.add("altname", true, n)
	}
	if l.Kind != nil {
		w.add("\\   ", true, kindText(l.Kind))
	}
	if l.Port != nil {
		p := words{l.Port.PortKind() + "_slave"}
		p.fields(l.Port)
		w.add("\\   ", true, p)
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
	w := words{}
	w.add("", r.Type > RouteUnicast, r.Type)
	w.add("", true, r.target())
	if r.More != nil {
		w.add("from", r.More.Src.IsValid(), r.More.Src)
	}
	w.add("tos", r.TOS != 0, fmt.Sprintf("%#x", r.TOS))
	w.add("nhid", r.NexthopID != 0, r.NexthopID)
	w.hop(r.family(), Hop{Via: r.Via, Dev: r.Dev, DevIndex: r.DevIndex})
	w.add("table", r.Table != 0 && r.Table != TableMain, tableName(r.Table))
	w.add("proto", r.Protocol != 0, r.Protocol)
	w.add("scope", r.Scope.Or(0) != 0, r.Scope)
	w.add("src", r.PrefSrc.IsValid(), r.PrefSrc)
	w.add("metric", r.Metric != 0, r.Metric)
	if r.More != nil {
		w.more(r.More)
	}
	w.add("", r.Flags != 0, r.Flags)
	w.add("pref", r.Pref.Is(), r.Pref)
	for _, p := range r.Hops {
		w = append(w, "nexthop")
		w.hop(r.family(), p)
		w.add("weight", true, max(p.Weight, 1))
		w.add("", p.Flags != 0, p.Flags)
	}
	return w.String()
}

func (r *Route) target() string {
	switch {
	case r.Dst.IsValid() && r.Dst.Bits() > 0:
		return r.Dst.String()
	case r.Dst.IsValid():
		return "default"
	}
	return r.Family.String()
}

func (w *words) hop(f Family, p Hop) {
	if p.Via.IsValid() {
		*w = append(*w, "via")
		w.add("", familyOf(p.Via) != f, familyOf(p.Via))
		w.add("", true, p.Via)
	}
	w.add("dev", p.Dev != "" || p.DevIndex != 0, devName(p.Dev, p.DevIndex))
}

func (w *words) more(m *RouteMore) {
	if x, ok := m.Realms.Get(); ok {
		w.add("realms", true, fmt.Sprintf("%d/%d", x>>16, x&0xffff))
	}
	w.add("mark", m.Mark.Is(), m.Mark)
	metrics, lock := m.Metrics, m.Metrics.Lock
	metrics.Lock = 0
	t := words{}
	t.fields(&metrics)
	for _, word := range t {
		*w = append(*w, word)
		w.add("", lock&routeLocks[word] != 0, "lock")
	}
	if d, ok := m.Expires.Get(); ok {
		w.add("expires", true, int64(d/time.Second))
	}
	w.add("encap", m.EncapType.Is(), m.EncapType)
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
