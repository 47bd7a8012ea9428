package rtnl

import (
	"net/netip"
	"time"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

// RAPrefix is an IPv6 prefix that a router advertised: RTM_NEWPREFIX, "ip
// monitor prefix". The kernel tells of each prefix in each advertisement, in
// group RTNLGRP_IPV6_PREFIX, and of none that it has; see [Conn.Listen], whose
// messages of this type have a fixed header of 12 bytes.
type RAPrefix struct {
	DevIndex     int32         `json:"ifindex,omitzero"`       // prefix_ifindex: where it came in
	Prefix       netip.Prefix  `json:"address,omitzero"`       // PREFIX_ADDRESS and prefix_len
	OnLink       bool          `json:"onlink,omitzero"`        // addresses in it are on the link; from Flags
	AutoConf     bool          `json:"autoconf,omitzero"`      // hosts make addresses of it; from Flags
	Flags        uint8         `json:"flags,omitzero"`         // prefix_flags: those of the advertisement, or, of old kernels, IF_PREFIX_*
	Option       uint8         `json:"type,omitzero"`          // prefix_type: the option of the advertisement, 3
	ValidLft     time.Duration `json:"valid_lft,omitzero"`     // PREFIX_CACHEINFO: whole seconds, or Forever
	PreferredLft time.Duration `json:"preferred_lft,omitzero"` // likewise, for new connections

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// The flags that mean the same: IF_PREFIX_*, and those of the option.
const (
	prefixOnLink   = 0x01 | 0x80
	prefixAutoConf = 0x02 | 0x40
)

// Attrs lists the attributes, behind the prefixmsg.
func (p *RAPrefix) Attrs(c *nlattr.Codec) {
	family, bits, addr := IPv6, uint8(max(0, p.Prefix.Bits())), p.Prefix.Addr()
	h := c.Head(12)
	nlattr.At8(h, 0, &family)
	nlattr.At32(h, 4, &p.DevIndex)
	nlattr.At8(h, 8, &p.Option)
	nlattr.At8(h, 9, &bits)
	nlattr.At8(h, 10, &p.Flags)
	nlattr.Addr(c, uapi.PREFIX_ADDRESS, uapi.PREFIX_ADDRESS, "address", &addr)
	nlattr.Packed(c, uapi.PREFIX_CACHEINFO, "cacheinfo", p.ValidLft|p.PreferredLft != 0, p.cacheInfo)
	nlattr.Rest(c, &p.Unknown)
	if c.Decoding() {
		p.OnLink, p.AutoConf = p.Flags&prefixOnLink != 0, p.Flags&prefixAutoConf != 0
		if addr.IsValid() {
			p.Prefix = netip.PrefixFrom(addr, int(bits))
		}
	}
}

// cacheInfo carries struct prefix_cacheinfo.
func (p *RAPrefix) cacheInfo(c *nlattr.Codec) {
	preferred, valid := lifetime(c, "preferred_lft", p.PreferredLft), lifetime(c, "valid_lft", p.ValidLft)
	h := c.Head(8)
	nlattr.At32(h, 0, &preferred)
	nlattr.At32(h, 4, &valid)
	if c.Decoding() {
		p.PreferredLft, p.ValidLft = since(preferred), since(valid)
	}
}

// String returns the prefix in one line, in the words of ip(8).
func (p RAPrefix) String() string {
	w := rtattr.Words{"prefix", p.Prefix.String(), "dev", rtattr.DevName("", p.DevIndex)}
	w.Add("onlink", p.OnLink, "")
	w.Add("autoconf", p.AutoConf, "")
	w.Add("valid_lft", true, lftText(Some(p.ValidLft)))
	w.Add("preferred_lft", true, lftText(Some(p.PreferredLft)))
	return w.String()
}
