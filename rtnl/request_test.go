package rtnl_test

import (
	"bytes"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/eb30ede5/netlink/internal/nlmsg"
	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

// texts are requests as one would type them behind "ip".
var texts = []struct {
	req  rtnl.Request
	want string
}{
	{rtnl.AddLink(rtnl.Link{Name: "br0", Kind: &kind.Raw{Name: "bridge"}, Up: rtnl.On}), "link add br0 up type bridge"},
	{rtnl.AddLink(rtnl.Link{Name: "x0", Index: 7, Kind: &kind.Dummy{}}), "link add x0 index 7 type dummy"},
	{rtnl.AddLink(rtnl.Link{Kind: &kind.Dummy{}}), "link add type dummy"},
	{rtnl.AddLink(rtnl.Link{Name: "a", Kind: &kind.Veth{}, Peer: &rtnl.Link{Name: "b", MTU: 1400}, Master: "br0"}),
		"link add a master br0 type veth peer name b mtu 1400"},
	{rtnl.AddLink(rtnl.Link{Name: "v7", Parent: "eth0", Kind: &kind.Raw{Name: "vlan"}}), "link add v7 link eth0 type vlan"},
	{rtnl.SetLink("eth0", rtnl.Link{Name: "lan", MTU: 1400, Up: rtnl.Off, Address: hw("02:11:22:33:44:55"), NoMaster: true}),
		"link set eth0 name lan mtu 1400 address 02:11:22:33:44:55 nomaster down"},
	{rtnl.SetLink("eth0", rtnl.Link{Promisc: rtnl.On, ARP: rtnl.Off, Alias: rtnl.Some("a b"), Group: rtnl.U32(0)}),
		`link set eth0 promisc on arp off alias "a b" group 0`},
	{rtnl.SetLink(3, rtnl.Link{Kind: &kind.Dummy{}}), "link set if3 type dummy"},
	{rtnl.SetLink(3, rtnl.Link{NetNSPID: 77, NewIndex: 9}), "link set if3 netns 77 new_ifindex 9"},
	{rtnl.DeleteLink("br0"), "link delete br0"},
	{rtnl.AddAltNames("x0", "one", "two"), "link property add x0 altname one altname two"},
	{rtnl.AddAddr(rtnl.Addr{Dev: "br0", Prefix: pfx("192.0.2.1/24"), Broadcast: ip("192.0.2.255"), Label: "br0:a", Scope: rtnl.ScopeLink, Metric: 7}),
		"addr add 192.0.2.1/24 broadcast 192.0.2.255 label br0:a scope link metric 7 dev br0"},
	{rtnl.ReplaceAddr(rtnl.Addr{DevIndex: 3, Prefix: pfx("2001:db8::1/64"), Flags: rtnl.AddrNoDAD | rtnl.AddrPermanent, ValidLft: rtnl.Some(rtnl.Forever), PreferredLft: seconds(0)}),
		"addr replace 2001:db8::1/64 dev if3 valid_lft forever preferred_lft 0 nodad"},
	{rtnl.DeleteAddr(rtnl.Addr{Dev: "br0", Prefix: pfx("192.0.2.1/30"), Peer: ip("198.51.100.6")}), "addr delete 192.0.2.1 peer 198.51.100.6/30 dev br0"},
	{rtnl.AddRoute(rtnl.Route{Dst: pfx("0.0.0.0/0"), Via: viaHop, Metric: 7}), "route add default via 198.51.100.7 metric 7"},
	{rtnl.AddRoute(rtnl.Route{Dst: pfx("192.0.2.0/25"), Via: ip("fe80::7"), Dev: "eth0", Table: 1000, TOS: 0x10, Protocol: 77}),
		"route add 192.0.2.0/25 tos 0x10 via inet6 fe80::7 dev eth0 table 1000 proto 77"},
	{rtnl.ReplaceRoute(rtnl.Route{Dst: pfx("192.0.2.0/25"), Hops: []rtnl.Hop{{Via: viaHop, Weight: 3}, {Dev: "eth1", Flags: rtnl.RouteOnLink}}}),
		"route replace 192.0.2.0/25 nexthop via 198.51.100.7 weight 3 nexthop dev eth1 weight 1 onlink"},
	{rtnl.AddRoute(rtnl.Route{Dst: pfx("2001:db8::/61"), Type: rtnl.RouteBlackhole}), "route add blackhole 2001:db8::/61"},
	{rtnl.AddRoute(rtnl.Route{Dst: pfx("192.0.2.0/25"), Dev: "eth0", PrefSrc: ip("192.0.2.1")}), "route add 192.0.2.0/25 dev eth0 src 192.0.2.1"},
	{rtnl.DeleteRoute(rtnl.Route{Dst: pfx("192.0.2.0/25"), Dev: "eth0"}), "route delete 192.0.2.0/25 dev eth0"},
	{rtnl.AddRoute(rtnl.Route{Dst: pfx("192.0.2.0/25"), NexthopID: 7}), "route add 192.0.2.0/25 nhid 7"},
	{rtnl.AddRoute(rtnl.Route{Dst: pfx("192.0.2.0/25"), Dev: "eth0", More: &rtnl.RouteMore{
		Metrics: rtnl.RouteMetrics{MTU: rtnl.U32(1400), AdvMSS: rtnl.U32(1360), RTOMin: rtnl.Some(200 * time.Millisecond), Lock: rtnl.LockMTU | rtnl.LockRTOMin, CongCtl: "reno"},
	}}), "route add 192.0.2.0/25 dev eth0 mtu lock 1400 advmss 1360 rto_min lock 200ms congctl reno"},
	{rtnl.Request{}, "empty request"},
}

func TestRequestString(t *testing.T) {
	for _, tt := range texts {
		if got := tt.req.String(); got != tt.want {
			t.Errorf("String() = %s\nwant       %s", got, tt.want)
		}
	}
}

// everything is each request of the goldens.
func everything() []rtnl.Request {
	var all []rtnl.Request
	for _, s := range slices.Concat(linksSent(nil), addrsSent(), routesSent()) {
		all = append(all, s.req)
	}
	peer := rtnl.Link{Name: "b", AltNames: []string{"c"}, Master: "br0", Up: rtnl.On}
	return append(all, rtnl.AddLink(rtnl.Link{Name: "a", Alias: rtnl.Some("x"), AltNames: []string{"d"}, Kind: &kind.Veth{}, Peer: &peer}))
}

// known is a kernel that knows each device, and does what it is asked.
func known(_ int, m nlmsg.Message) [][]byte {
	if m.Type == uapi.RTM_GETLINK {
		return [][]byte{reply(m, uapi.RTM_NEWLINK, 0, linkBody(7, linkName(m)))}
	}
	return [][]byte{ack(m, 0)}
}

// Executing a request, however often and by whomever, does not change it, and
// sends the same each time.
func TestRequestsAreValues(t *testing.T) {
	before, after := everything(), everything()
	c, _ := dialFake(t, rtnl.Config{}, known)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for _, r := range after {
				if err := c.Do(t.Context(), r); err != nil {
					t.Errorf("%v: %v", r, err)
				}
				_ = r.String()
				_ = r.Allow(fs.ErrExist)
			}
		})
	}
	wg.Wait()
	for range c.Batch(t.Context(), slices.Values(after)) { // refuses some
	}
	for i := range before {
		if !before[i].Equal(after[i]) {
			t.Errorf("%v has become %v", before[i], after[i])
		}
		if diff := place.Diff(before[i], after[i]); diff != "" {
			t.Errorf("%v: -before +after\n%s", before[i], diff)
		}
		a, err1 := before[i].AppendMessage(nil, device7)
		b, err2 := after[i].AppendMessage([]byte("before"), device7)
		if err1 != nil || err2 != nil || !bytes.Equal(append([]byte("before"), a...), b) {
			t.Errorf("%v: encoded twice is not the same; %v, %v", before[i], err1, err2)
		}
	}
}

