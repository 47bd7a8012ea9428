package nlsock

import (
	"context"
	"errors"
	"os/exec"
	"testing"
	"time"

	"github.com/eb30ede5/netlink/internal/nlmsg"
	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/netns"
)

// heard returns a Listener to the links of a new namespace, and a function that
// makes one of them tell something.
func heard(t *testing.T, o ListenOptions) (l *Listener, p *Pool, talk func()) {
	t.Helper()
	ns := newPlace(t)
	k, err := Kernel(ns)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { k.Close() })
	p = NewPool(k, Options{})
	t.Cleanup(func() { p.Close() })
	o.Groups = append(o.Groups, uapi.RTNLGRP_LINK)
	if l, err = p.Listen(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	up := false
	return l, p, func() {
		t.Helper()
		up = !up
		word := map[bool]string{true: "up", false: "down"}[up]
		if err := ns.Do(func() error { return exec.Command("ip", "link", "set", "lo", word).Run() }); err != nil {
			t.Fatal(err)
		}
	}
}

func receive(t *testing.T, l *Listener) nlmsg.Raw {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	b, nsid, err := l.Receive(ctx)
	if err != nil || nsid != -1 {
		t.Fatalf("Receive: namespace %d, %v", nsid, err)
	}
	m, _, err := nlmsg.Split(b)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestListen(t *testing.T) {
	l, _, talk := heard(t, ListenOptions{})
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := l.Receive(ended); !errors.Is(err, context.Canceled) {
		t.Errorf("nothing is queued: %v", err)
	}
	talk()
	if m := receive(t, l); m.Type() != uapi.RTM_NEWLINK {
		t.Errorf("type %d, want RTM_NEWLINK", m.Type())
	}
	talk()
	if b, _, err := l.Receive(ended); err != nil || len(b) == 0 {
		t.Errorf("something is queued: %d bytes, %v", len(b), err)
	}
}

func TestListenFilter(t *testing.T) {
	none := []BPF{{Code: 0x06, K: 0}} // ret 0
	l, _, talk := heard(t, ListenOptions{Filter: none})
	talk()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if b, _, err := l.Receive(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Receive: %d bytes, %v", len(b), err)
	}
}

func TestListenOverrun(t *testing.T) {
	l, _, talk := heard(t, ListenOptions{ReceiveBuffer: 1})
	if n := l.ReceiveBuffer(); n <= 0 || n > 8192 {
		t.Errorf("a receive buffer of %d bytes", n)
	}
	for range 50 {
		talk()
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := l.Receive(ended); !errors.Is(err, ErrOverrun) {
		t.Fatalf("Receive: %v, want ErrOverrun", err)
	}
	receive(t, l) // what was queued before
	for {
		if _, _, err := l.Receive(ended); errors.Is(err, context.Canceled) {
			break
		} else if err != nil && !errors.Is(err, ErrOverrun) {
			t.Fatal(err)
		}
	}
	talk()
	receive(t, l)
}

func TestListenClose(t *testing.T) {
	for name, end := range map[string]func(*Listener, *Pool) error{
		"listener": func(l *Listener, _ *Pool) error { return l.Close() },
		"pool":     func(_ *Listener, p *Pool) error { return p.Close() },
	} {
		l, p, _ := heard(t, ListenOptions{})
		done := make(chan error)
		go func() {
			_, _, err := l.Receive(t.Context())
			done <- err
		}()
		time.Sleep(10 * time.Millisecond)
		if err := end(l, p); err != nil {
			t.Error(err)
		}
		if err := <-done; !errors.Is(err, ErrClosed) {
			t.Errorf("%s closed: %v", name, err)
		}
		if _, err := p.Listen(t.Context(), ListenOptions{}); name == "pool" && !errors.Is(err, ErrClosed) {
			t.Errorf("Listen on a closed pool: %v", err)
		}
	}
}

func TestListenAllNSID(t *testing.T) {
	far := newPlace(t)
	l, _, _ := heard(t, ListenOptions{AllNSID: true})
	if err := setNSID(l, far, 33); err != nil {
		t.Fatal(err)
	}
	if err := far.Do(func() error { return exec.Command("ip", "link", "set", "lo", "up").Run() }); err != nil {
		t.Fatal(err)
	}
	for {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		b, nsid, err := l.Receive(ctx)
		cancel()
		if err != nil {
			t.Fatal(err)
		}
		m, _, err := nlmsg.Split(b)
		if err != nil {
			t.Fatal(err)
		}
		if m.Type() == uapi.RTM_NEWLINK {
			if nsid != 33 {
				t.Errorf("namespace %d, want 33", nsid)
			}
			return
		}
	}
}

func newPlace(t *testing.T) *netns.Handle {
	t.Helper()
	nltest.Live(t)
	if _, err := exec.LookPath("ip"); err != nil {
		nltest.Skip(t, "command ip")
	}
	ns, err := netns.New()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ns.Close() })
	return ns
}

func setNSID(l *Listener, far *netns.Handle, id int32) error {
	return l.pool.transport.(*KernelTransport).ns.SetNSID(far, id)
}
