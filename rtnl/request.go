package rtnl

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/eb30ede5/netlink/internal/nlmsg"
	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

// Dev is a device's name, or its index: "eth0", 3, l.Index.
type Dev interface{ ~string | ~int32 | ~int }

// Request is something to be done: a verb and an object. It is a value that can
// be used again and by several goroutines; what is done with it leaves it as it
// is. The functions that build it copy the object, but not what slices and
// pointers in it refer to, which must not change while the request is used.
//
// The zero Request does nothing but fail.
type Request struct {
	verb  *Verb
	obj   object
	allow []error
	dev   string // SetLink, DeleteLink and such: the link as the caller named it
	index int32

	filled filled
}

// filled says which fields of a route the caller left to be filled in.
type filled uint8

const (
	filledProtocol filled = 1 << iota
	filledScope
)

// An object is what a request is about.
type object interface {
	nlattr.Attrser
	key() string // for errors: which object
}

const (
	create  = uapi.NLM_F_CREATE
	excl    = uapi.NLM_F_EXCL
	replace = uapi.NLM_F_REPLACE
	appendF = uapi.NLM_F_APPEND
)

var (
	linkAdd    = Verb{"link add", uapi.RTM_NEWLINK, create | excl}
	linkSet    = Verb{"link set", uapi.RTM_NEWLINK, 0}
	linkDelete = Verb{"link delete", uapi.RTM_DELLINK, 0}
	propAdd    = Verb{"link property add", uapi.RTM_NEWLINKPROP, create | excl | appendF}
	propDelete = Verb{"link property del", uapi.RTM_DELLINKPROP, 0}

	addrAdd     = Verb{"addr add", uapi.RTM_NEWADDR, create | excl}
	addrReplace = Verb{"addr replace", uapi.RTM_NEWADDR, create | replace}
	addrDelete  = Verb{"addr delete", uapi.RTM_DELADDR, 0}

	routeAdd     = Verb{"route add", uapi.RTM_NEWROUTE, create | excl}
	routeChange  = Verb{"route change", uapi.RTM_NEWROUTE, replace}
	routeReplace = Verb{"route replace", uapi.RTM_NEWROUTE, create | replace}
	routeAppend  = Verb{"route append", uapi.RTM_NEWROUTE, create | appendF}
	routeDelete  = Verb{"route delete", uapi.RTM_DELROUTE, 0}

	ruleAdd         = Verb{"rule add", uapi.RTM_NEWRULE, create | excl}
	ruleDelete      = Verb{"rule delete", uapi.RTM_DELRULE, 0}
	ruleDeleteFirst = Verb{"rule delete", uapi.RTM_DELRULE, 0}

	nexthopAdd     = Verb{"nexthop add", uapi.RTM_NEWNEXTHOP, create | excl}
	nexthopReplace = Verb{"nexthop replace", uapi.RTM_NEWNEXTHOP, create | replace}
	nexthopDelete  = Verb{"nexthop del", uapi.RTM_DELNEXTHOP, 0}

	neighAdd     = Verb{"neigh add", uapi.RTM_NEWNEIGH, create | excl}
	neighChange  = Verb{"neigh change", uapi.RTM_NEWNEIGH, replace}
	neighReplace = Verb{"neigh replace", uapi.RTM_NEWNEIGH, create | replace}
	neighDelete  = Verb{"neigh delete", uapi.RTM_DELNEIGH, 0}
)

// Allow returns the request with errors that match err, as by errors.Is,
// counting as success: DeleteLink("x").Allow(fs.ErrNotExist) does not mind a link
// that is gone already, nor does any other deletion. AddLink(l).Allow(fs.ErrExist)
// does not mind one that is there, whatever it is like; [Conn.Ensure] does.
func (r Request) Allow(err error) Request {
	r.allow = append(r.allow[:len(r.allow):len(r.allow)], err)
	return r
}

// allowed returns nil for an error that counts as success, else err.
func (r *Request) allowed(err error) error {
	for _, a := range r.allow {
		if errors.Is(err, a) {
			return nil
		}
	}
	return err
}

// op names what is done and to which object, for errors.
func (r *Request) op() string {
	if r.verb == nil {
		return "empty request"
	}
	if key := r.key(); key != "" {
		return r.verb.Name + " " + key
	}
	return r.verb.Name
}

func (r *Request) key() string {
	if r.dev != "" || r.index != 0 {
		return rtattr.DevName(r.dev, r.index)
	}
	return r.obj.key()
}

