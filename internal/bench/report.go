//go:build linux

package main

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"

	"golang.org/x/sys/unix"
)

// role tells ours and the floors from those whom ours competes with.
func (f figure) role() string {
	name, _, _ := strings.Cut(f.Name, "_")
	switch name {
	case "ours", "loadroutes":
		return "ours"
	case "floor", "cfloor", "hello":
		return "floor"
	}
	return "peer"
}

func (r *result) figure(name string) (figure, bool) {
	i := slices.IndexFunc(r.Figures, func(f figure) bool { return f.Name == name })
	if i < 0 {
		return figure{}, false
	}
	return r.Figures[i], true
}

// best is the fastest peer.
func (r *result) best() (figure, bool) {
	peers := slices.DeleteFunc(slices.Clone(r.Figures), func(f figure) bool { return f.role() != "peer" })
	if len(peers) == 0 {
		return figure{}, false
	}
	return slices.MinFunc(peers, func(a, b figure) int { return cmp.Compare(a.NS, b.NS) }), true
}

func number(v float64) string {
	switch {
	case v < 10:
		return fmt.Sprintf("%.2f", v)
	case v < 100:
		return fmt.Sprintf("%.1f", v)
	}
	return fmt.Sprintf("%.0f", v)
}

// String is the line of a measure.
func (r *result) String() string {
	var b strings.Builder
	unit := "ns/" + r.Unit
	if r.Unit == "bytes" {
		unit = r.Unit
	}
	fmt.Fprintf(&b, "measure=%s unit=%s items=%d", r.Name, unit, r.Items)
	for _, f := range r.Figures {
		fmt.Fprintf(&b, " %s=%s", f.Name, number(f.NS))
	}
	ours, ok := r.figure("ours")
	if !ok {
		return b.String()
	}
	fmt.Fprintf(&b, " ratio_floor=%.3f", ours.Ratio)
	if p, ok := r.best(); ok {
		fmt.Fprintf(&b, " ratio_best_peer=%.3f best_peer=%s", ours.NS/p.NS, p.Name)
	}
	fmt.Fprintf(&b, " spread=%s..%s rounds=%d", number(ours.Low), number(ours.High), ours.Rounds)
	for _, f := range r.Figures {
		if name := suffix(f); f.role() != "floor" && f.Inside {
			fmt.Fprintf(&b, " allocs%s=%s bytes%s=%s", name, number(f.Allocs), name, number(f.Bytes))
		}
	}
	for _, f := range r.Figures {
		if name := suffix(f); f.Mem && f.role() != "floor" {
			fmt.Fprintf(&b, " live%s=%d rss%s=%d", name, f.Live, name, f.RSS)
		}
	}
	for _, f := range r.Figures {
		if f.role() == "ours" && f.Name != "ours" {
			fmt.Fprintf(&b, " ratio_floor%s=%.3f", suffix(f), f.Ratio)
		}
	}
	return b.String()
}

func suffix(f figure) string {
	if f.Name == "ours" {
		return ""
	}
	return "_" + strings.TrimPrefix(f.Name, "ours_")
}

// writeTable writes what README's performance section is made from.
func writeTable(path string, all []result) error {
	out := io.Writer(os.Stdout)
	if path != "" {
		f, err := os.Create(path)
		if err != nil {
			return err
		}
		defer f.Close()
		out = f
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "\n%s\n\n", machine())
	fmt.Fprintln(&b, "| measure | to the floor | to the best peer | ours | peers | our allocations | our growth of memory |")
	fmt.Fprintln(&b, "|---|---|---|---|---|---|---|")
	for i := range all {
		all[i].row(&b)
	}
	_, err := b.WriteTo(out)
	return err
}

func (r *result) row(w io.Writer) {
	ours, ok := r.figure("ours")
	if !ok {
		return
	}
	name, floor, peer, allocs, memory := r.Name, "", "", "", ""
	if r.Unit != "bytes" {
		name = fmt.Sprintf("%s (%s)", r.Name, r.Unit)
	}
	if r.Figures[0].Name != "ours" {
		floor = fmt.Sprintf("%.2f", ours.Ratio)
	}
	if best, ok := r.best(); ok {
		peer = fmt.Sprintf("%.2f", ours.NS/best.NS)
	}
	if ours.Inside {
		allocs = number(ours.Allocs)
	}
	if ours.Mem {
		memory = size(ours.RSS)
	}
	var others []string
	for _, f := range r.Figures {
		if f.role() != "floor" && f.Name != "ours" {
			others = append(others, strings.ReplaceAll(f.Name, "_", " ")+" "+r.value(f.NS))
		}
	}
	fmt.Fprintf(w, "| %s | %s | %s | %s | %s | %s | %s |\n", name, floor, peer, r.value(ours.NS), strings.Join(others, ", "), allocs, memory)
}

func (r *result) value(ns float64) string {
	switch {
	case ns == 0:
		return ""
	case r.Unit == "bytes":
		return size(int64(ns))
	case ns < 1e4:
		return number(ns) + " ns"
	case ns < 1e7:
		return number(ns/1e3) + " µs"
	}
	return number(ns/1e6) + " ms"
}

func size(n int64) string {
	switch {
	case n < 1e4:
		return fmt.Sprintf("%d B", n)
	case n < 1e6:
		return fmt.Sprintf("%.0f kB", float64(n)/1e3)
	}
	return fmt.Sprintf("%.2f MB", float64(n)/1e6)
}

// machine says on what was measured.
func machine() string {
	var u unix.Utsname
	unix.Uname(&u)
	cpu := "unknown CPU"
	if b, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for line := range strings.Lines(string(b)) {
			if k, v, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(k) == "model name" {
				cpu = strings.TrimSpace(v)
				break
			}
		}
	}
	s := fmt.Sprintf("Linux %s, %d x %s, %s", unix.ByteSliceToString(u.Release[:]), runtime.NumCPU(), cpu, runtime.Version())
	info, _ := debug.ReadBuildInfo()
	if info == nil {
		return s
	}
	for _, m := range info.Deps {
		if strings.Contains(m.Path, "vishvananda/netlink") || strings.Contains(m.Path, "jsimonetti") || strings.Contains(m.Path, "mdlayher/netlink") {
			s += ", " + m.Path + " " + m.Version
		}
	}
	return s
}
