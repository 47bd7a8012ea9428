package rtnl

import (
	"fmt"
	"net/netip"
	"strings"
	"time"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/netns"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl/inet"
	"github.com/eb30ede5/netlink/rtnl/kind"
	"github.com/eb30ede5/netlink/rtnl/port"
	"github.com/eb30ede5/netlink/rtnl/sriov"
)

// Link is a network interface: what it is when read, what to make of it when
// sent. Fields that say "reported" are never sent.
//
// The zero value of a field leaves the kernel's default when the link is made,
// and the current value when it is changed.
type Link struct {
	Index int32      `json:"ifindex,omitzero"`   // ifi_index; when making a link, the index to give it
	Name  string     `json:"ifname,omitzero"`    // IFLA_IFNAME, up to 15 bytes; "" or "x%d" let the kernel number it
	Type  DeviceType `json:"link_type,omitzero"` // ifi_type, reported
	Flags LinkFlags  `json:"flags,omitzero"`     // ifi_flags, reported; the next six fields set them

	Up        OnOff `json:"up,omitzero"`        // IFF_UP
	Promisc   OnOff `json:"promisc,omitzero"`   // IFF_PROMISC as asked for by user space
	AllMulti  OnOff `json:"allmulti,omitzero"`  // IFF_ALLMULTI as asked for by user space
	ARP       OnOff `json:"arp,omitzero"`       // IFF_NOARP, turned round
	Multicast OnOff `json:"multicast,omitzero"` // IFF_MULTICAST
	Dynamic   OnOff `json:"dynamic,omitzero"`   // IFF_DYNAMIC

	Address     HWAddr      `json:"address,omitzero"`      // IFLA_ADDRESS
	Broadcast   HWAddr      `json:"broadcast,omitzero"`    // IFLA_BROADCAST
	PermAddress HWAddr      `json:"perm_address,omitzero"` // IFLA_PERM_ADDRESS, reported
	MTU         uint32      `json:"mtu,omitzero"`          // IFLA_MTU, bytes
	MinMTU      uint32      `json:"min_mtu,omitzero"`      // IFLA_MIN_MTU, reported
	MaxMTU      uint32      `json:"max_mtu,omitzero"`      // IFLA_MAX_MTU, reported
	Alias       Opt[string] `json:"ifalias,omitzero"`      // IFLA_IFALIAS, up to 255 bytes; "" removes it
	AltNames    []string    `json:"altnames,omitzero"`     // IFLA_ALT_IFNAME, up to 127 bytes each; sent, they are added
	Group       Opt[uint32] `json:"group,omitzero"`        // IFLA_GROUP
	TxQLen      Opt[uint32] `json:"txqlen,omitzero"`       // IFLA_TXQLEN, packets
	Qdisc       string      `json:"qdisc,omitzero"`        // IFLA_QDISC, reported

	Master        string     `json:"-"`                     // the master's name
	MasterIndex   int32      `json:"master,omitzero"`       // IFLA_MASTER; beside a target namespace an index of that
	NoMaster      bool       `json:"-"`                     // release the link from its master
	Parent        string     `json:"-"`                     // the name of the link below, "dev" or "link" of ip(8)
	ParentIndex   int32      `json:"link,omitzero"`         // IFLA_LINK; of a veth the peer
	ParentDevName string     `json:"parentdev,omitzero"`    // IFLA_PARENT_DEV_NAME, such as a PCI address; a link is made with it only where it is of a modem, see [kind.WWAN]
	ParentNetNSID Opt[int32] `json:"link_netnsid,omitzero"` // IFLA_LINK_NETNSID: where ParentIndex is, if elsewhere

	// The namespace to make the link in or to move it to. At most one.
	NetNS    *netns.Handle `json:"-"`                    // IFLA_NET_NS_FD; must stay open until the request is done
	NetNSPID uint32        `json:"-"`                    // IFLA_NET_NS_PID: that of a process
	NetNSID  Opt[int32]    `json:"if_netnsid,omitzero"`  // IFLA_TARGET_NETNSID: by its id in the Conn's (5.0); reported where asked for by it
	NewIndex int32         `json:"new_ifindex,omitzero"` // IFLA_NEW_IFINDEX: the index to have there (5.11)

	NumTxQueues    uint32 `json:"num_tx_queues,omitzero"`     // IFLA_NUM_TX_QUEUES, fixed when the link is made
	NumRxQueues    uint32 `json:"num_rx_queues,omitzero"`     // IFLA_NUM_RX_QUEUES, fixed when the link is made
	GSOMaxSize     uint32 `json:"gso_max_size,omitzero"`      // IFLA_GSO_MAX_SIZE, bytes
	GSOMaxSegs     uint32 `json:"gso_max_segs,omitzero"`      // IFLA_GSO_MAX_SEGS
	GROMaxSize     uint32 `json:"gro_max_size,omitzero"`      // IFLA_GRO_MAX_SIZE, bytes (5.19)
	GSOIPv4MaxSize uint32 `json:"gso_ipv4_max_size,omitzero"` // IFLA_GSO_IPV4_MAX_SIZE, bytes (6.3)
	GROIPv4MaxSize uint32 `json:"gro_ipv4_max_size,omitzero"` // IFLA_GRO_IPV4_MAX_SIZE, bytes (6.3)
	TSOMaxSize     uint32 `json:"tso_max_size,omitzero"`      // IFLA_TSO_MAX_SIZE, bytes, reported
	TSOMaxSegs     uint32 `json:"tso_max_segs,omitzero"`      // IFLA_TSO_MAX_SEGS, reported

	OperState Opt[OperState] `json:"operstate,omitzero"`  // IFLA_OPERSTATE, RFC 2863; can be set to dormant and up
	LinkMode  Opt[LinkMode]  `json:"linkmode,omitzero"`   // IFLA_LINKMODE
	Carrier   OnOff          `json:"carrier,omitzero"`    // IFLA_CARRIER
	ProtoDown OnOff          `json:"proto_down,omitzero"` // IFLA_PROTO_DOWN

	ProtoDownReason     Opt[uint32] `json:"value,omitzero"` // IFLA_PROTO_DOWN_REASON_VALUE, a bit a reason (5.12)
	ProtoDownReasonMask Opt[uint32] `json:"mask,omitzero"`  // the bits of ProtoDownReason to change; absent is all

	AddrGenMode Opt[AddrGenMode] `json:"addrgenmode,omitzero"` // IFLA_INET6_ADDR_GEN_MODE
	Token       netip.Addr       `json:"token,omitzero"`       // IFLA_INET6_TOKEN; :: removes it

	SetInet []inet.V4Setting `json:"set_inet,omitzero"` // IFLA_INET_CONF: settings of IPv4 to change, each by itself; what they are is in Inet

	Kind LinkKind   `json:"kind,omitzero"`        // IFLA_LINKINFO: what kind of link, and its parameters
	Peer *Link      `json:"peer,omitzero"`        // the other end of a pair, such as a veth's, when it is made: a name, a namespace, and what else a link can have; absent, the kernel chooses
	Port LinkPort   `json:"port,omitzero"`        // IFLA_LINKINFO: its parameters as a port of its master
	XDP  XDP        `json:"xdp,omitzero"`         // IFLA_XDP
	VFs  []sriov.VF `json:"vfinfo_list,omitzero"` // IFLA_VFINFO_LIST, if the filter asks for it

	VFPorts  []port.Profile `json:"vf_ports,omitzero"`  // IFLA_VF_PORTS: the port profiles of virtual functions, if the filter asks for VFs
	PortSelf *port.Profile  `json:"port_self,omitzero"` // IFLA_PORT_SELF: that of the link itself

	// The rest is reported.
	Promiscuity      uint32         `json:"promiscuity,omitzero"`                // IFLA_PROMISCUITY, a count
	AllMultiCount    uint32         `json:"allmulti_count,omitzero"`             // IFLA_ALLMULTI, a count (6.0)
	CarrierChanges   uint32         `json:"carrier_changes,omitzero"`            // IFLA_CARRIER_CHANGES
	CarrierUpCount   uint32         `json:"carrier_up_count,omitzero"`           // IFLA_CARRIER_UP_COUNT
	CarrierDownCount uint32         `json:"carrier_down_count,omitzero"`         // IFLA_CARRIER_DOWN_COUNT
	NumVF            uint32         `json:"num_vf,omitzero"`                     // IFLA_NUM_VF, if the filter asks for VFs
	PhysPortID       []byte         `json:"phys_port_id,omitzero"`               // IFLA_PHYS_PORT_ID
	PhysPortName     string         `json:"phys_port_name,omitzero"`             // IFLA_PHYS_PORT_NAME
	PhysSwitchID     []byte         `json:"phys_switch_id,omitzero"`             // IFLA_PHYS_SWITCH_ID
	ParentDevBus     string         `json:"parentbus,omitzero"`                  // IFLA_PARENT_DEV_BUS_NAME
	DevlinkPort      *port.Devlink  `json:"devlink_port,omitzero"`               // IFLA_DEVLINK_PORT (6.2)
	DPLLPin          Opt[uint32]    `json:"dpll_pin,omitzero"`                   // IFLA_DPLL_PIN: the id of the pin that the link's clock is (6.7)
	XStats           []byte         `json:"xstats,omitzero"`                     // IFLA_INFO_XSTATS: counters of the kind, in a C struct of its own; those of a [kind.Counter] are there
	Headroom         uint16         `json:"headroom,omitzero"`                   // IFLA_HEADROOM, bytes (6.14)
	Tailroom         uint16         `json:"tailroom,omitzero"`                   // IFLA_TAILROOM, bytes (6.14)
	NetNSImmutable   OnOff          `json:"netns_immutable,omitzero"`            // IFLA_NETNS_IMMUTABLE: cannot be moved (6.12)
	MaxPacing        time.Duration  `json:"max_pacing_offload_horizon,omitzero"` // IFLA_MAX_PACING_OFFLOAD_HORIZON (6.12)
	Event            Opt[LinkEvent] `json:"event,omitzero"`                      // IFLA_EVENT: why the kernel sent this
	NewNetNSID       Opt[int32]     `json:"new_netnsid,omitzero"`                // IFLA_NEW_NETNSID: where the link has moved to
	Map              LinkMap        `json:"map,omitzero"`                        // IFLA_MAP
	Stats            *LinkStats     `json:"stats64,omitzero"`                    // IFLA_STATS64, if the filter asks for it
	Inet             inet.V4Conf    `json:"inet_conf,omitzero"`                  // IFLA_INET_CONF: the settings of IPv4
	Inet6            *LinkInet6     `json:"inet6,omitzero"`                      // the rest of IFLA_AF_SPEC for IPv6

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know

	target string // in a request: the link that is meant, where Name does not say it
	there  bool   // in a request: the link that is meant is in NetNSID
}

