package netns

import (
	"errors"
	"os"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// A closed handle keeps its name and nothing else.
func TestClosed(t *testing.T) {
	open, err := Current()
	if err != nil {
		t.Fatal(err)
	}
	defer open.Close()
	h, err := open.Dup()
	if err != nil {
		t.Fatal(err)
	}
	if !h.Equal(open) || h.FD() == open.FD() {
		t.Errorf("duplicate: equal %v, descriptors %d, %d", h.Equal(open), h.FD(), open.FD())
	}
	for range 2 {
		if err := h.Close(); err != nil {
			t.Fatalf("Close() = %v", err)
		}
	}
	_, idErr := h.ID()
	_, dupErr := h.Dup()
	_, socketErr := h.Socket(unix.AF_INET, unix.SOCK_DGRAM, 0)
	_, _, nsidErr := h.NSID(open)
	_, _, ofErr := open.NSID(h)
	for op, err := range map[string]error{
		"ID": idErr, "Dup": dupErr, "Socket": socketErr, "NSID": nsidErr, "NSID(closed)": ofErr,
		"SetNSID": h.SetNSID(open, 1), "SetNSID(closed)": open.SetNSID(h, 1),
		"Do": h.Do(func() error { panic("called") }),
	} {
		if !errors.Is(err, os.ErrClosed) || strings.Count(err.Error(), "netns: ") != 1 {
			t.Errorf("%s: %v, want one that is ErrClosed", op, err)
		}
	}
	if h.FD() != -1 || h.Equal(open) || open.Equal(h) || h.Equal(h) {
		t.Errorf("closed: descriptor %d, equal %v %v %v", h.FD(), h.Equal(open), open.Equal(h), h.Equal(h))
	}
	if !strings.HasPrefix(h.String(), "netns:[") {
		t.Errorf("String() = %q", h)
	}
}
