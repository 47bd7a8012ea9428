package netconf_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"github.com/eb30ede5/netlink/internal/complete"
	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
	"github.com/eb30ede5/netlink/rtnl/netconf"
)

// sent is what asks for what the command of a golden asks for.
var sent = map[string]netconf.Conf{
	"netconf-dump":     {},
	"netconf-dump-ip6": {Family: rtnl.IPv6},
	"netconf-get":      {Family: rtnl.IPv4, Index: 2},
}

var read = map[string]netconf.Conf{
	"reply-netconf-ip4": {
		Family: rtnl.IPv4, Index: 2, Forwarding: rtnl.On, RPFilter: rtnl.Some(netconf.RPFilterLoose), MCForwarding: rtnl.Off,
		BCForwarding: rtnl.On, ProxyNeigh: rtnl.On, IgnoreLinkDown: rtnl.On,
	},
	"reply-netconf-ip6":  {Family: rtnl.IPv6, Index: 2, Forwarding: rtnl.On, MCForwarding: rtnl.Off, ProxyNeigh: rtnl.On, IgnoreLinkDown: rtnl.On},
	"reply-netconf-mpls": {Family: rtnl.MPLS, Index: 11, Input: rtnl.On},
}

func TestGoldens(t *testing.T) {
	nltest.LittleEndianOnly(t)
	for name, n := range sent {
		g := nltest.Goldens(t, name)[0]
		got, err := new(nlattr.Codec).Encode(bytes.Clone(g.Bytes[:16]), &n)
		if err != nil {
			t.Fatal(err)
		}
		if diff := nltest.DiffMessages(g.Bytes, got, nil); diff != "" {
			t.Errorf("%q: %s", g.Command, diff)
		}
	}
	for name, want := range read {
		g := nltest.Goldens(t, name)[0]
		var got netconf.Conf
		if err := nlattr.Parse(g.Bytes[16:], 4, &got); err != nil {
			t.Error(err)
		}
		if diff := place.Diff(want, got); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
		// ip(8) says the same, in text.
		line := strings.Replace(strings.TrimSpace(string(g.JSON)), "eth0", fmt.Sprintf("if%d", want.Index), 1)
		if s := strings.Replace(got.String(), " bc_forwarding on", "", 1); s != line {
			t.Errorf("String() = %q, want %q", s, line)
		}
		b, err := new(nlattr.Codec).EncodeReport(bytes.Clone(g.Bytes[:16]), &got)
		if err != nil {
			t.Error(err)
		}
		if diff := nltest.DiffMessages(g.Bytes, b, nil); diff != "" {
			t.Errorf("%s, written again: %s", name, diff)
		}
	}
	for _, g := range append(nltest.Goldens(t, "netconf-*"), nltest.Goldens(t, "reply-netconf-*")...) {
		_, asked := sent[g.Name]
		if _, ok := read[g.Name]; !ok && !asked {
			t.Errorf("no test uses %s", g.Name)
		}
	}
}

func TestComplete(t *testing.T) {
	complete.Set{Prefix: "NETCONFA_", NoLine: map[string]string{"family": "it is in the header"}}.Check(t, new(netconf.Conf))
}

