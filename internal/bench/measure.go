//go:build linux

package main

import (
	"fmt"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/pprof"
	"slices"
	"time"
)

// A contestant does the work of a measure in its own way.
type contestant struct {
	name   string
	items  int          // 0: those of the measure
	rounds int          // 0: those of the measure
	before func() error // not timed, as is after
	run    func() error
	timed  func() (time.Duration, error) // in place of run: a process, which tells its own time
	after  func() error
}

// A measure is one kind of work, and who does it. The first contestant is what
// the others are compared with.
type measure struct {
	name        string
	unit        string // of what items counts
	items       int
	rounds      int
	memory      bool // and how much memory each contestant takes, in a process of its own
	contestants []contestant
}

// A figure is what a contestant achieved: medians, per item.
type figure struct {
	Name   string
	NS     float64
	Low    float64 // fastest and slowest round
	High   float64
	Ratio  float64 // to the first contestant, median of the rounds
	Allocs float64
	Bytes  float64
	Rounds int
	Inside bool // it is part of this program, so that Allocs and Bytes are known

	Live int64 // bytes that the result takes, after garbage collection
	RSS  int64 // by how many bytes the process grew
	Mem  bool  // Live and RSS were measured
}

type result struct {
	Name    string
	Unit    string
	Items   int
	Figures []figure
}

// A lab runs the measures of a suite, in a namespace of their own.
type lab struct {
	only   *regexp.Regexp
	who    string // not "": only this contestant, once, for its memory
	rounds int    // not 0: in place of those of the measures
	queue  []func() error
	report func(result)
}

// keep holds what a contestant has listed, so that it counts as live.
var keep any

// setup runs f before the next measure that is wanted.
func (l *lab) setup(f func() error) { l.queue = append(l.queue, f) }

// measure runs a measure if it is wanted, after what it needs.
func (l *lab) measure(m measure) error {
	if !l.only.MatchString(m.name) {
		return nil
	}
	if l.who != "" {
		return l.weigh(m)
	}
	for _, f := range l.queue {
		if err := f(); err != nil {
			return fmt.Errorf("preparing %s: %w", m.name, err)
		}
	}
	l.queue = nil
	r, err := l.race(m)
	if err != nil {
		return err
	}
	if m.memory {
		if err := weighAll(m, r.Figures); err != nil {
			return err
		}
	}
	l.report(r)
	return nil
}

// race runs the contestants in turns.
func (l *lab) race(m measure) (result, error) {
	rounds := m.rounds
	if l.rounds != 0 {
		rounds = min(rounds, l.rounds)
	}
	n := len(m.contestants)
	times := make([][]float64, n)
	ratios := make([][]float64, n)
	r := result{Name: m.name, Unit: m.unit, Items: m.items, Figures: make([]figure, n)}
	for round := range rounds {
		now := make([]float64, n)
		for i := range n {
			at := i // there and back: ours is beside the floor in each round
			if round%2 == 1 {
				at = n - 1 - i
			}
			c := &m.contestants[at]
			if c.rounds != 0 && round >= c.rounds {
				continue
			}
			items := c.items
			if items == 0 {
				items = m.items
			}
			s, err := c.once()
			if err != nil {
				return r, fmt.Errorf("%s: %s: %w", m.name, c.name, err)
			}
			now[at] = float64(s.took.Nanoseconds()) / float64(items)
			times[at] = append(times[at], now[at])
			r.Figures[at].Allocs = float64(s.allocs) / float64(items)
			r.Figures[at].Bytes = float64(s.bytes) / float64(items)
		}
		for i, t := range now {
			if t > 0 && now[0] > 0 {
				ratios[i] = append(ratios[i], t/now[0])
			}
		}
	}
	for i, c := range m.contestants {
		f := &r.Figures[i]
		f.Name, f.Inside, f.Rounds = c.name, c.run != nil, len(times[i])
		f.NS, f.Ratio = median(times[i]), median(ratios[i])
		f.Low, f.High = slices.Min(times[i]), slices.Max(times[i])
	}
	return r, nil
}

type sample struct {
	took   time.Duration
	allocs uint64
	bytes  uint64
}

func (c *contestant) once() (s sample, err error) {
	if c.before != nil {
		if err := c.before(); err != nil {
			return s, err
		}
	}
	keep = nil
	runtime.GC()
	if c.timed != nil {
		s.took, err = c.timed()
	} else {
		var a, b runtime.MemStats
		runtime.ReadMemStats(&a)
		stop := profile(c.name)
		began := time.Now()
		err = c.run()
		s.took = time.Since(began)
		stop()
		runtime.ReadMemStats(&b)
		s.allocs, s.bytes = b.Mallocs-a.Mallocs, b.TotalAlloc-a.TotalAlloc
	}
	if err == nil && c.after != nil {
		err = c.after()
	}
	return s, err
}

// profile writes a CPU profile of what ours does, if that is asked for, into a
// file a round, since one round may be short: "go tool pprof" adds them up.
func profile(name string) (stop func()) {
	pattern := os.Getenv("NETLINK_BENCH_PROFILE")
	if pattern == "" || name != "ours" || os.Getenv(memoryOf) != "" {
		return func() {}
	}
	f, err := os.CreateTemp(filepath.Dir(pattern), filepath.Base(pattern))
	if err == nil {
		err = pprof.StartCPUProfile(f)
	}
	if err != nil {
		log.Fatal(err)
	}
	return func() {
		pprof.StopCPUProfile()
		f.Close()
	}
}

func median(v []float64) float64 {
	if len(v) == 0 {
		return 0
	}
	v = slices.Sorted(slices.Values(v))
	return (v[len(v)/2] + v[(len(v)-1)/2]) / 2
}
