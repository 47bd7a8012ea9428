package encap

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

// SEG6Local says what is done with packets whose segment is the route's
// destination, "encap seg6local action ACTION".
type SEG6Local struct {
	Action SEG6Action `json:"action,omitzero"` // SEG6_LOCAL_ACTION, required

	Segments Segments `json:"srh,omitzero"`  // SEG6_LOCAL_SRH: for End.B6 and End.B6.Encaps
	HMAC     uint32   `json:"hmac,omitzero"` // the id of the key that the header of Segments is signed with; absent it is not
	Tag      uint16   `json:"tag,omitzero"`  // of the header of Segments

	Table    nlattr.Opt[uint32] `json:"table,omitzero"`    // SEG6_LOCAL_TABLE: for End.T and End.DT6
	VRFTable nlattr.Opt[uint32] `json:"vrftable,omitzero"` // SEG6_LOCAL_VRFTABLE: that of a VRF, for End.DT4, End.DT6 and End.DT46 (5.11)
	NH4      netip.Addr         `json:"nh4,omitzero"`      // SEG6_LOCAL_NH4: for End.DX4
	NH6      netip.Addr         `json:"nh6,omitzero"`      // SEG6_LOCAL_NH6: for End.X and End.DX6
	IIF      string             `json:"-"`                 // the name of the device
	IIFIndex int32              `json:"iif,omitzero"`      // SEG6_LOCAL_IIF; no action looks at it so far
	OIF      string             `json:"-"`                 // the name of the device
	OIFIndex int32              `json:"oif,omitzero"`      // SEG6_LOCAL_OIF: for End.DX2
	BPF      *SEG6Prog          `json:"bpf,omitzero"`      // SEG6_LOCAL_BPF: for End.BPF

	Flavors  *SEG6Flavors  `json:"flavors,omitzero"` // SEG6_LOCAL_FLAVORS: of End (5.18), and of End.X (6.6)
	Count    bool          `json:"-"`                // count packets (5.14)
	Counters *SEG6Counters `json:"count,omitzero"`   // SEG6_LOCAL_COUNTERS: reported where they are counted

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// SEG6Action is what is done with a packet, of SEG6_LOCAL_ACTION_*.
type SEG6Action uint32

// The actions. The kernel does not have EndBM, EndS, EndAS and EndAM so far.
const (
	SEG6End        SEG6Action = uapi.SEG6_LOCAL_ACTION_END          // on to the next segment
	SEG6EndX       SEG6Action = uapi.SEG6_LOCAL_ACTION_END_X        // likewise, by way of NH6
	SEG6EndT       SEG6Action = uapi.SEG6_LOCAL_ACTION_END_T        // likewise, by Table
	SEG6EndDX2     SEG6Action = uapi.SEG6_LOCAL_ACTION_END_DX2      // unpack the frame and send it out of OIF
	SEG6EndDX6     SEG6Action = uapi.SEG6_LOCAL_ACTION_END_DX6      // unpack the IPv6 packet and send it to NH6
	SEG6EndDX4     SEG6Action = uapi.SEG6_LOCAL_ACTION_END_DX4      // unpack the IPv4 packet and send it to NH4
	SEG6EndDT6     SEG6Action = uapi.SEG6_LOCAL_ACTION_END_DT6      // unpack the IPv6 packet and route it by Table or VRFTable
	SEG6EndDT4     SEG6Action = uapi.SEG6_LOCAL_ACTION_END_DT4      // unpack the IPv4 packet and route it by VRFTable (5.11)
	SEG6EndB6      SEG6Action = uapi.SEG6_LOCAL_ACTION_END_B6       // put Segments in front
	SEG6EndB6Encap SEG6Action = uapi.SEG6_LOCAL_ACTION_END_B6_ENCAP // likewise, in an outer header
	SEG6EndBM      SEG6Action = uapi.SEG6_LOCAL_ACTION_END_BM
	SEG6EndS       SEG6Action = uapi.SEG6_LOCAL_ACTION_END_S
	SEG6EndAS      SEG6Action = uapi.SEG6_LOCAL_ACTION_END_AS
	SEG6EndAM      SEG6Action = uapi.SEG6_LOCAL_ACTION_END_AM
	SEG6EndBPF     SEG6Action = uapi.SEG6_LOCAL_ACTION_END_BPF  // run BPF
	SEG6EndDT46    SEG6Action = uapi.SEG6_LOCAL_ACTION_END_DT46 // unpack the IP packet and route it by VRFTable (5.14)
)

var seg6Actions = [...]string{
	SEG6End: "End", SEG6EndX: "End.X", SEG6EndT: "End.T", SEG6EndDX2: "End.DX2", SEG6EndDX6: "End.DX6", SEG6EndDX4: "End.DX4",
	SEG6EndDT6: "End.DT6", SEG6EndDT4: "End.DT4", SEG6EndB6: "End.B6", SEG6EndB6Encap: "End.B6.Encaps", SEG6EndBM: "End.BM",
	SEG6EndS: "End.S", SEG6EndAS: "End.AS", SEG6EndAM: "End.AM", SEG6EndBPF: "End.BPF", SEG6EndDT46: "End.DT46",
}

// String returns the action as ip(8) prints it.
func (a SEG6Action) String() string { return rtattr.Enum(a, seg6Actions[:]) }

// Type implements [Encap].
func (*SEG6Local) Type() Type { return TypeSEG6Local }

// Attrs implements [Encap].
func (e *SEG6Local) Attrs(c *nlattr.Codec) {
	if !c.Reporting() {
		e.check(c)
	}
	nlattr.N32(c, uapi.SEG6_LOCAL_ACTION, "action", &e.Action)
	e.srh(c)
	nlattr.U32(c, uapi.SEG6_LOCAL_TABLE, "table", &e.Table)
	nlattr.U32(c, uapi.SEG6_LOCAL_VRFTABLE, "vrftable", &e.VRFTable)
	plainAddr(c, uapi.SEG6_LOCAL_NH4, "nh4", false, &e.NH4)
	plainAddr(c, uapi.SEG6_LOCAL_NH6, "nh6", true, &e.NH6)
	rtattr.Dev(c, uapi.SEG6_LOCAL_IIF, "iif", e.IIF, &e.IIFIndex)
	rtattr.Dev(c, uapi.SEG6_LOCAL_OIF, "oif", e.OIF, &e.OIFIndex)
	nlattr.Nest(c, uapi.SEG6_LOCAL_BPF, "bpf", &e.BPF)
	nlattr.Nest(c, uapi.SEG6_LOCAL_FLAVORS, "flavors", &e.Flavors)
	counters := e.Counters
	if e.Count && !c.Decoding() && !c.Reporting() {
		counters = &noCounters
	} else if !c.Reporting() {
		counters = nil
	}
	nlattr.Nest(c, uapi.SEG6_LOCAL_COUNTERS, "count", &counters)
	if c.Decoding() {
		e.Counters, e.Count = counters, counters != nil
	}
	nlattr.Rest(c, &e.Unknown)
}

// noCounters is how they start, which the kernel wants to be told.
var noCounters SEG6Counters

// srh carries the segment routing header.
func (e *SEG6Local) srh(c *nlattr.Codec) {
	if !c.Has(uapi.SEG6_LOCAL_SRH) && (c.Decoding() || len(e.Segments) == 0) {
		return
	}
	rest, get := *e, getLocalSRH
	if e.Action == SEG6EndB6 {
		get = getInlineSRH
	}
	nlattr.Payload(c, uapi.SEG6_LOCAL_SRH, "srh", true, e, putLocalSRH, get)
	if c.Decoding() {
		rest.Segments, rest.HMAC, rest.Tag = e.Segments, e.HMAC, e.Tag
		*e = rest
	}
}

func putLocalSRH(e *SEG6Local, b []byte) ([]byte, error) {
	h := srh{e.Segments, e.HMAC, e.Tag, e.Action == SEG6EndB6}
	return h.put(b)
}

func getLocalSRH(e *SEG6Local, b []byte) error {
	h := srh{inline: e.Action == SEG6EndB6}
	err := h.get(b)
	e.Segments, e.HMAC, e.Tag = h.segments, h.hmac, h.tag
	return err
}

func getInlineSRH(e *SEG6Local, b []byte) error {
	e.Action = SEG6EndB6
	return getLocalSRH(e, b)
}

// check refuses what the action cannot do without.
func (e *SEG6Local) check(c *nlattr.Codec) {
	need := func(name string, there bool, actions ...SEG6Action) {
		for _, a := range actions {
			if e.Action == a && !there {
				c.Reject(name, e.Action.String()+" needs it")
			}
		}
	}
	need("action", false, 0)
	need("nh6", e.NH6.IsValid(), SEG6EndX, SEG6EndDX6)
	need("nh4", e.NH4.IsValid(), SEG6EndDX4)
	need("table", e.Table.Is(), SEG6EndT)
	need("vrftable", e.VRFTable.Is(), SEG6EndDT4, SEG6EndDT46)
	need("table", e.Table.Is() != e.VRFTable.Is(), SEG6EndDT6)
	need("oif", e.OIF != "" || e.OIFIndex != 0, SEG6EndDX2)
	need("srh", len(e.Segments) > 0, SEG6EndB6, SEG6EndB6Encap)
	need("bpf", e.BPF != nil, SEG6EndBPF)
	if len(e.Segments) == 0 && (e.HMAC != 0 || e.Tag != 0) {
		c.Reject("srh", "hmac or tag without segments")
	}
}

func (e *SEG6Local) words(w *rtattr.Words) {
	w.Add("action", true, e.Action)
	w.Add("srh segs", len(e.Segments) > 0, e.Segments)
	w.Add("hmac", e.HMAC != 0, e.HMAC)
	w.Add("tag", e.Tag != 0, e.Tag)
	w.Add("table", e.Table.Is(), e.Table)
	w.Add("vrftable", e.VRFTable.Is(), e.VRFTable)
	w.Add("nh4", e.NH4.IsValid(), e.NH4)
	w.Add("nh6", e.NH6.IsValid(), e.NH6)
	w.Add("iif", e.IIF != "" || e.IIFIndex != 0, rtattr.DevName(e.IIF, e.IIFIndex))
	w.Add("oif", e.OIF != "" || e.OIFIndex != 0, rtattr.DevName(e.OIF, e.OIFIndex))
	if p := e.BPF; p != nil {
		w.Add("endpoint", p.Name != "", p.Name)
	}
	if e.Flavors != nil {
		w.Add("flavors", true, e.Flavors.Ops)
		w.Add("lblen", e.Flavors.BlockBits != 0, e.Flavors.BlockBits)
		w.Add("nflen", e.Flavors.NodeBits != 0, e.Flavors.NodeBits)
	}
	w.Add("count", e.Count, "")
}

// SEG6Prog is the program of the action End.BPF.
type SEG6Prog struct {
	FD   nlattr.Opt[uint32] `json:"fd,omitzero"`   // SEG6_LOCAL_BPF_PROG: its file descriptor; required, and never reported
	ID   uint32             `json:"id,omitzero"`   // likewise in what the kernel reports: its id
	Name string             `json:"name,omitzero"` // SEG6_LOCAL_BPF_PROG_NAME: any name, required

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Attrs lists the attributes. What is a descriptor in a request is an id in a
// report, of the same type.
func (p *SEG6Prog) Attrs(c *nlattr.Codec) {
	if c.Reporting() {
		nlattr.N32(c, uapi.SEG6_LOCAL_BPF_PROG, "id", &p.ID)
	} else {
		if !p.FD.Is() {
			c.Reject("fd", fmt.Sprintf("missing; a program is given by a file descriptor, and its id (%d) is none", p.ID))
		}
		need(c, "name", p.Name != "")
		nlattr.U32(c, uapi.SEG6_LOCAL_BPF_PROG, "fd", &p.FD)
	}
	nlattr.Str(c, uapi.SEG6_LOCAL_BPF_PROG_NAME, "name", &p.Name)
	nlattr.Rest(c, &p.Unknown)
}

// SEG6Flavors are variants of an action.
type SEG6Flavors struct {
	Ops       SEG6FlavorOps `json:"operation,omitzero"` // SEG6_LOCAL_FLV_OPERATION, required
	BlockBits uint8         `json:"lblen,omitzero"`     // SEG6_LOCAL_FLV_LCBLOCK_BITS: of the locator block, for SEG6NextCSID; absent is 32
	NodeBits  uint8         `json:"nflen,omitzero"`     // SEG6_LOCAL_FLV_LCNODE_FN_BITS: of the locator node and function, for SEG6NextCSID; absent is 16

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Attrs lists the attributes.
func (f *SEG6Flavors) Attrs(c *nlattr.Codec) {
	if !c.Reporting() {
		need(c, "operation", f.Ops != 0)
	}
	nlattr.N32(c, uapi.SEG6_LOCAL_FLV_OPERATION, "operation", &f.Ops)
	nlattr.N8(c, uapi.SEG6_LOCAL_FLV_LCBLOCK_BITS, "lblen", &f.BlockBits)
	nlattr.N8(c, uapi.SEG6_LOCAL_FLV_LCNODE_FN_BITS, "nflen", &f.NodeBits)
	nlattr.Rest(c, &f.Unknown)
}

// SEG6FlavorOps are bits whose numbers are those of SEG6_LOCAL_FLV_OP_*.
type SEG6FlavorOps uint32

// The flavours.
const (
	SEG6PSP      SEG6FlavorOps = 1 << uapi.SEG6_LOCAL_FLV_OP_PSP       // remove the header before the last segment
	SEG6USP      SEG6FlavorOps = 1 << uapi.SEG6_LOCAL_FLV_OP_USP       // remove the header at the last segment; not in the kernel so far
	SEG6USD      SEG6FlavorOps = 1 << uapi.SEG6_LOCAL_FLV_OP_USD       // unpack at the last segment; not in the kernel so far
	SEG6NextCSID SEG6FlavorOps = 1 << uapi.SEG6_LOCAL_FLV_OP_NEXT_CSID // several segments in one address (6.1)
)

// String returns the flavours as ip(8) prints them, with commas.
func (f SEG6FlavorOps) String() string {
	return strings.Join(rtattr.FlagNames(uint32(f), rtattr.Flags{
		{Bit: uint32(SEG6PSP), Name: "psp"}, {Bit: uint32(SEG6USP), Name: "usp"}, {Bit: uint32(SEG6USD), Name: "usd"},
		{Bit: uint32(SEG6NextCSID), Name: "next-csid"},
	}), ",")
}

// SEG6Counters count what an action has done, since the route was made.
type SEG6Counters struct {
	Packets nlattr.Opt[uint64] `json:"packets,omitzero"` // SEG6_LOCAL_CNT_PACKETS
	Bytes   nlattr.Opt[uint64] `json:"bytes,omitzero"`   // SEG6_LOCAL_CNT_BYTES
	Errors  nlattr.Opt[uint64] `json:"errors,omitzero"`  // SEG6_LOCAL_CNT_ERRORS: packets that it could not be done with

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Attrs lists the attributes.
func (n *SEG6Counters) Attrs(c *nlattr.Codec) {
	p, b, e := n.Packets, n.Bytes, n.Errors
	if !c.Reporting() {
		zero := nlattr.Some[uint64](0)
		p, b, e = zero, zero, zero
	}
	nlattr.U64(c, uapi.SEG6_LOCAL_CNT_PACKETS, "packets", &p)
	nlattr.U64(c, uapi.SEG6_LOCAL_CNT_BYTES, "bytes", &b)
	nlattr.U64(c, uapi.SEG6_LOCAL_CNT_ERRORS, "errors", &e)
	if c.Decoding() {
		n.Packets, n.Bytes, n.Errors = p, b, e
	}
	nlattr.Skip(c, uapi.SEG6_LOCAL_CNT_PAD, "pad")
	nlattr.Rest(c, &n.Unknown)
}
