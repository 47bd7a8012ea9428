package rtnl_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/netns"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/google/go-cmp/cmp"
)

// A request of the table prints the command beside it, or what the row says.
func TestTablePrints(t *testing.T) {
	for _, r := range tableRows(nil) {
		if r.says.req == nil || r.needsBlue() {
			continue // TestTable does those that have a handle
		}
		checkPrinted(t, r)
	}
}

func checkPrinted(t *testing.T, r tableRow) {
	t.Helper()
	want := strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(r.ip, "bridge "), "ip "), "-6 ")
	if r.print != "" {
		want = r.print
	}
	if got := r.says.req.String(); got != want {
		t.Errorf("%s: String() = %q, want %q", r.ip, got, want)
	}
}

func (r tableRow) needsBlue() bool { return slices.Contains(r.setup, addBlue) }

// Each row of the table does what its command does: two namespaces are set up
// alike, ip(8) acts in one and this package in the other, and ip(8) then finds
// both the same; or both list the same objects.
func TestTable(t *testing.T) {
	nltest.Live(t)
	for i, r := range tableRows(nil) {
		t.Run(r.ip, func(t *testing.T) {
			for _, c := range append(r.setup, r.ip) {
				if k := kindInCommand(c); k != "" {
					nltest.HaveKind(t, k)
				}
			}
			theirs := rowOutcome(t, i, rowByIP)
			ours := rowOutcome(t, i, rowByGo)
			if diff := cmp.Diff(theirs, ours); diff != "" {
				t.Errorf("-ip(8) +rtnl:\n%s", diff)
			}
		})
	}
}

type rowDoer func(t *testing.T, r tableRow, here *netns.Handle) []string

// rowOutcome sets up a namespace, and another one with the name blue if row i needs
// one, lets by act, and returns what came of it.
func rowOutcome(t *testing.T, i int, by rowDoer) []string {
	t.Helper()
	here, err := netns.New()
	if err != nil {
		t.Fatal(err)
	}
	defer here.Close()
	defer forgetNames("blue", "red")
	if _, err := ipBatch(here, tableRows(nil)[i].setup); err != nil {
		t.Fatal(err)
	}
	var blue *netns.Handle
	if tableRows(nil)[i].needsBlue() {
		if blue, err = netns.Open("blue"); err != nil {
			t.Fatal(err)
		}
		defer blue.Close()
	}
	r := tableRows(blue)[i]
	if r.says.req != nil {
		checkPrinted(t, r)
	}
	result := by(t, r, here)
	if r.says.read != nil {
		return result
	}
	result = append(result, stateOf(t, here)...)
	if strings.HasPrefix(r.ip, "bridge ") {
		for _, c := range []string{"bridge -j fdb show", "bridge -j vlan show"} {
			out, err := inNamespace(here, c)
			if err != nil {
				t.Fatal(err)
			}
			result = append(result, withoutChance(out))
		}
	}
	if names, err := netns.List(); err != nil {
		t.Error(err)
	} else {
		result = append(result, names...)
	}
	if blue != nil {
		result = append(result, stateOf(t, blue)...)
	}
	return result
}

func forgetNames(names ...string) {
	for _, n := range names {
		netns.Remove(n)
	}
}

// rowByIP runs the command of the row. It returns what was read, or why the
// command failed.
func rowByIP(t *testing.T, r tableRow, here *netns.Handle) []string {
	t.Helper()
	c := r.ip
	if r.says.read != nil && !strings.HasPrefix(c, "ip netns") {
		c = strings.Replace(c, "ip ", "ip -j ", 1)
	}
	out, err := inNamespace(here, c)
	switch {
	case err != nil && strings.Contains(err.Error(), "encapsulation type not supported"):
		_, typ, _ := strings.Cut(c, " encap ")
		typ, _, _ = strings.Cut(typ, " ")
		nltest.Skip(t, "route encapsulation "+typ)
	case r.says.read == nil && err != nil:
		_, why, _ := strings.Cut(strings.ToLower(err.Error()), "rtnetlink answers: ")
		return []string{strings.TrimSpace(why)}
	case err != nil:
		t.Fatal(err)
	case r.says.read == nil:
		return nil
	}
	keys := keysPrinted(t, out)
	slices.Sort(keys)
	return keys
}

