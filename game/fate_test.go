package game

import (
	"testing"

	"github.com/orbrawl/orbrawl/game/catalog"
	"github.com/orbrawl/orbrawl/game/flight"
	"github.com/orbrawl/orbrawl/protocol"
)

// broken is a world in which a rock of that radius has just been broken by a pilot.
func broken(t *testing.T, radius float64) *World {
	t.Helper()
	w := arena(t)
	s := enter(t, w, 1, 400, 0)
	w.addRock(Rock{Radius: radius, Rich: 100})
	w.index()
	w.chip(&w.Rocks[0], 1e9, s)
	w.Step(nil)
	return w
}

// A large rock splits into SplitInto smaller ones, whole and flying apart, and spills ore.
func TestLargeRockSplits(t *testing.T) {
	w := broken(t, loadCatalog(t).Rocks.RadiusMax)
	c := &w.cat.Rocks
	if len(w.Rocks) != c.SplitInto || len(w.Ores) == 0 {
		t.Fatalf("it left %d rocks and %d ores", len(w.Rocks), len(w.Ores))
	}
	for _, r := range w.Rocks {
		if r.Radius >= c.RadiusMax || r.Left != r.Full || float64(r.X*r.Vx)+float64(r.Y*r.Vy) <= 0 {
			t.Errorf("a piece is %+v", r)
		}
	}
	if len(w.Ends) != 1 || w.Ends[0].Kind != KindRock || w.Ends[0].Cause != protocol.GoneBroken {
		t.Errorf("told as %v", w.Ends)
	}
}

// A small rock crumbles to ore.
func TestSmallRockCrumbles(t *testing.T) {
	w := broken(t, loadCatalog(t).Rocks.SplitAbove)
	if len(w.Rocks) != 0 || len(w.Ores) == 0 {
		t.Errorf("it left %d rocks and %d ores", len(w.Rocks), len(w.Ores))
	}
}

// Broken twice in one tick, a rock breaks once.
func TestNothingDiesTwice(t *testing.T) {
	w := arena(t)
	s := enter(t, w, 1, 400, 0)
	w.addRock(Rock{Radius: w.cat.Rocks.SplitAbove})
	w.index()
	w.doom(w.Rocks[0].ID, KindRock, protocol.GoneBroken)
	w.chip(&w.Rocks[0], 1e9, s)
	w.hurt(s, 1e9, nil, protocol.CauseStorm)
	w.hurt(s, 1e9, nil, protocol.CauseRam)
	w.Step(nil)
	if len(w.Ends) != 2 || len(w.Kills) != 1 || w.Kills[0].Cause != protocol.CauseStorm {
		t.Errorf("%v ended, killed were %v", w.Ends, w.Kills)
	}
}

// duel lets pilot 1 kill pilot 2 after prepare, and returns the world after that tick.
func duel(t *testing.T, prepare func(w *World, killer, victim *Pilot), tune ...func(*catalog.Catalog)) *World {
	t.Helper()
	w := arena(t, tune...)
	enter(t, w, 1, 0, 0)
	enter(t, w, 2, 400, 0)
	prepare(w, w.Pilot(1), w.Pilot(2))
	w.hurt(w.ShipOf(2), 1e9, w.ShipOf(1), protocol.CausePulse)
	w.Step(nil)
	if len(w.Kills) != 1 || w.Kills[0].By != 1 || w.Kills[0].Victim != 2 {
		t.Fatalf("the duel ended with %v", w.Kills)
	}
	return w
}

// The dead spill a share of their ore, at most LootMax pieces, where they died.
func TestDeathDropsLoot(t *testing.T) {
	poor := len(duel(t, func(*World, *Pilot, *Pilot) {}).Ores)
	some := duel(t, func(_ *World, _, v *Pilot) { v.Run.Ore = 20 })
	rich := duel(t, func(_ *World, _, v *Pilot) { v.Run.Ore = 100000 })
	most := rich.cat.Growth.LootMax
	if !(poor <= len(some.Ores) && len(some.Ores) <= most) || len(rich.Ores) != most {
		t.Errorf("loot of nothing %d, of some ore %d, of much %d; at most %d", poor, len(some.Ores), len(rich.Ores), most)
	}
	for _, o := range rich.Ores {
		if o.X < 300 || o.X > 500 || o.Y < -100 || o.Y > 100 {
			t.Errorf("loot lies at %v %v, the ship died at 400 0", o.X, o.Y)
		}
	}
}

