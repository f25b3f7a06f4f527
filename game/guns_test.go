package game

import (
	"testing"

	"github.com/orbrawl/orbrawl/game/catalog"
	"github.com/orbrawl/orbrawl/game/flight"
	"github.com/orbrawl/orbrawl/protocol"
)

// A gun fires once in its period while the trigger is held.
func TestGunFiresOnceInItsPeriod(t *testing.T) {
	w := arena(t)
	s := enter(t, w, 1, 0, 0)
	w.Step(hold(1, Controls{Fire: true}))
	shots, last := 0, Tick(0)
	for range 10 * int(s.Period) {
		for i := range w.Bolts {
			b := &w.Bolts[i]
			if b.Born != w.Tick {
				continue
			}
			if shots++; shots > 1 && uint8(w.Tick-last) != s.Period {
				t.Errorf("shots at ticks %d and %d, the period is %d", last, w.Tick, s.Period)
			}
			last = w.Tick
		}
		w.Step(nil)
	}
	if shots != 10 {
		t.Errorf("%d shots in ten periods", shots)
	}
}

// A bolt flies for its life and no longer.
func TestBoltLivesItsLife(t *testing.T) {
	w := arena(t)
	enter(t, w, 1, 0, 0)
	w.Step(hold(1, Controls{Fire: true}))
	w.Step(hold(1, Controls{}))
	gun := &w.cat.Weapons[w.Bolts[0].Kind]
	x := w.Bolts[0].X
	steps(w, int(gun.Life)-1)
	if len(w.Bolts) != 1 || !near(w.Bolts[0].X-x, gun.Speed*flight.Dt*float64(gun.Life-1)) {
		t.Fatalf("at the end of its life: %+v, born at %v", w.Bolts, x)
	}
	if w.Step(nil); len(w.Bolts) != 0 || len(w.Ends) != 1 || w.Ends[0].Cause != protocol.GoneSpent {
		t.Errorf("after it: %v, %v", w.Bolts, w.Ends)
	}
}

// A bolt strikes the first thing on its way, once, and nothing behind it.
func TestBoltHitsTheFirstOnly(t *testing.T) {
	w := arena(t)
	enter(t, w, 1, 0, 0)
	enter(t, w, 2, 120, 0)
	enter(t, w, 3, 160, 0)
	w.Step(hold(1, Controls{Fire: true}))
	w.take(&hold(1, Controls{})[0])
	hits := 0
	for range 30 {
		w.Step(nil)
		for _, h := range w.Hits {
			if hits++; h.Target != w.ShipOf(2).ID {
				t.Errorf("struck %v", h)
			}
		}
	}
	first, behind := w.ShipOf(2), w.ShipOf(3)
	if want := w.cat.Damage(0, catalog.Tracks{}); hits != 1 || !near(first.Covers+first.Armors-points(first), want) {
		t.Errorf("%d hits took %v, want %v", hits, first.Covers+first.Armors-points(first), want)
	}
	if points(behind) != behind.Covers+behind.Armors {
		t.Error("the one behind was hurt")
	}
}

// A bolt passes its own ship, and goes on living when its ship does not.
func TestBoltOutlivesItsShip(t *testing.T) {
	w := arena(t)
	enter(t, w, 1, 0, 0)
	enter(t, w, 2, 200, 0)
	w.Step(hold(1, Controls{Fire: true}))
	w.Step([]Input{{Verb: VerbLeave, Pilot: 1}})
	steps(w, 20)
	if s := w.ShipOf(2); points(s) >= s.Covers+s.Armors {
		t.Error("the bolt of one who left did nothing")
	}
}

// shotAt fires one bolt with that lag at a ship that stepped out of its way `ago` ticks before, and reports
// whether it hit. The bolt meets the target's place in the first tick it flies.
func shotAt(t *testing.T, lag uint8, ago int) bool {
	t.Helper()
	w := arena(t)
	s := enter(t, w, 1, 0, 0)
	gun := &w.cat.Weapons[w.cat.Hulls[s.Hull].GunIndex]
	from := gun.Muzzle + gun.Radius + s.Radius + gun.Speed*flight.Dt/2
	enter(t, w, 2, from, 0)
	put(w, w.ShipOf(2), from, 200)
	steps(w, ago)
	w.Step(hold(1, Controls{Fire: true, Lag: lag}))
	w.Step(hold(1, Controls{}))
	return len(w.Hits) > 0
}

