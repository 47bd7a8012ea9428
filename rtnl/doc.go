// Package rtnl says in Go what ip(8) says in the shell: links, addresses,
// routes, typed, over a connection that belongs to one network namespace.
//
//	c, err := rtnl.Dial(nil)
//	...
//	err = c.Do(ctx,
//		rtnl.AddLink(rtnl.Link{Name: "br0", Kind: &kind.Bridge{}, Up: rtnl.On}),
//		rtnl.AddAddr(rtnl.Addr{Dev: "br0", Prefix: netip.MustParsePrefix("192.0.2.1/24")}),
//	)
//
// # Requests
//
// Objects are structs and verbs are functions that build a [Request] from one.
// A request is a value: it can be printed, compared, encoded with
// [Request.AppendMessage] and executed any number of times, by [Conn.Do] in
// order with others or by [Conn.Batch] pipelined. Executing a request does not
// change it.
//
// What is absent is not sent. Fields in which zero means something are of type
// [Opt] or [OnOff], whose zero value is absent; the others are plain.
//
// Devices are given by name or by index: a field Dev beside a field DevIndex.
// Setting both is an error. A name is looked up when the request is executed,
// after the requests before it.
//
// # Lists
//
// Listings are iterators that ask the kernel each time they are ranged over
// and decode one object at a time. The error is non-nil only in the last pair.
// Where the kernel says that a table changed while it was being listed, the
// last pair carries [ErrDumpInterrupted]; [Collect] gathers a slice and asks
// again in that case. The kernel says so for links, addresses and nexthops; it
// does not for routes, rules, neighbours and forwarding entries.
//
// To add or delete while listing, Collect first.
//
// Attributes that this package does not know, or that are malformed, are kept
// in the field Unknown of the struct they were in.
//
// # Errors
//
// Every error of an operation is an [*Error]: what was to be done, to which
// object, what the kernel said, and to which attribute it objected.
//
// Off Linux everything compiles and encodes, and Dial returns
// errors.ErrUnsupported.
package rtnl
