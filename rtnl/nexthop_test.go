package rtnl_test

import (
	"context"
	"strings"
	"testing"

	"github.com/eb30ede5/netlink/internal/complete"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/encap"
)

// nexthopsSent is for goldens of nexthops.
func nexthopsSent() []sent {
	group := []rtnl.NexthopMember{{ID: 777, Weight: 3}, {ID: 776, Weight: 5}}
	return []sent{
		{name: "nexthop-add-ip4", req: rtnl.AddNexthop(rtnl.Nexthop{ID: 777, Via: ip("198.51.100.7"), Dev: "eth0", Protocol: 77, Flags: rtnl.RouteOnLink})},
		{name: "nexthop-add-ip6", req: rtnl.AddNexthop(rtnl.Nexthop{ID: 778, Via: ip("fe80::7"), Dev: "eth0", Protocol: rtnl.ProtoBGP})},
		{name: "nexthop-add-dev", req: rtnl.AddNexthop(rtnl.Nexthop{ID: 779, Dev: "eth0"})},
		{name: "nexthop-add-dev-ip6", req: rtnl.AddNexthop(rtnl.Nexthop{ID: 779, Dev: "eth0", Family: rtnl.IPv6})},
		{name: "nexthop-add-no-id", req: rtnl.AddNexthop(rtnl.Nexthop{Dev: "eth0"})},
		{name: "nexthop-add-blackhole", req: rtnl.AddNexthop(rtnl.Nexthop{ID: 780, Blackhole: true})},
		{name: "nexthop-add-blackhole-ip6", req: rtnl.AddNexthop(rtnl.Nexthop{ID: 780, Blackhole: true, Family: rtnl.IPv6, Protocol: rtnl.ProtoStatic})},
		{name: "nexthop-add-fdb", req: rtnl.AddNexthop(rtnl.Nexthop{ID: 781, Via: ip("198.51.100.7"), FDB: true})},
		{name: "nexthop-add-encap-mpls", req: rtnl.AddNexthop(rtnl.Nexthop{
			ID: 782, Via: ip("198.51.100.7"), Dev: "eth0", Flags: rtnl.RouteOnLink, Encap: &encap.MPLS{Labels: encap.Labels{100, 200}},
		})},
		{name: "nexthop-add-group", req: rtnl.AddNexthop(rtnl.Nexthop{
			ID: 779, Group: []rtnl.NexthopMember{{ID: 777, Weight: 3}, {ID: 776}, {ID: 778, Weight: 255}}, Protocol: rtnl.ProtoStatic,
		})},
		{name: "nexthop-add-group-fdb", req: rtnl.AddNexthop(rtnl.Nexthop{ID: 779, Group: []rtnl.NexthopMember{{ID: 777, Weight: 3}, {ID: 776, Weight: 1}}, FDB: true})},
		{name: "nexthop-add-group-resilient", req: rtnl.AddNexthop(rtnl.Nexthop{ID: 779, Group: group, Resilient: &rtnl.NexthopResilient{
			Buckets: 12, IdleTimer: seconds(33), UnbalancedTimer: seconds(44),
		}})},
		{name: "nexthop-add-group-resilient-plain", req: rtnl.AddNexthop(rtnl.Nexthop{ID: 779, Group: []rtnl.NexthopMember{{ID: 777}}, GroupType: rtnl.Some(rtnl.GroupResilient)})},
		{name: "nexthop-replace", req: rtnl.ReplaceNexthop(rtnl.Nexthop{ID: 777, Dev: "eth0"})},
		{name: "nexthop-replace-group", req: rtnl.ReplaceNexthop(rtnl.Nexthop{ID: 779, Group: group, Resilient: &rtnl.NexthopResilient{IdleTimer: seconds(7)}})},
		{name: "nexthop-delete", req: rtnl.DeleteNexthop(777)},
	}
}

func listNexthops(f *rtnl.NexthopFilter) func(context.Context, *rtnl.Conn) {
	return func(ctx context.Context, c *rtnl.Conn) { drain(c.Nexthops(ctx, f)) }
}

func listBuckets(f *rtnl.NexthopBucketFilter) func(context.Context, *rtnl.Conn) {
	return func(ctx context.Context, c *rtnl.Conn) { drain(c.NexthopBuckets(ctx, f)) }
}

