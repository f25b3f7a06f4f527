package swarm

import (
	"context"
	"time"
)

// stretch is the part of a run that is measured: from when all have joined until the time is up. A reading is
// nil where the server's metrics could not be read.
type stretch struct {
	before, opened, closed *reading
	from, to               time.Time
	fromTick, toTick       uint32
	fromCPU, toCPU         float64 // s, of this process
	ownKnown               bool
}

func (s *stretch) begin(c *course, watch *observer) {
	s.opened = reread(watch)
	s.from, s.fromTick = time.Now(), c.newest.Load()
	s.fromCPU, s.ownKnown = ownCPU()
	c.measuring.Store(true)
}

func (s *stretch) end(c *course, watch *observer) {
	c.measuring.Store(false)
	s.to, s.toTick = time.Now(), c.newest.Load()
	s.toCPU, _ = ownCPU()
	s.closed = reread(watch)
}

// reread takes a reading also when the run is being ended early.
func reread(watch *observer) *reading {
	ctx, done := context.WithTimeout(context.Background(), askPatience)
	defer done()
	r, err := watch.read(ctx)
	if err != nil {
		return nil // the report says null where it had needed it
	}
	return r
}

// seconds is how long the measurement lasted.
func (s *stretch) seconds() float64 { return s.to.Sub(s.from).Seconds() }

// flown is how many seconds of the measurement the pilot was in.
func (s *stretch) flown(p *pilot) float64 {
	if !p.tally.joined {
		return 0
	}
	from, to := s.from, s.to
	if joined := p.dialled.Add(time.Duration(p.tally.joinMs * float64(time.Millisecond))); joined.After(from) {
		from = joined
	}
	if closed := p.tally.closedAt; !closed.IsZero() && closed.Before(to) {
		to = closed
	}
	return max(0, to.Sub(from).Seconds())
}
