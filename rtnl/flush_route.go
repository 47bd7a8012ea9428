package rtnl

import (
	"context"

	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

// FlushRoutes removes the routes that f chooses, "ip route flush", and returns
// how many. A nil filter is all, of all tables and families. What is gone already
// counts as removed, and so does everything in a table that does not exist.
//
// The routes that the kernel makes by itself stay, unless the filter gives
// their Protocol (kernel, ra, redirect) or, for those of table local, the Table.
//
// One that cannot be removed is an error, and the others are removed all the
// same. What comes meanwhile may stay, and so may, where much changes, an IPv6
// route that the kernel leaves out of a listing.
func (c *Conn) FlushRoutes(ctx context.Context, f *RouteFilter) (int, error) {
	const op = "route flush"
	if f == nil {
		f = new(RouteFilter)
	}
	n, err := flush(ctx, c, op, func() ([][]deletion, error) { return c.deletions(ctx, f) }, func(d *deletion) (Request, bool) {
		return Request{verb: &routeDelete, obj: d}, true
	})
	if e, ok := err.(*Error); ok && e.Errno == uapi.ENOENT && n == 0 {
		return 0, nil // a table
	}
	return n, err
}

// flushes reports whether f is for removing r too.
func (f *RouteFilter) flushes(r *Route) bool {
	if r.Family != IPv4 && r.Family != IPv6 && r.Family != MPLS || r.Flags&RouteCloned != 0 {
		return false // multicast routes belong to a daemon
	}
	return !r.byKernel() || f.Protocol != 0 || f.Table == TableLocal && r.Table == TableLocal
}

// byKernel reports whether the kernel made the route by itself.
func (r *Route) byKernel() bool {
	return r.Table == TableLocal || r.Protocol == ProtoKernel || r.Protocol == ProtoRA || r.Protocol == ProtoRedirect
}

// A deletion is what asks the kernel to delete a route, without the header. Most
// are what the kernel listed: there are many, and so they are neither taken apart
// nor put together.
type deletion []byte

// Attrs lists no attributes: they are encoded already.
func (d *deletion) Attrs(c *nlattr.Codec) { nlattr.AtBytes(c.Head(len(*d)), 0, *d) }

func (d *deletion) key() string {
	var r Route
	nlattr.Parse(*d, rtmLen, &r)
	return r.key()
}

// deletions returns those of the routes to remove.
func (c *Conn) deletions(ctx context.Context, f *RouteFilter) (all [][]deletion, err error) {
	q, keep, err := c.routeQuery(ctx, f)
	if err != nil {
		return nil, err
	}
	var list []deletion
	var text []byte // of several
	var r Route
	err = c.dump(ctx, q, func(k *nlattr.Codec, body []byte) bool {
		r = Route{}
		k.Decode(body, q.Head, &r)
		if keep != nil && !keep(&r) || !f.flushes(&r) {
			return true
		}
		if cap(text)-len(text) < len(body) {
			text = make([]byte, 0, 64<<10)
		}
		start := len(text)
		text = r.appendDeletion(k, text, body)
		if len(list) == piece {
			all, list = append(all, list), make([]deletion, 0, piece)
		}
		list = append(list, text[start:len(text):len(text)])
		return true
	})
	return append(all, list), err
}

// appendDeletion appends what deletes r, which was listed with body. The kernel
// takes body itself for a plain route; of a nexthop object, for example, it says
// more than it wants to hear. It also gets body of what cannot be encoded.
func (r *Route) appendDeletion(k *nlattr.Codec, b, body []byte) []byte {
	plain := (r.Family == IPv4 || r.Family == IPv6) && r.More == nil && r.NexthopID == 0 && len(r.Hops) == 0
	if !plain {
		if b, err := k.Encode(b, routeRequest(&routeDelete, r).obj); err == nil {
			return b
		}
	}
	return append(b, body...)
}