// The dead keep a share of their levels and of their score, and no upgrade; the next life offers the choices of
// the levels again.
func TestDeathKeepsAShare(t *testing.T) {
	w := duel(t, func(_ *World, _, v *Pilot) { v.Level, v.Score, v.Tracks[0] = 9, 1000, 3 })
	g := &w.cat.Growth
	v := w.Pilot(2)
	kept := uint8(9 * g.KeepLevels)
	if v.Level != kept || v.Score != uint32(1000*g.ScoreKept) || v.Tracks != (catalog.Tracks{}) || v.Phase != Dead {
		t.Errorf("of level 9 and 1000 points the dead have %+v", v)
	}
	steps(w, int(w.cat.Sector.RespawnWait))
	w.Step([]Input{{Verb: VerbPlay, Pilot: 2}})
	if choices := openChoices(w.Pilot(2)); choices != int(kept) {
		t.Errorf("at level %d the next life begins with %d choices", kept, choices)
	}
}

// openChoices is how many upgrades a pilot may still take.
func openChoices(p *Pilot) int {
	if p.Offer.Number == 0 {
		return int(p.Offer.Waiting)
	}
	return int(p.Offer.Waiting) + 1
}

// Giving up the ship is no way to more upgrades than levels.
func TestGivingUpGainsNothing(t *testing.T) {
	w := arena(t)
	enter(t, w, 1, 0, 0)
	p := w.Pilot(1)
	for range 6 {
		w.learn(1, w.cat.Experience(p.Level))
		w.choose(p, p.Offer.Number, 0)
	}
	w.Step([]Input{{Verb: VerbEject, Pilot: 1}})
	steps(w, int(w.cat.Sector.RespawnWait))
	w.Step([]Input{{Verb: VerbPlay, Pilot: 1}})
	taken := 0
	for _, level := range p.Tracks {
		taken += int(level)
	}
	if taken+openChoices(p) > int(p.Level) || p.Level > uint8(6*w.cat.Growth.KeepLevels) {
		t.Errorf("at level %d it has %d upgrades and %d choices", p.Level, taken, openChoices(p))
	}
}

// The killer gets the points and the experience of the kill, and experience for the points it dealt, which are no
// more than the victim had.
func TestKillerIsPaid(t *testing.T) {
	large := func(c *catalog.Catalog) { c.Growth.FirstLevel = 1e5 }
	w := duel(t, func(_ *World, _, v *Pilot) { v.Level = 4 }, large)
	g := &w.cat.Growth
	k := w.Pilot(1)
	dealt := (w.cat.HullPoints(0, catalog.Tracks{}) + w.cat.ShieldPoints(0, catalog.Tracks{})) * g.DamageExperience
	if want := g.KillExperience + 4*g.KillPerLevel + dealt; k.Score != g.ScoreKill || !near(k.XP, want) || k.Run.Kills != 1 {
		t.Errorf("the killer has %d points, %v experience (want %v), %d kills", k.Score, k.XP, want, k.Run.Kills)
	}
	if v := w.Pilot(2); v.Run.By != 1 || v.Run.ByName != "Ann" || v.Run.Level != 4 {
		t.Errorf("the victim was told %+v", v.Run)
	}
}

// The leader carries a bounty once its score is worth one; who kills it is paid the bounty.
func TestBountyIsCarriedAndPaid(t *testing.T) {
	const score = 10000
	var lead PilotID
	w := duel(t, func(w *World, _, v *Pilot) {
		v.Score = score
		steps(w, flight.Rate)
		lead = w.Leader
	})
	g := &w.cat.Growth
	bounty := g.BountyBase + uint32(score*g.BountyShare)
	if lead != 2 || w.Kills[0].Bounty != bounty || w.Pilot(1).Score != g.ScoreKill+bounty {
		t.Errorf("leader %d, bounty %d of %d, the killer has %d points", lead, w.Kills[0].Bounty, bounty, w.Pilot(1).Score)
	}
	plain := duel(t, func(w *World, _, v *Pilot) {
		v.Score = g.BountyFrom - 1
		steps(w, flight.Rate)
		lead = w.Leader
	})
	if lead != 0 || plain.Kills[0].Bounty != 0 {
		t.Errorf("leader %d with %d points, bounty %d", lead, g.BountyFrom-1, plain.Kills[0].Bounty)
	}
}
