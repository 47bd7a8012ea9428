//go:build linux

// Command loadroutes loads a file of routes into a routing table, a million of them in seconds,
// or makes the table what the file says.
//
//	loadroutes [-table T] [-proto P] [-metric M] [-dev D] [-sync] [-k] [-n] [-q] FILE
//
// A line is "PREFIX via ADDRESS [dev D] [metric N]" or "PREFIX dev D [metric N]", as behind
// "ip route add"; PREFIX may be "default". # begins a comment. FILE may be compressed with gzip;
// "-" is standard input.
//
// Routes are added as the lines are read. Where one is there already, just as the line says, it is
// done: a second run completes one that was interrupted. Where another route has the same prefix
// and metric, that one stays, and the line is refused, which is found out in the end.
//
// With -sync the whole file is read first, then the table, once; then routes are added and
// replaced, in the order of the lines, and at last those are deleted that are in no line. Only
// routes of protocol P are replaced or deleted, whoever made them, of both families; P must not be
// one of the kernel's own. Where a line is bad nothing is done, or with -k nothing is deleted.
//
// The first line that is bad, or that the kernel refuses, ends the program; -k goes on behind it.
// Lines just behind one that is refused may be done all the same: many are sent at once. So does an
// interrupt end it, within a fraction of a second. What is done then stays, and it says how much
// that is.
//
// The exit status is 0 if every line is done, 1 if one was bad or refused, or the program was
// stopped before the end, and 2 if it could not begin.
package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"

	"github.com/eb30ede5/netlink/rtnl"
)

// ownProtocol is a number that nobody has registered.
const ownProtocol rtnl.RouteProtocol = 77

type options struct {
	table     uint32
	proto     rtnl.RouteProtocol
	metric    uint32
	dev       string
	sync      bool
	keepGoing bool
	dry       bool
	quiet     bool
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("loadroutes: ")
	o := options{table: rtnl.TableMain, proto: ownProtocol}
	flag.Func("table", "the routing `table`: a number, main, default or local (default main)", o.setTable)
	flag.Func("proto", "the routing `protocol`: a number or a name of ip(8)'s (default 77)", o.setProto)
	flag.Func("metric", "the `metric` where a line says none", o.setMetric)
	flag.StringVar(&o.dev, "dev", "", "the `device` where a line says none")
	flag.BoolVar(&o.sync, "sync", false, "make the routes of the protocol in the table what the file says")
	flag.BoolVar(&o.keepGoing, "k", false, "go on behind lines that are bad or refused")
	flag.BoolVar(&o.dry, "n", false, `do nothing, but print what would be done, for "ip -batch"`)
	flag.BoolVar(&o.quiet, "q", false, "print errors only")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: loadroutes [flags] FILE")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	os.Exit(run(&o, flag.Arg(0)))
}

func run(o *options, file string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	bar := newBar(os.Stderr, o.quiet || o.dry)
	log.SetOutput(bar)
	c, err := rtnl.Dial(nil)
	if err != nil {
		log.Print(reason(err))
		return 2
	}
	defer c.Close()
	j := &job{options: o, conn: c, bar: bar, out: bufio.NewWriter(os.Stdout), devs: map[string]device{}}
	if o.dev != "" {
		if d := j.device(ctx, []byte(o.dev)); d.err != nil {
			log.Print(d.err)
			return 2
		}
	}
	if j.in, err = open(ctx, file); err != nil {
		log.Print(err)
		return 2
	}
	return j.run(ctx)
}

func (o *options) setTable(s string) error {
	for name, t := range map[string]uint32{"main": rtnl.TableMain, "default": rtnl.TableDefault, "local": rtnl.TableLocal} {
		if s == name {
			o.table = t
			return nil
		}
	}
	n, err := strconv.ParseUint(s, 0, 32)
	if err != nil || n == 0 {
		return fmt.Errorf("no table: main, default, local, or a number from 1 on")
	}
	o.table = uint32(n)
	return nil
}

func (o *options) setProto(s string) error {
	for p := range 256 {
		if o.proto = rtnl.RouteProtocol(p); s != o.proto.String() && s != strconv.Itoa(p) {
			continue
		}
		switch o.proto {
		case 0, rtnl.ProtoKernel, rtnl.ProtoRedirect, rtnl.ProtoRA:
			return fmt.Errorf("the kernel's own")
		}
		return nil
	}
	return fmt.Errorf("no protocol: a number below 256, or a name such as static")
}

func (o *options) setMetric(s string) error {
	n, err := strconv.ParseUint(s, 0, 32)
	if err != nil {
		return fmt.Errorf("no number below 1<<32")
	}
	o.metric = uint32(n)
	return nil
}

// reason is an error without the name of the library.
func reason(err error) string { return strings.TrimPrefix(err.Error(), "rtnl: ") }
