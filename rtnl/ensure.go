package rtnl

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/eb30ede5/netlink/nlattr"
)

// Ensure executes requests that add, in order, and takes an object that is
// there already for one that was added, if it has everything that the request
// says: each field that is set, the parameters of a link's kind, port and peer
// included. What is absent in the request may be anything; of a rule, what is
// absent has to be absent. A rule needs its Priority here, a nexthop object its ID.
//
// Where something is different, Ensure changes nothing and fails with an error
// that matches fs.ErrExist and names each field, what it is and what it was to
// be. It stops at the first request that fails, as [Conn.Do] does. Allow counts
// here too: Allow(fs.ErrExist) is content with whatever is there.
//
// Of times that pass, those that are left have to be no longer than what is set.
// What the kernel rounds, or does not report, is different; XDP programs and
// virtual functions are not compared, and fail.
func (c *Conn) Ensure(ctx context.Context, reqs ...Request) error {
	for i := range reqs {
		r := &reqs[i]
		if err := c.ensure(ctx, r); err != nil && r.allowed(err) != nil {
			err.Index = i
			return err
		}
	}
	return nil
}

// addable is an object that can be looked up by what a request to add it says.
type addable interface {
	object
	// existing returns what is there in place of the object: several where one
	// key can have them, none if it is something else that exists.
	existing(ctx context.Context, c *Conn) ([]nlattr.Attrser, error)
	// differs compares the object with one of those.
	differs(ctx context.Context, c *Conn, r *Request, have nlattr.Attrser) (differences, error)
}

func (c *Conn) ensure(ctx context.Context, r *Request) *Error {
	const anew = "missing; without it the kernel adds another one each time"
	switch o := r.obj.(type) {
	case *Rule:
		if !o.Priority.Is() {
			return refused(r.op(), &nlattr.Error{Path: "priority", Reason: anew})
		}
	case *Nexthop:
		if o.ID == 0 {
			return refused(r.op(), &nlattr.Error{Path: "id", Reason: anew})
		}
	}
	o, ok := r.obj.(addable)
	if r.verb != nil && (!ok || r.verb.Flags&(create|excl|appendF) != create|excl) {
		return failed(r.op(), errors.New("Ensure is for requests that add a link, an address, a route and so on"))
	}
	const tries = 3 // what is there may be gone when it is looked for
	for try := 1; ; try++ {
		err := c.do(ctx, r)
		if err == nil || !errors.Is(err, fs.ErrExist) {
			return err
		}
		diff, found, cause := c.compare(ctx, r, o)
		switch {
		case cause != nil:
			return failed(r.op()+": reading what is there", cause)
		case found && diff == nil:
			return nil
		case found:
			err.Msg = diff.String() // in place of words that say no more than the errno
			return err
		case try == tries:
			return err
		}
	}
}

// compare returns how what is there differs from o: of several, the one that
// differs least.
func (c *Conn) compare(ctx context.Context, r *Request, o addable) (least differences, found bool, err error) {
	all, err := o.existing(ctx, c)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, false, err
	}
	for i, have := range all {
		d, err := o.differs(ctx, c, r, have)
		if err != nil {
			return nil, false, err
		}
		if i == 0 || len(d) < len(least) {
			least = d
		}
	}
	return least, len(all) > 0, nil
}

// sentAs returns in v what the kernel is told of o: names as indexes, and
// nothing that is only reported.
func (c *Conn) sentAs(ctx context.Context, o, v nlattr.Attrser, head int) error {
	x := c.session(ctx)
	defer x.done()
	b, err := x.k.Encode(nil, o)
	if err != nil {
		return err
	}
	return x.k.Decode(b, head, v)
}

func (l *Link) existing(ctx context.Context, c *Conn) ([]nlattr.Attrser, error) {
	have, err := c.readBack(ctx, l, "link show "+l.Name)
	if err != nil {
		return nil, err
	}
	return []nlattr.Attrser{&have}, nil
}

