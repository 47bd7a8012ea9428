// Package watch tells of changes: links, addresses, routes and whatever else the
// kernel announces.
//
// [Changes] says what there is and then every change, and is right whatever gets
// lost on the way. [Events] is what the kernel says, message by message.
// [LinkCache] holds the links of a namespace for fast lookups.
//
//	for ch, err := range watch.Changes(ctx, conn, nil, watch.Links, watch.Addrs) {
//		if err != nil {
//			return err // ctx has ended, or conn is closed
//		}
//		switch o := ch.New.(type) {
//		case *rtnl.Link:
//			...
//
// A sequence belongs to the loop that ranges over it: when the loop ends, nothing
// is left of it, no goroutine and no socket.
package watch
