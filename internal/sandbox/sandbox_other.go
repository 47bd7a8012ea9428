//go:build !linux

package sandbox

import (
	"errors"
	"fmt"
)

func enter() error {
	return fmt.Errorf("sandbox: namespaces: %w", errors.ErrUnsupported)
}
