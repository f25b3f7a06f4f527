package game

import (
	"math"

	"github.com/orbrawl/orbrawl/game/flight"
	"github.com/orbrawl/orbrawl/protocol"
)

// contact parts what overlaps, lets it bounce, and hurts ships by the speed of the blow, in the order of the
// slices. A pair with a ship in it is handled once; two moving rocks are looked at from both sides.
func (w *World) contact() {
	for i := range w.Ships {
		w.touchRocks(&w.Ships[i])
		w.touchShips(i)
	}
	for i := range w.Rocks {
		if r := &w.Rocks[i]; r.Vx != 0 || r.Vy != 0 {
			w.touchRock(i)
		}
	}
}

func (w *World) touchRocks(s *Ship) {
	reach := s.Radius + w.cat.Rocks.RadiusMax
	w.near = w.rockMap.within(s.X, s.Y, reach, reach, w.near[:0])
	for _, j := range w.near {
		r := &w.Rocks[j]
		blow, hit := w.part(&s.Body, &r.Body, s.Radius+r.Radius, s.Mass, r.Mass)
		if !hit {
			continue
		}
		s.Disturbed, s.Touched = true, true
		if hurt := w.bump(blow); hurt > 0 {
			w.hurt(s, hurt, nil, protocol.CauseRock)
		}
	}
}

func (w *World) touchShips(i int) {
	s := &w.Ships[i]
	reach := s.Radius + w.widest + movedOn // others may have been pushed about since they were sorted
	w.near = w.shipMap.within(s.X, s.Y, reach, reach, w.near[:0])
	for _, j := range w.near {
		if int(j) <= i {
			continue
		}
		o := &w.Ships[j]
		ram, struck := s, o // the faster one rams
		if speed2(&o.Body) > speed2(&s.Body) {
			ram, struck = o, s
		}
		blow, hit := w.part(&s.Body, &o.Body, s.Radius+o.Radius, s.Mass, o.Mass)
		if !hit {
			continue
		}
		s.Disturbed, o.Disturbed, s.Touched, o.Touched = true, true, true, true
		hurt := w.bump(blow)
		safe := s.protected(w.Tick) || o.protected(w.Tick)
		if hurt == 0 || safe || !w.rules.MayHurt(w, s.Pilot, o.Pilot) {
			continue
		}
		w.hurt(struck, hurt, ram, protocol.CauseRam)
		w.hurt(ram, hurt/2, struck, protocol.CauseRam) // half of what it deals
	}
}

func (w *World) touchRock(i int) {
	r := &w.Rocks[i]
	reach := r.Radius + w.cat.Rocks.RadiusMax
	w.near = w.rockMap.within(r.X, r.Y, reach, reach, w.near[:0])
	for _, j := range w.near {
		if int(j) != i {
			o := &w.Rocks[j]
			w.part(&r.Body, &o.Body, r.Radius+o.Radius, r.Mass, o.Mass)
		}
	}
}

// bump is the damage of a blow at that speed in u/s.
func (w *World) bump(blow float64) float64 {
	c := &w.cat.Rocks
	return math.Max(0, float64((blow-c.BumpFrom)*c.BumpDamage))
}

// part moves two overlapping bodies apart in proportion to their masses and exchanges momentum along the
// line between them. It returns the speed at which they met.
func (w *World) part(a, b *flight.Body, reach, ma, mb float64) (blow float64, hit bool) {
	dx, dy := b.X-a.X, b.Y-a.Y
	d2 := float64(dx*dx) + float64(dy*dy)
	if d2 >= float64(reach*reach) {
		return 0, false
	}
	d := math.Sqrt(d2)
	nx, ny := 1.0, 0.0
	if d > 1e-6 {
		nx, ny = dx/d, dy/d
	}
	shareA := mb / (ma + mb)
	over := reach - d
	a.X -= float64(float64(nx*over) * shareA)
	a.Y -= float64(float64(ny*over) * shareA)
	b.X += float64(float64(nx*over) * (1 - shareA))
	b.Y += float64(float64(ny*over) * (1 - shareA))
	blow = float64((a.Vx-b.Vx)*nx) + float64((a.Vy-b.Vy)*ny)
	if blow <= 0 {
		return 0, true
	}
	push := float64((1 + w.cat.Rocks.Bounce) * blow)
	a.Vx -= float64(float64(push*shareA) * nx)
	a.Vy -= float64(float64(push*shareA) * ny)
	b.Vx += float64(float64(push*(1-shareA)) * nx)
	b.Vy += float64(float64(push*(1-shareA)) * ny)
	return blow, true
}

func speed2(b *flight.Body) float64 { return float64(b.Vx*b.Vx) + float64(b.Vy*b.Vy) }
