package watch_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"net/netip"
	"syscall"
	"testing"
	"time"

	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
	"github.com/eb30ede5/netlink/rtnl/watch"
)

// advertise sends a router advertisement with an option by a link, until ctx
// ends.
func advertise(ctx context.Context, t *testing.T, p *place.Place, dev string, option []byte) {
	t.Helper()
	var fd int
	err := p.NS.Do(func() (err error) {
		fd, err = syscall.Socket(syscall.AF_INET6, syscall.SOCK_RAW|syscall.SOCK_CLOEXEC, syscall.IPPROTO_ICMPV6)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	index := int(p.Link(dev).Index)
	for opt, v := range map[int]int{syscall.IPV6_MULTICAST_HOPS: 255, syscall.IPV6_MULTICAST_IF: index, syscall.IPV6_MULTICAST_LOOP: 0} {
		if err := syscall.SetsockoptInt(fd, syscall.IPPROTO_IPV6, opt, v); err != nil {
			t.Fatal(err)
		}
	}
	message := append(make([]byte, 16), option...)
	message[0] = 134
	done := make(chan struct{})
	go func() {
		defer close(done)
		for ctx.Err() == nil {
			syscall.Sendto(fd, message, 0, &syscall.SockaddrInet6{Addr: [16]byte{0: 0xff, 1: 2, 15: 1}, ZoneId: uint32(index)})
			time.Sleep(50 * time.Millisecond)
		}
	}()
	t.Cleanup(func() {
		<-done
		syscall.Close(fd)
	})
}

// TestNDOptions hears of the DNS server in a router advertisement, and of the
// prefix in another one.
func TestNDOptions(t *testing.T) {
	p := place.New(t)
	p.Sysctl("ipv6/conf/default/accept_ra", "2")
	p.Must(rtnl.AddLink(rtnl.Link{Name: "x0", Kind: &kind.Veth{}, Peer: &rtnl.Link{Name: "x1", Up: rtnl.On, AddrGenMode: rtnl.Some(rtnl.AddrGenNone)}, Up: rtnl.On}),
		rtnl.AddAddr(rtnl.Addr{Dev: "x1", Prefix: netip.MustParsePrefix("fe80::7/64"), Flags: rtnl.AddrNoDAD}))
	x0 := p.Link("x0").Index
	server := ip6("2001:db8::53")
	dns := append([]byte{25, 3, 0, 0, 0, 0, 0x0e, 0x10}, server...)
	prefix := append([]byte{3, 4, 64, 0xc0, 0, 0, 0x1c, 0x20, 0, 0, 0x0e, 0x10, 0, 0, 0, 0}, ip6("2001:db8:7::")...)

	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	heardDNS, heardPrefix := false, false
	for e, err := range watch.Events(ctx, p.Conn, nil, watch.NDOptions, watch.Prefixes) {
		if err != nil {
			t.Fatalf("%v; the DNS server was heard of: %v, the prefix: %v", err, heardDNS, heardPrefix)
		}
		switch o := e.Object.(type) {
		case *watch.NDOption:
			if o.DevIndex != x0 || o.ICMPType != 134 || !bytes.Equal(o.Options, dns) || o.Src.WithZone("") != netip.MustParseAddr("fe80::7") {
				t.Fatalf("%+v", o)
			}
			heardDNS = true
		case *rtnl.RAPrefix:
			if o.DevIndex != x0 || o.Prefix != netip.MustParsePrefix("2001:db8:7::/64") {
				t.Fatalf("%+v", o)
			}
			heardPrefix = true
		default:
			advertise(ctx, t, p, "x1", append(dns, prefix...))
		}
		if heardDNS && heardPrefix {
			break
		}
	}
	cancel()
}

func ip6(s string) []byte {
	a := netip.MustParseAddr(s).As16()
	return a[:]
}

// What is too short is malformed, and not read.
func TestNDOptionShort(t *testing.T) {
	long := make([]byte, 16)
	binary.NativeEndian.PutUint16(long[2:], 8) // longer than there is
	for _, b := range [][]byte{nil, make([]byte, 15), long} {
		if o, err := watch.ReadNDOption(b); err == nil {
			t.Errorf("% x: %+v, no error", b, o)
		}
	}
}
