package netns

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"

	"golang.org/x/sys/unix"

	"github.com/eb30ede5/netlink/internal/uapi"
)

const (
	nlmsghdrLen = 16 // length u32, type u16, flags u16, sequence u32, port u32
	rtgenmsgLen = 4  // family u8, padded
	nlattrLen   = 4  // length u16, type u16
	seq         = 1
)

// errMalformed is for a kernel that does not speak netlink.
var errMalformed = errors.New("malformed answer")

// nsidRequest is a request about the namespace fd; id is nil where none is sent.
func nsidRequest(typ, flags uint16, fd int, id *int32) []byte {
	b := make([]byte, nlmsghdrLen+rtgenmsgLen, 64)
	b = appendU32(b, uapi.NETNSA_FD, uint32(fd))
	if id != nil {
		b = appendU32(b, uapi.NETNSA_NSID, uint32(*id))
	}
	binary.NativeEndian.PutUint32(b, uint32(len(b)))
	binary.NativeEndian.PutUint16(b[4:], typ)
	binary.NativeEndian.PutUint16(b[6:], flags|uapi.NLM_F_REQUEST)
	binary.NativeEndian.PutUint32(b[8:], seq)
	return b
}

func appendU32(b []byte, typ uint16, v uint32) []byte {
	b = binary.NativeEndian.AppendUint16(b, nlattrLen+4)
	b = binary.NativeEndian.AppendUint16(b, typ)
	return binary.NativeEndian.AppendUint32(b, v)
}

// nsidReply returns the id in an answer, -1 if it has none, or the error that
// the answer is.
func nsidReply(b []byte) (int32, error) {
	if len(b) < nlmsghdrLen {
		return -1, errMalformed
	}
	size := binary.NativeEndian.Uint32(b)
	if size < nlmsghdrLen || uint64(size) > uint64(len(b)) || binary.NativeEndian.Uint32(b[8:]) != seq {
		return -1, errMalformed
	}
	body, flags := b[nlmsghdrLen:size], binary.NativeEndian.Uint16(b[6:])
	switch typ := binary.NativeEndian.Uint16(b[4:]); {
	case typ == uapi.NLMSG_ERROR:
		return -1, nsidError(body, flags)
	case typ == uapi.RTM_NEWNSID && len(body) >= rtgenmsgLen:
		v := attribute(body[rtgenmsgLen:], uapi.NETNSA_NSID)
		if len(v) != 4 {
			return -1, errMalformed
		}
		return int32(binary.NativeEndian.Uint32(v)), nil
	}
	return -1, errMalformed
}

// nsidError returns the error in an error message, with the kernel's words if
// there are any, and nil if it is an acknowledgement.
func nsidError(body []byte, flags uint16) error {
	if len(body) < 4+nlmsghdrLen {
		return errMalformed
	}
	code := -int32(binary.NativeEndian.Uint32(body))
	if code == 0 {
		return nil
	}
	err := error(unix.Errno(code))
	if flags&uapi.NLM_F_ACK_TLVS == 0 {
		return err
	}
	echoed := uint64(nlmsghdrLen) // of the request: its header, or all of it
	if flags&uapi.NLM_F_CAPPED == 0 {
		echoed = (uint64(binary.NativeEndian.Uint32(body[4:])) + 3) &^ 3
	}
	if 4+echoed > uint64(len(body)) {
		return err
	}
	text := attribute(body[4+echoed:], uapi.NLMSGERR_ATTR_MSG)
	if msg, _, _ := bytes.Cut(text, []byte{0}); len(msg) > 0 {
		return fmt.Errorf("%w: %s", err, msg)
	}
	return err
}

// attribute returns the payload of the first attribute of a type, or nil.
func attribute(b []byte, typ uint16) []byte {
	for len(b) >= nlattrLen {
		n := int(binary.NativeEndian.Uint16(b))
		if n < nlattrLen || n > len(b) {
			return nil
		}
		if binary.NativeEndian.Uint16(b[2:])&0x3fff == typ { // without the flags
			return b[nlattrLen:n]
		}
		b = b[min((n+3)&^3, len(b)):]
	}
	return nil
}
