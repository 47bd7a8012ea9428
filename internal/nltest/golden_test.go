package nltest

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

// message builds a little-endian message.
func message(typ, flags uint16, parts ...[]byte) []byte {
	b := make([]byte, 16)
	binary.LittleEndian.PutUint16(b[4:], typ)
	binary.LittleEndian.PutUint16(b[6:], flags)
	b = append(b, bytes.Join(parts, nil)...)
	binary.LittleEndian.PutUint32(b, uint32(len(b)))
	return b
}

var (
	linkHead = make([]byte, 16)
	mtu      = Attribute(4, []byte{0xdc, 5, 0, 0})
	eth0     = Attribute(3, []byte("eth0\x00"))
	kindVLAN = Attribute(1, []byte("vlan"))
	vlanID   = Attribute(1, []byte{7, 0})
	vlanOn   = Attribute(2, []byte{1, 0, 0, 0, 1, 0, 0, 0})
)

func linkinfo(parts ...[]byte) []byte { return Attribute(18, parts...) }

func TestDiffMessages(t *testing.T) {
	base := message(16, 5, linkHead, eth0, mtu, linkinfo(kindVLAN, Attribute(2, vlanID, vlanOn)))
	route := func(hops ...[]byte) []byte {
		return message(24, 5, make([]byte, 12), Attribute(9, hops...))
	}
	hop := func(weight byte, via ...byte) []byte {
		b := []byte{16, 0, 0, weight, 2, 0, 0, 0}
		return append(b, Attribute(5, via)...)
	}
	for _, tt := range []struct {
		name      string
		want, got []byte
		diff      []string // parts of the report; none for equal
	}{
		{"same", base, base, nil},
		{"order", base, message(16, 5, linkHead, linkinfo(Attribute(2, vlanOn, vlanID), kindVLAN), mtu, eth0), nil},
		{"nested flag", base, message(16, 5, linkHead, eth0, mtu, Attribute(18|nested, kindVLAN, Attribute(2|nested, vlanID, vlanOn))), nil},
		{"padding", message(16, 5, linkHead, eth0), message(16, 5, linkHead, append(bytes.Clone(eth0[:9]), 1, 2, 3)), nil},
		{"value", base, message(16, 5, linkHead, eth0, Attribute(4, []byte{0xdd, 5, 0, 0}), linkinfo(kindVLAN, Attribute(2, vlanID, vlanOn))),
			[]string{"RTM_NEWLINK > IFLA_MTU:", "want dc 05 00 00", "got  dd 05 00 00"}},
		{"value in a nest", base, message(16, 5, linkHead, eth0, mtu, linkinfo(kindVLAN, Attribute(2, Attribute(1, []byte{8, 0}), vlanOn))),
			[]string{"RTM_NEWLINK > IFLA_LINKINFO > IFLA_INFO_DATA > IFLA_VLAN_ID:", "want 07 00", "got  08 00"}},
		{"missing", base, message(16, 5, linkHead, eth0, mtu, linkinfo(kindVLAN, Attribute(2, vlanID))),
			[]string{"IFLA_INFO_DATA > IFLA_VLAN_FLAGS:", "want 01 00", "got  absent"}},
		{"missing nest", base, message(16, 5, linkHead, eth0, mtu, linkinfo(kindVLAN)),
			[]string{"IFLA_LINKINFO > IFLA_INFO_DATA:", "got  absent"}},
		{"empty nest", message(16, 5, linkHead, linkinfo(kindVLAN)), message(16, 5, linkHead, linkinfo(kindVLAN, Attribute(2))),
			[]string{"IFLA_INFO_DATA:", "want absent", "got  present, empty"}},
		{"extra", base, message(16, 5, linkHead, eth0, mtu, linkinfo(kindVLAN, Attribute(2, vlanID, vlanOn)), Attribute(27, []byte{9, 0, 0, 0})),
			[]string{"RTM_NEWLINK > IFLA_GROUP:", "want absent", "got  09 00 00 00"}},
		{"twice", message(16, 5, linkHead, mtu), message(16, 5, linkHead, mtu, mtu), []string{"IFLA_MTU:", "want absent"}},
		{"fixed header", message(16, 5, linkHead, mtu), message(16, 5, append([]byte{7: 1}, linkHead[8:]...), mtu),
			[]string{"RTM_NEWLINK: header:", "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00", "00 00 00 00 00 00 00 01 00"}},
		{"flags", base, append([]byte{base[0], base[1], base[2], base[3], 16, 0, 5, 6}, base[8:]...), []string{"flags: want 0x0005, got 0x0605"}},
		{"type", base, append([]byte{base[0], base[1], base[2], base[3], 19, 0}, base[6:]...), []string{"type: want RTM_NEWLINK, got RTM_SETLINK"}},
		{"sequence", base, append(append(bytes.Clone(base[:8]), 1, 2, 3, 4, 5, 6, 7, 8), base[16:]...), nil},
		{"repeated in order", message(108, 5, linkHead, Attribute(52, Attribute(53, []byte("a\x00")), Attribute(53, []byte("b\x00")))),
			message(108, 5, linkHead, Attribute(52, Attribute(53, []byte("b\x00")), Attribute(53, []byte("a\x00")))),
			[]string{"RTM_NEWLINKPROP > IFLA_PROP_LIST > IFLA_ALT_IFNAME:", "want 61 00", "got  62 00"}},
		{"peer", message(16, 5, linkHead, linkinfo(Attribute(1, []byte("veth")), Attribute(2, Attribute(1, linkHead, eth0, mtu)))),
			message(16, 5, linkHead, linkinfo(Attribute(1, []byte("veth")), Attribute(2, Attribute(1, linkHead, mtu)))),
			[]string{"IFLA_INFO_DATA > VETH_INFO_PEER > IFLA_IFNAME:", "got  absent"}},
		{"peer's header", message(16, 5, linkHead, linkinfo(Attribute(1, []byte("veth")), Attribute(2, Attribute(1, linkHead)))),
			message(16, 5, linkHead, linkinfo(Attribute(1, []byte("veth\x00")), Attribute(2, Attribute(1, []byte{15: 3})))),
			[]string{"IFLA_INFO_KIND:", "VETH_INFO_PEER: header:"}},
		{"port by kind", message(16, 5, linkHead, linkinfo(Attribute(1, []byte("bridge_slave")), Attribute(5, Attribute(2, []byte{33, 0}), Attribute(1, []byte{3})))),
			message(16, 5, linkHead, linkinfo(Attribute(1, []byte("bridge_slave")), Attribute(5, Attribute(1, []byte{2}), Attribute(2, []byte{33, 0})))),
			[]string{"IFLA_INFO_SLAVE_DATA > IFLA_BRPORT_STATE:", "want 03"}},
		{"port by port kind", message(16, 5, linkHead, linkinfo(Attribute(4, []byte("bridge\x00")), Attribute(5, Attribute(1, []byte{3})))),
			message(16, 5, linkHead, linkinfo(Attribute(4, []byte("bridge\x00")), Attribute(5, Attribute(1, []byte{2})))),
			[]string{"IFLA_INFO_SLAVE_DATA > IFLA_BRPORT_STATE:", "want 03"}},
		{"hop", route(hop(1, 192, 0, 2, 1), hop(2, 192, 0, 2, 2)), route(hop(1, 192, 0, 2, 1), hop(3, 192, 0, 2, 9)),
			[]string{"RTA_MULTIPATH > hop 1: header:", "RTA_MULTIPATH > hop 1 > RTA_GATEWAY:", "got  c0 00 02 09"}},
		{"hops fewer", route(hop(1, 192, 0, 2, 1), hop(2, 192, 0, 2, 2)), route(hop(1, 192, 0, 2, 1)), []string{"hop 1:", "got  absent"}},
		{"message missing", append(bytes.Clone(base), base...), base, []string{"message 1:", "got  absent"}},
		{"cut off", base, base[:len(base)-4], []string{"got  absent"}},
		{"broken attribute", message(16, 5, linkHead, mtu), message(16, 5, linkHead, []byte{200, 0, 4, 0}), []string{"got  absent", "got  c8 00 04 00"}},
		{"unknown type", message(99, 5, []byte{1, 2, 3}), message(99, 5, []byte{1, 2, 4}), []string{"body:", "want 01 02 03"}},
		{"short header", message(16, 5, []byte{1, 2, 3}), message(16, 5, linkHead), []string{"body:"}},
	} {
		got := DiffMessages(tt.want, tt.got, nil)
		if len(tt.diff) == 0 && got != "" {
			t.Errorf("%s: DiffMessages = %q, want none", tt.name, got)
		}
		if len(tt.diff) > 0 && got == "" {
			t.Errorf("%s: DiffMessages = none, want %q", tt.name, tt.diff)
		}
		for _, s := range tt.diff {
			if !strings.Contains(got, s) {
				t.Errorf("%s: DiffMessages = %q, want %q in it", tt.name, got, s)
			}
		}
	}
}

