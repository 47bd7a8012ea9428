//go:build !linux

// Command golden-capture needs Linux.
package main

func main() { panic("golden-capture needs Linux") }
