package rtnl_test

import (
	"errors"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
)

func init() {
	c := covered{prefix: "IFLA_MACVLAN_", elements: map[string]string{"macaddr_data": "IFLA_MACVLAN_MACADDR"}}
	kindsCovered["macvlan"], kindsCovered["macvtap"] = c, c
	mv := func(v rtnl.MACVLAN) rtnl.Link { return rtnl.Link{Name: "mv0", ParentIndex: 3, Kind: &v} }
	set := func(v rtnl.MACVLAN) rtnl.Link { return rtnl.Link{Kind: &v} }
	one := hw("02:00:00:00:00:01")
	kindsSent = append(kindsSent,
		kindSent{golden: "macvlan-add", link: mv(rtnl.MACVLAN{
			Mode: rtnl.Some(rtnl.MACVLANSource), Flags: rtnl.Some(rtnl.MACVLANNoDst), MACAddrMode: rtnl.Some(rtnl.MACVLANMACAddrSet),
			MACAddrData: []rtnl.HWAddr{one, hw("02:00:00:00:00:02"), hw("02:00:00:00:00:03")}, BCQueueLen: rtnl.U32(2003),
		})},
		kindSent{golden: "macvlan-add-bridge", link: mv(rtnl.MACVLAN{Mode: rtnl.Some(rtnl.MACVLANBridge)})},
		kindSent{golden: "macvlan-add-private", link: mv(rtnl.MACVLAN{Mode: rtnl.Some(rtnl.MACVLANPrivate)})},
		kindSent{golden: "macvlan-add-vepa", link: mv(rtnl.MACVLAN{Mode: rtnl.Some(rtnl.MACVLANVEPA)})},
		kindSent{golden: "macvlan-add-passthru", link: mv(rtnl.MACVLAN{Mode: rtnl.Some(rtnl.MACVLANPassthru), Flags: rtnl.Some(rtnl.MACVLANNoPromisc)})},
		kindSent{golden: "macvlan-set-macaddr-add", set: 4, link: set(rtnl.MACVLAN{MACAddrMode: rtnl.Some(rtnl.MACVLANMACAddrAdd), MACAddr: one})},
		kindSent{golden: "macvlan-set-macaddr-del", set: 4, link: set(rtnl.MACVLAN{MACAddrMode: rtnl.Some(rtnl.MACVLANMACAddrDel), MACAddr: one})},
		kindSent{golden: "macvlan-set-macaddr-flush", set: 4, link: set(rtnl.MACVLAN{MACAddrMode: rtnl.Some(rtnl.MACVLANMACAddrFlush)})},
		kindSent{golden: "macvlan-set-macaddr-set", set: 4, link: set(rtnl.MACVLAN{
			MACAddrMode: rtnl.Some(rtnl.MACVLANMACAddrSet), MACAddrData: []rtnl.HWAddr{hw("02:00:00:00:00:04"), hw("02:00:00:00:00:05")},
		})},
		kindSent{golden: "macvtap-add", link: rtnl.Link{Name: "tap0", ParentIndex: 3, Kind: &rtnl.MACVTAP{
			Mode: rtnl.Some(rtnl.MACVLANVEPA), BCQueueLen: rtnl.U32(1002),
		}}},
	)
	kindsRead = append(kindsRead,
		kindRead{golden: "reply-link-macvlan", want: &rtnl.MACVLAN{
			Mode: rtnl.Some(rtnl.MACVLANSource), Flags: rtnl.Some(rtnl.MACVLANNoDst), MACAddrs: rtnl.U32(3),
			MACAddrData: []rtnl.HWAddr{hw("02:00:00:00:00:03"), hw("02:00:00:00:00:02"), one}, BCQueueLen: rtnl.U32(2003), UsedBCQueueLen: rtnl.U32(2003),
		}},
		kindRead{golden: "reply-link-macvtap", want: &rtnl.MACVTAP{
			Mode: rtnl.Some(rtnl.MACVLANVEPA), Flags: rtnl.Some(rtnl.MACVLANFlags(0)), MACAddrs: rtnl.U32(0),
			BCQueueLen: rtnl.U32(1000), UsedBCQueueLen: rtnl.U32(1000),
		}},
	)
}

func FuzzMACVLAN(f *testing.F) {
	fuzzKind(f, func() nlattr.Attrser { return new(rtnl.MACVLAN) })
}

