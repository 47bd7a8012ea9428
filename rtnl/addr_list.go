package rtnl

import (
	"context"
	"iter"
	"net/netip"

	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

// AddrFilter chooses addresses. Absent fields choose all.
type AddrFilter struct {
	Family   Family     // IPv4 or IPv6; the kernel filters
	Dev      string     // those of this link; the kernel filters
	DevIndex int32      // likewise
	Scope    Opt[Scope] // of this scope

	NetNSID Opt[int32] // the addresses of another namespace, by its id in the Conn's (5.0); Dev is looked up here
}

// addrGet is the body of RTM_GETADDR.
type addrGet struct {
	family  Family
	index   int32
	netNSID Opt[int32]
	addr    netip.Addr // of one address, not of a listing
}

// Attrs lists the attributes.
func (q *addrGet) Attrs(c *nlattr.Codec) {
	h := c.Head(8)
	nlattr.At8(h, 0, &q.family)
	nlattr.At32(h, 4, &q.index)
	nlattr.Addr(c, uapi.IFA_LOCAL, uapi.IFA_LOCAL, "local", &q.addr)
	nlattr.U32(c, uapi.IFA_TARGET_NETNSID, "target_netnsid", &q.netNSID)
}

// Addrs lists addresses, "ip addr show". A nil filter is everything. A change
// meanwhile, such as a new IPv6 address that passes duplicate address detection,
// is reported as [ErrDumpInterrupted].
func (c *Conn) Addrs(ctx context.Context, f *AddrFilter) iter.Seq2[Addr, error] {
	if f == nil {
		f = new(AddrFilter)
	}
	return func(yield func(Addr, error) bool) {
		index, err := c.FilterIndex(ctx, "addr show", "dev", f.Dev, f.DevIndex)
		if err != nil {
			yield(Addr{}, err)
			return
		}
		q := &addrGet{family: f.Family, index: index, netNSID: f.NetNSID}
		dump(ctx, c, Query{"addr show", uapi.RTM_GETADDR, uapi.RTM_NEWADDR, 8, q, false}, func(a *Addr) bool { return f.match(a, index) })(yield)
	}
}

func (f *AddrFilter) match(a *Addr, index int32) bool {
	return (f.Family == 0 || familyOf(a.Prefix.Addr()) == f.Family) &&
		(index == 0 || a.DevIndex == index) &&
		(!f.Scope.Is() || Some(a.Scope) == f.Scope)
}
