package bridge_test

import (
	"testing"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl/bridge"
)

// codedObjects returns what a kernel sends, from all goldens, and the requests of
// the tables of this package, most of which are never read.
func codedObjects(t testing.TB) []nltest.Coded {
	all := nltest.AllCoded(t, func(typ uint16, body []byte) (int, nlattr.Attrser) {
		ofBridge := body[0] == uapi.AF_BRIDGE
		switch {
		case typ == uapi.RTM_NEWLINK && ofBridge:
			return 16, new(bridge.Port)
		case typ == uapi.RTM_NEWNEIGH && ofBridge:
			return 12, new(bridge.FDB)
		case typ == uapi.RTM_GETMDB:
			return 8, bridge.NewMDBMsg()
		case typ == uapi.RTM_NEWVLAN:
			return 8, bridge.NewVLANMsg()
		case typ == uapi.RTM_NEWTUNNEL:
			return 8, bridge.NewVNIMsg()
		}
		return 0, nil
	})
	for _, o := range objects {
		for _, s := range o.sent {
			all = append(all, nltest.Coded{Name: "request/" + s.name, Append: func(b []byte) ([]byte, error) { return s.req.AppendMessage(b, device) }})
		}
	}
	return all
}

func BenchmarkDecode(b *testing.B) { nltest.RunDecode(b, codedObjects(b)) }
func BenchmarkEncode(b *testing.B) { nltest.RunEncode(b, codedObjects(b)) }

func TestAllocsOfGoldens(t *testing.T) {
	const records, nests = "a range is two records of a message, and one VLAN", "a range is two nests of a message, and one VLANTunnel"
	nltest.CheckAllocs(t, codedObjects(t), map[string]string{
		"encode reply-brvlan":        records,
		"encode reply-brvlan-tunnel": nests, "decode reply-brvlan-tunnel": nests, "encode request/brvlan-tunnel-add": nests,
		"encode request/brvlan-tunnel-add-range": nests, "encode request/brvlan-tunnel-delete-range": nests,
	})
}
