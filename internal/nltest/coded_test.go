package nltest

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

func TestAllocations(t *testing.T) {
	type inner struct {
		S string
		P *uint32
	}
	type outer struct {
		S     string
		A     netip.Addr
		B     []byte
		Inner inner
		Ptr   *inner
		Many  []inner
		Any   any
		Few   [2]string
	}
	n := uint32(7)
	for _, tt := range []struct {
		v    outer
		want int
	}{
		{outer{}, 0},
		{outer{S: "a", A: netip.MustParseAddr("2001:db8::1")}, 1},
		{outer{B: []byte{}, Any: 3}, 1},
		{outer{B: []byte{1, 2}, Inner: inner{"a", &n}}, 3},
		{outer{Ptr: &inner{S: "a"}, Few: [2]string{"", "b"}}, 3},
		{outer{Many: []inner{{S: "a"}, {P: &n}, {}}}, 3},
		{outer{Any: &inner{S: "a"}}, 2},
	} {
		if got := Allocations(&tt.v); got != tt.want {
			t.Errorf("Allocations(%+v) = %d, want %d", tt.v, got, tt.want)
		}
	}
}

// wasteful allocates in the direction that its number says.
type wasteful struct {
	N nlattr.Opt[uint32]
}

var waste []byte

func (w *wasteful) Attrs(c *nlattr.Codec) {
	nlattr.U32(c, 1, "n", &w.N)
	if n, _ := w.N.Get(); c.Decoding() && n == 1 || !c.Decoding() && n == 2 {
		waste = make([]byte, 1<<n)
	}
	nlattr.Rest(c, new([]nlattr.Attr))
}

type errorsTB struct {
	testing.TB
	all []string
}

func (e *errorsTB) Helper() {}
func (e *errorsTB) Errorf(format string, args ...any) {
	e.all = append(e.all, fmt.Sprintf(format, args...))
}
func (e *errorsTB) Error(args ...any) { e.all = append(e.all, fmt.Sprint(args...)) }

func TestCheckAllocs(t *testing.T) {
	LittleEndianOnly(t)
	of := func(name string, n byte) Coded {
		return Coded{Name: name, Body: []byte{8, 0, 1, 0, n, 0, 0, 0}, V: new(wasteful)}
	}
	all := []Coded{of("good", 3), of("bad", 1), of("worse", 2), {Name: "ill", Body: []byte{5, 0, 1, 0, 7, 0, 0, 0}, V: new(wasteful)}}
	for _, tt := range []struct {
		all  []Coded
		but  map[string]string
		want []string
	}{
		{all[:1], nil, nil},
		{nil, nil, []string{"there is nothing to measure"}},
		{all[1:3], nil, []string{"decode bad: 1 allocations, want at most 0", "encode worse: as a request: 1 allocations, want at most 0"}},
		{all[1:3], map[string]string{"decode bad": "why", "encode worse": "why"}, nil},
		{all[:1], map[string]string{"decode good": "why"}, []string{"decode good is an exception that is none"}},
		{all[3:], nil, []string{"decode ill: n: 1 bytes, want 4"}},
	} {
		e := &errorsTB{}
		CheckAllocs(e, tt.all, tt.but)
		if !slices.Equal(e.all, tt.want) {
			t.Errorf("errors %q, want %q", e.all, tt.want)
		}
	}
}

// TestAllCoded looks at which messages are there: what asks is not, but where a
// kernel sent it.
func TestAllCoded(t *testing.T) {
	LittleEndianOnly(t)
	types := map[uint16]bool{}
	for _, o := range AllCoded(t, func(typ uint16, body []byte) (int, nlattr.Attrser) {
		types[typ] = true
		if typ != uapi.RTM_NEWADDR {
			return 0, nil
		}
		return 8, new(wasteful)
	}) {
		if !strings.Contains(o.Name, "addr") || o.Head != 8 || len(o.Body) < 8 {
			t.Errorf("%s is no address", o.Name)
		}
	}
	for typ, want := range map[uint16]bool{uapi.RTM_NEWLINK: true, uapi.RTM_SETSTATS: true, uapi.RTM_GETMDB: true, uapi.RTM_GETLINK: false, uapi.RTM_GETROUTE: false} {
		if got := types[typ]; got != want {
			t.Errorf("messages of type %d: %v, want %v", typ, got, want)
		}
	}
}

func TestPayload(t *testing.T) {
	b := []byte{5, 0, 1, 0, 7, 0, 0, 0, 12, 0, 2, 0x80, 6, 0, 3, 0, 8, 9, 0, 0}
	if got := Payload(b, 2, 3); !slices.Equal(got, []byte{8, 9}) {
		t.Errorf("Payload(2, 3) = %v", got)
	}
	if got := Payload(b, 2, 4); got != nil {
		t.Errorf("Payload(2, 4) = %v, want nil", got)
	}
}
