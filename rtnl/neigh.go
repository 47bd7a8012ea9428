package rtnl

import (
	"fmt"
	"net/netip"
	"strings"
	"time"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

// Neigh is a neighbour: an IP address on a link and the link-layer address that
// packets to it go to. Entries of bridges and of VXLANs, which are about
// link-layer addresses, are no neighbours.
//
// The kernel's key is the link, the address, and whether it is a proxy.
//
// With NeighManaged or NeighUse the kernel asks for the link-layer address, and
// ignores the Address and the State of a request.
type Neigh struct {
	Dev      string `json:"-"`                // the link's name
	DevIndex int32  `json:"ifindex,omitzero"` // ndm_ifindex

	Dst      netip.Addr      `json:"dst,omitzero"`      // NDA_DST
	Address  nlattr.HWAddr   `json:"lladdr,omitzero"`   // NDA_LLADDR
	State    Opt[NeighState] `json:"state,omitzero"`    // ndm_state; absent in a request it is NeighPermanent, with NeighManaged NeighNone
	Flags    NeighFlags      `json:"flags,omitzero"`    // ndm_flags and NDA_FLAGS_EXT
	Protocol RouteProtocol   `json:"protocol,omitzero"` // NDA_PROTOCOL: who made it (5.2)

	Type      RouteType     `json:"type,omitzero"`      // ndm_type: of the address; reported
	Probes    uint32        `json:"probes,omitzero"`    // NDA_PROBES: how often it was asked for without an answer; reported
	Confirmed time.Duration `json:"confirmed,omitzero"` // NDA_CACHEINFO: how long ago it was heard of, in hundredths of a second; reported
	Used      time.Duration `json:"used,omitzero"`      // likewise, sent to
	Updated   time.Duration `json:"updated,omitzero"`   // likewise, changed
	Refs      uint32        `json:"refcnt,omitzero"`    // NDA_CACHEINFO: who holds on to it beside the table; reported

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// NeighState says how good a neighbour's link-layer address is, of NUD_*. In a
// filter it is a set.
type NeighState uint16

// The states. NeighPermanent and NeighNoARP stay; the kernel goes from one to
// another of the rest.
const (
	NeighNone       NeighState = uapi.NUD_NONE
	NeighIncomplete NeighState = uapi.NUD_INCOMPLETE // being asked for
	NeighReachable  NeighState = uapi.NUD_REACHABLE  // heard of lately
	NeighStale      NeighState = uapi.NUD_STALE      // to be asked again when it is used
	NeighDelay      NeighState = uapi.NUD_DELAY      // used while stale; about to be asked
	NeighProbe      NeighState = uapi.NUD_PROBE      // being asked again
	NeighFailed     NeighState = uapi.NUD_FAILED     // did not answer
	NeighNoARP      NeighState = uapi.NUD_NOARP      // never asked for
	NeighPermanent  NeighState = uapi.NUD_PERMANENT  // as the user said
)

var neighStateNames = rtattr.Flags{
	{uapi.NUD_INCOMPLETE, "INCOMPLETE"}, {uapi.NUD_REACHABLE, "REACHABLE"}, {uapi.NUD_STALE, "STALE"}, {uapi.NUD_DELAY, "DELAY"},
	{uapi.NUD_PROBE, "PROBE"}, {uapi.NUD_FAILED, "FAILED"}, {uapi.NUD_NOARP, "NOARP"}, {uapi.NUD_PERMANENT, "PERMANENT"},
}

// String returns the state, or states with spaces, as ip(8) prints it.
func (s NeighState) String() string {
	if s == 0 {
		return "NONE"
	}
	return strings.Join(rtattr.FlagNames(uint32(s), neighStateNames), " ")
}

// NeighFlags are the flags of a neighbour: NTF_*, and NTF_EXT_* eight bits
// further up.
type NeighFlags uint32

// The flags of neighbours and of forwarding entries. NeighOffloaded is the
// kernel's to set.
const (
	NeighUse        NeighFlags = uapi.NTF_USE         // ask for the link-layer address now; not kept
	NeighSelf       NeighFlags = uapi.NTF_SELF        // of forwarding entries
	NeighMaster     NeighFlags = uapi.NTF_MASTER      // of forwarding entries
	NeighProxy      NeighFlags = uapi.NTF_PROXY       // this host answers for the address
	NeighExtLearned NeighFlags = uapi.NTF_EXT_LEARNED // who made it keeps it up to date; never collected as garbage
	NeighOffloaded  NeighFlags = uapi.NTF_OFFLOADED   // in hardware
	NeighSticky     NeighFlags = uapi.NTF_STICKY      // of forwarding entries
	NeighRouter     NeighFlags = uapi.NTF_ROUTER      // IPv6: it is a router

	NeighManaged      NeighFlags = uapi.NTF_EXT_MANAGED << 8       // the kernel keeps asking (5.16)
	NeighLocked       NeighFlags = uapi.NTF_EXT_LOCKED << 8        // of forwarding entries
	NeighExtValidated NeighFlags = uapi.NTF_EXT_EXT_VALIDATED << 8 // who made it also says when it goes: the kernel never asks (6.18)

	neighFlagsOfFDB = NeighSelf | NeighMaster | NeighSticky | NeighLocked
)

var neighFlagNames = rtattr.Flags{
	{uapi.NTF_USE, "use"}, {uapi.NTF_SELF, "self"}, {uapi.NTF_MASTER, "master"}, {uapi.NTF_ROUTER, "router"}, {uapi.NTF_PROXY, "proxy"},
	{uapi.NTF_EXT_MANAGED << 8, "managed"}, {uapi.NTF_EXT_LEARNED, "extern_learn"}, {uapi.NTF_EXT_EXT_VALIDATED << 8, "extern_valid"},
	{uapi.NTF_OFFLOADED, "offload"}, {uapi.NTF_STICKY, "sticky"}, {uapi.NTF_EXT_LOCKED << 8, "locked"},
}

// String returns the flags in the words of ip(8), with spaces.
func (f NeighFlags) String() string {
	return strings.Join(rtattr.FlagNames(uint32(f), neighFlagNames), " ")
}

// Attrs lists the attributes of a neighbour message, behind its ndmsg.
func (n *Neigh) Attrs(c *nlattr.Codec) {
	family, index, state, flags, typ := familyOf(n.Dst), n.DevIndex, n.State.Or(0), n.Flags, n.Type
	if !c.Decoding() {
		index = rtattr.IndexOf(c, "dev", n.Dev, n.DevIndex)
		n.check(c)
	}
	if !c.Reporting() {
		flags &^= NeighOffloaded
		typ = 0
	}
	low, high := uint8(flags), uint32(flags>>8)
	h := c.Head(12)
	nlattr.At8(h, 0, &family)
	nlattr.At32(h, 4, &index)
	nlattr.At16(h, 8, &state)
	nlattr.At8(h, 10, &low)
	nlattr.At8(h, 11, &typ)
	nlattr.Addr(c, uapi.NDA_DST, uapi.NDA_DST, "dst", &n.Dst)
	nlattr.LLAddr(c, uapi.NDA_LLADDR, "lladdr", &n.Address)
	nlattr.N8(c, uapi.NDA_PROTOCOL, "protocol", &n.Protocol)
	nlattr.N32(c, uapi.NDA_FLAGS_EXT, "flags_ext", &high)
	if c.Reporting() {
		nlattr.N32(c, uapi.NDA_PROBES, "probes", &n.Probes)
		nlattr.Packed(c, uapi.NDA_CACHEINFO, "cacheinfo", n.Confirmed|n.Used|n.Updated != 0 || n.Refs != 0, n.cacheInfo)
	}
	nlattr.Rest(c, &n.Unknown)
	if c.Decoding() {
		n.DevIndex, n.State, n.Flags, n.Type = index, Some(state), NeighFlags(low)|NeighFlags(high<<8), typ
	}
}

// cacheInfo carries struct nda_cacheinfo.
func (n *Neigh) cacheInfo(c *nlattr.Codec) {
	h := c.Head(16)
	for i, d := range []*time.Duration{&n.Confirmed, &n.Used, &n.Updated} {
		ticks := uint32(*d / rtattr.Tick)
		nlattr.At32(h, 4*i, &ticks)
		if c.Decoding() {
			*d = time.Duration(ticks) * rtattr.Tick
		}
	}
	nlattr.At32(h, 12, &n.Refs)
}

// check refuses what the kernel would refuse without a word, or take for
// something else.
func (n *Neigh) check(c *nlattr.Codec) {
	if c.Reporting() {
		return
	}
	proxy := n.Flags&NeighProxy != 0
	if !n.Dst.IsValid() {
		c.Reject("dst", "missing, and with it the family")
	}
	if n.Dev == "" && n.DevIndex == 0 {
		// Of an IPv4 proxy the kernel takes that as all links, and does not remove it with
		// its namespace: it turns up in another one that gets the same memory.
		c.Reject("dev", "missing")
	}
	if f := n.Flags & neighFlagsOfFDB; f != 0 {
		c.Reject("flags", fmt.Sprintf("%v: of forwarding entries, not of neighbours", f))
	}
	if proxy && !n.Address.IsZero() {
		c.Reject("lladdr", "of a proxy, whose answers have the link's own")
	}
	if n.Flags&NeighRouter != 0 && familyOf(n.Dst) == IPv4 {
		c.Reject("flags", "router: IPv6 only")
	}
}

func (n *Neigh) fresh() nlattr.Attrser { return new(Neigh) }

// AddNeigh adds a neighbour, "ip neigh add": RTM_NEWNEIGH with CREATE and EXCL.
// It fails with fs.ErrExist where there is one of the same key. With NeighProxy
// in its flags it is a proxy entry, "ip neigh add proxy", of which there may be
// one already.
func AddNeigh(n Neigh) Request { return neighRequest(&neighAdd, n) }

// ChangeNeigh changes a neighbour that is there, "ip neigh change":
// RTM_NEWNEIGH with REPLACE. It fails with fs.ErrNotExist where there is none of
// the same key. An absent link-layer address stays as it is.
func ChangeNeigh(n Neigh) Request { return neighRequest(&neighChange, n) }

// ReplaceNeigh adds a neighbour, or changes the one of the same key, "ip neigh
// replace": RTM_NEWNEIGH with CREATE and REPLACE.
func ReplaceNeigh(n Neigh) Request { return neighRequest(&neighReplace, n) }

// DeleteNeigh removes a neighbour, "ip neigh delete": RTM_DELNEIGH. The key is
// the link, the address, and NeighProxy; the rest of n is ignored. It fails with
// fs.ErrNotExist where there is none.
func DeleteNeigh(n Neigh) Request {
	return Request{verb: &neighDelete, obj: &Neigh{Dev: n.Dev, DevIndex: n.DevIndex, Dst: n.Dst, Flags: n.Flags & NeighProxy}}
}

// neighRequest fills in the state as ip(8) does.
func neighRequest(v *Verb, n Neigh) Request {
	if !n.State.Is() {
		n.State = Some(n.defaultState())
	}
	return Request{verb: v, obj: &n}
}

func (n *Neigh) defaultState() NeighState {
	if n.Flags&(NeighManaged|NeighProxy) != 0 {
		return NeighNone
	}
	return NeighPermanent
}

func (n *Neigh) key() string {
	w := rtattr.Words{}
	w.Add("proxy", n.Flags&NeighProxy != 0, "")
	w.Add("", n.Dst.IsValid(), n.Dst)
	w.Add("dev", n.Dev != "" || n.DevIndex != 0, rtattr.DevName(n.Dev, n.DevIndex))
	return w.String()
}

// words returns what stands behind "ip neigh add".
func (n *Neigh) words() string {
	w := rtattr.Words{n.key()}
	w.Add("lladdr", !n.Address.IsZero(), n.Address)
	s, ok := n.State.Get()
	w.Add("nud", ok && s != n.defaultState(), strings.ToLower(s.String()))
	f := n.Flags &^ (NeighProxy | NeighOffloaded)
	w.Add("", f != 0, f)
	w.Add("protocol", n.Protocol != 0, n.Protocol)
	return w.String()
}

// String returns the neighbour in one line like "ip neigh", without the name of
// the link, which a neighbour that was read does not have.
func (n Neigh) String() string {
	w := rtattr.Words{n.Dst.String()}
	w.Add("dev", n.Dev != "" || n.DevIndex != 0, rtattr.DevName(n.Dev, n.DevIndex))
	w.Add("lladdr", !n.Address.IsZero(), n.Address)
	w.Add("", n.Flags != 0, n.Flags)
	w.Add("", n.State.Or(0) != 0, n.State)
	w.Add("proto", n.Protocol != 0, n.Protocol)
	return w.String()
}
