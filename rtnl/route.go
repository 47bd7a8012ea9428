package rtnl

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"
	"time"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl/encap"
)

// Route is a route: where packets for Dst go.
//
// The kernel's key is, for IPv4, table, destination, TOS and metric, where
// AppendRoute makes several of one key; for IPv6 table, destination, source and
// metric, where several next hops make one multipath route.
//
// What most routes have is in place, the rest behind More, so that a million
// routes fit in memory.
type Route struct {
	Dst     netip.Prefix `json:"dst,omitzero"`     // RTA_DST; the default route is 0.0.0.0/0 or ::/0
	Via     netip.Addr   `json:"gateway,omitzero"` // RTA_GATEWAY, or RTA_VIA where it is of the other family (5.2)
	PrefSrc netip.Addr   `json:"prefsrc,omitzero"` // RTA_PREFSRC

	Dev       string     `json:"-"`                 // the name of the device to leave by
	DevIndex  int32      `json:"oif,omitzero"`      // RTA_OIF
	Table     uint32     `json:"table,omitzero"`    // RTA_TABLE; absent in a request it is TableMain
	Metric    uint32     `json:"priority,omitzero"` // RTA_PRIORITY, lower is better; absent in an IPv6 request it is 1024
	NexthopID uint32     `json:"nh_id,omitzero"`    // RTA_NH_ID: a nexthop object (5.3); Via, DevIndex and Hops are then the object's, reported
	Flags     RouteFlags `json:"flags,omitzero"`    // rtm_flags; a user can set RouteOnLink

	Family   Family        `json:"family,omitzero"`   // rtm_family, if Dst is absent, as for routes of other families
	Type     RouteType     `json:"type,omitzero"`     // rtm_type; absent in a request it is unicast, in a deletion any
	Protocol RouteProtocol `json:"protocol,omitzero"` // rtm_protocol; absent in a request it is boot, in a deletion any
	TOS      uint8         `json:"tos,omitzero"`      // rtm_tos, IPv4 only
	Scope    Opt[Scope]    `json:"scope,omitzero"`    // rtm_scope, IPv4 only; absent it follows from the type and the next hop
	Pref     Opt[Pref]     `json:"pref,omitzero"`     // RTA_PREF, IPv6 only

	Hops []Hop      `json:"multipath,omitzero"` // RTA_MULTIPATH: several next hops in place of Via and Dev
	More *RouteMore `json:"more,omitzero"`      // what few routes have
}

// RouteMore is what few routes have.
type RouteMore struct {
	Src       netip.Prefix       `json:"src,omitzero"`           // RTA_SRC, IPv6 only
	IIF       int32              `json:"iif,omitzero"`           // RTA_IIF, of a lookup or a multicast route
	Metrics   RouteMetrics       `json:"metrics,omitzero"`       // RTA_METRICS
	Realms    Opt[uint32]        `json:"flow,omitzero"`          // RTA_FLOW: from << 16 | to, IPv4 only
	Mark      Opt[uint32]        `json:"mark,omitzero"`          // RTA_MARK, of a lookup
	UID       Opt[uint32]        `json:"uid,omitzero"`           // RTA_UID, of a lookup
	Expires   Opt[time.Duration] `json:"expires,omitzero"`       // RTA_EXPIRES, read from RTA_CACHEINFO: whole seconds left, IPv6 only
	Label     Opt[uint32]        `json:"label,omitzero"`         // RTA_DST of an MPLS route: the label that comes in, 16 or more, below 1<<20
	NewDst    encap.Labels       `json:"newdst,omitzero"`        // RTA_NEWDST, MPLS: the labels to go on with; none if the last one comes off
	TTL       OnOff              `json:"ttl_propagate,omitzero"` // RTA_TTL_PROPAGATE, MPLS: whether the TTL comes from the label, and goes there
	IPProto   Opt[uint8]         `json:"ip_proto,omitzero"`      // RTA_IP_PROTO, of a lookup
	SPort     Opt[uint16]        `json:"sport,omitzero"`         // RTA_SPORT, of a lookup
	DPort     Opt[uint16]        `json:"dport,omitzero"`         // RTA_DPORT, of a lookup
	FlowLabel Opt[uint32]        `json:"flowlabel,omitzero"`     // RTA_FLOWLABEL, of a lookup (6.14)
	Encap     encap.Encap        `json:"encap,omitzero"`         // RTA_ENCAP: how packets are encapsulated
	CacheInfo *RouteCacheInfo    `json:"cacheinfo,omitzero"`     // RTA_CACHEINFO, reported
	MFCStats  []byte             `json:"mfc_stats,omitzero"`     // RTA_MFC_STATS, of a multicast route
	Unknown   []nlattr.Attr      `json:"unknown,omitzero"`       // attributes that this package does not know
}

