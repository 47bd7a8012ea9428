package encap

import (
	"fmt"
	"strings"

	"github.com/eb30ede5/netlink/internal/rtattr"
)

// The words of ip(8) for what is not called as its attributes are.

func (m *MPLS) words(w *rtattr.Words) {
	w.Add("", true, m.Labels)
	w.Add("ttl", m.TTL.Is(), m.TTL)
}

func (e *IP) words(w *rtattr.Words) {
	w.Add("id", e.ID != 0, e.ID)
	w.Add("src", e.Src.IsValid(), e.Src)
	w.Add("dst", e.Dst.IsValid(), e.Dst)
	w.Add("ttl", e.TTL != 0, e.TTL)
	w.Add("tos", e.TOS != 0, e.TOS)
	w.Add("", true, e.Flags)
	e.Options.words(w)
}

func (e *IP6) words(w *rtattr.Words) {
	w.Add("id", e.ID != 0, e.ID)
	w.Add("src", e.Src.IsValid(), e.Src)
	w.Add("dst", e.Dst.IsValid(), e.Dst)
	w.Add("hoplimit", e.HopLimit != 0, e.HopLimit)
	w.Add("tc", e.TC != 0, e.TC)
	w.Add("", true, e.Flags)
	e.Options.words(w)
}

func (o *TunnelOptions) words(w *rtattr.Words) {
	if len(o.Geneve) > 0 {
		s := make([]string, len(o.Geneve))
		for i := range o.Geneve {
			s[i] = o.Geneve[i].String()
		}
		w.Add("geneve_opts", true, strings.Join(s, ","))
	}
	if o.VXLAN != nil {
		w.Add("vxlan_opts", true, o.VXLAN.GBP)
	}
	if e := o.ERSPAN; e != nil {
		w.Add("erspan_opts", true, fmt.Sprintf("%d:%d:%d:%d", e.Version.Or(0), e.Index.Or(0), e.Dir.Or(0), e.HWID.Or(0)))
	}
}

func (e *XFRM) words(w *rtattr.Words) {
	w.Add("if_id", true, fmt.Sprintf("%#x", e.IfID))
	w.Add("link_dev", e.Link != "" || e.LinkIndex != 0, rtattr.DevName(e.Link, e.LinkIndex))
}
