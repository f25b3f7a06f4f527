package game

import (
	"github.com/orbrawl/orbrawl/game/brain"
	"github.com/orbrawl/orbrawl/game/catalog"
)

// PilotID names a participant, person or bot, for as long as the world knows it. 0 is nobody.
type PilotID uint32

// botID is set in the ids of bots, which the world makes itself.
const botID PilotID = 1 << 31

// Phase is what a pilot does.
type Phase uint8

// The phases of a pilot; the same numbers travel as protocol.Phase.
const (
	Watching Phase = iota
	Flying
	Dead
)

// Pilot is a participant and its standing. The ship it flies is a [Ship].
type Pilot struct {
	ID      PilotID
	Name    string
	Hue     uint8
	Bot     bool
	Adrift  bool // the line is cut: Mind flies
	Phase   Phase
	Ship    EntityID
	Helm    Controls
	Mind    brain.Mind
	Score   uint32
	Level   uint8
	XP      float64 // toward the next level
	Tracks  catalog.Tracks
	Offer   Offer
	Run     Run
	DiedAt  Tick // when it last died or gave up its ship, 0 for never
	Changed Tick // when score or growth last changed
}

// Offer is an open choice among three tracks. Number 0 means none is open.
type Offer struct {
	Number  uint16
	Tracks  [3]uint8
	Waiting uint8 // choices after this one
	Last    uint16
}

// Run is one life.
type Run struct {
	Born  Tick
	Kills uint16
	Ore   uint32
	// how it ended
	Seconds uint32
	By      PilotID
	ByName  string
	BySlot  uint16
	Cause   uint8
	Level   uint8
}

// Pilot finds a participant.
func (w *World) Pilot(id PilotID) *Pilot {
	if i, ok := w.byID[id]; ok {
		return &w.Pilots[i]
	}
	return nil
}

// PilotAt finds a participant where it was found before, or wherever it is by now, and returns its place too: one
// that is looked for at every tick is found without a search.
func (w *World) PilotAt(place int32, id PilotID) (*Pilot, int32) {
	if int(place) >= len(w.Pilots) || w.Pilots[place].ID != id {
		i, ok := w.byID[id]
		if !ok {
			return nil, 0
		}
		place = int32(i)
	}
	return &w.Pilots[place], place
}

// pilotOf is who flies a ship.
func (w *World) pilotOf(s *Ship) (p *Pilot) {
	for int(s.ID.Slot) >= len(w.seats) {
		w.seats = append(w.seats, 0)
	}
	seat := &w.seats[s.ID.Slot]
	p, *seat = w.PilotAt(*seat, s.Pilot)
	return p
}

// ShipOf is the ship a pilot flies, or nil.
func (w *World) ShipOf(id PilotID) *Ship { return w.shipOf(w.Pilot(id)) }

func (w *World) shipOf(p *Pilot) *Ship {
	if p == nil || p.Phase != Flying {
		return nil
	}
	return w.Ship(p.Ship)
}

// People counts the pilots that are not bots and fly or are about to.
func (w *World) People() (people, bots int) {
	for i := range w.Pilots {
		switch p := &w.Pilots[i]; {
		case p.Bot:
			bots++
		case p.Phase != Watching:
			people++
		}
	}
	return people, bots
}

func (w *World) addPilot(p Pilot) *Pilot {
	p.Ship = NoEntity
	w.Pilots = append(w.Pilots, p)
	w.byID[p.ID] = len(w.Pilots) - 1
	return &w.Pilots[len(w.Pilots)-1]
}

// dropPilot forgets a participant; its ship, if any, must have left.
func (w *World) dropPilot(id PilotID) {
	i, ok := w.byID[id]
	if !ok {
		return
	}
	last := len(w.Pilots) - 1
	w.Pilots[i] = w.Pilots[last]
	w.byID[w.Pilots[i].ID] = i
	w.Pilots[last] = Pilot{}
	w.Pilots = w.Pilots[:last]
	delete(w.byID, id)
	if w.Leader == id {
		w.Leader = 0
	}
}
