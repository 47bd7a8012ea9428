//go:build linux

// Command list prints the names of links.
package main

import (
	"fmt"
	"os"

	"github.com/jsimonetti/rtnetlink/v2"
)

func main() {
	c, err := rtnetlink.Dial(nil)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	defer c.Close()
	links, err := c.Link.List()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for _, l := range links {
		fmt.Println(l.Attributes.Name)
	}
}
