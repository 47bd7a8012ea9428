package netns

import (
	"errors"
	"io/fs"
	"runtime"
	"strings"
	"testing"
)

// What has no namespace says so, on every system.
func TestNoHandle(t *testing.T) {
	for name, h := range map[string]*Handle{"nil": nil, "zero": new(Handle)} {
		t.Run(name, func(t *testing.T) {
			want := fs.ErrInvalid
			system := want // of what needs an operating system
			if runtime.GOOS != "linux" {
				system = errors.ErrUnsupported
			}
			check := func(op string, err, want error) {
				t.Helper()
				if !errors.Is(err, want) || !strings.HasPrefix(err.Error(), "netns: ") {
					t.Errorf("%s: %v, want %v", op, err, want)
				}
			}
			_, err := h.ID()
			check("ID", err, want)
			check("Close", h.Close(), want)
			check("Do", h.Do(func() error { panic("called") }), system)
			_, _, err = h.NSID(h)
			check("NSID", err, system)
			check("SetNSID", h.SetNSID(h, 1), system)
			if got := h.FD(); got != -1 {
				t.Errorf("FD() = %d, want -1", got)
			}
			if h.Equal(h) {
				t.Error("Equal(itself) = true, want false")
			}
			if got := h.String(); got != "netns:[]" {
				t.Errorf("String() = %q, want netns:[]", got)
			}
		})
	}
}

func TestCheckName(t *testing.T) {
	for name, why := range map[string]string{
		"":                       "empty",
		".":                      "a directory",
		"..":                     "a directory",
		"a/b":                    "slash",
		"/":                      "slash",
		"a\x00b":                 "zero byte",
		strings.Repeat("x", 256): "longer than 255 bytes",
	} {
		err := checkName("create", name)
		if !errors.Is(err, fs.ErrInvalid) || !strings.Contains(err.Error(), why) {
			t.Errorf("checkName(%q) = %v, want %q", name, err, why)
		}
	}
	for _, name := range []string{"a", "...", "-n", "blau grün", strings.Repeat("x", 255)} {
		if err := checkName("create", name); err != nil {
			t.Errorf("checkName(%q) = %v, want nil", name, err)
		}
	}
}
