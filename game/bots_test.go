package game

import (
	"fmt"
	"math"
	"testing"

	"github.com/orbrawl/orbrawl/game/brain"
	"github.com/orbrawl/orbrawl/game/catalog"
	"github.com/orbrawl/orbrawl/game/flight"
)

// Bots fill the world up to its target; when a person comes one bot goes, when the person leaves one comes.
func TestOneComesOneGoes(t *testing.T) {
	const fill = 8
	w := newWorld(t, 4, fill)
	settle := func(people int) {
		t.Helper()
		steps(w, 4*(fill+2))
		if p, bots := w.People(); p != people || bots != fill-people {
			t.Fatalf("%d people and %d bots fill up to %d", p, bots, fill)
		}
	}
	settle(0)
	for id := PilotID(1); id <= 3; id++ {
		w.Step([]Input{{Verb: VerbJoin, Pilot: id}})
		settle(int(id) - 1) // who only watches takes nobody's place
		_, before := w.People()
		w.Step([]Input{{Verb: VerbPlay, Pilot: id}})
		for range 8 {
			w.Step(nil)
			if _, bots := w.People(); bots < before-1 {
				t.Fatalf("one came, %d bots went", before-bots)
			}
		}
		settle(int(id))
	}
	w.Step([]Input{{Verb: VerbLeave, Pilot: 1}, {Verb: VerbLeave, Pilot: 2}})
	settle(1)
}

// More people than the target leave no bot, and nothing sends a person home.
func TestPeopleAreNeverSentHome(t *testing.T) {
	w := newWorld(t, 4, 3)
	for id := PilotID(1); id <= 6; id++ {
		w.Step([]Input{{Verb: VerbJoin, Pilot: id}, {Verb: VerbPlay, Pilot: id}})
	}
	steps(w, 60)
	if people, bots := w.People(); people != 6 || bots != 0 {
		t.Errorf("%d people, %d bots", people, bots)
	}
}

// The bot that goes is a dead one, or the one with the least points.
func TestTheLeastBotGoes(t *testing.T) {
	w := newWorld(t, 4, 5)
	steps(w, 60)
	for i := range w.Pilots {
		w.Pilots[i].Score = uint32(100 + (i+3)%5)
	}
	least := w.Pilots[2].ID
	if w.sendHome(); w.Pilot(least) != nil {
		t.Errorf("bot %d with the least points stayed", least)
	}
	w.Pilots[3].Phase = Dead
	dead := w.Pilots[3].ID
	if w.sendHome(); w.Pilot(dead) != nil {
		t.Errorf("dead bot %d stayed", dead)
	}
}

// A mind sees an enemy on a player's screen and not one just beyond its edge, and never one that is no enemy.
func TestBotsSeeWhatPlayersSee(t *testing.T) {
	w := arena(t)
	enter(t, w, 1, 0, 0)
	enter(t, w, 2, 0, 0)
	c := &w.cat.Sector
	for _, at := range []struct {
		x, y float64
		seen bool
	}{
		{c.ViewHalfWidth - 1, 0, true}, {c.ViewHalfWidth + 1, 0, false}, {-c.ViewHalfWidth - 1, 0, false},
		{0, c.ViewHalfHeight - 1, true}, {0, c.ViewHalfHeight + 1, false}, {0, -c.ViewHalfHeight - 1, false},
		{c.ViewHalfWidth + 1, c.ViewHalfHeight + 1, false},
	} {
		put(w, w.ShipOf(2), at.x, at.y)
		w.look(w.ShipOf(1), w.Pilot(1))
		if got := len(w.sight.Ships) == 1; got != at.seen {
			t.Errorf("enemy at %v %v: seen %v", at.x, at.y, got)
		}
	}
}

