package main

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/netns"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

func TestMain(m *testing.M) { nltest.MainOf(m, main) }

// steps is what the program prints, but for the time.
const steps = `ip link add br0 type bridge
ip link set br0 up
ip link add veth-host type veth peer name veth-ns
ip netns add test-ns
ip link set veth-ns netns test-ns
ip link set veth-host master br0
ip addr add 10.0.0.1/24 dev veth-host
ip link set veth-host up
ip -n test-ns link set lo up
ip -n test-ns addr add 10.0.0.2/24 dev veth-ns
ip -n test-ns link set veth-ns up
ip -n test-ns -br -4 addr show
lo: 127.0.0.1/8
veth-ns: 10.0.0.2/24
ip addr delete 10.0.0.1/24 dev veth-host
ip addr add 10.0.0.1/24 dev br0
a packet to 10.0.0.2 and back took TIME
`

var roundTrip = regexp.MustCompile(`took [0-9.]+(ns|µs|ms|s)\n`)

// program runs the program and returns what it prints.
func program(t *testing.T, args ...string) (string, error) {
	t.Helper()
	out, err := nltest.Program(args...).CombinedOutput()
	return roundTrip.ReplaceAllString(string(out), "took TIME\n"), err
}

// network is what the program must leave alone.
func network(t *testing.T) string {
	t.Helper()
	c, err := rtnl.Dial(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	links, err := rtnl.Collect(c.Links(t.Context(), nil))
	if err != nil {
		t.Fatal(err)
	}
	addrs, err := rtnl.Collect(c.Addrs(t.Context(), nil))
	if err != nil {
		t.Fatal(err)
	}
	names, err := netns.List()
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintln(links, addrs, names)
}

// The program does the same in each run and leaves nothing behind.
func TestSandbox(t *testing.T) {
	testRuns(t)
}

func TestHost(t *testing.T) {
	testRuns(t, "-host")
}

func testRuns(t *testing.T, args ...string) {
	nltest.Live(t)
	before := network(t)
	for run := range 2 {
		out, err := program(t, args...)
		if err != nil || out != steps {
			t.Fatalf("run %d: %v, printed:\n%s", run, err, out)
		}
		if after := network(t); after != before {
			t.Errorf("run %d: the network was\n%sand is\n%s", run, before, after)
		}
	}
}

// What was there before is not the program's to remove, also if it is in the way.
func TestHostInTheWay(t *testing.T) {
	nltest.Live(t)
	c, err := rtnl.Dial(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	mine := rtnl.AddLink(rtnl.Link{Name: "veth-host", Kind: &kind.Bridge{}})
	if err := c.Do(t.Context(), mine); err != nil {
		t.Fatal(err)
	}
	before := network(t)
	out, err := program(t, "-host")
	const want = "ip link add veth-host type veth peer name veth-ns\nrtnl: link add veth-host: file exists\n"
	if err == nil || !strings.HasSuffix(out, want) {
		t.Errorf("error %v, printed:\n%swant the end\n%s", err, out, want)
	}
	if after := network(t); after != before {
		t.Errorf("the network was\n%sand is\n%s", before, after)
	}
	if err := c.Do(t.Context(), rtnl.DeleteLink("veth-host")); err != nil {
		t.Fatal(err)
	}
}

func TestHostKeep(t *testing.T) {
	nltest.Live(t)
	if out, err := program(t, "-host", "-keep"); err != nil || out != steps {
		t.Fatalf("%v, printed:\n%s", err, out)
	}
	c, err := rtnl.Dial(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := c.LinkByName(t.Context(), "veth-host"); err != nil {
		t.Error(err)
	}
	if err := c.Do(t.Context(), rtnl.DeleteLink("br0"), rtnl.DeleteLink("veth-host")); err != nil {
		t.Error(err)
	}
	if err := netns.Remove("test-ns"); err != nil {
		t.Error(err)
	}
}

// Where there is no sandbox to be had the program says what to do.
func TestForbidden(t *testing.T) {
	nltest.Live(t)
	const limit = "/proc/sys/user/max_user_namespaces"
	old, err := os.ReadFile(limit)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(limit, []byte("0"), 0); err != nil {
		t.Fatal(err)
	}
	defer os.WriteFile(limit, old, 0)
	net := "/proc/sys/user/max_net_namespaces"
	oldNet, err := os.ReadFile(net)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(net, []byte("0"), 0); err != nil {
		t.Fatal(err)
	}
	defer os.WriteFile(net, oldNet, 0)
	out, err := program(t)
	if err == nil || strings.Count(out, "\n") != 1 || !strings.Contains(out, "user.max_user_namespaces=0") {
		t.Errorf("error %v, printed:\n%s", err, out)
	}
}
