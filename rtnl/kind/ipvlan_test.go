package kind_test

import (
	"testing"

	"github.com/eb30ede5/netlink/internal/complete"
	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

func init() {
	kindsCovered["ipvlan"] = complete.Set{Prefix: "IFLA_IPVLAN_"}
	kindsCovered["ipvtap"] = complete.Set{Prefix: "IFLA_IPVLAN_"}
	iv := func(v kind.IPVLAN) rtnl.Link { return rtnl.Link{Name: "iv0", ParentIndex: 12, Kind: &v} }
	kindsSent = append(kindsSent,
		kindSent{golden: "ipvlan-add-plain", link: iv(kind.IPVLAN{})},
		kindSent{golden: "ipvlan-add", link: iv(kind.IPVLAN{Mode: rtnl.Some(kind.IPVLANL3S), Flags: rtnl.Some(kind.IPVLANPrivate)})},
		kindSent{golden: "ipvlan-add-l2", link: iv(kind.IPVLAN{Mode: rtnl.Some(kind.IPVLANL2), Flags: rtnl.Some[kind.IPVLANFlags](0)})},
		kindSent{golden: "ipvlan-set", set: 11, link: rtnl.Link{Kind: &kind.IPVLAN{Mode: rtnl.Some(kind.IPVLANL2), Flags: rtnl.Some[kind.IPVLANFlags](0)}}},
		kindSent{golden: "ipvtap-add", link: rtnl.Link{Name: "tap0", ParentIndex: 12, Kind: &kind.IPVTAP{
			Mode: rtnl.Some(kind.IPVLANL3), Flags: rtnl.Some(kind.IPVLANVEPA),
		}}},
	)
	kindsRead = append(kindsRead,
		kindRead{golden: "reply-link-ipvlan", want: &kind.IPVLAN{Mode: rtnl.Some(kind.IPVLANL3S), Flags: rtnl.Some(kind.IPVLANPrivate)}},
		kindRead{golden: "reply-link-ipvtap", want: &kind.IPVTAP{Mode: rtnl.Some(kind.IPVLANL2), Flags: rtnl.Some(kind.IPVLANVEPA)}},
	)
}

func TestIPVLANAllocs(t *testing.T) {
	kindAllocs(t, &kind.IPVLAN{Mode: rtnl.Some(kind.IPVLANL3S), Flags: rtnl.Some(kind.IPVLANVEPA)}, 0)
}

func TestIPVLANWords(t *testing.T) {
	for got, want := range map[string]string{
		kind.IPVLANL3S.String(): "l3s", kind.IPVLANMode(9).String(): "9", kind.IPVLANFlags(0).String(): "bridge",
		kind.IPVLANPrivate.String(): "private", (kind.IPVLANVEPA | 4).String(): "vepa 0x4",
	} {
		if got != want {
			t.Errorf("String() = %q, want %q", got, want)
		}
	}
}

func TestIPVLAN(t *testing.T) {
	nltest.HaveKind(t, "ipvlan")
	p := onVeth(t)
	mode := func(name string) kind.IPVLANMode { return place.ReadKind[*kind.IPVLAN](p, name).Mode.Or(99) }
	p.Must(rtnl.AddLink(rtnl.Link{Name: "iv0", Parent: "v0", Up: rtnl.On, Kind: &kind.IPVLAN{
		Mode: rtnl.Some(kind.IPVLANL3S), Flags: rtnl.Some(kind.IPVLANPrivate),
	}}))
	place.Says(t, place.InfoData(p.One("link", "show", "iv0")), map[string]any{"mode": "l3s", "private": true})
	if diff := place.Diff(&kind.IPVLAN{Mode: rtnl.Some(kind.IPVLANL3S), Flags: rtnl.Some(kind.IPVLANPrivate)}, place.ReadKind[*kind.IPVLAN](p, "iv0")); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	p.Must(rtnl.SetLink("iv0", rtnl.Link{Kind: &kind.IPVLAN{Mode: rtnl.Some(kind.IPVLANL2), Flags: rtnl.Some(kind.IPVLANVEPA)}}))
	place.Says(t, place.InfoData(p.One("link", "show", "iv0")), map[string]any{"mode": "l2", "vepa": true})
	err := rtnl.ChangeLink(t.Context(), p.Conn, "iv0", func(l *rtnl.Link) { l.Kind.(*kind.IPVLAN).Flags = rtnl.Some[kind.IPVLANFlags](0) })
	if err != nil {
		t.Error(err)
	}
	place.Says(t, place.InfoData(p.One("link", "show", "iv0")), map[string]any{"mode": "l2", "bridge": true})

	// What is set is set for all links of the parent, and making one sets the mode.
	p.Must(rtnl.AddLink(rtnl.Link{Name: "iv1", Parent: "v0", Kind: &kind.IPVLAN{}}))
	if got := mode("iv0"); got != kind.IPVLANL3 {
		t.Errorf("after another one is made, the mode is %v, want l3", got)
	}
	p.Must(rtnl.SetLink("iv1", rtnl.Link{Kind: &kind.IPVLAN{Mode: rtnl.Some(kind.IPVLANL3S)}}))
	if got := mode("iv0"); got != kind.IPVLANL3S {
		t.Errorf("after another one is changed, the mode is %v, want l3s", got)
	}
	p.Must(rtnl.AddLink(rtnl.Link{Name: "iv2", Parent: "v0", Kind: place.ReadKind[*kind.IPVLAN](p, "iv0")}))
	if got := mode("iv2"); got != kind.IPVLANL3S {
		t.Errorf("made from what was read, its mode is %v", got)
	}
	p.Must(rtnl.DeleteLink("iv0"), rtnl.DeleteLink("iv1"), rtnl.DeleteLink("iv2"))
}

func TestIPVTAP(t *testing.T) {
	nltest.HaveKind(t, "ipvtap")
	p := onVeth(t)
	p.Must(
		rtnl.AddLink(rtnl.Link{Name: "tap0", Parent: "v0", Kind: &kind.IPVTAP{Mode: rtnl.Some(kind.IPVLANL3), Flags: rtnl.Some(kind.IPVLANVEPA)}}),
		rtnl.SetLink("tap0", rtnl.Link{Kind: &kind.IPVTAP{Mode: rtnl.Some(kind.IPVLANL2)}}),
	)
	place.Says(t, place.InfoData(p.One("link", "show", "tap0")), map[string]any{"mode": "l2", "vepa": true})
	if diff := place.Diff(&kind.IPVTAP{Mode: rtnl.Some(kind.IPVLANL2), Flags: rtnl.Some(kind.IPVLANVEPA)}, place.ReadKind[*kind.IPVTAP](p, "tap0")); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	p.Must(rtnl.DeleteLink("tap0"))
}
