//go:build linux

// Command bench measures this library beside the kernel's own speed and beside
// others, in one run.
//
//	go -C internal/bench run . [-run REGEXP] [-rounds N] [-json] [-markdown FILE]
//
// It needs no root: each suite of measures runs in a network namespace of its
// own, which ends with the program. What is not installed (a C compiler, ip,
// pyroute2, libnl) is left out, and named. On Debian:
//
//	apt-get install iproute2 gcc libc6-dev python3-pyroute2 libnl-route-3-dev pkg-config
//
// The floor is raw system calls on one socket, in Go, that decode nothing, and
// cfloor the same in C. A ratio is the median of the ratios of all rounds, in
// which floor and ours run side by side; a time is a median too. A ratio below 1
// to the best peer means that ours is faster. RSS is by how much a process grows
// that does the work once, live what its result takes after garbage collection.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"regexp"
	"strings"

	"github.com/eb30ede5/netlink/internal/sandbox"
)

// suiteOf is the environment variable that makes this program run one suite.
const suiteOf = "NETLINK_BENCH_SUITE"

// suites are in the order of what users ask first.
var suites = []struct {
	name string
	run  func(*lab) error
}{
	{"routes", routeSuite},
	{"load", loadSuite},
	{"links", linkSuite},
	{"mixed", mixedSuite},
	{"tables", tableSuite},
	{"spaces", spaceSuite},
	{"events", eventSuite},
	{"codec", codecSuite},
	{"programs", programSuite},
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("bench: ")
	only := flag.String("run", "", "only measures whose name matches this regular expression")
	rounds := flag.Int("rounds", 0, "at most so many rounds; 0 is as many as each measure needs")
	asJSON := flag.Bool("json", false, "print an object a line")
	table := flag.String("markdown", "", "write the table to this file; default is behind the measures")
	flag.Parse()
	re, err := regexp.Compile(*only)
	if err != nil {
		log.Fatal(err)
	}
	if of, ok := os.LookupEnv(memoryOf); ok {
		name, who, _ := strings.Cut(of, " ")
		l := &lab{only: regexp.MustCompile("^" + regexp.QuoteMeta(name) + "$"), who: who}
		if err := runSuite(os.Getenv(suiteOf), l); err != nil {
			log.Fatal(err)
		}
		return
	}
	if name, ok := os.LookupEnv(suiteOf); ok {
		if err := suite(name, re, *rounds); err != nil {
			log.Fatalf("%s: %v", name, err)
		}
		return
	}
	dir, err := tools()
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	results, err := drive(dir, *asJSON)
	if err == nil && !*asJSON {
		err = writeTable(*table, results)
	}
	if err != nil {
		os.RemoveAll(dir)
		log.Fatal(err)
	}
}

// suite runs one suite in a sandbox, prints its results as JSON, and stays until
// its input ends: what the kernel has to clean up then must not be in the way of
// the suites after it.
func suite(name string, only *regexp.Regexp, rounds int) error {
	if err := sandbox.Enter(); err != nil {
		return err
	}
	out := json.NewEncoder(os.Stdout)
	l := &lab{only: only, rounds: rounds, report: func(r result) { out.Encode(r) }}
	if err := runSuite(name, l); err != nil {
		return err
	}
	fmt.Println("null")
	io.Copy(io.Discard, os.Stdin)
	return nil
}

func runSuite(name string, l *lab) error {
	for _, s := range suites {
		if s.name == name {
			return s.run(l)
		}
	}
	return fmt.Errorf("no such suite")
}

// drive runs the suites and prints what comes.
func drive(dir string, asJSON bool) (all []result, err error) {
	for _, s := range suites {
		cmd := exec.Command("/proc/self/exe", os.Args[1:]...)
		cmd.Args[0] = os.Args[0]
		cmd.Env = append(os.Environ(), suiteOf+"="+s.name, toolsOf+"="+dir)
		cmd.Stderr = os.Stderr
		stay, err := cmd.StdinPipe()
		if err != nil {
			return all, err
		}
		out, err := cmd.StdoutPipe()
		if err != nil {
			return all, err
		}
		if err := cmd.Start(); err != nil {
			return all, err
		}
		defer cmd.Wait()
		defer stay.Close()
		ended := false
		for lines := bufio.NewScanner(out); !ended && lines.Scan(); {
			var r *result
			if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
				return all, fmt.Errorf("%s: %q: %w", s.name, lines.Text(), err)
			}
			if ended = r == nil; ended {
				continue
			}
			all = append(all, *r)
			if asJSON {
				fmt.Println(lines.Text())
			} else {
				fmt.Println(r)
			}
		}
		if !ended {
			return all, fmt.Errorf("suite %s did not end well", s.name)
		}
	}
	return all, nil
}
