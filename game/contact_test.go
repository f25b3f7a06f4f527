package game

import (
	"math"
	"slices"
	"testing"

	"github.com/orbrawl/orbrawl/game/flight"
	"github.com/orbrawl/orbrawl/protocol"
)

// rammed is what a blow at that speed takes from who rams and from who is struck.
func rammed(t *testing.T, speed float64) (ram, struck float64) {
	t.Helper()
	w := arena(t)
	a := enter(t, w, 1, 0, 0)
	enter(t, w, 2, 2*a.Radius+1, 0)
	a, b := w.ShipOf(1), w.ShipOf(2)
	a.Vx = speed
	fa, fb := points(a), points(b)
	w.Step(nil)
	if !a.Disturbed || !b.Disturbed {
		t.Error("their pilots are not told")
	}
	return fa - points(a), fb - points(b)
}

// Ramming hurts by the speed of the blow, above BumpFrom; the faster one takes half of what it deals.
func TestRammingHurtsBySpeed(t *testing.T) {
	c := loadCatalog(t).Rocks
	if ram, struck := rammed(t, c.BumpFrom*0.9); ram != 0 || struck != 0 {
		t.Errorf("a soft touch took %v and %v", ram, struck)
	}
	ram, struck := rammed(t, c.BumpFrom+300)
	if struck <= 0 || !near(ram, struck/2) {
		t.Errorf("a blow took %v from who rammed and %v from who was struck", ram, struck)
	}
	if _, harder := rammed(t, c.BumpFrom+400); harder <= struck*1.2 {
		t.Errorf("a harder blow took %v, the other %v", harder, struck)
	}
}

// A rock hurts who flies into it, and is pushed.
func TestRocksHurtAndArePushed(t *testing.T) {
	w := arena(t)
	s := enter(t, w, 1, 0, 0)
	w.addRock(Rock{Body: flight.Body{X: s.Radius + w.cat.Rocks.RadiusMin + 1}, Radius: w.cat.Rocks.RadiusMin})
	w.index()
	s.Vx = w.cat.Rocks.BumpFrom + 400
	full := points(s)
	w.Step(nil)
	if points(s) >= full || w.Rocks[0].Vx <= 0 {
		t.Errorf("the blow took %v and gave the rock %v u/s", full-points(s), w.Rocks[0].Vx)
	}
}

// Contact keeps the momentum of the two, and leaves them apart.
func TestContactKeepsMomentum(t *testing.T) {
	w := arena(t)
	a, b := flight.Body{X: 1, Y: 2, Vx: 300, Vy: -40}, flight.Body{X: 20, Y: 9, Vx: -100, Vy: 5}
	const ma, mb, reach = 1.0, 7.5, 40.0
	px, py := ma*a.Vx+mb*b.Vx, ma*a.Vy+mb*b.Vy
	if blow, hit := w.part(&a, &b, reach, ma, mb); !hit || blow <= 0 {
		t.Fatal("they do not meet")
	}
	if !near(ma*a.Vx+mb*b.Vx, px) || !near(ma*a.Vy+mb*b.Vy, py) {
		t.Errorf("momentum was %v %v, is %v %v", px, py, ma*a.Vx+mb*b.Vx, ma*a.Vy+mb*b.Vy)
	}
	if d := math.Hypot(b.X-a.X, b.Y-a.Y); !near(d, reach) {
		t.Errorf("they are %v apart", d)
	}
}

// Things in the very same place part too.
func TestSamePlaceParts(t *testing.T) {
	w := arena(t)
	enter(t, w, 1, 0, 0)
	enter(t, w, 2, 0, 0)
	w.Step(nil)
	a, b := w.ShipOf(1), w.ShipOf(2)
	if d := math.Hypot(b.X-a.X, b.Y-a.Y); !near(d, a.Radius+b.Radius) {
		t.Errorf("they are %v apart", d)
	}
}

// A bolt of a weapon that pushes moves the ship it strikes, and its pilot is told.
func TestHitPushes(t *testing.T) {
	w := arena(t)
	cat := *w.cat
	cat.Weapons = slices.Clone(cat.Weapons)
	cat.Weapons[0].Push = 14
	w.cat = &cat
	enter(t, w, 1, 0, 0)
	enter(t, w, 2, 150, 0)
	w.Step(hold(1, Controls{Fire: true}))
	for range 20 {
		w.Step(nil)
		if s := w.ShipOf(2); len(w.Hits) > 0 {
			if w.Hits[0].Kind != protocol.HitShield || s.Vx <= 0 || !s.Disturbed {
				t.Errorf("hit %+v, the ship flies at %v, its pilot is told: %v", w.Hits[0], s.Vx, s.Disturbed)
			}
			return
		}
	}
	t.Error("no hit")
}
