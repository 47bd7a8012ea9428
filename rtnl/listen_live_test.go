package rtnl_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/rtnl"
)

// TestListen hears of an address that ip(8) adds.
func TestListen(t *testing.T) {
	p := place.New(t)
	l, err := p.Listen(t.Context(), rtnl.ListenConfig{Groups: []uint32{uapi.RTNLGRP_IPV4_IFADDR}, ReceiveBuffer: 1 << 16})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if n := l.ReceiveBuffer(); n < 1<<16 {
		t.Errorf("a buffer of %d bytes", n)
	}
	p.IP("addr", "add", "192.0.2.7/24", "dev", "lo")
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	var kept rtnl.Message
	err = l.Receive(ctx, func(m *rtnl.Message) bool {
		kept = m.Clone()
		return true
	})
	var a rtnl.Addr
	if err != nil || kept.Type != uapi.RTM_NEWADDR || kept.Port == 0 || kept.NSID.Is() {
		t.Fatalf("heard %+v, %v", kept, err)
	}
	if err := kept.Decode(8, &a); err != nil || a.Prefix != pfx("192.0.2.7/24") {
		t.Errorf("Decode: %v, %v", a, err)
	}
	if err := l.Close(); err != nil {
		t.Error(err)
	}
	if err := l.Receive(ctx, nil); !errors.Is(err, rtnl.ErrClosed) {
		t.Errorf("closed: %v", err)
	}
	if _, err := p.Listen(t.Context(), rtnl.ListenConfig{Groups: []uint32{9999}}); err == nil {
		t.Error("a group that there is not: no error")
	}
}
