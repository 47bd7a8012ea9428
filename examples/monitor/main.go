//go:build linux

// Command monitor tells of changes as they happen, like "ip monitor": what is new (+), what
// is gone (-), and what has changed from what to what (~). When events were lost it says that it
// has looked again, and what is different by then.
//
//	monitor [-j] [-all] [-init] [-color auto|always|never] [link addr route rule neigh nexthop]
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"slices"
	"strings"

	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/watch"
)

var topics = map[string]*watch.Topic{
	"link": watch.Links, "addr": watch.Addrs, "route": watch.Routes, "rule": watch.Rules, "neigh": watch.Neighs, "nexthop": watch.Nexthops,
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("monitor: ")
	asJSON := flag.Bool("j", false, "print JSON, an object a line")
	all := flag.Bool("all", false, "of all namespaces with an id here: what the kernel says, without what was before")
	initial := flag.Bool("init", false, "begin with what there is")
	color := flag.String("color", "auto", "auto, always or never")
	flag.Parse()
	var of []*watch.Topic
	for _, name := range flag.Args() {
		t, ok := topics[name]
		if !ok {
			log.Fatalf("no topic %q", name)
		}
		of = append(of, t)
	}
	if len(of) == 0 {
		for _, name := range slices.Sorted(keys(topics)) {
			of = append(of, topics[name])
		}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	c, err := rtnl.Dial(nil)
	if err != nil {
		log.Fatal(err)
	}
	defer c.Close()
	p := &printer{w: bufio.NewWriter(os.Stdout), json: *asJSON, color: *color == "always" || *color == "auto" && isTerminal(os.Stdout)}
	run := p.changes
	if *all {
		run = p.events
	}
	if err := run(ctx, c, *initial, of); err != nil && !errors.Is(err, context.Canceled) {
		log.Fatal(strings.TrimPrefix(fmt.Sprint(err), "rtnl: "))
	}
}

func (p *printer) changes(ctx context.Context, c *rtnl.Conn, initial bool, of []*watch.Topic) error {
	cfg := &watch.ChangesConfig{NoInitial: !initial}
	for ch, err := range watch.Changes(ctx, c, cfg, of...) {
		if err != nil {
			return err
		}
		if err := p.change(ch); err != nil {
			return err
		}
	}
	return nil
}

func (p *printer) events(ctx context.Context, c *rtnl.Conn, _ bool, of []*watch.Topic) error {
	cfg := &watch.EventsConfig{AllNSID: true}
	for e, err := range watch.Events(ctx, c, cfg, of...) {
		if err != nil {
			return err
		}
		if err := p.event(e); err != nil {
			return err
		}
	}
	return nil
}
