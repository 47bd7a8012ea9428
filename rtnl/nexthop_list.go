package rtnl

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/eb30ede5/netlink/internal/nlmsg"
	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

// NexthopFilter chooses nexthop objects. Absent fields choose all.
type NexthopFilter struct {
	Family      Family // single nexthops of this family; the kernel filters
	Dev         string // single nexthops that leave by this device; the kernel filters
	DevIndex    int32  // likewise
	Master      string // single nexthops whose device has this master, such as a VRF; the kernel filters
	MasterIndex int32  // likewise
	Groups      bool   // groups; the kernel filters
	FDB         bool   // those with FDB

	Stats   bool // the counters of groups too (6.9)
	HWStats bool // those of hardware too (6.9)
}

// nexthopGet is the body of RTM_GETNEXTHOP.
type nexthopGet struct {
	id          uint32
	family      Family
	oif, master int32
	groups, fdb bool
	opFlags     uint32
}

// Attrs lists the attributes.
func (q *nexthopGet) Attrs(c *nlattr.Codec) {
	h := c.Head(8)
	nlattr.At8(h, 0, &q.family)
	nlattr.N32(c, uapi.NHA_ID, "id", &q.id)
	nlattr.N32(c, uapi.NHA_OIF, "oif", &q.oif)
	nlattr.Flag(c, uapi.NHA_GROUPS, "groups", &q.groups)
	nlattr.N32(c, uapi.NHA_MASTER, "master", &q.master)
	nlattr.Flag(c, uapi.NHA_FDB, "fdb", &q.fdb)
	nlattr.N32(c, uapi.NHA_OP_FLAGS, "op_flags", &q.opFlags)
}

func (f *NexthopFilter) opFlags() (flags uint32) {
	if f.Stats || f.HWStats {
		flags |= uapi.NHA_OP_FLAG_DUMP_STATS
	}
	if f.HWStats {
		flags |= uapi.NHA_OP_FLAG_DUMP_HW_STATS
	}
	return flags
}

// Nexthops lists nexthop objects, "ip nexthop show". A nil filter is everything.
// A change meanwhile is reported as [ErrDumpInterrupted].
func (c *Conn) Nexthops(ctx context.Context, f *NexthopFilter) iter.Seq2[Nexthop, error] {
	if f == nil {
		f = new(NexthopFilter)
	}
	return func(yield func(Nexthop, error) bool) {
		const op = "nexthop show"
		oif, err := c.FilterIndex(ctx, op, "dev", f.Dev, f.DevIndex)
		var master int32
		if err == nil {
			master, err = c.FilterIndex(ctx, op, "master", f.Master, f.MasterIndex)
		}
		if err != nil {
			yield(Nexthop{}, err)
			return
		}
		q := &nexthopGet{family: f.Family, oif: oif, master: master, groups: f.Groups, fdb: f.FDB, opFlags: f.opFlags()}
		dump(ctx, c, Query{op, uapi.RTM_GETNEXTHOP, uapi.RTM_NEWNEXTHOP, 8, q, false}, func(n *Nexthop) bool {
			return (f.Family == 0 || n.Family == f.Family) &&
				(oif == 0 || n.DevIndex == oif) &&
				(master == 0 || len(n.Group) == 0) &&
				(!f.Groups || len(n.Group) > 0) &&
				(!f.FDB || n.FDB)
		})(yield)
	}
}

// Nexthop returns the nexthop object with the id, "ip nexthop get". It fails
// with fs.ErrNotExist where there is none. It lists nothing.
func (c *Conn) Nexthop(ctx context.Context, id uint32) (Nexthop, error) {
	return c.NexthopWith(ctx, id, NexthopFilter{})
}

// NexthopWith is Nexthop for more than the object itself: the counters of a
// group. What else f says is not looked at.
func (c *Conn) NexthopWith(ctx context.Context, id uint32, f NexthopFilter) (Nexthop, error) {
	op := fmt.Sprintf("nexthop get id %d", id)
	if id == 0 {
		return Nexthop{}, failed(op, errors.New("no nexthop has that id"))
	}
	return Get[Nexthop](ctx, c, Query{op, uapi.RTM_GETNEXTHOP, uapi.RTM_NEWNEXTHOP, 8, &nexthopGet{id: id, opFlags: f.opFlags()}, false})
}

// CreateNexthop makes a nexthop object, as [AddNexthop] does, and returns it as
// it is then, with the id that the kernel chose if n has none.
func (c *Conn) CreateNexthop(ctx context.Context, n Nexthop) (Nexthop, error) {
	r := AddNexthop(n)
	x := c.session(ctx)
	defer x.done()
	st := step{verb: r.verb, obj: r.obj}
	b, err := st.append(&x.k, x.buf[:0], uapi.NLM_F_ACK|uapi.NLM_F_ECHO)
	if err != nil {
		return Nexthop{}, refused(r.op(), err)
	}
	x.buf = b
	s, err := c.pool.Get(ctx)
	if err != nil {
		return Nexthop{}, failed(r.op(), err)
	}
	defer c.pool.Put(s)
	var made Nexthop
	var ack nlmsg.Ack
	err = s.Transact(ctx, b, 1, func(_ int, m nlmsg.Message) {
		switch m.Type {
		case uapi.NLMSG_ERROR:
			ack = parseAck(m)
		case uapi.RTM_NEWNEXTHOP:
			x.k.Decode(m.Body, 8, &made) // what is malformed is kept in it, and says so
		}
	})
	switch {
	case err != nil:
		return Nexthop{}, failed(r.op(), err)
	case ack.Errno != 0:
		return Nexthop{}, refusal(r.op(), ack, r.obj, &x.env)
	case ack.Msg != "":
		c.warn(&r, ack, r.obj, &x.env)
	}
	if made.ID == 0 {
		return Nexthop{}, failed(r.op(), errors.New("the kernel does not say which id it chose"))
	}
	return made, nil
}

