package rtnltest

import (
	"encoding/binary"
	"os"
	"syscall"
	"time"

	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/rtnl"
)

// Fault is what goes wrong with the answer to one request, for [Kernel.Inject].
type Fault func(req Message, answer []delivery) []delivery

type injected struct {
	left int // requests until it is due
	f    Fault
}

// Inject makes f happen to the nth request from now on, counted from 1 over all
// sockets; each message counts, also of several in one send, and questions of the
// library's own, such as for a link's index. Several faults may be under way.
func (k *Kernel) Inject(n int, f Fault) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.faults = append(k.faults, injected{n, f})
}

// due returns the faults of the request that has come.
func (k *Kernel) due() (now []Fault) {
	var later []injected
	for _, i := range k.faults {
		if i.left--; i.left > 0 {
			later = append(later, i)
		} else {
			now = append(now, i.f)
		}
	}
	k.faults = later
	return now
}

// Refuse answers with an errno and the kernel's words, which may be empty.
func Refuse(errno syscall.Errno, msg string) Fault { return RefuseAt(errno, msg, 0) }

// RefuseAt is [Refuse] with the offset of the attribute objected to, counted
// from the beginning of the request with its nlmsghdr.
func RefuseAt(errno syscall.Errno, msg string, offset uint32) Fault {
	return func(req Message, _ []delivery) []delivery {
		return []delivery{{b: req.refusal(errno, msg, offset).bytes()}}
	}
}

// Interrupt flags a dump as one during which the table changed. It does nothing
// to other requests.
func Interrupt() Fault {
	return func(req Message, answer []delivery) []delivery {
		if req.isDump() && len(answer) > 0 {
			b := answer[0].b
			binary.NativeEndian.PutUint16(b[6:], binary.NativeEndian.Uint16(b[6:])|uapi.NLM_F_DUMP_INTR)
		}
		return answer
	}
}

// Overrun loses the answer, with the error that the kernel gives for that.
func Overrun() Fault {
	return func(Message, []delivery) []delivery { return []delivery{{err: rtnl.ErrOverrun}} }
}

// Truncate makes the first datagram of the answer longer than the buffer.
func Truncate() Fault {
	return first(func(d *delivery) { d.long = true })
}

// Short cuts the first datagram of the answer off in the middle of a message.
func Short() Fault {
	return first(func(d *delivery) { d.b = d.b[:len(d.b)-len(d.b)/3-1] })
}

// Garble turns the bits of the first datagram of the answer, but for its
// header.
func Garble() Fault {
	return first(func(d *delivery) {
		for i := 16; i < len(d.b); i++ {
			d.b[i] = ^d.b[i]
		}
	})
}

// WrongSeq answers to another request than the one that was sent.
func WrongSeq() Fault {
	return each(func(b []byte) { binary.NativeEndian.PutUint32(b[8:], binary.NativeEndian.Uint32(b[8:])+1000) })
}

// WrongPort answers to another socket than the one that asked.
func WrongPort() Fault {
	return each(func(b []byte) { binary.NativeEndian.PutUint32(b[12:], port+1) })
}

// Delay holds the answer back.
func Delay(d time.Duration) Fault {
	return first(func(x *delivery) { x.delay = d })
}

// Hangup closes the socket in place of an answer.
func Hangup() Fault {
	return func(Message, []delivery) []delivery { return []delivery{{err: os.ErrClosed}} }
}

func first(f func(*delivery)) Fault {
	return func(_ Message, answer []delivery) []delivery {
		if len(answer) > 0 {
			f(&answer[0])
		}
		return answer
	}
}

func each(f func([]byte)) Fault {
	return func(_ Message, answer []delivery) []delivery {
		for i := range answer {
			f(answer[i].b)
		}
		return answer
	}
}
