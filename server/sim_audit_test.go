package server

import (
	"math"

	"github.com/orbrawl/orbrawl/game"
	"github.com/orbrawl/orbrawl/protocol"
)

// berthRest and slotRest are how many ticks a ship's slot, and another, must be empty before something else takes it.
const (
	berthRest = 64
	slotRest  = 240
)

// truthBound is how far off a thing may be believed, in u: a loose bound, for what drifts away for good.
const truthBound = 2 * 12

// worldAudit looks at a world after each tick: whether it hangs together, and whether what came and went is
// accounted for.
type worldAudit struct {
	slots   []slotAudit
	counts  [game.KindBolt + 1]int
	purses  map[game.PilotID]purse
	gains   map[game.PilotID]gain
	killed  map[game.PilotID]bool
	freshOf [game.KindBolt + 1]int
}

// slotAudit is what is, or was last, in a slot.
type slotAudit struct {
	id      game.EntityID
	kind    game.Kind
	since   game.Tick
	freedAt game.Tick
	ore     uint8
	pilot   game.PilotID
}

// purse is what a pilot has.
type purse struct {
	phase game.Phase
	born  game.Tick
	score uint32
	ore   uint32
	kills uint16
	level uint8
}

// gain is what a pilot has earned in a tick.
type gain struct {
	score, ore uint32
	kills      uint16
}

func (w *worldAudit) begin(world *game.World) {
	w.purses, w.gains, w.killed = map[game.PilotID]purse{}, map[game.PilotID]gain{}, map[game.PilotID]bool{}
	w.things(nil, world)
	w.earned(nil, world)
}

func (w *worldAudit) after(s *simulation) {
	world := s.loop.world
	if err := world.Check(); err != nil {
		s.must(false, "the world hangs together", nil, "%v", err)
	}
	w.takes(s, world)
	w.ends(s, world)
	w.things(s, world)
	w.earned(s, world)
	w.beliefs(s)
	if s.now%16 == 0 {
		s.note(0, "world", world.Hash(), 0)
	}
}

// at is a slot's entry, good until the next call.
func (w *worldAudit) at(slot uint16) *slotAudit {
	for int(slot) >= len(w.slots) {
		w.slots = append(w.slots, slotAudit{})
	}
	return &w.slots[slot]
}

// takes notes what ore was worth to whom.
func (w *worldAudit) takes(s *simulation, world *game.World) {
	clear(w.gains)
	clear(w.killed)
	g := &s.cat.Growth
	for _, t := range world.Takes {
		ship := *w.at(t.Ship.Slot)
		ore := w.at(t.Ore.Slot)
		s.must(ore.id == t.Ore && ore.kind == game.KindOre && ore.ore != oreGone, "ore is taken once, and there", nil, "%+v, slot %+v", t, *ore)
		value := [...]uint32{protocol.OrePlain: g.ScoreOre, protocol.OreRich: g.ScoreRich, protocol.OreRepair: 0}[ore.ore]
		pilot := ship.pilot
		if ship.id != t.Ship { // it has come with this tick
			if now := world.Ship(t.Ship); now != nil {
				pilot = now.Pilot
			}
		}
		sum := w.gains[pilot]
		sum.score += value
		sum.ore += value
		w.gains[pilot] = sum
		ore.ore = oreGone
		s.tally.Takes++
	}
	for i := range world.Kills {
		k := &world.Kills[i]
		w.killed[k.Victim] = true
		if k.By == 0 {
			continue
		}
		sum := w.gains[k.By]
		sum.score += g.ScoreKill + k.Bounty
		sum.kills++
		w.gains[k.By] = sum
	}
}

// oreGone marks ore that was taken.
const oreGone = 0xff

// ends wants what left the world to have been in it, and ore to be taken or spent.
func (w *worldAudit) ends(s *simulation, world *game.World) {
	for _, e := range world.Ends {
		a := w.at(e.ID.Slot)
		if a.id != e.ID || a.kind != e.Kind { // it came and went within the tick
			s.must(a.kind == game.KindNone, "what ends was there", nil, "%+v, slot %+v", e, *a)
			w.counts[e.Kind]++
		}
		if e.Kind == game.KindOre && a.ore != oreGone {
			s.must(world.Tick-a.since > game.Tick(s.cat.Sector.OreLife), "ore is taken or spent", nil, "%+v ended, of tick %d", e, a.since)
		}
		w.counts[e.Kind]--
		a.kind, a.freedAt = game.KindNone, world.Tick
		if e.Kind == game.KindBolt {
			a.freedAt = 0 // bolts are not known by their slots, so those need no rest
		}
	}
}

