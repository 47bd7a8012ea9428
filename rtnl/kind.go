package rtnl

import "github.com/eb30ede5/netlink/nlattr"

// LinkKind is the part of a link that depends on its kind: *[Bridge], *[VXLAN]
// and so on, or a type of the caller's own (see [Config].Kinds).
type LinkKind interface {
	// Kind returns the name of the kind, as in "ip link add type NAME".
	Kind() string
	// Attrs lists the attributes of IFLA_INFO_DATA.
	nlattr.Attrser
}

// LinkPort is the part of a link that depends on what it is a port of, such
// as *[BridgePort].
type LinkPort interface {
	// PortKind returns the name of the master's kind.
	PortKind() string
	// Attrs lists the attributes of IFLA_INFO_SLAVE_DATA.
	nlattr.Attrser
}

// A wholeKind's change message replaces all parameters, so that one with a part
// of them resets the others. SetLink refuses what Whole objects to, and
// ChangeLink sends everything.
type wholeKind interface {
	LinkKind
	// Whole returns an error that names the parameter that is missing.
	Whole() error
}

var (
	kinds = map[string]func() LinkKind{}
	ports = map[string]func() LinkPort{}
)

// registerKind is for init functions only: afterwards the map is read without
// a lock.
func registerKind(name string, f func() LinkKind) { kinds[name] = f }

func registerPort(name string, f func() LinkPort) { ports[name] = f }

// RawKind is a kind that this package does not know. It keeps the attributes as
// they are, so that a link that was read can be made again.
type RawKind struct {
	Name string        // the name of the kind
	Data []nlattr.Attr // the attributes of IFLA_INFO_DATA
}

// Kind implements [LinkKind].
func (k *RawKind) Kind() string { return k.Name }

// Attrs implements [LinkKind].
func (k *RawKind) Attrs(c *nlattr.Codec) { nlattr.Rest(c, &k.Data) }

// RawPort is to ports what [RawKind] is to kinds.
type RawPort struct {
	Name string        // the name of the master's kind
	Data []nlattr.Attr // the attributes of IFLA_INFO_SLAVE_DATA
}

// PortKind implements [LinkPort].
func (p *RawPort) PortKind() string { return p.Name }

// Attrs implements [LinkPort].
func (p *RawPort) Attrs(c *nlattr.Codec) { nlattr.Rest(c, &p.Data) }

func newPort(name string) LinkPort {
	if f := ports[name]; f != nil {
		return f()
	}
	return &RawPort{Name: name}
}

// dev carries the index of a device that is given by name or by index.
func dev(c *nlattr.Codec, t nlattr.Type, field string, name string, index *int32) {
	if name == "" || c.Decoding() {
		nlattr.N32(c, t, field, index)
		return
	}
	i := indexOf(c, field, name, *index)
	nlattr.N32(c, t, field, &i)
}

// indexOf returns the index of a device that is given by name or by index.
func indexOf(c *nlattr.Codec, field, name string, index int32) int32 {
	if name == "" {
		return index
	}
	if index != 0 {
		c.Reject(field, "given by name, "+name+", and by index too")
		return index
	}
	i, err := envOf(c).index(name)
	if err != nil {
		c.Fail(field+" "+name, cause(err))
	}
	return i
}
