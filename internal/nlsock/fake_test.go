package nlsock

import (
	"context"
	"encoding/binary"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/eb30ede5/netlink/internal/nlmsg"
	"github.com/eb30ede5/netlink/internal/uapi"
)

const fakePort = 4711

// datagram is what a fake receives: bytes or an error, some time after the
// datagram before.
type datagram struct {
	b     []byte
	err   error
	after time.Duration
}

// fake is a scripted socket.
type fake struct {
	// script tells what a send is answered with.
	script  func(req []nlmsg.Message) []datagram
	sendErr error

	mu     sync.Mutex
	queue  []datagram
	sends  int
	wake   chan struct{} // has room for one
	closed chan struct{}
}

func newFake(script func(req []nlmsg.Message) []datagram) *fake {
	return &fake{script: script, wake: make(chan struct{}, 1), closed: make(chan struct{})}
}

func (f *fake) PortID() uint32          { return fakePort }
func (f *fake) Join(group uint32) error { return nil }

func (f *fake) Close() error {
	close(f.closed) // twice is a bug of the pool, and panics
	return nil
}

func (f *fake) Send(ctx context.Context, b []byte) error {
	select {
	case <-f.closed:
		return os.ErrClosed
	default:
	}
	if f.sendErr != nil {
		return f.sendErr
	}
	var req []nlmsg.Message
	for rest := append([]byte(nil), b...); len(rest) > 0; {
		m, next, err := nlmsg.Next(rest)
		if err != nil {
			panic(err)
		}
		req, rest = append(req, m), next
	}
	f.mu.Lock()
	f.sends++
	f.queue = append(f.queue, f.script(req)...)
	f.mu.Unlock()
	f.notify()
	return nil
}

func (f *fake) notify() {
	select {
	case f.wake <- struct{}{}:
	default:
	}
}

// next returns the next datagram, and takes it.
func (f *fake) next(ctx context.Context, take bool) (datagram, error) {
	for {
		f.mu.Lock()
		if len(f.queue) > 0 {
			d := f.queue[0]
			if d.after > 0 {
				f.queue[0].after = 0
				f.mu.Unlock()
				if err := f.sleep(ctx, d.after); err != nil {
					return datagram{}, err
				}
				continue
			}
			if take || d.err != nil {
				f.queue = f.queue[1:]
			}
			f.mu.Unlock()
			return d, d.err
		}
		f.mu.Unlock()
		select {
		case <-f.wake:
		case <-f.closed:
			return datagram{}, os.ErrClosed
		case <-ctx.Done():
			return datagram{}, ctx.Err()
		}
	}
}

func (f *fake) sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-f.closed:
		return os.ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (f *fake) Receive(ctx context.Context, b []byte) (int, error) {
	d, err := f.next(ctx, true)
	copy(b, d.b)
	return len(d.b), err
}

// peekFake can also peek.
type peekFake struct{ *fake }

func (f peekFake) Peek(ctx context.Context) (int, error) {
	d, err := f.next(ctx, false)
	return len(d.b), err
}

// fakes is a transport that opens sockets by a function.
type fakes struct {
	open func(n int) (Socket, error) // n counts the calls, from 1

	mu sync.Mutex
	n  int
}

func (t *fakes) Open(ctx context.Context) (Socket, error) {
	t.mu.Lock()
	t.n++
	n := t.n
	t.mu.Unlock()
	return t.open(n)
}

func (t *fakes) opened() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.n
}

// healthy opens sockets that acknowledge everything and list three parts.
func healthy() *fakes {
	return &fakes{open: func(int) (Socket, error) { return newFake(wellBehaved), nil }}
}

