package rtnl_test

import (
	"bytes"
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
)

func FuzzLink(f *testing.F) { fuzz[rtnl.Link](f, 16, uapi.RTM_NEWLINK) }

func FuzzAddr(f *testing.F) { fuzz[rtnl.Addr](f, 8, uapi.RTM_NEWADDR) }

func FuzzRoute(f *testing.F) { fuzz[rtnl.Route](f, 12, uapi.RTM_NEWROUTE) }

func FuzzRule(f *testing.F) { fuzz[rtnl.Rule](f, 12, uapi.RTM_NEWRULE) }

func FuzzNeigh(f *testing.F) { fuzz[rtnl.Neigh](f, 12, uapi.RTM_NEWNEIGH) }

// fuzz decodes message bodies. Nothing panics, the input stays as it is, and
// what was decoded, if it was well formed, survives being sent again.
func fuzz[T any, P interface {
	*T
	nlattr.Attrser
}](f *testing.F, head int, typ byte) {
	for _, g := range nltest.Goldens(f, "*") {
		for _, m := range g.Messages() {
			if m[4] == typ {
				f.Add(m[16:])
			}
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		in := bytes.Clone(b)
		var c nlattr.Codec
		var v T
		bad := c.Decode(in, head, P(&v))
		if !bytes.Equal(in, b) {
			t.Fatal("decoding changed the message")
		}
		again, err := c.EncodeReport(nil, P(&v))
		if err != nil {
			return // a kernel cannot have sent it: a name with a NUL in it, a lifetime shorter than that preferred
		}
		var w T
		err = c.Decode(again, head, P(&w))
		if bad != nil || contradicts(any(&v)) {
			return // what is malformed need not be sent again
		}
		if err != nil {
			t.Fatalf("sent again it is malformed: %v\n% x\n% x", err, b, again)
		}
		plain(any(&v))
		plain(any(&w))
		// Nor need be what another attribute has taken the place of.
		diff := place.Diff(v, w, cmpopts.EquateEmpty())
		if diff != "" && !strings.Contains(diff, "another one follows") {
			t.Fatalf("sent again it is another: -before +after\n%s\n% x\n% x", diff, b, again)
		}
	})
}

// contradicts reports whether v says twice what it is, and not the same: no
// kernel sends that.
func contradicts(v any) bool {
	switch v := v.(type) {
	case *rtnl.Route:
		return v.Family != rtnl.IPv4 && v.Family != rtnl.IPv6 || v.Dst.Bits() < 0 || v.More != nil && v.More.Src.Addr().IsValid() && v.More.Src.Bits() < 0
	case *rtnl.RAPrefix:
		return v.Prefix.Addr().IsValid() && v.Prefix.Bits() < 0
	case *rtnl.Rule:
		return v.Family != rtnl.IPv4 && v.Family != rtnl.IPv6 || v.Src.Addr().IsValid() && v.Src.Bits() < 0 || v.Dst.Addr().IsValid() && v.Dst.Bits() < 0
	case *rtnl.Link:
		return len(v.VFs) > 0 // each attribute of which has the number
	}
	return false
}

// plain makes a source of length 0, a selector of length 0 and what is empty none:
// they are not sent.
func plain(v any) {
	if r, ok := v.(*rtnl.Rule); ok {
		for _, p := range []*netip.Prefix{&r.Src, &r.Dst} {
			if p.Bits() == 0 {
				*p = netip.Prefix{}
			}
		}
	}
	r, ok := v.(*rtnl.Route)
	if !ok {
		return
	}
	for i := range r.Hops {
		if m := r.Hops[i].More; m != nil && sameEmpty(m, new(rtnl.HopMore)) {
			r.Hops[i].More = nil
		}
	}
	if r.More != nil && r.More.Src.Bits() == 0 {
		r.More.Src = netip.Prefix{}
	}
	if r.More != nil && sameEmpty(r.More, new(rtnl.RouteMore)) {
		r.More = nil
	}
}

func sameEmpty(a, b any) bool { return place.Diff(a, b, cmpopts.EquateEmpty()) == "" }