// nexthopsAsked is for goldens of questions for nexthops.
var nexthopsAsked = []ask{
	{name: "nexthop-dump", do: listNexthops(nil)},
	{name: "nexthop-dump-filter", do: listNexthops(&rtnl.NexthopFilter{Dev: "eth0", Master: "br0"})},
	{name: "nexthop-dump-groups", do: listNexthops(&rtnl.NexthopFilter{Groups: true})},
	{name: "nexthop-dump-fdb", do: listNexthops(&rtnl.NexthopFilter{Family: rtnl.IPv6, FDB: true})},
	{name: "nexthop-get", do: func(ctx context.Context, c *rtnl.Conn) { c.Nexthop(ctx, 777) }},
	{name: "nexthop-bucket-dump", do: listBuckets(nil)},
	{name: "nexthop-bucket-dump-filter", do: listBuckets(&rtnl.NexthopBucketFilter{Group: 779, NexthopID: 777, Dev: "eth0", Master: "br0"})},
	{name: "nexthop-bucket-get", do: func(ctx context.Context, c *rtnl.Conn) { c.NexthopBucket(ctx, 779, 7) }},
}

// nexthopsRead is what the kernel's answers say.
var nexthopsRead = map[string][]any{
	"reply-nexthop": {
		rtnl.Nexthop{ID: 774, Family: rtnl.IPv4, Scope: rtnl.ScopeLink, Via: ip("198.51.100.6"), FDB: true},
		rtnl.Nexthop{ID: 775, Family: rtnl.IPv6, Scope: rtnl.ScopeLink, Via: ip("fe80::8"), DevIndex: 2, Flags: rtnl.RouteOnLink, Protocol: rtnl.ProtoBGP},
		rtnl.Nexthop{ID: 776, Family: rtnl.IPv4, Blackhole: true},
		rtnl.Nexthop{ID: 777, Family: rtnl.IPv4, Scope: rtnl.ScopeLink, Via: ip("198.51.100.7"), DevIndex: 2, Protocol: 77},
		rtnl.Nexthop{ID: 778, Family: rtnl.IPv4, Scope: rtnl.ScopeLink, Via: ip("198.51.100.8"), DevIndex: 2},
		rtnl.Nexthop{
			ID: 779, Group: []rtnl.NexthopMember{{ID: 777, Weight: 3}, {ID: 778, Weight: 200}}, GroupType: rtnl.Some(rtnl.GroupMultipath),
			Protocol: rtnl.ProtoStatic, OpFlags: uapi.NHA_OP_FLAG_RESP_GRP_RESVD_0,
		},
		rtnl.Nexthop{
			ID: 780, Group: []rtnl.NexthopMember{{ID: 777, Weight: 3}, {ID: 778, Weight: 5}}, GroupType: rtnl.Some(rtnl.GroupResilient),
			Resilient: &rtnl.NexthopResilient{Buckets: 12, IdleTimer: seconds(33), UnbalancedTimer: seconds(44), UnbalancedTime: seconds(0)},
			OpFlags:   uapi.NHA_OP_FLAG_RESP_GRP_RESVD_0,
		},
		rtnl.Nexthop{ID: 781, Family: rtnl.IPv4, Scope: rtnl.ScopeHost, DevIndex: 2, Encap: &encap.IP{ID: 300, Dst: ip("198.51.100.7")}},
	},
	"reply-nexthop-buckets": {
		rtnl.NexthopBucket{Group: 780, NexthopID: 778}, rtnl.NexthopBucket{Group: 780, Index: 1, NexthopID: 777},
		rtnl.NexthopBucket{Group: 780, Index: 2, NexthopID: 777}, rtnl.NexthopBucket{Group: 780, Index: 3, NexthopID: 777},
	},
}

func FuzzNexthop(f *testing.F) { fuzz[rtnl.Nexthop](f, 8, uapi.RTM_NEWNEXTHOP) }

func FuzzNexthopBucket(f *testing.F) { fuzz[rtnl.NexthopBucket](f, 8, uapi.RTM_NEWNEXTHOPBUCKET) }

func TestNexthopComplete(t *testing.T) {
	nested := map[string]string{"encap_type": "it is that of encap"}
	complete.Set{
		Prefix: "NHA_", Not: []string{"NHA_RES_GROUP_", "NHA_RES_BUCKET_", "NHA_GROUP_STATS_"},
		But: map[string]string{
			"NHA_GROUPS": "it is in questions, of NexthopFilter", "NHA_MASTER": "it is in questions, of NexthopFilter",
			"NHA_RES_BUCKET": "it is in messages of its own, NexthopBucket",
			"NHA_ENCAP":      "it has a list that depends on the type",
		},
		Elements: map[string]string{"group_stats": "NHA_GROUP_STATS_ENTRY"},
		NoTag:    nested,
		NoLine: map[string]string{
			"family": "it is in the header", "protocol": "it is in the header", "scope": "it is in the header", "flags": "it is in the header",
			"encap": "it has a list that depends on the type",
		},
		Nests: map[string]complete.Set{
			"res_group":   {Prefix: "NHA_RES_GROUP_"},
			"group_stats": {Prefix: "NHA_GROUP_STATS_ENTRY_"},
		},
	}.Check(t, new(rtnl.Nexthop))
}