// rowByGo does what the row says in Go.
func rowByGo(t *testing.T, r tableRow, here *netns.Handle) []string {
	t.Helper()
	c, err := rtnl.Dial(&rtnl.Config{NetNS: here})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	switch {
	case r.says.read != nil:
		keys, err := r.says.read(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(keys)
		return keys
	case r.says.act != nil:
		err = here.Do(r.says.act)
	default:
		err = c.Do(t.Context(), *r.says.req)
	}
	var e *rtnl.Error
	if errors.As(err, &e) && e.Errno != 0 {
		return []string{e.Errno.Error()}
	} else if err != nil {
		t.Fatal(err)
	}
	return nil
}

// inNamespace runs a command in a namespace.
func inNamespace(ns *netns.Handle, c string) (string, error) {
	var out []byte
	err := ns.Do(func() (err error) {
		words := strings.Fields(c)
		out, err = exec.Command(words[0], words[1:]...).CombinedOutput()
		return err
	})
	if err != nil {
		err = fmt.Errorf("%s: %w: %s", c, err, out)
	}
	return string(out), err
}

// ipBatch runs commands of ip(8) in a namespace, in one process.
func ipBatch(ns *netns.Handle, commands []string, options ...string) (string, error) {
	var in strings.Builder
	for _, c := range commands {
		fmt.Fprintln(&in, strings.TrimPrefix(c, "ip "))
	}
	var out []byte
	err := ns.Do(func() (err error) {
		cmd := exec.Command("ip", append(options, "-batch", "-")...)
		cmd.Stdin = strings.NewReader(in.String())
		out, err = cmd.CombinedOutput()
		return err
	})
	if err != nil {
		err = fmt.Errorf("ip -batch: %w: %s of\n%s", err, out, &in)
	}
	return string(out), err
}

// keysPrinted returns the keys, as objectKey has them, of the objects that ip(8) printed.
func keysPrinted(t *testing.T, out string) (keys []string) {
	t.Helper()
	if !strings.HasPrefix(out, "[") {
		for line := range strings.Lines(out) {
			name, _, _ := strings.Cut(strings.TrimSpace(line), " ")
			keys = append(keys, name)
		}
		return keys
	}
	var all []struct {
		IfName   string
		Dst      string
		Priority *uint32
		ID       uint32 // of a nexthop
		Bucket   *struct{ Index uint16 }
		AddrInfo []struct {
			Local     string
			PrefixLen int
		} `json:"addr_info"`
	}
	if err := json.Unmarshal([]byte(out), &all); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	for _, o := range all {
		switch {
		case o.Priority != nil:
			keys = append(keys, fmt.Sprint("rule ", *o.Priority))
		case o.Bucket != nil:
			keys = append(keys, fmt.Sprintf("nexthop %d bucket %d", o.ID, o.Bucket.Index))
		case o.ID != 0:
			keys = append(keys, fmt.Sprint("nexthop ", o.ID))
		case o.Dst != "":
			keys = append(keys, o.Dst)
		case o.AddrInfo != nil:
			for _, a := range o.AddrInfo {
				keys = append(keys, fmt.Sprintf("%s/%d", a.Local, a.PrefixLen))
			}
		case o.IfName != "":
			keys = append(keys, o.IfName)
		}
	}
	return keys
}

// byChance is what differs between two namespaces that are alike: addresses that
// the kernel chose, clocks, and what it has not come round to yet.
var byChance = []struct {
	re   *regexp.Regexp
	with string
}{
	{regexp.MustCompile(`[0-9a-f]{1,2}(:[0-9a-f]{1,2}){5}`), "MAC"},
	{regexp.MustCompile(`"permaddr":"[^"]*"`), "PERMANENT"},
	{regexp.MustCompile(`fe80::[0-9a-f]*:[0-9a-f:]+`), "LL"},
	{regexp.MustCompile(`_timer":[0-9. ]+`), `_timer":0`},
	{regexp.MustCompile(`"(operstate|tentative|ifindex|link_index|optimistic)":[^,}]*,?`), ""},
	{regexp.MustCompile(`"NO-CARRIER",?`), ""},
	{regexp.MustCompile(`"(valid_life_time|preferred_life_time)":(3599|1799)`), "LIFETIME"},
	{regexp.MustCompile(`"(valid_life_time|preferred_life_time)":(3600|1800)`), "LIFETIME"},
}

// inTime finds what IPv6 makes a little later: the local route of an address,
// when duplicate address detection comes round to it, even where there is none;
// and the neighbours that its own multicast packets go to. It also finds proxies
// on no link, which the kernel keeps when their namespace is gone.
var inTime = regexp.MustCompile(`^{"type":"local","dst":"[0-9a-f]*:|^{"dst":"ff02:|^{"dst":"[^"]*","proxy":`)

const notByChance = "02:11:22:33:44:55" // an address that is no chance

// stateOf returns what ip(8) finds in a namespace.
func stateOf(t *testing.T, ns *netns.Handle) []string {
	t.Helper()
	out, err := ipBatch(ns, []string{"ip addr show", "ip route show table all", "ip rule show", "ip nexthop show", "ip neigh show nud all", "ip neigh show proxy"}, "-j", "-d")
	if err != nil {
		t.Fatal(err)
	}
	six, err := ipBatch(ns, []string{"ip rule show"}, "-j", "-d", "-6")
	if err != nil {
		t.Fatal(err)
	}
	out += six
	var state []string
	for d := json.NewDecoder(strings.NewReader(out)); d.More(); {
		var objects []json.RawMessage
		if err := d.Decode(&objects); err != nil {
			t.Fatalf("%v in %s", err, out)
		}
		for _, o := range objects {
			if !inTime.Match(o) {
				state = append(state, withoutChance(string(o)))
			}
		}
	}
	return state
}

func withoutChance(object string) string {
	object = strings.ReplaceAll(object, notByChance, "mine")
	for _, x := range byChance {
		object = x.re.ReplaceAllString(object, x.with)
	}
	return object
}