// Attrs lists the attributes of a link message, behind its ifinfomsg.
func (l *Link) Attrs(c *nlattr.Codec) {
	l.head(c)
	nlattr.LLAddr(c, uapi.IFLA_ADDRESS, "address", &l.Address)
	nlattr.LLAddr(c, uapi.IFLA_BROADCAST, "broadcast", &l.Broadcast)
	nlattr.Str(c, uapi.IFLA_IFNAME, "ifname", &l.Name)
	nlattr.N32(c, uapi.IFLA_MTU, "mtu", &l.MTU)
	rtattr.Dev(c, uapi.IFLA_LINK, "link", l.Parent, &l.ParentIndex)
	l.master(c)
	nlattr.U32(c, uapi.IFLA_TXQLEN, "txqlen", &l.TxQLen)
	nlattr.U8(c, uapi.IFLA_OPERSTATE, "operstate", &l.OperState)
	nlattr.U8(c, uapi.IFLA_LINKMODE, "linkmode", &l.LinkMode)
	nlattr.Group(c, uapi.IFLA_LINKINFO, "linkinfo", l.Kind != nil || l.Port != nil || l.XStats != nil || l.Unknown != nil, l.info)
	l.netNS(c)
	nlattr.OptStr(c, uapi.IFLA_IFALIAS, "ifalias", &l.Alias)
	nlattr.List(c, uapi.IFLA_VFINFO_LIST, uapi.IFLA_VF_INFO, "vfinfo_list", &l.VFs, &l.Unknown)
	nlattr.List(c, uapi.IFLA_VF_PORTS, uapi.IFLA_VF_PORT, "vf_ports", &l.VFPorts, &l.Unknown)
	nlattr.Nest(c, uapi.IFLA_PORT_SELF, "port_self", &l.PortSelf)
	nlattr.Group(c, uapi.IFLA_AF_SPEC, "af_spec", l.hasAFSpec(c), l.afSpec)
	nlattr.U32(c, uapi.IFLA_GROUP, "group", &l.Group)
	nlattr.N32(c, uapi.IFLA_NUM_TX_QUEUES, "num_tx_queues", &l.NumTxQueues)
	nlattr.N32(c, uapi.IFLA_NUM_RX_QUEUES, "num_rx_queues", &l.NumRxQueues)
	nlattr.Switch(c, uapi.IFLA_CARRIER, "carrier", &l.Carrier)
	nlattr.U32(c, uapi.IFLA_LINK_NETNSID, "link_netnsid", &l.ParentNetNSID)
	nlattr.Switch(c, uapi.IFLA_PROTO_DOWN, "proto_down", &l.ProtoDown)
	nlattr.N32(c, uapi.IFLA_GSO_MAX_SEGS, "gso_max_segs", &l.GSOMaxSegs)
	nlattr.N32(c, uapi.IFLA_GSO_MAX_SIZE, "gso_max_size", &l.GSOMaxSize)
	nlattr.Group(c, uapi.IFLA_XDP, "xdp", l.XDP != XDP{} || l.Unknown != nil, l.xdp)
	nlattr.Group(c, uapi.IFLA_DEVLINK_PORT, "devlink_port", l.Unknown != nil || c.Reporting() && l.DevlinkPort != nil, l.devlinkPort)
	nlattr.Group(c, uapi.IFLA_DPLL_PIN, "dpll", l.Unknown != nil || c.Reporting() && l.DPLLPin.Is(), l.dpllPin)
	nlattr.N32(c, uapi.IFLA_NEW_IFINDEX, "new_ifindex", &l.NewIndex)
	nlattr.Str(c, uapi.IFLA_PARENT_DEV_NAME, "parentdev", &l.ParentDevName)
	nlattr.Strs(c, uapi.IFLA_PROP_LIST, uapi.IFLA_ALT_IFNAME, "altnames", &l.AltNames, &l.Unknown)
	nlattr.Group(c, uapi.IFLA_PROTO_DOWN_REASON, "proto_down_reason", l.ProtoDownReason.Is() || l.ProtoDownReasonMask.Is() || l.Unknown != nil, l.protoDownReason)
	nlattr.N32(c, uapi.IFLA_GRO_MAX_SIZE, "gro_max_size", &l.GROMaxSize)
	nlattr.N32(c, uapi.IFLA_GSO_IPV4_MAX_SIZE, "gso_ipv4_max_size", &l.GSOIPv4MaxSize)
	nlattr.N32(c, uapi.IFLA_GRO_IPV4_MAX_SIZE, "gro_ipv4_max_size", &l.GROIPv4MaxSize)
	if c.Reporting() && (c.Left() || !c.Decoding()) {
		l.reported(c)
	}
	nlattr.Rest(c, &l.Unknown)
}

