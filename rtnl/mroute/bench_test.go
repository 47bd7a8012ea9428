package mroute_test

import (
	"testing"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/rtnl/mroute"
)

// codedObjects returns a route by hand: no golden has one, since a kernel has
// none without a daemon.
func codedObjects(t testing.TB) []nltest.Coded {
	nltest.LittleEndianOnly(t)
	return []nltest.Coded{{Name: "reply-route", Body: aRoute, Head: 12, V: new(mroute.Route)}}
}

func BenchmarkDecode(b *testing.B) { nltest.RunDecode(b, codedObjects(b)) }
func BenchmarkEncode(b *testing.B) { nltest.RunEncode(b, codedObjects(b)) }

func TestAllocs(t *testing.T) { nltest.CheckAllocs(t, codedObjects(t), nil) }
