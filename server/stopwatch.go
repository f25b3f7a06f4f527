package server

import "time"

// stopwatch measures the phases of one tick.
type stopwatch struct {
	count *counters
	start time.Time
	last  time.Time
	began processorTime
	knows bool // began
}

// processorTime is what a thread has used of a processor.
type processorTime struct {
	thread int
	time   time.Duration
}

func (c *counters) phases() stopwatch {
	now := time.Now()
	s := stopwatch{count: c, start: now, last: now}
	s.began, s.knows = reckon()
	return s
}

func (s *stopwatch) mark(p phase) {
	now := time.Now()
	s.count.phase[p].Observe(now.Sub(s.last).Seconds())
	s.last = now
}

// worked notes that all is done but the writes. What a tick took of the processor is noted too, unless the loop went
// on in another thread meanwhile, which is rare.
func (s *stopwatch) worked() {
	s.count.work.Observe(time.Since(s.start).Seconds())
	if used, ok := reckon(); ok && s.knows && used.thread == s.began.thread {
		s.count.workCPU.Observe((used.time - s.began.time).Seconds())
	}
}

// done closes the tick, and returns how long it took.
func (s *stopwatch) done(l *loop) time.Duration {
	took := time.Since(s.start)
	s.count.whole.Observe(took.Seconds())
	s.state(l)
	return took
}

// state sets the gauges.
func (s *stopwatch) state(l *loop) {
	s.count.tick.Set(float64(l.now()))
	s.count.feed(l.cells.Told)
	if l.now()%30 != 0 {
		return
	}
	w := l.world
	for i, n := range [...]int{len(w.Ships), len(w.Rocks), len(w.Ores), len(w.Bolts)} {
		s.count.things[i].Set(float64(n))
	}
	open, slow, narrow := 0, 0, 0
	for _, c := range l.clients {
		if c.session == nil {
			continue
		}
		open++
		if c.pace.step > 0 {
			slow++
		}
		if c.budget.narrowed() {
			narrow++
		}
	}
	s.count.open.Set(float64(open))
	s.count.cut.Set(float64(len(l.clients) - open))
	s.count.shed.Set(float64(slow))
	s.count.narrow.Set(float64(narrow))
}
