//go:build linux

package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/mdlayher/netlink"
	"golang.org/x/sys/unix"
)

func TestMain(m *testing.M) { nltest.MainOf(m, main) }

func TestProgram(t *testing.T) {
	nltest.Live(t)
	for run := range 2 {
		b, err := nltest.Program().CombinedOutput()
		out := string(b)
		if err != nil || !strings.HasPrefix(out, "ip link add veth0 type veth peer name veth1\nip link show\n1: lo mtu 65536\n") ||
			!strings.Contains(out, ": veth0 mtu 1500\n") || !strings.Contains(out, ": veth1 mtu 1500\n") {
			t.Fatalf("run %d: %v, printed:\n%s", run, err, out)
		}
	}
}

// dial returns a connection of theirs and one of ours over it.
func dial(t *testing.T, timeout time.Duration) (*netlink.Conn, *rtnl.Conn) {
	t.Helper()
	nltest.Live(t)
	theirs, err := netlink.Dial(unix.NETLINK_ROUTE, &netlink.Config{Strict: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { theirs.Close() })
	ours, err := rtnl.Dial(&rtnl.Config{Transport: &transport{conn: theirs}, Timeout: timeout})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ours.Close() })
	return theirs, ours
}

// getLinks asks with their connection what links there are.
func getLinks(t *testing.T, c *netlink.Conn) int {
	t.Helper()
	msgs, err := c.Execute(netlink.Message{
		Header: netlink.Header{Type: uapi.RTM_GETLINK, Flags: netlink.Request | netlink.Dump},
		Data:   make([]byte, 16),
	})
	if err != nil {
		t.Fatal(err)
	}
	return len(msgs)
}

// Whatever one side did, the other can use the socket next.
func TestTurns(t *testing.T) {
	theirs, ours := dial(t, 0)
	n := getLinks(t, theirs)
	for range ours.Links(t.Context(), nil) {
		break // leaves answers behind
	}
	if got := getLinks(t, theirs); got != n {
		t.Errorf("they list %d links, want %d", got, n)
	}
	links, err := rtnl.Collect(ours.Links(t.Context(), nil))
	if err != nil || len(links) != n {
		t.Errorf("we list %d links, error %v, want %d", len(links), err, n)
	}
	if err := ours.Close(); err != nil {
		t.Error(err)
	}
	if got := getLinks(t, theirs); got != n {
		t.Errorf("they list %d links after Close, want %d", got, n)
	}
}

func TestRefusal(t *testing.T) {
	_, ours := dial(t, 0)
	err := ours.Do(t.Context(), rtnl.DeleteLink("nosuch"))
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Do = %v, want fs.ErrNotExist", err)
	}
	// What the kernel says beside the errno comes through too.
	err = ours.Do(t.Context(), rtnl.SetLink("lo", rtnl.Link{MTU: 1 << 31}))
	var e *rtnl.Error
	if !errors.As(err, &e) || e.Errno == 0 || e.Msg == "" {
		t.Errorf("Do = %#v, want a refusal with a message", e)
	}
}

// A request inside a loop over a listing waits for the only socket, and fails.
func TestOneSocket(t *testing.T) {
	_, ours := dial(t, 50*time.Millisecond)
	n := 0
	for _, err := range ours.Links(t.Context(), nil) {
		if err != nil {
			t.Fatal(err)
		}
		n++
		_, err := ours.LinkByName(t.Context(), "lo")
		if !errors.Is(err, os.ErrDeadlineExceeded) || !strings.Contains(err.Error(), "the only socket is in use") {
			t.Errorf("LinkByName = %v, want the only socket in use", err)
		}
	}
	if n == 0 {
		t.Error("no links")
	}
	if _, err := ours.LinkByName(t.Context(), "lo"); err != nil {
		t.Error(err)
	}
}

// silent is a transport whose requests get lost, so that waiting has no end.
type silent struct{ rtnl.Transport }

func (s silent) Open(ctx context.Context) (rtnl.Socket, error) {
	sock, err := s.Transport.Open(ctx)
	return mute{sock}, err
}

type mute struct{ rtnl.Socket }

func (mute) Send(context.Context, []byte) error { return nil }

func TestWaiting(t *testing.T) {
	theirs, _ := dial(t, 0)
	ours, err := rtnl.Dial(&rtnl.Config{Transport: silent{&transport{conn: theirs}}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := ours.LinkByName(ctx, "lo"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("LinkByName = %v, want context.DeadlineExceeded", err)
	}
	closed := make(chan struct{})
	time.AfterFunc(20*time.Millisecond, func() {
		ours.Close()
		close(closed)
	})
	if _, err := ours.LinkByName(t.Context(), "lo"); !errors.Is(err, rtnl.ErrClosed) {
		t.Errorf("LinkByName = %v, want rtnl.ErrClosed", err)
	}
	<-closed // only then the socket is theirs again
	if getLinks(t, theirs) == 0 {
		t.Error("no links")
	}
}

func TestJoin(t *testing.T) {
	theirs, _ := dial(t, 0)
	s, err := (&transport{conn: theirs}).Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Join(uapi.RTNLGRP_LINK); err != nil {
		t.Error(err)
	}
	if s.PortID() == 0 {
		t.Error("PortID = 0")
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}
