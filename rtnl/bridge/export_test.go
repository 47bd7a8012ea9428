package bridge

import "github.com/eb30ede5/netlink/nlattr"

// NewVLANMsg returns an empty message about options of VLANs.
func NewVLANMsg() nlattr.Attrser { return new(vlanMsg) }

// NewMDBMsg returns an empty message about multicast groups.
func NewMDBMsg() nlattr.Attrser { return new(mdbMsg) }

// NewMDBSet returns a request about m.
func NewMDBSet(m MDB) nlattr.Attrser { return &mdbSet{MDB: m} }

// NewVNIMsg returns an empty message about VNIs.
func NewVNIMsg() nlattr.Attrser { return new(vniMsg) }
