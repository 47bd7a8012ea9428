package encap

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

// MPLS puts labels in front of a packet, "encap mpls LABELS".
type MPLS struct {
	Labels Labels            `json:"dst,omitzero"` // MPLS_IPTUNNEL_DST: at least one, the outermost first; required
	TTL    nlattr.Opt[uint8] `json:"ttl,omitzero"` // MPLS_IPTUNNEL_TTL: of the labels, 1 to 255; absent it comes from the packet

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Type implements [Encap].
func (*MPLS) Type() Type { return TypeMPLS }

// Attrs implements [Encap].
func (m *MPLS) Attrs(c *nlattr.Codec) {
	if !c.Reporting() {
		if len(m.Labels) == 0 {
			c.Reject("dst", "no label")
		}
		for _, l := range m.Labels {
			if l == uapi.MPLS_LABEL_IMPLNULL {
				c.Reject("dst", "3 is the implicit null label, which stands for none")
			}
		}
	}
	m.Labels.Carry(c, uapi.MPLS_IPTUNNEL_DST, "dst")
	nlattr.U8(c, uapi.MPLS_IPTUNNEL_TTL, "ttl", &m.TTL)
	nlattr.Rest(c, &m.Unknown)
}

// Labels is a stack of MPLS labels, each below 1<<20, the outermost first.
type Labels []uint32

// String returns the labels as ip(8) prints them: "100/200".
func (l Labels) String() string {
	s := make([]string, len(l))
	for i := range l {
		s[i] = strconv.FormatUint(uint64(l[i]), 10)
	}
	return strings.Join(s, "/")
}

// Carry carries the labels as a stack whose entries have neither a TTL nor a
// traffic class. No labels mean absent.
func (l *Labels) Carry(c *nlattr.Codec, t nlattr.Type, name string) {
	nlattr.Payload(c, t, name, len(*l) > 0, l, putLabels, getLabels)
}

const bottom = 1 << uapi.MPLS_LS_S_SHIFT // of the stack

func putLabels(l *Labels, b []byte) ([]byte, error) {
	for i, label := range *l {
		if label >= 1<<20 {
			return b, fmt.Errorf("label %d, at most %d", label, 1<<20-1)
		}
		e := label << uapi.MPLS_LS_LABEL_SHIFT
		if i == len(*l)-1 {
			e |= bottom
		}
		b = binary.BigEndian.AppendUint32(b, e)
	}
	return b, nil
}

func getLabels(l *Labels, b []byte) error {
	if len(b) == 0 || len(b)%4 != 0 {
		return errors.New("no stack of labels")
	}
	*l = make(Labels, 0, len(b)/4)
	for ; len(b) > 0; b = b[4:] {
		*l = append(*l, binary.BigEndian.Uint32(b)>>uapi.MPLS_LS_LABEL_SHIFT)
	}
	return nil
}
