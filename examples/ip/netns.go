package main

import (
	"fmt"

	"github.com/eb30ede5/netlink/netns"
)

// netns is "ip netns".
func (p *program) netns(verb string, w *words) error {
	name := ""
	if verb != "show" {
		name = w.next()
	}
	switch {
	case w.err != nil:
		return w.err
	case verb == "add":
		h, err := netns.Create(name)
		if err != nil {
			return err
		}
		return h.Close()
	case verb == "delete":
		return netns.Remove(name)
	case verb != "show":
		return fmt.Errorf("ip netns %s is not here", verb)
	}
	names, err := netns.List()
	if err != nil {
		return err
	}
	return p.print(len(names), func(i int) (*object, error) {
		o := &object{}
		o.put("name", names[i])
		id, known, err := p.nsid(names[i])
		o.putIf(known, "id", id)
		return o, err
	}, func(t *table) {
		for _, n := range names {
			t.row(n)
		}
	})
}

// nsid returns the number that a namespace has in the one that is talked to.
func (p *program) nsid(name string) (int32, bool, error) {
	of, err := netns.Open(name)
	if err != nil {
		return 0, false, err
	}
	defer of.Close()
	here, err := netns.Current()
	if p.ns != "" {
		here, err = netns.Open(p.ns)
	}
	if err != nil {
		return 0, false, err
	}
	defer here.Close()
	return here.NSID(of)
}
