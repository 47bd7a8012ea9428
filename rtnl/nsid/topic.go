package nsid

import (
	"context"
	"iter"

	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/watch"
)

// Topic is the numbers of namespaces, *[NSID], to watch.
var Topic = watch.NewMirroredTopic(watch.TopicConfig{
	Name: "nsid", Groups: []uint32{uapi.RTNLGRP_NSID}, New: uapi.RTM_NEWNSID, Deleted: uapi.RTM_DELNSID, Head: headLen,
}, watch.Mirror[NSID]{
	List: func(ctx context.Context, c *rtnl.Conn) iter.Seq2[NSID, error] { return List(ctx, c, nil) },
	Key:  func(n *NSID) any { return n.ID },
	Same: func(a, b *NSID) bool { return true },
})
