// Package nlattr encodes and decodes netlink attributes.
//
// A struct lists its attributes once, in a method named Attrs, one line an
// attribute. The line names the wire form, the attribute's type, its name and
// the field:
//
//	func (v *VXLAN) Attrs(c *nlattr.Codec) {
//		nlattr.U32(c, uapi.IFLA_VXLAN_ID, "id", &v.ID)
//		nlattr.BE16(c, uapi.IFLA_VXLAN_PORT, "port", &v.Port)
//		nlattr.Rest(c, &v.Unknown)
//	}
//
// The same list decodes a message into the struct, encodes the struct into a
// message, and finds the name of the attribute that a kernel's error points at:
// the [Codec] knows what it is doing, the list does not.
//
// A field that is absent is not sent: that is the zero [Opt], [OnOff],
// netip.Addr, string or slice. While decoding, an absent attribute leaves its
// field alone.
//
// What no line asks for, and what has another length than its line wants, ends
// up in the last line, [Rest], and is sent again from there. Nothing in this
// package panics on bytes from outside or keeps a reference to them.
//
// Attribute types in lists are below 128, or the line panics; higher ones are
// seen by Rest only.
package nlattr