// reported lists what only the kernel sends.
func (l *Link) reported(c *nlattr.Codec) {
	nlattr.Str(c, uapi.IFLA_QDISC, "qdisc", &l.Qdisc)
	nlattr.Packed(c, uapi.IFLA_MAP, "map", l.Map != LinkMap{}, l.Map.Attrs)
	nlattr.N32(c, uapi.IFLA_NUM_VF, "num_vf", &l.NumVF)
	if c.Has(uapi.IFLA_STATS64) && c.Decoding() && envOf(c).lean {
		nlattr.Skip(c, uapi.IFLA_STATS64, "stats64")
	} else {
		nlattr.Struct(c, uapi.IFLA_STATS64, "stats64", &l.Stats)
	}
	nlattr.Skip(c, uapi.IFLA_STATS, "stats") // the same in 32 bits
	nlattr.Skip(c, uapi.IFLA_PAD, "pad")
	nlattr.N32(c, uapi.IFLA_PROMISCUITY, "promiscuity", &l.Promiscuity)
	nlattr.Bytes(c, uapi.IFLA_PHYS_PORT_ID, "phys_port_id", &l.PhysPortID)
	nlattr.N32(c, uapi.IFLA_CARRIER_CHANGES, "carrier_changes", &l.CarrierChanges)
	nlattr.Bytes(c, uapi.IFLA_PHYS_SWITCH_ID, "phys_switch_id", &l.PhysSwitchID)
	nlattr.Str(c, uapi.IFLA_PHYS_PORT_NAME, "phys_port_name", &l.PhysPortName)
	nlattr.U32(c, uapi.IFLA_EVENT, "event", &l.Event)
	nlattr.U32(c, uapi.IFLA_NEW_NETNSID, "new_netnsid", &l.NewNetNSID)
	nlattr.N32(c, uapi.IFLA_CARRIER_UP_COUNT, "carrier_up_count", &l.CarrierUpCount)
	nlattr.N32(c, uapi.IFLA_CARRIER_DOWN_COUNT, "carrier_down_count", &l.CarrierDownCount)
	nlattr.N32(c, uapi.IFLA_MIN_MTU, "min_mtu", &l.MinMTU)
	nlattr.N32(c, uapi.IFLA_MAX_MTU, "max_mtu", &l.MaxMTU)
	nlattr.LLAddr(c, uapi.IFLA_PERM_ADDRESS, "perm_address", &l.PermAddress)
	nlattr.Str(c, uapi.IFLA_PARENT_DEV_BUS_NAME, "parentbus", &l.ParentDevBus)
	nlattr.N32(c, uapi.IFLA_TSO_MAX_SIZE, "tso_max_size", &l.TSOMaxSize)
	nlattr.N32(c, uapi.IFLA_TSO_MAX_SEGS, "tso_max_segs", &l.TSOMaxSegs)
	nlattr.N32(c, uapi.IFLA_ALLMULTI, "allmulti_count", &l.AllMultiCount)
	nlattr.Uint(c, uapi.IFLA_MAX_PACING_OFFLOAD_HORIZON, "max_pacing_offload_horizon", &l.MaxPacing)
	nlattr.Switch(c, uapi.IFLA_NETNS_IMMUTABLE, "netns_immutable", &l.NetNSImmutable)
	nlattr.N16(c, uapi.IFLA_HEADROOM, "headroom", &l.Headroom)
	nlattr.N16(c, uapi.IFLA_TAILROOM, "tailroom", &l.Tailroom)
}

