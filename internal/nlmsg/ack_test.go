package nlmsg

import (
	"bytes"
	"encoding/binary"
	"math"
	"reflect"
	"testing"

	"github.com/eb30ede5/netlink/internal/uapi"
)

func TestParseAckCaptures(t *testing.T) {
	present := func(attrs ...uint) (bits uint32) {
		for _, a := range attrs {
			bits |= 1 << a
		}
		return bits
	}
	const (
		typ    = uapi.NL_POLICY_TYPE_ATTR_TYPE
		minU   = uapi.NL_POLICY_TYPE_ATTR_MIN_VALUE_U
		maxU   = uapi.NL_POLICY_TYPE_ATTR_MAX_VALUE_U
		minLen = uapi.NL_POLICY_TYPE_ATTR_MIN_LENGTH
		maxLen = uapi.NL_POLICY_TYPE_ATTR_MAX_LENGTH
	)
	vni := Ack{Errno: 34, Msg: "VXLAN ID must be lower than 16777216", Offset: 60, HasOffset: true}

	for _, tt := range []struct {
		name   string
		want   Ack
		policy string
	}{
		{name: "ack", want: Ack{}},
		{name: "done", want: Ack{}},
		{name: "error-vxlan-id", want: vni},
		{name: "error-vxlan-id-uncapped", want: vni},
		{name: "error-vxlan-id-plain", want: Ack{Errno: 34}},
		{name: "done-table", want: Ack{Errno: 2, Msg: "ipv4: FIB table does not exist"}},
		{name: "done-header", want: Ack{Errno: 22, Msg: "Invalid values in header for FIB dump request"}},
		{name: "error-op-flags", want: Ack{Errno: 22, Msg: "reserved bit set", Offset: 24, HasOffset: true}},
		{name: "warning-htb", want: Ack{Msg: "sch_htb: quantum of class 10001 is big. Consider r2q change."}},
		{
			name: "error-ifname",
			want: Ack{
				Errno: 34, Msg: "Attribute failed policy validation", Offset: 32, HasOffset: true,
				Policy: &Policy{Type: TypeString, MaxLen: 15, Present: present(typ, maxLen)},
			},
			policy: "at most 15 bytes",
		},
		{
			name: "error-mtu",
			want: Ack{
				Errno: 34, Msg: "Attribute failed policy validation", Offset: 32, HasOffset: true,
				Policy: &Policy{Type: TypeU32, MaxU: math.MaxUint32, Present: present(typ, minU, maxU)},
			},
			policy: "an unsigned number of 32 bits",
		},
		{
			name: "error-dscp",
			want: Ack{
				Errno: 34, Msg: "Error parsing msg", Offset: 28, HasOffset: true,
				Policy: &Policy{Type: TypeU8, MaxU: 63, Present: present(typ, minU, maxU)},
			},
			policy: "at most 63",
		},
		{
			name: "error-multi-boolopt",
			want: Ack{
				Errno: 34, Msg: "binary attribute size out of range", Offset: 52, HasOffset: true,
				Policy: &Policy{Type: TypeBinary, MinLen: 8, MaxLen: 8, Present: present(typ, minLen, maxLen)},
			},
			policy: "exactly 8 bytes",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := capture(t, tt.name)
			m, rest, err := Next(b)
			if err != nil || len(rest) != 0 {
				t.Fatalf("Next: %v, %d bytes left", err, len(rest))
			}
			got, err := ParseAck(m)
			if err != nil {
				t.Fatal(err)
			}
			clear(b) // the result must not need them any more
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("ParseAck = %+v with policy %+v\nwant %+v with policy %+v", got, got.Policy, tt.want, tt.want.Policy)
			}
			if got.Policy.String() != tt.policy {
				t.Errorf("policy is %q, want %q", got.Policy, tt.policy)
			}
		})
	}
}

// attr builds an attribute by hand.
func attr(typ uint16, v ...byte) []byte {
	b := binary.NativeEndian.AppendUint16(nil, uint16(4+len(v)))
	b = binary.NativeEndian.AppendUint16(b, typ)
	b = append(b, v...)
	return append(b, make([]byte, -len(v)&3)...)
}

func u32(n uint32) []byte { return binary.NativeEndian.AppendUint32(nil, n) }
func u64(n uint64) []byte { return binary.NativeEndian.AppendUint64(nil, n) }

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

