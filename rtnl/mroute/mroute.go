// Package mroute reads the multicast routes that routing daemons such as pimd
// give to the kernel, "ip mroute show". The kernel takes them from the daemon's
// socket only: they can be listed and not set.
package mroute

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/netip"
	"slices"
	"time"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
)

// The families of multicast routes, as the kernel has them in its messages.
const (
	familyIPv4 = uapi.RTNL_FAMILY_IPMR
	familyIPv6 = uapi.RTNL_FAMILY_IP6MR
)

// Route is a multicast route: where packets of a source to a group go on to.
type Route struct {
	Group    netip.Addr         `json:"dst,omitzero"`       // RTA_DST; unspecified is any
	Source   netip.Addr         `json:"src,omitzero"`       // RTA_SRC; unspecified is any
	Table    uint32             `json:"table,omitzero"`     // RTA_TABLE: rtnl.TableDefault where the daemon chose none
	IIF      int32              `json:"iif,omitzero"`       // RTA_IIF: the device that packets have to come in by; absent where no daemon has said yet
	OIFs     []OIF              `json:"multipath,omitzero"` // RTA_MULTIPATH: the devices that they leave by
	Stats    *Stats             `json:"mfc_stats,omitzero"` // RTA_MFC_STATS
	Age      time.Duration      `json:"expires,omitzero"`   // RTA_EXPIRES: since when there was no packet, in hundredths of a second
	Flags    rtnl.RouteFlags    `json:"flags,omitzero"`     // rtm_flags: rtnl.RouteUnresolved without IIF, rtnl.RouteOffload
	Type     rtnl.RouteType     `json:"type,omitzero"`      // rtm_type: rtnl.RouteMulticast
	Protocol rtnl.RouteProtocol `json:"protocol,omitzero"`  // rtm_protocol: a daemon's, or unspec without IIF

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// OIF is a device that packets leave by.
type OIF struct {
	Index   int32         `json:"ifindex"`          // rtnh_ifindex
	TTL     uint8         `json:"ttl"`              // rtnh_hops: what a packet's TTL has to be more than
	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Stats counts packets, struct rta_mfc_stats.
type Stats struct {
	Packets uint64 `json:"packets"`  // mfcs_packets: that went on
	Bytes   uint64 `json:"bytes"`    // mfcs_bytes: of those
	WrongIf uint64 `json:"wrong_if"` // mfcs_wrong_if: packets that came in by another device than IIF
}

// Attrs lists the members.
func (s *Stats) Attrs(c *nlattr.Codec) {
	h := c.Head(24)
	nlattr.At64(h, 0, &s.Packets)
	nlattr.At64(h, 8, &s.Bytes)
	nlattr.At64(h, 16, &s.WrongIf)
}

// Attrs lists the attributes of a route message of a multicast family, behind its
// rtmsg.
func (r *Route) Attrs(c *nlattr.Codec) {
	family, table := uint8(familyIPv4), uint8(min(r.Table, 252))
	if r.Group.Is6() || r.Source.Is6() {
		family = familyIPv6
	}
	dst, src := uint8(r.Group.BitLen()), uint8(r.Source.BitLen())
	h := c.Head(12)
	nlattr.At8(h, 0, &family)
	nlattr.At8(h, 1, &dst)
	nlattr.At8(h, 2, &src)
	nlattr.At8(h, 4, &table)
	nlattr.At8(h, 5, &r.Protocol)
	nlattr.At8(h, 7, &r.Type)
	nlattr.At32(h, 8, &r.Flags)
	if c.Decoding() {
		r.Table = uint32(table)
	}
	nlattr.N32(c, uapi.RTA_TABLE, "table", &r.Table)
	nlattr.Addr(c, uapi.RTA_SRC, uapi.RTA_SRC, "src", &r.Source)
	nlattr.Addr(c, uapi.RTA_DST, uapi.RTA_DST, "dst", &r.Group)
	nlattr.N32(c, uapi.RTA_IIF, "iif", &r.IIF)
	nlattr.Records(c, uapi.RTA_MULTIPATH, "multipath", 8, &r.OIFs, oif)
	nlattr.Struct(c, uapi.RTA_MFC_STATS, "mfc_stats", &r.Stats)
	age := nlattr.Some(r.Age)
	if r.Age == 0 {
		age = nlattr.Opt[time.Duration]{}
	}
	nlattr.Dur64(c, uapi.RTA_EXPIRES, "expires", rtattr.Tick, &age)
	if c.Decoding() {
		r.Age = age.Or(r.Age)
	}
	nlattr.Skip(c, uapi.RTA_PAD, "pad")
	nlattr.Rest(c, &r.Unknown)
}

func oif(c *nlattr.Codec, o *OIF) {
	h := c.Head(8)
	nlattr.At8(h, 3, &o.TTL)
	nlattr.At32(h, 4, &o.Index)
	nlattr.Rest(c, &o.Unknown)
}

// String returns the route in one line like "ip mroute".
func (r Route) String() string {
	w := rtattr.Words{fmt.Sprintf("(%v,%v)", r.Source, r.Group)}
	w.Add("Iif:", r.IIF != 0, rtattr.DevName("", r.IIF))
	w.Add("unresolved", r.IIF == 0, "")
	if len(r.OIFs) > 0 {
		w.Add("Oifs:", true, "")
	}
	for _, o := range r.OIFs {
		w.Add(rtattr.DevName("", o.Index), true, fmt.Sprintf("(ttl %d)", o.TTL))
	}
	w.Add("Table:", r.Table != rtnl.TableDefault, r.Table)
	return w.String()
}

// DumpKey tells the routes of one listing apart.
func (r *Route) DumpKey() any {
	return struct {
		group, source netip.Addr
		table         uint32
		iif           int32
	}{r.Group, r.Source, r.Table, r.IIF}
}

// Filter chooses multicast routes. Absent fields choose all, but for the family.
type Filter struct {
	Family   rtnl.Family // absent is IPv4
	Table    uint32      // of this table; the kernel filters, and it fails with fs.ErrNotExist for one that does not exist
	OIF      string      // the name of one of the devices that packets leave by; the kernel filters, by IIF too
	OIFIndex int32       // likewise
	IIF      string      // the name of the device that packets come in by
	IIFIndex int32       // likewise
	Group    netip.Addr  // to this group
	Source   netip.Addr  // of this source
}

// get is the body of RTM_GETROUTE.
type get struct {
	family uint8
	table  uint32
	oif    int32
}

// Attrs lists the attributes.
func (q *get) Attrs(c *nlattr.Codec) {
	h := c.Head(12)
	nlattr.At8(h, 0, &q.family)
	nlattr.N32(c, uapi.RTA_TABLE, "table", &q.table)
	nlattr.N32(c, uapi.RTA_OIF, "oif", &q.oif)
}

// Routes lists multicast routes, "ip mroute show". A nil filter is all of IPv4.
// The kernel does not say when routes change while they are being listed.
func Routes(ctx context.Context, c *rtnl.Conn, f *Filter) iter.Seq2[Route, error] {
	const op = "mroute show"
	if f == nil {
		f = new(Filter)
	}
	return func(yield func(Route, error) bool) {
		q := &get{family: familyIPv4, table: f.Table}
		switch f.Family {
		case 0, rtnl.IPv4:
		case rtnl.IPv6:
			q.family = familyIPv6
		default:
			yield(Route{}, &rtnl.Error{Op: op, Err: errors.New("family: " + f.Family.String() + " has no multicast routes")})
			return
		}
		var iif int32
		var err error
		if q.oif, err = c.FilterIndex(ctx, op, "oif", f.OIF, f.OIFIndex); err == nil {
			iif, err = c.FilterIndex(ctx, op, "iif", f.IIF, f.IIFIndex)
		}
		if err != nil {
			yield(Route{}, err)
			return
		}
		rtnl.List(ctx, c, rtnl.Query{Op: op, Type: uapi.RTM_GETROUTE, Reply: uapi.RTM_NEWROUTE, Head: 12, Body: q}, func(r *Route) bool {
			return (f.Table == 0 || r.Table == f.Table) &&
				(q.oif == 0 || slices.ContainsFunc(r.OIFs, func(o OIF) bool { return o.Index == q.oif })) &&
				(iif == 0 || r.IIF == iif) &&
				(!f.Group.IsValid() || r.Group == f.Group) &&
				(!f.Source.IsValid() || r.Source == f.Source)
		})(yield)
	}
}
