package rtnltest

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/eb30ede5/netlink/internal/nlmsg"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
)

// Kernel is a [rtnl.Transport] that answers without a kernel. The zero value
// acknowledges every change and has nothing to list; [Kernel.Serve] gives it
// objects, [Kernel.Answer] other answers, [Kernel.Inject] faults. It remembers
// what it was asked.
//
// It does not do what it acknowledges: what is served stays as it is. It may be
// used by several goroutines at once.
type Kernel struct {
	mu      sync.Mutex
	served  map[uint16][]nlattr.Attrser // by RTM_GET*
	answers map[uint16]func(Message) []Message
	replay  []Exchange
	faults  []injected
	log     []Message
	sockets map[*socket]bool
	onJoin  func()
	dials   int // connections of Dial that are not closed
}

// Message is a netlink message.
type Message struct {
	Type  uint16 // RTM_*, or NLMSG_ERROR and such
	Flags uint16 // NLM_F_*
	Seq   uint32 // sequence number
	Port  uint32 // nlmsg_pid
	Body  []byte // without the nlmsghdr
}

// Decode reads the message's fixed header of head bytes and attributes into v.
func (m Message) Decode(head int, v nlattr.Attrser) error { return nlattr.Parse(m.Body, head, v) }

// port is the address of every socket.
const port = 4711

// Dial returns a connection to k that is closed with t. cfg may be nil; its
// Transport is replaced. Sockets that are still open at the end fail t.
func (k *Kernel) Dial(t testing.TB, cfg *rtnl.Config) *rtnl.Conn {
	t.Helper()
	own := rtnl.Config{Timeout: 5 * time.Second}
	if cfg != nil {
		own = *cfg
	}
	own.Transport = k
	c, err := rtnl.Dial(&own)
	if err != nil {
		t.Fatal(err)
	}
	k.mu.Lock()
	k.dials++
	k.mu.Unlock()
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
		if n, dials := k.hangUp(); n != 0 && dials == 0 {
			t.Errorf("%d sockets are still open", n)
		}
	})
	return c
}

func (k *Kernel) hangUp() (sockets, dials int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.dials--
	return len(k.sockets), k.dials
}

// OpenSockets returns how many sockets are open.
func (k *Kernel) OpenSockets() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return len(k.sockets)
}

// Serve makes k answer requests of the type, an RTM_GET*, with objects such as
// *rtnl.Link: a dump with all, another one with the first, or with the link that
// it asks for by name or by index. Without any of those it is refused with
// ENODEV for links and ESRCH for others.
func (k *Kernel) Serve(get uint16, objects ...nlattr.Attrser) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.served == nil {
		k.served = map[uint16][]nlattr.Attrser{}
	}
	k.served[get] = append(k.served[get], objects...)
}

// Answer makes f answer requests of the type. Messages that it returns get the
// request's sequence number and port; what is missing behind them, the
// acknowledgement or the end of a dump, is added.
func (k *Kernel) Answer(typ uint16, f func(Message) []Message) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.answers == nil {
		k.answers = map[uint16]func(Message) []Message{}
	}
	k.answers[typ] = f
}

// Requests returns what k was asked since the last call, in order.
func (k *Kernel) Requests() []Message {
	k.mu.Lock()
	defer k.mu.Unlock()
	log := k.log
	k.log = nil
	return log
}

// Multicast delivers a message to every socket that has joined a group, as an
// event. Its sequence number and port are sent as they are.
func (k *Kernel) Multicast(group uint32, m Message) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for s := range k.sockets {
		if slices.Contains(s.groups, group) {
			s.push(delivery{b: m.bytes()})
		}
	}
}

// OnJoin makes f happen once, when a socket has joined a group for the first
// time: from then on events reach it.
func (k *Kernel) OnJoin(f func()) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.onJoin = f
}

// Event returns a message that tells of an object, for [Kernel.Multicast]. typ
// is RTM_NEW* or RTM_DEL*.
func Event(typ uint16, v nlattr.Attrser) (Message, error) {
	b, err := new(nlattr.Codec).EncodeReport(nil, v)
	return Message{Type: typ, Body: b}, err
}

// OverrunListeners makes every socket that has joined a group lose what comes
// next, as a full queue does.
func (k *Kernel) OverrunListeners() {
	k.mu.Lock()
	defer k.mu.Unlock()
	for s := range k.sockets {
		if len(s.groups) > 0 {
			s.push(delivery{err: rtnl.ErrOverrun})
		}
	}
}

