package rtnl_test

import (
	"bufio"
	"context"
	"encoding/binary"
	"fmt"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/eb30ede5/netlink/internal/complete"
	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

func FuzzRAPrefix(f *testing.F) { fuzz[rtnl.RAPrefix](f, 12, uapi.RTM_NEWPREFIX) }

func TestRAPrefixComplete(t *testing.T) {
	const header, cache = "it is in the fixed header", "in cacheinfo"
	complete.Set{
		Prefix: "PREFIX_",
		NoLine: map[string]string{"ifindex": header, "onlink": header, "autoconf": header, "flags": header, "type": header, "valid_lft": cache, "preferred_lft": cache},
		NoTag:  map[string]string{"cacheinfo": "its members are fields"},
	}.Check(t, new(rtnl.RAPrefix))
}

var advertised = rtnl.RAPrefix{
	Prefix: pfx("2001:db8:7::/64"), OnLink: true, AutoConf: true, Option: 3, ValidLft: 3601 * time.Second, PreferredLft: 1802 * time.Second,
}

func TestReadRAPrefix(t *testing.T) {
	nltest.LittleEndianOnly(t)
	var got rtnl.RAPrefix
	if err := nlattr.Parse(nltest.Goldens(t, "raprefix-event")[0].Bytes[16:], 12, &got); err != nil {
		t.Fatal(err)
	}
	if diff := place.Diff(with(advertised, func(p *rtnl.RAPrefix) { p.DevIndex, p.Flags = 3, 0xc0 }), got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// advertisement is a router advertisement with one prefix; the kernel fills in
// the checksum.
func advertisement(p rtnl.RAPrefix) []byte {
	b := make([]byte, 16+32)
	b[0] = 134
	o := b[16:]
	o[0], o[1], o[2], o[3] = 3, 4, byte(p.Prefix.Bits()), 0xc0
	binary.BigEndian.PutUint32(o[4:], uint32(p.ValidLft/time.Second))
	binary.BigEndian.PutUint32(o[8:], uint32(p.PreferredLft/time.Second))
	a := p.Prefix.Addr().As16()
	copy(o[16:], a[:])
	return b
}

// rawSocket returns a socket that advertises by the link.
func rawSocket(t *testing.T, p *place.Place, index int32) (fd int) {
	t.Helper()
	err := p.NS.Do(func() (err error) {
		fd, err = syscall.Socket(syscall.AF_INET6, syscall.SOCK_RAW|syscall.SOCK_CLOEXEC, syscall.IPPROTO_ICMPV6)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { syscall.Close(fd) })
	for opt, v := range map[int]int{syscall.IPV6_MULTICAST_HOPS: 255, syscall.IPV6_MULTICAST_IF: int(index), syscall.IPV6_MULTICAST_LOOP: 0} {
		if err := syscall.SetsockoptInt(fd, syscall.IPPROTO_IPV6, opt, v); err != nil {
			t.Fatal(err)
		}
	}
	return fd
}

// TestRAPrefix hears of an advertised prefix, as ip(8) does.
func TestRAPrefix(t *testing.T) {
	p := place.New(t)
	p.Sysctl("ipv6/conf/default/accept_ra", "2")
	p.Must(rtnl.AddLink(rtnl.Link{Name: "x0", Kind: &kind.Veth{}, Peer: &rtnl.Link{Name: "x1", Up: rtnl.On, AddrGenMode: rtnl.Some(rtnl.AddrGenNone)}, Up: rtnl.On}),
		rtnl.AddAddr(rtnl.Addr{Dev: "x1", Prefix: pfx("fe80::7/64"), Flags: rtnl.AddrNoDAD}))
	fd := rawSocket(t, p, p.Link("x1").Index)
	want := with(advertised, func(a *rtnl.RAPrefix) { a.DevIndex = p.Link("x0").Index })

	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	ip := exec.CommandContext(ctx, "ip", "-n", p.Name, "monitor", "prefix")
	out, err := ip.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := ip.Start(); err != nil {
		t.Fatal(err)
	}
	said := make(chan string, 1)
	go func() {
		line, _ := bufio.NewReader(out).ReadString('\n')
		said <- strings.Join(strings.Fields(line), " ")
	}()
	l, err := p.Listen(ctx, rtnl.ListenConfig{Groups: []uint32{uapi.RTNLGRP_IPV6_PREFIX}})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	var text string
	for text == "" && ctx.Err() == nil {
		syscall.Sendto(fd, advertisement(want), 0, &syscall.SockaddrInet6{Addr: [16]byte{0: 0xff, 1: 2, 15: 1}, ZoneId: uint32(p.Link("x1").Index)})
		select {
		case text = <-said:
		case <-time.After(50 * time.Millisecond):
		}
	}
	var got rtnl.RAPrefix
	for heard := false; !heard; {
		err := l.Receive(ctx, func(m *rtnl.Message) bool {
			if heard = m.Type == uapi.RTM_NEWPREFIX; heard {
				if err := m.Decode(12, &got); err != nil {
					t.Error(err)
				}
			}
			return !heard
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	want.Flags = 0xc0
	if diff := place.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	text = strings.Replace(text, "/64dev", "/64 dev", 1)
	for _, part := range []string{"prefix 2001:db8:7::/64 dev x0 ", " valid 3601 preferred 1802"} {
		if !strings.Contains(text, part) {
			t.Errorf("ip says %q, want %q in it", text, part)
		}
	}
	const line = "onlink autoconf valid_lft 3601sec preferred_lft 1802sec"
	if s := got.String(); s != fmt.Sprintf("prefix 2001:db8:7::/64 dev if%d ", want.DevIndex)+line {
		t.Errorf("String() = %q", s)
	}
	cancel()
	ip.Wait()
}