func (l *Link) differs(ctx context.Context, c *Conn, _ *Request, have nlattr.Attrser) (differences, error) {
	d, err := l.differsFrom(ctx, c, have.(*Link), "")
	if err != nil || l.Peer == nil {
		return d, err
	}
	peer, err := c.peerOf(ctx, l, have.(*Link))
	if errors.Is(err, fs.ErrNotExist) {
		return d.add("peer", "elsewhere", "where it was to be"), nil
	} else if err != nil {
		return nil, err
	}
	more, err := l.Peer.differsFrom(ctx, c, &peer, "peer.")
	return slices.Concat(d, more), err
}

// peerOf returns the peer of have, in the namespace that it was to be made in.
func (c *Conn) peerOf(ctx context.Context, l, have *Link) (Link, error) {
	in := c
	if l.Peer.elsewhere() {
		other, err := c.in(l.Peer)
		if err != nil {
			return Link{}, err
		}
		defer other.Close()
		in = other
	}
	if have.ParentIndex == 0 {
		return Link{}, fs.ErrNotExist
	}
	p, err := in.LinkByIndex(ctx, have.ParentIndex)
	if err == nil && (p.ParentIndex != have.Index || kindName(&p) != kindName(have)) {
		return Link{}, fs.ErrNotExist // another one that has the index there
	}
	return p, err
}

func kindName(l *Link) string {
	if l.Kind == nil {
		return ""
	}
	return l.Kind.Kind()
}

// differsFrom compares l without its peer.
func (l *Link) differsFrom(ctx context.Context, c *Conn, have *Link, path string) (differences, error) {
	if l.XDP != (XDP{}) || l.VFs != nil {
		return nil, errors.New(path + "XDP programs and virtual functions cannot be compared")
	}
	n, want := *l, Link{}
	if n.Peer = nil; n.NoMaster {
		n.NoMaster = false
	}
	if err := c.sentAs(ctx, &n, &want, 16); err != nil {
		return nil, err
	}
	want.Flags, want.Unknown = 0, l.Unknown
	want.Up, want.Promisc, want.AllMulti, want.ARP, want.Multicast, want.Dynamic = l.Up, l.Promisc, l.AllMulti, l.ARP, l.Multicast, l.Dynamic
	want.NetNSPID, want.NetNSID, want.Peer, want.NewIndex = 0, Opt[int32]{}, nil, 0 // where it is, which have is too
	h := *have
	if !h.Alias.Is() {
		h.Alias = Some("")
	}
	if m, ok := want.ProtoDownReasonMask.Get(); ok && want.ProtoDownReason.Is() {
		h.ProtoDownReason = Some(h.ProtoDownReason.Or(0) & m)
		want.ProtoDownReason = Some(want.ProtoDownReason.Or(0) & m)
	}
	want.ProtoDownReasonMask = Opt[uint32]{}
	d := differ(path, &want, &h)
	if l.NoMaster && h.MasterIndex != 0 {
		d = d.add(path+"master", h.MasterIndex, "none")
	}
	if l.NewIndex != 0 && l.NewIndex != h.Index {
		d = d.add(path+"new_ifindex", h.Index, l.NewIndex)
	}
	return d, nil
}

func (a *Addr) existing(ctx context.Context, c *Conn) ([]nlattr.Attrser, error) {
	want := *a
	if want.Dev != "" {
		i, err := c.index(ctx, a.Dev)
		if err != nil {
			return nil, err
		}
		want.Dev, want.DevIndex = "", i
	}
	have, err := c.addr(ctx, want)
	if err != nil {
		return nil, err
	}
	return []nlattr.Attrser{&have}, nil
}

// addr returns the address that has the key of a, whose device is an index.
func (c *Conn) addr(ctx context.Context, a Addr) (Addr, error) {
	if a.Prefix.Addr().Is6() {
		return c.addr6(ctx, a.DevIndex, a.Prefix.Addr())
	}
	for {
		var interrupted error
		for have, err := range c.Addrs(ctx, &AddrFilter{Family: familyOf(a.Prefix.Addr()), DevIndex: a.DevIndex}) {
			switch {
			case errors.Is(err, ErrDumpInterrupted):
				interrupted = err // by other addresses, as likely as not
			case err != nil:
				return Addr{}, err
			case have.SameKey(a):
				return have, nil
			}
		}
		if interrupted == nil {
			return Addr{}, &Error{Op: "addr show " + a.key(), Err: fs.ErrNotExist}
		} else if ctx.Err() != nil {
			return Addr{}, interrupted
		}
	}
}

