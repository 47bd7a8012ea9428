package nltest

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseCaptures(t *testing.T) {
	const text = "# About these.\n\nfirst\nip link add x \\\n\ttype dummy\n# between\nip link show\n\nsecond\nip addr show\n"
	want := []Capture{
		{"first", []string{"ip link add x type dummy"}, "ip link show"},
		{"second", []string{}, "ip addr show"},
	}
	got, err := parseCaptures(text)
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("parseCaptures: %v, -want +got:\n%s", err, diff)
	}
	if _, err := parseCaptures("alone\n"); err == nil {
		t.Error("an entry without a command: no error")
	}
}
