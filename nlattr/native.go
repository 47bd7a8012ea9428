package nlattr

import (
	"encoding/binary"

	"github.com/josharian/native"
)

// header returns nla_len in the low half and nla_type in the high one: one load
// where two would do, since it is done for each attribute of each message.
func header(b []byte) uint32 {
	h := binary.NativeEndian.Uint32(b)
	if native.IsBigEndian {
		h = h<<16 | h>>16
	}
	return h
}

// putHeader writes what header reads.
func putHeader(b []byte, h uint32) {
	if native.IsBigEndian {
		h = h<<16 | h>>16
	}
	binary.NativeEndian.PutUint32(b, h)
}
