//go:build !linux

// Command loadroutes needs Linux.
package main

import "log"

func main() { log.Fatal("loadroutes needs Linux") }
