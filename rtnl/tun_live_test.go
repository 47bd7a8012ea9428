package rtnl_test

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"net/netip"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

// TestCreateTun makes devices in another namespace than that of the thread.
func TestCreateTun(t *testing.T) {
	p := place.New(t)
	p.HaveTun()
	for _, tt := range []struct {
		tun  rtnl.Tun
		name string
		kind kind.TUNType
	}{
		{rtnl.Tun{}, "tun0", kind.TUNIP},
		{rtnl.Tun{Type: kind.TUNTAP}, "tap0", kind.TUNTAP},
		{rtnl.Tun{Name: "vpn%d", Type: kind.TUNIP}, "vpn0", kind.TUNIP},
		{rtnl.Tun{Name: "vpn%d"}, "vpn1", kind.TUNIP},
		{rtnl.Tun{Name: "fifteen-bytes-x"}, "fifteen-bytes-x", kind.TUNIP},
	} {
		l, err := p.CreateTun(t.Context(), tt.tun)
		if err != nil {
			t.Fatal(err)
		}
		k, ok := l.Kind.(*kind.TUN)
		if l.Name != tt.name || !ok || k.Type != tt.kind || k.Persist != rtnl.On || l.Carrier == rtnl.On && k.Type == kind.TUNTAP {
			t.Errorf("%+v: made %s, %+v", tt.tun, l.Name, l.Kind)
		}
		if got := p.One("link", "show", "dev", tt.name)["ifindex"]; got != float64(l.Index) {
			t.Errorf("%s: ip says index %v, want %d", tt.name, got, l.Index)
		}
	}
	if i, err := net.InterfaceByName("tun0"); err == nil {
		t.Errorf("in the test's own namespace is %v", i)
	}
}

func TestCreateTunRefused(t *testing.T) {
	p := place.New(t)
	p.HaveTun()
	p.Must(rtnl.AddLink(rtnl.Link{Name: "v0", Kind: &kind.Veth{}, AltNames: []string{"other"}, Peer: &rtnl.Link{Name: "v1"}}))
	if _, err := p.CreateTun(t.Context(), rtnl.Tun{Name: "tun0"}); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		tun  rtnl.Tun
		is   error
		want string
	}{
		{rtnl.Tun{Name: "tun0"}, fs.ErrExist, "rtnl: tuntap add tun0: device or resource busy"},
		{rtnl.Tun{Name: "v0"}, fs.ErrExist, "rtnl: tuntap add v0: device or resource busy"},
		{rtnl.Tun{Name: "x0", Owner: rtnl.U32(12345)}, syscall.EINVAL, "rtnl: tuntap add x0: invalid argument"}, // no such user in the sandbox
		{rtnl.Tun{Name: "x0", Group: rtnl.U32(12345)}, syscall.EINVAL, "rtnl: tuntap add x0: invalid argument"},
		{rtnl.Tun{Name: "x0", Type: 3}, nil, "rtnl: tuntap add x0: type: 3 is neither tun nor tap"},
		{rtnl.Tun{Name: "sixteen-bytes-xx"}, nil, `rtnl: tuntap add sixteen-bytes-xx: ifname: "sixteen-bytes-xx" has 16 bytes, at most 15`},
		{rtnl.Tun{Name: "a/b"}, nil, `rtnl: tuntap add a/b: ifname: "a/b" has '/' in it`},
	} {
		l, err := p.CreateTun(t.Context(), tt.tun)
		if err == nil || err.Error() != tt.want || tt.is != nil && !errors.Is(err, tt.is) {
			t.Errorf("%+v: %v, %v; want %s, which is %v", tt.tun, l.Name, err, tt.want, tt.is)
		}
		if _, err := p.LinkByName(t.Context(), "x0"); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%+v: there is a device: %v", tt.tun, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := p.CreateTun(ctx, rtnl.Tun{Name: "x0"}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	p.Close()
	if _, err := p.CreateTun(t.Context(), rtnl.Tun{Name: "x0"}); err == nil {
		t.Error("closed: no error")
	}
}

// What was made cannot be read back: it is removed, or the error says so.
func TestCreateTunRollsBack(t *testing.T) {
	p := place.New(t)
	p.HaveTun()
	ctx := &endingContext{Context: t.Context()}
	_, err := p.CreateTun(ctx, rtnl.Tun{Name: "x0"})
	if !errors.Is(err, context.Canceled) || strings.Contains(err.Error(), "could not be removed") {
		t.Errorf("error %v, want one that the context has ended", err)
	}
	if _, err := p.LinkByName(t.Context(), "x0"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("there is a device: %v", err)
	}
	ctx = &endingContext{Context: t.Context()}
	if _, _, err := p.OpenTun(ctx, rtnl.Tun{Name: "x0"}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want one that the context has ended", err)
	}
	if _, err := p.LinkByName(t.Context(), "x0"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("there is a device: %v", err)
	}
}

