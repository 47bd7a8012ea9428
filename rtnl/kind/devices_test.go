package kind_test

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/eb30ede5/netlink/internal/complete"
	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

func init() {
	const bit = "it is a bit of flags"
	kindsCovered["ipoib"] = complete.Set{Prefix: "IFLA_IPOIB_"}
	kindsCovered["rmnet"] = complete.Set{Prefix: "IFLA_RMNET_", NoLine: map[string]string{
		"ingress-deaggregation": bit, "ingress-commands": bit, "ingress-chksumv4": bit, "egress-chksumv4": bit,
		"ingress-chksumv5": bit, "egress-chksumv5": bit,
	}}
	kindsCovered["wwan"] = complete.Set{Prefix: "IFLA_WWAN_"}
	kindsCovered["dsa"] = complete.Set{Prefix: "IFLA_DSA_"}
	kindsCovered["ppp"] = complete.Set{Prefix: "IFLA_PPP_"}
	kindsCovered["ovpn"] = complete.Set{Prefix: "IFLA_OVPN_"}
	for _, name := range []string{"netdevsim", "pfcp", "virt_wifi", "wireguard"} {
		kindsCovered[name] = complete.Set{}
	}
	kindsSent = append(kindsSent,
		kindSent{golden: "ipoib-add", link: rtnl.Link{Name: "ib0.9003", ParentIndex: 2, Kind: &kind.IPoIB{
			PKey: rtnl.U16(0x9003), Mode: rtnl.Some(kind.IPoIBConnected), UMCast: rtnl.U16(1),
		}}},
		kindSent{golden: "ipoib-set", set: 2, link: rtnl.Link{Kind: &kind.IPoIB{Mode: rtnl.Some(kind.IPoIBDatagram), UMCast: rtnl.U16(0)}}},
		kindSent{golden: "rmnet-add", link: rtnl.Link{Name: "rmnet0", ParentIndex: 2, Kind: &kind.RMNet{MuxID: rtnl.U16(77)}}},
		kindSent{golden: "wwan-add", link: rtnl.Link{Name: "wwan0.2", ParentDevName: "wwan0", Kind: &kind.WWAN{LinkID: rtnl.U32(123456)}}},
		kindSent{golden: "dsa-set", set: 2, link: rtnl.Link{Kind: &kind.DSA{ConduitIndex: 3}}},
		kindSent{golden: "ppp-add-plain", link: rtnl.Link{Name: "ppp0", Kind: &kind.PPP{}}},
		kindSent{golden: "ovpn-add-plain", link: rtnl.Link{Name: "ovpn0", Kind: &kind.OVPN{}}},
		kindSent{golden: "pfcp-add", link: rtnl.Link{Name: "pfcp0", Kind: &kind.PFCP{}}},
		kindSent{golden: "netdevsim-add", link: rtnl.Link{Name: "sim0", Kind: &kind.Netdevsim{}}},
		kindSent{golden: "virt_wifi-add", link: rtnl.Link{Name: "wlan0", ParentIndex: 2, Kind: &kind.VirtWiFi{}}},
		kindSent{golden: "wireguard-add", link: rtnl.Link{Name: "wg0", MTU: 1420, Kind: &kind.WireGuard{}}},
	)
}

func TestPFCP(t *testing.T)      { testPlain(t, "pfcp", &kind.PFCP{}) }
func TestWireGuard(t *testing.T) { testPlain(t, "wireguard", &kind.WireGuard{}) }

// The kernel refuses it in words of its own.
func TestNetdevsim(t *testing.T) {
	nltest.HaveKind(t, "netdevsim")
	p := place.New(t)
	err := p.Do(t.Context(), rtnl.AddLink(rtnl.Link{Name: "x0", Kind: &kind.Netdevsim{}}))
	if err == nil || !strings.Contains(err.Error(), "new_device") {
		t.Errorf("error %v, want one that says what makes it", err)
	}
}

func TestVirtWiFi(t *testing.T) {
	nltest.HaveKind(t, "virt_wifi")
	p := onVeth(t)
	p.Must(rtnl.AddLink(rtnl.Link{Name: "x0", Parent: "v0", Kind: &kind.VirtWiFi{}}))
	place.ReadKind[*kind.VirtWiFi](p, "x0")
	place.Says(t, p.One("link", "show", "x0"), map[string]any{"link": "v0"})
}

