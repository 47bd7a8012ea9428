package rtnl

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"syscall"

	"github.com/eb30ede5/netlink/internal/nlsock"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

// Tun is a TUN or TAP device to make or to open. The zero Tun is a TUN device
// with a name of the kernel's choice.
//
// The kernel's answers to it have a [kind.TUN] as the link's Kind.
type Tun struct {
	Name       string       // of the device, up to 15 bytes; "" or "x%d" let the kernel number it
	Type       kind.TUNType // TUN, which is also what 0 means, or TAP
	Owner      Opt[uint32]  // uid that may open the device without CAP_NET_ADMIN, TUNSETOWNER
	Group      Opt[uint32]  // gid that may, TUNSETGROUP
	PI         bool         // 4 bytes of flags and EtherType before each packet: without IFF_NO_PI
	VNetHdr    bool         // a struct virtio_net_hdr before each packet, IFF_VNET_HDR
	MultiQueue bool         // the device can be open several times, a queue each, IFF_MULTI_QUEUE
}

// CreateTun makes a TUN or TAP device that stays when nothing has it open, "ip
// tuntap add", and returns it as it is then. [DeleteLink] removes it. Where
// something fails on the way, there is no device.
//
// It fails with fs.ErrExist where the name is taken, with fs.ErrPermission where
// the user may not open /dev/net/tun or has no CAP_NET_ADMIN, and with
// errors.ErrUnsupported off Linux. It needs a Conn without a Transport of the
// caller's own.
func (c *Conn) CreateTun(ctx context.Context, t Tun) (Link, error) {
	op := "tuntap add " + t.title()
	f, err := c.attachTun(ctx, op, &t, tunExcl|tunPersist)
	if err != nil {
		return Link{}, err
	}
	f.Close()
	l, err := c.LinkByName(ctx, t.Name)
	if err == nil {
		return l, nil
	}
	failure := failed(op+": reading it back", cause(err))
	c.undo(ctx, &Link{Name: t.Name}, failure)
	return Link{}, failure
}

// OpenTun opens a queue of a TUN or TAP device, which it makes if there is none
// of that name, and returns the link too. A device that it makes is gone when
// its last queue is closed; one that is there must be as t says, but for Owner
// and Group, which are set if they are given. To open another queue of the same
// device, give MultiQueue and the name of the link.
//
// The file reads and writes a packet at a time, and its deadlines work. Packets
// flow when the link is up. The caller closes it.
//
// It fails with fs.ErrExist where a device without MultiQueue is open already;
// otherwise as [Conn.CreateTun] does.
func (c *Conn) OpenTun(ctx context.Context, t Tun) (*os.File, Link, error) {
	op := "tuntap open " + t.title()
	f, err := c.attachTun(ctx, op, &t, 0)
	if err != nil {
		return nil, Link{}, err
	}
	l, err := c.LinkByName(ctx, t.Name)
	if err != nil {
		f.Close() // and the device is gone, if it is of this call
		return nil, Link{}, failed(op+": reading it back", cause(err))
	}
	return f, l, nil
}

// How to attach to a device, beside the flags of TUNSETIFF.
const (
	tunExcl    = 1 << iota // there must be none of that name
	tunPersist             // it is to stay
)

// title is what t is called in errors.
func (t *Tun) title() string {
	if t.Name != "" {
		return t.Name
	}
	return "mode " + t.mode().String()
}

func (t *Tun) mode() kind.TUNType {
	if t.Type == 0 {
		return kind.TUNIP
	}
	return t.Type
}

// attachTun opens /dev/net/tun in the Conn's namespace, attaches it to the
// device that t says, and sets in t the name that it has.
func (c *Conn) attachTun(ctx context.Context, op string, t *Tun, how int) (f *os.File, err error) {
	if err := ctx.Err(); err != nil {
		return nil, failed(op, err)
	}
	if m := t.mode(); m != kind.TUNIP && m != kind.TUNTAP {
		return nil, failed(op, errors.New("type: "+m.String()+" is neither tun nor tap"))
	}
	if _, err := nlattr.Append(nil, &Link{Name: t.Name}); err != nil { // looks at the name
		return nil, failed(op, err)
	}
	k, ok := c.transport.(*nlsock.KernelTransport)
	if !ok {
		return nil, failed(op, errors.New("a transport cannot open /dev/net/tun"))
	}
	err = k.Do(func() (err error) {
		f, err = openTun(t, how)
		return err
	})
	if err != nil {
		return nil, tunError(op, err)
	}
	return f, nil
}

// tunError makes an Error of what openTun returned.
func tunError(op string, err error) *Error {
	errno, ok := errors.AsType[syscall.Errno](err)
	if _, path := errors.AsType[*fs.PathError](err); !ok || path {
		return failed(op, err)
	}
	return &Error{Op: op, Errno: errno, taken: int(errno) == uapi.EBUSY}
}
