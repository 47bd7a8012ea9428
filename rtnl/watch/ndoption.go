package watch

import (
	"encoding/binary"
	"errors"
	"net/netip"

	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
)

// NDOption is an option of neighbour discovery that the kernel leaves to user
// space, such as the DNS servers of a router advertisement (RFC 8106).
type NDOption struct {
	DevIndex int32      // nduseropt_ifindex: where it came in
	ICMPType uint8      // nduseropt_icmp_type: of the message, 134 for a router advertisement
	ICMPCode uint8      // nduseropt_icmp_code
	Options  []byte     // the option as it came: type, length in units of 8 bytes, and the rest
	Src      netip.Addr // NDUSEROPT_SRCADDR: who sent the message
}

// NDOptions is the options of neighbour discovery for user space, *[NDOption]:
// events only.
var NDOptions = &Topic{
	name: "ndoption", groups: []uint32{uapi.RTNLGRP_ND_USEROPT}, new: uapi.RTM_NEWNDUSEROPT,
	decode: func(m *rtnl.Message) (any, error) { return readNDOption(m.Body) },
}

// readNDOption reads a struct nduseroptmsg, the options behind it, and the
// attributes behind those.
func readNDOption(b []byte) (any, error) {
	const head = 16
	if len(b) < head {
		return nil, errors.New("the header of an nduseropt has 16 bytes")
	}
	n := int(binary.NativeEndian.Uint16(b[2:]))
	if len(b) < head+n {
		return nil, errors.New("the options of an nduseropt are cut off")
	}
	o := &NDOption{
		DevIndex: int32(binary.NativeEndian.Uint32(b[4:])), ICMPType: b[8], ICMPCode: b[9],
		Options: append([]byte(nil), b[head:head+n]...),
	}
	rest := b[min(head+(n+3)&^3, len(b)):]
	return o, nlattr.Parse(rest, 0, (*ndAttrs)(o))
}

type ndAttrs NDOption

// Attrs lists the attributes behind the options.
func (o *ndAttrs) Attrs(c *nlattr.Codec) {
	const srcAddr = 1 // NDUSEROPT_SRCADDR
	nlattr.Addr(c, srcAddr, srcAddr, "src", &o.Src)
}
