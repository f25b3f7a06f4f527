package game

import (
	"math"

	"github.com/orbrawl/orbrawl/game/flight"
)

// spawn puts a pilot into a fresh ship at a quiet place.
func (w *World) spawn(p *Pilot) {
	at := w.quietPlace(p)
	s := w.addShip(Ship{
		Pilot: p.ID, Hue: p.Hue,
		Body: flight.Body{X: at.X, Y: at.Y},
		Born: w.Tick, Safe: w.Tick + Tick(w.cat.Sector.SpawnProtect),
	})
	if s == nil {
		return
	}
	w.fit(s, p.Tracks)
	s.Energy = s.Drive.EnergyMax
	p.Phase, p.Ship = Flying, s.ID
	p.Run = Run{Born: w.Tick}
	p.Changed = w.Tick
	w.regrow(p)
}

// spawnTries bounds the search for a quiet place; the best one seen is taken.
const spawnTries = 24

// quietPlace looks for a place without an enemy or a rock near, by the distance to the nearest enemy.
func (w *World) quietPlace(p *Pilot) flight.Vec {
	best, bestGap := flight.Vec{}, -1.0
	for range spawnTries {
		d := w.Chance.Dir()
		r := float64(w.Radius * w.cat.Sector.SpawnReach * math.Sqrt(w.Chance.Float()))
		at := flight.Vec{X: float64(d.X * r), Y: float64(d.Y * r)}
		if w.rockNear(at, 90) {
			continue
		}
		gap := w.enemyGap(at, p.ID)
		if gap > bestGap {
			best, bestGap = at, gap
		}
		if gap >= w.cat.Sector.SpawnClear {
			break
		}
	}
	return best
}

// enemyGap is the distance to the nearest ship that may hurt the pilot, at most SpawnClear.
func (w *World) enemyGap(at flight.Vec, id PilotID) float64 {
	best := float64(w.cat.Sector.SpawnClear * w.cat.Sector.SpawnClear)
	for i := range w.Ships {
		s := &w.Ships[i]
		dx, dy := s.X-at.X, s.Y-at.Y
		if d2 := float64(dx*dx) + float64(dy*dy); d2 < best && w.rules.MayHurt(w, s.Pilot, id) {
			best = d2
		}
	}
	return math.Sqrt(best)
}

func (w *World) rockNear(at flight.Vec, gap float64) bool {
	reach := gap + w.cat.Rocks.RadiusMax
	w.near = w.rockMap.within(at.X, at.Y, reach, reach, w.near[:0])
	for _, j := range w.near {
		r := &w.Rocks[j]
		dx, dy := r.X-at.X, r.Y-at.Y
		if reach := r.Radius + gap; float64(dx*dx)+float64(dy*dy) < float64(reach*reach) {
			return true
		}
	}
	return false
}
