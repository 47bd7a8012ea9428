package mroute_test

import (
	"encoding/binary"
	"errors"
	"io/fs"
	"net/netip"
	"os"
	"slices"
	"testing"
	"unsafe"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
	"github.com/eb30ede5/netlink/rtnl/mroute"
	"golang.org/x/sys/unix"
)

// Options of the socket of a routing daemon, of linux/mroute.h and mroute6.h.
const (
	mrtInit   = 200
	mrtAddVIF = 202
	mrtAddMFC = 204
	mrtTable  = 209

	viffUseIndex = 8
)

// A daemon is the socket of a multicast routing daemon.
type daemon struct {
	t     *testing.T
	fd    int
	level int
	vifs  int
}

// start makes a daemon in the place, of a table if it is not 0.
func start(t *testing.T, p *place.Place, family, proto, level int, table uint32) *daemon {
	t.Helper()
	d := &daemon{t: t, level: level}
	file, lacks := "/proc/net/ip_mr_vif", "multicast routing of IPv4"
	if family == unix.AF_INET6 {
		file, lacks = "/proc/net/ip6_mr_vif", "multicast routing of IPv6"
	}
	err := p.NS.Do(func() (err error) {
		if _, err := os.Stat(file); err != nil {
			return err
		}
		d.fd, err = unix.Socket(family, unix.SOCK_RAW|unix.SOCK_CLOEXEC, proto)
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		nltest.Skip(t, lacks)
	} else if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { unix.Close(d.fd) })
	if table != 0 {
		if err := unix.SetsockoptInt(d.fd, level, mrtTable, int(table)); errors.Is(err, unix.ENOPROTOOPT) {
			nltest.Skip(t, "several multicast routing tables")
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if err := unix.SetsockoptInt(d.fd, level, mrtInit, 1); err != nil {
		t.Fatal(err)
	}
	return d
}

func (d *daemon) set(opt int, b []byte) {
	d.t.Helper()
	_, _, errno := unix.Syscall6(unix.SYS_SETSOCKOPT, uintptr(d.fd), uintptr(d.level), uintptr(opt), uintptr(unsafe.Pointer(&b[0])), uintptr(len(b)), 0)
	if errno != 0 {
		d.t.Fatalf("setsockopt %d: %v", opt, errno)
	}
}

// vif makes a device number vifs of the daemon's.
func (d *daemon) vif(index int32) {
	d.t.Helper()
	if d.level == unix.IPPROTO_IPV6 { // struct mif6ctl
		b := make([]byte, 12)
		binary.NativeEndian.PutUint16(b, uint16(d.vifs))
		b[3] = 1
		binary.NativeEndian.PutUint16(b[4:], uint16(index))
		d.set(mrtAddVIF, b)
	} else { // struct vifctl
		b := make([]byte, 16)
		binary.NativeEndian.PutUint16(b, uint16(d.vifs))
		b[2], b[3] = viffUseIndex, 1
		binary.NativeEndian.PutUint32(b[8:], uint32(index))
		d.set(mrtAddVIF, b)
	}
	d.vifs++
}

// route makes a route from device 0 to the devices whose TTL is not 0; of IPv6 the
// kernel makes each 1.
func (d *daemon) route(source, group string, ttls ...byte) {
	d.t.Helper()
	s, g := netip.MustParseAddr(source), netip.MustParseAddr(group)
	if s.Is6() { // struct mf6cctl
		b := make([]byte, 92)
		for i, a := range []netip.Addr{s, g} {
			binary.NativeEndian.PutUint16(b[28*i:], unix.AF_INET6)
			copy(b[28*i+8:], a.AsSlice())
		}
		var set uint32
		for i, ttl := range ttls {
			if ttl != 0 {
				set |= 1 << i
			}
		}
		binary.NativeEndian.PutUint32(b[60:], set)
		d.set(mrtAddMFC, b)
		return
	}
	b := make([]byte, 60) // struct mfcctl
	copy(b, s.AsSlice())
	copy(b[4:], g.AsSlice())
	copy(b[10:42], ttls)
	d.set(mrtAddMFC, b)
}

func devices(t *testing.T) (*place.Place, []int32) {
	p := place.New(t)
	var index []int32
	for _, name := range []string{"eth0", "eth1", "eth2"} {
		p.Must(rtnl.AddLink(rtnl.Link{Name: name, Kind: &kind.IFB{}}), rtnl.SetLink(name, rtnl.Link{Up: rtnl.On}))
		index = append(index, p.Link(name).Index)
	}
	return p, index
}

func list(t *testing.T, p *place.Place, f *mroute.Filter) []mroute.Route {
	t.Helper()
	all, err := rtnl.Collect(mroute.Routes(t.Context(), p.Conn, f))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestRoutes(t *testing.T) {
	p, index := devices(t)
	if got := list(t, p, nil); len(got) != 0 {
		t.Errorf("without a daemon there is %v", got)
	}
	d := start(t, p, unix.AF_INET, unix.IPPROTO_IGMP, unix.IPPROTO_IP, 0)
	for _, i := range index {
		d.vif(i)
	}
	d.route("192.0.2.7", "239.1.2.3", 0, 5, 64)
	d.route("192.0.2.8", "239.1.2.4", 0, 0, 2)
	ip := netip.MustParseAddr
	first := mroute.Route{
		Group: ip("239.1.2.3"), Source: ip("192.0.2.7"), Table: rtnl.TableDefault, IIF: index[0], OIFs: []mroute.OIF{{Index: index[1], TTL: 5}, {Index: index[2], TTL: 64}},
		Stats: &mroute.Stats{}, Type: rtnl.RouteMulticast,
	}
	second := mroute.Route{
		Group: ip("239.1.2.4"), Source: ip("192.0.2.8"), Table: rtnl.TableDefault, IIF: index[0], OIFs: []mroute.OIF{{Index: index[2], TTL: 2}},
		Stats: &mroute.Stats{}, Type: rtnl.RouteMulticast,
	}
	for name, tt := range map[string]struct {
		f    *mroute.Filter
		want []mroute.Route
	}{
		"all": {nil, []mroute.Route{first, second}}, "table": {&mroute.Filter{Table: rtnl.TableDefault}, []mroute.Route{first, second}},
		"group": {&mroute.Filter{Group: second.Group}, []mroute.Route{second}}, "source": {&mroute.Filter{Source: first.Source}, []mroute.Route{first}},
		"oif": {&mroute.Filter{OIF: "eth1"}, []mroute.Route{first}}, "both": {&mroute.Filter{OIF: "eth2", IIF: "eth0"}, []mroute.Route{first, second}},
		"iif": {&mroute.Filter{IIFIndex: index[1]}, nil},
	} {
		got := list(t, p, tt.f)
		for i := range got {
			got[i].Age, got[i].Protocol = 0, 0
		}
		if len(got) == 2 && got[0].Group == second.Group { // they are in a hash table
			got[0], got[1] = got[1], got[0]
		}
		if diff := place.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
	}
	said := p.JSON("mroute", "show")
	i := slices.IndexFunc(said, func(r map[string]any) bool { return r["dst"] == "239.1.2.3" })
	if len(said) != 2 || i < 0 {
		t.Fatalf("ip says %v", said)
	}
	place.Says(t, said[i], map[string]any{"src": "192.0.2.7", "dst": "239.1.2.3", "iif": "eth0", "multipath": []any{
		map[string]any{"oif": "eth1", "ttl": 5.}, map[string]any{"oif": "eth2", "ttl": 64.},
	}})
	for _, err := range mroute.Routes(t.Context(), p.Conn, &mroute.Filter{Table: 4711}) {
		if !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("a table that is not there: %v", err)
		}
	}
	for _, err := range mroute.Routes(t.Context(), p.Conn, &mroute.Filter{Family: rtnl.MPLS}) {
		if err == nil || err.Error() != "rtnl: mroute show: family: mpls has no multicast routes" {
			t.Errorf("of MPLS: %v", err)
		}
	}
}

func TestRoutes6(t *testing.T) {
	p, index := devices(t)
	d := start(t, p, unix.AF_INET6, unix.IPPROTO_ICMPV6, unix.IPPROTO_IPV6, 0)
	for _, i := range index {
		d.vif(i)
	}
	d.route("2001:db8::7", "ff0e::1:3", 0, 1, 1)
	got := list(t, p, &mroute.Filter{Family: rtnl.IPv6})
	if len(got) != 1 {
		t.Fatalf("%v, want one", got)
	}
	got[0].Age, got[0].Protocol = 0, 0
	want := mroute.Route{
		Group: netip.MustParseAddr("ff0e::1:3"), Source: netip.MustParseAddr("2001:db8::7"), Table: rtnl.TableDefault, IIF: index[0],
		OIFs: []mroute.OIF{{Index: index[1], TTL: 1}, {Index: index[2], TTL: 1}}, Stats: &mroute.Stats{}, Type: rtnl.RouteMulticast,
	}
	want.Table = got[0].Table // main
	if diff := place.Diff(want, got[0]); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	said := p.JSON("-6", "mroute", "show")
	if len(said) != 1 {
		t.Fatalf("ip says %v", said)
	}
	place.Says(t, said[0], map[string]any{"src": "2001:db8::7", "dst": "ff0e::1:3", "iif": "eth0"})
}

func TestTable(t *testing.T) {
	p, index := devices(t)
	d := start(t, p, unix.AF_INET, unix.IPPROTO_IGMP, unix.IPPROTO_IP, 1000)
	d.vif(index[0])
	d.vif(index[1])
	d.route("192.0.2.7", "239.1.2.3", 0, 5)
	for _, f := range []*mroute.Filter{{Table: 1000}, nil} {
		if got := list(t, p, f); len(got) != 1 || got[0].Table != 1000 {
			t.Errorf("%v, want one of table 1000", got)
		}
	}
	if got := list(t, p, &mroute.Filter{Table: rtnl.TableDefault}); len(got) != 0 {
		t.Errorf("of the default table: %v", got)
	}
}
