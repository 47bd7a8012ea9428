package rtnl

import (
	"context"
	"errors"
	"iter"
	"net/netip"
	"slices"
	"time"

	"github.com/eb30ede5/netlink/internal/nlmsg"
	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

// RouteFilter chooses routes. Absent fields choose all: all tables too, and the
// routes that the kernel made.
type RouteFilter struct {
	Family   Family        // the kernel filters
	Table    uint32        // the kernel filters; with a Family it fails with fs.ErrNotExist for a table that does not exist
	Protocol RouteProtocol // the kernel filters
	Type     RouteType     // the kernel filters
	Dev      string        // routes that leave by this device, also by one of several hops; the kernel filters
	DevIndex int32         // likewise
	Dst      netip.Prefix  // exactly this destination
	VRF      string        // routes of this VRF's table; in place of Table
}

// routeGet is the body of a listing's RTM_GETROUTE.
type routeGet struct {
	family Family
	table  uint32
	proto  RouteProtocol
	typ    RouteType
	oif    int32
}

// Attrs lists the attributes.
func (q *routeGet) Attrs(c *nlattr.Codec) {
	h := c.Head(rtmLen)
	nlattr.At8(h, 0, &q.family)
	nlattr.At8(h, 5, &q.proto)
	nlattr.At8(h, 7, &q.typ)
	nlattr.N32(c, uapi.RTA_TABLE, "table", &q.table)
	nlattr.N32(c, uapi.RTA_OIF, "oif", &q.oif)
}

// Routes lists routes, "ip route show table all". A nil filter is everything.
//
// The kernel does not say when routes change while they are being listed. IPv4
// routes that stay are listed once; IPv6 routes can be missed, or come twice,
// when many others change meanwhile.
func (c *Conn) Routes(ctx context.Context, f *RouteFilter) iter.Seq2[Route, error] {
	if f == nil {
		f = new(RouteFilter)
	}
	return func(yield func(Route, error) bool) {
		q, keep, err := c.routeQuery(ctx, f)
		if err != nil {
			yield(Route{}, err)
			return
		}
		dump(ctx, c, q, keep)(yield)
	}
}

// routeQuery asks for the routes that f chooses. The kernel does not sort out all
// of the others: keep, if it is not nil, does.
func (c *Conn) routeQuery(ctx context.Context, f *RouteFilter) (q Query, keep func(*Route) bool, err error) {
	oif, err := c.FilterIndex(ctx, "route show", "dev", f.Dev, f.DevIndex)
	if err == nil {
		f, err = f.inVRF(ctx, c)
	}
	if err != nil {
		return q, nil, err
	}
	g := &routeGet{f.Family, f.Table, f.Protocol, f.Type, oif}
	if g.family == 0 {
		g.family = familyOf(f.Dst.Addr())
	}
	if *f != (RouteFilter{}) {
		keep = func(r *Route) bool { return f.match(r, g) }
	}
	return Query{"route show", uapi.RTM_GETROUTE, uapi.RTM_NEWROUTE, rtmLen, g, false}, keep, nil
}

// rtmLen is the length of a struct rtmsg.
const rtmLen = 12

// inVRF returns the filter with the table in place of the VRF.
func (f *RouteFilter) inVRF(ctx context.Context, c *Conn) (*RouteFilter, error) {
	if f.VRF == "" {
		return f, nil
	}
	op := "route show vrf " + f.VRF
	if f.Table != 0 {
		return nil, failed(op, errors.New("table: beside vrf"))
	}
	l, err := c.LinkByName(ctx, f.VRF)
	if err != nil {
		return nil, failed(op, cause(err))
	}
	v, ok := l.Kind.(*kind.VRF)
	if !ok {
		return nil, failed(op, errors.New("vrf: "+f.VRF+" is none"))
	}
	in := *f
	in.VRF, in.Table = "", v.Table
	return &in, nil
}

func (f *RouteFilter) match(r *Route, q *routeGet) bool {
	return (q.family == 0 || r.Family == q.family) &&
		(f.Table == 0 || r.Table == f.Table) &&
		(f.Protocol == 0 || r.Protocol == f.Protocol) &&
		(f.Type == 0 || r.Type == f.Type) &&
		(!f.Dst.IsValid() || r.Dst == f.Dst.Masked()) &&
		(q.oif == 0 || r.DevIndex == q.oif || r.NexthopID != 0 && r.DevIndex == 0 && len(r.Hops) == 0 ||
			slices.ContainsFunc(r.Hops, func(p Hop) bool { return p.DevIndex == q.oif }))
}

// RouteQuery is what a packet is like, apart from where it goes. Absent fields
// are not sent.
type RouteQuery struct {
	From     netip.Addr  // RTA_SRC: its source address
	IIF      string      // the name of the device it came in by; then From is needed
	IIFIndex int32       // RTA_IIF
	OIF      string      // the name of the device it has to leave by
	OIFIndex int32       // RTA_OIF
	VRF      string      // the name of the VRF to look in; in place of OIF
	Mark     Opt[uint32] // RTA_MARK
	UID      Opt[uint32] // RTA_UID
	TOS      uint8       // rtm_tos
	IPProto  Opt[uint8]  // RTA_IP_PROTO (4.18)
	SPort    Opt[uint16] // RTA_SPORT (4.18)
	DPort    Opt[uint16] // RTA_DPORT (4.18)

	// FIBMatch asks for the route in the table, as it is there, and not for
	// what comes of it (RTM_F_FIB_MATCH, 4.13).
	FIBMatch bool
}

// routeLookup is the body of a single RTM_GETROUTE.
type routeLookup struct {
	dst netip.Addr
	RouteQuery
}

// Attrs lists the attributes. The kernel wants full prefix lengths and no table.
func (q *routeLookup) Attrs(c *nlattr.Codec) {
	family, bits, flags := familyOf(q.dst), uint8(q.dst.BitLen()), uint32(0)
	from := uint8(q.From.BitLen())
	if family == IPv4 { // IPv6 refuses the flag, and tells the table without it
		flags |= uapi.RTM_F_LOOKUP_TABLE
	}
	if q.FIBMatch {
		flags |= uapi.RTM_F_FIB_MATCH
	}
	oif, oifIndex := q.OIF, q.OIFIndex
	if q.VRF != "" {
		if oif != "" || oifIndex != 0 {
			c.Reject("vrf", "beside oif")
		}
		oif = q.VRF
	}
	if q.From.IsValid() && familyOf(q.From) != family {
		c.Reject("src", q.From.String()+" is not of the family of "+q.dst.String())
	}
	h := c.Head(rtmLen)
	nlattr.At8(h, 0, &family)
	nlattr.At8(h, 1, &bits)
	nlattr.At8(h, 2, &from)
	nlattr.At8(h, 3, &q.TOS)
	nlattr.At32(h, 8, &flags)
	nlattr.Addr(c, uapi.RTA_DST, uapi.RTA_DST, "dst", &q.dst)
	nlattr.Addr(c, uapi.RTA_SRC, uapi.RTA_SRC, "src", &q.From)
	rtattr.Dev(c, uapi.RTA_IIF, "iif", q.IIF, &q.IIFIndex)
	rtattr.Dev(c, uapi.RTA_OIF, "oif", oif, &oifIndex)
	nlattr.U32(c, uapi.RTA_MARK, "mark", &q.Mark)
	nlattr.U32(c, uapi.RTA_UID, "uid", &q.UID)
	nlattr.U8(c, uapi.RTA_IP_PROTO, "ip_proto", &q.IPProto)
	nlattr.BE16(c, uapi.RTA_SPORT, "sport", &q.SPort)
	nlattr.BE16(c, uapi.RTA_DPORT, "dport", &q.DPort)
}

// RouteTo returns the route that a packet to dst takes, "ip route get". A nil
// query is a packet that this host sends. It fails with fs.ErrNotExist where
// there is none; a route of type unreachable or prohibit comes back as the error
// that a packet would meet.
func (c *Conn) RouteTo(ctx context.Context, dst netip.Addr, q *RouteQuery) (Route, error) {
	if !dst.IsValid() {
		return Route{}, failed("route get", errors.New("dst: no valid address"))
	}
	b := routeLookup{dst: dst}
	if q != nil {
		b.RouteQuery = *q
	}
	var r Route
	err := c.get(ctx, func() string { return "route get " + dst.String() }, uapi.RTM_GETROUTE, &b, func(k *nlattr.Codec, m nlmsg.Message) {
		k.Decode(m.Body, 12, &r) // what is malformed is kept in r, and says so
	})
	if e, ok := errors.AsType[*Error](err); ok {
		e.lookup = true
	}
	return r, err
}

// routeKey is what the kernel tells routes apart by.
type routeKey struct {
	table, metric uint32
	dst, src      netip.Prefix
	label         Opt[uint32] // in place of dst, MPLS
	tos           uint8
}

func (r *Route) routeKey() routeKey {
	k := routeKey{table: r.Table, metric: r.Metric, dst: r.Dst, tos: r.TOS}
	if r.family() == IPv6 {
		k.tos = 0
		if r.More != nil {
			k.src = r.More.Src
		}
		if k.metric == 0 {
			k.metric = 1024
		}
	}
	if k.table == 0 {
		k.table = TableMain
	}
	if r.More != nil {
		k.label = r.More.Label
	}
	return k
}

// keyOf tells the IPv6 routes of one listing apart. IPv4 routes never come
// twice.
func (r *Route) keyOf() any {
	if r.Family != IPv6 {
		return nil
	}
	return struct {
		routeKey
		via  netip.Addr
		dev  int32
		nhid uint32
		typ  RouteType
	}{r.routeKey(), r.Via, r.DevIndex, r.NexthopID, r.Type}
}

// SameKey reports whether r and o have the same key in the kernel: table,
// destination and metric, and of IPv4 the TOS, of IPv6 the source.
func (r Route) SameKey(o Route) bool { return r.routeKey() == o.routeKey() }

// SameConfig reports whether r and o are configured alike. Flags that the
// kernel sets, what a lookup adds, and times that pass are left aside; absent
// fields count as what they are in a request.
func (r Route) SameConfig(o Route) bool {
	a, b := r.config(), o.config()
	return sameValue(a, b)
}

func (r *Route) config() Route {
	n := AddRoute(*r).obj.(*Route)
	n.Family = n.family()
	n.Flags &= RouteOnLink
	if n.NexthopID != 0 { // and the rest is what the object says
		n.Via, n.DevIndex, n.Hops = netip.Addr{}, 0, nil
	}
	if n.Family != IPv4 {
		n.Scope = Opt[Scope]{}
		if n.Metric == 0 && n.Family == IPv6 {
			n.Metric = 1024
		}
	}
	if n.Pref.Or(PrefMedium) == PrefMedium {
		n.Pref = Opt[Pref]{}
	}
	n.Hops = slices.Clone(n.Hops)
	for i := range n.Hops {
		n.Hops[i].Flags &= RouteOnLink
		n.Hops[i].Weight = max(n.Hops[i].Weight, 1)
	}
	if n.More != nil {
		m := *n.More
		m.CacheInfo, m.MFCStats = nil, nil
		if m.Expires.Is() {
			m.Expires = Some(time.Duration(0))
		}
		n.More = &m
		if sameValue(m, RouteMore{}) {
			n.More = nil
		}
	}
	return *n
}
