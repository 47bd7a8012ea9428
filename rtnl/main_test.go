package rtnl_test

import (
	"testing"

	"github.com/eb30ede5/netlink/internal/nltest"
)

// outside is what has to be done outside of the sandbox, where Main starts the
// tests again.
var outside []func()

func TestMain(m *testing.M) {
	for _, f := range outside {
		f()
	}
	nltest.Main(m)
}
