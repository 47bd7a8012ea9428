// Package port has what a link of hardware is a port of, for the fields
// DevlinkPort, VFPorts and PortSelf of [github.com/eb30ede5/netlink/rtnl.Link]:
// the port of a devlink device, and that of the switch outside.
package port

import (
	"fmt"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

// Devlink is the port of a devlink device that a link is the face of, as
// "devlink port show" names it: BUS/DEV/INDEX.
type Devlink struct {
	Bus   string `json:"bus_name,omitzero"`   // DEVLINK_ATTR_BUS_NAME, such as "pci"
	Dev   string `json:"dev_name,omitzero"`   // DEVLINK_ATTR_DEV_NAME, such as "0000:03:00.0"
	Index uint32 `json:"port_index,omitzero"` // DEVLINK_ATTR_PORT_INDEX

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Attrs lists the attributes.
func (p *Devlink) Attrs(c *nlattr.Codec) {
	nlattr.Str(c, uapi.DEVLINK_ATTR_BUS_NAME, "bus_name", &p.Bus)
	nlattr.Str(c, uapi.DEVLINK_ATTR_DEV_NAME, "dev_name", &p.Dev)
	nlattr.N32(c, uapi.DEVLINK_ATTR_PORT_INDEX, "port_index", &p.Index)
	nlattr.Rest(c, &p.Unknown)
}

// String returns the port as devlink(8) prints it.
func (p *Devlink) String() string { return fmt.Sprintf("%s/%s/%d", p.Bus, p.Dev, p.Index) }

// Profile is what the switch outside is asked to make of a link's, or of a
// virtual function's, port, and what it said (802.1Qbg, 802.1Qbh). Few drivers
// know it; ip(8) does not.
type Profile struct {
	VF           nlattr.Opt[uint32]   `json:"vf,omitzero"`            // IFLA_PORT_VF: the virtual function; required but for the link itself
	Profile      string               `json:"profile,omitzero"`       // IFLA_PORT_PROFILE: its name, up to 39 bytes
	VSIType      []byte               `json:"vsi_type,omitzero"`      // IFLA_PORT_VSI_TYPE: a struct ifla_port_vsi; no kernel looks at it
	InstanceUUID []byte               `json:"instance_uuid,omitzero"` // IFLA_PORT_INSTANCE_UUID, 16 bytes
	HostUUID     []byte               `json:"host_uuid,omitzero"`     // IFLA_PORT_HOST_UUID, 16 bytes
	Request      nlattr.Opt[Request]  `json:"request,omitzero"`       // IFLA_PORT_REQUEST
	Response     nlattr.Opt[Response] `json:"response,omitzero"`      // IFLA_PORT_RESPONSE, reported
	Unknown      []nlattr.Attr        `json:"unknown,omitzero"`       // attributes that this package does not know
}

// Attrs lists the attributes.
func (p *Profile) Attrs(c *nlattr.Codec) {
	if !c.Reporting() {
		p.check(c)
	}
	nlattr.U32(c, uapi.IFLA_PORT_VF, "vf", &p.VF)
	nlattr.Str(c, uapi.IFLA_PORT_PROFILE, "profile", &p.Profile)
	nlattr.Bytes(c, uapi.IFLA_PORT_VSI_TYPE, "vsi_type", &p.VSIType)
	nlattr.Bytes(c, uapi.IFLA_PORT_INSTANCE_UUID, "instance_uuid", &p.InstanceUUID)
	nlattr.Bytes(c, uapi.IFLA_PORT_HOST_UUID, "host_uuid", &p.HostUUID)
	nlattr.U8(c, uapi.IFLA_PORT_REQUEST, "request", &p.Request)
	if c.Reporting() {
		nlattr.U16(c, uapi.IFLA_PORT_RESPONSE, "response", &p.Response)
	}
	nlattr.Rest(c, &p.Unknown)
}

// check refuses what the kernel would refuse in fewer words, or cut off.
func (p *Profile) check(c *nlattr.Codec) {
	const most = 40 - 1 // PORT_PROFILE_MAX, with a NUL
	if len(p.Profile) > most {
		c.Reject("profile", fmt.Sprintf("%q has %d bytes, at most %d", p.Profile, len(p.Profile), most))
	}
	for name, u := range map[string][]byte{"instance_uuid": p.InstanceUUID, "host_uuid": p.HostUUID} {
		if len(u) != 0 && len(u) != 16 {
			c.Reject(name, fmt.Sprintf("%d bytes, want 16", len(u)))
		}
	}
}

// Request says what to ask the switch for.
type Request uint8

// The requests, PORT_REQUEST_*.
const (
	Preassociate   Request = uapi.PORT_REQUEST_PREASSOCIATE    // get ready
	PreassociateRR Request = uapi.PORT_REQUEST_PREASSOCIATE_RR // get ready, and set resources aside
	Associate      Request = uapi.PORT_REQUEST_ASSOCIATE       // connect
	Disassociate   Request = uapi.PORT_REQUEST_DISASSOCIATE    // disconnect
)

// String returns the request in the words of the header.
func (r Request) String() string {
	return rtattr.Enum(r, []string{
		Preassociate: "preassociate", PreassociateRR: "preassociate_rr", Associate: "associate", Disassociate: "disassociate",
	})
}

// Response says what came of a [Request], PORT_VDP_RESPONSE_* and
// PORT_PROFILE_RESPONSE_*.
type Response uint16

// String returns the response in the words of the header.
func (r Response) String() string {
	switch r {
	case uapi.PORT_VDP_RESPONSE_SUCCESS:
		return "success"
	case uapi.PORT_VDP_RESPONSE_INVALID_FORMAT:
		return "invalid_format"
	case uapi.PORT_VDP_RESPONSE_INSUFFICIENT_RESOURCES:
		return "insufficient_resources"
	case uapi.PORT_VDP_RESPONSE_UNUSED_VTID:
		return "unused_vtid"
	case uapi.PORT_VDP_RESPONSE_VTID_VIOLATION:
		return "vtid_violation"
	case uapi.PORT_VDP_RESPONSE_VTID_VERSION_VIOALTION:
		return "vtid_version_violation"
	case uapi.PORT_VDP_RESPONSE_OUT_OF_SYNC:
		return "out_of_sync"
	case uapi.PORT_PROFILE_RESPONSE_SUCCESS:
		return "success"
	case uapi.PORT_PROFILE_RESPONSE_INPROGRESS:
		return "in_progress"
	case uapi.PORT_PROFILE_RESPONSE_INVALID:
		return "invalid"
	case uapi.PORT_PROFILE_RESPONSE_BADSTATE:
		return "bad_state"
	case uapi.PORT_PROFILE_RESPONSE_INSUFFICIENT_RESOURCES:
		return "insufficient_resources"
	case uapi.PORT_PROFILE_RESPONSE_ERROR:
		return "error"
	}
	return rtattr.Enum(r, nil)
}
