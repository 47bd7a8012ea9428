package kind

import (
	"fmt"
	"net/netip"
	"time"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

var _ = register((*Bond)(nil))

// Bond is a link that joins others, its ports, as made by "ip link add type
// bond". A link must be down to become a port; that sets it up.
//
// An absent field leaves the kernel's default when the link is made, and the
// current value when it is changed. The kernel reports the parameters of all
// modes, and refuses to set those that the bond's mode does not have; see
// [Bond.Template]. ARP monitoring turns MII monitoring off, and the other way
// round.
type Bond struct {
	Mode            nlattr.Opt[BondMode]     `json:"mode,omitzero"`              // IFLA_BOND_MODE; can be set only while the bond is down and has no ports, even to what it is
	Primary         string                   `json:"-"`                          // the name of the port that is preferred; modes active-backup, balance-tlb and balance-alb
	PrimaryIndex    nlattr.Opt[int32]        `json:"primary,omitzero"`           // IFLA_BOND_PRIMARY: its index; 0 is none
	PrimaryReselect nlattr.Opt[BondReselect] `json:"primary_reselect,omitzero"`  // IFLA_BOND_PRIMARY_RESELECT: when the primary port takes over
	Active          string                   `json:"-"`                          // the name of the port that is used; modes as for Primary
	ActiveIndex     nlattr.Opt[int32]        `json:"active_slave,omitzero"`      // IFLA_BOND_ACTIVE_SLAVE: its index; 0 lets the kernel choose
	AllPortsActive  nlattr.OnOff             `json:"all_slaves_active,omitzero"` // IFLA_BOND_ALL_SLAVES_ACTIVE: do not drop duplicates that come from ports which are not used
	FailOverMAC     nlattr.Opt[BondMAC]      `json:"fail_over_mac,omitzero"`     // IFLA_BOND_FAIL_OVER_MAC: whose link-layer address the bond has in mode active-backup; only while it has no ports
	MinLinks        nlattr.Opt[uint32]       `json:"min_links,omitzero"`         // IFLA_BOND_MIN_LINKS: so many ports must have a carrier for the bond to have one; mode 802.3ad

	XmitHash       nlattr.Opt[BondHash]      `json:"xmit_hash_policy,omitzero"`  // IFLA_BOND_XMIT_HASH_POLICY: what chooses the port; modes balance-xor, 802.3ad and balance-tlb
	PacketsPerPort nlattr.Opt[uint32]        `json:"packets_per_slave,omitzero"` // IFLA_BOND_PACKETS_PER_SLAVE: how many before the next port, up to 65535; 0 is at random; mode balance-rr
	TLBDynamic     nlattr.OnOff              `json:"tlb_dynamic_lb,omitzero"`    // IFLA_BOND_TLB_DYNAMIC_LB: by the ports' load, not by XmitHash; mode balance-tlb; only while the bond is down
	LPInterval     nlattr.Opt[time.Duration] `json:"lp_interval,omitzero"`       // IFLA_BOND_LP_INTERVAL: time between learning packets, whole seconds, not 0; modes balance-tlb and balance-alb
	ResendIGMP     nlattr.Opt[uint32]        `json:"resend_igmp,omitzero"`       // IFLA_BOND_RESEND_IGMP: membership reports to send after a change of ports, up to 255

	// What is sent so that others learn of a change of ports.
	PeerNotify      nlattr.Opt[uint8]         `json:"num_peer_notif,omitzero"`    // IFLA_BOND_NUM_PEER_NOTIF: how many ARP and neighbour messages
	PeerNotifyDelay nlattr.Opt[time.Duration] `json:"peer_notify_delay,omitzero"` // IFLA_BOND_PEER_NOTIF_DELAY: time between them, whole milliseconds; needs MIIMon; the kernel keeps it as a multiple of that (5.3)

	// Monitoring of the ports by their carrier.
	MIIMon     nlattr.Opt[time.Duration] `json:"miimon,omitzero"`      // IFLA_BOND_MIIMON: how often, whole milliseconds; 0 is not at all
	UpDelay    nlattr.Opt[time.Duration] `json:"updelay,omitzero"`     // IFLA_BOND_UPDELAY: how long to wait before a port is used, whole milliseconds; needs MIIMon; the kernel keeps it as a multiple of that, which changes with it
	DownDelay  nlattr.Opt[time.Duration] `json:"downdelay,omitzero"`   // IFLA_BOND_DOWNDELAY: how long to wait before it is not used any more; as UpDelay
	UseCarrier nlattr.OnOff              `json:"use_carrier,omitzero"` // IFLA_BOND_USE_CARRIER: ask the network stack, not the driver; since 6.18 it can only be on

	// Monitoring of the ports by ARP and neighbour messages; not in modes
	// 802.3ad, balance-tlb and balance-alb.
	ARPInterval   nlattr.Opt[time.Duration]   `json:"arp_interval,omitzero"`    // IFLA_BOND_ARP_INTERVAL: how often, whole milliseconds; 0 is not at all
	ARPTargets    []netip.Addr                `json:"arp_ip_target,omitzero"`   // IFLA_BOND_ARP_IP_TARGET: all that are asked, up to 16; an empty list that is not nil removes them
	NSTargets     []netip.Addr                `json:"ns_ip6_target,omitzero"`   // IFLA_BOND_NS_IP6_TARGET: the same for IPv6 (5.18)
	ARPValidate   nlattr.Opt[BondARPValidate] `json:"arp_validate,omitzero"`    // IFLA_BOND_ARP_VALIDATE: which ports' answers are looked at
	ARPAllTargets nlattr.Opt[BondARPTargets]  `json:"arp_all_targets,omitzero"` // IFLA_BOND_ARP_ALL_TARGETS: how many have to answer; mode active-backup
	ARPMissedMax  nlattr.Opt[uint8]           `json:"arp_missed_max,omitzero"`  // IFLA_BOND_MISSED_MAX: a port is down after so many intervals without an answer, 2 by default, not 0 (5.17)

	// Mode 802.3ad.
	LACPActive     nlattr.OnOff           `json:"ad_lacp_active,omitzero"`     // IFLA_BOND_AD_LACP_ACTIVE: send without being asked; on by default; only while the bond is down (5.15)
	LACPRate       nlattr.Opt[BondRate]   `json:"ad_lacp_rate,omitzero"`       // IFLA_BOND_AD_LACP_RATE: how often the partner is to send; only while the bond is down
	LACPStrict     nlattr.OnOff           `json:"lacp_strict,omitzero"`        // IFLA_BOND_LACP_STRICT: no carrier without a partner (7.1)
	ADSelect       nlattr.Opt[BondSelect] `json:"ad_select,omitzero"`          // IFLA_BOND_AD_SELECT: which aggregator is used; only while the bond is down
	ADSysPrio      nlattr.Opt[uint16]     `json:"ad_actor_sys_prio,omitzero"`  // IFLA_BOND_AD_ACTOR_SYS_PRIO: system priority, not 0; 65535 by default; reported to CAP_NET_ADMIN in the first user namespace
	ADSystem       nlattr.HWAddr          `json:"ad_actor_system,omitzero"`    // IFLA_BOND_AD_ACTOR_SYSTEM: system address; reported as ADSysPrio is
	ADPortKey      nlattr.Opt[uint16]     `json:"ad_user_port_key,omitzero"`   // IFLA_BOND_AD_USER_PORT_KEY: upper ten bits of the ports' key, up to 1023; only while the bond is down; reported as ADSysPrio is
	Coupled        nlattr.OnOff           `json:"coupled_control,omitzero"`    // IFLA_BOND_COUPLED_CONTROL: collecting and distributing are one state; on by default; only while the bond is down (6.9)
	BroadcastNeigh nlattr.OnOff           `json:"broadcast_neighbor,omitzero"` // IFLA_BOND_BROADCAST_NEIGH: send ARP and neighbour messages on all ports (6.17)
	ADInfo         *BondADInfo            `json:"ad_info,omitzero"`            // IFLA_BOND_AD_INFO: the active aggregator, reported

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Kind implements [Kind].
func (*Bond) Kind() string { return "bond" }

// Attrs implements [Kind].
func (b *Bond) Attrs(c *nlattr.Codec) {
	if !c.Reporting() {
		b.check(c)
	}
	nlattr.U8(c, uapi.IFLA_BOND_MODE, "mode", &b.Mode)
	rtattr.OptDev(c, uapi.IFLA_BOND_ACTIVE_SLAVE, "active_slave", b.Active, &b.ActiveIndex)
	nlattr.Dur32(c, uapi.IFLA_BOND_MIIMON, "miimon", time.Millisecond, &b.MIIMon)
	nlattr.Dur32(c, uapi.IFLA_BOND_UPDELAY, "updelay", time.Millisecond, &b.UpDelay)
	nlattr.Dur32(c, uapi.IFLA_BOND_DOWNDELAY, "downdelay", time.Millisecond, &b.DownDelay)
	nlattr.Dur32(c, uapi.IFLA_BOND_PEER_NOTIF_DELAY, "peer_notify_delay", time.Millisecond, &b.PeerNotifyDelay)
	nlattr.Switch(c, uapi.IFLA_BOND_USE_CARRIER, "use_carrier", &b.UseCarrier)
	b.arp(c)
	rtattr.OptDev(c, uapi.IFLA_BOND_PRIMARY, "primary", b.Primary, &b.PrimaryIndex)
	nlattr.U8(c, uapi.IFLA_BOND_PRIMARY_RESELECT, "primary_reselect", &b.PrimaryReselect)
	nlattr.U8(c, uapi.IFLA_BOND_FAIL_OVER_MAC, "fail_over_mac", &b.FailOverMAC)
	nlattr.U8(c, uapi.IFLA_BOND_XMIT_HASH_POLICY, "xmit_hash_policy", &b.XmitHash)
	nlattr.U32(c, uapi.IFLA_BOND_RESEND_IGMP, "resend_igmp", &b.ResendIGMP)
	nlattr.U8(c, uapi.IFLA_BOND_NUM_PEER_NOTIF, "num_peer_notif", &b.PeerNotify)
	nlattr.Switch(c, uapi.IFLA_BOND_ALL_SLAVES_ACTIVE, "all_slaves_active", &b.AllPortsActive)
	nlattr.U32(c, uapi.IFLA_BOND_MIN_LINKS, "min_links", &b.MinLinks)
	nlattr.Dur32(c, uapi.IFLA_BOND_LP_INTERVAL, "lp_interval", time.Second, &b.LPInterval)
	nlattr.U32(c, uapi.IFLA_BOND_PACKETS_PER_SLAVE, "packets_per_slave", &b.PacketsPerPort)
	nlattr.Switch(c, uapi.IFLA_BOND_TLB_DYNAMIC_LB, "tlb_dynamic_lb", &b.TLBDynamic)
	b.lacp(c)
	nlattr.Rest(c, &b.Unknown)
}

// arp lists ARP monitoring.
func (b *Bond) arp(c *nlattr.Codec) {
	nlattr.Dur32(c, uapi.IFLA_BOND_ARP_INTERVAL, "arp_interval", time.Millisecond, &b.ARPInterval)
	nlattr.Indexed(c, uapi.IFLA_BOND_ARP_IP_TARGET, "arp_ip_target", &b.ARPTargets, &b.Unknown)
	nlattr.Indexed(c, uapi.IFLA_BOND_NS_IP6_TARGET, "ns_ip6_target", &b.NSTargets, &b.Unknown)
	nlattr.U32(c, uapi.IFLA_BOND_ARP_VALIDATE, "arp_validate", &b.ARPValidate)
	nlattr.U32(c, uapi.IFLA_BOND_ARP_ALL_TARGETS, "arp_all_targets", &b.ARPAllTargets)
	nlattr.U8(c, uapi.IFLA_BOND_MISSED_MAX, "arp_missed_max", &b.ARPMissedMax)
}

// lacp lists what mode 802.3ad has.
func (b *Bond) lacp(c *nlattr.Codec) {
	nlattr.Switch(c, uapi.IFLA_BOND_AD_LACP_ACTIVE, "ad_lacp_active", &b.LACPActive)
	nlattr.U8(c, uapi.IFLA_BOND_AD_LACP_RATE, "ad_lacp_rate", &b.LACPRate)
	nlattr.Switch(c, uapi.IFLA_BOND_LACP_STRICT, "lacp_strict", &b.LACPStrict)
	nlattr.U8(c, uapi.IFLA_BOND_AD_SELECT, "ad_select", &b.ADSelect)
	nlattr.U16(c, uapi.IFLA_BOND_AD_ACTOR_SYS_PRIO, "ad_actor_sys_prio", &b.ADSysPrio)
	nlattr.LLAddr(c, uapi.IFLA_BOND_AD_ACTOR_SYSTEM, "ad_actor_system", &b.ADSystem)
	nlattr.U16(c, uapi.IFLA_BOND_AD_USER_PORT_KEY, "ad_user_port_key", &b.ADPortKey)
	nlattr.Switch(c, uapi.IFLA_BOND_COUPLED_CONTROL, "coupled_control", &b.Coupled)
	nlattr.Switch(c, uapi.IFLA_BOND_BROADCAST_NEIGH, "broadcast_neighbor", &b.BroadcastNeigh)
	if c.Reporting() {
		nlattr.Nest(c, uapi.IFLA_BOND_AD_INFO, "ad_info", &b.ADInfo)
	}
}

// check refuses what the kernel would cut short, or refuse without naming the
// attribute.
func (b *Bond) check(c *nlattr.Codec) {
	const most = 16
	if n := len(b.ARPTargets); n > most {
		c.Reject("arp_ip_target", fmt.Sprintf("%d addresses, at most %d", n, most))
	}
	if n := len(b.NSTargets); n > most {
		c.Reject("ns_ip6_target", fmt.Sprintf("%d addresses, at most %d", n, most))
	}
	for _, a := range b.ARPTargets {
		if a.IsValid() && !a.Is4() {
			c.Reject("arp_ip_target", a.String()+" is not an IPv4 address")
		}
	}
	for _, a := range b.NSTargets {
		if a.IsValid() && !a.Is6() {
			c.Reject("ns_ip6_target", a.String()+" is not an IPv6 address")
		}
	}
	if b.MIIMon.Or(0) != 0 && (b.ARPInterval.Or(0) != 0 || b.ARPValidate.Or(0) != 0) {
		c.Reject("miimon", "with arp_interval or arp_validate")
	}
	if n := b.ADSystem.Len(); n != 0 && n != 6 {
		c.Reject("ad_actor_system", fmt.Sprintf("%d bytes, not 6", n))
	}
}

// Template returns what of a bond that was read makes another one like it: the
// parameters that the kernel takes in b's mode, without ports and what it only
// reports.
func (b *Bond) Template() *Bond {
	t := *b
	t.Active, t.ActiveIndex, t.Primary, t.PrimaryIndex, t.ADInfo, t.Unknown = "", nlattr.Opt[int32]{}, "", nlattr.Opt[int32]{}, nil, nil
	if t.MIIMon.Or(0) == 0 {
		t.UpDelay, t.DownDelay, t.PeerNotifyDelay = nlattr.Opt[time.Duration]{}, nlattr.Opt[time.Duration]{}, nlattr.Opt[time.Duration]{}
	}
	mode := t.Mode.Or(BondBalanceRR)
	if mode != BondBalanceRR {
		t.PacketsPerPort = nlattr.Opt[uint32]{}
	}
	if mode != BondBalanceTLB {
		t.TLBDynamic = 0
	}
	if mode != Bond8023AD {
		t.LACPActive, t.LACPStrict, t.Coupled, t.BroadcastNeigh = 0, 0, 0, 0
		t.LACPRate, t.ADSelect = nlattr.Opt[BondRate]{}, nlattr.Opt[BondSelect]{}
	}
	switch mode {
	case Bond8023AD, BondBalanceTLB, BondBalanceALB:
		t.ARPInterval, t.ARPValidate, t.ARPMissedMax = nlattr.Opt[time.Duration]{}, nlattr.Opt[BondARPValidate]{}, nlattr.Opt[uint8]{}
	}
	return &t
}

// BondADInfo is the aggregator that a bond in mode 802.3ad uses.
type BondADInfo struct {
	Aggregator nlattr.Opt[uint16] `json:"aggregator,omitzero"`  // IFLA_BOND_AD_INFO_AGGREGATOR: its number
	Ports      nlattr.Opt[uint16] `json:"num_ports,omitzero"`   // IFLA_BOND_AD_INFO_NUM_PORTS: how many ports it has
	ActorKey   nlattr.Opt[uint16] `json:"actor_key,omitzero"`   // IFLA_BOND_AD_INFO_ACTOR_KEY
	PartnerKey nlattr.Opt[uint16] `json:"partner_key,omitzero"` // IFLA_BOND_AD_INFO_PARTNER_KEY
	PartnerMAC nlattr.HWAddr      `json:"partner_mac,omitzero"` // IFLA_BOND_AD_INFO_PARTNER_MAC; zeros without a partner

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Attrs lists the attributes of IFLA_BOND_AD_INFO.
func (i *BondADInfo) Attrs(c *nlattr.Codec) {
	nlattr.U16(c, uapi.IFLA_BOND_AD_INFO_AGGREGATOR, "aggregator", &i.Aggregator)
	nlattr.U16(c, uapi.IFLA_BOND_AD_INFO_NUM_PORTS, "num_ports", &i.Ports)
	nlattr.U16(c, uapi.IFLA_BOND_AD_INFO_ACTOR_KEY, "actor_key", &i.ActorKey)
	nlattr.U16(c, uapi.IFLA_BOND_AD_INFO_PARTNER_KEY, "partner_key", &i.PartnerKey)
	nlattr.LLAddr(c, uapi.IFLA_BOND_AD_INFO_PARTNER_MAC, "partner_mac", &i.PartnerMAC)
	nlattr.Rest(c, &i.Unknown)
}
