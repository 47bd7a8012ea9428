package bridge_test

import (
	"context"
	"testing"
	"time"

	"github.com/eb30ede5/netlink/internal/complete"
	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/bridge"
)

const (
	mac1 = "02:11:22:33:44:55"
	mac2 = "02:11:22:33:44:66"
	mac3 = "02:11:22:33:44:77"
)

func ticks(n int) time.Duration { return time.Duration(n) * 10 * time.Millisecond }

// byIndex returns f with eth0 and eth1 by their indexes.
func byIndex(f bridge.FDB) *bridge.FDB {
	f.DevIndex, f.Dev = 2, ""
	if f.Via != "" {
		f.Via, f.ViaIndex = "", 3
	}
	return &f
}

func init() {
	o := object{family: "fdb", head: 12, fresh: func() nlattr.Attrser { return new(bridge.FDB) }}
	for _, tt := range []struct {
		name string
		verb func(bridge.FDB) rtnl.Request
		fdb  bridge.FDB
		back bridge.FDB // what else is read
	}{
		{"fdb-add", bridge.AddFDB, bridge.FDB{}, bridge.FDB{Flags: bridge.Self, State: bridge.Permanent}},
		{"fdb-add-master", bridge.AddFDB, bridge.FDB{
			Flags: bridge.Master | bridge.Sticky | bridge.ExternLearn, State: bridge.Static, VLAN: 7,
		}, bridge.FDB{}},
		{"fdb-add-vxlan", bridge.AddFDB, bridge.FDB{
			Flags: bridge.Self | bridge.Router, State: bridge.Dynamic, Dst: ip("192.0.2.7"), Port: rtnl.U16(4790), VNI: rtnl.U32(4242),
			SrcVNI: rtnl.U32(77), Via: "eth1",
		}, bridge.FDB{}},
		{"fdb-add-vxlan-ip6", bridge.AddFDB, bridge.FDB{Dst: ip("2001:db8::7")}, bridge.FDB{Flags: bridge.Self, State: bridge.Permanent}},
		{"fdb-add-nhid", bridge.AddFDB, bridge.FDB{Flags: bridge.Self, NexthopID: 4711}, bridge.FDB{State: bridge.Permanent}},
		{"fdb-replace", bridge.ReplaceFDB, bridge.FDB{Flags: bridge.Master | bridge.Use}, bridge.FDB{State: bridge.Permanent}},
		{"fdb-append", bridge.AppendFDB, bridge.FDB{Address: hw("00:00:00:00:00:00"), Dst: ip("192.0.2.7")},
			bridge.FDB{Flags: bridge.Self, State: bridge.Permanent}},
		{"fdb-delete", bridge.DeleteFDB, bridge.FDB{Flags: bridge.Self | bridge.Master, VLAN: 7}, bridge.FDB{State: bridge.Permanent}},
	} {
		tt.fdb.Dev = "eth0"
		if tt.fdb.Address.IsZero() {
			tt.fdb.Address = hw(mac1)
		}
		back := byIndex(tt.fdb)
		place.Merge(back, tt.back)
		o.sent = append(o.sent, sent{name: tt.name, req: tt.verb(tt.fdb), back: back})
	}
	o.sent = append(o.sent,
		sent{name: "fdb-flush-all", req: bridge.FlushFDB(bridge.FDBFlush{Dev: "br0"})},
		sent{name: "fdb-flush-master", req: bridge.FlushFDB(bridge.FDBFlush{Dev: "eth0", Self: true, Master: true, Static: rtnl.On})}, // "nodynamic"
		sent{name: "fdb-flush", req: bridge.FlushFDB(bridge.FDBFlush{
			Dev: "br0", Brport: "eth1", VLAN: 7, Permanent: rtnl.On, Static: rtnl.Off,
			AddedByUser: rtnl.On, ExternLearn: rtnl.Off, Sticky: rtnl.On, Offloaded: rtnl.Off,
		})})
	list := func(f *bridge.FDBFilter) func(context.Context, *rtnl.Conn) {
		return func(ctx context.Context, c *rtnl.Conn) { drain(bridge.FDBs(ctx, c, f)) }
	}
	get := func(q bridge.FDBQuery) func(context.Context, *rtnl.Conn) {
		return func(ctx context.Context, c *rtnl.Conn) { bridge.GetFDB(ctx, c, q) }
	}
	o.asked = []ask{
		{name: "fdb-dump", do: list(nil)},
		{name: "fdb-dump-bridge", do: list(&bridge.FDBFilter{BridgeIndex: 2})},
		{name: "fdb-dump-port", do: list(&bridge.FDBFilter{DevIndex: 2})},
		{name: "fdb-get", do: get(bridge.FDBQuery{Address: hw(mac1), BridgeIndex: 2, VLAN: 7})},
		{name: "fdb-get-self", do: get(bridge.FDBQuery{Address: hw(mac1), DevIndex: 2, Flags: bridge.Self, VNI: rtnl.U32(77)})},
	}
	multicast := hw("33:33:00:00:00:01")
	o.read = map[string][]nlattr.Attrser{
		"reply-fdb-bridge": {
			&bridge.FDB{Address: multicast, DevIndex: 2, Flags: bridge.Self, State: bridge.Permanent},
			&bridge.FDB{Address: hw(mac3), DevIndex: 2, State: bridge.Permanent, MasterIndex: 2, Used: ticks(1), Updated: ticks(1)},
			&bridge.FDB{Address: hw("02:00:00:00:00:99"), DevIndex: 2, State: bridge.Permanent, MasterIndex: 2, Used: ticks(4), Updated: ticks(4)},
			&bridge.FDB{Address: hw(mac2), DevIndex: 4, State: bridge.Dynamic, Flags: bridge.ExternLearn, MasterIndex: 2, Used: ticks(1), Updated: ticks(1)},
			&bridge.FDB{Address: hw(mac1), DevIndex: 4, State: bridge.Static, Flags: bridge.Sticky, MasterIndex: 2, Used: ticks(2), Updated: ticks(2)},
			&bridge.FDB{Address: hw("02:00:00:00:00:01"), DevIndex: 4, State: bridge.Permanent, MasterIndex: 2, Used: ticks(2), Updated: ticks(2)},
			&bridge.FDB{Address: multicast, DevIndex: 4, Flags: bridge.Self, State: bridge.Permanent},
		},
		"reply-fdb-vxlan": {
			&bridge.FDB{Address: hw(mac3), DevIndex: 4, Flags: bridge.Self, State: bridge.Permanent, SrcVNI: rtnl.U32(79), NexthopID: 4712, Used: ticks(1), Updated: ticks(1)},
			&bridge.FDB{Address: hw(mac2), DevIndex: 4, Flags: bridge.Self, State: bridge.Permanent, SrcVNI: rtnl.U32(78), Dst: ip("192.0.2.8"), Used: ticks(1), Updated: ticks(1)},
			&bridge.FDB{
				Address: hw(mac1), DevIndex: 4, Flags: bridge.Self | bridge.Router, State: bridge.Static, Dst: ip("192.0.2.7"), Port: rtnl.U16(4790),
				VNI: rtnl.U32(4242), SrcVNI: rtnl.U32(77), ViaIndex: 3, Used: ticks(2), Updated: ticks(2),
			},
		},
		"reply-fdb-get": {&bridge.FDB{Address: hw(mac1), DevIndex: 4, State: bridge.Static, MasterIndex: 2}},
	}
	objects = append(objects, o)
}

