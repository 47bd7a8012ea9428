package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"net"
	"slices"
	"time"

	"github.com/eb30ede5/netlink/netns"
	"github.com/eb30ede5/netlink/rtnl"
)

var (
	onHost = flag.Bool("host", false, "act on this machine and not in a sandbox; needs root")
	keep   = flag.Bool("keep", false, "with -host: leave everything there in the end")
)

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
		log.Fatal(errors.Join(err, cleanUp()))
	}
}

// cleanUp takes everything back. A sandbox needs no cleaning.
func cleanUp() (err error) {
	if *keep || !*onHost {
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
func echo(ns *netns.Handle, addr string) (time.Duration, error) {
	var server net.PacketConn
	err := ns.Do(func() (err error) { // ip netns exec, without a process
		server, err = net.ListenPacket("udp", addr+":0")
		return err
	})
	if err != nil {
		return 0, err
	}
	defer server.Close()
	go reflect(server)
	client, err := net.Dial("udp", server.LocalAddr().String())
	if err != nil {
		return 0, err
	}
	defer client.Close()
	for try := range byte(50) {
		start := time.Now()
		client.SetReadDeadline(start.Add(100 * time.Millisecond))
		if err = exchange(client, try); err == nil {
			return time.Since(start), nil
		}
		time.Sleep(time.Until(start.Add(100 * time.Millisecond)))
	}
	return 0, fmt.Errorf("no packet came back from %s: %w", addr, err)
}

// exchange sends a packet and waits for it to come back.
func exchange(c net.Conn, mark byte) error {
	if _, err := c.Write([]byte{mark}); err != nil {
		return err
	}
	for b := []byte{^mark}; ; {
		if _, err := c.Read(b); err != nil || b[0] == mark {
			return err
		}
	}
}

// reflect sends packets back to where they came from.
func reflect(c net.PacketConn) {
	b := make([]byte, 1)
	for {
		n, from, err := c.ReadFrom(b)
		if err != nil {
			return
		}
		c.WriteTo(b[:n], from)
	}
}
