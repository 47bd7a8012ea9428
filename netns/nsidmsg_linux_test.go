package netns

import (
	"bytes"
	"encoding/binary"
	"errors"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/eb30ede5/netlink/internal/uapi"
)

// message is a netlink message in this machine's byte order.
func message(typ, flags uint16, body ...any) []byte {
	b := make([]byte, nlmsghdrLen)
	for _, v := range body {
		switch v := v.(type) {
		case string:
			b = append(b, v...)
		default:
			b, _ = binary.Append(b, binary.NativeEndian, v)
		}
	}
	binary.NativeEndian.PutUint32(b, uint32(len(b)))
	binary.NativeEndian.PutUint16(b[4:], typ)
	binary.NativeEndian.PutUint16(b[6:], flags)
	binary.NativeEndian.PutUint32(b[8:], seq)
	return b
}

// TestNSID shows that the kernel and ip(8) read it the same way.
func TestNSIDRequest(t *testing.T) {
	id := int32(4711)
	got := nsidRequest(uapi.RTM_NEWNSID, uapi.NLM_F_ACK, 5, &id)
	want := message(uapi.RTM_NEWNSID, uapi.NLM_F_REQUEST|uapi.NLM_F_ACK, uint32(0),
		uint16(8), uint16(uapi.NETNSA_FD), uint32(5), uint16(8), uint16(uapi.NETNSA_NSID), id)
	if !bytes.Equal(got, want) {
		t.Errorf("nsidRequest() = %x, want %x", got, want)
	}
}

func TestNSIDReply(t *testing.T) {
	header := make([]byte, nlmsghdrLen)
	binary.NativeEndian.PutUint32(header, 36)
	nsid := message(uapi.RTM_NEWNSID, 0, uint32(0),
		uint16(5), uint16(99), "x\x00\x00\x00", uint16(8), uint16(uapi.NETNSA_NSID), int32(4711))
	words := "\x0d\x00\x01\x00not that\x00\x00\x00\x00"
	if binary.NativeEndian.Uint16([]byte{1, 0}) != 1 {
		words = "\x00\x0d\x00\x01not that\x00\x00\x00\x00"
	}
	tests := []struct {
		name string
		b    []byte
		id   int32
		err  string
	}{
		{"id", nsid, 4711, ""},
		{"none", message(uapi.RTM_NEWNSID, 0, uint32(0), uint16(8), uint16(uapi.NETNSA_NSID), int32(-1)), -1, ""},
		{"ack", message(uapi.NLMSG_ERROR, 0, int32(0), string(header)), -1, ""},
		{"error", message(uapi.NLMSG_ERROR, 0, int32(-17), string(header)), -1, "file exists"},
		{"capped with text", message(uapi.NLMSG_ERROR, uapi.NLM_F_CAPPED|uapi.NLM_F_ACK_TLVS, int32(-17), string(header), words), -1, "file exists: not that"},
		{"whole with text", message(uapi.NLMSG_ERROR, uapi.NLM_F_ACK_TLVS, int32(-17), string(header), "01234567890123456789", words), -1, "file exists: not that"},
		{"echo too long", message(uapi.NLMSG_ERROR, uapi.NLM_F_ACK_TLVS, int32(-17), string(header)), -1, "file exists"},
		{"another type", message(uapi.RTM_NEWLINK, 0, uint32(0)), -1, "malformed answer"},
		{"short id", message(uapi.RTM_NEWNSID, 0, uint32(0), uint16(6), uint16(uapi.NETNSA_NSID), uint16(1)), -1, "malformed answer"},
		{"empty", nil, -1, "malformed answer"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			id, err := nsidReply(tt.b)
			if id != tt.id || tt.err == "" && err != nil || tt.err != "" && (err == nil || err.Error() != tt.err) {
				t.Errorf("nsidReply() = %d, %v; want %d, %q", id, err, tt.id, tt.err)
			}
		})
	}
	if _, err := nsidReply(tests[4].b); !errors.Is(err, unix.EEXIST) {
		t.Errorf("error %v is not EEXIST", err)
	}
}

func FuzzNSIDReply(f *testing.F) {
	f.Add(message(uapi.RTM_NEWNSID, 0, uint32(0), uint16(8), uint16(uapi.NETNSA_NSID), int32(4711)))
	f.Add(message(uapi.NLMSG_ERROR, uapi.NLM_F_ACK_TLVS, int32(-17), uint32(36), uint64(0), uint32(0)))
	f.Fuzz(func(t *testing.T, b []byte) {
		before := bytes.Clone(b)
		nsidReply(b[:len(b):len(b)])
		if !bytes.Equal(b, before) {
			t.Error("input changed")
		}
	})
}
