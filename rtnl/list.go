package rtnl

import (
	"context"
	"errors"
	"iter"
	"slices"
	"time"

	"github.com/eb30ede5/netlink/internal/nlmsg"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

// dump asks for a list and yields what of it keep keeps.
func dump[T any, P Decoded[T]](ctx context.Context, c *Conn, q Query, keep func(*T) bool) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var v, none T // v moves to the heap, so it serves for all
		err := c.dump(ctx, q, func(k *nlattr.Codec, body []byte) bool {
			v = *new(T)
			k.Decode(body, q.Head, P(&v)) // what is malformed is kept in v, and says so
			return keep != nil && !keep(&v) || yield(v, nil)
		})
		if err != nil {
			yield(none, err)
		}
	}
}

// dump asks for a list and has each object of it read, until that returns false.
// It is what listings of all types share: each caller of one has a copy of what
// is generic.
func (c *Conn) dump(ctx context.Context, q Query, read func(k *nlattr.Codec, body []byte) bool) error {
	x := c.session(ctx)
	defer x.done()
	x.env.lean = q.lean
	b, err := x.k.Encode(nlmsg.AppendHeader(x.buf[:0], q.Type, uapi.NLM_F_REQUEST|uapi.NLM_F_DUMP), q.Body)
	if err != nil {
		return refused(q.Op, err)
	}
	x.buf = nlmsg.Finish(b, 0)
	s, err := c.pool.Get(ctx)
	if err != nil {
		return failed(q.Op, err)
	}
	defer c.pool.Put(s)
	stopped := false
	res, err := s.Dump(ctx, x.buf, func(m nlmsg.Message) bool {
		if m.Type == q.Reply || m.Type == q.Type { // the parts of a list of multicast groups have that of the question
			stopped = !read(&x.k, m.Body)
		}
		return !stopped
	})
	switch {
	case stopped:
	case err != nil:
		return failed(q.Op, err)
	case res.Ack.Errno != 0:
		return refusal(q.Op, res.Ack, q.Body, &x.env)
	case res.Interrupted:
		return &Error{Op: q.Op, Err: &interrupted{ctx: ctx, patience: c.patience()}}
	}
	return nil
}

// interrupted is an ErrDumpInterrupted that tells Collect how long to try.
type interrupted struct {
	ctx      context.Context
	patience time.Duration
}

func (e *interrupted) Error() string { return ErrDumpInterrupted.Error() }
func (e *interrupted) Unwrap() error { return ErrDumpInterrupted }

// defaultTimeout is how long to wait for the kernel if the Config does not say.
const defaultTimeout = 30 * time.Second

func (c *Conn) patience() time.Duration {
	if c.cfg.Timeout > 0 {
		return c.cfg.Timeout
	}
	return defaultTimeout
}

// Collect gathers a listing into a slice. Objects that come twice in one listing,
// as the kernel may send them when a table changes meanwhile, are there once.
//
// Where the listing was interrupted by a change, Collect asks again, after a
// pause that grows, until a listing is consistent. When the listing's context or
// the Conn's timeout ends before that, it returns the last listing and an error
// that matches ErrDumpInterrupted. On other errors it returns what came before
// them.
func Collect[T any](seq iter.Seq2[T, error]) ([]T, error) {
	var deadline time.Time
	for pause := time.Millisecond; ; pause = min(2*pause, 100*time.Millisecond) {
		list, err := gather(seq)
		again, ok := errors.AsType[*interrupted](err)
		if !ok {
			return list, err
		}
		if deadline.IsZero() {
			deadline = time.Now().Add(again.patience)
		}
		if time.Now().Add(pause).After(deadline) {
			return list, err
		}
		select {
		case <-again.ctx.Done():
			return list, errors.Join(err, again.ctx.Err())
		case <-time.After(pause):
		}
	}
}

// keyed is an object that can be told apart from others of its type. keyOf
// returns nil where the kernel cannot send it twice.
type keyed interface{ keyOf() any }

// keyOf returns what v is told apart by, or nil.
func keyOf(v any) any {
	switch v := v.(type) {
	case keyed:
		return v.keyOf()
	case interface{ DumpKey() any }:
		return v.DumpKey()
	}
	return nil
}

// gather returns a listing as one slice.
func gather[T any](seq iter.Seq2[T, error]) ([]T, error) {
	all, err := pieces(seq)
	switch len(all) {
	case 0:
		return nil, err
	case 1:
		return all[0], err
	}
	return slices.Concat(all...), err
}

// piece is how many objects are kept together while the length of a listing is
// not known: a slice that grows copies a million routes five times.
const piece = 4096

// pieces returns a listing without the objects that come again.
func pieces[T any](seq iter.Seq2[T, error]) (all [][]T, err error) {
	var list []T
	seen := map[any]bool{}
	for v, e := range seq {
		if err = e; err != nil {
			break
		}
		if len(list) == piece {
			all = append(all, unique(list, seen))
			list = make([]T, 0, piece)
		}
		list = append(list, v)
	}
	if len(list) > 0 {
		all = append(all, unique(list, seen))
	}
	return all, err
}

// unique drops objects whose key has been seen before, in place.
func unique[T any](list []T, seen map[any]bool) []T {
	switch any(&list[0]).(type) {
	case keyed, interface{ DumpKey() any }:
	default:
		return list
	}
	n := 0
	for i := range list {
		key := keyOf(&list[i])
		if key != nil {
			if seen[key] {
				continue
			}
			seen[key] = true
		}
		if n != i {
			list[n] = list[i]
		}
		n++
	}
	clear(list[n:])
	return list[:n]
}
