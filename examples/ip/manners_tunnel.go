package main

import (
	"encoding/binary"
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"
)

func init() {
	for _, name := range []string{"gre", "gretap", "erspan", "ip6gre", "ip6gretap", "ip6erspan", "ipip", "sit", "ip6tnl"} {
		manners[name] = tunnel
	}
	vti := tunnel
	vti.styles = maps.Clone(tunnel.styles)
	vti.styles["ikey"], vti.styles["okey"] = style{form: dottedNotZero}, style{form: dottedNotZero}
	manners["vti"], manners["vti6"] = vti, vti
	manners["geneve"] = manner{more: inherited, styles: map[string]style{
		"remote": {form: byFamily("remote", "remote6")}, "tos": {form: hexNotZero}, "label": {form: hexNotZero}, "external": {form: onlyOn},
	}}
}

// tunnel is how tunnels over IP are printed.
var tunnel = manner{more: inherited, styles: map[string]style{
	"local": {form: orAny}, "remote": {form: orAny}, "tos": {form: hexNotZero}, "fwmark": {form: hexNotZero},
	"ikey": {form: dotted}, "okey": {form: dotted}, "iflags": {form: prefixed("i")}, "oflags": {form: prefixed("o")},
	"ignore_df": {form: onlyOn}, "flowinfo": {form: flowInfo}, "flags": {form: tunnelFlags}, "erspan_hwid": {form: hexadecimal},
	"encap_type": {form: encapMember("type")}, "encap_flags": {form: encapFlags},
	"encap_sport": {form: encapMember("sport")}, "encap_dport": {form: encapMember("dport")},
}}

// orAny is an address, or "any" for the unspecified one.
func orAny(o *object, key string, v any) {
	if a := v.(netip.Addr); a.IsUnspecified() {
		o.put(key, "any")
	} else {
		o.put(key, a)
	}
}

// dotted is a number written like an IPv4 address.
func dotted(o *object, key string, v any) {
	var b [4]byte
	binary.BigEndian.PutUint32(b[:], uint32(integer(v)))
	o.put(key, netip.AddrFrom4(b))
}

func dottedNotZero(o *object, key string, v any) {
	if integer(v) != 0 {
		dotted(o, key, v)
	}
}

// prefixed makes true of each word, with something in front.
func prefixed(with string) form {
	return func(o *object, key string, v any) {
		for _, s := range strings.Fields(fmt.Sprint(v)) {
			o.put(with+s, true)
		}
	}
}

// flowInfo is the traffic class and the flow label of an IPv6 header.
func flowInfo(o *object, key string, v any) {
	x := integer(v)
	o.put("tclass", fmt.Sprintf("0x%02x", x>>20&0xff))
	o.put("flowlabel", fmt.Sprintf("0x%05x", x&0xfffff))
}

// tunnelFlags makes true of each flag that has a name.
func tunnelFlags(o *object, key string, v any) {
	for _, s := range strings.Fields(fmt.Sprint(v)) {
		o.putIf(!strings.HasPrefix(s, "0x"), s, true)
	}
}

// encapMember is part of the object "encap".
func encapMember(name string) form {
	return func(o *object, key string, v any) { o.sub("encap").put(name, plainOf(v)) }
}

func encapFlags(o *object, key string, v any) {
	set := strings.Fields(fmt.Sprint(v))
	for s, as := range map[string]string{"encap-csum": "csum", "encap-udp6-csum": "csum6", "encap-remcsum": "remcsum"} {
		o.sub("encap").put(as, slices.Contains(set, s))
	}
}

// inherited drops what is told otherwise, or not there.
func inherited(_ any, o *object) {
	if e := o.sub("encap"); e.has("type", "none") || len(e.members) == 0 {
		o.drop("encap")
	}
	for flag, key := range map[string]string{
		"ip6_tnl_f_use_orig_tclass": "tclass", "ip6_tnl_f_use_orig_flowlabel": "flowlabel", "ip6_tnl_f_ign_encap_limit": "encap_limit",
	} {
		if o.there(flag) {
			o.drop(key)
		}
	}
	if o.has("ttl_inherit", true) {
		o.drop("ttl")
	} else {
		o.drop("ttl_inherit")
	}
}