func TestMACVLANAllocs(t *testing.T) {
	kindAllocs(t, &rtnl.MACVLAN{
		Mode: rtnl.Some(rtnl.MACVLANSource), Flags: rtnl.Some(rtnl.MACVLANNoDst), MACAddrMode: rtnl.Some(rtnl.MACVLANMACAddrAdd),
		MACAddr: hw("02:00:00:00:00:01"), MACAddrs: rtnl.U32(3), BCQueueLen: rtnl.U32(2003), UsedBCQueueLen: rtnl.U32(2004), BCCutoff: rtnl.Some[int32](-5),
	}, 0)
	kindAllocs(t, &rtnl.MACVLAN{MACAddrData: []rtnl.HWAddr{hw("02:00:00:00:00:01")}}, 1)
	kindAllocs(t, &rtnl.MACVLAN{MACAddrData: []rtnl.HWAddr{hw("02:00:00:00:00:01"), hw("02:00:00:00:00:02"), hw("02:00:00:00:00:03")}}, 3) // 1, 2 and 4 elements
}

func TestMACVLANSources(t *testing.T) {
	testRejected(t, []rejected{
		{"no mode", rtnl.Link{Kind: &rtnl.MACVLAN{MACAddr: hw("02:00:00:00:00:01")}}, "linkinfo.data.macaddr: without a macaddr_mode"},
	})
	// A list alone is what the sources are to be.
	list := []rtnl.HWAddr{hw("02:00:00:00:00:04"), hw("02:00:00:00:00:05")}
	short, err := rtnl.SetLink(4, rtnl.Link{Kind: &rtnl.MACVLAN{MACAddrData: list}}).AppendMessage(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	long, err := rtnl.SetLink(4, rtnl.Link{Kind: &rtnl.MACVLAN{MACAddrData: list, MACAddrMode: rtnl.Some(rtnl.MACVLANMACAddrSet)}}).AppendMessage(nil, nil)
	if err != nil || !slices.Equal(short, long) {
		t.Errorf("% x, want % x (%v)", short, long, err)
	}
}

func TestMACVLANWords(t *testing.T) {
	for got, want := range map[string]string{
		rtnl.MACVLANPassthru.String(): "passthru", rtnl.MACVLANMode(32).String(): "32", rtnl.MACVLANMACAddrFlush.String(): "flush",
		(rtnl.MACVLANNoDst | rtnl.MACVLANNoPromisc | 8).String(): "nopromisc nodst 0x8", rtnl.MACVLANFlags(0).String(): "",
	} {
		if got != want {
			t.Errorf("String() = %q, want %q", got, want)
		}
	}
}

func TestMACVLAN(t *testing.T) {
	nltest.HaveKind(t, "macvlan")
	p := newPlace(t)
	p.do(
		rtnl.AddLink(rtnl.Link{Name: "eth0", Kind: &rtnl.Veth{Peer: &rtnl.Link{Name: "eth1"}}}),
		rtnl.AddLink(rtnl.Link{Name: "mv0", Parent: "eth0", Kind: &rtnl.MACVLAN{
			Mode: rtnl.Some(rtnl.MACVLANSource), Flags: rtnl.Some(rtnl.MACVLANNoDst), BCQueueLen: rtnl.U32(2003),
			MACAddrData: []rtnl.HWAddr{hw("02:00:00:00:00:01"), hw("02:00:00:00:00:02")},
		}}),
		rtnl.AddLink(rtnl.Link{Name: "mv1", Parent: "eth0", Kind: &rtnl.MACVLAN{Mode: rtnl.Some(rtnl.MACVLANBridge)}}),
	)
	says(t, infoData(p.one("link", "show", "dev", "mv0")), map[string]any{
		"mode": "source", "nodst": true, "bcqueuelen": 2003., "usedbcqueuelen": 2003., "macaddr_count": 2.,
		"macaddr_data": []any{"02:00:00:00:00:01", "02:00:00:00:00:02"},
	})
	read := func(name string) rtnl.MACVLAN {
		v := *readKind[*rtnl.MACVLAN](p, name)
		slices.SortFunc(v.MACAddrData, func(a, b rtnl.HWAddr) int { return strings.Compare(a.String(), b.String()) })
		return v
	}
	if got := read("mv0"); len(got.Unknown) != 0 {
		t.Errorf("unknown: %v", got.Unknown)
	}
	sameFields(t, read("mv0"), rtnl.MACVLAN{
		Mode: rtnl.Some(rtnl.MACVLANSource), Flags: rtnl.Some(rtnl.MACVLANNoDst), BCQueueLen: rtnl.U32(2003), UsedBCQueueLen: rtnl.U32(2003),
		MACAddrs: rtnl.U32(2), MACAddrData: []rtnl.HWAddr{hw("02:00:00:00:00:01"), hw("02:00:00:00:00:02")},
	})
	says(t, infoData(p.one("link", "show", "dev", "mv1")), map[string]any{"mode": "bridge", "bcqueuelen": 1000., "usedbcqueuelen": 2003.})

	change := func(v rtnl.MACVLAN) { p.do(rtnl.SetLink("mv0", rtnl.Link{Kind: &v})) }
	change(rtnl.MACVLAN{MACAddrMode: rtnl.Some(rtnl.MACVLANMACAddrAdd), MACAddr: hw("02:00:00:00:00:03")})
	change(rtnl.MACVLAN{MACAddrMode: rtnl.Some(rtnl.MACVLANMACAddrDel), MACAddr: hw("02:00:00:00:00:01")})
	change(rtnl.MACVLAN{Flags: rtnl.Some(rtnl.MACVLANFlags(0)), BCQueueLen: rtnl.U32(4004)})
	sameFields(t, read("mv0"), rtnl.MACVLAN{
		Flags: rtnl.Some(rtnl.MACVLANFlags(0)), BCQueueLen: rtnl.U32(4004), UsedBCQueueLen: rtnl.U32(4004),
		MACAddrData: []rtnl.HWAddr{hw("02:00:00:00:00:02"), hw("02:00:00:00:00:03")},
	})
	// An edited list is sent as what the sources are to be.
	err := rtnl.ChangeLink(t.Context(), p.Conn, "mv0", func(l *rtnl.Link) {
		l.Kind.(*rtnl.MACVLAN).MACAddrData = []rtnl.HWAddr{hw("02:00:00:00:00:07")}
	})
	if err != nil {
		t.Fatal(err)
	}
	sameFields(t, read("mv0"), rtnl.MACVLAN{MACAddrs: rtnl.U32(1), MACAddrData: []rtnl.HWAddr{hw("02:00:00:00:00:07")}})
	change(rtnl.MACVLAN{MACAddrMode: rtnl.Some(rtnl.MACVLANMACAddrFlush)})
	if got := read("mv0"); got.MACAddrs != rtnl.U32(0) || got.MACAddrData != nil {
		t.Errorf("flushed: %v %v", got.MACAddrs, got.MACAddrData)
	}
	change(rtnl.MACVLAN{Mode: rtnl.Some(rtnl.MACVLANVEPA)})
	says(t, infoData(p.one("link", "show", "dev", "mv0")), map[string]any{"mode": "vepa", "macaddr_count": nil})
	err = p.Do(t.Context(), rtnl.SetLink("mv0", rtnl.Link{Kind: &rtnl.MACVLAN{Mode: rtnl.Some(rtnl.MACVLANPassthru)}}))
	if !errors.Is(err, syscall.EINVAL) {
		t.Errorf("to passthru: %v", err)
	}
	p.do(rtnl.DeleteLink("mv0"), rtnl.DeleteLink("mv1"))
}

func TestMACVTAP(t *testing.T) {
	nltest.HaveKind(t, "macvtap")
	p := newPlace(t)
	p.do(
		rtnl.AddLink(rtnl.Link{Name: "eth0", Kind: &rtnl.Veth{Peer: &rtnl.Link{Name: "eth1"}}}),
		rtnl.AddLink(rtnl.Link{Name: "tap0", Parent: "eth0", Kind: &rtnl.MACVTAP{Mode: rtnl.Some(rtnl.MACVLANPassthru), Flags: rtnl.Some(rtnl.MACVLANNoPromisc)}}),
	)
	says(t, infoData(p.one("link", "show", "dev", "tap0")), map[string]any{"mode": "passthru", "nopromisc": true})
	sameFields(t, *readKind[*rtnl.MACVTAP](p, "tap0"), rtnl.MACVTAP{Mode: rtnl.Some(rtnl.MACVLANPassthru), Flags: rtnl.Some(rtnl.MACVLANNoPromisc)})
	p.do(rtnl.SetLink("tap0", rtnl.Link{Kind: &rtnl.MACVTAP{BCQueueLen: rtnl.U32(1002)}}))
	sameFields(t, *readKind[*rtnl.MACVTAP](p, "tap0"), rtnl.MACVTAP{BCQueueLen: rtnl.U32(1002)})
	p.do(rtnl.DeleteLink("tap0"))
}
