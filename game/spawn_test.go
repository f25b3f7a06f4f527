package game

import (
	"math"
	"testing"

	"github.com/orbrawl/orbrawl/protocol"
)

// For SpawnProtect ticks nothing hurts a fresh ship.
func TestFreshShipIsProtected(t *testing.T) {
	w := arena(t)
	enter(t, w, 1, 0, 0)
	born := w.Tick
	w.Step([]Input{{Verb: VerbEject, Pilot: 1}})
	steps(w, int(w.cat.Sector.RespawnWait))
	w.Step([]Input{{Verb: VerbPlay, Pilot: 1}})
	s := w.ShipOf(1)
	full := points(s)
	if w.hurt(s, 10, nil, protocol.CauseStorm); points(s) != full {
		t.Fatalf("tick %d, born %d: a fresh ship lost %v", w.Tick, born, full-points(s))
	}
	steps(w, int(w.cat.Sector.SpawnProtect))
	s = w.ShipOf(1)
	if w.hurt(s, 10, nil, protocol.CauseStorm); points(s) != full-10 {
		t.Fatalf("after its protection a ship lost %v of 10", full-points(s))
	}
}

// Who shoots can be shot: the first shot ends the protection.
func TestShootingEndsProtection(t *testing.T) {
	w := arena(t)
	s := enter(t, w, 1, 0, 0)
	s.Safe = w.Tick + 1000
	w.Step(hold(1, Controls{Fire: true}))
	if s := w.ShipOf(1); s.protected(w.Tick) {
		t.Error("it shoots and cannot be shot")
	}
}

// Ships appear SpawnClear away from every enemy while the sector has such a place.
func TestSpawnKeepsClearOfEnemies(t *testing.T) {
	w := arena(t)
	for i := range 4 {
		enter(t, w, PilotID(i+1), float64(i)*100-150, 0)
	}
	for id := PilotID(10); id < 40; id++ {
		w.Step([]Input{{Verb: VerbJoin, Pilot: id}, {Verb: VerbPlay, Pilot: id}})
		s := w.ShipOf(id)
		for i := range w.Ships {
			if o := &w.Ships[i]; o.ID != s.ID && math.Hypot(o.X-s.X, o.Y-s.Y) < w.cat.Sector.SpawnClear {
				t.Fatalf("ship %v at %.0f %.0f, enemy at %.0f %.0f", s.ID, s.X, s.Y, o.X, o.Y)
			}
		}
		w.Step([]Input{{Verb: VerbLeave, Pilot: id}})
	}
}

// Nobody is back before RespawnWait is over, by death or by giving up.
func TestNobodyIsBackBeforeTheWait(t *testing.T) {
	for name, end := range map[string]func(*World){
		"death":     func(w *World) { w.hurt(w.ShipOf(1), 1e9, nil, protocol.CauseStorm); w.Step(nil) },
		"giving up": func(w *World) { w.Step([]Input{{Verb: VerbEject, Pilot: 1}}) },
		"both, even": func(w *World) {
			w.hurt(w.ShipOf(1), 1e9, nil, protocol.CauseStorm)
			w.Step(nil)
			w.take(&Input{Verb: VerbEject, Pilot: 1})
		},
	} {
		w := arena(t)
		enter(t, w, 1, 0, 0)
		end(w)
		ended := w.Tick
		for w.ShipOf(1) == nil && w.Tick < ended+1000 {
			w.Step([]Input{{Verb: VerbPlay, Pilot: 1}})
		}
		if waited := uint32(w.Tick - ended); waited != max(1, w.cat.Sector.RespawnWait) {
			t.Errorf("%s: back after %d ticks, the wait is %d", name, waited, w.cat.Sector.RespawnWait)
		}
	}
}

// What protects from harm does not let one do harm: ramming hurts neither while one of them is fresh, and the
// beam ends the protection as the gun does.
func TestProtectedShipsHurtNobody(t *testing.T) {
	w := arena(t)
	enter(t, w, 1, 0, 0)
	enter(t, w, 2, 90, 0)
	fresh, other := w.ShipOf(1), w.ShipOf(2)
	fresh.Safe, other.Safe = w.Tick+1000, 0
	fresh.Vx = 1500
	before := points(other)
	steps(w, 3)
	if got := points(w.ShipOf(2)); got < before {
		t.Errorf("rammed by a protected ship: %v of %v left", got, before)
	}
	put(w, w.ShipOf(1), 0, 0)
	put(w, w.ShipOf(2), 90, 0)
	w.Step(hold(1, Controls{Beam: true}))
	if w.ShipOf(1).protected(w.Tick) {
		t.Error("it beams and cannot be hurt")
	}
}
