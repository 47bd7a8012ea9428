package nlsock

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/eb30ede5/netlink/internal/nlmsg"
	"github.com/eb30ede5/netlink/internal/uapi"
)

const (
	// How long a socket that had an overrun has to be silent to be empty. What
	// the kernel has to say is queued already; this is for a program that does not get
	// to run, which must not take its own pause for silence.
	overrunSilence = 100 * time.Millisecond

	// How often a request is sent again whose answer was too long.
	maxTries = 4
)

// Transact executes the n requests that b holds back to back, in one send.
//
// It writes their sequence numbers into b, and NLM_F_ACK into the last one unless
// that is a GET, whose reply is its end. It calls fn for each message that
// answers a request, with the index of that request: acknowledgements and errors
// (for [nlmsg.ParseAck]), replies, and echoes. m.Body is valid during the call.
// It returns when the last request is answered; the kernel answers in order, but
// a success only if asked to.
//
// An error says that answers are missing, and fn has had those that are not: the
// kernel executes all requests that it is sent, and has answered when the send
// returns, so that a ctx which ends meanwhile loses nothing. What the kernel
// refuses is no error here. Requests for a dump belong to [Conn.Dump].
func (c *Conn) Transact(ctx context.Context, b []byte, n int, fn func(i int, m nlmsg.Message)) error {
	if err := c.begin(ctx); err != nil {
		return err
	}
	for try := 1; ; try++ {
		x, err := c.stamp(b, n)
		if err != nil {
			c.end(true) // nothing was sent
			return err
		}
		err = c.exchange(ctx, b, &x, fn)
		if err == ErrTruncated && x.get && n == 1 && !x.heard && try < maxTries {
			c.end(false) // the next buffer is longer
			continue
		}
		c.end(err == nil)
		return err
	}
}

func (c *Conn) exchange(ctx context.Context, b []byte, x *batch, fn func(i int, m nlmsg.Message)) error {
	if err := c.send(ctx, b); err != nil {
		return err
	}
	err := c.answers(ctx, x, fn)
	if errors.Is(err, ErrOverrun) {
		c.leftovers(ctx, x, fn)
	}
	return err
}

func (c *Conn) answers(ctx context.Context, x *batch, fn func(i int, m nlmsg.Message)) error {
	peek := x.long && !(x.get && x.n == 1)
	for {
		b, err := c.receive(ctx, peek)
		if err != nil {
			return err
		}
		answered, done, err := c.deliver(b, x, fn)
		if done || err != nil {
			return err
		}
		if err := c.strangers(answered); err != nil {
			return err
		}
	}
}

// leftovers delivers what was queued before an overrun: after the error the
// kernel still hands out the older answers.
func (c *Conn) leftovers(ctx context.Context, x *batch, fn func(i int, m nlmsg.Message)) {
	for {
		wait, cancel := context.WithTimeout(ctx, overrunSilence)
		b, err := c.receive(wait, x.long)
		cancel()
		if err != nil {
			return
		}
		answered, done, err := c.deliver(b, x, fn)
		if done || err != nil || c.strangers(answered) != nil {
			return
		}
	}
}

// deliver hands on the messages of one datagram. It tells whether any of them
// answered a request, and whether the last request is answered.
func (c *Conn) deliver(b []byte, x *batch, fn func(i int, m nlmsg.Message)) (answered, done bool, err error) {
	for len(b) > 0 {
		m, rest, err := nlmsg.Split(b)
		if err != nil {
			return answered, false, err
		}
		b = rest
		i, ok := c.mine(m, x.first, x.n)
		if !ok {
			continue
		}
		answered, x.heard = true, true
		if m.Type() < uapi.NLMSG_MIN_TYPE {
			if skip, err := control(m); err != nil {
				return answered, false, err
			} else if skip {
				continue
			}
		}
		fn(int(i), m.Message())
		if i == x.n-1 && x.ends(m) {
			return true, true, nil
		}
	}
	return answered, false, nil
}

// ends tells whether m, which answers the last request, is all there is to come.
func (x *batch) ends(m nlmsg.Raw) bool {
	return m.Type() < uapi.NLMSG_MIN_TYPE || x.single && m.Flags()&uapi.NLM_F_MULTI == 0
}

// control judges the messages that netlink itself has: those to skip, and those
// that cannot be what they are taken for.
func control(m nlmsg.Raw) (skip bool, err error) {
	switch typ, n := m.Type(), len(m.Body()); typ {
	case uapi.NLMSG_ERROR, uapi.NLMSG_DONE:
		if n < 4 && !(typ == uapi.NLMSG_DONE && n == 0) {
			return false, fmt.Errorf("acknowledgement of %d bytes, an errno has 4", n)
		}
		return false, nil
	case uapi.NLMSG_OVERRUN:
		return false, ErrOverrun
	}
	return true, nil // NLMSG_NOOP, and types that do not exist yet
}
