package rtnl_test

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/netns"
	"github.com/eb30ede5/netlink/rtnl"
)

// Each connection is to the namespace that was asked for, whatever threads the
// other goroutines have in other namespaces meanwhile.
func TestDialStorm(t *testing.T) {
	nltest.Live(t)
	const namespaces, goroutines, rounds = 50, 100, 100
	handles := make([]*netns.Handle, namespaces)
	for i := range handles {
		handles[i] = markedNamespace(t, i)
	}
	home, err := os.Readlink("/proc/self/ns/net")
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for g := range goroutines {
		wg.Go(func() {
			for r := range rounds {
				i := (g*rounds + r*7) % namespaces
				if err := visit(t, handles[i], i); err != nil {
					t.Errorf("goroutine %d, round %d: %v", g, r, err)
					return
				}
			}
		})
	}
	wg.Wait()
	threads, err := filepath.Glob("/proc/self/task/*/ns/net")
	if err != nil || len(threads) == 0 {
		t.Fatal("no threads:", err)
	}
	for _, thread := range threads {
		if ns, err := os.Readlink(thread); err == nil && ns != home {
			t.Errorf("%s is %s, want %s", thread, ns, home)
		}
	}
}

// markedNamespace returns a namespace whose loopback device has the number as
// alias.
func markedNamespace(t *testing.T, i int) *netns.Handle {
	t.Helper()
	ns, err := netns.New()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ns.Close() })
	c, err := rtnl.Dial(&rtnl.Config{NetNS: ns})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.Do(t.Context(), rtnl.SetLink("lo", rtnl.Link{Alias: rtnl.Some(fmt.Sprint(i))})); err != nil {
		t.Fatal(err)
	}
	return ns
}

// visit connects, and enters, and checks the mark each time.
func visit(t *testing.T, ns *netns.Handle, i int) error {
	c, err := rtnl.Dial(&rtnl.Config{NetNS: ns})
	if err != nil {
		return err
	}
	defer c.Close()
	if err := mark(t, c, i); err != nil {
		return fmt.Errorf("dialled: %w", err)
	}
	return ns.Do(func() error {
		here, err := rtnl.Dial(nil)
		if err != nil {
			return err
		}
		defer here.Close()
		if err := mark(t, here, i); err != nil {
			return fmt.Errorf("entered: %w", err)
		}
		return nil
	})
}

func mark(t *testing.T, c *rtnl.Conn, i int) error {
	lo, err := c.LinkByName(t.Context(), "lo")
	if err != nil {
		return err
	}
	if got := lo.Alias.Or(""); got != fmt.Sprint(i) {
		return fmt.Errorf("this is namespace %q, want %d", got, i)
	}
	return nil
}
