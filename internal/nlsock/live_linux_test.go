package nlsock

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"os"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/eb30ede5/netlink/internal/nlmsg"
	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/netns"
	"golang.org/x/sys/unix"
)

// attr and the functions below build requests by hand.
func attr(typ uint16, v ...byte) []byte {
	b := binary.NativeEndian.AppendUint16(nil, uint16(4+len(v)))
	b = binary.NativeEndian.AppendUint16(b, typ)
	b = append(b, v...)
	return append(b, make([]byte, -len(v)&3)...)
}

func u32(n uint32) []byte { return binary.NativeEndian.AppendUint32(nil, n) }

func request(typ, flags uint16, body ...[]byte) []byte {
	b := nlmsg.AppendHeader(nil, typ, uapi.NLM_F_REQUEST|flags)
	for _, p := range body {
		b = append(b, p...)
	}
	return nlmsg.Finish(b, 0)
}

func ifinfomsg(index, flags, change uint32) []byte {
	return slices.Concat(make([]byte, 4), u32(index), u32(flags), u32(change))
}

var skipStats = attr(uapi.IFLA_EXT_MASK, u32(uapi.RTEXT_FILTER_SKIP_STATS)...)

func getLink(index uint32) []byte {
	return request(uapi.RTM_GETLINK, 0, ifinfomsg(index, 0, 0), skipStats)
}

func listLinks() []byte {
	return request(uapi.RTM_GETLINK, uapi.NLM_F_DUMP, ifinfomsg(0, 0, 0), skipStats)
}

func setUp(index uint32) []byte {
	return request(uapi.RTM_NEWLINK, 0, ifinfomsg(index, uapi.IFF_UP, uapi.IFF_UP))
}

func addBridge(name string) []byte {
	return request(uapi.RTM_NEWLINK, uapi.NLM_F_CREATE|uapi.NLM_F_EXCL, ifinfomsg(0, 0, 0),
		attr(uapi.IFLA_IFNAME, append([]byte(name), 0)...),
		attr(uapi.IFLA_LINKINFO, attr(uapi.IFLA_INFO_KIND, []byte("bridge")...)...))
}

func addAltName(index uint32, name string) []byte {
	return request(uapi.RTM_NEWLINKPROP, uapi.NLM_F_CREATE|uapi.NLM_F_EXCL|uapi.NLM_F_APPEND, ifinfomsg(index, 0, 0),
		attr(uapi.IFLA_PROP_LIST|uapi.NLA_F_NESTED, attr(uapi.IFLA_ALT_IFNAME, append([]byte(name), 0)...)...))
}

// livePool is a pool on a namespace of its own, whose links are lo and n bridges.
func livePool(tb testing.TB, n int, o Options) *Pool {
	tb.Helper()
	nltest.Live(tb)
	ns, err := netns.New()
	if err != nil {
		tb.Fatal(err)
	}
	defer ns.Close() // the transport has its own
	tr, err := Kernel(ns)
	if err != nil {
		tb.Fatal(err)
	}
	p := NewPool(tr, o)
	tb.Cleanup(func() {
		p.Close()
		tr.Close()
	})
	for i := range n {
		if errno, err := ask(tb, p, addBridge(fmt.Sprintf("br%d", i))); errno != 0 || err != nil {
			tb.Fatalf("bridge %d: errno %d, %v", i, errno, err)
		}
	}
	return p
}

// ask executes a request and returns its errno.
func ask(tb testing.TB, p *Pool, b []byte) (errno int32, err error) {
	c, err := p.Get(tb.Context())
	if err != nil {
		return 0, err
	}
	defer p.Put(c)
	err = c.Transact(tb.Context(), b, 1, func(i int, m nlmsg.Message) {
		if m.Type == uapi.NLMSG_ERROR {
			a, err := nlmsg.ParseAck(m)
			if err != nil {
				tb.Error(err)
			}
			errno = a.Errno
		}
	})
	return errno, err
}

// count lists the links.
// fallback has the devices that tunnel modules put into every namespace.
var fallback = []string{"gre0", "gretap0", "erspan0", "tunl0", "sit0", "ip6tnl0", "ip6gre0", "ip_vti0", "ip6_vti0"}

// isFallback tells them from the links of a test.
func isFallback(m nlmsg.Message) bool {
	return slices.ContainsFunc(fallback, func(name string) bool {
		return bytes.Contains(m.Body, attr(uapi.IFLA_IFNAME, append([]byte(name), 0)...))
	})
}

