package nlmsg

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"

	"github.com/eb30ede5/netlink/internal/uapi"
)

// Ack is how the kernel ended a request or a dump. It owns its bytes.
type Ack struct {
	Errno  int32  // 0 for success, else a positive errno
	Msg    string // the kernel's own words; on success, a warning
	Cookie []byte // meaning depends on the request
	Policy *Policy

	Offset    uint32 // of the attribute at fault, from the start of the request's header
	HasOffset bool

	MissType    uint32 // type of an attribute that is missing
	HasMissType bool

	MissNest    uint32 // offset of the nest in which it is missing; absent at top level
	HasMissNest bool
}

// ParseAck reads an NLMSG_ERROR (which is also what a success is acknowledged
// with) or an NLMSG_DONE.
//
// It is an error if m is neither, or too short for its errno. Whatever else is
// malformed is left out of the Ack, and the errno counts. A success that says
// nothing more does not allocate.
func ParseAck(m Message) (Ack, error) {
	if m.Type != uapi.NLMSG_ERROR && m.Type != uapi.NLMSG_DONE {
		return Ack{}, fmt.Errorf("nlmsg: message of type %d is not an acknowledgement", m.Type)
	}
	if m.Type == uapi.NLMSG_DONE && len(m.Body) == 0 {
		return Ack{}, nil // from transports other than the kernel, which always has an errno in it
	}
	if len(m.Body) < 4 {
		return Ack{}, fmt.Errorf("nlmsg: acknowledgement of %d bytes, an errno has 4", len(m.Body))
	}
	a := Ack{Errno: positive(int32(binary.NativeEndian.Uint32(m.Body)))}
	if m.Flags&uapi.NLM_F_ACK_TLVS != 0 {
		a.parse(m.Body[tlvs(m):])
	}
	return a, nil
}

// positive keeps what is not zero from ever becoming a success.
func positive(errno int32) int32 {
	switch {
	case errno == math.MinInt32:
		return math.MaxInt32
	case errno < 0:
		return -errno
	}
	return errno
}

// tlvs returns where the attributes begin in the body of an acknowledgement: in
// NLMSG_ERROR after the request's header, which is followed by the rest of the
// request unless NLM_F_CAPPED says that it was left out.
func tlvs(m Message) int {
	at := uint64(4)
	if m.Type == uapi.NLMSG_ERROR {
		at += HeaderLen
		if m.Flags&uapi.NLM_F_CAPPED == 0 && uint64(len(m.Body)) >= at {
			at = 4 + max(HeaderLen, align(uint64(binary.NativeEndian.Uint32(m.Body[4:]))))
		}
	}
	return int(min(at, uint64(len(m.Body))))
}

func (a *Ack) parse(b []byte) {
	for {
		typ, v, rest, ok := nextAttr(b)
		if !ok {
			return
		}
		b = rest
		switch typ {
		case uapi.NLMSGERR_ATTR_MSG:
			a.Msg = string(bytes.TrimRight(v, "\x00\n"))
		case uapi.NLMSGERR_ATTR_OFFS:
			a.Offset, a.HasOffset = uint32Of(v)
		case uapi.NLMSGERR_ATTR_COOKIE:
			a.Cookie = bytes.Clone(v)
		case uapi.NLMSGERR_ATTR_POLICY:
			a.Policy = parsePolicy(v)
		case uapi.NLMSGERR_ATTR_MISS_TYPE:
			a.MissType, a.HasMissType = uint32Of(v)
		case uapi.NLMSGERR_ATTR_MISS_NEST:
			a.MissNest, a.HasMissNest = uint32Of(v)
		}
	}
}

// nextAttr returns the first attribute of b, without the flag bits of its type,
// and what follows it; ok is false at the end and where the rest is malformed.
func nextAttr(b []byte) (typ uint16, v, rest []byte, ok bool) {
	if len(b) < 4 {
		return 0, nil, nil, false
	}
	size := int(binary.NativeEndian.Uint16(b))
	if size < 4 || size > len(b) {
		return 0, nil, nil, false
	}
	typ = binary.NativeEndian.Uint16(b[2:]) & 0x3fff
	return typ, b[4:size:size], b[min(int(align(uint64(size))), len(b)):], true
}

func uint32Of(v []byte) (n uint32, ok bool) {
	if len(v) != 4 {
		return 0, false
	}
	return binary.NativeEndian.Uint32(v), true
}

func uint64Of(v []byte) (n uint64, ok bool) {
	if len(v) != 8 {
		return 0, false
	}
	return binary.NativeEndian.Uint64(v), true
}
