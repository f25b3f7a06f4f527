package swarm

import (
	"sync"

	"github.com/orbrawl/orbrawl/game/flight"
	"github.com/orbrawl/orbrawl/game/mirror"
)

// Pilots compare notes once a second; a page is kept until the ring comes round to it again.
const (
	ledgerEvery = flight.Rate
	ledgerPages = 4
)

// ledger is where pilots write down what they believe of each thing at certain ticks: all who see a thing must
// hold the same bits. It is for many goroutines.
type ledger struct {
	mu    sync.Mutex
	pages [ledgerPages]page
}

type page struct {
	tick  uint32
	notes map[uint16]note
}

// note is what is believed of the thing in a slot.
type note struct {
	kind mirror.Kind
	gen  uint8
	body flight.Body
}

// compare enters all that a mirror holds, and returns the slots of which somebody holds something else.
func (l *ledger) compare(m *mirror.Mirror) (differ []uint16) {
	if m.Tick%ledgerEvery != 0 {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	p := &l.pages[m.Tick/ledgerEvery%ledgerPages]
	if p.tick != m.Tick {
		if int32(m.Tick-p.tick) < 0 {
			return nil // the others are far ahead
		}
		*p = page{m.Tick, map[uint16]note{}}
	}
	m.Things(func(t *mirror.Thing) {
		if t.Kind == mirror.Bolt {
			return // it has no slot
		}
		mine := note{t.Kind, t.Gen, t.Body}
		other, ok := p.notes[t.Slot]
		if !ok {
			p.notes[t.Slot] = mine
		} else if other != mine {
			differ = append(differ, t.Slot)
		}
	})
	return differ
}
