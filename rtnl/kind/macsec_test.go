package kind_test

import (
	"errors"
	"syscall"
	"testing"

	"github.com/eb30ede5/netlink/internal/complete"
	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

func init() {
	kindsCovered["macsec"] = complete.Set{Prefix: "IFLA_MACSEC_"}
	ms := func(m kind.MACsec) rtnl.Link { return rtnl.Link{Name: "ms0", ParentIndex: 12, Kind: &m} }
	kindsSent = append(kindsSent,
		kindSent{golden: "macsec-add-plain", link: ms(kind.MACsec{})},
		kindSent{golden: "macsec-add", link: ms(kind.MACsec{
			Port: rtnl.U16(1284), Cipher: rtnl.Some(kind.MACsecGCMAESXPN256), ICVLen: rtnl.U8(12), Encrypt: rtnl.On, IncSCI: rtnl.Off,
			EndStation: rtnl.On, Protect: rtnl.Off, ReplayProtect: rtnl.On, Window: rtnl.U32(4096), Validate: rtnl.Some(kind.MACsecValidateCheck),
			EncodingSA: rtnl.U8(3),
		})},
		kindSent{golden: "macsec-add-sci", link: ms(kind.MACsec{
			SCI: rtnl.Some[kind.MACsecSCI](0x0102030405060708), Cipher: rtnl.Some(kind.MACsecGCMAES256), Encrypt: rtnl.Off, IncSCI: rtnl.On,
			EndStation: rtnl.Off, SCB: rtnl.Off, Protect: rtnl.On, ReplayProtect: rtnl.Off, Window: rtnl.U32(0xffffffff),
			Validate: rtnl.Some(kind.MACsecValidateDisabled), EncodingSA: rtnl.U8(0), Offload: rtnl.Some(kind.MACsecOffloadMAC),
		})},
		kindSent{golden: "macsec-add-address", link: ms(kind.MACsec{
			SCI: rtnl.Some(kind.MACsecSCIFrom(hw("02:00:00:00:01:02"), 11)), SCB: rtnl.On, Validate: rtnl.Some(kind.MACsecValidateStrict),
			Offload: rtnl.Some(kind.MACsecOffloadOff),
		})},
		kindSent{golden: "macsec-set", set: 11, link: rtnl.Link{Kind: &kind.MACsec{Encrypt: rtnl.On, EncodingSA: rtnl.U8(2)}}},
	)
	kindsRead = append(kindsRead,
		kindRead{golden: "reply-link-macsec", want: &kind.MACsec{
			SCI: rtnl.Some(kind.MACsecSCIFrom(hw("02:11:22:33:44:66"), 1284)), Cipher: rtnl.Some(kind.MACsecGCMAESXPN256), ICVLen: rtnl.U8(16),
			Encrypt: rtnl.On, IncSCI: rtnl.Off, EndStation: rtnl.On, SCB: rtnl.Off, Protect: rtnl.Off, ReplayProtect: rtnl.On,
			Window: rtnl.U32(4096), Validate: rtnl.Some(kind.MACsecValidateCheck), EncodingSA: rtnl.U8(3),
		}},
		kindRead{golden: "reply-link-macsec-sci", want: &kind.MACsec{
			SCI: rtnl.Some[kind.MACsecSCI](0x0102030405060708), Cipher: rtnl.Some(kind.MACsecGCMAES128), ICVLen: rtnl.U8(12), Encrypt: rtnl.Off,
			IncSCI: rtnl.On, EndStation: rtnl.Off, SCB: rtnl.On, Protect: rtnl.On, ReplayProtect: rtnl.Off,
			Validate: rtnl.Some(kind.MACsecValidateStrict), EncodingSA: rtnl.U8(0),
		}},
	)
}

func TestMACsecAllocs(t *testing.T) {
	kindAllocs(t, &kind.MACsec{
		SCI: rtnl.Some[kind.MACsecSCI](0x0102030405060708), Cipher: rtnl.Some(kind.MACsecGCMAESXPN128), ICVLen: rtnl.U8(9), Encrypt: rtnl.On,
		IncSCI: rtnl.Off, EndStation: rtnl.Off, SCB: rtnl.On, Protect: rtnl.Off, ReplayProtect: rtnl.On, Window: rtnl.U32(258),
		Validate: rtnl.Some(kind.MACsecValidateCheck), EncodingSA: rtnl.U8(2), Offload: rtnl.Some(kind.MACsecOffloadPHY),
	}, 0)
}

func TestMACsecWords(t *testing.T) {
	for got, want := range map[string]string{
		kind.MACsecSCIFrom(hw("02:00:00:00:01:02"), 11).String(): "020000000102000b", kind.MACsecGCMAES128.String(): "GCM-AES-128",
		kind.MACsecCipher(0x0080C20001000001).String(): "GCM-AES-128", kind.MACsecGCMAESXPN256.String(): "GCM-AES-XPN-256",
		kind.MACsecCipher(7).String(): "0x7", kind.MACsecValidateStrict.String(): "strict", kind.MACsecOffloadPHY.String(): "phy",
	} {
		if got != want {
			t.Errorf("String() = %q, want %q", got, want)
		}
	}
}

func TestMACsecRejected(t *testing.T) {
	l := func(m kind.MACsec) rtnl.Link { return rtnl.Link{Kind: &m} }
	testRejected(t, []rejected{
		{"two identifiers", l(kind.MACsec{SCI: rtnl.Some[kind.MACsecSCI](1), Port: rtnl.U16(1)}), "linkinfo.data.port: with sci"},
		{"short", l(kind.MACsec{ICVLen: rtnl.U8(7)}), "icv_len: 7 is not between 8 and 16"},
		{"association", l(kind.MACsec{EncodingSA: rtnl.U8(4)}), "encoding_sa: 4 is above 3"},
		{"sci and broadcast", l(kind.MACsec{IncSCI: rtnl.On, SCB: rtnl.On}), "inc_sci: with es or scb"},
		{"station and broadcast", l(kind.MACsec{EndStation: rtnl.On, SCB: rtnl.On}), "es: with scb"},
		{"no window", l(kind.MACsec{ReplayProtect: rtnl.On}), "replay_protect: without a window"},
	})
}

func TestMACsec(t *testing.T) {
	nltest.HaveKind(t, "macsec")
	p := onVeth(t)
	v0 := p.Link("v0").Address
	p.Must(
		rtnl.AddLink(rtnl.Link{Name: "ms0", Parent: "v0", Kind: &kind.MACsec{
			Port: rtnl.U16(1284), Cipher: rtnl.Some(kind.MACsecGCMAESXPN256), Encrypt: rtnl.On, IncSCI: rtnl.Off, EndStation: rtnl.On,
			Protect: rtnl.Off, ReplayProtect: rtnl.On, Window: rtnl.U32(4096), Validate: rtnl.Some(kind.MACsecValidateCheck), EncodingSA: rtnl.U8(3),
			Offload: rtnl.Some(kind.MACsecOffloadOff),
		}}),
		rtnl.AddLink(rtnl.Link{Name: "ms1", Parent: "v0", Kind: &kind.MACsec{SCI: rtnl.Some[kind.MACsecSCI](0x0102030405060708), ICVLen: rtnl.U8(12), SCB: rtnl.On}}),
	)
	place.Says(t, place.InfoData(p.One("link", "show", "ms0")), map[string]any{
		"sci": kind.MACsecSCIFrom(v0, 1284).String(), "protect": false, "cipher_suite": "GCM-AES-XPN-256", "icv_len": 16., "encoding_sa": 3.,
		"validation": "check", "encrypt": true, "inc_sci": false, "es": true, "scb": false, "replay_protect": true, "window": 4096.,
	})
	place.SameFields(t, *place.ReadKind[*kind.MACsec](p, "ms0"), kind.MACsec{
		SCI: rtnl.Some(kind.MACsecSCIFrom(v0, 1284)), Cipher: rtnl.Some(kind.MACsecGCMAESXPN256), ICVLen: rtnl.U8(16), Encrypt: rtnl.On,
		IncSCI: rtnl.Off, EndStation: rtnl.On, SCB: rtnl.Off, Protect: rtnl.Off, ReplayProtect: rtnl.On, Window: rtnl.U32(4096),
		Validate: rtnl.Some(kind.MACsecValidateCheck), EncodingSA: rtnl.U8(3),
	})
	place.Says(t, place.InfoData(p.One("link", "show", "ms1")), map[string]any{"sci": "0102030405060708", "icv_len": 12., "scb": true})
	place.SameFields(t, *place.ReadKind[*kind.MACsec](p, "ms1"), kind.MACsec{
		SCI: rtnl.Some[kind.MACsecSCI](0x0102030405060708), ICVLen: rtnl.U8(12), SCB: rtnl.On, Cipher: rtnl.Some(kind.MACsecGCMAES128),
	})

	change := kind.MACsec{
		Encrypt: rtnl.Off, IncSCI: rtnl.On, EndStation: rtnl.Off, Protect: rtnl.On, ReplayProtect: rtnl.On, Window: rtnl.U32(8),
		Validate: rtnl.Some(kind.MACsecValidateDisabled), EncodingSA: rtnl.U8(1),
	}
	p.Must(rtnl.SetLink("ms0", rtnl.Link{Kind: &change}))
	place.SameFields(t, *place.ReadKind[*kind.MACsec](p, "ms0"), change)
	err := rtnl.ChangeLink(t.Context(), p.Conn, "ms0", func(l *rtnl.Link) {
		m := l.Kind.(*kind.MACsec)
		m.ReplayProtect, m.EncodingSA = rtnl.Off, rtnl.U8(2)
	})
	if err != nil {
		t.Error(err)
	}
	place.Says(t, place.InfoData(p.One("link", "show", "ms0")), map[string]any{"encoding_sa": 2., "replay_protect": false, "validation": "disabled"})
	for name, m := range map[string]kind.MACsec{
		"sci": {SCI: rtnl.Some(kind.MACsecSCIFrom(v0, 1284))}, "port": {Port: rtnl.U16(1284)}, "icv_len": {ICVLen: rtnl.U8(16)},
		"cipher_suite": {Cipher: rtnl.Some(kind.MACsecGCMAESXPN256)},
	} {
		if err := p.Do(t.Context(), rtnl.SetLink("ms0", rtnl.Link{Kind: &m})); !errors.Is(err, syscall.EINVAL) {
			t.Errorf("%s: %v, want EINVAL", name, err)
		}
	}
	again := *place.ReadKind[*kind.MACsec](p, "ms0")
	p.Must(rtnl.DeleteLink("ms0"), rtnl.AddLink(rtnl.Link{Name: "ms0", Parent: "v0", Kind: &again}))
	if diff := place.Diff(&again, place.ReadKind[*kind.MACsec](p, "ms0")); diff != "" {
		t.Errorf("made from what was read: -want +got\n%s", diff)
	}
	p.Must(rtnl.DeleteLink("ms0"), rtnl.DeleteLink("ms1"))
}
