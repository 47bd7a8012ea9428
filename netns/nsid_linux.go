package netns

import (
	"errors"
	"fmt"
	"io/fs"
	"time"

	"golang.org/x/sys/unix"

	"github.com/eb30ede5/netlink/internal/uapi"
)

func (h *Handle) nsid(of *Handle) (int32, bool, error) {
	id, err := h.ask("get id", of, func(fd int) []byte {
		return nsidRequest(uapi.RTM_GETNSID, 0, fd, nil)
	})
	return id, err == nil && id >= 0, err
}

func (h *Handle) setNSID(of *Handle, id int32) error {
	if id < -1 {
		return fmt.Errorf("netns: set id of %v in %v: id %d: %w", of, h, id, fs.ErrInvalid)
	}
	_, err := h.ask("set id", of, func(fd int) []byte {
		return nsidRequest(uapi.RTM_NEWNSID, uapi.NLM_F_ACK, fd, &id)
	})
	return err
}

// ask sends, from within h, a request about the descriptor of another
// namespace, and returns the id in the answer, or -1.
func (h *Handle) ask(op string, of *Handle, request func(fd int) []byte) (int32, error) {
	if err := of.check(op); err != nil {
		return -1, err
	}
	s, err := h.socket(unix.AF_NETLINK, unix.SOCK_RAW, uapi.NETLINK_ROUTE)
	if err != nil {
		return -1, err
	}
	defer unix.Close(s)
	id := int32(-1)
	err = of.control(op, func(fd int) (err error) {
		id, err = exchange(s, request(fd))
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrClosed) {
		err = fmt.Errorf("netns: %s of %v in %v: %w%s", op, of, h, err,
			hint(err, "needs CAP_NET_ADMIN in the user namespace that owns it"))
	}
	return id, err
}

// exchange sends a request to the kernel and returns the id in the answer.
func exchange(s int, request []byte) (int32, error) {
	// Before Linux 4.12 the error's number has to do.
	unix.SetsockoptInt(s, unix.SOL_NETLINK, unix.NETLINK_EXT_ACK, 1)
	// The answer is there when send returns. This is for a kernel that forgets.
	wait := unix.NsecToTimeval(int64(5 * time.Second))
	if err := unix.SetsockoptTimeval(s, unix.SOL_SOCKET, unix.SO_RCVTIMEO, &wait); err != nil {
		return -1, err
	}
	// Connected, the socket takes messages from the kernel only.
	if err := unix.Connect(s, &unix.SockaddrNetlink{Family: unix.AF_NETLINK}); err != nil {
		return -1, err
	}
	if err := retry(func() error { return unix.Send(s, request, 0) }); err != nil {
		return -1, err
	}
	b, n := make([]byte, 8192), 0
	err := retry(func() (err error) {
		n, _, err = unix.Recvfrom(s, b, 0)
		return err
	})
	if err != nil {
		return -1, fmt.Errorf("no answer: %w", err)
	}
	return nsidReply(b[:n])
}
