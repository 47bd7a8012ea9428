// Package kind has the kinds of links and of ports, typed: what stands behind
// "type" of ip(8)'s "link add" and "link set". They go into the fields Kind and
// Port of [github.com/eb30ede5/netlink/rtnl.Link].
//
//	rtnl.AddLink(rtnl.Link{Name: "vx0", Kind: &kind.VXLAN{ID: rtnl.U32(42), Local: local}})
//
// Each kind is a struct that lists its attributes once; what is read is what can
// be sent. An absent field leaves the kernel's default when the link is made, and
// the current value when it is changed. Fields that say "reported" are never
// sent. A kind that is not here is a [Raw].
package kind

import (
	"maps"
	"reflect"
	"slices"
	"sync"

	"github.com/eb30ede5/netlink/nlattr"
)

// Kind is the part of a link that depends on its kind: *[Bridge], *[VXLAN] and
// so on, or a type of the caller's own.
type Kind interface {
	// Kind returns the name of the kind, as in "ip link add type NAME".
	Kind() string
	// Attrs lists the attributes of IFLA_INFO_DATA.
	nlattr.Attrser
}

// Port is the part of a link that depends on what it is a port of, such as
// *[BridgePort].
type Port interface {
	// PortKind returns the name of the master's kind.
	PortKind() string
	// Attrs lists the attributes of IFLA_INFO_SLAVE_DATA.
	nlattr.Attrser
}

// Pair is a kind that makes two links at once, such as *[Veth]. The other one
// is the link's Peer.
type Pair interface {
	Kind
	// PeerAttr returns the attribute of IFLA_INFO_DATA that holds the other
	// link.
	PeerAttr() nlattr.Type
}

// Whole is a kind whose change message replaces all parameters: one with a part
// of them resets the others. rtnl.SetLink refuses what Whole objects to, and
// rtnl.ChangeLink sends everything.
type Whole interface {
	Kind
	// Whole returns an error that names a parameter that is missing.
	Whole() error
}

// Counter is a kind whose links count more than the statistics of all links do,
// such as *[CAN].
type Counter interface {
	Kind
	// Counters lists IFLA_INFO_XSTATS, which is beside IFLA_INFO_DATA.
	Counters(c *nlattr.Codec)
}

// Limited is a kind of links that rtnetlink does not make, or whose parameters
// it does not change, such as *[TUN]. rtnl.AddLink fails with what CanAdd
// returns; rtnl.SetLink, and rtnl.ChangeLink where the kind is changed, fail with
// what CanSet returns.
type Limited interface {
	Kind
	// CanAdd returns nil, or an error that says what makes such links.
	CanAdd() error
	// CanSet returns nil, or an error that says why they cannot be changed.
	CanSet() error
}

// The kinds and ports of this package as nil pointers. There is room for more than
// there are, so that starting a program allocates nothing for them.
var (
	room  [64]Kind
	kinds = room[:0]

	portRoom [8]Port
	ports    = portRoom[:0]
)

// register adds a kind before init functions run: var _ = register((*VXLAN)(nil)).
func register(k Kind) (_ struct{}) {
	kinds = append(kinds, k)
	return
}

// registerPort is register for ports.
func registerPort(p Port) (_ struct{}) {
	ports = append(ports, p)
	return
}

// index is made when it is first needed; who never reads a link needs none.
var index struct {
	sync.Once
	kinds, ports map[string]reflect.Type
}

func types() (kind, port map[string]reflect.Type) {
	index.Do(func() {
		index.kinds, index.ports = map[string]reflect.Type{}, map[string]reflect.Type{}
		for _, k := range kinds {
			index.kinds[k.Kind()] = reflect.TypeOf(k).Elem()
		}
		for _, p := range ports {
			index.ports[p.PortKind()] = reflect.TypeOf(p).Elem()
		}
	})
	return index.kinds, index.ports
}

// New returns an empty value for the kind of that name, a *[Raw] if it is not
// one of this package.
func New(name string) Kind {
	kinds, _ := types()
	if t := kinds[name]; t != nil {
		return reflect.New(t).Interface().(Kind)
	}
	return &Raw{Name: name}
}

// NewPort returns an empty value for the ports of masters of that kind, a
// *[RawPort] if it is not one of this package.
func NewPort(name string) Port {
	_, ports := types()
	if t := ports[name]; t != nil {
		return reflect.New(t).Interface().(Port)
	}
	return &RawPort{Name: name}
}

// Names returns the names of the kinds of this package, sorted.
func Names() []string {
	kinds, _ := types()
	return slices.Sorted(maps.Keys(kinds))
}

// PortNames returns the kinds of masters whose ports this package has, sorted.
func PortNames() []string {
	_, ports := types()
	return slices.Sorted(maps.Keys(ports))
}

// Raw is a kind that this package does not know. It keeps the attributes as
// they are, so that a link that was read can be made again.
type Raw struct {
	Name string        // the name of the kind
	Data []nlattr.Attr // the attributes of IFLA_INFO_DATA
}

// Kind implements [Kind].
func (k *Raw) Kind() string { return k.Name }

// Attrs implements [Kind].
func (k *Raw) Attrs(c *nlattr.Codec) { nlattr.Rest(c, &k.Data) }

// RawPort is to ports what [Raw] is to kinds.
type RawPort struct {
	Name string        // the name of the master's kind
	Data []nlattr.Attr // the attributes of IFLA_INFO_SLAVE_DATA
}

// PortKind implements [Port].
func (p *RawPort) PortKind() string { return p.Name }

// Attrs implements [Port].
func (p *RawPort) Attrs(c *nlattr.Codec) { nlattr.Rest(c, &p.Data) }
