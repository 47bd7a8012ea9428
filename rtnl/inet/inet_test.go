package inet_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/eb30ede5/netlink/internal/complete"
	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/inet"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

// Each constant of the headers has a name.
func TestComplete(t *testing.T) {
	names := map[string]string{}
	check := func(constant, name string) {
		if _, err := strconv.Atoi(name); err == nil {
			t.Errorf("%s has no name", constant)
		}
		if other := names[constant[:7]+name]; other != "" {
			t.Errorf("%s and %s are both called %s", constant, other, name)
		}
		names[constant[:7]+name] = constant
	}
	for constant, typ := range (complete.Set{Prefix: "IPV4_DEVCONF_"}).Constants(t) {
		check(constant, inet.V4Item(typ).String())
	}
	for constant, typ := range (complete.Set{Prefix: "DEVCONF_"}).Constants(t) {
		check(constant, inet.V6Item(typ).String())
	}
	if len(names) != 33+60 {
		t.Errorf("%d constants, want 33 and 60", len(names))
	}
	if a, b := inet.V4Item(999).String(), inet.V6Item(999).String(); a != "999" || b != "999" {
		t.Errorf("unknown ones are %s and %s", a, b)
	}
}

func TestConf(t *testing.T) {
	four, six := inet.V4Conf{5, 0, 7}, inet.V6Conf{1, 64}
	for _, tt := range []struct {
		item  inet.V4Item
		value int32
		ok    bool
	}{{inet.V4Forwarding, 5, true}, {inet.V4ProxyARP, 7, true}, {inet.V4AcceptRedirects, 0, false}, {0, 0, false}} {
		if v, ok := four.Get(tt.item); v != tt.value || ok != tt.ok {
			t.Errorf("Get(%v) = %d, %v, want %d, %v", tt.item, v, ok, tt.value, tt.ok)
		}
	}
	if v, ok := six.Get(inet.V6HopLimit); v != 64 || !ok {
		t.Errorf("hop limit %d, %v", v, ok)
	}
	if _, ok := six.Get(inet.V6MTU); ok {
		t.Error("there is an MTU")
	}
	want := map[inet.V4Item]int32{inet.V4Forwarding: 5, inet.V4MCForwarding: 0, inet.V4ProxyARP: 7}
	if got := maps.Collect(four.All()); !maps.Equal(got, want) {
		t.Errorf("All() = %v", got)
	}
	for range six.All() {
		break
	}
	b, err := json.Marshal(map[string]any{"four": four, "six": six, "none": inet.V4Conf(nil), "new": make(inet.V6Conf, 62)[60:]})
	if got, want := string(b), `{"four":{"forwarding":5,"mc_forwarding":0,"proxy_arp":7},"new":{"forwarding":0,"hop_limit":0},"none":{},"six":{"forwarding":1,"hop_limit":64}}`; err != nil || got != want {
		t.Errorf("%s, %v, want %s", got, err, want)
	}
	if got := (inet.V4Setting{Item: inet.V4RPFilter, Value: 2}).String(); got != "rp_filter=2" {
		t.Error(got)
	}
}

// veth returns a place with a link.
func veth(t *testing.T) *place.Place {
	p := place.New(t)
	p.Must(rtnl.AddLink(rtnl.Link{Name: "v0", Kind: &kind.Veth{}, Peer: &rtnl.Link{Name: "v1"}}))
	return p
}

