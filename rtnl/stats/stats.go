// Package stats reads what links have counted, "ip stats show", without the
// links themselves: one message a link, with those groups of counters that are
// asked for.
package stats

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
)

// headLen is the size of if_stats_msg.
const headLen = 12

// Group is a set of counters, or several: the bits of the attributes IFLA_STATS_*.
type Group uint32

// The groups of counters.
const (
	Link        Group = 1 << (uapi.IFLA_STATS_LINK_64 - 1)             // packets and bytes, as a link's statistics have them
	XStats      Group = 1 << (uapi.IFLA_STATS_LINK_XSTATS - 1)         // what a bridge or a bond counts (4.7)
	XStatsSlave Group = 1 << (uapi.IFLA_STATS_LINK_XSTATS_SLAVE - 1)   // what it counts of a port (4.8)
	Offload     Group = 1 << (uapi.IFLA_STATS_LINK_OFFLOAD_XSTATS - 1) // what hardware counts (4.9)
	Protocols   Group = 1 << (uapi.IFLA_STATS_AF_SPEC - 1)             // what protocols count: MPLS (4.12)

	all = Link | XStats | XStatsSlave | Offload | Protocols
)

var groupNames = rtattr.Flags{
	{Bit: uint32(Link), Name: "link"}, {Bit: uint32(XStats), Name: "xstats"}, {Bit: uint32(XStatsSlave), Name: "xstats_slave"},
	{Bit: uint32(Offload), Name: "offload"}, {Bit: uint32(Protocols), Name: "afstats"},
}

// String returns the groups in the words of ip(8), with spaces.
func (g Group) String() string {
	return strings.Join(rtattr.FlagNames(uint32(g), groupNames), " ")
}

// OffloadGroup is a part of the group Offload, or several: the bits of the
// attributes IFLA_OFFLOAD_XSTATS_*.
type OffloadGroup uint32

// The parts of the group Offload.
const (
	CPUHit OffloadGroup = 1 << (uapi.IFLA_OFFLOAD_XSTATS_CPU_HIT - 1)   // packets that the CPU has handled
	HWInfo OffloadGroup = 1 << (uapi.IFLA_OFFLOAD_XSTATS_HW_S_INFO - 1) // which of those below are counted (5.19)
	L3     OffloadGroup = 1 << (uapi.IFLA_OFFLOAD_XSTATS_L3_STATS - 1)  // packets that hardware has routed (5.19)
)

