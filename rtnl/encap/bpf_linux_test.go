package encap_test

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"unsafe"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/encap"
	"github.com/josharian/native"
	"golang.org/x/sys/unix"
)

const (
	progsEnv         = "ENCAP_TEST_PROGRAMS" // the descriptors of the programs
	lwtSEG6Local     = 19                    // BPF_PROG_TYPE_LWT_SEG6LOCAL
	progIn, progLast = 0, 3
)

// Programs have to be loaded outside of the sandbox, where root may: the program
// that runs in it inherits their descriptors.
func init() {
	if _, ok := os.LookupEnv(progsEnv); ok {
		return
	}
	var fds []string
	for _, typ := range []uint32{unix.BPF_PROG_TYPE_LWT_IN, unix.BPF_PROG_TYPE_LWT_OUT, unix.BPF_PROG_TYPE_LWT_XMIT, lwtSEG6Local} {
		fd, err := load(typ)
		if err != nil {
			break
		}
		fds = append(fds, fmt.Sprint(fd))
	}
	os.Setenv(progsEnv, strings.Join(fds, " "))
}

// load loads a program that lets packets pass, and returns a descriptor that is
// inherited.
func load(typ uint32) (int, error) {
	code := []uint64{0x00000000000000b7, 0x0000000000000095} // r0 = 0; exit
	if native.IsBigEndian {
		code = []uint64{0xb700000000000000, 0x9500000000000000}
	}
	license := []byte("GPL\x00")
	attr := struct {
		typ, n         uint32
		insns, license uint64
		pad            [24]byte
	}{typ: typ, n: uint32(len(code)), insns: uint64(uintptr(unsafe.Pointer(&code[0]))), license: uint64(uintptr(unsafe.Pointer(&license[0])))}
	fd, _, errno := unix.Syscall(unix.SYS_BPF, unix.BPF_PROG_LOAD, uintptr(unsafe.Pointer(&attr)), unsafe.Sizeof(attr))
	runtime.KeepAlive(code)
	runtime.KeepAlive(license)
	if errno != 0 {
		return 0, errno
	}
	_, err := unix.FcntlInt(fd, unix.F_SETFD, 0)
	return int(fd), err
}

// programs returns the descriptors of the programs.
func programs(t *testing.T, p *place.Place) []uint32 {
	t.Helper()
	var fds []uint32
	for f := range strings.FieldsSeq(os.Getenv(progsEnv)) {
		var fd uint32
		fmt.Sscan(f, &fd)
		fds = append(fds, fd)
	}
	if len(fds) <= progLast {
		r := route(net4, &encap.BPF{In: &encap.Prog{FD: rtnl.U32(1 << 30), Name: "none"}})
		r.Dev = "eth0"
		if err := p.Do(t.Context(), rtnl.AddRoute(r)); err == nil {
			t.Error("a descriptor of nothing: no error")
		} else if strings.Contains(err.Error(), "encapsulation type not supported") {
			nltest.Skip(t, "route encapsulation bpf")
		}
		nltest.Skip(t, "permission to load BPF programs")
	}
	return fds
}

// The kernel tells a program's name, and of End.BPF the id, never a descriptor.
func TestBPFLive(t *testing.T) {
	p := ways(t)
	fds := programs(t, p)
	prog := func(i int, name string) *encap.Prog { return &encap.Prog{FD: rtnl.U32(fds[i]), Name: name} }
	e := &encap.BPF{In: prog(progIn, "come"), Out: prog(progIn+1, "go"), Xmit: prog(progIn+2, "send"), Headroom: 14}
	r := route(net4, e)
	r.Dev = "eth0"
	p.Must(rtnl.AddRoute(r))
	read := readRoute(t, p, r)
	if diff := place.Diff(&encap.BPF{In: &encap.Prog{Name: "come"}, Out: &encap.Prog{Name: "go"}, Xmit: &encap.Prog{Name: "send"}}, read.More.Encap); diff != "" {
		t.Errorf("-want +read\n%s", diff)
	}
	place.Says(t, p.One("route", "show", "exact", net4), map[string]any{"encap": "bpf"})
	if err := p.Do(t.Context(), rtnl.AddRoute(read)); err == nil {
		t.Error("programs that were read are sent: no error")
	}

	r = route(local, &encap.SEG6Local{Action: encap.SEG6EndBPF, BPF: &encap.SEG6Prog{FD: rtnl.U32(fds[progLast]), Name: "end"}})
	r.Dev = "eth0"
	p.Must(rtnl.AddRoute(r))
	got := readRoute(t, p, r).More.Encap.(*encap.SEG6Local).BPF
	if got == nil || got.Name != "end" || got.ID == 0 || got.FD.Is() {
		t.Errorf("read %+v, want an id and a name", got)
	}
}
