package nltest

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/eb30ede5/netlink/internal/sandbox"
)

// Skip skips a test for what the machine or its kernel lacks, named in a few
// words: "link kind wireguard", "command tc".
//
// With NETLINK_NO_SKIP=1 in the environment the test fails instead, unless
// NETLINK_LACKS names the same thing: it is a comma-separated list of what is
// known to be missing there, see .ci/lacks.
func Skip(t testing.TB, lacks string) {
	t.Helper()
	if forbidden() && !knownLack(lacks) {
		t.Fatalf("lacks %s, and NETLINK_NO_SKIP=1 forbids skipping", lacks)
	}
	t.Skipf("lacks %s", lacks)
}

func forbidden() bool { return os.Getenv("NETLINK_NO_SKIP") == "1" }

func knownLack(lacks string) bool {
	return slices.Contains(strings.Split(os.Getenv("NETLINK_LACKS"), ","), lacks)
}

// errOutside tells why this process is not in a sandbox; only Main writes it.
var errOutside = errors.New("TestMain does not call nltest.Main")

// Live makes sure that a test runs in a sandbox, where it may do everything and
// the host sees nothing of it. Outside it skips the test, or fails it with
// NETLINK_LIVE=1 in the environment.
func Live(t testing.TB) {
	t.Helper()
	if errOutside == nil {
		return
	}
	if os.Getenv("NETLINK_LIVE") == "1" {
		t.Fatalf("no sandbox, and NETLINK_LIVE=1 demands one: %v", errOutside)
	}
	Skip(t, fmt.Sprintf("a sandbox: %v", errOutside))
}

// Main is what TestMain calls: it runs the tests in a sandbox, reports what they
// leaked, and exits. Where no sandbox can be had, or with NETLINK_CODEC_ONLY=1
// in the environment, the tests run outside and those that call [Live] skip.
func Main(m *testing.M) {
	flag.Parse()
	errOutside = enter()
	before := takeStock()
	code := m.Run()
	if fuzzing() {
		os.Exit(code) // its workers and their pipes are the testing package's
	}
	if leaks := before.leaks(); len(leaks) > 0 {
		fmt.Fprintf(os.Stderr, "FAIL: the tests leaked:\n%s\n", strings.Join(leaks, "\n"))
		code = 1
	}
	os.Exit(code)
}

// asProgram in the environment makes a test binary the program it is the test of.
const asProgram = "NETLINK_TEST_PROGRAM"

// MainOf is Main for the tests of a program, which [Program] then runs.
func MainOf(m *testing.M, main func()) {
	if os.Getenv(asProgram) == "1" {
		main()
		return
	}
	Main(m)
}

// Program returns a command that is the program of the running tests.
func Program(args ...string) *exec.Cmd {
	cmd := exec.Command("/proc/self/exe", args...)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	return cmd
}

func enter() error {
	switch {
	case os.Getenv("NETLINK_CODEC_ONLY") == "1":
		return errors.New("NETLINK_CODEC_ONLY=1")
	case fuzzing():
		return errors.New("fuzzing")
	case isSet("test.list"):
		return errors.New("only listing")
	}
	return sandbox.Enter()
}

func fuzzing() bool { return isSet("test.fuzz") || isSet("test.fuzzworker") }

func isSet(name string) bool {
	f := flag.Lookup(name)
	return f != nil && f.Value.String() != f.DefValue
}
