package server

import (
	"sync"
	"sync/atomic"

	"github.com/orbrawl/orbrawl/protocol"
)

// Rooms of an inbox. A client that is in order needs one input a tick and a handful of orders a minute.
const (
	inboxInputs = 16
	inboxOrders = 8
)

// order is a message that must not be overwritten by the next.
type order struct {
	id     protocol.MessageID
	choose protocol.Choose
	play   protocol.Play
	view   protocol.View
	watch  protocol.Watch
}

// inbox holds what one client sent until the loop takes it. It is bounded: the newest input pushes out the
// oldest, an order too many is refused. The read goroutine puts, the loop takes.
type inbox struct {
	filled atomic.Bool // there is something to take; looked at by the loop, without the lock, at every tick

	mu     sync.Mutex
	first  int
	count  int
	lost   int     // inputs pushed out and orders refused
	orders []order // at most inboxOrders
	inputs [inboxInputs]protocol.Input
}

// put adds an input.
func (b *inbox) put(in *protocol.Input) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.count == inboxInputs {
		b.first = (b.first + 1) % inboxInputs
		b.count--
		b.lost++
	}
	b.inputs[(b.first+b.count)%inboxInputs] = *in
	b.count++
	b.filled.Store(true)
}

// ask adds an order.
func (b *inbox) ask(o order) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.filled.Store(true)
	if len(b.orders) == inboxOrders {
		b.lost++
		return
	}
	b.orders = append(b.orders, o)
}

// take moves all that is there to the caller's slices and returns how much was lost since the last time.
func (b *inbox) take(inputs []protocol.Input, orders []order) ([]protocol.Input, []order, int) {
	if !b.filled.Load() {
		return inputs, orders, 0
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.filled.Store(false)
	for ; b.count > 0; b.count-- {
		inputs = append(inputs, b.inputs[b.first])
		b.first = (b.first + 1) % inboxInputs
	}
	orders = append(orders, b.orders...)
	lost := b.lost
	b.first, b.orders, b.lost = 0, b.orders[:0], 0
	return inputs, orders, lost
}
