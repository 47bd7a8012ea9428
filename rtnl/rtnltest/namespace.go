package rtnltest

import (
	"context"
	"flag"
	"os"
	"testing"

	"github.com/eb30ede5/netlink/internal/sandbox"
	"github.com/eb30ede5/netlink/netns"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

// Required is the environment variable that makes tests fail where no namespace
// can be had, in place of skipping them, if it is "1".
const Required = "RTNLTEST_REQUIRED"

// Main is for TestMain: it runs the tests in a user, network and mount namespace
// of their own, by starting the test binary anew in them, and exits. What tests do
// there, the machine does not see. Where that is not allowed, the tests run as they are, and those that call
// [Namespace] skip.
func Main(m *testing.M) {
	flag.Parse()
	outside = sandbox.Enter()
	os.Exit(m.Run())
}

var outside = errNoMain{}.self()

type errNoMain struct{}

func (errNoMain) self() error   { return errNoMain{} }
func (errNoMain) Error() string { return "TestMain does not call rtnltest.Main" }

// NS is a network namespace of a test, and a connection to it.
type NS struct {
	*rtnl.Conn
	Handle *netns.Handle // the namespace, which is closed with the test
}

// Namespace returns a new network namespace in which there is nothing but a
// loopback device, which is up. It goes away with t. A test may have several: see
// [Connect]. Where none can be had, t is skipped with the reason, or fails with
// RTNLTEST_REQUIRED=1 in the environment.
func Namespace(t testing.TB) *NS {
	t.Helper()
	if outside != nil {
		if os.Getenv(Required) == "1" {
			t.Fatalf("no network namespace can be had, and %s=1: %v", Required, outside)
		}
		t.Skipf("no network namespace can be had: %v", outside)
	}
	h, err := netns.New()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.Close() })
	c, err := rtnl.Dial(&rtnl.Config{NetNS: h})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	if err := c.Do(t.Context(), rtnl.SetLink("lo", rtnl.Link{Up: rtnl.On})); err != nil {
		t.Fatal(err)
	}
	return &NS{Conn: c, Handle: h}
}

// Connect connects two namespaces with a pair of links, one in each, that are
// up.
func Connect(t testing.TB, a *NS, nameA string, b *NS, nameB string) {
	t.Helper()
	err := a.Do(context.WithoutCancel(t.Context()), rtnl.AddLink(rtnl.Link{
		Name: nameA, Up: rtnl.On, Kind: &kind.Veth{}, Peer: &rtnl.Link{Name: nameB, NetNS: b.Handle, Up: rtnl.On},
	}))
	if err != nil {
		t.Fatal(err)
	}
}
