package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/eb30ede5/netlink/netns"
	"github.com/eb30ede5/netlink/rtnl"
	"golang.org/x/sys/unix"
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

// echo sends packets from here to an address inside ns until one comes back,
// and returns the time that one took. The first may be lost: a link that was
// set up just now takes a moment.
func echo(ns *netns.Handle, addr [4]byte) (rtt time.Duration, err error) {
	var server int
	err = ns.Do(func() (err error) { // ip netns exec, without a process
		server, err = udp()
		return err
	})
	if err != nil {
		return 0, err
	}
	defer unix.Close(server)
	client, err := udp()
	if err != nil {
		return 0, err
	}
	defer unix.Close(client)
	to := &unix.SockaddrInet4{Port: 7, Addr: addr}
	if err := unix.Bind(server, to); err != nil {
		return 0, err
	}
	for try := range byte(50) {
		start := time.Now()
		if err = exchange(client, server, to, try); err == nil {
			return time.Since(start), nil
		}
		time.Sleep(time.Until(start.Add(100 * time.Millisecond)))
	}
	return 0, fmt.Errorf("no packet came back from %v: %w", addr, err)
}

// udp returns a socket that waits for packets for a moment only.
func udp() (fd int, err error) {
	fd, err = unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return -1, os.NewSyscallError("socket", err)
	}
	return fd, unix.SetsockoptTimeval(fd, unix.SOL_SOCKET, unix.SO_RCVTIMEO, &unix.Timeval{Usec: 100_000})
}

// exchange sends a packet, and sends it back.
func exchange(client, server int, to unix.Sockaddr, mark byte) error {
	if err := unix.Sendto(client, []byte{mark}, 0, to); err != nil {
		return err
	}
	from, err := receive(server, mark)
	if err != nil {
		return err
	}
	if err := unix.Sendto(server, []byte{mark}, 0, from); err != nil {
		return err
	}
	_, err = receive(client, mark)
	return err
}

// receive waits for a packet that has the mark; one of an earlier try may come first.
func receive(fd int, mark byte) (from unix.Sockaddr, err error) {
	for b := []byte{^mark}; b[0] != mark && err == nil; {
		_, from, err = unix.Recvfrom(fd, b, 0)
	}
	return from, err
}
