package game

import (
	"errors"
	"fmt"

	"github.com/orbrawl/orbrawl/game/brain"
	"github.com/orbrawl/orbrawl/game/catalog"
	"github.com/orbrawl/orbrawl/game/flight"
	"github.com/orbrawl/orbrawl/protocol"
)

// errUnsound is a state that no step could have made.
var errUnsound = errors.New("the world does not hang together")

// farthest is how far from the middle a thing may be, in u: the edge of space, and what contact may push it on
// until the next tick.
const farthest = spaceEdge + 500

// slack is what rounding may add to a sum of points.
const slack = 1e-6

// Check reports the first thing in the state that does not hang together with the rest, or lies outside its range.
// It holds between any two steps. Restore calls it, and so do tests; it takes as long as a step.
func (w *World) Check() error {
	for _, check := range []func() error{w.checkSlots, w.checkSector, w.checkPilots, w.checkShips, w.checkRocks, w.checkOres, w.checkBolts} {
		if err := check(); err != nil {
			return fmt.Errorf("game: tick %d: %w: %w", w.Tick, errUnsound, err)
		}
	}
	return nil
}

func (w *World) checkSector() error {
	c := &w.cat.Sector
	if !within(w.Radius, c.RadiusMin, c.RadiusMax) {
		return fmt.Errorf("the sector's radius is %v", w.Radius)
	}
	if w.Calm > calmMost {
		return fmt.Errorf("bots take %d reaction times longer to think; allowed are 0 to %d", w.Calm, calmMost)
	}
	if w.Leader != 0 && w.Pilot(w.Leader) == nil {
		return fmt.Errorf("the leader %d is unknown", w.Leader)
	}
	return nil
}

// checkSlots proves that each slot is either held by one thing or waits to be used again.
func (w *World) checkSlots() error {
	if err := w.checkTable(&w.Berths, newBerths(), len(w.Ships)); err != nil {
		return err
	}
	return w.checkTable(&w.Slots, newSlots(), len(w.Rocks)+len(w.Ores)+len(w.Bolts))
}

func (w *World) checkTable(s *Slots, fresh Slots, holders int) error {
	if s.First != fresh.First || s.Most != fresh.Most || s.Rest != fresh.Rest || len(s.Table) > s.Most || s.Head < 0 || s.Head > len(s.Queue) {
		return fmt.Errorf("%d slots from %d, at most %d, resting %d ticks, queue at %d of %d", len(s.Table), s.First, s.Most, s.Rest, s.Head, len(s.Queue))
	}
	things := [...]int{KindShip: len(w.Ships), KindRock: len(w.Rocks), KindOre: len(w.Ores), KindBolt: len(w.Bolts)}
	held := 0
	for i, t := range s.Table {
		if t.Kind == KindNone {
			continue
		}
		if int(t.Kind) >= len(things) || w.slotsOf(t.Kind) != s || t.Index < 0 || int(t.Index) >= things[t.Kind] {
			return fmt.Errorf("slot %d of %d on leads nowhere: %+v", i, s.First, t)
		}
		held++
	}
	if held != holders {
		return fmt.Errorf("%d slots from %d on are held by %d things", held, s.First, holders)
	}
	return s.checkWaiting(held)
}

// checkWaiting proves that the slots that nothing holds wait, each once.
func (s *Slots) checkWaiting(held int) error {
	waits := map[uint16]bool{}
	wait := func(slot uint16) bool {
		t := s.at(slot)
		fine := t != nil && t.Kind == KindNone && !waits[slot]
		waits[slot] = true
		return fine
	}
	for _, f := range s.Queue[s.Head:] {
		if !wait(f.Slot) {
			return fmt.Errorf("slot %d waits and is in use, or waits twice", f.Slot)
		}
	}
	for _, slot := range s.Spare {
		if !wait(slot) {
			return fmt.Errorf("slot %d is spare and in use, or waits too", slot)
		}
	}
	if held+len(waits) != len(s.Table) {
		return fmt.Errorf("%d slots, %d held and %d waiting", len(s.Table), held, len(waits))
	}
	return nil
}

// holds reports an error unless the table leads from the id to that place among its kind.
func (w *World) holds(id EntityID, kind Kind, at int) error {
	if i, ok := w.slotsOf(kind).find(id, kind); !ok || i != at {
		return fmt.Errorf("kind %d at %d says it is %+v, the slots do not", kind, at, id)
	}
	return nil
}

// holdsBody is holds for a thing that also must be somewhere.
func (w *World) holdsBody(id EntityID, kind Kind, at int, b *flight.Body) error {
	if !within(b.X, -farthest, farthest) || !within(b.Y, -farthest, farthest) || !finite(b.Vx) || !finite(b.Vy) {
		return fmt.Errorf("kind %d at %d is nowhere: %+v", kind, at, *b)
	}
	return w.holds(id, kind, at)
}

