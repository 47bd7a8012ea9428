package rtnl_test

import (
	"context"
	"errors"
	"io/fs"
	"testing"

	"syscall"

	"github.com/eb30ede5/netlink/internal/nlmsg"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

// TestError has every field of an Error in its text, in the order of its
// documentation.
func TestError(t *testing.T) {
	for _, tt := range []struct {
		e    rtnl.Error
		want string
	}{
		{rtnl.Error{Op: "link add x", Errno: syscall.EEXIST}, "rtnl: link add x: file exists"},
		{rtnl.Error{Op: "link add x", Errno: syscall.ERANGE, Msg: "so what"}, "rtnl: link add x: numerical result out of range: so what"},
		{rtnl.Error{Op: "link add x", Errno: syscall.ERANGE, Msg: "no", Attr: "a.b"}, "rtnl: link add x: numerical result out of range: no (a.b)"},
		{rtnl.Error{Op: "link add x", Errno: syscall.ERANGE, Msg: "no", Attr: "a.b", Limit: "1 to 5"},
			"rtnl: link add x: numerical result out of range: no (a.b: 1 to 5)"},
		{rtnl.Error{Op: "link add x", Msg: "a warning", Attr: "a"}, "rtnl: link add x: a warning (a)"},
		{rtnl.Error{Op: "link add x", Err: context.Canceled}, "rtnl: link add x: context canceled"},
	} {
		if got := tt.e.Error(); got != tt.want {
			t.Errorf("Error() = %q, want %q", got, tt.want)
		}
	}
}

func TestErrorIs(t *testing.T) {
	kinds := []error{fs.ErrExist, fs.ErrNotExist, fs.ErrPermission, errors.ErrUnsupported}
	for errno, want := range map[syscall.Errno]error{
		syscall.EEXIST: fs.ErrExist, syscall.ENODEV: fs.ErrNotExist, syscall.ESRCH: fs.ErrNotExist, syscall.ENOENT: fs.ErrNotExist,
		syscall.EADDRNOTAVAIL: fs.ErrNotExist, syscall.EPERM: fs.ErrPermission, syscall.EACCES: fs.ErrPermission,
		syscall.EOPNOTSUPP: errors.ErrUnsupported, syscall.EINVAL: nil, syscall.ENETUNREACH: nil, syscall.EBUSY: nil,
	} {
		err := error(&rtnl.Error{Op: "x", Errno: errno})
		if !errors.Is(err, errno) {
			t.Errorf("%v is not its errno", err)
		}
		for _, k := range kinds {
			if got := errors.Is(err, k); got != (k == want) {
				t.Errorf("errors.Is(%v, %v) = %v", err, k, got)
			}
		}
	}
	if !errors.Is(&rtnl.Error{Op: "x", Err: context.DeadlineExceeded}, context.DeadlineExceeded) {
		t.Error("an Error is not its cause")
	}
}

// answer is a kernel that answers everything in one way.
func answer(n int, tlvs ...[]byte) func(int, nlmsg.Message) [][]byte {
	return func(_ int, m nlmsg.Message) [][]byte { return [][]byte{ack(m, n, tlvs...)} }
}

// An attribute that is missing is named, as one of the message or of a nest.
func TestMissingAttribute(t *testing.T) {
	text := nla(uapi.NLMSGERR_ATTR_MSG, []byte("attribute missing\x00"))
	route := rtnl.AddRoute(rtnl.Route{Dst: pfx("192.0.2.0/25"), DevIndex: 2, More: &rtnl.RouteMore{Metrics: rtnl.RouteMetrics{MTU: rtnl.U32(7)}}})
	b, err := route.AppendMessage(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	nest := uint32(len(b) - 12) // the metrics are last
	for name, tt := range map[string]struct {
		req  rtnl.Request
		tlvs [][]byte
		attr string
	}{
		"of a link":     {rtnl.SetLink(2, rtnl.Link{Up: rtnl.On}), [][]byte{nla(uapi.NLMSGERR_ATTR_MISS_TYPE, u32(uapi.IFLA_MTU))}, "mtu"},
		"of an address": {rtnl.AddAddr(rtnl.Addr{DevIndex: 2, Prefix: pfx("192.0.2.1/24")}), [][]byte{nla(uapi.NLMSGERR_ATTR_MISS_TYPE, u32(uapi.IFA_LABEL))}, "label"},
		"of a nest": {route, [][]byte{nla(uapi.NLMSGERR_ATTR_MISS_NEST, u32(nest)), nla(uapi.NLMSGERR_ATTR_MISS_TYPE, u32(uapi.RTAX_ADVMSS))},
			"metrics.advmss"},
		"unheard of": {route, [][]byte{nla(uapi.NLMSGERR_ATTR_MISS_TYPE, u32(99))}, "attribute 99"},
	} {
		c, _ := dialFake(t, rtnl.Config{}, answer(uapi.EINVAL, append(tt.tlvs, text)...))
		err := c.Do(t.Context(), tt.req)
		var e *rtnl.Error
		if !errors.As(err, &e) || e.Attr != tt.attr || e.Limit != "missing" {
			t.Errorf("%s: %v, want %s: missing", name, err, tt.attr)
		}
	}
}

// The attribute that an offset is in has its name, also far inside.
func TestAttributeAtFault(t *testing.T) {
	req := rtnl.AddLink(rtnl.Link{Name: "veth0", Kind: &kind.Veth{}, Peer: &rtnl.Link{Name: "veth1", MTU: 7}})
	b, err := req.AppendMessage(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for at := range len(b) {
		c, _ := dialFake(t, rtnl.Config{}, answer(uapi.EINVAL, nla(uapi.NLMSGERR_ATTR_OFFS, u32(uint32(at)))))
		var e *rtnl.Error
		if err := c.Do(t.Context(), req); !errors.As(err, &e) {
			t.Fatal(err)
		}
		names[e.Attr] = true
	}
	for _, want := range []string{"", "ifname", "linkinfo", "linkinfo.kind", "linkinfo.data", "linkinfo.data.peer", "linkinfo.data.peer.ifname", "linkinfo.data.peer.mtu"} {
		if !names[want] {
			t.Errorf("no offset is in %q; there are %v", want, names)
		}
		delete(names, want)
	}
	if len(names) > 0 {
		t.Errorf("offsets in %v", names)
	}
}

// What the kernel says of requests that succeed goes to Config.Warn, of Do,
// CreateLink and Batch.
func TestWarnings(t *testing.T) {
	var warned []*rtnl.Error
	cfg := rtnl.Config{Warn: func(e *rtnl.Error) { warned = append(warned, e) }}
	text := nla(uapi.NLMSGERR_ATTR_MSG, []byte("will be gone\x00"))
	c, _ := dialFake(t, cfg, func(_ int, m nlmsg.Message) [][]byte {
		if m.Type == uapi.RTM_GETLINK {
			return [][]byte{reply(m, uapi.RTM_NEWLINK, 0, linkBody(3, "x0"))}
		}
		return [][]byte{ack(m, 0, text)}
	})
	add := rtnl.AddLink(rtnl.Link{Name: "x0", Kind: &kind.Dummy{}})
	if err := c.Do(t.Context(), add); err != nil {
		t.Error(err)
	}
	if l, err := c.CreateLink(t.Context(), rtnl.Link{Name: "x0", Kind: &kind.Dummy{}}); err != nil || l.Index != 3 {
		t.Errorf("CreateLink = %v, %v", l, err)
	}
	for i, err := range c.Batch(t.Context(), func(yield func(rtnl.Request) bool) {
		if yield(add) {
			yield(add)
		}
	}) {
		t.Error(i, err)
	}
	if len(warned) != 4 {
		t.Fatalf("%d warnings, want 4", len(warned))
	}
	for _, w := range warned {
		if got, want := w.Error(), "rtnl: link add x0: will be gone"; got != want || w.Errno != 0 {
			t.Errorf("warning %q, want %q", got, want)
		}
	}
}

// Without Config.Warn a warning is no error.
func TestWarningIgnored(t *testing.T) {
	c, _ := dialFake(t, rtnl.Config{}, answer(0, nla(uapi.NLMSGERR_ATTR_MSG, []byte("will be gone\x00"))))
	if err := c.Do(t.Context(), rtnl.SetLink(2, rtnl.Link{Up: rtnl.On})); err != nil {
		t.Error(err)
	}
}
