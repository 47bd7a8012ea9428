package nlsock

import (
	"math/bits"
	"sync"
	"sync/atomic"
)

const (
	// The kernel fills the datagrams of a dump up to this; only a single
	// message that is longer makes a longer one.
	minBuffer = 32 << 10

	maxBuffer = 16 << 20
)

// usual are receive buffers of minBuffer bytes that nobody has borrowed, of
// *[]byte. Connections share them: one that asks a single thing need not allocate its
// own.
var usual sync.Pool

// buffers are receive buffers, which exchanges borrow.
type buffers struct {
	long  sync.Pool    // those that are longer
	least atomic.Int64 // what a datagram was too long for once
}

func (p *buffers) get() *[]byte {
	least, pool := minBuffer, &usual
	if n := int(p.least.Load()); n > least {
		least, pool = n, &p.long
	}
	if b, ok := pool.Get().(*[]byte); ok && len(*b) >= least {
		return b
	}
	b := make([]byte, least)
	return &b
}

func (p *buffers) put(b *[]byte) {
	if len(*b) == minBuffer {
		usual.Put(b)
	} else {
		p.long.Put(b)
	}
}

// remember makes all later buffers long enough for n bytes.
func (p *buffers) remember(n int) {
	size := int64(roundUp(n))
	for {
		old := p.least.Load()
		if old >= size || p.least.CompareAndSwap(old, size) {
			return
		}
	}
}

// roundUp returns the next power of two, at most maxBuffer.
func roundUp(n int) int {
	if n >= maxBuffer {
		return maxBuffer
	}
	return 1 << bits.Len(uint(n-1))
}