func device7(string) (int32, error) { return 7, nil }

// What Do sends is what AppendMessage says.
func TestDoSendsTheMessage(t *testing.T) {
	nltest.LittleEndianOnly(t)
	c, k := dialFake(t, rtnl.Config{}, known)
	for _, r := range everything() {
		if err := c.Do(t.Context(), r); err != nil {
			t.Errorf("%v: %v", r, err)
		}
		var sent []byte
		for _, b := range k.requests() {
			if m, _, err := nlmsg.Next(b); err != nil || m.Type != uapi.RTM_GETLINK {
				sent = append(sent, b...)
			}
		}
		want, err := r.AppendMessage(nil, device7)
		if diff := nltest.DiffMessages(want, sent, nil); err != nil || diff != "" {
			t.Errorf("%v: %v\n%s", r, err, diff)
		}
	}
}

func TestUnresolved(t *testing.T) {
	for _, r := range []rtnl.Request{
		rtnl.AddAddr(rtnl.Addr{Dev: "eth0", Prefix: pfx("192.0.2.1/24")}), rtnl.AddRoute(rtnl.Route{Dst: pfx("192.0.2.0/24"), Dev: "eth0"}),
		rtnl.SetLink("eth0", rtnl.Link{Name: "x"}), rtnl.SetLink("eth0", rtnl.Link{Master: "br0"}), rtnl.DeleteLink("a-name-longer-than-fifteen"),
		rtnl.AddRoute(rtnl.Route{Dst: pfx("192.0.2.0/24"), Hops: []rtnl.Hop{{Dev: "eth0"}}}),
		rtnl.AddLink(rtnl.Link{Name: "v", Parent: "eth0", Kind: &kind.Raw{Name: "vlan"}}),
	} {
		if b, err := r.AppendMessage(nil, nil); !errors.Is(err, rtnl.ErrUnresolved) || b != nil {
			t.Errorf("%v: %v, want %v", r, err, rtnl.ErrUnresolved)
		}
		if _, err := r.AppendMessage(nil, device7); err != nil {
			t.Errorf("%v: %v", r, err)
		}
		lost := errors.New("lost")
		if _, err := r.AppendMessage(nil, func(string) (int32, error) { return 0, lost }); !errors.Is(err, lost) {
			t.Errorf("%v: %v, want %v", r, err, lost)
		}
	}
	// The name of the link that is meant goes to the kernel.
	for _, r := range []rtnl.Request{
		rtnl.SetLink("eth0", rtnl.Link{Up: rtnl.On}), rtnl.DeleteLink("eth0"), rtnl.AddAltNames("eth0", "x"),
		rtnl.AddAddr(rtnl.Addr{DevIndex: 3, Prefix: pfx("192.0.2.1/24")}), rtnl.SetLink("eth0", rtnl.Link{NoMaster: true}),
	} {
		if _, err := r.AppendMessage(nil, nil); err != nil {
			t.Errorf("%v: %v", r, err)
		}
	}
}

