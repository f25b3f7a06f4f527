package swarm

import (
	"math/rand/v2"
	"time"
)

// A stall lasts evenly between these two, as a packet that is sent again or a radio cell that changes.
const (
	stallLeast = 100 * time.Millisecond
	stallMost  = 500 * time.Millisecond
	stallMean  = (stallLeast + stallMost) / 2
)

// weather says when what enters one way of a line now comes out at the other end. Two ways of one line that have the
// same seed for their stalls stall together.
type weather struct {
	delay, jitter time.Duration
	share         float64    // of the time that stalls
	lots          *rand.Rand // for jitter
	stalls        *rand.Rand
	from, to      time.Time // of the stall that is on or comes next
	last          time.Time // when the newest comes out: nothing overtakes
}

func newWeather(c *Config, now time.Time, line, way uint64) weather {
	w := weather{
		delay: c.Delay, jitter: c.Jitter, share: c.Stalls,
		lots:   rand.New(rand.NewPCG(c.Seed, line<<2|1+way)),
		stalls: rand.New(rand.NewPCG(c.Seed, line<<2)),
	}
	w.to = now
	w.next()
	return w
}

// next draws the next stall: lulls are of any length, such that stalls take their share of the time.
func (w *weather) next() {
	if w.share <= 0 {
		return
	}
	lull := time.Duration(w.stalls.ExpFloat64() * float64(stallMean) * (1 - w.share) / w.share)
	w.from = w.to.Add(lull)
	w.to = w.from.Add(stallLeast + time.Duration(w.stalls.Float64()*float64(stallMost-stallLeast)))
}

// due is when what enters at now comes out.
func (w *weather) due(now time.Time) time.Time {
	at := now.Add(w.delay)
	if w.jitter > 0 {
		at = at.Add(time.Duration((2*w.lots.Float64() - 1) * float64(w.jitter)))
	}
	for w.share > 0 && !at.Before(w.to) {
		w.next()
	}
	if w.share > 0 && !at.Before(w.from) {
		at = w.to
	}
	if at.Before(w.last) {
		at = w.last
	}
	w.last = at
	return at
}
