package game

import (
	"github.com/orbrawl/orbrawl/game/catalog"
	"github.com/orbrawl/orbrawl/game/flight"
	"github.com/orbrawl/orbrawl/protocol"
)

const (
	trackDamage = catalog.TrackDamage
	trackRange  = catalog.TrackRange
)

// remnant is the share of a point that rounding may leave of a ship or rock that is done for.
const remnant = 1e-6

// hurt takes points from a ship, shield first; by is the ship that did it, or nil.
func (w *World) hurt(s *Ship, points float64, by *Ship, cause protocol.Cause) {
	if by == nil {
		w.hurtBy(s, points, 0, NoEntity, cause)
		return
	}
	w.hurtBy(s, points, by.Pilot, by.ID, cause)
}

// hurtBy is hurt for a doer whose ship may be gone already.
func (w *World) hurtBy(s *Ship, points float64, by PilotID, ship EntityID, cause protocol.Cause) {
	if points <= 0 || s.protected(w.Tick) || s.Armor <= 0 {
		return
	}
	dealt := min(points, s.Cover+s.Armor)
	s.HitAt = w.Tick
	s.Cover -= points
	if s.Cover < 0 {
		s.Armor += s.Cover
		s.Cover = 0
	}
	if by != 0 && by != s.Pilot {
		w.learn(by, float64(dealt*w.cat.Growth.DamageExperience))
	}
	if s.Armor < remnant {
		s.Armor = 0
		w.fates = append(w.fates, fate{id: s.ID, kind: KindShip, cause: protocol.GoneBlast, by: by, bySlot: ship.Slot, how: cause})
	}
}

// chip takes points from a rock; by may be nil.
func (w *World) chip(r *Rock, points float64, by *Ship) {
	if r.Left <= 0 || points <= 0 {
		return
	}
	r.Left -= points
	if r.Left >= remnant {
		return
	}
	r.Left = 0
	f := fate{id: r.ID, kind: KindRock, cause: protocol.GoneBroken}
	if by != nil {
		f.by = by.Pilot
	}
	w.fates = append(w.fates, f)
}

// mend lets shields return, and the storm gnaw.
func (w *World) mend() {
	c := &w.cat.Sector
	edge2 := float64(w.Radius * w.Radius)
	for i := range w.Ships {
		s := &w.Ships[i]
		h := &w.cat.Hulls[s.Hull]
		if s.Cover < s.Covers && w.Tick-s.HitAt > Tick(h.ShieldWait) {
			s.Cover = min(s.Covers, s.Cover+float64(h.ShieldRegen*flight.Dt))
		}
		if d2 := float64(s.X*s.X) + float64(s.Y*s.Y); d2 > edge2 {
			w.hurt(s, float64(w.storm(d2)*flight.Dt), nil, protocol.CauseStorm)
		}
	}
	for i := range w.Ores {
		if o := &w.Ores[i]; w.Tick-o.Born > Tick(c.OreLife) {
			w.doom(o.ID, KindOre, protocol.GoneSpent)
		}
	}
}
