package sandbox

import (
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"sort"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// role in the environment makes the test binary a program that uses the
// package, instead of running tests.
const role = "SANDBOX_TEST_ROLE"

func TestMain(m *testing.M) {
	if r := os.Getenv(role); r != "" {
		os.Exit(program(r))
	}
	os.Exit(m.Run())
}

// program is one of the programs that the tests start.
func program(r string) int {
	if err := Enter(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 99
	}
	switch r {
	case "report":
		json.NewEncoder(os.Stdout).Encode(look())
	case "exit":
		return 7
	case "killed":
		unix.Kill(unix.Getpid(), unix.SIGKILL)
		time.Sleep(time.Minute)
	case "signalled":
		c := make(chan os.Signal, 1)
		signal.Notify(c, unix.SIGTERM)
		fmt.Println(os.Getpid())
		fmt.Println(<-c)
		return 3
	case "sleep":
		fmt.Println(os.Getpid())
		time.Sleep(time.Minute)
	case "nested":
		return nested()
	}
	return 0
}

// nested runs, inside, the report of another sandbox under the limits that the
// arguments set.
func nested() int {
	for _, a := range os.Args[1:] {
		name, value, _ := strings.Cut(a, "=")
		if err := os.WriteFile("/proc/sys/user/"+name, []byte(value), 0); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 98
		}
	}
	ns, _ := namespaces()
	fmt.Println(ns)
	cmd := exec.Command("/proc/self/exe")
	cmd.Env = append(os.Environ(), role+"=report")
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	if err := cmd.Run(); err != nil {
		return cmd.ProcessState.ExitCode()
	}
	return 0
}

// view is what a program sees of its surroundings.
type view struct {
	Inside     bool
	UID        int
	Args, Env  []string
	Dir        string
	Namespaces string
	UserNS     string
	Links      []string
	SysLinks   []string
	Run        []string
}

func look() view {
	v := view{Inside: Inside(), UID: os.Getuid(), Args: os.Args, Env: os.Environ()}
	v.Dir, _ = os.Getwd()
	v.Namespaces, _ = namespaces()
	v.UserNS, _ = os.Readlink("/proc/self/ns/user")
	links, _ := net.Interfaces()
	for _, l := range links {
		v.Links = append(v.Links, l.Name)
	}
	v.SysLinks = names("/sys/class/net")
	v.Run = names("/run")
	sort.Strings(v.Env)
	return v
}

// names lists a directory; one that is missing is empty.
func names(dir string) []string {
	entries, _ := os.ReadDir(dir)
	var list []string
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return list
}