func count(tb testing.TB, p *Pool) int {
	tb.Helper()
	n := 0
	c, err := p.Get(tb.Context())
	if err != nil {
		tb.Fatal(err)
	}
	defer p.Put(c)
	res, err := c.Dump(tb.Context(), listLinks(), func(m nlmsg.Message) bool {
		if m.Type != uapi.RTM_NEWLINK {
			tb.Errorf("message of type %d", m.Type)
		}
		if !isFallback(m) {
			n++
		}
		return true
	})
	if err != nil || res.Ack.Errno != 0 {
		tb.Errorf("after %d links: errno %d, %v", n, res.Ack.Errno, err)
	}
	return n
}

func TestLiveDump(t *testing.T) {
	p := livePool(t, 200, Options{})
	for range 3 {
		if n := count(t, p); n != 201 {
			t.Errorf("%d links, want 201", n)
		}
	}
	if n := p.Skipped(); n != 0 {
		t.Errorf("%d messages skipped", n)
	}
}

func TestLiveStopEarly(t *testing.T) {
	p := livePool(t, 200, Options{MaxSockets: 1})
	for i := range 100 {
		c := mustGet(t, p)
		n := 0
		res, err := c.Dump(t.Context(), listLinks(), func(nlmsg.Message) bool {
			n++
			return n <= i
		})
		if err != nil || res.Ack.Errno != 0 || n != i+1 {
			t.Errorf("stopped at %d: errno %d, %v", n, res.Ack.Errno, err)
		}
		p.Put(c)
		if errno, err := ask(t, p, setUp(1)); errno != 0 || err != nil {
			t.Errorf("a request after it: errno %d, %v", errno, err)
		}
	}
	if n := count(t, p); n != 201 {
		t.Errorf("%d links, want 201", n)
	}
}

func TestLiveNested(t *testing.T) {
	p := livePool(t, 100, Options{MaxSockets: 2})
	c := mustGet(t, p)
	defer p.Put(c)
	n := 0
	if _, err := c.Dump(t.Context(), listLinks(), func(nlmsg.Message) bool {
		n++
		if got := count(t, p); got != 101 {
			t.Errorf("nested: %d links, want 101", got)
		}
		if errno, err := ask(t, p, setUp(1)); errno != 0 || err != nil {
			t.Errorf("nested: errno %d, %v", errno, err)
		}
		return n < 20
	}); err != nil {
		t.Error(err)
	}
}

func TestLiveConcurrent(t *testing.T) {
	p := livePool(t, 50, Options{MaxSockets: 4})
	var wg sync.WaitGroup
	for g := range 8 {
		wg.Go(func() {
			for i := range 50 {
				if g%2 == 0 {
					if n := count(t, p); n != 51 {
						t.Errorf("%d links, want 51", n)
					}
					continue
				}
				want := int32(0)
				b := setUp(1)
				if i%3 == 0 {
					want, b = uapi.EEXIST, addBridge("br7")
				}
				if errno, err := ask(t, p, b); errno != want || err != nil {
					t.Errorf("errno %d, %v; want %d", errno, err, want)
				}
			}
		})
	}
	wg.Wait()
}

// Refusals come without being asked for, each with the index of its request.
func TestLiveBatch(t *testing.T) {
	p := livePool(t, 1, Options{})
	c := mustGet(t, p)
	defer p.Put(c)
	const n = 200
	for range 3 {
		c.Buf = c.Buf[:0]
		for i := range n {
			if i%2 == 0 {
				c.Buf = append(c.Buf, addBridge("br0")...)
			} else {
				c.Buf = append(c.Buf, setUp(1)...)
			}
		}
		var refused []int
		if err := c.Transact(t.Context(), c.Buf, n, func(i int, m nlmsg.Message) {
			a, err := nlmsg.ParseAck(m)
			switch {
			case err != nil:
				t.Error(err)
			case a.Errno == uapi.EEXIST:
				refused = append(refused, i)
			case a.Errno != 0 || i != n-1:
				t.Errorf("request %d: errno %d", i, a.Errno)
			}
		}); err != nil {
			t.Fatal(err)
		}
		if len(refused) != n/2 || refused[0] != 0 || refused[1] != 2 || refused[n/2-1] != n-2 {
			t.Errorf("refused: %v, want every other one", refused)
		}
	}
}

