package netns

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
)

func TestNSID(t *testing.T) {
	unharmed(t)
	fresh(t)
	a, err := Create("a")
	must(t, a, err)
	b, err := Create("b")
	must(t, b, err)
	c, err := Create("c")
	must(t, c, err)

	if id, ok, err := a.NSID(b); id != -1 || ok || err != nil {
		t.Errorf("NSID() = %d, %v, %v before there is one", id, ok, err)
	}
	if err := a.SetNSID(b, 4711); err != nil {
		t.Fatal(err)
	}
	if id, ok, err := a.NSID(b); id != 4711 || !ok || err != nil {
		t.Errorf("NSID() = %d, %v, %v; want 4711", id, ok, err)
	}
	if list := ip(t, "-n", "a", "netns", "list-id"); !strings.Contains(list, "nsid 4711") {
		t.Errorf("ip netns list-id = %q, want nsid 4711", list)
	}
	if _, ok, _ := b.NSID(a); ok {
		t.Error("an id in a gave one in b")
	}

	err = a.SetNSID(b, 12)
	if !errors.Is(err, fs.ErrExist) || !strings.HasPrefix(err.Error(), "netns: set id of b in a: file exists: Peer netns already") {
		t.Errorf("a second id: %v", err)
	}
	err = a.SetNSID(c, 4711)
	if !errors.Is(err, fs.ErrExist) || !strings.HasSuffix(err.Error(), "nsid is already used") {
		t.Errorf("an id in use: %v", err)
	}
	if err := a.SetNSID(c, -2); !errors.Is(err, fs.ErrInvalid) {
		t.Errorf("SetNSID(-2) = %v", err)
	}
}

func TestNSIDChosen(t *testing.T) {
	unharmed(t)
	fresh(t)
	a, err := Create("a")
	must(t, a, err)
	ip(t, "netns", "add", "b")
	b, err := Open("b")
	must(t, b, err)
	if err := a.SetNSID(b, -1); err != nil {
		t.Fatal(err)
	}
	if id, ok, err := a.NSID(b); id < 0 || !ok || err != nil {
		t.Errorf("NSID() = %d, %v, %v; want one", id, ok, err)
	}
	ip(t, "-n", "b", "netns", "set", "a", "17")
	if id, ok, err := b.NSID(a); id != 17 || !ok || err != nil {
		t.Errorf("NSID() = %d, %v, %v; want 17", id, ok, err)
	}
}