func TestNetconf(t *testing.T) {
	p := place.New(t)
	ctx := t.Context()
	p.Must(rtnl.AddLink(rtnl.Link{Name: "eth0", Kind: &kind.IFB{}}))
	for path, v := range map[string]string{
		"ipv4/conf/eth0/forwarding": "1", "ipv4/conf/eth0/rp_filter": "2", "ipv4/conf/eth0/proxy_arp": "1",
		"ipv4/conf/eth0/ignore_routes_with_linkdown": "1", "ipv4/conf/all/rp_filter": "1", "ipv4/conf/default/proxy_arp": "1",
		"ipv6/conf/eth0/forwarding": "1", "ipv6/conf/eth0/proxy_ndp": "1", "ipv6/conf/all/ignore_routes_with_linkdown": "1",
	} {
		p.Sysctl(path, v)
	}
	eth0 := p.Link("eth0").Index
	on := rtnl.On
	for _, tt := range []struct {
		f    netconf.Filter
		want netconf.Conf
	}{
		{netconf.Filter{Family: rtnl.IPv4, Dev: "eth0"}, netconf.Conf{
			Family: rtnl.IPv4, Index: eth0, Forwarding: on, RPFilter: rtnl.Some(netconf.RPFilterLoose), MCForwarding: rtnl.Off,
			ProxyNeigh: on, IgnoreLinkDown: on, BCForwarding: rtnl.Off,
		}},
		{netconf.Filter{Family: rtnl.IPv4, DevIndex: netconf.All}, netconf.Conf{Family: rtnl.IPv4, Index: netconf.All, RPFilter: rtnl.Some(netconf.RPFilterStrict), ProxyNeigh: rtnl.Off}},
		{netconf.Filter{Family: rtnl.IPv4, DevIndex: netconf.Default}, netconf.Conf{Family: rtnl.IPv4, Index: netconf.Default, RPFilter: rtnl.Some(netconf.RPFilterOff), ProxyNeigh: on}},
		{netconf.Filter{Family: rtnl.IPv6, DevIndex: eth0}, netconf.Conf{Family: rtnl.IPv6, Index: eth0, Forwarding: on, ProxyNeigh: on}},
		{netconf.Filter{Family: rtnl.IPv6, DevIndex: netconf.All}, netconf.Conf{Family: rtnl.IPv6, Index: netconf.All, Forwarding: rtnl.Off, IgnoreLinkDown: on}},
	} {
		got, err := netconf.Get(ctx, p.Conn, tt.f)
		if err != nil {
			t.Fatal(err)
		}
		place.SameFields(t, got, tt.want)
		list, err := rtnl.Collect(netconf.List(ctx, p.Conn, &tt.f))
		if err != nil || len(list) != 1 || place.Diff(got, list[0]) != "" {
			t.Errorf("List(%+v) = %v, %v; want %v", tt.f, list, err, got)
		}
	}
	// ip(8) lists the same.
	names := map[int32]string{netconf.All: "all", netconf.Default: "default"}
	for l, err := range p.Links(ctx, nil) {
		if err != nil {
			t.Fatal(err)
		}
		names[l.Index] = l.Name
	}
	want := map[string]map[string]any{}
	for _, o := range p.JSON("netconf", "show") {
		want[o["family"].(string)+" "+o["interface"].(string)] = o
	}
	n := 0
	for c, err := range netconf.List(ctx, p.Conn, nil) {
		if err != nil {
			t.Fatal(err)
		}
		n++
		o := want[c.Family.String()+" "+names[c.Index]]
		for name, v := range map[string]rtnl.OnOff{
			"forwarding": c.Forwarding, "mc_forwarding": c.MCForwarding, "proxy_neigh": c.ProxyNeigh,
			"ignore_routes_with_linkdown": c.IgnoreLinkDown, "input": c.Input,
		} {
			if got, ok := o[name]; ok && (got == true) != (v == rtnl.On) || !ok && v == rtnl.On {
				t.Errorf("%v: ip says %s %v", c, name, o[name])
			}
		}
		if v, ok := o["rp_filter"]; ok && v != c.RPFilter.String() {
			t.Errorf("%v: ip says rp_filter %v", c, v)
		}
	}
	if n == 0 || n != len(want) {
		t.Errorf("%d entries, ip shows %d", n, len(want))
	}
}

// A family that the kernel does not have has no entries, though the kernel
// answers with those of all others.
func TestMissingFamily(t *testing.T) {
	p := place.New(t)
	for _, f := range []rtnl.Family{7, rtnl.MPLS} {
		for c, err := range netconf.List(t.Context(), p.Conn, &netconf.Filter{Family: f}) {
			if err != nil || c.Family != f {
				t.Errorf("of family %v: %v, %v", f, c, err)
			}
		}
	}
	for f, want := range map[netconf.Filter]string{
		{Dev: "lo"}: "family: missing", {Family: rtnl.IPv4}: "dev: missing", {Family: 7, Dev: "lo"}: "operation not supported",
	} {
		if _, err := netconf.Get(t.Context(), p.Conn, f); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Get(%+v): %v, want %q", f, err, want)
		}
	}
	if _, err := netconf.Get(t.Context(), p.Conn, netconf.Filter{Family: rtnl.IPv4, Dev: "absent"}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("of a link that is not there: %v", err)
	}
}

func FuzzConf(f *testing.F) {
	for _, g := range nltest.Goldens(f, "reply-netconf-*") {
		f.Add(g.Bytes[16:])
	}
	f.Fuzz(func(t *testing.T, b []byte) { place.RoundTrip[netconf.Conf](t, b, 4) })
}
