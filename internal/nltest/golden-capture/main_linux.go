// Command golden-capture writes goldens: what ip(8) and bridge(8) send to the
// kernel, and what the kernel answers them. From the module's root:
//
//	go run ./internal/nltest/golden-capture [-list dir] [-out dir] [pattern ...]
//
// The lists say which commands; the first lines of base.txt say how to add one. Each runs
// in a new user, network and mount namespace, with no privilege outside.
// Existing files are overwritten, so "git diff" shows what another version of
// ip or of the kernel does differently. strace and ip have to be installed.
package main

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/eb30ede5/netlink/internal/nltest"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("golden-capture: ")
	list := flag.String("list", "internal/nltest/golden-capture/commands", "directory with the lists of commands to capture")
	out := flag.String("out", "rtnl/testdata/golden", "directory to write to")
	inside := flag.Bool("inside", false, "for golden-capture itself: capture here, with no namespace around it")
	flag.Parse()

	entries, err := nltest.ReadCaptures(*list)
	if err != nil {
		log.Fatal(err)
	}
	if *inside {
		if err := captureNamed(entries, flag.Arg(0), *out); err != nil {
			log.Fatal(err)
		}
		return
	}
	failed := false
	for _, e := range entries {
		if !matches(e.Name, flag.Args()) {
			continue
		}
		cmd := exec.Command("/proc/self/exe", "-inside", "-list", *list, "-out", *out, e.Name)
		cmd.Stderr = os.Stderr
		cmd.SysProcAttr = newNamespaces()
		if err := cmd.Run(); err != nil {
			log.Printf("%s: %v", e.Name, err)
			failed = true
		}
	}
	if failed {
		os.Exit(1)
	}
}

func newNamespaces() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNET | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
}

func matches(name string, patterns []string) bool {
	for _, p := range patterns {
		if ok, _ := path.Match(p, name); ok {
			return true
		}
	}
	return len(patterns) == 0
}

// An entry is a golden to make.
type entry struct{ nltest.Capture }

func captureNamed(entries []nltest.Capture, name, out string) error {
	for _, e := range entries {
		if e.Name == name {
			return entry{e}.capture(out)
		}
	}
	return fmt.Errorf("no %q in the list", name)
}

// capture runs the entry's commands and writes its golden.
func (e entry) capture(out string) error {
	if err := syscall.Mount("golden", "/run", "tmpfs", 0, ""); err != nil { // for named namespaces
		return fmt.Errorf("mount over /run: %w", err)
	}
	for _, s := range e.Setup {
		if b, err := exec.Command("sh", "-ec", s).CombinedOutput(); err != nil {
			return fmt.Errorf("%s: %w: %s", s, err, bytes.TrimSpace(b))
		}
	}
	g := nltest.Golden{Name: e.Name, Command: e.Command, Setup: e.Setup}
	msgs, stdout, err := trace(e.Command)
	if err != nil {
		return err
	}
	if strings.HasPrefix(e.Name, "reply-") {
		g.Source, err = kernelVersion()
		g.Bytes, g.JSON = replies(msgs, subject(e.Command), strings.HasPrefix(e.Command, "bridge ")), stdout
	} else {
		g.Source, err = ipVersion()
		g.Bytes = request(msgs, subject(e.Command))
	}
	if err != nil {
		return err
	}
	if len(g.Bytes) == 0 {
		return errors.New("no message seen")
	}
	if err := os.WriteFile(filepath.Join(out, e.Name+".golden"), []byte(nltest.FormatGolden(g)), 0o644); err != nil {
		return err
	}
	if g.JSON != nil {
		return os.WriteFile(filepath.Join(out, e.Name+".json"), g.JSON, 0o644)
	}
	return nil
}

func ipVersion() (string, error) {
	b, err := exec.Command("ip", "-V").Output() // ip utility, iproute2-6.1.0, libbpf 1.1.2
	_, v, _ := strings.Cut(string(b), "iproute2-")
	v, _, _ = strings.Cut(v, ",")
	return "iproute2 " + strings.TrimSpace(v), err
}

func kernelVersion() (string, error) {
	b, err := os.ReadFile("/proc/sys/kernel/osrelease")
	v, _, _ := strings.Cut(strings.TrimSpace(string(b)), "-")
	return "Linux " + v + " reply to", err
}

// A message is one that was sent or received.
type message struct {
	fd   string
	sent bool
	data []byte
}

func (m message) kind() uint16 { return binary.NativeEndian.Uint16(m.data[4:]) }

// trace runs a command under strace and returns the messages it exchanged.
// That the kernel refuses the command is no error.
func trace(command string) (msgs []message, stdout []byte, err error) {
	f, err := os.CreateTemp("/run", "strace")
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	cmd := exec.Command("strace", append([]string{
		"-f", "-qq", "-s", "0", "-o", f.Name(),
		"-e", "trace=sendmsg,sendto,recvmsg", "-e", "read=all", "-e", "write=all",
		"-e", "signal=none", "--",
	}, strings.Fields(command)...)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if stdout, err = cmd.Output(); err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v: %s\n", command, err, bytes.TrimSpace(stderr.Bytes()))
	}
	text, err := io.ReadAll(f)
	if err != nil {
		return nil, nil, err
	}
	msgs, err = parseTrace(string(text))
	return msgs, stdout, err
}

