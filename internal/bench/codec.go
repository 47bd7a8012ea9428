//go:build linux

package main

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"time"

	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl/kind"
	mdl "github.com/mdlayher/netlink"
	"github.com/vishvananda/netlink/nl"
)

// codecSuite encodes and decodes 14 of the attributes of a vxlan, without a
// kernel. The floor is written by hand for these alone.
func codecSuite(l *lab) error {
	const n = 100_000
	full := kind.VXLAN{
		ID: nlattr.Some[uint32](42), Local: netip.MustParseAddr("192.0.2.1"), Group: netip.MustParseAddr("192.0.2.9"),
		DevIndex: 7, TTL: nlattr.Some[uint8](64), TOS: nlattr.Some[uint8](1), Learn: nlattr.Off, Ageing: nlattr.Some(300 * time.Second),
		Limit: nlattr.Some[uint32](99), Port: nlattr.Some[uint16](4789), Proxy: nlattr.Off, UDPCsum: nlattr.On,
		Label: nlattr.Some[uint32](0x12345), GBP: true,
	}
	c := new(nlattr.Codec)
	wire, err := c.Encode(nil, &full)
	if err != nil {
		return err
	}
	buf := make([]byte, 0, 512)
	repeat := func(f func() error) func() error { return each(n, func(int) error { return f() }) }
	if err := l.measure(measure{name: "encode-vxlan", unit: "message", items: n, rounds: 11, contestants: []contestant{
		{name: "floor", run: repeat(func() error { return exactly(len(wire), len(byHand(buf, &full))) })},
		{name: "ours", run: repeat(func() error { b, err := c.Encode(buf, &full); return errOr(err, len(wire), len(b)) })},
		{name: "vishvananda", run: repeat(func() error { return exactly(len(wire), len(vishEncode(&full))-4) })},
		{name: "mdlayher", run: repeat(func() error { b, err := mdlEncode(&full); return errOr(err, len(wire), len(b)) })},
	}}); err != nil {
		return err
	}
	var ours, hand, vish, mdls kind.VXLAN
	same := func(v *kind.VXLAN) error {
		if v.ID != full.ID || v.Group != full.Group || v.Label != full.Label || !v.GBP || v.Ageing != full.Ageing {
			return fmt.Errorf("decoded %+v", v)
		}
		return nil
	}
	return l.measure(measure{name: "decode-vxlan", unit: "message", items: n, rounds: 11, contestants: []contestant{
		{name: "floor", run: repeat(func() error { hand = kind.VXLAN{}; readByHand(&hand, wire); return same(&hand) })},
		{name: "ours", run: repeat(func() error {
			ours = kind.VXLAN{}
			if err := c.Decode(wire, 0, &ours); err != nil {
				return err
			}
			return same(&ours)
		})},
		{name: "vishvananda", run: repeat(func() error {
			vish = kind.VXLAN{}
			attrs, err := nl.ParseRouteAttr(wire)
			if err != nil {
				return err
			}
			for _, a := range attrs {
				readOne(&vish, a.Attr.Type&0x3fff, a.Value)
			}
			return same(&vish)
		})},
		{name: "mdlayher", run: repeat(func() error {
			mdls = kind.VXLAN{}
			d, err := mdl.NewAttributeDecoder(wire)
			if err != nil {
				return err
			}
			for d.Next() {
				readOne(&mdls, d.Type(), d.Bytes())
			}
			if d.Err() != nil {
				return d.Err()
			}
			return same(&mdls)
		})},
	}})
}

func exactly(want, got int) error {
	if got != want {
		return fmt.Errorf("%d bytes, want %d", got, want)
	}
	return nil
}

func errOr(err error, want, got int) error {
	if err != nil {
		return err
	}
	return exactly(want, got)
}

func put32(b []byte, t uint16, v uint32) []byte {
	return ne.AppendUint32(ne.AppendUint32(b, 8|uint32(t)<<16), v)
}

func put8(b []byte, t uint16, v uint8) []byte {
	return append(ne.AppendUint32(b, 5|uint32(t)<<16), v, 0, 0, 0)
}

