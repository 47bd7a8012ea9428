//go:build !linux

// Command monitor needs Linux.
package main

import "log"

func main() { log.Fatal("monitor needs Linux") }
