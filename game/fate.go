package game

import (
	"math"

	"github.com/orbrawl/orbrawl/game/flight"
	"github.com/orbrawl/orbrawl/protocol"
)

// A fate is a change decided during a step and applied at its end, in the order of decision. It is the only
// way things die, so nothing is struck that is gone, and nothing is struck twice.
type fate struct {
	id     EntityID
	kind   Kind
	cause  uint8 // protocol.GoneQuiet and so on
	by     PilotID
	bySlot uint16
	how    protocol.Cause
}

// doom decides that a thing ends with this step.
func (w *World) doom(id EntityID, kind Kind, cause uint8) {
	w.fates = append(w.fates, fate{id: id, kind: kind, cause: cause})
}

// end tells those who watch that a thing left.
func (w *World) end(id EntityID, kind Kind, cause uint8) {
	w.Ends = append(w.Ends, End{id, kind, cause})
}

// settle applies the fates. One that comes twice finds the thing gone and does nothing.
func (w *World) settle() {
	for i := range w.fates {
		f := w.fates[i]
		if _, ok := w.slotsOf(f.kind).find(f.id, f.kind); !ok {
			continue
		}
		w.end(f.id, f.kind, f.cause)
		switch f.kind {
		case KindShip:
			w.kill(f)
		case KindRock:
			w.crumble(f)
		case KindOre:
			w.dropOre(f.id)
		case KindBolt:
			w.dropBolt(f.id)
		}
	}
	w.fates = w.fates[:0]
}

// kill ends a ship: the rules share out what it was worth, its ore spills, its pilot waits.
func (w *World) kill(f fate) {
	s := w.Ship(f.id)
	victim := w.pilotOf(s)
	killer := w.Pilot(f.by)
	if killer == victim {
		killer, f.by, f.bySlot = nil, 0, protocol.Nobody
	}
	k := Kill{By: f.by, Victim: victim.ID, BySlot: f.bySlot, VictimSlot: s.ID.Slot, Cause: f.how, At: flight.Vec{X: s.X, Y: s.Y}}
	victim.Run.Seconds = uint32(w.Tick-victim.Run.Born) / flight.Rate
	victim.Run.By, victim.Run.BySlot, victim.Run.Cause, victim.Run.Level = f.by, f.bySlot, f.how, victim.Level
	victim.Run.ByName = ""
	if killer != nil {
		victim.Run.ByName = killer.Name
		killer.Run.Kills++
	}
	k.Bounty = w.rules.Killed(w, killer, victim)
	w.Kills = append(w.Kills, k)
	w.spill(s, victim)
	w.dropShip(f.id)
	victim.Phase, victim.Ship, victim.DiedAt = Dead, NoEntity, w.Tick
	w.shed(victim)
}

// spill throws a share of the victim's ore into the world.
func (w *World) spill(s *Ship, victim *Pilot) {
	g := &w.cat.Growth
	n := min(g.LootMax, 3+int(float64(victim.Run.Ore)*g.LootShare)/4)
	for i := range n {
		kind := uint8(protocol.OrePlain)
		if i%3 == 0 {
			kind = protocol.OreRich
		}
		w.scatter(flight.Vec{X: s.X, Y: s.Y}, s.Radius, 190, kind, s.Vx*0.5, s.Vy*0.5)
	}
}

// crumble breaks a rock into smaller ones, or into ore.
func (w *World) crumble(f fate) {
	r := *w.Rock(f.id)
	w.dropRock(f.id)
	c := &w.cat.Rocks
	at := flight.Vec{X: r.X, Y: r.Y}
	rich := float64(r.Rich) / 255
	for range 1 + int(float64(r.Radius*c.OrePerRadius)*(0.4+rich)) {
		kind := uint8(protocol.OrePlain)
		if w.Chance.Float() < rich {
			kind = protocol.OreRich
		}
		w.scatter(at, r.Radius*0.5, 120, kind, r.Vx, r.Vy)
	}
	if w.Chance.Float() < c.RepairChance {
		w.scatter(at, 0, 60, protocol.OreRepair, r.Vx, r.Vy)
	}
	if r.Radius > c.SplitAbove {
		w.split(&r)
	}
}

func (w *World) split(r *Rock) {
	n := w.cat.Rocks.SplitInto
	if n == 0 {
		return
	}
	radius := r.Radius / math.Sqrt(float64(n)) * 0.95
	turn := w.Chance.Intn(flight.Dirs)
	for i := range n {
		d := flight.Table[(turn+i*flight.Dirs/n)%flight.Dirs]
		speed := 40 + float64(50*w.Chance.Float())
		w.addRock(Rock{
			Body: flight.Body{
				X: r.X + float64(d.X*radius*1.05), Y: r.Y + float64(d.Y*radius*1.05),
				Vx: r.Vx + float64(d.X*speed), Vy: r.Vy + float64(d.Y*speed),
			},
			Radius: radius, Rich: r.Rich, Seed: uint8(w.Chance.Intn(256)),
		})
	}
}

// scatter throws one piece of ore out from at.
func (w *World) scatter(at flight.Vec, reach, speed float64, kind uint8, vx, vy float64) {
	d := w.Chance.Dir()
	out := float64(reach * w.Chance.Float())
	v := float64(speed * (0.35 + float64(0.65*w.Chance.Float())))
	w.addOre(Ore{Kind: kind, Body: flight.Body{
		X: at.X + float64(d.X*out), Y: at.Y + float64(d.Y*out),
		Vx: vx + float64(d.X*v), Vy: vy + float64(d.Y*v),
	}})
}
