// Command ip is a small ip(8) on top of this module: it shows links, addresses, routes, rules,
// neighbours, nexthops and namespaces, for people or with -j as JSON with the names that ip(8)
// has for things, and changes what the README's table of commands has in it.
//
//	ip [-4|-6] [-d] [-s] [-j] [-n NETNS] OBJECT [COMMAND] ...
//	ip -n blue -j -d link show
//	ip route add 192.0.2.0/24 via 198.51.100.7
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/eb30ede5/netlink/netns"
	"github.com/eb30ede5/netlink/rtnl"
)

func main() {
	if err := run(context.Background(), os.Stdout, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, strings.TrimPrefix(err.Error(), "rtnl: "))
		os.Exit(2)
	}
}

// objects are what a command can be about, in the order in which abbreviations are tried.
var objects = []struct {
	name string
	do   func(p *program, verb string, w *words) error
}{
	{"address", (*program).addr}, {"route", (*program).route}, {"rule", (*program).rule}, {"link", (*program).link}, {"netns", (*program).netns},
	{"neighbor", (*program).neigh}, {"neighbour", (*program).neigh}, {"nexthop", (*program).nexthop},
}

// A program is one command: its options, and what it talks to.
type program struct {
	*rtnl.Conn
	ctx    context.Context
	out    io.Writer
	family rtnl.Family // -4, -6
	detail bool        // -d
	stats  int         // -s, and how often
	json   bool        // -j
	ns     string      // -n

	links    map[int32]rtnl.Link
	nexthops map[uint32]rtnl.Nexthop
}

// run executes a command line.
func run(ctx context.Context, out io.Writer, args []string) error {
	p := &program{ctx: ctx, out: out}
	w := &words{left: args}
	p.options(w)
	object, verb := w.next(), w.verb()
	if w.err != nil {
		return w.err
	}
	cfg := &rtnl.Config{}
	if p.ns != "" {
		ns, err := netns.Open(p.ns)
		if err != nil {
			return err
		}
		defer ns.Close()
		cfg.NetNS = ns
	}
	var err error
	if p.Conn, err = rtnl.Dial(cfg); err != nil {
		return err
	}
	defer p.Close()
	for _, o := range objects {
		if strings.HasPrefix(o.name, object) || object == "addr" {
			return o.do(p, verb, w)
		}
	}
	return fmt.Errorf("there is no object %q", object)
}

// options reads what stands in front of the object.
func (p *program) options(w *words) {
	for len(w.left) > 0 && strings.HasPrefix(w.left[0], "-") {
		switch o := w.next(); o {
		case "-4":
			p.family = rtnl.IPv4
		case "-6":
			p.family = rtnl.IPv6
		case "-d", "-details":
			p.detail = true
		case "-s", "-stats":
			p.stats++
		case "-j", "-json":
			p.json = true
		case "-br", "-brief": // as what people see is anyway
		case "-n", "-netns":
			p.ns = w.next()
		default:
			w.fail("there is no option %s", o)
		}
	}
}
