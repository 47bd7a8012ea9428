package nlattr_test

import (
	"testing"

	"github.com/josharian/native"

	"github.com/eb30ede5/netlink/nlattr"
)

type bitsAndFlag struct {
	A, B    nlattr.OnOff // bits 1 and 4
	More    uint32
	Yes     bool
	Unknown []nlattr.Attr
}

func (v *bitsAndFlag) Attrs(c *nlattr.Codec) {
	nlattr.Bits(c, 7, "bits", &v.More, nlattr.Bit{Mask: 1, Switch: &v.A}, nlattr.Bit{Mask: 4, Switch: &v.B})
	nlattr.FlagU8(c, 8, "yes", &v.Yes)
	nlattr.Rest(c, &v.Unknown)
}

func TestBitsAndFlagU8(t *testing.T) {
	if native.IsBigEndian {
		t.Skip("the bytes are little-endian")
	}
	const on, off = nlattr.On, nlattr.Off
	for _, tt := range []struct {
		name            string
		v               bitsAndFlag
		request, report string
	}{
		{"nothing", bitsAndFlag{}, "", ""},
		{"on", bitsAndFlag{A: on}, "\x0c\x00\x07\x00\x01\x00\x00\x00\x01\x00\x00\x00", "\x0c\x00\x07\x00\x01\x00\x00\x00\x01\x00\x00\x00"},
		{"off", bitsAndFlag{B: off}, "\x0c\x00\x07\x00\x00\x00\x00\x00\x04\x00\x00\x00", "\x0c\x00\x07\x00\x00\x00\x00\x00\x04\x00\x00\x00"},
		{"both and more", bitsAndFlag{A: off, B: on, More: 0x100}, "\x0c\x00\x07\x00\x04\x01\x00\x00\x05\x01\x00\x00", "\x0c\x00\x07\x00\x04\x01\x00\x00\x05\x01\x00\x00"},
		{"yes", bitsAndFlag{Yes: true}, "\x04\x00\x08\x00", "\x05\x00\x08\x00\x01\x00\x00\x00"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var c nlattr.Codec
			for want, encode := range map[*string]func([]byte, nlattr.Attrser) ([]byte, error){&tt.request: c.Encode, &tt.report: c.EncodeReport} {
				got, err := encode(nil, &tt.v)
				if err != nil || string(got) != *want {
					t.Fatalf("% x, want % x (%v)", got, *want, err)
				}
				var back bitsAndFlag
				if err := c.Decode(got, 0, &back); err != nil || back.A != tt.v.A || back.B != tt.v.B || back.More != tt.v.More || back.Yes != tt.v.Yes || back.Unknown != nil {
					t.Errorf("read: %+v, %v, want %+v", back, err, tt.v)
				}
			}
		})
	}
	for name, b := range map[string]string{"bits": "\x08\x00\x07\x00\x01\x00\x00\x00", "yes": "\x06\x00\x08\x00\x01\x00\x00\x00"} {
		var v bitsAndFlag
		if err := nlattr.Parse([]byte(b), 0, &v); err == nil || len(v.Unknown) != 1 || v.A != 0 || v.Yes {
			t.Errorf("%s of a wrong length: %+v, %v", name, v, err)
		}
	}
	var v bitsAndFlag // a bit that is off, and one that is on and not meant
	if err := nlattr.Parse([]byte("\x0c\x00\x07\x00\x05\x00\x00\x00\xf1\xff\xff\xff\x05\x00\x08\x00\x00\x00\x00\x00"), 0, &v); err != nil || v.A != on || v.B != 0 || v.More != 0 || v.Yes {
		t.Errorf("%+v, %v", v, err)
	}
	if _, err := nlattr.Append(nil, &bitsAndFlag{A: 3}); err == nil {
		t.Error("neither on nor off: no error")
	}
}
