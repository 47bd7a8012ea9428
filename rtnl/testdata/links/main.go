// Command links prints the names of the links: about the least that a program
// can do with this package.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/eb30ede5/netlink/rtnl"
)

func main() {
	if err := links(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func links() error {
	c, err := rtnl.Dial(nil)
	if err != nil {
		return err
	}
	defer c.Close()
	for l, err := range c.Links(context.Background(), nil) {
		if err != nil {
			return err
		}
		fmt.Println(l.Name)
	}
	return nil
}
