// Package nsid reads and gives the numbers by which a network namespace refers
// to others, "ip netns list-id" and "ip netns set": those in IFLA_LINK_NETNSID
// and in the NetNSID of filters.
//
// A number belongs to a pair: the namespace that uses it, which is the Conn's
// unless another one is the target, and the namespace that it stands for.
// [netns.Handle.NSID] and [netns.Handle.SetNSID] do the same without a Conn.
package nsid

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/netns"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
)

// headLen is the size of rtgenmsg, padded.
const headLen = 4

// notAssigned is NETNSA_NSID_NOT_ASSIGNED.
const notAssigned = -1

// NSID is the number of a namespace. To give one, ID and either NetNS or PID
// say what to give and to which namespace. To ask for one, NetNS, PID or ID say
// which namespace is meant.
type NSID struct {
	// NETNSA_NSID. Read, absent is none. Given, absent lets the kernel choose.
	// Asked with, it is the number in the Conn's namespace.
	ID nlattr.Opt[int32] `json:"nsid,omitzero"`

	// The namespace that the number stands for. At most one; the kernel does
	// not report it.
	NetNS *netns.Handle `json:"-"`            // NETNSA_FD; must stay open until the request is done
	PID   uint32        `json:"pid,omitzero"` // NETNSA_PID: that of a process

	// NETNSA_TARGET_NSID, to ask with: the namespace whose number is wanted, by
	// its number in the Conn's; absent is the Conn's own (4.20).
	Target nlattr.Opt[int32] `json:"target_nsid,omitzero"`

	// NETNSA_CURRENT_NSID, reported where a target was given: what the
	// namespace is called in the Conn's; absent is none (4.20).
	Current nlattr.Opt[int32] `json:"current_nsid,omitzero"`

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Attrs lists the attributes, behind the rtgenmsg.
func (n *NSID) Attrs(c *nlattr.Codec) {
	c.Head(headLen)
	number(c, uapi.NETNSA_NSID, "nsid", &n.ID)
	nlattr.N32(c, uapi.NETNSA_PID, "pid", &n.PID)
	if n.NetNS != nil && !c.Decoding() {
		fd := nlattr.Some(int32(n.NetNS.FD()))
		if fd.Or(0) < 0 {
			c.Reject("fd", "the handle "+n.NetNS.String()+" is closed")
		}
		if n.PID != 0 {
			c.Reject("fd", "a handle beside a process")
		}
		nlattr.U32(c, uapi.NETNSA_FD, "fd", &fd)
	}
	nlattr.U32(c, uapi.NETNSA_TARGET_NSID, "target_nsid", &n.Target)
	if c.Reporting() {
		number(c, uapi.NETNSA_CURRENT_NSID, "current_nsid", &n.Current)
	}
	nlattr.Rest(c, &n.Unknown)
}

// number carries a number, or the one that means none.
func number(c *nlattr.Codec, t nlattr.Type, name string, v *nlattr.Opt[int32]) {
	nlattr.U32(c, t, name, v)
	if c.Decoding() && v.Or(0) == notAssigned {
		*v = nlattr.Opt[int32]{}
	}
}

// giving is an NSID that is to be given.
type giving struct{ NSID }

// Attrs lists the attributes. The kernel wants a number also where it is to
// choose one.
func (g *giving) Attrs(c *nlattr.Codec) {
	if !c.Decoding() {
		g.check(c)
	}
	n := g.NSID
	if !c.Decoding() && !n.ID.Is() {
		n.ID = nlattr.Some[int32](notAssigned)
	}
	n.Attrs(c)
	if c.Decoding() {
		g.NSID = n
	}
}

func (g *giving) check(c *nlattr.Codec) {
	if g.NetNS == nil && g.PID == 0 {
		c.Reject("fd", "no namespace; give a handle or a process")
	}
	if id := g.ID.Or(0); id < 0 {
		c.Reject("nsid", fmt.Sprintf("%d, at least 0; absent lets the kernel choose", id))
	}
	if g.Target.Is() {
		c.Reject("target_nsid", "a number can only be given in the Conn's namespace")
	}
}

// Key says which namespace is meant.
func (n *NSID) Key() string {
	w := rtattr.Words{}
	if n.NetNS != nil {
		w.Add("", true, n.NetNS)
	}
	w.Add("pid", n.PID != 0, n.PID)
	return w.String()
}

// Words returns what stands behind "ip netns set".
func (n *NSID) Words() string {
	w := rtattr.Words{n.Key()}
	w.Add("", n.ID.Is(), n.ID)
	w.Add("", !n.ID.Is(), "auto")
	return w.String()
}

// DumpKey tells the numbers of one listing apart.
func (n *NSID) DumpKey() any { return n.ID }

// String returns the number in one line like "ip netns list-id".
func (n NSID) String() string {
	w := rtattr.Words{}
	w.Add("nsid", n.ID.Is(), n.ID)
	w.Add("current-nsid", n.Current.Is(), n.Current)
	return w.String()
}

var set = rtnl.Verb{Name: "netns set", Type: uapi.RTM_NEWNSID}

// Set gives a namespace a number, "ip netns set": RTM_NEWNSID. It fails with
// fs.ErrExist where the namespace has one, which cannot be changed, or the
// number is that of another one.
func Set(n NSID) rtnl.Request { return rtnl.NewRequest(&set, &giving{n}) }

// Filter chooses numbers.
type Filter struct {
	Target nlattr.Opt[int32] // of this namespace, by its number in the Conn's, in place of the Conn's own (4.20)
}

// List lists the numbers that namespaces have, "ip netns list-id". A nil filter
// is those of the Conn's namespace. The kernel does not say when numbers change
// meanwhile.
func List(ctx context.Context, c *rtnl.Conn, f *Filter) iter.Seq2[NSID, error] {
	q := new(NSID)
	if f != nil {
		q.Target = f.Target
	}
	return rtnl.List(ctx, c, rtnl.Query{
		Op: "netns list-id", Type: uapi.RTM_GETNSID, Reply: uapi.RTM_NEWNSID, Head: headLen, Body: q,
	}, func(n *NSID) bool { return true })
}

// Get returns the number of the namespace that of says, which has none where
// the answer's ID is absent. It fails with fs.ErrNotExist where of.ID is no
// number, or of.PID no process.
func Get(ctx context.Context, c *rtnl.Conn, of NSID) (NSID, error) {
	op := "netns list-id"
	if key := of.Key(); key != "" {
		op += " " + key
	} else if of.ID.Is() {
		op += fmt.Sprintf(" nsid %v", of.ID)
	}
	given := 0
	for _, is := range []bool{of.NetNS != nil, of.PID != 0, of.ID.Is()} {
		if is {
			given++
		}
	}
	if given != 1 {
		return NSID{}, &rtnl.Error{Op: op, Err: errors.New("give a namespace by one of handle, process and number")}
	}
	return rtnl.Get[NSID](ctx, c, rtnl.Query{Op: op, Type: uapi.RTM_GETNSID, Reply: uapi.RTM_NEWNSID, Head: headLen, Body: &of})
}