// head is the ifinfomsg. ifi_change has the flags that are asked for and no
// others: a link made with ifi_change 0 would lose MULTICAST.
func (l *Link) head(c *nlattr.Codec) {
	h := c.Head(16)
	flags, change := l.flagBits()
	index := l.Index
	if c.Reporting() {
		flags, change = l.Flags, 0
	} else {
		index = l.targetIndex(c, index)
		l.check(c)
	}
	nlattr.At16(h, 2, &l.Type)
	nlattr.At32(h, 4, &index)
	nlattr.At32(h, 8, &flags)
	nlattr.At32(h, 12, &change)
	if c.Decoding() {
		l.Index = index
		l.setFlags(flags)
	}
}

// check refuses what the kernel would refuse in fewer words.
func (l *Link) check(c *nlattr.Codec) {
	if l.Name != "" {
		checkName(c, "ifname", l.Name, uapi.IFNAMSIZ-1, true)
	}
	for _, n := range l.AltNames {
		checkName(c, "altnames", n, uapi.ALTIFNAMSIZ-1, false)
	}
	if a := l.Alias.Or(""); len(a) >= uapi.IFALIASZ {
		c.Reject("ifalias", fmt.Sprintf("%d bytes, at most %d", len(a), uapi.IFALIASZ-1))
	}
}

