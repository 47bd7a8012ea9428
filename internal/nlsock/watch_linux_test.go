package nlsock

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/eb30ede5/netlink/internal/nlmsg"
	"github.com/eb30ede5/netlink/internal/uapi"
)

// hears waits for the event about a link of that name.
func hears(t *testing.T, w *Watch, name string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	for found := false; !found; {
		err := w.Next(ctx, func(m nlmsg.Message) {
			found = found || m.Type == uapi.RTM_NEWLINK && bytes.Contains(m.Body, append([]byte(name), 0))
		})
		if err != nil {
			t.Fatalf("waiting for %s: %v", name, err)
		}
	}
}

func TestLiveWatch(t *testing.T) {
	p := livePool(t, 0, Options{MaxSockets: 1, Timeout: 50 * time.Millisecond})
	w, err := p.Watch(t.Context(), uapi.RTNLGRP_LINK)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	add := func(name string) {
		t.Helper()
		if errno, err := ask(t, p, addBridge(name)); errno != 0 || err != nil {
			t.Fatalf("%s: errno %d, %v", name, errno, err)
		}
	}
	time.AfterFunc(100*time.Millisecond, func() { ask(t, p, addBridge("br0")) }) // longer than Timeout
	hears(t, w, "br0")

	// More than the queue holds.
	for i := range 300 {
		add(fmt.Sprintf("x%d", i))
	}
	overrun := false
	for !overrun {
		if err := w.Next(t.Context(), func(nlmsg.Message) {}); errors.Is(err, ErrOverrun) {
			overrun = true
		} else if err != nil {
			t.Fatal(err)
		}
	}
	add("br1")
	if err := w.Next(t.Context(), func(m nlmsg.Message) {
		if !bytes.Contains(m.Body, []byte("br1\x00")) {
			t.Errorf("after an overrun there is still something from before: % x", m.Body)
		}
	}); err != nil {
		t.Fatal(err)
	}

	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	for err == nil {
		err = w.Next(ctx, func(nlmsg.Message) {})
	}
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("canceled: %v", err)
	}
	if err := w.Close(); err != nil {
		t.Error(err)
	}
	if err := w.Close(); err != nil {
		t.Errorf("again: %v", err)
	}
}

func TestLiveWatchPoolClosed(t *testing.T) {
	p := livePool(t, 0, Options{})
	w, err := p.Watch(t.Context(), uapi.RTNLGRP_LINK)
	if err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(20*time.Millisecond, func() { p.Close() })
	if err := w.Next(t.Context(), func(nlmsg.Message) {}); !errors.Is(err, ErrClosed) {
		t.Errorf("closed meanwhile: %v", err)
	}
	if err := w.Close(); err != nil {
		t.Error(err)
	}
	if _, err := p.Watch(t.Context(), uapi.RTNLGRP_LINK); !errors.Is(err, ErrClosed) {
		t.Errorf("closed before: %v", err)
	}
	if _, err := livePool(t, 0, Options{}).Watch(t.Context(), 4711); err == nil {
		t.Error("joined a group that is none")
	}
}
