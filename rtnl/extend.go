package rtnl

import (
	"context"
	"errors"
	"iter"
	"reflect"

	"github.com/eb30ede5/netlink/internal/nlmsg"
	"github.com/eb30ede5/netlink/nlattr"
)

// Verb is what a request does: a message type and its flags, and what ip(8)
// calls it.
type Verb struct {
	Name  string // as behind "ip": "rule add"
	Type  uint16 // RTM_*
	Flags uint16 // NLM_F_*, beside REQUEST and ACK
}

// Object is what a request of one's own is about: the fixed header of its
// message and the attributes behind it, in one list. If it has a method
// "Words() string", that is what [Request.String] prints behind the verb, and if
// it has a method "DumpKey() any", [Collect] drops what comes twice by it.
type Object interface {
	nlattr.Attrser
	// Key says which object it is, for errors.
	Key() string
}

// NewRequest returns a request for what this package has no verb for: packages
// around this one are made with it, and a caller's own can be. The object must
// be a pointer that is not changed while the request is used.
func NewRequest(v *Verb, o Object) Request { return Request{verb: v, obj: own{o}} }

// own makes an object of an Object.
type own struct{ Object }

func (o own) key() string { return o.Key() }

func (o own) words() string {
	if w, ok := o.Object.(interface{ Words() string }); ok {
		return w.Words()
	}
	return o.Key()
}

func (o own) fresh() nlattr.Attrser {
	return reflect.New(reflect.TypeOf(o.Object).Elem()).Interface().(nlattr.Attrser)
}

// Decoded is a pointer to what listings decode into.
type Decoded[T any] interface {
	*T
	nlattr.Attrser
}

// Query is a question to the kernel, for [List] and [Get].
type Query struct {
	Op    string         // for errors: "rule show"
	Type  uint16         // RTM_GET*
	Reply uint16         // RTM_NEW*; other messages are skipped
	Head  int            // size of the fixed header of replies, bytes
	Body  nlattr.Attrser // fixed header and attributes of the question

	lean bool // no statistics are asked for
}

// List asks for a dump and yields what of it keep keeps; a nil keep is
// everything. It behaves as the listings of [Conn] do.
func List[T any, P Decoded[T]](ctx context.Context, c *Conn, q Query, keep func(*T) bool) iter.Seq2[T, error] {
	return dump[T, P](ctx, c, q, keep)
}

// Get asks for one object.
func Get[T any, P Decoded[T]](ctx context.Context, c *Conn, q Query) (T, error) {
	var v T
	answered := false
	err := c.get(ctx, func() string { return q.Op }, q.Type, q.Body, func(k *nlattr.Codec, m nlmsg.Message) {
		if m.Type == q.Reply {
			answered = true
			k.Decode(m.Body, q.Head, P(&v)) // what is malformed is kept in v, and says so
		}
	})
	if err == nil && !answered {
		err = failed(q.Op, errors.New("the kernel's answer has no object in it"))
	}
	return v, err
}

// LinkIndex returns the index of the link with that name or altname. It
// fails with fs.ErrNotExist where there is none.
func (c *Conn) LinkIndex(ctx context.Context, name string) (int32, error) { return c.index(ctx, name) }

// FilterIndex returns the index of the device that a filter gives by name or by
// index, 0 if by neither; field is what to call it in an error.
func (c *Conn) FilterIndex(ctx context.Context, op, field, name string, index int32) (int32, error) {
	switch {
	case name == "":
		return index, nil
	case index != 0:
		return 0, failed(op, errors.New(field+": given by name, "+name+", and by index too"))
	}
	return c.index(ctx, name)
}
