// Package rtnltest helps to test programs that use package rtnl.
//
// [Namespace] is a real network namespace of a test's own, with a connection to
// it. It needs no root: the test binary runs in a user namespace, for which
// TestMain has to call [Main].
//
// [Kernel] is no kernel at all, but what stands in for one behind a connection:
// it answers from a table or from a recording, without any privilege and on every
// operating system, and fails where it is told to.
package rtnltest
