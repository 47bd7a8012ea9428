package main

import (
	"errors"
	"fmt"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/netns"
)

// questions are asked in each state: what of it ip(8) can print.
// Of links ip(8) says more after "link show" than else: that comes last. Rules are worth a process of their own only
// where there are some.
func questions(commands ...string) []question {
	all := []question{{nil, []string{"addr show", "route show table all", "link show"}}}
	if strings.Contains(strings.Join(commands, " "), "rule ") {
		all = append(all, question{nil, []string{"rule show"}}, question{[]string{"-6"}, []string{"rule show"}})
	}
	if strings.Contains(strings.Join(commands, " "), "nexthop add") {
		all = append(all, question{nil, []string{"nexthop show"}})
	}
	if strings.Contains(strings.Join(commands, " "), "neigh ") {
		all = append(all, question{nil, []string{"neigh show nud all"}}, question{nil, []string{"neigh show proxy"}}, question{[]string{"-s"}, []string{"neigh show"}})
	}
	return all
}

// A question is what to show, with options in front.
type question struct {
	options []string
	show    []string
}

// In each state that the lists of golden-capture make, "ip -j -d" and this program print the same for each object,
// but for what is in testdata/differences.
func TestStates(t *testing.T) {
	nltest.Live(t)
	entries, err := nltest.ReadCaptures("../../internal/nltest/golden-capture/commands")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range readRows(t) {
		entries = append(entries, nltest.Capture{Name: "row:" + strings.NewReplacer(" ", "_", "/", "|").Replace(r.command), Setup: r.setup, Command: r.command})
	}
	j := &judge{differences: readListed(t, "differences", true, false), refused: readListed(t, "refused", false, false)}
	for _, e := range entries {
		if !t.Run(e.Name, func(t *testing.T) { j.state(t, e) }) {
			j.failed = true
		}
	}
	if t.Failed() || j.made < len(entries)/4 || !knownKernel() {
		return // only some of the states, or none that can be judged
	}
	for _, l := range slices.Concat(j.differences, j.refused) {
		if l.could && !l.used {
			t.Errorf("listed, and not so any more: %s", l.text)
		}
	}
}

// A judge says which differences and refusals are meant.
type judge struct {
	differences, refused []*listed
	made                 int
	failed               bool
}

// state makes a state and compares what is printed of it.
func (j *judge) state(t *testing.T, e nltest.Capture) {
	needs(t, append(e.Setup, e.Command)...)
	p := place.New(t)
	defer forgetNames(t, p.Name)
	if strings.Contains(strings.Join(e.Setup, " "), "ip tuntap") {
		p.HaveTun()
	}
	if !j.make(t, p.NS, e) {
		return
	}
	j.made++
	for _, q := range questions(append(e.Setup, e.Command)...) {
		j.compare(t, p.Name, e.Name, q)
	}
	if q, ok := asked(e.Command); ok && !strings.HasPrefix(e.Name, "reply-link") {
		j.compare(t, p.Name, e.Name, q)
	}
}

// make makes a state. It reports false if there is none, as is listed.
func (j *judge) make(t *testing.T, ns *netns.Handle, e nltest.Capture) bool {
	t.Helper()
	commands := e.Setup
	if !reads(e.Command) {
		commands = append(slices.Clip(commands), e.Command)
	}
	err := execute(ns, commands...)
	for _, l := range j.refused {
		if l.explains(e.Name, "") {
			l.could = true
			l.used = l.used || err != nil
			if err != nil {
				t.Logf("refused, as is listed: %v", err)
				return false
			}
		}
	}
	if err != nil && knownKernel() {
		t.Fatal(err)
	} else if err != nil {
		nltest.Skip(t, fmt.Sprintf("the state %s: %v", e.Name, err))
	}
	return true
}

// compare asks ip(8) and this program. What differs only now and then is asked again.
func (j *judge) compare(t *testing.T, ns, state string, q question) {
	t.Helper()
	before, err := theirs(t, ns, q)
	for try := 0; ; try++ {
		here, ourErr := ours(t, ns, q)
		if (err == nil) != (ourErr == nil) {
			t.Errorf("%v: ip(8) says %v, this program %v", q, err, ourErr)
		}
		c := compare(before, here)
		if j.judge(state, c) == nil {
			return
		}
		after, _ := theirs(t, ns, q)
		if len(compare(before, after).found) == 0 || try == 20 {
			for _, d := range j.judge(state, c) {
				t.Error(d)
			}
			return
		}
		before = after
	}
}

func theirs(t *testing.T, ns string, q question) ([]answer, error) {
	t.Helper()
	cmd := exec.Command("ip", slices.Concat([]string{"-n", ns, "-j", "-d"}, q.options, []string{"-batch", "-"})...)
	cmd.Stdin = strings.NewReader(strings.Join(q.show, "\n") + "\n")
	out, err := cmd.Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		err = fmt.Errorf("%w: %s", err, failed.Stderr)
		return decode(t, "", objectsOf(q)...), err
	} else if err != nil {
		t.Fatal(err)
	}
	return decode(t, string(out), objectsOf(q)...), nil
}