// String returns the request as one would type it behind "ip".
func (r Request) String() string {
	if r.verb == nil {
		return r.op()
	}
	switch o := r.obj.(type) {
	case *Link:
		if r.verb == &linkAdd {
			return strings.TrimSpace(r.verb.Name + " " + o.words(o.Name))
		}
		if r.verb == &linkDelete && o.NetNSID.Is() {
			return r.op() + " netnsid " + o.NetNSID.String()
		} else if r.verb == &linkDelete {
			return r.op()
		}
		l := *o
		l.Index = 0
		return strings.TrimSpace(r.op() + " " + strings.TrimPrefix(l.words(r.dev)+" ", r.dev+" "))
	case interface{ words() string }:
		return r.verb.Name + " " + o.words()
	}
	return r.op()
}

// Equal reports whether r and o do the same to the same object with the same
// errors allowed.
func (r Request) Equal(o Request) bool {
	return r.verb == o.verb && r.dev == o.dev && r.index == o.index &&
		reflect.DeepEqual(r.obj, o.obj) && reflect.DeepEqual(r.allow, o.allow)
}

// AppendMessage appends the messages of the request to b, with sequence number
// 0: one, or several where the kernel wants the object made in steps. index
// looks up devices that are given by name; where it is nil, a name that has to
// become an index is an error that matches [ErrUnresolved].
func (r Request) AppendMessage(b []byte, index func(name string) (int32, error)) ([]byte, error) {
	c := nlattr.Get()
	defer nlattr.Put(c)
	c.User = &env{resolve: index}
	steps, err := r.steps()
	if err != nil {
		return nil, failed(r.op(), err)
	}
	if len(steps) == 0 {
		steps = []step{{verb: r.verb, obj: r.obj}}
	}
	for _, s := range steps {
		if b, err = s.append(c, b, uapi.NLM_F_ACK); err != nil {
			return nil, failed(r.op(), err)
		}
	}
	return b, nil
}

// A step is one message of a request.
type step struct {
	verb *Verb
	obj  object
	in   *Link // not nil: in the namespace that this link goes to

	// before is nil, or has to succeed first.
	before func(context.Context, *Conn) error
}

// append appends the message.
func (s *step) append(c *nlattr.Codec, b []byte, flags uint16) ([]byte, error) {
	start := len(b)
	b = nlmsg.AppendHeader(b, s.verb.Type, uapi.NLM_F_REQUEST|s.verb.Flags|flags)
	b, err := c.Encode(b, s.obj)
	if err != nil {
		return nil, err
	}
	return nlmsg.Finish(b, start), nil
}

// steps returns the messages of a request that needs several, or nil for one.
func (r *Request) steps() ([]step, error) {
	switch {
	case r.verb == nil:
		return nil, errors.New("the zero Request")
	case r.index < 0:
		return nil, errors.New("no device has that index")
	}
	if o, ok := r.obj.(stepper); ok {
		return o.steps(r.verb, r.dev, r.index)
	}
	return nil, nil
}

// A stepper is an object of which some requests are refused, or need several
// messages. It is asked by this method and not by its type, so that a program
// without such objects is without the code for them. The request itself is no
// parameter: what an interface method takes can be printed, so it comes with all
// that prints it.
type stepper interface {
	steps(v *Verb, dev string, index int32) ([]step, error)
}

// AddLink makes a link, "ip link add": RTM_NEWLINK with CREATE and EXCL. It
// fails with fs.ErrExist where the name is taken. The kind is required.
//
// The kernel ignores some of what a link can have while making it: alias,
// altnames, carrier, proto down, the IPv6 address generation mode, XDP, virtual
// functions, and parameters as a port. AddLink sets those with further messages,
// and removes the link again if the kernel refuses one. Those of a [Veth]'s
// peer, and its master and being up, are set in the same way.
func AddLink(l Link) Request { return Request{verb: &linkAdd, obj: &l} }

// SetLink changes a link, "ip link set": RTM_NEWLINK for a link that is there.
// Name renames it; a namespace moves it, and the name, the master and being up
// then apply there. A link that was read in another namespace by its id is
// refused: the kernel would move a link of the Conn's own.
//
// A kind has to be the link's own. Parameters as a port are set with a second
// message where the master is set too, and so are altnames, which are added, and
// being up where the IPv6 address generation mode is set.
// The kernel executes a message in part before it refuses the rest.
func SetLink[D Dev](dev D, l Link) Request {
	r := Request{verb: &linkSet, obj: &l}
	r.dev, r.index = rtattr.SplitDev(dev)
	l.identify(r.dev, r.index)
	return r
}

// DeleteLink removes a link, "ip link delete": RTM_DELLINK. It fails with
// fs.ErrNotExist where there is none.
func DeleteLink[D Dev](dev D) Request {
	r := Request{verb: &linkDelete}
	r.dev, r.index = rtattr.SplitDev(dev)
	l := new(Link)
	l.identify(r.dev, r.index)
	r.obj = l
	return r
}

// DeleteLinkIn is DeleteLink for a link of another namespace, which is given by
// its id in the Conn's (5.0).
func DeleteLinkIn[D Dev](nsid int32, dev D) Request {
	r := DeleteLink(dev)
	l := r.obj.(*Link)
	l.NetNSID, l.there = Some(nsid), true
	return r
}