// Hop is one next hop of a multipath route.
type Hop struct {
	Via      netip.Addr `json:"gateway,omitzero"` // RTA_GATEWAY or RTA_VIA
	Dev      string     `json:"-"`                // the name of the device to leave by
	DevIndex int32      `json:"ifindex,omitzero"` // rtnh_ifindex
	Weight   uint16     `json:"weight,omitzero"`  // 1 to 256; absent is 1
	Flags    RouteFlags `json:"flags,omitzero"`   // rtnh_flags; a user can set RouteOnLink
	More     *HopMore   `json:"more,omitzero"`    // what few next hops have
}

// HopMore is what few next hops have.
type HopMore struct {
	Realms  Opt[uint32]   `json:"flow,omitzero"`    // RTA_FLOW
	Encap   encap.Encap   `json:"encap,omitzero"`   // RTA_ENCAP: how packets are encapsulated
	NewDst  encap.Labels  `json:"newdst,omitzero"`  // RTA_NEWDST, of an MPLS route: the labels to go on with
	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Attrs lists the attributes of a route message, behind its rtmsg.
func (r *Route) Attrs(c *nlattr.Codec) {
	bits := r.head(c)
	if r.Family != MPLS {
		nlattr.Prefix(c, uapi.RTA_DST, "dst", &r.Dst, uint8(r.Family), bits.dst)
	}
	if c.Has(uapi.RTA_TABLE) || !c.Decoding() && r.Table > 255 {
		nlattr.N32(c, uapi.RTA_TABLE, "table", &r.Table)
	}
	if c.Reporting() || r.NexthopID == 0 {
		rtattr.Dev(c, uapi.RTA_OIF, "oif", r.Dev, &r.DevIndex)
		if c.Decoding() && !c.Left() {
			return // most routes have no more, and there are many
		}
		gateway(c, r.family(), &r.Via)
	}
	nlattr.N32(c, uapi.RTA_PRIORITY, "priority", &r.Metric)
	if c.Decoding() && !c.Left() {
		return
	}
	r.further(c, bits)
}

// further lists what fewer routes have.
func (r *Route) further(c *nlattr.Codec, bits routeBits) {
	if c.Reporting() || r.NexthopID == 0 {
		nlattr.Records(c, uapi.RTA_MULTIPATH, "multipath", 8, &r.Hops, func(c *nlattr.Codec, p *Hop) { p.attrs(c, r.family()) })
	}
	nlattr.Addr(c, uapi.RTA_PREFSRC, uapi.RTA_PREFSRC, "prefsrc", &r.PrefSrc)
	nlattr.U8(c, uapi.RTA_PREF, "pref", &r.Pref)
	nlattr.N32(c, uapi.RTA_NH_ID, "nh_id", &r.NexthopID)
	if r.cacheInfo(c); c.Left() || r.More != nil {
		if r.More == nil {
			r.More = new(RouteMore)
		}
		r.More.attrs(c, uint8(r.Family), bits.src)
		if i := r.More.CacheInfo; c.Decoding() && i != nil && i.Expires > 0 && r.Family == IPv6 {
			// Here the kernel says what it is told by RTA_EXPIRES.
			r.More.Expires = Some((time.Duration(i.Expires) * rtattr.Tick).Truncate(time.Second))
		}
	}
}

const labelBits = 20 // the prefix length of an MPLS route

type routeBits struct{ dst, src uint8 }

// head is the rtmsg.
func (r *Route) head(c *nlattr.Codec) routeBits {
	var (
		b      routeBits
		family Family
		table  uint8
		scope  Scope
		flags  = r.Flags
	)
	if !c.Decoding() {
		r.check(c)
		family, table, scope = r.family(), uint8(r.Table), r.Scope.Or(0)
		b.dst = uint8(max(0, r.Dst.Bits()))
		if r.More != nil {
			b.src = uint8(max(0, r.More.Src.Bits()))
			if r.More.Label.Is() {
				b.dst = labelBits
			}
		}
		if r.Table > 255 {
			table = uapi.RT_TABLE_UNSPEC
		}
		if !c.Reporting() {
			flags &^= routeFlagsReported
		}
	}
	h := c.Head(rtmLen)
	nlattr.At8(h, 0, &family)
	nlattr.At8(h, 1, &b.dst)
	nlattr.At8(h, 2, &b.src)
	nlattr.At8(h, 3, &r.TOS)
	nlattr.At8(h, 4, &table)
	nlattr.At8(h, 5, &r.Protocol)
	nlattr.At8(h, 6, &scope)
	nlattr.At8(h, 7, &r.Type)
	nlattr.At32(h, 8, &flags)
	if c.Decoding() {
		r.Family, r.Table, r.Scope, r.Flags = family, uint32(table), Some(scope), flags
	}
	return b
}

// family returns the family of the destination, or Family.
func (r *Route) family() Family {
	if f := familyOf(r.Dst.Addr()); f != 0 && (r.Family == 0 || r.Family == IPv4 || r.Family == IPv6) {
		return f
	}
	return r.Family
}

// gateway carries the next hop's address: as RTA_VIA, with its family, where
// that is not the route's.
func gateway(c *nlattr.Codec, family Family, v *netip.Addr) {
	if c.Decoding() || familyOf(*v) == family {
		nlattr.Addr(c, uapi.RTA_GATEWAY, uapi.RTA_GATEWAY, "gateway", v)
	}
	if family == MPLS {
		nlattr.Payload(c, uapi.RTA_VIA, "via", v.IsValid(), v, putVia, getVia)
	} else if c.Has(uapi.RTA_VIA) || !c.Decoding() && v.IsValid() && familyOf(*v) != family {
		via(c, v)
	}
}

// putVia and getVia are via for MPLS, where there can be a link-layer address too,
// which is kept as it is.
func putVia(v *netip.Addr, b []byte) ([]byte, error) {
	b = binary.NativeEndian.AppendUint16(b, uint16(familyOf(*v)))
	return append(b, v.AsSlice()...), nil
}

func getVia(v *netip.Addr, b []byte) (err error) {
	var ok bool
	if len(b) > 2 {
		*v, ok = netip.AddrFromSlice(b[2:])
	}
	if !ok {
		err = errors.New("no IP address")
	}
	return err
}

// via carries struct rtvia, a family and an address.
func via(c *nlattr.Codec, v *netip.Addr) {
	nlattr.Packed(c, uapi.RTA_VIA, "via", true, func(c *nlattr.Codec) {
		family := uint16(familyOf(*v))
		var b [16]byte
		n := len(b)
		switch {
		case c.Decoding():
		case v.Is4():
			a := v.As4()
			n = copy(b[:], a[:])
		default:
			b = v.As16()
		}
		h := c.Head(2 + n)
		nlattr.At16(h, 0, &family)
		nlattr.AtBytes(h, 2, b[:n])
		if c.Decoding() && Family(family) == IPv4 {
			*v = netip.AddrFrom4([4]byte(b[:4]))
		} else if c.Decoding() && Family(family) == IPv6 {
			*v = netip.AddrFrom16(b)
		}
	})
}

// cacheInfo carries RTA_CACHEINFO, which each IPv6 route has and hardly any
// fills in: one of zeros is as good as none.
func (r *Route) cacheInfo(c *nlattr.Codec) {
	if !c.Reporting() || !c.Has(uapi.RTA_CACHEINFO) && (r.More == nil || r.More.CacheInfo == nil) {
		return
	}
	var i RouteCacheInfo
	if r.More != nil && r.More.CacheInfo != nil {
		i = *r.More.CacheInfo
	}
	nlattr.Packed(c, uapi.RTA_CACHEINFO, "cacheinfo", true, i.Attrs)
	if c.Decoding() && i != (RouteCacheInfo{}) {
		n := i // which leaves i on the stack
		r.More = &RouteMore{CacheInfo: &n}
	}
}

func (m *RouteMore) attrs(c *nlattr.Codec, family, srcBits uint8) {
	if family == uapi.AF_MPLS {
		m.label(c)
	}
	if m.Src.IsValid() || srcBits != 0 || c.Has(uapi.RTA_SRC) {
		nlattr.Prefix(c, uapi.RTA_SRC, "src", &m.Src, family, srcBits)
	}
	nlattr.N32(c, uapi.RTA_IIF, "iif", &m.IIF)
	nlattr.Group(c, uapi.RTA_METRICS, "metrics", m.Metrics.send() || m.Unknown != nil, m.metrics)
	nlattr.U32(c, uapi.RTA_FLOW, "flow", &m.Realms)
	nlattr.U32(c, uapi.RTA_MARK, "mark", &m.Mark)
	nlattr.U32(c, uapi.RTA_UID, "uid", &m.UID)
	nlattr.Dur32(c, uapi.RTA_EXPIRES, "expires", time.Second, &m.Expires)
	nlattr.Switch(c, uapi.RTA_TTL_PROPAGATE, "ttl_propagate", &m.TTL)
	nlattr.U8(c, uapi.RTA_IP_PROTO, "ip_proto", &m.IPProto)
	nlattr.BE16(c, uapi.RTA_SPORT, "sport", &m.SPort)
	nlattr.BE16(c, uapi.RTA_DPORT, "dport", &m.DPort)
	nlattr.BE32(c, uapi.RTA_FLOWLABEL, "flowlabel", &m.FlowLabel)
	encap.Carry(c, uapi.RTA_ENCAP_TYPE, uapi.RTA_ENCAP, &m.Encap)
	m.NewDst.Carry(c, uapi.RTA_NEWDST, "newdst")
	if c.Reporting() {
		nlattr.Bytes(c, uapi.RTA_MFC_STATS, "mfc_stats", &m.MFCStats)
	}
	nlattr.Skip(c, uapi.RTA_PAD, "pad")
	nlattr.Rest(c, &m.Unknown)
}

// label carries the destination of an MPLS route.
func (m *RouteMore) label(c *nlattr.Codec) {
	var l encap.Labels
	if v, ok := m.Label.Get(); ok {
		l = encap.Labels{v}
	}
	l.Carry(c, uapi.RTA_DST, "dst")
	if c.Decoding() && len(l) > 0 {
		m.Label = Some(l[0])
	}
}

// attrs lists the attributes of a next hop of a route of the given family,
// behind its rtnexthop.
func (p *Hop) attrs(c *nlattr.Codec, family Family) {
	var index = p.DevIndex
	weight, flags := uint8(max(p.Weight, 1)-1), uint8(p.Flags)
	if !c.Decoding() {
		index = rtattr.IndexOf(c, "dev", p.Dev, p.DevIndex)
		if !c.Reporting() {
			flags &^= uint8(routeFlagsReported & 0xff)
		}
		if p.Weight > 256 {
			c.Reject("weight", fmt.Sprintf("%d, at most 256", p.Weight))
		} else if family == MPLS && p.Weight > 1 && !c.Reporting() {
			c.Reject("weight", "MPLS has none")
		}
	}
	h := c.Head(8)
	nlattr.At8(h, 2, &flags)
	nlattr.At8(h, 3, &weight)
	nlattr.At32(h, 4, &index)
	if c.Decoding() {
		p.DevIndex, p.Weight, p.Flags = index, uint16(weight)+1, RouteFlags(flags)
	}
	gateway(c, family, &p.Via)
	if c.Left() || p.More != nil {
		if p.More == nil {
			p.More = new(HopMore)
		}
		p.More.attrs(c)
	}
}

func (m *HopMore) attrs(c *nlattr.Codec) {
	nlattr.U32(c, uapi.RTA_FLOW, "flow", &m.Realms)
	encap.Carry(c, uapi.RTA_ENCAP_TYPE, uapi.RTA_ENCAP, &m.Encap)
	m.NewDst.Carry(c, uapi.RTA_NEWDST, "newdst")
	nlattr.Rest(c, &m.Unknown)
}

// RouteCacheInfo is struct rta_cacheinfo.
type RouteCacheInfo struct {
	ClntRef uint32 `json:"clntref,omitzero"` // references
	LastUse uint32 `json:"lastuse,omitzero"` // hundredths of a second ago
	Expires int32  `json:"expires,omitzero"` // hundredths of a second from now
	Error   uint32 `json:"error,omitzero"`   // a negative errno, as packets see it
	Used    uint32 `json:"used,omitzero"`    // how often
	ID      uint32 `json:"id,omitzero"`      // of the last IPv4 packet
	TS      uint32 `json:"ts,omitzero"`      // the last TCP timestamp
	TSAge   uint32 `json:"tsage,omitzero"`   // its age
}

// Attrs lists the members.
func (i *RouteCacheInfo) Attrs(c *nlattr.Codec) {
	h := c.Head(32)
	nlattr.At32(h, 0, &i.ClntRef)
	nlattr.At32(h, 4, &i.LastUse)
	nlattr.At32(h, 8, &i.Expires)
	nlattr.At32(h, 12, &i.Error)
	nlattr.At32(h, 16, &i.Used)
	nlattr.At32(h, 20, &i.ID)
	nlattr.At32(h, 24, &i.TS)
	nlattr.At32(h, 28, &i.TSAge)
}

// check refuses what the kernel would refuse without a word, or bend.
func (r *Route) check(c *nlattr.Codec) {
	if c.Reporting() {
		return
	}
	switch {
	case !r.Dst.IsValid() && (r.family() == 0 || r.family() == IPv4 || r.family() == IPv6):
		c.Reject("dst", "no valid prefix; the default route is 0.0.0.0/0 or ::/0")
	case r.Dst.IsValid() && r.Dst != r.Dst.Masked():
		c.Reject("dst", fmt.Sprintf("%v has host bits; the prefix is %v", r.Dst, r.Dst.Masked()))
	}
	if label := r.More != nil && r.More.Label.Is(); label != (r.family() == MPLS) {
		c.Reject("dst", "a label is what the routes of family mpls have")
	} else if label && r.More.Label.Or(0) < uapi.MPLS_LABEL_FIRST_UNRESERVED {
		c.Reject("dst", fmt.Sprintf("label %d is reserved", r.More.Label.Or(0)))
	}
	if len(r.Hops) > 0 && (r.Via.IsValid() || r.Dev != "" || r.DevIndex != 0) {
		c.Reject("multipath", "hops beside via or dev")
	}
	if r.NexthopID != 0 && r.Dev != "" {
		c.Reject("nh_id", "a nexthop object beside dev")
	}
	if r.PrefSrc.IsValid() && familyOf(r.PrefSrc) != r.family() {
		c.Reject("prefsrc", r.PrefSrc.String()+" is not of the family of "+r.Dst.String())
	}
	if r.More != nil && r.More.Src.IsValid() && familyOf(r.More.Src.Addr()) != r.family() {
		c.Reject("src", r.More.Src.String()+" is not of the family of "+r.Dst.String())
	}
}

func (r *Route) fresh() nlattr.Attrser { return new(Route) }
