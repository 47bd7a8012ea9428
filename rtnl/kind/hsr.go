package kind

import (
	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

var _ = register((*HSR)(nil))

// HSR is a link that sends everything over two others, as made by "ip link add
// type hsr": high-availability seamless redundancy, or with the Protocol
// HSRProtocolPRP parallel redundancy, IEC 62439-3.
//
// All of it is fixed when the link is made.
type HSR struct {
	Port1          string                  `json:"-"`                         // the name of the first port
	Port1Index     int32                   `json:"slave1,omitzero"`           // IFLA_HSR_SLAVE1: its index; required
	Port2          string                  `json:"-"`                         // the name of the second port
	Port2Index     int32                   `json:"slave2,omitzero"`           // IFLA_HSR_SLAVE2: its index; required, another one
	Interlink      string                  `json:"-"`                         // the name of the port to another network
	InterlinkIndex int32                   `json:"interlink,omitzero"`        // IFLA_HSR_INTERLINK: its index (6.10)
	MulticastSpec  nlattr.Opt[uint8]       `json:"multicast_spec,omitzero"`   // IFLA_HSR_MULTICAST_SPEC: last byte of the address of supervision frames; never reported
	Version        nlattr.Opt[uint8]       `json:"version,omitzero"`          // IFLA_HSR_VERSION of HSR: 0 for 2010, 1 for 2012; never reported
	Protocol       nlattr.Opt[HSRProtocol] `json:"proto,omitzero"`            // IFLA_HSR_PROTOCOL (5.9)
	Supervision    nlattr.HWAddr           `json:"supervision_addr,omitzero"` // IFLA_HSR_SUPERVISION_ADDR: the address of supervision frames, reported
	SeqNr          nlattr.Opt[uint16]      `json:"seq_nr,omitzero"`           // IFLA_HSR_SEQ_NR: the next sequence number, reported

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Kind implements [Kind].
func (*HSR) Kind() string { return "hsr" }

// Attrs implements [Kind].
func (h *HSR) Attrs(c *nlattr.Codec) {
	rtattr.Dev(c, uapi.IFLA_HSR_SLAVE1, "slave1", h.Port1, &h.Port1Index)
	rtattr.Dev(c, uapi.IFLA_HSR_SLAVE2, "slave2", h.Port2, &h.Port2Index)
	rtattr.Dev(c, uapi.IFLA_HSR_INTERLINK, "interlink", h.Interlink, &h.InterlinkIndex)
	nlattr.U8(c, uapi.IFLA_HSR_MULTICAST_SPEC, "multicast_spec", &h.MulticastSpec)
	nlattr.U8(c, uapi.IFLA_HSR_VERSION, "version", &h.Version)
	nlattr.U8(c, uapi.IFLA_HSR_PROTOCOL, "proto", &h.Protocol)
	if c.Reporting() {
		nlattr.LLAddr(c, uapi.IFLA_HSR_SUPERVISION_ADDR, "supervision_addr", &h.Supervision)
		nlattr.U16(c, uapi.IFLA_HSR_SEQ_NR, "seq_nr", &h.SeqNr)
	}
	nlattr.Rest(c, &h.Unknown)
}

// HSRProtocol says how frames are sent twice.
type HSRProtocol uint8

// The protocols, HSR_PROTOCOL_*.
const (
	HSRProtocolHSR HSRProtocol = uapi.HSR_PROTOCOL_HSR // round a ring, both ways
	HSRProtocolPRP HSRProtocol = uapi.HSR_PROTOCOL_PRP // over two networks
)

// String returns "hsr" or "prp"; ip(8) has numbers.
func (p HSRProtocol) String() string {
	return rtattr.Enum(p, []string{HSRProtocolHSR: "hsr", HSRProtocolPRP: "prp"})
}
