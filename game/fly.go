package game

import "github.com/orbrawl/orbrawl/game/flight"

// fly moves everything one tick, by the same arithmetic that browsers use, and sorts it into the grids.
func (w *World) fly() {
	for i := range w.Ships {
		s := &w.Ships[i]
		s.Burn = flight.Step(&s.Body, s.Helm.helm(), &s.Drive)
		w.hedge(&s.Body, s)
	}
	for i := range w.Rocks {
		if r := &w.Rocks[i]; r.Vx != 0 || r.Vy != 0 {
			flight.Drift(&r.Body, w.cat.Sector.RockDrag)
			w.hedge(&r.Body, nil)
		}
	}
	for i := range w.Ores {
		if o := &w.Ores[i]; o.Vx != 0 || o.Vy != 0 {
			flight.Drift(&o.Body, w.cat.Sector.OreDrag)
			w.hedge(&o.Body, nil)
		}
	}
	w.index()
}

// spaceEdge is where the space of positions ends, with room for one more tick. The storm has killed whatever
// gets there; this only keeps numbers in their range.
const spaceEdge = 16300

func (w *World) hedge(b *flight.Body, s *Ship) {
	x, y := min(max(b.X, -spaceEdge), spaceEdge), min(max(b.Y, -spaceEdge), spaceEdge)
	if x == b.X && y == b.Y {
		return
	}
	b.X, b.Y, b.Vx, b.Vy = x, y, 0, 0
	if s != nil {
		s.Disturbed = true
	}
}
