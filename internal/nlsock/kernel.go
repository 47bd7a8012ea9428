package nlsock

import "github.com/eb30ede5/netlink/netns"

// Kernel returns a transport to the kernel's rtnetlink in a network namespace;
// nil is that of the calling thread, at the time of the call. The handle stays
// the caller's, who may close it.
//
// The sockets report errors in full (NETLINK_EXT_ACK, NETLINK_CAP_ACK) and have
// requests checked strictly (NETLINK_GET_STRICT_CHK), as far as the kernel can.
// On systems other than Linux the error is errors.ErrUnsupported.
func Kernel(ns *netns.Handle) (*KernelTransport, error) { return kernel(ns) }
