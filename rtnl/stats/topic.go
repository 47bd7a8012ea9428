package stats

import (
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/rtnl/watch"
)

// Topic is changes of which statistics hardware gathers, *[Stats]: events only
// (5.18).
var Topic = watch.NewTopic[Stats](watch.TopicConfig{
	Name: "stats", Groups: []uint32{uapi.RTNLGRP_STATS}, New: uapi.RTM_NEWSTATS, Head: headLen,
})
