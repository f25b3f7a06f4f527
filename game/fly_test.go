package game

import (
	"math"
	"testing"

	"github.com/orbrawl/orbrawl/game/catalog"
	"github.com/orbrawl/orbrawl/game/flight"
)

// A boost spends energy and flies faster; without energy the ship flies as without it.
func TestBoostSpendsEnergy(t *testing.T) {
	flown := func(boost bool, energy float64) *Ship {
		w := arena(t, func(c *catalog.Catalog) { c.Hulls[0].Regen = 0 })
		s := enter(t, w, 1, 0, 0)
		s.Energy = energy
		w.Step(hold(1, Controls{Move: 0, Power: 15, Boost: boost}))
		steps(w, 9)
		return w.ShipOf(1)
	}
	full := flown(false, 50)
	boosted := flown(true, 50)
	spent := 10 * boosted.Drive.BoostCost * flight.Dt
	if !near(50-boosted.Energy, spent) {
		t.Errorf("ten ticks of boost took %v energy, want %v", 50-boosted.Energy, spent)
	}
	if boosted.X < full.X*1.2 || boosted.Vx < full.Vx*1.2 {
		t.Errorf("boosted it came to %v, plain to %v", boosted.X, full.X)
	}
	if empty := flown(true, 0); empty.X != full.X {
		t.Errorf("without energy it came to %v, plain to %v", empty.X, full.X)
	}
}

// Energy returns while neither booster nor beam burns, up to the full tank.
func TestEnergyReturns(t *testing.T) {
	w := arena(t)
	s := enter(t, w, 1, 0, 0)
	s.Energy = 0
	w.Step(nil)
	if !near(s.Energy, s.Drive.Regen*flight.Dt) {
		t.Errorf("a tick brought %v", s.Energy)
	}
	steps(w, int(30*s.Drive.EnergyMax/s.Drive.Regen)+2)
	if s.Energy != s.Drive.EnergyMax {
		t.Errorf("at last it has %v of %v", s.Energy, s.Drive.EnergyMax)
	}
}

// Space ends: nothing flies out of the range of numbers, at whatever speed.
func TestSpaceEnds(t *testing.T) {
	w := arena(t)
	s := enter(t, w, 1, 0, 0)
	s.X, s.Vx, s.Safe = spaceEdge-1, 1e6, w.Tick+100
	w.Step(nil)
	if s.X != spaceEdge || s.Vx != 0 || !s.Disturbed {
		t.Errorf("it is at %v, flies at %v and its pilot knows: %v", s.X, s.Vx, s.Disturbed)
	}
	if math.Abs(s.Y) > 1 {
		t.Errorf("and was carried to %v", s.Y)
	}
}