// Stats is what a link has counted. A group that was not asked for, or that the
// link does not have, is nil.
type Stats struct {
	Index int32 `json:"ifindex,omitzero"` // ifindex of if_stats_msg: the link
	Group Group `json:"group,omitzero"`   // filter_mask of if_stats_msg: what was asked for

	Link        *rtnl.LinkStats `json:"link,omitzero"`         // IFLA_STATS_LINK_64
	XStats      *XStatsOf       `json:"xstats,omitzero"`       // IFLA_STATS_LINK_XSTATS
	XStatsSlave *XStatsOf       `json:"xstats_slave,omitzero"` // IFLA_STATS_LINK_XSTATS_SLAVE: as a port of its master
	Offload     *OffloadOf      `json:"offload,omitzero"`      // IFLA_STATS_LINK_OFFLOAD_XSTATS
	MPLS        *MPLSLink       `json:"mpls,omitzero"`         // AF_MPLS of IFLA_STATS_AF_SPEC

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Attrs lists the attributes of a statistics message, behind its if_stats_msg.
func (s *Stats) Attrs(c *nlattr.Codec) {
	h := c.Head(headLen)
	nlattr.At32(h, 4, &s.Index)
	nlattr.At32(h, 8, &s.Group)
	nlattr.Struct(c, uapi.IFLA_STATS_LINK_64, "link", &s.Link)
	nlattr.Nest(c, uapi.IFLA_STATS_LINK_XSTATS, "xstats", &s.XStats)
	nlattr.Nest(c, uapi.IFLA_STATS_LINK_XSTATS_SLAVE, "xstats_slave", &s.XStatsSlave)
	nlattr.Nest(c, uapi.IFLA_STATS_LINK_OFFLOAD_XSTATS, "offload", &s.Offload)
	nlattr.Group(c, uapi.IFLA_STATS_AF_SPEC, "af_spec", s.MPLS != nil || s.Unknown != nil, s.afSpec)
	nlattr.Rest(c, &s.Unknown)
}

func (s *Stats) afSpec(c *nlattr.Codec) {
	nlattr.Group(c, uapi.AF_MPLS, "mpls", s.MPLS != nil || s.Unknown != nil, func(c *nlattr.Codec) {
		nlattr.Struct(c, uapi.MPLS_STATS_LINK, "link", &s.MPLS)
		nlattr.Rest(c, &s.Unknown)
	})
	nlattr.Rest(c, &s.Unknown)
}

// merge adds what the next message about the same link has.
func (s *Stats) merge(o *Stats) {
	if o.Link != nil {
		s.Link = o.Link
	}
	s.XStats, s.XStatsSlave = s.XStats.merge(o.XStats), s.XStatsSlave.merge(o.XStatsSlave)
	s.Offload = s.Offload.merge(o.Offload)
	if o.MPLS != nil {
		s.MPLS = o.MPLS
	}
	s.Unknown = append(s.Unknown, o.Unknown...)
}

// Filter says which counters are wanted, and of which links.
type Filter struct {
	Group   Group        // absent is Link
	Offload OffloadGroup // which of the group Offload; absent is all (5.19)

	Dev      string // this link; absent is all
	DevIndex int32  // likewise
}

// get is the body of RTM_GETSTATS.
type get struct {
	index int32
	Filter
}

// Attrs lists the attributes. IFLA_STATS_GET_FILTERS has the masks by group.
func (q *get) Attrs(c *nlattr.Codec) {
	h := c.Head(headLen)
	if q.Group&^all != 0 {
		c.Reject("group", fmt.Sprintf("%v is not a group of counters", q.Group&^all))
	}
	if q.Offload != 0 && q.Group&Offload == 0 {
		c.Reject("offload", "without the group offload")
	}
	nlattr.At32(h, 4, &q.index)
	nlattr.At32(h, 8, &q.Group)
	nlattr.Group(c, uapi.IFLA_STATS_GET_FILTERS, "get_filters", q.Offload != 0, func(c *nlattr.Codec) {
		nlattr.N32(c, uapi.IFLA_STATS_LINK_OFFLOAD_XSTATS, "offload", &q.Offload)
	})
}

func query(op string, f Filter, index int32) rtnl.Query {
	if f.Group == 0 {
		f.Group = Link
	}
	return rtnl.Query{Op: op, Type: uapi.RTM_GETSTATS, Reply: uapi.RTM_NEWSTATS, Head: headLen, Body: &get{index, f}}
}

// List lists what links have counted, "ip stats show", one Stats a link. A nil
// filter is the group Link of all links.
//
// A change of the links meanwhile is reported as [rtnl.ErrDumpInterrupted].
func List(ctx context.Context, c *rtnl.Conn, f *Filter) iter.Seq2[Stats, error] {
	if f == nil {
		f = new(Filter)
	}
	return func(yield func(Stats, error) bool) {
		if f.Dev != "" || f.DevIndex != 0 {
			s, err := Get(ctx, c, *f)
			yield(s, err)
			return
		}
		var last Stats // which the kernel may go on with in the next message
		for s, err := range rtnl.List[Stats](ctx, c, query("stats show", *f, 0), nil) {
			switch {
			case err == nil && s.Index == last.Index:
				last.merge(&s)
				continue
			case last.Index != 0 && !yield(last, nil):
				return
			case err != nil:
				yield(Stats{}, err)
				return
			}
			last = s
		}
		if last.Index != 0 {
			yield(last, nil)
		}
	}
}

// DumpKey tells the links of one listing apart.
func (s *Stats) DumpKey() any { return s.Index }

// Get returns what one link has counted, "ip stats show dev". It fails with
// fs.ErrNotExist where there is no such link.
func Get(ctx context.Context, c *rtnl.Conn, f Filter) (Stats, error) {
	op := "stats show dev " + rtattr.DevName(f.Dev, f.DevIndex)
	if f.Dev == "" && f.DevIndex <= 0 {
		return Stats{}, &rtnl.Error{Op: "stats show", Err: errors.New("dev: missing")}
	}
	index, err := c.FilterIndex(ctx, op, "dev", f.Dev, f.DevIndex)
	if err != nil {
		return Stats{}, err
	}
	return rtnl.Get[Stats](ctx, c, query(op, f, index))
}

// Set is what can be set of the counters of a link.
type Set struct {
	Dev      string       `json:"-"`                 // the link's name
	DevIndex int32        `json:"ifindex,omitzero"`  // ifindex of if_stats_msg
	L3       nlattr.OnOff `json:"l3_stats,omitzero"` // IFLA_STATS_SET_OFFLOAD_XSTATS_L3_STATS: whether hardware counts what it routes

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Attrs lists the attributes of RTM_SETSTATS.
func (s *Set) Attrs(c *nlattr.Codec) {
	index := rtattr.IndexOf(c, "dev", s.Dev, s.DevIndex)
	if !c.Decoding() && s.Dev == "" && s.DevIndex <= 0 {
		c.Reject("dev", "missing")
	}
	h := c.Head(headLen)
	nlattr.At32(h, 4, &index)
	if c.Decoding() {
		s.DevIndex = index
	}
	nlattr.Switch(c, uapi.IFLA_STATS_SET_OFFLOAD_XSTATS_L3_STATS, "l3_stats", &s.L3)
	nlattr.Rest(c, &s.Unknown)
}

// Key names the link.
func (s *Set) Key() string { return "dev " + rtattr.DevName(s.Dev, s.DevIndex) }

// Words returns what stands behind "ip stats set".
func (s *Set) Words() string {
	w := rtattr.Words{s.Key()}
	w.Add("l3_stats", s.L3 != 0, s.L3)
	return w.String()
}

var setStats = rtnl.Verb{Name: "stats set", Type: uapi.RTM_SETSTATS}

// SetStats has hardware begin or end to count, "ip stats set": RTM_SETSTATS
// (5.19).
func SetStats(s Set) rtnl.Request { return rtnl.NewRequest(&setStats, &s) }
