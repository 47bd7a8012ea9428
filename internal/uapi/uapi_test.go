package uapi_test

import (
	"bytes"
	"os"
	"testing"

	"github.com/eb30ede5/netlink/internal/uapi/internal/gen"
)

// The checked-in constants are those of the table.
func TestGenerated(t *testing.T) {
	tsv, err := os.ReadFile("uapi.tsv")
	if err != nil {
		t.Fatal(err)
	}
	want, err := gen.Source(tsv)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("uapi.go")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("uapi.go is not what uapi.tsv gives; run go generate ./internal/uapi")
	}
}

func TestSourceRefuses(t *testing.T) {
	for _, tsv := range []string{"a\tb\tC\n", "a\tb\tC\tx\n", "a\tb\tC D\t1\n", "a\tb\tC\t1\na\tb\tC\t2\n"} {
		if src, err := gen.Source([]byte(tsv)); err == nil {
			t.Errorf("Source(%q) = %q, want an error", tsv, src)
		}
	}
}