// In a world in full swing no mind ever sees beyond a player's screen, nor itself.
func TestNoMindSeesBeyondTheScreen(t *testing.T) {
	w := newWorld(t, randomSeed(t), 30)
	c := &w.cat.Sector
	for range 40 {
		steps(w, 15)
		for i := range w.Ships {
			s := &w.Ships[i]
			w.look(s, w.Pilot(s.Pilot))
			for _, list := range [][]brain.Thing{w.sight.Ships, w.sight.Rocks, w.sight.Ores, w.sight.Bolts} {
				for _, th := range list {
					if math.Abs(th.X-s.X) >= c.ViewHalfWidth || math.Abs(th.Y-s.Y) >= c.ViewHalfHeight {
						t.Fatalf("ship %v at %v %v sees %+v", s.ID, s.X, s.Y, th)
					}
				}
			}
			for _, th := range w.sight.Ships {
				if th.Slot == s.ID.Slot {
					t.Fatalf("ship %v sees itself as an enemy", s.ID)
				}
			}
		}
	}
}

// Bots fly by the arithmetic and the limits of people: what they hold gives, tick by tick, the flight of a pilot
// who holds the same, and a hand that changes it no faster than ReactionMin.
func TestBotsFlyAsPeopleDo(t *testing.T) {
	w := newWorld(t, randomSeed(t), 12)
	steps(w, 90)
	type past struct {
		body    flight.Body
		helm    Controls
		changed Tick
	}
	known := map[EntityID]past{}
	flown := 0
	for range 900 {
		w.Step(nil)
		for i := range w.Ships {
			s := &w.Ships[i]
			before, ok := known[s.ID]
			now := past{s.Body, s.Helm, before.changed}
			if ok && s.Helm != before.helm {
				if now.changed = w.Tick; before.changed != 0 && w.Tick-before.changed < Tick(w.cat.Bots.ReactionMin) {
					t.Fatalf("ship %v changed its helm at ticks %d and %d", s.ID, before.changed, w.Tick)
				}
			}
			known[s.ID] = now
			if !ok || s.Disturbed {
				continue
			}
			flown++
			flight.Step(&before.body, s.Helm.helm(), &s.Drive)
			flight.Trigger(&before.body, s.Helm.Fire, s.Period)
			if before.body != s.Body {
				t.Fatalf("tick %d: ship %v is %+v, flown by its helm %+v", w.Tick, s.ID, s.Body, before.body)
			}
		}
	}
	if flown < 1000 {
		t.Errorf("only %d ticks of flight were seen", flown)
	}
}

// The autopilot of a cut line keeps the ship alive and starts no fight; the person who comes back holds it again.
func TestAutopilotStartsNothing(t *testing.T) {
	w := arena(t)
	enter(t, w, 1, 0, 0)
	enter(t, w, 2, 200, 0)
	w.Step([]Input{{Verb: VerbHold, Pilot: 1, Controls: Controls{Fire: true, Aim: 77}}, {Verb: VerbDrift, Pilot: 1}})
	for range 300 {
		w.Step(nil)
		if s := w.ShipOf(1); s.Helm.Fire || s.Helm.Beam {
			t.Fatalf("tick %d: it holds %+v", w.Tick, s.Helm)
		}
	}
	w.Step([]Input{{Verb: VerbBack, Pilot: 1}, hold(1, Controls{Power: 15, Aim: 5})[0]})
	if s := w.ShipOf(1); s.Helm != (Controls{Power: 15, Aim: 5}) {
		t.Errorf("back again, the helm is %+v", s.Helm)
	}
}

// Names repeat with a number, and no two bots at once have the same.
func TestBotsHaveNamesOfTheirOwn(t *testing.T) {
	w := arena(t, func(c *catalog.Catalog) { c.Bots.Names = []string{"Vex", "Ada"} })
	w.Config.Fill = 5
	steps(w, 40)
	names := map[string]bool{}
	for i := range w.Pilots {
		names[w.Pilots[i].Name] = true
	}
	if len(names) != 5 || !names["Vex"] || !names["Ada 2"] {
		t.Error(fmt.Sprint(names))
	}
}