func parse(t *testing.T, typ, flags uint16, body ...[]byte) Ack {
	t.Helper()
	m, _, err := Next(message(typ, flags, 1, 2, join(body...)...))
	if err != nil {
		t.Fatal(err)
	}
	a, err := ParseAck(m)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// The same on every byte order, and what no capture has.
func TestParseAckBuilt(t *testing.T) {
	request := message(16, 5, 1, 0, 1, 2, 3, 4)
	tlvs := join(
		attr(uapi.NLMSGERR_ATTR_MSG, []byte("no\n\x00")...),
		attr(uapi.NLMSGERR_ATTR_OFFS, u32(0x1234)...),
		attr(uapi.NLMSGERR_ATTR_COOKIE, 9, 8, 7),
		attr(uapi.NLMSGERR_ATTR_MISS_TYPE, u32(5)...),
		attr(77, 1),
		attr(uapi.NLMSGERR_ATTR_MISS_NEST, u32(40)...),
		attr(uapi.NLMSGERR_ATTR_POLICY|uapi.NLA_F_NESTED, join(
			attr(uapi.NL_POLICY_TYPE_ATTR_TYPE, u32(TypeU16)...),
			attr(uapi.NL_POLICY_TYPE_ATTR_MIN_VALUE_U, u64(1)...),
			attr(uapi.NL_POLICY_TYPE_ATTR_PAD),
			attr(uapi.NL_POLICY_TYPE_ATTR_MAX_VALUE_U, u64(4094)...))...),
	)
	full := Ack{
		Errno: 22, Msg: "no", Cookie: []byte{9, 8, 7},
		Offset: 0x1234, HasOffset: true, MissType: 5, HasMissType: true, MissNest: 40, HasMissNest: true,
		Policy: &Policy{Type: TypeU16, MinU: 1, MaxU: 4094, Present: 1<<1 | 1<<4 | 1<<5},
	}
	einval := u32(0xffffffff - 21)

	for _, tt := range []struct {
		name string
		got  Ack
		want Ack
	}{
		{"capped", parse(t, 2, 0x300, einval, request[:16], tlvs), full},
		{"with the request", parse(t, 2, 0x200, einval, request, tlvs), full},
		{"done", parse(t, 3, 0x202, einval, tlvs), full},
		{"no flag, no attributes", parse(t, 2, 0x100, einval, request[:16], tlvs), Ack{Errno: 22}},
		{"done without errno", parse(t, 3, 2), Ack{}},
		{"error of four bytes", parse(t, 2, 0x200, einval), Ack{Errno: 22}},
		{"request longer than the message", parse(t, 2, 0x200, einval, u32(0xffffffff), request[4:16]), Ack{Errno: 22}},
		{"request shorter than its header", parse(t, 2, 0x200, einval, u32(3), request[4:16], attr(1, 'x', 0)), Ack{Errno: 22, Msg: "x"}},
		{"positive errno", parse(t, 2, 0, u32(5)), Ack{Errno: 5}},
		{"errno without a positive", parse(t, 2, 0, u32(1<<31)), Ack{Errno: math.MaxInt32}},
		{"attributes cut short", parse(t, 3, 0x202, einval, attr(1, 'x', 0), []byte{200, 200, 2, 0, 1}), Ack{Errno: 22, Msg: "x"}},
		{"offset of three bytes", parse(t, 3, 0x202, einval, attr(2, 1, 2, 3)), Ack{Errno: 22}},
	} {
		if !reflect.DeepEqual(tt.got, tt.want) {
			t.Errorf("%s: %+v with policy %+v\nwant %+v with policy %+v", tt.name, tt.got, tt.got.Policy, tt.want, tt.want.Policy)
		}
	}
}

func TestParseAckErrors(t *testing.T) {
	for _, b := range [][]byte{
		message(16, 0, 1, 2, 0, 0, 0, 0),
		message(2, 0, 1, 2),
		message(2, 0, 1, 2, 0, 0, 0),
		message(3, 0, 1, 2, 0),
	} {
		m, _, err := Next(b)
		if err != nil {
			t.Fatal(err)
		}
		if a, err := ParseAck(m); err == nil {
			t.Errorf("ParseAck(% x) = %+v, want an error", b, a)
		}
	}
}

func TestPlainAckDoesNotAllocate(t *testing.T) {
	for _, b := range [][]byte{
		message(2, 0x100, 1, 2, join(u32(0), message(16, 5, 1, 0))...),
		message(2, 0x300, 1, 2, join(u32(0xfffffffe), message(16, 5, 1, 0), attr(2, 1, 0, 0, 0))...),
		message(3, 2, 1, 2, 0, 0, 0, 0),
	} {
		m, _, err := Next(b)
		if err != nil {
			t.Fatal(err)
		}
		if n := testing.AllocsPerRun(100, func() {
			if _, err := ParseAck(m); err != nil {
				t.Fatal(err)
			}
		}); n != 0 {
			t.Errorf("ParseAck(% x): %v allocations, want 0", b, n)
		}
	}
}

func TestPolicyString(t *testing.T) {
	const (
		minS, maxS     = uapi.NL_POLICY_TYPE_ATTR_MIN_VALUE_S, uapi.NL_POLICY_TYPE_ATTR_MAX_VALUE_S
		minU, maxU     = uapi.NL_POLICY_TYPE_ATTR_MIN_VALUE_U, uapi.NL_POLICY_TYPE_ATTR_MAX_VALUE_U
		minLen, maxLen = uapi.NL_POLICY_TYPE_ATTR_MIN_LENGTH, uapi.NL_POLICY_TYPE_ATTR_MAX_LENGTH
	)
	s64 := func(n int64) []byte { return u64(uint64(n)) }
	kind := func(typ uint32) []byte { return attr(uapi.NL_POLICY_TYPE_ATTR_TYPE, u32(typ)...) }

	for _, tt := range []struct {
		want   string
		policy [][]byte
	}{
		{"", nil},
		{"", [][]byte{kind(99)}},
		{"a flag, without a value", [][]byte{kind(TypeFlag)}},
		{"1 to 4094", [][]byte{kind(TypeU16), attr(minU, u64(1)...), attr(maxU, u64(4094)...)}},
		{"at least 68", [][]byte{kind(TypeU32), attr(minU, u64(68)...), attr(maxU, u64(math.MaxUint32)...)}},
		{"at most 255", [][]byte{kind(TypeU16), attr(minU, u64(0)...), attr(maxU, u64(255)...)}},
		{"exactly 1", [][]byte{kind(TypeU8), attr(minU, u64(1)...), attr(maxU, u64(1)...)}},
		{"an unsigned number of 8 bits", [][]byte{kind(TypeU8), attr(minU, u64(0)...), attr(maxU, u64(255)...)}},
		{"an unsigned number of 64 bits", [][]byte{kind(TypeU64), attr(minU, u64(0)...), attr(maxU, u64(math.MaxUint64)...)}},
		{"-1 to 16777215", [][]byte{kind(TypeS32), attr(minS, s64(-1)...), attr(maxS, s64(16777215)...)}},
		{"at least -5", [][]byte{kind(TypeS8), attr(minS, s64(-5)...), attr(maxS, s64(127)...)}},
		{"a signed number of 64 bits", [][]byte{kind(TypeS64), attr(minS, s64(math.MinInt64)...), attr(maxS, s64(math.MaxInt64)...)}},
		{"at most 15 bytes", [][]byte{kind(TypeNulString), attr(maxLen, u32(15)...)}},
		{"at least 4 bytes", [][]byte{kind(TypeBinary), attr(minLen, u32(4)...)}},
		{"4 to 16 bytes", [][]byte{kind(TypeBinary), attr(minLen, u32(4)...), attr(maxLen, u32(16)...)}},
		{"bytes", [][]byte{kind(TypeBinary)}},
		{"a string", [][]byte{kind(TypeString)}},
		{"nested attributes", [][]byte{kind(TypeNested)}},
		{"nested attributes up to type 7", [][]byte{kind(TypeNested), attr(uapi.NL_POLICY_TYPE_ATTR_POLICY_IDX, u32(1)...), attr(uapi.NL_POLICY_TYPE_ATTR_POLICY_MAXTYPE, u32(7)...)}},
		{"mask 0x3", [][]byte{kind(TypeU32), attr(uapi.NL_POLICY_TYPE_ATTR_MASK, u64(3)...)}},
		{"mask 0x5", [][]byte{kind(TypeBitfield32), attr(uapi.NL_POLICY_TYPE_ATTR_BITFIELD32_MASK, u32(5)...)}},
		{"a value and a mask of 32 bits each", [][]byte{kind(TypeBitfield32), attr(uapi.NL_POLICY_TYPE_ATTR_BITFIELD32_MASK, 1)}},
	} {
		if got := parsePolicy(join(tt.policy...)).String(); got != tt.want {
			t.Errorf("policy % x is %q, want %q", join(tt.policy...), got, tt.want)
		}
	}
}

func FuzzParseAck(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		before := bytes.Clone(b)
		for rest := b; len(rest) > 0; {
			m, next, err := Next(rest)
			if err != nil {
				break
			}
			rest = next
			a, err := ParseAck(m)
			if err != nil {
				continue
			}
			_ = a.Policy.String()
			if a.Errno < 0 {
				t.Fatalf("errno %d", a.Errno)
			}
			if len(m.Body) >= 4 && (a.Errno == 0) != bytes.Equal(m.Body[:4], make([]byte, 4)) {
				t.Fatalf("errno %d of % x", a.Errno, m.Body[:4])
			}
			if len(a.Msg)+len(a.Cookie) > len(m.Body) {
				t.Fatalf("%d bytes out of %d", len(a.Msg)+len(a.Cookie), len(m.Body))
			}
		}
		if !bytes.Equal(b, before) {
			t.Fatal("the input was changed")
		}
	})
}