// A shot is judged where its shooter saw the target: Lag ticks ago, but never more than LagMax.
func TestShotIsJudgedWhereItsShooterSaw(t *testing.T) {
	most := loadCatalog(t).Sector.LagMax
	if most < 4 {
		t.Fatalf("the catalog's lagMax is %d: this proves nothing", most)
	}
	for _, c := range []struct {
		lag  uint8
		ago  int
		hits bool
	}{
		{0, 0, false},            // seen as it is: gone
		{2, 0, true},             // seen two ticks ago: still there
		{most, 0, true},          // seen long ago
		{3, 3, false},            // it was gone by then
		{most, int(most), false}, // just too long ago
		{255, int(most), false},  // a lag beyond the bound counts as the bound
		{255, int(most) - 2, true},
	} {
		if got := shotAt(t, c.lag, c.ago); got != c.hits {
			t.Errorf("lag %d, gone for %d ticks: hit %v", c.lag, c.ago, got)
		}
	}
}

// The beam takes RockDamage a second from the rock it meets, for BeamCost energy a second.
func TestBeamMines(t *testing.T) {
	w := arena(t)
	s := enter(t, w, 1, 0, 0)
	r := w.addRock(Rock{Body: flight.Body{X: w.cat.Beam.Range / 2}, Radius: w.cat.Rocks.RadiusMax * 0.6})
	w.index()
	full, energy := r.Left, s.Energy
	w.Step(hold(1, Controls{Beam: true}))
	steps(w, 4)
	if mined, want := full-w.Rocks[0].Left, 5*w.cat.Beam.RockDamage*flight.Dt; !near(mined, want) {
		t.Errorf("five ticks of beam took %v from the rock, want %v", mined, want)
	}
	if spent, want := energy-s.Energy, 5*w.cat.Hulls[s.Hull].BeamCost*flight.Dt; !near(spent, want) {
		t.Errorf("and %v energy, want %v", spent, want)
	}
	w.Step(hold(1, Controls{Beam: true, Aim: flight.Dirs / 2}))
	if left := w.Rocks[0].Left; !near(left, full-5*w.cat.Beam.RockDamage*flight.Dt) {
		t.Errorf("a beam away from the rock left it %v", left)
	}
}

// The beam hurts a ship that it meets first, and spares the rock behind it.
func TestBeamHurtsShips(t *testing.T) {
	w := arena(t)
	enter(t, w, 1, 0, 0)
	enter(t, w, 2, w.cat.Beam.Range*0.4, 0)
	r := w.addRock(Rock{Body: flight.Body{X: w.cat.Beam.Range * 0.9}, Radius: w.cat.Rocks.RadiusMin})
	w.index()
	full := r.Left
	w.Step(hold(1, Controls{Beam: true}))
	if s := w.ShipOf(2); !near(s.Covers+s.Armors-points(s), w.cat.Beam.ShipDamage*flight.Dt) || w.Rocks[0].Left != full {
		t.Errorf("a tick of beam took %v of a ship and %v of the rock behind it", s.Covers+s.Armors-points(s), full-w.Rocks[0].Left)
	}
}

// TestLaggedShotsFindWhoHasLeft: a target is found where its shooter saw it though it has long flown into another part
// of the grid.
func TestLaggedShotsFindWhoHasLeft(t *testing.T) {
	const lag, speed, at = 6, 900, -20 // of a border between squares
	w := arena(t)
	s := enter(t, w, 1, 0, 0)
	gun := &w.cat.Weapons[w.cat.Hulls[s.Hull].GunIndex]
	put(w, s, at-(gun.Muzzle+gun.Radius+s.Radius+gun.Speed*flight.Dt/2), 0)
	enter(t, w, 2, at, 0)
	w.Step(nil)
	for i := range lag {
		w.ShipOf(2).Vx = speed
		w.Step(hold(1, Controls{Lag: lag, Fire: i == lag-2}))
	}
	if len(w.Hits) != 1 || w.ShipOf(2).X < gridSize/2 {
		t.Errorf("%d hits on a ship that is at %v", len(w.Hits), w.ShipOf(2).X)
	}
}
