package bridge

import (
	"time"

	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

// CFM is what a bridge has of connectivity fault management, IFLA_BRIDGE_CFM_*
// (5.11); all of it is reported. What is of one end point has the same instance in
// each of the lists.
type CFM struct {
	MEPs       []CFMMEP        `json:"mep_create,omitzero"`     // IFLA_BRIDGE_CFM_MEP_CREATE_INFO: the end points
	Configs    []CFMConfig     `json:"mep_config,omitzero"`     // IFLA_BRIDGE_CFM_MEP_CONFIG_INFO
	Checks     []CFMCheck      `json:"cc_config,omitzero"`      // IFLA_BRIDGE_CFM_CC_CONFIG_INFO: what they expect
	RDIs       []CFMRDI        `json:"cc_rdi,omitzero"`         // IFLA_BRIDGE_CFM_CC_RDI_INFO: whether they tell of a defect
	Sent       []CFMSent       `json:"cc_ccm_tx,omitzero"`      // IFLA_BRIDGE_CFM_CC_CCM_TX_INFO: what they send
	Peers      []CFMPeer       `json:"cc_peer_mep,omitzero"`    // IFLA_BRIDGE_CFM_CC_PEER_MEP_INFO: whom they expect
	Status     []CFMStatus     `json:"mep_status,omitzero"`     // IFLA_BRIDGE_CFM_MEP_STATUS_INFO
	PeerStatus []CFMPeerStatus `json:"cc_peer_status,omitzero"` // IFLA_BRIDGE_CFM_CC_PEER_STATUS_INFO

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Attrs lists the attributes.
func (m *CFM) Attrs(c *nlattr.Codec) {
	nlattr.Repeat(c, uapi.IFLA_BRIDGE_CFM_MEP_CREATE_INFO, "mep_create", &m.MEPs)
	nlattr.Repeat(c, uapi.IFLA_BRIDGE_CFM_MEP_CONFIG_INFO, "mep_config", &m.Configs)
	nlattr.Repeat(c, uapi.IFLA_BRIDGE_CFM_CC_CONFIG_INFO, "cc_config", &m.Checks)
	nlattr.Repeat(c, uapi.IFLA_BRIDGE_CFM_CC_RDI_INFO, "cc_rdi", &m.RDIs)
	nlattr.Repeat(c, uapi.IFLA_BRIDGE_CFM_CC_CCM_TX_INFO, "cc_ccm_tx", &m.Sent)
	nlattr.Repeat(c, uapi.IFLA_BRIDGE_CFM_CC_PEER_MEP_INFO, "cc_peer_mep", &m.Peers)
	nlattr.Repeat(c, uapi.IFLA_BRIDGE_CFM_MEP_STATUS_INFO, "mep_status", &m.Status)
	nlattr.Repeat(c, uapi.IFLA_BRIDGE_CFM_CC_PEER_STATUS_INFO, "cc_peer_status", &m.PeerStatus)
	nlattr.Rest(c, &m.Unknown)
}

// CFMMEP is an end point.
type CFMMEP struct {
	Instance  nlattr.Opt[uint32] `json:"instance,omitzero"`  // IFLA_BRIDGE_CFM_MEP_CREATE_INSTANCE: its number
	Domain    nlattr.Opt[uint32] `json:"domain,omitzero"`    // IFLA_BRIDGE_CFM_MEP_CREATE_DOMAIN: 0 port, 1 VLAN
	Direction nlattr.Opt[uint32] `json:"direction,omitzero"` // IFLA_BRIDGE_CFM_MEP_CREATE_DIRECTION: 0 down, 1 up
	DevIndex  int32              `json:"ifindex,omitzero"`   // IFLA_BRIDGE_CFM_MEP_CREATE_IFINDEX: the index of the port
	Unknown   []nlattr.Attr      `json:"unknown,omitzero"`   // attributes that this package does not know
}

// Attrs lists the attributes.
func (m *CFMMEP) Attrs(c *nlattr.Codec) {
	nlattr.U32(c, uapi.IFLA_BRIDGE_CFM_MEP_CREATE_INSTANCE, "instance", &m.Instance)
	nlattr.U32(c, uapi.IFLA_BRIDGE_CFM_MEP_CREATE_DOMAIN, "domain", &m.Domain)
	nlattr.U32(c, uapi.IFLA_BRIDGE_CFM_MEP_CREATE_DIRECTION, "direction", &m.Direction)
	nlattr.N32(c, uapi.IFLA_BRIDGE_CFM_MEP_CREATE_IFINDEX, "ifindex", &m.DevIndex)
	nlattr.Rest(c, &m.Unknown)
}

// CFMConfig says how an end point is addressed.
type CFMConfig struct {
	Instance nlattr.Opt[uint32] `json:"instance,omitzero"`    // IFLA_BRIDGE_CFM_MEP_CONFIG_INSTANCE
	Unicast  nlattr.HWAddr      `json:"unicast_mac,omitzero"` // IFLA_BRIDGE_CFM_MEP_CONFIG_UNICAST_MAC
	Level    nlattr.Opt[uint32] `json:"mdlevel,omitzero"`     // IFLA_BRIDGE_CFM_MEP_CONFIG_MDLEVEL: 0 to 7
	ID       nlattr.Opt[uint32] `json:"mepid,omitzero"`       // IFLA_BRIDGE_CFM_MEP_CONFIG_MEPID: up to 8191
	Unknown  []nlattr.Attr      `json:"unknown,omitzero"`     // attributes that this package does not know
}

// Attrs lists the attributes.
func (m *CFMConfig) Attrs(c *nlattr.Codec) {
	nlattr.U32(c, uapi.IFLA_BRIDGE_CFM_MEP_CONFIG_INSTANCE, "instance", &m.Instance)
	nlattr.LLAddr(c, uapi.IFLA_BRIDGE_CFM_MEP_CONFIG_UNICAST_MAC, "unicast_mac", &m.Unicast)
	nlattr.U32(c, uapi.IFLA_BRIDGE_CFM_MEP_CONFIG_MDLEVEL, "mdlevel", &m.Level)
	nlattr.U32(c, uapi.IFLA_BRIDGE_CFM_MEP_CONFIG_MEPID, "mepid", &m.ID)
	nlattr.Rest(c, &m.Unknown)
}

// CFMCheck says what an end point expects of its peers.
type CFMCheck struct {
	Instance nlattr.Opt[uint32] `json:"instance,omitzero"`     // IFLA_BRIDGE_CFM_CC_CONFIG_INSTANCE
	Enable   nlattr.OnOff       `json:"enable,omitzero"`       // IFLA_BRIDGE_CFM_CC_CONFIG_ENABLE
	Interval nlattr.Opt[uint32] `json:"exp_interval,omitzero"` // IFLA_BRIDGE_CFM_CC_CONFIG_EXP_INTERVAL between messages: 1 3.3 ms, 2 10 ms, 3 100 ms, 4 1 s, 5 10 s, 6 1 min, 7 10 min
	MAID     []byte             `json:"exp_maid,omitzero"`     // IFLA_BRIDGE_CFM_CC_CONFIG_EXP_MAID: the association, 48 bytes
	Unknown  []nlattr.Attr      `json:"unknown,omitzero"`      // attributes that this package does not know
}

// Attrs lists the attributes.
func (m *CFMCheck) Attrs(c *nlattr.Codec) {
	nlattr.U32(c, uapi.IFLA_BRIDGE_CFM_CC_CONFIG_INSTANCE, "instance", &m.Instance)
	nlattr.Switch32(c, uapi.IFLA_BRIDGE_CFM_CC_CONFIG_ENABLE, "enable", &m.Enable)
	nlattr.U32(c, uapi.IFLA_BRIDGE_CFM_CC_CONFIG_EXP_INTERVAL, "exp_interval", &m.Interval)
	nlattr.Bytes(c, uapi.IFLA_BRIDGE_CFM_CC_CONFIG_EXP_MAID, "exp_maid", &m.MAID)
	nlattr.Rest(c, &m.Unknown)
}

// CFMRDI says whether an end point tells its peers of a defect.
type CFMRDI struct {
	Instance nlattr.Opt[uint32] `json:"instance,omitzero"` // IFLA_BRIDGE_CFM_CC_RDI_INSTANCE
	RDI      nlattr.OnOff       `json:"rdi,omitzero"`      // IFLA_BRIDGE_CFM_CC_RDI_RDI
	Unknown  []nlattr.Attr      `json:"unknown,omitzero"`  // attributes that this package does not know
}

// Attrs lists the attributes.
func (m *CFMRDI) Attrs(c *nlattr.Codec) {
	nlattr.U32(c, uapi.IFLA_BRIDGE_CFM_CC_RDI_INSTANCE, "instance", &m.Instance)
	nlattr.Switch32(c, uapi.IFLA_BRIDGE_CFM_CC_RDI_RDI, "rdi", &m.RDI)
	nlattr.Rest(c, &m.Unknown)
}

// CFMSent says what an end point sends to its peers.
type CFMSent struct {
	Instance     nlattr.Opt[uint32]        `json:"instance,omitzero"`       // IFLA_BRIDGE_CFM_CC_CCM_TX_INSTANCE
	To           nlattr.HWAddr             `json:"dmac,omitzero"`           // IFLA_BRIDGE_CFM_CC_CCM_TX_DMAC
	SeqUpdate    nlattr.OnOff              `json:"seq_no_update,omitzero"`  // IFLA_BRIDGE_CFM_CC_CCM_TX_SEQ_NO_UPDATE: number the messages
	Period       nlattr.Opt[time.Duration] `json:"period,omitzero"`         // IFLA_BRIDGE_CFM_CC_CCM_TX_PERIOD: for how long, in seconds
	IfTLV        nlattr.OnOff              `json:"if_tlv,omitzero"`         // IFLA_BRIDGE_CFM_CC_CCM_TX_IF_TLV: tell the interface's status
	IfTLVValue   nlattr.Opt[uint8]         `json:"if_tlv_value,omitzero"`   // IFLA_BRIDGE_CFM_CC_CCM_TX_IF_TLV_VALUE: which
	PortTLV      nlattr.OnOff              `json:"port_tlv,omitzero"`       // IFLA_BRIDGE_CFM_CC_CCM_TX_PORT_TLV: tell the port's status
	PortTLVValue nlattr.Opt[uint8]         `json:"port_tlv_value,omitzero"` // IFLA_BRIDGE_CFM_CC_CCM_TX_PORT_TLV_VALUE: which
	Unknown      []nlattr.Attr             `json:"unknown,omitzero"`        // attributes that this package does not know
}

// Attrs lists the attributes.
func (m *CFMSent) Attrs(c *nlattr.Codec) {
	nlattr.U32(c, uapi.IFLA_BRIDGE_CFM_CC_CCM_TX_INSTANCE, "instance", &m.Instance)
	nlattr.LLAddr(c, uapi.IFLA_BRIDGE_CFM_CC_CCM_TX_DMAC, "dmac", &m.To)
	nlattr.Switch32(c, uapi.IFLA_BRIDGE_CFM_CC_CCM_TX_SEQ_NO_UPDATE, "seq_no_update", &m.SeqUpdate)
	nlattr.Dur32(c, uapi.IFLA_BRIDGE_CFM_CC_CCM_TX_PERIOD, "period", time.Second, &m.Period)
	nlattr.Switch32(c, uapi.IFLA_BRIDGE_CFM_CC_CCM_TX_IF_TLV, "if_tlv", &m.IfTLV)
	nlattr.U8(c, uapi.IFLA_BRIDGE_CFM_CC_CCM_TX_IF_TLV_VALUE, "if_tlv_value", &m.IfTLVValue)
	nlattr.Switch32(c, uapi.IFLA_BRIDGE_CFM_CC_CCM_TX_PORT_TLV, "port_tlv", &m.PortTLV)
	nlattr.U8(c, uapi.IFLA_BRIDGE_CFM_CC_CCM_TX_PORT_TLV_VALUE, "port_tlv_value", &m.PortTLVValue)
	nlattr.Rest(c, &m.Unknown)
}

// CFMPeer is a peer that an end point expects.
type CFMPeer struct {
	Instance nlattr.Opt[uint32] `json:"instance,omitzero"` // IFLA_BRIDGE_CFM_CC_PEER_MEP_INSTANCE
	ID       nlattr.Opt[uint32] `json:"mepid,omitzero"`    // IFLA_BRIDGE_CFM_CC_PEER_MEPID
	Unknown  []nlattr.Attr      `json:"unknown,omitzero"`  // attributes that this package does not know
}

// Attrs lists the attributes.
func (m *CFMPeer) Attrs(c *nlattr.Codec) {
	nlattr.U32(c, uapi.IFLA_BRIDGE_CFM_CC_PEER_MEP_INSTANCE, "instance", &m.Instance)
	nlattr.U32(c, uapi.IFLA_BRIDGE_CFM_CC_PEER_MEPID, "mepid", &m.ID)
	nlattr.Rest(c, &m.Unknown)
}

// CFMStatus says what an end point has seen since it was last asked.
type CFMStatus struct {
	Instance          nlattr.Opt[uint32] `json:"instance,omitzero"`           // IFLA_BRIDGE_CFM_MEP_STATUS_INSTANCE
	UnexpectedOpcode  nlattr.OnOff       `json:"opcode_unexp_seen,omitzero"`  // IFLA_BRIDGE_CFM_MEP_STATUS_OPCODE_UNEXP_SEEN
	UnexpectedVersion nlattr.OnOff       `json:"version_unexp_seen,omitzero"` // IFLA_BRIDGE_CFM_MEP_STATUS_VERSION_UNEXP_SEEN
	LowLevel          nlattr.OnOff       `json:"rx_level_low_seen,omitzero"`  // IFLA_BRIDGE_CFM_MEP_STATUS_RX_LEVEL_LOW_SEEN
	Unknown           []nlattr.Attr      `json:"unknown,omitzero"`            // attributes that this package does not know
}

// Attrs lists the attributes.
func (m *CFMStatus) Attrs(c *nlattr.Codec) {
	nlattr.U32(c, uapi.IFLA_BRIDGE_CFM_MEP_STATUS_INSTANCE, "instance", &m.Instance)
	nlattr.Switch32(c, uapi.IFLA_BRIDGE_CFM_MEP_STATUS_OPCODE_UNEXP_SEEN, "opcode_unexp_seen", &m.UnexpectedOpcode)
	nlattr.Switch32(c, uapi.IFLA_BRIDGE_CFM_MEP_STATUS_VERSION_UNEXP_SEEN, "version_unexp_seen", &m.UnexpectedVersion)
	nlattr.Switch32(c, uapi.IFLA_BRIDGE_CFM_MEP_STATUS_RX_LEVEL_LOW_SEEN, "rx_level_low_seen", &m.LowLevel)
	nlattr.Rest(c, &m.Unknown)
}

// CFMPeerStatus says what an end point knows of a peer, and has seen of it since
// it was last asked.
type CFMPeerStatus struct {
	Instance      nlattr.Opt[uint32] `json:"instance,omitzero"`       // IFLA_BRIDGE_CFM_CC_PEER_STATUS_INSTANCE
	ID            nlattr.Opt[uint32] `json:"peer_mepid,omitzero"`     // IFLA_BRIDGE_CFM_CC_PEER_STATUS_PEER_MEPID
	Defect        nlattr.OnOff       `json:"ccm_defect,omitzero"`     // IFLA_BRIDGE_CFM_CC_PEER_STATUS_CCM_DEFECT: it is not heard of
	RDI           nlattr.OnOff       `json:"rdi,omitzero"`            // IFLA_BRIDGE_CFM_CC_PEER_STATUS_RDI: it tells of a defect
	PortTLVValue  nlattr.Opt[uint8]  `json:"port_tlv_value,omitzero"` // IFLA_BRIDGE_CFM_CC_PEER_STATUS_PORT_TLV_VALUE
	IfTLVValue    nlattr.Opt[uint8]  `json:"if_tlv_value,omitzero"`   // IFLA_BRIDGE_CFM_CC_PEER_STATUS_IF_TLV_VALUE
	Seen          nlattr.OnOff       `json:"seen,omitzero"`           // IFLA_BRIDGE_CFM_CC_PEER_STATUS_SEEN: a message
	TLVSeen       nlattr.OnOff       `json:"tlv_seen,omitzero"`       // IFLA_BRIDGE_CFM_CC_PEER_STATUS_TLV_SEEN: one with a status
	UnexpectedSeq nlattr.OnOff       `json:"seq_unexp_seen,omitzero"` // IFLA_BRIDGE_CFM_CC_PEER_STATUS_SEQ_UNEXP_SEEN: one with the wrong number
	Unknown       []nlattr.Attr      `json:"unknown,omitzero"`        // attributes that this package does not know
}

// Attrs lists the attributes.
func (m *CFMPeerStatus) Attrs(c *nlattr.Codec) {
	nlattr.U32(c, uapi.IFLA_BRIDGE_CFM_CC_PEER_STATUS_INSTANCE, "instance", &m.Instance)
	nlattr.U32(c, uapi.IFLA_BRIDGE_CFM_CC_PEER_STATUS_PEER_MEPID, "peer_mepid", &m.ID)
	nlattr.Switch32(c, uapi.IFLA_BRIDGE_CFM_CC_PEER_STATUS_CCM_DEFECT, "ccm_defect", &m.Defect)
	nlattr.Switch32(c, uapi.IFLA_BRIDGE_CFM_CC_PEER_STATUS_RDI, "rdi", &m.RDI)
	nlattr.U8(c, uapi.IFLA_BRIDGE_CFM_CC_PEER_STATUS_PORT_TLV_VALUE, "port_tlv_value", &m.PortTLVValue)
	nlattr.U8(c, uapi.IFLA_BRIDGE_CFM_CC_PEER_STATUS_IF_TLV_VALUE, "if_tlv_value", &m.IfTLVValue)
	nlattr.Switch32(c, uapi.IFLA_BRIDGE_CFM_CC_PEER_STATUS_SEEN, "seen", &m.Seen)
	nlattr.Switch32(c, uapi.IFLA_BRIDGE_CFM_CC_PEER_STATUS_TLV_SEEN, "tlv_seen", &m.TLVSeen)
	nlattr.Switch32(c, uapi.IFLA_BRIDGE_CFM_CC_PEER_STATUS_SEQ_UNEXP_SEEN, "seq_unexp_seen", &m.UnexpectedSeq)
	nlattr.Rest(c, &m.Unknown)
}
