package bridge

import (
	"time"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

// MRPRole is what a bridge does in a ring of the media redundancy protocol.
type MRPRole uint32

// The roles in a ring.
const (
	MRPDisabled MRPRole = 0
	MRPClient   MRPRole = 1
	MRPManager  MRPRole = 2
	MRPAuto     MRPRole = 3 // manager or client
)

// String returns the role as bridge(8) prints it.
func (r MRPRole) String() string {
	return rtattr.Enum(r, []string{MRPDisabled: "disabled", MRPClient: "MRC", MRPManager: "MRM", MRPAuto: "MRA"})
}

// MRPInRole is what a bridge does in the connection of rings.
type MRPInRole uint32

// The roles in the connection of rings.
const (
	MRPInDisabled MRPInRole = 0
	MRPInClient   MRPInRole = 1
	MRPInManager  MRPInRole = 2
)

// String returns the role as bridge(8) prints it.
func (r MRPInRole) String() string {
	return rtattr.Enum(r, []string{MRPInDisabled: "disabled", MRPInClient: "MIC", MRPInManager: "MIM"})
}

// MRPState says whether a ring, or the connection of rings, is closed.
type MRPState uint32

// The states.
const (
	MRPOpen   MRPState = 0
	MRPClosed MRPState = 1
)

// String returns the state as bridge(8) prints it.
func (s MRPState) String() string {
	return rtattr.Enum(s, []string{MRPOpen: "open", MRPClosed: "closed"})
}

// MRP is a ring of the media redundancy protocol, IFLA_BRIDGE_MRP_INFO_* (5.8); all
// of it is reported. Where in the connection of rings no role is taken, some of it
// is absent.
type MRP struct {
	RingID         nlattr.Opt[uint32]        `json:"ring_id,omitzero"`          // IFLA_BRIDGE_MRP_INFO_RING_ID
	PrimaryIndex   int32                     `json:"p_port,omitzero"`           // IFLA_BRIDGE_MRP_INFO_P_IFINDEX: the index of the first port in the ring
	SecondaryIndex int32                     `json:"s_port,omitzero"`           // IFLA_BRIDGE_MRP_INFO_S_IFINDEX: that of the second
	InIndex        int32                     `json:"i_port,omitzero"`           // IFLA_BRIDGE_MRP_INFO_I_IFINDEX: that of the port to another ring (5.9)
	Priority       nlattr.Opt[uint16]        `json:"prio,omitzero"`             // IFLA_BRIDGE_MRP_INFO_PRIO
	State          nlattr.Opt[MRPState]      `json:"ring_state,omitzero"`       // IFLA_BRIDGE_MRP_INFO_RING_STATE
	Role           nlattr.Opt[MRPRole]       `json:"ring_role,omitzero"`        // IFLA_BRIDGE_MRP_INFO_RING_ROLE
	TestTime       nlattr.Opt[time.Duration] `json:"test_interval,omitzero"`    // IFLA_BRIDGE_MRP_INFO_TEST_INTERVAL between test frames, in microseconds
	TestMaxMiss    nlattr.Opt[uint32]        `json:"test_max_miss,omitzero"`    // IFLA_BRIDGE_MRP_INFO_TEST_MAX_MISS: as many lost ones open the ring
	TestMonitor    nlattr.OnOff              `json:"test_monitor,omitzero"`     // IFLA_BRIDGE_MRP_INFO_TEST_MONITOR: only watch them
	InState        nlattr.Opt[MRPState]      `json:"in_state,omitzero"`         // IFLA_BRIDGE_MRP_INFO_IN_STATE (5.9)
	InRole         nlattr.Opt[MRPInRole]     `json:"in_role,omitzero"`          // IFLA_BRIDGE_MRP_INFO_IN_ROLE (5.9)
	InTestTime     nlattr.Opt[time.Duration] `json:"in_test_interval,omitzero"` // IFLA_BRIDGE_MRP_INFO_IN_TEST_INTERVAL, in microseconds (5.9)
	InTestMaxMiss  nlattr.Opt[uint32]        `json:"in_test_max_miss,omitzero"` // IFLA_BRIDGE_MRP_INFO_IN_TEST_MAX_MISS (5.9)

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Attrs lists the attributes.
func (m *MRP) Attrs(c *nlattr.Codec) {
	nlattr.U32(c, uapi.IFLA_BRIDGE_MRP_INFO_RING_ID, "ring_id", &m.RingID)
	nlattr.N32(c, uapi.IFLA_BRIDGE_MRP_INFO_P_IFINDEX, "p_port", &m.PrimaryIndex)
	nlattr.N32(c, uapi.IFLA_BRIDGE_MRP_INFO_S_IFINDEX, "s_port", &m.SecondaryIndex)
	nlattr.N32(c, uapi.IFLA_BRIDGE_MRP_INFO_I_IFINDEX, "i_port", &m.InIndex)
	nlattr.U16(c, uapi.IFLA_BRIDGE_MRP_INFO_PRIO, "prio", &m.Priority)
	nlattr.U32(c, uapi.IFLA_BRIDGE_MRP_INFO_RING_STATE, "ring_state", &m.State)
	nlattr.U32(c, uapi.IFLA_BRIDGE_MRP_INFO_RING_ROLE, "ring_role", &m.Role)
	nlattr.Dur32(c, uapi.IFLA_BRIDGE_MRP_INFO_TEST_INTERVAL, "test_interval", time.Microsecond, &m.TestTime)
	nlattr.U32(c, uapi.IFLA_BRIDGE_MRP_INFO_TEST_MAX_MISS, "test_max_miss", &m.TestMaxMiss)
	nlattr.Switch32(c, uapi.IFLA_BRIDGE_MRP_INFO_TEST_MONITOR, "test_monitor", &m.TestMonitor)
	nlattr.U32(c, uapi.IFLA_BRIDGE_MRP_INFO_IN_STATE, "in_state", &m.InState)
	nlattr.U32(c, uapi.IFLA_BRIDGE_MRP_INFO_IN_ROLE, "in_role", &m.InRole)
	nlattr.Dur32(c, uapi.IFLA_BRIDGE_MRP_INFO_IN_TEST_INTERVAL, "in_test_interval", time.Microsecond, &m.InTestTime)
	nlattr.U32(c, uapi.IFLA_BRIDGE_MRP_INFO_IN_TEST_MAX_MISS, "in_test_max_miss", &m.InTestMaxMiss)
	nlattr.Rest(c, &m.Unknown)
}
