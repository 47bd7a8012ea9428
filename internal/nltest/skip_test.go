package nltest

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
)

func TestMain(m *testing.M) { Main(m) }

// fakeTB records how a test ended.
type fakeTB struct {
	testing.TB
	end string
}

func (f *fakeTB) Helper() {}
func (f *fakeTB) Fatalf(format string, args ...any) {
	f.end = "fail: " + fmt.Sprintf(format, args...)
	runtime.Goexit()
}
func (f *fakeTB) Skipf(format string, args ...any) {
	f.end = "skip: " + fmt.Sprintf(format, args...)
	runtime.Goexit()
}

// ending runs test as a test of its own and tells how it ended.
func ending(test func(testing.TB)) string {
	f := &fakeTB{end: "pass"}
	done := make(chan struct{})
	go func() {
		defer close(done)
		test(f)
	}()
	<-done
	return f.end
}

func TestSkip(t *testing.T) {
	for _, tt := range []struct{ noSkip, lacks, want string }{
		{"", "", "skip: lacks link kind foo"},
		{"0", "", "skip: lacks link kind foo"},
		{"1", "", "fail: lacks link kind foo, and NETLINK_NO_SKIP=1 forbids skipping"},
		{"1", "link kind fo,link kind fooo", "fail: lacks link kind foo, and NETLINK_NO_SKIP=1 forbids skipping"},
		{"1", "command tc,link kind foo", "skip: lacks link kind foo"},
	} {
		t.Setenv("NETLINK_NO_SKIP", tt.noSkip)
		t.Setenv("NETLINK_LACKS", tt.lacks)
		got := ending(func(tb testing.TB) { Skip(tb, "link kind foo") })
		if got != tt.want {
			t.Errorf("Skip with NO_SKIP %q, LACKS %q: %q, want %q", tt.noSkip, tt.lacks, got, tt.want)
		}
	}
}

func TestLive(t *testing.T) {
	defer func(err error) { errOutside = err }(errOutside)
	t.Setenv("NETLINK_NO_SKIP", "0")
	for _, tt := range []struct {
		outside error
		demand  string
		want    string
	}{
		{nil, "1", "pass"},
		{errors.New("reason"), "0", "skip: lacks a sandbox: reason"},
		{errors.New("reason"), "1", "fail: no sandbox, and NETLINK_LIVE=1 demands one: reason"},
	} {
		errOutside = tt.outside
		t.Setenv("NETLINK_LIVE", tt.demand)
		if got := ending(Live); got != tt.want {
			t.Errorf("Live outside for %v with NETLINK_LIVE=%s: %q, want %q", tt.outside, tt.demand, got, tt.want)
		}
	}
}

func TestMainEntersSandbox(t *testing.T) {
	Live(t)
	if got := len(IPJSON(t, "link", "show", "type", "veth")); got != 0 {
		t.Errorf("%d veth links in a new namespace, want none", got)
	}
	if os.Getuid() != 0 {
		t.Errorf("uid = %d in the sandbox, want 0", os.Getuid())
	}
}

// TestMainModes runs this test binary as go test does.
func TestMainModes(t *testing.T) {
	Live(t)
	for _, tt := range []struct {
		env, args string
		want      string // in the output
		fails     bool
	}{
		{"NETLINK_LIVE=1", "-test.run=^TestMainEntersSandbox$ -test.v", "--- PASS: TestMainEntersSandbox", false},
		{"NETLINK_CODEC_ONLY=1", "-test.run=^TestMainEntersSandbox$ -test.v", "lacks a sandbox: NETLINK_CODEC_ONLY=1", false},
		{"NETLINK_LIVE=1", "-test.list=Main", "TestMainModes\n", false},
		{"NETLINK_LIVE=0", "-test.run=^TestMainEntersSandbox$ -test.v -test.fuzz=^FuzzNone$ -test.fuzzcachedir=" + t.TempDir() + " -test.fuzztime=1x", "lacks a sandbox: fuzzing", false},
		{"NETLINK_LEAK=file", "-test.run=^TestLeak$", "socket:[", true},
		{"NETLINK_LEAK=goroutine", "-test.run=^TestLeak$", "nltest.TestLeak", true},
		{"NETLINK_LEAK=thread", "-test.run=^TestLeak$", "is in net:[", true},
		{"NETLINK_LEAK=no", "-test.run=^TestLeak$", "PASS", false},
	} {
		t.Run(tt.env+" "+tt.args, func(t *testing.T) {
			t.Parallel()
			cmd := exec.Command("/proc/self/exe", strings.Fields(tt.args)...)
			cmd.Env = append(os.Environ(), "NETLINK_NO_SKIP=0", "NETLINK_LIVE=0", tt.env)
			out, err := cmd.CombinedOutput()
			if !strings.Contains(string(out), tt.want) || (err != nil) != tt.fails {
				t.Errorf("error %v, output %q; want failure %v, output with %q", err, out, tt.fails, tt.want)
			}
		})
	}
}
