package bridge

import (
	"context"
	"iter"

	"github.com/eb30ede5/netlink/rtnl"
)

// listOf lists what a question about a device, given by name or by index, brings;
// 0 is about all of them.
func listOf[T any, P rtnl.Decoded[T]](ctx context.Context, c *rtnl.Conn, dev string, index int32, ask func(index int32) rtnl.Query) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		i, err := c.FilterIndex(ctx, ask(0).Op, "dev", dev, index)
		if err != nil {
			yield(*new(T), err)
			return
		}
		rtnl.List[T, P](ctx, c, ask(i), nil)(yield)
	}
}

// within yields what of in, in each message of a listing, keep keeps.
func within[M, T any](seq iter.Seq2[M, error], in func(*M) []T, keep func(*T) bool) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for m, err := range seq {
			if err != nil {
				yield(*new(T), err)
				return
			}
			for _, v := range in(&m) {
				if keep(&v) && !yield(v, nil) {
					return
				}
			}
		}
	}
}
