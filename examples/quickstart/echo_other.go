//go:build !linux

package main

import (
	"errors"
	"time"

	"github.com/eb30ede5/netlink/netns"
)

func echo(*netns.Handle, [4]byte) (time.Duration, error) { return 0, errors.ErrUnsupported }
