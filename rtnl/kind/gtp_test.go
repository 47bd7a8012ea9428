package kind_test

import (
	"errors"
	"net"
	"syscall"
	"testing"

	"github.com/eb30ede5/netlink/internal/complete"
	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

func init() {
	kindsCovered["gtp"] = complete.Set{Prefix: "IFLA_GTP_"}
	kindsSent = append(kindsSent,
		kindSent{golden: "gtp-add", link: rtnl.Link{Name: "gt0", Kind: &kind.GTP{
			CreateSockets: rtnl.On, Role: rtnl.Some(kind.GTPSGSN), HashSize: rtnl.U32(1234), RestartCount: rtnl.U8(7),
		}}},
		kindSent{golden: "gtp-add-plain", link: rtnl.Link{Name: "gt0", Kind: &kind.GTP{
			CreateSockets: rtnl.On, Role: rtnl.Some(kind.GTPGGSN), HashSize: rtnl.U32(1024),
		}}},
	)
	kindsRead = append(kindsRead, kindRead{golden: "reply-link-gtp", want: &kind.GTP{
		Role: rtnl.Some(kind.GTPSGSN), HashSize: rtnl.U32(1234), RestartCount: rtnl.U8(7),
	}})
}

func TestGTPAllocs(t *testing.T) {
	kindAllocs(t, &kind.GTP{
		FD0: rtnl.U32(5), FD1: rtnl.U32(6), CreateSockets: rtnl.On, Local: ip("2001:db8::1"), HashSize: rtnl.U32(1234), Role: rtnl.Some(kind.GTPSGSN), RestartCount: rtnl.U8(7),
	}, 0)
}

// No golden has these: ip(8) 6.1 does not know them. The forms are those of the
// kernel's policy.
func TestGTPNewer(t *testing.T) {
	nltest.LittleEndianOnly(t)
	for typ, tt := range map[nlattr.Type]struct {
		v    kind.GTP
		want string
	}{
		uapi.IFLA_GTP_FD0:    {kind.GTP{FD0: rtnl.U32(0x1234)}, "\x34\x12\x00\x00"},
		uapi.IFLA_GTP_FD1:    {kind.GTP{FD1: rtnl.U32(0)}, "\x00\x00\x00\x00"},
		uapi.IFLA_GTP_LOCAL:  {kind.GTP{FD0: rtnl.U32(0x1234), Local: ip("192.0.2.1")}, "\xc0\x00\x02\x01"},
		uapi.IFLA_GTP_LOCAL6: {kind.GTP{FD0: rtnl.U32(0x1234), Local: ip("2001:db8::1")}, "\x20\x01\x0d\xb8\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01"},
	} {
		got, err := nlattr.Append(nil, &tt.v)
		if err != nil {
			t.Fatal(err)
		}
		if p := nltest.Payload(got, typ); string(p) != tt.want {
			t.Errorf("attribute %d of %+v is % x, want % x", typ, tt.v, p, tt.want)
		}
	}
}

func TestGTPRejected(t *testing.T) {
	testRejected(t, []rejected{
		{"no socket", rtnl.Link{Kind: &kind.GTP{CreateSockets: rtnl.Off, HashSize: rtnl.U32(7)}}, "linkinfo.data.create_sockets: not on, and there is no fd0 or fd1"},
		{"role", rtnl.Link{Kind: &kind.GTP{CreateSockets: rtnl.On, Role: rtnl.Some(kind.GTPRole(2))}}, "role: 2 is neither ggsn nor sgsn"},
	})
}

func TestGTP(t *testing.T) {
	nltest.HaveKind(t, "gtp")
	p := place.New(t)
	p.Must(rtnl.AddLink(rtnl.Link{Name: "gt0", Kind: &kind.GTP{
		CreateSockets: rtnl.On, Role: rtnl.Some(kind.GTPSGSN), HashSize: rtnl.U32(1234), RestartCount: rtnl.U8(7),
	}}))
	place.Says(t, place.InfoData(p.One("link", "show", "dev", "gt0")), map[string]any{"role": "sgsn", "hsize": 1234., "restart_count": 7.})
	want := &kind.GTP{Role: rtnl.Some(kind.GTPSGSN), HashSize: rtnl.U32(1234), RestartCount: rtnl.U8(7)}
	if diff := place.Diff(want, place.ReadKind[*kind.GTP](p, "gt0")); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if err := p.Do(t.Context(), rtnl.SetLink("gt0", rtnl.Link{Kind: &kind.GTP{CreateSockets: rtnl.On, RestartCount: rtnl.U8(8)}})); !errors.Is(err, syscall.EOPNOTSUPP) {
		t.Errorf("nothing can be changed: %v", err)
	}
	p.Must(rtnl.DeleteLink("gt0"))

	// With a socket of this process's own.
	var c net.PacketConn
	if err := p.NS.Do(func() (err error) { c, err = net.ListenPacket("udp4", "127.0.0.1:0"); return err }); err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	raw, err := c.(*net.UDPConn).SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	err = raw.Control(func(fd uintptr) {
		p.Must(rtnl.AddLink(rtnl.Link{Name: "gt1", Kind: &kind.GTP{FD1: rtnl.U32(uint32(fd))}}))
	})
	if err != nil {
		t.Error(err)
	}
	place.Says(t, place.InfoData(p.One("link", "show", "dev", "gt1")), map[string]any{"role": "ggsn", "hsize": 1024.})
	p.Must(rtnl.DeleteLink("gt1"))
}