// A nest that is not in the table is compared as bytes, unless shape knows it.
func TestDiffMessagesShape(t *testing.T) {
	a, b := Attribute(1, []byte("x")), Attribute(2, []byte("y"))
	want := message(16, 5, linkHead, linkinfo(Attribute(1, []byte("new")), Attribute(2, a, b)))
	got := message(16, 5, linkHead, linkinfo(Attribute(1, []byte("new")), Attribute(2, b, a)))
	if DiffMessages(want, got, nil) == "" {
		t.Error("unknown kind: DiffMessages = none, want a difference")
	}
	data := func(path ...uint16) bool { return len(path) == 2 && path[0] == 18 && path[1] == 2 }
	if diff := DiffMessages(want, got, data); diff != "" {
		t.Errorf("kind in shape: DiffMessages = %q, want none", diff)
	}
}

// Every golden is what [FormatGolden] makes of it, so that captures differ
// only where the bytes do, and every attribute in it has a name.
func TestGoldensRoundTrip(t *testing.T) {
	root, err := ModuleRoot()
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range Goldens(t, "*") {
		text, err := os.ReadFile(filepath.Join(root, "rtnl", "testdata", "golden", g.Name+".golden"))
		if err != nil {
			t.Fatal(err)
		}
		if got := FormatGolden(g); got != string(text) {
			t.Errorf("%s: FormatGolden =\n%s\nwant\n%s", g.Name, got, text)
		}
		if strings.HasPrefix(g.Name, "reply-") != (g.JSON != nil) {
			t.Errorf("%s: JSON = %q, want it for replies only", g.Name, g.JSON)
		}
		if diff := DiffMessages(g.Bytes, g.Bytes, nil); diff != "" {
			t.Errorf("%s: DiffMessages with itself = %s", g.Name, diff)
		}
	}
}