// More answers than the kernel queues: those that are there are delivered, and
// the loss of the others is an error.
func TestLiveOverrun(t *testing.T) {
	p := livePool(t, 1, Options{})
	c := mustGet(t, p)
	const n = 2000
	var b []byte
	for range n {
		b = append(b, addBridge("br0")...)
	}
	heard := 0
	err := c.Transact(t.Context(), b, n, func(i int, m nlmsg.Message) {
		if a, err := nlmsg.ParseAck(m); err != nil || a.Errno != uapi.EEXIST || i != heard {
			t.Errorf("request %d: errno %d, %v; want request %d", i, a.Errno, err, heard)
		}
		heard++
	})
	if !errors.Is(err, ErrOverrun) || heard < 100 || heard == n {
		t.Errorf("%d of %d answers, error %v; want some, and ErrOverrun", heard, n, err)
	}
	t.Logf("%d refusals in a receive buffer of %d", heard, c.ReceiveBuffer())
	p.Put(c)
	usableLive(t, p)
}

func usableLive(t *testing.T, p *Pool) {
	t.Helper()
	for range p.max + 1 {
		if errno, err := ask(t, p, setUp(1)); errno != 0 || err != nil {
			t.Errorf("a later request: errno %d, %v", errno, err)
		}
	}
}

// A link with many names is longer than the first buffer.
func TestLiveLongMessage(t *testing.T) {
	p := livePool(t, 1, Options{})
	const names = 400
	for i := range names {
		if errno, err := ask(t, p, addAltName(1, fmt.Sprintf("%0100d", i))); errno != 0 || err != nil {
			t.Fatalf("alternative name %d: errno %d, %v", i, errno, err)
		}
	}
	c := mustGet(t, p)
	defer p.Put(c)
	size := 0
	if err := c.Transact(t.Context(), getLink(1), 1, func(i int, m nlmsg.Message) { size += len(m.Body) }); err != nil || size < names*100 {
		t.Errorf("reply of %d bytes, %v; want at least %d", size, err, names*100)
	}

	p.buffers.least.Store(0) // start with a short buffer again
	size, n := 0, 0
	res, err := c.Dump(t.Context(), listLinks(), func(m nlmsg.Message) bool {
		size += len(m.Body)
		if !isFallback(m) {
			n++
		}
		return true
	})
	if err != nil || res.Ack.Errno != 0 || n != 2 || size < names*100 {
		t.Errorf("dump of %d links, %d bytes, errno %d, %v", n, size, res.Ack.Errno, err)
	}
}

// A refused dump: errno and text are in NLMSG_DONE.
func TestLiveDumpRefused(t *testing.T) {
	p := livePool(t, 0, Options{})
	c := mustGet(t, p)
	rtmsg := []byte{uapi.AF_INET, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}
	res, err := c.Dump(t.Context(), request(uapi.RTM_GETROUTE, uapi.NLM_F_DUMP, rtmsg, attr(uapi.RTA_TABLE, u32(777)...)),
		func(m nlmsg.Message) bool {
			t.Errorf("part of type %d", m.Type)
			return true
		})
	if err != nil || res.Ack.Errno != uapi.ENOENT || res.Ack.Msg == "" {
		t.Errorf("%+v, %v; want ENOENT and a text", res, err)
	}
	p.Put(c)
	usableLive(t, p)
}

// listener is a socket that waits for events.
func listener(t *testing.T, p *Pool) Socket {
	t.Helper()
	s, err := p.transport.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Join(uapi.RTNLGRP_LINK); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestLiveCloseWhileParked(t *testing.T) {
	p := livePool(t, 0, Options{})
	s := listener(t, p)
	got := make(chan error)
	go func() {
		_, err := s.Receive(t.Context(), make([]byte, 4096))
		got <- err
	}()
	time.Sleep(20 * time.Millisecond)
	s.Close()
	if err := <-got; !errors.Is(err, ErrClosed) {
		t.Errorf("error %v, want ErrClosed", err)
	}
	for name, err := range map[string]error{
		"Send": s.Send(t.Context(), getLink(1)),
		"Join": s.Join(uapi.RTNLGRP_LINK),
	} {
		if !errors.Is(err, ErrClosed) {
			t.Errorf("%s after Close: %v, want ErrClosed", name, err)
		}
	}
}

// What ended one wait does not end the next.
func TestLiveWaits(t *testing.T) {
	p := livePool(t, 1, Options{})
	s := listener(t, p).(*socket)
	defer s.Close()
	b := make([]byte, 4096)

	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(10*time.Millisecond, cancel)
	if _, err := s.Receive(ctx, b); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if _, err := s.Peek(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled before: %v", err)
	}
	ctx, cancel = context.WithTimeout(t.Context(), 10*time.Millisecond)
	if _, err := s.Receive(ctx, b); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("past its deadline: %v", err)
	}
	cancel()
	s.SetTimeout(10 * time.Millisecond)
	if _, err := s.Receive(t.Context(), b); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("timed out: %v", err)
	}
	s.SetTimeout(time.Minute)
	time.AfterFunc(10*time.Millisecond, func() { ask(t, p, setUp(2)) })
	peeked, err := s.Peek(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	n, err := s.Receive(t.Context(), b[:20])
	if err != nil || n != peeked || n <= 20 {
		t.Errorf("event of %d bytes, %v; peeked %d", n, err, peeked)
	}
}

