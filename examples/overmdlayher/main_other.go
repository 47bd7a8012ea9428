//go:build !linux

package main

import "log"

func main() { log.Fatal("netlink is Linux's own") }
