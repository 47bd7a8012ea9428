package rtnltest_test

import (
	"testing"

	"github.com/eb30ede5/netlink/rtnl/rtnltest"
)

func TestMain(m *testing.M) { rtnltest.Main(m) }
