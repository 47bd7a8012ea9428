package ntable_test

import (
	"testing"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl/ntable"
)

func codedObjects(t testing.TB) []nltest.Coded {
	return nltest.AllCoded(t, func(typ uint16, body []byte) (int, nlattr.Attrser) {
		switch typ {
		case uapi.RTM_NEWNEIGHTBL, uapi.RTM_SETNEIGHTBL:
			return 4, new(ntable.Table)
		}
		return 0, nil
	})
}

func BenchmarkDecode(b *testing.B) { nltest.RunDecode(b, codedObjects(b)) }
func BenchmarkEncode(b *testing.B) { nltest.RunEncode(b, codedObjects(b)) }

func TestAllocsOfGoldens(t *testing.T) {
	nltest.CheckAllocs(t, codedObjects(t), map[string]string{})
}
