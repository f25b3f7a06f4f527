package game

import (
	"math"

	"github.com/orbrawl/orbrawl/game/flight"
	"github.com/orbrawl/orbrawl/protocol"
)

// wantRadius is the sector's size for that many pilots.
func (w *World) wantRadius(pilots int) float64 {
	c := &w.cat.Sector
	r := math.Sqrt(float64(c.AreaPerPilot*float64(pilots)) / 3.141592653589793)
	return min(max(r, c.RadiusMin), c.RadiusMax)
}

// breathe moves the edge of the sector toward what its population wants.
func (w *World) breathe() {
	flying := len(w.Ships)
	want := w.wantRadius(max(flying, w.Config.Fill))
	c := &w.cat.Sector
	switch {
	case w.Radius < want:
		w.Radius = min(want, w.Radius+float64(c.Growth*flight.Dt))
	case w.Radius > want:
		w.Radius = max(want, w.Radius-float64(c.Shrink*flight.Dt))
	}
}

// storm is the damage a second at a squared distance from the middle.
func (w *World) storm(d2 float64) float64 {
	over := math.Sqrt(d2) - w.Radius
	c := &w.cat.Sector
	return float64(c.StormDamage * (1 + over/c.StormReach))
}

func (w *World) rockTarget() int {
	area := float64(3.141592653589793 * float64(w.Radius*w.Radius))
	return min(w.cat.Sector.RockMax, int(area/w.cat.Sector.RockArea))
}

// tendRocks lets rocks grow where nobody looks, and the storm eat those outside.
func (w *World) tendRocks() {
	if len(w.Rocks) < w.rockTarget() {
		w.growRock(false)
	}
	if w.Tick%8 != 0 || len(w.Rocks) == 0 {
		return
	}
	r := &w.Rocks[int(w.Tick/8)%len(w.Rocks)]
	limit := w.Radius + 400
	if float64(r.X*r.X)+float64(r.Y*r.Y) > float64(limit*limit) {
		id := r.ID
		w.end(id, KindRock, protocol.GoneQuiet)
		w.dropRock(id)
		w.reindex()
	}
}

// fieldSize is the side of the lattice squares that hold one rock field each.
const fieldSize = 1100

// growRock places one rock in a field. The fields lie where the seed puts them, so that a place keeps its
// look. At the start rocks may appear anywhere, later only out of sight.
func (w *World) growRock(start bool) {
	for range 6 {
		at, ok := w.fieldPlace()
		if !ok {
			continue
		}
		c := &w.cat.Rocks
		roll := w.Chance.Float()
		radius := c.RadiusMin + float64((c.RadiusMax-c.RadiusMin)*float64(roll*roll))
		if w.rockNear(at, radius*1.15) || !start && w.seen(at) {
			continue
		}
		rock := Rock{Body: flight.Body{X: at.X, Y: at.Y}, Radius: radius, Seed: uint8(w.Chance.Intn(256))}
		if w.Chance.Float() < c.RichShare {
			rock.Rich = uint8(120 + w.Chance.Intn(136))
		}
		w.addRock(rock)
		if start {
			w.indexRocks() // the next one must see it
		}
		return
	}
}

// fieldPlace draws a place inside the sector and inside a rock field.
func (w *World) fieldPlace() (flight.Vec, bool) {
	d := w.Chance.Dir()
	r := float64(w.Radius * 0.97 * math.Sqrt(w.Chance.Float()))
	x, y := float64(d.X*r), float64(d.Y*r)
	lone := w.Chance.Float() < 0.25 // some rocks drift between the fields
	gx, gy := math.Floor(x/fieldSize), math.Floor(y/fieldSize)
	h := Chance{w.Config.Seed ^ uint64(int64(gx))*0x9e3779b97f4a7c15 ^ uint64(int64(gy))*0xc2b2ae3d27d4eb4f}
	cx := float64((gx + 0.3 + float64(0.4*h.Float())) * fieldSize)
	cy := float64((gy + 0.3 + float64(0.4*h.Float())) * fieldSize)
	size := float64(fieldSize * (0.2 + float64(0.32*h.Float())))
	dx, dy := x-cx, y-cy
	inside := float64(dx*dx)+float64(dy*dy) < float64(size*size)
	return flight.Vec{X: x, Y: y}, inside || lone
}

// seen reports whether a person may have the place on the screen.
func (w *World) seen(at flight.Vec) bool {
	c := &w.cat.Sector
	hx, hy := c.ViewHalfWidth+200, c.ViewHalfHeight+200
	w.near = w.shipMap.within(at.X, at.Y, hx, hy, w.near[:0])
	for _, j := range w.near {
		s := &w.Ships[j]
		if s.Pilot&botID == 0 && math.Abs(s.X-at.X) < hx && math.Abs(s.Y-at.Y) < hy {
			return true
		}
	}
	return false
}
