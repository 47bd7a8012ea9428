package kind_test

import (
	"testing"

	"github.com/eb30ede5/netlink/internal/complete"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

func init() {
	kindsCovered["vti"], kindsCovered["vti6"] = complete.Set{Prefix: "IFLA_VTI_"}, complete.Set{Prefix: "IFLA_VTI_"}
	v4, v6 := fullVTI(), fullVTI6()
	kindsSent = append(kindsSent,
		kindSent{golden: "vti-add", link: rtnl.Link{Name: "vt0", Kind: &v4}},
		kindSent{golden: "vti-add-plain", link: rtnl.Link{Name: "vt0", Kind: &kind.VTI{IKey: rtnl.U32(5), OKey: rtnl.U32(5), FwMark: rtnl.U32(0)}}},
		kindSent{golden: "vti6-add", link: rtnl.Link{Name: "vt0", Kind: &v6}},
	)
	kindsRead = append(kindsRead,
		kindRead{golden: "reply-link-vti", want: &v4},
		kindRead{golden: "reply-link-vti6", want: &v6},
	)
}

func fullVTI() kind.VTI {
	return kind.VTI{
		DevIndex: index(11), Local: ip("192.0.2.1"), Remote: ip("198.51.100.2"), IKey: rtnl.U32(0x01020304), OKey: rtnl.U32(0x05060709), FwMark: rtnl.U32(0x12345),
	}
}

func fullVTI6() kind.VTI6 {
	v := kind.VTI6(fullVTI())
	v.Local, v.Remote = ip("2001:db8::1"), ip("2001:db8::2")
	return v
}

func TestVTIAllocs(t *testing.T) {
	v4, v6 := fullVTI(), fullVTI6()
	kindAllocs(t, &v4, 0)
	kindAllocs(t, &v6, 0)
}

func TestVTIRejected(t *testing.T) {
	v4, v6 := kind.VTI(fullVTI6()), kind.VTI6(fullVTI())
	testRejected(t, []rejected{
		{"vti", rtnl.Link{Kind: &v4}, "linkinfo.data.local: 2001:db8::1 is no IPv4 address"},
		{"vti6", rtnl.Link{Kind: &v6}, "linkinfo.data.local: 192.0.2.1 is no IPv6 address"},
	})
	testWhole(t, fullVTI(), "link", "local", "remote", "ikey", "okey", "fwmark")
	testWhole(t, fullVTI6(), "link", "local", "remote", "ikey", "okey", "fwmark")
}

func TestVTI(t *testing.T) {
	v := fullVTI()
	v.Dev, v.DevIndex = "base", rtnl.Opt[int32]{}
	tunnelTest[kind.VTI, *kind.VTI]{
		add:     v,
		says:    map[string]any{"remote": "198.51.100.2", "local": "192.0.2.1", "link": "base", "ikey": "1.2.3.4", "okey": "5.6.7.9", "fwmark": "0x12345"},
		part:    kind.VTI{OKey: rtnl.U32(7)},
		missing: "link, local, remote, ikey, fwmark",
		change:  func(v *kind.VTI) { v.OKey = rtnl.U32(7) },
		changed: map[string]any{"okey": "0.0.0.7"},
		other:   kind.VTI{DevIndex: index(0), Local: ip("192.0.2.11"), Remote: ip("198.51.100.12"), IKey: rtnl.U32(1), OKey: rtnl.U32(0x0a0b0c0d), FwMark: rtnl.U32(0x54321)},
		others:  map[string]any{"remote": "198.51.100.12", "local": "192.0.2.11", "link": nil, "ikey": "0.0.0.1", "okey": "10.11.12.13", "fwmark": "0x54321"},
	}.run(t)
}

func TestVTI6(t *testing.T) {
	v := fullVTI6()
	v.Dev, v.DevIndex = "base", rtnl.Opt[int32]{}
	tunnelTest[kind.VTI6, *kind.VTI6]{
		add:     v,
		says:    map[string]any{"remote": "2001:db8::2", "local": "2001:db8::1", "link": "base", "ikey": "1.2.3.4", "okey": "5.6.7.9", "fwmark": "0x12345"},
		part:    kind.VTI6{Remote: ip("2001:db8::3")},
		missing: "link, local, ikey, okey, fwmark",
		change:  func(v *kind.VTI6) { v.Remote = ip("2001:db8::3") },
		changed: map[string]any{"remote": "2001:db8::3"},
		other:   kind.VTI6{DevIndex: index(0), Local: ip("2001:db8::11"), Remote: ip("2001:db8::12"), IKey: rtnl.U32(1), OKey: rtnl.U32(0x0a0b0c0d), FwMark: rtnl.U32(0x54321)},
		others:  map[string]any{"remote": "2001:db8::12", "local": "2001:db8::11", "link": nil, "ikey": "0.0.0.1", "okey": "10.11.12.13", "fwmark": "0x54321"},
	}.run(t)
}
