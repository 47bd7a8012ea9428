package kind_test

import (
	"encoding/binary"
	"testing"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

// codedObjects returns what all goldens say of each registered kind, under its
// name, and of each kind of port. A kind that TestRegistry is content with has
// one.
func codedObjects(t testing.TB) (all []nltest.Coded) {
	var kinds, ports []nltest.Coded
	links := nltest.AllCoded(t, func(typ uint16, body []byte) (int, nlattr.Attrser) {
		if typ == uapi.RTM_NEWLINK || typ == uapi.RTM_SETLINK {
			return 16, new(kind.Raw) // in the attributes of the link
		}
		return 0, nil
	})
	for _, l := range links {
		m := make([]byte, 16, 16+len(l.Body)) // asPort takes whole messages
		binary.LittleEndian.PutUint32(m, uint32(16+len(l.Body)))
		info := nltest.Payload(asPort(append(m, l.Body...))[16+l.Head:], uapi.IFLA_LINKINFO)
		if v, ok := kind.New(text(info, uapi.IFLA_INFO_KIND)).(nlattr.Attrser); ok && !isRaw(v) {
			kinds = append(kinds, nltest.Coded{Name: v.(kind.Kind).Kind() + "/" + l.Name, Body: ownData(v, nltest.Payload(info, uapi.IFLA_INFO_DATA)), V: v})
		}
		if v := kind.NewPort(text(info, uapi.IFLA_INFO_SLAVE_KIND)); !isRaw(v) {
			ports = append(ports, nltest.Coded{Name: v.PortKind() + "-port/" + l.Name, Body: nltest.Payload(info, uapi.IFLA_INFO_SLAVE_DATA), V: v})
		}
	}
	return append(kinds, ports...)
}

func text(attrs []byte, t nlattr.Type) string {
	p := nltest.Payload(attrs, t)
	if n := len(p); n > 0 && p[n-1] == 0 {
		p = p[:n-1]
	}
	return string(p)
}

func isRaw(v any) bool {
	switch v.(type) {
	case *kind.Raw, *kind.RawPort:
		return true
	}
	return false
}

// ownData returns data without the other link of a pair, which is not the kind's
// to read.
func ownData(v nlattr.Attrser, data []byte) (own []byte) {
	pair, ok := v.(kind.Pair)
	if !ok {
		return data
	}
	for t, p := range nltest.Attrs(data) {
		if t != pair.PeerAttr() {
			own = append(own, nltest.Attribute(t, p)...)
		}
	}
	return own
}

func BenchmarkDecode(b *testing.B) { nltest.RunDecode(b, codedObjects(b)) }
func BenchmarkEncode(b *testing.B) { nltest.RunEncode(b, codedObjects(b)) }

func TestAllocsOfGoldens(t *testing.T) {
	all := codedObjects(t)
	nltest.CheckAllocs(t, all, map[string]string{})
	there := map[string]bool{}
	for _, o := range all {
		switch v := o.V.(type) {
		case kind.Kind:
			there[v.Kind()] = true
		case kind.Port:
			there[v.PortKind()+" port"] = true
		}
	}
	for _, name := range kind.Names() {
		if !there[name] {
			t.Errorf("nothing measures the kind %s", name)
		}
	}
	for _, name := range kind.PortNames() {
		if !there[name+" port"] {
			t.Errorf("nothing measures ports of the kind %s", name)
		}
	}
}