// A change of any byte is seen, but for lengths and padding.
func TestDiffMessagesSeesEveryByte(t *testing.T) {
	for _, g := range Goldens(t, "*") {
		want := bytes.Clone(g.Bytes)
		change := func(at string, b []byte) {
			for i := range b {
				b[i] ^= 0x41
				if DiffMessages(want, g.Bytes, nil) == "" {
					t.Errorf("%s: DiffMessages = none for byte %d of %s", g.Name, i, at)
				}
				b[i] ^= 0x41
			}
		}
		var walk func(at string, x tree)
		walk = func(at string, x tree) {
			change(at+" header", x.head)
			for _, a := range x.attrs {
				if a.tree != nil {
					walk(at+" > "+a.name, *a.tree)
				} else {
					change(at+" > "+a.name, a.payload)
				}
			}
		}
		for _, m := range g.Messages() {
			n := bodyOf(messageType(m), m[16:])
			if n == nil {
				t.Errorf("%s: unknown message type %d", g.Name, messageType(m))
				continue
			}
			change("type and flags", m[4:8])
			walk("message", new(differ).parse(n, m[16:], nil))
		}
	}
}

func TestParseGolden(t *testing.T) {
	const one = "10 00 00 00  10 00 05 00  00 00 00 00 00 00 00 00"
	fsys := fstest.MapFS{
		"a-one.golden": {Data: []byte("# iproute2 6.1.0: ip link add\n#   dm0 type dummy\n# after: ip link add eth0 type\n#   ifb\n# after: true\n" +
			one + "  # RTM_NEWLINK 10\n" + one + "\n")},
		"reply-b.golden":  {Data: []byte("# Linux 6.18.44 reply to: ip -j -d link\n" + one)},
		"reply-b.json":    {Data: []byte("[]")},
		"bad-hex.golden":  {Data: []byte("# x: y\n1")},
		"bad-size.golden": {Data: []byte("# x: y\n11" + one[2:])},
		"bad-head.golden": {Data: []byte(one)},
		"bad-none.golden": {Data: []byte("# x: y\n")},
	}
	all, err := readGoldens(fsys, "a-*")
	if err != nil || len(all) != 1 {
		t.Fatalf("readGoldens = %v, %v, want one", all, err)
	}
	g := all[0]
	if g.Name != "a-one" || g.Source != "iproute2 6.1.0" || g.Command != "ip link add dm0 type dummy" || g.JSON != nil {
		t.Errorf("golden = %+v", g)
	}
	if got, want := strings.Join(g.Setup, "; "), "ip link add eth0 type ifb; true"; got != want {
		t.Errorf("Setup = %q, want %q", got, want)
	}
	if got := len(g.Messages()); got != 2 {
		t.Errorf("len(Messages()) = %d, want 2", got)
	}
	all, err = readGoldens(fsys, "reply-*")
	if err != nil || len(all) != 1 || all[0].Source != "Linux 6.18.44 reply to" || string(all[0].JSON) != "[]" {
		t.Errorf("readGoldens = %+v, %v", all, err)
	}
	for _, name := range []string{"bad-hex", "bad-size", "bad-head", "bad-none", "no-such", "["} {
		if all, err := readGoldens(fsys, name); err == nil {
			t.Errorf("readGoldens(%q) = %+v, want an error", name, all)
		}
	}
}

