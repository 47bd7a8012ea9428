package nltest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// A Capture is a golden to make, an entry of the lists of golden-capture.
type Capture struct {
	Name    string
	Setup   []string // shell commands that come before
	Command string   // what is captured, words with spaces between them
}

// ReadCaptures reads the lists in a directory.
func ReadCaptures(dir string) ([]Capture, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil {
		return nil, err
	}
	var all []Capture
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		entries, err := parseCaptures(string(text))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f, err)
		}
		all = append(all, entries...)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("no list in %s", dir)
	}
	return all, nil
}

// parseCaptures reads entries set apart by empty lines: a name and commands. A
// line that ends in a backslash goes on in the next one.
func parseCaptures(text string) ([]Capture, error) {
	var all []Capture
	var lines []string
	end := func() error {
		switch {
		case len(lines) == 0:
			return nil
		case len(lines) < 2:
			return fmt.Errorf("%s has no command", lines[0])
		}
		all = append(all, Capture{lines[0], lines[1 : len(lines)-1], lines[len(lines)-1]})
		lines = nil
		return nil
	}
	more := false
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "#") {
			continue
		}
		if line == "" {
			if err := end(); err != nil {
				return nil, err
			}
			continue
		}
		line, cont := strings.CutSuffix(line, "\\")
		line = strings.TrimSpace(line)
		if more {
			lines[len(lines)-1] += " " + line
		} else {
			lines = append(lines, line)
		}
		more = cont
	}
	return all, end()
}
