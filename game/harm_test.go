package game

import (
	"testing"

	"github.com/orbrawl/orbrawl/protocol"
)

// The shield takes harm before the hull does.
func TestShieldTakesHarmFirst(t *testing.T) {
	w := arena(t)
	s := enter(t, w, 1, 0, 0)
	armor, cover := s.Armor, s.Cover
	if w.hurt(s, cover-1, nil, protocol.CauseStorm); s.Cover != 1 || s.Armor != armor {
		t.Errorf("of %v and %v points %v and %v are left", armor, cover, s.Armor, s.Cover)
	}
	if w.hurt(s, 3, nil, protocol.CauseStorm); s.Cover != 0 || s.Armor != armor-2 {
		t.Errorf("then %v and %v", s.Armor, s.Cover)
	}
}

// The shield begins to return ShieldWait ticks after the last hit, and fills up; the hull does not.
func TestShieldReturnsAfterItsWait(t *testing.T) {
	w := arena(t)
	s := enter(t, w, 1, 0, 0)
	h := &w.cat.Hulls[s.Hull]
	w.hurt(s, s.Cover+5, nil, protocol.CauseStorm)
	armor := s.Armor
	steps(w, int(h.ShieldWait))
	if s.Cover != 0 {
		t.Fatalf("%d ticks after the hit the shield has %v", h.ShieldWait, s.Cover)
	}
	if w.Step(nil); !(s.Cover > 0) {
		t.Fatal("its wait is over and the shield does not return")
	}
	steps(w, int(30*s.Covers/h.ShieldRegen)+1)
	if s.Cover != s.Covers || s.Armor != armor {
		t.Errorf("at last the shield has %v of %v, the hull %v where it had %v", s.Cover, s.Covers, s.Armor, armor)
	}
}

// A repair mends the hull by its points, never beyond full, and stays where it is for a whole ship.
func TestHullIsMendedByRepairsOnly(t *testing.T) {
	w := arena(t)
	s := enter(t, w, 1, 0, 0)
	w.addOre(Ore{Kind: protocol.OreRepair})
	steps(w, oreSettle+5)
	if len(w.Ores) != 1 {
		t.Fatal("a whole ship took a repair")
	}
	hurt := w.cat.Growth.Repair * 0.75
	w.hurt(s, s.Cover+hurt, nil, protocol.CauseStorm)
	w.Step(nil)
	if len(w.Ores) != 0 || s.Armor != s.Armors {
		t.Errorf("hurt by %v, after a repair the hull has %v of %v", hurt, s.Armor, s.Armors)
	}
}

// What has been killed is not mended by what it flies over in its last tick.
func TestTheDeadAreNotMended(t *testing.T) {
	w := arena(t)
	s := enter(t, w, 1, 0, 0)
	w.addOre(Ore{Kind: protocol.OreRepair})
	steps(w, oreSettle+5)
	w.hurt(s, 1e9, nil, protocol.CauseStorm)
	w.Step(nil)
	if len(w.Takes) != 0 || w.ShipOf(1) != nil {
		t.Errorf("a dead ship took %v", w.Takes)
	}
}

// The storm drains who is outside the sector, more the farther out, and nobody inside.
func TestStormDrainsOutside(t *testing.T) {
	lost := func(out float64) float64 {
		w := arena(t)
		s := enter(t, w, 1, 0, 0)
		put(w, s, w.Radius+out, 0)
		full := points(s)
		steps(w, 30)
		return full - points(s)
	}
	if got := lost(-50); got != 0 {
		t.Errorf("inside, the storm took %v", got)
	}
	c := loadCatalog(t).Sector
	at, far := lost(0.5), lost(c.StormReach)
	if at < c.StormDamage*0.9 || at > c.StormDamage*1.1 {
		t.Errorf("a second at the edge took %v, want %v", at, c.StormDamage)
	}
	if far < at*1.9 || far > at*2.1 {
		t.Errorf("a second far out took %v, at the edge %v", far, at)
	}
}

// A ship the storm kills is nobody's kill.
func TestStormKills(t *testing.T) {
	w := arena(t)
	s := enter(t, w, 1, 0, 0)
	put(w, s, w.Radius+4*w.cat.Sector.StormReach, 0)
	for range 30 * 600 {
		w.Step(nil)
		if len(w.Kills) > 0 {
			if k := w.Kills[0]; k.By != 0 || k.Victim != 1 || k.Cause != protocol.CauseStorm {
				t.Errorf("%+v", k)
			}
			return
		}
	}
	t.Error("ten minutes in the storm and alive")
}
