package rtnl

import "github.com/eb30ede5/netlink/rtnl/kind"

// LinkKind is the part of a link that depends on its kind: a *kind.Bridge and
// so on, or a type of the caller's own (see [Config].Kinds).
type LinkKind = kind.Kind

// LinkPort is the part of a link that depends on what it is a port of, such
// as a *kind.BridgePort.
type LinkPort = kind.Port
