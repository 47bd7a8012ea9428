package rtnl_test

import (
	"errors"
	"fmt"
	"io/fs"
	"net/netip"

	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

// A request prints what one would type behind ip.
func ExampleRequest_String() {
	for _, r := range []rtnl.Request{
		rtnl.AddLink(rtnl.Link{Name: "br0", Kind: &kind.Bridge{}}),
		rtnl.SetLink("eth0", rtnl.Link{Master: "br0", Up: rtnl.On}),
		rtnl.AddAddr(rtnl.Addr{Dev: "br0", Prefix: netip.MustParsePrefix("192.0.2.1/24")}),
		rtnl.AddRoute(rtnl.Route{Dst: netip.MustParsePrefix("::/0"), Via: netip.MustParseAddr("fe80::1"), Dev: "br0"}),
	} {
		fmt.Println("ip", r)
	}
	// Output:
	// ip link add br0 type bridge
	// ip link set eth0 master br0 up
	// ip addr add 192.0.2.1/24 dev br0
	// ip route add default via fe80::1 dev br0
}

// A request is encoded without a socket. A device's name that has to become an
// index needs something to look it up with.
func ExampleRequest_AppendMessage() {
	r := rtnl.AddRoute(rtnl.Route{Dst: netip.MustParsePrefix("192.0.2.0/24"), Dev: "eth0"})
	_, err := r.AppendMessage(nil, nil)
	fmt.Println(errors.Is(err, rtnl.ErrUnresolved))

	b, err := r.AppendMessage(nil, func(name string) (int32, error) { return 7, nil })
	fmt.Println(len(b), "bytes,", err)
	// Output:
	// true
	// 44 bytes, <nil>
}

// Requests that say the same are equal, and executing or changing one leaves the
// others as they are.
func ExampleRequest_Allow() {
	add := rtnl.AddLink(rtnl.Link{Name: "br0", Kind: &kind.Bridge{}})
	ensure := add.Allow(fs.ErrExist) // a link of that name that is there is fine
	fmt.Println(add.Equal(rtnl.AddLink(rtnl.Link{Name: "br0", Kind: &kind.Bridge{}})), add.Equal(ensure))
	// Output:
	// true false
}

// What the kernel would refuse in fewer words is refused before it is sent.
func ExampleError() {
	_, err := rtnl.AddLink(rtnl.Link{Name: "a-name-too-long0", Kind: &kind.Dummy{}}).AppendMessage(nil, nil)
	fmt.Println(err)

	var e *rtnl.Error
	if errors.As(err, &e) {
		fmt.Println(e.Op)
	}
	// Output:
	// rtnl: link add a-name-too-long0: ifname: "a-name-too-long0" has 16 bytes, at most 15
	// link add a-name-too-long0
}

// The struct that is sent is also the one that is read.
func ExampleLink_Attrs() {
	msg, err := rtnl.AddLink(rtnl.Link{Name: "vx0", MTU: 1400, Kind: &kind.VXLAN{ID: rtnl.U32(42), Learn: rtnl.Off}}).AppendMessage(nil, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	const header, ifinfomsg = 16, 16
	var l rtnl.Link
	if err := nlattr.Parse(msg[header:], ifinfomsg, &l); err != nil {
		fmt.Println(err)
		return
	}
	vx := l.Kind.(*kind.VXLAN)
	fmt.Println(l.Name, l.MTU, vx.Kind(), vx.ID.Or(0), vx.Learn, vx.Port.Is())
	// Output:
	// vx0 1400 vxlan 42 off false
}

// ipvlan is a link kind of one's own: a struct, and one list of its attributes
// for both directions.
type ipvlan struct {
	Mode    rtnl.Opt[uint16] // IFLA_IPVLAN_MODE: 0 is l2, 1 is l3
	Unknown []nlattr.Attr
}

func (*ipvlan) Kind() string { return "ipvlan" }

func (v *ipvlan) Attrs(c *nlattr.Codec) {
	nlattr.U16(c, 1, "mode", &v.Mode)
	nlattr.Rest(c, &v.Unknown)
}

// A kind of one's own is used like the others. Config.Kinds makes listings
// return it.
func ExampleConfig_kinds() {
	r := rtnl.AddLink(rtnl.Link{Name: "ipv0", ParentIndex: 7, Kind: &ipvlan{Mode: rtnl.U16(1)}})
	b, err := r.AppendMessage(nil, nil)
	fmt.Println(len(b), "bytes,", err)

	cfg := rtnl.Config{Kinds: map[string]func() rtnl.LinkKind{
		"ipvlan": func() rtnl.LinkKind { return new(ipvlan) },
	}}
	fmt.Println(cfg.Kinds["ipvlan"]().Kind())
	// Output:
	// 80 bytes, <nil>
	// ipvlan
}

// A field that is absent is not sent, and differs from one that is zero.
func ExampleOpt() {
	var a, b rtnl.Link
	b.Group = rtnl.U32(0)
	fmt.Println(a.Group.Is(), b.Group.Is(), a.Group.Or(9), b.Group.Or(9))
	// Output:
	// false true 9 0
}
