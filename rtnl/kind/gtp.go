package kind

import (
	"fmt"
	"net/netip"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

var _ = register((*GTP)(nil))

// GTP is the user plane of the GPRS tunnelling protocol, as made by "ip link add
// type gtp". All fields are fixed when the link is made. It works as long as its
// sockets are open: those that are given, or those that the kernel makes with
// CreateSockets, one of which is required.
type GTP struct {
	FD0           nlattr.Opt[uint32]  `json:"fd0,omitzero"`            // IFLA_GTP_FD0: descriptor of this process of a UDP socket for version 0, of port 3386; not reported
	FD1           nlattr.Opt[uint32]  `json:"fd1,omitzero"`            // IFLA_GTP_FD1: the same for version 1, of port 2152; not reported
	CreateSockets nlattr.OnOff        `json:"create_sockets,omitzero"` // IFLA_GTP_CREATE_SOCKETS: both are made by the kernel (5.18); not reported
	Local         netip.Addr          `json:"local,omitzero"`          // IFLA_GTP_LOCAL, LOCAL6: the address of those (6.10); not reported
	HashSize      nlattr.Opt[uint32]  `json:"hsize,omitzero"`          // IFLA_GTP_PDP_HASHSIZE: entries of the table of contexts, 1024 by default
	Role          nlattr.Opt[GTPRole] `json:"role,omitzero"`           // IFLA_GTP_ROLE: which end it is; the GGSN by default
	RestartCount  nlattr.Opt[uint8]   `json:"restart_count,omitzero"`  // IFLA_GTP_RESTART_COUNT: how often this end was restarted, for answers to echo requests (5.18)

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Kind implements [Kind].
func (*GTP) Kind() string { return "gtp" }

// Attrs implements [Kind].
func (v *GTP) Attrs(c *nlattr.Codec) {
	if !c.Reporting() {
		v.check(c)
	}
	nlattr.U32(c, uapi.IFLA_GTP_FD0, "fd0", &v.FD0)
	nlattr.U32(c, uapi.IFLA_GTP_FD1, "fd1", &v.FD1)
	nlattr.Switch(c, uapi.IFLA_GTP_CREATE_SOCKETS, "create_sockets", &v.CreateSockets)
	nlattr.Addr(c, uapi.IFLA_GTP_LOCAL, uapi.IFLA_GTP_LOCAL6, "local", &v.Local)
	nlattr.U32(c, uapi.IFLA_GTP_PDP_HASHSIZE, "hsize", &v.HashSize)
	nlattr.U32(c, uapi.IFLA_GTP_ROLE, "role", &v.Role)
	nlattr.U8(c, uapi.IFLA_GTP_RESTART_COUNT, "restart_count", &v.RestartCount)
	nlattr.Rest(c, &v.Unknown)
}

// check refuses what the kernel refuses without naming the attribute.
func (v *GTP) check(c *nlattr.Codec) {
	if !v.FD0.Is() && !v.FD1.Is() && v.CreateSockets != nlattr.On {
		c.Reject("create_sockets", "not on, and there is no fd0 or fd1")
	}
	if r := v.Role.Or(0); r > GTPSGSN {
		c.Reject("role", fmt.Sprintf("%d is neither ggsn nor sgsn", r))
	}
}

// GTPRole says which end of the tunnel it is.
type GTPRole uint32

// The roles, GTP_ROLE_*.
const (
	GTPGGSN GTPRole = uapi.GTP_ROLE_GGSN // gateway to the outer network: contexts are found by the destination
	GTPSGSN GTPRole = uapi.GTP_ROLE_SGSN // serving the radio network: contexts are found by the source
)

// String returns the role as ip(8) prints it.
func (r GTPRole) String() string {
	return rtattr.Enum(r, []string{GTPGGSN: "ggsn", GTPSGSN: "sgsn"})
}
