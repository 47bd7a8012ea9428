package rtnl

import "github.com/eb30ede5/netlink/nlattr"

// Opt is a value that may be absent; see [nlattr.Opt].
type Opt[T any] = nlattr.Opt[T]

// OnOff is a switch: [On], [Off], or absent.
type OnOff = nlattr.OnOff

// HWAddr is a link-layer address, such as a MAC address; see [nlattr.HWAddr].
type HWAddr = nlattr.HWAddr

// The values of a switch; zero is absent.
const (
	On  = nlattr.On
	Off = nlattr.Off
)

// Some returns v as an Opt.
func Some[T any](v T) Opt[T] { return nlattr.Some(v) }

// U8 returns v as an Opt.
func U8(v uint8) Opt[uint8] { return nlattr.Some(v) }

// U16 returns v as an Opt.
func U16(v uint16) Opt[uint16] { return nlattr.Some(v) }

// U32 returns v as an Opt.
func U32(v uint32) Opt[uint32] { return nlattr.Some(v) }

// U64 returns v as an Opt.
func U64(v uint64) Opt[uint64] { return nlattr.Some(v) }

// HWAddrFrom returns the bytes of a link-layer address, such as a
// net.HardwareAddr, as a HWAddr. It fails for more than 32.
func HWAddrFrom(b []byte) (HWAddr, error) { return nlattr.HWAddrFrom(b) }

// ParseHWAddr reads a link-layer address such as "02:00:5e:00:53:01".
func ParseHWAddr(s string) (HWAddr, error) { return nlattr.ParseHWAddr(s) }
