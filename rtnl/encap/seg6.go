package encap

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"
	"strings"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

// SEG6 sends packets along a list of segments, by an IPv6 segment routing
// header, "encap seg6 mode MODE segs SEGMENTS".
type SEG6 struct {
	Mode     SEG6Mode   `json:"mode,omitzero"` // absent is inline
	Segments Segments   `json:"segs,omitzero"` // in the order of the way, at least one; inline without the packet's destination, which comes behind them
	HMAC     uint32     `json:"hmac,omitzero"` // the id of the key, "ip sr hmac", that the header is signed with; absent it is not
	Tag      uint16     `json:"tag,omitzero"`  // a mark for packets of one kind
	Src      netip.Addr `json:"src,omitzero"`  // SEG6_IPTUNNEL_SRC: the outer source address (7.0)

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// SEG6Mode says where the header goes, of SEG6_IPTUN_MODE_*.
type SEG6Mode uint32

// The modes.
const (
	SEG6Inline     SEG6Mode = uapi.SEG6_IPTUN_MODE_INLINE      // into the packet
	SEG6Encap      SEG6Mode = uapi.SEG6_IPTUN_MODE_ENCAP       // into an outer IPv6 header
	SEG6L2Encap    SEG6Mode = uapi.SEG6_IPTUN_MODE_L2ENCAP     // likewise, with the Ethernet frame in it
	SEG6EncapRed   SEG6Mode = uapi.SEG6_IPTUN_MODE_ENCAP_RED   // without the first segment (6.0)
	SEG6L2EncapRed SEG6Mode = uapi.SEG6_IPTUN_MODE_L2ENCAP_RED // without the first segment (6.0)
	srhType                 = 4
	srhHMAC                 = 5 // SR6_TLV_HMAC
	srhHMACLen              = 40
	srhFlagHMAC             = 1 << 3 // SR6_FLAG1_HMAC
	srhLen                  = 8
)

// String returns the mode as ip(8) prints it.
func (m SEG6Mode) String() string {
	return rtattr.Enum(m, []string{
		SEG6Inline: "inline", SEG6Encap: "encap", SEG6L2Encap: "l2encap", SEG6EncapRed: "encap.red", SEG6L2EncapRed: "l2encap.red",
	})
}

// Type implements [Encap].
func (*SEG6) Type() Type { return TypeSEG6 }

// Attrs implements [Encap].
func (e *SEG6) Attrs(c *nlattr.Codec) {
	src, unknown := e.Src, e.Unknown // which are not in it
	nlattr.Payload(c, uapi.SEG6_IPTUNNEL_SRH, "segs", len(e.Segments) > 0 || !c.Reporting(), e, putSEG6, getSEG6)
	if c.Decoding() {
		e.Src, e.Unknown = src, unknown
	}
	plainAddr(c, uapi.SEG6_IPTUNNEL_SRC, "src", true, &e.Src)
	nlattr.Rest(c, &e.Unknown)
}

func (e *SEG6) words(w *rtattr.Words) {
	w.Add("mode", true, e.Mode)
	w.Add("segs", true, e.Segments)
	w.Add("hmac", e.HMAC != 0, e.HMAC)
	w.Add("tag", e.Tag != 0, e.Tag)
	w.Add("tunsrc", e.Src.IsValid(), e.Src)
}

// Segments are the addresses of a way through an IPv6 network.
type Segments []netip.Addr

// String returns the segments with commas between them.
func (s Segments) String() string {
	t := make([]string, len(s))
	for i := range s {
		t[i] = s[i].String()
	}
	return strings.Join(t, ",")
}

// put appends the segments in the order of the wire, the last one first.
func (s Segments) put(b []byte) ([]byte, error) {
	if len(s) == 0 {
		return b, errors.New("no segment")
	}
	for i := len(s) - 1; i >= 0; i-- {
		if !s[i].Is6() || s[i].Zone() != "" {
			return b, fmt.Errorf("%v is no plain IPv6 address", s[i])
		}
		a := s[i].As16()
		b = append(b, a[:]...)
	}
	return b, nil
}

// get reads n segments.
func (s *Segments) get(b []byte, n int) {
	*s = make(Segments, 0, n)
	for i := n - 1; i >= 0; i-- {
		*s = append(*s, netip.AddrFrom16([16]byte(b[16*i:])))
	}
}

// putSEG6 and getSEG6 are for struct seg6_iptunnel_encap.
func putSEG6(e *SEG6, b []byte) ([]byte, error) {
	h := srh{e.Segments, e.HMAC, e.Tag, e.Mode == SEG6Inline}
	return h.put(binary.NativeEndian.AppendUint32(b, uint32(e.Mode)))
}

func getSEG6(e *SEG6, b []byte) error {
	if len(b) < 4 {
		return errors.New("no mode")
	}
	e.Mode = SEG6Mode(binary.NativeEndian.Uint32(b))
	h := srh{inline: e.Mode == SEG6Inline}
	err := h.get(b[4:])
	e.Segments, e.HMAC, e.Tag = h.segments, h.hmac, h.tag
	return err
}

// srh is a segment routing header. Inline there is room behind the segments for
// the destination of the packet.
type srh struct {
	segments Segments
	hmac     uint32
	tag      uint16
	inline   bool
}

func (h *srh) put(b []byte) ([]byte, error) {
	n := len(h.segments)
	if h.inline {
		n++
	}
	size, flags := 2*n, byte(0)
	if h.hmac != 0 {
		size += srhHMACLen / 8
		flags = srhFlagHMAC
	}
	if size > 255 {
		return b, fmt.Errorf("%d segments are more than a header can hold", len(h.segments))
	}
	b = append(b, 0, byte(size), srhType, byte(n-1), byte(n-1), flags)
	b = binary.BigEndian.AppendUint16(b, h.tag)
	if h.inline {
		b = append(b, make([]byte, 16)...)
	}
	b, err := h.segments.put(b)
	if h.hmac != 0 {
		b = append(b, srhHMAC, srhHMACLen-2, 0, 0)
		b = binary.BigEndian.AppendUint32(b, h.hmac)
		b = append(b, make([]byte, 32)...)
	}
	return b, err
}

// get reads what put writes; whether there is more to it the caller sees
// by writing it again.
func (h *srh) get(b []byte) error {
	if len(b) < srhLen {
		return errors.New("no segment routing header")
	}
	n := int(b[4]) + 1
	flags := b[5]
	h.tag = binary.BigEndian.Uint16(b[6:])
	b = b[srhLen:]
	if len(b) < 16*n {
		return errors.New("not all segments")
	}
	h.segments.get(b, n)
	if h.inline {
		h.segments = h.segments[:n-1]
	}
	if b = b[16*n:]; flags&srhFlagHMAC != 0 && len(b) >= 8 {
		h.hmac = binary.BigEndian.Uint32(b[4:])
	}
	return nil
}

// RPL sends packets along a list of segments, by an RPL source routing header,
// "encap rpl segs SEGMENTS" (5.7).
type RPL struct {
	Segments Segments `json:"segs,omitzero"` // RPL_IPTUNNEL_SRH: in the order of the way, at least one

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Type implements [Encap].
func (*RPL) Type() Type { return TypeRPL }

// Attrs implements [Encap].
func (e *RPL) Attrs(c *nlattr.Codec) {
	nlattr.Payload(c, uapi.RPL_IPTUNNEL_SRH, "segs", len(e.Segments) > 0 || !c.Reporting(), &e.Segments, putRPL, getRPL)
	nlattr.Rest(c, &e.Unknown)
}

const rplType = 3 // IPV6_SRCRT_TYPE_3

func putRPL(s *Segments, b []byte) ([]byte, error) {
	if len(*s) > 127 {
		return b, fmt.Errorf("%d segments are more than a header can hold", len(*s))
	}
	return s.put(append(b, 0, byte(2*len(*s)), rplType, byte(len(*s)), 0, 0, 0, 0))
}

func getRPL(s *Segments, b []byte) error {
	if len(b) < srhLen || len(b) < srhLen+16*int(b[3]) {
		return errors.New("no source routing header")
	}
	s.get(b[srhLen:], int(b[3]))
	return nil
}
