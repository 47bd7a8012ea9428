package rtnl_test

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"unsafe"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
	"golang.org/x/sys/unix"
)

// xdpPrograms is the environment variable with the descriptors of two programs:
// no user of a user namespace may load any, so it is done outside of the
// sandbox, and they are inherited.
const xdpPrograms = "NETLINK_TEST_XDP"

func init() {
	outside = append(outside, func() {
		if os.Getenv(xdpPrograms) != "" {
			return // inside
		}
		var fds [2]int
		for i := range fds {
			fd, err := loadXDP()
			if err != nil {
				os.Setenv(xdpPrograms, err.Error())
				return
			}
			unix.FcntlInt(uintptr(fd), unix.F_SETFD, 0)
			fds[i] = fd
		}
		os.Setenv(xdpPrograms, fmt.Sprintf("%d %d", fds[0], fds[1]))
	})
}

// loadXDP loads a program that passes all packets on.
func loadXDP() (int, error) {
	type instruction struct {
		op, reg uint8
		off     int16
		imm     int32
	}
	program := []instruction{{op: 0xb7, imm: 2}, {op: 0x95}} // r0 = XDP_PASS; exit
	license := []byte("GPL\x00")
	attr := struct {
		typ, count     uint32
		code, license  uint64
		level, size    uint32
		log            uint64
		version, flags uint32
	}{unix.BPF_PROG_TYPE_XDP, uint32(len(program)), uint64(uintptr(unsafe.Pointer(&program[0]))), uint64(uintptr(unsafe.Pointer(&license[0]))), 0, 0, 0, 0, 0}
	fd, _, errno := unix.Syscall(unix.SYS_BPF, unix.BPF_PROG_LOAD, uintptr(unsafe.Pointer(&attr)), unsafe.Sizeof(attr))
	runtime.KeepAlive(program)
	runtime.KeepAlive(license)
	if errno != 0 {
		return 0, errno
	}
	return int(fd), nil
}

// program returns the descriptor and the id of one of the programs.
func program(t *testing.T, n int) (fd int32, id uint32) {
	t.Helper()
	var fds [2]int32
	if _, err := fmt.Sscan(os.Getenv(xdpPrograms), &fds[0], &fds[1]); err != nil {
		nltest.Skip(t, "bpf(2)")
	}
	info, err := os.ReadFile(fmt.Sprintf("/proc/self/fdinfo/%d", fds[n]))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(info), "prog_id:")
	if _, err := fmt.Sscan(rest, &id); !ok || err != nil {
		t.Fatalf("descriptor %d is no program:\n%s", fds[n], info)
	}
	return fds[n], id
}

// TestXDP attaches a program in both places that there are, replaces it, and
// detaches it.
func TestXDP(t *testing.T) {
	p := place.New(t)
	one, oneID := program(t, 0)
	two, twoID := program(t, 1)
	p.Must(rtnl.AddLink(rtnl.Link{Name: "v0", Kind: &kind.Veth{}, Peer: &rtnl.Link{Name: "v1"}}))
	attach := func(fd int32, f rtnl.XDPFlags) rtnl.XDP { return rtnl.XDP{FD: rtnl.Some(fd), Flags: rtnl.Some(f)} }
	set := func(x rtnl.XDP) error { return p.Do(t.Context(), rtnl.SetLink("v0", rtnl.Link{XDP: x})) }
	for _, tt := range []struct {
		where rtnl.XDPFlags
		mode  rtnl.XDPMode
		ids   func(*rtnl.XDP) *uint32
	}{
		{rtnl.XDPGeneric, rtnl.XDPInKernel, func(x *rtnl.XDP) *uint32 { return &x.SKBProgID }},
		{rtnl.XDPDriver, rtnl.XDPInDriver, func(x *rtnl.XDP) *uint32 { return &x.DrvProgID }},
	} {
		t.Run(tt.where.String(), func(t *testing.T) {
			is := func(id uint32) {
				t.Helper()
				want := rtnl.XDP{}
				if id != 0 {
					want = rtnl.XDP{Attached: tt.mode, ProgID: id}
					*tt.ids(&want) = id
				}
				if diff := place.Diff(want, p.Link("v0").XDP); diff != "" {
					t.Errorf("-want +got\n%s", diff)
				}
				xdp, _ := p.One("link", "show", "dev", "v0")["xdp"].(map[string]any)
				prog, _ := xdp["prog"].(map[string]any)
				if id != 0 && (xdp["mode"] != float64(tt.mode) || prog["id"] != float64(id)) || id == 0 && xdp != nil {
					t.Errorf("ip says %v, want program %d", xdp, id)
				}
			}
			if err := set(attach(one, tt.where|rtnl.XDPIfNone)); err != nil {
				t.Fatal(err)
			}
			is(oneID)
			if err := set(attach(two, tt.where|rtnl.XDPIfNone)); !errors.Is(err, syscall.EBUSY) {
				t.Errorf("another one: %v, want %v", err, syscall.EBUSY)
			}
			wrong := attach(two, tt.where)
			wrong.Expected = rtnl.Some(two)
			if err := set(wrong); !errors.Is(err, syscall.EEXIST) {
				t.Errorf("in place of one that is not there: %v, want %v", err, syscall.EEXIST)
			}
			is(oneID)
			right := attach(two, tt.where)
			right.Expected = rtnl.Some(one)
			if err := set(right); err != nil {
				t.Error(err)
			}
			is(twoID)
			off := attach(-1, tt.where)
			off.Expected = rtnl.Some(one)
			if err := set(off); !errors.Is(err, syscall.EEXIST) {
				t.Errorf("detaching one that is not there: %v, want %v", err, syscall.EEXIST)
			}
			is(twoID)
			if err := set(attach(-1, tt.where)); err != nil {
				t.Error(err)
			}
			is(0)
		})
	}

	// A link is made with it too, or not at all.
	p.Must(rtnl.AddLink(rtnl.Link{Name: "w0", Kind: &kind.Veth{}, XDP: attach(one, rtnl.XDPGeneric)}))
	if x := p.Link("w0").XDP; x.ProgID != oneID {
		t.Errorf("made with a program: %+v", x)
	}
	if err := p.Do(t.Context(), rtnl.AddLink(rtnl.Link{Name: "w1", Kind: &kind.Veth{}, XDP: attach(one, rtnl.XDPHardware)})); err == nil {
		t.Error("in the hardware of a veth: no error")
	}
	if _, err := p.LinkByName(t.Context(), "w1"); err == nil {
		t.Error("w1 was made")
	}
}