// A receiver that waits does not keep others from sending.
func TestLiveFullDuplex(t *testing.T) {
	p := livePool(t, 0, Options{})
	s := listener(t, p)
	defer s.Close()
	got := make(chan int)
	go func() {
		n, err := s.Receive(t.Context(), make([]byte, 4096))
		if err != nil {
			t.Error(err)
		}
		got <- n
	}()
	time.Sleep(10 * time.Millisecond)
	if err := s.Send(t.Context(), getLink(1)); err != nil {
		t.Fatal(err)
	}
	if n := <-got; n < 100 {
		t.Errorf("reply of %d bytes", n)
	}
}

// Close, contexts, timeouts and senders at the same moment: every wait ends, for
// one of its reasons, and no call reaches another file by the number of a closed one.
func TestLiveCloseRace(t *testing.T) {
	closeRace(t, livePool(t, 0, Options{}).transport)
}

func closeRace(t *testing.T, tr Transport) {
	for i := range 200 {
		s, err := tr.Open(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		s.(*socket).SetTimeout(time.Duration(50+i) * time.Microsecond)
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(i)*time.Microsecond)
		var wg sync.WaitGroup
		check := func(what string, err error) {
			for _, ok := range []error{nil, ErrClosed, context.DeadlineExceeded, os.ErrDeadlineExceeded} {
				if errors.Is(err, ok) {
					return
				}
			}
			t.Errorf("%s: %v", what, err)
		}
		wg.Go(func() {
			for range 10 {
				_, err := s.Receive(ctx, make([]byte, 4096))
				check("Receive", err)
			}
		})
		wg.Go(func() {
			for range 10 {
				check("Send", s.Send(ctx, request(uapi.NLMSG_NOOP, 0)))
			}
		})
		wg.Go(func() { check("Join", s.Join(uapi.RTNLGRP_LINK)) })
		wg.Go(func() {
			time.Sleep(time.Duration(i) * time.Microsecond)
			s.Close()
		})
		wg.Wait()
		cancel()
		if u := s.(*socket); !u.released || u.users.Load() >= 0 {
			t.Fatalf("closed socket: released %t, %d users", u.released, u.users.Load())
		}
	}
}

