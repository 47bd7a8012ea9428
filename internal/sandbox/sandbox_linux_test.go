package sandbox

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"
)

// command starts this binary as a program, as user uid.
func command(uid int, r string, args ...string) *exec.Cmd {
	cmd := exec.Command("/proc/self/exe", args...)
	cmd.Env = append(os.Environ(), role+"="+r, "GORACE=atexit_sleep_ms=0") // by default 1000
	cmd.Dir = "/"
	cmd.Stderr = new(bytes.Buffer)
	if uid != os.Getuid() {
		cmd.SysProcAttr = &syscall.SysProcAttr{
			Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(uid)},
		}
	}
	return cmd
}

// skipRefused skips the test if the program could not get a namespace.
func skipRefused(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	if cmd.ProcessState.ExitCode() == 99 {
		Skip(t, "%s", cmd.Stderr)
	}
}

// users are those that the tests can be: this one and, for root, another.
func users() []int {
	if os.Getuid() == 0 {
		return []int{0, 65534}
	}
	return []int{os.Getuid()}
}

func report(t *testing.T, cmd *exec.Cmd) view {
	t.Helper()
	out, err := cmd.Output()
	skipRefused(t, cmd)
	if err != nil {
		t.Fatalf("%v: %s", err, cmd.Stderr)
	}
	if i := bytes.IndexByte(out, '{'); i > 0 { // what nested prints before it
		out = out[i:]
	}
	var v view
	if err := json.Unmarshal(out, &v); err != nil {
		t.Fatalf("%v in %q", err, out)
	}
	return v
}

func TestEnter(t *testing.T) {
	for _, uid := range users() {
		t.Run(strconv.Itoa(uid), func(t *testing.T) {
			mounts, _ := os.ReadFile("/proc/self/mountinfo")
			before := look()
			cmd := command(uid, "report", "-a", "b c", "")
			cmd.Env = append(cmd.Env, "SANDBOX_TEST_VALUE=a=b c")
			got := report(t, cmd)
			mountsAfter, _ := os.ReadFile("/proc/self/mountinfo")

			if !got.Inside || got.UID != 0 {
				t.Errorf("inside = %v, uid = %d, want true, 0", got.Inside, got.UID)
			}
			if want := []string{"-a", "b c", ""}; !cmp.Equal(got.Args[1:], want) {
				t.Errorf("arguments = %q, want %q", got.Args[1:], want)
			}
			if env := cmd.Environ(); !cmp.Equal(got.Env, sorted(env)) {
				t.Errorf("environment differs: %s", cmp.Diff(sorted(env), got.Env))
			}
			if got.Dir != "/" {
				t.Errorf("directory = %q, want /", got.Dir)
			}
			if !slices.Contains(got.Links, "lo") || slices.Contains(got.Links, "eth0") || got.Run != nil {
				t.Errorf("links %q, /run %q; want lo without eth0, nothing", got.Links, got.Run)
			}
			if !separate(before.Namespaces, got.Namespaces) || got.UserNS == before.UserNS {
				t.Errorf("namespaces %q %q are this test's", got.Namespaces, got.UserNS)
			}
			if d := cmp.Diff(before, look()); d != "" {
				t.Errorf("the host changed: %s", d)
			}
			if d := cmp.Diff(string(mounts), string(mountsAfter)); d != "" {
				t.Errorf("the host's mounts changed: %s", d)
			}
		})
	}
}

func sorted(s []string) []string { return slices.Sorted(slices.Values(s)) }

func TestExitStatus(t *testing.T) {
	for r, want := range map[string]int{"exit": 7, "killed": 128 + 9, "none": 0} {
		cmd := command(os.Getuid(), r)
		cmd.Run()
		skipRefused(t, cmd)
		if got := cmd.ProcessState.ExitCode(); got != want {
			t.Errorf("%s: exit status %d, want %d: %s", r, got, want, cmd.Stderr)
		}
	}
}

// started starts a program that prints its process id inside.
func started(t *testing.T, r string) (cmd *exec.Cmd, out *bufio.Reader, pid int) {
	t.Helper()
	cmd = command(os.Getuid(), r)
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill() })
	out = bufio.NewReader(pipe)
	line, err := out.ReadString('\n')
	if err != nil {
		cmd.Wait()
		skipRefused(t, cmd)
		t.Fatalf("%v: %s", err, cmd.Stderr)
	}
	pid, err = strconv.Atoi(strings.TrimSpace(line))
	if err != nil {
		t.Fatal(err)
	}
	return cmd, out, pid
}

