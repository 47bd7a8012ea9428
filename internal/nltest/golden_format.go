package nltest

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
)

// FormatGolden writes g the way the files in rtnl/testdata/golden are
// written. Its JSON is left out; it has a file of its own.
func FormatGolden(g Golden) string {
	var b strings.Builder
	b.WriteString(wrap("# " + g.Source + ": " + g.Command))
	for _, s := range g.Setup {
		b.WriteString(wrap(setupLine + s))
	}
	for _, m := range g.Messages() {
		b.WriteString(FormatMessage(m))
	}
	return b.String()
}

// FormatMessage writes a little-endian message as hex, one attribute a line
// and indented by nest, with the kernel's names in comments.
func FormatMessage(m []byte) string {
	var f formatter
	typ := messageType(m)
	f.line(0, fmt.Sprintf("%s, flags %#x", name("RTM_", typ), binary.LittleEndian.Uint16(m[6:])), m[:4], m[4:8], m[8:16])
	n := bodyOf(typ, m[16:])
	if n == nil {
		f.line(0, "body", m[16:])
	} else {
		f.tree(0, new(differ).parse(n, m[16:], nil))
	}
	return f.String()
}

// A formatter writes hex lines.
type formatter struct{ strings.Builder }

func (f *formatter) tree(depth int, t tree) {
	if len(t.head) > 0 && depth == 0 {
		f.line(depth, "header", t.head)
	} else if len(t.head) > 0 {
		f.line(depth, "its header", t.head)
	}
	for _, a := range t.attrs {
		if a.tree == nil {
			f.line(depth, a.name+a.text(), a.header, a.payload, a.pad)
			continue
		}
		f.line(depth, a.name, a.header)
		f.tree(depth+1, *a.tree)
	}
}

// line writes groups of bytes apart from each other; what is longer goes on
// in further lines.
func (f *formatter) line(depth int, comment string, groups ...[]byte) {
	const width = 32 // bytes in a line, beside the attribute's header
	indent := strings.Repeat("\t", depth)
	var line []string
	n := 0
	flush := func() {
		f.WriteString(indent + strings.Join(line, "  "))
		if comment != "" {
			f.WriteString("  # " + comment)
		}
		f.WriteString("\n")
		line, n, comment = nil, 0, ""
	}
	for _, g := range groups {
		for len(g) > 0 {
			if n >= width && len(g) >= 4 { // not for padding
				flush()
				line = append(line, strings.Repeat(" ", len("00 00 00 00")))
			}
			k := min(len(g), width)
			line = append(line, fmt.Sprintf("% x", g[:k]))
			n += k
			g = g[k:]
		}
	}
	flush()
}

// text returns what a string attribute says.
func (a attr) text() string {
	s, rest, ended := bytes.Cut(a.payload, []byte{0})
	if len(rest) > 0 || len(s) < 2 || !ended && !strings.HasSuffix(a.name, "_KIND") && !strings.HasSuffix(a.name, "ALIAS") {
		return ""
	}
	for _, c := range s {
		if c < ' ' || c > '~' {
			return ""
		}
	}
	return " " + strconv.Quote(string(s))
}

// wrap breaks a comment between words.
func wrap(s string) string {
	const width = 100
	var b strings.Builder
	n := 0
	for i, word := range strings.Fields(s) {
		switch {
		case i == 0:
		case n+1+len(word) > width:
			b.WriteString("\n#  ")
			n = 3
			fallthrough
		default:
			b.WriteByte(' ')
			n++
		}
		b.WriteString(word)
		n += len(word)
	}
	b.WriteByte('\n')
	return b.String()
}
