package bridge_test

import (
	"context"
	"iter"
	"strings"
	"testing"

	"github.com/eb30ede5/netlink/internal/complete"
	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/bridge"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

func listMDB(f *bridge.MDBFilter) func(context.Context, *rtnl.Conn) (any, error) {
	return collect(func(ctx context.Context, c *rtnl.Conn) iter.Seq2[bridge.MDB, error] { return bridge.MDBs(ctx, c, f) })
}

func init() {
	o := object{family: "mdb", head: 8, fresh: bridge.NewMDBMsg}
	groupMAC := hw("01:02:03:04:05:06")
	for _, tt := range []struct {
		name string
		verb func(bridge.MDB) rtnl.Request
		mdb  bridge.MDB
	}{
		{"mdb-add", bridge.AddMDB, bridge.MDB{Group: ip("239.1.2.3")}},
		{"mdb-add-all", bridge.AddMDB, bridge.MDB{Group: ip("239.1.2.3"), Source: ip("192.0.2.7"), Permanent: true, VLAN: 7}},
		{"mdb-add-ip6", bridge.AddMDB, bridge.MDB{Group: ip("ff0e::7"), Source: ip("2001:db8::7")}},
		{"mdb-add-mac", bridge.AddMDB, bridge.MDB{Port: "br0", GroupMAC: groupMAC, Permanent: true}},
		{"mdb-delete", bridge.DeleteMDB, bridge.MDB{Group: ip("239.1.2.3"), VLAN: 7}},
	} {
		m := tt.mdb
		m.Dev = "br0"
		if m.Port == "" {
			m.Port = "eth1"
		}
		back := m
		back.DevIndex, back.PortIndex, back.Dev, back.Port = 2, devices[m.Port], "", ""
		o.sent = append(o.sent, sent{name: tt.name, req: tt.verb(m), back: bridge.NewMDBSet(back)})
	}
	o.asked = []ask{{name: "mdb-dump", do: func(ctx context.Context, c *rtnl.Conn) { drain(bridge.MDBs(ctx, c, nil)) }}}
	exclude, include := rtnl.Some(bridge.MDBExclude), rtnl.Some(bridge.MDBInclude)
	read := []bridge.MDB{
		{PortIndex: 4, GroupMAC: groupMAC, Permanent: true, Protocol: rtnl.ProtoStatic, Timer: centi(0)},
		{PortIndex: 4, Group: ip("ff0e::7"), Permanent: true, Mode: exclude, Protocol: rtnl.ProtoStatic, Timer: centi(0)},
		{PortIndex: 4, Group: ip("239.1.2.4"), Mode: exclude, Protocol: rtnl.ProtoStatic, Timer: centi(0x658d)},
		{PortIndex: 4, Group: ip("239.1.2.3"), Source: ip("192.0.2.7"), Permanent: true, Mode: include, Protocol: rtnl.ProtoStatic, Timer: centi(0)},
		{PortIndex: 4, Group: ip("ff02::1:ff00:2"), Mode: exclude, Protocol: rtnl.ProtoKernel, Timer: centi(0x6544)},
		{PortIndex: 2, Group: ip("ff02::6a"), Timer: centi(0x6580)},
		{PortIndex: 2, Group: ip("ff02::1:ff00:99"), Timer: centi(0x6580)},
	}
	for i := range read {
		read[i].DevIndex = 2
	}
	// bridge(8) asked twice; what comes twice is there once.
	o.listed = []listed{
		{"reply-mdb", listMDB(nil), 0, read},
		{"reply-mdb", listMDB(&bridge.MDBFilter{PortIndex: 2}), 0, read[5:]},
		{"reply-mdb", collect(func(ctx context.Context, c *rtnl.Conn) iter.Seq2[bridge.RouterPort, error] {
			return bridge.RouterPorts(ctx, c, 2)
		}), 0, []bridge.RouterPort{{Bridge: 2, DevIndex: 4, Timer: centi(0), Type: rtnl.Some(kind.MCastRouterPerm), Timer4: centi(0), Timer6: centi(0)}}},
	}
	objects = append(objects, o)

	v := object{family: "vni", head: 8, fresh: bridge.NewVNIMsg}
	list := func(f *bridge.VNIFilter) func(context.Context, *rtnl.Conn) (any, error) {
		return collect(func(ctx context.Context, c *rtnl.Conn) iter.Seq2[bridge.VNI, error] { return bridge.VNIs(ctx, c, f) })
	}
	for _, tt := range []struct {
		name string
		verb func(bridge.VNI) rtnl.Request
		vni  bridge.VNI
	}{
		{"vni-add", bridge.AddVNI, bridge.VNI{VNI: 4242}},
		{"vni-add-group", bridge.AddVNI, bridge.VNI{VNI: 100, End: 203, Group: ip("239.1.2.3")}},
		{"vni-add-remote6", bridge.AddVNI, bridge.VNI{VNI: 7, Group: ip("2001:db8::7")}},
		{"vni-delete", bridge.DeleteVNI, bridge.VNI{VNI: 100, End: 203}},
	} {
		back := tt.vni
		tt.vni.Dev, back.DevIndex = "eth0", 2
		v.sent = append(v.sent, sent{name: tt.name, req: tt.verb(tt.vni)})
		v.listed = append(v.listed, listed{tt.name, list(nil), uapi.RTM_NEWTUNNEL, []bridge.VNI{back}})
	}
	v.asked = []ask{
		{name: "vni-dump", do: func(ctx context.Context, c *rtnl.Conn) { drain(bridge.VNIs(ctx, c, &bridge.VNIFilter{DevIndex: 2})) }},
		{name: "vni-dump-stats", do: func(ctx context.Context, c *rtnl.Conn) { drain(bridge.VNIs(ctx, c, &bridge.VNIFilter{Stats: true})) }},
	}
	ranges := []bridge.VNI{
		{DevIndex: 4, VNI: 100, End: 103}, {DevIndex: 4, VNI: 200, End: 203, Group: ip("239.1.2.3")},
		{DevIndex: 4, VNI: 300, Group: ip("192.0.2.7")}, {DevIndex: 4, VNI: 4242},
	}
	zero := rtnl.U64(0)
	v.listed = append(v.listed,
		listed{"reply-vni", list(nil), 0, ranges},
		listed{"reply-vni", list(&bridge.VNIFilter{VNI: rtnl.U32(202)}), 0, ranges[1:2]},
		listed{"reply-vni-ip6", list(nil), 0, []bridge.VNI{{DevIndex: 4, VNI: 7, Group: ip("ff05::7")}}},
		listed{"reply-vni-stats", list(nil), 0, []bridge.VNI{{DevIndex: 2, VNI: 4242, Stats: &bridge.VNIStats{
			RxBytes: zero, RxPackets: zero, RxDrops: zero, RxErrors: zero, TxBytes: zero, TxPackets: zero, TxDrops: zero, TxErrors: zero,
		}}}})
	objects = append(objects, v)
}

func FuzzMDB(f *testing.F) { fuzz(f, "mdb") }

func FuzzVNI(f *testing.F) { fuzz(f, "vni") }

func TestMDBComplete(t *testing.T) {
	inHead := map[string]string{}
	for _, name := range []string{"ifindex", "port", "grp", "mac", "vid", "state", "flags"} {
		inHead[name] = "in a header"
	}
	complete.Set{
		Prefix: "MDBA_MDB_EATTR_", NoLine: inHead, Elements: map[string]string{"source_list": "MDBA_MDB_SRCLIST_ENTRY"},
		Nests: map[string]complete.Set{"source_list": {Prefix: "MDBA_MDB_SRCATTR_"}},
	}.Check(t, new(bridge.MDB))
	set := bridge.NewMDBSet(bridge.MDB{})
	covers(t, set, "", complete.Set{Prefix: "MDBA_SET_ENTRY", Not: nil})
	covers(t, set, "attrs.", complete.Set{Prefix: "MDBE_ATTR_", But: map[string]string{"MDBE_ATTR_STATE_MASK": "of MDBFlush"}})
	msg := bridge.NewMDBMsg()
	covers(t, msg, "", complete.Set{Prefix: "MDBA_", Not: []string{"MDBA_MDB_", "MDBA_ROUTER_", "MDBA_SET_", "MDBA_GET_"}})
	complete.Set{
		Prefix: "VXLAN_VNIFILTER_ENTRY_", NoLine: map[string]string{"ifindex": "in the header"},
		Nests: map[string]complete.Set{"stats": {Prefix: "VNIFILTER_ENTRY_STATS_"}},
	}.Check(t, new(bridge.VNI))
	covers(t, bridge.NewVNIMsg(), "", complete.Set{Prefix: "VXLAN_VNIFILTER_", Not: []string{"VXLAN_VNIFILTER_ENTRY_"}})
}

func TestMDBRejected(t *testing.T) {
	add := func(f func(*bridge.MDB)) rtnl.Request {
		m := bridge.MDB{Dev: "br0", Port: "eth1", Group: ip("239.1.2.3")}
		f(&m)
		return bridge.AddMDB(m)
	}
	testRejected(t, map[string]rtnl.Request{
		"dev: missing":             add(func(m *bridge.MDB) { m.Dev = "" }),
		"port: missing":            add(func(m *bridge.MDB) { m.Port = "" }),
		"grp: missing":             add(func(m *bridge.MDB) { m.Group = m.Source }),
		"grp: an IP address and a": add(func(m *bridge.MDB) { m.GroupMAC = hw(mac1) }),
		"has a zone":               add(func(m *bridge.MDB) { m.Group = ip("ff02::7%eth0") }),
		"vid: 4095":                add(func(m *bridge.MDB) { m.VLAN = 4095 }),
		"vni: 16777216":            add(func(m *bridge.MDB) { m.VNI = rtnl.U32(1 << 24) }),
		"src_vni: 16777217":        add(func(m *bridge.MDB) { m.SrcVNI = rtnl.U32(1<<24 + 1) }),
		"src: 2001:db8::7 is not":  add(func(m *bridge.MDB) { m.Source = ip("2001:db8::7") }),
		"src: ::1 is not":          add(func(m *bridge.MDB) { m.Sources = []bridge.MDBSource{{Address: ip("::1")}} }),
		"flags: offload":           add(func(m *bridge.MDB) { m.Flags = bridge.MDBOffload }),
		"vni: 16777217":            bridge.AddVNI(bridge.VNI{Dev: "eth0", VNI: 1<<24 + 1}),
		"vniEnd: 7 is not above 7": bridge.AddVNI(bridge.VNI{Dev: "eth0", VNI: 7, End: 7}),
		"dev: missin":              bridge.DeleteVNI(bridge.VNI{VNI: 7}),
	})
}

func TestMDBWords(t *testing.T) {
	for want, req := range map[string]rtnl.Request{
		"mdb add dev br0 port eth1 grp 239.1.2.3 permanent vid 7 filter_mode include source_list 192.0.2.7,192.0.2.8 proto static": bridge.AddMDB(bridge.MDB{
			Dev: "br0", Port: "eth1", Group: ip("239.1.2.3"), Permanent: true, VLAN: 7, Mode: rtnl.Some(bridge.MDBInclude), Protocol: rtnl.ProtoStatic,
			Sources: []bridge.MDBSource{{Address: ip("192.0.2.7")}, {Address: ip("192.0.2.8")}},
		}),
		"mdb replace dev vx0 port vx0 grp 239.1.2.3 src 192.0.2.9 dst 198.51.100.7 dst_port 4790 vni 42 src_vni 77 via eth1": bridge.ReplaceMDB(bridge.MDB{
			Dev: "vx0", Port: "vx0", Group: ip("239.1.2.3"), Source: ip("192.0.2.9"), Dst: ip("198.51.100.7"), DstPort: rtnl.U16(4790), VNI: rtnl.U32(42), SrcVNI: rtnl.U32(77), Via: "eth1",
		}),
		"mdb del dev br0 port br0 grp 01:02:03:04:05:06":             bridge.DeleteMDB(bridge.MDB{Dev: "br0", Port: "br0", GroupMAC: hw("01:02:03:04:05:06")}),
		"mdb flush dev br0 port eth1 vid 7 nopermanent proto kernel": bridge.FlushMDB(bridge.MDBFlush{Dev: "br0", Port: "eth1", VLAN: 7, Permanent: rtnl.Off, Protocol: rtnl.ProtoKernel}),
		"vni add dev vx0 vni 100-203 group 239.1.2.3":                bridge.AddVNI(bridge.VNI{Dev: "vx0", VNI: 100, End: 203, Group: ip("239.1.2.3")}),
		"vni delete dev vx0 vni 7 remote 2001:db8::7":                bridge.DeleteVNI(bridge.VNI{Dev: "vx0", VNI: 7, Group: ip("2001:db8::7")}),
	} {
		if got := req.String(); got != want {
			t.Errorf("String() = %q, want %q", got, want)
		}
	}
}

// What iproute2 6.1 cannot send: sources, mode, protocol, and all of VXLAN.
func TestMDBOfVXLANBytes(t *testing.T) {
	nltest.LittleEndianOnly(t)
	got, err := bridge.ReplaceMDB(bridge.MDB{
		DevIndex: 5, PortIndex: 5, Group: ip("239.1.2.3"), Permanent: true, Sources: []bridge.MDBSource{{Address: ip("192.0.2.7")}}, Mode: rtnl.Some(bridge.MDBInclude),
		Protocol: 77, Dst: ip("198.51.100.7"), DstPort: rtnl.U16(4790), VNI: rtnl.U32(42), ViaIndex: 3, SrcVNI: rtnl.U32(78),
	}).AppendMessage(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Join([]string{
		"\x07\x00\x00\x00\x05\x00\x00\x00", // struct br_port_msg
		"\x20\x00\x01\x00\x05\x00\x00\x00\x01\x00\x00\x00\xef\x01\x02\x03" + strings.Repeat("\x00", 12) + "\x08\x00\x00\x00", // MDBA_SET_ENTRY
		"\x4c\x00\x02\x80", // MDBA_SET_ENTRY_ATTRS
		"\x10\x00\x02\x80\x0c\x00\x01\x80\x08\x00\x01\x00\xc0\x00\x02\x07", // MDBE_ATTR_SRC_LIST
		"\x05\x00\x03\x00\x01\x00\x00\x00",                                 // MDBE_ATTR_GROUP_MODE
		"\x05\x00\x04\x00\x4d\x00\x00\x00",                                 // MDBE_ATTR_RTPROT
		"\x08\x00\x05\x00\xc6\x33\x64\x07",                                 // MDBE_ATTR_DST
		"\x06\x00\x06\x00\xb6\x12\x00\x00",                                 // MDBE_ATTR_DST_PORT, in host byte order
		"\x08\x00\x07\x00\x2a\x00\x00\x00",                                 // MDBE_ATTR_VNI
		"\x08\x00\x08\x00\x03\x00\x00\x00",                                 // MDBE_ATTR_IFINDEX
		"\x08\x00\x09\x00\x4e\x00\x00\x00",                                 // MDBE_ATTR_SRC_VNI
	}, "")
	if string(got[16:]) != want {
		t.Errorf("got  % x\nwant % x", got[16:], want)
	}
	var _ nlattr.Attrser = new(bridge.MDBSource)
}
