package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/eb30ede5/netlink/rtnl"
)

const usage = `usage: quickstart [-host [-keep]]
  -host  act on this machine and not in a sandbox; needs root
  -keep  leave everything there in the end`

var onHost, keep bool

// options reads the command line. The packages flag, log and net do not do much
// for so small a program, and would be a sixth of it.
func options() {
	for _, a := range os.Args[1:] {
		switch a {
		case "-host":
			onHost = true
		case "-keep":
			keep = true
		default:
			fmt.Fprintln(os.Stderr, usage)
			os.Exit(2)
		}
	}
}

// undo is what takes the steps back that were done.
var undo []func(context.Context) error

func atExit(f func(context.Context) error) { undo = append(undo, f) }

// do prints and executes requests. What a request prints is what one would type
// behind ip.
func do(ip string, c *rtnl.Conn, reqs ...rtnl.Request) {
	for _, r := range reqs {
		fmt.Println(ip, r)
		check(c.Do(context.Background(), r))
	}
}

// check ends the program if there is an error.
func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, errors.Join(err, cleanUp()))
		os.Exit(1)
	}
}

// cleanUp takes everything back. A sandbox needs no cleaning.
func cleanUp() (err error) {
	if keep || !onHost {
		return nil
	}
	for _, f := range slices.Backward(undo) {
		err = errors.Join(err, f(context.Background()))
	}
	return err
}
