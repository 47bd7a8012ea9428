package sandbox

import (
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// marker is the environment variable that tells the started program that it is
// the one inside. Its value is the namespaces of the starting program: a
// variable alone, inherited or set by hand, must not make a program mount over
// /run of the host.
const marker = "NETLINK_SANDBOX"

// start is replaced by tests that refuse.
var start = os.StartProcess

func enter() error {
	outer, marked := os.LookupEnv(marker)
	if marked {
		os.Unsetenv(marker)
	}
	own, err := namespaces()
	if err != nil {
		return fmt.Errorf("sandbox: %w (is /proc mounted?)", err)
	}
	if marked && separate(outer, own) {
		return setUp()
	}
	return launch(own)
}

// namespaces names those of this process that a sandbox must not share.
func namespaces() (string, error) {
	var links [2]string
	for i, kind := range []string{"net", "mnt"} {
		link, err := os.Readlink("/proc/self/ns/" + kind)
		if err != nil {
			return "", err
		}
		links[i] = link
	}
	return strings.Join(links[:], " "), nil
}

// separate reports whether a process with the namespaces own was made for a
// sandbox by one that has the namespaces outer.
func separate(outer, own string) bool {
	net, mnt, ok := strings.Cut(outer, " ")
	ownNet, ownMnt, _ := strings.Cut(own, " ")
	return ok && strings.HasPrefix(net, "net:[") && strings.HasPrefix(mnt, "mnt:[") &&
		net != ownNet && mnt != ownMnt
}

// launch starts the program again and exits with it. It returns where no
// namespace could be made.
func launch(own string) error {
	// The kernel sends Pdeathsig when the thread ends that started the child,
	// not when the process does.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	// From here on no signal may end this process before the child.
	signals := make(chan os.Signal, 16)
	signal.Notify(signals, unix.SIGHUP, unix.SIGINT, unix.SIGQUIT, unix.SIGTERM,
		unix.SIGUSR1, unix.SIGUSR2, unix.SIGALRM)
	defer signal.Stop(signals)

	var refusals []error
	for _, attr := range attempts(os.Geteuid(), os.Getegid()) {
		// By this name, since the file may be gone, or out of reach by path.
		child, err := start("/proc/self/exe", os.Args, &os.ProcAttr{
			Env:   append(os.Environ(), marker+"="+own),
			Files: []*os.File{os.Stdin, os.Stdout, os.Stderr},
			Sys:   attr,
		})
		if err == nil {
			go relay(signals, child)
			os.Exit(status(child))
		}
		refusals = append(refusals, err)
	}
	return refused(refusals, sysctl)
}

// attempts lists what to ask the kernel for, best first. A user namespace
// bounds what the program can do even to root's host; root has another way
// where user namespaces are forbidden.
func attempts(uid, gid int) []*syscall.SysProcAttr {
	const own = unix.CLONE_NEWNET | unix.CLONE_NEWNS
	list := []*syscall.SysProcAttr{{
		Cloneflags:  unix.CLONE_NEWUSER | own,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: uid, Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: gid, Size: 1}},
		Pdeathsig:   unix.SIGKILL,
	}}
	if uid == 0 {
		list = append(list, &syscall.SysProcAttr{Cloneflags: own, Pdeathsig: unix.SIGKILL})
	}
	return list
}

// relay passes signals on. The terminal sends its interrupt to the child as
// well, which must not get it twice: many programs give up cleaning up at the
// second one.
func relay(signals <-chan os.Signal, child *os.Process) {
	for s := range signals {
		if s == unix.SIGINT && foreground() {
			continue
		}
		child.Signal(s)
	}
}

// foreground reports whether the terminal's signals come to this process.
func foreground() bool {
	tty, err := os.Open("/dev/tty")
	if err != nil {
		return false
	}
	defer tty.Close()
	group, err := unix.IoctlGetInt(int(tty.Fd()), unix.TIOCGPGRP)
	return err == nil && group == unix.Getpgrp()
}

// status waits for the child and says what to exit with, as a shell does.
func status(child *os.Process) int {
	state, err := child.Wait()
	if err != nil {
		fmt.Fprintln(os.Stderr, "sandbox:", err)
		return 1
	}
	if ws := state.Sys().(syscall.WaitStatus); ws.Signaled() {
		return 128 + int(ws.Signal())
	}
	return state.ExitCode()
}
