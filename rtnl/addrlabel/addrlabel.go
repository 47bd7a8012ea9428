// Package addrlabel reads and changes the policy table by which IPv6 chooses
// source addresses, RFC 6724, "ip addrlabel": an address with the label of the
// destination is preferred.
package addrlabel

import (
	"context"
	"iter"
	"math"
	"net/netip"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
)

// headLen is the size of ifaddrlblmsg.
const headLen = 12

// Label is the label of the addresses in a prefix. Of several prefixes that an
// address is in, the longest counts.
//
// The kernel's key is the prefix and the link.
type Label struct {
	Prefix   netip.Prefix       `json:"address,omitzero"` // IFAL_ADDRESS, IPv6
	Label    nlattr.Opt[uint32] `json:"label,omitzero"`   // IFAL_LABEL; required to add; all ones is none
	Dev      string             `json:"-"`                // the link's name
	DevIndex int32              `json:"ifindex,omitzero"` // ifal_index: addresses of this link only

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Attrs lists the attributes, behind the ifaddrlblmsg.
func (l *Label) Attrs(c *nlattr.Codec) {
	family, bits, index, addr := uint8(uapi.AF_INET6), uint8(max(0, l.Prefix.Bits())), l.DevIndex, l.Prefix.Addr()
	if !c.Decoding() {
		index = rtattr.IndexOf(c, "dev", l.Dev, l.DevIndex)
		l.check(c)
	}
	h := c.Head(headLen)
	nlattr.At8(h, 0, &family)
	nlattr.At8(h, 2, &bits)
	nlattr.At32(h, 4, &index)
	nlattr.Addr(c, uapi.IFAL_ADDRESS, uapi.IFAL_ADDRESS, "address", &addr)
	nlattr.U32(c, uapi.IFAL_LABEL, "label", &l.Label)
	nlattr.Rest(c, &l.Unknown)
	if c.Decoding() {
		l.DevIndex = index
		if addr.IsValid() {
			l.Prefix = netip.PrefixFrom(addr, int(bits))
		}
	}
}

func (l *Label) check(c *nlattr.Codec) {
	if c.Reporting() {
		return
	}
	switch {
	case !l.Prefix.IsValid():
		c.Reject("address", "no valid prefix")
	case l.Prefix.Addr().Is4():
		c.Reject("address", l.Prefix.String()+" is not of IPv6; IPv4 has one label, that of ::ffff:0.0.0.0/96")
	case l.Prefix != l.Prefix.Masked():
		c.Reject("address", l.Prefix.String()+" has host bits; the prefix is "+l.Prefix.Masked().String())
	}
	if l.Label == nlattr.Some[uint32](math.MaxUint32) {
		c.Reject("label", "is how the kernel says that there is none")
	}
}

var (
	add     = rtnl.Verb{Name: "addrlabel add", Type: uapi.RTM_NEWADDRLABEL, Flags: uapi.NLM_F_CREATE | uapi.NLM_F_EXCL}
	replace = rtnl.Verb{Name: "addrlabel replace", Type: uapi.RTM_NEWADDRLABEL, Flags: uapi.NLM_F_CREATE | uapi.NLM_F_REPLACE}
	del     = rtnl.Verb{Name: "addrlabel del", Type: uapi.RTM_DELADDRLABEL}
)

// Add adds a label, "ip addrlabel add": RTM_NEWADDRLABEL with CREATE and EXCL. It
// fails with fs.ErrExist where the prefix has one.
func Add(l Label) rtnl.Request { return rtnl.NewRequest(&add, &l) }

// Replace adds a label, or changes that of a prefix that has one:
// RTM_NEWADDRLABEL with CREATE and REPLACE. ip(8) has no word for it.
func Replace(l Label) rtnl.Request { return rtnl.NewRequest(&replace, &l) }

// Delete removes the label of a prefix, "ip addrlabel del": RTM_DELADDRLABEL. The
// kernel ignores which one it is. It fails with fs.ErrNotExist where there is
// none.
func Delete(l Label) rtnl.Request {
	if !l.Label.Is() {
		l.Label = nlattr.Some[uint32](0) // there has to be one
	}
	return rtnl.NewRequest(&del, &l)
}

// Key returns the prefix and the link.
func (l *Label) Key() string {
	w := rtattr.Words{"prefix", l.Prefix.String()}
	w.Add("dev", l.Dev != "" || l.DevIndex != 0, rtattr.DevName(l.Dev, l.DevIndex))
	return w.String()
}

// Words returns what stands behind "ip addrlabel add".
func (l *Label) Words() string {
	w := rtattr.Words{l.Key()}
	w.Add("label", l.Label.Is(), l.Label)
	return w.String()
}

// String returns the label in one line like "ip addrlabel".
func (l Label) String() string { return l.Words() }

// DumpKey returns what the kernel tells labels apart by.
func (l *Label) DumpKey() any {
	return struct {
		p   netip.Prefix
		dev int32
	}{l.Prefix, l.DevIndex}
}

// Filter chooses labels. Absent fields choose all. The kernel does not filter.
type Filter struct {
	Prefix   netip.Prefix       // exactly this
	Label    nlattr.Opt[uint32] // this one
	Dev      string             // of this link
	DevIndex int32              // likewise
}

// question is the body of RTM_GETADDRLABEL.
type question struct{}

// Attrs lists the attributes.
func (*question) Attrs(c *nlattr.Codec) {
	family := uint8(uapi.AF_INET6)
	h := c.Head(headLen)
	nlattr.At8(h, 0, &family)
}

// Labels lists the labels, "ip addrlabel". A nil filter is everything.
func Labels(ctx context.Context, c *rtnl.Conn, f *Filter) iter.Seq2[Label, error] {
	const op = "addrlabel list"
	if f == nil {
		f = new(Filter)
	}
	return func(yield func(Label, error) bool) {
		index, err := c.FilterIndex(ctx, op, "dev", f.Dev, f.DevIndex)
		if err != nil {
			yield(Label{}, err)
			return
		}
		q := rtnl.Query{Op: op, Type: uapi.RTM_GETADDRLABEL, Reply: uapi.RTM_NEWADDRLABEL, Head: headLen, Body: new(question)}
		rtnl.List(ctx, c, q, func(l *Label) bool {
			return (!f.Prefix.IsValid() || l.Prefix == f.Prefix) && (!f.Label.Is() || l.Label == f.Label) &&
				(index == 0 || l.DevIndex == index)
		})(yield)
	}
}
