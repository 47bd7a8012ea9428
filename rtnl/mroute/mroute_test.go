package mroute_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"testing"

	"github.com/eb30ede5/netlink/internal/nlmsg"
	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/mroute"
)

func TestMain(m *testing.M) { nltest.Main(m) }

func TestString(t *testing.T) {
	r := mroute.Route{Table: 1000, IIF: 2, OIFs: []mroute.OIF{{Index: 3, TTL: 5}}}
	if got, want := r.String(), "(invalid IP,invalid IP) Iif: if2 Oifs: if3 (ttl 5) Table: 1000"; got != want {
		t.Errorf("String() = %q, want %q", got, want)
	}
	r = mroute.Route{Table: rtnl.TableDefault}
	if got, want := r.String(), "(invalid IP,invalid IP) unresolved"; got != want {
		t.Errorf("String() = %q, want %q", got, want)
	}
}

// aRoute is the body of a message about a route, by hand.
var aRoute = []byte{128, 32, 32, 0, 253, 17, 0, 5, 0, 0, 0, 0, 8, 0, 15, 0, 253, 0, 0, 0, 8, 0, 1, 0, 239, 1, 2, 3, 8, 0, 2, 0, 192, 0, 2, 7,
	20, 0, 9, 0, 8, 0, 0, 5, 3, 0, 0, 0, 8, 0, 0, 7, 4, 0, 0, 0, 12, 0, 23, 0, 9, 0, 0, 0, 0, 0, 0, 0}

// FuzzRoute decodes message bodies, and sends again what was well formed.
func FuzzRoute(f *testing.F) {
	f.Add(aRoute)
	f.Fuzz(func(t *testing.T, b []byte) { place.RoundTrip[mroute.Route](t, b, 12) })
}

// TestAskGoldens compares what this package asks for with what ip(8) asked for.
func TestAskGoldens(t *testing.T) {
	nltest.LittleEndianOnly(t)
	for name, f := range map[string]*mroute.Filter{
		"mroute-dump": {Table: rtnl.TableDefault}, "mroute-dump-ip6": {Family: rtnl.IPv6}, "mroute-dump-table": {Table: 1000},
	} {
		t.Run(name, func(t *testing.T) {
			k := &emptyKernel{answers: make(chan []byte, 1)}
			c, err := rtnl.Dial(&rtnl.Config{Transport: k})
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			if all, err := rtnl.Collect(mroute.Routes(t.Context(), c, f)); len(all) != 0 || err != nil {
				t.Errorf("of nothing: %v, %v", all, err)
			}
			g := nltest.Goldens(t, name)[0]
			if diff := nltest.DiffMessages(g.Bytes, k.sent, nil); diff != "" {
				t.Errorf("%q, but for\n%s", g.Command, diff)
			}
		})
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
	k.sent = bytes.Clone(b)
	nlmsg.SetSeq(k.sent, 0, 0)
	a := nlmsg.Finish(append(nlmsg.AppendHeader(nil, uapi.NLMSG_DONE, uapi.NLM_F_MULTI), 0, 0, 0, 0), 0)
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
