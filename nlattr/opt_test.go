package nlattr_test

import (
	"encoding/json"
	"net/netip"
	"strings"
	"testing"

	"github.com/eb30ede5/netlink/nlattr"
)

func TestOpt(t *testing.T) {
	for _, tt := range []struct {
		o      nlattr.Opt[uint32]
		v      uint32
		is     bool
		or7    uint32
		string string
	}{
		{nlattr.Opt[uint32]{}, 0, false, 7, ""},
		{some[uint32](0), 0, true, 0, "0"},
		{some[uint32](5), 5, true, 5, "5"},
	} {
		v, ok := tt.o.Get()
		if v != tt.v || ok != tt.is || tt.o.Is() != tt.is || tt.o.IsZero() == tt.is || tt.o.Or(7) != tt.or7 || tt.o.String() != tt.string {
			t.Errorf("Opt %#v = Get %v %v, Is %v, IsZero %v, Or(7) %v, String %q, want %v %v, %v, %v, %v, %q", tt.o,
				v, ok, tt.o.Is(), tt.o.IsZero(), tt.o.Or(7), tt.o.String(), tt.v, tt.is, tt.is, !tt.is, tt.or7, tt.string)
		}
	}
	if some(netip.IPv4Unspecified()) != some(netip.MustParseAddr("0.0.0.0")) || some(uint8(0)) == (nlattr.Opt[uint8]{}) {
		t.Error("Opts do not compare as their values do")
	}
	if got := some(netip.IPv4Unspecified()).String(); got != "0.0.0.0" {
		t.Errorf("String = %q, want 0.0.0.0", got)
	}
}

func TestOnOff(t *testing.T) {
	for o, want := range map[nlattr.OnOff]string{0: "", nlattr.On: "on", nlattr.Off: "off", 3: "OnOff(3)"} {
		if got := o.String(); got != want {
			t.Errorf("OnOff %d: String = %q, want %q", uint8(o), got, want)
		}
	}
	if on, off := nlattr.Bool(true), nlattr.Bool(false); on != nlattr.On || off != nlattr.Off {
		t.Errorf("Bool(true), Bool(false) = %v, %v, want on, off", on, off)
	}
}

// config has the types that need to know something of JSON.
type config struct {
	N  nlattr.Opt[uint32]     `json:"n,omitzero"`
	A  nlattr.Opt[netip.Addr] `json:"a,omitzero"`
	S  nlattr.Opt[string]     `json:"s,omitzero"`
	O  nlattr.OnOff           `json:"o,omitzero"`
	H  nlattr.HWAddr          `json:"h,omitzero"`
	N0 nlattr.Opt[uint32]     `json:"n0"`
	O0 nlattr.OnOff           `json:"o0"`
	H0 nlattr.HWAddr          `json:"h0"`
}

func TestJSON(t *testing.T) {
	for _, tt := range []struct {
		v    config
		want string
	}{
		{config{}, `{"n0":null,"o0":null,"h0":""}`},
		{config{N: some[uint32](0), A: some(netip.MustParseAddr("::1")), S: some(""), O: nlattr.Off, H: hwAddr([]byte{2, 10}), N0: some[uint32](7), O0: nlattr.On, H0: hwAddr([]byte{255})},
			`{"n":0,"a":"::1","s":"","o":false,"h":"02:0a","n0":7,"o0":true,"h0":"ff"}`},
	} {
		b, err := json.Marshal(tt.v)
		if string(b) != tt.want || err != nil {
			t.Errorf("Marshal(%+v) = %s, %v, want %s, nil", tt.v, b, err, tt.want)
		}
		got := config{N: some[uint32](9), O0: nlattr.Off, N0: some[uint32](9), H0: hwAddr([]byte{9})}
		want := tt.v
		if !want.N.Is() {
			want.N = got.N // what is not there leaves its field alone
		}
		if err := json.Unmarshal(b, &got); err != nil || got != want {
			t.Errorf("Unmarshal(%s) = %+v, %v, want %+v, nil", b, got, err, want)
		}
	}
	for _, s := range []string{`{"n":"x"}`, `{"n":-1}`, `{"o":1}`, `{"o":"on"}`, `{"h":"2"}`, `{"h":7}`, `{"a":"x"}`} {
		v := config{N: some[uint32](9), O: nlattr.On, H: hwAddr([]byte{9})}
		want := v
		if err := json.Unmarshal([]byte(s), &v); err == nil || v != want {
			t.Errorf("Unmarshal(%s) = %+v, %v, want %+v and an error", s, v, err, want)
		}
	}
	unknown := []nlattr.Attr{{Type: 1, Data: []byte{1, 2}}, {Nest: "x", Type: 2, Flags: nested, Problem: "bad"}}
	b, err := json.Marshal(unknown)
	if want := `[{"type":1,"data":"AQI="},{"nest":"x","type":2,"flags":32768,"data":null,"problem":"bad"}]`; string(b) != want || err != nil {
		t.Errorf("Marshal(%+v) = %s, %v, want %s, nil", unknown, b, err, want)
	}
}

func TestHWAddr(t *testing.T) {
	long := strings.Repeat("0f:", 31) + "f0"
	for s, want := range map[string]int{"02": 1, "02:00:5e:00:53:01": 6, "00:00:00:00:00:00": 6, long: 32} {
		a, err := nlattr.ParseHWAddr(s)
		if err != nil || a.String() != s || a.Len() != want || a.IsZero() {
			t.Errorf("ParseHWAddr(%q) = %v of %d bytes, %v, want %d bytes, nil", s, a, a.Len(), err, want)
		}
		b := a.AppendTo([]byte{9})
		if again := hwAddr(b[1:]); again != a || b[0] != 9 {
			t.Errorf("HWAddrFrom(AppendTo(%v)) = %v, want the same", a, again)
		}
	}
	if a, err := nlattr.ParseHWAddr("0A:bC"); err != nil || a.String() != "0a:bc" {
		t.Errorf("ParseHWAddr(0A:bC) = %v, %v, want 0a:bc, nil", a, err)
	}
	for _, s := range []string{"", ":", "0", "00:", ":00", "0:00", "000", "0000", "00:0:000", "00::00", "00-00", "02-00-5e-00-53-01", "0g", "00:00 ", "00;00", long + ":00"} {
		if a, err := nlattr.ParseHWAddr(s); err == nil || !a.IsZero() {
			t.Errorf("ParseHWAddr(%q) = %v, %v, want nothing and an error", s, a, err)
		}
	}
	if a, err := nlattr.HWAddrFrom(make([]byte, 33)); err == nil || !a.IsZero() {
		t.Errorf("HWAddrFrom(33 bytes) = %v, %v, want nothing and an error", a, err)
	}
	if a := hwAddr(nil); !a.IsZero() || a.String() != "" || a != (nlattr.HWAddr{}) {
		t.Errorf("HWAddrFrom(nil) = %v, want the zero HWAddr", a)
	}
	if a, b := hwAddr([]byte{0}), hwAddr([]byte{0, 0}); a == b || a.IsZero() {
		t.Errorf("%v == %v, want addresses of two lengths to differ", a, b)
	}
	a := hwAddr([]byte{9})
	if err := a.UnmarshalText(nil); err != nil || !a.IsZero() {
		t.Errorf("UnmarshalText(nothing) = %v, %v, want nothing, nil", a, err)
	}
	defer func() {
		if recover() == nil {
			t.Error("MustParseHWAddr(x) returned, want a panic")
		}
	}()
	nlattr.MustParseHWAddr("x")
}