func (a *Addr) differs(ctx context.Context, c *Conn, _ *Request, have nlattr.Attrser) (differences, error) {
	var want Addr
	if err := c.sentAs(ctx, a, &want, 8); err != nil {
		return nil, err
	}
	want.Flags &^= addrFlagsByKernel | AddrOptimistic // which ends with the detection of duplicates
	return differ("", &want, have.(*Addr)), nil
}

func (r *Route) existing(ctx context.Context, c *Conn) (all []nlattr.Attrser, err error) {
	f := &RouteFilter{Family: r.family(), Table: r.Table, Dst: r.Dst}
	for have, err := range c.Routes(ctx, f) {
		if err != nil {
			return nil, err
		}
		if have.SameKey(*r) {
			all = append(all, &have)
		}
	}
	return all, nil
}

func (r *Route) differs(ctx context.Context, c *Conn, req *Request, have nlattr.Attrser) (differences, error) {
	var want Route
	if err := c.sentAs(ctx, r, &want, 12); err != nil {
		return nil, err
	}
	if req.filled&filledProtocol != 0 {
		want.Protocol = 0
	}
	if req.filled&filledScope != 0 || want.Family != IPv4 {
		want.Scope = Opt[Scope]{}
	}
	want.Flags &= RouteOnLink
	return differ("", &want, have.(*Route)), nil
}

func (r *Rule) existing(ctx context.Context, c *Conn) (all []nlattr.Attrser, err error) {
	for have, err := range c.Rules(ctx, &RuleFilter{Family: r.Family, Priority: r.Priority}) {
		if err != nil {
			return nil, err
		}
		all = append(all, &have)
	}
	return all, nil
}

// differs compares all that a rule has: a selector that is absent is every
// packet.
func (r *Rule) differs(_ context.Context, _ *Conn, _ *Request, have nlattr.Attrser) (differences, error) {
	w, h := r.config(), have.(*Rule).config()
	if w.Protocol == 0 {
		h.Protocol = 0
	}
	return differBoth(&w, &h), nil
}

func (n *Neigh) existing(ctx context.Context, c *Conn) ([]nlattr.Attrser, error) {
	have, err := c.GetNeigh(ctx, *n)
	if err != nil {
		return nil, err
	}
	return []nlattr.Attrser{&have}, nil
}

func (n *Neigh) differs(ctx context.Context, c *Conn, _ *Request, have nlattr.Attrser) (differences, error) {
	var want Neigh
	if err := c.sentAs(ctx, n, &want, 12); err != nil {
		return nil, err
	}
	const fixed = NeighPermanent | NeighNoARP
	h := have.(*Neigh)
	managed := want.Flags&(NeighManaged|NeighUse) != 0 // the kernel finds the rest out
	if managed || want.Flags&NeighProxy != 0 || (want.State.Or(0)|h.State.Or(0))&fixed == 0 {
		want.State = Opt[NeighState]{}
	}
	if managed {
		want.Address = HWAddr{}
	}
	want.Flags &^= NeighUse | NeighOffloaded
	return differ("", &want, h), nil
}

func (n *Nexthop) existing(ctx context.Context, c *Conn) ([]nlattr.Attrser, error) {
	have, err := c.NexthopWith(ctx, n.ID, NexthopFilter{Stats: n.HWStats != 0})
	if err != nil {
		return nil, err
	}
	return []nlattr.Attrser{&have}, nil
}

func (n *Nexthop) differs(ctx context.Context, c *Conn, _ *Request, have nlattr.Attrser) (differences, error) {
	var want Nexthop
	if err := c.sentAs(ctx, n, &want, 8); err != nil {
		return nil, err
	}
	want.Scope = 0
	want.Flags &= RouteOnLink
	return differ("", &want, have.(*Nexthop)), nil
}

// A differences is a list of fields that differ.
type differences []string

func (d differences) add(field string, have, want any) differences {
	return append(d, fmt.Sprintf("%s is %v, want %v", field, have, want))
}

func (d differences) String() string { return strings.Join(d, "; ") }
