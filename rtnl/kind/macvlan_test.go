package kind_test

import (
	"errors"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/eb30ede5/netlink/internal/complete"
	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

func init() {
	c := complete.Set{Prefix: "IFLA_MACVLAN_", Elements: map[string]string{"macaddr_data": "IFLA_MACVLAN_MACADDR"}}
	kindsCovered["macvlan"], kindsCovered["macvtap"] = c, c
	mv := func(v kind.MACVLAN) rtnl.Link { return rtnl.Link{Name: "mv0", ParentIndex: 3, Kind: &v} }
	set := func(v kind.MACVLAN) rtnl.Link { return rtnl.Link{Kind: &v} }
	one := hw("02:00:00:00:00:01")
	kindsSent = append(kindsSent,
		kindSent{golden: "macvlan-add", link: mv(kind.MACVLAN{
			Mode: rtnl.Some(kind.MACVLANSource), Flags: rtnl.Some(kind.MACVLANNoDst), MACAddrMode: rtnl.Some(kind.MACVLANMACAddrSet),
			MACAddrData: []rtnl.HWAddr{one, hw("02:00:00:00:00:02"), hw("02:00:00:00:00:03")}, BCQueueLen: rtnl.U32(2003),
		})},
		kindSent{golden: "macvlan-add-bridge", link: mv(kind.MACVLAN{Mode: rtnl.Some(kind.MACVLANBridge)})},
		kindSent{golden: "macvlan-add-private", link: mv(kind.MACVLAN{Mode: rtnl.Some(kind.MACVLANPrivate)})},
		kindSent{golden: "macvlan-add-vepa", link: mv(kind.MACVLAN{Mode: rtnl.Some(kind.MACVLANVEPA)})},
		kindSent{golden: "macvlan-add-passthru", link: mv(kind.MACVLAN{Mode: rtnl.Some(kind.MACVLANPassthru), Flags: rtnl.Some(kind.MACVLANNoPromisc)})},
		kindSent{golden: "macvlan-set-macaddr-add", set: 4, link: set(kind.MACVLAN{MACAddrMode: rtnl.Some(kind.MACVLANMACAddrAdd), MACAddr: one})},
		kindSent{golden: "macvlan-set-macaddr-del", set: 4, link: set(kind.MACVLAN{MACAddrMode: rtnl.Some(kind.MACVLANMACAddrDel), MACAddr: one})},
		kindSent{golden: "macvlan-set-macaddr-flush", set: 4, link: set(kind.MACVLAN{MACAddrMode: rtnl.Some(kind.MACVLANMACAddrFlush)})},
		kindSent{golden: "macvlan-set-macaddr-set", set: 4, link: set(kind.MACVLAN{
			MACAddrMode: rtnl.Some(kind.MACVLANMACAddrSet), MACAddrData: []rtnl.HWAddr{hw("02:00:00:00:00:04"), hw("02:00:00:00:00:05")},
		})},
		kindSent{golden: "macvtap-add", link: rtnl.Link{Name: "tap0", ParentIndex: 3, Kind: &kind.MACVTAP{
			Mode: rtnl.Some(kind.MACVLANVEPA), BCQueueLen: rtnl.U32(1002),
		}}},
	)
	kindsRead = append(kindsRead,
		kindRead{golden: "reply-link-macvlan", want: &kind.MACVLAN{
			Mode: rtnl.Some(kind.MACVLANSource), Flags: rtnl.Some(kind.MACVLANNoDst), MACAddrs: rtnl.U32(3),
			MACAddrData: []rtnl.HWAddr{hw("02:00:00:00:00:03"), hw("02:00:00:00:00:02"), one}, BCQueueLen: rtnl.U32(2003), UsedBCQueueLen: rtnl.U32(2003),
		}},
		kindRead{golden: "reply-link-macvtap", want: &kind.MACVTAP{
			Mode: rtnl.Some(kind.MACVLANVEPA), Flags: rtnl.Some(kind.MACVLANFlags(0)), MACAddrs: rtnl.U32(0),
			BCQueueLen: rtnl.U32(1000), UsedBCQueueLen: rtnl.U32(1000),
		}},
	)
}

func TestMACVLANAllocs(t *testing.T) {
	kindAllocs(t, &kind.MACVLAN{
		Mode: rtnl.Some(kind.MACVLANSource), Flags: rtnl.Some(kind.MACVLANNoDst), MACAddrMode: rtnl.Some(kind.MACVLANMACAddrAdd),
		MACAddr: hw("02:00:00:00:00:01"), MACAddrs: rtnl.U32(3), BCQueueLen: rtnl.U32(2003), UsedBCQueueLen: rtnl.U32(2004), BCCutoff: rtnl.Some[int32](-5),
	}, 0)
	kindAllocs(t, &kind.MACVLAN{MACAddrData: []rtnl.HWAddr{hw("02:00:00:00:00:01")}}, 1)
	kindAllocs(t, &kind.MACVLAN{MACAddrData: []rtnl.HWAddr{hw("02:00:00:00:00:01"), hw("02:00:00:00:00:02"), hw("02:00:00:00:00:03")}}, 3) // 1, 2 and 4 elements
}

func TestMACVLANSources(t *testing.T) {
	testRejected(t, []rejected{
		{"no mode", rtnl.Link{Kind: &kind.MACVLAN{MACAddr: hw("02:00:00:00:00:01")}}, "linkinfo.data.macaddr: without a macaddr_mode"},
	})
	// A list alone is what the sources are to be.
	list := []rtnl.HWAddr{hw("02:00:00:00:00:04"), hw("02:00:00:00:00:05")}
	short, err := rtnl.SetLink(4, rtnl.Link{Kind: &kind.MACVLAN{MACAddrData: list}}).AppendMessage(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	long, err := rtnl.SetLink(4, rtnl.Link{Kind: &kind.MACVLAN{MACAddrData: list, MACAddrMode: rtnl.Some(kind.MACVLANMACAddrSet)}}).AppendMessage(nil, nil)
	if err != nil || !slices.Equal(short, long) {
		t.Errorf("% x, want % x (%v)", short, long, err)
	}
}

func TestMACVLANWords(t *testing.T) {
	for got, want := range map[string]string{
		kind.MACVLANPassthru.String(): "passthru", kind.MACVLANMode(32).String(): "32", kind.MACVLANMACAddrFlush.String(): "flush",
		(kind.MACVLANNoDst | kind.MACVLANNoPromisc | 8).String(): "nopromisc nodst 0x8", kind.MACVLANFlags(0).String(): "",
	} {
		if got != want {
			t.Errorf("String() = %q, want %q", got, want)
		}
	}
}

func TestMACVLAN(t *testing.T) {
	nltest.HaveKind(t, "macvlan")
	p := place.New(t)
	p.Must(
		rtnl.AddLink(rtnl.Link{Name: "eth0", Kind: &kind.Veth{}, Peer: &rtnl.Link{Name: "eth1"}}),
		rtnl.AddLink(rtnl.Link{Name: "mv0", Parent: "eth0", Kind: &kind.MACVLAN{
			Mode: rtnl.Some(kind.MACVLANSource), Flags: rtnl.Some(kind.MACVLANNoDst), BCQueueLen: rtnl.U32(2003),
			MACAddrData: []rtnl.HWAddr{hw("02:00:00:00:00:01"), hw("02:00:00:00:00:02")},
		}}),
		rtnl.AddLink(rtnl.Link{Name: "mv1", Parent: "eth0", Kind: &kind.MACVLAN{Mode: rtnl.Some(kind.MACVLANBridge)}}),
	)
	place.Says(t, place.InfoData(p.One("link", "show", "dev", "mv0")), map[string]any{
		"mode": "source", "nodst": true, "bcqueuelen": 2003., "usedbcqueuelen": 2003., "macaddr_count": 2.,
		"macaddr_data": []any{"02:00:00:00:00:01", "02:00:00:00:00:02"},
	})
	read := func(name string) kind.MACVLAN {
		v := *place.ReadKind[*kind.MACVLAN](p, name)
		slices.SortFunc(v.MACAddrData, func(a, b rtnl.HWAddr) int { return strings.Compare(a.String(), b.String()) })
		return v
	}
	if got := read("mv0"); len(got.Unknown) != 0 {
		t.Errorf("unknown: %v", got.Unknown)
	}
	place.SameFields(t, read("mv0"), kind.MACVLAN{
		Mode: rtnl.Some(kind.MACVLANSource), Flags: rtnl.Some(kind.MACVLANNoDst), BCQueueLen: rtnl.U32(2003), UsedBCQueueLen: rtnl.U32(2003),
		MACAddrs: rtnl.U32(2), MACAddrData: []rtnl.HWAddr{hw("02:00:00:00:00:01"), hw("02:00:00:00:00:02")},
	})
	place.Says(t, place.InfoData(p.One("link", "show", "dev", "mv1")), map[string]any{"mode": "bridge", "bcqueuelen": 1000., "usedbcqueuelen": 2003.})

	change := func(v kind.MACVLAN) { p.Must(rtnl.SetLink("mv0", rtnl.Link{Kind: &v})) }
	change(kind.MACVLAN{MACAddrMode: rtnl.Some(kind.MACVLANMACAddrAdd), MACAddr: hw("02:00:00:00:00:03")})
	change(kind.MACVLAN{MACAddrMode: rtnl.Some(kind.MACVLANMACAddrDel), MACAddr: hw("02:00:00:00:00:01")})
	change(kind.MACVLAN{Flags: rtnl.Some(kind.MACVLANFlags(0)), BCQueueLen: rtnl.U32(4004)})
	place.SameFields(t, read("mv0"), kind.MACVLAN{
		Flags: rtnl.Some(kind.MACVLANFlags(0)), BCQueueLen: rtnl.U32(4004), UsedBCQueueLen: rtnl.U32(4004),
		MACAddrData: []rtnl.HWAddr{hw("02:00:00:00:00:02"), hw("02:00:00:00:00:03")},
	})
	// An edited list is sent as what the sources are to be.
	err := rtnl.ChangeLink(t.Context(), p.Conn, "mv0", func(l *rtnl.Link) {
		l.Kind.(*kind.MACVLAN).MACAddrData = []rtnl.HWAddr{hw("02:00:00:00:00:07")}
	})
	if err != nil {
		t.Fatal(err)
	}
	place.SameFields(t, read("mv0"), kind.MACVLAN{MACAddrs: rtnl.U32(1), MACAddrData: []rtnl.HWAddr{hw("02:00:00:00:00:07")}})
	change(kind.MACVLAN{MACAddrMode: rtnl.Some(kind.MACVLANMACAddrFlush)})
	if got := read("mv0"); got.MACAddrs != rtnl.U32(0) || got.MACAddrData != nil {
		t.Errorf("flushed: %v %v", got.MACAddrs, got.MACAddrData)
	}
	change(kind.MACVLAN{Mode: rtnl.Some(kind.MACVLANVEPA)})
	place.Says(t, place.InfoData(p.One("link", "show", "dev", "mv0")), map[string]any{"mode": "vepa", "macaddr_count": nil})
	err = p.Do(t.Context(), rtnl.SetLink("mv0", rtnl.Link{Kind: &kind.MACVLAN{Mode: rtnl.Some(kind.MACVLANPassthru)}}))
	if !errors.Is(err, syscall.EINVAL) {
		t.Errorf("to passthru: %v", err)
	}
	p.Must(rtnl.DeleteLink("mv0"), rtnl.DeleteLink("mv1"))
}

func TestMACVTAP(t *testing.T) {
	nltest.HaveKind(t, "macvtap")
	p := place.New(t)
	p.Must(
		rtnl.AddLink(rtnl.Link{Name: "eth0", Kind: &kind.Veth{}, Peer: &rtnl.Link{Name: "eth1"}}),
		rtnl.AddLink(rtnl.Link{Name: "tap0", Parent: "eth0", Kind: &kind.MACVTAP{Mode: rtnl.Some(kind.MACVLANPassthru), Flags: rtnl.Some(kind.MACVLANNoPromisc)}}),
	)
	place.Says(t, place.InfoData(p.One("link", "show", "dev", "tap0")), map[string]any{"mode": "passthru", "nopromisc": true})
	place.SameFields(t, *place.ReadKind[*kind.MACVTAP](p, "tap0"), kind.MACVTAP{Mode: rtnl.Some(kind.MACVLANPassthru), Flags: rtnl.Some(kind.MACVLANNoPromisc)})
	p.Must(rtnl.SetLink("tap0", rtnl.Link{Kind: &kind.MACVTAP{BCQueueLen: rtnl.U32(1002)}}))
	place.SameFields(t, *place.ReadKind[*kind.MACVTAP](p, "tap0"), kind.MACVTAP{BCQueueLen: rtnl.U32(1002)})
	p.Must(rtnl.DeleteLink("tap0"))
}
