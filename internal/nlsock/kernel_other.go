//go:build !linux

package nlsock

import (
	"context"
	"errors"

	"github.com/eb30ede5/netlink/netns"
)

// KernelTransport needs Linux.
type KernelTransport struct{}

func kernel(*netns.Handle) (*KernelTransport, error) { return nil, errors.ErrUnsupported }

// Open returns errors.ErrUnsupported.
func (*KernelTransport) Open(context.Context) (Socket, error) { return nil, errors.ErrUnsupported }

// Do returns errors.ErrUnsupported.
func (*KernelTransport) Do(func() error) error { return errors.ErrUnsupported }

// Close does nothing.
func (*KernelTransport) Close() error { return nil }
