package nlsock

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/eb30ede5/netlink/internal/nlmsg"
	"github.com/eb30ede5/netlink/internal/uapi"
)

const minute = time.Minute

// scripted opens a first socket with the script, and healthy ones after it.
func scripted(script func(req []nlmsg.Message) []datagram, peek bool) *fakes {
	return &fakes{open: func(n int) (Socket, error) {
		f := newFake(script)
		if n > 1 {
			f = newFake(wellBehaved)
		}
		if peek {
			return peekFake{f}, nil
		}
		return f, nil
	}}
}

// other is a request that comes n after r.
func other(r nlmsg.Message, n uint32) nlmsg.Message {
	r.Seq += n
	return r
}

func port(b []byte, port uint32) []byte {
	binary.NativeEndian.PutUint32(b[12:], port)
	return b
}

func length(b []byte, n uint32) []byte {
	binary.NativeEndian.PutUint32(b, n)
	return b
}

func TestTransactFaults(t *testing.T) {
	stranger := func(r nlmsg.Message) []byte { return ack(other(r, 1000), 5) }
	errText := errors.New("text") // any error that is not one of those below

	for _, tt := range []struct {
		name    string
		script  func(r nlmsg.Message) []datagram
		errno   int32
		err     error
		skipped uint64
	}{
		{name: "answered", script: func(r nlmsg.Message) []datagram { return []datagram{one(ack(r, 0))} }},
		{name: "refused", errno: 17, script: func(r nlmsg.Message) []datagram { return []datagram{one(ack(r, 17))} }},
		{name: "wrong sequence number first", skipped: 1, errno: 17, script: func(r nlmsg.Message) []datagram {
			return []datagram{one(stranger(r)), one(ack(r, 17))}
		}},
		{name: "wrong sequence number in the same datagram", skipped: 2, script: func(r nlmsg.Message) []datagram {
			return []datagram{one(stranger(r), stranger(r), ack(r, 0))}
		}},
		{name: "wrong sequence number only", skipped: 1, err: os.ErrDeadlineExceeded, script: func(r nlmsg.Message) []datagram {
			return []datagram{one(stranger(r))}
		}},
		{name: "wrong port first", skipped: 1, script: func(r nlmsg.Message) []datagram {
			return []datagram{one(port(ack(r, 5), fakePort+1)), one(ack(r, 0))}
		}},
		{name: "event of another's change", skipped: 1, script: func(r nlmsg.Message) []datagram {
			return []datagram{one(message(16, 0, 0, 0)), one(ack(r, 0))}
		}},
		{name: "strangers without end", skipped: 122, err: os.ErrDeadlineExceeded, script: func(r nlmsg.Message) []datagram {
			d := one(stranger(r))
			d.after = 500 * time.Millisecond
			return slices.Repeat([]datagram{d}, 1000)
		}},
		{name: "no answer", err: os.ErrDeadlineExceeded, script: func(r nlmsg.Message) []datagram { return nil }},
		{name: "late answer", script: func(r nlmsg.Message) []datagram {
			return []datagram{{b: ack(r, 0), after: minute - time.Second}}
		}},
		{name: "answer too late", err: os.ErrDeadlineExceeded, script: func(r nlmsg.Message) []datagram {
			return []datagram{{b: ack(r, 0), after: minute + time.Second}}
		}},
		{name: "half a header", err: errText, script: func(r nlmsg.Message) []datagram {
			return []datagram{{b: ack(r, 0)[:15]}}
		}},
		{name: "half a message", err: errText, script: func(r nlmsg.Message) []datagram {
			return []datagram{{b: ack(r, 0)[:30]}}
		}},
		{name: "empty datagram", err: errText, script: func(r nlmsg.Message) []datagram { return []datagram{{}} }},
		{name: "garbage", err: errText, script: func(r nlmsg.Message) []datagram {
			return []datagram{{b: []byte(strings.Repeat("garbage", 9))}}
		}},
		{name: "length of zero", err: errText, script: func(r nlmsg.Message) []datagram {
			return []datagram{one(length(ack(r, 0), 0))}
		}},
		{name: "acknowledgement without an errno", err: errText, script: func(r nlmsg.Message) []datagram {
			return []datagram{one(message(uapi.NLMSG_ERROR, 0, r.Seq, fakePort))}
		}},
		{name: "truncated", err: ErrTruncated, script: func(r nlmsg.Message) []datagram {
			return []datagram{one(ack(r, 5), make([]byte, minBuffer))}
		}},
		{name: "socket error", err: io.ErrUnexpectedEOF, script: func(r nlmsg.Message) []datagram {
			return []datagram{{err: io.ErrUnexpectedEOF}}
		}},
		{name: "socket closed by others", err: os.ErrClosed, script: func(r nlmsg.Message) []datagram {
			return []datagram{{err: os.ErrClosed}}
		}},
		{name: "overrun", err: ErrOverrun, script: func(r nlmsg.Message) []datagram {
			return []datagram{{err: ErrOverrun}}
		}},
		{name: "overrun, answer behind it", err: ErrOverrun, errno: 17, script: func(r nlmsg.Message) []datagram {
			return []datagram{{err: ErrOverrun}, one(ack(r, 17))}
		}},
		{name: "overruns without end", err: ErrOverrun, script: func(r nlmsg.Message) []datagram {
			return slices.Repeat([]datagram{{err: ErrOverrun, after: time.Millisecond}}, 1000)
		}},
		{name: "NLMSG_NOOP", script: func(r nlmsg.Message) []datagram {
			return []datagram{one(message(uapi.NLMSG_NOOP, 0, r.Seq, fakePort), ack(r, 0))}
		}},
		{name: "NLMSG_NOOP of nobody", skipped: 1, script: func(r nlmsg.Message) []datagram {
			return []datagram{one(message(uapi.NLMSG_NOOP, 0, 0, 0), ack(r, 0))}
		}},
		{name: "NLMSG_OVERRUN", err: ErrOverrun, script: func(r nlmsg.Message) []datagram {
			return []datagram{one(message(uapi.NLMSG_OVERRUN, 0, 0, 0))}
		}},
	} {
		for _, peek := range []bool{false, true} {
			name := tt.name
			if peek {
				name += ", peeking"
			}
			t.Run(name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					p := NewPool(scripted(func(req []nlmsg.Message) []datagram { return tt.script(req[0]) }, peek), Options{Timeout: minute, MaxSockets: 2})
					defer p.Close()
					errno, err := transact(testContext(t), p)
					if errno != tt.errno || !matches(err, tt.err, errText) {
						t.Errorf("errno %d, error %v; want %d, %v", errno, err, tt.errno, tt.err)
					}
					if got := p.Skipped(); got != tt.skipped {
						t.Errorf("%d messages skipped, want %d", got, tt.skipped)
					}
					if err == nil {
						return
					}
					usable(t, p)
				})
			})
		}
	}
}

