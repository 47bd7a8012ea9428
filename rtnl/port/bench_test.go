package port_test

import (
	"slices"
	"testing"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl/port"
)

// codedObjects returns ports by hand, as those of TestLinkOfHardware in package
// rtnl: no device of the tests has one.
func codedObjects(t testing.TB) []nltest.Coded {
	nltest.LittleEndianOnly(t)
	attr := func(t nlattr.Type, p ...byte) []byte { return nltest.Attribute(t, p) }
	uuid := slices.Repeat([]byte{0x10, 0x11}, 8)
	return []nltest.Coded{
		{Name: "reply-devlink", V: new(port.Devlink), Body: slices.Concat(attr(1, []byte("pci\x00")...), attr(2, []byte("0000:03:00.0\x00")...), attr(3, 7, 0, 0, 0))},
		{Name: "reply-profile", V: new(port.Profile), Body: slices.Concat(
			attr(1, 3, 0, 0, 0), attr(2, []byte("p\x00")...), attr(3, 1, 2, 3, 4, 5, 0, 0, 0), attr(4, uuid...), attr(5, uuid...), attr(6, 2), attr(7, 5, 1))},
	}
}

func BenchmarkDecode(b *testing.B) { nltest.RunDecode(b, codedObjects(b)) }
func BenchmarkEncode(b *testing.B) { nltest.RunEncode(b, codedObjects(b)) }

func TestAllocs(t *testing.T) { nltest.CheckAllocs(t, codedObjects(t), nil) }