// onVeth returns a place with a link to put others on.
func onVeth(t *testing.T) *place.Place {
	t.Helper()
	p := place.New(t)
	p.Must(rtnl.AddLink(rtnl.Link{Name: "v0", Kind: &kind.Veth{}, Up: rtnl.On, Peer: &rtnl.Link{Name: "v1"}}))
	return p
}

// TestIPoIB makes one where there is hardware: its parent is a link of that.
func TestIPoIB(t *testing.T) {
	nltest.HaveKind(t, "ipoib")
	p := onVeth(t)
	err := p.Do(t.Context(), rtnl.AddLink(rtnl.Link{Name: "x0", Parent: "v0", Kind: &kind.IPoIB{PKey: rtnl.U16(0x8001)}}))
	if err == nil {
		t.Error("InfiniBand on Ethernet: no error")
	}
}

func TestIPoIBRejected(t *testing.T) {
	l := func(k kind.IPoIB) rtnl.Link { return rtnl.Link{Kind: &k} }
	testRejected(t, []rejected{
		{"no partition", l(kind.IPoIB{PKey: rtnl.U16(0)}), "linkinfo.data.pkey: 0x0 is no partition"},
		{"no partition, full member", l(kind.IPoIB{PKey: rtnl.U16(0x8000)}), "linkinfo.data.pkey: 0x8000 is no partition"},
	})
	kindAllocs(t, &kind.IPoIB{PKey: rtnl.U16(0x9003), Mode: rtnl.Some(kind.IPoIBConnected), UMCast: rtnl.U16(1)}, 0)
}

// TestRMNet sets what ip(8) has no words for before 6.10, and compares with its
// words.
func TestRMNet(t *testing.T) {
	nltest.HaveKind(t, "rmnet")
	p := onVeth(t)
	want := kind.RMNet{
		MuxID: rtnl.U16(77), IngressDeaggregation: rtnl.Off, IngressCommands: rtnl.On, IngressChksumV4: rtnl.On,
		EgressChksumV4: rtnl.On, IngressChksumV5: rtnl.Off, EgressChksumV5: rtnl.Off,
	}
	p.Must(rtnl.AddLink(rtnl.Link{Name: "x0", Parent: "v0", Kind: &want}))
	if diff := place.Diff(&want, place.ReadKind[*kind.RMNet](p, "x0")); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	place.Says(t, place.InfoData(p.One("link", "show", "x0")), map[string]any{"mux_id": 77.})
	p.Must(rtnl.SetLink("x0", rtnl.Link{Kind: &kind.RMNet{MuxID: rtnl.U16(78), IngressDeaggregation: rtnl.On}}))
	if k := place.ReadKind[*kind.RMNet](p, "x0"); k.MuxID != rtnl.U16(78) || k.IngressDeaggregation != rtnl.On || k.IngressCommands != rtnl.On {
		t.Errorf("changed: %+v", k)
	}
}

func TestRMNetRejected(t *testing.T) {
	l := func(k kind.RMNet) rtnl.Link { return rtnl.Link{Kind: &k} }
	testRejected(t, []rejected{
		{"none", l(kind.RMNet{MuxID: rtnl.U16(0)}), "linkinfo.data.mux_id: 0 is not 1 to 254"},
		{"too many", l(kind.RMNet{MuxID: rtnl.U16(255)}), "linkinfo.data.mux_id: 255 is not 1 to 254"},
	})
	if _, err := rtnl.SetLink("x0", rtnl.Link{Kind: &kind.RMNet{IngressCommands: rtnl.On}}).AppendMessage(nil, nil); err == nil ||
		err.Error() != "rtnl: link set x0: kind.mux_id: missing; the kernel takes no change without it" {
		t.Errorf("without a number: %v", err)
	}
	kindAllocs(t, &kind.RMNet{MuxID: rtnl.U16(77), IngressDeaggregation: rtnl.Off, EgressChksumV5: rtnl.On, OtherFlags: 1 << 9}, 0)
}

// TestWWAN asks a modem that is not there.
func TestWWAN(t *testing.T) {
	nltest.HaveKind(t, "wwan")
	p := place.New(t)
	err := p.Do(t.Context(), rtnl.AddLink(rtnl.Link{Name: "x0", ParentDevName: "absent", Kind: &kind.WWAN{LinkID: rtnl.U32(1)}}))
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error %v, want one that there is no such modem", err)
	}
}

