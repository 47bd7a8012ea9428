// Package inet names what IPv4 and IPv6 are told of a link: the settings below
// /proc/sys/net/ipv4/conf/DEV and /proc/sys/net/ipv6/conf/DEV, as a link has
// them that rtnl reads.
//
//	forwarding, ok := link.Inet.Get(inet.V4Forwarding)
//
// Those of IPv4 can be set one by one with the link:
//
//	rtnl.SetLink("eth0", rtnl.Link{SetInet: []inet.V4Setting{{inet.V4Forwarding, 1}}})
//
// Those of IPv6 can be set in /proc/sys only, but for rtnl.Link's AddrGenMode.
package inet

import (
	"encoding/json"
	"iter"
	"strconv"

	"github.com/eb30ede5/netlink/internal/rtattr"
)

// V4Conf has the settings of IPv4 of a link. How many there are depends on the
// kernel. Times are milliseconds, whatever /proc/sys counts in.
type V4Conf []int32 // the item n at n-1

// Get returns the value of a setting, and whether the kernel reports it.
func (c V4Conf) Get(i V4Item) (value int32, ok bool) { return at(c, int(i)-1) }

// All yields the settings, those that this package does not know too.
func (c V4Conf) All() iter.Seq2[V4Item, int32] { return all[V4Item](c, 1) }

// MarshalJSON returns an object of names and values.
func (c V4Conf) MarshalJSON() ([]byte, error) { return object(c.All()) }

// V4Setting is a setting of IPv4 and the value to give it.
type V4Setting struct {
	Item  V4Item `json:"item"`  // which setting
	Value int32  `json:"value"` // the value to give it
}

// String returns the setting as sysctl(8) writes it, NAME=VALUE.
func (s V4Setting) String() string { return s.Item.String() + "=" + strconv.Itoa(int(s.Value)) }

// String returns the name of the setting in /proc/sys, or its number.
func (i V4Item) String() string { return rtattr.Enum(i, v4Names[:]) }

// V6Conf has the settings of IPv6 of a link. How many there are depends on the
// kernel. Times are milliseconds, whatever /proc/sys counts in.
type V6Conf []int32 // the item n at n

// Get returns the value of a setting, and whether the kernel reports it.
func (c V6Conf) Get(i V6Item) (value int32, ok bool) { return at(c, int(i)) }

// All yields the settings, those that this package does not know too.
func (c V6Conf) All() iter.Seq2[V6Item, int32] { return all[V6Item](c, 0) }

// MarshalJSON returns an object of names and values.
func (c V6Conf) MarshalJSON() ([]byte, error) { return object(c.All()) }

// String returns the name of the setting in /proc/sys, or its number.
func (i V6Item) String() string { return rtattr.Enum(i, v6Names[:]) }

func at(c []int32, i int) (int32, bool) {
	if i < 0 || i >= len(c) {
		return 0, false
	}
	return c[i], true
}

func all[I ~uint16](c []int32, first int) iter.Seq2[I, int32] {
	return func(yield func(I, int32) bool) {
		for i, v := range c {
			if !yield(I(first+i), v) {
				return
			}
		}
	}
}

// object writes settings in the order of their numbers.
func object[I interface{ String() string }](settings iter.Seq2[I, int32]) ([]byte, error) {
	b := []byte{'{'}
	for i, v := range settings {
		if len(b) > 1 {
			b = append(b, ',')
		}
		key, err := json.Marshal(i.String())
		if err != nil {
			return nil, err
		}
		b = strconv.AppendInt(append(append(b, key...), ':'), int64(v), 10)
	}
	return append(b, '}'), nil
}