func ours(t *testing.T, ns string, q question) ([]answer, error) {
	t.Helper()
	var b strings.Builder
	for _, s := range q.show {
		args := slices.Concat([]string{"-n", ns, "-j", "-d"}, q.options, strings.Fields(s))
		if err := run(t.Context(), &b, args); err != nil {
			return decode(t, "", objectsOf(q)...), err
		}
	}
	return decode(t, b.String(), objectsOf(q)...), nil
}

func objectsOf(q question) (names []string) {
	for _, s := range q.show {
		name, _, _ := strings.Cut(s, " ")
		names = append(names, name)
	}
	return names
}

// judge looks the differences up, and returns those that are not listed.
func (j *judge) judge(state string, c comparison) (bad []difference) {
	for _, l := range j.differences {
		in := l.path
		if i := strings.LastIndex(in, "."); i > 0 {
			in = in[:i]
		}
		l.could = l.could || l.explains(state, l.path) && c.visited[in]
	}
	for _, d := range c.found {
		i := slices.IndexFunc(j.differences, func(l *listed) bool { return l.explains(state, d.path) })
		if i < 0 {
			bad = append(bad, d)
			continue
		}
		j.differences[i].used = true
	}
	return bad
}

// asked returns the question that a command of ip(8) is, if it is one.
func asked(command string) (q question, is bool) {
	f := strings.Fields(command)
	if f[0] != "ip" {
		return q, false
	}
	for f = f[1:]; strings.HasPrefix(f[0], "-"); f = f[1:] {
		if f[0] != "-j" && f[0] != "-d" {
			q.options = append(q.options, f[0])
		}
	}
	q.show = []string{strings.Join(f, " ")}
	json := !strings.HasPrefix(q.show[0], "neigh get ") // which prints none
	return q, json && len(f) > 1 && reads("ip "+f[1]) && offered(f[0])
}

// reads reports whether a command changes nothing.
func reads(command string) bool {
	for _, w := range strings.Fields(command)[1:] {
		if w == "show" || w == "list" || w == "get" {
			return true
		}
	}
	return false
}

// offered reports whether the program knows the object.
func offered(object string) bool {
	return slices.ContainsFunc(objects, func(o struct {
		name string
		do   func(p *program, verb string, w *words) error
	}) bool {
		return strings.HasPrefix(o.name, object) || object == "addr"
	})
}

// execute runs commands in a namespace: those of ip(8) alone in one process.
func execute(ns *netns.Handle, commands ...string) error {
	if len(commands) == 0 {
		return nil
	}
	if tunnelOptions(commands...) && !nltest.TunnelOptions() {
		return errors.New("this would be the end of the machine")
	}
	script := strings.Join(commands, "\n") + "\n"
	cmd := exec.Command("sh", "-e")
	if !slices.ContainsFunc(commands, func(c string) bool { return !plainIP.MatchString(c) }) {
		cmd = exec.Command("ip", "-batch", "-")
		script = strings.TrimPrefix(strings.ReplaceAll("\n"+script, "\nip ", "\n"), "\n")
	}
	cmd.Stdin = strings.NewReader(script)
	return ns.Do(func() error {
		out, err := cmd.CombinedOutput()
		if err != nil {
			err = fmt.Errorf("%s: %w: %s", strings.Join(commands, "; "), err, out)
		}
		return err
	})
}

// plainIP is a command of ip(8) without options and without words that a shell would change.
var plainIP = regexp.MustCompile(`^ip [a-z][^-][^'"$;|&<>*?\\]*$`)

var linkKind = regexp.MustCompile(`link add .*\btype (\w+)`)

// needs skips a test whose commands need what the kernel lacks.
func needs(t *testing.T, commands ...string) {
	t.Helper()
	if tunnelOptions(commands...) {
		nltest.HaveTunnelOptions(t)
	}
	for _, c := range commands {
		if m := linkKind.FindStringSubmatch(c); m != nil {
			nltest.HaveKind(t, m[1])
		}
		if strings.Contains(c, "vlan_filtering 1") {
			nltest.HaveBridgeVLANs(t)
		}
	}
}

// tunnelOptions reports whether commands set options of tunnels for routes. With them Linux 6.2 and later dies, on
// the whole machine (fortify, in ip_tun_parse_opts).
func tunnelOptions(commands ...string) bool {
	all := strings.Join(commands, " ")
	return strings.Contains(all, "geneve_opts") || strings.Contains(all, "vxlan_opts") || strings.Contains(all, "erspan_opts")
}

// forgetNames removes the named namespaces of a state.
func forgetNames(t *testing.T, keep ...string) {
	t.Helper()
	names, err := netns.List()
	if err != nil {
		t.Error(err)
	}
	for _, n := range names {
		if slices.Contains(keep, n) {
			continue
		}
		if err := netns.Remove(n); err != nil {
			t.Error(err)
		}
	}
}
