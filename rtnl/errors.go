package rtnl

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"

	"github.com/eb30ede5/netlink/internal/nlmsg"
	"github.com/eb30ede5/netlink/internal/nlsock"
	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

var (
	// ErrDumpInterrupted is in the last pair of a listing during which the
	// table changed: objects may be missing, or be there twice.
	ErrDumpInterrupted = nlsock.ErrDumpInterrupted

	// ErrUnresolved is returned when a request has a device's name where the
	// kernel wants an index, and nothing was given to look it up with.
	ErrUnresolved = rtattr.ErrUnresolved

	// ErrDuplicate is returned by WaitDAD for an address that another host has.
	ErrDuplicate = errors.New("the address is a duplicate")

	// ErrClosed is returned by a Conn that is closed, also by calls that were
	// in flight then.
	ErrClosed = nlsock.ErrClosed
)

// Error is a failed operation.
//
// It matches, with errors.Is, its Errno, and fs.ErrExist, fs.ErrPermission and
// fs.ErrNotExist where the errno means that; it also matches what Err does.
type Error struct {
	Op    string        // what was to be done, in the words of ip(8): "link add br0"
	Index int           // which request of a Do failed, from 0
	Errno syscall.Errno // the kernel's refusal; 0 where the request was not sent or not answered
	Msg   string        // the kernel's own words, often ""
	Attr  string        // path of the attribute that the kernel objects to, such as "linkinfo.data.id", or ""
	Limit string        // what the kernel allows for that attribute, such as "at most 15 bytes", or ""
	Err   error         // the cause, if it is not a refusal

	// Cookie is what a refusal carries for machines to read; rtnetlink does
	// not use it so far.
	Cookie []byte

	lookup bool // the operation looks up a route
	taken  bool // the errno says that a name is taken, which elsewhere it does not
}

// Error returns one line, in the form "rtnl: OP: REASON: MSG (ATTR: LIMIT)".
func (e *Error) Error() string { return "rtnl: " + e.Op + ": " + e.reason() }

// reason is the error without the operation.
func (e *Error) reason() string {
	var s []string
	if e.Errno != 0 {
		s = append(s, e.Errno.Error())
	}
	if e.Msg != "" {
		s = append(s, e.Msg)
	}
	if e.Err != nil { // which names the attribute
		return strings.Join(append(s, e.Err.Error()), ": ")
	}
	text := strings.Join(s, ": ")
	if e.Attr != "" && e.Limit != "" {
		return text + " (" + e.Attr + ": " + e.Limit + ")"
	} else if e.Attr != "" {
		return text + " (" + e.Attr + ")"
	}
	return text
}

// cause makes err part of another Error, which has its own operation.
func cause(err error) error {
	if e, ok := err.(*Error); ok {
		return &part{e}
	}
	return err
}

type part struct{ e *Error }

func (p *part) Error() string { return p.e.reason() }
func (p *part) Unwrap() error { return p.e }

// Unwrap returns the errno, or the cause.
func (e *Error) Unwrap() error {
	if e.Errno != 0 {
		return e.Errno
	}
	return e.Err
}

// Is reports whether target is fs.ErrNotExist and the errno one that
// rtnetlink uses for that: ENODEV for links, ESRCH for routes, EADDRNOTAVAIL
// for addresses, ENOENT for the rest; and ENETUNREACH where a route was looked
// up. It also reports whether target is fs.ErrExist and the errno EBUSY of a tun
// device whose name is taken.
func (e *Error) Is(target error) bool {
	if target == fs.ErrExist {
		return e.taken
	}
	if target != fs.ErrNotExist {
		return false
	}
	switch int(e.Errno) {
	case uapi.ENODEV, uapi.ESRCH, uapi.EADDRNOTAVAIL, uapi.ENOENT:
		return true
	case uapi.ENETUNREACH:
		return e.lookup
	case uapi.EINVAL: // all that the kernel has for a route by a nexthop object that is gone
		return e.Msg == "Nexthop id does not exist"
	}
	return false
}

// refusal turns the kernel's answer to a message into an Error. v is what the
// message was encoded from, env what it was encoded with.
func refusal(op string, ack nlmsg.Ack, v nlattr.Attrser, env *env) *Error {
	e := &Error{Op: op, Errno: syscall.Errno(ack.Errno), Msg: ack.Msg, Cookie: ack.Cookie}
	e.point(ack, v, env)
	return e
}

// point finds the attribute that ack is about.
func (e *Error) point(ack nlmsg.Ack, v nlattr.Attrser, env *env) {
	if v == nil || !ack.HasOffset && !ack.HasMissType {
		return
	}
	c := nlattr.Get()
	defer nlattr.Put(c)
	c.User = env
	if ack.HasOffset {
		e.Attr = c.Locate(nlmsg.HeaderLen, int(ack.Offset), v)
	}
	if ack.Policy != nil {
		e.Limit = ack.Policy.String()
	}
	if ack.HasMissType {
		var nest string
		if ack.HasMissNest {
			nest = c.Locate(nlmsg.HeaderLen, int(ack.MissNest), v) + "."
		}
		e.Attr, e.Limit = missing(nest, ack.MissType, v), "missing"
	}
}

// missing names attribute t of a nest that lacks it.
func missing(nest string, t uint32, v nlattr.Attrser) string {
	if d, ok := v.(describer); ok {
		v = d.fresh()
		for _, l := range nlattr.Describe(v) {
			if rest, ok := strings.CutPrefix(l.Path, nest); ok && uint32(l.Type) == t && !strings.Contains(rest, ".") {
				return l.Path
			}
		}
	}
	return fmt.Sprintf("%sattribute %d", nest, t)
}

// A describer gives a value of its own type for Describe to fill in.
type describer interface{ fresh() nlattr.Attrser }

// failed wraps an error that kept a request from being sent or answered.
func failed(op string, err error) *Error { return &Error{Op: op, Err: err} }
