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
				k := &emptyKernel{answers: make(chan []byte, 1)}
				c, err := rtnl.Dial(&rtnl.Config{Transport: k})
				if err != nil {
					t.Fatal(err)
				}
				defer c.Close()
				tt.do(t.Context(), c)
				g := nltest.Goldens(t, tt.name)[0]
				if diff := nltest.DiffMessages(g.Bytes, k.sent, nil); diff != tt.diff {
					t.Errorf("%q, but for\n%s\nwant, because %s:\n%s", g.Command, diff, tt.why, tt.diff)
				}
			})
		}
	}
}

// emptyKernel is a Transport to a kernel that has nothing, and its only socket.
type emptyKernel struct {
	sent    []byte // the last request, with sequence number 0
	answers chan []byte
}

func (k *emptyKernel) Open(context.Context) (rtnl.Socket, error) { return k, nil }

func (k *emptyKernel) Send(_ context.Context, b []byte) error {
	m, _, err := nlmsg.Next(b)
	if err != nil {
		return err
	}
	k.sent = append([]byte(nil), b...)
	nlmsg.SetSeq(k.sent, 0, 0)
	typ, flags, body := uint16(uapi.NLMSG_ERROR), uint16(uapi.NLM_F_CAPPED), make([]byte, 20)
	if m.Flags&uapi.NLM_F_DUMP == uapi.NLM_F_DUMP {
		typ, flags, body = uapi.NLMSG_DONE, uapi.NLM_F_MULTI, make([]byte, 4)
	} else {
		n := -int32(uapi.ENOENT)
		binary.NativeEndian.PutUint32(body, uint32(n))
	}
	a := nlmsg.Finish(append(nlmsg.AppendHeader(nil, typ, flags), body...), 0)
	nlmsg.SetSeq(a, 0, m.Seq)
	binary.NativeEndian.PutUint32(a[12:], k.PortID())
	k.answers <- a
	return nil
}

func (k *emptyKernel) Receive(ctx context.Context, b []byte) (int, error) {
	select {
	case a := <-k.answers:
		return copy(b, a), nil
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

func (k *emptyKernel) Join(uint32) error { return nil }
func (k *emptyKernel) PortID() uint32    { return 4711 }
func (k *emptyKernel) Close() error      { return nil }
