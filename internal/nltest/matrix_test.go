package nltest

import (
	"strings"
	"testing"
)

func TestCommand(t *testing.T) {
	Live(t)
	if got := Command(t, "ip", "-br", "link", "show", "lo"); !strings.HasPrefix(got, "lo ") {
		t.Errorf("ip link show lo = %q", got)
	}
	got := ending(func(tb testing.TB) { Command(tb, "ip", "link", "show", "no-such-link") })
	if want := `fail: ip link show no-such-link: exit status 1`; !strings.HasPrefix(got, want) || !strings.Contains(got, "does not exist") {
		t.Errorf("ip link show no-such-link: %q, want %q and ip's message", got, want)
	}
	t.Setenv("NETLINK_NO_SKIP", "0")
	got = ending(func(tb testing.TB) { Command(tb, "no-such-command") })
	if want := "skip: lacks command no-such-command"; got != want {
		t.Errorf("no-such-command: %q, want %q", got, want)
	}
}

func TestIPJSON(t *testing.T) {
	Live(t)
	Command(t, "ip", "link", "add", "json0", "type", "bridge", "priority", "777")
	defer Command(t, "ip", "link", "del", "json0")
	got := IPJSON(t, "link", "show", "type", "bridge")
	if len(got) != 1 || got[0]["ifname"] != "json0" {
		t.Fatalf("ip link show type bridge: %v, want only json0", got)
	}
	data := got[0]["linkinfo"].(map[string]any)["info_data"].(map[string]any)
	if data["priority"] != float64(777) {
		t.Errorf("priority = %v, want 777", data["priority"])
	}
	if got := IPJSON(t, "route", "show"); got != nil {
		t.Errorf("no routes gives %v", got)
	}
}

func TestHaveKind(t *testing.T) {
	Live(t)
	const bogus = "bogus"
	for _, tt := range []struct{ noSkip, lacks, kind, want string }{
		{"0", "", "veth", "pass"},
		{"1", "", "bridge", "pass"},
		{"1", "link kind bridge", "bridge", "fail: NETLINK_LACKS names link kind bridge, but the kernel has it"},
		{"0", "", bogus, "skip: lacks link kind bogus"},
		{"1", "", bogus, "fail: lacks link kind bogus, and NETLINK_NO_SKIP=1 forbids skipping"},
	} {
		t.Setenv("NETLINK_NO_SKIP", tt.noSkip)
		t.Setenv("NETLINK_LACKS", tt.lacks)
		for range 2 { // asked, and remembered
			if got := ending(func(tb testing.TB) { HaveKind(tb, tt.kind) }); got != tt.want {
				t.Errorf("HaveKind(%q) with NO_SKIP %s, LACKS %q: %q, want %q", tt.kind, tt.noSkip, tt.lacks, got, tt.want)
			}
		}
	}
	if got := IPJSON(t, "link", "show", "dev", "lo"); len(got) != 1 {
		t.Errorf("lo: %v", got)
	}
	if got := Command(t, "ip", "-br", "link"); strings.Contains(got, "probe") {
		t.Errorf("asking left a link: %s", got)
	}
}

func TestTunnelOptions(t *testing.T) {
	for release, want := range map[string]bool{
		"6.1.176\n": true, "5.10.0-30-amd64": true, "4.19.0": true, "6.2.0": false, "6.18.44": false, "7.0-rc1": false, "10.1.0": false, "": false, "x": false,
	} {
		if got := tunnelOptions(release); got != want {
			t.Errorf("tunnelOptions(%q) = %v, want %v", release, got, want)
		}
	}
}
