//go:build linux

// Command loadroutes loads a file of routes into a table, as "ip -batch" does, and faster.
//
//	loadroutes [-table N] [-proto N] [-metric N] [-sync] [-k] [-q] FILE
//
// A line of the file is what one would type behind "ip route add", of this kind:
//
//	198.51.100.0/24 via 192.0.2.1
//	2001:db8::/32 via fe80::1 dev eth0 metric 7
//	default dev eth0
//
// Empty lines, and what follows a #, mean nothing. The file may be compressed by gzip; "-" is the
// standard input. With -sync the table is made equal to the file, with as few requests as that
// takes; routes of other protocols than -proto are left alone.
//
// A line that cannot be read, or that the kernel refuses, is reported with its number and ends the
// work; with -k it goes on behind it. What is done stays done, and an interrupt (SIGINT, SIGTERM)
// says how much that is; -sync completes it. The exit status is 0 if all is done, 1 if not, 2
// for wrong arguments.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"iter"
	"os"
	"os/signal"
	"strconv"
	"syscall"

	"github.com/eb30ede5/netlink/rtnl"
)

var (
	table  = flag.String("table", "main", "the table's number, or main, default, local")
	proto  = flag.Uint("proto", 77, "the protocol number that the routes get, 1 to 255")
	metric = flag.Uint("metric", 0, "the metric of lines without one; 0 is the kernel's choice")
	sync   = flag.Bool("sync", false, "make the table equal to the file, as to routes of this protocol")
	goOn   = flag.Bool("k", false, "go on behind lines that are bad or refused")
	quiet  = flag.Bool("q", false, "print errors only")
)

func main() {
	flag.Usage = func() {
		fmt.Fprintln(os.Stderr, "usage: loadroutes [-table N] [-proto N] [-metric N] [-sync] [-k] [-q] FILE")
		flag.PrintDefaults()
	}
	flag.Parse()
	number, err := tableNumber(*table)
	if err != nil || flag.NArg() != 1 || *proto < 1 || *proto > 255 || *metric > 1<<32-1 {
		if err != nil {
			fmt.Fprintln(os.Stderr, "loadroutes:", err)
		}
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	l := &loader{defaults: rtnl.Route{Table: number, Protocol: rtnl.RouteProtocol(*proto), Metric: uint32(*metric)}}
	if err := l.run(ctx, flag.Arg(0)); err != nil {
		fmt.Fprintln(os.Stderr, "loadroutes:", err)
		l.failed++
	}
	stop()
	if l.failed > 0 {
		os.Exit(1)
	}
}

func tableNumber(s string) (uint32, error) {
	switch s {
	case "main":
		return rtnl.TableMain, nil
	case "default":
		return rtnl.TableDefault, nil
	case "local":
		return rtnl.TableLocal, nil
	}
	n, err := strconv.ParseUint(s, 10, 32)
	if err != nil || n == 0 {
		return 0, fmt.Errorf("%q is not a table", s)
	}
	return uint32(n), nil
}

// A loader counts what it does.
type loader struct {
	defaults rtnl.Route
	c        *rtnl.Conn
	file     *file
	bar      *bar

	failed int // lines that are bad or refused
	stop   bool
}

func (l *loader) run(ctx context.Context, name string) (err error) {
	if l.file, err = open(ctx, name); err != nil {
		return err
	}
	defer l.file.Close()
	if l.c, err = rtnl.Dial(nil); err != nil {
		return err
	}
	defer l.c.Close()
	l.bar = newBar(os.Stderr, l.file)
	defer l.bar.clear()
	if *sync {
		return l.sync(ctx)
	}
	done, err := l.batch(ctx, func(yield func(int, rtnl.Request) bool) {
		for line, r := range l.routes() {
			if !yield(line, rtnl.AddRoute(r)) {
				return
			}
		}
	})
	l.say("%d routes added, %d lines bad or refused", done, l.failed)
	return err
}

// routes yields the file's routes with their lines, and reports those that are bad.
func (l *loader) routes() iter.Seq2[int, rtnl.Route] {
	return func(yield func(int, rtnl.Route) bool) {
		for !l.stop && l.file.next() {
			l.bar.step()
			r, ok, err := parse(l.file.text(), l.defaults)
			switch {
			case err != nil:
				l.bad(l.file.line, err)
			case ok && !yield(l.file.line, r):
				return
			}
		}
	}
}

// bad reports a line. Unless it is to go on, nothing is read behind it.
func (l *loader) bad(line int, err error) {
	l.bar.clear()
	at := l.file.name
	if line > 0 {
		at = fmt.Sprintf("%s:%d", at, line)
	}
	fmt.Fprintf(os.Stderr, "%s: %v\n", at, err)
	l.failed++
	l.stop = l.stop || !*goOn
}

// batch executes requests that come with the lines they are about, and returns how many of them
// are done. The memory it takes is 4 bytes a line.
func (l *loader) batch(ctx context.Context, reqs iter.Seq2[int, rtnl.Request]) (done int, err error) {
	var lines []int32
	refused, first := 0, -1
	for i, e := range l.c.Batch(ctx, func(yield func(rtnl.Request) bool) {
		for line, r := range reqs {
			lines = append(lines, int32(line))
			if !yield(r) {
				return
			}
		}
	}) {
		if i >= len(lines) || ended(e) {
			first, err = i, e
			break
		}
		refused++
		l.bad(int(lines[i]), e)
	}
	if err == nil {
		err = l.file.err
	}
	done = len(lines) - refused
	if first >= 0 {
		done = first - refused
	}
	if ctx.Err() != nil {
		err = fmt.Errorf("interrupted: %d done, up to line %d", done, lastLine(lines, first))
	}
	return done, err
}

// ended tells an error of the connection, which comes last, from one about a request.
func ended(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, rtnl.ErrOverrun)
}

// lastLine is the line of the last request before the one that was not executed.
func lastLine(lines []int32, first int) int32 {
	if first < 0 {
		first = len(lines)
	}
	if first == 0 {
		return 0
	}
	return lines[first-1]
}

func (l *loader) say(format string, args ...any) {
	l.bar.clear()
	if !*quiet {
		fmt.Printf(format+"\n", args...)
	}
}
