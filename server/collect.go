package server

import (
	"math"

	"github.com/orbrawl/orbrawl/game"
	"github.com/orbrawl/orbrawl/protocol"
)

// farTicks is how far from now an input's tick may lie; what is farther has lost its clock.
const farTicks = 60

// collect takes from every inbox what is for the tick to come.
func (l *loop) collect() {
	for _, c := range l.clients {
		if c.session == nil {
			continue
		}
		var lost int
		l.inbox, l.orders, lost = c.session.inbox.take(l.inbox[:0], l.orders[:0])
		if lost > 0 {
			l.count.drops("flood", lost)
		}
		for i := range l.orders {
			l.obey(c, &l.orders[i])
		}
		for i := range l.inbox {
			l.receive(c, &l.inbox[i])
		}
		l.apply(c)
	}
}

// obey turns an order into an act of the pilot.
func (l *loop) obey(c *client, o *order) {
	in := game.Input{Pilot: c.pilot}
	switch o.id {
	case protocol.IDPlay:
		in.Verb, in.Name, in.Hue = game.VerbPlay, cleanName(o.play.Name, c.id), o.play.Hue
		c.held = game.Controls{}
	case protocol.IDChoose:
		in.Verb, in.Number, in.Index = game.VerbChoose, o.choose.Offer, o.choose.Index
	case protocol.IDLeave:
		in.Verb = game.VerbEject
	case protocol.IDView:
		s := &l.world.Catalog().Sector
		c.halfWidth = math.Min(float64(o.view.HalfWidth), s.ViewHalfWidth)
		c.halfHeight = math.Min(float64(o.view.HalfHeight), s.ViewHalfHeight)
		return
	}
	l.input(in)
}

// receive notes what an input acknowledges, and keeps its controls for their tick.
func (l *loop) receive(c *client, in *protocol.Input) {
	next := uint32(l.now() + 1)
	seen := game.Tick(protocol.Unwrap16(in.Seen, uint32(l.now())))
	if seen <= l.now() && seen > c.seen {
		c.pace.acked(l.now()-seen, l.now())
		c.seen = seen
	}
	ahead := int32(protocol.Unwrap16(in.Tick, next) - next)
	c.margin = int8(min(max(ahead, math.MinInt8), math.MaxInt8))
	if ahead > farTicks || ahead < -farTicks {
		l.count.drop("far_tick")
		return
	}
	if len(c.queue) == inboxInputs {
		l.count.drop("flood")
		return
	}
	c.queue = append(c.queue, *in)
}

// apply puts the newest input that is due into the next step. It is late when it was meant for a tick that is
// over and asks for something else than what was held: then the browser has computed another flight.
func (l *loop) apply(c *client) {
	next := uint32(l.now() + 1)
	due := -1
	keep := c.queue[:0]
	var newest protocol.Input
	late := false
	for i := range c.queue {
		in := c.queue[i]
		ahead := int32(protocol.Unwrap16(in.Tick, next) - next)
		if ahead > 0 {
			keep = append(keep, in)
			continue
		}
		late = late || ahead < 0
		due, newest = i, in
	}
	c.queue = keep
	if due < 0 {
		return
	}
	c.ack = newest.Seq
	controls := game.ControlsOf(&newest)
	changed := controls != c.held
	c.held.Lag = controls.Lag
	late = late && controls != c.held
	c.held = controls
	if changed {
		l.input(game.Input{Pilot: c.pilot, Verb: game.VerbHold, Controls: controls, Late: late})
	}
}
