package rtnl

import "maps"

// RegisteredKinds returns the link kinds of this package.
func RegisteredKinds() map[string]func() LinkKind { return maps.Clone(kinds) }

// RegisteredPorts returns the kinds of ports of this package, by that of their
// master.
func RegisteredPorts() map[string]func() LinkPort { return maps.Clone(ports) }
