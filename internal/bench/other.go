//go:build !linux

package main

func main() { panic("netlink is a part of Linux") }
