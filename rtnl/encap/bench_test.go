package encap_test

import (
	"encoding/binary"
	"testing"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl/encap"
)

// codedObjects returns the encapsulations of the routes and the nexthops of all
// goldens, under the names of their types.
func codedObjects(t testing.TB) (all []nltest.Coded) {
	outer := nltest.AllCoded(t, func(typ uint16, body []byte) (int, nlattr.Attrser) {
		switch typ {
		case uapi.RTM_NEWROUTE:
			return 12, new(encap.Raw) // in the attributes of the route
		case uapi.RTM_NEWNEXTHOP:
			return 8, new(encap.Raw)
		}
		return 0, nil
	})
	add := func(name string, attrs []byte, typ, data nlattr.Type) {
		if p := nltest.Payload(attrs, typ); p != nil {
			v := encap.New(encap.Type(binary.LittleEndian.Uint16(p)))
			all = append(all, nltest.Coded{Name: v.Type().String() + "/" + name, Body: nltest.Payload(attrs, data), V: v})
		}
	}
	for _, o := range outer {
		attrs := o.Body[o.Head:]
		if o.Head == 8 {
			add(o.Name, attrs, uapi.NHA_ENCAP_TYPE, uapi.NHA_ENCAP)
			continue
		}
		add(o.Name, attrs, uapi.RTA_ENCAP_TYPE, uapi.RTA_ENCAP)
		for hops := nltest.Payload(attrs, uapi.RTA_MULTIPATH); len(hops) > 0; {
			n := int(binary.LittleEndian.Uint16(hops))
			add(o.Name, hops[8:n], uapi.RTA_ENCAP_TYPE, uapi.RTA_ENCAP)
			hops = hops[(n+3)&^3:]
		}
	}
	return all
}

func BenchmarkDecode(b *testing.B) { nltest.RunDecode(b, codedObjects(b)) }
func BenchmarkEncode(b *testing.B) { nltest.RunEncode(b, codedObjects(b)) }

func TestAllocsOfGoldens(t *testing.T) {
	all := codedObjects(t)
	nltest.CheckAllocs(t, all, nil)
	but := map[encap.Type]string{encap.TypeBPF: "ip(8) wants a program to load, so there is no golden"}
	there := map[encap.Type]bool{}
	for _, o := range all {
		there[o.V.(encap.Encap).Type()] = true
	}
	for typ := range encap.Type(1 << 8) {
		if _, raw := encap.New(typ).(*encap.Raw); !raw && there[typ] == (but[typ] != "") {
			t.Errorf("%v: measured is %v, and the reason not to is %q", typ, there[typ], but[typ])
		}
	}
}
