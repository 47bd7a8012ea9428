package rtnl

import (
	"fmt"
	"math"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

// Forever is a lifetime without end.
const Forever time.Duration = math.MaxInt64

// Family is an address family, of AF_*.
type Family uint8

// The address families of rtnetlink's objects.
const (
	IPv4 Family = uapi.AF_INET
	IPv6 Family = uapi.AF_INET6
	MPLS Family = uapi.AF_MPLS
)

// String returns the family as ip(8) prints it.
func (f Family) String() string {
	return rtattr.Enum(f, []string{IPv4: "inet", IPv6: "inet6", MPLS: "mpls", uapi.AF_BRIDGE: "bridge"})
}

// familyOf returns the family of an address. An IPv4-mapped IPv6 address is an
// IPv6 address.
func familyOf(a netip.Addr) Family {
	switch {
	case a.Is4():
		return IPv4
	case a.IsValid():
		return IPv6
	}
	return 0
}

// Scope says how far away an address or a destination is valid, of RT_SCOPE_*.
type Scope uint8

// The scopes.
const (
	ScopeGlobal  Scope = uapi.RT_SCOPE_UNIVERSE
	ScopeSite    Scope = uapi.RT_SCOPE_SITE
	ScopeLink    Scope = uapi.RT_SCOPE_LINK
	ScopeHost    Scope = uapi.RT_SCOPE_HOST
	ScopeNowhere Scope = uapi.RT_SCOPE_NOWHERE // in a deletion: any scope
)

// String returns the scope as ip(8) prints it.
func (s Scope) String() string {
	switch s {
	case ScopeGlobal:
		return "global"
	case ScopeSite:
		return "site"
	case ScopeLink:
		return "link"
	case ScopeHost:
		return "host"
	case ScopeNowhere:
		return "nowhere"
	}
	return rtattr.Enum(s, nil)
}

// AddrFlags are the flags of an address, IFA_F_*.
type AddrFlags uint32

// The flags of an address. Secondary, DADFailed, Deprecated, Tentative and
// Permanent are the kernel's to set.
const (
	AddrSecondary     AddrFlags = uapi.IFA_F_SECONDARY // of IPv6, a temporary address
	AddrNoDAD         AddrFlags = uapi.IFA_F_NODAD
	AddrOptimistic    AddrFlags = uapi.IFA_F_OPTIMISTIC
	AddrDADFailed     AddrFlags = uapi.IFA_F_DADFAILED
	AddrHome          AddrFlags = uapi.IFA_F_HOMEADDRESS
	AddrDeprecated    AddrFlags = uapi.IFA_F_DEPRECATED
	AddrTentative     AddrFlags = uapi.IFA_F_TENTATIVE
	AddrPermanent     AddrFlags = uapi.IFA_F_PERMANENT
	AddrManageTemp    AddrFlags = uapi.IFA_F_MANAGETEMPADDR
	AddrNoPrefixRoute AddrFlags = uapi.IFA_F_NOPREFIXROUTE
	AddrAutoJoin      AddrFlags = uapi.IFA_F_MCAUTOJOIN
	AddrStablePrivacy AddrFlags = uapi.IFA_F_STABLE_PRIVACY
	addrFlagsByKernel           = AddrSecondary | AddrDADFailed | AddrDeprecated | AddrTentative | AddrPermanent | AddrStablePrivacy
)

var addrFlagNames = rtattr.Flags{
	{uapi.IFA_F_SECONDARY, "secondary"}, {uapi.IFA_F_NODAD, "nodad"}, {uapi.IFA_F_OPTIMISTIC, "optimistic"},
	{uapi.IFA_F_DADFAILED, "dadfailed"}, {uapi.IFA_F_HOMEADDRESS, "home"}, {uapi.IFA_F_DEPRECATED, "deprecated"},
	{uapi.IFA_F_TENTATIVE, "tentative"}, {uapi.IFA_F_PERMANENT, "permanent"}, {uapi.IFA_F_MANAGETEMPADDR, "mngtmpaddr"},
	{uapi.IFA_F_NOPREFIXROUTE, "noprefixroute"}, {uapi.IFA_F_MCAUTOJOIN, "autojoin"}, {uapi.IFA_F_STABLE_PRIVACY, "stable-privacy"},
}

// String returns the flags in the words of ip(8), with spaces.
func (f AddrFlags) String() string {
	return strings.Join(rtattr.FlagNames(uint32(f), addrFlagNames), " ")
}

// AddrProtocol says who made an address, of IFAPROT_* or a number of one's own.
type AddrProtocol uint8

// The protocols of addresses that the kernel makes.
const (
	AddrKernelLo AddrProtocol = uapi.IFAPROT_KERNEL_LO
	AddrKernelRA AddrProtocol = uapi.IFAPROT_KERNEL_RA
	AddrKernelLL AddrProtocol = uapi.IFAPROT_KERNEL_LL
)

// String returns the protocol as ip(8) prints it.
func (p AddrProtocol) String() string {
	return rtattr.Enum(p, []string{0: "unspec", AddrKernelLo: "kernel_lo", AddrKernelRA: "kernel_ra", AddrKernelLL: "kernel_ll"})
}

// Addr is an IP address of a link.
//
// The kernel's key is the link, the address and, for IPv4, the prefix length
// and the peer.
type Addr struct {
	Dev      string `json:"-"`                // the link's name
	DevIndex int32  `json:"ifindex,omitzero"` // ifa_index

	Prefix    netip.Prefix `json:"local,omitzero"`     // IFA_LOCAL, with the prefix length, which is that of the peer if there is one
	Peer      netip.Addr   `json:"address,omitzero"`   // IFA_ADDRESS: the other end, if it is not the same
	Broadcast netip.Addr   `json:"broadcast,omitzero"` // IFA_BROADCAST, IPv4; absent is none
	Anycast   netip.Addr   `json:"anycast,omitzero"`   // IFA_ANYCAST
	Label     string       `json:"label,omitzero"`     // IFA_LABEL, IPv4: the link's name, or that with a colon and more; up to 15 bytes
	Scope     Scope        `json:"scope,omitzero"`     // ifa_scope; IPv6 derives it from the address
	Flags     AddrFlags    `json:"flags,omitzero"`     // IFA_FLAGS
	Metric    uint32       `json:"metric,omitzero"`    // IFA_RT_PRIORITY: of the prefix's route (4.18)
	Protocol  AddrProtocol `json:"proto,omitzero"`     // IFA_PROTO (5.18)

	// IFA_CACHEINFO: whole seconds, or Forever, which absent means too. The
	// preferred time must not be longer than the valid one.
	ValidLft     Opt[time.Duration] `json:"valid_lft,omitzero"`
	PreferredLft Opt[time.Duration] `json:"preferred_lft,omitzero"`

	Created time.Duration `json:"cstamp,omitzero"`         // when, since boot, in hundredths of a second; reported
	Updated time.Duration `json:"tstamp,omitzero"`         // likewise
	NetNSID Opt[int32]    `json:"target_netnsid,omitzero"` // IFA_TARGET_NETNSID, reported where asked for by it

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Attrs lists the attributes of an address message, behind its ifaddrmsg.
func (a *Addr) Attrs(c *nlattr.Codec) {
	bits, flags, family := uint8(a.Prefix.Bits()), uint8(a.Flags), familyOf(a.Prefix.Addr())
	index := a.DevIndex
	if !c.Decoding() {
		index = rtattr.IndexOf(c, "dev", a.Dev, a.DevIndex)
		a.check(c)
	}
	h := c.Head(8)
	nlattr.At8(h, 0, &family)
	nlattr.At8(h, 1, &bits)
	nlattr.At8(h, 2, &flags)
	nlattr.At8(h, 3, &a.Scope)
	nlattr.At32(h, 4, &index)

	local, address := a.Prefix.Addr(), a.Peer
	if !address.IsValid() {
		address = local
	}
	nlattr.Addr(c, uapi.IFA_LOCAL, uapi.IFA_LOCAL, "local", &local)
	if c.Decoding() || !hasType(a.Unknown, uapi.IFA_ADDRESS) { // malformed it is sent again as it came, once
		nlattr.Addr(c, uapi.IFA_ADDRESS, uapi.IFA_ADDRESS, "address", &address)
	}
	if c.Decoding() {
		a.DevIndex, a.Flags = index, AddrFlags(flags)
		a.setPrefix(local, address, bits)
	}
	nlattr.Str(c, uapi.IFA_LABEL, "label", &a.Label)
	nlattr.Addr(c, uapi.IFA_BROADCAST, uapi.IFA_BROADCAST, "broadcast", &a.Broadcast)
	nlattr.Addr(c, uapi.IFA_ANYCAST, uapi.IFA_ANYCAST, "anycast", &a.Anycast)
	nlattr.Packed(c, uapi.IFA_CACHEINFO, "cacheinfo", a.hasCacheInfo(c), a.cacheInfo)
	if c.Has(uapi.IFA_FLAGS) || !c.Decoding() && a.Flags > math.MaxUint8 {
		nlattr.N32(c, uapi.IFA_FLAGS, "flags", &a.Flags)
	}
	if c.Decoding() && a.Flags&AddrDeprecated != 0 && a.PreferredLft.Or(0) == Forever {
		a.PreferredLft = Some(time.Duration(0)) // of a permanent IPv4 address the kernel does not say it
	}
	nlattr.N32(c, uapi.IFA_RT_PRIORITY, "metric", &a.Metric)
	nlattr.N8(c, uapi.IFA_PROTO, "proto", &a.Protocol)
	if c.Reporting() {
		nlattr.U32(c, uapi.IFA_TARGET_NETNSID, "target_netnsid", &a.NetNSID)
	}
	nlattr.Rest(c, &a.Unknown)
}

func hasType(attrs []nlattr.Attr, t nlattr.Type) bool {
	return slices.ContainsFunc(attrs, func(a nlattr.Attr) bool { return a.Type == t })
}

// setPrefix sorts out which address is which: IPv6 sends only IFA_ADDRESS where
// there is no peer, and IPv4 the same address twice.
func (a *Addr) setPrefix(local, address netip.Addr, bits uint8) {
	if local.IsValid() && address.IsValid() && address != local {
		a.Peer = address
	}
	if !local.IsValid() {
		local = address
	}
	if local.IsValid() {
		a.Prefix = netip.PrefixFrom(local, int(bits))
	}
}

func (a *Addr) check(c *nlattr.Codec) {
	if c.Reporting() {
		return
	}
	if !a.Prefix.IsValid() {
		c.Reject("local", "no valid prefix")
	}
	if a.Dev == "" && a.DevIndex == 0 {
		c.Reject("dev", "missing")
	}
	if a.Peer.IsValid() && familyOf(a.Peer) != familyOf(a.Prefix.Addr()) {
		c.Reject("address", a.Peer.String()+" is not of the family of "+a.Prefix.String())
	}
	if a.Broadcast.IsValid() && !a.Broadcast.Is4() {
		c.Reject("broadcast", a.Broadcast.String()+" is not an IPv4 address")
	}
	if len(a.Label) > 15 {
		c.Reject("label", fmt.Sprintf("%q has %d bytes, at most 15", a.Label, len(a.Label)))
	}
}

func (a *Addr) hasCacheInfo(c *nlattr.Codec) bool {
	return a.ValidLft.Is() || a.PreferredLft.Is() || c.Reporting() && (a.Created != 0 || a.Updated != 0)
}

// cacheInfo carries struct ifa_cacheinfo.
func (a *Addr) cacheInfo(c *nlattr.Codec) {
	valid, preferred := a.ValidLft.Or(Forever), a.PreferredLft.Or(a.ValidLft.Or(Forever))
	if preferred > valid {
		c.Reject("preferred_lft", fmt.Sprintf("%v is longer than the valid lifetime %v", preferred, valid))
	}
	v, p := lifetime(c, "valid_lft", valid), lifetime(c, "preferred_lft", preferred)
	created, updated := uint32(a.Created/rtattr.Tick), uint32(a.Updated/rtattr.Tick)
	h := c.Head(16)
	nlattr.At32(h, 0, &p)
	nlattr.At32(h, 4, &v)
	nlattr.At32(h, 8, &created)
	nlattr.At32(h, 12, &updated)
	if c.Decoding() {
		a.PreferredLft, a.ValidLft = Some(since(p)), Some(since(v))
		a.Created, a.Updated = time.Duration(created)*rtattr.Tick, time.Duration(updated)*rtattr.Tick
	}
}

// lifetime returns d in seconds, all ones for Forever.
func lifetime(c *nlattr.Codec, name string, d time.Duration) uint32 {
	if d == Forever {
		return math.MaxUint32
	}
	if d < 0 || d%time.Second != 0 || d/time.Second >= math.MaxUint32 {
		c.Reject(name, fmt.Sprintf("%v is not 0 to %d whole seconds", d, uint32(math.MaxUint32-1)))
	}
	return uint32(d / time.Second)
}

func since(s uint32) time.Duration {
	if s == math.MaxUint32 {
		return Forever
	}
	return time.Duration(s) * time.Second
}

// AddAddr adds an address to a link, "ip addr add": RTM_NEWADDR with CREATE and
// EXCL. It fails with fs.ErrExist for one that is there.
func AddAddr(a Addr) Request { return Request{verb: &addrAdd, obj: &a} }

// ReplaceAddr adds an address, or changes one that is there, "ip addr replace":
// RTM_NEWADDR with CREATE and REPLACE. Of an address that is there it changes
// the lifetimes and the metric, of IPv6 the flags and the peer too. The kernel
// ignores every other difference: delete the address and add it.
func ReplaceAddr(a Addr) Request { return Request{verb: &addrReplace, obj: &a} }

// DeleteAddr removes an address, "ip addr delete": RTM_DELADDR. The key is the
// link, the address, the prefix length, and of IPv4 the peer and, if given, the
// label. It fails with fs.ErrNotExist where there is none.
func DeleteAddr(a Addr) Request { return Request{verb: &addrDelete, obj: &a} }

func (a *Addr) key() string {
	return strings.TrimSpace(a.Prefix.String() + " dev " + rtattr.DevName(a.Dev, a.DevIndex))
}

func (a *Addr) fresh() nlattr.Attrser { return new(Addr) }

// words returns what stands behind "ip addr add".
func (a *Addr) words() string {
	w := rtattr.Words{a.Prefix.String()}
	if a.Peer.IsValid() {
		w = rtattr.Words{a.Prefix.Addr().String(), "peer", netip.PrefixFrom(a.Peer, a.Prefix.Bits()).String()}
	}
	w.Add("broadcast", a.Broadcast.IsValid(), a.Broadcast)
	w.Add("label", a.Label != "", a.Label)
	w.Add("scope", a.Scope != 0, a.Scope)
	w.Add("metric", a.Metric != 0, a.Metric)
	w.Add("proto", a.Protocol != 0, a.Protocol)
	w.Add("dev", true, rtattr.DevName(a.Dev, a.DevIndex))
	for _, n := range []struct {
		name string
		v    Opt[time.Duration]
	}{{"valid_lft", a.ValidLft}, {"preferred_lft", a.PreferredLft}} {
		if d, ok := n.v.Get(); ok && d == Forever {
			w.Add(n.name, true, "forever")
		} else {
			w.Add(n.name, ok, int64(d/time.Second))
		}
	}
	if f := a.Flags &^ addrFlagsByKernel; f != 0 {
		w = append(w, f.String())
	}
	return w.String()
}

// String returns the address in one line like "ip -o addr", without the name of
// the link, which an address that was read does not have.
func (a Addr) String() string {
	b := new(strings.Builder)
	fmt.Fprintf(b, "%s %s ", rtattr.DevName(a.Dev, a.DevIndex), familyOf(a.Prefix.Addr()))
	if a.Peer.IsValid() {
		fmt.Fprintf(b, "%s peer %s", a.Prefix.Addr(), netip.PrefixFrom(a.Peer, a.Prefix.Bits()))
	} else {
		b.WriteString(a.Prefix.String())
	}
	w := rtattr.Words{}
	w.Add("metric", a.Metric != 0, a.Metric)
	w.Add("brd", a.Broadcast.IsValid(), a.Broadcast)
	w.Add("scope", true, a.Scope)
	f := a.Flags &^ AddrPermanent
	if a.ValidLft.Or(Forever) == Forever || f != a.Flags {
		w.Add("", f != 0, f)
	} else {
		w.Add("", true, strings.Replace((f|AddrPermanent).String(), "permanent", "dynamic", 1))
	}
	w.Add("proto", a.Protocol != 0, a.Protocol)
	w.Add("", a.Label != "", a.Label)
	w.Add("valid_lft", a.ValidLft.Is(), lftText(a.ValidLft))
	w.Add("preferred_lft", a.PreferredLft.Is(), lftText(a.PreferredLft))
	return b.String() + " " + w.String()
}

func lftText(d Opt[time.Duration]) string {
	if d.Or(0) == Forever {
		return "forever"
	}
	return fmt.Sprintf("%dsec", int64(d.Or(0)/time.Second))
}

// addrKey is what the kernel tells addresses apart by.
type addrKey struct {
	dev    int32
	name   string
	prefix netip.Prefix
	peer   netip.Addr
}

func (a *Addr) keyOf() any { return a.mapKey() }

func (a *Addr) mapKey() addrKey {
	k := addrKey{a.DevIndex, a.Dev, a.Prefix, a.Peer}
	if familyOf(a.Prefix.Addr()) == IPv6 {
		// The prefix length is no part of it, nor is the peer.
		k.prefix, k.peer = netip.PrefixFrom(a.Prefix.Addr(), 0), netip.Addr{}
	}
	if k.dev != 0 {
		k.name = ""
	}
	return k
}

// SameKey reports whether a and b are the same address to the kernel: link,
// address and, for IPv4, prefix length and peer.
func (a Addr) SameKey(b Addr) bool { return a.mapKey() == b.mapKey() }

// SameConfig reports whether a and b are configured alike: the key, and what
// the kernel lets a user set. Flags that the kernel sets and times that pass
// are left aside, but for whether there is an end to them.
func (a Addr) SameConfig(b Addr) bool {
	for _, x := range []*Addr{&a, &b} {
		x.Flags &^= addrFlagsByKernel
		x.Created, x.Updated, x.NetNSID, x.Unknown = 0, 0, Opt[int32]{}, nil
		x.ValidLft = Some(ended(x.ValidLft))
		x.PreferredLft = Some(ended(x.PreferredLft))
		if x.DevIndex != 0 {
			x.Dev = ""
		}
	}
	return sameValue(a, b)
}

// ended returns Forever, or 0 for any lifetime that ends.
func ended(d Opt[time.Duration]) time.Duration {
	if d.Or(Forever) == Forever {
		return Forever
	}
	return 0
}
