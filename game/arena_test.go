package game

import (
	"slices"
	"testing"

	"github.com/orbrawl/orbrawl/game/catalog"
	"github.com/orbrawl/orbrawl/game/flight"
)

// arena is an empty world without rocks and bots, with the catalog's numbers but for what tune changes.
func arena(t testing.TB, tune ...func(*catalog.Catalog)) *World {
	t.Helper()
	c := *loadCatalog(t)
	c.Hulls, c.Weapons = slices.Clone(c.Hulls), slices.Clone(c.Weapons)
	c.Sector.RockMax = 0
	for _, f := range tune {
		f(&c)
	}
	w, err := NewWorld(&c, Config{Seed: 1, Fill: 0})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// enter brings a person into the arena, at rest at a place and no longer protected.
func enter(t testing.TB, w *World, id PilotID, x, y float64) *Ship {
	t.Helper()
	w.Step([]Input{{Verb: VerbJoin, Pilot: id}, {Verb: VerbPlay, Pilot: id, Name: "Ann"}})
	s := w.ShipOf(id)
	if s == nil {
		t.Fatalf("pilot %d has no ship", id)
	}
	put(w, s, x, y)
	for i := range s.Past {
		s.Past[i] = flight.Vec{X: x, Y: y}
	}
	s.Safe = 0
	return s
}

// put moves a ship to a place, at rest.
func put(w *World, s *Ship, x, y float64) {
	s.X, s.Y, s.Vx, s.Vy = x, y, 0, 0
	w.index()
}

// hold is a person's controls from now on.
func hold(id PilotID, c Controls) []Input {
	return []Input{{Verb: VerbHold, Pilot: id, Controls: c}}
}

// points are what a ship can still take.
func points(s *Ship) float64 { return s.Armor + s.Cover }

func steps(w *World, n int) {
	for range n {
		w.Step(nil)
	}
}

func near(a, b float64) bool { return a-b < 1e-6 && b-a < 1e-6 }
