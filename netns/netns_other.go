//go:build !linux

package netns

import (
	"errors"
	"fmt"
)

var errOS = fmt.Errorf("netns: network namespaces: %w", errors.ErrUnsupported)

func open(string) (*Handle, error)        { return nil, errOS }
func openPID(int) (*Handle, error)        { return nil, errOS }
func fromFD(int) (*Handle, error)         { return nil, errOS }
func current() (*Handle, error)           { return nil, errOS }
func create() (*Handle, error)            { return nil, errOS }
func createNamed(string) (*Handle, error) { return nil, errOS }
func removeNamed(string) error            { return errOS }
func listNamed() ([]string, error)        { return nil, errOS }

func (h *Handle) dup() (*Handle, error)             { return nil, errOS }
func (h *Handle) do(func() error) error             { return errOS }
func (h *Handle) socket(_, _, _ int) (int, error)   { return -1, errOS }
func (h *Handle) nsid(*Handle) (int32, bool, error) { return 0, false, errOS }
func (h *Handle) setNSID(*Handle, int32) error      { return errOS }