func wellBehaved(req []nlmsg.Message) (answers []datagram) {
	for _, r := range req {
		switch {
		case isGet(r.Type) && r.Flags&uapi.NLM_F_DUMP == uapi.NLM_F_DUMP:
			answers = append(answers, one(part(r, 0, "one"), part(r, 0, "two")), one(part(r, 0, "three"), done(r, 0, 0)))
		case isGet(r.Type):
			answers = append(answers, one(reply(r, "it")))
		}
		if r.Flags&uapi.NLM_F_ACK != 0 {
			answers = append(answers, one(ack(r, 0)))
		}
	}
	return answers
}

// one puts messages into one datagram.
func one(msgs ...[]byte) datagram {
	var b []byte
	for _, m := range msgs {
		b = append(b, m...)
		b = append(b, make([]byte, -len(b)&3)...)
	}
	return datagram{b: b}
}

func message(typ, flags uint16, seq, port uint32, body ...byte) []byte {
	b := nlmsg.AppendHeader(nil, typ, flags)
	b = nlmsg.Finish(append(b, body...), 0)
	nlmsg.SetSeq(b, 0, seq)
	binary.NativeEndian.PutUint32(b[12:], port)
	return b
}

func ack(r nlmsg.Message, errno int32) []byte {
	body := binary.NativeEndian.AppendUint32(nil, uint32(-errno))
	body = append(body, message(r.Type, r.Flags, r.Seq, r.Port)...)
	return message(uapi.NLMSG_ERROR, uapi.NLM_F_CAPPED, r.Seq, fakePort, body...)
}

func reply(r nlmsg.Message, body string) []byte {
	return message(16, 0, r.Seq, fakePort, []byte(body)...)
}

func part(r nlmsg.Message, flags uint16, body string) []byte {
	return message(16, uapi.NLM_F_MULTI|flags, r.Seq, fakePort, []byte(body)...)
}

func done(r nlmsg.Message, errno int32, flags uint16) []byte {
	body := binary.NativeEndian.AppendUint32(nil, uint32(-errno))
	return message(uapi.NLMSG_DONE, uapi.NLM_F_MULTI|flags, r.Seq, fakePort, body...)
}

// Requests.
const (
	change = uapi.RTM_NEWLINK
	get    = uapi.RTM_GETLINK
	list   = uapi.RTM_GETLINK | uapi.NLM_F_DUMP<<16
)

// requests builds one request for each type; the flags are in the upper half.
func requests(types ...uint32) (b []byte) {
	for _, t := range types {
		start := len(b)
		b = nlmsg.AppendHeader(b, uint16(t), uapi.NLM_F_REQUEST|uint16(t>>16))
		b = nlmsg.Finish(append(b, "body"...), start)
	}
	return b
}

func testContext(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), time.Hour) // of the test's own clock
	t.Cleanup(cancel)
	return ctx
}

// transact runs one change and returns its errno.
func transact(ctx context.Context, p *Pool) (int32, error) {
	c, err := p.Get(ctx)
	if err != nil {
		return 0, err
	}
	defer p.Put(c)
	errno, heard := int32(0), false
	err = c.Transact(ctx, requests(change), 1, func(i int, m nlmsg.Message) {
		a, err := nlmsg.ParseAck(m)
		if err != nil || i != 0 {
			panic(err)
		}
		errno, heard = a.Errno, true
	})
	if err == nil && !heard {
		panic("success without an acknowledgement")
	}
	return errno, err
}

// dumpAll runs one dump.
func dumpAll(ctx context.Context, p *Pool) (parts []string, res Result, err error) {
	c, err := p.Get(ctx)
	if err != nil {
		return nil, res, err
	}
	defer p.Put(c)
	res, err = c.Dump(ctx, requests(list), func(m nlmsg.Message) bool {
		parts = append(parts, string(m.Body))
		return true
	})
	return parts, res, err
}

// usable fails the test if the pool does not work any more.
func usable(t *testing.T, p *Pool) {
	t.Helper()
	for range p.max + 1 {
		if errno, err := transact(t.Context(), p); errno != 0 || err != nil {
			t.Fatalf("a later request: errno %d, %v", errno, err)
		}
	}
}