func (w *World) checkPilots() error {
	flying := 0
	for i := range w.Pilots {
		p := &w.Pilots[i]
		if at, ok := w.byID[p.ID]; p.ID == 0 || !ok || at != i || p.Bot != (p.ID&botID != 0) {
			return fmt.Errorf("pilot %d is 0, there twice, or no bot though named so", p.ID)
		}
		if p.Phase == Flying {
			flying++
			if s := w.Ship(p.Ship); s == nil || s.Pilot != p.ID {
				return fmt.Errorf("pilot %d flies %+v, which is not its ship", p.ID, p.Ship)
			}
		}
		if err := w.checkGrowth(p); err != nil {
			return err
		}
	}
	if flying != len(w.Ships) {
		return fmt.Errorf("%d pilots fly %d ships", flying, len(w.Ships))
	}
	return nil
}

func (w *World) checkGrowth(p *Pilot) error {
	g := &w.cat.Growth
	if p.Phase > Dead || int(p.Level) > g.LevelMax || !finite(p.XP) || p.Mind.Temper > brain.Autopilot || !within(p.Mind.Skill, 0, 1) {
		return fmt.Errorf("pilot %d is beyond what a pilot can be: phase %d, level %d, experience %v, mind %+v", p.ID, p.Phase, p.Level, p.XP, p.Mind)
	}
	if err := checkHelm(p.Helm); err != nil {
		return fmt.Errorf("pilot %d: %w", p.ID, err)
	}
	for _, t := range p.Offer.Tracks {
		if t >= catalog.TrackCount {
			return fmt.Errorf("pilot %d is offered track %d", p.ID, t)
		}
	}
	return w.checkTracks(p.Tracks)
}

func (w *World) checkTracks(t catalog.Tracks) error {
	for i, level := range t {
		if level > w.cat.Growth.Tracks[i].Max {
			return fmt.Errorf("track %d is at level %d", i, level)
		}
	}
	return nil
}

func checkHelm(c Controls) error {
	if c.Power > 15 || c.Aim >= flight.Dirs {
		return fmt.Errorf("the helm is %+v", c)
	}
	return nil
}

func (w *World) checkShips() error {
	for i := range w.Ships {
		s := &w.Ships[i]
		if err := w.holdsBody(s.ID, KindShip, i, &s.Body); err != nil {
			return err
		}
		if int(s.Hull) >= len(w.cat.Hulls) {
			return fmt.Errorf("ship %+v has hull %d", s.ID, s.Hull)
		}
		h := &w.cat.Hulls[s.Hull]
		whole := s.Radius == h.Radius && s.Mass == h.Mass && finite(s.Reach) && s.Period > 0
		points := s.Armor > 0 && s.Armor <= s.Armors+slack && within(s.Cover, 0, s.Covers+slack) && within(s.Energy, 0, s.Drive.EnergyMax+slack)
		full := finite(s.Armors) && finite(s.Covers) && s.Drive == w.cat.Drive(int(s.Hull), s.Gain)
		if !whole || !points || !full || !finite(s.BeamX) || !finite(s.BeamY) {
			return fmt.Errorf("ship %+v is beyond what a ship can be: %+v", s.ID, *s)
		}
		if err := errors.Join(checkHelm(s.Helm), w.checkTracks(s.Gain)); err != nil {
			return fmt.Errorf("ship %+v: %w", s.ID, err)
		}
		for _, p := range s.Past {
			if !within(p.X, -farthest, farthest) || !within(p.Y, -farthest, farthest) {
				return fmt.Errorf("ship %+v was nowhere: %v", s.ID, s.Past)
			}
		}
	}
	return nil
}

func (w *World) checkRocks() error {
	for i := range w.Rocks {
		r := &w.Rocks[i]
		if err := w.holdsBody(r.ID, KindRock, i, &r.Body); err != nil {
			return err
		}
		if !(r.Left > 0) || !(r.Left <= r.Full) || !finite(r.Full) || !within(r.Radius, 0, w.cat.Rocks.RadiusMax) || !(r.Mass > 0) || !finite(r.Mass) {
			return fmt.Errorf("rock %+v is beyond what a rock can be: %+v", r.ID, *r)
		}
	}
	return nil
}

func (w *World) checkOres() error {
	for i := range w.Ores {
		o := &w.Ores[i]
		if err := w.holdsBody(o.ID, KindOre, i, &o.Body); err != nil {
			return err
		}
		if o.Kind > protocol.OreRepair {
			return fmt.Errorf("ore %+v is of kind %d", o.ID, o.Kind)
		}
	}
	return nil
}

func (w *World) checkBolts() error {
	for i := range w.Bolts {
		b := &w.Bolts[i]
		if err := w.holds(b.ID, KindBolt, i); err != nil {
			return err
		}
		if int(b.Kind) >= len(w.cat.Weapons) || b.Dir >= flight.Dirs || b.Lag >= pastTicks || !finite(b.Hurt) || !finite(b.X) || !finite(b.Y) {
			return fmt.Errorf("bolt %+v is beyond what a bolt can be: %+v", b.ID, *b)
		}
	}
	return nil
}

// within is false for NaN.
func within(v, lo, hi float64) bool { return v >= lo && v <= hi }

func finite(v float64) bool { return v-v == 0 }
