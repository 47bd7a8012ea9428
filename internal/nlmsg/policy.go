package nlmsg

import (
	"fmt"
	"math"

	"github.com/eb30ede5/netlink/internal/uapi"
)

// Types of attributes as a [Policy] has them: netlink.h, enum netlink_attribute_type.
const (
	TypeInvalid     = 0
	TypeFlag        = 1
	TypeU8          = 2
	TypeU16         = 3
	TypeU32         = 4
	TypeU64         = 5
	TypeS8          = 6
	TypeS16         = 7
	TypeS32         = 8
	TypeS64         = 9
	TypeBinary      = 10
	TypeString      = 11
	TypeNulString   = 12
	TypeNested      = 13
	TypeNestedArray = 14
	TypeBitfield32  = 15
	TypeSint        = 16
	TypeUint        = 17
)

// Policy is what the kernel demands of the attribute that it refused. Which of
// its fields the kernel has sent, [Policy.Has] tells.
type Policy struct {
	Type       uint32 // TypeU8 and so on
	MinS, MaxS int64
	MinU, MaxU uint64
	MinLen     uint32
	MaxLen     uint32 // of a string, without its terminating zero
	Index      uint32 // of the policy of a nest
	MaxType    uint32 // highest attribute type in a nest
	Bitfield32 uint32 // valid bits
	Mask       uint64 // valid bits
	Present    uint32 // bit 1<<NL_POLICY_TYPE_ATTR_* for each field above that was sent
}

// Has tells whether the kernel has sent attr, one of NL_POLICY_TYPE_ATTR_*.
func (p *Policy) Has(attr uint) bool { return p.Present&(1<<attr) != 0 }

func parsePolicy(b []byte) *Policy {
	p := new(Policy)
	for {
		typ, v, rest, ok := nextAttr(b)
		if !ok {
			return p
		}
		b = rest
		if p.set(typ, v) {
			p.Present |= 1 << typ
		}
	}
}

// set takes one attribute of a policy; it reports false for those that it does
// not know or that have the wrong length.
func (p *Policy) set(typ uint16, v []byte) bool {
	var n32 *uint32
	switch typ {
	case uapi.NL_POLICY_TYPE_ATTR_TYPE:
		n32 = &p.Type
	case uapi.NL_POLICY_TYPE_ATTR_MIN_LENGTH:
		n32 = &p.MinLen
	case uapi.NL_POLICY_TYPE_ATTR_MAX_LENGTH:
		n32 = &p.MaxLen
	case uapi.NL_POLICY_TYPE_ATTR_POLICY_IDX:
		n32 = &p.Index
	case uapi.NL_POLICY_TYPE_ATTR_POLICY_MAXTYPE:
		n32 = &p.MaxType
	case uapi.NL_POLICY_TYPE_ATTR_BITFIELD32_MASK:
		n32 = &p.Bitfield32
	default:
		return p.set64(typ, v)
	}
	n, ok := uint32Of(v)
	if ok {
		*n32 = n
	}
	return ok
}

func (p *Policy) set64(typ uint16, v []byte) bool {
	n, ok := uint64Of(v)
	if !ok {
		return false
	}
	switch typ {
	case uapi.NL_POLICY_TYPE_ATTR_MIN_VALUE_S:
		p.MinS = int64(n)
	case uapi.NL_POLICY_TYPE_ATTR_MAX_VALUE_S:
		p.MaxS = int64(n)
	case uapi.NL_POLICY_TYPE_ATTR_MIN_VALUE_U:
		p.MinU = n
	case uapi.NL_POLICY_TYPE_ATTR_MAX_VALUE_U:
		p.MaxU = n
	case uapi.NL_POLICY_TYPE_ATTR_MASK:
		p.Mask = n
	default:
		return false
	}
	return true
}