// proc returns what /proc/sys says, and false where the kernel is built without
// it.
func proc(p *place.Place, family, name string) (value int64, ok bool) {
	p.T.Helper()
	var b []byte
	err := p.NS.Do(func() (err error) {
		b, err = os.ReadFile("/proc/sys/net/" + family + "/conf/v0/" + name)
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return 0, false
	}
	if err != nil {
		p.T.Fatal(err)
	}
	value, err = strconv.ParseInt(strings.TrimSpace(string(b)), 10, 64)
	if err != nil {
		p.T.Fatal(err)
	}
	return value, true
}

// TestProc compares the settings and their names with /proc/sys.
func TestProc(t *testing.T) {
	p := veth(t)
	p.Sysctl("ipv4/conf/v0/rp_filter", "2")
	p.Sysctl("ipv4/conf/v0/tag", "-77")
	p.Sysctl("ipv4/conf/v0/igmpv3_unsolicited_report_interval", "3210")
	p.Sysctl("ipv6/conf/v0/forwarding", "1")
	p.Sysctl("ipv6/conf/v0/hop_limit", "77")
	p.Sysctl("ipv6/conf/v0/ndisc_tclass", "44")
	p.Sysctl("ipv6/conf/v0/router_solicitation_interval", "7")
	l := p.Link("v0")
	if n := len(l.Inet); n < 31 {
		t.Errorf("%d settings of IPv4", n)
	}
	for item, v := range l.Inet.All() {
		want, ok := proc(p, "ipv4", item.String())
		if v != int32(want) || !ok && item != inet.V4MCForwarding {
			t.Errorf("IPv4 %v = %d, /proc says %d, %v", item, v, want, ok)
		}
	}
	inSeconds := []inet.V6Item{inet.V6RtrSolicitInterval, inet.V6RtrSolicitDelay, inet.V6RtrProbeInterval, inet.V6RtrSolicitMaxInterval}
	// What kernels can be built without.
	optional := []inet.V6Item{
		inet.V6MCForwarding, inet.V6Seg6RequireHMAC, inet.V6OptimisticDAD, inet.V6UseOptimistic, inet.V6AcceptRARtrPref, inet.V6RtrProbeInterval,
		inet.V6AcceptRARtInfoMinPLen, inet.V6AcceptRARtInfoMaxPLen,
	}
	for item, v := range l.Inet6.Conf.All() {
		if item == inet.V6StableSecret {
			continue // /proc refuses to show one that is not set
		}
		want, ok := proc(p, "ipv6", item.String())
		if slices.Contains(inSeconds, item) {
			want *= 1000
		}
		if v != int32(want) || !ok && !slices.Contains(optional, item) {
			t.Errorf("IPv6 %v = %d, /proc says %d, %v", item, v, want, ok)
		}
	}
}

// TestSet gives each setting of IPv4 another value.
func TestSet(t *testing.T) {
	p := veth(t)
	before := p.Link("v0").Inet
	var set []inet.V4Setting
	for item, v := range before.All() {
		switch {
		case item == inet.V4MCForwarding:
			continue // the kernel's own
		case v == 1:
			v = 0
		default:
			v++
		}
		set = append(set, inet.V4Setting{Item: item, Value: v})
	}
	p.Must(rtnl.SetLink("v0", rtnl.Link{SetInet: set}))
	now := p.Link("v0").Inet
	for _, s := range set {
		got, ok := now.Get(s.Item)
		file, _ := proc(p, "ipv4", s.Item.String())
		if got != s.Value || !ok || file != int64(s.Value) {
			t.Errorf("%v: read %d, /proc says %d", s, got, file)
		}
	}
	// One alone leaves the others as they are.
	p.Must(rtnl.SetLink("v0", rtnl.Link{SetInet: []inet.V4Setting{{Item: inet.V4ARPAnnounce, Value: 2}}}))
	for item, v := range p.Link("v0").Inet.All() {
		was, _ := now.Get(item)
		if item == inet.V4ARPAnnounce {
			was = 2
		}
		if v != was {
			t.Errorf("%v = %d, want %d", item, v, was)
		}
	}
	err := rtnl.ChangeLink(t.Context(), p.Conn, "v0", func(l *rtnl.Link) { l.Inet[inet.V4ARPNotify-1], l.Inet[inet.V4Tag-1] = 3, 4 })
	if err != nil {
		t.Error(err)
	}
	now = p.Link("v0").Inet
	a, _ := now.Get(inet.V4ARPNotify)
	b, _ := now.Get(inet.V4Tag)
	if a != 3 || b != 4 {
		t.Errorf("changed: arp_notify %d, tag %d, want 3 and 4", a, b)
	}
	// A link is made with it, in two messages.
	p.Must(rtnl.AddLink(rtnl.Link{Name: "w0", Kind: &kind.Veth{}, SetInet: []inet.V4Setting{{Item: inet.V4RPFilter, Value: 2}, {Item: inet.V4ARPIgnore, Value: 8}}}))
	w := p.Link("w0").Inet
	if a, _ := w.Get(inet.V4RPFilter); a != 2 {
		t.Errorf("made with rp_filter %d", a)
	}
	if a, _ := w.Get(inet.V4ARPIgnore); a != 8 {
		t.Errorf("made with arp_ignore %d", a)
	}
	if err := p.Do(t.Context(), rtnl.SetLink("v0", rtnl.Link{SetInet: []inet.V4Setting{{Item: 999, Value: 1}}})); !errors.Is(err, syscall.EINVAL) {
		t.Errorf("no such setting: %v", err)
	}
}

func TestSetMessage(t *testing.T) {
	nltest.LittleEndianOnly(t)
	r := rtnl.SetLink(7, rtnl.Link{SetInet: []inet.V4Setting{{Item: inet.V4RPFilter, Value: 2}, {Item: inet.V4Tag, Value: -1}}})
	b, err := r.AppendMessage(nil, nil)
	want := "\x1c\x00\x1a\x80\x18\x00\x02\x80\x14\x00\x01\x80\x08\x00\x08\x00\x02\x00\x00\x00\x08\x00\x0c\x00\xff\xff\xff\xff"
	if err != nil || len(b) < 32 || string(b[32:]) != want {
		t.Errorf("% x, %v, want ... % x", b, err, want)
	}
	if got := r.String(); got != "link set if7 inet rp_filter=2 inet tag=-1" {
		t.Error(got)
	}
	for _, s := range [][]inet.V4Setting{{{Item: 0, Value: 1}}, {{Item: 0x4001, Value: 1}}, {{Item: 1, Value: 1}, {Item: 1, Value: 0}}} {
		_, err := rtnl.SetLink(7, rtnl.Link{SetInet: s}).AppendMessage(nil, nil)
		if err == nil || !strings.Contains(err.Error(), "af_spec.inet.inet_conf: "+s[len(s)-1].String()+": no setting, or one that is given twice") {
			t.Errorf("%v: %v", s, err)
		}
	}
}
