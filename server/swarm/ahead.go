package swarm

import (
	"math"

	"github.com/orbrawl/orbrawl/game/catalog"
	"github.com/orbrawl/orbrawl/game/flight"
	"github.com/orbrawl/orbrawl/protocol"
)

// span is how many ticks of the own flight are kept; the lead stays far below it.
const span = 128

// controls is what the pilot holds.
type controls struct {
	helm flight.Helm
	aim  uint16
	fire bool
}

// step is one tick of the own flight.
type step struct {
	held controls
	seq  uint16 // newest input meant for this tick or one before
	body flight.Body
}

// ahead flies the own ship ahead of the server, as the standard says a client does: undisturbed it is exact.
type ahead struct {
	cat    *catalog.Catalog
	tick   uint32 // newest tick flown
	steps  [span]step
	held   controls
	seq    uint16
	flying bool // the ship and its state are known
	drive  flight.Drive
	period uint8
	shots  int // fired in ticks flown for the first time
}

func (a *ahead) at(tick uint32) *step { return &a.steps[tick%span] }

// fly goes on to tick to with the controls held now.
func (a *ahead) fly(to uint32) {
	for a.tick < to {
		last := a.at(a.tick).body
		a.tick++
		s := a.at(a.tick)
		s.held, s.seq, s.body = a.held, a.seq, last
		if a.flying && a.move(s) {
			a.shots++
		}
	}
}

// move flies one tick and reports whether the gun fired.
func (a *ahead) move(s *step) bool {
	flight.Step(&s.body, s.held.helm, &a.drive)
	return flight.Trigger(&s.body, s.held.fire, a.period)
}

// told takes the state that the server gave for the end of a tick, and replays the own inputs after it. It
// returns how far off the own computation was in u, and whether it was right to the bit; known is false when
// there was none.
func (a *ahead) told(m *protocol.Self, tick uint32) (off float64, exact, known bool) {
	s := a.at(tick)
	computed := s.body
	s.body = flight.Body{X: m.X, Y: m.Y, Vx: m.Vx, Vy: m.Vy, Energy: m.Energy, Cool: m.Cool}
	off, exact, known = math.Hypot(computed.X-m.X, computed.Y-m.Y), computed == s.body, a.flying
	var tracks catalog.Tracks
	copy(tracks[:], m.Tracks)
	hull := min(int(m.Hull), len(a.cat.Hulls)-1)
	a.drive = a.cat.Drive(hull, tracks)
	a.period = a.cat.Period(a.cat.Hulls[hull].GunIndex, tracks)
	a.flying = true
	last := s.body
	for t := tick + 1; t <= a.tick; t++ {
		s := a.at(t)
		s.body = last
		a.move(s)
		last = s.body
	}
	return off, exact, known
}

// land forgets the ship, and lets go of the controls.
func (a *ahead) land() {
	a.flying, a.held = false, controls{}
}

// sure reports whether the server had all inputs for the tick when it acknowledged ack, so that both have
// flown the same.
func (a *ahead) sure(tick uint32, ack uint16) bool {
	return a.flying && int16(ack-a.at(tick).seq) >= 0
}