// AddAltNames gives a link further names, "ip link property add altname":
// RTM_NEWLINKPROP (5.5). They have up to 127 bytes.
func AddAltNames[D Dev](dev D, names ...string) Request {
	return altNames(&propAdd, dev, names)
}

// DeleteAltNames removes further names of a link, "ip link property delete
// altname": RTM_DELLINKPROP (5.5).
func DeleteAltNames[D Dev](dev D, names ...string) Request {
	return altNames(&propDelete, dev, names)
}

func altNames[D Dev](v *Verb, dev D, names []string) Request {
	r := Request{verb: v}
	r.dev, r.index = rtattr.SplitDev(dev)
	l := &Link{AltNames: append([]string(nil), names...)}
	l.identify(r.dev, r.index)
	r.obj = l
	return r
}

// identify makes l a message about the link that is called name or has the
// index. The kernel finds a link by the name in the message, unless that is the
// name to give it; then, and by a name too long for IFLA_IFNAME, it needs the
// index.
func (l *Link) identify(name string, index int32) {
	switch {
	case index > 0:
		l.target, l.Index = "", index
	case l.Name == "" && len(name) < uapi.IFNAMSIZ:
		l.Name, l.Index = name, 0
	default:
		l.target, l.Index = name, 0
		if l.Name == name {
			l.Name = ""
		}
	}
}

func (l *Link) key() string {
	switch {
	case l.Name != "":
		return l.Name
	case l.Index != 0:
		return rtattr.DevName("", l.Index)
	case l.Kind != nil:
		return "type " + l.Kind.Kind()
	}
	return ""
}

func (l *Link) fresh() nlattr.Attrser { return new(Link) }

// AddRoute adds a route, "ip route add": RTM_NEWROUTE with CREATE and EXCL. It
// fails with fs.ErrExist where there is one of the same key.
func AddRoute(r Route) Request { return routeRequest(&routeAdd, &r) }

// ChangeRoute changes a route that is there, "ip route change": RTM_NEWROUTE
// with REPLACE. It fails with fs.ErrNotExist where there is none of the same key.
// What is absent is reset.
func ChangeRoute(r Route) Request { return routeRequest(&routeChange, &r) }

// ReplaceRoute adds a route, or replaces the first one of the same key, "ip
// route replace": RTM_NEWROUTE with CREATE and REPLACE. The metric is part of
// the key: a route with another one stays.
func ReplaceRoute(r Route) Request { return routeRequest(&routeReplace, &r) }

// AppendRoute adds a route, "ip route append": RTM_NEWROUTE with CREATE and
// APPEND. Of IPv4 it comes behind others of the same key; of IPv6 its next hop
// joins theirs in a multipath route.
func AppendRoute(r Route) Request { return routeRequest(&routeAppend, &r) }

// DeleteRoute removes a route, "ip route delete": RTM_DELROUTE. It removes the
// first one that has the key and all that is given of type, scope, protocol,
// next hop and device. It fails with fs.ErrNotExist where there is none, but for
// MPLS routes: the kernel removes one by its label alone, and does not say that
// there is none.
func DeleteRoute(r Route) Request { return routeRequest(&routeDelete, &r) }

// routeRequest fills in, in r, what has to be in the rtmsg as ip(8) does.
func routeRequest(v *Verb, r *Route) Request {
	var f filled
	if r.Table == 0 {
		r.Table = TableMain
	}
	if r.Type == 0 && (v != &routeDelete || r.family() == MPLS) {
		r.Type = RouteUnicast
	}
	if v != &routeDelete {
		if r.Protocol == 0 {
			r.Protocol = ProtoBoot
			f |= filledProtocol
		}
	}
	if !r.Scope.Is() {
		r.Scope = Some(r.defaultScope(v == &routeDelete))
		f |= filledScope
	}
	return Request{verb: v, obj: r, filled: f}
}

func (r *Route) defaultScope(deletion bool) Scope {
	switch {
	case r.family() != IPv4:
		return ScopeGlobal // means nothing there
	case deletion:
		return ScopeNowhere // any
	case r.Type == RouteLocal || r.Type == RouteNAT:
		return ScopeHost
	case r.Type == RouteBroadcast || r.Type == RouteMulticast || r.Type == RouteAnycast:
		return ScopeLink
	case r.Type == RouteUnicast && !r.Via.IsValid() && r.NexthopID == 0 && len(r.Hops) == 0:
		return ScopeLink
	}
	return ScopeGlobal
}

func (r *Route) key() string {
	s := r.target()
	if r.Table != 0 && r.Table != TableMain {
		s += " table " + tableName(r.Table)
	}
	if r.Metric != 0 {
		s += fmt.Sprintf(" metric %d", r.Metric)
	}
	return s
}
