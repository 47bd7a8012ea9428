package rtnl

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/eb30ede5/netlink/internal/nlmsg"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

// LinkFilter chooses links. Absent fields choose all.
type LinkFilter struct {
	Kind        string      // the name of a kind; the kernel filters
	Master      string      // ports of this link; the kernel filters
	MasterIndex int32       // likewise
	Up          OnOff       // administratively up or down
	Group       Opt[uint32] // a device group

	Stats bool // fill in Stats, and the counters of IPv6
	VFs   bool // fill in VFs and NumVF, which can be long and slow

	NetNSID Opt[int32] // the links of another namespace, by its id in the Conn's (5.0); the names in this filter are looked up here
}

// linkGet is the body of RTM_GETLINK.
type linkGet struct {
	index   int32
	name    string
	mask    uint32 // RTEXT_FILTER_*
	kind    string
	master  int32
	netNSID Opt[int32]
}

// Attrs lists the attributes. A name that fits both is looked up among names
// and altnames alike.
func (q *linkGet) Attrs(c *nlattr.Codec) {
	h := c.Head(16)
	nlattr.At32(h, 4, &q.index)
	if len(q.name) < uapi.IFNAMSIZ {
		nlattr.Str(c, uapi.IFLA_IFNAME, "ifname", &q.name)
	} else {
		nlattr.Str(c, uapi.IFLA_ALT_IFNAME, "altname", &q.name)
	}
	nlattr.N32(c, uapi.IFLA_EXT_MASK, "ext_mask", &q.mask)
	nlattr.N32(c, uapi.IFLA_MASTER, "master", &q.master)
	nlattr.U32(c, uapi.IFLA_TARGET_NETNSID, "if_netnsid", &q.netNSID)
	nlattr.Group(c, uapi.IFLA_LINKINFO, "linkinfo", q.kind != "", func(c *nlattr.Codec) {
		nlattr.Str(c, uapi.IFLA_INFO_KIND, "kind", &q.kind)
	})
}

// extMask returns the IFLA_EXT_MASK for f. It must not be zero: without the
// attribute the kernel ends a listing at the first link of over 32 KiB, and some
// of them call that success.
func (f *LinkFilter) extMask() uint32 {
	var m uint32
	if !f.Stats {
		m = uapi.RTEXT_FILTER_SKIP_STATS
	}
	if f.VFs || m == 0 {
		m |= uapi.RTEXT_FILTER_VF
	}
	return m
}

// Links lists links, "ip link show". A nil filter is everything. A change
// meanwhile is reported as [ErrDumpInterrupted].
func (c *Conn) Links(ctx context.Context, f *LinkFilter) iter.Seq2[Link, error] {
	if f == nil {
		f = new(LinkFilter)
	}
	return func(yield func(Link, error) bool) {
		master, err := c.FilterIndex(ctx, "link show", "master", f.Master, f.MasterIndex)
		if err != nil {
			yield(Link{}, err)
			return
		}
		q := &linkGet{mask: f.extMask(), kind: f.Kind, master: master, netNSID: f.NetNSID}
		dump(ctx, c, Query{"link show", uapi.RTM_GETLINK, uapi.RTM_NEWLINK, 16, q, !f.Stats}, func(l *Link) bool {
			return f.match(l, master)
		})(yield)
	}
}

// match checks again what the kernel was asked to, and may not have: it lists
// everything for a kind that it does not know.
func (f *LinkFilter) match(l *Link, master int32) bool {
	if g, ok := f.Group.Get(); ok && l.Group != Some(g) {
		return false
	}
	return (f.Kind == "" || l.Kind != nil && l.Kind.Kind() == f.Kind) &&
		(master == 0 || l.MasterIndex == master) &&
		(f.Up == 0 || l.Up == f.Up)
}

// LinkByName returns the link that has the name or altname, "ip link show dev
// NAME". It fails with fs.ErrNotExist where there is none. It lists nothing.
func (c *Conn) LinkByName(ctx context.Context, name string) (Link, error) {
	return c.link(ctx, linkGet{name: name}, nil)
}

// LinkByIndex returns the link that has the index. It fails with
// fs.ErrNotExist where there is none. It lists nothing.
func (c *Conn) LinkByIndex(ctx context.Context, index int32) (Link, error) {
	q := linkGet{index: index}
	if index <= 0 {
		return Link{}, failed(q.op(), errors.New("no link has that index"))
	}
	return c.link(ctx, q, nil)
}

// LinkWith is LinkByName for more than the link itself: the statistics, the
// virtual functions, or a link of another namespace. What else f says is not
// looked at.
func (c *Conn) LinkWith(ctx context.Context, name string, f LinkFilter) (Link, error) {
	return c.link(ctx, linkGet{name: name}, &f)
}

// op is the request in the words of ip(8), for errors only.
func (q *linkGet) op() string {
	if q.index != 0 || q.name == "" {
		return fmt.Sprintf("link show index %d", q.index)
	}
	return "link show " + q.name
}

func (c *Conn) link(ctx context.Context, q linkGet, f *LinkFilter) (Link, error) {
	if f == nil {
		f = new(LinkFilter)
	}
	if q.index == 0 && (q.name == "" || len(q.name) >= uapi.ALTIFNAMSIZ) {
		return Link{}, failed("link show "+q.name, fmt.Errorf("no link has the name %q", q.name))
	}
	q.mask, q.netNSID = f.extMask(), f.NetNSID
	var l Link
	err := c.get(ctx, q.op, uapi.RTM_GETLINK, &q, func(k *nlattr.Codec, m nlmsg.Message) {
		envOf(k).lean = !f.Stats
		k.Decode(m.Body, 16, &l) // what is malformed is kept in l, and says so
	})
	if err == nil && l.Index == 0 {
		err = failed(q.op(), errors.New("the kernel's answer has no link in it"))
	}
	return l, err
}

func (l *Link) keyOf() any { return l.Index }

// SameKey reports whether l and o are the same link to the kernel: they have
// the same index or, where one has none, the same name.
func (l Link) SameKey(o Link) bool {
	if l.Index != 0 && o.Index != 0 {
		return l.Index == o.Index
	}
	return l.Name != "" && l.Name == o.Name
}

// SameConfig reports whether l and o are configured alike: everything that a
// user can set, at its current value, and nothing that only the kernel reports.
// Names of other devices and handles count as little as the index does.
func (l Link) SameConfig(o Link) bool {
	return sameValue(l.config(), o.config())
}

// config returns l without what is reported, and with data that only the
// kernel fills in removed from its kind.
func (l *Link) config() Link {
	c := nlattr.Get()
	defer nlattr.Put(c)
	var cfg Link
	n := *l
	n.Index, n.target, n.NewIndex = 0, "", 0
	n.Master, n.NoMaster, n.Parent = "", false, ""
	n.NetNS, n.NetNSPID, n.NetNSID = nil, 0, cfg.NetNSID
	n.OperState, n.Carrier, n.XDP, n.VFs, n.Unknown = cfg.OperState, 0, cfg.XDP, nil, nil
	n.VFPorts, n.PortSelf, n.SetInet = nil, nil, nil
	b, err := c.Encode(nil, &n)
	if err != nil {
		return *l
	}
	if c.Decode(b, 16, &cfg) != nil {
		return *l
	}
	cfg.Flags, _ = l.flagBits()
	cfg.Up, cfg.Promisc, cfg.AllMulti, cfg.ARP, cfg.Multicast, cfg.Dynamic = l.Up, l.Promisc, l.AllMulti, l.ARP, l.Multicast, l.Dynamic
	return cfg
}
