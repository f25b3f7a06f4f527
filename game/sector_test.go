package game

import (
	"math"
	"testing"

	"github.com/orbrawl/orbrawl/game/catalog"
	"github.com/orbrawl/orbrawl/game/flight"
)

// The sector grows toward the size its population wants, at Growth u/s, and shrinks back at Shrink.
func TestSectorFollowsItsPopulation(t *testing.T) {
	const crowd = 20
	w := arena(t, func(c *catalog.Catalog) {
		c.Sector.AreaPerPilot = 4 * c.Sector.RadiusMin * c.Sector.RadiusMin / crowd
		c.Sector.RadiusMax = 10 * c.Sector.RadiusMin
	})
	c := &w.cat.Sector
	small := w.Radius
	if small != c.RadiusMin {
		t.Fatalf("empty, its radius is %v", small)
	}
	var come, leave []Input
	for id := PilotID(1); id <= crowd; id++ {
		come = append(come, Input{Verb: VerbJoin, Pilot: id}, Input{Verb: VerbPlay, Pilot: id})
		leave = append(leave, Input{Verb: VerbLeave, Pilot: id})
	}
	w.Step(come)
	if grown := w.Radius - small; !near(grown, c.Growth*flight.Dt) {
		t.Errorf("in a tick it grew by %v", grown)
	}
	steps(w, int(30*small/c.Growth)+30)
	large := w.Radius
	if large != w.wantRadius(crowd) || large <= small {
		t.Errorf("with %d pilots its radius is %v, was %v", crowd, large, small)
	}
	w.Step(leave)
	if shrunk := large - w.Radius; !near(shrunk, c.Shrink*flight.Dt) {
		t.Errorf("in a tick it shrank by %v", shrunk)
	}
	steps(w, int(30*(large-small)/c.Shrink)+1)
	if w.Radius != small {
		t.Errorf("empty again, its radius is %v", w.Radius)
	}
}

// Rocks that are missing grow again, where no person sees it, and never into a ship.
func TestRocksRefillOutOfSight(t *testing.T) {
	seed := randomSeed(t)
	w := newWorld(t, seed, 0)
	for id := PilotID(1); id <= 2; id++ {
		enter(t, w, id, float64(id)*500-750, 0)
		w.ShipOf(id).Safe = w.Tick + 1e6
	}
	full := w.rockTarget()
	for len(w.Rocks) > 0 {
		w.dropRock(w.Rocks[0].ID)
	}
	w.index()
	known := map[EntityID]bool{}
	c := &w.cat.Sector
	for range 30 * 60 {
		w.Step(nil)
		for i := range w.Rocks {
			r := &w.Rocks[i]
			if known[r.ID] {
				continue
			}
			known[r.ID] = true
			for j := range w.Ships {
				if s := &w.Ships[j]; math.Abs(r.X-s.X)-r.Radius < c.ViewHalfWidth && math.Abs(r.Y-s.Y)-r.Radius < c.ViewHalfHeight {
					t.Fatalf("a rock grew at %.0f %.0f, in sight of %.0f %.0f", r.X, r.Y, s.X, s.Y)
				}
			}
		}
	}
	if len(w.Rocks) < full*3/4 {
		t.Errorf("%d rocks grew, %d were there", len(w.Rocks), full)
	}
}

// Rocks that the shrinking sector left far outside go, one by one.
func TestStormEatsRocks(t *testing.T) {
	w := arena(t)
	for i := range 3 {
		w.addRock(Rock{Body: flight.Body{X: w.Radius + 1000, Y: float64(i) * 300}, Radius: 40})
	}
	w.addRock(Rock{Radius: 40})
	w.index()
	steps(w, 8*12)
	if len(w.Rocks) != 1 || w.Rocks[0].X != 0 {
		t.Errorf("left are %+v", w.Rocks)
	}
}