// TestDSA needs no switch: what makes its ports is no request.
func TestDSA(t *testing.T) {
	_, err := rtnl.AddLink(rtnl.Link{Name: "x0", Kind: &kind.DSA{}}).AppendMessage(nil, nil)
	if want := "rtnl: link add x0: rtnetlink does not make ports of switches; their drivers do"; err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
	byName := func(name string) (int32, error) { return map[string]int32{"eth0": 2, "eth1": 3}[name], nil }
	got, err := rtnl.SetLink(2, rtnl.Link{Kind: &kind.DSA{Conduit: "eth1"}}).AppendMessage(nil, byName)
	want, err2 := rtnl.SetLink(2, rtnl.Link{Kind: &kind.DSA{ConduitIndex: 3}}).AppendMessage(nil, byName)
	if string(got) != string(want) || err != nil || err2 != nil {
		t.Errorf("by name % x, %v, want % x, %v", got, err, want, err2)
	}
	nltest.HaveKind(t, "dsa")
}

// TestPPP makes a link that lives as long as its file.
func TestPPP(t *testing.T) {
	nltest.HaveKind(t, "ppp")
	p := place.New(t)
	var f *os.File
	err := p.NS.Do(func() (err error) { f, err = os.OpenFile("/dev/ppp", os.O_RDWR, 0); return err })
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, fs.ErrNotExist) {
		nltest.Skip(t, "/dev/ppp")
	} else if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	p.Must(rtnl.AddLink(rtnl.Link{Name: "x0", MTU: 1400, Kind: &kind.PPP{DevFD: rtnl.Some(int32(f.Fd()))}}))
	if k := place.ReadKind[*kind.PPP](p, "x0"); k.DevFD.Is() || len(k.Unknown) != 0 {
		t.Errorf("read back %+v", k)
	}
	info, _ := p.One("link", "show", "x0")["linkinfo"].(map[string]any)
	if info["info_kind"] != "ppp" {
		t.Errorf("ip says %v", info)
	}
	p.Must(rtnl.SetLink("x0", rtnl.Link{MTU: 1300}))
	if l := p.Link("x0"); l.MTU != 1300 {
		t.Errorf("changed: MTU %d", l.MTU)
	}
	f.Close()
	if _, err := p.LinkByName(t.Context(), "x0"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the file is closed, and the link is there: %v", err)
	}
	if err := p.Do(t.Context(), rtnl.AddLink(rtnl.Link{Name: "x0", Kind: &kind.PPP{DevFD: rtnl.Some[int32](-1)}})); err == nil {
		t.Error("without a file: no error")
	}
}

// TestOVPN makes both kinds of it.
func TestOVPN(t *testing.T) {
	nltest.HaveKind(t, "ovpn")
	p := place.New(t)
	for _, mode := range []kind.OVPNMode{kind.OVPNP2P, kind.OVPNMP} {
		p.Must(rtnl.AddLink(rtnl.Link{Name: mode.String(), Kind: &kind.OVPN{Mode: rtnl.Some(mode)}}))
		if k := place.ReadKind[*kind.OVPN](p, mode.String()); k.Mode != rtnl.Some(mode) {
			t.Errorf("%v: read back %+v", mode, k)
		}
		p.Must(rtnl.DeleteLink(mode.String()))
	}
}

// The words are those of newer ip(8).
func TestDeviceWords(t *testing.T) {
	for _, tt := range []struct {
		got  interface{ String() string }
		want string
	}{
		{kind.OVPNMP, "mp"}, {kind.OVPNMode(7), "7"}, {kind.IPoIBConnected, "connected"}, {kind.IPoIBMode(7), "7"},
		{kind.NetkitL2, "l2"}, {kind.NetkitMode(7), "7"}, {kind.NetkitDrop, "blackhole"}, {kind.NetkitPass, "forward"},
		{kind.NetkitScrubDefault, "default"}, {kind.NetkitScrub(7), "7"}, {kind.NetkitSingle, "single"}, {kind.TUNTAP, "tap"}, {kind.TUNType(7), "7"},
		{rtnl.SetLink("x0", rtnl.Link{Kind: &kind.RMNet{MuxID: rtnl.U16(5), EgressChksumV4: rtnl.Off}}), "link set x0 type rmnet mux_id 5 egress-chksumv4 off"},
		{rtnl.SetLink("x0", rtnl.Link{Kind: &kind.DSA{Conduit: "eth0"}}), "link set x0 type dsa conduit eth0"},
	} {
		if got := tt.got.String(); got != tt.want {
			t.Errorf("%T says %q, want %q", tt.got, got, tt.want)
		}
	}
}
