package swarm

import (
	"fmt"
	"sync"
	"time"

	"github.com/orbrawl/orbrawl/protocol"
)

// The back-off of the real client: a random share of a time that doubles with each try, and a little.
const (
	backFirst = 250 * time.Millisecond
	backMost  = 8 * time.Second
	backLeast = 100 * time.Millisecond
)

// away is what a pilot remembers of the moment its line was cut. The zero value is not away.
type away struct {
	at     time.Time
	tries  int
	flying bool
	slot   uint16
	gen    uint8
	scored bool // the score was known
	score  uint32
}

// under reports whether the pilot is on its way back.
func (a *away) under() bool { return !a.at.IsZero() }

// pause is how long the pilot waits before the next try; bye is what the server asked for, if it did.
func (a *away) pause(src chance, bye *protocol.Bye) time.Duration {
	most := min(backFirst<<min(a.tries, 10), backMost)
	a.tries++
	d := time.Duration(src.Float()*float64(most)) + backLeast
	if bye.Code != 0 {
		d += time.Duration(bye.RetryMs) * time.Millisecond
	}
	return d
}

// depart notes that the line was cut at that time, and what the pilot had.
func (p *pilot) depart(at time.Time) {
	p.fate = fateCut
	p.away = away{
		at: at, flying: p.phase.Phase == protocol.PhaseFlying, slot: p.self.Slot, gen: p.self.Gen,
		scored: p.standing.known, score: p.standing.Score,
	}
}

// back holds the first frame after a cut against what there was before: the same pilot, the same ship if it still
// flies, and no lower score.
func (p *pilot) back(now time.Time) {
	a := p.away
	p.away = away{}
	r := &p.course.returns
	if !p.welcome.Resumed {
		p.fault("a pilot who came back by its key was not known", fmt.Sprintf("after %v", now.Sub(a.at)))
	}
	flies := p.phase.Phase == protocol.PhaseFlying
	same := flies && p.news.self && p.self.Slot == a.slot && p.self.Gen == a.gen
	switch {
	case !p.welcome.Resumed || !a.flying || !flies:
	case !same:
		p.fault("a pilot came back into another ship", fmt.Sprintf("slot %d generation %d, was %d and %d", p.self.Slot, p.self.Gen, a.slot, a.gen))
	case a.scored && p.standing.known && p.standing.Score < a.score:
		p.fault("the score fell while the line was cut", fmt.Sprintf("%d, was %d", p.standing.Score, a.score))
	}
	r.note(now.Sub(a.at), func() {
		r.tries += a.tries
		switch {
		case !p.welcome.Resumed:
			r.fresh++
		case !a.flying:
			r.shipless++
		case same:
			r.kept++
		default:
			r.died++
		}
	})
}

// returns counts the pilots that came back after a cut. It is for many goroutines.
type returns struct {
	mu       sync.Mutex
	ms       []float64
	tries    int // to come back, by all together
	fresh    int // were not known any more
	kept     int // found the ship they had
	died     int // found it destroyed
	shipless int // had none at the cut
}

func (r *returns) note(after time.Duration, rest func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ms = append(r.ms, float64(after)/float64(time.Millisecond))
	rest()
}

// back is how many are back.
func (r *returns) back() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.ms)
}
