package swarm

import (
	"math"

	"github.com/orbrawl/orbrawl/game/flight"
	"github.com/orbrawl/orbrawl/protocol"
)

// How pilots that see nothing go about.
const (
	wanderLeast  = 600.0            // u from one goal to the next
	wanderMost   = 3000.0           //
	wanderNear   = 150.0            // u from a goal that count as there
	wanderLong   = 12 * flight.Rate // ticks after which a goal is given up
	wanderEdge   = 0.9              // share of the sector's radius that goals lie within
	wanderFires  = 0.6              // share of thoughts that shoot: as many shots as those have who see
	wanderSways  = flight.Dirs / 12 // by which the aim is off the way, to each side
	wanderCourse = 256 / 16         // steps of the course, as a hand on keys has
)

// wander is where a pilot goes that decodes no more than its own state. It goes straight on in any direction, turning
// before the edge, so that such pilots are spread evenly over the sector and do not crowd in the middle.
type wander struct {
	x, y  float64
	until uint32 // tick
}

// stroll is what a pilot without a mirror holds from now on.
func (p *pilot) stroll() controls {
	own := &p.ahead.at(p.ahead.tick).body
	w := &p.wander
	if int32(p.tick-w.until) >= 0 || math.Hypot(w.x-own.X, w.y-own.Y) < wanderNear {
		w.choose(own.X, own.Y, p.radius, p.chance)
		w.until = p.tick + wanderLong
	}
	way := flight.DirOf(w.x-own.X, w.y-own.Y)
	steps := (int(way)*256/flight.Dirs + wanderCourse/2) / wanderCourse * wanderCourse
	sway := p.chance.IntN(2*wanderSways+1) - wanderSways
	return controls{
		helm: flight.Helm{Move: uint8(steps), Power: protocol.ShipPower},
		aim:  uint16((int(way) + sway + flight.Dirs) % flight.Dirs),
		fire: p.chance.Float() < wanderFires,
	}
}

// choose draws a goal around a place, within a sector of that radius, 0 for unknown; where none is found it is the
// middle.
func (w *wander) choose(x, y, radius float64, src chance) {
	for range 8 {
		d := flight.Table[src.IntN(flight.Dirs)]
		far := wanderLeast + src.Float()*(wanderMost-wanderLeast)
		w.x, w.y = x+d.X*far, y+d.Y*far
		if radius == 0 || math.Hypot(w.x, w.y) < wanderEdge*radius {
			return
		}
	}
	w.x, w.y = 0, 0
}
