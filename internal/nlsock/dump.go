package nlsock

import (
	"context"

	"github.com/eb30ede5/netlink/internal/nlmsg"
	"github.com/eb30ede5/netlink/internal/uapi"
)

// Result is how a dump ended.
type Result struct {
	Ack         nlmsg.Ack // errno 0 if the kernel has sent all it had
	Interrupted bool      // what was dumped changed meanwhile: entries may be missing or doubled
	Filtered    bool      // the kernel applied the filter of the request
}

// Dump executes b, one request for a dump, and calls fn for each part. m.Body is
// valid during the call. fn returns false to stop early; the Conn can then only
// be put back, and Dump returns what it knows.
//
// A refusal by the kernel, at the beginning or at the end, is in [Result.Ack].
// An error says that the dump is not complete. Some requests are answered by one
// message that is not a part of anything; that is a dump of one part.
func (c *Conn) Dump(ctx context.Context, b []byte, fn func(m nlmsg.Message) bool) (Result, error) {
	if err := c.begin(ctx); err != nil {
		return Result{}, err
	}
	d := dump{fn: fn}
	x, err := c.stamp(b, 1)
	if err != nil {
		c.end(true) // nothing was sent
		return Result{}, err
	}
	d.seq, d.long = x.first, x.link
	err = c.send(ctx, b)
	for err == nil && !d.done && !d.stopped {
		err = c.parts(ctx, &d)
	}
	c.end(d.done && err == nil)
	return d.result(), err
}

// dump is a dump under way.
type dump struct {
	fn      func(m nlmsg.Message) bool
	seq     uint32
	long    bool      // datagrams may be of any length
	flags   uint16    // of all its messages; the kernel flags one of them, any one
	ack     nlmsg.Ack // the kernel's last word
	done    bool      // it has come
	stopped bool      // fn does not want more
}

func (d *dump) result() Result {
	return Result{
		Ack:         d.ack,
		Interrupted: d.flags&uapi.NLM_F_DUMP_INTR != 0,
		Filtered:    d.flags&uapi.NLM_F_DUMP_FILTERED != 0,
	}
}

// parts receives one datagram.
func (c *Conn) parts(ctx context.Context, d *dump) error {
	if ctx.Err() != nil {
		return c.pool.explain(ctx, nil, "waiting for the kernel")
	}
	b, err := c.receive(ctx, d.long)
	if err != nil {
		return err
	}
	answered := false
	for len(b) > 0 && !d.done && !d.stopped {
		m, rest, err := nlmsg.Split(b)
		if err != nil {
			return err
		}
		b = rest
		if _, ok := c.mine(m, d.seq, 1); !ok {
			continue
		}
		answered = true
		if m.Type() < uapi.NLMSG_MIN_TYPE {
			if err := d.control(m); err != nil {
				return err
			}
			continue
		}
		d.flags |= m.Flags()
		d.done = m.Flags()&uapi.NLM_F_MULTI == 0
		d.stopped = !d.fn(m.Message())
	}
	return c.strangers(answered)
}

func (d *dump) control(m nlmsg.Raw) error {
	skip, err := control(m)
	if skip || err != nil {
		return err
	}
	if m.Type() == uapi.NLMSG_DONE { // in NLMSG_ERROR the bits mean something else
		d.flags |= m.Flags()
	}
	d.done = true
	d.ack, err = nlmsg.ParseAck(m.Message())
	return err
}
