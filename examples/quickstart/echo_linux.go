package main

import (
	"fmt"
	"os"
	"syscall"
	"time"

	"github.com/eb30ede5/netlink/netns"
)

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
	defer syscall.Close(server)
	client, err := udp()
	if err != nil {
		return 0, err
	}
	defer syscall.Close(client)
	to := &syscall.SockaddrInet4{Port: 7, Addr: addr}
	if err := syscall.Bind(server, to); err != nil {
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
	fd, err = syscall.Socket(syscall.AF_INET, syscall.SOCK_DGRAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return -1, os.NewSyscallError("socket", err)
	}
	return fd, syscall.SetsockoptTimeval(fd, syscall.SOL_SOCKET, syscall.SO_RCVTIMEO, &syscall.Timeval{Usec: 100_000})
}

// exchange sends a packet, and sends it back.
func exchange(client, server int, to syscall.Sockaddr, mark byte) error {
	if err := syscall.Sendto(client, []byte{mark}, 0, to); err != nil {
		return err
	}
	from, err := receive(server, mark)
	if err != nil {
		return err
	}
	if err := syscall.Sendto(server, []byte{mark}, 0, from); err != nil {
		return err
	}
	_, err = receive(client, mark)
	return err
}

// receive waits for a packet that has the mark; one of an earlier try may come first.
func receive(fd int, mark byte) (from syscall.Sockaddr, err error) {
	for b := []byte{^mark}; b[0] != mark && err == nil; {
		_, from, err = syscall.Recvfrom(fd, b, 0)
	}
	return from, err
}
