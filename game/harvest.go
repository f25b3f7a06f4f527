package game

import "github.com/orbrawl/orbrawl/protocol"

// harvest gives ore to the ships whose magnets reach it. It is taken at once; the way to the ship is for the
// eye, and drawn by the browser.
func (w *World) harvest() {
	for i := range w.Ships {
		s := &w.Ships[i]
		if s.Armor <= 0 {
			continue // killed in this tick
		}
		w.near = w.oreMap.within(s.X, s.Y, s.Reach, s.Reach, w.near[:0])
		for _, j := range w.near {
			o := &w.Ores[j]
			dx, dy := o.X-s.X, o.Y-s.Y
			if float64(dx*dx)+float64(dy*dy) < float64(s.Reach*s.Reach) {
				w.pick(s, o)
			}
		}
	}
}

// oreSettle is how many ticks a piece flies before magnets take it, so that a broken rock is seen to spill.
const oreSettle = 10

func (w *World) pick(s *Ship, o *Ore) {
	taken := o.Kind == oreTaken
	full := o.Kind == protocol.OreRepair && s.Armor >= s.Armors
	if taken || full || w.Tick-o.Born < oreSettle {
		return
	}
	p := w.pilotOf(s)
	g := &w.cat.Growth
	switch o.Kind {
	case protocol.OreRepair:
		s.Armor = min(s.Armors, s.Armor+g.Repair)
	case protocol.OreRich:
		p.Run.Ore += g.ScoreRich
		w.score(p, g.ScoreRich)
		w.learn(p.ID, g.RichExperience)
	default:
		p.Run.Ore += g.ScoreOre
		w.score(p, g.ScoreOre)
		w.learn(p.ID, g.OreExperience)
	}
	w.Takes = append(w.Takes, Take{o.ID, s.ID})
	w.doom(o.ID, KindOre, goneTaken)
	o.Kind = oreTaken // nobody else takes it this tick
}

const (
	// oreTaken marks a piece between harvest and settle.
	oreTaken = 0xff
	// goneTaken is the cause of ore that was picked up; it travels as protocol.Taken, not as Gone.
	goneTaken = 0xff
)
