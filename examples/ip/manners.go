package main

import (
	"fmt"
	"net/netip"
	"os/user"
	"slices"
	"strings"
	"time"

	"github.com/eb30ede5/netlink/rtnl/kind"
)

// manners has the kinds, and ports of kinds, that "ip -j" does not print with the attributes' names as Go
// would.
var manners = map[string]manner{
	"bond": {onOff: number, duration: millis, styles: map[string]style{
		"lp_interval": {form: seconds}, "ad_lacp_active": {form: onOffWord}, "arp_validate": {form: nullIf("none")},
	}},
	"can": {onOff: canMode, duration: millis, more: can, styles: map[string]style{
		"supported": {key: "ctrlmode_supported", form: canModes}, "bitrate_max": {form: notZero}, "xstats": {form: hide},
	}},
	"bridge": {onOff: number, duration: ticks, unit: 10 * time.Millisecond, styles: map[string]style{
		"stp_state": {form: number}, "mcast_router": {form: number}, "group_fwd_mask": {form: hexadecimal},
		"hello_timer": {form: decimal}, "tcn_timer": {form: decimal}, "topology_change_timer": {form: decimal}, "gc_timer": {form: decimal},
	}},
	"bridge_slave": {styles: map[string]style{
		"mcast_router": {key: "multicast_router", form: number}, "group_fwd_mask": {form: fwdMask},
		"id": {form: hexadecimal}, "no": {form: hexadecimal},
		"topology_change_ack": {form: number}, "config_pending": {form: number},
		"hold_timer": {form: decimal}, "message_age_timer": {form: decimal}, "forward_delay_timer": {form: decimal},
	}},
	"bond_slave": {styles: map[string]style{
		"ad_actor_oper_port_state": {form: lacpState}, "ad_partner_oper_port_state": {form: lacpState},
	}},
	"hsr":     {styles: map[string]style{"proto": {form: number}}},
	"ipvlan":  {styles: map[string]style{"flags": {form: flagged}}},
	"ipvtap":  {styles: map[string]style{"flags": {form: flagged}}},
	"macvlan": macvlan,
	"macvtap": macvlan,
	"tun": {styles: map[string]style{
		"owner": {key: "user", form: userName}, "group": {form: userGroup},
		"num_queues": {key: "numqueues"}, "num_disabled_queues": {key: "numdisabled"},
	}},
	"vlan": {styles: map[string]style{
		"reorder_hdr": {form: inList("flags")}, "gvrp": {form: inList("flags")}, "mvrp": {form: inList("flags")},
		"loose_binding": {form: inList("flags")}, "bridge_binding": {form: inList("flags")},
	}},
	"vxlan": {words: map[string]string{
		"remote": "group", "dstport": "port", "nolearning": "learning off", "learning": "learning on", "dev": "link",
	}, more: vxlan, styles: map[string]style{
		"local": {form: byFamily("local", "local6")}, "group": {form: vxlanGroup},
		"tos": {form: hexNotZero}, "label": {form: hexNotZero}, "limit": {form: notZero}, "port_range": {form: hide},
		"proxy": {form: onlyOn}, "rsc": {form: onlyOn}, "l2miss": {form: onlyOn}, "l3miss": {form: onlyOn},
		"remcsum_tx": {form: onlyOn}, "remcsum_rx": {form: onlyOn}, "external": {form: onlyOn}, "vnifilter": {form: onlyOn},
	}},
}

var macvlan = manner{styles: map[string]style{"flags": {form: flagged}}, more: func(_ any, o *object) {
	if !o.has("mode", "source") {
		o.drop("macaddr_count")
	}
}}

// vxlanGroup tells a group from a remote.
func vxlanGroup(o *object, _ string, v any) {
	if v.(netip.Addr).IsMulticast() {
		byFamily("group", "group6")(o, "", v)
	} else {
		byFamily("remote", "remote6")(o, "", v)
	}
}

// userName is the name of a user, if there is one of that number.
func userName(o *object, key string, v any) {
	if u, err := user.LookupId(fmt.Sprint(v)); err == nil {
		o.put(key, u.Username)
	} else {
		o.put(key, v)
	}
}

func userGroup(o *object, key string, v any) {
	if g, err := user.LookupGroupId(fmt.Sprint(v)); err == nil {
		o.put(key, g.Name)
	} else {
		o.put(key, v)
	}
}

// vxlan puts the source ports in any case, and no TTL if that is inherited.
func vxlan(k any, o *object) {
	v := k.(*kind.VXLAN)
	o.put("port_range", v.PortRange)
	if v.TTLInherit {
		o.drop("ttl")
	}
}

// lacpState is a number, and its bits by their names.
func lacpState(o *object, key string, v any) {
	number(o, key, v)
	names := []any{}
	for s := range strings.SplitSeq(fmt.Sprint(v), ",") {
		if s != "" {
			names = append(names, s)
		}
	}
	o.put(key+"_str", names)
}

// canMode puts a mode that is on, in capitals, into a list.
func canMode(o *object, key string, v any) {
	inList("ctrlmode")(o, strings.ReplaceAll(key, "_", "-"), v)
}

func canModes(o *object, key string, v any) {
	o.put(key, list(strings.FieldsFunc(fmt.Sprint(v), func(r rune) bool { return r == ' ' || r == ',' })))
}

// can puts the bit rate alone for devices that have no more of it.
func can(k any, o *object) {
	if c := k.(*kind.CAN); c.BitrateConst != nil {
		o.drop("bittiming")
		o.put("bittiming_bitrate", c.BitTiming.Bitrate)
	}
}

// fwdMask is a mask, and the same with the protocols' names.
func fwdMask(o *object, key string, v any) {
	hexadecimal(o, key, v)
	m, names := integer(v), []string{}
	for bit, s := range map[int]string{0: "stp", 2: "lacp", 14: "lldp"} {
		if m>>bit&1 != 0 {
			names = append(names, s)
			m &^= 1 << bit
		}
	}
	slices.Sort(names)
	slices.Reverse(names)
	if m != 0 || len(names) == 0 {
		names = append([]string{fmt.Sprintf("%#x", m)}, names...)
	}
	o.put(key+"_str", strings.Join(names, ","))
}

func init() {
	manners["metrics"] = manner{onOff: number, duration: millis, unit: time.Millisecond, styles: map[string]style{"congctl": {key: "congestion"}, "features": {form: func(o *object, _ string, v any) {
		for _, s := range strings.Fields(fmt.Sprint(v)) {
			o.put(s, nil)
		}
	}}}}
}
