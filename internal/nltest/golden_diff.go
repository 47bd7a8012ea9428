package nltest

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"regexp"
	"strings"
)

// DiffMessages compares netlink messages and says where got differs from
// want, or returns "". Messages are compared in order: their types, flags and
// fixed headers as bytes, their attributes as trees. No difference are the
// order of attributes of distinct types within a nest, NLA_F_NESTED, padding,
// and the header's sequence and port.
//
// Which attributes are nests is known of the messages and link kinds of
// rtnetlink; shape, if not nil, adds to that: it is given the attribute types
// from the outermost to the one in question.
func DiffMessages(want, got []byte, shape func(path ...uint16) bool) string {
	d := differ{shape: shape}
	wants, wantRest := splitMessages(want)
	gots, gotRest := splitMessages(got)
	for i := range max(len(wants), len(gots)) {
		at := "message"
		if len(wants) > 1 || len(gots) > 1 {
			at = fmt.Sprintf("message %d", i)
		}
		switch {
		case i >= len(gots):
			d.report(at, wants[i], nil)
		case i >= len(wants):
			d.report(at, nil, gots[i])
		default:
			d.message(at, wants[i], gots[i])
		}
	}
	if !bytes.Equal(wantRest, gotRest) {
		d.report("after the last message", wantRest, gotRest)
	}
	return d.out.String()
}

// A differ collects differences.
type differ struct {
	shape func(path ...uint16) bool
	out   strings.Builder
}

func (d *differ) message(at string, want, got []byte) {
	wantType, gotType := messageType(want), messageType(got)
	if wantType != gotType {
		fmt.Fprintf(&d.out, "%s: type: want %s, got %s\n", at, name("RTM_", wantType), name("RTM_", gotType))
		return
	}
	at = strings.Replace(at, "message", name("RTM_", wantType), 1)
	if w, g := binary.LittleEndian.Uint16(want[6:]), binary.LittleEndian.Uint16(got[6:]); w != g {
		fmt.Fprintf(&d.out, "%s: flags: want %#04x, got %#04x\n", at, w, g)
	}
	want, got = want[16:], got[16:]
	w, g := bodyOf(wantType, want), bodyOf(wantType, got)
	if w == nil || g == nil {
		if !bytes.Equal(want, got) {
			d.report(at+": body", want, got)
		}
		return
	}
	d.attrs(at, nil, d.parse(w, want, nil), d.parse(g, got, nil))
}

func messageType(b []byte) uint16 { return binary.LittleEndian.Uint16(b[4:]) }

// attrs compares the contents of two nests.
func (d *differ) attrs(at string, path []uint16, want, got tree) {
	if !bytes.Equal(want.head, got.head) {
		d.report(at+": header", want.head, got.head)
	}
	taken := make([]bool, len(got.attrs))
	next := func(typ uint16) *attr {
		for i := range got.attrs {
			if !taken[i] && got.attrs[i].typ == typ {
				taken[i] = true
				return &got.attrs[i]
			}
		}
		return nil
	}
	for i := range want.attrs {
		w := &want.attrs[i]
		at, path := at+" > "+w.name, append(path[:len(path):len(path)], w.typ)
		g := next(w.typ)
		switch {
		case g == nil:
			d.report(at, w.payload, nil)
		case w.tree != nil && g.tree != nil:
			d.attrs(at, path, *w.tree, *g.tree)
		case !bytes.Equal(w.payload, g.payload):
			d.report(at, w.payload, g.payload)
		}
	}
	for i, g := range got.attrs {
		if !taken[i] {
			d.report(at+" > "+g.name, nil, g.payload)
		}
	}
}

// report writes one difference; a nil side has no such attribute, an empty
// one has it without content.
func (d *differ) report(at string, want, got []byte) {
	side := func(b []byte) string {
		switch {
		case b == nil:
			return "absent"
		case len(b) == 0:
			return "present, empty"
		}
		return fmt.Sprintf("% x", b)
	}
	fmt.Fprintf(&d.out, "%s:\n\twant %s\n\tgot  %s\n", at, side(want), side(got))
}

// A tree is a nest's content.
type tree struct {
	head  []byte // fixed header
	attrs []attr
	rest  []byte // bytes after the last attribute
}

// An attr is an attribute, or a record of a list of records.
type attr struct {
	typ     uint16 // without NLA_F_NESTED; a record's index
	name    string
	header  []byte // length and type
	payload []byte // never nil
	pad     []byte
	tree    *tree // nil for an attribute that is no nest
}

const nested = 0x8000 // NLA_F_NESTED

// parse takes a nest apart. It gives up nothing: a nest that is cut off is
// kept as far as it goes, the rest as rest.
func (d *differ) parse(n *nest, b []byte, path []uint16) tree {
	var t tree
	t.head, b = b[:n.head], b[n.head:]
	if n.records {
		return d.parseRecords(b, path)
	}
	for len(b) >= 4 {
		size := int(binary.LittleEndian.Uint16(b))
		if size < 4 || size > len(b) {
			break
		}
		end := min(align4(size), len(b))
		a := attr{
			typ:     binary.LittleEndian.Uint16(b[2:]) &^ nested,
			header:  b[:4],
			payload: b[4:size:size],
			pad:     b[size:end],
		}
		a.name = n.name(a.typ)
		t.attrs = append(t.attrs, a)
		b = b[end:]
	}
	t.rest = b
	for i := range t.attrs {
		a := &t.attrs[i]
		path := append(path[:len(path):len(path)], a.typ)
		kid := n.kid(a.typ, t.attrs)
		if kid == nil && d.shape != nil && d.shape(path...) {
			kid = indexed
		}
		if kid == nil || len(a.payload) < kid.head {
			continue
		}
		if sub := d.parse(kid, a.payload, path); len(sub.rest) == 0 {
			a.tree = &sub
		}
	}
	if len(t.rest) > 0 {
		t.attrs = append(t.attrs, attr{typ: 0xffff, name: "(no attribute)", payload: t.rest})
	}
	return t
}

// parseRecords takes a list of rtnexthops apart. A record's header is what
// comes after its length, which follows from the content.
func (d *differ) parseRecords(b []byte, path []uint16) tree {
	var t tree
	for i := uint16(0); len(b) >= hop.head; i++ {
		size := int(binary.LittleEndian.Uint16(b))
		if size < hop.head || size > len(b) {
			break
		}
		sub := d.parse(hop, b[:size:size], append(path[:len(path):len(path)], i))
		sub.head = sub.head[2:]
		t.attrs = append(t.attrs, attr{typ: i, name: fmt.Sprintf("hop %d", i), header: b[:2], payload: b[:size:size], tree: &sub})
		b = b[min(align4(size), len(b)):]
	}
	t.rest = b
	return t
}

// kindNul finds a difference that each link with a kind has: ip(8) sends the
// kind's name without the zero at its end.
var kindNul = regexp.MustCompile(`[^\n]* > IFLA_INFO_KIND:\n\twant ([^\n]*)\n\tgot  ([^\n]*) 00\n`)

// WithoutKindNul returns diff without that.
func WithoutKindNul(diff string) string {
	return kindNul.ReplaceAllStringFunc(diff, func(s string) string {
		if m := kindNul.FindStringSubmatch(s); m[1] != m[2] {
			return s
		}
		return ""
	})
}
