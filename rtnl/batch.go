package rtnl

import (
	"context"
	"errors"
	"iter"
	"slices"
	"time"

	"github.com/eb30ede5/netlink/internal/nlmsg"
	"github.com/eb30ede5/netlink/internal/uapi"
)

const (
	batchBytes = 128 << 10 // of a send; a socket takes 212,960
	batchFirst = 16        // requests in the first send, and at most of those that may be slow
	batchMost  = 1024
	refusal1   = 1280 // bytes of receive buffer that a refusal takes, if the kernel says much
	slowSend   = 100 * time.Millisecond
)

// Batch executes requests that do not depend on each other, many in one send,
// and yields those that failed, each with its number, from 0, and an [*Error].
// It goes on behind a failure. What is not yielded is done.
//
// A device's name is looked up once for all requests. A request that takes
// several messages, such as AddLink of a link with an alias, or DeleteRule, is a
// failure: the kernel does not stop at one that it refuses. Do executes those.
//
// A send cannot be interrupted, so there are fewer requests in each where the
// kernel is slow, or may be: removing a link can take it 50 ms. When ctx ends, or
// the connection fails, the last pair has the number of the first request that
// was not executed; where the answers to some of those before it were lost, the
// error says from which on.
//
// Warnings of the kernel come with acknowledgements, of which Batch asks for one
// a send; it asks for all if [Config].Warn is set.
func (c *Conn) Batch(ctx context.Context, reqs iter.Seq[Request]) iter.Seq2[int, error] {
	return func(yield func(int, error) bool) {
		b := &batch{c: c, ctx: ctx, yield: yield, window: batchFirst, names: map[string]int32{}}
		b.x = c.session(ctx)
		defer b.x.done()
		b.x.env.resolve = b.index
		for r := range reqs {
			if !b.add(r) {
				return
			}
		}
		b.flush()
	}
}

type batch struct {
	c     *Conn
	ctx   context.Context
	yield func(int, error) bool
	x     *session
	names map[string]int32

	next   int // number of the next request
	reqs   []Request
	at     []int // number of each of reqs
	failed []failure
	slow   int // how many of reqs may be slow
	window int
}

type failure struct {
	at  int
	err error
}

// index looks a name up, once.
func (b *batch) index(name string) (int32, error) {
	if i, ok := b.names[name]; ok {
		return i, nil
	}
	i, err := b.c.index(b.ctx, name)
	if err == nil {
		b.names[name] = i
	}
	return i, err
}

// add encodes a request, and sends the window if it is full. It returns false
// when there is nothing more to do.
func (b *batch) add(r Request) bool {
	if b.ctx.Err() != nil {
		return b.flush() && b.yield(b.next, failed(r.op(), b.ctx.Err())) && false
	}
	n := b.next
	b.next++
	if len(b.reqs) == 0 {
		b.x.buf = b.x.buf[:0]
	}
	steps, err := r.steps()
	if err == nil && steps != nil {
		err = errors.New("takes several messages; use Do")
	}
	if err == nil {
		st := step{verb: r.verb, obj: r.obj}
		var buf []byte
		if buf, err = st.append(&b.x.k, b.x.buf, b.ack()); err == nil {
			b.x.buf = buf
		}
	}
	if err != nil {
		if err := r.allowed(refused(r.op(), err)); err != nil {
			b.failed = append(b.failed, failure{n, indexed(err, n)})
		}
	} else {
		b.reqs, b.at = append(b.reqs, r), append(b.at, n)
		if !quick(r.obj) {
			b.slow++
		}
	}
	if len(b.reqs)+len(b.failed) >= b.window || b.slow >= batchFirst || len(b.x.buf) >= batchBytes {
		return b.flush()
	}
	return true
}

// quick reports whether all that the kernel does about v takes microseconds. An
// address that goes can take many routes with it, and a link takes everything.
func quick(v object) bool {
	switch v.(type) {
	case *Route, *deletion, *Neigh:
		return true
	}
	return false
}

// ack is the flag that asks for an acknowledgement of each request.
func (b *batch) ack() uint16 {
	if b.c.cfg.Warn != nil {
		return uapi.NLM_F_ACK
	}
	return 0
}

// flush sends the window and yields what failed of it, in order.
func (b *batch) flush() bool {
	err := b.send()
	slices.SortFunc(b.failed, func(x, y failure) int { return x.at - y.at }) // what was not sent failed first
	for _, f := range b.failed {
		if !b.yield(f.at, f.err) {
			return false
		}
	}
	b.reqs, b.at, b.failed, b.slow = b.reqs[:0], b.at[:0], b.failed[:0], 0
	if err != nil {
		b.yield(err.Index, err)
	}
	return err == nil
}

// send executes the requests of the window.
func (b *batch) send() *Error {
	if len(b.reqs) == 0 {
		return nil
	}
	s, err := b.c.pool.Get(b.ctx)
	if err != nil {
		return b.broken(0, err)
	}
	defer b.c.pool.Put(s)
	began := time.Now()
	answered := -1
	err = s.Transact(b.ctx, b.x.buf, len(b.reqs), func(i int, m nlmsg.Message) {
		answered = i
		b.answer(i, m)
	})
	if err == nil {
		b.adapt(time.Since(began), s.ReceiveBuffer()/refusal1)
		return nil
	}
	return b.broken(answered+1, err)
}

// answer notes what the kernel says about request i of the window.
func (b *batch) answer(i int, m nlmsg.Message) {
	if m.Type != uapi.NLMSG_ERROR {
		return
	}
	ack := parseAck(m)
	r := &b.reqs[i]
	switch {
	case ack.Errno != 0:
		if err := r.allowed(refusal(r.op(), ack, r.obj, &b.x.env)); err != nil {
			b.failed = append(b.failed, failure{b.at[i], indexed(err, b.at[i])})
		}
	case ack.Msg != "":
		b.c.warn(r, ack, r.obj, &b.x.env)
	}
}

// adapt makes the next window larger while the kernel is fast.
// most is how many refusals the receive buffer holds, 0 if that is not known.
func (b *batch) adapt(took time.Duration, most int) {
	switch each := took / time.Duration(len(b.reqs)); {
	case each*time.Duration(2*b.window) < slowSend:
		b.window = min(2*b.window, batchMost)
	case took > slowSend:
		b.window = max(1, int(slowSend/max(each, 1)))
	}
	if most > 0 {
		b.window = min(b.window, most)
	}
}

// broken is the end of a batch whose window was not sent, or not answered from
// request i on.
func (b *batch) broken(i int, err error) *Error {
	var e *Error
	if i < len(b.reqs) {
		e = failed(b.reqs[i].op(), err)
		e.Index = b.at[i]
	} else {
		e = failed("batch", err)
		e.Index = b.next
	}
	return e
}

func indexed(err error, i int) error {
	if e, ok := err.(*Error); ok {
		e.Index = i
	}
	return err
}
