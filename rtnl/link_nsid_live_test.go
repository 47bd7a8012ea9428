package rtnl_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"

	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

// vethIn returns a link to make in the namespace of that id.
func vethIn(nsid int32, name string) rtnl.Link {
	return rtnl.Link{Name: name, Kind: &kind.Veth{}, NetNSID: rtnl.Some(nsid), Peer: &rtnl.Link{Name: "peer-" + name}}
}

// TestDeleteLinkIn deletes links of another namespace, and none of the same
// name or index here.
func TestDeleteLinkIn(t *testing.T) {
	p, far := place.New(t), place.New(t)
	p.IP("netns", "set", far.Name, "33")
	for _, at := range []*place.Place{p, far} {
		for i, name := range []string{"a", "b", "c"} {
			at.Must(rtnl.AddLink(rtnl.Link{
				Name: name, Index: int32(100 + i), Kind: &kind.Veth{}, Peer: &rtnl.Link{Name: "p" + name, Index: int32(200 + i)},
				AltNames: []string{"a-name-longer-than-sixteen-bytes-" + name},
			}))
		}
	}
	for name, r := range map[string]rtnl.Request{
		"a": rtnl.DeleteLinkIn(33, "a"), "b": rtnl.DeleteLinkIn(33, 101), "c": rtnl.DeleteLinkIn(33, "a-name-longer-than-sixteen-bytes-c"),
	} {
		if s := r.String(); !strings.HasSuffix(s, " netnsid 33") {
			t.Errorf("%s", s)
		}
		p.Must(r)
		if _, err := far.LinkByName(t.Context(), name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%v: it is there: %v", r, err)
		}
		p.Link(name)
		if err := p.Do(t.Context(), r); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%v again: %v, want %v", r, err, fs.ErrNotExist)
		}
		p.Must(r.Allow(fs.ErrNotExist))
	}
	if err := p.Do(t.Context(), rtnl.DeleteLinkIn(34, "a")); err == nil {
		t.Error("no such namespace: no error")
	}
	p.Link("a")
}

// An nsid in a request acts, or the request is refused before anything is sent.
func TestNetNSIDActs(t *testing.T) {
	p, far := place.New(t), place.New(t)
	p.IP("netns", "set", far.Name, "33")
	p.Must(rtnl.AddLink(vethIn(33, "v0")))
	got, err := p.LinkWith(t.Context(), "v0", rtnl.LinkFilter{NetNSID: rtnl.Some[int32](33)})
	if err != nil || got.NetNSID != rtnl.Some[int32](33) {
		t.Fatalf("read there: %+v, %v", got, err)
	}
	p.Must(rtnl.AddLink(rtnl.Link{Name: "local", Index: got.Index + 1000, Kind: &kind.Veth{}}))
	moves := "if_netnsid: the link was read in another namespace, and this would move one of the Conn's own there"
	second := "if_netnsid: alias, altnames, port parameters and other things that the kernel takes in a second message need the namespace by handle or by process"
	with := func(l rtnl.Link, f func(*rtnl.Link)) rtnl.Link { f(&l); return l }
	for _, tt := range []struct {
		req  rtnl.Request
		want string
	}{
		{rtnl.SetLink("local", got), "rtnl: link set local: " + moves},
		{rtnl.AddLink(with(vethIn(33, "v1"), func(l *rtnl.Link) { l.Alias = rtnl.Some("x") })), "rtnl: link add v1: " + second},
		{rtnl.AddLink(with(vethIn(33, "v1"), func(l *rtnl.Link) { l.AltNames = []string{"x"} })), "rtnl: link add v1: " + second},
		{rtnl.SetLink("local", rtnl.Link{NetNSID: rtnl.Some[int32](33), AltNames: []string{"x"}}), "rtnl: link set local: " + second},
	} {
		if err := p.Do(t.Context(), tt.req); err == nil || err.Error() != tt.want {
			t.Errorf("%v: %v\nwant %s", tt.req, err, tt.want)
		}
	}
	p.Link("local")
	if _, err := far.LinkByName(t.Context(), "v1"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("v1 was made: %v", err)
	}

	// Where the peer, which is here, cannot be as it is wanted, the link there
	// goes away again.
	l := vethIn(33, "v2")
	l.Peer.Master = "absent"
	if err := p.Do(t.Context(), rtnl.AddLink(l)); err == nil || strings.Contains(err.Error(), "could not be removed") {
		t.Errorf("a peer without its master: %v", err)
	}
	if _, err := far.LinkByName(t.Context(), "v2"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("v2 is left: %v", err)
	}
}
