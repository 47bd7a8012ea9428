package rtnl

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/eb30ede5/netlink/internal/nlmsg"
	"github.com/eb30ede5/netlink/internal/uapi"
)

// CreateLink makes a link, as [AddLink] does, and returns it as it is then. If
// the link goes to another namespace it is read there.
//
// Where l has no name, or one like "x%d", the first free one is taken.
func (c *Conn) CreateLink(ctx context.Context, l Link) (Link, error) {
	r := AddLink(l)
	if l.Name == "" && l.Kind != nil {
		l.Name = l.Kind.Kind() + "%d"
	}
	if pattern, ok := strings.CutSuffix(l.Name, "%d"); ok && !strings.Contains(pattern, "%") {
		return c.createNumbered(ctx, l, pattern)
	}
	steps, err := r.steps()
	if err != nil {
		return Link{}, failed(r.op(), err)
	}
	if steps == nil && !l.elsewhere() {
		return c.createAndRead(ctx, &r)
	}
	if err := c.Do(ctx, r); err != nil {
		return Link{}, err
	}
	return c.readBack(ctx, &l, r.op())
}

// createNumbered tries the names that pattern and a number make. The kernel
// could choose one, but some do not tell which one it is.
func (c *Conn) createNumbered(ctx context.Context, l Link, pattern string) (Link, error) {
	const most = 32768 // as many as the kernel tries
	for i := range most {
		l.Name = fmt.Sprintf("%s%d", pattern, i)
		got, err := c.CreateLink(ctx, l)
		if !errors.Is(err, fs.ErrExist) {
			return got, err
		}
		// Of a pair, or a parent with one of the kind already, it may not be the
		// name that exists.
		if _, lookup := c.readBack(ctx, &l, ""); lookup != nil {
			return got, err
		}
	}
	return Link{}, failed("link add "+pattern+"%d", errors.New("all numbers are taken"))
}

// createAndRead sends both requests at once. The link that is read is the one
// that was made only if making it succeeded.
func (c *Conn) createAndRead(ctx context.Context, r *Request) (Link, error) {
	x := c.session(ctx)
	defer x.done()
	st := step{verb: r.verb, obj: r.obj}
	b, err := st.append(&x.k, x.buf[:0], uapi.NLM_F_ACK)
	if err != nil {
		return Link{}, refused(r.op(), err)
	}
	q := &linkGet{name: r.obj.(*Link).Name, mask: new(LinkFilter).extMask()}
	start := len(b)
	b, err = x.k.Encode(nlmsg.AppendHeader(b, uapi.RTM_GETLINK, uapi.NLM_F_REQUEST), q)
	if err != nil {
		return Link{}, refused(r.op(), err)
	}
	x.buf = nlmsg.Finish(b, start)
	s, err := c.pool.Get(ctx)
	if err != nil {
		return Link{}, failed(r.op(), err)
	}
	defer c.pool.Put(s)
	var made, read nlmsg.Ack
	var l Link
	err = s.Transact(ctx, x.buf, 2, func(i int, m nlmsg.Message) {
		switch {
		case i == 0 && m.Type == uapi.NLMSG_ERROR:
			made = parseAck(m)
		case m.Type == uapi.NLMSG_ERROR:
			read = parseAck(m)
		case m.Type == uapi.RTM_NEWLINK && i == 1:
			x.env.lean = true
			x.k.Decode(m.Body, 16, &l) // what is malformed is kept in l, and says so
		}
	})
	switch {
	case err != nil:
		return Link{}, failed(r.op(), err)
	case made.Errno != 0:
		return Link{}, refusal(r.op(), made, r.obj, &x.env)
	case made.Msg != "":
		c.warn(r, made, r.obj, &x.env)
	}
	if read.Errno != 0 {
		return Link{}, refusal(r.op()+": reading it back", read, q, &x.env)
	}
	return l, nil
}

// readBack reads l where it is.
func (c *Conn) readBack(ctx context.Context, l *Link, op string) (Link, error) {
	switch {
	case l.NetNSID.Is():
		return c.LinkWith(ctx, l.Name, LinkFilter{NetNSID: l.NetNSID})
	case l.elsewhere():
		other, err := c.in(l)
		if err != nil {
			return Link{}, failed(op, err)
		}
		defer other.Close()
		return other.LinkByName(ctx, l.Name)
	}
	return c.LinkByName(ctx, l.Name)
}
