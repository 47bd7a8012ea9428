//go:build !linux

package netns

import (
	"errors"
	"testing"
)

func TestUnsupported(t *testing.T) {
	_, err := Open("x")
	_, err2 := Create("x")
	_, err3 := List()
	for _, err := range []error{err, err2, err3, Remove("x")} {
		if !errors.Is(err, errors.ErrUnsupported) {
			t.Errorf("error %v, want ErrUnsupported", err)
		}
	}
}
