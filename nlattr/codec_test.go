package nlattr_test

import (
	"net/netip"
	"testing"

	"github.com/eb30ede5/netlink/nlattr"
)

// tunnel has the attributes of a vxlan in number and in kind.
type tunnel struct {
	ID, Link, Age, Limit, Label                                       nlattr.Opt[uint32]
	Group, Local                                                      netip.Addr
	TTL, TOS, DF, LabelPolicy                                         nlattr.Opt[uint8]
	Learn, Proxy, RSC, L2, L3, Csum, Z6TX, Z6RX, RTX, RRX, CM, LB, MR nlattr.OnOff
	Port                                                              nlattr.Opt[uint16]
	GBP, NoPart, GPE, Inherit, VNIFilter                              bool
	Unknown                                                           []nlattr.Attr
}

func (v *tunnel) Attrs(c *nlattr.Codec) {
	nlattr.U32(c, 1, "id", &v.ID)
	nlattr.Addr(c, 2, 16, "group", &v.Group)
	nlattr.U32(c, 3, "link", &v.Link)
	nlattr.Addr(c, 4, 17, "local", &v.Local)
	nlattr.U8(c, 5, "ttl", &v.TTL)
	nlattr.U8(c, 6, "tos", &v.TOS)
	nlattr.Switch(c, 7, "learning", &v.Learn)
	nlattr.U32(c, 8, "ageing", &v.Age)
	nlattr.U32(c, 9, "limit", &v.Limit)
	nlattr.Switch(c, 11, "proxy", &v.Proxy)
	nlattr.Switch(c, 12, "rsc", &v.RSC)
	nlattr.Switch(c, 13, "l2miss", &v.L2)
	nlattr.Switch(c, 14, "l3miss", &v.L3)
	nlattr.BE16(c, 15, "port", &v.Port)
	nlattr.Switch(c, 18, "udp_csum", &v.Csum)
	nlattr.Switch(c, 19, "z6tx", &v.Z6TX)
	nlattr.Switch(c, 20, "z6rx", &v.Z6RX)
	nlattr.Switch(c, 21, "rtx", &v.RTX)
	nlattr.Switch(c, 22, "rrx", &v.RRX)
	nlattr.Flag(c, 23, "gbp", &v.GBP)
	nlattr.Flag(c, 24, "nopart", &v.NoPart)
	nlattr.Switch(c, 25, "external", &v.CM)
	nlattr.BE32(c, 26, "label", &v.Label)
	nlattr.Flag(c, 27, "gpe", &v.GPE)
	nlattr.Flag(c, 28, "ttl_inherit", &v.Inherit)
	nlattr.U8(c, 29, "df", &v.DF)
	nlattr.Flag(c, 30, "vnifilter", &v.VNIFilter)
	nlattr.Switch(c, 31, "localbypass", &v.LB)
	nlattr.U8(c, 32, "label_policy", &v.LabelPolicy)
	nlattr.Switch(c, 34, "mc_route", &v.MR)
	nlattr.Rest(c, &v.Unknown)
}

var full = tunnel{
	ID: nlattr.Some[uint32](42), Local: netip.MustParseAddr("192.0.2.1"), Group: netip.MustParseAddr("239.1.2.3"),
	Link: nlattr.Some[uint32](7), TTL: nlattr.Some[uint8](64), TOS: nlattr.Some[uint8](0), Learn: nlattr.Off,
	Age: nlattr.Some[uint32](300), Limit: nlattr.Some[uint32](0), Port: nlattr.Some[uint16](4789),
	Proxy: nlattr.Off, Csum: nlattr.On, Label: nlattr.Some[uint32](0x12345), GBP: true,
}

func BenchmarkEncode14(b *testing.B) {
	c := new(nlattr.Codec)
	buf := make([]byte, 0, 512)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Encode(buf, &full); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDecode14(b *testing.B) {
	c := new(nlattr.Codec)
	msg, _ := c.Encode(nil, &full)
	v := new(tunnel)
	b.ReportAllocs()
	for b.Loop() {
		*v = tunnel{}
		if err := c.Decode(msg, 0, v); err != nil {
			b.Fatal(err)
		}
	}
	if v.ID != full.ID || len(v.Unknown) != 0 {
		b.Fatal(v)
	}
}
