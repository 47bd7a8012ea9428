package kind_test

import (
	"errors"
	"syscall"
	"testing"

	"github.com/eb30ede5/netlink/internal/complete"
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