func TestSignalsArePassedOn(t *testing.T) {
	cmd, out, _ := started(t, "signalled")
	cmd.Process.Signal(unix.SIGTERM)
	line, _ := io.ReadAll(out)
	cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); string(line) != "terminated\n" || code != 3 {
		t.Errorf("output %q, exit status %d, want terminated, 3", line, code)
	}
}

func TestNothingIsLeft(t *testing.T) {
	cmd, _, pid := started(t, "sleep")
	if pid == cmd.Process.Pid {
		t.Fatal("the program inside is the program outside")
	}
	cmd.Process.Kill()
	cmd.Process.Wait() // cmd.Wait would wait for all that have its standard error
	var state []byte
	for range 100 {
		var err error
		state, err = os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
		if err != nil || bytes.Contains(state, []byte(") Z ")) { // gone, or dead and nobody has reaped it yet
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("process %d outlived the one that started it: %s", pid, state)
}

func TestNested(t *testing.T) {
	for _, uid := range users() {
		outer := bytes.Buffer{}
		cmd := command(uid, "nested")
		cmd.Stdout = &outer
		if err := cmd.Run(); err != nil {
			skipRefused(t, cmd)
			t.Fatalf("%v: %s", err, cmd.Stderr)
		}
		first, rest, _ := strings.Cut(outer.String(), "\n")
		var v view
		if err := json.Unmarshal([]byte(rest), &v); err != nil {
			t.Fatal(err)
		}
		if !v.Inside || !separate(first, v.Namespaces) {
			t.Errorf("nested in %s: inside = %v, namespaces %s", first, v.Inside, v.Namespaces)
		}
	}
}

// Root of a user namespace may make the others without a new user namespace,
// as root of the host may where user namespaces are forbidden.
func TestWithoutUserNamespace(t *testing.T) {
	v := report(t, command(os.Getuid(), "nested", "max_user_namespaces=0"))
	if !v.Inside || !slices.Contains(v.Links, "lo") || v.Run != nil {
		t.Errorf("inside = %v, links %q, /run %q", v.Inside, v.Links, v.Run)
	}
}

func TestRefusedLive(t *testing.T) {
	cmd := command(os.Getuid(), "nested", "max_user_namespaces=0", "max_net_namespaces=0")
	cmd.Run()
	msg := cmd.Stderr.(*bytes.Buffer).String()
	if cmd.ProcessState.ExitCode() == 99 && !strings.Contains(msg, "=0") {
		skipRefused(t, cmd)
	}
	for _, want := range []string{
		"sandbox: cannot make namespaces", "without a user namespace", "no space left on device",
		"user.max_user_namespaces=0", "user.max_net_namespaces=0",
	} {
		if !strings.Contains(msg, want) {
			t.Errorf("error %q lacks %q", msg, want)
		}
	}
}

// A marker that was set by hand must not make a program mount over the host's
// /run.
func TestForgedMarker(t *testing.T) {
	own, err := namespaces()
	if err != nil {
		t.Fatal(err)
	}
	for _, value := range []string{"", "1", own, "net:[1]", "a b", strings.Split(own, " ")[0] + " mnt:[1]"} {
		if separate(value, own) {
			t.Errorf("separate(%q, %q) = true, want false", value, own)
		}
		cmd := command(os.Getuid(), "report")
		cmd.Env = append(cmd.Env, marker+"="+value)
		if v := report(t, cmd); !separate(own, v.Namespaces) {
			t.Errorf("with %s=%s the namespaces are %s, the host's %s", marker, value, v.Namespaces, own)
		}
	}
}

func TestLaunchRefused(t *testing.T) {
	defer func() { start = os.StartProcess }()
	calls := 0
	start = func(string, []string, *os.ProcAttr) (*os.Process, error) {
		calls++
		return nil, &os.PathError{Op: "fork/exec", Path: "/proc/self/exe", Err: unix.EPERM}
	}
	err := launch("net:[1] mnt:[2]")
	if !errors.Is(err, os.ErrPermission) {
		t.Errorf("launch() = %v, want a permission error", err)
	}
	if want := len(attempts(os.Geteuid(), 0)); calls != want {
		t.Errorf("%d attempts, want %d", calls, want)
	}
}
