package nltest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
)

// Command runs a program in the calling thread's namespaces and returns its
// standard output. It fails t with the standard error if the program fails, and
// skips t if there is no such program.
func Command(t testing.TB, name string, args ...string) string {
	t.Helper()
	stdout, stderr, err := run(t, name, args...)
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, stderr)
	}
	return stdout
}

func run(t testing.TB, name string, args ...string) (stdout, stderr string, err error) {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		Skip(t, "command "+name)
	}
	var out, errs bytes.Buffer
	cmd := exec.Command(name, args...)
	cmd.Stdout, cmd.Stderr = &out, &errs
	err = cmd.Run()
	return out.String(), errs.String(), err
}

// IPJSON returns what "ip -j -d" prints for args, with the empty objects left
// out that it prints for what it filtered.
func IPJSON(t testing.TB, args ...string) []map[string]any {
	t.Helper()
	return printed(t, "ip", args)
}

// BridgeJSON is IPJSON for bridge(8).
func BridgeJSON(t testing.TB, args ...string) []map[string]any {
	t.Helper()
	return printed(t, "bridge", args)
}

func printed(t testing.TB, program string, args []string) []map[string]any {
	t.Helper()
	text := Command(t, program, append([]string{"-j", "-d"}, args...)...)
	if strings.TrimSpace(text) == "" {
		return nil
	}
	var all, objects []map[string]any
	if err := json.Unmarshal([]byte(text), &all); err != nil {
		t.Fatalf("%s -j -d %s: %v in %q", program, strings.Join(args, " "), err, text)
	}
	for _, o := range all {
		if len(o) > 0 {
			objects = append(objects, o)
		}
	}
	return objects
}

var haveKinds sync.Map // kind -> bool: whether the running kernel has it

// HaveKind skips a test where the running kernel lacks a link kind, which it
// names as ip(8) does. It implies [Live].
func HaveKind(t testing.TB, kind string) {
	t.Helper()
	Live(t)
	have, known := haveKinds.Load(kind)
	if !known {
		have = probeKind(t, kind)
		haveKinds.Store(kind, have)
	}
	lacks := "link kind " + kind
	if !have.(bool) {
		Skip(t, lacks)
	}
	if forbidden() && knownLack(lacks) {
		t.Fatalf("NETLINK_LACKS names %s, but the kernel has it", lacks)
	}
}

// probeKind asks for a link that cannot be: the kernel refuses the number of
// queues after it has looked for the kind, and before it makes anything.
func probeKind(t testing.TB, kind string) bool {
	t.Helper()
	_, stderr, err := run(t, "ip", "link", "add", "name", "probe", "numtxqueues", "0", "type", kind)
	if err == nil {
		t.Fatalf("ip link add type %s with 0 queues: no error", kind)
	}
	return !strings.Contains(stderr, "Unknown device type") && !strings.Contains(stderr, "not supported")
}

// HaveTunnelOptions skips a test where the running kernel must not be given
// options of a tunnel with a route: from 6.2 on it may crash then, with the lock
// held that all of rtnetlink needs. So it goes by the kernel's version, and
// tries nothing. It implies [Live].
func HaveTunnelOptions(t testing.TB) {
	t.Helper()
	Live(t)
	if !TunnelOptions() {
		Skip(t, "tunnel options of routes")
	}
}

// TunnelOptions reports whether the running kernel may be given options of a
// tunnel with a route. One whose version cannot be read may not.
func TunnelOptions() bool {
	release, err := os.ReadFile("/proc/sys/kernel/osrelease")
	return err == nil && tunnelOptions(string(release))
}

// tunnelOptions reports whether a kernel of that release is older than 6.2.
func tunnelOptions(release string) bool {
	var major, minor int
	if n, _ := fmt.Sscanf(release, "%d.%d", &major, &minor); n != 2 {
		return false
	}
	return major < 6 || major == 6 && minor < 2
}

var haveBridgeVLANs = sync.OnceValue(func() bool {
	err := exec.Command("ip", "link", "add", "name", "vlanprobe", "type", "bridge", "vlan_filtering", "1").Run()
	exec.Command("ip", "link", "delete", "vlanprobe").Run()
	return err == nil
})

// HaveBridgeVLANs skips a test where the running kernel has no bridges, or ones
// that do not know VLANs. It implies [Live].
func HaveBridgeVLANs(t testing.TB) {
	t.Helper()
	HaveKind(t, "bridge")
	if !haveBridgeVLANs() {
		Skip(t, "VLANs of bridges")
	}
}
