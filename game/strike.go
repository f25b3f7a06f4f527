package game

import (
	"math"

	"github.com/orbrawl/orbrawl/game/flight"
	"github.com/orbrawl/orbrawl/protocol"
)

// strike flies the bolts and finds what they hit on the way of this tick. A bolt is judged against ships
// where its shooter saw them: Lag ticks ago.
func (w *World) strike() {
	for i := range w.Bolts {
		b := &w.Bolts[i]
		if w.Tick > b.Dies {
			w.doom(b.ID, KindBolt, protocol.GoneSpent)
			continue
		}
		if b.Born == w.Tick {
			continue // it leaves the muzzle next tick, as in the browser
		}
		gun := &w.cat.Weapons[b.Kind]
		dir := flight.Table[b.Dir]
		step := float64(gun.Speed * flight.Dt)
		x0, y0 := b.X, b.Y
		b.X, b.Y = b.X+float64(dir.X*step), b.Y+float64(dir.Y*step)
		w.hitBy(b, x0, y0, dir, step, gun.Radius)
	}
}

// movedOn is how far a ship goes in a tick at most, in u.
const movedOn = 60

// hitBy finds the first thing on the bolt's way and strikes it.
func (w *World) hitBy(b *Bolt, x0, y0 float64, dir flight.Vec, step, radius float64) {
	mx, my := (x0+b.X)/2, (y0+b.Y)/2
	best := math.Inf(1)
	var rock *Rock
	var ship *Ship
	reach := float64(step/2) + radius + w.cat.Rocks.RadiusMax
	w.near = w.rockMap.within(mx, my, reach, reach, w.near[:0])
	for _, j := range w.near {
		r := &w.Rocks[j]
		if d, ok := sweep(x0, y0, dir, step, flight.Vec{X: r.X, Y: r.Y}, r.Radius+float64(radius*0.5)); ok && d < best {
			best, rock = d, r
		}
	}
	reach = float64(step/2) + radius + w.strayed(b.Lag)
	w.near = w.shipMap.within(mx, my, reach, reach, w.near[:0])
	for _, j := range w.near {
		s := &w.Ships[j]
		if s.ID == b.Owner || !w.rules.MayHurt(w, b.Pilot, s.Pilot) {
			continue
		}
		if d, ok := sweep(x0, y0, dir, step, s.where(w.Tick, b.Lag), s.Radius+radius); ok && d < best {
			best, rock, ship = d, nil, s
		}
	}
	at := flight.Vec{X: x0 + float64(dir.X*min(best, step)), Y: y0 + float64(dir.Y*min(best, step))}
	switch {
	case ship != nil:
		w.hitShip(b, ship, at)
	case rock != nil:
		w.Hits = append(w.Hits, Hit{b.ID, rock.ID, b.Hurt, protocol.HitRock, at})
		w.doom(b.ID, KindBolt, protocol.GoneSpent)
		w.chip(rock, b.Hurt, w.Ship(b.Owner))
	}
}

// strayed is how far from its square's place any part of a ship may have been lag ticks ago, in u: its radius, what it
// went since it was sorted into the grid, and what the fastest went in the ticks between.
func (w *World) strayed(lag uint8) float64 {
	far := w.widest + movedOn
	for back := Tick(1); back < Tick(lag); back++ {
		far += w.strides[(w.Tick-back)%pastTicks]
	}
	return far
}

func (w *World) hitShip(b *Bolt, s *Ship, at flight.Vec) {
	h := Hit{b.ID, s.ID, b.Hurt, protocol.HitHull, at}
	switch {
	case s.protected(w.Tick):
		h.Kind, h.Amount = protocol.HitNone, 0
	case s.Cover > 0:
		h.Kind = protocol.HitShield
	}
	w.Hits = append(w.Hits, h)
	w.doom(b.ID, KindBolt, protocol.GoneSpent)
	if h.Kind == protocol.HitNone {
		return
	}
	if push := w.cat.Weapons[b.Kind].Push / s.Mass; push > 0 {
		dir := flight.Table[b.Dir]
		s.Vx += float64(dir.X * push)
		s.Vy += float64(dir.Y * push)
		s.Disturbed = true
	}
	w.hurtBy(s, b.Hurt, b.Pilot, b.Owner, protocol.CausePulse)
}

// sweep reports whether a point flying step u along dir comes within radius of c, and after how many u.
func sweep(x, y float64, dir flight.Vec, step float64, c flight.Vec, radius float64) (float64, bool) {
	dx, dy := c.X-x, c.Y-y
	d2, r2 := float64(dx*dx)+float64(dy*dy), float64(radius*radius)
	if d2 <= r2 {
		return 0, true
	}
	along := float64(dx*dir.X) + float64(dy*dir.Y)
	off2 := d2 - float64(along*along)
	if along <= 0 || off2 > r2 {
		return 0, false
	}
	d := along - math.Sqrt(r2-off2)
	return d, d <= step
}