// matches compares errors; anyText stands for one that matches no sentinel.
func matches(err, want, anyText error) bool {
	if want != anyText {
		return errors.Is(err, want)
	}
	for _, s := range []error{ErrClosed, ErrTruncated, ErrOverrun, os.ErrDeadlineExceeded, context.Canceled} {
		if errors.Is(err, s) {
			return false
		}
	}
	return err != nil
}

func TestDumpFaults(t *testing.T) {
	const intr, filtered = uapi.NLM_F_DUMP_INTR, uapi.NLM_F_DUMP_FILTERED
	errText := errors.New("text")
	all := []string{"a", "b", "c"}
	// parts makes the usual answer with these flags.
	parts := func(r nlmsg.Message, a, b, c, d uint16) []datagram {
		return []datagram{one(part(r, a, "a"), part(r, b, "b")), one(part(r, c, "c"), done(r, 0, d))}
	}
	insert := func(at int, r nlmsg.Message, d datagram) []datagram {
		return slices.Insert(parts(r, 0, 0, 0, 0), at, d)
	}

	for _, tt := range []struct {
		name   string
		script func(r nlmsg.Message) []datagram
		parts  []string
		res    Result
		err    error
	}{
		{name: "complete", parts: all, script: func(r nlmsg.Message) []datagram { return parts(r, 0, 0, 0, 0) }},
		{name: "interrupted at the first part", parts: all, res: Result{Interrupted: true},
			script: func(r nlmsg.Message) []datagram { return parts(r, intr, 0, 0, 0) }},
		{name: "interrupted in the middle", parts: all, res: Result{Interrupted: true},
			script: func(r nlmsg.Message) []datagram { return parts(r, 0, intr, 0, 0) }},
		{name: "interrupted at the last part", parts: all, res: Result{Interrupted: true},
			script: func(r nlmsg.Message) []datagram { return parts(r, 0, 0, intr, 0) }},
		{name: "interrupted at the end", parts: all, res: Result{Interrupted: true},
			script: func(r nlmsg.Message) []datagram { return parts(r, 0, 0, 0, intr) }},
		{name: "filtered", parts: all, res: Result{Filtered: true},
			script: func(r nlmsg.Message) []datagram { return parts(r, filtered, filtered, filtered, filtered) }},
		{name: "filtered to nothing", res: Result{Filtered: true},
			script: func(r nlmsg.Message) []datagram { return []datagram{one(done(r, 0, filtered))} }},
		{name: "nothing", script: func(r nlmsg.Message) []datagram { return []datagram{one(done(r, 0, 0))} }},
		{name: "refused by NLMSG_DONE", res: Result{Ack: nlmsg.Ack{Errno: 2}},
			script: func(r nlmsg.Message) []datagram { return []datagram{one(done(r, 2, 0))} }},
		{name: "refused by NLMSG_ERROR", res: Result{Ack: nlmsg.Ack{Errno: 95}},
			script: func(r nlmsg.Message) []datagram { return []datagram{one(ack(r, 95))} }},
		{name: "error at the end", parts: []string{"a"}, res: Result{Ack: nlmsg.Ack{Errno: 90}},
			script: func(r nlmsg.Message) []datagram { return []datagram{one(part(r, 0, "a")), one(done(r, 90, 0))} }},
		{name: "one reply", parts: []string{"a"},
			script: func(r nlmsg.Message) []datagram { return []datagram{one(reply(r, "a"))} }},
		{name: "strangers between", parts: all, script: func(r nlmsg.Message) []datagram {
			return insert(1, r, one(done(other(r, 1), 5, intr), part(other(r, 1), intr, "x")))
		}},
		{name: "wrong port between", parts: all, script: func(r nlmsg.Message) []datagram {
			return insert(1, r, one(port(done(r, 5, intr), 1)))
		}},
		{name: "NLMSG_NOOP between", parts: all, script: func(r nlmsg.Message) []datagram {
			return insert(1, r, one(message(uapi.NLMSG_NOOP, 0, r.Seq, fakePort)))
		}},
		{name: "late", parts: all, script: func(r nlmsg.Message) []datagram {
			late := parts(r, 0, 0, 0, 0)
			for i := range late {
				late[i].after = minute - time.Second
			}
			return late
		}},
		{name: "overrun", err: ErrOverrun, script: func(r nlmsg.Message) []datagram {
			return insert(0, r, datagram{err: ErrOverrun})
		}},
		{name: "overrun between", parts: all[:2], err: ErrOverrun, script: func(r nlmsg.Message) []datagram {
			return insert(1, r, datagram{err: ErrOverrun})
		}},
		{name: "NLMSG_OVERRUN between", parts: all[:2], err: ErrOverrun, script: func(r nlmsg.Message) []datagram {
			return insert(1, r, one(message(uapi.NLMSG_OVERRUN, 0, 0, 0)))
		}},
		{name: "garbage between", parts: all[:2], err: errText, script: func(r nlmsg.Message) []datagram {
			return insert(1, r, datagram{b: []byte(strings.Repeat("garbage", 9))})
		}},
		{name: "cut between", parts: all[:2], err: errText, script: func(r nlmsg.Message) []datagram {
			return insert(1, r, datagram{b: part(r, 0, "xyz")[:18]})
		}},
		{name: "end without an errno", parts: all[:2], err: errText, script: func(r nlmsg.Message) []datagram {
			return insert(1, r, one(message(uapi.NLMSG_DONE, 2, r.Seq, fakePort, 0, 0)))
		}},
		{name: "no end", parts: all[:2], err: os.ErrDeadlineExceeded, script: func(r nlmsg.Message) []datagram {
			return parts(r, 0, 0, 0, 0)[:1]
		}},
		{name: "no answer", err: os.ErrDeadlineExceeded, script: func(r nlmsg.Message) []datagram { return nil }},
		{name: "socket error between", parts: all[:2], err: io.ErrUnexpectedEOF, script: func(r nlmsg.Message) []datagram {
			return insert(1, r, datagram{err: io.ErrUnexpectedEOF})
		}},
	} {
		for _, peek := range []bool{false, true} {
			name := tt.name
			if peek {
				name += ", peeking"
			}
			t.Run(name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					tr := scripted(func(req []nlmsg.Message) []datagram { return tt.script(req[0]) }, peek)
					p := NewPool(tr, Options{Timeout: minute, MaxSockets: 2})
					defer p.Close()
					parts, res, err := dumpAll(testContext(t), p)
					if !slices.Equal(parts, tt.parts) || !reflect.DeepEqual(res, tt.res) {
						t.Errorf("dump is %q, %+v; want %q, %+v", parts, res, tt.parts, tt.res)
					}
					if !matches(err, tt.err, errText) {
						t.Errorf("error %v, want %v", err, tt.err)
					}
					if err == nil {
						if got, _, err := dumpAll(testContext(t), p); err != nil || tr.opened() != 1 {
							t.Errorf("second dump: %q, %v, on socket %d; want the first socket again", got, err, tr.opened())
						}
						return
					}
					usable(t, p)
				})
			})
		}
	}
}

