package rtnltest

import (
	"encoding/binary"
	"slices"
	"syscall"

	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
)

// answer returns what the kernel sends to a request. It needs the lock.
func (k *Kernel) answer(req Message) []delivery {
	var replies []Message
	errno := syscall.Errno(0)
	switch {
	case len(k.replay) > 0:
		return k.again(req)
	case k.answers[req.Type] != nil:
		replies = slices.Clone(k.answers[req.Type](req))
	case req.Type&3 == uapi.RTM_GETLINK&3: // RTM_GET*
		replies, errno = k.lookup(req)
	}
	ended := false
	for i := range replies {
		replies[i].Seq, replies[i].Port = req.Seq, port
		if req.isDump() {
			replies[i].Flags |= uapi.NLM_F_MULTI
		}
		ended = ended || replies[i].Type == uapi.NLMSG_ERROR || replies[i].Type == uapi.NLMSG_DONE
	}
	switch {
	case ended:
	case errno != 0:
		replies = append(replies, req.refusal(errno, "", 0))
	case req.isDump():
		replies = append(replies, Message{Type: uapi.NLMSG_DONE, Flags: uapi.NLM_F_MULTI, Seq: req.Seq, Port: port, Body: make([]byte, 4)})
	case req.Flags&uapi.NLM_F_ACK != 0:
		replies = append(replies, req.refusal(0, "", 0))
	}
	var all []delivery
	for _, m := range replies {
		all = append(all, delivery{b: m.bytes()})
	}
	return all
}

// lookup answers an RTM_GET* from what is served.
func (k *Kernel) lookup(req Message) ([]Message, syscall.Errno) {
	var found []Message
	for _, o := range k.served[req.Type] {
		if !req.isDump() && !asksFor(req, o) {
			continue
		}
		b, err := new(nlattr.Codec).EncodeReport(nil, o)
		if err != nil {
			return nil, syscall.EIO
		}
		found = append(found, Message{Type: req.Type - 2, Body: b})
		if !req.isDump() {
			break
		}
	}
	switch {
	case len(found) > 0 || req.isDump():
		return found, 0
	case req.Type == uapi.RTM_GETLINK:
		return nil, syscall.ENODEV
	}
	return nil, syscall.ESRCH
}

// asksFor reports whether a request that is no dump can mean o.
func asksFor(req Message, o nlattr.Attrser) bool {
	l, ok := o.(*rtnl.Link)
	if !ok {
		return true
	}
	var q rtnl.Link
	if req.Decode(16, &q) != nil {
		return false
	}
	if q.Index != 0 {
		return q.Index == l.Index
	}
	for _, a := range q.Unknown {
		if a.Type == uapi.IFLA_ALT_IFNAME {
			q.AltNames = append(q.AltNames, string(a.Data[:max(len(a.Data)-1, 0)]))
		}
	}
	for _, name := range append(q.AltNames, q.Name) {
		if name != "" && (name == l.Name || slices.Contains(l.AltNames, name)) {
			return true
		}
	}
	return false
}

// refusal returns the kernel's acknowledgement of m, with an errno or 0. offset,
// if not 0, is that of the attribute that it objects to.
func (m Message) refusal(errno syscall.Errno, msg string, offset uint32) Message {
	b := binary.NativeEndian.AppendUint32(nil, uint32(-int32(errno)))
	b = append(b, Message{m.Type, m.Flags, m.Seq, m.Port, nil}.bytes()...)
	a := Message{Type: uapi.NLMSG_ERROR, Flags: uapi.NLM_F_CAPPED, Seq: m.Seq, Port: port, Body: b}
	if msg != "" || offset != 0 {
		a.Flags |= uapi.NLM_F_ACK_TLVS
	}
	if msg != "" {
		a.Body = appendAttr(a.Body, uapi.NLMSGERR_ATTR_MSG, append([]byte(msg), 0))
	}
	if offset != 0 {
		a.Body = appendAttr(a.Body, uapi.NLMSGERR_ATTR_OFFS, binary.NativeEndian.AppendUint32(nil, offset))
	}
	return a
}

func appendAttr(b []byte, typ uint16, v []byte) []byte {
	b = binary.NativeEndian.AppendUint16(b, uint16(4+len(v)))
	b = binary.NativeEndian.AppendUint16(b, typ)
	b = append(b, v...)
	return append(b, make([]byte, (4-len(v)%4)%4)...)
}
