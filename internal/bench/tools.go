//go:build linux

package main

import (
	"bytes"
	_ "embed"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// toolsOf is the environment variable that names the directory of the programs
// that were built.
const toolsOf = "NETLINK_BENCH_TOOLS"

var (
	//go:embed peers/floor.c
	floorC []byte
	//go:embed peers/libnl.c
	libnlC []byte
	//go:embed peers/peer.py
	peerPy []byte
)

// tools builds the programs that are not Go, where that can be done.
func tools() (dir string, err error) {
	if dir, err = os.MkdirTemp("", "netlink-bench"); err != nil {
		return "", err
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		return "", err
	}
	for name, text := range map[string][]byte{"floor.c": floorC, "libnl.c": libnlC, "peer.py": peerPy} {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
			return "", err
		}
	}
	for _, sh := range []string{
		`cd "$0" && cc -O2 -o floor floor.c`,
		`cd "$0" && cc -O2 $(pkg-config --cflags libnl-route-3.0) -o libnl libnl.c $(pkg-config --libs libnl-route-3.0)`,
		`cd "$0" && python=$(for p in /usr/bin/python3 python3; do $p -c 'import pyroute2' 2>/dev/null && echo $p && break; done) && [ "$python" ] && ln -s $(command -v $python) python`,
		`cd "$0" && ln -s $(PATH=$PATH:/usr/sbin:/sbin command -v ip) ip`,
	} {
		if out, err := exec.Command("sh", "-c", sh, dir).CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "left out, %v: %s: %s\n", err, sh, firstLine(out))
		}
	}
	build(dir)
	return dir, nil
}

func firstLine(b []byte) string {
	s, _, _ := strings.Cut(string(b), "\n")
	return s
}

// tool returns the path of a program, or "" if it is not there.
func tool(name string) string {
	path := filepath.Join(os.Getenv(toolsOf), name)
	if _, err := os.Stat(path); err != nil {
		return ""
	}
	return path
}

// process is a contestant that is another program. There is none if the program is missing.
func process(name, program string, args ...string) []contestant {
	path := tool(program)
	if path == "" {
		return nil
	}
	return []contestant{{name: name, timed: func() (time.Duration, error) {
		began := time.Now()
		_, err := output(exec.Command(path, args...))
		return time.Since(began), err
	}}}
}

// python is the same for a function of peer.py, which times itself.
func python(args ...string) []contestant {
	return selfTimed("pyroute2", "python", append([]string{filepath.Join(os.Getenv(toolsOf), "peer.py")}, args...)...)
}

// cfloor is the same for the floor in C.
func cfloor(req []byte, args ...string) []contestant {
	return selfTimed("cfloor", "floor", append(args, hex.EncodeToString(req))...)
}

func (q routes) cfloor() []contestant {
	return cfloor(q.message(), "routes", fmt.Sprint(q.n), fmt.Sprint(q.window), "32", fmt.Sprint(q.first))
}

func selfTimed(name, program string, args ...string) []contestant {
	path := tool(program)
	if path == "" {
		return nil
	}
	return []contestant{{name: name, timed: func() (time.Duration, error) {
		out, err := output(exec.Command(path, args...))
		if err != nil {
			return 0, err
		}
		ns, err := strconv.ParseInt(string(bytes.TrimSpace(out)), 10, 64)
		return time.Duration(ns), err
	}}}
}

func output(cmd *exec.Cmd) ([]byte, error) {
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		err = errors.Join(err, errors.New(firstLine(stderr.Bytes())))
	}
	return out, err
}

// rarely makes contestants run fewer rounds than the others, with as many items.
func rarely(rounds, items int, cs []contestant) []contestant {
	for i := range cs {
		cs[i].rounds, cs[i].items = rounds, items
	}
	return cs
}