// Open implements [rtnl.Transport].
func (k *Kernel) Open(context.Context) (rtnl.Socket, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.sockets == nil {
		k.sockets = map[*socket]bool{}
	}
	s := &socket{k: k, ready: make(chan struct{}, 1), gone: make(chan struct{})}
	k.sockets[s] = true
	return s, nil
}

// A delivery is a datagram, or what comes in its place.
type delivery struct {
	b     []byte
	err   error
	delay time.Duration
	long  bool // it does not fit into the buffer, however long that is
}

type socket struct {
	k      *Kernel
	ready  chan struct{}
	gone   chan struct{}
	queue  []delivery // under k.mu, and so are the next ones
	groups []uint32
	closed bool
}

func (s *socket) push(d ...delivery) {
	s.queue = append(s.queue, d...)
	select {
	case s.ready <- struct{}{}:
	default:
	}
}

// Send implements [rtnl.Socket].
func (s *socket) Send(_ context.Context, b []byte) error {
	s.k.mu.Lock()
	defer s.k.mu.Unlock()
	if s.closed {
		return os.ErrClosed
	}
	for len(b) > 0 {
		m, rest, err := nlmsg.Next(b)
		if err != nil {
			return err
		}
		b = rest
		req := Message{m.Type, m.Flags, m.Seq, m.Port, bytes.Clone(m.Body)}
		s.k.log = append(s.k.log, req)
		answer := s.k.answer(req)
		for _, f := range s.k.due() {
			answer = f(req, answer)
		}
		for _, d := range answer {
			if d.err == os.ErrClosed {
				s.close()
				return nil
			}
		}
		s.push(answer...)
	}
	return nil
}

// Receive implements [rtnl.Socket]. What is queued is returned even if ctx has
// ended.
func (s *socket) Receive(ctx context.Context, b []byte) (int, error) {
	for {
		d, ok, err := s.pop()
		switch {
		case err != nil:
			return 0, err
		case ok && d.delay > 0:
			select {
			case <-time.After(d.delay):
			case <-s.gone:
				return 0, os.ErrClosed
			case <-ctx.Done():
				return 0, ctx.Err()
			}
			fallthrough
		case ok && d.err == nil:
			copy(b, d.b)
			if d.long {
				return max(len(b), len(d.b)) + 1, nil
			}
			return len(d.b), nil
		case ok:
			return 0, d.err
		}
		select {
		case <-s.ready:
		case <-s.gone:
			return 0, os.ErrClosed
		case <-ctx.Done():
			return 0, ctx.Err()
		}
	}
}

func (s *socket) pop() (d delivery, ok bool, err error) {
	s.k.mu.Lock()
	defer s.k.mu.Unlock()
	if s.closed {
		return delivery{}, false, os.ErrClosed
	}
	if len(s.queue) == 0 {
		return delivery{}, false, nil
	}
	d = s.queue[0]
	s.queue = s.queue[1:]
	return d, true, nil
}

// Join implements [rtnl.Socket].
func (s *socket) Join(group uint32) error {
	s.k.mu.Lock()
	s.groups = append(s.groups, group)
	f := s.k.onJoin
	s.k.onJoin = nil
	s.k.mu.Unlock()
	if f != nil {
		f()
	}
	return nil
}

// PortID implements [rtnl.Socket].
func (s *socket) PortID() uint32 { return port }

// Close implements [rtnl.Socket].
func (s *socket) Close() error {
	s.k.mu.Lock()
	defer s.k.mu.Unlock()
	s.close()
	return nil
}

func (s *socket) close() {
	delete(s.k.sockets, s)
	if !s.closed {
		s.closed = true
		close(s.gone)
	}
}

// String returns the name of the message's type and its length, for failing
// tests.
func (m Message) String() string {
	return fmt.Sprintf("type %d flags %#x, %d bytes", m.Type, m.Flags, len(m.Body))
}

func (m Message) bytes() []byte {
	b := nlmsg.AppendHeader(nil, m.Type, m.Flags)
	b = nlmsg.Finish(append(b, m.Body...), 0)
	nlmsg.SetSeq(b, 0, m.Seq)
	nlmsg.SetPort(b, 0, m.Port)
	return b
}

// isDump reports whether m asks for a list.
func (m Message) isDump() bool {
	return m.Type&3 == uapi.RTM_GETLINK&3 && m.Flags&uapi.NLM_F_DUMP == uapi.NLM_F_DUMP
}
