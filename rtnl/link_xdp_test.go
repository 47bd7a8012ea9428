package rtnl_test

import (
	"testing"

	"github.com/eb30ede5/netlink/rtnl"
)

func TestXDPRejected(t *testing.T) {
	for _, tt := range []struct {
		x    rtnl.XDP
		want string
	}{
		{rtnl.XDP{Flags: rtnl.Some(rtnl.XDPGeneric)}, "xdp.fd: missing; without a program to attach, or -1, the kernel does nothing"},
		{rtnl.XDP{Expected: rtnl.Some[int32](5)}, "xdp.fd: missing; without a program to attach, or -1, the kernel does nothing"},
		{rtnl.XDP{FD: rtnl.Some[int32](5), Flags: rtnl.Some(rtnl.XDPReplace)}, "xdp.expected_fd: missing; it says what to replace"},
		{rtnl.XDP{FD: rtnl.Some[int32](5), Flags: rtnl.Some(rtnl.XDPGeneric | rtnl.XDPDriver)}, "xdp.xdp_flags: xdpgeneric xdpdrv: a program is attached in one place"},
	} {
		_, err := rtnl.SetLink(2, rtnl.Link{XDP: tt.x}).AppendMessage(nil, nil)
		if err == nil || err.Error() != "rtnl: link set if2: "+tt.want {
			t.Errorf("%+v: %v, want %s", tt.x, err, tt.want)
		}
	}
}

func TestXDPWords(t *testing.T) {
	for _, tt := range []struct {
		x    rtnl.XDP
		want string
	}{
		{rtnl.XDP{FD: rtnl.Some[int32](-1)}, "link set eth0 xdp off"},
		{rtnl.XDP{FD: rtnl.Some[int32](7), Flags: rtnl.Some(rtnl.XDPGeneric | rtnl.XDPIfNone)}, "link set eth0 xdpgeneric noexist fd 7"},
		{rtnl.XDP{FD: rtnl.Some[int32](7), Expected: rtnl.Some[int32](5), Flags: rtnl.Some(rtnl.XDPHardware)}, "link set eth0 xdpoffload fd 7 expected_fd 5"},
		{rtnl.XDP{FD: rtnl.Some[int32](7), Flags: rtnl.Some(rtnl.XDPDriver | 1<<20)}, "link set eth0 xdpdrv 0x100000 fd 7"},
	} {
		if got := rtnl.SetLink("eth0", rtnl.Link{XDP: tt.x}).String(); got != tt.want {
			t.Errorf("%+v: %q, want %q", tt.x, got, tt.want)
		}
	}
	for m, want := range map[rtnl.XDPMode]string{rtnl.XDPInNone: "none", rtnl.XDPInDriver: "xdp", rtnl.XDPInKernel: "xdpgeneric", rtnl.XDPInDevice: "xdpoffload", rtnl.XDPInSeveral: "xdpmulti", 9: "9"} {
		if m.String() != want {
			t.Errorf("%d: %s, want %s", uint8(m), m, want)
		}
	}
}