// A socket that nobody closes is closed with the garbage.
func TestLiveForgotten(t *testing.T) {
	p := livePool(t, 0, Options{})
	links := func() (n int) {
		dir, _ := os.ReadDir("/proc/self/fd")
		for _, f := range dir {
			if to, _ := os.Readlink("/proc/self/fd/" + f.Name()); len(to) > 4 && to[:4] == "sock" {
				n++
			}
		}
		return n
	}
	before := links()
	for range 10 {
		listener(t, p)
		s := listener(t, p).(*socket)
		s.SetTimeout(time.Microsecond)
		s.Receive(t.Context(), make([]byte, 100)) // one that is in the poller
	}
	for range 100 {
		runtime.GC()
		if links() <= before {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("%d sockets open, %d before", links(), before)
}

// names returns the interfaces of the namespace.
func names(t *testing.T, ns *netns.Handle) (names []string) {
	t.Helper()
	if err := ns.Do(func() error {
		ifs, err := net.Interfaces()
		for _, i := range ifs {
			if !slices.Contains(fallback, i.Name) {
				names = append(names, i.Name)
			}
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return names
}

// Whatever thread opens a socket, it is in the transport's namespace.
func TestLiveNamespaces(t *testing.T) {
	nltest.Live(t)
	for _, cookie := range []bool{true, false} {
		a, err := netns.New()
		if err != nil {
			t.Fatal(err)
		}
		defer a.Close()
		b, err := netns.New()
		if err != nil {
			t.Fatal(err)
		}
		defer b.Close()

		var trB *KernelTransport // made by a thread that is in b
		if err := b.Do(func() (err error) {
			trB, err = Kernel(nil)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		defer trB.Close()
		trA, err := Kernel(a)
		if err != nil {
			t.Fatal(err)
		}
		defer trA.Close()
		if trA.cookie == 0 || trA.cookie == trB.cookie {
			t.Errorf("cookies %d and %d", trA.cookie, trB.cookie)
		}
		if !cookie {
			trA.cookie, trB.cookie = 0, 0
		}

		add := func(tr Transport, name string) {
			t.Helper()
			p := NewPool(tr, Options{})
			defer p.Close()
			if errno, err := ask(t, p, addBridge(name)); errno != 0 || err != nil {
				t.Errorf("%s: errno %d, %v", name, errno, err)
			}
		}
		inside := func(ns *netns.Handle, tr Transport, name string) {
			t.Helper()
			if err := ns.Do(func() error {
				add(tr, name)
				return nil
			}); err != nil {
				t.Error(err)
			}
		}
		add(trA, "a0")
		add(trB, "b0")
		inside(a, trA, "a1")
		inside(a, trB, "b1")
		inside(b, trA, "a2")
		inside(b, trB, "b2")
		if got, want := names(t, a), []string{"lo", "a0", "a1", "a2"}; !slices.Equal(got, want) {
			t.Errorf("links in a: %q, want %q", got, want)
		}
		if got, want := names(t, b), []string{"lo", "b0", "b1", "b2"}; !slices.Equal(got, want) {
			t.Errorf("links in b: %q, want %q", got, want)
		}
	}
}

// Sockets survive their transport; a closed transport opens no more outside its
// namespace.
func TestLiveTransportClose(t *testing.T) {
	p := livePool(t, 0, Options{})
	usableLive(t, p)
	if err := p.transport.(*KernelTransport).Close(); err != nil {
		t.Error(err)
	}
	usableLive(t, p)
	a, b := mustGet(t, p), (*Conn)(nil)
	b, err := p.Get(t.Context())
	if err == nil {
		t.Error("a closed transport has entered its namespace")
		p.Put(b)
	}
	p.Put(a)
}

// In its own namespace a program needs no right at all.
func TestLiveWithoutRights(t *testing.T) {
	nltest.Live(t)
	tr, err := Kernel(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tr.Close()
	done := make(chan error)
	go func() {
		runtime.LockOSThread() // for good: the thread has lost its rights
		hdr := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
		if err := unix.Capset(&hdr, &make([]unix.CapUserData, 2)[0]); err != nil {
			done <- err
			return
		}
		s, err := tr.Open(context.Background())
		if err == nil {
			s.Close()
		}
		done <- err
	}()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestLiveAllocations(t *testing.T) {
	p := livePool(t, 50, Options{})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	heard := 0
	answer := func(i int, m nlmsg.Message) {
		if _, err := nlmsg.ParseAck(m); err == nil {
			heard++
		}
	}
	change := setUp(1)
	if n := testing.AllocsPerRun(200, func() {
		c, err := p.Get(ctx)
		if err != nil {
			t.Fatal(err)
		}
		c.Buf = append(c.Buf[:0], change...)
		if err := c.Transact(ctx, c.Buf, 1, answer); err != nil {
			t.Fatal(err)
		}
		p.Put(c)
	}); n != 0 {
		t.Errorf("Get, Transact, Put: %v allocations, want 0", n)
	}
	if heard < 200 {
		t.Errorf("%d acknowledgements", heard)
	}

	list, parts := listLinks(), 0
	part := func(m nlmsg.Message) bool {
		parts++
		return true
	}
	if n := testing.AllocsPerRun(100, func() {
		c, err := p.Get(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.Dump(ctx, list, part); err != nil {
			t.Fatal(err)
		}
		p.Put(c)
	}); n != 0 {
		t.Errorf("a dump: %v allocations, want 0", n)
	}
	if parts < 101*51 || parts%101 != 0 {
		t.Errorf("%d parts, want 101 times at least 51", parts)
	}
}
