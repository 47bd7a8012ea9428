package rtnl

import (
	"context"
	"sync"

	"github.com/eb30ede5/netlink/internal/nlmsg"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

// env is what lists need to know beside their struct. It travels in the codec's
// User field.
type env struct {
	conn    *Conn // looks devices up; nil where resolve does
	ctx     context.Context
	resolve func(name string) (int32, error) // nil cannot
	kinds   map[string]func() LinkKind
	lean    bool // leave out the statistics of links, which some kernels send unasked
}

func envOf(c *nlattr.Codec) *env {
	if e, ok := c.User.(*env); ok {
		return e
	}
	return &env{}
}

// DeviceIndex implements [rtattr.Resolver].
func (e *env) DeviceIndex(name string) (i int32, err error) {
	switch {
	case e.resolve != nil:
		i, err = e.resolve(name)
	case e.conn != nil:
		i, err = e.conn.index(e.ctx, name)
	default:
		err = ErrUnresolved
	}
	return i, cause(err)
}

// indexIn returns the index that a device has in the namespace that l goes to.
func (e *env) indexIn(l *Link, name string) (int32, error) {
	if e.conn == nil {
		return e.DeviceIndex(name)
	}
	if l.NetNSID.Is() {
		return e.conn.indexIn(e.ctx, name, l.NetNSID)
	}
	other, err := e.conn.in(l)
	if err != nil {
		return 0, err
	}
	defer other.Close()
	return other.index(e.ctx, name)
}

// newKind returns an empty value for the kind.
func (e *env) newKind(name string) LinkKind {
	if f := e.kinds[name]; f != nil {
		return f()
	}
	return kind.New(name)
}

// session is what an operation needs and the next one can use again.
type session struct {
	k     nlattr.Codec
	env   env
	buf   []byte
	ack   nlmsg.Ack
	onAck func(int, nlmsg.Message) // keeps the acknowledgement in ack
}

var sessions = sync.Pool{New: func() any {
	s := new(session)
	s.k.User = &s.env
	s.onAck = func(_ int, m nlmsg.Message) {
		if m.Type == uapi.NLMSG_ERROR {
			s.ack = parseAck(m)
		}
	}
	return s
}}

// session returns one for an operation on c, to be given back with done.
func (c *Conn) session(ctx context.Context) *session {
	s := sessions.Get().(*session)
	s.env = env{conn: c, ctx: ctx, kinds: c.cfg.Kinds}
	s.ack = nlmsg.Ack{}
	return s
}

func (s *session) done() {
	s.env, s.ack = env{}, nlmsg.Ack{}
	if cap(s.buf) > 64<<10 {
		s.buf = nil
	}
	sessions.Put(s)
}

func parseAck(m nlmsg.Message) nlmsg.Ack {
	a, err := nlmsg.ParseAck(m)
	if err != nil {
		// A refusal that cannot be read is still one.
		a = nlmsg.Ack{Errno: uapi.EINVAL, Msg: err.Error()}
	}
	return a
}
