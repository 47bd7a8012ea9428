package netconf

import (
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/rtnl/watch"
)

// Topic is changes of settings, *[Conf], which has only what has changed: events
// only.
var Topic = watch.NewTopic[Conf](watch.TopicConfig{
	Name: "netconf", Groups: []uint32{uapi.RTNLGRP_IPV4_NETCONF, uapi.RTNLGRP_IPV6_NETCONF, uapi.RTNLGRP_MPLS_NETCONF},
	New: uapi.RTM_NEWNETCONF, Deleted: uapi.RTM_DELNETCONF, Head: headLen,
})
