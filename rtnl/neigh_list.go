package rtnl

import (
	"context"
	"errors"
	"iter"
	"net/netip"

	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

// NeighFilter chooses neighbours. Absent fields choose all neighbours and no
// proxies.
type NeighFilter struct {
	Family      Family       // IPv4 or IPv6; the kernel filters
	Dev         string       // those on this link; the kernel filters
	DevIndex    int32        // likewise
	Master      string       // those on links whose master this is; the kernel filters
	MasterIndex int32        // likewise
	Proxy       bool         // the proxy entries in place of the neighbours; of these the kernel ignores Master
	State       NeighState   // in one of these states
	Flags       NeighFlags   // with all of these flags
	Dst         netip.Prefix // whose address is in this
}

// neighGet is the body of RTM_GETNEIGH: of a listing, or with dst of one.
type neighGet struct {
	family        Family
	index, master int32
	flags         NeighFlags
	dst           netip.Addr
}

// Attrs lists the attributes. A strict kernel wants the link of a listing in an
// attribute and that of a single neighbour in the header.
func (q *neighGet) Attrs(c *nlattr.Codec) {
	flags, index := uint8(q.flags), int32(0)
	if q.dst.IsValid() {
		index = q.index
	}
	h := c.Head(12)
	nlattr.At8(h, 0, &q.family)
	nlattr.At32(h, 4, &index)
	nlattr.At8(h, 10, &flags)
	if q.dst.IsValid() {
		nlattr.Addr(c, uapi.NDA_DST, uapi.NDA_DST, "dst", &q.dst)
		return
	}
	nlattr.N32(c, uapi.NDA_IFINDEX, "ifindex", &q.index)
	nlattr.N32(c, uapi.NDA_MASTER, "master", &q.master)
}

// Neighs lists neighbours, "ip neigh show nud all". A nil filter is every one
// that is no proxy; proxies are a table of their own, see [NeighFilter].
// Entries of bridges and VXLANs are never among them.
//
// The kernel does not say when neighbours change while they are being listed.
// Some can be missed, or come twice, when many others change meanwhile.
func (c *Conn) Neighs(ctx context.Context, f *NeighFilter) iter.Seq2[Neigh, error] {
	if f == nil {
		f = new(NeighFilter)
	}
	return func(yield func(Neigh, error) bool) {
		q, err := f.query(ctx, c)
		if err != nil {
			yield(Neigh{}, err)
			return
		}
		dump(ctx, c, Query{"neigh show", uapi.RTM_GETNEIGH, uapi.RTM_NEWNEIGH, 12, q, false}, func(n *Neigh) bool { return f.match(n, q) })(yield)
	}
}

func (f *NeighFilter) query(ctx context.Context, c *Conn) (*neighGet, error) {
	const op = "neigh show"
	q := &neighGet{family: f.Family}
	if q.family == 0 {
		q.family = familyOf(f.Dst.Addr())
	}
	if q.family == uapi.AF_BRIDGE {
		return nil, failed(op, errors.New("family: forwarding entries of a bridge are no neighbours"))
	}
	if f.Proxy {
		q.flags = NeighProxy
	}
	var err error
	if q.index, err = c.FilterIndex(ctx, op, "dev", f.Dev, f.DevIndex); err == nil {
		q.master, err = c.FilterIndex(ctx, op, "master", f.Master, f.MasterIndex)
	}
	return q, err
}

func (f *NeighFilter) match(n *Neigh, q *neighGet) bool {
	return (q.family == 0 || familyOf(n.Dst) == q.family) &&
		(q.index == 0 || n.DevIndex == q.index) &&
		n.Flags&NeighProxy == q.flags &&
		(f.State == 0 || n.State.Or(0)&f.State != 0) &&
		n.Flags&f.Flags == f.Flags &&
		(!f.Dst.IsValid() || f.Dst.Contains(n.Dst))
}

// GetNeigh returns the neighbour that has the key of n, which is the link, the
// address and NeighProxy, "ip neigh get" (5.0). It fails with fs.ErrNotExist
// where there is none.
func (c *Conn) GetNeigh(ctx context.Context, n Neigh) (Neigh, error) {
	op := "neigh get " + n.key()
	index, err := c.FilterIndex(ctx, op, "dev", n.Dev, n.DevIndex)
	switch {
	case err != nil:
		return Neigh{}, err
	case !n.Dst.IsValid():
		return Neigh{}, failed(op, &nlattr.Error{Path: "dst", Reason: "missing, and with it the family"})
	case index == 0:
		return Neigh{}, failed(op, &nlattr.Error{Path: "dev", Reason: "missing"})
	}
	q := &neighGet{family: familyOf(n.Dst), index: index, dst: n.Dst, flags: n.Flags & NeighProxy}
	return Get[Neigh](ctx, c, Query{op, uapi.RTM_GETNEIGH, uapi.RTM_NEWNEIGH, 12, q, false})
}

// neighKey is what the kernel tells neighbours apart by.
type neighKey struct {
	dev   int32
	name  string
	dst   netip.Addr
	proxy bool
}

func (n *Neigh) keyOf() any { return n.mapKey() }

func (n *Neigh) mapKey() neighKey {
	k := neighKey{n.DevIndex, n.Dev, n.Dst, n.Flags&NeighProxy != 0}
	if k.dev != 0 {
		k.name = ""
	}
	return k
}

// SameKey reports whether n and o are the same neighbour to the kernel: link,
// address, and whether it is a proxy.
func (n Neigh) SameKey(o Neigh) bool { return n.mapKey() == o.mapKey() }

// SameConfig reports whether n and o are configured alike: the key, and what
// the kernel lets a user set. States between which the kernel goes by itself
// count as one; times, counters, and what the kernel finds out for
// NeighManaged are left aside.
func (n Neigh) SameConfig(o Neigh) bool { return sameValue(n.config(), o.config()) }

func (n *Neigh) config() Neigh {
	m := *neighRequest(&neighAdd, *n).obj.(*Neigh)
	if m.State.Or(0)&(NeighPermanent|NeighNoARP) == 0 {
		m.State = Some(NeighNone)
	}
	m.Flags &^= NeighUse | NeighOffloaded
	if m.Flags&NeighManaged != 0 {
		m.State, m.Address = Some(NeighNone), nlattr.HWAddr{}
	}
	m.Type, m.Probes, m.Confirmed, m.Used, m.Updated, m.Refs, m.Unknown = 0, 0, 0, 0, 0, 0, nil
	if m.DevIndex != 0 {
		m.Dev = ""
	}
	return m
}