// String says in plain words what the attribute must be: "1 to 4094",
// "at most 15 bytes", "mask 0x3". It is empty where the kernel does not tell.
func (p *Policy) String() string {
	switch {
	case p == nil:
		return ""
	case p.Has(uapi.NL_POLICY_TYPE_ATTR_MASK):
		return fmt.Sprintf("mask %#x", p.Mask)
	case p.Has(uapi.NL_POLICY_TYPE_ATTR_BITFIELD32_MASK):
		return fmt.Sprintf("mask %#x", p.Bitfield32)
	case p.Has(uapi.NL_POLICY_TYPE_ATTR_MIN_VALUE_U), p.Has(uapi.NL_POLICY_TYPE_ATTR_MAX_VALUE_U):
		return p.unsigned()
	case p.Has(uapi.NL_POLICY_TYPE_ATTR_MIN_VALUE_S), p.Has(uapi.NL_POLICY_TYPE_ATTR_MAX_VALUE_S):
		return p.signed()
	case p.Has(uapi.NL_POLICY_TYPE_ATTR_MIN_LENGTH), p.Has(uapi.NL_POLICY_TYPE_ATTR_MAX_LENGTH):
		return p.length()
	case p.Has(uapi.NL_POLICY_TYPE_ATTR_POLICY_MAXTYPE):
		return fmt.Sprintf("%s up to type %d", typeName(p.Type), p.MaxType)
	}
	return typeName(p.Type)
}

// unsigned leaves a bound out that is the type's own: the kernel always sends both.
func (p *Policy) unsigned() string {
	lo := p.Has(uapi.NL_POLICY_TYPE_ATTR_MIN_VALUE_U) && p.MinU > 0
	hi := p.Has(uapi.NL_POLICY_TYPE_ATTR_MAX_VALUE_U) && p.MaxU < uint64(math.MaxUint64)>>(64-bits(p.Type))
	return bounds(p.Type, p.MinU, p.MaxU, lo, hi, "")
}

func (p *Policy) signed() string {
	shift := 64 - bits(p.Type)
	lo := p.Has(uapi.NL_POLICY_TYPE_ATTR_MIN_VALUE_S) && p.MinS > math.MinInt64>>shift
	hi := p.Has(uapi.NL_POLICY_TYPE_ATTR_MAX_VALUE_S) && p.MaxS < math.MaxInt64>>shift
	return bounds(p.Type, p.MinS, p.MaxS, lo, hi, "")
}

func (p *Policy) length() string {
	lo := p.Has(uapi.NL_POLICY_TYPE_ATTR_MIN_LENGTH) && p.MinLen > 0
	hi := p.Has(uapi.NL_POLICY_TYPE_ATTR_MAX_LENGTH)
	return bounds(p.Type, p.MinLen, p.MaxLen, lo, hi, " bytes")
}

func bounds[T uint32 | uint64 | int64](typ uint32, from, to T, lo, hi bool, unit string) string {
	switch {
	case lo && hi && from == to:
		return fmt.Sprintf("exactly %d%s", from, unit)
	case lo && hi:
		return fmt.Sprintf("%d to %d%s", from, to, unit)
	case lo:
		return fmt.Sprintf("at least %d%s", from, unit)
	case hi:
		return fmt.Sprintf("at most %d%s", to, unit)
	}
	return typeName(typ)
}

// bits returns the size of the integers of a type.
func bits(typ uint32) uint {
	switch typ {
	case TypeU8, TypeS8:
		return 8
	case TypeU16, TypeS16:
		return 16
	case TypeU32, TypeS32:
		return 32
	}
	return 64
}

func typeName(typ uint32) string {
	switch typ {
	case TypeFlag:
		return "a flag, without a value"
	case TypeU8, TypeU16, TypeU32, TypeU64:
		return fmt.Sprintf("an unsigned number of %d bits", bits(typ))
	case TypeS8, TypeS16, TypeS32, TypeS64:
		return fmt.Sprintf("a signed number of %d bits", bits(typ))
	case TypeUint:
		return "an unsigned number of 32 or 64 bits"
	case TypeSint:
		return "a signed number of 32 or 64 bits"
	case TypeBinary:
		return "bytes"
	case TypeString, TypeNulString:
		return "a string"
	case TypeNested, TypeNestedArray:
		return "nested attributes"
	case TypeBitfield32:
		return "a value and a mask of 32 bits each"
	}
	return ""
}