// What the kernel would refuse without saying of what is refused here.
func TestNexthopRejected(t *testing.T) {
	for name, tt := range map[string]struct {
		n    rtnl.Nexthop
		want string
	}{
		"group and via":         {rtnl.Nexthop{ID: 1, Group: []rtnl.NexthopMember{{ID: 2}}, Via: ip("192.0.2.1"), DevIndex: 2}, "group: beside what"},
		"group and family":      {rtnl.Nexthop{ID: 1, Group: []rtnl.NexthopMember{{ID: 2}}, Family: rtnl.IPv4}, "group: beside what"},
		"member without id":     {rtnl.Nexthop{ID: 1, Group: []rtnl.NexthopMember{{Weight: 2}}}, "group: a nexthop without an id"},
		"type without group":    {rtnl.Nexthop{ID: 1, DevIndex: 2, GroupType: rtnl.Some(rtnl.GroupResilient)}, "group: no nexthop in it"},
		"resilient, multipath":  {rtnl.Nexthop{ID: 1, Group: []rtnl.NexthopMember{{ID: 2}}, GroupType: rtnl.Some(rtnl.GroupMultipath), Resilient: &rtnl.NexthopResilient{}}, "res_group: the group is mpath"},
		"via of another family": {rtnl.Nexthop{ID: 1, DevIndex: 2, Via: ip("fe80::1"), Family: rtnl.IPv4}, "gateway: fe80::1 is not of the family inet"},
		"blackhole and dev":     {rtnl.Nexthop{ID: 1, DevIndex: 2, Blackhole: true}, "blackhole: beside where packets go"},
		"fdb and dev":           {rtnl.Nexthop{ID: 1, DevIndex: 2, Via: ip("192.0.2.1"), FDB: true}, "fdb: it needs a gateway"},
		"via without dev":       {rtnl.Nexthop{ID: 1, Via: ip("192.0.2.1")}, "oif: a gateway without a device"},
		"half a tick":           {rtnl.Nexthop{ID: 1, Group: []rtnl.NexthopMember{{ID: 2}}, Resilient: &rtnl.NexthopResilient{IdleTimer: rtnl.Some(rtnl.Forever)}}, "res_group.idle_timer"},
	} {
		_, err := rtnl.AddNexthop(tt.n).AppendMessage(nil, nil)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want one with %q", name, err, tt.want)
		}
	}
	if _, err := rtnl.DeleteNexthop(0).AppendMessage(nil, nil); err == nil || err.Error() != "rtnl: nexthop del id 0: id: missing" {
		t.Errorf("deleting id 0: %v", err)
	}
}

// What a newer kernel than those of the tests' goldens reports: weights of 16
// bits, and the counters.
func TestNexthopNewer(t *testing.T) {
	n := rtnl.Nexthop{
		ID: 1, Group: []rtnl.NexthopMember{{ID: 2, Weight: 65535}, {ID: 3, Weight: 257}}, GroupType: rtnl.Some(rtnl.GroupMultipath),
		HWStats: rtnl.On, HWCounts: rtnl.Off, OpFlags: uapi.NHA_OP_FLAG_RESP_GRP_RESVD_0,
		Stats: []rtnl.NexthopStats{{ID: 2, Packets: 1<<33 + 7, PacketsHW: 5}, {ID: 3, Packets: 9}},
	}
	b, err := new(nlattr.Codec).EncodeReport(nil, &n)
	if err != nil {
		t.Fatal(err)
	}
	var got rtnl.Nexthop
	if err := nlattr.Parse(b, 8, &got); err != nil {
		t.Fatal(err)
	}
	if !got.SameKey(n) || !got.SameConfig(n) || len(got.Stats) != 2 || got.Stats[0].Packets != 1<<33+7 || got.Stats[0].PacketsHW != 5 ||
		got.HWCounts != rtnl.Off || got.Group[0].Weight != 65535 || got.Group[1].Weight != 257 {
		t.Errorf("read %+v, want %+v", got, n)
	}
}
