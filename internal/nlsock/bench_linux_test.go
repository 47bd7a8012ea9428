package nlsock

import (
	"context"
	"encoding/binary"
	"slices"
	"testing"
	"time"

	"github.com/eb30ede5/netlink/internal/nlmsg"
	"github.com/eb30ede5/netlink/internal/uapi"
	"golang.org/x/sys/unix"
)

// compare runs ours and the floor, which is the same without this package, in
// turns, and reports the times of both and the median of their ratios.
func compare(b *testing.B, n int, floor, ours func()) {
	b.Helper()
	const rounds = 15
	floor()
	ours()
	var ratios, floors, times []float64
	timed := func(f func()) float64 {
		start := time.Now()
		f()
		return float64(time.Since(start).Nanoseconds()) / float64(n)
	}
	b.ReportAllocs()
	for b.Loop() {
		for i := range rounds {
			var t, u float64
			if i%2 == 0 {
				t, u = timed(floor), timed(ours)
			} else {
				u, t = timed(ours), timed(floor)
			}
			floors, times, ratios = append(floors, t), append(times, u), append(ratios, u/t)
		}
	}
	b.ReportMetric(median(floors), "floor-ns")
	b.ReportMetric(median(times), "ours-ns")
	b.ReportMetric(median(ratios), "ratio")
}

func median(v []float64) float64 {
	slices.Sort(v)
	return v[len(v)/2]
}

// floorSocket is a socket like those of p, to be used without any of it.
func floorSocket(b *testing.B, p *Pool) (fd int) {
	b.Helper()
	s, err := p.transport.(*KernelTransport).openInside()
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	return s.fd
}

func floorSend(b *testing.B, fd int, req []byte) {
	if _, errno := transfer(unix.SYS_SENDTO, fd, req, 0); errno != 0 {
		b.Fatal(errno)
	}
}

func floorReceive(b *testing.B, fd int, buf []byte) []byte {
	n, errno := transfer(unix.SYS_RECVFROM, fd, buf, unix.MSG_TRUNC)
	if errno != 0 || n > len(buf) {
		b.Fatal(n, errno)
	}
	return buf[:n]
}

// isLast tells from the end of a datagram whether it is the last one of a dump.
func isLast(b []byte) bool {
	if len(b) < 20 {
		return false
	}
	end := b[len(b)-20:]
	return binary.NativeEndian.Uint32(end) == 20 && binary.NativeEndian.Uint16(end[4:]) == uapi.NLMSG_DONE
}

func oursOnce(b *testing.B, ctx context.Context, p *Pool, req []byte, fn func(int, nlmsg.Message)) {
	c, err := p.Get(ctx)
	if err != nil {
		b.Fatal(err)
	}
	c.Buf = append(c.Buf[:0], req...)
	if err := c.Transact(ctx, c.Buf, 1, fn); err != nil {
		b.Fatal(err)
	}
	p.Put(c)
}

func BenchmarkTransact(b *testing.B) {
	p := livePool(b, 1, Options{})
	for name, req := range map[string][]byte{"get": getLink(1), "set": setUp(1)} {
		b.Run(name, func(b *testing.B) {
			const n = 500
			fd, buf := floorSocket(b, p), make([]byte, minBuffer)
			floorReq := slices.Clone(req)
			if name == "set" {
				nlmsg.SetFlags(floorReq, 0, uapi.NLM_F_REQUEST|uapi.NLM_F_ACK)
			}
			ctx, cancel := context.WithCancel(b.Context())
			defer cancel()
			answers := 0
			count := func(int, nlmsg.Message) { answers++ }
			compare(b, n, func() {
				for range n {
					floorSend(b, fd, floorReq)
					floorReceive(b, fd, buf)
				}
			}, func() {
				for range n {
					oursOnce(b, ctx, p, req, count)
				}
			})
		})
	}
}

// addRoutes adds n routes, in batches.
func addRoutes(b *testing.B, p *Pool, n int) {
	b.Helper()
	c, err := p.Get(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	defer p.Put(c)
	const window = 128
	for i := 0; i < n; i += window {
		c.Buf = c.Buf[:0]
		for j := range window {
			rtmsg := []byte{uapi.AF_INET, 32, 0, 0, uapi.RT_TABLE_MAIN, uapi.RTPROT_BOOT, uapi.RT_SCOPE_LINK, uapi.RTN_UNICAST, 0, 0, 0, 0}
			c.Buf = append(c.Buf, request(uapi.RTM_NEWROUTE, uapi.NLM_F_CREATE, rtmsg,
				attr(uapi.RTA_DST, binary.BigEndian.AppendUint32(nil, 10<<24+uint32(i+j))...), attr(uapi.RTA_OIF, u32(1)...))...)
		}
		if err := c.Transact(b.Context(), c.Buf, window, func(i int, m nlmsg.Message) {
			if a, err := nlmsg.ParseAck(m); a.Errno != 0 || err != nil {
				b.Fatal(a, err)
			}
		}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDumpRoutes(b *testing.B) {
	p := livePool(b, 0, Options{})
	if errno, err := ask(b, p, setUp(1)); errno != 0 || err != nil {
		b.Fatal(errno, err)
	}
	const n = 100 * 1024
	addRoutes(b, p, n)
	list := request(uapi.RTM_GETROUTE, uapi.NLM_F_DUMP, []byte{uapi.AF_INET, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})
	benchmarkDump(b, p, list, n)
}

func benchmarkDump(b *testing.B, p *Pool, list []byte, n int) {
	fd, buf := floorSocket(b, p), make([]byte, minBuffer)
	ctx, cancel := context.WithCancel(b.Context())
	defer cancel()
	parts := 0
	count := func(m nlmsg.Message) bool {
		parts++
		return true
	}
	compare(b, n, func() {
		floorSend(b, fd, list)
		for !isLast(floorReceive(b, fd, buf)) {
		}
	}, func() {
		c, err := p.Get(ctx)
		if err != nil {
			b.Fatal(err)
		}
		parts = 0
		if _, err := c.Dump(ctx, list, count); err != nil {
			b.Fatal(err)
		}
		p.Put(c)
		if parts < n {
			b.Fatalf("%d parts, want %d", parts, n)
		}
	})
}

// What the engine costs for each message of a dump, without a kernel.
func BenchmarkDumpMessages(b *testing.B) {
	const n = 450
	var d []byte
	for range n {
		d = append(d, message(uapi.RTM_NEWROUTE, uapi.NLM_F_MULTI, 1, fakePort, make([]byte, 52)...)...)
	}
	p := NewPool(healthy(), Options{})
	defer p.Close()
	c, err := p.Get(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	defer p.Put(c)
	c.sock, c.timed = &endless{d}, true
	parts := 0
	dmp := dump{seq: 1, fn: func(nlmsg.Message) bool {
		parts++
		return true
	}}
	for b.Loop() {
		if err := c.parts(b.Context(), &dmp); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(parts), "ns/message")
}
