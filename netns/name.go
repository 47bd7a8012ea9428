package netns

import (
	"fmt"
	"io/fs"
	"strings"
)

// checkName refuses what cannot be the name of a file in the directory of
// namespaces.
func checkName(op, name string) error {
	var why string
	switch {
	case name == "":
		why = "empty"
	case name == "." || name == "..":
		why = "a directory"
	case strings.Contains(name, "/"):
		why = "contains a slash"
	case strings.Contains(name, "\x00"):
		why = "contains a zero byte"
	case len(name) > 255:
		why = "longer than 255 bytes"
	default:
		return nil
	}
	return fmt.Errorf("netns: %s %q: invalid name: %s: %w", op, name, why, fs.ErrInvalid)
}