// endingContext has ended when it is asked the second time.
type endingContext struct {
	context.Context
	asked int
}

func (c *endingContext) Done() <-chan struct{} {
	done := make(chan struct{})
	close(done)
	return done
}

func (c *endingContext) Err() error {
	if c.asked++; c.asked == 1 {
		return nil
	}
	return context.Canceled
}

// TestOpenTun reads and writes packets.
func TestOpenTun(t *testing.T) {
	p := place.New(t)
	p.HaveTun()
	f, l, err := p.OpenTun(t.Context(), rtnl.Tun{Name: "tun%d", MultiQueue: true})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if k := l.Kind.(*kind.TUN); l.Name != "tun0" || k.NumQueues != rtnl.U32(1) || k.Persist != rtnl.Off {
		t.Errorf("opened %s: %+v", l.Name, k)
	}
	p.Must(rtnl.AddAddr(rtnl.Addr{Dev: l.Name, Prefix: netip.MustParsePrefix("192.0.2.1/24")}), rtnl.SetLink(l.Name, rtnl.Link{Up: rtnl.On}))
	var c net.Conn
	err = p.NS.Do(func() (err error) { c, err = net.Dial("udp", "192.0.2.2:7"); return err })
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := c.Write([]byte("out")); err != nil {
		t.Fatal(err)
	}
	packet := readIPv4(t, f)
	if n := len(packet); n != 31 || string(packet[28:]) != "out" {
		t.Fatalf("read % x", packet)
	}
	// Turned round it is an answer.
	for i := range 4 {
		packet[12+i], packet[16+i] = packet[16+i], packet[12+i]
	}
	packet[20], packet[21], packet[22], packet[23] = packet[22], packet[23], packet[20], packet[21]
	copy(packet[28:], "in!")
	packet[26], packet[27] = 0, 0 // no checksum
	if _, err := f.Write(packet); err != nil {
		t.Fatal(err)
	}
	answer := make([]byte, 9)
	c.SetDeadline(time.Now().Add(5 * time.Second))
	if n, err := c.Read(answer); err != nil || string(answer[:n]) != "in!" {
		t.Errorf("answered %q, %v", answer[:n], err)
	}
	f.SetReadDeadline(time.Now())
	if _, err := f.Read(make([]byte, 2000)); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("after the deadline: %v", err)
	}

	// A second queue, one too many where there is one only, and one of another type.
	g, l, err := p.OpenTun(t.Context(), rtnl.Tun{Name: "tun0", MultiQueue: true})
	if err != nil {
		t.Fatal(err)
	}
	if k := l.Kind.(*kind.TUN); k.NumQueues != rtnl.U32(2) {
		t.Errorf("two queues: %+v", k)
	}
	if _, _, err := p.OpenTun(t.Context(), rtnl.Tun{Name: "tun0", Type: kind.TUNTAP, MultiQueue: true}); !errors.Is(err, syscall.EINVAL) {
		t.Errorf("tun as tap: %v", err)
	}
	g.Close()
	f.Close()
	if _, err := p.LinkByName(t.Context(), "tun0"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("closed, and there is a device: %v", err)
	}
	f, _, err = p.OpenTun(t.Context(), rtnl.Tun{Name: "one"})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	_, _, err = p.OpenTun(t.Context(), rtnl.Tun{Name: "one"})
	if !errors.Is(err, fs.ErrExist) || err.Error() != "rtnl: tuntap open one: device or resource busy" {
		t.Errorf("opened twice: %v", err)
	}
}

// readIPv4 returns the next packet of IPv4.
func readIPv4(t *testing.T, f *os.File) []byte {
	t.Helper()
	f.SetReadDeadline(time.Now().Add(5 * time.Second))
	b := make([]byte, 2000)
	for {
		n, err := f.Read(b)
		if err != nil {
			t.Fatal(err)
		}
		if n > 0 && b[0]>>4 == 4 {
			return b[:n]
		}
	}
}

// A device that is made before it is opened stays when it is closed.
func TestOpenPersistentTun(t *testing.T) {
	p := place.New(t)
	p.HaveTun()
	want := rtnl.Tun{Name: "x0", Type: kind.TUNTAP, VNetHdr: true}
	if _, err := p.CreateTun(t.Context(), want); err != nil {
		t.Fatal(err)
	}
	f, l, err := p.OpenTun(t.Context(), want)
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
	if k := l.Kind.(*kind.TUN); k.Persist != rtnl.On || k.VNetHdr != rtnl.On {
		t.Errorf("opened: %+v", k)
	}
	p.Link("x0")
}

// A transport of the caller's own leads to a kernel that may be elsewhere.
func TestTunTransport(t *testing.T) {
	c, _ := dialFake(t, rtnl.Config{}, nil)
	if _, err := c.CreateTun(t.Context(), rtnl.Tun{}); err == nil || err.Error() != "rtnl: tuntap add mode tun: a transport cannot open /dev/net/tun" {
		t.Errorf("error %v", err)
	}
}
