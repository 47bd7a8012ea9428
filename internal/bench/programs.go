//go:build linux

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// programs are built by tools: a size is that of the stripped file.
var programs = []struct{ name, path string }{
	{"hello", "./size/hello"},
	{"list-ours", "github.com/eb30ede5/netlink/rtnl/testdata/links"},
	{"list-vishvananda", "./size/vishvananda/list"},
	{"list-jsimonetti", "./size/jsimonetti/list"},
	{"quickstart-ours", "./size/quickstart"},
	{"quickstart-vishvananda", "./size/vishvananda/quickstart"},
	{"loadroutes", "github.com/eb30ede5/netlink/examples/loadroutes"},
}

// build builds the programs.
func build(dir string) {
	for _, p := range programs {
		cmd := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", filepath.Join(dir, p.name), p.path)
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := cmd.CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "left out, %v: go build %s: %s\n", err, p.path, firstLine(out))
		}
	}
}

// programSuite has the size of programs, and how long they take from their start
// to their end, which is soon after the kernel's first answer.
func programSuite(l *lab) error {
	for _, name := range []string{"list", "quickstart"} {
		if err := l.measure(measure{name: "size-" + name, unit: "bytes", items: 1, rounds: 1, contestants: sizes(name)}); err != nil {
			return err
		}
	}
	const n = 20
	var all []contestant
	for _, p := range append([]string{"hello"}, libraries("list")...) {
		path := tool(p)
		list := each(n, func(int) error { _, err := output(exec.Command(path)); return err })
		all = append(all, contestant{name: who(p), timed: func() (time.Duration, error) {
			began := time.Now()
			err := list()
			return time.Since(began), err
		}})
	}
	return l.measure(measure{name: "start-and-list", unit: "process", items: n, rounds: 11, contestants: all})
}

func who(program string) string {
	_, lib, ok := strings.Cut(program, "-")
	if !ok {
		return program
	}
	return lib
}

// libraries are the programs that do the same.
func libraries(name string) (all []string) {
	for _, p := range programs {
		if strings.HasPrefix(p.name, name+"-") && tool(p.name) != "" {
			all = append(all, p.name)
		}
	}
	return all
}

func sizes(name string) (all []contestant) {
	for _, p := range append([]string{"hello"}, libraries(name)...) {
		all = append(all, contestant{name: who(p), timed: func() (time.Duration, error) {
			info, err := os.Stat(tool(p))
			if err != nil {
				return 0, err
			}
			return time.Duration(info.Size()), nil
		}})
	}
	return all
}
