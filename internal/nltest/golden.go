package nltest

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/josharian/native"
)

// A Golden is what another program sent to the kernel, or what a kernel
// answered, as kept in a file of rtnl/testdata/golden.
type Golden struct {
	Name    string   // file name without ".golden"
	Source  string   // who made the bytes: "iproute2 6.1.0", "Linux 6.18.44 reply to"
	Command string   // the command that made Source do it
	Setup   []string // commands that came before it
	Bytes   []byte   // whole messages, nlmsghdr included, little-endian; sequence and port are 0
	JSON    []byte   // replies only: what Command ("ip -j -d ...") printed of them
}

// Messages returns the messages in g.Bytes. They alias it.
func (g Golden) Messages() [][]byte {
	msgs, rest := splitMessages(g.Bytes)
	if len(rest) != 0 {
		panic(fmt.Sprintf("golden %s: %d bytes after the last message", g.Name, len(rest)))
	}
	return msgs
}

// Goldens returns the goldens whose names match pattern, in the form of
// [path.Match]. It fails t if there are none, or if one cannot be read.
func Goldens(t testing.TB, pattern string) []Golden {
	t.Helper()
	root, err := ModuleRoot()
	if err != nil {
		t.Fatal(err)
	}
	all, err := readGoldens(os.DirFS(filepath.Join(root, "rtnl", "testdata", "golden")), pattern)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// LittleEndianOnly skips a test that compares with captured bytes where the
// machine's byte order is another.
func LittleEndianOnly(t testing.TB) {
	t.Helper()
	if native.IsBigEndian {
		t.Skip("goldens are little-endian")
	}
}

func readGoldens(dir fs.FS, pattern string) ([]Golden, error) {
	names, err := fs.Glob(dir, pattern+".golden")
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("no golden matches %q", pattern)
	}
	var all []Golden
	for _, name := range names {
		text, err := fs.ReadFile(dir, name)
		if err != nil {
			return nil, err
		}
		g, err := parseGolden(strings.TrimSuffix(path.Base(name), ".golden"), string(text))
		if err != nil {
			return nil, err
		}
		g.JSON, err = fs.ReadFile(dir, g.Name+".json")
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		all = append(all, g)
	}
	return all, nil
}

// Lines that begin a set-up command, and that go on with the line before.
const (
	setupLine = "# after: "
	moreLine  = "#   "
)

// parseGolden reads what [FormatGolden] wrote.
func parseGolden(name, text string) (Golden, error) {
	g := Golden{Name: name}
	var head []string
	for i, line := range strings.Split(text, "\n") {
		if more, ok := strings.CutPrefix(line, moreLine); ok && len(head) > 0 {
			head[len(head)-1] += " " + strings.TrimSpace(more)
			continue
		}
		if strings.HasPrefix(line, "#") {
			head = append(head, line)
			continue
		}
		digits, _, _ := strings.Cut(line, "#")
		b, err := hex.DecodeString(strings.Join(strings.Fields(digits), ""))
		if err != nil {
			return g, fmt.Errorf("golden %s: line %d: %w", name, i+1, err)
		}
		g.Bytes = append(g.Bytes, b...)
	}
	for i, line := range head {
		if setup, ok := strings.CutPrefix(line, setupLine); ok {
			g.Setup = append(g.Setup, setup)
		} else if i == 0 {
			g.Source, g.Command, _ = strings.Cut(strings.TrimPrefix(line, "# "), ": ")
		}
	}
	if g.Command == "" {
		return g, fmt.Errorf("golden %s: no command in its first line", name)
	}
	if msgs, rest := splitMessages(g.Bytes); len(msgs) == 0 || len(rest) != 0 {
		return g, fmt.Errorf("golden %s: %d messages and %d bytes after them", name, len(msgs), len(rest))
	}
	return g, nil
}

// splitMessages cuts b at message boundaries; what is no message is the rest.
func splitMessages(b []byte) (msgs [][]byte, rest []byte) {
	for len(b) >= 16 {
		n := int(binary.LittleEndian.Uint32(b))
		if n < 16 || n > len(b) {
			break
		}
		msgs = append(msgs, b[:n:n])
		b = b[min(align4(n), len(b)):]
	}
	return msgs, b
}

func align4(n int) int { return (n + 3) &^ 3 }

// ModuleRoot finds the module's sources: above the working directory, which
// "go test" makes the package's, or else where this file was compiled.
func ModuleRoot() (string, error) {
	wd, err := os.Getwd()
	if err != nil {
		return "", err
	}
	_, file, _, _ := runtime.Caller(0)
	for _, dir := range []string{wd, filepath.Dir(file)} {
		for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
			if _, err := os.Stat(filepath.Join(dir, "internal", "uapi", "uapi.tsv")); err == nil {
				return dir, nil
			}
		}
	}
	return "", fmt.Errorf("no module root above %s", wd)
}