func putAddr(b []byte, t uint16, a netip.Addr) []byte {
	v := a.As4()
	return append(ne.AppendUint32(b, 8|uint32(t)<<16), v[:]...)
}

// byHand writes what is set in v, and looks at nothing else.
func byHand(b []byte, v *kind.VXLAN) []byte {
	b = put32(b, uapi.IFLA_VXLAN_ID, v.ID.Or(0))
	b = putAddr(b, uapi.IFLA_VXLAN_LOCAL, v.Local)
	b = putAddr(b, uapi.IFLA_VXLAN_GROUP, v.Group)
	b = put32(b, uapi.IFLA_VXLAN_LINK, uint32(v.DevIndex))
	b = put8(b, uapi.IFLA_VXLAN_TTL, v.TTL.Or(0))
	b = put8(b, uapi.IFLA_VXLAN_TOS, v.TOS.Or(0))
	b = ne.AppendUint32(b, 8|uapi.IFLA_VXLAN_LABEL<<16)
	b = binary.BigEndian.AppendUint32(b, v.Label.Or(0))
	b = ne.AppendUint32(b, 6|uapi.IFLA_VXLAN_PORT<<16)
	b = append(binary.BigEndian.AppendUint16(b, v.Port.Or(0)), 0, 0)
	b = put8(b, uapi.IFLA_VXLAN_LEARNING, uint8(v.Learn)&1)
	b = put32(b, uapi.IFLA_VXLAN_AGEING, uint32(v.Ageing.Or(0)/time.Second))
	b = put32(b, uapi.IFLA_VXLAN_LIMIT, v.Limit.Or(0))
	b = put8(b, uapi.IFLA_VXLAN_PROXY, uint8(v.Proxy)&1)
	b = put8(b, uapi.IFLA_VXLAN_UDP_CSUM, uint8(v.UDPCsum)&1)
	return ne.AppendUint32(b, 4|uapi.IFLA_VXLAN_GBP<<16)
}

func readByHand(v *kind.VXLAN, b []byte) {
	for len(b) >= 4 {
		n, t := int(ne.Uint16(b)), ne.Uint16(b[2:])
		if n < 4 || n > len(b) {
			return
		}
		readOne(v, t, b[4:n])
		b = b[min((n+3)&^3, len(b)):]
	}
}

func onOff(b byte) nlattr.OnOff {
	if b == 0 {
		return nlattr.Off
	}
	return nlattr.On
}

// readOne is the switch that each of those who have no list needs.
func readOne(v *kind.VXLAN, t uint16, p []byte) {
	switch t {
	case uapi.IFLA_VXLAN_ID:
		v.ID = nlattr.Some(ne.Uint32(p))
	case uapi.IFLA_VXLAN_LOCAL:
		v.Local = netip.AddrFrom4([4]byte(p))
	case uapi.IFLA_VXLAN_GROUP:
		v.Group = netip.AddrFrom4([4]byte(p))
	case uapi.IFLA_VXLAN_LINK:
		v.DevIndex = int32(ne.Uint32(p))
	case uapi.IFLA_VXLAN_TTL:
		v.TTL = nlattr.Some(p[0])
	case uapi.IFLA_VXLAN_TOS:
		v.TOS = nlattr.Some(p[0])
	case uapi.IFLA_VXLAN_LABEL:
		v.Label = nlattr.Some(binary.BigEndian.Uint32(p))
	case uapi.IFLA_VXLAN_PORT:
		v.Port = nlattr.Some(binary.BigEndian.Uint16(p))
	case uapi.IFLA_VXLAN_LEARNING:
		v.Learn = onOff(p[0])
	case uapi.IFLA_VXLAN_AGEING:
		v.Ageing = nlattr.Some(time.Duration(ne.Uint32(p)) * time.Second)
	case uapi.IFLA_VXLAN_LIMIT:
		v.Limit = nlattr.Some(ne.Uint32(p))
	case uapi.IFLA_VXLAN_PROXY:
		v.Proxy = onOff(p[0])
	case uapi.IFLA_VXLAN_UDP_CSUM:
		v.UDPCsum = onOff(p[0])
	case uapi.IFLA_VXLAN_GBP:
		v.GBP = true
	}
}

