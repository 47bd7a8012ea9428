package netns

import "fmt"

func create() (*Handle, error) {
	h, err := unnamed()
	if err != nil {
		return nil, fmt.Errorf("netns: new: %w%s", err, hint(err, "needs root, or CAP_SYS_ADMIN in a user namespace"))
	}
	return h, nil
}

// unnamed makes a namespace. Only a thread that moves into it can do that; the
// thread ends.
func unnamed() (h *Handle, err error) {
	onThread(func() bool {
		if err = sys.unshare(); err != nil {
			return true
		}
		h, err = ofThread()
		return false
	})
	return h, err
}
