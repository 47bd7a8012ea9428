// Package netns has handles on network namespaces, the named ones that
// "ip netns" keeps, and a safe way to run a function in one.
//
//	ns, err := netns.Create("blue") // ip netns add blue
//	...
//	defer ns.Close()
//	err = ns.Do(func() error { // ip netns exec blue, without a process
//		l, err = net.Listen("tcp", ":80")
//		return err
//	})
//
// # Threads
//
// On Linux the network namespace belongs to a thread, and a Go program does not
// choose its threads: one that is left in another namespace makes whatever
// goroutine comes next act there. So [Handle.Do], [New] and [Create] do not change
// the caller's thread. They enter a namespace on a thread set aside for that, and
// the thread goes back to the Go runtime only if it is back in its own namespace;
// otherwise it ends. [Handle.Socket] enters on the caller's thread where the kernel
// has allowed it the way back before. The main thread enters never: by it other
// processes find the program's namespace.
//
// # Names
//
// A named namespace is a file in /run/netns that the namespace is mounted on,
// which keeps it alive. [Create], [Remove] and [List] do what "ip netns add",
// "ip netns delete" and "ip netns list" do, in the same order, so both can be
// used side by side. Where /run/netns is missing and /var/run/netns is there,
// the latter is used: they are one directory on all systems but a few container
// images, and ip(8) is built with either.
//
// # Rights
//
// Opening is reading a file. Making a namespace and entering one need
// CAP_SYS_ADMIN in the user namespace that owns it, entering also in one's own;
// naming one needs CAP_SYS_ADMIN over the mounts and a writable /run/netns. An
// ordinary user has all that in a user namespace of their own.
//
// On systems other than Linux everything returns [errors.ErrUnsupported].
package netns