func FuzzFDB(f *testing.F) { fuzz(f, "fdb") }

func TestFDBComplete(t *testing.T) {
	const neigh = "only neighbours have it"
	complete.Set{
		Prefix: "NDA_",
		But: map[string]string{
			"NDA_PROBES": neigh, "NDA_PROTOCOL": neigh,
			"NDA_NDM_STATE_MASK": "of FDBFlush", "NDA_NDM_FLAGS_MASK": "of FDBFlush",
		},
		NoTag: map[string]string{"ext": "its fields are those of the entry", "cacheinfo": "its fields are used and updated"},
		NoLine: map[string]string{
			"ifindex": "in the header", "state": "in the header", "used": "in cacheinfo", "updated": "in cacheinfo",
			"activity_notify": "in ext", "dont_refresh": "in ext",
		},
	}.Check(t, new(bridge.FDB))
}

func TestFDBRejected(t *testing.T) {
	e := bridge.FDB{Address: hw(mac1), Dev: "eth0"}
	with := func(f func(*bridge.FDB)) rtnl.Request { e := e; f(&e); return bridge.AddFDB(e) }
	testRejected(t, map[string]rtnl.Request{
		"mac: 0 bytes":        with(func(f *bridge.FDB) { f.Address = nlattr.HWAddr{} }),
		"mac: 8 bytes":        with(func(f *bridge.FDB) { f.Address = hw("02:00:00:00:00:00:00:01") }),
		"dev: missing":        with(func(f *bridge.FDB) { f.Dev = "" }),
		"dev: given":          with(func(f *bridge.FDB) { f.DevIndex = 7 }),
		"dev absent":          with(func(f *bridge.FDB) { f.Dev = "absent" }),
		"vlan: 4095":          with(func(f *bridge.FDB) { f.VLAN = 4095 }),
		"vni: 16777216":       with(func(f *bridge.FDB) { f.VNI = rtnl.U32(1 << 24) }),
		"src_vni: 16777217":   with(func(f *bridge.FDB) { f.SrcVNI = rtnl.U32(1<<24 + 1) }),
		"nhid: a nexthop":     with(func(f *bridge.FDB) { f.NexthopID, f.Dst = 7, ip("192.0.2.7") }),
		"sticky: OnOff(3) is": bridge.FlushFDB(bridge.FDBFlush{Dev: "eth0", Sticky: 3}),
	})
}

