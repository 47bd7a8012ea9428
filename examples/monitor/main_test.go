//go:build linux

package main

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
)

func TestMain(m *testing.M) { nltest.MainOf(m, main) }

// monitored is the program, running in a place.
type monitored struct {
	t     *testing.T
	lines chan string
}

func monitor(t *testing.T, p *place.Place, args ...string) *monitored {
	t.Helper()
	cmd := nltest.Program(args...)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.NS.Do(cmd.Start); err != nil {
		t.Fatal(err)
	}
	m := &monitored{t, make(chan string, 1000)}
	go func() {
		for s := bufio.NewScanner(out); s.Scan(); {
			m.lines <- s.Text()
		}
		close(m.lines)
	}()
	t.Cleanup(func() {
		cmd.Process.Signal(syscall.SIGINT)
		for range m.lines {
		}
		if err := cmd.Wait(); err != nil {
			t.Errorf("interrupted: %v", err)
		}
	})
	return m
}

// until returns the first line with all of the parts in it.
func (m *monitored) until(parts ...string) string {
	m.t.Helper()
	timeout := time.After(10 * time.Second)
	var seen []string
next:
	for {
		select {
		case s, ok := <-m.lines:
			if !ok {
				m.t.Fatalf("it ended, having printed %q", seen)
			}
			seen = append(seen, s)
			for _, p := range parts {
				if !strings.Contains(s, p) {
					continue next
				}
			}
			return s
		case <-timeout:
			m.t.Fatalf("waited 10s for %q, and had %q", parts, seen)
		}
	}
}

func TestMonitor(t *testing.T) {
	p := place.New(t)
	m := monitor(t, p, "-color", "always")
	m.until("= watching")
	p.IP("link", "add", "br0", "type", "bridge")
	m.until("\x1b[32m+ link", "br0")
	p.IP("link", "set", "br0", "up")
	m.until("\x1b[33m~ link  br0", "up off -> on")
	p.IP("link", "set", "br0", "mtu", "1400")
	m.until("~ link  br0", "mtu 1500 -> 1400")
	p.IP("link", "set", "br0", "type", "bridge", "ageing_time", "7000")
	m.until("~ link  br0", "kind.ageing_time 5m0s -> 1m10s")
	p.IP("addr", "add", "192.0.2.1/24", "dev", "br0")
	m.until("+ addr", "192.0.2.1/24")
	p.IP("link", "del", "br0")
	m.until("\x1b[31m- link", "br0")
}

func TestMonitorJSON(t *testing.T) {
	p := place.New(t)
	m := monitor(t, p, "-j", "-init", "link")
	m.until(`"change":"added"`, `"ifname":"lo"`)
	m.until(`"change":"synced"`)
	p.IP("link", "set", "lo", "mtu", "1400")
	var l line
	if err := json.Unmarshal([]byte(m.until(`"change":"changed"`)), &l); err != nil || l.Fields["mtu"] != [2]string{"65536", "1400"} {
		t.Errorf("%+v, %v", l, err)
	}
}

func TestMonitorAll(t *testing.T) {
	p, far := place.New(t), place.New(t)
	p.IP("netns", "set", far.Name, "33")
	m := monitor(t, p, "-all", "link")
	m.until("= listening")
	far.IP("link", "set", "lo", "up")
	m.until("[nsid 33] + link", "lo")
}
