package game

import "github.com/orbrawl/orbrawl/protocol"

// Kind says what a slot holds.
type Kind uint8

// The kinds of things in the world.
const (
	KindNone Kind = iota
	KindShip
	KindRock
	KindOre
	KindBolt
)

// EntityID names a thing for its whole life: its slot in the world and which of the slot's holders it is.
type EntityID struct {
	Slot uint16
	Gen  uint8
}

// NoEntity names nothing.
var NoEntity = EntityID{Slot: 0xffff}

const (
	slotCount = 0xffff
	// berthRest and slotRest are how many ticks a freed slot of a ship, and of another thing, waits before it is used
	// again, so that no browser blends the thing that left with the one that came, and no bolt of a ship that held it
	// still flies. Bolts are known outside by who fired them and when, so theirs need no rest.
	berthRest = 64 // longer than the longest life of a bolt
	slotRest  = 240
)

// Slot is one entry of the world's table of things.
type Slot struct {
	Kind  Kind
	Gen   uint8
	Index int32 // position in the slice of its kind
}

// Freed is a slot waiting to be used again.
type Freed struct {
	Slot uint16
	At   Tick
}

// Slots hands out ids from First on. Slots of bolts come back at once, before all others and the last freed first, so
// that a shot touches memory that was just in use; the rest come back in the order they were freed, after Rest.
type Slots struct {
	First uint16
	Most  int  // how many there may be
	Rest  Tick // ticks
	Table []Slot
	Queue []Freed // ring of freed slots, oldest at Head
	Head  int
	Spare []uint16 // of bolts, the last freed at the end
}

// newBerths are the slots of ships, which are few and low so that short records can name them.
func newBerths() Slots { return Slots{First: 0, Most: protocol.ShipSlots, Rest: berthRest} }

// newSlots are those of all other things.
func newSlots() Slots {
	return Slots{First: protocol.ShipSlots, Most: slotCount - protocol.ShipSlots, Rest: slotRest}
}

// slotsOf is the table that a kind of thing is in.
func (w *World) slotsOf(kind Kind) *Slots {
	if kind == KindShip {
		return &w.Berths
	}
	return &w.Slots
}

// take gives out an id, or false when all slots are in use.
func (s *Slots) take(kind Kind, index int, now Tick) (EntityID, bool) {
	if slot, ok := s.free(now); ok {
		t := s.at(slot)
		t.Gen++
		t.Kind, t.Index = kind, int32(index)
		return EntityID{slot, t.Gen}, true
	}
	if len(s.Table) >= s.Most {
		return NoEntity, false
	}
	s.Table = append(s.Table, Slot{Kind: kind, Index: int32(index)})
	return EntityID{Slot: s.First + uint16(len(s.Table)-1)}, true
}

// at is the entry of a slot, nil for one that was never given out.
func (s *Slots) at(slot uint16) *Slot {
	if i := int(slot) - int(s.First); i >= 0 && i < len(s.Table) {
		return &s.Table[i]
	}
	return nil
}

// free is a slot that may be used again, if there is one.
func (s *Slots) free(now Tick) (slot uint16, ok bool) {
	if last := len(s.Spare) - 1; last >= 0 {
		slot, s.Spare = s.Spare[last], s.Spare[:last]
		return slot, true
	}
	if s.Head >= len(s.Queue) || now-s.Queue[s.Head].At < s.Rest {
		return 0, false
	}
	slot = s.Queue[s.Head].Slot
	s.Head++
	s.compact()
	return slot, true
}

func (s *Slots) release(id EntityID, now Tick) {
	t := s.at(id.Slot)
	if t.Kind == KindBolt {
		s.Spare = append(s.Spare, id.Slot)
	} else {
		s.Queue = append(s.Queue, Freed{id.Slot, now})
	}
	t.Kind = KindNone
}

// compact moves the queue to the front of its array once half of it has been used.
func (s *Slots) compact() {
	if s.Head > 256 && s.Head*2 > len(s.Queue) {
		n := copy(s.Queue, s.Queue[s.Head:])
		s.Queue, s.Head = s.Queue[:n], 0
	}
}

// find is the position of a living thing of that kind.
func (s *Slots) find(id EntityID, kind Kind) (int, bool) {
	t := s.at(id.Slot)
	if t == nil {
		return 0, false
	}
	return int(t.Index), t.Kind == kind && t.Gen == id.Gen
}

// remove takes a thing out of the slice of its kind and frees its slot; the last one moves into its place. One that
// is gone already changes nothing.
func remove[T any](w *World, things []T, id EntityID, kind Kind, idOf func(*T) EntityID) []T {
	slots := w.slotsOf(kind)
	i, ok := slots.find(id, kind)
	if !ok {
		return things
	}
	last := len(things) - 1
	things[i] = things[last]
	slots.at(idOf(&things[i]).Slot).Index = int32(i)
	slots.release(id, w.Tick)
	return things[:last]
}
