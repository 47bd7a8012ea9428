package encap

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

// IOAM6 puts room for measurements into packets, "encap ioam6 trace prealloc
// type TYPE ns NAMESPACE size SIZE" (5.15).
type IOAM6 struct {
	FreqK uint32     `json:"freqk,omitzero"`  // IOAM6_IPTUNNEL_FREQ_K: FreqK of FreqN packets, up to 1000000; absent is 1 (6.1)
	FreqN uint32     `json:"freqn,omitzero"`  // IOAM6_IPTUNNEL_FREQ_N
	Mode  IOAM6Mode  `json:"mode,omitzero"`   // IOAM6_IPTUNNEL_MODE; absent is inline (5.16)
	Src   netip.Addr `json:"tunsrc,omitzero"` // IOAM6_IPTUNNEL_SRC: the outer source address, not inline (6.13)
	Dst   netip.Addr `json:"tundst,omitzero"` // IOAM6_IPTUNNEL_DST: the outer destination; required but inline
	Trace IOAM6Trace `json:"trace,omitzero"`  // IOAM6_IPTUNNEL_TRACE, required

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// IOAM6Mode says where the room is, of IOAM6_IPTUNNEL_MODE_*.
type IOAM6Mode uint8

// The modes.
const (
	IOAM6Inline IOAM6Mode = uapi.IOAM6_IPTUNNEL_MODE_INLINE // in packets of this host
	IOAM6Encap  IOAM6Mode = uapi.IOAM6_IPTUNNEL_MODE_ENCAP  // in an outer header
	IOAM6Auto   IOAM6Mode = uapi.IOAM6_IPTUNNEL_MODE_AUTO   // inline for packets of this host, else outer
)

// String returns the mode as ip(8) prints it.
func (m IOAM6Mode) String() string {
	return rtattr.Enum(m, []string{IOAM6Inline: "inline", IOAM6Encap: "encap", IOAM6Auto: "auto"})
}

// IOAM6Trace is the room for measurements, struct ioam6_trace_hdr.
type IOAM6Trace struct {
	Type      uint32 // 24 bits that say what each node writes, the first one 1<<23
	Namespace uint16 // the namespace of the measurements, "ip ioam namespace"
	Size      uint8  // of the room, in bytes: 4 to 244, a multiple of 4
	NodeLen   uint8  // how many times 4 bytes each node writes; reported
}

// Type implements [Encap].
func (*IOAM6) Type() Type { return TypeIOAM6 }

// Attrs implements [Encap].
func (e *IOAM6) Attrs(c *nlattr.Codec) {
	if !c.Reporting() {
		if (e.FreqK == 0) != (e.FreqN == 0) || e.FreqK > e.FreqN || e.FreqN > ioam6MostFreq {
			c.Reject("freqk", fmt.Sprintf("%d of %d packets; the second is at most %d", e.FreqK, e.FreqN, ioam6MostFreq))
		}
		inline := e.Mode == 0 || e.Mode == IOAM6Inline
		if !inline && !e.Dst.IsValid() {
			c.Reject("tundst", "mode "+e.Mode.String()+" needs it")
		}
	}
	nlattr.N32(c, uapi.IOAM6_IPTUNNEL_FREQ_K, "freqk", &e.FreqK)
	nlattr.N32(c, uapi.IOAM6_IPTUNNEL_FREQ_N, "freqn", &e.FreqN)
	nlattr.N8(c, uapi.IOAM6_IPTUNNEL_MODE, "mode", &e.Mode)
	plainAddr(c, uapi.IOAM6_IPTUNNEL_SRC, "tunsrc", true, &e.Src)
	plainAddr(c, uapi.IOAM6_IPTUNNEL_DST, "tundst", true, &e.Dst)
	nlattr.Payload(c, uapi.IOAM6_IPTUNNEL_TRACE, "trace", e.Trace != IOAM6Trace{} || !c.Reporting(), &e.Trace, putTrace, getTrace)
	nlattr.Rest(c, &e.Unknown)
}

func (e *IOAM6) words(w *rtattr.Words) {
	w.Add("freq", e.FreqN != 0, fmt.Sprintf("%d/%d", e.FreqK, e.FreqN))
	w.Add("mode", e.Mode != 0, e.Mode)
	w.Add("tunsrc", e.Src.IsValid(), e.Src)
	w.Add("tundst", e.Dst.IsValid(), e.Dst)
	w.Add("trace prealloc type", true, fmt.Sprintf("%#06x", e.Trace.Type))
	w.Add("ns", true, e.Trace.Namespace)
	w.Add("size", true, e.Trace.Size)
}

const (
	ioam6MostFreq  = 1000000
	ioam6TraceLen  = 8
	ioam6MostTrace = 244
)

func putTrace(t *IOAM6Trace, b []byte) ([]byte, error) {
	switch {
	case t.Type == 0 || t.Type >= 1<<24:
		return b, fmt.Errorf("type %#x is not of 24 bits", t.Type)
	case t.Size == 0 || t.Size > ioam6MostTrace || t.Size%4 != 0:
		return b, fmt.Errorf("size %d, want 4 to %d and a multiple of 4", t.Size, ioam6MostTrace)
	}
	b = binary.BigEndian.AppendUint16(b, t.Namespace)
	b = append(b, t.NodeLen<<3, t.Size/4)
	return binary.BigEndian.AppendUint32(b, t.Type<<8), nil
}

func getTrace(t *IOAM6Trace, b []byte) error {
	if len(b) < ioam6TraceLen {
		return errors.New("no trace header")
	}
	*t = IOAM6Trace{binary.BigEndian.Uint32(b[4:]) >> 8, binary.BigEndian.Uint16(b), 4 * (b[3] & 0x3f), b[2] >> 3}
	return nil
}

// XFRM has packets transformed by the policies of an XFRM interface's id, "encap
// xfrm if_id ID" (6.1). The route's device is an external XFRM interface.
type XFRM struct {
	IfID      uint32 `json:"if_id,omitzero"`    // LWT_XFRM_IF_ID, required
	Link      string `json:"-"`                 // the name of the device that packets leave by
	LinkIndex int32  `json:"link_dev,omitzero"` // LWT_XFRM_LINK

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Type implements [Encap].
func (*XFRM) Type() Type { return TypeXFRM }

// Attrs implements [Encap].
func (e *XFRM) Attrs(c *nlattr.Codec) {
	if !c.Reporting() {
		need(c, "if_id", e.IfID != 0)
	}
	nlattr.N32(c, uapi.LWT_XFRM_IF_ID, "if_id", &e.IfID)
	rtattr.Dev(c, uapi.LWT_XFRM_LINK, "link_dev", e.Link, &e.LinkIndex)
	nlattr.Rest(c, &e.Unknown)
}
