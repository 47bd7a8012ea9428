package rtnl

import (
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl/inet"
)

func (l *Link) hasAFSpec(c *nlattr.Codec) bool {
	return len(l.SetInet) > 0 && !c.Reporting() || l.AddrGenMode.Is() || l.Token.IsValid() || l.Unknown != nil || c.Reporting() && (l.Inet != nil || l.Inet6 != nil)
}

// afSpec is IFLA_AF_SPEC, a nest an address family.
func (l *Link) afSpec(c *nlattr.Codec) {
	var room *inetRoom
	if c.Decoding() && c.Has(uapi.AF_INET) {
		room = new(inetRoom)
	}
	nlattr.Group(c, uapi.AF_INET, "inet", c.Reporting() || len(l.SetInet) > 0 || l.Unknown != nil, func(c *nlattr.Codec) { l.inet(c, room) })
	nlattr.Group(c, uapi.AF_INET6, "inet6", true, func(c *nlattr.Codec) { l.inet6(c, room) })
	nlattr.Rest(c, &l.Unknown)
}

// inetRoom is for what every link reports: one allocation instead of three.
type inetRoom struct {
	six LinkInet6
	v4  [40]int32 // 6.18 has 33
	v6  [72]int32 // 6.18 has 61
}

func (r *inetRoom) inet6(conf bool) *LinkInet6 {
	if r == nil {
		return new(LinkInet6)
	}
	if conf {
		r.six.Conf = r.v6[:0]
	}
	return &r.six
}

func (l *Link) inet(c *nlattr.Codec, room *inetRoom) {
	if c.Reporting() {
		if room != nil && l.Inet == nil && c.Has(uapi.IFLA_INET_CONF) {
			l.Inet = room.v4[:0]
		}
		nlattr.U32s(c, uapi.IFLA_INET_CONF, "inet_conf", (*[]int32)(&l.Inet))
	} else {
		nlattr.Group(c, uapi.IFLA_INET_CONF, "inet_conf", len(l.SetInet) > 0, l.setInet)
	}
	nlattr.Rest(c, &l.Unknown)
}

// setInet is IFLA_INET_CONF as the kernel takes it: not the array that it
// reports, but an attribute a setting.
func (l *Link) setInet(c *nlattr.Codec) {
	seen := map[inet.V4Item]bool{}
	for _, s := range l.SetInet {
		if s.Item == 0 || s.Item > 0x3fff || seen[s.Item] {
			c.Reject("", s.String()+": no setting, or one that is given twice")
			continue
		}
		seen[s.Item] = true
		v := Some(s.Value)
		nlattr.U32(c, nlattr.Type(s.Item), s.Item.String(), &v)
	}
}

func (l *Link) inet6(c *nlattr.Codec, room *inetRoom) {
	nlattr.U8(c, uapi.IFLA_INET6_ADDR_GEN_MODE, "addrgenmode", &l.AddrGenMode)
	nlattr.Addr(c, uapi.IFLA_INET6_TOKEN, uapi.IFLA_INET6_TOKEN, "token", &l.Token)
	if c.Reporting() && (c.Left() || l.Inet6 != nil) {
		if l.Inet6 == nil {
			l.Inet6 = room.inet6(c.Has(uapi.IFLA_INET6_CONF))
		}
		l.Inet6.attrs(c)
	}
	nlattr.Rest(c, &l.Unknown)
}

// LinkInet6 is what the kernel reports of IPv6 on a link.
type LinkInet6 struct {
	Flags     uint32         `json:"flags,omitzero"`       // IFLA_INET6_FLAGS, of IF_RA_* and others
	Conf      inet.V6Conf    `json:"inet6_conf,omitzero"`  // IFLA_INET6_CONF: its settings
	CacheInfo Inet6CacheInfo `json:"cacheinfo,omitzero"`   // IFLA_INET6_CACHEINFO
	RAMTU     uint32         `json:"ra_mtu,omitzero"`      // IFLA_INET6_RA_MTU: the MTU a router told, bytes
	Stats     []byte         `json:"inet6_stats,omitzero"` // IFLA_INET6_STATS: counters of 64 bits, the first one being their number; Linux 6.8 changed their order
	ICMP6     []byte         `json:"icmp6_stats,omitzero"` // IFLA_INET6_ICMP6STATS: likewise, in the order of ICMP6_MIB_*
}

func (i *LinkInet6) attrs(c *nlattr.Codec) {
	nlattr.N32(c, uapi.IFLA_INET6_FLAGS, "flags", &i.Flags)
	nlattr.U32s(c, uapi.IFLA_INET6_CONF, "inet6_conf", (*[]int32)(&i.Conf))
	nlattr.Packed(c, uapi.IFLA_INET6_CACHEINFO, "cacheinfo", i.CacheInfo != Inet6CacheInfo{}, i.CacheInfo.Attrs)
	nlattr.N32(c, uapi.IFLA_INET6_RA_MTU, "ra_mtu", &i.RAMTU)
	nlattr.Bytes(c, uapi.IFLA_INET6_STATS, "inet6_stats", &i.Stats)
	nlattr.Bytes(c, uapi.IFLA_INET6_ICMP6STATS, "icmp6_stats", &i.ICMP6)
}

// Inet6CacheInfo is struct ifla_cacheinfo.
type Inet6CacheInfo struct {
	MaxReasmLen   uint32 `json:"max_reasm_len"`  // longest reassembled packet, bytes
	Tstamp        uint32 `json:"tstamp"`         // hundredths of a second since boot
	ReachableTime uint32 `json:"reachable_time"` // milliseconds
	RetransTime   uint32 `json:"retrans_time"`   // milliseconds
}

// Attrs lists the members.
func (i *Inet6CacheInfo) Attrs(c *nlattr.Codec) {
	h := c.Head(16)
	nlattr.At32(h, 0, &i.MaxReasmLen)
	nlattr.At32(h, 4, &i.Tstamp)
	nlattr.At32(h, 8, &i.ReachableTime)
	nlattr.At32(h, 12, &i.RetransTime)
}
