package rtnl_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"os"
	"slices"
	"sync"
	"testing"

	"github.com/eb30ede5/netlink/internal/nlmsg"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/rtnl"
)

const fakePort = 4711

// A fakeKernel is a Transport whose sockets answer each message with what a
// script says.
type fakeKernel struct {
	// answer returns the datagrams that answer message n, from 0, of all that
	// were sent. It is called with the kernel locked.
	answer func(n int, m nlmsg.Message) [][]byte

	mu     sync.Mutex
	sent   [][]byte // what each send had in it, the sequence numbers zero
	n      int
	opened int
	closed int
}

// dialFake returns a Conn to a kernel that answers from a script.
func dialFake(t testing.TB, cfg rtnl.Config, answer func(n int, m nlmsg.Message) [][]byte) (*rtnl.Conn, *fakeKernel) {
	t.Helper()
	k := &fakeKernel{answer: answer}
	cfg.Transport = k
	c, err := rtnl.Dial(&cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
		if k.opened != k.closed {
			t.Errorf("%d sockets opened, %d closed", k.opened, k.closed)
		}
	})
	return c, k
}

func (k *fakeKernel) Open(context.Context) (rtnl.Socket, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.opened++
	return &fakeSocket{k: k, ready: make(chan struct{}, 1), gone: make(chan struct{})}, nil
}

// requests returns what was sent, and forgets it.
func (k *fakeKernel) requests() [][]byte {
	k.mu.Lock()
	defer k.mu.Unlock()
	sent := k.sent
	k.sent = nil
	return sent
}

type fakeSocket struct {
	k     *fakeKernel
	ready chan struct{}
	gone  chan struct{}
	queue [][]byte // under k.mu
}

func (s *fakeSocket) Send(_ context.Context, b []byte) error {
	s.k.mu.Lock()
	defer s.k.mu.Unlock()
	note := bytes.Clone(b)
	for rest, at := b, 0; len(rest) > 0; {
		m, next, err := nlmsg.Next(rest)
		if err != nil {
			return err
		}
		nlmsg.SetSeq(note, at, 0)
		s.queue = append(s.queue, s.k.answer(s.k.n, m)...)
		s.k.n++
		at += len(rest) - len(next)
		rest = next
	}
	s.k.sent = append(s.k.sent, note)
	s.wake()
	return nil
}

func (s *fakeSocket) wake() {
	select {
	case s.ready <- struct{}{}:
	default:
	}
}

func (s *fakeSocket) Receive(ctx context.Context, b []byte) (int, error) {
	for {
		s.k.mu.Lock()
		if len(s.queue) > 0 {
			d := s.queue[0]
			s.queue = s.queue[1:]
			s.k.mu.Unlock()
			copy(b, d)
			return len(d), nil
		}
		s.k.mu.Unlock()
		select {
		case <-s.ready:
		case <-s.gone:
			return 0, os.ErrClosed
		case <-ctx.Done():
			return 0, ctx.Err()
		}
	}
}

func (s *fakeSocket) Join(uint32) error { return nil }
func (s *fakeSocket) PortID() uint32    { return fakePort }

func (s *fakeSocket) Close() error {
	close(s.gone)
	s.k.mu.Lock()
	defer s.k.mu.Unlock()
	s.k.closed++
	return nil
}

// reply is a message that answers req.
func reply(req nlmsg.Message, typ, flags uint16, body ...[]byte) []byte {
	b := nlmsg.AppendHeader(nil, typ, flags)
	b = append(b, bytes.Join(body, nil)...)
	b = nlmsg.Finish(b, 0)
	nlmsg.SetSeq(b, 0, req.Seq)
	binary.NativeEndian.PutUint32(b[12:], fakePort)
	return b
}

func errno(n int) []byte { return binary.NativeEndian.AppendUint32(nil, uint32(-int32(n))) }

// ack is an NLMSG_ERROR. tlvs are the extended acknowledgement's attributes.
func ack(req nlmsg.Message, n int, tlvs ...[]byte) []byte {
	head := binary.NativeEndian.AppendUint32(nil, req.Len)
	head = binary.NativeEndian.AppendUint16(head, req.Type)
	head = binary.NativeEndian.AppendUint16(head, req.Flags)
	head = binary.NativeEndian.AppendUint32(head, req.Seq)
	head = binary.NativeEndian.AppendUint32(head, fakePort)
	flags := uint16(uapi.NLM_F_CAPPED)
	if len(tlvs) > 0 {
		flags |= uapi.NLM_F_ACK_TLVS
	}
	return reply(req, uapi.NLMSG_ERROR, flags, errno(n), head, bytes.Join(tlvs, nil))
}

// done is the end of a dump.
func done(req nlmsg.Message, n int, flags uint16, tlvs ...[]byte) []byte {
	if len(tlvs) > 0 {
		flags |= uapi.NLM_F_ACK_TLVS
	}
	return reply(req, uapi.NLMSG_DONE, uapi.NLM_F_MULTI|flags, errno(n), bytes.Join(tlvs, nil))
}

// nla is an attribute.
func nla(typ uint16, payload ...[]byte) []byte {
	b := binary.NativeEndian.AppendUint16(make([]byte, 2, 64), typ)
	b = append(b, bytes.Join(payload, nil)...)
	binary.NativeEndian.PutUint16(b, uint16(len(b)))
	return append(b, make([]byte, -len(b)&3)...)
}

func u32(v uint32) []byte { return binary.NativeEndian.AppendUint32(nil, v) }

// linkBody is an ifinfomsg with a name behind it.
func linkBody(index int32, name string) []byte {
	return slices.Concat(make([]byte, 4), u32(uint32(index)), make([]byte, 8), nla(uapi.IFLA_IFNAME, []byte(name+"\x00")))
}
