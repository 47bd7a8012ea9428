//go:build linux

package main

import (
	"encoding/binary"
	"fmt"
	"unsafe"

	"github.com/eb30ede5/netlink/internal/uapi"
	"golang.org/x/sys/unix"
)

// raw is the floor: system calls on one socket, and of what comes nothing is
// read but how it ends.
type raw struct {
	fd  int
	buf []byte // of what is received
	out []byte // of what routes sends
}

func dialRaw(groups ...int) (*raw, error) {
	fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.NETLINK_ROUTE)
	if err != nil {
		return nil, err
	}
	if err := unix.Bind(fd, &unix.SockaddrNetlink{Family: unix.AF_NETLINK}); err != nil {
		return nil, err
	}
	for _, opt := range []int{unix.NETLINK_EXT_ACK, unix.NETLINK_CAP_ACK, unix.NETLINK_GET_STRICT_CHK} {
		if err := unix.SetsockoptInt(fd, unix.SOL_NETLINK, opt, 1); err != nil {
			return nil, err
		}
	}
	for _, g := range groups {
		if err := unix.SetsockoptInt(fd, unix.SOL_NETLINK, unix.NETLINK_ADD_MEMBERSHIP, g); err != nil {
			return nil, err
		}
	}
	return &raw{fd: fd, buf: make([]byte, 32<<10)}, nil
}

func (r *raw) close() { unix.Close(r.fd) }

func (r *raw) send(b []byte) error {
	_, _, errno := unix.Syscall6(unix.SYS_SENDTO, uintptr(r.fd), uintptr(unsafe.Pointer(unsafe.SliceData(b))), uintptr(len(b)), 0, 0, 0)
	if errno != 0 {
		return fmt.Errorf("sendto: %w", errno)
	}
	return nil
}

func (r *raw) receive() ([]byte, error) {
	n, _, errno := unix.Syscall6(unix.SYS_RECVFROM, uintptr(r.fd), uintptr(unsafe.Pointer(unsafe.SliceData(r.buf))), uintptr(len(r.buf)), unix.MSG_TRUNC, 0, 0)
	if errno != 0 {
		return nil, fmt.Errorf("recvfrom: %w", errno)
	}
	if int(n) > len(r.buf) {
		return nil, fmt.Errorf("datagram of %d bytes", n)
	}
	return r.buf[:n], nil
}

// dump receives until the end of a listing.
func (r *raw) dump(req []byte) error {
	if err := r.send(req); err != nil {
		return err
	}
	for {
		b, err := r.receive()
		if err != nil {
			return err
		}
		if len(b) < 20 {
			return fmt.Errorf("datagram of %d bytes", len(b))
		}
		if end := b[len(b)-20:]; ne.Uint32(end) == 20 && ne.Uint16(end[4:]) == unix.NLMSG_DONE {
			return errnoOf(end)
		}
		if ne.Uint16(b[4:]) <= unix.NLMSG_DONE {
			return errnoOf(b)
		}
	}
}

// ask sends requests of which the last one is answered by one datagram.
func (r *raw) ask(req []byte) error {
	if err := r.send(req); err != nil {
		return err
	}
	b, err := r.receive()
	if err != nil {
		return err
	}
	if ne.Uint16(b[4:]) == unix.NLMSG_ERROR {
		return errnoOf(b)
	}
	return nil
}

func errnoOf(msg []byte) error {
	if errno := -int32(ne.Uint32(msg[16:])); errno != 0 {
		return unix.Errno(errno)
	}
	return nil
}

var ne = binary.NativeEndian

// message builds a request from its body.
func message(typ, flags uint16, body ...[]byte) []byte {
	b := make([]byte, 16)
	for _, p := range body {
		b = append(b, p...)
	}
	ne.PutUint32(b, uint32(len(b)))
	ne.PutUint16(b[4:], typ)
	ne.PutUint16(b[6:], unix.NLM_F_REQUEST|flags)
	return b
}

func attribute(typ uint16, v ...byte) []byte {
	b := make([]byte, 4, 8)
	ne.PutUint16(b, uint16(4+len(v)))
	ne.PutUint16(b[2:], typ)
	b = append(b, v...)
	for len(b)%4 != 0 {
		b = append(b, 0)
	}
	return b
}

func u32(v int) []byte { return ne.AppendUint32(nil, uint32(v)) }

func getLink(index int) []byte {
	ifinfo := make([]byte, 16)
	ne.PutUint32(ifinfo[4:], uint32(index))
	return message(unix.RTM_GETLINK, 0, ifinfo, attribute(unix.IFLA_EXT_MASK, u32(uapi.RTEXT_FILTER_SKIP_STATS)...))
}

func getLinkByName(typ uint16, name string) []byte {
	return message(unix.RTM_GETLINK, 0, make([]byte, 16), attribute(typ, append([]byte(name), 0)...),
		attribute(unix.IFLA_EXT_MASK, u32(uapi.RTEXT_FILTER_SKIP_STATS)...))
}

func listLinks() []byte {
	return message(unix.RTM_GETLINK, unix.NLM_F_DUMP, make([]byte, 16), attribute(unix.IFLA_EXT_MASK, u32(uapi.RTEXT_FILTER_SKIP_STATS)...))
}

func listRoutes(family byte, table int) []byte {
	rtmsg := make([]byte, 12)
	rtmsg[0] = family
	if table == 0 {
		return message(unix.RTM_GETROUTE, unix.NLM_F_DUMP, rtmsg)
	}
	return message(unix.RTM_GETROUTE, unix.NLM_F_DUMP, rtmsg, attribute(unix.RTA_TABLE, u32(table)...))
}

func listAddrs(family byte) []byte {
	ifaddr := make([]byte, 8)
	ifaddr[0] = family
	return message(unix.RTM_GETADDR, unix.NLM_F_DUMP, ifaddr)
}

func listNeighs(family byte) []byte {
	ndmsg := make([]byte, 12)
	ndmsg[0] = family
	return message(unix.RTM_GETNEIGH, unix.NLM_F_DUMP, ndmsg)
}

// routes adds or deletes n routes, window of them in a send.
type routes struct {
	typ    uint16
	flags  uint16
	table  int
	dev    int
	first  uint32 // destination of the first one
	n      int
	window int
}

func (q routes) message() []byte {
	rtmsg := []byte{unix.AF_INET, 32, 0, 0, unix.RT_TABLE_UNSPEC, unix.RTPROT_BOOT, unix.RT_SCOPE_LINK, unix.RTN_UNICAST, 0, 0, 0, 0}
	return message(q.typ, q.flags, rtmsg, attribute(unix.RTA_DST, 0, 0, 0, 0), attribute(unix.RTA_OIF, u32(q.dev)...), attribute(unix.RTA_TABLE, u32(q.table)...))
}

// routes does what q says. The requests are copies of one, with another destination.
func (r *raw) routes(q routes) error {
	one := q.message()
	dst := 16 + 12 + 4
	for done := 0; done < q.n; {
		n := min(q.window, q.n-done)
		b := r.out[:0]
		for i := range n {
			b = append(b, one...)
			binary.BigEndian.PutUint32(b[i*len(one)+dst:], q.first+uint32(done+i))
		}
		r.out = b
		ne.PutUint16(b[(n-1)*len(one)+6:], unix.NLM_F_REQUEST|unix.NLM_F_ACK|q.flags)
		if err := r.ask(b); err != nil {
			return err
		}
		done += n
	}
	return nil
}
