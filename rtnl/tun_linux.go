package rtnl

import (
	"fmt"
	"os"

	"github.com/eb30ede5/netlink/rtnl/kind"
	"golang.org/x/sys/unix"
)

// openTun opens a queue of the device that t says, in the namespace of the
// calling thread. A device that it makes is gone if it fails: to stay is the
// last thing that is asked for.
func openTun(t *Tun, how int) (*os.File, error) {
	const path = "/dev/net/tun"
	fd, err := unix.Open(path, unix.O_RDWR|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, &os.PathError{Op: "open", Path: path, Err: err}
	}
	if err := t.attach(fd, how); err != nil {
		unix.Close(fd)
		return nil, err
	}
	// Only now: the runtime's poller takes a file without a device for one
	// that has failed.
	return os.NewFile(uintptr(fd), path), nil
}

func (t *Tun) attach(fd, how int) error {
	r, err := unix.NewIfreq(t.Name)
	if err != nil {
		return fmt.Errorf("name: %w", err)
	}
	r.SetUint16(t.flags(how))
	if err := unix.IoctlIfreq(fd, unix.TUNSETIFF, r); err != nil {
		return err
	}
	t.Name = r.Name()
	for _, set := range []struct {
		there bool
		req   uint
		value int
	}{
		{t.Owner.Is(), unix.TUNSETOWNER, int(t.Owner.Or(0))},
		{t.Group.Is(), unix.TUNSETGROUP, int(t.Group.Or(0))},
		{how&tunPersist != 0, unix.TUNSETPERSIST, 1},
	} {
		if !set.there {
			continue
		}
		if err := unix.IoctlSetInt(fd, set.req, set.value); err != nil {
			return err
		}
	}
	return unix.SetNonblock(fd, true)
}

func (t *Tun) flags(how int) uint16 {
	flags := uint16(unix.IFF_TUN)
	if t.Type == kind.TUNTAP {
		flags = unix.IFF_TAP
	}
	if !t.PI {
		flags |= unix.IFF_NO_PI
	}
	if t.VNetHdr {
		flags |= unix.IFF_VNET_HDR
	}
	if t.MultiQueue {
		flags |= unix.IFF_MULTI_QUEUE
	}
	if how&tunExcl != 0 {
		flags |= unix.IFF_TUN_EXCL
	}
	return flags
}