// master carries IFLA_MASTER. Beside a target namespace it is an index there.
func (l *Link) master(c *nlattr.Codec) {
	switch {
	case c.Decoding() || l.Master == "" && !l.NoMaster:
		nlattr.N32(c, uapi.IFLA_MASTER, "master", &l.MasterIndex)
		return
	case l.NoMaster && (l.Master != "" || l.MasterIndex != 0):
		c.Reject("master", "both a master and none")
	}
	var m Opt[int32]
	if l.Master != "" && l.elsewhere() && l.MasterIndex == 0 {
		m = Some(l.indexThere(c, "master", l.Master))
	} else {
		m = Some(rtattr.IndexOf(c, "master", l.Master, l.MasterIndex))
	}
	nlattr.U32(c, uapi.IFLA_MASTER, "master", &m)
}

// targetIndex returns the index of the link that is meant, given that of l.
func (l *Link) targetIndex(c *nlattr.Codec, index int32) int32 {
	if l.target != "" && l.there {
		return l.indexThere(c, "dev", l.target)
	}
	return rtattr.IndexOf(c, "dev", l.target, index)
}

// indexThere returns the index of a device in the namespace that l goes to.
func (l *Link) indexThere(c *nlattr.Codec, field, name string) int32 {
	i, err := envOf(c).indexIn(l, name)
	if err != nil {
		c.Fail(field+" "+name, cause(err))
	}
	return i
}

