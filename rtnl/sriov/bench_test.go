package sriov_test

import (
	"testing"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl/sriov"
)

// codedObjects returns the virtual functions of all goldens.
func codedObjects(t testing.TB) (all []nltest.Coded) {
	links := nltest.AllCoded(t, func(typ uint16, body []byte) (int, nlattr.Attrser) {
		if typ == uapi.RTM_NEWLINK || typ == uapi.RTM_SETLINK {
			return 16, new(sriov.VF) // in the attributes of the link
		}
		return 0, nil
	})
	for _, l := range links {
		for typ, p := range nltest.Attrs(nltest.Payload(l.Body[l.Head:], uapi.IFLA_VFINFO_LIST)) {
			if typ == uapi.IFLA_VF_INFO {
				all = append(all, nltest.Coded{Name: l.Name, Body: p, V: new(sriov.VF)})
			}
		}
	}
	return all
}

func BenchmarkDecode(b *testing.B) { nltest.RunDecode(b, codedObjects(b)) }
func BenchmarkEncode(b *testing.B) { nltest.RunEncode(b, codedObjects(b)) }

func TestAllocsOfGoldens(t *testing.T) { nltest.CheckAllocs(t, codedObjects(t), nil) }