// A name of every enum that nests are named by, and one that begins like
// another enum.
func TestNames(t *testing.T) {
	for _, tt := range []struct {
		prefix string
		v      uint16
		want   string
	}{
		{"RTM_", 16, "RTM_NEWLINK"},
		{"RTM_", 108, "RTM_NEWLINKPROP"},
		{"IFLA_", 18, "IFLA_LINKINFO"},
		{"IFLA_INFO_", 2, "IFLA_INFO_DATA"},
		{"IFLA_BR_", 1, "IFLA_BR_FORWARD_DELAY"},
		{"IFLA_BRPORT_", 1, "IFLA_BRPORT_STATE"},
		{"IFLA_VF_INFO_", 1, "IFLA_VF_INFO"},
		{"IFLA_VF_", 1, "IFLA_VF_MAC"},
		{"IFLA_VF_VLAN_INFO_", 1, "IFLA_VF_VLAN_INFO"},
		{"IFLA_VLAN_QOS_", 1, "IFLA_VLAN_QOS_MAPPING"},
		{"RTA_", 9, "RTA_MULTIPATH"},
		{"RTAX_", 2, "RTAX_MTU"},
		{"IFA_", 1, "IFA_ADDRESS"},
		{"NHA_RES_GROUP_", 1, "NHA_RES_GROUP_BUCKETS"},
		{"IFLA_", 9999, "IFLA_9999"},
		{"NO_SUCH_", 1, "NO_SUCH_1"},
	} {
		if got := name(tt.prefix, tt.v); got != tt.want {
			t.Errorf("name(%q, %d) = %q, want %q", tt.prefix, tt.v, got, tt.want)
		}
	}
}
