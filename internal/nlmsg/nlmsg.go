// Package nlmsg turns netlink messages into bytes and back: headers, datagrams
// of several messages, and acknowledgements with their extended part.
//
// It has no sockets and no state. Everything is in the byte order of the
// machine, as netlink is. What comes from the kernel is never trusted: no input
// makes a function panic or read outside the slice it was given.
package nlmsg

import (
	"encoding/binary"
	"fmt"

	"github.com/eb30ede5/netlink/internal/uapi"
)

// HeaderLen is the size of a message header, struct nlmsghdr.
const HeaderLen = uapi.NLMSG_HDRLEN

// Header is struct nlmsghdr.
type Header struct {
	Len   uint32 // of the whole message, header included, padding not
	Type  uint16
	Flags uint16 // NLM_F_*
	Seq   uint32
	Port  uint32 // nlmsg_pid
}

// Message is one message of a datagram. Its Body is a part of the datagram it
// was found in, with no capacity beyond its end: who keeps it copies it.
type Message struct {
	Header
	Body []byte
}

// Next returns the first message of b and what follows it. The last message may
// lack its padding. A b that does not hold a whole message, be it empty, is an error.
func Next(b []byte) (m Message, rest []byte, err error) {
	r, rest, err := Split(b)
	if err != nil {
		return Message{}, nil, err
	}
	return r.Message(), rest, nil
}

// Raw is the bytes of one message, without padding: a header at least. It is for
// loops that look at every message of a dump, where handing [Message] around
// costs more than all else.
type Raw []byte

// Split is [Next] for a Raw.
func Split(b []byte) (r Raw, rest []byte, err error) {
	if len(b) < HeaderLen {
		return nil, nil, errShort(len(b))
	}
	size := uint64(binary.NativeEndian.Uint32(b))
	if size < HeaderLen || size > uint64(len(b)) {
		return nil, nil, errLength(size, len(b))
	}
	return Raw(b[:size:size]), b[min(align(size), uint64(len(b))):], nil
}

func (r Raw) Type() uint16  { return binary.NativeEndian.Uint16(r[4:]) }
func (r Raw) Flags() uint16 { return binary.NativeEndian.Uint16(r[6:]) }
func (r Raw) Seq() uint32   { return binary.NativeEndian.Uint32(r[8:]) }
func (r Raw) Port() uint32  { return binary.NativeEndian.Uint32(r[12:]) }

// Message returns r with its header read. The body is still r's.
func (r Raw) Message() Message {
	return Message{Header{uint32(len(r)), r.Type(), r.Flags(), r.Seq(), r.Port()}, r.Body()}
}

// Body returns what follows the header.
func (r Raw) Body() []byte { return r[HeaderLen:len(r):len(r)] }

func errShort(n int) error {
	return fmt.Errorf("nlmsg: %d bytes left, a message header has %d", n, HeaderLen)
}

func errLength(size uint64, n int) error {
	if size < HeaderLen {
		return fmt.Errorf("nlmsg: message says it has %d bytes, its header alone has %d", size, HeaderLen)
	}
	return fmt.Errorf("nlmsg: message says it has %d bytes, %d left", size, n)
}

func align(n uint64) uint64 {
	return (n + uapi.NLMSG_ALIGNTO - 1) &^ (uapi.NLMSG_ALIGNTO - 1)
}

// AppendHeader appends the header of a request whose length, sequence number
// and port are still zero: [Finish] and [SetSeq] fill them in, and the kernel
// takes port 0 for the sender's own.
func AppendHeader(b []byte, typ, flags uint16) []byte {
	b = append(b, 0, 0, 0, 0)
	b = binary.NativeEndian.AppendUint16(b, typ)
	b = binary.NativeEndian.AppendUint16(b, flags)
	return append(b, 0, 0, 0, 0, 0, 0, 0, 0)
}

// Finish ends the message that begins at start: it writes the length into its
// header and pads b, so that another message may follow.
func Finish(b []byte, start int) []byte {
	binary.NativeEndian.PutUint32(b[start:], uint32(len(b)-start))
	for (len(b)-start)%uapi.NLMSG_ALIGNTO != 0 {
		b = append(b, 0)
	}
	return b
}

// SetSeq writes the sequence number of the message that begins at start.
func SetSeq(b []byte, start int, seq uint32) {
	binary.NativeEndian.PutUint32(b[start+8:], seq)
}

// SetPort writes the port of the message that begins at start.
func SetPort(b []byte, start int, port uint32) {
	binary.NativeEndian.PutUint32(b[start+12:], port)
}

// SetFlags writes the flags of the message that begins at start.
func SetFlags(b []byte, start int, flags uint16) {
	binary.NativeEndian.PutUint16(b[start+6:], flags)
}
