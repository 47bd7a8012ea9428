package nlattr_test

import (
	"fmt"
	"net/netip"

	"github.com/eb30ede5/netlink/nlattr"
)

// WireGuardPeer is a struct of a program's own.
type WireGuardPeer struct {
	Key        []byte
	Flags      uint32
	Keepalive  nlattr.Opt[uint16] // seconds, 0 for none
	AllowedIPs []AllowedIP
	Unknown    []nlattr.Attr
}

// AllowedIP is an element of a list in it.
type AllowedIP struct {
	Family  uint16
	IP      netip.Addr
	Bits    uint8
	Unknown []nlattr.Attr
}

// Attrs implements [nlattr.Attrser]. Each line has a wire form, the attribute's
// type, its name and the field; the last is always Rest.
func (p *WireGuardPeer) Attrs(c *nlattr.Codec) {
	nlattr.Bytes(c, 1, "public_key", &p.Key)
	nlattr.N32(c, 3, "flags", &p.Flags)
	nlattr.U16(c, 5, "persistent_keepalive", &p.Keepalive)
	nlattr.List(c, 9, 0, "allowed_ips", &p.AllowedIPs, &p.Unknown)
	nlattr.Rest(c, &p.Unknown)
}

// Attrs implements [nlattr.Attrser].
func (a *AllowedIP) Attrs(c *nlattr.Codec) {
	nlattr.N16(c, 1, "family", &a.Family)
	nlattr.Addr(c, 2, 2, "ip", &a.IP)
	nlattr.N8(c, 3, "cidr_mask", &a.Bits)
	nlattr.Rest(c, &a.Unknown)
}

// A struct with a list of attributes goes both ways.
func Example() {
	p := WireGuardPeer{
		Key:       []byte("a public key"),
		Keepalive: nlattr.Some[uint16](0), // sent; left out, it would not be
		AllowedIPs: []AllowedIP{
			{Family: 2, IP: netip.MustParseAddr("192.0.2.0"), Bits: 24},
			{Family: 10, IP: netip.MustParseAddr("2001:db8::"), Bits: 32},
		},
	}
	b, err := nlattr.Append(nil, &p)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(b), "bytes")

	var q WireGuardPeer
	if err := nlattr.Parse(b, 0, &q); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s, keepalive %v\n", q.Key, q.Keepalive)
	for _, a := range q.AllowedIPs {
		fmt.Printf("%v/%d\n", a.IP, a.Bits)
	}
	// Output:
	// 96 bytes
	// a public key, keepalive 0
	// 192.0.2.0/24
	// 2001:db8::/32
}

// What the kernel sends and no line knows is kept, and sent again; what is
// malformed is named as well.
func ExampleRest() {
	var b []byte
	b, _ = nlattr.Append(b, &AllowedIP{IP: netip.MustParseAddr("192.0.2.1"), Unknown: []nlattr.Attr{
		{Type: 3, Data: []byte("not one byte")},
		{Type: 77, Data: []byte("from a newer kernel")},
	}})

	var a AllowedIP
	err := nlattr.Parse(b, 0, &a)
	fmt.Println(err)
	fmt.Println(a.IP)
	for _, u := range a.Unknown {
		fmt.Printf("%d %q %s\n", u.Type, u.Data, u.Problem)
	}
	// Output:
	// cidr_mask: 12 bytes, want 1
	// 192.0.2.1
	// 3 "not one byte" cidr_mask: 12 bytes, want 1
	// 77 "from a newer kernel"
}

// A kernel's error points at a byte of the message: that has a name.
func ExampleCodec_Locate() {
	p := WireGuardPeer{
		Key:        []byte("a public key"),
		AllowedIPs: []AllowedIP{{Family: 2, Bits: 24}, {Family: 10, Bits: 200}},
	}
	const header = 16 // nlmsghdr
	fmt.Println(nlattr.Get().Locate(header, 68, &p))
	// Output: allowed_ips[1].cidr_mask
}

func ExampleDescribe() {
	for _, l := range nlattr.Describe(new(WireGuardPeer)) {
		fmt.Println(l.Type, l.Path)
	}
	// Output:
	// 1 public_key
	// 3 flags
	// 5 persistent_keepalive
	// 9 allowed_ips
	// 0 allowed_ips[0]
	// 1 allowed_ips[0].family
	// 2 allowed_ips[0].ip
	// 3 allowed_ips[0].cidr_mask
}

func ExampleOpt() {
	var absent nlattr.Opt[uint32]
	zero := nlattr.Some[uint32](0)
	fmt.Println(absent.Is(), absent.Or(1500))
	fmt.Println(zero.Is(), zero.Or(1500))
	// Output:
	// false 1500
	// true 0
}

func ExampleParseHWAddr() {
	a, err := nlattr.ParseHWAddr("02:00:5E:00:53:01")
	fmt.Println(a, a.Len(), err)
	_, err = nlattr.ParseHWAddr("02-00-5e-00-53-01")
	fmt.Println(err)
	// Output:
	// 02:00:5e:00:53:01 6 <nil>
	// nlattr: "02-00-5e-00-53-01" is not a link-layer address, such as 02:00:5e:00:53:01
}
