package rtnl

import (
	"context"
	"errors"
	"fmt"

	"github.com/eb30ede5/netlink/internal/nlmsg"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

// Do executes requests in order and stops at the first one that fails. The
// error is an [*Error] whose Index says which one that was; those before it stay
// done. Device names are looked up when their request's turn comes.
//
// When ctx ends while the kernel is executing a request, Do returns with that
// request executed or not; the kernel's answer is not waited for.
func (c *Conn) Do(ctx context.Context, reqs ...Request) error {
	if len(reqs) == 0 {
		return nil
	}
	for i := range reqs {
		r := &reqs[i]
		if err := c.do(ctx, r); err != nil && r.allowed(err) != nil {
			err.Index = i
			return err
		}
	}
	return nil
}

func (c *Conn) do(ctx context.Context, r *Request) *Error {
	steps, err := r.steps()
	if err != nil {
		return failed(r.op(), err)
	}
	if steps == nil {
		return c.exchange(ctx, r, step{verb: r.verb, obj: r.obj})
	}
	return c.doSteps(ctx, r, steps)
}

// doSteps executes a request of several messages. When one fails, a link that
// an earlier one made is removed.
func (c *Conn) doSteps(ctx context.Context, r *Request, steps []step) *Error {
	for i, s := range steps {
		err := c.doStep(ctx, r, s)
		if err == nil {
			continue
		}
		if i > 0 && r.verb == &linkAdd {
			c.undo(ctx, r.obj.(*Link), err)
		}
		return err
	}
	return nil
}

func (c *Conn) doStep(ctx context.Context, r *Request, s step) *Error {
	if s.before != nil {
		if err := s.before(ctx, c); err != nil {
			return failed(r.op(), cause(err))
		}
	}
	if s.in == nil {
		return c.exchange(ctx, r, s)
	}
	other, err := c.in(s.in)
	if err != nil {
		return failed(r.op(), err)
	}
	defer other.Close()
	return other.exchange(ctx, r, s)
}

// undo removes l, which was made on the way to cause, even if ctx has ended.
func (c *Conn) undo(ctx context.Context, l *Link, cause *Error) {
	del := DeleteLink(l.Name)
	if l.NetNSID.Is() {
		del = DeleteLinkIn(l.NetNSID.Or(0), l.Name)
	}
	s := step{verb: del.verb, obj: del.obj}
	if l.NetNS != nil || l.NetNSPID != 0 {
		s.in = l
	}
	ctx = context.WithoutCancel(ctx)
	if err := c.doStep(ctx, &del, s); err != nil {
		cause.Msg = fmt.Sprintf("%s; the link was made and could not be removed again: %v", cause.Msg, err)
	}
}

// exchange sends one message and waits for its acknowledgement.
func (c *Conn) exchange(ctx context.Context, r *Request, st step) *Error {
	x := c.session(ctx)
	defer x.done()
	b, err := st.append(&x.k, x.buf[:0], uapi.NLM_F_ACK)
	if err != nil {
		return refused(r.op(), err)
	}
	x.buf = b
	s, err := c.pool.Get(ctx)
	if err != nil {
		return failed(r.op(), err)
	}
	defer c.pool.Put(s)
	err = s.Transact(ctx, b, 1, x.onAck)
	switch {
	case err != nil:
		return failed(r.op(), err)
	case x.ack.Errno != 0:
		return refusal(r.op(), x.ack, st.obj, &x.env)
	case x.ack.Msg != "":
		c.warn(r, x.ack, st.obj, &x.env)
	}
	return nil
}

func (c *Conn) warn(r *Request, ack nlmsg.Ack, v nlattr.Attrser, e *env) {
	if c.cfg.Warn != nil {
		c.cfg.Warn(refusal(r.op(), ack, v, e))
	}
}

// refused wraps an error of encoding, which may be about an attribute.
func refused(op string, err error) *Error {
	e := failed(op, err)
	if at, ok := errors.AsType[*nlattr.Error](err); ok {
		e.Attr = at.Path
	}
	return e
}
