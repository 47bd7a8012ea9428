package bridge_test

import (
	"testing"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl/bridge"
)

func codedObjects(t testing.TB) []nltest.Coded {
	return nltest.AllCoded(t, func(typ uint16, body []byte) (int, nlattr.Attrser) {
		switch typ {
		case uapi.RTM_NEWLINK, uapi.RTM_DELLINK, uapi.RTM_SETLINK:
			if body[0] == uapi.AF_BRIDGE {
				return 16, new(bridge.Port)
			}
		case uapi.RTM_NEWNEIGH, uapi.RTM_DELNEIGH:
			if body[0] == uapi.AF_BRIDGE {
				return 12, new(bridge.FDB)
			}
		case uapi.RTM_NEWMDB, uapi.RTM_DELMDB, uapi.RTM_GETMDB:
			return 8, bridge.NewMDBMsg()
		case uapi.RTM_NEWVLAN:
			return 8, bridge.NewVLANMsg()
		case uapi.RTM_NEWTUNNEL, uapi.RTM_DELTUNNEL:
			return 8, bridge.NewVNIMsg()
		}
		return 0, nil
	})
}

func BenchmarkDecode(b *testing.B) { nltest.RunDecode(b, codedObjects(b)) }
func BenchmarkEncode(b *testing.B) { nltest.RunEncode(b, codedObjects(b)) }
