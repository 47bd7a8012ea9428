package kind

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

var (
	_ = register((*GRE)(nil))
	_ = register((*GRETAP)(nil))
)

// GRE is a tunnel of IP packets in GRE over IPv4, as made by "ip link add type
// gre".
//
// An absent field leaves the kernel's default when the link is made. A change
// replaces all parameters: use ChangeLink, which sends back what it read. Those
// of the encapsulation stay if none of them is given.
type GRE struct {
	Dev      string               `json:"-"`               // the name of the device to send through
	DevIndex nlattr.Opt[int32]    `json:"link,omitzero"`   // IFLA_GRE_LINK: its index; 0 is as the route says
	Local    netip.Addr           `json:"local,omitzero"`  // IFLA_GRE_LOCAL: IPv4 source address of the outer header; 0.0.0.0 is none
	Remote   netip.Addr           `json:"remote,omitzero"` // IFLA_GRE_REMOTE: IPv4 address of the other end, or a multicast group; 0.0.0.0 is none
	IFlags   nlattr.Opt[GREFlags] `json:"iflags,omitzero"` // IFLA_GRE_IFLAGS: what packets that come in have; without an IKey, they have no key
	OFlags   nlattr.Opt[GREFlags] `json:"oflags,omitzero"` // IFLA_GRE_OFLAGS: what packets that go out get; without an OKey, they get no key
	IKey     nlattr.Opt[uint32]   `json:"ikey,omitzero"`   // IFLA_GRE_IKEY, and the flag that there is one: the key of packets that come in; ip(8) prints it like an IPv4 address
	OKey     nlattr.Opt[uint32]   `json:"okey,omitzero"`   // IFLA_GRE_OKEY, and the flag: the key of packets that go out

	TTL      nlattr.Opt[uint8]  `json:"ttl,omitzero"`       // IFLA_GRE_TTL of the outer header; 0 is that of the inner one
	TOS      nlattr.Opt[uint8]  `json:"tos,omitzero"`       // IFLA_GRE_TOS of the outer header; 1 is that of the inner one
	PMTUDisc nlattr.OnOff       `json:"pmtudisc,omitzero"`  // IFLA_GRE_PMTUDISC: set the don't-fragment bit; on by default
	IgnoreDF nlattr.OnOff       `json:"ignore_df,omitzero"` // IFLA_GRE_IGNORE_DF: fragment even if the inner header has the bit; needs PMTUDisc off
	FwMark   nlattr.Opt[uint32] `json:"fwmark,omitzero"`    // IFLA_GRE_FWMARK: firewall mark for the route to the other end

	EncapType  nlattr.Opt[TunnelEncap]      `json:"encap_type,omitzero"`  // IFLA_GRE_ENCAP_TYPE: what the packets are put into
	EncapFlags nlattr.Opt[TunnelEncapFlags] `json:"encap_flags,omitzero"` // IFLA_GRE_ENCAP_FLAGS: what the UDP header has
	EncapSport nlattr.Opt[uint16]           `json:"encap_sport,omitzero"` // IFLA_GRE_ENCAP_SPORT: UDP source port; 0 is one for each flow
	EncapDport nlattr.Opt[uint16]           `json:"encap_dport,omitzero"` // IFLA_GRE_ENCAP_DPORT: UDP destination port

	External bool `json:"external,omitzero"` // IFLA_GRE_COLLECT_METADATA: routes and filters say where to; a change can turn it on, and not off again

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// GRETAP is a tunnel of Ethernet frames in GRE over IPv4, as made by "ip link add
// type gretap". The fields are those of a [GRE]. The kernel takes one with a
// Remote, or External.
type GRETAP GRE

// Kind implements [Kind].
func (*GRE) Kind() string { return "gre" }

// Kind implements [Kind].
func (*GRETAP) Kind() string { return "gretap" }

// Whole implements [Whole].
func (v *GRE) Whole() error { return v.whole("gre") }

// Whole implements [Whole].
func (v *GRETAP) Whole() error { return (*GRE)(v).whole("gretap") }

// Attrs implements [Kind].
func (v *GRETAP) Attrs(c *nlattr.Codec) { (*GRE)(v).Attrs(c) }

// Attrs implements [Kind].
func (v *GRE) Attrs(c *nlattr.Codec) {
	if !c.Reporting() {
		v.check(c)
	}
	tunnelDev(c, uapi.IFLA_GRE_LINK, v.Dev, &v.DevIndex)
	greKeys(c, &v.IFlags, &v.OFlags, &v.IKey, &v.OKey)
	tunnelAddr(c, uapi.IFLA_GRE_LOCAL, "local", &v.Local)
	tunnelAddr(c, uapi.IFLA_GRE_REMOTE, "remote", &v.Remote)
	nlattr.U8(c, uapi.IFLA_GRE_TTL, "ttl", &v.TTL)
	nlattr.U8(c, uapi.IFLA_GRE_TOS, "tos", &v.TOS)
	nlattr.Switch(c, uapi.IFLA_GRE_PMTUDISC, "pmtudisc", &v.PMTUDisc)
	nlattr.Switch(c, uapi.IFLA_GRE_IGNORE_DF, "ignore_df", &v.IgnoreDF)
	nlattr.U32(c, uapi.IFLA_GRE_FWMARK, "fwmark", &v.FwMark)
	greEncap(c, &v.EncapType, &v.EncapFlags, &v.EncapSport, &v.EncapDport)
	nlattr.Flag(c, uapi.IFLA_GRE_COLLECT_METADATA, "external", &v.External)
	nlattr.Rest(c, &v.Unknown)
}

func (v *GRE) whole(kind string) error {
	return whole(kind, append(
		wholeGroup(encapGiven(v.EncapType, v.EncapFlags, v.EncapSport, v.EncapDport)...),
		linkGiven(v.Dev, v.DevIndex), given{"local", v.Local.IsValid()}, given{"remote", v.Remote.IsValid()},
		given{"iflags", v.IFlags.Is()}, given{"oflags", v.OFlags.Is()}, given{"ttl", v.TTL.Is()}, given{"tos", v.TOS.Is()},
		given{"pmtudisc", v.PMTUDisc != 0}, given{"ignore_df", v.IgnoreDF != 0}, given{"fwmark", v.FwMark.Is()}))
}

// check refuses what the kernel would misread, or refuse without naming the
// attribute.
func (v *GRE) check(c *nlattr.Codec) {
	family(c, false, v.Local, v.Remote)
	greFlags(c, v.IFlags, v.OFlags)
	ignoreDF(c, v.IgnoreDF, v.PMTUDisc)
	encapExternal(c, v.External, v.EncapType)
}

// greKeys carries keys, and the flags that say among other things whether there
// is one: the kernel does not look at a key without its flag.
func greKeys(c *nlattr.Codec, iflags, oflags *nlattr.Opt[GREFlags], ikey, okey *nlattr.Opt[uint32]) {
	greKey(c, uapi.IFLA_GRE_IFLAGS, uapi.IFLA_GRE_IKEY, "iflags", "ikey", iflags, ikey)
	greKey(c, uapi.IFLA_GRE_OFLAGS, uapi.IFLA_GRE_OKEY, "oflags", "okey", oflags, okey)
}

func greKey(c *nlattr.Codec, ft, kt nlattr.Type, fname, kname string, flags *nlattr.Opt[GREFlags], key *nlattr.Opt[uint32]) {
	const keyed GREFlags = uapi.GRE_KEY
	f, k := *flags, *key
	if k.Is() {
		f = nlattr.Some(f.Or(0) | keyed)
	} else if f.Is() {
		k = nlattr.Some[uint32](0)
	}
	nlattr.BE16(c, ft, fname, &f)
	nlattr.BE32(c, kt, kname, &k)
	if !c.Decoding() {
		return
	}
	if f.Or(0)&keyed == 0 {
		k = nlattr.Opt[uint32]{}
	} else {
		f, k = nlattr.Some(f.Or(0)&^keyed), nlattr.Some(k.Or(0))
	}
	*flags, *key = f, k
}

// greEncap carries what packets are put into.
func greEncap(c *nlattr.Codec, typ *nlattr.Opt[TunnelEncap], flags *nlattr.Opt[TunnelEncapFlags], sport, dport *nlattr.Opt[uint16]) {
	nlattr.U16(c, uapi.IFLA_GRE_ENCAP_TYPE, "encap_type", typ)
	nlattr.U16(c, uapi.IFLA_GRE_ENCAP_FLAGS, "encap_flags", flags)
	nlattr.BE16(c, uapi.IFLA_GRE_ENCAP_SPORT, "encap_sport", sport)
	nlattr.BE16(c, uapi.IFLA_GRE_ENCAP_DPORT, "encap_dport", dport)
}

// encapGiven says what is there of an encapsulation.
func encapGiven(typ nlattr.Opt[TunnelEncap], flags nlattr.Opt[TunnelEncapFlags], sport, dport nlattr.Opt[uint16]) []given {
	return []given{{"encap_type", typ.Is()}, {"encap_flags", flags.Is()}, {"encap_sport", sport.Is()}, {"encap_dport", dport.Is()}}
}

func encapExternal(c *nlattr.Codec, external bool, typ nlattr.Opt[TunnelEncap]) {
	if external && typ.Or(0) != 0 {
		c.Reject("encap_type", fmt.Sprintf("%v, and external", typ))
	}
}

func ignoreDF(c *nlattr.Codec, ignore, pmtudisc nlattr.OnOff) {
	if ignore == nlattr.On && pmtudisc != nlattr.Off {
		c.Reject("ignore_df", "pmtudisc is not off")
	}
}

func greFlags(c *nlattr.Codec, iflags, oflags nlattr.Opt[GREFlags]) {
	for _, f := range [...]struct {
		name string
		v    nlattr.Opt[GREFlags]
	}{{"iflags", iflags}, {"oflags", oflags}} {
		if v := f.v.Or(0) &^ (GRECsum | GRESeq); v != 0 {
			c.Reject(f.name, fmt.Sprintf("%#x is neither csum nor seq", uint16(v)))
		}
	}
}

// GREFlags says what a GRE header has beside a key.
type GREFlags uint16

// The flags, GRE_*.
const (
	GRECsum GREFlags = uapi.GRE_CSUM // a checksum
	GRESeq  GREFlags = uapi.GRE_SEQ  // a sequence number
)

var greFlagNames = rtattr.Flags{{uapi.GRE_SEQ, "seq"}, {uapi.GRE_CSUM, "csum"}}

// String returns the flags in the words of ip(8), with spaces.
func (f GREFlags) String() string {
	return strings.Join(rtattr.FlagNames(uint32(f), greFlagNames), " ")
}
