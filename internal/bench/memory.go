//go:build linux

package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
)

// memoryOf is the environment variable that makes this program a process which
// does the work of one contestant once, in the namespace that it is started in,
// and tells what memory that took.
const memoryOf = "NETLINK_BENCH_MEMORY"

type memory struct{ Live, RSS int64 }

// weighAll fills in the memory of contestants that are part of this program.
func weighAll(m measure, figures []figure) error {
	for i := range figures {
		f := &figures[i]
		if !f.Inside {
			continue
		}
		cmd := exec.Command("/proc/self/exe")
		cmd.Env = append(os.Environ(), memoryOf+"="+m.name+" "+f.Name, "GOGC=100")
		out, err := output(cmd)
		var took memory
		if err == nil {
			err = json.Unmarshal(out, &took)
		}
		if err != nil {
			return fmt.Errorf("%s: memory of %s: %w", m.name, f.Name, err)
		}
		f.Live, f.RSS, f.Mem = took.Live, took.RSS, true
	}
	return nil
}

// weigh is what the process does.
func (l *lab) weigh(m measure) error {
	for _, c := range m.contestants {
		if c.name != l.who {
			continue
		}
		before, err := rss()
		if err != nil {
			return err
		}
		var a, b runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&a)
		if _, err := c.once(); err != nil {
			return err
		}
		peak, err := rss()
		if err != nil {
			return err
		}
		runtime.GC()
		debug.FreeOSMemory()
		runtime.ReadMemStats(&b)
		runtime.KeepAlive(keep)
		return json.NewEncoder(os.Stdout).Encode(memory{int64(b.HeapAlloc) - int64(a.HeapAlloc), peak - before})
	}
	return fmt.Errorf("%s: nobody is called %s", m.name, l.who)
}

// rss returns the most memory that this process has had.
func rss() (int64, error) {
	f, err := os.Open("/proc/self/status")
	if err != nil {
		return 0, err
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		if v, ok := strings.CutPrefix(s.Text(), "VmHWM:"); ok {
			kib, err := strconv.ParseInt(strings.Fields(v)[0], 10, 64)
			return kib << 10, err
		}
	}
	return 0, errors.New("/proc/self/status: no VmHWM")
}
