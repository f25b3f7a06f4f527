package swarm

import "time"

// stretch is the part of a run that is measured: from when all have joined until the time is up.
type stretch struct {
	before           glance // the first pilot joins
	opened, closed   glance
	from, to         time.Time
	fromTick, toTick uint32
	fromCPU, toCPU   float64 // s, of this process
	ownKnown         bool
}

func (s *stretch) begin(c *course, w *watch) {
	s.opened = w.look()
	s.fromTick = c.newest.Load()
	s.fromCPU, s.ownKnown = ownCPU()
	s.from = time.Now()
}

func (s *stretch) end(c *course, w *watch) {
	s.to = time.Now()
	s.toCPU, _ = ownCPU()
	s.toTick = c.newest.Load()
	s.closed = w.look()
}

// seconds is how long the measurement lasted.
func (s *stretch) seconds() float64 { return s.to.Sub(s.from).Seconds() }
