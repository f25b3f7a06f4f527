package server

import (
	"sync/atomic"
	"time"
)

// pulse is what the outside may know of the loop without asking it: when it last ticked, and with whom.
type pulse struct {
	beat     atomic.Int64 // Unix nanoseconds of the newest tick
	tick     atomic.Uint32
	people   atomic.Uint32
	bots     atomic.Uint32
	draining atomic.Bool
}

// tickAge is how long ago the world last ticked; a very long time before the first tick.
func (p *pulse) tickAge() time.Duration { return time.Since(time.Unix(0, p.beat.Load())) }

func (p *pulse) drain() { p.draining.Store(true) }

func (p *pulse) set(l *loop) {
	p.beat.Store(time.Now().UnixNano())
	p.tick.Store(uint32(l.now()))
	p.people.Store(uint32(l.stage.people))
	p.bots.Store(uint32(l.stage.bots))
}
