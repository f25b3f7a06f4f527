package game

import (
	"math"
	"testing"

	"github.com/orbrawl/orbrawl/game/catalog"
	"github.com/orbrawl/orbrawl/protocol"
)

// Ore within the magnet's reach is taken and gives its experience and points; ore beyond stays.
func TestOreTeaches(t *testing.T) {
	for kind, want := range map[uint8]func(*catalog.Growth) (float64, uint32){
		protocol.OrePlain: func(g *catalog.Growth) (float64, uint32) { return g.OreExperience, g.ScoreOre },
		protocol.OreRich:  func(g *catalog.Growth) (float64, uint32) { return g.RichExperience, g.ScoreRich },
	} {
		w := arena(t, func(c *catalog.Catalog) { c.Growth.FirstLevel = 1e5 })
		s := enter(t, w, 1, 0, 0)
		w.addOre(Ore{Kind: kind})
		w.Ores[0].X = s.Reach - 1
		w.addOre(Ore{Kind: kind})
		w.Ores[1].X = s.Reach + 1
		w.index()
		takes := 0
		for range oreSettle + 2 {
			w.Step(nil)
			takes += len(w.Takes)
		}
		p := w.Pilot(1)
		xp, score := want(&w.cat.Growth)
		if takes != 1 || len(w.Ores) != 1 || p.XP != xp || p.Score != score {
			t.Errorf("kind %d: %d taken, %d left, %v experience (want %v), %d points (want %d)", kind, takes, len(w.Ores), p.XP, xp, p.Score, score)
		}
	}
}

// One piece of ore goes to one ship.
func TestOreIsTakenOnce(t *testing.T) {
	w := arena(t)
	enter(t, w, 1, 40, 0)
	enter(t, w, 2, -40, 0)
	w.addOre(Ore{})
	takes := 0
	for range oreSettle + 2 {
		w.Step(nil)
		takes += len(w.Takes)
	}
	if takes != 1 || w.Pilot(1).Score+w.Pilot(2).Score != w.cat.Growth.ScoreOre {
		t.Errorf("taken %d times", takes)
	}
}

// Ore that nobody takes is gone after OreLife.
func TestOreFades(t *testing.T) {
	w := arena(t)
	w.addOre(Ore{})
	if steps(w, int(w.cat.Sector.OreLife)); len(w.Ores) != 1 {
		t.Fatal("it is gone too early")
	}
	if w.Step(nil); len(w.Ores) != 0 {
		t.Error("it stays")
	}
}

// A full bar of experience is a level, and a choice of three different tracks.
func TestLevelOffersThreeTracks(t *testing.T) {
	w := arena(t)
	enter(t, w, 1, 0, 0)
	p := w.Pilot(1)
	for range 300 {
		p.Level, p.XP, p.Offer = 0, 0, Offer{Last: p.Offer.Last}
		if w.learn(1, w.cat.Experience(0)-0.001); p.Level != 0 || p.Offer.Number != 0 {
			t.Fatalf("before the bar is full: level %d, offer %+v", p.Level, p.Offer)
		}
		w.learn(1, 0.001)
		o := p.Offer.Tracks
		if p.Level != 1 || p.Offer.Number == 0 || o[0] == o[1] || o[1] == o[2] || o[0] == o[2] || max(o[0], o[1], o[2]) >= catalog.TrackCount {
			t.Fatalf("level %d, offer %+v", p.Level, p.Offer)
		}
	}
}

// No level lies above LevelMax, whatever is learned, and each level is one choice.
func TestLevelsEnd(t *testing.T) {
	w := arena(t)
	enter(t, w, 1, 0, 0)
	p := w.Pilot(1)
	w.learn(1, 1e9)
	if int(p.Level) != w.cat.Growth.LevelMax || p.XP != 0 || openChoices(p) != w.cat.Growth.LevelMax {
		t.Errorf("level %d, %v experience, %d choices", p.Level, p.XP, openChoices(p))
	}
	for range w.cat.Growth.LevelMax + 5 {
		w.choose(p, p.Offer.Number, 1)
	}
	if p.Offer.Number != 0 {
		t.Errorf("all is chosen and %+v is open", p.Offer)
	}
	if err := w.Check(); err != nil {
		t.Error(err)
	}
}

// An upgrade raises its track and changes the ship at once.
func TestUpgradeChangesTheShip(t *testing.T) {
	for track, look := range map[uint8]func(*World) float64{
		catalog.TrackEngine: func(w *World) float64 { return w.Ships[0].Drive.Accel },
		catalog.TrackHull:   func(w *World) float64 { return w.Ships[0].Armors },
		catalog.TrackShield: func(w *World) float64 { return w.Ships[0].Covers },
		catalog.TrackDamage: func(w *World) float64 { return fired(w).Hurt },
		catalog.TrackRate:   func(w *World) float64 { return -float64(w.Ships[0].Period) },
		catalog.TrackRange:  func(w *World) float64 { b := fired(w); return float64(b.Dies - b.Born) },
		catalog.TrackMagnet: func(w *World) float64 { return w.Ships[0].Reach },
		catalog.TrackEnergy: func(w *World) float64 { return w.Ships[0].Drive.EnergyMax },
	} {
		w := arena(t)
		enter(t, w, 1, 0, 0)
		p := w.Pilot(1)
		before := look(w)
		for range w.cat.Growth.Tracks[track].Max {
			p.Offer.Number, p.Offer.Tracks = 7, [3]uint8{0, 1, track}
			if w.Step([]Input{{Verb: VerbChoose, Pilot: 1, Number: 7, Index: 2}}); !w.Ships[0].Disturbed {
				t.Errorf("track %d: the ship changed and its pilot is not told", track)
			}
		}
		if p.Tracks[track] != w.cat.Growth.Tracks[track].Max || !(look(w) > before) {
			t.Errorf("track %d at level %d: %v, was %v", track, p.Tracks[track], look(w), before)
		}
	}
}

// fired lets the only ship shoot and is its bolt.
func fired(w *World) Bolt {
	s := &w.Ships[0]
	s.Cool = 0
	w.Step(hold(s.Pilot, Controls{Fire: true}))
	w.Step(hold(s.Pilot, Controls{}))
	b := w.Bolts[len(w.Bolts)-1]
	steps(w, 60)
	return b
}

// A choice for another offer than the open one does nothing: it was answered before. Nor does a fourth track.
func TestStaleChoiceIsIgnored(t *testing.T) {
	w := arena(t)
	enter(t, w, 1, 0, 0)
	w.learn(1, w.cat.Experience(0))
	p := w.Pilot(1)
	open := p.Offer
	for _, in := range []Input{
		{Number: open.Number - 1}, {Number: open.Number + 1}, {Number: 0}, {Number: math.MaxUint16}, {Number: open.Number, Index: 3}, {Number: open.Number, Index: 255},
	} {
		in.Verb, in.Pilot = VerbChoose, 1
		if w.Step([]Input{in}); p.Offer != open || p.Tracks != (catalog.Tracks{}) {
			t.Fatalf("%+v: offer %+v, tracks %v", in, p.Offer, p.Tracks)
		}
	}
	twice := Input{Verb: VerbChoose, Pilot: 1, Number: open.Number, Index: 1}
	if w.Step([]Input{twice, twice}); p.Offer.Number != 0 || p.Tracks[open.Tracks[1]] != 1 {
		t.Errorf("chosen twice: offer %+v, tracks %v", p.Offer, p.Tracks)
	}
}
