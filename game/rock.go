package game

import "github.com/orbrawl/orbrawl/game/flight"

// Rock is an asteroid.
type Rock struct {
	ID EntityID
	flight.Body
	Radius float64 // u
	Mass   float64
	Left   float64 // points
	Full   float64
	Rich   uint8 // 255ths
	Seed   uint8
}

// Ore is a piece of ore, or a repair, adrift.
type Ore struct {
	ID EntityID
	flight.Body
	Kind uint8 // protocol.OrePlain and so on
	Born Tick
}

// Bolt is a shot in flight. It flies straight.
type Bolt struct {
	ID    EntityID
	Owner EntityID // the shooter's ship
	Pilot PilotID
	Hue   uint8
	Kind  uint8 // index into the catalog's weapons
	Dir   uint16
	Range uint8 // level of the shooter's range track
	Lag   uint8 // ticks back in time at which it is judged
	X, Y  float64
	Hurt  float64
	Born  Tick
	Dies  Tick
}

// Rock finds a rock.
func (w *World) Rock(id EntityID) *Rock {
	if i, ok := w.Slots.find(id, KindRock); ok {
		return &w.Rocks[i]
	}
	return nil
}

func (w *World) addRock(r Rock) *Rock {
	id, ok := w.Slots.take(KindRock, len(w.Rocks), w.Tick)
	if !ok {
		return nil
	}
	r.ID = id
	c := &w.cat.Rocks
	r.Mass = float64(c.MassPerArea * float64(r.Radius*r.Radius))
	r.Full = float64(c.HullPerRadius * r.Radius)
	r.Left = r.Full
	w.Rocks = append(w.Rocks, r)
	w.stale = true
	return &w.Rocks[len(w.Rocks)-1]
}

func (w *World) dropRock(id EntityID) {
	w.Rocks = remove(w, w.Rocks, id, KindRock, func(t *Rock) EntityID { return t.ID })
	w.stale = true
}

func (w *World) addOre(o Ore) {
	if len(w.Ores) >= w.cat.Sector.OreMax {
		return
	}
	id, ok := w.Slots.take(KindOre, len(w.Ores), w.Tick)
	if !ok {
		return
	}
	o.ID, o.Born = id, w.Tick
	w.Ores = append(w.Ores, o)
	w.stale = true
}

func (w *World) dropOre(id EntityID) {
	w.Ores = remove(w, w.Ores, id, KindOre, func(t *Ore) EntityID { return t.ID })
	w.stale = true
}

func (w *World) addBolt(b Bolt) {
	id, ok := w.Slots.take(KindBolt, len(w.Bolts), w.Tick)
	if !ok {
		return
	}
	b.ID, b.Born = id, w.Tick
	w.Bolts = append(w.Bolts, b)
}

func (w *World) dropBolt(id EntityID) {
	w.Bolts = remove(w, w.Bolts, id, KindBolt, func(t *Bolt) EntityID { return t.ID })
}
