//go:build !linux

package rtnl

import (
	"errors"
	"os"
)

func openTun(*Tun, int) (*os.File, error) { return nil, errors.ErrUnsupported }