func vishEncode(v *kind.VXLAN) []byte {
	d := nl.NewRtAttr(nl.IFLA_INFO_DATA, nil)
	local, group := v.Local.As4(), v.Group.As4()
	d.AddRtAttr(nl.IFLA_VXLAN_ID, nl.Uint32Attr(v.ID.Or(0)))
	d.AddRtAttr(nl.IFLA_VXLAN_LOCAL, local[:])
	d.AddRtAttr(nl.IFLA_VXLAN_GROUP, group[:])
	d.AddRtAttr(nl.IFLA_VXLAN_LINK, nl.Uint32Attr(uint32(v.DevIndex)))
	d.AddRtAttr(nl.IFLA_VXLAN_TTL, nl.Uint8Attr(v.TTL.Or(0)))
	d.AddRtAttr(nl.IFLA_VXLAN_TOS, nl.Uint8Attr(v.TOS.Or(0)))
	d.AddRtAttr(uapi.IFLA_VXLAN_LABEL, binary.BigEndian.AppendUint32(nil, v.Label.Or(0)))
	d.AddRtAttr(nl.IFLA_VXLAN_PORT, binary.BigEndian.AppendUint16(nil, v.Port.Or(0)))
	d.AddRtAttr(nl.IFLA_VXLAN_LEARNING, nl.Uint8Attr(uint8(v.Learn)&1))
	d.AddRtAttr(nl.IFLA_VXLAN_AGEING, nl.Uint32Attr(uint32(v.Ageing.Or(0)/time.Second)))
	d.AddRtAttr(nl.IFLA_VXLAN_LIMIT, nl.Uint32Attr(v.Limit.Or(0)))
	d.AddRtAttr(nl.IFLA_VXLAN_PROXY, nl.Uint8Attr(uint8(v.Proxy)&1))
	d.AddRtAttr(nl.IFLA_VXLAN_UDP_CSUM, nl.Uint8Attr(uint8(v.UDPCsum)&1))
	d.AddRtAttr(nl.IFLA_VXLAN_GBP, []byte{})
	return d.Serialize()
}

func mdlEncode(v *kind.VXLAN) ([]byte, error) {
	e := mdl.NewAttributeEncoder()
	local, group := v.Local.As4(), v.Group.As4()
	e.Uint32(uapi.IFLA_VXLAN_ID, v.ID.Or(0))
	e.Bytes(uapi.IFLA_VXLAN_LOCAL, local[:])
	e.Bytes(uapi.IFLA_VXLAN_GROUP, group[:])
	e.Uint32(uapi.IFLA_VXLAN_LINK, uint32(v.DevIndex))
	e.Uint8(uapi.IFLA_VXLAN_TTL, v.TTL.Or(0))
	e.Uint8(uapi.IFLA_VXLAN_TOS, v.TOS.Or(0))
	e.Bytes(uapi.IFLA_VXLAN_LABEL, binary.BigEndian.AppendUint32(nil, v.Label.Or(0)))
	e.Bytes(uapi.IFLA_VXLAN_PORT, binary.BigEndian.AppendUint16(nil, v.Port.Or(0)))
	e.Uint8(uapi.IFLA_VXLAN_LEARNING, uint8(v.Learn)&1)
	e.Uint32(uapi.IFLA_VXLAN_AGEING, uint32(v.Ageing.Or(0)/time.Second))
	e.Uint32(uapi.IFLA_VXLAN_LIMIT, v.Limit.Or(0))
	e.Uint8(uapi.IFLA_VXLAN_PROXY, uint8(v.Proxy)&1)
	e.Uint8(uapi.IFLA_VXLAN_UDP_CSUM, uint8(v.UDPCsum)&1)
	e.Flag(uapi.IFLA_VXLAN_GBP, true)
	return e.Encode()
}