// NexthopBucket is a bucket of a resilient group (5.13): the packets whose hash
// falls into it go to one nexthop.
type NexthopBucket struct {
	Group     uint32        `json:"id,omitzero"`        // NHA_ID: of the group
	Index     uint16        `json:"index"`              // NHA_RES_BUCKET_INDEX: from 0
	NexthopID uint32        `json:"nh_id,omitzero"`     // NHA_RES_BUCKET_NH_ID: of the nexthop
	IdleTime  time.Duration `json:"idle_time,omitzero"` // NHA_RES_BUCKET_IDLE_TIME: since when there were no packets, in hundredths of a second
	Flags     RouteFlags    `json:"flags,omitzero"`     // nh_flags: RouteOffload or RouteTrap

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Attrs lists the attributes of a message, behind its nhmsg.
func (b *NexthopBucket) Attrs(c *nlattr.Codec) {
	h := c.Head(8)
	nlattr.At32(h, 4, &b.Flags)
	nlattr.N32(c, uapi.NHA_ID, "id", &b.Group)
	nlattr.Group(c, uapi.NHA_RES_BUCKET, "res_bucket", true, func(c *nlattr.Codec) {
		index, idle := Some(b.Index), Some(b.IdleTime)
		nlattr.U16(c, uapi.NHA_RES_BUCKET_INDEX, "index", &index)
		nlattr.Dur64(c, uapi.NHA_RES_BUCKET_IDLE_TIME, "idle_time", rtattr.Tick, &idle)
		nlattr.N32(c, uapi.NHA_RES_BUCKET_NH_ID, "nh_id", &b.NexthopID)
		if c.Decoding() {
			b.Index, b.IdleTime = index.Or(0), idle.Or(0)
		}
		nlattr.Skip(c, uapi.NHA_RES_BUCKET_PAD, "pad")
		nlattr.Rest(c, &b.Unknown)
	})
	nlattr.Rest(c, &b.Unknown)
}

// String returns the bucket in one line like "ip nexthop bucket".
func (b NexthopBucket) String() string {
	w := rtattr.Words{}
	w.Add("id", true, b.Group)
	w.Add("index", true, b.Index)
	w.Add("idle_time", true, inSeconds(Some(b.IdleTime)))
	w.Add("nhid", true, b.NexthopID)
	w.Add("", b.Flags != 0, b.Flags)
	return w.String()
}

func (b *NexthopBucket) keyOf() any { return [2]uint32{b.Group, uint32(b.Index)} }

// NexthopBucketFilter chooses buckets. The kernel filters. Absent fields choose
// all.
type NexthopBucketFilter struct {
	Group       uint32 // those of this group
	NexthopID   uint32 // whose packets go to this nexthop
	Dev         string // whose nexthop leaves by this device
	DevIndex    int32  // likewise
	Master      string // whose nexthop's device has this master, such as a VRF
	MasterIndex int32  // likewise
}

// bucketGet is the body of RTM_GETNEXTHOPBUCKET.
type bucketGet struct {
	nexthopGet
	nexthop uint32
	index   Opt[uint16]
}

// Attrs lists the attributes.
func (q *bucketGet) Attrs(c *nlattr.Codec) {
	q.nexthopGet.Attrs(c)
	nlattr.Group(c, uapi.NHA_RES_BUCKET, "res_bucket", q.nexthop != 0 || q.index.Is(), func(c *nlattr.Codec) {
		nlattr.U16(c, uapi.NHA_RES_BUCKET_INDEX, "index", &q.index)
		nlattr.N32(c, uapi.NHA_RES_BUCKET_NH_ID, "nh_id", &q.nexthop)
	})
}

// NexthopBuckets lists the buckets of resilient groups, "ip nexthop bucket
// show". A nil filter is everything. A change meanwhile is reported as
// [ErrDumpInterrupted].
func (c *Conn) NexthopBuckets(ctx context.Context, f *NexthopBucketFilter) iter.Seq2[NexthopBucket, error] {
	if f == nil {
		f = new(NexthopBucketFilter)
	}
	return func(yield func(NexthopBucket, error) bool) {
		const op = "nexthop bucket show"
		oif, err := c.FilterIndex(ctx, op, "dev", f.Dev, f.DevIndex)
		var master int32
		if err == nil {
			master, err = c.FilterIndex(ctx, op, "master", f.Master, f.MasterIndex)
		}
		if err != nil {
			yield(NexthopBucket{}, err)
			return
		}
		q := &bucketGet{nexthopGet: nexthopGet{id: f.Group, oif: oif, master: master}, nexthop: f.NexthopID}
		dump(ctx, c, Query{op, uapi.RTM_GETNEXTHOPBUCKET, uapi.RTM_NEWNEXTHOPBUCKET, 8, q, false}, func(b *NexthopBucket) bool {
			return (f.Group == 0 || b.Group == f.Group) && (f.NexthopID == 0 || b.NexthopID == f.NexthopID)
		})(yield)
	}
}

// NexthopBucket returns a bucket of the group with the id, "ip nexthop bucket
// get". It fails with fs.ErrNotExist where there is no such group or bucket.
func (c *Conn) NexthopBucket(ctx context.Context, group uint32, index uint16) (NexthopBucket, error) {
	op := fmt.Sprintf("nexthop bucket get id %d index %d", group, index)
	q := &bucketGet{nexthopGet: nexthopGet{id: group}, index: Some(index)}
	return Get[NexthopBucket](ctx, c, Query{op, uapi.RTM_GETNEXTHOPBUCKET, uapi.RTM_NEWNEXTHOPBUCKET, 8, q, false})
}
