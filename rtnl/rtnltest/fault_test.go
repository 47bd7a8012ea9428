package rtnltest_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
	"github.com/eb30ede5/netlink/rtnl/rtnltest"
)

// Three operations, and the number of messages that each sends.
var operations = []struct {
	name     string
	messages int
	answered int // the first message that is answered if nothing goes wrong
	do       func(ctx context.Context, c *rtnl.Conn) error
}{
	{"link add", 4, 1, func(ctx context.Context, c *rtnl.Conn) error {
		return c.Do(ctx, rtnl.AddLink(rtnl.Link{Name: "v0", Alias: rtnl.Some("x"), AltNames: []string{"long-name"}, Kind: &kind.Veth{}}))
	}},
	{"dump", 1, 1, func(ctx context.Context, c *rtnl.Conn) error {
		links, err := rtnl.Collect(c.Links(ctx, nil))
		if err == nil && len(links) != 3 {
			err = fmt.Errorf("wrong success: %v", links)
		}
		return err
	}},
	{"batch", 3, 3, func(ctx context.Context, c *rtnl.Conn) error {
		var all []error
		for i, err := range c.Batch(ctx, slices.Values([]rtnl.Request{rtnl.DeleteLink("a"), rtnl.DeleteLink("b"), rtnl.DeleteLink("c")})) {
			all = append(all, fmt.Errorf("%d: %w", i, err))
		}
		return errors.Join(all...)
	}},
}

// faults has each fault, whether an operation may succeed all the same, and
// whether it is one of an answer and not of a request.
var faults = []struct {
	name     string
	f        rtnltest.Fault
	fine     bool
	ofAnswer bool
}{
	{"refused", rtnltest.Refuse(syscall.EPERM, "not you"), false, false},
	{"refused at an attribute", rtnltest.RefuseAt(syscall.EINVAL, "bad", 32), false, false},
	{"interrupted", rtnltest.Interrupt(), true, true},
	{"overrun", rtnltest.Overrun(), false, false},
	{"truncated", rtnltest.Truncate(), true, true},
	{"short", rtnltest.Short(), false, true},
	{"garbled", rtnltest.Garble(), false, true},
	{"wrong sequence", rtnltest.WrongSeq(), false, true},
	{"wrong port", rtnltest.WrongPort(), false, true},
	{"delayed", rtnltest.Delay(20 * time.Millisecond), true, true},
	{"hung up", rtnltest.Hangup(), false, false},
}

// For each fault at each message: no hang, no panic, no wrong success, nothing
// left open, and the connection works afterwards.
func TestFaults(t *testing.T) {
	for _, op := range operations {
		for _, fault := range faults {
			for n := 1; n <= op.messages; n++ {
				t.Run(fmt.Sprintf("%s/%s/%d", op.name, fault.name, n), func(t *testing.T) {
					fine := fault.fine || fault.ofAnswer && n < op.answered || fault.name == "garbled" && op.name == "dump" // nobody can see it
					testFault(t, op.do, fault.f, fine, n)
				})
			}
		}
	}
}

func testFault(t *testing.T, do func(context.Context, *rtnl.Conn) error, f rtnltest.Fault, fine bool, n int) {
	k := new(rtnltest.Kernel)
	k.Serve(uapi.RTM_GETLINK, &rtnl.Link{Index: 1, Name: "lo"}, &rtnl.Link{Index: 2, Name: "eth0", MTU: 1400}, &rtnl.Link{Index: 3, Name: "v0"})
	goroutines := runtime.NumGoroutine()
	c := k.Dial(t, &rtnl.Config{Timeout: 200 * time.Millisecond})
	k.Inject(n, f)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	err := do(ctx, c)
	if ctx.Err() != nil {
		t.Fatalf("it hung: %v", err)
	}
	var e *rtnl.Error
	if err == nil && !fine {
		t.Error("it succeeded")
	} else if err != nil && !errors.As(err, &e) {
		t.Error(err)
	}
	if err := do(ctx, c); err != nil {
		t.Errorf("again, without the fault: %v", err)
	}
	if err := c.Close(); err != nil {
		t.Error(err)
	}
	if open := k.OpenSockets(); open != 0 {
		t.Errorf("%d sockets are open", open)
	}
	for range 100 {
		if runtime.NumGoroutine() <= goroutines {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Errorf("%d goroutines, %d before", runtime.NumGoroutine(), goroutines)
}

// What was recorded of a real kernel is answered again without one.
func TestReplay(t *testing.T) {
	ns := rtnltest.Namespace(t)
	r, err := rtnltest.Record(ns.Handle)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	session := func(c *rtnl.Conn) (string, error) {
		if err := c.Do(t.Context(), rtnl.AddLink(rtnl.Link{Name: "v0", Kind: &kind.Veth{}, Peer: &rtnl.Link{Name: "v1"}})); err != nil {
			return "", err
		}
		err := c.Do(t.Context(), rtnl.AddLink(rtnl.Link{Name: "v0", Kind: &kind.Veth{}}))
		links, err2 := rtnl.Collect(c.Links(t.Context(), nil))
		return fmt.Sprint(err, links), err2
	}
	c, err := rtnl.Dial(&rtnl.Config{Transport: r})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	want, err := session(c)
	if err != nil {
		t.Fatal(err)
	}
	k := new(rtnltest.Kernel)
	k.Replay(r.Exchanges())
	got, err := session(k.Dial(t, nil))
	if err != nil || got != want {
		t.Errorf("replayed: %v\n%s\nwant\n%s", err, got, want)
	}
	if n := k.Left(); n != 0 {
		t.Errorf("%d exchanges are left", n)
	}
	k.Replay(r.Exchanges())
	err = k.Dial(t, nil).Do(t.Context(), rtnl.DeleteLink("v0"))
	if !errors.Is(err, syscall.EPROTO) {
		t.Errorf("another request than recorded: %v", err)
	}
}

func TestConnect(t *testing.T) {
	a, b := rtnltest.Namespace(t), rtnltest.Namespace(t)
	rtnltest.Connect(t, a, "eth0", b, "eth1")
	for c, name := range map[*rtnltest.NS]string{a: "eth0", b: "eth1"} {
		l, err := c.LinkByName(t.Context(), name)
		if err != nil || l.Up != rtnl.On {
			t.Errorf("%s: %v, %v", name, l, err)
		}
	}
}