func TestFDBWords(t *testing.T) {
	for want, req := range map[string]rtnl.Request{
		"fdb add 02:11:22:33:44:55 dev eth0 master extern_learn sticky static vlan 7 activity_notify 1 dont_refresh": bridge.AddFDB(bridge.FDB{
			Address: hw(mac1), Dev: "eth0", Flags: bridge.Master | bridge.Sticky | bridge.ExternLearn, State: bridge.Static, VLAN: 7,
			Notify: rtnl.U8(1), DontRefresh: true,
		}),
		"fdb append 02:11:22:33:44:55 dev if9 self permanent dst 192.0.2.7 port 4790 vni 42 src_vni 77 via eth1": bridge.AppendFDB(bridge.FDB{
			Address: hw(mac1), DevIndex: 9, Dst: ip("192.0.2.7"), Port: rtnl.U16(4790), VNI: rtnl.U32(42), SrcVNI: rtnl.U32(77), Via: "eth1",
		}),
		"fdb flush dev br0 brport eth1 vlan 7 permanent nostatic sticky": bridge.FlushFDB(bridge.FDBFlush{
			Dev: "br0", Brport: "eth1", VLAN: 7, Permanent: rtnl.On, Static: rtnl.Off, Sticky: rtnl.On,
		}),
	} {
		if got := req.String(); got != want {
			t.Errorf("String() = %q, want %q", got, want)
		}
	}
}

// Attributes that iproute2 6.1 does not know.
func TestFDBExt(t *testing.T) {
	nltest.LittleEndianOnly(t)
	got, err := bridge.AddFDB(bridge.FDB{Address: hw(mac1), DevIndex: 2, Notify: rtnl.U8(1), DontRefresh: true}).AppendMessage(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []byte{16, 0, 14, 0x80, 5, 0, 1, 0, 1, 0, 0, 0, 4, 0, 2, 0} // NDA_FDB_EXT_ATTRS, with NLA_F_NESTED, which the kernel demands
	if string(got[len(got)-len(want):]) != string(want) {
		t.Errorf("% x, want % x at its end", got, want)
	}
}
