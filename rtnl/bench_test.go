package rtnl_test

import (
	"testing"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
)

// elsewhere has the messages that are not of this package, and the packages
// that they are of.
var elsewhere = map[uint16]string{
	uapi.RTM_NEWMDB: "bridge", uapi.RTM_DELMDB: "bridge", uapi.RTM_GETMDB: "bridge", uapi.RTM_NEWVLAN: "bridge", uapi.RTM_NEWTUNNEL: "bridge", uapi.RTM_DELTUNNEL: "bridge",
	uapi.RTM_NEWADDRLABEL: "addrlabel", uapi.RTM_DELADDRLABEL: "addrlabel",
	uapi.RTM_NEWNEIGHTBL: "ntable", uapi.RTM_SETNEIGHTBL: "ntable", uapi.RTM_NEWNETCONF: "netconf", uapi.RTM_NEWNSID: "nsid",
	uapi.RTM_NEWSTATS: "stats", uapi.RTM_SETSTATS: "stats",
}

// codedObjects returns the objects of this package in all goldens. A message of a type
// that no package has fails t.
func codedObjects(t testing.TB) []nltest.Coded {
	return nltest.AllCoded(t, func(typ uint16, body []byte) (int, nlattr.Attrser) {
		switch ofBridge := body[0] == uapi.AF_BRIDGE; typ {
		case uapi.RTM_NEWLINK, uapi.RTM_DELLINK, uapi.RTM_SETLINK, uapi.RTM_NEWLINKPROP, uapi.RTM_DELLINKPROP:
			if ofBridge {
				return 0, nil
			}
			return 16, new(rtnl.Link)
		case uapi.RTM_NEWADDR, uapi.RTM_DELADDR:
			return 8, new(rtnl.Addr)
		case uapi.RTM_NEWROUTE, uapi.RTM_DELROUTE:
			return 12, new(rtnl.Route)
		case uapi.RTM_NEWNEIGH, uapi.RTM_DELNEIGH:
			if ofBridge {
				return 0, nil
			}
			return 12, new(rtnl.Neigh)
		case uapi.RTM_NEWRULE, uapi.RTM_DELRULE:
			return 12, new(rtnl.Rule)
		case uapi.RTM_NEWNEXTHOP, uapi.RTM_DELNEXTHOP:
			return 8, new(rtnl.Nexthop)
		case uapi.RTM_NEWNEXTHOPBUCKET:
			return 8, new(rtnl.NexthopBucket)
		case uapi.RTM_NEWPREFIX:
			return 12, new(rtnl.RAPrefix)
		}
		if elsewhere[typ] == "" {
			t.Errorf("nothing decodes messages of type %d", typ)
		}
		return 0, nil
	})
}

func BenchmarkDecode(b *testing.B) { nltest.RunDecode(b, codedObjects(b)) }
func BenchmarkEncode(b *testing.B) { nltest.RunEncode(b, codedObjects(b)) }

func TestAllocsOfGoldens(t *testing.T) {
	but := map[string]string{"decode rule-add-from-all": "ip(8) sends an address of no bytes, which no kernel does"}
	for _, name := range []string{"mpls-add", "mpls-add-dev", "mpls-add-multipath", "mpls-add-pop", "mpls-delete", "mpls-replace", "reply-mpls"} {
		but["decode "+name] = "the label of the route is read as a stack of labels, of which it is the only one"
		but["encode "+name] = "and sent as one"
	}
	nltest.CheckAllocs(t, codedObjects(t), but)
}
