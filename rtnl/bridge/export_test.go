package bridge

import "github.com/eb30ede5/netlink/nlattr"

// NewVLANMsg returns an empty message about options of VLANs.
func NewVLANMsg() nlattr.Attrser { return new(vlanMsg) }
