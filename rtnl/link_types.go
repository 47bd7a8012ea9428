package rtnl

import (
	"strconv"
	"strings"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

// LinkFlags is ifi_flags, of IFF_*.
type LinkFlags uint32

// The flags of a link. Those that can be set have switches in [Link].
const (
	FlagUp           LinkFlags = uapi.IFF_UP
	FlagBroadcast    LinkFlags = uapi.IFF_BROADCAST
	FlagLoopback     LinkFlags = uapi.IFF_LOOPBACK
	FlagPointToPoint LinkFlags = uapi.IFF_POINTOPOINT
	FlagRunning      LinkFlags = uapi.IFF_RUNNING // operationally up
	FlagNoARP        LinkFlags = uapi.IFF_NOARP
	FlagPromisc      LinkFlags = uapi.IFF_PROMISC
	FlagAllMulti     LinkFlags = uapi.IFF_ALLMULTI
	FlagMaster       LinkFlags = uapi.IFF_MASTER
	FlagSlave        LinkFlags = uapi.IFF_SLAVE
	FlagMulticast    LinkFlags = uapi.IFF_MULTICAST
	FlagDynamic      LinkFlags = uapi.IFF_DYNAMIC
	FlagLowerUp      LinkFlags = uapi.IFF_LOWER_UP // carrier
	FlagDormant      LinkFlags = uapi.IFF_DORMANT
)

// linkFlagNames is in the order in which ip(8) prints them.
var linkFlagNames = rtattr.Flags{
	{uapi.IFF_LOOPBACK, "LOOPBACK"}, {uapi.IFF_BROADCAST, "BROADCAST"}, {uapi.IFF_POINTOPOINT, "POINTOPOINT"},
	{uapi.IFF_MULTICAST, "MULTICAST"}, {uapi.IFF_NOARP, "NOARP"}, {uapi.IFF_ALLMULTI, "ALLMULTI"},
	{uapi.IFF_PROMISC, "PROMISC"}, {uapi.IFF_MASTER, "MASTER"}, {uapi.IFF_SLAVE, "SLAVE"}, {uapi.IFF_DEBUG, "DEBUG"},
	{uapi.IFF_DYNAMIC, "DYNAMIC"}, {uapi.IFF_AUTOMEDIA, "AUTOMEDIA"}, {uapi.IFF_PORTSEL, "PORTSEL"},
	{uapi.IFF_NOTRAILERS, "NOTRAILERS"}, {uapi.IFF_UP, "UP"}, {uapi.IFF_LOWER_UP, "LOWER_UP"},
	{uapi.IFF_DORMANT, "DORMANT"}, {uapi.IFF_ECHO, "ECHO"},
}

// String returns the flags in the words of ip(8), with commas.
func (f LinkFlags) String() string {
	var s []string
	if f&(FlagUp|FlagRunning) == FlagUp {
		s = append(s, "NO-CARRIER")
	}
	return strings.Join(append(s, rtattr.FlagNames(uint32(f&^FlagRunning), linkFlagNames)...), ",")
}

// flagBits returns the flags that are asked for, and which they are.
func (l *Link) flagBits() (flags, change LinkFlags) {
	for _, s := range [...]struct {
		v   OnOff
		bit LinkFlags
	}{
		{l.Up, FlagUp}, {l.Promisc, FlagPromisc}, {l.AllMulti, FlagAllMulti},
		{l.ARP, FlagNoARP}, {l.Multicast, FlagMulticast}, {l.Dynamic, FlagDynamic},
	} {
		if s.v == 0 {
			continue
		}
		change |= s.bit
		if (s.v == On) != (s.bit == FlagNoARP) {
			flags |= s.bit
		}
	}
	return flags, change
}

func (l *Link) setFlags(f LinkFlags) {
	l.Flags = f
	l.Up = nlattr.Bool(f&FlagUp != 0)
	l.Promisc = nlattr.Bool(f&FlagPromisc != 0)
	l.AllMulti = nlattr.Bool(f&FlagAllMulti != 0)
	l.ARP = nlattr.Bool(f&FlagNoARP == 0)
	l.Multicast = nlattr.Bool(f&FlagMulticast != 0)
	l.Dynamic = nlattr.Bool(f&FlagDynamic != 0)
}

// DeviceType is ifi_type, of ARPHRD_*.
type DeviceType uint16

// Some device types.
const (
	Ethernet DeviceType = uapi.ARPHRD_ETHER
	Loopback DeviceType = uapi.ARPHRD_LOOPBACK
)

// String returns the type as ip(8) prints it behind "link/".
func (t DeviceType) String() string {
	switch t {
	case uapi.ARPHRD_ETHER:
		return "ether"
	case uapi.ARPHRD_LOOPBACK:
		return "loopback"
	case uapi.ARPHRD_INFINIBAND:
		return "infiniband"
	case uapi.ARPHRD_CAN:
		return "can"
	case uapi.ARPHRD_PPP:
		return "ppp"
	case uapi.ARPHRD_TUNNEL:
		return "ipip"
	case uapi.ARPHRD_TUNNEL6:
		return "tunnel6"
	case uapi.ARPHRD_SIT:
		return "sit"
	case uapi.ARPHRD_IPGRE:
		return "gre"
	case uapi.ARPHRD_IP6GRE:
		return "gre6"
	case uapi.ARPHRD_NETLINK:
		return "netlink"
	case uapi.ARPHRD_RAWIP:
		return "rawip"
	case uapi.ARPHRD_NONE:
		return "none"
	}
	return strconv.Itoa(int(t))
}

// OperState is an operational state of RFC 2863, of IF_OPER_*.
type OperState uint8

// The operational states.
const (
	OperUnknown        OperState = uapi.IF_OPER_UNKNOWN
	OperNotPresent     OperState = uapi.IF_OPER_NOTPRESENT
	OperDown           OperState = uapi.IF_OPER_DOWN
	OperLowerLayerDown OperState = uapi.IF_OPER_LOWERLAYERDOWN
	OperTesting        OperState = uapi.IF_OPER_TESTING
	OperDormant        OperState = uapi.IF_OPER_DORMANT
	OperUp             OperState = uapi.IF_OPER_UP
)

var operStates = [...]string{"UNKNOWN", "NOTPRESENT", "DOWN", "LOWERLAYERDOWN", "TESTING", "DORMANT", "UP"}

// String returns the state as ip(8) prints it.
func (s OperState) String() string {
	if int(s) < len(operStates) {
		return operStates[s]
	}
	return strconv.Itoa(int(s))
}

// LinkMode says which operational state a link goes to when it has carrier.
type LinkMode uint8

// The link modes, IF_LINK_MODE_*.
const (
	LinkModeDefault LinkMode = 0 // up
	LinkModeDormant LinkMode = 1 // dormant, until user space says up
	LinkModeTesting LinkMode = 2 // testing, until user space says up
)

// String returns the mode as ip(8) prints it, in lower case.
func (m LinkMode) String() string {
	return rtattr.Enum(m, []string{0: "default", 1: "dormant", 2: "testing"})
}

// AddrGenMode says how IPv6 link-local addresses are made.
type AddrGenMode uint8

// The modes, IN6_ADDR_GEN_MODE_*.
const (
	AddrGenEUI64         AddrGenMode = uapi.IN6_ADDR_GEN_MODE_EUI64
	AddrGenNone          AddrGenMode = uapi.IN6_ADDR_GEN_MODE_NONE
	AddrGenStablePrivacy AddrGenMode = uapi.IN6_ADDR_GEN_MODE_STABLE_PRIVACY
	AddrGenRandom        AddrGenMode = uapi.IN6_ADDR_GEN_MODE_RANDOM
)

// String returns the mode as ip(8) prints it.
func (m AddrGenMode) String() string {
	return rtattr.Enum(m, []string{0: "eui64", 1: "none", 2: "stable_secret", 3: "random"})
}

// LinkEvent says why the kernel sent a link message that has no other news.
type LinkEvent uint32

// String returns the event as ip(8) prints it, in lower case.
func (e LinkEvent) String() string {
	return rtattr.Enum(e, []string{
		uapi.IFLA_EVENT_NONE: "none", uapi.IFLA_EVENT_REBOOT: "reboot", uapi.IFLA_EVENT_FEATURES: "feature change",
		uapi.IFLA_EVENT_BONDING_FAILOVER: "bonding failover", uapi.IFLA_EVENT_NOTIFY_PEERS: "notify peers",
		uapi.IFLA_EVENT_IGMP_RESEND: "resend igmp", uapi.IFLA_EVENT_BONDING_OPTIONS: "bonding option",
	})
}

// LinkMap is struct rtnl_link_ifmap: where old hardware is.
type LinkMap struct {
	MemStart, MemEnd, BaseAddr uint64 // addresses
	IRQ                        uint16 // interrupt
	DMA, Port                  uint8  // DMA channel, and which port of several
}

// Attrs lists the members.
func (m *LinkMap) Attrs(c *nlattr.Codec) {
	h := c.Head(32)
	nlattr.At64(h, 0, &m.MemStart)
	nlattr.At64(h, 8, &m.MemEnd)
	nlattr.At64(h, 16, &m.BaseAddr)
	nlattr.At16(h, 24, &m.IRQ)
	nlattr.At8(h, 26, &m.DMA)
	nlattr.At8(h, 27, &m.Port)
}

// LinkStats is struct rtnl_link_stats64: packets, bytes, and reasons why there
// are not more of them.
type LinkStats struct {
	RxPackets          uint64 `json:"rx_packets"`           // received, and passed on
	TxPackets          uint64 `json:"tx_packets"`           // handed to the link
	RxBytes            uint64 `json:"rx_bytes"`             // of RxPackets
	TxBytes            uint64 `json:"tx_bytes"`             // of TxPackets
	RxErrors           uint64 `json:"rx_errors"`            // bad packets received
	TxErrors           uint64 `json:"tx_errors"`            // not sent for trouble
	RxDropped          uint64 `json:"rx_dropped"`           // received, and dropped for want of room
	TxDropped          uint64 `json:"tx_dropped"`           // dropped on the way out
	Multicast          uint64 `json:"multicast"`            // multicast packets received
	Collisions         uint64 `json:"collisions"`           // on a shared medium
	RxLengthErrors     uint64 `json:"rx_length_errors"`     // of the wrong length
	RxOverErrors       uint64 `json:"rx_over_errors"`       // receiver overflow
	RxCRCErrors        uint64 `json:"rx_crc_errors"`        // bad checksum
	RxFrameErrors      uint64 `json:"rx_frame_errors"`      // bad alignment
	RxFIFOErrors       uint64 `json:"rx_fifo_errors"`       // FIFO overrun
	RxMissedErrors     uint64 `json:"rx_missed_errors"`     // missed by the link
	TxAbortedErrors    uint64 `json:"tx_aborted_errors"`    // given up
	TxCarrierErrors    uint64 `json:"tx_carrier_errors"`    // no carrier
	TxFIFOErrors       uint64 `json:"tx_fifo_errors"`       // FIFO underrun
	TxHeartbeatErrors  uint64 `json:"tx_heartbeat_errors"`  // no heartbeat
	TxWindowErrors     uint64 `json:"tx_window_errors"`     // late collisions
	RxCompressed       uint64 `json:"rx_compressed"`        // compressed packets received
	TxCompressed       uint64 `json:"tx_compressed"`        // compressed packets sent
	RxNoHandler        uint64 `json:"rx_nohandler"`         // 4.6
	RxOtherHostDropped uint64 `json:"rx_otherhost_dropped"` // 5.19
}

// Attrs lists the members.
func (s *LinkStats) Attrs(c *nlattr.Codec) {
	h := c.Head(25 * 8)
	for i, v := range [...]*uint64{
		&s.RxPackets, &s.TxPackets, &s.RxBytes, &s.TxBytes, &s.RxErrors, &s.TxErrors, &s.RxDropped, &s.TxDropped,
		&s.Multicast, &s.Collisions, &s.RxLengthErrors, &s.RxOverErrors, &s.RxCRCErrors, &s.RxFrameErrors,
		&s.RxFIFOErrors, &s.RxMissedErrors, &s.TxAbortedErrors, &s.TxCarrierErrors, &s.TxFIFOErrors,
		&s.TxHeartbeatErrors, &s.TxWindowErrors, &s.RxCompressed, &s.TxCompressed, &s.RxNoHandler, &s.RxOtherHostDropped,
	} {
		nlattr.At64(h, 8*i, v)
	}
}
