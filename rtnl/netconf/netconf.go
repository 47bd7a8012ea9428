// Package netconf reads how packets are handled on links, "ip netconf show": what
// /proc/sys/net/ipv4/conf, ipv6/conf and mpls/conf have, by family and link. The
// kernel takes changes through those files only.
package netconf

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
)

// headLen is the size of netconfmsg, padded.
const headLen = 4

// What stands in place of the index of a link.
const (
	All     int32 = -1 // NETCONFA_IFINDEX_ALL: what goes for all links, "all"
	Default int32 = -2 // NETCONFA_IFINDEX_DEFAULT: what new links begin with, "default"
)

// RPFilter is how the source of a packet is checked, of rp_filter.
type RPFilter uint32

// The checks.
const (
	RPFilterOff    RPFilter = 0
	RPFilterStrict RPFilter = 1 // the way back goes by the link it came in by
	RPFilterLoose  RPFilter = 2 // there is a way back
)

// String returns the check as ip(8) prints it.
func (f RPFilter) String() string {
	return rtattr.Enum(f, []string{RPFilterOff: "off", RPFilterStrict: "strict", RPFilterLoose: "loose"})
}

// Conf is how packets of a family are handled on a link. What a family does not
// have is absent.
type Conf struct {
	Family rtnl.Family `json:"family,omitzero"`  // ncm_family
	Index  int32       `json:"ifindex,omitzero"` // NETCONFA_IFINDEX: the link, All or Default

	Forwarding      nlattr.OnOff         `json:"forwarding,omitzero"`                  // NETCONFA_FORWARDING
	RPFilter        nlattr.Opt[RPFilter] `json:"rp_filter,omitzero"`                   // NETCONFA_RP_FILTER, IPv4
	MCForwarding    nlattr.OnOff         `json:"mc_forwarding,omitzero"`               // NETCONFA_MC_FORWARDING: of multicast
	ProxyNeigh      nlattr.OnOff         `json:"proxy_neigh,omitzero"`                 // NETCONFA_PROXY_NEIGH: answer for neighbours behind other links
	IgnoreLinkDown  nlattr.OnOff         `json:"ignore_routes_with_linkdown,omitzero"` // NETCONFA_IGNORE_ROUTES_WITH_LINKDOWN
	Input           nlattr.OnOff         `json:"input,omitzero"`                       // NETCONFA_INPUT: take labelled packets, MPLS
	BCForwarding    nlattr.OnOff         `json:"bc_forwarding,omitzero"`               // NETCONFA_BC_FORWARDING: of directed broadcasts, IPv4 (5.0)
	ForceForwarding nlattr.OnOff         `json:"force_forwarding,omitzero"`            // NETCONFA_FORCE_FORWARDING, IPv6 (6.17): forward on this link whatever All says

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Attrs lists the attributes, behind the netconfmsg.
func (n *Conf) Attrs(c *nlattr.Codec) {
	h := c.Head(headLen)
	nlattr.At8(h, 0, &n.Family)
	nlattr.N32(c, uapi.NETCONFA_IFINDEX, "ifindex", &n.Index)
	nlattr.Switch32(c, uapi.NETCONFA_FORWARDING, "forwarding", &n.Forwarding)
	nlattr.U32(c, uapi.NETCONFA_RP_FILTER, "rp_filter", &n.RPFilter)
	nlattr.Switch32(c, uapi.NETCONFA_MC_FORWARDING, "mc_forwarding", &n.MCForwarding)
	nlattr.Switch32(c, uapi.NETCONFA_PROXY_NEIGH, "proxy_neigh", &n.ProxyNeigh)
	nlattr.Switch32(c, uapi.NETCONFA_IGNORE_ROUTES_WITH_LINKDOWN, "ignore_routes_with_linkdown", &n.IgnoreLinkDown)
	nlattr.Switch32(c, uapi.NETCONFA_INPUT, "input", &n.Input)
	nlattr.Switch32(c, uapi.NETCONFA_BC_FORWARDING, "bc_forwarding", &n.BCForwarding)
	nlattr.Switch32(c, uapi.NETCONFA_FORCE_FORWARDING, "force_forwarding", &n.ForceForwarding)
	nlattr.Rest(c, &n.Unknown)
}

// DumpKey tells the entries of one listing apart.
func (n *Conf) DumpKey() any {
	return struct {
		family rtnl.Family
		index  int32
	}{n.Family, n.Index}
}

// String returns the entry in one line like "ip netconf show", with the index in
// place of the name.
func (n Conf) String() string {
	dev := rtattr.DevName("", n.Index)
	switch n.Index {
	case All:
		dev = "all"
	case Default:
		dev = "default"
	}
	w := rtattr.Words{n.Family.String(), dev}
	n.Family, n.Index = 0, 0
	w.Fields(&n)
	return w.String()
}

// Filter chooses entries. Absent fields choose all.
type Filter struct {
	Family   rtnl.Family // rtnl.IPv4, rtnl.IPv6 or rtnl.MPLS; the kernel filters
	Dev      string      // of this link
	DevIndex int32       // likewise; All and Default too
}

// List lists entries, "ip netconf show". A nil filter is everything. Where links
// change meanwhile, it is reported as [rtnl.ErrDumpInterrupted].
//
// A kernel without a family has no entries of it.
func List(ctx context.Context, c *rtnl.Conn, f *Filter) iter.Seq2[Conf, error] {
	const op = "netconf show"
	if f == nil {
		f = new(Filter)
	}
	return func(yield func(Conf, error) bool) {
		index, err := c.FilterIndex(ctx, op, "dev", f.Dev, f.DevIndex)
		if err != nil {
			yield(Conf{}, err)
			return
		}
		rtnl.List(ctx, c, query(op, &Conf{Family: f.Family}), func(n *Conf) bool {
			// A kernel lists all families for one that it does not have.
			return (f.Family == 0 || n.Family == f.Family) && (index == 0 || n.Index == index)
		})(yield)
	}
}

// Get returns one entry, "ip netconf show dev": that of a link, of All or of
// Default, for which f has to have the family too. It fails with fs.ErrNotExist
// where there is no such link.
func Get(ctx context.Context, c *rtnl.Conn, f Filter) (Conf, error) {
	op := fmt.Sprintf("netconf show %v dev %s", f.Family, rtattr.DevName(f.Dev, f.DevIndex))
	switch {
	case f.Family == 0:
		return Conf{}, &rtnl.Error{Op: op, Err: errors.New("family: missing")}
	case f.Dev == "" && f.DevIndex == 0:
		return Conf{}, &rtnl.Error{Op: op, Err: errors.New("dev: missing")}
	}
	index, err := c.FilterIndex(ctx, op, "dev", f.Dev, f.DevIndex)
	if err != nil {
		return Conf{}, err
	}
	return rtnl.Get[Conf](ctx, c, query(op, &Conf{Family: f.Family, Index: index}))
}

func query(op string, body *Conf) rtnl.Query {
	return rtnl.Query{Op: op, Type: uapi.RTM_GETNETCONF, Reply: uapi.RTM_NEWNETCONF, Head: headLen, Body: body}
}
