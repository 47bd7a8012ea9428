// Package gen turns the table of kernel constants into Go source.
package gen

import (
	"bytes"
	"fmt"
	"go/format"
	"go/token"
	"strconv"
	"strings"
)

// Source returns the Go file for the table tsv, whose lines are header, enum
// (or "define"), name and value, separated by tabs. A line that begins with #
// is a comment. It fails for a line of another shape, a value that is no
// number and a name that comes twice.
func Source(tsv []byte) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("// Code generated from uapi.tsv by gen.go. DO NOT EDIT.\n\npackage uapi\n")
	var group string
	seen := map[string]int{}
	for i, line := range strings.Split(strings.TrimRight(string(tsv), "\n"), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 4 || !token.IsIdentifier(f[2]) {
			return nil, fmt.Errorf("uapi.tsv:%d: want header, enum, name, value: %q", i+1, line)
		}
		if _, err := strconv.ParseInt(f[3], 0, 64); err != nil {
			return nil, fmt.Errorf("uapi.tsv:%d: value of %s: %w", i+1, f[2], err)
		}
		if at := seen[f[2]]; at != 0 {
			return nil, fmt.Errorf("uapi.tsv:%d: %s is in line %d already", i+1, f[2], at)
		}
		seen[f[2]] = i + 1
		if g := f[0] + " " + f[1]; g != group {
			if group != "" {
				b.WriteString(")\n")
			}
			group = g
			title := f[0] + ".h"
			if f[1] != "-" && f[1] != "define" {
				title += ", enum " + f[1]
			}
			fmt.Fprintf(&b, "\n// %s\nconst (\n", title)
		}
		fmt.Fprintf(&b, "%s = %s\n", f[2], f[3])
	}
	if group != "" {
		b.WriteString(")\n")
	}
	return format.Source(b.Bytes())
}