func TestTransactBatch(t *testing.T) {
	p := NewPool(&fakes{open: func(int) (Socket, error) {
		return newFake(func(req []nlmsg.Message) []datagram {
			for i, r := range req {
				if wantAck := i == len(req)-1; (r.Flags&uapi.NLM_F_ACK != 0) != wantAck {
					t.Errorf("request %d has flags %#x, want NLM_F_ACK %t", i, r.Flags, wantAck)
				}
			}
			return []datagram{one(ack(req[1], 17)), one(reply(req[3], "echo")), one(ack(req[4], 0))}
		}), nil
	}}, Options{})
	defer p.Close()

	c, err := p.Get(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer p.Put(c)
	for range 3 { // sequence numbers go on
		var got []int
		err = c.Transact(t.Context(), requests(change, change, change, change, change), 5, func(i int, m nlmsg.Message) {
			got = append(got, i*100+int(m.Type))
		})
		if want := []int{102, 316, 402}; err != nil || !slices.Equal(got, want) {
			t.Errorf("answers %v, %v; want %v", got, err, want)
		}
	}
}

// A socket's sequence numbers start again from 1 and never are 0.
func TestSequenceNumbersWrap(t *testing.T) {
	p := NewPool(healthy(), Options{})
	defer p.Close()
	c, err := p.Get(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer p.Put(c)
	c.seq = 0xfffffffd
	for range 5 {
		heard := 0
		if err := c.Transact(t.Context(), requests(change, change|uapi.NLM_F_ACK<<16), 2, func(i int, m nlmsg.Message) {
			if m.Seq == 0 || i != 1 {
				t.Errorf("answer to %d with sequence number %d", i, m.Seq)
			}
			heard++
		}); err != nil || heard != 1 {
			t.Fatalf("%d answers, %v", heard, err)
		}
	}
}

func TestTransactGet(t *testing.T) {
	for _, tt := range []struct {
		name  string
		types []uint32
		want  []string
	}{
		{"get", []uint32{get}, []string{"it"}},
		{"get with acknowledgement", []uint32{get | uapi.NLM_F_ACK<<16}, []string{"it", "ack"}},
		{"change, then get", []uint32{change | uapi.NLM_F_ACK<<16, get}, []string{"ack", "it"}},
	} {
		p := NewPool(healthy(), Options{})
		c, err := p.Get(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		err = c.Transact(t.Context(), requests(tt.types...), len(tt.types), func(i int, m nlmsg.Message) {
			if m.Type == uapi.NLMSG_ERROR {
				got = append(got, "ack")
			} else {
				got = append(got, string(m.Body))
			}
		})
		if err != nil || !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, %v; want %q", tt.name, got, err, tt.want)
		}
		p.Put(c)
		p.Close()
	}
}

func TestMalformedRequests(t *testing.T) {
	tr := healthy()
	p := NewPool(tr, Options{})
	defer p.Close()
	c, err := p.Get(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		b []byte
		n int
	}{
		{nil, 0},
		{nil, 1},
		{requests(change), 2},
		{requests(change, change), 1},
		{requests(change)[:15], 1},
		{length(requests(change), 400), 1},
	} {
		err := c.Transact(t.Context(), tt.b, tt.n, func(int, nlmsg.Message) { t.Error("answer to a malformed request") })
		if err == nil {
			t.Errorf("%d requests in % x: no error", tt.n, tt.b)
		}
	}
	p.Put(c)
	usable(t, p)
	if tr.opened() != 1 {
		t.Errorf("%d sockets opened, want 1: nothing was sent", tr.opened())
	}
}

func TestLongAnswers(t *testing.T) {
	long := strings.Repeat("x", 100_000)
	script := func(req []nlmsg.Message) []datagram {
		r := req[0]
		if r.Flags&uapi.NLM_F_DUMP == uapi.NLM_F_DUMP {
			return []datagram{one(part(r, 0, "a")), one(part(r, 0, long)), one(part(r, 0, "c"), done(r, 0, 0))}
		}
		if isGet(r.Type) {
			return []datagram{one(reply(r, long))}
		}
		return []datagram{one(reply(r, long)), one(ack(r, 0))}
	}
	open := func(peek bool) *Pool {
		return NewPool(&fakes{open: func(int) (Socket, error) {
			if peek {
				return peekFake{newFake(script)}, nil
			}
			return newFake(script), nil
		}}, Options{})
	}
	ask := func(p *Pool, typ uint32) (n int, err error) {
		c, err := p.Get(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer p.Put(c)
		err = c.Transact(t.Context(), requests(typ), 1, func(i int, m nlmsg.Message) {
			if m.Type >= uapi.NLMSG_MIN_TYPE {
				n += len(m.Body)
			}
		})
		return n, err
	}

	for _, peek := range []bool{false, true} {
		p := open(peek)
		parts, _, err := dumpAll(t.Context(), p)
		if !peek {
			if !errors.Is(err, ErrTruncated) {
				t.Errorf("dump with a long part: %v, want ErrTruncated", err)
			}
			parts, _, err = dumpAll(t.Context(), p)
		}
		if err != nil || len(parts) != 3 || parts[1] != long {
			t.Errorf("peek %t: dump of %d parts, %v; want 3", peek, len(parts), err)
		}
		p.Close()

		p = open(peek) // a GET is simply sent again
		if n, err := ask(p, get); n != len(long) || err != nil {
			t.Errorf("peek %t: long reply of %d bytes, %v; want %d", peek, n, err, len(long))
		}
		p.Close()

		p = open(peek) // a change is not
		n, err := ask(p, change|uapi.NLM_F_ECHO<<16)
		if !peek {
			if !errors.Is(err, ErrTruncated) {
				t.Errorf("change with a long echo: %v, want ErrTruncated", err)
			}
			n, err = ask(p, change|uapi.NLM_F_ECHO<<16)
		}
		if n != len(long) || err != nil {
			t.Errorf("peek %t: long echo of %d bytes, %v; want %d", peek, n, err, len(long))
		}
		p.Close()
	}
}

// A datagram longer than any buffer ends a GET too, however often it is sent.
func TestEndlessAnswer(t *testing.T) {
	huge := make([]byte, maxBuffer+1)
	f := newFake(func(req []nlmsg.Message) []datagram { return []datagram{{b: huge}} })
	p := NewPool(&fakes{open: func(int) (Socket, error) { return f, nil }}, Options{})
	defer p.Close()
	c, err := p.Get(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer p.Put(c)
	if err := c.Transact(t.Context(), requests(get), 1, func(int, nlmsg.Message) {}); !errors.Is(err, ErrTruncated) {
		t.Errorf("error %v, want ErrTruncated", err)
	}
	if f.sends != maxTries {
		t.Errorf("sent %d times, want %d", f.sends, maxTries)
	}
}

func TestCancel(t *testing.T) {
	for _, peek := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			p := NewPool(scripted(func([]nlmsg.Message) []datagram { return nil }, peek), Options{Timeout: -1})
			defer p.Close()
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(minute, cancel)
			if _, err := transact(ctx, p); !errors.Is(err, context.Canceled) {
				t.Errorf("error %v, want context.Canceled", err)
			}
			if _, err := transact(ctx, p); !errors.Is(err, context.Canceled) {
				t.Errorf("with a context that is done: %v, want context.Canceled", err)
			}
			usable(t, p)
		})
		synctest.Test(t, func(t *testing.T) {
			p := NewPool(scripted(func([]nlmsg.Message) []datagram { return nil }, peek), Options{Timeout: time.Hour})
			defer p.Close()
			ctx, cancel := context.WithTimeout(t.Context(), minute)
			defer cancel()
			_, _, err := dumpAll(ctx, p)
			if !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, os.ErrDeadlineExceeded) {
				t.Errorf("error %v, want the context's", err)
			}
			usable(t, p)
		})
	}
}

