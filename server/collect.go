package server

import (
	"math"

	"github.com/orbrawl/orbrawl/game"
	"github.com/orbrawl/orbrawl/protocol"
)

// farTicks is how far from now an input's tick may lie; what is farther has lost its clock.
const farTicks = 60

// collect takes from the inboxes what is for the tick to come.
func (l *loop) collect() {
	for _, s := range l.gate.post.take() {
		if c := l.byConn[s]; c != nil { // else it waits for the session to be greeted, or has left
			l.open(c)
		}
	}
	keep := l.steer[:0]
	for _, c := range l.steer {
		if c.session != nil {
			l.apply(c)
		}
		if len(c.queue) > 0 && c.session != nil {
			keep = append(keep, c)
		} else {
			c.steers = false
		}
	}
	clear(l.steer[len(keep):])
	l.steer = keep
}

// open empties a client's inbox.
func (l *loop) open(c *client) {
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
	if len(c.queue) > 0 && !c.steers {
		c.steers = true
		l.steer = append(l.steer, c)
	}
}

// obey turns an order into an act of the pilot.
func (l *loop) obey(c *client, o *order) {
	in := game.Input{Pilot: c.pilot}
	switch o.id {
	case protocol.IDPlay:
		in = playOf(c, &o.play)
		if in.Name != o.play.Name && o.play.Name != "" {
			l.count.drop("name_cleaned")
		}
		if c.unsure = true; !l.senseless(&in) {
			wish := o.play
			c.wish = &wish
		}
	case protocol.IDChoose:
		in.Verb, in.Number, in.Index = game.VerbChoose, o.choose.Offer, o.choose.Index
	case protocol.IDLeave:
		in.Verb, c.wish = game.VerbEject, nil
	case protocol.IDView:
		s := &l.world.Catalog().Sector
		c.halfWidth = math.Min(float64(o.view.HalfWidth), s.ViewHalfWidth)
		c.halfHeight = math.Min(float64(o.view.HalfHeight), s.ViewHalfHeight)
		return
	case protocol.IDWatch:
		if !l.turn(c, &o.watch) {
			l.count.drop("out_of_game")
		}
		return
	}
	if l.senseless(&in) {
		l.count.drop("out_of_game")
	}
	l.input(in)
}

func playOf(c *client, m *protocol.Play) game.Input {
	return game.Input{Pilot: c.pilot, Verb: game.VerbPlay, Name: cleanName(m.Name, c.id), Hue: m.Hue}
}

// senseless reports whether the world will ignore an act, as far as can be told before the step: an act before
// it in the same tick may still give it sense, so it is only counted.
func (l *loop) senseless(in *game.Input) bool {
	p := l.world.Pilot(in.Pilot)
	if p == nil {
		return false
	}
	switch in.Verb {
	case game.VerbPlay:
		wait := game.Tick(l.world.Catalog().Sector.RespawnWait)
		return p.Phase == game.Flying || p.DiedAt != 0 && l.now()+1-p.DiedAt < wait
	case game.VerbChoose:
		return in.Number == 0 || in.Number != p.Offer.Number
	}
	return false
}

// receive notes what an input acknowledges, and keeps its controls for their tick.
func (l *loop) receive(c *client, in *protocol.Input) {
	if c.heard && int16(in.Seq-c.newest) <= 0 {
		l.count.drop("stale_input")
		return
	}
	if !c.heard {
		c.taken = in.Seq - 1
	}
	c.heard, c.newest = true, in.Seq
	next := uint32(l.now() + 1)
	seen := game.Tick(protocol.Unwrap16(in.Seen, uint32(l.now())))
	if seen <= l.now() && seen > c.seen {
		c.pace.acked(seen, l.now())
		c.seen = seen
	}
	ahead := int32(protocol.Unwrap16(in.Tick, next) - next)
	c.margin = int8(min(max(ahead, math.MinInt8), math.MaxInt8))
	if ahead > farTicks || ahead < -farTicks {
		l.count.drop("far_tick")
		return
	}
	if len(c.queue) == inboxInputs { // the newest counts
		l.count.drop("flood")
		c.queue = append(c.queue[:0], c.queue[1:]...)
	}
	c.queue = append(c.queue, *in)
}

// apply puts the newest input that is due into the next step; older ones that are not due yet no longer count. The
// browser has computed another flight and must be told when any of those due was meant for a tick that is over and
// asked for something else than what was held, when one before them was lost on the way, or when the world let go of
// what it held.
func (l *loop) apply(c *client) {
	next := uint32(l.now() + 1)
	keep := c.queue[:0]
	controls := c.held
	due, late := false, c.unsure && !sameFlight(c.held, game.Controls{Move: c.held.Move, Aim: c.held.Aim})
	for i := range c.queue {
		in := c.queue[i]
		ahead := int32(protocol.Unwrap16(in.Tick, next) - next)
		if ahead > 0 {
			keep = append(keep, in)
			continue
		}
		controls = game.ControlsOf(&in)
		lost := int(in.Seq-c.taken-1) != len(keep)
		late = late || lost || ahead < 0 && !sameFlight(controls, c.held)
		due, c.ack, c.taken, keep = true, in.Seq, in.Seq, keep[:0]
	}
	c.queue = keep
	if due && (late || c.unsure || controls != c.held) {
		l.input(game.Input{Pilot: c.pilot, Verb: game.VerbHold, Controls: controls, Late: late})
		c.held, c.unsure = controls, false
	}
}

// sameFlight reports whether two controls differ in nothing but what the pilot sees.
func sameFlight(a, b game.Controls) bool {
	a.Lag = b.Lag
	return a == b
}