// things wants ids to be unique over time, and nothing to come or go without a reason.
func (w *worldAudit) things(s *simulation, world *game.World) {
	w.freshOf = [game.KindBolt + 1]int{}
	for i := range world.Ships {
		w.thing(s, world, world.Ships[i].ID, game.KindShip).pilot = world.Ships[i].Pilot
	}
	for i := range world.Rocks {
		w.thing(s, world, world.Rocks[i].ID, game.KindRock)
	}
	for i := range world.Ores {
		w.thing(s, world, world.Ores[i].ID, game.KindOre).ore = world.Ores[i].Kind
	}
	for i := range world.Bolts {
		w.thing(s, world, world.Bolts[i].ID, game.KindBolt)
	}
	now := [...]int{game.KindShip: len(world.Ships), game.KindRock: len(world.Rocks), game.KindOre: len(world.Ores), game.KindBolt: len(world.Bolts)}
	for kind := game.KindShip; s != nil && kind <= game.KindBolt; kind++ {
		want := w.counts[kind] + w.freshOf[kind]
		s.must(now[kind] == want, "nothing leaves without an end", nil, "%d things of kind %d, want %d", now[kind], kind, want)
	}
	w.counts = now
	if s == nil || w.freshOf[game.KindOre] == 0 {
		return
	}
	most := len(world.Kills) * max(s.cat.Growth.LootMax, 3)
	for _, e := range world.Ends {
		if e.Kind == game.KindRock && e.Cause == protocol.GoneBroken {
			most += 2 + int(s.cat.Rocks.RadiusMax*s.cat.Rocks.OrePerRadius*1.4)
		}
	}
	s.must(w.freshOf[game.KindOre] <= most, "ore comes of rocks and wrecks", nil, "%d new, at most %d", w.freshOf[game.KindOre], most)
}

// thing notes one that is in the world.
func (w *worldAudit) thing(s *simulation, world *game.World, id game.EntityID, kind game.Kind) *slotAudit {
	a := w.at(id.Slot)
	if a.kind == kind && a.id == id {
		return a
	}
	rest := game.Tick(slotRest)
	if kind == game.KindShip {
		rest = berthRest
	}
	if s != nil {
		s.must(a.kind == game.KindNone, "slots hold one thing", nil, "%+v of kind %d, slot %+v", id, kind, *a)
		s.must(a.freedAt == 0 || world.Tick-a.freedAt >= rest && a.id.Gen != id.Gen, "slots rest", nil, "%+v after %+v", id, *a)
	}
	w.freshOf[kind]++
	a.id, a.kind, a.since = id, kind, world.Tick
	return a
}

// earned wants nothing that a pilot has to fall in a life, and to grow by what it did.
func (w *worldAudit) earned(s *simulation, world *game.World) {
	for i := range world.Pilots {
		p := &world.Pilots[i]
		now := purse{p.Phase, p.Run.Born, p.Score, p.Run.Ore, p.Run.Kills, p.Level}
		was, known := w.purses[p.ID]
		w.purses[p.ID] = now
		if s == nil || !known {
			continue
		}
		got := w.gains[p.ID]
		if w.killed[p.ID] {
			s.must(p.Phase == game.Dead && now.score <= was.score+got.score, "the killed are dead", nil, "%+v after %+v", now, was)
			continue
		}
		s.must(now.score == was.score+got.score, "scores are earned", nil, "pilot %d has %+v after %+v, and did %+v", p.ID, now, was, got)
		if now.born == was.born && now.phase == was.phase && now.phase == game.Flying {
			s.must(now.ore == was.ore+got.ore && now.kills == was.kills+got.kills && now.level >= was.level, "nothing falls in a life", nil,
				"pilot %d has %+v after %+v, and did %+v", p.ID, now, was, got)
		}
	}
	if len(w.purses) > 4*len(world.Pilots)+64 {
		clear(w.purses) // of those who left
	}
}

// beliefs wants everything to be believed, not far from where it is.
func (w *worldAudit) beliefs(s *simulation) {
	world := s.loop.world
	for i := range world.Ships {
		w.believed(s, world.Ships[i].ID, game.KindShip, world.Ships[i].X, world.Ships[i].Y)
	}
	for i := range world.Rocks {
		w.believed(s, world.Rocks[i].ID, game.KindRock, world.Rocks[i].X, world.Rocks[i].Y)
	}
	for i := range world.Ores {
		w.believed(s, world.Ores[i].ID, game.KindOre, world.Ores[i].X, world.Ores[i].Y)
	}
}

func (w *worldAudit) believed(s *simulation, id game.EntityID, kind game.Kind, x, y float64) {
	b, ok := s.loop.cells.Believed(id.Slot)
	if !ok || b.ID != id || b.Kind != kind || !(math.Abs(b.Now.X-x)+math.Abs(b.Now.Y-y) < truthBound) {
		s.must(false, "beliefs are near the truth", nil, "%+v of kind %d is at %v, %v and believed (%v) as %+v", id, kind, x, y, ok, b)
	}
}
