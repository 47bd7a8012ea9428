package bridge_test

import (
	"context"
	"encoding/binary"
	"iter"
	"testing"

	"github.com/eb30ede5/netlink/internal/nlmsg"
	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/rtnl"
)

// An ask is what asks in Go for what the command of a golden asks for.
type ask struct {
	name string // of the golden
	do   func(ctx context.Context, c *rtnl.Conn)
	diff string // what is different, as DiffMessages has it
	why  string // and why that is meant
}

func drain[T any](seq iter.Seq2[T, error]) {
	for range seq {
	}
}

// TestAskGoldens compares what this package asks for with what bridge(8) asked
// for.
func TestAskGoldens(t *testing.T) {
	nltest.LittleEndianOnly(t)
	for _, o := range objects {
		for _, tt := range o.asked {
			t.Run(tt.name, func(t *testing.T) {
				c, k := dialKernel(t, nil)
				tt.do(t.Context(), c)
				g := nltest.Goldens(t, tt.name)[0]
				if diff := nltest.DiffMessages(g.Bytes, k.sent, nil); diff != tt.diff {
					t.Errorf("%q, but for\n%s\nwant, because %s:\n%s", g.Command, diff, tt.why, tt.diff)
				}
			})
		}
	}
}

// A scripted is a Transport, and its only socket, to a kernel that dumps what it
// was given and has nothing else.
type scripted struct {
	dump    [][]byte
	sent    []byte // the last request, with sequence number 0
	answers chan []byte
}

func dialKernel(t *testing.T, dump [][]byte) (*rtnl.Conn, *scripted) {
	t.Helper()
	k := &scripted{dump, nil, make(chan []byte, len(dump)+1)}
	c, err := rtnl.Dial(&rtnl.Config{Transport: k})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c, k
}

func (k *scripted) Open(context.Context) (rtnl.Socket, error) { return k, nil }

func (k *scripted) Send(_ context.Context, b []byte) error {
	m, _, err := nlmsg.Next(b)
	if err != nil {
		return err
	}
	k.sent = append([]byte(nil), b...)
	nlmsg.SetSeq(k.sent, 0, 0)
	answer := func(typ, flags uint16, body []byte) {
		a := nlmsg.Finish(append(nlmsg.AppendHeader(nil, typ, flags), body...), 0)
		nlmsg.SetSeq(a, 0, m.Seq)
		binary.NativeEndian.PutUint32(a[12:], k.PortID())
		k.answers <- a
	}
	if m.Flags&uapi.NLM_F_DUMP != uapi.NLM_F_DUMP {
		n := -int32(uapi.ENOENT)
		answer(uapi.NLMSG_ERROR, uapi.NLM_F_CAPPED, append(binary.NativeEndian.AppendUint32(nil, uint32(n)), make([]byte, 16)...))
		return nil
	}
	for _, d := range k.dump {
		answer(binary.NativeEndian.Uint16(d[4:]), uapi.NLM_F_MULTI, d[16:])
	}
	answer(uapi.NLMSG_DONE, uapi.NLM_F_MULTI, make([]byte, 4))
	return nil
}

func (k *scripted) Receive(ctx context.Context, b []byte) (int, error) {
	select {
	case a := <-k.answers:
		copy(b, a)
		return len(a), nil
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

func (k *scripted) Join(uint32) error { return nil }
func (k *scripted) PortID() uint32    { return 4711 }
func (k *scripted) Close() error      { return nil }