func TestTimeoutSaysSo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := NewPool(scripted(func([]nlmsg.Message) []datagram { return nil }, false), Options{})
		defer p.Close()
		start := time.Now()
		_, err := transact(t.Context(), p)
		if !errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v, want os.ErrDeadlineExceeded", err)
		}
		if want := "no reply from the kernel for 30s"; err.Error() != want {
			t.Errorf("error is %q, want %q", err, want)
		}
		if took := time.Since(start); took != 30*time.Second {
			t.Errorf("took %v, want 30s", took)
		}
	})
}

// The timeout is for the kernel: a loop body may take as long as it likes.
func TestSlowLoopBody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := NewPool(healthy(), Options{Timeout: minute})
		defer p.Close()
		c, err := p.Get(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer p.Put(c)
		n := 0
		if _, err := c.Dump(t.Context(), requests(list), func(nlmsg.Message) bool {
			time.Sleep(2 * minute)
			n++
			return true
		}); err != nil || n != 3 {
			t.Errorf("%d parts, %v; want 3", n, err)
		}
	})
}

func TestStopEarly(t *testing.T) {
	tr := healthy()
	p := NewPool(tr, Options{MaxSockets: 1})
	defer p.Close()
	for i := range 3 {
		c, err := p.Get(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		res, err := c.Dump(t.Context(), requests(list), func(nlmsg.Message) bool {
			n++
			return n < i
		})
		if err != nil || res.Ack.Errno != 0 || n != max(1, i) {
			t.Errorf("stopped after %d parts: %+v, %v", n, res, err)
		}
		if err := c.Transact(t.Context(), requests(change), 1, func(int, nlmsg.Message) {}); err == nil {
			t.Error("the Conn of a dump that was stopped early still works")
		}
		p.Put(c)
	}
	usable(t, p)
	if tr.opened() != 4 {
		t.Errorf("%d sockets opened, want 4", tr.opened())
	}
}

// A callback cannot use the Conn that calls it: that would take its answers.
func TestReentrance(t *testing.T) {
	p := NewPool(healthy(), Options{})
	defer p.Close()
	c, err := p.Get(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer p.Put(c)
	n := 0
	if _, err := c.Dump(t.Context(), requests(list), func(nlmsg.Message) bool {
		n++
		return c.Transact(t.Context(), requests(change), 1, func(int, nlmsg.Message) {}) != nil
	}); err != nil || n != 3 {
		t.Errorf("%d parts, %v; want 3", n, err)
	}
}

func TestPanicInCallback(t *testing.T) {
	tr := healthy()
	p := NewPool(tr, Options{MaxSockets: 1})
	defer p.Close()
	func() {
		defer func() {
			if recover() == nil {
				t.Error("no panic")
			}
		}()
		c, err := p.Get(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer p.Put(c)
		c.Dump(t.Context(), requests(list), func(nlmsg.Message) bool { panic("in the loop body") })
	}()
	usable(t, p)
	if tr.opened() != 2 {
		t.Errorf("%d sockets opened, want 2", tr.opened())
	}
}

// Whatever a socket delivers, exchanges end or go on; they never panic, and never
// take a request for done that no acknowledgement is there for.
func FuzzDatagram(f *testing.F) {
	r := nlmsg.Message{Header: nlmsg.Header{Seq: 1}}
	for _, d := range []datagram{
		one(ack(r, 0)), one(ack(r, 17)), one(part(r, 0, "a"), part(r, uapi.NLM_F_DUMP_INTR, "b")), one(done(r, 2, 0)),
		one(reply(r, "a")), one(message(uapi.NLMSG_OVERRUN, 0, 0, 0)), one(message(uapi.NLMSG_NOOP, 0, 1, fakePort), ack(r, 0)),
		{b: ack(r, 0)[:17]},
	} {
		f.Add(d.b)
	}
	p := NewPool(healthy(), Options{})
	f.Fuzz(func(t *testing.T, b []byte) {
		c := newConn(p, &fake{})
		acked := false
		x := batch{first: 1, n: 1}
		if _, done, err := c.deliver(slices.Clone(b), &x, func(i int, m nlmsg.Message) {
			acked = acked || m.Type == uapi.NLMSG_ERROR || m.Type == uapi.NLMSG_DONE
			if i != 0 {
				t.Fatalf("answer to request %d", i)
			}
		}); done && (err != nil || !acked) {
			t.Fatalf("done without an acknowledgement, %v", err)
		}

		c.sock, c.timed = &endless{b}, true
		d := dump{seq: 1, fn: func(nlmsg.Message) bool { return true }}
		c.parts(context.Background(), &d)
	})
}

// endless always receives the same datagram.
type endless struct{ b []byte }

func (s *endless) Receive(_ context.Context, b []byte) (int, error) { return copy(b, s.b), nil }
func (s *endless) Send(context.Context, []byte) error               { return nil }
func (s *endless) Join(uint32) error                                { return nil }
func (s *endless) PortID() uint32                                   { return fakePort }
func (s *endless) Close() error                                     { return nil }
