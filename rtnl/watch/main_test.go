package watch_test

import (
	"testing"

	"github.com/eb30ede5/netlink/internal/nltest"
)

func TestMain(m *testing.M) { nltest.Main(m) }
