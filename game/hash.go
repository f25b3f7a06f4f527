package game

import (
	"math"

	"github.com/orbrawl/orbrawl/game/flight"
)

// hasher mixes words into one number: FNV-1a's scheme over 64-bit words, with a final SplitMix64 round. It is
// for telling worlds apart, not for secrets.
type hasher uint64

func (h *hasher) word(v uint64) {
	*h = (*h ^ hasher(v)) * 0x100000001b3
	*h ^= *h >> 29
}

func (h *hasher) real(v ...float64) {
	for _, f := range v {
		h.word(math.Float64bits(f))
	}
}

func (h *hasher) flag(v bool) {
	if v {
		h.word(1)
	} else {
		h.word(0)
	}
}

func (h *hasher) text(s string) {
	h.word(uint64(len(s)))
	for i := range len(s) {
		h.word(uint64(s[i]))
	}
}

func (h *hasher) id(e EntityID) { h.word(uint64(e.Slot)<<8 | uint64(e.Gen)) }

func (h *hasher) body(b *flight.Body) {
	h.real(b.X, b.Y, b.Vx, b.Vy, b.Energy)
	h.word(uint64(b.Cool))
}

// Hash is one number for the whole state: two worlds with the same hash go on alike.
func (w *World) Hash() uint64 {
	h := hasher(0xcbf29ce484222325)
	h.word(w.Config.Seed)
	h.text(w.Config.Mode)
	h.word(uint64(w.Config.Fill))
	h.word(uint64(w.Tick))
	h.word(w.Chance.S)
	h.real(w.Radius)
	h.word(uint64(w.Leader))
	h.word(uint64(w.NextBot) | uint64(w.Calm)<<32)
	h.slots(&w.Berths)
	h.slots(&w.Slots)
	for i := range w.Pilots {
		h.pilot(&w.Pilots[i])
	}
	for i := range w.Ships {
		h.ship(&w.Ships[i])
	}
	for i := range w.Rocks {
		h.rock(&w.Rocks[i])
	}
	for i := range w.Ores {
		h.ore(&w.Ores[i])
	}
	for i := range w.Bolts {
		h.bolt(&w.Bolts[i])
	}
	h.word(uint64(len(w.Pilots)) | uint64(len(w.Ships))<<16 | uint64(len(w.Rocks))<<32 | uint64(len(w.Ores))<<48)
	return uint64(h)
}

func (h *hasher) slots(s *Slots) {
	h.word(uint64(s.First) | uint64(s.Most)<<16 | uint64(s.Rest)<<32)
	for _, t := range s.Table {
		h.word(uint64(t.Kind)<<40 | uint64(t.Gen)<<32 | uint64(uint32(t.Index)))
	}
	for _, f := range s.Queue[s.Head:] { // how far the queue has moved in its array is no state
		h.word(uint64(f.Slot)<<32 | uint64(f.At))
	}
	for _, slot := range s.Spare {
		h.word(uint64(slot))
	}
}

func (h *hasher) controls(c *Controls) {
	h.word(uint64(c.Move) | uint64(c.Power)<<8 | uint64(c.Aim)<<16 | uint64(c.Lag)<<32)
	h.flag(c.Fire)
	h.flag(c.Beam)
	h.flag(c.Boost)
}

func (h *hasher) pilot(p *Pilot) {
	h.word(uint64(p.ID))
	h.text(p.Name)
	h.word(uint64(p.Hue) | uint64(p.Phase)<<8 | uint64(p.Level)<<16)
	h.flag(p.Bot)
	h.flag(p.Adrift)
	h.id(p.Ship)
	h.controls(&p.Helm)
	h.real(p.Mind.Skill, p.XP)
	h.word(uint64(p.Mind.Temper) | uint64(p.Mind.Target)<<8 | uint64(p.Mind.Mood)<<24 | uint64(p.Mind.Until)<<32)
	h.word(uint64(uint8(p.Mind.Side)) | uint64(p.Mind.Roam)<<8 | uint64(p.Mind.Grudge)<<16 | uint64(p.Score)<<32)
	for _, t := range p.Tracks {
		h.word(uint64(t))
	}
	for _, t := range p.Offer.Tracks {
		h.word(uint64(t))
	}
	h.word(uint64(p.Offer.Number) | uint64(p.Offer.Last)<<16 | uint64(p.Offer.Waiting)<<32)
	h.word(uint64(p.DiedAt) | uint64(p.Changed)<<32)
	r := &p.Run
	h.word(uint64(r.Born) | uint64(r.Ore)<<32)
	h.word(uint64(r.Seconds) | uint64(r.By)<<32)
	h.word(uint64(r.BySlot) | uint64(r.Cause)<<16 | uint64(r.Level)<<24 | uint64(r.Kills)<<32)
	h.text(r.ByName)
}

func (h *hasher) ship(s *Ship) {
	h.id(s.ID)
	h.word(uint64(s.Pilot)<<16 | uint64(s.Hull)<<8 | uint64(s.Hue))
	h.body(&s.Body)
	h.controls(&s.Helm)
	h.flag(s.Burn.Boost)
	h.flag(s.Burn.Beam)
	h.flag(s.Disturbed)
	h.flag(s.Touched)
	h.real(s.Armor, s.Cover, s.BeamX, s.BeamY, s.Armors, s.Covers, s.Radius, s.Mass, s.Reach)
	h.word(uint64(s.Born) | uint64(s.HitAt)<<32)
	h.word(uint64(s.Safe) | uint64(s.Period)<<32)
	for _, p := range s.Past {
		h.real(p.X, p.Y)
	}
	d := &s.Drive
	h.real(d.Accel, d.Drag, d.Boost, d.BoostCost, d.BeamCost, d.Regen, d.EnergyMax)
	for _, t := range s.Gain {
		h.word(uint64(t))
	}
}

func (h *hasher) rock(r *Rock) {
	h.id(r.ID)
	h.body(&r.Body)
	h.real(r.Radius, r.Mass, r.Left, r.Full)
	h.word(uint64(r.Rich) | uint64(r.Seed)<<8)
}

func (h *hasher) ore(o *Ore) {
	h.id(o.ID)
	h.body(&o.Body)
	h.word(uint64(o.Kind) | uint64(o.Born)<<32)
}

func (h *hasher) bolt(b *Bolt) {
	h.id(b.ID)
	h.id(b.Owner)
	h.word(uint64(b.Pilot) | uint64(b.Hue)<<32 | uint64(b.Kind)<<40 | uint64(b.Range)<<48 | uint64(b.Lag)<<56)
	h.word(uint64(b.Dir) | uint64(b.Born)<<32)
	h.real(b.X, b.Y, b.Hurt)
	h.word(uint64(b.Dies))
}
