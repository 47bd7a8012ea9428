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
	kindsCovered["batadv"] = complete.Set{Extra: map[string]string{"algo_name": "the table has nothing of batman_adv.h"}}
	for _, name := range []string{"nlmon", "openvswitch", "team"} {
		kindsCovered[name] = complete.Set{}
	}
	kindsSent = append(kindsSent,
		kindSent{golden: "batadv-add", link: rtnl.Link{Name: "bat0", Kind: &kind.Batadv{Algo: "BATMAN_V"}}},
		kindSent{golden: "batadv-add-plain", link: rtnl.Link{Name: "bat0", Kind: &kind.Batadv{}}},
		kindSent{golden: "nlmon-add", link: rtnl.Link{Name: "nl0", Kind: &kind.NLMon{}}},
		kindSent{golden: "openvswitch-set", set: 11, link: rtnl.Link{Kind: &kind.OpenVSwitch{}}},
		kindSent{golden: "team-add", link: rtnl.Link{Name: "team0", Kind: &kind.Team{}}},
	)
	kindsRead = append(kindsRead,
		kindRead{golden: "reply-link-batadv", want: &kind.Batadv{}},
		kindRead{golden: "reply-link-nlmon", want: &kind.NLMon{}},
		kindRead{golden: "reply-link-openvswitch", want: &kind.OpenVSwitch{}},
		kindRead{golden: "reply-link-team", want: &kind.Team{}},
	)
}

func TestNLMon(t *testing.T) { testPlain(t, "nlmon", &kind.NLMon{}) }
func TestTeam(t *testing.T)  { testPlain(t, "team", &kind.Team{}) }

func TestBatadv(t *testing.T) {
	testPlain(t, "batadv", &kind.Batadv{Algo: "BATMAN_IV"})
	testPlain(t, "batadv", &kind.Batadv{})
	p := place.New(t)
	err := p.Do(t.Context(), rtnl.AddLink(rtnl.Link{Name: "bat0", Kind: &kind.Batadv{Algo: "nonsense"}}))
	if !errors.Is(err, syscall.EINVAL) {
		t.Errorf("an algorithm that there is not: %v, want EINVAL", err)
	}
}

// TestOpenVSwitch reads what generic netlink made.
func TestOpenVSwitch(t *testing.T) {
	_, err := rtnl.AddLink(rtnl.Link{Name: "ovs0", Kind: &kind.OpenVSwitch{}}).AppendMessage(nil, nil)
	if want := "rtnl: link add ovs0: rtnetlink does not make links of Open vSwitches; generic netlink does"; err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
	nltest.Live(t)
	nltest.LittleEndianOnly(t)
	p := place.New(t)
	if err := p.NS.Do(func() error { return addDatapath("ovs0") }); errors.Is(err, syscall.ENOENT) {
		nltest.Skip(t, "generic netlink ovs_datapath")
	} else if err != nil {
		t.Fatal(err)
	}
	place.ReadKind[*kind.OpenVSwitch](p, "ovs0")
	info, _ := p.One("link", "show", "ovs0")["linkinfo"].(map[string]any)
	if info["info_kind"] != "openvswitch" {
		t.Errorf("ip says %v", info)
	}
	p.Must(rtnl.SetLink("ovs0", rtnl.Link{MTU: 1400, Up: rtnl.On}))
	if l := p.Link("ovs0"); l.MTU != 1400 {
		t.Errorf("changed: MTU %d", l.MTU)
	}
	if err := p.Do(t.Context(), rtnl.DeleteLink("ovs0")); !errors.Is(err, syscall.EOPNOTSUPP) {
		t.Errorf("deleting it: %v, want EOPNOTSUPP", err)
	}
}
