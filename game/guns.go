package game

import (
	"math"

	"github.com/orbrawl/orbrawl/game/flight"
	"github.com/orbrawl/orbrawl/protocol"
)

// shoot fires the guns and turns on the beams that their pilots hold down.
func (w *World) shoot() {
	for i := range w.Ships {
		s := &w.Ships[i]
		if flight.Trigger(&s.Body, s.Helm.Fire, s.Period) {
			w.fire(s)
		}
		if s.Burn.Beam {
			w.beam(s)
		}
	}
}

func (w *World) fire(s *Ship) {
	kind := w.cat.Hulls[s.Hull].GunIndex
	x, y := w.cat.Muzzle(uint8(kind), s.Helm.Aim, s.X, s.Y)
	w.addBolt(Bolt{
		Owner: s.ID, Pilot: s.Pilot, Hue: s.Hue, Kind: uint8(kind), Dir: s.Helm.Aim,
		Range: s.Gain[trackRange], Lag: min(s.Helm.Lag, w.cat.Sector.LagMax),
		X: x, Y: y,
		Hurt: w.cat.Damage(kind, s.Gain),
		Dies: w.Tick + Tick(w.cat.Life(kind, s.Gain[trackRange])),
	})
	s.Safe = 0 // who shoots can be shot
}

// beam strikes the first thing on the line of the ship's aim.
func (w *World) beam(s *Ship) {
	b := &w.cat.Beam
	dir := flight.Table[s.Helm.Aim]
	rock, ship, at := w.firstOnLine(s, dir, b.Range)
	s.BeamX = s.X + float64(dir.X*at)
	s.BeamY = s.Y + float64(dir.Y*at)
	switch {
	case ship >= 0:
		o := &w.Ships[ship]
		if w.rules.MayHurt(w, s.Pilot, o.Pilot) {
			s.Safe = 0 // as with the gun
			w.hurt(o, float64(b.ShipDamage*flight.Dt), s, protocol.CauseBeam)
		}
	case rock >= 0:
		w.chip(&w.Rocks[rock], float64(float64(b.RockDamage*flight.Dt)*w.mining(s)), s)
	}
}

// mining is how much faster than a fresh ship this one mines.
func (w *World) mining(s *Ship) float64 {
	return 1 + float64(w.cat.Growth.Tracks[trackDamage].Step*float64(s.Gain[trackDamage]))
}

// firstOnLine finds what a ray from the ship meets first: the index of a rock or of a ship, or -1, and how
// far off.
func (w *World) firstOnLine(s *Ship, dir flight.Vec, length float64) (rock, ship int, at float64) {
	rock, ship, at = -1, -1, length
	mx, my := s.X+float64(dir.X*length/2), s.Y+float64(dir.Y*length/2)
	reach := float64(length/2) + w.cat.Rocks.RadiusMax
	w.near = w.rockMap.within(mx, my, reach, reach, w.near[:0])
	for _, j := range w.near {
		r := &w.Rocks[j]
		if d, ok := ray(s.X, s.Y, dir, flight.Vec{X: r.X, Y: r.Y}, r.Radius); ok && d < at {
			rock, at = int(j), d
		}
	}
	w.near = w.shipMap.within(mx, my, reach, reach, w.near[:0])
	for _, j := range w.near {
		o := &w.Ships[j]
		if o.ID == s.ID {
			continue
		}
		if d, ok := ray(s.X, s.Y, dir, o.where(w.Tick, min(s.Helm.Lag, w.cat.Sector.LagMax)), o.Radius); ok && d < at {
			rock, ship, at = -1, int(j), d
		}
	}
	return rock, ship, at
}

// ray is the distance at which a ray meets a circle.
func ray(x, y float64, dir, c flight.Vec, radius float64) (float64, bool) {
	dx, dy := c.X-x, c.Y-y
	along := float64(dx*dir.X) + float64(dy*dir.Y)
	off2 := float64(dx*dx) + float64(dy*dy) - float64(along*along)
	r2 := float64(radius * radius)
	if off2 > r2 {
		return 0, false
	}
	d := along - math.Sqrt(r2-off2)
	if d < 0 && along > 0 {
		d = 0
	}
	return d, d >= 0
}