// parseTrace takes the messages out of strace's hex dumps, which follow the
// line of their system call:
//
//	123 sendto(3, ...) = 32
//	 | 00000  20 00 00 00 10 00 05 00  00 00 00 00 00 00 00 00   ............... |
func parseTrace(text string) (msgs []message, err error) {
	var call string
	var data []byte
	end := func() {
		name, args, _ := strings.Cut(call, "(")
		fd, _, _ := strings.Cut(args, ",")
		if !strings.Contains(args, "MSG_PEEK") {
			for _, m := range split(data) {
				msgs = append(msgs, message{fd, strings.HasPrefix(name, "send"), m})
			}
		}
		data = nil
	}
	for line := range strings.Lines(text) {
		dump, ok := strings.CutPrefix(line, " | ")
		if !ok {
			if !strings.HasPrefix(line, " *") { // " * 76 bytes in buffer 0": more of the same
				end()
				_, call, _ = strings.Cut(line, " ")
				call = strings.TrimSpace(call)
			}
			continue
		}
		_, dump, _ = strings.Cut(dump, "  ")
		const width = 3*16 + 1 // two groups of 8
		b, err := hex.DecodeString(strings.Join(strings.Fields(dump[:min(width, len(dump))]), ""))
		if err != nil {
			return nil, fmt.Errorf("strace: %q: %w", line, err)
		}
		data = append(data, b...)
	}
	end()
	return msgs, nil
}

func split(b []byte) (msgs [][]byte) {
	for len(b) >= 16 {
		n := int(binary.NativeEndian.Uint32(b))
		if n < 16 || n > len(b) {
			break
		}
		msgs = append(msgs, b[:n:n])
		b = b[min((n+3)&^3, len(b)):]
	}
	return msgs
}

// Message types come in fours: NEW, DEL, GET, SET.
const (
	getType     = 2
	linkType    = 16
	addrType    = 20
	routeType   = 24
	neighType   = 28
	ruleType    = 32
	ntableType  = 64
	labelType   = 72
	mdbType     = 84
	netconfType = 80
	nsidType    = 88
	statsType   = 92
	nexthopType = 104
	vlanType    = 112
	bucketType  = 116
	tunnelType  = 120

	afBridge = 7
)

// subject returns the first message type of what a command of ip or bridge is
// about.
func subject(command string) uint16 {
	program, args := strings.Fields(command)[0], strings.Fields(command)[1:]
	details := false
	for len(args) > 1 && strings.HasPrefix(args[0], "-") {
		details = details || args[0] == "-d"
		if args[0] == "-f" { // and a family
			args = args[1:]
		}
		args = args[1:]
	}
	if program == "bridge" {
		return bridgeSubject(args, details)
	}
	if strings.HasPrefix(args[0], "nex") && len(args) > 1 && args[1] == "bucket" {
		return bucketType
	}
	for _, s := range []struct {
		prefix string
		base   uint16
	}{{"netns", nsidType}, {"nt", ntableType}, {"addrl", labelType}, {"netc", netconfType}, {"st", statsType}, {"nex", nexthopType}, {"mr", routeType}, {"ru", ruleType}, {"l", linkType}, {"a", addrType}, {"r", routeType}, {"n", neighType}} {
		if strings.HasPrefix(args[0], s.prefix) {
			return s.base
		}
	}
	return 0
}

// bridgeSubject is subject for bridge: VLANs are a link's, but for their options
// and in detail.
func bridgeSubject(args []string, details bool) uint16 {
	verb := strings.Join(args[:min(2, len(args))], " ")
	switch {
	case verb == "vlan global" || verb == "vlan show" && details:
		return vlanType
	case args[0] == "vlan" || args[0] == "mst" || args[0] == "link":
		return linkType
	}
	return map[string]uint16{"fdb": neighType, "mdb": mdbType, "vni": tunnelType}[args[0]]
}

// request returns the messages that are the command's purpose: what changes
// something, or the last request for what the command is about. ip asks for
// links before and after most commands, to turn names into indexes and back.
func request(msgs []message, base uint16) []byte {
	var changes, get []byte
	for _, m := range msgs {
		if !m.sent || m.kind() == linkType && bytes.Equal(m.data[16:], make([]byte, 16)) {
			continue // ip asks whether the kernel checks requests
		}
		if m.kind()&3 != getType {
			changes = append(changes, clean(m.data)...)
		} else if m.kind()&^3 == base {
			get = clean(m.data)
		}
	}
	if changes != nil {
		return changes
	}
	return get
}

// replies returns the objects among the messages received on the socket that
// ip opened first; it opens others to ask for names. bridge does not: its links
// are those of family AF_BRIDGE.
func replies(msgs []message, base uint16, ofBridge bool) []byte {
	main := ""
	for _, m := range msgs {
		if main == "" || m.fd < main {
			main = m.fd
		}
	}
	var all []byte
	for _, m := range msgs {
		if ofBridge && base == linkType && m.data[16] != afBridge {
			continue
		}
		if !m.sent && m.fd == main && m.kind()&^3 == base {
			all = append(all, clean(m.data)...)
		}
	}
	return all
}

// clean returns a copy with neither sequence nor port.
func clean(m []byte) []byte {
	m = bytes.Clone(m)
	clear(m[8:16])
	for len(m)%4 != 0 {
		m = append(m, 0)
	}
	return m
}
