package server

import (
	"sync"

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
	post  *post    // where it is laid when there is something to take
	owner *session // whose it is

	mu     sync.Mutex
	first  int
	count  int
	laid   bool    // in the post
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
	b.lay()
}

// lay puts the inbox into the post, where the loop finds it. Call it with the lock held.
func (b *inbox) lay() {
	if !b.laid {
		b.laid = true
		b.post.add(b.owner)
	}
}

// ask adds an order.
func (b *inbox) ask(o order) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.lay()
	if len(b.orders) == inboxOrders {
		b.lost++
		return
	}
	b.orders = append(b.orders, o)
}

// take moves all that is there to the caller's slices and returns how much was lost since the last time.
func (b *inbox) take(inputs []protocol.Input, orders []order) ([]protocol.Input, []order, int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.laid = false
	for ; b.count > 0; b.count-- {
		inputs = append(inputs, b.inputs[b.first])
		b.first = (b.first + 1) % inboxInputs
	}
	orders = append(orders, b.orders...)
	lost := b.lost
	b.first, b.orders, b.lost = 0, b.orders[:0], 0
	return inputs, orders, lost
}

// post is the sessions whose inboxes have something for the loop, so that it need not ask a thousand empty ones.
type post struct {
	mu    sync.Mutex
	laid  []*session
	taken []*session
}

func (p *post) add(s *session) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.laid = append(p.laid, s)
}

// take is what was laid since it was last called. It is valid until the next call.
func (p *post) take() []*session {
	p.mu.Lock()
	defer p.mu.Unlock()
	clear(p.taken)
	p.laid, p.taken = p.taken[:0], p.laid
	return p.taken
}