func TestRequestEqual(t *testing.T) {
	all, again := everything(), everything()
	for i := range all {
		for j := range again {
			if got := all[i].Equal(again[j]); got != (i == j) && all[i].String() != again[j].String() {
				t.Errorf("%v equals %v: %v", all[i], again[j], got)
			}
		}
		if all[i].Equal(all[i].Allow(fs.ErrExist)) || !all[i].Allow(fs.ErrExist).Equal(again[i].Allow(fs.ErrExist)) {
			t.Errorf("%v: what is allowed does not count", all[i])
		}
	}
}

// A request that allows something leaves the one that it was made from alone.
func TestAllowIsAValue(t *testing.T) {
	a := rtnl.DeleteLink("x").Allow(fs.ErrExist)
	b, c := a.Allow(fs.ErrNotExist), a.Allow(fs.ErrPermission)
	conn, _ := dialFake(t, rtnl.Config{}, answer(uapi.ENODEV))
	if err := conn.Do(t.Context(), b); err != nil {
		t.Error(err)
	}
	for _, r := range []rtnl.Request{a, c} {
		if err := conn.Do(t.Context(), r); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%v, want %v", err, fs.ErrNotExist)
		}
	}
}

// Objects that were read print like "ip -o".
func TestObjectStrings(t *testing.T) {
	nltest.LittleEndianOnly(t)
	for golden, want := range map[string][]string{
		"reply-link-lo": {"1: lo: <LOOPBACK> mtu 65536 qdisc noop state DOWN mode DEFAULT group default qlen 1000\\    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00"},
		"reply-link-veth": {"2: veth0@if2: <BROADCAST,MULTICAST> mtu 1401 qdisc noop state DOWN mode DEFAULT group default qlen 1001\\    " +
			"link/ether 02:00:00:00:01:02 brd ff:ff:ff:ff:ff:ff link-netnsid 0 \\    veth"},
		"reply-addr-ip4": {
			"if2 inet 192.0.2.5/25 metric 303 brd 192.0.2.99 scope link dynamic eth0:web valid_lft 3601sec preferred_lft 1802sec",
			"if2 inet 192.0.2.6 peer 198.51.100.6/30 scope global noprefixroute eth0 valid_lft forever preferred_lft forever",
			"if2 inet 203.0.113.7/25 scope global eth0 valid_lft forever preferred_lft forever",
		},
		"reply-route-ip4-multipath": {"192.0.2.0/25 table 1000 proto static metric 300 nexthop via 198.51.100.7 dev if2 weight 3 " +
			"nexthop via 203.0.113.8 dev if3 weight 200 onlink nexthop via inet6 fe80::7 dev if3 weight 7"},
	} {
		for i, m := range nltest.Goldens(t, golden)[0].Messages() {
			got := strings.TrimSpace(decode(t, m).(interface{ String() string }).String())
			if got != want[i] {
				t.Errorf("%s: String() = %s\nwant       %s", golden, got, want[i])
			}
		}
	}
}
