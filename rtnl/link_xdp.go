package rtnl

import (
	"math/bits"
	"strings"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

// XDP is the program that sees a link's packets first, or the one to attach, "ip
// link set DEV xdp ...".
type XDP struct {
	FD       Opt[int32]    `json:"fd,omitzero"`          // IFLA_XDP_FD: the program to attach; -1 detaches the one there is
	Flags    Opt[XDPFlags] `json:"xdp_flags,omitzero"`   // IFLA_XDP_FLAGS: where, and whether to replace another one; detaching, where
	Expected Opt[int32]    `json:"expected_fd,omitzero"` // IFLA_XDP_EXPECTED_FD: the program to replace, -1 for none; if there is another one the kernel refuses (5.7)

	// Reported.
	Attached  XDPMode `json:"attached,omitzero"`    // IFLA_XDP_ATTACHED
	ProgID    uint32  `json:"prog_id,omitzero"`     // IFLA_XDP_PROG_ID, where there is one program
	DrvProgID uint32  `json:"drv_prog_id,omitzero"` // IFLA_XDP_DRV_PROG_ID
	SKBProgID uint32  `json:"skb_prog_id,omitzero"` // IFLA_XDP_SKB_PROG_ID
	HWProgID  uint32  `json:"hw_prog_id,omitzero"`  // IFLA_XDP_HW_PROG_ID
}

// XDPFlags says how to attach a program, XDP_FLAGS_*. At most one of XDPGeneric,
// XDPDriver and XDPHardware says where; with none the kernel takes the driver if
// that can, and else does it itself.
type XDPFlags uint32

// The flags of XDP.
const (
	XDPIfNone   XDPFlags = uapi.XDP_FLAGS_UPDATE_IF_NOEXIST // only where there is no program yet
	XDPGeneric  XDPFlags = uapi.XDP_FLAGS_SKB_MODE          // in the kernel, "xdpgeneric"
	XDPDriver   XDPFlags = uapi.XDP_FLAGS_DRV_MODE          // in the driver, "xdpdrv"
	XDPHardware XDPFlags = uapi.XDP_FLAGS_HW_MODE           // in the device, "xdpoffload"
	XDPReplace  XDPFlags = uapi.XDP_FLAGS_REPLACE           // only in place of Expected, which sets it
)

const xdpWhere = XDPGeneric | XDPDriver | XDPHardware

// String returns the flags in the words of ip(8), with spaces.
func (f XDPFlags) String() string {
	return strings.Join(rtattr.FlagNames(uint32(f), rtattr.Flags{
		{uapi.XDP_FLAGS_SKB_MODE, "xdpgeneric"}, {uapi.XDP_FLAGS_DRV_MODE, "xdpdrv"}, {uapi.XDP_FLAGS_HW_MODE, "xdpoffload"},
		{uapi.XDP_FLAGS_UPDATE_IF_NOEXIST, "noexist"}, {uapi.XDP_FLAGS_REPLACE, "replace"},
	}), " ")
}

// XDPMode says where a program is attached.
type XDPMode uint8

// Where programs are, XDP_ATTACHED_*.
const (
	XDPInNone    XDPMode = uapi.XDP_ATTACHED_NONE
	XDPInDriver  XDPMode = uapi.XDP_ATTACHED_DRV
	XDPInKernel  XDPMode = uapi.XDP_ATTACHED_SKB
	XDPInDevice  XDPMode = uapi.XDP_ATTACHED_HW
	XDPInSeveral XDPMode = uapi.XDP_ATTACHED_MULTI
)

// String returns the mode as ip(8) prints it.
func (m XDPMode) String() string {
	return rtattr.Enum(m, []string{XDPInNone: "none", XDPInDriver: "xdp", XDPInKernel: "xdpgeneric", XDPInDevice: "xdpoffload", XDPInSeveral: "xdpmulti"})
}

func (l *Link) xdp(c *nlattr.Codec) {
	x := &l.XDP
	flags := x.Flags
	if !c.Reporting() {
		flags = x.check(c)
	}
	nlattr.U32(c, uapi.IFLA_XDP_FD, "fd", &x.FD)
	nlattr.U32(c, uapi.IFLA_XDP_FLAGS, "xdp_flags", &flags)
	nlattr.U32(c, uapi.IFLA_XDP_EXPECTED_FD, "expected_fd", &x.Expected)
	if c.Decoding() {
		x.Flags = flags
	}
	if c.Reporting() {
		nlattr.N8(c, uapi.IFLA_XDP_ATTACHED, "attached", &x.Attached)
		nlattr.N32(c, uapi.IFLA_XDP_PROG_ID, "prog_id", &x.ProgID)
		nlattr.N32(c, uapi.IFLA_XDP_DRV_PROG_ID, "drv_prog_id", &x.DrvProgID)
		nlattr.N32(c, uapi.IFLA_XDP_SKB_PROG_ID, "skb_prog_id", &x.SKBProgID)
		nlattr.N32(c, uapi.IFLA_XDP_HW_PROG_ID, "hw_prog_id", &x.HWProgID)
	}
	nlattr.Rest(c, &l.Unknown)
}

// check refuses what the kernel ignores, or refuses without a word, and returns
// the flags to send: without XDPReplace the kernel does not look at Expected.
func (x *XDP) check(c *nlattr.Codec) Opt[XDPFlags] {
	flags := x.Flags.Or(0)
	switch {
	case !x.FD.Is() && (x.Flags.Is() || x.Expected.Is()):
		c.Reject("fd", "missing; without a program to attach, or -1, the kernel does nothing")
	case bits.OnesCount32(uint32(flags&xdpWhere)) > 1:
		c.Reject("xdp_flags", flags.String()+": a program is attached in one place")
	case flags&XDPReplace != 0 && !x.Expected.Is():
		c.Reject("expected_fd", "missing; it says what to replace")
	}
	if x.Expected.Is() {
		return Some(flags | XDPReplace)
	}
	return x.Flags
}

// words appends what is to be attached.
func (x *XDP) words(w *rtattr.Words) {
	fd, ok := x.FD.Get()
	if !ok {
		return
	}
	flags := x.Flags.Or(0)
	where := (flags & xdpWhere).String()
	if where == "" {
		where = "xdp"
	}
	if flags &^= xdpWhere; flags != 0 {
		where += " " + flags.String()
	}
	if fd < 0 {
		w.Add(where, true, "off")
	} else {
		w.Add(where+" fd", true, fd)
	}
	w.Add("expected_fd", x.Expected.Is(), x.Expected)
}