// elsewhere reports whether l is made in, or moved to, another namespace.
func (l *Link) elsewhere() bool { return l.NetNS != nil || l.NetNSPID != 0 || l.NetNSID.Is() }

// netNS carries the target namespace.
func (l *Link) netNS(c *nlattr.Codec) {
	if l.NetNS != nil && !c.Decoding() {
		fd := Some(int32(l.NetNS.FD()))
		if fd.Or(0) < 0 {
			c.Reject("netns", "the handle "+l.NetNS.String()+" is closed")
		}
		if l.NetNSPID != 0 || l.NetNSID.Is() {
			c.Reject("netns", "more than one namespace")
		}
		nlattr.U32(c, uapi.IFLA_NET_NS_FD, "netns_fd", &fd)
	}
	if l.NetNSPID != 0 && l.NetNSID.Is() && !c.Decoding() {
		c.Reject("netns", "more than one namespace")
	}
	nlattr.N32(c, uapi.IFLA_NET_NS_PID, "netns_pid", &l.NetNSPID)
	nlattr.U32(c, uapi.IFLA_TARGET_NETNSID, "if_netnsid", &l.NetNSID)
}

// info is IFLA_LINKINFO. The kind is sent before its data; when reading, order
// does not matter.
func (l *Link) info(c *nlattr.Codec) {
	var name, master string
	if l.Kind != nil {
		name = l.Kind.Kind()
	}
	if l.Port != nil {
		master = l.Port.PortKind()
	}
	nlattr.Str(c, uapi.IFLA_INFO_KIND, "kind", &name)
	nlattr.Str(c, uapi.IFLA_INFO_SLAVE_KIND, "slave_kind", &master)
	if c.Decoding() {
		l.Kind, l.Port = nil, nil
		if name != "" {
			l.Kind = envOf(c).newKind(name)
		}
		if master != "" {
			l.Port = kind.NewPort(master)
		}
	}
	if p, ok := l.Kind.(kind.Pair); ok {
		nlattr.Group(c, uapi.IFLA_INFO_DATA, "data", true, func(c *nlattr.Codec) {
			nlattr.HeadNest(c, p.PeerAttr(), "peer", 16, &l.Peer)
			p.Attrs(c)
		})
	} else if l.Kind != nil {
		nlattr.Object(c, uapi.IFLA_INFO_DATA, "data", l.Kind)
	}
	if l.Port != nil {
		nlattr.Object(c, uapi.IFLA_INFO_SLAVE_DATA, "slave_data", l.Port)
	}
	if k, ok := l.Kind.(kind.Counter); ok && c.Reporting() {
		k.Counters(c)
	} else if c.Reporting() {
		nlattr.Bytes(c, uapi.IFLA_INFO_XSTATS, "xstats", &l.XStats)
	}
	nlattr.Rest(c, &l.Unknown)
}

func (l *Link) protoDownReason(c *nlattr.Codec) {
	nlattr.U32(c, uapi.IFLA_PROTO_DOWN_REASON_MASK, "mask", &l.ProtoDownReasonMask)
	nlattr.U32(c, uapi.IFLA_PROTO_DOWN_REASON_VALUE, "value", &l.ProtoDownReason)
	nlattr.Rest(c, &l.Unknown)
}

// checkName refuses what the kernel would refuse as a name, in words. pattern
// allows "eth%d", which the kernel fills in.
func checkName(c *nlattr.Codec, field, name string, most int, pattern bool) {
	switch {
	case name == "":
		c.Reject(field, "empty name")
	case len(name) > most:
		c.Reject(field, fmt.Sprintf("%q has %d bytes, at most %d", name, len(name), most))
	case name == "." || name == "..":
		c.Reject(field, fmt.Sprintf("%q is reserved", name))
	}
	for i := range len(name) {
		b := name[i]
		percent := b == '%' && (!pattern || !strings.HasPrefix(name[i:], "%d"))
		// The kernel's isspace takes 0xa0 for a space, whatever the encoding.
		if percent || b == '/' || b == ':' || b == ' ' || b >= '\t' && b <= '\r' || b == 0 || b == 0xa0 {
			c.Reject(field, fmt.Sprintf("%q has %q in it", name, b))
			return
		}
	}
}
