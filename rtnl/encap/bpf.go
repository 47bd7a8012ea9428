package encap

import (
	"fmt"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

// BPF runs programs on packets, "encap bpf in PROGRAM out PROGRAM xmit PROGRAM".
// At least one is required.
type BPF struct {
	In       *Prog  `json:"in,omitzero"`       // LWT_BPF_IN: on packets that come in
	Out      *Prog  `json:"out,omitzero"`      // LWT_BPF_OUT: on packets that go out
	Xmit     *Prog  `json:"xmit,omitzero"`     // LWT_BPF_XMIT: on packets that are sent, which it may change
	Headroom uint32 `json:"headroom,omitzero"` // LWT_BPF_XMIT_HEADROOM: bytes in front of a packet for Xmit, up to 256; never reported

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Type implements [Encap].
func (*BPF) Type() Type { return TypeBPF }

// Attrs implements [Encap].
func (e *BPF) Attrs(c *nlattr.Codec) {
	if !c.Reporting() {
		if e.In == nil && e.Out == nil && e.Xmit == nil {
			c.Reject("in", "no program, and none for out or xmit")
		}
		if e.Headroom > uapi.LWT_BPF_MAX_HEADROOM {
			c.Reject("headroom", fmt.Sprintf("%d, at most %d", e.Headroom, uapi.LWT_BPF_MAX_HEADROOM))
		}
	}
	nlattr.Nest(c, uapi.LWT_BPF_IN, "in", &e.In)
	nlattr.Nest(c, uapi.LWT_BPF_OUT, "out", &e.Out)
	nlattr.Nest(c, uapi.LWT_BPF_XMIT, "xmit", &e.Xmit)
	nlattr.N32(c, uapi.LWT_BPF_XMIT_HEADROOM, "headroom", &e.Headroom)
	nlattr.Rest(c, &e.Unknown)
}

func (e *BPF) words(w *rtattr.Words) {
	for _, p := range []struct {
		name string
		prog *Prog
	}{{"in", e.In}, {"out", e.Out}, {"xmit", e.Xmit}} {
		if p.prog != nil {
			w.Add(p.name, true, p.prog.Name)
		}
	}
	w.Add("headroom", e.Headroom != 0, e.Headroom)
}

// Prog is a program of [BPF].
type Prog struct {
	FD   nlattr.Opt[uint32] `json:"fd,omitzero"`   // LWT_BPF_PROG_FD: its file descriptor; required, and never reported
	Name string             `json:"name,omitzero"` // LWT_BPF_PROG_NAME: any name, required

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Attrs lists the attributes.
func (p *Prog) Attrs(c *nlattr.Codec) {
	if !c.Reporting() {
		if !p.FD.Is() {
			c.Reject("fd", "missing; the kernel does not report it, so that programs that were read cannot be sent")
		}
		need(c, "name", p.Name != "")
	}
	nlattr.U32(c, uapi.LWT_BPF_PROG_FD, "fd", &p.FD)
	nlattr.Str(c, uapi.LWT_BPF_PROG_NAME, "name", &p.Name)
	nlattr.Rest(c, &p.Unknown)
}
