package rtnltest

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"sync"
	"syscall"

	"github.com/eb30ede5/netlink/internal/nlmsg"
	"github.com/eb30ede5/netlink/internal/nlsock"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/netns"
	"github.com/eb30ede5/netlink/rtnl"
)

// Exchange is a request and the messages that answered it. It can be kept as
// JSON; the bytes are in the byte order of the machine that recorded them.
type Exchange struct {
	Request Message   // with sequence number and port 0
	Answers []Message // likewise, in order
}

// Recorder is a [rtnl.Transport] to the kernel that keeps what goes over it. It
// may be used by several goroutines at once.
type Recorder struct {
	t  *nlsock.KernelTransport
	mu sync.Mutex
	// all and of are what was recorded, and which of it a socket's request is.
	all []Exchange
}

// Record returns a recorder for a namespace, that of the calling thread if ns is
// nil. It must be closed.
func Record(ns *netns.Handle) (*Recorder, error) {
	t, err := nlsock.Kernel(ns)
	if err != nil {
		return nil, fmt.Errorf("rtnltest: record: %w", err)
	}
	return &Recorder{t: t}, nil
}

// Exchanges returns what was recorded, in the order of the requests.
func (r *Recorder) Exchanges() []Exchange {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := slices.Clone(r.all)
	for i := range all {
		all[i].Answers = slices.Clone(all[i].Answers)
	}
	return all
}

// Close gives the namespace back. Connections over r have to be closed first.
func (r *Recorder) Close() error { return r.t.Close() }

// Open implements [rtnl.Transport].
func (r *Recorder) Open(ctx context.Context) (rtnl.Socket, error) {
	s, err := r.t.Open(ctx)
	if err != nil {
		return nil, err
	}
	return &recording{Socket: s, r: r, sent: map[uint32]int{}}, nil
}

type recording struct {
	rtnl.Socket
	r    *Recorder
	sent map[uint32]int // the exchange by sequence number
}

// Send implements [rtnl.Socket].
func (s *recording) Send(ctx context.Context, b []byte) error {
	s.r.mu.Lock()
	for rest := b; len(rest) > 0; {
		m, next, err := nlmsg.Next(rest)
		if err != nil {
			break // the socket says what is wrong
		}
		rest = next
		s.sent[m.Seq] = len(s.r.all)
		s.r.all = append(s.r.all, Exchange{Request: Message{m.Type, m.Flags, 0, 0, bytes.Clone(m.Body)}})
	}
	s.r.mu.Unlock()
	return s.Socket.Send(ctx, b)
}

// Receive implements [rtnl.Socket].
func (s *recording) Receive(ctx context.Context, b []byte) (int, error) {
	n, err := s.Socket.Receive(ctx, b)
	if err != nil || n > len(b) {
		return n, err
	}
	s.r.mu.Lock()
	defer s.r.mu.Unlock()
	for rest := b[:n]; len(rest) > 0; {
		m, next, err := nlmsg.Next(rest)
		if err != nil {
			break
		}
		rest = next
		if i, ok := s.sent[m.Seq]; ok && m.Port == s.PortID() {
			x := &s.r.all[i]
			x.Answers = append(x.Answers, Message{m.Type, m.Flags, 0, 0, bytes.Clone(m.Body)})
		}
	}
	return n, nil
}

// Replay makes k answer as recorded: the requests have to come as they did then,
// in the same order. One that is another is refused with EPROTO and words that
// say so.
func (k *Kernel) Replay(all []Exchange) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.replay = slices.Clone(all)
}

// Left returns how many exchanges have not been replayed.
func (k *Kernel) Left() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return len(k.replay)
}

// again answers from the recording. It needs the lock.
func (k *Kernel) again(req Message) []delivery {
	x := k.replay[0]
	if req.Type != x.Request.Type || req.Flags != x.Request.Flags || !bytes.Equal(req.Body, x.Request.Body) {
		msg := fmt.Sprintf("recorded is a request of %v", x.Request)
		return []delivery{{b: req.refusal(syscall.EPROTO, msg, 0).bytes()}}
	}
	k.replay = k.replay[1:]
	var all []delivery
	for _, m := range x.Answers {
		m.Seq, m.Port = req.Seq, port
		if m.Type == uapi.NLMSG_ERROR && len(m.Body) >= 20 { // has the request's header in it
			m.Body = slices.Clone(m.Body)
			nlmsg.SetSeq(m.Body, 4, req.Seq)
		}
		all = append(all, delivery{b: m.bytes()})
	}
	return all
}
