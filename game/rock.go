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
	i, ok := w.Slots.find(id, KindRock)
	if !ok {
		return
	}
	last := len(w.Rocks) - 1
	w.Rocks[i] = w.Rocks[last]
	w.Slots.Table[w.Rocks[i].ID.Slot].Index = int32(i)
	w.Rocks = w.Rocks[:last]
	w.Slots.free(id, w.Tick)
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
	i, ok := w.Slots.find(id, KindOre)
	if !ok {
		return
	}
	last := len(w.Ores) - 1
	w.Ores[i] = w.Ores[last]
	w.Slots.Table[w.Ores[i].ID.Slot].Index = int32(i)
	w.Ores = w.Ores[:last]
	w.Slots.free(id, w.Tick)
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
	i, ok := w.Slots.find(id, KindBolt)
	if !ok {
		return
	}
	last := len(w.Bolts) - 1
	w.Bolts[i] = w.Bolts[last]
	w.Slots.Table[w.Bolts[i].ID.Slot].Index = int32(i)
	w.Bolts = w.Bolts[:last]
	w.Slots.free(id, w.Tick)
}
